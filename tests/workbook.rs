//! What people set up on a ledger beside its cells: drop-down lists, conditional colours, names, what is hidden.

mod common;

use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::Path;
use std::process::{Command, Output};

use plan::ledger::merge::Grid;
use plan::ledger::rules::{Area, Rules, Seen, When, cell};
use plan::ledger::{Cell, merge};
use plan::model::Lang;
use plan::report::table::{back, xlsx};

use common::holds::ledger::table;
use common::holds::lexicon;

const PLAN: &str = "2025年河湖治理方案\n一、重点任务\n1.清理垃圾。6月底前清理河面。（牵头单位：市水务局）\n\
    2.加固堤防。9月底前加固十公里。（牵头单位：市水务局；配合单位：市财政局）\n\
    3.栽种水草。10月底前栽种两千亩。（牵头单位：市林业局）\n";
/// A task in front of the others, and the second gone.
const NEWER: &str = "2025年河湖治理方案\n一、重点任务\n1.普查河道。4月底前查清现状。（牵头单位：市水务局）\n\
    2.清理垃圾。6月底前清理河面。（牵头单位：市水务局）\n\
    3.栽种水草。10月底前栽种两千亩。（牵头单位：市林业局）\n";

fn run(args: &[&str], folder: &Path) -> Output {
    Command::new(common::program())
        .env("LC_ALL", "C")
        .current_dir(folder)
        .args(args)
        .output()
        .expect("it runs")
}

fn folder(name: &str) -> std::path::PathBuf {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&dir);
    fs::create_dir_all(&dir).unwrap();
    fs::write(dir.join("old.txt"), PLAN).unwrap();
    fs::write(dir.join("new.txt"), NEWER).unwrap();
    dir
}

/// The same package with each part as `change` gives it, and parts of one's own.
fn package(bytes: &[u8], change: impl Fn(&str, String) -> String, more: &[(&str, &str)]) -> Vec<u8> {
    let mut old = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut new = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for at in 0..old.len() {
        let mut part = old.by_index(at).unwrap();
        let name = part.name().expect("a name").into_owned();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        new.start_file(&name, options).unwrap();
        new.write_all(change(&name, text).as_bytes()).unwrap();
    }
    for (name, text) in more {
        new.start_file(*name, options).unwrap();
        new.write_all(text.as_bytes()).unwrap();
    }
    new.finish().unwrap().into_inner()
}

