//! `needless-pause`.

use std::ops::Range;

use crate::check::rules::{opens, together};
use crate::check::{Findings, Rule, Subject, Text};
use crate::lex::is_word;
use crate::model::Severity;

/// Its manual page.
pub const RULE: Rule = Rule {
    name: "needless-pause",
    title: "多余的顿号",
    severity: Severity::Hint,
    layout: false,
    what: Text(
        "并列的书名号之间、引号之间用了顿号：《甲》、《乙》，“甲”、“乙”。中间有括注的不算。全文合为一条。",
        "A pause mark between titles or quotations side by side: 《甲》、《乙》. One finding for the whole text.",
    ),
    why: Text("书名号、引号已经把各项隔开，通常不再用顿号。", "Their own marks part them already."),
    flagged: "落实《种子法》、《农业法》规定。",
    mended: "落实《种子法》《农业法》规定。",
    basis: Text(
        "GB/T 15834—2011 第 4.5.3.5 条：标有引号的并列成分之间、标有书名号的并列成分之间通常不用顿号",
        "GB/T 15834-2011, clause 4.5.3.5: usually no pause mark between parts in quotation or title marks",
    ),
    run,
};

fn run(subject: Subject, findings: &mut Findings) {
    let text = subject.text;
    let between = |pair: &'static str| {
        let close = pair.chars().next().map_or(0, char::len_utf8);
        memchr::memmem::find_iter(text.as_bytes(), pair)
            .map(move |at| at + close..at + close + '、'.len_utf8())
    };
    // “甲”、“乙”登记: the second is no quotation alone.
    let alone = |place: &Range<usize>| {
        let rest = &text[place.end..];
        let after = rest.find('”').map_or("", |at| &rest[at + '”'.len_utf8()..]);
        !after.starts_with(is_word) || opens(subject, after, "listed")
    };
    let quoted = between("”、“").filter(alone);
    let mut places: Vec<Range<usize>> = between("》、《").chain(quoted).collect();
    crate::text::order::by_key(&mut places, |place| place.start);
    together(subject, findings, &places, |n| {
        (
            format!("并列的书名号或引号之间不用“、”，共 {n} 处"),
            format!("no `、` between titles or quotations side by side, {n} in all"),
        )
    });
}
