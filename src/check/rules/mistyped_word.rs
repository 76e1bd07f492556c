//! `mistyped-word`.

use std::ops::Range;

use crate::check::rules::swapped_word;
use crate::check::{Findings, Rule, Subject, Text};
use crate::lexicon::List;
use crate::model::Severity;

/// Its manual page.
pub const RULE: Rule = Rule {
    name: "mistyped-word",
    title: "错别字",
    severity: Severity::Warning,
    layout: false,
    what: Text(
        "错别字：“台帐”“布署”“再接再励”；“截止”后面直接跟日期，应为“截至”。只查有把握的词。",
        "A wrong character in a word: 台帐, 布署, 再接再励; or 截止 before a day, which should be 截至. Only words that are certain are looked at.",
    ),
    why: Text("错别字损害文件的严肃性。", "A document with misspelt words is not taken seriously."),
    flagged: "建立工作台帐。截止2024年底，已完成三项。",
    mended: "建立工作台账。截至2024年底，已完成三项。",
    basis: Text(
        "《现代汉语词典》：“截止”不带宾语，“截至”后面跟时间。",
        "Usage as in 现代汉语词典: 截止 takes no object, 截至 is followed by a time.",
    ),
    run,
};

fn run(subject: Subject, findings: &mut Findings) {
    swapped_word::words(subject, findings, "typed", |word, right| {
        (format!("“{word}”应为“{right}”"), format!("`{word}` should be `{right}`"))
    });
    let places: Vec<Range<usize>> = until(subject).collect();
    let Some(first) = places.first() else { return };
    let (zh, en) = match places.len() {
        1 => (String::new(), String::new()),
        n => (format!("，共 {n} 处"), format!(", {n} times")),
    };
    let finding = findings.at(
        first.clone(),
        format!("后面跟日期，“截止”应为“截至”{zh}"),
        format!("before a day `截止` should be `截至`{en}"),
    );
    finding.also.extend(places[1..].iter().map(|place| subject.clean.span(place.clone())));
}

/// 截止 that opens a clause and is followed by a day. What comes to an end, as in 报名截止6月30日, stands before it.
fn until(subject: Subject) -> impl Iterator<Item = Range<usize>> {
    let text = subject.text;
    let ends =
        subject.hits.of(List::Times, 0..text.len()).filter(|(place, _)| &text[place.clone()] == "截止");
    ends.map(|(place, _)| place).filter(move |place| {
        let opens = !subject.before(place.start).is_alphanumeric();
        let digits = text[place.end..].trim_start_matches(|c: char| c.is_ascii_digit());
        opens && digits.len() < text.len() - place.end && digits.starts_with(['年', '月'])
    })
}