/// The ledger of the old plan with sheets of people's own and all that they may set up, as other programs write it.
fn ledger(dir: &Path) -> Vec<u8> {
    assert_eq!(
        run(&["table", "old.txt", "--preset", "ledger", "-o", "made.xlsx"], dir).status.code(),
        Some(0)
    );
    let made = fs::read(dir.join("made.xlsx")).unwrap();
    let grids = back::sheets(&made).unwrap();
    let states = |name: &str, seen| Grid {
        name: name.to_owned(),
        rows: ["未办", "在办", "已办"].map(|text| vec![Cell::text(text)]).to_vec(),
        rules: Rules { seen, ..Rules::default() },
        ..Grid::default()
    };
    let source = plan::text::Source::of_text(PLAN);
    let scene = plan::extract::Scene { lexicon: lexicon(), year: None };
    let tables = vec![("督办台账".to_owned(), table(&plan::extract::read(scene, &source).0))];
    let mut sheets =
        vec![states("选项", Seen::Shown), states("旧账", Seen::Hidden), states("底稿", Seen::VeryHidden)];
    sheets.extend(grids.into_iter().filter(|grid| grid.name == merge::PRINTS));
    let book = xlsx::Book { tables, grids: sheets, ..xlsx::Book::default() };
    let bytes = xlsx::xlsx(&book, Lang::Zh).unwrap();
    let (state, lead) = (column(&bytes, "进展情况"), column(&bytes, "牵头单位"));
    let letters = |column: usize| cell(0, column).trim_end_matches('1').to_owned();
    let (state, lead) = (letters(state), letters(lead));
    let rules = format!(
        r#"<conditionalFormatting sqref="A3:{state}5"><cfRule type="expression" dxfId="1" priority="2"><formula>${state}3="已办"</formula></cfRule></conditionalFormatting>
<conditionalFormatting sqref="{state}3:{state}5"><cfRule type="containsText" dxfId="0" priority="1" operator="containsText" text="未"><formula>NOT(ISERROR(SEARCH("未",{state}3)))</formula></cfRule></conditionalFormatting>
<conditionalFormatting sqref="{lead}3:{lead}5"><cfRule type="duplicateValues" dxfId="0" priority="3"/></conditionalFormatting>
<conditionalFormatting sqref="A3:A5"><cfRule type="colorScale" priority="4"><colorScale><cfvo type="min"/><cfvo type="max"/><color rgb="FFFFFFFF"/><color rgb="FF63BE7B"/></colorScale></cfRule></conditionalFormatting>
<dataValidations count="2"><dataValidation type="list" allowBlank="1" showInputMessage="1" showErrorMessage="1" promptTitle="进展" prompt="只选一项" sqref="{state}3:{state}100"><formula1>"未办,在办,已办"</formula1></dataValidation>
<dataValidation type="whole" operator="greaterThan" sqref="A4"><formula1>0</formula1></dataValidation></dataValidations>"#
    );
    let extension = format!(
        r#"<extLst><ext xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" uri="{{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}}"><x14:dataValidations xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main" count="1"><x14:dataValidation type="list" allowBlank="1"><x14:formula1><xm:f>选项!$A$1:$A$3</xm:f></x14:formula1><xm:sqref>{lead}3:{lead}5</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst></worksheet>"#
    );
    let names = format!(
        r#"<definedNames><definedName name="进展">督办台账!${state}$3:${state}$5</definedName><definedName name="办理状态">选项!$A$1:$A$3</definedName>"#
    );
    let change = |part: &str, text: String| match part {
        "xl/worksheets/sheet1.xml" => text
            .replace("<printOptions", &format!("{rules}<printOptions"))
            .replace("</worksheet>", &extension),
        "xl/styles.xml" => {
            let at = text.find("<dxfs").expect("a list of looks");
            let end = at + text[at..].find('>').unwrap() + 1;
            let looks = r#"<dxfs count="2"><dxf><font><color rgb="FF9C0006"/></font><fill><patternFill><bgColor rgb="FFFFC7CE"/></patternFill></fill></dxf><dxf><font><strike/><color theme="0"/></font></dxf></dxfs>"#;
            [&text[..at], looks, &text[end..]].concat()
        }
        "xl/workbook.xml" => text.replace("<definedNames>", &names),
        _ => text,
    };
    package(&bytes, change, &[])
}

/// The place of a column of the first sheet.
fn column(bytes: &[u8], heading: &str) -> usize {
    let grids = back::sheets(bytes).unwrap();
    let found = grids[0].rows.iter().find_map(|row| row.iter().position(|cell| cell.text == heading));
    found.expect("the column")
}

/// The rows of the first sheet that hold tasks of these titles.
fn row(bytes: &[u8], title: &str) -> usize {
    let grids = back::sheets(bytes).unwrap();
    let holds = |row: &Vec<Cell>| row.iter().any(|cell| cell.text == title);
    grids[0].rows.iter().position(holds).expect("the row")
}

