//! Lines broken inside the cells of a table.
//!
//! ```text
//! 2⇥强化督查⇥4⇥严格执行督查制度，          2⇥强化督查⇥4⇥严格执行督查制度，跟踪督办⇥县河长办、县水利局
//! 跟踪督办
//! 县河长办
//! 县水利局
//! ```
//!
//! ```text
//! 序号⇥任务⇥单位        序号⇥任务⇥单位
//! 1⇥建立信息核查        1⇥建立信息核查快速通道⇥县公安局
//! 快速通道⇥县公安局
//! ```

use std::ops::Range;

use crate::lexicon::{Lexicon, List};
use crate::noise::apart::is_units;
use crate::noise::chars::is_space;
use crate::noise::opening::{Opening, numeral, opening};
use crate::text::Change;

/// The most lines of a row, and the longest of them in bytes.
const TALLEST: usize = 40;
const LONGEST: usize = 400;

/// Finds the line ends inside cells: under a header that opens with 序号 rows begin with a number, and one that is not
/// full yet goes on. Lines without a tab belong to the last cell that is filled; those of units at their end are the column of
/// units that the header ends with.
pub fn changes(text: &str, lexicon: &Lexicon) -> Vec<Change> {
    let mut changes = Vec::new();
    if memchr::memchr(b'\t', text.as_bytes()).is_none() {
        return changes;
    }
    // How many cells the header has, and how many the row being read has; none outside a table.
    let (mut wanted, mut filled) = (0, 0);
    let mut owned = false;
    let mut start = 0;
    let mut done = 0;
    for line in text.split_inclusive('\n') {
        let at = start;
        start += line.len();
        if at < done {
            continue;
        }
        let body = line.trim_matches(|c| is_space(c) || c == '\n');
        let cells = body.matches('\t').count() + 1;
        let first = body.split('\t').next().unwrap_or("").trim();
        let numbered = !first.is_empty() && first.bytes().all(|b| b.is_ascii_digit());
        if cells > 2 && first.contains('序') && first.chars().count() <= 4 {
            (wanted, filled) = (cells, 0);
            owned = body.rsplit('\t').next().is_some_and(|last| of_units(lexicon, last.trim()));
        } else if body.is_empty() || wanted == 0 {
            // Rows may stand apart; nothing goes on over a blank line.
            filled = 0;
        } else if numbered || cells > 1 && is_han_number(first) {
            filled = cells;
            if owned
                && filled + 1 == wanted
                && let Some(end) = tall(text, at..start, lexicon, &mut changes)
            {
                (filled, done) = (wanted, end);
            }
        } else if filled > 0 && filled < wanted && filled + cells - 1 <= wanted {
            // The end of the line before, with the spaces around it.
            let before = text[..at].trim_end_matches(|c| is_space(c) || c == '\n').len();
            let after = at + (line.len() - line.trim_start_matches(is_space).len());
            changes.push(Change { range: before..after, with: None, why: "wrap" });
            filled += cells - 1;
        } else if cells == 1 {
            (wanted, filled) = (0, 0);
        }
    }
    changes
}

/// 三、
fn is_han_number(cell: &str) -> bool {
    let digits = cell.trim_end_matches(['、', '.', '．']);
    !digits.is_empty() && digits.chars().all(numeral)
}

/// Whether a head is that of a column of units: 责任单位, 负责考核部门.
fn of_units(lexicon: &Lexicon, head: &str) -> bool {
    lexicon
        .endings(List::Columns, head)
        .any(|(_, says)| matches!(says, "lead" | "responsible" | "support" | "unit"))
}

/// Joins the lines below a row whose last column is missing, where units end them; where they end.
fn tall(text: &str, row: Range<usize>, lexicon: &Lexicon, changes: &mut Vec<Change>) -> Option<usize> {
    let mut lines: Vec<Range<usize>> = Vec::new();
    let mut end = row.end;
    for line in text[row.end..].split_inclusive('\n') {
        let body = line.trim_matches(|c| is_space(c) || c == '\n');
        if body.is_empty() || body.contains('\t') || body.len() > LONGEST || lines.len() == TALLEST {
            break;
        }
        let from = end + (line.len() - line.trim_start_matches(is_space).len());
        lines.push(from..from + body.len());
        end += line.len();
    }
    let n_units = lines.iter().rev().take_while(|line| is_units(lexicon, &text[(*line).clone()])).count();
    if n_units == 0 {
        return None;
    }
    let n_words = lines.len() - n_units;
    let mut before = text[..row.end].trim_end_matches(|c| is_space(c) || c == '\n').len();
    for (n, line) in lines.iter().enumerate() {
        let item = opening(&text[line.clone()], lexicon) >= Opening::Item;
        let with = match n {
            _ if n == n_words => Some('\t'),
            // A unit each.
            _ if n > n_words => Some('、'),
            _ if item => Some(' '),
            _ => None,
        };
        changes.push(Change {
            range: before..line.start,
            with,
            why: if n == n_words { "markup" } else { "wrap" },
        });
        before = line.end;
    }
    Some(end)
}
