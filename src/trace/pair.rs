//! Which passages of a lower plan take up which tasks of an upper one.
//!
//! Two levels word nothing alike on purpose, so what is compared is what is acted on: words and pairs of characters weigh
//! as much as they are rare, verbs, numbers, levels and the plans' own places nothing. How much of an upper measure
//! stands in a lower passage counts as much as how alike the two are, for a lower plan joins and splits as it needs. Where
//! the words differ, [`near`](super::near) tells how near sentences are in sense.

use std::collections::{HashMap, HashSet};

use crate::diff::features::{Features, distinct, rarity};
use crate::lex::word::words;
use crate::lexicon::{Lexicon, List};
use crate::text::order;
use crate::trace::near::{Near, Sense, Told};
use crate::trace::passage::Passage;
use crate::trace::price;

/// What is known of a pair of an upper task and a lower passage.
#[derive(Debug, Clone)]
pub struct Pair {
    /// The upper task, by index.
    pub upper: usize,
    /// The lower passage, by index.
    pub lower: usize,
    /// Its signs, in the order of [`price::LINK_SIGNS`].
    pub signs: [f32; price::N_LINK],
    /// How much of each upper measure stands in the lower passage.
    pub measures: Vec<f32>,
    /// From 0 to 1.
    pub likeness: f32,
}

/// So many lower passages are weighed for each upper task, and so many upper tasks for each lower passage.
const OF_UPPER: usize = 12;
const OF_LOWER: usize = 3;
/// In fewer passages than this a word weighs something wherever it stands.
const FEW: usize = 6;
/// A passage of so many sentences is about many things.
const MANY: f32 = 10.0;

