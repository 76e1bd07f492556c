//! Named days: 春节, 国家宪法日, 3·5学雷锋日, and the day before them in 国庆节前.

use std::ops::Range;

use jiff::civil::Date;

use super::moment::{Part, Year, days};
use super::side::{Lead, Side};
use super::{Edge, FoundDate, Reader, is_close, is_han, is_open, lunar};
use crate::lex::{numeral, word};
use crate::lexicon::List;
use crate::model::DateKind;

impl Reader<'_> {
    /// 3·5学雷锋日, “6·5”世界环境日: month and day in the name of a day.
    pub(super) fn dotted_day(&mut self, at: usize, before: u8) -> Option<usize> {
        if before.is_ascii_digit() || before == b'.' {
            return None;
        }
        let (month, end) = self.digits(at, 2)?;
        let dot = self.char(end)?;
        if !matches!(dot, '.' | '·' | '・' | '•' | '‧' | '∙' | '･' | '．') {
            return None;
        }
        let (day, mut end) = self.digits(end + dot.len_utf8(), 2)?;
        if !(1..=12).contains(&month) || days(Part::Day(month as i8, day as i8), Edge::None, 2024).is_none() {
            return None;
        }
        if let Some(quote @ ('”' | '"' | '」')) = self.char(end) {
            end += quote.len_utf8();
        }
        let named = match self.word_at(end) {
            Some(word) if word.list == List::Days => word.place.end,
            // An unlisted name ends with 日; what stands between must be its name, and 一日 counts.
            _ => {
                let name: Vec<(usize, char)> =
                    self.text[end..].char_indices().take(13).take_while(|(_, c)| is_han(*c)).collect();
                let close = name.iter().skip(2).position(|(_, c)| *c == '日')? + 2;
                if numeral::digit_of(name[close - 1].1).is_some() {
                    return None;
                }
                end + name[close].0 + '日'.len_utf8()
            }
        };
        self.named(at..named, None, Some((month as i8, day as i8)))
    }

    /// Where a named day starts at `at`, perhaps in quotes.
    pub(super) fn feast_at(&self, at: usize) -> Option<usize> {
        let at = self.char(at).filter(|c| is_open(*c)).map_or(at, |quote| at + quote.len_utf8());
        self.word_at(at).filter(|word| word.list == List::Days).map(|_| at)
    }

    /// A named day: 春节, 国家宪法日; the day before it in 国庆节前.
    pub(super) fn named(
        &mut self,
        place: Range<usize>,
        value: Option<&'static str>,
        given: Option<(i8, i8)>,
    ) -> Option<usize> {
        let (rule, strict) = value.map_or(("", false), |value| match value.split_once('\t') {
            Some((rule, flag)) => (rule, flag == "strict"),
            None => (value, false),
        });
        let place = self.quoted_name(place);
        let end = place.end;
        let closed = self.char(end).filter(|c| is_close(*c)).map(|quote| end + quote.len_utf8());
        let after = closed.unwrap_or(end);
        if strict && !self.is_feast(&place, after) {
            // 十一月 is a month.
            return (!self.text[end..].starts_with('月')).then_some(end);
        }
        if given.is_none()
            && (closed.is_none() && self.is_place(end) || !word::begins(self.text, place.start))
        {
            return Some(end);
        }
        if self.is_past(place.start) {
            return Some(end);
        }
        let feast = |year| match given {
            Some((month, day)) => Date::new(year, month, day).ok().map(|day| (day, day)),
            None => days_of(rule, year),
        };
        let open = closed.and_then(|_| self.open_before(place.start)).unwrap_or(place.start);
        // “五一”节前
        let holiday = closed.and_then(|closed| self.eat(closed, "节")).unwrap_or(after);
        let tail = self.tail(holiday, true);
        let lead = |day: Date| match tail.lead {
            Lead::None => day.yesterday().ok(),
            Lead::Span(span) => day.checked_sub(span).ok(),
            Lead::Working => None,
        };
        let due = |year| feast(year).and_then(|(first, _)| lead(first));
        let (year, start) = self.year_before(open);
        let year = match tail.side {
            Side::Before => self.year_of(year, Part::Year, Some(&due)),
            _ => self.year_of(year, Part::Year, None),
        };
        // 2026年“五一”: the year opens the date, and the quotes belong to it.
        let (from, end) = match start < open {
            true => (start, after),
            false => (place.start, end),
        };
        if tail.side == Side::Before && self.picks_out(open, tail.end) {
            return Some(tail.end);
        }
        if tail.side == Side::Before {
            return self.push(start..tail.end, DateKind::Deadline, None, year.and_then(due));
        }
        let found = year.and_then(feast);
        self.push(from..end, DateKind::NamedDay, found.map(|days| days.0), found.map(|days| days.1))
    }

    /// The year that stands right before `at`, and where it starts: 2026年春节, 丙午年春节, 农历春节.
    fn year_before(&self, at: usize) -> (Year, usize) {
        let at =
            ["农历", "阴历"].iter().find_map(|word| self.text[..at].strip_suffix(word)).map_or(at, str::len);
        if let Some((place, year)) = self.token.clone().filter(|(place, _)| self.skip(place.end) == at) {
            return (year, place.start);
        }
        match self.cycle_year(at).filter(|(_, start)| *start >= self.taken()) {
            Some((year, start)) => (Year::Given(year), start),
            None => (Year::Unsaid, at),
        }
    }

    /// The place of a name with the quote that is a part of it: “六一”国际儿童节, “3·8”妇女节.
    fn quoted_name(&self, place: Range<usize>) -> Range<usize> {
        let before = &self.text[..place.start];
        let open = match self.text[place.clone()].contains('”') {
            true => before.strip_suffix('“').map(str::len),
            false => before.strip_suffix('”').and_then(|inner| {
                let (open, _) = inner.char_indices().rev().take(5).find(|(_, c)| *c == '“')?;
                let number = |c: char| numeral::digit_of(c).is_some() || matches!(c, '十' | '·' | '.');
                inner[open + '“'.len_utf8()..].chars().all(number).then_some(open)
            }),
        };
        open.filter(|open| *open >= self.taken()).unwrap_or(place.start)..place.end
    }

    /// Where the quote right before `at` opens.
    pub(super) fn open_before(&self, at: usize) -> Option<usize> {
        let open = self.text[..at].chars().next_back().filter(|c| is_open(*c))?;
        Some(at - open.len_utf8()).filter(|open| *open >= self.taken())
    }

    /// Whether the name goes on as that of a place: 元旦村, 国庆路.
    fn is_place(&self, end: usize) -> bool {
        let next = self.char(end).is_some_and(|c| "村镇乡路街巷桥山湖河岛港湾寨庄屯".contains(c));
        next && word::opening(&self.text[end..]).chars().nth(1).is_none()
    }

    /// Whether a short name such as 五一 or 国庆 is the feast here, and no part of another name.
    fn is_feast(&self, place: &Range<usize>, after: usize) -> bool {
        if ["期间", "前", "假期", "假日", "小长假", "长假", "等"]
            .iter()
            .any(|word| self.eat(after, word).is_some())
            || after > place.end && self.eat(after, "节").is_some()
        {
            return true;
        }
        let listed = self.found.last().is_some_and(|last: &FoundDate| {
            last.kind == DateKind::NamedDay
                && self.text.get(last.place.end..place.start).is_some_and(|gap| {
                    gap.contains('、') && gap.chars().all(|c| matches!(c, '、') || is_open(c) || is_close(c))
                })
        });
        let next = self.eat(after, "、").and_then(|next| self.feast_at(next));
        let lead =
            || self.length(self.skip(after)).is_some_and(|(_, end)| self.before(self.skip(end)).is_some());
        listed || next.is_some() || lead()
    }
}

