//! The small parts that sentences are made of.

pub mod bracket;
pub mod imperative;
pub mod marker;
pub mod numeral;
pub mod sentence;
pub mod word;

mod stops;
pub use stops::{Stops, width};
