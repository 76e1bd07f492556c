//! Whole documents: what is read of them, what is true of them, and how far the two agree.
//!
//! `UPDATE=1 cargo test --test plans` writes snapshots and scores anew; look at every change, up or down.

mod common;

use std::fmt::Write;
use std::fs;
use std::path::Path;

use plan::extract::{Scene, read};
use plan::lexicon::Lexicon;
use plan::model::{Lang, Origin};
use plan::report::outline::outline;
use plan::text::Source;
use serde_json::Value;

use common::form;
use common::truth::{Verdict, judge, score};

/// The outline of a document, its tasks with what the outline leaves out, then dates, targets, references, terms and groups.
fn snapshot(lexicon: &Lexicon, text: &str) -> String {
    let source = Source::of_text(text);
    let (plan, _) = read(Scene { lexicon, year: None }, &source);
    let mut out = outline(&plan, Lang::En);
    let said = |value: Option<String>| value.unwrap_or_else(|| "-".to_owned());
    let _ = writeln!(
        out,
        "\nkind {:?}, year {}, issuer {}, number {}, issued {}",
        plan.kind,
        said(plan.year.map(|year| year.to_string())),
        said(plan.issuer.map(|issuer| issuer.text)),
        said(plan.document_number.map(|number| number.text)),
        said(plan.issued_on.map(|day| day.to_string())),
    );
    let to: Vec<&str> = plan.addressees.iter().map(|to| to.text.as_str()).collect();
    let _ = writeln!(out, "to {}\n", to.join("; "));
    for (at, task) in plan.tasks.iter().enumerate() {
        let themes: Vec<&str> = task.themes.iter().map(|(id, _)| *id).collect();
        let _ = write!(out, "t{} {}; {} measures", at + 1, themes.join(" "), task.measures.len());
        for owner in task.owners.iter().filter(|owner| owner.from != Origin::Task(at + 1)) {
            let _ = write!(out, "; {} of {:?}", owner.name, owner.from);
        }
        out.push('\n');
    }
    let dates = plan.dates.iter().map(|date| {
        let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
        format!("{} = {:?} {}..{}", date.text, date.kind, day(date.start), day(date.end))
    });
    listed("dates", dates, &mut out);
    let targets = plan.targets.iter().map(|target| {
        let value = target.value.as_deref().unwrap_or("?");
        let of = target.of.as_deref().unwrap_or("");
        let unit = target.unit.as_deref().unwrap_or("_");
        format!("{} = {value} {unit} {:?} of {of}", target.text, target.bound)
    });
    listed("targets", targets, &mut out);
    listed("references", plan.references.iter().map(|r| format!("{} {}", r.title, r.kind)), &mut out);
    let terms = plan.terms.iter().map(|term| format!("{} {:?} {}", term.text, term.kind, term.spans.len()));
    listed("terms", terms, &mut out);
    for group in &plan.groups {
        let members: Vec<String> = group.members.iter().map(|m| format!("{} {}", m.role, m.name)).collect();
        let _ = writeln!(out, "group {}: {}", group.name, members.join(", "));
    }
    for problem in &plan.problems {
        let _ = writeln!(out, "problem {} {}", problem.check, problem.message.en);
    }
    out
}

