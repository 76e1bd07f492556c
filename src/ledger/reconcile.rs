//! Whether a ledger still says what its source says: rows, words, units in their duties, deadlines.

use std::collections::{HashMap, HashSet};

use crate::extract::owner::canonical;
use crate::ledger::column::{Column, Preset};
use crate::ledger::likeness::{Pairs, alike};
use crate::ledger::merge::{Entry, Old};
use crate::ledger::unit::listed;
use crate::ledger::{Asked, Sheet, duty, rows};
use crate::lexicon::Lexicon;
use crate::model::{Lang, Owner, OwnerRole, Plan, Task};
use crate::text::Span;

/// How alike a row and a task must be where no key binds them.
const ALIKE: f32 = 0.6;
/// And where one does: a row that was copied and overwritten keeps the hidden key.
const KEYED: f32 = 0.2;

/// What differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A task without a row.
    Missing,
    /// A row without a task.
    Extra,
    /// Units in duties that are not theirs.
    Duties,
    /// A unit too many or too few.
    Owner,
    /// Another deadline.
    Deadline,
    /// Other words.
    Words,
}

/// One difference.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// What differs.
    pub kind: Kind,
    /// The task by its place in the plan; none of a row that is too many.
    pub task: Option<usize>,
    /// The row by its place among [`Old::entries`]; none of a task that has none.
    pub row: Option<usize>,
    /// The column of the ledger that it is about; none where it is all of a row.
    pub column: Option<Column>,
    /// What the ledger says.
    pub said: String,
    /// What the source says.
    pub wanted: String,
    /// Where the source says it.
    pub span: Option<Span>,
    /// The task whose deadline it is, where the ledger has one that belongs to other units.
    pub other: Option<usize>,
}

/// The columns of units with their duties.
const DUTIES: [(Column, OwnerRole); 5] = [
    (Column::Lead, OwnerRole::Lead),
    (Column::Responsible, OwnerRole::Responsible),
    (Column::Support, OwnerRole::Support),
    (Column::Accountable, OwnerRole::Accountable),
    (Column::Supervisor, OwnerRole::Supervisor),
];

/// What differs between a ledger and the plan it was made from, in the order of the plan, then rows that are too many.
pub fn reconcile(old: &Old, plan: &Plan, lexicon: &Lexicon, lang: Lang) -> Vec<Finding> {
    let entries = old.entries();
    // What the ledger would say were it made now.
    let columns = [Column::Task, Column::Measures, Column::Text];
    let told = DUTIES.iter().map(|(column, _)| *column).chain([Column::Deadline]);
    let columns: Vec<Column> = columns.into_iter().chain(told).filter(|column| old.has(*column)).collect();
    let asked = Asked { preset: Preset::Ledger, columns: Some(columns.clone()), lang, ..Asked::default() };
    let fresh = rows(&[Sheet { name: "", plan }], lexicon, &asked);
    let wanted = |task: usize, column: Column| -> &str {
        let at = columns.iter().position(|known| *known == column);
        at.map_or("", |at| fresh.rows[task].cells[at].text.as_str())
    };
    let duties: Vec<(Column, OwnerRole)> =
        DUTIES.into_iter().filter(|(column, _)| old.has(*column)).collect();
    let row_of = paired(&entries, plan, &wanted);
    let mut found = Vec::new();
    for (at, task) in plan.tasks.iter().enumerate() {
        let Some(row) = row_of[at] else {
            found.push(Finding {
                kind: Kind::Missing,
                task: Some(at),
                row: None,
                column: None,
                said: String::new(),
                wanted: task.title.clone(),
                span: Some(task.span),
                other: None,
            });
            continue;
        };
        let entry = &entries[row];
        let of = |kind, column, said: &str, wanted: &str, span| Finding {
            kind,
            task: Some(at),
            row: Some(row),
            column: Some(column),
            said: said.trim().to_owned(),
            wanted: wanted.to_owned(),
            span: Some(span),
            other: None,
        };
        for column in [Column::Task, Column::Measures, Column::Text] {
            let (said, wanted) = (entry.text(column), wanted(at, column));
            if old.has(column) && !same_words(said, wanted, task, old.is_ours()) {
                found.push(of(Kind::Words, column, said, wanted, task.span));
            }
        }
        let of_task = |column| wanted(at, column);
        for (kind, column, said, wanted, span) in owners(&duties, entry, task, &of_task, lexicon, lang) {
            found.push(of(kind, column, &said, &wanted, span));
        }
        if let Some(column) = [Column::Deadline, Column::Date].into_iter().find(|column| old.has(*column)) {
            let said = bare(entry.text(column));
            let due = task.deadline.as_ref();
            let day = due.and_then(|due| due.date).map(|day| day.to_string());
            let text = due.map(|due| bare(&due.text)).unwrap_or_default();
            let same = said == text && column == Column::Deadline
                || day.as_ref().is_some_and(|day| *day == said)
                || said.is_empty() && (due.is_none() || column == Column::Date && day.is_none());
            if !same {
                let shown = match column {
                    Column::Date => day.unwrap_or(text),
                    _ => due.map(|due| due.text.clone()).unwrap_or_default(),
                };
                let span = due.map_or(task.span, |due| due.span);
                let other = whose(&said, at, plan);
                found.push(Finding { other, ..of(Kind::Deadline, column, entry.text(column), &shown, span) });
            }
        }
    }
    let taken: HashSet<usize> = row_of.iter().flatten().copied().collect();
    for row in (0..entries.len()).filter(|row| !taken.contains(row)) {
        let title = entries[row].text(Column::Task).trim().to_owned();
        found.push(Finding {
            kind: Kind::Extra,
            task: None,
            row: Some(row),
            column: None,
            said: title,
            wanted: String::new(),
            span: None,
            other: None,
        });
    }
    found
}

