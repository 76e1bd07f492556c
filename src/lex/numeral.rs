//! Numbers as they are written: `1,200`, `6.5`, `1.2万亿`, 二十一, 一百零五, 二〇二三.

use std::borrow::Cow;

/// An exact decimal number, so that `6.5万` is 65000 and no rounded float.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decimal {
    digits: u128,
    /// How many of the digits stand behind the point.
    scale: u8,
}

/// `text` with the letters that a scan took for digits as those digits: 6月l5日, lO家, ll月2日. Each takes one byte, so
/// places hold. A letter counts among digits, or before 月 and 日, where no other letter stands beside them.
pub fn legible(text: Cow<'_, str>) -> Cow<'_, str> {
    let digit = |byte: u8| match byte {
        b'l' | b'I' => Some(b'1'),
        b'O' => Some(b'0'),
        _ => None,
    };
    let bytes = text.as_bytes();
    let mut found: Vec<(usize, u8)> = Vec::new();
    let mut done = 0;
    for at in memchr::memchr3_iter(b'l', b'I', b'O', bytes) {
        if at < done {
            continue;
        }
        let part = |byte: &&u8| byte.is_ascii_digit() || digit(**byte).is_some();
        let start = at - bytes[done..at].iter().rev().take_while(part).count();
        let end = at + bytes[at..].iter().take_while(part).count();
        done = end;
        let run = &bytes[start..end];
        let letter =
            |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphabetic() || b"-_/@".contains(byte));
        let day = text[end..].starts_with(['月', '日']);
        let read = run.iter().any(u8::is_ascii_digit) || day && run.iter().all(|byte| b"lI".contains(byte));
        let counted = text[end..].starts_with(|c: char| c > '\u{2e7f}');
        if read && counted && !letter(bytes[..start].last()) && run.len() <= 6 {
            found.extend((start..end).filter_map(|at| Some((at, digit(bytes[at])?))));
        }
    }
    if found.is_empty() {
        return text;
    }
    let mut bytes = text.into_owned().into_bytes();
    found.into_iter().for_each(|(at, byte)| bytes[at] = byte);
    Cow::Owned(String::from_utf8(bytes).expect("letters were replaced by digits"))
}

/// The number that starts just at `at`, with 百, 千, 万 and 亿 after it multiplied out, and where it ends.
///
/// Reads Arabic digits (`44000万`, `1.2万亿`, `1,200`, `2万5千`) and Chinese ones (三千, 十二, 两).
pub fn amount(text: &str, at: usize) -> Option<(Decimal, usize)> {
    let Some((value, end)) = arabic(text, at) else {
        let (value, end) = han(text, at)?;
        return Some(with_decimals(text, value.into(), end).unwrap_or((value.into(), end)));
    };
    let (mut value, mut end, mut zeros) = multiplied(text, value, end);
    // 3亿5000万, 1万2000: what follows is less than the unit before, and has its own or all of its digits.
    while zeros > 0 {
        let Some((next, next_end)) = arabic(text, end).filter(|(next, _)| next.scale == 0) else { break };
        let digits = next_end - end;
        let (next, next_end, less) = multiplied(text, next, next_end);
        let whole = if less == 0 { digits == usize::from(zeros) } else { less < zeros };
        let Some(sum) = value.plus(next).filter(|_| whole) else { break };
        (value, end, zeros) = (sum, next_end, less);
    }
    Some((value, end))
}

/// A whole number with the Chinese decimals behind it (十三点六, 三点五万), and where they end. 三点 and 八点十分 are times.
fn with_decimals(text: &str, value: Decimal, end: usize) -> Option<(Decimal, usize)> {
    /// More are no decimals that a person writes.
    const MOST: usize = 4;
    let rest = text[end..].strip_prefix('点')?;
    let digits = rest.chars().map_while(digit_of).take(MOST);
    let (digits, count) = digits.fold((0, 0), |(sum, count), digit| (sum * 10 + digit, count + 1));
    let end =
        end + '点'.len_utf8() + rest.chars().take(usize::from(count)).map(char::len_utf8).sum::<usize>();
    let clock =
        text[end..].starts_with(['十', '分', '刻', '钟', '半', '整']) && !text[end..].starts_with("分之");
    if count == 0 || clock {
        return None;
    }
    let whole = value.digits.checked_mul(10u128.pow(count.into()))?;
    let (value, end, _) = multiplied(text, Decimal { digits: whole + u128::from(digits), scale: count }, end);
    Some((value, end))
}

