//! The word lists of `dict/`: one index over all of them, and where each word came from.
//!
//! Lists are compiled into the program. A user's folder of lists with the same
//! file names adds words, replaces values, takes words out (`-word`) or drops a list (`!replace`).

mod format;
mod index;
mod list;
mod simplified;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

use index::{Index, Slot};

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
    /// One bit for each list that has the word, so that most hits are passed over without a look at their senses.
    lists: u32,
}

impl Hit {
    /// Its place in the scanned text, in bytes.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether `list` has its word.
    pub fn is_in(self, list: List) -> bool {
        self.lists & bit(list) != 0
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
    /// How many hits start before each block of [`BLOCK`] bytes.
    blocks: Vec<u32>,
}

/// Bytes of text for which one place in the hits is kept.
const BLOCK: usize = 64;

/// The word lists, ready to search.
#[derive(Debug)]
pub struct Lexicon {
    /// The words, sorted.
    entries: Vec<Entry>,
    senses: Vec<Sense>,
    index: Index,
    /// The index of one list alone, made when it is first asked for.
    alone: [OnceLock<Index>; LISTS.len()],
}

fn bit(list: List) -> u32 {
    const { assert!(LISTS.len() <= 32) };
    1 << list as u32
}

impl Default for Lexicon {
    fn default() -> Lexicon {
        Lexicon::new(built::entries(), built::senses())
    }
}

impl Lexicon {
    fn new(entries: Vec<Entry>, senses: Vec<Sense>) -> Lexicon {
        let mut lexicon = Lexicon { entries, senses, index: Index::default(), alone: Default::default() };
        lexicon.index = lexicon.index_of(u32::MAX);
        lexicon
    }

    /// The index of the words that some of the wanted lists have.
    fn index_of(&self, wanted: u32) -> Index {
        let words = self.entries.iter().enumerate().map(|(at, entry)| Slot {
            word: entry.word,
            entry: at as u32,
            lists: self.senses_of(at as u32).iter().fold(0, |lists, sense| lists | bit(sense.list)),
        });
        Index::of(words.filter(|slot| slot.lists & wanted != 0).collect())
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
        let (mut entries, mut senses) = (Vec::new(), Vec::new());
        for (word, of) in words {
            entries.push(Entry { word, first: senses.len() as u32, count: of.len() as u16 });
            senses.extend(of);
        }
        Lexicon::new(entries, senses)
    }

    /// Finds every word of every list in `text`, overlapping ones too.
    pub fn scan(&self, text: &str) -> Hits<'_> {
        self.find(text, &self.index)
    }

    /// Finds every word of one list in `text`, overlapping ones too.
    pub fn scan_for(&self, list: List, text: &str) -> Hits<'_> {
        self.find(text, self.alone[list as usize].get_or_init(|| self.index_of(bit(list))))
    }

    fn find(&self, text: &str, index: &Index) -> Hits<'_> {
        let mut hits = Vec::with_capacity(text.len() / 4);
        let mut chars = text.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let next = chars.peek().map_or('\0', |(_, next)| *next);
            for slot in index.at(c, next) {
                if text[at..].starts_with(slot.word) {
                    let end = (at + slot.word.len()) as u32;
                    hits.push(Hit { start: at as u32, end, entry: slot.entry, lists: slot.lists });
                }
            }
        }
        let mut blocks = Vec::with_capacity(text.len() / BLOCK + 2);
        let mut n_before = 0;
        for block in 0..=text.len() / BLOCK + 1 {
            n_before +=
                hits[n_before..].iter().take_while(|hit| (hit.start as usize) < block * BLOCK).count();
            blocks.push(n_before as u32);
        }
        Hits { lexicon: self, hits, blocks }
    }

    /// What the lists say of `word`, and nothing when it is in none.
    pub fn senses(&self, word: &str) -> &[Sense] {
        let mut chars = word.chars();
        let (first, next) = (chars.next().unwrap_or('\0'), chars.next().unwrap_or('\0'));
        let slot = self.index.at(first, next).find(|slot| slot.word == word);
        slot.map_or(&[], |slot| self.senses_of(slot.entry))
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
        let first = |at: usize| {
            let block = (at / BLOCK).min(self.blocks.len() - 1);
            let from = self.blocks[block] as usize;
            from + self.hits[from..].iter().take_while(|hit| (hit.start as usize) < at).count()
        };
        let from = first(range.start);
        // Most ranges are short, so the end is soon reached from the start.
        let to = match range.end <= range.start + BLOCK {
            true => {
                from + self.hits[from..].iter().take_while(|hit| (hit.start as usize) < range.end).count()
            }
            false => first(range.end).max(from),
        };
        &self.hits[from..to]
    }

    /// The hits of `list` that lie wholly within `range`, with their values, in order.
    pub fn of(&self, list: List, range: Range<usize>) -> impl Iterator<Item = (Range<usize>, &'static str)> {
        let end = range.end;
        self.starting_in(range)
            .iter()
            .filter(move |hit| hit.is_in(list) && hit.end as usize <= end)
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
        let hit = self.starting_in(at..at + 1).iter().rfind(|hit| hit.is_in(list))?;
        Some((hit.range(), self.senses(*hit).iter().find(|sense| sense.list == list)?.value))
    }

    /// What the lists say of a hit.
    pub fn senses(&self, hit: Hit) -> &'l [Sense] {
        self.lexicon.senses_of(hit.entry)
    }
}
