//! What texts hold, as numbers: words and other names, each weighing as much as it is rare.

use std::collections::HashMap;

use crate::lexicon::{Lexicon, List};
use crate::model::Plan;
use crate::text::order;

/// A text's words, in order.
pub(crate) type Words<'p> = Vec<&'p str>;

/// What open tasks hold: features by number, each with its share of the task, old tasks first.
pub(crate) struct Features {
    pub(crate) of: Vec<Vec<(u32, f32)>>,
    /// The length of each task as a vector.
    pub(crate) lengths: Vec<f32>,
    /// For each feature the columns that have it.
    columns: Vec<Vec<(u32, f32)>>,
}

impl Features {
    /// Features with a weight each; products of rows and columns are cosines.
    pub(crate) fn weighted(of: Vec<Vec<u32>>, weights: &[f32], n_rows: usize) -> Features {
        let length = |of: &Vec<u32>| of.iter().map(|feature| weights[*feature as usize]).sum::<f32>().sqrt();
        let lengths: Vec<f32> = of.iter().map(length).collect();
        let shares = of.into_iter().zip(&lengths).map(|(of, length)| {
            let weighing = of.into_iter().filter(|feature| weights[*feature as usize] > 0.0);
            weighing.map(|feature| (feature, weights[feature as usize].sqrt() / length)).collect()
        });
        Features::new(shares.collect(), lengths, n_rows)
    }

    pub(crate) fn new(of: Vec<Vec<(u32, f32)>>, lengths: Vec<f32>, n_rows: usize) -> Features {
        let n_features = of.iter().flatten().map(|(feature, _)| *feature as usize + 1).max().unwrap_or(0);
        let mut columns = vec![Vec::new(); n_features];
        for (column, of) in of[n_rows..].iter().enumerate() {
            for (feature, share) in of {
                columns[*feature as usize].push((column as u32, *share));
            }
        }
        Features { of, lengths, columns }
    }

    /// The products of a row with every column.
    pub(crate) fn row(&self, row: usize, n_columns: usize, products: &mut Vec<f32>) {
        products.clear();
        products.resize(n_columns, 0.0);
        for (feature, share) in &self.of[row] {
            for (column, of_column) in &self.columns[*feature as usize] {
                products[*column as usize] += share * of_column;
            }
        }
    }
}

/// What each feature weighs: the square of the logarithm of its rarity. What stands everywhere weighs nothing, and would
/// cost the most.
pub(crate) fn rarity(of: &[Vec<u32>], n_features: usize) -> Vec<f32> {
    let mut n_with = vec![0usize; n_features];
    of.iter().flatten().for_each(|feature| n_with[*feature as usize] += 1);
    let weight = |n_with: usize| match n_with > 200 && n_with * 5 > of.len() {
        true => 0.0,
        false => {
            ((1.0 + of.len() as f32 / n_with.max(1) as f32).ln() - std::f32::consts::LN_2).powi(2) + 1e-6
        }
    };
    n_with.into_iter().map(weight).collect()
}

pub(crate) fn distinct(mut numbers: Vec<u32>) -> Vec<u32> {
    order::sort(&mut numbers);
    numbers.dedup();
    numbers
}

/// Numbers names in order of first sight, so that the same name has the same number on both sides.
#[derive(Default)]
pub(crate) struct Names<'p>(HashMap<&'p str, u32>);

impl<'p> Names<'p> {
    pub(crate) fn number(&mut self, name: &'p str) -> u32 {
        let next = self.0.len() as u32;
        *self.0.entry(name).or_insert(next)
    }

    /// The number of a name that was numbered before.
    pub(crate) fn known(&self, name: &str) -> u32 {
        self.0[name]
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// The numbers of the words that say something: not single characters, and not verbs that open sentences.
    pub(crate) fn say(&mut self, lexicon: &Lexicon, words: &[&'p str]) -> Vec<u32> {
        let said = |word: &&str| word.chars().nth(1).is_some() && lexicon.value(List::Verbs, word).is_none();
        distinct(words.iter().copied().filter(said).map(|word| self.number(word)).collect())
    }
}

/// The headings that lead to each section, its own last, by the sections' ids.
pub(crate) fn paths(plan: &Plan) -> Vec<String> {
    let mut paths: Vec<String> = Vec::new();
    let mut open: Vec<(u8, usize)> = Vec::new();
    for section in plan.all_sections() {
        while open.last().is_some_and(|(level, _)| *level >= section.level) {
            open.pop();
        }
        let above = open.last().map_or("", |(_, length)| &paths.last().map_or("", String::as_str)[..*length]);
        let path = format!("{above}{}\n", section.title);
        open.push((section.level, path.len()));
        paths.push(path);
    }
    paths
}
