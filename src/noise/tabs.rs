//! Tabs that only indent, or stand for the space behind a number, as lists are copied from Word.
//!
//! ```text
//! 一、⇥总体思路                 一、总体思路
//! ⇥1、　旅客吞吐量增长5%。        1、　旅客吞吐量增长5%。
//! 1⇥安全检查⇥市应急局            (stays: a row of a table)
//! ```

use crate::lexicon::Lexicon;
use crate::noise::chars::is_space;
use crate::noise::opening::{Opening, opening};
use crate::text::Change;

/// Finds the tabs of lines that are no rows.
pub fn changes(text: &str, lexicon: &Lexicon) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut done = 0;
    for at in memchr::memchr_iter(b'\t', text.as_bytes()) {
        if at < done {
            continue;
        }
        let start = text[..at].rfind('\n').map_or(0, |end| end + 1).max(done);
        let end = memchr::memchr(b'\n', &text.as_bytes()[at..]).map_or(text.len(), |len| at + len);
        done = end;
        line(text, start, end, lexicon, &mut changes);
    }
    changes
}

fn line(text: &str, start: usize, end: usize, lexicon: &Lexicon, changes: &mut Vec<Change>) {
    let idle = |c: char| is_space(c) || c == '\t';
    let place = |of: &str| end - of.len();
    let body = text[start..end].trim_start_matches(idle);
    let (head, rest) = body.split_once('\t').unwrap_or((body, ""));
    let gap = place(rest)..place(rest.trim_start_matches(idle));
    let marked = is_marker(head.trim_end_matches(is_space), lexicon);
    let row = if marked { &text[gap.end..end] } else { &body[..] };
    if row.contains('\t') || !marked && opening(head, lexicon) < Opening::Item && !body.contains('。') {
        return;
    }
    if text[start..place(body)].contains('\t') {
        changes.push(Change { range: start..place(body), with: None, why: "space" });
    }
    if marked && head.len() < body.len() {
        let from = place(body) + head.trim_end_matches(is_space).len();
        changes.push(Change { range: from..gap.end, with: None, why: "space" });
    }
}

/// Whether `head` is a number of a heading or an item and nothing more.
fn is_marker(head: &str, lexicon: &Lexicon) -> bool {
    let closed = head.ends_with(['、', '.', '．', '）', ')', '条', '章', '节']);
    closed && head.chars().count() <= 6 && opening(head, lexicon) >= Opening::Item
}
