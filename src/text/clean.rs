use std::ops::Range;

use crate::text::Span;
use crate::text::order;

/// A cleaned reading of a source text that remembers where every character came from.
///
/// ```text
/// source   市教␣␣育局牵头
/// pieces   ──╮  ╭────     each source byte is copied by one piece,
/// edits      ╰──╯         or rewritten to one character or removed by one edit
/// clean    市教育局牵头
/// ```
///
/// Edits are kept in source coordinates and the text is rebuilt after each pass, so offset maps are never
/// composed, and passes can be reordered or left out.
#[derive(Debug, Clone)]
pub struct Clean<'s> {
    source: &'s str,
    text: String,
    pieces: Vec<Piece>,
    edits: Vec<Edit>,
}

/// One change made by cleaning, in source coordinates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced.
    pub span: Span,
    /// The one character that stands there instead, or none when it is left out.
    ///
    /// At most one, so that no later pass can cut a rewritten run in half.
    pub with: Option<char>,
    /// Why, in a word: `page_mark`, `site_text`, `wrap` …
    pub why: &'static str,
}

/// One change a pass asks for, in coordinates of the clean text it read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What is replaced, in bytes of the clean text.
    pub range: Range<usize>,
    /// The character to stand there, or none.
    pub with: Option<char>,
    /// Why.
    pub why: &'static str,
}

/// A run of clean text with one origin.
#[derive(Debug, Clone, Copy)]
struct Piece {
    /// Where the run starts in the clean text.
    at: u32,
    /// Where it came from.
    from: Span,
    /// Copied byte for byte, so inner offsets carry over; a rewritten run maps to its origin as a whole.
    copied: bool,
}

impl<'s> Clean<'s> {
    /// Reads `source` as it stands.
    pub fn new(source: &'s str) -> Clean<'s> {
        Clean::build(source, Vec::new())
    }

    /// The cleaned text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The source text.
    pub fn source(&self) -> &'s str {
        self.source
    }

    /// Everything cleaning changed, in source order, no two overlapping.
    pub fn edits(&self) -> &[Edit] {
        &self.edits
    }

    /// Runs one pass: it reads the clean text and names ranges of it to change. Ranges are sorted here;
    /// of two that overlap the one that starts first wins. An earlier edit inside a new one is dropped.
    pub fn pass(self, pass: impl FnOnce(&str) -> Vec<Change>) -> Clean<'s> {
        let mut changes = pass(&self.text);
        if changes.is_empty() {
            return self;
        }
        order::by_key(&mut changes, |change| (change.range.start, change.range.end));
        let mut fresh: Vec<Edit> = Vec::with_capacity(changes.len());
        let mut done = 0;
        for Change { range, with, why } in changes {
            if range.start < done || range.is_empty() {
                continue;
            }
            done = range.end;
            fresh.push(Edit { span: self.span(range), with, why });
        }
        let mut edits = Vec::with_capacity(self.edits.len() + fresh.len());
        let mut fresh = fresh.into_iter().peekable();
        for old in self.edits {
            while fresh.peek().is_some_and(|new| new.span.end() <= old.span.start()) {
                edits.extend(fresh.next());
            }
            if !fresh.peek().is_some_and(|new| new.span.contains(old.span)) {
                edits.push(old);
            }
        }
        edits.extend(fresh);
        Clean::build(self.source, edits)
    }

    /// Maps a range of clean text to the source.
    ///
    /// A start belongs to the text after a seam and an end to the text before it, so noise beside a word
    /// is never part of it, while noise inside a word is.
    pub fn span(&self, range: Range<usize>) -> Span {
        if range.is_empty() {
            let at = match range.start {
                0 => self.pieces.first().map_or(0, |piece| piece.from.start()),
                _ => self.end(range.start),
            };
            return Span::new(at, at);
        }
        Span::new(self.start(range.start), self.end(range.end))
    }

    /// Maps a place in the source to the clean text: the smallest range that covers what is left of it.
    pub fn range(&self, span: Span) -> Range<usize> {
        let first = self.pieces.partition_point(|piece| piece.from.end() <= span.start());
        let Some(piece) = self.pieces.get(first) else { return self.text.len()..self.text.len() };
        let inside = |piece: &Piece, place: usize| match piece.copied {
            true => piece.at as usize + place.saturating_sub(piece.from.start()),
            false => piece.at as usize,
        };
        let start = inside(piece, span.start());
        let last = self.pieces.partition_point(|piece| piece.from.start() < span.end());
        let Some(piece) = last.checked_sub(1).map(|last| self.pieces[last]) else { return start..start };
        let end = match piece.copied {
            true => inside(&piece, span.end().min(piece.from.end())),
            false => self.pieces.get(last).map_or(self.text.len(), |next| next.at as usize),
        };
        start..end.max(start)
    }

    fn start(&self, offset: usize) -> usize {
        let index = self.pieces.partition_point(|piece| piece.at as usize <= offset) - 1;
        let piece = self.pieces[index];
        if piece.copied { piece.from.start() + (offset - piece.at as usize) } else { piece.from.start() }
    }

    fn end(&self, offset: usize) -> usize {
        let index = self.pieces.partition_point(|piece| (piece.at as usize) < offset) - 1;
        let piece = self.pieces[index];
        if piece.copied { piece.from.start() + (offset - piece.at as usize) } else { piece.from.end() }
    }

    fn build(source: &'s str, edits: Vec<Edit>) -> Clean<'s> {
        let mut text = String::with_capacity(source.len());
        let mut pieces = Vec::with_capacity(2 * edits.len() + 1);
        let mut done = 0;
        let copy = |text: &mut String, pieces: &mut Vec<Piece>, from: usize, to: usize| {
            if from < to {
                pieces.push(Piece { at: text.len() as u32, from: Span::new(from, to), copied: true });
                text.push_str(&source[from..to]);
            }
        };
        for edit in &edits {
            assert!(done <= edit.span.start(), "edits overlap at byte {done}");
            copy(&mut text, &mut pieces, done, edit.span.start());
            if let Some(c) = edit.with {
                pieces.push(Piece { at: text.len() as u32, from: edit.span, copied: false });
                text.push(c);
            }
            done = edit.span.end();
        }
        copy(&mut text, &mut pieces, done, source.len());
        Clean { source, text, pieces, edits }
    }
}

