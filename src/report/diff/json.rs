//! The public format `plan-diff/1`.

#[cfg(test)]
use schemars::JsonSchema;
use serde::Serialize;

use crate::diff;
use crate::model::{Lang, OwnerRole, Plan};
use crate::report::diff::{Comparison, Side};
use crate::report::json;
use crate::report::json::{Deadline, Printer, SourceInfo, Target, rounded, section_id, source_info, task_id};
use crate::text::Offsets;

/// The form and its number: what `plan diff` prints.
pub const SCHEMA: &str = "plan-diff/1";

/// What `plan diff` prints.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct Document {
    /// Always `plan-diff/1`.
    pub schema: &'static str,
    /// The old plan.
    pub old: Paper,
    /// The new plan.
    pub new: Paper,
    /// Every task of both plans in exactly one entry.
    pub tasks: Vec<Entry>,
    /// Targets outside tasks, paired by what they measure.
    pub goals: Vec<TargetChange>,
    /// Set phrases.
    pub terms: Vocabulary,
    /// Documents named.
    pub references: Vocabulary,
    /// Owners and the number of tasks in which each has a duty.
    pub owners: Vec<OwnerCount>,
    /// Themes and the share of tasks whose first theme each is.
    pub themes: Vec<ThemeShare>,
    /// How many entries of each kind.
    pub summary: Summary,
    /// Whether the plans were too large for more than tasks of the same words to be paired.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub partial: bool,
}

/// One of the two plans.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct Paper {
    /// The file.
    pub source: SourceInfo,
    /// The title of the plan.
    pub title: Option<String>,
    /// The year the plan is for.
    pub year: Option<i16>,
    /// Who issued it.
    pub issuer: Option<String>,
    /// The tasks in document order.
    pub tasks: Vec<Task>,
}

/// A task, to name it; `plan extract` prints all of it.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct Task {
    /// `t1`, `t2` … in document order, as `plan extract` numbers them.
    pub id: String,
    /// The marker as written.
    pub number: Option<String>,
    /// Its title.
    pub title: String,
    /// The section's id.
    pub section: Option<String>,
    /// All of it.
    pub span: [usize; 2],
}

/// Tasks that belong together, or one that stands alone.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct Entry {
    /// What became of them.
    pub change: Change,
    /// Tasks of the old plan.
    pub old: Vec<String>,
    /// Tasks of the new plan.
    pub new: Vec<String>,
    /// From 0 to 1, of the strongest link; null where a task stands alone.
    pub similarity: Option<f64>,
    /// Weaker links, not counted as pairs.
    pub also: Vec<Link>,
    /// Whether it stands in another section or in another place in the order.
    pub moved: bool,
    /// Whether a year in it rolled over.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub rollover: bool,
    /// The wording: `equal` and `delete` joined are the old text, `equal` and `insert` the new one.
    pub text: Vec<Op>,
    /// Owners that came, went, or changed their duty.
    pub owners: Vec<OwnerChange>,
    /// What became of the deadline.
    pub deadline: Option<DeadlineChange>,
    /// What became of each target.
    pub targets: Vec<TargetChange>,
}

/// A link between two tasks.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct Link {
    /// The old task.
    pub old: String,
    /// The new task.
    pub new: String,
    /// From 0 to 1.
    pub similarity: f64,
}

/// A stretch of text.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct Op {
    /// Who has it.
    pub op: OpKind,
    /// The stretch.
    pub text: String,
    /// Whether it differs from its counterpart only as one year's plan differs from the next's.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub rollover: bool,
}

/// An owner that came, went, or changed its duty.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct OwnerChange {
    /// As written.
    pub name: String,
    /// What happened.
    pub change: OwnerMove,
    /// Its duty in the old tasks.
    pub old: Option<json::OwnerRole>,
    /// Its duty in the new tasks.
    pub new: Option<json::OwnerRole>,
}

