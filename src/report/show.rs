//! Where each value of a task comes from: its source lines with every value marked under its words.
//!
//! ```text
//! t1 建设社区运动场  k-5a1f09c2
//!   4 │ （一）建设社区运动场。新建社区运动场１２ 个，改造老旧场地不少于30
//!     │       ^^^^^^^^^^^^^^ title
//!     │                                                         ^^^^^^^^ target: at least 30 处, by 不少于
//! ```

use std::fmt::Write;

use unicode_width::UnicodeWidthStr;

use crate::check::Subject;
use crate::check::rules::title;
use crate::lexicon::List;
use crate::model::{Bound, Lang, Origin, Owner, OwnerRole, OwnerSource, Task, TaskId, TermKind};
use crate::report::shown;
use crate::text::order;
use crate::text::{Span, floor};

/// How wide a row of source is shown, in columns.
const WIDE: usize = 76;

/// A value with its place and what is said of it.
#[derive(Debug)]
pub struct Mark {
    /// Its place in the source.
    pub span: Span,
    /// What it is and by which words; for people, not yet as in [`shown`].
    pub label: String,
}

/// A task with its values, for people.
pub fn show(subject: Subject, at: TaskId, lang: Lang) -> String {
    let task = &subject.plan.tasks[at];
    let mut out = format!("t{} {}  {}\n", at + 1, task.title, task.key);
    let (inside, outside): (Vec<Mark>, Vec<Mark>) =
        marks(subject, at, lang).into_iter().partition(|mark| task.span.contains(mark.span));
    rows(subject, task.span, &inside, &mut out);
    let line = |mark: &Mark| subject.source.text[..mark.span.start()].rfind('\n').map_or(0, |end| end + 1);
    for marks in outside.chunk_by(|a, b| line(a) == line(b)) {
        let start = line(&marks[0]);
        let last = marks.iter().map(|mark| mark.span.end()).max().unwrap_or(start);
        let end = subject.source.text[last..].find('\n').map_or(subject.source.text.len(), |end| last + end);
        out.push_str("    ┆\n");
        rows_of(subject, start..end, marks, &mut out, true);
    }
    shown::lines(&out).into_owned()
}

/// The values of a task in the order of their places.
pub fn marks(subject: Subject, at: TaskId, lang: Lang) -> Vec<Mark> {
    let plan = subject.plan;
    let task = &plan.tasks[at];
    let say = |zh: &str, en: &str| if lang == Lang::Zh { zh.to_owned() } else { en.to_owned() };
    let mut marks = vec![Mark { span: title(subject, at), label: say("标题", "title") }];
    for owner in &task.owners {
        marks.push(Mark { span: owner.span, label: owner_label(subject, task, owner, lang) });
    }
    if let Some(deadline) = &task.deadline {
        let day = deadline.date.map_or_else(|| say("没有日子", "no day"), |date| date.to_string());
        let from = if deadline.inherited {
            say("，继承自上级标题", ", inherited from a heading")
        } else {
            String::new()
        };
        let by = by(subject, deadline.span, &[List::Times, List::Days], lang);
        marks.push(Mark {
            span: deadline.span,
            label: format!("{}{day}{by}{from}", say("时限：", "deadline: ")),
        });
    }
    for target in plan.targets.iter().filter(|target| target.task == Some(at)) {
        let bound = match target.bound {
            Bound::AtLeast => say("不少于 ", "at least "),
            Bound::AtMost => say("不超过 ", "at most "),
            Bound::About => say("约 ", "about "),
            Bound::Exact => String::new(),
        };
        let value = target.value.as_deref().unwrap_or("?");
        let unit = target.unit.as_deref().unwrap_or("");
        let of =
            target.of.as_ref().map_or_else(String::new, |of| say(&format!("，{of}"), &format!(" of {of}")));
        let by = by(subject, target.span, &[List::Bounds], lang);
        marks.push(Mark {
            span: target.span,
            label: format!("{}{bound}{value}{unit}{of}{by}", say("指标：", "target: ")),
        });
    }
    for term in &plan.terms {
        let kind = match term.kind {
            TermKind::Quoted => say("术语：引号", "term: quoted"),
            TermKind::Numbered => say("术语：数字提法", "term: numbered"),
            TermKind::Meeting => say("术语：会议", "term: meeting"),
            TermKind::Campaign => say("术语：活动", "term: campaign"),
        };
        for &span in term.spans.iter().filter(|span| task.span.contains(**span)) {
            marks.push(Mark { span, label: kind.clone() });
        }
    }
    for reference in &plan.references {
        for &span in reference.spans.iter().filter(|span| task.span.contains(**span)) {
            marks.push(Mark { span, label: format!("{}{}", say("文件：", "document: "), reference.kind) });
        }
    }
    order::by_key(&mut marks, |mark| (mark.span.start(), mark.span.end()));
    marks
}

