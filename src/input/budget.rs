//! What reading one file may cost. A file claims what it likes: a heading that covers a million rows, a text that
//! stands in a thousand cells, a stream that unpacks to gigabytes. What counts is what comes of it.

use crate::input::InputError;

/// The most that comes of one file. The defaults are far above what people write, and low enough that a small file
/// takes no great memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes that are unpacked, of all parts of an archive together.
    pub unpacked: Limit,
    /// Bytes of text that are given.
    pub text: Limit,
    /// Cells of one workbook that hold something.
    pub cells: Limit,
    /// Characters placed on the pages of one document.
    pub glyphs: Limit,
    /// Bytes of instructions that the pages of one document run, those of a form each time it is drawn.
    pub drawn: Limit,
    /// Pages of one PDF.
    pub pages: Limit,
}

/// A limit that grows with the file: so much for each of its bytes, but at least `least` and never more than `most`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// What a file of any size may have.
    pub least: u64,
    /// What each byte of the file adds up to.
    pub times: u64,
    /// What no file may have.
    pub most: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            unpacked: Limit { least: 16 << 20, times: 64, most: 128 << 20 },
            text: Limit { least: 4 << 20, times: 32, most: 1 << 30 },
            cells: Limit { least: 400_000, times: 1, most: 4_000_000 },
            glyphs: Limit { least: 200_000, times: 1, most: 8_000_000 },
            drawn: Limit { least: 8 << 20, times: 16, most: 512 << 20 },
            pages: Limit { least: 20_000, times: 0, most: 20_000 },
        }
    }
}

/// Something that is limited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantity {
    /// Bytes unpacked.
    Unpacked,
    /// Bytes of text.
    Text,
    /// Cells of a workbook.
    Cells,
    /// Characters on pages.
    Glyphs,
    /// Bytes of drawing instructions run.
    Drawn,
    /// Pages.
    Pages,
}

/// What one file of a known size may still cost.
#[derive(Debug, Clone, Copy)]
pub(super) struct Budget {
    limits: Limits,
    /// The size of the file in bytes.
    size: u64,
}

impl Budget {
    pub(super) fn new(limits: Limits, size: usize) -> Budget {
        Budget { limits, size: size as u64 }
    }

    /// The most of a quantity.
    pub(super) fn of(&self, quantity: Quantity) -> u64 {
        let Limit { least, times, most } = match quantity {
            Quantity::Unpacked => self.limits.unpacked,
            Quantity::Text => self.limits.text,
            Quantity::Cells => self.limits.cells,
            Quantity::Glyphs => self.limits.glyphs,
            Quantity::Drawn => self.limits.drawn,
            Quantity::Pages => self.limits.pages,
        };
        self.size.saturating_mul(times).max(least).min(most)
    }

    /// A count of this quantity that begins with nothing.
    pub(super) fn meter(&self, of: Quantity) -> Meter {
        let limit = self.of(of);
        Meter { of, limit, left: Some(limit) }
    }
}

/// A count that stops at its limit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Meter {
    of: Quantity,
    limit: u64,
    /// How much is left; none once more was asked for.
    left: Option<u64>,
}

impl Meter {
    /// Counts `n` more, and says whether that much was left.
    pub(super) fn take(&mut self, n: usize) -> bool {
        self.left = self.left.and_then(|left| left.checked_sub(n as u64));
        self.left.is_some()
    }

    /// Whether more was asked for than there was.
    pub(super) fn is_over(&self) -> bool {
        self.left.is_none()
    }

    /// How much may still be taken.
    pub(super) fn left(&self) -> u64 {
        self.left.unwrap_or(0)
    }

    /// An error that names `part`, if more was asked for than there was.
    pub(super) fn check(&self, part: &str) -> Result<(), InputError> {
        match self.is_over() {
            true => Err(InputError::TooLarge { part: part.into(), of: self.of, limit: self.limit }),
            false => Ok(()),
        }
    }
}
