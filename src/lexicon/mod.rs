//! The word lists of `dict/`: one automaton over all of them, and where each word came from.
//!
//! Lists are compiled into the program. A user's folder of lists with the same
//! file names adds words, replaces values, takes words out (`-word`) or drops a list (`!replace`).

mod code;
mod format;
mod hits;
mod list;
mod simplified;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::OnceLock;

use code::Code;
use daachorse::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder};

pub use format::{Line, read as read_lines};
pub use hits::{Hit, Hits};
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

/// Finds words; the value of each is a [`Code`].
type Automaton = CharwiseDoubleArrayAhoCorasick<u32>;

/// What the build script made of `dict/`.
mod built {
    use super::{Automaton, Entry, LISTS, Sense};

    static TEXT: &str = include_str!(concat!(env!("OUT_DIR"), "/lexicon.text"));
    static WORDS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/lexicon.words"));
    static SENSES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/lexicon.senses"));
    static SEARCH: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/lexicon.search"));
    static SITE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/lexicon.site"));

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

    fn automaton(bytes: &[u8]) -> Option<Automaton> {
        Some(Automaton::deserialize(bytes).expect("the build script wrote it").0)
    }

    pub(super) fn search() -> Option<Automaton> {
        automaton(SEARCH)
    }

    pub(super) fn site() -> Option<Automaton> {
        automaton(SITE)
    }
}

/// The word lists, ready to search.
pub struct Lexicon {
    /// The words, sorted.
    entries: Vec<Entry>,
    senses: Vec<Sense>,
    /// Finds the words of the lists that are searched for; none where there are no words.
    search: Option<Automaton>,
    /// Finds the words of the list of site text, which is searched before a text is clean. Made when first asked for.
    site: OnceLock<Option<Automaton>>,
    /// Whether a user changed the lists.
    changed: bool,
}

impl fmt::Debug for Lexicon {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Lexicon of {} words", self.entries.len())
    }
}

impl Default for Lexicon {
    fn default() -> Lexicon {
        Lexicon {
            entries: built::entries(),
            senses: built::senses(),
            search: built::search(),
            site: OnceLock::new(),
            changed: false,
        }
    }
}

impl Lexicon {
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
        // What one list says of a word stands together.
        words.values_mut().for_each(|of| of.sort_by_key(|sense| sense.list));
        let (mut entries, mut senses) = (Vec::new(), Vec::new());
        for (word, of) in words {
            entries.push(Entry { word, first: senses.len() as u32, count: of.len() as u16 });
            senses.extend(of);
        }
        let mut lexicon = Lexicon { entries, senses, search: None, site: OnceLock::new(), changed: true };
        lexicon.search = lexicon.automaton(List::is_searched);
        lexicon
    }

    /// The automaton of the words that some of the wanted lists have; none where there are no such words.
    fn automaton(&self, wanted: impl Fn(List) -> bool) -> Option<Automaton> {
        let mut words = Vec::new();
        for (entry, number) in self.entries.iter().zip(0..) {
            let mut senses = self.senses_of(number).filter(|(_, sense)| wanted(sense.list));
            match (senses.next(), senses.next()) {
                (None, _) => {}
                (Some((of, sense)), None) => {
                    words.push((entry.word, code::write(Code::Sense(sense.list, of))))
                }
                _ => words.push((entry.word, code::write(Code::Entry(number)))),
            }
        }
        // Words are neither empty nor doubled.
        let builder = CharwiseDoubleArrayAhoCorasickBuilder::new().use_prefilter(false);
        (!words.is_empty()).then(|| builder.build_with_values(words).expect("distinct words"))
    }

    /// Finds every word of the lists that are searched for in `text`, overlapping ones too.
    pub fn scan(&self, text: &str) -> Hits<'_> {
        Hits::find(self, self.search.as_ref(), text, List::is_searched)
    }

    /// Finds the words of site text, overlapping ones too.
    pub fn scan_site(&self, text: &str) -> Hits<'_> {
        let site = self.site.get_or_init(|| match self.changed {
            false => built::site(),
            true => self.automaton(|list| list == List::Site),
        });
        Hits::find(self, site.as_ref(), text, |list| list == List::Site)
    }

    /// What the lists say of `word`, and nothing when it is in none.
    pub fn senses(&self, word: &str) -> &[Sense] {
        match self.entries.binary_search_by_key(&word, |entry| entry.word) {
            Ok(number) => {
                let entry = self.entries[number];
                &self.senses[entry.first as usize..][..entry.count as usize]
            }
            Err(_) => &[],
        }
    }

    /// The value `list` gives `word`.
    pub fn value(&self, list: List, word: &str) -> Option<&'static str> {
        self.senses(word).iter().find(|sense| sense.list == list).map(|sense| sense.value)
    }

    /// The words of `list` (one that is searched for) that end `text`, longest first, with their values.
    pub fn endings<'t>(&self, list: List, text: &'t str) -> impl Iterator<Item = (&'t str, &'static str)> {
        let found = self.search.iter().flat_map(move |search| search.find_overlapping_iter(text));
        let found = found.filter(move |word| word.end() == text.len());
        found.filter_map(move |word| Some((&text[word.start()..], self.value_of(list, word.value())?)))
    }

    /// The words of `list` (one that is searched for) that open `text`, shortest first, with their values.
    pub fn openings<'t>(&self, list: List, text: &'t str) -> impl Iterator<Item = (&'t str, &'static str)> {
        let found = self.search.iter().flat_map(move |search| search.find_overlapping_iter(text));
        let found = found.filter(|word| word.start() == 0);
        found.filter_map(move |word| Some((&text[..word.end()], self.value_of(list, word.value())?)))
    }

    /// What `list` says of a word that the automaton found.
    fn value_of(&self, list: List, code: u32) -> Option<&'static str> {
        match code::read(code) {
            Code::Sense(of, sense) => (of == list).then(|| self.senses[sense as usize].value),
            Code::Entry(entry) => {
                self.senses_of(entry).find(|(_, sense)| sense.list == list).map(|(_, sense)| sense.value)
            }
        }
    }

    /// The words of `list` in order, with their values.
    pub fn words(&self, list: List) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.entries.iter().zip(0..).flat_map(move |(entry, number)| {
            let of = self.senses_of(number).filter(move |(_, sense)| sense.list == list);
            of.map(|(_, sense)| (entry.word, sense.value))
        })
    }

    /// What the lists say of the word of an entry, with the number of each sense.
    fn senses_of(&self, number: u32) -> impl Iterator<Item = (u32, &Sense)> {
        let entry = self.entries[number as usize];
        (entry.first..).zip(&self.senses[entry.first as usize..][..entry.count as usize])
    }
}
