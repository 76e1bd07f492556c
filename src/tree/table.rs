//! Tables: lines with tabs.

use std::ops::Range;

use crate::lex::marker::Marker;
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

/// Takes out the markers in cells, which number nothing of the document: those of tables of two rows at least. A list
/// whose text stands behind a tab (`（一）加强领导。⇥各科室要…`) is no table.
pub(super) fn without_cells(text: &str, markers: &mut Vec<Marker>) {
    let cells = |row: &Row| row.cells.iter().filter(|cell| !cell.is_empty()).count();
    let mut gone: Vec<Range<usize>> = Vec::new();
    for table in tables(text, 0..text.len()) {
        let filled = table.rows.iter().filter(|row| cells(row) > 1).count();
        let from = markers.partition_point(|marker| marker.place.start < table.range.start);
        let to = markers.partition_point(|marker| marker.place.start < table.range.end);
        let opened =
            |at: usize| markers[from..to].binary_search_by_key(&at, |marker| marker.place.start).is_ok();
        let opens = |row: &&Row| cells(row) == 2 && opened(row.cells[0].start);
        let listed = table.rows.iter().filter(opens).count();
        if filled < 2 || listed * 2 > table.rows.len() {
            continue;
        }
        gone.push(from..to);
    }
    let mut at = 0;
    let mut gone = gone.into_iter().peekable();
    markers.retain(|_| {
        let n = at;
        at += 1;
        while gone.next_if(|range| range.end <= n).is_some() {}
        gone.peek().is_none_or(|range| n < range.start)
    });
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
    // The last row has all of its cells, empty ones at its end too.
    let rest = text[range.end..].bytes().take_while(|byte| *byte == b'\t').count();
    for line in text[range.start..range.end + rest].split('\n') {
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
