//! The checks, one file each.

mod impossible_date;
mod lead_and_support;
mod number_out_of_order;
mod number_repeated;
mod number_skipped;
mod placeholder;
mod task_without_owner;
mod unpaired_mark;

use crate::check::{Rule, Subject};
use crate::model::{Section, SectionRole};
use crate::text::Span;

/// Every check, in the order of the help text: tasks, structure, text.
pub const RULES: &[&Rule] = &[
    &task_without_owner::RULE,
    &lead_and_support::RULE,
    &impossible_date::RULE,
    &number_skipped::RULE,
    &number_repeated::RULE,
    &number_out_of_order::RULE,
    &placeholder::RULE,
    &unpaired_mark::RULE,
];

/// The check of that name.
pub fn named(name: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.name == name).copied()
}

/// The tasks one would expect an owner and a deadline of: not those of organisation and safeguards.
fn assigned(subject: Subject) -> Vec<usize> {
    let mut roles: Vec<SectionRole> = Vec::new();
    let mut open: Vec<&Section> = subject.plan.sections.iter().rev().collect();
    // Parents before children, so that ids come in order.
    while let Some(section) = open.pop() {
        if roles.len() <= section.id {
            roles.resize(section.id + 1, SectionRole::Tasks);
        }
        roles[section.id] = section.role;
        open.extend(section.children.iter().rev());
    }
    (0..subject.plan.tasks.len())
        .filter(|&at| {
            let role = subject.plan.tasks[at].section.and_then(|id| roles.get(id).copied());
            !matches!(role, Some(SectionRole::Safeguards | SectionRole::Organization | SectionRole::Phases))
        })
        .collect()
}

/// Where the title of a task stands.
fn title(subject: Subject, at: usize) -> Span {
    let task = &subject.plan.tasks[at];
    let range = subject.clean.range(task.span);
    // Past its marker or the cells before it; a title is never far from the start.
    let mut end = range.end.min(range.start + task.title.len() + 400);
    while !subject.text.is_char_boundary(end) {
        end -= 1;
    }
    match subject.text[range.start..end].find(task.title.as_str()) {
        Some(found) if !task.title.is_empty() => {
            let start = range.start + found;
            subject.clean.span(start..start + task.title.len())
        }
        _ => {
            let line = subject.text[range.clone()].find('\n').map_or(range.end, |at| range.start + at);
            subject.clean.span(range.start..line)
        }
    }
}
