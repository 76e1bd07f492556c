//! The public format `plan/1`. The only structs that are serialised; offsets are in code points of the source text.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write};

#[cfg(test)]
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::value::RawValue;

use crate::extract::{self, Scene};
use crate::model;
use crate::model::{Lang, Origin, Plan};
use crate::text::order;
use crate::text::{Clean, Offsets, Source};

/// The form and its number: what `plan extract` prints.
pub const SCHEMA: &str = "plan/1";

/// Half-open `[start, end)` in code points of the source text.
type Span = [usize; 2];

/// What `plan extract` prints of one document.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct Document {
    /// Always `plan/1`.
    pub schema: &'static str,
    /// The file.
    pub source: SourceInfo,
    /// The title of the plan itself.
    pub title: Option<String>,
    /// What kind of document it is.
    pub kind: Kind,
    /// The year the plan is for; null when it spans several or none can be told.
    pub year: Option<i16>,
    /// First and last day the plan is for.
    pub period: Option<Period>,
    /// Who issued it.
    pub issuer: Option<String>,
    /// Such as 国办发〔2020〕6号.
    pub document_number: Option<String>,
    /// The day of issue, ISO.
    pub issued_on: Option<String>,
    /// Whom it is addressed to.
    pub addressees: Vec<String>,
    /// The covering notice, when the plan came with one.
    pub notice: Option<Notice>,
    /// The section tree.
    pub sections: Vec<Section>,
    /// The tasks in document order.
    pub tasks: Vec<Task>,
    /// Every owner with the tasks in which it has each role.
    pub owners: Vec<OwnerIndex>,
    /// Leading groups.
    pub groups: Vec<Group>,
    /// Dates in document order.
    pub dates: Vec<DateMention>,
    /// Targets in document order.
    pub targets: Vec<Target>,
    /// Documents named, by first mention.
    pub references: Vec<Reference>,
    /// Set phrases, by first mention.
    pub terms: Vec<Term>,
    /// Themes with the share of tasks whose first theme they are, largest first.
    pub themes: Vec<ThemeShare>,
    /// What is odd in the document.
    pub diagnostics: Vec<Diagnostic>,
    /// Every stretch of the source that was left out or rewritten, in order, with its reason.
    pub cleaning: Vec<Cleaning>,
}

/// The file a document was read from.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct SourceInfo {
    /// As given on the command line, `-` for standard input.
    pub path: String,
    /// `text`, `docx`, `pdf` …
    pub format: &'static str,
    /// Such as `UTF-8`.
    pub encoding: &'static str,
    /// Size of the file in bytes.
    pub bytes: usize,
    /// Size of the text in code points.
    pub chars: usize,
    /// SHA-256 of the file.
    pub sha256: String,
}

/// The days a plan is for, ISO, inclusive.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct Period {
    /// The first.
    pub start: String,
    /// The last.
    pub end: String,
}

/// A covering notice.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct Notice {
    /// Its title.
    pub title: String,
    /// All of it.
    pub span: Span,
}

/// A section.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct Section {
    /// `s1`, `s2` … in document order.
    pub id: String,
    /// 1 for the outermost.
    pub level: u8,
    /// The marker as written, without closing punctuation.
    pub number: Option<String>,
    /// The heading without its marker.
    pub title: String,
    /// What it is for.
    pub role: SectionRole,
    /// All of it.
    pub span: Span,
    /// Its heading.
    pub heading_span: Span,
    /// Sections inside it.
    pub children: Vec<Section>,
}

/// A task.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct Task {
    /// `t1`, `t2` … in document order.
    pub id: String,
    /// Made of the content: the same in a later run.
    pub key: String,
    /// The section's id.
    pub section: Option<String>,
    /// The marker as written.
    pub number: Option<String>,
    /// The lead sentence without its end mark, or the first clause.
    pub title: String,
    /// All of its text, cleaned.
    pub text: String,
    /// All of it.
    pub span: Span,
    /// Its sentences, without lead sentence and owner brackets.
    pub measures: Vec<Phrase>,
    /// Who has to do with it.
    pub owners: Vec<Owner>,
    /// The day by which all of it is to be done.
    pub deadline: Option<Deadline>,
    /// Of a table row: the cells that are none of the above, by the head of their column, in its order; absent elsewhere.
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "in_order")]
    #[cfg_attr(test, schemars(with = "BTreeMap<String, Phrase>", default))]
    pub columns: Vec<(String, Phrase)>,
    /// Best first.
    pub themes: Vec<Theme>,
}

