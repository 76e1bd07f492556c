//! Text of the web page around a document: navigation, dates of publication, share links, footers.
//!
//! ```text
//! 首页 > 政务公开 > 通知公告                            关于印发2024年林业工作要点的通知
//! 关于印发2024年林业工作要点的通知                      各县区林业局：
//! 发布时间：2024-03-01 来源：办公室 【打印】 【关闭】   …
//! 各县区林业局：
//! …
//! 版权所有：某市林业局  某ICP备00000000号
//! ```
//!
//! One word shows little: `主办单位：` stands in plans too. What decides is the block. Before the first
//! paragraph of the document and after its last one, lines with words of `dict/site.tsv` must weigh two
//! together; then they go, and so do the short lines between them, but neither titles and document numbers
//! nor anything up to the date under the signature.

use std::ops::Range;

use crate::lexicon::{Hits, Lexicon, List};
use crate::noise::chars::{closes, digit, ends_sentence, is_han, is_space, width};
use crate::noise::opening::{Opening, opening};
use crate::text::Change;

/// Bytes and lines at each end of a text among which site text is looked for.
const ZONE: usize = 12_000;
const LINES: usize = 100;

/// Finds site text at the head and the tail of `text`.
pub fn changes(text: &str, lexicon: &Lexicon) -> Vec<Change> {
    let mut changes = Vec::new();
    head(text, lexicon, &mut changes);
    tail(text, lexicon, &mut changes);
    changes
}

/// A line at one end of a text.
struct Line {
    range: Range<usize>,
    columns: u32,
    /// What its site words weigh; none when it is no site text as a whole.
    weight: Option<u32>,
    /// It is a paragraph of the document, or the heading of one.
    body: bool,
}

/// Reads the lines of `zone`, which starts at `at` in the text.
fn lines(text: &str, zone: Range<usize>, lexicon: &Lexicon) -> Vec<Line> {
    let hits = lexicon.scan_for(List::Site, &text[zone.clone()]);
    let mut lines = Vec::new();
    let mut start = zone.start;
    for raw in text[zone.clone()].split('\n') {
        let body = raw.trim_matches(|c| is_space(c) || c == '\t' || c == '\x0c');
        if !body.is_empty() {
            let at = start + (body.as_ptr() as usize - raw.as_ptr() as usize);
            let range = at..at + body.len();
            let weight = weigh(text, range.clone(), zone.start, &hits);
            let opening = opening(body, lexicon);
            let sentence = body.len() >= 60 && body.contains('。');
            lines.push(Line {
                columns: width(body),
                weight,
                body: weight.is_none() && (sentence || opening >= Opening::Item || body.contains('\t')),
                range,
            });
        }
        start += raw.len() + 1;
    }
    lines
}

/// What the site words of a line weigh, when the line is site text as a whole.
fn weigh(text: &str, line: Range<usize>, base: usize, hits: &Hits) -> Option<u32> {
    let body = &text[line.clone()];
    let crumbs = body.len() < 200
        && (body.starts_with(['>', '»', '›']) || body.contains(" > ") || body.contains(">>"));
    let (mut weight, mut opens, mut inside) = (0, false, false);
    let mut done = line.start;
    for (range, value) in hits.of(List::Site, line.start - base..line.end - base) {
        let range = range.start + base..range.end + base;
        let Some((class, heavy)) = class(value) else { continue };
        let fits = match class {
            "in" => true,
            "start" => at_token(text, &line, range.start),
            _ => at_token(text, &line, range.start) && token_ends(text, &line, range.end),
        };
        if !fits || range.start < done {
            continue;
        }
        done = range.end;
        weight += heavy;
        opens |=
            range.start <= line.start + 3 || text[line.start..range.start].trim_matches(between).is_empty();
        inside |= class == "in";
    }
    if weight == 0 && !opens {
        (weight, opens) = spaced_out(body, hits.lexicon());
    }
    let sentences = body.matches('。').count();
    let whole = opens && (sentences == 0 && body.len() <= 400 || weight >= 2)
        || inside && body.len() <= 400 && sentences == 0;
    if crumbs { Some(weight.max(1)) } else { whole.then_some(weight) }
}

/// What a word weighs that opens a line with its letters spaced out: `索 引 号：`.
fn spaced_out(body: &str, lexicon: &Lexicon) -> (u32, bool) {
    let mut word = String::new();
    if !body.chars().nth(1).is_some_and(is_space) {
        return (0, false);
    }
    for c in body.chars().take(12).filter(|&c| !is_space(c)) {
        word.push(c);
        if let Some((class, weight)) = lexicon.value(List::Site, &word).and_then(class)
            && class != "in"
        {
            return (weight, true);
        }
    }
    (0, false)
}

