//! Tables: every format holds the same cells, none runs a formula, and nothing a person typed is lost.

mod common;

use plan::extract::{self, Scene};
use plan::ledger::column::{By, Column, Preset};
use plan::ledger::merge::{self, Grid};
use plan::ledger::{Asked, Cell, Filter, Line, Marks, Sheet, Sort, Table, Unit, rows};
use plan::model::{Deadline, Lang, Owner, OwnerKind, OwnerRole, OwnerSource, Phrase, Plan, Task};
use plan::report::table::{back, csv, docx, html, json, md, term, xlsx};
use plan::text::{Source, Span};
use proptest::prelude::{Just, Strategy, prop_oneof};
use proptest::test_runner::{Config, TestCaseError, TestRunner};

use common::holds::ledger::{Edit, merged, opened, unsettled, wrong};
use common::holds::lexicon;

const PRESETS: [Preset; 4] = [Preset::Breakdown, Preset::Responsibility, Preset::Ledger, Preset::Calendar];

fn asked() -> Asked {
    Asked { lang: Lang::Zh, ..Asked::default() }
}

fn fixture(name: &str) -> String {
    let path = format!("{}/fixtures/table/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).expect("a fixture")
}

fn read(name: &str) -> Plan {
    let source = Source::of_text(fixture(name));
    extract::read(Scene { lexicon: lexicon(), year: None }, &source).0
}

fn task(title: &str, text: &str) -> Task {
    Task {
        key: format!(
            "k-{:08x}",
            title.bytes().fold(7_u32, |sum, b| sum.wrapping_mul(31).wrapping_add(b.into()))
        ),
        section: None,
        number: None,
        title: title.into(),
        text: text.into(),
        span: Span::default(),
        columns: Vec::new(),
        measures: vec![Phrase { text: text.into(), span: Span::default() }],
        owners: vec![owner("市发展改革委", OwnerRole::Lead), owner("市教育局", OwnerRole::Support)],
        deadline: Some(Deadline {
            text: "6月底前".into(),
            date: Some(jiff::civil::date(2025, 6, 30)),
            inherited: true,
            span: Span::default(),
        }),
        themes: vec![("education", 0.5)],
    }
}

fn owner(name: &str, role: OwnerRole) -> Owner {
    Owner {
        name: name.into(),
        canonical: name.into(),
        kind: OwnerKind::Organization,
        role,
        source: OwnerSource::Annotation,
        from: plan::model::Origin::Task(0),
        open_ended: false,
        span: Span::default(),
    }
}

/// Texts that some format or other would take for its own.
fn odd() -> Plan {
    let titles = [
        "=1+1",
        "-",
        "@SUM(A1)",
        "+2",
        "＝1",
        "\t=2",
        "a|b",
        "一\n二",
        "\"引\"号,逗号；",
        "<b>&amp;</b>",
        "*星* _线_ `码`",
        "\\反斜|杠\\",
        "# 题",
        " 前后空格 ",
        "'撇",
        "12%",
        "2025-06-30",
    ];
    let mut tasks: Vec<Task> = titles.iter().map(|title| task(title, title)).collect();
    tasks.push(task("长", &"治理河道，".repeat(1000)));
    Plan { tasks, ..Plan::default() }
}

fn many() -> Plan {
    let tasks = (0..300).map(|at| {
        let text = "清理沿河垃圾，做到日产日清。".repeat(1 + at % 7);
        task(&format!("第{at}项任务"), &text)
    });
    Plan { tasks: tasks.collect(), ..Plan::default() }
}

fn tables() -> Vec<Table> {
    let lexicon = lexicon();
    let mut tables = Vec::new();
    for plan in [read("three.txt"), read("plan.txt"), odd(), many()] {
        for preset in PRESETS {
            let asked = Asked { preset, ..asked() };
            tables.push(rows(&[Sheet { name: "甲.txt", plan: &plan }], lexicon, &asked));
        }
    }
    tables
}

/// Every cell in order, a line a row; bands are lines of one cell.
fn cells(table: &Table) -> Vec<Vec<String>> {
    let mut lines = vec![table.heads.iter().map(|head| head.text.clone()).collect()];
    lines.extend(table.lines().map(|line| match line {
        Line::Band(band) => vec![band.to_owned()],
        Line::Row(row) => row.cells.iter().map(|cell| cell.text.clone()).collect(),
    }));
    lines
}

/// The cells that `json` prints.
fn cells_of_json(table: &Table) -> Vec<Vec<String>> {
    let value = json::json(table, None, Lang::En);
    let ids: Vec<&str> =
        value["columns"].as_array().unwrap().iter().map(|column| column["id"].as_str().unwrap()).collect();
    let headings = value["columns"].as_array().unwrap().iter();
    let mut lines = vec![headings.map(|column| column["heading"].as_str().unwrap().to_owned()).collect()];
    let mut last = None;
    for row in value["rows"].as_array().unwrap() {
        let group = row.get("group").and_then(|group| group.as_str());
        if let Some(band) = group.filter(|_| group != last) {
            lines.push(vec![band.to_owned()]);
        }
        last = group;
        let cell = |id: &&str| match &row["cells"][*id] {
            serde_json::Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        lines.push(ids.iter().map(cell).collect());
    }
    lines
}

fn trimmed(mut lines: Vec<Vec<String>>) -> Vec<Vec<String>> {
    for line in &mut lines {
        while line.last().is_some_and(String::is_empty) {
            line.pop();
        }
    }
    lines
}

#[test]
fn json_holds_the_table() {
    for table in tables() {
        assert_eq!(cells_of_json(&table), cells(&table));
    }
}

#[test]
fn xlsx_read_back_is_the_same() {
    for table in tables() {
        let book = || xlsx::Book { tables: vec![("表".into(), table.clone())], ..xlsx::Book::default() };
        let bytes = xlsx::xlsx(&book(), Lang::Zh).unwrap();
        assert_eq!(bytes, xlsx::xlsx(&book(), Lang::Zh).unwrap(), "the same bytes");
        let grids = back::sheets(&bytes).unwrap();
        let n_lines = table.lines().count() + 1;
        let continued = grids[0].continued();
        let rows = grids[0].rows.iter().enumerate().filter(|(at, _)| !continued.contains(at));
        let found: Vec<Vec<String>> = rows
            .map(|(_, row)| row)
            .skip(1)
            .take(n_lines)
            .map(|row| row.iter().map(|cell| cell.text.clone()).collect())
            .collect();
        assert_eq!(trimmed(found), trimmed(cells_of_json(&table)));
        assert_eq!(grids[0].rows[0][0].text, table.title);
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        let sheet = std::io::read_to_string(zip.by_name("xl/worksheets/sheet1.xml").unwrap()).unwrap();
        assert!(!sheet.contains("<f>") && !sheet.contains("<f "), "a formula");
        for wanted in [
            "orientation=\"landscape\"",
            "paperSize=\"9\"",
            "<autoFilter",
            "state=\"frozen\"",
            "fitToWidth=\"1\"|fitToHeight=\"0\"",
        ] {
            assert!(wanted.split('|').any(|wanted| sheet.contains(wanted)), "{wanted}");
        }
        let workbook = std::io::read_to_string(zip.by_name("xl/workbook.xml").unwrap()).unwrap();
        assert!(workbook.contains("_xlnm.Print_Titles"));
    }
}

#[test]
fn docx_read_back_is_the_same() {
    for table in tables() {
        let bytes = docx::docx(&table, Lang::Zh);
        assert_eq!(bytes, docx::docx(&table, Lang::Zh), "the same bytes");
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        let xml = std::io::read_to_string(zip.by_name("word/document.xml").unwrap()).unwrap();
        assert!(xml.contains("<w:tblHeader/>") && xml.contains("w:orient=\"landscape\""));
        let found: Vec<Vec<String>> = xml.split("<w:tr>").skip(1).map(cells_of_row).collect();
        let wanted: Vec<Vec<String>> = cells_of_json(&table)
            .into_iter()
            .map(|line| line.into_iter().map(|cell| cell.replace('\t', " ")).collect())
            .collect();
        assert_eq!(found, wanted);
    }
}

/// A small reader of its own, so that an error of the writer cannot hide in a shared one.
fn cells_of_row(row: &str) -> Vec<String> {
    let text = |cell: &str| {
        let mut out = String::new();
        let mut rest = cell.split("</w:tc>").next().unwrap();
        while let Some(at) = rest.find('<') {
            let tag = &rest[at..rest[at..].find('>').unwrap() + at + 1];
            let after = &rest[at + tag.len()..];
            match tag {
                "<w:br/>" => out.push('\n'),
                tag if tag.starts_with("<w:t ") => out.push_str(&after[..after.find('<').unwrap()]),
                _ => {}
            }
            rest = after;
        }
        out.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    };
    row.split("<w:tc>").skip(1).map(text).collect()
}

#[test]
fn csv_read_back_is_the_same_and_never_runs() {
    for table in tables() {
        let text = csv::csv(&table);
        let grouped = table.rows.iter().any(|row| row.group.is_some());
        let fields = fields(&text);
        for field in fields.iter().flatten() {
            assert!(!field.starts_with(['=', '+', '-', '@', '＝']), "{field:?} would run");
        }
        let found: Vec<Vec<String>> = fields
            .iter()
            .map(|line| {
                line.iter().skip(usize::from(grouped)).map(|field| csv::shown(field).to_owned()).collect()
            })
            .collect();
        let wanted: Vec<Vec<String>> =
            cells_of_json(&table).into_iter().filter(|line| line.len() > 1).collect();
        assert_eq!(found, wanted);
    }
}

fn fields(text: &str) -> Vec<Vec<String>> {
    let (mut lines, mut line, mut field, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => field.extend(chars.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => line.push(std::mem::take(&mut field)),
            '\r' if !quoted => {
                assert_eq!(chars.next(), Some('\n'));
                line.push(std::mem::take(&mut field));
                lines.push(std::mem::take(&mut line));
            }
            c => field.push(c),
        }
    }
    lines
}

#[test]
fn markdown_read_back_is_the_same() {
    for table in tables() {
        let text = md::md(&table);
        let lines = text.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| --"));
        let found: Vec<Vec<String>> = lines.map(md_cells).collect();
        let plain = |cell: &String| cell.trim().replace("\n ", "\n");
        let wanted: Vec<Vec<String>> =
            cells(&table).iter().map(|line| line.iter().map(plain).collect()).collect();
        let found: Vec<Vec<String>> = found
            .into_iter()
            .zip(&wanted)
            .map(|(line, wanted)| match wanted.len() {
                1 => vec![line[0].trim_matches('*').to_owned()],
                _ => line,
            })
            .collect();
        assert_eq!(found, wanted);
    }
}

fn md_cells(line: &str) -> Vec<String> {
    let (mut cells, mut cell) = (Vec::new(), String::new());
    let mut chars = line[1..].chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => cell.extend(chars.next()),
            '|' => cells.push(std::mem::take(&mut cell)),
            c => cell.push(c),
        }
    }
    let plain = |cell: String| cell.trim().replace("<br>", "\n").replace("&lt;", "<").replace("&amp;", "&");
    cells.into_iter().map(plain).collect()
}

