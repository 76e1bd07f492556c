//! Office files that are one XML text: packages that are not zipped (`<pkg:package>`), and Word and Excel of 2003.

use crate::input::InputError;
use crate::input::body::Written;
use crate::input::budget::Budget;
use crate::input::docx;
use crate::input::sheet::{Sheet, Sheets};
use crate::input::shown::Formats;
use crate::input::xlsx::local;
use crate::input::xml::{Node, Xml};
use crate::text::Format;

/// Which of these a text is, by its first element.
pub(super) fn kind(text: &str) -> Option<Format> {
    let rest = text.trim_start_matches(['\u{feff}', ' ', '\r', '\n', '\t']);
    if !rest.starts_with("<?xml") && !rest.starts_with('<') {
        return None;
    }
    let mut xml = Xml::new(rest);
    let Ok(Some(Node::Open(tag))) = xml.next() else { return None };
    match local(tag.name()) {
        "wordDocument" => Some(Format::Docx),
        "package" if tag.says("http://schemas.microsoft.com/office/2006/xmlPackage") => Some(Format::Docx),
        "Workbook" if tag.says("urn:schemas-microsoft-com:office:spreadsheet") => Some(Format::Xlsx),
        _ => None,
    }
}

/// Reads a text of this kind.
pub(super) fn read(text: &str, format: Format, budget: &Budget) -> Result<Written, InputError> {
    match format {
        Format::Xlsx => workbook(text, budget).map(Written::from),
        _ => docx::flat(text, budget),
    }
}

/// The sheets of a workbook of Excel 2003.
fn workbook(text: &str, budget: &Budget) -> Result<String, InputError> {
    let mut sheets = Sheets::new(budget);
    let mut xml = Xml::new(text);
    let damaged = |e: String| InputError::damaged("xml", e);
    let mut sheet = Sheet::default();
    let (mut row, mut column, mut name) = (0u32, 0u32, String::new());
    let mut value: Option<(String, String)> = None;
    let mut across = 0;
    let mut hidden = false;
    while let Some(node) = xml.next().map_err(damaged)? {
        match node {
            Node::Open(tag) => {
                let number = |name| tag.number(name).and_then(|n| u32::try_from(n).ok());
                match local(tag.name()) {
                    "Worksheet" => {
                        name = tag.get("ss:Name").unwrap_or_else(|| "xml".into());
                        (row, column, hidden) = (0, 0, false);
                    }
                    "Visible" => hidden = true,
                    "Row" => {
                        row = number("ss:Index").unwrap_or(row.saturating_add(1));
                        column = 0;
                        if tag.get("ss:Hidden").is_some_and(|value| value == "1") {
                            sheet.hidden_rows.insert(row);
                        }
                    }
                    "Cell" => {
                        column = number("ss:Index").map_or(column, |n| n.saturating_sub(1));
                        across = number("ss:MergeAcross").unwrap_or(0);
                        let down = number("ss:MergeDown").unwrap_or(0);
                        if across + down > 0 {
                            let last = (row.saturating_add(down), column.saturating_add(across));
                            sheet.merged.push([row, column, last.0, last.1]);
                        }
                    }
                    "Data" => value = Some((tag.get("ss:Type").unwrap_or_default(), String::new())),
                    "Comment" | "Styles" | "Names" => xml.skip().map_err(damaged)?,
                    _ => {}
                }
            }
            Node::Text(text) => {
                if let Some((_, value)) = &mut value {
                    value.push_str(&text);
                }
            }
            Node::Close(closed) => match local(&closed) {
                "Data" => {
                    let Some((kind, text)) = value.take() else { continue };
                    let shown = match kind.as_str() {
                        "Number" => match text.trim().parse::<f64>() {
                            Ok(number) => Formats::default().show(number, 0),
                            Err(_) => text,
                        },
                        // 2025-09-30T00:00:00.000
                        "DateTime" => text.split('T').next().unwrap_or_default().to_owned(),
                        "Error" => String::new(),
                        _ => text,
                    };
                    if !sheets.cell(&mut sheet, row, column, shown.into()) {
                        break;
                    }
                }
                "Cell" => column = column.saturating_add(1).saturating_add(std::mem::take(&mut across)),
                "Worksheet" => {
                    let done = std::mem::take(&mut sheet);
                    if !hidden {
                        sheets.write(done, &name)?;
                    }
                }
                _ => {}
            },
        }
    }
    sheets.write(sheet, &name)?;
    Ok(sheets.finish())
}
