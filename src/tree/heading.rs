//! Where a heading ends.
//!
//! ```text
//! 一、总体要求⏎                                  Line: it fills its line
//! 1.办好老年学堂。各社区要…                  Lead: a short sentence, followed by more
//! （1）设备检修：按照厂家…                         Colon
//! 1.把安全挂在嘴边，坚持每日巡查，做到…      Clause: no lead sentence, so the first clause
//! 一、工作思路根据去年调研…                        Buried: nothing marks the end; 工作思路 is a usual heading,
//! 二、要扎实推进…建设要建好阵地。…           and 建设|要 is a seam
//! ```

use std::ops::Range;

use super::seam as learnt;
use crate::lex::imperative;
use crate::lex::marker::Scheme;
use crate::lex::sentence::{clauses, sentences, trim, trim_end_marks};
use crate::lexicon::{Hits, List};
use crate::text::floor;

/// How a title stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// It fills its line.
    Line,
    /// A lead sentence with more after it in its paragraph.
    Lead,
    /// Before a colon.
    Colon,
    /// The first clause of a longer sentence; the body opens with it.
    Clause,
    /// Nothing marks its end.
    Buried,
}

/// A heading that was read.
pub(super) struct Heading {
    pub(super) title: Range<usize>,
    pub(super) form: Form,
    /// Where the text under it starts.
    pub(super) rest: usize,
}

/// The longest lead sentence and heading line, in characters. Chosen from plans in which the longest headings have 44
/// and 56.
pub(super) const LEAD: usize = 46;
const LINE: usize = 64;
/// A heading of so many characters with nothing behind it is one, though its line end is lost.
const SHORT: usize = 30;

/// The first line of a node whose own text is `own`, and that text without blanks before it.
fn opening(text: &str, hits: &Hits, own: Range<usize>) -> (Range<usize>, Range<usize>) {
    let own = own.start + (text[own.clone()].len() - text[own.clone()].trim_start().len())..own.end;
    let own = own.start.min(own.end)..own.end;
    let line_end = text[own.clone()].find('\n').map_or(own.end, |at| own.start + at);
    (without_owners(text, hits, trim(text, own.start..line_end)), own)
}

/// How likely a node has a heading that ran into its text, in sixteenths of a natural logarithm of odds: by the words that
/// end headings or by the likeliest place; a short sentence stands for itself. None where nothing follows in its line or a
/// colon ends it.
pub(super) fn run_in(text: &str, hits: &Hits, scheme: Scheme, own: Range<usize>) -> Option<i32> {
    /// What one node says at most, for and against.
    const MOST: i32 = 32;
    const LEAST: i32 = -40;
    let (line, _) = opening(text, hits, own);
    if colon(text, hits, line.clone()).is_some() {
        return None;
    }
    let first = first_sentence(text, hits, line.clone());
    let alone = first.end == line.end;
    let sentence = text[first.clone()].ends_with(['。', '；', ';']);
    let first = trim_end_marks(text, first);
    let told = usual(text, hits, first.clone()).is_some() || {
        let limit = floor(text, first.end.min(first.start + 3 * LEAD));
        spoken(text, hits, first.start..limit).is_some()
    };
    Some(match text[first.clone()].chars().count() {
        _ if told && !(alone && sentence) => MOST,
        ..=SHORT if alone && !sentence => return None,
        ..17 => -24,
        _ => learnt::seam(text, hits, scheme, first).map_or(LEAST, |(_, weight)| weight.clamp(LEAST, MOST)),
    })
}

