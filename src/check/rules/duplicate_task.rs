//! `duplicate-task`.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::check::rules::{short, title};
use crate::check::{Findings, Rule, Subject, Text};
use crate::lex::imperative::imperative;
use crate::lex::is_word;
use crate::lex::marker::Scheme;
use crate::lexicon::List;
use crate::model::Severity;
use crate::text::order;

/// Its manual page.
pub const RULE: Rule = Rule {
    name: "duplicate-task",
    title: "任务重复",
    severity: Severity::Warning,
    layout: true,
    what: Text(
        "两项任务的文字相同（标点、编号不计），或标题相同、正文也只差几个字；四项以上重复的合为一条。不是祈使句的条目、按月排列的任务不查。",
        "Two tasks say the same, marks and numbers aside, or have one title and texts that differ in a few characters; four and more are one finding. Items that ask for nothing and tasks set out by months are left alone.",
    ),
    why: Text(
        "重复的任务会被两次分工、两次统计，其中一处多半是忘了改写。",
        "A task that stands twice is assigned and counted twice; one of them was likely meant to say something else.",
    ),
    flagged: "1.排查矛盾纠纷，建立台账。⏎3.排查矛盾纠纷，建立台账。",
    mended: "1.排查矛盾纠纷，建立台账。",
    basis: Text("", ""),
    run,
};

/// Shorter tasks may well be the same: 加强组织领导.
/// Whether two texts that begin alike share four in five of their pairs of characters; figures must be the same.
fn alike(old: &str, new: &str) -> bool {
    const LONG: usize = 400;
    let pairs = |text: &str| {
        let solid: Vec<char> = text.chars().filter(|c| c.is_alphabetic()).take(LONG).collect();
        let mut pairs: Vec<[char; 2]> = solid.windows(2).map(|pair| [pair[0], pair[1]]).collect();
        order::sort(&mut pairs);
        pairs
    };
    let figures = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let (a, b) = (pairs(old), pairs(new));
    let (mut at, mut to, mut shared) = (0, 0, 0);
    while at < a.len() && to < b.len() {
        match a[at].cmp(&b[to]) {
            std::cmp::Ordering::Less => at += 1,
            std::cmp::Ordering::Greater => to += 1,
            std::cmp::Ordering::Equal => (at, to, shared) = (at + 1, to + 1, shared + 1),
        }
    }
    shared * 10 >= a.len().max(b.len()) * 8 && figures(old) == figures(new)
}

const SHORT: usize = 16;

fn run(subject: Subject, findings: &mut Findings) {
    let nodes = &subject.document.nodes;
    let monthly = nodes.iter().any(|node| node.marker.as_ref().is_some_and(|m| m.scheme == Scheme::Time));
    if monthly {
        return;
    }
    let mut found: Vec<(usize, usize, &str, &str)> = Vec::new();
    let mut seen: HashMap<u64, usize> = HashMap::new();
    let mut titles: HashMap<String, usize> = HashMap::new();
    let mut solid = String::new();
    for (at, task) in subject.plan.tasks.iter().enumerate() {
        solid.clear();
        solid.extend(task.text.chars().filter(|&c| is_word(c)));
        if solid.chars().nth(SHORT - 1).is_none() {
            continue;
        }
        let mut hash = DefaultHasher::new();
        solid.hash(&mut hash);
        let first = *seen.entry(hash.finish()).or_insert(at);
        let name: String = task.title.chars().filter(|&c| is_word(c)).collect();
        let titled = match name.chars().nth(4).is_some() {
            true => *titles.entry(name).or_insert(at),
            false => at,
        };
        let nearly = first == at && titled != at && alike(&subject.plan.tasks[titled].text, &task.text);
        let (other, zh, en) = match (first != at, nearly) {
            (true, _) => (first, "文字相同", "says the same as"),
            (false, true) => (titled, "几乎相同", "says nearly the same as"),
            (false, false) => continue,
        };
        let place = subject.clean.range(title(subject, at));
        // 因工作调动离开本市的 and 须在7月31日前毕业 are conditions, which rules may say twice, and so is 按照有关规定.
        let verb = subject.hits.lexicon().opening(List::Verbs, &task.title).map(|(_, part)| part);
        let said = task.title.ends_with('的') || task.title.starts_with(['须', '应']) || verb == Some("prep");
        if !said && imperative(subject.text, subject.hits, place) {
            found.push((at, other, zh, en));
        }
    }
    if let [(at, other, ..), _, _, _, ..] = found[..] {
        let n_twice = found.len();
        let finding = findings.over(
            title(subject, at),
            format!("有 {n_twice} 项任务重复出现，可能整段文字重复了"),
            format!("{n_twice} tasks stand twice; a whole stretch of the text may"),
        );
        finding.also(title(subject, other));
        return;
    }
    for (at, other, zh, en) in found {
        let task = &subject.plan.tasks[at];
        findings
            .over(
                title(subject, at),
                format!("任务“{}”与第 {} 项任务{zh}", short(&task.title), other + 1),
                format!("task `{}` {en} task t{}", short(&task.title), other + 1),
            )
            .also(title(subject, other));
    }
}
