//! Ledgers over the years: what is filled in goes on with next year's plan, as far as that is sure; and tables for
//! other programs: flat ones, calendars, what is due.

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use plan::ledger::merge::{Grid, PRINTS};
use plan::ledger::rules::When;
use plan::ledger::{Cell, Sort};
use plan::model::Lang;
use plan::report::table::{back, xlsx};

use common::root;

fn run(args: &[&str], folder: &Path) -> Output {
    Command::new(common::program())
        .env("LC_ALL", "C")
        .current_dir(folder)
        .args(args)
        .output()
        .expect("it runs")
}

fn ok(args: &[&str], folder: &Path) -> String {
    let output = run(args, folder);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "{args:?}: {told}");
    told
}

/// A folder with the plans of two years.
fn folder(name: &str) -> PathBuf {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&dir);
    fs::create_dir_all(&dir).unwrap();
    for (from, to) in [("year_old.txt", "old.txt"), ("year_new.txt", "new.txt"), ("due.txt", "due.txt")] {
        fs::copy(root().join("fixtures/table").join(from), dir.join(to)).unwrap();
    }
    dir
}

fn sheets(path: &Path) -> Vec<Grid> {
    back::sheets(&fs::read(path).unwrap()).unwrap()
}

fn save(grids: Vec<Grid>, path: &Path) {
    let book = xlsx::Book { grids, ..xlsx::Book::default() };
    fs::write(path, xlsx::xlsx(&book, Lang::Zh).unwrap()).unwrap();
}

fn sheet<'g>(grids: &'g [Grid], name: &str) -> Option<&'g Grid> {
    grids.iter().find(|grid| grid.name == name)
}

/// The place of a heading: its row and column.
fn heading(grid: &Grid, text: &str) -> (usize, usize) {
    let found =
        grid.rows.iter().enumerate().find_map(|(at, row)| {
            Some((at, row.iter().position(|cell| cell.text.replace('\n', "") == text)?))
        });
    found.unwrap_or_else(|| panic!("no heading {text} in {}", grid.name))
}

/// What stands in a column beside each task that has something there.
fn beside(grid: &Grid, task: &str, column: &str) -> Vec<(String, String)> {
    let ((head, of), (_, task)) = (heading(grid, column), heading(grid, task));
    let cell = |row: &[Cell], at: usize| row.get(at).map_or("", |cell| cell.text.as_str()).to_owned();
    let rows = grid.rows[head + 1..].iter().map(|row| (cell(row, task), cell(row, of)));
    rows.filter(|(_, said)| !said.is_empty()).collect()
}

/// The ledger of the old plan, each task's progress filled in with its title.
fn filled(dir: &Path) -> Vec<Grid> {
    ok(&["table", "old.txt", "--preset", "ledger", "-o", "made.xlsx"], dir);
    let mut grids = sheets(&dir.join("made.xlsx"));
    let ((head, progress), (_, task)) = (heading(&grids[0], "进展情况"), heading(&grids[0], "工作任务"));
    for row in grids[0].rows.iter_mut().skip(head + 1) {
        let title = row.get(task).map(|cell| cell.text.clone()).filter(|title| !title.is_empty());
        if let Some(title) = title {
            row.resize(row.len().max(progress + 1), Cell::default());
            row[progress] = Cell::text(format!("已做：{title}"));
        }
    }
    grids
}

