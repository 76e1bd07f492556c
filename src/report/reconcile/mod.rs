//! Where a ledger and its source differ, as printed.

pub mod json;
pub mod table;

use crate::ledger::column::Column;
use crate::ledger::merge::{Entry, Old};
use crate::ledger::reconcile::{Finding, Kind};
use crate::ledger::rules;
use crate::model::Lang;
use crate::report::diff::Side;
use crate::report::phrase::say;

/// A ledger, its source, and where they differ.
#[derive(Debug, Clone, Copy)]
pub struct Reconciled<'a> {
    /// The file of the ledger.
    pub path: &'a str,
    /// The ledger.
    pub ledger: &'a Old,
    /// Its rows.
    pub entries: &'a [Entry<'a>],
    /// The source.
    pub source: Side<'a>,
    /// What differs.
    pub findings: &'a [Finding],
}

impl Reconciled<'_> {
    /// The cell of the ledger that a finding is about, such as `D5`; that of the task where it is about a whole row.
    fn cell(&self, finding: &Finding) -> Option<String> {
        let entry = self.entries.get(finding.row?)?;
        let column = finding.column.unwrap_or(Column::Task);
        Some(rules::cell(entry.line(), entry.place(column)?))
    }
}

/// What differs, in words.
fn kind(of: Kind, lang: Lang) -> &'static str {
    match of {
        Kind::Missing => say(lang, "台账缺这一项", "row missing"),
        Kind::Extra => say(lang, "台账多这一行", "row extra"),
        Kind::Duties => say(lang, "职责对调", "duties swapped"),
        Kind::Owner => say(lang, "单位不同", "unit differs"),
        Kind::Deadline => say(lang, "时限不同", "deadline differs"),
        Kind::Words => say(lang, "文字改动", "words changed"),
    }
}
