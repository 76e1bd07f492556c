//! `phases-out-of-order`.

use crate::check::{Findings, Rule, Subject, Text};
use crate::model::Severity;

/// Its manual page.
pub const RULE: Rule = Rule {
    name: "phases-out-of-order",
    title: "阶段次序颠倒",
    severity: Severity::Warning,
    layout: true,
    what: Text("后一阶段的日期全部早于前一阶段。", "A phase ends before the one listed above it begins."),
    why: Text(
        "阶段按先后排列，日期倒置多半是写错了月份。",
        "Phases are listed in order; reversed days are usually a wrong month.",
    ),
    flagged: "第一阶段：动员部署（3月）⏎第二阶段：集中实施（9月—10月）⏎第三阶段：整改提升（5月—6月）",
    mended: "第一阶段：动员部署（3月）⏎第二阶段：集中实施（5月—6月）⏎第三阶段：整改提升（9月—10月）",
    basis: Text("", ""),
    run,
};

fn run(subject: Subject, findings: &mut Findings) {
    for list in subject.phases() {
        for pair in list.windows(2) {
            let (earlier, later) = (&pair[0], &pair[1]);
            if earlier.first.is_some_and(|first| later.last < first) {
                findings
                    .at(
                        later.title.clone(),
                        format!("这一阶段到 {} 为止，早于上一阶段", later.last),
                        format!("this phase ends on {}, before the phase above it begins", later.last),
                    )
                    .also(subject.clean.span(earlier.title.clone()));
            }
        }
    }
}
