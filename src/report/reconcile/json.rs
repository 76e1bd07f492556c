//! The public format `plan-reconcile/1`.

#[cfg(test)]
use schemars::JsonSchema;
use serde::Serialize;

use crate::ledger::column::Column;
use crate::ledger::reconcile;
use crate::report::diff::json::{Paper, paper};
use crate::report::json::task_id;
use crate::report::place::Places;
use crate::report::reconcile::Reconciled;
use crate::text::Offsets;

/// The form and its number: what `plan reconcile` prints.
pub const SCHEMA: &str = "plan-reconcile/1";

/// What `plan reconcile` prints.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct Document {
    /// Always `plan-reconcile/1`.
    pub schema: &'static str,
    /// The ledger.
    pub ledger: Ledger,
    /// The plan that it was made from.
    pub source: Paper,
    /// What differs, in the order of the plan; rows that are too many last.
    pub findings: Vec<Finding>,
}

/// A ledger.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct Ledger {
    /// Its file.
    pub path: String,
    /// Its sheet.
    pub sheet: String,
    /// How many rows name a task.
    pub rows: usize,
}

/// One difference, with both places.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct Finding {
    /// What differs.
    pub kind: Kind,
    /// The task of the plan; null of a row that is too many.
    pub task: Option<String>,
    /// The column of the ledger, by the name that `plan table --columns` takes; null where it is all of a row.
    pub column: Option<&'static str>,
    /// What the ledger says; null where it has no row.
    pub ledger: Option<Said>,
    /// What the plan says; null where it has no task.
    pub source: Option<Written>,
    /// The task whose deadline the ledger has, where that belongs to other units.
    pub other: Option<String>,
}

/// What a cell of the ledger says.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct Said {
    /// Its text; the title of the task where it is all of a row.
    pub text: String,
    /// Its name, such as `D5`; null where the ledger has no such column.
    pub cell: Option<String>,
}

/// What the plan says.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct Written {
    /// Its text, as the ledger would have it.
    pub text: String,
    /// Where it stands in the text of the source, in code points.
    pub span: [usize; 2],
    /// The line, from 1, on which that begins.
    pub line: usize,
}

/// What differs.
#[derive(Debug, Clone, Copy, Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A task without a row.
    Missing,
    /// A row without a task.
    Extra,
    /// Units in duties that are not theirs.
    Duties,
    /// A unit too many or too few.
    Owner,
    /// Another deadline.
    Deadline,
    /// Other words.
    Words,
}

impl From<reconcile::Kind> for Kind {
    fn from(kind: reconcile::Kind) -> Kind {
        match kind {
            reconcile::Kind::Missing => Kind::Missing,
            reconcile::Kind::Extra => Kind::Extra,
            reconcile::Kind::Duties => Kind::Duties,
            reconcile::Kind::Owner => Kind::Owner,
            reconcile::Kind::Deadline => Kind::Deadline,
            reconcile::Kind::Words => Kind::Words,
        }
    }
}

/// Where a ledger and its source differ, in the public format.
pub fn document(of: &Reconciled) -> Document {
    let offsets = Offsets::new(&of.source.source.text);
    let places = Places::new(of.source.source, of.source.plan);
    let finding = |finding: &reconcile::Finding| Finding {
        kind: finding.kind.into(),
        task: finding.task.map(task_id),
        column: finding.column.map(|column: Column| column.about().name),
        ledger: finding.row.map(|_| Said { text: finding.said.clone(), cell: of.cell(finding) }),
        source: finding.span.map(|span| Written {
            text: finding.wanted.clone(),
            span: offsets.span(span),
            line: places.line(span),
        }),
        other: finding.other.map(task_id),
    };
    Document {
        schema: SCHEMA,
        ledger: Ledger {
            path: of.path.to_owned(),
            sheet: of.ledger.sheet().to_owned(),
            rows: of.entries.len(),
        },
        source: paper(of.source, &offsets),
        findings: of.findings.iter().map(finding).collect(),
    }
}
