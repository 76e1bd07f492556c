// Read by the build script too, so it names nothing of the crate but the characters.

use std::collections::{BTreeMap, VecDeque};
use std::str::CharIndices;

use super::chars::{Chars, NUMBER, SIGN};

/// A set of words with a number each, found where a text begins with one of them: a tree of characters, kept as a double
/// array (Aoe, An efficient digital search algorithm by using a double-array structure, 1989).
///
/// ```text
/// nodes     of the root the first characters of words, of each of them the second ones, …
/// base      of each: its child by the character of a number stands at the sum of both
/// label     of each: the number of its character, which tells whether the child is its parent's
/// number    of each: that of the word that ends there
/// ```
///
/// No two nodes have the same base. Everything is read as it stands in the program; nothing is made of it at start.
#[derive(Clone, Copy)]
pub struct Words {
    chars: Chars,
    nodes: &'static [Node],
}

/// Label, base and number of a node, little-endian.
type Node = [u8; 10];

/// How many characters are looked at together.
const TOGETHER: usize = 256;

/// The base of the root.
const ROOT: u32 = 0;
/// The base of a node without children,
const LEAF: u32 = u32::MAX - u16::MAX as u32;
/// the number where no word ends,
const NO_WORD: u32 = u32::MAX;
/// and the label of the root and of a free place, which is no character's.
const FREE: u16 = u16::MAX;

/// A place without a node.
const NOTHING: Node = node(FREE, LEAF, NO_WORD);

const fn node(label: u16, base: u32, number: u32) -> Node {
    let ([a, b], [c, d, e, f], [g, h, i, j]) =
        (label.to_le_bytes(), base.to_le_bytes(), number.to_le_bytes());
    [a, b, c, d, e, f, g, h, i, j]
}

fn label(&[a, b, ..]: &Node) -> u16 {
    u16::from_le_bytes([a, b])
}

fn base(&[_, _, a, b, c, d, ..]: &Node) -> u32 {
    u32::from_le_bytes([a, b, c, d])
}

fn number(&[.., a, b, c, d]: &Node) -> u32 {
    u32::from_le_bytes([a, b, c, d])
}

impl Words {
    /// Reads what [`pack`] wrote with the same characters.
    pub const fn new(chars: Chars, packed: &'static [u8]) -> Words {
        Words { chars, nodes: packed.as_chunks().0 }
    }

    /// The child of a node of this base by the character of a number.
    #[inline]
    fn child(&self, base: u32, char: u16) -> Option<&'static Node> {
        self.nodes.get(base as usize + char as usize).filter(|node| label(node) == char)
    }

    /// Names each word of `text`, by where they start, the shorter first: where it starts and ends, and its number.
    ///
    /// The characters are numbered first, up to one of no word and some hundreds at a time. Then the places where a word
    /// may begin are gathered without a branch on what is found, for nothing foretells it; the tree is read on from those
    /// places alone. Where signs stand is told by the way.
    pub fn each(&self, text: &str, signs: &mut Vec<u32>, mut found: impl FnMut(usize, usize, u32)) {
        // Where characters start and their numbers; behind all of them one of no word.
        let mut chars: Vec<(u32, u16)> = Vec::with_capacity(2 * TOGETHER);
        let mut open = [(0, &NOTHING); TOGETHER];
        let mut near = [0; TOGETHER];
        let mut rest = text.char_indices();
        loop {
            chars.clear();
            rest = self.numbered(rest, &mut chars);
            if chars.is_empty() {
                return;
            }
            chars.push((rest.offset() as u32, 0));
            for from in (0..chars.len() - 1).step_by(TOGETHER) {
                let (mut n, mut n_near) = (0, 0);
                for (at, pair) in chars[from..].windows(2).enumerate().take(TOGETHER) {
                    let [(start, first), (_, second)] = [pair[0], pair[1]];
                    near[n_near] = start;
                    n_near += usize::from(first & SIGN != 0);
                    let node = self.child(ROOT, first & NUMBER).unwrap_or(&NOTHING);
                    open[n] = (at, node);
                    n += usize::from(
                        number(node) != NO_WORD || self.child(base(node), second & NUMBER).is_some(),
                    );
                }
                signs.extend_from_slice(&near[..n_near]);
                for &(at, mut node) in &open[..n] {
                    let mut rest = chars[from + at..].iter();
                    let start = rest.next().map_or(0, |(at, _)| *at as usize);
                    for &(end, char) in rest {
                        if number(node) != NO_WORD {
                            found(start, end as usize, number(node));
                        }
                        if base(node) == LEAF {
                            break;
                        }
                        let Some(child) = self.child(base(node), char & NUMBER) else { break };
                        node = child;
                    }
                }
            }
        }
    }

    /// Where characters start and their numbers, up to one of no word and some hundreds at a time; and what is left.
    #[inline(never)]
    fn numbered<'t>(&self, mut rest: CharIndices<'t>, into: &mut Vec<(u32, u16)>) -> CharIndices<'t> {
        for (at, c) in rest.by_ref() {
            let read = self.chars.read(c);
            into.push((at as u32, read));
            // No word reaches over it.
            if read & NUMBER == 0 && into.len() >= TOGETHER {
                break;
            }
        }
        rest
    }

    /// The words that `text` begins with, the shortest first: how many bytes each has, and its number.
    #[inline]
    pub fn openings(&self, text: &str) -> impl Iterator<Item = (usize, u32)> {
        let (mut chars, mut up) = (text.chars(), ROOT);
        std::iter::from_fn(move || {
            while up != LEAF {
                let node = self.child(up, self.chars.number(chars.next()?))?;
                up = base(node);
                if number(node) != NO_WORD {
                    return Some((text.len() - chars.as_str().len(), number(node)));
                }
            }
            None
        })
    }
}

