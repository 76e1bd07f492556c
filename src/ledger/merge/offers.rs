//! What of an old ledger may belong to a task of the new plan, but not surely.

use std::collections::HashSet;

use crate::ledger::column::Column;
use crate::ledger::kin::{self, Kin};
use crate::ledger::merge::{
    Old, OldRow, Slot, append, hash, heading_of, looks_like_key, own_head, place, row_key, row_text, spoken,
    take_up, worked_out,
};
use crate::ledger::{Cell, Head, Table};
use crate::lexicon::Lexicon;
use crate::model::{Lang, Plan};

/// The name of the sheet.
pub(super) const OFFERS: (&str, &str) = ("待确认", "To confirm");
/// Its headings, before those of what people filled in.
pub(super) const OFFER: [(&str, &str); 5] = [
    ("原表的任务", "Task of the old ledger"),
    ("原表的举措", "Its measures"),
    ("可能对应的新任务", "Task that it may be"),
    ("相似度", "Likeness"),
    ("未直接并入的原因", "Why it is asked"),
];

/// The sheet of offers.
#[derive(Debug)]
pub(super) struct Offers {
    pub(super) table: Table,
    /// How many rows of the old ledger are offered for the first time.
    pub(super) n_rows: usize,
    /// The hashes of the lines that the program wrote.
    written: HashSet<u64>,
}

impl Offers {
    /// What is offered now, above what was offered before and is not settled: one whose task is gone goes, unless
    /// somebody wrote on it. `keys` are those of the new plan.
    pub(super) fn of(
        new: &Table,
        old: &Old,
        pairs: &[Option<usize>],
        keys: &HashSet<String>,
        lang: Lang,
    ) -> Offers {
        let (mut table, n_rows) = fresh(new, old, pairs, lang);
        let written = table.rows.iter().map(|row| print(&row.cells)).collect();
        let mut before = old.offers.clone();
        let stays = |row: &Vec<Cell>| {
            !old.texts.contains(&print(row)) || row.iter().any(|cell| keys.contains(cell.text.trim()))
        };
        before.1.retain(stays);
        take_up(&mut table, &before, &OFFER, lang);
        Offers { table, n_rows, written }
    }

    /// The titles of the tasks of old rows that are offered.
    pub(super) fn titles(&self) -> HashSet<String> {
        self.table.rows.iter().map(|row| row.cells[0].text.clone()).collect()
    }

    /// The hashes of the lines that nobody has written on.
    pub(super) fn prints(&self, old: &Old) -> Vec<u64> {
        let all = self.table.rows.iter().map(|row| print(&row.cells));
        all.filter(|print| self.written.contains(print) || old.texts.contains(print)).collect()
    }
}

impl Old {
    /// The plan that its rows make, to be compared with one whose keys `new` has; none where every row that has a
    /// key finds it there. Rows that are gone already and those that people added are no tasks of it.
    pub fn plan(&self, new: &Table, lexicon: &Lexicon) -> Option<Plan> {
        let keys: HashSet<&str> = place(new, Column::Key)
            .map(|at| new.rows.iter().map(|row| row.cells[at].text.as_str()).collect())
            .unwrap_or_default();
        let rows = self.tasks();
        if rows.iter().all(|at| keys.contains(row_key(&self.rows[*at]).as_str())) {
            return None;
        }
        let says = |task: usize, column| row_text(&self.rows[rows[task]], column);
        Some(kin::plan(rows.len(), &says, lexicon))
    }

    /// The rows that stand for a task each.
    fn tasks(&self) -> Vec<usize> {
        let keyed = self.has_keys();
        let is_task = |row: &OldRow| {
            !row.gone
                && !row_text(row, Column::Task).trim().is_empty()
                && (!keyed || looks_like_key(&row_key(row)))
        };
        (0..self.rows.len()).filter(|at| is_task(&self.rows[*at])).collect()
    }

    /// Tells what tasks of the new plan may be those of its rows.
    pub fn relate(&mut self, kin: Vec<Kin>) {
        let rows = self.tasks();
        let of_row = |kin: Kin| Some(Kin { old: *rows.get(kin.old)?, ..kin });
        self.kin = kin.into_iter().filter_map(of_row).collect();
    }

    /// Whether a person has put anything on a row.
    fn is_filled(&self, row: &OldRow) -> bool {
        let prints = self.prints.get(&row_key(row));
        row.cells.iter().filter(|(_, cell)| !cell.is_silent()).any(|(slot, cell)| match slot {
            Slot::Own(..) => true,
            Slot::Plan(Column::No | Column::Key, _) => false,
            Slot::Plan(column, _) => {
                prints.is_some_and(|prints| !prints.contains(&(*column, hash(&cell.text))))
            }
        })
    }
}

/// The rows of the old ledger that are like tasks of the new one to which nothing was carried from them, a line each
/// such task, and how many rows these are.
fn fresh(new: &Table, old: &Old, pairs: &[Option<usize>], lang: Lang) -> (Table, usize) {
    let t = |(zh, en): (&str, &str)| if lang == Lang::Zh { zh.to_owned() } else { en.to_owned() };
    let mut offers = Table { title: t(OFFERS), ..Table::default() };
    offers.heads = OFFER.map(|heading| own_head(&t(heading), 14)).to_vec();
    offers.heads.push(Head::of(Column::Key, lang));
    let mut rows = HashSet::new();
    let taken: HashSet<usize> = pairs.iter().flatten().copied().collect();
    for kin in &old.kin {
        let (Some(task), Some(row)) = (new.rows.get(kin.new), old.rows.get(kin.old)) else { continue };
        let settled = match pairs[kin.old] {
            Some(to) if to == kin.new => true,
            Some(_) if kin.is_part() => false,
            // Of what is barely alike the others are told too, and what no row goes to.
            Some(to) => {
                let bare = |by: &Kin| (by.old, by.new) == (kin.old, to) && by.is_bare();
                taken.contains(&kin.new) && !old.kin.iter().any(bare)
            }
            None => false,
        };
        if settled || !old.is_filled(row) {
            continue;
        }
        rows.insert(kin.old);
        let text = |column| place(new, column).map_or("", |at| task.cells[at].text.as_str());
        let said = [
            row_text(row, Column::Task).to_owned(),
            row_text(row, Column::Measures).to_owned(),
            [text(Column::Task), text(Column::Measures)].join("\n").trim().to_owned(),
            format!("{:.0}%", kin.likeness * 100.0),
            t(kin.reason()),
        ];
        let said = OFFER.iter().map(|heading| t(*heading)).zip(said.map(Cell::text));
        let key = (Column::Key.heading(lang).to_owned(), Cell::text(text(Column::Key)));
        let filled = row.cells.iter().filter(|(slot, _)| matches!(slot, Slot::Own(..)));
        let filled = filled.map(|(slot, cell)| (heading_of(slot, lang), worked_out(cell, lang)));
        append(&mut offers, said.chain([key]).chain(filled));
    }
    (offers, rows.len())
}

/// The hash of all that a line says.
fn print(cells: &[Cell]) -> u64 {
    let said: Vec<String> = cells.iter().flat_map(spoken).collect();
    hash(&said.concat())
}
