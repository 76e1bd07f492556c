//! Tables of a page that have lines or grounds for their rows only: where their columns part.
//!
//! ```text
//! 序号    任务        单位
//! ────────────────    lines as long as each other, one below the other,
//! 1     拓宽望湖路   县住建局
//!       至24米                    and ways between the texts that no row of them crosses
//! ────────────────
//! ```

use crate::input::layout::{Frame, Glyph, MEET, MOST_RULES, Rule, merged};
use crate::text::order;

/// The fewest rows, and the fewest columns.
const FEWEST_ROWS: usize = 3;
const FEWEST_COLUMNS: usize = 3;
/// The lowest and the highest row, in points.
const LOWEST: f64 = 8.0;
const HIGHEST: f64 = 300.0;
/// How wide the way between two columns is at least, in points.
const WAY: f64 = 5.0;
/// How far apart characters of a word are at most, in points.
const TOUCH: f64 = 1.5;
/// How far from its texts a column ends, in points.
const EDGE: f64 = 2.0;
/// The shortest lines, in points.
const SHORTEST: f64 = 120.0;
/// The most tables of a page, by their left and right ends.
const MOST_TABLES: usize = 32;

/// Lines as long as each other, by their place from top to bottom.
struct Stack {
    left: f64,
    right: f64,
    ys: Vec<f64>,
    /// Edges of grounds are among them, which the head has too.
    grounds: bool,
}

/// The lines that such tables would have.
#[derive(Debug, Default)]
pub(super) struct Bands {
    /// Those between their columns, and those of their rows where grounds tell them.
    pub(super) rules: Vec<Rule>,
    /// From where to where there is nothing between two columns.
    pub(super) ways: Vec<[f64; 2]>,
}

/// Finds such tables.
pub(super) fn bands(rules: &[Rule], frames: &[Frame], glyphs: &[Glyph]) -> Bands {
    let mut found = Bands::default();
    if rules.len() > MOST_RULES || frames.len() > MOST_RULES {
        return found;
    }
    for stack in stacks(rules, frames) {
        for run in stack.ys.chunk_by(|a, b| b - a <= HIGHEST) {
            if run.len() > FEWEST_ROWS {
                columns(&stack, run, glyphs, &mut found);
            }
        }
    }
    found
}

/// The lines that no other crosses, and the edges of grounds, by where they begin and end.
fn stacks(rules: &[Rule], frames: &[Frame]) -> Vec<Stack> {
    let down = merged(rules, false);
    let mut lines = merged(rules, true);
    lines.retain(|line| {
        let crosses = |down: &Rule| {
            down.from - MEET <= line.at
                && line.at <= down.to + MEET
                && line.from - MEET <= down.at
                && down.at <= line.to + MEET
        };
        !down.iter().any(crosses)
    });
    let n_lines = lines.len();
    for frame in frames.iter().filter(|frame| frame.bottom - frame.top > LOWEST) {
        let edge = |at| Rule { horizontal: true, at, from: frame.left, to: frame.right };
        lines.extend([edge(frame.top), edge(frame.bottom)]);
    }
    let mut stacks: Vec<Stack> = Vec::new();
    for (n, line) in lines.iter().enumerate().filter(|(_, line)| line.to - line.from >= SHORTEST) {
        let grounds = n >= n_lines;
        let same =
            |stack: &Stack| (stack.left - line.from).abs() <= MEET && (stack.right - line.to).abs() <= MEET;
        match stacks.iter().position(same) {
            Some(n) => {
                stacks[n].ys.push(line.at);
                stacks[n].grounds |= grounds;
            }
            None if stacks.len() < MOST_TABLES => {
                stacks.push(Stack { left: line.from, right: line.to, ys: vec![line.at], grounds });
            }
            None => {}
        }
    }
    for stack in &mut stacks {
        order::by(&mut stack.ys, f64::total_cmp);
        stack.ys.dedup_by(|b, a| *b - *a < LOWEST);
    }
    stacks
}

