// Read by the build script too, so it names nothing but the lists.

use super::list::{LISTS, List};

/// What one list says of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sense {
    /// The list.
    pub list: List,
    /// The value beside the word, columns apart by tabs; empty where the list has none.
    pub value: &'static str,
}

/// A word with all that is said of it: `count` senses from the number `first` on.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    pub word: &'static str,
    pub first: u32,
    pub count: u32,
}

/// The words in order and what is said of them, as they stand in the program: rows of numbers, all little-endian, that
/// point into one text. Nothing is made of them at start; a row is read when it is asked for.
#[derive(Clone, Copy)]
pub struct Tables {
    /// All words and values.
    text: &'static str,
    /// Of each word: where it starts in the text, its length, the number of its first sense, how many it has.
    words: &'static [[u8; 16]],
    /// Of each sense: where its value starts, its length, its list.
    senses: &'static [[u8; 12]],
}

/// The number in the column `at` of a row.
fn number(row: &[u8], at: usize) -> u32 {
    row.as_chunks().0.get(at).copied().map_or(0, u32::from_le_bytes)
}

impl Tables {
    /// Reads what [`pack`] wrote.
    pub const fn new(text: &'static str, words: &'static [u8], senses: &'static [u8]) -> Tables {
        Tables { text, words: words.as_chunks().0, senses: senses.as_chunks().0 }
    }

    /// How many words there are.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// The stretch of the text that the first two columns of a row name.
    fn stretch(&self, row: &[u8]) -> &'static str {
        let (start, len) = (number(row, 0) as usize, number(row, 1) as usize);
        &self.text[start..start + len]
    }

    /// The entry of a number below [`Tables::len`].
    pub fn entry(&self, at: usize) -> Entry {
        let row = &self.words[at];
        Entry { word: self.stretch(row), first: number(row, 2), count: number(row, 3) }
    }

    /// The number of a word.
    pub fn find(&self, word: &str) -> Option<usize> {
        self.words.binary_search_by(|row| self.stretch(row).cmp(word)).ok()
    }

    /// The sense of a number.
    pub fn sense(&self, at: u32) -> Sense {
        let row = &self.senses[at as usize];
        Sense { list: LISTS[number(row, 2) as usize].0, value: self.stretch(row) }
    }
}

/// Writes the text, the words and the senses of [`Tables`]. The words come in order; each has its senses as list and value.
pub fn pack<'w>(words: impl Iterator<Item = (&'w str, Vec<(List, &'w str)>)>) -> (String, Vec<u8>, Vec<u8>) {
    let (mut text, mut rows, mut senses) = (String::new(), Vec::new(), Vec::new());
    let mut put = |rows: &mut Vec<u8>, word: &str, rest: &[u32]| {
        let numbers = [text.len() as u32, word.len() as u32].into_iter().chain(rest.iter().copied());
        rows.extend(numbers.flat_map(u32::to_le_bytes));
        text.push_str(word);
    };
    let mut first = 0;
    for (word, of) in words {
        put(&mut rows, word, &[first, of.len() as u32]);
        first += of.len() as u32;
        of.iter().for_each(|&(list, value)| put(&mut senses, value, &[list as u32]));
    }
    (text, rows, senses)
}
