//! How alike two texts are: the share of their pairs of neighbouring characters that they have in common.

use crate::text::order;
use std::collections::HashMap;

/// The different pairs of neighbouring letters and digits of a text, sorted.
#[derive(Debug, Clone, Default)]
pub struct Pairs(Vec<u64>);

impl Pairs {
    /// Of a text; spaces and punctuation do not count.
    pub fn of(text: &str) -> Pairs {
        let mut pairs = Vec::new();
        let mut last = 0;
        for c in text.chars().filter(|c| c.is_alphanumeric()) {
            pairs.push(last << 32 | c as u64);
            last = c as u64;
        }
        order::sort(&mut pairs);
        pairs.dedup();
        Pairs(pairs)
    }

    /// From 0 to 1: twice the common pairs over the pairs of both.
    pub fn likeness(&self, other: &Pairs) -> f32 {
        let common = self.0.iter().filter(|pair| other.0.binary_search(pair).is_ok()).count();
        self.dice(other, common)
    }

    fn dice(&self, other: &Pairs, common: usize) -> f32 {
        match self.0.len() + other.0.len() {
            0 => 0.0,
            both => 2.0 * common as f32 / both as f32,
        }
    }
}

/// Every pair of an old and a new text at least `least` alike, the likest first, then in order. Pairs of
/// characters that stand in very many texts are not followed, so that the work stays in bounds; they tell little.
pub fn alike(old: &[Pairs], new: &[Pairs], least: f32) -> Vec<(f32, usize, usize)> {
    let many = 200.max(2_000_000 / old.len().max(1));
    let mut places: HashMap<u64, Vec<usize>> = HashMap::new();
    for (at, pairs) in new.iter().enumerate() {
        for pair in &pairs.0 {
            places.entry(*pair).or_default().push(at);
        }
    }
    let mut found = Vec::new();
    let mut seen = vec![usize::MAX; new.len()];
    for (at, pairs) in old.iter().enumerate() {
        for pair in &pairs.0 {
            for &to in places.get(pair).filter(|places| places.len() <= many).into_iter().flatten() {
                if std::mem::replace(&mut seen[to], at) != at {
                    let likeness = pairs.likeness(&new[to]);
                    if likeness >= least {
                        found.push((likeness, at, to));
                    }
                }
            }
        }
    }
    order::by(&mut found, |a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    found
}
