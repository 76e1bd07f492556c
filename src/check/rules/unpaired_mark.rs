//! `unpaired-mark`.

use std::collections::BTreeMap;

use crate::check::marks::partner;
use crate::check::{Findings, Rule, Subject, Text};
use crate::model::Severity;

/// Its manual page.
pub const RULE: Rule = Rule {
    name: "unpaired-mark",
    title: "标点不成对",
    severity: Severity::Error,
    layout: true,
    what: Text(
        "括号、引号、书名号只有一半。编号后的“1）”不算，隔行才配上的也不算。",
        "Half of a pair of brackets, quotes or title marks is missing. The bracket of `1）` is no fault, nor is a pair that closes on a later line.",
    ),
    why: Text(
        "缺了一半，读者看不出引语、文件名或责任单位到哪里为止，程序也会把后面的文字并进去。",
        "The reader cannot tell where a quotation, a title or a list of owners ends, nor can a program.",
    ),
    flagged: "持续深化“好人之城建设。",
    mended: "持续深化“好人之城”建设。",
    basis: Text(
        "GB/T 15834—2011 第 4.8、4.9、4.14 条：引号、括号、书名号成对使用",
        "GB/T 15834-2011, clauses 4.8, 4.9 and 4.14: quotes, brackets and title marks come in pairs",
    ),
    run,
};

/// From how many on a mark whose partners are all gone is told once for the whole text.
const LOST: usize = 4;

fn run(subject: Subject, findings: &mut Findings) {
    let text = subject.text;
    let brackets = subject.brackets();
    let mut of: BTreeMap<char, Vec<usize>> = BTreeMap::new();
    let mut odd = unclosed(text, &subject.odd().alone).into_iter().peekable();
    while let Some(at) = odd.next() {
        let mark = subject.after(at);
        let end = at + mark.len_utf8();
        // “一网通办’ and 《双限房”: the two are one fault.
        let other = odd.next_if(|&next| {
            let kinds = (partner(mark), partner(subject.after(next)));
            matches!(kinds, (Some((_, true)), Some((_, false)))) && next > end && quoted(&text[end..next])
        });
        if let Some(other) = other {
            let close = subject.after(other);
            findings
                .at(
                    other..other + close.len_utf8(),
                    format!("{mark} 和 {close} 不配对"),
                    format!("`{mark}` and `{close}` are no pair"),
                )
                .also(subject.clean.span(at..end));
            continue;
        }
        // 【⏎打印⏎】 is a bar of a page.
        if text[subject.line(at)].trim().chars().count() == 1 {
            continue;
        }
        if !enumerates(text, at, mark) && !apostrophe(subject, at, mark) {
            of.entry(mark).or_default().push(at);
        }
    }
    for (mark, places) in of {
        let Some((other, opens)) = partner(mark) else { continue };
        let paired = brackets.pairs.iter().filter(|pair| text[pair.outer.start..].starts_with(mark)).count();
        let (zh, en) = match opens {
            true => ("收尾", "is never closed"),
            false => ("开头", "closes nothing"),
        };
        if places.len() >= LOST && paired * 8 <= places.len() {
            let n_places = places.len();
            let finding = findings.at(
                places[0]..places[0] + mark.len_utf8(),
                format!("全文有 {n_places} 个 {mark} 没有用 {other} {zh}"),
                format!("`{mark}` {en}, {n_places} times in this text"),
            );
            for &at in &places[1..] {
                finding.also(subject.clean.span(at..at + mark.len_utf8()));
            }
            continue;
        }
        let mut places = places.into_iter().peekable();
        while let Some(at) = places.next() {
            // “四减四增“行动: the second was to close.
            let close = places.next_if(|&next| closes(&text[at + mark.len_utf8()..next]));
            if let Some(close) = close {
                // Of ”四减四增”行动 the first was to open.
                let (wrong, right) = if opens { (close, at) } else { (at, close) };
                findings
                    .at(
                        wrong..wrong + mark.len_utf8(),
                        format!("这个 {mark} 应为 {other}"),
                        format!("`{mark}` should be `{other}`"),
                    )
                    .also(subject.clean.span(right..right + mark.len_utf8()));
                continue;
            }
            let finding = findings.at(
                at..at + mark.len_utf8(),
                format!("这个 {mark} 没有用 {other} {zh}"),
                format!("`{mark}` {en}"),
            );
            // The other half may stand where the line was broken off.
            if broken_off(subject, at, opens) {
                finding.sure(40);
            }
        }
    }
}

