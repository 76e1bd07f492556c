//! The best assignment of rows to columns.

/// For each row the column it is given, so that the sum of `gain` is the greatest possible; `None` where the row has
/// no column with a gain. `gain` holds the rows one after another, `columns` numbers each, none negative. Rows may
/// not outnumber columns.
///
/// Shortest augmenting paths: each row takes the column that costs the others least, cubic at worst and near to one
/// pass over the matrix where most rows have a best column of their own.
pub(super) fn assign(gain: &[i32], columns: usize) -> Vec<Option<usize>> {
    let rows = gain.len().checked_div(columns).unwrap_or(0);
    debug_assert!(rows <= columns);
    // Column `columns` stands for "none yet", row `rows` for "nobody".
    let mut of_column = vec![rows; columns + 1];
    let mut row_price = vec![0i64; rows + 1];
    let mut column_price = vec![0i64; columns + 1];
    let mut least = vec![i64::MAX; columns];
    let mut came_from = vec![columns; columns];
    let mut seen = vec![false; columns + 1];
    for row in 0..rows {
        least.fill(i64::MAX);
        seen.fill(false);
        of_column[columns] = row;
        let mut at = columns;
        while of_column[at] != rows {
            seen[at] = true;
            let from = of_column[at];
            let costs = &gain[from * columns..][..columns];
            let (mut step, mut next) = (i64::MAX, columns);
            for column in 0..columns {
                if seen[column] {
                    continue;
                }
                let cost = -i64::from(costs[column]) - row_price[from] - column_price[column];
                if cost < least[column] {
                    (least[column], came_from[column]) = (cost, at);
                }
                if least[column] < step {
                    (step, next) = (least[column], column);
                }
            }
            for column in 0..=columns {
                if seen[column] {
                    row_price[of_column[column]] += step;
                    column_price[column] -= step;
                } else if column < columns {
                    least[column] -= step;
                }
            }
            at = next;
        }
        while at != columns {
            let from = came_from[at];
            of_column[at] = of_column[from];
            at = from;
        }
        of_column[columns] = rows;
    }
    let mut given = vec![None; rows];
    for (column, &row) in of_column[..columns].iter().enumerate() {
        if row < rows && gain[row * columns + column] > 0 {
            given[row] = Some(column);
        }
    }
    given
}

#[cfg(test)]
mod tests {
    use super::assign;

    /// Every assignment of a few rows, tried one by one.
    fn best(gain: &[i32], columns: usize, row: usize, taken: u32) -> i32 {
        if row * columns == gain.len() {
            return 0;
        }
        let of_row =
            |column: usize| gain[row * columns + column] + best(gain, columns, row + 1, taken | 1 << column);
        (0..columns).filter(|column| taken & (1 << column) == 0).map(of_row).max().unwrap_or(0)
    }

    proptest::proptest! {
        #[test]
        fn finds_the_greatest_sum(gain in proptest::collection::vec(0i32..9, 20), rows in 1usize..5) {
            let columns = 5;
            let gain = &gain[..rows.min(4) * columns];
            let given = assign(gain, columns);
            let sum: i32 = given.iter().enumerate().filter_map(|(row, c)| Some(gain[row * columns + (*c)?])).sum();
            let mut columns_taken: Vec<_> = given.iter().flatten().collect();
            let n_taken = columns_taken.len();
            columns_taken.sort();
            columns_taken.dedup();
            assert_eq!(columns_taken.len(), n_taken);
            assert_eq!(sum, best(gain, columns, 0, 0));
        }
    }
}
