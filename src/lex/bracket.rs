//! Brackets and quotes, paired.
//!
//! ```text
//! （责任单位：省数据集团〔筹〕、各市、县(市、区）政府）
//! ╰────────────────────╰─╯───────╰─────╯────╯        half and full width close each other
//! ```
//!
//! Real texts lose half of a pair now and then (`“好人之城建设`). A quote never closes across a bracket, a
//! bracket closes over quotes left open inside it, and nothing is paired across the end of a paragraph.

use std::ops::Range;

use crate::text::order;
use crate::text::{Mark, marks};

/// What a bracket looks like; only ones of a shape close each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// （） and ().
    Round,
    /// 〔〕, [] and ［］.
    Square,
    /// 【】 and 〖〗.
    Lens,
    /// {} and ｛｝.
    Curly,
    /// 《》 and 〈〉.
    Book,
    /// “”.
    Double,
    /// ‘’.
    Single,
}

impl Shape {
    /// Whether it quotes or names a title rather than brackets.
    pub fn quotes(self) -> bool {
        matches!(self, Shape::Book | Shape::Double | Shape::Single)
    }
}

/// An opening bracket and the one that closes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// The whole pair, with its brackets, in bytes.
    pub outer: Range<usize>,
    /// What stands between them.
    pub inner: Range<usize>,
    /// What it looks like.
    pub shape: Shape,
    /// How many pairs it lies in; quotes count.
    pub depth: u32,
}

/// The brackets of a stretch of text.
#[derive(Debug, Clone, Default)]
pub struct Brackets {
    /// The pairs, by where they open.
    pub pairs: Vec<Pair>,
    /// Brackets without a partner, in order.
    pub unpaired: Vec<usize>,
}

/// Pairs the brackets in `range` of `text` in one pass.
pub fn pair(text: &str, range: Range<usize>) -> Brackets {
    paired(marks::within(text, range))
}

/// Pairs brackets from the marks of a stretch of text, in order.
pub fn paired(marks: impl Iterator<Item = Mark>) -> Brackets {
    let mut found = Brackets::default();
    // Each open bracket: its start, the end of its character, its shape.
    let mut open: Vec<(usize, usize, Shape)> = Vec::new();
    let mut counts = [0u32; 7];
    for mark in marks {
        let Some((shape, opens)) = bracket(mark.c) else {
            if mark.c == '\n' {
                found.unpaired.extend(open.drain(..).map(|(start, ..)| start));
                counts = [0; 7];
            }
            continue;
        };
        if opens {
            open.push((mark.start(), mark.end(), shape));
            counts[shape as usize] += 1;
        } else if counts[shape as usize] == 0 {
            found.unpaired.push(mark.start());
        } else {
            // What is open above the partner stays unpaired, but a quote must not tear a bracket open.
            let above = if shape.quotes() { QUOTES } else { open.len() };
            let stop = |of: Shape| of == shape || shape.quotes() && !of.quotes();
            let partner = open.iter().rev().take(above).position(|&(_, _, of)| stop(of));
            let partner = partner.map(|above| open.len() - 1 - above);
            match partner.filter(|&partner| open[partner].2 == shape) {
                None => found.unpaired.push(mark.start()),
                Some(partner) => {
                    for (start, _, of) in open.drain(partner + 1..) {
                        counts[of as usize] -= 1;
                        found.unpaired.push(start);
                    }
                    let (start, end, _) = open.pop().expect("the partner is open");
                    counts[shape as usize] -= 1;
                    let depth = open.len() as u32;
                    let (outer, inner) = (start..mark.end(), end..mark.start());
                    found.pairs.push(Pair { outer, inner, shape, depth });
                }
            }
        }
    }
    found.unpaired.extend(open.into_iter().map(|(start, ..)| start));
    order::sort(&mut found.unpaired);
    order::by_key(&mut found.pairs, |pair| pair.outer.start);
    found
}

/// How many open quotes are looked at for the partner of a quote, so that a run of odd ones stays linear.
const QUOTES: usize = 8;

/// The bracket a mark is: its shape, and whether it opens.
fn bracket(c: char) -> Option<(Shape, bool)> {
    Some(match c {
        '(' | '（' => (Shape::Round, true),
        ')' | '）' => (Shape::Round, false),
        '[' | '［' | '〔' => (Shape::Square, true),
        ']' | '］' | '〕' => (Shape::Square, false),
        '{' | '｛' => (Shape::Curly, true),
        '}' | '｝' => (Shape::Curly, false),
        '《' | '〈' => (Shape::Book, true),
        '》' | '〉' => (Shape::Book, false),
        '【' | '〖' => (Shape::Lens, true),
        '】' | '〗' => (Shape::Lens, false),
        '“' => (Shape::Double, true),
        '”' => (Shape::Double, false),
        '‘' => (Shape::Single, true),
        '’' => (Shape::Single, false),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{Shape, pair};

    /// Each pair is written out as it stands; what follows `|` are the texts of pairs, by where they open.
    #[test]
    fn pairs() {
        for (text, wanted) in [
            ("市数据局（筹）", "（筹）"),
            ("（各市、县(市、区）政府)", "（各市、县(市、区）政府) (市、区）"),
            ("（甲〔乙〕丙【丁】）", "（甲〔乙〕丙【丁】） 〔乙〕 【丁】"),
            ("（建设“好人之城）完", "（建设“好人之城）"),
            ("“甲（乙”丙）", "（乙”丙）"),
            ("（甲\n乙）", ""),
            ("1)甲《乙（试行）》", "《乙（试行）》 （试行）"),
            ("）（）", "（）"),
        ] {
            let brackets = pair(text, 0..text.len());
            let found: Vec<&str> = brackets.pairs.iter().map(|pair| &text[pair.outer.clone()]).collect();
            assert_eq!(found.join(" "), wanted, "{text}");
            let marks =
                text.matches(|c| "（）()〔〕【】《》“”".contains(c)).count() - 2 * brackets.pairs.len();
            assert_eq!(brackets.unpaired.len(), marks, "{text}");
        }
        assert_eq!(pair("甲（乙）", 0..3).pairs.len(), 0);
        assert_eq!(pair("[甲]", 0..5).pairs[0].shape, Shape::Square);
    }

    #[test]
    fn deep_nesting_is_linear() {
        let text = "（".repeat(200_000) + &"〕”".repeat(100_000) + &"）".repeat(200_000);
        assert_eq!(pair(&text, 0..text.len()).pairs.len(), 200_000);
    }
}
