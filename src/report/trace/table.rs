//! 任务承接对照表: the rows as tables to be printed.

use crate::ledger::{Cell, Head, Row, Table};
use crate::model::Lang;
use crate::report::phrase::{bracketed, labelled, say};
use crate::report::table::xlsx::Book;
use crate::report::trace::view::{self, Item, Spot, View, state};
use crate::report::trace::{Lower, Traces};
use crate::trace::State;

/// The one table that a document has: of one lower plan its rows, of several the matrix.
pub fn table(of: &Traces, lang: Lang) -> Table {
    match of.lowers {
        [lower] => rows(of, lower, lang),
        _ => matrix(of, lang),
    }
}

/// The tables with the name of each: of several lower plans first the matrix, then the rows of each.
pub fn tables(of: &Traces, lang: Lang) -> Vec<(String, Table)> {
    let mut tables = Vec::new();
    if of.lowers.len() > 1 {
        tables.push((say(lang, "承接情况", "Overview").to_owned(), matrix(of, lang)));
    }
    for lower in of.lowers {
        let name = match of.lowers.len() {
            1 => say(lang, "任务承接对照表", "Tasks").to_owned(),
            _ => lower.label.to_owned(),
        };
        tables.push((name, rows(of, lower, lang)));
    }
    tables
}

/// The workbook.
pub fn book(of: &Traces, lang: Lang) -> Book {
    Book { tables: tables(of, lang), ..Book::default() }
}

fn head(id: &str, text: &str, floor: usize) -> Head {
    Head { id: id.to_owned(), text: text.to_owned(), floor, column: None }
}

/// A row for each upper task, then one for each task of the lower plan's own.
fn rows(of: &Traces, lower: &Lower, lang: Lang) -> Table {
    let view = View::new(of, lower, lang);
    let upper = say(lang, "上级任务", "upper tasks");
    let own = say(lang, "本级自有任务", "of our own");
    let mut rows: Vec<Row> = Vec::new();
    for (at, item) in view.items.iter().enumerate() {
        let group = (!view.own.is_empty()).then(|| upper.to_owned());
        rows.push(Row { group, cells: cells(at, item, lang) });
    }
    for (at, spot) in view.own.iter().enumerate() {
        let mut cells = vec![Cell::number(view.items.len() + at + 1), Cell::default(), Cell::default()];
        cells.push(Cell::text(spot.text(lang)));
        cells.resize(8, Cell::default());
        rows.push(Row { group: Some(own.to_owned()), cells });
    }
    let mut notes = vec![view.title.clone(), view.summary.clone()];
    notes.extend(view.warning.map(str::to_owned));
    Table {
        title: say(lang, "任务承接对照表", "Which tasks were taken up").to_owned(),
        heads: vec![
            head("no", say(lang, "序号", "no"), 5),
            head("upper", say(lang, "上级任务", "upper task"), 20),
            head("state", say(lang, "承接情况", "state"), 9),
            head("lower", say(lang, "本级任务", "lower task"), 20),
            head("lead", say(lang, "牵头单位", "lead"), 16),
            head("deadline", say(lang, "时限", "deadline"), 14),
            head("target", say(lang, "指标", "target"), 18),
            head("lacking", say(lang, "未承接的举措", "measures not taken up"), 20),
        ],
        rows,
        notes,
    }
}

fn cells(at: usize, item: &Item, lang: Lang) -> Vec<Cell> {
    let ties = |of: &str| -> String {
        let ties = item.ties.iter().filter(|tie| tie.kind == of);
        ties.map(|tie| tie.text(lang)).collect::<Vec<String>>().join("\n")
    };
    let lower: Vec<String> = match &item.near {
        Some(near) => vec![labelled(say(lang, "最接近的", "nearest"), &near.text(lang), lang)],
        None => item.lower.iter().map(|spot: &Spot| spot.text(lang)).collect(),
    };
    let lacking = match item.state {
        State::Partly => item.lacking.join("\n"),
        _ => String::new(),
    };
    [
        item.upper.text(lang),
        state(item.state, lang).to_owned(),
        lower.join("\n"),
        ties("lead"),
        ties("deadline"),
        ties("target"),
        lacking,
    ]
    .into_iter()
    .fold(vec![Cell::number(at + 1)], |mut cells, text| {
        cells.push(Cell::text(text));
        cells
    })
}

/// A row for each upper task, a column for each lower plan, and who has not taken it up.
fn matrix(of: &Traces, lang: Lang) -> Table {
    let mut rows = Vec::new();
    for thread in of.threads.iter().filter(|thread| of.wants_thread(thread)) {
        let task = &of.upper.plan.tasks[thread.task];
        let mut cells = vec![Cell::number(thread.task + 1), Cell::text(task.title.as_str())];
        let shown = |(step, lower): (&crate::trace::Step, &Lower)| {
            let ids: Vec<String> = step
                .passages
                .iter()
                .filter_map(|at| lower.trace.passages[*at].task)
                .map(|task| format!("t{}", task + 1))
                .collect();
            let ids = if ids.is_empty() {
                String::new()
            } else {
                bracketed(&ids.join(say(lang, "、", ", ")), lang)
            };
            Cell::text(format!("{}{ids}", state(step.state, lang)))
        };
        cells.extend(thread.steps.iter().zip(of.lowers).map(shown));
        let missing: Vec<&str> = of.without(thread).collect();
        cells.push(Cell::text(missing.join(say(lang, "、", ", "))));
        rows.push(Row { group: None, cells });
    }
    let mut heads =
        vec![head("no", say(lang, "序号", "no"), 5), head("upper", say(lang, "上级任务", "upper task"), 24)];
    let label = |(at, lower): (usize, &Lower)| head(&format!("lower{}", at + 1), lower.label, 10);
    heads.extend(of.lowers.iter().enumerate().map(label));
    heads.push(head("missing", say(lang, "未见承接的", "not taken up by"), 16));
    let summary = |lower: &Lower| format!("{}：{}", lower.label, View::new(of, lower, lang).summary);
    Table {
        title: match of.chain {
            true => say(lang, "任务逐级承接表", "Tasks followed down").to_owned(),
            false => say(lang, "任务承接情况汇总表", "Who took up which task").to_owned(),
        },
        heads,
        rows,
        notes: [view::name(of.upper.plan, &of.upper.source.path)]
            .into_iter()
            .chain(of.lowers.iter().map(summary))
            .collect(),
    }
}
