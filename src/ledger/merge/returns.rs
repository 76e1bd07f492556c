//! A ledger that was handed out, collected: what the units filled in, each in its cell, and all else they wrote beside.
//!
//! ```text
//! handed out   master now   returned        the cell is
//!              推进中         推进中            推进中
//!                           过半             过半
//!              已办           过半             已办, and 过半 on the sheet of conflicts
//!                           过半 / 三成        过半, of the unit whose duty comes first, and 三成 there
//! 牵头 甲局      甲局           乙局             甲局, and 乙局 on the sheet of locked cells
//! ```

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::ledger::column::Column;
use crate::ledger::likeness::{Pairs, alike};
use crate::ledger::merge::shares::{Units, is_filled, print, sent, with_state};
use crate::ledger::merge::{
    ALIKE, Grid, Listed, Merged, Old, OldRow, SENT, Slot, dress, hash, looks_like_key, make_room, own_head,
    own_id, read, row_key, row_text, slot_place, spoken, squeezed, take_up, worked_out,
};
use crate::ledger::{Cell, Head, Row, Table};
use crate::lexicon::Lexicon;
use crate::model::{Lang, OwnerRole, Said};
use crate::text::order;

const RETURNS: (&str, &str) = ("交回情况", "Returns");
const CONFLICTS: (&str, &str) = ("冲突", "Conflicts");
const LOCKED: (&str, &str) = ("不应改动", "Locked cells");
const MORE: (&str, &str) = ("另附内容", "Added by units");

/// The headings of the sheets of conflicts and of locked cells.
const CONFLICT: [(&str, &str); 7] = [
    ("工作任务", "Task"),
    ("栏目", "Column"),
    ("单位", "Unit"),
    ("文件", "File"),
    ("单位所填", "Filled in"),
    ("台账采用", "Kept"),
    ("原因", "Reason"),
];
/// The headings of the sheet of what has no cell in the ledger.
const EXTRA: [(&str, &str); 5] =
    [("单位", "Unit"), ("文件", "File"), ("工作任务", "Task"), ("位置", "Place"), ("内容", "Text")];
/// The headings of the sheet that tells who has returned what.
const RETURN: [(&str, &str); 9] = [
    ("单位", "Unit"),
    ("交回", "Returned"),
    ("文件", "File"),
    ("任务", "Tasks"),
    ("并入格数", "Cells taken"),
    ("冲突", "Conflicts"),
    ("改动锁定栏", "Locked cells"),
    ("另附", "Added"),
    ("缺行", "Rows missing"),
];

const EDITED: (&str, &str) = ("发出后台账也改过这一格", "the ledger was edited since");
const SEVERAL: (&str, &str) = ("几个单位填的不同", "units filled in different things");
const CLEARED: (&str, &str) = ("单位清空了这一格", "the unit emptied the cell");
const FIXED: (&str, &str) = ("这一栏不由单位填写", "not to be filled in by units");
const DELETED: (&str, &str) = ("单位删去了这一行", "the unit deleted the row");
const EMPTY: (&str, &str) = ("（空）", "(empty)");

/// A workbook that came back.
#[derive(Debug)]
pub struct Returned {
    /// Its file.
    file: String,
    /// To whom it was handed out, if it still says so.
    unit: Option<String>,
    /// The ids and headings of the columns that were handed out.
    heads: Vec<(String, String)>,
    /// By the key of a row, the hash of each of its cells as it was handed out.
    sent: HashMap<String, Vec<u64>>,
    /// What is in it.
    old: Old,
}

/// What the units returned.
#[derive(Debug, Default)]
pub struct Returns {
    /// How many units the ledger names.
    pub n_units: usize,
    /// Units of which nothing came back.
    pub missing: Vec<String>,
    /// Files of which is not known whose they are.
    pub strange: Vec<String>,
    /// Cells that were taken.
    pub n_taken: usize,
    /// Values that stand on the sheet of conflicts.
    pub n_conflicts: usize,
    /// Cells that units were not to change, and rows they deleted.
    pub n_locked: usize,
    /// Lines of what has no cell in the ledger.
    pub n_more: usize,
}