#[cfg(test)]
mod tests {
    use super::{Change, Clean};
    use proptest::{prop_assert, prop_assert_eq, proptest};

    fn drop(why: &'static str, found: &[char], text: &str) -> Vec<Change> {
        text.match_indices(found).map(|(at, m)| Change { range: at..at + m.len(), with: None, why }).collect()
    }

    /// Three passes shaped like the real ones: drop noise, fold width, join lines.
    fn clean(source: &str) -> Clean<'_> {
        let fold = |text: &str| {
            text.match_indices(['６', 'ａ', '\u{3000}', '（'])
                .map(|(at, m)| {
                    let with = match m {
                        "６" => '6',
                        "ａ" => 'a',
                        "（" => '(',
                        _ => ' ',
                    };
                    Change { range: at..at + m.len(), with: Some(with), why: "width" }
                })
                .collect()
        };
        Clean::new(source)
            .pass(|text| drop("noise", &['\u{200b}', '页', '—'], text))
            .pass(fold)
            .pass(|text| drop("wrap", &['\n', ' '], text))
    }

    proptest! {
        #[test]
        fn spans_survive_cleaning(source in "[推进教育６月 \n\u{200b}\u{3000}—12.%ａ（一）é😀页]{0,40}", a in 0usize..40, b in 0usize..40) {
            let view = clean(&source);
            let text = view.text();
            let (mut last, mut covered) = (0, 0);
            for (at, c) in text.char_indices() {
                let span = view.span(at..at + c.len_utf8());
                prop_assert_eq!(span.of(&source).chars().count(), 1);
                prop_assert!(last <= span.start());
                covered += span.of(&source).len();
                last = span.end();
            }
            let removed: usize = view.edits().iter().filter(|e| e.with.is_none()).map(|e| e.span.of(&source).len()).sum();
            prop_assert_eq!(covered + removed, source.len());
            let bounds: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
            if bounds.len() > 1 {
                let a = a % (bounds.len() - 1);
                let b = a + 1 + b % (bounds.len() - 1 - a);
                let whole = view.span(bounds[a]..bounds[b]);
                let ends = view.span(bounds[a]..bounds[a + 1]).cover(view.span(bounds[b - 1]..bounds[b]));
                prop_assert_eq!(whole, ends);
                prop_assert_eq!(view.range(whole), bounds[a]..bounds[b]);
            }
        }
    }

    #[test]
    fn noise_beside_a_word_is_not_part_of_it() {
        let source = "页市教\u{200b}育局页牵头";
        let view = clean(source);
        assert_eq!(view.text(), "市教育局牵头");
        assert_eq!(view.span(0.."市教育局".len()).of(source), "市教\u{200b}育局");
        assert_eq!(view.span("市教育局".len()..view.text().len()).of(source), "牵头");
    }

    #[test]
    fn a_later_edit_swallows_earlier_ones() {
        let view = clean("1页2").pass(|text| vec![Change { range: 0..text.len(), with: None, why: "all" }]);
        assert_eq!((view.text(), view.edits().len()), ("", 1));
        assert!(view.span(0..0).is_empty());
    }
}
