//! Laws, plans, papers and books a text names: what stands in book marks, and laws cited without.

use std::collections::HashMap;
use std::ops::Range;

use memchr::memmem;

use crate::lexicon::{Hits, List};
use crate::text::order;

/// A document named in a text; ranges are bytes of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundReference {
    /// The title where it first stands, without its book marks.
    pub title: Range<usize>,
    /// Its document number, such as `国办发〔2020〕6号`, in the bracket after a mention.
    pub number: Option<Range<usize>>,
    /// `law`, `policy`, `plan`, `publication`, `list` or `other`.
    pub kind: &'static str,
    /// Every mention, in order, also by the shorter name the text gives it.
    pub places: Vec<Range<usize>>,
}

/// A title in book marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marked {
    /// With the marks.
    pub whole: Range<usize>,
    /// Without them.
    pub title: Range<usize>,
}

/// The longest title, in bytes; about a hundred characters.
const LONGEST: usize = 300;
/// How far after a title, in bytes, a shorter name for it is introduced.
const ALIAS_WITHIN: usize = 160;
/// How far a document number reaches, in characters.
const NUMBER_WITHIN: usize = 40;

/// The documents named in `text`, in order of first mention.
pub fn references(text: &str, hits: &Hits) -> Vec<FoundReference> {
    let marked = marked(text, hits);
    let mut found: Vec<FoundReference> = Vec::new();
    // The letters and digits of a title, or of the shorter name the text gives it.
    let mut named: HashMap<String, usize> = HashMap::new();
    // The last document whose title ends with a word, for 《意见》 alone.
    let mut ending: HashMap<&str, usize> = HashMap::new();
    let mut last: Option<(usize, usize)> = None;
    for Marked { whole, title } in &marked {
        let key = key(&text[title.clone()]);
        if key.is_empty() {
            continue;
        }
        let words = endings(text, hits, title.clone());
        let kind = words.first().map_or("other", |(_, kind)| kind);
        let bare = words.first().is_some_and(|(word, _)| word == title);
        let introduced =
            last.filter(|(_, end)| is_alias(text, hits, whole.start, *end)).map(|(index, _)| index);
        let short =
            (bare && matches!(kind, "policy" | "plan" | "list")).then(|| ending.get(&text[title.clone()]));
        let known = introduced.or(named.get(&key).copied()).or(short.flatten().copied());
        let number = number_after(text, whole.end);
        let index = match known {
            Some(index) => {
                found[index].places.push(title.clone());
                found[index].number = found[index].number.take().or(number.clone());
                index
            }
            None => {
                let places = vec![title.clone()];
                found.push(FoundReference { title: title.clone(), number: number.clone(), kind, places });
                words.iter().for_each(|(word, _)| {
                    ending.insert(&text[word.clone()], found.len() - 1);
                });
                found.len() - 1
            }
        };
        named.insert(key, index);
        last = Some((index, number.map_or(whole.end, |number| number.end)));
    }
    for title in cited(text, hits, &marked) {
        let key = key(&text[title.clone()]);
        match named.get(&key) {
            Some(&index) => found[index].places.push(title),
            None => {
                named.insert(key, found.len());
                found.push(FoundReference {
                    title: title.clone(),
                    number: None,
                    kind: "law",
                    places: vec![title],
                });
            }
        }
    }
    for reference in &mut found {
        order::by_key(&mut reference.places, |place| place.start);
        reference.title = reference.places[0].clone();
    }
    order::by_key(&mut found, |reference| reference.title.start);
    found
}

/// Every title in book marks, in order. A title within a title belongs to the outer one.
///
/// ```text
/// 《关于印发〈行动方案〉的通知》   one title, the inner marks kept
/// 《关于转发《行动方案》的通知》   the same
/// 落实《节水条例，推进…《方案》    a lost mark: the title ends where a word that ends titles
///                                  meets punctuation; else there is none
/// ```
pub fn marked(text: &str, hits: &Hits) -> Vec<Marked> {
    let mut found = Vec::new();
    let mut done = 0;
    for open in memmem::find_iter(text.as_bytes(), "《") {
        if open < done {
            continue;
        }
        let from = open + '《'.len_utf8();
        let Some(title) = closed(text, from).or_else(|| unclosed(text, hits, from)) else { continue };
        let rest = &text[title.end..];
        done = title.end + if rest.starts_with('》') { '》'.len_utf8() } else { 0 };
        found.push(Marked { whole: open..done, title });
    }
    found
}

fn closed(text: &str, from: usize) -> Option<Range<usize>> {
    let mut depth = 1;
    for (at, c) in text[from..].char_indices().take_while(|(at, _)| *at <= LONGEST) {
        match c {
            '《' => depth += 1,
            '》' => depth -= 1,
            '。' | ';' | '；' | '\n' => return None,
            _ => {}
        }
        if depth == 0 {
            return Some(from..from + at);
        }
    }
    None
}

