//! What is printed: JSON for programs, tables, pages and messages for people.

pub mod flat;
pub mod json;
pub mod outline;
pub mod schema;
pub mod table;

pub mod shown;

mod page;

pub mod findings;
pub mod mask;
pub mod show;

pub mod compare;
pub mod diff;
pub mod reconcile;
pub mod trace;

mod pen;
mod phrase;
mod place;