/// Names and values as an object that keeps their order.
fn in_order<S: serde::Serializer>(pairs: &[(String, Phrase)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(pairs.iter().map(|(name, phrase)| (name, phrase)))
}

/// A stretch of text.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct Phrase {
    /// Cleaned.
    pub text: String,
    /// Its place.
    pub span: Span,
}

/// An owner of a task.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct Owner {
    /// As written.
    pub name: String,
    /// The full name.
    pub canonical: String,
    /// What it is.
    pub kind: OwnerKind,
    /// Its duty.
    pub role: OwnerRole,
    /// How it is known.
    pub source: OwnerSource,
    /// The task or section whose annotation or sentence names it.
    pub from: String,
    /// Whether 等 left more unnamed.
    pub open_ended: bool,
    /// The name's place.
    pub span: Span,
}

/// When a task is due.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct Deadline {
    /// As written.
    pub text: String,
    /// ISO day, null when none can be told.
    pub date: Option<String>,
    /// `own` or `inherited`.
    pub source: DeadlineSource,
    /// Its place.
    pub span: Span,
}

/// A theme of a task.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct Theme {
    /// Its id.
    pub id: &'static str,
    /// From 0 to 1, two decimals.
    pub score: f64,
}

/// A theme of a plan.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct ThemeShare {
    /// Its id.
    pub id: &'static str,
    /// Share of the tasks, from 0 to 1, two decimals.
    pub share: f64,
}

/// An owner and its tasks.
#[derive(Debug, Default, Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct OwnerIndex {
    /// As first written.
    pub name: String,
    /// The full name.
    pub canonical: String,
    /// What it is.
    pub kind: OwnerKind,
    /// Tasks it leads.
    pub lead: Vec<String>,
    /// Tasks it is responsible for.
    pub responsible: Vec<String>,
    /// Tasks it supports.
    pub support: Vec<String>,
    /// Tasks it answers for.
    pub accountable: Vec<String>,
    /// Tasks it supervises.
    pub supervisor: Vec<String>,
}

/// A leading group.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct Group {
    /// Its name.
    pub name: String,
    /// In order.
    pub members: Vec<Member>,
    /// The passage.
    pub span: Span,
}

/// A member of a group.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct Member {
    /// As written.
    pub name: String,
    /// 组长 …
    pub role: String,
    /// Whether the name is XXX and the like.
    pub placeholder: bool,
    /// The name's place.
    pub span: Span,
}

/// A date mentioned.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct DateMention {
    /// As written.
    pub text: String,
    /// What it says.
    pub kind: DateKind,
    /// ISO day, inclusive.
    pub start: Option<String>,
    /// ISO day, inclusive.
    pub end: Option<String>,
    /// RFC 5545 recurrence rule.
    pub recurrence: Option<String>,
    /// What is due then, in the words of its sentence; deadlines within tasks have it.
    pub due: Option<String>,
    /// The task it stands in.
    pub task: Option<String>,
    /// Its place.
    pub span: Span,
}

/// A number to be reached.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct Target {
    /// As written with its bound.
    pub text: String,
    /// The exact number; null where none can be told.
    #[cfg_attr(test, schemars(with = "Option<f64>"))]
    pub value: Option<Box<RawValue>>,
    /// Such as %.
    pub unit: Option<String>,
    /// On which side it is bounded.
    pub bound: Bound,
    /// Whether it is a change, or what is changed to.
    pub change: Option<Change>,
    /// What is measured.
    pub of: Option<String>,
    /// The task it stands in.
    pub task: Option<String>,
    /// Its place.
    pub span: Span,
}

/// A document named.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct Reference {
    /// Without book marks.
    pub title: String,
    /// Its document number.
    pub number: Option<String>,
    /// `law`, `policy`, `plan`, `publication`, `list` or `other`.
    pub kind: &'static str,
    /// Every mention.
    pub spans: Vec<Span>,
    /// The tasks that name it.
    pub tasks: Vec<String>,
}

