//! Themes, terms and references on cases that carry their truth.

use std::fmt::Write as _;
use std::ops::Range;

use plan::extract::reference::references;
use plan::extract::term::terms;
use plan::extract::theme::themes;
use plan::lexicon::Lexicon;
use plan::model::TermKind;

/// The first theme of a title is one a reader would accept.
#[test]
fn themes_of_titles() {
    let lexicon = Lexicon::default();
    let mut wrong = String::new();
    let cases = include_str!("../fixtures/themes/titles.tsv");
    for (n, line) in lines(cases) {
        let mut columns = line.split('\t');
        let [accepted, title, body, section] = [(); 4].map(|_| columns.next().unwrap_or(""));
        let text = format!("{section}\n{title}\n{body}");
        let from = section.len() + 1;
        let hits = lexicon.scan(&text);
        let above = 0..section.len();
        let found =
            themes(&hits, from..from + title.len(), from..text.len(), std::slice::from_ref(&above), None);
        assert!(found.len() <= 4 && found.is_sorted_by(|a, b| a.1 >= b.1), "line {n}: {found:?}");
        assert!(found.iter().all(|(_, score)| (0.0..1.0).contains(score)), "line {n}: {found:?}");
        let first = found.first().map_or("-", |(id, _)| id);
        if !accepted.split('|').any(|id| id == first) {
            writeln!(wrong, "{n}: {title}: wanted {accepted}, found {found:?}").unwrap();
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn terms_in_place() {
    let lexicon = Lexicon::default();
    run(include_str!("../fixtures/terms/cases.txt"), |text| {
        let found = terms(text, &lexicon.scan(text));
        let mut marks: Vec<(Range<usize>, String)> = Vec::new();
        for term in &found {
            assert_eq!(term.text, term.places[0]);
            let kind = match term.kind {
                TermKind::Quoted => "quoted",
                TermKind::Numbered => "numbered",
                TermKind::Meeting => "meeting",
                TermKind::Campaign => "campaign",
            };
            let kind = term.count.map_or(kind.to_owned(), |count| format!("{kind} {count}"));
            marks.extend(term.places.iter().map(|place| (place.clone(), kind.clone())));
        }
        marks
    });
}

#[test]
fn references_in_place() {
    let lexicon = Lexicon::default();
    run(include_str!("../fixtures/references/cases.txt"), |text| {
        let mut marks: Vec<(Range<usize>, String)> = Vec::new();
        for (n, reference) in references(text, &lexicon.scan(text)).into_iter().enumerate() {
            assert_eq!(reference.title, reference.places[0]);
            marks.push((reference.title, reference.kind.to_owned()));
            marks.extend(reference.number.map(|number| (number, "number".to_owned())));
            marks.extend(
                reference.places[1..].iter().map(|place| (place.clone(), format!("again {}", n + 1))),
            );
        }
        marks
    });
}

/// Whatever the text, nothing panics and every range lies on characters.
#[test]
fn any_text() {
    use proptest::prelude::*;
    let lexicon = Lexicon::default();
    proptest!(|(text in "[“”\"‘’《》〈〉（）()〔〕二十届中全会党的第号0-9依据水法、，。\\n四个意识工作会议市委教育 a]{0,60}")| {
        let hits = lexicon.scan(&text);
        for term in terms(&text, &hits) {
            prop_assert!(term.places.iter().all(|place| !text[place.clone()].trim().is_empty()));
        }
        for reference in references(&text, &hits) {
            prop_assert!(reference.places.iter().all(|place| !text[place.clone()].is_empty()));
            prop_assert!(reference.number.is_none_or(|number| text[number].ends_with('号')));
        }
        themes(&hits, 0..0, 0..text.len(), &[], None);
    });
}

/// Takes the marks out of each line, lets `found` mark what it finds, and compares.
fn run(cases: &str, found: impl Fn(&str) -> Vec<(Range<usize>, String)>) {
    let mut wrong = String::new();
    for (n, line) in lines(cases) {
        let text = unmarked(line);
        let mut marks = found(&text);
        marks.sort_by_key(|(range, _)| range.start);
        let mut marked = text.clone();
        for (range, kind) in marks.iter().rev() {
            marked.replace_range(range.clone(), &format!("{{{kind}|{}}}", &text[range.clone()]));
        }
        if marked != line {
            writeln!(wrong, "{n}: wanted {line}\n   found  {marked}").unwrap();
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

fn unmarked(line: &str) -> String {
    let mut pieces = line.split('{');
    let mut text = pieces.next().unwrap_or("").to_owned();
    for piece in pieces {
        let (_, rest) = piece.split_once('|').expect("a mark is {what|text}");
        text.push_str(&rest.replacen('}', "", 1));
    }
    text
}

fn lines(cases: &str) -> impl Iterator<Item = (usize, &str)> {
    let numbered = cases.lines().enumerate().map(|(n, line)| (n + 1, line));
    numbered.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
}
