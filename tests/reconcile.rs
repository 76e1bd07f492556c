//! A ledger against its source: faults of every kind are found, and nothing else.

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use plan::extract::{Scene, read};
use plan::ledger::merge::{self, Grid};
use plan::ledger::reconcile::{Finding, Kind, reconcile};
use plan::ledger::{Cell, Sort};
use plan::model::{Lang, Plan};
use plan::report::table::{back, xlsx};
use plan::text::Source;

use common::holds::ledger::opened;
use common::holds::lexicon;

/// Sixty tasks of several units, each due in a month of its own kind.
fn text() -> String {
    let of = ["教育", "财政", "水利", "林业", "公安", "民政", "司法", "审计", "统计", "商务", "体育"];
    let mut text = String::from("青河县2025年重点工作方案\n一、重点任务\n");
    for at in 0..60 {
        let unit = |at: usize| format!("县{}局", of[at % of.len()]);
        text.push_str(&format!(
            "{}.建设第{at}号示范点。{}月底前建成{}处，培训骨干{}名。（牵头单位：{}；配合单位：{}）\n",
            at + 1,
            at % 12 + 1,
            at + 3,
            at * 7 + 20,
            unit(at),
            unit(at + 1 + at % 3),
        ));
    }
    text
}

fn plan() -> Plan {
    read(Scene { lexicon: lexicon(), year: None }, &Source::of_text(text())).0
}

struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n.max(1)
    }
}

fn place(grid: &Grid, heading: &str) -> usize {
    grid.rows[1].iter().position(|cell| cell.text == heading).unwrap_or_else(|| panic!("no {heading}"))
}

fn found(plan: &Plan, grids: Vec<Grid>) -> Vec<Finding> {
    reconcile(&merge::read(grids, lexicon()).unwrap(), plan, lexicon(), Lang::Zh)
}

/// What is told of a ledger with faults in it: the kind of each and the number of the task, from 0.
fn told(plan: &Plan, findings: &[Finding]) -> BTreeSet<(Kind, String)> {
    let title = |finding: &Finding| match finding.task {
        Some(task) => plan.tasks[task].title.clone(),
        None => finding.said.clone(),
    };
    findings.iter().map(|finding| (finding.kind, title(finding))).collect()
}

/// Puts faults of the five kinds into some rows of a ledger.
fn spoilt(grids: &mut [Grid], dice: &mut Dice, n: usize) -> BTreeSet<(Kind, String)> {
    let main = &mut grids[0];
    let [task, measures, lead, support, due] =
        ["工作任务", "具体举措", "牵头单位", "配合单位", "完成时限"].map(|heading| place(main, heading));
    // A month is never that of the row before.
    let dues: Vec<Cell> = main.rows[2..].iter().map(|row| row[due].clone()).collect();
    let mut rows: Vec<usize> = (2..main.rows.len()).collect();
    let mut wanted = BTreeSet::new();
    let (mut gone, mut more) = (Vec::new(), Vec::new());
    for fault in 0..n {
        let at = rows.swap_remove(dice.below(rows.len()));
        let title = main.rows[at][task].text.clone();
        let row = &mut main.rows[at];
        match fault % 5 {
            0 => {
                wanted.insert((Kind::Missing, title));
                gone.push(at);
            }
            1 => {
                let name = format!("另办{fault}件实事");
                let mut row = vec![Cell::default(); row.len()];
                (row[task], row[measures]) = (Cell::text(&name), Cell::text("年内办结并向社会公布"));
                wanted.insert((Kind::Extra, name));
                more.push((at, row));
            }
            2 => {
                row.swap(lead, support);
                wanted.insert((Kind::Duties, title));
            }
            3 => {
                let other = dues[(at - 2 + 1 + dice.below(11)) % 12].clone();
                assert_ne!(other.text, row[due].text);
                row[due] = other;
                wanted.insert((Kind::Deadline, title));
            }
            _ => {
                let text = &mut row[measures].text;
                let words = [("建成", "建好"), ("名", "人"), ("骨干", ""), ("，", "，至少"), ("处", "座")];
                let (from, to) = words[dice.below(words.len())];
                assert!(text.contains(from), "{text}");
                *text = text.replacen(from, to, 1);
                wanted.insert((Kind::Words, title));
            }
        }
    }
    let mut now = Vec::new();
    for (at, row) in main.rows.drain(..).enumerate() {
        now.extend((!gone.contains(&at)).then_some(row));
        now.extend(more.iter().filter(|(behind, _)| *behind == at).map(|(_, row)| row.clone()));
    }
    main.rows = now;
    wanted
}

#[test]
fn all_faults_are_found_and_none_else() {
    let plan = plan();
    assert_eq!(plan.tasks.len(), 60);
    let ledger = opened(&plan);
    assert_eq!(found(&plan, ledger.clone()), []);
    let mut n_faults = 0;
    for seed in 0..8 {
        let mut grids = ledger.clone();
        let mut dice = Dice(seed * 0x9e37_79b9 + 1);
        let wanted = spoilt(&mut grids, &mut dice, 25);
        n_faults += wanted.len();
        if seed % 2 == 1 {
            // People also sort their ledgers.
            let due = place(&grids[0], "完成时限");
            grids[0].rows[2..].sort_by_key(|row| row[due].text.clone());
        }
        let findings = found(&plan, grids);
        assert_eq!(told(&plan, &findings), wanted, "seed {seed}");
        assert_eq!(findings.len(), wanted.len(), "seed {seed}: {findings:?}");
        for finding in findings.iter().filter(|finding| finding.kind == Kind::Deadline) {
            assert!(finding.other.is_some(), "{finding:?}");
        }
    }
    assert_eq!(n_faults, 200);
}

