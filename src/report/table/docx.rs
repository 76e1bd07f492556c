//! Soon.
use crate::ledger::Table;
use crate::model::{Lang, Said};
/// Soon.
pub fn docx(_table: &Table, _lang: Lang) -> Result<Vec<u8>, Said> {
    Ok(vec![])
}