/// Items as lines of about a hundred characters, each with the word of their kind.
fn listed(word: &str, items: impl Iterator<Item = String>, out: &mut String) {
    let mut width = usize::MAX;
    for item in items {
        let item = item.replace('\n', "⏎");
        width = width.saturating_add(item.chars().count() + 2);
        if width > 100 {
            let _ = write!(out, "\n{word} {item}");
            width = item.chars().count();
        } else {
            let _ = write!(out, "; {item}");
        }
    }
    if width < usize::MAX {
        out.push('\n');
    }
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

/// The truth of a file: JSON, or the form that people write about the text of the same name.
fn truth(path: &Path, texts: &Path) -> (Value, String) {
    let written = fs::read_to_string(path).expect("readable");
    let text = |name: &Path| fs::read_to_string(texts.join(name)).expect("readable");
    if path.extension().is_some_and(|found| found == "json") {
        let truth: Value = serde_json::from_str(&written).expect("JSON");
        let text = text(Path::new(truth["source"].as_str().expect("a source")));
        return (truth, text);
    }
    let text = text(&Path::new(path.file_name().expect("a name")).with_extension("txt"));
    let truth = form::read(&written, &text).unwrap_or_else(|wrong| panic!("{}: {wrong}", path.display()));
    (truth, text)
}

/// Judges every document of `truths` and gives the lines of a score table and the sum.
fn scores(lexicon: &Lexicon, truths: &Path, texts: &Path) -> (String, Verdict, Vec<String>) {
    let (mut table, mut sum, mut words) = (String::new(), Verdict::default(), Vec::new());
    for path in ["json", "truth"].into_iter().flat_map(|form| common::files(truths, form)) {
        let (truth, text) = truth(&path, texts);
        let verdict = judge(&truth, &common::extract(lexicon, text));
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

/// Signatures and page ends that the last task still holds: a document and what it holds.
const LEFT_IN: [(&str, &str); 1] =
    [("111_wuzhangai", "《淮阳省无障碍环境建设三年行动计划（2026—2028年）》解读")];

/// What is no part of a plan stands in no task of it, but for what is listed.
#[test]
fn noise_is_left_out() {
    let lexicon = Lexicon::default();
    let dir = common::root().join("fixtures/plans");
    let (mut left_in, mut n_noise) = (Vec::new(), 0);
    for path in common::files(&dir, "truth") {
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let (truth, text) = truth(&path, &dir);
        let (plan, _) = read(Scene { lexicon: &lexicon, year: None }, &Source::of_text(text));
        let printed: Vec<&String> = plan.tasks.iter().flat_map(|task| [&task.title, &task.text]).collect();
        for noise in truth["noise"].as_array().expect("a list").iter().filter_map(Value::as_str) {
            n_noise += 1;
            if printed.iter().any(|value| value.contains(noise)) {
                left_in.push((name.clone(), noise.to_owned()));
            }
        }
    }
    assert!(n_noise > 400, "{n_noise} pieces of noise");
    let known = LEFT_IN.map(|(name, noise)| (name.to_owned(), noise.to_owned()));
    assert_eq!(left_in, known);
}

/// A truth that is not well-formed names its line and what was wanted.
#[test]
fn truth_is_checked() {
    let text = "一、建设\n（一）修路。由市水利局负责。";
    let good = "title -\n# 一 建设\n? - 一 修路 | 修路。; ?lead/resp 市水利局; due ?\ndates 6月底前 = deadline ..2025-06-30\n";
    let truth = form::read(good, text).expect("well-formed");
    assert_eq!(truth["tasks"][0]["start"], 8);
    assert_eq!(truth["tasks"][0]["owners"][0]["roles"], serde_json::json!(["lead", "responsible"]));
    assert_eq!(truth["dates"][0]["end"], "2025-06-30");
    for (line, wanted) in [
        ("titel 方案", "a line's kind"),
        ("title", "a word and a value"),
        ("# 一", "`# NUMBER TITLE`"),
        ("- 一 架桥", "a title that stands in the text"),
        ("- @99 一 架桥", "a place within the text"),
        ("- 一 修路; boss 市水利局", "a role"),
        ("- 一 修路; lead", "a word and a value behind"),
        ("group 小组", "`group NAME: ROLE NAME`"),
        ("group 小组: 组长", "a role before each name"),
        ("targets 3个 = 三 个", "`WORDS = VALUE UNIT BOUND`"),
        ("targets 3个 = 3 个 >", "`WORDS = VALUE UNIT BOUND`"),
    ] {
        let wrong = form::read(&format!("year 2025\n{line}"), text).expect_err(line);
        assert!(wrong.starts_with("line 2: ") && wrong.contains(wanted), "{line}: {wrong}");
    }
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