fn owner_label(subject: Subject, task: &Task, owner: &Owner, lang: Lang) -> String {
    let (zh, en) = match owner.role {
        OwnerRole::Lead => ("牵头", "lead"),
        OwnerRole::Responsible => ("责任", "responsible"),
        OwnerRole::Support => ("配合", "support"),
        OwnerRole::Accountable => ("责任领导", "accountable"),
        OwnerRole::Supervisor => ("督导", "supervisor"),
    };
    let word = duty(subject, owner, en);
    let mut label = match lang {
        Lang::Zh => format!("{zh}单位"),
        Lang::En => format!("owner: {en}"),
    };
    if let Some(word) = word {
        let _ = match lang {
            Lang::Zh => write!(label, "，据“{word}”"),
            Lang::En => write!(label, ", by {word}"),
        };
    }
    if owner.canonical != owner.name {
        let _ = match lang {
            Lang::Zh => write!(label, "，即{}", owner.canonical),
            Lang::En => write!(label, ", that is {}", owner.canonical),
        };
    }
    match (owner.source, lang) {
        (OwnerSource::Annotation, _) => {}
        (OwnerSource::Subject, Lang::Zh) => label.push_str("，句子的主语"),
        (OwnerSource::Subject, Lang::En) => label.push_str(", subject of its sentence"),
        (OwnerSource::Inherited, _) if task.span.contains(owner.span) => {}
        (OwnerSource::Inherited, _) => {
            let from = match owner.from {
                Origin::Task(task) => format!("t{}", task + 1),
                Origin::Section(section) => format!("s{}", section + 1),
            };
            let _ = match lang {
                Lang::Zh => write!(label, "，继承自 {from}"),
                Lang::En => write!(label, ", inherited from {from}"),
            };
        }
    }
    label
}

/// The duty word that gave an owner its role: the nearest in its sentence and its bracket. A bare list has none.
fn duty<'a>(subject: Subject<'a>, owner: &Owner, role: &str) -> Option<&'a str> {
    let place = subject.clean.range(owner.span);
    let line = subject.line(place.start);
    let from = floor(subject.text, line.start.max(place.start.saturating_sub(900)));
    let to = floor(subject.text, line.end.min(place.end + 900)).max(place.end);
    let ends = ['。', '；', ';', '（', '(', '）', ')', '\t'];
    let from = subject.text[from..place.start].rfind(ends).map_or(from, |at| from + at);
    let to = subject.text[place.end..to].find(ends).map_or(to, |at| place.end + at);
    let role_words = subject.hits.of(List::Duties, from..to);
    let fits = role_words.filter(|(word, value)| {
        value.split(['\t', ',', ' ']).any(|part| part == role)
            && (word.end <= place.start || place.end <= word.start)
    });
    let (word, _) = fits.min_by_key(|(word, _)| {
        let distance = if word.end <= place.start { place.start - word.end } else { word.start - place.end };
        (distance, std::cmp::Reverse(word.len()))
    })?;
    Some(&subject.text[word])
}

/// The word of a list within a value that decided how it is read.
fn by(subject: Subject, span: Span, lists: &[List], lang: Lang) -> String {
    let place = subject.clean.range(span);
    let found = lists.iter().flat_map(|&list| subject.hits.of(list, place.clone())).map(|(word, _)| word);
    let Some(word) = found.max_by_key(|word| word.len()) else { return String::new() };
    let word = &subject.text[word];
    match lang {
        Lang::Zh => format!("，据“{word}”"),
        Lang::En => format!(", by {word}"),
    }
}

fn rows(subject: Subject, span: Span, marks: &[Mark], out: &mut String) {
    rows_of(subject, span.start()..span.end(), marks, out, false);
}

/// A row as it is shown; a tab would shift the marks below.
fn seen(text: &str) -> String {
    shown::line(&text.replace('\t', " ")).into_owned()
}

/// Prints a stretch of the source in rows, the marks below; rows without marks between others are left out.
fn rows_of(subject: Subject, range: std::ops::Range<usize>, marks: &[Mark], out: &mut String, only: bool) {
    let text = &subject.source.text;
    let mut number = text[..range.start].matches('\n').count() + 1;
    let mut rows: Vec<(usize, std::ops::Range<usize>)> = Vec::new();
    let mut start = range.start;
    let mut width = 0;
    for (at, c) in text[range.clone()].char_indices() {
        let at = range.start + at;
        let wide = unicode_width::UnicodeWidthChar::width(c).unwrap_or(0);
        if c == '\n' || width + wide > WIDE {
            rows.push((number, start..at));
            start = if c == '\n' { at + 1 } else { at };
            number += usize::from(c == '\n');
            width = 0;
        }
        width += if c == '\n' { 0 } else { wide };
    }
    rows.push((number, start..range.end));
    let touches = |row: &std::ops::Range<usize>, mark: &Mark| {
        mark.span.start() < row.end && row.start < mark.span.end()
    };
    let mut last = 0;
    let mut left_out = false;
    for (n, (number, row)) in rows.iter().enumerate() {
        let own: Vec<&Mark> = marks.iter().filter(|mark| touches(row, mark)).collect();
        if own.is_empty() && (n > 0 || only) {
            left_out |= !text[row.clone()].trim().is_empty();
            continue;
        }
        if std::mem::take(&mut left_out) && !only {
            out.push_str("    │ …\n");
        }
        let n = if *number == last { String::new() } else { number.to_string() };
        last = *number;
        let _ = writeln!(out, "{n:>3} │ {}", seen(text[row.clone()].trim_end()));
        for mark in own {
            let from = mark.span.start().max(row.start);
            let to = mark.span.end().min(row.end);
            let width = |text: &str| seen(text).width();
            let (indent, length) = (width(&text[row.start..from]), width(&text[from..to]).max(1));
            // A value that goes on in the next row is named where it ends.
            let label = if mark.span.end() <= row.end { mark.label.as_str() } else { "…" };
            let _ = writeln!(out, "    │ {}{} {label}", " ".repeat(indent), "^".repeat(length));
        }
    }
}
