//! From a plan to findings: what is missing or wrong in it, one file a check.
//!
//! A check reads a [`Subject`] and says what it found through [`Findings`]; it never changes the text. What it
//! flags, why, and how to mend it stand beside it in its [`Rule`], from which `plan explain` prints.

pub mod accept;
pub mod fix;
pub mod rules;

mod kept;
mod marks;
mod phase;
mod series;
mod sure;

use std::ops::Range;

pub use kept::Kept;
use sha2::{Digest, Sha256};

use crate::check::sure::Doubts;
use crate::extract::Read;
use crate::lexicon::Hits;
use crate::model::{Lang, Plan, Problem, Said, Severity};
use crate::text::order;
use crate::text::{Clean, Source, Span};
use crate::tree::Document;

/// What a check reads: the source, its cleaned text with the words found in it, the tree and the plan.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The source.
    pub source: &'a Source,
    /// The cleaned reading of it.
    pub clean: &'a Clean<'a>,
    /// The cleaned text, in simplified characters.
    pub text: &'a str,
    /// The words found in the cleaned text.
    pub hits: &'a Hits<'a>,
    /// The tree; its ranges are bytes of the cleaned text.
    pub document: &'a Document,
    /// The plan; its spans are places in the source.
    pub plan: &'a Plan,
    /// What several checks ask for.
    kept: &'a Kept,
}

/// A check: its name, its manual page, and what runs it.
#[derive(Debug)]
pub struct Rule {
    /// Named for what it flags, so that "ignore `task-without-owner`" reads well.
    pub name: &'static str,
    /// What it flags in a few words of Chinese, for people; in English the name says it.
    pub title: &'static str,
    /// How bad a finding usually is.
    pub severity: Severity,
    /// Whether it rests on how the text was laid out: where lines, cells and paragraphs end.
    pub layout: bool,
    /// What it flags, and where it stays silent.
    pub what: Text,
    /// Why that matters in a work plan.
    pub why: Text,
    /// A text that is flagged.
    pub flagged: &'static str,
    /// The same text mended.
    pub mended: &'static str,
    /// The standard or regulation it rests on; empty where there is none.
    pub basis: Text,
    /// Runs it.
    pub run: fn(Subject, &mut Findings),
}

impl Rule {
    /// What people know it by: its name, in Chinese behind its title.
    pub fn called(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => format!("{} {}", self.title, self.name),
            Lang::En => self.name.to_owned(),
        }
    }

    /// Whether it is meant by a name or a title.
    pub fn is_called(&self, given: &str) -> bool {
        given == self.name || given == self.title
    }
}

/// A fixed text in both languages, 中文 first.
#[derive(Debug, Clone, Copy)]
pub struct Text(pub &'static str, pub &'static str);

impl Text {
    /// The text in `lang`.
    pub fn of(self, lang: Lang) -> &'static str {
        if lang == Lang::Zh { self.0 } else { self.1 }
    }
}

/// A problem with what else is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What, where and how bad.
    pub problem: Problem,
    /// Further places with the same fault, or places that explain it.
    pub also: Vec<Span>,
    /// Changes to the source that certainly mend it; empty where a person must decide.
    pub fixes: Vec<Fix>,
    /// Stays the same while the words around it do: the first 8 digits of a hash of check, words and line.
    pub mark: String,
    /// How sure it is from the reading of its place, from 0 to 100: cells that came as lines, columns and what cannot be
    /// read say little of what was meant.
    pub sure: u8,
}

/// How sure a finding must be to be shown where nobody says otherwise.
pub const SURE: u8 = 50;

/// A change to the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What is replaced.
    pub span: Span,
    /// By what.
    pub with: String,
}

/// The most findings of one document: a fault takes a byte or two, and what is told of it a thousand.
pub const MOST: usize = 40_000;

/// Runs `rules` over what was read of `source`; findings come in document order. Of more than [`MOST`] the others are
/// counted in a finding of their own.
pub fn check<'r>(source: &Source, read: &Read, rules: impl IntoIterator<Item = &'r Rule>) -> Vec<Finding> {
    at_most(MOST, source, read, rules)
}

/// As [`check`], with a limit of `most` findings and one that counts the others.
pub fn at_most<'r>(
    most: usize,
    source: &Source,
    read: &Read,
    rules: impl IntoIterator<Item = &'r Rule>,
) -> Vec<Finding> {
    let kept = Kept::default();
    let subject = Subject::of(source, read, &kept);
    let doubts = Doubts::of(subject);
    let mut findings = Findings {
        clean: subject.clean,
        doubts: &doubts,
        name: "",
        severity: Severity::Hint,
        list: Vec::new(),
        most,
        left_out: None,
    };
    for rule in rules {
        findings.name = rule.name;
        findings.severity = rule.severity;
        let before = findings.list.len();
        (rule.run)(subject, &mut findings);
        for finding in &mut findings.list[before..] {
            let sure = doubts.at(subject.clean.range(finding.problem.span));
            if rule.layout || sure == 0 && rule.name != rules::UNREADABLE {
                finding.sure = finding.sure.min(sure);
            }
        }
    }
    let Findings { mut list, left_out, .. } = findings;
    if let Some(LeftOut { first: problem, count, .. }) = left_out {
        list.push(Finding::of(Problem {
            severity: Severity::Hint,
            message: Said::new(
                format!("自此起还有 {count} 处问题没有列出，一份文件最多列 {most} 处"),
                format!(
                    "{count} more findings from here on are not listed; {most} are the most of a document"
                ),
            ),
            help: None,
            ..problem
        }));
    }
    order::by_key(&mut list, |finding| (finding.problem.span, finding.problem.check));
    told_once(&mut list);
    let mut marks = std::collections::HashMap::new();
    for finding in &mut list {
        finding.mark = mark(source, finding);
        let times = marks.entry(finding.mark.clone()).or_insert(0u32);
        *times += 1;
        if *times > 1 {
            finding.mark = format!("{}-{times}", finding.mark);
        }
    }
    list
}

