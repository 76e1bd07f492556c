//! The word lists of `dict/`: one trie over all of them, and where each word came from.
//!
//! Lists are compiled into the program, so a start costs nothing. A user's folder of lists with the same
//! file names adds words, replaces values, takes words out (`-word`) or drops a list (`!replace`); only
//! then is a trie built at run time.

mod format;
mod list;
mod simplified;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use yada::DoubleArray;

pub use format::{Line, read as read_lines};
pub use list::{LISTS, List};
pub use simplified::simplified;

/// What one list says of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sense {
    /// The list.
    pub list: List,
    /// The value beside the word, columns apart by tabs; empty where the list has none.
    pub value: &'static str,
}

/// A word with all that is said of it.
#[derive(Debug, Clone, Copy)]
struct Entry {
    word: &'static str,
    first: u32,
    count: u16,
}

/// What the build script made of `dict/`.
mod built {
    use super::{Entry, LISTS, Sense};

    pub(super) static TRIE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/lexicon.trie"));
    static TEXT: &str = include_str!(concat!(env!("OUT_DIR"), "/lexicon.text"));
    static WORDS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/lexicon.words"));
    static SENSES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/lexicon.senses"));

    /// A stretch of the text and the number after it: eight bytes a row.
    fn row(bytes: &[u8]) -> (&'static str, u16) {
        let start = u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]) as usize;
        let len = u16::from_le_bytes([bytes[4], bytes[5]]) as usize;
        (&TEXT[start..start + len], u16::from_le_bytes([bytes[6], bytes[7]]))
    }

    pub(super) fn entries() -> Vec<Entry> {
        let mut first = 0;
        let entry = |(word, count): (&'static str, u16)| {
            let entry = Entry { word, first, count };
            first += u32::from(count);
            entry
        };
        WORDS.chunks_exact(8).map(row).map(entry).collect()
    }

    pub(super) fn senses() -> Vec<Sense> {
        let sense = |(value, list): (&'static str, u16)| Sense { list: LISTS[list as usize].0, value };
        SENSES.chunks_exact(8).map(row).map(sense).collect()
    }
}

/// A word found in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// Where it starts, in bytes of the scanned text.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
    entry: u32,
}

impl Hit {
    /// Its place in the scanned text, in bytes.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The number of its word in the lexicon: the same for the same word.
    pub fn word(self) -> u32 {
        self.entry
    }
}

/// All words found in one text, by start, the shorter first.
#[derive(Debug, Clone)]
pub struct Hits<'l> {
    lexicon: &'l Lexicon,
    hits: Vec<Hit>,
}

/// The word lists, ready to search.
#[derive(Debug)]
pub struct Lexicon {
    trie: DoubleArray<Cow<'static, [u8]>>,
    entries: Vec<Entry>,
    senses: Vec<Sense>,
    /// One bit for each character of the basic plane with which some word begins.
    first: Box<[u64; 1024]>,
}

impl Default for Lexicon {
    fn default() -> Lexicon {
        Lexicon::new(Cow::Borrowed(built::TRIE), built::entries(), built::senses())
    }
}

impl Lexicon {
    fn new(trie: Cow<'static, [u8]>, entries: Vec<Entry>, senses: Vec<Sense>) -> Lexicon {
        let mut first = Box::new([0; 1024]);
        for entry in entries.iter() {
            let c = entry.word.chars().next().map_or(0, |c| c as usize & 0xffff);
            first[c >> 6] |= 1 << (c & 63);
        }
        let trie = DoubleArray::new(trie).expect("a trie that the builder made");
        Lexicon { trie, entries, senses, first }
    }

    /// The built-in lists changed by a user's lines, list by list.
    pub fn with_changes(changes: &[(List, Vec<Line>)]) -> Lexicon {
        let mut words: BTreeMap<&'static str, Vec<Sense>> = BTreeMap::new();
        let senses = built::senses();
        for entry in built::entries() {
            words.insert(entry.word, senses[entry.first as usize..][..entry.count as usize].to_vec());
        }
        // Words of a user live as long as the program, as the built-in ones do: there is one lexicon a run.
        let keep = |text: &str| -> &'static str { Box::leak(text.to_owned().into_boxed_str()) };
        for (list, lines) in changes {
            for line in lines {
                match line {
                    Line::Replace => words.values_mut().for_each(|of| of.retain(|sense| sense.list != *list)),
                    Line::Remove(word) => {
                        if let Some(of) = words.get_mut(word.as_str()) {
                            of.retain(|sense| sense.list != *list);
                        }
                    }
                    Line::Word { word, value, .. } => {
                        let of = words.entry(keep(word)).or_default();
                        of.retain(|sense| sense.list != *list);
                        of.push(Sense { list: *list, value: keep(value) });
                    }
                }
            }
        }
        words.retain(|_, of| !of.is_empty());
        let (mut entries, mut senses, mut keys) = (Vec::new(), Vec::new(), Vec::new());
        for (word, of) in words {
            keys.push((word, entries.len() as u32));
            entries.push(Entry { word, first: senses.len() as u32, count: of.len() as u16 });
            senses.extend(of);
        }
        let trie =
            yada::builder::DoubleArrayBuilder::build(&keys).expect("sorted and distinct keys make a trie");
        Lexicon::new(Cow::Owned(trie), entries, senses)
    }

