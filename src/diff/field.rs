//! Owners, deadlines and targets of paired tasks, compared by value.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::model::{Deadline, OwnerRole, Plan, Target};

/// An owner that came, went or changed its duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnerChange {
    /// As the side that has it writes it, the new one first.
    pub name: String,
    /// What happened.
    pub change: OwnerMove,
    /// Its first duty in the old tasks.
    pub old: Option<OwnerRole>,
    /// Its first duty in the new tasks.
    pub new: Option<OwnerRole>,
}

/// What happened to an owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum OwnerMove {
    Added,
    Removed,
    Role,
}

/// What became of a deadline. The two are those of the tasks, by index, that decide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadlineChange {
    /// What happened.
    pub change: DeadlineMove,
    /// That of the old tasks.
    pub old: Option<Deadline>,
    /// That of the new tasks.
    pub new: Option<Deadline>,
    /// Whether it stands on the same day of another plan's year.
    pub rollover: bool,
}

/// What happened to a deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum DeadlineMove {
    Earlier,
    Later,
    Added,
    Removed,
    Same,
}

/// What became of a target; indices into the plans' targets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TargetChange {
    /// What happened.
    pub change: TargetMove,
    /// Its index in the old plan.
    pub old: Option<usize>,
    /// Its index in the new plan.
    pub new: Option<usize>,
}

/// What happened to a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum TargetMove {
    Raised,
    Lowered,
    Added,
    Removed,
    Same,
}

/// Owners by full name, those of the old tasks first.
pub(super) fn owners(old: &Plan, new: &Plan, of_old: &[usize], of_new: &[usize]) -> Vec<OwnerChange> {
    type Duties<'p> = (&'p str, Vec<OwnerRole>);
    fn duties<'p>(
        plan: &'p Plan,
        tasks: &[usize],
        names: &mut Vec<&'p str>,
    ) -> BTreeMap<&'p str, Duties<'p>> {
        let mut duties: BTreeMap<&str, Duties> = BTreeMap::new();
        for owner in tasks.iter().flat_map(|task| &plan.tasks[*task].owners) {
            names.push(&owner.canonical);
            let roles = &mut duties.entry(&owner.canonical).or_insert((&owner.name, Vec::new())).1;
            if !roles.contains(&owner.role) {
                roles.push(owner.role);
            }
        }
        duties.values_mut().for_each(|(_, roles)| roles.sort());
        duties
    }
    let mut names = Vec::new();
    let (was, is) = (duties(old, of_old, &mut names), duties(new, of_new, &mut names));
    let mut seen = BTreeSet::new();
    let change = |name: &str| {
        let (name, change, old, new) = match (was.get(name), is.get(name)) {
            (Some((name, old)), None) => (name, OwnerMove::Removed, Some(old[0]), None),
            (None, Some((name, new))) => (name, OwnerMove::Added, None, Some(new[0])),
            (Some((_, old)), Some((name, new))) if old != new => {
                (name, OwnerMove::Role, Some(old[0]), Some(new[0]))
            }
            _ => return None,
        };
        Some(OwnerChange { name: (*name).to_owned(), change, old, new })
    };
    names.into_iter().filter(|name| seen.insert(*name)).filter_map(change).collect()
}

