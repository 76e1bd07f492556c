//! Office files that are one XML text: packages that are not zipped (`<pkg:package>`), and Word and Excel of 2003.

use crate::input::InputError;
use crate::input::body::Written;
use crate::input::budget::Budget;
use crate::input::docx;
use crate::input::sheet::{Sheet, Sheets};
use crate::input::shown::Formats;
use crate::input::xlsx::local;
use crate::input::xml::{Node, Tag, Xml};
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

/// Whether a row or a column is hidden.
fn is_hidden(tag: &Tag) -> bool {
    tag.get("ss:Hidden").is_some_and(|value| value == "1")
}

/// The sheets of a workbook of Excel 2003.
fn workbook(text: &str, budget: &Budget) -> Result<String, InputError> {
    let mut sheets = Sheets::new(budget);
    let mut xml = Xml::new(text);
    let damaged = |e: String| InputError::damaged("xml", e);
    let mut sheet = Sheet::default();
    let (mut row, mut column, mut name) = (0u32, 0u32, String::new());
    // The column that the next `Column` is about.
    let mut next = 0u32;
    let mut hidden = false;
    let mut value: Option<(String, String)> = None;
    let mut across = 0;
    let mut visible = None;
    while let Some(node) = xml.next().map_err(damaged)? {
        match node {
            Node::Open(tag) => {
                let number = |name| tag.number(name).and_then(|n| u32::try_from(n).ok());
                match local(tag.name()) {
                    "Worksheet" => {
                        name = tag.get("ss:Name").unwrap_or_else(|| "xml".into());
                        (row, column, next) = (0, 0, 0);
                    }
                    "Visible" => visible = Some(String::new()),
                    "Column" => {
                        let first = number("ss:Index").map_or(next, |n| n.saturating_sub(1));
                        let last = first.saturating_add(number("ss:Span").unwrap_or(0));
                        next = last.saturating_add(1);
                        if is_hidden(&tag) {
                            sheet.hidden_columns.push((first, last));
                        }
                    }
                    // A column that is filtered; the rows that do not show are hidden.
                    "AutoFilterColumn" => {
                        sheet.filtered |= tag.get("x:Type").is_none_or(|kind| kind != "All");
                    }
                    "Row" => {
                        row = number("ss:Index").unwrap_or(row.saturating_add(1));
                        column = 0;
                        if is_hidden(&tag) {
                            sheet.hidden_rows.insert(row);
                        }
                    }
                    "Cell" => {
                        column = number("ss:Index").map_or(column, |n| n.saturating_sub(1));
                        across = number("ss:MergeAcross").unwrap_or(0);
                        let down = number("ss:MergeDown").unwrap_or(0);
                        if across > 0 || down > 0 {
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
                } else if let Some(visible) = &mut visible {
                    visible.push_str(&text);
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
                "Visible" => hidden = visible.take().is_some_and(|value| value.trim() != "SheetVisible"),
                "Worksheet" => {
                    let done = std::mem::take(&mut sheet);
                    if !std::mem::take(&mut hidden) {
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

#[cfg(test)]
mod tests {
    use super::workbook;
    use crate::input::Limits;
    use crate::input::budget::Budget;

    /// The text of a workbook of one sheet of three columns, with `options` of the sheet.
    fn text(columns: &str, options: &str) -> String {
        let row = |attributes: &str, texts: [&str; 3]| {
            let cells = texts.map(|text| format!("<Cell><Data ss:Type=\"String\">{text}</Data></Cell>"));
            format!("<Row{attributes}>{}</Row>", cells.concat())
        };
        let rows = [
            row("", ["任务", "备注", "单位"]),
            row(" ss:Hidden=\"1\"", ["旧任务", "停办", "甲局"]),
            row("", ["修路", "续建", "乙局"]),
        ];
        let sheet = format!(
            "<Workbook><Worksheet ss:Name=\"a\"><Table>{columns}{}</Table><WorksheetOptions>{options}</WorksheetOptions></Worksheet></Workbook>",
            rows.concat()
        );
        workbook(&sheet, &Budget::new(Limits::default(), sheet.len())).unwrap()
    }

    #[test]
    fn hidden_is_left_out_and_filtered_is_not() {
        assert_eq!(text("", ""), "任务\t备注\t单位\n修路\t续建\t乙局\n");
        assert_eq!(text("<Column/><Column ss:Hidden=\"1\"/>", ""), "任务\t单位\n修路\t乙局\n");
        let two = "<Column ss:Index=\"2\" ss:Span=\"1\" ss:Hidden=\"1\"/>";
        assert_eq!(text(two, "").lines().collect::<Vec<_>>(), ["任务", "修路"]);
        let filter = "<AutoFilter x:Range=\"R1C1:R3C3\"><AutoFilterColumn x:Index=\"2\" x:Type=\"NonBlanks\"/></AutoFilter>";
        assert_eq!(text("", filter), "任务\t备注\t单位\n旧任务\t停办\t甲局\n修路\t续建\t乙局\n");
        assert_eq!(text("", "<Visible>SheetVisible</Visible>"), "任务\t备注\t单位\n修路\t续建\t乙局\n");
        for hidden in ["SheetHidden", "SheetVeryHidden"] {
            assert_eq!(text("", &format!("<Visible>{hidden}</Visible>")), "");
        }
    }

    #[test]
    fn spans_of_any_size_end() {
        let cell = format!(
            "<Cell ss:MergeAcross=\"{0}\" ss:MergeDown=\"{0}\"><Data ss:Type=\"String\">字</Data></Cell>",
            u32::MAX
        );
        let sheet = format!(
            "<Workbook><Worksheet><Table><Row ss:Index=\"{}\">{cell}</Row><Row/></Table></Worksheet></Workbook>",
            u32::MAX
        );
        assert!(workbook(&sheet, &Budget::new(Limits::default(), sheet.len())).unwrap().contains('字'));
    }
}
