//! Where headings end: the weights of `dict/seam_weights.tsv`, learnt from line ends of real plans by `tools/seams.py`.

use super::weights::Weights;

include!(concat!(env!("OUT_DIR"), "/seam_weights.rs"));

/// Where up to four characters stand at a place: before it, behind it, or on both sides, cut after the first or the second.
pub static WORDS: Weights<4> = Weights::new(include_bytes!(concat!(env!("OUT_DIR"), "/seam_weights.words")));