    fn begins(&self, c: char) -> bool {
        let c = c as usize & 0xffff;
        self.first[c >> 6] & (1 << (c & 63)) != 0
    }

    /// Finds every word of every list in `text`, overlapping ones too.
    pub fn scan(&self, text: &str) -> Hits<'_> {
        let mut hits = Vec::with_capacity(text.len() / 8);
        let bytes = text.as_bytes();
        for (at, c) in text.char_indices() {
            if self.begins(c) {
                hits.extend(self.trie.common_prefix_search(&bytes[at..]).map(|(entry, len)| Hit {
                    start: at as u32,
                    end: (at + len) as u32,
                    entry,
                }));
            }
        }
        Hits { lexicon: self, hits }
    }

    /// What the lists say of `word`, and nothing when it is in none.
    pub fn senses(&self, word: &str) -> &[Sense] {
        // The trie ends its keys with a zero byte and takes none inside.
        match word.contains('\0') {
            true => &[],
            false => self.trie.exact_match_search(word).map_or(&[], |entry| self.senses_of(entry)),
        }
    }

    /// The value `list` gives `word`.
    pub fn value(&self, list: List, word: &str) -> Option<&'static str> {
        self.senses(word).iter().find(|sense| sense.list == list).map(|sense| sense.value)
    }

    /// The words of `list` that end `text`, longest first, with their values.
    pub fn endings<'t>(&self, list: List, text: &'t str) -> impl Iterator<Item = (&'t str, &'static str)> {
        text.char_indices().filter_map(move |(at, _)| Some((&text[at..], self.value(list, &text[at..])?)))
    }

    /// The words of `list` in order, with their values.
    pub fn words(&self, list: List) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.entries.iter().flat_map(move |entry| {
            let of = &self.senses[entry.first as usize..][..entry.count as usize];
            of.iter().filter(move |sense| sense.list == list).map(move |sense| (entry.word, sense.value))
        })
    }

    fn senses_of(&self, entry: u32) -> &[Sense] {
        let entry = self.entries[entry as usize];
        &self.senses[entry.first as usize..][..entry.count as usize]
    }
}

impl<'l> Hits<'l> {
    /// The lexicon they are of.
    pub fn lexicon(&self) -> &'l Lexicon {
        self.lexicon
    }

    /// Every hit that starts within `range`, in order.
    pub fn starting_in(&self, range: Range<usize>) -> &[Hit] {
        let from = self.hits.partition_point(|hit| (hit.start as usize) < range.start);
        let to = from + self.hits[from..].partition_point(|hit| (hit.start as usize) < range.end);
        &self.hits[from..to]
    }

    /// The hits of `list` that lie wholly within `range`, with their values, in order.
    pub fn of(&self, list: List, range: Range<usize>) -> impl Iterator<Item = (Range<usize>, &'static str)> {
        let end = range.end;
        self.starting_in(range)
            .iter()
            .filter(move |hit| hit.end as usize <= end)
            .flat_map(move |hit| self.senses(*hit).iter().map(move |sense| (hit, sense)))
            .filter(move |(_, sense)| sense.list == list)
            .map(|(hit, sense)| (hit.range(), sense.value))
    }

    /// The words `of` takes, read from left to right, the longest first: hits wholly within `range`, in order, of which
    /// none overlaps another. 社会组织管理 is 社会组织 and not 组织管理.
    pub fn longest(&self, range: Range<usize>, of: impl Fn(&Sense) -> bool) -> impl Iterator<Item = Hit> {
        let end = range.end as u32;
        let mut hits = self.starting_in(range).iter().copied();
        let mut hits =
            std::iter::from_fn(move || hits.find(|hit| hit.end <= end && self.senses(*hit).iter().any(&of)))
                .peekable();
        let mut reached = 0;
        std::iter::from_fn(move || {
            loop {
                let mut hit = hits.next()?;
                // The longer of two with the same start comes later.
                while let Some(longer) = hits.next_if(|longer| longer.start == hit.start) {
                    hit = longer;
                }
                if hit.start >= reached {
                    reached = hit.end;
                    return Some(hit);
                }
            }
        })
    }

    /// The longest word of `list` that starts just at `at`, with its value.
    pub fn at(&self, list: List, at: usize) -> Option<(Range<usize>, &'static str)> {
        self.starting_in(at..at + 1).iter().rev().find_map(|hit| {
            Some((hit.range(), self.senses(*hit).iter().find(|sense| sense.list == list)?.value))
        })
    }

    /// What the lists say of a hit.
    pub fn senses(&self, hit: Hit) -> &'l [Sense] {
        self.lexicon.senses_of(hit.entry)
    }
}
