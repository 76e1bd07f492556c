use encoding_rs::{BIG5, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

use crate::input::InputError;

include!(concat!(env!("OUT_DIR"), "/frequent.rs"));

/// Decodes the bytes of a text file: the encoding's name and the text, without a byte order mark.
///
/// A byte order mark decides; else bytes that are UTF-8 are UTF-8; else the reading of the first bytes in
/// which the characters are the most frequent ones wins. A character cut off at the end becomes one U+FFFD,
/// so that nothing disappears unseen; so does every sequence that stands for no character.
///
/// `label` is the user's word and overrides all that; `hint` is the document's own, which is believed where the
/// bytes do not say better.
pub(super) fn decode(
    bytes: Vec<u8>,
    label: Option<&str>,
    hint: Option<&str>,
) -> Result<(&'static str, String), InputError> {
    let valid = simdutf8::basic::from_utf8(&bytes).ok();
    let encoding = match label {
        Some(label) => Encoding::for_label(label.as_bytes())
            .ok_or_else(|| InputError::Encoding { label: label.into() })?,
        None => match (
            detect(&bytes, valid.is_some()),
            hint.and_then(|hint| Encoding::for_label(hint.as_bytes())),
        ) {
            // A page that says UTF-8 or UTF-16 and is not is told by its bytes; so is one that says iso-8859-1, which
            // servers say of everything.
            (Ok(found), Some(hint))
                if found == UTF_8
                    || hint == UTF_8
                    || is_utf16(found)
                    || is_utf16(hint)
                    || hint.is_single_byte() =>
            {
                found
            }
            (_, Some(hint)) => hint,
            (found, None) => found?,
        },
    };
    let text = if encoding == UTF_8 {
        match valid {
            Some(text) => text.strip_prefix('\u{feff}').unwrap_or(text).to_owned(),
            None => {
                String::from_utf8_lossy(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes)).into_owned()
            }
        }
    } else {
        encoding.decode_with_bom_removal(&bytes).0.into_owned()
    };
    Ok((name(encoding), text))
}

fn is_utf16(encoding: &'static Encoding) -> bool {
    encoding == UTF_16LE || encoding == UTF_16BE
}

/// The name as it is printed; GBK is read as the GB18030 that contains it.
fn name(encoding: &'static Encoding) -> &'static str {
    if encoding == GB18030 || encoding == GBK { "GB18030" } else { encoding.name() }
}

/// How much of a file is looked at.
const WINDOW: usize = 16 << 10;

/// Finds the encoding of a text; `valid` says whether its bytes are UTF-8.
fn detect(bytes: &[u8], valid: bool) -> Result<&'static Encoding, InputError> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return Ok(encoding);
    }
    // The window begins at the first byte that tells something, on an even offset for UTF-16.
    let first = bytes.iter().position(|&b| b >= 0x80 || is_odd(b)).unwrap_or(bytes.len());
    let head = &bytes[first & !1..];
    let head = &head[..head.len().min(WINDOW)];
    // An incomplete last character is no error of the encoding.
    let cut = |error: std::str::Utf8Error| error.error_len().is_none() && error.valid_up_to() > 0;
    let utf8 = valid || std::str::from_utf8(bytes).is_err_and(cut);
    // All are looked at, for that takes many at once.
    if utf8 && !head.iter().fold(false, |odd, &b| odd | is_odd(b)) {
        return Ok(UTF_8);
    }
    let mut best = (UTF_8, score(head, UTF_8));
    for encoding in [GB18030, BIG5, UTF_16LE, UTF_16BE] {
        let score = score(head, encoding);
        if score > best.1 {
            best = (encoding, score);
        }
    }
    if best.1 >= PLAUSIBLE {
        return Ok(best.0);
    }
    // Text in an encoding that is not tried has no bytes like these.
    let odd = head.iter().filter(|&&b| is_odd(b)).count();
    match odd * 100 > head.len() {
        true => Err(InputError::Binary),
        false => Err(InputError::Undecodable { best: name(best.0) }),
    }
}

/// A control byte that no text in a one-byte or multi-byte encoding holds.
fn is_odd(byte: u8) -> bool {
    byte < 0x20 && !matches!(byte, b'\t' | b'\n' | 0x0b | 0x0c | b'\r') || byte == 0x7f
}

