//! Two plans -> what changed between them.
//!
//! Tasks are paired by what they say, wherever they stand; each pair's wording, owners, deadline and targets are then
//! compared by value, so that `6月底前` is `6月30日前` and a year that only rolled over is no change.

mod assign;
pub(crate) mod features;
mod field;
mod likeness;
mod pair;
mod redline;
mod roll;
pub(crate) mod target;
mod vocabulary;

use std::collections::BTreeMap;

use crate::lex::word::words;
use crate::lexicon::Lexicon;
use crate::model::{Plan, TaskId};
use crate::text::order;
use features::Words;

pub use field::{DeadlineChange, DeadlineMove, OwnerChange, OwnerMove};
pub use pair::Link;
pub use redline::{Op, OpKind, for_reading, redline};
pub use target::{TargetChange, TargetMove, is_ceiling};
pub use vocabulary::{Mention, OwnerCount, ThemeShare, Vocabulary};

/// What is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// The least likeness, from 0 to 1, of two tasks that are one task in other words.
    pub least: f32,
}

impl Default for Options {
    fn default() -> Options {
        Options { least: pair::ALIKE }
    }
}

/// What changed from one plan to another.
#[derive(Debug, Clone, Default)]
pub struct Changes {
    /// Every task of both plans in exactly one entry, in the order of the new plan; dropped tasks follow the task
    /// that stood before them in the old one.
    pub tasks: Vec<Entry>,
    /// Targets that stand outside tasks.
    pub goals: Vec<TargetChange>,
    /// Set phrases.
    pub terms: Vocabulary,
    /// Documents named.
    pub references: Vocabulary,
    /// Owners and in how many tasks each has a duty.
    pub owners: Vec<OwnerCount>,
    /// Themes and their shares.
    pub themes: Vec<ThemeShare>,
    /// Whether the plans were too large for more than tasks of the same words to be paired.
    pub partial: bool,
}

/// Tasks that belong together, or one that stands alone, and what changed.
#[derive(Debug, Clone)]
pub struct Entry {
    /// What became of them.
    pub change: Change,
    /// Tasks of the old plan, in its order.
    pub old: Vec<TaskId>,
    /// Tasks of the new plan, in its order.
    pub new: Vec<TaskId>,
    /// From 0 to 1, that of the strongest link; none where a task stands alone.
    pub likeness: Option<f32>,
    /// The link that holds it together, of the two tasks that are each other's partner; the others are parts of them.
    pub core: Option<Link>,
    /// Weaker links to tasks of other entries.
    pub also: Vec<Link>,
    /// Whether it stands in another section, or in another place among the others.
    pub moved: bool,
    /// Whether a year in it rolled over.
    pub rollover: bool,
    /// The wording, old to new. Several tasks of a side stand one a line.
    pub text: Vec<Op>,
    /// Owners that came, went, or changed their duty.
    pub owners: Vec<OwnerChange>,
    /// What became of the deadline; none where neither side has one.
    pub deadline: Option<DeadlineChange>,
    /// What became of each target.
    pub targets: Vec<TargetChange>,
}

/// What became of a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Change {
    Same,
    Reworded,
    Split,
    Merged,
    Added,
    Dropped,
}

impl Change {
    /// All, in the order in which they are counted.
    pub const ALL: [Change; 6] =
        [Change::Same, Change::Reworded, Change::Split, Change::Merged, Change::Added, Change::Dropped];
}

impl Entry {
    /// Whether anything but its place changed.
    pub fn differs(&self) -> bool {
        self.change != Change::Same
            || !self.owners.is_empty()
            || self.deadline.as_ref().is_some_and(|deadline| deadline.change != DeadlineMove::Same)
            || self.targets.iter().any(|target| target.change != TargetMove::Same)
    }
}

impl Changes {
    /// How many entries there are of a kind.
    pub fn count(&self, change: Change) -> usize {
        self.tasks.iter().filter(|entry| entry.change == change).count()
    }

    /// Whether the plans differ in any task or goal.
    pub fn differ(&self) -> bool {
        self.tasks.iter().any(Entry::differs) || self.goals.iter().any(|goal| goal.change != TargetMove::Same)
    }
}