/// The pairs that have something in common, by upper task and then by likeness.
pub(super) fn pairs(lexicon: &Lexicon, upper: &[Passage], lower: &[Passage], own: &[String]) -> Vec<Pair> {
    let n_upper = upper.len();
    let all: Vec<&Passage> = upper.iter().chain(lower).collect();
    let mut names =
        Names { lexicon, own, words: HashMap::new(), pairs: HashMap::new(), letters: HashMap::new() };
    let texts: Vec<Said> = all.iter().map(|passage| names.said(&passage.text)).collect();
    let titles: Vec<Said> = all.iter().map(|passage| names.said(&passage.title)).collect();
    let paths: Vec<Said> = all.iter().map(|passage| names.said(&passage.path)).collect();
    let mut pieces: Vec<Said> = Vec::new();
    let mut first_piece: Vec<usize> = Vec::new();
    for passage in upper {
        first_piece.push(pieces.len());
        pieces.extend(passage.pieces.iter().map(|piece| names.said(&piece.text)));
    }
    first_piece.push(pieces.len());

    let of = |said: &[Said]| -> Vec<Vec<u32>> { said.iter().map(|said| said.pairs.clone()).collect() };
    let text_pairs = of(&texts);
    let mut weights = rarity(&text_pairs, names.pairs.len());
    // What is rare cannot be told from so few passages.
    if all.len() < FEW {
        weights.iter_mut().for_each(|weight| *weight = weight.max(1.0));
    }
    let near = near(&mut names, &all, &texts, &titles, n_upper);
    let pairs = Features::weighted(text_pairs.clone(), &weights, n_upper);
    let title_pairs: Vec<Vec<u32>> = of(&titles);
    let path_pairs: Vec<Vec<u32>> = of(&paths);
    let letters: Vec<Vec<u32>> = titles.iter().map(|title| title.letters.clone()).collect();
    let letter_weights = rarity(&letters, names.letters.len());
    let in_letters = Features::weighted(letters, &letter_weights, n_upper);
    let parts = |texts: Vec<&str>, names: &mut Names| -> Vec<Vec<u32>> {
        texts.into_iter().map(|text| names.said(text).pairs).collect()
    };
    let lower_pieces: Vec<Vec<Vec<u32>>> = lower
        .iter()
        .map(|passage| parts(passage.pieces.iter().map(|piece| piece.text.as_str()).collect(), &mut names))
        .collect();
    let lower_clauses: Vec<Vec<Vec<u32>>> =
        lower.iter().map(|passage| parts(clauses(&passage.text).collect(), &mut names)).collect();
    // What stands in no whole text, such as a pair over the seam of two clauses, weighs nothing.
    let weigh = |name: &u32| weights.get(*name as usize).copied().unwrap_or(0.0);
    let sum = |of: &[u32]| of.iter().map(weigh).sum::<f32>();
    let shared = |a: &[u32], b: &[u32]| -> f32 {
        a.iter().filter(|name| b.binary_search(name).is_ok()).map(weigh).sum()
    };
    let in_titles = Features::weighted(title_pairs.clone(), &weights, n_upper);

    // How much of each text on the left stands in one on the right.
    let piece_pairs = of(&pieces);
    let held = |parts: Vec<Vec<u32>>, wholes: &[Vec<u32>]| -> Features {
        let n_parts = parts.len();
        let shares = parts.into_iter().map(|of| {
            let sum: f32 = of.iter().map(|name| weights[*name as usize]).sum();
            of.into_iter().map(|name| (name, weights[name as usize] / sum.max(f32::MIN_POSITIVE))).collect()
        });
        let wholes = wholes.iter().map(|of| of.iter().map(|name| (*name, 1.0)).collect());
        Features::new(shares.chain(wholes).collect(), Vec::new(), n_parts)
    };
    let lower_pairs = &text_pairs[n_upper..];
    let title_in = held(title_pairs[..n_upper].to_vec(), lower_pairs);
    let measures = held(piece_pairs.clone(), lower_pairs);
    let heading = held(title_pairs[..n_upper].to_vec(), &path_pairs[n_upper..]);
    // The other way round: lower titles in upper texts.
    let lower_in = held(title_pairs[n_upper..].to_vec(), &text_pairs[..n_upper]);

    let n_lower = lower.len();
    let mut best_of_lower = vec![0f32; n_lower];
    let mut best_of_upper = vec![0f32; n_upper];
    let mut row = Vec::new();
    let mut rows: Vec<Vec<f32>> = Vec::with_capacity(n_upper);
    for of in 0..n_upper {
        pairs.row(of, n_lower, &mut row);
        for (at, alike) in row.iter().enumerate() {
            best_of_lower[at] = best_of_lower[at].max(*alike);
            best_of_upper[of] = best_of_upper[of].max(*alike);
        }
        rows.push(row.clone());
    }
    // Lower titles are the rows here.
    let mut lower_within = vec![Vec::new(); n_lower];
    for (at, within) in lower_within.iter_mut().enumerate() {
        lower_in.row(at, n_upper, within);
    }

    let mut found: Vec<Pair> = Vec::new();
    let (mut of_titles, mut of_title_in, mut of_heading, mut of_letters) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut strongest: Vec<Vec<(f32, usize)>> = vec![Vec::new(); n_lower];
    let mut wanted: Vec<Vec<usize>> = Vec::with_capacity(n_upper);
    for of in 0..n_upper {
        title_in.row(of, n_lower, &mut of_title_in);
        let mut order: Vec<(f32, usize)> = (0..n_lower)
            .map(|at| (rows[of][at] + 0.3 * of_title_in[at] + 0.2 * lower_within[at][of], at))
            .filter(|(strength, _)| *strength > 0.02)
            .collect();
        for (strength, at) in &order {
            let of_lower = &mut strongest[*at];
            of_lower.push((*strength, of));
            if of_lower.len() > 4 * OF_LOWER {
                top(of_lower, OF_LOWER);
            }
        }
        top(&mut order, OF_UPPER);
        wanted.push(order.into_iter().map(|(_, at)| at).collect());
    }
    for (at, mut of_lower) in strongest.into_iter().enumerate() {
        top(&mut of_lower, OF_LOWER);
        of_lower.into_iter().for_each(|(_, of)| wanted[of].push(at));
    }
    for (of, mut wanted) in wanted.into_iter().enumerate() {
        wanted.extend((0..n_lower).filter(|at| near.is_chosen(of, *at)));
        order::sort(&mut wanted);
        wanted.dedup();
        in_titles.row(of, n_lower, &mut of_titles);
        title_in.row(of, n_lower, &mut of_title_in);
        heading.row(of, n_lower, &mut of_heading);
        in_letters.row(of, n_lower, &mut of_letters);
        let of_pieces: Vec<Vec<f32>> = (first_piece[of]..first_piece[of + 1])
            .map(|piece| {
                let mut row = Vec::new();
                measures.row(piece, n_lower, &mut row);
                row
            })
            .collect();
        for at in wanted {
            let alike = rows[of][at];
            // A measure of verbs and numbers alone, 6月底前完成补植, is held as its characters are.
            let within: Vec<f32> = (first_piece[of]..)
                .zip(&of_pieces)
                .zip(&upper[of].pieces)
                .map(|((piece, row), said)| match sum(&piece_pairs[piece]) > 0.0 {
                    true => row[at],
                    false => spelt(&said.text, &lower[at].text),
                })
                .collect();
            let (best_row, best_column) = (best_of_upper[of], best_of_lower[at]);
            let of_upper = &piece_pairs[first_piece[of]..first_piece[of + 1]];
            let piece = of_upper.iter().flat_map(|above| {
                let all = sum(above).max(f32::MIN_POSITIVE);
                lower_pieces[at].iter().map(move |below| (above, below, all))
            });
            let piece = piece.map(|(above, below, all)| shared(above, below) / all).fold(0.0, f32::max);
            let title = &title_pairs[of];
            let clause = lower_clauses[at].iter().map(|clause| {
                let both = (sum(title) * sum(clause)).sqrt().max(f32::MIN_POSITIVE);
                shared(title, clause) / both
            });
            let clause = clause.fold(0.0, f32::max);
            let (sense, common, measure) = near.choices(of, at);
            let signs = [
                of_titles[at],
                of_title_in[at],
                lower_within[at][of],
                within.iter().copied().fold(0.0, f32::max),
                within.iter().sum::<f32>() / within.len().max(1) as f32,
                piece,
                clause,
                of_letters[at],
                themes(&upper[of], &lower[at]),
                of_heading[at],
                alike / best_row.max(f32::MIN_POSITIVE),
                alike / best_column.max(f32::MIN_POSITIVE),
                f32::from(u8::from(alike >= best_row && alike >= best_column)),
                f32::from(u8::from(lower[at].frames)),
                sense,
                common,
                measure.margin,
                measure.near,
                (lower[at].pieces.len() as f32 / MANY).min(1.0),
            ];
            // Who is best of those that have nothing to say is chosen by chance.
            let said = [of_titles[at], of_title_in[at], lower_within[at][of], signs[3], clause];
            let says = said.iter().any(|said| *said > price::SAID) || sense.max(measure.near) > price::AKIN;
            let likeness = if says { curve(&price::LINK, &signs) } else { 0.0 };
            // A task that is called the same is the same, though nothing else tells in plans of few tasks.
            let same = !upper[of].title.is_empty() && upper[of].title == lower[at].title;
            let likeness = if same { likeness.max(price::SAME) } else { likeness };
            found.push(Pair { upper: of, lower: at, signs, measures: within, likeness });
        }
    }
    order::by(&mut found, |a, b| {
        a.upper.cmp(&b.upper).then(b.likeness.total_cmp(&a.likeness)).then(a.lower.cmp(&b.lower))
    });
    found
}

