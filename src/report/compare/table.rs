//! Plans side by side as tables, one for each thing that is compared.

use crate::ledger::{Cell, Head, Row, Table, theme};
use crate::model::Lang;
use crate::report::compare::Plans;

/// The tables that have rows, with the name of each.
pub fn tables(of: &Plans, lang: Lang) -> Vec<(String, Table)> {
    let say = |zh: &'static str, en: &'static str| if lang == Lang::Zh { zh } else { en };
    let table = |title: &'static str, first: &'static str, rows: Vec<Row>, more: &[&'static str]| {
        let head = |id: String, text: &str, floor| Head { id, text: text.to_owned(), floor, column: None };
        let mut heads = vec![head("name".into(), first, 20)];
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
    let terms = of.corpus.terms.iter().map(|(text, counts)| {
        let used = |at: Option<usize>| Cell::text(at.map_or("", |at| of.labels[at].as_str()));
        let ends = [counts.iter().position(|n| *n > 0), counts.iter().rposition(|n| *n > 0)].map(used);
        row(Cell::text(text.as_str()), counts.iter().map(count).chain(ends).collect())
    });
    let series = of.corpus.series.iter().map(|targets| {
        let each = || {
            targets.iter().enumerate().map(|(at, target)| target.map(|target| &of.plans[at].targets[target]))
        };
        let measured = each().rev().flatten().find_map(|target| target.of.clone()).unwrap_or_default();
        row(
            Cell::text(measured),
            each().map(|target| Cell::text(target.map_or("", |target| target.text.as_str()))).collect(),
        )
    });
    let chains = of.corpus.chains.iter().enumerate().map(|(number, chain)| {
        let titles = |(at, tasks): (usize, &Vec<usize>)| {
            let titles: Vec<&str> =
                tasks.iter().map(|task| of.plans[at].tasks[*task].title.as_str()).collect();
            titles.join("\n")
        };
        let cells: Vec<Cell> = chain.iter().enumerate().map(|of| Cell::text(titles(of))).collect();
        row(Cell::number(number + 1), cells)
    });
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
            say("同一指标的变化", "Targets of the same measure"),
            say("指标", "target"),
            series.collect(),
            &[],
        ),
        table(say("贯穿始终的任务", "Tasks that run through"), say("序号", "no"), chains.collect(), &[]),
        table(
            say("提法出现次数", "Set phrases by mentions"),
            say("提法", "phrase"),
            terms.collect(),
            &[say("首见", "first"), say("末见", "last")],
        ),
    ];
    all.into_iter().filter(|(_, table)| !table.rows.is_empty()).collect()
}
