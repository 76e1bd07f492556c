//! What several tests need.
#![allow(dead_code)]

pub mod form;
pub mod holds;
pub mod place;
pub mod truth;

use std::path::{Path, PathBuf};

use plan::extract::{Scene, read};
use plan::lexicon::Lexicon;
use plan::model::Lang;
use plan::report::json;
use plan::text::Source;
use serde_json::Value;

/// The project's folder.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The program under test: the one that was built with the tests, or what `PLAN_PROGRAM` names, such as the one that people
/// install, which is built otherwise.
pub fn program() -> PathBuf {
    std::env::var_os("PLAN_PROGRAM").map_or_else(|| env!("CARGO_BIN_EXE_plan").into(), PathBuf::from)
}

/// What `plan extract` prints of a text.
pub fn extract(lexicon: &Lexicon, text: String) -> Value {
    let source = Source::of_text(text);
    let (plan, clean) = read(Scene { lexicon, year: None }, &source);
    serde_json::to_value(json::document(&source, &clean, plan, Lang::En)).expect("the format is JSON")
}

/// The files of a folder with an extension, in order of their names.
pub fn files(dir: &Path, extension: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(dir)
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .collect();
    files.sort();
    files
}

/// The documents that people read, as paths below the project's folder.
pub fn documents() -> Vec<PathBuf> {
    let root = root();
    let mut all: Vec<PathBuf> =
        ["", "docs", "docs/zh", "docs/skill", "bindings/python", "fixtures", "findings", "fuzz"]
            .iter()
            .flat_map(|dir| files(&root.join(dir), "md"))
            .collect();
    all.sort();
    assert!(all.len() > 12, "only {} documents were found", all.len());
    all
}

/// Whether the expected results are to be written anew.
pub fn update() -> bool {
    std::env::var_os("UPDATE").is_some()
}
