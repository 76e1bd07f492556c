//! From clean text to tokens.

pub mod bracket;
