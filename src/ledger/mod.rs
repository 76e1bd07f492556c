//! From plans to the tables offices use: breakdowns, responsibilities, ledgers, calendars, counts.
//!
//! One [`Table`] is what every format prints, so that any of them read back gives the same cells.

pub mod column;

mod rows;
pub use rows::{Asked, Filter, Sheet, rows};

pub mod matrix;

pub mod merge;

pub mod theme;

mod unit;
pub use unit::Unit;

pub mod likeness;

use column::Column;

/// A table as it is printed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Table {
    /// Above it.
    pub title: String,
    /// Its columns.
    pub heads: Vec<Head>,
    /// Its rows, each with a cell a column.
    pub rows: Vec<Row>,
    /// Under it.
    pub notes: Vec<String>,
}

/// The head of a column.
#[derive(Debug, Clone, PartialEq)]
pub struct Head {
    /// Its name in JSON: that of the column, or an id of what is counted.
    pub id: String,
    /// What is printed.
    pub text: String,
    /// The least width on paper, in half-width characters.
    pub floor: usize,
    /// The column, where it is one of the known ones.
    pub column: Option<Column>,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Row {
    /// The group it stands in; printed once as a band above the first row of the group.
    pub group: Option<String>,
    /// One a column.
    pub cells: Vec<Cell>,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cell {
    /// What is printed, lines apart by line feeds. A mark `*` stands behind each inherited value.
    pub text: String,
    /// What sort of value it is.
    pub sort: Sort,
    /// Whether some of it is inherited.
    pub inherited: bool,
    /// The text in stretches, where some of it is marked as changed; joined they are the text.
    pub strokes: Vec<(Stroke, String)>,
}

/// How a stretch of a cell's text is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stroke {
    /// Not at all.
    Plain,
    /// Taken out.
    Struck,
    /// Put in.
    Put,
}

/// What sort of value a cell holds.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Sort {
    /// Text.
    #[default]
    Text,
    /// A number in decimal digits.
    Number,
    /// A number that a person typed, with its number format of the spreadsheet, such as `0%` or a date's.
    Formatted(String),
}

/// A line of a printed table.
#[derive(Debug, Clone, Copy)]
pub enum Line<'t> {
    /// The name of a group, across all columns.
    Band(&'t str),
    /// A row.
    Row(&'t Row),
}

impl Table {
    /// The rows, each group under its band.
    pub fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        let mut last = None;
        self.rows.iter().flat_map(move |row| {
            let group = row.group.as_deref();
            let band = group.filter(|_| group != last).map(Line::Band);
            last = group;
            band.into_iter().chain([Line::Row(row)])
        })
    }
}

impl Head {
    /// The head of a known column.
    pub fn of(column: Column, lang: crate::model::Lang) -> Head {
        let about = column.about();
        Head {
            id: about.name.to_owned(),
            text: column.heading(lang).to_owned(),
            floor: about.floor,
            column: Some(column),
        }
    }
}

impl Cell {
    /// A text.
    pub fn text(text: impl Into<String>) -> Cell {
        Cell { text: text.into(), ..Cell::default() }
    }

    /// A whole number.
    pub fn number(number: usize) -> Cell {
        Cell { text: number.to_string(), sort: Sort::Number, ..Cell::default() }
    }
}
