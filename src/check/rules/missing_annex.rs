//! `missing-annex`.

use std::collections::BTreeSet;

use crate::check::{Findings, Rule, Subject, Text};
use crate::lex::numeral;
use crate::model::Severity;

/// Its manual page.
pub const RULE: Rule = Rule {
    name: "missing-annex",
    title: "缺附件",
    severity: Severity::Warning,
    layout: true,
    what: Text(
        "正文提到“附件3”，而文后列出的附件没有这一号。正文说“见附件”而文后既没有附件也没有附件说明的，作提示。",
        "The text refers to 附件3, and the annexes listed or attached have no such number. Where 见附件 is said and no annex is listed or attached at all, it is a hint.",
    ),
    why: Text(
        "读者找不到附件，标准和表格就落不了地。",
        "The reader cannot find the standard or the form that was promised.",
    ),
    flagged: "储备标准见附件3。⏎附件：1.巡查路线图⏎2.联系人名单",
    mended: "储备标准见附件3。⏎附件：1.巡查路线图⏎2.联系人名单⏎3.储备标准",
    basis: Text(
        "GB/T 9704—2012 第 7.3.4 条：附件说明的序号与附件一致",
        "GB/T 9704-2012, clause 7.3.4: the list of annexes agrees with the annexes",
    ),
    run,
};

fn run(subject: Subject, findings: &mut Findings) {
    let text = subject.text;
    let mut there: BTreeSet<u64> = BTreeSet::new();
    let mut named = Vec::new();
    for at in memchr::memmem::find_iter(text.as_bytes(), "附件") {
        let end = at + "附件".len();
        let mut number = end + text[end..].len() - text[end..].trim_start_matches(' ').len();
        let read = |at: usize| {
            numeral::arabic(text, at).and_then(|(n, end)| Some((n.to_string().parse().ok()?, end)))
        };
        // 附件2附件3附件4 at the foot of a text without lines are the annexes themselves.
        let before = subject.before(at);
        let opens = matches!(before, '\n' | ' ' | '\t' | '\u{3000}' | '。') || before.is_ascii_digit();
        if opens && text[end..].trim_start_matches(' ').starts_with([':', '：']) {
            listed(text, end, &mut there);
            continue;
        }
        let Some((n, after)) = read(number).or_else(|| numeral::han(text, number)) else { continue };
        if opens {
            there.insert(n);
            listed(text, after, &mut there);
            continue;
        }
        number = after;
        // …申报表附件3住院费用明细表 in a text without lines is the annex itself; what is named stands in brackets or
        // behind 见.
        let titled = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c) && c != '中' && c != '的';
        if subject.document.flat
            && titled(subject.after(after))
            && !matches!(before, '(' | '（' | '见' | '按' | '写')
        {
            there.insert(n);
            continue;
        }
        let of_another = matches!(subject.before(at), '》' | '的' | '〕' | '号' | '知' | '”');
        if !of_another && n <= 30 {
            named.push((n, at..number));
        }
    }
    let Some(&last) = there.last() else {
        none(subject, findings);
        return;
    };
    for (n, place) in named {
        if n > last {
            findings.at(
                place,
                format!("没有附件 {n}，最后一个是附件 {last}"),
                format!("there is no annex {n}; the last is {last}"),
            );
        }
    }
}

/// One hint where the text sends the reader to an annex and has none, nor names one at its end.
fn none(subject: Subject, findings: &mut Findings) {
    let text = subject.text;
    let bytes = text.as_bytes();
    let annex = |at: usize| {
        let rest = &text[at..];
        rest.strip_prefix("附件").or_else(|| rest.strip_prefix("附表"))
    };
    // 附件 at the start of a line or behind a sentence, and 附：, are annexes or their list.
    let there = memchr::memmem::find_iter(bytes, "附").any(|at| {
        let opens = matches!(subject.before(at), '\n' | '。' | ' ' | '\u{3000}' | '\t');
        opens && annex(at).is_some() || subject.after(at + '附'.len_utf8()) == '：'
    });
    let named = |at: &usize| {
        let Some(rest) = annex(at + '见'.len_utf8()) else { return false };
        rest.chars().next().is_none_or(|c| !c.is_alphabetic() || c == '一')
    };
    let first = memchr::memmem::find_iter(bytes, "见附").find(named);
    if let Some(at) = first.filter(|_| !there) {
        let end = at + "见附件".len();
        findings
            .at(at..end, "正文说见附件，文后没有附件", "the text refers to an annex and has none")
            .severity(Severity::Hint);
    }
}

/// The numbers of a list of annexes: 附件：1.甲⏎2.乙.
fn listed(text: &str, from: usize, there: &mut BTreeSet<u64>) {
    let mut rest = text[from..].trim_start_matches([':', '：', ' ', '\n']);
    for wanted in 1..=30u64 {
        let number = wanted.to_string();
        let marked =
            rest.strip_prefix(number.as_str()).and_then(|rest| rest.strip_prefix(['.', '．', '、', ' ']));
        let Some(after) = marked else { break };
        there.insert(wanted);
        let mut limit = after.len().min(400);
        while !after.is_char_boundary(limit) {
            limit -= 1;
        }
        // The next one stands on the next line, or further on in this one.
        let next = (wanted + 1).to_string();
        let line = after[..limit].find('\n').map(|at| at + 1);
        rest = match line.map(|at| after[at..].trim_start()) {
            Some(line) if line.starts_with(&next) => line,
            _ => {
                let alone = |at: &usize| !after[..*at].ends_with(|c: char| c.is_ascii_digit());
                let marked = |at: &usize| after[at + next.len()..].starts_with(['.', '．', '、']);
                match after[..limit].match_indices(&next).map(|(at, _)| at).find(|at| alone(at) && marked(at))
                {
                    Some(at) => &after[at..],
                    None => break,
                }
            }
        };
    }
}
