//! From characters placed on pages to a text: lines, paragraphs over lines and pages, tables.
//!
//! ```text
//!     为加快…，现制定如下计划    a first line is indented
//! 如下：                         the next one begins at the margin, and 如 had no room above
//!     一、总体要求               a line that ends early ends its paragraph
//!              — 1 —             page marks and running heads repeat at the edge: left out
//! ```
//!
//! Text in columns is read column by column; each column has margins of its own, and what begins one goes on with the
//! one before it as what begins a page does.

use crate::input::bands::{self, Bands};
use crate::input::numbering::starts_item;
use crate::text::order;

/// A page as a reader gives it. Coordinates are in points from the top left corner.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) glyphs: Vec<Glyph>,
    pub(super) rules: Vec<Rule>,
    pub(super) frames: Vec<Frame>,
}

/// A rectangle that is drawn: the border of a cell, or the ground behind a text, which need not show.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) top: f64,
    pub(super) bottom: f64,
}

/// A character and its box.
#[derive(Debug, Clone, Copy)]
pub(super) struct Glyph {
    pub(super) c: char,
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) top: f64,
    pub(super) bottom: f64,
}

/// A straight horizontal or vertical line that is drawn, such as the border of a cell.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rule {
    pub(super) horizontal: bool,
    /// Its place across: y of a horizontal one, x of a vertical one.
    pub(super) at: f64,
    pub(super) from: f64,
    pub(super) to: f64,
}

/// The text of a document.
pub(super) fn text(pages: Vec<Page>) -> String {
    let mut pages: Vec<Laid> = pages.into_iter().map(Laid::new).collect();
    drop_running(&mut pages);
    let most = pages.iter().flat_map(Laid::lines).map(|line| line.column).max().unwrap_or(0);
    if most > 0 {
        last_column(&mut pages);
    }
    let measures: Vec<[Measure; 3]> = (0..=most)
        .map(|column| {
            let of = |odd| Measure::new(pages.iter().skip(odd).step_by(2), column);
            [of(0), of(1), Measure::new(pages.iter(), column)]
        })
        .collect();
    let mut writer = Writer { text: String::new(), line: None, table: None, new_page: false };
    let mut column = 0;
    for (n, page) in pages.into_iter().enumerate() {
        writer.new_page = n > 0;
        for block in page.blocks {
            match block {
                Block::Line(line) => {
                    // Margins of left and right pages may differ.
                    let measure = |column: usize| {
                        let [.., whole] = &measures[column];
                        let own = &measures[column][n % 2];
                        if own.lines >= 8 { own } else { whole }
                    };
                    let before = std::mem::replace(&mut column, line.column);
                    match (before, column) {
                        _ if before == column => {}
                        // Nothing goes on from over the whole page into a column, or back.
                        (0, _) | (_, 0) => writer.end_line(),
                        _ => writer.turn(measure(column).left - measure(before).left),
                    }
                    writer.line(line, measure(column))
                }
                Block::Table(table) => writer.table(table),
            }
        }
    }
    writer.finish()
}

/// A page in lines and tables, from top to bottom.
struct Laid {
    width: f64,
    height: f64,
    blocks: Vec<Block>,
}

enum Block {
    Line(Line),
    Table(Table),
}

/// A line of text.
struct Line {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
    /// The width of a Chinese character in it.
    em: f64,
    /// The width of its first word with the marks that cannot begin a line.
    first: f64,
    /// The column it stands in, from 1; 0 if it goes over the whole page.
    column: usize,
    text: String,
}

impl Laid {
    fn new(mut page: Page) -> Laid {
        page.rules.extend(cells(&page.frames, &page.glyphs));
        let Bands { rules, ways } = bands::bands(&page.rules, &page.frames, &page.glyphs);
        page.rules.extend(rules);
        let grids = grids(&page.rules);
        let mut inside: Vec<Vec<Vec<Glyph>>> =
            grids.iter().map(|grid| vec![Vec::new(); grid.groups.len()]).collect();
        let mut outside = Vec::new();
        let struck = strikes(&page.rules, &grids);
        for glyph in page.glyphs {
            if is_struck(&glyph, &struck) {
                continue;
            }
            let (x, y) = ((glyph.left + glyph.right) / 2.0, (glyph.top + glyph.bottom) / 2.0);
            match grids.iter().enumerate().find_map(|(n, grid)| Some((n, grid.group(x, y)?))) {
                Some((n, group)) => inside[n][group].push(glyph),
                None => outside.push(glyph),
            }
        }
        let mut blocks = Vec::new();
        for (grid, mut glyphs) in grids.iter().zip(inside) {
            match grid.columns_with_text(&glyphs) {
                // A box around the text, or beside it.
                0 | 1 => glyphs.iter_mut().for_each(|glyphs| outside.append(glyphs)),
                _ => blocks.push((grid.ys[0], Block::Table(grid.table(glyphs, &ways)))),
            }
        }
        // What stands in columns is in its order already, and stands where the columns begin.
        let mut begin = f64::MIN;
        for (column, row) in columns(rows(outside), page.height) {
            let Some(line) = Line::new(row) else { continue };
            begin = match column {
                0 => f64::MIN,
                _ if begin == f64::MIN => line.top,
                _ => begin,
            };
            blocks.push((
                line.top.max(begin).min(if column > 0 { begin } else { f64::MAX }),
                Block::Line(Line { column, ..line }),
            ));
        }
        order::by(&mut blocks, |a, b| a.0.total_cmp(&b.0));
        let blocks = blocks.into_iter().map(|(_, block)| block).collect();
        Laid { width: page.width, height: page.height, blocks }
    }

    fn lines(&self) -> impl DoubleEndedIterator<Item = &Line> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Line(line) => Some(line),
            Block::Table(_) => None,
        })
    }
}

