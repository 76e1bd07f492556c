//! The program from outside: exit status, messages, files.

mod common;

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

fn plan() -> Command {
    let mut command = Command::new(common::program());
    command.env("LC_ALL", "C").current_dir(common::root());
    command
}

fn run(args: &[&str]) -> Output {
    plan().args(args).output().expect("it runs")
}

/// A folder of its own for one test.
fn folder(name: &str) -> PathBuf {
    let dir = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&dir);
    fs::create_dir_all(&dir).expect("a folder");
    dir
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

const PLAN: &str = "fixtures/plans/01_jiaotong_2024.txt";

#[test]
fn what_cannot_be_read_is_told() {
    let dir = folder("unreadable");
    let file = |name: &str, bytes: &[u8]| {
        let path = dir.join(name);
        fs::write(&path, bytes).expect("writable");
        path.to_string_lossy().into_owned()
    };
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0";
    for (path, message) in [
        (file("empty.txt", b""), "no text"),
        (file("picture.txt", png), "PNG"),
        (dir.join("none.txt").to_string_lossy().into_owned(), "no such file"),
    ] {
        let output = run(&["extract", &path]);
        assert_eq!(output.status.code(), Some(2), "{path}: {}", said(&output));
        assert!(output.stdout.is_empty(), "{path}");
        assert!(said(&output).contains(message), "{path}: {}", said(&output));
    }
    let output = run(&["outline", &dir.to_string_lossy()]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("folder"), "{}", said(&output));
}

#[test]
fn messages_follow_the_locale() {
    let output = plan().env("LC_ALL", "zh_CN.UTF-8").args(["extract", "none.txt"]).output().expect("it runs");
    assert!(said(&output).contains("没有这个文件"), "{}", said(&output));
    let output = plan().args(["extract", "--lang", "zh", "none.txt"]).output().expect("it runs");
    assert!(said(&output).contains("没有这个文件"), "{}", said(&output));
}

/// Mistakes in arguments are told in the user's language, with nothing of another in between.
#[test]
fn mistakes_are_told() {
    let cases =
        fs::read_to_string(common::root().join("fixtures/messages/arguments.tsv")).expect("a fixture");
    for line in cases.lines().filter(|line| !line.starts_with('#')) {
        let [args, zh, en] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let args: Vec<&str> = args.split(' ').collect();
        for (locale, wanted) in [("zh_CN.UTF-8", zh), ("C", en)] {
            let output = plan().env("LC_ALL", locale).args(&args).output().expect("it runs");
            let said = said(&output);
            assert!(said.contains(wanted), "{args:?}: wanted {wanted}, said {said}");
            let english = ["error", "Usage", "For more", "tip:", "possible values", "found", "(os"];
            assert!(locale == "C" || english.iter().all(|word| !said.contains(word)), "{said}");
        }
    }
}

/// The help in Chinese shows the values that an option takes and has no English heading.
#[test]
fn help_is_in_one_language() {
    for command in [
        "extract",
        "table",
        "ledger split",
        "ledger collect",
        "ledger summary",
        "reconcile",
        "diff",
        "compare",
        "trace",
        "outline",
        "check",
        "show",
        "text",
        "schema",
        "explain",
        "completions",
        "man",
    ] {
        let output = plan()
            .env("LC_ALL", "zh_CN.UTF-8")
            .args(command.split(' '))
            .arg("--help")
            .output()
            .expect("it runs");
        let help = String::from_utf8(output.stdout).expect("UTF-8");
        assert!(help.contains("用法：") && help.contains("选项：\n"), "{help}");
        for english in ["Usage", "Options", "possible values", "alias", "选项:", "<format>"] {
            assert!(!help.contains(english), "{command}: {english}\n{help}");
        }
    }
    let output = plan().env("LC_ALL", "zh_CN.UTF-8").args(["table", "--help"]).output().expect("it runs");
    let help = String::from_utf8(output.stdout).expect("UTF-8");
    for value in ["responsibility", "xlsx", "accountable", "deadline", "gb18030"] {
        assert!(help.contains(value), "{value}");
    }
}

