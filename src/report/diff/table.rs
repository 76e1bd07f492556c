//! The comparison as tables for meetings: 去年 | 今年 | 变化.

use crate::diff::OpKind;
use crate::ledger::{Cell, Head, Row, Table};
use crate::model::Lang;
use crate::report::diff::Comparison;
use crate::report::diff::view::{Item, View, kind_label, label, say};
use crate::report::table::xlsx::Book;

/// One table for a document: what both sides say, and what changed; a band for each kind of change.
pub fn table(comparison: &Comparison, lang: Lang) -> Table {
    let view = View::new(comparison, lang);
    of_view(&view)
}

/// A workbook: the comparison, the targets, the set phrases and documents, the owners and themes.
pub fn book(comparison: &Comparison, lang: Lang) -> Book {
    let view = View::new(comparison, lang);
    let tables = vec![
        (say(lang, "对照表", "Comparison").to_owned(), of_view(&view)),
        (say(lang, "指标", "Targets").to_owned(), targets(&view)),
        (say(lang, "提法与文件", "Phrases").to_owned(), phrases(&view)),
        (say(lang, "责任单位与主题", "Owners").to_owned(), counts(&view)),
    ];
    Book {
        tables: tables.into_iter().filter(|(_, table)| !table.rows.is_empty()).collect(),
        ..Book::default()
    }
}

fn head(id: &str, text: &str, floor: usize) -> Head {
    Head { id: id.to_owned(), text: text.to_owned(), floor, column: None }
}

fn of_view(view: &View) -> Table {
    let lang = view.lang;
    let mut rows = Vec::new();
    for (group, items) in view.groups() {
        for item in items {
            let side = |kind| -> String { item.side(kind).map(|op| op.text.as_str()).collect() };
            let old = if item.old.is_empty() { String::new() } else { side(OpKind::Delete) };
            let new = if item.new.is_empty() { String::new() } else { side(OpKind::Insert) };
            rows.push(Row {
                group: Some(group.to_owned()),
                cells: vec![Cell::text(old), Cell::text(new), Cell::text(changes(item, lang))],
            });
        }
    }
    let mut notes = vec![view.summary_line()];
    notes.extend(view.warning().map(str::to_owned));
    Table {
        title: view.title.clone(),
        heads: vec![
            head("old", &view.sides[0], 40),
            head("new", &view.sides[1], 40),
            head("change", say(lang, "变化", "change"), 24),
        ],
        rows,
        notes,
    }
}

/// What changed, a line each.
fn changes(item: &Item, lang: Lang) -> String {
    let mut lines = vec![match item.likeness {
        Some(likeness) if likeness < 100 => format!("{} {likeness}%", label(item.change, lang)),
        _ => label(item.change, lang).to_owned(),
    }];
    if item.kinds.contains(&"moved") {
        lines.push(kind_label("moved", lang).to_owned());
    }
    lines.extend(item.lines.iter().map(|line| format!("{}：{}", line.label, line.text)));
    lines.join("\n")
}

fn targets(view: &View) -> Table {
    let lang = view.lang;
    let mut rows: Vec<Row> = Vec::new();
    let outside = say(lang, "任务之外", "outside tasks").to_owned();
    let named = say(lang, "指标", "target");
    let of_tasks = view.entries.iter().flat_map(|item| {
        item.lines.iter().filter(|line| line.label == named).map(|line| (item.titles(), line))
    });
    for (task, line) in view.goals.iter().map(|goal| (outside.clone(), goal)).chain(of_tasks) {
        let [old, new] = &line.sides;
        let cells = [&task, old, new, line.change].map(Cell::text);
        rows.push(Row { group: None, cells: cells.into() });
    }
    Table {
        title: say(lang, "指标变化", "Targets").to_owned(),
        heads: vec![
            head("task", say(lang, "任务", "task"), 30),
            head("old", &view.sides[0], 24),
            head("new", &view.sides[1], 24),
            head("change", say(lang, "变化", "change"), 8),
        ],
        rows,
        notes: Vec::new(),
    }
}

fn phrases(view: &View) -> Table {
    let lang = view.lang;
    let mut rows = Vec::new();
    for (group, words) in [
        (say(lang, "提法", "set phrases"), &view.terms),
        (say(lang, "引用文件", "documents"), &view.references),
    ] {
        for (name, words) in [
            (say(lang, "新出现", "new"), &words.new),
            (say(lang, "不再出现", "gone"), &words.gone),
            (say(lang, "沿用", "kept"), &words.kept),
        ] {
            let row = |word: &String| Row {
                group: Some(group.to_owned()),
                cells: vec![Cell::text(word.as_str()), Cell::text(name)],
            };
            rows.extend(words.iter().map(row));
        }
    }
    Table {
        title: say(lang, "提法与文件", "Set phrases and documents").to_owned(),
        heads: vec![
            head("text", say(lang, "提法", "text"), 40),
            head("change", say(lang, "变化", "change"), 12),
        ],
        rows,
        notes: Vec::new(),
    }
}

fn counts(view: &View) -> Table {
    let lang = view.lang;
    let mut rows = Vec::new();
    let group = say(lang, "责任单位（承担任务数）", "owners (tasks)");
    for (name, old, new) in &view.owners {
        let cells = vec![Cell::text(name.as_str()), Cell::number(*old), Cell::number(*new)];
        rows.push(Row { group: Some(group.to_owned()), cells });
    }
    let group = say(lang, "主题（占任务的百分比）", "themes (per cent of tasks)");
    for (name, old, new) in &view.themes {
        let cells = vec![Cell::text(name.as_str()), Cell::number(*old as usize), Cell::number(*new as usize)];
        rows.push(Row { group: Some(group.to_owned()), cells });
    }
    Table {
        title: say(lang, "责任单位与主题", "Owners and themes").to_owned(),
        heads: vec![
            head("name", say(lang, "名称", "name"), 30),
            head("old", &view.sides[0], 10),
            head("new", &view.sides[1], 10),
        ],
        rows,
        notes: Vec::new(),
    }
}