/// The least mean weight of a text. Chinese text in its own encoding reaches 5 to 9, lists of rare names 3;
/// pictures and random bytes stay below 0.
const PLAUSIBLE: f32 = 1.0;

/// The mean weight of the characters that `bytes` stand for in `encoding`.
fn score(bytes: &[u8], encoding: &'static Encoding) -> f32 {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(0));
    // Not the last bytes: a character cut at the end of the window counts for nothing.
    let _ = decoder.decode_to_string(bytes, &mut text, false);
    let (mut sum, mut count) = (0i64, 0i64);
    for c in text.chars() {
        sum += weight(c);
        count += 1;
    }
    if count == 0 { f32::MIN } else { sum as f32 / count as f32 }
}

/// How much a character speaks for the encoding that gave it.
///
/// ASCII letters weigh less than characters of Chinese text because they are what half of UTF-16 looks like
/// in any other encoding.
fn weight(c: char) -> i64 {
    match c {
        '\u{4e00}'..='\u{9fff}' => {
            let at = c as usize - 0x4e00;
            if FREQUENT[at / 64] >> (at % 64) & 1 == 1 { 10 } else { 1 }
        }
        '，' | '。' | '、' | '：' | '；' | '！' | '？' | '（' | '）' | '“' | '”' | '《' | '》' => {
            10
        }
        '\t' | '\n' | '\r' | ' ' | '0'..='9' => 6,
        '!'..='~' => 3,
        '‘'
        | '’'
        | '—'
        | '…'
        | '·'
        | '•'
        | '─'
        | '①'..='⑳'
        | '\u{3000}'..='\u{301f}'
        | '\u{ff01}'..='\u{ff5e}' => 6,
        '\u{b}' | '\u{c}' | '\u{a0}'..='\u{ff}' | '\u{2000}'..='\u{33ff}' => 0,
        '\u{fffd}' => -20,
        _ if c.is_control() => -20,
        // Private use, half of another encoding's characters.
        '\u{e000}'..='\u{f8ff}' | '\u{f0000}'.. => -6,
        // Hangul, Yi, Ethiopic and the like, where UTF-16 puts pairs of bytes at random.
        _ => -6,
    }
}

#[cfg(test)]
mod tests {
    use super::{WINDOW, decode};
    use crate::input::InputError;
    use encoding_rs::{BIG5, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

    fn detect(bytes: &[u8]) -> Result<&'static Encoding, InputError> {
        super::detect(bytes, std::str::from_utf8(bytes).is_ok())
    }

    /// `text` in `encoding`; none when the encoding lacks one of its characters.
    fn encode(text: &str, encoding: &'static Encoding) -> Option<Vec<u8>> {
        if encoding == UTF_16LE {
            return Some(text.encode_utf16().flat_map(u16::to_le_bytes).collect());
        }
        if encoding == UTF_16BE {
            return Some(text.encode_utf16().flat_map(u16::to_be_bytes).collect());
        }
        let (bytes, _, lost) = encoding.encode(text);
        (!lost).then(|| bytes.into_owned())
    }

    fn texts() -> Vec<(String, String)> {
        let mut files: Vec<std::path::PathBuf> = Vec::new();
        let own = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/input/encoding");
        for dir in [Some(own), std::env::var_os("PLAN_TEXTS").map(Into::into)].into_iter().flatten() {
            files.extend(
                std::fs::read_dir(&dir).expect("a directory of texts").map(|entry| entry.unwrap().path()),
            );
        }
        files.retain(|path| path.extension().is_some_and(|e| e == "txt"));
        files.sort();
        files.iter().map(|p| (p.display().to_string(), std::fs::read_to_string(p).unwrap())).collect()
    }