/// The row of each task: by key, then by words.
fn paired<'w>(
    entries: &[Entry],
    plan: &Plan,
    wanted: &dyn Fn(usize, Column) -> &'w str,
) -> Vec<Option<usize>> {
    let said: Vec<Pairs> = entries
        .iter()
        .map(|entry| {
            let body = [Column::Measures, Column::Text].map(|column| entry.text(column));
            let body = body.into_iter().find(|body| !body.trim().is_empty()).unwrap_or_default();
            Pairs::of(&format!("{}\n{body}", entry.text(Column::Task)))
        })
        .collect();
    let ours: Vec<Pairs> = (0..plan.tasks.len())
        .map(|at| {
            let body = [Column::Measures, Column::Text].map(|column| wanted(at, column));
            let body = body.into_iter().find(|body| !body.is_empty()).unwrap_or_default();
            let title = wanted(at, Column::Task);
            Pairs::of(&format!("{}\n{body}", if title.is_empty() { &plan.tasks[at].title } else { title }))
        })
        .collect();
    let mut by_key: HashMap<&str, Vec<usize>> = HashMap::new();
    for (row, entry) in entries.iter().enumerate() {
        by_key.entry(entry.text(Column::Key).trim()).or_default().push(row);
    }
    by_key.remove("");
    let mut row_of = vec![None; plan.tasks.len()];
    let mut taken = HashSet::new();
    for (at, task) in plan.tasks.iter().enumerate() {
        let rows = by_key.get(task.key.as_str()).into_iter().flatten();
        let likest =
            rows.filter(|row| !taken.contains(*row)).map(|row| (said[*row].likeness(&ours[at]), *row));
        // A task that says nothing but in its owners is like none.
        let silent = ours[at].likeness(&ours[at]) == 0.0;
        let likest = likest.filter(|(likeness, _)| silent || *likeness >= KEYED);
        row_of[at] = likest.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1))).map(|(_, row)| row);
        taken.extend(row_of[at]);
    }
    let open: Vec<usize> = (0..entries.len()).filter(|row| !taken.contains(row)).collect();
    let left: Vec<usize> = (0..plan.tasks.len()).filter(|at| row_of[*at].is_none()).collect();
    let of = |places: &[usize], all: &[Pairs]| places.iter().map(|at| all[*at].clone()).collect::<Vec<_>>();
    for (_, at, row) in alike(&of(&left, &ours), &of(&open, &said), ALIKE) {
        if row_of[left[at]].is_none() && taken.insert(open[row]) {
            row_of[left[at]] = Some(open[row]);
        }
    }
    row_of
}

/// Whether a cell says what the source says. Of a ledger that the program did not write each line must stand in the task.
fn same_words(said: &str, wanted: &str, task: &Task, ours: bool) -> bool {
    let (said_all, wanted) = (plain(said), plain(wanted));
    if said_all == wanted || ours {
        return said_all == wanted;
    }
    let text = plain(&format!("{}\n{}", task.title, task.text));
    said.lines().all(|line| {
        let line = plain(line);
        let rest = line.trim_start_matches(|c: char| c.is_ascii_digit() || "().、".contains(c));
        text.contains(&line) || text.contains(rest)
    })
}

/// A text without white space and with marks of one width.
fn plain(text: &str) -> String {
    let narrow = |c: char| match c {
        '，' => ',',
        '；' => ';',
        '：' => ':',
        '（' => '(',
        '）' => ')',
        c => c,
    };
    text.chars().filter(|c| !c.is_whitespace()).map(narrow).collect()
}

/// A deadline without white space and the mark of what is inherited.
fn bare(text: &str) -> String {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    text.trim_end_matches('*').to_owned()
}

/// A difference in one column: what the ledger says, what the source says, and where.
type Differs = (Kind, Column, String, String, Span);

