//! Targets.
use std::ops::Range;

use crate::extract::date::FoundDate;
use crate::lexicon::Hits;
use crate::model::{Bound, Change};

/// A number to be reached; its text is the slice of `place`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundTarget {
    /// Where it stands with its bound, in bytes of the text read.
    pub place: Range<usize>,
    /// The exact number.
    pub value: Option<String>,
    /// Such as `%`, `个`.
    pub unit: Option<String>,
    /// On which side it is bounded.
    pub bound: Bound,
    /// How it changes what it measures.
    pub change: Option<Change>,
    /// Where what it measures is named.
    pub of: Option<Range<usize>>,
}

/// Targets.
pub fn targets(_text: &str, _hits: &Hits, _skip: &[Range<usize>], _dates: &[FoundDate]) -> Vec<FoundTarget> {
    Vec::new()
}
