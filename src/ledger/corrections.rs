//! What a person corrected in a plan, kept in a file beside the document and made again on each later reading of it.
//!
//! ```text
//! {"schema": "plan-corrections/1", "document": {"name": "plan.docx", "title": "…"}, "corrections": [
//!   {"key": "k-1f", "task": "…", "title":    {"was": "…", "now": "…"}},
//!   {"key": "k-1f", "task": "…", "owners":   {"was": [], "now": [{"role": "lead", "name": "…"}]}},
//!   {"key": "k-1f", "task": "…", "deadline": {"was": null, "now": {"text": "6月底前", "date": "2025-06-30"}}},
//!   {"key": "k-1f", "task": "…", "merge":    [{"key": "k-2e", "task": "…"}]},
//!   {"key": "k-3d", "task": "…", "split":    {"was": "…", "now": [{"title": "…", "measures": []}, {"title": "…"}]}},
//!   {"key": "k-4c", "task": "…", "leave_out": true}]}
//! ```
//!
//! They are made in their order. `key` and `task` are those of the task as the document was read; where a newer version of
//! the document has no task of the key, it is the one whose title is most like it. Parts of a split have the key with
//! `-b2`, `-b3` behind it; the first keeps it. What no longer fits is said, and nothing else is left undone for it.

use std::collections::HashMap;

use jiff::civil::Date;
use serde_json::{Map, Value};

use crate::extract::owner::canonical;
use crate::ledger::duty;
use crate::ledger::likeness::{Pairs, alike};
use crate::ledger::rows::ROLES;
use crate::lexicon::Lexicon;
use crate::model::{
    Corrected, DateKind, Deadline, Lang, Origin, Owner, OwnerKind, OwnerRole, OwnerSource, Phrase, Plan,
    Said, Task, TaskId,
};
use crate::text::Span;

/// The form and its number.
pub const SCHEMA: &str = "plan-corrections/1";
/// How alike a title must be to that of a task whose key is gone, as in a ledger.
const ALIKE: f32 = 0.6;

/// The corrections of one document.
#[derive(Debug, Clone, PartialEq)]
pub struct Corrections {
    /// The name of the document's file.
    name: String,
    /// The title of its plan.
    title: Option<String>,
    all: Vec<Correction>,
}

#[derive(Debug, Clone, PartialEq)]
struct Correction {
    of: Named,
    change: Change,
}

/// A task as it was read when it was corrected.
#[derive(Debug, Clone, PartialEq)]
struct Named {
    key: String,
    title: String,
}

#[derive(Debug, Clone, PartialEq)]
enum Change {
    Title(Turn<String>),
    Owners(Turn<Vec<(OwnerRole, String)>>),
    Deadline(Turn<Option<Due>>),
    /// It takes others in.
    Merge(Vec<Named>),
    /// Its text, and the title and measures of each part.
    Split(Turn<String, Vec<(String, Vec<String>)>>),
    LeaveOut,
}

/// What was read and what a person made of it.
#[derive(Debug, Clone, PartialEq)]
struct Turn<Was, Now = Was> {
    was: Was,
    now: Now,
}

/// A deadline as written, and its last day.
#[derive(Debug, Clone, PartialEq)]
struct Due {
    text: String,
    date: Option<Date>,
}

/// What became of one correction.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The key of its task in the file.
    pub key: String,
    /// The title of its task in the file.
    pub title: String,
    /// The key of that task as it is read now; none where there is none.
    pub now: Option<String>,
    /// Why it does not fit, or not as it did.
    pub why: Option<Said>,
}

impl Outcome {
    /// The task and why its correction does not fit.
    pub fn said(&self) -> Option<Said> {
        let Outcome { key, title, why, .. } = self;
        let why = why.as_ref()?;
        Some(Said::new(format!("“{title}”（{key}）：{}", why.zh), format!("`{title}` ({key}): {}", why.en)))
    }
}

// Reading the file.

