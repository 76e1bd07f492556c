//! `task-without-owner`.

use std::ops::Range;

use crate::check::rules::{assigned, floor, holds, is_closing, opens, title};
use crate::check::{Findings, Rule, Subject, Text};
use crate::lex::imperative::imperative;
use crate::lexicon::List;
use crate::model::{Kind, OwnerSource, Severity};
use crate::text::Span;

/// Its manual page.
pub const RULE: Rule = Rule {
    name: "task-without-owner",
    title: "缺责任单位",
    severity: Severity::Warning,
    layout: true,
    what: Text(
        "多数任务写明了责任单位，这一项没有。上级标题或段末统一注明的算有；组织保障类任务不查；最后一部分都没有写的，作提示；\
         安排工作的计划全文都不写责任单位的，提示一次。补贴、额度、禁止、条件等规定，写明由谁来做的，附有分工表、任务清单的，\
         单位自己的计划，都不查。",
        "Most tasks name an owner and this one does not. What a heading or the end of a section says counts; tasks of \
         organisation and safeguards are left out; the last section gets \
         hints where none of it has an owner, and a plan that gives out work and names nobody gets one. Rules (grants, \
         amounts, bans, conditions), items that say who does it, documents with a table of duties and a unit's own plan \
         are left alone.",
    ),
    why: Text(
        "没有责任单位的任务无人落实，也无法督办。",
        "A task that nobody owns is done by nobody and can be followed up with nobody.",
    ),
    flagged: "（一）改造管网。更换旧管。（责任单位：县水务局）⏎（二）规范收费。公开标准。",
    mended: "（一）改造管网。更换旧管。（责任单位：县水务局）⏎（二）规范收费。公开标准。（责任单位：县发展改革局）",
    basis: Text("", ""),
    run,
};

fn run(subject: Subject, findings: &mut Findings) {
    let plan = subject.plan;
    // Speeches, reports and rules assign nothing.
    let assigns = matches!(
        plan.kind,
        Kind::KeyPoints
            | Kind::WorkPlan
            | Kind::ImplementationPlan
            | Kind::TaskAssignment
            | Kind::Programme
            | Kind::Opinion
    );
    let all = assigned(subject);
    let numbered = all.iter().any(|&at| plan.tasks[at].number.is_some());
    let tasks: Vec<usize> =
        all.into_iter().filter(|&at| !numbered || plan.tasks[at].number.is_some()).collect();
    if !assigns || tasks.len() < 3 || is_annexed(subject) {
        return;
    }
    // What a sentence happens to name is no custom of naming owners.
    let annotated =
        |at: usize| plan.tasks[at].owners.iter().any(|owner| owner.source != OwnerSource::Subject);
    let has = |at: usize| !plan.tasks[at].owners.is_empty() || names_some(subject, at) || above(subject, at);
    let n_annotated = tasks.iter().filter(|&&at| annotated(at) || names_some(subject, at)).count();
    if n_annotated == 0 {
        none(subject, findings, &tasks);
        return;
    }
    // Where three in four have one, the rest were forgotten; else it is this document's way.
    if n_annotated * 4 < tasks.len() * 3 {
        return;
    }
    // The last section is often about the office itself, and all of it is to see to that.
    let inside = |span: Span, at: usize| {
        span.start() <= plan.tasks[at].span.start() && plan.tasks[at].span.start() < span.end()
    };
    let last = plan.sections.iter().rev().find(|section| tasks.iter().any(|&at| inside(section.span, at)));
    let itself = last
        .map(|section| section.span)
        .filter(|&span| tasks.iter().all(|&at| !inside(span, at) || plan.tasks[at].owners.is_empty()));
    // Several in a row have theirs together, or none.
    let between = |place: usize| {
        let beside = |at: Option<&usize>| at.is_none_or(|&at| has(at));
        beside(place.checked_sub(1).and_then(|before| tasks.get(before))) && beside(tasks.get(place + 1))
    };
    for (place, &at) in tasks.iter().enumerate() {
        if has(at)
            || !between(place)
            || !orders(subject, at)
            || is_closing(subject, at)
            || names_actor(subject, at)
        {
            continue;
        }
        let name = &plan.tasks[at].title;
        let finding = findings.over(
            title(subject, at),
            format!("任务“{name}”没有责任单位"),
            format!("task `{name}` has no owner"),
        );
        if itself.is_some_and(|span| inside(span, at)) {
            finding.severity(Severity::Hint);
        }
    }
}

