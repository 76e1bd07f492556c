// Read by the build script too, so it names nothing but the lists.

use super::list::List;
use Column::{Number, One, Several, Text};

/// What may stand in one column behind a word.
#[derive(Debug, Clone, Copy)]
enum Column {
    /// One of these.
    One(&'static [&'static str]),
    /// Several of these, apart by commas.
    Several(&'static [&'static str]),
    /// Any text.
    Text,
    /// A whole number from the first to the second.
    Number(i32, i32),
    /// What this says of itself, and how it is told from all else.
    Form(&'static str, fn(&str) -> bool),
}

/// One form of a value: its columns, and how many of them a word must have.
#[derive(Debug, Clone, Copy)]
struct Form(&'static [Column], usize);

/// What is wrong with a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// The column, from 1; the word itself is none of them.
    pub column: usize,
    /// What stands there; empty where nothing does.
    pub found: String,
    /// What may stand there, apart by commas; empty where nothing may.
    pub wanted: String,
}

impl Wrong {
    /// What is wrong with the value of `word`, in English.
    pub fn of(&self, word: &str) -> String {
        let Wrong { column, found, wanted } = self;
        match (found.as_str(), wanted.as_str()) {
            ("", wanted) => format!("`{word}` has no value in column {column}; wanted {wanted}"),
            (found, "") => format!("`{word}` has `{found}` in column {column}; wanted nothing there"),
            (found, wanted) => format!("`{word}` has `{found}` in column {column}; wanted {wanted}"),
        }
    }

    /// The same in Chinese.
    pub fn of_zh(&self, word: &str) -> String {
        let Wrong { column, found, wanted } = self;
        match (found.as_str(), wanted.as_str()) {
            ("", wanted) => format!("“{word}”的第 {column} 列没有值，应为 {wanted}"),
            (found, "") => format!("“{word}”的第 {column} 列是“{found}”，此处不应有值"),
            (found, wanted) => format!("“{word}”的第 {column} 列是“{found}”，应为 {wanted}"),
        }
    }
}

const ROLES: Column = One(&["lead", "responsible", "support", "accountable", "supervisor"]);
const YEAR: Column = Number(1949, 2100);
/// A theme is named by the user too.
const THEME: Column = Column::Form("a theme's id in small letters", |text| {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
});
/// `lunar 8-15`, `term 4`, `nth 5 7 2`: see the head of `dict/days.tsv`.
const DAY_RULE: Column = Column::Form(
    "MM-DD, MM-DD..MM-DD, `lunar M-D`, eve, `term 2`, `term 4`, `term 12`, `nth M W N` or ?",
    |text| match text.split(' ').collect::<Vec<_>>()[..] {
        ["?" | "eve"] => true,
        [day] => is_day(day),
        ["lunar", day] => {
            day.split_once('-').is_some_and(|(m, d)| is_number(m, 1, 12) && is_number(d, 1, 30))
        }
        ["term", month] => matches!(month, "2" | "4" | "12"),
        ["nth", m, w, n] => is_number(m, 1, 12) && is_number(w, 1, 7) && is_number(n, 1, 5),
        _ => false,
    },
);
const OFFSET: Column =
    Column::Form("a number of years from -9 to 9 or ?", |text| text == "?" || is_number(text, -9, 9));
const PAIR: Column = Column::Form("two numbers from 0 to 31 with a space between", |text| {
    text.split_once(' ').is_some_and(|(from, to)| is_number(from, 0, 31) && is_number(to, 0, 31))
});
const RRULE: Column = Column::Form("a recurrence that begins with FREQ=", |text| text.starts_with("FREQ="));

