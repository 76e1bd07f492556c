//! `phases-overlap`.

use crate::check::{Findings, Rule, Subject, Text};
use crate::model::Severity;

/// Its manual page.
pub const RULE: Rule = Rule {
    name: "phases-overlap",
    title: "阶段重叠",
    severity: Severity::Warning,
    layout: true,
    what: Text(
        "后一阶段在前一阶段结束之前开始。只是同在一个月首尾相接（2月—4月、4月—10月）的作提示。",
        "A phase begins before the one above it has ended. Sharing only the month in which one ends and the next begins gets a hint.",
    ),
    why: Text(
        "阶段重叠，单位就不知道此时该做哪一步。",
        "Where phases overlap, nobody knows which step is due.",
    ),
    flagged: "第一阶段：自查（3月—6月）⏎第二阶段：检查（5月—9月）",
    mended: "第一阶段：自查（3月—4月）⏎第二阶段：检查（5月—9月）",
    basis: Text("", ""),
    run,
};

fn run(subject: Subject, findings: &mut Findings) {
    for list in subject.phases() {
        for pair in list.windows(2) {
            let (earlier, later) = (&pair[0], &pair[1]);
            let Some(first) = later.first else { continue };
            let reversed = earlier.first.is_some_and(|first| later.last < first);
            // 3月1日—5月1日 and 5月1日—7月1日 share a day, and nobody minds.
            if reversed || first >= earlier.last {
                continue;
            }
            let month = earlier.monthly
                && later.monthly
                && (first.year(), first.month()) == (earlier.last.year(), earlier.last.month());
            findings
                .at(
                    later.title.clone(),
                    format!("这一阶段从 {first} 开始，上一阶段到 {} 才结束", earlier.last),
                    format!("this phase begins on {first}, and the one above it ends on {}", earlier.last),
                )
                .severity(if month { Severity::Hint } else { Severity::Warning })
                .also(subject.clean.span(earlier.title.clone()));
        }
    }
}
