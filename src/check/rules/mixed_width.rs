//! `mixed-width`.

use std::ops::Range;

use crate::check::rules::facts;
use crate::check::{Findings, Rule, Subject, Text};
use crate::model::Severity;
use crate::text::{Span, order};

/// Its manual page.
pub const RULE: Rule = Rule {
    name: "mixed-width",
    title: "全角半角混用",
    severity: Severity::Warning,
    layout: false,
    what: Text(
        "中文里夹着半角标点：多数用全角、少数用半角的是警告；全文大多用半角的只提示一次，括号一并改。挨着数字、百分号、括号、西文的也算；\
         小数、千分位、时刻、比例、电话、网址不算，网页上说明文件的栏目不算。直引号和一半全角一半半角的括号也在内。",
        "Half-width marks stand in Chinese text: a warning where most are full-width, one hint, brackets included, where \
         most are half-width. Those beside figures, percentages, brackets and Latin words count; decimals, thousands, \
         times, ratios, phones and addresses of the web do not, nor do the lines of a page about the document. Straight \
         quotes and brackets of two widths count too.",
    ),
    why: Text(
        "全角半角混用，排版参差，检索和比对也会漏。",
        "Mixed widths look uneven in print, and searching and comparing miss what they look for.",
    ),
    flagged: "送戏下乡,丰富群众生活，演出50场。",
    mended: "送戏下乡，丰富群众生活，演出50场。",
    basis: Text("GB/T 15834—2011《标点符号用法》", "GB/T 15834-2011, General rules for punctuation"),
    run,
};

/// Half-width marks and their full-width ones.
const WIDE: [(char, char); 6] =
    [(',', '，'), (';', '；'), (':', '：'), ('!', '！'), ('?', '？'), ('.', '。')];

/// The marks of a text: how many are full-width, and where the half-width ones of Chinese text stand.
#[derive(Debug, Default)]
struct Marks {
    wide: usize,
    narrow: [Vec<Range<usize>>; 6],
    quotes: Vec<usize>,
}

/// Brackets with Chinese inside: how many pairs are full-width, those that are half-width, and the odd half of a pair.
#[derive(Debug, Default)]
struct Pairs {
    wide: usize,
    narrow: Vec<Range<usize>>,
    odd: Vec<(Range<usize>, char)>,
}

fn run(subject: Subject, findings: &mut Findings) {
    let aside = aside(subject, findings.unreadable());
    let judged = |at: usize| {
        let before = aside.partition_point(|line| line.start <= at);
        before == 0 || aside[before - 1].end <= at
    };
    let marks = Marks::of(subject, judged);
    let pairs = Pairs::of(subject, judged);
    let n_narrow = marks.narrow.iter().map(Vec::len).sum::<usize>();
    if n_narrow > marks.wide {
        mostly(subject, findings, &marks, &pairs);
    } else {
        for (places, (half, full)) in marks.narrow.iter().zip(WIDE) {
            let Some(first) = places.first() else { continue };
            let finding = findings.at(
                first.clone(),
                format!("半角“{half}”应为全角“{full}”，共 {} 处", places.len()),
                format!("half-width `{half}` should be `{full}`, {} in all", places.len()),
            );
            for place in places {
                finding.fix(with_blank(subject, place), full);
                if place != first {
                    finding.also(subject.clean.span(place.clone()));
                }
            }
        }
        brackets(subject, findings, &pairs);
    }
    odd(subject, findings, &pairs);
    straight(subject, findings, &marks.quotes);
}

impl Marks {
    fn of(subject: Subject, judged: impl Fn(usize) -> bool) -> Marks {
        let bytes = subject.text.as_bytes();
        let mut marks = Marks::default();
        for (at, &byte) in bytes.iter().enumerate() {
            match byte {
                b',' | b';' | b':' | b'!' | b'?' | b'.' => {
                    let which = WIDE.iter().position(|(half, _)| *half as u8 == byte).unwrap_or(0);
                    let full = if byte == b'.' { ends(subject, at) } else { of_chinese(subject, at) };
                    if full && judged(at) {
                        marks.narrow[which].push(at..at + 1);
                    }
                }
                b'"' if judged(at) => marks.quotes.push(at),
                // ，！：；？ are EF BC and one more.
                0xef if bytes.get(at + 1) == Some(&0xbc)
                    && matches!(bytes.get(at + 2), Some(0x8c | 0x9b | 0x9a | 0x81 | 0x9f)) =>
                {
                    marks.wide += 1;
                }
                _ => {}
            }
        }
        marks
    }
}

