//! `placeholder`.

use std::collections::HashMap;
use std::ops::Range;

use crate::check::{Findings, Rule, Subject, Text};
use crate::model::Severity;
use crate::text::Format;

/// Its manual page.
pub const RULE: Rule = Rule {
    name: "placeholder",
    title: "占位符未填",
    severity: Severity::Error,
    layout: false,
    what: Text(
        "正文里留着没有填写的占位符：XX、XXX、××、****、20XX年、9月X日。同一种写法合并为一条，列出每一处。隐去电话、邮箱、人名的稿子里，只查日期、金额一类。",
        "A placeholder is left in the text: XX, XXX, ××, ****, 20XX年, 9月X日. One finding for each form names all its places. Where numbers of phones were hidden, names are too, and only days and amounts are looked at.",
    ),
    why: Text(
        "占位符说明这份计划照模板写成而没有填完，单位、人名或年份还不知道。",
        "It shows that a template was not filled in: a unit, a person or a year is still unknown.",
    ),
    flagged: "由XXX任组长，于20XX年6月底前完成。",
    mended: "由局长任组长，于2025年6月底前完成。",
    basis: Text("", ""),
    run,
};

fn run(subject: Subject, findings: &mut Findings) {
    let text = subject.text;
    let mut order: Vec<&str> = Vec::new();
    let mut places: HashMap<&str, Vec<Range<usize>>> = HashMap::new();
    let hidden = hides(text);
    let mut at = 0;
    while let Some(found) = next(text, at, subject.source.format == Format::Markdown) {
        at = found.end;
        // xxx@163.com hides an address.
        if text[found.end..].starts_with('@') || hidden && !counted(text, &found) {
            continue;
        }
        let form = &text[found.clone()];
        places
            .entry(form)
            .or_insert_with(|| {
                order.push(form);
                Vec::new()
            })
            .push(found);
    }
    for form in order {
        let all = &places[form];
        let times = all.len();
        let (zh, en) = match times {
            1 => (String::new(), String::new()),
            _ => (format!("，共 {times} 处"), format!(", {times} times")),
        };
        let finding = findings.at(
            all[0].clone(),
            format!("占位符“{form}”没有填写{zh}"),
            format!("placeholder `{form}` is left{en}"),
        );
        for place in &all[1..] {
            finding.also(subject.clean.span(place.clone()));
        }
    }
}

/// Whether numbers of phones were hidden in a text: 138XXXXXXXX, 8708XXXX. Then names were too, on purpose.
fn hides(text: &str) -> bool {
    text.match_indices("XXXX").any(|(at, _)| {
        let digits = text[..at].bytes().rev().take_while(u8::is_ascii_digit).count();
        digits >= 3
    })
}

/// Whether a placeholder stands for a day or an amount: X月XX日, XX万元, 第XX条.
fn counted(text: &str, place: &Range<usize>) -> bool {
    let after = text[place.end..].trim_start_matches(' ');
    let units = ['年', '月', '日', '万', '亿', '元', '%', '％', '个', '项', '条', '号'];
    after.starts_with(units) && !text[..place.start].ends_with(['纬', '路'])
}

/// The next placeholder at or after `at`.
fn next(text: &str, mut at: usize, markdown: bool) -> Option<Range<usize>> {
    loop {
        let (start, c) = step(text, at)?;
        let run = text[start..].chars().take_while(|&d| same(c, d)).count();
        let end = start + run * c.len_utf8();
        at = end;
        let star = matches!(c, '*' | '＊');
        if star && markdown {
            continue;
        }
        let before = text[..start].chars().next_back().unwrap_or('\n');
        let after = text[end..].chars().next().unwrap_or('\n');
        let digits = text[..start].len() - text[..start].trim_end_matches(|c: char| c.is_ascii_digit()).len();
        // 138****5678 hides a number on purpose; 3×3 multiplies.
        let hides = star && digits > 0 && after.is_ascii_digit();
        let latin = before.is_ascii_alphabetic() || after.is_ascii_alphanumeric();
        if latin || hides || run > 12 {
            continue;
        }
        // 20XX年, and 9月X日.
        let year = digits > 0 && digits <= 3 && text[end..].starts_with('年');
        let single = run == 1
            && !star
            && after != '\n'
            && matches!(after, '年' | '月' | '日')
            && (matches!(before, '年' | '月' | '日' | '于' | '在' | '〕' | '定') || year);
        let close = run == 1 && digits == 3 && year;
        match run {
            1 if single || close => return Some(start - digits..end),
            1 => continue,
            // 1357316XXXX and 8100XXXX hide numbers too.
            _ if digits > 2 && !year => continue,
            _ if digits > 0 && !year => return Some(start..end),
            _ => return Some(start - if year { digits } else { 0 }..end),
        }
    }
}

/// The next character of which placeholders are made.
fn step(text: &str, at: usize) -> Option<(usize, char)> {
    let bytes = text.as_bytes();
    let mut at = at;
    loop {
        // X, x and * are one byte; × is C3 97, Ｘ and ＊ begin with EF BC.
        at += bytes[at..].iter().position(|byte| matches!(byte, b'X' | b'x' | b'*' | 0xc3 | 0xef))?;
        match text[at..].chars().next() {
            Some(c) if matches!(c, 'X' | 'x' | '*' | '×' | 'Ｘ' | '＊') => return Some((at, c)),
            Some(c) => at += c.len_utf8(),
            None => return None,
        }
    }
}

fn same(a: char, b: char) -> bool {
    a == b
}
