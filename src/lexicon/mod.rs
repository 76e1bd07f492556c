//! The word lists of `dict/`: one automaton over all of them, and where each word came from.
//!
//! Lists are compiled into the program. A user's folder of lists with the same
//! file names adds words, replaces values, takes words out (`-word`) or drops a list (`!replace`).

mod code;
mod format;
mod hits;
mod list;
mod simplified;
mod tables;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::OnceLock;

use code::Code;
use daachorse::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder};
use daachorse::{DoubleArrayAhoCorasick, DoubleArrayAhoCorasickBuilder};
use tables::Tables;

pub use format::{Line, read as read_lines};
pub use hits::{Hit, Hits};
pub use list::{LISTS, List};
pub use simplified::simplified;
pub use tables::Sense;

/// Finds words; the value of each is a [`Code`].
type Automaton = CharwiseDoubleArrayAhoCorasick<u32>;

/// The same for few words: slower, but without a table of all characters.
type SmallAutomaton = DoubleArrayAhoCorasick<u32>;

/// What the build script made of `dict/`.
mod built {
    use super::{Automaton, SmallAutomaton, Tables};

    pub(super) static TABLES: Tables = Tables::new(
        include_str!(concat!(env!("OUT_DIR"), "/lexicon.text")),
        include_bytes!(concat!(env!("OUT_DIR"), "/lexicon.words")),
        include_bytes!(concat!(env!("OUT_DIR"), "/lexicon.senses")),
    );
    static SEARCH: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/lexicon.search"));
    static SITE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/lexicon.site"));

    pub(super) fn search() -> Option<Automaton> {
        Some(Automaton::deserialize(SEARCH).expect("the build script wrote it").0)
    }

    pub(super) fn site() -> Option<SmallAutomaton> {
        Some(SmallAutomaton::deserialize(SITE).expect("the build script wrote it").0)
    }
}

/// The word lists, ready to search.
pub struct Lexicon {
    tables: Tables,
    /// Finds the words of the lists that are searched for; none where there are no words.
    search: Option<Automaton>,
    /// Finds the words of the list of site text, which is searched before a text is clean. Made when first asked for.
    site: OnceLock<Option<SmallAutomaton>>,
    /// Whether a user changed the lists.
    changed: bool,
}

impl fmt::Debug for Lexicon {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Lexicon of {} words", self.tables.len())
    }
}

impl Default for Lexicon {
    fn default() -> Lexicon {
        Lexicon { tables: built::TABLES, search: built::search(), site: OnceLock::new(), changed: false }
    }
}

impl Lexicon {
    /// The built-in lists changed by a user's lines, list by list.
    pub fn with_changes(changes: &[(List, Vec<Line>)]) -> Lexicon {
        let mut words: BTreeMap<&'static str, Vec<Sense>> = BTreeMap::new();
        let built = &built::TABLES;
        for entry in (0..built.len()).map(|at| built.entry(at)) {
            let senses = entry.first..entry.first + entry.count;
            words.insert(entry.word, senses.map(|at| built.sense(at)).collect());
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
        let rows = words.into_iter().map(|(word, of)| (word, of.iter().map(|s| (s.list, s.value)).collect()));
        let (text, words, senses) = tables::pack(rows);
        let tables = Tables::new(keep(&text), words.leak(), senses.leak());
        let mut lexicon = Lexicon { tables, search: None, site: OnceLock::new(), changed: true };
        let words = lexicon.coded(List::is_searched);
        // Words are neither empty nor doubled.
        let builder = CharwiseDoubleArrayAhoCorasickBuilder::new().use_prefilter(false);
        lexicon.search =
            (!words.is_empty()).then(|| builder.build_with_values(words).expect("distinct words"));
        lexicon
    }

    /// The words that some of the wanted lists have, with their codes.
    fn coded(&self, wanted: impl Fn(List) -> bool) -> Vec<(&'static str, u32)> {
        let mut words = Vec::new();
        for number in 0..self.tables.len() as u32 {
            let word = self.tables.entry(number as usize).word;
            let mut senses = self.senses_of(number).filter(|(_, sense)| wanted(sense.list));
            match (senses.next(), senses.next()) {
                (None, _) => {}
                (Some((of, sense)), None) => words.push((word, code::write(Code::Sense(sense.list, of)))),
                _ => words.push((word, code::write(Code::Entry(number)))),
            }
        }
        words
    }

    /// Finds every word of the lists that are searched for in `text`, overlapping ones too.
    pub fn scan(&self, text: &str) -> Hits<'_> {
        let found = self.search.iter().flat_map(|search| search.find_overlapping_iter(text));
        Hits::collect(self, found, text, List::is_searched)
    }

    /// Finds the words of site text, overlapping ones too.
    pub fn scan_site(&self, text: &str) -> Hits<'_> {
        let site = self.site.get_or_init(|| match self.changed {
            false => built::site(),
            true => {
                let words = self.coded(|list| list == List::Site);
                let builder = DoubleArrayAhoCorasickBuilder::new();
                (!words.is_empty()).then(|| builder.build_with_values(words).expect("distinct words"))
            }
        });
        let found = site.iter().flat_map(|site| site.find_overlapping_iter(text));
        Hits::collect(self, found, text, |list| list == List::Site)
    }

    /// What the lists say of `word`, and nothing when it is in none.
    pub fn senses(&self, word: &str) -> impl Iterator<Item = Sense> {
        let number = self.tables.find(word);
        number.into_iter().flat_map(|number| self.senses_of(number as u32)).map(|(_, sense)| sense)
    }

    /// The value `list` gives `word`.
    pub fn value(&self, list: List, word: &str) -> Option<&'static str> {
        self.senses(word).find(|sense| sense.list == list).map(|sense| sense.value)
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
            Code::Sense(of, sense) => (of == list).then(|| self.tables.sense(sense).value),
            Code::Entry(entry) => {
                self.senses_of(entry).find(|(_, sense)| sense.list == list).map(|(_, sense)| sense.value)
            }
        }
    }

    /// The words of `list` in order, with their values.
    pub fn words(&self, list: List) -> impl Iterator<Item = (&'static str, &'static str)> {
        (0..self.tables.len()).flat_map(move |number| {
            let word = self.tables.entry(number).word;
            let of = self.senses_of(number as u32).filter(move |(_, sense)| sense.list == list);
            of.map(move |(_, sense)| (word, sense.value))
        })
    }

    /// What the lists say of the word of an entry, with the number of each sense.
    fn senses_of(&self, number: u32) -> impl Iterator<Item = (u32, Sense)> + use<> {
        let (tables, entry) = (self.tables, self.tables.entry(number as usize));
        (entry.first..entry.first + entry.count).map(move |at| (at, tables.sense(at)))
    }
}
