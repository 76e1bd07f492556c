// Read by the build script too, so it names nothing but the lists and their codes.

use std::collections::{BTreeMap, BTreeSet};

use super::code::{self, Code};
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

impl Entry {
    /// The numbers of its senses.
    pub fn senses(self) -> std::ops::Range<u32> {
        self.first..self.first + self.count
    }
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
    /// Of each word with several senses, for each list that has some: the number of the first, and below it, how many, the
    /// list, and [`LAST`] with the last list of the word. All that a scan reads of the tables.
    several: &'static [[u8; 8]],
}

/// The bit of the last list of a word.
const LAST: u32 = 1 << 31;

/// What a list says of a word: the number of the first sense and how many there are.
pub struct Said {
    /// The number of the list.
    pub list: u32,
    pub first: u32,
    pub count: u32,
}

/// The number in the column `at` of a row.
fn number(row: &[u8], at: usize) -> u32 {
    row.as_chunks().0.get(at).copied().map_or(0, u32::from_le_bytes)
}

impl Tables {
    /// Reads what [`pack`] wrote.
    pub const fn new(packed: (&'static str, &'static [u8], &'static [u8], &'static [u8])) -> Tables {
        let (text, words, senses, several) = packed;
        Tables {
            text,
            words: words.as_chunks().0,
            senses: senses.as_chunks().0,
            several: several.as_chunks().0,
        }
    }

    /// How many words there are.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// How many senses they have together.
    pub fn n_senses(&self) -> usize {
        self.senses.len()
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
        Sense { list: self.list(at), value: self.stretch(&self.senses[at as usize]) }
    }

    /// The list of the sense of a number.
    pub fn list(&self, at: u32) -> List {
        LISTS[number(&self.senses[at as usize], 2) as usize].0
    }

    /// What each list says of a word with several senses, from the number of its first row on.
    #[inline]
    pub fn several(&self, row: u32) -> impl Iterator<Item = Said> + use<> {
        let mut rows = self.several[row as usize..].iter();
        let mut last = false;
        std::iter::from_fn(move || {
            let [a, b, c, d, e, f, g, h] = *rows.next().filter(|_| !last)?;
            let (first, said) = (u32::from_le_bytes([a, b, c, d]), u32::from_le_bytes([e, f, g, h]));
            last = said & LAST != 0;
            Some(Said { list: said & 31, first, count: (said & !LAST) >> 5 })
        })
    }

    /// The words that some of the wanted lists have, in order, with their codes. The code of several senses names them
    /// all, those of other lists too.
    pub fn coded(self, wanted: impl Fn(List) -> bool) -> Vec<(&'static str, u32)> {
        let mut row = 0;
        let mut coded = Vec::new();
        for entry in (0..self.len()).map(|at| self.entry(at)) {
            let own = row;
            if entry.count > 1 {
                row += self.several(own).count() as u32;
            }
            let mut senses = entry.senses().filter(|&at| wanted(self.list(at)));
            let code = match (senses.next(), senses.next()) {
                (None, _) => continue,
                (Some(of), None) => Code::Sense(self.list(of) as u32, of),
                _ => Code::Several(own),
            };
            coded.push((entry.word, code::write(code)));
        }
        coded
    }
}

/// What [`pack`] writes: the text, the words, the senses, and those of words with several.
pub type Packed = (String, Vec<u8>, Vec<u8>, Vec<u8>);

/// Writes the parts of [`Tables`]. The words come in order; each has its senses as list and value, one at least, those of
/// a list together.
pub fn pack<'w>(words: impl Iterator<Item = (&'w str, Vec<(List, &'w str)>)>) -> Packed {
    let (mut text, mut rows, mut senses, mut several) = (String::new(), Vec::new(), Vec::new(), Vec::new());
    // Values come again and again: each stands in the text once, all of them together before the words.
    let words: Vec<_> = words.collect();
    let values: BTreeSet<&str> =
        words.iter().flat_map(|(_, of)| of.iter().map(|(_, value)| *value)).collect();
    let put = |text: &mut String, word: &str| {
        text.push_str(word);
        [(text.len() - word.len()) as u32, word.len() as u32]
    };
    let places: BTreeMap<&str, _> = values.into_iter().map(|value| (value, put(&mut text, value))).collect();
    let write =
        |rows: &mut Vec<u8>, numbers: &[u32]| rows.extend(numbers.iter().flat_map(|n| n.to_le_bytes()));
    let mut first = 0;
    for (word, of) in words {
        let [at, len] = put(&mut text, word);
        write(&mut rows, &[at, len, first, of.len() as u32]);
        if of.len() > 1 {
            let mut first = first;
            let lists: Vec<&[(List, &str)]> = of.chunk_by(|(a, _), (b, _)| a == b).collect();
            for (n, said) in lists.iter().enumerate() {
                let last = if n + 1 == lists.len() { LAST } else { 0 };
                write(&mut several, &[first, (said.len() as u32) << 5 | said[0].0 as u32 | last]);
                first += said.len() as u32;
            }
        }
        first += of.len() as u32;
        for (list, value) in of {
            let [at, len] = places[value];
            write(&mut senses, &[at, len, list as u32]);
        }
    }
    (text, rows, senses, several)
}