/// One hint for a plan that gives out work, and names nobody for any of it. Measures, notices and rules say what holds
/// for all, a unit that plans its own work does it itself.
fn none(subject: Subject, findings: &mut Findings, tasks: &[usize]) {
    /// The fewest tasks of such a plan.
    const FEW: usize = 3;
    let plan = subject.plan;
    let asks = matches!(
        plan.kind,
        Kind::KeyPoints | Kind::WorkPlan | Kind::ImplementationPlan | Kind::TaskAssignment
    );
    /// Of a text whose title is lost.
    const MANY: usize = 8;
    let named = plan.title.as_ref().map(|title| title.text.as_str());
    if !asks || named.is_some_and(|title| !gives_out(subject, title) || is_own(subject, title)) {
        return;
    }
    // A report to a congress gives out nothing, and its title may be lost.
    if named.is_none() && subject.text.contains("各位代表") {
        return;
    }
    let n_orders = tasks.iter().filter(|&&at| orders(subject, at)).count();
    // That firms are to be helped names nobody who does it.
    let told =
        |at: usize| !plan.tasks[at].owners.is_empty() || names_some(subject, at) || charged(subject, at);
    let n_actors = tasks.iter().filter(|&&at| told(at)).count();
    let (few, share) = if named.is_some() { (FEW, 6) } else { (MANY, 8) };
    if n_orders < few || n_orders * 10 < tasks.len() * share || n_actors * 3 > tasks.len() {
        return;
    }
    let place = plan.title.as_ref().map_or_else(|| title(subject, tasks[0]), |title| title.span);
    findings
        .over(
            place,
            format!("{} 项任务都没有写明责任单位", tasks.len()),
            format!("none of the {} tasks names an owner", tasks.len()),
        )
        .severity(Severity::Hint);
}

/// Whether a title ends as that of a plan that gives out work: …工作方案（2025—2027年）, not …规划的建议.
fn gives_out(subject: Subject, title: &str) -> bool {
    let closed = title.strip_suffix(['）', ')']).and_then(|head| Some(&head[..head.rfind(['（', '('])?]));
    let head = closed.unwrap_or(title);
    let end = head.char_indices().rev().nth(3).map_or(0, |(at, _)| at);
    holds(subject, &head[end..], "plan")
}

/// Whether a table or list of who does what goes with the document.
fn is_annexed(subject: Subject) -> bool {
    /// The longest title of such a table, in characters.
    const LONG: usize = 30;
    let text = subject.text;
    let words = subject.hits.lexicon().words(List::Cues).filter(|(_, value)| *value == "annexed");
    // What the document itself is goes with none.
    let itself = subject.plan.title.as_ref().map(|title| subject.clean.range(title.span));
    let mut places = words.flat_map(|(word, _)| memchr::memmem::find_iter(text.as_bytes(), word));
    places.any(|at| {
        if itself.as_ref().is_some_and(|title| title.contains(&at)) {
            return false;
        }
        let line = &text[subject.line(at)];
        let annex = line.trim_start().starts_with('附') || text[..at].ends_with(['《', '：', ':']);
        annex || line.chars().count() <= LONG && !line.contains(['。', '，', '；', ','])
    })
}

/// Whether a title is that of one unit's own work: 县水务局2025年工作要点, 临江中学德育工作计划.
fn is_own(subject: Subject, title: &str) -> bool {
    // A government and what coordinates for it give out work.
    let unit = |at: usize| {
        let head = &title[..at];
        subject.hits.lexicon().endings(List::Orgs, head).any(|(word, value)| {
            let gives = word.ends_with(['府', '委', '会', '组', '办', '室', '省', '市', '县', '区']);
            value.split(',').any(|class| matches!(class, "suffix" | "name"))
                && !gives
                && word.len() < head.len()
        })
    };
    title.char_indices().any(|(at, c)| c.is_ascii_digit() && unit(at))
        || title.char_indices().any(|(at, _)| title[at..].starts_with("工作") && unit(at))
}

