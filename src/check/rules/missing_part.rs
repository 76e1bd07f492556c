//! `missing-part`.

use crate::check::rules::short;
use crate::check::{Findings, Rule, Subject, Text};
use crate::model::{Kind, Severity};
use crate::text::Format;

/// Its manual page.
pub const RULE: Rule = Rule {
    name: "missing-part",
    title: "缺标题或落款",
    severity: Severity::Warning,
    layout: false,
    what: Text(
        "开头就是正文或主送机关，没有标题；公文文末没有署名和成文日期，前面也没有的，或者只有日期没有署名的，作提示。讲话、报告不查署名。",
        "The text opens with its body or its addressees and has no title; a document with neither a signature nor a day of issue, or with the day alone, gets a hint. Speeches and reports need no signature.",
    ),
    why: Text(
        "没有标题、署名和日期，不知道是谁的什么文件、何时起算。",
        "Without them nobody can tell whose document it is and since when it holds.",
    ),
    flagged: "为做好防汛工作，制定本方案。⏎一、巡查堤防。⏎县水务局⏎2025年4月2日",
    mended: "云河县2025年防汛工作方案⏎为做好防汛工作，制定本方案。⏎一、巡查堤防。⏎县水务局⏎2025年4月2日",
    basis: Text(
        "GB/T 9704—2012 第 7.3 条：主体由标题、主送机关、正文、附件说明、发文机关署名、成文日期等组成",
        "GB/T 9704-2012, clause 7.3: the parts of the body of a document",
    ),
    run,
};

/// The fewest characters of a text that is a document rather than a piece of one.
const WHOLE: usize = 200;

fn run(subject: Subject, findings: &mut Findings) {
    let text = subject.text;
    let tables = matches!(subject.source.format, Format::Html | Format::Xlsx | Format::Xls | Format::Csv);
    if tables || text.chars().nth(WHOLE).is_none() || text.contains('\t') {
        return;
    }
    let untitled = title(subject, findings);
    end(subject, untitled, findings);
}

/// The first line is a paragraph, an item or the addressees; whether that was told.
fn title(subject: Subject, findings: &mut Findings) -> bool {
    /// The longest title, in characters.
    const LONG: usize = 48;
    let text = subject.text;
    let start = text.len() - text.trim_start().len();
    let line = start..start + text[start..].find('\n').unwrap_or(text.len() - start);
    let words = &text[line.clone()];
    let addressees = words.ends_with(['：', ':']) && words.contains('各');
    // （二十一）… opens a piece of a document, and not one that lost its title.
    let piece = subject.document.nodes.first().filter(|node| node.start == line.start);
    let ordinal = piece.and_then(|node| node.marker.as_ref()).map(|marker| marker.ordinal);
    if ordinal.is_some_and(|ordinal| ordinal > 1) {
        return false;
    }
    let paragraph = words.chars().nth(LONG).is_some() && words.ends_with(['。', '：', ':', '；']);
    let item = ordinal.is_some();
    let cut = subject.clean.edits().iter().any(|edit| edit.why == "site_text" || edit.why == "title");
    if subject.plan.title.is_some() || subject.plan.notice.is_some() || subject.document.flat || cut {
        return false;
    }
    let untitled = addressees || paragraph || item;
    if untitled {
        let opening = short(words);
        findings.at(
            line,
            format!("没有标题，开头就是“{opening}”"),
            format!("there is no title; the text opens with `{opening}`"),
        );
    }
    untitled
}

/// Nobody signs, and no day is named anywhere it could be.
fn end(subject: Subject, untitled: bool, findings: &mut Findings) {
    /// How much of the end is looked at, in characters.
    const TAIL: usize = 120;
    let plan = subject.plan;
    let signs = matches!(
        plan.kind,
        Kind::WorkPlan
            | Kind::KeyPoints
            | Kind::ImplementationPlan
            | Kind::TaskAssignment
            | Kind::Opinion
            | Kind::Notice
    );
    let title = plan.title.as_ref();
    // Whose plan it is by its title does not sign it.
    let titled = |span| title.is_some_and(|title| title.span.contains(span));
    let signed = plan.issuer.as_ref().is_some_and(|issuer| !titled(issuer.span));
    if signs && (title.is_some() || untitled) && !signed && !subject.document.flat {
        undersigned(subject, findings);
    }
    if !signs
        || title.is_none() && !untitled
        || signed
        || plan.issued_on.is_some()
        || plan.document_number.is_some()
        || subject.document.flat
    {
        return;
    }
    let text = subject.text.trim_end();
    // What is attached is signed where it is attached to.
    if text.trim_start().starts_with("附件") {
        return;
    }
    let tail = text.char_indices().rev().nth(TAIL).map_or(0, |(at, _)| at);
    let last = text.rfind('\n').map_or(0, |at| at + 1);
    // A line without an end mark may be the signature.
    let ended = text.ends_with(['。', '；', '）', ')', '！']);
    let dated = |line: &str| line.contains('年') && line.contains('月') && line.ends_with('日');
    if !ended
        || text[tail..].lines().any(|line| dated(line.trim()))
        || text[..tail].lines().take(8).any(|line| dated(line.trim()))
    {
        return;
    }
    let start = text[last..].char_indices().rev().nth(20).map_or(last, |(at, _)| last + at);
    findings
        .at(
            start..text.len(),
            "文末没有署名和成文日期",
            "neither a signature nor a day of issue stands at the end",
        )
        .severity(Severity::Hint);
}

/// Nothing but a day stands below the text: nobody signs it.
fn undersigned(subject: Subject, findings: &mut Findings) {
    /// The longest day, in characters: 2025年12月31日.
    const LONG: usize = 12;
    let text = subject.text;
    let [.., before, last] = subject.lines() else { return };
    let day = &text[last.clone()];
    let dated = day.chars().count() <= LONG
        && day.starts_with('2')
        && day.contains('年')
        && day.contains('月')
        && day.ends_with('日');
    // Whoever signs may be named in a line of its own further up, and a bracket may hold who it is.
    let sentence = &text[before.clone()];
    if dated && sentence.ends_with('。') && sentence.chars().count() > LONG {
        findings
            .at(last.clone(), "只有成文日期，没有署名", "a day of issue stands here and no signature")
            .severity(Severity::Hint);
    }
}
