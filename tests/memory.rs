//! Commands in memory, as the page in a browser runs them: what they write and say is what the program writes and says.

mod common;

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use plan::cli::{Answer, in_memory};

fn asked(args: &[&str], files: &[(&str, &Path)]) -> Answer {
    let args: Vec<OsString> = ["plan"].iter().chain(args).map(OsString::from).collect();
    let read = |(name, path): &(&str, &Path)| (PathBuf::from(name), fs::read(path).expect("a fixture"));
    in_memory(&args, files.iter().map(read).collect(), Vec::new())
}

#[test]
fn what_is_written_is_what_the_program_writes() {
    let folder = common::root().join("fixtures/input/files");
    for args in [
        &["table", "--format=xlsx", "--lang=zh", "--", "plan.docx"][..],
        &["table", "--format=docx", "--preset=ledger", "--lang=en", "--", "plan.docx", "table.xlsx"],
        &["table", "--format=ics", "--lang=zh", "--", "plan.pdf"],
        &["check", "--format=json", "--lang=zh", "--", "plan.pdf"],
        &["extract", "--lang=zh", "--", "plan.rtf"],
        &["diff", "--format=html", "--lang=zh", "--", "plan.docx", "plan.txt"],
        &["table", "--no-such", "--lang=en", "--", "plan.docx"],
    ] {
        let text = common::root().join("fixtures/table/plan.txt");
        let place = |name: &str| if name == "plan.txt" { text.clone() } else { folder.join(name) };
        let names: Vec<&str> = args.iter().copied().skip_while(|arg| *arg != "--").skip(1).collect();
        let dir = tempfile::tempdir().expect("a folder");
        for name in &names {
            fs::copy(place(name), dir.path().join(name)).expect("copied");
        }
        let places: Vec<PathBuf> = names.iter().map(|name| place(name)).collect();
        let files: Vec<(&str, &Path)> =
            names.iter().copied().zip(places.iter().map(PathBuf::as_path)).collect();
        let answer = asked(args, &files);
        let mut command = Command::new(env!("CARGO_BIN_EXE_plan"));
        let ran = command.env("LC_ALL", "C").args(args).current_dir(dir.path()).output().expect("it runs");
        assert_eq!(Some(i32::from(answer.status)), ran.status.code(), "{args:?}: {}", answer.said);
        assert!(answer.written == ran.stdout, "{args:?}: other bytes");
        let said = String::from_utf8(ran.stderr).expect("text");
        let said: Vec<&str> = said.lines().map(|line| line.strip_prefix("plan: ").unwrap_or(line)).collect();
        assert_eq!(answer.said.trim_end().lines().collect::<Vec<_>>(), said, "{args:?}");
    }
}

#[test]
fn a_name_is_no_pattern_where_a_file_is_called_so() {
    let text = common::root().join("fixtures/table/plan.txt");
    let answer = asked(&["outline", "--lang=en", "--", "[2025] a*.txt"], &[("[2025] a*.txt", &text)]);
    assert_eq!((answer.status, answer.said.as_str()), (0, ""));
    let answer = asked(&["outline", "--lang=en", "--", "[2025] b*.txt"], &[("[2025] a*.txt", &text)]);
    assert_eq!((answer.status, answer.said.as_str()), (2, "no file fits `[2025] b*.txt`\n"));
}