/// The sides of the rectangles that are the cells of a table: they stand side by side in several rows, with an edge
/// in common, and their text keeps away from their sides. The ground behind a paragraph stands alone in its row, and
/// the one behind some words of it begins and ends with them.
fn cells(frames: &[Frame], glyphs: &[Glyph]) -> Vec<Rule> {
    if frames.len() < 4 || frames.len() > MOST_RULES {
        return Vec::new();
    }
    let mut parent: Vec<usize> = (0..frames.len()).collect();
    // Where one ends and the next in its row begins: the place, and the row.
    let mut seams: Vec<(f64, f64, usize)> = Vec::new();
    for (n, a) in frames.iter().enumerate() {
        for (m, b) in frames.iter().enumerate() {
            let beside = (b.left - a.right).abs() <= MEET;
            let below = (b.top - a.bottom).abs() <= MEET;
            let in_row = a.bottom.min(b.bottom) - a.top.max(b.top) > MEET;
            let in_column = a.right.min(b.right) - a.left.max(b.left) > MEET;
            if beside && in_row || below && in_column {
                let (a, b) = (root(&mut parent, n), root(&mut parent, m));
                parent[a.max(b)] = a.min(b);
            }
            if beside && in_row {
                seams.push((b.left, a.top.max(b.top), n));
            }
        }
    }
    let mut found: std::collections::BTreeMap<usize, Vec<usize>> = Default::default();
    for n in 0..frames.len() {
        found.entry(root(&mut parent, n)).or_default().push(n);
    }
    let mut shared = vec![false; frames.len()];
    order::by(&mut seams, |a, b| a.0.total_cmp(&b.0));
    for pair in seams.windows(2) {
        let (a, b) = (root(&mut parent, pair[0].2), root(&mut parent, pair[1].2));
        if a == b && pair[1].0 - pair[0].0 <= MEET && (pair[0].1 - pair[1].1).abs() > MEET {
            shared[a] = true;
        }
    }
    let mut inked: Vec<(f64, f64, f64)> = glyphs
        .iter()
        .filter(|glyph| !glyph.c.is_whitespace())
        .map(|glyph| ((glyph.top + glyph.bottom) / 2.0, glyph.left, glyph.right))
        .collect();
    order::by(&mut inked, |a, b| a.0.total_cmp(&b.0));
    let is_tight = |n: usize| {
        let Frame { left, right, top, bottom } = frames[n];
        let (from, to) =
            (inked.partition_point(|ink| ink.0 < top), inked.partition_point(|ink| ink.0 < bottom));
        let inside = inked[from..to.max(from)]
            .iter()
            .filter(|ink| left < (ink.1 + ink.2) / 2.0 && (ink.1 + ink.2) / 2.0 < right);
        let (from, to) = inside.fold((f64::MAX, f64::MIN), |(a, b), ink| (a.min(ink.1), b.max(ink.2)));
        from < left + 1.0 && to > right - 1.0
    };
    let mut rules = Vec::new();
    for (group, members) in found {
        if !shared[group] || members.iter().filter(|n| is_tight(**n)).count() * 2 > members.len() {
            continue;
        }
        for Frame { left, right, top, bottom } in members.into_iter().map(|n| frames[n]) {
            let across = |at| Rule { horizontal: true, at, from: left, to: right };
            let down = |at| Rule { horizontal: false, at, from: top, to: bottom };
            rules.extend([across(top), across(bottom), down(left), down(right)]);
        }
    }
    rules
}

/// The horizontal lines that are no border, from top to bottom.
fn strikes(rules: &[Rule], grids: &[Grid]) -> Vec<Rule> {
    let mut strikes = merged(rules, true);
    strikes.retain(|rule| {
        let border = |grid: &Grid| {
            let (left, right) = (grid.xs[0] - MEET, grid.xs[grid.xs.len() - 1] + MEET);
            rule.from >= left && rule.to <= right && grid.ys.iter().any(|y| (y - rule.at).abs() <= MEET)
        };
        !grids.iter().any(border)
    });
    if strikes.len() > MOST_RULES { Vec::new() } else { strikes }
}

/// Whether a line goes through the middle of a character, as through the deletions of a tracked change.
fn is_struck(glyph: &Glyph, strikes: &[Rule]) -> bool {
    let (height, x) = (glyph.bottom - glyph.top, (glyph.left + glyph.right) / 2.0);
    let (from, to) = (glyph.top + 0.35 * height, glyph.top + 0.65 * height);
    let first = strikes.partition_point(|rule| rule.at < from);
    let near = strikes[first..].iter().take_while(|rule| rule.at <= to);
    near.into_iter().any(|rule| rule.from <= x && x <= rule.to)
}

/// Puts characters in lines, from top to bottom.
fn lines(glyphs: Vec<Glyph>) -> Vec<Line> {
    rows(glyphs).into_iter().filter_map(Line::new).collect()
}

/// The characters of each line, from top to bottom.
fn rows(mut glyphs: Vec<Glyph>) -> Vec<Vec<Glyph>> {
    let middle = |glyph: &Glyph| (glyph.top + glyph.bottom) / 2.0;
    order::by(&mut glyphs, |a, b| middle(a).total_cmp(&middle(b)));
    let mut rows: Vec<Vec<Glyph>> = Vec::new();
    for glyph in glyphs {
        let height = glyph.bottom - glyph.top;
        // Lines of very different sizes may overlap, so the last few are looked at.
        let found = rows.iter_mut().rev().take(6).find(|row| {
            let first = row[0];
            let shared = glyph.bottom.min(first.bottom) - glyph.top.max(first.top);
            shared > 0.5 * height.min(first.bottom - first.top)
        });
        match found {
            Some(row) => row.push(glyph),
            None => rows.push(vec![glyph]),
        }
    }
    rows.iter_mut().for_each(|row| order::by(row, |a, b| a.left.total_cmp(&b.left)));
    rows
}

/// The fewest lines, and the fewest characters in a line, of a column.
const COLUMN: (usize, f64) = (5, 8.0);

/// How often the rows of one page are parted; each time they are looked at again.
const MOST_PARTED: usize = 32;

