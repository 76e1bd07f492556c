//! Tables of contents, which say every heading a second time.
//!
//! ```text
//! 目　录
//! 一、总体要求…………………………1        (gone)
//! 二、重点任务…………………………3
//! ```

use std::ops::Range;

use crate::noise::chars::{digit, is_space};
use crate::text::Change;
use crate::text::order;

/// Finds lines that end with a leader or, under `目录`, with a tab, and then a page number, three at least.
pub fn changes(text: &str) -> Vec<Change> {
    let bytes = text.as_bytes();
    let leader = memchr::memmem::find(bytes, "………".as_bytes()).is_some()
        || memchr::memmem::find(bytes, b"......").is_some()
        || memchr::memmem::find(bytes, "······".as_bytes()).is_some()
        || memchr::memmem::find(bytes, b"------").is_some();
    // A table of contents stands at the head.
    let mut head = text.len().min(20_000);
    while !text.is_char_boundary(head) {
        head -= 1;
    }
    let title = memchr::memmem::find(&bytes[..head], "目".as_bytes()).is_some();
    if !leader && !title {
        return Vec::new();
    }
    let mut found: Vec<Range<usize>> = Vec::new();
    let (mut start, mut under, mut named, mut page) = (0, false, None, 0);
    let mut all: Option<Vec<(&str, usize)>> = None;
    for line in text[..head].split_inclusive('\n') {
        let range = start..start + line.len();
        start = range.end;
        let body = line.trim();
        if body.is_empty() {
            continue;
        }
        if body.chars().filter(|&c| !is_space(c)).eq("目录".chars()) {
            (under, named, page) = (true, Some(range), 0);
            continue;
        }
        // Without pages, what stands under the title and comes again as a line.
        let listed = || {
            if !under {
                return None;
            }
            let lines = all.get_or_insert_with(|| lines(text)).as_slice();
            comes_again(body, start, lines).then_some(page)
        };
        match entry(body, under).or_else(listed) {
            Some(number) if number >= page => {
                page = number;
                found.push(range);
            }
            _ if found.is_empty() && under => (under, named) = (false, None),
            _ => under = false,
        }
    }
    if found.len() < 3 {
        return Vec::new();
    }
    let title = named.filter(|named| named.start < found[0].start).into_iter();
    title.chain(found).map(|range| Change { range, with: None, why: "contents" }).collect()
}

/// The lines in the order of their words, without the spaces before them, and where each begins.
fn lines(text: &str) -> Vec<(&str, usize)> {
    let mut at = 0;
    let mut lines: Vec<(&str, usize)> = text
        .split('\n')
        .map(|line| {
            let start = at;
            at += line.len() + 1;
            (line.trim_start_matches(is_space), start)
        })
        .collect();
    order::sort(&mut lines);
    lines
}

/// Whether a line is the beginning of one at `from` or later.
fn comes_again(line: &str, from: usize, lines: &[(&str, usize)]) -> bool {
    let first = lines.partition_point(|(other, _)| *other < line);
    let mut same = lines[first..].iter().take_while(|(other, _)| other.starts_with(line));
    line.chars().count() <= 40 && same.any(|(_, start)| *start >= from)
}

/// The page number that ends `一、总体要求……3`; under the title a tab does for the leader, or brackets around
/// the number.
fn entry(body: &str, tabs: bool) -> Option<u32> {
    let bracket = |body: &'_ str| {
        let inner = body.strip_suffix(['）', ')'])?;
        let (heading, number) = inner.rsplit_once(['（', '('])?;
        let page = number.chars().try_fold(0, |sum, c| Some(10 * sum + digit(c)?))?;
        (!heading.is_empty() && (1..=3).contains(&number.chars().count())).then_some(page)
    };
    if let Some(page) = bracket(body).filter(|_| tabs) {
        return Some(page);
    }
    let heading = body.trim_end_matches(|c| digit(c).is_some());
    let number = &body[heading.len()..];
    if number.is_empty() {
        return None;
    }
    let gap = heading.len()
        - heading.trim_end_matches(|c| is_space(c) || matches!(c, '…' | '.' | '·' | '-' | '\t')).len();
    let leader = &heading[heading.len() - gap..];
    let dots = leader.chars().filter(|c| matches!(c, '…' | '.' | '·' | '-')).count();
    let led = leader.contains("………") || dots >= 6 || tabs && leader.contains(['\t', ' ', '\u{3000}']);
    if !led || gap == heading.len() || number.chars().count() > 3 {
        return None;
    }
    Some(number.chars().filter_map(digit).fold(0, |sum, d| 10 * sum + d))
}
