//! Changes in Markdown.

use std::fmt::Write as _;

use crate::diff::{Change, OpKind};
use crate::model::Lang;
use crate::report::diff::Comparison;
use crate::report::diff::brief::{Point, parts};
use crate::report::diff::view::{View, kind_label, label};
use crate::report::phrase::say;
use crate::report::place::Place;

/// The page that sums up, then, unless it is all that is wanted, the changes group by group; ~~struck out~~ and **put in**.
pub fn md(comparison: &Comparison, brief: bool, lang: Lang) -> String {
    let view = View::new(comparison, lang);
    let mut out = String::new();
    let _ = writeln!(out, "# {}\n\n{}", escape(&view.title), view.summary_line());
    if let Some(warning) = view.warning() {
        let _ = writeln!(out, "\n{warning}");
    }
    for part in parts(&view) {
        let _ = writeln!(out, "\n## {}\n", part.name);
        if part.points.iter().any(|point| matches!(point, Point::Figure(_))) {
            let heads =
                [say(lang, "指标", "figure"), &view.sides[0], &view.sides[1], say(lang, "变化", "change")];
            let _ = writeln!(out, "| {} |\n| --- | --- | --- | --- |", heads.join(" | "));
        }
        let mut table = false;
        for point in part.points {
            match point {
                Point::Figure(line) => {
                    let [old, new] = line.sides.each_ref().map(|side| escape(side));
                    let _ = writeln!(out, "| {} | {old} | {new} | {} |", escape(&line.name), line.change);
                    table = true;
                }
                Point::List(name, list) => {
                    let gap = if table { "\n" } else { "" };
                    table = false;
                    let _ = writeln!(
                        out,
                        "{gap}- {}：{}",
                        name.label(lang),
                        escape(&list.join(say(lang, "；", "; ")))
                    );
                }
                Point::Task(item, more) => {
                    let more = if more.is_empty() { more } else { format!("（{}）", escape(&more)) };
                    let _ = writeln!(out, "- {}{more}", escape(&item.titles()));
                }
            }
        }
    }
    if brief {
        return out;
    }
    for (name, items) in view.groups() {
        let _ = writeln!(out, "\n## {name}（{}）", items.len());
        for item in items {
            let marks: Vec<&str> = item.kinds.iter().skip(1).map(|kind| kind_label(kind, lang)).collect();
            let mark = [vec![label(item.change, lang)], marks].concat().join("、");
            let _ = writeln!(out, "\n### {}（{mark}）\n", escape(&item.titles()));
            for (name, places) in view.sides.iter().zip([&item.old, &item.new]) {
                places.iter().for_each(|place| {
                    let _ = writeln!(out, "- {name}：{}", escape(&shown(place, lang)));
                });
            }
            for line in item.shown() {
                let _ = writeln!(out, "- {}：{}", line.label, escape(&line.text));
            }
            if item.change == Change::Same {
                continue;
            }
            if !item.readable() {
                for (name, kind) in view.sides.iter().zip([OpKind::Delete, OpKind::Insert]) {
                    let text: String = item.side(kind).map(|op| op.text.as_str()).collect();
                    let _ = writeln!(out, "\n> **{name}** {}", escape(&text).replace('\n', "\n> "));
                }
                continue;
            }
            let mut text = String::new();
            let alone = item.old.is_empty() || item.new.is_empty();
            for op in &item.text {
                let escaped = escape(&op.text);
                // Marks stand at the ends of one paragraph, or Markdown does not see them.
                let marked = |mark: &str| {
                    let lines: Vec<String> = escaped
                        .split('\n')
                        .map(
                            |line| {
                                if line.is_empty() { String::new() } else { format!("{mark}{line}{mark}") }
                            },
                        )
                        .collect();
                    lines.join("\n\n")
                };
                match op.kind {
                    _ if alone => text.push_str(&escaped.replace('\n', "\n\n")),
                    OpKind::Equal => text.push_str(&escaped.replace('\n', "\n\n")),
                    OpKind::Delete => text.push_str(&marked("~~")),
                    OpKind::Insert => text.push_str(&marked("**")),
                }
            }
            let _ = writeln!(out, "\n{text}");
        }
    }
    for (name, words) in [
        (say(lang, "提法", "Set phrases"), &view.terms),
        (say(lang, "引用文件", "Documents"), &view.references),
    ] {
        let lists = [
            (say(lang, "新出现", "new"), &words.new),
            (say(lang, "不再出现", "gone"), &words.gone),
            (say(lang, "沿用", "kept"), &words.kept),
        ];
        if lists.iter().any(|(_, words)| !words.is_empty()) {
            let _ = writeln!(out, "\n## {name}\n");
        }
        for (name, words) in lists.iter().filter(|(_, words)| !words.is_empty()) {
            let _ = writeln!(out, "- {name}（{}）：{}", words.len(), escape(&words.join("、")));
        }
    }
    out
}

fn shown(place: &Place, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{} 第{}行 {}", place.id, place.line, place.path),
        Lang::En => format!("{} line {} {}", place.id, place.line, place.path),
    }
}

/// A text that reads as itself.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '&' => out.push_str("&amp;"),
            '|' | '\\' | '`' | '*' | '_' | '[' | ']' | '~' | '#' => out.extend(['\\', c]),
            _ => out.push(c),
        }
    }
    out
}
