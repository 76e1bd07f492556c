//! How alike tasks of two plans are.
//!
//! Plans of one office share set phrases that say nothing about which task is which, so a word weighs as much as it is
//! rare over the tasks of both plans, and the verbs that open sentences (加强、推进) weigh nothing. What tasks share
//! beside their words (themes, units, documents, set phrases, headings) is compared in the same way and mixed in.
//!
//! ```text
//! 深入推进 诚信 建设 制度化     old
//! 深化     诚信 和 法治 建设     new: 诚信 is rare, 建设 stands everywhere
//! ```

use crate::diff::features::{Features, Names, Words, distinct, paths, rarity};
use crate::lex::word::words as words_of;
use crate::lexicon::Lexicon;
use crate::model::{Plan, SectionRole};

/// What is known of each open pair of tasks; rows are old tasks, columns new ones.
pub(super) struct Likeness {
    rows: usize,
    columns: usize,
    /// From 0 to 1.
    alike: Vec<f32>,
    /// The cosine of the texts' words alone.
    body: Vec<f32>,
    /// The words of each open task's text, old ones first, with the length of each as a vector.
    words: Vec<(Vec<u32>, f32)>,
    /// The words of each open task's title.
    titles: Vec<Vec<u32>>,
    /// What each word weighs.
    weights: Vec<f32>,
    /// How alike the headings above them are, and the section of each open task, old ones first.
    sections: (Sections, Vec<Option<usize>>),
}

/// One of the two plans.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Side {
    Old,
    New,
}

impl Likeness {
    /// How alike a pair is, from 0 to 1.
    pub(super) fn of(&self, row: usize, column: usize) -> f32 {
        self.alike[row * self.columns + column]
    }

    /// The numbers of rows and columns.
    pub(super) fn size(&self) -> (usize, usize) {
        (self.rows, self.columns)
    }

    /// Whether two open tasks of a side, by number, stand in one section.
    pub(super) fn siblings(&self, side: Side, a: usize, b: usize) -> bool {
        let of = |task: usize| match side {
            Side::Old => self.sections.1[task],
            Side::New => self.sections.1[self.rows + task],
        };
        of(a).is_some() && of(a) == of(b)
    }

    /// How much speaks for the old task being part of the new one, and for the new one being part of the old: the
    /// pair's likeness, the share of the part's text that stands in the whole, and that of its title.
    pub(super) fn part(&self, row: usize, column: usize) -> (f32, f32) {
        let alike = self.of(row, column);
        let of = |open: usize| self.sections.1[open];
        let beside = SECTION * self.sections.0.counterparts(of(row), of(self.rows + column));
        if alike + beside + WITHIN + TITLE_WITHIN < PART {
            return (alike, alike);
        }
        let shared = self.body[row * self.columns + column];
        let (old, new) = (&self.words[row], &self.words[self.rows + column]);
        let part = |part: usize, whole: &(Vec<u32>, f32)| {
            let within = shared * whole.1 / self.words[part].1.max(f32::MIN_POSITIVE);
            let of_title = &self.titles[part];
            let all: f32 = of_title.iter().map(|word| self.weights[*word as usize]).sum();
            let found = of_title.iter().filter(|word| whole.0.binary_search(word).is_ok());
            let found: f32 = found.map(|word| self.weights[*word as usize]).sum();
            // A whole is longer than its part.
            let beside = beside * (whole.1 / self.words[part].1.max(f32::MIN_POSITIVE)).min(1.0).powi(2);
            let title = TITLE_WITHIN * found / all.max(f32::MIN_POSITIVE);
            alike + beside + WITHIN * within.min(1.0).sqrt() + title
        };
        (part(row, new), part(self.rows + column, old))
    }