#[test]
fn html_and_terminal_hold_every_cell() {
    let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    for table in tables() {
        let page = html::html(&table, Lang::Zh);
        assert!(!page.contains("<script") && !page.contains("http:") && !page.contains("https:"));
        let page = bare(&page.replace("<br>", ""));
        for cell in cells(&table).iter().flatten() {
            let escaped =
                cell.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
            assert!(page.contains(&bare(&escaped)), "{cell}");
        }
        for columns in (20..=200).step_by(if table.rows.len() > 100 { 45 } else { 3 }) {
            let text = term::term(&table, columns);
            let wide =
                |line: &str| plan::report::table::layout::width(line, plan::report::table::layout::on_screen);
            assert!(text.lines().all(|line| wide(line) <= columns), "wider than {columns}");
        }
    }
}

#[test]
fn units_are_found_by_other_names() {
    let lexicon = lexicon();
    // The unit asked for, the unit of the task, whether it is found.
    let cases = [
        ("发改委", "省发展改革委", true),
        ("发展和改革委员会", "杭州市发展改革委", true),
        ("市发改委", "市发展改革委", true),
        ("省发改委", "市发展改革委", false),
        ("市教育局", "教育局", true),
        ("教育局", "市教育局", true),
        ("市教育局", "区教育局", false),
        ("教育局", "市体育局", false),
        ("局", "市体育局", false),
        ("各县（市、区）人民政府", "各县(市、区)人民政府", true),
    ];
    for (asked, name, found) in cases {
        assert_eq!(
            Unit::named(asked, lexicon).is(&owner(name, OwnerRole::Lead), lexicon),
            found,
            "{asked} {name}"
        );
    }
}