/// A set phrase.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct Term {
    /// Without quotes.
    pub text: String,
    /// What sort it is.
    pub kind: TermKind,
    /// For numbered ones, the number.
    pub count: Option<u32>,
    /// Every mention.
    pub spans: Vec<Span>,
    /// The tasks that use it.
    pub tasks: Vec<String>,
}

/// Something odd.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct Diagnostic {
    /// What is flagged.
    pub check: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// Where.
    pub span: Span,
    /// From 1.
    pub line: usize,
    /// In code points, from 1.
    pub column: usize,
    /// What to do.
    pub help: Option<String>,
}

/// A stretch of the source left out or rewritten.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct Cleaning {
    /// Why: `page_mark`, `site_text`, `wrap`, `width` …
    pub kind: &'static str,
    /// Where.
    pub span: Span,
}

/// A value of a closed list whose names in the format are fixed here, apart from the model's own.
macro_rules! names {
    ($(#[$doc:meta])* $name:ident { $($variant:ident),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
        #[cfg_attr(test, derive(JsonSchema))]
        #[serde(rename_all = "snake_case")]
        #[allow(missing_docs)]
        pub enum $name { $($variant),* }
        impl From<model::$name> for $name {
            fn from(value: model::$name) -> $name {
                match value { $(model::$name::$variant => $name::$variant),* }
            }
        }
    };
}

names!(
    /// Kind of document.
    Kind { KeyPoints, WorkPlan, ImplementationPlan, TaskAssignment, WorkReport, Programme, Opinion, Speech, Rules, Summary, Notice, Other }
);
names!(
    /// Role of a section.
    SectionRole { Preamble, GuidingPrinciples, Goals, Organization, Phases, Tasks, Safeguards, Review, Annex }
);
names!(
    /// What an owner is.
    OwnerKind { Organization, Group, Person, Collective }
);
names!(
    /// An owner's duty.
    OwnerRole { Lead, Responsible, Support, Accountable, Supervisor }
);
names!(
    /// How an owner is known.
    OwnerSource { Annotation, Subject, Inherited }
);
names!(
    /// What a date says.
    DateKind { Deadline, Period, Point, NamedDay, Recurring, Ongoing, Past }
);
names!(
    /// Side of a bound.
    Bound { AtLeast, AtMost, About, Exact }
);
names!(
    /// How a target changes what it measures.
    Change { Increase, Decrease, To }
);
names!(
    /// Sort of term.
    TermKind { Quoted, Numbered, Meeting, Campaign }
);
names!(
    /// How bad a problem is.
    Severity { Error, Warning, Hint }
);

impl Default for OwnerKind {
    fn default() -> OwnerKind {
        model::OwnerKind::default().into()
    }
}

/// Where a deadline is from.
#[derive(Debug, Clone, Copy, Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum DeadlineSource {
    Own,
    Inherited,
}

/// Reads a source to its plan in the public format: what the command line, its streams and the Python module print.
pub fn read(scene: Scene, source: &Source, lang: Lang) -> Document {
    let (plan, clean) = extract::read(scene, source);
    document(source, &clean, plan, lang)
}

/// A plan in the public format.
pub fn document(source: &Source, clean: &Clean, plan: Plan, lang: Lang) -> Document {
    let offsets = Offsets::new(&source.text);
    let printer = Printer { offsets: &offsets, lang };
    let (owners, themes) = (owners(&plan), themes(&plan));
    Document {
        schema: SCHEMA,
        source: source_info(source, &offsets),
        title: plan.title.map(|title| title.text),
        kind: plan.kind.into(),
        year: plan.year,
        period: plan.period.map(|(start, end)| Period { start: start.to_string(), end: end.to_string() }),
        issuer: plan.issuer.map(|issuer| issuer.text),
        document_number: plan.document_number.map(|number| number.text),
        issued_on: plan.issued_on.map(|day| day.to_string()),
        addressees: plan.addressees.into_iter().map(|to| to.text).collect(),
        notice: plan.notice.map(|notice| Notice { span: offsets.span(notice.span), title: notice.text }),
        sections: printer.sections(plan.sections),
        tasks: plan.tasks.into_iter().enumerate().map(|(at, task)| printer.task(at, task)).collect(),
        owners,
        groups: plan.groups.into_iter().map(|group| printer.group(group)).collect(),
        dates: plan.dates.into_iter().map(|date| printer.date(date)).collect(),
        targets: plan.targets.into_iter().map(|target| printer.target(target)).collect(),
        references: plan.references.into_iter().map(|reference| printer.reference(reference)).collect(),
        terms: plan.terms.into_iter().map(|term| printer.term(term)).collect(),
        themes,
        diagnostics: plan.problems.iter().map(|problem| printer.diagnostic(problem)).collect(),
        cleaning: clean
            .edits()
            .iter()
            .map(|edit| Cleaning { kind: edit.why, span: offsets.span(edit.span) })
            .collect(),
    }
}

