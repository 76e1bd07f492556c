//! `count-mismatch`.

use std::ops::Range;

use crate::check::series::Series;
use crate::check::{Findings, Rule, Subject, Text};
use crate::lex::marker::Scheme;
use crate::lex::numeral;
use crate::lexicon::List;
use crate::model::Severity;

/// Its manual page.
pub const RULE: Rule = Rule {
    name: "count-mismatch",
    title: "项数不符",
    severity: Severity::Warning,
    layout: true,
    what: Text(
        "前面说“五个方面”“四个阶段”，后面紧接着列出的项数不同。",
        "The text announces 五个方面 or 四个阶段, and the list that follows has another number of items.",
    ),
    why: Text(
        "数目对不上，不是漏了一项，就是改稿后忘了改数。",
        "Either an item was lost, or the number was not changed when the text was.",
    ),
    flagged: "重点抓好五个方面的工作：⏎一、……⏎二、……⏎三、……⏎四、……",
    mended: "重点抓好四个方面的工作：⏎一、……⏎二、……⏎三、……⏎四、……",
    basis: Text("", ""),
    run,
};

/// How far before an announcement another one of its line is looked for, in bytes.
const NEAR: usize = 600;

fn run(subject: Subject, findings: &mut Findings) {
    let text = subject.text;
    for list in subject.series() {
        let first = &list.items[0];
        if first.ordinal != 1 || list.scheme == Scheme::Annex {
            continue;
        }
        let Some((place, announced)) = announced(subject, list) else { continue };
        let whole = list.items.iter().zip(1..).all(|(item, n)| item.ordinal == n);
        let found = list.items.len() as u64;
        // More items than announced may be sections of another kind: 保障措施 after 三项任务.
        let outer = subject
            .document
            .nodes
            .iter()
            .any(|node| node.parent.is_none() && node.start == first.place.start);
        // One item is no list; the others are numbered in another way.
        // 四个方面十六条措施：一、…四、…: the sections are the four.
        let near = crate::text::floor(text, place.start.saturating_sub(NEAR));
        let line = text[near..place.start].rfind('\n').map_or(near, |at| near + at + 1);
        let also = subject.hits.of(List::Announcers, line..place.start).any(|(word, _)| {
            let from = crate::text::floor(text, word.start.saturating_sub(12));
            let counts = |c: char| numeral::digit_of(c).is_some() || c == '十' || c.is_ascii_digit();
            let head = &text[from..word.start];
            let number = &head[head.trim_end_matches(counts).len()..];
            let read = numeral::han(number, 0).map(|(n, _)| n).or_else(|| number.parse().ok());
            read == Some(found)
        });
        if !whole || also || found < 2 || found == announced || outer && found > announced {
            continue;
        }
        let words = text[place.clone()].to_owned();
        let last = &list.items[list.items.len() - 1];
        findings
            .at(
                place,
                format!("说是“{words}”，后面列出 {found} 项"),
                format!("`{words}` is announced, and {found} follow"),
            )
            .also(subject.clean.span(last.place.clone()));
    }
}

/// The number announced in the sentence just before a list, with its place.
fn announced(subject: Subject, list: &Series) -> Option<(Range<usize>, u64)> {
    let text = subject.text;
    let before = text[..list.items[0].place.start].trim_end();
    // 增加了10项工作。1.… in one line may tell of others: there only a colon announces.
    let colon = before.ends_with(['：', ':']);
    let opens = text[before.len()..list.items[0].place.start].contains('\n');
    if !colon && (!opens || subject.document.flat) {
        return None;
    }
    let body = before.strip_suffix(['：', ':', '。', '，', ','])?;
    let mut from = body.len().saturating_sub(180);
    while !body.is_char_boundary(from) {
        from += 1;
    }
    // The sentence before the list may follow its heading on a line of its own.
    let from = body[from..]
        .rfind(['。', '\n', '；'])
        .map_or(from, |at| from + at + body[from + at..].chars().next().map_or(0, char::len_utf8));
    // The last announcement counts: 用五年时间实施三大工程.
    let counts = |c: char| numeral::digit_of(c).is_some() || c == '十' || c.is_ascii_digit();
    let (place, class) = subject
        .hits
        .of(List::Announcers, from..body.len())
        .filter(|(place, class)| matches!(*class, "list" | "stage") && counts(subject.before(place.start)))
        .last()?;
    let head = &text[from..place.start];
    let number = head.trim_end_matches(counts);
    let start = from + number.len();
    let (n, end) = match numeral::han(text, start) {
        Some(read) => read,
        None => text[start..place.start].parse().ok().map(|n| (n, place.start))?,
    };
    if end != place.start
        || !(2..=30).contains(&n)
        || text[..start].ends_with(['第', '前', '每', '其', '“', '‘', '.', '-', '—', '多'])
    {
        return None;
    }
    let rest = &text[place.end..body.len()];
    // Nothing but the name of what is counted may follow: 五个方面的工作, 三项重点任务如下.
    let close = rest.chars().count() <= 10 && !rest.contains(['，', '、', '“', '（']);
    let stage = class != "stage" || list.scheme != Scheme::Is;
    (close && stage).then_some((start..place.end, n))
}
