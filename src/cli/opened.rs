//! Findings where they stand in the file that the user has open: Markdown and web pages are checked as the text that is
//! made of them, and their own lines are others.
//!
//! ```text
//! <p>逐段<b>巡查</b>，，发现险情</p>        逐段巡查，，发现险情
//!    ╰──────────────────────────────────────╯ letters and figures are found line by line, marks between them
//! ```

use std::ops::Range;

use encoding_rs::{Encoding, UTF_8};

use crate::check::Finding;
use crate::cli::mend::Draft;
use crate::lex::is_word;
use crate::text::{Format, Source, Span, floor};

/// Whether findings in texts of a format are placed in the file.
pub(super) fn is_opened(format: Format) -> bool {
    matches!(format, Format::Markdown | Format::Html)
}

/// What is shown of a checked file: its own text with the findings at their places in it, where these can be told.
pub(super) fn opened(draft: Draft, findings: Vec<Finding>) -> (Source, Vec<Finding>) {
    let Draft { source, bytes } = draft;
    if !is_opened(source.format) || bytes.is_empty() || findings.is_empty() {
        return (source, findings);
    }
    let encoding = Encoding::for_label(source.encoding.as_bytes()).unwrap_or(UTF_8);
    let file = encoding.decode(&bytes).0.into_owned();
    let Some(places) = Places::of(&source, &file) else { return (source, findings) };
    let text = source.text.clone();
    let shown = Source { text: file, headings: Vec::new(), ..source };
    let place = |span: Span| shown.stretch(places.range(&text, &shown.text, span));
    let placed = findings
        .into_iter()
        .map(|mut finding| {
            finding.problem.span = place(finding.problem.span);
            finding.also.iter_mut().for_each(|span| *span = place(*span));
            // What stands in the file in another way is not changed as the text would be.
            finding.fixes.retain_mut(|fix| {
                let of = place(fix.span);
                let same = of.of(&shown.text) == fix.span.of(&text);
                fix.span = of;
                same
            });
            finding
        })
        .collect();
    (shown, placed)
}

/// Where each character of a text stands in the file it was made of.
struct Places {
    /// By the byte a character starts with.
    starts: Vec<u32>,
}

/// A letter whose place is not known.
const NOWHERE: u32 = u32::MAX;

impl Places {
    /// None where too little of the text is found in the file.
    fn of(source: &Source, file: &str) -> Option<Places> {
        /// How far a mark is looked for behind a letter, in bytes.
        const FAR: usize = 512;
        let text = &source.text;
        let words = Words::of(file, source.format == Format::Markdown);
        let mut starts = vec![NOWHERE; text.len() + 1];
        let (mut n_letters, mut n_found, mut from) = (0, 0, 0);
        let mut begin = 0;
        for piece in text.split_inclusive(['\n', '\t']) {
            let range = begin..begin + piece.len();
            begin = range.end;
            let letters: Vec<(usize, char)> = text[range.clone()]
                .char_indices()
                .filter(|(_, c)| is_word(*c))
                .map(|(at, c)| (range.start + at, c))
                .collect();
            n_letters += letters.len();
            n_found += words.place(&letters, &mut from, &mut starts);
        }
        // Marks and blanks stand between the letter before them and the one behind them.
        let mut behind = 0;
        let mut next = 0;
        for (at, c) in text.char_indices() {
            if starts[at] == NOWHERE {
                if next <= at {
                    next = (at..text.len()).find(|&at| starts[at] != NOWHERE).unwrap_or(text.len());
                }
                let end = starts[next].min(file.len() as u32) as usize;
                let end = floor(file, end.min(behind + FAR)).max(behind);
                let found = file[behind..end].find(c).map(|found| behind + found);
                starts[at] = found.unwrap_or(behind) as u32;
                behind = found.map_or(behind, |found| found + c.len_utf8());
            } else {
                behind = starts[at] as usize + c.len_utf8();
            }
        }
        starts[text.len()] = behind as u32;
        (n_found * 10 >= n_letters * 8).then_some(Places { starts })
    }

    /// A place of the text in the file.
    fn range(&self, text: &str, file: &str, span: Span) -> Range<usize> {
        let start = self.starts[span.start()] as usize;
        let last = span.of(text).char_indices().next_back();
        let end = last.map_or(start, |(at, c)| {
            let place = self.starts[span.start() + at] as usize;
            place + if file[place..].starts_with(c) { c.len_utf8() } else { 0 }
        });
        start..end.max(start)
    }
}

/// The letters and figures of a file one behind the other, without what only marks them up.
struct Words {
    all: String,
    /// Where each byte of them stands in the file.
    places: Vec<u32>,
}

impl Words {
    fn of(file: &str, markdown: bool) -> Words {
        let mut words = Words { all: String::new(), places: Vec::new() };
        let mut at = 0;
        while let Some(c) = file[at..].chars().next() {
            let rest = &file[at..];
            let skipped = match c {
                '<' => tag(rest),
                '&' => entity(rest),
                // Where a link leads to.
                ']' if markdown && rest.starts_with("](") => rest.find([')', '\n']),
                _ => None,
            };
            if let Some(skipped) = skipped {
                at += skipped.max(1);
                continue;
            }
            if is_word(c) {
                words.all.push(c);
                words.places.resize(words.all.len(), at as u32);
            }
            at += c.len_utf8();
        }
        words
    }

