//! `stale-reference`.

use std::collections::BTreeMap;

use crate::check::rules::{floor, holds, opens};
use crate::check::{Findings, Rule, Subject, Text};
use crate::lexicon::List;
use crate::model::Severity;

/// Its manual page.
pub const RULE: Rule = Rule {
    name: "stale-reference",
    title: "依据过期",
    severity: Severity::Warning,
    layout: false,
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
    let lexicon = subject.hits.lexicon();
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
        let head: String = text[..place.start].chars().rev().take(24).collect();
        let head: String = head.chars().rev().collect();
        let rest = text[place.end..].trim_start_matches(['”', '"', '’']);
        let cut = head
            .rfind(['。', '，', '；', '\n', ','])
            .map_or(0, |at| at + head[at..].chars().next().map_or(0, char::len_utf8));
        let head = &head[cut..];
        // 落实《青川市“十三五”水利发展规划》: what stands before the title urges, and the title ends as a plan does.
        let named = head.rfind('《').filter(|_| !head.contains('》')).and_then(|open| {
            let title = &rest[..floor(rest, 90)];
            Some((&head[..open], &title[..title.find('》')?]))
        });
        let guides = match named {
            Some((_, title)) => title.char_indices().any(|(at, _)| {
                lexicon
                    .value(List::Cues, &title[at..])
                    .is_some_and(|value| value.split(',').any(|of| of == "guide"))
            }),
            None => opens(subject, rest, "guide"),
        };
        let urged = holds(subject, named.map_or(head, |(before, _)| before), "urge");
        let back = holds(subject, head, "review") || opens(subject, rest, "review");
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
