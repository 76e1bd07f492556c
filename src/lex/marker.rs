//! Markers that number the parts of a document: `一、` `（一）` `1.` `（1）` `①` `第一条` `第一阶段` `第一，`
//! `一是` `附件1`.
//!
//! Reading one is easy; believing it is not. `三、` may stand in a sentence, `1.` in `1.5万`. So a candidate says
//! how it stands (at the start of a line, after the end of a sentence, or in the middle of words), and
//! `tree` believes those that form runs.

use std::ops::Range;

use super::Stops;
use crate::text::Marks;

/// A way of numbering.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scheme {
    /// `第一部分` `第一编`.
    Part,
    /// `第一章`.
    Chapter,
    /// `第一节`.
    Division,
    /// `第一条`.
    Article,
    /// `第一阶段`.
    Stage,
    /// `一月份` `第二季度：` alone on a line: the marker is empty, for its words are the heading.
    Time,
    /// `Ⅰ、` `II、` `壹、`
    Roman,
    /// `一、`
    Han,
    /// `（一）`
    HanParen,
    /// `第一，` `首先，`: how a speech counts.
    Spoken,
    /// `1.` or `1、`
    Arabic,
    /// `1）`
    ArabicHalf,
    /// `（1）`
    ArabicParen,
    /// `①`
    Circled,
    /// `1.2`, `1.2.3`: the number of its parts.
    Decimal(u8),
    /// `一是` `一要`
    Is,
    /// `赛道一：` `任务1：`: a noun with its number.
    Named,
    /// `附件1`
    Annex,
}

/// How a candidate stands in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Standing {
    /// At the start of a line.
    Line,
    /// After the end of a sentence or a bracket.
    Sentence,
    /// After anything else.
    Inside,
}

/// A candidate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marker {
    /// The marker with its closing punctuation, in bytes of the clean text.
    pub place: Range<usize>,
    /// The number as it is printed: `一`, `(一)`, `1`, `第一阶段`.
    pub number: Range<usize>,
    /// The way of numbering.
    pub scheme: Scheme,
    /// The number's value; 0 for an annex without one.
    pub ordinal: u32,
    /// How it stands.
    pub standing: Standing,
}

/// The digits of 一 to 九, and 十 and 百 as units; values up to 999.
fn han_number(text: &str) -> Option<(u32, usize)> {
    let (mut total, mut digit, mut len) = (0, 0, 0);
    for c in text.chars() {
        match c {
            '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' => {
                if digit != 0 {
                    return None;
                }
                digit = "一二三四五六七八九".chars().position(|d| d == c).map_or(0, |at| at as u32 + 1);
            }
            '十' | '百' => {
                total += digit.max(1) * if c == '十' { 10 } else { 100 };
                digit = 0;
            }
            '〇' | '零' if len > 0 => {}
            _ => break,
        }
        len += c.len_utf8();
    }
    (len > 0 && total + digit > 0).then_some((total + digit, len))
}

/// A Roman number up to 39, in one sign or in letters.
fn roman_number(text: &str) -> Option<(u32, usize)> {
    let first = text.chars().next()?;
    if let 'Ⅰ'..='Ⅻ' = first {
        return Some((first as u32 - 'Ⅰ' as u32 + 1, first.len_utf8()));
    }
    let len = text.bytes().take_while(|b| matches!(b, b'I' | b'V' | b'X')).count();
    let units = text[..len].trim_start_matches('X');
    let tens = len - units.len();
    let unit =
        ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"].iter().position(|n| *n == units)?;
    (1..40).contains(&(10 * tens + unit)).then_some(((10 * tens + unit) as u32, len))
}

fn arabic_number(text: &str) -> Option<(u32, usize)> {
    let len = text.bytes().take_while(u8::is_ascii_digit).count();
    (1..=3).contains(&len).then(|| text[..len].parse().ok().map(|n| (n, len))).flatten()
}