#[test]
fn filters_and_groups() {
    let lexicon = lexicon();
    let plan = read("plan.txt");
    let sheets = [Sheet { name: "甲.txt", plan: &plan }];
    let n_rows = |filter: Filter| rows(&sheets, lexicon, &Asked { filter, ..asked() }).rows.len();
    assert_eq!(n_rows(Filter::default()), plan.tasks.len());
    let unit = || Some((Unit::named("水务局", lexicon), "水务局".to_owned()));
    let (all, lead) = (
        n_rows(Filter { owner: unit(), ..Filter::default() }),
        n_rows(Filter { owner: unit(), role: Some(OwnerRole::Lead), ..Filter::default() }),
    );
    assert!(lead >= 3 && lead < all && all < plan.tasks.len(), "{lead} {all}");
    let words = |pattern: &str| regex::Regex::new(pattern).ok();
    let told = plan.tasks.iter().filter(|task| task.text.contains('河')).count();
    assert_eq!(n_rows(Filter { words: words("河"), ..Filter::default() }), told);
    assert!((1..plan.tasks.len()).contains(&told));
    assert_eq!(n_rows(Filter { words: words("^不会有$"), ..Filter::default() }), 0);
    let before = jiff::civil::date(2025, 4, 30);
    assert!((2..8).contains(&n_rows(Filter { before: Some(before), ..Filter::default() })));
    let by_owner = Asked { by: Some(By::Owner), columns: Some(vec![Column::Role, Column::Task]), ..asked() };
    let table = rows(&sheets, lexicon, &by_owner);
    let of_one: Vec<&str> = table
        .rows
        .iter()
        .filter(|row| row.group.as_deref() == Some("市水务局"))
        .map(|row| row.cells[0].text.as_str())
        .collect();
    let mut sorted = of_one.clone();
    sorted.sort_by_key(|role| ["牵头", "责任", "配合"].iter().position(|known| known == role));
    assert_eq!(of_one, sorted, "the weightiest duty first");
    let two = rows(&[sheets[0], Sheet { name: "乙.txt", plan: &plan }], lexicon, &asked());
    assert_eq!(two.heads[1].column, Some(Column::Source));
    assert_eq!(two.rows.last().unwrap().cells[1].text, "云泽市2025年河湖清洁行动实施方案（乙）");
    let other = read("three.txt");
    let two = rows(&[sheets[0], Sheet { name: "乙.txt", plan: &other }], lexicon, &asked());
    assert_eq!(two.rows.last().unwrap().cells[1].text, "青河县2025年图书下乡工作要点");
}

