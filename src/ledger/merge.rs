//! What people filled into an old ledger, carried over to a new one.
//!
//! ```text
//! old   key  task  lead  进展情况  责任人(added)         new   key  task  lead  进展情况  责任人
//!       k-1  甲    局    已办      张                         k-1  甲    局    已办      张
//!       k-2  乙    厅    过半                                 k-9  乙一  厅    过半             alike
//!       k-3  丙    委    停                          已无对应任务   k-3  丙  委  停
//! ```
//!
//! A ledger carries a hidden sheet of hashes of all that the program wrote, so that what a person changed in
//! a column of the program is told from what the program said before. What a person typed stands in the new
//! ledger, in its place where it has one; whatever gave way to a newer value is listed on a sheet of its own.

mod grid;
pub use grid::Grid;

mod offers;

mod shares;
pub use shares::{SENT, STATES, Share, Shares, shares, states};

mod returns;
pub use returns::{Collected, Returned, Returns, collect, returned};

use std::collections::{HashMap, HashSet};

use crate::ledger::column::{COLUMNS, Column};
use crate::ledger::formula::moved;
use crate::ledger::kin::Kin;
use crate::ledger::likeness::{Pairs, alike};
use crate::ledger::merge::offers::{OFFER, OFFERS, Offers};
use crate::ledger::rules::{Name, Places, Rules, Seen};
use crate::ledger::{Cell, Head, Line, Row, Sort, Table};
use crate::lexicon::{Lexicon, List};
use crate::model::{Lang, OwnerRole, Said};
use crate::text::order;

/// The most columns of a ledger.
const MOST_COLUMNS: usize = 500;
/// How alike a task must be to the one of a row whose key is gone.
const ALIKE: f32 = 0.6;
/// The name of the hidden sheet of hashes.
pub const PRINTS: &str = "_plan";
const GONE: (&str, &str) = ("已无对应任务", "Without a task");
const CHANGES: (&str, &str) = ("改动对照", "Changes");
/// The headings of the sheet of changes.
const RECORD: [(&str, &str); 5] = [
    ("工作任务", "Task"),
    ("栏目", "Column"),
    ("原表", "Old ledger"),
    ("本次提取", "New plan"),
    ("采用", "Kept"),
];
const FORMULA: (&str, &str) = ("（公式）", "(formula)");
const REASON: (&str, &str) = ("未并入的原因", "Reason");
const NO_TASK: (&str, &str) = ("新计划里没有这项任务", "no such task in the new plan");
const OFFERED: (&str, &str) =
    ("新计划里没有完全对应的任务，可能的见“待确认”表", "no task that is surely the same; see `To confirm`");
const SAME_KEY: (&str, &str) = ("与另一行编号相同", "same key as another row");

const REASONS: [(&str, &str); 3] = [NO_TASK, OFFERED, SAME_KEY];

/// An old ledger, taken apart.
#[derive(Debug)]
pub struct Old {
    /// The name of the main sheet, and the row of its headings, from 0.
    name: String,
    head: usize,
    /// What each column of the main sheet holds, in order.
    slots: Vec<Slot>,
    rows: Vec<OldRow>,
    /// The title, if a person wrote it.
    title: Option<String>,
    /// What a person wrote above and under the table.
    notes: Vec<String>,
    /// What a person wrote between its rows, on its heads, and around the tables of other sheets.
    outside: Vec<String>,
    /// The title and the notes under the table that the program wrote.
    written: (Option<String>, Vec<String>),
    prints: Prints,
    /// The sheet of changes: its headings, and its rows.
    changes: Listed,
    /// The sheet of offers, and the hashes of what the program wrote on it.
    offers: Listed,
    texts: HashSet<u64>,
    /// What the new plan was found to have in common with it.
    kin: Vec<Kin>,
    /// Sheets of people's own.
    others: Vec<Grid>,
    /// What is set up on the main sheet.
    rules: Rules,
    /// Names for cells and values.
    names: Vec<Name>,
}

/// The headings of a list and its rows.
type Listed = (Vec<String>, Vec<Vec<Cell>>);

/// By the key of a row: each column that the program filled, and the hash of what it wrote.
type Prints = HashMap<String, Vec<(Column, u64)>>;

/// What a column holds.
#[derive(Debug, Clone, PartialEq)]
enum Slot {
    /// What the program writes, under a heading that a person may have changed.
    Plan(Column, String),
    /// What people write, by heading; how many columns before it have the same.
    Own(String, usize),
}

#[derive(Debug)]
struct OldRow {
    cells: Vec<(Slot, Cell)>,
    /// Its place in its sheet, from 0.
    line: usize,
    /// Whether it stood on the sheet of rows without a task.
    gone: bool,
    /// The group that the program put it in.
    group: Option<String>,
}

/// What becomes of a value of the old ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kept {
    /// It is in the new one already, or nothing.
    Same,
    /// It stands in the new one.
    Quietly,
    /// It stands in the new one instead of what the program says, which is listed.
    Old,
    /// It is listed beside what the program says.
    New,
}

/// A merged ledger.
#[derive(Debug, Default)]
pub struct Merged {
    /// The sheets by name: the ledger, and if there are any, rows without a task and changes.
    pub tables: Vec<(String, Table)>,
    /// Sheets kept as they were, and the hidden one.
    pub grids: Vec<Grid>,
    /// Rows whose task was found by its key.
    pub by_key: usize,
    /// Rows whose task was found by likeness.
    pub by_likeness: usize,
    /// Rows whose task says the same in other words.
    pub by_wording: usize,
    /// Rows that a person added, in their place.
    pub added: usize,
    /// Rows without a task.
    pub gone: usize,
    /// Rows whose task is like others of the new plan, which are listed.
    pub offered: usize,
    /// Rows left out because another had the same key.
    pub same_key: usize,
    /// Cells of the program's columns that a person changed.
    pub edited: usize,
    /// What is set up on the ledger.
    pub rules: Rules,
    /// Names for cells and values.
    pub names: Vec<Name>,
    /// Rules and names that speak of cells that are gone.
    pub rules_lost: usize,
}

