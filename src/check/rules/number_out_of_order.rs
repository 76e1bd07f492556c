//! `number-out-of-order`.

use crate::check::series::anew;
use crate::check::{Findings, Rule, Subject, Text};
use crate::model::Severity;

/// Its manual page.
pub const RULE: Rule = Rule {
    name: "number-out-of-order",
    title: "序号倒退",
    severity: Severity::Error,
    layout: true,
    what: Text(
        "同一层次的序号倒退，如 1、3、2、4。从一重新编号的不算。",
        "Numbers of one level go backwards, such as 1, 3, 2, 4. A list that starts anew at one is no fault.",
    ),
    why: Text(
        "次序颠倒多半是挪动段落后没有改号，引用会指错内容。",
        "It usually means that a paragraph was moved and its number was not; references then point at the wrong item.",
    ),
    flagged: "1.引领⏎3.就业⏎2.服务⏎4.管理",
    mended: "1.引领⏎2.服务⏎3.就业⏎4.管理",
    basis: Text(
        "GB/T 9704—2012 第 7.3.3 条：结构层次序数依次标注",
        "GB/T 9704-2012, clause 7.3.3: the order of structure numbers",
    ),
    run,
};

fn run(subject: Subject, findings: &mut Findings) {
    for list in subject.series() {
        for (n, pair) in list.items.windows(2).enumerate() {
            let (from, to) = (&pair[0], &pair[1]);
            // 35. 27. 36. 28. are two lists that stand in columns.
            let follows =
                |at: usize, number: u32| list.items.get(at).is_some_and(|item| item.ordinal == number);
            let columns = from.ordinal >= to.ordinal + 3
                && (follows(n + 2, from.ordinal + 1) || n > 0 && follows(n - 1, to.ordinal - 1));
            if !columns && to.ordinal < from.ordinal && to.ordinal > 1 && !anew(subject.text, from, to) {
                let number = subject.text[to.place.clone()].to_owned();
                let before = subject.text[from.place.clone()].to_owned();
                findings
                    .at(
                        to.place.clone(),
                        format!("序号“{number}”排在“{before}”之后"),
                        format!("number `{number}` stands after `{before}`"),
                    )
                    .also(subject.clean.span(from.place.clone()));
            }
        }
    }
}
