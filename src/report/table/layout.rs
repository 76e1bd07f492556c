//! Lines and column widths, in half-width characters.

use unicode_width::UnicodeWidthChar;

use crate::ledger::column::Column;
use crate::ledger::{Row, Table};

/// The width of a character in a terminal: 2 for Chinese, 0 for marks that join the one before.
pub fn on_screen(c: char) -> usize {
    c.width().unwrap_or(0)
}

/// The width of a character on paper, where Chinese fonts draw “” and … as wide as a character.
pub fn on_paper(c: char) -> usize {
    c.width_cjk().unwrap_or(0)
}

/// The width of a line.
pub fn width(line: &str, measure: fn(char) -> usize) -> usize {
    line.chars().map(measure).sum()
}

const NOT_FIRST: &str = "，。、；：？！）》〉”’】〕］｝」』…—,.;:?!)]}%％‰℃*";
const NOT_LAST: &str = "（《〈“‘【〔［｛「『([{";

/// Breaks a text into lines of at most `room`. Lines break between Chinese characters and at spaces, words and
/// numbers stay whole where they fit, no line starts with a closing mark or ends with an opening one. A room
/// of 1 holds one wide character a line all the same.
pub fn wrap(text: &str, room: usize, measure: fn(char) -> usize) -> Vec<&str> {
    let mut lines = Vec::new();
    for line in text.split('\n') {
        wrap_line(line, room, measure, &mut lines);
    }
    lines
}

fn wrap_line<'t>(line: &'t str, room: usize, measure: fn(char) -> usize, lines: &mut Vec<&'t str>) {
    let (mut start, mut at, mut used) = (0, 0, 0);
    // The last place where the line may break, and the width up to it.
    let mut place: Option<(usize, usize)> = None;
    let mut last = None;
    while let Some(c) = line[at..].chars().next() {
        let own = measure(c);
        if last.is_some_and(|last| may_break(last, c)) {
            place = Some((at, used));
        }
        if used + own > room && at > start && own > 0 {
            if c == ' ' {
                lines.push(&line[start..at]);
                (start, used, place, last) = (at + 1, 0, None, None);
                at += 1;
                continue;
            }
            let (to, before) = place.filter(|(to, _)| *to > start).unwrap_or((at, used));
            lines.push(line[start..to].trim_end_matches(' '));
            start = to;
            used -= before;
            place = None;
        }
        used += own;
        last = Some(c);
        at += c.len_utf8();
    }
    lines.push(&line[start..]);
}

fn may_break(before: char, after: char) -> bool {
    let word = |c: char| c.is_ascii_graphic();
    !NOT_FIRST.contains(after)
        && !NOT_LAST.contains(before)
        && after != ' '
        && on_screen(after) > 0
        && !(word(before) && word(after))
}

/// A heading in at most `room`: as few lines as fit, and these about as long as each other.
///
/// ```text
/// 6    工作│任务    not  工作任│务
/// ```
pub fn wrap_heading(text: &str, room: usize, measure: fn(char) -> usize) -> Vec<&str> {
    let n_lines = wrap(text, room, measure).len();
    let even = (2..room).find(|less| wrap(text, *less, measure).len() == n_lines);
    wrap(text, even.unwrap_or(room), measure)
}

/// The width of the longest part of a heading that stays whole: a word, or two Chinese characters.
fn piece(heading: &str, measure: fn(char) -> usize) -> usize {
    let words = heading.split_whitespace().map(|word| if word.is_ascii() { width(word, measure) } else { 4 });
    words.max().unwrap_or(0)
}

/// How a table is set.
#[derive(Debug, Clone, Copy)]
pub struct Room {
    /// The width of all columns together.
    pub total: usize,
    /// Whether columns keep their least widths of paper.
    pub floors: bool,
    /// The width in each column that is margin of its cells.
    pub margin: usize,
    /// Whether columns grow to fill `total`.
    pub fill: bool,
    /// The width of a character.
    pub measure: fn(char) -> usize,
}

/// The widest line of a column of short values that is kept in one piece.
const PIECE: usize = 20;

