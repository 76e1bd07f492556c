//! Reads what is true of a whole document in the form people write it, and gives the JSON that `truth::judge` takes.
//!
//! `fixtures/README.md` shows the form. A line opens with the word of its kind; `; ` stands between items, ` | ` between
//! readings that are right, `?` before what is neither asked for nor wrong.

use serde_json::{Map, Value, json};

/// Roles as they are written, and as they are printed.
const ROLES: [(&str, &str); 5] = [
    ("lead", "lead"),
    ("resp", "responsible"),
    ("support", "support"),
    ("account", "accountable"),
    ("super", "supervisor"),
];

/// The truth written in `lines` about a document whose text is `text`.
///
/// # Errors
///
/// The first line that has no such form, with its number and what was wanted.
pub fn read(lines: &str, text: &str) -> Result<Value, String> {
    let mut all = Map::new();
    for kind in ["sections", "tasks", "dates", "targets", "references", "groups", "noise"] {
        all.insert(kind.to_owned(), json!([]));
    }
    all.insert("document".to_owned(), json!({}));
    let mut truth = Value::Object(all);
    // Where the last task began, in bytes: the next one stands behind it.
    let mut last = 0;
    for (n, line) in lines.lines().enumerate().filter(|(_, line)| !line.is_empty()) {
        let wrong = |wanted: &str| format!("line {}: `{line}`: wanted {wanted}", n + 1);
        let (optional, line) = match line.strip_prefix("? ") {
            Some(rest) => (true, rest),
            None => (false, line),
        };
        let (word, rest) = line.split_once(' ').ok_or_else(|| wrong("a word and a value"))?;
        match word {
            "title" | "kind" | "year" | "issuer" | "document_number" | "issued_on" => {
                truth["document"][word] = readings(rest, word == "year");
            }
            "addressees" => {
                truth["document"][word] = match rest {
                    "?" => json!("?"),
                    "-" => json!([]),
                    names => names.split("; ").collect(),
                };
            }
            "references" | "noise" => {
                push(&mut truth[word], rest.split("; ").map(|one| one.replace('⏎', "\n").into()))
            }
            "group" => {
                let (name, members) =
                    rest.split_once(": ").ok_or_else(|| wrong("`group NAME: ROLE NAME`"))?;
                let members = members
                    .split("; ")
                    .map(|one| one.split_once(' ').map(|(role, name)| json!([name, role])))
                    .collect::<Option<Vec<Value>>>()
                    .ok_or_else(|| wrong("a role before each name"))?;
                push(&mut truth["groups"], [json!({ "name": name, "members": members })]);
            }
            "-" => {
                let task = task(rest, optional, text, &mut last).map_err(|wanted| wrong(&wanted))?;
                push(&mut truth["tasks"], [task]);
            }
            "dates" => {
                let items = rest.split("; ").map(date);
                push(&mut truth[word], items);
            }
            "targets" => {
                let items = rest.split("; ").map(target).collect::<Option<Vec<Value>>>();
                push(&mut truth[word], items.ok_or_else(|| wrong("`WORDS = VALUE UNIT BOUND`"))?);
            }
            level if level.bytes().all(|byte| byte == b'#') => {
                let (number, title) = rest.split_once(' ').ok_or_else(|| wrong("`# NUMBER TITLE`"))?;
                let number = (number != "-").then_some(number);
                let level = level.len();
                let section =
                    json!({ "level": level, "number": number, "title": title, "optional": optional });
                push(&mut truth["sections"], [section]);
            }
            _ => return Err(wrong("a line's kind: `title`, `#`, `-`, `dates` …")),
        }
    }
    Ok(truth)
}

fn push(list: &mut Value, items: impl IntoIterator<Item = Value>) {
    list.as_array_mut().expect("made as a list").extend(items);
}

/// One reading, or a list of several; `-` is none.
fn readings(written: &str, number: bool) -> Value {
    let one = |reading: &str| match reading {
        "-" => Value::Null,
        year if number => year.parse::<u16>().map_or(Value::from(year), Value::from),
        words => Value::from(words),
    };
    match written.contains(" | ") {
        true => written.split(" | ").map(one).collect(),
        false => one(written),
    }
}

