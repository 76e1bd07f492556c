//! How many tasks there are of each pair of two things: units and themes, themes and months.

use std::collections::{BTreeMap, BTreeSet};

use crate::extract::theme::THEMES;
use crate::ledger::rows::{labels, none};
use crate::ledger::{Cell, Filter, Head, Row, Sheet, Table, theme};
use crate::lexicon::Lexicon;
use crate::model::{Lang, Task};
use crate::text::order;

/// What is counted along one side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Axis {
    /// Units; a task counts once for each of its units.
    Owner,
    /// First themes.
    Theme,
    /// Months of deadlines.
    Month,
    /// Outermost sections.
    Section,
    /// Files.
    Source,
}

/// Every axis: its name on the command line, in Chinese and in English.
pub const AXES: &[(Axis, &str, &str, &str)] = &[
    (Axis::Owner, "owner", "单位", "Unit"),
    (Axis::Theme, "theme", "主题", "Theme"),
    (Axis::Month, "month", "时限", "Month"),
    (Axis::Section, "section", "章节", "Section"),
    (Axis::Source, "source", "来源", "Source"),
];

/// A value on an axis: its place in the order, its id and its name.
type Value = (usize, String, String);

/// Counts the tasks that `filter` takes. Units stand by number of tasks, themes in their usual order, months
/// and sections in theirs; what is not stated stands last. The last row and column count different tasks.
pub fn matrix(
    sheets: &[Sheet],
    lexicon: &Lexicon,
    filter: &Filter,
    axes: [Axis; 2],
    lang: Lang,
    title: Option<String>,
) -> Table {
    let mut counts: BTreeMap<(Value, Value), usize> = BTreeMap::new();
    let mut totals: [BTreeMap<Value, usize>; 2] = Default::default();
    let mut n_tasks = 0;
    let labels = labels(sheets);
    for (at, sheet) in sheets.iter().enumerate() {
        for task in sheet.plan.tasks.iter().filter(|task| filter.takes(task, lexicon)) {
            n_tasks += 1;
            let [down, across] = axes.map(|axis| values(axis, sheet, (at, &labels[at]), task, lang));
            for (side, values) in totals.iter_mut().zip([&down, &across]) {
                for value in values {
                    *side.entry(value.clone()).or_default() += 1;
                }
            }
            for down in &down {
                for across in &across {
                    *counts.entry((down.clone(), across.clone())).or_default() += 1;
                }
            }
        }
    }
    let [down, across] = [0, 1].map(|side| ordered(axes[side], &totals[side]));
    let name = |axis| {
        let (_, id, zh, en) = AXES.iter().find(|(known, ..)| *known == axis).expect("all are listed");
        (*id, if lang == Lang::Zh { *zh } else { *en })
    };
    let all = if lang == Lang::Zh { "合计" } else { "Total" };
    let head = |id: &str, text: &str, floor| Head { id: id.into(), text: text.into(), floor, column: None };
    let (id, text) = name(axes[0]);
    let mut table =
        Table { title: title.unwrap_or_else(|| caption(axes.map(name), lang)), ..Table::default() };
    table.heads.push(head(id, text, 18));
    table.heads.extend(across.iter().map(|(_, id, text)| head(id, text, 5)));
    table.heads.push(head("total", all, 6));
    for value in &down {
        let mut cells = vec![Cell::text(&value.2)];
        cells.extend(across.iter().map(|other| match counts.get(&(value.clone(), other.clone())) {
            Some(count) => Cell::number(*count),
            None => Cell::default(),
        }));
        cells.push(Cell::number(totals[0][value]));
        table.rows.push(Row { group: None, cells });
    }
    let mut last = vec![Cell::text(all)];
    last.extend(across.iter().map(|value| Cell::number(totals[1][value])));
    last.push(Cell::number(n_tasks));
    table.rows.push(Row { group: None, cells: last });
    if axes.contains(&Axis::Owner) {
        table.notes.push(match lang {
            Lang::Zh => "注：一项任务有几个责任单位的，各单位分别计数，合计栏按任务计一次。".into(),
            Lang::En => "A task counts once for each of its units, and once in the totals.".into(),
        });
    }
    table
}

fn caption(names: [(&str, &str); 2], lang: Lang) -> String {
    let [(_, down), (_, across)] = names;
    match lang {
        Lang::Zh => format!("任务数量统计表（{down}×{across}）"),
        Lang::En => format!("Number of tasks: {} by {}", down.to_lowercase(), across.to_lowercase()),
    }
}

fn values(axis: Axis, sheet: &Sheet, (at, label): (usize, &str), task: &Task, lang: Lang) -> BTreeSet<Value> {
    let value = |place, id: &str, name: &str| BTreeSet::from([(place, id.to_owned(), name.to_owned())]);
    let missing = || value(usize::MAX, "none", &none(lang));
    match axis {
        Axis::Owner if task.owners.is_empty() => missing(),
        Axis::Owner => {
            task.owners.iter().map(|owner| (0, owner.canonical.clone(), owner.canonical.clone())).collect()
        }
        Axis::Theme => match task.themes.first() {
            Some((id, _)) => {
                let place = THEMES.iter().position(|known| known == id).unwrap_or(THEMES.len());
                value(place, id, &theme::name(id, lang))
            }
            None => missing(),
        },
        Axis::Month => match task.deadline.as_ref().and_then(|deadline| deadline.date) {
            Some(day) => {
                let (year, month) = (day.year(), day.month());
                let id = format!("{year:04}-{month:02}");
                let name = if lang == Lang::Zh { format!("{year}年{month}月") } else { id.clone() };
                value(year.max(0) as usize * 12 + month as usize, &id, &name)
            }
            None => missing(),
        },
        Axis::Section => match task.section.map(|id| sheet.plan.path(id)) {
            Some(path) if !path.is_empty() => {
                let place = sheet.plan.sections.iter().position(|section| section.title == path[0]);
                value(place.unwrap_or(0) + 1, path[0], path[0])
            }
            _ => missing(),
        },
        Axis::Source => value(at, sheet.name, label),
    }
}

fn ordered(axis: Axis, totals: &BTreeMap<Value, usize>) -> Vec<Value> {
    let mut values: Vec<Value> = totals.keys().cloned().collect();
    if axis == Axis::Owner {
        order::by_key(&mut values, |value| (value.0, std::cmp::Reverse(totals[value])));
    }
    values
}
