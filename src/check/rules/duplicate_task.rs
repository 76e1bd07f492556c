//! `duplicate-task`.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::check::rules::title;
use crate::check::{Findings, Rule, Subject, Text};
use crate::model::Severity;

/// Its manual page.
pub const RULE: Rule = Rule {
    name: "duplicate-task",
    severity: Severity::Warning,
    what: Text("两项任务的文字相同（标点、编号不计）。", "Two tasks say the same, marks and numbers aside."),
    why: Text(
        "重复的任务会被两次分工、两次统计，其中一处多半是忘了改写。",
        "A task that stands twice is assigned and counted twice; one of them was likely meant to say something else.",
    ),
    flagged: "1.排查矛盾纠纷，建立台账。⏎3.排查矛盾纠纷，建立台账。",
    mended: "1.排查矛盾纠纷，建立台账。",
    basis: Text("", ""),
    run,
};

/// Shorter tasks may well be the same: 加强组织领导.
const SHORT: usize = 16;

fn run(subject: Subject, findings: &mut Findings) {
    let mut seen: HashMap<u64, usize> = HashMap::new();
    for (at, task) in subject.plan.tasks.iter().enumerate() {
        let mut hash = DefaultHasher::new();
        let mut count = 0;
        for c in task.text.chars().filter(|c| c.is_alphanumeric()) {
            c.hash(&mut hash);
            count += 1;
        }
        if count < SHORT {
            continue;
        }
        let first = *seen.entry(hash.finish()).or_insert(at);
        if first != at {
            findings
                .over(
                    title(subject, at),
                    format!("任务“{}”与第 {} 项任务文字相同", task.title, first + 1),
                    format!("task `{}` says the same as task t{}", task.title, first + 1),
                )
                .also(title(subject, first));
        }
    }
}
