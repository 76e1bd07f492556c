//! What is said of each task: owners, deadline, measures, themes, and the dates, targets, terms and references of the
//! whole document.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashSet};
use std::ops::Range;
use std::rc::Rc;

use crate::extract::date::{Calendar, FoundDate};
use crate::extract::draft::{Draft, Drafts};
use crate::extract::owner::{Annotation, FirstLeads, Named};
use crate::extract::section::number;
use crate::extract::target::FoundTarget;
use crate::extract::{Reading, date, group, owner, reference, section, table, target, term, theme};
use crate::lex::is_word;
use crate::lex::marker::Scheme;
use crate::lex::numeral;
use crate::lex::sentence::{sentences, trim, trim_end_marks};
use crate::model::{
    DateKind, DateMention, Deadline, Group, Kind, Member, Origin, Owner, OwnerRole, OwnerSource, Phrase,
    Plan, Problem, Reference, Said, SectionRole, Severity, Target, Task, Term,
};
use crate::text::order;
use crate::text::{Span, floor, stretch};

/// Fills everything of `plan` but its own fields and its sections.
pub(super) fn fill(reading: Reading, main: usize, roles: &[SectionRole], drafts: Drafts, plan: &mut Plan) {
    let Reading { text, hits, document, .. } = reading;
    let mut review: Vec<Range<usize>> = top(reading, roles, |role| role == SectionRole::Review);
    if section::is_account(reading, plan.title.as_ref()) {
        let part = &document.parts[main];
        let first = part.roots.first().map_or(part.range.end, |&root| document.nodes[root].start);
        review.insert(0, part.range.start..first.max(part.range.start));
    }
    let due: Vec<Range<usize>> =
        drafts.list.iter().filter_map(|draft| draft.row.as_ref()?.deadline.clone()).collect();
    let mut held: Vec<Range<usize>> =
        drafts.list.iter().filter_map(|draft| draft.row.as_ref()?.day.clone()).collect();
    order::by_key(&mut held, |cell| cell.start);
    held.dedup();
    let calendar = Calendar {
        year: plan.year,
        issued_on: plan.issued_on,
        period: plan.period,
        past: &review,
        due: &due,
        held: &held,
        published: super::meta::published(reading),
        workbook: reading.workbook,
    };
    let dates = date::dates(text, hits, &calendar);
    let mut skip = outside(&drafts, document.parts[main].range.start, text.len());
    skip.extend(review.iter().cloned());
    skip.extend(before(reading, main, plan.year, &dates));
    skip.retain(|range| !range.is_empty());
    order::by_key(&mut skip, |range| range.start);
    let mut assigner = Assigner {
        reading,
        plan,
        drafts: &drafts,
        dates: &dates,
        onward: false,
        lead_mark: owner::lead_mark(text, hits),
        everyone: Vec::new(),
        unread: Vec::new(),
        heads: RefCell::default(),
    };
    let tasks = assigner.tasks();
    let unread = std::mem::take(&mut assigner.unread);
    plan.tasks = tasks;
    plan.problems =
        dates.iter().filter(|date| date.impossible).map(|date| impossible(reading, date)).collect();
    plan.problems.extend(unread.into_iter().map(|place| self::unread(reading, place)));
    let said = Sayings { reading, drafts: &drafts };
    plan.targets = said.targets(&skip, &dates);
    plan.references = said.references();
    plan.terms = said.terms();
    plan.groups = said.groups(document.parts[main].range.start);
    plan.dates = said.dates(&dates);
}

/// Where no targets are: before the main part and behind its own text, where only the rows of annexed task tables count.
fn outside(drafts: &Drafts, letter: usize, len: usize) -> Vec<Range<usize>> {
    let mut skip = Vec::new();
    skip.push(0..letter);
    let mut end = drafts.said;
    for draft in drafts.list.iter().filter(|draft| draft.range.start >= drafts.said) {
        skip.push(end..draft.range.start.max(end));
        end = end.max(draft.range.end);
    }
    skip.push(end..len.max(end));
    skip
}

/// What the whole document says, with the tasks that say it.
struct Sayings<'a> {
    reading: Reading<'a>,
    drafts: &'a Drafts,
}

impl Sayings<'_> {
    fn task_at(&self, place: &Range<usize>) -> Option<usize> {
        let list = &self.drafts.list;
        let after = list.partition_point(|draft| draft.range.start <= place.start);
        after.checked_sub(1).filter(|&at| place.start < list[at].range.end)
    }

    fn tasks_of(&self, places: &[Range<usize>]) -> Vec<usize> {
        let mut tasks: Vec<usize> = places.iter().filter_map(|place| self.task_at(place)).collect();
        tasks.dedup();
        tasks
    }

    fn spans(&self, places: &[Range<usize>]) -> Vec<Span> {
        places.iter().map(|place| self.reading.span(place.clone())).collect()
    }

    fn targets(&self, skip: &[Range<usize>], dates: &[FoundDate]) -> Vec<Target> {
        let Reading { text, hits, .. } = self.reading;
        let said = |found: FoundTarget| Target {
            text: self.reading.words(found.place.clone()),
            value: found.value,
            unit: found.unit.map(|unit| printed(self.reading, &found.place, &unit)),
            bound: found.bound,
            change: found.change,
            of: found.of.map(|of| self.reading.words(of)),
            clause: self.reading.words(clause(text, &found.place)),
            task: self.task_at(&found.place),
            span: self.reading.span(found.place),
        };
        target::targets(text, hits, skip, dates).into_iter().map(said).collect()
    }

    fn references(&self) -> Vec<Reference> {
        let Reading { text, hits, .. } = self.reading;
        let found = reference::references(text, hits).into_iter();
        let said = |found: reference::FoundReference| Reference {
            title: self.reading.words(found.title),
            number: found.number.map(|number| self.reading.words(number)),
            kind: found.kind,
            tasks: self.tasks_of(&found.places),
            spans: self.spans(&found.places),
        };
        found.map(said).collect()
    }

    fn terms(&self) -> Vec<Term> {
        let Reading { text, hits, .. } = self.reading;
        let said = |found: term::FoundTerm| Term {
            text: self.reading.words(found.text),
            kind: found.kind,
            count: found.count,
            tasks: self.tasks_of(&found.places),
            spans: self.spans(&found.places),
        };
        term::terms(text, hits).into_iter().map(said).collect()
    }

    /// Members are often listed in an annex.
    fn groups(&self, from: usize) -> Vec<Group> {
        let Reading { text, hits, .. } = self.reading;
        let member = |member: group::FoundMember| Member {
            name: unspaced(self.reading.words(member.name.clone())),
            role: member.role,
            placeholder: member.placeholder,
            span: self.reading.span(member.name),
        };
        let said = |found: group::FoundGroup| Group {
            name: found.name.map(|name| self.reading.words(name)).unwrap_or_default(),
            members: found.members.into_iter().map(member).collect(),
            span: self.reading.span(found.place),
        };
        group::groups(text, hits, from..text.len()).into_iter().map(said).collect()
    }

    fn dates(&self, dates: &[FoundDate]) -> Vec<DateMention> {
        let said = |(at, found): (usize, &FoundDate)| {
            let task = self.task_at(&found.place);
            let due = task
                .filter(|_| found.kind == DateKind::Deadline)
                .and_then(|task| due_then(self.reading.text, dates, at, &self.drafts.list[task].range));
            DateMention {
                text: self.reading.words(found.place.clone()),
                kind: found.kind,
                start: found.start,
                end: found.end,
                recurrence: found.recurrence.clone(),
                due: due.map(|range| self.reading.words(range)),
                task,
                span: self.reading.span(found.place.clone()),
            }
        };
        dates.iter().enumerate().map(said).collect()
    }
}

