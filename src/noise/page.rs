//! Page marks: `— 6 —`, `第3页 共8页`, a bare `15`, and the numbers that document shares put before each piece.
//!
//! ```text
//! …培育３０家百亿级龙头            …培育３０家百亿级龙头企业。
//! —２—
//! 企业。
//!
//! …努力营造全社会关                …努力营造全社会关心的氛围
//! 3、心的氛围
//! ```
//!
//! One mark may be anything; marks that count up over the whole text are page marks.

use std::collections::HashMap;
use std::ops::Range;

use crate::lexicon::Lexicon;
use crate::noise::chars::{closes, digit, ends_sentence, is_han, is_space, is_word};
use crate::noise::lines::Line;
use crate::noise::opening::{Opening, opening};
use crate::text::Change;
use crate::text::order;

/// What a whole line that may be a page mark says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// `— 6 —` `第6页`: nothing else looks like this.
    Plain(u32),
    /// `6/20`: two of them with one total.
    Of(u32, u32),
    /// `6`: only a run of them counts.
    Bare(u32),
}

/// Takes lines that are page marks out, notes the page end on the line after each, and says whether the
/// text begins and ends with one.
pub fn take_marks(text: &str, lines: &mut Vec<Line>, wrapped: bool) -> (bool, bool) {
    let marks: Vec<(usize, Mark)> = lines
        .iter()
        .enumerate()
        .filter(|(_, line)| line.width <= 24 && !line.row)
        .filter_map(|(n, line)| Some((n, mark(&text[line.range.clone()])?)))
        .collect();
    let named = named_marks(text, lines);
    if marks.is_empty() && named.is_empty() {
        return (false, false);
    }
    let bare: Vec<(usize, u32)> = marks
        .iter()
        .filter_map(|&(n, mark)| if let Mark::Bare(at) = mark { Some((n, at)) } else { None })
        .collect();
    let run = bare_run(text, lines, &bare, wrapped);
    let mut gone = vec![false; lines.len()];
    let mut run = run.into_iter().peekable();
    for (at, &(n, mark)) in marks.iter().enumerate() {
        let beside = [at.wrapping_sub(1), at + 1].map(|at| marks.get(at).map(|&(_, mark)| mark));
        gone[n] = match mark {
            Mark::Plain(_) => true,
            Mark::Of(page, total) => {
                let next = |other: Option<Mark>| matches!(other, Some(Mark::Of(p, t)) if t == total && p.abs_diff(page) == 1);
                beside.into_iter().any(next)
            }
            Mark::Bare(_) => run.next_if_eq(&n).is_some(),
        };
    }
    named.into_iter().for_each(|n| gone[n] = true);
    running_heads(text, lines, &mut gone);
    let ends = (gone.first() == Some(&true), gone.last() == Some(&true));
    let (mut kept, mut page) = (Vec::with_capacity(lines.len()), false);
    for (n, mut line) in lines.drain(..).enumerate() {
        if gone[n] {
            page = true;
            continue;
        }
        line.page |= page;
        page = false;
        kept.push(line);
    }
    *lines = kept;
    ends
}

/// Takes out the lines beside page marks that say the same on every page, or what the head of the text says.
fn running_heads(text: &str, lines: &[Line], gone: &mut [bool]) {
    let words = |n: usize| &text[lines[n].range.clone()];
    let marks: Vec<usize> = (0..lines.len()).filter(|&n| gone[n]).collect();
    for step in [1isize, -1] {
        let beside =
            marks.iter().filter_map(|&n| n.checked_add_signed(step)).filter(|&n| n < lines.len() && !gone[n]);
        let beside: Vec<usize> = beside
            .filter(|&n| lines[n].width <= 90 && !lines[n].row && !words(n).ends_with(ends_sentence))
            .collect();
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for &n in &beside {
            *counts.entry(words(n)).or_default() += 1;
        }
        for &n in &beside {
            let head = (0..lines.len().min(3)).any(|first| first != n && words(first) == words(n));
            if counts[words(n)] > 1 || head {
                gone[n] = true;
            }
        }
    }
}

