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

use crate::lexicon::{Lexicon, List};
use crate::noise::chars::{closes, digit, ends_sentence, is_han, is_space, width};
use crate::noise::opening::{Opening, opening};
use crate::noise::title::doubled;
use crate::text::Change;

/// Bytes and lines at each end of a text among which site text is looked for.
const ZONE: usize = 12_000;
const LINES: usize = 100;
/// The longest line, in bytes, that is site text as a whole.
const WHOLE: usize = 400;

/// Finds site text at the head and the tail of `text`.
pub fn changes(text: &str, lexicon: &Lexicon) -> Vec<Change> {
    let mut changes = Vec::new();
    let boundary = |mut at: usize| {
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let (end, start) = (boundary(ZONE.min(text.len())), boundary(text.len().saturating_sub(ZONE)));
    // The lines of a short text are read whole, as its two ends overlap.
    let short = text.len() <= 2 * ZONE;
    let zone = |zone: Range<usize>| if short { 0..text.len() } else { zone };
    // Field lines over a rule may be long, and what stands under the rule is looked at too.
    let ruled = ["========", "--------", "********", "________", "————————", "────────"]
        .iter()
        .any(|rule| memchr::memmem::find(&text.as_bytes()[..end], rule.as_bytes()).is_some());
    // What stands behind the first paragraph, or before the last one, is not looked at.
    let mut first = Vec::new();
    for line in lines(text, zone(0..end), lexicon) {
        if short && line.range.start >= end || first.len() == LINES {
            break;
        }
        let line = Line { range: line.range.start..line.range.end.min(end), ..line };
        let last = line.body || addressees(text, &line);
        first.push(line);
        if last && !ruled {
            break;
        }
    }
    let mut last = Vec::new();
    for line in lines_back(text, zone(start..text.len()), lexicon) {
        if short && line.range.end <= start || last.len() == LINES {
            break;
        }
        let line = Line { range: line.range.start.max(start)..line.range.end, ..line };
        let body = line.body;
        last.push(line);
        if body {
            break;
        }
    }
    last.reverse();
    head(text, first, lexicon, &mut changes);
    tail(text, last, start, lexicon, &mut changes);
    changes
}

/// A line at one end of a text.
#[derive(Debug, Clone)]
struct Line {
    range: Range<usize>,
    columns: u32,
    /// What its site words weigh; none when it is no site text as a whole.
    weight: Option<u32>,
    /// It is a paragraph of the document, or the heading of one.
    body: bool,
}

/// Reads the lines of `zone`.
fn lines(text: &str, zone: Range<usize>, lexicon: &Lexicon) -> impl Iterator<Item = Line> {
    let mut start = zone.start;
    text[zone].split('\n').filter_map(move |raw| {
        let at = start;
        start += raw.len() + 1;
        line(text, at, raw, lexicon)
    })
}

/// The same from the last to the first.
fn lines_back(text: &str, zone: Range<usize>, lexicon: &Lexicon) -> impl Iterator<Item = Line> {
    let mut end = zone.end + 1;
    text[zone].rsplit('\n').filter_map(move |raw| {
        end -= raw.len() + 1;
        line(text, end, raw, lexicon)
    })
}

/// Reads one line, which starts at `start` in the text.
fn line(text: &str, start: usize, raw: &str, lexicon: &Lexicon) -> Option<Line> {
    let body = raw.trim_matches(|c| is_space(c) || c == '\t' || c == '\x0c');
    if body.is_empty() {
        return None;
    }
    let at = start + (body.as_ptr() as usize - raw.as_ptr() as usize);
    let range = at..at + body.len();
    // A paragraph is no site text as a whole, so its words are not looked for.
    let weight = (body.len() <= WHOLE).then(|| weigh(text, range.clone(), lexicon)).flatten();
    let opening = opening(body, lexicon);
    let sentence = body.len() >= 60 && body.contains('。');
    Some(Line {
        columns: width(body),
        weight,
        body: weight.is_none() && (sentence || opening >= Opening::Item || body.contains('\t')),
        range,
    })
}

/// What the site words of a line weigh, when the line is site text as a whole.
fn weigh(text: &str, line: Range<usize>, lexicon: &Lexicon) -> Option<u32> {
    let body = &text[line.clone()];
    let crumbs = body.len() < 200
        && (body.starts_with(['>', '»', '›']) || body.contains(" > ") || body.contains(">>"));
    let (mut weight, mut opens, mut inside) = (0, false, false);
    let mut done = line.start;
    for (range, value) in lexicon.site_words(body) {
        let range = range.start + line.start..range.end + line.start;
        let Some((class, heavy)) = class(value) else { continue };
        let fits = match class {
            "in" => true,
            "start" => at_token(text, &line, range.start) && !runs_on(body, &text[range.end..line.end]),
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
        (weight, opens) = spaced_out(body, lexicon);
    }
    let sentences = body.matches('。').count();
    let whole = opens && (sentences == 0 || weight >= 2 && sentences <= 3) || inside && sentences == 0;
    if crumbs { Some(weight.max(1)) } else { whole.then_some(weight) }
}

/// Whether a site word only begins a sentence: `当前位置不进则退，形势逼人。`.
fn runs_on(line: &str, after: &str) -> bool {
    line.ends_with(ends_sentence) && after.starts_with(is_han)
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

fn head(text: &str, mut lines: Vec<Line>, lexicon: &Lexicon, changes: &mut Vec<Change>) {
    lines.truncate(LINES);
    if let Some(rule) = front_matter(text, &lines) {
        remove(text, &lines[..=rule], &vec![true; rule + 1], changes);
        lines.drain(..=rule);
    }
    if let Some(first) = lines.first() {
        let words = &text[first.range.clone()];
        // 相关推荐1、在全市推进会上的讲话在全市推进会上的讲话同志们：…: what stands before the first page of a speech.
        let junk = words
            .find("1、")
            .filter(|at| (1..=60).contains(at) && doubled(&words[at + "1、".len()..]).is_some());
        if let Some(at) = junk {
            let range = first.range.start..first.range.start + at;
            changes.push(Change { range, with: None, why: "site_text" });
        }
    }
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
                    && lexicon.site_words(body).len() >= 2
            };
            let again =
                || lines[n + 1..].iter().any(|later| text[later.range.clone()] == text[line.range.clone()]);
            line.weight.is_some() || n < last && (weight >= 3 && (short || menu()) || again())
        })
        .collect();
    remove(text, lines, &gone, changes);
}

