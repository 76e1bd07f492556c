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
        let first = apart(formula[..at].chars().next_back()).then(|| reference(&formula[at..])).flatten();
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
        // A name, a function, or a sheet.
        if formula[end..].starts_with(|c: char| c.is_alphanumeric() || "_.(!".contains(c)) {
            out.push_str(&formula[at..end]);
            at = end;
            continue;
        }
        let ends =
            |of: RangeInclusive<usize>, to: &dyn Fn(usize) -> Option<usize>| -> Option<(usize, usize)> {
                let single = of.start() == of.end();
                let places: Vec<usize> = match single || of.end() - of.start() > 100_000 {
                    true => vec![to(*of.start())?, to(*of.end())?],
                    false => of.filter_map(to).collect(),
                };
                Some((*places.iter().min()?, *places.iter().max()?))
            };
        let rows = ends(first.row.min(last.row)..=first.row.max(last.row), &rows)?;
        if rows.0 < rows.1 && (rows.0..=rows.1).contains(&own) {
            return None;
        }
        let columns = ends(first.column.min(last.column)..=first.column.max(last.column), &columns)?;
        out.push_str(&Reference { row: rows.0, column: columns.0, ..first }.text());
        if end > at + length {
            out.push(':');
            out.push_str(&Reference { row: rows.1, column: columns.1, ..last }.text());
        }
        at = end;
    }
    Some(out)
}

#[derive(Debug, Clone, Copy)]
struct Reference {
    column: usize,
    row: usize,
    /// Whether `$` stands before the column and before the row.
    fixed: (bool, bool),
}

impl Reference {
    fn text(self) -> String {
        let mut letters = Vec::new();
        let mut rest = self.column + 1;
        while rest > 0 {
            letters.push(b'A' + ((rest - 1) % 26) as u8);
            rest = (rest - 1) / 26;
        }
        letters.reverse();
        let sign = |fixed: bool| if fixed { "$" } else { "" };
        let letters = String::from_utf8(letters).expect("letters");
        format!("{}{letters}{}{}", sign(self.fixed.0), sign(self.fixed.1), self.row + 1)
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
    let letter = |sum: usize, byte: u8| sum * 26 + usize::from(byte.to_ascii_uppercase() - b'A') + 1;
    let column = rest[..letters].bytes().fold(0, letter) - 1;
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
            ("LOG10(G5)", Some("LOG10(G8)")),
            ("G9*2", None),
            ("IF(G5>0,\"完成\",\"未完成\")", Some("IF(G8>0,\"完成\",\"未完成\")")),
        ];
        for (formula, wanted) in cases {
            assert_eq!(moved(formula, 7, rows, columns).as_deref(), wanted, "{formula}");
        }
    }
}
