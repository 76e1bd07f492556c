//! `broken-line`.

use crate::check::rules::edits;
use crate::check::{Findings, Rule, Subject, Text};
use crate::model::Severity;
use crate::text::Format;

/// Its manual page.
pub const RULE: Rule = Rule {
    name: "broken-line",
    severity: Severity::Hint,
    what: Text(
        "段落中间有换行或空格，全文合为一条。",
        "Lines break inside paragraphs; one finding for the whole text.",
    ),
    why: Text(
        "多半是从 PDF 或网页复制来的，再排版时会断成许多段。",
        "Such text was copied from a PDF or a page, and falls apart when it is set again.",
    ),
    flagged: "全面⏎建成小康社会",
    mended: "全面建成小康社会",
    basis: Text("", ""),
    run,
};

/// From how many spaces on a gap is one between columns.
const GAP: usize = 6;

fn run(subject: Subject, findings: &mut Findings) {
    if !matches!(subject.source.format, Format::Text | Format::Markdown) {
        return;
    }
    let all: Vec<_> = edits(subject, "wrap").concat();
    // Wide gaps part the columns of a table, and its rows must not be joined.
    if all.iter().any(|edit| subject.words(edit.span).matches(' ').count() >= GAP) {
        return;
    }
    // A title may well stand on two lines.
    let Some(first) = all.first().filter(|_| all.len() > 4) else { return };
    let finding = findings.over(
        first.span,
        format!("段落中间断行，共 {} 处", all.len()),
        format!("lines break inside paragraphs, {} times", all.len()),
    );
    for edit in all {
        finding.fix(edit.span, edit.with.map(String::from).unwrap_or_default());
    }
}
