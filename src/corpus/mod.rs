//! Several plans -> matrices over them: years of one office, or offices in one year.
//!
//! Which tasks and targets of neighbouring plans belong together is told from outside, as links; here they are followed
//! through all plans.

use std::collections::BTreeMap;

use crate::model::{Plan, TaskId};
use crate::text::order;

/// What several plans have, each list with a value a plan.
#[derive(Debug, Clone, Default)]
pub struct Corpus {
    /// Themes by share of tasks, from 0 to 1; the largest first.
    pub themes: Vec<(&'static str, Vec<f32>)>,
    /// Owners by number of tasks; those with the most first.
    pub owners: Vec<(String, Vec<usize>)>,
    /// Set phrases by number of mentions; those in the most plans first, then by first mention.
    pub terms: Vec<(String, Vec<usize>)>,
    /// Targets of the same measure in two plans or more.
    pub series: Vec<Vec<Option<Said>>>,
    /// Targets that are near each other but not of one measure, such as 区本级 and 全社会.
    pub unlike: Vec<Vec<Option<Said>>>,
    /// Tasks that run through all plans: those of each plan, in its order.
    pub chains: Vec<Vec<Vec<TaskId>>>,
}

/// A target by its index in its plan, said of one thing; one said of several things is in several series.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Said {
    /// The index.
    pub target: usize,
    /// What is measured.
    pub of: Option<String>,
}

/// What belongs together in a plan and the one after it.
#[derive(Debug, Clone, Default)]
pub struct Links {
    /// Tasks, by index.
    pub tasks: Vec<(usize, usize)>,
    /// Targets that can be compared.
    pub targets: Vec<(Said, Said)>,
    /// Targets that are near each other but not of one measure.
    pub unlike: Vec<(Said, Said)>,
}

/// Tasks that belong together, or one that stands alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beside {
    /// The theme of the first of them.
    pub theme: Option<&'static str>,
    /// Those of each plan; none where it has none.
    pub tasks: Vec<Vec<TaskId>>,
}

/// Which tasks of two plans, by their indexes, belong together.
#[derive(Debug, Clone, Default)]
pub struct Pairs {
    /// The two plans.
    pub of: (usize, usize),
    /// The tasks.
    pub tasks: Vec<(usize, usize)>,
}

