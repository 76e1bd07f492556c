//! `deadline-before-issue`.

use crate::check::rules::{condition, labelled};
use crate::check::{Findings, Rule, Subject, Text};
use crate::model::Severity;

/// Its manual page.
pub const RULE: Rule = Rule {
    name: "deadline-before-issue",
    title: "时限早于印发",
    severity: Severity::Warning,
    layout: true,
    what: Text(
        "任务的时限早于文件印发日期。只说明对象或期限范围的日子（“5月18日前发放的贷款”）不算。",
        "A task is due before the day the document was issued. A day that only tells which things are meant is no time limit.",
    ),
    why: Text(
        "文件发出时任务已经过期，承办单位无法按期完成。",
        "The task is overdue on the day its owners learn of it.",
    ),
    flagged: "2025年5月20日印发⏎4月底前完成学校食堂检查。",
    mended: "2025年5月20日印发⏎6月底前完成学校食堂检查。",
    basis: Text("", ""),
    run,
};

fn run(subject: Subject, findings: &mut Findings) {
    let Some(issued) = subject.plan.issued_on else { return };
    let mut last = None;
    for task in &subject.plan.tasks {
        let Some(deadline) = &task.deadline else { continue };
        let Some(date) = deadline.date.filter(|&date| date < issued) else { continue };
        // What is before the plan's period is another check's.
        if last == Some(deadline.span) || subject.plan.period.is_some_and(|(first, _)| date < first) {
            continue;
        }
        last = Some(deadline.span);
        let place = subject.clean.range(deadline.span);
        // 2021年8月份，印发了… tells what was done, and （即11月6日前） what a day is.
        let limit =
            subject.text[place.clone()].contains(['前', '底', '末']) || labelled(subject, deadline.span);
        let aside = subject.text[place.end..].starts_with([')', '）']);
        if condition(subject, place) || !limit || aside {
            continue;
        }
        findings.over(
            deadline.span,
            format!("时限“{}”早于印发日期 {issued}", deadline.text),
            format!("deadline `{}` is before the day of issue, {issued}", deadline.text),
        );
    }
}
