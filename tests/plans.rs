//! Whole documents: what is read of them, what is true of them, and how far the two agree.
//!
//! `UPDATE=1 cargo test --test plans` writes snapshots and scores anew; look at every change, up or down.

mod common;

use std::fmt::Write;
use std::fs;
use std::path::Path;

use plan::extract::{Scene, read};
use plan::lexicon::Lexicon;
use plan::model::Lang;
use plan::report::outline::outline;
use plan::text::Source;
use serde_json::Value;

use common::truth::{Verdict, judge, score};

/// The outline of a document, then its dates, targets, references, terms and groups, a line each.
fn snapshot(lexicon: &Lexicon, text: &str) -> String {
    let source = Source::of_text(text);
    let (plan, _) = read(Scene { lexicon, year: None }, &source);
    let mut out = outline(&plan, Lang::En);
    let _ = writeln!(
        out,
        "\nkind {:?}, year {:?}, issuer {:?}, number {:?}, issued {:?}",
        plan.kind,
        plan.year,
        plan.issuer.map(|issuer| issuer.text),
        plan.document_number.map(|number| number.text),
        plan.issued_on.map(|day| day.to_string()),
    );
    let _ = writeln!(out, "to {:?}", plan.addressees.iter().map(|to| &to.text).collect::<Vec<_>>());
    for date in &plan.dates {
        let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
        let _ = writeln!(out, "date {} {:?} {}..{}", date.text, date.kind, day(date.start), day(date.end));
    }
    for target in &plan.targets {
        let value = target.value.as_deref().unwrap_or("?");
        let of = target.of.as_deref().unwrap_or("");
        let unit = target.unit.as_deref().unwrap_or("");
        let _ = writeln!(out, "target {} {:?} {value} {unit} of {of}", target.text, target.bound);
    }
    for reference in &plan.references {
        let _ = writeln!(out, "reference {} {}", reference.title, reference.kind);
    }
    for term in &plan.terms {
        let _ = writeln!(out, "term {} {:?} {}", term.text, term.kind, term.spans.len());
    }
    for group in &plan.groups {
        let members: Vec<String> = group.members.iter().map(|m| format!("{} {}", m.role, m.name)).collect();
        let _ = writeln!(out, "group {}: {}", group.name, members.join(", "));
    }
    for problem in &plan.problems {
        let _ = writeln!(out, "problem {} {}", problem.check, problem.message.en);
    }
    out
}

#[test]
fn snapshots() {
    let lexicon = Lexicon::default();
    let dir = common::root().join("fixtures/plans");
    let texts = common::files(&dir, "txt");
    assert!(texts.len() >= 12, "{} whole documents", texts.len());
    let mut changed = Vec::new();
    for path in texts {
        let found = snapshot(&lexicon, &fs::read_to_string(&path).expect("readable"));
        let kept = path.with_extension("snapshot");
        if common::update() {
            fs::write(&kept, &found).expect("writable");
        }
        let wanted = fs::read_to_string(&kept).unwrap_or_default();
        if found != wanted {
            let line = found.lines().zip(wanted.lines()).position(|(a, b)| a != b).unwrap_or(0);
            let of = |text: &str| text.lines().nth(line).unwrap_or("").to_owned();
            changed.push(format!(
                "{}:{}\n  was {}\n  is  {}",
                kept.display(),
                line + 1,
                of(&wanted),
                of(&found)
            ));
        }
    }
    assert!(changed.is_empty(), "{}", changed.join("\n"));
}

/// Judges every document of `truths` and gives the lines of a score table and the sum.
fn scores(lexicon: &Lexicon, truths: &Path, texts: &Path) -> (String, Verdict, Vec<String>) {
    let (mut table, mut sum, mut words) = (String::new(), Verdict::default(), Vec::new());
    for path in common::files(truths, "json") {
        let truth: Value = serde_json::from_str(&fs::read_to_string(&path).expect("readable")).expect("JSON");
        let text = texts.join(truth["source"].as_str().expect("a source"));
        let found = common::extract(lexicon, fs::read_to_string(text).expect("readable"));
        let verdict = judge(&truth, &found);
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        for (axis, count) in &verdict.counts {
            let _ = writeln!(table, "{name}\t{axis}\t{}\t{}\t{}", count.right, count.missed, count.wrong);
        }
        words.extend(verdict.words.iter().map(|said| format!("{name}: {said}")));
        sum.add(&verdict);
    }
    (table, sum, words)
}

#[test]
fn scores_of_fixtures_are_as_stored() {
    let lexicon = Lexicon::default();
    let dir = common::root().join("fixtures/plans");
    let (table, _, words) = scores(&lexicon, &dir, &dir);
    let table = format!("# document, axis, right, missed, wrong\n{table}");
    let path = dir.join("scores.tsv");
    if common::update() {
        fs::write(&path, &table).expect("writable");
    }
    let wanted = fs::read_to_string(&path).unwrap_or_default();
    let changed: Vec<&str> = table.lines().filter(|line| !wanted.lines().any(|kept| kept == *line)).collect();
    assert!(
        changed.is_empty() && table.lines().count() == wanted.lines().count(),
        "{}\n\n{}",
        changed.join("\n"),
        words.join("\n")
    );
}

#[test]
fn real_documents() {
    let shared = common::root().join("../shared");
    if !shared.join("gold").is_dir() {
        eprintln!("skipped: no documents beside the project");
        return;
    }
    let lexicon = Lexicon::default();
    for (truths, texts, least, least_axis) in
        [("gold", "seeds", 0.99, 0.9), ("corpus_gold", "corpus", 0.92, 0.75)]
    {
        let (_, sum, words) = scores(&lexicon, &shared.join(truths), &shared.join(texts));
        assert!(sum.mean() >= least, "{truths}: {:.4}\n{}", sum.mean(), words.join("\n"));
        for (axis, count) in &sum.counts {
            assert!(
                score(count).is_none_or(|score| score >= least_axis),
                "{truths} {axis}: {count:?}\n{}",
                words.join("\n")
            );
        }
    }
}
