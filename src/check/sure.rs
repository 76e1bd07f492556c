//! How sure it is that a place of the text was read as it was meant.
//!
//! ```text
//! 总投资⏎（亿元）⏎0.65⏎0.06⏎11⏎         cells of a table that came as lines: nothing of their order is known
//! 14⇥年产3000台机器人项目⇥德清县          a row: its cells are no sentences
//! (cid:105)(cid:45)‡œŁ                    no text at all
//! 完善政策体系。建立评价制度。            a paragraph
//! ```

use std::ops::Range;

use crate::check::Subject;
use crate::lex::marker::Scheme;

/// What a finding in a paragraph of the text is sure to, and what one in cells that came as lines is.
pub(super) const WHOLE: u8 = 100;
const ROW: u8 = 60;
const LOOSE: u8 = 20;

/// Stretches whose order or words are not known, in bytes of the cleaned text and in order.
#[derive(Debug, Default)]
pub(super) struct Doubts {
    list: Vec<(Range<usize>, u8)>,
    /// Stretches that cannot be read, at most [`FAR`] lines apart.
    pub(super) unreadable: Vec<Range<usize>>,
}

/// How many lines on either side tell what a line is among.
const WINDOW: usize = 6;
/// How many readable lines may stand between two that are not, of one page.
const FAR: usize = 20;

impl Doubts {
    /// Looks at every line once.
    pub(super) fn of(subject: Subject) -> Doubts {
        let text = subject.text;
        let all = subject.lines();
        let mut doubts = Doubts::default();
        let nodes = &subject.document.nodes;
        // Headings and the openings of items end as they like.
        let opens = |line: &Range<usize>| {
            let at = nodes.partition_point(|node| node.start < line.start);
            let node = nodes.get(at).filter(|node| node.start < line.end);
            node.is_some_and(|node| {
                // 一、责任 is a heading whatever follows; 3.23 and 12 约束性 may be cells.
                let cell = node.marker.as_ref().is_none_or(|marker| {
                    let counted = [Scheme::Arabic, Scheme::ArabicHalf, Scheme::Time];
                    counted.contains(&marker.scheme) || matches!(marker.scheme, Scheme::Decimal(_))
                });
                !cell || text[node.title.clone()].chars().filter(|c| han(*c)).count() > 3
            })
        };
        let loose: Vec<bool> = all.iter().map(|line| !ended(&text[line.clone()]) && !opens(line)).collect();
        let mut sums = vec![0usize; all.len() + 1];
        for (n, loose) in loose.iter().enumerate() {
            sums[n + 1] = sums[n] + usize::from(*loose);
        }
        let mut last_unreadable: Option<usize> = None;
        for (n, line) in all.iter().enumerate() {
            let words = &text[line.clone()];
            if unreadable(words) {
                match doubts
                    .unreadable
                    .last_mut()
                    .filter(|_| last_unreadable.is_some_and(|last| n - last <= FAR))
                {
                    Some(run) => run.end = line.end,
                    None => doubts.unreadable.push(line.clone()),
                }
                last_unreadable = Some(n);
                doubts.list.push((line.clone(), 0));
                continue;
            }
            if words.contains('\t') {
                doubts.list.push((line.clone(), ROW));
                continue;
            }
            let (from, to) = (n.saturating_sub(WINDOW), (n + WINDOW + 1).min(all.len()));
            let among = (sums[to] - sums[from]) * 10 >= (to - from) * 6 && to - from > WINDOW;
            let paragraph = || !loose[n] && words.chars().nth(LONG).is_some();
            if among && !paragraph() {
                doubts.list.push((line.clone(), LOOSE));
            }
        }
        doubts
    }

    /// How sure a place is, from 0 to 100.
    pub(super) fn at(&self, place: Range<usize>) -> u8 {
        let before = self.unreadable.partition_point(|run| run.start <= place.start);
        if before > 0 && place.start < self.unreadable[before - 1].end {
            return 0;
        }
        let first = self.list.partition_point(|(line, _)| line.end < place.start);
        let inside = self.list[first..].iter().take_while(|(line, _)| line.start <= place.end);
        inside.take(8).map(|(_, sure)| *sure).min().unwrap_or(WHOLE)
    }
}

/// From how many characters on a line that ends as a sentence does is a paragraph, whatever stands around it.
const LONG: usize = 60;

fn han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

fn ended(line: &str) -> bool {
    line.ends_with(['。', '！', '？', '；', '：', '…', '”', '）', ')', ':', ';', '!', '?', '>', '》', '】'])
}

/// Whether a line is not text: glyph numbers in place of characters, or most of it characters that no plan has.
fn unreadable(line: &str) -> bool {
    /// Bytes that begin characters which no plan has, and signs of which there may be too many.
    const ODD: [bool; 256] = {
        let mut odd = [false; 256];
        let mut byte = 0;
        while byte < 256 {
            odd[byte] = matches!(byte as u8,
                b'!' | b'$' | b'&' | b'\'' | b';'..=b'@' | b'['..=b'^' | b'`' | b'~' | 0xc2..=0xe1 | 0xea..=0xee | 0xf0..);
            byte += 1;
        }
        odd
    };
    let bytes = line.as_bytes();
    if memchr::memmem::find(bytes, b"(cid:").is_some() {
        return true;
    }
    // Of what begins with E2 and EF only a part is odd.
    let is_odd = |pair: &[u8]| {
        ODD[pair[0] as usize] || matches!(*pair, [0xe2, 0xb0..0xba, ..] | [0xef, 0x80..0xbc, ..])
    };
    if !bytes.windows(2).any(is_odd) {
        return false;
    }
    let (mut count, mut odd, mut signs, mut kinds) = (0, 0, 0, 0u128);
    for c in line.chars().take(400) {
        count += 1;
        // !"#$%V(a?b)c is what is left of a font without its table.
        if "!$&';<=>?@[\\]^`~".contains(c) {
            signs += 1;
            kinds |= 1u128 << (c as u32);
        }
        let known = c.is_ascii()
            || ('\u{2e80}'..='\u{9fff}').contains(&c)
            || ('\u{ff00}'..='\u{ffef}').contains(&c)
            || ('\u{2000}'..='\u{2bff}').contains(&c)
            || ('\u{370}'..='\u{3ff}').contains(&c)
            || matches!(c, '·' | '×' | '÷' | '°' | '±' | '²' | '³' | '\u{a0}' | '§')
            || c as u32 >= 0x2_0000;
        odd += usize::from(!known);
    }
    count >= 8 && (odd * 4 > count || signs * 5 > count && kinds.count_ones() > 2 && !line.contains("://"))
}
