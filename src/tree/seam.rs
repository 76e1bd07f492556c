//! Where a heading ends when its line end is lost, as line ends of real plans tell it.
//!
//! ```text
//! （二）健全责任体系|各级各部门要把…                 the place with the highest sum of weights
//! 3.对逾期未改正的单位，由主管部门依法处理            no place weighs enough: a sentence, no heading
//! ```
//!
//! Each place between two characters has features by name, and `dict/seam_weights.tsv` what each weighs:
//!
//! - `lXYZ`, `rXYZ`: the last one to four characters before the place, the first one to four behind it;
//! - `pX|Y`: one or two of both;
//! - `mS`, `kSN`: the scheme of the marker (h 一、 p （一） a 1. q （1） o another), also with a quarter of the characters before;
//! - `nN`: how many characters stand before (40 and more are 40); `cN`, `dN`: how many commas, how many 、(4 and more are 4);
//! - `a1`: the two characters behind open the heading too; `g1`: the four behind stand in it;
//! - `eXYZ`: whether a word ends there that ends headings, whether one begins that opens texts, whether a verb begins;
//! - `vXY`: whether the heading opens with a verb, and what follows it;
//! - `u1`: all before is a usual heading; `b`: the weight of any place.
//!
//! `tools/seams.py` learns the weights and tells how well they do on texts and sources that they were not learnt from.

use std::ops::Range;

use super::weight::{Name, weight};
use crate::lex::marker::Scheme;
use crate::lexicon::{Hits, List};

static WEIGHTS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/seam.weights"));

/// Places are asked for from here to there, in characters behind the start.
const NEAREST: usize = 3;
const FARTHEST: usize = 46;
/// What a place must weigh to be a seam: the natural logarithm of its odds, in 1/256. Chosen where one paragraph in a
/// hundred is cut and most headings are found.
const ENOUGH: i32 = -512;

/// The likeliest place, in bytes of `text`, where a heading that begins `sentence` ends; none where it is no heading with a
/// text run together.
pub(super) fn seam(text: &str, hits: &Hits, scheme: Scheme, sentence: Range<usize>) -> Option<usize> {
    // Four characters behind the last place are looked at.
    let chars: Vec<(usize, char)> = text[sentence.clone()]
        .char_indices()
        .take(FARTHEST + 4)
        .map(|(at, c)| (sentence.start + at, c))
        .take_while(|(_, c)| !"。！？；;\n".contains(*c))
        .collect();
    let opens = |at: usize, list, wanted: fn(&str) -> bool| {
        hits.lexicon().openings(list, &text[at..sentence.end]).any(|(_, value)| wanted(value))
    };
    let is_verb = |at: usize| opens(at, List::Verbs, |part| matches!(part, "verb" | "adverb"));
    let ends: Vec<usize> = super::heading::seam_ends(text, hits, sentence.clone()).collect();
    let kind = match scheme {
        Scheme::Han => 'h',
        Scheme::HanParen => 'p',
        Scheme::Arabic => 'a',
        Scheme::ArabicParen => 'q',
        _ => 'o',
    };
    let first_verb = is_verb(sentence.start);
    let usual = hits.at(List::Headings, sentence.start).map(|(word, _)| word.end);
    let (mut commas, mut pauses) = (0, 0);
    let mut best: Option<(i32, usize)> = None;
    for at in 0..chars.len().saturating_sub(1).min(FARTHEST + 1) {
        if at > 0 {
            match chars[at - 1].1 {
                '，' | ',' => commas += 1,
                '、' => pauses += 1,
                _ => {}
            }
        }
        let (byte, next) = chars[at];
        if at < NEAREST
            || "，。、；：！？）》”’,;:)".contains(next)
            || "，、；：（《“‘,;:(".contains(chars[at - 1].1)
        {
            continue;
        }
        let verb = is_verb(byte);
        let open = opens(byte, List::Seams, |side| side == "open");
        let mut sum = weigh(&chars, at);
        let flag = |name: Name, holds: bool| name.number(usize::from(holds));
        let told = [
            Name::new('m').and(kind),
            Name::new('k').and(kind).number(at / 4),
            Name::new('n').number(at.min(40)),
            Name::new('c').number(commas.min(4)),
            Name::new('d').number(pauses.min(4)),
            flag(flag(flag(Name::new('e'), ends.contains(&byte)), open), verb),
            flag(flag(Name::new('v'), first_verb), verb),
            flag(Name::new('u'), usual == Some(byte)),
            Name::new('b'),
        ];
        sum += told.into_iter().map(|name| weight(WEIGHTS, name)).sum::<i32>();
        if best.is_none_or(|(most, _)| sum > most) {
            best = Some((sum, byte));
        }
    }
    let (_, at) = best.filter(|(sum, _)| *sum >= ENOUGH)?;
    says_something(&text[at..sentence.end]).then_some(at)
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

/// What the characters around a place weigh.
fn weigh(chars: &[(usize, char)], at: usize) -> i32 {
    let spell = |name: Name, range: Range<usize>| chars[range].iter().fold(name, |name, (_, c)| name.and(*c));
    let mut sum = 0;
    for n in 1..=4 {
        if n <= at {
            sum += weight(WEIGHTS, spell(Name::new('l'), at - n..at));
        }
        if at + n <= chars.len() {
            sum += weight(WEIGHTS, spell(Name::new('r'), at..at + n));
        }
    }
    for (before, behind) in [(1, 1), (2, 1), (1, 2), (2, 2)] {
        let left = spell(Name::new('p'), at - before..at).and('|');
        sum += weight(WEIGHTS, spell(left, at..at + behind));
    }
    let is = |a: Range<usize>, b: Range<usize>| {
        chars[a].iter().map(|(_, c)| c).eq(chars[b].iter().map(|(_, c)| c))
    };
    let again = is(at..at + 2, 0..2);
    let whole = (at + 4).min(chars.len());
    let stands = (0..(at + 1).saturating_sub(whole - at)).any(|from| is(from..from + whole - at, at..whole));
    sum += weight(WEIGHTS, Name::new('a').number(usize::from(again)));
    sum + weight(WEIGHTS, Name::new('g').number(usize::from(stands)))
}
