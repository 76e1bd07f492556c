//! What a plan is. Only data: spans point into the source, strings are cleaned.
//!
//! Nothing here is serialised; the public format has its own structs in `report`.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::text::Span;

mod said;
pub use said::{Lang, Said};

/// A stretch of the document: its cleaned text and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// The text, cleaned.
    pub text: String,
    /// Its place in the source.
    pub span: Span,
}

/// A plan as read from one document.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// The title of the plan itself, not of the notice around it, nor of the website.
    pub title: Option<Phrase>,
    /// What kind of document it is.
    pub kind: Kind,
    /// The year the plan is for; none when it spans several or cannot be told.
    pub year: Option<i16>,
    /// The days the plan is for, first and last.
    pub period: Option<(Date, Date)>,
    /// Who issued it.
    pub issuer: Option<Phrase>,
    /// Such as `国办发〔2020〕6号`.
    pub document_number: Option<Phrase>,
    /// The day of issue.
    pub issued_on: Option<Date>,
    /// Whom it is addressed to.
    pub addressees: Vec<Phrase>,
    /// The covering notice, if the plan came with one: its title and where it stands.
    pub notice: Option<Phrase>,
    /// The section tree, in document order.
    pub sections: Vec<Section>,
    /// The tasks, in document order; [`TaskId`] is the index.
    pub tasks: Vec<Task>,
    /// Leading groups and their members.
    pub groups: Vec<Group>,
    /// Dates, in document order.
    pub dates: Vec<DateMention>,
    /// Targets, in document order.
    pub targets: Vec<Target>,
    /// Laws, plans and documents named, in order of first mention.
    pub references: Vec<Reference>,
    /// Set phrases, meetings and campaigns, in order of first mention.
    pub terms: Vec<Term>,
    /// What is odd in the document, in document order.
    pub problems: Vec<Problem>,
    /// What a person corrected, by task.
    pub corrected: BTreeMap<TaskId, Vec<Corrected>>,
}

/// A part of a task that a person corrected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Corrected {
    /// Its title.
    Title,
    /// Its owners of a duty.
    Owners(OwnerRole),
    /// Its deadline.
    Deadline,
    /// All of it: it was taken apart, or others were put into it.
    Text,
}

/// What kind of document a plan is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Kind {
    KeyPoints,
    #[default]
    WorkPlan,
    ImplementationPlan,
    TaskAssignment,
    WorkReport,
    Programme,
    Opinion,
    Speech,
    Rules,
    Summary,
    Notice,
    Other,
}

/// The index of a task in [`Plan::tasks`]; printed from 1, as `t1`.
pub type TaskId = usize;

/// A section of the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Its number in document order from 0, children included; printed from 1, as `s1`.
    pub id: usize,
    /// 1 for the outermost scheme of this document.
    pub level: u8,
    /// The marker as written, without its closing punctuation: `一`, `(一)`, `第一阶段`.
    pub number: Option<String>,
    /// The heading without its marker.
    pub title: String,
    /// What the section is for.
    pub role: SectionRole,
    /// The whole section with its heading.
    pub span: Span,
    /// The heading.
    pub heading_span: Span,
    /// Sections inside it.
    pub children: Vec<Section>,
}

/// What a section is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum SectionRole {
    Preamble,
    GuidingPrinciples,
    Goals,
    Organization,
    Phases,
    #[default]
    Tasks,
    Safeguards,
    Review,
    Annex,
}

/// Something to be done.
#[derive(Debug, Clone, PartialEq)]
pub struct Task {
    /// Made of the content, the same in a later run: `k-3f9a2c`.
    pub key: String,
    /// The [`Section::id`] it stands in.
    pub section: Option<usize>,
    /// The marker as written, if it has one.
    pub number: Option<String>,
    /// The lead sentence without its end mark, or the first clause.
    pub title: String,
    /// All of its text, cleaned.
    pub text: String,
    /// From its marker or heading to its end.
    pub span: Span,
    /// Its sentences, without the lead sentence and owner brackets.
    pub measures: Vec<Phrase>,
    /// Of a row of a table: the cells that are none of the above nor the deadline, by the head of their column.
    pub columns: Vec<(String, Phrase)>,
    /// Who has to do with it.
    pub owners: Vec<Owner>,
    /// The day by which all of it is to be done.
    pub deadline: Option<Deadline>,
    /// What it is about, best first: the theme's id and a score from 0 to 1.
    pub themes: Vec<(&'static str, f32)>,
}

/// A unit or person with a duty in a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owner {
    /// As written.
    pub name: String,
    /// The full name, where the document or its level tells.
    pub canonical: String,
    /// What it is.
    pub kind: OwnerKind,
    /// Its duty.
    pub role: OwnerRole,
    /// How it is known.
    pub source: OwnerSource,
    /// Whose annotation or sentence names it: the task's own, another's, or a section's.
    pub from: Origin,
    /// Whether `等` left more unnamed.
    pub open_ended: bool,
    /// The name's place.
    pub span: Span,
}

/// Where a value was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// In a task, by its index.
    Task(TaskId),
    /// In a section, by its [`Section::id`].
    Section(usize),
}

/// What an owner is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum OwnerKind {
    #[default]
    Organization,
    Group,
    Person,
    Collective,
}

