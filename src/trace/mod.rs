//! An upper plan and a lower one -> which of the upper's tasks the lower took up.
//!
//! `diff` compares two years of one office; here two levels are compared, and nothing is reworded alike: the lower plan is
//! narrower, names units of its own, splits a task into several or carries only the measures that concern it. So every
//! passage of the lower plan may take up any number of upper tasks, and is asked how much of each measure stands in it.

mod kin;
mod near;
mod pair;
mod passage;
mod place;
pub mod price;
mod relation;

use crate::lexicon::Lexicon;
use crate::model::{OwnerKind, OwnerSource, TaskId};
use crate::text::Span;
use crate::text::order;

pub use pair::Pair;
pub use passage::{Paper, Passage};
pub use relation::{DeadlineRelation, DeadlineTie, OwnerRelation, OwnerTie, TargetRelation, TargetTie};

/// What a lower plan made of an upper one.
#[derive(Debug, Clone, Default)]
pub struct Trace {
    /// Every upper task, in document order.
    pub rows: Vec<Row>,
    /// The lower plan's passages: its tasks in document order, then the paragraphs outside them.
    pub passages: Vec<Passage>,
    /// The passages without a source above, by index.
    pub own: Vec<usize>,
    /// Whether the lower plan names the upper one, by title or number.
    pub cited: bool,
}

/// What became of an upper task.
#[derive(Debug, Clone)]
pub struct Row {
    /// The upper task.
    pub task: TaskId,
    /// What became of it.
    pub state: State,
    /// What takes it up, strongest first.
    pub links: Vec<Link>,
    /// Where nothing takes it up: what comes nearest, to look at before anybody is blamed.
    pub near: Option<Link>,
    /// Its measures, each with what takes it up.
    pub measures: Vec<Measure>,
    /// Who leads above and below.
    pub owner: OwnerTie,
    /// The days above and below.
    pub deadline: DeadlineTie,
    /// Each of its targets.
    pub targets: Vec<TargetTie>,
    /// What its targets come to.
    pub target: TargetRelation,
}

/// A lower passage that takes up an upper task.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Link {
    /// The passage, by index.
    pub passage: usize,
    /// From 0 to 1.
    pub likeness: f32,
}

/// A measure of an upper task.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// Its text, cleaned.
    pub text: String,
    /// Its place in the upper source.
    pub span: Span,
    /// What takes it up: a passage, by index, the words that show it, and their place in the lower source.
    pub found: Option<(usize, String, Span)>,
    /// How much of it stands there, from 0 to 1.
    pub share: f32,
}

/// What became of an upper task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Its substance is carried at the lower level's scale.
    TakenUp,
    /// Only some of its measures are.
    Partly,
    /// Nothing below takes it up.
    Missing,
    /// Its owners have no counterpart below.
    NotOurs,
}

impl State {
    /// All, in the order in which they are counted.
    pub const ALL: [State; 4] = [State::TakenUp, State::Partly, State::Missing, State::NotOurs];
}

impl Trace {
    /// How many rows there are of a state.
    pub fn count(&self, state: State) -> usize {
        self.rows.iter().filter(|row| row.state == state).count()
    }

    /// Whether nothing of the upper plan stands in the lower one.
    pub fn is_strange(&self) -> bool {
        self.rows.iter().all(|row| row.links.is_empty())
    }

    /// Whether some task is taken up in part or not at all.
    pub fn lacks(&self) -> bool {
        self.rows.iter().any(|row| matches!(row.state, State::Partly | State::Missing))
    }
}

/// What became of an upper task, lower plan by lower plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Thread {
    /// The task of the first plan.
    pub task: TaskId,
    /// A step for each lower plan.
    pub steps: Vec<Step>,
}

/// What a lower plan made of a task.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// What became of it.
    pub state: State,
    /// The passages that take it up, by index.
    pub passages: Vec<usize>,
}

/// Each upper task beside what each of several lower plans made of it.
pub fn side_by_side(n_tasks: usize, traces: &[Trace]) -> Vec<Thread> {
    let step =
        |row: &Row| Step { state: row.state, passages: row.links.iter().map(|link| link.passage).collect() };
    (0..n_tasks)
        .map(|task| Thread { task, steps: traces.iter().map(|trace| step(&trace.rows[task])).collect() })
        .collect()
}

