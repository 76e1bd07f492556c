//! Excel workbooks from 97 to 2003 ([MS-XLS]): one stream of records.

use std::rc::Rc;

use crate::input::InputError;
use crate::input::budget::Budget;
use crate::input::ole::{Compound, u16_at, u32_at};
use crate::input::sheet::{Sheet, Sheets};
use crate::input::shown::Formats;

/// Reads the sheets that are not hidden, row by row.
pub(super) fn read(file: &Compound, budget: &Budget) -> Result<String, InputError> {
    let Some(stream) = file.stream("Workbook") else {
        return Err(InputError::NoDocument { what: "Excel 95" });
    };
    let book = Book::new(&stream)?;
    let mut sheets = Sheets::new(budget);
    for &start in &book.sheets {
        let sheet = book.sheet(stream.get(start..).unwrap_or(&[]), &mut sheets);
        sheets.write(sheet, "Workbook")?;
    }
    Ok(sheets.finish())
}

/// A record: its kind and its bytes.
type Record<'b> = (u16, &'b [u8]);

const BEGIN: u16 = 0x0809;
const END: u16 = 0x000a;
const CONTINUE: u16 = 0x003c;

fn records(mut bytes: &[u8]) -> impl Iterator<Item = Record<'_>> {
    std::iter::from_fn(move || {
        let (kind, len) = (u16_at(bytes, 0)?, u16_at(bytes, 2)? as usize);
        let record = bytes.get(4..4 + len)?;
        bytes = &bytes[4 + len..];
        Some((kind, record))
    })
}

/// What the sheets of a workbook share.
#[derive(Default)]
struct Book {
    /// Where each sheet begins in the stream.
    sheets: Vec<usize>,
    texts: Vec<Rc<str>>,
    formats: Formats,
}

impl Book {
    fn new(stream: &[u8]) -> Result<Book, InputError> {
        let mut book = Book::default();
        let mut records = records(stream).peekable();
        match records.next() {
            Some((BEGIN, record)) if u16_at(record, 0) == Some(0x0600) => {}
            Some((BEGIN, _)) => return Err(InputError::NoDocument { what: "Excel 95" }),
            _ => return Err(InputError::damaged("Workbook", "no beginning of a workbook")),
        }
        while let Some((kind, record)) = records.next() {
            match kind {
                END => break,
                0x002f => return Err(InputError::Encrypted { what: "xls" }),
                0x0022 => book.formats.from_1904 = u16_at(record, 0) == Some(1),
                // A sheet of cells that shows.
                0x0085 if record.get(4..6) == Some(&[0, 0]) => {
                    book.sheets.extend(u32_at(record, 0).map(|at| at as usize));
                }
                0x041e => {
                    let mut text = Texts::new(vec![record.get(2..).unwrap_or(&[])]);
                    if let (Some(id), Some(code)) = (u16_at(record, 0), text.next()) {
                        book.formats.codes.insert(id.into(), code);
                    }
                }
                0x00e0 => book.formats.cells.push(u16_at(record, 2).unwrap_or(0).into()),
                0x00fc => {
                    let mut parts = vec![record.get(8..).unwrap_or(&[])];
                    while let Some((_, more)) = records.next_if(|record| record.0 == CONTINUE) {
                        parts.push(more);
                    }
                    let count = u32_at(record, 4).unwrap_or(0) as usize;
                    let mut texts = Texts::new(parts);
                    book.texts = (0..count).map_while(|_| texts.next().map(Rc::from)).collect();
                }
                _ => {}
            }
        }
        Ok(book)
    }

