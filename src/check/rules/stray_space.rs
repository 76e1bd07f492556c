//! `stray-space`.

use crate::check::{Findings, Rule, Subject, Text};
use crate::model::Severity;
use crate::text::{Format, Span, order};

/// Its manual page.
pub const RULE: Rule = Rule {
    name: "stray-space",
    title: "多余的空格",
    severity: Severity::Hint,
    layout: false,
    what: Text(
        "数字和单位之间、标点前后有多余的空格：“2026 年”“住建部 ”。全文合为一条；表格、分栏里的不查。",
        "A blank stands between a figure and its unit, before a closing mark or after an opening one; one finding for the whole text. Tables and columns are left alone.",
    ),
    why: Text(
        "多是从 PDF 复制来的，排版参差，检索“2026年”也找不到。",
        "It comes from a PDF; it looks uneven, and a search for 2026年 misses it.",
    ),
    flagged: "2026 年 9 月底前完成 35 个项目。",
    mended: "2026年9月底前完成35个项目。",
    basis: Text("", ""),
    run,
};

/// From how many places on blanks at figures are told: one may be meant.
const MANY: usize = 3;

fn run(subject: Subject, findings: &mut Findings) {
    if subject.source.format != Format::Text {
        return;
    }
    let text = &subject.source.text;
    let mut figures: Vec<Span> = Vec::new();
    let mut marks: Vec<Span> = Vec::new();
    // One blank before a paragraph sets it in by nothing that is used: two wide ones are.
    let mut heads: Vec<Span> = Vec::new();
    let mut from = 0;
    for line in text.split_inclusive('\n') {
        let start = from;
        from += line.len();
        if memchr::memchr(b' ', line.as_bytes()).is_none() {
            continue;
        }
        let words = line.trim_end();
        // A line of cells or columns, and one that is no sentence.
        if words.trim_start().contains("  ")
            || words.contains(['\t', '|'])
            || !words.contains(['。', '，', '；', ',', ';'])
        {
            continue;
        }
        if words.strip_prefix(' ').is_some_and(|words| words.starts_with(han)) {
            heads.push(subject.source.stretch(start..start + 1));
        }
        for (at, _) in words.match_indices(' ') {
            let before = words[..at].chars().next_back();
            let after = words[at + 1..].chars().next();
            let (Some(before), Some(after)) = (before, after) else { continue };
            let span = subject.source.stretch(start + at..start + at + 1);
            let unit = before.is_ascii_digit() && "年月日号个项条家亿万元人次亩座所件套户".contains(after);
            let figure = after.is_ascii_digit()
                && han(before)
                && words[at + 1..]
                    .trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == '%')
                    .starts_with([' ', '月', '日', '年', '，', '。']);
            if unit || figure {
                figures.push(span);
            } else if han(before) && matches!(after, '”' | '）' | '》' | '。' | '，' | '；' | '、')
                || matches!(before, '“' | '《' | '（') && han(after)
            {
                marks.push(span);
            }
        }
    }
    if figures.len() < MANY {
        figures.clear();
    }
    if heads.len() < MANY {
        heads.clear();
    }
    let mut all = [figures, marks, heads].concat();
    order::sort(&mut all);
    let Some(&first) = all.first() else { return };
    let n_all = all.len();
    let finding = findings.over(
        first,
        format!("多余的空格，共 {n_all} 处"),
        format!("blanks that do not belong there, {n_all} in all"),
    );
    finding.also.extend(&all[1..]);
    for span in all {
        finding.fix(span, "");
    }
}

fn han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}
