//! From a document to a plan: metadata, tasks, owners, dates, targets, terms, themes, inheritance.

pub mod date;
pub mod group;
pub mod owner;
pub mod reference;
pub mod target;
pub mod term;
pub mod theme;

mod assign;
mod draft;
pub mod lunar;
mod meta;
mod section;
mod table;

use std::ops::Range;

use crate::lexicon::{Hits, Lexicon};
use crate::model::{Phrase, Plan};
use crate::text::{Clean, Source, Span};
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
    /// The clean text in simplified characters: the same bytes long, so that places hold for both.
    text: &'a str,
    hits: &'a Hits<'a>,
    document: &'a Document,
}

impl Reading<'_> {
    fn span(&self, range: Range<usize>) -> Span {
        self.clean.span(range)
    }

    /// The words of a range on one line.
    fn words(&self, range: Range<usize>) -> String {
        self.clean.text()[range].split('\n').map(str::trim).collect()
    }

    fn phrase(&self, range: Range<usize>) -> Phrase {
        Phrase { text: self.words(range.clone()), span: self.span(range) }
    }
}

/// Reads a source from its bytes' text to its plan; the clean text is given back for its list of changes.
pub fn read<'s>(scene: Scene, source: &'s Source) -> (Plan, Clean<'s>) {
    let clean = crate::noise::clean(source, scene.lexicon);
    let text = crate::lexicon::simplified(clean.text());
    let hits = scene.lexicon.scan(&text);
    let document = crate::tree::read(&text, &hits);
    let plan = extract(Reading { scene, clean: &clean, text: &text, hits: &hits, document: &document });
    (plan, clean)
}

fn extract(reading: Reading) -> Plan {
    let main = meta::main_part(reading);
    let mut plan = Plan::default();
    let roles = section::roles(reading, main);
    meta::fill(reading, main, &roles, &mut plan);
    let drafts = draft::drafts(reading, main, &roles);
    section::fill(reading, main, &roles, &drafts, &mut plan);
    assign::fill(reading, main, &roles, drafts, &mut plan);
    plan
}
