//! Which cell of a row stands in which column, where it has more or fewer of them than the head.
//!
//! ```text
//! 日期␉工作␉部门
//! 2.1␉大扫除␉德育处
//! 期末考试␉教学处           2.1 reaches over two rows: aligned from the right
//! ```

use std::ops::Range;

use crate::tree::Row;

use super::Reader;
use super::cell::Look;
use super::column::Kind;

/// A row with a cell for each column, empty where it has none.
pub(super) struct Placed {
    pub(super) cells: Vec<Range<usize>>,
    /// Which columns have no cell of the row, because one above reaches over them.
    pub(super) carried: Vec<bool>,
    /// Cells beyond those of the columns: more of a column before them, where lines of a page came in another order.
    pub(super) more: Vec<(usize, Range<usize>)>,
}

/// What it costs to leave a column without a cell: at the left, where merged cells stand, at the right, where empty cells
/// at the end of a line are lost, and elsewhere.
const LEFT: u32 = 2;
const RIGHT: u32 = 1;
const GAP: u32 = 5;
/// What it costs to leave out a cell.
const EXTRA: u32 = 30;
/// What it costs at least to find a cell where hardly anybody would put it.
const DOUBT: u32 = 10;
/// The most cells of a row that is aligned.
const WIDEST: usize = 64;

/// Places the cells of a row. A row as wide as the head stands as it is; else the cheapest placing in order counts. None
/// where the row has hardly a cell in common with the head.
pub(super) fn align(reader: &Reader, kinds: &[Kind], row: &Row) -> Option<Placed> {
    let (n, width) = (row.cells.len(), kinds.len());
    if n == width {
        return Some(Placed { cells: row.cells.clone(), carried: vec![false; width], more: Vec::new() });
    }
    let filled = row.cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |at| at + 1);
    let own = &row.cells[..if n > width { filled.max(width) } else { n }];
    if own.len() > WIDEST || width > WIDEST {
        return None;
    }
    if own.len() == width {
        return Some(Placed { cells: own.to_vec(), carried: vec![false; width], more: Vec::new() });
    }
    let looks: Vec<Look> = own.iter().map(|cell| reader.look(cell)).collect();
    if own.len() * 2 <= width {
        // So few that only those count that stand where they would with all cells, or, of a row on several lines, in the
        // columns that they fit best.
        let price = |from: usize| {
            let prices = looks.iter().zip(&kinds[from..]).map(|(look, kind)| mismatch(*look, *kind));
            prices.clone().all(|price| price < DOUBT).then(|| prices.sum::<u32>())
        };
        let tall = reader.words(&row.range).contains('\n');
        let last = if tall { width - own.len() } else { 0 };
        let (_, from) = (0..=last).filter_map(|from| Some((price(from)?, from))).min()?;
        let mut cells = vec![row.range.end..row.range.end; width];
        cells[from..from + own.len()].clone_from_slice(own);
        return (own.len() > 1).then(|| Placed { cells, carried: vec![false; width], more: Vec::new() });
    }
    // best[i][j]: the price of placing the first i cells into the first j columns, and how the last step went.
    let mut best = vec![vec![(u32::MAX, Step::Start); width + 1]; own.len() + 1];
    best[0][0].0 = 0;
    for i in 0..=own.len() {
        for j in 0..=width {
            let (price, _) = best[i][j];
            if price == u32::MAX {
                continue;
            }
            let mut offer = |to: (usize, usize), more: u32, step: Step| {
                let place = &mut best[to.0][to.1];
                if price + more < place.0 {
                    *place = (price + more, step);
                }
            };
            if j < width {
                let price = match i {
                    0 => LEFT,
                    _ if i == own.len() => RIGHT,
                    _ => GAP,
                };
                offer((i, j + 1), price, Step::Gap);
            }
            if i < own.len() {
                offer((i + 1, j), if looks[i] == Look::Blank { 1 } else { EXTRA }, Step::Extra);
            }
            if i < own.len() && j < width {
                offer((i + 1, j + 1), mismatch(looks[i], kinds[j]), Step::Cell);
            }
        }
    }
    let mut cells = vec![row.range.end..row.range.end; width];
    let (mut carried, mut more) = (vec![false; width], Vec::new());
    let (mut i, mut j, mut right) = (own.len(), width, false);
    while i > 0 || j > 0 {
        match best[i][j].1 {
            Step::Cell => {
                (i, j, right) = (i - 1, j - 1, true);
                cells[j] = own[i].clone();
            }
            Step::Gap => {
                j -= 1;
                // What is left out behind the last cell was empty.
                carried[j] = right;
            }
            Step::Extra => {
                i -= 1;
                let of = |at: &usize| {
                    !matches!(kinds[*at], Kind::Task | Kind::Other) && mismatch(looks[i], kinds[*at]) == 0
                };
                if let Some(at) = (0..j).rev().find(of) {
                    more.push((at, own[i].clone()));
                }
            }
            Step::Start => break,
        }
    }
    more.reverse();
    Some(Placed { cells, carried, more })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Start,
    Cell,
    Gap,
    Extra,
}

/// What it costs to find a cell that looks like this in a column of a kind.
fn mismatch(look: Look, kind: Kind) -> u32 {
    match (kind, look) {
        (_, Look::Blank | Look::Ditto) => 3,
        (Kind::Number, Look::Number) => 0,
        (Kind::Number, _) => 40,
        (Kind::Owner { .. }, Look::Units | Look::People) => 0,
        (Kind::Owner { .. }, Look::Words { duty: false }) => 10,
        (Kind::Owner { .. }, _) => 30,
        (Kind::Deadline | Kind::Start | Kind::Day, Look::Date) => 0,
        (Kind::Deadline | Kind::Start | Kind::Day, _) => 25,
        (Kind::Task | Kind::Measure, Look::Words { .. }) => 0,
        (Kind::Task | Kind::Measure, Look::Units | Look::People) => 15,
        (Kind::Task | Kind::Measure, _) => 25,
        (Kind::Section, Look::Words { duty: false }) => 1,
        (Kind::Section, _) => 10,
        // 年度目标, 备注: other kinds are none of a column that has been told.
        (_, Look::Amount | Look::Number) => 2,
        (_, Look::Words { .. }) => 4,
        _ => 8,
    }
}