#[test]
fn titles_say_nothing_twice() {
    for line in fixture("titles.tsv").lines().filter(|line| !line.starts_with('#')) {
        let [title, preset, wanted] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let title = Phrase { text: title.into(), span: Span::default() };
        let plan = Plan { title: Some(title), ..Plan::default() };
        let asked = Asked { preset: Preset::named(preset).unwrap(), ..asked() };
        let table = rows(&[Sheet { name: "", plan: &plan }], lexicon(), &asked);
        assert_eq!(table.title, wanted);
    }
}

/// A table whose days leave out the year says it above them.
#[test]
fn titles_say_the_year_that_days_leave_out() {
    let titled = |title: &str, year| {
        let title = Phrase { text: title.into(), span: Span::default() };
        let plan =
            Plan { title: Some(title), year, tasks: vec![task("修路", "修路")], ..Plan::default() };
        rows(&[Sheet { name: "", plan: &plan }], lexicon(), &asked()).title
    };
    assert_eq!(titled("全市道路养护工作要点", Some(2025)), "2025年全市道路养护工作要点重点任务分解表");
    assert_eq!(titled("2025年道路养护工作要点", Some(2025)), "2025年道路养护工作要点重点任务分解表");
    assert_eq!(titled("全市道路养护工作要点", Some(2024)), "全市道路养护工作要点重点任务分解表");
    assert_eq!(titled("全市道路养护工作要点", None), "全市道路养护工作要点重点任务分解表");
}

#[test]
fn what_a_cell_says() {
    // The title of a task, its measures apart by `|`, what stands in the table under 工作任务 and 具体举措.
    for line in fixture("cells.tsv").lines().filter(|line| !line.starts_with('#')) {
        let [title, measures, wanted_title, wanted] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("{line}")
        };
        let mut task = task(title, "");
        let measure = |text: &str| Phrase { text: text.into(), span: Span::default() };
        task.measures = measures.split('|').map(measure).collect();
        let plan = Plan { tasks: vec![task], ..Plan::default() };
        let table = rows(&[Sheet { name: "", plan: &plan }], lexicon(), &asked());
        assert_eq!(table.rows[0].cells[1].text, wanted_title);
        assert_eq!(table.rows[0].cells[2].text, wanted.replace('|', "\n"));
    }
}

#[test]
fn what_is_no_measure() {
    let text = "安河县2025年水利工作要点\n一、兴修水利设施\n1.加固病险水库。完成十二座水库除险加固。\n\
                2.疏浚骨干渠道。清淤渠道四十公里。\n图1 组织架构\n表1所列渠道6月底前验收。\n\
                3.更新泵站设备。更换水泵三十台。\n以上三项任务由县水利局牵头，县财政局配合。\n\
                二、保护饮用水源\n1.划定保护区。设置界桩。\n责任单位：县卫生健康局\n配合部门：无\n\
                2.上述水源定期检测。以上数据每月公布。\n责任单位：县水利局\n";
    let plan = extract::read(Scene { lexicon: lexicon(), year: None }, &Source::of_text(text.to_owned())).0;
    let measures: Vec<Vec<&str>> = plan
        .tasks
        .iter()
        .map(|task| task.measures.iter().map(|measure| measure.text.as_str()).collect())
        .collect();
    let wanted = [
        vec!["完成十二座水库除险加固"],
        vec!["清淤渠道四十公里", "表1所列渠道6月底前验收"],
        vec!["更换水泵三十台"],
        vec!["设置界桩"],
        vec!["以上数据每月公布"],
    ];
    assert_eq!(measures, wanted);
    assert!(plan.tasks[..3].iter().all(|task| task.owners[0].name == "县水利局"));
}

#[test]
fn leaders_have_a_column_where_there_are_any() {
    let mut plan = read("three.txt");
    let heads = |plan: &Plan| -> Vec<Option<Column>> {
        let table = rows(&[Sheet { name: "", plan }], lexicon(), &asked());
        table.heads.iter().map(|head| head.column).collect()
    };
    assert!(!heads(&plan).contains(&Some(Column::Accountable)));
    plan.tasks[1].owners.push(owner("副县长", OwnerRole::Accountable));
    assert!(heads(&plan).contains(&Some(Column::Accountable)));
    assert!(!heads(&plan).contains(&Some(Column::Supervisor)));
}

#[test]
fn days_and_shares_are_values() {
    let plan = read("plan.txt");
    let asked = Asked { columns: Some(vec![Column::Task, Column::Date]), ..asked() };
    let mut table = rows(&[Sheet { name: "", plan: &plan }], lexicon(), &asked);
    table.rows[0].cells[0] = Cell::share(0.125);
    let bytes =
        xlsx::xlsx(&xlsx::Book { tables: vec![("表".into(), table)], ..xlsx::Book::default() }, Lang::Zh);
    let bytes = bytes.unwrap();
    let grids = back::sheets(&bytes).unwrap();
    assert_eq!(grids[0].rows[2][1].sort, Sort::Day);
    assert_eq!(grids[0].rows[2][1].text, "2025-03-31");
    assert_eq!(grids[0].rows[2][0].sort, Sort::Formatted("0%".into()));
}