/// The last deadlines of both sides, compared by day. A day in the old plan's own year is first carried over to the new
/// plan's.
pub(super) fn deadline(
    old: &Plan,
    new: &Plan,
    of_old: &[usize],
    of_new: &[usize],
    years: Option<i16>,
) -> Option<DeadlineChange> {
    let last = |plan: &Plan, tasks: &[usize]| -> Option<Deadline> {
        let deadlines = tasks.iter().filter_map(|task| plan.tasks[*task].deadline.clone());
        deadlines.reduce(|last, next| if next.date > last.date { next } else { last })
    };
    let (was, is) = (last(old, of_old), last(new, of_new));
    let mut rollover = false;
    let change = match (&was, &is) {
        (None, None) => return None,
        (None, Some(_)) => DeadlineMove::Added,
        (Some(_), None) => DeadlineMove::Removed,
        (Some(a), Some(b)) => match (a.date, b.date) {
            (Some(a), Some(b)) if a == b => DeadlineMove::Same,
            (Some(a), Some(b)) => {
                let carried = carried(a, old.year, years);
                rollover = carried == b;
                match carried.cmp(&b) {
                    std::cmp::Ordering::Less => DeadlineMove::Later,
                    std::cmp::Ordering::Equal => DeadlineMove::Same,
                    std::cmp::Ordering::Greater => DeadlineMove::Earlier,
                }
            }
            // A day is more than `持续推进`, which is more than nothing.
            (None, Some(_)) => DeadlineMove::Added,
            (Some(_), None) => DeadlineMove::Removed,
            (None, None) => DeadlineMove::Same,
        },
    };
    Some(DeadlineChange { change, old: was, new: is, rollover })
}

/// The same day of the new plan's year, the last of February for the 29th.
fn carried(day: Date, year: Option<i16>, years: Option<i16>) -> Date {
    match (year, years) {
        (Some(year), Some(years)) if day.year() == year => {
            let first = Date::new(year + years, day.month(), 1);
            let in_month = |first: Date| {
                let end_of_month = day == day.last_of_month();
                let last = first.last_of_month();
                if end_of_month {
                    last
                } else {
                    Date::new(last.year(), last.month(), day.day()).unwrap_or(last)
                }
            };
            first.map_or(day, in_month)
        }
        _ => day,
    }
}

/// The targets of two plans by the tasks they stand in.
pub(super) struct Targets<'p> {
    old: &'p Plan,
    new: &'p Plan,
    of_old: BTreeMap<Option<usize>, Vec<usize>>,
    of_new: BTreeMap<Option<usize>, Vec<usize>>,
}

impl<'p> Targets<'p> {
    pub(super) fn new(old: &'p Plan, new: &'p Plan) -> Targets<'p> {
        let by_task = |plan: &Plan| {
            let mut by_task: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
            for (at, target) in plan.targets.iter().enumerate() {
                by_task.entry(target.task).or_default().push(at);
            }
            by_task
        };
        Targets { old, new, of_old: by_task(old), of_new: by_task(new) }
    }

    /// Those of a group of tasks.
    pub(super) fn of_tasks(&mut self, old: &[usize], new: &[usize]) -> Vec<TargetChange> {
        let of = |by_task: &BTreeMap<Option<usize>, Vec<usize>>, tasks: &[usize]| -> Vec<usize> {
            tasks.iter().filter_map(|task| by_task.get(&Some(*task))).flatten().copied().collect()
        };
        self.paired(&of(&self.of_old, old), &of(&self.of_new, new))
    }

    /// Those that stand in no task.
    pub(super) fn outside_tasks(&self) -> Vec<TargetChange> {
        let of =
            |by_task: &BTreeMap<Option<usize>, Vec<usize>>| by_task.get(&None).cloned().unwrap_or_default();
        self.paired(&of(&self.of_old), &of(&self.of_new))
    }

    /// Pairs targets by what they measure, best first; those left over came or went.
    fn paired(&self, old: &[usize], new: &[usize]) -> Vec<TargetChange> {
        let mut links: Vec<(f32, usize, usize)> = Vec::new();
        for (a, was) in old.iter().enumerate() {
            for (b, is) in new.iter().enumerate() {
                let alike = alike(&self.old.targets[*was], &self.new.targets[*is]);
                if alike >= 0.5 {
                    links.push((alike, a, b));
                }
            }
        }
        // Ties fall to those that stand nearer the top on both sides, whichever side is called the old one.
        links.sort_by(|x, y| y.0.total_cmp(&x.0).then((x.1 + x.2).cmp(&(y.1 + y.2))));
        let (mut of_old, mut of_new) = (vec![None; old.len()], vec![None; new.len()]);
        let mut take = |links: &[(f32, usize, usize)]| {
            for (_, a, b) in links {
                if of_old[*a].is_none() && of_new[*b].is_none() {
                    (of_old[*a], of_new[*b]) = (Some(*b), Some(*a));
                }
            }
        };
        take(&links);
        // Of those left, two that alone have a unit measure the same thing where their sentences speak of the same.
        let mut of_unit: BTreeMap<&str, [Vec<usize>; 2]> = BTreeMap::new();
        for (side, (plan, targets)) in [(self.old, old), (self.new, new)].into_iter().enumerate() {
            for (at, target) in targets.iter().enumerate() {
                let taken = if side == 0 { of_old[at].is_some() } else { of_new[at].is_some() };
                if let (false, Some(unit)) = (taken, &plan.targets[*target].unit) {
                    of_unit.entry(unit).or_default()[side].push(at);
                }
            }
        }
        for pair in of_unit.values() {
            if let [[a], [b]] = [pair[0].as_slice(), pair[1].as_slice()]
                && dice(sentence(self.old, old[*a]), sentence(self.new, new[*b])) >= 0.3
            {
                (of_old[*a], of_new[*b]) = (Some(*b), Some(*a));
            }
        }
        let mut changes: Vec<TargetChange> = Vec::new();
        for (a, was) in old.iter().enumerate() {
            let is = of_old[a].map(|b| new[b]);
            let change = match is {
                Some(is) => moved(&self.old.targets[*was], &self.new.targets[is]),
                None => TargetMove::Removed,
            };
            changes.push(TargetChange { change, old: Some(*was), new: is });
        }
        let added = new.iter().enumerate().filter(|(b, _)| of_new[*b].is_none());
        changes.extend(added.map(|(_, is)| TargetChange {
            change: TargetMove::Added,
            old: None,
            new: Some(*is),
        }));
        changes
    }
}