impl Pairs {
    fn of(subject: Subject, judged: impl Fn(usize) -> bool) -> Pairs {
        let text = subject.text;
        let mut pairs = Pairs::default();
        for pair in &subject.brackets().pairs {
            let place = (pair.inner.end..pair.outer.end, pair.outer.start..pair.inner.start);
            match (subject.after(pair.outer.start), subject.after(pair.inner.end)) {
                ('（', '）') => pairs.wide += usize::from(text[pair.inner.clone()].contains(han)),
                ('(', ')') if judged(pair.outer.start) && inside(subject, &pair.inner) => {
                    pairs.narrow.push(pair.outer.clone());
                }
                ('（', ')') => pairs.odd.push((place.0, '）')),
                ('(', '）') => pairs.odd.push((place.1, '（')),
                ('［', ']') => pairs.odd.push((place.0, '］')),
                ('[', '］') => pairs.odd.push((place.1, '［')),
                _ => {}
            }
        }
        order::by_key(&mut pairs.narrow, |pair| pair.start);
        pairs
    }
}

/// Whether what stands in a half-width pair makes it one of Chinese text: Chinese characters, or the number of an item
/// of it, as in (1)加强.
fn inside(subject: Subject, inner: &Range<usize>) -> bool {
    let words = &subject.text[inner.clone()];
    let number = inner.len() <= 2 && words.bytes().all(|byte| byte.is_ascii_digit());
    let before = subject.before(inner.start - 1);
    let opens = matches!(before, '\n' | ' ' | '。' | '；' | '：' | ';' | ':' | '，' | ',');
    words.contains(han) || number && !words.is_empty() && opens && han(subject.after(inner.end + 1))
}

/// One hint where most marks are half-width, for marks and brackets together.
fn mostly(subject: Subject, findings: &mut Findings, marks: &Marks, pairs: &Pairs) {
    let mut all: Vec<(Span, char)> = Vec::new();
    for (places, (_, full)) in marks.narrow.iter().zip(WIDE) {
        all.extend(places.iter().map(|place| (with_blank(subject, place), full)));
    }
    let (n_marks, n_pairs) = (all.len(), pairs.narrow.len());
    for pair in &pairs.narrow {
        all.push((subject.clean.span(pair.start..pair.start + 1), '（'));
        all.push((subject.clean.span(pair.end - 1..pair.end), '）'));
    }
    order::sort(&mut all);
    let (zh, en) = match n_pairs {
        0 => (String::new(), String::new()),
        n => (format!("，括号 {n} 对"), format!(", and {n} pairs of brackets")),
    };
    let first = subject.source.stretch(all[0].0.start()..all[0].0.start() + 1);
    let finding = findings.over(
        first,
        format!("中文里的标点多数是半角，共 {n_marks} 处{zh}"),
        format!("most marks of this Chinese text are half-width, {n_marks} in all{en}"),
    );
    finding.severity(Severity::Hint);
    for (span, full) in all {
        finding.fix(span, full);
    }
}

/// A half-width mark with the blank behind it that takes the place of its other half: 其中: 部门.
fn with_blank(subject: Subject, place: &Range<usize>) -> Span {
    let text = &subject.source.text;
    let span = subject.clean.span(place.clone());
    let rest = text[span.end()..].strip_prefix(' ').filter(|rest| !rest.starts_with([' ', '\n', '\r']));
    match rest {
        Some(rest) if !rest.is_empty() => subject.source.stretch(span.start()..span.end() + 1),
        _ => span,
    }
}

/// (责任单位：…) where the marks of the text are full-width: a warning where most brackets are too.
fn brackets(subject: Subject, findings: &mut Findings, pairs: &Pairs) {
    let Some(first) = pairs.narrow.first() else { return };
    let (n_narrow, n_wide) = (pairs.narrow.len(), pairs.wide);
    let (zh, en) = match n_wide {
        0 => ("其他标点多是全角".to_owned(), "most other marks are full-width".to_owned()),
        n => (format!("全角的有 {n} 处"), format!("{n} are full-width")),
    };
    let finding = findings.at(
        first.start..first.start + 1,
        format!("中文用了半角括号，共 {n_narrow} 处，{zh}"),
        format!("half-width brackets around Chinese, {n_narrow} in all; {en}"),
    );
    if n_wide < 3 * n_narrow {
        finding.severity(Severity::Hint);
    }
    for pair in &pairs.narrow {
        finding.fix(subject.clean.span(pair.start..pair.start + 1), "（");
        finding.fix(subject.clean.span(pair.end - 1..pair.end), "）");
        if pair != first {
            finding.also(subject.clean.span(pair.clone()));
        }
    }
}

