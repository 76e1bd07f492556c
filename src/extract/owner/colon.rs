//! Colons, where labels end.

use std::ops::Range;

use memchr::memmem;

/// The colons of a range, in order, of either width.
pub(super) struct Colons<'t> {
    wide: memmem::FindIter<'t, 'static>,
    narrow: memchr::Memchr<'t>,
    base: usize,
    next: [Option<usize>; 2],
}

impl<'t> Colons<'t> {
    pub(super) fn new(text: &'t str, range: Range<usize>) -> Colons<'t> {
        let bytes = &text.as_bytes()[range.clone()];
        let mut wide = memmem::find_iter(bytes, "：".as_bytes());
        let mut narrow = memchr::memchr_iter(b':', bytes);
        let next = [wide.next(), narrow.next()];
        Colons { wide, narrow, base: range.start, next }
    }

    /// The place of the next one.
    pub(super) fn next(&mut self) -> Option<Range<usize>> {
        let (at, len) = match self.next {
            [None, None] => return None,
            [Some(wide), narrow] if narrow.is_none_or(|narrow| wide < narrow) => {
                self.next[0] = self.wide.next();
                (wide, '：'.len_utf8())
            }
            [_, narrow] => {
                self.next[1] = self.narrow.next();
                (narrow?, 1)
            }
        };
        Some(self.base + at..self.base + at + len)
    }
}