/// What says the same in another way is no fault: the order of units, days, filled cells, a ledger of other columns.
#[test]
fn the_same_in_other_ways_is_no_fault() {
    let plan = plan();
    let mut grids = opened(&plan);
    let [lead, due, progress] = ["牵头单位", "完成时限", "进展情况"].map(|heading| place(&grids[0], heading));
    let row = &mut grids[0].rows[2];
    row.resize(row.len().max(progress + 1), Cell::default());
    row[progress] = Cell::text("已完成一半");
    row[due] = Cell { sort: Sort::Day, ..Cell::text("2025-01-31") };
    row[lead].text.push(' ');
    assert_eq!(found(&plan, grids), []);
    // Not by the program: other headings, no support, a measure shortened.
    let line = |texts: [&str; 4]| texts.map(Cell::text).to_vec();
    let mut rows = vec![line(["序号", "重点任务", "主要举措", "责任单位"])];
    for (at, task) in plan.tasks.iter().enumerate() {
        let words = format!("培训骨干{}名", at * 7 + 20);
        rows.push(line([&format!("{}", at + 1), &task.title, &words, &task.owners[0].name]));
    }
    let foreign =
        |rows: &[Vec<Cell>]| vec![Grid { name: "表".into(), rows: rows.to_vec(), ..Grid::default() }];
    let said = told(&plan, &found(&plan, foreign(&rows)));
    assert_eq!(said, BTreeSet::new());
    rows[3][2].text.push_str("以上");
    rows[5][3] = Cell::text("县广电局");
    let said = told(&plan, &found(&plan, foreign(&rows)));
    let title = |at: usize| plan.tasks[at].title.clone();
    assert_eq!(said, BTreeSet::from([(Kind::Words, title(2)), (Kind::Owner, title(4))]));
}

fn folder(name: &str) -> PathBuf {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&dir);
    fs::create_dir_all(&dir).unwrap();
    fs::write(dir.join("plan.txt"), text()).unwrap();
    dir
}

fn run(args: &[&str], dir: &Path) -> Output {
    let mut command = Command::new(common::program());
    command.env("LC_ALL", "C").current_dir(dir).args(args).output().expect("it runs")
}

#[test]
fn each_difference_has_both_places() {
    let dir = folder("reconcile");
    assert_eq!(
        run(&["table", "plan.txt", "--preset", "ledger", "-o", "m.xlsx"], &dir).status.code(),
        Some(0)
    );
    let same = run(&["reconcile", "m.xlsx", "plan.txt"], &dir);
    assert_eq!(same.status.code(), Some(0), "{}", String::from_utf8_lossy(&same.stderr));
    assert!(same.stdout.is_empty());
    let mut grids = back::sheets(&fs::read(dir.join("m.xlsx")).unwrap()).unwrap();
    let due = place(&grids[0], "完成时限");
    grids[0].rows[4][due] = Cell::text("5月底前");
    let book = xlsx::Book { grids, ..xlsx::Book::default() };
    fs::write(dir.join("m.xlsx"), xlsx::xlsx(&book, Lang::Zh).unwrap()).unwrap();
    let json = run(&["reconcile", "m.xlsx", "plan.txt", "--format", "json"], &dir);
    assert_eq!(json.status.code(), Some(1));
    let value: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    let [finding] = &value["findings"].as_array().unwrap()[..] else { panic!("{value}") };
    assert_eq!(value["ledger"]["rows"], 60);
    assert_eq!((&finding["kind"], &finding["task"]), (&"deadline".into(), &"t3".into()));
    assert_eq!(finding["ledger"], serde_json::json!({"text": "5月底前", "cell": "G5"}));
    assert_eq!(finding["source"]["line"], 5);
    let chars: Vec<char> = text().chars().collect();
    let [from, to] = [0, 1].map(|at| finding["source"]["span"][at].as_u64().unwrap() as usize);
    assert_eq!(chars[from..to].iter().collect::<String>(), "3月底前");
    assert_eq!(finding["other"], "t5");
    for (out, part) in [("a.md", "G5"), ("a.txt", "第5行")] {
        assert_eq!(run(&["reconcile", "m.xlsx", "plan.txt", "-o", out], &dir).status.code(), Some(1));
        let text = fs::read_to_string(dir.join(out)).unwrap();
        assert!(text.contains(part), "{text}");
    }
    assert_eq!(run(&["reconcile", "m.xlsx", "plan.txt", "-o", "a.xlsx"], &dir).status.code(), Some(1));
    let sheets = back::sheets(&fs::read(dir.join("a.xlsx")).unwrap()).unwrap();
    assert!(sheets[0].rows[2].iter().any(|cell| cell.text == "G5"));
    // Every key that is printed is in the schema.
    let schema: serde_json::Value =
        serde_json::from_slice(&run(&["schema", "reconcile"], &dir).stdout).unwrap();
    for (name, object) in
        [("", &value), ("Ledger", &value["ledger"]), ("Finding", finding), ("Written", &finding["source"])]
    {
        let of = if name.is_empty() { &schema } else { &schema["$defs"][name] };
        let known = of["properties"].as_object().expect(name);
        for key in object.as_object().expect("an object").keys() {
            assert!(known.contains_key(key), "{name}.{key}");
        }
    }
}
