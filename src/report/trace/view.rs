//! Rows as people read them: what each format prints, in words.

use crate::model::{Deadline, Lang, Plan, Target};
use crate::report::diff::{file, value};
use crate::report::phrase::{bracketed, day, say};
use crate::report::place::Places;
use crate::report::trace::{Lower, Traces};
use crate::text::order;
use crate::trace::{DeadlineRelation, Link, OwnerRelation, Row, State, TargetRelation, TargetTie, price};

/// The kinds of rows, as `--only` takes them.
pub const KINDS: [&str; 14] = [
    "taken_up",
    "partly",
    "missing",
    "not_ours",
    "own",
    "counterpart",
    "other",
    "earlier",
    "later",
    "kept",
    "raised",
    "lowered",
    "share",
    "unlike",
];

/// The kinds of a row: its state first, then what its owner, deadline and targets say.
pub fn kinds(row: &Row) -> Vec<&'static str> {
    let mut kinds = vec![state_kind(row.state)];
    kinds.extend(match row.owner.relation {
        OwnerRelation::None => None,
        OwnerRelation::Counterpart => Some("counterpart"),
        OwnerRelation::Other => Some("other"),
    });
    kinds.extend(match row.deadline.relation {
        DeadlineRelation::Earlier => Some("earlier"),
        DeadlineRelation::Later => Some("later"),
        DeadlineRelation::Same | DeadlineRelation::None => None,
    });
    for tie in &row.targets {
        let kind = match tie.relation {
            TargetRelation::Kept => "kept",
            TargetRelation::Raised => "raised",
            TargetRelation::Lowered => "lowered",
            TargetRelation::Share => "share",
            TargetRelation::Unlike => "unlike",
            TargetRelation::Missing | TargetRelation::None => continue,
        };
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    kinds
}

/// The kind of a state.
pub(super) fn state_kind(state: State) -> &'static str {
    match state {
        State::TakenUp => "taken_up",
        State::Partly => "partly",
        State::Missing => "missing",
        State::NotOurs => "not_ours",
    }
}

/// What a kind is called.
pub(super) fn kind_label(kind: &str, lang: Lang) -> &'static str {
    match kind {
        "taken_up" => state(State::TakenUp, lang),
        "partly" => state(State::Partly, lang),
        "missing" => state(State::Missing, lang),
        "not_ours" => state(State::NotOurs, lang),
        "counterpart" => say(lang, "牵头对应", "lead answers"),
        "other" => say(lang, "牵头不对应", "another lead"),
        "earlier" => say(lang, "时限提前", "earlier"),
        "later" => say(lang, "时限推迟", "later"),
        "kept" => say(lang, "指标一致", "target kept"),
        "raised" => say(lang, "指标加码", "target raised"),
        "lowered" => say(lang, "指标降低", "target lowered"),
        "share" => say(lang, "指标承担一部分", "share of a target"),
        "unlike" => say(lang, "指标口径不同", "target not comparable"),
        _ => say(lang, "本级自有", "our own"),
    }
}

/// What a state is called.
pub(super) fn state(state: State, lang: Lang) -> &'static str {
    match state {
        State::TakenUp => say(lang, "已承接", "taken up"),
        State::Partly => say(lang, "部分承接", "partly"),
        State::Missing => say(lang, "未见承接", "missing"),
        State::NotOurs => say(lang, "不涉及本级", "not ours"),
    }
}

/// What a target's relation is called.
pub(super) fn target_label(relation: TargetRelation, lang: Lang) -> &'static str {
    match relation {
        TargetRelation::None => "",
        TargetRelation::Kept => say(lang, "一致", "kept"),
        TargetRelation::Raised => say(lang, "加码", "raised"),
        TargetRelation::Lowered => say(lang, "降低", "lowered"),
        TargetRelation::Share => say(lang, "承担一部分", "a share"),
        TargetRelation::Unlike => say(lang, "口径不同，不能比较", "not the same measure"),
        TargetRelation::Missing => say(lang, "下级未提", "not said below"),
    }
}

/// All that is printed of a lower plan.
pub(super) struct View {
    /// `上级标题 → 下级标题`.
    pub(super) title: String,
    /// `27 项任务：已承接 8，…`.
    pub(super) summary: String,
    /// What is odd: that the two have nothing in common.
    pub(super) warning: Option<&'static str>,
    pub(super) items: Vec<Item>,
    /// Tasks of the lower plan without a source above.
    pub(super) own: Vec<Spot>,
}

