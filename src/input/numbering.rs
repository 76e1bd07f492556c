//! The automatic numbers of lists, as word processors count and write them.

/// How a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Style {
    /// 1, 2, 3.
    #[default]
    Decimal,
    /// 01, 02.
    DecimalZero,
    /// １, ２.
    FullWidth,
    /// 一, 十, 十一, 一百二十.
    Counting,
    /// 一, 二, 一〇: each digit by itself.
    Digits,
    /// 壹, 贰, 拾.
    Legal,
    /// 壹, 貳, 拾.
    LegalTraditional,
    /// ①.
    Circle,
    /// ⑴.
    Paren,
    /// ⒈.
    FullStop,
    /// ㈠.
    ParenCounting,
    /// ㊀.
    CircleCounting,
    /// 甲, 乙.
    Stems,
    /// 子, 丑.
    Branches,
    /// a, b, … z, aa, bb as Word continues.
    LowerLetter,
    /// A, B.
    UpperLetter,
    /// i, ii.
    LowerRoman,
    /// I, II.
    UpperRoman,
    /// Nothing: a bullet, or a level without a number.
    None,
}

impl Style {
    /// By the name of `w:numFmt` in WordprocessingML; unknown ones are decimal.
    pub(super) fn of_word(name: &str) -> Style {
        match name {
            "decimalZero" => Style::DecimalZero,
            "decimalFullWidth" | "decimalFullWidth2" => Style::FullWidth,
            "ideographDigital" | "taiwaneseDigital" | "japaneseDigitalTenThousand" => Style::Digits,
            "chineseCounting"
            | "chineseCountingThousand"
            | "japaneseCounting"
            | "taiwaneseCounting"
            | "taiwaneseCountingThousand"
            | "koreanCounting" => Style::Counting,
            "chineseLegalSimplified" => Style::Legal,
            "ideographLegalTraditional" | "japaneseLegal" => Style::LegalTraditional,
            "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => Style::Circle,
            "decimalEnclosedParen" => Style::Paren,
            "decimalEnclosedFullstop" => Style::FullStop,
            "ideographEnclosedCircle" => Style::CircleCounting,
            "ideographTraditional" => Style::Stems,
            "ideographZodiac" => Style::Branches,
            "lowerLetter" => Style::LowerLetter,
            "upperLetter" => Style::UpperLetter,
            "lowerRoman" => Style::LowerRoman,
            "upperRoman" => Style::UpperRoman,
            "bullet" | "none" => Style::None,
            _ => Style::Decimal,
        }
    }

    /// By the first numbers of the series, as `style:num-format` of OpenDocument and `type` of `<ol>` name it:
    /// `一, 二, 三, ...`, `①, ②, ③, ...`, `i`.
    pub(super) fn of_sample(sample: &str) -> Style {
        let sample = sample.trim();
        match sample.chars().next() {
            None => Style::None,
            Some('１') => Style::FullWidth,
            Some('一') => Style::Counting,
            Some('〇') => Style::Digits,
            Some('壹' | '壱') if sample.contains('贰') => Style::Legal,
            Some('壹' | '壱') => Style::LegalTraditional,
            Some('①') => Style::Circle,
            Some('⑴') => Style::Paren,
            Some('⒈') => Style::FullStop,
            Some('㈠') => Style::ParenCounting,
            Some('㊀') => Style::CircleCounting,
            Some('甲') => Style::Stems,
            Some('子') => Style::Branches,
            Some('a') => Style::LowerLetter,
            Some('A') => Style::UpperLetter,
            Some('i') => Style::LowerRoman,
            Some('I') => Style::UpperRoman,
            Some('0') => Style::DecimalZero,
            Some(_) => Style::Decimal,
        }
    }

    /// The number `n` in this style; what a style cannot write is decimal.
    pub(super) fn write(self, n: i64) -> String {
        let nth = |first: char, last: char| {
            let at = u32::try_from(n - 1).ok()?.checked_add(first as u32)?;
            (at <= last as u32).then(|| char::from_u32(at)).flatten().map(String::from)
        };
        let of = |chars: &str| {
            let at = usize::try_from(n - 1).ok()?;
            chars.chars().nth(at).map(String::from)
        };
        let written = match self {
            Style::Decimal => None,
            Style::DecimalZero => Some(format!("{n:02}")),
            Style::FullWidth => Some(digits(n, "０１２３４５６７８９")),
            Style::Counting => counting(n, "〇一二三四五六七八九", ["十", "百", "千", "万"]),
            Style::Digits => Some(digits(n, "〇一二三四五六七八九")),
            Style::Legal => counting(n, "零壹贰叁肆伍陆柒捌玖", ["拾", "佰", "仟", "万"]),
            Style::LegalTraditional => counting(n, "零壹貳參肆伍陸柒捌玖", ["拾", "佰", "仟", "萬"]),
            Style::Circle => match n {
                0 => Some("⓪".into()),
                1..=20 => nth('①', '⑳'),
                21..=35 => char::from_u32(0x3251 + n as u32 - 21).map(String::from),
                36..=50 => char::from_u32(0x32b1 + n as u32 - 36).map(String::from),
                _ => None,
            },
            Style::Paren => nth('⑴', '⒇'),
            Style::FullStop => nth('⒈', '⒛'),
            Style::ParenCounting => nth('㈠', '㈩'),
            Style::CircleCounting => nth('㊀', '㊉'),
            Style::Stems => of("甲乙丙丁戊己庚辛壬癸"),
            Style::Branches => of("子丑寅卯辰巳午未申酉戌亥"),
            Style::LowerLetter => letters(n, b'a'),
            Style::UpperLetter => letters(n, b'A'),
            Style::LowerRoman => roman(n).map(|text| text.to_lowercase()),
            Style::UpperRoman => roman(n),
            Style::None => Some(String::new()),
        };
        written.unwrap_or_else(|| n.to_string())
    }
}

