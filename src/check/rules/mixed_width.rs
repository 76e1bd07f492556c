//! `mixed-width`.

use std::ops::Range;

use crate::check::{Findings, Rule, Subject, Text};
use crate::lex::bracket;
use crate::model::Severity;
use crate::text::Span;
use crate::text::order;

/// Its manual page.
pub const RULE: Rule = Rule {
    name: "mixed-width",
    severity: Severity::Warning,
    layout: false,
    what: Text(
        "中文里夹着半角标点：多数用全角、少数用半角的是警告；全文大多用半角的只提示一次。直引号和一半全角一半半角的括号也在内。",
        "Half-width marks stand in Chinese text: a warning where most are full-width, one hint where most are half-width. Straight quotes and brackets of two widths count too.",
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
const WIDE: [(char, char); 5] = [(',', '，'), (';', '；'), (':', '：'), ('!', '！'), ('?', '？')];

fn run(subject: Subject, findings: &mut Findings) {
    let text = subject.text;
    let bytes = text.as_bytes();
    let mut wide = [0usize; 5];
    let mut narrow: [Vec<Range<usize>>; 5] = Default::default();
    let mut quotes: Vec<usize> = Vec::new();
    for (at, &byte) in bytes.iter().enumerate() {
        match byte {
            b',' | b';' | b':' | b'!' | b'?' => {
                let which = WIDE.iter().position(|(half, _)| *half as u8 == byte).unwrap_or(0);
                if chinese(subject.before(at)) && follows(subject.after(at + 1)) {
                    narrow[which].push(at..at + 1);
                }
            }
            b'"' => quotes.push(at),
            // ，！：；？ are EF BC and one more.
            0xef if bytes.get(at + 1) == Some(&0xbc) => match bytes.get(at + 2) {
                Some(0x8c) => wide[0] += 1,
                Some(0x9b) => wide[1] += 1,
                Some(0x9a) => wide[2] += 1,
                Some(0x81) => wide[3] += 1,
                Some(0x9f) => wide[4] += 1,
                _ => {}
            },
            _ => {}
        }
    }
    let (n_wide, n_narrow) = (wide.iter().sum::<usize>(), narrow.iter().map(Vec::len).sum::<usize>());
    if n_narrow > n_wide {
        let mut all: Vec<(Span, char)> = Vec::new();
        for (places, (_, full)) in narrow.iter().zip(WIDE) {
            all.extend(places.iter().map(|place| (subject.clean.span(place.clone()), full)));
        }
        order::sort(&mut all);
        let finding = findings.over(
            all[0].0,
            format!("中文里的标点多数是半角，共 {} 处", all.len()),
            format!("most marks of this Chinese text are half-width, {} in all", all.len()),
        );
        finding.severity(Severity::Hint);
        for (span, full) in all {
            finding.fix(span, full);
        }
    } else {
        for (places, (half, full)) in narrow.iter().zip(WIDE) {
            let Some(first) = places.first() else { continue };
            let finding = findings.at(
                first.clone(),
                format!("半角“{half}”应为全角“{full}”，共 {} 处", places.len()),
                format!("half-width `{half}` should be `{full}`, {} in all", places.len()),
            );
            for place in places {
                let span = subject.clean.span(place.clone());
                finding.fix(span, full);
                if place != first {
                    finding.also(span);
                }
            }
        }
    }
    brackets(subject, findings);
    straight(subject, findings, &quotes);
}

/// （…): one of the pair is half-width.
fn brackets(subject: Subject, findings: &mut Findings) {
    let text = subject.text;
    let (mut places, mut fixes) = (Vec::new(), Vec::new());
    let (mut n_wide, mut narrow) = (0, Vec::new());
    for pair in bracket::pair(text, 0..text.len()).pairs {
        let open = subject.after(pair.outer.start);
        let close = subject.after(pair.inner.end);
        let inner = &text[pair.inner.clone()];
        // （一） and (1) are numbers, and have their own way.
        if inner.chars().take(40).filter(|&c| chinese(c)).count() > 3 {
            match (open, close) {
                ('（', '）') => n_wide += 1,
                ('(', ')') => narrow.push(pair.outer.clone()),
                _ => {}
            }
        }
        let (place, full) = match (open, close) {
            ('（', ')') => (pair.inner.end..pair.outer.end, '）'),
            ('(', '）') => (pair.outer.start..pair.inner.start, '（'),
            ('［', ']') => (pair.inner.end..pair.outer.end, '］'),
            ('[', '］') => (pair.outer.start..pair.inner.start, '［'),
            _ => continue,
        };
        places.push(subject.clean.span(place.clone()));
        fixes.push((subject.clean.span(place), full));
    }
    if let Some(first) = narrow.first().filter(|_| n_wide >= 3 * narrow.len()) {
        let finding = findings.at(
            first.clone(),
            format!("中文用了半角括号，共 {} 处，其他都是全角", narrow.len()),
            format!("half-width brackets around Chinese, {} in all; the others are full-width", narrow.len()),
        );
        for pair in &narrow {
            finding.fix(subject.clean.span(pair.start..pair.start + 1), "（");
            finding.fix(subject.clean.span(pair.end - 1..pair.end), "）");
            if pair != first {
                finding.also(subject.clean.span(pair.clone()));
            }
        }
    }
    let Some(&first) = places.first() else { return };
    let finding = findings.over(
        first,
        format!("括号一半全角一半半角，共 {} 处", places.len()),
        format!("one bracket of a pair is half-width, {} in all", places.len()),
    );
    finding.also.extend(&places[1..]);
    for (span, full) in fixes {
        finding.fix(span, full);
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

fn chinese(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c) || matches!(c, '”' | '》' | '）')
}

/// What may follow a mark of Chinese text; a digit or a letter may belong to a ratio, a time or a name.
fn follows(c: char) -> bool {
    chinese(c) || matches!(c, '\n' | '“' | '《' | '（' | '(')
}
