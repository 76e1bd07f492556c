//! `broken-table`.

use std::ops::Range;

use crate::check::{Findings, Rule, Subject, Text};
use crate::lexicon::List;
use crate::model::Severity;
use crate::text::Format;

/// Its manual page.
pub const RULE: Rule = Rule {
    name: "broken-table",
    title: "表格散开",
    severity: Severity::Hint,
    layout: false,
    what: Text(
        "表格散成了一格一行，表头和内容对不上：表头各栏各占一行，或者表头在一行里而下面的行都没有分栏。全文合为一条。",
        "A table came apart, each cell on a line of its own: its headings stand below one another, or in a row while no line below has cells. One finding for the whole text.",
    ),
    why: Text(
        "看不出哪一格属于哪一行，责任单位和时限会张冠李戴。",
        "Nobody can tell which cell belongs to which row, so that owners and days go to the wrong tasks.",
    ),
    flagged: "序号⏎重点任务⏎责任单位⏎完成时限⏎1⏎巡查堤防⏎县水务局⏎6月底前",
    mended: "序号⇥重点任务⇥责任单位⇥完成时限⏎1⇥巡查堤防⇥县水务局⇥6月底前",
    basis: Text("", ""),
    run,
};

/// The fewest headings in a row, and how many lines below a row of headings are looked at.
const MANY: usize = 3;
const BELOW: usize = 8;

fn run(subject: Subject, findings: &mut Findings) {
    if !matches!(subject.source.format, Format::Text) {
        return;
    }
    let text = subject.text;
    let lines = subject.lines();
    let mut places: Vec<Range<usize>> = Vec::new();
    let mut first = 0;
    for (n, line) in lines.iter().enumerate() {
        let words = &text[line.clone()];
        let cells = words.split('\t').filter(|cell| !cell.trim().is_empty());
        let n_cells = cells.clone().count();
        if n_cells >= MANY {
            let n_headings = cells.filter(|cell| heading(subject, cell)).count();
            let below = lines[n + 1..].iter().take(BELOW);
            let apart = |line: &Range<usize>| text[line.clone()].matches('\t').count() + 2 < n_cells;
            if n_headings * 2 >= n_cells && below.clone().count() == BELOW && below.clone().all(apart) {
                places.push(line.clone());
            }
        }
        if n_cells == 1 && heading(subject, words) {
            continue;
        }
        if n - first >= MANY {
            places.push(lines[first].start..lines[n - 1].end);
        }
        first = n + 1;
    }
    super::together(subject, findings, &places, |n| {
        (
            format!("表格散成了一格一行，共 {n} 处"),
            format!("a table came apart, each cell on a line of its own, {n} times"),
        )
    });
}

/// Whether a cell is the heading of a column: 责任单位, 目 标, 完成时限（年月）.
fn heading(subject: Subject, cell: &str) -> bool {
    /// The longest heading, in bytes.
    const LONG: usize = 48;
    if cell.len() > LONG {
        return false;
    }
    let solid: String = cell.chars().filter(|c| !c.is_whitespace()).collect();
    let name = solid.split(['（', '(']).next().unwrap_or_default();
    subject.hits.lexicon().value(List::Columns, name).is_some()
}
