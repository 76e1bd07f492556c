//! `missing-unit`.

use std::ops::Range;

use crate::check::rules::{holds, together};
use crate::check::{Findings, Rule, Subject, Text};
use crate::model::Severity;
use crate::text::floor;

/// Its manual page.
pub const RULE: Rule = Rule {
    name: "missing-unit",
    title: "数字后缺单位",
    severity: Severity::Hint,
    layout: false,
    what: Text(
        "奖励、补贴、贷款的金额只写到“万”，而别处写“万元”：“由60万提高至80万”。几个金额并列、最后一个有“元”的，人数、面积不算。",
        "An amount of a grant or a loan ends with 万, while others of the text have 万元. Amounts side by side of which the last has 元, people and areas are left alone.",
    ),
    why: Text("公文里的金额要写明币种单位。", "An amount in a document names its unit."),
    flagged: "补贴最高5万元，贷款额度由60万提高至80万。",
    mended: "补贴最高5万元，贷款额度由60万元提高至80万元。",
    basis: Text("", ""),
    run,
};

/// From how many amounts with their unit on those without one are slips.
const MANY: usize = 2;

fn run(subject: Subject, findings: &mut Findings) {
    let text = subject.text;
    if memchr::memmem::find_iter(text.as_bytes(), "万元").take(MANY).count() < MANY {
        return;
    }
    let is_bare = |place: &Range<usize>| {
        /// How far before an amount is told what it is of, in bytes.
        const NEAR: usize = 72;
        let rest = &text[place.end..];
        let mark = rest.chars().next().unwrap_or('\n');
        let behind = rest[mark.len_utf8().min(rest.len())..].chars().next().unwrap_or('\n');
        let ends = matches!(mark, '，' | '。' | '；' | ',' | ';' | '）' | ')' | '\n')
            && !behind.is_ascii_digit()
            || rest.starts_with("提高");
        let before = &text[floor(text, place.start.saturating_sub(NEAR))..place.start];
        let clause = before.rsplit(['，', '。', '；', ',', ';', '\n']).next().unwrap_or_default();
        ends && subject.before(place.start).is_ascii_digit()
            && !clause.contains(['人', '户', '套', '辆', '亩'])
            && holds(subject, clause, "money")
    };
    let found = memchr::memmem::find_iter(text.as_bytes(), "万").map(|at| at..at + '万'.len_utf8());
    let places: Vec<Range<usize>> = found.filter(is_bare).collect();
    together(subject, findings, &places, |n| {
        (format!("金额“万”后面缺“元”，共 {n} 处"), format!("an amount ends with 万 and lacks 元, {n} in all"))
    });
}