/// Takes a file of corrections apart. An error names the part, what was found and what was wanted.
pub fn read(bytes: &[u8]) -> Result<Corrections, Said> {
    let text =
        std::str::from_utf8(bytes).map_err(|_| Said::new("内容不是 UTF-8 文字", "is not UTF-8 text"))?;
    let value: Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        Said::new(
            format!("不是完整的更正文件：第 {line} 行第 {column} 个字节处不合 JSON 的写法"),
            format!("no whole file of corrections: not JSON at line {line}, byte {column}"),
        )
    })?;
    let file = Part { value: &value, path: String::new() };
    let schema = value.get("schema").and_then(Value::as_str);
    if schema != Some(SCHEMA) {
        let found = schema.map_or("无".to_owned(), |found| format!("“{found}”"));
        let found_en = schema.map_or("none".to_owned(), |found| format!("`{found}`"));
        return Err(Said::new(
            format!("不是更正文件：`schema` 应为“{SCHEMA}”，现为{found}"),
            format!("no file of corrections: wanted `schema` to be `{SCHEMA}`, found {found_en}"),
        ));
    }
    let document = file.at("document");
    Ok(Corrections {
        name: document.at("name").text()?,
        title: document.at("title").perhaps(Part::text)?,
        all: file.at("corrections").list(Part::correction)?,
    })
}

/// A part of the file and where it stands: `corrections[2].title.now`.
struct Part<'v> {
    value: &'v Value,
    path: String,
}

