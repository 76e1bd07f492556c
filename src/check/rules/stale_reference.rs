//! `stale-reference`.

use std::collections::BTreeMap;

use crate::check::{Findings, Rule, Subject, Text};
use crate::lexicon::List;
use crate::model::Severity;

/// Its manual page.
pub const RULE: Rule = Rule {
    name: "stale-reference",
    severity: Severity::Warning,
    what: Text(
        "把已经过期的规划、已有新一届的会议当作今年的依据，如2025年的计划还“深入实施‘十三五’规划”“学习贯彻党的十八大精神”。回顾成绩、与新一届并提的不算。",
        "An expired plan or a meeting that has been followed by a newer one is named as this year's guidance. Looking back, and naming it beside the newer one, is fine.",
    ),
    why: Text("说明这段文字是从旧稿里抄来的。", "It shows that the passage was copied from an old text."),
    flagged: "2025年工作要点⏎深入实施“十三五”规划，加快项目建设。",
    mended: "2025年工作要点⏎深入实施“十四五”规划，加快项目建设。",
    basis: Text("", ""),
    run,
};

fn run(subject: Subject, findings: &mut Findings) {
    let text = subject.text;
    let Some(year) = subject.plan.year.or(subject.plan.period.map(|(first, _)| first.year())) else { return };
    let mut newest: BTreeMap<&str, i16> = BTreeMap::new();
    let all: Vec<_> = subject
        .hits
        .of(List::Eras, 0..text.len())
        .filter_map(|(place, value)| {
            let (kind, last) = value.split_once('\t')?;
            Some((place, kind, last.parse::<i16>().ok()?))
        })
        .collect();
    for (_, kind, last) in &all {
        let newest = newest.entry(kind).or_insert(*last);
        *newest = (*newest).max(*last);
    }
    for (place, kind, last) in all {
        if last >= year || newest[kind] > last {
            continue;
        }
        let head: String = text[..place.start].chars().rev().take(14).collect();
        let head: String = head.chars().rev().collect();
        let rest = text[place.end..].trim_start_matches(['”', '"', '’']);
        let cut = head
            .rfind(['。', '，', '；', '\n', ','])
            .map_or(0, |at| at + head[at..].chars().next().map_or(0, char::len_utf8));
        let head = &head[cut..];
        let urges = ["贯彻", "落实", "实施", "学习", "宣传", "推进", "围绕", "编制", "完成", "按照", "对照"];
        let urged = urges.iter().any(|verb| head.contains(verb));
        let guides = match kind {
            "era" => rest.starts_with("规划") || rest.starts_with("发展规划") || rest.starts_with("时期规划"),
            _ => rest.starts_with("精神") || rest.starts_with("报告") || rest.starts_with("会议精神"),
        };
        let back =
            ["回顾", "总结", "评估", "以来", "收官", "中期", "终期"].iter().any(|word| head.contains(word))
                || ["规划收官", "规划实施情况", "规划评估", "规划总结", "规划终期", "规划目标任务全面完成"]
                    .iter()
                    .any(|word| rest.starts_with(word));
        if urged && guides && !back {
            let words = &text[place.clone()];
            findings.at(
                place.clone(),
                format!("“{words}”到 {last} 年为止，这份计划是 {year} 年的"),
                format!("`{words}` held until {last}, and this plan is for {year}"),
            );
        }
    }
}
