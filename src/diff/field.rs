//! Owners, deadlines and targets of paired tasks, compared by value.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::model::{Deadline, Owner, OwnerKind, OwnerRole, OwnerSource, Plan};
use crate::text::order;

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

/// Owners by full name, those of the old tasks first.
pub(super) fn owners(old: &Plan, new: &Plan, of_old: &[usize], of_new: &[usize]) -> Vec<OwnerChange> {
    type Duties<'p> = (&'p str, Vec<OwnerRole>);
    fn duties<'p>(
        plan: &'p Plan,
        tasks: &[usize],
        names: &mut Vec<&'p str>,
    ) -> BTreeMap<&'p str, Duties<'p>> {
        let mut duties: BTreeMap<&str, Duties> = BTreeMap::new();
        // Who a sentence merely speaks of is another wording, unless it is a unit.
        let unit = |owner: &&Owner| {
            owner.source != OwnerSource::Subject
                || matches!(owner.kind, OwnerKind::Organization | OwnerKind::Group)
        };
        for owner in tasks.iter().flat_map(|task| &plan.tasks[*task].owners).filter(unit) {
            names.push(&owner.canonical);
            let roles = &mut duties.entry(&owner.canonical).or_insert((&owner.name, Vec::new())).1;
            if !roles.contains(&owner.role) {
                roles.push(owner.role);
            }
        }
        duties.values_mut().for_each(|(_, roles)| order::sort(roles));
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
