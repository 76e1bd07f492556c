//! The changes on one page: figures, what is new, what is gone, what is called or said otherwise.

use crate::diff::Change;
use crate::model::Lang;
use crate::report::diff::view::{Item, Line, View, kind_label, label};
use crate::report::phrase::say;

/// A part of the page.
pub(super) struct Part<'v> {
    pub(super) name: String,
    pub(super) points: Vec<Point<'v>>,
}

/// A point of a part.
pub(super) enum Point<'v> {
    /// A figure with two sides.
    Figure(&'v Line),
    /// Figures of one side, or names, on one line behind what they have in common.
    List(Name, Vec<String>),
    /// A task, with what else is said of it.
    Task(&'v Item, String),
}

/// What a list holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Name {
    /// Only the new plan has it.
    New,
    /// Only the old plan had it.
    Gone,
    /// Documents that only the new plan names.
    Quoted,
    /// Documents that only the old plan named.
    Unquoted,
    /// Both have it.
    Same,
}

impl Name {
    pub(super) fn label(self, lang: Lang) -> &'static str {
        match self {
            Name::New => say(lang, "新提出", "new"),
            Name::Gone => say(lang, "不再提", "gone"),
            Name::Quoted => say(lang, "新引用", "documents new"),
            Name::Unquoted => say(lang, "不再引用", "documents gone"),
            Name::Same => say(lang, "未变", "unchanged"),
        }
    }

    pub(super) fn is_gone(self) -> bool {
        matches!(self, Name::Gone | Name::Unquoted)
    }
}

/// The parts that have points, in the order in which they are read.
pub(super) fn parts(view: &View) -> Vec<Part<'_>> {
    let lang = view.lang;
    let count = |name: &str, n: usize| match lang {
        Lang::Zh => format!("{name}（{n}）"),
        Lang::En => format!("{name} ({n})"),
    };
    let paired = || view.entries.iter().filter(|item| !item.old.is_empty() && !item.new.is_empty());
    let mut parts = Vec::new();

    let of_tasks = paired().flat_map(|item| item.lines.iter().filter(|line| line.kind == "target"));
    let all: Vec<&Line> = view.goals.iter().chain(of_tasks).collect();
    let of_both = |once: bool| {
        all.iter()
            .filter(move |line| line.both && line.changed && line.once == once)
            .map(|line| Point::Figure(line))
    };
    let mut figures: Vec<Point> = of_both(true).chain(of_both(false)).collect();
    let one = |of: usize| -> Vec<String> {
        let alone = all.iter().filter(|line| !line.both && line.sides[1 - of].is_empty());
        alone.map(|line| named(line, of)).collect()
    };
    let same = view.goals.iter().filter(|line| !line.changed).map(|line| named(line, 1)).collect();
    for (name, list) in [(Name::New, one(1)), (Name::Gone, one(0)), (Name::Same, same)] {
        if !list.is_empty() {
            figures.push(Point::List(name, list));
        }
    }
    parts.push(Part { name: say(lang, "指标", "Figures").to_owned(), points: figures });

    for (name, kind) in [
        (say(lang, "新增的任务", "New tasks"), Change::Added),
        (say(lang, "取消的任务", "Dropped tasks"), Change::Dropped),
    ] {
        let items = view.of(&[kind]);
        let points: Vec<Point> = items.into_iter().map(|item| Point::Task(item, String::new())).collect();
        parts.push(Part { name: count(name, points.len()), points });
    }

    let points: Vec<Point> = paired()
        .filter(|item| item.change != Change::Same || item.lines.iter().any(|line| line.changed))
        .map(|item| Point::Task(item, what(item, lang)))
        .collect();
    parts.push(Part { name: count(say(lang, "有变化的任务", "Changed tasks"), points.len()), points });

    let mut points = Vec::new();
    for (words, of) in
        [(&view.terms, [Name::New, Name::Gone]), (&view.references, [Name::Quoted, Name::Unquoted])]
    {
        for (name, list) in of.into_iter().zip([&words.new, &words.gone]) {
            if !list.is_empty() {
                points.push(Point::List(name, first(list, 12, view)));
            }
        }
    }
    parts.push(Part { name: say(lang, "提法和文件", "Phrases and documents").to_owned(), points });
    parts.retain(|part| !part.points.is_empty());
    parts
}

/// `合并、指标；时限 5月底前 → 4月底前（提前）`: figures stand above, owners and deadlines are told here.
fn what(item: &Item, lang: Lang) -> String {
    const MOST: usize = 4;
    let told = |line: &&Line| line.changed && line.kind != "target";
    let others = item.kinds.iter().skip(1).filter(|kind| !["owner", "deadline"].contains(kind));
    let label = Some(label(item.change, lang)).filter(|_| item.change != Change::Same);
    let kinds: Vec<&str> = label.into_iter().chain(others.map(|kind| kind_label(kind, lang))).collect();
    let mut said = vec![kinds.join(say(lang, "、", ", "))];
    said.extend(
        item.lines.iter().filter(told).take(MOST).map(|line| format!("{} {}", line.label, line.text)),
    );
    let left = item.lines.iter().filter(told).count().saturating_sub(MOST);
    if left > 0 {
        said.push(match lang {
            Lang::Zh => format!("另有 {left} 处"),
            Lang::En => format!("{left} more"),
        });
    }
    said.retain(|text| !text.is_empty());
    said.join(say(lang, "；", "; "))
}

/// `公厕 30座`.
fn named(line: &Line, side: usize) -> String {
    match line.name.is_empty() {
        true => line.sides[side].clone(),
        false => format!("{} {}", line.name, line.sides[side]),
    }
}

/// The first of a list, and how many there are.
fn first(list: &[String], most: usize, view: &View) -> Vec<String> {
    let mut first: Vec<String> = list.iter().take(most).cloned().collect();
    if let (Some(last), true) = (first.last_mut(), list.len() > most) {
        match view.lang {
            Lang::Zh => last.push_str(&format!(" 等 {} 个", list.len())),
            Lang::En => last.push_str(&format!(" and {} more", list.len() - most)),
        }
    }
    first
}
