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
    /// Of each sense: where its value starts, its length.
    senses: &'static [[u8; 8]],
    /// The list of each sense, and [`LAST`] with the last one of a word. They stand apart because a scan reads them and
    /// nothing else of the tables.
    lists: &'static [u8],
}

/// The bit of the last sense of a word.
const LAST: u8 = 0x80;

/// The number in the column `at` of a row.
fn number(row: &[u8], at: usize) -> u32 {
    row.as_chunks().0.get(at).copied().map_or(0, u32::from_le_bytes)
}

impl Tables {
    /// Reads what [`pack`] wrote.
    pub const fn new(packed: (&'static str, &'static [u8], &'static [u8], &'static [u8])) -> Tables {
        let (text, words, senses, lists) = packed;
        Tables { text, words: words.as_chunks().0, senses: senses.as_chunks().0, lists }
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
    #[inline]
    pub fn list(&self, at: u32) -> List {
        LISTS[(self.lists[at as usize] & !LAST) as usize].0
    }

    /// The senses of a word from the number of the first on, those of one list together: the number of the first of them,
    /// how many there are, and the list.
    #[inline]
    pub fn runs(&self, first: u32) -> impl Iterator<Item = (u32, u32, List)> {
        let lists = self.lists;
        let mut next = Some(first as usize);
        std::iter::from_fn(move || {
            let first = next?;
            let mut at = first;
            while lists[at] & LAST == 0 && lists[at + 1] & !LAST == lists[first] & !LAST {
                at += 1;
            }
            next = (lists[at] & LAST == 0).then_some(at + 1);
            Some((first as u32, (at + 1 - first) as u32, LISTS[(lists[first] & !LAST) as usize].0))
        })
    }

    /// The words that some of the wanted lists have, in order, with their codes. The code of several senses names them
    /// all, those of other lists too.
    pub fn coded(self, wanted: impl Fn(List) -> bool) -> Vec<(&'static str, u32)> {
        let code = |number: u32| {
            let entry = self.entry(number as usize);
            let mut senses = entry.senses().filter(|&at| wanted(self.list(at)));
            match (senses.next(), senses.next()) {
                (None, _) => None,
                (Some(of), None) => Some(Code::Sense(self.list(of), of)),
                _ => Some(Code::Senses(entry.first)),
            }
        };
        let numbers = 0..self.len() as u32;
        numbers.filter_map(|n| Some((self.entry(n as usize).word, code::write(code(n)?)))).collect()
    }
}

/// What [`pack`] writes: the text, the words, the senses and their lists.
pub type Packed = (String, Vec<u8>, Vec<u8>, Vec<u8>);

/// Writes the parts of [`Tables`]. The words come in order; each has its senses as list and value, one at least, those of
/// a list together.
pub fn pack<'w>(words: impl Iterator<Item = (&'w str, Vec<(List, &'w str)>)>) -> Packed {
    let (mut text, mut rows, mut senses, mut lists) = (String::new(), Vec::new(), Vec::new(), Vec::new());
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
        first += of.len() as u32;
        for (list, value) in of {
            write(&mut senses, &places[value]);
            lists.push(list as u8);
        }
        *lists.last_mut().expect("a word has a sense") |= LAST;
    }
    (text, rows, senses, lists)
}
