//! `mistaken-title`.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::check::{Findings, Rule, Subject, Text};
use crate::lex::bracket::Shape;
use crate::lexicon::{Lexicon, List};
use crate::model::Severity;

/// Its manual page.
pub const RULE: Rule = Rule {
    name: "mistaken-title",
    title: "文件名有误",
    severity: Severity::Warning,
    layout: false,
    what: Text(
        "书名号里的文件名与一个已知的文件名，或与本文里出现两次以上的文件名，只差一个字。后一种和较短的名字只查形近、音近的字；只差数字、地名字的不算。两个书名号里的名字只差“的”“、”的，作提示。",
        "A title in 《》 differs by one character from a known one, or from one that this text names at least twice. For the latter, and for short names, only look-alikes count; digits and numerals never do. Two titles that differ by 的 or a pause mark alone get a hint.",
    ),
    why: Text(
        "文件名写错，依据就成了不存在的文件。",
        "The plan then rests on a document that does not exist.",
    ),
    flagged: "贯彻《新时代公民道德建设实施刚要》",
    mended: "贯彻《新时代公民道德建设实施纲要》",
    basis: Text(
        "《党政机关公文处理工作条例》第十九条：引用公文应当先引标题，后引发文字号",
        "Regulations on Official Documents of Party and Government Organs, article 19",
    ),
    run,
};

/// Shorter names differ by one character and are two names: 森林法, 园林法.
const SHORTEST: usize = 5;

fn run(subject: Subject, findings: &mut Findings) {
    let text = subject.text;
    let mut titles: BTreeMap<&str, Vec<Range<usize>>> = BTreeMap::new();
    for pair in &subject.brackets().pairs {
        let words = &text[pair.inner.clone()];
        let open = text[pair.outer.start..].starts_with('《');
        if pair.shape == Shape::Book && open && words.len() <= 240 && words.chars().count() >= SHORTEST {
            titles.entry(words).or_default().push(pair.inner.clone());
        }
    }
    if titles.is_empty() {
        return;
    }
    two_ways(subject, findings, &titles);
    let lexicon = subject.hits.lexicon();
    let core = |title: &str| title.strip_prefix("中华人民共和国").map_or(0, |core| title.len() - core.len());
    let known = |title: &str| {
        lexicon.value(List::Titles, title).is_some() || lexicon.value(List::References, title).is_some()
    };
    let doubtful = |title: &str, places: &[Range<usize>]| {
        let title_core = &title[core(title)..];
        !(known(title) || known(title_core) || places.len() > 1 || title_core.chars().count() < SHORTEST)
    };
    // The lists are long, and most documents name only what is in them.
    if !titles.iter().any(|(title, places)| doubtful(title, places)) {
        return;
    }
    let bare = lexicon.words(List::References).filter(|(_, kind)| *kind == "bare").map(|(word, _)| word);
    let often = titles.iter().filter(|(_, places)| places.len() > 1).map(|(title, _)| *title);
    let names: Vec<&str> =
        bare.chain(lexicon.words(List::Titles).map(|(word, _)| word)).chain(often).collect();
    for (title, places) in &titles {
        let title_core = &title[core(title)..];
        if !doubtful(title, places) {
            continue;
        }
        if let Some(kind) = misspelt_kind(lexicon, title_core) {
            findings.at(
                places[0].end - title[title.len() - kind.len()..].len()..places[0].end,
                format!("《{title}》的末尾疑为“{kind}”"),
                format!("the end of `{title}` is likely meant to be `{kind}`"),
            );
            continue;
        }
        // Names of one length that differ in one character share one of their halves.
        let (head, tail) = cut(title_core);
        let near = |known: &&&str| known.len().abs_diff(title_core.len()) <= 3;
        let first = names.iter().filter(near).filter(|known| known.starts_with(head));
        let second = names.iter().filter(near).filter(|known| known.ends_with(tail));
        let found = first.chain(second).find(|known| differs(lexicon, title_core, known));
        if let Some(known) = found {
            findings.at(
                places[0].clone(),
                format!("《{title}》与《{known}》只差一个字"),
                format!("`{title}` differs from `{known}` by one character"),
            );
        }
    }
}

/// Titles that are one but for 的 or a pause mark: 《关于促进消费的若干措施》, 《关于促进消费若干措施》.
fn two_ways(subject: Subject, findings: &mut Findings, titles: &BTreeMap<&str, Vec<Range<usize>>>) {
    /// The fewest characters of titles that are no two by chance.
    const LONG: usize = 10;
    let mut by_words: BTreeMap<String, &str> = BTreeMap::new();
    for (&title, places) in titles.iter().filter(|(title, _)| title.chars().nth(LONG).is_some()) {
        let words: String = title.chars().filter(|c| !matches!(c, '的' | '、')).collect();
        let Some(other) = by_words.insert(words, title) else { continue };
        let (first, second) = (&titles[other][0], &places[0]);
        let (early, late) = if first.start < second.start { (first, second) } else { (second, first) };
        let before = &subject.text[early.clone()];
        findings
            .at(late.clone(), format!("前面写作《{before}》"), format!("it is written `{before}` before"))
            .severity(Severity::Hint)
            .also(subject.clean.span(early.clone()));
    }
}

/// The word a title was to end with, where a look-alike stands for one of its characters: 暂行条列.
fn misspelt_kind(lexicon: &Lexicon, title: &str) -> Option<String> {
    let mut last = title.chars().rev();
    let (second, first) = (last.next()?, last.next()?);
    let known = |word: &str| lexicon.value(List::References, word).is_some_and(|kind| kind != "bare");
    if known(&String::from_iter([first, second])) || known(&second.to_string()) {
        return None;
    }
    let others = |c: char| lexicon.value(List::Lookalikes, &c.to_string()).unwrap_or_default().chars();
    let firsts = others(first).map(|other| String::from_iter([other, second]));
    let seconds = others(second).map(|other| String::from_iter([first, other]));
    firsts.chain(seconds).find(|word| known(word))
}

fn cut(title: &str) -> (&str, &str) {
    let half = title.chars().count() / 2;
    title.split_at(title.char_indices().nth(half).map_or(title.len(), |(at, _)| at))
}

/// From how many characters on any other character in a well-known name is a slip; 供水条例 and 供热条例 are two names.
const LONG: usize = 8;

/// Whether two names of one length differ in just one character that tells no number or place: any in a long
/// well-known name, else a look-alike.
fn differs(lexicon: &Lexicon, title: &str, known: &str) -> bool {
    let tells = |c: char| c.is_numeric() || "一二三四五六七八九十上下省市区县镇乡".contains(c);
    let mut odd = title.chars().zip(known.chars()).filter(|(a, b)| a != b);
    let (Some((a, b)), None) = (odd.next(), odd.next()) else { return false };
    let count = known.chars().count();
    let alike = |a: char, b: char| {
        lexicon.value(List::Lookalikes, &a.to_string()).is_some_and(|others| others.contains(b))
    };
    let famous = count >= LONG
        && (lexicon.value(List::Titles, known).is_some() || lexicon.value(List::References, known).is_some());
    !tells(a) && !tells(b) && title.chars().count() == count && (famous || alike(a, b) || alike(b, a))
}
