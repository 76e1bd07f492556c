//! `site-text`.

use crate::check::rules::{edits, facts, names_fact, short};
use crate::check::{Findings, Rule, Subject, Text};
use crate::lex::bracket;
use crate::lexicon::List;
use crate::model::Severity;
use crate::text::{Format, Span};

/// Its manual page.
pub const RULE: Rule = Rule {
    name: "site-text",
    title: "混入网页文字",
    severity: Severity::Warning,
    layout: false,
    what: Text(
        "网页上的文字混进了正文：导航、下载提示、免责声明、“关注公众号”、“发布日期：……点击量：……”一类的栏目。HTML 文件不查。",
        "Text of a web page got into the plan: menus, download notices, disclaimers, lines of facts such as 发布日期：…点击量：…. HTML files are left alone.",
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
        let last = run[run.len() - 1].span;
        // 【字号： goes with 加大⏎还原⏎减小⏎】 behind it.
        let tail = tail(subject, last);
        let span = run[0].span.cover(tail.unwrap_or(last));
        let words = subject.words(span);
        if copied(subject, span) {
            findings.over(
                span,
                "整段文字与别处重复，像是网页上的另一份",
                "a stretch that stands elsewhere too, as a page holds a text twice",
            );
            continue;
        }
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
        // A page's heading stays where the document has no other title.
        let only = subject.plan.title.is_none()
            && subject.words(span).lines().any(|line| {
                let line = line.trim().trim_end_matches(|c: char| !c.is_alphanumeric());
                line.chars().count() > 8 && subject.hits.lexicon().endings(List::Kinds, line).next().is_some()
            });
        if !whole || only {
            continue;
        }
        for edit in run {
            finding.fix(edit.span, edit.with.map(String::from).unwrap_or_default());
        }
        if let Some(tail) = tail {
            finding.fix(tail, "");
        }
    }
    about(subject, findings);
}

/// Whether a long stretch opens with sentences that stand outside it too: which of the two goes a person says.
fn copied(subject: Subject, span: Span) -> bool {
    /// The shortest such stretch, and the shortest sentence by which it is known, in bytes.
    const LONG: usize = 1500;
    const SENTENCE: usize = 48;
    /// How many sentences are looked for.
    const MANY: usize = 8;
    let text = &subject.source.text;
    let words = subject.words(span);
    let mut sentences =
        words.split(['。', '\n']).map(str::trim).filter(|words| words.len() >= SENTENCE).take(MANY);
    words.len() >= LONG
        && sentences.any(|words| {
            let outside = [&text[..span.start()], &text[span.end()..]];
            outside.iter().any(|part| memchr::memmem::find(part.as_bytes(), words.as_bytes()).is_some())
        })
}

/// Lines of a page about the document in a text: 发布日期:2023-03-27来源:县住建局.
fn about(subject: Subject, findings: &mut Findings) {
    for line in facts(subject) {
        let words = &subject.text[line.clone()];
        let first = words.match_indices([':', '：']).find_map(|(at, _)| names_fact(subject, &words[..at]));
        let start = line.start + first.unwrap_or(0);
        let words = short(&subject.text[start..line.end]);
        findings.at(
            start..line.end,
            format!("网页上的栏目：{words}"),
            format!("facts of a web page: `{words}`"),
        );
    }
}

/// The lines right behind site text that are but words and marks of a bar: 加大⏎还原⏎减小⏎】.
fn tail(subject: Subject, last: Span) -> Option<Span> {
    /// The most characters of such a word.
    const SHORT: usize = 6;
    let text = &subject.source.text;
    let bar = |line: &str| {
        let line = line.trim_matches(|c: char| c.is_whitespace() || ('\u{e000}'..='\u{f8ff}').contains(&c));
        let word = line.trim_matches(['【', '】', '[', ']', '|', '｜', '>', '：', ':', ' ']);
        line.chars().count() <= SHORT
            && (word.is_empty()
                || word.split_whitespace().all(|word| {
                    let value = subject.hits.lexicon().value(List::Site, word);
                    value.is_some_and(|value| value.starts_with("line"))
                }))
    };
    // What was cut must end with its line.
    if !text[..last.end()].ends_with('\n') && !text[last.end()..].starts_with('\n') {
        return None;
    }
    let mut end = last.end();
    let mut solid = last.end();
    for line in text[last.end()..].split_inclusive('\n').take(24) {
        if !bar(line) {
            break;
        }
        end += line.len();
        if !line.trim().is_empty() {
            solid = end;
        }
    }
    (solid > last.end()).then(|| subject.source.stretch(last.end()..solid))
}
