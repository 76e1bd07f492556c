//! Text -> words, for comparing wordings.
//!
//! The dictionary of jieba-rs is a map compiled into the program, so the first word costs no more than the last. A run of
//! single characters, mostly a name that no dictionary has, is one word: years of plans are paired better so than by the
//! hidden Markov model of jieba-rs, whose tables are half a megabyte.
//!
//! ```text
//! 到|2025年底前|，|新建|养老|服务站|1.5万个|，|同比|增长|6.5%
//! ```

use std::sync::LazyLock;

use crate::lex::dictionary::Dictionary;

/// It is read where it stands in the program; only its head is looked at before.
static DICTIONARY: LazyLock<Dictionary> = LazyLock::new(|| {
    Dictionary::new(include_bytes!(concat!(env!("OUT_DIR"), "/words.packed")))
        .expect("the build script wrote it")
});

/// What a character outside the dictionary costs, in fourteenths of a natural logarithm: as a word seen once.
const UNKNOWN: u32 = 252;

/// Splits a text into words that, joined, give it back. Numbers and days are whole: `1.5万`, `6月30日`, `二十大` are
/// never cut; marks and spaces stand alone.
pub fn words(text: &str) -> Vec<&str> {
    let mut cut: Vec<&str> = Vec::with_capacity(text.len() / 5);
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let len = match class(c) {
            Class::Digit => number(rest),
            Class::Letter => run(rest, Class::Letter),
            Class::Han => {
                let len = run(rest, Class::Han);
                han(&rest[..len], &mut cut);
                rest = &rest[len..];
                continue;
            }
            Class::Other => c.len_utf8(),
        };
        cut.push(&rest[..len]);
        rest = &rest[len..];
    }
    join(text, cut)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Digit,
    Letter,
    Han,
    Other,
}

fn class(c: char) -> Class {
    match c {
        '0'..='9' | '０'..='９' => Class::Digit,
        'a'..='z' | 'A'..='Z' | 'ａ'..='ｚ' | 'Ａ'..='Ｚ' => Class::Letter,
        '〇' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}' => Class::Han,
        _ => Class::Other,
    }
}

fn run(text: &str, of: Class) -> usize {
    text.char_indices().find(|(_, c)| class(*c) != of).map_or(text.len(), |(at, _)| at)
}

/// The length of the number that begins `text`: digits, points and commas between them, a percent sign after them.
fn number(text: &str) -> usize {
    let mut end = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            _ if class(c) == Class::Digit => end = at + c.len_utf8(),
            '.' | ',' | '．' | '，' if chars.peek().is_some_and(|(_, next)| class(*next) == Class::Digit) =>
                {}
            '%' | '％' | '‰' => return at + c.len_utf8(),
            _ => break,
        }
    }
    end
}

/// The words of a run of characters by the cheapest path through the dictionary.
fn han<'t>(run: &'t str, cut: &mut Vec<&'t str>) {
    // Long runs have no marks for a long way and are rare; the path is found piece by piece.
    const PIECE: usize = 3 * 2_000;
    let mut rest = run;
    while !rest.is_empty() {
        let mut end = rest.len().min(PIECE);
        while !rest.is_char_boundary(end) {
            end -= 1;
        }
        path(&rest[..end], cut);
        rest = &rest[end..];
    }
}

/// The word that opens `text` where its first characters are cut into words: 内部 of 内部控制, 内 of 内建成.
pub fn opening(text: &str) -> &str {
    let run = opening_run(text);
    match best(run).first() {
        Some((_, len)) if !run.is_empty() => &run[..*len as usize],
        _ => "",
    }
}

/// Whether the word that opens `text` is longer than `len` bytes, which are one character at least.
pub fn opens_longer(text: &str, len: usize) -> bool {
    let run = opening_run(text);
    // At most places no longer word begins at all, which is sooner known than how the characters are cut.
    run.len() > len && DICTIONARY.openings(run).any(|(_, longer)| longer > len) && opening(text).len() > len
}

/// Whether a word begins at `at` where the characters around it are cut into words: before 年内 in 力争|年内|建成, not in
/// 老年|内科.
pub fn begins(text: &str, at: usize) -> bool {
    let before = text[..at].chars().rev().take_while(|c| class(*c) == Class::Han);
    let from = at - near(before);
    let after = &text[at..];
    let run = &text[from..at + opening_run(after).len()];
    let best = best(run);
    let mut end = 0;
    while end < at - from {
        end += best[end].1 as usize;
    }
    end == at - from
}

/// The first characters of a text that settle how it opens.
fn opening_run(text: &str) -> &str {
    &text[..near(text.chars().take_while(|c| class(*c) == Class::Han))]
}

/// The bytes of the first characters, as many as settle how those beside them are cut.
fn near(chars: impl Iterator<Item = char>) -> usize {
    chars.take(6).map(char::len_utf8).sum()
}

