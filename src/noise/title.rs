//! Titles that stand twice: a web page or a page header repeats the first line of a document.
//!
//! ```text
//! 在全市动员会上的讲话在全市动员会上的讲话同志们：…      在全市动员会上的讲话␤同志们：…
//!
//! 20XX年林业工作要点(一)                                2024年林业工作要点
//! 2024年林业工作要点 2024年是…                          2024年是…
//! ```

use crate::noise::chars::{closes, ends_sentence, is_han, is_space, opens};
use crate::text::Change;

/// Lines among which a title is looked for.
const HEAD: usize = 8;

/// Finds titles to take out, and the space that parts one from the text after it.
pub fn changes(text: &str) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut start = 0;
    for _ in 0..HEAD {
        let end = memchr::memchr(b'\n', &text.as_bytes()[start..]).map_or(text.len(), |at| start + at);
        let line = &text[start..end];
        if let Some((first, second)) = doubled(line) {
            let with = (second < line.len()).then_some('\n');
            changes.push(Change { range: start + first..start + second, with, why: "title" });
        }
        if end == text.len() {
            break;
        }
        if let Some(len) = repeated(line, &text[end + 1..]) {
            changes.push(Change { range: start..end + 1, with: None, why: "title" });
            let rest = &text[end + 1 + len..];
            let spaces = rest.len() - rest.trim_start_matches(is_space).len();
            if spaces > 0 && !rest[spaces..].starts_with('\n') {
                let at = end + 1 + len;
                changes.push(Change { range: at..at + spaces, with: Some('\n'), why: "wrap" });
            }
        }
        start = end + 1;
    }
    changes
}

/// Where the first copy of a title ends and the second one ends, when `line` begins with the same words twice.
pub(super) fn doubled(line: &str) -> Option<(usize, usize)> {
    let head: usize = line.chars().take(6).map(char::len_utf8).sum();
    let limit = line.char_indices().nth(60).map_or(line.len(), |(at, _)| at);
    let opening = line.get(..head).filter(|_| head >= 12)?;
    let again = head + line.get(head..limit)?.find(opening)?;
    let first = line[..again].trim_end_matches(is_space);
    // Cells beside each other say the same where they are merged.
    let one = !first.contains(ends_sentence) && !first.contains('\t');
    let words = first.chars().filter(|&c| is_han(c)).count() >= 4 && one;
    let twice = words && line[again..].starts_with(first);
    twice.then_some((first.len(), again + first.len()))
}

/// How much of `next` is the title `line` again, when it begins with it and a line end or a space follows.
///
/// Spaces do not count, an X stands for any digit, and a number in brackets at the end of `line` is left out.
fn repeated(line: &str, next: &str) -> Option<usize> {
    let bare = line.trim_end_matches(|c| is_space(c) || closes(c));
    let bare = match bare.rfind(opens) {
        Some(at) if bare.len() < line.len() && line.len() - at <= 12 => &bare[..at],
        _ => line,
    };
    if !(18..240).contains(&bare.len()) || bare.contains(['。', '；', '：', ':', '\t']) {
        return None;
    }
    let mut rest = next.char_indices().filter(|&(_, c)| !is_space(c));
    let mut end = 0;
    for c in bare.chars().filter(|&c| !is_space(c)) {
        let (at, d) = rest.next()?;
        let any = |a: char, b: char| matches!(a, 'X' | 'x' | 'Ｘ') && b.is_ascii_digit();
        if c != d && !any(c, d) {
            return None;
        }
        end = at + d.len_utf8();
    }
    let after = next[end..].chars().next();
    after.is_none_or(|c| c == '\n' || is_space(c)).then_some(end)
}
