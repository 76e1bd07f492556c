//! `impossible-date`.

use crate::check::{Findings, Rule, Subject, Text};
use crate::model::Severity;

/// Its manual page.
pub const RULE: Rule = Rule {
    name: "impossible-date",
    severity: Severity::Error,
    layout: false,
    what: Text(
        "日历上没有的日子，如 9月31日、平年的 2月29日。",
        "A day that no calendar has, such as 9月31日, or 2月29日 of a common year.",
    ),
    why: Text(
        "这样的时限无法督办，也无法写进台账。",
        "Nobody can be held to such a deadline, and no ledger can hold it.",
    ),
    flagged: "完成时限：2025年9月31日",
    mended: "完成时限：2025年9月30日",
    basis: Text("", ""),
    run,
};

fn run(subject: Subject, findings: &mut Findings) {
    for problem in subject.plan.problems.iter().filter(|problem| problem.check == RULE.name) {
        findings.problem(problem.clone());
    }
}
