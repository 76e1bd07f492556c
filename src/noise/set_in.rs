//! Paragraphs that are set in by two ideographic spaces and whose line ends are lost.
//!
//! ```text
//! …取得新的成效。　　二、今年的工作　　今年要抓好…。　　——完善设施。        each of them on a line of its own
//! ```

use crate::lexicon::Lexicon;
use crate::noise::chars::{closes, ends_sentence, is_space};
use crate::noise::wrap;
use crate::text::{Change, order};

/// What sets a paragraph in.
const INDENT: &str = "\u{3000}\u{3000}";
/// So many paragraphs of a line say that spaces stand for its line ends.
const FEWEST: usize = 8;

/// Finds the single spaces between lines of one width, in lines that hold many paragraphs set in: the width of each line
/// tells which of them end one, and only before the paragraphs are parted is it whole.
pub fn wrapped(text: &str, lexicon: &Lexicon) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut stop = 0;
    for at in memchr::memmem::find_iter(text.as_bytes(), INDENT) {
        if at < stop {
            continue;
        }
        let start = memchr::memrchr(b'\n', &text.as_bytes()[..at]).map_or(0, |end| end + 1);
        stop = memchr::memchr(b'\n', &text.as_bytes()[at..]).map_or(text.len(), |len| at + len);
        if memchr::memmem::find_iter(&text.as_bytes()[start..stop], INDENT).take(FEWEST).count() == FEWEST {
            wrap::spaced(text, start..stop, lexicon, &mut changes);
        }
    }
    changes
}

/// Finds the runs of spaces that stand for line ends: those with two ideographic spaces in a line where most of many such
/// runs follow the end of a sentence. In titles, lists of names and tables such spaces part words.
pub fn changes(text: &str) -> Vec<Change> {
    let mut changes = Vec::new();
    // Where the line of the last run ends, and how many of its runs follow the end of a sentence.
    let (mut stop, mut ended, mut first) = (0, 0, 0);
    let mut done = 0;
    let idle = |c: char| is_space(c) || c == '\t';
    // Tabs that end a sentence of such a line stand for its line ends too.
    let mut tabs: Vec<Change> = Vec::new();
    let indented = memchr::memmem::find_iter(text.as_bytes(), INDENT);
    let mut tabbed = memchr::memchr_iter(b'\t', text.as_bytes()).peekable();
    for at in indented {
        while let Some(tab) = tabbed.next_if(|tab| *tab < at) {
            let start = text[..tab].trim_end_matches(idle).len();
            let end = text.len() - text[tab..].trim_start_matches(idle).len();
            let ends = text[..start].ends_with(ends_sentence) && !text[end..].starts_with('\n');
            let again = tabs.last().is_some_and(|change| change.range.end == end);
            if ends && !again && end <= at && end < text.len() {
                tabs.push(Change { range: start..end, with: Some('\n'), why: "wrap" });
            }
        }
        if at < done {
            continue;
        }
        let start = text[..at].trim_end_matches(idle).len();
        let end = text.len() - text[at..].trim_start_matches(idle).len();
        done = end;
        if text[..start].ends_with('\n') || start == 0 || text[end..].starts_with('\n') || end == text.len() {
            continue;
        }
        if start >= stop {
            keep(&mut changes, &mut tabs, first, ended);
            (first, ended) = (changes.len(), 0);
            stop = memchr::memchr(b'\n', &text.as_bytes()[end..]).map_or(text.len(), |len| end + len);
        }
        let before = text[..start].chars().next_back();
        ended +=
            usize::from(before.is_some_and(|c| ends_sentence(c) || closes(c) || matches!(c, '：' | '；')));
        changes.push(Change { range: start..end, with: Some('\n'), why: "wrap" });
    }
    keep(&mut changes, &mut tabs, first, ended);
    changes
}

/// Keeps the changes of a line, from `first` on, if they are many and most follow the end of a sentence.
fn keep(changes: &mut Vec<Change>, tabs: &mut Vec<Change>, first: usize, ended: usize) {
    let all = changes.len() - first;
    if all < FEWEST || 3 * ended < 2 * all {
        changes.truncate(first);
    } else {
        let (from, to) = (changes[first].range.start, changes[changes.len() - 1].range.end);
        changes.extend(tabs.drain(..).filter(|change| change.range.start > from && change.range.end < to));
        order::by_key(&mut changes[first..], |change| change.range.start);
    }
    tabs.clear();
}
