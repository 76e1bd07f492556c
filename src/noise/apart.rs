//! Tables whose cells are apart by line ends, as text is taken from a page of a site or from a PDF: a line or a block
//! for each cell, a row of them after the other.
//!
//! ```text
//! 序号            时间             序号⇥任务⇥责任单位
//!                 内容             1⇥修订防汛预案⇥市水利局
//! 任务            负责部门
//!                 7月2日
//! 责任单位        上午8:00—9:00    时间⇥内容⇥负责部门
//!                 大扫除           7月2日上午8:00—9:00⇥大扫除⇥德育处
//! 1               德育处
//!
//! 修订防汛
//! 预案
//!
//! 市水利局
//! ```

use std::borrow::Cow;
use std::ops::Range;

use crate::lexicon::{Lexicon, List};
use crate::noise::chars::is_space;
use crate::text::Change;

/// The longest head of a column, in bytes.
const LONGEST_HEAD: usize = 48;
/// The longest line of units, in bytes.
const LONGEST_UNITS: usize = 160;
/// The longest name of a unit, in characters.
const LONGEST_UNIT: usize = 20;
/// The most columns.
const WIDEST: usize = 12;
/// How many lines of words one cell or row may hold in a table without numbers.
const LINES: usize = 6;
/// How many rows make a table.
const ROWS: usize = 3;

/// What a line looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    Number(u32),
    Day,
    Units,
    Words,
}

/// A line that says something, without the space around it.
#[derive(Debug, Clone)]
struct Line {
    range: Range<usize>,
    /// Blank lines before it.
    blank: bool,
    /// A page ends before it.
    page: bool,
}

/// The head of a table.
struct Head<'l> {
    /// The lines of its cells.
    cells: &'l [Line],
    /// What they are called in the list of columns; none for words that are not in it.
    kinds: Vec<Option<&'static str>>,
}

/// Finds the line ends between the cells of such tables, and those within cells. A table is left as it is where its
/// lines are not in the order of its cells: where text stands before the first number, where numbers are skipped, or
/// where a row has more cells than the head.
pub fn changes(text: &str, lexicon: &Lexicon) -> Vec<Change> {
    let mut changes = Vec::new();
    let first = |line: &str| line.len() <= LONGEST_HEAD && column(lexicon, line).is_some();
    if !text.split('\n').any(|line| first(line.trim())) {
        return changes;
    }
    let lines = lines(text);
    let mut at = 0;
    while at < lines.len() {
        match head(text, &lines[at..], lexicon) {
            Some(head) => {
                let from = at + head.cells.len();
                let reader = Reader { text, lexicon, lines: &lines[from..] };
                let read = match head.kinds[0] {
                    Some("number") => reader.numbered(&head),
                    _ => reader.timed(&head),
                };
                at = from;
                if let Some((rows, n_lines)) = read {
                    write(text, &head, &rows, &mut changes);
                    at += n_lines;
                }
            }
            None => at += 1,
        }
    }
    changes
}

fn lines(text: &str) -> Vec<Line> {
    let mut found: Vec<Line> = Vec::new();
    let (mut start, mut blank, mut page) = (0, false, false);
    for end in memchr::memchr2_iter(b'\n', b'\x0c', text.as_bytes()).chain([text.len()]) {
        let body = text[start..end].trim_matches(is_space);
        if body.is_empty() {
            blank |= start < end || !found.is_empty();
        } else {
            let at = start + (body.as_ptr() as usize - text[start..end].as_ptr() as usize);
            found.push(Line { range: at..at + body.len(), blank, page });
            (blank, page) = (false, false);
        }
        page |= text.as_bytes().get(end) == Some(&b'\x0c');
        start = end + 1;
    }
    found
}