/// The forms of a list's values. Where there are several, the first column tells which one a value has.
fn forms(list: List) -> &'static [Form] {
    match list {
        List::Themes => &[Form(&[One(&["none"])], 1), Form(&[THEME, Number(1, 9)], 2)],
        List::Terms => &[
            Form(&[One(&["numbered"]), Number(1, 99)], 1),
            Form(&[One(&["meeting", "campaign", "quoted", "opening", "ending", "after", "none"])], 1),
        ],
        List::Orgs => &[Form(
            &[Several(&["suffix", "name", "group", "person", "generic", "stem", "level", "not", "branch"])],
            1,
        )],
        List::Aliases | List::Lookalikes => &[Form(&[Text], 1)],
        List::Swaps => &[Form(&[Text, One(&["typed", "pause", "extra"])], 1)],
        List::Collectives => &[Form(&[One(&["opening"])], 1)],
        List::Duties => &[Form(
            &[
                Several(&[
                    "verb",
                    "label",
                    "holder",
                    "rank",
                    "fill",
                    "due",
                    "when",
                    "other",
                    "first",
                    "onward",
                    "hereafter",
                    "all",
                    "aux",
                    "weak",
                    "with",
                    "by",
                    "take",
                    "none",
                    "block",
                    "lead-in",
                    "cause",
                    "front",
                    "part",
                    "post",
                    "object",
                ]),
                ROLES,
            ],
            1,
        )],
        List::Verbs => &[Form(&[One(&["verb", "adverb", "short", "prep", "aux"])], 1)],
        List::Headings => &[Form(
            &[One(&[
                "preamble",
                "guiding_principles",
                "condition",
                "goals",
                "organization",
                "phases",
                "tasks",
                "safeguards",
                "review",
                "annex",
            ])],
            1,
        )],
        List::Columns => &[Form(
            &[One(&[
                "number",
                "section",
                "task",
                "project",
                "content",
                "person",
                "unit",
                "start",
                "day",
                "measure",
                "target",
                "lead",
                "responsible",
                "support",
                "accountable",
                "supervisor",
                "deadline",
                "other",
            ])],
            1,
        )],
        List::Cells => {
            &[Form(&[One(&["sum", "above", "aside", "note", "lead", "responsible", "support"])], 1)]
        }
        List::Kinds => &[Form(
            &[One(&[
                "key_points",
                "work_plan",
                "implementation_plan",
                "task_assignment",
                "work_report",
                "programme",
                "opinion",
                "speech",
                "rules",
                "summary",
                "account",
                "notice",
                "other",
            ])],
            1,
        )],
        List::Letters => &[
            Form(&[One(&["field"]), One(&["title", "number", "issuer", "day"])], 2),
            Form(&[One(&["letter", "tail", "address", "force"])], 1),
        ],
        List::Seams => &[Form(&[One(&["end", "open", "close"])], 1)],
        List::Units => &[Form(
            &[
                Text,
                One(&[
                    "percent", "money", "person", "thing", "count", "freq", "area", "length", "mass",
                    "volume", "power", "energy", "data", "ratio", "time", "age", "score", "no",
                ]),
            ],
            2,
        )],
        List::Days => &[Form(&[DAY_RULE, One(&["strict"])], 1)],
        List::Times => &[
            Form(&[One(&["year"]), OFFSET], 2),
            Form(&[One(&["era"]), Number(1, 99)], 2),
            Form(&[One(&["of-quarter"]), Number(1, 3)], 2),
            Form(&[One(&["lunar-month"]), Number(1, 12)], 2),
            Form(&[One(&["days", "years"]), PAIR], 2),
            Form(&[One(&["half"]), Number(1, 2)], 2),
            Form(&[One(&["every"]), RRULE], 2),
            Form(&[One(&["event"]), One(&["turn", "over"])], 1),
            Form(
                &[One(&[
                    "next",
                    "same",
                    "start",
                    "until",
                    "lunar",
                    "end",
                    "within",
                    "whole",
                    "month-end",
                    "ongoing",
                    "label",
                    "anchor",
                    "promise",
                    "turn",
                    "over",
                    "none",
                ])],
                1,
            ),
        ],
        List::Bounds => &[
            Form(&[One(&["none"])], 1),
            Form(
                &[
                    One(&["before", "after"]),
                    One(&["at_least", "at_most", "about", "exact"]),
                    One(&["increase", "decrease", "to"]),
                ],
                2,
            ),
        ],
        List::Measures => &[
            Form(&[One(&["verb"]), One(&["strong", "weak"])], 1),
            Form(&[One(&["adverb"]), One(&["will"])], 1),
            Form(&[One(&["value"]), Number(0, 100), Text, One(&["dated"])], 3),
            Form(
                &[One(&[
                    "past",
                    "exist",
                    "policy",
                    "rate",
                    "result",
                    "structure",
                    "frame",
                    "prep",
                    "size",
                    "spec",
                    "noun",
                    "cut",
                    "bare",
                    "none",
                ])],
                1,
            ),
        ],
        List::Outcomes => &[Form(&[One(&["built", "reached"])], 1)],
        List::Scopes => &[Form(&[One(&["own", "general"]), One(&["filler"])], 1)],
        List::References => &[Form(
            &[One(&[
                "law",
                "policy",
                "plan",
                "publication",
                "list",
                "other",
                "bare",
                "cites",
                "full",
                "alias",
            ])],
            1,
        )],
        List::Site => &[Form(&[One(&["line", "start", "in"]), Number(0, 2)], 2)],
        List::Announcers => &[
            Form(&[One(&["turn"]), YEAR], 2),
            Form(&[One(&["list", "stage", "year", "stated", "minutes"])], 1),
        ],
        List::Cues => &[Form(
            &[Several(&[
                "urge", "guide", "review", "order", "share", "force", "window", "rule", "plan", "actor",
                "annexed", "next", "last", "listed", "pledge", "span", "counted", "case", "money",
            ])],
            1,
        )],
        List::Doubles => &[Form(&[One(&["fine"])], 0)],
        List::Eras => &[Form(&[One(&["era", "meeting"]), YEAR], 2)],
        List::Phrases => &[Form(&[One(&["wrong"]), Text, Text], 2), Form(&[One(&["members"]), Text], 2)],
        List::Titles => &[Form(&[], 0)],
        List::Vague => &[Form(&[One(&["deadline", "target"])], 1)],
        List::States => &[Form(&[One(&["open", "going", "done", "asked", "extended"]), One(&["choice"])], 1)],
    }
}

