//! What a task is about: themes from the words of its title, its body and the headings above it.

use std::ops::Range;

use crate::lexicon::{Hit, Hits, List};
use crate::text::order;

/// The built-in themes, in the order that settles ties. A user's list may name others; they come after these.
pub const THEMES: &[&str] = &[
    "theory",
    "party_building",
    "publicity",
    "leadership",
    "core_values",
    "team_building",
    "ideals",
    "mechanism",
    "morality",
    "rule_of_law",
    "volunteering",
    "online_civility",
    "integrity",
    "practice_center",
    "customs",
    "civilized_city",
    "traditional_culture",
    "civilized_village",
    "minors",
    "civilized_unit",
    "culture_sports",
    "civilized_family",
    "civilized_campus",
    "civilized_community",
    "civilized_industry",
    "economy",
    "environment",
    "industry",
    "safety",
    "rural",
    "security",
    "science",
    "civil_affairs",
    "education",
    "disability",
    "health",
    "veterans",
    "employment",
    "ethnic_religion",
    "housing",
    "foreign",
    "transport",
    "energy",
    "digital",
    "business",
    "finance",
    "trade",
    "culture_tourism",
    "market",
];

/// The theme of words that speak for nothing and only keep others from being read: 人民政府 says nothing of 民政, and
/// 提高考核质量 nothing of 高考.
pub const NONE: &str = "none";

/// The most themes a task has.
pub const MOST: usize = 4;

/// What a word of the title counts against the same word in the body.
const TITLE: f32 = 4.0;
/// What all words of the body can reach together: as much as one sure word of the title.
const BODY: f32 = 36.0;
/// What a word of the nearest heading above counts; of each heading further up, half as much.
const SECTION: f32 = 0.5;
/// What a word of the plan's own title counts: 燃气 in a plan about hidden dangers is one more of these.
const PLAN: f32 = 1.0;
/// How many bytes of a body are read: what comes later is detail, and an endless paragraph stays cheap.
const READ: usize = 6000;
/// The sum at which a score is 0.5.
const HALF: f32 = 18.0;
/// A theme is named from this sum on,
const LEAST: f32 = 2.0;
/// and when it has this share of the best one's.
const SHARE: f32 = 0.3;

/// The themes of a task, best first, with scores between 0 and 1; none when no word speaks.
///
/// `heading` is its title, `body` its text (which may hold the title), `sections` the headings above it, nearest
/// last, and `plan` the title of the plan; all in bytes of the text `hits` are of. At most [`MOST`] themes; of equal ones the first in [`THEMES`].
pub fn themes(
    hits: &Hits,
    heading: Range<usize>,
    body: Range<usize>,
    sections: &[Range<usize>],
    plan: Option<Range<usize>>,
) -> Vec<(&'static str, f32)> {
    let mut sums = Sums::default();
    let from = if body.contains(&heading.start) { heading.end } else { body.start };
    sums.read(hits, from..body.end.min(from.saturating_add(READ)), 1.0);
    sums.limit(BODY);
    sums.read(hits, heading, TITLE);
    let mut factor = SECTION;
    for section in sections.iter().rev() {
        sums.read(hits, section.clone(), factor);
        factor /= 2.0;
    }
    if let Some(title) = plan {
        sums.read(hits, title, PLAN);
    }
    sums.best()
}

/// What each theme has gathered.
struct Sums {
    /// Of the built-in themes.
    known: [f32; THEMES.len()],
    /// Of a user's.
    others: Vec<(&'static str, f32)>,
    /// A bit for each 256th of the words that were read in this stretch.
    filter: [u64; 4],
    /// How often each word has been read in this stretch.
    seen: Vec<(u32, u32)>,
}

impl Default for Sums {
    fn default() -> Sums {
        Sums { known: [0.0; THEMES.len()], others: Vec::new(), filter: [0; 4], seen: Vec::with_capacity(64) }
    }
}

impl Sums {
    /// Adds the words of `range` that lie in no longer word, each time a word returns for less.
    fn read(&mut self, hits: &Hits, range: Range<usize>, factor: f32) {
        self.seen.clear();
        self.filter = [0; 4];
        for hit in hits.longest(List::Themes, range) {
            self.count(hits, hit, factor);
        }
    }

    fn count(&mut self, hits: &Hits, hit: Hit, factor: f32) {
        let slot = (hit.word().wrapping_mul(0x9e37_79b1) >> 24) as usize;
        let first = self.filter[slot / 64] >> (slot % 64) & 1 == 0;
        self.filter[slot / 64] |= 1 << (slot % 64);
        let mut seen = if first { [].iter_mut() } else { self.seen.iter_mut() };
        let times = match seen.find(|(word, _)| *word == hit.word()) {
            Some((_, times)) => {
                *times += 1;
                *times
            }
            None => {
                self.seen.push((hit.word(), 1));
                1
            }
        };
        let factor = factor / times as f32;
        for (nth, read) in hits.read_all(hit, read).enumerate() {
            let (known, weight) = ((read >> 8) as usize, factor * (read & 255) as f32);
            if known < THEMES.len() {
                self.known[known] += weight;
            } else if known == UNKNOWN {
                let id = hits.values(hit).nth(nth).and_then(|value| value.split('\t').next()).unwrap_or("");
                match self.others.iter_mut().find(|(other, _)| *other == id) {
                    Some((_, sum)) => *sum += weight,
                    None => self.others.push((id, weight)),
                }
            }
        }
    }

    /// Shrinks all sums so that together they stay under `most`, the more the more there is.
    fn limit(&mut self, most: f32) {
        let others = self.others.iter_mut().map(|(_, sum)| sum);
        let total: f32 = self.known.iter().sum::<f32>() + others.map(|sum| *sum).sum::<f32>();
        let factor = most / (most + total);
        self.known
            .iter_mut()
            .chain(self.others.iter_mut().map(|(_, sum)| sum))
            .for_each(|sum| *sum *= factor);
    }

    fn best(&self) -> Vec<(&'static str, f32)> {
        let known = THEMES.iter().copied().zip(self.known);
        let mut all: Vec<_> =
            known.chain(self.others.iter().copied()).filter(|(_, sum)| *sum >= LEAST).collect();
        order::by(&mut all, |a, b| b.1.total_cmp(&a.1));
        let least = all.first().map_or(0.0, |(_, best)| best * SHARE);
        all.retain(|(_, sum)| *sum >= least);
        all.truncate(MOST);
        all.iter_mut().for_each(|(_, sum)| *sum /= *sum + HALF);
        all
    }
}

/// The place of a theme that only a user's list names.
const UNKNOWN: usize = THEMES.len();

/// Reads a value of the list: the place of the theme in [`THEMES`], times 256, and the weight. Of a word without a weight
/// the place is beyond all.
fn read(value: &'static str) -> u32 {
    let Some((id, weight)) = value.split_once('\t') else { return (UNKNOWN as u32 + 1) << 8 };
    let place = THEMES.iter().position(|theme| *theme == id).unwrap_or(UNKNOWN);
    (place as u32) << 8 | u32::from(weight.parse::<u8>().unwrap_or(0))
}