/// The ledger with what came back.
#[derive(Debug)]
pub struct Collected {
    /// The workbook.
    pub merged: Merged,
    /// What came of it.
    pub returns: Returns,
}

/// Takes a returned workbook apart. An error where it holds no ledger.
pub fn returned(mut grids: Vec<Grid>, file: &str, lexicon: &Lexicon) -> Result<Returned, Said> {
    let memory = grids.iter().position(|grid| grid.name == SENT).map(|at| grids.remove(at));
    let rows = memory.map(|grid| grid.rows).unwrap_or_default();
    let text = |row: usize, at: usize| {
        rows.get(row).and_then(|row| row.get(at)).map_or("", |cell: &Cell| cell.text.as_str())
    };
    let heads =
        (0..rows.get(1).map_or(0, Vec::len)).map(|at| (text(1, at).to_owned(), text(2, at).to_owned()));
    let prints = |at: usize| -> Option<Vec<u64>> {
        text(at, 1).split(' ').map(|print| u64::from_str_radix(print, 16).ok()).collect()
    };
    let sent = (3..rows.len()).filter_map(|at| Some((text(at, 0).to_owned(), prints(at)?))).collect();
    let unit = Some(text(0, 0).to_owned()).filter(|unit| !unit.is_empty());
    let heads = heads.collect();
    Ok(Returned { file: file.to_owned(), unit, heads, sent, old: read(grids, lexicon)? })
}

/// What a unit put into a cell of the ledger.
#[derive(Debug)]
struct Filled {
    /// The returned workbook.
    from: usize,
    cell: Cell,
    /// Whether the ledger has something else there than what was handed out.
    edited: bool,
}

/// A line of a sheet that lists what units wrote.
type Lines = Vec<Vec<String>>;

/// What was found so far.
struct Desk<'a> {
    lang: Lang,
    /// The columns of the ledger, and what each is there.
    heads: &'a Table,
    slots: Vec<Slot>,
    returned: &'a [Returned],
    /// Of each returned workbook, the unit as it is called.
    called: Vec<String>,
    /// What units filled in, by row of the ledger and column of the table.
    filled: BTreeMap<(usize, usize), Vec<Filled>>,
    /// Comments on cells that are not for units, by row and column.
    noted: Vec<(usize, usize, Cell)>,
    conflicts: Lines,
    locked: Lines,
    more: Lines,
    /// Of each returned workbook: cells taken, conflicts, locked cells, lines beside, rows missing.
    counts: Vec<[usize; 5]>,
}

/// Brings the returned workbooks together in the ledger.
pub fn collect(
    mut master: Old,
    returned: &[Returned],
    roles: &[OwnerRole],
    lexicon: &Lexicon,
    lang: Lang,
) -> Result<Collected, Said> {
    let units = master.units(roles, lexicon)?;
    let ids = master.ids();
    let before = [CONFLICTS, LOCKED, MORE, RETURNS].map(|name| master.take_out(name));
    // Where each column of the ledger stands, with that of the states.
    let columns = with_state(master.columns(&[]));
    let heads = columns.iter().map(|column| Head::of(*column, lang)).collect();
    let mut heads = Table { heads, ..Table::default() };
    make_room(&mut heads, &master, &vec![Some(0); master.rows.len()]);
    let slot = |at: usize| {
        let of = master.slots.iter().find(|slot| slot_place(&heads, slot) == Some(at));
        of.cloned().unwrap_or_else(|| Slot::Own(heads.heads[at].id.clone(), 0))
    };
    let slots = (0..heads.heads.len()).map(slot).collect();
    let mut desk = Desk {
        lang,
        heads: &heads,
        slots,
        returned,
        called: Vec::new(),
        filled: BTreeMap::new(),
        noted: Vec::new(),
        conflicts: Vec::new(),
        locked: Vec::new(),
        more: Vec::new(),
        counts: vec![[0; 5]; returned.len()],
    };
    let mut whose = Vec::new();
    for (at, one) in returned.iter().enumerate() {
        let rows = one.rows(&master, &ids);
        let unit = one.whose(&units, &rows);
        desk.called.push(match (unit, &one.unit) {
            (Some(unit), _) => units.names[unit].clone(),
            (None, Some(name)) => name.clone(),
            (None, None) => one.file.clone(),
        });
        whose.push(unit);
        desk.take(at, &master, &ids, &rows);
        desk.miss(at, &master, &ids, &rows);
        desk.beside(at, &master);
    }
    desk.decide(&mut master, &units, &whose);
    Ok(desk.close(master, before, &units, &ids, &whose))
}

