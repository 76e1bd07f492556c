//! What lower plans made of an upper one, as printed.

pub mod html;
pub mod json;
pub mod md;
pub mod table;
pub mod term;

mod view;
pub use view::{KINDS, kinds};

use crate::report::diff::Side;
use crate::trace::{Row, State, Thread, Trace};

/// A lower plan, and what it made of the upper one.
#[derive(Debug, Clone, Copy)]
pub struct Lower<'a> {
    /// The plan above it: the upper one, or in a chain the one before.
    pub upper: Side<'a>,
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
    /// What became of each task of the upper plan in each lower one.
    pub threads: &'a [Thread],
    /// Whether each lower plan is below the one before it.
    pub chain: bool,
    /// The rows to be shown, by kind; all where it is empty.
    pub only: &'a [&'a str],
}

impl Traces<'_> {
    /// Whether a row is to be shown.
    pub(in crate::report) fn wants(&self, row: &Row) -> bool {
        self.only.is_empty() || kinds(row).iter().any(|kind| self.only.contains(kind))
    }

    /// Whether a task is to be shown beside what all lower plans made of it.
    pub(in crate::report) fn wants_thread(&self, thread: &Thread) -> bool {
        let asked = |lower: &Lower| self.wants(&lower.trace.rows[thread.task]);
        let states = || thread.steps.iter().any(|step| self.only.contains(&view::state_kind(step.state)));
        match self.chain {
            true => self.only.is_empty() || states(),
            false => self.lowers.iter().any(asked),
        }
    }

    /// The labels of the lower plans that have not taken up a task.
    pub(in crate::report) fn without(&self, thread: &Thread) -> impl Iterator<Item = &str> {
        let missing = thread.steps.iter().zip(self.lowers).filter(|(step, _)| step.state == State::Missing);
        missing.map(|(_, lower)| lower.label)
    }

    /// Whether what is only below is to be shown.
    pub(in crate::report) fn wants_own(&self) -> bool {
        self.only.is_empty() || self.only.contains(&"own")
    }
}
