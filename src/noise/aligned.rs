//! Tables whose cells are apart by spaces, as they are copied from a PDF.
//!
//! ```text
//! 序号 重点任务   责任单位  完成时限       序号⇥重点任务⇥责任单位⇥完成时限
//! 1   修订防汛   市水利局  5月底前         1⇥修订防汛⇥市水利局⇥5月底前
//! ```

use std::ops::Range;

use crate::lexicon::{Lexicon, List};
use crate::noise::chars::is_space;
use crate::text::Change;

/// How many lines behind a table are looked at for more of its rows.
const BEHIND: usize = 10;

/// Finds the spaces between the cells of a header of column words and of the lines under it: those that begin with a number
/// where the header begins with 序号 and what fills them up, else those with as many cells. A table with lines that do
/// not fit, such as cells that go on in the next line beside each other, stays as it is: its text is not in order.
pub fn changes(text: &str, lexicon: &Lexicon) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut start = 0;
    while start < text.len() {
        let end = line_end(text, start);
        let line = &text[start..end];
        // A line that is no header costs a look at its first characters.
        let head = line.len() <= 240 && lexicon.opening(List::Columns, line.trim_start()).is_some();
        let gaps = if head { gaps(text, start..end) } else { Vec::new() };
        if head && heads(text, start..end, &gaps, lexicon) {
            start = table(text, end, gaps, line.trim_start().starts_with('序'), &mut changes);
        } else {
            start = end;
        }
    }
    changes
}

fn line_end(text: &str, start: usize) -> usize {
    memchr::memchr(b'\n', &text.as_bytes()[start..]).map_or(text.len(), |at| start + at + 1)
}

/// Reads the rows from `start` on, under a header with these gaps, and tells where they end.
fn table(
    text: &str,
    mut start: usize,
    head: Vec<Range<usize>>,
    numbered: bool,
    changes: &mut Vec<Change>,
) -> usize {
    let wanted = head.len() + 1;
    let mut found: Vec<Change> = head.into_iter().map(cell).collect();
    let opens = |line: &str, n_cells: usize| {
        let first = line.split(is_space).find(|word| !word.is_empty()).unwrap_or("").trim_end();
        let number = !first.is_empty() && first.len() <= 3 && first.bytes().all(|b| b.is_ascii_digit());
        if numbered { number && (2..=wanted).contains(&n_cells) } else { n_cells == wanted }
    };
    let mut row = Row::default();
    while start < text.len() {
        let range = start..line_end(text, start);
        let line = &text[range.clone()];
        let gaps = gaps(text, range.clone());
        let n_cells = gaps.len() + 1;
        if line.trim().is_empty() {
        } else if opens(line, n_cells) {
            row.end(wanted, &mut found);
            row = Row { n_cells, breaks: Vec::new(), end: range.end };
            found.extend(gaps.into_iter().map(cell));
        } else if numbered && row.joined() < wanted && row.joined() + n_cells - 1 <= wanted && row.n_cells > 0
        {
            let before = text[..row.end].trim_end_matches(|c| is_space(c) || c == '\n').len();
            row.breaks.push(before..range.start + (line.len() - line.trim_start_matches(is_space).len()));
            (row.n_cells, row.end) = (row.n_cells + n_cells, range.end);
            found.extend(gaps.into_iter().map(cell));
        } else {
            break;
        }
        start = range.end;
    }
    row.end(wanted, &mut found);
    let mut behind = start;
    for _ in 0..BEHIND {
        let range = behind..line_end(text, behind);
        let n_cells = self::gaps(text, range.clone()).len() + 1;
        if opens(&text[range.clone()], n_cells) && n_cells > 2 {
            return start;
        }
        behind = range.end;
    }
    if row.n_cells > 0 {
        changes.append(&mut found);
    }
    start
}

/// A row of one or more lines.
#[derive(Default)]
struct Row {
    /// How many cells its lines have together.
    n_cells: usize,
    /// What stands between its lines.
    breaks: Vec<Range<usize>>,
    /// Where its last line ends.
    end: usize,
}

impl Row {
    /// How many cells it has when every line goes on with the last cell of the one before.
    fn joined(&self) -> usize {
        self.n_cells - self.breaks.len()
    }

    /// Where all its lines have just the cells of a row, they end between cells. Lines that end inside cells are joined
    /// with those of other tables.
    fn end(&mut self, wanted: usize, changes: &mut Vec<Change>) {
        if self.n_cells == wanted {
            changes.extend(self.breaks.drain(..).map(cell));
        }
    }
}

/// A space between two cells becomes a tab.
fn cell(range: Range<usize>) -> Change {
    Change { range, with: Some('\t'), why: "markup" }
}

/// The spaces inside a line.
fn gaps(text: &str, line: Range<usize>) -> Vec<Range<usize>> {
    let words = &text[line.clone()];
    let from = line.start + (words.len() - words.trim_start_matches(is_space).len());
    let end = line.start + words.trim_end_matches(|c| is_space(c) || c == '\n').len();
    let mut gaps: Vec<Range<usize>> = Vec::new();
    for (at, c) in text[from.min(end)..end].char_indices().filter(|(_, c)| is_space(*c)) {
        let at = from + at;
        match gaps.last_mut() {
            Some(last) if last.end == at => last.end += c.len_utf8(),
            _ => gaps.push(at..at + c.len_utf8()),
        }
    }
    gaps
}

/// Whether a line heads a table: three cells or more, each a column word.
fn heads(text: &str, line: Range<usize>, gaps: &[Range<usize>], lexicon: &Lexicon) -> bool {
    let starts = [line.start].into_iter().chain(gaps.iter().map(|gap| gap.end));
    let ends = gaps.iter().map(|gap| gap.start).chain([line.end]);
    let mut cells = starts.zip(ends).map(|(start, end)| text[start..end].trim());
    gaps.len() >= 2 && cells.all(|cell| lexicon.value(List::Columns, cell).is_some())
}