/// How many of the pairs of Chinese characters of a measure stand in a text, from 0 to 1.
fn spelt(measure: &str, text: &str) -> f32 {
    let pairs = |text: &str| -> HashSet<(char, char)> {
        let chars: Vec<char> = text.chars().filter(|c| ('一'..='鿿').contains(c)).collect();
        chars.windows(2).map(|two| (two[0], two[1])).collect()
    };
    let (own, other) = (pairs(measure), pairs(text));
    own.intersection(&other).count() as f32 / own.len().max(1) as f32
}

/// What signs amount to, from 0 to 1.
pub(super) fn curve(prices: &[f32], signs: &[f32]) -> f32 {
    let always = prices.last().copied().unwrap_or_default();
    let sum: f32 = prices.iter().zip(signs).map(|(price, sign)| price * sign).sum::<f32>() + always;
    1.0 / (1.0 + (-sum).exp())
}

/// Leaves the strongest.
fn top(of: &mut Vec<(f32, usize)>, n: usize) {
    order::by(of, |a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    of.truncate(n);
}

/// The clauses of a text that can say something alone.
fn clauses(text: &str) -> impl Iterator<Item = &str> {
    let clauses = text.split(['，', '；', '。', '、', '：', ',', ';', ':']);
    clauses.filter(|clause| clause.chars().nth(3).is_some())
}

/// The cosine of the themes of two tasks.
fn themes(upper: &Passage, lower: &Passage) -> f32 {
    let length = |of: &Passage| of.themes.iter().map(|(_, score)| score * score).sum::<f32>().sqrt();
    let both = upper.themes.iter().filter_map(|(id, score)| {
        let (_, other) = lower.themes.iter().find(|(other, _)| other == id)?;
        Some(score * other)
    });
    both.sum::<f32>() / (length(upper) * length(lower)).max(f32::MIN_POSITIVE)
}

/// What the sentences of both plans say of each other.
fn near(names: &mut Names, all: &[&Passage], texts: &[Said], titles: &[Said], n_upper: usize) -> Near {
    let mut told = |(at, passage): (usize, &&Passage)| {
        let mut said = |text: &str| Some(names.said(text).words).filter(|words| !words.is_empty());
        let sentences = passage.pieces.iter().filter_map(|piece| said(&piece.text)).collect();
        let title = if titles[at].words.is_empty() { &texts[at].words } else { &titles[at].words };
        Told { title: title.clone(), text: texts[at].words.clone(), sentences }
    };
    let told: Vec<Told> = all.iter().enumerate().map(&mut told).collect();
    let mut n_with = vec![0usize; names.words.len()];
    texts.iter().flat_map(|said| &said.words).for_each(|word| n_with[*word as usize] += 1);
    let mut by_number = vec![String::new(); names.words.len()];
    names.words.iter().for_each(|(word, number)| by_number[*number as usize].clone_from(word));
    let (upper, lower) = told.split_at(n_upper);
    Near::new(&Sense::new(&by_number, &n_with, all.len()), upper, lower)
}

/// What a text says: its words and pairs of characters by number.
struct Said {
    words: Vec<u32>,
    pairs: Vec<u32>,
    letters: Vec<u32>,
}

/// Numbers words and pairs in order of first sight.
struct Names<'a> {
    lexicon: &'a Lexicon,
    /// Names of the plans' own places.
    own: &'a [String],
    words: HashMap<String, u32>,
    pairs: HashMap<(char, char), u32>,
    letters: HashMap<char, u32>,
}

