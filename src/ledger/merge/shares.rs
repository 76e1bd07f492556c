//! A ledger handed out: a workbook for each unit, with its rows to be filled in.

use std::collections::{HashMap, HashSet};

use crate::extract::owner::canonical;
use crate::ledger::column::Column;
use crate::ledger::merge::{
    FIRST, Grid, Merged, Old, OldRow, hash, looks_like_key, paired, place, prints, prints_beside, row_key,
    row_text, spoken, standing, worked_out,
};
use crate::ledger::rules::{Area, Ask, Places, Rules, Seen};
use crate::ledger::unit::listed;
use crate::ledger::{Cell, Head, Row, Table};
use crate::lexicon::{Lexicon, List};
use crate::model::{Lang, OwnerRole, Said};
use crate::text::{is_acted_on, order};

/// The name of the hidden sheet that says to whom a workbook went and what stood in it.
pub const SENT: &str = "_unit";

/// The most units that a ledger is handed out to.
const MOST: usize = 2000;
/// The longest name of a file in characters; a Chinese one takes three bytes, and systems allow 255.
const LONGEST: usize = 60;

/// What is handed out.
#[derive(Debug)]
pub struct Shares {
    /// The name of the sheet.
    pub name: String,
    /// One a unit, in the order in which the ledger names them.
    pub shares: Vec<Share>,
    /// How many rows name no unit.
    pub n_without: usize,
}

/// What one unit has to fill in.
#[derive(Debug)]
pub struct Share {
    /// The unit.
    pub unit: String,
    /// A name for its file, without ending, that every system takes and no other share has.
    pub file: String,
    /// Its rows.
    pub table: Table,
    /// What is set up on them.
    pub rules: Rules,
    /// The hidden sheets.
    pub grids: Vec<Grid>,
}

/// The units that rows name, and the rows of each.
#[derive(Debug)]
pub(super) struct Units {
    /// Their names as the ledger first writes them.
    pub names: Vec<String>,
    /// Of each row, its units, the one whose duty comes first in front.
    pub of_row: Vec<Vec<usize>>,
}

/// Hands a ledger out to the units that its rows name in these duties.
pub fn shares(old: Old, roles: &[OwnerRole], lexicon: &Lexicon, lang: Lang) -> Result<Shares, Said> {
    let units = old.units(roles, lexicon)?;
    let ids = old.ids();
    // Rows that went to the sheet of those without a task are no unit's.
    let shown = |at: &usize| !old.rows[*at].gone;
    let of_row: Vec<Option<(String, Vec<usize>)>> = (0..old.rows.len())
        .filter(shown)
        .map(|at| ids[at].clone().map(|id| (id, units.of_row[at].clone())))
        .collect();
    let n_without = of_row.iter().flatten().filter(|(_, units)| units.is_empty()).count();
    let Merged { mut tables, rules, .. } = old.same(lang);
    let (name, mut whole) = tables.swap_remove(0);
    let state = place(&whole, Column::State).unwrap_or(0);
    let asked = |area: &Area| (area.left..=area.right).contains(&state);
    let asks = !rules.asks.iter().flat_map(|ask| &ask.areas).any(asked);
    let key = place(&whole, Column::Key).unwrap_or_else(|| {
        whole.heads.push(Head::of(Column::Key, lang));
        whole.rows.iter_mut().for_each(|row| row.cells.push(Cell::default()));
        whole.heads.len() - 1
    });
    let columns: Vec<Option<usize>> = (0..whole.heads.len()).map(Some).collect();
    let files = files(&units.names);
    let stood: Vec<usize> = standing(&whole).collect();
    let mut shares = Vec::new();
    for (unit, (name_of, file)) in units.names.iter().zip(files).enumerate() {
        let title = match lang {
            Lang::Zh => format!("{}（{name_of}）", whole.title),
            Lang::En => format!("{} ({name_of})", whole.title),
        };
        let mut table =
            Table { title, heads: whole.heads.clone(), notes: whole.notes.clone(), rows: Vec::new() };
        let mut places = Places {
            head: (FIRST - 1, FIRST - 1),
            lines: Default::default(),
            body: (FIRST, FIRST),
            columns: columns.clone(),
            n_columns: whole.heads.len(),
        };
        let mine = of_row.iter().zip(&whole.rows).enumerate();
        for (at, (of, row)) in mine {
            let Some((id, of)) = of else { continue };
            if !of.contains(&unit) {
                continue;
            }
            let mut cells: Vec<Cell> = row.cells.iter().map(|cell| sent(cell, lang)).collect();
            cells[key] = Cell { marks: cells[key].marks.take(), ..Cell::text(id) };
            places.lines.insert(stood[at], FIRST + table.rows.len());
            table.rows.push(Row { group: None, cells });
        }
        places.body.1 = FIRST + table.rows.len().max(1) - 1;
        let (mut rules, _) = rules.moved(&places);
        rules.seen = Seen::Shown;
        if asks {
            rules.asks.push(choice(state, &places, lexicon, lang));
        }
        let of = memory(name_of, &table, key);
        let known = prints(&[(name.clone(), table.clone())]);
        shares.push(Share { unit: name_of.clone(), file, table, rules, grids: vec![known, of] });
    }
    Ok(Shares { name, shares, n_without })
}

