//! Days as people type them: 2025-07-18, 2024.3.5, 20250930, 25.9.30, 2025/9, 9.30前, 45930.
//!
//! Only a full day with its year is one anywhere. The others are numbers like any, and dates where a 完成时限 or a cell
//! of deadlines holds nothing else, or where 前 follows.

use jiff::ToSpan;
use jiff::civil::Date;

use super::moment::{Edge, Moment, Part, Year, days};
use super::side::{Lead, Side};
use super::{Reader, is_han};
use crate::model::DateKind;

/// A day as it was typed.
struct Typed {
    moment: Moment,
    /// Its year and marks leave no doubt.
    sure: bool,
}

impl Reader<'_> {
    /// Reads a typed day that stands at `at`, behind `before`.
    pub(super) fn numeric_day(&mut self, at: usize, before: u8) -> Option<usize> {
        if matches!(before, b'-' | b'/' | b'.') {
            return None;
        }
        let typed = self.typed(at)?;
        let mut moment = typed.moment;
        if let Some(end) = self.week(at, moment) {
            return Some(end);
        }
        if typed.sure && self.dash(moment.end).is_some_and(|dash| self.numeric_moment(dash).is_some()) {
            return None;
        }
        let tail = self.tail(moment.end, true);
        let due = self.is_due(at, moment.end) && (typed.sure || self.is_slot(at, moment.end));
        let until = self.until(at).is_some() && matches!(moment.year, Year::Given(_));
        let unit = self.char(moment.end).is_some_and(|c| is_han(c) || c == '%');
        if !typed.sure && !due && tail.side != Side::Before && (unit || !until) {
            return None;
        }
        if due && self.calendar.workbook && moment.year == Year::Unsaid {
            moment.part = thirtieth(moment.part, &self.text[at..moment.end]);
        }
        let last = |year| days(moment.part, moment.edge, year).map(|days| days.1);
        let year = self.year_of(moment.year, moment.part, Some(&last))?;
        let (start, end) = days(moment.part, Edge::None, year)?;
        let place = at..tail.end;
        let (kind, start, end) = match tail.side {
            Side::Before => {
                let end = match tail.lead {
                    Lead::None => Some(end),
                    Lead::Span(span) => end.checked_sub(span).ok(),
                    Lead::Working => None,
                };
                (DateKind::Deadline, None, end)
            }
            Side::From => (DateKind::Period, Some(start), None),
            _ if due || until => (DateKind::Deadline, None, Some(end)),
            _ => (self.tense(end, DateKind::Point), Some(start), Some(end)),
        };
        self.push(place, kind, start, end)
    }

    /// A full day with its year.
    pub(super) fn numeric_moment(&self, at: usize) -> Option<Moment> {
        self.typed(at).filter(|typed| typed.sure).map(|typed| typed.moment)
    }

    /// 2.1（周一）, and the week from one day to another: 2.1--2.7.
    fn week(&mut self, at: usize, first: Moment) -> Option<usize> {
        let Part::Day(..) = first.part else { return None };
        if first.year != Year::Unsaid {
            return None;
        }
        let year = self.year_of(Year::Unsaid, first.part, None);
        let day = |part| year.and_then(|year| days(part, Edge::None, year)).map(|days| days.0);
        let open = self.char(first.end).filter(|c| matches!(c, '(' | '（'));
        if let Some(open) = open {
            let inner = first.end + open.len_utf8();
            let close = self.text[inner..].char_indices().take(12).find(|(_, c)| matches!(c, ')' | '）'))?.0;
            let named = self.text[inner..].starts_with(['周', '星']);
            let end = inner + close + self.char(inner + close)?.len_utf8();
            let (start, kind) = (day(first.part), DateKind::Point);
            return named.then(|| self.push(at..end, kind, start, start))?;
        }
        let dash = self.dash(first.end)?;
        let last = self.typed(dash).map(|typed| typed.moment)?;
        let (Part::Day(..), Year::Unsaid) = (last.part, last.year) else { return None };
        let mark = &self.text[first.end..dash];
        // (6.5-8.5) is a measure; of a week its line speaks.
        let near = &self.text[crate::text::floor(self.text, at.saturating_sub(90))..at];
        let line = near.rsplit('\n').next().unwrap_or(near);
        let told = mark.len() > 1 && mark.starts_with("--") || line.contains('周') || line.contains("日程");
        let (start, end) = (day(first.part), day(last.part));
        let ends = !self.char(last.end).is_some_and(|c| is_han(c) || c.is_ascii_alphanumeric() || c == '%');
        (told && ends && start <= end).then(|| self.push(at..last.end, DateKind::Period, start, end))?
    }

    fn typed(&self, at: usize) -> Option<Typed> {
        let bytes = self.text.as_bytes();
        let run = |at: usize| bytes[at..].iter().take(9).take_while(|b| b.is_ascii_digit()).count();
        let number = |at: usize, end: usize| self.text[at..end].parse::<i16>().ok();
        let made = |year, month: i16, day: Option<i16>, end: usize, sure| {
            let month = i8::try_from(month).ok().filter(|month| (1..=12).contains(month))?;
            let part = match day {
                Some(day) => Part::Day(month, i8::try_from(day).ok()?),
                None => Part::Month(month),
            };
            let known = match year {
                Year::Given(year) => year,
                _ => 2024,
            };
            days(part, Edge::None, known)?;
            let next = bytes.get(end).copied().unwrap_or(b' ');
            let ends = !next.is_ascii_alphanumeric() && next != b'/' && next != b'-' && next != b'%'
                || next == b'-' && bytes.get(end + 1).is_some_and(u8::is_ascii_digit)
                || next == b'-' && bytes.get(end + 1) == Some(&b'-');
            ends.then_some(Typed { moment: Moment { year, part, edge: Edge::None, end }, sure })
        };
        let whole = |year: i16| Some(Year::Given(year)).filter(|_| (1900..=2100).contains(&year));
        let length = run(at);
        let end = at + length;
        let mark = bytes.get(end).copied().filter(|mark| matches!(mark, b'-' | b'.' | b'/' | b' '));
        match (length, mark) {
            (8, _) => {
                let day = number(at + 6, end);
                made(whole(number(at, at + 4)?)?, number(at + 4, at + 6)?, day, end, false)
            }
            (6, _) => made(whole(number(at, at + 4)?)?, number(at + 4, end)?, None, end, false),
            (5, _) => {
                // Days since the turn of 1899, as workbooks count.
                let serial = i64::from(self.text[at..end].parse::<u32>().ok()?);
                let day = Date::new(1899, 12, 30).ok()?.checked_add(serial.days()).ok()?;
                let year = whole(day.year()).filter(|_| (2000..2100).contains(&day.year()))?;
                made(year, day.month().into(), Some(day.day().into()), end, false)
            }
            (1 | 2 | 4, Some(mark)) => {
                let second = end + 1;
                let second_end = second + run(second);
                if !(1..=2).contains(&(second_end - second)) {
                    return None;
                }
                let third = Some(second_end + 1).filter(|_| bytes.get(second_end) == Some(&mark));
                let third = third.map(|at| at..at + run(at)).filter(|third| (1..=2).contains(&third.len()));
                let (n, m) = (number(at, end)?, number(second, second_end)?);
                match (length, third) {
                    (4, Some(third)) => {
                        made(whole(n)?, m, number(third.start, third.end), third.end, mark != b' ')
                    }
                    (4, None) => made(whole(n)?, m, None, second_end, false),
                    (2, Some(third)) if mark != b' ' => {
                        made(whole(2000 + n)?, m, number(third.start, third.end), third.end, false)
                    }
                    (1 | 2, None) if mark != b' ' => made(Year::Unsaid, n, Some(m), second_end, false),
                    _ => None,
                }
            }
            _ => None,
        }
    }
}

