//! The word lists of `dict/`: one search for all of them, and where each word came from.
//!
//! Lists are compiled into the program. A user's folder of lists with the same
//! file names adds words, replaces values, takes words out (`-word`) or drops a list (`!replace`).

mod chars;
mod code;
mod cues;
mod format;
mod hits;
pub mod leads;
mod list;
pub mod seams;
mod simplified;
mod tables;
mod values;
pub mod weights;
mod words;

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::sync::OnceLock;
use std::sync::atomic::AtomicU32;

use chars::Chars;
use code::Code;
use cues::Cues;
use tables::Tables;
use words::Words;

use crate::text::SIGNS;

pub use format::{Line, read as read_lines};
pub use hits::{Hit, Hits};
pub use list::{LISTS, List};
pub use simplified::simplified;
pub use tables::Sense;
pub use values::{Wrong, check as check_value};

/// What the build script made of `dict/`.
mod built {
    use super::{Chars, Tables, Words};

    pub(super) static TABLES: Tables = Tables::new((
        include_str!(concat!(env!("OUT_DIR"), "/lexicon.text")),
        include_bytes!(concat!(env!("OUT_DIR"), "/lexicon.words")),
        include_bytes!(concat!(env!("OUT_DIR"), "/lexicon.senses")),
        include_bytes!(concat!(env!("OUT_DIR"), "/lexicon.several")),
    ));
    pub(super) const CHARS: Chars = Chars::new(include_bytes!(concat!(env!("OUT_DIR"), "/lexicon.chars")));
    pub(super) static SEARCHED: Words =
        Words::new(CHARS, include_bytes!(concat!(env!("OUT_DIR"), "/lexicon.searched")));
    pub(super) static ASKED_FOR: Words =
        Words::new(CHARS, include_bytes!(concat!(env!("OUT_DIR"), "/lexicon.asked_for")));
    pub(super) static SITE: Words =
        Words::new(CHARS, include_bytes!(concat!(env!("OUT_DIR"), "/lexicon.site")));
}

/// The word lists, ready to search.
pub struct Lexicon {
    tables: Tables,
    /// The words of the lists that are searched for; the value of each is a [`Code`].
    searched: Words,
    /// The same of the lists that are asked for at a place,
    asked_for: Words,
    /// and of the list of site text, which is searched before a text is clean.
    site: Words,
    /// What a reader made of the value of each sense, doubled and one more; zero before it is asked for.
    kept: Box<[AtomicU32]>,
    /// The numbers of the words of each list, once some list is asked for all of its words.
    listed: OnceLock<Vec<Vec<u32>>>,
    /// The cues by how they begin, once they are looked for at many places.
    cues: OnceLock<Cues>,
}

impl fmt::Debug for Lexicon {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Lexicon of {} words", self.tables.len())
    }
}

impl Default for Lexicon {
    fn default() -> Lexicon {
        Lexicon::new(built::TABLES, built::SEARCHED, built::ASKED_FOR, built::SITE)
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
        let (text, words, senses, several) = tables::pack(rows);
        let tables = Tables::new((keep(&text), words.leak(), senses.leak(), several.leak()));
        let all = (0..tables.len()).map(|at| tables.entry(at).word);
        let chars = Chars::new(chars::pack(all, SIGNS).leak());
        let packed =
            |wanted: fn(List) -> bool| Words::new(chars, words::pack(&chars, &tables.coded(wanted)).leak());
        let site = packed(|list| list == List::Site);
        Lexicon::new(tables, packed(List::is_searched), packed(List::is_asked_for), site)
    }

    fn new(tables: Tables, searched: Words, asked_for: Words, site: Words) -> Lexicon {
        let kept = (0..tables.n_senses()).map(|_| AtomicU32::new(0)).collect();
        let (listed, cues) = (OnceLock::new(), OnceLock::new());
        Lexicon { tables, searched, asked_for, site, kept, listed, cues }
    }

