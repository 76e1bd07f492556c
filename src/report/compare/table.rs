//! Plans side by side as tables, one for each thing that is compared.

use crate::corpus::Said;
use crate::ledger::{Cell, Head, Row, Table, theme};
use crate::model::{Lang, OwnerRole, Task};
use crate::report::compare::Plans;
use crate::report::diff::value;

/// The tables that have rows, with the name of each. With `most`, set phrases that are said only once are left out, and
/// so are rows beyond so many; a note says how many.
pub fn tables(of: &Plans, most: Option<usize>, lang: Lang) -> Vec<(String, Table)> {
    let say = |zh: &'static str, en: &'static str| if lang == Lang::Zh { zh } else { en };
    let table = |title: &'static str, first: &'static str, rows: Vec<Row>, more: &[&'static str]| {
        let head = |id: String, text: &str, floor| Head { id, text: text.to_owned(), floor, column: None };
        let numbered = first == say("序号", "no");
        let mut heads = vec![head("name".into(), first, if numbered { 6 } else { 20 })];
        heads.extend(
            of.labels.iter().enumerate().map(|(at, label)| head(format!("plan{}", at + 1), label, 10)),
        );
        heads.extend(more.iter().enumerate().map(|(at, text)| head(format!("more{}", at + 1), text, 8)));
        (title.to_owned(), Table { title: title.to_owned(), heads, rows, notes: Vec::new() })
    };
    let row = |name: Cell, rest: Vec<Cell>| Row { group: None, cells: [vec![name], rest].concat() };
    let count = |n: &usize| if *n == 0 { Cell::text("") } else { Cell::number(*n) };

    let themes = of.corpus.themes.iter().map(|(id, shares)| {
        let share = |share: &f32| {
            if *share == 0.0 { Cell::text("") } else { Cell::share(*share) }
        };
        row(Cell::text(theme::name(id, lang)), shares.iter().map(share).collect())
    });
    let owners = of
        .corpus
        .owners
        .iter()
        .map(|(name, counts)| row(Cell::text(name.as_str()), counts.iter().map(count).collect()));
    let telling = |counts: &[usize]| most.is_none() || counts.iter().sum::<usize>() > 1;
    let once = of.corpus.terms.iter().filter(|(_, counts)| !telling(counts)).count();
    let by_year = of.by_year();
    let terms = of.corpus.terms.iter().filter(|(_, counts)| telling(counts)).map(|(text, counts)| {
        let used = |at: Option<usize>| Cell::text(at.map_or("", |at| of.labels[at].as_str()));
        let ends = [counts.iter().position(|n| *n > 0), counts.iter().rposition(|n| *n > 0)].map(used);
        let ends = ends.into_iter().filter(|_| by_year);
        row(Cell::text(text.as_str()), counts.iter().map(count).chain(ends).collect())
    });
    let series = |targets: &Vec<Option<Said>>, named: bool| {
        let measured = targets.iter().rev().flatten().find_map(|said| said.of.as_deref()).unwrap_or_default();
        let shown = |(at, said): (usize, &Option<Said>)| {
            let Some(said) = said else { return Cell::text("") };
            let name = said.of.as_deref().unwrap_or_default();
            let value = value(&of.plans[at].targets[said.target], name, lang);
            // Where a plan calls it otherwise, it is said what it calls it.
            Cell::text(if name == measured && !named { value } else { format!("{name} {value}") })
        };
        row(Cell::text(measured), targets.iter().enumerate().map(shown).collect())
    };
    let unlike = of.corpus.unlike.iter().map(|targets| series(targets, true));
    let series = of.corpus.series.iter().map(|targets| series(targets, false));
    let chains = of.corpus.chains.iter().enumerate().map(|(number, chain)| {
        let titles = |(at, tasks): (usize, &Vec<usize>)| {
            let titles: Vec<&str> =
                tasks.iter().map(|task| of.plans[at].tasks[*task].title.as_str()).collect();
            titles.join("\n")
        };
        let cells: Vec<Cell> = chain.iter().enumerate().map(|of| Cell::text(titles(of))).collect();
        row(Cell::number(number + 1), cells)
    });
    let beside = of.beside.iter().map(|line| {
        let theme =
            line.theme.map_or_else(|| say("未分主题", "no theme").to_owned(), |id| theme::name(id, lang));
        let titles = |(at, tasks): (usize, &Vec<usize>)| {
            let tasks = tasks.iter().map(|task| &of.plans[at].tasks[*task]);
            Cell::text(tasks.map(|task| with_owners(task, lang)).collect::<Vec<String>>().join("\n"))
        };
        let has = |tasks: &Vec<usize>| !tasks.is_empty();
        let used = |at: Option<usize>| Cell::text(at.map_or("", |at| of.labels[at].as_str()));
        let ends = [line.tasks.iter().position(has), line.tasks.iter().rposition(has)].map(used);
        let cells = line.tasks.iter().enumerate().map(titles);
        let cells = cells.chain(ends.into_iter().filter(|_| by_year)).collect();
        Row { group: Some(theme), ..row(Cell::default(), cells) }
    });
    // Lines of a theme are numbered through, whatever else is shown.
    let beside = beside.enumerate().map(|(number, mut row)| {
        row.cells[0] = Cell::number(number + 1);
        row
    });
    let ends = [say("首见", "first"), say("末见", "last")];
    let all = [
        table(
            say("主题占任务的比例", "Themes by share of tasks"),
            say("主题", "theme"),
            themes.collect(),
            &[],
        ),
        table(
            say("责任单位承担任务数", "Owners by number of tasks"),
            say("责任单位", "owner"),
            owners.collect(),
            &[],
        ),
        table(
            say("任务对照", "Tasks side by side"),
            say("序号", "no"),
            beside.collect(),
            if by_year { &ends } else { &[] },
        ),
        table(
            say("同一指标的变化", "Targets of the same measure"),
            say("指标", "target"),
            series.collect(),
            &[],
        ),
        table(
            say(
                "名称或口径不同的指标（不能直接比较）",
                "Near targets of other measures (not to be compared)",
            ),
            say("指标", "target"),
            unlike.collect(),
            &[],
        ),
        table(
            match (by_year, of.plans.len()) {
                (_, 2) => say("两份计划都有的任务", "Tasks in both plans"),
                (true, _) => say("贯穿始终的任务", "Tasks that run through"),
                (false, _) => say("各份计划都有的任务", "Tasks in all plans"),
            },
            say("序号", "no"),
            chains.collect(),
            &[],
        ),
        table(
            say("提法出现次数", "Set phrases by mentions"),
            say("提法", "phrase"),
            terms.collect(),
            if by_year { &ends } else { &[] },
        ),
    ];
    let last = all.len() - 1;
    let mut all: Vec<(String, Table)> = all.into();
    let named = of.theme.map(|id| theme::name(id, lang));
    for (at, (_, table)) in all.iter_mut().enumerate() {
        if of.missing {
            let gap = |row: &Row| row.cells[1..=of.plans.len()].iter().any(|cell| cell.text.is_empty());
            table.rows.retain(gap);
        }
        // Of one theme: its share, and its tasks.
        if let Some(theme) = &named {
            let its = |row: &Row| row.cells[0].text == *theme || row.group.as_ref() == Some(theme);
            table.rows.retain(|row| (at == 0 || row.group.is_some()) && its(row));
        }
        let n_rows = table.rows.len();
        table.rows.truncate(most.unwrap_or(n_rows));
        let left = n_rows - table.rows.len() + if at == last && named.is_none() { once } else { 0 };
        if left > 0 {
            table.notes.push(match lang {
                Lang::Zh => format!("另有 {left} 行未列，写成 xlsx 或 json 则全列。"),
                Lang::En => format!("{left} more rows; xlsx and json have all."),
            });
        }
    }
    all.retain(|(_, table)| !table.rows.is_empty());
    all
}

/// A task with those who lead it or answer for it, the first two by name.
fn with_owners(task: &Task, lang: Lang) -> String {
    let has = |role| task.owners.iter().any(|owner| owner.role == role);
    let role = if has(OwnerRole::Lead) { OwnerRole::Lead } else { OwnerRole::Responsible };
    let mut names: Vec<&str> =
        task.owners.iter().filter(|owner| owner.role == role).map(|owner| owner.name.as_str()).collect();
    names.dedup();
    let more = names.len() > 2;
    names.truncate(2);
    match (names.is_empty(), lang) {
        (true, _) => task.title.clone(),
        (_, Lang::Zh) => format!("{}（{}{}）", task.title, names.join("、"), if more { "等" } else { "" }),
        (_, Lang::En) => format!("{} ({}{})", task.title, names.join(", "), if more { " …" } else { "" }),
    }
}