fn digits(n: i64, of: &str) -> String {
    n.to_string()
        .chars()
        .map(|c| c.to_digit(10).and_then(|d| of.chars().nth(d as usize)).unwrap_or(c))
        .collect()
}

fn counting(n: i64, of: &str, units: [&str; 4]) -> Option<String> {
    if !(0..=99_999).contains(&n) {
        return None;
    }
    let digit = |d: i64| of.chars().nth(d as usize).expect("ten digits");
    if n == 0 {
        return Some(digit(0).to_string());
    }
    let zero = if units[0] == "十" { '零' } else { digit(0) };
    let mut text = String::new();
    let mut gap = false;
    for (place, unit) in [(10_000, units[3]), (1000, units[2]), (100, units[1]), (10, units[0]), (1, "")] {
        let d = n / place % 10;
        if d == 0 {
            gap = !text.is_empty();
            continue;
        }
        if gap {
            text.push(zero);
            gap = false;
        }
        // 十二, not 一十二, but 一百一十二; 壹拾贰 is written out.
        if !(d == 1 && place == 10 && text.is_empty() && unit == "十") {
            text.push(digit(d));
        }
        text.push_str(unit);
    }
    Some(text)
}

fn letters(n: i64, first: u8) -> Option<String> {
    if !(1..=26 * 30).contains(&n) {
        return None;
    }
    let letter = char::from(first + ((n - 1) % 26) as u8);
    Some(std::iter::repeat_n(letter, (n - 1) as usize / 26 + 1).collect())
}

fn roman(n: i64) -> Option<String> {
    if !(1..4000).contains(&n) {
        return None;
    }
    let (mut text, mut n) = (String::new(), n);
    let signs = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    for (value, sign) in signs {
        while n >= value {
            text.push_str(sign);
            n -= value;
        }
    }
    Some(text)
}

/// One level of a list: how its number is written.
#[derive(Debug, Clone, Default)]
pub(super) struct Level {
    /// The number's style.
    pub(super) style: Style,
    /// The text of the label, `%1` to `%9` standing for the numbers of the levels.
    pub(super) label: String,
    /// The first number.
    pub(super) start: i64,
    /// The level (from 0) whose numbers restart this one; none is any level above. `Some(None)` is never.
    pub(super) restart: Option<Option<usize>>,
    /// The numbers of the levels above are written in decimal, whatever their style.
    pub(super) legal: bool,
}

/// How many levels a list has.
pub(super) const LEVELS: usize = 10;

/// The state of one list: the last number of each level, where there was one.
#[derive(Debug, Clone, Default)]
pub(super) struct Counter {
    last: [Option<i64>; LEVELS],
}

impl Counter {
    /// Counts one item of `level` and gives its label, with the space that stands after it.
    pub(super) fn count(&mut self, levels: &[Level], level: usize) -> String {
        let level = level.min(LEVELS - 1);
        let Some(this) = levels.get(level) else { return String::new() };
        let n = self.last[level].map_or(this.start, |n| n.saturating_add(1));
        self.last[level] = Some(n);
        // Levels above that were skipped count as their first number.
        for (above, last) in levels.iter().zip(&mut self.last[..level]) {
            last.get_or_insert(above.start);
        }
        for below in level + 1..LEVELS {
            let restarts = match levels.get(below).and_then(|level| level.restart) {
                None => true,
                Some(None) => false,
                Some(Some(after)) => level <= after,
            };
            if restarts {
                self.last[below] = None;
            }
        }
        self.label(levels, level)
    }

    /// Lets the next item of `level` have the level's first number.
    pub(super) fn forget(&mut self, level: usize) {
        if let Some(last) = self.last.get_mut(level) {
            *last = None;
        }
    }

    /// Lets the next item of `level` have the number `start`.
    pub(super) fn restart(&mut self, level: usize, start: i64) {
        if let Some(last) = self.last.get_mut(level) {
            *last = Some(start.saturating_sub(1));
        }
    }

