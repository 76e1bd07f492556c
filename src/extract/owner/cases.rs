//! Runs `fixtures/owners/cases.txt`; its head says how a case is written.

use std::fmt::Write as _;
use std::ops::Range;

use crate::extract::group::groups;
use crate::extract::owner::{Annotations, FirstLeads, Named, canonical, cell, subjects};
use crate::lexicon::Lexicon;
use crate::model::{OwnerKind, OwnerRole};

#[test]
fn cases() {
    let lexicon = Lexicon::default();
    let (mut n_cases, mut wrong) = (0, String::new());
    for (n, line) in include_str!("../../../fixtures/owners/cases.txt").lines().enumerate() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        n_cases += 1;
        let found = match line.split_once("=> ") {
            Some((names, _)) if line.starts_with("full") => full(&lexicon, names),
            _ => written(&lexicon, line),
        };
        if found != line {
            writeln!(
                wrong,
                "{}: wanted {line}\n{:>width$}  found {found}",
                n + 1,
                "",
                width = (n + 1).to_string().len()
            )
            .unwrap();
        }
    }
    assert!(n_cases >= 200, "only {n_cases} cases");
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// Whatever was asked for before, a range holds the same annotations.
#[test]
fn annotations_are_those_of_their_range() {
    let lexicon = Lexicon::default();
    let text = "1.整治河道。（责任单位：市水利局、市城管局）\n牵头单位：市教育局，市财政局配合。推进试点（市民政局牵头，\
                市卫生健康委配合）。\n完成时限：6月底前\n开展一次回头看，查漏补缺，巩固成果，形成长效机制，并在全市推广好的做法和经验。\n";
    let hits = lexicon.scan(text);
    let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let shared = Annotations::new(text, &hits);
    let mut n_found = 0;
    for (n, &start) in places.iter().enumerate() {
        for &end in places[n..].iter().rev() {
            let found = shared.of(start..end);
            assert_eq!(found, Annotations::new(text, &hits).of(start..end), "{}", &text[start..end]);
            n_found += found.len();
        }
    }
    assert!(n_found > 1000, "only {n_found}");
}

/// `full 省: 甲、乙 => ` with the full names written behind.
fn full(lexicon: &Lexicon, case: &str) -> String {
    let (head, names) = case.split_once(": ").expect("full, then a colon and names");
    let names: Vec<&str> = names.trim_end().split('、').collect();
    let level = head.strip_prefix("full").map(str::trim).filter(|level| !level.is_empty());
    format!("{case}=> {}", canonical(&names, lexicon, level).join("、"))
}

/// The case with the marks of what is found in it.
fn written(lexicon: &Lexicon, line: &str) -> String {
    let (head, marked) = match line.split_once("> ") {
        Some((head, rest)) if head.len() < 24 && head.starts_with(['c', 'g']) => (head, rest),
        _ => ("", line),
    };
    let marked = marked.split(" ## ").next().unwrap_or("");
    let text = plain(marked);
    let hits = lexicon.scan(&text);
    let mut marks: Vec<(Range<usize>, String)> = Vec::new();
    let mut tail: Vec<&str> = Vec::new();
    match head.split_once(' ') {
        Some(("cell", role)) => {
            let role = ROLES.iter().find(|(_, name)| *name == role).expect("a role").0;
            marks.extend(
                cell(&text, &hits, 0..text.len(), role, false).into_iter().map(|named| mark("", named, "")),
            );
        }
        _ if head == "group" => {
            for group in groups(&text, &hits, 0..text.len()) {
                marks.extend(group.name.map(|name| (name, "group".to_owned())));
                for member in group.members {
                    marks.push((
                        member.name,
                        format!("{}{}", member.role, if member.placeholder { "?" } else { "" }),
                    ));
                }
            }
        }
        _ => {
            let found = Annotations::new(&text, &hits).of(0..text.len());
            let mut places: Vec<Range<usize>> = Vec::new();
            for annotation in found {
                places.push(annotation.place.clone());
                marks.extend(annotation.owners.into_iter().map(|named| mark("", named, "")));
                marks.extend(annotation.everyone.into_iter().map(|named| mark("all.", named, "")));
                marks.extend(annotation.due.map(|due| (due, "due".to_owned())));
                tail.extend((!annotation.labelled).then_some("bare"));
                tail.extend(annotation.first_leads.map(|reach| match reach {
                    FirstLeads::Here => "first here",
                    FirstLeads::Onward => "first onward",
                }));
            }
            for (named, explicit) in subjects(&text, &hits, 0..text.len()) {
                // What an annotation says is not said again.
                if !places.iter().any(|place| place.contains(&named.place.start)) {
                    marks.push(mark("s.", named, if explicit { "!" } else { "" }));
                }
            }
        }
    }
    marks.sort_by_key(|(range, _)| (range.start, range.end));
    let mut out = if head.is_empty() { String::new() } else { format!("{head}> ") };
    let mut at = 0;
    for (range, mark) in marks {
        if range.start < at {
            return format!("{out} ** overlapping mark {mark} at {range:?}");
        }
        write!(out, "{}{{{mark}|{}}}", &text[at..range.start], &text[range.clone()]).unwrap();
        at = range.end;
    }
    out.push_str(&text[at..]);
    let mut out = out.replace('\n', "␤");
    if !tail.is_empty() {
        write!(out, " ## {}", tail.join(", ")).unwrap();
    }
    out
}

fn mark(before: &str, named: Named, after: &str) -> (Range<usize>, String) {
    let role = ROLES.iter().find(|(role, _)| *role == named.role).expect("all roles are listed").1;
    let kind = match named.kind {
        OwnerKind::Organization => "",
        OwnerKind::Group => ":group",
        OwnerKind::Person => ":person",
        OwnerKind::Collective => ":many",
    };
    let open = if named.open_ended { "+" } else { "" };
    (named.place, format!("{before}{role}{kind}{open}{after}"))
}

const ROLES: [(OwnerRole, &str); 5] = [
    (OwnerRole::Lead, "lead"),
    (OwnerRole::Responsible, "resp"),
    (OwnerRole::Support, "support"),
    (OwnerRole::Accountable, "account"),
    (OwnerRole::Supervisor, "super"),
];

/// A case without its marks.
fn plain(marked: &str) -> String {
    let mut text = String::new();
    let mut rest = marked;
    while let Some((before, mark)) = rest.split_once('{') {
        let (inner, after) = mark.split_once('}').expect("a mark is closed");
        text.push_str(before);
        text.push_str(inner.split_once('|').expect("a mark has |").1);
        rest = after;
    }
    text.push_str(rest);
    text.replace('␤', "\n")
}
