//! Dates: `6月底前`, `2021年11月-12月`, `每月25日前`, 春节, 持续推进.
//!
//! ```text
//! 于 2021年11月 底  前 完成        到 2027年 ，         每月 25日 前
//!    ╰ moment ╯ edge ╰ before      │  ╰ moment         ╰ every ╯
//!                                  ╰ until
//! ```
//!
//! One pass over the text looks at digits, Chinese numerals and the words of `times` and `days`. A moment is
//! a year, a part of one, or a day; what stands around it makes it a deadline, a period or a point.

use std::ops::Range;

use jiff::civil::Date;
use jiff::{Span, ToSpan};

use super::lunar;
use crate::lex::{Stops, numeral, width};
use crate::lexicon::{Hits, List};
use crate::model::DateKind;

/// A date found; its text is the slice of `place`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundDate {
    /// Where it stands, in bytes of the text read.
    pub place: Range<usize>,
    /// What it says.
    pub kind: DateKind,
    /// The first day; a deadline has none.
    pub start: Option<Date>,
    /// The last day.
    pub end: Option<Date>,
    /// A recurrence rule of RFC 5545.
    pub recurrence: Option<String>,
    /// No calendar has this day, such as 9月31日.
    pub impossible: bool,
    /// Bound to an event whose day nobody can work out, such as 全国两会召开前.
    pub event: bool,
}

/// What a reader knows before reading dates.
#[derive(Debug, Clone, Copy, Default)]
pub struct Calendar<'a> {
    /// The year the plan is for.
    pub year: Option<i16>,
    /// The day of issue.
    pub issued_on: Option<Date>,
    /// The days the plan is for.
    pub period: Option<(Date, Date)>,
    /// Where the text looks back on past work, in bytes, in order.
    pub past: &'a [Range<usize>],
}

/// The dates of `text`, in document order, none overlapping. `hits` are the words of the same text.
///
/// A year that only names a document (《2023年工作要点》, a title) or that others are compared with
/// (比2020年下降) is left out, and so is a bare 今年, 全年 or 定期.
pub fn dates(text: &str, hits: &Hits, calendar: &Calendar) -> Vec<FoundDate> {
    let mut reader = Reader {
        text,
        hits: Some(hits),
        calendar,
        words: words(text, hits),
        found: Vec::new(),
        said: None,
        headed: None,
        action: None,
    };
    reader.read();
    reader.found
}

/// The full date that opens `text`: 2023年3月21日, 二〇二三年三月二十一日, 2025-07-18, 2024.3.5.
pub fn day(text: &str) -> Option<Date> {
    let calendar = Calendar::default();
    let (words, found) = (Vec::new(), Vec::new());
    let reader = Reader {
        text,
        hits: None,
        calendar: &calendar,
        words,
        found,
        said: None,
        headed: None,
        action: None,
    };
    let at = text.len() - text.trim_start().len();
    let moment = reader.moment(at)?;
    let (Year::Given(year), Part::Day(..)) = (moment.year, moment.part) else { return None };
    Some(days(moment.part, moment.edge, year)?.0)
}

/// The year of a moment, as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Year {
    /// 2021年
    Given(i16),
    /// 今年 0, 明年 1.
    Plan(i16),
    /// 次年, after another moment.
    Next,
    Unsaid,
}

/// Which part of its year a moment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Year,
    Half(i8),
    Quarter(i8),
    Month(i8),
    /// 上旬 0, 中旬 1, 下旬 2.
    Third(i8, i8),
    Day(i8, i8),
    /// 月底: the month of issue.
    ThisMonth,
    /// 9月X日
    Placeholder,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Edge {
    None,
    /// 初
    Start,
    /// 底, 末
    End,
    /// 年内
    Within,
}

/// One point of a calendar as written.
#[derive(Debug, Clone, Copy)]
struct Moment {
    year: Year,
    part: Part,
    edge: Edge,
    /// Where it ends.
    end: usize,
}

/// A moment, or two with a dash between.
#[derive(Debug, Clone, Copy)]
struct Extent {
    first: Moment,
    last: Option<Moment>,
    end: usize,
}

/// What follows a moment and says which side of it is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    None,
    Before,
    From,
    Since,
}

/// A word of time or a named day.
struct Word {
    place: Range<usize>,
    list: List,
    value: &'static str,
}

struct Reader<'a> {
    text: &'a str,
    hits: Option<&'a Hits<'a>>,
    calendar: &'a Calendar<'a>,
    /// The longest word at each place where one starts, in order.
    words: Vec<Word>,
    found: Vec<FoundDate>,
    /// The year this sentence has named.
    said: Option<i16>,
    /// The year the last heading has named.
    headed: Option<i16>,
    /// The time of action, where it reaches into the next year: 2023年11月15日至2024年2月9日.
    action: Option<(Date, Date)>,
}

/// Numbers, blanks for them, and what ends a sentence or opens a title.
static STOPS: Stops = Stops::new("0123456789Xx\n;。；！？《一二三四五六七八九十第");

fn words(text: &str, hits: &Hits) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    for (list, hit) in hits.of_lists([List::Days, List::Times], 0..text.len()) {
        let place = hit.range();
        if words.last().is_some_and(|last| last.place.start == place.start) {
            words.pop();
        }
        words.push(Word { place, list, value: hits.value(hit) });
    }
    words
}

