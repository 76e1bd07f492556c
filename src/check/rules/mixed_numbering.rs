//! `mixed-numbering`.

use crate::check::series::stray;
use crate::check::{Findings, Rule, Subject, Text};
use crate::lex::marker::{Marker, Scheme};
use crate::model::Severity;
use crate::text::Span;

/// Its manual page.
pub const RULE: Rule = Rule {
    name: "mixed-numbering",
    title: "序号混用",
    severity: Severity::Warning,
    layout: true,
    what: Text(
        "同一层次里混用不同的序号：“一、二、3、四、”；或同一层次里“1.”“1、”混用（作提示）。",
        "Items of one level are numbered in different ways: 一、 二、 3、 四、; or 1. and 1、 are mixed (a hint).",
    ),
    why: Text(
        "层次看不清，3、究竟是第三项还是第二项下面的内容？",
        "The reader cannot tell whether 3、 is the third item or part of the second.",
    ),
    flagged: "一、思想引领⏎二、服务发展⏎3、维护权益⏎四、自身建设",
    mended: "一、思想引领⏎二、服务发展⏎三、维护权益⏎四、自身建设",
    basis: Text(
        "GB/T 9704—2012 第 7.3.3 条：结构层次序数依次用“一、”“（一）”“1.”“（1）”标注",
        "GB/T 9704-2012, clause 7.3.3: structure numbers are 一、 then （一） then 1. then （1）",
    ),
    run,
};

fn run(subject: Subject, findings: &mut Findings) {
    interrupted(subject, findings);
    for list in subject.series() {
        for pair in list.items.windows(2) {
            if let Some(place) = stray(subject, list.scheme, &pair[0], &pair[1]) {
                let words = subject.text[place.clone()].to_owned();
                findings
                    .at(
                        place,
                        format!("“{words}”与同一层次其他序号不一致"),
                        format!("`{words}` is not numbered as its neighbours are"),
                    )
                    .also(subject.clean.span(pair[0].place.clone()));
            }
        }
        if list.scheme == Scheme::Arabic {
            let with = |mark: char| -> Vec<Span> {
                let items = list.items.iter().filter(|item| subject.text[item.place.clone()].ends_with(mark));
                items.map(|item| subject.clean.span(item.place.clone())).collect()
            };
            let (points, commas) = (with('.'), with('、'));
            let (few, many) = if points.len() < commas.len() { (points, commas) } else { (commas, points) };
            if few.is_empty() || few.len() * 2 > many.len() {
                continue;
            }
            let words = subject.words(few[0]);
            let finding = findings.over(
                few[0],
                format!("“{words}”后面的标点与同一层次其他序号不一致"),
                format!("the mark of `{words}` is not that of its neighbours"),
            );
            finding.severity(Severity::Hint).also.extend(&few[1..]);
        }
    }
}

/// 1. 2. （三） 4.: a number of an outer kind that goes on with the count and begins no list of its own.
fn interrupted(subject: Subject, findings: &mut Findings) {
    for part in &subject.document.parts {
        let nodes = &subject.document.nodes;
        let from = nodes.partition_point(|node| node.start < part.range.start);
        let to = nodes.partition_point(|node| node.start < part.range.end);
        let markers: Vec<&Marker> = nodes[from..to].iter().filter_map(|node| node.marker.as_ref()).collect();
        for (n, three) in markers.windows(3).enumerate() {
            let [before, odd, after] = three else { continue };
            let counted = before.ordinal + 1 == odd.ordinal && odd.ordinal + 1 == after.ordinal;
            if !counted || before.scheme != after.scheme || odd.scheme <= Scheme::Article {
                continue;
            }
            let own = |marker: &&Marker| marker.scheme == odd.scheme;
            // Where the other numbers come up elsewhere too, their lists are only interleaved.
            if odd.scheme < before.scheme
                && !markers[..=n].iter().any(own)
                && !markers[n + 2..].iter().any(own)
            {
                let place = odd.place.start..odd.number.end;
                let words = subject.text[place.clone()].to_owned();
                findings
                    .at(
                        place,
                        format!("“{words}”与同一层次其他序号不一致"),
                        format!("`{words}` is not numbered as its neighbours are"),
                    )
                    .also(subject.clean.span(before.place.start..before.number.end));
            }
        }
    }
}