/// Each task of the first plan followed down: a step's tasks are the ones that the next step takes up. A task that several
/// carry is taken up where all of them are, and in part where some are; one that nothing carries has no further step.
///
/// ```text
/// province t3 ── city t5, t6 ── county t2 (of t5), nothing of t6      taken up, then partly
/// ```
pub fn follow(traces: &[Trace]) -> Vec<Thread> {
    let n_tasks = traces.first().map_or(0, |trace| trace.rows.len());
    let follow = |task: TaskId| {
        let mut steps: Vec<Step> = Vec::with_capacity(traces.len());
        let mut tasks = vec![task];
        for (at, trace) in traces.iter().enumerate() {
            let rows: Vec<&Row> = tasks.iter().map(|task| &trace.rows[*task]).collect();
            let mut passages: Vec<usize> =
                rows.iter().flat_map(|row| row.links.iter().map(|link| link.passage)).collect();
            order::sort(&mut passages);
            passages.dedup();
            let all = |of: State| !rows.is_empty() && rows.iter().all(|row| row.state == of);
            let state = match () {
                () if all(State::TakenUp) => State::TakenUp,
                () if !passages.is_empty() => State::Partly,
                // What ended above is no task of those below.
                () if rows.is_empty() && at > 0 => steps[at - 1].state,
                () if all(State::NotOurs) => State::NotOurs,
                () => State::Missing,
            };
            tasks = passages.iter().filter_map(|passage| trace.passages[*passage].task).collect();
            steps.push(Step { state, passages });
        }
        Thread { task, steps }
    };
    (0..n_tasks).map(follow).collect()
}

/// Every pair of an upper task and a lower passage that is weighed, with its signs.
pub fn pairs(lexicon: &Lexicon, upper: Paper, lower: Paper) -> (Vec<Passage>, Vec<Passage>, Vec<Pair>) {
    let mut own = place::own_places(lexicon, upper.plan);
    own.extend(place::own_places(lexicon, lower.plan));
    let above = passage::passages(upper, false);
    let below = passage::passages(lower, true);
    let pairs = pair::pairs(lexicon, &above, &below, &own);
    (above, below, pairs)
}

/// Compares two levels.
pub fn trace(lexicon: &Lexicon, upper: Paper, lower: Paper) -> Trace {
    let (above, passages, pairs) = pairs(lexicon, upper, lower);
    let ties = relation::Ties::new(lexicon, upper.plan, lower.plan);
    let ours = place::own_places(lexicon, lower.plan);
    let mut of_task: Vec<&[Pair]> = vec![&[]; above.len()];
    for pairs in pairs.chunk_by(|a, b| a.upper == b.upper) {
        of_task[pairs[0].upper] = pairs;
    }
    let mut rows = Vec::with_capacity(above.len());
    let mut linked = vec![false; passages.len()];
    for (task, pairs) in of_task.into_iter().enumerate() {
        let strongest = pairs.first().map_or(0.0, |pair| pair.likeness);
        let elsewhere = strongest < price::OURS && is_elsewhere(lexicon, upper, task, &ours);
        let taken = strongest >= price::TAKEN && !elsewhere;
        let holds = |pair: &&Pair| {
            pair.likeness >= price::LINKED.max(strongest * price::BESIDE) || pair.likeness == strongest
        };
        let of: Vec<&Pair> = pairs.iter().take(if taken { usize::MAX } else { 0 }).filter(holds).collect();
        let link = |pair: &Pair| Link { passage: pair.lower, likeness: pair.likeness };
        let below: Vec<&Passage> = of.iter().map(|pair| &passages[pair.lower]).collect();
        let state = match of.is_empty() {
            true if elsewhere => State::NotOurs,
            true => State::Missing,
            false if pair::curve(&price::STATE, &signs(&of)) >= price::WHOLLY => State::TakenUp,
            false => State::Partly,
        };
        of.iter().for_each(|pair| linked[pair.lower] = true);
        let targets = if of.is_empty() { Vec::new() } else { ties.targets(task, &below) };
        rows.push(Row {
            task,
            state,
            links: of.iter().map(|pair| link(pair)).collect(),
            near: pairs.first().filter(|pair| state == State::Missing && pair.likeness > 0.0).map(link),
            measures: measures(&above[task], &of, &passages),
            owner: if of.is_empty() { OwnerTie::default() } else { ties.owner(task, &below) },
            deadline: if of.is_empty() { DeadlineTie::default() } else { ties.deadline(task, &below) },
            target: relation::sum_up(&targets),
            targets,
        });
    }
    // Where the lower plan has no tasks its paragraphs are.
    let untold = lower.plan.tasks.is_empty();
    let is_own =
        |at: &usize| !linked[*at] && (passages[*at].task.is_some() || untold && !passages[*at].frames);
    let own = (0..passages.len()).filter(is_own).collect();
    Trace { rows, own, cited: cites(upper, lower), passages }
}

