//! Workbooks read back, with what people typed into them.

use std::io::Cursor;

use calamine::{Data, Reader, SheetVisible, Xlsx};

use crate::ledger::merge::Grid;
use crate::ledger::{Cell, Sort};
use crate::model::Said;

/// The sheets of a workbook. Numbers and days keep their number format. A cell with a formula is read as its value.
pub fn sheets(bytes: &[u8]) -> Result<Vec<Grid>, Said> {
    let failed = |error: calamine::XlsxError| {
        Said::new(
            format!("不能作为 xlsx 工作簿打开：{error}"),
            format!("cannot be opened as a workbook (xlsx): {error}"),
        )
    };
    let mut workbook: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).map_err(failed)?;
    let found: Vec<(String, bool)> = workbook
        .sheets_metadata()
        .iter()
        .map(|sheet| (sheet.name.clone(), sheet.visible != SheetVisible::Visible))
        .collect();
    let mut grids = Vec::new();
    for (name, hidden) in found {
        // A sheet of a chart has no cells.
        let Ok(range) = workbook.worksheet_range(&name) else { continue };
        let styles = workbook.worksheet_style(&name).map_err(failed)?;
        let format = |row, column| {
            let format = styles.get((row, column)).and_then(|style| style.number_format.as_ref());
            format.map_or_else(|| "General".to_owned(), |format| format.format_code.clone())
        };
        let Some((first_row, first_column)) = range.start() else {
            grids.push(Grid { name, rows: Vec::new(), hidden });
            continue;
        };
        let mut rows = vec![Vec::new(); first_row as usize];
        for (at, row) in (first_row..).zip(range.rows()) {
            let mut cells = vec![Cell::default(); first_column as usize];
            for (column, value) in (first_column..).zip(row) {
                let number = |text: String, code: String| Cell {
                    text,
                    sort: if code == "General" { Sort::Number } else { Sort::Formatted(code) },
                    ..Cell::default()
                };
                cells.push(match value {
                    Data::Empty => Cell::default(),
                    Data::Int(value) => number(value.to_string(), format(at, column)),
                    Data::Float(value) => number(value.to_string(), format(at, column)),
                    Data::DateTime(day) => number(day.as_f64().to_string(), format(at, column)),
                    Data::Bool(value) => Cell::text(if *value { "TRUE" } else { "FALSE" }),
                    Data::Error(error) => Cell::text(error.to_string()),
                    Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => {
                        Cell::text(text.replace("\r\n", "\n"))
                    }
                    #[allow(unreachable_patterns)]
                    value => Cell::text(value.to_string()),
                });
            }
            rows.push(cells);
        }
        grids.push(Grid { name, rows, hidden });
    }
    Ok(grids)
}
