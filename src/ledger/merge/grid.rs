//! A sheet of a workbook as people left it.

use std::collections::{BTreeMap, HashSet};

use crate::ledger::merge::{looks_like_key, spoken};
use crate::ledger::rules::{Places, Rules};
use crate::ledger::{Cell, Sort};

/// The most cells that are filled with what stands in one that reaches over several rows.
const MOST_JOINED: usize = 1 << 20;

/// A sheet of a workbook as it was found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Grid {
    /// Its name.
    pub name: String,
    /// Its rows from the top, each from the first column.
    pub rows: Vec<Vec<Cell>>,
    /// What is set up on it.
    pub rules: Rules,
    /// Cells that are joined to one: the top row, left column, bottom row and right column of each.
    pub joined: Vec<[usize; 4]>,
}

impl Grid {
    /// Says what stands in a cell that reaches over several rows in each of them; a comment or formula only once.
    pub(super) fn split_below(&mut self, head: usize) {
        self.gather(head);
        let continued = self.continued();
        let below = |area: &&[usize; 4]| area[0] > head && !continued.contains(&area[2]);
        // A damaged file may join more cells than there are.
        let mut left_over = MOST_JOINED;
        for &[top, left, bottom, _] in self.joined.iter().filter(below) {
            let Some(first) = self.rows.get(top).and_then(|row| row.get(left)).cloned() else { continue };
            let said = Cell { marks: None, ..first };
            for row in self.rows.iter_mut().take(bottom + 1).skip(top + 1).filter(|_| !said.text.is_empty()) {
                let n_cells = row.len().max(left + 1);
                let Some(rest) = usize::checked_sub(left_over, 1 + n_cells - row.len()) else { return };
                left_over = rest;
                row.resize(n_cells, Cell::default());
                row[left] = said.clone();
            }
        }
    }

    /// Puts what people wrote beside the lower parts of a task's row that is several joined ones, as it was too tall for
    /// one, into the first of them.
    fn gather(&mut self, head: usize) {
        let mut parts: BTreeMap<(usize, usize), HashSet<usize>> = BTreeMap::new();
        for &[top, left, bottom, _] in self.joined.iter().filter(|area| area[0] > head && area[0] < area[2]) {
            parts.entry((top, bottom.min(self.rows.len() - 1))).or_default().insert(left);
        }
        // Areas that a damaged file lets overlap stay as they are.
        let mut from = 0;
        for ((top, bottom), joined) in parts {
            if top < from || !self.is_task(top, joined.iter().copied()) {
                continue;
            }
            from = bottom + 1;
            for at in top + 1..=bottom {
                for (column, cell) in std::mem::take(&mut self.rows[at]).into_iter().enumerate() {
                    if joined.contains(&column) || cell.is_silent() {
                        continue;
                    }
                    let row = &mut self.rows[top];
                    row.resize(row.len().max(column + 1), Cell::default());
                    let first = &mut row[column];
                    match first.is_silent() {
                        true => *first = cell,
                        false => {
                            first.text = [spoken(first), spoken(&cell)].concat().join("\n");
                            first.sort = Sort::Text;
                        }
                    }
                }
            }
        }
    }

    /// Whether one of these cells of a row holds the key of a task.
    fn is_task(&self, row: usize, mut columns: impl Iterator<Item = usize>) -> bool {
        let Some(row) = self.rows.get(row) else { return false };
        columns.any(|column| row.get(column).is_some_and(|cell| looks_like_key(cell.text.trim())))
    }

    /// The rows that only go on with the one above, all of whose cells, or that with the key of its task, reach into
    /// them.
    pub fn continued(&self) -> HashSet<usize> {
        let mut filled: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        let mut of_task = HashSet::new();
        for &[top, left, bottom, _] in self.joined.iter().filter(|[top, _, bottom, _]| top < bottom) {
            let says = self.rows.get(top).and_then(|row| row.get(left)).is_some_and(|cell| !cell.is_silent());
            *filled.entry((top, bottom)).or_default() += usize::from(says);
            of_task.extend(self.is_task(top, [left].into_iter()).then_some((top, bottom)));
        }
        let mut found = HashSet::new();
        let mut from = 0;
        for ((top, bottom), n_cells) in
            filled.into_iter().filter(|((top, _), n)| *n > 1 && *top < self.rows.len())
        {
            if of_task.contains(&(top, bottom))
                || n_cells >= self.rows[top].len()
                || n_cells == self.rows[top].iter().filter(|cell| !cell.is_silent()).count()
            {
                let rows = from.max(top + 1)..self.rows.len().min(bottom + 1);
                from = from.max(rows.end);
                found.extend(rows);
            }
        }
        found
    }

    /// Lets what speaks of cells of the `ledger` follow them; a formula that cannot stays as it was. Gives how many rules
    /// cannot, which are left out.
    pub(super) fn follow(&mut self, ledger: &str, places: &Places) -> usize {
        for cell in self.rows.iter_mut().flatten() {
            let formula = cell.marks.as_mut().and_then(|marks| marks.formula.as_mut());
            if let Some((formula, _)) = formula
                && let Some(now) = places.follow(formula, ledger)
            {
                *formula = now;
            }
        }
        let n_rules = self.rules.asks.len();
        self.rules.asks.retain_mut(|ask| {
            let now: Option<Vec<String>> =
                ask.formulas.iter().map(|formula| places.follow(formula, ledger)).collect();
            now.map(|now| ask.formulas = now).is_some()
        });
        n_rules - self.rules.asks.len()
    }

    /// The grid, if anything stands in it.
    pub fn filled(self) -> Option<Grid> {
        (!self.rows.is_empty()).then_some(self)
    }
}
