//! Flat tables, one file each, in the folder of `-o`.

use std::fs;
#[cfg(not(target_arch = "wasm32"))]
use std::io;
use std::path::Path;

use anyhow::{Context, Result};

use crate::cli::output::{Output, Settled};
use crate::cli::{Session, named};
#[cfg(not(target_arch = "wasm32"))]
use crate::report::flat::Parquet;
use crate::report::flat::{Csv, Rows, TABLES, Table};

/// All tables. Each takes its name when all are written.
pub(super) enum Tables {
    Csv(i64, Vec<Csv<Output>>),
    #[cfg(not(target_arch = "wasm32"))]
    Parquet(i64, Vec<Parquet<Output>>),
}

impl Tables {
    /// Begins them in `folder`, which is made where there is none.
    pub(super) fn open(session: &Session, folder: &Path, ending: &str) -> Result<Tables> {
        fs::create_dir_all(folder).with_context(|| {
            session.tell(
                format!("无法建立目录 `{}`", named(folder)),
                format!("cannot make the folder `{}`", named(folder)),
            )
        })?;
        let output = |name: &str| Output::open(session, Some(&folder.join(format!("{name}.{ending}"))));
        Ok(match ending {
            #[cfg(not(target_arch = "wasm32"))]
            "parquet" => {
                let open = |table: &'static Table| Ok(Parquet::new(output(table.name)?, table)?);
                Tables::Parquet(0, TABLES.iter().map(open).collect::<Result<_>>()?)
            }
            _ => {
                let open = |table: &'static Table| Ok(Csv::new(output(table.name)?, table)?);
                Tables::Csv(0, TABLES.iter().map(open).collect::<Result<_>>()?)
            }
        })
    }

    /// Adds the rows of the next document.
    pub(super) fn add(&mut self, rows: Rows) -> Result<()> {
        match self {
            Tables::Csv(n, tables) => {
                *n += 1;
                for (table, cells) in tables.iter_mut().zip(rows.tables()) {
                    table.add(*n, &cells)?;
                }
            }
            #[cfg(not(target_arch = "wasm32"))]
            Tables::Parquet(n, tables) => {
                *n += 1;
                for (table, cells) in tables.iter_mut().zip(rows.tables()) {
                    table.add(*n, cells).map_err(io_error)?;
                }
            }
        }
        Ok(())
    }

    /// Ends them all and, when all are on the disk, gives them their names.
    pub(super) fn finish(self) -> Result<()> {
        let outputs: Vec<Output> = match self {
            Tables::Csv(_, tables) => tables.into_iter().map(Csv::finish).collect(),
            #[cfg(not(target_arch = "wasm32"))]
            Tables::Parquet(_, tables) => {
                tables.into_iter().map(|table| table.finish().map_err(io_error)).collect::<Result<_>>()?
            }
        };
        let settled: Vec<Settled> = outputs.into_iter().map(Output::settle).collect::<Result<_>>()?;
        settled.into_iter().try_for_each(Settled::publish)
    }
}

/// The error of the system, where it is one: a full disk must be told as such.
#[cfg(not(target_arch = "wasm32"))]
fn io_error(error: parquet::errors::ParquetError) -> anyhow::Error {
    match error {
        parquet::errors::ParquetError::External(inner) => match inner.downcast::<io::Error>() {
            Ok(inner) => (*inner).into(),
            Err(other) => anyhow::anyhow!(other),
        },
        other => other.into(),
    }
}