/// What the list of columns says of a line, white space left out; of `负责部门/负责人` what it says of the first half.
fn column(lexicon: &Lexicon, line: &str) -> Option<&'static str> {
    let words: Cow<str> = match line.contains(char::is_whitespace) {
        true => line.chars().filter(|c| !c.is_whitespace()).collect(),
        false => line.into(),
    };
    // Hardly a line opens with a word of the list, which is sooner known than which word it is.
    lexicon.opening(List::Columns, &words)?;
    lexicon.value(List::Columns, &words).or_else(|| {
        let (first, second) = words.split_once(['/', '／'])?;
        lexicon.value(List::Columns, second)?;
        lexicon.value(List::Columns, first)
    })
}

/// The head that the first lines are: three columns or more that name a task and who has it or by when.
fn head<'l>(text: &str, lines: &'l [Line], lexicon: &Lexicon) -> Option<Head<'l>> {
    let mut kinds: Vec<Option<&'static str>> = Vec::new();
    for line in lines.iter().take(WIDEST + 1) {
        let words = &text[line.range.clone()];
        let known = match words.len() <= LONGEST_HEAD {
            true => column(lexicon, words),
            false => break,
        };
        if known.is_none() && (kinds.is_empty() || look(lexicon, words) != Look::Words) {
            break;
        }
        kinds.push(known);
    }
    // Lines of unknown words behind the last known one are no heads.
    let n = kinds.iter().rposition(Option::is_some)? + 1;
    kinds.truncate(n);
    let known = kinds.iter().flatten().count();
    let has = |wanted: &[&str]| kinds.iter().flatten().any(|kind| wanted.contains(kind));
    let named = has(&["task", "content", "measure", "project"]);
    let told = has(&["lead", "responsible", "support", "person", "unit", "deadline"]);
    (n <= WIDEST && known >= 3 && (n - known) * 2 < known && named && told)
        .then(|| Head { cells: &lines[..n], kinds })
}

/// A row: its cells, each of one line or more.
type Cells = Vec<Vec<Range<usize>>>;

struct Reader<'a> {
    text: &'a str,
    lexicon: &'a Lexicon,
    lines: &'a [Line],
}

