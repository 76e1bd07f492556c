//! How alike tasks of two plans are.
//!
//! Plans of one office share set phrases that say nothing about which task is which, so every pair of neighbouring
//! characters weighs as much as it is rare over the tasks of both plans. What the tasks share beside their words
//! (themes, units, documents, set phrases, headings) is compared in the same way and mixed in.

use std::collections::BTreeMap;

use crate::model::{Plan, Task};

/// What is known of each open pair of tasks; rows are old tasks, columns new ones.
pub(super) struct Likeness {
    rows: usize,
    columns: usize,
    /// From 0 to 1.
    alike: Vec<f32>,
    body: Overlap,
}

impl Likeness {
    /// How alike a pair is, from 0 to 1.
    pub(super) fn of(&self, row: usize, column: usize) -> f32 {
        self.alike[row * self.columns + column]
    }

    /// How much of the old task's text stands in the new one, and how much of the new one's in the old, from 0 to 1.
    pub(super) fn within(&self, row: usize, column: usize) -> (f32, f32) {
        let shared = self.body.shared[row * self.columns + column];
        (shared / self.body.old[row], shared / self.body.new[column])
    }

    /// The numbers of rows and columns.
    pub(super) fn size(&self) -> (usize, usize) {
        (self.rows, self.columns)
    }

    /// Compares the tasks in `rows` of `old` with those in `columns` of `new`; rarity is counted over all tasks.
    pub(super) fn new(old: &Plan, new: &Plan, rows: &[usize], columns: &[usize]) -> Likeness {
        let places = Places::new(old, new, rows, columns);
        let words = |of: fn(&Task) -> &str| {
            let mut postings = Postings::default();
            for (doc, task) in old.tasks.iter().chain(&new.tasks).enumerate() {
                postings.grams(of(task), doc);
            }
            postings.overlap(&places)
        };
        let (title, body) = (words(|task| &task.title), words(|task| &task.text));
        let themes = themes(old, new).overlap(&places);
        let owners = owners(old, new).overlap(&places);
        let named = named(old, new).overlap(&places);
        let sections = Sections::new(old, new);
        let mut alike = Vec::with_capacity(rows.len() * columns.len());
        for (row, old_task) in rows.iter().enumerate() {
            for (column, new_task) in columns.iter().enumerate() {
                let at = row * columns.len() + column;
                let (title, body) = (title.cosine(at, row, column), body.cosine(at, row, column));
                let (themes, owners) = (themes.cosine(at, row, column), owners.cosine(at, row, column));
                let named = named.cosine(at, row, column);
                let section = sections.alike(old.tasks[*old_task].section, new.tasks[*new_task].section);
                let near = 1.0 - (place(*old_task, old) - place(*new_task, new)).abs();
                alike.push(mix(Signals { title, body, themes, owners, named, section, near }));
            }
        }
        Likeness { rows: rows.len(), columns: columns.len(), alike, body }
    }
}

/// How far down its plan a task stands, from 0 to 1.
fn place(task: usize, plan: &Plan) -> f32 {
    (task as f32 + 0.5) / plan.tasks.len() as f32
}

/// Each from 0 to 1.
struct Signals {
    title: f32,
    body: f32,
    themes: f32,
    owners: f32,
    named: f32,
    section: f32,
    near: f32,
}

fn mix(s: Signals) -> f32 {
    let said = 0.45 * s.title + 0.35 * s.body;
    let beside = 0.10 * s.themes + 0.03 * s.owners + 0.04 * s.named + 0.02 * s.section + 0.01 * s.near;
    said + beside
}

/// Which row or column of the matrix each task has; tasks of the new plan are counted on from those of the old.
struct Places {
    n_old: usize,
    of: Vec<Option<u32>>,
    rows: usize,
    columns: usize,
}

impl Places {
    fn new(old: &Plan, new: &Plan, rows: &[usize], columns: &[usize]) -> Places {
        let n_old = old.tasks.len();
        let mut of = vec![None; n_old + new.tasks.len()];
        for (row, task) in rows.iter().enumerate() {
            of[*task] = Some(row as u32);
        }
        for (column, task) in columns.iter().enumerate() {
            of[n_old + task] = Some(column as u32);
        }
        Places { n_old, of, rows: rows.len(), columns: columns.len() }
    }
}

/// What each task holds, as pairs of a feature and a task.
#[derive(Default)]
struct Postings(Vec<(u32, u32)>);

/// How much tasks share: products of weights, and each task's product with itself.
struct Overlap {
    shared: Vec<f32>,
    old: Vec<f32>,
    new: Vec<f32>,
}

impl Overlap {
    fn cosine(&self, at: usize, row: usize, column: usize) -> f32 {
        match self.shared[at] {
            0.0 => 0.0,
            shared => shared / (self.old[row] * self.new[column]).sqrt(),
        }
    }
}

