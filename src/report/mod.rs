//! What is printed: JSON for programs, outlines for people.

pub mod diff;
pub mod json;
pub mod outline;