impl Reader<'_> {
    fn words(&self, at: usize) -> &str {
        &self.text[self.lines[at].range.clone()]
    }

    fn look(&self, at: usize) -> Look {
        look(self.lexicon, self.words(at))
    }

    /// Whether a line of units ends with a whole name.
    fn is_named(&self, at: usize) -> bool {
        let words = self.words(at);
        let last = words.rfind(['、', '，', ',']).map_or(0, |n| n + '、'.len_utf8().min(words.len() - n));
        is_unit(self.lexicon, words.get(last..).unwrap_or(""))
    }

    /// Whether lines from `at` on are marks between two pages: the page's number, and the head again.
    fn between_pages(&self, at: usize, head: &Head) -> bool {
        let line = &self.lines[at];
        let number = |words: &str| {
            let bare = words.trim_matches(|c: char| is_space(c) || "-—－".contains(c));
            (1..=4).contains(&bare.len()) && bare.bytes().all(|b| b.is_ascii_digit())
        };
        let ends = self.lines.get(at + 1).is_none_or(|next| next.page);
        let again = |of: &Line| self.text[of.range.clone()] == self.text[line.range.clone()];
        ends && number(self.words(at)) || head.cells.iter().any(again)
    }

    /// The rows under a head that opens with 序号: from a line that is the next number to the one after it.
    fn numbered(&self, head: &Head) -> Option<(Vec<Cells>, usize)> {
        let mut rows: Vec<Cells> = Vec::new();
        let (mut at, mut end, mut n_full) = (0, 0, 0);
        while at < self.lines.len() {
            if self.between_pages(at, head) {
                at += 1;
                continue;
            }
            let next = rows.len() as u32 + 1;
            let alone = |at: usize| self.look(at) == Look::Number(next);
            if !alone(at) {
                break;
            }
            let mut row: Cells = vec![vec![self.lines[at].range.clone()]];
            let mut last = Look::Number(next);
            // How many columns it fills, and what the cells of the last block look like: more of one of them is no other.
            let (mut n_filled, mut block) = (1, Vec::new());
            at += 1;
            end = at;
            while at < self.lines.len() && self.look(at) != Look::Number(next + 1) {
                if self.between_pages(at, head) {
                    // The next page goes on with the next row, or the table is over.
                    if n_filled >= head.cells.len() {
                        break;
                    }
                    at += 1;
                    continue;
                }
                let line = &self.lines[at];
                let look = match self.look(at) {
                    Look::Number(_) => Look::Words,
                    Look::Words if last == Look::Units && !line.blank && !self.is_named(at - 1) => {
                        Look::Units
                    }
                    look => look,
                };
                let fresh = line.blank || look != last;
                if line.blank {
                    if n_filled >= head.cells.len() {
                        break;
                    }
                    block.clear();
                }
                if fresh && !block.contains(&look) {
                    n_filled += 1;
                    block.push(look);
                }
                match row.last_mut().filter(|_| !fresh) {
                    Some(cell) => cell.push(self.lines[at].range.clone()),
                    None => row.push(vec![self.lines[at].range.clone()]),
                }
                last = look;
                at += 1;
                end = at;
            }
            n_full += usize::from(n_filled == head.cells.len());
            rows.push(row);
        }
        (rows.len() >= ROWS && n_full * 3 >= rows.len() * 2).then_some((rows, end))
    }

    /// The rows under a head that opens with a column of days and ends with one of owners: days, words, units.
    fn timed(&self, head: &Head) -> Option<(Vec<Cells>, usize)> {
        if head.kinds[0] != Some("day")
            || !matches!(head.kinds.last(), Some(Some("lead" | "responsible" | "person" | "unit")))
        {
            return None;
        }
        let mut rows: Vec<Cells> = Vec::new();
        let (mut at, mut end, mut n_owned, mut n_counted) = (0, 0, 0, 0);
        while at < self.lines.len() {
            let mut days: Vec<Range<usize>> = Vec::new();
            while at < self.lines.len() && self.look(at) == Look::Day {
                days.push(self.lines[at].range.clone());
                at += 1;
            }
            let mut words: Vec<Range<usize>> = Vec::new();
            let mut owned = false;
            while at < self.lines.len() && words.len() <= LINES && !self.is_aside(at) {
                match self.look(at) {
                    Look::Day => break,
                    Look::Units => owned = !words.is_empty(),
                    Look::Number(_) | Look::Words if owned => break,
                    Look::Number(_) | Look::Words => {
                        n_counted += usize::from(self.words(at).starts_with(|c: char| c.is_ascii_digit()));
                    }
                }
                words.push(self.lines[at].range.clone());
                at += 1;
            }
            let day_next = self.lines.get(at).is_some_and(|_| self.look(at) == Look::Day);
            if words.is_empty() || words.len() > LINES || !owned && (days.is_empty() || !day_next) {
                break;
            }
            let mut row: Cells = Vec::new();
            if !days.is_empty() {
                row.push(days);
            }
            // The last columns have a line each, what is left over is that of the first.
            let own = match owned {
                true => words.len().saturating_sub(head.cells.len() - 2).max(1),
                false => words.len(),
            };
            let rest = words.split_off(own);
            row.push(words);
            row.extend(rest.into_iter().map(|line| vec![line]));
            n_owned += usize::from(owned);
            rows.push(row);
            end = at;
        }
        (rows.len() >= ROWS && n_owned * 2 > rows.len() && n_counted * 2 < rows.len()).then_some((rows, end))
    }

    /// Whether a line says something about the table: 备注：….
    fn is_aside(&self, at: usize) -> bool {
        let words = self.words(at);
        words.starts_with(['【', '※']) || {
            let mut openings = self.lexicon.openings(List::Cells, words);
            openings.any(|(word, says)| {
                matches!(says, "aside" | "note")
                    && !words[word.len()..].starts_with(|c: char| c.is_alphabetic())
            })
        }
    }
}