/// The day that a workbook shows as 9.3: so late in a list of deadlines nobody writes the third.
fn thirtieth(part: Part, typed: &str) -> Part {
    match part {
        Part::Day(month, 3) if month != 2 && typed.ends_with(".3") => Part::Day(month, 30),
        part => part,
    }
}

#[cfg(test)]
mod tests {
    use crate::extract::date::{Calendar, dates};
    use crate::lexicon::Lexicon;

    #[test]
    fn a_workbook_shows_the_thirtieth_as_a_third() {
        let lexicon = Lexicon::default();
        for (text, workbook, wanted) in [
            ("9.3", true, "2025-09-30"),
            ("9.3", false, "2025-09-03"),
            ("9.03", true, "2025-09-03"),
            ("2.3", true, "2025-02-03"),
            ("2025.9.3", true, "2025-09-03"),
        ] {
            let cell = 0..text.len();
            let calendar = Calendar {
                year: Some(2025),
                due: std::slice::from_ref(&cell),
                workbook,
                ..Calendar::default()
            };
            let found = dates(text, &lexicon.scan(text), &calendar);
            let ends: Vec<String> = found.iter().filter_map(|date| Some(date.end?.to_string())).collect();
            assert_eq!(ends, [wanted], "{text} {workbook}");
        }
    }
}
