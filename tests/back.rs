//! Tables come back: what `plan table` writes in any format, `plan` reads again as the same tasks. They are read from what
//! people see; the hidden sheet of a workbook is left out.

mod common;

use std::fmt::Write;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use plan::extract::{self, Scene};
use plan::input::{self, Options};
use plan::ledger::column::{Column, Preset};
use plan::ledger::{Asked, Sheet, Table, rows};
use plan::lexicon::Lexicon;
use plan::model::{Lang, Plan};
use plan::report::shown;
use plan::report::table::{csv, docx, html, md, xlsx};

const FORMATS: [&str; 5] = ["xlsx", "docx", "html", "md", "csv"];
const PRESETS: [Preset; 2] = [Preset::Breakdown, Preset::Ledger];

/// What must come back of a row.
const KEPT: [Column; 7] = [
    Column::Task,
    Column::Lead,
    Column::Responsible,
    Column::Support,
    Column::Accountable,
    Column::Supervisor,
    Column::Deadline,
];

/// Documents whose tables come back otherwise; `docs/tricky.md` says why.
const KNOWN: [&str; 2] = ["73_jindu.txt", "002_072ee9d28f1742ee.txt"];

fn read(lexicon: &Lexicon, name: &str, bytes: Vec<u8>, year: Option<i16>) -> Option<Plan> {
    let source = input::read(name, bytes, &Options::default()).ok()?;
    Some(extract::read(Scene { lexicon, year }, &source).0)
}

fn table(lexicon: &Lexicon, plan: &Plan, preset: Preset, columns: Option<Vec<Column>>) -> Table {
    let asked = Asked { preset, columns, lang: Lang::Zh, ..Asked::default() };
    rows(&[Sheet { name: "plan", plan }], lexicon, &asked)
}

/// The file that `plan table` writes.
fn written(mut table: Table, format: &str) -> Vec<u8> {
    if format != "csv" {
        shown::table(&mut table);
    }
    let printed = table.without_keys();
    match format {
        "xlsx" => {
            let book = xlsx::Book { tables: vec![("表".into(), table)], ..xlsx::Book::default() };
            xlsx::xlsx(&book, Lang::Zh).unwrap_or_default()
        }
        "docx" => docx::docx(&printed, Lang::Zh),
        "html" => html::html(&printed, Lang::Zh).into_bytes(),
        "md" => md::md(&printed).into_bytes(),
        _ => ["\u{feff}", &csv::csv(&table)].concat().into_bytes(),
    }
}

/// What is said of each task: title, owners by duty and deadline as they are printed, and its day.
fn said(lexicon: &Lexicon, plan: &Plan) -> Vec<Vec<String>> {
    let table = table(lexicon, plan, Preset::Breakdown, Some(KEPT.to_vec()));
    let days = plan.tasks.iter().map(|task| {
        let day = task.deadline.as_ref().and_then(|deadline| deadline.date);
        day.map(|day| day.to_string()).unwrap_or_default()
    });
    let cells = |cells: &[plan::ledger::Cell]| -> Vec<String> {
        cells.iter().map(|cell| cell.text.split_whitespace().collect::<String>().replace('*', "")).collect()
    };
    table.rows.iter().zip(days).map(|(row, day)| [cells(&row.cells), vec![day]].concat()).collect()
}

/// Leaves out the day where nothing in the table tells it: its year is not the plan's and its words do not name it, or it
/// counts from the day of issue; and where the plan had none.
fn without_untold(plan: &Plan, mut rows: Vec<Vec<String>>, of: &[Vec<String>]) -> Vec<Vec<String>> {
    for (row, old) in rows.iter_mut().zip(of) {
        let [.., text, day] = &old[..] else { continue };
        let year = day.get(..4).unwrap_or_default();
        let told = text.contains(year) || plan.year.is_some_and(|plan| plan.to_string() == year);
        if day.is_empty() || !told || text.contains("之日起") {
            row.last_mut().expect("a day").clear();
        }
    }
    rows
}

/// How a plan's table differs when it is read again.
fn difference(lexicon: &Lexicon, plan: &Plan, preset: Preset, format: &str) -> Option<String> {
    let old = said(lexicon, plan);
    let bytes = written(table(lexicon, plan, preset, None), format);
    // Neither a head nor a title of a csv tells the year.
    let year = plan.year.filter(|_| format == "csv");
    let new =
        read(lexicon, &format!("plan.{format}"), bytes, year).map_or(Vec::new(), |plan| said(lexicon, &plan));
    if old.len() != new.len() {
        let first = old.iter().zip(&new).find(|(old, new)| old[0] != new[0]);
        return Some(format!("{} rows became {}: {first:?}", old.len(), new.len()));
    }
    let (new, old) = (without_untold(plan, new, &old), without_untold(plan, old.clone(), &old));
    let wrong: Vec<_> = old.iter().zip(&new).filter(|(old, new)| old != new).collect();
    let first = wrong.first()?;
    let cells = first.0.iter().zip(first.1).filter(|(old, new)| old != new);
    Some(format!("{} of {} rows differ: {:?}", wrong.len(), old.len(), cells.collect::<Vec<_>>()))
}