/// The cheapest cost from each byte of a run to its end, and the length of the word taken there.
fn best(run: &str) -> Vec<(u32, u16)> {
    let mut best: Vec<(u32, u16)> = vec![(u32::MAX, 0); run.len() + 1];
    best[run.len()] = (0, 0);
    for (at, c) in run.char_indices().rev() {
        let alone = (best[at + c.len_utf8()].0.saturating_add(UNKNOWN), c.len_utf8() as u16);
        best[at] = alone;
        for (cost, len) in DICTIONARY.openings(&run[at..]) {
            let cost = best[at + len].0.saturating_add(cost);
            // Of two that cost the same the longer one, which comes later.
            if cost <= best[at].0 {
                best[at] = (cost, len as u16);
            }
        }
    }
    best
}

fn path<'t>(run: &'t str, cut: &mut Vec<&'t str>) {
    let best = best(run);
    let (mut at, mut single) = (0, 0);
    while at < run.len() {
        let end = at + best[at].1 as usize;
        if run[at..end].chars().nth(1).is_some() {
            push(&run[single..at], cut);
            cut.push(&run[at..end]);
            single = end;
        }
        at = end;
    }
    push(&run[single..], cut);
}

/// Characters that stood alone are one word: a name, mostly.
fn push<'t>(run: &'t str, cut: &mut Vec<&'t str>) {
    if !run.is_empty() {
        cut.push(run);
    }
}

/// Joins what belongs to one number or day: `2025` `年` `底`, `1.5` `万`, `十` `九` `大`.
fn join<'t>(text: &'t str, cut: Vec<&'t str>) -> Vec<&'t str> {
    let mut joined: Vec<&str> = Vec::with_capacity(cut.len());
    let mut start = 0;
    for (n, word) in cut.iter().enumerate() {
        let end = start + word.len();
        match joined.last_mut() {
            Some(last) if n > 0 && belongs(last, word) => *last = &text[start - last.len()..end],
            _ => joined.push(word),
        }
        start = end;
    }
    joined
}

fn is_numeral(c: char) -> bool {
    class(c) == Class::Digit || "〇零一二三四五六七八九十百千万亿两".contains(c)
}

fn belongs(last: &str, next: &str) -> bool {
    let (Some(end), Some(start)) = (last.chars().next_back(), next.chars().next()) else { return false };
    let whole = last.chars().all(|c| is_numeral(c) || "第年月底初末.,．，".contains(c));
    if !whole || !last.starts_with(|c: char| is_numeral(c) || c == '第') {
        return false;
    }
    match end {
        '第' => is_numeral(start),
        '底' | '初' | '末' => next == "前",
        '年' | '月' => {
            last != "年"
                && last != "月"
                && (is_numeral(start) || matches!(next, "底" | "底前" | "前" | "初" | "末"))
        }
        _ => {
            let few = next.chars().nth(3).is_none();
            is_numeral(start)
                || matches!(start, '年' | '月' | '日') && few
                || matches!(next, "号" | "大" | "届" | "%" | "％" | "‰")
        }
    }
}

/// Whether a character is a Chinese one that words are made of.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}')
}

#[cfg(test)]
mod tests {
    use super::{begins, opening, opens_longer, words};

    #[test]
    fn a_longer_word_is_told_without_cutting() {
        for (text, len) in
            [("个人中心", 3), ("个乡镇", 3), ("组织部", 3), ("人", 3), ("%左右", 1), ("内部控制", 6)]
        {
            assert_eq!(opens_longer(text, len), opening(text).len() > len, "{text}");
        }
        assert!(opens_longer("组织部", 3) && !opens_longer("个乡镇", 3));
    }

    #[test]
    fn words_are_told_from_parts_of_others() {
        for (text, whole) in [
            ("力争|年内建成", true),
            ("老|年内科门诊", false),
            ("青少|年内地交流", false),
            ("建党百|年内涵", false),
            ("半|年内完成", false),
            ("于|年底前", true),
            ("中青|年末端配送员", false),
            ("百|年底色", false),
            ("确保|冬至前", true),
        ] {
            let at = text.find('|').unwrap();
            assert_eq!(begins(&text.replace('|', ""), at), whole, "{text}");
        }
        for (text, word) in [
            ("内部控制", "内部"),
            ("内部署到位", "内"),
            ("内建成", "内"),
            ("底前完成", "底"),
            ("底蕴深厚", "底蕴"),
            ("组织考试", "组织"),
            ("班长负责", "班长"),
            ("座桥", "座"),
            ("支队伍", "支"),
            ("", ""),
            ("12", ""),
        ] {
            assert_eq!(opening(text), word, "{text}");
        }
    }

    #[test]
    fn keeps_numbers_and_days_whole() {
        for case in [
            "到|2025年底前|,|新建|养老|服务站|1.5万个|,|同比|增长|6.5%",
            "第二十届|和|十九大|之后|,|6月30日|以前|完成|三项|任务",
            "投资|１２．５亿元|、|1,200|户",
        ] {
            let text = case.replace('|', "");
            assert_eq!(words(&text).join("|"), case);
        }
    }
}
