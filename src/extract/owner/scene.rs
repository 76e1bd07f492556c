//! A text with the words found in it, and what the lists say of them.

use std::ops::Range;

use crate::lex::bracket::{Brackets, paired};
use crate::lexicon::{Hit, Hits, List};
use crate::model::OwnerRole;
use crate::text::Mark;

/// The longest word looked for behind or before a place, in bytes: eight characters.
const LONGEST: usize = 24;

/// A text with its words.
#[derive(Clone, Copy)]
pub(super) struct Scene<'t> {
    pub(super) text: &'t str,
    pub(super) hits: &'t Hits<'t>,
}

impl<'t> Scene<'t> {
    /// The text of a range.
    pub(super) fn of(self, range: &Range<usize>) -> &'t str {
        &self.text[range.clone()]
    }

    /// The words of `list` that start at `at` and end by `limit`, shortest first.
    fn hits_at(self, list: List, at: usize, limit: usize) -> impl DoubleEndedIterator<Item = Hit> {
        let hits = self.hits.starting_in(list, at..at + 1).iter();
        hits.filter(move |hit| hit.end as usize <= limit).copied()
    }

    /// The words of `list` that end `range`, longest first.
    fn hits_ending(self, list: List, range: Range<usize>) -> impl Iterator<Item = Hit> {
        let lowest = range.start.max(range.end.saturating_sub(LONGEST));
        let window = if self.hits.may_end(list, range.end) { lowest..range.end } else { 0..0 };
        let hits = self.hits.starting_in(list, window).iter();
        hits.filter(move |hit| hit.end as usize == range.end).copied()
    }

    /// The marks of `range`, in order.
    pub(super) fn marks(self, range: Range<usize>) -> &'t [Mark] {
        self.hits.marks().within(range)
    }

    /// The brackets of `range`.
    pub(super) fn brackets(self, range: Range<usize>) -> Brackets {
        paired(self.marks(range).iter().copied())
    }

    /// The units in `range`, in order.
    pub(super) fn units_in(self, range: Range<usize>) -> impl Iterator<Item = (Range<usize>, Unit)> {
        let end = range.end as u32;
        let hits = self.hits.starting_in(List::Orgs, range).iter().filter(move |hit| hit.end <= end);
        hits.map(move |hit| (hit.range(), Unit::of(self.hits, *hit)))
    }

    /// The units that start at `at` and end by `limit`, shortest first, and where each ends.
    pub(super) fn units_at(self, at: usize, limit: usize) -> impl DoubleEndedIterator<Item = (usize, Unit)> {
        self.hits_at(List::Orgs, at, limit).map(move |hit| (hit.end as usize, Unit::of(self.hits, hit)))
    }

    /// The units that end `range`, longest first, and where each starts.
    pub(super) fn units_ending(self, range: Range<usize>) -> impl Iterator<Item = (usize, Unit)> {
        self.hits_ending(List::Orgs, range).map(move |hit| (hit.start as usize, Unit::of(self.hits, hit)))
    }

    /// Where each opening of a collective name that starts at `at` ends, shortest first.
    pub(super) fn collectives_at(self, at: usize, limit: usize) -> impl DoubleEndedIterator<Item = usize> {
        self.hits_at(List::Collectives, at, limit).map(|hit| hit.end as usize)
    }

    /// Whether the opening of a collective name ends `range`.
    pub(super) fn ends_in_collective(self, range: Range<usize>) -> bool {
        self.hits_ending(List::Collectives, range).next().is_some()
    }

    /// The longest duty word that starts `range`, and where it ends.
    pub(super) fn duty(self, range: &Range<usize>) -> Option<(usize, Duty)> {
        let hit = self.hits_at(List::Duties, range.start, range.end).next_back()?;
        Some((hit.end as usize, Duty::of(self.hits, hit)))
    }

    /// The duty words that end `range`, longest first, and where each starts.
    pub(super) fn duties_ending(self, range: Range<usize>) -> impl Iterator<Item = (usize, Duty)> {
        self.hits_ending(List::Duties, range).map(move |hit| (hit.start as usize, Duty::of(self.hits, hit)))
    }

    /// The duty words that start in `range`, in order.
    pub(super) fn duties_in(self, range: Range<usize>) -> impl Iterator<Item = (Range<usize>, Duty)> {
        let end = range.end as u32;
        let hits = self.hits.starting_in(List::Duties, range).iter().filter(move |hit| hit.end <= end);
        hits.map(move |hit| (hit.range(), Duty::of(self.hits, *hit)))
    }

    /// The longest verb that starts at `at`, and which part it takes in a clause.
    pub(super) fn verb(self, at: usize) -> Option<(&'t str, &'static str)> {
        self.hits.lexicon().opening(List::Verbs, &self.text[at..])
    }

    /// A range without the spaces, marks and quotes around it.
    pub(super) fn trim(self, mut range: Range<usize>) -> Range<usize> {
        // Most names begin and end with characters that are no marks.
        let han = |c: Option<char>| c.is_some_and(|c| matches!(c, '\u{4e00}'..='\u{9fff}'));
        if han(self.of(&range).chars().next()) && han(self.of(&range).chars().next_back()) {
            return range;
        }
        // Quotes around all of it go, those of “三清三建”办公室 stay.
        let quoted = self.of(&range).strip_prefix('“').and_then(|text| text.strip_suffix('”'));
        if let Some(inner) = quoted.filter(|inner| !inner.contains(['“', '”'])) {
            range = range.start + '“'.len_utf8()..range.start + '“'.len_utf8() + inner.len();
        }
        let idle = |c: char| {
            c.is_whitespace()
                || matches!(
                    c,
                    '、' | '，'
                        | ','
                        | '；'
                        | ';'
                        | '。'
                        | '.'
                        | ':'
                        | '：'
                        | '"'
                        | '\''
                        | '‘'
                        | '’'
                        | '·'
                        | '|'
                )
        };
        let kept = self.of(&range).trim_end_matches(idle);
        let end = range.start + kept.len();
        self.unmarked(end - kept.trim_start_matches(idle).len()..end)
    }

    /// A name without the marks that tell it from the others of its list: `★市教育局`, `①市教育局`, `市财政局*`. Those
    /// that keep a part of it back stay: `李*`, `张○○`, `***`.
    fn unmarked(self, range: Range<usize>) -> Range<usize> {
        // 市城管局[1]
        let mark = |c: char| "★☆※△▲●◎◆◇■□√✓#①②③④⑤⑥⑦⑧⑨⑩○*＊".contains(c);
        let name = self.of(&range);
        // The last mark of a list is its last name's.
        if name.contains(['、', '，', ',', '；']) {
            return range;
        }
        let note = name.strip_suffix([']', '〕', '）', ')']).and_then(|inner| {
            let at = inner.rfind(['[', '〔', '（', '(']).filter(|at| *at > 0)?;
            let said = inner[at..].chars().skip(1).collect::<String>();
            let number = !name.ends_with(['）', ')']) && said.bytes().all(|b| b.is_ascii_digit());
            (!said.is_empty() && (number || said.chars().all(mark))).then_some(at)
        });
        let range = note.map_or(range.clone(), |at| range.start..range.start + at);
        let mask = |c: char| "○*＊".contains(c);
        if let Some(kept) = self.unnumbered(&range) {
            return kept;
        }
        let name = self.of(&range);
        if !name.starts_with(mark) && !name.ends_with(mark) {
            return range;
        }
        let front = name.trim_start_matches(mark);
        let bare = front.trim_end_matches(mark);
        let marks = name[..name.len() - front.len()].chars().chain(front[bare.len()..].chars());
        let start = range.start + name.len() - front.len() + bare.len() - bare.trim_start().len();
        let kept = start..start + bare.trim().len();
        let unit = || self.unit_ending(&super::annotation::without_etc(self, kept.clone()).0).is_some();
        let name_kept_back = marks.into_iter().any(mask) && bare.chars().count() < 4 && !unit();
        if bare.is_empty() || name_kept_back { range } else { kept }
    }
}

