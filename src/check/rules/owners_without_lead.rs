//! `owners-without-lead`.

use crate::check::rules::holds;
use crate::check::{Findings, Rule, Subject, Text};
use crate::model::{Owner, OwnerKind, OwnerRole, OwnerSource, Severity, Task};

/// Its manual page.
pub const RULE: Rule = Rule {
    name: "owners-without-lead",
    title: "无牵头单位",
    severity: Severity::Warning,
    layout: true,
    what: Text(
        "一项任务由几个单位负责而没有说谁牵头，文中别的多单位任务却都写明了牵头单位。写“按职责分工负责”“分别负责”的不算。",
        "Several units are responsible for a task and none leads, while the other shared tasks of the plan name a lead. 按职责分工负责 is fine.",
    ),
    why: Text(
        "几家都负责、没有牵头，往往等于谁也不负责。",
        "What several units own together without a lead is often owned by none.",
    ),
    flagged: "1.清理河道（牵头单位：市水务局；配合单位：市城市管理局）⏎2.修复岸线（责任单位：市林业局、市财政局）",
    mended: "1.清理河道（牵头单位：市水务局；配合单位：市城市管理局）⏎2.修复岸线（牵头单位：市林业局；配合单位：市财政局）",
    basis: Text("", ""),
    run,
};

fn run(subject: Subject, findings: &mut Findings) {
    let shared = |task: &&Task| {
        let units = |owner: &&Owner| {
            owner.source == OwnerSource::Annotation
                && matches!(owner.kind, OwnerKind::Organization | OwnerKind::Group)
                && matches!(owner.role, OwnerRole::Lead | OwnerRole::Responsible | OwnerRole::Support)
        };
        task.owners.iter().filter(units).count() > 1
    };
    let led = |task: &Task| task.owners.iter().any(|owner| owner.role == OwnerRole::Lead);
    let tasks: Vec<&Task> = subject.plan.tasks.iter().filter(shared).collect();
    let without: Vec<&Task> = tasks.iter().copied().filter(|task| !led(task)).collect();
    if tasks.len() < 3 || without.len() * 3 > tasks.len() {
        return;
    }
    for task in without {
        let responsible: Vec<&Owner> = task
            .owners
            .iter()
            .filter(|owner| owner.role == OwnerRole::Responsible && owner.source == OwnerSource::Annotation)
            .collect();
        let (Some(first), Some(last)) = (responsible.first(), responsible.last()) else { continue };
        let place = subject.clean.range(first.span.cover(last.span));
        let end = subject.line(place.end).end;
        let words: String = subject.text[place.start..end].chars().take(600).collect();
        if responsible.len() < 2 || holds(subject, &words, "share") {
            continue;
        }
        findings
            .over(
                first.span.cover(last.span),
                format!("{} 个责任单位没有说由谁牵头", responsible.len()),
                format!("none of the {} responsible units leads", responsible.len()),
            )
            .help(
                format!("写明牵头单位，如“{}牵头”", first.name),
                format!("say which leads, such as `{}`", first.name),
            );
    }
}