/// Takes the sheets of an old ledger apart; an error where none of them is one. A ledger that the program did not
/// write may call its columns by any of the usual names that `lexicon` knows, such as 任务 and 牵头部门.
pub fn read(mut grids: Vec<Grid>, lexicon: &Lexicon) -> Result<Old, Said> {
    let mut prints = Prints::new();
    let mut texts = HashSet::new();
    for row in grids.iter().filter(|grid| grid.name == PRINTS).flat_map(|grid| &grid.rows) {
        let [key, said] = [0, 1].map(|at| row.get(at).map_or("", |cell| cell.text.as_str()));
        for (column, hash) in said.split(' ').filter_map(|part| part.split_once('=')) {
            match (Column::named(column), u64::from_str_radix(hash, 16)) {
                (Some(column), Ok(hash)) => prints.entry(key.to_owned()).or_default().push((column, hash)),
                (None, Ok(hash)) => {
                    texts.insert(hash);
                }
                (_, Err(_)) => {}
            }
        }
    }
    let named = |grid: &Grid, name: (&str, &str)| grid.name == name.0 || grid.name == name.1;
    let lists = [GONE, CHANGES, OFFERS];
    let special = |grid: &Grid| grid.name == PRINTS || lists.iter().any(|name| named(grid, *name));
    let names = |heading: &str| match prints.is_empty() {
        true => Column::named(heading).or_else(|| usual(heading, lexicon)),
        false => Column::named(heading),
    };
    // The sheet that the program wrote, else the one that has most of its tasks, one to be seen before a hidden one.
    let n_known = |grid: &Grid| {
        let texts = grid.rows.iter().flatten().map(|cell| cell.text.trim());
        texts.filter(|text| prints.contains_key(*text)).collect::<HashSet<_>>().len()
    };
    let found = grids.iter().enumerate().filter(|(_, grid)| !special(grid));
    let found = found.filter_map(|(at, grid)| Some((at, head_row(grid, &names)?)));
    let rank = |(at, _): &(usize, usize)| {
        let grid = &grids[*at];
        (
            !texts.contains(&hash(&sheet_name(&grid.name))),
            std::cmp::Reverse(n_known(grid)),
            grid.rules.seen != Seen::Shown,
            *at,
        )
    };
    let Some((main, head)) = found.min_by_key(rank) else {
        return Err(Said::new(
            "里面没有台账：要有一行表头写着任务（工作任务、重点任务、事项等）和至少一个别的栏目（如牵头单位、完成时限）",
            "no ledger in it: no row of headings such as `工作任务` and `牵头单位`, or `Task` and `Lead`",
        ));
    };
    let n_columns = grids[main].rows.iter().map(Vec::len).max().unwrap_or(0);
    if n_columns > MOST_COLUMNS {
        let name = &grids[main].name;
        return Err(Said::new(
            format!("工作表“{name}”有 {n_columns} 栏，台账最多 {MOST_COLUMNS} 栏"),
            format!("the sheet `{name}` has {n_columns} columns; a ledger has {MOST_COLUMNS} at most"),
        ));
    }
    grids[main].split_below(head);
    let mut old = Old {
        name: grids[main].name.clone(),
        head,
        slots: slots(&grids[main], head, &prints, &names),
        rows: Vec::new(),
        title: None,
        notes: Vec::new(),
        outside: Vec::new(),
        written: Default::default(),
        prints,
        changes: Default::default(),
        offers: Default::default(),
        texts: HashSet::new(),
        kin: Vec::new(),
        others: Vec::new(),
        rules: std::mem::take(&mut grids[main].rules),
        names: Vec::new(),
    };
    old.take(&grids[main], head, old.slots.clone(), false, &texts);
    for (at, grid) in grids.into_iter().enumerate() {
        if at == main || grid.name == PRINTS {
            continue;
        }
        let reasons = |row: &Vec<Cell>| row.iter().any(|cell| cell.text == REASON.0 || cell.text == REASON.1);
        match grid.rows.iter().position(reasons).or_else(|| head_row(&grid, &Column::named)) {
            Some(head) if named(&grid, GONE) => {
                let slots = slots(&grid, head, &Prints::new(), &Column::named);
                old.take(&grid, head, slots, true, &texts);
            }
            _ if named(&grid, CHANGES) => old.changes = old.listed(&grid, &RECORD, &texts),
            _ if named(&grid, OFFERS) => old.offers = old.listed(&grid, &OFFER, &texts),
            _ => old.others.push(grid),
        }
    }
    old.texts = texts;
    Ok(old)
}

impl Old {
    /// The columns to make the new table with: those of the old one in its order, and those of the preset that
    /// it lacks beside their neighbours.
    pub fn columns(&self, preset: &[Column]) -> Vec<Column> {
        let mut columns: Vec<Column> = Vec::new();
        for slot in &self.slots {
            match slot {
                Slot::Plan(column, _) => columns.push(*column),
                Slot::Own(heading, 0) => {
                    columns.extend(Column::named(heading).filter(|column| column.about().filled));
                }
                Slot::Own(..) => {}
            }
        }
        let lacking: Vec<Column> =
            preset.iter().copied().filter(|column| !columns.contains(column)).collect();
        // A heading of one's own may be a column to fill in that was renamed: then it is not missing.
        let own = |slot: &&Slot| matches!(slot, Slot::Own(heading, _) if !heading.is_empty() && Column::named(heading).is_none());
        let n_own = self.slots.iter().filter(own).count();
        let n_filled = lacking.iter().filter(|column| column.about().filled).count();
        for column in lacking.into_iter().filter(|column| !column.about().filled || n_filled > n_own) {
            let place = preset.iter().position(|known| *known == column).unwrap_or(0);
            let before = preset[..place].iter().rev();
            let at = before.filter_map(|known| columns.iter().position(|column| column == known)).next();
            columns.insert(at.map_or(0, |at| at + 1), column);
        }
        columns
    }

    /// Gives the workbook its names.
    pub fn name(&mut self, names: Vec<Name>) {
        self.names = names;
    }

    /// Lets the new table have a title of its own; one that a person wrote is kept under the table.
    pub fn retitle(&mut self) {
        let title = self.title.take();
        self.notes.splice(0..0, title);
    }

    fn take(&mut self, grid: &Grid, head: usize, slots: Vec<Slot>, gone: bool, texts: &HashSet<u64>) {
        let heading = |row: &[Cell]| row.iter().map(|cell| squeezed(&cell.text)).collect::<Vec<_>>();
        let headings = heading(&grid.rows[head]);
        // A heading keeps its text; what else a person has put on it is told beside.
        self.outside.extend(grid.rows[head].iter().flat_map(|cell| spoken(cell).into_iter().skip(1)));
        let holds = |row: &[Cell], of: Column, is: &dyn Fn(&Cell) -> bool| {
            let of = |slot: &Slot| matches!(slot, Slot::Plan(column, _) if *column == of);
            slots.iter().zip(row).any(|(slot, cell)| of(slot) && is(cell))
        };
        let has_keys = slots.iter().any(|slot| matches!(slot, Slot::Plan(Column::Key, _)));
        let is_keyed = |row: &[Cell]| holds(row, Column::Key, &|cell| looks_like_key(cell.text.trim()));
        // In a ledger without keys any line may be a task's.
        let last_key = grid.rows.iter().rposition(|row| is_keyed(row)).unwrap_or(usize::MAX);
        let all_own = slots.iter().all(|slot| matches!(slot, Slot::Own(..)));
        let (mut above, mut under) = (Vec::new(), Vec::new());
        // Whether a gap or a note of the program has ended the table.
        let mut ended = false;
        // Names of groups and notes of the program, until it is known which of the two.
        let (mut names, mut group): (Vec<String>, Option<String>) = Default::default();
        let continued = grid.continued();
        for (at, row) in grid.rows.iter().enumerate().filter(|(at, _)| *at != head && !continued.contains(at))
        {
            let filled: Vec<usize> = (0..row.len()).filter(|at| !row[*at].is_silent()).collect();
            if filled.is_empty() || heading(row) == headings {
                // The headings once more, as for a second page: what they carry beside their text stays.
                self.outside.extend(row.iter().flat_map(|cell| spoken(cell).into_iter().skip(1)));
                ended |= at > head;
                continue;
            }
            // A title, the name of a group, a note: one text in the first column. A line to sign on under the table.
            let keyed = is_keyed(row);
            let named = holds(row, Column::Task, &|cell| !cell.is_silent());
            // A sum has numbers.
            let only_text = |at: &usize| row[*at].sort == Sort::Text && row[*at].formula().is_none();
            let signed = at > last_key && !named && filled[0] == 0 && filled.iter().all(only_text);
            let aside =
                !keyed && (at < head || filled == [0] || !gone && (all_own || signed || ended && !named));
            if !aside {
                // What stood before the last task stood between rows.
                if keyed || !has_keys {
                    self.outside.append(&mut under);
                    ended = false;
                }
                if keyed {
                    group = names.drain(..).next_back().or(group);
                }
                let cells = slots.iter().cloned().zip(row.iter().cloned()).collect();
                self.rows.push(OldRow { cells, line: at, gone, group: group.clone() });
                continue;
            }
            let said = filled.iter().flat_map(|at| spoken(&row[*at])).filter(|text| !text.trim().is_empty());
            let typed: Vec<String> = said.filter(|text| !texts.contains(&hash(text))).collect();
            if typed.is_empty() && !gone {
                let text = row[filled[0]].text.clone();
                match at < head {
                    true => self.written.0 = self.written.0.take().or(Some(text)),
                    false => names.push(text),
                }
            }
            ended |= at > head && typed.is_empty();
            let side = if at < head { &mut above } else { &mut under };
            side.extend((!typed.is_empty()).then(|| typed.join("　")));
        }
        if gone {
            self.outside.extend(above.into_iter().chain(under));
            return;
        }
        self.written.1 = names;
        // The first line above the table is its title, unless the one the program wrote is still there.
        let titled = grid.rows[..head].iter().flatten().any(|cell| texts.contains(&hash(&cell.text)));
        let mut above = above.into_iter();
        self.title = if titled { None } else { above.next() };
        self.notes.extend(above.chain(under));
    }

