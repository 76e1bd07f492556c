//! A plan as flat tables that DuckDB, pandas and Spark join: a row for each document, task, owner, date and so on.

mod csv;
#[cfg(not(target_arch = "wasm32"))]
mod parquet;
mod rows;
mod schema;

pub use csv::Csv;
#[cfg(not(target_arch = "wasm32"))]
pub use parquet::Parquet;
pub use rows::{Cell, Rows, rows, unread};
pub use schema::{Column, TABLES, Table, Type};