impl Returned {
    /// The row of the ledger that each of its rows is; none for one that was added.
    fn rows(&self, master: &Old, ids: &[Option<String>]) -> Vec<Option<usize>> {
        let known: HashMap<&str, usize> =
            ids.iter().enumerate().filter_map(|(at, id)| Some((id.as_deref()?, at))).collect();
        let mine = || self.old.rows.iter().enumerate().filter(|(_, row)| !row.gone);
        let mut found = vec![None; self.old.rows.len()];
        // A copy that became another task keeps the hidden key of the row it was made of.
        let mut by_key: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, row) in mine() {
            by_key.entry(row_key(row)).or_default().push(at);
        }
        for (key, rows) in &by_key {
            let Some(&to) = known.get(key.as_str()) else { continue };
            let task = |row: &OldRow| hash(row_text(row, Column::Task));
            let same = |at: &&usize| task(&self.old.rows[**at]) == task(&master.rows[to]);
            let same: Vec<usize> = rows.iter().filter(same).copied().collect();
            for at in if same.is_empty() { &rows[..1] } else { &same[..] } {
                found[*at] = Some(to);
            }
        }
        let words = |row: &OldRow| {
            let said = [row_text(row, Column::Task), row_text(row, Column::Measures)];
            (!said[0].trim().is_empty()).then(|| said.join("\n"))
        };
        let taken: HashSet<usize> = found.iter().flatten().copied().collect();
        let open: Vec<usize> =
            (0..master.rows.len()).filter(|at| ids[*at].is_some() && !taken.contains(at)).collect();
        let mut by_words: HashMap<u64, usize> = HashMap::new();
        for at in open.iter().rev() {
            by_words.extend(words(&master.rows[*at]).map(|words| (hash(&words), *at)));
        }
        let keyless = |at: usize| !looks_like_key(&row_key(&self.old.rows[at]));
        let mut left = Vec::new();
        for (at, row) in mine() {
            let Some(words) = words(row).filter(|_| found[at].is_none() && keyless(at)) else { continue };
            match by_words.remove(&hash(&words)) {
                Some(to) => found[at] = Some(to),
                None => left.push((at, words)),
            }
        }
        // Where the column of keys is gone, a row whose words were changed is still told from one that was added.
        if !mine().any(|(at, _)| !keyless(at)) {
            let taken: HashSet<usize> = found.iter().flatten().copied().collect();
            let open: Vec<usize> = open.into_iter().filter(|at| !taken.contains(at)).collect();
            let theirs: Vec<Pairs> = left.iter().map(|(_, words)| Pairs::of(words)).collect();
            let ours: Vec<Pairs> =
                open.iter().map(|at| Pairs::of(&words(&master.rows[*at]).unwrap_or_default())).collect();
            let mut gone = HashSet::new();
            for (_, row, to) in alike(&theirs, &ours, ALIKE) {
                if found[left[row].0].is_none() && gone.insert(to) {
                    found[left[row].0] = Some(open[to]);
                }
            }
        }
        found
    }

    /// Whose it is: whom it was handed out to, else who is in its file's name, else who alone has all of its rows.
    fn whose(&self, units: &Units, rows: &[Option<usize>]) -> Option<usize> {
        let of = |name: &str| units.names.iter().position(|unit| unit == name);
        if let Some(name) = &self.unit {
            return of(name);
        }
        let in_name = units.names.iter().enumerate().filter(|(_, unit)| self.file.contains(unit.as_str()));
        let longest = in_name.max_by_key(|(_, unit)| unit.len()).map(|(at, _)| at);
        longest.or_else(|| {
            let mut rows = rows.iter().flatten().map(|row| &units.of_row[*row]);
            let first = rows.next()?.clone();
            let common = rows
                .fold(first, |common, row| common.into_iter().filter(|unit| row.contains(unit)).collect());
            <[usize; 1]>::try_from(common).ok().map(|[unit]| unit)
        })
    }

    /// Which column of the ledger each of its columns is, and which of those that were handed out.
    fn columns(&self, heads: &Table) -> Vec<(Option<usize>, Option<usize>)> {
        let id = |slot: &Slot| match slot {
            Slot::Plan(column, _) => column.about().name.to_owned(),
            Slot::Own(name, nth) => own_id(name, *nth),
        };
        let given = |id: &str| self.heads.iter().position(|(known, _)| known == id);
        let mut columns: Vec<(Option<usize>, Option<usize>)> =
            self.old.slots.iter().map(|slot| (slot_place(heads, slot), given(&id(slot)))).collect();
        // One whose heading is new stands where one stood whose heading is gone.
        let mut last = None;
        for at in 0..columns.len() {
            if columns[at] == (None, None) {
                let next = last.map_or(0, |last| last + 1);
                let free = !columns.iter().any(|(_, given)| *given == Some(next));
                if let Some((id, _)) = self.heads.get(next).filter(|_| free) {
                    let place = heads.heads.iter().position(|head| head.id == *id);
                    columns[at] = (place, place.map(|_| next));
                }
            }
            last = columns[at].1.or(last);
        }
        columns
    }
}

