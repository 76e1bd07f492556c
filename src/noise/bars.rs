//! Tables drawn with bars, whose rows become lines with tabs.
//!
//! ```text
//! | 序号 | 重点任务 | 牵头单位 |
//! |------|------|------|                (gone)
//! | 1 | 修订防汛预案 | 市水利局 |        1⇥修订防汛预案⇥市水利局
//! ```

use std::ops::Range;

use crate::lexicon::{Lexicon, List};
use crate::noise::chars::is_space;
use crate::text::Change;

/// A line with bars.
struct Row {
    /// Where its bars stand, with the spaces around them; those at its edges too.
    bars: Vec<Range<usize>>,
    /// The line without spaces at its ends, and with its line end.
    body: Range<usize>,
    line: Range<usize>,
}

/// Finds the bars of successive lines that have as many cells as a first one that heads a task table.
pub fn changes(text: &str, lexicon: &Lexicon) -> Vec<Change> {
    let mut changes = Vec::new();
    let any = ["|", "｜", "│", "┃"]
        .iter()
        .any(|bar| memchr::memmem::find(text.as_bytes(), bar.as_bytes()).is_some());
    if !any {
        return changes;
    }
    let mut rows: Vec<Row> = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let range = start..start + line.len();
        start = range.end;
        if line.trim().is_empty() {
            continue;
        }
        match row(text, range) {
            Some(row) => rows.push(row),
            None => table(text, lexicon, std::mem::take(&mut rows), &mut changes),
        }
    }
    table(text, lexicon, rows, &mut changes);
    changes
}

/// The bars of a line that has two or more.
fn row(text: &str, line: Range<usize>) -> Option<Row> {
    let words = &text[line.clone()];
    let opening = words.len() - words.trim_start_matches(|c| is_space(c) || c == '\t').len();
    let body = line.start + opening..line.start + words.trim_end_matches(|c| is_space(c) || c == '\n').len();
    if body.start >= body.end {
        return None;
    }
    let mut bars: Vec<Range<usize>> = Vec::new();
    for (at, bar) in text[body.clone()].match_indices(['|', '｜', '│', '┃']) {
        let at = body.start + at;
        let before = &text[body.start..at];
        let after = &text[at + bar.len()..body.end];
        let from = at - (before.len() - before.trim_end_matches(is_space).len());
        let from = from.max(bars.last().map_or(0, |last| last.end));
        bars.push(from..at + bar.len() + (after.len() - after.trim_start_matches(is_space).len()));
    }
    (bars.len() > 1).then_some(Row { bars, body, line })
}

impl Row {
    /// The bars between cells.
    fn inner(&self) -> &[Range<usize>] {
        let from = usize::from(self.bars[0].start == self.body.start);
        let to = self.bars.len() - usize::from(self.bars[self.bars.len() - 1].end == self.body.end);
        &self.bars[from.min(to)..to]
    }

    /// A line drawn between rows: `|----|:---:|`, `├──┼──┤`.
    fn drawn(&self, text: &str) -> bool {
        text[self.body.clone()]
            .chars()
            .all(|c| matches!(c, '|' | '｜' | '-' | ':' | '+' | ' ' | '\u{2500}'..='\u{257f}'))
    }

    fn heads(&self, text: &str, lexicon: &Lexicon) -> bool {
        let mut start = self.body.start;
        let ends = self.bars.iter().map(|bar| bar.start).chain([self.body.end]);
        let starts = self.bars.iter().map(|bar| bar.end);
        let cells = ends.zip(starts.chain([self.body.end])).map(|(end, next)| {
            let cell = &text[start.min(end)..end];
            start = next;
            cell
        });
        cells.filter(|cell| lexicon.endings(List::Columns, cell).next().is_some()).count() > 1
    }
}

fn table(text: &str, lexicon: &Lexicon, rows: Vec<Row>, changes: &mut Vec<Change>) {
    let heads = |row: &Row| row.heads(text, lexicon);
    let Some(head) = rows.iter().take(4).position(heads).filter(|_| rows.len() > 1) else { return };
    let n_cells = rows[head].inner().len();
    for row in rows {
        if row.drawn(text) {
            changes.push(Change { range: row.line, with: None, why: "markup" });
        } else if row.inner().len() == n_cells {
            let inner = row.inner();
            let (first, last) = (inner[0].start, inner[n_cells - 1].end);
            for bar in &row.bars {
                let with = (first..last).contains(&bar.start).then_some('\t');
                changes.push(Change { range: bar.clone(), with, why: "markup" });
            }
        }
    }
}
