//! The small parts that sentences are made of.

pub mod numeral;
