//! From a source to a clean text: page marks, site text, wrapped lines, widths, injected glyphs.
//!
//! In the clean text `\n` ends a paragraph and never stands inside one; a line with a tab is a row of a
//! table. Each pass reads the text the one before it left and is one file; a pass that finds nothing to do
//! costs a scan and no copy.

mod glyph;

mod radical;
pub use radical::unified;

mod copies;

mod set_in;

mod bars;

mod tabs;

mod aligned;

mod apart;

mod cells;

mod scattered;
pub use scattered::{Scattered, scattered};

mod site;

mod lines;

mod page;

mod contents;

mod wrap;

mod opening;

mod title;

mod space;

mod chars;

use crate::lexicon::Lexicon;
use crate::text::{Clean, Source};

/// Cleans a source. Every change is kept with its reason in [`Clean::edits`].
///
/// The reasons are `control`, `glyph`, `markup`, `site_text`, `page_mark`, `title`, `contents`, `wrap`,
/// `space` and `width`.
pub fn clean<'s>(source: &'s Source, lexicon: &Lexicon) -> Clean<'s> {
    Clean::new(&source.text)
        .pass(glyph::changes)
        .pass(copies::changes)
        .pass(|text| set_in::wrapped(text, lexicon))
        .pass(set_in::changes)
        .pass(|text| tabs::changes(text, lexicon))
        .pass(|text| bars::changes(text, lexicon))
        .pass(|text| aligned::changes(text, lexicon))
        .pass(|text| apart::changes(text, lexicon))
        .pass(|text| cells::changes(text, lexicon))
        .pass(|text| site::changes(text, lexicon))
        .pass(contents::changes)
        .pass(page::inline)
        .pass(|text| lines::changes(text, lexicon))
        .pass(title::changes)
        .pass(|text| space::changes(text, lexicon))
}
