// Read by the build script too, so it names nothing of the crate.

/// One word list of `dict/`. The order is the order of `plan dict show`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
#[allow(missing_docs)]
pub enum List {
    Themes,
    Terms,
    Orgs,
    Aliases,
    Collectives,
    Duties,
    Verbs,
    Headings,
    Columns,
    Cells,
    Kinds,
    Letters,
    Seams,
    Units,
    Days,
    Times,
    Bounds,
    Measures,
    Outcomes,
    Scopes,
    References,
    Site,
    Announcers,
    Cues,
    Doubles,
    Eras,
    Lookalikes,
    Phrases,
    Swaps,
    Titles,
    Vague,
    States,
}

/// Every list: its name (the file is `dict/NAME.tsv`) and what its words and values are.
pub const LISTS: &[(List, &str, &str)] = &[
    (List::Themes, "themes", "words that speak for a theme: the theme's id, and a weight from 1 to 9"),
    (List::Terms, "terms", "set phrases, meetings and campaigns: numbered, meeting, campaign or quoted"),
    (List::Orgs, "orgs", "endings and whole names of organisations: suffix, name, group or person"),
    (List::Aliases, "aliases", "other names of a unit: its canonical name"),
    (List::Collectives, "collectives", "openings of names that stand for many units, such as 各 and 有关"),
    (List::Duties, "duties", "duty words: label (before a name) or verb (after it), and the role"),
    (List::Verbs, "verbs", "imperative words that open a task's lead sentence, and auxiliaries before them"),
    (List::Headings, "headings", "usual headings of sections: the role"),
    (List::Columns, "columns", "headings of the columns of task tables: what the column holds"),
    (List::Cells, "cells", "what cells of task tables say that is no value: sum, above or aside"),
    (List::Kinds, "kinds", "words that end a title: the kind of document"),
    (
        List::Letters,
        "letters",
        "phrases of covering letters and of the foot of a document: letter, tail, address or force",
    ),
    (
        List::Seams,
        "seams",
        "where a heading ends and its text begins when nothing marks the place: end or open",
    ),
    (List::Units, "units", "units of measure and classifiers: the printed unit, and its class"),
    (List::Days, "days", "named days: MM-DD, a lunar day, a solar term or a rule"),
    (List::Times, "times", "words of time: the rule that reads them"),
    (
        List::Bounds,
        "bounds",
        "words that bound a target: side, and at_least, at_most, about, exact or a change",
    ),
    (
        List::Measures,
        "measures",
        "words that say a number is no target (caps, fees, results of the past) or that it is one",
    ),
    (List::Outcomes, "outcomes", "words that say what becomes of a thing: built, or reached"),
    (List::Scopes, "scopes", "words around what a target measures: own, general or filler"),
    (List::References, "references", "names of laws, plans and documents, and words that end them: kind"),
    (List::Site, "site", "text of websites around a document: head, tail, line or inline"),
    (
        List::Announcers,
        "announcers",
        "words that announce a list, a plan's year or a resolution: list, stage, year, turn and the year, minutes",
    ),
    (
        List::Cues,
        "cues",
        "words that tell faults from good text: urge, guide, review, order, share, force, rule",
    ),
    (List::Doubles, "doubles", "words of two characters that are wrong when they stand twice in a row"),
    (
        List::Eras,
        "eras",
        "plans and meetings that were followed by newer ones: era or meeting, and the last year they hold",
    ),
    (List::Lookalikes, "lookalikes", "characters taken for others: those others"),
    (
        List::Phrases,
        "phrases",
        "set phrases: wrong, the right one and the verbs before it; or members, and what they are",
    ),
    (List::Swaps, "swaps", "set phrases as rewriting tools spoil them: the original"),
    (List::Titles, "titles", "full names of laws and documents"),
    (List::Vague, "vague", "words that name no day or no number: deadline or target"),
    (
        List::States,
        "states",
        "what people write into a ledger for how far a task is: open, going, done, asked or extended",
    ),
];

impl List {
    /// Whether its words are searched for in clean text; those of the other lists are looked up, or searched for by
    /// themselves.
    pub const fn is_searched(self) -> bool {
        !self.is_asked_for()
            && !matches!(
                self,
                List::Site
                    | List::Scopes
                    | List::Cues
                    | List::Doubles
                    | List::Lookalikes
                    | List::Titles
                    | List::States
            )
    }

    /// Whether its words only matter at some places of a text, behind a number or at the start of a clause, where they
    /// are asked for: they are short and stand everywhere.
    pub const fn is_asked_for(self) -> bool {
        matches!(self, List::Verbs | List::Units | List::Seams | List::Outcomes | List::Columns | List::Cells)
    }

    /// One of its words stands in about so many bytes of text, for those that stand everywhere; room is made for them
    /// before a scan.
    pub(super) const fn spacing(self) -> usize {
        match self {
            List::Themes => 10,
            List::Duties => 16,
            List::Orgs | List::Measures => 24,
            List::Terms => 50,
            List::References | List::Bounds => 150,
            _ => usize::MAX,
        }
    }

    /// Its name, such as `themes`.
    pub fn name(self) -> &'static str {
        LISTS[self as usize].1
    }
}
