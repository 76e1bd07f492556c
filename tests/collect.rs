//! A ledger handed out to its units, filled in and collected: every cell where it belongs, nothing typed lost.

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;

use plan::extract::{Scene, read};
use plan::ledger::merge::{self, Grid, PRINTS, SENT};
use plan::ledger::summary::summary;
use plan::ledger::{Cell, Marks, Sort, Table};
use plan::model::{Lang, OwnerRole};
use plan::report::table::{back, xlsx};
use plan::text::Source;

use common::holds::ledger::{opened, typed};
use common::holds::lexicon;

const ROLES: [OwnerRole; 2] = [OwnerRole::Lead, OwnerRole::Responsible];

/// Numbers in an order that a seed decides.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n.max(1)
    }
}

/// A plan of thirty units and twice as many tasks, some of two units.
fn plan() -> String {
    let things = [
        "教育",
        "财政",
        "水利",
        "林业",
        "公安",
        "民政",
        "司法",
        "审计",
        "统计",
        "商务",
        "体育",
        "气象",
        "信访",
        "医保",
        "税务",
        "档案",
        "粮食",
        "农业农村",
        "自然资源",
        "生态环境",
        "交通运输",
        "住房城乡建设",
        "应急管理",
        "市场监管",
        "文化旅游",
        "卫生健康",
        "人力资源社会保障",
        "退役军人事务",
        "城市管理",
        "乡村振兴",
    ];
    let mut text = String::from("青河县2025年重点工作方案\n一、重点任务\n");
    for at in 0..things.len() * 2 {
        let of = |at: usize| format!("县{}局", things[at % things.len()]);
        let more = if at % 4 == 0 { format!("；责任单位：{}", of(at + 7)) } else { String::new() };
        text.push_str(&format!(
            "{}.完成第{at}项工程。{}月底前建成{}处。（牵头单位：{}{more}）\n",
            at + 1,
            at % 12 + 1,
            at + 3,
            of(at)
        ));
    }
    text
}

/// The file of a unit, without ending, and what is in it.
type Sheet = (String, Vec<Grid>);

/// The ledger of the plan, and the workbook of each unit, as they are read back from their files.
static GIVEN: LazyLock<(Vec<Grid>, Vec<Sheet>)> = LazyLock::new(|| {
    let plan = read(Scene { lexicon: lexicon(), year: None }, &Source::of_text(plan())).0;
    assert_eq!(plan.tasks.len(), 60);
    let master = opened(&plan);
    let of_units = handed_out(&master);
    assert_eq!(of_units.len(), 30);
    (master, of_units)
});

fn handed_out(master: &[Grid]) -> Vec<Sheet> {
    let old = merge::read(master.to_vec(), lexicon()).unwrap();
    let shares = merge::shares(old, &ROLES, lexicon(), Lang::Zh).unwrap();
    let name = shares.name;
    let of = |share: merge::Share| {
        let tables = vec![(name.clone(), share.table)];
        let book =
            xlsx::Book { tables, grids: share.grids, rules: share.rules, locked: true, ..Default::default() };
        (share.file, back::sheets(&xlsx::xlsx(&book, Lang::Zh).unwrap()).unwrap())
    };
    shares.shares.into_iter().map(of).collect()
}

/// Collects, and reads what comes of it back from its file.
fn collected(master: &[Grid], sheets: &[Sheet]) -> (Vec<Grid>, merge::Returns) {
    let take = |(file, grids): &Sheet| merge::returned(grids.clone(), &format!("{file}.xlsx"), lexicon());
    let returned: Vec<merge::Returned> = sheets.iter().map(|sheet| take(sheet).expect("a ledger")).collect();
    let old = merge::read(master.to_vec(), lexicon()).unwrap();
    let merge::Collected { merged, returns } =
        merge::collect(old, &returned, &ROLES, lexicon(), Lang::Zh).unwrap();
    let merge::Merged { tables, grids, rules, names, .. } = merged;
    let book = xlsx::Book { tables, grids, rules, names, ..Default::default() };
    (back::sheets(&xlsx::xlsx(&book, Lang::Zh).unwrap()).unwrap(), returns)
}