/// Whether an item orders work: it opens as an order does, and is no grant, amount, ban, condition or amendment, nor a
/// chapter that has only such below it.
fn orders(subject: Subject, at: usize) -> bool {
    /// From how many words of grants and bans on the text of an item is a rule.
    const MANY: usize = 2;
    /// How far its text is looked at, in characters.
    const FAR: usize = 160;
    let task = &subject.plan.tasks[at];
    let first = task.title.chars().next().unwrap_or('\n');
    if first.is_ascii_digit()
        || first == '自'
        || task.title.ends_with("方面")
        || holds(subject, &task.title, "rule")
    {
        return false;
    }
    let n_rules = task
        .text
        .char_indices()
        .take(FAR)
        .filter(|(at, _)| opens(subject, &task.text[*at..], "rule"))
        .take(MANY)
        .count();
    n_rules < MANY && imperative(subject.text, subject.hits, subject.clean.range(title(subject, at)))
}

/// Whether a clause of an item has somebody do something: 由区财政保障, 各金融机构要…, 有关部门…, 鼓励地方政府….
fn names_actor(subject: Subject, at: usize) -> bool {
    /// How far an actor stands behind the start of his clause, in bytes.
    const NEAR: usize = 36;
    let text = subject.text;
    let task = subject.clean.range(subject.plan.tasks[at].span);
    let from = task.start;
    subject.hits.of(List::Orgs, task).any(|(word, value)| {
        let actor =
            value.split(',').any(|class| matches!(class, "suffix" | "name" | "group" | "person" | "generic"));
        let from = floor(text, word.start.saturating_sub(NEAR)).max(from);
        let clause = text[from..word.start]
            .rfind(['。', '；', '，', '、', '：', '\n', ';', ',', ':'])
            .map_or(from, |at| from + at + text[from + at..].chars().next().map_or(0, char::len_utf8));
        let lead = &text[clause..word.start];
        actor
            && (lead.contains('由')
                || lead.contains('各')
                || holds(subject, lead, "actor")
                || !lead.is_empty()
                    && word.start - clause < NEAR
                    && clause > from
                    && !imperative(text, subject.hits, clause..word.end))
    })
}

/// Whether an item says by whom it is done: 由区财政保障.
fn charged(subject: Subject, at: usize) -> bool {
    /// How far behind 由 a name may end, in bytes.
    const NEAR: usize = 36;
    let text = subject.text;
    let task = subject.clean.range(subject.plan.tasks[at].span);
    subject.hits.of(List::Orgs, task.clone()).any(|(word, value)| {
        let from = floor(text, word.start.saturating_sub(NEAR)).max(task.start);
        let lead =
            text[from..word.start].rsplit(['。', '；', '，', '\n', ',', ';']).next().unwrap_or_default();
        value != "not" && lead.contains('由')
    })
}

/// Whether the item above a sub-item names its owners, before the first of its sub-items.
fn above(subject: Subject, at: usize) -> bool {
    let nodes = &subject.document.nodes;
    let start = subject.clean.range(subject.plan.tasks[at].span).start;
    let mut outer = nodes.partition_point(|node| node.start <= start).checked_sub(1);
    while let Some(node) = outer.map(|at| &nodes[at]) {
        outer = node.parent;
        if let Some(parent) = outer.map(|at| &nodes[at])
            && labelled(subject, parent.start..parent.body.end)
        {
            return true;
        }
    }
    false
}

/// Whether a label of owners stands in a stretch: 责任单位：.
fn labelled(subject: Subject, place: Range<usize>) -> bool {
    subject.hits.of(List::Duties, place).any(|(word, value)| {
        !value.split(['\t', ',']).any(|part| matches!(part, "due" | "when"))
            && subject.text[word.end..].starts_with(['：', ':'])
    })
}

/// Whether somebody is named where owners stand, though in a way that reading plans does not know: after a label, or in
/// the bracket that closes the task.
fn names_some(subject: Subject, at: usize) -> bool {
    const FAR: usize = 240;
    let text = subject.text;
    let task = subject.clean.range(subject.plan.tasks[at].span);
    let next = subject.plan.tasks.get(at + 1).map_or(text.len(), |next| subject.clean.range(next.span).start);
    let after = floor(text, (task.end + FAR).min(next)).max(task.end);
    let closed = text[task.clone()].trim_end().strip_suffix(['）', ')']);
    let bracket = closed.and_then(|closed| Some(&closed[closed.rfind(['（', '('])?..]));
    labelled(subject, task.start..after)
        || bracket.is_some_and(|words| {
            words.chars().count() <= 40
                && subject
                    .hits
                    .lexicon()
                    .endings(List::Orgs, words)
                    .any(|(_, value)| value.starts_with("suffix"))
        })
}