/// `SECTION TITLE | TITLE; ROLE NAME; due DAY; themes A B`, where `@N` before the section says at which character it
/// begins; without that it begins with its first title.
fn task(written: &str, optional: bool, text: &str, last: &mut usize) -> Result<Value, String> {
    let mut items = written.split("; ");
    let head = items.next().unwrap_or_default();
    let (at, head) = match head.strip_prefix('@') {
        Some(rest) => rest.split_once(' ').ok_or("a section behind `@N`")?,
        None => ("", head),
    };
    let (section, titles) = head.split_once(' ').ok_or("`- SECTION TITLE`")?;
    let titles: Vec<String> = titles.split(" | ").map(|title| title.replace('⏎', "\n")).collect();
    let start = match at {
        "" => {
            let found = text[*last..].find(&titles[0]).ok_or("a title that stands in the text, or `@N`")?;
            *last += found;
            text[..*last].chars().count()
        }
        at => {
            let start = at.parse().map_err(|_| "a number behind `@`")?;
            *last = text.char_indices().nth(start).ok_or("a place within the text")?.0;
            start
        }
    };
    let (mut owners, mut deadline, mut themes) = (Vec::new(), Value::Null, Vec::new());
    for item in items {
        let (word, rest) = item.split_once(' ').ok_or("a word and a value behind each `; `")?;
        let (optional, word) = (word.starts_with('?'), word.trim_start_matches('?'));
        match word {
            "due" => deadline = Value::from(rest),
            "themes" => themes = rest.split(' ').collect(),
            roles => {
                let role =
                    |role: &str| ROLES.iter().find(|(written, _)| *written == role).map(|(_, name)| *name);
                let roles = roles.split('/').map(role).collect::<Option<Vec<&str>>>();
                let names: Vec<String> = rest.split(" | ").map(|name| name.replace('⏎', "\n")).collect();
                owners.push(json!({ "names": names, "roles": roles.ok_or("a role")?, "optional": optional }));
            }
        }
    }
    Ok(json!({
        "section": section, "start": start, "titles": titles, "optional": optional,
        "owners": owners, "deadline": deadline, "themes": themes,
    }))
}

/// The words of a value with their line ends, and what stands behind ` = `.
fn value(item: &str) -> (bool, String, &str) {
    let (words, value) = item.split_once(" = ").unwrap_or((item, ""));
    (words.starts_with('?'), words.trim_start_matches('?').replace('⏎', "\n"), value)
}

/// `WORDS = KIND/KIND START..END`; each part may be missing.
fn date(item: &str) -> Value {
    let (optional, text, value) = value(item);
    let (mut kind, mut start, mut end) = (Value::Null, Value::Null, Value::Null);
    for part in value.split(' ').filter(|part| !part.is_empty()) {
        let day = |day: &str| if day.is_empty() { Value::Null } else { Value::from(day) };
        match part.split_once("..") {
            Some((from, to)) => (start, end) = (day(from), day(to)),
            None if part.contains('/') => kind = part.split('/').collect(),
            None => kind = Value::from(part),
        }
    }
    json!({ "text": text, "kind": kind, "start": start, "end": end, "optional": optional })
}

/// `WORDS = VALUE UNIT BOUND`; `?` is no value, `_` no unit, and no bound stands for any.
fn target(item: &str) -> Option<Value> {
    let (optional, text, value) = value(item);
    let mut parts = value.split(' ').filter(|part| !part.is_empty());
    let number = match parts.next() {
        None | Some("?") => Value::Null,
        Some(number) => Value::from(number.parse::<f64>().ok()?),
    };
    let unit = parts.next().filter(|unit| *unit != "_");
    let bound = match parts.next() {
        None => None,
        Some("=") => Some("exact"),
        Some(">=") => Some("at_least"),
        Some("<=") => Some("at_most"),
        Some("~") => Some("about"),
        Some(_) => return None,
    };
    Some(json!({ "text": text, "value": number, "unit": unit, "bound": bound, "optional": optional }))
}
