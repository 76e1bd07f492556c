//! `page-mark`.

use crate::check::rules::edits;
use crate::check::{Findings, Rule, Subject, Text};
use crate::model::Severity;
use crate::text::{Edit, Format};

/// Its manual page.
pub const RULE: Rule = Rule {
    name: "page-mark",
    title: "混入页码",
    severity: Severity::Warning,
    layout: false,
    what: Text(
        "页码混在正文里，全文合为一条。PDF、Word 等有页面的格式不查。",
        "Page numbers stand in the text; one finding for all. PDF, Word and other formats with pages are left alone.",
    ),
    why: Text(
        "页码夹在句子或责任单位中间，会被当作编号或数字。",
        "A page number within a sentence or a list of owners is taken for a number of the plan.",
    ),
    flagged: "按照标准整理档案。⏎— 3 —⏎二、加强利用",
    mended: "按照标准整理档案。⏎二、加强利用",
    basis: Text("", ""),
    run,
};

fn run(subject: Subject, findings: &mut Findings) {
    if !matches!(subject.source.format, Format::Text | Format::Markdown | Format::Csv) {
        return;
    }
    let all: Vec<_> = edits(subject, "page_mark").concat();
    let mut marks: Vec<_> =
        all.iter().filter(|edit| subject.words(edit.span).contains(char::is_numeric)).collect();
    // What cleaning takes with a mark, the head of a table that goes on, is text of the file all the same.
    let printed = |edit: &&Edit| subject.words(edit.span).chars().any(|c| han(c) && !"第页共码".contains(c));
    marks.retain(|edit| !printed(edit));
    let Some(first) = marks.first() else { return };
    let words = subject.words(first.span).trim();
    let finding = findings.over(
        first.span,
        format!("页码“{words}”混在正文里，共 {} 处", marks.len()),
        format!("page mark `{words}` stands in the text, {} in all", marks.len()),
    );
    finding.also.extend(marks[1..].iter().map(|edit| edit.span));
    for edit in all.iter().filter(|edit| !printed(edit)) {
        finding.fix(edit.span, edit.with.map(String::from).unwrap_or_default());
    }
}

fn han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}
