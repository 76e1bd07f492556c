//! The grammar of moments: a year, a part of one or a day, and two of them with a dash between.
//!
//! ```text
//! 2021年 11月 底          8月 下旬 至 9月 上旬          二、三 季度
//!  year  part edge        ╰ moment ╯  ╰ moment          ╰ extent
//! ```

use jiff::civil::Date;

use super::{Reader, lunar, side};
use crate::lex::{numeral, word};
use crate::lexicon::List;

/// The year of a moment, as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Year {
    /// 2021年, 26年, 丙午年
    Given(i16),
    /// 今年 0, 明年 1, 后年 2.
    Plan(i16),
    /// 次年, after another moment.
    Next,
    /// 当年
    Same,
    /// 2026财年, 学年: a year that begins on no known day.
    Unknown,
    Unsaid,
}

/// Which part of its year a moment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Year,
    Half(i8),
    Quarter(i8),
    Month(i8),
    /// Days of a month, to its end where the last is 0: 上旬 1 to 10, 下半月 16 to 0.
    Days(i8, i8, i8),
    Day(i8, i8),
    /// Days of a lunar month, to its end where the last is 0.
    Lunar(i8, i8, i8),
    /// 月底: the month of issue.
    ThisMonth,
    /// 9月X日
    Placeholder,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Edge {
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
pub(super) struct Moment {
    pub year: Year,
    pub part: Part,
    pub edge: Edge,
    /// Where it ends.
    pub end: usize,
}

/// A moment, or two with a dash between.
#[derive(Debug, Clone, Copy)]
pub(super) struct Extent {
    pub first: Moment,
    pub last: Option<Moment>,
    pub end: usize,
}

/// Numbers that share one unit behind the last: 5、6月, 二、三季度, 2025、2026年.
pub(super) struct Several {
    /// Where each number starts, and the part of the year that it is.
    pub parts: Vec<(usize, Year, Part)>,
    pub edge: Edge,
    pub end: usize,
}

impl Reader<'_> {
    /// Reads a moment, or two with a dash between: 2021年11月-12月, 2-4月, 2021—2025年, 5月1日至7日.
    pub(super) fn extent(&self, at: usize) -> Option<Extent> {
        if let Some(extent) = self.years(at) {
            return Some(extent);
        }
        // 2021-2023年, 2023年5-9月: the first number leaves out its unit.
        let (year, from) = self.year(at).map_or((Year::Unsaid, at), |(year, end)| (year, self.skip(end)));
        if let Some(extent) = self.first_quarters(from, year) {
            return Some(extent);
        }
        let number = self.count(self.eat(from, "第").unwrap_or(from));
        if let Some((n, dash)) = number.and_then(|(n, end)| Some((n, self.dash(end)?)))
            && let Some(last) = self.moment(dash)
        {
            let within = |most| last.year == Year::Unsaid && (1..=most).contains(&n);
            let first = match last.part {
                Part::Month(_) | Part::Days(..) if within(12) => Some((year, Part::Month(n as i8))),
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
        let dash = self.dash(first.end).or_else(|| {
            let day = matches!(first.part, Part::Day(..));
            self.dash(self.weekday(first.end).filter(|_| day)?)
        });
        let Some(dash) = dash else { return Some(alone) };
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

    /// 今明两年
    fn years(&self, at: usize) -> Option<Extent> {
        let word = self.word_at(at).filter(|word| word.list == List::Times)?;
        let (first, last) = word.value.strip_prefix("years\t")?.split_once(' ')?;
        let moment = |n: &str, edge, end| {
            Some(Moment { year: Year::Plan(n.parse().ok()?), part: Part::Year, edge, end })
        };
        let (edge, end) = self.edge(word.place.end, "");
        Some(Extent {
            first: moment(first, Edge::None, word.place.end)?,
            last: Some(moment(last, edge, end)?),
            end,
        })
    }

    /// 前三季度, 前两个季度, which begin with the year.
    pub(super) fn first_quarters(&self, at: usize, year: Year) -> Option<Extent> {
        let (n, end) = self.count(self.skip(self.eat(at, "前")?))?;
        let end = self.eat(self.skip(end), "个").unwrap_or(self.skip(end));
        let end = self.eat(end, "季度")?;
        let n = i8::try_from(n).ok().filter(|n| (1..=4).contains(n))?;
        let (edge, last) = self.edge(end, "季");
        let first = Moment { year, part: Part::Quarter(1), edge: Edge::None, end };
        Some(Extent {
            first,
            last: Some(Moment { part: Part::Quarter(n), edge, end: last, ..first }),
            end: last,
        })
    }

    /// Reads one moment.
    pub(super) fn moment(&self, at: usize) -> Option<Moment> {
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

    /// 2021年, 二〇二一年, 26年, 今年; also the 度 of 2021年度.
    pub(super) fn year(&self, at: usize) -> Option<(Year, usize)> {
        if let Some(year) = self.year_word(at) {
            return Some(year);
        }
        let (year, end) = match self.digits(at, 4) {
            Some(found) => found,
            None => {
                let (year, end) = self.han(at)?;
                (u32::try_from(year).ok()?, end)
            }
        };
        let end = self.skip(end);
        if (1900..=2100).contains(&year) {
            if let Some((Year::Unknown, end)) = self.year_word(end) {
                return Some((Year::Unknown, end));
            }
            let end = self.eat(end, "年")?;
            return Some((Year::Given(year as i16), self.eat(end, "度").unwrap_or(end)));
        }
        // 26年6月底, 27年底: the century is left out where a part of the year or a feast follows.
        let end = self.eat(end, "年").filter(|_| (10..=60).contains(&year) && !self.is_han_numeral(at))?;
        let year = 2000 + year as i16;
        let near = self.plan_year().is_none_or(|plan| (plan - 10..=plan + 15).contains(&year));
        let after = self.skip(end);
        let part = self.part(after, true).is_some_and(|part| part.edge != Edge::Within);
        (near && (part || self.feast_at(after).is_some())).then_some((Year::Given(year), end))
    }

    fn is_han_numeral(&self, at: usize) -> bool {
        !self.text.as_bytes()[at].is_ascii_digit()
    }

    fn year_word(&self, at: usize) -> Option<(Year, usize)> {
        let word = self.word_at(at).filter(|word| word.list == List::Times)?;
        let year = match word.value.split_once('\t').unwrap_or((word.value, "")) {
            ("year", "?") => Year::Unknown,
            ("year", n) => Year::Plan(n.parse().ok()?),
            ("next", _) => Year::Next,
            ("same", _) => Year::Same,
            _ => return None,
        };
        Some((year, word.place.end))
    }

    /// The year of the sixty-year cycle that ends at `at`, and where its name starts: 丙午年.
    pub(super) fn cycle_year(&self, at: usize) -> Option<(i16, usize)> {
        let mut before = self.text[..at].strip_suffix('年')?.char_indices().rev();
        let (_, branch) = before.next()?;
        let (start, stem) = before.next()?;
        let stem = "甲乙丙丁戊己庚辛壬癸".chars().position(|c| c == stem)? as i16;
        let branch = "子丑寅卯辰巳午未申酉戌亥".chars().position(|c| c == branch)? as i16;
        let near = self.plan_year()?;
        let first = near - 29;
        let year = (first..first + 60).find(|year| (year - 4) % 10 == stem && (year - 4) % 12 == branch)?;
        Some((year, start))
    }

    /// The part of a year that starts at `at`: 11月, 11月30日, 3月下旬, 一季度, 上半年, 年底.
    pub(super) fn part(&self, at: usize, after_year: bool) -> Option<Moment> {
        let moment = |part, edge, end| Some(Moment { year: Year::Unsaid, part, edge, end });
        if let Some(word) = self.word_at(at).filter(|word| word.list == List::Times) {
            let (rule, n) = word.value.split_once('\t').unwrap_or((word.value, ""));
            let end = word.place.end;
            match rule {
                "half" => {
                    let (edge, end) = self.edge(end, "");
                    return moment(Part::Half(n.parse().ok()?), edge, end);
                }
                "end" | "within" if !after_year && !self.is_whole(&word.place) => return None,
                // 岁末年初 is the turn of the year, and no day.
                "end" if self.word_at(end).is_some_and(|word| word.value == "start") => return None,
                "end" => return moment(Part::Year, Edge::End, end),
                "within" => return moment(Part::Year, Edge::Within, end),
                "month-end" if !after_year => return moment(Part::ThisMonth, Edge::End, end),
                "lunar-month" => return self.lunar(at),
                _ => {}
            }
        }
        if after_year {
            match self.edge(at, "") {
                (Edge::None | Edge::Start, _) => {}
                (edge, end) => return moment(Part::Year, edge, end),
            }
        }
        let ordinal = self.eat(at, "第");
        let Some((n, end)) = self.count(ordinal.unwrap_or(at)) else {
            let end = self.blank(at)?;
            return self.placeholder(self.eat(end, "月")?);
        };
        let end = self.skip(end);
        if let Some(end) = self.eat(end, "季度") {
            let (edge, end) = self.edge(end, "季");
            return moment(Part::Quarter(i8::try_from(n).ok().filter(|n| (1..=4).contains(n))?), edge, end);
        }
        if ordinal.is_some() {
            return None;
        }
        let month = i8::try_from(n).ok().filter(|n| (1..=12).contains(n))?;
        let bare = self.eat(end, "月")?;
        let end = self.eat(bare, "份").unwrap_or(bare);
        let inner = self.skip(end);
        if let Some(lunar) = self.lunar_day(inner) {
            return moment(Part::Lunar(month, lunar.0, lunar.0), Edge::None, lunar.1);
        }
        let chinese = self.is_han_numeral(at);
        if let Some((day, end)) = self.day_of_month(inner) {
            let unit = self.skip(end);
            let day = i8::try_from(day).ok().filter(|day| (1..=31).contains(day));
            if let Some(end) = self.eat(unit, "日").or_else(|| self.eat(unit, "号")) {
                return moment(Part::Day(month, day?), Edge::None, end);
            }
            // 5月1-7日 keeps its first day here; the reader of extents goes on.
            if self
                .dash(end)
                .and_then(|dash| self.count(dash))
                .is_some_and(|(_, n)| self.eat(n, "日").is_some())
            {
                return moment(Part::Day(month, day?), Edge::None, end);
            }
            // 6月30前; in Chinese digits (八月十五前) it may as well be a lunar day.
            if self.before(unit).is_some() {
                return match chinese {
                    true => self.placeholder(inner).map(|moment| Moment { end, ..moment }),
                    false => moment(Part::Day(month, day?), Edge::None, end),
                };
            }
        }
        if let Some(blank) = self.blank(inner)
            && self.eat(blank, "日").is_some()
        {
            return self.placeholder(end);
        }
        if let Some(word) = self.word_at(inner).filter(|word| word.list == List::Times)
            && let Some((first, last)) =
                word.value.strip_prefix("days\t").and_then(|days| days.split_once(' '))
        {
            return moment(
                Part::Days(month, first.parse().ok()?, last.parse().ok()?),
                Edge::None,
                word.place.end,
            );
        }
        match self.edge(inner, "月") {
            (Edge::Start, end) => return moment(Part::Days(month, 1, 10), Edge::None, end),
            (Edge::End, end) => return moment(Part::Month(month), Edge::End, end),
            // 3月内 may count months.
            (Edge::Within, within) if after_year || end > bare || n > 3 && !chinese => {
                return moment(Part::Month(month), Edge::Within, within);
            }
            _ => {}
        }
        // 一月一次, 三月三, 五月花: a month in Chinese digits needs a sign that it is one.
        let sure = after_year
            || end > bare
            || self.tail(end, false).side != side::Side::None
            || self.dash(end).is_some()
            || self.text[..at].ends_with(['至', '到']);
        (!chinese || sure).then_some(())?;
        moment(Part::Month(month), Edge::None, end)
    }

    /// A day of a month in digits of either kind, also 廿五 and 卅.
    fn day_of_month(&self, at: usize) -> Option<(u32, usize)> {
        let tens = [("廿", 20), ("卅", 30)].into_iter().find_map(|(word, n)| Some((n, self.eat(at, word)?)));
        match tens {
            Some((n, end)) => Some(match numeral::han(self.text, end) {
                Some((unit @ 1..=9, end)) => (n + unit as u32, end),
                _ => (n, end),
            }),
            None => self.count(at),
        }
    }

    /// A day as only lunar months name them: 初三; 廿五 and 卅 where no 日 follows.
    fn lunar_day(&self, at: usize) -> Option<(i8, usize)> {
        if let Some(from) = self.eat(at, "初") {
            let (n, end) = numeral::han(self.text, from).filter(|(n, _)| (1..=10).contains(n))?;
            return Some((n as i8, end));
        }
        let (n, end) = self.day_of_month(at).filter(|_| self.text[at..].starts_with(['廿', '卅']))?;
        let common = self.text[self.skip(end)..].starts_with(['日', '号']);
        (!common).then_some((n as i8, end))
    }

    /// A lunar month and what follows it, at `at`: 正月十五, 八月底, 腊月廿三.
    pub(super) fn lunar(&self, at: usize) -> Option<Moment> {
        let named = self
            .word_at(at)
            .and_then(|word| Some((word.value.strip_prefix("lunar-month\t")?.parse().ok()?, word.place.end)));
        let (month, end) = named.or_else(|| {
            let (n, end) = self.count(at)?;
            Some((i8::try_from(n).ok().filter(|n| (1..=12).contains(n))?, self.eat(end, "月")?))
        })?;
        let day = self.lunar_day(end).or_else(|| {
            let (day, end) = self.day_of_month(end).filter(|(day, _)| (1..=30).contains(day))?;
            Some((day as i8, self.eat(end, "日").unwrap_or(end)))
        });
        let (part, edge, end) = match day {
            Some((day, end)) => (Part::Lunar(month, day, day), Edge::None, end),
            None => {
                let (edge, end) = self.edge(end, "月");
                (Part::Lunar(month, 1, 0), edge, end)
            }
        };
        Some(Moment { year: Year::Unsaid, part, edge, end })
    }

    /// Numbers that share one unit: 5、6月, 二、三季度, 3、6、9、12月底. A number that opens its line is a marker.
    pub(super) fn several(&self, at: usize) -> Option<Several> {
        let (year, from) = self.year(at).map_or((Year::Unsaid, at), |(year, end)| (year, self.skip(end)));
        let mut numbers: Vec<(usize, u32)> = Vec::new();
        let mut next = self.eat(from, "第").unwrap_or(from);
        let next_to = next;
        // 二三季度
        let pair = numeral::vague(self.text, next).filter(|_| self.is_han_numeral(next));
        let end = match pair {
            Some(end) if end == next + 2 * "二".len() => {
                let digit = |at: usize| self.char(at).and_then(numeral::digit_of).unwrap_or(0) as u32;
                let second = next + "二".len();
                numbers.extend([(next, digit(next)), (second, digit(second))]);
                self.eat(end, "季度").map(|_| end)?
            }
            _ => loop {
                let (n, end) = self.count(next)?;
                let mark = self.char(self.skip(end)).filter(|c| matches!(c, '、' | '和' | '及' | '与'));
                if mark.is_none() && numbers.is_empty() {
                    return None;
                }
                numbers.push((next, n));
                let Some(mark) = mark else { break end };
                let after = self.skip(self.skip(end) + mark.len_utf8());
                next = self.eat(after, "第").unwrap_or(after);
                if numbers.len() == 12 {
                    return None;
                }
            },
        };
        let opens =
            self.text[..at].trim_end_matches([' ', '\u{3000}']).ends_with(['\n', '。', '；']) || at == 0;
        let marker = opens && numbers.len() == 2 && year == Year::Unsaid && pair.is_none() && next_to == from;
        if numbers.len() < 2 || marker {
            return None;
        }
        let unit = self.skip(end);
        let (part, end, again): (fn(i8) -> Part, _, _) = if let Some(end) = self.eat(unit, "季度") {
            (Part::Quarter, end, "季")
        } else if let Some(end) = self.eat(unit, "月") {
            (Part::Month, self.eat(end, "份").unwrap_or(end), "月")
        } else {
            let end = self.eat(unit, "年").filter(|_| year == Year::Unsaid)?;
            let end = self.eat(end, "度").unwrap_or(end);
            if !numbers.iter().all(|(_, n)| (1900..=2100).contains(n)) {
                return None;
            }
            let (edge, end) = self.edge(end, "年");
            let parts = numbers.iter().map(|(at, n)| (*at, Year::Given(*n as i16), Part::Year)).collect();
            return Some(Several { parts, edge, end });
        };
        let most = if again == "季" { 4 } else { 12 };
        // 5、6月1日 is a day of one month.
        if !numbers.iter().all(|(_, n)| (1..=most).contains(n))
            || again == "月" && self.count(self.skip(end)).is_some()
        {
            return None;
        }
        let (edge, end) = self.edge(self.skip(end), again);
        let parts = numbers.iter().map(|(at, n)| (*at, year, part(*n as i8))).collect();
        Some(Several { parts, edge, end })
    }

    /// The rest of 9月X日 after its 月.
    fn placeholder(&self, at: usize) -> Option<Moment> {
        let at = self.skip(at);
        let day = self.blank(at).or_else(|| self.count(at).map(|(_, end)| end));
        let end = day.and_then(|end| self.eat(self.skip(end), "日")).unwrap_or(at);
        let (edge, end) = self.edge(end, "");
        Some(Moment { year: Year::Unsaid, part: Part::Placeholder, edge, end })
    }

    /// Where a run of X or × ends that stands for a number.
    fn blank(&self, at: usize) -> Option<usize> {
        let rest = &self.text[at..];
        let end = rest.find(|c| !matches!(c, 'X' | 'x' | '×' | 'Ｘ' | '某')).unwrap_or(rest.len());
        (1..=6).contains(&end).then(|| self.skip(at + end))
    }

    /// 底, 末, 初 or 内 at `at`, behind a part whose unit may be said once more (6月月底, 三季度季末), where it is no part
    /// of another word (内部, 初评).
    pub(super) fn edge(&self, at: usize, again: &str) -> (Edge, usize) {
        let from = self.eat(at, again).unwrap_or(at);
        let edge = match self.char(from) {
            Some('底' | '末') => Edge::End,
            Some('初') => Edge::Start,
            Some('内') if from == at => Edge::Within,
            _ => return (Edge::None, at),
        };
        let end = from + "底".len();
        // 初评 and 初审 are in no dictionary; 初评选 is the 初 of a month.
        let review = edge == Edge::Start
            && self.text[end..].starts_with(|c| "步评审选赛核试检筛查验训诊级稿".contains(c))
            && word::opening(&self.text[end..]).chars().nth(1).is_none();
        match review || word::opens_longer(&self.text[from..], end - from) {
            true => (Edge::None, at),
            false => (edge, end),
        }
    }

    /// Where the bracket ends that tells the day of the week of a day: 11月29日（周一）—12月3日.
    fn weekday(&self, at: usize) -> Option<usize> {
        let inner = self.eat(at, "（").or_else(|| self.eat(at, "("))?;
        let name = self.eat(inner, "周").or_else(|| self.eat(inner, "星期"))?;
        let end = name + self.char(name)?.len_utf8();
        self.eat(end, "）").or_else(|| self.eat(end, ")"))
    }

    /// A dash between two moments that starts at `at`, and where it ends.
    pub(super) fn dash(&self, at: usize) -> Option<usize> {
        let at = self.skip(at);
        // 自5月1日起至7月31日止
        let until = |at: usize| Some(self.skip(at)).filter(|at| self.text[*at..].starts_with('至'));
        let at = self.eat(at, "起").and_then(until).unwrap_or(at);
        let c = self.char(at)?;
        let end = at + c.len_utf8();
        match c {
            '-' | '－' | '–' | '~' | '～' | '〜' | '—' | '―' | '─' => {
                let more = self.text[end..].chars().take(2).take_while(|next| *next == c).count();
                Some(self.skip(end + more * c.len_utf8()))
            }
            '至' => Some(self.skip(end)),
            '到' if self.char(end).is_some_and(|c| c != '达') => Some(end),
            // A dash misread as the numeral.
            '一' if self.text.as_bytes().get(end).is_some_and(u8::is_ascii_digit) => Some(end),
            _ => None,
        }
    }

    /// At most `most` digits at `at` that no other digit follows. A page may hold them apart (1 2月), and 〇 among them.
    pub(super) fn digits(&self, at: usize, most: usize) -> Option<(u32, usize)> {
        let bytes = self.text.as_bytes();
        let run = bytes[at..].iter().take(most + 1).take_while(|b| b.is_ascii_digit()).count();
        if run == 0 || run > most {
            return None;
        }
        let (mut n, mut end, mut count): (u32, _, _) = (self.text[at..at + run].parse().ok()?, at + run, run);
        while count < most {
            let rest = &self.text[end..];
            if let Some(zero) = rest.chars().next().filter(|c| matches!(c, '〇' | '○')) {
                (n, end) = (n * 10, end + zero.len_utf8());
            } else if let [b' ', digit @ b'0'..=b'9', next, ..] = rest.as_bytes()
                && most <= 4
                && self.is_split(n, *digit, *next, end)
            {
                (n, end) = (n * 10 + u32::from(digit - b'0'), end + 2);
            } else {
                break;
            }
            count += 1;
        }
        Some((n, end))
    }

    /// Whether a digit behind a space goes on with the number before it: 1 2月 is December, 3 0日 the thirtieth.
    fn is_split(&self, n: u32, digit: u8, next: u8, at: usize) -> bool {
        let unit = &self.text[at + 2..];
        let n = n * 10 + u32::from(digit - b'0');
        match unit.chars().next() {
            _ if next.is_ascii_digit() || next == b' ' => false,
            Some('月') => (10..=12).contains(&n),
            Some('日' | '号') => (10..=31).contains(&n),
            _ => false,
        }
    }

    /// A small number in digits of either kind.
    pub(super) fn count(&self, at: usize) -> Option<(u32, usize)> {
        if let Some(found) = self.digits(at, 4) {
            return Some(found);
        }
        let (n, end) = self.han(at)?;
        Some((u32::try_from(n).ok()?, end))
    }

    /// The Chinese number that starts just at `at`. It is kept for the next who asks, for each place is asked for some times.
    fn han(&self, at: usize) -> Option<(u64, usize)> {
        let (place, number) = self.numeral.get();
        if place == at {
            return number;
        }
        let number = numeral::han(self.text, at);
        self.numeral.set((at, number));
        number
    }

    /// Whether a word of time stands at `place` as itself, and is no part of others (老年内科, 年底色).
    pub(super) fn is_whole(&self, place: &std::ops::Range<usize>) -> bool {
        word::begins(self.text, place.start) && word::begins(self.text, place.end)
    }
}

/// The first and last day of a part of `year`; none where the calendar has no such day.
pub(super) fn days(part: Part, edge: Edge, year: i16) -> Option<(Date, Date)> {
    let date = |month, day| Date::new(year, month, day).ok();
    let months = |first: i8, last: i8| Some((date(first, 1)?, date(last, 1)?.last_of_month()));
    let (first, last) = match part {
        Part::Year => months(1, 12)?,
        Part::Half(n) => months(6 * n - 5, 6 * n)?,
        Part::Quarter(n) => months(3 * n - 2, 3 * n)?,
        Part::Month(n) => months(n, n)?,
        Part::Days(month, first, 0) => (date(month, first)?, date(month, 1)?.last_of_month()),
        Part::Days(month, first, last) => (date(month, first)?, date(month, last)?),
        Part::Day(month, day) => (date(month, day)?, date(month, day)?),
        Part::Lunar(month, first, last) => lunar::days(year, month, first, last)?,
        Part::ThisMonth | Part::Placeholder => return None,
    };
    Some(if edge == Edge::End { (last, last) } else { (first, last) })
}

/// The months that a part of a year takes up, the first and the last.
pub(super) fn months(part: Part) -> Option<(i8, i8)> {
    match part {
        Part::Half(n) => Some((6 * n - 5, 6 * n)),
        Part::Quarter(n) => Some((3 * n - 2, 3 * n)),
        Part::Month(month) | Part::Days(month, ..) | Part::Day(month, _) => Some((month, month)),
        Part::Year | Part::Lunar(..) | Part::ThisMonth | Part::Placeholder => None,
    }
}

/// Where in its year a part begins, to tell which of two is the earlier.
pub(super) fn order(part: Part) -> i16 {
    match part {
        Part::Half(n) => 600 * (i16::from(n) - 1),
        Part::Quarter(n) => 300 * (i16::from(n) - 1),
        Part::Month(month) => 100 * i16::from(month),
        Part::Days(month, day, _) | Part::Day(month, day) | Part::Lunar(month, day, _) => {
            100 * i16::from(month) + i16::from(day)
        }
        Part::Year | Part::ThisMonth | Part::Placeholder => 0,
    }
}
