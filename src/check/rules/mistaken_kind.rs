//! `mistaken-kind`.

use crate::check::{Findings, Rule, Subject, Text};
use crate::model::Severity;

/// Its manual page.
pub const RULE: Rule = Rule {
    name: "mistaken-kind",
    title: "文种有误",
    severity: Severity::Hint,
    layout: false,
    what: Text(
        "标题是“报告”，文末却“妥否，请审议”：要上级答复的应当用请示。请示、汇报不查。",
        "The title says 报告 (report) and the text asks for a decision: 妥否，请审议. What wants an answer is a 请示 (request).",
    ),
    why: Text(
        "报告不必答复，夹在里面的请示事项容易没有下文。",
        "Nobody has to answer a report, and what is asked in one is easily left without an answer.",
    ),
    flagged: "关于选址情况的报告⏎……⏎妥否，请审议。",
    mended: "关于选址的请示⏎……⏎妥否，请批示。",
    basis: Text(
        "《党政机关公文处理工作条例》第十五条：不得在报告等非请示性公文中夹带请示事项",
        "Regulations on Official Documents of Party and Government Organs, article 15",
    ),
    run,
};

fn run(subject: Subject, findings: &mut Findings) {
    let text = subject.text;
    let Some(title) = subject.plan.title.as_ref().filter(|title| title.text.ends_with("报告")) else {
        return;
    };
    let asks = |at: &usize| {
        let rest = text[at + "妥否".len()..].trim_start_matches(['，', ',', ' ']);
        rest.starts_with('请')
    };
    if let Some(at) = memchr::memmem::find_iter(text.as_bytes(), "妥否").find(asks) {
        findings
            .at(
                at..at + "妥否".len(),
                "标题是“报告”，这里却请上级决定，应为请示",
                "the title says 报告, and here a decision is asked for, as in a 请示",
            )
            .also(title.span);
    }
}