    /// The rows of a sheet with these headings, and those that people added.
    fn listed(&mut self, grid: &Grid, headings: &[(&str, &str)], texts: &HashSet<u64>) -> Listed {
        let known = |cell: &Cell| headings.iter().any(|(zh, en)| [*zh, *en].contains(&cell.text.as_str()));
        let head = grid.rows.iter().position(|row| row.iter().filter(|cell| known(cell)).count() > 1);
        let mut listed = Listed::default();
        for cell in head.into_iter().flat_map(|head| &grid.rows[head]) {
            listed.0.push(cell.text.trim().to_owned());
            self.outside.extend(spoken(cell).into_iter().skip(1));
        }
        for (_, row) in grid.rows.iter().enumerate().filter(|(at, _)| Some(*at) != head) {
            let filled: Vec<&Cell> = row.iter().filter(|cell| !cell.is_silent()).collect();
            match filled[..] {
                [] => {}
                [only] => self.outside.extend(
                    spoken(only).into_iter().filter(|text| !text.is_empty() && !texts.contains(&hash(text))),
                ),
                _ => listed.1.push(row.clone()),
            }
        }
        listed
    }

    /// Whether a person added a row: in a ledger with keys one without is no task that is gone, and it stays.
    fn is_by_hand(&self, row: &OldRow, to: Option<usize>) -> bool {
        to.is_none() && self.has_keys() && !row.gone && !looks_like_key(&row_key(row))
    }

    /// Whether its tasks have keys that the program gave them.
    fn has_keys(&self) -> bool {
        let has_key = self.slots.iter().any(|slot| matches!(slot, Slot::Plan(Column::Key, _)));
        has_key && !self.prints.is_empty()
    }
}

impl Slot {
    /// Whether it is a column of this kind, also one that people fill in.
    fn is(&self, column: Column) -> bool {
        match self {
            Slot::Plan(known, _) => *known == column,
            Slot::Own(name, nth) => *nth == 0 && column.about().filled && name == column.about().name,
        }
    }
}

impl OldRow {
    /// Whether it stands for a task.
    fn is_task(&self) -> bool {
        let keyed = looks_like_key(&row_key(self));
        !self.gone && (keyed || !row_text(self, Column::Task).trim().is_empty())
    }
}

/// A row of an old ledger as it stands in its sheet.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'o> {
    row: &'o OldRow,
}

impl Entry<'_> {
    /// Its row in the sheet, from 0.
    pub fn line(&self) -> usize {
        self.row.line
    }

    /// What a column says; nothing where there is none.
    pub fn text(&self, column: Column) -> &str {
        self.place(column).map_or("", |at| &self.row.cells[at].1.text)
    }

    /// The place of a column in the sheet, from 0.
    pub fn place(&self, column: Column) -> Option<usize> {
        self.row.cells.iter().position(|(slot, _)| slot.is(column))
    }
}

impl Old {
    /// The name of its sheet.
    pub fn sheet(&self) -> &str {
        &self.name
    }

    /// How many cells, notes and sheets of it are people's: what the program did not write, or wrote otherwise.
    pub fn n_typed(&self) -> usize {
        let typed = |row: &OldRow| {
            let prints = self.prints.get(&row_key(row));
            let known = |column: Column, cell: &Cell| {
                let same = |(known, print): &(Column, u64)| *known == column && *print == hash(&cell.text);
                column == Column::Key || prints.is_some_and(|prints| prints.iter().any(same))
            };
            let is_typed = |(slot, cell): &&(Slot, Cell)| match slot {
                Slot::Plan(column, _) => !cell.is_silent() && !known(*column, cell),
                Slot::Own(..) => !cell.is_silent(),
            };
            row.cells.iter().filter(is_typed).count()
        };
        let cells = self.rows.iter().map(typed).sum::<usize>();
        cells + usize::from(self.title.is_some()) + self.notes.len() + self.outside.len() + self.others.len()
    }

    /// Whether the program wrote it.
    pub fn is_ours(&self) -> bool {
        self.has_keys()
    }

    /// Whether it has a column that the program fills.
    pub fn has(&self, column: Column) -> bool {
        self.slots.iter().any(|slot| matches!(slot, Slot::Plan(known, _) if *known == column))
    }

    /// The rows of its sheet that name a task.
    pub fn entries(&self) -> Vec<Entry<'_>> {
        self.rows.iter().filter(|row| row.is_task()).map(|row| Entry { row }).collect()
    }

    /// Of each of these rows, the units that it names in such duties; where it names none, in any. Each unit is called as
    /// the ledger first does.
    pub fn units_of(&self, roles: &[OwnerRole], lexicon: &Lexicon) -> Result<Vec<Vec<String>>, Said> {
        let units = self.units(roles, lexicon)?;
        let of = self.rows.iter().zip(&units.of_row).filter(|(row, _)| row.is_task());
        Ok(of.map(|(_, of)| of.iter().map(|unit| units.names[*unit].clone()).collect()).collect())
    }

    /// The year that its title names.
    pub fn year(&self) -> Option<i16> {
        let title = self.title.as_ref().or(self.written.0.as_ref())?;
        title.match_indices('年').find_map(|(at, _)| {
            let year = title.get(at.checked_sub(4)?..at)?;
            year.parse().ok().filter(|year| (1949..2200).contains(year))
        })
    }
}

