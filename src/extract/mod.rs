//! From a document to a plan.

pub mod date;
pub mod lunar;
pub mod target;
