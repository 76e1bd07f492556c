/// A range of bytes in a source text, on character boundaries, start ≤ end.
///
/// Only `text` can make one, so an offset into cleaned text can never be stored where a place in the
/// source is meant. Ordered by start, then by end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    start: u32,
    end: u32,
}

impl Span {
    pub(super) fn new(start: usize, end: usize) -> Span {
        debug_assert!(start <= end);
        Span { start: start as u32, end: end as u32 }
    }

    /// The first byte.
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// One past the last byte.
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// Whether it covers nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The stretch of `source` it covers.
    pub fn of(self, source: &str) -> &str {
        &source[self.start()..self.end()]
    }

    /// The first place of `words` in the stretch of `source` it covers.
    pub fn find(self, source: &str, words: &str) -> Option<Span> {
        let at = self.start() + self.of(source).find(words)?;
        Some(Span::new(at, at + words.len()))
    }

    /// The smallest span that covers both.
    pub fn cover(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Whether `other` lies within this one.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}
