//! Workbooks that are ready to print: A4 landscape, as wide as the page, the head on each page.

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, FormatUnderline, Formula, Note,
    ProtectionOptions, Url, Workbook, Worksheet, XlsxError,
};

use crate::ledger::column::Column;
use crate::ledger::merge::Grid;
use crate::ledger::rules::{Name, Rules, Seen};
use crate::ledger::{Cell, Head, Line, Sort, Stroke, Table};
use crate::model::{Lang, Said};
use crate::report::table::layout::{Room, on_paper, widths, wrap};
use crate::report::table::rules;

/// The width of A4 landscape between its margins, in half-width characters of the body's size.
const PAGE: usize = 138;
const BODY: f64 = 10.5;
/// The height of a line of the body in points; fonts that stand in for 仿宋 are taller than it.
const LINE: f64 = 15.75;
/// What a row is higher than its lines, in points.
const GAP: f64 = 4.5;
/// The height between the margins of A4 landscape in points.
const SHEET: f64 = 595.0 - (0.6 + 0.7) * 72.0;
/// The tallest row a spreadsheet can have, in points.
const TALLEST: f64 = 409.0;
/// The least size of letters that a cell is shrunk to before its row becomes several, joined.
const LEAST: f64 = 7.0;
/// The lines of each of these.
const PART: usize = 5;
/// The most cells that are joined to one, and the most such areas of a sheet, where sheets are kept as they were.
const MOST_JOINED: usize = 1000;
/// The most characters a cell can hold.
const LONGEST: usize = 32_767;

/// A workbook: tables each on a sheet of its own, then sheets of other people's making.
#[derive(Debug, Default)]
pub struct Book {
    /// The name of each sheet and its table.
    pub tables: Vec<(String, Table)>,
    /// Sheets that are kept as they are.
    pub grids: Vec<Grid>,
    /// What is set up on the first table's sheet.
    pub rules: Rules,
    /// Names for cells and values.
    pub names: Vec<Name>,
    /// Whether the first table is locked but for the columns that people fill in. It has no password: it keeps from
    /// mistakes only.
    pub locked: bool,
}

impl Book {
    /// How many rules and names of the book a workbook cannot hold; they are left out.
    pub fn refused(&self) -> usize {
        let of_sheet = |rules: &Rules| rules::set_up(&mut Worksheet::new(), rules);
        let sheets = self.grids.iter().map(|grid| &grid.rules).chain([&self.rules]);
        sheets.map(of_sheet).sum::<usize>() + rules::name(&mut Workbook::new(), &self.names)
    }
}

/// The bytes of a workbook. Fails where a cell holds more than 32,767 characters or a sheet more than 1,048,576 rows. The same book gives the same bytes.
pub fn xlsx(book: &Book, lang: Lang) -> Result<Vec<u8>, Said> {
    write(book, lang).map_err(refusal)
}

/// Why a workbook cannot hold what is written to it.
fn refusal(error: XlsxError) -> Said {
    match error {
        XlsxError::MaxStringLengthExceeded => Said::new(
            format!("有单元格超过 {LONGEST} 字，Excel 装不下，请改用 docx、html 或 csv"),
            format!(
                "a cell has more than {LONGEST} characters, too many for a spreadsheet; use docx, html or csv"
            ),
        ),
        XlsxError::RowColumnLimitError => Said::new(
            "行数或栏数超过 Excel 的上限（1048576 行、16384 栏），请改用 csv 或 parquet",
            "more than the 1,048,576 rows or 16,384 columns of a spreadsheet; use csv or parquet",
        ),
        error => Said::new(format!("不能生成 xlsx：{error}"), format!("cannot make the workbook: {error}")),
    }
}

/// The bytes of a workbook of one sheet with nothing but the headings and the rows, for programs that take in tables.
pub fn flat(name: &str, table: &Table) -> Result<Vec<u8>, Said> {
    write_flat(name, table).map_err(refusal)
}

fn write_flat(name: &str, table: &Table) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let day = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_author("").set_creation_datetime(&day));
    let sheet = workbook.add_worksheet();
    sheet.set_name(name)?.set_freeze_panes(1, 0)?;
    let (head, body) = (Format::new().set_bold(), Format::new());
    for (column, of) in table.heads.iter().enumerate() {
        let column = column as u16;
        sheet.write_string_with_format(0, column, &of.text, &head)?;
        sheet.set_column_width(column, of.floor as f64)?;
    }
    for (at, row) in table.rows.iter().enumerate() {
        for (column, cell) in row.cells.iter().enumerate().filter(|(_, cell)| !cell.text.is_empty()) {
            write_cell(sheet, at as u32 + 1, column as u16, cell, &body)?;
        }
    }
    workbook.save_to_buffer()
}