/// Reads the heading of a node whose own text is `own`, the marker, of `scheme`, left out. `buried` says what the place must
/// weigh at which the heading ends, where line ends are lost.
pub(super) fn read(
    text: &str,
    hits: &Hits,
    scheme: Scheme,
    own: Range<usize>,
    buried: Option<i32>,
) -> Heading {
    let (line, own) = opening(text, hits, own);
    let count = |range: &Range<usize>| text[range.clone()].chars().count();
    if let Some(post) = before_post(text, line.clone()) {
        return Heading { title: trim(text, line.start..post), form: Form::Buried, rest: post };
    }
    if let Some(at) = colon(text, hits, line.clone()) {
        return Heading { title: trim(text, line.start..at), form: Form::Colon, rest: at + width(text, at) };
    }
    let first = first_sentence(text, hits, line.clone());
    if first.end == line.end {
        if let Some(end) = dated(text, line.clone()) {
            return Heading { title: line.start..end, form: Form::Buried, rest: end };
        }
        let whole = trim_end_marks(text, line.clone());
        let more = !text[line.end..own.end].trim().is_empty()
            || buried.is_none() && own.end < text.len() && !text[line.clone()].ends_with('。');
        let closed = !text[line.clone()].ends_with(['。', '；', ';']);
        // 工作目标|年底建档率达到100%。
        if buried.is_some()
            && let Some(at) = usual(text, hits, whole.clone()).filter(|&at| count(&(at..whole.end)) >= 6)
        {
            return Heading { title: whole.start..at, form: Form::Buried, rest: at };
        }
        if let Some(least) = buried
            && count(&whole) > SHORT
            && let Some(seam) = seam(text, hits, scheme, whole.clone(), least)
        {
            return Heading { title: whole.start..seam, form: Form::Buried, rest: seam };
        }
        if count(&whole) <= LINE && (closed || more) {
            return Heading { title: whole, form: Form::Line, rest: line.end };
        }
        return clause(text, first);
    }
    let lead = trim_end_marks(text, first.clone());
    // 动员部署（2024年3月）各单位…: a phase with its months, and what is done in it.
    if let Some(end) = dated(text, lead.clone()) {
        return Heading { title: lead.start..end, form: Form::Buried, rest: end };
    }
    let seam = |least| match count(&lead) {
        17.. => seam(text, hits, scheme, lead.clone(), least),
        // 工作目标|2025年底前…
        _ => spoken(text, hits, lead.clone()).or_else(|| {
            let at = usual(text, hits, lead.clone())?;
            let told = count(&(at..lead.end)) >= 6;
            (told || text[at..].starts_with(|c: char| c.is_ascii_digit())).then_some(at)
        }),
    };
    if let Some(seam) = buried.and_then(seam) {
        return Heading { title: lead.start..seam, form: Form::Buried, rest: seam };
    }
    if count(&lead) <= LEAD && clauses(text, lead.clone()).len() <= 3 {
        return Heading { title: lead, form: Form::Lead, rest: first.end };
    }
    clause(text, first)
}

/// A line without the units in brackets that open it: 【市教育局、市财政局】办好….
fn without_owners(text: &str, hits: &Hits, line: Range<usize>) -> Range<usize> {
    let words = &text[line.clone()];
    let closing = words.strip_prefix('【').and_then(|inner| inner.find('】')).filter(|&at| at <= 240);
    let Some(at) = closing else { return line };
    let inner = line.start + '【'.len_utf8()..line.start + '【'.len_utf8() + at;
    let unit = hits.of(List::Orgs, inner.clone()).any(|(word, _)| word.end == inner.end);
    let duty = ["牵头", "负责", "配合", "参与", "协助", "落实", "等", "）"];
    let duty = duty.iter().any(|word| text[inner.clone()].ends_with(word));
    let named = hits.of(List::Orgs, inner.clone()).next().is_some();
    match unit || duty && named {
        true => trim(text, inner.end + '】'.len_utf8()..line.end),
        false => line,
    }
}

/// The end of a bracket with months or days after the first few words of a sentence that goes on behind it.
fn dated(text: &str, lead: Range<usize>) -> Option<usize> {
    let words = &text[lead.clone()];
    let open = words.find(['（', '('])?;
    let close = open + words[open..].find(['）', ')'])?;
    let inner = &words[open..close];
    let end = close + words[close..].chars().next().map_or(0, char::len_utf8);
    let date = inner.contains('月') && inner.contains(|c: char| c.is_ascii_digit());
    ((2..=16).contains(&words[..open].chars().count())
        && !words[..open].contains(['，', ',', '、'])
        && inner.chars().count() <= 24
        && date
        && words[end..].chars().count() > 6)
        .then_some(lead.start + end)
}

fn clause(text: &str, first: Range<usize>) -> Heading {
    Heading { title: opening_clause(text, first.clone()), form: Form::Clause, rest: first.start }
}

/// The first clause of a sentence that has at least four characters, or more clauses.
fn opening_clause(text: &str, sentence: Range<usize>) -> Range<usize> {
    let mut title = trim_end_marks(text, sentence.clone());
    for clause in clauses(text, sentence) {
        title = title.start..clause.end;
        if text[title.clone()].chars().count() >= 4 {
            break;
        }
    }
    trim_end_marks(text, title)
}

/// The first clause of a sentence, with the next one where it only tells when, where or for whom: 对按时完成任务的，予以奖励;
/// 验收合格后，及时拨付资金.
pub fn first_clause(text: &str, sentence: Range<usize>) -> Range<usize> {
    const LONGEST: usize = 60;
    let near = sentence.start..floor(text, sentence.end.min(sentence.start + 8 * LONGEST));
    let first = opening_clause(text, near.clone());
    let next = clauses(text, near).into_iter().find(|clause| clause.start >= first.end);
    let next = next.filter(|next| text[first.end..next.start].trim().trim_matches(['，', ',']).is_empty());
    let words = &text[first.clone()];
    let open = words.ends_with(['时', '后', '前', '内', '外', '的']) && !words.ends_with("以内");
    let Some(next) = next.filter(|_| open) else { return first };
    let both = trim_end_marks(text, first.start..next.end);
    if text[both.clone()].chars().count() <= LONGEST { both } else { first }
}

