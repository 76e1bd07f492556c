//! A text with its names and numbers replaced by others of the same form and length, so that a fault in its reading can be
//! shown to others while the office is not.
//!
//! ```text
//! 青川市林业局关于印发…的通知（青林发〔2025〕17号）  →  云岚市林业局关于印发…的通知（云林发〔2025〕62号）
//! ```
//!
//! Replaced are the names of places that the names of units, the title and the addressees hold, wherever they stand; people;
//! the code and number of documents; numbers of targets, and long ones such as telephones. Days, item numbers and years
//! stay, for they are what is read wrongly.

use std::collections::{BTreeMap, BTreeSet};

use crate::lex::word::is_han;
use crate::model::{OwnerKind, Plan};
use crate::text::order;
use crate::text::{Clean, Span};

/// A masked text.
#[derive(Debug)]
pub struct Masked {
    /// As long as the source in characters.
    pub text: String,
    /// What was replaced, by what, and how often, in the order of what was replaced.
    pub replaced: Vec<(String, String, usize)>,
}

/// Masks the text that `clean` was read from.
pub fn mask(plan: &Plan, clean: &Clean) -> Masked {
    let words = Words::read();
    let named = named(plan);
    let mut changes = Changes { source: clean.source(), by_place: BTreeMap::new(), told: BTreeMap::new() };
    let text = clean.text();
    let places: BTreeSet<String> =
        named.iter().flat_map(|name| words.places(name)).chain(words.listed(clean.source())).collect();
    let known = words.of("name").filter(|name| text.contains(*name)).map(str::to_owned);
    let mut places: Vec<String> = places.into_iter().chain(known).collect();
    // The longer one first: 内蒙古 before 蒙古.
    order::by_key(&mut places, |name| (std::cmp::Reverse(name.len()), name.clone()));
    places.dedup();
    let people: BTreeSet<String> = people(plan).filter(|name| words.is_person(name)).collect();
    let mut made = Made { words: &words, taken: BTreeSet::new(), n: 0, text };
    for name in &places {
        changes.everywhere(clean, name, &made.place(name));
    }
    for name in &people {
        changes.everywhere(clean, name, &made.person(name));
    }
    for member in plan.groups.iter().flat_map(|group| &group.members).filter(|member| !member.placeholder) {
        // A name that is set out in blanks stands nowhere as it is read.
        if words.is_person(&bare(&member.name)) {
            let new = made.person(&bare(&member.name));
            changes.letters(member.span, &new);
        }
    }
    for code in document_codes(text) {
        let range = clean.span(code);
        changes.code(range, &mut made);
    }
    for target in &plan.targets {
        changes.digits(target.span);
    }
    for run in long_numbers(clean.source()) {
        changes.digits_within(run.0, run.1);
    }
    changes.masked()
}

/// The names that tell whose plan it is.
fn named(plan: &Plan) -> Vec<&str> {
    let phrases = [&plan.title, &plan.issuer, &plan.notice].into_iter().flatten().chain(&plan.addressees);
    let owners = plan.tasks.iter().flat_map(|task| &task.owners).map(|owner| owner.name.as_str());
    let groups = plan.groups.iter().map(|group| group.name.as_str());
    let references = plan.references.iter().map(|reference| reference.title.as_str());
    phrases.map(|phrase| phrase.text.as_str()).chain(owners).chain(groups).chain(references).collect()
}

fn people(plan: &Plan) -> impl Iterator<Item = String> {
    let owners = plan.tasks.iter().flat_map(|task| &task.owners);
    let owners = owners.filter(|owner| owner.kind == OwnerKind::Person).map(|owner| bare(&owner.name));
    let members = plan.groups.iter().flat_map(|group| &group.members);
    owners.chain(members.filter(|member| !member.placeholder).map(|member| bare(&member.name)))
}

