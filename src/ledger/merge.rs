//! Merging.
use crate::ledger::Cell;
/// A sheet.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Grid {
    /// Its name.
    pub name: String,
    /// Its rows.
    pub rows: Vec<Vec<Cell>>,
    /// Whether it is hidden.
    pub hidden: bool,
}
