//! Imperative openings: `要持续深化…`, `加快推进…`, `以…为抓手，着力建设…`.

use std::ops::Range;

use crate::lexicon::{Hits, List};

/// Whether the clause `clause` is imperative: perhaps 要, perhaps adverbs, then a verb; or a phrase that 以, 把, 对 and
/// their like open.
pub fn imperative(text: &str, hits: &Hits, clause: Range<usize>) -> bool {
    let mut at = clause.start;
    // A quote or a book mark may open it: “海陆统筹”推进….
    for _ in 0..6 {
        let Some((word, part)) = hits.at(List::Verbs, at).filter(|(word, _)| word.end <= clause.end) else {
            return false;
        };
        match part {
            "verb" => return true,
            "short" => return text[word.end..clause.end].chars().count() >= 2,
            "prep" => return text[word.end..clause.end].chars().count() >= 3,
            _ => at = word.end,
        }
        if at >= clause.end {
            return false;
        }
    }
    false
}
