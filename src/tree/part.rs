//! The documents within a text: a letter, the plan it carries, annexes.

use std::ops::Range;

use crate::lex::marker::{Marker, Scheme};
use crate::lex::sentence::trim;
use crate::lexicon::{Hits, List};
use crate::noise::Scattered;
use crate::text::floor;
use crate::text::order;
use crate::tree::{Part, lines};

/// Splits a text into its documents; they tile it. What stands behind all else in a table in no order is one of its own.
pub(super) fn split(text: &str, hits: &Hits, markers: &[Marker], scattered: &[Scattered]) -> Vec<Part> {
    let mut starts: Vec<(usize, Option<Marker>)> = markers
        .iter()
        .filter(|m| m.scheme == Scheme::Annex)
        .map(|m| (m.place.start, Some(m.clone())))
        .collect();
    let mut letter = false;
    let mut marked = markers.iter().map(|m| m.place.start).peekable();
    for line in lines(text, 0..text.len()) {
        while marked.next_if(|&at| at < line.start).is_some() {}
        let numbered = marked.peek() == Some(&line.start);
        if starts.iter().any(|(at, _)| *at == line.start) {
            letter = false;
        } else if letter && !numbered && title(text, hits, line.clone()).is_some_and(|kind| kind != "notice")
        {
            starts.push((cited_from(text, &line).unwrap_or(line.start), None));
            letter = false;
        } else if let Some((word, _)) = hits.of(List::Letters, line.clone()).find(|(_, at)| *at == "letter") {
            let plan = carried(text, hits, line, word.end);
            letter = plan.is_none();
            starts.extend(plan.map(|at| (at, None)));
        }
    }
    starts.extend(attached(text, &starts).map(|at| (at, None)));
    starts.extend(scattered.iter().filter(|table| !table.within).map(|table| (table.range.start, None)));
    order::by_key(&mut starts, |(at, _)| *at);
    if starts.first().is_none_or(|(at, _)| text[..*at].trim().is_empty()) {
        let annex = starts.first().and_then(|(_, annex)| annex.clone());
        starts.drain(..starts.len().min(1));
        starts.insert(0, (0, annex));
    } else {
        starts.insert(0, (0, None));
    }
    let ends: Vec<usize> = starts.iter().skip(1).map(|(at, _)| *at).chain([text.len()]).collect();
    starts
        .into_iter()
        .zip(ends)
        .map(|((start, annex), end)| {
            let front = annex.as_ref().map_or(start, |annex| annex.place.end);
            Part { range: start..end, annex, front: front..end, roots: Vec::new() }
        })
        .collect()
}

/// Where a title begins that `line` ends, when what it and the lines above say together is cited not far before: three lines
/// at most.
///
/// ```text
/// 现将《加快建设高质量数据集实施方案》印发给你们。
/// 加快建设高质量
/// 数据集实施方案
/// ```
pub fn cited_from(text: &str, line: &Range<usize>) -> Option<usize> {
    const LONGEST: usize = 240;
    const NEAR: usize = 20_000;
    let before = floor(text, line.start.saturating_sub(NEAR));
    let mut whole = text[line.clone()].to_owned();
    let mut start = line.start;
    let mut found = None;
    for _ in 0..3 {
        let blank = |c: char| matches!(c, ' ' | '\u{3000}');
        let above = text[..start].trim_end_matches(blank).strip_suffix('\n')?;
        let above = above.trim_end_matches(blank);
        let words = above.rsplit('\n').next()?.trim_start_matches(blank);
        if words.is_empty() || whole.len() + words.len() > LONGEST {
            break;
        }
        start = above.len() - words.len();
        if start < before {
            break;
        }
        whole.insert_str(0, words);
        if text[before..start].contains(&format!("《{whole}》")) {
            found = Some(start);
        }
    }
    found
}

/// Where what is attached begins by its name alone, behind the list that names it: `附：配套细则清单` … `附⏎配套细则清单`.
fn attached(text: &str, starts: &[(usize, Option<Marker>)]) -> Option<usize> {
    let mut places = memchr::memmem::rfind_iter(text.as_bytes(), "附".as_bytes());
    let list = places.find_map(|at| super::attachments(text, at))?;
    if starts.iter().any(|(at, annex)| *at >= list.end && annex.is_some()) {
        return None;
    }
    let unnumbered = |words: &str| {
        let bare = words.trim_start_matches(['附', '件', '表', '：', ':']).trim_start();
        bare.trim_start_matches(|c: char| c.is_ascii_digit() || ".．、：: ".contains(c)).to_owned()
    };
    let names: Vec<String> = lines(text, list.clone()).map(|line| unnumbered(&text[line])).collect();
    let named = |line: &Range<usize>| {
        let name = unnumbered(&text[line.clone()]);
        !name.is_empty() && names.contains(&name)
    };
    lines(text, list.end..text.len()).find(named).map(|line| line.start)
}