fn first_sentence(text: &str, hits: &Hits, line: Range<usize>) -> Range<usize> {
    // Only as much as a heading may be long is looked at, so that one long line stays cheap.
    let end = floor(text, line.end.min(line.start + 3000));
    let first = sentences(text, hits.marks(), line.start..end, false).next().unwrap_or(line);
    // 做好调研.进一步完善…: a point typed for 。
    let near = first.start..floor(text, first.end.min(first.start + 3 * LEAD));
    let han = |c: Option<char>| c.is_some_and(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    let point = text[near.clone()]
        .match_indices(['.', '．'])
        .map(|(at, point)| near.start + at..near.start + at + point.len());
    let mut ends = point.filter(|point| {
        han(text[first.start..point.start].chars().next_back()) && han(text[point.end..].chars().next())
    });
    match ends.next() {
        Some(point) => first.start..point.end,
        None => first,
    }
}

fn width(text: &str, at: usize) -> usize {
    text[at..].chars().next().map_or(0, char::len_utf8)
}

/// Where the first post of a group begins that ran into the heading above it: 宣传组|组  长：张三, 成立领导小组|组长：张三.
fn before_post(text: &str, line: Range<usize>) -> Option<usize> {
    const NEAR: usize = 120;
    let near = line.start..floor(text, line.end.min(line.start + NEAR));
    let colon = near.start + text[near].find(['：', ':', '。', '，', '；'])?;
    if !text[colon..].starts_with(['：', ':']) {
        return None;
    }
    let post = text[line.start..colon].trim_end();
    let [last, first] = ["长任", "组主"];
    let head = post.strip_suffix(|c| last.contains(c))?;
    let apart = head.trim_end_matches([' ', '\u{3000}']);
    let bare = apart.strip_suffix(|c| first.contains(c))?;
    let before = bare.trim_end();
    let group = before.ends_with(['组', '室', '会', '部', '班', '队']);
    let titled = before.chars().count() >= 2 && !before.ends_with(['副', '、', '和', '及']);
    (titled && (apart.len() < head.len() || group)).then_some(line.start + bare.len())
}

/// The colon that ends a heading: before any other mark, after 2 to 24 characters that are no label of owners or dates.
fn colon(text: &str, hits: &Hits, line: Range<usize>) -> Option<usize> {
    let at = line.start + text[line.clone()].find(['：', ':', '。', '，', ',', '；', ';', '“', '\t'])?;
    if !text[at..].starts_with(['：', ':']) || trim(text, at + width(text, at)..line.end).is_empty() {
        return None;
    }
    let head = &text[line.start..at];
    let label = hits
        .at(List::Duties, line.start)
        .is_some_and(|(word, value)| word.end == at && value.starts_with("label"));
    let clock =
        head.ends_with(|c: char| c.is_ascii_digit()) || head.starts_with('第') && head.ends_with("阶段");
    ((2..=24).contains(&head.chars().count())
        && !label
        && !clock
        && !head.ends_with(['是', '下', '即', '含']))
    .then_some(at)
}

/// Where a heading ends and its text begins when nothing marks the place, which must weigh `least`.
fn seam(text: &str, hits: &Hits, scheme: Scheme, first: Range<usize>, least: i32) -> Option<usize> {
    if let Some(at) = usual(text, hits, first.clone()) {
        return Some(at);
    }
    let limit = floor(text, first.end.min(first.start + 3 * LEAD));
    // …的重大意义|全国文明城市是…: words that nothing goes on with.
    let goes_on = |at: usize| text[at..].starts_with(|c: char| "的和与及、，,。；;：:（(上中下".contains(c));
    let within = |at: &usize| *at <= limit && *at < first.end;
    let n_chars = |at: usize| text[first.start..at].chars().count();
    // 责任感紧迫感 is one end.
    let again =
        |at: usize| hits.lexicon().opening(List::Seams, &text[at..]).is_some_and(|(_, side)| side == "close");
    let closed = seams(text, hits, first.start..limit, |side| side == "close").filter(within);
    let closed: Vec<usize> = closed.filter(|&at| n_chars(at) >= 6 && !goes_on(at) && !again(at)).collect();
    // …的重要意义切实增强做好工作的责任感|: a comma may be lost.
    let urged = |at: usize| {
        hits.lexicon().opening(List::Verbs, &text[at..]).is_some_and(|(_, part)| part == "adverb")
    };
    let closed = closed.iter().find(|&&at| !urged(at)).or(closed.first()).copied();
    let sure = [spoken(text, hits, first.start..limit), closed].into_iter().flatten().min();
    let likely = || learnt::seam(text, hits, scheme, first).filter(|(_, weight)| *weight >= least);
    sure.or_else(|| likely().map(|(at, _)| at))
}

/// Where the usual heading ends that a sentence begins with: 工作思路|根据…; 2024年工作回顾|2024年是…, where a year opens the
/// text.
fn usual(text: &str, hits: &Hits, first: Range<usize>) -> Option<usize> {
    let limit = floor(text, first.end.min(first.start + 3 * LEAD));
    if opens_with_time(&text[first.start..limit]) {
        let words = hits.of(List::Headings, first.start..limit).map(|(word, _)| word.end);
        return words.filter(|&at| opens_with_year(text[at..limit].trim_start())).last();
    }
    let (word, _) = hits.at(List::Headings, first.start)?;
    let next = text.get(word.end..first.end)?.chars().next()?;
    (!"的和与及、，。（(：:制方".contains(next)).then_some(word.end)
}

/// Whether a text opens with a year: 2024年….
fn opens_with_year(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    digits == 4 && text[digits..].starts_with('年')
}

/// Whether a text opens with a year or what stands for one: 2024年…, 过去五年….
fn opens_with_time(text: &str) -> bool {
    opens_with_year(text)
        || ["过去", "今年", "去年", "上年", "一年来", "五年来"].iter().any(|word| text.starts_with(word))
}

/// Where a heading may end by its last word, for the words that start in `range`.
pub(super) fn seam_ends<'t>(
    text: &'t str,
    hits: &'t Hits,
    range: Range<usize>,
) -> impl Iterator<Item = usize> + 't {
    seams(text, hits, range, |side| side != "open")
}

