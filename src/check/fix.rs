//! Mending a text: only changes that are certain.

use crate::check::{Finding, Fix};

/// The text with the fixes of `findings` made, and how many findings were mended. Of two findings whose fixes
/// overlap the first wins, and a finding is mended whole or not at all.
pub fn mend(text: &str, findings: &[Finding]) -> (String, Vec<usize>) {
    let mut taken: Vec<&Fix> = Vec::new();
    let mut mended = Vec::new();
    let mut order: Vec<(usize, &Finding)> =
        findings.iter().enumerate().filter(|(_, finding)| !finding.fixes.is_empty()).collect();
    order.sort_by_key(|(_, finding)| finding.fixes.iter().map(|fix| fix.span.start()).min());
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
                taken.push(fix);
            }
            mended.push(at);
        }
    }
    taken.sort_by_key(|fix| fix.span);
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for fix in taken {
        if fix.span.start() < done {
            continue;
        }
        out.push_str(&text[done..fix.span.start()]);
        out.push_str(&fix.with);
        done = fix.span.end();
    }
    out.push_str(&text[done..]);
    mended.sort_unstable();
    (out, mended)
}
