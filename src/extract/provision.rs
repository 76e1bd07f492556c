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
use crate::lex::marker::{Marker, Scheme};
use crate::lex::sentence::{sentences, trim};
use crate::lexicon::List;
use crate::model::Kind;
use crate::text::floor;
use crate::tree::Part;

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

/// The fewest articles of a statute.
const ARTICLES: usize = 5;
/// How much of an agreement names its parties, in bytes.
const PARTIES: usize = 1500;

/// Whether a part lays down rules that hold until they are changed, in articles: what they forbid or allow is nobody's task.
///
/// ```text
/// 第一条　为规范古树保护，制定本办法。　　第八条　禁止…：（一）…
/// 第三十条　本办法自2026年1月1日起施行。
/// ```
pub(super) fn is_statute(reading: Reading, part: &Part, kind: Kind) -> bool {
    let Reading { text, hits, .. } = reading;
    let made = || text[part.range.clone()].contains("制定本");
    let holds = || hits.of(List::Letters, part.range.clone()).any(|(_, said)| said == "force");
    kind == Kind::Rules
        && articles(reading, part) >= ARTICLES
        && (made() || holds() || calls_itself_rules(reading, part))
}

/// How many articles a part has.
fn articles(reading: Reading, part: &Part) -> usize {
    let article = |marker: &Marker| marker.scheme == Scheme::Article;
    let nodes = reading.document.nodes.iter().filter(|node| part.range.contains(&node.start));
    nodes.filter(|node| node.marker.as_ref().is_some_and(article)).count()
}

/// Whether a part is one of rules whatever its title: it has their articles and calls itself by their name, as in
/// 第五十八条　违反本条例的规定，….
pub(super) fn calls_itself_rules(reading: Reading, part: &Part) -> bool {
    let Reading { text, hits, .. } = reading;
    let mut named = hits.of(List::Kinds, part.range.clone());
    articles(reading, part) >= ARTICLES
        && named.any(|(word, kind)| kind == "rules" && text[..word.start].ends_with('本'))
}

/// Whether a part is an agreement, whose parties are called 甲方 and 乙方 at its head; one that gives out work
/// (责任书) is none.
pub(super) fn is_agreement(reading: Reading, part: &Part) -> bool {
    let Reading { text, hits, .. } = reading;
    let head = part.range.start..floor(text, part.range.end.min(part.range.start + PARTIES));
    let head = &text[head];
    let first = head.find("甲方").unwrap_or(0);
    let agreed = ["协议", "合同"].iter().any(|word| head[..first].contains(word));
    agreed
        && head.contains("乙方")
        && !head.char_indices().any(|(at, _)| hits.lexicon().cues().opens(&head[at..], "pledge"))
}