/// No group's name is the last thing on a page.
#[test]
fn groups_begin_with_a_row_under_their_name() {
    let plan = many();
    let mut n_breaks = 0;
    for preset in [Preset::Responsibility, Preset::Calendar] {
        let mut table = rows(&[Sheet { name: "", plan: &plan }], lexicon(), &Asked { preset, ..asked() });
        for (at, row) in table.rows.iter_mut().enumerate() {
            row.group = Some(format!("第{}组", at / 3));
        }
        let book = xlsx::Book { tables: vec![("表".into(), table)], ..xlsx::Book::default() };
        let bytes = xlsx::xlsx(&book, Lang::Zh).unwrap();
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        let sheet = std::io::read_to_string(zip.by_name("xl/worksheets/sheet1.xml").unwrap()).unwrap();
        n_breaks += sheet.matches("<brk ").count();
    }
    assert!((4..100).contains(&n_breaks), "{n_breaks}");
}

#[test]
fn inherited_values_are_marked() {
    let table = rows(&[Sheet { name: "", plan: &odd() }], lexicon(), &asked());
    let at = table.heads.iter().position(|head| head.column == Some(Column::Deadline)).unwrap();
    assert_eq!(table.rows[0].cells[at].text, "6月底前*");
    assert!(table.notes[0].contains('*'));
}

/// The cell of the main sheet in the row of a task under a heading.
fn at(grids: &[Grid], title: &str, heading: &str) -> String {
    let rows = &grids[0].rows;
    let column =
        |name: &str| rows[1].iter().position(|cell| cell.text == name).unwrap_or_else(|| panic!("no {name}"));
    let row =
        rows.iter().find(|row| row[column("工作任务")].text == title).unwrap_or_else(|| panic!("no {title}"));
    row.get(column(heading)).map_or(String::new(), |cell| cell.text.clone())
}

fn find(grids: &[Grid], title: &str, heading: &str) -> (usize, usize) {
    let rows = &grids[0].rows;
    let column = rows[1].iter().position(|cell| cell.text == heading).expect("the heading");
    let named = rows[1].iter().position(|cell| cell.text == "工作任务").expect("a task column");
    (
        rows.iter().position(|row| row.get(named).is_some_and(|cell| cell.text == title)).expect("the task"),
        column,
    )
}

fn set(grids: &mut [Grid], (row, column): (usize, usize), cell: Cell) {
    let cells = &mut grids[0].rows[row];
    if cells.len() <= column {
        cells.resize(column + 1, Cell::default());
    }
    cells[column] = cell;
}

#[test]
fn what_people_filled_in_is_carried() {
    let plan = read("plan.txt");
    let mut old = opened(&plan);
    let first = find(&old, "开展河道普查", "进展情况");
    set(&mut old, first, Cell::text("已完成八成"));
    // A column of one's own, with a share, and a day.
    let n_columns = old[0].rows[1].len();
    set(&mut old, (1, n_columns), Cell::text("完成率"));
    set(
        &mut old,
        (first.0, n_columns),
        Cell { text: "0.8".into(), sort: Sort::Formatted("0%".into()), ..Cell::default() },
    );
    // A cell of the program changed by hand.
    let lead = find(&old, "排查入河排口", "牵头单位");
    set(&mut old, lead, Cell::text("市生态环境局、市纪委"));
    // Rows the other way round.
    old[0].rows[2..].reverse();
    // The wording of one task changes a little, another goes.
    let mut new = plan.clone();
    new.tasks[0].key = "k-00000001".into();
    new.tasks[0].measures[0].text.push_str("，每季度更新");
    let gone = new.tasks.remove(4);
    let kept = find(&old, &gone.title, "存在问题");
    set(&mut old, kept, Cell::text("电话占线"));
    let grids = merged(&new, old);
    assert_eq!(at(&grids, "开展河道普查", "进展情况"), "已完成八成");
    assert_eq!(at(&grids, "开展河道普查", "完成率"), "0.8");
    assert_eq!(at(&grids, "排查入河排口", "牵头单位"), "市生态环境局、市纪委");
    let sheet = grids.iter().find(|grid| grid.name == "已无对应任务").expect("a second sheet");
    assert!(sheet.rows.iter().any(|row| row.iter().any(|cell| cell.text == "电话占线")));
    let order: Vec<&str> = grids[0].rows[2..5].iter().map(|row| row[1].text.as_str()).collect();
    assert_eq!(order, new.tasks[..3].iter().map(|task| task.title.as_str()).collect::<Vec<_>>());
    // Once more with the same plan: nothing moves, and a number keeps its format.
    let again = merged(&new, grids.clone());
    assert_eq!(again[0], grids[0]);
    let rate = find(&again, "开展河道普查", "完成率");
    assert_eq!(again[0].rows[rate.0][rate.1].sort, Sort::Formatted("0%".into()));
    assert!(grids[0].rows.iter().flatten().all(|cell| !cell.text.contains("k-00000002")));
}

