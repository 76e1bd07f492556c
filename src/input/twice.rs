//! Text that a program took for Latin letters once, and wrote as UTF-8 again: `ä¸\u{80}ã\u{80}\u{81}` for 一、.

/// The text as it was before, if it was written so.
pub(super) fn undone(text: &str) -> Option<String> {
    // Each Chinese character has become three characters below U+0100, or signs that Windows has in their place.
    let head = || text.chars().take(HEAD);
    let latin = head().filter(|c| ('\u{80}'..='\u{ff}').contains(c)).count();
    if latin < 24 || head().any(|c| ('\u{2e80}'..='\u{ffff}').contains(&c)) {
        return None;
    }
    let mut bytes = Vec::with_capacity(text.len());
    for c in text.chars() {
        match u8::try_from(c as u32) {
            Ok(byte) => bytes.push(byte),
            Err(_) => {
                let mut of = [0; 4];
                let (byte, _, unknown) = encoding_rs::WINDOWS_1252.encode(c.encode_utf8(&mut of));
                match byte[..] {
                    [byte] if !unknown => bytes.push(byte),
                    _ => return None,
                }
            }
        }
    }
    let text = String::from_utf8(bytes).ok()?;
    let han = text.chars().take(HEAD).filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).count();
    (han >= 8).then_some(text)
}

/// How many characters are looked at.
const HEAD: usize = 400;

#[cfg(test)]
mod tests {
    use super::undone;

    #[test]
    fn latin_letters_of_chinese() {
        let plain = "青岭市2025年城市管理工作要点\n一、重点任务\n";
        let twice: String = plain.bytes().map(char::from).collect();
        assert_eq!(undone(&twice).as_deref(), Some(plain));
        let windows = encoding_rs::WINDOWS_1252.decode_without_bom_handling(plain.as_bytes()).0;
        assert_eq!(undone(&windows).as_deref(), Some(plain));
        assert_eq!(undone(plain), None);
        let french =
            "Les élèves ont été reçus à l’école, où ils étaient déjà là, près de la forêt, après Noël.";
        assert_eq!(undone(french), None);
    }
}