fn sheet<'g>(grids: &'g [Grid], name: &str) -> Option<&'g Grid> {
    grids.iter().find(|grid| grid.name == name)
}

fn place(grid: &Grid, heading: &str) -> usize {
    grid.rows[1].iter().position(|cell| cell.text == heading).unwrap_or_else(|| panic!("no {heading}"))
}

/// The row of a task, and the cell of a column in it.
fn cell<'g>(grids: &'g mut [Grid], task: &str, heading: &str) -> &'g mut Cell {
    let (title, at) = (place(&grids[0], "工作任务"), place(&grids[0], heading));
    let row =
        grids[0].rows.iter_mut().find(|row| row.get(title).is_some_and(|cell| cell.text == task)).unwrap();
    row.resize(row.len().max(at + 1), Cell::default());
    &mut row[at]
}

fn unit<'g>(sheets: &'g mut [(String, Vec<Grid>)], name: &str) -> &'g mut Vec<Grid> {
    &mut sheets.iter_mut().find(|(file, _)| file == name).unwrap().1
}

/// All texts of a sheet's rows.
fn lines(grids: &[Grid], name: &str) -> Vec<String> {
    let rows = sheet(grids, name).map(|grid| &grid.rows[..]).unwrap_or_default();
    let line = |row: &Vec<Cell>| row.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join("|");
    rows.iter().map(line).collect()
}

#[test]
fn a_unit_gets_its_rows_and_nothing_else() {
    let (master, sheets) = &*GIVEN;
    let mut of_rows = 0;
    for (file, grids) in sheets {
        let (lead, other) = (place(&grids[0], "牵头单位"), place(&grids[0], "责任单位"));
        for row in &grids[0].rows[2..] {
            assert!([lead, other].iter().any(|at| row[*at].text.contains(file.as_str())), "{file}: {row:?}");
            of_rows += 1;
        }
        assert!(grids[0].rows[0][0].text.ends_with(&format!("（{file}）")));
        let asks = &grids[0].rules.asks;
        assert_eq!(asks.len(), 1, "{asks:?}");
        assert_eq!(asks[0].formulas, ["\"待办理,推进中,已办结,申请延期,已延期\""]);
        assert_eq!(asks[0].areas[0].left, place(&grids[0], "状态"));
        assert!(grids[0].rules.hidden.contains(&place(&grids[0], "任务编号")));
    }
    assert_eq!(of_rows, 75, "60 tasks, a quarter of them of two units");
    // What nobody filled in comes back as it was.
    let (out, returns) = collected(master, sheets);
    assert_eq!((returns.n_taken, returns.n_conflicts, returns.n_locked, returns.n_more), (0, 0, 0, 0));
    let state = place(&out[0], "状态");
    let without = out[0].rows.iter().map(|row| {
        let kept = row.iter().enumerate().filter(|(at, _)| *at != state).map(|(_, cell)| cell.text.clone());
        kept.collect::<Vec<String>>()
    });
    let before =
        master[0].rows.iter().map(|row| row.iter().map(|cell| cell.text.clone()).collect::<Vec<_>>());
    for (now, before) in without.zip(before) {
        assert!(now.iter().zip(&before).all(|(now, before)| now == before), "{now:?} {before:?}");
    }
}