/// The number of a month or a quarter that fills the line at the start of `text`: `一月份`, `第二季度：`, `3月工作安排`.
fn time(text: &str) -> Option<u32> {
    let open = if text.starts_with('第') { '第'.len_utf8() } else { 0 };
    let (n, len) = han_number(&text[open..]).or_else(|| arabic_number(&text[open..]))?;
    let rest = &text[open + len..];
    let (rest, most) = match (rest.strip_prefix("季度"), open) {
        (Some(rest), _) => (rest, 4),
        (None, 0) => (rest.strip_prefix("月份").or_else(|| rest.strip_prefix('月'))?, 12),
        _ => return None,
    };
    let line = rest.split('\n').next().unwrap_or("").trim_end_matches(['：', ':', ' ', '\u{3000}']);
    let plain = ["", "工作", "重点工作", "主要工作", "工作安排", "工作任务", "重点任务", "工作重点", "任务"]
        .contains(&line);
    (plain && (1..=most).contains(&n)).then_some(n)
}

/// Reads a marker at the start of `text`: its scheme, ordinal, length, and where its printed number lies.
fn read(text: &str) -> Option<(Scheme, u32, usize, Range<usize>)> {
    let first = text.chars().next()?;
    let after = |at: usize| text[at..].chars().next();
    match first {
        '一'..='鿿' if "一二三四五六七八九十百".contains(first) => {
            let (n, len) = han_number(text)?;
            match after(len)? {
                c @ ('、' | '.' | '．')
                    if !(c == '.' && after(len + 1).is_some_and(|c| c.is_ascii_digit())) =>
                {
                    Some((Scheme::Han, n, len + c.len_utf8(), 0..len))
                }
                c @ ('：' | ':' | '，' | ',' | '）' | ')') => {
                    Some((Scheme::Han, n, len + c.len_utf8(), 0..len))
                }
                // 一是 and 一要, but 一是 of 统一是 is left to the standing.
                c @ ('是' | '要') => Some((Scheme::Is, n, len + c.len_utf8(), 0..len)),
                _ => None,
            }
        }
        '（' | '(' | '〔' | '[' | '【' => {
            let open = first.len_utf8();
            let (scheme, n, len) = match (han_number(&text[open..]), arabic_number(&text[open..])) {
                // 【一】 and [一] stand over （一）.
                (Some((n, len)), _) if matches!(first, '【' | '[') => (Scheme::Han, n, len),
                (Some((n, len)), _) => (Scheme::HanParen, n, len),
                (_, Some((n, len))) => (Scheme::ArabicParen, n, len),
                _ => return None,
            };
            let close = after(open + len).filter(|c| matches!(c, '）' | ')' | '〕' | ']' | '】'))?;
            let mut end = open + len + close.len_utf8();
            let number = 0..end;
            if let Some(c @ ('、' | '.' | '．' | '：' | ':')) = after(end) {
                end += c.len_utf8();
            }
            Some((scheme, n, end, number))
        }
        '0'..='9' => {
            let (n, len) = arabic_number(text)?;
            match after(len)? {
                c @ ('.' | '．') => {
                    let end = len + c.len_utf8();
                    let rest = &text[end..];
                    if !rest.starts_with(|c: char| c.is_ascii_digit()) {
                        return Some((Scheme::Arabic, n, end, 0..len));
                    }
                    // 1.2022年 numbers an item that opens with a year; 1.2 and 1.2.3 are decimal numbers.
                    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
                    if digits == 4 && rest[4..].starts_with('年') {
                        return Some((Scheme::Arabic, n, end, 0..len));
                    }
                    decimal(text)
                }
                '、' => Some((Scheme::Arabic, n, len + '、'.len_utf8(), 0..len)),
                c @ ('：' | ':') if !after(len + c.len_utf8()).is_some_and(|c| c.is_ascii_digit()) => {
                    Some((Scheme::Arabic, n, len + c.len_utf8(), 0..len))
                }
                // 1 . 增加供应: a blank before the point.
                ' ' if text[len..].starts_with(" .")
                    && after(len + 2).is_some_and(|c| !c.is_ascii_digit()) =>
                {
                    Some((Scheme::Arabic, n, len + 2, 0..len))
                }
                // The space behind the dash may be gone.
                ' ' if text[len..].starts_with(" -")
                    && after(len + 2).is_some_and(|c| !c.is_ascii_digit()) =>
                {
                    let end = len + " -".len();
                    Some((Scheme::Arabic, n, end + usize::from(text[end..].starts_with(' ')), 0..len))
                }
                // 1—加强, and not 1—3月
                c @ ('-' | '—' | '–')
                    if after(len + c.len_utf8()).is_some_and(|c| ('一'..='鿿').contains(&c)) =>
                {
                    Some((Scheme::Arabic, n, len + c.len_utf8(), 0..len))
                }
                c @ ('）' | ')') => Some((Scheme::ArabicHalf, n, len + c.len_utf8(), 0..len)),
                // 11。强化管护: a stop for the point, behind the end of another item.
                c @ '。' if after(len + c.len_utf8()).is_some_and(|c| ('一'..='鿿').contains(&c)) => {
                    Some((Scheme::Arabic, n, len + c.len_utf8(), 0..len))
                }
                ' ' => Some((Scheme::Decimal(1), n, len + 1, 0..len)),
                _ => None,
            }
        }
        '壹' | '贰' | '叁' | '肆' | '伍' | '陆' | '柒' | '捌' | '玖' | '拾' => {
            let n = "壹贰叁肆伍陆柒捌玖拾".chars().position(|c| c == first)? as u32 + 1;
            let len = first.len_utf8();
            let c = after(len).filter(|c| matches!(c, '、' | '.' | '．'))?;
            Some((Scheme::Roman, n, len + c.len_utf8(), 0..len))
        }
        'Ⅰ'..='Ⅻ' | 'I' | 'V' | 'X' => {
            let (n, len) = roman_number(text)?;
            let c = after(len).filter(|c| matches!(c, '、' | '.' | '．'))?;
            let end = len + c.len_utf8();
            let named = after(end).is_some_and(|c| !c.is_ascii_alphanumeric());
            named.then_some((Scheme::Roman, n, end, 0..len))
        }
        // One sign that holds the number with its brackets or its point.
        '㈠'..='㈩' | '⑴'..='⒇' | '⒈'..='⒛' => {
            let (scheme, one) = match first {
                '㈠'..='㈩' => (Scheme::HanParen, '㈠'),
                '⑴'..='⒇' => (Scheme::ArabicParen, '⑴'),
                _ => (Scheme::Arabic, '⒈'),
            };
            let len = first.len_utf8();
            Some((scheme, first as u32 - one as u32 + 1, len, 0..len))
        }
        '①'..='⑳' => {
            Some((Scheme::Circled, first as u32 - '①' as u32 + 1, first.len_utf8(), 0..first.len_utf8()))
        }
        '第' => {
            let open = first.len_utf8();
            let (n, len) = han_number(&text[open..]).or_else(|| arabic_number(&text[open..]))?;
            let rest = &text[open + len..];
            // 第一，抓好…; not 第一、二产业.
            if let Some(c @ ('，' | ',' | '、' | '：' | ':')) = rest.chars().next() {
                let end = open + len + c.len_utf8();
                let listed = han_number(&text[end..]).is_some() || arabic_number(&text[end..]).is_some();
                return (!listed).then_some((Scheme::Spoken, n, end, 0..open + len));
            }
            let (scheme, word) = [
                (Scheme::Chapter, "章"),
                (Scheme::Division, "节"),
                (Scheme::Article, "条"),
                (Scheme::Stage, "阶段"),
                (Scheme::Part, "部分"),
                (Scheme::Part, "编"),
                (Scheme::Part, "篇"),
            ]
            .into_iter()
            .find(|(_, word)| rest.starts_with(word))
            // 第一步：动员摸底; 第一步 opens sentences too.
            .or_else(|| rest.starts_with("步：").then_some((Scheme::Stage, "步")))
            .or_else(|| rest.starts_with("步:").then_some((Scheme::Stage, "步")))?;
            let number = 0..open + len + word.len();
            let mut end = number.end;
            while let Some(c @ ('：' | ':' | ' ' | '、' | '，' | '\t')) = after(end) {
                end += c.len_utf8();
            }
            Some((scheme, n, end, number))
        }
        '首' | '其' | '再' | '最' => {
            let (word, n) = SPOKEN.into_iter().find(|(word, _)| text.starts_with(word))?;
            let c = after(word.len()).filter(|c| matches!(c, '，' | ',' | '：' | ':' | '、'))?;
            Some((Scheme::Spoken, n, word.len() + c.len_utf8(), 0..word.len()))
        }
        '附' => {
            let mut at = first.len_utf8();
            if after(at) == Some(' ') {
                at += 1;
            }
            match after(at)? {
                '件' => at += '件'.len_utf8(),
                // 附1 alone on its line.
                c if c.is_ascii_digit() => {
                    let rest = text[at..].trim_start_matches(|c: char| c.is_ascii_digit());
                    if !rest.trim_start_matches([' ', '\u{3000}', '：', ':']).starts_with('\n') {
                        return None;
                    }
                }
                _ => return None,
            }
            // 附件2021年统计工作要点 has no number.
            let year = text[at..].bytes().take_while(u8::is_ascii_digit).count() == 4
                && text[at + 4..].starts_with(['年', '-', '—', '－', '–']);
            let number = || arabic_number(&text[at..]).or_else(|| han_number(&text[at..]));
            let (n, len) = if year { (0, 0) } else { number().unwrap_or((0, 0)) };
            let number = 0..at + len;
            let mut end = number.end;
            while let Some(c @ ('：' | ':' | ' ' | '.' | '、')) = after(end) {
                end += c.len_utf8();
            }
            Some((Scheme::Annex, n, end, number))
        }
        _ => None,
    }
}

