//! `document-number`.

use std::ops::Range;

use crate::check::rules::together;
use crate::check::{Findings, Rule, Subject, Text};
use crate::model::Severity;
use crate::text::floor;

/// Its manual page.
pub const RULE: Rule = Rule {
    name: "document-number",
    title: "文号不合规",
    severity: Severity::Warning,
    layout: false,
    what: Text(
        "发文字号写得不合规：年份的括号两边不一样（〔2021)）、年份后多了“的”或“第”、有年份没有号数（〔2022〕号）。国家标准编号里的短横线作提示：GB 55038-2025 应为 GB 55038—2025。",
        "A document number is of the wrong form: the brackets of its year differ, 的 or 第 stands behind them, or it has no number at all. A hyphen in the number of a national standard gets a hint: GB 55038—2025 has a dash.",
    ),
    why: Text(
        "按字号查不到文件，程序也认不出引用的是哪一份。",
        "The document cannot be found by such a number, nor can a program tell which one is meant.",
    ),
    flagged: "水办发[2020]的43号",
    mended: "水办发〔2020〕43号",
    basis: Text(
        "GB/T 9704—2012 第 7.2.5 条：年份用六角括号〔〕括入，发文顺序号不加“第”字",
        "GB/T 9704-2012, clause 7.2.5: the year stands in 〔〕, the number without 第",
    ),
    run,
};

fn run(subject: Subject, findings: &mut Findings) {
    let text = subject.text;
    let mut square: Vec<Range<usize>> = Vec::new();
    let opening = |mark: &&crate::text::Mark| matches!(mark.c, '〔' | '[' | '［' | '【' | '(' | '（');
    for mark in subject.hits.marks().within(0..text.len()).iter().filter(opening) {
        let (at, open, inside) = (mark.start(), mark.c, mark.end());
        let year = text.get(inside..inside + 4).filter(|year| year.bytes().all(|b| b.is_ascii_digit()));
        let Some(year) = year.filter(|year| year.starts_with("20") || year.starts_with("19")) else {
            continue;
        };
        let rest = &text[inside + year.len()..];
        let Some(close) = rest.chars().next().filter(|c| ['〕', ']', '］', '】', ')', '）'].contains(c))
        else {
            continue;
        };
        let end = inside + year.len() + close.len_utf8();
        // A number stands behind the letters of an office: 国办发, 财教.
        let from = floor(text, at.saturating_sub(12));
        let named = text[from..at]
            .ends_with(['发', '字', '函', '办', '规', '电', '令', '通', '政', '财', '教', '建', '号']);
        if !named {
            continue;
        }
        let tail = &text[end..];
        let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
        let odd = ["的", "第"].into_iter().find(|odd| {
            tail.strip_prefix(odd)
                .is_some_and(|rest| digits(rest) > 0 && rest[digits(rest)..].starts_with('号'))
        });
        let number = digits(tail) > 0 && tail[digits(tail)..].trim_start_matches(' ').starts_with('号');
        let shape = |c: char| match c {
            '〔' | '〕' => 0,
            '[' | ']' | '［' | '］' => 1,
            '【' | '】' => 2,
            _ => 3,
        };
        let differ = shape(open) != shape(close);
        let (place, zh, en) = match odd {
            Some(odd) => (
                end..end + odd.len(),
                format!("发文字号里多了“{odd}”"),
                format!("`{odd}` does not belong in a document number"),
            ),
            None if tail.starts_with('号') => (
                end..end + '号'.len_utf8(),
                "发文字号没有号数".into(),
                "the document number has no number".into(),
            ),
            None if number && differ => (
                at..end,
                "发文字号的括号两边不一样，应为〔〕".into(),
                "the brackets of the document number differ; they should be 〔〕".into(),
            ),
            None => {
                if number && shape(open) != 0 {
                    square.push(at..end);
                }
                continue;
            }
        };
        findings.at(place, zh, en);
    }
    standards(subject, findings);
    let Some(first) = square.first() else { return };
    let n_square = square.len();
    let finding = findings.at(
        first.clone(),
        format!("发文字号的年份应用六角括号〔〕，共 {n_square} 处"),
        format!("the year of a document number stands in 〔〕, {n_square} in all do not"),
    );
    finding.severity(Severity::Hint);
    for place in &square {
        let close = text[..place.end].chars().next_back().map_or(1, char::len_utf8);
        let open = text[place.start..].chars().next().map_or(1, char::len_utf8);
        finding.fix(subject.clean.span(place.start..place.start + open), "〔");
        finding.fix(subject.clean.span(place.end - close..place.end), "〕");
        if place != first {
            finding.also(subject.clean.span(place.clone()));
        }
    }
}

/// Numbers of national standards with a hyphen before the year (GB/T 1.1—2020, clause 6.1.3: a dash).
fn standards(subject: Subject, findings: &mut Findings) {
    let text = subject.text;
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let place = |at: usize| {
        let rest = text[at..].strip_prefix("GB")?.trim_start_matches("/T").trim_start_matches(' ');
        let n = digits(rest);
        let year = rest[n..].strip_prefix('-').filter(|year| digits(year) == 4)?;
        let end = text.len() - year.len();
        let alone = !text[..at].ends_with(|c: char| c.is_ascii_alphanumeric());
        (n >= 2 && alone && (year.starts_with("19") || year.starts_with("20"))).then(|| end - 1..end)
    };
    let places: Vec<Range<usize>> =
        memchr::memmem::find_iter(text.as_bytes(), "GB").filter_map(place).collect();
    let said = |n| {
        (
            format!("标准编号的年份前应为“—”，共 {n} 处"),
            format!("a dash stands before the year of a standard, {n} in all have a hyphen"),
        )
    };
    if let Some(finding) = together(subject, findings, &places, said) {
        finding.severity(Severity::Hint);
    }
}
