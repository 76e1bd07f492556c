//! From a document to a plan: metadata, tasks, owners, dates, targets, terms, themes, inheritance.

pub mod date;
pub mod group;
pub mod owner;
pub mod reference;
pub mod target;
pub mod term;
pub mod theme;

mod assign;
mod doubt;
mod draft;
mod lead;
mod leaf;
pub mod lunar;
mod meta;
mod provision;
mod section;
mod table;

use std::borrow::Cow;
use std::ops::Range;

use crate::lexicon::{Hits, Lexicon};
use crate::model::{Phrase, Plan};
use crate::text::{Clean, Format, Source, Span};
use crate::tree::Document;

/// What is known besides the document.
#[derive(Debug, Clone, Copy)]
pub struct Scene<'a> {
    /// The word lists.
    pub lexicon: &'a Lexicon,
    /// The plan's year, where the user says it.
    pub year: Option<i16>,
}

/// Everything the stages of extraction read.
#[derive(Clone, Copy)]
struct Reading<'a> {
    scene: Scene<'a>,
    clean: &'a Clean<'a>,
    /// The clean text in simplified characters and with misread digits as digits: the same bytes long, so that places
    /// hold for both.
    text: &'a str,
    hits: &'a Hits<'a>,
    annotations: &'a owner::Annotations<'a>,
    document: &'a Document,
    /// Whether it is the text of a workbook.
    workbook: bool,
}

impl Reading<'_> {
    /// The line of a place.
    fn line(&self, at: usize) -> Range<usize> {
        let marks = self.hits.marks();
        marks.line_start(at)..marks.line_end(at).unwrap_or(self.text.len())
    }

    fn span(&self, range: Range<usize>) -> Span {
        self.clean.span(range)
    }

    /// The words of a range on one line.
    fn words(&self, range: Range<usize>) -> String {
        let text = &self.clean.text()[range];
        if memchr::memchr(b'\n', text.as_bytes()).is_none() {
            return text.trim().to_owned();
        }
        let mut words = String::with_capacity(text.len());
        text.split('\n').for_each(|line| words.push_str(line.trim()));
        words
    }

    fn phrase(&self, range: Range<usize>) -> Phrase {
        Phrase { text: self.words(range.clone()), span: self.span(range) }
    }
}

/// A plan with all that was read on the way to it.
#[derive(Debug)]
pub struct Read<'s, 'l> {
    /// The plan.
    pub plan: Plan,
    /// The cleaned text.
    pub clean: Clean<'s>,
    /// The cleaned text in simplified characters and with misread digits as digits, where it was not so; places are the
    /// same in both.
    pub simplified: Option<String>,
    /// The words found in it.
    pub hits: Hits<'l>,
    /// Its tree.
    pub document: Document,
}

impl Read<'_, '_> {
    /// The cleaned text in simplified characters and with misread digits as digits.
    pub fn text(&self) -> &str {
        self.simplified.as_deref().unwrap_or(self.clean.text())
    }
}

/// Reads a source from its bytes' text to its plan; the clean text is given back for its list of changes.
pub fn read<'s>(scene: Scene, source: &'s Source) -> (Plan, Clean<'s>) {
    let read = read_all(scene, source);
    (read.plan, read.clean)
}

/// Reads a source to its plan and keeps what was read on the way.
pub fn read_all<'s, 'l>(scene: Scene<'l>, source: &'s Source) -> Read<'s, 'l> {
    let clean = crate::noise::clean(source, scene.lexicon);
    let text = crate::lex::numeral::legible(crate::lexicon::simplified(clean.text()));
    let hits = scene.lexicon.scan(&text);
    let styled: Vec<(Range<usize>, u8)> =
        source.headings.iter().map(|heading| (clean.range(heading.line), heading.level)).collect();
    let document = crate::tree::read(&text, &hits, &styled);
    let plan = {
        let annotations = owner::Annotations::new(&text, &hits);
        let (clean, annotations, document) = (&clean, &annotations, &document);
        let workbook = matches!(source.format, Format::Xls | Format::Xlsx);
        extract(Reading { scene, clean, text: &text, hits: &hits, annotations, document, workbook })
    };
    let simplified = match text {
        Cow::Owned(text) => Some(text),
        Cow::Borrowed(_) => None,
    };
    Read { plan, clean, simplified, hits, document }
}

fn extract(reading: Reading) -> Plan {
    let main = meta::main_part(reading);
    let mut plan = Plan::default();
    let mut roles = section::roles(reading);
    meta::fill(reading, main, &roles, &mut plan);
    section::look_back(reading, &plan, &mut roles);
    let drafts = draft::drafts(reading, main, plan.kind, &roles);
    section::fill(reading, main, &roles, &drafts, &mut plan);
    assign::fill(reading, main, &roles, drafts, &mut plan);
    let doubts = doubt::doubts(reading, main, &plan);
    plan.problems.extend(doubts);
    plan
}
