/// A word in the index.
#[derive(Debug, Clone, Copy)]
pub(super) struct Slot {
    pub(super) word: &'static str,
    /// Its number among the sorted words.
    pub(super) entry: u32,
    /// One bit for each list that has it.
    pub(super) lists: u32,
}

/// Words by a hash of their first two characters; those of one character by that one.
///
/// Two look-ups find every word that begins at a place, and most places have none: a trie walks there as well.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// Where each bucket starts among the slots, and where the last one ends.
    starts: Vec<u32>,
    /// The slots by bucket, shorter words first.
    slots: Vec<Slot>,
    /// One bit for each bucket that is not empty: these stay in the processor's nearest cache.
    filled: Vec<u64>,
}

/// Some four times as many buckets as there are words, so that few are shared.
const BITS: u32 = 16;

fn bucket(a: char, b: char) -> usize {
    let mixed = (a as u32).wrapping_mul(0x9e37_79b1) ^ (b as u32).wrapping_mul(0x85eb_ca6b);
    (mixed.wrapping_mul(0xc2b2_ae35) >> (32 - BITS)) as usize
}

fn bucket_of(word: &str) -> usize {
    let mut chars = word.chars();
    bucket(chars.next().unwrap_or('\0'), chars.next().unwrap_or('\0'))
}

impl Index {
    /// The index of some words.
    pub(super) fn of(mut slots: Vec<Slot>) -> Index {
        slots.sort_by_cached_key(|slot| (bucket_of(slot.word), slot.word.len()));
        let mut starts = vec![0; (1 << BITS) + 1];
        for slot in &slots {
            starts[bucket_of(slot.word) + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut filled = vec![0; 1 << (BITS - 6)];
        for slot in &slots {
            let bucket = bucket_of(slot.word);
            filled[bucket >> 6] |= 1 << (bucket & 63);
        }
        Index { starts, slots, filled }
    }

    /// The words that may begin with these two characters, those of one character first, then by length.
    pub(super) fn at(&self, a: char, b: char) -> impl Iterator<Item = &Slot> {
        let of = |bucket: usize| match self.filled[bucket >> 6] & (1 << (bucket & 63)) {
            0 => &[],
            _ => &self.slots[self.starts[bucket] as usize..self.starts[bucket + 1] as usize],
        };
        let longer = if b == '\0' { &[] } else { of(bucket(a, b)) };
        of(bucket(a, '\0')).iter().filter(move |slot| slot.word.len() == a.len_utf8()).chain(longer)
    }
}
