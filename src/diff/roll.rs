//! A year that only rolled over: `2022年` → `2023年`, `十九大` → `二十大`, `“十三五”` → `“十四五”`.

/// Whether two stretches of words differ only as one year's plan differs from the next's. `years` is how many years
/// lie between the plans, where both years are known; otherwise one or two are believed.
pub(super) fn rolled(was: &[&str], is: &[&str], years: Option<i16>) -> bool {
    was.len() == is.len()
        && was != is
        && was.iter().zip(is).all(|(was, is)| was == is || year(was, is, years) || ordinal(was, is, years))
}

fn step(was: i64, is: i64, years: Option<i16>) -> bool {
    match years {
        Some(years) if years != 0 => is - was == i64::from(years),
        _ => matches!((is - was).abs(), 1 | 2),
    }
}

/// The same text around years that moved.
fn year(was: &str, is: &str, years: Option<i16>) -> bool {
    let (mut was, mut is) = (was, is);
    let mut moved = false;
    loop {
        let digits = |text: &str| text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        let (of_was, of_is) = (digits(was), digits(is));
        if of_was > 0 && of_is > 0 && was[..of_was] != is[..of_is] {
            let (Ok(a), Ok(b)) = (was[..of_was].parse::<i64>(), is[..of_is].parse::<i64>()) else {
                return false;
            };
            let are_years = [a, b].iter().all(|year| (1949..=2199).contains(year));
            if !are_years || !step(a, b, years) {
                return false;
            }
            moved = true;
        } else if was[..of_was] != is[..of_is] {
            return false;
        }
        (was, is) = (&was[of_was..], &is[of_is..]);
        match (was.chars().next(), is.chars().next()) {
            (Some(a), Some(b)) if a == b => (was, is) = (&was[a.len_utf8()..], &is[b.len_utf8()..]),
            (None, None) => return moved,
            _ => return false,
        }
    }
}

/// Congresses, plenary sessions, terms and five-year plans, counted in Chinese numerals. They come round in their own
/// time, so a step of one or two is a roll whatever lies between the plans.
fn ordinal(was: &str, is: &str, years: Option<i16>) -> bool {
    let forward = years.is_none_or(|years| years == 0 || i64::from(years).signum() == 1);
    let (Some((a, of_was)), Some((b, of_is))) = (counted(was), counted(is)) else { return false };
    of_was == of_is && matches!((b - a).abs(), 1 | 2) && (years.is_none() || (b > a) == forward)
}

/// The number and what it counts, for what is counted on from time to time.
fn counted(word: &str) -> Option<(i64, &str)> {
    let word = word.strip_prefix('第').unwrap_or(word);
    let rest = word.trim_start_matches(|c| "一二三四五六七八九十".contains(c));
    let mut numeral = &word[..word.len() - rest.len()];
    let mut what = rest;
    if rest.is_empty() && numeral.starts_with('十') && numeral.chars().count() == 3 {
        numeral = numeral.strip_suffix('五')?;
        what = "五";
    }
    let known = matches!(what, "大" | "届" | "五" | "次" | "周年")
        || what.starts_with("中全会")
        || what.starts_with('届');
    let value = |c: char| "一二三四五六七八九".chars().position(|digit| digit == c).map(|at| at as i64 + 1);
    let number = match numeral.split_once('十') {
        Some((tens, units)) => {
            let tens = if tens.is_empty() { 1 } else { value(tens.chars().next()?)? };
            tens * 10 + units.chars().next().map_or(Some(0), value)?
        }
        None if numeral.chars().nth(1).is_none() => value(numeral.chars().next()?)?,
        None => return None,
    };
    known.then_some((number, what))
}

#[cfg(test)]
mod tests {
    use super::rolled;

    #[test]
    fn tells_a_roll_from_a_change() {
        for (was, is, years, wanted) in [
            ("2022年", "2023年", Some(1), true),
            ("2022年6月30日", "2023年6月30日", Some(1), true),
            ("2022年6月30日", "2023年5月30日", Some(1), false),
            ("2022年", "2025年", Some(1), false),
            ("20座", "30座", Some(1), false),
            ("十九大", "二十大", Some(1), true),
            ("二十大", "十九大", Some(1), false),
            ("十三五", "十四五", None, true),
            ("第十一届", "第十二届", Some(1), true),
            ("四中全会", "五中全会", Some(1), true),
            ("三项", "四项", Some(1), false),
        ] {
            assert_eq!(rolled(&[was], &[is], years), wanted, "{was} -> {is}");
        }
    }
}
