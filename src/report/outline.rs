//! The tree for people: sections, tasks, owners, deadlines.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::model::{Lang, OwnerRole, Plan, Section};
use crate::report::shown;

/// The plan as an indented outline, one line a section or task. No colour.
pub fn outline(plan: &Plan, lang: Lang) -> String {
    let mut out = String::new();
    if let Some(title) = &plan.title {
        let _ = writeln!(out, "{}", title.text);
    }
    let mut tasks: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, task) in plan.tasks.iter().enumerate() {
        tasks.entry(task.section.unwrap_or(usize::MAX)).or_default().push(at);
    }
    sections(plan, &plan.sections, &tasks, lang, &mut out);
    for (at, task) in plan.tasks.iter().enumerate().filter(|(_, task)| task.section.is_none()) {
        let _ = writeln!(out, "{}", line(at, task, 0, lang));
    }
    shown::lines(&out).into_owned()
}

/// The lines of sections; `tasks` are those of each section, by their places.
fn sections(
    plan: &Plan,
    list: &[Section],
    tasks: &BTreeMap<usize, Vec<usize>>,
    lang: Lang,
    out: &mut String,
) {
    for section in list {
        let indent = "  ".repeat(section.level as usize - 1);
        let number = section.number.as_deref().unwrap_or("");
        let gap = if number.is_empty() || number.ends_with([')', '）']) {
            ""
        } else if number.ends_with(|c: char| c.is_ascii_digit()) {
            " "
        } else {
            "、"
        };
        let _ = writeln!(out, "{indent}{number}{gap}{}", section.title);
        for &at in tasks.get(&section.id).into_iter().flatten() {
            let _ = writeln!(out, "{}", line(at, &plan.tasks[at], section.level as usize, lang));
        }
        sections(plan, &section.children, tasks, lang, out);
    }
}

fn line(at: usize, task: &crate::model::Task, level: usize, lang: Lang) -> String {
    let mut text = format!("{}t{} {}", "  ".repeat(level), at + 1, task.title);
    if !task.owners.is_empty() {
        let names: Vec<String> =
            task.owners.iter().map(|owner| format!("{}{}", owner.name, mark(owner.role, lang))).collect();
        let _ = write!(text, "  [{}]", names.join(if lang == Lang::Zh { "、" } else { ", " }));
    }
    if let Some(deadline) = &task.deadline {
        let _ = match deadline.date {
            Some(date) => write!(text, "  {date}"),
            None => write!(text, "  {}", deadline.text),
        };
    }
    text
}

fn mark(role: OwnerRole, lang: Lang) -> &'static str {
    match (role, lang) {
        (OwnerRole::Responsible, _) => "",
        (OwnerRole::Lead, Lang::Zh) => "（牵头）",
        (OwnerRole::Support, Lang::Zh) => "（配合）",
        (OwnerRole::Accountable, Lang::Zh) => "（领导）",
        (OwnerRole::Supervisor, Lang::Zh) => "（督导）",
        (OwnerRole::Lead, Lang::En) => " (lead)",
        (OwnerRole::Support, Lang::En) => " (support)",
        (OwnerRole::Accountable, Lang::En) => " (accountable)",
        (OwnerRole::Supervisor, Lang::En) => " (supervisor)",
    }
}