/// Nouns that number parts of a plan before a colon.
const NAMED: [&str; 10] =
    ["赛道", "任务", "重点任务", "举措", "措施", "行动", "专项行动", "工程", "方向", "路径"];

/// `赛道一：`, `任务1：`, `专项行动三：`, `方向/赛道一：`.
fn named(text: &str) -> Option<(Scheme, u32, usize, Range<usize>)> {
    let noun = |text: &str| {
        let words = NAMED.iter().filter(|word| text.starts_with(**word));
        words.map(|word| word.len()).max()
    };
    let len = noun(text)?;
    // 方向/赛道一：
    let len = text[len..].strip_prefix('/').and_then(noun).map_or(len, |more| len + 1 + more);
    let rest = text[len..].trim_start_matches(' ');
    let at = text.len() - rest.len();
    let (n, len) = han_number(rest).or_else(|| arabic_number(rest))?;
    let colon = rest[len..].chars().next().filter(|c| matches!(c, '：' | ':'))?;
    Some((Scheme::Named, n, at + len + colon.len_utf8(), 0..at + len))
}

/// Takes the noun with its number that opens the line at `at`, if one does; where to go on.
fn named_at(text: &str, at: usize, found: &mut Vec<Marker>) -> usize {
    let Some((scheme, ordinal, len, number)) = named(&text[at..]) else { return at };
    let (place, number) = (at..at + len, at + number.start..at + number.end);
    found.push(Marker { place, number, scheme, ordinal, standing: Standing::Line });
    at + len
}