impl Scene<'_> {
    /// The name of a unit without its number in a list: `No.1市教育局`, `#1市教育局`, `1.市教育局`, `(1)市教育局`, and not `110指挥中心`.
    fn unnumbered(self, range: &Range<usize>) -> Option<Range<usize>> {
        let name = self.of(range);
        let front = name.trim_start_matches(['#', '№', 'N', 'n', 'O', 'o', '.', '(', '（']);
        let rest = front.trim_start_matches(|c: char| c.is_ascii_digit());
        if !(1..=2).contains(&(front.len() - rest.len())) {
            return None;
        }
        let bare = rest.trim_start_matches(['.', '．', '、', ')', '）', ' ']);
        let kept = range.end - bare.len()..range.end;
        let marked = front.len() < name.len() || bare.len() < rest.len();
        (marked && self.unit_ending(&super::annotation::without_etc(self, kept.clone()).0).is_some())
            .then_some(kept)
    }
}

/// The kinds of a value of the list of duties, one bit each, and the role.
#[derive(Debug, Clone, Copy)]
pub(in crate::extract) struct Duty(u32);

/// Roles as the list writes them; a duty holds the place of its role, counted from one, above its kinds.
const ROLES: [(&str, OwnerRole); 5] = [
    ("lead", OwnerRole::Lead),
    ("responsible", OwnerRole::Responsible),
    ("support", OwnerRole::Support),
    ("accountable", OwnerRole::Accountable),
    ("supervisor", OwnerRole::Supervisor),
];

