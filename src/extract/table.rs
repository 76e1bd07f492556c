//! Task tables: which column is which, and the cells of each row.

use std::ops::Range;

use crate::lexicon::{Hits, List};
use crate::model::OwnerRole;
use crate::tree::{Row, Table};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Number,
    Section,
    Task,
    Measure,
    Target,
    Owner(OwnerRole),
    Deadline,
    Other,
}

/// The cells of a row that mean something. All in bytes of the clean text, empty cells left out.
#[derive(Debug, Clone)]
pub(super) struct Cells {
    pub number: Option<Range<usize>>,
    pub section: Option<Range<usize>>,
    pub title: Range<usize>,
    pub measures: Vec<Range<usize>>,
    pub owners: Vec<(OwnerRole, Range<usize>)>,
    pub deadline: Option<Range<usize>>,
}

impl Cells {
    /// From the title to the last measure.
    pub fn body(&self) -> Range<usize> {
        self.title.start..self.measures.last().map_or(self.title.end, |last| last.end.max(self.title.end))
    }
}

/// How far above a table its header is looked for, in lines.
const ABOVE: usize = 400;

/// The columns of a row that heads a task table.
fn heads(text: &str, hits: &Hits, cells: &[Range<usize>]) -> Option<Vec<Column>> {
    let columns: Vec<Column> = cells.iter().map(|cell| column(text, hits, cell.clone())).collect();
    let owners = columns.iter().any(|column| matches!(column, Column::Owner(_) | Column::Deadline));
    let tasks = columns.iter().any(|column| matches!(column, Column::Task | Column::Measure));
    (owners && tasks).then_some(columns)
}

/// The header of a table that headings between its rows have parted: the last row above it of as many cells that heads a
/// task table.
fn header_above(text: &str, hits: &Hits, table: &Table) -> Option<(Row, Vec<Column>)> {
    let cells = table.rows.first()?.cells.len();
    let mut end = table.range.start;
    for _ in 0..ABOVE {
        end = text[..end].trim_end_matches('\n').len();
        let start = text[..end].rfind('\n').map_or(0, |at| at + 1);
        let tabs = memchr::memchr_iter(b'\t', &text.as_bytes()[start..end]).count();
        if tabs > 0 && tabs + 1 == cells {
            let row = Row::read(text, start..end);
            if let Some(columns) = heads(text, hits, &row.cells) {
                return Some((row, columns));
            }
        }
        end = start.checked_sub(1)?;
    }
    None
}

/// The rows of a task table, each with its line; none when neither the table nor what stands above it has the header row
/// of a task table.
pub(super) fn rows(text: &str, hits: &Hits, table: &Table) -> Vec<(Range<usize>, Cells)> {
    let own = table.rows.iter().take(4).enumerate();
    let own = own.filter_map(|(n, row)| Some((n + 1, row.clone(), heads(text, hits, &row.cells)?))).next();
    let header = own.or_else(|| header_above(text, hits, table).map(|(row, columns)| (0, row, columns)));
    let Some((first, header, columns)) = header else { return Vec::new() };
    let mut found = Vec::new();
    let mut category: Option<Range<usize>> = None;
    for row in &table.rows[first..] {
        let filled: Vec<&Range<usize>> = row.cells.iter().filter(|cell| !cell.is_empty()).collect();
        // A row with one filled cell, or one value in all, heads the rows below it.
        if filled.len() == 1
            || filled.len() > 1 && filled.iter().all(|cell| text[(*cell).clone()] == text[filled[0].clone()])
        {
            category = filled.first().map(|cell| (*cell).clone());
            continue;
        }
        // A header repeated on a new page.
        if row.cells.iter().zip(&header.cells).all(|(a, b)| text[a.clone()] == text[b.clone()]) {
            continue;
        }
        let cell = |wanted: Column| {
            columns
                .iter()
                .zip(&row.cells)
                .find(|(column, cell)| **column == wanted && !cell.is_empty())
                .map(|(_, cell)| cell.clone())
        };
        let of = |wanted: &[Column]| -> Vec<Range<usize>> {
            let cells = columns.iter().zip(&row.cells);
            cells
                .filter(|(column, cell)| wanted.contains(column) && !cell.is_empty())
                .map(|(_, cell)| cell.clone())
                .collect()
        };
        let mut measures = of(&[Column::Measure, Column::Target]);
        let Some(title) = cell(Column::Task).or_else(|| (!measures.is_empty()).then(|| measures.remove(0)))
        else {
            continue;
        };
        let owners = columns
            .iter()
            .zip(&row.cells)
            .filter_map(|(column, cell)| match column {
                Column::Owner(role) if !cell.is_empty() => Some((*role, cell.clone())),
                _ => None,
            })
            .collect();
        found.push((
            row.range.clone(),
            Cells {
                number: cell(Column::Number),
                section: cell(Column::Section).or_else(|| category.clone()),
                title,
                measures,
                owners,
                deadline: cell(Column::Deadline),
            },
        ));
    }
    found
}

fn column(text: &str, hits: &Hits, cell: Range<usize>) -> Column {
    let longest = hits.of(List::Columns, cell.clone()).max_by_key(|(word, _)| word.len());
    let Some((word, value)) = longest else { return Column::Other };
    if text[cell].chars().count() > text[word].chars().count() + 8 {
        return Column::Other;
    }
    match value {
        "number" => Column::Number,
        "section" => Column::Section,
        "task" => Column::Task,
        "measure" => Column::Measure,
        "target" => Column::Target,
        "lead" => Column::Owner(OwnerRole::Lead),
        "responsible" => Column::Owner(OwnerRole::Responsible),
        "support" => Column::Owner(OwnerRole::Support),
        "accountable" => Column::Owner(OwnerRole::Accountable),
        "supervisor" => Column::Owner(OwnerRole::Supervisor),
        "deadline" => Column::Deadline,
        _ => Column::Other,
    }
}
