//! `year-mismatch`.

use std::ops::Range;

use crate::check::rules::{floor, years as years_in};
use crate::check::{Findings, Rule, Subject, Text};
use crate::lexicon::List;
use crate::model::Severity;

/// Its manual page.
pub const RULE: Rule = Rule {
    name: "year-mismatch",
    title: "年份不一致",
    severity: Severity::Error,
    layout: false,
    what: Text(
        "标题的年份与正文“为做好……年”“现制定……年”的年份不同，或相邻两行标题的年份不同。",
        "The year of the title differs from the one in 现制定…年 or 为做好…年, or two title lines name different years.",
    ),
    why: Text(
        "照搬上一年的稿子时最常漏改的就是年份，印发后贻笑大方。",
        "The year is what is most often forgotten when last year's text is used again.",
    ),
    flagged: "2025年社区治理工作要点⏎为做好2024年社区治理工作，特制定本要点。",
    mended: "2025年社区治理工作要点⏎为做好2025年社区治理工作，特制定本要点。",
    basis: Text("", ""),
    run,
};

/// How many lines at the top may be titles.
const TOP: usize = 8;

fn run(subject: Subject, findings: &mut Findings) {
    let text = subject.text;
    let Some(title) = &subject.plan.title else { return };
    let title = subject.clean.range(title.span);
    let mut years = years_in(text, title.clone());
    let (Some((year, place)), None) = (years.next(), years.next()) else { return };
    // Two titles above each other.
    for line in crate::tree::lines(text, 0..text.len()).take(TOP) {
        if line.start >= title.start && line.end <= title.end
            || text[line.clone()].contains(['《', '。', '，', ','])
        {
            continue;
        }
        let mut found = years_in(text, line.clone());
        let (Some((other, place)), None) = (found.next(), found.next()) else { continue };
        let close = line.end <= title.start || line.start >= title.end;
        if close && other != year && crate::tree::title(text, subject.hits, line).is_some() {
            say(subject, findings, place, other, year, title.clone());
        }
    }
    // 现制定…年, 为做好…年 in the paragraphs before the first heading.
    let first = subject.document.nodes.iter().map(|node| node.start).find(|&start| start > title.end);
    let front = title.end..first.unwrap_or(text.len()).min(title.end + 3000).max(title.end);
    let front = front.start..floor(text, front.end);
    let _ = place;
    for (word, class) in subject.hits.of(List::Announcers, front) {
        if class != "year" {
            continue;
        }
        let near = word.end..floor(text, word.end + 24);
        let Some((other, place)) = years_in(text, near.clone()).next() else { continue };
        let between = &text[word.end..place.start];
        // 2021—2025年 is a span of years.
        if text[place.end..].starts_with(['-', '—', '－', '～', '~', '至']) {
            continue;
        }
        if other != year
            && !between.contains(['，', '。', '《', '、', '较', '比'])
            && between.chars().count() <= 6
        {
            say(subject, findings, place, other, year, title.clone());
        }
    }
}

fn say(
    subject: Subject,
    findings: &mut Findings,
    place: Range<usize>,
    other: u32,
    year: u32,
    title: Range<usize>,
) {
    findings
        .at(
            place,
            format!("这里是 {other} 年，标题是 {year} 年"),
            format!("this says {other}, and the title {year}"),
        )
        .also(subject.clean.span(title));
}
