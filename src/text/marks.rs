//! Marks of punctuation, found once in a text and asked for by place.

use std::ops::Range;

/// A mark of punctuation, a bracket or a line end, and where it stands, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// Where it starts.
    pub at: u32,
    /// What it is.
    pub c: char,
}

impl Mark {
    /// Where it starts.
    pub fn start(self) -> usize {
        self.at as usize
    }

    /// Where it ends.
    pub fn end(self) -> usize {
        self.at as usize + self.c.len_utf8()
    }
}

/// Where the marks of a text stand, found once and asked by place.
///
/// ```text
/// 牵头单位：市教育局（基教科），市财政局。
///         ^        ^      ^^          ^
/// ```
#[derive(Debug, Clone, Default)]
pub struct Marks {
    all: Places,
    /// Where the line ends stand.
    breaks: Vec<u32>,
    /// Marks and all else of [`super::SIGNS`].
    signs: Places,
}

/// Characters that stand at places of a text, in order.
#[derive(Debug, Clone, Default)]
struct Places {
    all: Vec<Mark>,
    /// How many stand before each stretch of [`STRETCH`] bytes.
    before: Vec<u32>,
}

/// Bytes of text for which is kept where their marks begin.
const STRETCH: usize = 64;

impl Places {
    fn with_room(n: usize, len: usize) -> Places {
        Places { all: Vec::with_capacity(n), before: Vec::with_capacity(len / STRETCH + 2) }
    }

    /// Notes how many there are before each stretch that begins by `at`, which is where the next may start.
    #[inline]
    fn reach(&mut self, at: usize) {
        while self.before.len() * STRETCH <= at {
            self.before.push(self.all.len() as u32);
        }
    }

    /// How many start before `at`.
    #[inline]
    fn n_before(&self, at: usize) -> usize {
        let stretch = at / STRETCH;
        let Some(&from) = self.before.get(stretch) else { return self.all.len() };
        let mut n = from as usize;
        while self.all.get(n).is_some_and(|mark| mark.start() < at) {
            n += 1;
        }
        n
    }
}

impl Marks {
    /// The line ends, brackets, quotes, dashes, colons and commas of a text, and what ends its sentences; see [`is_mark`].
    /// `signs` are the places where one of [`super::SIGNS`] stands, all of them in order.
    pub fn new(text: &str, signs: &[u32]) -> Marks {
        let mut marks = Marks {
            all: Places::with_room(signs.len(), text.len()),
            breaks: Vec::new(),
            signs: Places::with_room(signs.len(), text.len()),
        };
        for &at in signs {
            let Some(c) = text[at as usize..].chars().next() else { continue };
            let sign = Mark { at, c };
            marks.signs.reach(sign.start());
            marks.signs.all.push(sign);
            if is_mark(c) {
                marks.all.reach(sign.start());
                marks.all.all.push(sign);
            }
            if c == '\n' {
                marks.breaks.push(at);
            }
        }
        marks.all.reach(text.len() + STRETCH);
        marks.signs.reach(text.len() + STRETCH);
        marks
    }

    /// The first place from `at` on, but not past `end`, where a sign stands that is `wanted`.
    #[inline]
    pub fn next_sign(&self, at: usize, end: usize, wanted: impl Fn(char) -> bool) -> usize {
        let mut rest = self.signs.all[self.signs.n_before(at)..].iter();
        let found = rest.find(|sign| sign.start() >= end || wanted(sign.c));
        found.map_or(end, |sign| sign.start().min(end)).max(at)
    }

    /// Where the line of a place starts.
    pub fn line_start(&self, at: usize) -> usize {
        let n = self.breaks.partition_point(|&end| (end as usize) < at);
        n.checked_sub(1).map_or(0, |last| self.breaks[last] as usize + 1)
    }

    /// Where the line of a place ends, before its line end; none where the text ends with it.
    pub fn line_end(&self, at: usize) -> Option<usize> {
        let n = self.breaks.partition_point(|&end| (end as usize) < at);
        self.breaks.get(n).map(|&end| end as usize)
    }

