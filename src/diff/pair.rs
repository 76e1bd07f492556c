//! Which tasks of two plans are the same task, over the whole plan, in stages: the same words; then the best assignment
//! by likeness; then tasks that were split or merged.

use std::collections::BTreeMap;
use std::mem;

use crate::diff::assign::assign;
use crate::diff::features::Words;
use crate::diff::likeness::{Likeness, PART, Side};
use crate::lexicon::Lexicon;
use crate::model::Plan;
use crate::text::order;

/// Tasks that belong together: one to one, one to many, many to one, or one alone.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Group {
    pub(super) old: Vec<usize>,
    pub(super) new: Vec<usize>,
    /// That of the strongest link; 1 for the same words.
    pub(super) likeness: f32,
    /// The link that the others joined; none where a task stands alone.
    pub(super) core: Option<Link>,
    /// Links to tasks of other groups.
    pub(super) also: Vec<Link>,
}

impl Group {
    /// Of two tasks.
    fn of(link: Link) -> Group {
        let Link { old, new, likeness } = link;
        Group { old: vec![old], new: vec![new], likeness, core: Some(link), also: Vec::new() }
    }
}

/// A link between an old and a new task.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Link {
    /// Index of the old task.
    pub old: usize,
    /// Index of the new task.
    pub new: usize,
    /// From 0 to 1.
    pub likeness: f32,
}

/// What pairing found.
pub(super) struct Pairs {
    pub(super) groups: Vec<Group>,
    /// Whether the plans were too large to compare every task with every other.
    pub(super) partial: bool,
    /// Whether the plans were taken in the other order, so that either order gives the same pairs.
    pub(super) swapped: bool,
}

/// More pairs than this are not weighed one by one: 6,000 by 6,000 tasks, a third of a gigabyte.
const LIMIT: usize = 36_000_000;
/// From here on two tasks are one task in other words.
pub(super) const ALIKE: f32 = 0.319;
/// What it speaks for a task that its whole has taken up several others of its section.
const OF_SECTION: f32 = 0.045;
/// From here on a link is worth naming beside a stronger one.
const ALSO: f32 = 0.28;

/// Pairs the tasks, whose words are given, those of `old` first. Which plan is called the old one makes no difference but
/// to the names of the sides.
pub(super) fn pairs(lexicon: &Lexicon, old: &Plan, new: &Plan, words: [&[Words]; 2], least: f32) -> Pairs {
    let texts = |plan: &Plan| -> (usize, Vec<String>) {
        (plan.tasks.len(), plan.tasks.iter().map(|task| bare(&task.text)).collect())
    };
    let (of_old, of_new) = (texts(old), texts(new));
    let stages = Stages { lexicon, least };
    if of_old <= of_new {
        return stages.run([old, new], &words.concat(), &of_old.1, &of_new.1);
    }
    let mut pairs = stages.run([new, old], &[words[1], words[0]].concat(), &of_new.1, &of_old.1);
    pairs.swapped = true;
    for group in &mut pairs.groups {
        mem::swap(&mut group.old, &mut group.new);
        for link in group.core.iter_mut().chain(&mut group.also) {
            mem::swap(&mut link.old, &mut link.new);
        }
    }
    pairs
}

/// A text without spaces and without the width of its marks.
pub(super) fn bare(text: &str) -> String {
    let narrow = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => (c as u32 - 0xfee0) as u8 as char,
        '〔' | '【' => '(',
        '〕' | '】' => ')',
        '。' => '.',
        _ => c,
    };
    text.chars().filter(|c| !c.is_whitespace()).map(narrow).collect()
}

struct Stages<'a> {
    lexicon: &'a Lexicon,
    least: f32,
}

impl Stages<'_> {
    fn run(&self, [old, new]: [&Plan; 2], words: &[Words], of_old: &[String], of_new: &[String]) -> Pairs {
        let mut groups = same(of_old, of_new);
        let open = |side: fn(&Group) -> usize, n: usize| {
            let mut open = vec![true; n];
            groups.iter().for_each(|group| open[side(group)] = false);
            (0..n).filter(|task| open[*task]).collect::<Vec<usize>>()
        };
        let rows = open(|group| group.old[0], of_old.len());
        let columns = open(|group| group.new[0], of_new.len());
        let partial = rows.len().saturating_mul(columns.len()) > LIMIT;
        if partial || rows.is_empty() || columns.is_empty() {
            groups.extend(rows.iter().map(|task| Group { old: vec![*task], ..Group::default() }));
            groups.extend(columns.iter().map(|task| Group { new: vec![*task], ..Group::default() }));
            return Pairs { groups, partial, swapped: false };
        }
        let likeness = Likeness::new(self.lexicon, [old, new], words, &rows, &columns);
        let given = best(&likeness, self.least);
        let mut found = join(&likeness, &given, PART + self.least - ALIKE);
        also(&likeness, &mut found);
        for group in &mut found {
            group.old.iter_mut().for_each(|row| *row = rows[*row]);
            group.new.iter_mut().for_each(|column| *column = columns[*column]);
            let links = group.core.iter_mut().chain(&mut group.also);
            links.for_each(|link| (link.old, link.new) = (rows[link.old], columns[link.new]));
        }
        groups.extend(found);
        Pairs { groups, partial, swapped: false }
    }
}

/// Tasks of the same words; the first with the first where several have them.
fn same(old: &[String], new: &[String]) -> Vec<Group> {
    let mut places: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, text) in new.iter().enumerate().rev() {
        places.entry(text).or_default().push(at);
    }
    let pair = |(at, text): (usize, &String)| {
        let partner = places.get_mut(text.as_str())?.pop()?;
        Some(Group::of(Link { old: at, new: partner, likeness: 1.0 }))
    };
    old.iter().enumerate().filter_map(pair).collect()
}