/// Parts rows that columns share, so that each column is read to its end; each row with the number of its column.
///
/// ```text
///      关于…的通知           over the whole page: 0
/// 一、为加快…   （二）培训…      a gap at one place in successive rows, and text that mostly fills
/// 计划如下：…   每月15日前…      both sides up to it: 1, then 2. Cells of a table do not fill theirs
/// ```
fn columns(rows: Vec<Vec<Glyph>>, height: f64) -> Vec<(usize, Vec<Glyph>)> {
    let mut widths: Vec<f64> =
        rows.iter().flatten().filter(|g| is_wide(g.c)).map(|g| g.right - g.left).collect();
    order::by(&mut widths, f64::total_cmp);
    let Some(&em) = widths.get(widths.len() / 2) else {
        return rows.into_iter().map(|row| (0, row)).collect();
    };
    let mut out = Vec::new();
    let mut open = vec![(0, rows)];
    let mut parted = 0;
    // What stands on top is read first; a side is looked at again, for further columns.
    while let Some((column, rows)) = open.pop() {
        let Some((run, at)) = gutter(&rows, em, height).filter(|_| column < 8 && parted < MOST_PARTED) else {
            out.extend(rows.into_iter().map(|row| (column, row)));
            continue;
        };
        parted += 1;
        let mut above = rows;
        let mut between = above.split_off(run.start);
        let below = between.split_off(run.len());
        let (mut left, mut right) = (Vec::new(), Vec::new());
        for row in between {
            let (a, b): (Vec<Glyph>, Vec<Glyph>) = row.into_iter().partition(|glyph| glyph.left < at);
            left.extend(Some(a).filter(|row| !row.is_empty()));
            right.extend(Some(b).filter(|row| !row.is_empty()));
        }
        let next = 2 * column + 1;
        open.extend([(column, below), (next + 1, right), (next, left), (column, above)]);
    }
    out
}

/// The rest of a text in columns that does not fill the first one of its page stands in that column.
fn last_column(pages: &mut [Laid]) {
    let mut edges: Option<(f64, f64)> = None;
    for page in pages {
        for block in &mut page.blocks {
            let (Block::Line(line), Some((left, right))) = (block, edges) else { break };
            if line.column > 0 || line.left < left - line.em || line.right > right + line.em {
                break;
            }
            line.column = 1;
        }
        let of = |column: usize| page.lines().filter(move |line| line.column == column);
        if page.lines().last().is_some_and(|line| line.column > 1) {
            edges = of(1).map(|line| (line.left, line.right)).reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)));
        } else if of(1).next().is_none() {
            edges = None;
        }
    }
}

/// The rows that two columns share, and where the second one begins.
fn gutter(rows: &[Vec<Glyph>], em: f64, height: f64) -> Option<(std::ops::Range<usize>, f64)> {
    let ink =
        |row: &[Glyph]| row.iter().filter(|glyph| !glyph.c.is_whitespace()).copied().collect::<Vec<_>>();
    let rows: Vec<Vec<Glyph>> = rows.iter().map(|row| ink(row)).collect();
    let margin = rows.iter().flatten().map(|glyph| glyph.left).fold(f64::MAX, f64::min);
    // Where text begins after a gap, or far from the margin.
    let mut begins = Vec::new();
    for row in &rows {
        let first = row.first().map(|glyph| glyph.left);
        let later = row.windows(2).filter(|pair| pair[1].left - pair[0].right > em).map(|pair| pair[1].left);
        begins.extend(first.into_iter().chain(later).filter(|at| at - margin > COLUMN.1 * em));
    }
    let mut places = bins(&begins);
    places.retain(|(_, n)| *n >= COLUMN.0);
    order::by_key(&mut places, |(_, n)| std::cmp::Reverse(*n));
    places.iter().take(4).find_map(|&(at, _)| {
        let (from, to) = (at - 0.8 * em, at - 0.1 * em);
        let crossed = |row: &Vec<Glyph>| {
            row.iter().any(|glyph| glyph.left < to && glyph.right > from) || is_mark(row, height)
        };
        let mut start = 0;
        while start < rows.len() {
            let len = rows[start..].iter().take_while(|row| !crossed(row)).count();
            let run = beside(&rows, start..start + len, to, height);
            if fills(&rows[run.clone()], to, em) {
                return Some((run, to));
            }
            start += len + 1;
        }
        None
    })
}

/// Whether a row is the number of its page.
fn is_mark(row: &[Glyph], height: f64) -> bool {
    let edge = row.first().is_some_and(|glyph| glyph.bottom < 0.12 * height || glyph.top > 0.88 * height);
    edge && row.len() <= 12 && page_mark(&row.iter().map(|glyph| glyph.c).collect::<String>()).is_some()
}

/// The rows of a run without those above the right side, such as a title; and without those below it, such as a
/// signature, unless they go on to the end of the page.
fn beside(rows: &[Vec<Glyph>], run: std::ops::Range<usize>, at: f64, height: f64) -> std::ops::Range<usize> {
    let rows = &rows[run.clone()];
    let right = || rows.iter().flatten().filter(|glyph| glyph.left >= at);
    let (top, bottom) =
        right().fold((f64::MAX, f64::MIN), |(a, b), glyph| (a.min(glyph.top), b.max(glyph.bottom)));
    let above = rows.iter().take_while(|row| row.iter().all(|glyph| glyph.bottom <= top)).count();
    let below = rows.iter().rev().take_while(|row| row.iter().all(|glyph| glyph.top >= bottom)).count();
    let mut end = rows.len() - below;
    let ends = |row: &Vec<Glyph>| {
        let last = row.iter().rfind(|glyph| glyph.left < at)?;
        Some((last.right, last.right - last.left))
    };
    let edge = rows[..end].iter().filter_map(ends).map(|(right, _)| right).fold(f64::MIN, f64::max);
    let full = |row: &Vec<Glyph>| ends(row).is_some_and(|(right, em)| right > edge - 2.5 * em);
    // Columns that end above other text are as long as each other, but for one line.
    if end > 0 && end < rows.len() && full(&rows[end - 1]) {
        end += 1;
    }
    if rows.iter().flatten().any(|glyph| glyph.bottom > 0.8 * height) {
        end = rows.len();
    }
    (run.start + above).min(run.start + end)..run.start + end
}

