//! The differences as a table: each with both places.

use crate::ledger::reconcile::Finding;
use crate::ledger::{Cell, Head, Row, Table};
use crate::model::Lang;
use crate::report::phrase::say;
use crate::report::place::Places;
use crate::report::reconcile::{Reconciled, kind};

/// A row for each difference.
pub fn table(of: &Reconciled, lang: Lang) -> Table {
    let places = Places::new(of.source.source, of.source.plan);
    let head = |id: &str, zh: &'static str, en: &'static str, floor| Head {
        id: id.to_owned(),
        text: say(lang, zh, en).to_owned(),
        floor,
        column: None,
    };
    let row =
        |(at, finding): (usize, &Finding)| Row { group: None, cells: cells(of, &places, at, finding, lang) };
    let (n_rows, n_tasks) = (of.entries.len(), of.source.plan.tasks.len());
    let n = of.findings.len();
    Table {
        title: say(lang, "台账与原文核对表", "The ledger against its source").to_owned(),
        heads: vec![
            head("no", "序号", "no", 5),
            head("kind", "差别", "what differs", 10),
            head("task", "工作任务", "task", 16),
            head("column", "栏目", "column", 9),
            head("ledger", "台账", "ledger", 18),
            head("cell", "台账位置", "cell", 8),
            head("source", "原文", "source", 18),
            head("line", "原文位置", "line", 8),
        ],
        rows: of.findings.iter().enumerate().map(row).collect(),
        notes: vec![match lang {
            Lang::Zh => format!("台账 {n_rows} 行，原文 {n_tasks} 项任务，不一致 {n} 处。"),
            Lang::En => format!("{n_rows} rows, {n_tasks} tasks, {n} differences."),
        }],
    }
}

fn cells(of: &Reconciled, places: &Places, at: usize, finding: &Finding, lang: Lang) -> Vec<Cell> {
    let plan = of.source.plan;
    let title = finding.task.map_or(finding.said.as_str(), |task| plan.tasks[task].title.as_str());
    let mut said = finding.said.clone();
    if let Some(other) = finding.other {
        let task = &plan.tasks[other];
        let units: Vec<&str> = task.owners.iter().map(|owner| owner.name.as_str()).collect();
        said.push_str(&match lang {
            Lang::Zh => format!("\n（是“{}”的时限：{}）", task.title, units.join("、")),
            Lang::En => format!("\n(that of `{}`: {})", task.title, units.join(", ")),
        });
    }
    let line = finding.span.map(|span| places.line(span));
    let line = line.map(|line| match lang {
        Lang::Zh => format!("第{line}行"),
        Lang::En => format!("line {line}"),
    });
    vec![
        Cell::number(at + 1),
        Cell::text(kind(finding.kind, lang)),
        Cell::text(title),
        Cell::text(finding.column.map(|column| column.heading(lang)).unwrap_or_default()),
        Cell::text(said),
        Cell::text(of.cell(finding).unwrap_or_default()),
        Cell::text(&finding.wanted),
        Cell::text(line.unwrap_or_default()),
    ]
}