/// All that can be read in a cell: its value, formula and comment.
fn spoken(cell: &Cell) -> Vec<String> {
    let marks = cell.marks.as_deref();
    let note = marks.and_then(|marks| marks.note.clone());
    let formula = cell.formula().map(|(formula, _)| format!("={formula}"));
    [Some(shown(cell)), formula, note].into_iter().flatten().collect()
}

/// A value as it is shown, where days and shares are no longer cells of their own.
fn shown(cell: &Cell) -> String {
    let (Sort::Formatted(code), Ok(number)) = (&cell.sort, cell.text.parse::<f64>()) else {
        return cell.text.clone();
    };
    let code = code.to_ascii_lowercase();
    let day =
        |days: i64| jiff::civil::date(1899, 12, 30).checked_add(jiff::Span::new().try_days(days).ok()?).ok();
    match day(number as i64).filter(|_| code.contains('y') && number.fract() == 0.0) {
        Some(day) => day.to_string(),
        None if code.contains('%') => format!("{}%", (number * 1e6).round() / 1e4),
        None => cell.text.clone(),
    }
}

/// The first of the topmost rows that names a task and another column.
fn head_row(grid: &Grid, names: &dyn Fn(&str) -> Option<Column>) -> Option<usize> {
    grid.rows.iter().take(30).position(|row| {
        let known: HashSet<Column> = row.iter().filter_map(|cell| names(&squeezed(&cell.text))).collect();
        known.len() >= 2 && (known.contains(&Column::Task) || known.contains(&Column::Key))
            || known.len() >= 4
    })
}

/// A heading without the spaces and line ends that people put into it.
fn squeezed(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(if text.is_ascii() { " " } else { "" })
}

/// The column of a heading that offices use for it.
fn usual(heading: &str, lexicon: &Lexicon) -> Option<Column> {
    Some(match lexicon.value(List::Columns, heading)? {
        "number" => Column::No,
        "task" | "project" | "content" => Column::Task,
        "measure" => Column::Measures,
        "lead" => Column::Lead,
        "responsible" => Column::Responsible,
        "support" => Column::Support,
        "accountable" => Column::Accountable,
        "supervisor" => Column::Supervisor,
        "deadline" => Column::Deadline,
        _ => return None,
    })
}

/// What each column holds: by what the program wrote into it, whatever its heading is now; else by its heading.
fn slots(grid: &Grid, head: usize, prints: &Prints, names: &dyn Fn(&str) -> Option<Column>) -> Vec<Slot> {
    let n_columns = grid.rows.iter().map(Vec::len).max().unwrap_or(0);
    let text = |row: &Vec<Cell>, at: usize| row.get(at).map_or(String::new(), |cell| cell.text.clone());
    let headings: Vec<String> = (0..n_columns).map(|at| text(&grid.rows[head], at)).collect();
    let rows = &grid.rows[head + 1..];
    let is_key = |at: &usize| Column::named(&squeezed(&headings[*at])) == Some(Column::Key);
    let key = (0..n_columns).find(is_key).or_else(|| {
        let keys = |row: &Vec<Cell>| row.iter().position(|cell| looks_like_key(&cell.text));
        rows.iter().filter(|_| !prints.is_empty()).filter_map(keys).min()
    });
    // How many cells of a column are as the program wrote them for each of its own columns.
    let mut n_same = vec![[0_usize; COLUMNS.len()]; n_columns];
    let mut n_filled = vec![0_usize; n_columns];
    for row in rows {
        let prints = key.and_then(|key| prints.get(row.get(key)?.text.as_str()));
        for (at, cell) in row.iter().enumerate().filter(|(_, cell)| !cell.text.trim().is_empty()) {
            n_filled[at] += 1;
            let print = hash(&cell.text);
            for (column, _) in prints.into_iter().flatten().filter(|(_, known)| *known == print) {
                n_same[at][*column as usize] += 1;
            }
        }
    }
    let mut votes = Vec::new();
    for (at, n_same) in n_same.iter().enumerate() {
        let likely = |(_, n): &(_, &usize)| **n > 0 && **n * 2 >= n_filled[at];
        for (about, n_same) in COLUMNS.iter().zip(n_same).filter(likely) {
            let named = Column::named(&squeezed(&headings[at])) == Some(about.column);
            votes.push((*n_same, named, at, about.column));
        }
    }
    order::by_key(&mut votes, |(n_same, named, at, _)| std::cmp::Reverse((*n_same, *named, usize::MAX - at)));
    let mut found: Vec<Option<Column>> = vec![None; n_columns];
    for (.., at, column) in votes {
        if found[at].is_none() && !found.contains(&Some(column)) {
            found[at] = Some(column);
        }
    }
    if let Some(key) = key.filter(|_| !found.contains(&Some(Column::Key))) {
        found[key] = Some(Column::Key);
    }
    let mut taken: HashMap<String, usize> = HashMap::new();
    let mut slots: Vec<Slot> = Vec::new();
    for (at, heading) in headings.iter().enumerate() {
        let named = names(&squeezed(heading)).filter(|column| !column.about().filled);
        let column = found[at].or(named.filter(|column| !found.contains(&Some(*column))));
        let first =
            |column| !slots.iter().any(|slot| matches!(slot, Slot::Plan(known, _) if *known == column));
        slots.push(match column.filter(|column| first(*column)) {
            Some(column) => Slot::Plan(column, heading.clone()),
            None => {
                // The column that the program calls so, in whichever language.
                let name = match Column::named(&squeezed(heading)) {
                    Some(column) if column.about().filled => column.about().name.to_owned(),
                    _ => heading.trim().to_owned(),
                };
                let before = taken.entry(name.clone()).or_default();
                *before += 1;
                Slot::Own(name, *before - 1)
            }
        });
    }
    slots
}

/// How the name of a sheet stands among the hashes, so that no text of a person is taken for it.
fn sheet_name(name: &str) -> String {
    format!("sheet={name}")
}

fn looks_like_key(text: &str) -> bool {
    text.strip_prefix("k-")
        .is_some_and(|rest| rest.len() >= 4 && rest.chars().all(|c| c.is_ascii_hexdigit() || c == '-'))
}

/// The hash of a text without its spaces, which spreadsheets do not keep.
fn hash(text: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in text.split_whitespace().flat_map(str::bytes) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    hash
}

/// What the program wrote on the sheets beside the first, their rows and headings left out: those are people's too.
fn prints_beside(tables: &[(String, Table)]) -> Grid {
    let bare = |(name, table): &(String, Table)| {
        (name.clone(), Table { heads: Vec::new(), rows: Vec::new(), ..table.clone() })
    };
    prints(&tables[1..].iter().map(bare).collect::<Vec<_>>())
}

