//! A list of words with a cost each, in a form that is read where it stands in the program.
//!
//! It is a tree of UTF-16 units. Nodes stand level by level, those below one parent side by side and in the order of
//! their units; two bits a node say whether it is the last of its siblings and whether others stand below it. So no node
//! says where its children are: below the n-th parent are the siblings that follow the n-th last one.
//!
//! ```text
//! 上 上海 下 下海    =>    上 下 | 海 | 海        last 0 1 1 1        parents 1 1 0 0
//! ```

use std::collections::BTreeMap;
use std::iter;

/// A list of words that was packed.
#[derive(Debug)]
pub struct Dictionary<'d> {
    /// The unit of each node.
    units: &'d [[u8; 2]],
    /// The cost of the word that ends at each node, 0 where none does.
    costs: &'d [u8],
    /// Bits of nodes, 64 at a time: the last of its siblings.
    last: &'d [[u8; 8]],
    /// Those with children.
    parents: &'d [[u8; 8]],
    /// How many parents stand before each 64 nodes.
    parents_before: &'d [[u8; 4]],
    /// Where each 64th of the last siblings stands.
    last_places: &'d [[u8; 4]],
    /// How many nodes open words: the first siblings are many and asked for most.
    n_first: usize,
}

/// Packs words with their costs, which are not 0.
#[allow(dead_code, reason = "the build script packs, the program reads")]
pub fn pack(words: &BTreeMap<Vec<u16>, u8>) -> Vec<u8> {
    let words: Vec<(&[u16], u8)> = words.iter().map(|(word, cost)| (&word[..], *cost)).collect();
    let (mut units, mut costs) = (Vec::new(), Vec::new());
    let (mut last, mut parents) = (Vec::new(), Vec::new());
    // The words below each parent to come, and how many units they have in common.
    let mut open = std::collections::VecDeque::from([(0, words.len(), 0)]);
    while let Some((mut from, to, depth)) = open.pop_front() {
        while from < to {
            let unit = words[from].0[depth];
            let end = from + words[from..to].partition_point(|(word, _)| word[depth] == unit);
            let is_word = words[from].0.len() == depth + 1;
            let below = from + usize::from(is_word);
            units.extend(unit.to_le_bytes());
            costs.push(if is_word { words[from].1 } else { 0 });
            last.push(end == to);
            parents.push(below < end);
            if below < end {
                open.push_back((below, end, depth + 1));
            }
            from = end;
        }
    }
    let bits = |bits: &[bool]| -> Vec<u8> {
        let word = |bits: &[bool]| bits.iter().rev().fold(0u64, |word, bit| word << 1 | u64::from(*bit));
        bits.chunks(64).flat_map(|bits| word(bits).to_le_bytes()).collect()
    };
    let count = |n: usize| (n as u32).to_le_bytes();
    let mut n_parents = 0;
    let parents_before: Vec<u8> = parents
        .chunks(64)
        .flat_map(|bits| {
            let before = n_parents;
            n_parents += bits.iter().filter(|bit| **bit).count();
            count(before)
        })
        .collect();
    let places = last.iter().enumerate().filter(|(_, last)| **last).map(|(at, _)| at);
    let last_places: Vec<u8> = places.step_by(64).flat_map(count).collect();
    [&count(costs.len())[..], &units, &costs, &bits(&last), &bits(&parents), &parents_before, &last_places]
        .concat()
}

