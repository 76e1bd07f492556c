//! `deadline-without-year`.

use crate::check::{Findings, Rule, Subject, Text};
use crate::model::Severity;

/// Its manual page.
pub const RULE: Rule = Rule {
    name: "deadline-without-year",
    severity: Severity::Warning,
    what: Text(
        "时限没有写明年份，标题、印发日期和全文也看不出是哪一年。",
        "A deadline names no year, and neither the title, the day of issue nor the text tells it.",
    ),
    why: Text("没有年份就定不出日子，无法督办。", "Without a year there is no day to hold anyone to."),
    flagged: "林业工作要点⏎3月底前完成造林2万亩。",
    mended: "2025年林业工作要点⏎3月底前完成造林2万亩。",
    basis: Text("", ""),
    run,
};

fn run(subject: Subject, findings: &mut Findings) {
    for problem in subject.plan.problems.iter().filter(|problem| problem.check == RULE.name) {
        findings.problem(problem.clone());
    }
}
