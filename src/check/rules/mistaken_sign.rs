//! `mistaken-sign`.

use crate::check::{Findings, Rule, Subject, Text};
use crate::model::Severity;

/// Its manual page.
pub const RULE: Rule = Rule {
    name: "mistaken-sign",
    title: "连接号有误",
    severity: Severity::Warning,
    layout: false,
    what: Text(
        "两个数字之间的连接号错成了汉字“一”：2021一2025年、0531一88880000。",
        "一 stands between two numbers where a dash was meant: 2021一2025年.",
    ),
    why: Text(
        "多是扫描识别或输入时的错字，起止年份、电话会读错。",
        "It comes from scanning or typing, and spans of years and phone numbers are misread.",
    ),
    flagged: "河湖治理三年行动方案（2021一2023年）",
    mended: "河湖治理三年行动方案（2021—2023年）",
    basis: Text("GB/T 15834—2011 第 4.13 条：连接号", "GB/T 15834-2011, clause 4.13: connecting marks"),
    run,
};

fn run(subject: Subject, findings: &mut Findings) {
    let text = subject.text;
    let (mut years, mut phones) = (Vec::new(), Vec::new());
    for at in memchr::memmem::find_iter(text.as_bytes(), "一".as_bytes()) {
        let end = at + '一'.len_utf8();
        let before = text[..at].bytes().rev().take_while(u8::is_ascii_digit).count();
        let after = text[end..].bytes().take_while(u8::is_ascii_digit).count();
        if before >= 2 && after >= 2 {
            // 0531一5177…: an area code and a number.
            let phone = text[at - before..].starts_with('0') && (3..=4).contains(&before) && after >= 4;
            if phone { phones.push(at..end) } else { years.push(at..end) }
        }
    }
    let kinds = [
        (years, "数字之间的“一”应为连接号“—”", "`一` between numbers should be a dash, `—`"),
        (phones, "电话号码里的“一”应为短横线“-”", "`一` in a phone number should be a hyphen, `-`"),
    ];
    for (places, zh, en) in kinds {
        let Some(first) = places.first() else { continue };
        let (more_zh, more_en) = match places.len() {
            1 => (String::new(), String::new()),
            n => (format!("，共 {n} 处"), format!(", {n} times")),
        };
        let finding = findings.at(first.clone(), format!("{zh}{more_zh}"), format!("{en}{more_en}"));
        finding.also.extend(places[1..].iter().map(|place| subject.clean.span(place.clone())));
    }
}
