//! `marker-punctuation`.

use crate::check::{Findings, Rule, Subject, Text};
use crate::lex::marker::{Marker, Scheme};
use crate::model::Severity;

/// Its manual page.
pub const RULE: Rule = Rule {
    name: "marker-punctuation",
    title: "序号标点有误",
    severity: Severity::Warning,
    layout: true,
    what: Text(
        "序号“（一）”“（1）”“①”后面又加顿号、点或逗号，“12。”用了句号；“1、”应为“1.”（作提示，全文只提一次）。",
        "A mark follows （一）, （1） or ①, or a full stop 12; and 1、 should be 1. (a hint, once a text).",
    ),
    why: Text(
        "公文标准规定括号序号后不加标点，阿拉伯数字后用小圆点。",
        "The standard has no mark after a bracketed number, and a point after an Arabic one.",
    ),
    flagged: "（一）、规范教学行为。",
    mended: "（一）规范教学行为。",
    basis: Text(
        "GB/T 9704—2012 第 7.3.3 条：结构层次序数依次用“一、”“（一）”“1.”“（1）”标注",
        "GB/T 9704-2012, clause 7.3.3: structure numbers are 一、 then （一） then 1. then （1）",
    ),
    run,
};

fn run(subject: Subject, findings: &mut Findings) {
    let text = subject.text;
    let mut commas: Vec<&Marker> = Vec::new();
    for marker in subject.document.nodes.iter().filter_map(|node| node.marker.as_ref()) {
        match marker.scheme {
            Scheme::HanParen | Scheme::ArabicParen | Scheme::Circled => {
                let end = marker.number.end;
                let mark = subject.after(end);
                if matches!(mark, '、' | '.' | '．' | '，' | ',' | '：') {
                    let words = text[marker.place.start..end].to_owned();
                    let span = subject.clean.span(end..end + mark.len_utf8());
                    findings
                        .at(
                            marker.place.start..end + mark.len_utf8(),
                            format!("序号“{words}”后面不用“{mark}”"),
                            format!("no `{mark}` after `{words}`"),
                        )
                        .fix(span, "");
                }
            }
            Scheme::Arabic if text[marker.place.clone()].ends_with('、') => commas.push(marker),
            Scheme::Arabic if text[marker.place.clone()].ends_with('。') => {
                let words = text[marker.place.clone()].to_owned();
                findings.at(
                    marker.place.clone(),
                    format!("序号“{words}”后面应为“.”"),
                    format!("`{words}` is written with a point"),
                );
            }
            _ => {}
        }
    }
    if let Some(first) = commas.first() {
        let words = text[first.place.clone()].to_owned();
        let point = words.replace('、', ".");
        let finding = findings.at(
            first.place.clone(),
            format!("序号“{words}”按标准写作“{point}”"),
            format!("`{words}` is written `{point}` by the standard"),
        );
        finding.severity(Severity::Hint);
        for marker in &commas[1..] {
            finding.also(subject.clean.span(marker.place.clone()));
        }
    }
}
