//! Text that a page holds again: a preview or a copy for readers without scripts before it, or the whole of it twice.
//!
//! ```text
//! 一、清理水面。… 二、守护岸线。…     kept
//! 信息名称：… 发布机构：…             left out, with the copy behind it
//! 一、清理水面。…⏎二、守护岸线。…
//! ```

use std::collections::HashMap;
use std::ops::Range;

use crate::noise::chars::is_space;
use crate::text::{Change, floor};

/// The fewest sentences that come again in the same order, and how long they are together, in bytes.
const SENTENCES: usize = 4;
const LENGTH: usize = 1500;
/// The shortest sentence that is looked for, in bytes.
const SHORTEST: usize = 48;
/// The most that a page says behind the last copy, in bytes.
const REST: usize = 900;
/// How far before its first whole sentence a copy is looked for, in bytes.
const HEAD: usize = 3000;

/// Finds the copies of a long passage that stand not further behind it than it is long, with what stands between.
pub fn changes(text: &str) -> Vec<Change> {
    if !comes_again(text) {
        return Vec::new();
    }
    let all: Vec<(Range<usize>, String)> = sentences(text)
        .map(|range| (range.clone(), text[range].chars().filter(|&c| !blank(c)).collect()))
        .collect();
    let mut first: HashMap<&str, usize> = HashMap::new();
    let mut changes: Vec<Change> = Vec::new();
    // Where the passage of the last copy begins, ends, and where that copy ends.
    let mut last: Option<(usize, usize, usize)> = None;
    let mut at = 0;
    while at < all.len() {
        let words = all[at].1.as_str();
        if words.len() < SHORTEST {
            at += 1;
            continue;
        }
        let Some(&of) = first.get(words) else {
            first.insert(words, at);
            at += 1;
            continue;
        };
        let n = (0..all.len() - at).take_while(|n| of + n < at && all[of + n].1 == all[at + n].1).count();
        let length: usize = all[at..at + n].iter().map(|(_, words)| words.len()).sum();
        let (passage, copy) =
            (all[of].0.start..all[of + n - 1].0.end, all[at].0.start..all[at + n - 1].0.end);
        let behind = match last {
            Some((start, _, end)) if start == passage.start => end,
            _ => passage.end,
        };
        if n >= SENTENCES && length >= LENGTH && copy.start - behind <= passage.len() {
            let end = together(text, passage.end, copy.end);
            let head = before(text, passage.start, copy.start);
            let from = match last {
                Some((start, _, before)) if start == passage.start => before,
                _ => end.0.min(head),
            };
            changes.push(Change { range: from..end.1, with: Some('\n'), why: "site_text" });
            last = Some((passage.start, end.0, end.1));
        }
        at += n;
    }
    // What is left of the page behind the last copy is none of the text, unless a day may sign it there.
    let dated = |rest: &str| ['年', '月', '日'].iter().all(|unit| rest.contains(*unit));
    if let Some(change) = changes.last_mut()
        && text.len() - change.range.end <= REST
        && !text[change.range.end..].contains('。')
        && !dated(&text[change.range.end..])
    {
        change.range.end = text.len();
    }
    changes
}

fn blank(c: char) -> bool {
    is_space(c) || matches!(c, '\n' | '\t')
}

/// The sentences of a text, in order; they tile it up to its last stop.
fn sentences(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut start = 0;
    memchr::memmem::find_iter(text.as_bytes(), "。").map(move |at| {
        let end = at + '。'.len_utf8();
        std::mem::replace(&mut start, end)..end
    })
}

/// Whether so many sentences open like one before them that a passage may come again.
fn comes_again(text: &str) -> bool {
    if text.len() < 2 * LENGTH {
        return false;
    }
    let mut seen = std::collections::HashSet::new();
    let opened = sentences(text).filter(|range| range.len() >= SHORTEST).filter(|range| {
        let words = text[range.clone()].trim_start_matches(blank);
        !seen.insert(&words[..floor(words, words.len().min(30))])
    });
    opened.take(SENTENCES).count() == SENTENCES
}

/// Where two passages that end at `first` and `second` no longer go on alike.
fn together(text: &str, first: usize, second: usize) -> (usize, usize) {
    let said = |from: usize| {
        text[from..]
            .char_indices()
            .filter(|(_, c)| !blank(*c))
            .map(move |(at, c)| (from + at + c.len_utf8(), c))
    };
    let mut ends = (first, second);
    for ((one, a), (two, b)) in said(first).zip(said(second)) {
        if a != b || one > second {
            break;
        }
        ends = (one, two);
    }
    ends
}

/// Where the copy begins whose first whole sentence begins at `second`, as far as it is like what stands before `first`.
fn before(text: &str, first: usize, second: usize) -> usize {
    let said = |to: usize| text[..to].char_indices().rev().filter(|(_, c)| !blank(*c));
    let alike = said(first).zip(said(second)).take_while(|((_, a), (at, b))| a == b && second - at <= HEAD);
    alike.map(|(_, (at, _))| at).last().unwrap_or(second)
}

#[cfg(test)]
mod tests {
    use super::changes;

    #[test]
    fn a_passage_that_comes_again_is_left_out_and_one_that_is_quoted_far_behind_is_not() {
        let items = ["河道", "湖泊", "水库", "水渠", "池塘", "井台"].map(|place| {
            let acts = ["逐处登记", "逐处清理", "逐处立牌"].map(|act| {
                format!("各镇要对辖区内的{place}{act}，明确责任人和完成时间，每月向县水利局报送一次进展情况并接受社会监督")
            });
            format!("整治{place}。{}。", acts.join("。"))
        });
        let passage = items.concat();
        let twice =
            format!("简介：{passage}\n发布机构：县水利局\n正文：{}\n联系我们", passage.replace('。', "。\n"));
        let found = changes(&twice);
        assert_eq!(found.len(), 1);
        let kept = [&twice[..found[0].range.start], &twice[found[0].range.end..]].concat();
        assert_eq!(kept.matches("整治河道").count(), 1, "{kept}");
        assert!(kept.starts_with("简介") && kept.trim_end().ends_with("监督。"), "{kept}");
        let signed = twice.replace("联系我们", "县水利局\n2025年3月1日");
        assert!(!changes(&signed).iter().any(|change| change.range.end == signed.len()));
        let between: String = (0..400).map(|n| format!("第{n}处河段由沿岸各村轮流看护。")).collect();
        assert!(changes(&format!("{passage}{between}{passage}")).is_empty());
        assert!(changes(&items[0].repeat(2)).is_empty());
    }
}
