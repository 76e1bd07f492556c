//! Headings that only their style makes headings: Word's `Heading 1`, `<h2>`, `##`.
//!
//! ```text
//! 松原县2025年供水工作要点        Heading 1, and the only one before any text: the title
//! 夯实供水基础                        Heading 2 without a number: believed, because its level comes again
//! （一）新建水厂                      a number says more than a style, which only tells how far out it stands
//! 强化水质监管                        Heading 2
//! ```

use std::ops::Range;

use crate::lex::marker::{Marker, Scheme};
use crate::lexicon::Hits;
use crate::tree::{Part, lines, part};

/// The styled lines of one part.
pub(super) struct Styles {
    /// All of them, by where they begin.
    all: Vec<(usize, u8)>,
    /// Those that are headings though they have no number, in order.
    pub(super) bare: Vec<(Range<usize>, u8)>,
}

/// The longest heading, in characters; whole paragraphs get the style too.
const LONGEST: usize = 40;

/// How many lines at the start of a part may be its title.
const TITLE: usize = 6;

impl Styles {
    /// Of the lines of a part.
    pub(super) fn new(
        text: &str,
        hits: &Hits,
        markers: &[Marker],
        part: &Part,
        styled: &[(Range<usize>, u8)],
    ) -> Styles {
        let inside = |line: &Range<usize>| part.front.start <= line.start && line.end <= part.range.end;
        let from = styled.partition_point(|(line, _)| line.start < part.front.start);
        let own = styled[from..].iter().take_while(|(line, _)| line.start < part.range.end);
        let own: Vec<(Range<usize>, u8)> = own
            .filter(|(line, _)| inside(line))
            .map(|(line, level)| (crate::lex::sentence::trim(text, line.clone()), *level))
            .collect();
        let marker = |start: usize| {
            let at = markers.partition_point(|marker| marker.place.start < start);
            markers.get(at).filter(|marker| marker.place.start == start)
        };
        let numbered = |line: &Range<usize>| marker(line.start).is_some();
        // A style that lines numbered in several ways have says nothing of how far out they stand.
        let mut schemes: [Option<Scheme>; 256] = [None; 256];
        let mut mixed = [false; 256];
        for (line, level) in &own {
            if let Some(marker) = marker(line.start) {
                let known = schemes[*level as usize].get_or_insert(marker.scheme);
                mixed[*level as usize] |= *known != marker.scheme;
            }
        }
        let says = |line: &Range<usize>, level: u8| !(mixed[level as usize] && numbered(line));
        let all: Vec<(usize, u8)> = own
            .iter()
            .filter(|(line, level)| says(line, *level))
            .map(|(line, level)| (line.start, *level))
            .collect();
        let whole = |line: &Range<usize>| {
            let before = text[..line.start].trim_end_matches([' ', '\u{3000}']);
            let after = text[line.end..].trim_start_matches([' ', '\u{3000}']);
            (before.is_empty() || before.ends_with('\n')) && (after.is_empty() || after.starts_with('\n'))
        };
        let mut bare: Vec<(Range<usize>, u8)> = own
            .into_iter()
            .filter(|(line, _)| {
                let words = &text[line.clone()];
                !words.is_empty()
                    && !words.contains(['。', '；', '\t'])
                    && words.chars().count() <= LONGEST
                    && whole(line)
                    && !numbered(line)
            })
            .collect();
        let title = title(text, hits, part, &bare);
        bare.retain(|(line, _)| line.start >= title);
        let mut counts = [0; 256];
        bare.iter().for_each(|(_, level)| counts[*level as usize] += 1);
        bare.retain(|(_, level)| counts[*level as usize] > 1);
        Styles { all, bare }
    }

    /// The level of the style of a line that begins here.
    pub(super) fn of(&self, at: usize) -> Option<u8> {
        let n = self.all.partition_point(|(start, _)| *start < at);
        self.all.get(n).filter(|(start, _)| *start == at).map(|(_, level)| *level)
    }
}

/// Where the title ends: behind the last line at the start that names a kind of document; else behind the first styled
/// line, when no text stands before it and no other is of its level or further out.
fn title(text: &str, hits: &Hits, part: &Part, bare: &[(Range<usize>, u8)]) -> usize {
    let first: Vec<Range<usize>> = lines(text, part.front.start..part.range.end)
        .take(TITLE)
        .take_while(|line| !text[line.clone()].contains('。'))
        .collect();
    if let Some(line) = first.iter().rfind(|line| part::title(text, hits, (*line).clone()).is_some()) {
        return line.end;
    }
    match bare {
        [(line, level), rest @ ..] if first.contains(line) && rest.iter().all(|(_, other)| other > level) => {
            line.end
        }
        _ => part.front.start,
    }
}