/// A unit in the characters of the source: 項 where the text read has 项.
fn printed(reading: Reading, place: &Range<usize>, unit: &str) -> String {
    let at = reading.text[place.clone()].rfind(unit).map(|at| place.start + at);
    let words = at.map(|at| &reading.clean.text()[at..at + unit.len()]);
    words.unwrap_or(unit).to_owned()
}

/// What paragraphs above the first heading tell of a year before the plan's: up to the sentence that comes to this one.
fn before(reading: Reading, main: usize, year: Option<i16>, dates: &[FoundDate]) -> Vec<Range<usize>> {
    let Reading { text, document, .. } = reading;
    let Some(year) = year else { return Vec::new() };
    let this = format!("{year}年");
    let mut found = Vec::new();
    for line in crate::tree::lines(text, document.parts[main].front.clone()) {
        let from = dates.partition_point(|date| date.place.start < line.start);
        let told = dates.get(from).is_some_and(|date| {
            date.place.start == line.start && date.end.is_some_and(|end| end.year() < year)
        });
        let words = &text[line.clone()];
        if !(told || ["过去一年", "去年", "上年", "一年来"].iter().any(|word| words.starts_with(word)))
        {
            continue;
        }
        let turn = ["今年", "新的一年", this.as_str()].iter().filter_map(|word| words.find(word)).min();
        found.push(line.start..turn.map_or(line.end, |at| line.start + at));
    }
    found
}

/// The places of the outermost nodes whose role is wanted.
fn top(reading: Reading, roles: &[SectionRole], wanted: impl Fn(SectionRole) -> bool) -> Vec<Range<usize>> {
    let nodes = &reading.document.nodes;
    let outermost = |at: usize| nodes[at].parent.is_none_or(|parent| !wanted(roles[parent]));
    (0..nodes.len())
        .filter(|&at| wanted(roles[at]) && outermost(at))
        .map(|at| {
            let other = nodes[at].children.iter().find(|&&child| !wanted(roles[child]));
            nodes[at].start..other.map_or(nodes[at].end, |&child| nodes[child].start)
        })
        .collect()
}

fn unread(reading: Reading, place: Range<usize>) -> Problem {
    let words = reading.words(place.clone());
    Problem {
        check: "unread-owner",
        severity: Severity::Hint,
        span: reading.span(place),
        message: Said::new(
            format!("“{words}”列在责任单位之间，未能读作单位"),
            format!("`{words}` stands among owners and was not read as one"),
        ),
        help: None,
    }
}

fn impossible(reading: Reading, date: &FoundDate) -> Problem {
    let words = reading.words(date.place.clone());
    Problem {
        check: "impossible-date",
        severity: Severity::Error,
        span: reading.span(date.place.clone()),
        message: Said::new(format!("没有“{words}”这一天"), format!("there is no day `{words}`")),
        help: None,
    }
}

/// The words of what is due on the day of `dates[at]`: those behind it in its sentence, up to the clause of the next day;
/// those of its clause, where that says more; else those before it in its sentence.
///
/// ```text
/// 3月底前│完成选址│，6月底前│开工│        确保│小学9月1日前投用│、医院10月底前封顶        │整修道路，9月底前完成│
/// ```
fn due_then(text: &str, dates: &[FoundDate], at: usize, task: &Range<usize>) -> Option<Range<usize>> {
    const REACH: usize = 60;
    let stop = |c: char| matches!(c, '。' | '；' | ';' | '\n' | '\t' | '|' | '）' | ')' | '（' | '(');
    let pause = |c: char| stop(c) || matches!(c, '，' | ',' | '、' | '：' | ':');
    let mark = |c: char| c.is_whitespace() || matches!(c, '，' | ',' | '、' | '：' | ':');
    let words = |range: &Range<usize>| text[range.clone()].chars().filter(|c| is_word(*c)).count();
    let behind = |at: usize| at + text[at..].chars().next().map_or(0, char::len_utf8);
    let place = &dates[at].place;
    // 2月底、7月底、11月底前分别完成…: what follows the last is said of all.
    let mut last = place.end;
    let mut next = dates[at + 1..].iter().take_while(|date| date.place.start < task.end).peekable();
    let joint = |c: char| matches!(c, '、' | '和' | '及' | ' ');
    while let Some(date) =
        next.next_if(|date| date.place.start > last && text[last..date.place.start].chars().all(joint))
    {
        last = date.place.end;
    }
    let rest = &text[last..task.end.max(last)];
    let end = rest.char_indices().take(REACH).find(|(_, c)| stop(*c)).map_or(rest.len(), |(at, _)| at);
    let mut end = floor(text, (last + end).min(last + 3 * REACH));
    let next = next.next().map(|date| date.place.start).filter(|next| (last..end).contains(next));
    if let Some(next) = next {
        end = text[last..next].rfind(pause).map_or(end, |pause| last + pause);
    }
    let lead = text[last..end].len() - text[last..end].trim_start_matches(mark).len();
    let after = trim_marks(text, last + lead..end);
    if words(&after) > 4 {
        return Some(after);
    }
    let from = floor(text, task.start.max(place.start.saturating_sub(3 * REACH)));
    let sentence = text[from..place.start].rfind(stop).map_or(from, |at| behind(from + at));
    let several = next.is_some() || last > place.end || at > 0 && dates[at - 1].place.end > sentence;
    if several {
        let clause = text[from..place.start].rfind(pause).map_or(from, |at| behind(from + at));
        return match words(&(clause..place.start)) {
            0 | 1 => Some(after).filter(|after| words(after) > 0),
            _ => Some(trim_marks(text, clause..end)),
        };
    }
    // 整修道路，9月底前完成: what is completed stands before.
    let whole = trim_marks(text, sentence..end.max(place.end));
    (words(&whole) > words(place)).then_some(whole)
}

