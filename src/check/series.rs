//! Numbered siblings, as the number checks read them.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::check::Subject;
use crate::lex::is_word;
use crate::lex::marker::{self, Marker, Scheme};
use crate::lexicon::List;
use crate::text::order;

/// A number in a list: its value and its place in the cleaned text.
#[derive(Debug, Clone)]
pub(super) struct Item {
    pub(super) ordinal: u32,
    pub(super) place: Range<usize>,
}

/// Numbers of one scheme that belong together, in document order.
#[derive(Debug, Clone)]
pub(super) struct Series {
    pub(super) scheme: Scheme,
    pub(super) items: Vec<Item>,
    /// The last number of the same scheme before this list, for numbering that runs on across sections.
    pub(super) before: u32,
}

/// All lists of numbered siblings, and the 一是…二是… of each paragraph.
pub(super) fn series(subject: Subject) -> Vec<Series> {
    let nodes = &subject.document.nodes;
    let mut found: Vec<Series> = Vec::new();
    for part in &subject.document.parts {
        let from = found.len();
        let inner = nodes.iter().enumerate().filter(|(_, node)| part.range.contains(&node.start));
        let below = inner.map(|(_, node)| node.children.as_slice());
        for siblings in std::iter::once(part.roots.as_slice()).chain(below) {
            let mut schemes: BTreeMap<Scheme, Vec<Item>> = BTreeMap::new();
            for &at in siblings {
                if let Some(marker) = nodes[at].marker.as_ref().filter(|marker| counts(subject, marker)) {
                    let place = marker.place.start..marker.number.end.max(marker.place.start);
                    schemes.entry(marker.scheme).or_default().push(Item { ordinal: marker.ordinal, place });
                }
            }
            found.extend(schemes.into_iter().map(|(scheme, items)| Series { scheme, items, before: 0 }));
        }
        order::by_key(&mut found[from..], |series| series.items[0].place.start);
        let mut last: BTreeMap<Scheme, u32> = BTreeMap::new();
        for series in &mut found[from..] {
            series.before = last.get(&series.scheme).copied().unwrap_or(0);
            if let Some(item) = series.items.last() {
                last.insert(series.scheme, item.ordinal);
            }
        }
    }
    found.extend(spoken(subject.text));
    found
}

/// Whether a marker numbers an item rather than a month, a decimal or a cell: not `0.65` alone, `21.5+2`, `5.2017级`,
/// 一、二级市场, `[120]` in a line of its own, 18岁及以上, 13 预期寿命 岁 80.
fn counts(subject: Subject, marker: &Marker) -> bool {
    let text = subject.text;
    let rest = text[marker.place.end..].trim_start_matches(' ');
    let next = rest.chars().next().unwrap_or('\n');
    match marker.scheme {
        Scheme::Time => false,
        Scheme::Decimal(_) => {
            !text[marker.number.clone()].starts_with('0')
                && next.is_alphabetic()
                && !next.is_ascii()
                && !measures(subject, marker, rest)
        }
        Scheme::Arabic | Scheme::ArabicHalf => {
            !next.is_ascii_digit() && next != '\n' && !measures(subject, marker, rest)
        }
        Scheme::ArabicParen => next != '\n',
        Scheme::Han => !"一二三四五六七八九十".contains(next) || rest.starts_with("一是"),
        _ => true,
    }
}

/// Whether a number without a mark of its own is one of a unit: 18 岁及以上, 3 万亩.
fn measures(subject: Subject, marker: &Marker, rest: &str) -> bool {
    let number = &subject.text[marker.place.clone()];
    let bare = number.trim_end().ends_with(|c: char| c.is_ascii_digit());
    // 13 居民平均预期寿命 岁 预期性 - is a row of a table.
    let cells = rest.lines().next().unwrap_or_default().split(' ').filter(|cell| !cell.is_empty()).count();
    bare && cells > 2 || bare && subject.hits.lexicon().opening(List::Units, rest).is_some()
}

