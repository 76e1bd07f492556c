//! `site-text`.

use crate::check::rules::edits;
use crate::check::{Findings, Rule, Subject, Text};
use crate::lex::bracket;
use crate::model::Severity;
use crate::text::Format;

/// Its manual page.
pub const RULE: Rule = Rule {
    name: "site-text",
    severity: Severity::Warning,
    layout: false,
    what: Text(
        "网页上的文字混进了正文：导航、下载提示、免责声明、“关注公众号”。HTML 文件不查。",
        "Text of a web page got into the plan: menus, download notices, disclaimers. HTML files are left alone.",
    ),
    why: Text(
        "说明稿子是从网上复制来的，印发出去有失严肃。",
        "It shows that the text was copied from the web, and does not belong in a document.",
    ),
    flagged: "组织消防演练。⏎本文来源于网络，如有侵权请联系删除",
    mended: "组织消防演练。",
    basis: Text("", ""),
    run,
};

fn run(subject: Subject, findings: &mut Findings) {
    if subject.source.format == Format::Html {
        return;
    }
    for run in edits(subject, "site_text") {
        let span = run[0].span.cover(run[run.len() - 1].span);
        let words = subject.words(span);
        let line = words.trim().lines().next().unwrap_or("").trim_end();
        let more = line.len() < words.trim().len() || line.chars().nth(24).is_some();
        let words: String = line.chars().take(24).chain(more.then_some('…')).collect();
        let finding =
            findings.over(span, format!("网页文字：{words}"), format!("text of a web page: `{words}`"));
        // 【字号： without 大 中 小】 would leave half of a bar.
        let halves = bracket::pair(&subject.source.text, span.start()..span.end()).unpaired;
        let broken = subject.words(span).contains('\n');
        let text = subject.words(span).replace('\n', "");
        let whole = halves.is_empty() || broken && bracket::pair(&text, 0..text.len()).unpaired.is_empty();
        for edit in run.into_iter().filter(|_| whole) {
            finding.fix(edit.span, edit.with.map(String::from).unwrap_or_default());
        }
    }
}
