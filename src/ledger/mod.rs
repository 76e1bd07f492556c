//! From plans to the tables offices use: breakdowns, responsibilities, ledgers, calendars, counts.
//!
//! One [`Table`] is what every format prints, so that any of them read back gives the same cells.

pub mod column;

pub mod corrections;

mod rows;
mod stretch;
pub use rows::{Asked, Filter, LIGHTS, Of, Sheet, duty, rows};

pub mod many;

pub mod matrix;

pub mod flat;

pub mod kin;

pub mod merge;

pub mod reconcile;

pub mod rules;

pub mod summary;

pub mod theme;

mod unit;
pub use unit::Unit;

pub mod likeness;

mod formula;

use column::Column;

use crate::model::Lang;

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
    /// Whether a person corrected what the plan says.
    pub corrected: bool,
    /// The text in stretches, where some of it is marked as changed; joined they are the text.
    pub strokes: Vec<(Stroke, String)>,
    /// What a person has put on it; most cells have nothing.
    pub marks: Option<Box<Marks>>,
}

/// What people put on a cell of a workbook beside its value.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Marks {
    /// A comment.
    pub note: Option<String>,
    /// Where a click on it leads; `internal:` stands before a place in the workbook.
    pub link: Option<String>,
    /// A formula without its `=`, and the row and column that it was written for, counted from 0.
    pub formula: Option<(String, (usize, usize))>,
    /// The colour behind it, as 0xRRGGBB.
    pub fill: Option<u32>,
    /// The colour of its letters, as 0xRRGGBB.
    pub ink: Option<u32>,
    /// Whether its letters are bold.
    pub bold: bool,
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
    /// A day such as `2025-06-30`, perhaps with a `*` behind it.
    Day,
    /// A share such as `12%`.
    Share,
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

impl Table {
    /// Without the columns `drop` names by their place.
    fn without(&self, drop: impl Fn(usize) -> bool) -> Table {
        let mut table = self.clone();
        let mut at = 0..;
        table.heads.retain(|_| !drop(at.next().expect("endless")));
        for row in &mut table.rows {
            let mut at = 0..;
            row.cells.retain(|_| !drop(at.next().expect("endless")));
        }
        table
    }

    /// Without the keys of tasks, which are for programs.
    pub fn without_keys(&self) -> Table {
        self.without(|at| self.heads[at].column == Some(Column::Key))
    }

    /// Without the columns that hold nothing.
    pub fn without_empty(&self) -> Table {
        self.without(|at| !self.rows.is_empty() && self.rows.iter().all(|row| row.cells[at].text.is_empty()))
    }

    /// Without the columns that hold nothing, which a note names: for where nobody fills them in.
    pub fn without_blanks(&self, lang: Lang) -> Table {
        let blank =
            |at: usize| !self.rows.is_empty() && self.rows.iter().all(|row| row.cells[at].text.is_empty());
        let names: Vec<&str> =
            (0..self.heads.len()).filter(|at| blank(*at)).map(|at| self.heads[at].text.as_str()).collect();
        let mut table = self.without(blank);
        if !names.is_empty() {
            table.notes.push(match lang {
                Lang::Zh => format!("空栏未列出：{}", names.join("、")),
                Lang::En => format!("Empty columns are not shown: {}", names.join(", ")),
            });
        }
        table
    }
}

impl Head {
    /// The head of a known column.
    pub fn of(column: Column, lang: Lang) -> Head {
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

    /// A share from 0 to 1, in whole per cent.
    pub fn share(share: f32) -> Cell {
        Cell { text: format!("{:.0}%", share * 100.0), sort: Sort::Share, ..Cell::default() }
    }

    /// Whether nothing can be read in it: no value, formula or comment.
    pub fn is_silent(&self) -> bool {
        let marks = self.marks.as_deref();
        self.text.trim().is_empty()
            && marks.is_none_or(|marks| marks.note.is_none() && marks.formula.is_none())
    }

    /// The formula, if its value is worked out.
    pub fn formula(&self) -> Option<&(String, (usize, usize))> {
        self.marks.as_ref()?.formula.as_ref()
    }
}
