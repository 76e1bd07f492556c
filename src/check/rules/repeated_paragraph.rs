//! `repeated-paragraph`.

use std::collections::HashMap;
use std::ops::Range;

use crate::check::rules::short;
use crate::check::{Findings, Rule, Subject, Text};
use crate::model::Severity;

/// Its manual page.
pub const RULE: Rule = Rule {
    name: "repeated-paragraph",
    title: "段落重复",
    severity: Severity::Warning,
    layout: true,
    what: Text(
        "同一段文字出现两次；三段以上的合为一条。短的、有栏目名的（“责任单位：”“政策依据：”）、表格里的不算。",
        "The same paragraph stands twice; more than two are one finding. Short ones, those led by a label, and rows of tables are left alone.",
    ),
    why: Text(
        "多半是粘贴时重复了，或者其中一处本该改写。",
        "It was pasted twice, or one of the two was meant to say something else.",
    ),
    flagged: "本通知由市住房公积金管理中心负责解释，自2023年4月1日起执行。⏎……⏎本通知由市住房公积金管理中心负责解释，自2023年4月1日起执行。",
    mended: "……⏎本通知由市住房公积金管理中心负责解释，自2023年4月1日起执行。",
    basis: Text("", ""),
    run,
};

/// The fewest characters of a paragraph that is not said twice on purpose.
const LONG: usize = 30;
/// From how many on they are one finding.
const MANY: usize = 3;

fn run(subject: Subject, findings: &mut Findings) {
    let text = subject.text;
    let mut seen: HashMap<&str, &Range<usize>> = HashMap::new();
    let mut twice: Vec<(&Range<usize>, &Range<usize>)> = Vec::new();
    for line in subject.lines() {
        let words = &text[line.clone()];
        let sentence = words.len() >= 3 * LONG && words.contains('\u{3002}') && !words.contains('\t');
        if !sentence || words.chars().nth(LONG).is_none() || labelled(words) {
            continue;
        }
        match seen.get(words) {
            Some(first) => twice.push((first, line)),
            None => {
                seen.insert(words, line);
            }
        }
    }
    if twice.len() >= MANY {
        let n_twice = twice.len();
        let finding = findings.at(
            twice[0].1.clone(),
            format!("有 {n_twice} 段重复出现，可能整段文字重复了"),
            format!("{n_twice} paragraphs stand twice; a whole stretch of the text may"),
        );
        finding.also(subject.clean.span(twice[0].0.clone()));
        return;
    }
    for (first, second) in twice {
        let words = short(&text[second.clone()]);
        findings
            .at(
                second.clone(),
                format!("这一段前面已有：“{words}”"),
                format!("this paragraph stands before already: `{words}`"),
            )
            .also(subject.clean.span(first.clone()));
    }
}

/// Whether a paragraph opens with a label: 政策依据：….
fn labelled(words: &str) -> bool {
    words.chars().take(10).any(|c| matches!(c, '：' | ':'))
}