/// The rule that closes the field lines at the head of an archived page: three at least, and little else above it.
///
/// ```text
/// 标题: 清溪镇2024年工作计划
/// 发布机构: 清溪镇人民政府
/// 原文链接: …
/// ================ 正文 ================
/// ```
fn front_matter(text: &str, lines: &[Line]) -> Option<usize> {
    let words = |line: &Line| &text[line.range.clone()];
    let ruled = |line: &Line| {
        let (line, rule) = (words(line), ['=', '-', '*', '_', '—', '─']);
        line.chars().take_while(|c| rule.contains(c)).count() >= 8 && line.ends_with(rule)
    };
    let at = lines.iter().take(40).position(ruled)?;
    let field = |line: &&Line| {
        words(line).find([':', '：']).is_some_and(|at| (2..=8).contains(&words(line)[..at].chars().count()))
    };
    let n_fields = lines[..at].iter().filter(field).count();
    // Fields of a meeting or a project are fields of the document: 会议时间：…, 项目名称：…
    let of_page = |line: &Line| line.weight.is_some_and(|weight| weight > 0) || words(line).contains("://");
    if !lines[..at].iter().any(of_page) {
        return None;
    }
    (n_fields >= 3 && n_fields * 3 >= at * 2).then_some(at)
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
        || is_date(line.trim_matches(['（', '）', '(', ')', ' ']))
        || lexicon.endings(List::Kinds, line.trim_end_matches(closes)).next().is_some()
}

/// Site words before the text in the line itself, where the line ends are lost: runs of words go, and a
/// title between them stays.
fn lost_head(text: &str, line: &Line, lexicon: &Lexicon, changes: &mut Vec<Change>) {
    if !line.body || line.range.len() < 200 {
        return;
    }
    let body = &text[line.range.clone()];
    let (mut total, mut runs, mut before) = (0, Vec::<Range<usize>>::new(), Token::Text);
    let mut apart = true;
    for word in body.split(is_space).filter(|word| !word.is_empty()) {
        let start = line.range.start + (word.as_ptr() as usize - body.as_ptr() as usize);
        if start - line.range.start > 600 || word.len() > 120 || word.contains(['。', '，']) {
            break;
        }
        let token = token(word, before, lexicon);
        before = token;
        match token {
            Token::Text => apart = true,
            Token::Site(weight) => {
                total += weight;
                match runs.last_mut() {
                    Some(run) if !apart => run.end = start + word.len(),
                    _ => runs.push(start..start + word.len()),
                }
                apart = false;
            }
            Token::Value | Token::Crumb => {
                if let Some(run) = runs.last_mut().filter(|_| !apart) {
                    run.end = start + word.len();
                }
            }
        }
    }
    if total < 2 {
        return;
    }
    for run in runs {
        let rest = &text[run.end..];
        let end = text.len() - rest.trim_start_matches(is_space).len();
        let start = text[..run.start].trim_end_matches(is_space).len().max(line.range.start);
        let with = (start > line.range.start && end < line.range.end).then_some('\n');
        changes.push(Change { range: start..end, with, why: "site_text" });
    }
}