fn write(book: &Book, lang: Lang) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // Widths are counted in digits of the default font. Those of Verdana are as wide in the fonts that stand in for
    // it, those of most others are not, and rows would be too high or too low.
    workbook.set_default_format(&Format::new().set_font_name("Verdana").set_font_size(8), 14, 64)?;
    let title = book.tables.first().map(|(_, table)| table.title.as_str()).unwrap_or_default();
    // A spreadsheet shows when a book was made; the same book must be the same bytes, so it is always this day.
    let day = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook
        .set_properties(&DocProperties::new().set_title(title).set_author("").set_creation_datetime(&day));
    let looks = Looks::new();
    for (at, (name, table)) in book.tables.iter().enumerate() {
        let sheet = workbook.add_worksheet();
        sheet.set_name(name)?.set_formula_result_default("");
        // Rules speak of rows by their place, and so do formulas: each row must be one.
        let ruled = at == 0 && book.rules != Rules::default();
        let placed = table.rows.iter().flat_map(|row| &row.cells).any(|cell| cell.formula().is_some());
        let locked = at == 0 && book.locked;
        write_table(sheet, table, ruled || placed, locked, &looks, lang)?;
        if at == 0 {
            rules::set_up(sheet, &book.rules);
        }
    }
    for grid in &book.grids {
        let sheet = workbook.add_worksheet();
        // A formula that nobody has worked out yet has no value.
        sheet.set_name(&grid.name)?.set_formula_result_default("");
        rules::set_up(sheet, &grid.rules);
        let size = |[top, left, bottom, right]: &[usize; 4]| {
            (bottom + 1).saturating_sub(*top) * (right + 1).saturating_sub(*left)
        };
        let joined = grid.joined.iter().filter(|area| (2..=MOST_JOINED).contains(&size(area)));
        for &[top, left, bottom, right] in joined.take(MOST_JOINED) {
            // Areas that a damaged file lets overlap stay apart.
            let _ = sheet.merge_range(top as u32, left as u16, bottom as u32, right as u16, "", &looks.plain);
        }
        for (at, row) in grid.rows.iter().enumerate() {
            for (column, cell) in row.iter().enumerate().filter(|(_, cell)| **cell != Cell::default()) {
                write_cell(sheet, at as u32, column as u16, cell, &looks.plain)?;
            }
        }
    }
    rules::name(&mut workbook, &book.names);
    // A workbook opens at a sheet that can be seen.
    if book.rules.seen != Seen::Shown {
        let shown = book.grids.iter().position(|grid| grid.rules.seen == Seen::Shown);
        let at = if book.tables.len() > 1 { Some(1) } else { shown.map(|at| book.tables.len() + at) };
        match at {
            Some(at) => workbook.worksheet_from_index(at)?.set_active(true).set_first_tab(true),
            None => workbook.worksheet_from_index(0)?.set_hidden(false),
        };
    }
    workbook.save_to_buffer()
}

struct Looks {
    title: Format,
    head: Format,
    band: Format,
    band_rest: Format,
    band_end: Format,
    body: Format,
    middle: Format,
    /// What is typed here stays as typed: `3-5` becomes no date.
    filled: Format,
    note: Format,
    beside: Format,
    plain: Format,
}

impl Looks {
    fn new() -> Looks {
        let ruled = Format::new().set_border(FormatBorder::Thin).set_align(FormatAlign::VerticalCenter);
        let body = ruled.clone().set_font_name("仿宋_GB2312").set_font_size(BODY).set_text_wrap();
        let band = ruled
            .clone()
            .set_font_name("黑体")
            .set_font_size(BODY)
            .set_background_color(Color::RGB(0xF2F2F2))
            .set_border_left(FormatBorder::None)
            .set_border_right(FormatBorder::None);
        Looks {
            title: Format::new()
                .set_font_name("方正小标宋简体")
                .set_font_size(18)
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter)
                .set_text_wrap(),
            head: ruled
                .set_font_name("黑体")
                .set_font_size(BODY)
                .set_text_wrap()
                .set_align(FormatAlign::Center)
                .set_background_color(Color::RGB(0xD9E2F3)),
            band_rest: band.clone(),
            band_end: band.clone().set_border_right(FormatBorder::Thin),
            band: band.set_border_left(FormatBorder::Thin),
            middle: body.clone().set_align(FormatAlign::Center),
            filled: body.clone().set_num_format("@"),
            body,
            note: Format::new()
                .set_font_name("仿宋_GB2312")
                .set_font_size(9)
                .set_text_wrap()
                .set_align(FormatAlign::Top),
            beside: Format::new().set_font_name("仿宋_GB2312").set_font_size(BODY),
            plain: Format::new().set_font_name("宋体").set_font_size(11),
        }
    }
}