/// Units that stand in other columns than their duties, and such as are too many or too few.
fn owners<'w>(
    columns: &[(Column, OwnerRole)],
    entry: &Entry,
    task: &Task,
    wanted: &dyn Fn(Column) -> &'w str,
    lexicon: &Lexicon,
    lang: Lang,
) -> Vec<Differs> {
    let mut found = Vec::new();
    if columns.iter().all(|(column, _)| plain(&bare(entry.text(*column))) == plain(&bare(wanted(*column)))) {
        return found;
    }
    let has = |role: OwnerRole| columns.iter().any(|(_, known)| *known == role);
    // Each owner of the task, and whether some column has it in its duty.
    let mut stands: Vec<bool> = vec![false; task.owners.len()];
    // Names in a column of another duty than the task's: the owner that they are, if they are one.
    let mut astray: Vec<(Column, String, Option<usize>)> = Vec::new();
    for (column, role) in columns {
        let names = listed(entry.text(*column), *role, lexicon);
        let short: Vec<&str> = names.iter().map(String::as_str).collect();
        let full = canonical(&short, lexicon, None);
        for (name, full) in names.into_iter().zip(full) {
            // Where a duty has no column, its units may stand in any.
            let here = |owner: &Owner| owner.role == *role || !has(owner.role);
            let called =
                |owner: &Owner| owner.name == name || owner.canonical == name || owner.canonical == full;
            let right = task.owners.iter().position(|owner| here(owner) && owner.name == name);
            let right = right.or_else(|| task.owners.iter().position(|owner| here(owner) && called(owner)));
            match right {
                Some(at) => stands[at] = true,
                None => {
                    let owner = task.owners.iter().position(called);
                    astray.push((*column, name, owner));
                }
            }
        }
    }
    // One unit under two names stands with either.
    for at in 0..stands.len() {
        let twin = |other: &usize| {
            let [one, other] = [at, *other].map(|at| &task.owners[at]);
            one.role == other.role && one.canonical == other.canonical
        };
        stands[at] |= (0..stands.len()).any(|other| stands[other] && twin(&other));
    }
    let lacking: Vec<usize> =
        (0..stands.len()).filter(|at| !stands[*at] && has(task.owners[*at].role)).collect();
    let (moved, strange): (Vec<_>, Vec<_>) =
        astray.into_iter().partition(|(.., owner)| owner.is_some_and(|owner| lacking.contains(&owner)));
    if let Some((column, _, owner)) = moved.first() {
        let colon = if lang == Lang::Zh { "：" } else { ": " };
        let said = columns.iter().filter(|(column, _)| !entry.text(*column).trim().is_empty());
        let said: Vec<String> = said
            .map(|(column, role)| format!("{}{colon}{}", duty(*role, lang), entry.text(*column).trim()))
            .collect();
        let wanted = columns.iter().filter_map(|(_, role)| {
            let names: Vec<&str> = task
                .owners
                .iter()
                .filter(|owner| owner.role == *role)
                .map(|owner| owner.name.as_str())
                .collect();
            (!names.is_empty()).then(|| format!("{}{colon}{}", duty(*role, lang), names.join("、")))
        });
        let span = owner.map_or(task.span, |owner| task.owners[owner].span);
        let wanted: Vec<String> = wanted.collect();
        found.push((Kind::Duties, *column, said.join("\n"), wanted.join("\n"), span));
    }
    let elsewhere: HashSet<usize> = moved.iter().filter_map(|(.., owner)| *owner).collect();
    for at in lacking.into_iter().filter(|at| !elsewhere.contains(at)) {
        let owner = &task.owners[at];
        let column = columns.iter().find(|(_, role)| *role == owner.role).map(|(column, _)| *column);
        found.push((
            Kind::Owner,
            column.unwrap_or(Column::Lead),
            String::new(),
            owner.name.clone(),
            owner.span,
        ));
    }
    for (column, name, _) in strange {
        found.push((Kind::Owner, column, name, String::new(), task.span));
    }
    found
}

/// The nearest other task of other units that is due when the ledger says.
fn whose(said: &str, at: usize, plan: &Plan) -> Option<usize> {
    let due = |task: &Task| {
        let due = task.deadline.as_ref();
        due.is_some_and(|due| bare(&due.text) == said || due.date.is_some_and(|day| day.to_string() == said))
    };
    let units = |task: &Task| task.owners.iter().map(|owner| owner.canonical.clone()).collect::<HashSet<_>>();
    let mine = units(&plan.tasks[at]);
    let others = plan.tasks.iter().enumerate().filter(|(other, task)| *other != at && due(task));
    let others = others.filter(|(_, task)| units(task) != mine).map(|(other, _)| other);
    others.min_by_key(|other| other.abs_diff(at)).filter(|_| !said.is_empty())
}