impl Reader<'_> {
    fn read(&mut self) {
        let bytes = self.text.as_bytes();
        let (mut at, mut next) = (0, 0);
        // Where the next word starts.
        let mut stop = 0;
        while at < bytes.len() {
            if at >= stop {
                while self.words.get(next).is_some_and(|word| word.place.start < at) {
                    next += 1;
                }
                if self.words.get(next).is_some_and(|word| word.place.start == at) {
                    next += 1;
                    if let Some(end) = self.word(next - 1) {
                        at = end;
                        continue;
                    }
                }
                stop = self.words.get(next).map_or(bytes.len(), |word| word.place.start);
            }
            at = STOPS.next(bytes, at, stop);
            if at == stop {
                continue;
            }
            match bytes[at] {
                b'0'..=b'9' => {
                    at = match self.number(at) {
                        Some(end) => end,
                        None => at + bytes[at..].iter().take_while(|b| b.is_ascii_digit()).count(),
                    };
                    continue;
                }
                b'X' | b'x' => {
                    if let Some(end) = self.calendar_date(at) {
                        at = end;
                        continue;
                    }
                    at += bytes[at..].iter().take_while(|b| matches!(b, b'X' | b'x')).count();
                    continue;
                }
                b'\n' | b';' => self.said = None,
                0x80.. => {
                    let c = self.char(at).unwrap_or(' ');
                    match c {
                        '。' | '；' | '！' | '？' => self.said = None,
                        '《' => {
                            if let Some(end) = self.close(at, '》', 300) {
                                at = end;
                                continue;
                            }
                        }
                        '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '第' => {
                            if let Some(end) = self.calendar_date(at) {
                                at = end;
                                continue;
                            }
                        }
                        _ => {}
                    }
                    at += c.len_utf8();
                    continue;
                }
                _ => {}
            }
            at += width(bytes[at]);
        }
    }

    /// Reads what a digit at `at` may open, and tells where it ends.
    fn number(&mut self, at: usize) -> Option<usize> {
        let before = self.text[..at].bytes().next_back().unwrap_or(b' ');
        if before.is_ascii_alphabetic() {
            return None;
        }
        if let Some(end) = self.dotted_day(at, before) {
            return Some(end);
        }
        if let Some(end) = self.numeric_day(at, before) {
            return Some(end);
        }
        self.calendar_date(at)
    }

    /// 3·5学雷锋日, “6·5”世界环境日: month and day in the name of a day.
    fn dotted_day(&mut self, at: usize, before: u8) -> Option<usize> {
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
            // An unlisted name ends with 日; what stands between must be its name.
            _ => {
                let name = self.text[end..].char_indices().take(13).take_while(|(_, c)| is_han(*c));
                end + name.skip(2).find(|(_, c)| *c == '日').map(|(i, c)| i + c.len_utf8())?
            }
        };
        self.named(at..named, None, Some((month as i8, day as i8)))
    }

    /// 2025-07-18, 2024.3.5, 2024/3/5.
    fn numeric_day(&mut self, at: usize, before: u8) -> Option<usize> {
        if matches!(before, b'-' | b'/' | b'.') {
            return None;
        }
        let moment = self.numeric_moment(at)?;
        if self.dash(moment.end).is_some_and(|dash| self.numeric_moment(dash).is_some()) {
            return None;
        }
        let Year::Given(year) = moment.year else { return None };
        let (start, end) = days(moment.part, Edge::None, year)?;
        let side = self.side(moment.end, true);
        let place = at..side.1;
        let (kind, start, end) = match side.0 {
            Side::Before => (DateKind::Deadline, None, Some(end)),
            Side::From => (DateKind::Period, Some(start), None),
            _ if self.is_due(at, moment.end) => (DateKind::Deadline, None, Some(end)),
            _ => (self.tense(end, DateKind::Point), Some(start), Some(end)),
        };
        self.push(place, kind, start, end)
    }

    fn numeric_moment(&self, at: usize) -> Option<Moment> {
        let (year, end) = self.digits(at, 4)?;
        let dash = *self.text.as_bytes().get(end)?;
        if !(1900..=2100).contains(&year) || !matches!(dash, b'-' | b'.' | b'/') {
            return None;
        }
        let (month, end) = self.digits(end + 1, 2)?;
        if self.text.as_bytes().get(end) != Some(&dash) {
            return None;
        }
        let (day, end) = self.digits(end + 1, 2)?;
        let after = self.text.as_bytes().get(end).copied().unwrap_or(b' ');
        if after.is_ascii_alphanumeric() || (after == dash && dash != b'.') {
            return None;
        }
        let part = Part::Day(i8::try_from(month).ok()?, i8::try_from(day).ok()?);
        days(part, Edge::None, year as i16)?;
        Some(Moment { year: Year::Given(year as i16), part, edge: Edge::None, end })
    }

    /// Reads a date made of moments that starts at `at`.
    fn calendar_date(&mut self, at: usize) -> Option<usize> {
        let extent = self.extent(at)?;
        let first = extent.first;
        let last = extent.last.unwrap_or(first);
        let (side, end) = self.side(extent.end, last.edge == Edge::End || matches!(last.part, Part::Day(..)));
        let given = |moment: Moment| match moment.year {
            Year::Given(year) => Some(year),
            Year::Plan(n) => self.plan_year().map(|year| year + n),
            Year::Next | Year::Unsaid => None,
        };
        let explicit = given(first).or_else(|| {
            let last = extent.last?;
            let year = given(last)?;
            // 12月至2024年2月 begins the year before.
            Some(if order(first.part) > order(last.part) { year - 1 } else { year })
        });
        let year = explicit.or_else(|| self.year_for(first.part));
        let last_year = extent.last.and_then(|last| {
            let next = last.year == Year::Next || order(last.part) < order(first.part);
            given(last).or_else(|| year.map(|year| if next { year + 1 } else { year }))
        });

        let (mut start, mut finish, mut impossible) = (None, None, false);
        if first.part == Part::ThisMonth {
            if let Some(day) = self.calendar.issued_on {
                (start, finish) = (Some(day.first_of_month()), Some(day.last_of_month()));
            }
        } else if first.part != Part::Placeholder {
            impossible = days(first.part, first.edge, 2024).is_none();
            if let Some(year) = year {
                match days(first.part, first.edge, year) {
                    Some((a, b)) => (start, finish) = (Some(a), Some(b)),
                    None => impossible = true,
                }
            }
            if let Some(last) = extent.last {
                finish = last_year.and_then(|year| days(last.part, last.edge, year)).map(|(_, b)| b);
                impossible |= last_year.is_some() && finish.is_none();
            }
        }

        let edge = extent.last.map_or(first.edge, |last| last.edge);
        let until = self.until(at);
        let due = extent.last.is_none() && self.is_due(at, extent.end);
        let bare_year = extent.last.is_none() && first.part == Part::Year && edge == Edge::None;
        let here = at..end;

        if self.is_past(at) {
            // Dates without a year in a review are those of the year reviewed, which only its heading tells.
            explicit?;
            return self.push(here, DateKind::Past, start, finish);
        }
        let over =
            explicit.is_some() && finish.zip(self.plan_start()).is_some_and(|(end, start)| end < start);
        let kind = match side {
            Side::Since => return Some(end),
            Side::Before if extent.last.is_some() => DateKind::Period,
            Side::Before => DateKind::Deadline,
            Side::From => DateKind::Period,
            Side::None if until.is_some() || matches!(edge, Edge::End | Edge::Within) => DateKind::Deadline,
            Side::None if extent.last.is_some() => DateKind::Period,
            Side::None if first.part == Part::Placeholder && !due => return Some(end),
            Side::None if due => match first.part {
                Part::Half(_) | Part::Quarter(_) => DateKind::Period,
                _ => DateKind::Deadline,
            },
            Side::None if bare_year => match self.bare_year(at, end, year) {
                Some(kind) => kind,
                None => return Some(end),
            },
            Side::None if matches!(first.part, Part::Day(..)) => DateKind::Point,
            Side::None if self.is_promised(at, end) => DateKind::Deadline,
            Side::None => DateKind::Period,
        };
        if over {
            // 2005年底前注册的车 tells which cars, not by when.
            if matches!(kind, DateKind::Deadline) {
                return Some(end);
            }
            return self.push(here, DateKind::Past, start, finish);
        }
        let kind = finish.map_or(kind, |day| self.tense(day, kind));
        if self.said.is_none() && kind != DateKind::Past {
            self.said = explicit;
        }
        let place = match (kind, side, edge) {
            (DateKind::Deadline, Side::None, Edge::None) => until.unwrap_or(at)..end,
            _ => here,
        };
        let (mut start, mut finish) = (start, finish);
        let mut place = place;
        match (kind, side) {
            (DateKind::Deadline, _) => start = None,
            (DateKind::Period, Side::From) => {
                finish = None;
                // 2012年起5年内
                if let Some((span, end)) = self.span(end) {
                    finish = start.and_then(|day| day.checked_add(span).ok()?.yesterday().ok());
                    place.end = end;
                }
            }
            _ => {}
        }
        if let (DateKind::Period, Some(first), Some(last)) = (kind, start, finish)
            && last.year() - first.year() == 1
            && self.is_time_of_action(at)
        {
            self.action = Some((first, last));
        }
        self.found.push(FoundDate {
            place: place.clone(),
            kind,
            start,
            end: if impossible { None } else { finish },
            recurrence: None,
            impossible,
            event: false,
        });
        Some(place.end)
    }

    /// Whether 行动时间, 活动时间为 and the like stand right before `at`, also as the heading above.
    fn is_time_of_action(&self, at: usize) -> bool {
        let before =
            self.text[..at].trim_end_matches(['从', '自', '为', '：', ':', '。', '\n', ' ', '\u{3000}']);
        before.ends_with("时间") || before.ends_with("时间安排")
    }

    /// Whether a bare year is a date here, and which.
    ///
    /// 2021年，全省… and 其中，2021年关停… are dates; 2023年工作要点 and 完成2017年各项任务 name things.
    fn bare_year(&mut self, at: usize, end: usize, year: Option<i16>) -> Option<DateKind> {
        let after = self.char(self.skip(end)).unwrap_or('\n');
        let line_end = memchr::memchr(b'\n', &self.text.as_bytes()[end..self.text.len().min(end + 200)]);
        if line_end
            .is_some_and(|n| !self.text[end..end + n].contains(['，', '。', ',', ';', '；', ':', '：']))
        {
            // A heading: its year governs what stands under it. A title's is the plan's, or left over from another.
            let line = self.text[..at].ends_with('\n') || at == 0;
            let stop = line_end.map_or(end, |n| end + n);
            let title =
                line && self.hits.is_some_and(|hits| crate::tree::title(self.text, hits, at..stop).is_some());
            if !title && year >= self.plan_start().map(Date::year) && self.calendar.year.is_some() {
                self.headed = year;
            }
            return None;
        }
        if self.is_promised(at, end) {
            return Some(DateKind::Deadline);
        }
        let before = self.text[..at].trim_end_matches(' ').chars().next_back().unwrap_or('\n');
        if matches!(before, '比' | '较' | '与' | '同' | '以' | '和') {
            return None;
        }
        let opens = !is_han(before) && !matches!(before, '《' | '〔' | '[' | '-' | '—' | '~' | '+' | '/')
            || matches!(before, '在' | '于' | '从' | '自' | '中');
        let goes_on = matches!(after, '，' | ',' | '、' | '是' | '要' | '将' | '全' | '实')
            || self.verb_at(self.skip(end));
        (opens && goes_on && !matches!(before, '(') || before == '(' && after == ')')
            .then_some(DateKind::Period)
    }

    /// Whether something is promised for the moment: 确保2018年投入使用, 力争10月通水.
    fn is_promised(&self, at: usize, end: usize) -> bool {
        self.word_before(at).is_some_and(|word| word.value == "promise") && self.verb_at(self.skip(end))
    }

    fn verb_at(&self, at: usize) -> bool {
        self.hits.is_some_and(|hits| {
            hits.at(List::Measures, at)
                .is_some_and(|(_, value)| value.starts_with("verb") || value == "adverb")
        })
    }

    /// Reads a moment, or two with a dash between: 2021年11月-12月, 2-4月, 2021—2025年, 5月1日至7日.
    fn extent(&self, at: usize) -> Option<Extent> {
        // 2021-2023年, 2023年5-9月: the first number leaves out its unit.
        let (year, from) = self.year(at).map_or((Year::Unsaid, at), |(year, end)| (year, self.skip(end)));
        let number = self.count(self.eat(from, "第").unwrap_or(from));
        if let Some((n, dash)) = number.and_then(|(n, end)| Some((n, self.dash(end)?)))
            && let Some(last) = self.moment(dash)
        {
            let within = |most| last.year == Year::Unsaid && (1..=most).contains(&n);
            let first = match last.part {
                Part::Month(_) | Part::Third(..) if within(12) => Some((year, Part::Month(n as i8))),
                Part::Quarter(_) if within(4) => Some((year, Part::Quarter(n as i8))),
                Part::Year if year == Year::Unsaid && (1900..=2100).contains(&n) => {
                    matches!(last.year, Year::Given(_)).then_some((Year::Given(n as i16), Part::Year))
                }
                _ => None,
            };
            if let Some((year, part)) = first {
                let first = Moment { year, part, edge: Edge::None, end: dash };
                let last = if part == Part::Year { last } else { Moment { year, ..last } };
                return Some(Extent { first, last: Some(last), end: last.end });
            }
        }
        let first = self.moment(at)?;
        let alone = Extent { first, last: None, end: first.end };
        let Some(dash) = self.dash(first.end) else { return Some(alone) };
        let last = self.moment(dash).or_else(|| {
            // 3月1日至31日
            let Part::Day(month, _) = first.part else { return None };
            let (day, end) = self.count(dash)?;
            let end = self.eat(self.skip(end), "日")?;
            let part = Part::Day(month, i8::try_from(day).ok().filter(|day| (1..=31).contains(day))?);
            Some(Moment { year: Year::Unsaid, part, edge: Edge::None, end })
        });
        let Some(mut last) = last else { return Some(alone) };
        if last.year == Year::Unsaid && last.part == Part::Year {
            return Some(alone);
        }
        if last.year == Year::Unsaid
            && !matches!(first.year, Year::Plan(_))
            && order(last.part) >= order(first.part)
        {
            last.year = first.year;
        }
        Some(Extent { first, last: Some(last), end: last.end })
    }

    /// Reads one moment.
    fn moment(&self, at: usize) -> Option<Moment> {
        if let Some(moment) = self.numeric_moment(at) {
            return Some(moment);
        }
        if let Some((year, end)) = self.year(at) {
            if let Some(part) = self.part(self.skip(end), true) {
                return Some(Moment { year, ..part });
            }
            // 国发2018年第39号
            if self.eat(end, "第").and_then(|n| self.count(n)).and_then(|(_, n)| self.eat(n, "号")).is_some()
            {
                return None;
            }
            return Some(Moment { year, part: Part::Year, edge: Edge::None, end });
        }
        self.part(at, false)
    }

    /// 2021年, 二〇二一年, 今年; also the 度 of 2021年度.
    fn year(&self, at: usize) -> Option<(Year, usize)> {
        if let Some(word) = self.word_at(at).filter(|word| word.list == List::Times) {
            if let Some(n) = word.value.strip_prefix("year\t") {
                return Some((Year::Plan(n.parse().ok()?), word.place.end));
            }
            if word.value == "next" {
                return Some((Year::Next, word.place.end));
            }
        }
        let (year, end) = match self.digits(at, 4) {
            Some(found) => found,
            None => {
                let (year, end) = numeral::han(self.text, at)?;
                (u32::try_from(year).ok()?, end)
            }
        };
        if !(1900..=2100).contains(&year) {
            return None;
        }
        let end = self.eat(self.skip(end), "年")?;
        Some((Year::Given(year as i16), self.eat(end, "度").unwrap_or(end)))
    }

    /// The part of a year that starts at `at`: 11月, 11月30日, 3月下旬, 一季度, 上半年, 年底.
    fn part(&self, at: usize, after_year: bool) -> Option<Moment> {
        let moment = |part, edge, end| Some(Moment { year: Year::Unsaid, part, edge, end });
        if let Some(word) = self.word_at(at).filter(|word| word.list == List::Times) {
            let (rule, n) = word.value.split_once('\t').unwrap_or((word.value, ""));
            let end = word.place.end;
            match rule {
                "half" => return moment(Part::Half(n.parse().ok()?), self.edge(end).0, self.edge(end).1),
                "end" => return moment(Part::Year, Edge::End, end),
                "within" => return moment(Part::Year, Edge::Within, end),
                "month-end" if !after_year => return moment(Part::ThisMonth, Edge::End, end),
                _ => {}
            }
        }
        if after_year {
            if let Some(end) = self.eat(at, "底").or_else(|| self.eat(at, "末")) {
                return moment(Part::Year, Edge::End, end);
            }
            if let Some(end) = self.eat(at, "内") {
                return moment(Part::Year, Edge::Within, end);
            }
        }
        let ordinal = self.eat(at, "第");
        let Some((n, end)) = self.count(ordinal.unwrap_or(at)) else {
            let end = self.blank(at)?;
            return self.placeholder(self.eat(end, "月")?);
        };
        let end = self.skip(end);
        if let Some(end) = self.eat(end, "季度") {
            let (edge, end) = self.edge(end);
            return moment(Part::Quarter(i8::try_from(n).ok().filter(|n| (1..=4).contains(n))?), edge, end);
        }
        if ordinal.is_some() {
            return None;
        }
        let month = i8::try_from(n).ok().filter(|n| (1..=12).contains(n))?;
        let bare = self.eat(end, "月")?;
        let end = self.eat(bare, "份").unwrap_or(bare);
        let inner = self.skip(end);
        if let Some((day, end)) = self.count(inner) {
            if let Some(end) = self.eat(self.skip(end), "日").or_else(|| self.eat(self.skip(end), "号")) {
                let day = i8::try_from(day).ok().filter(|day| (1..=31).contains(day))?;
                return moment(Part::Day(month, day), Edge::None, end);
            }
            // 5月1-7日 keeps its first day here; the reader of extents goes on.
            if self
                .dash(end)
                .and_then(|dash| self.count(dash))
                .is_some_and(|(_, n)| self.eat(n, "日").is_some())
            {
                let day = i8::try_from(day).ok().filter(|day| (1..=31).contains(day))?;
                return moment(Part::Day(month, day), Edge::None, end);
            }
        }
        if let Some(blank) = self.blank(inner)
            && self.eat(blank, "日").is_some()
        {
            return self.placeholder(end);
        }
        if let Some(word) = self.word_at(inner).filter(|word| word.list == List::Times)
            && let Some(n) = word.value.strip_prefix("third\t")
        {
            return moment(Part::Third(month, n.parse().ok()?), Edge::None, word.place.end);
        }
        let (edge, edge_end) = self.edge(inner);
        if edge == Edge::Start {
            return moment(Part::Third(month, 0), Edge::None, edge_end);
        }
        if edge == Edge::End {
            return moment(Part::Month(month), edge, edge_end);
        }
        // 一月一次, 三月三, 五月花: a month in Chinese digits needs a sign that it is one.
        let chinese = !self.text.as_bytes()[at].is_ascii_digit();
        let sure = after_year
            || end > bare
            || self.side(end, false).0 != Side::None
            || self.dash(end).is_some()
            || self.text[..at].ends_with(['至', '到']);
        (!chinese || sure).then_some(())?;
        moment(Part::Month(month), Edge::None, end)
    }

    /// The rest of 9月X日 after its 月.
    fn placeholder(&self, at: usize) -> Option<Moment> {
        let at = self.skip(at);
        let day = self.blank(at).or_else(|| self.count(at).map(|(_, end)| end));
        let end = day.and_then(|end| self.eat(self.skip(end), "日")).unwrap_or(at);
        Some(Moment {
            year: Year::Unsaid,
            part: Part::Placeholder,
            edge: self.edge(end).0,
            end: self.edge(end).1,
        })
    }

    /// Where a run of X or × ends that stands for a number.
    fn blank(&self, at: usize) -> Option<usize> {
        let rest = &self.text[at..];
        let end = rest.find(|c| !matches!(c, 'X' | 'x' | '×' | 'Ｘ' | '某')).unwrap_or(rest.len());
        (1..=6).contains(&end).then(|| self.skip(at + end))
    }

    fn edge(&self, at: usize) -> (Edge, usize) {
        if let Some(end) = self.eat(at, "底").or_else(|| self.eat(at, "末")) {
            return (Edge::End, end);
        }
        match self.eat(at, "初") {
            Some(end) if self.char(end) != Some('步') => (Edge::Start, end),
            _ => (Edge::None, at),
        }
    }

    /// What follows a moment that ends at `at`, and where it ends: (星期三)下午4时前, 起, 之前.
    ///
    /// After a day or 底 (`firm`) 前 hardly opens another word: 3月底前提交.
    fn side(&self, at: usize, firm: bool) -> (Side, usize) {
        let mut end = self.skip(at);
        if let Some(bracket @ ('(' | '（')) = self.char(end) {
            let inner = end + bracket.len_utf8();
            let named = self.eat(inner, "星期").or_else(|| self.eat(inner, "周"));
            if let Some(day) = named.and_then(|i| Some(i + self.char(i)?.len_utf8()))
                && let Some(close) = self.eat(day, ")").or_else(|| self.eat(day, "）"))
            {
                end = close;
            }
        }
        end = self.clock(end);
        for word in ["之前", "以前", "前"] {
            let Some(after) = self.eat(end, word) else { continue };
            let next = self.char(after).unwrap_or('\n');
            // 前后, 前期, 前往, 前列 are words of their own.
            let other =
                if firm { "后" } else { "后期段往列三沿线台置景瞻述移端任身者提" };
            if word != "前" || !other.contains(next) {
                return (Side::Before, after);
            }
        }
        if let Some(after) = self.eat(end, "以来") {
            return (Side::Since, after);
        }
        for word in ["之日起", "开始", "以后", "之后", "起", "后"] {
            let Some(after) = self.eat(end, word) else { continue };
            let next = self.char(after).unwrap_or('\n');
            let other = match word {
                "起" => "草步止底诉点源来动到重伏",
                "后" => "续期勤面备台方",
                _ => "",
            };
            if !other.contains(next) {
                return (Side::From, after);
            }
        }
        for word in ["为止", "止"] {
            if let Some(after) = self.eat(end, word) {
                return (Side::Before, after);
            }
        }
        (Side::None, at)
    }

    /// Where a time of day that starts at `at` ends: 下午4时, 17:00, 24时.
    fn clock(&self, at: usize) -> usize {
        let half = ["上午", "下午", "中午", "晚上", "晚"].iter().find_map(|word| self.eat(at, word));
        let from = self.skip(half.unwrap_or(at));
        let Some((_, hour)) = self.count(from) else { return half.unwrap_or(at) };
        if let Some(minute) = self.eat(hour, ":").or_else(|| self.eat(hour, "：")) {
            return self.digits(minute, 2).map_or(at, |(_, end)| end);
        }
        let Some(end) = self.eat(hour, "时").or_else(|| self.eat(hour, "点")) else {
            return half.unwrap_or(at);
        };
        let end = self.eat(end, "整").or_else(|| self.eat(end, "半")).unwrap_or(end);
        self.count(end).and_then(|(_, minute)| self.eat(minute, "分")).unwrap_or(end)
    }

    /// Where 到, 至 or 截至 before `at` starts, which make a moment a last day.
    fn until(&self, at: usize) -> Option<usize> {
        let before = self.text[..at].trim_end_matches(' ');
        for word in ["截止到", "截至", "截止", "不迟于", "不晚于", "最迟于", "最迟", "到", "至"]
        {
            if let Some(rest) = before.strip_suffix(word) {
                // 达到2020年水平, 回到, 涉及至
                let compared = word == "到"
                    && rest.ends_with(['达', '得', '做', '回', '碰', '想', '看', '涉', '加', '高', '降']);
                return (!compared).then_some(rest.len());
            }
        }
        None
    }

    /// Whether the moment is all that its table cell or its 完成时限： says.
    fn is_due(&self, at: usize, end: usize) -> bool {
        let before = self.text[..at].trim_end_matches([' ', '\u{3000}']);
        let label = before.trim_end_matches([':', '：']);
        if self.words_ending(label.len()).any(|word| word.value == "label") {
            return true;
        }
        let opens = before.chars().next_back();
        let closes = self.char(self.skip(end));
        let edge = |c: Option<char>| matches!(c, None | Some('|' | '\t' | '\n'));
        // A line that is nothing but a day is a signature.
        let line = |c: Option<char>| matches!(c, None | Some('\n'));
        let day = line(opens) && line(closes) && self.text[at..end].ends_with('日');
        edge(opens) && edge(closes) && !day
    }

    fn is_past(&self, at: usize) -> bool {
        let past = self.calendar.past;
        let index = past.partition_point(|range| range.start <= at);
        index > 0 && at < past[index - 1].end
    }

    /// A point before the day of issue is past.
    fn tense(&self, day: Date, kind: DateKind) -> DateKind {
        let past = self.calendar.issued_on.is_some_and(|issued| day < issued);
        if kind == DateKind::Point && past { DateKind::Past } else { kind }
    }

    fn plan_year(&self) -> Option<i16> {
        self.calendar
            .year
            .or(self.calendar.issued_on.map(Date::year))
            .or(self.calendar.period.map(|p| p.0.year()))
    }

    fn plan_start(&self) -> Option<Date> {
        if let Some((start, _)) = self.calendar.period {
            return Some(start);
        }
        self.plan_year().and_then(|year| Date::new(year, 1, 1).ok())
    }

    /// The year of a moment that names none: that of its sentence, its heading, or the plan.
    fn year_for(&self, part: Part) -> Option<i16> {
        let within = |(first, last): (Date, Date)| {
            let inside =
                |year: &i16| days(part, Edge::None, *year).is_some_and(|(a, b)| first <= a && b <= last);
            (first.year()..=last.year()).find(inside)
        };
        if let Some(year) =
            self.said.or(self.headed).or_else(|| self.action.and_then(within)).or(self.calendar.year)
        {
            return Some(year);
        }
        // A school year: the one year that puts the moment inside.
        let school = self.calendar.period.filter(|(a, b)| b.year() - a.year() == 1);
        school.and_then(within).or_else(|| self.plan_year())
    }

    /// Reads what the word of `words[index]` opens.
    fn word(&mut self, index: usize) -> Option<usize> {
        let Word { ref place, list, value } = self.words[index];
        let place = place.clone();
        if list == List::Days {
            return self.named(place, Some(value), None);
        }
        let (rule, detail) = value.split_once('\t').unwrap_or((value, ""));
        match rule {
            "none" => Some(place.end),
            "year" => {
                let extent = self.extent(place.start)?;
                // 今年 and 明年 alone only set the time of the talk.
                let bare = extent.last.is_none()
                    && extent.first.part == Part::Year
                    && extent.first.edge == Edge::None;
                if bare && self.side(extent.end, false).0 == Side::None {
                    return None;
                }
                self.calendar_date(place.start)
            }
            "half" | "end" | "within" | "month-end" => {
                // 近3年内 is a length of time.
                let counted = self.text[..place.start]
                    .ends_with(|c: char| c.is_ascii_digit() || numeral::digit_of(c).is_some());
                if counted || self.is_past(place.start) {
                    return Some(place.end);
                }
                self.calendar_date(place.start)
            }
            "whole" => {
                let year = self.year_for(Part::Year).filter(|_| self.is_due(place.start, place.end));
                let (start, end) = days(Part::Year, Edge::None, year?)?;
                self.push(place, DateKind::Period, Some(start), Some(end))
            }
            "every" => self.every(place, detail),
            "era" => self.era(place, detail.parse().ok()?),
            "ongoing" => self.ongoing(place),
            "event" => self.event(place),
            "turn" | "over" => {
                // 省运会开幕前: an event no list holds.
                let before = &self.text[..place.start];
                let name = before
                    .char_indices()
                    .rev()
                    .take(12)
                    .take_while(|(_, c)| is_han(*c))
                    .last()
                    .map(|(i, _)| i);
                let start = name?.max(self.found.last().map_or(0, |last| last.place.end));
                let start =
                    ["在", "于", "至", "到"].iter().find_map(|word| self.eat(start, word)).unwrap_or(start);
                if start + 6 > place.start {
                    return None;
                }
                self.before_event(start, place.end)
            }
            "anchor" => self.since_issue(place),
            _ => None,
        }
    }

    /// A named day: 春节, 国家宪法日; the day before it in 国庆节前.
    fn named(
        &mut self,
        place: Range<usize>,
        value: Option<&'static str>,
        given: Option<(i8, i8)>,
    ) -> Option<usize> {
        let (rule, strict) = value.map_or(("", false), |value| match value.split_once('\t') {
            Some((rule, flag)) => (rule, flag == "strict"),
            None => (value, false),
        });
        // “六一”国际儿童节, “3·8”妇女节: the quote is part of the name.
        let before = &self.text[..place.start];
        let open = match self.text[place.clone()].contains('”') {
            true => before.strip_suffix('“').map(str::len),
            false => before.strip_suffix('”').and_then(|inner| {
                let open = inner.rfind('“').filter(|open| inner.len() - open <= 5 * '一'.len_utf8())?;
                let number = |c: char| numeral::digit_of(c).is_some() || matches!(c, '十' | '·' | '.');
                inner[open + '“'.len_utf8()..].chars().all(number).then_some(open)
            }),
        };
        let taken = self.found.last().map_or(0, |last| last.place.end);
        let place = open.filter(|open| *open >= taken).unwrap_or(place.start)..place.end;
        let end = place.end;
        let after = match self.char(end) {
            Some(quote @ ('”' | '"')) => end + quote.len_utf8(),
            _ => end,
        };
        if strict && !self.is_feast(&place, after) {
            // 十一月 is a month.
            return (!self.text[end..].starts_with('月')).then_some(end);
        }
        let before = self.text[..place.start]
            .strip_suffix('年')
            .and_then(|rest| rest.get(rest.len().checked_sub(4)?..));
        let year = before.and_then(|year| year.parse().ok()).filter(|year| (1900..=2100).contains(year));
        let year = year.or_else(|| self.year_for(Part::Year));
        let found = year.and_then(|year| match given {
            Some((month, day)) => Date::new(year, month, day).ok().map(|day| (day, day)),
            None => feast(rule, year),
        });
        if self.is_past(place.start) {
            return Some(end);
        }
        let (side, side_end) = self.side(end, true);
        match side {
            Side::Before => {
                let last = found.and_then(|(first, _)| first.yesterday().ok());
                self.push(place.start..side_end, DateKind::Deadline, None, last)
            }
            _ => self.push(place, DateKind::NamedDay, found.map(|days| days.0), found.map(|days| days.1)),
        }
    }

    /// Whether a short name such as 五一 or 国庆 is the feast here, and no part of another name.
    fn is_feast(&self, place: &Range<usize>, after: usize) -> bool {
        if ["期间", "前", "假期", "假日", "小长假", "长假", "等"]
            .iter()
            .any(|word| self.eat(after, word).is_some())
        {
            return true;
        }
        let listed = self.found.last().is_some_and(|last| {
            last.kind == DateKind::NamedDay
                && self.text.get(last.place.end..place.start).is_some_and(|gap| {
                    gap.contains('、') && gap.chars().all(|c| matches!(c, '、' | '”' | '“' | '"'))
                })
        });
        let next = self.eat(after, "、").map(|next| self.eat(next, "“").unwrap_or(next));
        listed || next.is_some_and(|next| self.word_at(next).is_some_and(|word| word.list == List::Days))
    }

    /// 每月25日前, 每年6月至8月, 每周五, 每季度.
    fn every(&mut self, place: Range<usize>, rule: &str) -> Option<usize> {
        let mut rule = rule.to_owned();
        let mut end = place.end;
        let (mut months, mut days_of) = (Vec::new(), Vec::new());
        if rule == "FREQ=YEARLY" {
            // Months apart by 、 or 和, each perhaps a stretch: 每年6月至8月和10月至次年1月.
            let mut at = self.eat(end, "的").unwrap_or(end);
            while let Some(extent) = self.extent(at).filter(|extent| extent.first.year == Year::Unsaid) {
                let Some(first) = month_of(extent.first.part) else { break };
                let last = extent.last.map_or(Some(first), |last| month_of(last.part)).unwrap_or(first);
                let count = (last - first).rem_euclid(12);
                months.extend((0..=count).map(|n| (first - 1 + n) % 12 + 1));
                if extent.last.is_none() {
                    days_of.extend(match (extent.first.part, extent.first.edge) {
                        // The last day of its month, as in 6月30日和12月31日.
                        (Part::Day(month, day), _)
                            if days(Part::Day(month, day + 1), Edge::None, 2023).is_none() =>
                        {
                            Some(-1)
                        }
                        (Part::Day(_, day), _) => Some(day),
                        (_, Edge::End) => Some(-1),
                        _ => None,
                    });
                }
                end = extent.end;
                match self.eat(end, "、").or_else(|| self.eat(end, "和")) {
                    Some(next) => at = next,
                    None => break,
                }
            }
            if months.is_empty()
                && self.eat(end, "年").is_none()
                && let Some(edge) = self.eat(end, "底").or_else(|| self.eat(end, "末"))
            {
                (months, days_of, end) = (vec![12], vec![-1], edge);
            }
            months.sort_unstable();
            months.dedup();
            days_of.dedup();
            // A rule knows no pairs of month and day.
            if days_of.len() > 1 {
                days_of.clear();
            }
        } else if rule.starts_with("FREQ=MONTHLY") {
            let mut at = self.eat(end, "的").unwrap_or(end);
            if rule.ends_with("INTERVAL=3") {
                let word = self
                    .word_at(at)
                    .and_then(|word| Some((word.value.strip_prefix("of-quarter\t")?, word.place.end)));
                if let Some((n, next)) = word {
                    let n = n.parse().unwrap_or(1);
                    (rule, months, at, end) =
                        ("FREQ=YEARLY".to_owned(), vec![n, n + 3, n + 6, n + 9], next, next);
                }
            }
            while let Some((n, next)) = self.month_day(at) {
                days_of.push(n);
                end = next;
                match self.eat(end, "、").or_else(|| self.eat(end, "和")) {
                    Some(next) => at = next,
                    None => break,
                }
            }
            if days_of.is_empty()
                && let Some(next) = self.eat(at, "底").or_else(|| self.eat(at, "末"))
            {
                (days_of, end) = (vec![-1], next);
                if rule.ends_with("INTERVAL=3") {
                    (rule, months) = ("FREQ=YEARLY".to_owned(), vec![3, 6, 9, 12]);
                }
            }
        } else if rule == "FREQ=WEEKLY" {
            const DAYS: [(&str, &str); 7] = [
                ("一", "MO"),
                ("二", "TU"),
                ("三", "WE"),
                ("四", "TH"),
                ("五", "FR"),
                ("六", "SA"),
                ("日", "SU"),
            ];
            for (word, code) in DAYS {
                // 每周一次 and 每周一会 count.
                let next = self.eat(end, word);
                let counts = |next: usize| {
                    word == "一" && self.char(next).is_some_and(|c| "次会期题讲课练测报调更歌主".contains(c))
                };
                if let Some(next) = next.filter(|next| !counts(*next)) {
                    rule = format!("FREQ=WEEKLY;BYDAY={code}");
                    end = next;
                    break;
                }
            }
        }
        if !months.is_empty() {
            let list: Vec<String> = months.iter().map(i8::to_string).collect();
            rule = format!("{rule};BYMONTH={}", list.join(","));
        }
        if !days_of.is_empty() {
            let list: Vec<String> = days_of.iter().map(i8::to_string).collect();
            rule = format!("{rule};BYMONTHDAY={}", list.join(","));
        }
        // 每日进展情况 names a thing; 每日向省厅报告 tells when.
        let said = self.char(end).is_some_and(|c| "报汇上下向于在早晚至不要调通推更开组统一".contains(c));
        if rule == "FREQ=DAILY" && !said {
            return Some(end);
        }
        if end > place.end {
            end = self.side(end, true).1;
        }
        let place = place.start..end;
        if !self.is_past(place.start) {
            self.push(place, DateKind::Recurring, None, None);
            if let Some(last) = self.found.last_mut() {
                last.recurrence = Some(rule);
            }
        }
        Some(end)
    }

    /// 25日, a day of every month.
    fn month_day(&self, at: usize) -> Option<(i8, usize)> {
        let (n, end) = self.count(at)?;
        let end = self.eat(end, "日").or_else(|| self.eat(end, "号"))?;
        Some((i8::try_from(n).ok().filter(|n| (1..=31).contains(n))?, end))
    }

    /// “十四五”末 is a deadline; “十四五”时期， a period. As part of a name (十四五规划) it is no date.
    fn era(&mut self, place: Range<usize>, number: i16) -> Option<usize> {
        let mut end = place.end;
        if let Some(quote @ ('”' | '"')) = self.char(end) {
            end += quote.len_utf8();
        }
        let (first, last) =
            (Date::new(1951 + 5 * number, 1, 1).ok()?, Date::new(1955 + 5 * number, 12, 31).ok()?);
        let term = ["时期", "期间", "期"].iter().find_map(|word| self.eat(end, word));
        let close = ["末期", "末", "收官前"].iter().find_map(|word| self.eat(term.unwrap_or(end), word));
        if self.is_past(place.start) {
            return Some(term.unwrap_or(end));
        }
        if let Some(close) = close {
            let close = self.eat(close, "前").unwrap_or(close);
            return self.push(place.start..close, DateKind::Deadline, None, Some(last));
        }
        let Some(term) = term else { return Some(end) };
        if matches!(self.char(term), Some('，' | ',' | ')' | '、')) {
            let over = self.plan_start().is_some_and(|start| last < start);
            let kind = if over { DateKind::Past } else { DateKind::Period };
            return self.push(place.start..term, kind, Some(first), Some(last));
        }
        Some(term)
    }

    /// 持续推进 where it is all that a cell, a bracket or a 完成时限： says.
    fn ongoing(&mut self, place: Range<usize>) -> Option<usize> {
        let before = self.text[..place.start].trim_end_matches(' ');
        let label = before.trim_end_matches([':', '：']);
        let opens = matches!(before.chars().next_back(), None | Some('|' | '\t' | '\n' | '(' | '（'))
            || self.words_ending(label.len()).any(|word| word.value == "label");
        let mut end = place.end;
        // 长期坚持、持续推进
        while let Some(next) = self.eat(end, "、").or_else(|| self.eat(end, "，")) {
            match self.word_at(next).filter(|word| word.value == "ongoing") {
                Some(word) => end = word.place.end,
                None => break,
            }
        }
        let closes = matches!(
            self.char(self.skip(end)),
            None | Some('|' | '\t' | '\n' | ')' | '）' | '。' | '；' | ';')
        );
        // 完成时限：持续推进（四）… where line ends are lost.
        let labelled = self.words_ending(label.len()).any(|word| word.value == "label");
        let closes = closes || labelled && matches!(self.char(self.skip(end)), Some('(' | '（' | '0'..='9'));
        if opens && closes && !self.is_past(place.start) {
            return self.push(place.start..end, DateKind::Ongoing, None, None);
        }
        Some(place.end)
    }

    /// 全国两会召开前, 至全国两会结束.
    fn event(&mut self, place: Range<usize>) -> Option<usize> {
        let turn = self.word_at(place.end).filter(|word| matches!(word.value, "turn" | "over"));
        let over = turn.is_some_and(|word| word.value == "over");
        let end = turn.map_or(place.end, |word| word.place.end);
        if over && self.side(end, true).0 == Side::None {
            let start = self.until(place.start).filter(|_| !self.is_past(place.start));
            return start.map_or(Some(end), |start| self.push_event(start..end));
        }
        self.before_event(place.start, end).or(Some(place.end))
    }

    /// An event from `start` to `end`, when 前 follows and makes it the time limit of what comes next.
    fn before_event(&mut self, start: usize, end: usize) -> Option<usize> {
        let (Side::Before, side_end) = self.side(end, true) else { return None };
        let after = self.skip(side_end);
        let stops = self.char(after).is_none_or(|c| !is_han(c) || "将要须应把对在完全基就各".contains(c));
        if !stops && !self.verb_at(after) || self.is_past(start) {
            return None;
        }
        self.push_event(start..side_end)
    }

    fn push_event(&mut self, place: Range<usize>) -> Option<usize> {
        let end = self.push(place, DateKind::Deadline, None, None);
        if let Some(last) = self.found.last_mut() {
            last.event = true;
        }
        end
    }

    /// 印发之日起30日内.
    fn since_issue(&mut self, place: Range<usize>) -> Option<usize> {
        let from = self.eat(place.end, "起")?;
        let (span, end) = self.span(from)?;
        let last = self.calendar.issued_on.and_then(|day| day.checked_add(span).ok());
        // Working days depend on what each year's government decrees.
        let working = self.text[from..end].contains('工');
        self.push(place.start..end, DateKind::Deadline, None, last.filter(|_| !working))
    }

    /// A length of time that ends with 内: 30日内, 3个月之内, 5年内.
    fn span(&self, at: usize) -> Option<(Span, usize)> {
        let (n, end) = self.count(self.eat(at, "，").unwrap_or(self.skip(at)))?;
        let n = i64::from(n).min(10_000);
        let end = self.skip(end);
        let units = [
            ("个工作日", n.days()),
            ("工作日", n.days()),
            ("个月", n.months()),
            ("日", n.days()),
            ("天", n.days()),
            ("周", n.weeks()),
            ("年", n.years()),
        ];
        let (span, end) = units.into_iter().find_map(|(unit, span)| Some((span, self.eat(end, unit)?)))?;
        let end = self.eat(end, "之").or_else(|| self.eat(end, "以")).unwrap_or(end);
        Some((span, self.eat(end, "内")?))
    }

    fn push(
        &mut self,
        place: Range<usize>,
        kind: DateKind,
        start: Option<Date>,
        end: Option<Date>,
    ) -> Option<usize> {
        let next = place.end;
        self.found.push(FoundDate {
            place,
            kind,
            start,
            end,
            recurrence: None,
            impossible: false,
            event: false,
        });
        Some(next)
    }

    /// A dash between two moments that starts at `at`, and where it ends.
    fn dash(&self, at: usize) -> Option<usize> {
        let at = self.skip(at);
        // 自5月1日起至7月31日止
        let at = if self.text[at..].starts_with("起至") { at + "起".len() } else { at };
        let c = self.char(at)?;
        let end = at + c.len_utf8();
        match c {
            '-' | '－' | '–' | '~' | '～' | '〜' | '至' => Some(self.skip(end)),
            '到' if self.char(end).is_some_and(|c| c != '达') => Some(end),
            '—' | '―' | '─' => Some(self.skip(self.eat(end, "—").unwrap_or(end))),
            // A dash misread as the numeral.
            '一' if self.text.as_bytes().get(end).is_some_and(u8::is_ascii_digit) => Some(end),
            _ => None,
        }
    }

    /// At most `most` digits at `at` that no other digit follows.
    fn digits(&self, at: usize, most: usize) -> Option<(u32, usize)> {
        let run = self.text.as_bytes()[at..].iter().take(most + 1).take_while(|b| b.is_ascii_digit()).count();
        (1..=most).contains(&run).then(|| (self.text[at..at + run].parse().unwrap_or(0), at + run))
    }

    /// A small number in digits of either kind.
    fn count(&self, at: usize) -> Option<(u32, usize)> {
        if let Some(found) = self.digits(at, 4) {
            return Some(found);
        }
        let (n, end) = numeral::han(self.text, at)?;
        Some((u32::try_from(n).ok()?, end))
    }

    fn word_at(&self, at: usize) -> Option<&Word> {
        let index = self.words.partition_point(|word| word.place.start < at);
        self.words.get(index).filter(|word| word.place.start == at)
    }

    /// The words that end at `at`; they start at most 30 bytes before.
    fn words_ending(&self, at: usize) -> impl Iterator<Item = &Word> {
        let index = self.words.partition_point(|word| word.place.start < at);
        self.words[..index]
            .iter()
            .rev()
            .take_while(move |w| w.place.start + 30 >= at)
            .filter(move |w| w.place.end == at)
    }

    fn word_before(&self, at: usize) -> Option<&Word> {
        self.words_ending(at).next()
    }

    fn char(&self, at: usize) -> Option<char> {
        self.text[at..].chars().next()
    }

    fn eat(&self, at: usize, word: &str) -> Option<usize> {
        self.text[at..].starts_with(word).then_some(at + word.len())
    }

    fn skip(&self, at: usize) -> usize {
        at + self.text.as_bytes()[at..].iter().take(4).take_while(|b| **b == b' ').count()
    }

    /// Where the mark opened at `at` has closed, when that is within `limit` bytes.
    fn close(&self, at: usize, mark: char, limit: usize) -> Option<usize> {
        let bytes = &self.text.as_bytes()[at..self.text.len().min(at + limit)];
        let mut buffer = [0; 4];
        let mark = mark.encode_utf8(&mut buffer).as_bytes();
        memchr::memmem::find(bytes, mark).map(|n| at + n + mark.len())
    }
}