/// `1.2` or `1.2.3`, and what follows must not look like a quantity.
fn decimal(text: &str) -> Option<(Scheme, u32, usize, Range<usize>)> {
    let (mut at, mut parts, mut last) = (0, 0u8, 0);
    while let Some((n, len)) = arabic_number(&text[at..]) {
        (last, parts) = (n, parts.saturating_add(1));
        at += len;
        match text[at..].strip_prefix('.') {
            Some(rest) if rest.starts_with(|c: char| c.is_ascii_digit()) => at += 1,
            _ => break,
        }
    }
    let rest = &text[at..];
    let end = at + usize::from(rest.starts_with([' ', '.']));
    let quantity =
        rest.starts_with(|c: char| "%％‰万亿千百个元吨米人户项家名次年月日亩公平立度倍分升克".contains(c));
    ((2..=4).contains(&parts) && last > 0 && !quantity).then_some((Scheme::Decimal(parts), last, end, 0..at))
}

/// What seldom stands behind a number that marks an item.
const WEAK: [char; 11] = ['：', ':', ' ', '-', '—', '–', '，', ',', '）', ')', '】'];

impl Marker {
    /// Whether what stands behind the number of one that is no bracket makes it a marker only where others of its kind
    /// follow: `一，` `一）` `1—`.
    pub fn is_weak(&self, text: &str) -> bool {
        let marker = &text[self.place.clone()];
        matches!(self.scheme, Scheme::Arabic | Scheme::Han)
            && marker.ends_with(['，', ',', '）', ')', '—', '–', '-'])
    }
}