/// An owner's duty in a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum OwnerRole {
    /// 牵头, 主抓, 组织, 统筹.
    Lead,
    /// 责任, 负责, 落实, or a bare list.
    Responsible,
    /// 配合, 参加, 协助, 支持.
    Support,
    /// 责任领导, 分管领导, 第一责任人.
    Accountable,
    /// 督办, 督导, 指导.
    Supervisor,
}

/// How an owner is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum OwnerSource {
    /// A bracket, a `责任单位：` line or a table cell of the task's own.
    Annotation,
    /// The subject of a sentence.
    Subject,
    /// The annotation of the section or of a run of tasks; where the owner's span stands.
    Inherited,
}

/// When a task is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    /// As written, cleaned.
    pub text: String,
    /// The last day, when it can be told.
    pub date: Option<Date>,
    /// Whether it is taken from the section.
    pub inherited: bool,
    /// Its place.
    pub span: Span,
}

/// A leading group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Its name.
    pub name: String,
    /// Its members in order.
    pub members: Vec<Member>,
    /// The whole passage.
    pub span: Span,
}

/// A member of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// As written, `XXX` for a placeholder.
    pub name: String,
    /// 组长, 副组长, 成员 …
    pub role: String,
    /// Whether the name is a placeholder.
    pub placeholder: bool,
    /// The name's place.
    pub span: Span,
}

/// A date or time mentioned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateMention {
    /// As written, cleaned.
    pub text: String,
    /// What it says.
    pub kind: DateKind,
    /// The first day, inclusive; a deadline has none.
    pub start: Option<Date>,
    /// The last day, inclusive.
    pub end: Option<Date>,
    /// For recurring ones, a recurrence rule of RFC 5545, such as `FREQ=MONTHLY;BYMONTHDAY=15`.
    pub recurrence: Option<String>,
    /// What is due then, in the words of its sentence; deadlines within tasks have it.
    pub due: Option<String>,
    /// The task it stands in.
    pub task: Option<TaskId>,
    /// Its place.
    pub span: Span,
}

/// What a date says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum DateKind {
    Deadline,
    Period,
    Point,
    NamedDay,
    Recurring,
    Ongoing,
    Past,
}

/// A number to be reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// As written with its bound, cleaned.
    pub text: String,
    /// The exact number in decimal digits, such as `80` or `6.5`; 万 and 亿 are multiplied out.
    pub value: Option<String>,
    /// Such as `%`, `个`, `元`.
    pub unit: Option<String>,
    /// On which side it is bounded.
    pub bound: Bound,
    /// Whether it is a change, or what is changed to.
    pub change: Option<Change>,
    /// What is measured.
    pub of: Option<String>,
    /// The clause in which it stands, cleaned: `全年新增就业5300人`. A long one is cut.
    pub clause: String,
    /// The task it stands in.
    pub task: Option<TaskId>,
    /// Its place.
    pub span: Span,
}

/// On which side a target is bounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Bound {
    AtLeast,
    AtMost,
    About,
    #[default]
    Exact,
}

/// How a target changes what it measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Change {
    Increase,
    Decrease,
    To,
}

/// A law, plan or document named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// Without its book marks.
    pub title: String,
    /// Its document number, where one stands beside it.
    pub number: Option<String>,
    /// `law`, `policy`, `plan`, `publication`, `list`, `other`.
    pub kind: &'static str,
    /// Every mention.
    pub spans: Vec<Span>,
    /// The tasks that mention it.
    pub tasks: Vec<TaskId>,
}

/// A set phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Without quotes.
    pub text: String,
    /// What sort it is.
    pub kind: TermKind,
    /// For numbered ones, the number: 四个意识 4.
    pub count: Option<u32>,
    /// Every mention.
    pub spans: Vec<Span>,
    /// The tasks that mention it.
    pub tasks: Vec<TaskId>,
}

/// What sort a term is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum TermKind {
    Quoted,
    Numbered,
    Meeting,
    Campaign,
}

/// Something odd in a document, found while reading it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The name of what is flagged, such as `impossible-date`.
    pub check: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// Where it is.
    pub span: Span,
    /// What is wrong.
    pub message: Said,
    /// What to do.
    pub help: Option<Said>,
}

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Severity {
    Error,
    Warning,
    Hint,
}

impl Plan {
    /// All sections, parents before children, in document order.
    pub fn all_sections(&self) -> Vec<&Section> {
        fn walk<'p>(sections: &'p [Section], all: &mut Vec<&'p Section>) {
            for section in sections {
                all.push(section);
                walk(&section.children, all);
            }
        }
        let mut all = Vec::new();
        walk(&self.sections, &mut all);
        all
    }

    /// The titles of the sections that lead to `id`, outermost first.
    pub fn path(&self, id: usize) -> Vec<&str> {
        fn walk<'p>(sections: &'p [Section], id: usize, path: &mut Vec<&'p str>) -> bool {
            sections.iter().any(|section| {
                path.push(&section.title);
                let found = section.id == id || walk(&section.children, id, path);
                if !found {
                    path.pop();
                }
                found
            })
        }
        let mut path = Vec::new();
        walk(&self.sections, id, &mut path);
        path
    }
}