impl Postings {
    /// Every two neighbouring characters of a text, width apart; marks part.
    fn grams(&mut self, text: &str, doc: usize) {
        let mut last = None;
        for c in text.chars() {
            let c = match c {
                '\u{ff01}'..='\u{ff5e}' => (c as u32 - 0xfee0) as u8 as char,
                _ => c,
            };
            if !c.is_alphanumeric() {
                last = None;
                continue;
            }
            let c = c as u32 & 0xffff;
            if let Some(last) = last.replace(c) {
                self.0.push((last << 16 | c, doc as u32));
            }
        }
    }

    fn overlap(mut self, places: &Places) -> Overlap {
        let mut of = Overlap {
            shared: vec![0.0; places.rows * places.columns],
            old: vec![f32::MIN_POSITIVE; places.rows],
            new: vec![f32::MIN_POSITIVE; places.columns],
        };
        self.0.sort_unstable();
        self.0.dedup();
        let n_tasks = places.of.len();
        for of_feature in self.0.chunk_by(|a, b| a.0 == b.0) {
            let n_with = of_feature.len();
            // What stands everywhere weighs next to nothing and would cost the most.
            if n_with > 200 && n_with * 5 > n_tasks {
                continue;
            }
            let weight = (1.0 + n_tasks as f32 / n_with as f32).ln() - std::f32::consts::LN_2;
            let weight = weight * weight + 1e-6;
            let split = of_feature.partition_point(|(_, doc)| (*doc as usize) < places.n_old);
            let open = |(_, doc): &(u32, u32)| places.of[*doc as usize].map(|place| place as usize);
            for column in of_feature[split..].iter().filter_map(open) {
                of.new[column] += weight;
            }
            for row in of_feature[..split].iter().filter_map(open) {
                of.old[row] += weight;
                let shared = &mut of.shared[row * places.columns..][..places.columns];
                for column in of_feature[split..].iter().filter_map(open) {
                    shared[column] += weight;
                }
            }
        }
        of
    }
}

/// Numbers names in order of first sight, so that the same name has the same number on both sides.
#[derive(Default)]
struct Names<'p>(BTreeMap<&'p str, u32>);

impl<'p> Names<'p> {
    fn number(&mut self, name: &'p str) -> u32 {
        let next = self.0.len() as u32;
        *self.0.entry(name).or_insert(next)
    }
}

fn themes(old: &Plan, new: &Plan) -> Postings {
    let (mut names, mut postings) = (Names::default(), Postings::default());
    for (doc, task) in old.tasks.iter().chain(&new.tasks).enumerate() {
        postings.0.extend(task.themes.iter().take(2).map(|(id, _)| (names.number(id), doc as u32)));
    }
    postings
}

fn owners<'p>(old: &'p Plan, new: &'p Plan) -> Postings {
    let (mut names, mut postings) = (Names::default(), Postings::default());
    for (doc, task) in old.tasks.iter().chain(&new.tasks).enumerate() {
        postings.0.extend(task.owners.iter().map(|owner| (names.number(&owner.canonical), doc as u32)));
    }
    postings
}

/// Documents and set phrases.
fn named<'p>(old: &'p Plan, new: &'p Plan) -> Postings {
    let (mut names, mut postings) = (Names::default(), Postings::default());
    for (first, plan) in [(0, old), (old.tasks.len(), new)] {
        let references = plan.references.iter().map(|reference| (&reference.title, &reference.tasks));
        for (name, tasks) in references.chain(plan.terms.iter().map(|term| (&term.text, &term.tasks))) {
            let number = names.number(name);
            postings.0.extend(tasks.iter().map(|task| (number, (first + task) as u32)));
        }
    }
    postings
}

/// How alike the headings are under which tasks stand.
struct Sections {
    columns: usize,
    alike: Vec<f32>,
}

impl Sections {
    fn new(old: &Plan, new: &Plan) -> Sections {
        let (mut titles, n_old) = (headings(old), headings(old).len());
        titles.extend(headings(new));
        let mut postings = Postings::default();
        for (doc, title) in titles.iter().enumerate() {
            postings.grams(title, doc);
        }
        let (rows, columns) = (n_old, titles.len() - n_old);
        let of = (0..rows).chain(0..columns).map(|place| Some(place as u32)).collect();
        let overlap = postings.overlap(&Places { n_old, of, rows, columns });
        let cosine = |at: usize| overlap.cosine(at, at / columns, at % columns);
        Sections { columns, alike: (0..rows * columns).map(cosine).collect() }
    }

    fn alike(&self, old: Option<usize>, new: Option<usize>) -> f32 {
        match (old, new) {
            (Some(old), Some(new)) => self.alike[old * self.columns + new],
            _ => 0.0,
        }
    }
}

/// The heading of each section, in order of the sections' ids.
fn headings(plan: &Plan) -> Vec<&str> {
    plan.all_sections().into_iter().map(|section| section.title.as_str()).collect()
}