/// Every candidate in `text`, in order, not overlapping.
pub fn markers(text: &str) -> Vec<Marker> {
    stopping(text, |at| STARTS.next(text.as_bytes(), at, text.len()))
}

/// The same of a text with these marks.
pub fn markers_of(text: &str, marks: &Marks) -> Vec<Marker> {
    stopping(text, |at| STARTS.next_of(marks, at, text.len()))
}

/// The candidates, where `start` tells the next place at which one may begin.
fn stopping(text: &str, start: impl Fn(usize) -> usize) -> Vec<Marker> {
    let mut found = Vec::new();
    let mut next = named_at(text, 0, &mut found);
    loop {
        let at = start(next);
        let Some(c) = text[at..].chars().next() else { return found };
        next = at + c.len_utf8();
        if c == '\n' {
            next = named_at(text, next, &mut found);
            continue;
        }
        let previous = text[..at].chars().next_back().unwrap_or('\n');
        let standing = match previous {
            '\n' => Standing::Line,
            '。' | '；' | ';' | '！' | '？' | '：' | ':' | '）' | ')' | '〕' | ']' | '】' | '”' | '》'
            | ' ' | '\t' => Standing::Sentence,
            // Two strokes stand for a line end that a page lost.
            '/' if text[..at].ends_with("//") => Standing::Sentence,
            // A scan's stop: 维护统计数据的权威性.二、
            '.' | '．' if ends_word(&text[..at - previous.len_utf8()]) => Standing::Sentence,
            // Inside a number, a list or a bracket no marker begins.
            '、' | '，' | ',' | '.' | '．' | '-' | '—' | '第' | '/' | '（' | '(' | '〔' | '“' | '《'
            | '~' | '至' | '到' | '约' => {
                continue;
            }
            // 签发人：XXX一、 is a number behind letters.
            // …下午14:30二、会议地点 stands behind a figure.
            p if p.is_ascii_alphanumeric()
                && !("一二三四五六七八九十".contains(c)
                    && (p.is_ascii_uppercase() || p.is_ascii_digit() && text[next..].starts_with('、')))
                || ("一二三四五六七八九十百".contains(p) && !matches!(c, '（' | '(' | '〔')) =>
            {
                continue;
            }
            _ => Standing::Inside,
        };
        if standing == Standing::Line
            && let Some(ordinal) = time(&text[at..])
        {
            found.push(Marker { place: at..at, number: at..at, scheme: Scheme::Time, ordinal, standing });
            continue;
        }
        let Some((scheme, ordinal, len, number)) = read(&text[at..]) else { continue };
        let needs_line = matches!(scheme, Scheme::Decimal(_) | Scheme::Roman)
            || scheme >= Scheme::Part
                && scheme <= Scheme::Article
                && !opens_part(text, at, at + len, standing, &found);
        // 一、二、三产业 and 一、二等奖 count on within words.
        let counts_on = scheme == Scheme::Han
            && standing != Standing::Line
            && han_number(&text[at + len..]).is_some_and(|(n, _)| n == ordinal + 1);
        if counts_on {
            continue;
        }
        // 1：, 一：, 一，, 1 -, [1] and 【1】 number only where a line begins with them.
        let needs_line = needs_line
            || matches!(c, '[' | '【')
            || matches!(scheme, Scheme::Arabic | Scheme::Han) && text[at..at + len].ends_with(WEAK);
        if needs_line && standing != Standing::Line
            || standing == Standing::Inside
                && (matches!(scheme, Scheme::Circled | Scheme::Spoken)
                    || scheme == Scheme::Arabic && text[at..at + len].ends_with('。'))
        {
            continue;
        }
        // 首先，…其次，…最后，…: three of them.
        let counted = |of: &&Marker| of.scheme == Scheme::Spoken;
        let ordinal = match scheme == Scheme::Spoken && ordinal == LAST {
            true => found.iter().rev().find(counted).map_or(LAST, |before: &Marker| before.ordinal + 1),
            false => ordinal,
        };
        found.push(Marker {
            place: at..at + len,
            number: at + number.start..at + number.end,
            scheme,
            ordinal,
            standing,
        });
        next = at + len;
    }
}