/// The lines that hold a page's number behind a dash and, on every page, the same words: `- 2 东屏县人民政府办公室发布`.
fn named_marks(text: &str, lines: &[Line]) -> Vec<usize> {
    const FEWEST: usize = 3;
    let mut found: HashMap<&str, Vec<(usize, u32)>> = HashMap::new();
    for (n, line) in lines.iter().enumerate().filter(|(_, line)| line.width <= 80 && !line.row) {
        let words = text[line.range.clone()].trim_matches(is_space);
        let Some((page, rest)) =
            words.strip_prefix(is_dash).and_then(|rest| number(rest.trim_start_matches(is_dash)))
        else {
            continue;
        };
        let rest = rest.trim_start_matches(|c| is_space(c) || is_dash(c));
        if !rest.is_empty() && rest.chars().all(is_han) {
            found.entry(rest).or_default().push((n, page));
        }
    }
    let counts_up = |pages: &[(usize, u32)]| pages.windows(2).all(|pair| pair[0].1 < pair[1].1);
    let runs = found.into_values().filter(|pages| pages.len() >= FEWEST && counts_up(pages));
    let mut all: Vec<usize> = runs.flatten().map(|(n, _)| n).collect();
    order::by_key(&mut all, |n| *n);
    all
}

/// Reads a whole line as a page mark.
fn mark(line: &str) -> Option<Mark> {
    let rest = line.trim_matches(is_space);
    if rest.starts_with(is_dash) {
        let (number, rest) = number(rest.trim_start_matches(is_dash))?;
        let after = rest.trim_start_matches(is_space);
        return (!after.is_empty() && after.chars().all(is_dash)).then_some(Mark::Plain(number));
    }
    if let Some(rest) = rest.strip_prefix('第') {
        let (page, rest) = number(rest)?;
        let rest = rest.trim_start_matches(is_space).strip_prefix('页')?;
        let rest =
            rest.trim_start_matches(|c| is_space(c) || matches!(c, '/' | ',' | '，' | '、' | '(' | '（'));
        if rest.is_empty() {
            return Some(Mark::Plain(page));
        }
        let (_, rest) = number(rest.strip_prefix(['共', '总'])?)?;
        let rest = rest.trim_start_matches(is_space).strip_prefix('页')?;
        return rest.trim_matches([')', '）']).is_empty().then_some(Mark::Plain(page));
    }
    let (page, rest) = number(rest.strip_prefix("Page").unwrap_or(rest))?;
    let rest = rest.trim_start_matches(is_space);
    if rest.is_empty() {
        return (page < 1000).then_some(Mark::Bare(page));
    }
    let (total, rest) = number(rest.strip_prefix('/').or_else(|| rest.strip_prefix("of"))?)?;
    (rest.is_empty() && page <= total && total < 1000).then_some(Mark::Of(page, total))
}

fn is_dash(c: char) -> bool {
    matches!(c, '—' | '–' | '－' | '-' | '―' | '─' | '~' | '·' | '・' | '•' | '﹣')
}

/// Up to four digits after spaces, and the rest.
fn number(text: &str) -> Option<(u32, &str)> {
    let text = text.trim_start_matches(is_space);
    let mut value = 0;
    for (n, (at, c)) in text.char_indices().enumerate() {
        match digit(c) {
            Some(d) if n < 4 => value = 10 * value + d,
            None if n > 0 => return Some((value, &text[at..])),
            _ => return None,
        }
    }
    (!text.is_empty()).then_some((value, ""))
}

/// The lines among `bare` that count up page by page.
///
/// Numbers in a column of a table that lost its cells count up too, but every few lines: a page holds a
/// hundred characters at least, and some page ends within a sentence.
fn bare_run(text: &str, lines: &[Line], bare: &[(usize, u32)], wrapped: bool) -> Vec<usize> {
    let chain = longest_run(bare.iter().map(|&(_, at)| at));
    let mut run = Vec::new();
    let mut inside = 0;
    for &index in &chain {
        let (n, _) = bare[index];
        run.push(n);
        inside += usize::from(n > 0 && n + 1 < lines.len() && cut_within(text, &lines[n - 1], &lines[n + 1]));
    }
    let (Some(&first), Some(&last)) = (run.first(), run.last()) else { return run };
    let apart = lines[last].range.start - lines[first].range.start;
    // In wrapped text nothing else leaves a line of one number, but the cells of a table do, and many of them.
    let few = wrapped && 3 * run.len() >= 2 * bare.len();
    let lone = run.len() == 1 && (inside == 1 || few && first >= 12);
    let spread = run.len() >= 2 && apart / (run.len() - 1) >= 300 && (few || 3 * inside >= run.len());
    if lone || spread { run } else { Vec::new() }
}

/// Whether a page that ended after `before` cut a sentence which `after` goes on with.
fn cut_within(text: &str, before: &Line, after: &Line) -> bool {
    let last = text[before.range.clone()].chars().next_back();
    let open = last.is_some_and(|c| is_han(c) || is_word(c) || matches!(c, '，' | '、' | ','));
    open && before.width >= 30 && after.opening == Opening::None && !before.row && !after.row
}

