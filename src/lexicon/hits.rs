//! The words found in a text, list by list.

use std::ops::Range;
use std::sync::atomic::Ordering;

use super::code::{self, Code};
use super::words::Words;
use super::{LISTS, Lexicon, List};
use crate::text::Marks;

/// A word of one list found in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// Where it starts, in bytes of the scanned text.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
    /// The number of the first thing the list says of it, times [`SAID`], and how many more it says.
    said: u32,
}

/// A list says fewer things of a word.
const SAID: u32 = 16;

impl Hit {
    /// Its place in the scanned text, in bytes.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The number of its word in its list: the same for the same word.
    pub fn word(self) -> u32 {
        self.said / SAID
    }

    /// The numbers of what the list says of it.
    fn senses(self) -> Range<u32> {
        let first = self.said / SAID;
        first..first + self.said % SAID + 1
    }
}

/// All words found in one text: those of each list by start, the shorter first.
#[derive(Debug, Clone)]
pub struct Hits<'l> {
    lexicon: &'l Lexicon,
    lists: [Vec<Hit>; LISTS.len()],
    /// For each block of [`BLOCK`] bytes, one bit for each list of which a word starts there.
    starts: Vec<u32>,
    /// The same of those that end there.
    ends: Vec<u32>,
    /// For each stretch of [`STRETCH`] bytes, how many hits of each list start before it.
    before: Vec<[u32; LISTS.len()]>,
    marks: Marks,
}

/// Bytes of text for which is kept what lists have words there: most look-ups are answered by it with no.
const BLOCK: usize = 8;

/// Bytes of text for which is kept where the hits of each list begin, so that those of a place need no search.
const STRETCH: usize = 256;

/// A bit for each list that is searched for.
const SEARCHED: u32 = {
    let (mut bits, mut at) = (0, 0);
    while at < LISTS.len() {
        if LISTS[at].0.is_searched() {
            bits |= bit(LISTS[at].0);
        }
        at += 1;
    }
    bits
};

const fn bit(list: List) -> u32 {
    const { assert!(LISTS.len() <= 32) };
    1 << list as u32
}

impl<'l> Hits<'l> {
    /// Finds `words`, which are of `lexicon`, in `text`: those of the lists that are searched for.
    pub(super) fn collect(lexicon: &'l Lexicon, words: &Words, text: &str) -> Hits<'l> {
        let room = |list: List| if list.is_searched() { text.len() / list.spacing() } else { 0 };
        let mut hits = Hits {
            lexicon,
            lists: std::array::from_fn(|at| Vec::with_capacity(room(LISTS[at].0))),
            starts: vec![0; text.len() / BLOCK + 1],
            ends: vec![0; text.len() / BLOCK + 1],
            marks: Marks::default(),
            before: Vec::with_capacity(text.len() / STRETCH + 2),
        };
        let mut signs = Vec::with_capacity(text.len() / 12);
        words.each(text, &mut signs, |start, end, code| {
            hits.reach(start);
            let (start, end) = (start as u32, end as u32);
            match code::read(code) {
                Code::Sense(list, sense) => hits.add(list, Hit { start, end, said: sense * SAID }),
                Code::Several(row) => {
                    for said in lexicon.tables.several(row).filter(|said| SEARCHED >> said.list & 1 != 0) {
                        let count = (said.count - 1) % SAID;
                        hits.add(said.list, Hit { start, end, said: said.first * SAID + count });
                    }
                }
            }
        });
        hits.reach(text.len() + STRETCH);
        hits.marks = Marks::new(text, &signs);
        hits
    }

    /// Notes how many hits there are before each stretch that begins by `at`, which is where the next may start.
    #[inline]
    fn reach(&mut self, at: usize) {
        while self.before.len() * STRETCH <= at {
            self.before.push(std::array::from_fn(|list| self.lists[list].len() as u32));
        }
    }

    /// Adds a hit that comes after all of its list, which is named by its number.
    #[inline]
    fn add(&mut self, list: u32, hit: Hit) {
        self.starts[hit.start as usize / BLOCK] |= 1 << list;
        self.ends[hit.end as usize / BLOCK] |= 1 << list;
        self.lists[list as usize].push(hit);
    }

    /// How many hits of a list start before `at`.
    #[inline]
    fn n_before(&self, list: List, at: usize) -> usize {
        let stretch = (at / STRETCH).min(self.before.len() - 2);
        let [from, to] = [stretch, stretch + 1].map(|at| self.before[at][list as usize] as usize);
        from + self.lists[list as usize][from..to].partition_point(|hit| (hit.start as usize) < at)
    }

    /// The marks of the text: line ends, brackets, colons and their like.
    pub fn marks(&self) -> &Marks {
        &self.marks
    }

    /// Whether a word of `list` may end just at `at`: most places are answered with no.
    #[inline]
    pub fn may_end(&self, list: List, at: usize) -> bool {
        self.ends.get(at / BLOCK).is_some_and(|lists| lists & bit(list) != 0)
    }

    /// The lexicon they are of.
    pub fn lexicon(&self) -> &'l Lexicon {
        self.lexicon
    }