#[test]
fn what_is_filled_in_goes_on_with_next_years_plan() {
    let dir = folder("ledger-year");
    save(filled(&dir), &dir.join("old.xlsx"));
    let told = ok(&["table", "new.txt", "--merge", "old.xlsx", "-o", "new.xlsx"], &dir);
    let grids = sheets(&dir.join("new.xlsx"));
    let carried = beside(&grids[0], "工作任务", "进展情况");
    let wanted = [
        ("抓好粮食生产", "已做：稳定粮食播种面积"),
        ("加快高标准农田建设", "已做：推进高标准农田建设"),
        ("提升农村公路质量", "已做：改善乡村道路"),
        ("做强食用菌产业链", "已做：发展食用菌产业"),
    ];
    for (task, said) in wanted {
        assert!(carried.contains(&(task.to_owned(), said.to_owned())), "{task}: {carried:?}");
    }
    // What has nothing in common with the old games does not take up what was said of them.
    let games = "已做：办好农民运动会";
    assert!(!carried.iter().any(|(_, said)| said == games), "{carried:?}");
    assert_eq!(beside(sheet(&grids, "已无对应任务").unwrap(), "工作任务", "进展情况").len(), 1);
    // The task that was split goes on in one part and is offered to the other.
    let split = "已做：整治农村人居环境";
    let offers = beside(sheet(&grids, "待确认").expect("offers"), "可能对应的新任务", "进展情况");
    let parts = ["推进农村改厕", "治理农村生活污水"];
    let goes_on = |part: &&str| carried.contains(&((*part).to_owned(), split.to_owned()));
    let offered = |part: &&str| offers.iter().any(|(task, said)| task.starts_with(part) && said == split);
    assert_eq!(parts.iter().filter(|part| goes_on(part)).count(), 1, "{carried:?}");
    assert!(parts.iter().all(|part| goes_on(part) != offered(part)), "{offers:?}");
    assert!(told.contains("see the sheet `To confirm`"), "{told}");
    let offer = sheet(&grids, "待确认").unwrap();
    let text = |heading: &str| beside(offer, "原表的任务", heading);
    assert!(text("原表的举措").iter().any(|(_, old)| old.contains("改造户厕两千座")));
    assert!(text("未直接并入的原因").iter().any(|(_, why)| why == "只有部分内容相近"));
}

#[test]
fn the_same_plan_once_more_changes_nothing() {
    let dir = folder("ledger-again");
    let mut grids = filled(&dir);
    // A column of one's own in front of all others, and one behind.
    let (head, _) = heading(&grids[0], "工作任务");
    for (at, row) in grids[0].rows.iter_mut().enumerate() {
        let cell = |text: &str| Cell::text(if at == head { text.to_owned() } else { format!("{text}{at}") });
        row.insert(0, if at >= head { cell("科室") } else { Cell::default() });
        row.push(if at >= head { cell("分管") } else { Cell::default() });
    }
    save(grids, &dir.join("old.xlsx"));
    ok(&["table", "new.txt", "--merge", "old.xlsx", "-o", "new.xlsx"], &dir);
    ok(&["table", "new.txt", "--merge", "new.xlsx", "-o", "again.xlsx"], &dir);
    let (once, twice) = (sheets(&dir.join("new.xlsx")), sheets(&dir.join("again.xlsx")));
    assert!(sheet(&once, "待确认").is_some());
    for (once, twice) in once.iter().zip(&twice).filter(|(once, _)| once.name != PRINTS) {
        assert_eq!(once, twice);
    }
    assert_eq!(once.len(), twice.len());
}

/// A ledger that nobody touched is made anew; one that was filled in is not written over.
#[test]
fn what_was_filled_in_is_not_written_over() {
    let dir = folder("ledger-spared");
    let made = ["table", "old.txt", "--preset", "ledger", "-o", "made.xlsx"];
    ok(&made, &dir);
    ok(&made, &dir);
    save(filled(&dir), &dir.join("made.xlsx"));
    let before = fs::read(dir.join("made.xlsx")).unwrap();
    let refused = run(&made, &dir);
    let told = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert_eq!(refused.status.code(), Some(2), "{told}");
    assert!(told.contains("`made.xlsx` is a ledger that was filled in (6 places)"), "{told}");
    assert_eq!(fs::read(dir.join("made.xlsx")).unwrap(), before);
    ok(&[&made[..], &["--force"]].concat(), &dir);
    assert_ne!(fs::read(dir.join("made.xlsx")).unwrap(), before);
}

/// A sheet as wide as no ledger is is refused by its width, not by what it lacks.
#[test]
fn a_ledger_has_no_thousand_columns() {
    let dir = folder("ledger-wide");
    let mut grids = filled(&dir);
    let (head, _) = heading(&grids[0], "工作任务");
    grids[0].rows[head].extend((0..600).map(|at| Cell::text(format!("栏{at}"))));
    save(grids, &dir.join("wide.xlsx"));
    let refused = run(&["ledger", "split", "wide.xlsx", "-o", "out"], &dir);
    let told = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert_eq!(refused.status.code(), Some(2), "{told}");
    assert!(told.contains("612 columns; a ledger has 500 at most"), "{told}");
    assert!(!dir.join("out").exists());
}