/// A number with the 百, 千, 万 and 亿 behind it multiplied out, where it ends, and how many zeros they make.
fn multiplied(text: &str, mut value: Decimal, mut end: usize) -> (Decimal, usize, u8) {
    let mut all = 0;
    loop {
        let rest = text[end..].trim_start_matches(' ');
        let Some(c) = rest.chars().next() else { break };
        let (zeros, others) = match c {
            // 百分点, 千瓦, 千米, 百强 and the like are words of their own.
            '百' => (2, "分强帕"),
            '千' => (3, "瓦米克伏卡赫帕焦安乏兆字强"),
            '万' => (4, ""),
            '亿' => (8, ""),
            _ => break,
        };
        if rest[c.len_utf8()..].starts_with(|next: char| others.contains(next)) {
            break;
        }
        let Some(larger) = value.times_ten(zeros) else { break };
        value = larger;
        all = zeros.saturating_add(all);
        end = text.len() - rest.len() + c.len_utf8();
    }
    (value, end, all)
}

/// The Arabic number that starts just at `at`: digits, groups of three set apart by commas or by any space (GB/T 15835), a
/// decimal point. Digits that a page holds one by one (`1 2 0`) are one number.
///
/// None for more than 24 digits.
pub fn arabic(text: &str, at: usize) -> Option<(Decimal, usize)> {
    let bytes = text.as_bytes();
    let digit = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_digit);
    let (mut value, mut end, mut count) = (Decimal { digits: 0, scale: 0 }, at, 0);
    let (mut point, mut grouped, mut apart) = (false, false, false);
    loop {
        if digit(end) {
            count += 1;
            if count > 24 {
                return None;
            }
            value.digits = value.digits * 10 + u128::from(bytes[end] - b'0');
            value.scale += u8::from(point);
            end += 1;
            continue;
        }
        if end == at || point {
            break;
        }
        let gap = separator(text, end);
        let group = gap > 0
            && (grouped || count <= 3)
            && (1..4).all(|i| digit(end + gap + i - 1))
            && !digit(end + gap + 3)
            && value.digits > 0
            && !apart;
        // 1 2 0座: every digit alone.
        let single = || bytes[end] == b' ' && digit(end + 1) && !digit(end + 2) && (count == 1 || apart);
        if bytes.get(end) == Some(&b'.') && digit(end + 1) {
            point = true;
            end += 1;
        } else if group {
            grouped = true;
            end += gap;
        } else if gap > 0 && single() && is_split(text, end + 1) {
            apart = true;
            end += 1;
        } else if bytes[end..].starts_with(b". ") && digit(end + 2) && is_percent(text, end + 2) {
            point = true;
            end += 2;
        } else {
            break;
        }
    }
    (end > at).then_some((value, end))
}

/// The bytes of what stands at `at` between groups of three digits: a comma, with a space behind it where a page has
/// one, or a space of any width.
fn separator(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    match rest.chars().next() {
        Some(',') if rest[1..].starts_with(' ') => 2,
        Some(c @ (',' | ' ' | '\u{a0}' | '\u{2002}'..='\u{200a}' | '\u{202f}')) => c.len_utf8(),
        _ => 0,
    }
}

/// Whether single digits from `at` on, apart by spaces, run into a word: `2 0座`.
fn is_split(text: &str, at: usize) -> bool {
    // No number has more digits than this.
    const MOST: usize = 48;
    let part = |byte: &&u8| byte.is_ascii_digit() || **byte == b' ';
    let end = at + text.as_bytes()[at..].iter().take(MOST).take_while(part).count();
    let run = &text[at..end];
    !run.ends_with(' ')
        && run.split(' ').all(|digit| digit.len() == 1)
        && text[end..].starts_with(|c| c > '\u{2e7f}')
}

/// Whether the digits at `at` end with a percent sign.
fn is_percent(text: &str, at: usize) -> bool {
    text[at..].trim_start_matches(|c: char| c.is_ascii_digit()).starts_with(['%', '％', '‰'])
}

