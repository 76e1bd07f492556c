//! `level-order`.

use crate::check::{Findings, Rule, Subject, Text};
use crate::lex::marker::{Marker, Scheme, Standing};
use crate::model::Severity;

/// Its manual page.
pub const RULE: Rule = Rule {
    name: "level-order",
    title: "层次颠倒",
    severity: Severity::Warning,
    layout: true,
    what: Text(
        "序号层次颠倒，如“（一）”下面用“一、”，“（1）”下面用“1.”。“一、”下面直接用“1.”是允许的。",
        "Levels are upside down, such as 一、 below （一）, or 1. below （1）. 1. straight below 一、 is fine.",
    ),
    why: Text(
        "公文的层次靠序号辨认，颠倒了就读错从属关系。",
        "Readers of official documents know a level by its number.",
    ),
    flagged: "（一）强化收集⏎一、明确范围⏎二、规范移交⏎（二）推进数字化",
    mended: "一、强化收集⏎（一）明确范围⏎（二）规范移交⏎二、推进数字化",
    basis: Text(
        "GB/T 9704—2012 第 7.3.3 条：结构层次序数依次用“一、”“（一）”“1.”“（1）”标注",
        "GB/T 9704-2012, clause 7.3.3: structure numbers are 一、 then （一） then 1. then （1）",
    ),
    run,
};

fn run(subject: Subject, findings: &mut Findings) {
    for part in &subject.document.parts {
        let nodes = &subject.document.nodes;
        let from = nodes.partition_point(|node| node.start < part.range.start);
        let to = nodes.partition_point(|node| node.start < part.range.end);
        let markers: Vec<&Marker> = nodes[from..to]
            .iter()
            .filter_map(|node| node.marker.as_ref())
            .filter(|marker| rank(marker.scheme).is_some() && marker.standing == Standing::Line)
            .collect();
        let mut told = Vec::new();
        for (n, outer) in markers.iter().enumerate() {
            let Some(inner) = markers.get(n + 1) else { break };
            let (Some(above), Some(below)) = (rank(outer.scheme), rank(inner.scheme)) else { continue };
            if below >= above || outer.ordinal != 1 || inner.ordinal != 1 || told.contains(&(above, below)) {
                continue;
            }
            // （一） 一、 二、 （二）: the outer numbers go on when the inner ones, from one on, are done.
            let run = markers[n + 1..].iter().take_while(|marker| marker.scheme == inner.scheme).count();
            let counted = (1..).zip(&markers[n + 1..n + 1 + run]).all(|(n, marker)| marker.ordinal == n);
            let next = markers.get(n + 1 + run);
            let fresh = !markers[..n].iter().any(|marker| marker.scheme == inner.scheme);
            if fresh && counted && next.is_some_and(|next| next.scheme == outer.scheme && next.ordinal == 2) {
                told.push((above, below));
                let (a, b) = (&subject.text[outer.number.clone()], &subject.text[inner.number.clone()]);
                findings
                    .at(
                        outer.place.start..outer.number.end,
                        format!("“{a}”的层次应低于“{b}”，这里却在它上面"),
                        format!("`{a}` should stand below `{b}` and stands above it"),
                    )
                    .also(subject.clean.span(inner.place.start..inner.number.end));
            }
        }
    }
}

/// The order of the standard.
fn rank(scheme: Scheme) -> Option<u8> {
    Some(match scheme {
        Scheme::Han => 1,
        Scheme::HanParen => 2,
        Scheme::Arabic => 3,
        Scheme::ArabicParen => 4,
        _ => return None,
    })
}