/// The sentence in which a target stands; empty outside tasks.
fn sentence(plan: &Plan, target: usize) -> &str {
    let Target { task, span, .. } = &plan.targets[target];
    let measures = task.map(|task| &plan.tasks[task].measures);
    measures
        .into_iter()
        .flatten()
        .find(|measure| measure.span.contains(*span))
        .map_or("", |measure| &measure.text)
}

/// Whether a target went up or down.
fn moved(was: &Target, is: &Target) -> TargetMove {
    let value = |target: &Target| target.value.as_deref().and_then(|digits| digits.parse::<f64>().ok());
    match (value(was), value(is)) {
        (Some(was), Some(is)) if was < is => TargetMove::Raised,
        (Some(was), Some(is)) if was > is => TargetMove::Lowered,
        _ => TargetMove::Same,
    }
}

/// Whether two targets measure the same thing, from 0 to 1: by the unit and the words for what is measured.
fn alike(was: &Target, is: &Target) -> f32 {
    if was.unit != is.unit {
        return 0.0;
    }
    match (&was.of, &is.of) {
        (Some(was), Some(is)) => 0.1 + 0.9 * dice(was, is),
        (None, None) if was.text == is.text => 1.0,
        _ => 0.0,
    }
}

/// The share of characters and of pairs of characters that two names have in common.
fn dice(a: &str, b: &str) -> f32 {
    fn features(text: &str) -> Vec<(char, char)> {
        let chars: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
        let alone = chars.iter().map(|c| (*c, '\0'));
        let mut all: Vec<(char, char)> = alone.chain(chars.windows(2).map(|two| (two[0], two[1]))).collect();
        all.sort_unstable();
        all.dedup();
        all
    }
    let (a, b) = (features(a), features(b));
    let shared = a.iter().filter(|feature| b.binary_search(feature).is_ok()).count();
    2.0 * shared as f32 / (a.len() + b.len()).max(1) as f32
}
