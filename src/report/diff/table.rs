//! The comparison as tables for meetings: 去年 | 今年 | 变化.

use crate::diff::Change;
use crate::ledger::{Cell, Head, Row, Stroke, Table};
use crate::model::Lang;
use crate::report::diff::Comparison;
use crate::report::diff::brief::{Name, Point, parts};
use crate::report::diff::view::{Item, View, kind_label, label};
use crate::report::phrase::say;
use crate::report::place::Place;
use crate::report::table::xlsx::Book;

/// The tables of a document: the page that sums up, and, unless it is all that is wanted, what both sides say and what changed,
/// with a band for each kind of change.
pub fn tables(comparison: &Comparison, brief: bool, lang: Lang) -> Vec<Table> {
    let view = View::new(comparison, lang);
    let (mut first, mut rest) = (summary(&view), of_view(&view));
    if brief || rest.rows.is_empty() {
        return vec![first];
    }
    // What is noted stands under the last.
    first.notes.clear();
    rest.title = say(lang, "逐项对照", "Task by task").to_owned();
    let mut tables = vec![first, rest];
    tables.retain(|table| !table.rows.is_empty());
    tables
}

/// A workbook: the page that sums up, and, unless it is all that is wanted, the comparison, the targets, the set phrases and
/// documents, the owners and themes.
pub fn book(comparison: &Comparison, brief: bool, lang: Lang) -> Book {
    let view = View::new(comparison, lang);
    let mut tables = vec![(say(lang, "摘要", "Summary").to_owned(), summary(&view))];
    if !brief {
        tables.extend([
            (say(lang, "对照表", "Comparison").to_owned(), of_view(&view)),
            (say(lang, "指标", "Targets").to_owned(), targets(&view)),
            (say(lang, "提法与文件", "Phrases").to_owned(), phrases(&view)),
            (say(lang, "责任单位与主题", "Owners").to_owned(), counts(&view)),
        ]);
    }
    Book {
        tables: tables.into_iter().filter(|(_, table)| !table.rows.is_empty()).collect(),
        ..Book::default()
    }
}

