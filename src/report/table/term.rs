//! A table for the terminal.

use std::fmt::Write;

use comfy_table::{ColumnConstraint, ContentArrangement, ContentLineStyle, LineStyle, TableStyle, Width};

use crate::ledger::{Line, Table};
use crate::report::shown;
use crate::report::table::layout::{self, Room, on_screen, widths, wrap, wrap_heading};

/// The table at most `columns` wide, with ruled lines; too narrow for that, each row as a list.
pub fn term(table: &Table, columns: usize) -> String {
    let mut out = String::new();
    let room = columns.saturating_sub(3 * table.heads.len() + 1);
    for line in wrap(&plain(&table.title), columns.max(2), on_screen) {
        let indent = columns.saturating_sub(layout::width(line, on_screen)) / 2;
        let _ = writeln!(out, "{}{line}", " ".repeat(indent));
    }
    match room >= 6 * table.heads.len() {
        true => ruled(table, room, &mut out),
        false => list(table, columns, &mut out),
    }
    for note in &table.notes {
        for line in wrap(&plain(note), columns.max(2), on_screen) {
            let _ = writeln!(out, "{line}");
        }
    }
    out
}

/// Lines are broken here, to the width of their column, and framed by comfy-table, whose own breaks put `，` at the
/// start of lines and cut numbers. A group has a frame of its own, which joins the one above.
fn ruled(table: &Table, room: usize, out: &mut String) {
    let all: Vec<usize> = (0..table.heads.len()).collect();
    let widths =
        widths(table, &all, Room { total: room, floors: false, margin: 0, fill: false, measure: on_screen });
    let inside = widths.iter().sum::<usize>() + 3 * widths.len() - 3;
    let heads = table.heads.iter().zip(&widths);
    let heads = heads.map(|(head, width)| wrap_heading(&plain(&head.text), *width, on_screen).join("\n"));
    // The heads and the rows before the first group, then each group.
    let mut parts = vec![(None, vec![heads.collect()])];
    for line in table.lines() {
        match line {
            Line::Band(band) => {
                parts.push((Some(wrap(&plain(band), inside, on_screen).join("\n")), Vec::new()))
            }
            Line::Row(row) => {
                let cells = row.cells.iter().zip(&widths);
                let cells = cells.map(|(cell, width)| wrap(&plain(&cell.text), *width, on_screen).join("\n"));
                parts.last_mut().expect("the first").1.push(cells.collect::<Vec<String>>());
            }
        }
    }
    let last = parts.len() - 1;
    for (at, (band, rows)) in parts.into_iter().enumerate() {
        if let Some(band) = band {
            frame(&[inside], vec![vec![band]], [LineStyle::none(), LineStyle::none()], out);
        }
        let top = if at == 0 { ['┌', '┬', '┐'] } else { ['├', '┬', '┤'] };
        let bottom = if at == last { ['└', '┴', '┘'] } else { ['├', '┴', '┤'] };
        frame(&widths, rows, [line(top), line(bottom)], out);
    }
}

fn line([left, cross, right]: [char; 3]) -> LineStyle {
    LineStyle::new(left, '─', cross, right)
}

fn frame(widths: &[usize], rows: Vec<Vec<String>>, [top, bottom]: [LineStyle; 2], out: &mut String) {
    let style = TableStyle::new()
        .top_border(top)
        .content_lines(ContentLineStyle::new('│', '│', '│'))
        .row_separator(line(['├', '┼', '┤']))
        .bottom_border(bottom);
    let mut table = comfy_table::Table::new();
    table.load_style(style).set_content_arrangement(ContentArrangement::Disabled).add_rows(rows);
    table.discover_columns();
    table.set_constraints(
        widths.iter().map(|width| ColumnConstraint::Absolute(Width::Fixed(*width as u16 + 2))),
    );
    let _ = writeln!(out, "{table}");
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

/// With characters that a terminal would act on shown by their numbers.
fn plain(text: &str) -> String {
    shown::lines(&text.replace('\t', " ")).into_owned()
}