/// Adds the lines between the columns of a stack of rows; none where its texts are no columns.
fn columns(stack: &Stack, ys: &[f64], glyphs: &[Glyph], found: &mut Bands) {
    let n_rows = ys.len() - 1;
    let mut rows: Vec<Vec<&Glyph>> = vec![Vec::new(); n_rows];
    for glyph in glyphs.iter().filter(|glyph| !glyph.c.is_whitespace()) {
        let (x, y) = ((glyph.left + glyph.right) / 2.0, (glyph.top + glyph.bottom) / 2.0);
        let row = ys.partition_point(|at| *at <= y).checked_sub(1).filter(|row| *row < n_rows);
        if let Some(row) = row.filter(|_| stack.left <= x && x <= stack.right) {
            rows[row].push(glyph);
        }
    }
    // A head above the first line.
    let head = if stack.grounds { Vec::new() } else { head(stack, ys[0], glyphs) };
    rows.push(head);
    let ways = ways(stack, &rows);
    let head = rows.pop().unwrap_or_default();
    if ways.len() + 1 < FEWEST_COLUMNS {
        return;
    }
    let filled = |row: &[&Glyph]| {
        let mut seen = vec![false; ways.len() + 1];
        row.iter().for_each(|glyph| seen[ways.partition_point(|way| way.end <= glyph.right)] = true);
        seen.iter().filter(|seen| **seen).count()
    };
    let n_filled = rows.iter().filter(|row| !row.is_empty()).count();
    let n_parted = rows.iter().filter(|row| filled(row) >= FEWEST_COLUMNS).count();
    if n_parted < FEWEST_ROWS + usize::from(stack.grounds) || n_parted * 3 < n_filled * 2 {
        return;
    }
    let mut part = |row: &[&Glyph], from: f64, to: f64| {
        for (n, &Way { begin, end }) in ways.iter().enumerate() {
            let next = ways.get(n + 1).map_or(stack.right, |way| way.begin);
            if !is_merged(row, (begin + end) / 2.0, next) {
                // Each column ends beside its longest line.
                let ends = if is_wide(&ways[n]) { [begin + EDGE, end - EDGE] } else { [end - EDGE; 2] };
                found.rules.extend(ends.map(|at| Rule { horizontal: false, at, from, to }));
            }
        }
    };
    for (row, ends) in rows.iter().zip(ys.windows(2)) {
        part(row, ends[0], ends[1]);
    }
    let top = head.iter().map(|glyph| glyph.top).fold(f64::MAX, f64::min) - 1.0;
    let above = filled(&head) * 2 > ways.len();
    if above {
        part(&head, top, ys[0]);
    }
    let across = |at: f64| Rule { horizontal: true, at, from: stack.left, to: stack.right };
    found.rules.extend(ys.iter().copied().chain(above.then_some(top)).map(across));
    found.ways.extend(ways.iter().filter(|way| is_wide(way)).map(|way| [way.begin + EDGE, way.end - EDGE]));
}

/// Whether a way has room for the ends of both columns.
fn is_wide(way: &Way) -> bool {
    way.end - way.begin > 3.0 * EDGE
}

/// Whether the text of a row goes over a way and is all that stands in the column behind it. A line that is a sign too long
/// for its column reaches over it too.
fn is_merged(row: &[&Glyph], way: f64, next: f64) -> bool {
    // The ends of the lines that go over it.
    let over: Vec<(f64, f64)> = row
        .iter()
        .filter(|glyph| glyph.left < way && way < glyph.right)
        .map(|first| {
            let mut line: Vec<&&Glyph> = row
                .iter()
                .filter(|glyph| (glyph.top - first.top).abs() < MEET && glyph.left >= first.left)
                .collect();
            order::by(&mut line, |a, b| a.left.total_cmp(&b.left));
            let end = line.iter().fold(first.right, |end, glyph| match glyph.left - end < TOUCH {
                true => end.max(glyph.right),
                false => end,
            });
            (first.top, end)
        })
        .collect();
    let beside = |glyph: &&&Glyph| {
        let of_line = |(top, end): &(f64, f64)| (glyph.top - top).abs() < MEET && glyph.left < *end;
        glyph.left >= way && glyph.right <= next && !over.iter().any(of_line)
    };
    !over.is_empty() && !row.iter().any(|glyph| beside(&glyph))
}

/// What lies between two columns.
#[derive(Debug, Clone, Copy)]
struct Way {
    begin: f64,
    end: f64,
}

/// The ways from top to bottom that hardly a row crosses.
fn ways(stack: &Stack, rows: &[Vec<&Glyph>]) -> Vec<Way> {
    let width = (stack.right - stack.left).ceil() as usize + 1;
    let covered = |row: &Vec<&Glyph>| {
        let mut covered = vec![false; width];
        for glyph in row {
            let place = |x: f64| ((x - stack.left).max(0.0) as usize).min(width - 1);
            covered[place(glyph.left)..=place(glyph.right - 0.5)].fill(true);
        }
        covered
    };
    let rows: Vec<Vec<bool>> = rows.iter().filter(|row| !row.is_empty()).map(covered).collect();
    // A heading of rows, and a line that is longer than all others, cross ways. Grounds stand behind anything.
    let few = if stack.grounds { 0 } else { rows.len() / 3 };
    let crossed = |at: usize| rows.iter().filter(|row| row[at]).count() > few;
    let (Some(first), Some(last)) = ((0..width).find(|&at| crossed(at)), (0..width).rfind(|&at| crossed(at)))
    else {
        return Vec::new();
    };
    let mut ways = Vec::new();
    let mut from = first;
    for at in first..=last {
        if crossed(at) {
            if (at - from) as f64 > WAY {
                let (from, to) = narrowed(&rows, from, at);
                ways.push(Way { begin: stack.left + from as f64, end: stack.left + to as f64 });
            }
            from = at + 1;
        }
    }
    ways
}