/// A name without the blanks it is set out in.
fn bare(name: &str) -> String {
    name.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The words of `dict/places.tsv` by what they are.
struct Words {
    by_kind: BTreeMap<&'static str, Vec<&'static str>>,
}

impl Words {
    fn read() -> Words {
        let mut by_kind: BTreeMap<&'static str, Vec<&'static str>> = BTreeMap::new();
        let lines = include_str!("../../dict/places.tsv").lines();
        for (word, kinds) in lines.filter_map(|line| line.split_once('\t')) {
            kinds.split(',').for_each(|kind| by_kind.entry(kind).or_default().push(word));
        }
        Words { by_kind }
    }

    fn of(&self, kind: &str) -> impl Iterator<Item = &'static str> {
        self.by_kind.get(kind).into_iter().flatten().copied()
    }

    fn list(&self, kind: &str) -> &[&'static str] {
        self.by_kind.get(kind).map_or(&[], Vec::as_slice)
    }

    /// The names of places in the name of a unit or a document: two or three characters, or four, before what ends such a
    /// name, at its start or behind another.
    fn places(&self, name: &str) -> Vec<String> {
        let mut found = Vec::new();
        for part in name.split(|c: char| !is_han(c)) {
            let mut rest = self.after_leads(part);
            while let Some((stem, after)) = self.place(rest) {
                found.push(stem.to_owned());
                rest = after;
            }
        }
        found
    }

    /// The names of places that are pieces of a list, one of them a city or a county (龙溪市、白石县、青禾区),
    /// and those behind the name of a province or before a street (海南省龙溪市, 地址：龙溪市中山路). What is left out as
    /// noise is read too, for it is printed.
    fn listed(&self, text: &str) -> Vec<String> {
        let mut found = Vec::new();
        let provinces = self.of("name").flat_map(|name| [format!("{name}省"), format!("{name}自治区")]);
        for opening in provinces.chain(["地址：", "地址:"].map(str::to_owned)) {
            for (at, _) in text.match_indices(&opening) {
                let behind = text[at + opening.len()..].trim_start();
                let mut rest = behind.split(|c: char| !is_han(c)).next().unwrap_or_default();
                while let Some((stem, after)) = self.place(rest) {
                    found.push(stem.to_owned());
                    rest = after;
                }
            }
        }
        for list in text.split(|c: char| !is_han(c) && c != '、') {
            let mut run: Vec<(&str, bool)> = Vec::new();
            for piece in list.split('、').chain([""]) {
                let name = self.after_leads(piece);
                let place = self.place(name);
                if let Some((stem, rest)) = place.filter(|(_, rest)| rest.is_empty() || !run.is_empty()) {
                    run.push((stem, name[stem.len()..].starts_with(['市', '县'])));
                    if rest.is_empty() {
                        continue;
                    }
                }
                let of_places = run.len() > 1 && run.iter().any(|(_, is_city)| *is_city);
                found.extend(run.drain(..).filter(|_| of_places).map(|(stem, _)| stem.to_owned()));
            }
        }
        found
    }

    /// A name without the words that stand before names, such as 中共 and 关于.
    fn after_leads<'n>(&self, mut name: &'n str) -> &'n str {
        while let Some(lead) =
            self.of("lead").filter(|lead| name.starts_with(lead)).max_by_key(|lead| lead.len())
        {
            name = &name[lead.len()..];
        }
        name
    }

    /// A place that opens the name, and what follows its ending. Those of a people's own (自治县) have longer names.
    fn place<'n>(&self, name: &'n str) -> Option<(&'n str, &'n str)> {
        let own = name.match_indices("自治").next().map_or(0, |(at, _)| name[..at].chars().count());
        let lengths = [2, 3, 4, own].into_iter().filter(|n_chars| (2..10).contains(n_chars));
        for (at, _) in lengths.filter_map(|n_chars| name.char_indices().nth(n_chars)) {
            let (stem, rest) = name.split_at(at);
            let end = self.of("end").filter(|end| rest.starts_with(end)).max_by_key(|end| end.len());
            if let Some(end) = end {
                let whole = &name[..at + end.len()];
                let no_name = self.of("not").any(|not| {
                    stem == not || not.chars().count() > 1 && (stem.ends_with(not) || whole.ends_with(not))
                });
                return (!no_name).then(|| (stem, &rest[end.len()..]));
            }
        }
        None
    }

    fn is_person(&self, name: &str) -> bool {
        let length = name.chars().count();
        (2..=4).contains(&length)
            && name.chars().all(is_han)
            && self.of("surname").any(|surname| name.starts_with(surname))
    }
}

