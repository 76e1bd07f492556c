//! Texts and places in them. Knows nothing of plans.
//!
//! A [`Source`] owns the text as it was read. A [`Clean`] is a reading of it without noise that still
//! knows where every character came from. A [`Span`] is a place in the source; only this module makes one.

mod clean;
pub mod marks;
mod offsets;
pub mod order;
mod signs;
mod source;
mod span;

use std::ops::Range;

pub use clean::{Change, Clean, Edit};
pub use marks::{Mark, Marks};
pub use offsets::Offsets;
pub use signs::SIGNS;
pub use source::{Format, Heading, Source};
pub use span::Span;

/// The stretch from one place to another, in bytes of one text; empty, at the first, where the second does not lie
/// behind it. Places that were found apart from each other make their range here, so none ends before it begins.
pub fn stretch(from: usize, to: usize) -> Range<usize> {
    from..to.max(from)
}

/// The last character boundary of `text` at or before `at`, a place in bytes.
pub fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// The first character boundary of `text` at or behind `at`, and its end where there is none.
pub fn ceil(text: &str, at: usize) -> usize {
    (at..text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len())
}

/// What a terminal or an editor acts on in place of showing it: control characters, line and paragraph separators, and
/// what turns the direction of writing (Unicode 16, UAX #9).
pub fn is_acted_on(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
