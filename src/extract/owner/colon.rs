//! Colons, where labels end.

use std::ops::Range;
use std::slice::Iter;

use crate::text::Mark;

use super::scene::Scene;

/// The colons of a range, in order, of either width.
pub(super) struct Colons<'t>(Iter<'t, Mark>);

impl<'t> Colons<'t> {
    pub(super) fn new(scene: Scene<'t>, range: Range<usize>) -> Colons<'t> {
        Colons(scene.marks(range).iter())
    }

    /// The place of the next one.
    pub(super) fn next(&mut self) -> Option<Range<usize>> {
        let colon = self.0.find(|mark| matches!(mark.c, '：' | ':'))?;
        Some(colon.start()..colon.end())
    }
}