/// The hidden sheet of a ledger: hashes of its cells by key and column, and of its other texts.
pub fn prints(tables: &[(String, Table)]) -> Grid {
    let mut rows = Vec::new();
    let row = |text: &str| vec![Cell::default(), Cell::text(format!("={:x}", hash(text)))];
    // A table without keys is no ledger.
    if tables.first().is_some_and(|(_, table)| !table.heads.is_empty() && place(table, Column::Key).is_none())
    {
        return Grid::default();
    }
    for (_, table) in tables {
        rows.push(row(&table.title));
        rows.extend(table.notes.iter().map(|note| row(note)));
        rows.extend(table.lines().filter_map(|line| match line {
            Line::Band(band) => Some(row(band)),
            Line::Row(_) => None,
        }));
    }
    let Some((name, table)) = tables.first() else { return Grid::default() };
    if let Some(key) = place(table, Column::Key) {
        rows.push(row(&sheet_name(name)));
        for of in &table.rows {
            let filled = table.heads.iter().zip(&of.cells).filter(|(_, cell)| !cell.text.is_empty());
            let said = filled.filter_map(|(head, cell)| {
                let column = head.column.filter(|column| !column.about().filled)?;
                Some((column, hash(&cell.text)))
            });
            rows.push(vec![Cell::text(&of.cells[key].text), Cell::text(print_list(said))]);
        }
    }
    let rules = Rules { seen: Seen::VeryHidden, ..Rules::default() };
    Grid { name: PRINTS.into(), rows, rules, ..Grid::default() }
}

/// In the order of [`COLUMNS`], whatever order they stand in.
fn print_list(prints: impl Iterator<Item = (Column, u64)>) -> String {
    let mut prints: Vec<(Column, u64)> = prints.collect();
    order::sort(&mut prints);
    let prints: Vec<String> =
        prints.iter().map(|(column, hash)| format!("{}={hash:x}", column.about().name)).collect();
    prints.join(" ")
}

fn place(table: &Table, column: Column) -> Option<usize> {
    table.heads.iter().position(|head| head.column == Some(column))
}

/// Carries what people typed from the old ledger into `new`, which holds one row a task with its key.
pub fn merge(new: Table, old: Old, lang: Lang) -> Merged {
    let pairing = matches(&new, &old);
    paired(new, old, pairing, lang)
}

/// For each old row the new row it belongs to, the keys that new rows have, and how many rows were found how.
type Pairing = (Vec<Option<usize>>, HashSet<String>, Merged);