#[test]
fn each_cell_comes_back_to_its_place() {
    let (master, given) = &*GIVEN;
    let (mut master, mut sheets) = (master.clone(), given.clone());
    // Task 0 is led by the first unit, and of the eighth too.
    *cell(unit(&mut sheets, "县教育局"), "完成第0项工程", "状态") = Cell::text("推进中");
    *cell(unit(&mut sheets, "县教育局"), "完成第0项工程", "进展情况") = Cell::text("打了地基");
    *cell(unit(&mut sheets, "县审计局"), "完成第0项工程", "进展情况") = Cell::text("查了账");
    *cell(unit(&mut sheets, "县审计局"), "完成第0项工程", "备注") = Cell::text("只此一家");
    // The ledger was edited since: it stays.
    *cell(&mut master, "完成第1项工程", "进展情况") = Cell::text("办公室改过");
    *cell(unit(&mut sheets, "县财政局"), "完成第1项工程", "进展情况") = Cell::text("单位填的");
    // Not to be changed.
    *cell(unit(&mut sheets, "县水利局"), "完成第2项工程", "完成时限") = Cell::text("明年");
    // Sorted, renamed, without its hidden sheets, and with a row of its own.
    let odd = unit(&mut sheets, "县林业局");
    *cell(odd, "完成第33项工程", "进展情况") = Cell::text("种了树");
    odd[0].rows[2..].reverse();
    odd[0].name = "林业局上报".into();
    odd.retain(|grid| grid.name != PRINTS && grid.name != SENT);
    let width = odd[0].rows[1].len();
    let mut row = vec![Cell::default(); width];
    (row[1], row[8]) = (Cell::text("另外种草"), Cell::text("种了草"));
    odd[0].rows.push(row);
    // A row deleted, and a unit that did not return.
    unit(&mut sheets, "县公安局")[0].rows.remove(2);
    sheets.retain(|(file, _)| file != "县民政局");
    let (mut out, returns) = collected(&master, &sheets);
    let mut at = |task: &str, heading: &str| cell(&mut out, task, heading).text.clone();
    assert_eq!(at("完成第0项工程", "状态"), "推进中");
    assert_eq!(at("完成第0项工程", "进展情况"), "打了地基");
    assert_eq!(at("完成第0项工程", "备注"), "只此一家");
    assert_eq!(at("完成第1项工程", "进展情况"), "办公室改过");
    assert_eq!(at("完成第2项工程", "完成时限"), "3月底前");
    assert_eq!(at("完成第33项工程", "进展情况"), "种了树");
    let conflicts = lines(&out, "冲突");
    let has = |lines: &[String], parts: &[&str]| {
        assert!(
            lines.iter().any(|line| parts.iter().all(|part| line.contains(part))),
            "{parts:?} in {lines:?}"
        );
    };
    assert_eq!(conflicts.len(), 4, "{conflicts:?}");
    has(&conflicts, &["完成第0项工程", "进展情况", "县审计局", "查了账", "打了地基", "几个单位填的不同"]);
    has(&conflicts, &["完成第1项工程", "县财政局", "单位填的", "办公室改过", "发出后台账也改过"]);
    let locked = lines(&out, "不应改动");
    assert_eq!(locked.len(), 4, "{locked:?}");
    has(&locked, &["完成第2项工程", "完成时限", "县水利局", "明年", "3月底前"]);
    has(&locked, &["完成第4项工程", "县公安局", "删去了这一行"]);
    let more = lines(&out, "另附内容");
    has(&more, &["县林业局", "加的行", "另外种草", "种了草"]);
    assert_eq!(more.len(), 3, "what was handed out is not told: {more:?}");
    has(&lines(&out, "交回情况"), &["县民政局", "未交回"]);
    has(&lines(&out, "交回情况"), &["县林业局", "已交回", "县林业局.xlsx"]);
    assert_eq!(returns.missing, ["县民政局"]);
    assert!(returns.strange.is_empty());
    // Once more nothing is added, and what was listed stays listed.
    let (again, _) = collected(&out, &sheets);
    for name in ["冲突", "不应改动", "另附内容", "督办台账", "交回情况"] {
        assert_eq!(
            sheet(&out, name).map(|grid| grid.rows.len()),
            sheet(&again, name).map(|grid| grid.rows.len()),
            "{name}"
        );
    }
    let (names, now): (Vec<_>, Vec<_>) = (names(&out), names(&again));
    assert_eq!(names, now);
}

