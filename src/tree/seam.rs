//! Where a heading ends when its line end is lost, as line ends of real plans tell it.
//!
//! ```text
//! （二）健全责任体系|各级各部门要把…                 the place with the highest sum of weights
//! 3.对逾期未改正的单位，由主管部门依法处理            no place weighs enough: a sentence, no heading
//! ```
//!
//! `dict/seam_weights.tsv` says what each thing seen at a place weighs: up to four characters before it, behind it or on
//! both sides; and by numbers, whose tables have the names below. `tools/seams.py` learns the weights, and tells how
//! well they do on texts and sources that they were not learnt from; its `sizes` is the same as [`sizes`] here.

use std::ops::Range;

use crate::lex::marker::Scheme;
use crate::lexicon::seams;
use crate::lexicon::weights::size;
use crate::lexicon::{Hits, List};

/// Places are asked for from here to there, in characters behind the start.
const NEAREST: usize = 3;
const FARTHEST: usize = 46;
/// What the best place must weigh to be a seam, in sixteenths of a natural logarithm of odds. Asked on documents that the
/// weights were not learnt from, 68 headings in a hundred end at the right place with it, and ten paragraphs in a hundred are cut.
const ENOUGH: i32 = -24;

/// The likeliest place, in bytes of `text`, where a heading that begins `sentence` behind a marker of `scheme` ends, and by how
/// much it weighs more than it must.
pub(super) fn seam(text: &str, hits: &Hits, scheme: Scheme, sentence: Range<usize>) -> Option<(usize, i32)> {
    // Four characters behind the last place are looked at.
    let chars: Vec<(usize, char)> = text[sentence.clone()]
        .char_indices()
        .take(FARTHEST + 4)
        .map(|(at, c)| (sentence.start + at, c))
        .take_while(|(_, c)| !"。！？；;\n".contains(*c))
        .collect();
    let last = chars.last().map(|(at, c)| at + c.len_utf8())?;
    let heading = Heading::new(text, hits, scheme, sentence.start..last, &chars);
    let beside = heading.beside();
    let allowed = |at: &usize| {
        !"，。、；：！？）》”’,;:)".contains(chars[*at].1) && !"，、；：（《“‘,;:(".contains(chars[*at - 1].1)
    };
    let places = (NEAREST..(chars.len() - 1).min(FARTHEST + 1)).filter(allowed);
    // Of places that weigh the same the first.
    let (sum, at) =
        places.rev().map(|at| (beside[at] + heading.sizes(at), at)).max_by_key(|(sum, _)| *sum)?;
    let at = chars[at].0;
    says_something(&text[at..sentence.end]).then_some((at, sum - ENOUGH))
}

/// What may be a heading run into its text.
struct Heading<'t> {
    text: &'t str,
    hits: &'t Hits<'t>,
    range: Range<usize>,
    /// Its characters, with the byte each begins at.
    chars: &'t [(usize, char)],
    /// Which table of quarters its marker has: 一、 （一） 1. （1） or another.
    kind: usize,
    /// How many commas, and how many 、, stand before each character.
    marks: Vec<(usize, usize)>,
    /// Where words end that end headings, in bytes.
    ends: Vec<usize>,
    /// Where the usual heading ends that it opens with.
    usual: Option<usize>,
    opens_with_verb: bool,
}

impl<'t> Heading<'t> {
    fn new(
        text: &'t str,
        hits: &'t Hits<'t>,
        scheme: Scheme,
        range: Range<usize>,
        chars: &'t [(usize, char)],
    ) -> Heading<'t> {
        let kind = match scheme {
            Scheme::Han => 0,
            Scheme::HanParen => 1,
            Scheme::Arabic => 2,
            Scheme::ArabicParen => 3,
            _ => 4,
        };
        let seen = |(commas, pauses): &mut (usize, usize), (_, c): &(usize, char)| {
            let before = (*commas, *pauses);
            *commas += usize::from(matches!(c, '，' | ','));
            *pauses += usize::from(*c == '、');
            Some(before)
        };
        let mut heading = Heading {
            text,
            hits,
            chars,
            kind,
            marks: chars.iter().scan((0, 0), seen).collect(),
            ends: super::heading::seam_ends(text, hits, range.clone()).collect(),
            usual: hits.at(List::Headings, range.start).map(|(word, _)| word.end),
            opens_with_verb: false,
            range,
        };
        heading.opens_with_verb = heading.is_verb(heading.range.start);
        heading
    }

    fn opens(&self, at: usize, list: List, wanted: fn(&str) -> bool) -> bool {
        self.hits.lexicon().openings(list, &self.text[at..self.range.end]).any(|(_, value)| wanted(value))
    }

    fn is_verb(&self, at: usize) -> bool {
        self.opens(at, List::Verbs, |part| matches!(part, "verb" | "adverb"))
    }

    /// What the characters around each place weigh. What opens at a character is looked up once, for all places it is near.
    fn beside(&self) -> Vec<i32> {
        let mut sums = vec![0; self.chars.len() + 4];
        for (from, (byte, _)) in self.chars.iter().enumerate() {
            for (len, [before, behind, cut1, cut2]) in
                seams::WORDS.openings(&self.text[*byte..self.range.end])
            {
                let n = self.text[*byte..byte + len].chars().count();
                sums[from] += behind;
                sums[from + n] += before;
                if n > 1 {
                    sums[from + 1] += cut1;
                    sums[from + 2] += cut2;
                }
            }
        }
        sums
    }

    /// What the numbers of a place weigh: how much stands before it, what the heading and the text open with.
    fn sizes(&self, at: usize) -> i32 {
        let chars = |range: Range<usize>| self.chars[range].iter().map(|(_, c)| *c);
        let (byte, (commas, pauses)) = (self.chars[at].0, self.marks[at]);
        let verb = usize::from(self.is_verb(byte));
        let opens = usize::from(self.opens(byte, List::Seams, |side| side == "open"));
        let ends = usize::from(self.ends.contains(&byte));
        let behind = (at + 4).min(self.chars.len());
        let again = (0..(at + 1).saturating_sub(behind - at))
            .any(|from| chars(from..from + behind - at).eq(chars(at..behind)));
        [
            size(seams::BIAS, 0),
            size(seams::KIND, self.kind),
            size(seams::QUARTER, 12 * self.kind + at / 4),
            size(seams::LENGTH, at.min(40)),
            size(seams::COMMAS, commas.min(4)),
            size(seams::PAUSES, pauses.min(4)),
            size(seams::SAME, usize::from(chars(at..at + 2).eq(chars(0..2)))),
            size(seams::AGAIN, usize::from(again)),
            size(seams::TOLD, verb + 2 * opens + 4 * ends),
            size(seams::VERBS, verb + 2 * usize::from(self.opens_with_verb)),
            size(seams::USUAL, usize::from(self.usual == Some(byte))),
        ]
        .into_iter()
        .sum()
    }
}

/// Whether what follows a seam is a text and no rest of the heading: six characters outside brackets. In 集中整治阶段（8月）
/// nothing but 阶段 follows 集中整治.
fn says_something(rest: &str) -> bool {
    let mut depth = 0;
    let outside = rest.chars().take_while(|c| !"。！？；;\n".contains(*c)).filter(|c| {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth -= 1,
            _ => return depth <= 0,
        }
        false
    });
    outside.take(6).count() == 6
}
