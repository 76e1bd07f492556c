//! A table as databases and forms take it in: each column one thing, each list parted by commas, days as days.

use crate::ledger::column::Column;
use crate::ledger::{Sort, Table};

/// The columns where nothing else is asked for.
pub const COLUMNS: &[Column] = &[
    Column::Key,
    Column::Task,
    Column::Measures,
    Column::Accountable,
    Column::Lead,
    Column::Responsible,
    Column::Support,
    Column::Supervisor,
    Column::Deadline,
    Column::Date,
    Column::State,
    Column::Source,
];

/// Makes a table flat. The mark of what is inherited goes, for `6月底前*` is no value.
///
/// ```text
/// 县水利局、县财政局*     县水利局,县财政局
/// 2025-06-30*          2025-06-30
/// ```
pub fn flat(table: &mut Table) {
    use Column::{Accountable, Deadline, Lead, Responsible, Role, Supervisor, Support};
    table.notes.clear();
    for (at, head) in table.heads.iter().enumerate() {
        let listed =
            matches!(head.column, Some(Accountable | Lead | Responsible | Support | Supervisor | Role));
        for row in &mut table.rows {
            row.group = None;
            let cell = &mut row.cells[at];
            let marked = listed || head.column == Some(Deadline) || cell.sort == Sort::Day;
            let bare = |name: &str| match cell.inherited && marked {
                true => name.trim_end_matches('*').to_owned(),
                false => name.to_owned(),
            };
            cell.text = match listed {
                true => {
                    let names = cell.text.split(['、', ',']).map(|name| bare(name.trim()));
                    names.collect::<Vec<String>>().join(",")
                }
                false => bare(&cell.text),
            };
            cell.inherited &= !marked;
        }
    }
}
