//! A comparison as people read it: what each format prints, in words.

use std::collections::BTreeMap;

use crate::diff::{
    Change, Changes, DeadlineMove, Entry, Mention, Op, OpKind, OwnerMove, TargetChange, TargetMove,
    for_reading, is_ceiling,
};
use crate::ledger::theme;
use crate::lex::word::words;
use crate::model::{Deadline, Lang, OwnerRole, Plan, Target};
use crate::report::diff::{Comparison, Side};
use crate::report::phrase::{bracketed, day, say};
use crate::report::place::{Place, Places};
use crate::text::order;

/// All that is printed, in order.
pub(super) struct View {
    pub(super) lang: Lang,
    /// `2016年政府工作报告 → 2017年政府工作报告`.
    pub(super) title: String,
    /// What the two sides are called: `2016年` and `2017年`, or 旧 and 新.
    pub(super) sides: [String; 2],
    /// The number of tasks of each side.
    pub(super) tasks: [usize; 2],
    /// How many there are of each kind of change.
    pub(super) summary: Vec<(&'static str, usize)>,
    pub(super) partial: bool,
    pub(super) entries: Vec<Item>,
    pub(super) goals: Vec<Line>,
    pub(super) terms: Words,
    pub(super) references: Words,
    /// Owner, tasks of the old plan, tasks of the new one.
    pub(super) owners: Vec<(String, usize, usize)>,
    /// Theme, shares in per cent.
    pub(super) themes: Vec<(String, u32, u32)>,
}

/// Names that came, went and stayed.
pub(super) struct Words {
    pub(super) new: Vec<String>,
    pub(super) gone: Vec<String>,
    pub(super) kept: Vec<String>,
}

/// An entry.
pub(super) struct Item {
    pub(super) change: Change,
    /// Names of the changes in it, as `--only` takes them.
    pub(super) kinds: Vec<&'static str>,
    pub(super) old: Vec<Place>,
    pub(super) new: Vec<Place>,
    /// In per cent, where it has two sides.
    pub(super) likeness: Option<u32>,
    /// What became of owners, deadline and targets.
    pub(super) lines: Vec<Line>,
    pub(super) text: Vec<Op>,
    /// How much of the longer text both sides have, in per cent.
    pub(super) shared: usize,
    pub(super) owners: Vec<String>,
    pub(super) themes: Vec<String>,
    /// Where no redline can be read: the clauses of both sides, and whether the other side has one like it.
    pub(super) clauses: Option<[Vec<(String, bool)>; 2]>,
}

/// A change of one value.
pub(super) struct Line {
    /// `owner`, `deadline`, `target`.
    pub(super) kind: &'static str,
    /// 责任单位, 时限, 指标.
    pub(super) label: &'static str,
    /// What a target measures; empty where that is said with the values.
    pub(super) name: String,
    pub(super) text: String,
    /// Whether both sides have it.
    pub(super) both: bool,
    /// Whether both sides measure the same, so that the name is said once.
    pub(super) once: bool,
    /// Whether something changed.
    pub(super) changed: bool,
    /// The two values, where there are two columns for them.
    pub(super) sides: [String; 2],
    /// 提高, 推迟, 新增 …
    pub(super) change: &'static str,
}

/// What a change is called.
pub(super) fn label(change: Change, lang: Lang) -> &'static str {
    match change {
        Change::Same => say(lang, "未变", "same"),
        Change::Reworded => say(lang, "改写", "reworded"),
        Change::Split => say(lang, "拆分", "split"),
        Change::Merged => say(lang, "合并", "merged"),
        Change::Added => say(lang, "新增", "added"),
        Change::Dropped => say(lang, "取消", "dropped"),
    }
}

/// What a kind of `--only` is called.
pub(super) fn kind_label(kind: &str, lang: Lang) -> &'static str {
    match kind {
        "same" => label(Change::Same, lang),
        "reworded" => label(Change::Reworded, lang),
        "split" => label(Change::Split, lang),
        "merged" => label(Change::Merged, lang),
        "added" => label(Change::Added, lang),
        "dropped" => label(Change::Dropped, lang),
        "moved" => say(lang, "移位", "moved"),
        "owner" => say(lang, "责任单位", "owner"),
        "deadline" => say(lang, "时限", "deadline"),
        _ => say(lang, "指标", "target"),
    }
}