/// Half of a pair in a document's number is told with the number. The findings are in document order.
fn told_once(list: &mut Vec<Finding>) {
    let numbers: Vec<Span> = list
        .iter()
        .filter(|finding| finding.problem.check == rules::DOCUMENT_NUMBER)
        .map(|finding| finding.problem.span)
        .collect();
    list.retain(|finding| {
        let of_pairs = matches!(finding.problem.check, rules::UNPAIRED_MARK | rules::NESTED_MARK);
        let span = finding.problem.span;
        let before = numbers.partition_point(|number| number.start() <= span.start());
        !of_pairs || before == 0 || !numbers[before - 1].contains(span)
    });
}

/// Hashes the check, the flagged words and up to 20 characters on either side; white space does not count.
fn mark(source: &Source, finding: &Finding) -> String {
    let span = finding.problem.span;
    let mut hash = Sha256::new();
    hash.update(finding.problem.check);
    hash.update([0]);
    let solid = |c: &char| !c.is_whitespace();
    let before = &source.text[..span.start()];
    let head: String = before.chars().rev().take_while(|&c| c != '\n').filter(solid).take(20).collect();
    let after = &source.text[span.end()..];
    let tail: String = after.chars().take_while(|&c| c != '\n').filter(solid).take(20).collect();
    let words: String = span.of(&source.text).chars().filter(solid).take(200).collect();
    for part in [head, words, tail] {
        hash.update(part);
        hash.update([0]);
    }
    let digest = hash.finalize();
    digest[..4].iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Collects the findings of the check that runs.
#[derive(Debug)]
pub struct Findings<'a> {
    clean: &'a Clean<'a>,
    doubts: &'a Doubts,
    name: &'static str,
    severity: Severity,
    list: Vec<Finding>,
    most: usize,
    left_out: Option<LeftOut>,
}

/// Findings beyond the most.
#[derive(Debug)]
struct LeftOut {
    first: Problem,
    count: usize,
    /// The last of them, which its check may still be about to complete.
    last: Finding,
}

impl<'a> Findings<'a> {
    /// The stretches of the cleaned text that cannot be read.
    fn unreadable(&self) -> &'a [Range<usize>] {
        &self.doubts.unreadable
    }

    /// A finding at a place of the cleaned text.
    pub fn at(&mut self, place: Range<usize>, zh: impl Into<String>, en: impl Into<String>) -> &mut Finding {
        let span = self.clean.span(place);
        self.over(span, zh, en)
    }

    /// A finding at a place of the source.
    pub fn over(&mut self, span: Span, zh: impl Into<String>, en: impl Into<String>) -> &mut Finding {
        let message = Said::new(zh, en);
        self.push(Problem { check: self.name, severity: self.severity, span, message, help: None })
    }

    fn push(&mut self, problem: Problem) -> &mut Finding {
        if self.list.len() < self.most {
            self.list.push(Finding::of(problem));
            return self.list.last_mut().expect("just pushed");
        }
        let left = match self.left_out.take() {
            Some(left) => LeftOut { count: left.count + 1, last: Finding::of(problem), ..left },
            None => LeftOut { first: problem.clone(), count: 1, last: Finding::of(problem) },
        };
        &mut self.left_out.insert(left).last
    }

    /// A problem that reading the document already found.
    pub fn problem(&mut self, problem: Problem) {
        self.push(problem);
    }
}

impl Finding {
    fn of(problem: Problem) -> Finding {
        let (also, fixes, mark) = (Vec::new(), Vec::new(), String::new());
        Finding { problem, also, fixes, mark, sure: sure::WHOLE }
    }

    /// Says what to do.
    pub fn help(&mut self, zh: impl Into<String>, en: impl Into<String>) -> &mut Finding {
        self.problem.help = Some(Said::new(zh, en));
        self
    }

    /// Sets how bad it is.
    pub fn severity(&mut self, severity: Severity) -> &mut Finding {
        self.problem.severity = severity;
        self
    }

    /// Sets how sure it is, from 0 to 100.
    pub fn sure(&mut self, sure: u8) -> &mut Finding {
        self.sure = sure;
        self
    }

    /// Names a further place.
    pub fn also(&mut self, span: Span) -> &mut Finding {
        self.also.push(span);
        self
    }

    /// Adds a change that mends it.
    pub fn fix(&mut self, span: Span, with: impl Into<String>) -> &mut Finding {
        self.fixes.push(Fix { span, with: with.into() });
        self
    }
}

impl<'a> Subject<'a> {
    /// What was read of `source`.
    pub fn of(source: &'a Source, read: &'a Read<'_, 'a>, kept: &'a Kept) -> Subject<'a> {
        let Read { plan, clean, hits, document, .. } = read;
        Subject { source, clean, text: read.text(), hits, document, plan, kept }
    }

    /// The words at a place of the source.
    pub fn words(&self, span: Span) -> &'a str {
        span.of(&self.source.text)
    }

    /// The character before a place of the cleaned text; a line end at its start.
    pub fn before(&self, at: usize) -> char {
        self.text[..at].chars().next_back().unwrap_or('\n')
    }

    /// The character at a place of the cleaned text; a line end at its end.
    pub fn after(&self, at: usize) -> char {
        self.text[at..].chars().next().unwrap_or('\n')
    }

    /// The line of the cleaned text around a place, without its end.
    pub fn line(&self, at: usize) -> Range<usize> {
        let marks = self.hits.marks();
        let start = marks.line_start(at);
        start..marks.line_end(at).unwrap_or(self.text.len())
    }
}