    /// Finds the letters of a line, from where the last line was found; how many were.
    fn place(&self, letters: &[(usize, char)], from: &mut usize, starts: &mut [u32]) -> usize {
        /// How far ahead a line is looked for, and how far a few letters are, in bytes.
        const FAR: usize = 1 << 16;
        const NEAR: usize = 1 << 10;
        /// From how many letters on they are not met by chance.
        const SURE: usize = 4;
        let found = |letters: &[(usize, char)], from: usize, far: usize| {
            let wanted: String = letters.iter().map(|(_, c)| c).collect();
            let end = floor(&self.all, from + far);
            memchr::memmem::find(&self.all.as_bytes()[from..end], wanted.as_bytes()).map(|at| from + at)
        };
        let mut note = |letters: &[(usize, char)], at: usize| {
            let mut at = at;
            for (start, c) in letters {
                starts[*start] = self.places[at];
                at += c.len_utf8();
            }
            at
        };
        if letters.is_empty() {
            return 0;
        }
        let far = if letters.len() < SURE { 8 * letters.len() } else { FAR };
        if let Some(at) = found(letters, *from, far) {
            *from = note(letters, at);
            return letters.len();
        }
        // The number of an item may be none of the file, and a title may stand anywhere.
        let number = letters.iter().take_while(|(_, c)| c.is_ascii_digit()).count();
        let (_, rest) = letters.split_at(number);
        if rest.len() >= SURE {
            if let Some(at) = found(rest, *from, FAR) {
                *from = note(rest, at);
                return rest.len();
            }
            if let Some(at) = found(rest, 0, FAR) {
                note(rest, at);
                return rest.len();
            }
        }
        let mut n_found = 0;
        for few in rest.chunks(2 * SURE) {
            if let Some(at) = found(few, *from, NEAR) {
                *from = note(few, at);
                n_found += few.len();
            }
        }
        n_found
    }
}

/// The length of the tag, comment, script or style sheet that opens a text.
fn tag(text: &str) -> Option<usize> {
    /// The longest tag, in bytes.
    const LONG: usize = 1 << 12;
    if text.starts_with("<!--") {
        return Some(text.find("-->").map_or(text.len(), |at| at + 3));
    }
    let name: String =
        text[1..].chars().take(8).take_while(|c| c.is_ascii_alphabetic() || matches!(c, '/' | '!')).collect();
    if name.is_empty() {
        return None;
    }
    let end = text[..floor(text, LONG)].find('>')? + 1;
    let name = name.to_ascii_lowercase();
    if !matches!(name.as_str(), "script" | "style") {
        return Some(end);
    }
    let close = text[end..].match_indices("</").find(|(at, _)| {
        text[end + at + 2..].get(..name.len()).is_some_and(|other| other.eq_ignore_ascii_case(&name))
    });
    Some(close.map_or(text.len(), |(at, _)| end + at))
}

/// The length of the name of a character that opens a text: &nbsp; &#20113;.
fn entity(text: &str) -> Option<usize> {
    const LONG: usize = 10;
    let end = text.bytes().take(LONG).position(|byte| byte == b';')?;
    text[1..end].bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#').then_some(end + 1)
}

#[cfg(test)]
mod tests {
    use super::{Draft, opened};
    use crate::check::{check, rules::RULES};
    use crate::extract::{Scene, read_all};
    use crate::input::{Options, read};
    use crate::lexicon::Lexicon;

    /// The line and the words of each finding in a file.
    fn found(name: &str, file: &str) -> Vec<(usize, String)> {
        let source = read(name, file.as_bytes().to_vec(), &Options::default()).expect("a document");
        let lexicon = Lexicon::default();
        let findings = {
            let read = read_all(Scene { lexicon: &lexicon, year: None }, &source);
            let wanted = ["doubled-mark", "mistyped-word"];
            check(&source, &read, RULES.iter().copied().filter(|rule| wanted.contains(&rule.name)))
        };
        let (shown, findings) = opened(Draft { source, bytes: file.as_bytes().to_vec() }, findings);
        let line = |at: usize| shown.text[..at].matches('\n').count() + 1;
        findings
            .iter()
            .map(|finding| finding.problem.span)
            .map(|span| (line(span.start()), span.of(&shown.text).to_owned()))
            .collect()
    }

    #[test]
    fn places_are_those_of_the_file() {
        let mark = "# 云河县2025年工作方案\n\n为做好防汛工作，制定本方案。\n\n## 一、巡查堤防\n\n- 逐段[巡查](https://e.cn/a1)，，**发现**险情\n  立即上报。\n\n| 任务 | 单位 |\n|---|---|\n| 建立工作台帐 | 县水务局 |\n";
        assert_eq!(found("a.md", mark), [(7, "，，".to_owned()), (12, "台帐".to_owned())]);
        let page = "<html><head><style>p{color:#fff}</style></head><body>\n<h1>云河县2025年工作方案</h1>\n<!-- 巡查，，台帐 -->\n<p>为做好防汛工作，制定本方案。</p>\n<ol>\n<li>逐段巡查，，发现险情</li>\n<li>建立工作&nbsp;<b>台</b>帐。</li></ol></body></html>";
        let places = found("a.html", page);
        assert_eq!(places[0], (6, "，，".to_owned()));
        assert_eq!(places.get(1).map(|(line, _)| *line), Some(7));
    }

    #[test]
    fn plain_text_stays_as_it_is() {
        assert_eq!(found("a.txt", "云河县工作方案\n逐段巡查，，发现险情。\n"), [(2, "，，".to_owned())]);
    }
}