fn unclosed(text: &str, hits: &Hits, from: usize) -> Option<Range<usize>> {
    let stop = |c: char| matches!(c, '《' | '。' | ';' | '；' | ',' | '，' | '、' | ':' | '：' | '\n');
    let (at, _) = text[from..].char_indices().take_while(|(at, _)| *at <= LONGEST).find(|(_, c)| stop(*c))?;
    let title = from..from + at;
    let long = |word: &Range<usize>| text[word.clone()].chars().nth(1).is_some();
    endings(text, hits, title.clone()).first().is_some_and(|(word, _)| long(word)).then_some(title)
}

/// The words that end a title, longest first, with their kinds; a bracket that closes it, as （试行）, is passed over.
fn endings(text: &str, hits: &Hits, title: Range<usize>) -> Vec<(Range<usize>, &'static str)> {
    let mut end = title.end;
    if text[title.clone()].ends_with([')', '）'])
        && let Some(open) = text[title.clone()].rfind(['(', '（'])
    {
        end = title.start + open;
    }
    let kind = |kind: &&str| matches!(*kind, "law" | "policy" | "plan" | "publication" | "list" | "other");
    let words = hits.of(List::References, title.start..end);
    words.filter(|(word, value)| word.end == end && kind(value)).collect()
}

/// What makes two mentions one document: letters and digits, whatever quotes and brackets stand between.
fn key(title: &str) -> String {
    title.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Whether the title that opens at `at` is a shorter name for the document that ended at `end`.
fn is_alias(text: &str, hits: &Hits, at: usize, end: usize) -> bool {
    let near = at.saturating_sub(ALIAS_WITHIN) <= end;
    near && hits.of(List::References, end..at).any(|(word, value)| {
        value == "alias" && text[word.end..at].chars().all(|c| matches!(c, '“' | '"' | '为' | ':' | '：'))
    })
}

/// The number in a bracket that opens at `at`: （国办发〔2020〕6号）, (国务院令第712号), 〔2021〕34号.
fn number_after(text: &str, at: usize) -> Option<Range<usize>> {
    let rest = &text[at..];
    let open = rest.chars().next()?;
    let from = match open {
        '(' | '（' | '【' => at + open.len_utf8(),
        '〔' | '[' | '［' => at,
        _ => return None,
    };
    let mut digits = 0;
    let mut year = false;
    let mut order = false;
    for (offset, c) in text[from..].char_indices().take(NUMBER_WITHIN) {
        match c {
            '号' if digits > 0 && (year || order) => return Some(from..from + offset + c.len_utf8()),
            '0'..='9' => digits += 1,
            '〕' | ']' | '］' | ')' | '）' if digits == 4 => (year, digits) = (true, 0),
            '第' => (order, digits) = (true, 0),
            '〔' | '[' | '［' | '(' | '（' => digits = 0,
            _ if c.is_alphanumeric() => digits = 0,
            _ => return None,
        }
    }
    None
}

/// Laws named without book marks where that is sure: after a word that cites (依据安全生产法、消防法), or with the
/// name of the state (中华人民共和国安全生产法). 宪法宣传周 and 普法 name none.
fn cited(text: &str, hits: &Hits, marked: &[Marked]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut done = 0;
    for (word, value) in hits.of(List::References, 0..text.len()) {
        if word.start < done || !matches!(value, "cites" | "full") || inside(marked, word.start) {
            continue;
        }
        let mut from = if value == "full" { word.start } else { word.end };
        while let Some(law) = law_at(text, hits, from) {
            done = law.end;
            found.push(law);
            let Some(joint) = text[done..].chars().next().filter(|c| matches!(c, '、' | '和' | '及' | '与'))
            else {
                break;
            };
            from = done + joint.len_utf8();
        }
    }
    found
}

fn law_at(text: &str, hits: &Hits, at: usize) -> Option<Range<usize>> {
    let word = |at: usize, wanted: &str| {
        let words = hits.starting_in(List::References, at..at + 1).iter().rev();
        words.into_iter().find(|hit| hits.values(**hit).any(|value| value == wanted)).map(|hit| hit.range())
    };
    let from = word(at, "full").map_or(at, |state| state.end);
    let law = word(from, "bare")?;
    // 水法规 and 安全生产法治 go on.
    let goes_on =
        text[law.end..].chars().next().is_some_and(|c| matches!(c, '规' | '治' | '制' | '律' | '学'));
    (!goes_on).then_some(at..law.end)
}

/// Whether `at` lies within a title in book marks.
pub(crate) fn inside(marked: &[Marked], at: usize) -> bool {
    let next = marked.partition_point(|mark| mark.whole.end <= at);
    marked.get(next).is_some_and(|mark| mark.whole.start <= at)
}
