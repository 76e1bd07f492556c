//! `owners-left-open`.

use std::collections::BTreeSet;

use crate::check::{Findings, Rule, Subject, Text};
use crate::model::{OwnerSource, Severity};
use crate::text::Span;

/// Its manual page.
pub const RULE: Rule = Rule {
    name: "owners-left-open",
    title: "责任单位未写全",
    severity: Severity::Hint,
    layout: true,
    what: Text(
        "责任单位写到“等”“等部门”为止，没有写全；全文合为一条。",
        "A list of owners ends with 等 and leaves some unnamed; one finding for the whole text.",
    ),
    why: Text(
        "没有点到名的单位不知道自己有责任。",
        "Those that are not named do not know that they are meant.",
    ),
    flagged: "（一）改造管网。更换旧管。（责任单位：县水务局、县住建局等）",
    mended: "（一）改造管网。更换旧管。（责任单位：县水务局、县住建局、县财政局）",
    basis: Text("", ""),
    run,
};

fn run(subject: Subject, findings: &mut Findings) {
    let mut places: BTreeSet<Span> = BTreeSet::new();
    for task in &subject.plan.tasks {
        let own = |owner: &&crate::model::Owner| owner.open_ended && owner.source == OwnerSource::Annotation;
        // The last of its list stands before 等.
        let left = |span: &Span| {
            let rest = &subject.source.text[span.end()..];
            rest.starts_with('等')
        };
        places.extend(task.owners.iter().filter(own).map(|owner| owner.span).filter(left));
    }
    let Some(first) = places.first().copied() else { return };
    let n_places = places.len();
    let finding = findings.over(
        first,
        format!("责任单位写到“等”为止，没有写全，共 {n_places} 处"),
        format!("owners end with 等 and are not all named, {n_places} times"),
    );
    finding.also.extend(places.into_iter().skip(1));
}
