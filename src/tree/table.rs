//! Tables: lines with tabs.

use std::collections::BTreeSet;
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
    let close = |rows: &mut Vec<Row>, found: &mut Vec<Table>| {
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
    let whole = range.start..range.end + rest;
    let mut done = range.start;
    for line in text[whole.clone()].split('\n') {
        let start = at;
        at += line.len() + 1;
        if start < done {
            continue;
        }
        if rows.is_empty()
            && let Some(table) = unfolded(text, start..whole.end)
        {
            done = table.range.end;
            found.push(table);
            continue;
        }
        if !line.contains('\t') {
            if !line.trim().is_empty() {
                close(&mut rows, &mut found);
            }
            continue;
        }
        rows.push(Row::read(text, start..start + line.len()));
    }
    close(&mut rows, &mut found);
    found
}

/// The fewest cells of a head whose rows may stand on several lines, and the longest of them in bytes.
const WIDE: usize = 4;
const LONGEST_HEAD: usize = 48;
/// The fewest such rows, and the most lines of one.
const FEWEST: usize = 3;
const TALLEST: usize = 160;
/// The longest line that a page has to choose from, in characters.
const CHOICE: usize = 8;

/// The table whose head is the first line of `range` and whose cells are several lines of a page, as it was copied: a row
/// begins on a line with tabs, and what follows up to the next one belongs to its last cell. What stands between most rows
/// is there to choose from.
///
/// ```text
/// 档次␉自评␉工作任务␉时序进度
/// A档                                choices
/// 整修操场␉3月：勘察                 a row
/// 5月：施工
/// A档
/// 更新课桌␉4月：招标                 the next one
/// ```
fn unfolded(text: &str, range: Range<usize>) -> Option<Table> {
    let mut lines = super::lines(text, range);
    let head = Row::read(text, lines.next()?);
    let plain = |cell: &Range<usize>| {
        let words = &text[cell.clone()];
        !words.is_empty()
            && words.len() <= LONGEST_HEAD
            && !words.contains(|c: char| c.is_ascii_digit() || c == '。')
    };
    if head.cells.len() < WIDE || !head.cells.iter().all(plain) {
        return None;
    }
    let is_row = |line: &Range<usize>| {
        let row = Row::read(text, line.clone());
        row.cells.len() > 1 && row.cells[0].start < row.cells[0].end && row.cells.len() < head.cells.len()
    };
    // The lines of each row and those above the first, as far as they belong to the table.
    let mut rows: Vec<Vec<Range<usize>>> = vec![Vec::new()];
    for line in lines {
        let of_table = text[line.clone()].matches('\t').count() + 1 < head.cells.len();
        let tall = rows.last().is_some_and(|row| row.len() >= TALLEST);
        if !of_table || tall {
            break;
        }
        if is_row(&line) {
            rows.push(Vec::new());
        }
        rows.last_mut()?.push(line);
    }
    let n_rows = rows.len() - 1;
    if n_rows < FEWEST || rows[0].is_empty() {
        return None;
    }
    // What stands above the first row and above most others.
    let words = |line: &Range<usize>| &text[line.clone()];
    let above: BTreeSet<&str> =
        rows[0].iter().map(words).filter(|words| words.chars().count() <= CHOICE).collect();
    let often = |choice: &&str| {
        rows[..n_rows].iter().filter(|row| row.iter().any(|line| words(line) == *choice)).count() * 3
            >= n_rows * 2
    };
    let choices: BTreeSet<&str> = above.into_iter().filter(often).collect();
    // Below the last row anything may follow.
    let tallest = rows[1..n_rows].iter().map(Vec::len).max()?;
    let row = |lines: &Vec<Range<usize>>| {
        let end = lines.iter().take(tallest).take_while(|line| !choices.contains(words(line))).last()?.end;
        let mut row = Row::read(text, lines[0].clone());
        row.cells.last_mut()?.end = end;
        row.range.end = end;
        Some(row)
    };
    let rows: Vec<Row> =
        std::iter::once(Some(head.clone())).chain(rows[1..].iter().map(row)).collect::<Option<_>>()?;
    Some(Table { range: head.range.start..rows.last()?.range.end, rows })
}