/// Whether there is text on both sides of a place that fills them: at least half of the lines reach the edge.
fn fills(rows: &[Vec<Glyph>], at: f64, em: f64) -> bool {
    [true, false].into_iter().all(|left| {
        let side = |row: &Vec<Glyph>| {
            let own = || row.iter().filter(|glyph| (glyph.left < at) == left);
            Some((own().next()?.left, own().next_back()?.right))
        };
        let lines: Vec<(f64, f64)> = rows.iter().filter_map(side).collect();
        let (from, to) =
            lines.iter().fold((f64::MAX, f64::MIN), |(a, b), line| (a.min(line.0), b.max(line.1)));
        let full = lines.iter().filter(|(_, right)| *right > to - 2.5 * em).count();
        lines.len() >= COLUMN.0 && to - from > COLUMN.1 * em && full * 2 >= lines.len()
    })
}

/// Whether a character takes the width of a Chinese one.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}' | '\u{20000}'..='\u{3ffff}' | '\u{e000}'..='\u{f8ff}')
        || matches!(c, '“' | '”' | '‘' | '’' | '—' | '…' | '①'..='⑳' | '㈠'..='㈩')
}

impl Line {
    /// None if there is no ink in it.
    fn new(mut glyphs: Vec<Glyph>) -> Option<Line> {
        // Spaces that are written, unlike those that only show, tell where lines of a copied text ended.
        let mut written = Vec::with_capacity(glyphs.len());
        let mut space = false;
        glyphs.retain(|glyph| {
            match glyph.c.is_whitespace() {
                true => space = true,
                false => written.push(std::mem::take(&mut space)),
            }
            !glyph.c.is_whitespace()
        });
        // Bold made by printing twice.
        let doubled = |a: &Glyph, b: &Glyph| a.c == b.c && b.left - a.left < 0.3 * (a.right - a.left);
        let mut n = 0;
        let kept: Vec<bool> =
            (0..glyphs.len()).map(|at| at == 0 || !doubled(&glyphs[at - 1], &glyphs[at])).collect();
        written.retain(|_| {
            n += 1;
            kept[n - 1]
        });
        let mut kept = kept.into_iter();
        glyphs.retain(|_| kept.next().unwrap_or(true));
        let (first, last) = (glyphs.first()?, glyphs.last()?);
        let middle = |mut values: Vec<f64>| {
            order::by(&mut values, f64::total_cmp);
            values.get(values.len() / 2).copied()
        };
        let wide =
            glyphs.iter().filter(|glyph| is_wide(glyph.c)).map(|glyph| glyph.right - glyph.left).collect();
        let em =
            middle(wide).or_else(|| middle(glyphs.iter().map(|glyph| glyph.bottom - glyph.top).collect()))?;
        let gaps = || glyphs.windows(2).map(|pair| pair[1].left - pair[0].right);
        let (least, most) = gaps().fold((f64::MAX, f64::MIN), |(a, b), gap| (a.min(gap), b.max(gap)));
        // A heading that is spread out: 工 作 要 点.
        let spread = least > 0.4 * em && most < 3.0 * em && most - least < 0.35 * em;
        let mut text = String::new();
        for (n, glyph) in glyphs.iter().enumerate() {
            let before = n.checked_sub(1).map(|n| glyphs[n]);
            if let Some(before) = before.filter(|_| !spread) {
                let gap = glyph.left - before.right;
                // Between Chinese and other characters typesetters leave a quarter of a character.
                let least = match (is_wide(before.c), is_wide(glyph.c)) {
                    (false, false) => 0.15,
                    (true, true) => 0.8,
                    _ => 0.6,
                };
                // Digits that each take the width of a Chinese character, with nothing between them.
                let grid = before.c.is_ascii_digit()
                    && glyph.c.is_ascii_digit()
                    && ((glyph.left - before.left) / em - 1.0).abs() < 0.1;
                if gap > least * em && !grid || written[n] {
                    text.push(' ');
                }
            }
            text.push(glyph.c);
        }
        if space && !spread {
            text.push(' ');
        }
        let mut end = 1;
        let opens = |c| matches!(c, '“' | '‘' | '（' | '《' | '〈' | '〔' | '【' | '(');
        while end < glyphs.len() {
            let (before, c) = (glyphs[end - 1].c, glyphs[end].c);
            let word =
                !is_wide(before) && !is_wide(c) && glyphs[end].left - glyphs[end - 1].right < 0.15 * em;
            if !(word || opens(before) || CLOSING.contains(c)) {
                break;
            }
            end += 1;
        }
        Some(Line {
            left: first.left,
            right: last.right,
            top: glyphs.iter().map(|glyph| glyph.top).fold(f64::MAX, f64::min),
            bottom: glyphs.iter().map(|glyph| glyph.bottom).fold(f64::MIN, f64::max),
            em,
            first: glyphs[end - 1].right - first.left,
            column: 0,
            text,
        })
    }
}

/// Marks that cannot begin a line.
const CLOSING: &str = "，。、：；！？）”’》〉〕】％%,.;:!?)]";

/// Leaves out page marks, and what stands at the same place at the edge of many pages.
fn drop_running(pages: &mut [Laid]) {
    let counted = counted(pages);
    let band = |height: f64, line: &Line| line.bottom < 0.12 * height || line.top > 0.88 * height;
    let key = |line: &Line| {
        let mut key = String::new();
        for c in line.text.chars().filter(|c| !c.is_whitespace()) {
            match c {
                '0'..='9' | '０'..='９' if key.ends_with('#') => {}
                '0'..='9' | '０'..='９' => key.push('#'),
                c => key.push(c),
            }
        }
        (key, (line.top / 8.0).round() as i64)
    };
    let mut seen: std::collections::BTreeMap<(String, i64), usize> = Default::default();
    for page in &*pages {
        let keys: std::collections::BTreeSet<_> =
            page.lines().filter(|line| band(page.height, line)).map(key).collect();
        keys.into_iter().for_each(|key| *seen.entry(key).or_default() += 1);
    }
    let often = (pages.len() * 2 / 5).max(2);
    for page in &mut *pages {
        let height = page.height;
        page.blocks.retain(|block| match block {
            Block::Line(line) => !(band(height, line) && seen.get(&key(line)).is_some_and(|n| *n >= often)),
            Block::Table(_) => true,
        });
    }
    // The number of a page is its first or last line. A bare one must stand at the edge, or count the pages.
    for (n, page) in pages.iter_mut().enumerate() {
        let height = page.height;
        for end in [0, page.blocks.len().wrapping_sub(1)] {
            if let Some(Block::Line(line)) = page.blocks.get(end)
                && let Some(bare) = page_mark(&line.text)
                && (!bare
                    || band(height, line)
                    || counted.is_some_and(|from| number(line) == Some(from + n as i64)))
            {
                page.blocks.remove(end);
            }
        }
    }
}

