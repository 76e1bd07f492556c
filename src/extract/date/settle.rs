//! A moment that was read becomes a date: by the year it is of, and by what stands around it.

use std::ops::Range;

use jiff::civil::Date;

use super::Reader;
use super::moment::{Edge, Extent, Part, Year, days, order};
use super::side::{Lead, Side, Tail};
use crate::lex::word::is_han;
use crate::lexicon::List;
use crate::model::DateKind;

/// What stands around a moment from `at` to `end`.
struct Around {
    at: usize,
    end: usize,
    side: Side,
    lead: Lead,
    /// Where 到, 至 or 截至 before it begins.
    until: Option<usize>,
    /// It is all that a cell of deadlines or a 完成时限： says.
    is_due: bool,
    /// It tells how long a rule holds.
    holds: bool,
    /// It is a year and nothing else.
    bare_year: bool,
    /// The year it names.
    explicit: Option<i16>,
}

/// The days of a moment; `impossible` where no calendar has one of them.
#[derive(Default)]
struct Days {
    start: Option<Date>,
    end: Option<Date>,
    impossible: bool,
}

impl Reader<'_> {
    /// Makes a date of what was read from `at` on by what stands around it.
    pub(super) fn settle(&mut self, at: usize, mut extent: Extent) -> Option<usize> {
        let mut at = at;
        if extent.first.year == Year::Unsaid
            && let Some((year, start)) = self.cycle_year(at).filter(|(_, start)| *start >= self.taken())
        {
            (extent.first.year, at) = (Year::Given(year), start);
        }
        let around = self.around(at, &extent);
        if around.bare_year && around.side == Side::None && self.feast_at(self.skip(extent.end)).is_some() {
            // The year of the feast behind it, and of those behind that.
            let year = self.given(extent.first.year);
            self.said = year.filter(|_| !self.is_past(at)).or(self.said);
            self.token = Some((at..extent.end, year.map_or(Year::Unknown, Year::Given)));
            return Some(extent.end);
        }
        let (days, year) = self.days_of(&extent, &around);
        if self.is_past(at) {
            // Dates without a year in a review are those of the year reviewed, which only its heading tells.
            around.explicit?;
            return self.push(at..around.end, DateKind::Past, days.start, days.end);
        }
        let Some(kind) = self.kind_of(&extent, &around, &days, year) else { return Some(around.end) };
        if kind != DateKind::Past {
            self.said = self.said.or(around.explicit);
            if let Year::Given(year) = extent.first.year {
                self.named = Some(self.named.map_or((year, year), |(a, b)| (a.min(year), b.max(year))));
            }
        }
        self.put(&extent, &around, kind, days)
    }

    fn around(&self, at: usize, extent: &Extent) -> Around {
        let first = extent.first;
        let last = extent.last.unwrap_or(first);
        let firm = last.edge == Edge::End || matches!(last.part, Part::Day(..) | Part::Lunar(..));
        let Tail { side, lead, end } = self.tail(extent.end, firm);
        let until = self.until(at);
        Around {
            at,
            end,
            side,
            lead,
            until,
            is_due: extent.last.is_none() && self.is_due(at, extent.end),
            holds: self.holds(at, until, end, side),
            bare_year: extent.last.is_none() && first.part == Part::Year && first.edge == Edge::None,
            explicit: self.given(first.year).or_else(|| {
                let last = extent.last?;
                let year = self.given(last.year)?;
                // 12月至2024年2月 begins the year before.
                Some(if order(first.part) > order(last.part) { year - 1 } else { year })
            }),
        }
    }

    /// The days of a moment, and the year of its first.
    fn days_of(&self, extent: &Extent, around: &Around) -> (Days, Option<i16>) {
        let first = extent.first;
        let by = around.side == Side::Before
            || around.until.is_some()
            || around.is_due
            || matches!(first.edge, Edge::End | Edge::Within);
        let due = |year| days(first.part, first.edge, year).map(|days| days.1);
        let due: Option<&dyn Fn(i16) -> Option<Date>> = if by { Some(&due) } else { None };
        let year = around.explicit.or_else(|| self.year_of(first.year, first.part, due));
        let mut found = Days::default();
        if first.part == Part::ThisMonth {
            if let Some(day) = self.calendar.issued_on {
                (found.start, found.end) = (Some(day.first_of_month()), Some(day.last_of_month()));
            }
            return (found, year);
        }
        if first.part == Part::Placeholder {
            return (found, year);
        }
        let lunar = matches!(first.part, Part::Lunar(..));
        found.impossible = !lunar && days(first.part, first.edge, 2024).is_none();
        if let Some(year) = year {
            match days(first.part, first.edge, year) {
                Some((a, b)) => (found.start, found.end) = (Some(a), Some(b)),
                None => found.impossible = !lunar,
            }
        }
        if let Some(last) = extent.last {
            let next = last.year == Year::Next || order(last.part) < order(first.part);
            let given = if last.year == Year::Next { None } else { self.given(last.year) };
            let year = given.or_else(|| year.map(|year| if next { year + 1 } else { year }));
            found.end = year.and_then(|year| days(last.part, last.edge, year)).map(|(_, b)| b);
            found.impossible |= !lunar && year.is_some() && found.end.is_none();
        }
        (found, year)
    }

    /// What a moment is, if it is a date.
    fn kind_of(
        &mut self,
        extent: &Extent,
        around: &Around,
        days: &Days,
        year: Option<i16>,
    ) -> Option<DateKind> {
        let Around { at, end, side, until, is_due, explicit, .. } = *around;
        let first = extent.first;
        let closes = matches!(extent.last.unwrap_or(first).edge, Edge::End | Edge::Within);
        let kind = match side {
            Side::Since => return None,
            Side::Before | Side::None if around.holds && explicit.is_some() => DateKind::Period,
            Side::Before if extent.last.is_some() => DateKind::Period,
            Side::Before => DateKind::Deadline,
            Side::From => DateKind::Period,
            Side::None if until.is_some() || closes => DateKind::Deadline,
            Side::None if extent.last.is_some() => DateKind::Period,
            Side::None if first.part == Part::Placeholder && !is_due => return None,
            Side::None if is_due => match first.part {
                Part::Half(_) | Part::Quarter(_) => DateKind::Period,
                _ => DateKind::Deadline,
            },
            Side::None if around.bare_year => self.bare_year(at, end, year)?,
            Side::None if matches!(first.part, Part::Day(..)) => DateKind::Point,
            Side::None if self.is_promised(at, end) => DateKind::Deadline,
            Side::None => DateKind::Period,
        };
        let over =
            explicit.is_some() && days.end.zip(self.plan_start()).is_some_and(|(end, start)| end < start);
        // 2005年底前注册的车 tells which cars, not by when.
        let ends = side == Side::None && until.is_none() && closes;
        let picks = side == Side::Before && self.picks_out(at, end) || ends && self.measures(at, end);
        if kind == DateKind::Deadline && (over || !is_due && picks) {
            return None;
        }
        // 截至2021年6月11日 in a paper of December tells how things stood.
        let stood = explicit.is_some()
            && until.is_some_and(|at| self.text[at..].starts_with("截至"))
            && days.end.zip(self.calendar.issued_on).is_some_and(|(day, issued)| day < issued);
        let kind = if stood || over { DateKind::Past } else { kind };
        Some(days.end.map_or(kind, |day| self.tense(day, kind)))
    }

    /// Adds the date.
    fn put(&mut self, extent: &Extent, around: &Around, kind: DateKind, days: Days) -> Option<usize> {
        let Around { at, end, side, until, holds, .. } = *around;
        let Days { mut start, end: mut finish, impossible } = days;
        let edge = extent.last.unwrap_or(extent.first).edge;
        let mut place = match (kind, side, edge) {
            (DateKind::Deadline, Side::None, Edge::None) => until.unwrap_or(at)..end,
            (DateKind::Period, ..) if holds => until.unwrap_or(at)..end,
            _ => at..end,
        };
        match (kind, side) {
            (DateKind::Deadline, _) => {
                start = None;
                finish = finish.and_then(|day| match around.lead {
                    Lead::None => Some(day),
                    Lead::Span(span) => day.checked_sub(span).ok(),
                    Lead::Working => None,
                });
            }
            (DateKind::Period, _) if holds && extent.last.is_none() => start = None,
            (DateKind::Period, Side::From) => {
                finish = None;
                // 2012年起5年内
                if let Some((Some(span), end)) = self.within(end) {
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
        let end = self.push(place, kind, start, if impossible { None } else { finish });
        self.mark(|date| date.impossible = impossible);
        end
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
        let ahead = || year >= self.plan_start().map(Date::year) && self.reaches(self.skip(end));
        let goes_on = matches!(after, '，' | ',' | '、' | '是' | '要' | '将' | '全' | '实')
            || self.verb_at(self.skip(end))
            || ahead();
        (opens && goes_on && !matches!(before, '(') || before == '(' && after == ')')
            .then_some(DateKind::Period)
    }

    /// Whether the clause at `at` says what is reached: 绿地率达到40%, 设区城市基本建成分类处理系统.
    fn reaches(&self, at: usize) -> bool {
        const REACH: usize = 120;
        let clause = &self.text[at..crate::text::floor(self.text, self.text.len().min(at + REACH))];
        let Some(end) = clause.find(['，', ',', '。', '；', ';', '、', '\n', '》']) else {
            return false;
        };
        // 2022年工作计划2022年是…: a title that the text runs on behind.
        if clause[..end].contains('年') {
            return false;
        }
        let verb = |(place, value): (Range<usize>, &str)| value.starts_with("verb") && place.start > at;
        self.hits.is_some_and(|hits| hits.of(List::Measures, at..at + end).any(verb))
    }

    /// Whether something is promised for the moment: 确保2018年投入使用, 力争10月通水.
    fn is_promised(&self, at: usize, end: usize) -> bool {
        self.word_before(at).is_some_and(|word| word.value == "promise") && self.verb_at(self.skip(end))
    }
}
