//! Numbers of a spreadsheet as the format of their cell shows them (ECMA-376, part 1, 18.8.30 and 18.8.31).

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::{Date, date};

use crate::input::numbering::Style;

/// How numbers are shown.
#[derive(Debug, Clone, Default)]
pub(super) struct Formats {
    /// The codes that the file defines.
    pub(super) codes: BTreeMap<u32, String>,
    /// The number of the code of each cell format.
    pub(super) cells: Vec<u32>,
    /// Days count from 1904.
    pub(super) from_1904: bool,
}

/// One part of a code, for the numbers it is for.
#[derive(Debug, Default)]
struct Part {
    /// The signs that stand for digits and for parts of a day, in lower case.
    signs: String,
    /// What is written before and behind the digits.
    before: String,
    behind: String,
    /// Parts of a day with what is written between them, in lower case.
    day: String,
    /// A point that is written after digits of a whole number: so many digits stand behind it.
    point: Option<usize>,
    /// Chinese digits: plain or those of cheques.
    chinese: Option<Style>,
    /// Which numbers it is for, where it says so: `[>=10000]`.
    only: Option<(String, f64)>,
}

impl Formats {
    /// A number as the cell format `style` shows it: percentages, days, Chinese digits, the words around it. It
    /// keeps all its digits, and they stand without commas.
    pub(super) fn show(&self, value: f64, style: usize) -> String {
        let id = self.cells.get(style).copied().unwrap_or(0);
        let code = match self.codes.get(&id) {
            Some(code) => code.as_str(),
            None => builtin(id),
        };
        if code.is_empty() {
            return plain(value);
        }
        let parts: Vec<Part> = parts(code).map(Part::new).collect();
        let holds = |part: &&Part| {
            part.only.as_ref().is_some_and(|(sign, than)| match sign.as_str() {
                ">" => value > *than,
                ">=" => value >= *than,
                "<" => value < *than,
                "<=" => value <= *than,
                "=" => value == *than,
                _ => value != *than,
            })
        };
        let (part, negative) = match &parts[..] {
            [] => return plain(value),
            all if all.iter().any(|part| part.only.is_some()) => {
                let other = || all.iter().find(|part| part.only.is_none());
                (all.iter().find(holds).or_else(other).unwrap_or(&all[0]), false)
            }
            [_, _, zero, ..] if value == 0.0 => (zero, false),
            [_, negative, ..] if value < 0.0 => (negative, true),
            [first, ..] => (first, false),
        };
        if part.is_day() {
            return self.day(value, part).unwrap_or_else(|| plain(value));
        }
        // A part for negative numbers writes their sign itself, or brackets.
        let value = if negative && (part.before.contains(['-', '(', '（'])) { value.abs() } else { value };
        part.number(value)
    }

    fn day(&self, value: f64, part: &Part) -> Option<String> {
        if !(0.0..=2_958_466.0).contains(&value) {
            return None;
        }
        let code = &part.day;
        let has = |c: char| code.contains(c);
        if has('h') && !has('y') && !has('d') {
            let seconds = (value * 86_400.0).round() as i64;
            let (h, m, s) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
            let chinese = has('时');
            return Some(match (has('s') && s > 0, chinese) {
                (true, true) => format!("{h}时{m:02}分{s:02}秒"),
                (true, false) => format!("{h}:{m:02}:{s:02}"),
                (false, true) => format!("{h}时{m:02}分"),
                (false, false) => format!("{h}:{m:02}"),
            });
        }
        // Day 60 is a 29 February 1900 that never was.
        let first = if self.from_1904 { date(1904, 1, 1) } else { date(1899, 12, 30) };
        let day = first.checked_add((value.floor() as i64).days()).ok()?;
        Some(written(day, code, part.chinese))
    }
}

/// A day as the code shows it. Years that stand alone, and months, are written out.
fn written(day: Date, code: &str, chinese: Option<Style>) -> String {
    let (y, m, d) = (i64::from(day.year()), i64::from(day.month()), i64::from(day.day()));
    let year = match chinese {
        Some(_) => Style::Digits.write(y),
        None => y.to_string(),
    };
    let number = |n: i64| chinese.map_or_else(|| n.to_string(), |style| style.write(n));
    match (code.contains('y'), code.contains('m'), code.contains('d')) {
        (true, _, true) if code.contains('年') || chinese.is_some() => {
            format!("{year}年{}月{}日", number(m), number(d))
        }
        (true, _, true) => format!("{y}-{m:02}-{d:02}"),
        (true, false, false) => format!("{year}年"),
        (true, true, false) => format!("{year}年{}月", number(m)),
        (false, _, true) => format!("{}月{}日", number(m), number(d)),
        (false, ..) => format!("{}月", number(m)),
    }
}

