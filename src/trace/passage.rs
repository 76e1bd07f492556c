//! A plan -> passages: its tasks, and every paragraph that stands in none, for a task may be taken up in a text that has
//! lost its headings, or among goals.

use std::ops::Range;

use crate::diff::features::paths;
use crate::model::{Phrase, Plan, Section, SectionRole, TaskId};
use crate::text::order;
use crate::text::{Clean, Span};

/// A plan and the text it was read from.
#[derive(Debug, Clone, Copy)]
pub struct Paper<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// Its text.
    pub clean: &'a Clean<'a>,
}

/// What may take up a task, or be taken up.
#[derive(Debug, Clone, PartialEq)]
pub struct Passage {
    /// The task; none for a paragraph outside tasks.
    pub task: Option<TaskId>,
    /// The title of the task, or the first clause of the paragraph.
    pub title: String,
    /// All of it, cleaned.
    pub text: String,
    /// Its place in the source.
    pub span: Span,
    /// Its measures, one by one.
    pub pieces: Vec<Phrase>,
    /// The headings above it.
    pub path: String,
    /// The section it stands in.
    pub section: Option<usize>,
    /// What it is about, as a task says it.
    pub themes: Vec<(&'static str, f32)>,
    /// Whether it stands among what introduces or reviews, and sets nothing to do.
    pub frames: bool,
}

/// A paragraph of fewer characters is a heading, a name or a day.
const SHORTEST: usize = 16;
/// A measure of fewer characters says nothing alone, and goes with the one before it.
const SHORT_PIECE: usize = 8;

/// The tasks, then the paragraphs outside them, each in document order.
pub(super) fn passages(paper: Paper, outside: bool) -> Vec<Passage> {
    let Paper { plan, clean } = paper;
    let paths = paths(plan);
    let path = |section: Option<usize>| section.and_then(|of| paths.get(of).cloned()).unwrap_or_default();
    let mut all: Vec<Passage> = Vec::with_capacity(plan.tasks.len());
    for (at, task) in plan.tasks.iter().enumerate() {
        let mut pieces: Vec<Phrase> = Vec::new();
        let cells = task.columns.iter().map(|(_, cell)| cell);
        for measure in task.measures.iter().chain(cells) {
            split(clean, measure, &mut pieces);
        }
        if pieces.is_empty() {
            pieces.push(Phrase { text: task.text.clone(), span: task.span });
        }
        all.push(Passage {
            task: Some(at),
            title: task.title.clone(),
            text: task.text.clone(),
            span: task.span,
            pieces,
            path: path(task.section),
            section: task.section,
            themes: task.themes.clone(),
            frames: false,
        });
    }
    if outside {
        all.extend(paragraphs(paper).into_iter().map(|mut passage| {
            passage.path = path(passage.section);
            passage
        }));
    }
    all
}

/// The paragraphs that stand in no task.
fn paragraphs(paper: Paper) -> Vec<Passage> {
    let Paper { plan, clean } = paper;
    let sections = plan.all_sections();
    let mut taken: Vec<Span> = plan.tasks.iter().map(|task| task.span).collect();
    taken.extend(sections.iter().map(|section| section.heading_span));
    taken.extend(plan.title.iter().chain(plan.notice.iter()).map(|title| title.span));
    order::sort(&mut taken);
    let mut found = Vec::new();
    for line in lines(clean.text()) {
        // What ends with a colon names who is addressed, or leads to what follows.
        if clean.text()[line.clone()].chars().count() < SHORTEST
            || clean.text()[line.clone()].ends_with(['：', ':'])
        {
            continue;
        }
        let span = clean.span(line.clone());
        // Spans may lie in each other, but few do: the ones that begin before the line's end are looked at backwards.
        let behind = taken.partition_point(|of| of.start() < span.end());
        if taken[..behind].iter().rev().take(4).any(|of| of.end() > span.start()) {
            continue;
        }
        let text = clean.text()[line].to_owned();
        let section = within(&sections, span);
        let mut pieces = Vec::new();
        split(clean, &Phrase { text: text.clone(), span }, &mut pieces);
        let title = text.split(['。', '，', '；', '：', ',', ';', ':']).next().unwrap_or_default().to_owned();
        let role = section.map(|of| sections[of].role);
        let frames = matches!(
            role,
            Some(
                SectionRole::Preamble
                    | SectionRole::GuidingPrinciples
                    | SectionRole::Goals
                    | SectionRole::Review
                    | SectionRole::Annex
            )
        ) || role.is_none() && !sections.is_empty();
        found.push(Passage {
            task: None,
            title,
            text,
            span,
            pieces,
            path: String::new(),
            themes: Vec::new(),
            section,
            frames,
        });
    }
    found
}

/// The innermost section that holds a place.
fn within(sections: &[&Section], span: Span) -> Option<usize> {
    let behind = sections.partition_point(|section| section.span.start() <= span.start());
    sections[..behind].iter().rev().find(|section| section.span.contains(span)).map(|section| section.id)
}

/// The lines of a text without the spaces around them.
fn lines(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut start = 0;
    text.split_inclusive('\n').map(move |line| {
        let from = start + line.len() - line.trim_start().len();
        let to = start + line.trim_end().len();
        start += line.len();
        from..to.max(from)
    })
}

/// A measure in the sentences and parts of sentences that ；divides.
fn split(clean: &Clean, of: &Phrase, into: &mut Vec<Phrase>) {
    let whole = clean.range(of.span);
    let text = &clean.text()[whole.clone()];
    let mut at = 0;
    for part in text.split_inclusive(['；', ';', '。', '！']) {
        let range = whole.start + at..whole.start + at + part.len();
        at += part.len();
        let short = part.chars().count() < SHORT_PIECE;
        match into.last_mut().filter(|_| short) {
            Some(last) => {
                last.text.push_str(part);
                last.span = last.span.cover(clean.span(range));
            }
            None => into.push(Phrase { text: part.trim().to_owned(), span: clean.span(range) }),
        }
    }
}