/// The first and last day of a part of `year`; none where the calendar has no such day.
fn days(part: Part, edge: Edge, year: i16) -> Option<(Date, Date)> {
    let date = |month, day| Date::new(year, month, day).ok();
    let months = |first: i8, last: i8| Some((date(first, 1)?, date(last, 1)?.last_of_month()));
    let (first, last) = match part {
        Part::Year => months(1, 12)?,
        Part::Half(n) => months(6 * n - 5, 6 * n)?,
        Part::Quarter(n) => months(3 * n - 2, 3 * n)?,
        Part::Month(n) => months(n, n)?,
        Part::Third(month, 2) => (date(month, 21)?, date(month, 21)?.last_of_month()),
        Part::Third(month, n) => (date(month, 10 * n + 1)?, date(month, 10 * n + 10)?),
        Part::Day(month, day) => (date(month, day)?, date(month, day)?),
        Part::ThisMonth | Part::Placeholder => return None,
    };
    Some(if edge == Edge::End { (last, last) } else { (first, last) })
}

/// Days of a named day by its rule: `03-05`, `03-22..03-28`, `lunar 8-15`, `eve`, `term 4`, `nth 5 7 3`.
fn feast(rule: &str, year: i16) -> Option<(Date, Date)> {
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
            let day = |year| lunar::lunar_day(year, month.parse().ok()?, day.parse().ok()?);
            // The last lunar month ends in the next common year.
            day(year).filter(|day| day.year() == year).or_else(|| day(year - 1))?
        }
        "eve" => lunar::lunar_day(year, 1, 1)?.yesterday().ok()?,
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

