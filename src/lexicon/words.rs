// Read by the build script too, so it names nothing of the crate.

use std::collections::BTreeMap;

/// A set of words with a number each, found where a text begins with one of them.
///
/// ```text
/// singles   one bit for each character that is a word by itself; a few others share it
/// pairs     the same for each two characters that open a word
/// rows      for each of both: the number of the word they are, and where the rest of longer words stands
/// rests     of each pair, by the kind of their first character: 有限公司 of 集团有限公司 with its number
/// ```
///
/// Two bits show that nothing begins at most places of a text; where something does, all of it is one or two places in
/// memory. Everything is read as it stands in the program; nothing is made of it at start.
#[derive(Clone, Copy)]
pub struct Words {
    singles: &'static [u8; SINGLES],
    pairs: &'static [u8; PAIRS],
    rows: &'static [Row],
    rests: &'static [u8],
}

/// Bytes of the bits of single characters,
const SINGLES: usize = 1 << 13;
/// and of those of pairs: of the built-in words two in a hundred are set.
const PAIRS: usize = 1 << 15;

/// The two characters with the kinds of those that follow in longer words, the number of the word they are, and where
/// the rests of longer ones begin. All little-endian; a free row is all ones.
type Row = [u8; 16];
const FREE: Row = [0xff; 16];

/// What stands behind the rests of a kind: one of no length.
const END: [u8; 8] = [0; 8];

/// The number where the characters of a row are no word.
const NO_WORD: u32 = u32::MAX;

/// The second character of a row for a single one.
const NOTHING: u32 = 0x1f_ffff;

/// Characters beside each other in the lower 42 bits, and their kinds above them.
fn key(first: char, second: u32) -> u64 {
    u64::from(first as u32) << 21 | u64::from(second)
}

const KEY: u64 = (1 << 42) - 1;

/// The bit of a character among those that go on.
fn kind(c: char) -> u64 {
    1 << (42 + c as u32 % 22)
}

/// What spreads keys when they are multiplied: 2^64 over the golden ratio (Knuth, The Art of Computer Programming 3, 6.4).
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

/// A number that spreads keys.
fn spread(key: u64) -> usize {
    (key.wrapping_mul(SPREAD) >> 32) as usize
}

/// Which byte and bit of a table of bits one or two characters choose, by their bytes as they stand.
#[inline]
fn place<const N: usize>(bytes: u64) -> (usize, u8) {
    // The bits of the product that all bytes reach.
    let number = (bytes.wrapping_mul(SPREAD) >> 40) as usize;
    (number / 8 % N, 1 << (number % 8))
}

/// The eight bytes from `at` on, with zeros behind the end.
#[inline]
fn eight(bytes: &[u8], at: usize) -> u64 {
    let rest = &bytes[at..];
    match rest.first_chunk() {
        Some(chunk) => u64::from_le_bytes(*chunk),
        None => rest.iter().rev().fold(0, |all, &byte| all << 8 | u64::from(byte)),
    }
}

/// The lowest `n` of eight bytes, one at least.
#[inline]
fn lowest(bytes: u64, n: u8) -> u64 {
    bytes & u64::MAX >> (64 - 8 * n)
}

/// How many bytes the character has that begins with a byte.
static WIDTH: [u8; 256] = {
    let mut width = [1; 256];
    let mut byte = 0xc0;
    while byte < 256 {
        width[byte] = match byte {
            0xc0..0xe0 => 2,
            0xe0..0xf0 => 3,
            _ => 4,
        };
        byte += 1;
    }
    width
};

fn key_of(row: &Row) -> u64 {
    u64::from_le_bytes(row.as_chunks().0[0])
}

fn number(row: &Row, at: usize) -> u32 {
    u32::from_le_bytes(row.as_chunks().0[at])
}

impl Words {
    /// Reads what [`pack`] wrote.
    pub const fn new(packed: &'static [u8]) -> Words {
        let Some((singles, packed)) = packed.split_first_chunk() else { panic!("packed words are wanted") };
        let Some((pairs, packed)) = packed.split_first_chunk() else { panic!("packed words are wanted") };
        let Some((n_rows, packed)) = packed.split_first_chunk() else { panic!("packed words are wanted") };
        let (rows, rests) = packed.split_at(u32::from_le_bytes(*n_rows) as usize * size_of::<Row>());
        Words { singles, pairs, rows: rows.as_chunks().0, rests }
    }