/// Whether a list starts anew between two of its numbers: 三要…。一要…二要, with the first in a place where no number is
/// looked for, or whether they stand in two cells.
pub(super) fn anew(text: &str, from: &Item, to: &Item) -> bool {
    let between = &text[from.place.end..to.place.start.max(from.place.end)];
    let number = &text[to.place.clone()];
    let sign = |c: char| c.is_ascii_digit() || "一二三四五六七八九十百".contains(c);
    let open: String = number.chars().take_while(|c| !sign(*c)).collect();
    let close = text[to.place.start + open.len()..].trim_start_matches(sign).chars().next();
    let han = number.chars().any(|c| "一二三四五六七八九十".contains(c));
    let first =
        format!("{open}{}{}", if han { '一' } else { '1' }, close.map_or(String::new(), String::from));
    // 13.4 and 2.5 are of two lists.
    let outer = |number: &str| number.rfind('.').map(|at| number[..at].to_owned());
    if outer(number.trim_end_matches('.')) != outer(text[from.place.clone()].trim_end_matches('.')) {
        return true;
    }
    let alone = |at: usize| han || !between[..at].ends_with(|c: char| c.is_ascii_digit());
    between.contains('\t') || to.ordinal > 1 && between.match_indices(&first).any(|(at, _)| alone(at))
}

/// How many runs of 一是…二是… stand within one another.
const DEEPEST: usize = 4;

/// 一是…二是…三是… inside paragraphs: each run starts at 一是. One may stand within an item of another; a number goes on
/// with the innermost run that it follows.
fn spoken(text: &str) -> Vec<Series> {
    let mut found: Vec<Series> = Vec::new();
    // From the outermost to the innermost.
    let mut open: Vec<Series> = Vec::new();
    let mut is_sure = true;
    let mut line_end = 0;
    for at in memchr::memmem::find_iter(text.as_bytes(), "是") {
        let Some(c) = text[..at].chars().next_back() else { continue };
        let Some(ordinal) = "一二三四五六七八九十".chars().position(|digit| digit == c) else {
            continue;
        };
        let mut start = at - c.len_utf8();
        let mut before = text[..start].chars().next_back().unwrap_or('\n');
        let mut tens = 0;
        if ordinal < 9 && before == '十' {
            (tens, start) = (10, start - before.len_utf8());
            before = text[..start].chars().next_back().unwrap_or('\n');
        }
        let ordinal = ordinal + tens;
        // 会决策事项一是 may begin a list where no mark stands before it, and 之一是 none.
        let marked = matches!(before, '。' | '；' | ';' | '：' | ':' | '\n' | '，' | ',' | ')' | '）' | ' ');
        if !marked && !(ordinal == 0 && is_word(before)) {
            continue;
        }
        let ordinal = ordinal as u32 + 1;
        if start >= line_end {
            line_end = text[at..].find('\n').map_or(text.len(), |end| at + end);
            found.append(&mut open);
        }
        let item = Item { ordinal, place: start..at + '是'.len_utf8() };
        let follows = |series: &Series| series.items.last().is_some_and(|last| last.ordinal + 1 == ordinal);
        if ordinal == 1 {
            if open.len() == DEEPEST {
                found.push(open.remove(0));
            }
            open.push(Series { scheme: Scheme::Is, items: vec![item], before: 0 });
            is_sure = marked;
        } else if let Some(of) =
            open.iter().rposition(follows).or(open.len().checked_sub(1).filter(|_| is_sure))
        {
            found.extend(open.drain(of + 1..));
            open[of].items.push(item);
        }
    }
    found.append(&mut open);
    found.retain(|series| series.items.len() > 1);
    found
}