/// The names of the changes in an entry, as `--only` takes them: that of the entry first.
pub fn kinds(entry: &Entry) -> Vec<&'static str> {
    let mut kinds = vec![match entry.change {
        Change::Same => "same",
        Change::Reworded => "reworded",
        Change::Split => "split",
        Change::Merged => "merged",
        Change::Added => "added",
        Change::Dropped => "dropped",
    }];
    let has = [
        ("moved", entry.moved),
        ("owner", !entry.owners.is_empty()),
        ("deadline", entry.deadline.as_ref().is_some_and(|deadline| deadline.change != DeadlineMove::Same)),
        ("target", entry.targets.iter().any(|target| target.change != TargetMove::Same)),
    ];
    kinds.extend(has.into_iter().filter(|(_, has)| *has).map(|(kind, _)| kind));
    kinds
}

impl View {
    pub(super) fn new(comparison: &Comparison, lang: Lang) -> View {
        let Comparison { old, new, changes } = *comparison;
        let name = |side: Side| match (&side.plan.title, side.plan.year) {
            (Some(title), Some(year)) if !title.text.contains(&year.to_string()) => {
                format!("{year}年{}", title.text)
            }
            (Some(title), _) => title.text.clone(),
            (None, Some(year)) => format!("{year}年 {}", file(&side.source.path)),
            (None, None) => file(&side.source.path).to_owned(),
        };
        let sides = match (old.plan.year, new.plan.year) {
            (Some(old), Some(new)) if old != new => [format!("{old}年"), format!("{new}年")],
            _ => [say(lang, "旧", "old").to_owned(), say(lang, "新", "new").to_owned()],
        };
        let places = [Places::new(old.source, old.plan), Places::new(new.source, new.plan)];
        let place = |side: usize, task: usize| places[side].of(task);
        let item = |entry: &Entry| {
            let text = for_reading(&entry.text);
            let size = |kinds: &[OpKind]| -> usize {
                text.iter().filter(|op| kinds.contains(&op.kind)).map(|op| op.text.chars().count()).sum()
            };
            let longer = size(&[OpKind::Equal, OpKind::Delete]).max(size(&[OpKind::Equal, OpKind::Insert]));
            let tasks = || {
                let of_old = entry.old.iter().map(|task| &old.plan.tasks[*task]);
                of_old.chain(entry.new.iter().map(|task| &new.plan.tasks[*task]))
            };
            Item {
                change: entry.change,
                kinds: kinds(entry),
                old: entry.old.iter().map(|task| place(0, *task)).collect(),
                new: entry.new.iter().map(|task| place(1, *task)).collect(),
                likeness: entry.likeness.map(|likeness| (likeness * 100.0).round() as u32),
                lines: fields(entry, old.plan, new.plan, lang),
                shared: size(&[OpKind::Equal]) * 100 / longer.max(1),
                clauses: {
                    let several = matches!(entry.change, Change::Split | Change::Merged);
                    let reworded = entry.change == Change::Reworded && size(&[OpKind::Equal]) * 4 < longer;
                    (several || reworded).then(|| clauses(&text))
                },
                text,
                owners: distinct(tasks().flat_map(|task| &task.owners).map(|owner| owner.canonical.clone())),
                themes: distinct(
                    tasks().filter_map(|task| task.themes.first()).map(|(id, _)| theme::name(id, lang)),
                ),
            }
        };
        View {
            lang,
            title: format!("{} → {}", name(old), name(new)),
            sides,
            tasks: [old.plan.tasks.len(), new.plan.tasks.len()],
            summary: summary(changes, lang),
            partial: changes.partial,
            entries: changes.tasks.iter().map(item).collect(),
            goals: changes.goals.iter().map(|goal| target(goal, old.plan, new.plan, lang)).collect(),
            terms: vocabulary(&changes.terms, lang),
            references: vocabulary(&changes.references, lang),
            owners: changes.owners.iter().map(|owner| (owner.name.clone(), owner.old, owner.new)).collect(),
            themes: changes
                .themes
                .iter()
                .map(|share| {
                    let percent = |share: f32| (share * 100.0).round() as u32;
                    (theme::name(share.id, lang), percent(share.old), percent(share.new))
                })
                .collect(),
        }
    }