    #[inline]
    fn row(&self, key: u64) -> Option<&'static Row> {
        let mut at = spread(key) & (self.rows.len() - 1);
        loop {
            let row = &self.rows[at];
            if key_of(row) & KEY == key {
                return Some(row);
            }
            if key_of(row) == u64::MAX {
                return None;
            }
            at = (at + 1) & (self.rows.len() - 1);
        }
    }

    /// Whether a single character may be a word, and whether two may open one, by the bytes from the first on.
    #[inline]
    fn may_open(&self, bytes: u64, width: u8) -> (bool, bool, u8) {
        let next = WIDTH[(bytes >> (8 * (width & 7))) as u8 as usize];
        let (byte, bit) = place::<SINGLES>(lowest(bytes, width));
        let single = self.singles[byte] & bit != 0;
        let (byte, bit) = place::<PAIRS>(lowest(bytes, width + next));
        (single, self.pairs[byte] & bit != 0, next)
    }

    /// The words of a pair that go on in `text`, which follows it; `len` bytes long is the pair.
    #[inline]
    fn longer<'t>(&self, row: &Row, len: usize, text: &'t str) -> Longer<'t> {
        let kinds = key_of(row) & !KEY;
        let bit = text.chars().next().map_or(0, kind);
        let rests = match kinds & bit {
            0 => &[],
            _ => {
                let rests = &self.rests[number(row, 3) as usize..];
                let places = rests.as_chunks().0;
                let nth = (kinds & (bit - 1)).count_ones() as usize;
                &rests[u32::from_le_bytes(places[nth]) as usize..]
            }
        };
        Longer { text: text.as_bytes(), len, rests }
    }

    /// Names each word of `text`, by where they start, the shorter first: where it starts and ends, and its number.
    ///
    /// The places where a word may begin are gathered first, some at a time and without a branch on what is found, for
    /// nothing foretells it; the tables are then read for those places alone.
    pub fn each(&self, text: &str, mut found: impl FnMut(usize, usize, u32)) {
        let bytes = text.as_bytes();
        let mut open = [(0, false, false); 256];
        let (mut at, mut width) = (0, bytes.first().map_or(1, |&first| WIDTH[first as usize]));
        while at < bytes.len() {
            let mut n = 0;
            while n < open.len() && at < bytes.len() {
                let (single, pair, next) = self.may_open(eight(bytes, at), width);
                open[n] = (at, single, pair);
                n += usize::from(single | pair);
                at += width as usize;
                width = next;
            }
            for &(at, single, pair) in &open[..n] {
                let rest = &text[at..];
                let mut chars = rest.chars();
                let Some(first) = chars.next() else { continue };
                if single && let Some(row) = self.row(key(first, NOTHING)) {
                    found(at, at + first.len_utf8(), number(row, 2));
                }
                if pair
                    && let Some(second) = chars.next()
                    && let Some(row) = self.row(key(first, second as u32))
                {
                    let len = first.len_utf8() + second.len_utf8();
                    if number(row, 2) != NO_WORD {
                        found(at, at + len, number(row, 2));
                    }
                    for (len, number) in self.longer(row, len, &rest[len..]) {
                        found(at, at + len, number);
                    }
                }
            }
        }
    }

    /// The words that `text` begins with, the shortest first: how many bytes each has, and its number.
    #[inline]
    pub fn openings<'t>(&self, text: &'t str) -> Openings<'t> {
        let mut openings = Openings { short: [None; 2], longer: None };
        let bytes = text.as_bytes();
        let Some(&first) = bytes.first() else { return openings };
        let (single, pair, _) = self.may_open(eight(bytes, 0), WIDTH[first as usize]);
        if !(single | pair) {
            return openings;
        }
        let mut chars = text.chars();
        let Some(first) = chars.next() else { return openings };
        if single {
            openings.short[0] = self.row(key(first, NOTHING)).map(|row| (first.len_utf8(), number(row, 2)));
        }
        if pair
            && let Some(second) = chars.next()
            && let Some(row) = self.row(key(first, second as u32))
        {
            let len = first.len_utf8() + second.len_utf8();
            openings.short[1] = (number(row, 2) != NO_WORD).then(|| (len, number(row, 2)));
            openings.longer = Some(self.longer(row, len, chars.as_str()));
        }
        openings
    }
}

/// The words that a text begins with, as [`Words::openings`] names them.
pub struct Openings<'t> {
    /// Those of one and of two characters.
    short: [Option<(usize, u32)>; 2],
    longer: Option<Longer<'t>>,
}

impl Iterator for Openings<'_> {
    type Item = (usize, u32);

    #[inline]
    fn next(&mut self) -> Option<(usize, u32)> {
        let [single, pair] = &mut self.short;
        single.take().or_else(|| pair.take()).or_else(|| self.longer.as_mut()?.next())
    }
}

/// The words of a pair that go on.
struct Longer<'t> {
    /// What stands behind the pair.
    text: &'t [u8],
    /// Bytes of the pair.
    len: usize,
    /// What is left to look at: for each word the length of its rest, its number, and the rest. A length of zero ends
    /// them.
    rests: &'static [u8],
}

