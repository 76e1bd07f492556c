//! What the readers of spreadsheets share: cells to lines.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::input::InputError;
use crate::input::budget::{Budget, Meter, Quantity};
use crate::text::order;

/// The text of a workbook while its sheets are read, and what it may still hold.
pub(super) struct Sheets {
    text: String,
    written: Meter,
    cells: Meter,
    /// The text of all cells, which may be one that they share.
    held: Meter,
}

impl Sheets {
    pub(super) fn new(budget: &Budget) -> Sheets {
        let text = budget.meter(Quantity::Text);
        Sheets { text: String::new(), written: text, cells: budget.meter(Quantity::Cells), held: text }
    }

    /// Takes a cell to `sheet`; of an empty one nothing is kept. Says whether there may be more.
    pub(super) fn cell(&mut self, sheet: &mut Sheet, row: u32, column: u32, text: Rc<str>) -> bool {
        if text.is_empty() {
            return true;
        }
        let more = self.cells.take(1) && self.held.take(text.len());
        if more {
            sheet.cells.push((row, column, text));
        }
        more
    }

    /// Writes a sheet, which is the part `name`.
    pub(super) fn write(&mut self, sheet: Sheet, name: &str) -> Result<(), InputError> {
        self.cells.check(name)?;
        self.held.check(name)?;
        sheet.write(&mut self.text, &mut self.written);
        self.written.check(name)
    }

    pub(super) fn finish(self) -> String {
        self.text
    }
}

/// The cells of one sheet, in any order.
#[derive(Default)]
pub(super) struct Sheet {
    /// Row, column and text of each cell that has one; from 0.
    pub(super) cells: Vec<(u32, u32, Rc<str>)>,
    /// First row, first column, last row, last column of merged cells.
    pub(super) merged: Vec<[u32; 4]>,
    /// Rows that are hidden, and ranges of columns that are: first and last.
    pub(super) hidden_rows: BTreeSet<u32>,
    pub(super) hidden_columns: Vec<(u32, u32)>,
    /// Rows are hidden by a filter, which only looks away from them: they are read all the same.
    pub(super) filtered: bool,
}

/// The most columns of a sheet. Further ones are for calculations, not for people.
const WIDEST: u32 = 256;

impl Sheet {
    /// Takes out the cells of hidden rows and columns; what is merged with one that shows is kept.
    fn drop_hidden(&mut self) {
        if self.filtered {
            self.hidden_rows.clear();
        }
        if self.hidden_rows.is_empty() && self.hidden_columns.is_empty() {
            return;
        }
        let mut hidden = vec![false; WIDEST as usize + 1];
        for (from, to) in &self.hidden_columns {
            let (from, to) = ((*from).min(WIDEST), to.saturating_add(1).min(WIDEST));
            hidden[from as usize..to.max(from) as usize].fill(true);
        }
        let hidden = |column: u32| hidden.get(column as usize).copied().unwrap_or(false);
        // The text of merged cells stands in the first of them, which may be hidden.
        let mut moved: BTreeMap<(u32, u32), (u32, u32)> = BTreeMap::new();
        for [row, column, to_row, to_column] in &mut self.merged {
            let first = (*row, *column);
            let mut rows = (*row..=*to_row).take(256);
            *row = rows.find(|row| !self.hidden_rows.contains(row)).unwrap_or(*row);
            *column = (*column..=(*to_column).min(WIDEST)).find(|at| !hidden(*at)).unwrap_or(*column);
            if (*row, *column) != first {
                moved.insert(first, (*row, *column));
            }
        }
        for (row, column, _) in &mut self.cells {
            if let Some(place) = moved.get(&(*row, *column)) {
                (*row, *column) = *place;
            }
        }
        self.cells.retain(|(row, column, _)| !self.hidden_rows.contains(row) && !hidden(*column));
        // The columns that show move together.
        let shown: Vec<u32> = (0..=WIDEST)
            .scan(0, |n, column| {
                let at = *n;
                *n += u32::from(!hidden(column));
                Some(at)
            })
            .collect();
        let shift = |column: u32| shown[column.min(WIDEST) as usize];
        self.cells.iter_mut().for_each(|(_, column, _)| *column = shift(*column));
        for [_, column, _, to_column] in &mut self.merged {
            (*column, *to_column) = (shift(*column), shift(to_column.saturating_add(1)).saturating_sub(1));
        }
    }