    /// Compares the tasks in `rows` of `old` with those in `columns` of `new`; rarity is counted over all tasks, whose
    /// words are given, those of `old` first.
    pub(super) fn new(
        lexicon: &Lexicon,
        [old, new]: [&Plan; 2],
        words: &[Words],
        rows: &[usize],
        columns: &[usize],
    ) -> Likeness {
        let n_old = old.tasks.len();
        let title_words: Vec<Words> =
            old.tasks.iter().chain(&new.tasks).map(|task| words_of(&task.title)).collect();
        let mut names = Names::default();
        let bodies: Vec<Vec<u32>> = words.iter().map(|words| names.say(lexicon, words)).collect();
        let titles: Vec<Vec<u32>> = title_words.iter().map(|words| names.say(lexicon, words)).collect();
        let open = |of: &[Vec<u32>]| -> Vec<Vec<u32>> {
            let places = rows.iter().copied().chain(columns.iter().map(|column| n_old + column));
            places.map(|task| of[task].clone()).collect()
        };
        let weights = rarity(&bodies, names.len());
        let body = Features::weighted(open(&bodies), &weights, rows.len());
        let title = Features::weighted(open(&titles), &rarity(&titles, names.len()), rows.len());
        let beside = |of: Vec<Vec<u32>>, n: usize| Features::weighted(open(&of), &rarity(&of, n), rows.len());
        let (owners, n_owners) = owners(old, new);
        let (named, n_named) = named(old, new);
        let (owners, named) = (beside(owners, n_owners), beside(named, n_named));
        let themes = themes([old, new], rows, columns);
        let sections = Sections::new(lexicon, old, new);

        let size = rows.len() * columns.len();
        let (mut alike, mut bodies) = (Vec::with_capacity(size), Vec::with_capacity(size));
        let (mut row_best, mut column_best) = (vec![0f32; rows.len()], vec![0f32; columns.len()]);
        let mut of_row: [Vec<f32>; 5] = Default::default();
        for (row, task) in rows.iter().enumerate() {
            for (features, of_row) in [&title, &body, &themes, &owners, &named].into_iter().zip(&mut of_row) {
                features.row(row, columns.len(), of_row);
            }
            for (column, new_task) in columns.iter().enumerate() {
                let [title, body, themes, owners, named] = [0, 1, 2, 3, 4].map(|of| of_row[of][column]);
                let section = sections.alike(old.tasks[*task].section, new.tasks[*new_task].section);
                let near = 1.0 - (place(*task, old) - place(*new_task, new)).abs();
                alike.push(mix(Signals { title, body, themes, owners, named, section, near }));
                row_best[row] = row_best[row].max(body);
                column_best[column] = column_best[column].max(body);
            }
            bodies.extend_from_slice(&of_row[1]);
        }
        for (row, row_best) in row_best.iter().enumerate() {
            for (column, column_best) in column_best.iter().enumerate() {
                let at = row * columns.len() + column;
                let body = bodies[at];
                if body > 0.0 {
                    let best = (row_best * column_best).sqrt();
                    alike[at] =
                        (alike[at] + BEST * (body / best) * (body / SLIGHT).min(1.0)).max(body).min(1.0);
                }
            }
        }
        let words = body
            .of
            .iter()
            .zip(&body.lengths)
            .map(|(of, length)| (of.iter().map(|(word, _)| *word).collect(), *length))
            .collect();
        Likeness {
            rows: rows.len(),
            columns: columns.len(),
            alike,
            body: bodies,
            words,
            titles: open(&titles),
            weights,
            sections: {
                let of_old = rows.iter().map(|task| old.tasks[*task].section);
                (sections, of_old.chain(columns.iter().map(|task| new.tasks[*task].section)).collect())
            },
        }
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

// The weights add up to 1. They were fitted to pairs of plans of one office and of different ones, and give way to
// changes of a tenth without harm.

fn mix(s: Signals) -> f32 {
    let said = 0.12 * s.title + 0.45 * s.body.sqrt();
    let beside = 0.22 * s.themes + 0.02 * s.owners + 0.02 * s.named + 0.04 * s.section + 0.03 * s.near;
    said + beside
}

/// What it speaks for a pair that no other pair of either task is more alike in its words.
const BEST: f32 = 0.10;
/// Below this likeness of words, being the best says less and less.
const SLIGHT: f32 = 0.10;
/// What it speaks for a part that its words, and those of its title, stand in the whole.
const WITHIN: f32 = 0.12;
const TITLE_WITHIN: f32 = 0.19;
/// What it speaks for a part that it stands under the heading of the whole.
const SECTION: f32 = 0.09;
/// From here on a task without a partner of its own is part of another.
pub(super) const PART: f32 = 0.418;

fn owners(old: &Plan, new: &Plan) -> (Vec<Vec<u32>>, usize) {
    let mut names = Names::default();
    let tasks = old.tasks.iter().chain(&new.tasks);
    let of =
        tasks.map(|task| distinct(task.owners.iter().map(|owner| names.number(&owner.canonical)).collect()));
    (of.collect(), names.len())
}

/// Documents and set phrases.
fn named(old: &Plan, new: &Plan) -> (Vec<Vec<u32>>, usize) {
    let mut names = Names::default();
    let mut of = vec![Vec::new(); old.tasks.len() + new.tasks.len()];
    for (first, plan) in [(0, old), (old.tasks.len(), new)] {
        let references = plan.references.iter().map(|reference| (&reference.title, &reference.tasks));
        for (name, tasks) in references.chain(plan.terms.iter().map(|term| (&term.text, &term.tasks))) {
            let number = names.number(name);
            tasks.iter().for_each(|task| of[first + task].push(number));
        }
    }
    (of.into_iter().map(distinct).collect(), names.len())
}

/// Themes by their scores. A theme that one task of each plan has says that they are the same; one that a third of
/// the tasks have says little.
fn themes([old, new]: [&Plan; 2], rows: &[usize], columns: &[usize]) -> Features {
    let mut names = Names::default();
    let mut counts: Vec<[u32; 2]> = Vec::new();
    for (side, plan) in [old, new].into_iter().enumerate() {
        for (id, _) in plan.tasks.iter().flat_map(|task| &task.themes) {
            let number = names.number(id) as usize;
            counts.resize(counts.len().max(number + 1), [0; 2]);
            counts[number][side] += 1;
        }
    }
    let open = rows.iter().map(|task| &old.tasks[*task]).chain(columns.iter().map(|task| &new.tasks[*task]));
    let of = open.map(|task| {
        let length = task.themes.iter().map(|(_, score)| score * score).sum::<f32>().sqrt();
        let share = |(id, score): &(&'static str, f32)| {
            let number = names.known(id);
            // Both sides bring the square root of what a theme weighs.
            let [old, new] = counts[number as usize].map(|count| count.max(1) as f32);
            (number, score / length * (old * new).powf(-0.125))
        };
        task.themes.iter().map(share).collect()
    });
    Features::new(of.collect(), Vec::new(), rows.len())
}

/// How alike the headings are under which tasks stand.
struct Sections {
    columns: usize,
    alike: Vec<f32>,
    /// The likeness of each section to the one most like it.
    best_of_row: Vec<f32>,
    best_of_column: Vec<f32>,
    /// Whether each heading says what its tasks are about, by side.
    telling: [Vec<bool>; 2],
}

impl Sections {
    fn new(lexicon: &Lexicon, old: &Plan, new: &Plan) -> Sections {
        let mut paths = paths(old);
        let rows = paths.len();
        paths.extend(self::paths(new));
        let columns = paths.len() - rows;
        let mut names = Names::default();
        let of: Vec<Vec<u32>> = paths.iter().map(|path| names.say(lexicon, &words_of(path))).collect();
        let weights = rarity(&of, names.len());
        let features = Features::weighted(of, &weights, rows);
        let (mut alike, mut of_row) = (Vec::new(), Vec::new());
        let (mut best_of_row, mut best_of_column) = (vec![0f32; rows], vec![0f32; columns]);
        for row in 0..rows {
            features.row(row, columns, &mut of_row);
            for (column, alike) in of_row.iter().enumerate() {
                best_of_row[row] = best_of_row[row].max(*alike);
                best_of_column[column] = best_of_column[column].max(*alike);
            }
            alike.extend_from_slice(&of_row);
        }
        // Headings that every plan has tell nothing of what stands under them.
        let telling = [old, new].map(|plan| {
            let usual = |role| matches!(role, SectionRole::Safeguards | SectionRole::Organization);
            plan.all_sections().iter().map(|section| !usual(section.role)).collect()
        });
        Sections { columns, alike, best_of_row, best_of_column, telling }
    }

    fn alike(&self, old: Option<usize>, new: Option<usize>) -> f32 {
        match (old, new) {
            (Some(old), Some(new)) => self.alike[old * self.columns + new],
            _ => 0.0,
        }
    }

    /// How near two sections are to being each other's counterpart, from 0 to 1.
    fn counterparts(&self, old: Option<usize>, new: Option<usize>) -> f32 {
        let (Some(old), Some(new)) = (old, new) else { return 0.0 };
        let alike = self.alike[old * self.columns + new];
        let telling = self.telling[0][old] && self.telling[1][new];
        if alike < SLIGHT || !telling {
            0.0
        } else {
            alike / (self.best_of_row[old] * self.best_of_column[new]).sqrt()
        }
    }
}
