use crate::text::{Marks, SIGNS};

/// A set of characters to stop at: one bit for each character below U+10000.
///
/// ```text
/// 推进设施建设12处。     the characters between are passed over by their bytes as they stand
///           ^    ^
/// ```
#[derive(Debug)]
pub struct Stops {
    bits: [u64; 1024],
}

impl Stops {
    /// The set of the characters of `set`, all below U+10000.
    pub const fn new(set: &str) -> Stops {
        let mut bits = [0; 1024];
        let bytes = set.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let code = code(bytes, at);
            bits[code / 64] |= 1 << (code % 64);
            at += width(bytes[at]);
        }
        Stops { bits }
    }

    /// The same, all of them signs, so that [`Stops::next_of`] finds them.
    pub const fn of_signs(set: &str) -> Stops {
        let (stops, signs) = (Stops::new(set), Stops::new(SIGNS));
        let mut at = 0;
        while at < stops.bits.len() {
            assert!(stops.bits[at] & !signs.bits[at] == 0, "each is a sign");
            at += 1;
        }
        stops
    }

    /// The first place from `at` on, but not past `end`, where a character of a set of signs stands in a text with these
    /// marks.
    #[inline]
    pub fn next_of(&self, marks: &Marks, at: usize, end: usize) -> usize {
        marks.next_sign(at, end, |c| self.bits[c as usize / 64 % 1024] >> (c as usize % 64) & 1 != 0)
    }

    /// The first place from `at` on, but not past `end`, where a character of the set stands.
    ///
    /// `at` and `end` are character boundaries of the text.
    #[inline]
    pub fn next(&self, text: &[u8], at: usize, end: usize) -> usize {
        let holds = |code: usize| self.bits[code / 64 % 1024] >> (code % 64) & 1 != 0;
        let mut rest = text.get(at..end).unwrap_or_default();
        loop {
            // Most characters have three bytes.
            while let [first @ 0xe0..0xf0, second, third, after @ ..] = rest {
                if holds(wide(*first, *second, *third)) {
                    return end - rest.len();
                }
                rest = after;
            }
            let Some(&first) = rest.first() else { return end.max(at) };
            if holds(code(rest, 0)) {
                return end - rest.len();
            }
            rest = rest.get(width(first)..).unwrap_or_default();
        }
    }
}

/// The character that starts at `at`; of one above U+FFFF, zero.
#[inline]
const fn code(text: &[u8], at: usize) -> usize {
    let first = text[at] as usize;
    match first {
        0..0x80 => first,
        0xe0..0xf0 if at + 2 < text.len() => wide(text[at], text[at + 1], text[at + 2]),
        0xc0..0xe0 if at + 1 < text.len() => (first & 31) << 6 | text[at + 1] as usize & 63,
        _ => 0,
    }
}

/// The character of three bytes.
#[inline]
const fn wide(first: u8, second: u8, third: u8) -> usize {
    (first as usize & 15) << 12 | (second as usize & 63) << 6 | third as usize & 63
}

/// How many bytes the character has that begins with `byte`.
pub const fn width(byte: u8) -> usize {
    match byte {
        0..=0xbf => 1,
        0xc0..=0xdf => 2,
        0xe0..=0xef => 3,
        _ => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::{Stops, width};

    #[test]
    fn each_stop_is_found_and_nothing_else() {
        static STOPS: Stops = Stops::new("0;。，一百×");
        let text = "推进×设施，建设0处😀一百件;丁é。";
        let (mut at, mut found) = (0, String::new());
        while at < text.len() {
            at = STOPS.next(text.as_bytes(), at, text.len());
            if let Some(c) = text[at..].chars().next() {
                found.push(c);
                at += width(text.as_bytes()[at]);
            }
        }
        assert_eq!(found, "×，0一百;。");
        for end in (0..=text.len()).filter(|end| text.is_char_boundary(*end)) {
            let first = text[..end].find(['×', '，', '0']).unwrap_or(end);
            assert_eq!(STOPS.next(text.as_bytes(), 0, end), first, "{end}");
            assert_eq!(STOPS.next(text.as_bytes(), end, end), end);
        }
    }
}