#[allow(dead_code, reason = "the build script packs, the program reads")]
impl<'d> Dictionary<'d> {
    /// Reads what [`pack`] made; none where it did not.
    pub fn new(packed: &'d [u8]) -> Option<Dictionary<'d>> {
        let (count, mut rest) = packed.split_first_chunk::<4>()?;
        let n_nodes = u32::from_le_bytes(*count) as usize;
        let mut take = |n: usize| {
            let (taken, left) = rest.split_at_checked(n)?;
            rest = left;
            Some(taken)
        };
        let n_words = n_nodes.div_ceil(64);
        let mut found = Dictionary {
            n_first: 0,
            units: take(2 * n_nodes)?.as_chunks().0,
            costs: take(n_nodes)?,
            last: take(8 * n_words)?.as_chunks().0,
            parents: take(8 * n_words)?.as_chunks().0,
            parents_before: take(4 * n_words)?.as_chunks().0,
            last_places: rest.as_chunks().0,
        };
        found.n_first = if n_nodes > 0 { found.next_last(0) + 1 } else { 0 };
        Some(found)
    }

    /// The words that begin a text, shortest first: the cost and the length in bytes of each.
    pub fn openings(&self, text: &str) -> impl Iterator<Item = (u32, usize)> {
        let mut chars = text.char_indices();
        // The first of the siblings among which the next unit is looked for.
        let mut siblings = (!self.costs.is_empty()).then_some(0);
        iter::from_fn(move || {
            loop {
                let (at, c) = chars.next()?;
                let mut node = 0;
                for unit in c.encode_utf16(&mut [0; 2]) {
                    node = self.find(siblings?, *unit)?;
                    siblings = self.below(node);
                }
                if self.costs[node] > 0 {
                    return Some((u32::from(self.costs[node]), at + c.len_utf8()));
                }
            }
        })
    }

    /// The node of a unit among siblings, the first of which is named.
    fn find(&self, first: usize, unit: u16) -> Option<usize> {
        let count = if first == 0 { self.n_first } else { self.next_last(first) + 1 - first };
        let siblings = &self.units[first..first + count];
        siblings.binary_search_by(|other| u16::from_le_bytes(*other).cmp(&unit)).ok().map(|at| first + at)
    }

    /// The first of the nodes below one.
    fn below(&self, node: usize) -> Option<usize> {
        let (word, bit) = (node / 64, node % 64);
        let parents = u64::from_le_bytes(self.parents[word]);
        if parents >> bit & 1 == 0 {
            return None;
        }
        let before = (parents & ((1 << bit) - 1)).count_ones() as usize;
        Some(self.last_at(u32::from_le_bytes(self.parents_before[word]) as usize + before) + 1)
    }

    /// The first last sibling at `from` or behind it.
    fn next_last(&self, from: usize) -> usize {
        let mut word = from / 64;
        let mut bits = u64::from_le_bytes(self.last[word]) & u64::MAX << (from % 64);
        while bits == 0 {
            word += 1;
            bits = u64::from_le_bytes(self.last[word]);
        }
        64 * word + bits.trailing_zeros() as usize
    }

    /// Where the `n`-th of the last siblings stands, from 0.
    fn last_at(&self, n: usize) -> usize {
        let from = u32::from_le_bytes(self.last_places[n / 64]) as usize;
        let (mut word, mut left) = (from / 64, n % 64);
        let mut bits = u64::from_le_bytes(self.last[word]) & u64::MAX << (from % 64);
        while left >= bits.count_ones() as usize {
            left -= bits.count_ones() as usize;
            word += 1;
            bits = u64::from_le_bytes(self.last[word]);
        }
        for _ in 0..left {
            bits &= bits - 1;
        }
        64 * word + bits.trailing_zeros() as usize
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Dictionary, pack};

    fn packed(words: &[String]) -> Vec<u8> {
        let cost = |n: usize| (n % 255) as u8 + 1;
        let units = |word: &String| word.encode_utf16().collect();
        pack(&words.iter().enumerate().map(|(n, word)| (units(word), cost(n))).collect::<BTreeMap<_, _>>())
    }

    #[test]
    fn the_words_that_open_a_text() {
        let words = ["上", "上海", "上海市", "下", "下海", "𠮷", "𠮷林"].map(String::from);
        let bytes = packed(&words);
        let dictionary = Dictionary::new(&bytes).unwrap();
        let found = |text: &str| dictionary.openings(text).collect::<Vec<_>>();
        assert_eq!(found("上海市长"), [(1, 3), (2, 6), (3, 9)]);
        assert_eq!(found("下"), [(4, 3)]);
        assert_eq!(found("下海"), [(4, 3), (5, 6)]);
        assert_eq!(found("𠮷林"), [(6, 4), (7, 7)]);
        assert_eq!(found("海上"), []);
        assert_eq!(found(""), []);
        assert_eq!(Dictionary::new(&packed(&[])).unwrap().openings("上").count(), 0);
    }

    #[test]
    fn every_word_of_many_is_found_and_no_other() {
        // Two thousand below one parent, and parents far apart.
        let c = |n: usize| char::from_u32(0x4e00 + n as u32).unwrap();
        let mut words: Vec<String> = (0..2000).map(|n| format!("一{}", c(3 * n))).collect();
        words.extend((0..3000).map(|n| format!("{}{}{}", c(5 * n), c(n % 70), c(n % 7))));
        words.sort();
        words.dedup();
        let bytes = packed(&words);
        let dictionary = Dictionary::new(&bytes).unwrap();
        for (n, word) in words.iter().enumerate() {
            assert!(
                dictionary.openings(word).any(|found| found == ((n % 255) as u32 + 1, word.len())),
                "{word}"
            );
        }
        for n in 0..2000 {
            assert_eq!(dictionary.openings(&format!("一{}", c(3 * n + 1))).count(), 0);
        }
    }
}
