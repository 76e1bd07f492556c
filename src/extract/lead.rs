//! Lead sentences: short ones that name what the text behind them does.
//!
//! ```text
//! 深化文明校园创建。贯彻…             imperative in every clause: a lead by the rule
//! 让街巷环境更清爽。对背街小巷…       looks like one, as paragraphs of plans open
//! ```
//!
//! How they look is learned: `dict/leads.tsv`, made by `tools/leads.py`.

use std::ops::Range;

use crate::lex::imperative::imperative;
use crate::lex::sentence::clauses;
use crate::lexicon::Hits;
use crate::lexicon::leads::{self, Beside};
use crate::lexicon::weights::size;

/// The longest lead that is told by how it looks, in characters.
const LONGEST: usize = 24;

/// Whether a sentence without its end mark is a lead by the rule: short, every clause imperative, no number in it.
pub(super) fn is_lead(text: &str, hits: &Hits, title: Range<usize>, longest: usize) -> bool {
    let words = &text[title.clone()];
    let count = words.chars().count();
    // The numbers of a named day, 6·26, count nothing.
    let digit = |c: char| c.is_ascii_digit();
    let day =
        words.split_once('·').is_some_and(|(month, day)| month.ends_with(digit) && day.starts_with(digit));
    // 要冲击非法集资。 calls for something whatever its verb is.
    let called = words.starts_with('要') && count <= 16 && !words.contains(['，', ',', '、']);
    (4..=longest).contains(&count)
        && !words.contains(['；', ';', '：', ':'])
        && (day || !words.contains(digit))
        && (called || clauses(text, title).into_iter().all(|clause| imperative(text, hits, clause)))
}

/// How much a sentence without its end mark looks like a lead, in hundredths of log odds: above zero it opens a paragraph
/// sooner than it stands in one. `before` and `after` are the sentences beside it. None where it is none by its length or marks.
pub(super) fn likeness(
    text: &str,
    title: Range<usize>,
    before: Range<usize>,
    after: Range<usize>,
) -> Option<i32> {
    let words = &text[title.clone()];
    if words.len() > 4 * LONGEST || words.contains([';', '；', ':', '：']) {
        return None;
    }
    let count = |range: Range<usize>, most: usize| text[range].chars().take(most).count();
    let (n, after_n) = (count(title.clone(), LONGEST + 1), count(after.clone(), 200));
    let commas = words.matches(['，', ',']).count();
    if !(4..=LONGEST).contains(&n) || commas > 1 || after.is_empty() {
        return None;
    }
    let next = &text[after];
    let flags = [
        (leads::LENGTH, n),
        (leads::COMMAS, commas),
        (leads::RATIO, 2 * after_n / n),
        (leads::AFTER, after_n / 12),
        (leads::BEFORE, count(before, 200) / 12),
        (leads::AGAIN, come_again(words, next)),
        (leads::DIGIT, usize::from(words.contains(|c: char| c.is_ascii_digit()))),
        (leads::LIST, usize::from(words.contains('、'))),
        (leads::QUOTE, usize::from(words.contains('“'))),
        (leads::BIAS, 0),
    ];
    let sizes: i32 = flags.into_iter().map(|(table, n)| size(table, n)).sum();
    let beside = leads::weight(words, Beside::Opens) + leads::weight(words, Beside::Ends);
    Some(sizes + beside + leads::weight(next, Beside::Next))
}

/// How many pairs of characters of `words` stand in `text` too.
fn come_again(words: &str, text: &str) -> usize {
    let bit = |(first, second): (char, char)| 1u64 << ((first as u32 ^ (second as u32) << 1) % 64);
    let mut wanted: Vec<(char, char)> = words.chars().zip(words.chars().skip(1)).collect();
    let n = wanted.len();
    let bits = wanted.iter().fold(0, |bits, pair| bits | bit(*pair));
    for pair in text.chars().zip(text.chars().skip(1)).filter(|pair| bits & bit(*pair) != 0) {
        wanted.retain(|other| *other != pair);
    }
    n - wanted.len()
}

#[cfg(test)]
mod tests {
    use super::come_again;

    #[test]
    fn pairs_that_come_again_are_counted() {
        for (words, text, wanted) in [
            ("整治背街小巷", "对背街小巷逐条整治", 4),
            ("好好好", "大家好好", 2),
            ("整治背街", "治整街背", 0),
            ("整", "整治", 0),
        ] {
            assert_eq!(come_again(words, text), wanted, "{words}");
        }
    }
}