impl Names<'_> {
    fn said(&mut self, text: &str) -> Said {
        let mut of_words = Vec::new();
        let mut of_pairs = Vec::new();
        let mut last: Option<char> = None;
        for word in words(text) {
            if self.is_idle(word) {
                last = None;
                continue;
            }
            if word.chars().nth(1).is_some() {
                let next = self.words.len() as u32;
                let number = match self.words.get(word) {
                    Some(number) => *number,
                    None => *self.words.entry(word.to_owned()).or_insert(next),
                };
                of_words.push(number);
            }
            for c in word.chars() {
                if let Some(last) = last {
                    let next = self.pairs.len() as u32;
                    of_pairs.push(*self.pairs.entry((last, c)).or_insert(next));
                }
                last = Some(c);
            }
        }
        let mut letters = Vec::new();
        for c in text.chars().filter(|c| c.is_alphabetic()) {
            let next = self.letters.len() as u32;
            letters.push(*self.letters.entry(c).or_insert(next));
        }
        Said { words: distinct(of_words), pairs: distinct(of_pairs), letters: distinct(letters) }
    }

    /// Whether a word says nothing of what is acted on: marks, numbers, verbs that open sentences, levels, own places.
    fn is_idle(&self, word: &str) -> bool {
        let Some(first) = word.chars().next() else { return true };
        !first.is_alphanumeric()
            || first.is_ascii_digit()
            || matches!(
                word,
                "的" | "和" | "与" | "及" | "等" | "对" | "在" | "为" | "以" | "将" | "要" | "并" | "或"
            )
            || matches!(
                word,
                "省" | "市" | "县" | "区" | "州" | "镇" | "乡" | "全国" | "国家" | "各地" | "各级" | "地区"
            )
            || self.lexicon.value(List::Verbs, word).is_some()
            || self.lexicon.value(List::Scopes, word) == Some("own")
            || self.own.iter().any(|own| own == word)
    }
}
