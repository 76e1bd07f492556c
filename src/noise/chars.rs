//! What kind of character this is, for the passes of cleaning.

/// The columns of `text`, by its bytes: exact for Latin and for the three-byte characters of Chinese.
pub fn width(text: &str) -> u32 {
    // Sums of a byte each, so that many are added at once.
    let columns = |bytes: &[u8]| {
        bytes.iter().fold(0u8, |sum, &byte| {
            sum + 2 * u8::from(byte >= 0xe0)
                + u8::from(byte < 0x80)
                + u8::from(byte.wrapping_sub(0xc2) < 0x1e)
        })
    };
    text.as_bytes().chunks(64).map(|bytes| u32::from(columns(bytes))).sum()
}

/// A Chinese character.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' | '〇' | '々')
}

/// A space that is no line end: the ASCII one and the ideographic one. Other spaces are folded before.
pub fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{3000}')
}

/// A Latin letter or digit, also of full width.
pub fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '\u{c0}'..='\u{24f}' | 'α'..='ω')
}

/// A decimal digit, also of full width, with its value.
pub fn digit(c: char) -> Option<u32> {
    match c {
        '0'..='9' => Some(c as u32 - '0' as u32),
        '０'..='９' => Some(c as u32 - '０' as u32),
        _ => None,
    }
}

/// A mark that ends a sentence.
pub fn ends_sentence(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '!' | '?' | '…')
}

/// A mark that closes what another opened.
pub fn closes(c: char) -> bool {
    matches!(c, '”' | '’' | '"' | '）' | ')' | '》' | '〉' | '】' | '〕' | ']' | '」' | '』')
}

/// A mark that opens what another closes.
pub fn opens(c: char) -> bool {
    matches!(c, '“' | '‘' | '（' | '(' | '《' | '〈' | '【' | '〔' | '[' | '「' | '『')
}

/// A mark that can stand neither at the start of a line nor at that of a paragraph.
pub fn never_first(c: char) -> bool {
    closes(c) && c != '"'
        || matches!(c, '，' | '。' | '、' | '；' | '：' | '！' | '？' | '％' | '%' | ',' | ';')
}
