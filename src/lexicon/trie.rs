// Read by the build script too, so it names nothing of the crate.

/// A trie over characters: every word of a set, found where a text begins with it.
///
/// ```text
/// singles   one bit for each character that is a word by itself
/// pairs     some bits for each two characters that open a word: a few others share them
/// rows      the nodes from the second character on, and the words of one character
/// ```
///
/// Two bits show that hardly anything begins at most places of a text. A node is a row at a place that the node above and
/// its character choose, so a step is one look at memory. All of it is read as it stands in the program; nothing is made
/// of it at start.
#[derive(Clone, Copy)]
pub struct Trie {
    singles: &'static [u8; SINGLES],
    pairs: &'static [u8; PAIRS],
    rows: &'static [Row],
}

/// Bytes of the bits of single characters,
const SINGLES: usize = 1 << 13;
/// and of those of pairs: two in a hundred are set.
const PAIRS: usize = 1 << 15;

/// What stands above, the character that leads here, the value of the word that ends here, and one bit for each of 32
/// kinds of characters that lead on; all little-endian.
///
/// Above the second character stands the first, above the first [`ROOT`], and above any other the row's number plus
/// [`ROWS`].
type Row = [u8; 16];

/// The row of no node.
const FREE: Row = [0xff; 16];
/// The value where no word ends.
const NO_WORD: u32 = u32::MAX;
/// What stands above a first character; no character has this number.
const ROOT: u32 = 0x11_0000;
/// What is added to the numbers of rows, to tell them from characters.
const ROWS: u32 = ROOT + 1;

fn number(row: &Row, at: usize) -> u32 {
    u32::from_le_bytes(row.as_chunks().0[at])
}

/// The bit of a character among those that lead on.
fn kind(c: char) -> u32 {
    1 << (c as u32 % 32)
}

/// A number that spreads two others. The multiplier is 2^64 over the golden ratio (Knuth, The Art of Computer Programming
/// 3, 6.4).
fn spread(above: u32, c: char) -> usize {
    let key = u64::from(above) << 21 ^ u64::from(c as u32);
    (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as usize
}

/// Which byte and bit of a table of bits a number chooses.
fn place<const N: usize>(number: usize) -> (usize, u8) {
    (number / 8 % N, 1 << (number % 8))
}

impl Trie {
    /// Reads what [`pack`] wrote.
    pub const fn new(packed: &'static [u8]) -> Trie {
        let (Some((singles, rest)), true) = (packed.split_first_chunk(), packed.len() % 16 == 0) else {
            panic!("a packed trie is wanted")
        };
        let Some((pairs, rows)) = rest.split_first_chunk() else { panic!("a packed trie is wanted") };
        Trie { singles, pairs, rows: rows.as_chunks().0 }
    }

    /// The row that `c` leads to.
    #[inline]
    fn step(&self, above: u32, c: char) -> Option<(u32, &'static Row)> {
        let mut at = spread(above, c) & (self.rows.len() - 1);
        loop {
            let row = &self.rows[at];
            if number(row, 0) == above && number(row, 1) == c as u32 {
                return Some((at as u32 + ROWS, row));
            }
            if number(row, 0) == u32::MAX {
                return None;
            }
            at = (at + 1) & (self.rows.len() - 1);
        }
    }

    /// The words that `text` begins with, the shortest first: where each ends, and its value.
    #[inline]
    pub fn openings<'t>(&self, text: &'t str) -> impl Iterator<Item = (usize, u32)> + use<'t> {
        let mut chars = text.chars();
        let first = chars.next().unwrap_or('\0');
        let (byte, bit) = place::<SINGLES>(first as usize);
        let single = match self.singles[byte] & bit {
            0 => None,
            _ => self.step(ROOT, first).map(|(_, row)| (first.len_utf8(), number(row, 2))),
        };
        let (byte, bit) = place::<PAIRS>(spread(first as u32, chars.clone().next().unwrap_or('\0')));
        let longer = match self.pairs[byte] & bit {
            0 => None,
            _ => Some(Walk { trie: *self, len: text.len(), chars, above: first as u32, kinds: u32::MAX }),
        };
        single.into_iter().chain(longer.into_iter().flatten())
    }
}

/// A way down the trie from the second character of a text on.
struct Walk<'t> {
    trie: Trie,
    /// Of the text, in bytes.
    len: usize,
    /// What is left of it.
    chars: std::str::Chars<'t>,
    above: u32,
    /// The kinds of characters that lead on.
    kinds: u32,
}

impl Iterator for Walk<'_> {
    type Item = (usize, u32);

    #[inline]
    fn next(&mut self) -> Option<(usize, u32)> {
        loop {
            let c = self.chars.next()?;
            if self.kinds & kind(c) == 0 {
                return None;
            }
            let (at, row) = self.trie.step(self.above, c)?;
            (self.above, self.kinds) = (at, number(row, 3));
            if number(row, 2) != NO_WORD {
                return Some((self.len - self.chars.as_str().len(), number(row, 2)));
            }
        }
    }
}

/// Writes a trie of distinct words, in order; a value is below [`u32::MAX`].
pub fn pack(words: &[(&str, u32)]) -> Vec<u8> {
    let shared = |a: &str, b: &str| a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    let (mut n_rows, mut last) = (1, "");
    for (word, _) in words {
        n_rows += word.chars().count() - shared(last, word);
        last = word;
    }
    let (mut singles, mut pairs) = ([0; SINGLES], [0; PAIRS]);
    // At most half full, so that what is not there is soon known.
    let mut rows = vec![FREE; (2 * n_rows).next_power_of_two()];
    let write = |row: &mut Row, at: usize, number: u32| row.as_chunks_mut().0[at] = number.to_le_bytes();
    let mut row_of = |above: u32, c: char, onward: Option<char>, value: Option<u32>| {
        let mut at = spread(above, c) & (rows.len() - 1);
        while rows[at] != FREE && (number(&rows[at], 0), number(&rows[at], 1)) != (above, c as u32) {
            at = (at + 1) & (rows.len() - 1);
        }
        let row = &mut rows[at];
        if *row == FREE {
            let fresh = [above, c as u32, NO_WORD, 0];
            fresh.into_iter().enumerate().for_each(|(at, number)| write(row, at, number));
        }
        write(row, 3, number(row, 3) | onward.map_or(0, kind));
        if let Some(value) = value {
            write(row, 2, value);
        }
        at as u32 + ROWS
    };
    for (word, value) in words {
        let mut chars = word.chars();
        let Some(first) = chars.next() else { continue };
        let mut chars = chars.peekable();
        match chars.peek() {
            None => {
                let (byte, bit) = place::<SINGLES>(first as usize);
                singles[byte] |= bit;
                row_of(ROOT, first, None, Some(*value));
            }
            Some(second) => {
                let (byte, bit) = place::<PAIRS>(spread(first as u32, *second));
                pairs[byte] |= bit;
            }
        }
        let mut above = first as u32;
        while let Some(c) = chars.next() {
            let onward = chars.peek().copied();
            above = row_of(above, c, onward, onward.is_none().then_some(*value));
        }
    }
    [&singles[..], &pairs, rows.as_flattened()].concat()
}
