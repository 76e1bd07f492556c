//! How near each sentence of a lower plan stands to each upper task, and each upper measure to each lower passage.
//!
//! A lower passage may be about many things, and one sentence of it take up a task: 引育人才 ends with 普及人工智能教育. So
//! sentences choose among the upper tasks and upper measures among the lower passages, and what counts is by how much
//! somebody is chosen before the next.

use crate::trace::kin::{self, Place, product};

/// What a passage says, in words by number.
pub(super) struct Told {
    /// The words of its title, or the first ones where it has none.
    pub(super) title: Vec<u32>,
    /// All its words.
    pub(super) text: Vec<u32>,
    /// Those of its sentences.
    pub(super) sentences: Vec<Vec<u32>>,
}

/// What words weigh and where they stand, by number.
pub(super) struct Sense {
    places: Vec<Option<Place>>,
    rarity: Vec<f32>,
    /// How much each tells.
    weights: Vec<f32>,
}

impl Sense {
    /// `names` are the words in the order of their numbers, `n_with` how many of `n_texts` hold each.
    pub(super) fn new(names: &[String], n_with: &[usize], n_texts: usize) -> Sense {
        let rarity = |n_with: &usize| match *n_with {
            0 => (1.0 + n_texts as f32).ln(),
            n_with => (1.0 + n_texts as f32 / n_with as f32).ln() - std::f32::consts::LN_2,
        };
        let places: Vec<Option<Place>> = names.iter().map(|name| kin::place(name)).collect();
        let rarity: Vec<f32> = n_with.iter().map(rarity).collect();
        let weight = |(place, rarity): (&Option<Place>, &f32)| {
            let far = place.as_ref().map_or(kin::UNKNOWN, kin::length);
            (far * (0.2 + rarity)).powf(1.5)
        };
        let weights = places.iter().zip(&rarity).map(weight).collect();
        Sense { places, rarity, weights }
    }

    /// How much a word tells.
    fn weight(&self, word: u32) -> f32 {
        self.weights[word as usize]
    }

    /// Where a text stands.
    fn place(&self, words: &[u32]) -> Place {
        let mut sum = [0.0; kin::N];
        for word in words {
            let Some(place) = &self.places[*word as usize] else { continue };
            let weight = 0.2 + self.rarity[*word as usize].min(3.0);
            sum.iter_mut().zip(place).for_each(|(sum, number)| *sum += number * weight);
        }
        kin::unit(sum)
    }
}

/// By how much somebody is chosen before the next (the most of all that choose; −1 where nobody does), and how near who
/// chooses is.
#[derive(Clone, Copy)]
pub(super) struct Choice {
    pub(super) margin: f32,
    pub(super) near: f32,
}

const NOBODY: Choice = Choice { margin: -1.0, near: 0.0 };

/// What the sentences say of an upper task and a lower passage.
pub(super) struct Near {
    n_lower: usize,
    /// Sentences below among upper tasks, by what they mean;
    sentences: Vec<Choice>,
    /// by the words they have in common;
    words: Vec<Choice>,
    /// upper measures among lower passages.
    measures: Vec<Choice>,
}

