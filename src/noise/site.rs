//! Text of the web page around a document.

use crate::lexicon::Lexicon;
use crate::text::Change;

/// Not yet.
pub fn changes(_text: &str, _lexicon: &Lexicon) -> Vec<Change> {
    Vec::new()
}
