//! Real texts through every command: none may bring the program down. The texts lie beside the project and are not part
//! of it; without them this says so and is done.

mod common;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use plan::check::{check, rules::RULES};
use plan::diff::{Options, diff};
use plan::extract::{Scene, read_all};
use plan::input;
use plan::ledger::{Asked, Sheet, rows};
use plan::model::Lang;
use plan::report::findings::{Checked, Form, Report};
use plan::report::table::md;
use plan::report::{json, outline};

use common::holds::lexicon;

/// One text in so many is read; `EVERY=1` reads them all.
const EVERY: usize = 24;
/// Files longer than this are read only when all are.
const LONG: u64 = 200_000;

fn below(folder: &Path, found: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    for path in entries.map(|entry| entry.path()) {
        match path.is_dir() {
            true => below(&path, found),
            false => found.push(path),
        }
    }
}

/// Reads a file and goes through what stands behind `extract`, `text`, `outline`, `table`, `check`, and `diff` with
/// itself. What no reader takes is an error, and no fault.
fn read(path: &Path) {
    let bytes = fs::read(path).expect("readable");
    let name = path.display().to_string();
    let Ok(source) = input::read(&name, bytes, &input::Options::default()) else { return };
    let lexicon = lexicon();
    let read = read_all(Scene { lexicon, year: None }, &source);
    let document = json::document(&source, &read.clean, read.plan.clone(), Lang::Zh);
    serde_json::to_value(document).expect("the format is JSON");
    outline::outline(&read.plan, Lang::Zh);
    md::md(&rows(&[Sheet { name: "", plan: &read.plan }], lexicon, &Asked::default()));
    assert!(!diff(lexicon, &read.plan, &read.plan, Options::default()).differ(), "differs from itself");
    let findings = check(&source, &read, RULES.iter().copied());
    drop(read);
    let checked = Checked { source, findings };
    for form in [Form::Term(false), Form::Json, Form::Sarif, Form::Markdown, Form::Book] {
        Report::new(form, Lang::Zh).file(&checked);
    }
}

#[test]
fn real_texts_bring_nothing_down() {
    let root = common::root();
    let beside = ["../shared", "../../shared"].map(|path| root.join(path));
    let Some(shared) = beside.iter().find(|path| path.join("raw").is_dir()) else {
        eprintln!("skipped: no texts beside the project (../shared/raw)");
        return;
    };
    let every = std::env::var("EVERY").ok().and_then(|every| every.parse().ok()).unwrap_or(EVERY);
    let (mut n_read, mut wrong) = (0, Vec::new());
    for folder in ["raw", "samples", "corpus"] {
        let mut paths = Vec::new();
        below(&shared.join(folder), &mut paths);
        paths.sort();
        let short = |path: &PathBuf| fs::metadata(path).is_ok_and(|meta| every == 1 || meta.len() <= LONG);
        for path in paths.into_iter().filter(short).step_by(every) {
            n_read += 1;
            if catch_unwind(AssertUnwindSafe(|| read(&path))).is_err() {
                wrong.push(path.display().to_string());
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(n_read > 0);
}