    /// Writes the sheet as lines. A row with one cell, or one merged over all columns, is a paragraph: the title
    /// over a table, a heading between rows.
    fn write(mut self, out: &mut String, meter: &mut Meter) {
        let blank = |text: &str| text.trim().is_empty();
        self.cells.retain(|(_, column, text)| *column < WIDEST && !blank(text));
        self.drop_hidden();
        order::by_key(&mut self.cells, |(row, column, _)| (*row, *column));
        let columns = self.cells.iter().map(|(_, column, _)| column + 1).max().unwrap_or(0);
        self.merged.retain(|[row, column, to_row, to_column]| {
            row <= to_row && column <= to_column && *column < columns
        });
        order::sort(&mut self.merged);
        let mut merged = self.merged.iter().peekable();
        // The merged cells that reach into the row: by first column, the last column, the last row, the text.
        let mut open: BTreeMap<u32, (u32, u32, String)> = BTreeMap::new();
        let mut cells = self.cells.into_iter().peekable();
        let mut start = out.len();
        // Rows so far of several cells, and those of them with words in the first column that are no number.
        let (mut n_rows, mut n_named) = (0, 0);
        // Columns of remarks: one over several rows belongs to the first of them.
        let mut remarks: BTreeSet<u32> = BTreeSet::new();
        while let Some(&(row, ..)) = cells.peek() {
            if !meter.take(out.len() - std::mem::replace(&mut start, out.len())) {
                return;
            }
            open.retain(|_, (_, last, _)| *last >= row);
            while let Some([_, column, to_row, to_column]) = merged.next_if(|merged| merged[0] <= row) {
                if *to_row >= row {
                    open.insert(*column, ((*to_column).min(columns - 1), *to_row, String::new()));
                }
            }
            let mut texts = vec![String::new(); columns as usize];
            let mut own = Vec::new();
            while let Some((_, column, text)) = cells.next_if(|cell| cell.0 == row) {
                let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
                if let Some((.., value)) = open.get_mut(&column) {
                    value.clone_from(&text);
                }
                own.push(column);
                texts[column as usize] = text;
            }
            // In a column of names a name without anything beside it is a row; else it heads the rows below it.
            let named = |text: &str| {
                let han = text.chars().filter(|c| ('一'..='鿿').contains(c)).count();
                (2..=30).contains(&han) && !text.contains(['、', '：', ':', '。'])
            };
            let name = own == [0]
                && n_named * 2 > n_rows
                && n_rows > 0
                && named(&texts[0])
                && !open.contains_key(&0);
            if let [column] = own[..]
                && !name
                && (open.get(&column).is_some_and(|(last, ..)| column == 0 && last + 1 >= columns)
                    || open.values().all(|(.., value)| value.is_empty() || *value == texts[column as usize]))
            {
                out.push_str(&texts[column as usize]);
                out.push('\n');
                continue;
            }
            // 填报单位：… over most columns, and the day beside it: a line above the table.
            let wide = open.get(&0).is_some_and(|(to, ..)| columns > 3 && (to + 1) * 2 > columns);
            if wide && own.len() == 2 && open.values().all(|(_, last, _)| *last == row) {
                let line: Vec<&str> = own.iter().map(|column| texts[*column as usize].as_str()).collect();
                out.push_str(&line.join("  "));
                out.push('\n');
                continue;
            }
            if own.len() > 1 {
                n_named += usize::from(named(&texts[0]));
                n_rows += 1;
            }
            remarks.extend((0..).zip(&texts).filter(|(_, text)| is_remarks(text)).map(|(column, _)| column));
            let mut ahead = *meter;
            for (column, (last, _, text)) in &open {
                if remarks.contains(column) && !own.contains(column) && !is_remarks(text) {
                    continue;
                }
                for text_of in &mut texts[*column as usize..=*last as usize] {
                    if !ahead.take(text.len()) {
                        *meter = ahead;
                        return;
                    }
                    text_of.clone_from(text);
                }
            }
            out.push_str(&texts.join("\t"));
            out.push('\n');
        }
        meter.take(out.len() - start);
    }
}