/// Writes a table; with `whole` each of its rows is one of the sheet, and `locked` only what people fill in can be changed.
fn write_table(
    sheet: &mut Worksheet,
    table: &Table,
    whole: bool,
    locked: bool,
    looks: &Looks,
    lang: Lang,
) -> Result<(), XlsxError> {
    let hidden = |column: Option<Column>| column == Some(Column::Key);
    let seen: Vec<usize> = (0..table.heads.len()).filter(|at| !hidden(table.heads[*at].column)).collect();
    let set =
        widths(table, &seen, Room { total: PAGE, floors: true, margin: 2, fill: true, measure: on_paper });
    let total: usize = set.iter().sum();
    let mut widths: Vec<usize> = table.heads.iter().map(|head| head.floor).collect();
    seen.iter().zip(set).for_each(|(at, width)| widths[*at] = width);
    let last = table.heads.len().saturating_sub(1) as u16;
    let last_seen = seen.last().map_or(0, |at| *at as u16);
    // What people write beside the table looks as it does.
    let beside = if locked { looks.beside.clone().set_unlocked() } else { looks.beside.clone() };
    sheet.set_column_range_format(0, 16_383, &beside)?;
    let open = |head: &Head| locked && head.column.is_none_or(|column| column.about().filled);
    if locked {
        let may = ProtectionOptions {
            format_cells: true,
            format_columns: true,
            format_rows: true,
            insert_rows: true,
            sort: true,
            use_autofilter: true,
            ..ProtectionOptions::default()
        };
        sheet.protect_with_options(&may);
    }
    for (at, (head, width)) in table.heads.iter().zip(&widths).enumerate() {
        sheet.set_column_width(at as u16, *width as f64)?;
        if hidden(head.column) {
            sheet.set_column_hidden(at as u16)?;
        }
    }

    // The title is 18 points, the body 10.5.
    let lines = wrap(&table.title, (total as f64 * BODY / 18.0) as usize - 2, on_paper).len();
    sheet.set_row_height(0, 12.0 + 26.25 * lines as f64)?;
    match last_seen {
        0 => {
            sheet.write_string_with_format(0, 0, &table.title, &looks.title)?;
        }
        _ => {
            sheet.merge_range(0, 0, 0, last_seen, &table.title, &looks.title)?;
        }
    }
    let mut tall = 1;
    for (at, head) in table.heads.iter().enumerate() {
        sheet.write_string_with_format(1, at as u16, &head.text, &looks.head)?;
        tall = tall.max(wrap(&head.text, widths[at].saturating_sub(1).max(1), on_paper).len());
    }
    sheet.set_row_height(1, 10.5 + LINE * tall as f64)?;

    let mut at = 2;
    // How much of the page is filled: a band that would be the last thing on it begins the next.
    let top = 10.5 + LINE * tall as f64;
    let mut filled = 12.0 + 26.25 * lines as f64 + top;
    let mut band = None;
    let mut breaks = Vec::new();
    for line in table.lines() {
        // How many rows of the sheet, and how high each is.
        let (n_parts, height) = match line {
            Line::Band(name) => {
                sheet.write_string_with_format(at, 0, name, &looks.band)?;
                for column in 1..=last {
                    let end = column == last_seen;
                    sheet.write_blank(at, column, if end { &looks.band_end } else { &looks.band_rest })?;
                }
                band = Some(at);
                (1, LINE + GAP)
            }
            Line::Row(row) => {
                // Fonts that stand in draw digits and letters wider: a line too many is better than one cut off.
                let room = |column: usize| (widths[column] * 19 / 20).saturating_sub(1).max(2);
                let n_lines = |(column, cell): (usize, &Cell)| match hidden(table.heads[column].column) {
                    true => 1,
                    false => n_lines(&cell.text, room(column)),
                };
                let tallest = row.cells.iter().enumerate().map(n_lines).max().unwrap_or(1);
                let sizes =
                    row.cells.iter().enumerate().map(|(column, cell)| fitting(&cell.text, room(column)));
                let parts = match LINE * tallest as f64 + GAP > TALLEST && !whole {
                    true if sizes.fold(BODY, f64::min) < LEAST => tallest.div_ceil(PART),
                    _ => 1,
                };
                for (column, cell) in row.cells.iter().enumerate() {
                    let unlocked;
                    let mut format = format(table.heads[column].column, cell, looks);
                    if open(&table.heads[column]) {
                        unlocked = format.clone().set_unlocked();
                        format = &unlocked;
                    }
                    let column_of_sheet = column as u16;
                    if parts > 1 {
                        let format = format.clone().set_align(FormatAlign::Top);
                        let end = at + parts as u32 - 1;
                        sheet.merge_range(at, column_of_sheet, end, column_of_sheet, "", &format)?;
                        write_cell(sheet, at, column_of_sheet, cell, &format)?;
                    } else if LINE * n_lines((column, cell)) as f64 + GAP > TALLEST {
                        // The row cannot grow, so the letters shrink.
                        let format = format.clone().set_font_size(fitting(&cell.text, room(column)));
                        write_cell(sheet, at, column_of_sheet, cell, &format)?;
                    } else {
                        write_cell(sheet, at, column_of_sheet, cell, format)?;
                    }
                }
                match parts {
                    1 => (1, (LINE * tallest as f64 + GAP).min(TALLEST)),
                    parts => (parts, LINE * PART as f64 + GAP / parts as f64),
                }
            }
        };
        for _ in 0..n_parts {
            sheet.set_row_height(at, height)?;
            if filled + height > SHEET {
                let lone = band.filter(|band| band + 1 == at && height <= SHEET - top - LINE - GAP);
                breaks.extend(lone);
                filled = top + lone.map_or(0.0, |_| LINE + GAP);
            }
            filled += height;
            at += 1;
        }
    }
    sheet.set_page_breaks(&breaks)?;
    if !table.rows.is_empty() {
        sheet.autofilter(1, 0, at - 1, last)?;
    }
    for note in &table.notes {
        let lines = wrap(note, (total as f64 * BODY / 9.0) as usize - 2, on_paper).len();
        match last_seen {
            0 => {
                sheet.write_string_with_format(at, 0, note, &looks.note)?;
            }
            _ => {
                sheet.merge_range(at, 0, at, last_seen, note, &looks.note)?;
            }
        }
        sheet.set_row_height(at, 13.5 * lines as f64 + 4.0)?;
        at += 1;
    }
    sheet.set_freeze_panes(2, 0)?;
    sheet.set_landscape();
    sheet.set_paper_size(9);
    sheet.set_margins(0.5, 0.5, 0.6, 0.7, 0.3, 0.35);
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_print_center_horizontally(true);
    sheet.set_repeat_rows(1, 1)?;
    sheet.set_footer(match lang {
        Lang::Zh => "&C&\"宋体\"&9第 &P 页，共 &N 页",
        Lang::En => "&C&9Page &P of &N",
    });
    Ok(())
}

