//! `missing-pause`.

use crate::check::rules::swapped_word;
use crate::check::{Findings, Rule, Subject, Text};
use crate::model::Severity;

/// Its manual page.
pub const RULE: Rule = Rule {
    name: "missing-pause",
    title: "缺顿号",
    severity: Severity::Hint,
    layout: false,
    what: Text(
        "并列的两个机关之间缺顿号：“党中央国务院”“省委省政府”。",
        "No pause mark between two bodies side by side: 党中央国务院, 省委省政府.",
    ),
    why: Text(
        "党委和政府是两个机关，公文中并列时用顿号隔开。",
        "Party committee and government are two bodies; documents part them by a pause mark.",
    ),
    flagged: "落实省委省政府决策部署。",
    mended: "落实省委、省政府决策部署。",
    basis: Text(
        "GB/T 15834—2011《标点符号用法》4.5：并列词语之间用顿号。",
        "GB/T 15834-2011, 4.5: a pause mark stands between words side by side.",
    ),
    run,
};

fn run(subject: Subject, findings: &mut Findings) {
    swapped_word::words(subject, findings, "pause", |word, right| {
        (format!("“{word}”中间缺顿号，应为“{right}”"), format!("`{word}` lacks a pause mark: `{right}`"))
    });
}
