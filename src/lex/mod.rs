//! The small parts that sentences are made of.

pub mod bracket;
mod dictionary;
pub mod imperative;
pub mod marker;
pub mod numeral;
pub mod sentence;
pub mod word;

/// Whether `c` is a letter or a number; Chinese characters, which nearly all are, are soon known.
pub fn is_word(c: char) -> bool {
    match c {
        '\u{4e00}'..='\u{9fff}' => true,
        // The commonest marks, which are soon known too.
        '，' | '、' | '。' | '：' | '；' | '（' | '）' | '“' | '”' | '《' | '》' => false,
        c => c.is_alphanumeric(),
    }
}

mod stops;
pub use stops::{Stops, width};