    /// What the list of a hit says of it first; most lists say one thing.
    pub fn value(&self, hit: Hit) -> &'static str {
        self.lexicon.tables.sense(hit.word()).value
    }

    /// What `read` makes of the value of a hit, below 2^31. It is kept: a list has one reader, which reads each value once.
    pub fn read(&self, hit: Hit, read: impl Fn(&'static str) -> u32) -> u32 {
        self.read_sense(hit.word(), read)
    }

    /// What `read` makes of each of the values of a hit.
    pub fn read_all(&self, hit: Hit, read: impl Fn(&'static str) -> u32 + Copy) -> impl Iterator<Item = u32> {
        hit.senses().map(move |at| self.read_sense(at, read))
    }

    fn read_sense(&self, at: u32, read: impl Fn(&'static str) -> u32) -> u32 {
        let kept = &self.lexicon.kept[at as usize];
        match kept.load(Ordering::Relaxed) {
            0 => {
                let new = read(self.lexicon.tables.sense(at).value);
                debug_assert!(new < 1 << 31);
                kept.store(new << 1 | 1, Ordering::Relaxed);
                new
            }
            known => known >> 1,
        }
    }

    /// All that the list of a hit says of it.
    pub fn values(&self, hit: Hit) -> impl Iterator<Item = &'static str> {
        hit.senses().map(|at| self.lexicon.tables.sense(at).value)
    }

    /// The hits of `list` that start within `range`, in order.
    #[inline]
    pub fn starting_in(&self, list: List, range: Range<usize>) -> &[Hit] {
        if range.is_empty() {
            return &[];
        }
        if range.len() <= 8 * BLOCK {
            let last = (range.end.saturating_sub(1) / BLOCK).min(self.starts.len() - 1);
            let blocks = self.starts.get(range.start / BLOCK..last + 1).unwrap_or_default();
            if blocks.iter().fold(0, |all, lists| all | lists) & bit(list) == 0 {
                return &[];
            }
        }
        self.within(list, range)
    }

    /// The same, looked for.
    fn within(&self, list: List, range: Range<usize>) -> &[Hit] {
        let from = self.n_before(list, range.start);
        let rest = &self.lists[list as usize][from..];
        // Most ranges are short, so the end is soon reached from the start.
        let near = rest.iter().take(8).position(|hit| hit.start as usize >= range.end);
        let n = near.unwrap_or_else(|| self.n_before(list, range.end).max(from) - from);
        &rest[..n]
    }

    /// The hits of `list` that lie wholly within `range`, with their values, in order.
    pub fn of(&self, list: List, range: Range<usize>) -> impl Iterator<Item = (Range<usize>, &'static str)> {
        let end = range.end;
        let hits = self.starting_in(list, range).iter().filter(move |hit| hit.end as usize <= end);
        hits.flat_map(|hit| self.values(*hit).map(|value| (hit.range(), value)))
    }

    /// The hits of several lists that lie wholly within `range`, in order of start, the shorter first.
    pub fn of_lists<const N: usize>(
        &self,
        lists: [List; N],
        range: Range<usize>,
    ) -> impl Iterator<Item = (List, Hit)> {
        let end = range.end as u32;
        let mut rests = lists.map(|list| self.starting_in(list, range.clone()));
        std::iter::from_fn(move || {
            let first = (0..N).filter(|&n| !rests[n].is_empty()).min_by_key(|&n| {
                let hit = rests[n][0];
                (hit.start, hit.end)
            })?;
            let (hit, rest) = rests[first].split_first()?;
            rests[first] = rest;
            Some((lists[first], *hit))
        })
        .filter(move |(_, hit)| hit.end <= end)
    }

    /// The words of `list` read from left to right, the longest first: hits wholly within `range`, in order, of which
    /// none overlaps another. 社会组织管理 is 社会组织 and not 组织管理.
    pub fn longest(&self, list: List, range: Range<usize>) -> impl Iterator<Item = Hit> {
        let end = range.end as u32;
        let mut rest = self.starting_in(list, range);
        let mut reached = 0;
        std::iter::from_fn(move || {
            loop {
                let (&first, after) = rest.split_first()?;
                rest = after;
                // The longer of two with the same start comes later.
                let mut longest = (first.end <= end).then_some(first);
                while let Some((&longer, after)) = rest.split_first()
                    && longer.start == first.start
                {
                    rest = after;
                    longest = if longer.end <= end { Some(longer) } else { longest };
                }
                if let Some(hit) = longest.filter(|hit| hit.start >= reached) {
                    reached = hit.end;
                    return Some(hit);
                }
            }
        })
    }

    /// The longest word of `list` that starts just at `at`, with its value.
    pub fn at(&self, list: List, at: usize) -> Option<(Range<usize>, &'static str)> {
        let hit = self.starting_in(list, at..at + 1).last()?;
        Some((hit.range(), self.value(*hit)))
    }
}
