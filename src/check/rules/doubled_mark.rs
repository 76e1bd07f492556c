//! `doubled-mark`.

use crate::check::{Findings, Rule, Subject, Text};
use crate::model::Severity;

/// Its manual page.
pub const RULE: Rule = Rule {
    name: "doubled-mark",
    title: "标点重复",
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
    let mut done = 0;
    // 。、 begin with E3 80, ，；： with EF BC.
    for start in memchr::memchr2_iter(0xe3, 0xef, bytes) {
        if start < done || !is_mark(bytes, start) {
            continue;
        }
        let mut end = start + 3;
        while is_mark(bytes, end) {
            end += 3;
        }
        done = end;
        let count = (end - start) / 3;
        if count < 2 {
            continue;
        }
        let first = subject.after(start);
        let span = subject.clean.span(start..end);
        // 。。。 stands for an ellipsis, and something may have been cut out between two marks.
        if count > 2 && first == '。' || span.end() - span.start() != end - start {
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

/// Whether one of ，。、；： stands at a place.
fn is_mark(bytes: &[u8], at: usize) -> bool {
    matches!(bytes[at..], [0xe3, 0x80, 0x81 | 0x82, ..] | [0xef, 0xbc, 0x8c | 0x9a | 0x9b, ..])
}