/// The Chinese number that starts just at `at`, and where it ends: 十二, 三百六十五, 两千, 一亿两千万, 二〇二三, 叁拾.
///
/// Digits without 十, 百, 千 are read one by one; what stands for 〇 among them is one (二O二三). 两万五 is 25,000. None
/// for numbers past 10^15.
pub fn han(text: &str, at: usize) -> Option<(u64, usize)> {
    // What stands before 亿, before 万, and before neither.
    let (mut total, mut wan, mut section, mut digit) = (0u64, 0u64, 0u64, None::<u64>);
    let (mut end, mut run, mut last) = (at, 0u32, 0u64);
    let mut zero = false;
    // No number a person writes has more characters; a run of 十 is none.
    for c in text[at..].chars().take(24) {
        let positional = run > 0 && last == 0;
        let value = digit_of(c).or_else(|| (positional && is_zero(text, end, c)).then_some(0));
        if let Some(value) = value {
            if last > 0 && digit.is_some_and(|d| d != 0) {
                break;
            }
            zero |= value == 0;
            digit = Some(if last > 0 { value } else { digit.unwrap_or(0) * 10 + value });
            run += 1;
            if run > 15 {
                return None;
            }
        } else if let Some(unit) = unit_of(c) {
            // 十 alone stands without a digit before it, and only first.
            let bare =
                digit.is_none() && (section == 0) == (unit > 10) && !(end == at && is_million(text, at));
            if run > 1 && last == 0 || bare && (unit < 10_000 || section + wan == 0) {
                break;
            }
            let sum = |n: u64| n.checked_add(digit.unwrap_or(0));
            match unit {
                10_000 => (wan, section) = (wan.checked_add(sum(section)?)?.checked_mul(unit)?, 0),
                100_000_000 => {
                    let all = sum(section.checked_add(wan)?)?;
                    (total, wan, section) = (total.checked_add(all)?.checked_mul(unit)?, 0, 0);
                }
                _ => section = section.checked_add(digit.unwrap_or(1).checked_mul(unit)?)?,
            }
            digit = None;
            (last, run, zero) = (unit, 0, false);
            if total > 1_000_000_000_000_000 {
                return None;
            }
        } else {
            break;
        }
        end += c.len_utf8();
    }
    // Among capitals a unit follows: 伍仟, not the 伍 of 队伍.
    if end == at || last == 0 && text[at..].starts_with(CAPITALS) {
        return None;
    }
    let rest = match digit {
        // 两万五, 三千五, 一百二
        Some(digit) if last >= 100 && !zero => digit.checked_mul(last / 10)?,
        digit => digit.unwrap_or(0),
    };
    Some((total.checked_add(wan)?.checked_add(section)?.checked_add(rest)?, end))
}

/// Whether 百万, 千万, 百亿 or 千亿 opens a number without a digit.
fn is_million(text: &str, at: usize) -> bool {
    let rest = text[at..].strip_prefix(['百', '千']);
    rest.is_some_and(|rest| rest.starts_with(['万', '亿']))
}

/// Where a number ends that names two and means neither: 两三, 三五, 二三十, 七八百.
pub fn vague(text: &str, at: usize) -> Option<usize> {
    let mut chars = text[at..].chars();
    let pair = (chars.next()?, chars.next()?);
    let (first, second) = (digit_of(pair.0)?, digit_of(pair.1)?);
    let mut end = at + pair.0.len_utf8() + pair.1.len_utf8();
    let next = second == first + 1 && first > 0 || (first, second) == (3, 5);
    if !next || text[end..].starts_with(|c| digit_of(c).is_some()) {
        return None;
    }
    while let Some(unit) = text[end..].chars().next().filter(|c| unit_of(*c).is_some()) {
        end += unit.len_utf8();
    }
    Some(end)
}

