//! Imperative openings: `要持续深化…`, `加快推进…`, `以…为抓手，着力建设…`.

use std::ops::Range;

use crate::lexicon::{Hits, List};

/// Whether the clause `clause` is imperative: perhaps 要, perhaps adverbs, then a verb; or a phrase that 以, 把, 对 and
/// their like open.
pub fn imperative(text: &str, hits: &Hits, clause: Range<usize>) -> bool {
    let mut at = clause.start;
    // A quote or a book mark may open it: “海陆统筹”推进….
    for _ in 0..6 {
        // A word that goes on behind the clause is none of it.
        let Some((word, part)) = hits
            .lexicon()
            .opening(List::Verbs, &text[at..])
            .filter(|(word, _)| at + word.len() <= clause.end)
        else {
            return false;
        };
        at += word.len();
        match part {
            "verb" => return true,
            "short" => return text[at..clause.end].chars().count() >= 2,
            "prep" => return text[at..clause.end].chars().count() >= 3,
            _ => {}
        }
        if at >= clause.end {
            return false;
        }
    }
    false
}