/// The parts of a code, which semicolons part.
fn parts(code: &str) -> impl Iterator<Item = &str> {
    let (mut quoted, mut escaped) = (false, false);
    code.split(move |c| {
        let parts = c == ';' && !quoted && !escaped;
        escaped = !escaped && matches!(c, '\\' | '!');
        quoted ^= c == '"';
        parts
    })
}

impl Part {
    fn new(code: &str) -> Part {
        let mut part = Part::default();
        let mut chars = code.chars();
        // The digits of a whole number that stand behind a written point.
        let mut point: Option<usize> = None;
        while let Some(c) = chars.next() {
            match c {
                '"' => {
                    let text: String = chars.by_ref().take_while(|c| *c != '"').collect();
                    part.write(&text);
                }
                '\\' | '!' => match chars.next() {
                    Some('.') if part.has_digits() => point = Some(0),
                    Some(c) => part.write(c.encode_utf8(&mut [0; 4])),
                    None => {}
                },
                // A blank as wide as the next sign, or that sign as often as it fits.
                '_' | '*' => drop(chars.next()),
                '[' => {
                    let inside: String = chars.by_ref().take_while(|c| *c != ']').collect();
                    part.bracket(&inside);
                }
                '0' | '#' | '?' => {
                    part.signs.push(c);
                    point = point.map(|n| n + 1);
                }
                '.' | ',' | '%' | '@' => part.signs.push(c),
                c if c.is_ascii_alphabetic() => {
                    let c = c.to_ascii_lowercase();
                    part.signs.push(c);
                    part.day.push(c);
                }
                c => part.write(c.encode_utf8(&mut [0; 4])),
            }
        }
        part.point = point.filter(|digits| *digits > 0);
        part
    }

    fn has_digits(&self) -> bool {
        self.signs.contains(['0', '#', '?']) || self.signs.contains("general")
    }

    fn write(&mut self, text: &str) {
        self.day.push_str(text);
        let into = if self.has_digits() { &mut self.behind } else { &mut self.before };
        into.push_str(text);
    }

    fn bracket(&mut self, inside: &str) {
        let lower = inside.to_ascii_lowercase();
        if let Some(number) = lower.strip_prefix("dbnum") {
            self.chinese = match number {
                "1" => Some(Style::Counting),
                "2" => Some(Style::Legal),
                _ => None,
            };
        } else if let Some(rest) = inside.strip_prefix('$') {
            // The sign of a currency, and a language.
            self.write(rest.split('-').next().unwrap_or(""));
        } else if inside.starts_with(['<', '>', '=']) {
            let end = inside.find(|c| !matches!(c, '<' | '>' | '=')).unwrap_or(inside.len());
            self.only = inside[end..].trim().parse().ok().map(|than| (inside[..end].to_owned(), than));
        } else if matches!(lower.as_str(), "h" | "hh" | "m" | "mm" | "s" | "ss") {
            self.signs.push_str(&lower);
            self.day.push_str(&lower);
        }
    }

    /// Whether it shows a day or a time of the day.
    fn is_day(&self) -> bool {
        let has = |c| self.signs.contains(c);
        if self.signs.contains("general") {
            return false;
        }
        has('y')
            || has('d')
            || has('h')
            || has('m') && (self.day.contains(['月', '-', '/']) || !self.has_digits())
    }

    fn number(&self, value: f64) -> String {
        let decimals = || {
            let digits = self.signs.split('.').nth(1).unwrap_or("");
            digits.chars().take_while(|c| matches!(c, '0' | '#' | '?')).count().min(10)
        };
        let percents = self.signs.matches('%').count();
        if !self.has_digits() && percents == 0 {
            // Words alone stand for the number; without any it is hidden. Text and the like show it.
            return match self.signs.is_empty() {
                true => self.before.trim().to_owned(),
                false => plain(value),
            };
        }
        // Each comma behind the digits leaves out three of them.
        let thousands = self.signs.trim_end_matches('%').chars().rev().take_while(|c| *c == ',').count();
        let scaled = value / 1000f64.powi(thousands.min(5) as i32);
        let digits = match (percents, self.point, self.chinese) {
            (1.., ..) => trimmed(format!("{:.*}", decimals(), scaled * 100.0)) + "%",
            (_, Some(digits), _) => plain(scaled.round() / 10f64.powi(digits.min(9) as i32)),
            (.., Some(style)) if scaled.fract() == 0.0 && scaled.abs() < 1e5 => style.write(scaled as i64),
            _ => plain(scaled),
        };
        format!("{}{digits}{}", self.before.trim_start(), self.behind.trim_end())
    }
}

