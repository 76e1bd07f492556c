use std::cell::OnceCell;

/// Turns byte offsets of a text into offsets in Unicode code points, and into lines and columns.
///
/// Holds one count per 64 bytes, so a look-up reads at most 64 bytes and the table is 1/16 of the text.
#[derive(Debug)]
pub struct Offsets<'s> {
    text: &'s str,
    /// Code points before each block of [`BLOCK`] bytes.
    before: Vec<u32>,
    /// Where lines start but the first, found when a line is first asked for.
    lines: OnceCell<Vec<usize>>,
}

const BLOCK: usize = 64;

/// Of at most [`BLOCK`] bytes.
fn starts(bytes: &[u8]) -> usize {
    bytes.iter().fold(0u8, |sum, &b| sum + u8::from((b as i8) >= -0x40)).into()
}

impl<'s> Offsets<'s> {
    /// Counts `text` once.
    pub fn new(text: &'s str) -> Offsets<'s> {
        let mut count = 0;
        let before = text
            .as_bytes()
            .chunks(BLOCK)
            .map(|block| {
                let at = count;
                count += starts(block) as u32;
                at
            })
            .collect();
        Offsets { text, before, lines: OnceCell::new() }
    }

    /// The number of code points before byte `byte`, which must lie on a character boundary.
    pub fn code_point(&self, byte: usize) -> usize {
        let block = byte / BLOCK;
        match self.before.get(block) {
            Some(&before) => before as usize + starts(&self.text.as_bytes()[block * BLOCK..byte]),
            None => self.before.last().map_or(0, |&last| {
                last as usize + starts(&self.text.as_bytes()[(self.before.len() - 1) * BLOCK..byte])
            }),
        }
    }

    /// The span as half-open offsets in code points.
    pub fn span(&self, span: crate::text::Span) -> [usize; 2] {
        [self.code_point(span.start()), self.code_point(span.end())]
    }

    /// The line and the column (in code points) of byte `byte`, both from 1.
    pub fn line_column(&self, byte: usize) -> (usize, usize) {
        let find = || memchr::memchr_iter(b'\n', self.text.as_bytes()).map(|at| at + 1).collect();
        let lines: &Vec<usize> = self.lines.get_or_init(find);
        let n_before = lines.partition_point(|&start| start <= byte);
        let start = n_before.checked_sub(1).map_or(0, |last| lines[last]);
        (n_before + 1, self.code_point(byte) - self.code_point(start) + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::Offsets;

    #[test]
    fn counts_code_points() {
        let text = "一a二\n".repeat(50);
        let offsets = Offsets::new(&text);
        for (n, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(offsets.code_point(byte), n);
        }
        assert_eq!(offsets.code_point(text.len()), 200);
        assert_eq!(offsets.line_column(text.len()), (51, 1));
        assert_eq!(offsets.line_column("一a".len()), (1, 3));
        assert_eq!(Offsets::new("").code_point(0), 0);
    }
}
