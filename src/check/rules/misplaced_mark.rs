//! `misplaced-mark`.

use crate::check::{Findings, Rule, Subject, Text};
use crate::lexicon::List;
use crate::model::Severity;

/// Its manual page.
pub const RULE: Rule = Rule {
    name: "misplaced-mark",
    title: "标点错位",
    severity: Severity::Warning,
    layout: true,
    what: Text(
        "一段以句号、逗号、顿号开头；责任单位的括号前面是逗号或顿号，句子没有结束。断行的文本不查。",
        "A paragraph opens with a mark that ends or parts sentences, or a comma stands before the bracket of the owners. Broken lines are left alone.",
    ),
    why: Text(
        "多是删改时留下的，前面可能丢了字。",
        "It is usually left over from editing, and words may have been lost before it.",
    ),
    flagged: "修补道路。⏎。按月检查。",
    mended: "修补道路。⏎按月检查。",
    basis: Text(
        "GB/T 15834—2011 第 5.1 条：点号不出现在一行之首",
        "GB/T 15834-2011, clause 5.1: no line opens with such a mark",
    ),
    run,
};

fn run(subject: Subject, findings: &mut Findings) {
    let text = subject.text;
    let mut before = "";
    for line in subject.lines() {
        let words = text[line.clone()].trim_start();
        let start = line.end - words.len();
        let ended = before.is_empty() || before.trim_end().ends_with(['。', '；', '！', '？']);
        let mark = words.chars().next().filter(|c| matches!(c, '。' | '，' | '、' | '；'));
        if let Some(mark) = mark.filter(|_| ended && words.chars().nth(8).is_some()) {
            findings.at(
                start..start + mark.len_utf8(),
                format!("一段以“{mark}”开头"),
                format!("a paragraph opens with `{mark}`"),
            );
        }
        before = &text[line.clone()];
    }
    owners(subject, findings);
}

/// …配建商业，（责任单位：市住建局）: the sentence was to end before the bracket.
fn owners(subject: Subject, findings: &mut Findings) {
    let text = subject.text;
    for (word, value) in subject.hits.of(List::Duties, 0..text.len()) {
        let due = value.split(['\t', ',']).any(|part| matches!(part, "due" | "when"));
        let Some(open) = text[..word.start].strip_suffix(['（', '(']).filter(|_| !due) else { continue };
        if let Some(mark) = open.chars().next_back().filter(|c| matches!(c, '，' | ',' | '、'))
            && text[word.end..].starts_with(['：', ':'])
        {
            findings.at(
                open.len() - mark.len_utf8()..open.len(),
                format!("责任单位前面的“{mark}”应为句号"),
                format!("`{mark}` before the owners should be a full stop"),
            );
        }
    }
}