    fn sheet(&self, bytes: &[u8], sheets: &mut Sheets) -> Sheet {
        let mut sheet = Sheet::default();
        let mut depth = 0;
        // A formula whose text follows.
        let mut waiting = None;
        for (kind, record) in records(bytes) {
            let place = || Some((u32::from(u16_at(record, 0)?), u32::from(u16_at(record, 2)?)));
            let format = |at| u16_at(record, at).unwrap_or(0) as usize;
            let mut more = true;
            let mut add = |text: Option<Rc<str>>| {
                if let (Some((row, column)), Some(text)) = (place(), text) {
                    more = sheets.cell(&mut sheet, row, column, text);
                }
            };
            match kind {
                BEGIN => depth += 1,
                END => {
                    depth -= 1;
                    if depth <= 0 {
                        break;
                    }
                }
                // Charts within the sheet.
                _ if depth > 1 => {}
                // A row, a run of columns, and rows that a filter hides.
                0x0208 if u16_at(record, 12).is_some_and(|flags| flags & 0x20 != 0) => {
                    sheet.hidden_rows.extend(u16_at(record, 0).map(u32::from));
                }
                0x007d if u16_at(record, 8).is_some_and(|flags| flags & 1 != 0) => {
                    if let (Some(from), Some(to)) = (u16_at(record, 0), u16_at(record, 2)) {
                        sheet.hidden_columns.push((from.into(), to.into()));
                    }
                }
                0x009b => sheet.filtered = true,
                0x00fd => add(u32_at(record, 6).and_then(|n| self.texts.get(n as usize)).cloned()),
                0x0204 => add(Texts::new(vec![record.get(6..).unwrap_or(&[])]).next().map(Rc::from)),
                0x0203 => add(double(record, 6).map(|value| self.formats.show(value, format(4)).into())),
                0x027e => add(u32_at(record, 6).map(|rk| self.formats.show(unpacked(rk), format(4)).into())),
                0x00bd => {
                    let count = record.len().saturating_sub(6) / 6;
                    if let Some((row, column)) = place() {
                        for n in 0..count {
                            let rk = u32_at(record, 4 + 6 * n + 2).unwrap_or(0);
                            let text = self.formats.show(unpacked(rk), format(4 + 6 * n));
                            more &= sheets.cell(&mut sheet, row, column + n as u32, text.into());
                        }
                    }
                }
                0x0006 => match record.get(6..14) {
                    Some([0, .., 0xff, 0xff]) => waiting = place(),
                    Some([1, _, value, .., 0xff, 0xff]) => {
                        add(Some(if *value == 0 { "FALSE" } else { "TRUE" }.into()));
                    }
                    Some([.., 0xff, 0xff]) => {}
                    _ => add(double(record, 6).map(|value| self.formats.show(value, format(4)).into())),
                },
                0x0207 => {
                    if let (Some((row, column)), Some(text)) =
                        (waiting.take(), Texts::new(vec![record]).next())
                    {
                        more &= sheets.cell(&mut sheet, row, column, text.into());
                    }
                }
                0x00e5 => {
                    let count = u16_at(record, 0).unwrap_or(0) as usize;
                    for n in 0..count {
                        let at = |m: usize| u16_at(record, 2 + 8 * n + 2 * m).map(u32::from);
                        let (Some(row), Some(to_row), Some(column), Some(to_column)) =
                            (at(0), at(1), at(2), at(3))
                        else {
                            break;
                        };
                        sheet.merged.push([row, column, to_row, to_column]);
                    }
                }
                _ => {}
            }
            if !more {
                break;
            }
        }
        sheet
    }
}

fn double(bytes: &[u8], at: usize) -> Option<f64> {
    Some(f64::from_le_bytes(bytes.get(at..at + 8)?.try_into().ok()?)).filter(|value| value.is_finite())
}

/// A number packed in four bytes.
fn unpacked(rk: u32) -> f64 {
    let value = match rk & 2 {
        0 => f64::from_bits(u64::from(rk & !3) << 32),
        _ => f64::from(rk as i32 >> 2),
    };
    let value = if rk & 1 == 0 { value } else { value / 100.0 };
    if value.is_finite() { value } else { 0.0 }
}

/// Reads texts that stand one after the other, over the ends of records.
struct Texts<'b> {
    parts: std::vec::IntoIter<&'b [u8]>,
    part: &'b [u8],
}

impl<'b> Texts<'b> {
    fn new(parts: Vec<&'b [u8]>) -> Texts<'b> {
        let mut parts = parts.into_iter();
        let part = parts.next().unwrap_or(&[]);
        Texts { parts, part }
    }

    fn byte(&mut self) -> Option<u8> {
        while self.part.is_empty() {
            self.part = self.parts.next()?;
        }
        let (first, rest) = self.part.split_first()?;
        self.part = rest;
        Some(*first)
    }

    fn number(&mut self, bytes: usize) -> Option<usize> {
        (0..bytes).try_fold(0, |n, at| Some(n | (self.byte()? as usize) << (8 * at)))
    }

    fn next(&mut self) -> Option<String> {
        let count = self.number(2)?;
        let flags = self.byte()?;
        let runs = if flags & 8 != 0 { self.number(2)? } else { 0 };
        let phonetic = if flags & 4 != 0 { self.number(4)? } else { 0 };
        let mut wide = flags & 1 != 0;
        let mut units = Vec::new();
        for _ in 0..count {
            if self.part.is_empty() {
                // What goes on in the next record says again how wide its characters are.
                wide = self.byte()? & 1 != 0;
            }
            units.push(self.number(if wide { 2 } else { 1 })? as u16);
        }
        for _ in 0..(4 * runs).saturating_add(phonetic) {
            self.byte()?;
        }
        Some(String::from_utf16_lossy(&units))
    }
}
