//! Two wordings -> what was struck out and what was put in, word by word.
//!
//! ```text
//! 年内新建[-20座-]{+30座+}公厕，[-由市城管局负责-]{+由区城管局负责+}。
//! ```

use std::ops::Range;

use imara_diff::{Algorithm, Diff, InternedInput};

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
    let mut input: InternedInput<&str> = InternedInput::default();
    input.update_before(before.iter().copied());
    input.update_after(after.iter().copied());
    let mut diff = Diff::compute(Algorithm::Histogram, &input);
    diff.postprocess_no_heuristic(&input);
    let mut runs = Vec::new();
    let (mut old_at, mut new_at) = (0, 0);
    for hunk in diff.hunks() {
        let (was, is) = (range(hunk.before), range(hunk.after));
        runs.push((old_at..was.start, new_at..is.start, OpKind::Equal));
        (old_at, new_at) = (was.end, is.end);
        // `Delete` stands for both here; a change may take words away, put words in, or both.
        runs.push((was, is, OpKind::Delete));
    }
    runs.push((old_at..before.len(), new_at..after.len(), OpKind::Equal));
    ops(before, after, bridge(before, runs), years)
}

type Run = (Range<usize>, Range<usize>, OpKind);

fn range(range: Range<u32>) -> Range<usize> {
    range.start as usize..range.end as usize
}

/// A mark or a particle that two changes have between them by chance is no reason to read two changes for one.
fn bridge(before: &[&str], runs: Vec<Run>) -> Vec<Run> {
    let mut bridged: Vec<Run> = Vec::with_capacity(runs.len());
    let n_runs = runs.len();
    for (n, run) in runs.into_iter().enumerate() {
        let inner = n > 0 && n + 1 < n_runs;
        let chance = run.2 == OpKind::Equal && inner && weight(&before[run.0.clone()]) < 2;
        match bridged.last_mut() {
            Some(last) if last.2 == OpKind::Delete && (chance || run.2 == OpKind::Delete) => {
                last.0.end = run.0.end;
                last.1.end = run.1.end;
            }
            _ => bridged.push(run),
        }
    }
    bridged
}

/// The number of characters in words that say something: not in marks, and not alone.
fn weight(words: &[&str]) -> usize {
    words.iter().map(|word| word.chars().filter(|c| c.is_alphanumeric()).count()).sum()
}

fn ops(before: &[&str], after: &[&str], runs: Vec<Run>, years: Option<i16>) -> Vec<Op> {
    let mut ops: Vec<Op> = Vec::new();
    let mut push = |kind, text: String, rollover| {
        if !text.is_empty() {
            ops.push(Op { kind, text, rollover });
        }
    };
    for (was, is, kind) in runs {
        let (was, is) = (&before[was], &after[is]);
        match kind {
            OpKind::Equal => push(OpKind::Equal, was.concat(), false),
            _ => {
                let rollover = rolled(was, is, years);
                push(OpKind::Delete, was.concat(), rollover);
                push(OpKind::Insert, is.concat(), rollover);
            }
        }
    }
    ops
}
