use std::borrow::Cow;

/// Traditional characters and their simplified ones, sorted; compiled from the table of the `fast2s` crate.
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
    let (bytes, step) = (text.as_bytes(), 1 + text.len() / 1200);
    let (mut at, mut left) = (0, 0);
    while at < bytes.len() && all < 400 {
        let lead = bytes[at];
        if lead < 0x80 {
            at += 1;
            continue;
        }
        if matches!(lead, 0xe4..=0xe9) || lead == 0xe3 && bytes[at + 1] >= 0x90 {
            if left == 0 {
                left = step;
                all += 1;
                let c = text[at..].chars().next().unwrap_or(' ');
                let at = c as usize - 0x3400;
                traditional += (TRADITIONAL[at / 64] >> (at % 64) & 1) as usize;
            }
            left -= 1;
        }
        at += crate::lex::width(lead);
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
