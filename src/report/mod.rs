//! What is printed: JSON for programs, outlines for people.

pub mod findings;
pub mod json;
pub mod outline;
pub mod show;
pub mod table;
