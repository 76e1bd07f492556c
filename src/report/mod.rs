//! What is printed: JSON for programs, outlines for people.

pub mod compare;
pub mod diff;
pub mod findings;
pub mod json;
pub mod outline;

pub mod table;