/// Whether a date is that of a part of what the sentence is about: in an item of its own, behind 其中, in a bracket behind
/// one of several things; or whether it holds no more, for the day was put off.
///
/// ```text
/// （1）6月底前建成甲站；    其中，乙站9月底前建成    推进甲站（6月底前）、乙站建设    由6月底推迟到9月底
/// ```
fn is_of_part(text: &str, place: &Range<usize>, task: &Range<usize>) -> bool {
    const REACH: usize = 360;
    let from = floor(text, task.start.max(place.start.saturating_sub(REACH)));
    let before = &text[from..place.start];
    let end = |at: usize| at + before[at..].chars().next().map_or(0, char::len_utf8);
    let sentence = before.rfind(['。', '；', ';', '\n']).map(end);
    let item = sentence.is_some_and(|at| opens_item(before[at..].trim_start()));
    let sentence = &before[sentence.unwrap_or(0)..];
    let after = &text[place.end..floor(text, task.end.min(place.end + REACH)).max(place.end)];
    let moved = ["推迟", "延期", "延后", "延长", "顺延", "调整到", "调整至", "提前到", "提前至"];
    let open = before.rfind(['（', '(']).is_some_and(|at| !before[at..].contains(['）', ')']));
    let inner = open
        && after
            .find(['）', ')'])
            .is_some_and(|at| at < 60 && after[at..].trim_start_matches(['）', ')']).starts_with('、'));
    item || sentence.contains("其中")
        || inner
        || moved.iter().any(|word| after.starts_with(word))
        || before.ends_with("原定")
        || before.ends_with("原计划")
}

/// Whether a sentence opens with the number of an item: （1）, 2., ③, 一是.
fn opens_item(sentence: &str) -> bool {
    if sentence.starts_with(|c| matches!(c, '①'..='⑳')) {
        return true;
    }
    let inner = sentence.trim_start_matches(['（', '(']);
    let number = |c: char| c.is_ascii_digit() || numeral::digit_of(c).is_some() || c == '十';
    let rest = inner.trim_start_matches(number);
    rest.len() < inner.len() && rest.starts_with(['）', ')', '.', '．', '、', '是'])
}

/// How many headings beside one are asked whether they name offices too.
const BESIDE: usize = 12;

/// The most tasks back that one may name owners for.
const SUMMED: usize = 100;

/// The clause around a place, no further than forty characters off on either side.
fn clause(text: &str, place: &Range<usize>) -> Range<usize> {
    const REACH: usize = 40;
    let ends = |c: &(usize, char)| {
        matches!(
            c.1,
            '，' | ',' | '。' | '；' | ';' | '：' | ':' | '！' | '？' | '（' | '(' | '）' | ')' | '\n' | '|'
        )
    };
    let before = text[..place.start].char_indices().rev().take(REACH).take_while(|c| !ends(c)).last();
    let after = text[place.end..].char_indices().take(REACH).take_while(|c| !ends(c)).last();
    let end = after.map_or(place.end, |(at, c)| place.end + at + c.len_utf8());
    before.map_or(place.start, |(at, _)| at)..end
}

struct Assigner<'a> {
    reading: Reading<'a>,
    plan: &'a Plan,
    drafts: &'a Drafts,
    dates: &'a [FoundDate],
    /// 列第一位者为牵头单位，下同 has been read.
    onward: bool,
    /// The mark that a note gives to those who lead.
    lead_mark: Option<char>,
    /// 以下均需…落实: owners of every later task.
    everyone: Vec<(Named, usize)>,
    /// What stands among the names of owners and could not be read as one.
    unread: Vec<Range<usize>>,
    /// What [`Assigner::head`] has read, by node.
    heads: RefCell<BTreeMap<usize, Rc<[Annotation]>>>,
}

/// Which later task of its section closes with an annotation that a task may take.
#[derive(Debug, Clone, Copy, Default)]
struct Closing {
    /// The next one that ends with an annotation of owners.
    next: Option<usize>,
    /// Whether that is the last task of the section and the only one with an annotation.
    alone: bool,
}

fn closings(text: &str, drafts: &[Draft], found: &[Vec<Annotation>]) -> Vec<Closing> {
    let closes = |at: usize| {
        let annotation = found[at].iter().rfind(|a| !a.owners.is_empty());
        // It must end the task, but for a mark.
        annotation.is_some_and(|annotation| {
            let end = drafts[at].range.end;
            trim_end_marks(text, annotation.place.end.min(end)..end).is_empty()
        })
    };
    let mut closings = vec![Closing::default(); drafts.len()];
    let mut end = drafts.len();
    while end > 0 {
        let section = drafts[end - 1].section;
        let start = drafts[..end].iter().rposition(|draft| draft.section != section).map_or(0, |at| at + 1);
        let n_annotated = (start..end).filter(|&at| found[at].iter().any(|a| !a.owners.is_empty())).count();
        let mut next = None;
        for at in (start..end).rev() {
            closings[at] = Closing { next, alone: next == Some(end - 1) && n_annotated == 1 };
            if drafts[at].row.is_some() {
                next = None;
            } else if closes(at) {
                next = Some(at);
            }
        }
        end = start;
    }
    closings
}

/// The owners of a task, each once in a role; a table may give one as many as it has rows.
#[derive(Default)]
struct Owners {
    list: Vec<Owner>,
    /// Once there are more than [`FEW`], the names in their roles,
    known: HashSet<(String, OwnerRole)>,
    /// and the names that annotations gave.
    annotated: HashSet<String>,
}

/// So many owners are sooner looked through than kept in a set.
const FEW: usize = 16;

impl Owners {
    fn has(&self, name: &str, role: OwnerRole) -> bool {
        match self.known.is_empty() {
            true => self.list.iter().any(|owner| owner.role == role && owner.name == name),
            false => self.known.contains(&(name.to_owned(), role)),
        }
    }

    fn has_annotated(&self, name: &str) -> bool {
        let annotated = |owner: &Owner| owner.source == OwnerSource::Annotation && owner.name == name;
        if self.known.is_empty() { self.list.iter().any(annotated) } else { self.annotated.contains(name) }
    }

    fn push(&mut self, owner: Owner) {
        self.list.push(owner);
        if self.list.len() <= FEW {
            return;
        }
        let fresh = if self.known.is_empty() { 0 } else { self.list.len() - 1 };
        for owner in &self.list[fresh..] {
            self.known.insert((owner.name.clone(), owner.role));
            if owner.source == OwnerSource::Annotation {
                self.annotated.insert(owner.name.clone());
            }
        }
    }
}