fn format<'l>(column: Option<Column>, cell: &Cell, looks: &'l Looks) -> &'l Format {
    match column {
        Some(column) if column.about().filled => &looks.filled,
        _ if cell.sort != Sort::Text || column.is_some_and(Column::is_middle) => &looks.middle,
        _ => &looks.body,
    }
}

fn n_lines(text: &str, room: usize) -> usize {
    if text.is_empty() { 1 } else { wrap(text, room, on_paper).len() }
}

/// The size of letters at which a text fits into the tallest row; 4 points at least.
fn fitting(text: &str, room: usize) -> f64 {
    let mut size = BODY + 0.5;
    while size > 4.0 {
        size -= 0.5;
        let n_lines = n_lines(text, (room as f64 * BODY / size) as usize);
        if n_lines as f64 * (LINE * size / BODY) + GAP <= TALLEST {
            break;
        }
    }
    size
}

/// In colour on the screen, struck out or underlined on black and white paper.
fn look(stroke: Stroke) -> Format {
    let body = Format::new().set_font_name("仿宋_GB2312").set_font_size(BODY);
    match stroke {
        Stroke::Plain => body,
        Stroke::Struck => body.set_font_strikethrough().set_font_color(Color::RGB(0x9B1C1C)),
        Stroke::Put => body.set_underline(FormatUnderline::Single).set_font_color(Color::RGB(0x0F5A28)),
    }
}

