//! The word lists are in order. `UPDATE=1 cargo test --test dict` sorts them and drops repeated lines.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::{env, fs};

use plan::extract::theme::{NONE, THEMES};
use plan::lexicon::{LISTS, Line, List, read_lines};

/// What the columns after a word of each list must be; says what was wanted.
fn value(list: List, columns: &[&str]) -> Result<(), String> {
    match list {
        List::Themes => match columns {
            [NONE] => Ok(()),
            [theme, weight] => {
                one_of("a theme", THEMES, theme)?;
                number("a weight", weight, 1, 9)
            }
            _ => Err(format!("wanted a theme and a weight, or `{NONE}`")),
        },
        List::Terms => match columns {
            ["numbered", count] => number("a number", count, 2, 100),
            [kind] => one_of("a kind of term", TERMS, kind),
            _ => Err("wanted a kind, and for `numbered` perhaps the number".to_owned()),
        },
        List::References => match columns {
            [kind] => one_of("a kind of reference", REFERENCES, kind),
            _ => Err("wanted one kind".to_owned()),
        },
        _ => Ok(()),
    }
}

const TERMS: &[&str] = &["numbered", "meeting", "campaign", "quoted", "opening", "ending", "after", "none"];
const REFERENCES: &[&str] =
    &["law", "policy", "plan", "publication", "list", "other", "bare", "cites", "full", "alias"];

fn one_of(what: &str, known: &[&str], found: &str) -> Result<(), String> {
    match known.contains(&found) {
        true => Ok(()),
        false => Err(format!("wanted {what} ({}), found `{found}`", known.join(", "))),
    }
}

fn number(what: &str, found: &str, least: u32, most: u32) -> Result<(), String> {
    match found.parse() {
        Ok(n) if (least..=most).contains(&n) => Ok(()),
        _ => Err(format!("wanted {what} from {least} to {most}, found `{found}`")),
    }
}

/// What the header of a list must tell, and the words of which one has to stand in it.
const HEADER: &[(&str, &[&str])] = &[
    ("where its words come from", &["ompiled", "put together", "Put together"]),
    ("its licence", &["licence", "MIT OR Apache-2.0"]),
];

#[test]
fn lists_are_in_order() {
    let update = env::var_os("UPDATE").is_some();
    let mut faults = Vec::new();
    for (list, name, _) in LISTS {
        let path = folder().join(format!("{name}.tsv"));
        let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("dict/{name}.tsv: {e}"));
        let text = match update {
            true => {
                let sorted = sorted(&text);
                fs::write(&path, &sorted).unwrap();
                sorted
            }
            false => text,
        };
        faults.extend(
            check(*list, &text).into_iter().map(|(n, fault)| format!("dict/{name}.tsv:{n}: {fault}")),
        );
    }
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn every_file_is_a_list() {
    // The characters that tell encodings apart are no words, and no list of the lexicon.
    let others = ["frequent.tsv".to_owned()];
    let listed: BTreeSet<String> =
        LISTS.iter().map(|(_, name, _)| format!("{name}.tsv")).chain(others).collect();
    let files = fs::read_dir(folder()).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
    assert_eq!(files.collect::<BTreeSet<_>>(), listed);
}

#[test]
fn faults_are_found() {
    let head = "# A list.\n# Columns: word.\n# Compiled here; licence as the project.\n";
    let cases = [
        (List::Themes, "乙\ttheory\t3\n丙\ttheory\t3\n", "5: out of order"),
        (List::Themes, "丙\ttheory\t3\n丙\ttheory\t3\n", "5: stands twice"),
        (List::Themes, "丙\ttheory\t0\n", "4: wanted a weight from 1 to 9, found `0`"),
        (List::Themes, "丙\ttheories\t1\n", "4: wanted a theme"),
        (List::Themes, "丙\ttheory\t1\n\n", "5: empty line"),
        (List::Themes, "丙\ttheory\t1 \n", "4: ends in white space"),
        (List::Terms, "四史\tnumbred\n", "4: wanted a kind of term"),
        (List::References, "条例\tlaw\t3\n", "4: wanted one kind"),
        (List::Site, "-条例\n", "4: takes a word out"),
    ];
    for (list, body, wanted) in cases {
        let faults = check(list, &format!("{head}{body}"));
        let found: Vec<String> = faults.iter().map(|(n, fault)| format!("{n}: {fault}")).collect();
        assert!(
            found.len() == 1 && found[0].starts_with(wanted),
            "{body:?}: wanted {wanted:?}, found {found:?}"
        );
    }
    assert_eq!(check(List::Themes, &format!("{head}丙\tnone\n丙\ttheory\t1\t# why\n")), []);
    assert_eq!(check(List::Site, "# A list.\n").len(), HEADER.len());
}

/// Everything wrong with a list, with the line it is wrong on.
fn check(list: List, text: &str) -> Vec<(usize, String)> {
    let lines: Vec<&str> = text.lines().collect();
    let (head, body) = lines.split_at(lines.iter().take_while(|line| line.starts_with('#')).count());
    let told = |words: &[&str]| head.iter().any(|line| words.iter().any(|word| line.contains(word)));
    let untold = HEADER.iter().filter(|(_, words)| !told(words));
    let mut faults: Vec<_> = untold
        .map(|(what, words)| (1, format!("the header does not tell {what} (`{}`)", words[0])))
        .collect();
    let mut last = "";
    for (n, line) in body.iter().enumerate().map(|(n, line)| (head.len() + n + 1, *line)) {
        let fault = match line.cmp(last) {
            _ if line.is_empty() => Err("empty line".to_owned()),
            _ if line.trim_end() != line => Err("ends in white space".to_owned()),
            std::cmp::Ordering::Less => Err(format!("out of order after `{last}`")),
            std::cmp::Ordering::Equal => Err("stands twice".to_owned()),
            std::cmp::Ordering::Greater => entry(list, line),
        };
        faults.extend(fault.err().map(|fault| (n, fault)));
        last = line;
    }
    faults
}

fn entry(list: List, line: &str) -> Result<(), String> {
    match read_lines(line).map_err(|(_, fault)| fault)?.as_slice() {
        [Line::Word { value: columns, .. }] => value(list, &columns.split('\t').collect::<Vec<_>>()),
        [] => Err("a comment below the header".to_owned()),
        _ => Err("takes a word out, which is for a user's list".to_owned()),
    }
}

/// The header as it is, and below it each line once, in order.
fn sorted(text: &str) -> String {
    let (head, body): (Vec<&str>, Vec<&str>) = text
        .lines()
        .map(str::trim_end)
        .filter(|line| !line.is_empty())
        .partition(|line| line.starts_with('#'));
    let body: BTreeSet<&str> = body.into_iter().collect();
    head.into_iter().chain(body).map(|line| format!("{line}\n")).collect()
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("dict")
}