impl<'v> Part<'v> {
    fn at(&self, name: &str) -> Part<'v> {
        let gap = if self.path.is_empty() { "" } else { "." };
        Part { value: &self.value[name], path: format!("{}{gap}{name}", self.path) }
    }

    fn wrong(&self, wanted: (&str, &str)) -> Said {
        let mut found: String = self.value.to_string().chars().take(40).collect();
        if self.value.is_null() {
            found = "null".into();
        }
        let path = &self.path;
        Said::new(
            format!("更正文件的 `{path}` 应为{}，现为 {found}", wanted.0),
            format!("in the file of corrections wanted `{path}` to be {}, found {found}", wanted.1),
        )
    }

    fn text(&self) -> Result<String, Said> {
        self.value.as_str().map(str::to_owned).ok_or_else(|| self.wrong(("文字", "a text")))
    }

    fn filled(&self) -> Result<String, Said> {
        let text = self.text()?;
        if text.trim().is_empty() {
            Err(self.wrong(("不空的文字", "a text that is not empty")))
        } else {
            Ok(text)
        }
    }

    fn perhaps<T>(&self, read: impl Fn(&Self) -> Result<T, Said>) -> Result<Option<T>, Said> {
        if self.value.is_null() { Ok(None) } else { read(self).map(Some) }
    }

    fn list<T>(&self, read: impl Fn(&Part<'v>) -> Result<T, Said>) -> Result<Vec<T>, Said> {
        let list = self.value.as_array().ok_or_else(|| self.wrong(("列表", "a list")))?;
        list.iter()
            .enumerate()
            .map(|(at, value)| read(&Part { value, path: format!("{}[{at}]", self.path) }))
            .collect()
    }

    fn turn<W, N>(
        &self,
        was: impl Fn(&Part<'v>) -> Result<W, Said>,
        now: impl Fn(&Part<'v>) -> Result<N, Said>,
    ) -> Result<Turn<W, N>, Said> {
        Ok(Turn { was: was(&self.at("was"))?, now: now(&self.at("now"))? })
    }

    fn named(&self) -> Result<Named, Said> {
        Ok(Named { key: self.at("key").filled()?, title: self.at("task").text()? })
    }

    fn correction(&self) -> Result<Correction, Said> {
        let empty = Map::new();
        let members = self.value.as_object().unwrap_or(&empty);
        let kinds = ["title", "owners", "deadline", "merge", "split", "leave_out"];
        let mut found = members.keys().map(String::as_str).filter(|name| !["key", "task"].contains(name));
        let (Some(kind), None) = (found.next().filter(|kind| kinds.contains(kind)), found.next()) else {
            return Err(self.wrong((
                "一处更正（key、task，和 title、owners、deadline、merge、split、leave_out 之一）",
                "a correction: `key`, `task` and one of `title`, `owners`, `deadline`, `merge`, `split`, `leave_out`",
            )));
        };
        let part = self.at(kind);
        let change = match kind {
            "title" => Change::Title(part.turn(Part::text, Part::filled)?),
            "owners" => Change::Owners(part.turn(Part::owners, Part::owners)?),
            "deadline" => {
                let due = |part: &Part| part.perhaps(Part::due);
                Change::Deadline(part.turn(due, due)?)
            }
            "merge" => Change::Merge(part.list(Part::named)?),
            "split" => {
                let parts = |part: &Part<'v>| part.list(Part::piece);
                let turn = part.turn(Part::text, parts)?;
                if turn.now.len() < 2 {
                    return Err(part.at("now").wrong(("至少两项", "two parts or more")));
                }
                Change::Split(turn)
            }
            _ if *part.value == Value::Bool(true) => Change::LeaveOut,
            _ => return Err(part.wrong(("true", "true"))),
        };
        Ok(Correction { of: self.named()?, change })
    }

    fn owners(&self) -> Result<Vec<(OwnerRole, String)>, Said> {
        self.list(|owner| {
            let role = owner.at("role");
            let known = ROLES.into_iter().find(|known| role.value == duty(*known, Lang::En));
            let roles = "lead, responsible, support, accountable, supervisor";
            let wrong = || role.wrong((&format!("职责（{roles}）"), &format!("a duty: {roles}")));
            Ok((known.ok_or_else(wrong)?, owner.at("name").filled()?))
        })
    }

    fn due(&self) -> Result<Due, Said> {
        let date = self.at("date");
        let day = date.perhaps(|part| {
            let day = part.value.as_str().and_then(|text| text.parse().ok());
            day.ok_or_else(|| part.wrong(("日期，如 2025-06-30", "a day such as 2025-06-30")))
        })?;
        Ok(Due { text: self.at("text").filled()?, date: day })
    }

    fn piece(&self) -> Result<(String, Vec<String>), Said> {
        let measures = self.at("measures").perhaps(|part| part.list(Part::text))?;
        Ok((self.at("title").filled()?, measures.unwrap_or_default()))
    }
}

// Making them.

impl Corrections {
    /// The tasks that are spoken of as they were read, each once. The parts of a split are none of the document's.
    fn tasks(&self) -> Vec<&Named> {
        let mut tasks: Vec<&Named> = Vec::new();
        let mut known: HashMap<&str, ()> = HashMap::new();
        for correction in &self.all {
            let others = match &correction.change {
                Change::Merge(others) => others.as_slice(),
                _ => &[],
            };
            for task in [&correction.of].into_iter().chain(others) {
                if !is_part(&task.key) && known.insert(&task.key, ()).is_none() {
                    tasks.push(task);
                }
            }
        }
        tasks
    }

    /// Which task of a plan each of those is: by its key, else by its title.
    fn found(&self, plan: &Plan) -> HashMap<String, TaskId> {
        let keys: HashMap<&str, TaskId> =
            plan.tasks.iter().enumerate().map(|(at, task)| (task.key.as_str(), at)).collect();
        let tasks = self.tasks();
        let mut found: HashMap<String, TaskId> = HashMap::new();
        let mut taken = vec![false; plan.tasks.len()];
        for task in &tasks {
            if let Some(at) = keys.get(task.key.as_str()) {
                found.insert(task.key.clone(), *at);
                taken[*at] = true;
            }
        }
        let left: Vec<&&Named> = tasks.iter().filter(|task| !found.contains_key(&task.key)).collect();
        if left.is_empty() {
            return found;
        }
        let old: Vec<Pairs> = left.iter().map(|task| Pairs::of(&task.title)).collect();
        let new: Vec<Pairs> = plan.tasks.iter().map(|task| Pairs::of(&task.title)).collect();
        for (_, old, new) in alike(&old, &new, ALIKE) {
            if !taken[new] && !found.contains_key(&left[old].key) {
                found.insert(left[old].key.clone(), new);
                taken[new] = true;
            }
        }
        found
    }

    /// How well they fit a plan, better ones larger; none where they are of another document: neither is it called the
    /// same, nor does it have half of the tasks.
    pub fn fit(&self, name: &str, plan: &Plan) -> Option<(usize, bool)> {
        let n_found = self.found(plan).len();
        let title = plan.title.as_ref().map(|title| title.text.as_str());
        let called = match (self.title.as_deref(), title) {
            (None, None) => self.name == name,
            (was, title) => was == title,
        };
        let n_tasks = self.tasks().len();
        let half = n_tasks > 0 && n_found * 2 >= n_tasks;
        (called || half).then_some((n_found, self.name == name))
    }

    /// What the document was called, for who gives the file with another.
    pub fn document(&self) -> &str {
        self.title.as_deref().unwrap_or(&self.name)
    }

    /// Makes the corrections and says of each what became of it.
    pub fn correct(&self, plan: &mut Plan, lexicon: &Lexicon) -> Vec<Outcome> {
        let mut at = self.found(plan);
        let n_read = plan.tasks.len();
        let now: HashMap<String, String> =
            at.iter().map(|(key, at)| (key.clone(), plan.tasks[*at].key.clone())).collect();
        let mut draft = Draft { plan, lexicon, gone: vec![false; n_read], behind: vec![Vec::new(); n_read] };
        let mut outcomes = Vec::new();
        for Correction { of, change } in &self.all {
            let (origin, part) = part_of(&of.key);
            let key = now.get(origin).map(|key| format!("{key}{part}"));
            let place = at.get(&of.key).copied().filter(|at| !draft.gone[*at]);
            let why = match place {
                None => Some(Said::new(
                    "文档里已没有这项任务，这处更正没有用上",
                    "the document has no such task any more, and the correction was not made",
                )),
                Some(place) => draft.make(place, of, change, &mut at),
            };
            outcomes.push(Outcome {
                key: of.key.clone(),
                title: of.title.clone(),
                now: key.filter(|_| place.is_some()),
                why,
            });
        }
        draft.settle();
        outcomes
    }
}

/// What stands behind the key of a task for the parts of its split.
const PART: &str = "-b";

/// A key of a part as that of its task and what stands behind it: `k-1f-b2` is `k-1f` and `-b2`.
fn part_of(key: &str) -> (&str, &str) {
    let digits = |rest: &str| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit());
    // A part may have been split again.
    let end = key.match_indices(PART).map(|(at, _)| at).find(|at| key[*at..].split(PART).skip(1).all(digits));
    key.split_at(end.unwrap_or(key.len()))
}

fn is_part(key: &str) -> bool {
    !part_of(key).1.is_empty()
}

/// A plan whose tasks are being corrected: none moves before the end.
struct Draft<'d> {
    plan: &'d mut Plan,
    lexicon: &'d Lexicon,
    gone: Vec<bool>,
    /// Of each task the parts that are to stand behind it.
    behind: Vec<Vec<TaskId>>,
}