/// Digits as they stand on cheques, which nobody alters.
const CAPITALS: [char; 9] = ['壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];

/// The value of one Chinese digit.
pub fn digit_of(c: char) -> Option<u64> {
    Some(match c {
        '〇' | '零' | '○' | '◯' => 0,
        '一' | '壹' => 1,
        '二' | '两' | '贰' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

/// Whether a letter, or the digit, stands for 〇 among Chinese digits: 二O二五年, 二0二五年.
fn is_zero(text: &str, at: usize, c: char) -> bool {
    let alike = |c| matches!(c, '0' | 'O' | 'o' | 'О' | 'о' | 'Ο' | 'ο' | '０' | 'Ｏ' | 'ｏ');
    let goes_on = |c: char| c == '年' || digit_of(c).is_some();
    alike(c) && text[at + c.len_utf8()..].trim_start_matches(alike).starts_with(goes_on)
}

fn unit_of(c: char) -> Option<u64> {
    Some(match c {
        '十' | '拾' => 10,
        '百' | '佰' => 100,
        '千' | '仟' => 1000,
        '万' | '萬' => 10_000,
        '亿' | '億' => 100_000_000,
        _ => return None,
    })
}

impl From<u64> for Decimal {
    fn from(value: u64) -> Decimal {
        Decimal { digits: value.into(), scale: 0 }
    }
}

impl Decimal {
    /// The number times ten to the power of `zeros`; none when it grows past 30 digits.
    pub fn times_ten(self, zeros: u8) -> Option<Decimal> {
        if self.scale >= zeros {
            return Some(Decimal { digits: self.digits, scale: self.scale - zeros });
        }
        let digits = self.digits.checked_mul(10u128.pow(u32::from(zeros - self.scale)))?;
        (digits < 10u128.pow(30)).then_some(Decimal { digits, scale: 0 })
    }

    /// The sum; none when it grows past 30 digits.
    fn plus(self, other: Decimal) -> Option<Decimal> {
        let scale = self.scale.max(other.scale);
        let (a, b) = (self.scaled(scale)?, other.scaled(scale)?);
        let digits = a.checked_add(b)?;
        (digits < 10u128.pow(30)).then_some(Decimal { digits, scale })
    }

    fn scaled(self, scale: u8) -> Option<u128> {
        self.digits.checked_mul(10u128.pow(u32::from(scale - self.scale)))
    }

    /// How much of a hundred `self` in `whole` is: 75 for 3 in 4. None where no decimal says it (1 in 3).
    pub fn percent_of(self, whole: Decimal) -> Option<Decimal> {
        let scale = self.scale.max(whole.scale);
        let (part, whole) = (self.scaled(scale)?, whole.scaled(scale)?);
        // Six places behind the point hold every share that is written so.
        let digits = part.checked_mul(100_000_000)?;
        (whole > 0 && digits % whole == 0).then(|| Decimal { digits: digits / whole, scale: 6 })
    }

    /// The number when it is whole and small.
    pub fn whole(self) -> Option<u64> {
        if self.scale == 0 { self.digits.try_into().ok() } else { None }
    }
}

impl std::fmt::Display for Decimal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let text = format!("{:0width$}", self.digits, width = usize::from(self.scale) + 1);
        let (whole, rest) = text.split_at(text.len() - usize::from(self.scale));
        match rest.trim_end_matches('0') {
            "" => write!(f, "{whole}"),
            rest => write!(f, "{whole}.{rest}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{amount, han, vague};

    #[test]
    fn numbers_are_exact() {
        for line in [
            "1.5万=15000",
            "1.2万亿=1200000000000",
            "44000万=440000000",
            "1,200=1200",
            "6.50=6.5",
            "0.30=0.3",
            "3百万=3000000",
            "5百分=5",
            "30千瓦=30",
            "三十二=32",
            "一百零五=105",
            "两千=2000",
            "十=10",
            "一万二千=12000",
            "二〇二三=2023",
            "一九八五=1985",
            "三亿=300000000",
            "12,5=12",
            "7.=7",
            "20 万=200000",
            "五十=50",
            "二千零一=2001",
            "一亿两千万=120000000",
            "三亿零二百万=302000000",
            "一亿零五百万=105000000",
            "一万亿=1000000000000",
            "两万五=25000",
            "三千五=3500",
            "一百零二=102",
            "二百二十=220",
            "十五万=150000",
            "叁拾=30",
            "百万株=1000000",
            "千亿=100000000000",
            "贰佰万=2000000",
            "伍仟=5000",
            "二O二五=2025",
            "二О二五年=2025",
            "二0二0年=2020",
            "二◯二六=2026",
            "2万5千=25000",
            "1亿2千万=120000000",
            "3亿5000万=350000000",
            "3千5百户=3500",
            "1万2千人=12000",
            "1万2000人=12000",
            "1.5亿3=150000000",
            "1 200=1200",
            "1\u{2009}200\u{2009}000=1200000",
            "12\u{a0}500=12500",
            "1, 200座=1200",
            "1 20=1",
            "2025 100=2025",
            "1 2 0座=120",
            "1 2 0 =1",
            "95. 5%=95.5",
            "1. 5个=1",
        ] {
            let (text, value) = line.split_once('=').unwrap();
            assert_eq!(amount(text, 0).map(|(n, _)| n.to_string()).as_deref(), Some(value), "{line}");
        }
    }

    #[test]
    fn a_number_ends_where_its_grammar_does() {
        assert_eq!(han("十五五时期", 0), Some((15, "十五".len())));
        assert_eq!(han("百强企业", 0), None);
        assert_eq!(han("伍", 0), None);
        assert_eq!(han("二O", 0), Some((2, "二".len())));
        assert_eq!(han("", 0), None);
        assert_eq!(amount("9999999999999999999999999999", 0), None);
    }

    #[test]
    fn two_numbers_in_a_row_are_neither() {
        for (text, end) in [("两三个", 6), ("三五座", 6), ("二三十处", 9), ("七八百万元", 12)]
        {
            assert_eq!(vague(text, 0), Some(end), "{text}");
        }
        for text in ["二十三", "二〇二三", "一二三", "五三", "三个", "零一"] {
            assert_eq!(vague(text, 0), None, "{text}");
        }
    }

    #[test]
    fn shares_are_exact_or_none() {
        let share = |part: u64, whole: u64| {
            let share = super::Decimal::from(part).percent_of(whole.into());
            share.map(|share| share.to_string())
        };
        assert_eq!(share(3, 4).as_deref(), Some("75"));
        assert_eq!(share(3, 10_000).as_deref(), Some("0.03"));
        assert_eq!(share(1, 3), None);
        assert_eq!(share(1, 0), None);
    }
}
