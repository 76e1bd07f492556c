//! How lead sentences look: the weights of `dict/leads.tsv`, learned from the paragraphs of real plans by `tools/leads.py`.

use super::words::Words;

include!(concat!(env!("OUT_DIR"), "/leads.rs"));

static WORDS: Words = Words::new(include_bytes!(concat!(env!("OUT_DIR"), "/leads.words")));

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
    let of = |number: u32| (number >> (10 * beside as u32) & 0x3ff) as i32 - 512;
    match beside {
        Beside::Ends => {
            let rests = text.char_indices().rev().take(3).map(|(at, _)| &text[at..]);
            let whole = |rest: &str| WORDS.openings(rest).find(|(len, _)| *len == rest.len());
            rests.filter_map(whole).map(|(_, number)| of(number)).sum()
        }
        _ => WORDS.openings(text).map(|(_, number)| of(number)).sum(),
    }
}

/// What a number says for a lead, in hundredths, by a table of sizes; numbers beyond its end count as its last.
pub fn size(table: &[i16], n: usize) -> i32 {
    table.get(n).or(table.last()).copied().unwrap_or(0).into()
}