#[test]
fn renamed_moved_and_doubled_columns() {
    let plan = read("plan.txt");
    let mut old = opened(&plan);
    let title = "开展河道普查";
    let lead = find(&old, title, "牵头单位");
    let progress = find(&old, title, "进展情况");
    set(&mut old, progress, Cell::text("在做"));
    set(&mut old, (1, lead.1), Cell::text("主办"));
    set(&mut old, (1, progress.1), Cell::text("最新 情况"));
    for row in &mut old[0].rows[1..] {
        row.resize(14, Cell::default());
        let cell = row.remove(progress.1);
        row.insert(0, cell);
    }
    let twice = old[0].rows[1].iter().position(|cell| cell.text == "备注").unwrap();
    set(&mut old, (1, 13), Cell::text("备注"));
    let row = find(&old, title, "备注").0;
    set(&mut old, (row, twice), Cell::text("备注一"));
    set(&mut old, (row, 13), Cell::text("备注二"));
    let grids = merged(&plan, old);
    let heads: Vec<&str> = grids[0].rows[1].iter().map(|cell| cell.text.as_str()).collect();
    assert!(heads.contains(&"主办") && !heads.contains(&"牵头单位"), "{heads:?}");
    assert_eq!(heads[0], "最新 情况");
    assert!(!heads.contains(&"进展情况"), "renamed, not missing: {heads:?}");
    assert_eq!(heads.iter().filter(|head| **head == "备注").count(), 2);
    assert_eq!(at(&grids, title, "最新 情况"), "在做");
    assert_eq!(at(&grids, title, "主办"), "市水务局");
    let row = &grids[0].rows[find(&grids, title, "主办").0];
    assert!(["备注一", "备注二"].iter().all(|text| row.iter().any(|cell| cell.text == *text)));
}

#[test]
fn rows_with_one_key_and_files_that_are_no_ledger() {
    let plan = read("three.txt");
    let mut old = opened(&plan);
    let copy = old[0].rows[2].clone();
    old[0].rows.insert(3, copy);
    let (_, column) = find(&old, "办好读书活动", "进展情况");
    set(&mut old, (2, column), Cell::text("甲组完成"));
    set(&mut old, (3, column), Cell::text("乙组完成"));
    let grids = merged(&plan, old);
    let all: Vec<&str> =
        grids.iter().flat_map(|grid| &grid.rows).flatten().map(|cell| cell.text.as_str()).collect();
    assert!(all.contains(&"甲组完成") && all.contains(&"乙组完成"));
    assert_eq!(
        grids[0].rows.iter().filter(|row| !row[1].text.is_empty()).count(),
        4,
        "a head and three tasks"
    );

    let other = Grid {
        name: "Sheet1".into(),
        rows: vec![vec![Cell::text("姓名"), Cell::text("电话")]],
        ..Grid::default()
    };
    let why = merge::read(vec![other], lexicon()).unwrap_err();
    assert!(why.zh.contains("没有台账") && why.en.contains("no ledger"));
    assert!(back::sheets(b"no workbook").is_err());
}

/// The first task of three.txt.
const REPAIR: &str = "建好农家书屋";

/// A ledger that another program has written, with columns called otherwise, a comment, colours and formulas that
/// nobody has worked out yet.
#[test]
fn a_ledger_of_other_make() {
    let path = format!("{}/fixtures/table/outside.xlsx", env!("CARGO_MANIFEST_DIR"));
    let old = back::sheets(&std::fs::read(path).unwrap()).unwrap();
    let mut plan = read("three.txt");
    plan.tasks.rotate_left(1);
    let grids = merged(&plan, old);
    let heads: Vec<&str> = grids[0].rows[1].iter().map(|cell| cell.text.as_str()).collect();
    let column =
        |name: &str| heads.iter().position(|head| *head == name).unwrap_or_else(|| panic!("{heads:?}"));
    assert!(!heads.contains(&"进展情况"), "目前进展 is the column of progress: {heads:?}");
    let row = |title: &str| grids[0].rows.iter().position(|row| row[column("任务")].text == title).unwrap();
    let cell = |title: &str, heading: &str| &grids[0].rows[row(title)][column(heading)];
    let marks = |title: &str, heading: &str| cell(title, heading).marks.clone().expect("marks");
    assert_eq!(cell(REPAIR, "目前进展").text, "开工十二间");
    assert_eq!(marks(REPAIR, "目前进展").note.as_deref(), Some("王主任:\n请核实开工数"));
    assert_eq!(marks(REPAIR, "目前进展").fill, Some(0xFF_FF00));
    assert_eq!(marks("管好书籍更新", "目前进展").fill, Some(0xFF_9900));
    assert_eq!(marks("办好读书活动", "目前进展").ink, Some(0xC0_0000));
    assert!(marks("办好读书活动", "目前进展").bold);
    for title in [REPAIR, "办好读书活动", "管好书籍更新"] {
        let letter = |name: &str| (b'A' + column(name) as u8) as char;
        let line = row(title) + 1;
        let wanted = format!("{}{line}/{}{line}", letter("完成数"), letter("计划数"));
        assert_eq!(marks(title, "完成率").formula.expect("a formula").0, wanted);
    }
    assert_eq!(cell("办好读书活动", "牵头部门").text, "县教育局");
    let other = grids.iter().find(|grid| grid.name == "说明").expect("the other sheet");
    assert_eq!(other.rows[1][1].text, "每月底更新");
    assert!(other.rows[2][1].formula().is_some_and(|(formula, _)| formula == "1+1"));
    assert_eq!(merged(&plan, grids.clone())[0], grids[0], "once more nothing moves");
}