fn summary(view: &View) -> Table {
    let lang = view.lang;
    let mut rows = Vec::new();
    for part in parts(view) {
        // The row of a list of what is new, which what is gone may join.
        let mut lone: Option<usize> = None;
        for point in part.points {
            let cells = match point {
                Point::Figure(line) => {
                    [line.name.clone(), line.sides[0].clone(), line.sides[1].clone(), line.change.to_owned()]
                }
                Point::List(name, list) => {
                    let text = list.join(say(lang, "；", "; "));
                    let side = usize::from(!name.is_gone());
                    let mut cells = ["", "", "", name.label(lang)].map(str::to_owned);
                    cells[1 + side] = text;
                    // What is gone stands beside what is new.
                    if let (Name::Gone | Name::Unquoted, Some(waiting)) = (name, lone.take()) {
                        let row: &mut Row = &mut rows[waiting];
                        row.cells[1] = Cell::text(cells[1].as_str());
                        row.cells[3] = Cell::text(format!("{}／{}", cells[3], row.cells[3].text));
                        continue;
                    }
                    lone = matches!(name, Name::New | Name::Quoted).then_some(rows.len());
                    cells
                }
                Point::Task(item, more) => {
                    let titles = |places: &[Place]| -> String {
                        places.iter().map(|place| place.title.as_str()).collect::<Vec<&str>>().join("\n")
                    };
                    let more = if more.is_empty() { label(item.change, lang).to_owned() } else { more };
                    let themes = item.themes.first().cloned().unwrap_or_default();
                    [themes, titles(&item.old), titles(&item.new), more]
                }
            };
            rows.push(Row { group: Some(part.name.clone()), cells: cells.map(Cell::text).into() });
        }
    }
    let mut notes = vec![view.summary_line()];
    notes.extend(view.warning().map(str::to_owned));
    Table {
        title: view.title.clone(),
        heads: vec![
            head("name", say(lang, "指标或主题", "figure or theme"), 24),
            head("old", &view.sides[0], 34),
            head("new", &view.sides[1], 34),
            head("change", say(lang, "变化", "change"), 20),
        ],
        rows,
        notes,
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
            if item.change == Change::Same && item.kinds.len() == 1 {
                let same = Cell::text(label(item.change, lang));
                let titles = [&item.old, &item.new].map(|places| Cell::text(places[0].title.as_str()));
                let [old, new] = titles;
                rows.push(Row { group: Some(group.to_owned()), cells: vec![old, new, same] });
                continue;
            }
            // A cell holds so much, and a page no more; what is longer goes on in the next row.
            let [old, new] = [0, 1].map(|which| chunks(item.marked(which), which));
            let said = changes(item, lang);
            let said: Vec<String> = said.chunks(LINES).map(|lines| lines.join("\n")).collect();
            for at in 0..old.len().max(new.len()).max(said.len()) {
                let of = |side: &[Cell]| side.get(at).cloned().unwrap_or_default();
                let change = match said.get(at) {
                    Some(lines) => lines.clone(),
                    None => say(lang, "（续）", "(continued)").to_owned(),
                };
                rows.push(Row {
                    group: Some(group.to_owned()),
                    cells: vec![of(&old), of(&new), Cell::text(change)],
                });
            }
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

/// The text of a side in cells of a size that can be printed, cut behind sentences.
fn chunks(stretches: Vec<(String, bool)>, which: usize) -> Vec<Cell> {
    const MOST: usize = 240;
    let stroke = if which == 0 { Stroke::Struck } else { Stroke::Put };
    let (mut cells, mut size) = (Vec::<Cell>::new(), MOST);
    for (text, marked) in stretches {
        for sentence in text.split_inclusive(['。', '；', ';', '\n']) {
            let n_chars = sentence.chars().count();
            if size + n_chars > MOST {
                cells.push(Cell::default());
                size = 0;
            }
            size += n_chars;
            if let Some(cell) = cells.last_mut() {
                let sentence = if cell.text.is_empty() { sentence.trim_start() } else { sentence };
                cell.text.push_str(sentence);
                let of = if marked { stroke } else { Stroke::Plain };
                match cell.strokes.last_mut() {
                    Some((last, text)) if *last == of => text.push_str(sentence),
                    _ => cell.strokes.push((of, sentence.to_owned())),
                }
            }
        }
    }
    for cell in &mut cells {
        if cell.strokes.iter().all(|(stroke, _)| *stroke == Stroke::Plain) {
            cell.strokes.clear();
        }
    }
    cells
}

/// How much of a task is worded otherwise, by how alike in per cent the wordings are.
fn degree(likeness: u32, lang: Lang) -> &'static str {
    match likeness {
        80.. => say(lang, "略有改动", "slightly reworded"),
        50.. => say(lang, "改写", "reworded"),
        _ => say(lang, "大部分改写", "mostly reworded"),
    }
}

/// How many changes stand beside a cell of text.
const LINES: usize = 12;

/// What changed, a line each.
fn changes(item: &Item, lang: Lang) -> Vec<String> {
    let mut lines = vec![match (item.change, item.likeness) {
        (Change::Reworded, Some(likeness)) => degree(likeness, lang).to_owned(),
        _ => label(item.change, lang).to_owned(),
    }];
    if item.kinds.contains(&"moved") {
        lines.push(kind_label("moved", lang).to_owned());
    }
    lines.extend(item.shown().map(|line| format!("{}：{}", line.label, line.text)));
    lines
}

fn targets(view: &View) -> Table {
    let lang = view.lang;
    let mut rows: Vec<Row> = Vec::new();
    let outside = say(lang, "任务之外", "outside tasks").to_owned();
    let of_tasks = view.entries.iter().flat_map(|item| {
        item.lines.iter().filter(|line| line.kind == "target").map(|line| (item.titles(), line))
    });
    for (task, line) in view.goals.iter().map(|goal| (outside.clone(), goal)).chain(of_tasks) {
        let [old, new] = &line.sides;
        let cells = [&task, &line.name, old, new, line.change].map(Cell::text);
        rows.push(Row { group: None, cells: cells.into() });
    }
    Table {
        title: say(lang, "指标变化", "Targets").to_owned(),
        heads: vec![
            head("task", say(lang, "任务", "task"), 30),
            head("name", say(lang, "指标", "target"), 24),
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
