//! `swapped-word`.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::check::rules::years;
use crate::check::{Findings, Rule, Subject, Text};
use crate::lexicon::List;
use crate::model::Severity;
use crate::text::order;

/// Its manual page.
pub const RULE: Rule = Rule {
    name: "swapped-word",
    title: "说法被换词",
    severity: Severity::Warning,
    layout: false,
    what: Text(
        "固定说法里的词被同义词替换软件换掉：“志愿效劳”“广阔干部”“借此时机”。只查有把握的固定说法，并给出可能的原词。",
        "A rewriting tool has replaced a word of a set phrase: 志愿效劳 for 志愿服务. Only set phrases that are certain are looked at, and the likely original is given.",
    ),
    why: Text("这样的词一看就是改头换面的旧稿。", "Such words give away an old text in disguise."),
    flagged: "完善志愿效劳体系，引导广阔群众参与。",
    mended: "完善志愿服务体系，引导广大群众参与。",
    basis: Text("", ""),
    run,
};

fn run(subject: Subject, findings: &mut Findings) {
    words(subject, findings, "", |word, original| {
        (format!("“{word}”疑为“{original}”"), format!("`{word}`: `{original}` is likely meant"))
    });
}

/// Finds the words of `dict/swaps.tsv` of one kind, each once with all its places.
pub(super) fn words(
    subject: Subject,
    findings: &mut Findings,
    kind: &str,
    say: impl Fn(&str, &str) -> (String, String),
) {
    let mut words: BTreeMap<(&str, &str), Vec<Range<usize>>> = BTreeMap::new();
    let mut done = 0;
    for (place, value) in subject.hits.of(List::Swaps, 0..subject.text.len()) {
        let (original, of) = value.split_once('\t').unwrap_or((value, ""));
        if place.start >= done && of == kind {
            done = place.end;
            words.entry((&subject.text[place.clone()], original)).or_default().push(place);
        }
    }
    let old = words.keys().any(|(word, _)| word.contains('帐')) && is_old(subject);
    for ((word, original), places) in words {
        let (zh, en) = match places.len() {
            1 => (String::new(), String::new()),
            n => (format!("，共 {n} 处"), format!(", {n} times")),
        };
        let (said_zh, said_en) = say(word, original);
        let finding = findings.at(places[0].clone(), said_zh + &zh, said_en + &en);
        if word.contains('帐') && old {
            finding.severity(Severity::Hint);
        }
        finding.also.extend(places[1..].iter().map(|place| subject.clean.span(place.clone())));
    }
}

/// Whether a document is from before 帐 gave way to 账 in the list of variant forms of December 2001: its year, or the
/// one in the middle of those that it names.
fn is_old(subject: Subject) -> bool {
    if let Some(year) = subject.plan.year {
        return year <= 2001;
    }
    let text = subject.text;
    let mut named: Vec<u32> = years(text, 0..text.len()).map(|(year, _)| year).collect();
    // 一九九五年 is of the last century.
    named.extend(text.match_indices("一九").map(|_| 1900));
    order::sort(&mut named);
    named.get(named.len() / 2).is_some_and(|&year| year <= 2001)
}