    /// What stands under the title: `22 → 20 项任务：改写 7、新增 6 …`.
    pub(super) fn summary_line(&self) -> String {
        let counts: Vec<String> =
            self.summary.iter().map(|(name, count)| format!("{name} {count}")).collect();
        let [old, new] = self.tasks;
        match self.lang {
            Lang::Zh => format!("{old} → {new} 项任务：{}", counts.join("，")),
            Lang::En => format!("{old} → {new} tasks: {}", counts.join(", ")),
        }
    }

    /// What cannot be told, if so.
    pub(super) fn warning(&self) -> Option<&'static str> {
        self.partial.then_some(say(
            self.lang,
            "任务太多，只配对了文字相同的任务",
            "too many tasks: only those of the same words were paired",
        ))
    }

    /// The entries that changed, in the order in which people ask for them: what changed, what is new, what is gone, what
    /// only moved.
    pub(super) fn groups(&self) -> Vec<(&'static str, Vec<&Item>)> {
        let of = |kinds: &[Change]| self.entries.iter().filter(|item| kinds.contains(&item.change)).collect();
        let same = |changed: bool| {
            let same = self.entries.iter().filter(|item| item.change == Change::Same);
            same.filter(|item| (item.kinds.len() > 1) == changed).collect::<Vec<&Item>>()
        };
        let groups = [
            (
                say(self.lang, "有变化的任务", "changed"),
                of(&[Change::Reworded, Change::Split, Change::Merged]),
            ),
            (say(self.lang, "新增的任务", "added"), of(&[Change::Added])),
            (say(self.lang, "取消的任务", "dropped"), of(&[Change::Dropped])),
            (
                say(
                    self.lang,
                    "文字未变，位置、责任单位、时限或指标有变",
                    "same words, other place, owners, deadline or targets",
                ),
                same(true),
            ),
            (say(self.lang, "未变的任务", "unchanged"), same(false)),
        ];
        groups.into_iter().filter(|(_, items): &(_, Vec<&Item>)| !items.is_empty()).collect()
    }

    /// The entries of some kinds.
    pub(super) fn of<'v>(&'v self, kinds: &[Change]) -> Vec<&'v Item> {
        self.entries.iter().filter(|item| kinds.contains(&item.change)).collect()
    }
}

impl Item {
    /// Below this share of common text a redline cannot be read, and both texts are given whole.
    pub(super) fn readable(&self) -> bool {
        self.shared >= 25 || self.old.is_empty() || self.new.is_empty()
    }

    /// What became of its owners, deadline and targets; of a task that stands alone, all it has.
    pub(super) fn shown(&self) -> impl Iterator<Item = &Line> {
        let alone = self.old.is_empty() || self.new.is_empty();
        self.lines.iter().filter(move |line| line.changed || alone)
    }

    /// The text of one side in stretches, each with whether it is marked as changed; nothing is marked where a side stands
    /// alone, or has so little in common with the other that marks would tell nothing.
    pub(super) fn marked(&self, which: usize) -> Vec<(String, bool)> {
        let kind = [OpKind::Delete, OpKind::Insert][which];
        let whole = || vec![(self.side(kind).map(|op| op.text.as_str()).collect(), false)];
        if [&self.old, &self.new][which].is_empty() {
            return Vec::new();
        }
        if self.old.is_empty() || self.new.is_empty() {
            return whole();
        }
        let stretches: Vec<(String, bool)> = match &self.clauses {
            Some(clauses) => clauses[which].iter().map(|(clause, kept)| (clause.clone(), !kept)).collect(),
            None => self
                .side(kind)
                .map(|op| (op.text.clone(), op.kind != OpKind::Equal && !op.rollover))
                .collect(),
        };
        let size = |marked: bool| -> usize {
            let of = stretches.iter().filter(|(_, is)| !marked || *is);
            of.map(|(text, _)| text.chars().count()).sum()
        };
        if size(true) * 10 >= size(false) * 9 { whole() } else { stretches }
    }

    /// The text of one side.
    pub(super) fn side(&self, of: OpKind) -> impl Iterator<Item = &Op> {
        self.text.iter().filter(move |op| op.kind == OpKind::Equal || op.kind == of)
    }

