//! Targets of paired tasks, compared by what they measure.
//!
//! ```text
//! 全年新增就业5300人、再就业1500人     old
//! 全年新增就业5700人                 new: 5300 → 5700; 再就业 is another thing, and is gone
//! 区本级固定资产投资增长13%
//! 全社会固定资产投资增长10%            side by side, but neither raised nor lowered
//! ```
//!
//! A target is raised or lowered only where both sides measure the same thing in the same way. Names that are alike but
//! not the same, and numbers of one unit in sentences that speak of the same, are shown beside each other as *unlike*.

use std::collections::BTreeMap;

use crate::lexicon::{Lexicon, List};
use crate::model::{self, Bound, Plan, Target};
use crate::text::order;

/// What became of a target; indices into the plans' targets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetChange {
    /// What happened.
    pub change: TargetMove,
    /// Its index in the old plan.
    pub old: Option<usize>,
    /// Its index in the new plan.
    pub new: Option<usize>,
    /// What each side measures. A target said of several things at once (城镇居民收入、农村居民收入均增长8%) stands
    /// once for each.
    pub of: [Option<String>; 2],
}

/// What happened to a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum TargetMove {
    Raised,
    Lowered,
    Added,
    Removed,
    Same,
    /// The two do not measure the same thing, or not in the same way.
    Unlike,
}

/// More pairs of targets than this are only compared by name.
const LIMIT: usize = 250_000;

/// The targets of two plans by the tasks they stand in.
pub(crate) struct Targets<'p> {
    lexicon: &'p Lexicon,
    old: &'p Plan,
    new: &'p Plan,
    of_old: BTreeMap<Option<usize>, Vec<usize>>,
    of_new: BTreeMap<Option<usize>, Vec<usize>>,
}

/// A target said of one thing.
struct Item<'p> {
    at: usize,
    target: &'p Target,
    name: Option<&'p str>,
    measure: Measure<'p>,
}

/// What is measured, ready to be compared.
#[derive(PartialEq, Eq, PartialOrd, Ord, Clone)]
struct Measure<'p> {
    /// Only targets of one unit are compared.
    unit: Option<&'p str>,
    /// Up, down, or a level.
    way: Way,
    /// The name without what makes no difference; empty where there is none that says anything.
    name: String,
    /// 按可比口径: how it is counted.
    method: &'p str,
}

#[derive(PartialEq, Eq, PartialOrd, Ord, Clone, Copy)]
enum Way {
    Up,
    Down,
    Level,
}