/// The indices of the longest chain in which each number is one to three more than the one before it.
fn longest_run(numbers: impl Iterator<Item = u32>) -> Vec<usize> {
    let mut numbers = numbers.peekable();
    if numbers.peek().is_none() {
        return Vec::new();
    }
    // The best chain that ends on each number so far, by number: pages are small numbers.
    let mut best: Vec<(usize, usize)> = vec![(0, usize::MAX); 10_000];
    let mut back = Vec::new();
    let mut top = (0, usize::MAX);
    for (index, number) in numbers.enumerate() {
        let number = number as usize;
        let before = (1..=3.min(number)).map(|step| best[number - step]).max_by_key(|chain| chain.0);
        let (length, from) = before.unwrap_or((0, usize::MAX));
        back.push(if length == 0 { usize::MAX } else { from });
        if length + 1 >= best[number].0 {
            best[number] = (length + 1, index);
        }
        if length + 1 > top.0 {
            top = (length + 1, index);
        }
    }
    let mut chain = Vec::new();
    let mut at = top.1;
    while at != usize::MAX {
        chain.push(at);
        at = back[at];
    }
    chain.reverse();
    chain
}

/// Finds page marks within lines, where the line ends are lost: `监管— 4 —局`, `监管- 35 -局`.
pub fn inline(text: &str) -> Vec<Change> {
    let mut found: Vec<(Range<usize>, u32, bool)> = Vec::new();
    for at in memchr::memchr2_iter(0xe2, b'-', text.as_bytes()) {
        if !text.is_char_boundary(at) || found.last().is_some_and(|(range, ..)| at < range.end) {
            continue;
        }
        let Some(dash @ ('—' | '-')) = text[at..].chars().next() else { continue };
        let rest = &text[at + dash.len_utf8()..];
        let Some((page, after)) = number(rest) else { continue };
        let spaced = rest.starts_with(is_space) && after.starts_with(is_space);
        let Some(after) = after.trim_start_matches(is_space).strip_prefix(dash) else { continue };
        let end = text.len() - after.len();
        let outer = |c: Option<char>| c.is_none_or(|c| !is_dash(c) && !is_word(c));
        let (before, next) = (text[..at].chars().next_back(), after.chars().next());
        let alone = |c: Option<char>| c.is_none_or(|c| c == '\n' || c == '\x0c');
        if page == 0
            || page > 999
            || !outer(before)
            || !outer(next)
            || dash != '—' && !spaced
            || alone(before) && alone(next)
        {
            continue;
        }
        // Long dashes with spaces are sure by themselves, others by their run.
        found.push((at..end, page, spaced && dash == '—'));
    }
    // 第 2 页 共 6 页 in the middle of words: no text speaks so.
    for at in memchr::memmem::find_iter(text.as_bytes(), "第") {
        let rest = &text[at + "第".len()..];
        let Some((page, rest)) = number(rest) else { continue };
        let Some(rest) = rest.trim_start_matches(is_space).strip_prefix('页') else { continue };
        let rest = rest.trim_start_matches(|c| is_space(c) || matches!(c, '/' | ',' | '，' | '、'));
        let Some((total, rest)) = rest.strip_prefix(['共', '总']).and_then(number) else { continue };
        let Some(rest) = rest.trim_start_matches(is_space).strip_prefix('页') else { continue };
        let end = text.len() - rest.len();
        let alone = |c: Option<char>| c.is_none_or(|c| c == '\n' || c == '\x0c');
        // A line of its own is taken with the lines.
        if page <= total && !(alone(text[..at].chars().next_back()) && alone(rest.chars().next())) {
            let before = text[..at].trim_end_matches(is_space).len();
            let after = end + rest.len() - rest.trim_start_matches(is_space).len();
            found.push((before..after, page, true));
        }
    }
    order::by_key(&mut found, |(range, ..)| range.start);
    let chain = longest_run(found.iter().map(|found| found.1));
    if chain.len() >= 2 && 2 * chain.len() >= found.len() {
        chain.iter().for_each(|&n| found[n].2 = true);
    }
    found.extend(shared(text).into_iter().map(|(range, page)| (range, page, true)));
    order::by_key(&mut found, |(range, ..)| range.start);
    // The space between two marks goes with the first.
    let mut done = 0;
    found
        .iter()
        .filter(|(_, _, sure)| *sure)
        .map(|(range, ..)| {
            // Between two spaces one stays, for it may stand for a line end.
            let mut range = range.start.max(done)..range.end;
            let spaces = text[..range.start].ends_with(is_space) && text[range.end..].starts_with(is_space);
            if spaces {
                range.end += text[range.end..].len() - text[range.end..].trim_start_matches(is_space).len();
            }
            done = range.end;
            Change { range, with: None, why: "page_mark" }
        })
        .collect()
}

