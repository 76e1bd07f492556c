//! `run-together`.

use crate::check::{Findings, Rule, Subject, Text};
use crate::lex::marker::Scheme;
use crate::model::Severity;
use crate::text::Format;

/// Its manual page.
pub const RULE: Rule = Rule {
    name: "run-together",
    title: "没有分段",
    severity: Severity::Warning,
    layout: false,
    what: Text(
        "全文没有分段，标题、各条和正文连成一行。",
        "The whole text is one line: title, items and paragraphs run together.",
    ),
    why: Text(
        "层次看不出来，标题读成了正文的开头。",
        "Its levels cannot be seen, and headings read as openings of sentences.",
    ),
    flagged: "云河县防汛工作方案一、巡查堤防每日巡查。二、清理河道清除淤泥。……",
    mended: "云河县防汛工作方案⏎一、巡查堤防⏎每日巡查。⏎二、清理河道⏎清除淤泥。⏎……",
    basis: Text("", ""),
    run,
};

/// The fewest characters of a text that needs paragraphs, and the fewest items in one line.
const LONG: usize = 200;
const MANY: usize = 2;

fn run(subject: Subject, findings: &mut Findings) {
    let text = subject.text;
    if subject.source.format != Format::Text || !subject.document.flat || text.chars().nth(LONG).is_none() {
        return;
    }
    let [first] = subject.lines() else { return };
    let nodes = &subject.document.nodes;
    let sections = nodes.iter().filter(|node| {
        let scheme = node.marker.as_ref().map(|marker| marker.scheme);
        matches!(
            scheme,
            Some(Scheme::Han | Scheme::HanParen | Scheme::Arabic | Scheme::Article | Scheme::Chapter)
        )
    });
    let n_items = sections.count();
    if n_items >= MANY {
        let end = text[first.clone()].char_indices().nth(20).map_or(first.end, |(at, _)| first.start + at);
        findings.at(
            first.start..end,
            format!("全文没有分段，{n_items} 条连成一行"),
            format!("the text has no paragraphs: {n_items} items run together in one line"),
        );
    }
}