impl Assigner<'_> {
    fn tasks(&mut self) -> Vec<Task> {
        let drafts = &self.drafts.list;
        let mut found: Vec<Vec<Annotation>> = drafts.iter().map(|draft| self.annotations(draft)).collect();
        let shared = self.lined(&mut found);
        let closings = closings(self.reading.text, drafts, &found);
        let summed = self.summed();
        let noted = self.noted();
        self.onward |= noted.is_some_and(|at| at == 0);
        // 以下均需各市落实 reaches as far as tasks of its part, and of parts that name owners too.
        let roots: Vec<Option<usize>> = (0..drafts.len()).map(|at| self.root(at)).collect();
        let named: HashSet<Option<usize>> = (0..drafts.len())
            .filter(|&at| found[at].iter().any(|a| !a.owners.is_empty()) || drafts[at].row.is_some())
            .map(|at| roots[at])
            .collect();
        let reaches = |from: usize, at: usize| roots[from] == roots[at] || named.contains(&roots[at]);
        let mut tasks: Vec<Task> = Vec::with_capacity(drafts.len());
        let mut keys = BTreeMap::new();
        for (at, draft) in drafts.iter().enumerate() {
            let annotations = &found[at];
            let before = self.everyone.len();
            let mut owners = Owners::default();
            match &draft.row {
                Some(cells) if !cells.owners.is_empty() => {
                    self.row_owners(at, cells, noted.is_some(), &mut owners);
                }
                _ => self.own(at, annotations, OwnerSource::Annotation, &mut owners),
            }
            self.subjects(at, annotations, &mut owners);
            if annotations.iter().all(|a| a.owners.is_empty()) && draft.row.is_none() {
                for (named, from) in summed[summed.partition_point(|(.., from)| *from <= at)..]
                    .iter()
                    .take_while(|(.., from)| *from <= at + SUMMED)
                    .filter(|(tasks, ..)| tasks.contains(&at))
                    .map(|(_, named, from)| (named, *from))
                {
                    self.add(named, OwnerSource::Inherited, Origin::Task(from), &mut owners);
                }
                match shared[at] {
                    Some(other) => {
                        for named in found[other].iter().flat_map(|a| &a.owners) {
                            self.add(named, OwnerSource::Inherited, Origin::Task(other), &mut owners);
                        }
                    }
                    None => self.inherit(at, &found, &closings, &mut owners),
                }
            }
            for (named, from) in self.everyone[..before].iter().filter(|(_, from)| reaches(*from, at)) {
                self.add(named, OwnerSource::Inherited, Origin::Task(*from), &mut owners);
            }
            let mut owners = owners.list;
            self.canonical(&mut owners);
            let title = self.title(draft, annotations);
            let deadline = self.deadline(draft, annotations);
            let key = key(self.reading, &title, draft, &mut keys);
            tasks.push(Task {
                key,
                section: draft.section.and_then(|node| self.section_id(node)),
                number: self.number(draft),
                text: self.reading.words(draft.title.start.max(draft.range.start)..draft.range.end),
                span: self.reading.span(draft.range.clone()),
                measures: self.measures(draft, annotations),
                columns: self.columns(draft),
                owners,
                deadline,
                themes: theme::themes(
                    self.reading.hits,
                    title.clone(),
                    draft.body.clone(),
                    &self.headings(draft),
                    self.plan.title.as_ref().map(|title| self.reading.clean.range(title.span)),
                ),
                title: self.reading.words(title),
            });
        }
        tasks
    }

    /// Adds the lines that hold nothing but units where at least three tasks have one. For each task, that of whose
    /// line it is part: in a run of numbers with one such line, all that say nothing themselves.
    fn lined(&self, found: &mut [Vec<Annotation>]) -> Vec<Option<usize>> {
        const FEWEST: usize = 3;
        let drafts = &self.drafts.list;
        let Reading { text, hits, .. } = self.reading;
        let mut shared = vec![None; drafts.len()];
        let lines: Vec<(usize, Annotation)> = (0..drafts.len())
            .filter(|&at| drafts[at].row.is_none() && found[at].is_empty())
            .filter_map(|at| Some((at, owner::lined(text, hits, drafts[at].range.clone())?)))
            .collect();
        if lines.len() < FEWEST {
            return shared;
        }
        let ordinal = |at: usize| drafts[at].marker.as_ref().map(|marker| (marker.scheme, marker.ordinal));
        let goes_on = |at: usize| {
            let before = at.checked_sub(1).and_then(ordinal);
            before.is_some_and(|(scheme, n)| ordinal(at) == Some((scheme, n + 1)))
        };
        for (at, _) in &lines {
            let start = (0..=*at).rev().take(SUMMED).find(|&at| !goes_on(at)).unwrap_or(*at);
            let end = (at + 1..drafts.len()).take(SUMMED).find(|&at| !goes_on(at));
            let end = end.unwrap_or(drafts.len().min(at + SUMMED));
            let before = |place: usize| lines.partition_point(|(other, _)| *other < place);
            if before(end) - before(start) == 1 {
                shared[start..end].fill(Some(*at));
            }
        }
        for (at, line) in lines {
            shared[at] = None;
            found[at].push(line);
        }
        shared
    }

    /// A draft's own annotations; a row has them only where no column says who has to do with it.
    fn annotations(&self, draft: &Draft) -> Vec<Annotation> {
        match &draft.row {
            Some(cells) if !cells.owners.is_empty() => Vec::new(),
            Some(_) => self.reading.annotations.of(draft.body.clone()),
            None => self.reading.annotations.of(draft.range.clone()),
        }
    }

    fn section_id(&self, mut node: usize) -> Option<usize> {
        let ids = self.drafts.ids.borrow();
        loop {
            match ids.get(&node) {
                Some(&id) => return Some(id),
                None => {
                    let nodes = &self.reading.document.nodes;
                    node = match node.checked_sub(nodes.len()) {
                        Some(group) => self.drafts.tables.groups.get(group)?.parent?,
                        None => nodes[node].parent?,
                    };
                }
            }
        }
    }

    fn number(&self, draft: &Draft) -> Option<String> {
        if let Some(marker) = &draft.marker {
            return Some(number(self.reading, marker));
        }
        let cells = draft.row.as_ref()?;
        let opening = || {
            let marker = table::first_number(self.reading.text, &cells.title)?;
            Some(cells.title.start + marker.number.start..cells.title.start + marker.number.end)
        };
        cells.number.clone().or_else(opening).map(|cell| self.reading.words(cell))
    }

    /// The cells of a row that tell anything else.
    fn columns(&self, draft: &Draft) -> Vec<(String, Phrase)> {
        let cells = draft.row.iter().flat_map(|cells| &cells.columns);
        cells.map(|(name, cell)| (name.clone(), self.reading.phrase(cell.clone()))).collect()
    }

    fn headings(&self, draft: &Draft) -> Vec<Range<usize>> {
        let nodes = &self.reading.document.nodes;
        let group = draft.row.as_ref().and_then(|cells| self.drafts.tables.groups.get(cells.group?));
        let mut found: Vec<Range<usize>> = group.iter().map(|group| group.title.clone()).collect();
        let mut at = match group {
            Some(group) => group.parent,
            None => draft.section,
        };
        while let Some(node) = at.and_then(|at| nodes.get(at)) {
            found.push(node.title.clone());
            at = node.parent;
        }
        found.reverse();
        found
    }

    /// The title without an owner bracket or a bracketed date at its end.
    fn title(&self, draft: &Draft, annotations: &[Annotation]) -> Range<usize> {
        let text = self.reading.text;
        let mut title = draft.title.clone();
        // ▲加固桥墩: the mark of an item, or of a kind of items
        let mark = |c: char| "▲△▼▽※★☆●◆◇■□►▶➤✓✔√•".contains(c) || c == ' ';
        let bare = text[title.clone()].trim_start_matches(mark);
        if !bare.is_empty() {
            title.start = title.end - bare.len();
        }
        if let Some(cut) =
            annotations.iter().map(|a| a.place.start).find(|at| title.contains(at) && *at > title.start)
        {
            title = trim_end_marks(text, title.start..cut);
        }
        let open =
            text[title.clone()].rfind(['（', '(']).map(|at| title.start + at).filter(|at| *at > title.start);
        // 提升阶段（2026年1月1日以后持续开展）
        let phase = |open: usize| {
            text[title.start..open].ends_with("阶段") && self.dates_in(open..title.end).next().is_some()
        };
        if let Some(open) = open.filter(|_| text[title.clone()].ends_with(['）', ')']))
            && (phase(open)
                || self.dates_in(open..title.end).map(|date| date.place.len()).sum::<usize>() * 2
                    > text[open..title.end].trim_matches(['（', '(', '）', ')']).len())
        {
            title = trim_end_marks(text, title.start..open);
        }
        title
    }

    fn dates_in(&self, range: Range<usize>) -> impl Iterator<Item = &FoundDate> {
        let from = self.dates.partition_point(|date| date.place.start < range.start);
        self.dates[from..].iter().take_while(move |date| date.place.end <= range.end)
    }

    /// Owners of annotations, with the rule that the first-listed leads.
    fn own(&mut self, at: usize, annotations: &[Annotation], source: OwnerSource, owners: &mut Owners) {
        for annotation in annotations {
            if annotation.labelled {
                self.unread.extend(annotation.unread.iter().cloned());
            }
            if annotation.first_leads == Some(FirstLeads::Onward) {
                self.onward = true;
            }
            let first_leads = annotation.labelled && (self.onward || annotation.first_leads.is_some());
            for (n, named) in annotation.owners.iter().enumerate() {
                let mut named = named.clone();
                if n == 0 && first_leads && named.role == OwnerRole::Responsible {
                    named.role = OwnerRole::Lead;
                }
                self.add(&named, source, Origin::Task(at), owners);
            }
            for named in &annotation.everyone {
                self.add(named, source, Origin::Task(at), owners);
                self.everyone.push((named.clone(), at));
            }
        }
    }

    /// Where a note outside all tasks says that the first-listed unit leads: before how many tasks it stands.
    fn noted(&self) -> Option<usize> {
        let Reading { text, hits, document, .. } = self.reading;
        let drafts = &self.drafts.list;
        let front = document
            .parts
            .iter()
            .map(|part| part.front.start)
            .rfind(|&at| drafts.first().is_some_and(|draft| at <= draft.range.start))?;
        let mut from = front;
        for (at, draft) in drafts.iter().enumerate() {
            if from < draft.range.start && owner::first_leads(text, hits, from..draft.range.start) {
                return Some(at);
            }
            from = from.max(draft.range.end);
        }
        (from < self.drafts.end && owner::first_leads(text, hits, from..self.drafts.end))
            .then_some(drafts.len())
    }

    fn row_owners(
        &mut self,
        at: usize,
        cells: &crate::extract::table::Cells,
        first_leads: bool,
        owners: &mut Owners,
    ) {
        let text = self.reading.text;
        let led = cells.owners.iter().any(|cell| cell.role == OwnerRole::Lead);
        for cell in &cells.owners {
            let lines = match table::items(text, cell.place.clone()) {
                Some((lead, items)) => std::iter::once(lead).chain(items).collect(),
                None => vec![cell.place.clone()],
            };
            let names = lines.into_iter().flat_map(|line| self.cell_owners(line, cell.role, cell.person));
            for (n, mut named) in names.enumerate() {
                if n == 0 && first_leads && !led && named.role == OwnerRole::Responsible {
                    named.role = OwnerRole::Lead;
                }
                self.add(&named, OwnerSource::Annotation, Origin::Task(at), owners);
            }
        }
    }

    /// The owners in a cell, or in a line of one. A name that a narrow column has broken (省自然资源和 规划厅) is one where its
    /// pieces are no names, and without the white space they are.
    fn cell_owners(&self, line: Range<usize>, role: OwnerRole, person: bool) -> Vec<Named> {
        let Reading { text, hits, .. } = self.reading;
        let words = &text[line.clone()];
        let broken = words.contains(' ') && words.len() <= 300 && !words.contains(['：', ':', '；']);
        if broken && owner::names_only(text, hits, line.clone()).is_none() {
            // Places in the joined text, and those they come from.
            let places: Vec<(usize, char)> =
                words.char_indices().filter(|(_, c)| !c.is_whitespace()).collect();
            let joined: String = places.iter().map(|(_, c)| c).collect();
            let lexicon = self.reading.scene.lexicon;
            let hits = lexicon.scan(&joined);
            if owner::names_only(&joined, &hits, 0..joined.len()).is_some() {
                let from = |at: usize| {
                    let n = joined[..at].chars().count();
                    line.start + places[n].0
                };
                let to = |at: usize| {
                    let (place, c) = places[joined[..at].chars().count() - 1];
                    line.start + place + c.len_utf8()
                };
                let names = owner::cell(&joined, &hits, 0..joined.len(), role, person).into_iter();
                return names
                    .map(|named| Named { place: from(named.place.start)..to(named.place.end), ..named })
                    .collect();
            }
        }
        owner::cell(text, hits, line, role, person)
    }

    /// Duties spoken in the task's sentences; beside an annotation only explicit ones.
    fn subjects(&self, at: usize, annotations: &[Annotation], owners: &mut Owners) {
        let draft = &self.drafts.list[at];
        if draft.row.is_some() {
            return;
        }
        let annotated = annotations.iter().any(|a| !a.owners.is_empty());
        let Reading { text, hits, .. } = self.reading;
        // 加强组织实施|各级住房部门要…: a heading that its text ran into names nobody with it.
        let (title, body) = (draft.title.end.min(draft.range.end), draft.body.start);
        let run_in = body == title && text[body..].starts_with(|c: char| c.is_alphanumeric());
        let seam = if run_in { title } else { draft.range.start };
        let parts = [draft.range.start..seam, seam..draft.range.end];
        for (named, explicit) in parts.into_iter().flat_map(|part| owner::subjects(text, hits, part)) {
            let before = annotations.partition_point(|a| a.place.start <= named.place.start);
            let bracketed =
                annotations[..before].iter().rev().take(4).any(|a| named.place.end <= a.place.end);
            if bracketed || annotated && !explicit {
                continue;
            }
            if !owners.has_annotated(&self.name(&named)) {
                self.add(&named, OwnerSource::Subject, Origin::Task(at), owners);
            }
        }
    }

    /// The outermost heading above a task.
    fn root(&self, at: usize) -> Option<usize> {
        let nodes = &self.reading.document.nodes;
        let mut node = self.drafts.list[at].section.filter(|&node| node < nodes.len());
        while let Some(parent) = node.and_then(|node| nodes[node].parent) {
            node = Some(parent);
        }
        node
    }

    /// Owners that the last of several tasks names for all of them: 以上三项任务由甲牵头，乙配合; 本部分由甲牵头. Which tasks
    /// before it they are of, the owner, and the task that says it.
    fn summed(&self) -> Vec<(Range<usize>, Named, usize)> {
        let drafts = &self.drafts.list;
        let text = self.reading.text;
        let mut found = Vec::new();
        for (at, draft) in drafts.iter().enumerate().filter(|(_, draft)| draft.row.is_none()) {
            let last = text[draft.range.clone()]
                .trim_end()
                .rfind('\n')
                .map_or(draft.range.start, |n| draft.range.start + n + 1);
            let line = trim(text, last..draft.range.end);
            let words = &text[line.clone()];
            let sum = SUMS[..2].iter().find_map(|word| words.strip_prefix(word));
            let count = sum.and_then(|rest| {
                let from = line.end - rest.len();
                numeral::han(text, from).map(|(n, _)| n as usize).or_else(|| {
                    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
                    rest[..digits].parse().ok()
                })
            });
            let part = SUMS[2..].iter().any(|word| words.starts_with(word));
            let first = match count {
                Some(n) => (at + 1).saturating_sub(n.min(SUMMED)),
                None if part => {
                    let root_here = self.root(at);
                    (0..at)
                        .rev()
                        .take(SUMMED)
                        .take_while(|&before| self.root(before) == root_here)
                        .last()
                        .unwrap_or(at)
                }
                None if sum.is_some() => (0..at)
                    .rev()
                    .take(SUMMED)
                    .take_while(|&before| drafts[before].section == draft.section)
                    .last()
                    .unwrap_or(at),
                None => continue,
            };
            let owners = owner::subjects(text, self.reading.hits, line);
            found.extend(
                owners.into_iter().filter(|(_, explicit)| *explicit).map(|(named, _)| (first..at, named, at)),
            );
        }
        found
    }

    /// A name as it is printed: without the spaces that broke it (省自然资源和 规划厅), and with those between words of letters.
    fn name(&self, named: &Named) -> String {
        let words = self.reading.words(named.place.clone());
        match words.bytes().any(|b| b.is_ascii_alphabetic()) {
            true => words,
            false => words.replace(' ', ""),
        }
    }

    /// Whether a mark stands at a name.
    fn is_marked(&self, named: &Named, mark: char) -> bool {
        let Named { place, .. } = named;
        self.reading.text[..place.start].trim_end_matches(' ').ends_with(mark)
            || self.reading.text[place.end..].starts_with(mark)
    }

    /// Adds a name unless it stands there in the same role.
    fn add(&self, named: &Named, source: OwnerSource, from: Origin, owners: &mut Owners) {
        let name = self.name(named);
        let role = match self.lead_mark.is_some_and(|mark| self.is_marked(named, mark)) {
            true if named.role == OwnerRole::Responsible => OwnerRole::Lead,
            _ => named.role,
        };
        if owners.has(&name, role) {
            return;
        }
        owners.push(Owner {
            // What all owners of the task are called in full is told when they are known.
            canonical: String::new(),
            name,
            kind: named.kind,
            role,
            source,
            from,
            open_ended: named.open_ended,
            span: self.reading.span(named.place.clone()),
        });
    }

    /// What a task without owners of its own takes: the annotation that closes its paragraph or section, or that of a
    /// heading above.
    fn inherit(&mut self, at: usize, found: &[Vec<Annotation>], closings: &[Closing], owners: &mut Owners) {
        let drafts = &self.drafts.list;
        let draft = &drafts[at];
        let text = self.reading.text;
        if let Some(other) = closings[at].next {
            let annotation = found[other].iter().rfind(|a| !a.owners.is_empty()).expect("it closes");
            let same_paragraph = drafts[other].paragraph == draft.paragraph && draft.marker.is_none();
            // A line of its own after the last item, or the end of a section whose tasks have no numbers.
            let line_start = text[..annotation.place.start].ends_with('\n');
            if same_paragraph || closings[at].alone && (draft.marker.is_none() || line_start) {
                for named in annotation.owners.clone() {
                    self.add(&named, OwnerSource::Inherited, Origin::Task(other), owners);
                }
                return;
            }
        }
        let nodes = &self.reading.document.nodes;
        let mut above = draft.section;
        while let Some(node) = above.filter(|&above| above < nodes.len()) {
            let said = self.head(node);
            if said.iter().any(|a| !a.owners.is_empty()) && nodes[node].start != draft.range.start {
                let id = self.section_id(node).unwrap_or(0);
                for named in said.iter().flat_map(|a| &a.owners) {
                    self.add(named, OwnerSource::Inherited, Origin::Section(id), owners);
                }
                return;
            }
            if owners.list.is_empty() && nodes[node].start != draft.range.start {
                let id = self.section_id(node).unwrap_or(0);
                for named in self.holders(node) {
                    self.add(&named, OwnerSource::Inherited, Origin::Section(id), owners);
                }
                if !owners.list.is_empty() {
                    return;
                }
            }
            above = nodes[node].parent;
        }
    }

    /// The offices that a heading names, where those beside it name offices too:
    ///
    /// ```text
    /// （一）省公司重点工作　（二）地市公司
    /// ```
    fn holders(&self, at: usize) -> Vec<Named> {
        let Reading { text, hits, .. } = self.reading;
        let nodes = &self.reading.document.nodes;
        let named = |at: usize| owner::titled(text, hits, nodes[at].title.clone());
        let Some(own) = named(at) else { return Vec::new() };
        let Some(parent) = nodes[at].parent else { return Vec::new() };
        let beside = nodes[parent].children.iter().filter(|&&other| other != at).take(BESIDE);
        let (mut n, mut n_named) = (0, 0);
        for &other in beside {
            (n, n_named) = (n + 1, n_named + usize::from(named(other).is_some()));
        }
        if n > 0 && n_named * 2 >= n { own } else { Vec::new() }
    }

    /// The annotations of a node's heading and of what stands between it and its first child.
    fn head(&self, at: usize) -> Rc<[Annotation]> {
        let mut heads = self.heads.borrow_mut();
        let read = || {
            let nodes = &self.reading.document.nodes;
            let first = nodes[at].children.first().map_or(nodes[at].title.end, |&child| nodes[child].start);
            let head = nodes[at].start..first.max(nodes[at].start);
            self.reading.annotations.of(head).into()
        };
        heads.entry(at).or_insert_with(read).clone()
    }

    fn canonical(&self, owners: &mut [Owner]) {
        let names: Vec<&str> = owners.iter().map(|owner| owner.name.as_str()).collect();
        let issuer = self.plan.issuer.as_ref().and_then(|issuer| owner::level(&issuer.text));
        let full = owner::canonical(&names, self.reading.scene.lexicon, issuer);
        for (owner, full) in owners.iter_mut().zip(full) {
            owner.canonical = full;
        }
    }

    /// The day by which the whole task is to be done.
    fn deadline(&self, draft: &Draft, annotations: &[Annotation]) -> Option<Deadline> {
        let labelled = annotations.iter().filter_map(|a| a.due.clone()).next_back();
        let cell = draft.row.as_ref().and_then(|cells| cells.deadline.clone());
        if let Some(due) = labelled.or(cell) {
            return self.due(due, false);
        }
        if let Some(cells) = &draft.row {
            // 时间：6月底前 is a limit, 时间：6月5日 tells when it takes place.
            let day = cells
                .day
                .clone()
                .filter(|day| self.dates_in(day.clone()).any(|date| date.kind == DateKind::Deadline));
            let said = || self.last_before(draft.body.clone()).filter(|_| !cells.dated);
            return day.and_then(|day| self.due(day, false)).or_else(said);
        }
        if let Some(found) = self.phase(draft.title.clone(), draft.marker.as_ref().map(|m| m.scheme)) {
            return Some(found);
        }
        if let Some(found) = self.last_before(self.said_of(draft)) {
            return Some(found);
        }
        if let Some(found) = self.stage(draft) {
            return Some(found);
        }
        if let Some(found) = self.month(draft) {
            return Some(found);
        }
        let nodes = &self.reading.document.nodes;
        let mut above = draft
            .section
            .filter(|&section| nodes.get(section).is_some_and(|node| node.start != draft.range.start));
        while let Some(at) = above.filter(|&above| above < nodes.len()) {
            let node = &nodes[at];
            let found = self.phase(node.title.clone(), node.marker.as_ref().map(|m| m.scheme));
            if let Some(found) = found {
                return Some(Deadline { inherited: true, ..found });
            }
            if let Some(due) = self.head(at).iter().filter_map(|a| a.due.clone()).next_back() {
                return self.due(due, true);
            }
            above = node.parent;
        }
        None
    }

    /// Where the days of a task stand. A report of a government goes on from a task that nothing numbers to the state of
    /// things in general: only its own paragraph tells its day.
    fn said_of(&self, draft: &Draft) -> Range<usize> {
        let range = draft.range.clone();
        match self.plan.kind == Kind::WorkReport && draft.marker.is_none() {
            true => range.start..range.end.min(self.reading.line(draft.title.start).end.max(draft.title.end)),
            false => range,
        }
    }

    /// The end of the month or phase whose line stands alone above a run of items: 九月份：
    fn month(&self, draft: &Draft) -> Option<Deadline> {
        let text = self.reading.text;
        let from =
            draft.section.and_then(|at| self.reading.document.nodes.get(at)).map_or(0, |node| node.start);
        let before = self.dates.partition_point(|date| date.place.start < draft.range.start);
        // A few dates back are looked at: those of the items between, and then the line itself.
        let mut near = self.dates[..before].iter().rev().take(24).take_while(|date| date.place.start > from);
        let date = near.find(|date| {
            let line = &text[self.reading.line(date.place.start)];
            line.ends_with(['：', ':']) && line.trim_end_matches(['：', ':']).len() == date.place.len()
        })?;
        Some(Deadline { inherited: true, ..self.said(date, Some(date.end?)) })
    }

    /// What stands after 完成时限： or in a deadline cell.
    fn due(&self, due: Range<usize>, inherited: bool) -> Option<Deadline> {
        let due = trim_end_marks(self.reading.text, due);
        if due.is_empty() || matches!(&self.reading.text[due.clone()], "/" | "无" | "-" | "—") {
            return None;
        }
        let found: Vec<&FoundDate> = self.dates_in(due.clone()).collect();
        let dated = found.iter().rev().find(|date| date.end.is_some() && date.kind != DateKind::Recurring);
        let place = match (dated, found.first()) {
            (Some(date), _) => date.place.clone(),
            (None, Some(date)) if found.len() == 1 => date.place.clone(),
            _ => due,
        };
        Some(Deadline {
            text: self.reading.words(place.clone()),
            date: dated.and_then(|date| date.end),
            inherited,
            span: self.reading.span(place),
        })
    }

    /// The end of a phase: the months in brackets at the end of its heading.
    fn phase(&self, title: Range<usize>, scheme: Option<Scheme>) -> Option<Deadline> {
        let text = self.reading.text;
        let open = text[title.clone()].rfind(['（', '(']).map(|at| title.start + at);
        let from = match (open, scheme) {
            (Some(open), _) if text[title.clone()].ends_with(['）', ')']) => open,
            (_, Some(Scheme::Stage | Scheme::Time)) => title.start,
            _ => return None,
        };
        let date = self
            .dates_in(from..title.end)
            .filter(|date| {
                date.end.is_some()
                    && !matches!(date.kind, DateKind::Past | DateKind::NamedDay | DateKind::Recurring)
            })
            .last()?;
        Some(self.said(date, date.end))
    }

    /// The end of the months that open the text of a stage: `第一阶段为自查阶段。1997年4―6月，…`.
    fn stage(&self, draft: &Draft) -> Option<Deadline> {
        let text = self.reading.text;
        if !text[draft.title.clone()].ends_with("阶段") {
            return None;
        }
        let body = trim_marks(text, draft.body.clone());
        let first = self.dates_in(body.clone()).next().filter(|date| date.place.start == body.start)?;
        let date = first.end.filter(|_| first.kind == DateKind::Period)?;
        Some(self.said(first, Some(date)))
    }

    /// A deadline that the text itself says at a date.
    fn said(&self, date: &FoundDate, day: Option<jiff::civil::Date>) -> Deadline {
        Deadline {
            text: self.reading.words(date.place.clone()),
            date: day,
            inherited: false,
            span: self.reading.span(date.place.clone()),
        }
    }

    /// The latest …前 in a stretch; else the end of the last period by whose name something is completed (第二季度完成,
    /// 7月上旬完成); else an event.
    fn last_before(&self, range: Range<usize>) -> Option<Deadline> {
        let text = self.reading.text;
        let done = |date: &&&FoundDate| {
            let rest = text[date.place.end..range.end].trim_start_matches(['内', '中', '，']);
            let rest = ["全面", "全部", "基本", "力争", "确保"]
                .iter()
                .find_map(|word| rest.strip_prefix(word))
                .unwrap_or(rest);
            let verbs = ["完成", "建成", "提交", "出台", "印发", "投用", "投入使用", "竣工"];
            // Half a year at most: what a year completes is the plan itself.
            let short = |(start, end): (jiff::civil::Date, jiff::civil::Date)| (end - start).get_days() < 190;
            // 2021年8月份，印发了…: what was done before the document was issued.
            let ahead = self.plan.issued_on.zip(date.end).is_none_or(|(issued, end)| issued <= end);
            matches!(date.kind, DateKind::Period | DateKind::Point)
                && ahead
                && date.start.zip(date.end).is_some_and(short)
                && verbs.iter().any(|verb| rest.starts_with(verb))
        };
        let all: Vec<&FoundDate> = self.dates_in(range.clone()).collect();
        let due = |date: &&&FoundDate| date.kind == DateKind::Deadline;
        let whole = |date: &&&FoundDate| !is_of_part(text, &date.place, &range);
        let dated = || all.iter().filter(|date| due(date) && date.end.is_some());
        // 12月底前建成，6月底前开工: what closes the task is the latest. 年内新建…，11月底前通水: the year only frames it.
        let frames = |date: &FoundDate| {
            let sentence =
                text[date.place.end..range.end].split(['。', '；', ';', '\n']).next().unwrap_or_default();
            let within = date.place.end..date.place.end + sentence.len();
            text[date.place.clone()].ends_with("年内")
                && dated().any(|other| within.contains(&other.place.start))
        };
        let closes = |date: &&&FoundDate| whole(date) && !frames(date);
        let dated = dated().filter(closes).max_by_key(|date| date.end).or_else(|| dated().next_back());
        let date = dated.or_else(|| all.iter().rev().find(done)).or_else(|| all.iter().rev().find(due))?;
        Some(self.said(date, date.end))
    }

    /// Whether a sentence says what is done: no caption of a figure, no owners of tasks before it, no label that names
    /// nobody.
    ///
    /// ```text
    /// 图1 组织架构        以上三项任务由甲牵头        配合部门：无
    /// ```
    fn is_measure(&self, range: &Range<usize>) -> bool {
        let Reading { text, hits, .. } = self.reading;
        let words = &text[range.clone()];
        let sums = SUMS.iter().any(|word| words.starts_with(word));
        let summed = || owner::subjects(text, hits, range.clone()).iter().any(|(_, explicit)| *explicit);
        !(caption(text, range) || owner::nobody(text, hits, range.clone()) || sums && summed())
    }

    /// The task's sentences, without the lead sentence and owner annotations.
    fn measures(&self, draft: &Draft, annotations: &[Annotation]) -> Vec<Phrase> {
        let Reading { text, hits, .. } = self.reading;
        if let Some(cells) = &draft.row {
            // Of the cell that names the task what follows its name: numbered items, or further sentences.
            let rest = match table::items(text, cells.title.clone()) {
                Some((lead, items)) if items.len() > 1 || !lead.is_empty() => items,
                _ => Vec::from([stretch(draft.title.end.max(cells.title.start), cells.title.end)]),
            };
            let lines = cells.measures.iter().flat_map(|cell| match table::items(text, cell.clone()) {
                Some((lead, items)) => std::iter::once(lead).chain(items).collect(),
                None => vec![cell.clone()],
            });
            let stretches =
                rest.into_iter().chain(lines).flat_map(|line| sentences(text, hits.marks(), line, true));
            let stretches = stretches.map(|range| trim_marks(text, range)).filter(|range| !range.is_empty());
            return stretches.map(|range| self.reading.phrase(range)).collect();
        }
        let mut found = Vec::new();
        let mut annotations = annotations.iter().peekable();
        let mut from = draft.body.start;
        let mut stretches = Vec::new();
        while from < draft.body.end {
            while annotations.next_if(|a| a.place.end <= from).is_some() {}
            let next =
                annotations.peek().map_or(draft.body.end, |a| a.place.start.clamp(from, draft.body.end));
            stretches.push(from..next);
            from = annotations.next().map_or(draft.body.end, |a| a.place.end.max(from));
        }
        for stretch in stretches {
            for range in sentences(text, hits.marks(), stretch, true) {
                let range = trim_marks(text, range);
                if text[range.clone()].chars().any(is_word) && self.is_measure(&range) {
                    found.push(self.reading.phrase(range));
                }
            }
        }
        found
    }
}

