//! Task tables: which column is which, and the cells of each row.

use std::ops::Range;

use crate::lex::sentence::trim;
use crate::lexicon::{Hits, List};
use crate::model::OwnerRole;
use crate::tree::Table;

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

/// The header of a task table: what each column holds, and how far its rows have been read.
#[derive(Debug, Clone)]
pub(super) struct Header {
    columns: Vec<Column>,
    /// The cells of its first row.
    first: Vec<Range<usize>>,
    end: usize,
}

/// How many short lines may stand between the rows of one table: 一、道路类, what kind of it, a note.
const BETWEEN: usize = 8;

/// The rows of a task table, each with its line; none when it has no header row of a task table. `header` is that of
/// the table before, which goes on where a row over all columns cut it, as sheets and Word write it:
///
/// ```text
/// 序号␉项目␉责任单位        the header
/// 一、道路类                    a row of one cell is a line
/// 1␉拓宽望湖路␉市住建局    rows of the same table
/// ```
pub(super) fn rows(
    text: &str,
    hits: &Hits,
    table: &Table,
    header: &mut Option<Header>,
) -> Vec<(Range<usize>, Cells)> {
    let mut category: Option<Range<usize>> = None;
    let cut = header.take().filter(|header| {
        let between = text.get(header.end..table.range.start).unwrap_or("。");
        let lines = || between.split('\n').map(str::trim).filter(|line| !line.is_empty());
        let heads = |line: &str| line.chars().count() <= 40 && !line.contains(['。', '\t']);
        table.rows[0].cells.len() == header.columns.len()
            && between.len() <= 1000
            && lines().all(heads)
            && (1..=BETWEEN).contains(&lines().count())
    });
    let own = (0..table.rows.len().min(4)).find_map(|n| own_header(text, hits, table, n));
    let (mut at, mut open) = match (own, cut) {
        (Some((at, header)), _) => (at, header),
        (None, Some(cut)) => {
            let line = trim(text, cut.end..table.range.start);
            let line = text[line.clone()].rfind('\n').map_or(line.start, |n| line.start + n + 1)..line.end;
            category = Some(line);
            (0, cut)
        }
        (None, None) => return Vec::new(),
    };
    let mut found = Vec::new();
    while let Some(row) = table.rows.get(at) {
        let same = |(a, b): (&Range<usize>, &Range<usize>)| text[a.clone()] == text[b.clone()];
        if is_header(text, hits, &row.cells) && !row.cells.iter().zip(&open.first).all(same) {
            // Another table below, such as that of another sheet.
            match own_header(text, hits, table, at) {
                Some((next, header)) => (at, open, category) = (next, header, None),
                None => return found,
            }
            continue;
        }
        at += 1;
        let columns = &open.columns;
        if row.cells.len() * 2 <= columns.len() {
            continue;
        }
        let filled: Vec<&Range<usize>> = row.cells.iter().filter(|cell| !cell.is_empty()).collect();
        // A row with one filled cell, or one value in all, heads the rows below it.
        if filled.len() == 1
            || filled.len() > 1 && filled.iter().all(|cell| text[(*cell).clone()] == text[filled[0].clone()])
        {
            category = filled.first().map(|cell| (*cell).clone());
            continue;
        }
        // A header repeated on a new page.
        if row.cells.iter().zip(&open.first).all(same) {
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
    open.end = table.range.end;
    *header = Some(open);
    found
}

/// The header that begins at a row, and the row after it. It may be two rows high:
///
/// ```text
/// 序号␉任务␉责任分工␉责任分工␉完成时限
/// 序号␉任务␉牵头单位␉配合单位␉完成时限
/// ```
fn own_header(text: &str, hits: &Hits, table: &Table, at: usize) -> Option<(usize, Header)> {
    let first = &table.rows.get(at)?.cells;
    let mut columns: Vec<Column> = first.iter().map(|cell| column(text, hits, cell.clone())).collect();
    if columns.iter().all(|column| *column == Column::Other) {
        return None;
    }
    let mut next = at + 1;
    if let Some(row) = table.rows.get(next)
        && row.cells.len() == first.len()
    {
        let same =
            |(a, b): (&Range<usize>, &Range<usize>)| !a.is_empty() && text[a.clone()] == text[b.clone()];
        let repeats = first.iter().zip(&row.cells).filter(|&pair| same(pair)).count();
        if (1..first.len()).contains(&repeats) || is_header(text, hits, &row.cells) {
            for (column, cell) in columns.iter_mut().zip(&row.cells) {
                let lower = self::column(text, hits, cell.clone());
                *column = if lower == Column::Other { *column } else { lower };
            }
            next += 1;
        }
    }
    let owners = columns.iter().any(|column| matches!(column, Column::Owner(_) | Column::Deadline));
    let tasks = columns.iter().any(|column| matches!(column, Column::Task | Column::Measure));
    let header = Header { columns, first: first.clone(), end: table.range.end };
    (owners && tasks).then_some((next, header))
}

/// Whether a row is made of headings of columns, two at least; one in three may be a word that is not known.
fn is_header(text: &str, hits: &Hits, cells: &[Range<usize>]) -> bool {
    let filled = || cells.iter().filter(|cell| !cell.is_empty());
    let head = |cell: &&Range<usize>| hits.of(List::Columns, (*cell).clone()).any(|(word, _)| word == **cell);
    let heads = filled().filter(head).count();
    heads > 1
        && heads * 3 >= filled().count() * 2
        && filled().all(|cell| text[cell.clone()].chars().count() <= 12)
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