/// Whether a text ends with a word, not with a number or a mark.
fn ends_word(text: &str) -> bool {
    text.chars()
        .next_back()
        .is_some_and(|c| ('一'..='鿿').contains(&c) && !"一二三四五六七八九十".contains(c))
}

/// Whether 第一章, 第二节 or 第三条 that stands in a line may open one there, where line ends are lost: behind the end of a
/// sentence, or as the first of all or right behind the heading of another. 按照第三条规定 and （第二章） open none.
fn opens_part(text: &str, start: usize, end: usize, standing: Standing, found: &[Marker]) -> bool {
    /// The longest heading of a chapter, in bytes.
    const HEADING: usize = 90;
    /// How many markers back the one before it may stand.
    const NEAR: usize = 256;
    let behind = text[..start].chars().next_back().unwrap_or('\n');
    let named = ["据", "照", "合", "按", "依", "反", "在", "见", "本法", "》"];
    let first =
        || text[start..].starts_with("第一") && !named.iter().any(|word| text[..start].ends_with(word));
    let above = || {
        found.last().is_some_and(|above| {
            matches!(above.scheme, Scheme::Part | Scheme::Chapter | Scheme::Division)
                && start - above.place.end <= HEADING
                && !text[above.place.end..start].contains(['。', '，'])
        })
    };
    // 第三条 that follows 第二条 and its bracket of owners, or opens the text of a heading.
    let heading = || {
        found.last().is_some_and(|above| {
            above.scheme == Scheme::Han
                && start - above.place.end <= HEADING
                && !text[above.place.end..start].contains(['。', '，', ','])
        })
    };
    let next = || {
        (matches!(behind, '）' | ')' | '〕' | ']') || heading())
            && read(&text[start..]).is_some_and(|(scheme, n, ..)| {
                found.iter().rev().take(NEAR).find(|m| m.scheme == scheme).is_some_and(|m| m.ordinal + 1 == n)
            })
    };
    let cited = ["规定", "所", "的", "、", "和", "至", "第", "款", "之", "中"];
    let ended = matches!(behind, '。' | '！' | '；' | ' ');
    standing == Standing::Line
        || (ended || first() || above() || next()) && !cited.iter().any(|word| text[end..].starts_with(word))
}

/// How a speech counts without numbers; 最后 is the last, whatever came before.
const SPOKEN: [(&str, u32); 4] = [("首先", 1), ("其次", 2), ("再次", 3), ("最后", LAST)];
const LAST: u32 = 4;

