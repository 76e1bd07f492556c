//! What the plans speak of: set phrases, documents, owners, themes.

use std::collections::BTreeMap;

use crate::diff::pair::bare;
use crate::model::{Plan, SectionRole};
use crate::text::Span;
use crate::text::order;

/// Names that came, went and stayed; each list by how often they are used, then in order of mention.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    /// Only in the new plan.
    pub new: Vec<Mention>,
    /// Only in the old plan.
    pub gone: Vec<Mention>,
    /// In both.
    pub kept: Vec<Mention>,
}

/// A name and how often each plan uses it.
#[derive(Debug, Clone, PartialEq)]
pub struct Mention {
    /// The set phrase, or the document's title.
    pub text: String,
    /// Mentions in the old plan.
    pub old: usize,
    /// Mentions in the new plan.
    pub new: usize,
    /// The share of other plans, from 0 to 1, that use it, where such are given: near 1 for what everybody says.
    pub common: Option<f32>,
}

impl Vocabulary {
    /// Notes how common each name is among `n_plans` other plans, of which `of` gives how many use it.
    pub fn weigh(&mut self, n_plans: usize, of: impl Fn(&str) -> usize) {
        for mention in [&mut self.new, &mut self.gone, &mut self.kept].into_iter().flatten() {
            mention.common = Some(of(&mention.text) as f32 / n_plans.max(1) as f32);
        }
    }
}

/// An owner and in how many tasks it has a duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnerCount {
    /// The full name.
    pub name: String,
    /// Tasks of the old plan.
    pub old: usize,
    /// Tasks of the new plan.
    pub new: usize,
}

/// A theme and the share of tasks, from 0 to 1, whose first theme it is.
#[derive(Debug, Clone, PartialEq)]
pub struct ThemeShare {
    /// Its id.
    pub id: &'static str,
    /// In the old plan.
    pub old: f32,
    /// In the new plan.
    pub new: f32,
}

pub(super) fn terms(old: &Plan, new: &Plan) -> Vocabulary {
    let [was, is] = [old, new].map(|plan| {
        let meant = meant(plan);
        plan.terms.iter().map(|term| (term.text.clone(), meant(&term.spans))).collect::<Vec<_>>()
    });
    let families = Families::of(was.iter().chain(&is).map(|(text, _)| text.as_str()));
    let headed = |of: &[(String, usize)]| -> Vec<(String, usize)> {
        of.iter().map(|(text, count)| (families.head(text).to_owned(), *count)).collect()
    };
    vocabulary(&headed(&was), &headed(&is), str::to_owned)
}

pub(super) fn references(old: &Plan, new: &Plan) -> Vocabulary {
    let [was, is] = [old, new].map(|plan| {
        let meant = meant(plan);
        let of = plan.references.iter().map(|reference| (reference.title.clone(), meant(&reference.spans)));
        of.collect::<Vec<_>>()
    });
    // 2025-2027年 and 20252027年: marks make no other document.
    vocabulary(&was, &is, |title| bare(title).chars().filter(|c| c.is_alphanumeric()).collect())
}

/// Counts the mentions that say what is meant to be done: those outside what the plan tells of the past.
fn meant(plan: &Plan) -> impl Fn(&[Span]) -> usize {
    let told = plan.all_sections().into_iter().filter(|section| section.role == SectionRole::Review);
    let past: Vec<Span> = told.map(|section| section.span).collect();
    move |spans| spans.iter().filter(|span| !past.iter().any(|past| past.contains(**span))).count()
}

/// Names that are one: 三公经费 and 三公, 八项规定精神 and 八项规定, 权力清单、责任清单 and 权力清单.
struct Families<'t>(BTreeMap<&'t str, &'t str>);

impl<'t> Families<'t> {
    fn of(names: impl Iterator<Item = &'t str>) -> Families<'t> {
        let names: BTreeMap<&str, &str> = names.map(|name| (name, name)).collect();
        let head = |name: &'t str| {
            let cuts = name.char_indices().rev().map(|(at, _)| at).take(2).filter(|at| *at >= 6);
            let shorter = cuts.filter_map(|at| names.get(&name[..at])).last();
            let first = || names.get(name.split('、').next().unwrap_or(name)).filter(|_| name.contains('、'));
            *shorter.or_else(first).unwrap_or(&name)
        };
        Families(names.keys().map(|name| (*name, head(name))).collect())
    }

    fn head<'n>(&self, name: &'n str) -> &'n str
    where
        't: 'n,
    {
        self.0.get(name).copied().unwrap_or(name)
    }
}

/// Names with a key each; those of one key are one.
fn vocabulary(old: &[(String, usize)], new: &[(String, usize)], key: impl Fn(&str) -> String) -> Vocabulary {
    let mut mentions: Vec<Mention> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for (side, names) in [old, new].into_iter().enumerate() {
        for (text, count) in names.iter().filter(|(_, count)| *count > 0) {
            let place = *places.entry(key(text)).or_insert_with(|| {
                mentions.push(Mention { text: text.clone(), old: 0, new: 0, common: None });
                mentions.len() - 1
            });
            let mention = &mut mentions[place];
            // The fuller spelling has lost no marks.
            if text.len() > mention.text.len() {
                mention.text.clone_from(text);
            }
            *(if side == 0 { &mut mention.old } else { &mut mention.new }) += *count;
        }
    }
    order::by_key(&mut mentions, |mention| std::cmp::Reverse(mention.old + mention.new));
    let mut vocabulary = Vocabulary::default();
    for mention in mentions {
        match (mention.old, mention.new) {
            (0, _) => vocabulary.new.push(mention),
            (_, 0) => vocabulary.gone.push(mention),
            _ => vocabulary.kept.push(mention),
        }
    }
    vocabulary
}

/// By the number of tasks in both plans, most first, then by name.
pub(super) fn owners(old: &Plan, new: &Plan) -> Vec<OwnerCount> {
    let mut counts: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
    for (side, plan) in [old, new].into_iter().enumerate() {
        for task in &plan.tasks {
            let mut names: Vec<&str> = task.owners.iter().map(|owner| owner.canonical.as_str()).collect();
            order::sort(&mut names);
            names.dedup();
            names.into_iter().for_each(|name| counts.entry(name).or_default()[side] += 1);
        }
    }
    let mut owners: Vec<OwnerCount> =
        counts.into_iter().map(|(name, [old, new])| OwnerCount { name: name.to_owned(), old, new }).collect();
    order::by_key(&mut owners, |owner| std::cmp::Reverse(owner.old + owner.new));
    owners
}

/// By the larger share, largest first, then by id.
pub(super) fn themes(old: &Plan, new: &Plan) -> Vec<ThemeShare> {
    let mut shares: BTreeMap<&'static str, [f32; 2]> = BTreeMap::new();
    for (side, plan) in [old, new].into_iter().enumerate() {
        for (id, _) in plan.tasks.iter().filter_map(|task| task.themes.first()) {
            shares.entry(id).or_default()[side] += 1.0 / plan.tasks.len() as f32;
        }
    }
    let mut themes: Vec<ThemeShare> =
        shares.into_iter().map(|(id, [old, new])| ThemeShare { id, old, new }).collect();
    order::by(&mut themes, |a, b| b.old.max(b.new).total_cmp(&a.old.max(a.new)));
    themes
}
