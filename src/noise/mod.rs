//! From a source to a clean text: page marks, site text, wrapped lines, widths, injected glyphs.

use crate::lexicon::Lexicon;
use crate::text::{Clean, Source};

/// Cleans a source. Every change is kept with its reason in [`Clean::edits`].
pub fn clean<'s>(source: &'s Source, _lexicon: &Lexicon) -> Clean<'s> {
    Clean::new(&source.text)
}
