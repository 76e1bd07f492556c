//! What recurs: 每月25日前, 每年6月至8月, 每年春节前, 每周五, 一季度一考核.

use std::ops::Range;

use jiff::civil::Date;

use super::moment::{self, Edge, Moment, Part, Year, days};
use super::side::Side;
use super::{Reader, feast};
use crate::lex::word;
use crate::lexicon::List;
use crate::model::DateKind;
use crate::text::order;

/// The days on which something recurs within a year or a month, as RFC 5545 lists them.
#[derive(Default)]
struct Days {
    months: Vec<i8>,
    days: Vec<i8>,
    /// Where their words end.
    end: usize,
}

impl Reader<'_> {
    /// 每月25日前, 每年6月至8月, 每周五, 每季度: the word at `place` and the days it names, with a rule of RFC 5545.
    pub(super) fn every(&mut self, place: Range<usize>, rule: &str) -> Option<usize> {
        // 一年一度 describes; 一月一日 is a day.
        let next = self.char(place.end);
        if self.text[place.clone()].starts_with('一') && next.is_none_or(|c| "度个日号代".contains(c)) {
            return None;
        }
        let mut rule = rule.to_owned();
        let mut found = Days { end: place.end, ..Days::default() };
        if rule == "FREQ=YEARLY" {
            self.days_of_year(&mut found);
        } else if rule.starts_with("FREQ=MONTHLY") {
            self.days_of_month(&mut rule, &mut found);
        } else if rule == "FREQ=WEEKLY" {
            self.day_of_week(&mut rule, &mut found);
        }
        let Days { months, days, mut end } = found;
        if self.text[place.clone()].starts_with('一') {
            // 一季度一考核
            end += word::opening(&self.text[end..]).len();
        }
        let list = |numbers: &[i8]| numbers.iter().map(i8::to_string).collect::<Vec<_>>().join(",");
        if !months.is_empty() {
            rule = format!("{rule};BYMONTH={}", list(&months));
        }
        if !days.is_empty() {
            rule = format!("{rule};BYMONTHDAY={}", list(&days));
        }
        // 每日进展情况 names a thing; 每日向省厅报告 tells when.
        let said = self.char(end).is_some_and(|c| "报汇上下向于在早晚至不要调通推更开组统一".contains(c));
        if rule == "FREQ=DAILY" && !said && self.text[place.clone()].starts_with('每') {
            return Some(end);
        }
        if end > place.end && !self.text[place.clone()].starts_with('一') {
            end = self.tail(end, true).end;
        }
        let place = place.start..end;
        if !self.is_past(place.start) {
            self.push(place, DateKind::Recurring, None, None);
            self.mark(|date| date.recurrence = Some(rule));
        }
        Some(end)
    }

    /// Months apart by 、 or 和, each perhaps a stretch (每年6月至8月和10月至次年1月), a feast, or the year's end.
    fn days_of_year(&self, found: &mut Days) {
        let mut at = self.eat(found.end, "的").unwrap_or(found.end);
        loop {
            let end = self.feast_of_year(at, found).or_else(|| {
                let extent = self.extent(at).filter(|extent| extent.first.year == Year::Unsaid)?;
                let last = extent.last.unwrap_or(extent.first);
                self.months_of_year(extent.first, last, found)?;
                Some(extent.end)
            });
            let Some(end) = end else { break };
            found.end = end;
            match self.eat(end, "、").or_else(|| self.eat(end, "和")) {
                Some(next) => at = next,
                None => break,
            }
        }
        let end = found.end;
        if found.months.is_empty() && self.eat(end, "年").is_none() {
            // 每年底
            if let Some(edge) = self.eat(end, "底").or_else(|| self.eat(end, "末")) {
                (found.months, found.days, found.end) = (vec![12], vec![-1], edge);
            }
        }
        order::sort(&mut found.months);
        found.months.dedup();
        found.days.dedup();
        // A rule knows no pairs of month and day.
        if found.days.len() > 1 {
            found.days.clear();
        }
    }

    fn months_of_year(&self, first: Moment, last: Moment, found: &mut Days) -> Option<()> {
        if first.part == Part::Year && matches!(first.edge, Edge::End) {
            found.months.push(12);
            found.days.push(-1);
            return Some(());
        }
        if let Part::Lunar(..) = first.part {
            return Some(());
        }
        let (from, to) =
            (moment::months(first.part)?, moment::months(last.part).or(moment::months(first.part))?);
        if last.edge == Edge::End {
            // The end of a quarter is a day of its last month.
            found.months.push(to.1);
            found.days.push(-1);
            return Some(());
        }
        let count = (to.1 - from.0).rem_euclid(12);
        found.months.extend((0..=count).map(|n| (from.0 - 1 + n) % 12 + 1));
        if let (Part::Day(month, day), true) = (first.part, first.end == last.end) {
            // The last day of its month, as in 6月30日和12月31日.
            let is_last = days(Part::Day(month, day + 1), Edge::None, 2023).is_none();
            found.days.push(if is_last { -1 } else { day });
        }
        Some(())
    }

    /// A feast that recurs: 每年春节前, 每年“七一”前. One with the same day every year has its day in the rule.
    fn feast_of_year(&self, at: usize, found: &mut Days) -> Option<usize> {
        let start = self.feast_at(at)?;
        let word = self.word_at(start).filter(|word| word.list == List::Days)?;
        let end = match start > at {
            true => {
                self.char(word.place.end).map_or(word.place.end, |quote| word.place.end + quote.len_utf8())
            }
            false => word.place.end,
        };
        if let Some((month, day)) = feast::fixed(word.value) {
            let mut day = Date::new(2023, month, day).ok()?;
            if self.tail(end, true).side == Side::Before {
                day = day.yesterday().ok()?;
            }
            found.months.push(day.month());
            found.days.push(day.day());
        }
        Some(end)
    }

    /// Days of every month (每月5日、20日), its end, or those of one month of every quarter (每季度首月10日).
    fn days_of_month(&self, rule: &mut String, found: &mut Days) {
        let mut at = self.eat(found.end, "的").unwrap_or(found.end);
        let quarterly = rule.ends_with("INTERVAL=3");
        if quarterly {
            let word = self
                .word_at(at)
                .and_then(|word| Some((word.value.strip_prefix("of-quarter\t")?, word.place.end)));
            if let Some((n, next)) = word {
                let n = n.parse().unwrap_or(1);
                *rule = "FREQ=YEARLY".to_owned();
                found.months = vec![n, n + 3, n + 6, n + 9];
                (at, found.end) = (next, next);
            }
        }
        while let Some((n, next)) = self.month_day(at) {
            found.days.push(n);
            found.end = next;
            match self.eat(next, "、").or_else(|| self.eat(next, "和")) {
                Some(next) => at = next,
                None => break,
            }
        }
        let edge = self.word_at(at).filter(|word| word.value == "month-end").map(|word| word.place.end);
        let edge = edge.or_else(|| self.eat(at, "底")).or_else(|| self.eat(at, "末"));
        let edge = edge.or_else(|| self.eat(at, "季末")).filter(|_| found.days.is_empty());
        if let Some(next) = edge {
            (found.days, found.end) = (vec![-1], next);
            if quarterly && found.months.is_empty() {
                *rule = "FREQ=YEARLY".to_owned();
                found.months = vec![3, 6, 9, 12];
            }
        }
    }

    /// A day of every week: 每周五.
    fn day_of_week(&self, rule: &mut String, found: &mut Days) {
        let day = self.char(found.end).and_then(|c| "一二三四五六日".chars().position(|day| day == c));
        let Some(day) = day else { return };
        let next = found.end + "一".len();
        // 每周一次 and 每周一会 count.
        let counts = day == 0 && self.char(next).is_some_and(|c| "次会期题讲课练测报调更歌主".contains(c));
        if !counts {
            *rule = format!("FREQ=WEEKLY;BYDAY={}", ["MO", "TU", "WE", "TH", "FR", "SA", "SU"][day]);
            found.end = next;
        }
    }

    /// 25日, a day of every month.
    fn month_day(&self, at: usize) -> Option<(i8, usize)> {
        let (n, end) = self.count(at)?;
        let end = self.eat(end, "日").or_else(|| self.eat(end, "号"))?;
        Some((i8::try_from(n).ok().filter(|n| (1..=31).contains(n))?, end))
    }
}
