//! A table for programs.

use serde_json::{Map, Value, json};

use crate::ledger::{Sort, Table};

/// The form and its number: what `plan table` prints.
pub const SCHEMA: &str = "plan-table/1";

/// `{"schema", "title", "columns", "rows", "notes"}`; a row has its cells by the ids of the columns, its
/// `group` where there are groups, and the ids of the columns whose cell holds something inherited.
pub fn json(table: &Table) -> Value {
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
            let inherited: Vec<&str> = table
                .heads
                .iter()
                .zip(&row.cells)
                .filter(|(_, cell)| cell.inherited)
                .map(|(head, _)| head.id.as_str())
                .collect();
            if !inherited.is_empty() {
                object.insert("inherited".into(), inherited.into());
            }
            object.into()
        })
        .collect();
    json!({
        "schema": SCHEMA, "title": table.title, "columns": columns, "rows": rows, "notes": table.notes,
    })
}
