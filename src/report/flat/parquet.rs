use std::io::Write;
use std::sync::Arc;

use jiff::civil::Date;
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type};
use parquet::errors::Result;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::Type as Schema;

use crate::report::flat::{Cell, Column, Table, Type};

/// A table as Parquet, compressed with Snappy, which every engine reads. Rows are held back until there are some
/// megabytes of them, so that memory stays flat.
pub struct Parquet<W: Write + Send> {
    file: SerializedFileWriter<W>,
    table: &'static Table,
    documents: Vec<i64>,
    columns: Vec<Held>,
    bytes: usize,
}

/// The values of a column that are held back: those that are there, and for each row whether it has one.
struct Held {
    values: Values,
    there: Vec<i16>,
}

enum Values {
    Text(Vec<ByteArray>),
    Int(Vec<i64>),
    Number(Vec<f64>),
    Day(Vec<i32>),
    Flag(Vec<bool>),
}

/// How much is held back, in bytes: about the size of a row group before it is compressed.
const HELD: usize = 2 << 20;

impl<W: Write + Send> Parquet<W> {
    /// Begins a file.
    pub fn new(out: W, table: &'static Table) -> Result<Parquet<W>> {
        let mut fields = vec![Arc::new(
            Schema::primitive_type_builder("document", Physical::INT64)
                .with_repetition(Repetition::REQUIRED)
                .build()?,
        )];
        for column in table.columns {
            fields.push(Arc::new(field(column)?));
        }
        let schema = Arc::new(Schema::group_type_builder(table.name).with_fields(fields).build()?);
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by(concat!("plan ", env!("CARGO_PKG_VERSION")).to_owned())
            .build();
        Ok(Parquet {
            file: SerializedFileWriter::new(out, schema, Arc::new(properties))?,
            table,
            documents: Vec::new(),
            columns: table.columns.iter().map(Held::of).collect(),
            bytes: 0,
        })
    }

    /// Adds the rows of one document.
    pub fn add(&mut self, document: i64, cells: Vec<Cell>) -> Result<()> {
        let width = self.table.columns.len();
        self.documents.resize(self.documents.len() + cells.len() / width, document);
        for (at, cell) in cells.into_iter().enumerate() {
            self.bytes += self.columns[at % width].push(cell);
        }
        if self.bytes >= HELD { self.flush() } else { Ok(()) }
    }

    /// Writes what is held back as a row group.
    fn flush(&mut self) -> Result<()> {
        if self.documents.is_empty() {
            return Ok(());
        }
        let mut group = self.file.next_row_group()?;
        write::<Int64Type, W>(&mut group, &self.documents, None)?;
        for held in &self.columns {
            let there = Some(&held.there[..]);
            match &held.values {
                Values::Text(values) => write::<ByteArrayType, W>(&mut group, values, there)?,
                Values::Int(values) => write::<Int64Type, W>(&mut group, values, there)?,
                Values::Number(values) => write::<DoubleType, W>(&mut group, values, there)?,
                Values::Day(values) => write::<Int32Type, W>(&mut group, values, there)?,
                Values::Flag(values) => write::<BoolType, W>(&mut group, values, there)?,
            }
        }
        group.close()?;
        self.documents.clear();
        self.columns = self.table.columns.iter().map(Held::of).collect();
        self.bytes = 0;
        Ok(())
    }

    /// Ends the file and gives back what it was written to.
    pub fn finish(mut self) -> Result<W> {
        self.flush()?;
        self.file.into_inner()
    }
}

fn write<T: DataType, W: Write + Send>(
    group: &mut SerializedRowGroupWriter<W>,
    values: &[T::T],
    there: Option<&[i16]>,
) -> Result<()> {
    let Some(mut column) = group.next_column()? else { return Ok(()) };
    column.typed::<T>().write_batch(values, there, None)?;
    column.close()
}

fn field(column: &Column) -> Result<Schema> {
    let (physical, logical) = match column.of {
        Type::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Type::Int => (Physical::INT64, None),
        Type::Number => (Physical::DOUBLE, None),
        Type::Day => (Physical::INT32, Some(LogicalType::Date)),
        Type::Flag => (Physical::BOOLEAN, None),
    };
    let repetition = if column.optional { Repetition::OPTIONAL } else { Repetition::REQUIRED };
    Schema::primitive_type_builder(column.name, physical)
        .with_logical_type(logical)
        .with_repetition(repetition)
        .build()
}

impl Held {
    fn of(column: &Column) -> Held {
        let values = match column.of {
            Type::Text => Values::Text(Vec::new()),
            Type::Int => Values::Int(Vec::new()),
            Type::Number => Values::Number(Vec::new()),
            Type::Day => Values::Day(Vec::new()),
            Type::Flag => Values::Flag(Vec::new()),
        };
        Held { values, there: Vec::new() }
    }

    /// Adds a value; how many bytes that takes. A value of another type than the column's counts as none.
    fn push(&mut self, cell: Cell) -> usize {
        let mut size = 2;
        let there = match (&mut self.values, cell) {
            (Values::Text(values), Cell::Text(text)) => {
                size += text.len() + size_of::<ByteArray>() + 16;
                values.push(text.into_bytes().into());
                true
            }
            (Values::Int(values), Cell::Int(n)) => {
                size += 8;
                values.push(n);
                true
            }
            (Values::Number(values), Cell::Number(n)) => {
                size += 8;
                values.push(n);
                true
            }
            (Values::Day(values), Cell::Day(day)) => {
                size += 4;
                values.push(days(day));
                true
            }
            (Values::Flag(values), Cell::Flag(flag)) => {
                size += 1;
                values.push(flag);
                true
            }
            _ => false,
        };
        self.there.push(there.into());
        size
    }
}

/// Days since 1970-01-01.
fn days(day: Date) -> i32 {
    jiff::civil::date(1970, 1, 1).until(day).map_or(0, |span| span.get_days())
}
