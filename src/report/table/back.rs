//! Workbooks read back, with what people typed into them and put on them.

use std::collections::HashMap;
use std::io::Cursor;

use calamine::{Color, Data, FillPattern, Reader, Style, Xlsx};

use crate::input::{SetUp, notes, set_up};
use crate::ledger::merge::Grid;
use crate::ledger::{Cell, Marks, Sort};
use crate::model::Said;

/// The sheets of a workbook. Numbers and days keep their number format; formulas, comments, colours and what is set up
/// on each sheet are kept.
pub fn sheets(bytes: &[u8]) -> Result<Vec<Grid>, Said> {
    workbook(bytes).map(|(grids, _)| grids)
}

/// The sheets of a workbook, and what is set up beside them: names, and how much cannot be kept.
pub fn workbook(bytes: &[u8]) -> Result<(Vec<Grid>, SetUp), Said> {
    let failed = |error: calamine::XlsxError| {
        Said::new(
            "不是能打开的 xlsx 工作簿（可能没有下载完）；xls、ods、csv 等请先另存为 xlsx",
            format!(
                "cannot be opened as a workbook (xlsx); save xls, ods and the like as xlsx first: {error}"
            ),
        )
    };
    let mut workbook: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).map_err(failed)?;
    let mut notes = notes(bytes);
    let mut set_up = set_up(bytes);
    let found: Vec<String> = workbook.sheets_metadata().iter().map(|sheet| sheet.name.clone()).collect();
    let mut grids = Vec::new();
    for name in found {
        // A sheet of a chart has no cells.
        let Ok(mut cells) = workbook.worksheet_cells_reader(&name) else { continue };
        let mut values = Vec::new();
        while let Some(cell) = cells.next_cell().map_err(failed)? {
            let value: Data = cell.get_value().clone().into();
            values.extend((value != Data::Empty).then(|| (cell.get_position(), value)));
        }
        drop(cells);
        let mut cells = workbook.worksheet_cells_reader(&name).map_err(failed)?;
        let mut formulas = Vec::new();
        while let Some(cell) = cells.next_formula().map_err(failed)? {
            formulas.extend(
                (!cell.get_value().is_empty()).then(|| (cell.get_position(), cell.get_value().clone())),
            );
        }
        drop(cells);
        let styles = workbook.worksheet_style(&name).map_err(failed)?;
        let links = workbook.hyperlinks_by_sheet_name(&name).unwrap_or_default();
        let merged = workbook.merge_cells_by_sheet_name(&name).map_err(failed)?;
        let notes = notes.remove(&name).unwrap_or_default();
        let places = || values.iter().map(|(at, _)| *at).chain(formulas.iter().map(|(at, _)| *at));
        let Some(mut rows) = blank(places, MOST_CELLS) else {
            return Err(Said::new(
                format!("工作表 `{name}` 太大"),
                format!("the sheet `{name}` is too large"),
            ));
        };
        for ((row, column), value) in &values {
            if let Some(cell) = rows.get_mut(*row as usize).and_then(|row| row.get_mut(*column as usize)) {
                *cell = read(value, styles.get((*row, *column)));
            }
        }
        let formulas: HashMap<(u32, u32), String> = formulas.into_iter().collect();
        for (row, cells) in rows.iter_mut().enumerate() {
            for (column, cell) in cells.iter_mut().enumerate() {
                let at = (row as u32, column as u32);
                let formula = formulas.get(&at).map(|formula| (formula.clone(), (row, column)));
                put(cell, styles.get(at), formula);
            }
        }
        for ((row, column), note) in notes {
            rows.resize_with(rows.len().max(row + 1), Vec::new);
            let n_cells = rows[row].len().max(column + 1);
            rows[row].resize_with(n_cells, Cell::default);
            rows[row][column].marks.get_or_insert_default().note = Some(note);
        }
        for link in links {
            let place = link.location.map(|place| format!("internal:{place}"));
            let at = [link.range.start.0, link.range.start.1].map(|at| at as usize);
            let cell = rows.get_mut(at[0]).and_then(|row| row.get_mut(at[1]));
            if let (Some(cell), Some(target)) = (cell, link.target.or(place)) {
                cell.marks.get_or_insert_default().link = Some(target);
            }
        }
        let joined = merged.iter().map(|area| {
            let [(top, left), (bottom, right)] = [area.start, area.end];
            [top, left, bottom, right].map(|at| at as usize)
        });
        let rules = set_up.sheets.remove(&name).unwrap_or_default();
        grids.push(Grid { name, rows, rules, joined: joined.collect() });
    }
    Ok((grids, set_up))
}

