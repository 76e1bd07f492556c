//! `task-without-deadline`.

use crate::check::rules::{assigned, is_closing, labelled as labelled_at, title};
use crate::check::{Findings, Rule, Subject, Text};
use crate::model::Severity;

/// Its manual page.
pub const RULE: Rule = Rule {
    name: "task-without-deadline",
    title: "缺时限",
    severity: Severity::Warning,
    layout: true,
    what: Text(
        "多数任务在“完成时限”一栏或一行写明了时限，这一项没有。“持续推进”也是时限，从上级标题继承的也算；时限只写在句子里的文件不查。",
        "Most tasks say when they are due after a label or in a column, and this one does not. 持续推进 is a time limit, and so is what a heading says; a plan that names time limits only in its sentences is left alone.",
    ),
    why: Text(
        "没有时限的任务排不进督办，年底也说不清是否按期完成。",
        "A task without a time limit cannot be scheduled, and at the end of the year nobody can say whether it was late.",
    ),
    flagged: "1.建设乡村网络（完成时限：6月底前）⏎2.培育电商主体（责任单位：市商务局）",
    mended: "1.建设乡村网络（完成时限：6月底前）⏎2.培育电商主体（责任单位：市商务局；完成时限：9月底前）",
    basis: Text("", ""),
    run,
};

fn run(subject: Subject, findings: &mut Findings) {
    let tasks = assigned(subject);
    let all = &subject.plan.tasks;
    let without: Vec<usize> = tasks.iter().copied().filter(|&at| all[at].deadline.is_none()).collect();
    let labelled = tasks.iter().filter_map(|&at| all[at].deadline.as_ref());
    let n_labelled = labelled.filter(|due| due.inherited || labelled_at(subject, due.span)).count();
    // Where three in four have one, the rest were forgotten; else it is this document's way.
    if tasks.len() < 3 || n_labelled * 4 < tasks.len() * 3 {
        return;
    }
    for at in without.into_iter().filter(|&at| !is_closing(subject, at)) {
        let name = &all[at].title;
        findings.over(
            title(subject, at),
            format!("任务“{name}”没有完成时限"),
            format!("task `{name}` has no deadline"),
        );
    }
}