/// What a line looks like.
fn look(lexicon: &Lexicon, words: &str) -> Look {
    if words.len() <= 3 && !words.starts_with('0') && words.bytes().all(|b| b.is_ascii_digit()) {
        return words.parse().map_or(Look::Words, Look::Number);
    }
    if is_day(words) {
        return Look::Day;
    }
    match words.len() <= LONGEST_UNITS && is_units(lexicon, words) {
        true => Look::Units,
        false => Look::Words,
    }
}

/// Whether a line tells a time and little else: `7月2 日`, `上午8：00—9：00`, `2026年底`, `持续推进`.
fn is_day(words: &str) -> bool {
    let bare = without_bracket(words);
    let of_time = |c: char| {
        c.is_ascii_digit()
            || "年月日号周星期季度旬初中底末前后上下午晚早至到每全长持续推进坚—-–~～.：:（）()一二三四五六天"
                .contains(c)
    };
    let chars = || bare.chars().filter(|c| !is_space(*c));
    let named = chars().any(|c| "年月日周星季期续：:".contains(c));
    let counted = chars().any(|c| c.is_ascii_digit() || "一二三四五六日每年底持".contains(c));
    named && counted && chars().count() <= 24 && chars().all(of_time)
}

/// Whether a line lists units, or people by their posts, of which the last may be cut off: `市发改委，各区县政府`.
pub fn is_units(lexicon: &Lexicon, words: &str) -> bool {
    if words.contains(['。', '；', '：', ':', '“', '《']) {
        return false;
    }
    let pieces = || words.split(['、', '，', ',']).map(str::trim).filter(|piece| !piece.is_empty());
    let n = pieces().count();
    let named = pieces().filter(|piece| is_unit(lexicon, piece)).count();
    // A line that ends between two names cuts none.
    let cut = n > 1 && !words.ends_with(['、', '，', ',']);
    n > 0 && (named == n || cut && named + 1 == n)
}

/// Whether a piece of a list is the name of a unit, or people by their post.
fn is_unit(lexicon: &Lexicon, piece: &str) -> bool {
    let bare = without_bracket(piece.trim_end_matches('等'));
    let mut endings = lexicon.endings(List::Orgs, bare).peekable();
    let none = endings.peek().is_some_and(|(_, says)| *says == "not");
    let mut named = endings.flat_map(|(word, says)| says.split(',').map(move |says| (word, says)));
    let is_name = |(word, says): (&str, &str)| match says {
        "suffix" => word.len() < bare.len(),
        "name" | "group" | "person" => true,
        _ => false,
    };
    !none && bare.chars().count() <= LONGEST_UNIT && named.any(is_name)
}

fn without_bracket(words: &str) -> &str {
    match words.rfind(['（', '(', '〔']) {
        Some(at) if at > 0 && words.ends_with(['）', ')', '〕']) => &words[..at],
        _ => words,
    }
}

/// Writes the head and the rows: tabs between cells, line ends between rows, none within cells.
fn write(text: &str, head: &Head, rows: &[Cells], changes: &mut Vec<Change>) {
    let gap =
        |from: usize, to: usize, with: Option<char>, why: &'static str| Change { range: from..to, with, why };
    for two in head.cells.windows(2) {
        changes.push(gap(two[0].range.end, two[1].range.start, Some('\t'), "markup"));
    }
    let mut end = head.cells[head.cells.len() - 1].range.end;
    for row in rows {
        for (n, cell) in row.iter().enumerate() {
            for (m, line) in cell.iter().enumerate() {
                let between = end..line.start;
                let latin = |c: char| c.is_ascii_alphanumeric();
                let apart = text[..end].ends_with(latin) && text[line.start..].starts_with(latin);
                let (with, why) = match (n, m) {
                    (0, 0) => (
                        Some('\n'),
                        if text[between.clone()].contains('\x0c') { "page_mark" } else { "space" },
                    ),
                    (_, 0) => (Some('\t'), "markup"),
                    _ if apart => (Some(' '), "wrap"),
                    _ => (None, "wrap"),
                };
                if &text[between.clone()] != "\n" || with != Some('\n') {
                    changes.push(gap(between.start, between.end, with, why));
                }
                end = line.end;
            }
        }
    }
}
