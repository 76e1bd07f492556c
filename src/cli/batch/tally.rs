//! What became of all the files, said once at the end.

use std::collections::BTreeMap;

use crate::cli::Session;
use crate::cli::batch::walk::Skip;
use crate::model::{Lang, Said};
use crate::report::shown;
use crate::text::order;

/// Counts of files.
#[derive(Default)]
pub(super) struct Tally {
    /// Read in this run.
    pub(super) read: usize,
    /// Taken from an earlier run.
    pub(super) kept: usize,
    failed: usize,
    skipped: BTreeMap<Skip, usize>,
    /// How often each reason was given, and the first file with it.
    reasons: BTreeMap<String, (usize, String)>,
}

/// Reasons that are listed; after a thousand different ones nobody reads on.
const MOST: usize = 12;

impl Tally {
    /// Counts a file that could not be read.
    pub(super) fn fail(&mut self, path: &str, why: &Said, lang: Lang) {
        self.failed += 1;
        let reason = shape(why.of(lang));
        self.reasons.entry(reason).or_insert_with(|| (0, path.to_owned())).0 += 1;
    }

    /// Counts a file in a folder that is none of ours.
    pub(super) fn skip(&mut self, why: Skip) {
        *self.skipped.entry(why).or_default() += 1;
    }

    /// Whether there was nothing to read.
    pub(super) fn is_empty(&self) -> bool {
        self.read + self.kept + self.failed == 0
    }

    /// The exit status: 0 when nothing failed, 1 when some did, 2 when all did.
    pub(super) fn status(&self) -> u8 {
        status(self.read + self.kept, self.failed)
    }

    /// Says it on standard error.
    pub(super) fn tell(&self, session: &Session) {
        let Tally { read, kept, failed, .. } = *self;
        let skipped: usize = self.skipped.values().sum();
        let list = |separator: &str| {
            let each = |(why, n): (&Skip, &usize)| format!("{}: {n}", why.said().of(session.lang));
            self.skipped.iter().map(each).collect::<Vec<_>>().join(separator)
        };
        let (kept_zh, kept_en) = match kept {
            0 => Default::default(),
            _ => (format!("，沿用 {kept}"), format!(", {kept} kept from before")),
        };
        let (skipped_zh, skipped_en) = match skipped {
            0 => Default::default(),
            _ => (
                format!("，跳过 {skipped}（{}）", list("，")),
                format!(", {skipped} skipped ({})", list(", ")),
            ),
        };
        session.say(
            format_args!("读出 {read}{kept_zh}，失败 {failed}{skipped_zh}"),
            format_args!("{read} read{kept_en}, {failed} failed{skipped_en}"),
        );
        let mut reasons: Vec<_> = self.reasons.iter().collect();
        order::by_key(&mut reasons, |(reason, (n, _))| (std::cmp::Reverse(*n), reason.as_str()));
        for (reason, (n, first)) in reasons.iter().take(MOST) {
            session.say(
                format_args!("  {n} 个：{reason}，如 `{}`", shown::line(first)),
                format_args!("  {n}: {reason}, such as `{}`", shown::line(first)),
            );
        }
        if let Some(more @ 1..) = reasons.len().checked_sub(MOST) {
            session.say(format_args!("  还有 {more} 种原因"), format_args!("  and {more} other reasons"));
        }
    }
}

/// The exit status of so many files that were read, and that were not.
pub(in crate::cli) fn status(read: usize, failed: usize) -> u8 {
    match (read, failed) {
        (_, 0) => 0,
        (0, _) => 2,
        _ => 1,
    }
}

/// A reason without what differs from file to file: numbers and quoted names.
fn shape(reason: &str) -> String {
    let mut shape = String::new();
    let (mut quoted, mut digit) = (false, false);
    for c in reason.chars() {
        let (was_digit, was_quoted) = (digit, quoted);
        digit = c.is_ascii_digit();
        quoted ^= c == '`';
        match () {
            _ if quoted || was_quoted => {
                if was_quoted && !quoted {
                    shape.push('…');
                }
            }
            _ if digit && was_digit => {}
            _ if digit => shape.push('…'),
            _ => shape.push(c),
        }
    }
    shape
}

#[cfg(test)]
mod tests {
    use super::shape;

    #[test]
    fn reasons_are_grouped() {
        assert_eq!(shape("a PDF of 12 scanned pages"), "a PDF of … scanned pages");
        assert_eq!(shape("`word/document.xml` cannot be read: 3"), "… cannot be read: …");
        assert_eq!(shape("没有这个文件"), "没有这个文件");
    }
}