/// A row.
pub(super) struct Item {
    pub(super) state: State,
    /// As `--only` takes them.
    pub(super) kinds: Vec<&'static str>,
    pub(super) upper: Spot,
    pub(super) lower: Vec<Spot>,
    /// What comes nearest, where nothing takes it up.
    pub(super) near: Option<Spot>,
    /// Upper measures that are taken up, each with the words below.
    pub(super) found: Vec<(String, String)>,
    /// Upper measures that are not.
    pub(super) lacking: Vec<String>,
    /// 牵头, 时限, 指标: what is compared, both sides, and how they compare.
    pub(super) ties: Vec<Tie>,
    /// Who leads above and below.
    pub(super) units: Vec<String>,
}

/// A value above and below.
pub(super) struct Tie {
    /// `lead`, `deadline`, `target`.
    pub(super) kind: &'static str,
    pub(super) label: &'static str,
    pub(super) sides: [String; 2],
    pub(super) relation: &'static str,
}

impl Tie {
    /// `省发展改革委 → 市发展改革委（对应）`.
    pub(super) fn text(&self, lang: Lang) -> String {
        let [upper, lower] = &self.sides;
        let relation = if self.relation.is_empty() { String::new() } else { bracketed(self.relation, lang) };
        match (upper.is_empty(), lower.is_empty()) {
            (false, false) if upper != lower => format!("{upper} → {lower}{relation}"),
            (true, _) => format!("{lower}{relation}"),
            _ => format!("{upper}{relation}"),
        }
    }
}

/// Where a task or paragraph stands.
pub(super) struct Spot {
    /// `t5`; empty for a paragraph outside tasks.
    pub(super) id: String,
    /// With its number.
    pub(super) title: String,
    pub(super) line: usize,
    /// Whether it takes up an upper task by a likeness below the usual: to be read before it is relied on.
    pub(super) doubtful: bool,
}

impl Spot {
    /// `加强组织领导（t12，第48行）`, `加强组织领导（t12，第48行，存疑）`.
    pub(super) fn text(&self, lang: Lang) -> String {
        let gap = if self.id.is_empty() { "" } else { say(lang, "，", ", ") };
        let place = match lang {
            Lang::Zh => format!("{}{gap}第{}行", self.id, self.line),
            Lang::En => format!("{}{gap}line {}", self.id, self.line),
        };
        let doubt = if self.doubtful { say(lang, "，存疑", ", doubtful") } else { "" };
        format!("{}{}", self.title, bracketed(&format!("{place}{doubt}"), lang))
    }
}

/// The title of a plan, or the name of its file.
pub(super) fn name(plan: &Plan, path: &str) -> String {
    plan.title.as_ref().map_or_else(|| file(path).to_owned(), |title| title.text.clone())
}

/// A number before its title: （一）加强领导, 1. 加强领导.
fn numbered(number: Option<&str>, title: &str) -> String {
    match number {
        Some(number) if number.ends_with(['）', ')']) => format!("{number}{title}"),
        Some(number) if number.ends_with(|c: char| c.is_ascii_digit()) => format!("{number}. {title}"),
        Some(number) => format!("{number}、{title}"),
        None => title.to_owned(),
    }
}