/// Texts are written as texts, whatever they look like, so that none runs as a formula; only what a person wrote as
/// a formula is one.
fn write_cell(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &Cell,
    format: &Format,
) -> Result<(), XlsxError> {
    let marked;
    let mut format = format;
    if let Some(marks) = &cell.marks {
        let mut with = format.clone();
        if let Some(fill) = marks.fill {
            with = with.set_background_color(Color::RGB(fill));
        }
        if let Some(ink) = marks.ink {
            with = with.set_font_color(Color::RGB(ink));
        }
        marked = if marks.bold { with.set_bold() } else { with };
        format = &marked;
        if let Some(note) = &marks.note {
            sheet.insert_note(row, column, &Note::new(note).set_author("").add_author_prefix(false))?;
        }
    }
    if let Some(link) = cell.marks.as_ref().and_then(|marks| marks.link.as_deref()) {
        // One that a spreadsheet refuses leaves its text.
        let link = Url::new(link).set_text(&cell.text);
        let of_text = cell.sort == Sort::Text && cell.formula().is_none() && !cell.text.is_empty();
        if of_text && sheet.write_url_with_format(row, column, link, format).is_ok() {
            return Ok(());
        }
    }
    if let Some((formula, _)) = cell.formula() {
        let formula = Formula::new(formula).set_result(&cell.text);
        match &cell.sort {
            Sort::Formatted(code) => {
                sheet.write_formula_with_format(
                    row,
                    column,
                    formula,
                    &format.clone().set_num_format(code),
                )?;
            }
            // A column of text would show it as it is written.
            _ => {
                let format = format.clone().set_num_format("General");
                sheet.write_formula_with_format(row, column, formula, &format)?;
            }
        }
        return Ok(());
    }
    let number = cell.text.parse::<f64>();
    match (&cell.sort, number) {
        _ if cell.text.is_empty() => {
            sheet.write_blank(row, column, format)?;
        }
        (Sort::Number, Ok(number)) => {
            sheet.write_number_with_format(row, column, number, format)?;
        }
        (Sort::Formatted(code), Ok(number)) => {
            sheet.write_number_with_format(row, column, number, &format.clone().set_num_format(code))?;
        }
        (Sort::Share, _) => match cell.text.strip_suffix('%').unwrap_or_default().parse::<f64>() {
            Ok(share) => {
                let format = format.clone().set_num_format("0%");
                sheet.write_number_with_format(row, column, share / 100.0, &format)?;
            }
            Err(_) => {
                sheet.write_string_with_format(row, column, &cell.text, format)?;
            }
        },
        (Sort::Day, _) => match day(&cell.text) {
            Some((day, code)) => {
                let format = format.clone().set_num_format(code);
                sheet.write_datetime_with_format(row, column, &day, &format)?;
            }
            None => {
                sheet.write_string_with_format(row, column, &cell.text, format)?;
            }
        },
        _ if cell.strokes.len() > 1 => {
            let looks: Vec<(Format, &str)> =
                cell.strokes.iter().map(|(stroke, text)| (look(*stroke), text.as_str())).collect();
            let runs: Vec<(&Format, &str)> = looks.iter().map(|(look, text)| (look, *text)).collect();
            sheet.write_rich_string_with_format(row, column, &runs, format)?;
        }
        _ => {
            sheet.write_string_with_format(row, column, &cell.text, format)?;
        }
    }
    Ok(())
}

/// A day and the format that shows it as the text does.
fn day(text: &str) -> Option<(ExcelDateTime, &'static str)> {
    let (date, code) = match text.strip_suffix('*') {
        Some(date) => (date, "yyyy-mm-dd\"*\""),
        None => (text, "yyyy-mm-dd"),
    };
    let mut parts = date.split('-').map(str::parse::<u16>);
    let (Ok(year), Ok(month), Ok(day)) = (parts.next()?, parts.next()?, parts.next()?) else { return None };
    let day = ExcelDateTime::from_ymd(year, month.try_into().ok()?, day.try_into().ok()?).ok()?;
    Some((day, code))
}

#[cfg(test)]
mod tests {
    use super::{XlsxError, refusal};

    #[test]
    fn what_a_workbook_cannot_hold_is_told() {
        let far = refusal(XlsxError::RowColumnLimitError);
        assert!(far.zh.contains("1048576") && far.en.contains("1,048,576"), "{far:?}");
        let other = refusal(XlsxError::SheetnameCannotBeBlank("x".into()));
        assert!(other.en.starts_with("cannot make the workbook: "), "{other:?}");
        assert!(other.zh.starts_with("不能生成 xlsx："), "{other:?}");
    }
}
