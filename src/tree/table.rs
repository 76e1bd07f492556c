//! Tables: lines with tabs.

use std::ops::Range;

use crate::lex::sentence::trim;

/// Successive lines with tabs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// All of it.
    pub range: Range<usize>,
    /// Its rows in order.
    pub rows: Vec<Row>,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The line.
    pub range: Range<usize>,
    /// The cells without white space at their ends, empty ones too.
    pub cells: Vec<Range<usize>>,
}

/// The tables of `range`, in order.
pub(super) fn tables(text: &str, range: Range<usize>) -> Vec<Table> {
    if memchr::memchr(b'\t', text[range.clone()].as_bytes()).is_none() {
        return Vec::new();
    }
    let mut found: Vec<Table> = Vec::new();
    let mut rows: Vec<Row> = Vec::new();
    let mut close = |rows: &mut Vec<Row>| {
        if !rows.is_empty() {
            found.push(Table {
                range: rows[0].range.start..rows[rows.len() - 1].range.end,
                rows: std::mem::take(rows),
            });
        }
    };
    let mut at = range.start;
    for line in text[range].split('\n') {
        let start = at;
        at += line.len() + 1;
        if !line.contains('\t') {
            if !line.trim().is_empty() {
                close(&mut rows);
            }
            continue;
        }
        let mut cell = start;
        let cells = line
            .split('\t')
            .map(|part| {
                let range = cell..cell + part.len();
                cell = range.end + 1;
                trim(text, range)
            })
            .collect();
        rows.push(Row { range: start..start + line.len(), cells });
    }
    close(&mut rows);
    found
}