impl Duty {
    pub(super) const VERB: u32 = 1;
    pub(super) const PART: u32 = 1 << 1;
    pub(super) const LABEL: u32 = 1 << 2;
    pub(super) const HOLDER: u32 = 1 << 3;
    pub(super) const RANK: u32 = 1 << 4;
    pub(super) const FILL: u32 = 1 << 5;
    pub(super) const DUE: u32 = 1 << 6;
    pub(super) const WHEN: u32 = 1 << 7;
    pub(super) const OTHER: u32 = 1 << 8;
    pub(super) const FIRST: u32 = 1 << 9;
    pub(super) const ONWARD: u32 = 1 << 10;
    pub(super) const HEREAFTER: u32 = 1 << 11;
    pub(super) const ALL: u32 = 1 << 12;
    pub(super) const AUX: u32 = 1 << 13;
    pub(super) const WEAK: u32 = 1 << 14;
    pub(super) const WITH: u32 = 1 << 15;
    pub(super) const BY: u32 = 1 << 16;
    pub(super) const FRONT: u32 = 1 << 17;
    pub(super) const NONE: u32 = 1 << 18;
    pub(super) const BLOCK: u32 = 1 << 19;
    pub(super) const LEAD_IN: u32 = 1 << 20;
    pub(super) const CAUSE: u32 = 1 << 21;
    pub(in crate::extract) const POST: u32 = 1 << 22;
    pub(super) const OBJECT: u32 = 1 << 23;

    /// The bits below are kinds.
    const KINDS: u32 = 24;

    /// What the list says of a hit.
    pub(in crate::extract) fn of(hits: &Hits, hit: Hit) -> Duty {
        Duty(hits.read(hit, |value| Duty::new(value).0))
    }

    /// Reads a value of the list.
    fn new(value: &str) -> Duty {
        let (kinds, rest) = value.split_once('\t').unwrap_or((value, ""));
        let role = rest.split('\t').next().unwrap_or("");
        let role = ROLES.iter().position(|(name, _)| *name == role).map_or(0, |at| at as u32 + 1);
        let kinds: u32 = kinds
            .split(',')
            .map(|kind| match kind {
                "verb" => Duty::VERB,
                "part" => Duty::PART,
                "label" => Duty::LABEL,
                "holder" => Duty::HOLDER,
                "rank" => Duty::RANK,
                "fill" => Duty::FILL,
                "due" => Duty::DUE,
                "when" => Duty::WHEN,
                "other" => Duty::OTHER,
                "first" => Duty::FIRST,
                "onward" => Duty::ONWARD,
                "hereafter" => Duty::HEREAFTER,
                "all" => Duty::ALL,
                "aux" => Duty::AUX,
                "weak" => Duty::WEAK,
                "with" => Duty::WITH,
                "by" => Duty::BY,
                "front" => Duty::FRONT,
                "none" => Duty::NONE,
                "block" => Duty::BLOCK,
                "lead-in" => Duty::LEAD_IN,
                "cause" => Duty::CAUSE,
                "post" => Duty::POST,
                "object" => Duty::OBJECT,
                _ => 0,
            })
            .sum();
        Duty(kinds | role << Duty::KINDS)
    }

    /// The role, for verbs and labels.
    pub(super) fn role(self) -> Option<OwnerRole> {
        let at = (self.0 >> Duty::KINDS).checked_sub(1)?;
        Some(ROLES[at as usize].1)
    }

    /// Whether it is of one of `kinds`.
    pub(in crate::extract) fn is(self, kinds: u32) -> bool {
        self.0 & kinds != 0
    }
}

/// The kinds of a value of the list of units, one bit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::extract) struct Unit(u32);

impl Unit {
    pub(in crate::extract) const SUFFIX: u32 = 1;
    pub(in crate::extract) const GROUP: u32 = 1 << 1;
    pub(in crate::extract) const PERSON: u32 = 1 << 2;
    pub(in crate::extract) const GENERIC: u32 = 1 << 3;
    pub(in crate::extract) const NAME: u32 = 1 << 4;
    pub(in crate::extract) const STEM: u32 = 1 << 5;
    pub(in crate::extract) const LEVEL: u32 = 1 << 6;
    pub(in crate::extract) const NOT: u32 = 1 << 7;
    pub(in crate::extract) const BRANCH: u32 = 1 << 8;
    /// Whatever can end a name, or looks as if it did.
    pub(in crate::extract) const ENDS: u32 =
        Unit::SUFFIX | Unit::GROUP | Unit::PERSON | Unit::GENERIC | Unit::NAME | Unit::NOT;

    /// What the list says of a hit.
    pub(in crate::extract) fn of(hits: &Hits, hit: Hit) -> Unit {
        Unit(hits.read(hit, |value| Unit::new(value).0))
    }

    /// Reads a value of the list.
    pub(in crate::extract) fn new(value: &str) -> Unit {
        Unit(
            value
                .as_bytes()
                .split(|&b| b == b',')
                .map(|kind| match kind {
                    b"suffix" => Unit::SUFFIX,
                    b"group" => Unit::GROUP,
                    b"person" => Unit::PERSON,
                    b"generic" => Unit::GENERIC,
                    b"name" => Unit::NAME,
                    b"stem" => Unit::STEM,
                    b"level" => Unit::LEVEL,
                    b"not" => Unit::NOT,
                    b"branch" => Unit::BRANCH,
                    _ => 0,
                })
                .sum(),
        )
    }

    /// Whether it is of one of `kinds`.
    pub(in crate::extract) fn is(self, kinds: u32) -> bool {
        self.0 & kinds != 0
    }
}
