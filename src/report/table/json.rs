//! A table for programs.

use serde_json::{Map, Value, json};

use crate::ledger::corrections::Outcome;
use crate::ledger::{Cell, Sort, Table};
use crate::model::Lang;

/// The form and its number: what `plan table` prints.
pub const SCHEMA: &str = "plan-table/1";

/// `{"schema", "title", "columns", "rows", "notes"}`; a row has its cells by the ids of the columns, its
/// `group` where there are groups, and the ids of the columns whose cell holds something inherited or corrected by a
/// person.
///
/// Of corrections it says behind the rows what became of each: the `key` it has in the file, that of the task it was made in
/// (`now`, null where there is none), and `why` it does not fit, if so.
pub fn json(table: &Table, outcomes: Option<&[Outcome]>, lang: Lang) -> Value {
    let columns: Vec<Value> =
        table.heads.iter().map(|head| json!({"id": head.id, "heading": head.text})).collect();
    let rows: Vec<Value> = table
        .rows
        .iter()
        .map(|row| {
            let mut object = Map::new();
            if let Some(group) = &row.group {
                object.insert("group".into(), group.as_str().into());
            }
            let cells: Map<String, Value> = table
                .heads
                .iter()
                .zip(&row.cells)
                .map(|(head, cell)| {
                    let number = (cell.sort == Sort::Number).then(|| cell.text.parse::<u64>().ok()).flatten();
                    (head.id.clone(), number.map_or_else(|| cell.text.as_str().into(), Value::from))
                })
                .collect();
            object.insert("cells".into(), cells.into());
            for name in ["inherited", "corrected"] {
                let holds = |cell: &Cell| if name == "inherited" { cell.inherited } else { cell.corrected };
                let cells = table.heads.iter().zip(&row.cells).filter(|(_, cell)| holds(cell));
                let ids: Vec<&str> = cells.map(|(head, _)| head.id.as_str()).collect();
                if !ids.is_empty() {
                    object.insert(name.into(), ids.into());
                }
            }
            object.into()
        })
        .collect();
    let mut value = json!({
        "schema": SCHEMA, "title": table.title, "columns": columns, "rows": rows, "notes": table.notes,
    });
    if let Some(outcomes) = outcomes {
        let became = |Outcome { key, title, now, why }: &Outcome| json!({"key": key, "task": title, "now": now, "why": why.as_ref().map(|why| why.of(lang))});
        value["corrections"] = outcomes.iter().map(became).collect();
    }
    value
}