/// Names that are made.
struct Made<'w> {
    words: &'w Words,
    taken: BTreeSet<String>,
    n: usize,
    text: &'w str,
}

impl Made<'_> {
    /// As long as the name; it stands nowhere in the text and for no other.
    fn place(&mut self, name: &str) -> String {
        let (first, second) = (self.words.list("first"), self.words.list("second"));
        self.made(name, first, second)
    }

    fn person(&mut self, name: &str) -> String {
        let (first, second) = (self.words.list("surname"), self.words.list("given"));
        self.made(name, first, second)
    }

    fn made(&mut self, name: &str, first: &[&str], second: &[&str]) -> String {
        let first: Vec<&&str> = first.iter().filter(|word| word.chars().count() == 1).collect();
        if first.is_empty() || second.is_empty() {
            return "某".repeat(name.chars().count());
        }
        loop {
            let n = self.n;
            self.n += 1;
            let mut new = first[n % first.len()].to_string();
            for place in 1..name.chars().count() {
                new += second[(n * place + n / first.len()) % second.len()];
            }
            let is_new = new != name && (name.chars().count() == 1 || !self.text.contains(&new));
            // A text that holds all that can be made gets one of them all the same.
            if is_new && self.taken.insert(new.clone()) || self.n > 100_000 {
                return new;
            }
        }
    }
}

/// 青林发〔2025〕17号: the code and the number, in bytes of the clean text.
fn document_codes(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    for (at, open) in text.match_indices(['〔', '［', '[']) {
        let year = &text[at + open.len()..];
        let n_digits = year.chars().take_while(char::is_ascii_digit).count();
        let closes = year[n_digits..].chars().next().is_some_and(|c| "〕］]".contains(c));
        if n_digits != 4 || !closes {
            continue;
        }
        let code: usize =
            text[..at].chars().rev().take_while(|c| is_han(*c)).take(8).map(char::len_utf8).sum();
        let rest = &year[n_digits..];
        let close = rest.chars().next().map_or(0, char::len_utf8);
        let number: usize =
            rest[close..].chars().take_while(|c| c.is_ascii_digit() || *c == '第').map(char::len_utf8).sum();
        let end = at + open.len() + n_digits + close + number;
        if code > 0 && number > 0 {
            found.push(at - code..end);
        }
    }
    found
}

/// Runs of seven and more digits, with the hyphens of telephones, that are no day: bytes of the source.
fn long_numbers(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut from = None;
    let mut n_digits = 0;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (c.is_ascii_digit(), c == '-' && from.is_some()) {
            (true, _) => {
                from.get_or_insert(at);
                n_digits += 1;
            }
            (_, true) => {}
            _ => {
                if let Some(from) = from.take().filter(|from| n_digits >= 7 && !is_day(&text[*from..at])) {
                    found.push((from, at));
                }
                n_digits = 0;
            }
        }
    }
    found
}

/// 20250930, 2025-09-30 and the like.
fn is_day(run: &str) -> bool {
    let digits: String = run.chars().filter(char::is_ascii_digit).collect();
    let number = |range: std::ops::Range<usize>| {
        digits.get(range).and_then(|part| part.parse::<u32>().ok()).unwrap_or(0)
    };
    matches!(digits.len(), 8 | 12 | 14)
        && (1949..2200).contains(&number(0..4))
        && number(4..6) <= 12
        && number(6..8) <= 31
}

/// Characters of the source that others stand for.
struct Changes<'s> {
    source: &'s str,
    /// By the byte where the character starts.
    by_place: BTreeMap<usize, char>,
    told: BTreeMap<String, (String, usize)>,
}

