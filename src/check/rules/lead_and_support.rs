//! `lead-and-support`.

use crate::check::{Findings, Rule, Subject, Text};
use crate::model::{OwnerRole, OwnerSource, Severity};

/// Its manual page.
pub const RULE: Rule = Rule {
    name: "lead-and-support",
    title: "既牵头又配合",
    severity: Severity::Error,
    layout: true,
    what: Text("同一任务里，同一单位既牵头又配合。", "One unit both leads a task and supports it."),
    why: Text(
        "牵头单位配合自己没有意义，多半是把别的单位写错了。",
        "A unit cannot support itself; most likely another unit was meant.",
    ),
    flagged: "（牵头单位：市商务局；配合单位：市商务局、市财政局）",
    mended: "（牵头单位：市商务局；配合单位：市财政局）",
    basis: Text("", ""),
    run,
};

fn run(subject: Subject, findings: &mut Findings) {
    for task in &subject.plan.tasks {
        let said = |role| {
            task.owners
                .iter()
                .filter(move |owner| owner.role == role && owner.source == OwnerSource::Annotation)
        };
        for support in said(OwnerRole::Support) {
            let Some(lead) = said(OwnerRole::Lead).find(|lead| lead.name == support.name) else { continue };
            findings
                .over(
                    support.span,
                    format!("“{}”已是这项任务的牵头单位", support.name),
                    format!("`{}` already leads this task", support.name),
                )
                .also(lead.span);
        }
    }
}