/// All tasks of the plans, like beside like, theme by theme in the order of `themes`.
pub fn beside(plans: &[&Plan], pairs: &[Pairs], themes: &[(&'static str, Vec<f32>)]) -> Vec<Beside> {
    let sizes: Vec<usize> = plans.iter().map(|plan| plan.tasks.len()).collect();
    let links: Vec<_> = pairs.iter().map(|pairs| (pairs.of, pairs.tasks.as_slice())).collect();
    let theme = |tasks: &[Vec<TaskId>]| {
        let each = tasks.iter().zip(plans).flat_map(|(tasks, plan)| tasks.iter().map(|at| &plan.tasks[*at]));
        each.filter_map(|task| task.themes.first()).map(|(id, _)| *id).next()
    };
    let groups = groups(&sizes, &links).into_iter();
    let mut all: Vec<Beside> = groups.map(|tasks| Beside { theme: theme(&tasks), tasks }).collect();
    let place =
        |theme: Option<&str>| themes.iter().position(|(id, _)| Some(*id) == theme).unwrap_or(themes.len());
    order::by_key(&mut all, |of| place(of.theme));
    all
}

/// Sets plans side by side. `links` has one less than there are plans.
pub fn corpus(plans: &[&Plan], links: &[Links]) -> Corpus {
    let mut corpus = Corpus {
        themes: matrix(plans, |plan| {
            let share = 1.0 / plan.tasks.len().max(1) as f32;
            plan.tasks.iter().filter_map(|task| task.themes.first()).map(|(id, _)| (*id, share)).collect()
        }),
        owners: matrix(plans, |plan| {
            let of_task = |task: &crate::model::Task| {
                let mut names: Vec<String> =
                    task.owners.iter().map(|owner| owner.canonical.clone()).collect();
                order::sort(&mut names);
                names.dedup();
                names
            };
            plan.tasks.iter().flat_map(of_task).map(|name| (name, 1)).collect()
        }),
        terms: matrix(plans, |plan| {
            plan.terms.iter().map(|term| (term.text.clone(), term.spans.len())).collect()
        }),
        series: series(plans.len(), links, |links| &links.targets),
        unlike: series(plans.len(), links, |links| &links.unlike),
        chains: Vec::new(),
    };
    order::by(&mut corpus.themes, |a, b| sum(&b.1).total_cmp(&sum(&a.1)));
    order::by_key(&mut corpus.owners, |(_, counts)| std::cmp::Reverse(counts.iter().sum::<usize>()));
    let n_with = |counts: &[usize]| counts.iter().filter(|count| **count > 0).count();
    order::by_key(&mut corpus.terms, |(_, counts)| {
        (std::cmp::Reverse(n_with(counts)), counts.iter().position(|n| *n > 0))
    });

    let sizes: Vec<usize> = plans.iter().map(|plan| plan.tasks.len()).collect();
    let of_tasks: Vec<&[(usize, usize)]> = links.iter().map(|links| links.tasks.as_slice()).collect();
    corpus.chains =
        together(&sizes, &of_tasks).into_iter().filter(|of| of.iter().all(|of| !of.is_empty())).collect();
    corpus
}

/// What links of a kind join, in the order of the last plan that has it.
fn series(n_plans: usize, links: &[Links], of: impl Fn(&Links) -> &[(Said, Said)]) -> Vec<Vec<Option<Said>>> {
    // Numbers for what is linked in each plan.
    let mut numbers: Vec<BTreeMap<&Said, usize>> = vec![BTreeMap::new(); n_plans];
    let mut number = |plan: usize, said| {
        let next = numbers[plan].len();
        *numbers[plan].entry(said).or_insert(next)
    };
    let of_targets: Vec<Vec<(usize, usize)>> = links
        .iter()
        .enumerate()
        .map(|(at, links)| of(links).iter().map(|(a, b)| (number(at, a), number(at + 1, b))).collect())
        .collect();
    let said: Vec<Vec<&Said>> = numbers
        .iter()
        .map(|numbers| {
            let mut said: Vec<(&usize, &&Said)> =
                numbers.iter().map(|(said, number)| (number, said)).collect();
            order::sort(&mut said);
            said.into_iter().map(|(_, said)| *said).collect()
        })
        .collect();
    let sizes: Vec<usize> = said.iter().map(Vec::len).collect();
    let of_targets: Vec<&[(usize, usize)]> = of_targets.iter().map(Vec::as_slice).collect();
    let mut series: Vec<Vec<Option<Said>>> = together(&sizes, &of_targets)
        .into_iter()
        .map(|of| of.iter().zip(&said).map(|(of, said)| of.first().map(|at| said[*at].clone())).collect())
        .filter(|of: &Vec<Option<Said>>| of.iter().flatten().count() > 1)
        .collect();
    let place = |of: &Vec<Option<Said>>| {
        of.iter().rev().map(|said| said.as_ref().map(|said| said.target)).collect::<Vec<_>>()
    };
    order::by_key(&mut series, |of| std::cmp::Reverse(place(of)));
    series.reverse();
    series
}

fn sum(shares: &[f32]) -> f32 {
    shares.iter().sum()
}

/// What each plan has under each name, in order of the names.
fn matrix<K: Ord, N: Clone + Default + std::ops::AddAssign>(
    plans: &[&Plan],
    of: impl Fn(&Plan) -> Vec<(K, N)>,
) -> Vec<(K, Vec<N>)> {
    let mut rows: BTreeMap<K, Vec<N>> = BTreeMap::new();
    for (at, plan) in plans.iter().enumerate() {
        for (name, value) in of(plan) {
            rows.entry(name).or_insert_with(|| vec![N::default(); plans.len()])[at] += value;
        }
    }
    rows.into_iter().collect()
}

/// Everything that links of neighbours join, by plan; `sizes` is how many there are in each plan.
fn together(sizes: &[usize], links: &[&[(usize, usize)]]) -> Vec<Vec<Vec<usize>>> {
    let links: Vec<_> = links.iter().enumerate().map(|(at, links)| ((at, at + 1), *links)).collect();
    groups(sizes, &links).into_iter().filter(|of| of.iter().flatten().count() > 1).collect()
}

/// Two plans by their numbers, and which tasks of them are linked.
type LinksOfTwo<'l> = ((usize, usize), &'l [(usize, usize)]);

/// What links of two plans, by their numbers, join, and what nothing is joined to, in the order of the plans.
fn groups(sizes: &[usize], links: &[LinksOfTwo]) -> Vec<Vec<Vec<usize>>> {
    let mut first = vec![0];
    first.extend(sizes.iter().scan(0, |sum, size| {
        *sum += size;
        Some(*sum)
    }));
    let mut joined: Vec<usize> = (0..first[sizes.len()]).collect();
    fn root(joined: &mut [usize], mut of: usize) -> usize {
        while joined[of] != of {
            joined[of] = joined[joined[of]];
            of = joined[of];
        }
        of
    }
    for ((a, b), links) in links {
        for (old, new) in *links {
            let roots = [first[*a] + old, first[*b] + new].map(|of| root(&mut joined, of));
            joined[roots[0].max(roots[1])] = roots[0].min(roots[1]);
        }
    }
    let mut groups: BTreeMap<usize, Vec<Vec<usize>>> = BTreeMap::new();
    for (at, size) in sizes.iter().enumerate() {
        for of in 0..*size {
            let root = root(&mut joined, first[at] + of);
            groups.entry(root).or_insert_with(|| vec![Vec::new(); sizes.len()])[at].push(of);
        }
    }
    groups.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::{groups, together};

    #[test]
    fn follows_links_through_plans() {
        let found = together(&[2, 3, 2], &[&[(0, 1), (1, 2)], &[(1, 0)]]);
        assert_eq!(found, vec![vec![vec![0], vec![1], vec![0]], vec![vec![1], vec![2], vec![]]]);
        assert!(together(&[0, 0], &[&[]]).is_empty());
        // What only the first and the last have, and what one has alone.
        let all = groups(&[1, 1, 1], &[((0, 2), &[(0, 0)])]);
        assert_eq!(all, vec![vec![vec![0], vec![], vec![0]], vec![vec![], vec![0], vec![]]]);
    }
}