/// Carries what people typed from each old row into the new one it belongs to.
fn paired(mut new: Table, old: Old, (pairs, places, mut merged): Pairing, lang: Lang) -> Merged {
    let name = old.name.clone();
    let t = |(zh, en): (&str, &str)| if lang == Lang::Zh { zh.to_owned() } else { en.to_owned() };
    // What the program says, before any of it gives way to a person's words.
    let mut fresh = new.clone();
    let offers = Offers::of(&fresh, &old, &pairs, &places, lang);
    merged.offered = offers.n_rows;
    let (offered, written) = (offers.titles(), offers.prints(&old));
    let mut gone = Table { title: t(GONE), ..Table::default() };
    let mut changes = Table { title: t(CHANGES), ..Table::default() };
    changes.heads = RECORD.map(|heading| own_head(&t(heading), 14)).to_vec();
    make_room(&mut new, &old, &pairs);
    // Of each row of the new ledger: where it stood in the old one, and the added row that follows it.
    let mut from: Vec<Option<usize>> = vec![None; new.rows.len()];
    let mut followers: HashMap<Option<usize>, usize> = HashMap::new();
    let mut last = None;
    let numbered = numbered(&old);
    // What stands on the sheet of changes, by the row and column it is about.
    let mut records: Vec<(usize, usize, Vec<Cell>)> = Vec::new();
    for ((row, to), numbered) in old.rows.iter().zip(&pairs).zip(&numbered) {
        let reason = |cell: &Cell| REASONS.iter().any(|(zh, en)| [*zh, *en].contains(&cell.text.as_str()));
        let is_reason =
            |slot: &Slot| matches!(slot, Slot::Own(name, _) if name == REASON.0 || name == REASON.1);
        let by_hand = old.is_by_hand(row, *to);
        let to = match to {
            Some(to) => *to,
            None if by_hand => {
                let cells = vec![Cell::default(); new.heads.len()];
                new.rows.push(Row { group: None, cells });
                from.push(None);
                followers.insert(last, new.rows.len() - 1);
                merged.added += 1;
                merged.gone -= 1;
                new.rows.len() - 1
            }
            None => {
                let why = match places.contains(&row_key(row)) {
                    true => SAME_KEY,
                    false if offered.contains(row_text(row, Column::Task)) => OFFERED,
                    false => NO_TASK,
                };
                let cells = row.cells.iter().filter(|(slot, cell)| !(is_reason(slot) && reason(cell)));
                let mut cells: Vec<(String, Cell)> =
                    cells.map(|(slot, cell)| (heading_of(slot, lang), worked_out(cell, lang))).collect();
                cells.push((t(REASON), Cell::text(t(why))));
                append(&mut gone, cells);
                continue;
            }
        };
        if !row.gone {
            from[to] = Some(row.line);
            last = Some(to);
        }
        let key = row_key(row);
        let prints = old.prints.get(&key).filter(|_| !by_hand);
        let print =
            |column: Column| prints?.iter().find(|(known, _)| *known == column).map(|(_, print)| *print);
        // A row whose task was wiped out too was wiped out as a whole, and comes back as the program has it.
        let has_task = !row_text(row, Column::Task).trim().is_empty();
        for (slot, cell) in &row.cells {
            let silent = cell.is_silent();
            let wiped = match slot {
                Slot::Plan(column, _) if silent && !row.gone && has_task => print(*column).is_some(),
                _ => false,
            };
            // A colour on an empty cell says something too, but makes no column.
            if silent && cell.marks.is_none() && !wiped || is_reason(slot) && reason(cell) {
                continue;
            }
            let heading = heading_of(slot, lang);
            let own = match slot {
                Slot::Own(..) => slot.clone(),
                Slot::Plan(..) => Slot::Own(heading.clone(), 0),
            };
            let at = match slot_place(&new, slot).or_else(|| own_place(&new, &own)) {
                Some(at) => at,
                None if silent => continue,
                None => {
                    let last = new.heads.len();
                    add_column(&mut new, last, &own);
                    last
                }
            };
            let cell = &if row.gone { worked_out(cell, lang) } else { cell.clone() };
            let value = &mut new.rows[to].cells[at];
            let unsaid = cell.text.trim().is_empty() && cell.formula().is_none();
            let same = hash(&value.text) == hash(&cell.text);
            let is_no = matches!(slot, Slot::Plan(Column::No, _)) && cell.formula().is_none();
            let kept = match slot {
                _ if unsaid && !wiped => Kept::Same,
                // Rows are numbered by the program; a number that is none of its own is told beside.
                _ if is_no && is_number(&cell.text) => {
                    if *numbered || same {
                        Kept::Same
                    } else {
                        Kept::New
                    }
                }
                Slot::Plan(Column::No, _) => Kept::Quietly,
                _ if by_hand => Kept::Quietly,
                // Two rows of one task do not come here, so only a column that both sheets have may be filled.
                Slot::Own(..) if value.is_silent() || same => Kept::Quietly,
                Slot::Own(..) => Kept::New,
                Slot::Plan(Column::Key, _) if looks_like_key(&cell.text) => Kept::Same,
                Slot::Plan(Column::Key, _) => Kept::New,
                Slot::Plan(..) if same => {
                    if cell.formula().is_some() {
                        Kept::Quietly
                    } else {
                        Kept::Same
                    }
                }
                // The program says nothing here, and never did as far as is known.
                Slot::Plan(column, _) if value.is_silent() && print(*column).is_none() => Kept::Quietly,
                Slot::Plan(column, _) => match prints.is_some() && print(*column) != Some(hash(&cell.text)) {
                    true => Kept::Old,
                    false => Kept::New,
                },
            };
            let was = value.text.clone();
            if matches!(kept, Kept::Quietly | Kept::Old) {
                let before = std::mem::replace(value, cell.clone());
                dress(value, &before);
            } else {
                dress(value, cell);
            }
            if matches!(kept, Kept::Same | Kept::Quietly) {
                continue;
            }
            merged.edited += usize::from(kept == Kept::Old);
            let was_old = match cell.formula() {
                // It stands in its place, where it is moved with its row.
                Some(_) if kept == Kept::Old => Cell::text(t(FORMULA)),
                Some((formula, _)) => Cell::text(format!("{}\n={formula}", cell.text).trim_start()),
                None if wiped => Cell::text(t(("（已清空）", "(emptied)"))),
                None => Cell { marks: None, ..cell.clone() },
            };
            let kept = match kept {
                Kept::Old => ("原表（手工修改）", "old, changed by hand"),
                _ => ("本次提取", "new"),
            };
            records.push((to, at, vec![Cell::text(heading), was_old, Cell::text(was), Cell::text(t(kept))]));
        }
    }
    let order = arranged(&mut new, &followers);
    let stood: Vec<usize> = standing(&new).collect();
    let lines: HashMap<usize, usize> =
        order.iter().zip(&stood).filter_map(|(of, at)| Some((from[*of]?, *at))).collect();
    // The number that a row has now is what the program says.
    if let (Some(of_fresh), Some(of_new)) = (place(&fresh, Column::No), place(&new, Column::No)) {
        for (row, of) in new.rows.iter().zip(&order) {
            let number = &row.cells[of_new];
            if let Some(row) = fresh.rows.get_mut(*of)
                && is_number(&number.text)
                && number.formula().is_none()
            {
                row.cells[of_fresh].text.clone_from(&number.text);
            }
        }
    }
    let columns: Vec<Option<usize>> = old.slots.iter().map(|slot| slot_place(&new, slot)).collect();
    carry_formulas(&mut new, &lines, &columns, old.head, lang);
    let stands = Places {
        head: (old.head, FIRST - 1),
        lines: lines.into_iter().collect(),
        body: (FIRST, stood.last().copied().unwrap_or(FIRST)),
        columns,
        n_columns: new.heads.len(),
    };
    (merged.rules, merged.rules_lost) = old.rules.moved(&stands);
    for known in &old.names {
        match known.moved(&name, &stands) {
            Some(known) => merged.names.push(known),
            None => merged.rules_lost += 1,
        }
    }
    let mut now = vec![0; order.len()];
    order.iter().enumerate().for_each(|(at, of)| now[*of] = at);
    for (to, at, mut cells) in records {
        let row = &new.rows[now[to]].cells;
        // A formula that gave way to its value.
        if cells[1].text == t(FORMULA) && row[at].formula().is_none() {
            cells[1] = Cell { marks: None, ..row[at].clone() };
        }
        let title = |table: &Table, row: &[Cell]| Some(row[place(table, Column::Task)?].text.clone());
        let titles = [title(&new, row), fresh.rows.get(to).and_then(|row| title(&fresh, &row.cells))];
        let title = titles.into_iter().flatten().find(|title| !title.is_empty());
        cells.insert(0, Cell::text(title.unwrap_or_default()));
        changes.rows.push(Row { group: None, cells });
    }
    take_up(&mut changes, &old.changes, &RECORD, lang);
    let outside = t(("表格之外的文字", "text outside the table"));
    for text in old.outside {
        let cells = ["", &outside, &text, "", ""].map(Cell::text).to_vec();
        let mut row = Row { group: None, cells };
        row.cells.resize(changes.heads.len(), Cell::default());
        changes.rows.push(row);
    }
    if let Some(title) = old.title {
        new.title = title;
    }
    new.notes
        .extend(old.notes.into_iter().filter(|note| *note != fresh.title && !fresh.notes.contains(note)));
    let mut hidden = prints(&[(name.clone(), fresh)]);
    // A task that is gone may come back.
    let mut told = places;
    for row in old.rows.iter().zip(&pairs).filter(|(_, to)| to.is_none()).map(|(row, _)| row) {
        let key = row_key(row);
        let said = old.prints.get(&key).filter(|_| told.insert(key.clone()));
        hidden
            .rows
            .extend(said.map(|said| vec![Cell::text(&key), Cell::text(print_list(said.iter().copied()))]));
    }
    merged.tables.push((name.clone(), new));
    for (sheet, table) in [(OFFERS, offers.table), (GONE, gone), (CHANGES, changes)] {
        if !table.rows.is_empty() {
            merged.tables.push((t(sheet), table));
        }
    }
    hidden
        .rows
        .extend(written.into_iter().map(|print| vec![Cell::default(), Cell::text(format!("={print:x}"))]));
    let texts = prints_beside(&merged.tables);
    hidden.rows.extend(texts.rows);
    keep(&mut merged, old.others, &name, &stands);
    merged.grids.push(hidden);
    merged
}

/// Gives the new ledger the headings that people gave to the columns of the old one, and the columns of their own.
fn make_room(new: &mut Table, old: &Old, pairs: &[Option<usize>]) {
    for (at, slot) in old.slots.iter().enumerate() {
        match slot {
            Slot::Plan(column, heading) => {
                if let Some(place) = place(new, *column) {
                    new.heads[place].text.clone_from(heading);
                }
            }
            Slot::Own(heading, _) => {
                let of = |(other, cell): &(Slot, Cell)| other == slot && !cell.is_silent();
                let stays = |(row, to): (&OldRow, &Option<usize>)| {
                    (to.is_some() || old.is_by_hand(row, *to)) && row.cells.iter().any(of)
                };
                if heading.is_empty() && !old.rows.iter().zip(pairs).any(stays) {
                    continue;
                }
                // Beside the column it stood beside.
                let to = own_place(new, slot).unwrap_or_else(|| {
                    let before = old.slots[..at].iter().rev().filter_map(|slot| slot_place(new, slot)).next();
                    let to = before.map_or(0, |before| before + 1);
                    add_column(new, to, slot);
                    to
                });
                debug_assert!(to < new.heads.len());
            }
        }
    }
}

/// Adds the sheets of people's own, each under a name that no other has; what speaks of the `ledger` follows it.
fn keep(merged: &mut Merged, others: Vec<Grid>, ledger: &str, stands: &Places) {
    for mut grid in others {
        merged.rules_lost += grid.follow(ledger, stands);
        let taken = |name: &str| {
            let tables = merged.tables.iter().map(|(name, _)| name);
            tables
                .chain(merged.grids.iter().map(|grid| &grid.name))
                .any(|other| other.to_lowercase() == name.to_lowercase())
        };
        let base: String = grid.name.chars().take(26).collect();
        let mut n = 1;
        while taken(&grid.name) {
            n += 1;
            grid.name = format!("{base} {n}");
        }
        merged.grids.push(grid);
    }
}

