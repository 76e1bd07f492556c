//! Soon.
use crate::ledger::Table;
use crate::model::Lang;
/// Soon.
pub fn html(_table: &Table, _lang: Lang) -> String {
    String::new()
}