    /// The marks that start in `range`, in order.
    #[inline]
    pub fn within(&self, range: Range<usize>) -> &[Mark] {
        if range.is_empty() {
            return &[];
        }
        let from = self.all.n_before(range.start);
        &self.all.all[from..self.all.n_before(range.end).max(from)]
    }
}

/// The marks that stand in `range` of a text that was not looked through as a whole.
pub fn within(text: &str, range: Range<usize>) -> impl Iterator<Item = Mark> {
    let bytes = &text.as_bytes()[..range.end];
    let mut at = range.start;
    std::iter::from_fn(move || {
        loop {
            let step = STEP[*bytes.get(at)? as usize] as usize;
            if step > 0 {
                at += step;
                continue;
            }
            let start = at;
            let found = mark(&bytes[at..]);
            at += found.map_or(WIDE, char::len_utf8);
            if let Some(c) = found {
                return Some(Mark { at: start as u32, c });
            }
        }
    })
}

/// The mark that `bytes` begin with.
fn mark(bytes: &[u8]) -> Option<char> {
    let c = match *bytes {
        [first @ 0..0x80, ..] => first.into(),
        [first @ (0xe2 | 0xe3 | 0xef), second, third, ..] => {
            let code = u32::from(first & 15) << 12 | u32::from(second & 63) << 6 | u32::from(third & 63);
            char::from_u32(code)?
        }
        _ => return None,
    };
    is_mark(c).then_some(c)
}

/// Whether a character is kept as a mark.
pub fn is_mark(c: char) -> bool {
    matches!(
        c,
        '\n' | '!'
            | '('
            | ')'
            | ','
            | ':'
            | ';'
            | '?'
            | '['
            | ']'
            | '{'
            | '}'
            | '—'
            | '‘'
            | '’'
            | '“'
            | '”'
            | '。'
            | '〈'..='】'
            | '〔'..='〗'
            | '！'
            | '（'
            | '）'
            | '，'
            | '：'
            | '；'
            | '？'
            | '［'
            | '］'
            | '｛'
            | '｝'
    )
}

/// How many bytes the characters of most marks have.
const WIDE: usize = 3;

/// How many bytes a character has, by its first one; zero where it may be a mark.
static STEP: [u8; 256] = {
    let mut step = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        step[byte] = match byte as u8 {
            b'\n' | b'!' | b'(' | b')' | b',' | b':' | b';' | b'?' | b'[' | b']' | b'{' | b'}' => 0,
            0xe2 | 0xe3 | 0xef => 0,
            0..0xc0 => 1,
            0xc0..0xe0 => 2,
            0xe0..0xf0 => 3,
            _ => 4,
        };
        byte += 1;
    }
    step
};

#[cfg(test)]
mod tests {
    use super::super::SIGNS;
    use super::{Mark, Marks, is_mark};
    use proptest::{prop_assert_eq, proptest};

    proptest! {
        #[test]
        fn no_mark_is_missed(text in "[推进a1\n!(),:;?{}—‘’“”、。〈》【】〒〖！（）．，：；？［｝é😀 ]{0,120}", a in 0usize..130, b in 0usize..130) {
            let bounds: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let (a, b) = (a % bounds.len(), b % bounds.len());
            let range = bounds[a.min(b)]..bounds[a.max(b)];
            let plain: Vec<Mark> = text[range.clone()]
                .char_indices()
                .filter(|(_, c)| is_mark(*c))
                .map(|(at, c)| Mark { at: (range.start + at) as u32, c })
                .collect();
            let signs: Vec<u32> =
                text.char_indices().filter(|(_, c)| SIGNS.contains(*c)).map(|(at, _)| at as u32).collect();
            let marks = Marks::new(&text, &signs);
            let digit = range.end.min(text[range.clone()].find('1').map_or(range.end, |at| range.start + at));
            prop_assert_eq!(marks.next_sign(range.start, range.end, |c| c == '1'), digit);
            prop_assert_eq!(marks.within(range.clone()), &plain);
            prop_assert_eq!(super::within(&text, range.clone()).collect::<Vec<_>>(), plain);
            let start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
            let end = text[range.start..].find('\n').map(|at| range.start + at);
            prop_assert_eq!((marks.line_start(range.start), marks.line_end(range.start)), (start, end));
        }
    }
}
