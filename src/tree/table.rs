//! Tables: lines with tabs.

use std::ops::Range;

use crate::lex::sentence::trim;

/// Successive lines with tabs, of which at least two.
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

impl Row {
    /// Reads the line `range` as a row.
    pub fn read(text: &str, range: Range<usize>) -> Row {
        let mut cell = range.start;
        let cell = |part: &str| {
            let place = cell..cell + part.len();
            cell = place.end + 1;
            trim(text, place)
        };
        Row { cells: text[range.clone()].split('\t').map(cell).collect(), range }
    }
}

/// The tables of `range`, in order.
pub(super) fn tables(text: &str, range: Range<usize>) -> Vec<Table> {
    if memchr::memchr(b'\t', text[range.clone()].as_bytes()).is_none() {
        return Vec::new();
    }
    let mut found: Vec<Table> = Vec::new();
    let mut rows: Vec<Row> = Vec::new();
    let mut close = |rows: &mut Vec<Row>| {
        if rows.len() > 1 {
            found.push(Table {
                range: rows[0].range.start..rows[rows.len() - 1].range.end,
                rows: std::mem::take(rows),
            });
        }
        rows.clear();
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
        rows.push(Row::read(text, start..start + line.len()));
    }
    close(&mut rows);
    found
}
