//! `unreadable-text`.

use crate::check::{Findings, Rule, Subject, Text};
use crate::model::Severity;

/// Its manual page.
pub const RULE: Rule = Rule {
    name: "unreadable-text",
    title: "文字读不出",
    severity: Severity::Warning,
    layout: false,
    what: Text(
        "一段文字读不出来，只有字形编号或乱码，如“(cid:105)(cid:45)”；相连的合为一条，里面不再查别的。",
        "A stretch cannot be read: glyph numbers or garbage such as (cid:105)(cid:45). One finding a stretch; nothing else is looked for in it.",
    ),
    why: Text(
        "源文件的字体没有文字对照，抽出来的不是文字，任务和数字会漏掉。",
        "The file's font does not say what its glyphs mean, so tasks and figures in this stretch are lost.",
    ),
    flagged: "(cid:105)(cid:45)(cid:88)(cid:17)",
    mended: "加强水源保护",
    basis: Text("", ""),
    run,
};

fn run(_: Subject, findings: &mut Findings) {
    for place in findings.unreadable() {
        findings.at(place.clone(), "这一段读不出文字", "this stretch cannot be read");
    }
}