/// A cell as it is handed out: a formula speaks of cells that are not there.
pub(super) fn sent(cell: &Cell, lang: Lang) -> Cell {
    let mut sent = worked_out(cell, lang);
    if cell.formula().is_some()
        && let Some(marks) = sent.marks.as_mut()
    {
        marks.note = cell.marks.as_ref().and_then(|marks| marks.note.clone());
    }
    sent
}

/// The hash of all that can be read in a cell.
pub(super) fn print(cell: &Cell) -> u64 {
    hash(&spoken(cell).concat())
}

/// The columns with that of states, in front of those to fill in where there is none.
pub(super) fn with_state(mut columns: Vec<Column>) -> Vec<Column> {
    if !columns.contains(&Column::State) {
        let filled = columns.iter().position(|column| column.about().filled);
        let key = || columns.iter().position(|column| *column == Column::Key);
        columns.insert(filled.or_else(key).unwrap_or(columns.len()), Column::State);
    }
    columns
}

/// The list of states to choose from.
fn choice(at: usize, places: &Places, lexicon: &Lexicon, lang: Lang) -> Ask {
    let states = states(lexicon).join(",");
    let (title, text) = match lang {
        Lang::Zh => {
            ("状态", format!("请从列表中选择：{}。是否超期由系统推算，不必填写。", states.replace(',', "、")))
        }
        Lang::En => {
            ("State", format!("Choose one of: {}. What is overdue is worked out.", states.replace(',', ", ")))
        }
    };
    Ask {
        areas: vec![Area { top: places.body.0, left: at, bottom: places.body.1, right: at }],
        kind: "list".into(),
        formulas: vec![format!("\"{states}\"")],
        blank: true,
        dropdown: true,
        refusal: Some([title.into(), text]),
        style: Some("stop".into()),
        ..Ask::default()
    }
}

/// The kinds of states in the order in which a task goes through them.
pub const STATES: [&str; 5] = ["open", "going", "done", "asked", "extended"];

/// The states that are offered, one of each kind.
pub fn states(lexicon: &Lexicon) -> Vec<&'static str> {
    let offered = |kind: &&str| {
        let mut words =
            lexicon.words(List::States).filter(|(_, value)| value.split('\t').next() == Some(*kind));
        words.find(|(_, value)| value.ends_with("choice")).map(|(word, _)| word)
    };
    STATES.iter().filter_map(offered).collect()
}

/// The hidden sheet that tells what was handed out.
///
/// ```text
/// unit
/// id of each column …
/// heading of each column …
/// key of a row    the hash of each of its cells
/// ```
fn memory(unit: &str, table: &Table, key: usize) -> Grid {
    let mut rows = vec![vec![Cell::text(unit)]];
    rows.push(table.heads.iter().map(|head| Cell::text(&head.id)).collect());
    rows.push(table.heads.iter().map(|head| Cell::text(&head.text)).collect());
    for row in &table.rows {
        let hashes: Vec<String> = row.cells.iter().map(|cell| format!("{:x}", print(cell))).collect();
        rows.push(vec![Cell::text(&row.cells[key].text), Cell::text(hashes.join(" "))]);
    }
    Grid {
        name: SENT.into(),
        rows,
        rules: Rules { seen: Seen::VeryHidden, ..Rules::default() },
        ..Grid::default()
    }
}

