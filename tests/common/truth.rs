//! Holds what was read of a document against what is true of it.
//!
//! Truth is JSON, made by `form` of what people write. A value may be a list of the readings that are right; `"?"` says
//! that nothing is known. An item marked optional is neither asked for nor wrong.

use std::collections::BTreeMap;

use serde_json::Value;

/// Right, missed and wrong answers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    pub right: usize,
    pub missed: usize,
    pub wrong: usize,
}

/// Counts by axis, and what is wrong in words.
#[derive(Debug, Default)]
pub struct Verdict {
    pub counts: BTreeMap<&'static str, Count>,
    pub words: Vec<String>,
}

impl Verdict {
    fn right(&mut self, axis: &'static str) {
        self.counts.entry(axis).or_default().right += 1;
    }

    fn missed(&mut self, axis: &'static str, what: impl std::fmt::Display) {
        self.counts.entry(axis).or_default().missed += 1;
        self.words.push(format!("{axis} missed: {what}"));
    }

    fn wrong(&mut self, axis: &'static str, what: impl std::fmt::Display) {
        self.counts.entry(axis).or_default().wrong += 1;
        self.words.push(format!("{axis} wrong: {what}"));
    }

    /// The mean over axes of the harmonic mean of precision and recall.
    pub fn mean(&self) -> f64 {
        let scores: Vec<f64> = self.counts.values().filter_map(score).collect();
        scores.iter().sum::<f64>() / scores.len().max(1) as f64
    }

    pub fn add(&mut self, other: &Verdict) {
        for (axis, count) in &other.counts {
            let sum = self.counts.entry(axis).or_default();
            sum.right += count.right;
            sum.missed += count.missed;
            sum.wrong += count.wrong;
        }
    }
}

/// F1 of a count; none where there was nothing to find and nothing was found.
pub fn score(count: &Count) -> Option<f64> {
    let all = 2 * count.right + count.missed + count.wrong;
    (all > 0).then(|| 2.0 * count.right as f64 / all as f64)
}

/// Text as it is compared: widths folded, no white space, no marks at its ends.
fn plain(text: &str) -> String {
    let fold = |c: char| match c {
        '！'..='～' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        _ => c,
    };
    let text: String = text.chars().filter(|c| !c.is_whitespace()).map(fold).collect();
    text.trim_matches(|c| "。.;:,、!?".contains(c)).to_owned()
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => plain(text),
        Value::Null => String::new(),
        other => plain(&other.to_string()),
    }
}

fn list(value: &Value) -> Vec<&Value> {
    value.as_array().map(|list| list.iter().collect()).unwrap_or_default()
}

/// Whether `found` is one of the readings of `truth`.
fn among(truth: &Value, found: &Value) -> bool {
    match truth {
        Value::Array(readings) => readings.iter().any(|reading| text(reading) == text(found)),
        one => text(one) == text(found),
    }
}

fn optional(value: &Value) -> bool {
    value["optional"] == true
}

/// Holds `found`, as `plan extract` prints it, against `truth`.
pub fn judge(truth: &Value, found: &Value) -> Verdict {
    let mut verdict = Verdict::default();
    fields(truth, found, &mut verdict);
    tasks(truth, found, &mut verdict);
    sections(truth, found, &mut verdict);
    let same_days = |truth: &Value, found: &Value| {
        let kind = match &truth["kind"] {
            Value::Null => true,
            kinds => among(kinds, &found["kind"]),
        };
        kind && truth["start"] == found["start"] && truth["end"] == found["end"]
    };
    listed("dates", truth, found, same_days, &mut verdict);
    let same_value = |truth: &Value, found: &Value| {
        let units = text(&truth["unit"]);
        let unit = units.split('|').any(|unit| unit == text(&found["unit"]));
        let bound = truth["bound"].is_null() || truth["bound"] == found["bound"];
        truth["value"].as_f64() == found["value"].as_f64() && unit && bound
    };
    listed("targets", truth, found, same_value, &mut verdict);
    references(truth, found, &mut verdict);
    groups(truth, found, &mut verdict);
    verdict
}

