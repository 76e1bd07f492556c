//! The public format `plan-trace/1`.

#[cfg(test)]
use schemars::JsonSchema;
use serde::Serialize;

use crate::model::{Lang, Plan};
use crate::report::diff::json::{Paper, paper};
use crate::report::json::{Deadline, Printer, Target, rounded, task_id};
use crate::report::trace::{Lower, Traces};
use crate::text::Offsets;
use crate::trace;

/// The form and its number: what `plan trace` prints.
pub const SCHEMA: &str = "plan-trace/1";

/// What `plan trace` prints.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct Document {
    /// Always `plan-trace/1`.
    pub schema: &'static str,
    /// The upper plan.
    pub upper: Paper,
    /// The lower plans, in the order in which they were given.
    pub lowers: Vec<LowerPlan>,
    /// Whether each lower plan is traced from the one before it.
    pub chain: bool,
    /// For each upper task what became of it in each lower plan, in the order of `lowers`; in a chain, followed down.
    pub matrix: Vec<MatrixRow>,
}

/// A lower plan and what it made of the upper one.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct LowerPlan {
    /// What it is called beside the others.
    pub label: String,
    /// The plan.
    pub plan: Paper,
    /// Whether it names the upper plan, by title or number.
    pub cites: bool,
    /// A row for each task above that was asked for.
    pub rows: Vec<Row>,
    /// What it has without a source above.
    pub own: Vec<Passage>,
    /// How many rows of each state.
    pub summary: Summary,
}

/// What became of an upper task.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct Row {
    /// The upper task.
    pub upper: String,
    /// What became of it.
    pub state: State,
    /// What takes it up, strongest first.
    pub lower: Vec<Link>,
    /// Where nothing takes it up, what comes nearest.
    pub near: Option<Link>,
    /// Its measures, one by one.
    pub measures: Vec<Measure>,
    /// Who leads above and below.
    pub owner: OwnerTie,
    /// The days above and below.
    pub deadline: DeadlineTie,
    /// What its targets come to.
    pub target: TargetRelation,
    /// Each of its targets.
    pub targets: Vec<TargetTie>,
}

/// A task of a lower plan, or a paragraph outside tasks.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct Passage {
    /// The task; null for a paragraph outside tasks.
    pub task: Option<String>,
    /// Its title, or its first clause.
    pub title: String,
    /// All of it.
    pub span: [usize; 2],
}

/// What takes up an upper task.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct Link {
    /// The task; null for a paragraph outside tasks.
    pub task: Option<String>,
    /// Its title, or its first clause.
    pub title: String,
    /// All of it.
    pub span: [usize; 2],
    /// From 0 to 1.
    pub likeness: f64,
}

/// A measure of an upper task.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct Measure {
    /// Its text.
    pub text: String,
    /// Its place in the upper text.
    pub span: [usize; 2],
    /// How much of it stands below, from 0 to 1.
    pub share: f64,
    /// The words below that show it; null where it is not taken up.
    pub lower: Option<Words>,
}

/// Words of the lower plan.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct Words {
    /// The task; null for a paragraph outside tasks.
    pub task: Option<String>,
    /// As they stand there.
    pub text: String,
    /// Their place in the lower text.
    pub span: [usize; 2],
}

/// Who leads above and below.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct OwnerTie {
    /// How they compare.
    pub relation: OwnerRelation,
    /// Who leads above.
    pub upper: Vec<String>,
    /// Who leads below.
    pub lower: Vec<String>,
}

/// The days above and below.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct DeadlineTie {
    /// How they compare.
    pub relation: DeadlineRelation,
    /// Above.
    pub upper: Option<Deadline>,
    /// Below.
    pub lower: Option<Deadline>,
}

/// A target above and what answers it.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct TargetTie {
    /// How they compare.
    pub relation: TargetRelation,
    /// Above.
    pub upper: Option<Target>,
    /// Below.
    pub lower: Option<Target>,
    /// What each measures.
    pub of: [Option<String>; 2],
}

/// How many rows of each state, and how many tasks of its own the lower plan has.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[allow(missing_docs)]
pub struct Summary {
    pub taken_up: usize,
    pub partly: usize,
    pub missing: usize,
    pub not_ours: usize,
    pub own: usize,
}

/// What became of an upper task in each lower plan.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct MatrixRow {
    /// The upper task.
    pub upper: String,
    /// Its state in each lower plan.
    pub states: Vec<State>,
    /// The tasks of each lower plan that take it up.
    pub tasks: Vec<Vec<String>>,
    /// The labels of those that have not taken it up.
    pub missing: Vec<String>,
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
        impl From<trace::$name> for $name {
            fn from(value: trace::$name) -> $name {
                match value { $(trace::$name::$variant => $name::$variant),* }
            }
        }
    };
}