/// Writes words in order, distinct, whose characters all have a number; those of the words are below [`u32::MAX`].
pub fn pack(chars: &Chars, words: &[(&str, u32)]) -> Vec<u8> {
    let words: Vec<(Vec<u16>, u32)> = words
        .iter()
        .map(|(word, number)| (word.chars().map(|c| chars.number(c)).collect(), *number))
        .collect();
    let (mut nodes, mut taken, mut first_free) = (vec![node(FREE, ROOT, NO_WORD)], Vec::new(), 1);
    // The nodes to write: the words below each, and how long what they share is. Those before deeper ones, which are small
    // and fill what the others leave.
    let mut left = VecDeque::from([(0, 0..words.len(), 0)]);
    while let Some((at, below, depth)) = left.pop_front() {
        let mut children: BTreeMap<u16, std::ops::Range<usize>> = BTreeMap::new();
        for n in below {
            match words[n].0.get(depth) {
                None => nodes[at] = node(label(&nodes[at]), LEAF, words[n].1),
                Some(char) => children.entry(*char).or_insert(n..n).end = n + 1,
            }
        }
        let Some(&first) = children.keys().next() else { continue };
        while nodes.get(first_free).is_some_and(|node| label(node) != FREE) {
            first_free += 1;
        }
        let fits = |base: &usize| {
            let mut places = children.keys().map(|char| base + *char as usize);
            taken.get(*base) != Some(&true)
                && places.all(|at| nodes.get(at).is_none_or(|node| label(node) == FREE))
        };
        let first = first as usize;
        let below = match depth {
            0 => ROOT as usize,
            _ => (first_free.max(first + 1)..)
                .map(|at| at - first)
                .find(fits)
                .expect("a place behind all others"),
        };
        taken.resize(taken.len().max(below + 1), false);
        taken[below] = true;
        nodes[at] = node(label(&nodes[at]), below as u32, number(&nodes[at]));
        for (char, words) in children {
            let at = below + char as usize;
            nodes.resize(nodes.len().max(at + 1), NOTHING);
            nodes[at] = node(char, LEAF, NO_WORD);
            left.push_back((at, words, depth + 1));
        }
    }
    nodes.concat()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::collection::btree_set;
    use proptest::{prop_assert_eq, proptest};

    use super::super::chars::{self, Chars};
    use super::{Words, pack};

    proptest! {
        #[test]
        fn finds_what_a_plain_search_finds(
            words in btree_set("[ab市委局\u{20000}]{1,5}", 0..40),
            text in "[ab市委局\u{20000}，]{0,60}",
        ) {
            let words: BTreeSet<String> = words;
            let coded: Vec<(&str, u32)> = words.iter().map(String::as_str).zip(0..).collect();
            let chars = Chars::new(chars::pack(words.iter().map(String::as_str), "委，").leak());
            let packed = Words::new(chars, pack(&chars, &coded).leak());
            let mut found = Vec::new();
            let mut signs = Vec::new();
            packed.each(&text, &mut signs, |start, end, number| found.push((start, end, number)));
            let wanted: Vec<u32> = text.match_indices(['委', '，']).map(|(at, _)| at as u32).collect();
            prop_assert_eq!(signs, wanted);
            let mut plain = Vec::new();
            for (start, _) in text.char_indices() {
                let mut here: Vec<_> = coded
                    .iter()
                    .filter(|(word, _)| text[start..].starts_with(word))
                    .map(|(word, number)| (start, start + word.len(), *number))
                    .collect();
                here.sort_unstable();
                let openings: Vec<_> = packed
                    .openings(&text[start..])
                    .map(|(len, number)| (start, start + len, number))
                    .collect();
                prop_assert_eq!(&openings, &here);
                plain.extend(here);
            }
            prop_assert_eq!(found, plain);
        }
    }
}
