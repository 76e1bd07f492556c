//! The list of cues by how its words begin, for questions at many places of a text.

/// The cues: few characters begin one, and most places of a text are answered by that.
#[derive(Debug)]
pub struct Cues {
    /// In order, each with its classes.
    words: Vec<(&'static str, &'static str)>,
    /// A bit for the low bits of each character that begins one.
    begin: [u64; N_BITS / 64],
}

/// How many bits tell how words begin.
const N_BITS: usize = 4096;

impl Cues {
    /// Of the words of the list in order, with their values.
    pub(super) fn new(words: impl Iterator<Item = (&'static str, &'static str)>) -> Cues {
        let mut cues = Cues { words: words.collect(), begin: [0; N_BITS / 64] };
        for c in cues.words.iter().filter_map(|(word, _)| word.chars().next()) {
            let bit = c as usize % N_BITS;
            cues.begin[bit / 64] |= 1 << (bit % 64);
        }
        cues
    }

    /// Whether some word of `class` opens `text`.
    #[inline]
    pub fn opens(&self, text: &str, class: &str) -> bool {
        let Some(first) = text.chars().next() else { return false };
        let bit = first as usize % N_BITS;
        self.begin[bit / 64] >> (bit % 64) & 1 == 1 && self.of(first, text, class)
    }

    fn of(&self, first: char, text: &str, class: &str) -> bool {
        let from = self.words.partition_point(|(word, _)| word.chars().next() < Some(first));
        let near = self.words[from..].iter().take_while(|(word, _)| word.starts_with(first));
        near.clone().any(|(word, classes)| text.starts_with(word) && classes.split(',').any(|of| of == class))
    }
}
