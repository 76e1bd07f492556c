//! The public format `plan-compare/1`.

#[cfg(test)]
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::value::RawValue;

use crate::corpus::Said;
use crate::report::compare::Plans;
use crate::report::json::{rounded, task_id};

/// The form and its number: what `plan compare` prints.
pub const SCHEMA: &str = "plan-compare/1";

/// What `plan compare` prints. Lists of values have one a plan, in order.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct Document {
    /// Always `plan-compare/1`.
    pub schema: &'static str,
    /// The plans.
    pub plans: Vec<Paper>,
    /// Themes by share of tasks.
    pub themes: Vec<Theme>,
    /// Owners by number of tasks.
    pub owners: Vec<Counts>,
    /// Set phrases by number of mentions.
    pub terms: Vec<Term>,
    /// Targets of the same measure.
    pub series: Vec<Series>,
    /// Targets that are near each other but not of one measure.
    pub unlike: Vec<Series>,
    /// Tasks that run through all plans.
    pub chains: Vec<Vec<Vec<Task>>>,
}

/// A plan.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct Paper {
    /// What it is called here.
    pub label: String,
    /// The file.
    pub path: String,
    /// Its title.
    pub title: Option<String>,
    /// The year it is for.
    pub year: Option<i16>,
    /// Who issued it.
    pub issuer: Option<String>,
    /// How many tasks it has.
    pub tasks: usize,
}

/// A theme.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct Theme {
    /// Its id.
    pub id: &'static str,
    /// Share of tasks, from 0 to 1, two decimals.
    pub shares: Vec<f64>,
}

/// An owner.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct Counts {
    /// The full name.
    pub name: String,
    /// Tasks.
    pub tasks: Vec<usize>,
}

/// A set phrase.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct Term {
    /// The phrase.
    pub text: String,
    /// Mentions.
    pub mentions: Vec<usize>,
    /// The label of the first plan that uses it.
    pub first: String,
    /// The label of the last.
    pub last: String,
}

/// Targets of the same measure.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct Series {
    /// What is measured, as the last plan says it.
    pub of: Option<String>,
    /// The unit.
    pub unit: Option<String>,
    /// The target of each plan.
    pub values: Vec<Option<Value>>,
}

/// A target.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct Value {
    /// What is measured, as this plan says it.
    pub of: Option<String>,
    /// As written.
    pub text: String,
    /// The exact number.
    #[cfg_attr(test, schemars(with = "Option<f64>"))]
    pub value: Option<Box<RawValue>>,
}

/// A task.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct Task {
    /// As `plan extract` numbers it.
    pub id: String,
    /// Its title.
    pub title: String,
}

/// The plans in the public format.
pub fn document(of: &Plans) -> Document {
    let label = |at: Option<usize>| at.map_or(String::new(), |at| of.labels[at].clone());
    let paper = |(at, plan): (usize, &&crate::model::Plan)| Paper {
        label: of.labels[at].clone(),
        path: of.paths[at].clone(),
        title: plan.title.as_ref().map(|title| title.text.clone()),
        year: plan.year,
        issuer: plan.issuer.as_ref().map(|issuer| issuer.text.clone()),
        tasks: plan.tasks.len(),
    };
    let series = |targets: &Vec<Option<Said>>| {
        let each = || {
            let found = |(at, said): (usize, &Option<Said>)| {
                said.as_ref().map(|said| &of.plans[at].targets[said.target])
            };
            targets.iter().enumerate().map(found)
        };
        let last = each().flatten().last();
        Series {
            of: targets.iter().rev().flatten().find_map(|said| said.of.clone()),
            unit: last.and_then(|target| target.unit.clone()),
            values: each()
                .zip(targets)
                .map(|(target, said)| {
                    target.map(|target| Value {
                        of: said.as_ref().and_then(|said| said.of.clone()),
                        text: target.text.clone(),
                        value: target.value.clone().and_then(|digits| RawValue::from_string(digits).ok()),
                    })
                })
                .collect(),
        }
    };
    let task =
        |at: usize, task: usize| Task { id: task_id(task), title: of.plans[at].tasks[task].title.clone() };
    let corpus = of.corpus;
    Document {
        schema: SCHEMA,
        plans: of.plans.iter().enumerate().map(paper).collect(),
        themes: corpus
            .themes
            .iter()
            .map(|(id, shares)| Theme { id, shares: shares.iter().copied().map(rounded).collect() })
            .collect(),
        owners: corpus
            .owners
            .iter()
            .map(|(name, tasks)| Counts { name: name.clone(), tasks: tasks.clone() })
            .collect(),
        terms: corpus
            .terms
            .iter()
            .map(|(text, mentions)| Term {
                text: text.clone(),
                mentions: mentions.clone(),
                first: label(mentions.iter().position(|n| *n > 0)),
                last: label(mentions.iter().rposition(|n| *n > 0)),
            })
            .collect(),
        series: corpus.series.iter().map(series).collect(),
        unlike: corpus.unlike.iter().map(series).collect(),
        chains: corpus
            .chains
            .iter()
            .map(|chain| {
                chain
                    .iter()
                    .enumerate()
                    .map(|(at, tasks)| tasks.iter().map(|of| task(at, *of)).collect())
                    .collect()
            })
            .collect(),
    }
}
