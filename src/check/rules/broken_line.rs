//! `broken-line`.

use crate::check::rules::edits;
use crate::check::{Findings, Rule, Subject, Text};
use crate::model::Severity;
use crate::text::{Format, Span, order};

/// Its manual page.
pub const RULE: Rule = Rule {
    name: "broken-line",
    title: "段中换行",
    severity: Severity::Hint,
    layout: false,
    what: Text(
        "段落中间有换行，全文合为一条。表格、分栏里的不算。",
        "Lines break inside paragraphs; one finding for the whole text. Tables and columns are left alone.",
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

/// Whether the lines on both sides of a break are those of a paragraph: long, and with no tab or gap as cells and
/// columns have.
fn joins(subject: Subject, span: Span) -> bool {
    /// The fewest characters of a line that was broken because it was full.
    const FULL: usize = 15;
    let text = &subject.source.text;
    let before = before(subject, span);
    let after = text[span.end()..].split('\n').next().unwrap_or_default();
    let cells = |line: &str| line.trim().contains(['\t', '|']) || line.trim().contains("   ");
    before.chars().count() >= FULL && !cells(before) && !cells(after)
}

/// The line that ends at a break.
fn before<'s>(subject: Subject<'s>, span: Span) -> &'s str {
    subject.source.text[..span.start()].rsplit('\n').next().unwrap_or_default().trim()
}

/// Whether the line before or behind a break is nothing but a number.
fn numbered(subject: Subject, span: Span) -> bool {
    let after = subject.source.text[span.end()..].split('\n').next().unwrap_or_default().trim();
    let bare = |line: &str| !line.is_empty() && line.bytes().all(|byte| byte.is_ascii_digit());
    bare(before(subject, span)) || bare(after)
}

/// How wide a line is in print, in halves of a Chinese character.
fn width(line: &str) -> usize {
    line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

/// From how many spaces on a gap is one between columns.
const GAP: usize = 6;

fn run(subject: Subject, findings: &mut Findings) {
    if !matches!(subject.source.format, Format::Text | Format::Markdown) {
        return;
    }
    let mut all: Vec<_> = edits(subject, "wrap").concat();
    all.retain(|edit| subject.words(edit.span).contains('\n') && joins(subject, edit.span));
    // Wide gaps part the columns of a table, and its rows must not be joined.
    if all.iter().any(|edit| subject.words(edit.span).matches(' ').count() >= GAP) {
        return;
    }
    // Neither what cannot be read nor a title on two lines is a paragraph, and a bare number is that of a page.
    let titles: Vec<Span> =
        [&subject.plan.title, &subject.plan.notice].into_iter().flatten().map(|title| title.span).collect();
    let unreadable = findings.unreadable();
    all.retain(|edit| {
        let at = subject.clean.range(edit.span).start;
        let n_before = unreadable.partition_point(|run| run.start <= at);
        let lost = n_before > 0 && at < unreadable[n_before - 1].end;
        !lost && !titles.iter().any(|title| title.contains(edit.span)) && !numbered(subject, edit.span)
    });
    // A line is broken because it is full, and those of a text are of one width; cells and headings are shorter.
    let mut widths: Vec<usize> = all.iter().map(|edit| width(before(subject, edit.span))).collect();
    order::sort(&mut widths);
    let full = widths.get(widths.len() / 2).copied().unwrap_or_default();
    all.retain(|edit| width(before(subject, edit.span)) * 4 >= full * 3);
    // A title that is not known for one may well stand on two lines.
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
