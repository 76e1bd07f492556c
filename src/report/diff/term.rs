//! Changes for the terminal, with colour or with `[-…-]{+…+}`.

use std::fmt::Write as _;

use crate::diff::{Change, Op, OpKind};
use crate::model::Lang;
use crate::report::diff::Comparison;
use crate::report::diff::view::{Item, Line, Place, View, Words, kind_label, label, say};

const RESET: &str = "\x1b[0m";
const BOLD: &str = "\x1b[1m";
const DIM: &str = "\x1b[2m";
const RED: &str = "\x1b[31;9m";
const GREEN: &str = "\x1b[32m";

/// The summary, then the changes group by group.
pub fn term(comparison: &Comparison, colour: bool, lang: Lang) -> String {
    let view = View::new(comparison, lang);
    let pen = Pen { colour };
    let mut out = String::new();
    let _ = writeln!(out, "{}", pen.in_(BOLD, &view.title));
    let _ = writeln!(out, "{}", view.summary_line());
    if let Some(warning) = view.warning() {
        let _ = writeln!(out, "{warning}");
    }
    if !view.goals.is_empty() {
        let _ = writeln!(out, "\n{}", pen.in_(BOLD, say(lang, "任务之外的指标", "targets outside tasks")));
        for goal in &view.goals {
            let _ = writeln!(out, "  {}", pen.line(goal));
        }
    }
    for (name, items) in view.groups() {
        let _ = writeln!(out, "\n{}", pen.in_(BOLD, &format!("{name}（{}）", items.len())));
        for item in items {
            pen.item(item, &view, &mut out);
        }
    }
    for (name, words) in [
        (say(lang, "提法", "set phrases"), &view.terms),
        (say(lang, "引用文件", "documents"), &view.references),
    ] {
        pen.words(name, words, lang, &mut out);
    }
    out
}

struct Pen {
    colour: bool,
}

impl Pen {
    fn in_(&self, colour: &str, text: &str) -> String {
        if self.colour { format!("{colour}{text}{RESET}") } else { text.to_owned() }
    }

    fn item(&self, item: &Item, view: &View, out: &mut String) {
        let lang = view.lang;
        let marks: Vec<&str> = item.kinds.iter().skip(1).map(|kind| kind_label(kind, lang)).collect();
        let likeness = match item.likeness {
            Some(likeness) if item.change != Change::Same => format!(" {likeness}%"),
            _ => String::new(),
        };
        let mark = [vec![label(item.change, lang)], marks].concat().join("、");
        let _ = writeln!(out, "\n  {} [{mark}{likeness}]", self.in_(BOLD, &item.titles()));
        for (name, places) in view.sides.iter().zip([&item.old, &item.new]) {
            for place in places {
                let _ = writeln!(out, "    {}", self.in_(DIM, &format!("{name} {}", shown(place, lang))));
            }
        }
        for line in &item.lines {
            let _ = writeln!(out, "    {}：{}", line.label, self.line(line));
        }
        match item.change {
            Change::Same => {}
            _ if item.readable() => {
                let _ = writeln!(out, "    {}", self.redline(&item.text).replace('\n', "\n    "));
            }
            _ => {
                for (mark, colour, kind) in [("-", RED, OpKind::Delete), ("+", GREEN, OpKind::Insert)] {
                    let text: String = item.side(kind).map(|op| op.text.as_str()).collect();
                    // A struck-out page cannot be read.
                    let colour = if kind == OpKind::Delete { "\x1b[31m" } else { colour };
                    let _ = writeln!(
                        out,
                        "    {}",
                        self.in_(colour, &format!("{mark} {text}").replace('\n', "\n      "))
                    );
                }
            }
        }
    }

    fn line(&self, line: &Line) -> String {
        if line.changed { line.text.clone() } else { self.in_(DIM, &line.text) }
    }

    fn redline(&self, ops: &[Op]) -> String {
        let mut text = String::new();
        for op in ops {
            match (op.kind, self.colour) {
                (OpKind::Equal, _) => text.push_str(&elided(&op.text)),
                (OpKind::Delete, true) => text.push_str(&self.in_(RED, &op.text)),
                (OpKind::Insert, true) => text.push_str(&self.in_(GREEN, &op.text)),
                (OpKind::Delete, false) => text.extend(["[-", &op.text, "-]"]),
                (OpKind::Insert, false) => text.extend(["{+", &op.text, "+}"]),
            }
        }
        text
    }

    fn words(&self, name: &str, words: &Words, lang: Lang, out: &mut String) {
        let lists = [
            (say(lang, "新出现", "new"), &words.new),
            (say(lang, "不再出现", "gone"), &words.gone),
            (say(lang, "沿用", "kept"), &words.kept),
        ];
        if lists.iter().all(|(_, words)| words.is_empty()) {
            return;
        }
        let _ = writeln!(out, "\n{}", self.in_(BOLD, name));
        for (name, words) in lists.iter().filter(|(_, words)| !words.is_empty()) {
            let _ = writeln!(out, "  {name}（{}）：{}", words.len(), words.join("、"));
        }
    }
}

/// `三、2016年工作安排 › （一）… 第48行`.
fn shown(place: &Place, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{} 第{}行 {}", place.id, place.line, place.path),
        Lang::En => format!("{} line {} {}", place.id, place.line, place.path),
    }
}

/// A long stretch that did not change is not read again.
fn elided(text: &str) -> String {
    const EITHER_SIDE: usize = 20;
    let n_chars = text.chars().count();
    if n_chars <= 3 * EITHER_SIDE {
        return text.to_owned();
    }
    let head: String = text.chars().take(EITHER_SIDE).collect();
    let tail: String = text.chars().skip(n_chars - EITHER_SIDE).collect();
    format!("{head}……{tail}")
}