fn fields(truth: &Value, found: &Value, verdict: &mut Verdict) {
    let Some(fields) = truth["document"].as_object() else { return };
    for (name, wanted) in fields {
        if wanted == "?" {
            continue;
        }
        let right = match &found[name] {
            Value::Array(all) => {
                let wanted = list(wanted);
                wanted.len() == all.len()
                    && wanted.iter().zip(all).all(|(w, f)| text(w).split('|').any(|w| w == text(f)))
            }
            one => among(wanted, one),
        };
        match right {
            true => verdict.right("document"),
            false => verdict.missed("document", format_args!("{name}: {wanted}, found {}", found[name])),
        }
    }
}

fn tasks(truth: &Value, found: &Value, verdict: &mut Verdict) {
    let tasks = list(&found["tasks"]);
    let mut used = vec![false; tasks.len()];
    for wanted in list(&truth["tasks"]) {
        let start = wanted["start"].as_u64().unwrap_or(0);
        let title = |task: &Value| among(&wanted["titles"], &task["title"]);
        let here = |task: &Value| {
            let (from, to) = (task["span"][0].as_u64().unwrap_or(0), task["span"][1].as_u64().unwrap_or(0));
            // It may open at its number or at the heading above it.
            let gap = start.saturating_sub(from);
            from <= start + 3 && start < to && (gap <= 8 || gap <= 90 && title(task))
        };
        let best =
            (0..tasks.len()).filter(|&at| !used[at] && here(tasks[at])).max_by_key(|&at| title(tasks[at]));
        let name = &wanted["titles"][0];
        let Some(at) = best else {
            if !optional(wanted) {
                verdict.missed("tasks", name);
            }
            continue;
        };
        used[at] = true;
        if optional(wanted) {
            continue;
        }
        verdict.right("tasks");
        match title(tasks[at]) {
            true => verdict.right("titles"),
            false => verdict.missed("titles", format_args!("{name}, found {}", tasks[at]["title"])),
        }
        owners(wanted, tasks[at], verdict);
        let due = &tasks[at]["deadline"]["date"];
        match &wanted["deadline"] {
            unknown if unknown == "?" => {}
            Value::Null if due.is_null() => {}
            Value::Null => verdict.wrong("deadlines", format_args!("{due} of {name}")),
            day if day == due => verdict.right("deadlines"),
            day => verdict.missed("deadlines", format_args!("{day} of {name}, found {due}")),
        }
        if !list(&wanted["themes"]).is_empty() {
            let theme = &tasks[at]["themes"][0]["id"];
            match among(&wanted["themes"], theme) {
                true => verdict.right("themes"),
                false => {
                    verdict.missed("themes", format_args!("{} of {name}, found {theme}", wanted["themes"]))
                }
            }
        }
    }
    for (task, _) in tasks.iter().zip(&used).filter(|(_, used)| !**used) {
        verdict.wrong("tasks", &task["title"]);
    }
}

fn owners(wanted: &Value, task: &Value, verdict: &mut Verdict) {
    let mut rest: Vec<(String, String)> =
        list(&task["owners"]).iter().map(|owner| (text(&owner["name"]), text(&owner["role"]))).collect();
    rest.dedup();
    for owner in list(&wanted["owners"]) {
        let is = |name: &String| list(&owner["names"]).iter().any(|wanted| text(wanted) == *name);
        let duty = |role: &String| list(&owner["roles"]).iter().any(|wanted| text(wanted) == *role);
        match rest.iter().position(|(name, role)| is(name) && duty(role)) {
            Some(at) => {
                rest.remove(at);
                if !optional(owner) {
                    verdict.right("owners");
                }
            }
            None if optional(owner) => rest.retain(|(name, _)| !is(name)),
            None => verdict.missed("owners", format_args!("{} of {}", owner["names"], wanted["titles"][0])),
        }
    }
    for (name, role) in rest {
        verdict.wrong("owners", format_args!("{name} ({role}) of {}", wanted["titles"][0]));
    }
}

