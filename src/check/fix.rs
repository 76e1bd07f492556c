//! Mending a text: only changes that are certain.

use crate::check::{Finding, Fix, SURE};
use crate::text::order;

/// A mended text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mended {
    /// The text with the changes made.
    pub text: String,
    /// The changes, in the order of the text, each with the number of its finding; their places are those of the text before.
    pub made: Vec<(usize, Fix)>,
}

impl Mended {
    /// Where a place of the mended text was before; what a change put there was where the change began.
    pub fn before(&self, at: usize) -> usize {
        // Where the text goes on, before and after, behind the last change that ends at or before the place.
        let (mut old, mut new) = (0, 0);
        for (_, fix) in &self.made {
            let start = new + (fix.span.start() - old);
            if start > at {
                break;
            }
            if start + fix.with.len() > at {
                return fix.span.start();
            }
            (old, new) = (fix.span.end(), start + fix.with.len());
        }
        old + (at - new)
    }
}

/// Makes the fixes of `findings` that are sure. Of two findings whose fixes overlap the first wins, and a finding is
/// mended whole or not at all.
pub fn mend(text: &str, findings: &[Finding]) -> Mended {
    let mut made: Vec<(usize, Fix)> = Vec::new();
    let certain = |finding: &Finding| !finding.fixes.is_empty() && finding.sure >= SURE;
    let mut order: Vec<(usize, &Finding)> =
        findings.iter().enumerate().filter(|(_, finding)| certain(finding)).collect();
    order::by_key(&mut order, |(_, finding)| finding.fixes.iter().map(|fix| fix.span.start()).min());
    let mut busy: std::collections::BTreeMap<usize, usize> = std::collections::BTreeMap::new();
    for (at, finding) in order {
        let free = finding.fixes.iter().all(|fix| {
            let before = busy.range(..=fix.span.start()).next_back().map_or(0, |(_, &end)| end);
            let after = busy.range(fix.span.start()..).next().map_or(usize::MAX, |(&start, _)| start);
            before <= fix.span.start() && fix.span.end() <= after
        });
        if free {
            for fix in &finding.fixes {
                busy.insert(fix.span.start(), fix.span.end());
                made.push((at, fix.clone()));
            }
        }
    }
    order::by_key(&mut made, |(_, fix)| fix.span);
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    made.retain(|(_, fix)| {
        let free = fix.span.start() >= done;
        if free {
            out.push_str(&text[done..fix.span.start()]);
            out.push_str(&fix.with);
            done = fix.span.end();
        }
        free && fix.span.of(text) != fix.with
    });
    out.push_str(&text[done..]);
    Mended { text: out, made }
}
