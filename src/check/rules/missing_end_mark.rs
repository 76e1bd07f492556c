//! `missing-end-mark`.

use crate::check::{Findings, Rule, Subject, Text};
use crate::lex::marker::Scheme;
use crate::lexicon::List;
use crate::model::Severity;

/// Its manual page.
pub const RULE: Rule = Rule {
    name: "missing-end-mark",
    title: "段末缺句号",
    severity: Severity::Warning,
    layout: true,
    what: Text(
        "一段话末尾没有句号，而同样的段落大多有，后面接的是下一项、责任单位或全文结尾。标题、落款、表格不查，断开的行也不查。",
        "A paragraph has no end mark, while most of its kind have, and the next item, the owners or the end follows. Headings, signatures, tables and broken lines are left alone.",
    ),
    why: Text(
        "末尾缺句号，常常是后半句丢了。",
        "Where the end mark is missing the rest of the sentence often is too.",
    ),
    flagged: "做好巡查记录。发现险情立即上报并采取处置措施",
    mended: "做好巡查记录。发现险情立即上报并采取处置措施。",
    basis: Text("GB/T 15834—2011《标点符号用法》", "GB/T 15834-2011, General rules for punctuation"),
    run,
};

fn run(subject: Subject, findings: &mut Findings) {
    let text = subject.text;
    let (mut n_ended, mut open) = (0, Vec::new());
    for line in subject.lines() {
        let words = &text[line.clone()];
        // A paragraph of one sentence is told from a heading by its length and its commas.
        let sentence = || words.matches('，').count() > 1 && words.chars().count() > 30;
        let Some(inside) = words.find('。').or_else(|| sentence().then_some(0)) else { continue };
        let Some(last) = words.chars().next_back() else { continue };
        if words.contains('\t') {
            continue;
        }
        match last {
            '。' | '！' | '？' | '；' | '：' | '…' | '”' | '）' | ')' | ':' | ';' => n_ended += 1,
            // What follows the last sentence must be long enough to be one.
            c if ('\u{4e00}'..='\u{9fff}').contains(&c) => {
                let rest = &words[words.rfind('。').unwrap_or(inside)..];
                // …办理。二、房源管理: a heading ran into the paragraph.
                let number = rest.trim_start_matches(['。', ' ']);
                let bare = number.trim_start_matches(|c| "一二三四五六七八九十".contains(c));
                let heading = bare.len() < number.len() && bare.starts_with(['、', '是', '，']);
                // A line that goes on with a bare number was broken in its middle.
                let next = text[line.end..].trim_start();
                let number = next.trim_start_matches(|c: char| c.is_numeric() || matches!(c, ' ' | '.'));
                let goes_on = next[..next.len() - number.len()].ends_with(char::is_numeric)
                    && number.starts_with(|c: char| c.is_alphabetic() || c == '%');
                // What stands last is who is responsible, or the day of the signature.
                let place = line.end - rest.len()..line.end;
                let owners = subject
                    .hits
                    .of(List::Duties, place)
                    .any(|(word, _)| text[word.end..].starts_with(['：', ':']));
                let signed = c == '日' && words[..words.len() - 3].ends_with(char::is_numeric);
                if rest.chars().count() > 10
                    && !heading
                    && !goes_on
                    && !owners
                    && !signed
                    && closed(subject, line.end)
                {
                    open.push(line.clone());
                }
            }
            _ => {}
        }
    }
    if open.len() * 2 > n_ended {
        return;
    }
    for line in open {
        let last =
            text[line.clone()].char_indices().rev().nth(1).map_or(line.start, |(at, _)| line.start + at);
        findings.at(last..line.end, "段落末尾没有句号", "the paragraph has no end mark");
    }
}

/// Whether the next item, a line of owners or nothing stands behind a line; else it may go on there.
fn closed(subject: Subject, end: usize) -> bool {
    let text = subject.text;
    let next = end + text[end..].len() - text[end..].trim_start().len();
    let nodes = &subject.document.nodes;
    let item = || {
        nodes.binary_search_by_key(&next, |node| node.start).is_ok_and(|at| {
            // A heading may run into its 一是… without a mark.
            nodes[at].marker.as_ref().is_some_and(|marker| marker.scheme != Scheme::Is)
        })
    };
    let owners = || {
        let hit = subject.hits.at(List::Duties, next);
        hit.is_some_and(|(word, _)| text[word.end..].starts_with(['：', ':']))
    };
    next == text.len() || item() || owners()
}
