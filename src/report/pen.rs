//! Lines for the terminal.

use std::fmt::Write as _;

use crate::report::shown;
use crate::report::table::layout::{on_screen, wrap};

const RESET: &str = "\x1b[0m";
pub(super) const BOLD: &str = "\x1b[1m";
pub(super) const DIM: &str = "\x1b[2m";

/// What is written so far, and how.
pub(super) struct Pen {
    /// With colour, or with marks.
    pub(super) colour: bool,
    /// The width of a line.
    pub(super) columns: usize,
    pub(super) out: String,
}

impl Pen {
    /// Writes stretches of text, each in its colour, in lines that fit; the first is set in by `indent`, the others by
    /// `hang`.
    pub(super) fn put(&mut self, indent: usize, hang: usize, stretches: &[(&str, &str)]) {
        let plain = |text: &str| shown::lines(&text.replace('\t', " ")).into_owned();
        let texts: Vec<String> = stretches.iter().map(|(_, text)| plain(text)).collect();
        let whole = texts.concat();
        // Where each stretch ends in the whole.
        let mut ends = texts.iter().scan(0, |sum, text| {
            *sum += text.len();
            Some(*sum)
        });
        let mut end = ends.next().unwrap_or(0);
        let mut colours = stretches.iter().map(|(colour, _)| *colour);
        let mut colour = colours.next().unwrap_or("");
        let room = self.columns.saturating_sub(hang.max(indent)).max(10);
        let mut at = 0;
        for (n, line) in wrap(&whole, room, on_screen).into_iter().enumerate() {
            // Spaces at the seam of two lines are not in either.
            let start = at + whole[at..].find(line).unwrap_or(0);
            let _ = write!(self.out, "{}", " ".repeat(if n == 0 { indent } else { hang }));
            let (mut from, to) = (start, start + line.len());
            loop {
                while from >= end && end < whole.len() {
                    (end, colour) = (ends.next().unwrap_or(whole.len()), colours.next().unwrap_or(""));
                }
                let stop = to.min(end);
                let piece = &whole[from..stop];
                match self.colour && !colour.is_empty() && !piece.is_empty() {
                    true => self.out.extend([colour, piece, RESET]),
                    false => self.out.push_str(piece),
                }
                from = stop;
                if from >= to {
                    break;
                }
            }
            self.out.push('\n');
            at = to;
        }
    }
}