/// The file a plan was read from.
pub(super) fn source_info(source: &Source, offsets: &Offsets) -> SourceInfo {
    SourceInfo {
        path: source.path.clone(),
        format: source.format.name(),
        encoding: source.encoding,
        bytes: source.bytes,
        chars: offsets.code_point(source.text.len()),
        sha256: source.sha256.clone(),
    }
}

/// Writes a document as JSON, indented or on one line, without a line end.
pub fn write(document: &Document, indented: bool, out: &mut dyn Write) -> io::Result<()> {
    if indented {
        serde_json::to_writer_pretty(out, document)?;
        return Ok(());
    }
    let mut text = Vec::with_capacity(1 << 16);
    append(document, &mut text);
    out.write_all(&text)
}

/// Writes a document as JSON on one line behind what `out` holds, without a line end.
pub fn append(document: &Document, out: &mut Vec<u8>) {
    // A document has nothing that is no JSON, and writing to memory does not fail.
    serde_json::to_writer(&mut *out, document).expect("a document is JSON");
}

/// Turns values of the model into those of the format.
pub(super) struct Printer<'a> {
    pub(super) offsets: &'a Offsets<'a>,
    pub(super) lang: Lang,
}

pub(super) fn task_id(at: usize) -> String {
    id('t', at + 1)
}

pub(super) fn section_id(at: usize) -> String {
    id('s', at + 1)
}

/// A letter and a number.
fn id(letter: char, number: usize) -> String {
    let mut id = String::with_capacity(8);
    // Writing to memory does not fail.
    let _ = write!(id, "{letter}{number}");
    id
}

pub(super) fn rounded(score: f32) -> f64 {
    (f64::from(score) * 100.0).round() / 100.0
}

