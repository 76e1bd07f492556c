//! Sentences and clauses of a stretch of clean text.

use std::ops::Range;

use crate::text::{Marks, marks};

/// Whether `c` ends a sentence: 。！？ and a line end.
pub fn ends_sentence(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '\n')
}

/// The sentences of `range`, each with its end mark, in order. They end at 。！？ and at line ends, and at ；
/// where `semicolons` says so; never inside a bracket, unless it stays open for 400 characters. Quotes do not
/// count, for their ends are often missing. `marks` are those of the whole text.
pub fn sentences<'t>(
    text: &'t str,
    marks: &'t Marks,
    range: Range<usize>,
    semicolons: bool,
) -> impl Iterator<Item = Range<usize>> + 't {
    let mut marks = marks.within(range.clone()).iter();
    let (mut depth, mut opened, mut start): (u32, usize, usize) = (0, 0, range.start);
    let ends = move || {
        while start < range.end {
            let end = marks.by_ref().find_map(|mark| {
                if depth > 0 && mark.start() - opened > 1200 {
                    depth = 0;
                }
                match mark.c {
                    '（' | '(' | '《' | '〔' | '【' => {
                        depth += 1;
                        if depth == 1 {
                            opened = mark.start();
                        }
                    }
                    '）' | ')' | '》' | '〕' | '】' => depth = depth.saturating_sub(1),
                    '\n' => depth = 0,
                    _ => {}
                }
                let ends = ends_sentence(mark.c) || semicolons && matches!(mark.c, '；' | ';');
                (depth == 0 && ends).then(|| mark.end())
            });
            let mut end = end.unwrap_or(range.end);
            if text[end..range.end].starts_with('”') {
                end += '”'.len_utf8();
            }
            let sentence = trim(text, std::mem::replace(&mut start, end)..end);
            if !sentence.is_empty() {
                return Some(sentence);
            }
        }
        None
    };
    std::iter::from_fn(ends)
}

fn push(text: &str, found: &mut Vec<Range<usize>>, range: Range<usize>) {
    let range = trim(text, range);
    if !range.is_empty() {
        found.push(range);
    }
}

/// `range` without white space at its ends.
pub fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let all = &text[range.clone()];
    let start = range.start + (all.len() - all.trim_start().len());
    let end = range.end - (all.len() - all.trim_end().len());
    start.min(end)..end.max(start.min(end))
}

/// `range` without white space and the given marks at its end.
pub fn trim_end_marks(text: &str, range: Range<usize>) -> Range<usize> {
    let all = text[range.clone()].trim_end_matches(|c: char| {
        c.is_whitespace()
            || matches!(c, '。' | '；' | ';' | '：' | ':' | '，' | ',' | '、' | '！' | '？' | '.' | '．')
    });
    trim(text, range.start..range.start + all.len())
}

/// The clauses of `range`, apart at ，and ；and 。 outside brackets and quotes, without the marks.
pub fn clauses(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = range.start;
    let mut depth: u32 = 0;
    for mark in marks::within(text, range.clone()) {
        match mark.c {
            '（' | '(' | '《' | '“' | '〔' => depth += 1,
            '）' | ')' | '》' | '”' | '〕' => depth = depth.saturating_sub(1),
            '\n' => depth = 0,
            _ => {}
        }
        if depth == 0 && matches!(mark.c, '，' | ',' | '；' | ';' | '。' | '\n') {
            push(text, &mut found, start..mark.start());
            start = mark.end();
        }
    }
    push(text, &mut found, start..range.end);
    found
}
