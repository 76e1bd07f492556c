//! A table for the terminal.

use std::fmt::Write;

use crate::ledger::{Line, Table};
use crate::report::table::layout::{self, Room, on_screen, widths, wrap};

/// The table at most `columns` wide, with ruled lines; too narrow for that, each row as a list.
pub fn term(table: &Table, columns: usize) -> String {
    let mut out = String::new();
    let n_columns = table.heads.len();
    let ruled = columns.saturating_sub(3 * n_columns + 1);
    for line in wrap(&table.title, columns.max(2), on_screen) {
        let indent = columns.saturating_sub(layout::width(line, on_screen)) / 2;
        let _ = writeln!(out, "{}{line}", " ".repeat(indent));
    }
    match ruled >= 6 * n_columns {
        true => ruled_table(table, ruled, &mut out),
        false => list(table, columns, &mut out),
    }
    for note in &table.notes {
        for line in wrap(note, columns.max(2), on_screen) {
            let _ = writeln!(out, "{line}");
        }
    }
    out
}

fn ruled_table(table: &Table, room: usize, out: &mut String) {
    let all: Vec<usize> = (0..table.heads.len()).collect();
    let widths = widths(table, &all, Room { total: room, floors: false, fill: false, measure: on_screen });
    let rule = |[left, cross, right]: [char; 3], out: &mut String| {
        out.push(left);
        for (at, width) in widths.iter().enumerate() {
            let _ = write!(out, "{}", "─".repeat(width + 2));
            out.push(if at + 1 == widths.len() { right } else { cross });
        }
        out.push('\n');
    };
    let cells = |texts: &[&str], out: &mut String| {
        let shown: Vec<String> = texts.iter().map(|text| plain(text)).collect();
        let lines: Vec<Vec<&str>> =
            shown.iter().zip(&widths).map(|(text, width)| wrap(text, *width, on_screen)).collect();
        for at in 0..lines.iter().map(Vec::len).max().unwrap_or(0) {
            for (lines, width) in lines.iter().zip(&widths) {
                let line = lines.get(at).copied().unwrap_or("");
                let pad = width.saturating_sub(layout::width(line, on_screen));
                let _ = write!(out, "│ {line}{} ", " ".repeat(pad));
            }
            out.push_str("│\n");
        }
    };
    let inside = widths.iter().sum::<usize>() + 3 * widths.len() - 3;
    rule(['┌', '┬', '┐'], out);
    cells(&table.heads.iter().map(|head| head.text.as_str()).collect::<Vec<_>>(), out);
    let mut banded = false;
    for line in table.lines() {
        match line {
            Line::Band(band) => {
                rule(['├', '┴', '┤'], out);
                let band = plain(band);
                for line in wrap(&band, inside, on_screen) {
                    let pad = inside.saturating_sub(layout::width(line, on_screen));
                    let _ = writeln!(out, "│ {line}{} │", " ".repeat(pad));
                }
                banded = true;
            }
            Line::Row(row) => {
                rule(if banded { ['├', '┬', '┤'] } else { ['├', '┼', '┤'] }, out);
                banded = false;
                cells(&row.cells.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>(), out);
            }
        }
    }
    rule(['└', '┴', '┘'], out);
}

fn list(table: &Table, columns: usize, out: &mut String) {
    for line in table.lines() {
        let row = match line {
            Line::Band(band) => {
                let _ = writeln!(out, "{}", "═".repeat(columns));
                for line in wrap(&plain(band), columns.max(2), on_screen) {
                    let _ = writeln!(out, "{line}");
                }
                continue;
            }
            Line::Row(row) => row,
        };
        let _ = writeln!(out, "{}", "─".repeat(columns));
        for (head, cell) in table.heads.iter().zip(&row.cells).filter(|(_, cell)| !cell.text.is_empty()) {
            let text = plain(&format!("{}：{}", head.text, cell.text));
            for line in wrap(&text, columns.max(2), on_screen) {
                let _ = writeln!(out, "{line}");
            }
        }
    }
    let _ = writeln!(out, "{}", "─".repeat(columns));
}

/// Without characters that a terminal would act on.
fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || *c == '\n').collect()
}