impl Near {
    pub(super) fn new(sense: &Sense, upper: &[Told], lower: &[Told]) -> Near {
        let (n_upper, n_lower) = (upper.len(), lower.len());
        let places = |of: &[Told]| -> Vec<Place> { of.iter().map(|told| sense.place(&told.text)).collect() };
        let (above, below) = (places(upper), places(lower));
        // Half of what all have in common says nothing.
        let mut common = [0.0; kin::N];
        for place in above.iter().chain(&below) {
            let share = 0.5 / (n_upper + n_lower) as f32;
            common.iter_mut().zip(place).for_each(|(sum, number)| *sum += number * share);
        }
        let apart = |mut place: Place| {
            place.iter_mut().zip(&common).for_each(|(number, common)| *number -= common);
            kin::unit(place)
        };
        let above: Vec<Place> = above.into_iter().map(apart).collect();
        let of = |words: &[u32]| apart(sense.place(words));
        let titles: Vec<Place> = upper.iter().map(|told| of(&told.title)).collect();
        let measures: Vec<Vec<Place>> =
            upper.iter().map(|told| told.sentences.iter().map(|sentence| of(sentence)).collect()).collect();
        // For each word the tasks that hold it, and what it is of their titles.
        let mut in_texts: Vec<Vec<usize>> = vec![Vec::new(); sense.weights.len()];
        let mut in_titles: Vec<Vec<(usize, f32)>> = vec![Vec::new(); sense.weights.len()];
        for (task, told) in upper.iter().enumerate() {
            told.text.iter().for_each(|word| in_texts[*word as usize].push(task));
            let sum: f32 = told.title.iter().map(|word| sense.weight(*word)).sum();
            for word in &told.title {
                in_titles[*word as usize].push((task, sense.weight(*word) / sum.max(f32::MIN_POSITIVE)));
            }
        }

        let nobody = || vec![NOBODY; n_upper * n_lower];
        let (mut sentences, mut words, mut chosen) = (nobody(), nobody(), nobody());
        // How near each upper measure comes to each lower passage.
        let n_measures = measures.iter().map(Vec::len).sum::<usize>();
        let mut reach = vec![f32::MIN; n_measures * n_lower];
        let (mut by_sense, mut by_words) = (vec![0f32; n_upper], vec![0f32; n_upper]);
        for (at, told) in lower.iter().enumerate() {
            for sentence in &told.sentences {
                let place = of(sentence);
                let mut measure_at = 0;
                let weight: f32 = sentence.iter().map(|word| sense.weight(*word)).sum();
                for task in 0..n_upper {
                    let mut nearest = f32::MIN;
                    for measure in &measures[task] {
                        let near = product(&place, measure);
                        nearest = nearest.max(near);
                        let reach = &mut reach[measure_at * n_lower + at];
                        *reach = reach.max(near);
                        measure_at += 1;
                    }
                    let whole = product(&place, &above[task]) + product(&place, &titles[task]);
                    by_sense[task] = (whole + if measures[task].is_empty() { 0.0 } else { nearest }) / 3.0;
                }
                by_words.fill(0.0);
                for word in sentence {
                    let share = sense.weight(*word) / weight.max(f32::MIN_POSITIVE);
                    in_texts[*word as usize].iter().for_each(|task| by_words[*task] += share / 2.0);
                    in_titles[*word as usize].iter().for_each(|(task, share)| by_words[*task] += share / 2.0);
                }
                choose(&by_sense, |task| task * n_lower + at, &mut sentences);
                choose(&by_words, |task| task * n_lower + at, &mut words);
            }
        }
        let mut reach = reach.chunks(n_lower.max(1));
        for (task, of) in measures.iter().enumerate() {
            for near in reach.by_ref().take(of.len()) {
                choose(near, |at| task * n_lower + at, &mut chosen);
            }
        }
        Near { n_lower, sentences, words, measures: chosen }
    }

    /// Whether a sentence or a measure chooses the pair before all others.
    pub(super) fn is_chosen(&self, upper: usize, lower: usize) -> bool {
        let at = upper * self.n_lower + lower;
        self.sentences[at].margin > 0.0 || self.measures[at].margin > 0.0
    }

    /// How near the nearest sentence that chooses the task stands; by how much one chooses it by words
    /// before the next; and the choice of measures.
    pub(super) fn choices(&self, upper: usize, lower: usize) -> (f32, f32, Choice) {
        let at = upper * self.n_lower + lower;
        (self.sentences[at].near, self.words[at].margin, self.measures[at])
    }
}

/// One that chooses says how near each of those is among whom it chooses.
fn choose(near: &[f32], place: impl Fn(usize) -> usize, of: &mut [Choice]) {
    let (mut first, mut second) = (f32::MIN, f32::MIN);
    for near in near {
        if *near > first {
            (first, second) = (*near, first);
        } else {
            second = second.max(*near);
        }
    }
    // Who is alone is chosen before nothing.
    let second = if near.len() > 1 { second } else { 0.0 };
    for (at, near) in near.iter().enumerate() {
        let choice = &mut of[place(at)];
        let other = if *near == first { second } else { first };
        choice.margin = choice.margin.max(near - other);
        if *near == first {
            choice.near = choice.near.max(*near);
        }
    }
}