/// Where the plan begins that a letter carries on its own line: `…印发《X》的通知…现将《X》印发给你们。…附件X为…`, the X that
/// stands after the letter's words (which end at `after`) without book marks.
fn carried(text: &str, hits: &Hits, line: Range<usize>, after: usize) -> Option<usize> {
    const NEAR: usize = 3000;
    let stop = floor(text, line.end.min(after + NEAR));
    let listed = |at: usize| {
        let before = text[..at].trim_end_matches([' ', '.', '．', '、']);
        text[..at].ends_with('《')
            || before.ends_with(['：', ':'])
            || before.len() < at && before.ends_with(|c: char| c.is_ascii_digit())
    };
    let head = floor(text, after.saturating_sub(NEAR).max(line.start))..after;
    text[head.clone()].match_indices('《').take(12).find_map(|(open, _)| {
        let from = head.start + open + '《'.len_utf8();
        let close = text[from..head.end].find('》').map(|len| from + len)?;
        title(text, hits, from..close).filter(|kind| *kind != "notice")?;
        let places = text[after..stop].match_indices(&text[from..close]).map(|(at, _)| after + at);
        let places: Vec<usize> = places.filter(|&at| !listed(at)).collect();
        // …办公室2024年4月19日|X因…: later ones may only speak of it.
        let signed = |at: &&usize| text[..**at].trim_end().ends_with(['日', '）', ')', '件']);
        places.iter().find(signed).or(places.last()).copied()
    })
}

/// The kind of document a line names, if it is a title: it ends with a kind word, brackets and quotes aside.
pub fn title(text: &str, hits: &Hits, line: Range<usize>) -> Option<&'static str> {
    let words = &text[line.clone()];
    let count = words.chars().count();
    // 2.县防汛物资清单 is one of what is attached.
    let digits = words.bytes().take_while(u8::is_ascii_digit).count();
    if (1..=2).contains(&digits) && words[digits..].starts_with(['.', '．', '、']) {
        return None;
    }
    // A、重点任务 heads a section.
    if words.starts_with(|c: char| c.is_ascii_alphabetic()) && words[1..].starts_with(['.', '．', '、']) {
        return None;
    }
    if !(4..=80).contains(&count)
        || words.contains(['。', '；', '\t'])
        // 为贯彻《…意见》 of a broken line only cites one.
        || words.ends_with('》') && ["为", "根据", "按照", "依据"].iter().any(|word| words.starts_with(word))
        || words.ends_with(['：', ':', '，', '、'])
        // 附件：1.县防汛情况的报告 lists what is attached.
        || words.strip_prefix('附').is_some_and(|rest| rest.trim_start_matches('件').starts_with(['：', ':']))
    {
        return None;
    }
    let core = core(text, line);
    let named = hits.of(List::Kinds, core.clone()).find(|(word, _)| word.end == core.end);
    let bare = |word: &Range<usize>| &text[word.clone()] == "的报告";
    named.filter(|(word, _)| !bare(word) || reports(text, hits, core.start..word.start)).map(|(_, kind)| kind)
}

/// Whether what stands before 的报告 is the head of a title: none where someone speaks, 现在，我代表县人民政府作关于…的报告, and
/// none where the plan's own title ends before it, 关于2023年工作要点|的报告.
fn reports(text: &str, hits: &Hits, head: Range<usize>) -> bool {
    let words = &text[head.clone()];
    let spoken = words.starts_with('我') || words.contains("，我") || words.contains(",我");
    let carried = hits.of(List::Kinds, head.clone()).any(|(word, kind)| {
        word.end == head.end && matches!(kind, "key_points" | "work_plan" | "implementation_plan" | "summary")
    });
    !(spoken || carried)
}

/// A title without brackets and quotes at its end: （试行）, (2021—2023年), （送审稿）, 》.
pub fn core(text: &str, line: Range<usize>) -> Range<usize> {
    let mut range = trim(text, line);
    loop {
        let words = &text[range.clone()];
        let Some(last) = words.chars().next_back() else { return range };
        let cut = match last {
            '）' | ')' | '〕' | '】' => words.rfind(['（', '(', '〔', '【']),
            '》' | '”' | '"' => Some(words.len() - last.len_utf8()),
            _ => None,
        };
        match cut {
            Some(cut) if cut > 0 => range = trim(text, range.start..range.start + cut),
            _ => return range,
        }
    }
}