impl<'p> Targets<'p> {
    pub(crate) fn new(lexicon: &'p Lexicon, old: &'p Plan, new: &'p Plan) -> Targets<'p> {
        let by_task = |plan: &Plan| {
            let mut by_task: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
            for (at, target) in plan.targets.iter().enumerate() {
                by_task.entry(target.task).or_default().push(at);
            }
            by_task
        };
        Targets { lexicon, old, new, of_old: by_task(old), of_new: by_task(new) }
    }

    /// Those of a group of tasks.
    pub(super) fn of_tasks(&self, old: &[usize], new: &[usize]) -> Vec<TargetChange> {
        let of = |by_task: &BTreeMap<Option<usize>, Vec<usize>>, tasks: &[usize]| -> Vec<usize> {
            tasks.iter().filter_map(|task| by_task.get(&Some(*task))).flatten().copied().collect()
        };
        self.paired(&of(&self.of_old, old), &of(&self.of_new, new))
    }

    /// Those that stand in no task.
    pub(super) fn outside_tasks(&self) -> Vec<TargetChange> {
        let of =
            |by_task: &BTreeMap<Option<usize>, Vec<usize>>| by_task.get(&None).cloned().unwrap_or_default();
        self.paired(&of(&self.of_old), &of(&self.of_new))
    }

    fn items(&self, plan: &'p Plan, targets: &[usize]) -> Vec<Item<'p>> {
        let mut items = Vec::with_capacity(targets.len());
        for at in targets {
            let target = &plan.targets[*at];
            for name in names(target) {
                items.push(Item { at: *at, target, name, measure: self.measure(target, name) });
            }
        }
        items
    }

    fn measure(&self, target: &'p Target, name: Option<&'p str>) -> Measure<'p> {
        let way = match target.change {
            Some(model::Change::Increase) => Way::Up,
            Some(model::Change::Decrease) => Way::Down,
            Some(model::Change::To) | None => Way::Level,
        };
        let (mut name, mut method) = (name.unwrap_or(""), "");
        if let Some(at) = name.rfind('按').filter(|at| *at > 0) {
            (name, method) = name.split_at(at);
        }
        let value = |word: &str| self.lexicon.value(List::Scopes, word).unwrap_or("");
        // The longest opening and ending that make no difference.
        let opening =
            name.char_indices().map(|(at, _)| at).take(6).filter(|at| value(&name[..*at]) == "own").last();
        name = &name[opening.unwrap_or(0)..];
        // 新建口袋公园: a duty that the plan's own name kept from being seen.
        let verb = |at: &usize| {
            let is = |list, value: &str| {
                self.lexicon.value(list, &name[..*at]).is_some_and(|is| is.starts_with(value))
            };
            *at + 6 <= name.len() && (is(List::Measures, "verb") || is(List::Bounds, "before"))
        };
        if opening.is_some() {
            let verb = name.char_indices().map(|(at, _)| at).skip(1).take(4).filter(verb).last();
            name = &name[verb.unwrap_or(0)..];
        }
        let general = value(name).starts_with("general");
        for _ in 0..2 {
            let ending = |at: &usize| *at > 3 && value(&name[*at..]).ends_with("filler");
            let Some(at) = name.char_indices().rev().map(|(at, _)| at).take(3).find(ending) else { break };
            name = &name[..at];
        }
        let plain: String = match general {
            true => String::new(),
            false => name.chars().filter(|c| c.is_alphanumeric() && *c != '的').collect(),
        };
        Measure { unit: target.unit.as_deref(), way, name: plain, method }
    }

    /// Pairs targets by what they measure, best first; those left over came or went.
    pub(crate) fn paired(&self, old: &[usize], new: &[usize]) -> Vec<TargetChange> {
        let (was, is) = (self.items(self.old, old), self.items(self.new, new));
        let mut given: Vec<Option<(usize, bool)>> = vec![None; was.len()];
        let mut taken = vec![false; is.len()];
        let take = |links: &mut Vec<(f32, usize, usize)>,
                    same,
                    given: &mut Vec<Option<_>>,
                    taken: &mut Vec<bool>| {
            // Ties fall to those that stand nearer the top on both sides, whichever side is called the old one.
            order::by(links, |x, y| {
                y.0.total_cmp(&x.0).then((x.1 + x.2).cmp(&(y.1 + y.2))).then(x.1.cmp(&y.1))
            });
            for (_, a, b) in links.drain(..) {
                if given[a].is_none() && !taken[b] {
                    (given[a], taken[b]) = (Some((b, same)), true);
                }
            }
        };
        // The same name, counted in the same way; or no name, in clauses of the same words.
        let mut by_measure: BTreeMap<&Measure, [Vec<usize>; 2]> = BTreeMap::new();
        for (side, items) in [&was, &is].into_iter().enumerate() {
            items
                .iter()
                .enumerate()
                .for_each(|(at, item)| by_measure.entry(&item.measure).or_default()[side].push(at));
        }
        let mut links = Vec::new();
        for (measure, [of_old, of_new]) in &by_measure {
            let alone = of_old.len() == 1 && of_new.len() == 1 && !measure.name.is_empty();
            let least = if measure.name.is_empty() { 0.7 } else { 0.5 };
            for (a, b) in pairs(of_old, of_new) {
                let alike = if alone { 1.0 } else { clauses_alike(was[a].target, is[b].target) };
                if alike >= least {
                    links.push((alike, a, b));
                }
            }
        }
        take(&mut links, true, &mut given, &mut taken);

        // Names that are alike.
        let left = |given: &[Option<(usize, bool)>], taken: &[bool]| -> [Vec<usize>; 2] {
            let of_old = (0..given.len()).filter(|at| given[*at].is_none()).collect();
            [of_old, (0..taken.len()).filter(|at| !taken[*at]).collect()]
        };
        let [of_old, of_new] = left(&given, &taken);
        if of_old.len().saturating_mul(of_new.len()) <= LIMIT {
            for (a, b) in pairs(&of_old, &of_new) {
                let (a_of, b_of) = (&was[a].measure, &is[b].measure);
                if a_of.unit != b_of.unit {
                    continue;
                }
                let of_clauses = || clauses_alike(was[a].target, is[b].target);
                let (alike, least) = match (a_of.name.as_str(), b_of.name.as_str()) {
                    ("", "") => (of_clauses(), 0.4),
                    // 道路12条 → 完成65条、总长57公里的城市道路.
                    (name, "") if is[b].target.clause.contains(name) => (0.6, 0.4),
                    ("", name) if was[a].target.clause.contains(name) => (0.6, 0.4),
                    ("", _) | (_, "") => (of_clauses(), 0.4),
                    (a, b) => (dice(a, b), 0.45),
                };
                let wayward = if a_of.way == b_of.way { 0.0 } else { 0.3 };
                if alike - wayward >= least {
                    links.push((alike - wayward, a, b));
                }
            }
        }
        take(&mut links, false, &mut given, &mut taken);

        // Two that alone have a unit, where they stand in sentences that speak of the same.
        let [of_old, of_new] = left(&given, &taken);
        let mut of_unit: BTreeMap<&str, [Vec<usize>; 2]> = BTreeMap::new();
        for (side, (items, left)) in [(&was, of_old), (&is, of_new)].into_iter().enumerate() {
            for at in left {
                if let Some(unit) = items[at].measure.unit {
                    of_unit.entry(unit).or_default()[side].push(at);
                }
            }
        }
        for of_unit in of_unit.values() {
            if let [[a], [b]] = [of_unit[0].as_slice(), of_unit[1].as_slice()]
                && same_matter([self.old, self.new], [was[*a].target, is[*b].target])
            {
                (given[*a], taken[*b]) = (Some((*b, false)), true);
            }
        }
        changes(&was, &is, &given, &taken)
    }
}

/// All changes: those of the old side in its order, then what is new.
fn changes(was: &[Item], is: &[Item], given: &[Option<(usize, bool)>], taken: &[bool]) -> Vec<TargetChange> {
    let name = |item: &Item| item.name.map(str::to_owned);
    // What was said of several things and is left over for all of them stands once, as it was said.
    let whole = |items: &[Item], at: usize, left: &dyn Fn(usize) -> bool| -> Option<Option<String>> {
        let target = items[at].at;
        let of: Vec<usize> = (0..items.len()).filter(|other| items[*other].at == target).collect();
        match of.iter().all(|other| left(*other)) {
            true => (of[0] == at).then(|| items[at].target.of.clone()),
            false => Some(name(&items[at])),
        }
    };
    let mut changes = Vec::with_capacity(was.len());
    for (a, item) in was.iter().enumerate() {
        let Some((b, same)) = given[a] else {
            if let Some(of) = whole(was, a, &|other| given[other].is_none()) {
                changes.push(TargetChange {
                    change: TargetMove::Removed,
                    old: Some(item.at),
                    new: None,
                    of: [of, None],
                });
            }
            continue;
        };
        let change = if same { moved(item.target, is[b].target) } else { TargetMove::Unlike };
        changes.push(TargetChange {
            change,
            old: Some(item.at),
            new: Some(is[b].at),
            of: [name(item), name(&is[b])],
        });
    }
    for (b, item) in is.iter().enumerate().filter(|(b, _)| !taken[*b]) {
        if let Some(of) = whole(is, b, &|other| !taken[other]) {
            changes.push(TargetChange {
                change: TargetMove::Added,
                old: None,
                new: Some(item.at),
                of: [None, of],
            });
        }
    }
    changes
}

/// What a target is said of: several things where 、 joins nouns of one ending (城镇居民收入、农村居民收入).
fn names(target: &Target) -> Vec<Option<&str>> {
    let Some(of) = target.of.as_deref() else { return vec![None] };
    let parts: Vec<&str> = of.split(['、', '和']).collect();
    let ending = |part: &str| part.chars().rev().take(2).collect::<Vec<char>>();
    let joint = parts.len() > 1
        && parts.iter().all(|part| part.chars().count() > 2 && ending(part) == ending(parts[0]));
    if joint { parts.into_iter().map(Some).collect() } else { vec![Some(of)] }
}

fn pairs<'a>(a: &'a [usize], b: &'a [usize]) -> impl Iterator<Item = (usize, usize)> + 'a {
    // Very many of one name are told apart only near the top.
    let most = 200;
    a.iter()
        .take(if b.len() > most { most } else { a.len() })
        .flat_map(move |a| b.iter().take(most).map(|b| (*a, *b)))
}

/// Whether a target went up or down.
fn moved(was: &Target, is: &Target) -> TargetMove {
    let value = |target: &Target| target.value.as_deref().and_then(|digits| digits.parse::<f64>().ok());
    match (value(was), value(is)) {
        (Some(was), Some(is)) if was < is => TargetMove::Raised,
        (Some(was), Some(is)) if was > is => TargetMove::Lowered,
        (Some(_), Some(_)) => TargetMove::Same,
        // A range, such as 3-5个.
        _ if was.text == is.text => TargetMove::Same,
        _ => TargetMove::Unlike,
    }
}

/// Whether more of a target is less of what it measures may be: at most 4%, 降至3%.
pub fn is_ceiling(target: &Target) -> bool {
    let before = target.clause.split(target.text.as_str()).next().unwrap_or("");
    let falls = target.change == Some(model::Change::To)
        && before.chars().rev().take(4).any(|c| matches!(c, '降' | '减' | '缩'));
    target.bound == Bound::AtMost || falls
}

/// How alike the words around two numbers are, from 0 to 1.
fn clauses_alike(was: &Target, is: &Target) -> f32 {
    let around = |target: &Target| target.clause.replacen(target.text.as_str(), "", 1);
    dice(&around(was), &around(is))
}

/// Whether the sentences in which two targets stand speak of the same: their words are alike, or what one task is called
/// stands in the sentence of the other.
fn same_matter(plans: [&Plan; 2], targets: [&Target; 2]) -> bool {
    let [a, b] = [0, 1].map(|side| sentence(plans[side], targets[side]));
    let titles =
        [0, 1].map(|side| targets[side].task.map_or("", |task| plans[side].tasks[task].title.as_str()));
    dice(a, b) >= 0.3 || within(titles[0], b) || within(titles[1], a)
}

/// Whether most of a title's pairs of characters stand in a text.
fn within(title: &str, text: &str) -> bool {
    let (of, all) = (features(title), features(text));
    let two: Vec<&(char, char)> = of.iter().filter(|(_, b)| *b != '\0').collect();
    let found = two.iter().filter(|feature| all.binary_search(feature).is_ok()).count();
    two.len() > 3 && found * 10 >= two.len() * 6
}

/// The sentence in which a target stands; empty outside tasks.
fn sentence<'p>(plan: &'p Plan, target: &Target) -> &'p str {
    let measures = target.task.map(|task| &plan.tasks[task].measures);
    let stands = |measure: &&model::Phrase| measure.span.contains(target.span);
    measures.into_iter().flatten().find(stands).map_or("", |measure| &measure.text)
}

/// The share of characters and of pairs of characters that two texts have in common.
fn dice(a: &str, b: &str) -> f32 {
    let (a, b) = (features(a), features(b));
    let shared = a.iter().filter(|feature| b.binary_search(feature).is_ok()).count();
    2.0 * shared as f32 / (a.len() + b.len()).max(1) as f32
}

fn features(text: &str) -> Vec<(char, char)> {
    let chars: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
    let alone = chars.iter().map(|c| (*c, '\0'));
    let mut all: Vec<(char, char)> = alone.chain(chars.windows(2).map(|two| (two[0], two[1]))).collect();
    order::sort(&mut all);
    all.dedup();
    all
}
