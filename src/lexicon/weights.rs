//! Weights that were learnt from real plans: of words at several places, and of numbers.

use super::words::Words;

/// Words with a weight for each of `PLACES` places, read where they stand in the program.
pub struct Weights<const PLACES: usize> {
    words: Words,
}

impl<const PLACES: usize> Weights<PLACES> {
    /// How many bits of a word's number are one weight's.
    const BITS: usize = 32 / PLACES;

    pub(super) const fn new(packed: &'static [u8]) -> Weights<PLACES> {
        Weights { words: Words::new(super::built::CHARS, packed) }
    }

    /// The words that open `text`, shortest first: the length of each in bytes, and what it weighs at each place.
    pub fn openings(&self, text: &str) -> impl Iterator<Item = (usize, [i32; PLACES])> {
        self.words.openings(text).map(|(len, number)| {
            let of = |place: usize| (number >> (Self::BITS * place) & ((1 << Self::BITS) - 1)) as i32;
            (len, std::array::from_fn(|place| of(place) - (1 << (Self::BITS - 1))))
        })
    }
}

/// What a number weighs by a table of sizes; numbers beyond its end count as its last.
pub fn size(table: &[i16], n: usize) -> i32 {
    table.get(n).or(table.last()).copied().unwrap_or(0).into()
}