/// The signs of a state, in the order of [`price::STATE_SIGNS`].
pub fn signs(of: &[&Pair]) -> [f32; price::N_STATE] {
    let sign = |name: &str| {
        let which = price::LINK_SIGNS.iter().position(|sign| *sign == name).unwrap_or(0);
        of.iter().map(|pair| pair.signs[which]).fold(0.0, f32::max)
    };
    let n = of.first().map_or(0, |pair| pair.measures.len());
    let best: Vec<f32> =
        (0..n).map(|at| of.iter().map(|pair| pair.measures[at]).fold(0.0, f32::max)).collect();
    let share = |sum: f32| sum / n.max(1) as f32;
    [
        of.first().map_or(0.0, |pair| pair.likeness),
        sign("title_in"),
        share(best.iter().sum()),
        share(best.iter().filter(|share| **share >= price::FOUND).count() as f32),
        sign("sense"),
        sign("reach"),
    ]
}

/// The measures of an upper task, each with the words below that show it.
fn measures(above: &Passage, of: &[&Pair], passages: &[Passage]) -> Vec<Measure> {
    let measure = |(at, piece): (usize, &crate::model::Phrase)| {
        let best = of.iter().max_by(|a, b| a.measures[at].total_cmp(&b.measures[at]));
        let share = best.map_or(0.0, |pair| pair.measures[at]);
        let found = best.filter(|_| share >= price::FOUND).and_then(|pair| {
            let pieces = &passages[pair.lower].pieces;
            let shown = pieces.iter().max_by_key(|below| shared(&piece.text, &below.text))?;
            Some((pair.lower, shown.text.clone(), shown.span))
        });
        Measure { text: piece.text.clone(), span: piece.span, found, share }
    };
    above.pieces.iter().enumerate().map(measure).collect()
}

/// How many pairs of characters of one text stand in another.
fn shared(a: &str, b: &str) -> usize {
    let pairs = |text: &str| -> Vec<(char, char)> {
        let chars: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
        let mut pairs: Vec<(char, char)> = chars.windows(2).map(|two| (two[0], two[1])).collect();
        order::sort(&mut pairs);
        pairs.dedup();
        pairs
    };
    let b = pairs(b);
    pairs(a).iter().filter(|pair| b.binary_search(pair).is_ok()).count()
}

/// Whether a task's owners name places, none of them ours, and nobody below at large: 省科技厅，杭州市政府 is no task of
/// 台州's.
fn is_elsewhere(lexicon: &Lexicon, upper: Paper, task: usize, ours: &[String]) -> bool {
    let owners = &upper.plan.tasks[task].owners;
    let annotated = || owners.iter().filter(|owner| owner.source != OwnerSource::Subject);
    let places: Vec<&str> = annotated().filter_map(|owner| place::place_of(lexicon, owner)).collect();
    let at_large =
        annotated().any(|owner| owner.kind == OwnerKind::Collective || owner.canonical.starts_with('各'));
    !places.is_empty() && !at_large && !places.iter().any(|place| ours.iter().any(|own| own == place))
}

/// Whether the lower plan names the upper one.
fn cites(upper: Paper, lower: Paper) -> bool {
    let bare = |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).collect() };
    let text = bare(lower.clean.text());
    let number = upper.plan.document_number.as_ref().map(|number| bare(&number.text));
    let title = upper.plan.title.as_ref().map(|title| bare(&title.text));
    let named = |name: Option<String>, least: usize| {
        name.is_some_and(|name| name.chars().count() >= least && text.contains(&name))
    };
    named(number, 6) || named(title, 8)
}
