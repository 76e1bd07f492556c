//! Brackets and quotes that do not pair: those without a partner, and those that cross another pair.

use crate::check::Subject;
use crate::lex::bracket::Brackets;

/// Opening and closing marks.
pub(super) const PAIRS: [(char, char); 14] = [
    ('（', '）'),
    ('(', ')'),
    ('〔', '〕'),
    ('[', ']'),
    ('［', '］'),
    ('【', '】'),
    ('〖', '〗'),
    ('{', '}'),
    ('｛', '｝'),
    ('《', '》'),
    ('〈', '〉'),
    ('“', '”'),
    ('‘', '’'),
    ('「', '」'),
];

/// A mark's partner, and whether the mark opens.
pub(super) fn partner(mark: char) -> Option<(char, bool)> {
    PAIRS.iter().find_map(|&(open, close)| match mark {
        c if c == open => Some((close, true)),
        c if c == close => Some((open, false)),
        _ => None,
    })
}

/// The marks of a text that do not pair as they should.
#[derive(Debug, Default)]
pub(super) struct Odd {
    /// Those without a partner.
    pub(super) alone: Vec<usize>,
    /// Those that have one, but another pair lies across them.
    pub(super) crossed: Vec<(usize, usize)>,
}

/// The marks of the whole text that do not pair as they should.
pub(super) fn odd(subject: Subject) -> Odd {
    let text = subject.text;
    let brackets = subject.brackets();
    let mut odd = Odd::default();
    let mut unpaired = brackets.unpaired.iter().copied().peekable();
    while let Some(at) = unpaired.next() {
        let mark = subject.after(at);
        let close = unpaired.peek().copied().filter(|&next| {
            partner(mark) == Some((subject.after(next), true))
                && next - at <= 600
                && !text[at..next].contains('\n')
                && crosses(brackets, at, next)
        });
        match close {
            Some(close) => {
                odd.crossed.push((at, close));
                unpaired.next();
            }
            None => odd.alone.push(at),
        }
    }
    odd
}

/// Whether some pair has just one end between two places.
fn crosses(brackets: &Brackets, from: usize, to: usize) -> bool {
    let first = brackets.pairs.partition_point(|pair| pair.outer.start < from);
    let inside = brackets.pairs[first..].iter().take_while(|pair| pair.outer.start < to);
    // A pair that opens before `from` is found by its place just before; brackets do not nest deep.
    let before = brackets.pairs[..first].iter().rev().take(16);
    inside.clone().any(|pair| pair.outer.end > to)
        || before.clone().any(|pair| from < pair.outer.end && pair.outer.end <= to)
}
