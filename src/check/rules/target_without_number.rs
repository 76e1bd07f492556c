//! `target-without-number`.

use std::ops::Range;

use crate::check::{Findings, Rule, Subject, Text};
use crate::lex::sentence::clauses;
use crate::lexicon::List;
use crate::model::Severity;

/// Its manual page.
pub const RULE: Rule = Rule {
    name: "target-without-number",
    title: "指标没有数字",
    severity: Severity::Hint,
    layout: true,
    what: Text(
        "一句里并列的指标多数有数字，这一个只说“明显提高”“稳步提升”。",
        "Most of the targets listed in a sentence have numbers, and this one only says 明显提高 or the like.",
    ),
    why: Text("没有数字的指标年底无法考核。", "A target without a number cannot be assessed."),
    flagged: "电子病历使用率达到90%，家庭医生签约率达到75%，孕产妇系统管理率明显提高。",
    mended: "电子病历使用率达到90%，家庭医生签约率达到75%，孕产妇系统管理率达到95%。",
    basis: Text("", ""),
    run,
};

fn run(subject: Subject, findings: &mut Findings) {
    let text = subject.text;
    for (word, class) in subject.hits.of(List::Vague, 0..text.len()) {
        if class != "target" || !text[..word.start].ends_with(['率', '重', '例', '积', '量', '数']) {
            continue;
        }
        // A target is said in one clause; its neighbours are near.
        let mut from = word.start.saturating_sub(240);
        let mut to = (word.end + 240).min(text.len());
        while !text.is_char_boundary(from) {
            from += 1;
        }
        while !text.is_char_boundary(to) {
            to -= 1;
        }
        let from = text[from..word.start].rfind(['。', '\n']).map_or(from, |at| from + at);
        let to = text[word.end..to].find(['。', '\n']).map_or(to, |at| word.end + at);
        let clauses = clauses(text, from..to);
        let Some(own) =
            clauses.iter().position(|clause| clause.start <= word.start && word.end <= clause.end)
        else {
            continue;
        };
        let numbered = |at: usize| figure(&text[clauses[at].clone()]);
        let beside = [own.checked_sub(1), Some(own + 1)];
        let beside = beside.into_iter().flatten().filter(|&at| at < clauses.len());
        let (mut near, mut n_numbered) = (0, 0);
        for at in beside {
            near += 1;
            n_numbered += usize::from(numbered(at));
        }
        let mut all = (0..clauses.len()).filter(|&at| numbered(at)).count();
        // Targets listed a line each: those above and below are the neighbours.
        if near == 0 {
            let line = subject.line(word.start);
            let above = subject.line(line.start.saturating_sub(1));
            let below = subject.line((line.end + 1).min(text.len()));
            let item = |line: &Range<usize>| {
                let words = &text[line.clone()];
                let marked = words.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '（' | '('));
                marked && words.chars().count() <= 60 && figure(words)
            };
            if above.end < line.start && line.end < below.start && item(&above) && item(&below) {
                (near, n_numbered, all) = (2, 2, 2);
            }
        }
        // The number of the item is no figure.
        let words = text[clauses[own].clone()].trim_start_matches(|c: char| {
            c.is_ascii_digit() || matches!(c, '.' | '．' | '、' | '（' | '）' | '(' | ')' | ' ' | '\n')
        });
        if near > 0 && n_numbered == near && all >= 2 && clauses[own].end == word.end && !figure(words) {
            findings.at(
                word.end - words.len()..word.end,
                format!("“{words}”没有数字，并列的指标都有"),
                format!("`{words}` has no number, as its neighbours have"),
            );
        }
    }
}

/// Whether a clause has a number with a unit or of a rate.
fn figure(clause: &str) -> bool {
    clause.contains(|c: char| c.is_ascii_digit())
        && clause.contains(['%', '％', '率', '个', '万', '亿', '人', '件', '项', '元', '所'])
}
