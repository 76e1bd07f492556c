//! The changes on one page: figures, what is new, what is gone, what is called or said otherwise, who and when.

use crate::diff::Change;
use crate::report::diff::view::{Item, Line, View, kind_label, label, say};

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
    List(&'static str, Vec<String>),
    /// A task, with what else is said of it.
    Task(&'v Item, String),
}

/// The parts that have points, in the order in which they are read.
pub(super) fn parts(view: &View) -> Vec<Part<'_>> {
    let lang = view.lang;
    let count = |name: &str, n: usize| match lang {
        crate::model::Lang::Zh => format!("{name}（{n}）"),
        crate::model::Lang::En => format!("{name} ({n})"),
    };
    let paired = || view.entries.iter().filter(|item| !item.old.is_empty() && !item.new.is_empty());
    let mut parts = Vec::new();

    let of_tasks = paired().flat_map(|item| item.lines.iter().filter(|line| line.kind == "target"));
    let all: Vec<&Line> = view.goals.iter().chain(of_tasks).collect();
    let mut figures: Vec<Point> =
        all.iter().filter(|line| line.both && line.changed).map(|line| Point::Figure(line)).collect();
    let one = |of: usize| -> Vec<String> {
        let alone = all.iter().filter(|line| !line.both && line.sides[1 - of].is_empty());
        alone.map(|line| named(line, of)).collect()
    };
    let same = view.goals.iter().filter(|line| !line.changed).map(|line| named(line, 1)).collect();
    for (name, list) in [
        (say(lang, "新提出", "new"), one(1)),
        (say(lang, "不再提", "gone"), one(0)),
        (say(lang, "未变", "unchanged"), same),
    ] {
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

    let changed = view.of(&[Change::Reworded, Change::Split, Change::Merged]);
    let points: Vec<Point> = changed
        .into_iter()
        .map(|item| {
            let others = item.kinds.iter().skip(1).map(|kind| kind_label(kind, lang));
            let kinds: Vec<&str> = [label(item.change, lang)].into_iter().chain(others).collect();
            Point::Task(item, kinds.join(say(lang, "、", ", ")))
        })
        .collect();
    parts.push(Part { name: count(say(lang, "有变化的任务", "Changed tasks"), points.len()), points });

    let points = paired()
        .filter_map(|item| {
            let lines = item.lines.iter().filter(|line| line.changed && line.kind != "target");
            let said: Vec<String> = lines.map(|line| format!("{} {}", line.label, line.text)).collect();
            (!said.is_empty()).then(|| Point::Task(item, said.join(say(lang, "；", "; "))))
        })
        .collect();
    parts.push(Part { name: say(lang, "责任单位和时限", "Owners and deadlines").to_owned(), points });

    let mut points = Vec::new();
    for (words, of) in [
        (&view.terms, [say(lang, "新提法", "new phrases"), say(lang, "不再提", "phrases gone")]),
        (
            &view.references,
            [say(lang, "新引用文件", "new documents"), say(lang, "不再引用", "documents gone")],
        ),
    ] {
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
            crate::model::Lang::Zh => last.push_str(&format!(" 等 {} 个", list.len())),
            crate::model::Lang::En => last.push_str(&format!(" and {} more", list.len() - most)),
        }
    }
    first
}
