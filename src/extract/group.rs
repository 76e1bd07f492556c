//! stub
use crate::lexicon::Hits;
use std::ops::Range;
#[derive(Debug)]
#[allow(missing_docs)]
pub struct FoundMember {
    pub name: Range<usize>,
    pub role: Range<usize>,
    pub placeholder: bool,
}
#[derive(Debug)]
#[allow(missing_docs)]
pub struct FoundGroup {
    pub name: Range<usize>,
    pub members: Vec<FoundMember>,
    pub place: Range<usize>,
}
#[allow(missing_docs)]
pub fn groups(_: &str, _: &Hits, _: Range<usize>) -> Vec<FoundGroup> {
    Vec::new()
}