/// What became of a deadline.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct DeadlineChange {
    /// What happened.
    pub change: DeadlineMove,
    /// In the old plan.
    pub old: Option<Deadline>,
    /// In the new plan.
    pub new: Option<Deadline>,
    /// Whether it is the same day of another plan's year.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub rollover: bool,
}

/// What became of a target.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct TargetChange {
    /// What happened.
    pub change: TargetMove,
    /// In the old plan.
    pub old: Option<Target>,
    /// In the new plan.
    pub new: Option<Target>,
    /// What is measured, old and new, where a target is said of several things at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<[Option<String>; 2]>,
}

/// Names that came, went and stayed.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct Vocabulary {
    /// Only in the new plan.
    pub new: Vec<Mention>,
    /// Only in the old plan.
    pub gone: Vec<Mention>,
    /// In both.
    pub kept: Vec<Mention>,
}

/// A name and how often each plan uses it.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct Mention {
    /// The set phrase, or the document's title.
    pub text: String,
    /// Mentions in the old plan.
    pub old: usize,
    /// Mentions in the new plan.
    pub new: usize,
    /// With `--corpus`, the share of its plans that use it, two decimals.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub common: Option<f64>,
}

/// An owner and the number of tasks in which it has a duty.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct OwnerCount {
    /// The full name.
    pub name: String,
    /// Tasks of the old plan.
    pub old: usize,
    /// Tasks of the new plan.
    pub new: usize,
}

/// How many entries of each kind.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[allow(missing_docs)]
pub struct Summary {
    pub same: usize,
    pub reworded: usize,
    pub split: usize,
    pub merged: usize,
    pub added: usize,
    pub dropped: usize,
}

/// A theme and its shares.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct ThemeShare {
    /// Its id.
    pub id: &'static str,
    /// In the old plan, from 0 to 1, two decimals.
    pub old: f64,
    /// In the new plan.
    pub new: f64,
}