#[test]
fn states_are_counted_by_unit_and_month() {
    let mut master = GIVEN.0.clone();
    let state = place(&master[0], "备注");
    // A ledger of which people made a column of states by hand.
    master[0].rows[1][state] = Cell::text("状态");
    for (task, said) in [(0, "办结"), (12, "推进中"), (24, "已办结"), (1, "等待审批")] {
        *cell(&mut master, &format!("完成第{task}项工程"), "状态") = Cell::text(said);
    }
    let old = merge::read(master, lexicon()).unwrap();
    let as_of = Some(jiff::civil::date(2025, 2, 3));
    let [by_unit, by_month] = summary(&old, lexicon(), None, as_of, Lang::Zh).unwrap();
    let heads: Vec<&str> = by_unit.heads.iter().map(|head| head.text.as_str()).collect();
    let wanted = [
        "单位",
        "任务",
        "占比",
        "待办理",
        "推进中",
        "已办结",
        "申请延期",
        "已延期",
        "其他",
        "未填",
        "办结率",
        "超期",
        "3天内",
    ];
    assert_eq!(heads, wanted);
    let line = |table: &Table, name: &str| -> String {
        let row =
            table.rows.iter().find(|row| row.cells[0].text == name).unwrap_or_else(|| panic!("no {name}"));
        row.cells.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join(" ")
    };
    // Tasks 0, 12, 24, 36 and 48 are due in January, and but for two of them overdue.
    assert_eq!(line(&by_month, "2025-01"), "2025-01 5 8% 0 1 2 0 0 0 2 40% 3 0");
    assert_eq!(line(&by_unit, "合计"), "合计 60 100% 0 1 2 0 0 1 56 3% 3 0");
    assert_eq!(line(&by_unit, "县教育局"), "县教育局 2 3% 0 0 1 0 0 0 1 50% 0 0");
    let total: usize = by_unit.rows.iter().map(|row| row.cells[1].text.parse::<usize>().unwrap()).sum();
    assert_eq!(total, 75 + 60, "a task counts for each of its units");
    assert_eq!(by_month.rows.len(), 13);
}

fn names(grids: &[Grid]) -> Vec<&str> {
    grids.iter().map(|grid| grid.name.as_str()).collect()
}

/// What a clerk does to the workbook of a unit, or to the ledger: the nth thing that is done.
fn fill(grids: &mut Vec<Grid>, dice: &mut Dice, n: &mut usize, in_ledger: bool) {
    *n += 1;
    let said = |what: &str| format!("手写{n}{what}");
    let n_columns = grids[0].rows.iter().map(Vec::len).max().unwrap_or(1);
    let main = &mut grids[0];
    main.rows.iter_mut().for_each(|row| row.resize(n_columns, Cell::default()));
    let n_rows = main.rows.len();
    let row = 2.min(n_rows - 1) + dice.below(n_rows.saturating_sub(2));
    let row = row.min(n_rows - 1);
    let column = dice.below(n_columns);
    let filled = ["状态", "进展情况", "存在问题", "下一步", "备注"];
    let heading = filled[dice.below(filled.len())];
    let open = main.rows.get(1).and_then(|row| row.iter().position(|cell| cell.text == heading));
    let number = || Cell { text: format!("{}", 7_000_000 + *n), sort: Sort::Number, ..Cell::default() };
    match dice.below(if in_ledger { 12 } else { 30 }) {
        0..=7 => main.rows[row][open.unwrap_or(column)] = Cell::text(said("号")),
        8 => {
            let marks = Marks { note: Some(said("批注")), ..Marks::default() };
            main.rows[row][column].marks = Some(Box::new(marks));
        }
        9 => main.rows[row][open.unwrap_or(column)] = number(),
        10 => {
            let mut added = vec![Cell::default(); n_columns];
            added[column] = Cell::text(said("行"));
            added[1 % n_columns] = Cell::text(said("任务"));
            main.rows.insert(row, added);
        }
        11 => main.rows[2.min(n_rows)..].sort_by_key(|row| row[column].text.clone()),
        12 | 13 => main.rows[row][column] = Cell::text(said("号")),
        14 if n_rows > 3 => drop(main.rows.remove(row)),
        15 => {
            let copy = main.rows[row].clone();
            main.rows.insert(row, copy);
            main.rows[row + 1][1 % n_columns] = Cell::text(said("任务"));
        }
        16 => main.name = "上报".into(),
        17 => grids.retain(|grid| grid.name != PRINTS && grid.name != SENT),
        18 => {
            let key = main.rows[1].iter().position(|cell| cell.text == "任务编号");
            main.rows.iter_mut().for_each(|row| drop(key.map(|key| row.remove(key))));
        }
        19 if n_columns > 4 => main.rows.iter_mut().for_each(|row| drop(row.remove(column))),
        20 => main.rows.iter_mut().enumerate().for_each(|(at, row)| {
            let text = if at == 1 || at % 2 == 0 { said(&format!("列{at}")) } else { String::new() };
            row.insert(column, Cell::text(text));
        }),
        21 => main.rows[1][column] = Cell::text(said("头")),
        22 => main.rows.push(vec![Cell::text(said("表下"))]),
        23 => {
            main.rows[row].resize(n_columns + 2, Cell::default());
            main.rows[row][n_columns + 1] = Cell::text(said("旁"));
        }
        24 => {
            let rows = vec![vec![Cell::text("x"), Cell::text(said("另表"))]];
            grids.push(Grid { name: format!("另表{n}"), rows, ..Grid::default() });
        }
        25 => main.rows[row][column] = Cell::default(),
        26 => main.rows[0][0] = Cell::text(said("题")),
        27 => {
            let marks =
                Marks { formula: Some((format!("\"手写{n}式\"&A1"), (row, column))), ..Marks::default() };
            main.rows[row][column] = Cell { marks: Some(Box::new(marks)), ..Cell::default() };
        }
        28 => main.rows.insert(row, vec![Cell::default(); n_columns]),
        29 => main.rows[row][open.unwrap_or(column)].text.push_str(&said("续")),
        _ => {}
    }
}

