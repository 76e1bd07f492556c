//! `phases-gap`.

use crate::check::{Findings, Rule, Subject, Text};
use crate::model::Severity;

/// Its manual page.
pub const RULE: Rule = Rule {
    name: "phases-gap",
    title: "阶段不相接",
    severity: Severity::Warning,
    layout: true,
    what: Text(
        "两个相邻阶段之间空出一段日子：按月写的空一个月以上，按日写的空一周以上。",
        "Days are left between one phase and the next: a month or more, or a week where days are named.",
    ),
    why: Text(
        "空出的日子没有安排，往往是改了一处日期、没有改另一处。",
        "Nothing is planned for these days; often one date was changed and its neighbour was not.",
    ),
    flagged: "第一阶段：学习动员（3月—4月）⏎第二阶段：查摆整改（7月—9月）",
    mended: "第一阶段：学习动员（3月—4月）⏎第二阶段：查摆整改（5月—9月）",
    basis: Text("", ""),
    run,
};

fn run(subject: Subject, findings: &mut Findings) {
    for list in subject.phases() {
        // Phases in the wrong order leave gaps that are none.
        if list.windows(2).any(|pair| pair[0].first.is_some_and(|first| pair[1].last < first)) {
            continue;
        }
        for pair in list.windows(2) {
            let (earlier, later) = (&pair[0], &pair[1]);
            let Some(first) = later.first else { continue };
            if first > earlier.last && (first - earlier.last).get_days() > 7 {
                findings
                    .at(
                        later.title.clone(),
                        format!("上一阶段到 {} 结束，这一阶段从 {first} 才开始", earlier.last),
                        format!(
                            "the phase above ends on {}, and this one begins only on {first}",
                            earlier.last
                        ),
                    )
                    .also(subject.clean.span(earlier.title.clone()));
            }
        }
    }
}
