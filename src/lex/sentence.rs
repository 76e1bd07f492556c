//! Sentences and clauses of a stretch of clean text.

use std::ops::Range;

use super::Stops;

/// Whether `c` ends a sentence: 。！？ and a line end.
pub fn ends_sentence(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '\n')
}

/// The sentences of `range`, each with its end mark, in order. They end at 。！？ and at line ends, and at ；
/// where `semicolons` says so; never inside a bracket, unless it stays open for 400 characters. Quotes do not
/// count, for their ends are often missing.
pub fn sentences(text: &str, range: Range<usize>, semicolons: bool) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = range.start;
    let mut depth: u32 = 0;
    let mut opened = 0;
    let mut next = range.start;
    loop {
        let at = SENTENCE_STOPS.next(text.as_bytes(), next, range.end);
        let Some(c) = text[at..range.end].chars().next() else { break };
        next = at + c.len_utf8();
        if depth > 0 && at - opened > 1200 {
            depth = 0;
        }
        match c {
            '（' | '(' | '《' | '〔' | '【' => {
                depth += 1;
                if depth == 1 {
                    opened = at;
                }
            }
            '）' | ')' | '》' | '〕' | '】' => depth = depth.saturating_sub(1),
            '\n' => depth = 0,
            _ => {}
        }
        if depth == 0 && (ends_sentence(c) || semicolons && matches!(c, '；' | ';')) {
            let mut end = at + c.len_utf8();
            if text[end..range.end].starts_with('”') {
                end += '”'.len_utf8();
            }
            push(text, &mut found, start..end);
            start = end;
        }
    }
    if start < range.end {
        push(text, &mut found, start..range.end);
    }
    found
}

/// What ends sentences, and brackets.
const SENTENCE_STOPS: Stops = Stops::new("\n();。！？；（）《》〔〕【】");

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
            || matches!(c, '。' | '；' | ';' | '：' | ':' | '，' | ',' | '、' | '！' | '？' | '.')
    });
    trim(text, range.start..range.start + all.len())
}

/// The clauses of `range`, apart at ，and ；and 。 outside brackets and quotes, without the marks.
pub fn clauses(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = range.start;
    let mut depth: u32 = 0;
    for (at, c) in text[range.clone()].char_indices() {
        let at = range.start + at;
        match c {
            '（' | '(' | '《' | '“' | '〔' => depth += 1,
            '）' | ')' | '》' | '”' | '〕' => depth = depth.saturating_sub(1),
            '\n' => depth = 0,
            _ => {}
        }
        if depth == 0 && matches!(c, '，' | ',' | '；' | ';' | '。' | '\n') {
            push(text, &mut found, start..at);
            start = at + c.len_utf8();
        }
    }
    push(text, &mut found, start..range.end);
    found
}
