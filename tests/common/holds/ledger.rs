use std::collections::BTreeSet;
use std::sync::LazyLock;

use plan::extract::{Scene, read};
use plan::ledger::column::Preset;
use plan::ledger::merge::{self, Grid};
use plan::ledger::{Asked, Cell, Marks, Sheet, Sort, Table, rows};
use plan::model::{Lang, Plan};
use plan::report::table::{back, xlsx};
use plan::text::Source;

use super::lexicon;

/// What a person does to a ledger.
#[derive(Debug, Clone)]
pub enum Edit {
    Type(usize, usize),
    Note(usize, usize),
    Formula(usize, usize),
    AddColumn(usize),
    DeleteColumn(usize),
    MoveColumn(usize, usize),
    Rename(usize),
    AddRow(usize),
    DeleteRow(usize),
    CopyRow(usize),
    Sort(usize),
    Swap(usize, usize),
    AddSheet,
    LosePrints,
    Again,
    Append(usize, usize),
    Number(usize, usize),
    Clear(usize, usize),
    Far(usize, usize),
    Blank(usize),
    CopyColumn(usize, usize),
    CopySheet,
    RenameSheet,
}

/// Numbers that are typed are greater than this one.
const NUMBERS: usize = 7_000_000;

/// Edits, three bytes each: what is done, and two places. The first byte says what stands behind what is typed.
pub fn ledger(data: &[u8]) {
    let Some((&first, data)) = data.split_first() else { return };
    let edits: Vec<Edit> = data
        .chunks_exact(3)
        .take(30)
        .map(|edit| {
            let [a, b] = [usize::from(edit[1]), usize::from(edit[2])];
            match edit[0] % 23 {
                0 => Edit::Type(a, b),
                1 => Edit::Note(a, b),
                2 => Edit::Formula(a, b),
                3 => Edit::AddColumn(a),
                4 => Edit::DeleteColumn(a),
                5 => Edit::MoveColumn(a, b),
                6 => Edit::Rename(a),
                7 => Edit::AddRow(a),
                8 => Edit::DeleteRow(a),
                9 => Edit::CopyRow(a),
                10 => Edit::Sort(a),
                11 => Edit::Swap(a, b),
                12 => Edit::AddSheet,
                13 => Edit::LosePrints,
                14 => Edit::Again,
                15 => Edit::Append(a, b),
                16 => Edit::Number(a, b),
                17 => Edit::Clear(a, b),
                18 => Edit::Far(a, b),
                19 => Edit::Blank(a),
                20 => Edit::CopyColumn(a, b),
                21 => Edit::CopySheet,
                _ => Edit::RenameSheet,
            }
        })
        .collect();
    let tails = ["", "，=1+1", "\n第二行", "\t", "_x0041_", " ", "&lt;", "\u{1}", "，1%", "，2025-06-30"];
    if let Some(why) = wrong(&edits, tails[usize::from(first) % tails.len()]) {
        panic!("{edits:?}: {why}");
    }
}

/// Carries an edited ledger over to a newer plan, and what comes of it once more, and tells what is lost of all that a
/// person typed and did not delete. `tail` stands behind each typed text.
pub fn wrong(edits: &[Edit], tail: &str) -> Option<String> {
    let newer = &PLANS.0;
    let old = edited(edits, tail);
    let wanted = typed(&old);
    // A workbook whose headings are gone is refused, and stays as it is.
    merge::read(old.clone(), lexicon()).ok()?;
    let once = merged(newer, old);
    let twice = || merged(newer, once.clone());
    let lost = |grids: &[Grid]| wanted.difference(&typed(grids)).cloned().collect::<Vec<_>>();
    match lost(&once) {
        lost if !lost.is_empty() => Some(format!("lost {lost:?}")),
        _ => Some(lost(&twice()))
            .filter(|lost| !lost.is_empty())
            .map(|lost| format!("lost {lost:?} the second time")),
    }
}

/// Carries an edited ledger over and tells what is different when that is done once more.
pub fn unsettled(edits: &[Edit]) -> Option<String> {
    let newer = &PLANS.0;
    let once = merged(newer, edited(edits, ""));
    let lines = |grids: &[Grid]| -> Vec<String> {
        let line = |grid: &Grid, row: &[Cell]| {
            let seen: Vec<_> = row.iter().map(|cell| (&cell.text, &cell.marks)).collect();
            format!("{} {seen:?}", grid.name)
        };
        grids.iter().flat_map(|grid| grid.rows.iter().map(|row| line(grid, row))).collect()
    };
    let (once, twice) = (lines(&once), lines(&merged(newer, once)));
    let other = once.iter().zip(&twice).find(|(once, twice)| once != twice);
    match other {
        Some((once, twice)) => Some(format!("merged once {once}\nbut twice {twice}")),
        None if once.len() != twice.len() => {
            Some(format!("{} lines, merged twice {}", once.len(), twice.len()))
        }
        None => None,
    }
}

