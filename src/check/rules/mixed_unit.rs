//! `mixed-unit`.

use crate::check::{Findings, Rule, Subject, Text};
use crate::model::Severity;

/// Its manual page.
pub const RULE: Rule = Rule {
    name: "mixed-unit",
    title: "计量单位不一",
    severity: Severity::Warning,
    layout: false,
    what: Text(
        "同一个单位有两种写法：“平米”和“平方米”；“m2”“㎡”和“平方米”混用的作提示。",
        "One unit is written in two ways: 平米 and 平方米; m2 or ㎡ beside 平方米 gets a hint.",
    ),
    why: Text(
        "公文里用法定计量单位，同一文件里应当一致。",
        "Documents use the legal units of measure, and one form of each.",
    ),
    flagged: "新建场馆2000平方米，改造300平米。",
    mended: "新建场馆2000平方米，改造300平方米。",
    basis: Text("GB 3100—1993《国际单位制及其应用》", "GB 3100-1993, SI units and their use"),
    run,
};

/// Short forms and the legal units they stand for.
const UNITS: [(&str, &str); 4] = [("平米", "平方米"), ("公分", "厘米"), ("m2", "平方米"), ("㎡", "平方米")];

fn run(subject: Subject, findings: &mut Findings) {
    let text = subject.text;
    for (short, legal) in UNITS {
        // 二十公分 is a length, and what is 公分 alone may be a word: 不公分配.
        let measured = |at: usize| {
            let before = subject.before(at);
            before.is_numeric() || matches!(before, '万' | '每' | '/' | '百' | '千' | '十' | '一')
        };
        let places: Vec<usize> =
            memchr::memmem::find_iter(text.as_bytes(), short).filter(|&at| measured(at)).collect();
        let Some(&first) = places.first().filter(|_| text.contains(legal)) else { continue };
        let n_places = places.len();
        let finding = findings.at(
            first..first + short.len(),
            format!("“{short}”别处写作“{legal}”，共 {n_places} 处"),
            format!("`{short}` is written `{legal}` elsewhere, {n_places} in all"),
        );
        // m² is a sign of the standard, though not beside the word.
        if short.starts_with(['m', '㎡']) {
            finding.severity(Severity::Hint);
        }
        for &at in &places {
            let span = subject.clean.span(at..at + short.len());
            finding.fix(span, legal);
            if at != first {
                finding.also(span);
            }
        }
    }
}
