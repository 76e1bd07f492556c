//! A text with the words found in it, and what the lists say of them.

use std::ops::Range;

use crate::lexicon::{Hits, List};
use crate::model::OwnerRole;

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

    /// The words of `list` that start at `at` and end by `limit`, shortest first: where each ends and its value.
    pub(super) fn starting(
        self,
        list: List,
        at: usize,
        limit: usize,
    ) -> impl Iterator<Item = (usize, &'t str)> {
        let hits =
            self.hits.starting_in(list, at..at + 1).iter().take_while(move |hit| hit.end as usize <= limit);
        hits.map(move |hit| (hit.end as usize, self.hits.value(*hit)))
    }

    /// The words of `list` that end `range`, longest first: where each starts and its value.
    pub(super) fn ending(self, list: List, range: Range<usize>) -> impl Iterator<Item = (usize, &'t str)> {
        let lowest = range.start.max(range.end.saturating_sub(LONGEST));
        let hits = self.hits.starting_in(list, lowest..range.end).iter();
        let hits = hits.filter(move |hit| hit.end as usize == range.end);
        hits.map(move |hit| (hit.start as usize, self.hits.value(*hit)))
    }

    /// The longest duty word that starts `range`, and where it ends.
    pub(super) fn duty(self, range: &Range<usize>) -> Option<(usize, Duty)> {
        self.starting(List::Duties, range.start, range.end).last().map(|(end, value)| (end, Duty::new(value)))
    }

    /// The duty words that end `range`, longest first, and where each starts.
    pub(super) fn duties_ending(self, range: Range<usize>) -> impl Iterator<Item = (usize, Duty)> {
        self.ending(List::Duties, range).map(|(at, value)| (at, Duty::new(value)))
    }

    /// The duty words that start in `range`, in order.
    pub(super) fn duties_in(self, range: Range<usize>) -> impl Iterator<Item = (Range<usize>, Duty)> {
        self.hits.of(List::Duties, range).map(|(place, value)| (place, Duty::new(value)))
    }

    /// A range without the spaces, marks and quotes around it.
    pub(super) fn trim(self, mut range: Range<usize>) -> Range<usize> {
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
        end - kept.trim_start_matches(idle).len()..end
    }
}

/// The kinds of a value of the list of duties, one bit each, and the role.
#[derive(Debug, Clone, Copy)]
pub(super) struct Duty {
    kinds: u32,
    /// The role, for verbs and labels.
    pub(super) role: Option<OwnerRole>,
}

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

    /// Reads a value of the list.
    pub(super) fn new(value: &str) -> Duty {
        // Bytes, for this runs for every duty word of a text.
        let mut columns = value.as_bytes().split(|&b| b == b'\t');
        let kinds = columns.next().unwrap_or_default();
        let role = match columns.next().unwrap_or_default() {
            b"lead" => Some(OwnerRole::Lead),
            b"responsible" => Some(OwnerRole::Responsible),
            b"support" => Some(OwnerRole::Support),
            b"accountable" => Some(OwnerRole::Accountable),
            b"supervisor" => Some(OwnerRole::Supervisor),
            _ => None,
        };
        let kinds = kinds
            .split(|&b| b == b',')
            .map(|kind| match kind {
                b"verb" => Duty::VERB,
                b"part" => Duty::PART,
                b"label" => Duty::LABEL,
                b"holder" => Duty::HOLDER,
                b"rank" => Duty::RANK,
                b"fill" => Duty::FILL,
                b"due" => Duty::DUE,
                b"when" => Duty::WHEN,
                b"other" => Duty::OTHER,
                b"first" => Duty::FIRST,
                b"onward" => Duty::ONWARD,
                b"hereafter" => Duty::HEREAFTER,
                b"all" => Duty::ALL,
                b"aux" => Duty::AUX,
                b"weak" => Duty::WEAK,
                b"with" => Duty::WITH,
                b"by" => Duty::BY,
                b"front" => Duty::FRONT,
                b"none" => Duty::NONE,
                b"block" => Duty::BLOCK,
                b"lead-in" => Duty::LEAD_IN,
                b"cause" => Duty::CAUSE,
                _ => 0,
            })
            .sum();
        Duty { kinds, role }
    }

    /// Whether it is of one of `kinds`.
    pub(super) fn is(self, kinds: u32) -> bool {
        self.kinds & kinds != 0
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
    /// Whatever can end a name, or looks as if it did.
    pub(in crate::extract) const ENDS: u32 =
        Unit::SUFFIX | Unit::GROUP | Unit::PERSON | Unit::GENERIC | Unit::NAME | Unit::NOT;

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
