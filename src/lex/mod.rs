//! From clean text to tokens: markers such as 一、（一）1. 第一条, and sentences.

pub mod bracket;
pub mod imperative;
pub mod marker;
pub mod numeral;
pub mod sentence;
pub mod word;