/// The widths of the columns `of` a table. They sum up to at most `total`, unless the least widths do not fit.
///
/// Each column gets its least width; what is left goes to the columns by how much they have to say, so that
/// the cells of a row become about as high as each other.
pub fn widths(table: &Table, of: &[usize], room: Room) -> Vec<usize> {
    let measure = room.measure;
    let step = table.rows.len().div_ceil(500).max(1);
    let mut columns = Vec::new();
    for &at in of {
        let head = &table.heads[at];
        let heading = width(&head.text, measure);
        let mut longest = 0;
        let mut sum = 0.0;
        let mut n_rows = 0;
        for row in table.rows.iter().step_by(step) {
            let text = &row.cells[at].text;
            let lines = text.split('\n').map(|line| width(line, measure)).max().unwrap_or(0);
            longest = longest.max(lines);
            sum += (width(text, measure) as f64).powi(3);
            n_rows += 1;
        }
        let typical = match n_rows {
            0 => 0.0,
            n => (sum / f64::from(n)).cbrt(),
        };
        // A day or a number is read at a glance only in one piece.
        let whole = if head.column.is_some_and(Column::is_short) { whole(table, at, room) } else { 0 };
        let filled = head.column.is_some_and(|column| column.about().filled);
        let floor = match room.floors {
            true if longest == 0 && !filled && n_rows > 0 && head.column.is_some() => {
                piece(&head.text, measure) + room.margin
            }
            true => head.floor.max(6.min(heading + 2)).max(whole + room.margin),
            false => {
                let fair = (room.total / of.len().max(1)).clamp(4, 8);
                fair.min(longest.max(heading).max(2)).max(whole.min(room.total / 5))
            }
        };
        let natural = longest.max(if longest == 0 && !filled { 0 } else { heading });
        columns.push((floor, (natural + room.margin).max(floor), typical));
    }
    // A narrow terminal cannot keep even what is short in one piece.
    let fair = room.total / of.len().max(1);
    if !room.floors && columns.iter().map(|(floor, ..)| floor).sum::<usize>() > room.total {
        columns.iter_mut().for_each(|(floor, ..)| *floor = (*floor).min(fair));
    }
    let mut widths: Vec<usize> = columns.iter().map(|(floor, ..)| *floor).collect();
    let mut left = room.total.saturating_sub(widths.iter().sum());
    // One unit after the other to the column that is worst off: linear, and exact.
    while left > 0 {
        let worst = columns
            .iter()
            .enumerate()
            .filter(|(at, (_, natural, _))| widths[*at] < *natural)
            .map(|(at, (.., typical))| (typical.powf(0.85) / widths[at] as f64, at))
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        let Some((_, at)) = worst else { break };
        widths[at] += 1;
        left -= 1;
    }
    if room.fill && left > 0 {
        // All fits: what is still left is spread by width, numbers and keys apart.
        let sum: usize = widths.iter().skip(1).sum::<usize>().max(1);
        let each: Vec<usize> = widths.iter().skip(1).map(|width| width * left / sum).collect();
        for (width, more) in widths.iter_mut().skip(1).zip(each) {
            *width += more;
        }
    }
    widths
}

/// Whether a row would fill much of a page, and so may go on on the next; `widths` are those of its columns.
pub fn is_long(row: &Row, widths: &[usize]) -> bool {
    row.cells.iter().zip(widths).any(|(cell, width)| cell.text.chars().count() * 2 / (*width).max(2) > 8)
}

/// The width of the longest line of a column. On paper digits count for more: fonts that stand in for others have
/// wider ones, and Word sets a little space between them and Chinese characters.
fn whole(table: &Table, at: usize, room: Room) -> usize {
    let wide = |line: &str| match room.floors {
        true => {
            let digits = line.chars().filter(char::is_ascii_digit).count();
            let seams = line.chars().zip(line.chars().skip(1));
            let seams = seams.filter(|(a, b)| a.is_ascii_digit() != b.is_ascii_digit()).count();
            width(line, room.measure) + (3 * digits + 5 * seams).div_ceil(10)
        }
        false => width(line, room.measure),
    };
    let lines = table.rows.iter().flat_map(|row| row.cells[at].text.split('\n'));
    // One that is too long for a piece asks for no room.
    lines.map(wide).filter(|width| *width <= PIECE).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{on_screen, width, wrap, wrap_heading};

    #[test]
    fn lines_fit_and_lose_nothing() {
        let cases = [
            "推进“一网通办”，实现GDP增长6.5%以上；（责任单位：市发展改革委、市财政局）",
            "plain words of English that wrap at spaces",
            "averyveryverylongwordwithoutanyspaceinside",
            "一、二、三、，，，，。。。。",
            "",
            "甲\n\n乙",
        ];
        for text in cases {
            for room in 1..60 {
                let lines = wrap(text, room, on_screen);
                let kept: String = lines.concat().split_whitespace().collect();
                assert_eq!(kept, text.split_whitespace().collect::<String>());
                assert!(lines.iter().all(|line| width(line, on_screen) <= room.max(2)), "{lines:?}");
            }
        }
        assert_eq!(wrap("落实责任，完成任务", 8, on_screen), ["落实责", "任，完成", "任务"]);
        assert_eq!(wrap_heading("工作任务", 6, on_screen), ["工作", "任务"]);
        assert_eq!(wrap_heading("工作任务", 8, on_screen), ["工作任务"]);
    }
}