/// What thirty clerks typed and cannot be found in what was collected, also once more.
fn lost(seed: u64) -> Vec<String> {
    let (master, sheets) = &*GIVEN;
    let (mut master, mut sheets) = (master.clone(), sheets.clone());
    let (mut dice, mut n) = (Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1), 0);
    for (_, grids) in &mut sheets {
        for _ in 0..dice.below(6) {
            fill(grids, &mut dice, &mut n, false);
        }
    }
    for _ in 0..dice.below(6) {
        fill(&mut master, &mut dice, &mut n, true);
    }
    // Who lost the headings hears that it is no ledger; the others are not lost for it.
    sheets.retain(|(file, grids)| merge::returned(grids.clone(), file, lexicon()).is_ok());
    // A name of a sheet is no cell.
    let cells = |grids: &[Grid]| -> BTreeSet<String> {
        typed(&grids.iter().map(|grid| Grid { name: String::new(), ..grid.clone() }).collect::<Vec<_>>())
    };
    let hidden = |grids: &[Grid]| -> Vec<Grid> {
        let mut seen: Vec<Grid> =
            grids.iter().filter(|grid| grid.name != PRINTS && grid.name != SENT).cloned().collect();
        // Keys are not typed, though some are all digits.
        for cell in seen.iter_mut().flat_map(|grid| &mut grid.rows).flatten() {
            if cell.text.starts_with("k-") && !cell.text.contains("手写") {
                cell.text.clear();
            }
        }
        seen
    };
    let mut wanted = cells(&hidden(&master));
    wanted.extend(sheets.iter().flat_map(|(_, grids)| cells(&hidden(grids))));
    let (once, _) = collected(&master, &sheets);
    let mut lost: Vec<String> = wanted.difference(&cells(&hidden(&once))).cloned().collect();
    if lost.is_empty() && seed.is_multiple_of(4) {
        let (twice, _) = collected(&once, &handed_out(&once));
        lost.extend(wanted.difference(&cells(&hidden(&twice))).map(|text| format!("{text} the second time")));
    }
    lost
}

/// `PLAN_SEEDS=4..1000 cargo test --test collect` asks more.
#[test]
fn nothing_that_clerks_type_is_lost() {
    let seeds = std::env::var("PLAN_SEEDS").unwrap_or_else(|_| "0..4".into());
    let (from, to) = seeds.split_once("..").expect("two numbers");
    let seeds = from.parse().expect("a number")..to.parse().expect("a number");
    let failed: Vec<(u64, Vec<String>)> =
        seeds.map(|seed| (seed, lost(seed))).filter(|(_, lost)| !lost.is_empty()).collect();
    assert!(failed.is_empty(), "{failed:?}");
}

fn folder(name: &str) -> PathBuf {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&dir);
    fs::create_dir_all(&dir).unwrap();
    fs::write(dir.join("plan.txt"), plan()).unwrap();
    dir
}

