//! Set phrases, meetings and campaigns a text names, and what it puts in quotes.

use std::collections::HashMap;
use std::ops::Range;

use memchr::memchr2_iter;

use crate::extract::reference::{inside, marked};
use crate::lex::is_word;
use crate::lexicon::{Hit, Hits, List};
use crate::model::TermKind;
use crate::text::order;

/// A term of a text; ranges are bytes of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundTerm {
    /// Where it first stands, without quotes.
    pub text: Range<usize>,
    /// What sort it is.
    pub kind: TermKind,
    /// For a numbered one, the number where one is named: 四个意识 4, but none for 三会一课.
    pub count: Option<u32>,
    /// Every mention, in order, without quotes.
    pub places: Vec<Range<usize>>,
}

/// The longest quoted term, in characters; what is longer is a sentence.
const LONGEST: usize = 25;
/// The longest quoted term whose closing quote is lost, in characters.
const LONGEST_OPEN: usize = 10;
/// How far before its last word the name of a meeting begins, in characters.
const MEETING_WITHIN: usize = 24;

/// The terms of `text`, in order of first mention. Titles in 《》 hold none.
pub fn terms(text: &str, hits: &Hits) -> Vec<FoundTerm> {
    let marked = marked(text, hits);
    let mut mentions = quoted(text, hits);
    mentions.extend(hits.longest(List::Terms, 0..text.len()).filter_map(|hit| known(text, hits, hit)));
    mentions.retain(|mention| !inside(&marked, mention.range.start));
    order::by_key(&mut mentions, |mention| (mention.range.start, usize::MAX - mention.range.end));
    let mut found: Vec<FoundTerm> = Vec::new();
    let mut named: HashMap<&str, usize> = HashMap::new();
    let mut done = 0;
    for Mention { range, kind, count } in mentions {
        // What lies within a longer term is part of it.
        if range.end <= done {
            continue;
        }
        done = range.end;
        let index = *named.entry(&text[range.clone()]).or_insert(found.len());
        match found.get_mut(index) {
            Some(term) => term.places.push(range),
            None => found.push(FoundTerm { text: range.clone(), kind, count, places: vec![range] }),
        }
    }
    found
}

/// One place where a term stands.
struct Mention {
    range: Range<usize>,
    kind: TermKind,
    count: Option<u32>,
}

/// What stands in quotes and is short enough for a term.
///
/// ```text
/// 做到“两个维护”，       closed: all of it
/// “三清三建“三年行动     closed by the wrong mark, or not at all: a known term, or else up to the next mark or
/// 深化“好人之城建设。   punctuation, without the words that usually follow a quoted phrase
/// ```
fn quoted(text: &str, hits: &Hits) -> Vec<Mention> {
    let mut found = Vec::new();
    let mut done = 0;
    for at in memchr2_iter(b'"', "“".as_bytes()[0], text.as_bytes()) {
        let open = match text[at..].chars().next() {
            Some(open @ ('“' | '"')) if at >= done => open,
            _ => continue,
        };
        let from = at + open.len_utf8();
        let (range, end) = match closing(text, from, open) {
            Closing::At(end) => (Some(from..end), end + text[end..].chars().next().map_or(0, char::len_utf8)),
            Closing::Lost if open == '“' => (left_open(text, hits, from), from),
            _ => (None, from),
        };
        done = end;
        let Some(range) = range.map(|range| trim(text, range)) else { continue };
        let phrase = &text[range.clone()];
        if phrase.chars().nth(1).is_none() || phrase.contains('《') || !phrase.contains(is_word) {
            continue;
        }
        let listed = hits.of(List::Terms, range.clone()).filter(|(word, _)| *word == range);
        let (kind, count) = listed
            .filter_map(|(_, value)| sense(value))
            .next()
            .or_else(|| numbered(phrase).map(|count| (TermKind::Numbered, count)))
            .unwrap_or((TermKind::Quoted, None));
        found.push(Mention { range, kind, count });
    }
    found
}

/// Where a quote closes.
enum Closing {
    /// Before this byte.
    At(usize),
    /// Too far away for a term.
    Far,
    /// Not before the next one opens or the paragraph ends.
    Lost,
}

fn closing(text: &str, from: usize, open: char) -> Closing {
    let mut sentence = false;
    let mut single = 0;
    for (n, (at, c)) in text[from..].char_indices().take(4 * LONGEST).enumerate() {
        match c {
            '‘' => single += 1,
            '’' if single > 0 => single -= 1,
            '”' | '"' | '’' if (open == '"') == (c == '"') => {
                return if n > LONGEST || sentence { Closing::Far } else { Closing::At(from + at) };
            }
            '“' if open == '“' => return Closing::Lost,
            '\n' => return Closing::Lost,
            '。' | '；' | ';' => sentence = true,
            _ => {}
        }
    }
    Closing::Lost
}

/// The phrase after a quote that nothing closes.
fn left_open(text: &str, hits: &Hits, from: usize) -> Option<Range<usize>> {
    let starting = hits.starting_in(List::Terms, from..from + 1).iter().rev();
    let term = |hit: &&Hit| hits.values(**hit).any(|value| sense(value).is_some());
    if let Some(hit) = starting.into_iter().find(term) {
        return Some(hit.range());
    }
    let stop = |c: char| c == '“' || c == '《' || c == '\n' || (c != '+' && c != '·' && !is_word(c));
    let (at, _) = text[from..].char_indices().take(2 * LONGEST).find(|(_, c)| stop(*c))?;
    let mut range = from..from + at;
    loop {
        let phrase = &text[range.clone()];
        let particle = phrase.chars().next_back().filter(|c| matches!(c, '和' | '与' | '及' | '等' | '的'));
        let after = hits.of(List::Terms, range.clone());
        let after = after
            .filter(|(word, value)| *value == "after" && word.end == range.end)
            .map(|(word, _)| word.start);
        let end = particle.map(|c| range.end - c.len_utf8()).or(after.into_iter().min());
        match end {
            Some(end) if text[range.start..end].chars().nth(1).is_some() => range.end = end,
            _ => break,
        }
    }
    (text[range.clone()].chars().count() <= LONGEST_OPEN).then_some(range)
}

fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let phrase = &text[range.clone()];
    let start = range.start + (phrase.len() - phrase.trim_start().len());
    start..(range.end - (phrase.len() - phrase.trim_end().len())).max(start)
}

/// A word of the list, or the meeting whose name it ends.
fn known(text: &str, hits: &Hits, hit: Hit) -> Option<Mention> {
    hits.values(hit).find_map(|value| match value {
        "ending" => meeting(text, hits, hit.range()).map(|range| Mention {
            range,
            kind: TermKind::Meeting,
            count: None,
        }),
        value => sense(value).map(|(kind, count)| Mention { range: hit.range(), kind, count }),
    })
}

/// What a value of the list says, where it names a kind of term.
fn sense(value: &str) -> Option<(TermKind, Option<u32>)> {
    let (kind, count) = value.split_once('\t').unwrap_or((value, ""));
    let kind = match kind {
        "numbered" => TermKind::Numbered,
        "meeting" => TermKind::Meeting,
        "campaign" => TermKind::Campaign,
        "quoted" => TermKind::Quoted,
        _ => return None,
    };
    Some((kind, count.parse().ok()))
}

/// The name of a meeting that `ending` ends: 党的十九届二中、三中全会, 市委九届六次全会, 全国宣传思想工作会议.
fn meeting(text: &str, hits: &Hits, ending: Range<usize>) -> Option<Range<usize>> {
    let before = &text[..ending.start];
    let session = |c: &char| numeral(*c).is_some() || matches!(c, '届' | '中' | '次' | '第' | '、' | '和');
    let start = before
        .chars()
        .rev()
        .take(MEETING_WITHIN)
        .take_while(session)
        .fold(ending.start, |at, c| at - c.len_utf8());
    let start = ending.start - text[start..ending.start].trim_start_matches(['、', '和', '中', '次']).len();
    if text[start..ending.start].contains('届') {
        // 党的, 省委, 市委 …
        let mut of = text[..start].chars().rev();
        return Some(match (of.next(), of.next()) {
            (Some(last @ '的'), Some(first @ '党')) | (Some(last @ '委'), Some(first)) => {
                start - last.len_utf8() - first.len_utf8()
            }
            _ => start,
        })
        .map(|start| start..ending.end);
    }
    let from = before.char_indices().rev().take(MEETING_WITHIN / 2).last()?.0;
    let openings = hits.of(List::Terms, from..ending.start).filter(|(_, value)| *value == "opening");
    let opening = openings.map(|(word, _)| word).last()?;
    let subject = &text[opening.end..ending.start];
    let plain = |c: char| is_word(c) && !matches!(c, '的' | '了' | '要' | '开' | '和' | '会' | '在' | '各');
    (subject.chars().nth(1).is_some() && subject.chars().all(plain)).then_some(opening.start..ending.end)
}

/// Whether a quoted phrase is a numbered one, and its number where it has one: 四个意识 and 四史 have 4, 两微一端 and
/// 四大纪律、八项要求 none; 七五 and 一网通办 are not numbered.
fn numbered(phrase: &str) -> Option<Option<u32>> {
    let mut parts = phrase.split(['、', '，', ',']);
    match (parts.next().and_then(numbered_part), parts.next()) {
        (first, None) => first,
        (first, Some(second)) => {
            let all = first.is_some() && parts.chain([second]).all(|part| numbered_part(part).is_some());
            all.then_some(None)
        }
    }
}

fn numbered_part(phrase: &str) -> Option<Option<u32>> {
    let digits = phrase.chars().take_while(|c| numeral(*c).is_some()).count();
    let number = phrase.chars().take(digits).try_fold(0, |number, c| join(number, numeral(c)?))?;
    let mut rest = phrase.chars().skip(digits);
    let measure = rest.next()?;
    let longer = rest.next().is_some();
    let more = || {
        phrase.chars().skip(digits).filter_map(numeral).chain([number]).max() > Some(1)
            && phrase.chars().skip(digits).any(|c| numeral(c).is_some())
    };
    match measure {
        '个' | '大' | '项' | '条' | '类' | '张' | '种' | '支' | '级' if longer && number > 1 => {
            Some(Some(number))
        }
        _ if (2..=10).contains(&number) && !longer && measure.is_alphabetic() => Some(Some(number)),
        _ if (1..=10).contains(&number) && longer && more() => Some(None),
        _ => None,
    }
}

/// Reads one more character of a numeral: 十 after 二, 五 after 二十.
fn join(number: u32, next: u32) -> Option<u32> {
    match (number, next) {
        (n, 10 | 100 | 1000) => n.max(1).checked_mul(next),
        (n, digit) if n % 10 == 0 => n.checked_add(digit),
        _ => None,
    }
}

fn numeral(c: char) -> Option<u32> {
    Some(match c {
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        '十' => 10,
        '百' => 100,
        '千' => 1000,
        _ => return None,
    })
}