    /// Every encoding × whole, cut in mid-character, 200 bytes, and stretches of 10 to 20 characters.
    ///
    /// More texts in UTF-8 are taken from the directory that `PLAN_TEXTS` names.
    #[test]
    fn the_encoding_is_found() {
        let (mut right, mut wrong) = (0, Vec::new());
        let mut check = |bytes: &[u8], encoding: &'static Encoding, what: &str| match detect(bytes) {
            Ok(found) if found == encoding => right += 1,
            found => wrong.push(format!("{what}: {} read as {found:?}", encoding.name())),
        };
        for (path, text) in texts() {
            for encoding in [UTF_8, GB18030, BIG5, UTF_16LE, UTF_16BE] {
                if let Some(bytes) = encode(&text, encoding) {
                    check(&bytes, encoding, &format!("{path} whole"));
                    for cut in 1..8 {
                        check(&bytes[..bytes.len() - cut], encoding, &format!("{path} less {cut}"));
                        check(&bytes[..bytes.len() / 2 - cut], encoding, &format!("{path} half less {cut}"));
                    }
                    check(&bytes[..bytes.len().min(200)], encoding, &format!("{path} 200 bytes"));
                }
                let chars: Vec<char> = text.chars().collect();
                for (n, at) in (0..chars.len().saturating_sub(20)).step_by(chars.len() / 40 + 1).enumerate() {
                    for len in [10 + n % 11, 90] {
                        let piece: String = chars[at..chars.len().min(at + len)].iter().collect();
                        if piece.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).count() < 5 {
                            continue;
                        }
                        if let Some(bytes) = encode(&piece, encoding) {
                            check(&bytes, encoding, &format!("{path} `{piece}`"));
                            if len == 90 {
                                check(&bytes[..bytes.len() - 1], encoding, &format!("{path} `{piece}` cut"));
                            }
                        }
                    }
                }
            }
        }
        eprintln!("encodings: {right} right, {} wrong", wrong.len());
        assert!(wrong.is_empty(), "{right} right\n{}", wrong.join("\n"));
        assert!(right > 1000, "{right}");
    }

    fn read(bytes: &[u8]) -> (&'static str, String) {
        decode(bytes.to_vec(), None, None).unwrap()
    }

    #[test]
    fn marks_are_left_out_and_nothing_else() {
        assert_eq!(read("\u{feff}各科室\r\n".as_bytes()), ("UTF-8", "各科室\r\n".into()));
        assert_eq!(read(b"\xff\xfe\x04\x54\xd1\x79"), ("UTF-16LE", "各科".into()));
        assert_eq!(read(b"\xfe\xff\x54\x04\x79\xd1"), ("UTF-16BE", "各科".into()));
        // A second mark is text.
        assert_eq!(read("\u{feff}\u{feff}各".as_bytes()).1, "\u{feff}各");
        assert_eq!(read("办公室\0主任\0\n".as_bytes()), ("UTF-8", "办公室\0主任\0\n".into()));
    }

    #[test]
    fn damage_shows() {
        // Cut in mid-character.
        assert_eq!(read(&"各科室".as_bytes()[..8]), ("UTF-8", "各科\u{fffd}".into()));
        // One bad byte in the middle of a text does not make it another encoding.
        let mut bytes = "各科室要按照职责分工，认真抓好落实。".as_bytes().to_vec();
        bytes.insert(9, 0xff);
        assert_eq!(read(&bytes), ("UTF-8", "各科室\u{fffd}要按照职责分工，认真抓好落实。".into()));
    }

    #[test]
    fn the_user_decides() {
        let bytes = GB18030.encode("市教育局").0.into_owned();
        assert_eq!(decode(bytes.clone(), Some("gb2312"), None).unwrap(), ("GB18030", "市教育局".into()));
        assert!(decode(bytes, Some("gb13000"), None).is_err());
    }

    #[test]
    fn a_page_that_says_a_latin_encoding_is_told_by_its_bytes() {
        let bytes = GB18030.encode("各科室要按照职责分工，认真抓好落实。").0.into_owned();
        for hint in ["iso-8859-1", "windows-1252", "us-ascii"] {
            let read = decode(bytes.clone(), None, Some(hint)).unwrap();
            assert_eq!(read, ("GB18030", "各科室要按照职责分工，认真抓好落实。".into()), "{hint}");
        }
        // What is in that encoding stays.
        let latin = b"D\xe9j\xe0 vu, \xe0 bient\xf4t".to_vec();
        assert_eq!(decode(latin, None, Some("iso-8859-1")).unwrap().0, "windows-1252");
    }

    #[test]
    fn what_is_no_text_is_refused() {
        let mut state = 1u32;
        let noise: Vec<u8> = (0..4 * WINDOW)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state >> 24) as u8
            })
            .collect();
        for len in [64, 200, 1000, noise.len()] {
            assert!(detect(&noise[..len]).is_err(), "{len} random bytes");
        }
        assert!(detect(&[0; 100]).is_err());
        assert!(detect(b"\x01\x02\x03\x04\x05\x06").is_err());
    }
}
