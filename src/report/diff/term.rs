//! Changes for the terminal, with colour or with `[-…-]{+…+}`.

use crate::diff::{Change, Op, OpKind};
use crate::model::Lang;
use crate::report::diff::Comparison;
use crate::report::diff::brief::{Point, parts};
use crate::report::diff::view::{Item, View, Words, kind_label, label};
use crate::report::pen::{BOLD, DIM, Pen};
use crate::report::phrase::{bracketed, labelled, say};
use crate::report::place::Place;

const RED: &str = "\x1b[31;9m";
const GREEN: &str = "\x1b[32m";

/// How a comparison is shown in a terminal.
#[derive(Debug, Clone, Copy)]
pub struct Screen {
    /// With colour, or with marks.
    pub colour: bool,
    /// The width of a line.
    pub columns: usize,
    /// Only the page that sums up.
    pub brief: bool,
}

/// The page that sums up, then the changes group by group.
pub fn term(comparison: &Comparison, screen: Screen, lang: Lang) -> String {
    let view = View::new(comparison, lang);
    let mut pen = Pen { colour: screen.colour, columns: screen.columns, out: String::new() };
    pen.put(0, 0, &[(BOLD, &view.title)]);
    pen.put(0, 0, &[("", &view.summary_line())]);
    if let Some(warning) = view.warning() {
        pen.put(0, 0, &[("", warning)]);
    }
    pen.brief(&view);
    if screen.brief {
        return pen.out;
    }
    for (name, items) in view.groups() {
        pen.out.push('\n');
        pen.put(0, 0, &[(BOLD, &format!("{name}{}", bracketed(&items.len().to_string(), lang)))]);
        for item in items {
            pen.item(item, &view);
        }
    }
    for (name, words) in [
        (say(lang, "提法", "set phrases"), &view.terms),
        (say(lang, "引用文件", "documents"), &view.references),
    ] {
        pen.words(name, words, lang);
    }
    pen.out
}

impl Pen {
    fn brief(&mut self, view: &View) {
        for part in parts(view) {
            self.out.push('\n');
            self.put(0, 0, &[(BOLD, &part.name)]);
            for point in part.points {
                match point {
                    Point::Figure(line) => self.put(2, 4, &[("", &line.text)]),
                    Point::List(name, list) => {
                        let list = list.join(say(view.lang, "；", "; "));
                        self.put(2, 4, &[("", &labelled(name.label(view.lang), &list, view.lang))]);
                    }
                    Point::Task(item, more) => {
                        let more = if more.is_empty() { more } else { format!("  [{more}]") };
                        self.put(2, 4, &[("", &item.titles()), (DIM, &more)]);
                    }
                }
            }
        }
    }

    fn item(&mut self, item: &Item, view: &View) {
        let lang = view.lang;
        let others = item.kinds.iter().skip(1).map(|kind| kind_label(kind, lang));
        let mark = [label(item.change, lang)]
            .into_iter()
            .chain(others)
            .collect::<Vec<&str>>()
            .join(say(lang, "、", ", "));
        if item.change == Change::Same && item.kinds.len() == 1 {
            // Nothing to read but that it is there.
            self.put(2, 4, &[("", &item.titles())]);
            return;
        }
        let likeness = match item.likeness {
            Some(likeness) if item.change != Change::Same => format!(" {likeness}%"),
            _ => String::new(),
        };
        self.out.push('\n');
        self.put(2, 4, &[(BOLD, &item.titles()), ("", &format!(" [{mark}{likeness}]"))]);
        for (name, places) in view.sides.iter().zip([&item.old, &item.new]) {
            for place in places {
                self.put(4, 6, &[(DIM, &format!("{name} {}", shown(place, lang)))]);
            }
        }
        for line in item.shown() {
            self.put(4, 6, &[("", &labelled(line.label, &line.text, lang))]);
        }
        if item.change == Change::Same {
            return;
        }
        if item.old.is_empty() || item.new.is_empty() {
            let text: String = item.text.iter().map(|op| op.text.as_str()).collect();
            return self.put(4, 4, &[("", &text)]);
        }
        if item.readable() {
            let redline = self.redline(&item.text);
            let stretches: Vec<(&str, &str)> =
                redline.iter().map(|(colour, text)| (*colour, text.as_str())).collect();
            return self.put(4, 4, &stretches);
        }
        for (mark, which) in [("- ", 0), ("+ ", 1)] {
            let colour = ["\x1b[31m", GREEN][which];
            let marked = item.marked(which);
            let mut stretches = vec![("", mark)];
            stretches.extend(
                marked.iter().map(|(text, marked)| (if *marked { colour } else { "" }, text.as_str())),
            );
            self.put(4, 6, &stretches);
        }
    }

    fn redline(&self, ops: &[Op]) -> Vec<(&'static str, String)> {
        let shown = |op: &Op| match (op.kind, self.colour) {
            (OpKind::Equal, _) => ("", elided(&op.text)),
            (OpKind::Delete, true) => (RED, op.text.clone()),
            (OpKind::Insert, true) => (GREEN, op.text.clone()),
            (OpKind::Delete, false) => ("", format!("[-{}-]", op.text)),
            (OpKind::Insert, false) => ("", format!("{{+{}+}}", op.text)),
        };
        ops.iter().map(shown).collect()
    }

    fn words(&mut self, name: &str, words: &Words, lang: Lang) {
        let lists = [
            (say(lang, "新出现", "new"), &words.new),
            (say(lang, "不再出现", "gone"), &words.gone),
            (say(lang, "沿用", "kept"), &words.kept),
        ];
        if lists.iter().all(|(_, words)| words.is_empty()) {
            return;
        }
        self.out.push('\n');
        self.put(0, 0, &[(BOLD, name)]);
        for (name, words) in lists.iter().filter(|(_, words)| !words.is_empty()) {
            self.put(
                2,
                4,
                &[(
                    "",
                    &labelled(
                        &format!("{name}{}", bracketed(&words.len().to_string(), lang)),
                        &words.join(say(lang, "、", ", ")),
                        lang,
                    ),
                )],
            );
        }
    }
}

/// `t5 第48行 三、工作安排 › （一）…`.
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
