//! The documents within a text: a letter, the plan it carries, annexes.

use std::ops::Range;

use crate::lex::marker::{Marker, Scheme};
use crate::lex::sentence::trim;
use crate::lexicon::{Hits, List};
use crate::tree::{Part, lines};

/// Splits a text into its documents; they tile it.
pub(super) fn split(text: &str, hits: &Hits, markers: &[Marker]) -> Vec<Part> {
    let mut starts: Vec<(usize, Option<Marker>)> = markers
        .iter()
        .filter(|m| m.scheme == Scheme::Annex)
        .map(|m| (m.place.start, Some(m.clone())))
        .collect();
    let mut letter = false;
    let mut marked = markers.iter().map(|m| m.place.start).peekable();
    for line in lines(text, 0..text.len()) {
        while marked.next_if(|&at| at < line.start).is_some() {}
        let numbered = marked.peek() == Some(&line.start);
        if starts.iter().any(|(at, _)| *at == line.start) {
            letter = false;
        } else if letter && !numbered && title(text, hits, line.clone()).is_some_and(|kind| kind != "notice")
        {
            starts.push((line.start, None));
            letter = false;
        } else if hits.of(List::Letters, line.clone()).any(|(_, at)| at == "letter") {
            letter = true;
        }
    }
    starts.sort_by_key(|(at, _)| *at);
    if starts.first().is_none_or(|(at, _)| text[..*at].trim().is_empty()) {
        let annex = starts.first().and_then(|(_, annex)| annex.clone());
        starts.drain(..starts.len().min(1));
        starts.insert(0, (0, annex));
    } else {
        starts.insert(0, (0, None));
    }
    let ends: Vec<usize> = starts.iter().skip(1).map(|(at, _)| *at).chain([text.len()]).collect();
    starts
        .into_iter()
        .zip(ends)
        .map(|((start, annex), end)| {
            let front = annex.as_ref().map_or(start, |annex| annex.place.end);
            Part { range: start..end, annex, front: front..end, roots: Vec::new() }
        })
        .collect()
}

/// The kind of document a line names, if it is a title: it ends with a kind word, brackets and quotes aside.
pub fn title(text: &str, hits: &Hits, line: Range<usize>) -> Option<&'static str> {
    let words = &text[line.clone()];
    let count = words.chars().count();
    if !(4..=80).contains(&count)
        || words.contains(['。', '；', '\t'])
        || words.ends_with(['：', ':', '，', '、'])
    {
        return None;
    }
    let core = core(text, line);
    hits.of(List::Kinds, core.clone()).filter(|(word, _)| word.end == core.end).map(|(_, kind)| kind).next()
}

/// A title without brackets and quotes at its end: （试行）, (2021—2023年), （送审稿）, 》.
pub fn core(text: &str, line: Range<usize>) -> Range<usize> {
    let mut range = trim(text, line);
    loop {
        let words = &text[range.clone()];
        let Some(last) = words.chars().next_back() else { return range };
        let cut = match last {
            '）' | ')' | '〕' | '】' => words.rfind(['（', '(', '〔', '【']),
            '》' | '”' | '"' => Some(words.len() - last.len_utf8()),
            _ => None,
        };
        match cut {
            Some(cut) if cut > 0 => range = trim(text, range.start..range.start + cut),
            _ => return range,
        }
    }
}