#[test]
fn a_row_added_by_hand_stays() {
    let plan = read("three.txt");
    let mut old = opened(&plan);
    let task = find(&old, "办好读书活动", "工作任务");
    let progress = find(&old, "办好读书活动", "进展情况").1;
    let n_columns = old[0].rows[1].len();
    let mut row = vec![Cell::default(); n_columns];
    row[task.1] = Cell::text("县领导临时交办：清淤水库");
    row[progress] = Cell::text("已开工");
    old[0].rows.insert(task.0, row);
    let grids = merged(&plan, old);
    assert!(grids.iter().all(|grid| grid.name != "已无对应任务"));
    let titles: Vec<&str> = grids[0].rows[2..6].iter().map(|row| row[task.1].text.as_str()).collect();
    assert_eq!(titles, [REPAIR, "县领导临时交办：清淤水库", "办好读书活动", "管好书籍更新"]);
    let numbers: Vec<&str> = grids[0].rows[2..6].iter().map(|row| row[0].text.as_str()).collect();
    assert_eq!(numbers, ["1", "2", "3", "4"]);
    assert_eq!(at(&grids, "县领导临时交办：清淤水库", "进展情况"), "已开工");
    assert_eq!(merged(&plan, grids.clone())[0], grids[0], "once more nothing moves");
}

/// A title, lines above and under the table, cells that were emptied or joined, a link, a day where the program writes
/// text: each stays where it can be seen, and a second merge changes nothing.
#[test]
fn what_stands_around_a_table_and_on_its_cells() {
    let plan = read("three.txt");
    let mut old = opened(&plan);
    old[0].rows[0][0] = Cell::text("书屋督办台账（3月）");
    old[0].rows.insert(1, vec![Cell::text("填报单位：县图书馆"), Cell::default(), Cell::text("3月5日")]);
    old[0].rows.push(vec![Cell::text("审核人：张三"), Cell::default(), Cell::text("填表人：李四")]);
    let title = "管好书籍更新";
    let head = 2;
    let column = |name: &str| old[0].rows[head].iter().position(|cell| cell.text == name).unwrap();
    let [lead, responsible, due, problems, next] =
        ["牵头单位", "责任单位", "完成时限", "存在问题", "下一步"].map(column);
    let row = old[0].rows.iter().position(|row| row.iter().any(|cell| cell.text == title)).unwrap();
    let emptied = if old[0].rows[row][lead].text.is_empty() { responsible } else { lead };
    let was = std::mem::take(&mut old[0].rows[row][emptied]);
    assert!(!was.text.is_empty());
    let day =
        |code: &str| Cell { text: "45853".into(), sort: Sort::Formatted(code.into()), ..Cell::default() };
    old[0].rows[row][due] = day("yyyy/m/d");
    set(&mut old, (row - 1, problems), Cell::text("经费未到"));
    old[0].joined.push([row - 1, problems, row, problems]);
    let link = Marks { link: Some("https://example.org/3".into()), ..Marks::default() };
    set(&mut old, (row, next), Cell { marks: Some(Box::new(link.clone())), ..Cell::text("见附件") });
    let grids = merged(&plan, old);
    let texts: Vec<Vec<&str>> = grids[0]
        .rows
        .iter()
        .map(|row| row.iter().map(|cell| cell.text.as_str()).filter(|text| !text.is_empty()).collect())
        .collect();
    assert_eq!(texts[0], ["书屋督办台账（3月）"]);
    assert_eq!(texts[texts.len() - 2..], [["填报单位：县图书馆　3月5日"], ["审核人：张三　填表人：李四"]]);
    let row = find(&grids, title, "存在问题").0;
    assert_eq!(grids[0].rows[row][emptied].text, "");
    assert_eq!(grids[0].rows[row][due], day("yyyy/m/d"));
    assert_eq!([row - 1, row].map(|row| grids[0].rows[row][problems].text.as_str()), ["经费未到"; 2]);
    assert_eq!(grids[0].rows[row][next].marks, Some(Box::new(link)));
    let changes = grids.iter().find(|grid| grid.name == "改动对照").expect("changes");
    let listed: Vec<[&str; 2]> =
        changes.rows[2..].iter().map(|row| [row[2].text.as_str(), row[3].text.as_str()]).collect();
    assert!(listed.contains(&["（已清空）", &was.text]), "{listed:?}");
    assert!(listed.iter().any(|row| row[0] == "45853"), "{listed:?}");
    assert_eq!(merged(&plan, grids.clone()), grids, "once more nothing moves");
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let n = || 0..60_usize;
    let edit = prop_oneof![
        6 => (n(), n()).prop_map(|(row, column)| Edit::Type(row, column)),
        3 => (n(), n()).prop_map(|(row, column)| Edit::Append(row, column)),
        2 => (n(), n()).prop_map(|(row, column)| Edit::Number(row, column)),
        3 => (n(), n()).prop_map(|(row, column)| Edit::Clear(row, column)),
        2 => (n(), n()).prop_map(|(row, column)| Edit::Far(row, column)),
        1 => n().prop_map(Edit::Blank),
        1 => (n(), n()).prop_map(|(from, to)| Edit::CopyColumn(from, to)),
        1 => Just(Edit::CopySheet),
        1 => Just(Edit::RenameSheet),
        2 => (n(), n()).prop_map(|(row, column)| Edit::Note(row, column)),
        2 => (n(), n()).prop_map(|(row, column)| Edit::Formula(row, column)),
        1 => n().prop_map(Edit::AddColumn),
        1 => n().prop_map(Edit::DeleteColumn),
        1 => (n(), n()).prop_map(|(from, to)| Edit::MoveColumn(from, to)),
        1 => n().prop_map(Edit::Rename),
        1 => n().prop_map(Edit::AddRow),
        1 => n().prop_map(Edit::DeleteRow),
        1 => n().prop_map(Edit::CopyRow),
        1 => n().prop_map(Edit::Sort),
        1 => (n(), n()).prop_map(|(row, other)| Edit::Swap(row, other)),
        1 => Just(Edit::AddSheet),
        1 => Just(Edit::LosePrints),
        1 => Just(Edit::Again),
    ];
    proptest::collection::vec(edit, 1..25)
}

