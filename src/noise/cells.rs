//! Lines broken inside the cells of a table.
//!
//! ```text
//! 序号⇥任务⇥单位        序号⇥任务⇥单位
//! 1⇥建立信息核查        1⇥建立信息核查快速通道⇥县公安局
//! 快速通道⇥县公安局
//! ```

use crate::noise::chars::is_space;
use crate::text::Change;

/// Finds the line ends inside cells: under a header that opens with 序号 rows begin with a number, and one that is not
/// full yet goes on.
pub fn changes(text: &str) -> Vec<Change> {
    let mut changes = Vec::new();
    if memchr::memchr(b'\t', text.as_bytes()).is_none() {
        return changes;
    }
    // How many cells the header has, and how many the row being read has; none outside a table.
    let (mut wanted, mut filled) = (0, 0);
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let body = line.trim_matches(|c| is_space(c) || c == '\n');
        let cells = body.matches('\t').count() + 1;
        let first = body.split('\t').next().unwrap_or("").trim();
        let numbered = !first.is_empty() && first.bytes().all(|b| b.is_ascii_digit());
        if cells > 2 && first.contains('序') && first.chars().count() <= 4 {
            (wanted, filled) = (cells, 0);
        } else if body.is_empty() || wanted == 0 {
            (wanted, filled) = (0, 0);
        } else if numbered {
            filled = cells;
        } else if filled > 0 && filled < wanted && filled + cells - 1 <= wanted {
            // The end of the line before, with the spaces around it.
            let before = text[..start].trim_end_matches(|c| is_space(c) || c == '\n').len();
            let after = start + (line.len() - line.trim_start_matches(is_space).len());
            changes.push(Change { range: before..after, with: None, why: "wrap" });
            filled += cells - 1;
        } else if cells == 1 {
            (wanted, filled) = (0, 0);
        }
        start += line.len();
    }
    changes
}
