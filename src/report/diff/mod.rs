//! What changed between two plans, as printed.

pub mod html;
pub mod json;
pub mod md;
pub mod table;
pub mod term;

mod brief;
mod view;
pub use view::kinds;
pub(in crate::report) use view::{file, value};

use crate::diff::Changes;
use crate::model::Plan;
use crate::text::Source;

/// One of the two plans.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// The file.
    pub source: &'a Source,
    /// What was read from it.
    pub plan: &'a Plan,
}

/// Both plans and what changed between them.
#[derive(Debug, Clone, Copy)]
pub struct Comparison<'a> {
    /// The old plan.
    pub old: Side<'a>,
    /// The new plan.
    pub new: Side<'a>,
    /// What changed.
    pub changes: &'a Changes,
}
