//! `empty-section`.

use crate::check::rules::bare_headings;
use crate::check::{Findings, Rule, Subject, Text};
use crate::model::Severity;

/// Its manual page.
pub const RULE: Rule = Rule {
    name: "empty-section",
    title: "整章无内容",
    severity: Severity::Warning,
    layout: true,
    what: Text(
        "一级标题下面没有任何内容，而其他一级标题下面都有。",
        "Nothing stands below a heading of the first level, while the others have text.",
    ),
    why: Text(
        "空的部分说明稿子没有写完，或者排版时丢了内容。",
        "An empty section shows that the draft is unfinished, or that text was lost in typesetting.",
    ),
    flagged: "一、畅通渠道⏎开通平台……⏎二、化解积案⏎三、规范秩序⏎加强宣传……",
    mended: "一、畅通渠道⏎开通平台……⏎二、化解积案⏎逐案包联……⏎三、规范秩序⏎加强宣传……",
    basis: Text("", ""),
    run,
};

fn run(subject: Subject, findings: &mut Findings) {
    for title in bare_headings(subject, true) {
        let words = subject.text[title.clone()].to_owned();
        findings.at(title, format!("“{words}”这一部分是空的"), format!("section `{words}` is empty"));
    }
}
