//! Where tasks stand in their documents, as people are told it.

use std::fmt::Write as _;

use crate::model::Plan;
use crate::text::{Source, Span};

/// Where a task stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Place {
    pub(super) id: String,
    pub(super) title: String,
    /// The headings above it, and its number.
    pub(super) path: String,
    /// Its line in the source, from 1.
    pub(super) line: usize,
}

/// The lines and headings of a document.
pub(super) struct Places<'a> {
    plan: &'a Plan,
    lines: Vec<usize>,
    paths: Vec<String>,
}

impl<'a> Places<'a> {
    pub(super) fn new(source: &Source, plan: &'a Plan) -> Places<'a> {
        Places { plan, lines: lines(&source.text), paths: paths(plan) }
    }

    /// The place of a task.
    pub(super) fn of(&self, task: usize) -> Place {
        let of = &self.plan.tasks[task];
        let mut path = of.section.and_then(|section| self.paths.get(section).cloned()).unwrap_or_default();
        // A section that is itself the task has said its number.
        let own = !path.is_empty() && path.ends_with(&of.title);
        if let Some(number) = of.number.as_ref().filter(|_| !own) {
            let _ = write!(path, "{}{number}", if path.is_empty() { "" } else { " › " });
        }
        Place { id: format!("t{}", task + 1), title: of.title.clone(), path, line: self.line(of.span) }
    }

    /// The line, from 1, on which a stretch starts.
    pub(super) fn line(&self, span: Span) -> usize {
        self.lines.partition_point(|start| *start <= span.start())
    }
}

/// Where each line of a text starts.
fn lines(text: &str) -> Vec<usize> {
    std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1)).collect()
}

/// The headings that lead to each section, with their numbers.
fn paths(plan: &Plan) -> Vec<String> {
    let mut paths: Vec<String> = Vec::new();
    let mut open: Vec<(u8, String)> = Vec::new();
    for section in plan.all_sections() {
        while open.last().is_some_and(|(level, _)| *level >= section.level) {
            open.pop();
        }
        // A number alone says nothing; its text stands below it.
        let number = section.number.as_deref().filter(|_| !section.title.is_empty()).unwrap_or("");
        let gap = if number.is_empty() || number.ends_with([')', '）']) { "" } else { "、" };
        open.push((section.level, format!("{number}{gap}{}", section.title)));
        let titled = open.iter().map(|(_, title)| title.as_str()).filter(|title| !title.is_empty());
        paths.push(titled.collect::<Vec<&str>>().join(" › "));
    }
    paths
}
