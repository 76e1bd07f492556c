//! The year of a moment that names none: that of its sentence, of its heading, or of the plan.

use jiff::ToSpan;
use jiff::civil::Date;

use super::Reader;
use super::moment::{Edge, Part, Year, days};

/// How long before the day of issue a deadline may lie that was meant to: a plan is often issued weeks after the first of
/// its days, and a notice of November means the March to come.
const LATE: i64 = 90;

impl Reader<'_> {
    /// The year a moment names.
    pub(super) fn given(&self, year: Year) -> Option<i16> {
        match year {
            Year::Given(year) => Some(year),
            Year::Plan(n) => self.plan_year().map(|year| year + n),
            Year::Next => self.said.or_else(|| self.plan_year()).map(|year| year + 1),
            Year::Same => self.said.or_else(|| self.plan_year()),
            Year::Unknown | Year::Unsaid => None,
        }
    }

    /// The year of a moment, none where it names one that nobody can tell. A deadline (`due`) tells its last day in a
    /// year.
    pub(super) fn year_of(
        &self,
        year: Year,
        part: Part,
        due: Option<&dyn Fn(i16) -> Option<Date>>,
    ) -> Option<i16> {
        match year {
            Year::Unknown => None,
            Year::Unsaid => match (self.near_year(part), due) {
                (Some(year), _) => Some(year),
                (None, Some(due)) => self.plan_year_for(part).map(|year| self.ahead(year, due)),
                (None, None) => self.plan_year_for(part),
            },
            _ => self.given(year),
        }
    }

    /// The year that the sentence, the heading or the time of action says.
    fn near_year(&self, part: Part) -> Option<i16> {
        let headed = self.headed.filter(|year| Some(*year) != self.calendar.year);
        self.said.or(headed).or_else(|| inside(part, self.action?))
    }

    fn plan_year_for(&self, part: Part) -> Option<i16> {
        // A school year: the one year that puts the moment inside.
        let school = || self.calendar.period.filter(|(a, b)| b.year() - a.year() == 1);
        let year = self.calendar.year.or_else(|| inside(part, school()?));
        year.or_else(|| self.plan_year())
    }

    /// The year, or the next one where the day would lie before the plan or long before its issue.
    fn ahead(&self, year: i16, due: &dyn Fn(i16) -> Option<Date>) -> i16 {
        let early = |day: Date| {
            let late = |issued: Date| issued.checked_sub(LATE.days()).is_ok_and(|least| day < least);
            self.plan_start().is_some_and(|start| day < start) || self.calendar.issued_on.is_some_and(late)
        };
        match due(year).is_some_and(early) {
            true => year + 1,
            false => year,
        }
    }

    pub(super) fn plan_year(&self) -> Option<i16> {
        self.calendar
            .year
            .or(self.calendar.issued_on.map(Date::year))
            .or(self.calendar.period.map(|p| p.0.year()))
            .or(self.told)
    }

    pub(super) fn plan_start(&self) -> Option<Date> {
        if let Some((start, _)) = self.calendar.period {
            return Some(start);
        }
        self.plan_year().and_then(|year| Date::new(year, 1, 1).ok())
    }
}

/// The year that puts a part between two days.
fn inside(part: Part, (first, last): (Date, Date)) -> Option<i16> {
    let inside = |year: &i16| days(part, Edge::None, *year).is_some_and(|(a, b)| first <= a && b <= last);
    (first.year()..=last.year()).find(inside)
}
