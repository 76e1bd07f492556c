//! `owner-misspelt`.

use std::collections::BTreeMap;

use crate::check::{Findings, Rule, Subject, Text};
use crate::lexicon::{Lexicon, List};
use crate::model::{OwnerKind, OwnerSource, Severity};
use crate::text::Span;
use crate::text::order;

/// Its manual page.
pub const RULE: Rule = Rule {
    name: "owner-misspelt",
    title: "单位名称写错",
    severity: Severity::Warning,
    layout: true,
    what: Text(
        "一个只出现一次的责任单位，与多次出现的另一单位只差一个形近、音近的字，或只是多写一字、两字颠倒。",
        "An owner that is named once differs from one named often only by a look-alike character, a doubled one, or two in the wrong order.",
    ),
    why: Text("写错的单位名称会使任务落空。", "A task given to a unit that does not exist is done by none."),
    flagged: "（责任单位：区教肓局）",
    mended: "（责任单位：区教育局）",
    basis: Text(
        "《党政机关公文处理工作条例》第十九条：机关名称准确",
        "Regulations on Official Documents of Party and Government Organs, article 19",
    ),
    run,
};

fn run(subject: Subject, findings: &mut Findings) {
    let mut names: BTreeMap<&str, Vec<Span>> = BTreeMap::new();
    for owner in subject.plan.tasks.iter().flat_map(|task| &task.owners) {
        let named = matches!(owner.kind, OwnerKind::Organization | OwnerKind::Group);
        if named && owner.source != OwnerSource::Inherited {
            names.entry(&owner.name).or_default().push(owner.span);
        }
    }
    // Names that differ in one character share what is before it or what is after it.
    let mut halves: BTreeMap<(bool, &str), Vec<&str>> = BTreeMap::new();
    let mut same: BTreeMap<Vec<char>, Vec<&str>> = BTreeMap::new();
    for (name, spans) in &names {
        if spans.len() > 1 && name.chars().count() >= 4 {
            let (head, tail) = name.split_at(middle(name));
            halves.entry((true, head)).or_default().push(name);
            halves.entry((false, tail)).or_default().push(name);
            same.entry(sorted(name)).or_default().push(name);
        }
    }
    let lexicon = subject.hits.lexicon();
    for (name, spans) in names.iter().filter(|(name, spans)| spans.len() == 1 && name.chars().count() >= 4) {
        // One character more or less moves the middle by at most one.
        let cuts: Vec<usize> = name.char_indices().map(|(at, _)| at).skip(1).collect();
        let near = |half: usize| cuts.iter().position(|&at| at == half).unwrap_or(0);
        let at = near(middle(name));
        let found = (at.saturating_sub(1)..(at + 2).min(cuts.len()))
            .flat_map(|cut| {
                let (head, tail) = name.split_at(cuts[cut]);
                [(true, head), (false, tail)]
            })
            .filter_map(|half| halves.get(&half))
            .chain(same.get(&sorted(name)))
            .flatten()
            .find(|usual| {
                **usual != *name && (misspells(lexicon, name, usual) || replaces(lexicon, name, usual))
            });
        if let Some(usual) = found {
            findings
                .over(
                    spans[0],
                    format!("“{name}”只出现一次，疑为“{usual}”"),
                    format!("`{name}` is named only once; perhaps `{usual}` is meant"),
                )
                .also(names[usual][0]);
        }
    }
}

fn sorted(name: &str) -> Vec<char> {
    let mut chars: Vec<char> = name.chars().collect();
    order::sort(&mut chars);
    chars
}

fn middle(name: &str) -> usize {
    let half = name.chars().count() / 2;
    name.char_indices().nth(half).map_or(name.len(), |(at, _)| at)
}

/// Whether `name` is `usual` with one slip of the keyboard.
/// Whether one character of a well-known long name was replaced: 区市场监营局. Names of places may differ in one.
fn replaces(lexicon: &Lexicon, name: &str, usual: &str) -> bool {
    const LONG: usize = 5;
    // A department's stem before 局, 委 or the like.
    let known = |name: &str| {
        let last = name.char_indices().next_back().map_or(0, |(at, _)| at);
        let stems = name[..last].char_indices().map(|(at, _)| &name[at..last]);
        stems.take_while(|stem| stem.chars().count() + 1 >= LONG).any(|stem| {
            lexicon.value(List::Aliases, stem).is_some()
                || lexicon.value(List::Orgs, stem).is_some_and(|value| value.contains("stem"))
        })
    };
    let mut odd = name.char_indices().zip(usual.chars()).filter(|((_, a), b)| a != b);
    let (Some(((at, _), _)), None) = (odd.next(), odd.next()) else { return false };
    // The odd character is inside the well-known name.
    name.chars().count() == usual.chars().count()
        && known(usual)
        && !known(name)
        && name[at..].chars().count() < LONG
}

fn misspells(lexicon: &Lexicon, name: &str, usual: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (name.chars().collect(), usual.chars().collect());
    let same = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let (rest_a, rest_b) = (&a[same..], &b[same..]);
    match (rest_a, rest_b) {
        // 市市场管监局: two characters in the wrong order.
        ([p, q, x @ ..], [r, s, y @ ..]) if p == s && q == r && p != q && x == y => true,
        // 区教肓局: a look-alike.
        ([p, x @ ..], [r, y @ ..]) if x == y => {
            let alike = |p: char, r: char| {
                lexicon.value(List::Lookalikes, &p.to_string()).is_some_and(|others| others.contains(r))
            };
            alike(*p, *r) || alike(*r, *p)
        }
        // 市教教育局: one twice.
        ([p, x @ ..], y) if x == y && same > 0 => a[same - 1] == *p || y.first() == Some(p),
        _ => false,
    }
}