names!(
    /// What became of an upper task. `not_ours`: its owners have no counterpart below.
    State { TakenUp, Partly, Missing, NotOurs }
);
names!(
    /// `counterpart`: who leads above has its counterpart leading below; `none`: one of the two names nobody.
    OwnerRelation { None, Counterpart, Other }
);
names!(
    /// The lower day against the upper one; `none`: one of the two gives none.
    DeadlineRelation { None, Earlier, Same, Later }
);
names!(
    /// The lower target against the upper one. `share`: a part of a sum; `unlike`: not to be compared; `missing`: nothing
    /// below answers it; `none`: the upper task sets none.
    TargetRelation { None, Kept, Raised, Lowered, Share, Unlike, Missing }
);

/// Lower plans and what they made of an upper one, in the public format.
pub fn document(of: &Traces, lang: Lang) -> Document {
    let above = Offsets::new(&of.upper.source.text);
    Document {
        schema: SCHEMA,
        upper: paper(of.upper, &above),
        lowers: of.lowers.iter().map(|lower| one(of, lower, lang)).collect(),
        chain: of.chain,
        matrix: of
            .threads
            .iter()
            .map(|thread| MatrixRow {
                upper: task_id(thread.task),
                states: thread.steps.iter().map(|step| step.state.into()).collect(),
                tasks: thread
                    .steps
                    .iter()
                    .zip(of.lowers)
                    .map(|(step, lower)| {
                        let tasks = step.passages.iter().filter_map(|at| lower.trace.passages[*at].task);
                        tasks.map(task_id).collect()
                    })
                    .collect(),
                missing: of.without(thread).map(str::to_owned).collect(),
            })
            .collect(),
    }
}

fn one(of: &Traces, lower: &Lower, lang: Lang) -> LowerPlan {
    let Lower { upper, side, trace, .. } = *lower;
    let above = Offsets::new(&upper.source.text);
    let below = Offsets::new(&side.source.text);
    let (upper_printer, lower_printer) =
        (Printer { offsets: &above, lang }, Printer { offsets: &below, lang });
    let passage = |at: usize| {
        let passage = &trace.passages[at];
        Passage {
            task: passage.task.map(task_id),
            title: passage.title.clone(),
            span: below.span(passage.span),
        }
    };
    let link = |link: &trace::Link| {
        let Passage { task, title, span } = passage(link.passage);
        Link { task, title, span, likeness: rounded(link.likeness) }
    };
    let target = |printer: &Printer, plan: &Plan, at: Option<usize>| {
        at.map(|at| printer.target(plan.targets[at].clone()))
    };
    let row = |row: &trace::Row| Row {
        upper: task_id(row.task),
        state: row.state.into(),
        lower: row.links.iter().map(link).collect(),
        near: row.near.as_ref().map(link),
        measures: row
            .measures
            .iter()
            .map(|measure| Measure {
                text: measure.text.clone(),
                span: above.span(measure.span),
                share: rounded(measure.share),
                lower: measure.found.as_ref().map(|(at, text, span)| Words {
                    task: trace.passages[*at].task.map(task_id),
                    text: text.clone(),
                    span: below.span(*span),
                }),
            })
            .collect(),
        owner: OwnerTie {
            relation: row.owner.relation.into(),
            upper: row.owner.upper.clone(),
            lower: row.owner.lower.clone(),
        },
        deadline: DeadlineTie {
            relation: row.deadline.relation.into(),
            upper: row.deadline.upper.as_ref().map(|deadline| upper_printer.deadline(deadline)),
            lower: row.deadline.lower.as_ref().map(|deadline| lower_printer.deadline(deadline)),
        },
        target: row.target.into(),
        targets: row
            .targets
            .iter()
            .map(|tie| TargetTie {
                relation: tie.relation.into(),
                upper: target(&upper_printer, upper.plan, tie.upper),
                lower: target(&lower_printer, side.plan, tie.lower),
                of: tie.of.clone(),
            })
            .collect(),
    };
    LowerPlan {
        label: lower.label.to_owned(),
        plan: paper(side, &below),
        cites: trace.cited,
        rows: trace.rows.iter().filter(|row| of.wants(row)).map(row).collect(),
        own: if of.wants_own() { trace.own.iter().map(|at| passage(*at)).collect() } else { Vec::new() },
        summary: Summary {
            taken_up: trace.count(trace::State::TakenUp),
            partly: trace.count(trace::State::Partly),
            missing: trace.count(trace::State::Missing),
            not_ours: trace.count(trace::State::NotOurs),
            own: trace.own.len(),
        },
    }
}