/// The characters with which a marker may begin, and the line ends, behind which a noun may.
static STARTS: Stops = Stops::of_signs(
    "\n0123456789（(〔[【一二三四五六七八九十百第附首其再最①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳\
    ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫIVX壹贰叁肆伍陆柒捌玖拾⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩",
);

#[cfg(test)]
mod tests {
    use super::{Scheme, Standing, markers};

    fn seen(text: &str) -> Vec<(String, u32, Standing)> {
        markers(text).into_iter().map(|m| (text[m.number].to_owned(), m.ordinal, m.standing)).collect()
    }

    #[test]
    fn reads_every_scheme() {
        for (text, scheme, ordinal) in [
            ("一、总体要求", Scheme::Han, 1),
            ("二十一、其他", Scheme::Han, 21),
            ("（十二）落实责任", Scheme::HanParen, 12),
            ("(三)强化", Scheme::HanParen, 3),
            ("1.建立机制", Scheme::Arabic, 1),
            ("12、建立机制", Scheme::Arabic, 12),
            ("1.2022年底前完成", Scheme::Arabic, 1),
            ("（1）应用培训", Scheme::ArabicParen, 1),
            ("2）检查", Scheme::ArabicHalf, 2),
            ("③督导", Scheme::Circled, 3),
            ("㈢督导", Scheme::HanParen, 3),
            ("3：督导", Scheme::Arabic, 3),
            ("3 - 督导", Scheme::Arabic, 3),
            ("3 -督导", Scheme::Arabic, 3),
            ("三：督导", Scheme::Han, 3),
            ("三，督导", Scheme::Han, 3),
            ("三）督导", Scheme::Han, 3),
            ("叁、督导", Scheme::Roman, 3),
            ("3—督导", Scheme::Arabic, 3),
            ("【三】督导", Scheme::Han, 3),
            ("【3】督导", Scheme::ArabicParen, 3),
            ("Ⅲ、督导", Scheme::Roman, 3),
            ("IV、督导", Scheme::Roman, 4),
            ("⑿督导", Scheme::ArabicParen, 12),
            ("⒉督导", Scheme::Arabic, 2),
            ("第一条 为了", Scheme::Article, 1),
            ("第二阶段：实施", Scheme::Stage, 2),
            ("第二步：集中推进", Scheme::Stage, 2),
            ("第三章 组织", Scheme::Chapter, 3),
            ("1.2 范围", Scheme::Decimal(2), 2),
            ("1.2.3范围", Scheme::Decimal(3), 3),
            ("第二，守住底线。", Scheme::Spoken, 2),
            ("其次，守住底线。", Scheme::Spoken, 2),
            ("一是抓学习", Scheme::Is, 1),
            ("附件2", Scheme::Annex, 2),
            ("赛道一：智慧农业", Scheme::Named, 1),
            ("专项行动 3：清河", Scheme::Named, 3),
            ("方向/赛道二：清河", Scheme::Named, 2),
            ("三月份\n", Scheme::Time, 3),
            ("第二季度：", Scheme::Time, 2),
            ("11月重点工作", Scheme::Time, 11),
        ] {
            let found = markers(text);
            assert_eq!(found.first().map(|m| (m.scheme, m.ordinal)), Some((scheme, ordinal)), "{text}");
        }
    }

    #[test]
    fn leaves_numbers_in_sentences() {
        for text in [
            "1.5万元",
            "到2025年",
            "十九届二中、三中全会",
            "第二、三产业",
            "产量居全市第一，销量第二，",
            "3.2米",
            "2.1%",
            "三年行动",
            "比分3：2",
            "统一：督导",
            "X月底前",
            "IIII、督导",
            "C.V.督导",
            "信箱3：督导",
            "见[3]",
            "100个",
            "第一、二、三产业",
            "获得一、二等奖",
            "全市一、二、三产业",
        ] {
            assert_eq!(seen(text), [], "{text}");
        }
    }
}