impl View {
    pub(super) fn new(of: &Traces, lower: &Lower, lang: Lang) -> View {
        let (above, below) = (lower.upper, lower.side);
        let places = [Places::new(above.source, above.plan), Places::new(below.source, below.plan)];
        let task = |side: usize, plan: &Plan, at: usize| {
            let task = &plan.tasks[at];
            Spot {
                id: format!("t{}", at + 1),
                title: numbered(task.number.as_deref(), &task.title),
                line: places[side].line(task.span),
                doubtful: false,
            }
        };
        let passage = |at: usize| {
            let passage = &lower.trace.passages[at];
            match passage.task {
                Some(at) => task(1, below.plan, at),
                None => Spot {
                    id: String::new(),
                    title: passage.title.clone(),
                    line: places[1].line(passage.span),
                    doubtful: false,
                },
            }
        };
        let taken_up =
            |link: &Link| Spot { doubtful: link.likeness < price::LINKED, ..passage(link.passage) };
        let item = |row: &Row| Item {
            state: row.state,
            upper: task(0, above.plan, row.task),
            lower: row.links.iter().map(taken_up).collect(),
            near: row.near.map(|link| passage(link.passage)),
            found: row
                .measures
                .iter()
                .filter_map(|measure| Some((measure.text.clone(), measure.found.as_ref()?.1.clone())))
                .collect(),
            lacking: row
                .measures
                .iter()
                .filter(|measure| measure.found.is_none())
                .map(|measure| measure.text.clone())
                .collect(),
            ties: ties(row, above.plan, below.plan, lang),
            kinds: kinds(row),
            units: units(row),
        };
        let trace = lower.trace;
        let counts: Vec<String> = State::ALL
            .iter()
            .filter(|of| trace.count(**of) > 0)
            .map(|of| format!("{} {}", state(*of, lang), trace.count(*of)))
            .collect();
        let n = trace.rows.len();
        let summary = match lang {
            Lang::Zh => format!("上级 {n} 项任务：{}；本级自有 {}", counts.join("，"), trace.own.len()),
            Lang::En => format!("{n} upper tasks: {}; {} of our own", counts.join(", "), trace.own.len()),
        };
        View {
            title: format!(
                "{} → {}",
                name(above.plan, &above.source.path),
                name(below.plan, &below.source.path)
            ),
            summary,
            warning: trace
                .is_strange()
                .then(|| say(lang, "两份文件没有可以对应的任务", "the two plans have nothing in common")),
            items: trace.rows.iter().filter(|row| of.wants(row)).map(item).collect(),
            own: match of.wants_own() {
                true => trace.own.iter().map(|at| passage(*at)).collect(),
                false => Vec::new(),
            },
        }
    }
}

/// Who leads above and below, each once.
fn units(row: &Row) -> Vec<String> {
    let mut units: Vec<String> = row.owner.upper.iter().chain(&row.owner.lower).cloned().collect();
    order::sort(&mut units);
    units.dedup();
    units
}

/// Owner, deadline and targets, where the upper task says something.
fn ties(row: &Row, above: &Plan, below: &Plan, lang: Lang) -> Vec<Tie> {
    let mut ties = Vec::new();
    if row.links.is_empty() {
        return ties;
    }
    let names = |names: &[String]| names.join(say(lang, "、", ", "));
    if !row.owner.upper.is_empty() {
        ties.push(Tie {
            kind: "lead",
            label: say(lang, "牵头", "lead"),
            sides: [names(&row.owner.upper), names(&row.owner.lower)],
            relation: match row.owner.relation {
                OwnerRelation::Counterpart => say(lang, "对应", "counterpart"),
                OwnerRelation::Other => say(lang, "不对应", "another unit"),
                OwnerRelation::None => say(lang, "下级未明确", "nobody named below"),
            },
        });
    }
    if let Some(upper) = &row.deadline.upper {
        let lower: Option<&Deadline> = row.deadline.lower.as_ref();
        ties.push(Tie {
            kind: "deadline",
            label: say(lang, "时限", "deadline"),
            sides: [day(upper), lower.map(day).unwrap_or_default()],
            relation: match row.deadline.relation {
                DeadlineRelation::Earlier => say(lang, "提前", "earlier"),
                DeadlineRelation::Same => say(lang, "一致", "same"),
                DeadlineRelation::Later => say(lang, "推迟", "later"),
                DeadlineRelation::None if lower.is_some() => "",
                DeadlineRelation::None => say(lang, "下级未提", "not said below"),
            },
        });
    }
    let target = |tie: &TargetTie| {
        let of = [tie.upper.map(|at| &above.targets[at]), tie.lower.map(|at| &below.targets[at])];
        let shown = |side: usize| -> String {
            let Some(target): Option<&Target> = of[side] else { return String::new() };
            let name = tie.of[side].as_deref().unwrap_or_default();
            match name.is_empty() {
                true => target.clause.clone(),
                false => format!("{name}{}", value(target, name, lang)),
            }
        };
        Tie {
            kind: "target",
            label: say(lang, "指标", "target"),
            sides: [shown(0), shown(1)],
            relation: target_label(tie.relation, lang),
        }
    };
    ties.extend(row.targets.iter().map(target));
    ties
}