/// Days of a named day by its rule: `03-05`, `03-22..03-28`, `lunar 8-15`, `eve`, `term 4`, `nth 5 7 3`.
pub(super) fn days_of(rule: &str, year: i16) -> Option<(Date, Date)> {
    let date = |text: &str| {
        let (month, day) = text.split_once('-')?;
        Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()
    };
    if let Some((first, last)) = rule.split_once("..") {
        return Some((date(first)?, date(last)?));
    }
    let mut parts = rule.split(' ');
    let day = match parts.next()? {
        "lunar" => {
            let (month, day) = parts.next()?.split_once('-')?;
            let day = day.parse().ok()?;
            return lunar::days(year, month.parse().ok()?, day, day);
        }
        "eve" => lunar::days(year, 1, 1, 1)?.0.yesterday().ok()?,
        "term" => lunar::solar_term(year, parts.next()?.parse().ok()?)?,
        "nth" => {
            let mut number = || parts.next()?.parse::<i8>().ok();
            let (month, weekday, n) = (number()?, number()?, number()?);
            let weekday = jiff::civil::Weekday::from_monday_one_offset(weekday).ok()?;
            Date::new(year, month, 1).ok()?.nth_weekday_of_month(n, weekday).ok()?
        }
        "?" => return None,
        day => date(day)?,
    };
    Some((day, day))
}

/// The month and day of a named day that has the same ones every year.
pub(super) fn fixed(rule: &str) -> Option<(i8, i8)> {
    let (month, day) = rule.split('\t').next()?.split_once('-')?;
    Some((month.parse().ok()?, day.parse().ok()?))
}
