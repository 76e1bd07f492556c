//! How paragraphs open: the markers of headings and items, and labels such as `责任单位：`.

use crate::lexicon::{Lexicon, List};
use crate::noise::chars::{digit, is_han};

/// How sure an opening is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Opening {
    /// Nothing that opens a paragraph.
    None,
    /// A short Chinese word and a colon, of no list.
    Word,
    /// `1.` `1、` `(1)` `①` `一是` `——`.
    Item,
    /// A label of the word lists, such as `责任单位：`.
    Label,
    /// `一、` `（一）` `第一条` `附件1`.
    Heading,
}

/// How the line `text` opens.
pub fn opening(text: &str, lexicon: &Lexicon) -> Opening {
    let mut chars = text.chars();
    let Some(first) = chars.next() else { return Opening::None };
    let rest = chars.as_str();
    match first {
        '一'..='龥' if numeral(first) => {
            let after = rest.trim_start_matches(numeral);
            if after.starts_with(['、', '.', '．', '：', ':']) {
                return Opening::Heading;
            }
            if after.trim_end_matches(['：', ':']) == "月份" {
                return Opening::Heading;
            }
            if after.starts_with('是') && rest.len() == after.len() {
                return Opening::Item;
            }
        }
        '第' => {
            let after = rest.trim_start_matches(|c| numeral(c) || digit(c).is_some());
            if after.len() < rest.len() && after.starts_with(['条', '章', '节', '篇', '部', '阶', '步'])
            {
                return Opening::Heading;
            }
        }
        '（' | '(' | '〔' | '[' | '【' => {
            let han = rest.trim_start_matches(numeral);
            if han.len() < rest.len() && han.starts_with(['）', ')', '〕', ']', '】']) {
                return Opening::Heading;
            }
            let after = rest.trim_start_matches(|c| digit(c).is_some());
            if (1..=6).contains(&(rest.len() - after.len()))
                && after.starts_with(['）', ')', '〕', ']', '】'])
            {
                return Opening::Item;
            }
        }
        'Ⅰ'..='Ⅻ' | 'I' | 'V' | 'X'
            if text.trim_start_matches(|c| matches!(c, 'Ⅰ'..='Ⅻ' | 'I' | 'V' | 'X')).starts_with('、') =>
        {
            return Opening::Heading;
        }
        '①'..='⒛' | '❶'..='❿' | '㈠'..='㈩' => return Opening::Item,
        '—' if rest.starts_with('—') => return Opening::Item,
        '附' if rest.starts_with('件') => {
            let after = rest['件'.len_utf8()..].trim_start();
            if after.is_empty()
                || after.starts_with([':', '：'])
                || after.starts_with(|c| digit(c).is_some() || numeral(c))
            {
                return Opening::Heading;
            }
        }
        c if digit(c).is_some() => {
            let after = text.trim_start_matches(|c| digit(c).is_some());
            if after.trim_end_matches(['：', ':']) == "月份" {
                return Opening::Heading;
            }
            let mark = after.chars().next();
            if text.len() - after.len() <= 9
                && matches!(mark, Some('.' | '．' | '、' | ')' | '）' | '：' | ':'))
            {
                let next = after.chars().nth(1);
                if next.is_none_or(|c| digit(c).is_none()) || dotted(after, lexicon) {
                    return Opening::Item;
                }
            }
        }
        _ => {}
    }
    label(text, lexicon)
}

/// `.1 ` `.1.2 `: what follows the first number of `1.1` or `3.3.2` before Chinese text. One dot before a
/// unit is a decimal point: `1.2 万亿元`.
fn dotted(after: &str, lexicon: &Lexicon) -> bool {
    let end = after.trim_start_matches(|c: char| c == '.' || c == '．' || digit(c).is_some());
    let dots = after[..after.len() - end.len()].matches(['.', '．']).count();
    let rest = end.trim_start();
    let unit = |len: usize| rest.get(..len).is_some_and(|word| lexicon.value(List::Units, word).is_some());
    let spaced =
        rest.len() < end.len() && ![3, 6, 9].into_iter().any(unit) && !rest.starts_with(['万', '亿']);
    (dots >= 2 || spaced) && rest.starts_with(is_han)
}

/// `责任单位：`: two to eight Chinese characters before a colon.
fn label(text: &str, lexicon: &Lexicon) -> Opening {
    let mut end = 0;
    let mut count = 0;
    for (at, c) in text.char_indices() {
        if matches!(c, '：' | ':') {
            end = at;
            break;
        }
        count += u32::from(is_han(c));
        if !(is_han(c) || c == ' ' || c == '\u{3000}') || count > 8 {
            return Opening::None;
        }
    }
    if end == 0 || count < 2 {
        return Opening::None;
    }
    let word = &text[..end];
    let known =
        lexicon.senses(word).any(|sense| sense.list == List::Duties && sense.value.starts_with("label"));
    if known { Opening::Label } else { Opening::Word }
}

/// A character of which Chinese ordinals are made.
pub fn numeral(c: char) -> bool {
    matches!(c, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '百' | '零' | '〇')
}
