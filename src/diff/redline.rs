//! Two wordings -> what was struck out and what was put in, word by word.
//!
//! ```text
//! 年内新建[-20座-]{+30座+}公厕，[-由市城管局负责-]{+由区城管局负责+}。
//! ```

use std::borrow::Cow;
use std::ops::Range;

use imara_diff::{Algorithm, Diff, InternedInput};

use crate::diff::pair::bare;
use crate::diff::roll::rolled;
use crate::lex::word::words;

/// A stretch of text that both sides, or one side, has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Op {
    /// Who has it.
    pub kind: OpKind,
    /// The stretch.
    pub text: String,
    /// Whether this stretch and its counterpart differ only as one year differs from the next.
    pub rollover: bool,
}

/// Who has a stretch of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum OpKind {
    Equal,
    Delete,
    Insert,
}

/// The redline with roll-overs of the year marked, and whether they are all that changed. `years` is how many years lie
/// between the plans.
pub(super) fn marked(old: &[&str], new: &[&str], years: Option<i16>) -> (Vec<Op>, bool) {
    let ops = compare(old, new, years);
    let mut changes = ops.iter().filter(|op| op.kind != OpKind::Equal).peekable();
    let rolled_only = changes.peek().is_some() && changes.all(|op| op.rollover);
    (ops, rolled_only)
}

/// What turns `old` into `new`. Stretches with `Equal` and `Delete` joined are `old`, those with `Equal` and `Insert`
/// joined are `new`. A deletion stands before the insertion that takes its place.
pub fn redline(old: &str, new: &str) -> Vec<Op> {
    compare(&words(old), &words(new), None)
}

fn compare(before: &[&str], after: &[&str], years: Option<i16>) -> Vec<Op> {
    if before == after {
        return ops(before, after, vec![(0..before.len(), 0..after.len(), OpKind::Equal)], years);
    }
    // Marks of another width are the same marks.
    let [was, is] =
        [before, after].map(|words| words.iter().map(|word| folded(word)).collect::<Vec<Cow<str>>>());
    // Either order of the two finds the same changes.
    let swapped = is < was;
    let (first, second) = if swapped { (&is, &was) } else { (&was, &is) };
    let mut input: InternedInput<&str> = InternedInput::default();
    input.update_before(first.iter().map(Cow::as_ref));
    input.update_after(second.iter().map(Cow::as_ref));
    let mut diff = Diff::compute(Algorithm::Histogram, &input);
    diff.postprocess_no_heuristic(&input);
    let mut runs = Vec::new();
    let (mut old_at, mut new_at) = (0, 0);
    for hunk in diff.hunks() {
        let (was, is) = match swapped {
            true => (range(hunk.after), range(hunk.before)),
            false => (range(hunk.before), range(hunk.after)),
        };
        runs.push((old_at..was.start, new_at..is.start, OpKind::Equal));
        (old_at, new_at) = (was.end, is.end);
        // `Delete` stands for both here; a change may take words away, put words in, or both.
        runs.push((was, is, OpKind::Delete));
    }
    runs.push((old_at..before.len(), new_at..after.len(), OpKind::Equal));
    ops(before, after, bridge(before, after, runs), years)
}

type Run = (Range<usize>, Range<usize>, OpKind);

fn range(range: Range<u32>) -> Range<usize> {
    range.start as usize..range.end as usize
}

/// What two changes have between them by chance is no reason to read two changes for one: a mark, a particle, or words
/// that are few beside both.
fn bridge(before: &[&str], after: &[&str], runs: Vec<Run>) -> Vec<Run> {
    let size = |run: &Run| weight(&before[run.0.clone()]).max(weight(&after[run.1.clone()]));
    let mut bridged: Vec<Run> = Vec::with_capacity(runs.len());
    for run in runs {
        if run.0.is_empty() && run.1.is_empty() {
            continue;
        }
        bridged.push(run);
        // As long as the last three are a change, a chance likeness and a change, they are one change.
        while let [.., first, between, last] = bridged.as_slice() {
            let kinds = [first.2, between.2, last.2];
            let few = size(between);
            let chance = few < 2 || few * 2 <= size(first).min(size(last));
            if kinds != [OpKind::Delete, OpKind::Equal, OpKind::Delete] || !chance {
                break;
            }
            let whole = (first.0.start..last.0.end, first.1.start..last.1.end, OpKind::Delete);
            bridged.truncate(bridged.len() - 3);
            bridged.push(whole);
        }
    }
    bridged
}

/// The number of characters that say something: not marks.
fn weight(words: &[&str]) -> usize {
    words.iter().map(|word| word.chars().filter(|c| c.is_alphanumeric()).count()).sum()
}

fn ops(before: &[&str], after: &[&str], runs: Vec<Run>, years: Option<i16>) -> Vec<Op> {
    let mut ops: Vec<Op> = Vec::new();
    for (was, is, kind) in runs {
        let (was, is) = (&before[was], &after[is]);
        if kind == OpKind::Equal {
            for (was, is) in was.iter().zip(is) {
                push(&mut ops, OpKind::Equal, was, is, false);
            }
            continue;
        }
        let rollover = rolled(was, is, years);
        push(&mut ops, OpKind::Delete, &was.concat(), &is.concat(), rollover);
    }
    ops
}

/// Adds words that both sides have, or those of one side and those that take their place.
fn push(ops: &mut Vec<Op>, kind: OpKind, was: &str, is: &str, rollover: bool) {
    if kind == OpKind::Equal && was == is {
        match ops.last_mut() {
            Some(last) if last.kind == OpKind::Equal => last.text.push_str(was),
            _ => ops.push(Op { kind, text: was.to_owned(), rollover }),
        }
        return;
    }
    for (kind, text) in [(OpKind::Delete, was), (OpKind::Insert, is)] {
        if !text.is_empty() {
            ops.push(Op { kind, text: text.to_owned(), rollover });
        }
    }
}

/// A word with its letters and marks narrow.
fn folded(word: &str) -> Cow<'_, str> {
    match word.chars().any(|c| matches!(c, '\u{ff01}'..='\u{ff5e}')) {
        true => Cow::Owned(bare(word)),
        false => Cow::Borrowed(word),
    }
}

/// The operations for people: marks that only changed their width are no change.
pub fn for_reading(ops: &[Op]) -> Vec<Op> {
    let mut read: Vec<Op> = Vec::with_capacity(ops.len());
    let mut rest = ops.iter().peekable();
    while let Some(op) = rest.next() {
        let same = match (op.kind, rest.peek()) {
            (OpKind::Delete, Some(next)) if next.kind == OpKind::Insert => bare(&op.text) == bare(&next.text),
            _ => false,
        };
        let op = if same { rest.next().unwrap_or(op) } else { op };
        let kind = if same { OpKind::Equal } else { op.kind };
        match read.last_mut() {
            Some(last) if last.kind == kind && kind == OpKind::Equal => last.text.push_str(&op.text),
            _ => read.push(Op { kind, ..op.clone() }),
        }
    }
    read
}