/// The class and the weight that `dict/site.tsv` gives a word.
fn class(value: &'static str) -> Option<(&'static str, u32)> {
    let (class, weight) = value.split_once('\t').unwrap_or((value, "1"));
    Some((class, weight.trim().parse().ok()?))
}

/// What parts the words of a menu.
fn between(c: char) -> bool {
    is_space(c)
        || matches!(
            c,
            '\t' | '|'
                | '｜'
                | '>'
                | '【'
                | '】'
                | '['
                | ']'
                | '·'
                | '/'
                | '»'
                | '('
                | ')'
                | '（'
                | '）'
                | '→'
        )
}

fn at_token(text: &str, line: &Range<usize>, at: usize) -> bool {
    text[line.start..at].chars().next_back().is_none_or(between)
}

fn token_ends(text: &str, line: &Range<usize>, at: usize) -> bool {
    text[at..line.end].chars().next().is_none_or(|c| between(c) || matches!(c, '：' | ':'))
}

fn head(text: &str, lexicon: &Lexicon, changes: &mut Vec<Change>) {
    let mut end = ZONE.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let mut lines = lines(text, 0..end, lexicon);
    lines.truncate(LINES);
    let body = lines.iter().position(|line| line.body || addressees(text, line));
    if let Some(first) = lines.get(body.unwrap_or(0)) {
        lost_head(text, first, lexicon, changes);
    }
    let lines = &lines[..body.unwrap_or(lines.len())];
    let weight: u32 = lines.iter().filter_map(|line| line.weight).sum();
    let Some(last) = lines.iter().rposition(|line| line.weight.is_some()) else { return };
    if weight < 2 {
        return;
    }
    let gone: Vec<bool> = (0..lines.len())
        .map(|n| {
            let line = &lines[n];
            let short = line.columns <= 24 && !keeps(&text[line.range.clone()], lexicon);
            // A menu run into one line, with words of the site in it.
            let menu = || {
                let body = &text[line.range.clone()];
                line.columns <= 100
                    && !keeps(body, lexicon)
                    && !body.contains(['。', '，', '：', ':'])
                    && lexicon.scan_for(List::Site, body).of(List::Site, 0..body.len()).count() >= 2
            };
            let again =
                || lines[n + 1..].iter().any(|later| text[later.range.clone()] == text[line.range.clone()]);
            line.weight.is_some() || n < last && (weight >= 3 && (short || menu()) || again())
        })
        .collect();
    remove(text, lines, &gone, changes);
}

/// Whether `line` names those a document is sent to: `各县区人民政府：`.
fn addressees(text: &str, line: &Line) -> bool {
    let body = &text[line.range.clone()];
    line.weight.is_none() && body.ends_with(['：', ':']) && body.chars().filter(|&c| is_han(c)).count() >= 3
}

/// Whether a short line belongs to a document's head: its number, its title, its kind.
fn keeps(line: &str, lexicon: &Lexicon) -> bool {
    line.contains(['〔', '《', '［'])
        || line.ends_with('号')
        || lexicon.endings(List::Kinds, line.trim_end_matches(closes)).next().is_some()
}