    /// `全面提升城市管理能力 → 加快提升城市管理能力`; one title where both sides have the same.
    pub(super) fn titles(&self) -> String {
        let titles = |places: &[Place]| {
            let titles: Vec<&str> = places.iter().map(|place| place.title.as_str()).collect();
            titles.join(" ＋ ")
        };
        let (old, new) = (titles(&self.old), titles(&self.new));
        match (old.is_empty(), new.is_empty()) {
            (false, false) if old != new => format!("{old} → {new}"),
            (true, _) => new,
            _ => old,
        }
    }
}

/// The clauses of both sides, each with whether the other side has one that says much the same, wherever it stands.
fn clauses(text: &[Op]) -> [Vec<(String, bool)>; 2] {
    let of = |kind: OpKind| -> Vec<(String, Vec<String>)> {
        let side: String = text
            .iter()
            .filter(|op| op.kind == OpKind::Equal || op.kind == kind)
            .map(|op| op.text.as_str())
            .collect();
        let clauses = side.split_inclusive(['，', ',', '。', '；', ';', '、', '\n']);
        let said = |clause: &str| {
            let mut said: Vec<String> = words(clause)
                .into_iter()
                .filter(|word| word.chars().nth(1).is_some())
                .map(str::to_owned)
                .collect();
            order::sort(&mut said);
            said.dedup();
            said
        };
        clauses.map(|clause| (clause.to_owned(), said(clause))).collect()
    };
    let sides = [of(OpKind::Delete), of(OpKind::Insert)];
    // Clauses with a word in common are looked at; a word in very many clauses tells nothing.
    let kept = |which: usize| -> Vec<(String, bool)> {
        let other = &sides[1 - which];
        let mut with: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, (_, said)) in other.iter().enumerate() {
            said.iter().for_each(|word| with.entry(word).or_default().push(at));
        }
        let found = |said: &[String]| {
            let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
            for of in said.iter().filter_map(|word| with.get(word.as_str())).filter(|of| of.len() <= 64) {
                of.iter().for_each(|at| *shared.entry(*at).or_default() += 1);
            }
            shared.iter().any(|(at, shared)| shared * 2 * 10 >= 6 * (said.len() + other[*at].1.len()))
        };
        let mut clauses: Vec<(String, bool)> =
            sides[which].iter().map(|(clause, said)| (clause.clone(), found(said))).collect();
        // Two words between what is new were kept by chance.
        for at in 0..clauses.len() {
            let alone = |at: Option<usize>| at.and_then(|at| clauses.get(at)).is_none_or(|(_, kept)| !kept);
            let short = clauses[at].0.chars().count() < 9;
            if clauses[at].1 && short && alone(at.checked_sub(1)) && alone(Some(at + 1)) {
                clauses[at].1 = false;
            }
        }
        clauses
    };
    [kept(0), kept(1)]
}