impl Printer<'_> {
    fn spans(&self, spans: &[crate::text::Span]) -> Vec<Span> {
        spans.iter().map(|span| self.offsets.span(*span)).collect()
    }

    /// Sections nest as deep as numbering schemes do.
    fn sections(&self, sections: Vec<model::Section>) -> Vec<Section> {
        let section = |section: model::Section| Section {
            id: section_id(section.id),
            level: section.level,
            number: section.number,
            title: section.title,
            role: section.role.into(),
            span: self.offsets.span(section.span),
            heading_span: self.offsets.span(section.heading_span),
            children: self.sections(section.children),
        };
        sections.into_iter().map(section).collect()
    }

    fn task(&self, at: usize, task: model::Task) -> Task {
        Task {
            id: task_id(at),
            key: task.key,
            section: task.section.map(section_id),
            number: task.number,
            title: task.title,
            text: task.text,
            span: self.offsets.span(task.span),
            columns: task
                .columns
                .into_iter()
                .map(|(name, cell)| (name, Phrase { text: cell.text, span: self.offsets.span(cell.span) }))
                .collect(),
            measures: task
                .measures
                .into_iter()
                .map(|m| Phrase { text: m.text, span: self.offsets.span(m.span) })
                .collect(),
            owners: task.owners.into_iter().map(|owner| self.owner(owner)).collect(),
            deadline: task.deadline.as_ref().map(|deadline| self.deadline(deadline)),
            themes: task.themes.iter().map(|(id, score)| Theme { id, score: rounded(*score) }).collect(),
        }
    }

    pub(super) fn deadline(&self, deadline: &model::Deadline) -> Deadline {
        Deadline {
            text: deadline.text.clone(),
            date: deadline.date.map(|day| day.to_string()),
            source: if deadline.inherited { DeadlineSource::Inherited } else { DeadlineSource::Own },
            span: self.offsets.span(deadline.span),
        }
    }

    fn owner(&self, owner: model::Owner) -> Owner {
        Owner {
            name: owner.name,
            canonical: owner.canonical,
            kind: owner.kind.into(),
            role: owner.role.into(),
            source: owner.source.into(),
            from: match owner.from {
                Origin::Task(at) => task_id(at),
                Origin::Section(at) => section_id(at),
            },
            open_ended: owner.open_ended,
            span: self.offsets.span(owner.span),
        }
    }

    fn group(&self, group: model::Group) -> Group {
        let member = |member: model::Member| Member {
            name: member.name,
            role: member.role,
            placeholder: member.placeholder,
            span: self.offsets.span(member.span),
        };
        Group {
            name: group.name,
            members: group.members.into_iter().map(member).collect(),
            span: self.offsets.span(group.span),
        }
    }

    fn date(&self, date: model::DateMention) -> DateMention {
        DateMention {
            text: date.text,
            kind: date.kind.into(),
            start: date.start.map(|day| day.to_string()),
            end: date.end.map(|day| day.to_string()),
            recurrence: date.recurrence,
            due: date.due,
            task: date.task.map(task_id),
            span: self.offsets.span(date.span),
        }
    }

    pub(super) fn target(&self, target: model::Target) -> Target {
        Target {
            text: target.text,
            value: target.value.and_then(|digits| RawValue::from_string(digits).ok()),
            unit: target.unit,
            bound: target.bound.into(),
            change: target.change.map(Change::from),
            of: target.of,
            task: target.task.map(task_id),
            span: self.offsets.span(target.span),
        }
    }

    fn reference(&self, reference: model::Reference) -> Reference {
        Reference {
            title: reference.title,
            number: reference.number,
            kind: reference.kind,
            spans: self.spans(&reference.spans),
            tasks: reference.tasks.iter().copied().map(task_id).collect(),
        }
    }

    fn term(&self, term: model::Term) -> Term {
        Term {
            text: term.text,
            kind: term.kind.into(),
            count: term.count,
            spans: self.spans(&term.spans),
            tasks: term.tasks.iter().copied().map(task_id).collect(),
        }
    }

    fn diagnostic(&self, problem: &model::Problem) -> Diagnostic {
        let (line, column) = self.offsets.line_column(problem.span.start());
        Diagnostic {
            check: problem.check,
            severity: problem.severity.into(),
            message: problem.message.of(self.lang).to_owned(),
            span: self.offsets.span(problem.span),
            line,
            column,
            help: problem.help.as_ref().map(|help| help.of(self.lang).to_owned()),
        }
    }
}

/// Owners by full name, in order of first mention.
fn owners(plan: &Plan) -> Vec<OwnerIndex> {
    let mut index: Vec<OwnerIndex> = Vec::new();
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, task) in plan.tasks.iter().enumerate() {
        for owner in &task.owners {
            let place = *places.entry(&owner.canonical).or_insert_with(|| {
                index.push(OwnerIndex {
                    name: owner.name.clone(),
                    canonical: owner.canonical.clone(),
                    kind: owner.kind.into(),
                    ..OwnerIndex::default()
                });
                index.len() - 1
            });
            let entry = &mut index[place];
            let tasks = match owner.role {
                model::OwnerRole::Lead => &mut entry.lead,
                model::OwnerRole::Responsible => &mut entry.responsible,
                model::OwnerRole::Support => &mut entry.support,
                model::OwnerRole::Accountable => &mut entry.accountable,
                model::OwnerRole::Supervisor => &mut entry.supervisor,
            };
            let id = task_id(at);
            if tasks.last() != Some(&id) {
                tasks.push(id);
            }
        }
    }
    index
}

/// The share of tasks whose first theme each is, largest first, then by id.
fn themes(plan: &Plan) -> Vec<ThemeShare> {
    let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
    for (id, _) in plan.tasks.iter().filter_map(|task| task.themes.first()) {
        *counts.entry(id).or_default() += 1;
    }
    let all = plan.tasks.len().max(1) as f32;
    let mut counts: Vec<_> = counts.into_iter().collect();
    order::by_key(&mut counts, |(id, count)| (std::cmp::Reverse(*count), *id));
    counts.into_iter().map(|(id, count)| ThemeShare { id, share: rounded(count as f32 / all) }).collect()
}
