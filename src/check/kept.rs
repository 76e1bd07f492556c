//! What several checks ask of a text, made for the first that asks.

use std::cell::OnceCell;
use std::ops::Range;

use crate::check::Subject;
use crate::check::marks::{self, Odd};
use crate::check::phase::{self, Phase};
use crate::check::series::{self, Series};
use crate::lex::bracket::{self, Brackets};
use crate::tree::lines;

/// What the checks of one text have made so far.
#[derive(Debug, Default)]
pub struct Kept {
    lines: OnceCell<Vec<Range<usize>>>,
    brackets: OnceCell<Brackets>,
    odd: OnceCell<Odd>,
    series: OnceCell<Vec<Series>>,
    phases: OnceCell<Vec<Vec<Phase>>>,
}

impl<'a> Subject<'a> {
    /// The lines of the text that are not blank, without the white space around them.
    pub(super) fn lines(&self) -> &'a [Range<usize>] {
        self.kept.lines.get_or_init(|| lines(self.text, 0..self.text.len()).collect())
    }

    /// The brackets of the text.
    pub(super) fn brackets(&self) -> &'a Brackets {
        let marks = || self.hits.marks().within(0..self.text.len()).iter().copied();
        self.kept.brackets.get_or_init(|| bracket::paired(marks()))
    }

    /// Its brackets that do not pair.
    pub(super) fn odd(&self) -> &'a Odd {
        self.kept.odd.get_or_init(|| marks::odd(*self))
    }

    /// All lists of numbered siblings, and the 一是…二是… of each paragraph.
    pub(super) fn series(&self) -> &'a [Series] {
        self.kept.series.get_or_init(|| series::series(*self))
    }

    /// The phases of each list of them that has days, in document order.
    pub(super) fn phases(&self) -> &'a [Vec<Phase>] {
        self.kept.phases.get_or_init(|| phase::phases(*self))
    }
}
