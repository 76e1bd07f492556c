//! Formulas of people's own, moved with their row to another place.

use std::ops::RangeInclusive;

/// A formula that was written for one row, as it must read in another. `rows` and `columns` tell where the rows and
/// columns of the old sheet stand now; both count from 0. None where something it speaks of is no longer there.
///
/// ```text
/// row 5 → 8, columns kept     H5/G5  →  H8/G8      SUM(H3:H4)  →  SUM(H4:H7), from the first to the last of them
/// ```
///
/// A range covers at least what it covered. What stands behind `!` belongs to another sheet and stays.
pub(super) fn moved(
    formula: &str,
    own: usize,
    rows: impl Fn(usize) -> Option<usize>,
    columns: impl Fn(usize) -> Option<usize>,
) -> Option<String> {
    let ends = |of: RangeInclusive<usize>, to: &dyn Fn(usize) -> Option<usize>| -> Option<(usize, usize)> {
        let single = of.start() == of.end();
        let places: Vec<usize> = match single || of.end() - of.start() > 100_000 {
            true => vec![to(*of.start())?, to(*of.end())?],
            false => of.filter_map(to).collect(),
        };
        Some((*places.iter().min()?, *places.iter().max()?))
    };
    let map = |first: Reference, last: Reference| {
        let rows = ends(first.row.min(last.row)..=first.row.max(last.row), &rows)?;
        if rows.0 < rows.1 && (rows.0..=rows.1).contains(&own) {
            return None;
        }
        let columns = ends(first.column.min(last.column)..=first.column.max(last.column), &columns)?;
        let first = Reference { row: rows.0, column: columns.0, ..first };
        Some([first, Reference { row: rows.1, column: columns.1, ..last }])
    };
    rewritten(formula, None, map, &columns)
}

/// A formula with each cell, and the first and last cell of each range, as `map` gives them, and whole columns as
/// `columns` does. Only cells of the formula's own sheet are looked at, or only those of another `sheet`. None where
/// either says none.
pub(super) fn rewritten(
    formula: &str,
    sheet: Option<&str>,
    map: impl Fn(Reference, Reference) -> Option<[Reference; 2]>,
    columns: impl Fn(usize) -> Option<usize>,
) -> Option<String> {
    let bytes = formula.as_bytes();
    let mut out = String::with_capacity(formula.len());
    let mut at = 0;
    while at < bytes.len() {
        let quote = bytes[at];
        if matches!(quote, b'"' | b'\'') {
            let end = formula[at + 1..].find(quote as char).map_or(bytes.len(), |end| at + end + 2);
            out.push_str(&formula[at..end]);
            at = end;
            continue;
        }
        let apart = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && !"_.$!'".contains(c));
        let ours = match sheet {
            None => apart(formula[..at].chars().next_back()),
            Some(sheet) => stands_behind(&formula[..at], sheet),
        };
        // A name, a function, or a sheet.
        let named =
            |end: usize| formula[end..].starts_with(|c: char| c.is_alphanumeric() || "_.(!".contains(c));
        if let Some((both, length)) = ours.then(|| whole_columns(&formula[at..])).flatten()
            && !named(at + length)
        {
            let [left, right] = both.map(|of| columns(of.column));
            let places = [left?.min(right?), left?.max(right?)];
            let ends = [0, 1].map(|n| Reference { column: places[n], ..both[n] }.column_text());
            out.push_str(&ends.join(":"));
            at += length;
            continue;
        }
        // All of a range of another sheet stays: 会议!H5:H9.
        if !ours
            && formula[..at].ends_with('!')
            && let Some((_, length)) = whole_columns(&formula[at..])
                .map(|(both, length)| (both[0], length))
                .or_else(|| reference(&formula[at..]))
        {
            let rest = &formula[at + length..];
            let second = rest.strip_prefix(':').and_then(reference).map_or(0, |(_, length)| 1 + length);
            out.push_str(&formula[at..at + length + second]);
            at += length + second;
            continue;
        }
        let first = ours.then(|| reference(&formula[at..])).flatten();
        let Some((first, length)) = first else {
            let c = formula[at..].chars().next()?;
            out.push(c);
            at += c.len_utf8();
            continue;
        };
        let mut end = at + length;
        let mut last = first;
        if let Some((second, length)) = formula[end..].strip_prefix(':').and_then(reference) {
            (last, end) = (second, end + 1 + length);
        }
        if named(end) {
            out.push_str(&formula[at..end]);
            at = end;
            continue;
        }
        let [first, last] = map(first, last)?;
        out.push_str(&first.text());
        if end > at + length {
            out.push(':');
            out.push_str(&last.text());
        }
        at = end;
    }
    Some(out)
}