#[test]
fn what_is_set_up_follows_its_cells() {
    let dir = folder("workbook-follows");
    fs::write(dir.join("old.xlsx"), ledger(&dir)).unwrap();
    let merged = run(&["table", "new.txt", "--merge", "old.xlsx", "-o", "new.xlsx"], &dir);
    assert_eq!(merged.status.code(), Some(0), "{}", String::from_utf8_lossy(&merged.stderr));
    let bytes = fs::read(dir.join("new.xlsx")).unwrap();
    let (grids, set_up) = back::workbook(&bytes).unwrap();
    let rules = &grids[0].rules;
    let (state, lead) = (column(&bytes, "进展情况"), column(&bytes, "牵头单位"));
    let at = |top, left, bottom, right| vec![Area { top, left, bottom, right }];
    // A list for all tasks is one for all tasks there are now, and reaches as far down as before.
    let list = rules.asks.iter().find(|ask| ask.formulas == ["\"未办,在办,已办\""]).expect("the list");
    assert_eq!((&list.areas, list.dropdown), (&at(2, state, 99, state), true));
    assert_eq!(list.prompt, Some(["进展".to_owned(), "只选一项".to_owned()]));
    let other =
        rules.asks.iter().find(|ask| ask.formulas == ["选项!$A$1:$A$3"]).expect("the newer kind of list");
    assert_eq!(other.areas, at(2, lead, 4, lead));
    // What was asked of the second task alone went with it.
    assert_eq!(rules.asks.len(), 2);
    let shade = |wanted: &When| rules.shades.iter().find(|shade| shade.when == *wanted);
    let letters = cell(0, state).trim_end_matches('1').to_owned();
    let done = shade(&When::Formula(format!("${letters}3=\"已办\""))).expect("the rule for whole rows");
    assert_eq!(done.areas, at(2, 0, 4, state));
    assert!(done.look.struck);
    let open = format!("NOT(ISERROR(SEARCH(\"未\",{letters}3)))");
    let open = shade(&When::Formula(open)).expect("the rule for a text");
    assert_eq!((open.look.fill, open.look.ink), (Some(0xFFC7CE), Some(0x9C0006)));
    assert_eq!(rules.shades[0], *open, "the most important first");
    assert!(shade(&When::Repeated(true)).is_some_and(|shade| shade.areas == at(2, lead, 4, lead)));
    assert!(rules.shades.iter().any(|shade| matches!(&shade.when, When::Scale(points) if points.len() == 2)));
    let seen = |name: &str| grids.iter().find(|grid| grid.name == name).map(|grid| grid.rules.seen);
    assert_eq!(
        [seen("选项"), seen("旧账"), seen("底稿")],
        [Some(Seen::Shown), Some(Seen::Hidden), Some(Seen::VeryHidden)]
    );
    let name =
        |name: &str| set_up.names.iter().find(|known| known.name == name).map(|known| known.formula.clone());
    assert_eq!(name("进展"), Some(format!("督办台账!${letters}$3:${letters}$5")));
    assert_eq!(name("办理状态").as_deref(), Some("选项!$A$1:$A$3"));
    // The rule for one task that is gone is all that is told.
    let told = String::from_utf8_lossy(&merged.stderr).into_owned();
    assert!(told.contains("0 charts and pictures, 1 lists"), "{told}");
    // Once more nothing moves and nothing is told.
    let again = run(&["table", "new.txt", "--merge", "new.xlsx", "-o", "again.xlsx"], &dir);
    assert!(!String::from_utf8_lossy(&again.stderr).contains("not carried over"));
    let twice = fs::read(dir.join("again.xlsx")).unwrap();
    assert_eq!(back::sheets(&twice).unwrap(), grids);
    assert_eq!(back::workbook(&twice).unwrap().1.names, set_up.names);
}

#[test]
fn what_is_asked_of_one_task_goes_where_it_goes() {
    let dir = folder("workbook-one-task");
    let bytes = ledger(&dir);
    let third = row(&bytes, "栽种水草");
    let place = format!("sqref=\"A{}\"", third + 1);
    let change = |_: &str, text: String| text.replace("sqref=\"A4\"", &place);
    fs::write(dir.join("old.xlsx"), package(&bytes, change, &[])).unwrap();
    let newer = "2025年河湖治理方案\n一、重点任务\n1.栽种水草。10月底前栽种两千亩。（牵头单位：市林业局）\n\
        2.清理垃圾。6月底前清理河面。（牵头单位：市水务局）\n";
    fs::write(dir.join("new.txt"), newer).unwrap();
    run(&["table", "new.txt", "--merge", "old.xlsx", "-o", "new.xlsx"], &dir);
    let bytes = fs::read(dir.join("new.xlsx")).unwrap();
    let rules = &back::sheets(&bytes).unwrap()[0].rules;
    let asked = rules.asks.iter().find(|ask| ask.kind == "whole").expect("it is there");
    assert_eq!(asked.areas[0].top, row(&bytes, "栽种水草"));
    assert_ne!(asked.areas[0].top, third);
}

/// Charts and pictures are left out, and one line says so.
#[test]
fn a_chart_is_told() {
    let dir = folder("workbook-chart");
    let beside = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing" Target="../drawings/drawing1.xml"/></Relationships>"#;
    let drawn = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/chart" Target="../charts/chart1.xml"/></Relationships>"#;
    let more =
        [("xl/worksheets/_rels/sheet2.xml.rels", beside), ("xl/drawings/_rels/drawing1.xml.rels", drawn)];
    fs::write(dir.join("old.xlsx"), package(&ledger(&dir), |_, text| text, &more)).unwrap();
    let merged = run(&["table", "new.txt", "--merge", "old.xlsx", "-o", "new.xlsx"], &dir);
    let told = String::from_utf8_lossy(&merged.stderr).into_owned();
    assert_eq!(told.matches("not carried over").count(), 1, "{told}");
    assert!(told.contains("1 charts and pictures"), "{told}");
}
