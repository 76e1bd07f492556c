//! Lines into paragraphs: page marks go, wrapped lines are joined, blank lines and indentation are left out.

use std::ops::Range;

use memchr::memchr2_iter;

use crate::lexicon::Lexicon;
use crate::noise::chars::{ends_sentence, is_space, width};
use crate::noise::opening::{Opening, opening};
use crate::noise::{page, scattered, wrap};
use crate::text::Change;

/// A line that holds something, without the space around it.
#[derive(Debug, Clone)]
pub struct Line {
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// Its columns.
    pub width: u32,
    /// The columns of space before it.
    pub indent: u32,
    /// It is a row of a table, since a tab stands in it, or a line of one whose cells are lines in no order.
    pub row: bool,
    /// What its first characters open.
    pub opening: Opening,
    /// Blank lines before it.
    pub blank: u32,
    /// A page ends before it.
    pub page: bool,
}

/// Lines longer than this, in bytes, are paragraphs or whole texts and never one of several wrapped ones.
pub const LONG: usize = 600;

/// Finds how the lines of `text` make paragraphs.
pub fn changes(text: &str, lexicon: &Lexicon) -> Vec<Change> {
    let mut lines = lines(text, lexicon);
    // Lines of a table have no measure of the text's, and none goes on with the next.
    for table in scattered(text, lexicon) {
        let from = lines.partition_point(|line| line.range.start < table.range.start);
        let to = lines.partition_point(|line| line.range.start < table.range.end);
        lines[from..to].iter_mut().for_each(|line| line.row = true);
    }
    let mut changes = Vec::new();
    let measure = wrap::measure(text, &lines);
    let (head, foot) = page::take_marks(text, &mut lines, measure.is_some());
    let cuts = page::take_numbers(text, &mut lines, lexicon);
    let joined = wrap::joined(text, &lines, measure, lexicon);
    for line in &lines {
        if line.range.len() > LONG && !line.row {
            wrap::spaced(text, line.range.clone(), lexicon, &mut changes);
        }
    }
    // Page marks before the first line, spaces and blank lines there.
    let mut end = 0;
    for (n, line) in lines.iter().enumerate() {
        let gap = end..line.range.start;
        let cut = cuts.binary_search(&n).is_ok();
        let (with, why) = match n {
            0 => (None, if head || cut { "page_mark" } else { "space" }),
            _ if cut => {
                let before = text[..gap.start].chars().next_back();
                let ends = line.opening == Opening::Heading && before.is_some_and(ends_sentence);
                (if ends { Some('\n') } else { None }, "page_mark")
            }
            _ => {
                let join = joined[n - 1];
                let why = if line.page {
                    "page_mark"
                } else if join {
                    "wrap"
                } else {
                    "space"
                };
                let latin = join && between_words(text, &gap);
                (
                    if latin {
                        Some(' ')
                    } else if join {
                        None
                    } else {
                        Some('\n')
                    },
                    why,
                )
            }
        };
        if !gap.is_empty() && (&text[gap.clone()] != "\n" || with != Some('\n')) {
            changes.push(Change { range: gap, with, why });
        }
        end = line.range.end;
    }
    let tail = end..text.len();
    if !matches!(&text[tail.clone()], "" | "\n") {
        let with = text[tail.clone()].contains('\n').then_some('\n');
        changes.push(Change { range: tail, with, why: if foot { "page_mark" } else { "space" } });
    }
    changes
}

/// Whether a Latin word ends before `gap` and another begins after it.
fn between_words(text: &str, gap: &Range<usize>) -> bool {
    let before = text.as_bytes()[..gap.start].last();
    let after = text.as_bytes().get(gap.end);
    before.is_some_and(|b| b.is_ascii_alphabetic() || b",.;".contains(b))
        && after.is_some_and(u8::is_ascii_alphabetic)
}

/// Reads the lines that hold something.
fn lines(text: &str, lexicon: &Lexicon) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let (mut start, mut ends, mut page) = (0, 0u32, false);
    let mut tabbed = Vec::new();
    let breaks = memchr2_iter(b'\n', b'\x0c', text.as_bytes()).chain([text.len()]);
    for end in breaks {
        let raw = &text[start..end];
        let body = raw.trim_matches(|c| is_space(c) || c == '\t');
        if !body.is_empty() {
            let at = start + (body.as_ptr() as usize - raw.as_ptr() as usize);
            let range = at..at + body.len();
            let row = memchr::memchr(b'\t', body.as_bytes()).is_some();
            if row || memchr::memchr(b'\t', raw.as_bytes()).is_some() {
                tabbed.push((lines.len(), start..end));
            }
            lines.push(Line {
                width: width(body),
                indent: width(&text[start..at]),
                row,
                opening: opening(body, lexicon),
                blank: ends.saturating_sub(1),
                page,
                range,
            });
            (ends, page) = (0, false);
        }
        page |= text.as_bytes().get(end) == Some(&b'\x0c');
        ends += 1;
        start = end + 1;
    }
    // An outer tab is an empty cell in a row, and indentation elsewhere; a line beside rows is a row.
    for (n, raw) in tabbed {
        let near = |m: usize| lines.get(m).is_some_and(|line| line.row);
        if lines[n].row || n > 0 && lines[n].blank == 0 && near(n - 1) || near(n + 1) {
            let body = text[raw.clone()].trim_matches(is_space);
            let at = raw.start + (body.as_ptr() as usize - text[raw.clone()].as_ptr() as usize);
            lines[n].range = at..at + body.len();
            lines[n].row = true;
        }
    }
    lines
}
