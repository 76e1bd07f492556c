//! Owner, deadline and targets of an upper task against those of what takes it up.

use jiff::civil::Date;

use crate::diff::target::Targets;
use crate::diff::{TargetMove, is_ceiling};
use crate::lexicon::Lexicon;
use crate::model::{self, DateKind, Deadline, Owner, Plan, Target};
use crate::text::Span;
use crate::trace::passage::Passage;
use crate::trace::place;

/// Whether the counterpart of who leads above leads below.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OwnerTie {
    /// The answer.
    pub relation: OwnerRelation,
    /// Who leads above.
    pub upper: Vec<String>,
    /// Who leads below.
    pub lower: Vec<String>,
}

/// What two leads are to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum OwnerRelation {
    /// One of the two names nobody.
    #[default]
    None,
    /// They do the same at their levels.
    Counterpart,
    /// Another unit leads below.
    Other,
}

/// The day below against the day above.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DeadlineTie {
    /// The answer.
    pub relation: DeadlineRelation,
    /// As said above.
    pub upper: Option<Deadline>,
    /// As said below.
    pub lower: Option<Deadline>,
}

/// What two deadlines are to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[allow(missing_docs)]
pub enum DeadlineRelation {
    /// One of the two gives no day.
    #[default]
    None,
    Earlier,
    Same,
    Later,
}

/// A target below against one above; indices into the plans' targets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetTie {
    /// The answer.
    pub relation: TargetRelation,
    /// Its index above.
    pub upper: Option<usize>,
    /// Its index below.
    pub lower: Option<usize>,
    /// What each measures.
    pub of: [Option<String>; 2],
}

/// What two targets are to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum TargetRelation {
    /// The upper task sets none.
    #[default]
    None,
    /// The same.
    Kept,
    /// More is asked below.
    Raised,
    /// Less is asked below.
    Lowered,
    /// A part of what is asked above in sum.
    Share,
    /// Both have numbers that cannot be compared.
    Unlike,
    /// Nothing below answers it.
    Missing,
}

/// What an upper task and its counterparts are compared by.
pub(super) struct Ties<'a> {
    lexicon: &'a Lexicon,
    upper: &'a Plan,
    lower: &'a Plan,
    targets: Targets<'a>,
}