/// Whether the line of a mark, on the side where its partner should stand, goes on in another line that is no item.
fn broken_off(subject: Subject, at: usize, opens: bool) -> bool {
    let text = subject.text;
    let line = subject.line(at);
    let nodes = &subject.document.nodes;
    let item = |start: usize| nodes.binary_search_by_key(&start, |node| node.start).is_ok();
    let ended = |line: &str| {
        line.trim_end().ends_with(['。', '；', '：', '！', '？', ':', ';', ')', '）', '》', '”'])
    };
    if opens {
        let next = line.end + text[line.end..].len() - text[line.end..].trim_start().len();
        !ended(&text[line]) && next < text.len() && !item(next)
    } else {
        let before = text[..line.start].trim_end();
        let start = line.end - text[line.clone()].trim_start().len();
        !before.is_empty() && !ended(before) && !item(start)
    }
}

/// The marks that no other closes on a later line either. Brackets are paired within lines, and many texts come with
/// their paragraphs broken: 》 of 《…⏎…》 is no fault of the writer.
fn unclosed(text: &str, unpaired: &[usize]) -> Vec<usize> {
    /// How far, in bytes, and over how many lines a paragraph may be broken.
    const FAR: (usize, usize) = (1200, 16);
    let mut left: Vec<usize> = Vec::new();
    for &at in unpaired {
        let Some(mark) = text[at..].chars().next() else { continue };
        let opened = partner(mark).filter(|(_, opens)| !opens).and_then(|(other, _)| {
            let near = left.iter().rposition(|&open| at - open > FAR.0).map_or(0, |far| far + 1);
            let found = left[near..].iter().rposition(|&open| same(text[open..].chars().next(), other))?;
            let between = &text[left[near + found]..at];
            let mut lines = between.split('\n');
            let last = lines.next_back();
            let whole = lines.clone().all(|line| !line.trim_end().ends_with(['。', '；']));
            (last.is_some() && (1..=FAR.1).contains(&lines.count()) && whole).then_some(near + found)
        });
        match opened {
            Some(open) => {
                left.remove(open);
            }
            None => left.push(at),
        }
    }
    left
}

/// Whether a mark is `wanted` in either width.
fn same(mark: Option<char>, wanted: char) -> bool {
    let narrow = |c: char| match c {
        '（' => '(',
        '［' | '〔' => '[',
        '｛' => '{',
        '〖' => '【',
        '〈' => '《',
        c => c,
    };
    mark.is_some_and(|mark| narrow(mark) == narrow(wanted))
}

/// Whether what stands between two opening marks is short and of one piece, as quoted words are.
fn closes(between: &str) -> bool {
    const SHORT: usize = 12;
    !between.is_empty()
        && between.chars().count() <= SHORT
        && between.chars().all(|c| c.is_alphanumeric() || c == '+')
}

/// Whether what stands between two marks of different kinds is short and of one sentence, as quoted words are.
fn quoted(between: &str) -> bool {
    const SHORT: usize = 24;
    between.chars().count() <= SHORT && !between.contains(['。', '；', '\n', ';'])
}

/// `1）` `a)` `一）` at the start of a line or after a mark: the bracket closes a number.
fn enumerates(text: &str, at: usize, mark: char) -> bool {
    if !matches!(mark, '）' | ')') {
        return false;
    }
    let head = text[..at].trim_end_matches(|c: char| {
        c.is_ascii_alphanumeric() || ('①'..='⑳').contains(&c) || "一二三四五六七八九十".contains(c)
    });
    head.len() < at
        && at - head.len() <= 9
        && head.chars().next_back().is_none_or(|c| !c.is_alphanumeric() || c == '\n')
}

/// ’ in Latin words and before years.
fn apostrophe(subject: Subject, at: usize, mark: char) -> bool {
    mark == '’'
        && (subject.before(at).is_ascii_alphanumeric()
            || subject.after(at + mark.len_utf8()).is_ascii_digit())
}
