//! `owner-spelt-twice`.

use std::collections::BTreeMap;

use crate::check::{Findings, Rule, Subject, Text};
use crate::model::{OwnerKind, OwnerSource, Severity};
use crate::text::Span;

/// Its manual page.
pub const RULE: Rule = Rule {
    name: "owner-spelt-twice",
    title: "单位名称不一",
    severity: Severity::Warning,
    layout: true,
    what: Text(
        "同一单位在责任单位里有两种写法，如“市人力资源社会保障局”和“市人社局”。只省略了“省”“市”的不算。",
        "One unit stands in two spellings among the owners, such as 市人力资源社会保障局 and 市人社局. Leaving out only 省 or 市 is no fault.",
    ),
    why: Text("按单位汇总任务时会漏掉一半。", "Half of its tasks are lost when tasks are collected by unit."),
    flagged: "（责任单位：市人力资源社会保障局）……（责任单位：市人社局）",
    mended: "（责任单位：市人力资源社会保障局）……（责任单位：市人力资源社会保障局）",
    basis: Text(
        "《党政机关公文处理工作条例》第十九条：人名、地名、机关名称准确，使用简称前注明全称",
        "Regulations on Official Documents of Party and Government Organs, article 19",
    ),
    run,
};

fn run(subject: Subject, findings: &mut Findings) {
    let mut units: BTreeMap<&str, BTreeMap<&str, Vec<Span>>> = BTreeMap::new();
    for owner in subject.plan.tasks.iter().flat_map(|task| &task.owners) {
        if owner.kind == OwnerKind::Organization && owner.source != OwnerSource::Inherited {
            units.entry(&owner.canonical).or_default().entry(&owner.name).or_default().push(owner.span);
        }
    }
    for spellings in units.values() {
        let Some((usual, places)) = spellings.iter().max_by_key(|(name, spans)| (spans.len(), name.len()))
        else {
            continue;
        };
        for (name, spans) in spellings {
            // 教育厅 for 省教育厅 and 杭州市 for 杭州市人民政府 only leave out what stands beside them.
            let elided = usual.contains(name) || name.contains(usual);
            if name != usual && !elided {
                let finding = findings.over(
                    spans[0],
                    format!("“{name}”在别处写作“{usual}”"),
                    format!("`{name}` is written `{usual}` elsewhere"),
                );
                finding.also(places[0]).also.extend(&spans[1..]);
            }
        }
    }
}