/// An offer that nobody has touched goes when its task does; one that a person wrote on stays.
#[test]
fn offers_go_with_their_tasks() {
    let dir = folder("ledger-offers");
    save(filled(&dir), &dir.join("old.xlsx"));
    ok(&["table", "new.txt", "--merge", "old.xlsx", "-o", "new.xlsx"], &dir);
    let other =
        "青河县2026年体育工作要点\n一、办好赛事\n1.举办马拉松。十月举办马拉松赛。（牵头单位：县体育中心）\n";
    fs::write(dir.join("other.txt"), other).unwrap();
    ok(&["table", "other.txt", "--merge", "new.xlsx", "-o", "gone.xlsx"], &dir);
    let lines = |path: &str| {
        let grids = sheets(&dir.join(path));
        let offers = sheet(&grids, "待确认").map(|grid| format!("{:?}", grid.rows));
        offers.unwrap_or_default()
    };
    assert!(!lines("gone.xlsx").contains("治理农村生活污水"));
    let mut grids = sheets(&dir.join("new.xlsx"));
    let offers = grids.iter_mut().find(|grid| grid.name == "待确认").unwrap();
    let (head, column) = heading(offers, "相似度");
    offers.rows[head + 1][column] = Cell::text("手写：问过了，是这一项");
    save(grids, &dir.join("asked.xlsx"));
    ok(&["table", "other.txt", "--merge", "asked.xlsx", "-o", "kept.xlsx"], &dir);
    assert!(lines("kept.xlsx").contains("手写：问过了，是这一项"));
}

/// A row taller than a page is several joined ones; what stands beside its lower parts belongs to its task.
#[test]
fn a_row_taller_than_a_page_stays_one() {
    let dir = folder("ledger-tall");
    let long: String = (0..400).map(|at| format!("整治第{at}条支流沿岸的排污口，")).collect();
    let plan = format!(
        "青河县2024年治水方案\n一、任务\n1.整治排污口。{long}全部完成。（牵头单位：县水利局）\n2.植树。植树百亩。（牵头单位：县林业局）\n"
    );
    fs::write(dir.join("old.txt"), plan).unwrap();
    let mut grids = filled(&dir);
    let ((head, task), (_, key)) = (heading(&grids[0], "工作任务"), heading(&grids[0], "任务编号"));
    let parts = grids[0].joined.iter().filter(|area| area[0] == head + 1 && area[2] > head + 3);
    assert!(parts.count() > 3, "the row is several");
    let own = key + 1;
    for (at, text) in [(head, "分管"), (head + 1, "手写一"), (head + 3, "手写二")] {
        let row = &mut grids[0].rows[at];
        row.resize(row.len().max(own + 1), Cell::default());
        row[own] = Cell::text(text);
    }
    save(grids, &dir.join("tall.xlsx"));
    ok(&["table", "old.txt", "--merge", "tall.xlsx", "-o", "again.xlsx"], &dir);
    let grids = sheets(&dir.join("again.xlsx"));
    assert!(sheet(&grids, "已无对应任务").is_none(), "no copies");
    let said = beside(&grids[0], "工作任务", "分管");
    assert_eq!(said, [("整治排污口".to_owned(), "手写一\n手写二".to_owned())], "column {task}");
    ok(&["table", "old.txt", "--merge", "again.xlsx", "-o", "twice.xlsx"], &dir);
    assert_eq!(beside(&sheets(&dir.join("twice.xlsx"))[0], "工作任务", "分管"), said);
}

