//! `redundant-word`.

use std::ops::Range;

use crate::check::rules::swapped_word;
use crate::check::{Findings, Rule, Subject, Text};
use crate::lex::numeral;
use crate::model::Severity;

/// Its manual page.
pub const RULE: Rule = Rule {
    name: "redundant-word",
    title: "词义重复",
    severity: Severity::Hint,
    layout: false,
    what: Text(
        "同一个意思说了两遍：“目的是为了”“超过10年以上”“约120学时左右”“最迟不得超过一年”“自即日起至12月31日前”。",
        "The same is said twice: 目的是为了, 超过10年以上, 约120学时左右, 最迟不得超过一年, 起至12月31日前.",
    ),
    why: Text(
        "两个词各管各的，界限反而不清：超过10年以上，满10年的算不算？",
        "Each of the two sets a limit of its own, and it is no longer clear which holds.",
    ),
    flagged: "淘汰使用超过10年以上的设备，自印发之日起至2025年12月31日前完成。",
    mended: "淘汰使用超过10年的设备，自印发之日起至2025年12月31日完成。",
    basis: Text("", ""),
    run,
};

fn run(subject: Subject, findings: &mut Findings) {
    swapped_word::words(subject, findings, "extra", |word, right| {
        (format!("“{word}”意思重复，应为“{right}”"), format!("`{word}` says the same twice: `{right}`"))
    });
    // What stands between: a figure and its unit, the name of a day, or a day.
    both(subject, findings, "超过", "以上", counted);
    both(subject, findings, "不少于", "以上", counted);
    both(subject, findings, "约", "左右", counted);
    both(subject, findings, "最迟", "不得超过", |words| words.chars().count() <= 8);
    both(subject, findings, "起至", "前", |words| {
        words.ends_with(['日', '月', '年', '底', '末']) && words.chars().any(|c| c.is_ascii_digit())
    });
}

/// One finding for all places where two words of one meaning stand around what `fits`.
fn both(subject: Subject, findings: &mut Findings, open: &str, close: &str, fits: impl Fn(&str) -> bool) {
    /// How far they stand apart, in bytes.
    const FAR: usize = 48;
    let text = subject.text;
    let place = |at: usize| -> Option<Range<usize>> {
        let from = at + open.len();
        let near = &text[from..crate::text::floor(text, from + FAR)];
        let clause = near.split(['，', '。', '；', ',', ';', '、', '：', ':', '\n']).next()?;
        let words = &clause[..clause.find(close)?];
        fits(words).then(|| at..from + words.len() + close.len())
    };
    let places: Vec<Range<usize>> =
        memchr::memmem::find_iter(text.as_bytes(), open).filter_map(place).collect();
    super::together(subject, findings, &places, |n| {
        (
            format!("“{open}”和“{close}”意思重复，留一个，共 {n} 处"),
            format!("`{open}` and `{close}` say the same; keep one, {n} in all"),
        )
    });
}

/// Whether words are a figure and its unit and nothing else: 10年, 一个季度, 120学时; not 30家二级及.
fn counted(words: &str) -> bool {
    let words = words.trim();
    let unit = words.trim_start_matches(|c: char| {
        c.is_ascii_digit()
            || matches!(c, '.' | ' ' | '十' | '百' | '千' | '万' | '亿')
            || numeral::digit_of(c).is_some()
    });
    unit.len() < words.len()
        && unit.chars().count() <= 4
        && !unit.contains(['及', '级', '(', '（', '和', '或', '为'])
        && !unit.contains(|c: char| c.is_ascii_digit())
}
