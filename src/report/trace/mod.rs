//! What lower plans made of an upper one, as printed.

pub mod json;
pub mod term;

mod view;
pub use view::{KINDS, kinds};

use crate::report::diff::Side;
use crate::trace::Trace;

/// A lower plan, and what it made of the upper one.
#[derive(Debug, Clone, Copy)]
pub struct Lower<'a> {
    /// The lower plan.
    pub side: Side<'a>,
    /// What it is called beside others.
    pub label: &'a str,
    /// What it made of the upper one.
    pub trace: &'a Trace,
}

/// An upper plan and those that carry it out.
#[derive(Debug, Clone, Copy)]
pub struct Traces<'a> {
    /// The upper plan.
    pub upper: Side<'a>,
    /// The lower ones, in the order in which they were given.
    pub lowers: &'a [Lower<'a>],
    /// The rows to be shown, by kind; all where it is empty.
    pub only: &'a [&'a str],
}

impl Traces<'_> {
    /// Whether a row is to be shown.
    pub(in crate::report) fn wants(&self, row: &crate::trace::Row) -> bool {
        self.only.is_empty() || kinds(row).iter().any(|kind| self.only.contains(kind))
    }

    /// Whether what is only below is to be shown.
    pub(in crate::report) fn wants_own(&self) -> bool {
        self.only.is_empty() || self.only.contains(&"own")
    }
}