impl Desk<'_> {
    fn t(&self, (zh, en): (&str, &str)) -> String {
        if self.lang == Lang::Zh { zh.to_owned() } else { en.to_owned() }
    }

    /// A line that opens with the unit and the file of a returned workbook.
    fn tell_more(&mut self, at: usize, task: &str, place: String, text: String) {
        if !text.trim().is_empty() {
            self.counts[at][3] += 1;
            let file = self.returned[at].file.clone();
            self.more.push(vec![self.called[at].clone(), file, task.to_owned(), place, text]);
        }
    }

    fn line(
        &self,
        at: usize,
        task: &str,
        column: &str,
        said: String,
        kept: &str,
        why: (&str, &str),
    ) -> Vec<String> {
        let or_empty = |text: String| if text.trim().is_empty() { self.t(EMPTY) } else { text };
        let file = self.returned[at].file.clone();
        let (said, kept) = (or_empty(said), or_empty(kept.to_owned()));
        vec![task.to_owned(), column.to_owned(), self.called[at].clone(), file, said, kept, self.t(why)]
    }

    /// Takes the rows of a returned workbook apart.
    fn take(&mut self, at: usize, master: &Old, ids: &[Option<String>], rows: &[Option<usize>]) {
        let (one, heads) = (&self.returned[at], self.heads);
        let n_rows = one.old.rows.len().max(master.rows.len());
        let columns = one.columns(heads);
        let heading = |slot: &Slot| match slot {
            Slot::Plan(_, heading) => heading.clone(),
            Slot::Own(name, _) => match Column::named(name) {
                Some(column) if column.about().filled => column.heading(self.lang).to_owned(),
                _ => name.clone(),
            },
        };
        let headings: Vec<String> = one.old.slots.iter().map(heading).collect();
        for (heading, (place, given)) in headings.iter().zip(&columns) {
            let known = given.and_then(|given| one.heads.get(given)).map(|(_, text)| text.as_str());
            let known = known.or(place.map(|place| heads.heads[place].text.as_str()));
            let column = place.and_then(|place| heads.heads[place].column);
            let same = known.is_some_and(|known| hash(known) == hash(heading))
                || column.is_some() && Column::named(&squeezed(heading)) == column;
            if !same {
                let place = self.t(("表头", "heading"));
                self.tell_more(at, "", place, heading.clone());
            }
        }
        for (row, to) in one.old.rows.iter().zip(rows) {
            let task = row_text(row, Column::Task);
            let Some(to) = *to else {
                let said = row.cells.iter().zip(&headings).filter(|((_, cell), _)| !cell.is_silent());
                let said = said.map(|((slot, cell), heading)| {
                    let key = matches!(slot, Slot::Plan(Column::Key, _)) && looks_like_key(cell.text.trim());
                    let text = told(cell);
                    if key && spoken(cell).len() == 1 { String::new() } else { format!("{heading}：{text}") }
                });
                let said: Vec<String> = said.filter(|said| !said.is_empty()).collect();
                let place = match row.gone {
                    true => self.t(("另一张表", "another sheet")),
                    false => self.t(("加的行", "row added")),
                };
                self.tell_more(at, task, place, said.join("\n"));
                continue;
            };
            let base = ids[to].as_ref().and_then(|id| one.sent.get(id));
            let task = row_text(&master.rows[to], Column::Task);
            for ((slot, cell), ((place, given), heading)) in
                row.cells.iter().zip(columns.iter().zip(&headings))
            {
                // Rows are numbered anew by whoever sorts them.
                let number = || cell.text.trim().parse::<usize>().is_ok_and(|number| number <= n_rows);
                let is_program = match slot {
                    Slot::Plan(Column::Key, _) => looks_like_key(cell.text.trim()) && spoken(cell).len() == 1,
                    Slot::Plan(Column::No, _) => number() && spoken(cell).len() == 1,
                    _ => false,
                };
                if is_program {
                    continue;
                }
                let Some(place) = *place else {
                    if !cell.is_silent() {
                        self.tell_more(at, task, heading.clone(), told(cell));
                    }
                    continue;
                };
                let (is_formula, ours) = match cell_of(&master.rows[to], &self.slots[place]) {
                    Some(cell) => (cell.formula().is_some(), sent(cell, self.lang)),
                    None => (false, Cell::default()),
                };
                let base = given.and_then(|given| base?.get(given).copied());
                let (said, now) = (print(cell), print(&ours));
                if base == Some(said) || said == now {
                    continue;
                }
                if is_filled(&heads.heads[place]) {
                    if !cell.is_silent() {
                        let edited = is_formula || !ours.is_silent() && base != Some(now);
                        let filled = Filled { from: at, cell: cell.clone(), edited };
                        self.filled.entry((to, place)).or_default().push(filled);
                    } else if base.is_some() && !ours.is_silent() {
                        let line = self.line(at, task, heading, String::new(), &told(&ours), CLEARED);
                        self.conflicts.push(line);
                        self.counts[at][1] += 1;
                    }
                } else if hash(&cell.text) == hash(&ours.text) && cell.formula().is_none() {
                    self.noted.push((to, place, cell.clone()));
                } else if base.is_some() || !cell.is_silent() {
                    let line = self.line(at, task, heading, told(cell), &told(&ours), FIXED);
                    self.locked.push(line);
                    self.counts[at][2] += 1;
                }
            }
        }
    }

    /// Lists the rows that were handed out and are not there.
    fn miss(&mut self, at: usize, master: &Old, ids: &[Option<String>], rows: &[Option<usize>]) {
        let there: HashSet<usize> = rows.iter().flatten().copied().collect();
        for (row, id) in ids.iter().enumerate() {
            let given = id.as_ref().is_some_and(|id| self.returned[at].sent.contains_key(id));
            if given && !there.contains(&row) {
                let line =
                    self.line(at, row_text(&master.rows[row], Column::Task), "", String::new(), "", DELETED);
                self.locked.push(line);
                self.counts[at][4] += 1;
            }
        }
    }

    /// Lists what stands in a returned workbook beside its rows.
    fn beside(&mut self, at: usize, master: &Old) {
        let old = &self.returned[at].old;
        let t =
            |said: (&str, &str)| if self.lang == Lang::Zh { said.0.to_owned() } else { said.1.to_owned() };
        let mut lines: Vec<(String, String)> = Vec::new();
        // Where the hidden sheets are gone, what was handed out is still known.
        let whole = master.title.as_ref().or(master.written.0.as_ref());
        let is_ours = |title: &&String| {
            let rest = whole.and_then(|whole| title.strip_prefix(whole.as_str()));
            let called = &self.called[at];
            rest.is_some_and(|rest| rest == format!("（{called}）") || rest == format!(" ({called})"))
        };
        let given = |note: &&String| master.notes.contains(note) || master.written.1.contains(note);
        lines.extend(
            old.title.iter().filter(|title| !is_ours(title)).map(|text| (t(("标题", "title")), text.clone())),
        );
        lines.extend(
            old.notes
                .iter()
                .filter(|note| !given(note))
                .map(|text| (t(("表下", "under the table")), text.clone())),
        );
        lines.extend(old.outside.iter().map(|text| (t(("表格之外", "outside the table")), text.clone())));
        let of_list = |(_, rows): &Listed| rows.iter().map(|row| said(row)).collect::<Vec<_>>();
        let listed = [&old.changes, &old.offers].into_iter().flat_map(of_list);
        lines.extend(listed.map(|text| (t(("另一张表", "another sheet")), text)));
        // Of a copy of the sheet only what is not in it.
        let sent = &self.returned[at].sent;
        let mut known: HashSet<u64> = sent.values().flatten().copied().collect();
        known.extend(&old.texts);
        known.extend(self.returned[at].heads.iter().map(|(_, text)| hash(text)));
        known.extend(old.rows.iter().flat_map(|row| &row.cells).map(|(_, cell)| print(cell)));
        for grid in &old.others {
            for row in &grid.rows {
                let new = |cell: &&Cell| !cell.is_silent() && !known.contains(&print(cell));
                if row.iter().any(|cell| new(&cell)) {
                    lines.push((grid.name.clone(), said(row)));
                }
            }
        }
        for (place, text) in lines {
            self.tell_more(at, "", place, text);
        }
    }

    /// Puts what units filled in into the ledger, and lists what gives way.
    fn decide(&mut self, master: &mut Old, units: &Units, whose: &[Option<usize>]) {
        for (row, place, cell) in std::mem::take(&mut self.noted) {
            match cell_in(&mut master.rows[row], &self.slots[place]) {
                Some(ours) => add_marks(ours, &cell),
                None => master.rows[row].cells.push((self.slots[place].clone(), cell)),
            }
        }
        for ((row, place), mut filled) in std::mem::take(&mut self.filled) {
            let rank = |one: &Filled| {
                let unit = whose[one.from];
                let of = unit.and_then(|unit| units.of_row[row].iter().position(|known| *known == unit));
                (of.unwrap_or(usize::MAX), one.from)
            };
            order::by_key(&mut filled, rank);
            let (head, slot) = (&self.heads.heads[place], self.slots[place].clone());
            let task = row_text(&master.rows[row], Column::Task).to_owned();
            let edited = filled.iter().any(|one| one.edited);
            // What stands there, then what gave way to it.
            let mut said: Vec<Cell> = Vec::new();
            if edited {
                said.extend(cell_of(&master.rows[row], &slot).map(|cell| sent(cell, self.lang)));
            }
            for one in filled {
                if said.is_empty() {
                    let mut taken = worked_out(&one.cell, self.lang);
                    match cell_in(&mut master.rows[row], &slot) {
                        Some(ours) => {
                            add_marks(&mut taken, ours);
                            *ours = taken;
                        }
                        None => master.rows[row].cells.push((slot.clone(), taken)),
                    }
                    self.counts[one.from][0] += 1;
                    said.push(one.cell);
                } else if !said.iter().any(|cell| print(cell) == print(&one.cell)) {
                    let why = if edited { EDITED } else { SEVERAL };
                    let line = self.line(one.from, &task, &head.text, told(&one.cell), &told(&said[0]), why);
                    self.conflicts.push(line);
                    self.counts[one.from][1] += 1;
                    said.push(one.cell);
                }
            }
        }
    }

    /// The ledger with its sheets.
    fn close(
        self,
        mut master: Old,
        before: [Listed; 4],
        units: &Units,
        ids: &[Option<String>],
        whose: &[Option<usize>],
    ) -> Collected {
        let lang = self.lang;
        let [conflicts, locked, more, _] = before;
        let mut returns = Returns {
            n_units: units.names.len(),
            n_taken: self.counts.iter().map(|counts| counts[0]).sum(),
            n_conflicts: self.conflicts.len(),
            n_locked: self.locked.len(),
            n_more: self.more.len(),
            ..Returns::default()
        };
        let mut of_units = list(&RETURN, Vec::new(), lang);
        of_units.title = self.t(RETURNS);
        let n_tasks = |unit: usize| {
            units.of_row.iter().zip(ids).filter(|(of, id)| id.is_some() && of.contains(&unit)).count()
        };
        let mut line = |unit: &str, n_tasks: Option<usize>, files: &[usize]| {
            let sum = |of: usize| files.iter().map(|at| self.counts[*at][of]).sum::<usize>();
            let names: Vec<&str> = files.iter().map(|at| self.returned[*at].file.as_str()).collect();
            let state = if files.is_empty() { ("未交回", "no") } else { ("已交回", "yes") };
            let mut cells = [unit, &self.t(state), &names.join("\n")].map(Cell::text).to_vec();
            cells.push(n_tasks.map(Cell::number).unwrap_or_default());
            cells.extend(
                (0..5).map(|of| if files.is_empty() { Cell::default() } else { Cell::number(sum(of)) }),
            );
            of_units.rows.push(Row { group: None, cells });
        };
        for (unit, name) in units.names.iter().enumerate() {
            let files: Vec<usize> = (0..whose.len()).filter(|at| whose[*at] == Some(unit)).collect();
            if files.is_empty() {
                returns.missing.push(name.clone());
            }
            line(name, Some(n_tasks(unit)), &files);
        }
        for at in (0..whose.len()).filter(|at| whose[*at].is_none()) {
            returns.strange.push(self.returned[at].file.clone());
            line(&self.called[at], None, &[at]);
        }
        let mut tables = vec![(self.t(RETURNS), of_units)];
        let [conflict, lock, add] = [CONFLICTS, LOCKED, MORE].map(|name| self.t(name));
        for (name, headings, lines, before) in [
            (conflict, &CONFLICT[..], self.conflicts, conflicts),
            (lock, &CONFLICT[..], self.locked, locked),
            (add, &EXTRA[..], self.more, more),
        ] {
            // What was listed before is not listed again, be the reason another now.
            let known: HashSet<Vec<&str>> =
                before.1.iter().map(|row| first(row.iter().map(|cell| &cell.text))).collect();
            let new = |line: &Vec<String>| !known.contains(&first(line.iter()));
            let lines = lines.into_iter().filter(new).collect();
            let mut table = list(headings, lines, lang);
            take_up(&mut table, &before, headings, lang);
            if !table.rows.is_empty() {
                table.title.clone_from(&name);
                tables.push((name, table));
            }
        }
        // What stands on the sheet of returns is the program's own, as long as nobody writes there.
        master.texts.extend(tables[0].1.rows.iter().flat_map(|row| &row.cells).map(|cell| hash(&cell.text)));
        master.texts.extend(tables.iter().map(|(name, _)| hash(name)));
        master.texts.extend(RETURN.iter().flat_map(|(zh, en)| [hash(zh), hash(en)]));
        let mut merged = master.same(lang);
        merged.tables.splice(1..1, tables);
        Collected { merged, returns }
    }
}