/// What is left of a way without the texts that reach into it from either side, but not over it.
fn narrowed(rows: &[Vec<bool>], from: usize, to: usize) -> (usize, usize) {
    let (mut left, mut right) = (from, to);
    for row in rows {
        let end = (from..to).find(|&at| !row[at]);
        let begin = (from..to).rfind(|&at| !row[at]).map(|at| at + 1);
        if let (Some(end), Some(begin)) = (end, begin) {
            (left, right) = (left.max(end), right.min(begin));
        }
    }
    if left < right { (left, right) } else { (from, to) }
}

/// The characters of the lines just above the first line of a stack, no farther from it and each other than lines of a
/// cell are.
fn head<'g>(stack: &Stack, first: f64, glyphs: &'g [Glyph]) -> Vec<&'g Glyph> {
    let mut near: Vec<&Glyph> = glyphs
        .iter()
        .filter(|glyph| !glyph.c.is_whitespace() && stack.left <= glyph.left && glyph.right <= stack.right)
        .filter(|glyph| glyph.bottom <= first + 1.0 && first - glyph.bottom < 60.0)
        .collect();
    order::by(&mut near, |a, b| b.bottom.total_cmp(&a.bottom));
    let mut top = first;
    let lowest = near.first().map_or(0.0, |glyph| glyph.bottom - glyph.top);
    near.into_iter()
        .take_while(|glyph| {
            // A title is larger.
            let height = glyph.bottom - glyph.top;
            let goes_on = top - glyph.bottom < height * 0.8 && height < lowest * 1.3;
            top = top.min(glyph.top);
            goes_on
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Bands, bands};
    use crate::input::layout::{Frame, Glyph, Rule};

    /// The characters of cells of ten points, each cell from its place on; `|` is a way of ten points.
    fn glyphs(lines: &[(&str, f64)]) -> Vec<Glyph> {
        let glyph = |(line, top): &(&str, f64)| {
            let top = *top;
            let place = |(n, c)| (c, 10.0 * n as f64, top);
            line.chars().enumerate().filter(|(_, c)| *c != '|').map(place).collect::<Vec<_>>()
        };
        let all = lines.iter().flat_map(glyph);
        all.map(|(c, left, top)| Glyph { c, left, right: left + 10.0, top, bottom: top + 10.0 }).collect()
    }

    const ROWS: [(&str, f64); 5] = [
        ("序|任务名称|单位名称|时限", 0.0),
        ("一|拓宽望湖|县住建局|六月", 20.0),
        ("||道路||||||||||", 30.0),
        ("二|修补老桥|县交通局|七月", 50.0),
        ("三|新建小学|县教育局|九月", 70.0),
    ];
    const YS: [f64; 5] = [-3.0, 15.0, 45.0, 65.0, 85.0];

    fn lines() -> Vec<Rule> {
        YS.map(|at| Rule { horizontal: true, at, from: 0.0, to: 140.0 }).to_vec()
    }

    fn ends(found: &Bands) -> Vec<i64> {
        let mut ends: Vec<i64> =
            found.rules.iter().filter(|rule| !rule.horizontal).map(|rule| rule.at as i64).collect();
        ends.sort_unstable();
        ends.dedup();
        ends
    }

    #[test]
    fn ways_between_texts_part_rows_under_lines() {
        let glyphs = glyphs(&ROWS);
        assert_eq!(ends(&bands(&lines(), &[], &glyphs)), [12, 18, 62, 68, 112, 118]);
        // The first line is below the head.
        let found = bands(&lines()[1..], &[], &glyphs);
        assert_eq!(ends(&found), [12, 18, 62, 68, 112, 118]);
        assert!(found.rules.iter().any(|rule| rule.horizontal && rule.at < 0.0), "{found:?}");
        let ground = |top, bottom| Frame { left: 0.0, right: 140.0, top, bottom };
        let frames = [ground(-3.0, 15.0), ground(45.0, 65.0), ground(85.0, 105.0)];
        assert_eq!(ends(&bands(&[], &frames, &glyphs)), [12, 18, 62, 68, 112, 118]);
    }

    #[test]
    fn lines_between_paragraphs_part_no_columns() {
        let prose = [
            ("为加快建设制定如下计划请", 0.0),
            ("各单位认真落实抓好工作", 20.0),
            ("按时报送材料并做好总结", 50.0),
            ("年底前完成全部任务目标", 70.0),
        ];
        assert!(bands(&lines(), &[], &glyphs(&prose)).rules.is_empty());
        // Two columns may as well be a label and what it says.
        let pairs =
            [("名称|拓宽望湖路工程", 0.0), ("单位|县住建局", 20.0), ("时限|六月底", 50.0), ("备注|无", 70.0)];
        assert!(bands(&lines(), &[], &glyphs(&pairs)).rules.is_empty());
    }
}
