//! `heading-without-text`.

use crate::check::rules::bare_headings;
use crate::check::{Findings, Rule, Subject, Text};
use crate::model::Severity;

/// Its manual page.
pub const RULE: Rule = Rule {
    name: "heading-without-text",
    title: "标题下无内容",
    severity: Severity::Warning,
    layout: true,
    what: Text(
        "标题（“（一）”“1.”一类）下面没有内容，而同级其他标题下面都有。整组都只是一行的要点不算；“一、”一级见 empty-section。",
        "Nothing stands below a heading such as （一） or 1., while its neighbours have text. A list of one-line points is no fault; for 一、 see empty-section.",
    ),
    why: Text(
        "只有标题的任务没有措施，多半是漏了一段。",
        "A task of a heading alone has no measures; most likely a paragraph was lost.",
    ),
    flagged: "（一）抓好学习⏎制定学习计划……⏎（二）办好讲堂⏎（三）开展宣讲⏎组建宣讲团……",
    mended: "（一）抓好学习⏎制定学习计划……⏎（二）办好讲堂⏎每月举办一期……⏎（三）开展宣讲⏎组建宣讲团……",
    basis: Text("", ""),
    run,
};

fn run(subject: Subject, findings: &mut Findings) {
    for title in bare_headings(subject, false) {
        let words = subject.text[title.clone()].to_owned();
        findings.at(
            title,
            format!("标题“{words}”下面没有内容"),
            format!("nothing stands below heading `{words}`"),
        );
    }
}
