use std::io::{self, Write};

use crate::report::flat::{Cell, Table};

/// A table as comma-separated values for programs: a head, UTF-8, lines ended by a line feed. A null is empty, an empty
/// text is `""`. Nothing is put before what a spreadsheet would take for a formula; `plan table` is for spreadsheets.
#[derive(Debug)]
pub struct Csv<W> {
    out: W,
    table: &'static Table,
}

impl<W: Write> Csv<W> {
    /// Writes the head.
    pub fn new(mut out: W, table: &'static Table) -> io::Result<Csv<W>> {
        out.write_all(b"document")?;
        for column in table.columns {
            write!(out, ",{}", column.name)?;
        }
        out.write_all(b"\n")?;
        Ok(Csv { out, table })
    }

    /// Writes the rows of one document.
    pub fn add(&mut self, document: i64, cells: &[Cell]) -> io::Result<()> {
        for row in cells.chunks(self.table.columns.len()) {
            write!(self.out, "{document}")?;
            for cell in row {
                self.out.write_all(b",")?;
                match cell {
                    Cell::Null => {}
                    Cell::Text(text) => self.out.write_all(quoted(text).as_bytes())?,
                    Cell::Int(n) => write!(self.out, "{n}")?,
                    Cell::Number(n) => write!(self.out, "{n}")?,
                    Cell::Day(day) => write!(self.out, "{day}")?,
                    Cell::Flag(flag) => write!(self.out, "{flag}")?,
                }
            }
            self.out.write_all(b"\n")?;
        }
        Ok(())
    }

    /// What was written to.
    pub fn finish(self) -> W {
        self.out
    }
}

fn quoted(text: &str) -> std::borrow::Cow<'_, str> {
    match text.is_empty() || text.contains(['"', ',', '\n', '\r']) || text.trim() != text {
        true => format!("\"{}\"", text.replace('"', "\"\"")).into(),
        false => text.into(),
    }
}
