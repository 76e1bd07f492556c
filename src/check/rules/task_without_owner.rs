//! `task-without-owner`.

use crate::check::rules::{assigned, floor, is_closing, title};
use crate::check::{Findings, Rule, Subject, Text};
use crate::lex::imperative::imperative;
use crate::lexicon::List;
use crate::model::{Kind, Severity};

/// Its manual page.
pub const RULE: Rule = Rule {
    name: "task-without-owner",
    severity: Severity::Warning,
    layout: true,
    what: Text(
        "多数任务写明了责任单位，这一项没有。上级标题或段末统一注明的算有；组织保障类任务不查；最后一部分都没有写的，作提示；\
         全文都不写责任单位的，只对整个计划提示一次。",
        "Most tasks name an owner and this one does not. What a heading or the end of a section says counts; tasks of \
         organisation and safeguards are left out; the last section gets \
         hints where none of it has an owner, and a plan in which no task has an owner gets one.",
    ),
    why: Text(
        "没有责任单位的任务无人落实，也无法督办。",
        "A task that nobody owns is done by nobody and can be followed up with nobody.",
    ),
    flagged: "（一）改造管网。更换旧管。（责任单位：县水务局）⏎（二）规范收费。公开标准。",
    mended: "（一）改造管网。更换旧管。（责任单位：县水务局）⏎（二）规范收费。公开标准。（责任单位：县发展改革局）",
    basis: Text("", ""),
    run,
};

fn run(subject: Subject, findings: &mut Findings) {
    let tasks: Vec<usize> = assigned(subject);
    let plan = subject.plan;
    let without: Vec<usize> = tasks.iter().copied().filter(|&at| plan.tasks[at].owners.is_empty()).collect();
    let owned = tasks.len() - without.len();
    // Speeches, reports and rules assign nothing.
    let assigns = matches!(
        plan.kind,
        Kind::KeyPoints
            | Kind::WorkPlan
            | Kind::ImplementationPlan
            | Kind::TaskAssignment
            | Kind::Programme
            | Kind::Opinion
    );
    if tasks.len() < 3 || without.is_empty() || !assigns {
        return;
    }
    if owned == 0 {
        let asks = matches!(
            plan.kind,
            Kind::KeyPoints | Kind::WorkPlan | Kind::ImplementationPlan | Kind::TaskAssignment
        );
        let place = plan.title.as_ref().map_or_else(|| title(subject, tasks[0]), |title| title.span);
        if asks {
            findings
                .over(
                    place,
                    format!("{} 项任务都没有写明责任单位", tasks.len()),
                    format!("none of the {} tasks names an owner", tasks.len()),
                )
                .severity(Severity::Hint);
        }
        return;
    }
    // Where three in four have one, the rest were forgotten; else it is this document's way.
    if owned * 4 < tasks.len() * 3 {
        return;
    }
    // The last section is often about the office itself, and all of it is to see to that.
    let last = subject.plan.sections.iter().rev().find(|section| {
        let span = section.span;
        tasks.iter().any(|&at| {
            span.start() <= plan.tasks[at].span.start() && plan.tasks[at].span.start() < span.end()
        })
    });
    let itself = last.map(|section| section.span).filter(|span| {
        let inside = |at: usize| {
            span.start() <= plan.tasks[at].span.start() && plan.tasks[at].span.start() < span.end()
        };
        tasks.iter().all(|&at| !inside(at) || plan.tasks[at].owners.is_empty())
    });
    // Several in a row have theirs together, or none.
    let has = |at: Option<&usize>| at.is_none_or(|&at| !plan.tasks[at].owners.is_empty());
    let between = |at: usize| {
        let place = tasks.partition_point(|&task| task < at);
        has(place.checked_sub(1).and_then(|before| tasks.get(before))) && has(tasks.get(place + 1))
    };
    let asks = |at: usize| {
        imperative(subject.text, subject.hits, subject.clean.range(title(subject, at)))
            && between(at)
            && !is_closing(subject, at)
            && !names_some(subject, at)
    };
    for at in without.into_iter().filter(|&at| asks(at)) {
        let name = &plan.tasks[at].title;
        let finding = findings.over(
            title(subject, at),
            format!("任务“{name}”没有责任单位"),
            format!("task `{name}` has no owner"),
        );
        let start = plan.tasks[at].span.start();
        if itself.is_some_and(|span| span.start() <= start && start < span.end()) {
            finding.severity(Severity::Hint);
        }
    }
}

/// Whether somebody is named where owners stand, though in a way that reading plans does not know: after a label, or in
/// the bracket that closes the task.
fn names_some(subject: Subject, at: usize) -> bool {
    const FAR: usize = 240;
    let text = subject.text;
    let task = subject.clean.range(subject.plan.tasks[at].span);
    let next = subject.plan.tasks.get(at + 1).map_or(text.len(), |next| subject.clean.range(next.span).start);
    let after = floor(text, (task.end + FAR).min(next)).max(task.end);
    let labelled = subject.hits.of(List::Duties, task.start..after).any(|(word, value)| {
        !value.split(['\t', ',']).any(|part| matches!(part, "due" | "when"))
            && text[word.end..].starts_with(['：', ':'])
    });
    let closed = text[task].trim_end().strip_suffix(['）', ')']);
    let bracket = closed.and_then(|closed| Some(&closed[closed.rfind(['（', '('])?..]));
    labelled
        || bracket.is_some_and(|words| {
            words.chars().count() <= 40
                && subject
                    .hits
                    .lexicon()
                    .endings(List::Orgs, words)
                    .any(|(_, value)| value.starts_with("suffix"))
        })
}