/// How a sentence opens that names owners of tasks before it: of several, and of a whole part.
const SUMS: [&str; 5] = ["以上", "上述", "本部分", "本章", "本节"];

/// Whether a sentence is a line of its own that names a figure or table: `图1 组织架构`, `表2-1 任务分工`.
fn caption(text: &str, range: &Range<usize>) -> bool {
    let words = &text[range.clone()];
    let Some(rest) = words.strip_prefix(['图', '表']) else { return false };
    let name =
        rest.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十-－—.．".contains(c));
    let ends = |c: Option<char>| c.is_none_or(|c| c == '\n');
    name.len() < rest.len()
        && name.chars().count() <= 30
        && !name.contains(['，', '。', '；', '：', ','])
        && ends(text[..range.start].trim_end_matches(' ').chars().next_back())
        && ends(text[range.end..].trim_start_matches(' ').chars().next())
}

/// A range without marks at its start and end.
fn trim_marks(text: &str, range: Range<usize>) -> Range<usize> {
    let range = trim_end_marks(text, range);
    let lead = text[range.clone()].len()
        - text[range.clone()]
            .trim_start_matches(|c: char| {
                c.is_whitespace() || matches!(c, '。' | '；' | ';' | '，' | ',' | '：' | ':' | '、')
            })
            .len();
    trim(text, range.start + lead..range.end)
}

/// A key made of the task's content: the same words give the same key in a later run.
fn key(reading: Reading, title: &Range<usize>, draft: &Draft, taken: &mut BTreeMap<u32, usize>) -> String {
    use sha2::{Digest, Sha256};
    let mut hash = Sha256::new();
    hash.update(reading.words(title.clone()));
    hash.update([0]);
    let (mut body, mut len) = ([0; 240], 0);
    for c in reading.text[draft.body.clone()].chars().filter(|c| is_word(*c)).take(60) {
        len += c.encode_utf8(&mut body[len..]).len();
    }
    hash.update(&body[..len]);
    let digest = hash.finalize();
    let key = u32::from_be_bytes([digest[0], digest[1], digest[2], digest[3]]);
    let times = taken.entry(key).and_modify(|times| *times += 1).or_insert(1);
    if *times == 1 { format!("k-{key:08x}") } else { format!("k-{key:08x}-{times}") }
}

/// The name of a person set as wide as one of three characters, without the blank: 杨 阳.
fn unspaced(name: String) -> String {
    match name.split_whitespace().all(|part| part.chars().count() == 1) {
        true => name.split_whitespace().collect(),
        false => name,
    }
}
