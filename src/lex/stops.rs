/// A set of characters to stop at, found by their first two bytes.
///
/// ```text
/// 推进设施建设12处。     most characters are passed over by two table look-ups;
///           ^    ^      a stop may be false (一 and 丁 begin alike), never missed
/// ```
#[derive(Debug)]
pub struct Stops {
    /// One bit for each first byte of the set; bit 7 for characters of one byte.
    first: [u8; 256],
    /// The bits of the first bytes that this byte may follow.
    second: [u8; 256],
}

impl Stops {
    /// The set of the characters of `set`. The eighth and later of the bytes they begin with past ASCII share a bit.
    pub const fn new(set: &str) -> Stops {
        let (mut first, mut second) = ([0u8; 256], [0x80u8; 256]);
        let bytes = set.as_bytes();
        let (mut at, mut used) = (0, 0);
        while at < bytes.len() {
            let lead = bytes[at] as usize;
            if lead < 0x80 {
                first[lead] = 0x80;
            } else {
                if first[lead] == 0 {
                    first[lead] = 1 << used;
                    if used < 6 {
                        used += 1;
                    }
                }
                second[bytes[at + 1] as usize] |= first[lead];
            }
            at += width(bytes[at]);
        }
        Stops { first, second }
    }

    /// The first place from `at` on, but not past `end`, where a character of the set may stand.
    ///
    /// `at` and `end` are character boundaries of the text.
    pub fn next(&self, text: &[u8], mut at: usize, end: usize) -> usize {
        while at < end {
            let byte = text[at];
            let next = if at + 1 < text.len() { text[at + 1] } else { 0 };
            if self.first[byte as usize] & self.second[next as usize] != 0 {
                return at;
            }
            at += width(byte);
        }
        at
    }
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
    fn no_stop_is_missed() {
        const STOPS: Stops = Stops::new("0;。，一百×");
        let text = "推进×设施，建设0处一百件;丁。";
        let (mut at, mut found) = (0, String::new());
        while at < text.len() {
            at = STOPS.next(text.as_bytes(), at, text.len());
            if let Some(c) = text[at..].chars().next() {
                if "0;。，一百×".contains(c) {
                    found.push(c);
                }
                at += width(text.as_bytes()[at]);
            }
        }
        assert_eq!(found, "×，0一百;。");
    }
}