pub(in crate::report) fn file(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

fn distinct(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut distinct: Vec<String> = Vec::new();
    for name in names {
        if !distinct.contains(&name) {
            distinct.push(name);
        }
    }
    distinct
}

fn summary(changes: &Changes, lang: Lang) -> Vec<(&'static str, usize)> {
    let mut summary: Vec<(&str, usize)> =
        [Change::Reworded, Change::Split, Change::Merged, Change::Added, Change::Dropped, Change::Same]
            .map(|change| (label(change, lang), changes.count(change)))
            .to_vec();
    for kind in ["moved", "owner", "deadline", "target"] {
        let paired = changes.tasks.iter().filter(|entry| entry.likeness.is_some());
        summary.push((kind_label(kind, lang), paired.filter(|entry| kinds(entry).contains(&kind)).count()));
    }
    summary.retain(|(_, count)| *count > 0);
    summary
}

/// What became of owners, deadline and targets.
fn fields(entry: &Entry, old: &Plan, new: &Plan, lang: Lang) -> Vec<Line> {
    let mut lines = Vec::new();
    let paired = entry.likeness.is_some();
    for owner in &entry.owners {
        let role = |role: Option<OwnerRole>| role.map_or("", |role| role_label(role, lang));
        let (text, change) = match owner.change {
            OwnerMove::Added => {
                (format!("+{}{}", owner.name, bracketed(role(owner.new), lang)), say(lang, "新增", "added"))
            }
            OwnerMove::Removed => {
                (format!("−{}{}", owner.name, bracketed(role(owner.old), lang)), say(lang, "取消", "removed"))
            }
            OwnerMove::Role => (
                format!(
                    "{}{}",
                    owner.name,
                    bracketed(&format!("{} → {}", role(owner.old), role(owner.new)), lang)
                ),
                say(lang, "职责变化", "other duty"),
            ),
        };
        let side = |of: Option<OwnerRole>| {
            of.map_or(String::new(), |of| format!("{}{}", owner.name, bracketed(role(Some(of)), lang)))
        };
        lines.push(Line {
            kind: "owner",
            label: say(lang, "责任单位", "owner"),
            name: owner.name.clone(),
            both: owner.change == OwnerMove::Role,
            once: true,
            text,
            changed: true,
            sides: [side(owner.old), side(owner.new)],
            change,
        });
    }
    if let Some(deadline) = &entry.deadline {
        let shown = |deadline: &Option<Deadline>| deadline.as_ref().map_or(String::new(), day);
        let sides = [shown(&deadline.old), shown(&deadline.new)];
        let change = match deadline.change {
            DeadlineMove::Earlier => say(lang, "提前", "earlier"),
            DeadlineMove::Later => say(lang, "推迟", "later"),
            DeadlineMove::Added => say(lang, "新增", "added"),
            DeadlineMove::Removed => say(lang, "取消", "removed"),
            DeadlineMove::Same if deadline.rollover => {
                say(lang, "顺延到新的一年", "same day of the new year")
            }
            DeadlineMove::Same => say(lang, "未变", "same"),
        };
        let changed = paired && deadline.change != DeadlineMove::Same;
        lines.push(Line {
            kind: "deadline",
            label: say(lang, "时限", "deadline"),
            name: String::new(),
            both: deadline.old.is_some() && deadline.new.is_some(),
            once: true,
            text: arrow(&sides, change, paired, lang),
            changed,
            sides,
            change,
        });
    }
    let of_target = |change: &TargetChange| {
        let mut line = target(change, old, new, lang);
        line.changed &= paired;
        if !paired {
            let gap = if line.name.is_empty() { "" } else { " " };
            line.text = [line.name.as_str(), gap, &line.sides.concat()].concat();
        }
        line
    };
    lines.extend(entry.targets.iter().map(of_target));
    lines
}

fn arrow(sides: &[String; 2], change: &str, paired: bool, lang: Lang) -> String {
    let change = bracketed(change, lang);
    match sides {
        _ if !paired => sides.concat(),
        [old, new] if old.is_empty() => format!("{new}{change}"),
        [old, new] if new.is_empty() => format!("{old}{change}"),
        [old, new] if old == new => format!("{old}{change}"),
        [old, new] => format!("{old} → {new}{change}"),
    }
}

fn target(change: &TargetChange, old: &Plan, new: &Plan, lang: Lang) -> Line {
    let of = [change.old.map(|at| &old.targets[at]), change.new.map(|at| &new.targets[at])];
    let names = change.of.each_ref().map(|name| name.as_deref().unwrap_or(""));
    // What is measured is said once where both sides call it the same, else with each value.
    let both = of[0].is_some() && of[1].is_some();
    let once = change.change != TargetMove::Unlike && (names[0] == names[1] || !both);
    let name = if names[1].is_empty() { names[0] } else { names[1] };
    let sides = [0, 1].map(|side| match of[side] {
        Some(target) if names[side].is_empty() => clause(target),
        Some(target) if once => value(target, names[side], lang),
        Some(target) => format!("{} {}", names[side], value(target, names[side], lang)),
        None => String::new(),
    });
    let called = verdict(change.change, of[1].or(of[0]), lang);
    let text = arrow(&sides, called, true, lang);
    let text = if name.is_empty() || !once { text } else { format!("{name} {text}") };
    // In a column of its own stands what two names have in common.
    let name = if once { name } else { shared_ending(names) };
    Line {
        kind: "target",
        label: say(lang, "指标", "target"),
        text,
        name: name.to_owned(),
        both,
        once,
        changed: change.change != TargetMove::Same,
        sides,
        change: called,
    }
}

/// What two names end with, without how it is counted: 固定资产投资. Empty where they share less than two characters.
fn shared_ending<'n>([old, new]: [&'n str; 2]) -> &'n str {
    let bare = |name: &'n str| name.rfind('按').filter(|at| *at > 0).map_or(name, |at| &name[..at]);
    let (old, new) = (bare(old), bare(new));
    let same = old.chars().rev().zip(new.chars().rev()).take_while(|(a, b)| a == b);
    let size: usize = same.clone().map(|(c, _)| c.len_utf8()).sum();
    if same.count() < 2 { "" } else { &new[new.len() - size..] }
}

