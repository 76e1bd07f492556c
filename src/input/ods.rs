//! OpenDocument spreadsheets: the sheets, rows and columns that show.
//!
//! ```text
//! <table:table-column table:visibility="collapse" table:number-columns-repeated="2"/>     hidden
//! <table:table-cell table:number-rows-spanned="3"><text:p>治污</text:p></table:table-cell>   merged
//! <table:table-cell office:value-type="date" office:date-value="2025-06-30">…             a day however it is shown
//! ```

use std::collections::BTreeSet;

use crate::input::InputError;
use crate::input::sheet::{Sheet, Sheets};
use crate::input::xml::{Node, Tag, Xml};

/// Whether the content of a package is a spreadsheet.
pub(super) fn is_sheet(content: &str) -> bool {
    memchr::memmem::find(content.as_bytes(), b"<office:spreadsheet").is_some()
}

/// Reads the sheets of `content.xml`, row by row; what is hidden is left out.
pub(super) fn read(content: &str, mut all: Sheets) -> Result<String, InputError> {
    const PART: &str = "content.xml";
    let damaged = |e| InputError::damaged(PART, e);
    let mut xml = Xml::new(content);
    let mut hidden = BTreeSet::new();
    let mut style = String::new();
    while let Some(node) = xml.next().map_err(damaged)? {
        let Node::Open(tag) = node else { continue };
        match tag.name() {
            "style:style" => style = tag.get("style:name").unwrap_or_default(),
            "style:table-properties" if tag.get("table:display").is_some_and(|shows| shows == "false") => {
                hidden.insert(std::mem::take(&mut style));
            }
            "table:table" if tag.get("table:style-name").is_some_and(|style| hidden.contains(&style)) => {
                xml.skip().map_err(damaged)?;
            }
            "table:table" => {
                let sheet = sheet(&mut xml, &mut all).map_err(damaged)?;
                all.write(sheet, PART)?;
            }
            _ => {}
        }
    }
    Ok(all.finish())
}

/// How often a cell, row or column stands one after the other, or how many a cell covers.
fn count(tag: &Tag, name: &str) -> u32 {
    tag.number(name).map_or(1, |n| n.clamp(1, 1 << 24) as u32)
}

/// A sheet whose tag has been read.
fn sheet(xml: &mut Xml, all: &mut Sheets) -> Result<Sheet, String> {
    let mut sheet = Sheet::default();
    let (mut row, mut column, mut next_column) = (0u32, 0u32, 0u32);
    // The cells of the open row, and how often it stands.
    let mut cells: Vec<(u32, String)> = Vec::new();
    let mut repeated = 1;
    while let Some(node) = xml.next()? {
        let tag = match node {
            Node::Open(tag) => tag,
            Node::Close(name) if name == "table:table" => break,
            Node::Close(name) => {
                if name == "table:table-row" {
                    let n = if cells.is_empty() { 0 } else { repeated };
                    'rows: for at in row..row.saturating_add(n) {
                        for (column, text) in &cells {
                            if !all.cell(&mut sheet, at, *column, text.as_str().into()) {
                                break 'rows;
                            }
                        }
                    }
                    cells.clear();
                    row = row.saturating_add(repeated);
                }
                continue;
            }
            Node::Text(_) => continue,
        };
        let collapsed = || tag.get("table:visibility").is_some_and(|shows| shows == "collapse");
        match tag.name() {
            "table:table-column" => {
                let n = count(&tag, "table:number-columns-repeated");
                if collapsed() {
                    sheet.hidden_columns.push((next_column, next_column + n - 1));
                }
                next_column = next_column.saturating_add(n);
            }
            "table:table-row" => {
                (repeated, column) = (count(&tag, "table:number-rows-repeated"), 0);
                if collapsed() {
                    // Below the last row that is filled there may be a million.
                    sheet.hidden_rows.extend((row..row.saturating_add(repeated)).take(MOST_HIDDEN));
                }
            }
            "table:table-cell" | "table:covered-table-cell" => {
                let n = count(&tag, "table:number-columns-repeated");
                let covered = tag.name() == "table:covered-table-cell";
                let (wide, high) =
                    (count(&tag, "table:number-columns-spanned"), count(&tag, "table:number-rows-spanned"));
                let day = tag.get("office:date-value");
                let text = shown(text(xml)?, day);
                if !covered && !text.is_empty() {
                    if wide > 1 || high > 1 {
                        let last = (row.saturating_add(high - 1), column.saturating_add(wide - 1));
                        sheet.merged.push([row, column, last.0, last.1]);
                    }
                    cells
                        .extend((column..column.saturating_add(n)).take(WIDEST).map(|at| (at, text.clone())));
                }
                column = column.saturating_add(n);
            }
            "table:shapes" | "office:forms" | "table:table-source" => xml.skip()?,
            _ => {}
        }
    }
    Ok(sheet)
}

/// The most columns that a cell is repeated over, and the most rows beside each other that are hidden.
const WIDEST: usize = 256;
const MOST_HIDDEN: usize = 1 << 16;

/// The paragraphs of a cell, without remarks that hang on it.
fn text(xml: &mut Xml) -> Result<String, String> {
    let mut text = String::new();
    let mut depth = 1;
    while let Some(node) = xml.next()? {
        match node {
            Node::Open(tag) => match tag.name() {
                "office:annotation" | "draw:frame" | "draw:custom-shape" | "table:detective" => xml.skip()?,
                name => {
                    if matches!(name, "text:p" | "text:s" | "text:tab" | "text:line-break") {
                        text.push(' ');
                    }
                    depth += 1;
                }
            },
            Node::Close(_) => {
                depth -= 1;
                if depth == 0 {
                    break;
                }
            }
            Node::Text(words) => text.push_str(&words),
        }
    }
    Ok(text)
}

/// What a cell shows; a day that is shown in another language, or without what tells day from month, as 2025-06-30.
fn shown(text: String, day: Option<String>) -> String {
    let text = text.trim();
    match day.as_deref().and_then(|day| day.get(..10)) {
        Some(day) if !text.is_empty() && !text.contains(['年', '月']) => day.to_owned(),
        _ => text.to_owned(),
    }
}
