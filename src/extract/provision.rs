//! What a document says of itself and of its words, which is nobody's task.
//!
//! ```text
//! 本措施自印发之日起施行，由市住建局负责解释。        when it comes into force and who explains it
//! 本办法所称新市民，是指…                            what a word means
//! 为规范古树保护，制定本办法。                        what it is made for
//! 本意见适用于全市各类园区。                          what it holds for
//! ```

use std::ops::Range;

use crate::extract::Reading;
use crate::lex::sentence::{sentences, trim};
use crate::lexicon::List;

/// The longest provision, in characters; what is longer has more to say.
const LONGEST: usize = 220;
/// Where a definition has its verb, in characters.
const DEFINED: usize = 30;

/// Whether a passage says only of the document when it holds, who explains it, what it is for or what its words mean.
pub(super) fn is_provision(reading: Reading, range: Range<usize>) -> bool {
    let Reading { text, hits, .. } = reading;
    let range = trim(text, range);
    if text[range.clone()].chars().count() > LONGEST {
        return false;
    }
    let Some(place) = sentences(text, hits.marks(), range.clone(), false).next() else { return false };
    let first = &text[place.clone()];
    let of_itself = first.starts_with('本') || ["以上", "上述"].iter().any(|word| first.starts_with(word));
    let own = of_itself || first.starts_with('自') && first.contains("之日起");
    let purpose = || first.starts_with('为') && first.contains("制定本");
    let defined = || first.find("是指").is_some_and(|at| first[..at].chars().count() <= DEFINED);
    own && in_force(reading, place)
        || of_itself && (first.contains("所称") || first.contains("适用于"))
        || purpose()
        || defined()
}

/// Whether a sentence says when a document comes into force or who explains it.
pub(super) fn in_force(reading: Reading, sentence: Range<usize>) -> bool {
    reading.hits.of(List::Letters, sentence).any(|(_, said)| said == "force")
}