#[test]
fn a_flat_table_is_headings_and_values() {
    let dir = folder("ledger-flat");
    ok(&["table", "due.txt", "--flat", "-o", "flat.xlsx"], &dir);
    let grids = sheets(&dir.join("flat.xlsx"));
    assert_eq!(grids.len(), 1, "one sheet");
    let rows = &grids[0].rows;
    assert!(grids[0].joined.is_empty() && rows[0].iter().all(|cell| !cell.text.is_empty()));
    assert_eq!(rows[0][0].text, "任务编号");
    for wanted in ["状态", "来源", "完成时限", "截止日期"] {
        heading(&grids[0], wanted);
    }
    let of = |task: &str, column: &str| {
        let ((_, at), (_, of)) = (heading(&grids[0], "工作任务"), heading(&grids[0], column));
        let row = rows.iter().find(|row| row[at].text == task).expect("the task");
        row.get(of).cloned().unwrap_or_default()
    };
    assert_eq!(of("修缮校舍", "配合单位").text, "县财政局,县住房城乡建设局");
    // As written, without the mark of what stands with the section, and as a day.
    assert_eq!(of("修缮校舍", "完成时限").text, "6月底前");
    assert_eq!(
        (of("修缮校舍", "截止日期").text.as_str(), of("修缮校舍", "截止日期").sort),
        ("2025-06-30", Sort::Day)
    );
    assert_eq!(of("培训教师", "截止日期").text, "");
    assert_eq!(of("培训教师", "牵头单位").text, "县教育局");
    ok(&["table", "due.txt", "--flat", "-o", "flat.csv"], &dir);
    let csv = fs::read_to_string(dir.join("flat.csv")).unwrap();
    assert!(csv.starts_with("\u{feff}任务编号,工作任务,"), "{csv}");
    assert!(csv.contains("\"县财政局,县住房城乡建设局\"") && !csv.contains('*'), "{csv}");
    let refused = run(&["table", "due.txt", "--flat", "-o", "flat.docx"], &dir);
    assert_eq!(refused.status.code(), Some(2));
    assert!(!dir.join("flat.docx").exists());
}

#[test]
fn a_calendar_has_a_day_for_each_task() {
    let dir = folder("ledger-ics");
    let told = ok(&["table", "due.txt", "-o", "due.ics"], &dir);
    assert!(told.contains("1 tasks have no day"), "{told}");
    let text = fs::read_to_string(dir.join("due.ics")).unwrap();
    let whole = text.replace("\r\n ", "");
    assert_eq!(whole.matches("BEGIN:VEVENT").count(), 4, "{whole}");
    for wanted in [
        "DTSTAMP:20000101T000000Z",
        "DTSTART;VALUE=DATE:20250630\r\nDTEND;VALUE=DATE:20250701",
        "SUMMARY:【县教育局】修缮校舍",
        "DTSTART;VALUE=DATE:20251231\r\nDTEND;VALUE=DATE:20260101",
        "完成时限：6月底前\\n",
        "县财政局\\,县住房城乡建设局",
    ] {
        assert!(whole.contains(wanted), "{wanted} in {whole}");
    }
    // The day of a task is called by its key alone, that of a part with the day behind it.
    let ids: Vec<&str> = whole.lines().filter_map(|line| line.strip_prefix("UID:")).collect();
    let of_part = |id: &&&str| id.matches('-').count() > 1;
    assert_eq!(ids.iter().filter(of_part).count(), 1, "{ids:?}");
    ok(&["table", "due.txt", "-o", "again.ics"], &dir);
    assert_eq!(text, fs::read_to_string(dir.join("again.ics")).unwrap());
    ok(&["table", "due.txt", "--todo", "--stamp", "2025-02-03", "-o", "todo.ics"], &dir);
    let todo = fs::read_to_string(dir.join("todo.ics")).unwrap();
    assert!(todo.contains("BEGIN:VTODO") && todo.contains("DUE;VALUE=DATE:20250630"));
    assert!(todo.contains("DTSTAMP:20250203T000000Z") && !todo.contains("VEVENT"));
}