/// The partner of each row where the whole is best, none below `least`.
fn best(likeness: &Likeness, least: f32) -> Vec<Option<usize>> {
    let (rows, columns) = likeness.size();
    // What goes beyond the least likeness counts, so that two poor pairs do not outweigh a good one.
    let gain = |row: usize, column: usize| ((likeness.of(row, column) - least).max(0.0) * 100_000.0) as i32;
    if rows <= columns {
        let gains: Vec<i32> = (0..rows * columns).map(|at| gain(at / columns, at % columns)).collect();
        return assign(&gains, columns);
    }
    let gains: Vec<i32> = (0..rows * columns).map(|at| gain(at % rows, at / rows)).collect();
    let mut given = vec![None; rows];
    for (column, row) in assign(&gains, rows).into_iter().enumerate() {
        if let Some(row) = row {
            given[row] = Some(column);
        }
    }
    given
}

/// Groups of one old and one new task; then each task that is left goes to the group that holds its text, if that
/// group stays one to many or many to one.
fn join(likeness: &Likeness, given: &[Option<usize>], least: f32) -> Vec<Group> {
    let (rows, columns) = likeness.size();
    let mut groups: Vec<Group> = Vec::new();
    let (mut of_row, mut of_column) = (vec![None; rows], vec![None; columns]);
    for (row, column) in given.iter().enumerate() {
        if let Some(column) = *column {
            (of_row[row], of_column[column]) = (Some(groups.len()), Some(groups.len()));
            let alike = likeness.of(row, column);
            groups.push(Group::of(Link { old: row, new: column, likeness: alike }));
        }
    }
    // First what stands for itself; then what a whole that has taken up several of a section's tasks takes up of the rest.
    for beside in [0.0, OF_SECTION] {
        let mut links: Vec<(f32, usize, usize)> = Vec::new();
        for row in 0..rows {
            for column in 0..columns {
                let (strength, taken) = match (of_row[row], of_column[column]) {
                    (None, Some(group)) if groups[group].new.len() == 1 => {
                        let of: &Group = &groups[group];
                        let taken =
                            of.old.iter().filter(|old| likeness.siblings(Side::Old, row, **old)).count();
                        (likeness.part(row, column).0, taken)
                    }
                    (Some(group), None) if groups[group].old.len() == 1 => {
                        let of: &Group = &groups[group];
                        let taken =
                            of.new.iter().filter(|new| likeness.siblings(Side::New, column, **new)).count();
                        (likeness.part(row, column).1, taken)
                    }
                    _ => continue,
                };
                let strength = if taken > 1 { strength + beside } else { strength };
                if strength >= least {
                    links.push((strength, row, column));
                }
            }
        }
        order::by(&mut links, |a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
        for (_, row, column) in links {
            match (of_row[row], of_column[column]) {
                (None, Some(group)) if groups[group].new.len() == 1 => {
                    of_row[row] = Some(group);
                    groups[group].old.push(row);
                }
                (Some(group), None) if groups[group].old.len() == 1 => {
                    of_column[column] = Some(group);
                    groups[group].new.push(column);
                }
                _ => {}
            }
        }
    }
    for group in &mut groups {
        order::sort(&mut group.old);
        order::sort(&mut group.new);
    }
    let alone = |of: &[Option<usize>]| (0..of.len()).filter(|at| of[*at].is_none()).collect::<Vec<usize>>();
    groups.extend(alone(&of_row).into_iter().map(|row| Group { old: vec![row], ..Group::default() }));
    groups
        .extend(alone(&of_column).into_iter().map(|column| Group { new: vec![column], ..Group::default() }));
    groups
}

/// Names the links between groups that were weaker than those inside them: the two strongest of each task, on both
/// groups.
fn also(likeness: &Likeness, groups: &mut [Group]) {
    let (rows, columns) = likeness.size();
    let (mut of_row, mut of_column) = (vec![0; rows], vec![0; columns]);
    for (at, group) in groups.iter().enumerate() {
        group.old.iter().for_each(|row| of_row[*row] = at);
        group.new.iter().for_each(|column| of_column[*column] = at);
    }
    let mut links: Vec<(usize, usize)> = Vec::new();
    let (mut best_of_column, mut found) = (vec![Vec::new(); columns], Vec::new());
    let strongest = |links: &mut Vec<(f32, usize)>| {
        order::by(links, |a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        links.truncate(2);
    };
    for row in 0..rows {
        for column in 0..columns {
            let alike = likeness.of(row, column);
            if alike >= ALSO && of_row[row] != of_column[column] {
                found.push((alike, column));
                let of_column: &mut Vec<(f32, usize)> = &mut best_of_column[column];
                of_column.push((alike, row));
                if of_column.len() > 16 {
                    strongest(of_column);
                }
            }
        }
        strongest(&mut found);
        links.extend(found.drain(..).map(|(_, column)| (row, column)));
    }
    for (column, rows) in best_of_column.iter_mut().enumerate() {
        strongest(rows);
        links.extend(rows.iter().map(|(_, row)| (*row, column)));
    }
    order::sort(&mut links);
    links.dedup();
    for (old, new) in links {
        let link = Link { old, new, likeness: likeness.of(old, new) };
        groups[of_row[old]].also.push(link);
        groups[of_column[new]].also.push(link);
    }
}
