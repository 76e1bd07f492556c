//! Titles that stand twice, and the space that parts one from the text after it.

use crate::text::Change;

/// Not yet.
pub fn changes(_text: &str) -> Vec<Change> {
    Vec::new()
}