impl Old {
    /// The ledger as it is, with a column of states, as a table that can be written anew.
    pub(super) fn same(self, lang: Lang) -> Merged {
        let columns = with_state(self.columns(&[]));
        let mut new = Table {
            title: self.written.0.clone().unwrap_or_default(),
            heads: columns.iter().map(|column| Head::of(*column, lang)).collect(),
            notes: self.written.1.clone(),
            rows: Vec::new(),
        };
        let mut pairs = vec![None; self.rows.len()];
        for (row, to) in self.rows.iter().zip(&mut pairs).filter(|(row, _)| !row.gone) {
            let cell = |column: &Column| match column.about().filled {
                true => Cell::default(),
                false => super::row_cell(row, *column)
                    .map(|cell| Cell { marks: None, ..cell.clone() })
                    .unwrap_or_default(),
            };
            *to = Some(new.rows.len());
            new.rows.push(Row { group: row.group.clone(), cells: columns.iter().map(cell).collect() });
        }
        let keys = self.rows.iter().filter(|row| !row.gone).map(row_key).filter(|key| !key.is_empty());
        let keys: HashSet<String> = keys.collect();
        let known = hidden(&self);
        let mut merged = paired(new, self, (pairs, keys, Merged::default()), lang);
        // What the program once wrote stays known as that, and nothing else.
        let texts = prints_beside(&merged.tables);
        merged.grids.pop();
        merged.grids.extend(known.map(|mut grid| {
            let more: Vec<Vec<Cell>> =
                texts.rows.into_iter().filter(|row| !grid.rows.contains(row)).collect();
            grid.rows.extend(more);
            grid
        }));
        merged
    }

    /// What each row is called: its key where it has one of its own, else one made of what it says; none for a row that
    /// is no task.
    pub(super) fn ids(&self) -> Vec<Option<String>> {
        let mut taken = HashSet::new();
        let id = |row: &OldRow| {
            let key = row_key(row);
            if row.gone || row_text(row, Column::Task).trim().is_empty() && !looks_like_key(&key) {
                return None;
            }
            let said =
                [Column::Key, Column::Source, Column::Task, Column::Measures].map(|of| row_text(row, of));
            let made = || format!("k-{:08x}", hash(&said.concat()) as u32);
            let first = if looks_like_key(&key) { key } else { made() };
            let first = if taken.contains(&first) { made() } else { first };
            let mut id = first.clone();
            let mut n = 1;
            while !taken.insert(id.clone()) {
                n += 1;
                id = format!("{first}-{n}");
            }
            Some(id)
        };
        self.rows.iter().map(id).collect()
    }

    /// The units that its rows name in these duties; where a row names none, in any.
    pub(super) fn units(&self, roles: &[OwnerRole], lexicon: &Lexicon) -> Result<Units, Said> {
        let all = [
            (Column::Lead, OwnerRole::Lead),
            (Column::Responsible, OwnerRole::Responsible),
            (Column::Support, OwnerRole::Support),
        ];
        let mut units = Units { names: Vec::new(), of_row: Vec::new() };
        let mut known: HashMap<String, usize> = HashMap::new();
        for row in &self.rows {
            let mut found = Vec::new();
            for wanted in [true, false] {
                for (column, role) in all.iter().filter(|(_, role)| roles.contains(role) == wanted) {
                    if row.gone || !wanted && !found.is_empty() {
                        continue;
                    }
                    let names = listed(row_text(row, *column), *role, lexicon);
                    let names: Vec<&str> = names.iter().map(String::as_str).collect();
                    for (name, full) in names.iter().zip(canonical(&names, lexicon, None)) {
                        let unit = *known.entry(full).or_insert_with(|| {
                            units.names.push((*name).to_owned());
                            units.names.len() - 1
                        });
                        if !found.contains(&unit) {
                            found.push(unit);
                        }
                    }
                }
            }
            units.of_row.push(found);
        }
        match units.names.len() {
            0 => Err(Said::new(
                "台账里没有写着单位的牵头单位、责任单位、配合单位栏，无从分发",
                "no column of lead, responsible or supporting units names any unit to hand rows out to",
            )),
            n if n > MOST => Err(Said::new(
                format!("台账里有 {n} 个单位，最多分给 {MOST} 个"),
                format!("the ledger names {n} units; it can be handed out to {MOST} at most"),
            )),
            _ => Ok(units),
        }
    }
}