/// Whether the numbers between two neighbours stand somewhere between them after all.
pub(super) fn hidden(text: &str, scheme: Scheme, from: &Item, to: &Item) -> bool {
    let missing = from.ordinal + 1..to.ordinal;
    let between = &text[from.place.end..to.place.start.max(from.place.end)];
    // 5.2017级培养方案 is the fifth, though it reads as a decimal.
    let arabic = matches!(scheme, Scheme::Arabic | Scheme::ArabicHalf);
    // 15三、… and 14822、…: the number of a page ran into that of the item.
    let outer = outer_of(text, from);
    let glued = |n: u32| between.lines().any(|line| opens(line.trim_start(), scheme, outer, n));
    if missing.clone().take(20).any(glued) {
        return true;
    }
    // A line end may part a number from its mark (一⏎、), and 1.1.2“ is no marker where the line goes on before it.
    let spelt = |n: u32| {
        let number = match scheme {
            Scheme::Han => han(n),
            Scheme::Decimal(_) => format!("{outer}{n}"),
            _ => format!("{n}."),
        };
        let alone = |at: usize| {
            let rest = &between[at + number.len()..];
            let ends = match scheme {
                Scheme::Han => rest.trim_start().starts_with('、'),
                Scheme::Decimal(_) => !rest.starts_with(|c: char| c.is_ascii_digit() || c == '.'),
                _ => true,
            };
            ends && between[..at].ends_with(['\n', '。', '；', ' ', ';'])
        };
        !number.is_empty() && between.match_indices(&number).any(|(at, _)| alone(at))
    };
    marker::markers(between).iter().any(|marker| marker.scheme == scheme && missing.contains(&marker.ordinal))
        || (arabic || matches!(scheme, Scheme::Han | Scheme::Decimal(_)))
            && missing.clone().take(20).any(spelt)
}

/// What stands before the last part of a decimal: 1.1. of 1.1.3.
fn outer_of<'t>(text: &'t str, item: &Item) -> &'t str {
    let number = text[item.place.clone()].trim_end_matches(|c: char| !c.is_ascii_digit());
    &number[..number.rfind('.').map_or(0, |at| at + 1)]
}

/// Whether a line opens with a number of a scheme, right behind what may be the number of a page.
fn opens(line: &str, scheme: Scheme, outer: &str, number: u32) -> bool {
    let behind = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = &line[..line.len() - behind.len()];
    match scheme {
        Scheme::Han => behind.strip_prefix(han(number).as_str()).is_some_and(|rest| rest.starts_with('、')),
        Scheme::Arabic | Scheme::ArabicHalf => {
            digits.ends_with(&number.to_string()) && behind.starts_with(['、', '.', '．'])
        }
        // The number of a page may stand before it.
        Scheme::Decimal(parts) => {
            let rest = line.strip_prefix(outer).or_else(|| behind.strip_prefix(outer));
            parts > 1
                && rest.is_some_and(|rest| {
                    let rest = rest.strip_prefix(number.to_string().as_str());
                    rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()))
                })
        }
        _ => false,
    }
}

/// A number below twenty in Chinese; empty beyond.
fn han(number: u32) -> String {
    let digit =
        |n: u32| "一二三四五六七八九".chars().nth(n as usize - 1).map(String::from).unwrap_or_default();
    match number {
        1..=9 => digit(number),
        10 => "十".to_owned(),
        11..=19 => format!("十{}", digit(number - 10)),
        _ => String::new(),
    }
}

/// A number of another kind that stands in the place of the one that is missing between two neighbours: 二、 3、 四、.
pub(super) fn stray(subject: Subject, scheme: Scheme, from: &Item, to: &Item) -> Option<Range<usize>> {
    if to.ordinal != from.ordinal + 2 {
        return None;
    }
    let nodes = &subject.document.nodes;
    let first = nodes.partition_point(|node| node.start < from.place.end);
    let between = nodes[first..].iter().take_while(|node| node.start < to.place.start);
    let mut markers = between.filter_map(|node| node.marker.as_ref());
    let odd = markers.clone().find(|marker| marker.scheme != scheme && marker.ordinal == from.ordinal + 1)?;
    // 1. 2. 3. below 二、 are items of their own.
    let run = markers.any(|marker| marker.scheme == odd.scheme && marker.ordinal + 1 == odd.ordinal);
    (!run).then(|| odd.place.start..odd.number.end.max(odd.place.end))
}
