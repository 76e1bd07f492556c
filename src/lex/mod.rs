//! The small parts that sentences are made of.

pub mod numeral;

mod stops;
pub use stops::{Stops, width};