/// Compares two plans.
pub fn diff(lexicon: &Lexicon, old: &Plan, new: &Plan, options: Options) -> Changes {
    let [old_words, new_words] =
        [old, new].map(|plan| plan.tasks.iter().map(|task| words(&task.text)).collect::<Vec<Words>>());
    let pairs = pair::pairs(lexicon, old, new, [&old_words, &new_words], options.least);
    let moved = moved(old, new, &pairs);
    let years = old.year.zip(new.year).map(|(old, new)| new - old);
    let targets = target::Targets::new(lexicon, old, new);
    let mut tasks: Vec<Entry> = Vec::with_capacity(pairs.groups.len());
    for (group, moved) in pairs.groups.into_iter().zip(moved) {
        let (was, is) = (together(&old_words, &group.old), together(&new_words, &group.new));
        let (text, rolled_only) = redline::marked(&was, &is, years);
        let same = rolled_only || pair::bare(&was.concat()) == pair::bare(&is.concat());
        let change = match (group.old.len(), group.new.len()) {
            (0, _) => Change::Added,
            (_, 0) => Change::Dropped,
            (1, 1) if same => Change::Same,
            (1, 1) => Change::Reworded,
            (1, _) => Change::Split,
            _ => Change::Merged,
        };
        let paired = !group.old.is_empty() && !group.new.is_empty();
        tasks.push(Entry {
            change,
            likeness: paired.then_some(if change == Change::Same { 1.0 } else { group.likeness }),
            moved,
            rollover: text.iter().any(|op| op.rollover),
            text,
            owners: if paired { field::owners(old, new, &group.old, &group.new) } else { Vec::new() },
            deadline: field::deadline(old, new, &group.old, &group.new, years),
            targets: targets.of_tasks(&group.old, &group.new),
            core: group.core,
            also: group.also,
            old: group.old,
            new: group.new,
        });
    }
    order(&mut tasks);
    Changes {
        goals: targets.outside_tasks(),
        tasks,
        terms: vocabulary::terms(old, new),
        references: vocabulary::references(old, new),
        owners: vocabulary::owners(old, new),
        themes: vocabulary::themes(old, new),
        partial: pairs.partial,
    }
}

/// The words of several tasks, one task a line.
fn together<'p>(words: &[Words<'p>], tasks: &[usize]) -> Words<'p> {
    tasks.iter().map(|task| words[*task].as_slice()).collect::<Vec<&[&str]>>().join(&"\n")
}

/// Puts entries in the order of the new plan, and each dropped task behind the one before it in the old plan.
fn order(entries: &mut [Entry]) {
    let by_old: BTreeMap<usize, usize> =
        entries.iter().filter_map(|entry| Some((*entry.old.first()?, *entry.new.first()?))).collect();
    order::by_key(entries, |entry| match entry.new.first() {
        Some(new) => (*new as i64, 0, 0),
        None => {
            let before = by_old.range(..entry.old[0]).next_back().map_or(-1, |(_, new)| *new as i64);
            (before, 1, entry.old[0])
        }
    });
}

/// For each group whether it moved: its section is not the one to which its old section's other tasks went, or it
/// stands outside the longest run of groups that kept their order.
fn moved(old: &Plan, new: &Plan, pairs: &pair::Pairs) -> Vec<bool> {
    let groups = &pairs.groups;
    let (old, new) = if pairs.swapped { (new, old) } else { (old, new) };
    let sides = groups
        .iter()
        .enumerate()
        .filter_map(|(at, group)| Some((*group.old.first()?, *group.new.first()?, at)));
    let mut paired: Vec<(usize, usize, usize)> =
        sides.map(|(a, b, at)| if pairs.swapped { (b, a, at) } else { (a, b, at) }).collect();
    order::sort(&mut paired);
    let mut moved = vec![false; groups.len()];
    let kept = longest_run(&paired.iter().map(|(_, new, _)| *new).collect::<Vec<usize>>());
    for (n, (_, _, group)) in paired.iter().enumerate() {
        moved[*group] = !kept[n];
    }
    // The section of the new plan in which most tasks of an old section are now, and the other way round.
    let mut votes: BTreeMap<(Option<usize>, Option<usize>), usize> = BTreeMap::new();
    let sections = |a: usize, b: usize| (old.tasks[a].section, new.tasks[b].section);
    for (a, b, _) in &paired {
        *votes.entry(sections(*a, *b)).or_default() += 1;
    }
    let mut most_of_old: BTreeMap<Option<usize>, usize> = BTreeMap::new();
    let mut most_of_new: BTreeMap<Option<usize>, usize> = BTreeMap::new();
    for ((a, b), votes) in &votes {
        let (of_old, of_new) = (most_of_old.entry(*a).or_default(), most_of_new.entry(*b).or_default());
        (*of_old, *of_new) = ((*of_old).max(*votes), (*of_new).max(*votes));
    }
    for (a, b, group) in &paired {
        let (a, b) = sections(*a, *b);
        let votes = votes[&(a, b)];
        moved[*group] |= votes < most_of_old[&a] || votes < most_of_new[&b];
    }
    moved
}

/// Which of some distinct numbers belong to the longest increasing run; among equals the one that ends lowest.
fn longest_run(numbers: &[usize]) -> Vec<bool> {
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(numbers.len());
    for (at, number) in numbers.iter().enumerate() {
        let place = ends.partition_point(|end| numbers[*end] < *number);
        before.push(place.checked_sub(1).map(|last| ends[last]));
        match ends.get_mut(place) {
            Some(end) => *end = at,
            None => ends.push(at),
        }
    }
    let mut kept = vec![false; numbers.len()];
    let mut at = ends.last().copied();
    while let Some(here) = at {
        kept[here] = true;
        at = before[here];
    }
    kept
}
