//! stub
use crate::lexicon::Hits;
use std::ops::Range;
#[derive(Debug)]
#[allow(missing_docs)]
pub struct FoundTerm {
    pub text: Range<usize>,
    pub kind: crate::model::TermKind,
    pub count: Option<u32>,
    pub places: Vec<Range<usize>>,
}
#[allow(missing_docs)]
pub fn terms(_: &str, _: &Hits) -> Vec<FoundTerm> {
    Vec::new()
}
