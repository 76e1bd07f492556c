//! `number-skipped`.

use std::collections::HashSet;

use crate::check::series::{hidden, stray};
use crate::check::{Findings, Rule, Subject, Text};
use crate::lex::marker::Scheme;
use crate::model::Severity;

/// Its manual page.
pub const RULE: Rule = Rule {
    name: "number-skipped",
    title: "序号缺号",
    severity: Severity::Error,
    layout: true,
    what: Text(
        "同一层次的序号中间缺号，如“二、”之后是“四、”。序号跨节连续编排不算缺号。",
        "A number is missing among items of one level, such as 四、 after 二、. Numbering that runs on across sections is no fault.",
    ),
    why: Text(
        "缺号往往意味着漏了一项任务，引用“第三项”时也找不到对应内容。",
        "A gap often means that a task was lost, and a reference to “item 3” leads nowhere.",
    ),
    flagged: "一、夯实基础⏎二、提高质量⏎四、强化服务",
    mended: "一、夯实基础⏎二、提高质量⏎三、强化服务",
    basis: Text(
        "GB/T 9704—2012 第 7.3.3 条：结构层次序数依次用“一、”“（一）”“1.”“（1）”标注",
        "GB/T 9704-2012, clause 7.3.3: the order of structure numbers",
    ),
    run,
};

fn run(subject: Subject, findings: &mut Findings) {
    for list in subject.series() {
        if matches!(list.scheme, Scheme::Annex | Scheme::Time) {
            continue;
        }
        let first = &list.items[0];
        let numbers: HashSet<u32> = list.items.iter().map(|item| item.ordinal).collect();
        if (2..=3).contains(&first.ordinal)
            && list.before == 0
            && list.items.len() > 1
            && list.items[1].ordinal == first.ordinal + 1
        {
            let origin = crate::check::series::Item { ordinal: 0, place: 0..0 };
            if !hidden(subject.text, list.scheme, &origin, first) {
                say(subject, findings, first.place.clone(), 1, first.ordinal - 1);
            }
        }
        for pair in list.items.windows(2) {
            let (from, to) = (&pair[0], &pair[1]);
            let gap = to.ordinal > from.ordinal + 1 && to.ordinal - from.ordinal <= 20;
            let elsewhere = (from.ordinal + 1..to.ordinal).any(|n| numbers.contains(&n));
            // 二、 3、 四、 is mixed-numbering.
            let mixed = stray(subject, list.scheme, from, to).is_some();
            let cells = subject.text[from.place.end..to.place.start.max(from.place.end)].contains('\t');
            if gap && !elsewhere && !mixed && !cells && !hidden(subject.text, list.scheme, from, to) {
                say(subject, findings, to.place.clone(), from.ordinal + 1, to.ordinal - 1)
                    .also(subject.clean.span(from.place.clone()));
            }
        }
    }
}

fn say<'f>(
    subject: Subject,
    findings: &'f mut Findings,
    place: std::ops::Range<usize>,
    first: u32,
    last: u32,
) -> &'f mut crate::check::Finding {
    let number = subject.text[place.clone()].to_owned();
    let missing = if first == last { first.to_string() } else { format!("{first}–{last}") };
    findings.at(
        place,
        format!("序号“{number}”之前缺第 {missing} 项"),
        format!("number {missing} is missing before `{number}`"),
    )
}