impl<'a> Ties<'a> {
    pub(super) fn new(lexicon: &'a Lexicon, upper: &'a Plan, lower: &'a Plan) -> Ties<'a> {
        Ties { lexicon, upper, lower, targets: Targets::new(lexicon, upper, lower) }
    }

    pub(super) fn owner(&self, task: usize, below: &[&Passage]) -> OwnerTie {
        let particular = |owner: &&Owner| place::is_particular(owner);
        let upper: Vec<&Owner> = place::leads(self.upper.tasks[task].owners.iter().filter(particular));
        let tasks = below.iter().filter_map(|passage| passage.task).map(|task| &self.lower.tasks[task]);
        let lower: Vec<&Owner> =
            tasks.flat_map(|task| place::leads(task.owners.iter().filter(particular))).collect();
        let relation = match (upper.is_empty(), lower.is_empty()) {
            (false, false) => {
                let answered = upper.iter().any(|a| lower.iter().any(|b| place::answer(self.lexicon, a, b)));
                if answered { OwnerRelation::Counterpart } else { OwnerRelation::Other }
            }
            _ => OwnerRelation::None,
        };
        let names = |owners: &[&Owner]| {
            let mut names: Vec<String> = Vec::new();
            for owner in owners {
                if !names.contains(&owner.canonical) {
                    names.push(owner.canonical.clone());
                }
            }
            names
        };
        OwnerTie { relation, upper: names(&upper), lower: names(&lower) }
    }

    pub(super) fn deadline(&self, task: usize, below: &[&Passage]) -> DeadlineTie {
        let upper = self.upper.tasks[task].deadline.clone();
        let lower = below.iter().filter_map(|passage| self.deadline_of(passage));
        let lower = lower.reduce(|last, next| if next.date > last.date { next } else { last });
        let day = |deadline: &Option<Deadline>| -> Option<Date> { deadline.as_ref()?.date };
        let relation = match (day(&upper), day(&lower)) {
            (Some(above), Some(below)) => match below.cmp(&above) {
                std::cmp::Ordering::Less => DeadlineRelation::Earlier,
                std::cmp::Ordering::Equal => DeadlineRelation::Same,
                std::cmp::Ordering::Greater => DeadlineRelation::Later,
            },
            _ => DeadlineRelation::None,
        };
        DeadlineTie { relation, upper, lower }
    }

    /// That of a task, or the last day named in a paragraph.
    fn deadline_of(&self, passage: &Passage) -> Option<Deadline> {
        if let Some(task) = passage.task {
            return self.lower.tasks[task].deadline.clone();
        }
        let named = self.lower.dates.iter().filter(|date| date.kind == DateKind::Deadline);
        let date = named.filter(|date| passage.span.contains(date.span)).max_by_key(|date| date.end)?;
        Some(Deadline { text: date.text.clone(), date: date.end, inherited: false, span: date.span })
    }

    pub(super) fn targets(&self, task: usize, below: &[&Passage]) -> Vec<TargetTie> {
        let inside = |plan: &Plan, of: &dyn Fn(&Target) -> bool| -> Vec<usize> {
            (0..plan.targets.len()).filter(|at| of(&plan.targets[*at])).collect()
        };
        let above = inside(self.upper, &|target| target.task == Some(task));
        if above.is_empty() {
            return Vec::new();
        }
        let spans: Vec<Span> = below.iter().map(|passage| passage.span).collect();
        let of_below = inside(self.lower, &|target| spans.iter().any(|span| span.contains(target.span)));
        let tie = |change: crate::diff::TargetChange| {
            let upper = &self.upper.targets[change.old?];
            let lower = change.new.map(|at| &self.lower.targets[at]);
            Some(TargetTie {
                relation: relation(change.change, upper, lower),
                upper: change.old,
                lower: change.new,
                of: change.of,
            })
        };
        self.targets.paired(&above, &of_below).into_iter().filter_map(tie).collect()
    }
}

/// What a change from the upper to the lower target says of levels.
fn relation(change: TargetMove, upper: &Target, lower: Option<&Target>) -> TargetRelation {
    let ceiling = is_ceiling(upper);
    let more = |more: bool| if more != ceiling { TargetRelation::Raised } else { TargetRelation::Lowered };
    match change {
        TargetMove::Same => TargetRelation::Kept,
        TargetMove::Unlike => TargetRelation::Unlike,
        TargetMove::Removed | TargetMove::Added => TargetRelation::Missing,
        TargetMove::Raised => more(true),
        // A city's part of a province's sum is no lowering.
        TargetMove::Lowered if is_sum(upper) && lower.is_some_and(is_sum) => TargetRelation::Share,
        TargetMove::Lowered => more(false),
    }
}

/// Whether a target counts things all over the place that is planned for, so that a smaller place has fewer: not a share,
/// a growth, a span of time, or a number for each.
fn is_sum(target: &Target) -> bool {
    const RATES: [&str; 14] =
        ["%", "‰", "个百分点", "倍", "分钟", "小时", "天", "日", "个工作日", "年", "岁", "米", "度", "分"];
    let unit = target.unit.as_deref().unwrap_or("");
    let each = ["每", "单户", "户均", "人均", "均"].iter().any(|of| target.clause.contains(of));
    let changes = matches!(target.change, Some(model::Change::Decrease));
    !RATES.contains(&unit) && !each && !changes
}

/// What all targets of a task come to: the worst that can be compared, else what is known.
pub(super) fn sum_up(ties: &[TargetTie]) -> TargetRelation {
    use TargetRelation::{Kept, Lowered, Missing, Raised, Share, Unlike};
    [Lowered, Raised, Share, Kept, Unlike, Missing]
        .into_iter()
        .find(|relation| ties.iter().any(|tie| tie.relation == *relation))
        .unwrap_or_default()
}