/// Puts the rows in order, each added one behind the one it stood behind, and numbers them anew. Gives the place that
/// each row had before.
fn arranged(new: &mut Table, followers: &HashMap<Option<usize>, usize>) -> Vec<usize> {
    let n_added = followers.len();
    let n_tasks = new.rows.len() - n_added;
    let mut order = Vec::with_capacity(new.rows.len());
    for start in std::iter::once(None).chain((0..n_tasks).map(Some)) {
        order.extend(start);
        let mut last = start;
        while let Some(next) = followers.get(&last) {
            order.push(*next);
            last = Some(*next);
        }
    }
    let mut rows: Vec<Option<Row>> = std::mem::take(&mut new.rows).into_iter().map(Some).collect();
    new.rows.extend(order.iter().filter_map(|of| rows[*of].take()));
    if let Some(no) = place(new, Column::No).filter(|_| n_added > 0) {
        let task = place(new, Column::Task);
        let mut number = 0;
        // A sum or a line to sign on is no task.
        let of_task = |row: &&mut Row| task.is_none_or(|task| !row.cells[task].is_silent());
        for row in new.rows.iter_mut().filter(of_task) {
            number += 1;
            let cell = &mut row.cells[no];
            if cell.formula().is_none() && (cell.text.is_empty() || is_number(&cell.text)) {
                *cell = Cell { marks: cell.marks.take(), ..Cell::number(number) };
            }
        }
    }
    order
}

/// Of each old row: whether its number is what the program wrote or its place, and so no person's.
fn numbered(old: &Old) -> Vec<bool> {
    let (mut n_rows, mut n_tasks, mut n_numbers) = (0, 0, 0);
    let explained = |row: &OldRow| {
        let number = row_text(row, Column::No).trim();
        if row.gone {
            return old
                .prints
                .get(&row_key(row))
                .is_none_or(|prints| prints.contains(&(Column::No, hash(number))));
        }
        n_rows += 1;
        n_tasks += usize::from(row_cell(row, Column::Task).is_some_and(|cell| !cell.is_silent()));
        n_numbers += usize::from(is_number(number));
        let prints = old.prints.get(&row_key(row)).into_iter().flatten();
        let written =
            prints.filter(|(column, _)| *column == Column::No).any(|(_, print)| *print == hash(number));
        written || number.parse().is_ok_and(|number: usize| [n_rows, n_tasks, n_numbers].contains(&number))
    };
    old.rows.iter().map(explained).collect()
}

/// Puts the rows of an old sheet of changes under those of now, of which those that say the same as one of them go.
fn take_up(changes: &mut Table, (headings, rows): &Listed, known: &[(&str, &str)], lang: Lang) {
    let heading = |heading: &String| {
        let known = known.iter().find(|(zh, en)| heading == zh || heading == en);
        known.map_or(heading.clone(), |(zh, en)| if lang == Lang::Zh { zh } else { en }.to_string())
    };
    let headings: Vec<String> = headings.iter().map(heading).collect();
    let now = std::mem::take(&mut changes.rows);
    for (at, heading) in headings.iter().enumerate().filter(|(_, heading)| !heading.is_empty()) {
        let nth = headings[..at].iter().filter(|before| *before == heading).count();
        heading_place(changes, heading, nth);
    }
    for cells in rows {
        append(
            changes,
            headings.iter().cloned().chain(std::iter::repeat(String::new())).zip(cells.iter().cloned()),
        );
    }
    let said = |row: &Row| row.cells[..known.len()].iter().map(|cell| cell.text.clone()).collect::<Vec<_>>();
    let before: HashSet<Vec<String>> = changes.rows.iter().map(said).collect();
    let mut now: Vec<Row> = now.into_iter().filter(|row| !before.contains(&said(row))).collect();
    now.iter_mut().for_each(|row| row.cells.resize(changes.heads.len(), Cell::default()));
    changes.rows.splice(0..0, now);
}

/// The first row of a ledger in its sheet, under its title and heads.
const FIRST: usize = 2;

/// The row of the sheet that each row of a ledger stands in, bands counted.
fn standing(table: &Table) -> impl Iterator<Item = usize> {
    let lines = table.lines().enumerate();
    lines.filter(|(_, line)| matches!(line, Line::Row(_))).map(|(at, _)| FIRST + at)
}

/// Formulas speak of other cells by their places, which are others now. One that speaks of what is no longer there
/// gives way to its value.
fn carry_formulas(
    new: &mut Table,
    lines: &HashMap<usize, usize>,
    columns: &[Option<usize>],
    head: usize,
    lang: Lang,
) {
    let line = |line: usize| if line == head { Some(FIRST - 1) } else { lines.get(&line).copied() };
    let column = |at: usize| columns.get(at).copied().flatten();
    let stood: Vec<usize> = standing(new).collect();
    for (at, row) in stood.into_iter().zip(&mut new.rows) {
        for cell in &mut row.cells {
            let Some((formula, _)) = cell.formula() else { continue };
            match moved(formula, at, line, column) {
                Some(formula) => {
                    if let Some(formula_now) = cell.marks.as_mut().and_then(|marks| marks.formula.as_mut()) {
                        formula_now.0 = formula;
                    }
                }
                None => *cell = worked_out(cell, lang),
            }
        }
    }
}

/// A cell with its value instead of its formula, which a comment keeps.
fn worked_out(cell: &Cell, lang: Lang) -> Cell {
    let mut cell = cell.clone();
    let Some(marks) = cell.marks.as_mut() else { return cell };
    let Some((formula, _)) = marks.formula.take() else { return cell };
    if cell.text.trim().is_empty() {
        (cell.text, cell.sort) = (format!("={formula}"), Sort::Text);
        return cell;
    }
    let label = if lang == Lang::Zh { "公式：" } else { "formula: " };
    let before = marks.note.take().map(|note| format!("{note}\n")).unwrap_or_default();
    marks.note = Some(format!("{before}{label}={formula}"));
    cell
}

/// Puts what a person has put on one cell on another that has a newer value.
fn dress(value: &mut Cell, old: &Cell) {
    let Some(old) = &old.marks else { return };
    let marks = value.marks.get_or_insert_default();
    let notes = [marks.note.take(), old.note.clone().filter(|note| Some(note) != marks.note.as_ref())];
    let notes: Vec<String> = notes.into_iter().flatten().collect();
    marks.note = (!notes.is_empty()).then(|| notes.join("\n"));
    marks.link = marks.link.take().or(old.link.clone());
    marks.fill = marks.fill.or(old.fill);
    marks.ink = marks.ink.or(old.ink);
    marks.bold |= old.bold;
}

fn is_number(text: &str) -> bool {
    !text.trim().is_empty() && text.trim().chars().all(|c| c.is_ascii_digit())
}

fn row_key(row: &OldRow) -> String {
    row_text(row, Column::Key).trim().to_owned()
}

fn row_text(row: &OldRow, column: Column) -> &str {
    row_cell(row, column).map_or("", |cell| cell.text.as_str())
}

