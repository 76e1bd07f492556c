//! What the readers of spreadsheets share: cells to lines, and numbers as their format shows them.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::date;

/// The cells of one sheet, in any order.
#[derive(Default)]
pub(super) struct Sheet {
    /// Row, column and text of each cell that has one; from 0.
    pub(super) cells: Vec<(u32, u32, String)>,
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

/// The most text of one sheet, in bytes.
const LONGEST: usize = 64 << 20;

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
    pub(super) fn write(mut self, out: &mut String) {
        let blank = |text: &str| text.trim().is_empty();
        self.cells.retain(|(_, column, text)| *column < WIDEST && !blank(text));
        self.drop_hidden();
        self.cells.sort_by_key(|(row, column, _)| (*row, *column));
        let columns = self.cells.iter().map(|(_, column, _)| column + 1).max().unwrap_or(0);
        self.merged.retain(|[row, column, to_row, to_column]| {
            row <= to_row && column <= to_column && *column < columns
        });
        self.merged.sort_unstable();
        let mut merged = self.merged.iter().peekable();
        // The merged cells that reach into the row: by first column, the last column, the last row, the text.
        let mut open: BTreeMap<u32, (u32, u32, String)> = BTreeMap::new();
        let mut cells = self.cells.into_iter().peekable();
        let start = out.len();
        while let Some(&(row, ..)) = cells.peek() {
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
            if let [column] = own[..]
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
            for (column, (last, _, text)) in &open {
                for text_of in &mut texts[*column as usize..=*last as usize] {
                    text_of.clone_from(text);
                }
            }
            out.push_str(&texts.join("\t"));
            out.push('\n');
            if out.len() - start > LONGEST {
                break;
            }
        }
    }
}

/// How numbers are shown.
#[derive(Debug, Clone, Default)]
pub(super) struct Formats {
    /// The codes that the file defines.
    pub(super) codes: BTreeMap<u32, String>,
    /// The number of the code of each cell format.
    pub(super) cells: Vec<u32>,
    /// Days count from 1904.
    pub(super) from_1904: bool,
}

impl Formats {
    /// A number as the cell format `style` shows it, as far as that changes what it says: percentages and dates.
    pub(super) fn show(&self, value: f64, style: usize) -> String {
        let id = self.cells.get(style).copied().unwrap_or(0);
        let code = match self.codes.get(&id) {
            Some(code) => code.as_str(),
            None => builtin(id),
        };
        // Only the part for positive numbers, without colours and conditions.
        let code = code.split(';').next().unwrap_or_default();
        let mut bare = String::new();
        let (mut quoted, mut bracketed) = (false, false);
        for c in code.chars() {
            match c {
                '"' => quoted = !quoted,
                '[' if !quoted => bracketed = true,
                ']' if !quoted => bracketed = false,
                _ if bracketed => {}
                c if quoted => bare.push(if c.is_ascii_alphabetic() { '\u{0}' } else { c }),
                c => bare.push(c.to_ascii_lowercase()),
            }
        }
        if bare.contains('%') {
            let decimals = bare
                .split('.')
                .nth(1)
                .map_or(0, |rest| rest.chars().take_while(|c| *c == '0' || *c == '#').count());
            return trimmed(format!("{:.*}", decimals.min(10), value * 100.0)) + "%";
        }
        if bare.contains(['y', 'd']) && !bare.contains("general")
            || bare.contains('m') && bare.contains(['月', '-', '/'])
        {
            return self.date(value, &bare).unwrap_or_else(|| plain(value));
        }
        plain(value)
    }

    fn date(&self, value: f64, code: &str) -> Option<String> {
        if !(0.0..=2_958_466.0).contains(&value) {
            return None;
        }
        // Day 60 is a 29 February 1900 that never was.
        let first = if self.from_1904 { date(1904, 1, 1) } else { date(1899, 12, 30) };
        let day = first.checked_add((value.floor() as i64).days()).ok()?;
        let (y, m, d) = (day.year(), day.month(), day.day());
        let year = code.contains('y');
        Some(match (year, code.contains('d')) {
            (true, true) if code.contains('年') => format!("{y}年{m}月{d}日"),
            (true, true) => format!("{y}-{m:02}-{d:02}"),
            (true, false) => format!("{y}年{m}月"),
            (false, true) => format!("{m}月{d}日"),
            (false, false) => format!("{m}月"),
        })
    }
}