/// The most cells of a sheet, blank ones between others included.
const MOST_CELLS: usize = 4 << 20;

/// Rows of blank cells for all places: each as long as the longest, or where that would be more than `most` cells, as one
/// stray cell far below and beside the table makes it, each as long as it must be. None where that is too much as well.
fn blank<I: Iterator<Item = (u32, u32)>>(places: impl Fn() -> I, most: usize) -> Option<Vec<Vec<Cell>>> {
    // A place that no sheet has is none.
    let places = || places().filter(|(row, column)| *row < 1 << 20 && *column < 1 << 14);
    let mut lengths: Vec<usize> = Vec::new();
    for (row, column) in places() {
        lengths.resize(lengths.len().max(row as usize + 1), 0);
        let length = &mut lengths[row as usize];
        *length = (*length).max(column as usize + 1);
    }
    let longest = lengths.iter().copied().max().unwrap_or(0);
    if longest * lengths.len() <= most {
        lengths.fill(longest);
    }
    let blanks = |length| vec![Cell::default(); length];
    (lengths.iter().sum::<usize>() <= most).then(|| lengths.into_iter().map(blanks).collect())
}

fn read(value: &Data, style: Option<&Style>) -> Cell {
    let code = style.and_then(|style| style.number_format.as_ref()).map(|format| format.format_code.as_str());
    let number = |text: String| Cell {
        text,
        sort: match code {
            None | Some("General") => Sort::Number,
            Some(code) => Sort::Formatted(code.to_owned()),
        },
        ..Cell::default()
    };
    match value {
        Data::Empty => Cell::default(),
        Data::Int(value) => number(value.to_string()),
        Data::Float(value) => number(value.to_string()),
        Data::DateTime(value) => day(*value, code).unwrap_or_else(|| number(value.as_f64().to_string())),
        Data::Bool(value) => Cell::text(if *value { "TRUE" } else { "FALSE" }),
        Data::Error(error) => Cell::text(error.to_string()),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => {
            Cell::text(text.replace("\r\n", "\n"))
        }
        #[allow(unreachable_patterns)]
        value => Cell::text(value.to_string()),
    }
}

/// A day in the format that the program writes days in, as spreadsheets spell it.
fn day(value: calamine::ExcelDateTime, code: Option<&str>) -> Option<Cell> {
    let bare: String = code?.to_ascii_lowercase().chars().filter(|c| !"\\\"".contains(*c)).collect();
    let star = match bare.as_str() {
        "yyyy-mm-dd" => "",
        "yyyy-mm-dd*" => "*",
        _ => return None,
    };
    if value.as_f64().fract() != 0.0 {
        return None;
    }
    let (year, month, day, ..) = value.to_ymd_hms_milli();
    let text = format!("{year:04}-{month:02}-{day:02}{star}");
    Some(Cell { text, sort: Sort::Day, inherited: !star.is_empty(), ..Cell::default() })
}

fn put(cell: &mut Cell, style: Option<&Style>, formula: Option<(String, (usize, usize))>) {
    let rgb = |color: &Color| u32::from_be_bytes([0, color.red, color.green, color.blue]);
    let fill = style.and_then(|style| style.fill.as_ref());
    let fill = fill.filter(|fill| fill.pattern != FillPattern::None);
    let font = style.and_then(|style| style.font.as_ref());
    let marks = Marks {
        note: None,
        link: None,
        formula,
        fill: fill.and_then(|fill| fill.foreground_color.as_ref()).map(rgb).filter(|fill| *fill != 0xFF_FFFF),
        ink: font.and_then(|font| font.color.as_ref()).map(rgb).filter(|ink| *ink != 0),
        bold: font.is_some_and(calamine::Font::is_bold),
    };
    if marks != Marks::default() {
        cell.marks = Some(Box::new(marks));
    }
}

#[cfg(test)]
mod tests {
    use super::blank;

    #[test]
    fn a_stray_cell_lengthens_its_own_row_only() {
        let lengths = |most| {
            let rows = blank(|| [(0, 2), (1, 1), (9, 30)].into_iter(), most);
            rows.map(|rows| rows.iter().map(Vec::len).collect::<Vec<_>>())
        };
        assert_eq!(lengths(310), Some(vec![31; 10]));
        assert_eq!(lengths(309), Some(vec![3, 2, 0, 0, 0, 0, 0, 0, 0, 31]));
        assert_eq!(lengths(36), Some(vec![3, 2, 0, 0, 0, 0, 0, 0, 0, 31]));
        assert_eq!(lengths(35), None);
    }
}
