use jiff::civil::Date;
use serde::Serialize;

use crate::report::flat::TABLES;
use crate::report::json::{Document, Section};

/// A value of a table.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)]
pub enum Cell {
    Null,
    Text(String),
    Int(i64),
    Number(f64),
    Day(Date),
    Flag(bool),
}

/// The rows of one document: for each of [`TABLES`] its cells, row after row, without the column `document`.
#[derive(Debug)]
pub struct Rows(Vec<Vec<Cell>>);

impl Rows {
    /// The cells of each table.
    pub fn tables(self) -> Vec<Vec<Cell>> {
        self.0
    }

    /// About how many bytes they take.
    pub fn size(&self) -> usize {
        let text = |cell: &Cell| if let Cell::Text(text) = cell { text.len() } else { 0 };
        self.0.iter().flatten().map(|cell| size_of::<Cell>() + text(cell)).sum()
    }
}

/// The rows of a document.
pub fn rows(document: &Document) -> Rows {
    let Document { source, .. } = document;
    let day = |day: &Option<String>| day.as_deref().map_or(Cell::Null, self::day);
    let (start, end) = match &document.period {
        Some(period) => (self::day(&period.start), self::day(&period.end)),
        None => (Cell::Null, Cell::Null),
    };
    let documents = vec![
        text(&source.path),
        Cell::Null,
        text(source.format),
        text(source.encoding),
        Cell::Int(source.bytes as i64),
        Cell::Int(source.chars as i64),
        text(&source.sha256),
        maybe(&document.title),
        word(document.kind),
        document.year.map_or(Cell::Null, |year| Cell::Int(year.into())),
        start,
        end,
        maybe(&document.issuer),
        maybe(&document.document_number),
        day(&document.issued_on),
        document.notice.as_ref().map_or(Cell::Null, |notice| text(&notice.title)),
    ];
    let mut sections = Vec::new();
    section_rows(&document.sections, None, &mut sections);
    let (mut tasks, mut owners, mut themes) = (Vec::new(), Vec::new(), Vec::new());
    for task in &document.tasks {
        let deadline = task.deadline.as_ref();
        tasks.extend([
            text(&task.id),
            text(&task.key),
            maybe(&task.section),
            maybe(&task.number),
            text(&task.title),
            text(&task.text),
            deadline.map_or(Cell::Null, |deadline| day(&deadline.date)),
            deadline.map_or(Cell::Null, |deadline| text(&deadline.text)),
            deadline.map_or(Cell::Null, |deadline| word(deadline.source)),
            task.themes.first().map_or(Cell::Null, |theme| text(theme.id)),
        ]);
        tasks.extend(span(task.span));
        for owner in &task.owners {
            owners.extend([
                text(&task.id),
                text(&owner.name),
                text(&owner.canonical),
                word(owner.kind),
                word(owner.role),
                word(owner.source),
                text(&owner.from),
                Cell::Flag(owner.open_ended),
            ]);
            owners.extend(span(owner.span));
        }
        themes.extend(
            task.themes.iter().flat_map(|theme| [text(&task.id), text(theme.id), Cell::Number(theme.score)]),
        );
    }
    let mut dates = Vec::new();
    for date in &document.dates {
        let (first, last) = (day(&date.start), day(&date.end));
        dates.extend([
            maybe(&date.task),
            text(&date.text),
            word(date.kind),
            first,
            last,
            maybe(&date.recurrence),
        ]);
        dates.extend(span(date.span));
    }
    let mut targets = Vec::new();
    for target in &document.targets {
        let value = target.value.as_ref().and_then(|value| value.get().parse().ok());
        targets.extend([
            maybe(&target.task),
            text(&target.text),
            value.map_or(Cell::Null, Cell::Number),
            maybe(&target.unit),
            word(target.bound),
            target.change.map_or(Cell::Null, word),
            maybe(&target.of),
        ]);
        targets.extend(span(target.span));
    }
    let mut terms = Vec::new();
    for term in &document.terms {
        for task in in_tasks(&term.tasks) {
            let count = term.count.map_or(Cell::Null, |count| Cell::Int(count.into()));
            let mentions = Cell::Int(term.spans.len() as i64);
            terms.extend([task, text(&term.text), word(term.kind), count, mentions]);
        }
    }
    let mut references = Vec::new();
    for named in &document.references {
        for task in in_tasks(&named.tasks) {
            let mentions = Cell::Int(named.spans.len() as i64);
            references.extend([task, text(&named.title), maybe(&named.number), text(named.kind), mentions]);
        }
    }
    Rows(vec![documents, sections, tasks, owners, dates, targets, terms, references, themes])
}

/// The rows of a file that could not be read.
pub fn unread(path: &str, why: &str) -> Rows {
    let mut rows: Vec<Vec<Cell>> = TABLES.iter().map(|_| Vec::new()).collect();
    rows[0] = vec![Cell::Null; TABLES[0].columns.len()];
    rows[0][0] = text(path);
    rows[0][1] = text(why);
    Rows(rows)
}

fn section_rows(sections: &[Section], parent: Option<&str>, rows: &mut Vec<Cell>) {
    for section in sections {
        rows.extend([
            text(&section.id),
            parent.map_or(Cell::Null, text),
            Cell::Int(section.level.into()),
            maybe(&section.number),
            text(&section.title),
            word(section.role),
        ]);
        rows.extend(span(section.span));
        section_rows(&section.children, Some(&section.id), rows);
    }
}

/// Each task, or one null.
fn in_tasks(tasks: &[String]) -> Vec<Cell> {
    match tasks {
        [] => vec![Cell::Null],
        tasks => tasks.iter().map(|task| text(task)).collect(),
    }
}

fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

fn maybe(text: &Option<String>) -> Cell {
    text.as_ref().map_or(Cell::Null, |text| Cell::Text(text.clone()))
}

/// The name that a value of a closed list has in the JSON.
fn word(value: impl Serialize) -> Cell {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => Cell::Text(name),
        _ => Cell::Null,
    }
}

fn day(day: &str) -> Cell {
    day.parse().map_or(Cell::Null, Cell::Day)
}

fn span([start, end]: [usize; 2]) -> [Cell; 2] {
    [Cell::Int(start as i64), Cell::Int(end as i64)]
}