/// The whole documents of the project, and beside it those of offices where they are there.
fn documents() -> Vec<PathBuf> {
    let root = common::root();
    let mut paths = common::files(&root.join("fixtures/plans"), "txt");
    paths.extend(common::files(&root.join("fixtures/table"), "txt"));
    let shared = root.join("../shared");
    if !shared.is_dir() {
        eprintln!("no texts beside the project (../shared)");
    }
    // Many documents, whose tables are read back where `TABLES=raw` is set.
    let raw = std::env::var_os("TABLES").is_some_and(|tables| tables == "raw");
    let folders: &[&str] = if raw { &["raw"] } else { &["corpus", "samples", "samples/real", "seeds"] };
    for folder in folders {
        for extension in [
            "txt", "docx", "doc", "pdf", "html", "htm", "xls", "xlsx", "odt", "ofd", "md", "csv", "rtf",
            "mht",
        ] {
            paths.extend(common::files(&shared.join(folder), extension));
        }
    }
    paths
}

/// Each document in one format and preset after the other; in all of them where `TABLES=all` is set.
#[test]
fn tables_come_back() {
    let lexicon = Lexicon::default();
    let all = std::env::var_os("TABLES").is_some_and(|tables| tables == "all");
    let ways: Vec<(&str, Preset)> =
        PRESETS.iter().flat_map(|preset| FORMATS.map(|format| (format, *preset))).collect();
    let (mut wrong, mut asked, mut right) = (String::new(), 0, 0);
    for (at, path) in documents().iter().enumerate() {
        let name = path.file_name().unwrap().to_string_lossy();
        let Some(plan) = read(&lexicon, &name, fs::read(path).expect("a file"), None) else { continue };
        // What was read badly the first time, a task without a name or several units in one, comes back otherwise.
        let bad = plan
            .tasks
            .iter()
            .any(|task| task.title.is_empty() || task.owners.iter().any(|owner| owner.name.contains('、')));
        if plan.tasks.is_empty() || bad || KNOWN.contains(&&*name) {
            continue;
        }
        for (n, (format, preset)) in ways.iter().enumerate() {
            if !all && n != at % ways.len() {
                continue;
            }
            asked += 1;
            match difference(&lexicon, &plan, *preset, format) {
                Some(how) => {
                    let _ = writeln!(wrong, "{name} {format} {preset:?}: {how}");
                }
                None => right += 1,
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}{right} of {asked} tables came back");
    assert!(asked > 100, "{asked} tables");
}

/// Columns of a table of another make are asked for by their heads, and come back.
#[test]
fn own_columns_come_back() {
    let dir = tempfile::tempdir().expect("a folder");
    let rows = "东屏县2025年道路养护任务分解表\n序号\t重点任务\t责任单位\t资金（万元）\t备注\n\
                1\t加固桥墩\t县住建局\t120\t上级督办\n2\t修补路面\t县交通局\t35\t\n";
    fs::write(dir.path().join("old.txt"), rows).expect("a file");
    let plan = |file: &str, columns: &str| {
        let plan = Command::new(common::program())
            .args(["table", file, "--columns", columns, "--format", "csv", "--lang", "zh"])
            .current_dir(dir.path())
            .output()
            .expect("plan runs");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        (text(plan.stdout), text(plan.stderr))
    };
    let (table, _) = plan("old.txt", "no,资金（万元）,task,备注,lead,进展情况");
    assert_eq!(
        table,
        "\u{feff}序号,资金（万元）,工作任务,备注,牵头单位,进展情况\r\n\
         1,120,加固桥墩,上级督办,,\r\n2,35,修补路面,,,\r\n"
    );
    let (first, _) = plan("old.txt", "no,资金（万元）,task,备注,responsible");
    fs::write(dir.path().join("new.csv"), &first).expect("a file");
    let (again, _) = plan("new.csv", "no,资金（万元）,task,备注,responsible");
    assert_eq!(again, first);
    let (table, why) = plan("old.txt", "no,资金");
    assert_eq!(table, "");
    assert!(why.contains("没有“资金”这一栏"), "{why}");
}