/// The script for a shell names every command, and the manual page of each begins with its name.
#[test]
fn completions_and_manual_pages_name_the_commands() {
    let text = |args: &[&str]| String::from_utf8(run(args).stdout).expect("UTF-8");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = text(&["completions", shell]);
        for word in ["reconcile", "ledger", "min-confidence"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
    for (args, title, options) in [
        (&["man"][..], ".TH plan 1", "--version"),
        (&["man", "check"], ".TH plan-check 1", "--fix"),
        (&["man", "ledger", "split"], ".TH plan-ledger-split 1", "--role"),
    ] {
        let page = text(args).replace("\\-", "-");
        assert!(page.contains(title) && page.contains(options), "{page}");
    }
    let unknown = run(&["man", "tables"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(said(&unknown).contains("no command `tables`; there are extract, table"), "{}", said(&unknown));
}

#[test]
fn one_bad_file_stops_nothing() {
    let output = run(&["extract", PLAN, "none.txt", PLAN]);
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let lines: Vec<Value> =
        text.lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect();
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[0]["schema"], "plan/1");
    assert_eq!(lines[1]["source"]["path"], "none.txt");
    assert!(lines[1]["error"].is_string());
    assert_eq!(lines[0], lines[2]);
    let output = run(&["extract", PLAN, "none.txt", "--format", "json"]);
    let array: Value = serde_json::from_slice(&output.stdout).expect("an array");
    assert_eq!(array.as_array().map(Vec::len), Some(2));
}

#[test]
fn checks_of_several_files_are_summed_up() {
    let dir = folder("sums");
    for (name, text) in
        [("a.txt", "一、重点任务\n9月31日前完成排查。\n"), ("b.txt", "一、重点任务\n由XXX负责。\n")]
    {
        fs::write(dir.join(name), text).expect("writable");
    }
    fs::write(dir.join("c.txt"), "").expect("writable");
    let output = plan().args(["check", "--severity", "warning"]).arg(&dir).output().expect("it runs");
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    let errors =
        String::from_utf8_lossy(&output.stdout).lines().filter(|line| line.starts_with("error")).count();
    let last = said(&output).lines().last().unwrap_or_default().to_owned();
    assert!(last.starts_with(&format!("plan: 2 files checked, 1 failed: {errors} errors")), "{last}");
    assert!(errors > 0);
    fs::write(dir.join("d.txt"), "一、重点任务\n9月底前完成排查。\n").expect("writable");
    let output =
        plan().args(["check", "--severity", "error"]).arg(dir.join("d.txt")).output().expect("it runs");
    assert_eq!((output.status.code(), said(&output).trim()), (Some(0), "plan: nothing was found"));
}

#[test]
fn standard_input_and_encodings() {
    let text =
        "云溪县2024年林业工作要点\n一、抓好造林\n1.加强管护。6月底前完成补植2万亩。（责任单位：县林业局）\n";
    let (gbk, _, _) = encoding_rs::GB18030.encode(text);
    let mut utf16 = vec![0xff, 0xfe];
    utf16.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    let mut read = Vec::new();
    for bytes in [text.as_bytes().to_vec(), gbk.into_owned(), utf16] {
        let mut child = plan()
            .args(["extract", "-"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("it runs");
        child.stdin.take().expect("a pipe").write_all(&bytes).expect("it reads");
        let output = child.wait_with_output().expect("it ends");
        let mut value: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        value.as_object_mut().expect("an object").remove("source");
        read.push(value);
    }
    assert_eq!(read[0]["tasks"][0]["owners"][0]["name"], "县林业局");
    assert_eq!(read[0], read[1]);
    assert_eq!(read[0], read[2]);
}

#[test]
fn output_files_are_whole_or_not_there() {
    let dir = folder("output");
    let out = dir.join("plans.json");
    let path = out.to_string_lossy().into_owned();
    assert_eq!(run(&["extract", "none.txt", "-o", &path]).status.code(), Some(2));
    assert_eq!(fs::read_dir(&dir).expect("readable").count(), 0, "nothing is left behind");
    assert_eq!(run(&["extract", PLAN, "-o", &path]).status.code(), Some(0));
    let value: Value = serde_json::from_slice(&fs::read(&out).expect("written")).expect("JSON");
    assert_eq!(value["source"]["path"], PLAN);
    assert_eq!(fs::read_dir(&dir).expect("readable").count(), 1);
}

#[test]
fn a_broken_pipe_ends_quietly() {
    let mut child = plan()
        .arg("extract")
        .args(std::iter::repeat_n(PLAN, 60))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it runs");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert!(output.stderr.is_empty(), "{}", said(&output));
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn same_input_same_bytes() {
    assert_eq!(run(&["extract", PLAN]).stdout, run(&["extract", PLAN]).stdout);
}

#[test]
fn word_lists_of_the_user() {
    let dir = folder("dict");
    fs::write(dir.join("themes.tsv"), "# mine\n植物园\tscience\t9\n-造林绿化\n").expect("writable");
    let path = dir.to_string_lossy().into_owned();
    let output = run(&["dict", "show", "themes", "--dict", &path]);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        text.lines().any(|line| line.starts_with("植物园\tscience\t9") && line.contains("themes.tsv")),
        "{text}"
    );
    assert!(!text.lines().any(|line| line.starts_with("造林绿化\t")));
    fs::write(dir.join("themes.tsv"), "two words\tscience\n").expect("writable");
    let output = run(&["dict", "check", &path]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("themes.tsv:1"), "{}", said(&output));
    fs::write(dir.join("theme.tsv"), "").expect("writable");
    assert!(said(&run(&["dict", "check", &path])).contains("theme.tsv"));
}

#[test]
fn a_misspelt_value_of_the_user_is_told() {
    let dir = folder("dict_values");
    let path = dir.to_string_lossy().into_owned();
    let list = dir.join("duties.tsv");
    for (line, wanted) in [
        ("牵头\tvreb\tlead", "duties.tsv:2: `牵头` has `vreb` in column 1; wanted verb, label,"),
        ("牵头\tverb\tleed", "duties.tsv:2: `牵头` has `leed` in column 2; wanted lead, responsible,"),
        ("牵头\tverb\tlead\tnow", "duties.tsv:2: `牵头` has `now` in column 3; wanted nothing there"),
        ("牵头", "duties.tsv:2: `牵头` has no value in column 1; wanted verb, label,"),
    ] {
        fs::write(&list, format!("# mine\n{line}\n")).expect("writable");
        for args in [&["dict", "check", &path][..], &["outline", PLAN, "--dict", &path]] {
            let output = run(args);
            assert_eq!(output.status.code(), Some(2), "{line}");
            assert!(said(&output).contains(wanted), "{line}: {}", said(&output));
            assert!(output.stdout.is_empty(), "{line}");
        }
    }
    fs::write(&list, "# mine\n牵头\tverb\tlead\n").expect("writable");
    assert_eq!(run(&["outline", PLAN, "--dict", &path]).status.code(), Some(0));
}

/// Every key that is printed is in the schema, and every key the schema asks for is printed.
#[test]
fn schema_and_output_agree() {
    let schema: Value = serde_json::from_slice(&run(&["schema"]).stdout).expect("JSON");
    fn hold(schema: &Value, root: &Value, value: &Value, at: &str) {
        let schema = match schema["$ref"].as_str() {
            Some(reference) => root.pointer(reference.trim_start_matches('#')).expect("a definition"),
            None => schema,
        };
        if let Some(any) = schema["anyOf"].as_array() {
            let of = any.iter().find(|one| (one["type"] == "null") == value.is_null()).expect("a branch");
            return hold(of, root, value, at);
        }
        match value {
            Value::Object(object) => {
                // Names of one's own, such as heads of columns, have one form of value.
                if schema["properties"].is_null() && schema["additionalProperties"].is_object() {
                    for (key, value) in object {
                        hold(&schema["additionalProperties"], root, value, &format!("{at}.{key}"));
                    }
                    return;
                }
                let known = schema["properties"]
                    .as_object()
                    .unwrap_or_else(|| panic!("{at} is no object in the schema"));
                for (key, value) in object {
                    let of = known.get(key).unwrap_or_else(|| panic!("{at}.{key} is not in the schema"));
                    hold(of, root, value, &format!("{at}.{key}"));
                }
                for key in schema["required"].as_array().into_iter().flatten() {
                    assert!(object.contains_key(key.as_str().expect("a name")), "{at}.{key} is missing");
                }
            }
            Value::Array(all) => {
                for value in all.iter().filter(|_| schema["items"].is_object()) {
                    hold(&schema["items"], root, value, &format!("{at}[]"));
                }
            }
            Value::String(text) => {
                let one_of = schema["enum"].as_array().or(schema["oneOf"].as_array());
                if let Some(values) = one_of {
                    assert!(values.iter().any(|one| one == text || one["const"] == *text), "{at}: {text}");
                }
            }
            _ => {}
        }
    }
    let files = common::files(&common::root().join("fixtures/plans"), "txt");
    for path in files {
        let output = run(&["extract", &path.to_string_lossy()]);
        hold(&schema, &schema, &serde_json::from_slice(&output.stdout).expect("JSON"), "plan");
    }
}