/// Where the seams of some side end that start in `range`.
fn seams<'t>(
    text: &'t str,
    hits: &'t Hits,
    range: Range<usize>,
    wanted: fn(&str) -> bool,
) -> impl Iterator<Item = usize> + 't {
    let words = hits.lexicon().asked_within(List::Seams, text, range);
    words.filter(move |(_, side)| wanted(side)).map(|(word, _)| word.end)
}

/// A speech's heading and what follows both open with 要: 要坚持问题导向打通堵点|要优化审批流程. Not the 要 of 需要, 主要
/// and their like.
fn spoken(text: &str, hits: &Hits, range: Range<usize>) -> Option<usize> {
    let words = &text[range.clone()];
    // 拧紧责任落实的链条|要强化组织推动。 is seen by the sentence alone.
    let called = words.starts_with('要');
    // Where 各 opens the unit that ends at a place; the first of 各级各部门. 各项任务落到实处 is none.
    let unit = |at: usize| {
        let near = text[range.start..at].char_indices().rev().take(12).filter(|(_, c)| *c == '各').last();
        let from = range.start + near?.0;
        let short = text[from..at].chars().count() <= 4;
        let mut words = hits.of(List::Orgs, from..at).filter(|(word, _)| word.end == at);
        words.any(|(word, _)| short || word.len() > 3).then_some(from)
    };
    let mut all = words.match_indices('要').skip(usize::from(called)).map(|(at, _)| range.start + at);
    let found = all.find(|&at| {
        let before = text[..at].chars().next_back().unwrap_or('要');
        let rest = &text[at + '要'.len_utf8()..];
        let verb = hits.lexicon().opening(List::Verbs, rest).is_some_and(|(_, part)| part != "aux");
        // 要压实责任。 is a sentence by itself.
        let sentence = rest.find(['。', '，', '；', '：', '、', '\n']).is_some_and(|end| {
            rest[end..].starts_with('。') && (3..=14).contains(&rest[..end].chars().count())
        });
        // …质效|各银行机构要跳出… names who is to do it.
        let unit = || unit(at).is_some();
        (match called {
            true => verb || sentence || unit(),
            false => verb && sentence,
        }) && !"需主重必只纲摘首概提不就将还都也均、，,".contains(before)
            && text[range.start..at].chars().count() >= 6
    })?;
    // 要优化金融服务|各银行机构要…: who is to do it begins the text.
    Some(unit(found).filter(|from| *from > range.start).unwrap_or(found))
}

/// Whether a line holds the words of a usual heading.
pub(super) fn role_word(_text: &str, hits: &Hits, line: Range<usize>) -> bool {
    hits.of(List::Headings, line).next().is_some()
}

/// Whether a line opens as a task does.
pub(super) fn imperative(text: &str, hits: &Hits, line: Range<usize>) -> bool {
    imperative::imperative(text, hits, line)
}
