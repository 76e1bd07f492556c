//! A table as comma-separated values that spreadsheets open right.

use crate::ledger::{Line, Sort, Table};

/// The head and the rows, lines ended by CR LF as RFC 4180 has it. Groups become the first column. A text that
/// a spreadsheet would run as a formula has a tab before it, which [`shown`] takes away.
pub fn csv(table: &Table) -> String {
    let grouped = table.rows.iter().any(|row| row.group.is_some());
    let mut out = String::new();
    let mut line = |fields: &mut dyn Iterator<Item = String>| {
        for (at, field) in fields.enumerate() {
            if at > 0 {
                out.push(',');
            }
            out.push_str(&field);
        }
        out.push_str("\r\n");
    };
    let group = |text: &str| grouped.then(|| quoted(&guarded(text))).into_iter();
    line(&mut group("").chain(table.heads.iter().map(|head| quoted(&guarded(&head.text)))));
    for row in table.lines() {
        let Line::Row(row) = row else { continue };
        let cells = row.cells.iter().map(|cell| match cell.sort {
            Sort::Number => cell.text.clone(),
            _ => quoted(&guarded(&cell.text)),
        });
        line(&mut group(row.group.as_deref().unwrap_or("")).chain(cells));
    }
    out
}

/// A field as the table has it, without the tab that keeps it from running.
pub fn shown(field: &str) -> &str {
    field.strip_prefix('\t').unwrap_or(field)
}

/// Spreadsheets of East Asia take the wide signs for formulas too.
fn guarded(text: &str) -> String {
    match text.trim_start_matches([' ', '\n', '\r', '\u{3000}', '\u{feff}']).chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '＝' | '＋' | '－' | '＠') => format!("\t{text}"),
        _ => text.to_owned(),
    }
}

fn quoted(field: &str) -> String {
    match field.contains([',', '"', '\n', '\r', '\t', ';']) || field.starts_with(' ') || field.ends_with(' ')
    {
        true => format!("\"{}\"", field.replace('"', "\"\"")),
        false => field.to_owned(),
    }
}
