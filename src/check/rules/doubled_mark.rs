//! `doubled-mark`.

use crate::check::{Findings, Rule, Subject, Text};
use crate::model::Severity;

/// Its manual page.
pub const RULE: Rule = Rule {
    name: "doubled-mark",
    severity: Severity::Error,
    layout: true,
    what: Text(
        "标点重复或相连：“，，”“。。”“；。”“、，”。省略号、破折号不算。",
        "Marks are doubled or meet: ，， 。。 ；。 、，. Ellipses and dashes are fine.",
    ),
    why: Text("多是删改时留下的。", "They are usually left over from editing."),
    flagged: "值班制度。。定期检修",
    mended: "值班制度。定期检修",
    basis: Text("GB/T 15834—2011《标点符号用法》", "GB/T 15834-2011, General rules for punctuation"),
    run,
};

fn run(subject: Subject, findings: &mut Findings) {
    let text = subject.text;
    let bytes = text.as_bytes();
    let mut at = 0;
    // 。、 begin with E3 80, ，；： with EF BC.
    while let Some(step) = bytes[at..].iter().position(|byte| matches!(byte, 0xe3 | 0xef)) {
        at += step;
        let Some(first) = mark(text, at) else {
            at += 3;
            continue;
        };
        let start = at;
        let mut end = at + 3;
        while mark(text, end).is_some() {
            end += 3;
        }
        at = end;
        let count = (end - start) / 3;
        let span = subject.clean.span(start..end);
        // 。。。 stands for an ellipsis, and something may have been cut out between two marks.
        if count < 2 || count > 2 && first == '。' || span.end() - span.start() != end - start {
            continue;
        }
        let words = text[start..end].to_owned();
        let same = words.chars().all(|c| c == first);
        let finding = findings.at(start..end, format!("标点“{words}”重复"), format!("marks `{words}` meet"));
        if same {
            finding.fix(span, first);
        }
    }
}

fn mark(text: &str, at: usize) -> Option<char> {
    text[at..].chars().next().filter(|c| matches!(c, '，' | '。' | '、' | '；' | '：'))
}