impl Changes<'_> {
    /// Every place of a name, also where it is set out in blanks, broken over lines or parted by what is left out.
    fn everywhere(&mut self, clean: &Clean, name: &str, new: &str) {
        let mut places: Vec<Vec<usize>> = Vec::new();
        let solid: String = self.source.chars().filter(|c| !c.is_whitespace()).collect();
        let mut by_solid = Vec::new();
        if solid.contains(name) {
            by_solid = self.source.char_indices().filter(|(_, c)| !c.is_whitespace()).collect();
        }
        // The n-th character of the text without blanks, by its byte there.
        let mut n = 0;
        let mut at = 0;
        for (found, _) in solid.match_indices(name) {
            n += solid[at..found].chars().count();
            at = found;
            places.push(by_solid[n..n + name.chars().count()].iter().map(|(place, _)| *place).collect());
        }
        let text = clean.text();
        for (found, _) in text.match_indices(name) {
            let letters = name.char_indices().map(|(by, c)| found + by..found + by + c.len_utf8());
            places.push(letters.map(|letter| clean.span(letter).start()).collect());
        }
        let mut n = 0;
        for place in places {
            // Not where a longer name stands, nor where a letter is read for another.
            let letters = || place.iter().zip(name.chars());
            if letters().any(|(at, c)| self.by_place.contains_key(at) || !self.source[*at..].starts_with(c)) {
                continue;
            }
            n += 1;
            self.by_place.extend(place.into_iter().zip(new.chars()));
        }
        if n > 0 {
            self.told.insert(name.to_owned(), (new.to_owned(), n));
        }
    }

    /// The Chinese characters of a stretch, one by one.
    fn letters(&mut self, span: Span, new: &str) {
        let places = span.of(self.source).char_indices().filter(|(_, c)| is_han(*c));
        let places: Vec<usize> = places.map(|(at, _)| span.start() + at).collect();
        let mut any = false;
        for (place, c) in places.iter().zip(new.chars()) {
            any |= self.by_place.insert(*place, c).is_none();
        }
        if any {
            self.told.entry(span.of(self.source).to_owned()).or_insert((new.to_owned(), 1));
        }
    }

    /// The number of a document, and the first character of its code where it has not been replaced as a place.
    fn code(&mut self, span: Span, made: &mut Made) {
        let code = span.of(self.source);
        let first = code.chars().next().unwrap_or_default();
        if !self.by_place.contains_key(&span.start()) && first != '国' && first != '中' {
            let new = made.place(&first.to_string()).chars().next();
            self.by_place.insert(span.start(), new.unwrap_or(first));
        }
        self.digits(span);
    }

    fn digits(&mut self, span: Span) {
        self.digits_within(span.start(), span.end());
    }

    /// The digits of a stretch by others; what follows 〔 is a year and stays, and so does a first digit of 0.
    fn digits_within(&mut self, start: usize, end: usize) {
        let stretch = &self.source[start..end];
        let mut new = String::new();
        let (mut in_year, mut n) = (false, 0);
        for (at, c) in stretch.char_indices() {
            match c {
                '〔' | '［' | '[' => in_year = true,
                '〕' | '］' | ']' => in_year = false,
                _ => {}
            }
            let wide = ('０'..='９').contains(&c);
            let narrow =
                if wide { char::from_u32(c as u32 - '０' as u32 + '0' as u32).unwrap_or(c) } else { c };
            let Some(digit) = narrow.to_digit(10).filter(|digit| !in_year && (*digit > 0 || n > 0)) else {
                new.push(self.by_place.get(&(start + at)).copied().unwrap_or(c));
                continue;
            };
            n += 1;
            // From 1 to 9, and never itself.
            let other = 1 + (digit + 2 + n % 5) % 9;
            let other = if other == digit { 1 + other % 9 } else { other };
            let first = if wide { '０' } else { '0' };
            let other = char::from_u32(first as u32 + other).unwrap_or(c);
            self.by_place.insert(start + at, other);
            new.push(other);
        }
        if new != stretch {
            self.told.entry(stretch.to_owned()).or_insert((new, 0)).1 += 1;
        }
    }

    fn masked(self) -> Masked {
        let mut text = String::with_capacity(self.source.len());
        for (at, c) in self.source.char_indices() {
            text.push(self.by_place.get(&at).copied().unwrap_or(c));
        }
        let replaced = self.told.into_iter().map(|(old, (new, n))| (old, new, n)).collect();
        Masked { text, replaced }
    }
}
