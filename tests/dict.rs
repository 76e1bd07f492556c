//! The word lists are in order. `UPDATE=1 cargo test --test dict` sorts them and drops repeated lines.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::{env, fs};

use plan::extract::theme::{NONE, THEMES};
use plan::lexicon::{LISTS, Line, List, check_value, read_lines};

/// What stands behind a word of a built-in list must be of the list's form, and its theme one of the known.
fn value(list: List, columns: &str) -> Result<(), String> {
    check_value(list, columns)
        .map_err(|wrong| format!("wanted {}, found `{}`", wrong.wanted, wrong.found))?;
    let theme = columns.split('\t').next().unwrap_or_default();
    match list == List::Themes && theme != NONE && !THEMES.contains(&theme) {
        true => Err(format!("wanted a theme, found `{theme}`")),
        false => Ok(()),
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
    let mut paths: Vec<PathBuf> = fs::read_dir(folder()).unwrap().map(|file| file.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        let name = path.file_name().unwrap().to_str().unwrap();
        let stem = name.strip_suffix(".tsv").unwrap_or_else(|| panic!("dict/{name} is no list"));
        // Some lists are not the lexicon's.
        let list = LISTS.iter().find(|(_, list, _)| *list == stem).map(|(list, ..)| *list);
        let mut text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("dict/{name}: {e}"));
        if update {
            text = sorted(&text);
            fs::write(&path, &text).unwrap();
        }
        faults.extend(check(list, &text).into_iter().map(|(n, fault)| format!("dict/{name}:{n}: {fault}")));
    }
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn faults_are_found() {
    let head = "# A list.\n# Columns: word.\n# Compiled here; licence as the project.\n";
    let cases = [
        (List::Themes, "乙\ttheory\t3\n丙\ttheory\t3\n", "5: out of order"),
        (List::Themes, "丙\ttheory\t3\n丙\ttheory\t3\n", "5: stands twice"),
        (List::Themes, "丙\ttheory\t0\n", "4: wanted a number from 1 to 9, found `0`"),
        (List::Themes, "丙\ttheories\t1\n", "4: wanted a theme"),
        (List::Themes, "丙\ttheory\t1\n\n", "5: empty line"),
        (List::Themes, "丙\ttheory\t1 \n", "4: ends in white space"),
        (List::Terms, "四史\tnumbred\n", "4: wanted numbered, meeting"),
        (List::References, "条例\tlaw\t3\n", "4: wanted , found `3`"),
        (List::Duties, "牵头\tvreb\tlead\n", "4: wanted verb, label"),
        (List::Site, "-条例\n", "4: takes a word out"),
    ];
    for (list, body, wanted) in cases {
        let faults = check(Some(list), &format!("{head}{body}"));
        let found: Vec<String> = faults.iter().map(|(n, fault)| format!("{n}: {fault}")).collect();
        assert!(
            found.len() == 1 && found[0].starts_with(wanted),
            "{body:?}: wanted {wanted:?}, found {found:?}"
        );
    }
    assert_eq!(check(Some(List::Themes), &format!("{head}丙\tnone\n丙\ttheory\t1\t# why\n")), []);
    assert_eq!(check(None, "# A list.\n").len(), HEADER.len());
}

/// Everything wrong with a list, with the line it is wrong on.
fn check(list: Option<List>, text: &str) -> Vec<(usize, String)> {
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

fn entry(list: Option<List>, line: &str) -> Result<(), String> {
    match read_lines(line).map_err(|(_, fault)| fault)?.as_slice() {
        [(_, Line::Word { value: columns, .. })] => list.map_or(Ok(()), |list| value(list, columns)),
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