/// The number of the first page, where the bare numbers that end pages count most of them.
fn counted(pages: &[Laid]) -> Option<i64> {
    let first = |(n, page): (usize, &Laid)| match page.blocks.last() {
        Some(Block::Line(line)) => number(line).map(|number| number - n as i64),
        _ => None,
    };
    let mut seen: std::collections::BTreeMap<i64, usize> = Default::default();
    for from in pages.iter().enumerate().filter_map(first) {
        *seen.entry(from).or_default() += 1;
    }
    let (&from, &n) = seen.iter().max_by_key(|(_, n)| **n)?;
    (n >= 3 && n * 2 > pages.len()).then_some(from)
}

/// The number that a line is and nothing more.
fn number(line: &Line) -> Option<i64> {
    let text = line.text.trim();
    (text.len() <= 4 && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

/// Whether a line is the number of a page: `— 3 —`, `第3页 共8页`, `3/8`, or bare: `12`. Then whether it is bare.
fn page_mark(text: &str) -> Option<bool> {
    let (mut digits, mut others) = (0, 0);
    for c in text.chars() {
        match c {
            '0'..='9' | '０'..='９' => digits += 1,
            '-' | '–' | '—' | '―' | '－' | '─' | '_' | '/' | '／' | '~' | '·' | '第' | '页' | '頁' | '共' => {
                others += 1
            }
            c if c.is_whitespace() => {}
            _ => return None,
        }
    }
    (digits > 0 && digits + others <= 12 && (digits <= 3 || others > 1)).then_some(others == 0)
}

/// The measure of the text on some pages.
struct Measure {
    lines: usize,
    left: f64,
    right: f64,
    em: f64,
    /// From line to line within a paragraph.
    pitch: f64,
    /// First lines are indented.
    indents: bool,
}

impl Measure {
    /// Of the text in one column.
    fn new<'p>(pages: impl Iterator<Item = &'p Laid>, column: usize) -> Measure {
        let (mut lefts, mut rights, mut ems, mut pitches) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for page in pages {
            let mut before: Option<&Line> = None;
            for line in page.lines().filter(|line| line.column == column) {
                lefts.push(line.left);
                ems.push(line.em);
                rights.push((line.right, column > 0 || line.right > 0.6 * page.width));
                if let Some(before) = before.filter(|before| (before.em - line.em).abs() < 0.1 * line.em) {
                    pitches.push(line.top - before.top);
                }
                before = Some(line);
            }
        }
        // Short lines say nothing of the edge, unless all are, as on a page that is filled by half.
        let any = rights.iter().any(|(_, far)| *far);
        let rights: Vec<f64> =
            rights.into_iter().filter(|(_, far)| *far || !any).map(|(right, _)| right).collect();
        let lines = lefts.len();
        let left = bins(&lefts).into_iter().find(|(_, n)| *n >= (lines / 10).max(2)).map(|(at, _)| at);
        let right = bins(&rights).into_iter().rev().find(|(_, n)| *n >= (rights.len() / 20).max(2));
        let most =
            |values: &[f64]| bins(values).into_iter().max_by_key(|(_, n)| *n).map_or(0.0, |(at, _)| at);
        let left = left.or(lefts.iter().copied().reduce(f64::min)).unwrap_or(0.0);
        let em = most(&ems);
        let indented = lefts.iter().filter(|at| (1.5..2.7).contains(&((*at - left) / em))).count();
        Measure {
            lines,
            left,
            right: right.map_or(rights.iter().copied().fold(0.0, f64::max), |(at, _)| at),
            em,
            pitch: most(&pitches),
            indents: indented * 12 > lines,
        }
    }
}

/// Values that are near each other, in order: the mean of each bunch and how many they are.
fn bins(values: &[f64]) -> Vec<(f64, usize)> {
    let mut sorted = values.to_vec();
    order::by(&mut sorted, f64::total_cmp);
    let mut bins: Vec<(f64, usize)> = Vec::new();
    let mut start = f64::MIN;
    for value in sorted {
        match bins.last_mut() {
            Some((mean, n)) if value - start < 3.0 => {
                *mean += (value - *mean) / (*n + 1) as f64;
                *n += 1;
            }
            _ => {
                start = value;
                bins.push((value, 1));
            }
        }
    }
    bins
}

/// Puts lines and tables together over the pages.
struct Writer {
    text: String,
    /// The paragraph that is open: its text so far, its last line, and how many lines it has.
    line: Option<(String, Line, usize)>,
    /// The table that is open, which the next page may continue.
    table: Option<Table>,
    /// Nothing of this page has been written yet.
    new_page: bool,
}

impl Writer {
    /// Goes on in a column that begins so far to the right of the last one.
    fn turn(&mut self, by: f64) {
        self.new_page = true;
        if let Some((_, last, _)) = &mut self.line {
            (last.left, last.right) = (last.left + by, last.right + by);
        }
    }

    fn line(&mut self, line: Line, measure: &Measure) {
        self.end_table();
        let new_page = std::mem::take(&mut self.new_page);
        match &mut self.line {
            Some((text, last, count)) if continues(last, *count, &line, measure, new_page) => {
                join(text, &line.text);
                *last = line;
                *count += 1;
            }
            _ => {
                self.end_line();
                self.line = Some((line.text.clone(), line, 1));
            }
        }
    }

    fn table(&mut self, table: Table) {
        self.end_line();
        let new_page = std::mem::take(&mut self.new_page);
        match &mut self.table {
            Some(open) if new_page && open.goes_on_in(&table) => open.append(table),
            _ => {
                self.end_table();
                self.table = Some(table);
            }
        }
    }

    fn end_line(&mut self) {
        if let Some((text, ..)) = self.line.take() {
            self.text.push_str(text.trim_end());
            self.text.push('\n');
        }
    }

    fn end_table(&mut self) {
        for row in self.table.take().into_iter().flat_map(|table| table.rows) {
            match row.whole {
                true => row.cells[0].iter().for_each(|line| {
                    self.text.push_str(line);
                    self.text.push('\n');
                }),
                false => {
                    let cells: Vec<String> = row.cells.iter().map(|lines| lines.join(" ")).collect();
                    self.text.push_str(&cells.join("\t"));
                    self.text.push('\n');
                }
            }
        }
    }

    fn finish(mut self) -> String {
        self.end_line();
        self.end_table();
        self.text
    }
}

/// Adds the next line of a paragraph.
fn join(text: &mut String, line: &str) {
    let (before, after) = (text.chars().last(), line.chars().next());
    if before.is_some_and(|c| c.is_ascii_alphanumeric()) && after.is_some_and(|c| c.is_ascii_alphanumeric()) {
        text.push(' ');
    }
    text.push_str(line);
}

/// Whether `line` goes on with the paragraph that `last` is the last of `count` lines of.
fn continues(last: &Line, count: usize, line: &Line, measure: &Measure, new_page: bool) -> bool {
    let em = last.em;
    let same_size = (line.em - em).abs() < 0.12 * em || line.text.chars().all(|c| !is_wide(c));
    let apart = line.top - last.top;
    let off_centre = |line: &Line| ((line.left + line.right) - (measure.left + measure.right)).abs() / em;
    let centre = |line: &Line| off_centre(line) < 2.0;
    // A title over two lines, each in the middle.
    if !new_page && same_size && em > 1.15 * measure.em && centre(last) && centre(line) {
        let opens = line.text.starts_with(['（', '(', '—', '—', '“', '《', '〔'])
            && last.right - last.left < 8.0 * em;
        return apart < 2.4 * em
            && !opens
            && !line.text.starts_with(['（', '(', '—'])
            && !starts_item(&line.text);
    }
    let pitch = measure.pitch * (em / measure.em).max(1.0);
    if !same_size || (!new_page && apart > 1.35 * pitch.max(em)) {
        return false;
    }
    let at_margin = line.left < measure.left + 0.8 * em;
    if line.text.starts_with(|c| CLOSING.contains(c)) {
        return true;
    }
    // The first word of this line had no room on the last one. Browsers leave lines ragged, but where first
    // lines are indented, one at the margin tells enough; and so does a sentence that has not ended.
    let ends = last.text.trim_end().ends_with(['。', '；', '：', '！', '？', '）', ')', ';', ':', '.']);
    let heads = count == 1 && starts_item(&last.text) && !last.text.contains(['，', ',', '。', '；', '：']);
    let ragged = match at_margin {
        // A heading in a narrow column, and the item below it.
        _ if starts_item(&line.text) => 0.3,
        // Text that was wrapped before it was set, each of its lines a paragraph that nearly fills the measure.
        true if !ends && !heads => (0.15 * (measure.right - measure.left) / em).max(3.0),
        true if !ends => 3.0,
        true if measure.indents => 2.0,
        _ => 0.3,
    };
    if last.right + line.first < measure.right - ragged * em {
        return false;
    }
    // Headings that are all short have no measure: the next number begins a line of its own.
    if (ends || heads) && starts_item(&line.text) {
        return false;
    }
    // Lines that hang below the first one, or go on below such a line.
    let hangs = match count {
        1 => line.left > last.left + 0.5 * em && line.left < last.left + 4.0 * em,
        _ => (line.left - last.left).abs() < 0.5 * em,
    };
    // The last line of a paragraph in the middle, such as one over the whole width before it.
    at_margin || hangs && !new_page || !ends && off_centre(line) < 1.0 && last.left < measure.left + em
}

/// A table: every row has the same number of columns.
struct Table {
    left: f64,
    right: f64,
    rows: Vec<Row>,
}

struct Row {
    /// The paragraphs in each column.
    cells: Vec<Vec<String>>,
    /// One cell covers all columns.
    whole: bool,
}

impl Table {
    /// Whether `next`, which begins a page, is the rest of this one.
    fn goes_on_in(&self, next: &Table) -> bool {
        let width = |table: &Table| table.rows.iter().map(|row| row.cells.len()).max();
        (self.left - next.left).abs() < 6.0
            && (self.right - next.right).abs() < 6.0
            && width(self) == width(next)
    }

    /// Adds the rows of the next page.
    fn append(&mut self, next: Table) {
        let repeated = self.rows.iter().zip(&next.rows).take_while(|(a, b)| a.cells == b.cells).count();
        let mut rest: Vec<Row> = next.rows.into_iter().skip(repeated).collect();
        let (Some(last), Some(first)) = (self.rows.last_mut(), rest.first_mut()) else {
            self.rows.append(&mut rest);
            return;
        };
        let width = last.cells.len();
        if last.whole || first.whole || first.cells.len() != width {
            self.rows.append(&mut rest);
            return;
        }
        let filled = first.cells.iter().filter(|cell| !cell.is_empty()).count();
        if first.cells[0].is_empty() && !last.cells[0].is_empty() && filled * 2 <= width {
            // The row was cut by the end of the page.
            for (cell, more) in last.cells.iter_mut().zip(&mut first.cells) {
                let mut more = std::mem::take(more).into_iter();
                if let (Some(end), 1..) = (cell.last_mut(), more.len()) {
                    more.next().iter().for_each(|start| join(end, start))
                }
                cell.extend(more);
            }
            rest.remove(0);
        }
        // A cell that covers rows on both pages has its text on the first one only. Such are the columns that are
        // filled in all rows but the first ones of the page.
        for column in 0..width {
            let is_empty =
                |row: &&Row| !row.whole && row.cells.get(column).is_some_and(|cell| cell.is_empty());
            let empty = rest.iter().take_while(is_empty).count();
            let others = || self.rows.iter().chain(&rest[empty..]).filter(|row| !row.whole);
            if empty > 0 && others().count() >= 2 && !others().any(|row| is_empty(&row)) {
                let text = self.rows.last().map(|last| last.cells[column].clone()).unwrap_or_default();
                rest[..empty].iter_mut().for_each(|row| row.cells[column].clone_from(&text));
            }
        }
        self.rows.append(&mut rest);
    }
}

/// The cells that lines on a page make.
struct Grid {
    /// Where columns begin and end.
    xs: Vec<f64>,
    /// Where rows begin and end.
    ys: Vec<f64>,
    /// For each place, row by row, the first place of the cell that covers it.
    groups: Vec<usize>,
}

/// How far apart lines may be that are meant to meet, in points.
pub(super) const MEET: f64 = 3.0;

/// The most lines of a page that are looked at as tables; maps and drawings have more.
pub(super) const MOST_RULES: usize = 3000;

/// The most places of one table.
const MOST_PLACES: usize = 20_000;

/// Finds the tables that are drawn with lines.
fn grids(rules: &[Rule]) -> Vec<Grid> {
    let rules: Vec<Rule> =
        [true, false].into_iter().flat_map(|horizontal| merged(rules, horizontal)).collect();
    if rules.len() > MOST_RULES {
        return Vec::new();
    }
    let mut parent: Vec<usize> = (0..rules.len()).collect();
    let first_vertical = rules.iter().position(|rule| !rule.horizontal).unwrap_or(rules.len());
    for (n, across) in rules[..first_vertical].iter().enumerate() {
        for (m, down) in rules.iter().enumerate().skip(first_vertical) {
            let touches = |rule: &Rule, at: f64| rule.from - MEET <= at && at <= rule.to + MEET;
            if touches(across, down.at) && touches(down, across.at) {
                let (a, b) = (root(&mut parent, n), root(&mut parent, m));
                parent[a.max(b)] = a.min(b);
            }
        }
    }
    let mut found: std::collections::BTreeMap<usize, Vec<Rule>> = Default::default();
    for (n, rule) in rules.iter().enumerate() {
        found.entry(root(&mut parent, n)).or_default().push(*rule);
    }
    found.into_values().filter_map(|rules| Grid::new(&rules)).collect()
}

fn root(parent: &mut [usize], mut n: usize) -> usize {
    while parent[n] != n {
        parent[n] = parent[parent[n]];
        n = parent[n];
    }
    n
}

/// The lines of one direction, those that continue each other made one.
pub(super) fn merged(rules: &[Rule], horizontal: bool) -> Vec<Rule> {
    let mut rules: Vec<Rule> = rules
        .iter()
        .filter(|rule| rule.horizontal == horizontal && rule.at.is_finite() && rule.from < rule.to)
        .copied()
        .collect();
    order::by(&mut rules, |a, b| a.at.total_cmp(&b.at));
    let mut merged: Vec<Rule> = Vec::new();
    let mut rest = &rules[..];
    while let Some(first) = rest.first() {
        let (near, far) =
            rest.split_at(rest.iter().take_while(|rule| rule.at - first.at < 1.5).count().max(1));
        rest = far;
        let mut near = near.to_vec();
        order::by(&mut near, |a, b| a.from.total_cmp(&b.from));
        let start = merged.len();
        for rule in near {
            match merged[start..].last_mut() {
                Some(last) if rule.from <= last.to + MEET => last.to = last.to.max(rule.to),
                _ => merged.push(rule),
            }
        }
    }
    merged.retain(|rule| rule.to - rule.from > 6.0);
    merged
}

impl Grid {
    /// None unless the lines make at least two columns.
    fn new(rules: &[Rule]) -> Option<Grid> {
        let places = |horizontal| {
            let at: Vec<f64> =
                rules.iter().filter(|rule| rule.horizontal == horizontal).map(|rule| rule.at).collect();
            bins(&at).into_iter().map(|(at, _)| at).collect::<Vec<f64>>()
        };
        let (mut xs, ys) = (places(false), places(true));
        // Tables without lines at their sides.
        let across = || rules.iter().filter(|rule| rule.horizontal);
        let (from, to) =
            across().fold((f64::MAX, f64::MIN), |(a, b), rule| (a.min(rule.from), b.max(rule.to)));
        if xs.first().is_some_and(|x| x - from > 12.0) {
            xs.insert(0, from);
        }
        if xs.last().is_some_and(|x| to - x > 12.0) {
            xs.push(to);
        }
        let (columns, rows) = (xs.len().saturating_sub(1), ys.len().saturating_sub(1));
        if columns < 2 || rows < 1 || columns * rows > MOST_PLACES {
            return None;
        }
        let mut groups: Vec<usize> = (0..columns * rows).collect();
        let mut wall = vec![false; columns * rows];
        let mut floor = vec![false; columns * rows];
        for rule in rules {
            let (own, along) = if rule.horizontal { (&ys, &xs) } else { (&xs, &ys) };
            let Some(n) = own.iter().position(|at| (at - rule.at).abs() <= MEET) else { continue };
            for (m, ends) in along.windows(2).enumerate() {
                let middle = (ends[0] + ends[1]) / 2.0;
                if n > 0 && rule.from <= middle && middle <= rule.to {
                    match rule.horizontal {
                        // The line below row n - 1.
                        true => floor[(n - 1) * columns + m] = true,
                        false if n <= columns => wall[m * columns + n - 1] = true,
                        false => {}
                    }
                }
            }
        }
        for row in 0..rows {
            for column in 0..columns {
                let at = row * columns + column;
                let mut unite = |other: usize| {
                    let (a, b) = (root(&mut groups, at), root(&mut groups, other));
                    groups[a.max(b)] = a.min(b);
                };
                if column + 1 < columns && !wall[at] {
                    unite(at + 1);
                }
                if row + 1 < rows && !floor[at] {
                    unite(at + columns);
                }
            }
        }
        for at in 0..groups.len() {
            groups[at] = root(&mut groups, at);
        }
        let distinct = groups.iter().enumerate().filter(|(n, group)| n == *group).count();
        (distinct > 1).then_some(Grid { xs, ys, groups })
    }

    /// The cell at a point, if the point is inside the table.
    fn group(&self, x: f64, y: f64) -> Option<usize> {
        let column = self.xs.partition_point(|at| *at <= x).checked_sub(1)?;
        let row = self.ys.partition_point(|at| *at <= y).checked_sub(1)?;
        let columns = self.xs.len() - 1;
        (column < columns && row + 1 < self.ys.len()).then(|| self.groups[row * columns + column])
    }

    /// How many columns have text of their own in some row.
    fn columns_with_text(&self, glyphs: &[Vec<Glyph>]) -> usize {
        let columns = self.xs.len() - 1;
        let filled: std::collections::BTreeSet<usize> = (0..glyphs.len())
            .filter(|&n| glyphs[n].iter().any(|glyph| !glyph.c.is_whitespace()))
            .map(|n| n % columns)
            .collect();
        filled.len()
    }

    /// The table, with the text of each cell in every place it covers; `ways` are no columns.
    fn table(&self, glyphs: Vec<Vec<Glyph>>, ways: &[[f64; 2]]) -> Table {
        let columns = self.xs.len() - 1;
        let of = |row: usize| &self.groups[row * columns..(row + 1) * columns];
        let rows = self.ys.len() - 1;
        // Columns that no row tells from the one before.
        let told = |n: usize| n == 0 || (0..rows).any(|row| of(row)[n] != of(row)[n - 1]);
        let near = |a: f64, b: f64| (a - b).abs() <= MEET / 2.0;
        let way =
            |n: usize| ways.iter().any(|[begin, end]| near(self.xs[n], *begin) && near(self.xs[n + 1], *end));
        let kept: Vec<usize> = (0..columns).filter(|&n| told(n) && !way(n)).collect();
        let texts: Vec<Vec<String>> = glyphs
            .into_iter()
            .enumerate()
            .map(|(n, glyphs)| {
                let last = self.groups.iter().rposition(|group| *group == n);
                let right = last.map_or(0.0, |last| self.xs[last % columns + 1]);
                paragraphs(lines(glyphs), self.xs[n % columns], right)
            })
            .collect();
        let mut table = Table { left: self.xs[0], right: self.xs[columns], rows: Vec::new() };
        for row in 0..rows {
            let groups = of(row);
            let whole = groups.iter().all(|group| *group == groups[0]);
            // A cell over all columns is written once.
            if row > 0 && whole && groups == of(row - 1) {
                continue;
            }
            let cells: Vec<Vec<String>> = kept.iter().map(|&n| texts[groups[n]].clone()).collect();
            if cells.iter().any(|cell| !cell.is_empty()) {
                table.rows.push(Row { cells, whole });
            }
        }
        table
    }
}

/// Joins the lines of a cell: a line ends a paragraph if the next word had room on it.
fn paragraphs(lines: Vec<Line>, left: f64, right: f64) -> Vec<String> {
    let edge =
        lines.iter().map(|line| (line.left - left).min(right - line.right)).fold(f64::MAX, f64::min).max(0.0);
    let room = right - left - 2.0 * edge;
    let mut paragraphs: Vec<String> = Vec::new();
    let mut width = f64::MIN;
    for line in lines {
        match paragraphs.last_mut() {
            Some(text) if width + line.first > room - 0.2 * line.em => join(text, &line.text),
            _ => paragraphs.push(line.text),
        }
        width = line.right - line.left;
    }
    for text in &mut paragraphs {
        text.truncate(text.trim_end().len());
    }
    paragraphs
}

#[cfg(test)]
mod tests {
    use super::{Frame, Glyph, Page, cells, text};

    /// Characters of ten points, from a place on.
    fn line(words: &str, left: f64, top: f64) -> Vec<Glyph> {
        words
            .chars()
            .enumerate()
            .map(|(n, c)| {
                let left = left + 10.0 * n as f64;
                Glyph { c, left, right: left + 10.0, top, bottom: top + 10.0 }
            })
            .collect()
    }

    fn frame(left: f64, right: f64, top: f64) -> Frame {
        Frame { left, right, top, bottom: top + 20.0 }
    }

    #[test]
    fn rectangles_side_by_side_are_cells() {
        let frames: Vec<Frame> = [100.0, 120.0]
            .into_iter()
            .flat_map(|top| [frame(50.0, 110.0, top), frame(110.0, 170.0, top)])
            .collect();
        let mut glyphs = Vec::new();
        for (words, left, top) in
            [("任务", 55.0, 105.0), ("单位", 115.0, 105.0), ("修路", 55.0, 125.0), ("公路科", 115.0, 125.0)]
        {
            glyphs.extend(line(words, left, top));
        }
        assert_eq!(cells(&frames, &glyphs).len(), 16);
        let page = Page { width: 600.0, height: 800.0, glyphs, rules: Vec::new(), frames };
        assert_eq!(text(vec![page]), "任务\t单位\n修路\t公路科\n");
    }

    #[test]
    fn the_ground_behind_a_text_is_no_table() {
        // Behind paragraphs, one below the other; and behind words, side by side and as wide as they are.
        let below = [100.0, 120.0, 140.0, 160.0].map(|top| frame(50.0, 350.0, top));
        let mut glyphs = Vec::new();
        for (n, top) in [105.0, 125.0, 145.0, 165.0].into_iter().enumerate() {
            glyphs.extend(line(["一、修路", "二、架桥", "三、造林", "四、清淤"][n], 50.0, top));
        }
        assert!(cells(&below, &glyphs).is_empty());
        let words: Vec<Frame> = [100.0, 120.0]
            .into_iter()
            .flat_map(|top| [frame(50.0, 70.0, top), frame(70.0, 90.0, top)])
            .collect();
        assert!(cells(&words, &glyphs).is_empty());
        let page = Page { width: 600.0, height: 800.0, glyphs, rules: Vec::new(), frames: below.into() };
        assert_eq!(text(vec![page]), "一、修路\n二、架桥\n三、造林\n四、清淤\n");
    }

    #[test]
    fn bare_numbers_that_count_the_pages_are_theirs() {
        // They stand too high for the edge, and each at a place of its own.
        let pages = |numbers: [&str; 3]| {
            let page = |n: usize| {
                let mut glyphs = line(["修路；", "架桥；", "造林。"][n], 50.0, 100.0);
                glyphs.extend(line(numbers[n], 280.0, 480.0 + 20.0 * n as f64));
                Page { width: 800.0, height: 600.0, glyphs, rules: Vec::new(), frames: Vec::new() }
            };
            (0..3).map(page).collect::<Vec<_>>()
        };
        assert_eq!(text(pages(["4", "5", "6"])), "修路；架桥；造林。\n");
        assert_eq!(text(pages(["4", "9", "6"])).matches(['4', '9', '6']).count(), 3);
    }
}