impl Iterator for Longer<'_> {
    type Item = (usize, u32);

    #[inline]
    fn next(&mut self) -> Option<(usize, u32)> {
        loop {
            let (len, after) = self.rests.split_first_chunk()?;
            let len = u32::from_le_bytes(*len) as usize;
            let (number, after) = after.split_first_chunk()?;
            let (rest, after) = after.split_at_checked(len).filter(|_| len > 0)?;
            self.rests = after;
            // The third byte is where Chinese characters differ most.
            if rest.get(2).is_none_or(|byte| self.text.get(2) == Some(byte)) && self.text.starts_with(rest) {
                return Some((self.len + len, u32::from_le_bytes(*number)));
            }
        }
    }
}

/// Writes words in order, distinct; their numbers are below [`u32::MAX`].
pub fn pack(words: &[(&str, u32)]) -> Vec<u8> {
    let pair_of = |word: &str| {
        let mut chars = word.chars();
        Some((chars.next()?, chars.next().map_or(NOTHING, |c| c as u32)))
    };
    let (mut singles, mut pairs, mut rests) = ([0; SINGLES], [0; PAIRS], Vec::new());
    let mut found: Vec<Row> = Vec::new();
    for of in words.chunk_by(|(a, _), (b, _)| pair_of(a) == pair_of(b)) {
        let Some((first, second)) = pair_of(of[0].0) else { continue };
        let (mut key, mut own, from) = (key(first, second), NO_WORD, rests.len() as u32);
        let opening: String = of[0].0.chars().take(2).collect();
        let opening = eight(opening.as_bytes(), 0);
        let (byte, bit) = match second {
            NOTHING => place::<SINGLES>(opening),
            _ => place::<PAIRS>(opening),
        };
        let bits = if second == NOTHING { &mut singles[..] } else { &mut pairs[..] };
        bits[byte] |= bit;
        let mut by_kind: BTreeMap<u64, Vec<u8>> = BTreeMap::new();
        for (word, value) in of {
            let len = word.chars().take(2).map(char::len_utf8).sum();
            match word[len..].chars().next() {
                None => own = *value,
                Some(third) => {
                    key |= kind(third);
                    let of_kind = by_kind.entry(kind(third)).or_default();
                    of_kind.extend(((word.len() - len) as u32).to_le_bytes());
                    of_kind.extend(value.to_le_bytes());
                    of_kind.extend(&word.as_bytes()[len..]);
                }
            }
        }
        let mut place = 4 * by_kind.len();
        for of_kind in by_kind.values() {
            rests.extend((place as u32).to_le_bytes());
            place += of_kind.len() + END.len();
        }
        by_kind.into_values().for_each(|of_kind| rests.extend([of_kind, END.to_vec()].concat()));
        let row = [&key.to_le_bytes()[..], &own.to_le_bytes(), &from.to_le_bytes()].concat();
        found.push(row.try_into().expect("sixteen bytes"));
    }
    // At most half full, so that what is asked for mostly stands where it is looked for first.
    let mut rows = vec![FREE; (2 * found.len() + 1).next_power_of_two()];
    for row in found {
        let mut at = spread(key_of(&row) & KEY) & (rows.len() - 1);
        while rows[at] != FREE {
            at = (at + 1) & (rows.len() - 1);
        }
        rows[at] = row;
    }
    [&singles[..], &pairs, &(rows.len() as u32).to_le_bytes(), rows.as_flattened(), &rests].concat()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::collection::btree_set;
    use proptest::{prop_assert_eq, proptest};

    use super::{Words, pack};

    proptest! {
        #[test]
        fn finds_what_a_plain_search_finds(
            words in btree_set("[ab市委局\u{20000}]{1,5}", 0..40),
            text in "[ab市委局\u{20000}，]{0,60}",
        ) {
            let words: BTreeSet<String> = words;
            let coded: Vec<(&str, u32)> = words.iter().map(String::as_str).zip(0..).collect();
            let packed = Words::new(pack(&coded).leak());
            let mut found = Vec::new();
            packed.each(&text, |start, end, number| found.push((start, end, number)));
            let mut plain = Vec::new();
            for (start, _) in text.char_indices() {
                let mut here: Vec<_> = coded
                    .iter()
                    .filter(|(word, _)| text[start..].starts_with(word))
                    .map(|(word, number)| (start, start + word.len(), *number))
                    .collect();
                here.sort_unstable();
                let openings: Vec<_> = packed
                    .openings(&text[start..])
                    .map(|(len, number)| (start, start + len, number))
                    .collect();
                prop_assert_eq!(&openings, &here);
                plain.extend(here);
            }
            prop_assert_eq!(found, plain);
        }
    }
}