    fn label(&self, levels: &[Level], level: usize) -> String {
        let this = &levels[level];
        // A bullet is no number.
        if this.style == Style::None && !this.label.contains('%') {
            return String::new();
        }
        let mut text = String::new();
        let mut rest = this.label.chars().peekable();
        while let Some(c) = rest.next() {
            let of = rest.peek().and_then(|c| c.to_digit(10)).filter(|d| c == '%' && *d > 0);
            let Some(of) = of else {
                text.push(c);
                continue;
            };
            rest.next();
            let of = of as usize - 1;
            let Some(other) = levels.get(of) else { continue };
            let n = self.last[of].unwrap_or(other.start);
            text += &if this.legal { n.to_string() } else { other.style.write(n) };
        }
        let text = text.trim();
        spaced(text)
    }
}

/// The label and what stands between it and its paragraph: nothing after 、 and ）, a space after `1.`, so
/// that it does not run into a digit.
pub(super) fn spaced(label: &str) -> String {
    match label.chars().last() {
        Some(c) if c.is_ascii() => format!("{label} "),
        _ => label.to_owned(),
    }
}

/// Whether a line begins with the number of an item: 一、 （一） 1. ① 第一章.
pub(super) fn starts_item(text: &str) -> bool {
    let inner = text.trim_start_matches(['（', '(', '第']);
    let number = |c: char| {
        c.is_ascii_digit()
            || matches!(c, '０'..='９' | '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十')
    };
    let rest = inner.trim_start_matches(number);
    if text.starts_with(|c| matches!(c, '①'..='⑳' | '⑴'..='⒇' | '㈠'..='㈩')) {
        return true;
    }
    rest.len() < inner.len()
        && match inner.len() < text.len() {
            true => rest.starts_with(['）', ')', '章', '节', '条', '阶']),
            false => {
                rest.starts_with(['、', '．']) || rest.starts_with('.') && !rest[1..].starts_with(number)
            }
        }
}

#[cfg(test)]
mod tests {
    use super::{Counter, Level, Style};

    #[test]
    fn numbers_are_written() {
        let cases = [
            (Style::Counting, 1, "一"),
            (Style::Counting, 10, "十"),
            (Style::Counting, 12, "十二"),
            (Style::Counting, 20, "二十"),
            (Style::Counting, 101, "一百零一"),
            (Style::Counting, 112, "一百一十二"),
            (Style::Counting, 1010, "一千零一十"),
            (Style::Digits, 10, "一〇"),
            (Style::Legal, 12, "壹拾贰"),
            (Style::LegalTraditional, 3, "參"),
            (Style::Circle, 20, "⑳"),
            (Style::Circle, 21, "㉑"),
            (Style::Circle, 51, "51"),
            (Style::Paren, 2, "⑵"),
            (Style::ParenCounting, 3, "㈢"),
            (Style::FullWidth, 12, "１２"),
            (Style::DecimalZero, 7, "07"),
            (Style::LowerLetter, 28, "bb"),
            (Style::UpperRoman, 14, "XIV"),
            (Style::Stems, 2, "乙"),
            (Style::Counting, -3, "-3"),
            (Style::LowerLetter, i64::MAX, "9223372036854775807"),
        ];
        for (style, n, wanted) in cases {
            assert_eq!(style.write(n), wanted, "{style:?} {n}");
        }
    }

    fn level(style: Style, label: &str) -> Level {
        Level { style, label: label.into(), start: 1, ..Level::default() }
    }

    #[test]
    fn levels_restart() {
        let levels =
            [level(Style::Counting, "%1、"), level(Style::Counting, "（%2）"), level(Style::Decimal, "%3.")];
        let mut counter = Counter::default();
        let labels: Vec<String> =
            [0, 1, 2, 2, 1, 2, 0, 1].into_iter().map(|level| counter.count(&levels, level)).collect();
        assert_eq!(labels, ["一、", "（一）", "1. ", "2. ", "（二）", "1. ", "二、", "（一）"]);
        counter.forget(0);
        assert_eq!(counter.count(&levels, 0), "一、");
    }

    #[test]
    fn legal_levels_are_decimal() {
        let mut below = level(Style::Counting, "%1.%2");
        below.legal = true;
        let levels = [level(Style::Counting, "第%1章"), below];
        let mut counter = Counter::default();
        counter.count(&levels, 0);
        assert_eq!(counter.count(&levels, 1), "1.1 ");
        assert_eq!(counter.count(&levels, 1), "1.2 ");
        // A level above that was not counted shows its first number.
        assert_eq!(Counter::default().count(&levels, 1), "1.1 ");
    }

    #[test]
    fn bullets_are_no_numbers() {
        assert_eq!(Counter::default().count(&[level(Style::None, "•")], 0), "");
    }
}
