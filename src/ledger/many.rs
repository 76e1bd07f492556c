//! The tables of many plans in one workbook: all rows together, then a sheet a plan.

use std::collections::HashSet;

use crate::ledger::column::Column;
use crate::ledger::rows::labels;
use crate::ledger::{Asked, Sheet, Table, rows};
use crate::lexicon::Lexicon;

/// The most plans that have a sheet each.
pub const MOST: usize = 200;
/// The longest name of a sheet.
const LONGEST: usize = 31;

/// The columns of the table of all plans: where each row is from, and what people choose rows by.
pub fn columns(mut columns: Vec<Column>) -> Vec<Column> {
    let mut put = |column: Column, behind: &[Column], first: usize| {
        if !columns.contains(&column) {
            let at = behind.iter().find_map(|known| columns.iter().position(|column| column == known));
            columns.insert(at.map_or(first.min(columns.len()), |at| at + 1), column);
        }
    };
    put(Column::Source, &[Column::No], 0);
    put(Column::Month, &[Column::Deadline], usize::MAX);
    put(Column::Theme, &[Column::Month], usize::MAX);
    put(Column::State, &[Column::Theme], usize::MAX);
    columns
}

/// A sheet for each plan, by the columns and the filter of `asked`, and links to them in the source column of `all`.
pub fn sheets(all: &mut Table, plans: &[Sheet], lexicon: &Lexicon, asked: &Asked) -> Vec<(String, Table)> {
    let labels = labels(plans);
    let names = names(&labels);
    if let Some(at) = all.heads.iter().position(|head| head.column == Some(Column::Source)) {
        for cell in all.rows.iter_mut().filter_map(|row| row.cells.get_mut(at)) {
            if let Some(plan) = labels.iter().position(|label| *label == cell.text) {
                let place = format!("internal:'{}'!A1", names[plan].replace('\'', "''"));
                cell.marks.get_or_insert_default().link = Some(place);
            }
        }
    }
    plans
        .iter()
        .zip(names)
        .map(|(plan, name)| (name, rows(std::slice::from_ref(plan), lexicon, asked)))
        .collect()
}

/// Names of sheets for names of plans: numbered, so that each is one of its own.
///
/// ```text
/// 云泽市2025年河湖清洁行动实施方案        1 云泽市2025年河湖清洁行动实施方案
/// a/b[1].docx                     2 a_b_1_.docx
/// ```
fn names(labels: &[String]) -> Vec<String> {
    let safe = |c: char| if c.is_control() || "[]:*?/\\'".contains(c) || c.len_utf16() > 1 { '_' } else { c };
    let name = |(at, label): (usize, &String)| {
        let name: String = format!("{} {label}", at + 1).chars().map(safe).take(LONGEST).collect();
        name.trim_end().to_owned()
    };
    let names: Vec<String> = labels.iter().enumerate().map(name).collect();
    debug_assert_eq!(names.iter().collect::<HashSet<_>>().len(), names.len());
    names
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, names};

    #[test]
    fn names_of_sheets() {
        let long = "县".repeat(40);
        let found = names(&["甲".into(), "a/b[1]:'x'".into(), "甲".into(), long]);
        assert_eq!(found[..3], ["1 甲", "2 a_b_1___x_", "3 甲"]);
        assert_eq!(found[3].chars().count(), LONGEST);
    }
}