/// The codes that files do not write out, those of Chinese versions included.
fn builtin(id: u32) -> &'static str {
    match id {
        9 => "0%",
        10 => "0.00%",
        14..=17 | 22 | 30 => "yyyy-m-d",
        27 | 36 | 50 | 52 | 57 => "yyyy年m月",
        28 | 29 | 51 | 53 | 54 | 58 => "m月d日",
        31 => "yyyy年m月d日",
        _ => "",
    }
}

/// A number without the noise of binary fractions.
fn plain(value: f64) -> String {
    if value.fract() == 0.0 && value.abs() < 1e15 {
        return format!("{value:.0}");
    }
    // Sheets keep 15 digits.
    let digits = (14 - value.abs().log10().floor() as i32).clamp(0, 20) as usize;
    trimmed(format!("{value:.digits$}"))
}

fn trimmed(number: String) -> String {
    match number.contains('.') {
        true => number.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => number,
    }
}

#[cfg(test)]
mod tests {
    use super::{Formats, Sheet};

    fn sheet(rows: &[&str], merged: &[[u32; 4]]) -> String {
        let mut sheet = Sheet { merged: merged.to_vec(), ..Sheet::default() };
        for (row, line) in rows.iter().enumerate() {
            for (column, text) in line.split('|').enumerate() {
                sheet.cells.push((row as u32, column as u32, text.into()));
            }
        }
        let mut out = String::new();
        sheet.write(&mut out);
        out
    }

    #[test]
    fn rows_are_lines() {
        let rows = ["任务分解表||", "任务|单位|时限", "修路|公路科|6月底", "架桥||9月", "小结||", "|x|"];
        assert_eq!(
            sheet(&rows, &[[0, 0, 0, 2], [2, 1, 3, 1]]),
            "任务分解表\n任务\t单位\t时限\n修路\t公路科\t6月底\n架桥\t公路科\t9月\n小结\nx\n"
        );
        assert_eq!(sheet(&["a|b|", "c|d|e"], &[[0, 1, 0, 2]]), "a\tb\tb\nc\td\te\n");
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
            cells: cells.map(|(row, column, text)| (row, column, text.to_owned())).into(),
            // 桥梁科 of the hidden row stands in the one below it too.
            merged: vec![[2, 2, 3, 2]],
            hidden_rows: [2].into(),
            hidden_columns: vec![(1, 1), (7, u32::MAX)],
            filtered,
        };
        let text = |filtered| {
            let mut out = String::new();
            sheet(filtered).write(&mut out);
            out
        };
        assert_eq!(text(false), "任务\t单位\n修路\n架桥\t桥梁科\n");
        assert_eq!(text(true), "任务\t单位\n修路\n桥梁科\n架桥\t桥梁科\n");
    }

    #[test]
    fn numbers_are_shown() {
        let formats = Formats {
            codes: [
                (164, "yyyy\"年\"m\"月\"d\"日\"".into()),
                (165, "0.0%".into()),
                (166, "[Red]0.00".into()),
            ]
            .into(),
            cells: vec![0, 164, 165, 9, 58, 14, 166],
            from_1904: false,
        };
        let cases = [
            (0, 0.1 + 0.2, "0.3"),
            (0, 1_280_000.0, "1280000"),
            (1, 45473.0, "2024年6月30日"),
            (2, 0.955, "95.5%"),
        ];
        for (style, value, wanted) in cases
            .into_iter()
            .chain([(3, 0.9, "90%"), (4, 45473.0, "6月30日")])
            .chain([(5, 45473.5, "2024-06-30"), (6, 3.5, "3.5"), (0, 0.0, "0"), (0, 1e300, "1e300")])
        {
            let shown = formats.show(value, style);
            if wanted == "1e300" {
                assert!(shown.starts_with('1'));
            } else {
                assert_eq!(shown, wanted);
            }
        }
    }
}
