//! Phases with their days, as the phase checks read them.

use std::ops::Range;

use jiff::civil::Date;

use crate::check::Subject;
use crate::extract::date::{self, Calendar};
use crate::lex::marker::Scheme;
use crate::model::DateKind;

/// A phase of the work.
#[derive(Debug, Clone)]
pub(super) struct Phase {
    /// Its heading, in bytes of the cleaned text.
    pub(super) title: Range<usize>,
    pub(super) first: Option<Date>,
    pub(super) last: Date,
    /// Whether its days are only known by month.
    pub(super) monthly: bool,
}

/// A date in the cleaned text.
struct Dated {
    place: Range<usize>,
    first: Option<Date>,
    last: Date,
}

/// The dates that can be compared. Where the plan names no year any will do: only the order of days counts.
fn dates(subject: Subject) -> Vec<Dated> {
    let timed = |kind| matches!(kind, DateKind::Period | DateKind::Point | DateKind::Deadline);
    if subject.plan.year.is_none() && subject.plan.period.is_none() {
        let calendar = Calendar { year: Some(2023), ..Calendar::default() };
        let found = date::dates(subject.text, subject.hits, &calendar).into_iter();
        return found
            .filter(|date| timed(date.kind))
            .filter_map(|date| Some(Dated { place: date.place, first: date.start, last: date.end? }))
            .collect();
    }
    let found = subject.plan.dates.iter().filter(|date| timed(date.kind));
    found
        .filter_map(|date| {
            Some(Dated { place: subject.clean.range(date.span), first: date.start, last: date.end? })
        })
        .collect()
}

/// The phases of each list of them that has days, in document order.
pub(super) fn phases(subject: Subject) -> Vec<Vec<Phase>> {
    if memchr::memmem::find(subject.text.as_bytes(), "阶段".as_bytes()).is_none() {
        return Vec::new();
    }
    let nodes = &subject.document.nodes;
    let dates = dates(subject);
    let is_phase = |at: usize| {
        let title = &subject.text[nodes[at].title.clone()];
        let staged = nodes[at].marker.as_ref().is_some_and(|marker| marker.scheme == Scheme::Stage);
        staged || title.contains("阶段") && title.chars().count() <= 40
    };
    let lists =
        subject.document.parts.iter().map(|part| &part.roots).chain(nodes.iter().map(|node| &node.children));
    lists
        .filter_map(|list| {
            let found: Vec<Phase> = list
                .iter()
                .filter(|&&at| is_phase(at))
                .filter_map(|&at| phase(subject, &dates, at))
                .collect();
            (found.len() > 1).then_some(found)
        })
        .collect()
}

fn phase(subject: Subject, dates: &[Dated], at: usize) -> Option<Phase> {
    let title = subject.document.nodes[at].title.clone();
    let from = dates.partition_point(|date| date.place.start < title.start);
    let mut found = dates[from..].iter().take_while(|date| date.place.end <= title.end);
    let date = found.next()?;
    // Two stretches in one heading are more than can be compared.
    if found.next().is_some() {
        return None;
    }
    let monthly = !subject.text[date.place.clone()].contains(['日', '号', '旬']);
    Some(Phase { title, first: date.first, last: date.last, monthly })
}