/// What became of a target: more of a cut is no rise of what is cut, and less under a ceiling is stricter.
fn verdict(change: TargetMove, target: Option<&Target>, lang: Lang) -> &'static str {
    let cut = target.is_some_and(|target| target.change == Some(crate::model::Change::Decrease));
    let ceiling = target.is_some_and(is_ceiling);
    match change {
        TargetMove::Raised if cut => say(lang, "力度加大", "larger cut"),
        TargetMove::Lowered if cut => say(lang, "力度减小", "smaller cut"),
        TargetMove::Raised if ceiling => say(lang, "放宽", "looser"),
        TargetMove::Lowered if ceiling => say(lang, "收紧", "stricter"),
        TargetMove::Raised => say(lang, "提高", "raised"),
        TargetMove::Lowered => say(lang, "降低", "lowered"),
        TargetMove::Added => say(lang, "新增", "added"),
        TargetMove::Removed => say(lang, "取消", "removed"),
        TargetMove::Same => say(lang, "未变", "same"),
        TargetMove::Unlike => say(lang, "名称或口径不同", "not the same measure"),
    }
}

/// A number with the words for its direction: 增长7.5%, 压减5%.
pub(in crate::report) fn value(target: &Target, name: &str, lang: Lang) -> String {
    use crate::model::Change;
    let Some(change) = target.change else { return target.text.clone() };
    let before = target.clause.split(target.text.as_str()).next().unwrap_or("");
    let said =
        before.rfind(name).map_or("", |at| &before[at + name.len()..]).trim_start_matches(['均', '都', ' ']);
    let own = !name.is_empty() && (1..=6).contains(&said.chars().count());
    let way = match change {
        _ if own => said,
        Change::Increase => say(lang, "增长", "up "),
        Change::Decrease => say(lang, "下降", "down "),
        Change::To => say(lang, "达到", "to "),
    };
    if target.text.starts_with(way.trim()) { target.text.clone() } else { format!("{way}{}", target.text) }
}

/// The clause of a target that names nothing it measures, cut to what stands near the number.
fn clause(target: &Target) -> String {
    const EITHER_SIDE: usize = 14;
    let Some((before, after)) = target.clause.split_once(target.text.as_str()) else {
        return target.text.clone();
    };
    let from = before.char_indices().rev().take(EITHER_SIDE).last().map_or(before.len(), |(at, _)| at);
    let to = after.char_indices().nth(EITHER_SIDE).map_or(after.len(), |(at, _)| at);
    let cut = |cut: bool| if cut { "…" } else { "" };
    format!("“{}{}{}{}{}”", cut(from > 0), &before[from..], target.text, &after[..to], cut(to < after.len()))
}

fn role_label(role: OwnerRole, lang: Lang) -> &'static str {
    match role {
        OwnerRole::Lead => say(lang, "牵头", "lead"),
        OwnerRole::Responsible => say(lang, "责任", "responsible"),
        OwnerRole::Support => say(lang, "配合", "support"),
        OwnerRole::Accountable => say(lang, "领导", "accountable"),
        OwnerRole::Supervisor => say(lang, "督导", "supervisor"),
    }
}

/// Names with how often each side uses them: `退城入园 2→1`. With a corpus, what half of its plans say is marked.
fn vocabulary(of: &crate::diff::Vocabulary, lang: Lang) -> Words {
    let shown = |mention: &Mention| {
        let counts = match (mention.old, mention.new) {
            (0, n) | (n, 0) if n > 1 => format!(" ×{n}"),
            (0, _) | (_, 0) => String::new(),
            (1, 1) => String::new(),
            (old, new) if old == new => format!(" ×{old}"),
            (old, new) => format!(" {old}→{new}"),
        };
        let common = match mention.common {
            Some(share) if share >= 0.5 => say(lang, "（通用提法）", " (common)"),
            _ => "",
        };
        format!("{}{counts}{common}", mention.text)
    };
    let all = |mentions: &[Mention]| mentions.iter().map(shown).collect();
    Words { new: all(&of.new), gone: all(&of.gone), kept: all(&of.kept) }
}
