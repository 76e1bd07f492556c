//! What each sign speaks for or against. Fitted by `tools/fit_trace.py` to pairs of plans that people have read; a sign is
//! a number from 0 to 1, a price what it adds to the odds on the scale of a logistic curve.

/// How many signs a link has.
pub const N_LINK: usize = 20;
/// The signs of a link, in the order of [`LINK`].
pub const LINK_SIGNS: [&str; N_LINK] = [
    "words",    // cosine of the words of both
    "pairs",    // cosine of their pairs of characters
    "titles",   // cosine of the titles' pairs
    "title_in", // how much of the upper title stands in the lower text
    "lower_in", // how much of the lower title stands in the upper text
    "measure",  // the upper measure that stands best in the lower text: how much of it does
    "measures", // how much of all upper measures does
    "piece",    // the upper measure that stands best in one lower measure: how much of it does
    "clause",   // the lower clause most like the upper title
    "letters",  // cosine of the titles' characters
    "theme",    // cosine of the themes
    "heading",  // how much of the upper title stands in the headings above the lower
    "headings", // cosine of the headings above both
    "row",      // likeness against the best of the upper task
    "column",   // likeness against the best of the lower passage
    "best",     // whether it is the best of both
    "run",      // the longest run of characters both have
    "near",     // how near they stand in the order of their plans
    "outside",  // whether the lower passage is no task
    "frames",   // whether it stands among what introduces
];
/// What each sign of a link is worth; the last is what is always added.
pub const LINK: [f32; N_LINK + 1] = [
    0.43, 0.4, 0.48, 1.0, 0.6, 1.21, 0.6, 1.18, 0.99, 0.69, 0.95, 0.23, -0.04, 1.21, 1.6, 0.35, 0.88, 0.27,
    -0.32, -1.49, -5.44,
];

/// From here on a lower passage takes up an upper task.
pub const LINKED: f32 = 0.3;
/// Below this share of the strongest link a further one is none.
pub const BESIDE: f32 = 0.4;
/// Below this a task is not taken up by anything.
pub const TAKEN: f32 = 0.15;

/// How many signs a state has.
pub const N_STATE: usize = 6;
/// The signs of a state, in the order of [`STATE`].
pub const STATE_SIGNS: [&str; N_STATE] = [
    "link",     // the strongest link
    "second",   // the second strongest
    "title",    // how much of the title stands in what takes it up
    "measures", // how much of all measures does
    "count",    // the share of measures that are found
    "run",      // the longest run of characters in common
];
/// What speaks for a task that is taken up being so wholly; the last is what is always added.
pub const STATE: [f32; N_STATE + 1] = [0.83, -0.18, 0.5, 0.73, 1.54, 1.17, -1.04];
/// From here on it is taken up wholly.
pub const WHOLLY: f32 = 0.5;
/// From here on a measure counts as found: how much of it stands below.
pub const FOUND: f32 = 0.34;
