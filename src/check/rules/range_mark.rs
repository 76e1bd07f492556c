//! `range-mark`.

use std::ops::Range;

use crate::check::rules::together;
use crate::check::{Findings, Rule, Subject, Text};
use crate::model::Severity;

/// Its manual page.
pub const RULE: Rule = Rule {
    name: "range-mark",
    title: "起止号有误",
    severity: Severity::Hint,
    layout: false,
    what: Text(
        "起止时间、数值范围用了短横线：2021-2025年、3-6个月。电话、编号、日期不算。全文合为一条。",
        "A hyphen stands for a range of time or value: 2021-2025年. Phones, codes and days are left alone. One finding for the whole text.",
    ),
    why: Text(
        "短横线用于编号和复合词，范围用一字线或浪纹线，才不会读成编号或减号。",
        "A hyphen joins codes and words; a dash or a tilde tells a range.",
    ),
    flagged: "工期3-6个月。",
    mended: "工期3—6个月。",
    basis: Text(
        "GB/T 15834—2011 第 4.13.3 条：短横线、一字线、浪纹线的用法",
        "GB/T 15834-2011, clause 4.13.3: hyphen, dash and tilde",
    ),
    run,
};

/// What follows the last number of a range.
const UNITS: &str = "年月日天个万亿倍人名家户套元米亩项周％%";

fn run(subject: Subject, findings: &mut Findings) {
    let text = subject.text;
    let is_range = |place: &Range<usize>| {
        let (before, after) = (&text[..place.start], &text[place.end..]);
        let digits = |text: &str| text.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
        let bare = before.trim_end_matches(|c| UNITS.contains(c));
        let from = bare.bytes().rev().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
        // GB50180-2018, 0577-88, 2021-05-01.
        let led = bare[..bare.len() - from].chars().next_back();
        let code = led.is_some_and(|c| c.is_ascii() && !c.is_whitespace() && !"(,;:".contains(c));
        let n_after = digits(after);
        (1..=4).contains(&from)
            && (1..=4).contains(&n_after)
            && !code
            && !bare[bare.len() - from..].starts_with('0')
            && after[n_after..].trim_start_matches(' ').starts_with(|c| UNITS.contains(c))
    };
    let found = memchr::memchr_iter(b'-', text.as_bytes()).map(|at| at..at + 1);
    let places: Vec<Range<usize>> = found.filter(is_range).collect();
    together(subject, findings, &places, |n| {
        (
            format!("起止、范围之间的“-”应为“—”或“～”，共 {n} 处"),
            format!("`-` in a range should be `—` or `～`, {n} in all"),
        )
    });
}
