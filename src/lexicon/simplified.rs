use std::borrow::Cow;

/// Traditional characters and their simplified ones, sorted; compiled from OpenCC's table of single characters.
static TABLE: &[(char, char)] = include!(concat!(env!("OUT_DIR"), "/simplified.rs"));

/// One bit for each character from U+3400 to U+9FFF that is traditional.
static TRADITIONAL: [u64; 0x6c00 / 64] = {
    let mut bits = [0; 0x6c00 / 64];
    let mut n = 0;
    while n < TABLE.len() {
        let at = TABLE[n].0 as usize - 0x3400;
        bits[at / 64] |= 1 << (at % 64);
        n += 1;
    }
    bits
};

/// `text` with every traditional character replaced by its simplified one, character by character. Each pair takes as
/// many bytes, so a place in one text is the same place in the other.
///
/// Word lists and grammar are in simplified characters. A text that has fewer than one traditional character in fifty is
/// given back as it is: 乾 and 后 are at home in simplified text too.
pub fn simplified(text: &str) -> Cow<'_, str> {
    let simple =
        |c: char| TABLE.binary_search_by_key(&c, |(traditional, _)| *traditional).ok().map(|at| TABLE[at].1);
    let (mut all, mut traditional) = (0, 0);
    // Up to some four hundred characters are looked at, evenly from all of the text.
    let step = text.len() / 1200 * 3;
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        at += c.len_utf8();
        if ('\u{3400}'..='\u{9fff}').contains(&c) {
            all += 1;
            let place = c as usize - 0x3400;
            traditional += (TRADITIONAL[place / 64] >> (place % 64) & 1) as usize;
            at = crate::text::ceil(text, at + step);
        }
    }
    if traditional * 50 < all || traditional == 0 {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| simple(c).unwrap_or(c)).collect())
}

#[cfg(test)]
mod tests {
    use super::{TABLE, simplified};

    #[test]
    fn keeps_every_place() {
        assert!(TABLE.is_sorted_by_key(|(c, _)| *c));
        assert!(TABLE.iter().all(|(a, b)| a.len_utf8() == b.len_utf8()));
        let text = "開展創建工作，辦公室牽頭，於6月底前完成。";
        assert_eq!(simplified(text), "开展创建工作，办公室牵头，于6月底前完成。");
        assert_eq!(simplified(text).len(), text.len());
        assert!(matches!(simplified("开展创建工作"), std::borrow::Cow::Borrowed(_)));
    }
}