/// A ledger to which all this was done.
fn edited(edits: &[Edit], tail: &str) -> Vec<Grid> {
    let (newer, fresh) = &*PLANS;
    let mut old = fresh.clone();
    for (n, edit) in edits.iter().enumerate() {
        match edit {
            Edit::Again if merge::read(old.clone(), lexicon()).is_ok() => old = merged(newer, old),
            Edit::Again => {}
            edit => change(&mut old, edit, n + 1, tail),
        }
    }
    old
}

/// Any workbook as an old ledger.
pub fn reads(bytes: &[u8]) {
    let old = back::sheets(bytes).and_then(|grids| merge::read(grids, lexicon()));
    if let Ok(old) = old {
        old.columns(Preset::Ledger.columns());
        merge::merge(table(&PLANS.0), old, Lang::Zh);
    }
}

static PLANS: LazyLock<(Plan, Vec<Grid>)> = LazyLock::new(plans);

/// A plan that is newer than a ledger, and the ledger.
fn plans() -> (Plan, Vec<Grid>) {
    let source = Source::of_text(include_str!("../../../fixtures/table/plan.txt"));
    let mut plan = read(Scene { lexicon: lexicon(), year: None }, &source).0;
    plan.tasks.truncate(12);
    let mut newer = plan.clone();
    newer.tasks.remove(7);
    newer.tasks.swap(1, 9);
    for (at, task) in newer.tasks.iter_mut().enumerate().filter(|(at, _)| at % 3 == 0) {
        task.key = format!("k-{at:08x}");
        task.title.push_str("工作");
        task.deadline = None;
    }
    (newer, opened(&plan))
}

/// What is asked for of a ledger.
fn asked() -> Asked {
    Asked { preset: Preset::Ledger, lang: Lang::Zh, ..Asked::default() }
}

/// The ledger of a plan.
pub fn table(plan: &Plan) -> Table {
    rows(&[Sheet { name: "", plan }], lexicon(), &asked())
}

/// The sheets of a ledger as they are read back from its file.
pub fn opened(plan: &Plan) -> Vec<Grid> {
    let tables = vec![("督办台账".to_owned(), table(plan))];
    let prints = merge::prints(&tables);
    let book = xlsx::Book { tables, grids: vec![prints], ..xlsx::Book::default() };
    back::sheets(&xlsx::xlsx(&book, Lang::Zh).unwrap()).unwrap()
}

/// Merges an old ledger into that of `plan` and reads the result back from its file.
pub fn merged(plan: &Plan, old: Vec<Grid>) -> Vec<Grid> {
    let old = merge::read(old, lexicon()).expect("a ledger");
    let columns = old.columns(Preset::Ledger.columns());
    let table = rows(&[Sheet { name: "", plan }], lexicon(), &Asked { columns: Some(columns), ..asked() });
    let merged = merge::merge(table, old, Lang::Zh);
    let merge::Merged { tables, grids, rules, names, .. } = merged;
    let book = xlsx::Book { tables, grids, rules, names, ..xlsx::Book::default() };
    back::sheets(&xlsx::xlsx(&book, Lang::Zh).unwrap()).unwrap()
}