fn month_of(part: Part) -> Option<i8> {
    match part {
        Part::Month(month) | Part::Third(month, _) | Part::Day(month, _) => Some(month),
        _ => None,
    }
}

/// Where in its year a part begins, to tell which of two is the earlier.
fn order(part: Part) -> i16 {
    match part {
        Part::Half(n) => 600 * (i16::from(n) - 1),
        Part::Quarter(n) => 300 * (i16::from(n) - 1),
        Part::Month(month) => 100 * i16::from(month),
        Part::Third(month, n) => 100 * i16::from(month) + 10 * i16::from(n),
        Part::Day(month, day) => 100 * i16::from(month) + i16::from(day),
        Part::Year | Part::ThisMonth | Part::Placeholder => 0,
    }
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}')
}

#[cfg(test)]
mod tests {
    use super::{Calendar, day};
    use crate::lexicon::Lexicon;
    use jiff::civil::Date;
    use std::ops::Range;

    /// What `fixtures/dates/cases.txt` says of a line, and what was found in it, written the same way.
    #[test]
    fn cases() {
        let lexicon = Lexicon::default();
        let (mut year, mut issued_on, mut period) = (None, None, None);
        let (mut wrong, mut count) = (String::new(), 0);
        for line in include_str!("../../fixtures/dates/cases.txt").lines() {
            if let Some(known) = line.strip_prefix("@ ") {
                let value = |name: &str| known.split(' ').find_map(|part| part.strip_prefix(name));
                year = value("year=").and_then(|year| year.parse().ok());
                issued_on = value("issued=").and_then(day);
                period = value("period=")
                    .and_then(|p| p.split_once(".."))
                    .and_then(|(a, b)| Some((day(a)?, day(b)?)));
                continue;
            }
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            count += 1;
            let (text, past) = plain(line);
            let calendar = Calendar { year, issued_on, period, past: &past };
            let dates = super::dates(&text, &lexicon.scan(&text), &calendar);
            let mut marked = String::new();
            let mut done = 0;
            for date in &dates {
                assert!(done <= date.place.start, "dates overlap: {line}");
                marked.push_str(&text[done..date.place.start]);
                marked.push_str(&format!("{{{}|{}}}", said(date), &text[date.place.clone()]));
                done = date.place.end;
            }
            marked.push_str(&text[done..]);
            let want = line.replace(['⟦', '⟧'], "").replace('⏎', "\n").replace('⇥', "\t");
            if marked != want {
                wrong.push_str(&format!("want {want}\ngot  {marked}\n"));
            }
        }
        assert!(wrong.is_empty(), "\n{wrong}");
        assert!(count > 150, "{count} cases");
    }

