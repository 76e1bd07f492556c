//! `heading-end-mark`.

use crate::check::{Findings, Rule, Subject, Text};
use crate::model::Severity;
use crate::tree::Form;

/// Its manual page.
pub const RULE: Rule = Rule {
    name: "heading-end-mark",
    title: "标题末有句号",
    severity: Severity::Warning,
    layout: true,
    what: Text(
        "独占一行的标题末尾有句号，而同级的其他标题都没有。",
        "A heading on a line of its own ends with 。, while none of its neighbours does.",
    ),
    why: Text(
        "标题不加句号；只有一个加了，是改稿时漏了。",
        "Headings have no end mark; the one that has was overlooked.",
    ),
    flagged: "一、摸清底数⏎逐村登记……⏎二、修复堤岸。⏎逐段加固……⏎三、绿化岸线⏎补种林木……",
    mended: "一、摸清底数⏎逐村登记……⏎二、修复堤岸⏎逐段加固……⏎三、绿化岸线⏎补种林木……",
    basis: Text("", ""),
    run,
};

fn run(subject: Subject, findings: &mut Findings) {
    let text = subject.text;
    let nodes = &subject.document.nodes;
    let lists =
        subject.document.parts.iter().map(|part| &part.roots).chain(nodes.iter().map(|node| &node.children));
    for list in lists.filter(|list| list.len() > 2) {
        // The end of the line of a heading that has one to itself, with text below.
        let line = |at: usize| {
            let line = subject.line(nodes[at].start);
            let below = nodes[at].end > line.end && !text[line.end..nodes[at].end].trim().is_empty();
            let words = text[line.clone()].trim_end();
            let short = words.chars().count() <= 30
                && words.matches('。').count() <= 1
                && !words.contains(['，', ',']);
            (nodes[at].marker.is_some() && below && short).then_some(line.start + words.len())
        };
        let ends: Option<Vec<usize>> = list.iter().map(|&at| line(at)).collect();
        let Some(ends) = ends else { continue };
        let marked: Vec<usize> = ends.into_iter().filter(|&end| text[..end].ends_with('。')).collect();
        let formed = list.iter().filter(|&&at| nodes[at].form == Form::Line).count() * 2 > list.len();
        if let [end] = marked[..]
            && formed
        {
            let place = end - '。'.len_utf8()..end;
            findings.at(
                place,
                "标题末尾不用句号，其他标题都没有",
                "headings have no end mark; its neighbours have none",
            );
        }
    }
}