fn flat<'v>(sections: &'v Value, all: &mut Vec<&'v Value>) {
    for section in list(sections) {
        all.push(section);
        flat(&section["children"], all);
    }
}

fn sections(truth: &Value, found: &Value, verdict: &mut Verdict) {
    let mut rest = Vec::new();
    flat(&found["sections"], &mut rest);
    let same = |w: &Value, f: &Value| {
        w["level"] == f["level"]
            && text(&w["number"]) == text(&f["number"])
            && text(&w["title"]) == text(&f["title"])
    };
    for wanted in list(&truth["sections"]) {
        match rest.iter().position(|found| same(wanted, found)) {
            Some(at) => {
                rest.remove(at);
                if !optional(wanted) {
                    verdict.right("sections");
                }
            }
            None if optional(wanted) => {}
            None => verdict.missed("sections", format_args!("{} {}", wanted["number"], wanted["title"])),
        }
    }
    for section in rest {
        verdict.wrong("sections", format_args!("{} {}", section["number"], section["title"]));
    }
}

/// Dates and targets: what must be there first, then what may.
fn listed(
    axis: &'static str,
    truth: &Value,
    found: &Value,
    same: impl Fn(&Value, &Value) -> bool,
    verdict: &mut Verdict,
) {
    let mut rest = list(&found[axis]);
    let words = |a: &Value, b: &Value| {
        let (a, b) = (text(&a["text"]), text(&b["text"]));
        a.contains(&b) || b.contains(&a)
    };
    let (soft, hard): (Vec<&Value>, Vec<&Value>) =
        list(&truth[axis]).into_iter().partition(|item| optional(item));
    for wanted in hard {
        match rest.iter().position(|found| words(wanted, found) && same(wanted, found)) {
            Some(at) => {
                rest.remove(at);
                verdict.right(axis);
            }
            None => verdict.missed(axis, &wanted["text"]),
        }
    }
    let mut open = Vec::new();
    for wanted in soft {
        match rest.iter().position(|found| words(wanted, found) && same(wanted, found)) {
            Some(at) => drop(rest.remove(at)),
            None => open.push(wanted),
        }
    }
    for found in rest {
        match open.iter().position(|wanted| words(wanted, found)) {
            Some(at) => drop(open.remove(at)),
            None => verdict.wrong(axis, &found["text"]),
        }
    }
}

fn references(truth: &Value, found: &Value, verdict: &mut Verdict) {
    let mut rest: Vec<String> =
        list(&found["references"]).iter().map(|reference| text(&reference["title"])).collect();
    for wanted in list(&truth["references"]) {
        let raw = wanted.as_str().unwrap_or_default();
        let (may, name) = (raw.starts_with('?'), plain(raw.trim_start_matches('?')));
        match rest.iter().position(|found| *found == name) {
            Some(at) => {
                rest.remove(at);
                if !may {
                    verdict.right("references");
                }
            }
            None if may => {}
            None => verdict.missed("references", name),
        }
    }
    for name in rest {
        verdict.wrong("references", name);
    }
}

fn groups(truth: &Value, found: &Value, verdict: &mut Verdict) {
    let mut rest: Vec<(String, String)> = list(&found["groups"])
        .iter()
        .flat_map(|group| list(&group["members"]))
        .map(|member| (text(&member["name"]), text(&member["role"])))
        .collect();
    for member in list(&truth["groups"]).iter().flat_map(|group| list(&group["members"])) {
        let role = member[1].as_str().unwrap_or_default();
        let may = role.starts_with('?');
        let key = (text(&member[0]), plain(role.trim_start_matches('?')));
        match rest.iter().position(|found| *found == key) {
            Some(at) => {
                rest.remove(at);
                if !may {
                    verdict.right("groups");
                }
            }
            None if may => {}
            None => verdict.missed("groups", format_args!("{} {}", key.1, key.0)),
        }
    }
    for (name, role) in rest {
        verdict.wrong("groups", format_args!("{role} {name}"));
    }
}