    /// Finds every word of the lists that are searched for in `text`, overlapping ones too, and its marks.
    pub fn scan(&self, text: &str) -> Hits<'_> {
        Hits::collect(self, &self.searched, text)
    }

    /// The words of site text, overlapping ones too, by where they start, the shorter first, with their values.
    pub fn site_words(&self, text: &str) -> Vec<(Range<usize>, &'static str)> {
        let mut found = Vec::new();
        self.site.each(text, &mut Vec::new(), |start, end, code| {
            let senses = match code::read(code) {
                Code::Sense(_, sense) => sense..sense + 1,
                Code::Several(row) => {
                    let said = self.tables.several(row).find(|said| said.list == List::Site as u32);
                    said.map_or(0..0, |said| said.first..said.first + said.count)
                }
            };
            found.extend(senses.map(|sense| (start..end, self.tables.sense(sense).value)));
        });
        found
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

    /// The longest word of `class` in the list of cues that opens `text`.
    pub fn cue<'t>(&self, text: &'t str, class: &str) -> Option<&'t str> {
        /// The longest cue, in characters.
        const LONGEST: usize = 12;
        let words = text.char_indices().map(|(at, c)| &text[..at + c.len_utf8()]).take(LONGEST);
        let is_one = |word: &&str| {
            let value = self.value(List::Cues, word);
            value.is_some_and(|value| value.split(',').any(|of| of == class))
        };
        words.filter(is_one).last()
    }

    /// The words of `list` (one that is searched or asked for) that end `text`, longest first, with their values.
    pub fn endings<'t>(&self, list: List, text: &'t str) -> impl Iterator<Item = (&'t str, &'static str)> {
        let rests = text.char_indices().map(|(at, _)| &text[at..]);
        rests.filter_map(move |rest| self.openings(list, rest).find(|(word, _)| word.len() == rest.len()))
    }

    /// The longest word of `list` (one that is searched or asked for) that opens `text`, with its value.
    pub fn opening<'t>(&self, list: List, text: &'t str) -> Option<(&'t str, &'static str)> {
        self.openings(list, text).last()
    }

    /// The words of `list` (one that is searched or asked for) that open `text`, shortest first, with their values.
    pub fn openings<'t>(&self, list: List, text: &'t str) -> impl Iterator<Item = (&'t str, &'static str)> {
        let words = if list.is_asked_for() { &self.asked_for } else { &self.searched };
        let words = words.openings(text);
        words.filter_map(move |(end, code)| Some((&text[..end], self.value_of(list, code)?)))
    }

    /// The words of a list that is asked for that start in `range` of `text`, in order, the shorter first, with their values.
    pub fn asked_within<'t>(
        &'t self,
        list: List,
        text: &'t str,
        range: Range<usize>,
    ) -> impl Iterator<Item = (Range<usize>, &'static str)> + 't {
        let starts = text[range.clone()].char_indices().map(move |(at, _)| range.start + at);
        starts.flat_map(move |at| {
            self.openings(list, &text[at..]).map(move |(word, value)| (at..at + word.len(), value))
        })
    }

    /// What `list` says of the word of a code.
    fn value_of(&self, list: List, code: u32) -> Option<&'static str> {
        match code::read(code) {
            Code::Sense(of, sense) => (of == list as u32).then(|| self.tables.sense(sense).value),
            Code::Several(row) => {
                let said = self.tables.several(row).find(|said| said.list == list as u32)?;
                Some(self.tables.sense(said.first).value)
            }
        }
    }

    /// The words of `list` in order, with their values.
    pub fn words(&self, list: List) -> impl Iterator<Item = (&'static str, &'static str)> {
        let listed = self.listed.get_or_init(|| {
            let mut listed: Vec<Vec<u32>> = vec![Vec::new(); LISTS.len()];
            for number in 0..self.tables.len() {
                for at in self.tables.entry(number).senses() {
                    let of = &mut listed[self.tables.list(at) as usize];
                    if of.last() != Some(&(number as u32)) {
                        of.push(number as u32);
                    }
                }
            }
            listed
        });
        listed[list as usize].iter().flat_map(move |&number| {
            let word = self.tables.entry(number as usize).word;
            let of = self.senses_of(number).filter(move |(_, sense)| sense.list == list);
            of.map(move |(_, sense)| (word, sense.value))
        })
    }

    /// The list of cues, to be asked at many places of a text.
    pub fn cues(&self) -> &Cues {
        self.cues.get_or_init(|| Cues::new(self.words(List::Cues)))
    }

    /// What the lists say of the word of an entry, with the number of each sense.
    fn senses_of(&self, number: u32) -> impl Iterator<Item = (u32, Sense)> + use<> {
        let tables = self.tables;
        tables.entry(number as usize).senses().map(move |at| (at, tables.sense(at)))
    }
}
