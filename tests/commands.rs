//! The commands that the documents show are run, each in a folder that has the files it names, and end as they did.
//!
//! `tests/commands.txt` holds what each ends with: its status, the first lines that it prints, the files that
//! it makes. `UPDATE=1 cargo test --test commands` writes it anew; look at every change.

#![cfg(unix)]

mod common;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

/// Commands that something else runs, by how they begin.
const ELSEWHERE: [(&str, &str); 9] = [
    ("cargo ", ".ci/run builds and tests; tests/readme.rs compares what `outline` prints"),
    ("spark-submit ", ".ci/distributed"),
    ("plan mcp ", "tests/mcp.rs"),
    // Its result depends on the day; with --as-of it is run.
    ("plan table plan.docx --due-in 30 --columns ", "tests/table.rs"),
    ("pip install maturin", ".ci/run, which makes the wheel, installs it and runs its tests"),
    ("maturin ", ".ci/run"),
    ("pytest", ".ci/run"),
    // Each needs a network and packages of others; findings/README.md says when they were run.
    ("sh findings/", "by hand"),
    ("web/", "web/test, which needs a browser"),
];

/// Documents whose commands are run together by a script, since each needs what the one before it made.
const TOGETHER: [(&str, &str); 1] = [("fuzz/README.md", ".ci/run runs fuzz/smoke, which does all of them")];

/// The commands of a document's blocks, without the words behind `#`.
fn commands(document: &Path) -> Vec<String> {
    let body = fs::read_to_string(document).expect("a document");
    let (mut found, mut shell) = (Vec::new(), false);
    for line in body.lines() {
        match line.trim_start().strip_prefix("```") {
            Some(language) => shell = matches!(language, "sh" | "console"),
            None if shell => {
                let command = line.split(" #").next().unwrap_or(line).trim();
                if !command.is_empty() {
                    found.push(command.to_owned());
                }
            }
            None => {}
        }
    }
    found
}

/// Puts what a command names, and nothing has made yet, into the folder.
fn provide(folder: &Path, command: &str) {
    let root = common::root();
    let words: Vec<&str> = command.split([' ', ';', '<']).filter(|word| !word.is_empty()).collect();
    let plans = common::files(&root.join("fixtures/plans"), "txt");
    for (at, word) in words.iter().enumerate() {
        let made = at > 0 && ["-o", ">", "--errors"].contains(&words[at - 1]);
        let word = word.replace('*', "a");
        let path = folder.join(&word);
        if made || word == "missing.docx" || word.starts_with(['-', '\'', '$']) || path.exists() {
            continue;
        }
        if let Some(parent) = path.parent().filter(|parent| !parent.exists()) {
            fs::create_dir_all(parent).expect("made");
        }
        // The same words have the same plan wherever they stand; two of one command differ.
        let plan = &plans[at % plans.len()];
        match word.rsplit_once('.') {
            Some((_, "txt")) => drop(fs::copy(plan, &path).expect("copied")),
            Some((_, extension @ ("docx" | "pdf"))) => {
                let file = root.join("fixtures/input/files/plan").with_extension(extension);
                fs::copy(file, &path).expect("copied");
            }
            Some((_, "xlsx")) => {
                let ledger =
                    run(folder, &format!("plan table '{}' --preset ledger -o '{word}'", plan.display()));
                assert!(ledger.status.success(), "{word}: {}", String::from_utf8_lossy(&ledger.stderr));
            }
            Some((_, "jsonl")) => {
                let line =
                    serde_json::json!({ "id": "1", "text": fs::read_to_string(plan).expect("readable") });
                fs::write(&path, format!("{line}\n")).expect("written");
            }
            _ if word.ends_with(".plan.json") => {
                let of = word.replace(".plan.json", ".docx");
                let read = run(folder, &format!("plan extract {of}")).stdout;
                let read: serde_json::Value = serde_json::from_slice(&read).expect("a plan");
                let document = serde_json::json!({ "name": of, "title": read["title"] });
                let task = &read["tasks"][0];
                let out = serde_json::json!({ "key": task["key"], "task": task["title"], "leave_out": true });
                let file = serde_json::json!({
                    "schema": "plan-corrections/1", "document": document, "corrections": [out],
                });
                fs::write(&path, file.to_string()).expect("written");
            }
            _ if word.ends_with('/') => {
                fs::create_dir(&path).expect("made");
                for plan in &plans[..3] {
                    fs::copy(plan, path.join(plan.file_name().expect("a name"))).expect("copied");
                }
                fs::copy(root.join("fixtures/input/files/plan.docx"), path.join("plan.docx"))
                    .expect("copied");
            }
            _ if word == "last" => {
                let file = fs::File::create(&path).expect("made");
                file.set_modified(std::time::UNIX_EPOCH).expect("a time");
            }
            _ => {}
        }
    }
}

