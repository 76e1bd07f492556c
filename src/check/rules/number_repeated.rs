//! `number-repeated`.

use crate::check::series::anew;
use crate::check::{Findings, Rule, Subject, Text};
use crate::model::Severity;

/// Its manual page.
pub const RULE: Rule = Rule {
    name: "number-repeated",
    title: "序号重号",
    severity: Severity::Error,
    layout: true,
    what: Text(
        "同一层次有两项序号相同，如两个“（二）”。另起一组、从一重新编号的不算。",
        "Two items of one level have the same number, such as （二） twice. A list that starts anew at one is no fault.",
    ),
    why: Text(
        "重号使“第二项”有了两种含义，台账和督办会对不上。",
        "“Item 2” then means two things, and ledgers no longer agree with the plan.",
    ),
    flagged: "（一）预算审计⏎（二）民生审计⏎（二）责任审计⏎（三）整改",
    mended: "（一）预算审计⏎（二）民生审计⏎（三）责任审计⏎（四）整改",
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
            // 1. … 1. … alone are two lists; 1. 1. 2. is one.
            let goes_on = list.items.get(n + 2).is_some_and(|next| next.ordinal == to.ordinal + 1);
            let first = goes_on && n == 0 && !subject.document.flat;
            if from.ordinal == to.ordinal && (to.ordinal > 1 || first) && !anew(subject.text, from, to) {
                let number = subject.text[to.place.clone()].to_owned();
                findings
                    .at(
                        to.place.clone(),
                        format!("序号“{number}”与上一项重复"),
                        format!("number `{number}` is that of the item before"),
                    )
                    .also(subject.clean.span(from.place.clone()));
            }
        }
    }
}