#[test]
fn nothing_typed_is_lost() {
    // More of them where PROPTEST_CASES says so, others where PROPTEST_RNG_SEED does.
    let mut config = Config { failure_persistence: None, ..Config::default() };
    if std::env::var_os("PROPTEST_CASES").is_none() {
        config.cases = 80;
    }
    TestRunner::new(config)
        .run(&edits(), |edits| wrong(&edits, "").map_or(Ok(()), |why| Err(TestCaseError::fail(why))))
        .unwrap();
}

/// Edits that once lost something or made a ledger grow with each merge.
#[test]
fn edits_that_once_lost_something() {
    use Edit::{
        AddColumn, AddRow, Again, Append, Blank, Clear, CopyColumn, CopyRow, CopySheet, DeleteColumn,
        DeleteRow, Far, Formula, LosePrints, Note, Number, Rename, Sort, Swap, Type,
    };
    let cases = [
        // A change was listed anew each time.
        vec![Type(4, 3)],
        // A number worked out by a formula was taken for the program's.
        vec![Formula(2, 0)],
        vec![LosePrints],
        // Of two columns of one heading the second took the place of the first.
        vec![CopyColumn(11, 38), Far(0, 27), CopyColumn(17, 0)],
        // A formula nobody had worked out was read back as 0.
        vec![Formula(2, 13)],
        // A formula was listed as it was before its row moved.
        vec![Formula(6, 30), DeleteRow(12)],
        // The hashes of a task that is gone doubled with each merge.
        vec![Blank(10), CopyRow(15), CopyRow(42)],
        // The heads sorted under the first rows.
        vec![Swap(3, 1), Number(2, 2)],
        // A column without a heading, with nothing in it but a line under the table.
        vec![DeleteColumn(7), Far(43, 26)],
        vec![Far(0, 10), Far(14, 11), Far(0, 3), AddColumn(0), DeleteColumn(30)],
        // A task that a formula names counts as one where rows are numbered.
        vec![
            Type(16, 36),
            DeleteColumn(2),
            Blank(14),
            Append(55, 54),
            AddRow(3),
            Rename(23),
            Again,
            Formula(19, 37),
            Clear(26, 12),
        ],
        // A row without a task that says a single thing.
        vec![LosePrints, AddRow(17), Far(11, 0), DeleteRow(23)],
        vec![DeleteRow(31), Far(26, 18), LosePrints],
        // Of two columns that say the same now one was the program's, now the other.
        vec![AddColumn(13), CopyRow(5), CopyColumn(31, 16), DeleteRow(28), Type(23, 3)],
        // A copy of the sheet knows more tasks, those of the last year.
        vec![DeleteColumn(13), Far(8, 22), AddRow(14), Number(2, 37), Sort(2), CopySheet],
        // A copy of the sheet, with a row twice.
        vec![Again, CopyRow(0), CopyRow(3), CopySheet],
        // A copy of the program's title under a person's.
        vec![LosePrints, CopyRow(0), Type(2, 0), Type(0, 0)],
        vec![Swap(17, 43), Far(3, 0), Type(0, 0), Number(15, 14)],
        // A note on a copy of the headings.
        vec![CopyRow(1), Note(0, 13), Note(17, 91)],
    ];
    for edits in cases {
        if let Some(why) = wrong(&edits, "").or_else(|| unsettled(&edits)) {
            panic!("{edits:?}: {why}");
        }
    }
}