/// Site words before the text in the line itself, where the line ends are lost.
fn lost_head(text: &str, line: &Line, lexicon: &Lexicon, changes: &mut Vec<Change>) {
    if !line.body || line.range.len() < 200 {
        return;
    }
    let mut end = line.range.start + 400.min(line.range.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let hits = lexicon.scan_for(List::Site, &text[line.range.start..end]);
    let (mut weight, mut run) = (0, None::<Range<usize>>);
    for (range, value) in hits.of(List::Site, 0..end - line.range.start) {
        let range = range.start + line.range.start..range.end + line.range.start;
        let Some((class, heavy)) = class(value) else { continue };
        if !at_token(text, &line.range, range.start)
            || class == "line" && !token_ends(text, &line.range, range.end)
        {
            continue;
        }
        let token = |at: usize| at + text[at..end].find(is_space).unwrap_or(0);
        match &mut run {
            Some(run) if range.start < run.end => {}
            Some(run) if text[run.end..range.start].contains('。') || range.start - run.end > 80 => break,
            Some(run) => (weight, run.end) = (weight + heavy, token(range.end)),
            None => (weight, run) = (heavy, Some(range.start..token(range.end))),
        }
    }
    let Some(mut run) = run.filter(|run| weight >= 2 && run.end < end) else { return };
    // Dates, times and what stands in brackets after the last word.
    loop {
        let rest = text[run.end..end].trim_start_matches(is_space);
        let token = &rest[..rest.find(is_space).unwrap_or(rest.len())];
        let value = token.len() <= 30 && !token.contains(is_han) && token.contains(|c| digit(c).is_some())
            || token.starts_with(['【', '[']) && token.ends_with(['】', ']'])
            || matches!(token, "大" | "中" | "小" | "小]" | "中]" | "[大" | "【大" | "小】");
        if token.is_empty() || !value {
            break;
        }
        run.end = end - rest.len() + token.len();
    }
    let spaces = text[run.end..].len() - text[run.end..].trim_start_matches(is_space).len();
    run.end += spaces;
    let with = (run.start > line.range.start).then_some('\n');
    changes.push(Change { range: run, with, why: "site_text" });
}

fn tail(text: &str, lexicon: &Lexicon, changes: &mut Vec<Change>) {
    let mut start = text.len().saturating_sub(ZONE);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let mut lines = lines(text, start..text.len(), lexicon);
    lines.drain(..lines.len().saturating_sub(LINES));
    let body = lines.iter().rposition(|line| line.body);
    let after = body.map_or(0, |body| body + 1);
    // A text of site words alone, or one so short that head and tail are the same, is left to the head.
    if body.is_none() && start == 0 {
        return;
    }
    let block = &lines[after..];
    let weight: u32 = block.iter().filter_map(|line| line.weight).sum();
    let signed = block.iter().rposition(|line| is_date(&text[line.range.clone()]));
    // Words that weigh nothing go with those below them that do.
    let first = block.iter().position(|line| line.weight.is_some_and(|weight| weight > 0)).map(|first| {
        let above = block[..first].iter().rev().take_while(|line| line.weight.is_some()).count();
        first - above
    });
    if weight >= 2
        && let Some(first) = first
    {
        let from = signed.map_or(first, |signed| signed + 1);
        let gone: Vec<bool> = block
            .iter()
            .enumerate()
            .map(|(n, line)| n >= from && (line.weight.is_some() || line.columns <= 60))
            .collect();
        remove(text, block, &gone, changes);
    }
    if let Some(body) = body {
        lost_tail(text, &lines[body], lexicon, changes);
    }
}

/// Whether a whole line is a day: `2024年3月1日` `二〇二四年三月一日`.
fn is_date(line: &str) -> bool {
    let day = line.trim_end_matches("印发").trim_end_matches(is_space);
    let mark = |c: char| matches!(c, '年' | '月' | '日' | '〇' | '○' | '零' | '一'..='十') || is_space(c);
    day.ends_with('日')
        && day.contains('年')
        && day.len() <= 60
        && day.chars().all(|c| digit(c).is_some() || mark(c) || "二三四五六七八九元".contains(c))
}

/// Site words after the last sentence in the line itself: `…新贡献。网络整理 免责声明：…`.
fn lost_tail(text: &str, line: &Line, lexicon: &Lexicon, changes: &mut Vec<Change>) {
    let mut start = line.range.end.saturating_sub(900).max(line.range.start);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let hits = lexicon.scan_for(List::Site, &text[start..line.range.end]);
    let (mut weight, mut from, mut done) = (0, None, 0);
    for (range, value) in hits.of(List::Site, 0..line.range.end - start) {
        let at = range.start + start;
        let Some((_, heavy)) = class(value) else { continue };
        if range.start < done {
            continue;
        }
        let before = text[start..at].trim_end_matches(is_space).chars().next_back();
        let begins =
            before.is_some_and(|c| ends_sentence(c) || closes(c)) && text[..at].len() > line.range.start;
        if from.is_none() && begins {
            from = Some(at);
        }
        if from.is_some() {
            weight += heavy;
            done = range.end;
        }
    }
    if let Some(from) = from.filter(|from| weight >= 2 && line.range.end - from <= 600) {
        let from = text[..from].trim_end_matches(is_space).len();
        changes.push(Change { range: from..line.range.end, with: None, why: "site_text" });
    }
}

/// Takes whole lines out, with the line ends and blank lines around them but for one.
fn remove(text: &str, lines: &[Line], gone: &[bool], changes: &mut Vec<Change>) {
    let mut n = 0;
    while n < lines.len() {
        if !gone[n] {
            n += 1;
            continue;
        }
        let first = n;
        while n < lines.len() && gone[n] {
            n += 1;
        }
        let before = text[..lines[first].range.start].trim_end();
        let start = match text[before.len()..lines[first].range.start].find('\n') {
            Some(at) if !before.is_empty() => before.len() + at + 1,
            _ => 0,
        };
        let rest = &text[lines[n - 1].range.end..];
        let end = text.len() - rest.trim_start_matches(['\n', '\x0c']).len();
        let start = if end == text.len() { before.len() } else { start };
        changes.push(Change { range: start..end, with: None, why: "site_text" });
    }
}