/// Does one thing, the nth, to the sheets of a ledger.
fn change(old: &mut Vec<Grid>, edit: &Edit, n: usize, tail: &str) {
    let said = |what: &str| format!("手写{n}{what}{tail}");
    let typed = || Cell::text(said("号"));
    let rows = &mut old[0].rows;
    let n_rows = rows.len();
    let n_columns = rows.iter().map(Vec::len).max().unwrap_or(1).max(1);
    rows.iter_mut().for_each(|row| row.resize(n_columns, Cell::default()));
    match *edit {
        Edit::Note(row, column) => {
            let marks = rows[row % n_rows][column % n_columns].marks.get_or_insert_default();
            marks.note = Some(said("号"));
        }
        Edit::Formula(row, column) => {
            let at = (row % n_rows, column % n_columns);
            let formula = format!("\"手写{n}号\"&B{}", n_rows / 2);
            let marks = Marks { formula: Some((formula, at)), ..Marks::default() };
            rows[at.0][at.1] = Cell { marks: Some(Box::new(marks)), ..Cell::default() };
        }
        Edit::Type(row, column) => rows[row % n_rows][column % n_columns] = typed(),
        Edit::AddColumn(at) => rows.iter_mut().enumerate().for_each(|(row, cells)| {
            let cell =
                if row == 1 || row == 4 { Cell::text(said(&format!("列{row}"))) } else { Cell::default() };
            cells.insert(at % (n_columns + 1), cell);
        }),
        Edit::DeleteColumn(at) => rows.iter_mut().for_each(|row| drop(row.remove(at % n_columns))),
        Edit::MoveColumn(from, to) => rows.iter_mut().for_each(|row| {
            let cell = row.remove(from % n_columns);
            row.insert(to % n_columns, cell);
        }),
        Edit::Rename(at) => rows[1][at % n_columns] = typed(),
        Edit::AddRow(at) => {
            let mut row = vec![Cell::default(); n_columns];
            row[at % n_columns] = typed();
            rows.insert(at % n_rows, row);
        }
        Edit::DeleteRow(at) if n_rows > 4 => drop(rows.remove(2 + at % (n_rows - 2))),
        Edit::DeleteRow(_) => {}
        Edit::CopyRow(at) => {
            let row = rows[at % n_rows].clone();
            rows.insert(at % n_rows, row);
        }
        Edit::Sort(at) => {
            let from = 2.min(n_rows);
            rows[from..].sort_by_key(|row| row[at % n_columns].text.clone());
        }
        Edit::Swap(row, other) => rows.swap(row % n_rows, other % n_rows),
        Edit::AddSheet => {
            let name = format!("另表{n}");
            old.insert(1, Grid { name, rows: vec![vec![Cell::default(), typed()]], ..Grid::default() });
        }
        Edit::LosePrints => old.retain(|grid| grid.name != "_plan"),
        Edit::Again => {}
        Edit::Append(row, column) => rows[row % n_rows][column % n_columns].text.push_str(&said("号")),
        Edit::Number(row, column) => {
            let text = format!("{}", NUMBERS + n);
            rows[row % n_rows][column % n_columns] = Cell { text, sort: Sort::Number, ..Cell::default() };
        }
        Edit::Clear(row, column) => rows[row % n_rows][column % n_columns] = Cell::default(),
        Edit::Far(row, column) => {
            let (row, column) =
                ((n_rows + row % 4).saturating_sub(2), (n_columns + column % 4).saturating_sub(2));
            rows.resize(rows.len().max(row + 1), vec![Cell::default(); n_columns]);
            rows.iter_mut().for_each(|row| row.resize(row.len().max(column + 1), Cell::default()));
            rows[row][column] = typed();
        }
        Edit::Blank(at) => rows.insert(at % n_rows, vec![Cell::default(); n_columns]),
        Edit::CopyColumn(from, to) => rows.iter_mut().for_each(|row| {
            let cell = row[from % n_columns].clone();
            row.insert(to % n_columns, cell);
        }),
        Edit::CopySheet => {
            let mut copy = old[0].clone();
            copy.name = format!("副本{n}");
            let last = copy.rows.len() - 1;
            copy.rows[last][0] = typed();
            old.insert(1, copy);
        }
        Edit::RenameSheet => old[0].name = format!("手写{n}号"),
    }
}

/// What was typed of all that stands in the sheets, and on them.
pub fn typed(grids: &[Grid]) -> BTreeSet<String> {
    let seen = || grids.iter().filter(|grid| grid.name != merge::PRINTS);
    let said = seen().flat_map(|grid| &grid.rows).flatten().flat_map(|cell| {
        let note = cell.marks.as_ref().and_then(|marks| marks.note.clone());
        let formula = cell.formula().map(|(formula, _)| formula.clone());
        [Some(cell.text.clone()), note, formula].into_iter().flatten()
    });
    said.chain(seen().map(|grid| grid.name.clone()))
        .flat_map(|text| {
            let numbers = text.split(|c: char| !c.is_ascii_digit());
            let numbers = numbers.filter(|text| text.parse().is_ok_and(|n: usize| n > NUMBERS));
            let typed = text.match_indices("手写").map(|(at, _)| &text[at..]);
            let typed = typed.map(|text| text.chars().take_while(|c| c.is_alphanumeric()).collect());
            typed.chain(numbers.map(str::to_owned)).collect::<Vec<String>>()
        })
        .collect()
}
