// Read by the build script too, so it names nothing of the crate.

use std::collections::BTreeMap;

/// The numbers of the characters of which words are made, the frequent ones the lowest, from 1 on; 0 is any other
/// character. The numbers stand together in rows of 64 characters.
///
/// Everything is read as it stands in the program; nothing is made of it at start.
#[derive(Clone, Copy)]
pub struct Chars {
    /// Which of the cells hold the characters of a row of 64, by what stands before the last six bits of a character.
    rows: &'static [[u8; 2]; ROWS],
    cells: &'static [[[u8; 2]; 64]],
    /// Characters beyond the rows in order, and their numbers.
    others: &'static [[u8; 8]],
}

/// The bit of a sign (see `text::SIGNS`) beside the number of a character,
pub const SIGN: u16 = 1 << 15;
/// and the bits of the number.
pub const NUMBER: u16 = SIGN - 1;

/// Rows of the characters of two bytes of UTF-16.
const ROWS: usize = 0x10000 / 64;

impl Chars {
    /// Reads what [`pack`] wrote.
    pub const fn new(packed: &'static [u8]) -> Chars {
        let Some((rows, packed)) = packed.split_first_chunk::<{ 2 * ROWS }>() else {
            panic!("packed characters are wanted")
        };
        let Some((n_cells, packed)) = packed.split_first_chunk() else {
            panic!("packed characters are wanted")
        };
        let (cells, others) = packed.split_at(u32::from_le_bytes(*n_cells) as usize * 128);
        let Some(rows) = rows.as_chunks().0.first_chunk() else { panic!("packed characters are wanted") };
        Chars { rows, cells: cells.as_chunks().0.as_chunks().0, others: others.as_chunks().0 }
    }

    /// The number of a character.
    #[inline]
    pub fn number(&self, c: char) -> u16 {
        self.read(c) & NUMBER
    }

    /// The number of a character, with [`SIGN`] where it is one.
    #[inline]
    pub fn read(&self, c: char) -> u16 {
        let c = c as u32;
        let Some(row) = self.rows.get(c as usize / 64) else {
            let found = self.others.binary_search_by_key(&c, |other| number(other, 0));
            return found.map_or(0, |at| number(&self.others[at], 1) as u16);
        };
        let cells = self.cells.get(u16::from_le_bytes(*row) as usize);
        cells.map_or(0, |cells| u16::from_le_bytes(cells[c as usize % 64]))
    }
}

fn number(row: &[u8; 8], at: usize) -> u32 {
    u32::from_le_bytes(row.as_chunks().0[at])
}

/// Writes the characters of words, and signs, which are below U+10000.
pub fn pack<'w>(words: impl Iterator<Item = &'w str>, signs: &str) -> Vec<u8> {
    let mut times: BTreeMap<char, u32> = BTreeMap::new();
    words.flat_map(str::chars).for_each(|c| *times.entry(c).or_default() += 1);
    let mut chars: Vec<char> = times.keys().copied().collect();
    chars.sort_by_key(|c| std::cmp::Reverse(times[c]));
    // The first cells are those of rows without a character of a word.
    let (mut rows, mut cells, mut others) = (vec![0u16; ROWS], vec![[0u16; 64]], BTreeMap::new());
    let numbers = chars.into_iter().zip(1..).map(|(c, number)| {
        let number = u16::try_from(number).ok().filter(|number| *number < NUMBER);
        (c, number.expect("fewer characters than a number holds"))
    });
    for (c, bits) in numbers.chain(signs.chars().map(|c| (c, SIGN))) {
        let c = c as u32;
        match rows.get_mut(c as usize / 64) {
            Some(row) => {
                if *row == 0 {
                    *row = cells.len() as u16;
                    cells.push([0; 64]);
                }
                cells[*row as usize][c as usize % 64] |= bits;
            }
            None => _ = others.insert(c, bits),
        }
    }
    let two = |numbers: &[u16]| numbers.iter().flat_map(|n| n.to_le_bytes()).collect::<Vec<u8>>();
    let others: Vec<u8> =
        others.iter().flat_map(|(c, n)| [*c, u32::from(*n)]).flat_map(u32::to_le_bytes).collect();
    [two(&rows), (cells.len() as u32).to_le_bytes().to_vec(), two(cells.as_flattened()), others].concat()
}