/// Whether a sentence goes on behind `c`, where no item begins.
fn goes_on(c: char) -> bool {
    !ends_sentence(c) && !closes(c) && !"；;：:".contains(c)
}

/// The fewest and the most bytes of a piece that a document share numbers, where line ends are lost.
const PIECE: Range<usize> = 300..3000;

/// The numbers that document shares put before each piece, within a line: `责任压2、实到人`. They count up from 1 or 2 at
/// about the same distance, and half of them at least stand within a sentence, where no item begins.
fn shared(text: &str) -> Vec<(Range<usize>, u32)> {
    let mut found: Vec<(Range<usize>, u32)> = Vec::new();
    let mut within = 0;
    for at in memchr::memmem::find_iter(text.as_bytes(), "、") {
        let digits = text.as_bytes()[..at].iter().rev().take(3).take_while(|b| b.is_ascii_digit()).count();
        let Ok(page) = text[at - digits..at].parse::<u32>() else { continue };
        let start = at - digits;
        let before = text[..start].chars().next_back();
        let next = match found.last() {
            Some((last, number)) => page == number + 1 && PIECE.contains(&(start - last.start)),
            None => page == 1 && start < 60 || page == 2 && PIECE.contains(&start),
        };
        // A line of its own is taken with the lines, and a number goes on with what stands beside it.
        if !next || before.is_some_and(|c| matches!(c, '\n' | '第' | '（' | '(' | '.' | '-')) {
            continue;
        }
        within += usize::from(before.is_some_and(goes_on));
        found.push((start..at + "、".len(), page));
    }
    match found.len() >= 3 && 2 * within >= found.len() {
        true => found,
        false => Vec::new(),
    }
}

/// Takes the numbers off that document shares put before each piece (`2、` in the middle of a word), and
/// says which lines go on with the one before.
///
/// They count 1, 2, 3 over the whole text (or 2, 3, 4, where the first piece has none), the pieces are long, and most of
/// them end within a sentence. Fewer than three are believed where every line is a piece.
/// Items of a list end with a sentence or are short headings.
pub fn take_numbers(text: &str, lines: &mut [Line], lexicon: &Lexicon) -> Vec<usize> {
    let Some(cuts) = [1, 2].into_iter().find_map(|first| pieces(text, lines, first)) else {
        return Vec::new();
    };
    for &(n, len) in &cuts {
        let line = &mut lines[n];
        line.range.start += len;
        line.opening = opening(&text[line.range.clone()], lexicon);
        line.page = true;
    }
    cuts.into_iter().map(|(n, _)| n).collect()
}

/// The lines that begin pieces counted from `first` on, with how many bytes their numbers have; none where they are not
/// believed.
fn pieces(text: &str, lines: &[Line], first: usize) -> Option<Vec<(usize, usize)>> {
    /// The shortest piece, in bytes.
    const SHORTEST: usize = 150;
    let mut cuts: Vec<(usize, usize)> = Vec::new();
    let mut within = 0;
    for n in 0..lines.len() {
        let body = &text[lines[n].range.clone()];
        let Some((number, rest)) = number(body).filter(|(_, rest)| rest.starts_with('、')) else { continue };
        if number as usize != cuts.len() + first {
            continue;
        }
        let before = n.checked_sub(1).map(|before| &text[lines[before].range.clone()]);
        // The piece before it may itself be broken into lines.
        let from = cuts.last().map_or(lines[0].range.start, |(last, _)| lines[*last].range.start);
        let long = lines[n].range.start - from > SHORTEST;
        if cuts.is_empty() && first > 1 && !long {
            return None;
        }
        let cut = long && before.is_some_and(|before| before.chars().next_back().is_some_and(goes_on));
        within += usize::from(number > 1 && cut);
        cuts.push((n, body.len() - rest.len() + '、'.len_utf8()));
    }
    let whole = first > 1 && !cuts.is_empty() && cuts.len() + 1 == lines.len();
    ((cuts.len() >= 3 || whole) && 2 * within >= cuts.len()).then_some(cuts)
}