/// The codes that files do not write out, those of Chinese versions included.
fn builtin(id: u32) -> &'static str {
    match id {
        9 => "0%",
        10 => "0.00%",
        14..=17 | 22 | 30 => "yyyy-m-d",
        18..=21 | 45..=47 => "h:mm:ss",
        27 | 36 | 50 | 52 | 57 => "yyyy年m月",
        28 | 29 | 51 | 53 | 54 | 58 => "m月d日",
        31 => "yyyy年m月d日",
        32..=35 | 55 | 56 => "h时mm分ss秒",
        _ => "",
    }
}

/// A number without the noise of binary fractions.
fn plain(value: f64) -> String {
    if value.fract() == 0.0 && value.abs() < 1e15 {
        return format!("{value:.0}");
    }
    // Sheets keep 15 digits.
    let digits = (14 - value.abs().log10().floor() as i32).clamp(0, 20) as usize;
    trimmed(format!("{value:.digits$}"))
}

fn trimmed(number: String) -> String {
    match number.contains('.') {
        true => number.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => number,
    }
}

#[cfg(test)]
mod tests {
    use super::Formats;

    fn shown(code: &str, value: f64) -> String {
        let formats = Formats { codes: [(164, code.to_owned())].into(), cells: vec![164], from_1904: false };
        formats.show(value, 0)
    }

    #[test]
    fn numbers_are_shown() {
        let cases = [
            ("", 0.1 + 0.2, "0.3"),
            ("General", 1_280_000.0, "1280000"),
            ("0.0%", 0.955, "95.5%"),
            ("[Red]0.00", 3.5, "3.5"),
            ("", 0.0, "0"),
            ("#,##0", 1234.0, "1234"),
            ("0\"万元\"", 120.0, "120万元"),
            ("\"约\"0\"公里\"", 15.0, "约15公里"),
            ("General\"户\"", 36.0, "36户"),
            ("0\\处", 8.0, "8处"),
            ("0!.0,\"万\"", 123_456.0, "12.3万"),
            ("#,##0,\"千元\"", 5000.0, "5千元"),
            ("[>=10000]0!.0,\"万\";0\"元\"", 800.0, "800元"),
            ("0;-0;\"—\"", 0.0, "—"),
            ("0;-0", -3.0, "-3"),
            ("0_);(0)", -3.0, "(3)"),
            ("0;;;", 0.0, ""),
            ("@", 20250930.0, "20250930"),
            ("[DBNum1]0", 12.0, "十二"),
            ("[DBNum2][$-804]General", 305.0, "叁佰零伍"),
            ("[$¥-804]#,##0.00", 12.5, "¥12.5"),
        ];
        for (code, value, wanted) in cases {
            assert_eq!(shown(code, value), wanted, "{code} {value}");
        }
        assert!(shown("", 1e300).starts_with('1'));
    }

    #[test]
    fn days_are_shown() {
        let cases = [
            ("yyyy\"年\"m\"月\"d\"日\"", 45473.0, "2024年6月30日"),
            ("yyyy/m/d;@", 45473.5, "2024-06-30"),
            ("[$-804]yyyy\"年\"m\"月\";@", 45473.0, "2024年6月"),
            ("[DBNum1][$-804]yyyy\"年\"m\"月\"d\"日\"", 45930.0, "二〇二五年九月三十日"),
            ("m\"月\"d\"日\"", 45473.0, "6月30日"),
            ("mmm", 45473.0, "6月"),
            ("h:mm", 0.375, "9:00"),
            ("h\"时\"mm\"分\"", 0.6875, "16时30分"),
        ];
        for (code, value, wanted) in cases {
            assert_eq!(shown(code, value), wanted, "{code} {value}");
        }
        let builtin = |id| Formats { cells: vec![id], ..Formats::default() }.show(45930.0, 0);
        for (id, wanted) in [(14, "2025-09-30"), (27, "2025年9月"), (31, "2025年9月30日"), (57, "2025年9月")]
        {
            assert_eq!(builtin(id), wanted, "{id}");
        }
        for id in [28, 29, 51, 53, 54, 58] {
            assert_eq!(builtin(id), "9月30日", "{id}");
        }
        let from_1904 = Formats { cells: vec![14], from_1904: true, ..Formats::default() };
        assert_eq!(from_1904.show(44468.0, 0), "2025-09-30");
    }
}