/// The hidden sheet of what the program once wrote; none where nothing is known.
fn hidden(old: &Old) -> Option<Grid> {
    let mut texts: Vec<u64> = old.texts.iter().copied().collect();
    order::sort(&mut texts);
    let mut keys: Vec<&String> = old.prints.keys().collect();
    order::sort(&mut keys);
    let texts = texts.into_iter().map(|print| vec![Cell::default(), Cell::text(format!("={print:x}"))]);
    let said = |key: &&String| {
        let said = old.prints.get(*key).into_iter().flatten().copied();
        vec![Cell::text(*key), Cell::text(super::print_list(said))]
    };
    let rows: Vec<Vec<Cell>> = texts.chain(keys.iter().map(said)).collect();
    let rules = Rules { seen: Seen::VeryHidden, ..Rules::default() };
    Grid { name: super::PRINTS.into(), rows, rules, ..Grid::default() }.filled()
}

/// Names of files for names of units.
///
/// ```text
/// 市教育局            市教育局
/// 市发改委/能源局       市发改委_能源局
/// con               _con
/// ```
fn files(names: &[String]) -> Vec<String> {
    const RESERVED: [&str; 4] = ["con", "prn", "aux", "nul"];
    let mut taken = HashSet::new();
    let file = |name: &String| {
        let safe = |c: char| match is_acted_on(c) || "/\\:*?\"<>|".contains(c) {
            true => '_',
            false => c,
        };
        let cut: String = name.chars().map(safe).take(LONGEST).collect();
        let cut = cut.trim().trim_end_matches('.');
        let lower = cut.to_lowercase();
        let stem = lower.split('.').next().unwrap_or_default();
        let port = ["com", "lpt"].iter().any(|port| {
            stem.strip_prefix(port)
                .is_some_and(|rest| rest.len() == 1 && rest.bytes().all(|b| b.is_ascii_digit()))
        });
        // A name that begins so is hidden, taken for an option, or a formula in a list.
        let odd = cut.is_empty() || cut.starts_with(['.', '-', '=', '~']) || port || RESERVED.contains(&stem);
        let first = if odd { format!("_{cut}") } else { cut.to_owned() };
        let mut file = first.clone();
        let mut n = 1;
        while !taken.insert(file.to_lowercase()) {
            n += 1;
            file = format!("{first}-{n}");
        }
        file
    };
    names.iter().map(file).collect()
}

/// Whether a column of a table is for people to fill in.
pub(super) fn is_filled(head: &Head) -> bool {
    head.column.is_none_or(|column| column.about().filled)
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, files};

    #[test]
    fn names_of_units_become_names_of_files() {
        let long = "县".repeat(90);
        let names = [
            "市教育局",
            "市发改委/能源局",
            "市发改委:能源局",
            "Con",
            "com1.x",
            "..",
            "-o",
            "ab",
            "AB",
            "",
            "市科技局\u{202e}xslx",
            &long,
        ];
        let files = files(&names.map(str::to_owned));
        let wanted = [
            "市教育局",
            "市发改委_能源局",
            "市发改委_能源局-2",
            "_Con",
            "_com1.x",
            "_",
            "_-o",
            "ab",
            "AB-2",
            "_-2",
            "市科技局_xslx",
        ];
        assert_eq!(files[..wanted.len()], wanted);
        assert_eq!(files[11].chars().count(), LONGEST);
    }
}