    /// The line without its marks, and where it looks back.
    fn plain(line: &str) -> (String, Vec<Range<usize>>) {
        let (mut text, mut past, mut mark) = (String::new(), Vec::new(), false);
        for c in line.chars() {
            match c {
                '{' => mark = true,
                '|' if mark => mark = false,
                _ if mark => {}
                '}' => {}
                '⟦' => past.push(text.len()..0),
                '⟧' => past.last_mut().unwrap().end = text.len(),
                '⏎' => text.push('\n'),
                '⇥' => text.push('\t'),
                c => text.push(c),
            }
        }
        (text, past)
    }

    fn said(date: &super::FoundDate) -> String {
        use crate::model::DateKind;
        let show = |day: Option<Date>| day.map_or(String::new(), |day| day.to_string());
        let (start, end) = (show(date.start), show(date.end));
        if date.impossible {
            return "impossible".to_owned();
        }
        match date.kind {
            DateKind::Deadline if date.event => "event".to_owned(),
            DateKind::Deadline => format!("deadline={end}"),
            DateKind::Period => format!("period={start}..{end}"),
            DateKind::Point => format!("point={end}"),
            DateKind::NamedDay if start == end => format!("named={end}"),
            DateKind::NamedDay => format!("named={start}..{end}"),
            DateKind::Recurring => format!("recurring={}", date.recurrence.as_deref().unwrap_or("")),
            DateKind::Ongoing => "ongoing".to_owned(),
            DateKind::Past => format!("past={start}..{end}"),
        }
    }

    #[test]
    fn full_days_are_read_alone() {
        for (text, want) in [
            ("2023年3月21日", Some("2023-03-21")),
            ("二〇二三年三月二十一日", Some("2023-03-21")),
            ("二○○四年三月二日印发", Some("2004-03-02")),
            (" 2025-07-18", Some("2025-07-18")),
            ("2024.3.5", Some("2024-03-05")),
            ("2025 年 4 月 17 日", Some("2025-04-17")),
            ("2023年3月", None),
            ("2023年2月30日", None),
            ("3月21日", None),
            ("", None),
        ] {
            assert_eq!(day(text).map(|day| day.to_string()).as_deref(), want, "{text}");
        }
    }
}