/// A value of a closed list whose names in the format are fixed here.
macro_rules! names {
    ($(#[$doc:meta])* $name:ident { $($variant:ident),* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
        #[cfg_attr(test, derive(JsonSchema))]
        #[serde(rename_all = "snake_case")]
        #[allow(missing_docs)]
        pub enum $name { $($variant),* }
        impl From<diff::$name> for $name {
            fn from(value: diff::$name) -> $name {
                match value { $(diff::$name::$variant => $name::$variant),* }
            }
        }
    };
}

names!(
    /// What became of a task.
    Change { Same, Reworded, Split, Merged, Added, Dropped }
);
names!(
    /// Who has a stretch of text.
    OpKind { Equal, Delete, Insert }
);
names!(
    /// What happened to an owner.
    OwnerMove { Added, Removed, Role }
);
names!(
    /// What happened to a deadline.
    DeadlineMove { Earlier, Later, Added, Removed, Same }
);
names!(
    /// What happened to a target. `unlike`: the two do not measure the same thing, or not in the same way.
    TargetMove { Raised, Lowered, Added, Removed, Same, Unlike }
);

/// A comparison in the public format.
pub fn document(comparison: &Comparison, lang: Lang) -> Document {
    let Comparison { old, new, changes } = *comparison;
    let offsets = [Offsets::new(&old.source.text), Offsets::new(&new.source.text)];
    let [of_old, of_new] = [&offsets[0], &offsets[1]].map(|offsets| Printer { offsets, lang });
    let target = |printer: &Printer, plan: &Plan, at: Option<usize>| {
        at.map(|at| printer.target(plan.targets[at].clone()))
    };
    let part = |change: &diff::TargetChange| {
        let said =
            [change.old.map(|at| &old.plan.targets[at].of), change.new.map(|at| &new.plan.targets[at].of)];
        let other = said.iter().zip(&change.of).any(|(said, of)| said.is_some_and(|said| said != of));
        other.then(|| change.of.clone())
    };
    let targets = |changes: &[diff::TargetChange]| -> Vec<TargetChange> {
        let change = |change: &diff::TargetChange| TargetChange {
            change: change.change.into(),
            old: target(&of_old, old.plan, change.old),
            new: target(&of_new, new.plan, change.new),
            of: part(change),
        };
        changes.iter().map(change).collect()
    };
    let entry = |entry: &diff::Entry| Entry {
        change: entry.change.into(),
        old: entry.old.iter().copied().map(task_id).collect(),
        new: entry.new.iter().copied().map(task_id).collect(),
        similarity: entry.likeness.map(rounded),
        also: entry.also.iter().map(link).collect(),
        moved: entry.moved,
        rollover: entry.rollover,
        text: entry
            .text
            .iter()
            .map(|op| Op { op: op.kind.into(), text: op.text.clone(), rollover: op.rollover })
            .collect(),
        owners: entry.owners.iter().map(owner).collect(),
        deadline: entry.deadline.as_ref().map(|deadline| DeadlineChange {
            change: deadline.change.into(),
            old: deadline.old.as_ref().map(|deadline| of_old.deadline(deadline)),
            new: deadline.new.as_ref().map(|deadline| of_new.deadline(deadline)),
            rollover: deadline.rollover,
        }),
        targets: targets(&entry.targets),
    };
    Document {
        schema: SCHEMA,
        old: paper(old, &offsets[0]),
        new: paper(new, &offsets[1]),
        tasks: changes.tasks.iter().map(entry).collect(),
        goals: targets(&changes.goals),
        terms: vocabulary(&changes.terms),
        references: vocabulary(&changes.references),
        owners: changes
            .owners
            .iter()
            .map(|owner| OwnerCount { name: owner.name.clone(), old: owner.old, new: owner.new })
            .collect(),
        themes: changes
            .themes
            .iter()
            .map(|theme| ThemeShare { id: theme.id, old: rounded(theme.old), new: rounded(theme.new) })
            .collect(),
        summary: Summary {
            same: changes.count(diff::Change::Same),
            reworded: changes.count(diff::Change::Reworded),
            split: changes.count(diff::Change::Split),
            merged: changes.count(diff::Change::Merged),
            added: changes.count(diff::Change::Added),
            dropped: changes.count(diff::Change::Dropped),
        },
        partial: changes.partial,
    }
}

pub(in crate::report) fn paper(side: Side, offsets: &Offsets) -> Paper {
    Paper {
        source: source_info(side.source, offsets),
        title: side.plan.title.as_ref().map(|title| title.text.clone()),
        year: side.plan.year,
        issuer: side.plan.issuer.as_ref().map(|issuer| issuer.text.clone()),
        tasks: side
            .plan
            .tasks
            .iter()
            .enumerate()
            .map(|(at, task)| Task {
                id: task_id(at),
                number: task.number.clone(),
                title: task.title.clone(),
                section: task.section.map(section_id),
                span: offsets.span(task.span),
            })
            .collect(),
    }
}

fn link(link: &diff::Link) -> Link {
    Link { old: task_id(link.old), new: task_id(link.new), similarity: rounded(link.likeness) }
}

fn owner(owner: &diff::OwnerChange) -> OwnerChange {
    let role = |role: Option<OwnerRole>| role.map(json::OwnerRole::from);
    OwnerChange {
        name: owner.name.clone(),
        change: owner.change.into(),
        old: role(owner.old),
        new: role(owner.new),
    }
}

fn vocabulary(vocabulary: &diff::Vocabulary) -> Vocabulary {
    let mentions = |of: &[diff::Mention]| {
        of.iter()
            .map(|mention| Mention {
                text: mention.text.clone(),
                old: mention.old,
                new: mention.new,
                common: mention.common.map(rounded),
            })
            .collect()
    };
    Vocabulary {
        new: mentions(&vocabulary.new),
        gone: mentions(&vocabulary.gone),
        kept: mentions(&vocabulary.kept),
    }
}
