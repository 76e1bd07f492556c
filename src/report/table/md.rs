//! A table in Markdown, as GitHub and most editors read it.

use std::fmt::Write;

use crate::ledger::{Line, Sort, Table};

/// The table; what Markdown would act on is escaped, line breaks in cells are `<br>`.
pub fn md(table: &Table) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "## {}\n", escape(&table.title));
    let heads: Vec<String> = table.heads.iter().map(|head| escape(&head.text)).collect();
    let number = |at: usize| table.rows.iter().all(|row| row.cells[at].sort == Sort::Number);
    let rules: Vec<&str> = (0..heads.len())
        .map(|at| if !table.rows.is_empty() && number(at) { "---:" } else { "---" })
        .collect();
    let _ = writeln!(out, "| {} |\n| {} |", heads.join(" | "), rules.join(" | "));
    for line in table.lines() {
        match line {
            Line::Band(band) => {
                let _ = writeln!(out, "| **{}** {}", escape(band), "| ".repeat(table.heads.len()).trim_end());
            }
            Line::Row(row) => {
                let cells: Vec<String> = row.cells.iter().map(|cell| escape(&cell.text)).collect();
                let _ = writeln!(out, "| {} |", cells.join(" | "));
            }
        }
    }
    for note in &table.notes {
        let _ = writeln!(out, "\n{}", escape(note));
    }
    out
}

/// A text that reads as itself.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        match c {
            '\n' => out.push_str("<br>"),
            '\r' => {}
            '<' => out.push_str("&lt;"),
            '&' => out.push_str("&amp;"),
            '|' | '\\' | '`' | '*' | '_' | '[' | ']' | '~' | '$' => {
                out.push('\\');
                out.push(c);
            }
            '#' | '+' | '-' | '=' | '>' if at == 0 => {
                out.push('\\');
                out.push(c);
            }
            _ => out.push(c),
        }
    }
    out
}