impl Old {
    /// Whether it is a workbook that was handed out to a unit.
    pub fn is_handed_out(&self) -> bool {
        self.others.iter().any(|grid| grid.name == SENT)
    }

    /// Takes one of the sheets of an earlier collection out of those of people's own: its headings and rows. That of
    /// returns stays where somebody wrote on it.
    fn take_out(&mut self, name: (&str, &str)) -> Listed {
        let Some(at) = self.others.iter().position(|grid| grid.name == name.0 || grid.name == name.1) else {
            return Listed::default();
        };
        if name == RETURNS {
            let known = |cell: &Cell| {
                cell.is_silent() || spoken(cell).iter().all(|text| self.texts.contains(&hash(text)))
            };
            match self.others[at].rows.iter().flatten().all(known) {
                true => drop(self.others.remove(at)),
                false => {
                    let taken = |name: &str| self.others.iter().any(|grid| grid.name == name);
                    let mut n = 2;
                    while taken(&format!("{} {n}", self.others[at].name)) {
                        n += 1;
                    }
                    self.others[at].name = format!("{} {n}", self.others[at].name);
                }
            }
            return Listed::default();
        }
        let grid = self.others.remove(at);
        let headings = if name == MORE { &EXTRA[..] } else { &CONFLICT[..] };
        let texts = HashSet::from([hash(name.0), hash(name.1)]);
        self.listed(&grid, headings, &texts)
    }
}

