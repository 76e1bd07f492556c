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
/// Reads Arabic digits (`44000万`, `1.2万亿`, `1,200`) and Chinese ones (三千, 十二, 两).
pub fn amount(text: &str, at: usize) -> Option<(Decimal, usize)> {
    let Some((mut value, mut end)) = arabic(text, at) else {
        let (value, end) = han(text, at)?;
        return Some((value.into(), end));
    };
    loop {
        let rest = text[end..].trim_start_matches(' ');
        let Some(c) = rest.chars().next() else { break };
        let zeros = match c {
            '百' => 2,
            '千' => 3,
            '万' => 4,
            '亿' => 8,
            _ => break,
        };
        let after = rest[c.len_utf8()..].chars().next().unwrap_or(' ');
        // 百分点, 千瓦, 千米, 百强 and the like are words of their own.
        if matches!(c, '百' | '千') && !matches!(after, '万' | '亿' | '余' | '多' | '元' | '人' | '亩' | '吨')
        {
            break;
        }
        let Some(larger) = value.times_ten(zeros) else { break };
        value = larger;
        end = text.len() - rest.len() + c.len_utf8();
    }
    Some((value, end))
}

/// The Arabic number that starts just at `at`: digits, commas before groups of three, a decimal point.
///
/// None for more than 24 digits.
pub fn arabic(text: &str, at: usize) -> Option<(Decimal, usize)> {
    let bytes = text.as_bytes();
    let digit = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_digit);
    let (mut value, mut end, mut count) = (Decimal { digits: 0, scale: 0 }, at, 0);
    let mut point = false;
    loop {
        if digit(end) {
            count += 1;
            if count > 24 {
                return None;
            }
            value.digits = value.digits * 10 + u128::from(bytes[end] - b'0');
            value.scale += u8::from(point);
            end += 1;
        } else if end > at && !point && bytes.get(end) == Some(&b'.') && digit(end + 1) {
            point = true;
            end += 1;
        } else if (1..=3).contains(&count) || count > 3 && end > 3 && bytes[end - 4] == b',' {
            let group = !point
                && bytes.get(end) == Some(&b',')
                && (1..=3).all(|i| digit(end + i))
                && !digit(end + 4)
                && value.digits > 0;
            if !group {
                break;
            }
            end += 1;
        } else {
            break;
        }
    }
    (end > at).then_some((value, end))
}

/// The Chinese number that starts just at `at`, and where it ends: 十二, 三百六十五, 两千, 一万二千, 二〇二三.
///
/// Digits without 十, 百, 千 are read one by one. None for numbers past 10^15.
pub fn han(text: &str, at: usize) -> Option<(u64, usize)> {
    let (mut total, mut section, mut digit) = (0u64, 0u64, None::<u64>);
    let (mut end, mut run, mut units) = (at, 0u32, false);
    // No number a person writes has more characters; a run of 十 is none.
    for c in text[at..].chars().take(24) {
        if let Some(value) = digit_of(c) {
            if units && digit.is_some_and(|d| d != 0) {
                break;
            }
            digit = Some(if units { value } else { digit.unwrap_or(0) * 10 + value });
            run += 1;
            if run > 15 {
                return None;
            }
        } else if let Some(unit) = unit_of(c) {
            // 十 alone stands without a digit before it, and only first.
            let bare = digit.is_none() && (section == 0) == (unit > 10);
            if run > 1 && !units || bare && (unit < 10_000 || section == 0) {
                break;
            }
            match unit {
                10_000 | 100_000_000 => {
                    let all = (total + section).checked_add(digit.take().unwrap_or(0))?;
                    total = all.checked_mul(unit)?;
                    section = 0;
                }
                _ => section = section.checked_add(digit.take().unwrap_or(1).checked_mul(unit)?)?,
            }
            units = true;
            run = 0;
            if total > 1_000_000_000_000_000 {
                return None;
            }
        } else {
            break;
        }
        end += c.len_utf8();
    }
    (end > at).then(|| (total + section + digit.unwrap_or(0), end))
}

/// The value of one Chinese digit.
pub fn digit_of(c: char) -> Option<u64> {
    Some(match c {
        '〇' | '零' | '○' | 'О' => 0,
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

fn unit_of(c: char) -> Option<u64> {
    Some(match c {
        '十' => 10,
        '百' => 100,
        '千' => 1000,
        '万' => 10_000,
        '亿' => 100_000_000,
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
    use super::{amount, han};

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
        ] {
            let (text, value) = line.split_once('=').unwrap();
            assert_eq!(amount(text, 0).map(|(n, _)| n.to_string()).as_deref(), Some(value), "{line}");
        }
    }

    #[test]
    fn a_number_ends_where_its_grammar_does() {
        assert_eq!(han("十五五时期", 0), Some((15, "十五".len())));
        assert_eq!(han("百强企业", 0), None);
        assert_eq!(han("", 0), None);
        assert_eq!(amount("9999999999999999999999999999", 0), None);
    }
}