/// Whether a cell heads a column of remarks: 备注, 有关说明.
fn is_remarks(text: &str) -> bool {
    text.len() <= 18 && (text.ends_with("备注") || text.ends_with("说明"))
}

#[cfg(test)]
mod tests {
    use super::{Sheet, Sheets};
    use crate::input::Limits;
    use crate::input::budget::Budget;

    fn sheet(rows: &[&str], merged: &[[u32; 4]]) -> String {
        let mut sheet = Sheet { merged: merged.to_vec(), ..Sheet::default() };
        for (row, line) in rows.iter().enumerate() {
            for (column, text) in line.split('|').enumerate() {
                sheet.cells.push((row as u32, column as u32, text.into()));
            }
        }
        written(sheet)
    }

    fn written(sheet: Sheet) -> String {
        let mut sheets = Sheets::new(&Budget::new(Limits::default(), 1));
        sheets.write(sheet, "sheet").unwrap();
        sheets.finish()
    }

    #[test]
    fn rows_are_lines() {
        let rows = ["任务分解表||", "任务|单位|时限", "修路|公路科|6月底", "架桥||9月", "小结||", "|x|"];
        assert_eq!(
            sheet(&rows, &[[0, 0, 0, 2], [2, 1, 3, 1]]),
            "任务分解表\n任务\t单位\t时限\n修路\t公路科\t6月底\n架桥\t公路科\t9月\n小结\t\t\nx\n"
        );
        assert_eq!(sheet(&["a|b|", "c|d|e"], &[[0, 1, 0, 2]]), "a\tb\tb\nc\td\te\n");
        let rows = ["任务|单位|备注", "修路|公路科|急办", "架桥||"];
        let merged = [[1, 1, 2, 1], [1, 2, 2, 2]];
        assert_eq!(sheet(&rows, &merged), "任务\t单位\t备注\n修路\t公路科\t急办\n架桥\t公路科\t\n");
        let rows = ["单位：水利局|||3月5日", "任务|单位|时限|备注", "修路|公路科|6月底|"];
        assert_eq!(
            sheet(&rows, &[[0, 0, 0, 2]]),
            "单位：水利局  3月5日\n任务\t单位\t时限\t备注\n修路\t公路科\t6月底\t\n"
        );
        assert_eq!(sheet(&["a|", "|"], &[[0, 0, 4_000_000_000, 4_000_000_000]]), "a\n");
    }

    #[test]
    fn what_is_hidden_is_left_out() {
        let cells =
            [(0, 0, "任务"), (0, 2, "单位"), (1, 0, "修路"), (1, 1, "旧"), (2, 2, "桥梁科"), (3, 0, "架桥")];
        let sheet = |filtered| Sheet {
            cells: cells.map(|(row, column, text)| (row, column, text.into())).into(),
            // 桥梁科 of the hidden row stands in the one below it too.
            merged: vec![[2, 2, 3, 2]],
            hidden_rows: [2].into(),
            hidden_columns: vec![(1, 1), (7, u32::MAX)],
            filtered,
        };
        let text = |filtered| written(sheet(filtered));
        assert_eq!(text(false), "任务\t单位\n修路\t\n架桥\t桥梁科\n");
        assert_eq!(text(true), "任务\t单位\n修路\t\n桥梁科\n架桥\t桥梁科\n");
    }
}