/// Whether a formula goes on behind `sheet!` or `'sheet'!`.
fn stands_behind(before: &str, sheet: &str) -> bool {
    let Some(before) = before.strip_suffix('!') else { return false };
    match before.strip_suffix('\'') {
        Some(before) => {
            before.strip_suffix(&*sheet.replace('\'', "''")).is_some_and(|rest| rest.ends_with('\''))
        }
        None => before.strip_suffix(sheet).is_some_and(|rest| {
            rest.chars().next_back().is_none_or(|c| !c.is_alphanumeric() && !"_.".contains(c))
        }),
    }
}

/// Whole columns that a text starts with, such as `$C:$C`, and their length; of each the row counts nothing.
fn whole_columns(text: &str) -> Option<([Reference; 2], usize)> {
    let column = |text: &str| {
        let rest = text.strip_prefix('$').unwrap_or(text);
        let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let fixed = (rest.len() < text.len(), false);
        (1..=3).contains(&letters).then(|| {
            (Reference { column: number(&rest[..letters]), row: 0, fixed }, text.len() - rest.len() + letters)
        })
    };
    let (first, length) = column(text)?;
    let (second, more) = column(text[length..].strip_prefix(':')?)?;
    let length = length + 1 + more;
    (!text[length..].starts_with(['$', ':']) && !text[length..].starts_with(|c: char| c.is_ascii_digit()))
        .then_some(([first, second], length))
}

/// The place of a column of these letters, from 0.
fn number(letters: &str) -> usize {
    let letter = |sum: usize, byte: u8| sum * 26 + usize::from(byte.to_ascii_uppercase() - b'A') + 1;
    letters.bytes().fold(0, letter) - 1
}

/// A cell as a formula names it; row and column from 0.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reference {
    /// The column.
    pub(super) column: usize,
    /// The row.
    pub(super) row: usize,
    /// Whether `$` stands before the column and before the row.
    pub(super) fixed: (bool, bool),
}

impl Reference {
    pub(super) fn text(self) -> String {
        let sign = if self.fixed.1 { "$" } else { "" };
        format!("{}{sign}{}", self.column_text(), self.row + 1)
    }

    fn column_text(self) -> String {
        let mut letters = Vec::new();
        let mut rest = self.column + 1;
        while rest > 0 {
            letters.push(b'A' + ((rest - 1) % 26) as u8);
            rest = (rest - 1) / 26;
        }
        letters.reverse();
        let sign = if self.fixed.0 { "$" } else { "" };
        format!("{sign}{}", String::from_utf8(letters).expect("letters"))
    }
}

/// The reference to a cell that a text starts with, and its length.
fn reference(text: &str) -> Option<(Reference, usize)> {
    let rest = text.strip_prefix('$').unwrap_or(text);
    let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    let digits = rest.get(letters..)?;
    let after = digits.strip_prefix('$').unwrap_or(digits);
    let n_digits = after.bytes().take_while(u8::is_ascii_digit).count();
    if !(1..=3).contains(&letters) || !(1..=7).contains(&n_digits) {
        return None;
    }
    let column = number(&rest[..letters]);
    let row = after[..n_digits].parse::<usize>().ok()?.checked_sub(1)?;
    let fixed = (rest.len() < text.len(), after.len() < digits.len());
    Some((Reference { column, row, fixed }, text.len() - after.len() + n_digits))
}

#[cfg(test)]
mod tests {
    use super::moved;

    #[test]
    fn references_follow_their_rows() {
        // Row 5 stands in row 8 now, row 3 in 4, row 4 in 3; column H in J; row 9 is gone.
        let rows = |row: usize| match row {
            4 => Some(7),
            2 => Some(3),
            3 => Some(2),
            8 => None,
            row => Some(row),
        };
        let columns = |column: usize| Some(if column == 7 { 9 } else { column });
        let cases = [
            ("1+2", Some("1+2")),
            ("H5/G5", Some("J8/G8")),
            ("$H$5&\"H5\"", Some("$J$8&\"H5\"")),
            ("SUM(H3:H4)", Some("SUM(J3:J4)")),
            // Its own row would be in it.
            ("SUM(H3:H12)", None),
            ("会议!H5+'另 表'!H5", Some("会议!H5+'另 表'!H5")),
            ("SUM(会议!H5:H9)+H5", Some("SUM(会议!H5:H9)+J8")),
            ("COUNTIF($H:$H,H5)", Some("COUNTIF($J:$J,J8)")),
            ("LOG10(G5)", Some("LOG10(G8)")),
            ("G9*2", None),
            ("IF(G5>0,\"完成\",\"未完成\")", Some("IF(G8>0,\"完成\",\"未完成\")")),
        ];
        for (formula, wanted) in cases {
            assert_eq!(moved(formula, 7, rows, columns).as_deref(), wanted, "{formula}");
        }
    }
}