/// What tells a line from others: whose it is, what it is about and what was written.
fn first<'t>(line: impl Iterator<Item = &'t String>) -> Vec<&'t str> {
    line.take(EXTRA.len()).map(String::as_str).collect()
}

/// A table of lines of text.
fn list(headings: &[(&str, &str)], lines: Lines, lang: Lang) -> Table {
    let heads =
        headings.iter().map(|(zh, en)| own_head(if lang == Lang::Zh { zh } else { en }, 10)).collect();
    let row = |line: Vec<String>| Row { group: None, cells: line.into_iter().map(Cell::text).collect() };
    Table { heads, rows: lines.into_iter().map(row).collect(), ..Table::default() }
}

/// All that can be read in a cell, on lines of its own.
fn told(cell: &Cell) -> String {
    let said: Vec<String> = spoken(cell).into_iter().filter(|text| !text.is_empty()).collect();
    said.join("\n")
}

/// All that can be read in a row.
fn said(row: &[Cell]) -> String {
    let cells: Vec<String> = row.iter().map(told).filter(|text| !text.trim().is_empty()).collect();
    cells.join("　")
}

/// Puts what stands on one cell on another, a comment that it has already only once.
fn add_marks(cell: &mut Cell, other: &Cell) {
    let note = |cell: &Cell| cell.marks.as_ref().and_then(|marks| marks.note.clone());
    let (has, more) = (note(cell), note(other));
    let mut other = other.clone();
    if let (Some(has), Some(more)) = (has, more) {
        if has.contains(&more) {
            other.marks.as_mut().expect("a comment").note = None;
        } else if more.contains(&has) {
            cell.marks.as_mut().expect("a comment").note = None;
        }
    }
    dress(cell, &other);
}

fn is_slot(known: &Slot, slot: &Slot) -> bool {
    match (known, slot) {
        (Slot::Plan(known, _), Slot::Plan(column, _)) => known == column,
        (known, slot) => known == slot,
    }
}

fn cell_of<'r>(row: &'r OldRow, slot: &Slot) -> Option<&'r Cell> {
    row.cells.iter().find(|(known, _)| is_slot(known, slot)).map(|(_, cell)| cell)
}

fn cell_in<'r>(row: &'r mut OldRow, slot: &Slot) -> Option<&'r mut Cell> {
    row.cells.iter_mut().find(|(known, _)| is_slot(known, slot)).map(|(_, cell)| cell)
}