/// What a word between two spaces is, at the head or the tail of a text on one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
    /// A site word, or one with its value: `首页` `来源：市林业局`.
    Site(u32),
    /// `>`: what follows it is a link.
    Crumb,
    /// What belongs to the site word before it: a date, a time, a number, `[大`, a link.
    Value,
    Text,
}

fn token(word: &str, before: Token, lexicon: &Lexicon) -> Token {
    if word.chars().all(|c| matches!(c, '>' | '|' | '｜' | '»' | '›' | '→')) {
        return Token::Crumb;
    }
    let bare = word.trim_matches(between);
    let weight = lexicon
        .site_words(bare)
        .into_iter()
        .filter_map(|(range, value)| {
            let (class, weight) = class(value)?;
            let fits = match class {
                "in" => true,
                "start" => range.start == 0,
                _ => range.start == 0 && range.end == bare.len(),
            };
            fits.then_some(weight)
        })
        .max();
    let short = word.chars().count() <= 12;
    match (weight, before) {
        (Some(weight), _) => Token::Site(weight),
        (None, Token::Crumb) if short => Token::Value,
        (None, Token::Site(_) | Token::Value)
            if word.len() <= 30 && !bare.contains(is_han) && bare.contains(|c| digit(c).is_some()) =>
        {
            Token::Value
        }
        _ => Token::Text,
    }
}

fn tail(text: &str, mut lines: Vec<Line>, start: usize, lexicon: &Lexicon, changes: &mut Vec<Change>) {
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
        // From there on at least every second line is site text; cells of a table may stand before it.
        let from = signed.map_or(first, |signed| signed + 1);
        let site = |line: &Line| line.weight.is_some();
        let mut tally = 0i32;
        let mut best = block.len();
        for (n, line) in block.iter().enumerate().skip(from).rev() {
            tally += if site(line) { 1 } else { -1 };
            if tally >= 0 && (site(line) || signed.is_some() && n == from) {
                best = n;
            }
        }
        let from = best;
        let gone: Vec<bool> = block
            .iter()
            .enumerate()
            .map(|(n, line)| {
                // 相关推荐 and the titles of other documents below it.
                let list = || {
                    let above =
                        n.checked_sub(1).is_some_and(|above| block[above].weight.is_some_and(|w| w > 0));
                    above && line.columns <= 240 && !text[line.range.clone()].contains(['。', '，', '；'])
                };
                n >= from && (line.weight.is_some() || line.columns <= 60 || list())
            })
            .collect();
        remove(text, block, &gone, changes);
    }
    if let Some(body) = body {
        lost_tail(text, &lines[body], lexicon, changes);
        lost_words(text, &lines[body], lexicon, changes);
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

/// The most bytes between two site words at the end of a line.
const APART: usize = 150;

/// Site words after the last sentence in the line itself: `…新贡献。网络整理 免责声明：…`.
fn lost_tail(text: &str, line: &Line, lexicon: &Lexicon, changes: &mut Vec<Change>) {
    let mut start = line.range.end.saturating_sub(900).max(line.range.start);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let (mut weight, mut from, mut done) = (0, None, 0);
    for (range, value) in lexicon.site_words(&text[start..line.range.end]) {
        let at = range.start + start;
        let Some((class, heavy)) = class(value) else { continue };
        let whole = class != "line" || token_ends(text, &line.range, start + range.end);
        if range.start < done || !whole {
            continue;
        }
        // Where the plan's own words stand between, the site has not begun yet.
        if range.start > done + APART {
            (weight, from) = (0, None);
        }
        // 文章|内容仅供参考: a word or two may stand before it.
        let near = text[start..at].char_indices().rev().take(5).map(|(at, c)| (start + at, c));
        let mut near =
            near.take_while(|(_, c)| is_han(*c) || is_space(*c) || ends_sentence(*c) || closes(*c));
        let open = near.find(|(_, c)| ends_sentence(*c) || closes(*c));
        if from.is_none()
            && let Some((before, c)) = open
        {
            from = Some(before + c.len_utf8());
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

/// Site words that end the line itself: `…2024年3月1日 打印 关闭 版权所有：市林业局`.
fn lost_words(text: &str, line: &Line, lexicon: &Lexicon, changes: &mut Vec<Change>) {
    let body = &text[line.range.clone()];
    let (mut weight, mut from) = (0, None);
    for word in body.rsplit(is_space).filter(|word| !word.is_empty()).take(40) {
        let start = line.range.start + (word.as_ptr() as usize - body.as_ptr() as usize);
        if word.len() > 120 || word.contains(['。', '，']) || start == line.range.start {
            break;
        }
        let Token::Site(heavy) = token(word, Token::Text, lexicon) else { break };
        weight += heavy;
        from = Some(start);
    }
    let taken = changes.iter().any(|change| change.range.end == line.range.end);
    if let Some(from) = from.filter(|_| weight >= 2 && !taken) {
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