fn run(folder: &Path, command: &str) -> std::process::Output {
    let program = common::program();
    let bin = program.parent().expect("a folder");
    let path = std::env::var("PATH").unwrap_or_default();
    Command::new("sh")
        .args(["-c", command])
        .current_dir(folder)
        .env("PATH", format!("{}:{path}", bin.display()))
        .env("LC_ALL", "C")
        .stdin(Stdio::null())
        .output()
        .expect("a shell")
}

/// Names of the files below a folder.
fn names(folder: &Path) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    let mut open = vec![folder.to_owned()];
    while let Some(dir) = open.pop() {
        for entry in fs::read_dir(dir).expect("a folder").flatten() {
            let (path, kind) = (entry.path(), entry.file_type().expect("a kind"));
            match kind.is_dir() {
                true => open.push(path),
                false => {
                    all.insert(path.strip_prefix(folder).expect("below it").to_string_lossy().into_owned());
                }
            }
        }
    }
    all
}

#[test]
fn commands_of_the_documents_run() {
    let root = common::root();
    let (mut told, mut wrong, mut n_run) = (String::new(), Vec::new(), 0);
    for document in common::documents() {
        let name = document.strip_prefix(root).expect("below it").to_string_lossy().into_owned();
        let mut commands = commands(&document);
        commands.retain(|command| !ELSEWHERE.iter().any(|(begin, _)| command.starts_with(begin)));
        if commands.is_empty() || TOGETHER.iter().any(|(document, _)| *document == name) {
            continue;
        }
        let folder = tempfile::tempdir().expect("a folder");
        let folder = folder.path();
        std::os::unix::fs::symlink(root.join("fixtures"), folder.join("fixtures")).expect("linked");
        let _ = writeln!(told, "# {name}\n");
        for command in commands {
            provide(folder, &command);
            let before = names(folder);
            let result = run(folder, &command);
            n_run += 1;
            let status = result.status.code();
            let said = String::from_utf8_lossy(&result.stderr);
            // 1 says that something was found, or differs.
            if !matches!(status, Some(0 | 1)) || said.contains("Usage:") {
                wrong.push(format!("{name}: {command}\nends with {status:?}: {said}"));
            }
            let _ = writeln!(told, "$ {command}\nstatus {}", status.unwrap_or(-1));
            if !command.contains("--due-in") {
                for line in String::from_utf8_lossy(&result.stdout).lines().take(3) {
                    let line: String = line.chars().take(100).collect();
                    let _ = writeln!(told, "| {}", line.trim_end());
                }
            }
            for file in names(folder).difference(&before) {
                let _ = writeln!(told, "+ {file}");
            }
            told.push('\n');
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    assert!(n_run > 120, "{n_run} commands");
    let path = root.join("tests/commands.txt");
    if common::update() {
        fs::write(&path, &told).expect("writable");
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    let line = told.lines().zip(kept.lines()).position(|(found, kept)| found != kept);
    assert!(
        told == kept,
        "{}:{}: wanted {:?}, found {:?}",
        path.display(),
        line.unwrap_or(0) + 1,
        line.and_then(|at| kept.lines().nth(at)),
        line.and_then(|at| told.lines().nth(at)),
    );
}
