//! Tables of a page whose cells came out as lines in no order: which lines are theirs.
//!
//! ```text
//! 序号                       a head of its own line, others near below it
//! 重点任务
//! 1
//! 修缮古桥
//! 责任单位                   a head amid the cells
//! 对三座桥的桥墩逐一加固，
//! 县住建局
//! 三、保障措施               numbers that went up to 二 before the table go on: it is over
//! ```

use std::ops::Range;

use crate::lexicon::{Lexicon, List};
use crate::noise::chars::is_space;
use crate::noise::opening::{Opening, numeral, opening};

/// How many lines below 序号 other heads of columns are looked for,
const NEAR: usize = 40;
/// and the longest of them, in bytes.
const LONGEST_HEAD: usize = 40;
/// How many characters a heading has at most whose text goes on behind it.
const LONGEST_LEAD: usize = 40;

/// A table whose cells are lines in no order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scattered {
    /// From 序号 to the last head near it.
    pub head: Range<usize>,
    /// All lines of it, the head's among them.
    pub range: Range<usize>,
    /// Whether its heads name a task and who has it.
    pub of_tasks: bool,
    /// Whether the text goes on behind it where it was before.
    pub within: bool,
}

/// Finds such tables in a text in which those whose lines are in order have their tabs.
pub fn scattered(text: &str, lexicon: &Lexicon) -> Vec<Scattered> {
    let mut found: Vec<Scattered> = Vec::new();
    // The last number of a heading in brackets and of one without, and how far they have been read.
    let (mut last, mut read) = ([None, None], 0);
    for at in memchr::memmem::find_iter(text.as_bytes(), "序".as_bytes()) {
        let above = text[..at].trim_end_matches(is_space);
        let opens = above.is_empty() || above.ends_with(['\n', '\x0c']);
        if !opens || found.last().is_some_and(|last| at < last.range.end) {
            continue;
        }
        let first = line_at(text, at);
        if first.len() > LONGEST_HEAD || column(lexicon, &text[first.clone()]) != Some("number") {
            continue;
        }
        let Some((head, of_tasks)) = head(text, first, lexicon) else { continue };
        let before = lines(text, read).take_while(|line| line.end <= head.start);
        for (bracketed, n, _) in before.filter_map(|line| numbered(&text[line], lexicon)) {
            last[usize::from(bracketed)] = Some(n);
        }
        let (end, within) = end(text, &head, last, lexicon);
        read = end;
        found.push(Scattered { range: head.start..end, head, of_tasks, within });
    }
    found
}

/// The heads near below 序号, two of them at least, and whether they name a task and who has it.
fn head(text: &str, first: Range<usize>, lexicon: &Lexicon) -> Option<(Range<usize>, bool)> {
    let (mut end, mut n_heads) = (first.end, 0);
    let (mut tasks, mut owners) = (false, false);
    let mut near = lines(text, first.end).take(NEAR).peekable();
    // Cells of one line with tabs are in order.
    if near.peek().is_some_and(|line| text[line.clone()].contains('\t')) {
        return None;
    }
    for line in near.filter(|line| line.len() <= LONGEST_HEAD && !text[line.clone()].contains('\t')) {
        // Words of which one is no column are those of a cell.
        let words = text[line.clone()].split(is_space).filter(|word| !word.is_empty());
        let kinds: Option<Vec<&str>> = words.map(|word| column(lexicon, word)).collect();
        for kind in kinds.unwrap_or_default() {
            tasks |= matches!(kind, "task" | "measure" | "content" | "project");
            owners |= matches!(kind, "lead" | "responsible" | "support" | "person" | "unit");
            (end, n_heads) = (line.end, n_heads + 1);
        }
    }
    (n_heads >= 2).then_some((first.start..end, tasks && owners))
}

/// Where the table ends, and whether the text goes on behind it: with the number that follows the last one before it, with
/// a numbered sentence, or with what is attached.
fn end(text: &str, head: &Range<usize>, mut last: [Option<u32>; 2], lexicon: &Lexicon) -> (usize, bool) {
    // Before a plan that has not begun yet a table holds none of it.
    let first = last == [None, None];
    for line in lines(text, head.end) {
        let words = &text[line.clone()];
        if words.starts_with('附') && opening(words, lexicon) == Opening::Heading {
            return (line.start, false);
        }
        let Some((bracketed, n, rest)) = numbered(words, lexicon) else { continue };
        let sentence = rest.find('。').is_some_and(|at| {
            at + '。'.len_utf8() < rest.len() && rest[..at].chars().count() <= LONGEST_LEAD
        });
        let last = &mut last[usize::from(bracketed)];
        if sentence || first && !bracketed && n == 1 || last.is_some_and(|last| n == last + 1) {
            return (line.start, true);
        }
        if n == 1 {
            // The rows are numbered so too.
            *last = None;
        }
    }
    (text.len(), false)
}

/// The number that opens a heading, whether it stands in brackets, and the words behind it: `三、…`, `（二）…`.
fn numbered<'t>(line: &'t str, lexicon: &Lexicon) -> Option<(bool, u32, &'t str)> {
    if opening(line, lexicon) != Opening::Heading {
        return None;
    }
    let bracketed = line.starts_with(['（', '(']);
    let digits = line.trim_start_matches(['（', '(']);
    let rest = digits.trim_start_matches(numeral);
    let n = digits[..digits.len() - rest.len()].chars().try_fold(0, |n, c| {
        let ones = "〇一二三四五六七八九".chars().position(|digit| digit == c);
        Some(match ones {
            Some(ones) => n + ones as u32,
            None if c == '十' => n.max(1) * 10,
            None => return None,
        })
    })?;
    let rest = rest.trim_start_matches(['）', ')', '、', '.', '．']).trim_start();
    (n > 0 && !rest.is_empty()).then_some((bracketed, n, rest))
}

/// What the list of columns says of a word, white space left out.
fn column(lexicon: &Lexicon, word: &str) -> Option<&'static str> {
    lexicon.value(List::Columns, word).or_else(|| {
        let bare: String = word.chars().filter(|c| !is_space(*c)).collect();
        lexicon.value(List::Columns, &bare)
    })
}

/// The lines that say something from `at` on, without the space around them.
fn lines(text: &str, at: usize) -> impl Iterator<Item = Range<usize>> {
    let mut next = Some(at);
    std::iter::from_fn(move || {
        loop {
            let start = next?;
            let end = memchr::memchr2(b'\n', b'\x0c', &text.as_bytes()[start..]).map(|len| start + len);
            next = end.map(|end| end + 1);
            let line = trimmed(text, start..end.unwrap_or(text.len()));
            if !line.is_empty() {
                return Some(line);
            }
        }
    })
}

fn line_at(text: &str, start: usize) -> Range<usize> {
    let end = memchr::memchr2(b'\n', b'\x0c', &text.as_bytes()[start..]);
    trimmed(text, start..end.map_or(text.len(), |len| start + len))
}

fn trimmed(text: &str, line: Range<usize>) -> Range<usize> {
    let words = text[line.clone()].trim_matches(is_space);
    let start = words.as_ptr() as usize - text.as_ptr() as usize;
    start..start + words.len()
}