fn run(args: &[&str], dir: &Path) -> Output {
    let mut command = Command::new(common::program());
    command.env("LC_ALL", "C").current_dir(dir).args(args).output().expect("it runs")
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn workbooks_go_out_and_come_back() {
    let dir = folder("collect");
    assert_eq!(
        run(&["table", "plan.txt", "--preset", "ledger", "-o", "m.xlsx"], &dir).status.code(),
        Some(0)
    );
    let out = run(&["ledger", "split", "m.xlsx", "-o", "out"], &dir);
    assert_eq!(out.status.code(), Some(0), "{}", told(&out));
    let listed = String::from_utf8(out.stdout).unwrap();
    assert!(listed.contains("县教育局") && listed.contains("县教育局.xlsx"), "{listed}");
    // What may be filled in is not written over.
    let before = fs::read(dir.join("out/县教育局.xlsx")).unwrap();
    let refused = run(&["ledger", "split", "m.xlsx", "-o", "out"], &dir);
    assert_eq!(refused.status.code(), Some(2));
    assert!(told(&refused).contains("was left as it is"), "{}", told(&refused));
    assert_eq!(fs::read(dir.join("out/县教育局.xlsx")).unwrap(), before);
    assert_eq!(run(&["ledger", "split", "m.xlsx", "-o", "out", "--force"], &dir).status.code(), Some(0));
    // Nor is the ledger, whatever is forced.
    fs::create_dir(dir.join("own")).unwrap();
    fs::copy(dir.join("m.xlsx"), dir.join("own/县教育局.xlsx")).unwrap();
    let refused = run(&["ledger", "split", "own/县教育局.xlsx", "-o", "own", "--force"], &dir);
    assert_eq!(refused.status.code(), Some(2));
    assert!(told(&refused).contains("would overwrite"), "{}", told(&refused));
    assert_eq!(fs::read_dir(dir.join("own")).unwrap().count(), 1, "nothing was written");
    fs::write(dir.join("out/broken.xlsx"), "none").unwrap();
    let all = run(&["ledger", "collect", "m.xlsx", "out/*.xlsx", "-o", "all.xlsx"], &dir);
    assert_eq!(all.status.code(), Some(1), "one cannot be read: {}", told(&all));
    assert!(told(&all).contains("30 of 30 units returned (30 files)"), "{}", told(&all));
    for (name, over) in [("m.xlsx", "m.xlsx"), ("m.xlsx", "out/县教育局.xlsx")] {
        let refused = run(&["ledger", "collect", name, "out/县教育局.xlsx", "-o", over], &dir);
        assert_eq!(refused.status.code(), Some(2));
        assert!(told(&refused).contains("would overwrite"), "{}", told(&refused));
    }
    fs::copy(dir.join("m.xlsx"), dir.join("own/copy.xlsx")).unwrap();
    let part =
        run(&["ledger", "collect", "m.xlsx", "out/县教育局.xlsx", "own/copy.xlsx", "-o", "part.xlsx"], &dir);
    for said in [
        "1 of 30 units returned (2 files)",
        "29 have not returned: 县",
        "not known whose these are: copy.xlsx",
    ] {
        assert!(told(&part).contains(said), "{}", told(&part));
    }
    let other = run(&["ledger", "collect", "m.xlsx", "out/县教育局.xlsx", "-o", "all.txt"], &dir);
    assert_eq!(other.status.code(), Some(2));
    assert!(told(&other).contains("`all.txt` ends otherwise"), "{}", told(&other));
    assert!(!dir.join("all.txt").exists());
    let none = run(&["ledger", "collect", "m.xlsx", "out/broken.xlsx", "-o", "none.xlsx"], &dir);
    assert_eq!(none.status.code(), Some(2));
    assert!(!dir.join("none.xlsx").exists());
    // The ledger twice, and a unit's workbook in its place.
    for (files, said) in [
        (["m.xlsx", "m.xlsx"], "the ledger alone was given"),
        (["out/县教育局.xlsx", "out/县财政局.xlsx"], "县教育局.xlsx: this is a workbook of a unit"),
    ] {
        let refused = run(&["ledger", "collect", files[0], files[1], "-o", "none.xlsx"], &dir);
        assert_eq!(refused.status.code(), Some(2));
        assert!(told(&refused).contains(said), "{}", told(&refused));
        assert!(!dir.join("none.xlsx").exists());
    }
}
