//! The tables in Markdown.

use crate::model::Lang;
use crate::report::table;
use crate::report::trace::Traces;
use crate::report::trace::table::tables;

/// The matrix of several lower plans, then the rows of each.
pub fn md(of: &Traces, lang: Lang) -> String {
    tables(of, lang).iter().map(|(_, of)| table::md::md(of)).collect::<Vec<String>>().join("\n")
}
