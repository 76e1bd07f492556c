//! What each sign speaks for or against. Fitted by `tools/fit_trace.py` to pairs of plans that people have read; a sign is
//! a number from 0 to 1, a price what it adds to the odds on the scale of a logistic curve.

/// How many signs a link has.
pub const N_LINK: usize = 19;
/// The signs of a link, in the order of [`LINK`].
pub const LINK_SIGNS: [&str; N_LINK] = [
    "titles",   // cosine of the titles' pairs of characters
    "title_in", // how much of the upper title stands in the lower text
    "lower_in", // how much of the lower title stands in the upper text
    "measure",  // the upper measure that stands best in the lower text: how much of it does
    "measures", // how much of all upper measures does
    "piece",    // the upper measure that stands best in one lower measure: how much of it does
    "clause",   // the lower clause most like the upper title
    "letters",  // cosine of the titles' characters
    "theme",    // cosine of the themes
    "heading",  // how much of the upper title stands in the headings above the lower
    "row",      // likeness against the best of the upper task
    "column",   // likeness against the best of the lower passage
    "best",     // whether it is the best of both
    "frames",   // whether the lower passage stands among what introduces
    "sense",    // how near the lower sentence is in sense that is nearer to this upper task than to others
    "common", // by how much a lower sentence has more words in common with this upper task than with the next
    "chosen", // by how much an upper measure stands nearer to this passage than to the next
    "reach",  // how near the measure stands that is nearest to it
    "many",   // of how many sentences the lower passage is
];
/// What each sign of a link is worth; the last is what is always added. No likeness speaks against a link: what is fitted below
/// nothing is nothing.
pub const LINK: [f32; N_LINK + 1] = [
    0.82, 0.58, 0.92, 1.72, 0.76, 1.17, 1.44, 1.83, 1.53, 0.51, 0.59, 1.77, 0.11, -3.65, 0.87, 0.83, 2.66,
    0.63, 1.74, -5.29,
];

/// Two passages without this much in common word for word,
pub const SAID: f32 = 0.02;
/// nor a sentence so near in sense, are not compared.
pub const AKIN: f32 = 0.35;

/// From here on a lower passage takes up an upper task.
pub const LINKED: f32 = 0.35;
/// Below this share of the strongest link a further one is none.
pub const BESIDE: f32 = 0.4;
/// Below this a task is not taken up by anything.
pub const TAKEN: f32 = 0.12;
/// Below this a task whose owners are all elsewhere is not ours.
pub const OURS: f32 = 0.5;

/// How many signs a state has.
pub const N_STATE: usize = 6;
/// The signs of a state, in the order of [`STATE`].
pub const STATE_SIGNS: [&str; N_STATE] = [
    "link",     // the strongest link
    "title_in", // how much of the title stands in what takes it up
    "measures", // how much of all measures does
    "count",    // the share of measures that are found
    "sense",    // how near the nearest sentence is in sense
    "reach",    // how near the nearest measure is
];
/// What speaks for a task that is taken up being so wholly; the last is what is always added.
pub const STATE: [f32; N_STATE + 1] = [0.62, 0.72, 1.24, 1.65, 0.93, 0.4, -1.52];
/// From here on it is taken up wholly.
pub const WHOLLY: f32 = 0.5;
/// From here on a measure counts as found: how much of it stands below.
pub const FOUND: f32 = 0.34;

/// How alike two tasks are at least that are called the same.
pub const SAME: f32 = 0.9;
