//! How lead sentences look: the weights of `dict/leads.tsv`, learned from the paragraphs of real plans by `tools/leads.py`.

use super::weights::Weights;

include!(concat!(env!("OUT_DIR"), "/leads.rs"));

static WORDS: Weights<3> = Weights::new(include_bytes!(concat!(env!("OUT_DIR"), "/leads.words")));

/// Where a word stands beside a sentence that may be a lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beside {
    /// It opens the sentence.
    Opens,
    /// It ends it.
    Ends,
    /// It opens the next one.
    Next,
}

/// What the words that open or end `text` say for a lead, in hundredths; below zero they say against it.
pub fn weight(text: &str, beside: Beside) -> i32 {
    let of = |weights: [i32; 3]| weights[beside as usize];
    match beside {
        Beside::Ends => {
            let rests = text.char_indices().rev().take(3).map(|(at, _)| &text[at..]);
            let whole = |rest: &str| WORDS.openings(rest).find(|(len, _)| *len == rest.len());
            rests.filter_map(whole).map(|(_, weights)| of(weights)).sum()
        }
        _ => WORDS.openings(text).map(|(_, weights)| of(weights)).sum(),
    }
}