#[test]
fn what_is_due_is_told_for_a_day() {
    let dir = folder("ledger-due");
    let tasks = |args: &[&str]| -> Vec<String> {
        let output =
            run(&[&["table", "due.txt", "--columns", "task", "--format", "json"], args].concat(), &dir);
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        let value: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let rows = value["rows"].as_array().unwrap().iter();
        rows.map(|row| row["cells"]["task"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(tasks(&["--due-in", "30", "--as-of", "2025-06-10"]), ["修缮校舍"]);
    assert!(tasks(&["--due-in", "19", "--as-of", "2025-06-10"]).is_empty());
    assert_eq!(tasks(&["--after", "2025-07"]), ["扩建食堂", "更新课桌"]);
    assert_eq!(tasks(&["--between", "2025-06..2025-10"]), ["修缮校舍", "扩建食堂"]);
    let args = ["table", "due.txt", "--preset", "ledger", "--as-of", "2025-06-28", "-o", "lit.xlsx"];
    ok(&args, &dir);
    let grids = sheets(&dir.join("lit.xlsx"));
    let lights = |grids: &[Grid]| beside(&grids[0], "工作任务", "预警");
    let light = |task: &str, light: &str| (task.to_owned(), light.to_owned());
    let (soon, fine) = (light("修缮校舍", "3天内"), light("更新课桌", "正常"));
    assert_eq!(lights(&grids), [soon, light("扩建食堂", "正常"), fine.clone()]);
    let reds = grids[0].rules.shades.iter().filter(|shade| matches!(&shade.when, When::Formula(_)));
    assert_eq!(
        reds.map(|shade| shade.look.fill).collect::<Vec<_>>(),
        [0xFFC7CE, 0xFFEB9C, 0xC6EFCE].map(Some)
    );
    ok(&["table", "due.txt", "--preset", "ledger", "--as-of", "2025-10-01", "-o", "late.xlsx"], &dir);
    let late = sheets(&dir.join("late.xlsx"));
    assert_eq!(lights(&late), [light("修缮校舍", "超期"), light("扩建食堂", "超期"), fine]);
}

/// A folder is one table of all its plans, and in a workbook a sheet a plan, to which the source of each row leads.
#[test]
fn a_folder_is_a_table() {
    let dir = folder("ledger-folder");
    fs::create_dir_all(dir.join("plans/inner")).unwrap();
    for (from, to) in [("old.txt", "plans/a.txt"), ("due.txt", "plans/inner/b.txt")] {
        fs::copy(dir.join(from), dir.join(to)).unwrap();
    }
    fs::write(dir.join("plans/picture.png"), "no document").unwrap();
    ok(&["table", "plans", "-o", "all.xlsx"], &dir);
    let grids = sheets(&dir.join("all.xlsx"));
    let heads: Vec<&str> = grids[0].rows[1].iter().map(|cell| cell.text.as_str()).collect();
    let wanted = [
        "序号",
        "来源",
        "工作任务",
        "具体举措",
        "牵头单位",
        "责任单位",
        "配合单位",
        "完成时限",
        "月份",
        "主题",
        "状态",
        "备注",
    ];
    assert_eq!(heads, wanted);
    assert_eq!(grids.len(), 3, "all plans, and each");
    assert!(grids[1].name.starts_with("1 ") && grids[2].name.starts_with("2 "));
    assert!(beside(&grids[0], "工作任务", "月份").contains(&("修缮校舍".into(), "2025-06".into())));
    let n_rows = |grid: &Grid| beside(grid, "序号", "工作任务").len();
    assert_eq!(n_rows(&grids[0]), n_rows(&grids[1]) + n_rows(&grids[2]));
    let (head, source) = heading(&grids[0], "来源");
    for row in &grids[0].rows[head + 1..head + 1 + n_rows(&grids[0])] {
        let link = row[source].marks.as_ref().and_then(|marks| marks.link.clone()).expect("a link");
        assert!(grids[1..].iter().any(|grid| link == format!("internal:'{}'!A1", grid.name)), "{link}");
    }
    // In other formats the one table; of files that are named, no sheets.
    ok(&["table", "plans", "-o", "all.csv"], &dir);
    assert!(fs::read_to_string(dir.join("all.csv")).unwrap().contains(",来源,"));
    ok(&["table", "old.txt", "due.txt", "-o", "two.xlsx"], &dir);
    assert_eq!(sheets(&dir.join("two.xlsx")).len(), 1);
    let inside = run(&["table", "plans", "-o", "plans/all.xlsx"], &dir);
    assert_eq!(inside.status.code(), Some(2), "it would be read the next time");
    fs::create_dir(dir.join("empty")).unwrap();
    assert_eq!(run(&["table", "empty", "-o", "none.xlsx"], &dir).status.code(), Some(2));
}
