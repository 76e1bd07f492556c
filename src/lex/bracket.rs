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
    let bytes = &text.as_bytes()[..range.end];
    let mut found = Brackets::default();
    // Each open bracket: its start, the end of its character, its shape.
    let mut open: Vec<(usize, usize, Shape)> = Vec::new();
    let mut counts = [0u32; 7];
    let mut at = range.start;
    while let Some(step) = bytes[at..].iter().position(|&byte| MAY_BE[byte as usize]) {
        at += step;
        let Some((shape, opens, len)) = bracket(&bytes[at..]) else {
            if bytes[at] == b'\n' {
                found.unpaired.extend(open.drain(..).map(|(start, ..)| start));
                counts = [0; 7];
            }
            at += 1;
            continue;
        };
        if opens {
            open.push((at, at + len, shape));
            counts[shape as usize] += 1;
        } else if counts[shape as usize] == 0 {
            found.unpaired.push(at);
        } else {
            // What is open above the partner stays unpaired, but a quote must not tear a bracket open.
            let above = if shape.quotes() { QUOTES } else { open.len() };
            let stop = |of: Shape| of == shape || shape.quotes() && !of.quotes();
            let partner = open.iter().rev().take(above).position(|&(_, _, of)| stop(of));
            let partner = partner.map(|above| open.len() - 1 - above);
            match partner.filter(|&partner| open[partner].2 == shape) {
                None => found.unpaired.push(at),
                Some(partner) => {
                    for (start, _, of) in open.drain(partner + 1..) {
                        counts[of as usize] -= 1;
                        found.unpaired.push(start);
                    }
                    let (start, end, _) = open.pop().expect("the partner is open");
                    counts[shape as usize] -= 1;
                    let depth = open.len() as u32;
                    found.pairs.push(Pair { outer: start..at + len, inner: end..at, shape, depth });
                }
            }
        }
        at += len;
    }
    found.unpaired.extend(open.into_iter().map(|(start, ..)| start));
    found.unpaired.sort_unstable();
    found.pairs.sort_unstable_by_key(|pair| pair.outer.start);
    found
}

/// How many open quotes are looked at for the partner of a quote, so that a run of odd ones stays linear.
const QUOTES: usize = 8;

/// Bytes with which a bracket or the end of a paragraph begins. Most full-width marks begin with one of
/// these too, Han characters with none.
static MAY_BE: [bool; 256] = {
    let mut may = [false; 256];
    let starts = [b'\n', b'(', b')', b'[', b']', b'{', b'}', 0xe2, 0xe3, 0xef];
    let mut n = 0;
    while n < starts.len() {
        may[starts[n] as usize] = true;
        n += 1;
    }
    may
};

/// The bracket `bytes` begin with: its shape, whether it opens, and its length.
fn bracket(bytes: &[u8]) -> Option<(Shape, bool, usize)> {
    let (shape, opens) = match bytes {
        [b'(', ..] => return Some((Shape::Round, true, 1)),
        [b')', ..] => return Some((Shape::Round, false, 1)),
        [b'[', ..] => return Some((Shape::Square, true, 1)),
        [b']', ..] => return Some((Shape::Square, false, 1)),
        [b'{', ..] => return Some((Shape::Curly, true, 1)),
        [b'}', ..] => return Some((Shape::Curly, false, 1)),
        [0xef, 0xbc, 0x88, ..] => (Shape::Round, true),
        [0xef, 0xbc, 0x89, ..] => (Shape::Round, false),
        [0xef, 0xbc, 0xbb, ..] => (Shape::Square, true),
        [0xef, 0xbc, 0xbd, ..] => (Shape::Square, false),
        [0xef, 0xbd, 0x9b, ..] => (Shape::Curly, true),
        [0xef, 0xbd, 0x9d, ..] => (Shape::Curly, false),
        [0xe3, 0x80, last @ (0x88..=0x91 | 0x94..=0x97), ..] => match last {
            0x88 | 0x8a => (Shape::Book, true),
            0x89 | 0x8b => (Shape::Book, false),
            0x90 | 0x96 => (Shape::Lens, true),
            0x91 | 0x97 => (Shape::Lens, false),
            0x94 => (Shape::Square, true),
            0x95 => (Shape::Square, false),
            _ => return None,
        },
        [0xe2, 0x80, last @ (0x98 | 0x99 | 0x9c | 0x9d), ..] => match last {
            0x98 => (Shape::Single, true),
            0x99 => (Shape::Single, false),
            0x9c => (Shape::Double, true),
            _ => (Shape::Double, false),
        },
        _ => return None,
    };
    Some((shape, opens, 3))
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