fn row_cell(row: &OldRow, column: Column) -> Option<&Cell> {
    let is = |slot: &Slot| matches!(slot, Slot::Plan(known, _) if *known == column);
    row.cells.iter().find(|(slot, _)| is(slot)).map(|(_, cell)| cell)
}

/// Which new row each old row belongs to: by its key, by likeness, by its kin.
fn matches(new: &Table, old: &Old) -> Pairing {
    fn text<'t>(table: &Table, row: &'t Row, column: Column) -> &'t str {
        place(table, column).map_or("", |at| row.cells[at].text.as_str())
    }
    // A ledger without measures is only as much like the new one as its titles are.
    let has_measures = old.slots.iter().any(|slot| matches!(slot, Slot::Plan(Column::Measures, _)));
    let said = |task: &str, measures: &str| match has_measures {
        true => Pairs::of(&format!("{task}\n{measures}")),
        false => Pairs::of(task),
    };
    let new_said: Vec<Pairs> = new
        .rows
        .iter()
        .map(|row| said(text(new, row, Column::Task), text(new, row, Column::Measures)))
        .collect();
    let old_said: Vec<Pairs> = old
        .rows
        .iter()
        .map(|row| said(row_text(row, Column::Task), row_text(row, Column::Measures)))
        .collect();
    let mut by_key: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, row) in new.rows.iter().enumerate() {
        by_key.entry(text(new, row, Column::Key).to_owned()).or_default().push(at);
    }
    by_key.remove("");
    let mut merged = Merged::default();
    let mut pairs = vec![None; old.rows.len()];
    let mut taken = vec![false; new.rows.len()];
    // Rows that have a key of a task: those of the main sheet first, of the same file first, the likest first.
    let mut candidates = Vec::new();
    for (at, row) in old.rows.iter().enumerate() {
        for &to in by_key.get(&row_key(row)).into_iter().flatten() {
            let other = row_text(row, Column::Source) != text(new, &new.rows[to], Column::Source);
            candidates.push((row.gone, other, -old_said[at].likeness(&new_said[to]), at, to));
        }
    }
    order::by(&mut candidates, |a, b| {
        (a.0, a.1).cmp(&(b.0, b.1)).then(a.2.total_cmp(&b.2)).then((a.3, a.4).cmp(&(b.3, b.4)))
    });
    for (.., at, to) in candidates {
        if pairs[at].is_none() && !std::mem::replace(&mut taken[to], true) {
            pairs[at] = Some(to);
            merged.by_key += 1;
        }
    }
    // The others by likeness, but for copies of a row that has found its task.
    let left: Vec<usize> = (0..old.rows.len())
        .filter(|at| pairs[*at].is_none() && !by_key.contains_key(&row_key(&old.rows[*at])))
        .collect();
    let open: Vec<usize> = (0..new.rows.len()).filter(|to| !taken[*to]).collect();
    let of = |rows: &[usize], said: &[Pairs]| rows.iter().map(|at| said[*at].clone()).collect::<Vec<_>>();
    let mut found = alike(&of(&left, &old_said), &of(&open, &new_said), ALIKE);
    order::by_key(&mut found, |(_, at, _)| old.rows[left[*at]].gone);
    for (_, at, to) in found {
        let (at, to) = (left[at], open[to]);
        if pairs[at].is_none() && !std::mem::replace(&mut taken[to], true) {
            pairs[at] = Some(to);
            merged.by_likeness += 1;
        }
    }
    // Then in other words, as far as that is sure.
    for kin in old.kin.iter().filter(|kin| kin.is_sure()) {
        let free = pairs.get(kin.old).is_some_and(Option::is_none);
        if free && taken.get(kin.new) == Some(&false) && !by_key.contains_key(&row_key(&old.rows[kin.old])) {
            (pairs[kin.old], taken[kin.new]) = (Some(kin.new), true);
            merged.by_wording += 1;
        }
    }
    let keys: HashSet<String> = by_key.into_keys().collect();
    let copies = |at: &usize| pairs[*at].is_none() && keys.contains(&row_key(&old.rows[*at]));
    merged.same_key = (0..old.rows.len()).filter(copies).count();
    merged.gone = pairs.iter().filter(|to| to.is_none()).count() - merged.same_key;
    (pairs, keys, merged)
}

fn own_head(text: &str, floor: usize) -> Head {
    Head { id: text.to_owned(), text: text.to_owned(), floor, column: None }
}

fn heading_of(slot: &Slot, lang: Lang) -> String {
    match slot {
        Slot::Plan(column, _) => column.heading(lang).to_owned(),
        Slot::Own(name, _) => {
            let column = Column::named(name).filter(|column| column.about().filled);
            column.map_or_else(|| name.clone(), |column| column.heading(lang).to_owned())
        }
    }
}

fn slot_place(table: &Table, slot: &Slot) -> Option<usize> {
    match slot {
        Slot::Plan(column, _) => place(table, *column),
        Slot::Own(..) => own_place(table, slot),
    }
}

/// The id of a column of people's own also tells columns of one heading apart.
fn own_id(name: &str, nth: usize) -> String {
    if nth == 0 { name.to_owned() } else { format!("{name}\n{nth}") }
}

fn own_place(table: &Table, slot: &Slot) -> Option<usize> {
    let Slot::Own(name, nth) = slot else { return None };
    let id = own_id(name, *nth);
    table.heads.iter().position(|head| {
        let own = head.column.is_none_or(|column| column.about().filled);
        own && head.id == id
    })
}

fn add_column(table: &mut Table, at: usize, slot: &Slot) {
    let Slot::Own(name, nth) = slot else { return };
    let known = Column::named(name).filter(|column| column.about().filled);
    let text = known.map_or_else(|| name.clone(), |column| column.about().zh.to_owned());
    let column = known.filter(|_| *nth == 0);
    table.heads.insert(at, Head { id: own_id(name, *nth), text, floor: 12, column });
    for row in &mut table.rows {
        row.cells.insert(at, Cell::default());
    }
}

/// Adds a row to a table by headings, of which the same may stand several times; one it lacks becomes a column.
fn append(table: &mut Table, cells: impl IntoIterator<Item = (String, Cell)>) {
    let mut row = vec![Cell::default(); table.heads.len()];
    let mut seen: HashMap<String, usize> = HashMap::new();
    for (heading, cell) in cells {
        let nth = seen.entry(heading.clone()).or_default();
        *nth += 1;
        if !cell.is_silent() {
            let at = heading_place(table, &heading, *nth - 1);
            row.resize(table.heads.len(), Cell::default());
            row[at] = cell;
        }
    }
    table.rows.push(Row { group: None, cells: row });
}

/// The place of the column that has a heading for the `nth` time, from 0; a column of its own if there is none.
fn heading_place(table: &mut Table, heading: &str, nth: usize) -> usize {
    let same = table.heads.iter().enumerate().filter(|(_, head)| head.text == heading);
    let places: Vec<usize> = same.map(|(at, _)| at).collect();
    for _ in places.len()..=nth {
        let column = Column::named(heading);
        let floor = column.map_or(12, |column| column.about().floor);
        table.heads.push(Head { column, ..own_head(heading, floor) });
        table.rows.iter_mut().for_each(|row| row.cells.push(Cell::default()));
    }
    places.get(nth).copied().unwrap_or(table.heads.len() - 1)
}