/// Whether `value` (columns apart by tabs) may stand behind a word of `list`; else what is wrong with it.
pub fn check(list: List, value: &str) -> Result<(), Wrong> {
    let found: Vec<&str> = if value.is_empty() { Vec::new() } else { value.split('\t').collect() };
    let all = forms(list);
    // The form whose first column the value has; where it has none of them, all of them are wanted.
    let first = found.first().copied().unwrap_or_default();
    let form = match all {
        [only] => only,
        _ => {
            let form = all.iter().find(|form| form.0.first().is_some_and(|column| column.holds(first)));
            form.ok_or_else(|| wrong(all.iter().filter_map(|form| form.0.first()), 1, first))?
        }
    };
    for (at, column) in form.0.iter().enumerate() {
        match found.get(at) {
            Some(text) if !column.holds(text) => return Err(wrong([column], at + 1, text)),
            None if at < form.1 => return Err(wrong([column], at + 1, "")),
            Some(_) | None => {}
        }
    }
    match found.get(form.0.len()) {
        Some(more) => Err(wrong([], form.0.len() + 1, more)),
        None => Ok(()),
    }
}

fn wrong<'c>(columns: impl IntoIterator<Item = &'c Column>, at: usize, found: &str) -> Wrong {
    let columns: Vec<&Column> = columns.into_iter().collect();
    let wanted: Vec<String> = columns.iter().map(|column| column.wanted()).collect();
    Wrong { column: at, found: found.to_owned(), wanted: wanted.join(", ") }
}

impl Column {
    fn holds(&self, text: &str) -> bool {
        match self {
            One(words) => words.contains(&text),
            Several(words) => text.split(',').all(|part| words.contains(&part)),
            Text => !text.is_empty(),
            Number(from, to) => is_number(text, *from, *to),
            Column::Form(_, is) => is(text),
        }
    }

    fn wanted(&self) -> String {
        match self {
            One(words) | Several(words) => words.join(", "),
            Text => "a text".to_owned(),
            Number(from, to) => format!("a number from {from} to {to}"),
            Column::Form(what, _) => (*what).to_owned(),
        }
    }
}

fn is_number(text: &str, from: i32, to: i32) -> bool {
    text.parse::<i32>().is_ok_and(|number| from <= number && number <= to)
}

fn is_day(text: &str) -> bool {
    let one = |day: &str| {
        let (month, day) = day.split_once('-').unwrap_or_default();
        month.len() == 2 && day.len() == 2 && is_number(month, 1, 12) && is_number(day, 1, 31)
    };
    match text.split_once("..") {
        Some((from, to)) => one(from) && one(to),
        None => one(text),
    }
}

#[cfg(test)]
mod tests {
    use super::{Wrong, check};
    use crate::lexicon::List;

    #[test]
    fn tells_the_column_what_was_found_and_what_was_wanted() {
        let wrong = |list, value: &str| check(list, value).expect_err(value);
        let Wrong { column, found, wanted } = wrong(List::Duties, "vreb\tleed");
        assert_eq!((column, found.as_str()), (1, "vreb"));
        assert!(wanted.starts_with("verb, label"), "{wanted}");
        assert_eq!(wrong(List::Duties, "verb\tleed").column, 2);
        assert_eq!(wrong(List::Duties, "verb,lable\tlead").found, "verb,lable");
        assert_eq!(wrong(List::Times, "half\t7").wanted, "a number from 1 to 2");
        assert_eq!(wrong(List::Times, "lunar-month\t99").wanted, "a number from 1 to 12");
        assert_eq!(wrong(List::Times, "of-quarter\t4").wanted, "a number from 1 to 3");
        assert_eq!(wrong(List::Units, "个").column, 2);
        assert_eq!(wrong(List::Titles, "law").wanted, "");
        assert_eq!(wrong(List::Days, "03-5").found, "03-5");
        assert_eq!(wrong(List::Themes, "Rural\t4").column, 1);
        assert_eq!(wrong(List::Verbs, "").found, "");
    }

    #[test]
    fn lets_stand_what_lists_say() {
        for (list, value) in [
            (List::Duties, "fill,cause"),
            (List::Duties, "verb,label\tlead"),
            (List::Themes, "none"),
            (List::Themes, "our_own\t3"),
            (List::Days, "nth 5 7 2"),
            (List::Days, "06-01..06-30\tstrict"),
            (List::Doubles, ""),
            (List::Measures, "value\t100\t%\tdated"),
            (List::Bounds, "before\tat_least\tincrease"),
        ] {
            assert_eq!(check(list, value), Ok(()), "{value}");
        }
    }
}