/// （…): one of the pair is half-width.
fn odd(subject: Subject, findings: &mut Findings, pairs: &Pairs) {
    let spans: Vec<Span> = pairs.odd.iter().map(|(place, _)| subject.clean.span(place.clone())).collect();
    let Some(&first) = spans.first() else { return };
    let finding = findings.over(
        first,
        format!("括号一半全角一半半角，共 {} 处", spans.len()),
        format!("one bracket of a pair is half-width, {} in all", spans.len()),
    );
    finding.also.extend(&spans[1..]);
    for (span, (_, full)) in spans.into_iter().zip(&pairs.odd) {
        finding.fix(span, *full);
    }
}

/// "…" around Chinese: an even number in its line is paired from the left.
fn straight(subject: Subject, findings: &mut Findings, quotes: &[usize]) {
    let text = subject.text;
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    let mut rest = quotes;
    while let Some(&first) = rest.first() {
        let line = text[first..].find('\n').map_or(text.len(), |at| first + at);
        let here = rest.partition_point(|&at| at < line);
        let (own, after) = rest.split_at(here);
        rest = after;
        let around =
            |pair: &[usize]| text[pair[0] + 1..pair[1]].contains(chinese) && pair[1] - pair[0] <= 180;
        if own.len() % 2 == 0 && own.chunks(2).all(around) {
            pairs.extend(own.chunks(2).map(|pair| (pair[0], pair[1])));
        }
    }
    let Some(&(first, _)) = pairs.first() else { return };
    let finding = findings.at(
        first..first + 1,
        format!("中文里用了直引号，共 {} 对", pairs.len()),
        format!("straight quotes around Chinese text, {} pairs", pairs.len()),
    );
    finding.severity(Severity::Hint);
    for (open, close) in pairs {
        finding.fix(subject.clean.span(open..open + 1), "“");
        finding.fix(subject.clean.span(close..close + 1), "”");
    }
}

fn han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

fn chinese(c: char) -> bool {
    han(c) || matches!(c, '”' | '》' | '）' | '〉' | '’' | '】' | '〕')
}

/// Whether the half-width mark at a place is one of Chinese text: Chinese stands before it, or behind it and before it no
/// more than a figure, a percentage, a bracket or a Latin word. Not 1,200, 14:30, 7:3, a decimal, an address of the web.
fn of_chinese(subject: Subject, at: usize) -> bool {
    let before = subject.before(at);
    let mut after = subject.after(at + 1);
    // The blank of a half-width mark; what stands behind it counts.
    if after == ' ' {
        after = subject.after(at + 2);
    }
    let opens = chinese(after) || matches!(after, '“' | '《' | '（' | '‘' | '〈' | '【');
    if chinese(before) {
        return opens || after.is_ascii_alphanumeric() || matches!(after, '\n' | '(' | '"');
    }
    let line = || &subject.text[subject.line(at).start..at];
    match before {
        ')' | '%' | '％' | '℃' | '"' | ']' => {
            opens
                || matches!(after, '\n' | '(') && line().contains(han)
                || after.is_ascii_digit() && line().contains(han)
        }
        // 1,加强 at the start of a line is the number of an item.
        c if c.is_ascii_alphanumeric() => {
            let number = line().trim_start();
            let marker = number.bytes().all(|byte| byte.is_ascii_digit());
            opens && !marker && (!c.is_ascii_alphabetic() || line().contains(han))
                || matches!(after, '\n' | '(') && line().contains(han) && !c.is_ascii_alphabetic()
        }
        _ => false,
    }
}

/// Whether a full stop of half width ends a sentence of Chinese text: （含辅道）. or 98%. at the end of a line or before a
/// bracket, in a line that has another mark; 一. and 1. are numbers.
fn ends(subject: Subject, at: usize) -> bool {
    let after = subject.after(at + 1);
    if !matches!(after, '\n' | '（' | '(') || subject.before(at) == '.' {
        return false;
    }
    let line = &subject.text[subject.line(at).start..at];
    let before = subject.before(at);
    (chinese(before) || matches!(before, '%' | ')')) && line.contains(['，', '。', ',', '；', '：'])
}

/// What is not judged: stretches that cannot be read, and lines of a page about the document.
fn aside(subject: Subject, unreadable: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut aside: Vec<Range<usize>> = unreadable.to_vec();
    aside.extend(facts(subject));
    order::by_key(&mut aside, |line| line.start);
    aside
}
