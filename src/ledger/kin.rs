//! The tasks of an old ledger as a plan that can be compared with a newer one, and what comes of that.

use std::ops::Range;

use crate::extract::owner::canonical;
use crate::extract::theme;
use crate::ledger::column::Column;
use crate::ledger::unit::named;
use crate::lexicon::Lexicon;
use crate::model::{Origin, Owner, OwnerKind, OwnerRole, OwnerSource, Plan, Task};
use crate::text::Span;

/// A row of an old ledger and a task of a newer plan that may be the same.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Kin {
    /// The row, by its task in [`Old::plan`](crate::ledger::merge::Old::plan).
    pub old: usize,
    /// The task, by its row in the new table.
    pub new: usize,
    /// From 0 to 1.
    pub likeness: f32,
    /// What binds them.
    pub bond: Bond,
    /// Whether they are each other's partner; else one of them is part of the other, or they only share something.
    pub partners: bool,
}

/// What binds an old row and a new task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bond {
    /// They are one task in other words.
    Whole,
    /// The old task became several.
    Split,
    /// Several old tasks became the new one.
    Merged,
    /// Each belongs elsewhere more, or nowhere.
    Weak,
}

/// From this likeness on a task that was split or merged goes on in its partner, as pairs of years of one office show.
const SURE: f32 = 0.375;
/// And from this one on one that became no other's part.
const WHOLE: f32 = 0.36;

impl Kin {
    /// Whether what stands in the row may go to the task without asking.
    pub(super) fn is_sure(&self) -> bool {
        self.partners && self.likeness >= if self.is_part() { SURE } else { WHOLE }
    }

    /// Whether one of them is part of the other.
    pub(super) fn is_part(&self) -> bool {
        matches!(self.bond, Bond::Split | Bond::Merged)
    }

    /// Whether they are hardly alike enough.
    pub(super) fn is_bare(&self) -> bool {
        self.likeness < SURE
    }

    /// Why it has to be asked, in Chinese and English.
    pub(super) fn reason(&self) -> (&'static str, &'static str) {
        match self.bond {
            Bond::Whole => ("措辞差别大，不能确定是同一项", "other words; it may be another task"),
            Bond::Split => ("原任务拆成几项，这是其中一项", "the old task was split; this is one part"),
            Bond::Merged => ("几项原任务合成这一项", "several old tasks were merged into this one"),
            Bond::Weak => ("只有部分内容相近", "alike only in part"),
        }
    }
}

/// What a row says of its task: the cell of a column, or nothing.
pub(super) type Says<'a> = &'a dyn Fn(usize, Column) -> &'a str;

/// The plan that `n_rows` rows make, a task a row, as far as the cells tell.
pub(super) fn plan(n_rows: usize, says: Says, lexicon: &Lexicon) -> Plan {
    let mut text = String::new();
    // Of each row its title and all of its words, in bytes of the text.
    let mut places: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    for row in 0..n_rows {
        let start = text.len();
        text.push_str(says(row, Column::Task).trim());
        let title = start..text.len();
        text.push('\n');
        let body = [Column::Text, Column::Measures].map(|column| says(row, column).trim());
        for line in body.into_iter().find(|body| !body.is_empty()).unwrap_or_default().lines() {
            text.push_str(line.trim_start_matches(|c: char| c.is_ascii_digit() || ". ".contains(c)));
            text.push('\n');
        }
        places.push((title, start..text.len()));
    }
    let text = crate::lexicon::simplified(&text);
    let hits = lexicon.scan(&text);
    let mut plan = Plan::default();
    for (row, (title, body)) in places.into_iter().enumerate() {
        plan.tasks.push(Task {
            key: String::new(),
            section: None,
            number: None,
            title: text.get(title.clone()).unwrap_or_default().to_owned(),
            text: text.get(body.clone()).unwrap_or_default().to_owned(),
            span: Span::default(),
            columns: Vec::new(),
            measures: Vec::new(),
            owners: owners(row, says, lexicon),
            deadline: None,
            themes: theme::themes(&hits, title, body, &[], None),
        });
    }
    plan
}

/// The units that a row names, by their duties.
fn owners(row: usize, says: Says, lexicon: &Lexicon) -> Vec<Owner> {
    let columns = [
        (Column::Lead, OwnerRole::Lead),
        (Column::Responsible, OwnerRole::Responsible),
        (Column::Support, OwnerRole::Support),
    ];
    let mut owners = Vec::new();
    for (column, role) in columns {
        let names: Vec<&str> = named(says(row, column)).collect();
        for (name, full) in names.iter().zip(canonical(&names, lexicon, None)) {
            owners.push(Owner {
                name: (*name).to_owned(),
                canonical: full,
                kind: OwnerKind::Organization,
                role,
                source: OwnerSource::Annotation,
                from: Origin::Task(row),
                open_ended: false,
                span: Span::default(),
            });
        }
    }
    owners
}