impl Draft<'_> {
    /// Makes a correction; why it does not fit as it did.
    fn make(
        &mut self,
        place: TaskId,
        of: &Named,
        change: &Change,
        at: &mut HashMap<String, TaskId>,
    ) -> Option<Said> {
        match change {
            Change::Title(turn) => {
                let task = &mut self.plan.tasks[place];
                let read = std::mem::replace(&mut task.title, turn.now.clone());
                self.turned(place, &[Corrected::Title], &read, turn, |title| title.clone())
            }
            Change::Owners(turn) => {
                let task = &self.plan.tasks[place];
                let read: Vec<(OwnerRole, String)> =
                    task.owners.iter().map(|owner| (owner.role, owner.name.clone())).collect();
                let owners = turn.now.iter().map(|(role, name)| self.owner(place, *role, name)).collect();
                self.plan.tasks[place].owners = owners;
                let told = |owners: &Vec<(OwnerRole, String)>| {
                    let names: Vec<&str> = owners.iter().map(|(_, name)| name.as_str()).collect();
                    names.join("、")
                };
                let of = |all: &[(OwnerRole, String)], role| -> Vec<String> {
                    all.iter().filter(|(own, _)| *own == role).map(|(_, name)| name.clone()).collect()
                };
                let other = |role: &OwnerRole| of(&read, *role) != of(&turn.now, *role);
                let parts: Vec<Corrected> = ROLES.into_iter().filter(other).map(Corrected::Owners).collect();
                self.turned(place, &parts, &read, turn, told)
            }
            Change::Deadline(turn) => {
                let task = &mut self.plan.tasks[place];
                let span = task.span;
                let now = turn.now.clone().map(|Due { text, date }| Deadline {
                    text,
                    date,
                    inherited: false,
                    span,
                });
                let read = std::mem::replace(&mut task.deadline, now);
                if let Some(read) = &read {
                    // It is no other day of the task now.
                    let own = Some(place);
                    self.plan.dates.retain(|date| {
                        date.task != own || date.kind != DateKind::Deadline || date.span != read.span
                    });
                }
                let read = read.map(|read| Due { text: read.text, date: read.date });
                let told = |due: &Option<Due>| due.as_ref().map_or_else(String::new, |due| due.text.clone());
                self.turned(place, &[Corrected::Deadline], &read, turn, told)
            }
            Change::Merge(others) => self.merge(place, others, at),
            Change::Split(turn) => self.split(place, of, turn, at),
            Change::LeaveOut => {
                self.gone[place] = true;
                None
            }
        }
    }

    /// Notes that a value is a person's. If the document says now what it did not say then, that is told; if it says
    /// what the person wrote, there is nothing of theirs in it.
    fn turned<T: PartialEq>(
        &mut self,
        place: TaskId,
        what: &[Corrected],
        read: &T,
        turn: &Turn<T>,
        told: impl Fn(&T) -> String,
    ) -> Option<Said> {
        if *read == turn.now {
            return None;
        }
        what.iter().for_each(|what| self.mark(place, *what));
        let tell =
            |value: &T, none: &str| Some(told(value)).filter(|text| !text.is_empty()).unwrap_or(none.into());
        (*read != turn.was).then(|| {
            let zh = [&turn.was, read, &turn.now].map(|value| tell(value, "无"));
            let en = [&turn.was, read, &turn.now].map(|value| tell(value, "nothing"));
            Said::new(
                format!("更正时读作“{}”，现在读作“{}”，仍用更正后的“{}”", zh[0], zh[1], zh[2]),
                format!(
                    "read as `{}` when it was corrected and as `{}` now; `{}` is kept",
                    en[0], en[1], en[2]
                ),
            )
        })
    }

    fn mark(&mut self, place: TaskId, what: Corrected) {
        let marks = self.plan.corrected.entry(place).or_default();
        if !marks.contains(&what) {
            marks.push(what);
        }
    }

    /// An owner of a name: as the document has it, where it does.
    fn owner(&self, place: TaskId, role: OwnerRole, name: &str) -> Owner {
        let own = &self.plan.tasks[place].owners;
        if let Some(owner) = own.iter().find(|owner| owner.role == role && owner.name == name) {
            return owner.clone();
        }
        let all = own.iter().chain(self.plan.tasks.iter().flat_map(|task| &task.owners));
        let known = all.into_iter().find(|owner| owner.name == name);
        Owner {
            name: name.to_owned(),
            canonical: match known {
                Some(owner) => owner.canonical.clone(),
                None => canonical(&[name], self.lexicon, None).remove(0),
            },
            kind: known.map_or(OwnerKind::Organization, |owner| owner.kind),
            role,
            source: OwnerSource::Annotation,
            from: Origin::Task(place),
            open_ended: false,
            span: Span::default(),
        }
    }

    /// A task takes others in: their words are measures of it, and what they have beside it is its own. It is due when
    /// the last of them is.
    fn merge(&mut self, place: TaskId, others: &[Named], at: &mut HashMap<String, TaskId>) -> Option<Said> {
        let mut lost = Vec::new();
        for other in others {
            let from = at.get(&other.key).copied().filter(|from| !self.gone[*from] && *from != place);
            let Some(from) = from else {
                lost.push(other.title.as_str());
                continue;
            };
            let Task { title, text, span, measures, owners, deadline, themes, columns, .. } =
                self.plan.tasks[from].clone();
            let task = &mut self.plan.tasks[place];
            task.text = format!("{}\n{text}", task.text);
            task.measures.push(Phrase { text: title, span });
            task.measures.extend(measures);
            for owner in owners {
                if !task.owners.iter().any(|own| (own.role, &own.name) == (owner.role, &owner.name)) {
                    task.owners.push(owner);
                }
            }
            let later = match (&task.deadline, &deadline) {
                (None, _) => true,
                (Some(own), Some(other)) => own.date.zip(other.date).is_some_and(|(own, other)| other > own),
                _ => false,
            };
            if later {
                task.deadline = deadline;
            }
            for (head, cell) in columns {
                if !task.columns.iter().any(|(own, _)| *own == head) {
                    task.columns.push((head, cell));
                }
            }
            for (theme, score) in themes {
                if !task.themes.iter().any(|(own, _)| *own == theme) {
                    task.themes.push((theme, score));
                }
            }
            self.moved(from, |_| place);
            self.gone[from] = true;
            at.insert(other.key.clone(), place);
        }
        if lost.len() < others.len() {
            self.mark(place, Corrected::Text);
        }
        (!lost.is_empty()).then(|| {
            let (zh, en) = (lost.join("”“"), lost.join("`, `"));
            Said::new(
                format!("要并入的“{zh}”，文档里已没有"),
                format!("the document no longer has `{en}`, which it was to take in"),
            )
        })
    }

    /// A task becomes several: what is said of it holds for each, and a date or target goes with the words it stands in.
    fn split(
        &mut self,
        place: TaskId,
        of: &Named,
        turn: &Turn<String, Vec<(String, Vec<String>)>>,
        at: &mut HashMap<String, TaskId>,
    ) -> Option<Said> {
        let whole = self.plan.tasks[place].clone();
        let mut parts = Vec::new();
        for (n, (title, measures)) in turn.now.iter().enumerate() {
            let lines: Vec<&str> = [title].into_iter().chain(measures).map(String::as_str).collect();
            let phrase = |text: &String| Phrase { text: text.clone(), span: whole.span };
            let mut part = Task {
                title: title.clone(),
                text: lines.join("\n"),
                measures: measures.iter().map(phrase).collect(),
                ..whole.clone()
            };
            if n == 0 {
                self.plan.tasks[place] = part;
                parts.push(place);
            } else {
                let id = self.plan.tasks.len();
                part.key = format!("{}{PART}{}", whole.key, n + 1);
                part.number = None;
                self.plan.tasks.push(part);
                self.gone.push(false);
                self.behind.push(Vec::new());
                at.insert(format!("{}{PART}{}", of.key, n + 1), id);
                parts.push(id);
            }
            self.mark(parts[n], Corrected::Text);
        }
        // Parts of an earlier split of it stand behind these.
        self.behind[place].splice(0..0, parts[1..].iter().copied());
        let texts: Vec<String> = parts.iter().map(|part| self.plan.tasks[*part].text.clone()).collect();
        self.moved(place, |words| {
            texts.iter().position(|text| text.contains(words)).map_or(place, |n| parts[n])
        });
        (turn.was != whole.text).then(|| {
            Said::new(
                "拆分之后原文有改动，各项仍是拆分时的文字",
                "its text has changed since it was split; the parts have the words of then",
            )
        })
    }

    /// Gives what stands in a task to others, by its words.
    fn moved(&mut self, from: TaskId, to: impl Fn(&str) -> TaskId) {
        let from = Some(from);
        for date in self.plan.dates.iter_mut().filter(|date| date.task == from) {
            date.task = Some(to(&date.text));
        }
        for target in self.plan.targets.iter_mut().filter(|target| target.task == from) {
            target.task = Some(to(&target.text));
        }
        let plan = &mut *self.plan;
        let references = plan.references.iter_mut().map(|one| (one.title.as_str(), &mut one.tasks));
        let terms = plan.terms.iter_mut().map(|one| (one.text.as_str(), &mut one.tasks));
        for (words, tasks) in references.chain(terms) {
            for task in tasks.iter_mut().filter(|task| Some(**task) == from) {
                *task = to(words);
            }
            tasks.dedup();
        }
    }

    /// Puts the tasks into their order and takes out those that are gone.
    fn settle(self) {
        let Draft { plan, gone, behind, .. } = self;
        let n_read = plan.tasks.len() - behind.iter().map(Vec::len).sum::<usize>();
        let mut order: Vec<TaskId> = Vec::with_capacity(plan.tasks.len());
        let mut next: Vec<TaskId> = (0..n_read).rev().collect();
        while let Some(at) = next.pop() {
            order.push(at);
            next.extend(behind[at].iter().rev());
        }
        order.retain(|at| !gone[*at]);
        let mut place = vec![None; plan.tasks.len()];
        for (now, was) in order.iter().enumerate() {
            place[*was] = Some(now);
        }
        let mut tasks: Vec<Option<Task>> = std::mem::take(&mut plan.tasks).into_iter().map(Some).collect();
        plan.tasks = order.iter().filter_map(|was| tasks[*was].take()).collect();
        for (now, task) in plan.tasks.iter_mut().enumerate() {
            for owner in &mut task.owners {
                if let Origin::Task(was) = owner.from {
                    owner.from = Origin::Task(place[was].unwrap_or(now));
                }
            }
        }
        let moved = |tasks: &mut Vec<TaskId>| *tasks = tasks.iter().filter_map(|was| place[*was]).collect();
        plan.dates.iter_mut().for_each(|date| date.task = date.task.and_then(|was| place[was]));
        plan.targets.iter_mut().for_each(|target| target.task = target.task.and_then(|was| place[was]));
        plan.references.iter_mut().for_each(|one| moved(&mut one.tasks));
        plan.terms.iter_mut().for_each(|one| moved(&mut one.tasks));
        let corrected = std::mem::take(&mut plan.corrected);
        plan.corrected = corrected.into_iter().filter_map(|(was, what)| Some((place[was]?, what))).collect();
    }
}
