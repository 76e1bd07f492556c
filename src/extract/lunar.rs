//! The Chinese calendar: days of lunar months and solar terms from 1990 to 2050.

use jiff::ToSpan;
use jiff::civil::Date;

/// Days of lunar month `month` (not a leap month), to its end where `last` is 0: those that end in the common year `year`,
/// else those of the lunar year that begins in it, for some years have no 腊八. None outside 1990 to 2050, and where the
/// month has no such day.
pub fn days(year: i16, month: i8, first: i8, last: i8) -> Option<(Date, Date)> {
    let of = |lunar_year: i16| {
        let (start, n_days) = lunar_month(lunar_year, month.try_into().ok()?)?;
        let last = if last == 0 { n_days } else { i64::from(last) };
        let day = |n: i64| start.checked_add((n - 1).days()).ok();
        if last > n_days { None } else { Some((day(first.into())?, day(last)?)) }
    };
    let inside = |days: &(Date, Date)| days.1.year() == year;
    let this = of(year);
    this.filter(inside).or_else(|| of(year - 1).filter(inside)).or(this)
}

/// The first day and the length of a lunar month of the lunar year that begins in `year`.
fn lunar_month(year: i16, month: u32) -> Option<(Date, i64)> {
    let code = *YEARS.get(usize::try_from(year.checked_sub(FIRST)?).ok()?)?;
    (1..=12).contains(&month).then_some(())?;
    let leap = code >> 13 & 15;
    let months = month - 1 + u32::from(leap != 0 && month > leap);
    let length = |m: u32| 29 + i64::from(code >> m & 1);
    let before: i64 = (0..months).map(length).sum();
    let first = Date::new(year, 1, 20).ok()?.checked_add(i64::from(code >> 17).days()).ok()?;
    Some((first.checked_add(before.days()).ok()?, length(months)))
}

/// The day of a solar term, named by its month: 2 立春, 4 清明, 12 冬至. None outside 1990 to 2050.
pub fn solar_term(year: i16, month: i8) -> Option<Date> {
    let (twentieth, twenty_first) = match month {
        2 => (46_295, 38_700),
        4 => (55_900, 48_100),
        12 => (226_000, 219_400),
        _ => return None,
    };
    let n = i32::from(usize::try_from(year - FIRST).ok().filter(|n| *n < YEARS.len()).map(|_| year % 100)?);
    // The mean year is 365.2422 days; the constants are those of each century.
    let leaps = if month == 2 { (n - 1).div_euclid(4) } else { n / 4 };
    let day = (n * 2_422 + if year < 2000 { twentieth } else { twenty_first }) / 10_000 - leaps;
    // The winter solstice of 2021 fell four minutes before midnight.
    let day = if (year, month) == (2021, 12) { 21 } else { day };
    Date::new(year, month, day as i8).ok()
}

const FIRST: i16 = 1990;

/// A lunar year each: bits 0 to 12 tell which months have 30 days, bits 13 to 16 after which month a leap
/// month follows, the bits above how many days after 20 January the year begins.
#[rustfmt::skip]
const YEARS: [u32; 61] = [
    0x0ebe92, 0x340e92, 0x1e0d26, 0x066a56, 0x2a0a57, 0x1714d6, 0x3c035a, 0x2406d5,
    0x10b6c9, 0x360749, 0x200693, 0x08952b, 0x2e052b, 0x180a5b, 0x04555a, 0x28056a,
    0x12fb55, 0x3a0ba4, 0x240b49, 0x0cba93, 0x320a95, 0x1c052d, 0x068aad, 0x2a0ab5,
    0x1735aa, 0x3c05d2, 0x260da5, 0x10dd4a, 0x360d4a, 0x200c95, 0x0a952e, 0x2e0556,
    0x180ab5, 0x0455b2, 0x2a06d2, 0x12cea5, 0x380725, 0x22064b, 0x0cac97, 0x300cab,
    0x1c055a, 0x066ad6, 0x2c0b69, 0x177752, 0x3c0b52, 0x260b25, 0x10da4b, 0x340a4b,
    0x1e04ab, 0x08a55b, 0x2e05ad, 0x180b6a, 0x045b52, 0x2a0d92, 0x14fd25, 0x380d25,
    0x220a55, 0x0cb4ad, 0x3204b6, 0x1a05b5, 0x066daa,
];

#[cfg(test)]
mod tests {
    use super::{days, solar_term};

    /// Feasts as the published calendars give them.
    #[test]
    fn feasts_fall_on_the_published_days() {
        for (year, month, day, want) in [
            (2020, 1, 1, "2020-01-25"),
            (2020, 5, 5, "2020-06-25"),
            (2020, 8, 15, "2020-10-01"),
            (2023, 1, 1, "2023-01-22"),
            (2023, 1, 15, "2023-02-05"),
            (2023, 7, 7, "2023-08-22"),
            (2023, 9, 9, "2023-10-23"),
            (2025, 12, 8, "2025-01-07"),
            (2023, 12, 8, "2024-01-18"),
            (2004, 12, 8, "2005-01-17"),
            (2026, 12, 23, "2026-02-10"),
            (2025, 8, 15, "2025-10-06"),
            (1990, 1, 1, "1990-01-27"),
            (2033, 8, 15, "2033-09-08"),
            (2050, 1, 1, "2050-01-23"),
        ] {
            assert_eq!(days(year, month, day, day).unwrap().1.to_string(), want);
        }
        assert_eq!(days(2051, 1, 1, 1), None);
        assert_eq!(days(2025, 13, 1, 1), None);
        assert_eq!(days(2025, 0, 1, 1), None);
        // A month of 29 days, one of 30, and one that is followed by a leap month.
        assert_eq!(days(2025, 8, 30, 30), None);
        assert_eq!(days(2025, 8, 1, 0).unwrap().1.to_string(), "2025-10-20");
        assert_eq!(days(2025, 6, 1, 0).unwrap().1.to_string(), "2025-07-24");
        assert_eq!(solar_term(2023, 4).unwrap().to_string(), "2023-04-05");
        assert_eq!(solar_term(2024, 4).unwrap().to_string(), "2024-04-04");
        assert_eq!(solar_term(2021, 12).unwrap().to_string(), "2021-12-21");
        assert_eq!(solar_term(1989, 4), None);
    }
}
