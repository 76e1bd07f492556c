//! `nested-mark`.

use crate::check::rules::short;
use crate::check::{Findings, Rule, Subject, Text};
use crate::lex::bracket::Shape;
use crate::model::Severity;

/// Its manual page.
pub const RULE: Rule = Rule {
    name: "nested-mark",
    title: "标点交叉",
    severity: Severity::Error,
    layout: true,
    what: Text(
        "成对的标点交叉：《……（……》……）；书名号里套书名号应为《……〈……〉……》（作提示）。",
        "Pairs of marks cross: 《…（…》…）; title marks within title marks should be 《…〈…〉…》 (a hint).",
    ),
    why: Text(
        "交叉的标点使文件名、补充说明的范围都不清楚。",
        "Where pairs cross, neither the title nor the remark has a clear end.",
    ),
    flagged: "落实《关于加强管理的（意见》）要求",
    mended: "落实《关于加强管理的意见》要求",
    basis: Text("GB/T 15834—2011《标点符号用法》", "GB/T 15834-2011, General rules for punctuation"),
    run,
};

fn run(subject: Subject, findings: &mut Findings) {
    let text = subject.text;
    for &(open, close) in &subject.odd().crossed {
        let mark = subject.after(open);
        let end = close + subject.after(close).len_utf8();
        findings
            .at(
                open..open + mark.len_utf8(),
                format!("{} 与另一对标点交叉", &text[open..open + mark.len_utf8()]),
                format!("the pair of `{mark}` crosses another"),
            )
            .also(subject.clean.span(close..end));
    }
    let mut outer = 0;
    for pair in subject.brackets().pairs.iter().filter(|pair| pair.shape == Shape::Book) {
        if pair.outer.start < outer && text[pair.outer.start..].starts_with('《') {
            let words = short(&text[pair.inner.clone()]);
            findings
                .at(
                    pair.outer.clone(),
                    format!("书名号里的书名号应为〈{words}〉"),
                    format!("title marks within title marks are written `〈{words}〉`"),
                )
                .severity(Severity::Hint);
        }
        outer = outer.max(pair.outer.end);
    }
}
