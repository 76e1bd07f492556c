//! `vague-deadline`.

use std::collections::BTreeMap;

use crate::check::rules::labelled;
use crate::check::{Findings, Rule, Subject, Text};
use crate::lexicon::List;
use crate::model::Severity;
use crate::text::Span;

/// Its manual page.
pub const RULE: Rule = Rule {
    name: "vague-deadline",
    title: "时限含糊",
    severity: Severity::Hint,
    layout: true,
    what: Text(
        "时限用“适时”“尽快”“择机”一类的词。写在“完成时限”栏里的是警告；正文里的，多数任务都有时限而这一项在一句话的开头只说“尽快”的才提示，同一个词只提一次。",
        "The time limit is a word such as 适时, 尽快 or 择机. Under a deadline label it is a warning; in the text it is a hint, once a word, where most tasks have a day and this one only opens a sentence with such a word.",
    ),
    why: Text(
        "“尽快”没有日子，既不能督办也不能考核。",
        "“As soon as possible” has no day: it can be neither followed up nor assessed.",
    ),
    flagged: "完成时限：适时",
    mended: "完成时限：2025年9月底前",
    basis: Text("", ""),
    run,
};

fn run(subject: Subject, findings: &mut Findings) {
    let mut words: BTreeMap<&str, Vec<Span>> = BTreeMap::new();
    let tasks = &subject.plan.tasks;
    let n_due = tasks.iter().filter(|task| task.deadline.is_some()).count();
    // An adverb of a report or a policy sets no time; in a plan of deadlines it stands for one.
    let asks = n_due * 2 >= tasks.len();
    for task in &subject.plan.tasks {
        let lexicon = subject.hits.lexicon();
        let vague = |text: &str| lexicon.value(List::Vague, text) == Some("deadline");
        if let Some(deadline) = &task.deadline {
            if deadline.date.is_none() && vague(&deadline.text) && labelled(subject, deadline.span) {
                findings
                    .over(
                        deadline.span,
                        format!("时限“{}”没有日子", deadline.text),
                        format!("deadline `{}` names no day", deadline.text),
                    )
                    .severity(Severity::Warning);
            }
            continue;
        }
        if !asks {
            continue;
        }
        for (place, class) in subject.hits.of(List::Vague, subject.clean.range(task.span)) {
            if class == "deadline" && opens_sentence(subject.before(place.start)) {
                words.entry(&subject.text[place.clone()]).or_default().push(subject.clean.span(place));
            }
        }
    }
    for (word, spans) in words {
        let finding = findings.over(
            spans[0],
            format!("“{word}”不是时限，这项任务也没有别的时限"),
            format!("`{word}` is no time limit, and the task has no other"),
        );
        finding.also.extend(&spans[1..]);
    }
}

/// Whether what stands before a word ends a sentence or a heading.
fn opens_sentence(before: char) -> bool {
    matches!(before, '。' | '；' | '：' | '\n' | '\t' | '，' | ';' | ':' | ',')
}
