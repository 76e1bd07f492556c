//! Nobody loses a file and nothing brings the program down: what is written where, limits, signals, odd terminals.
#![cfg(unix)]

mod common;

use common::place::{Place, said};

use std::ffi::OsStr;
use std::fs;
use std::io::{Read as _, Write as _};
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

const PLAN: &str =
    "云溪县2024年林业工作要点\n一、抓好造林\n1.加强管护。6月底前完成补植2万亩。（责任单位：县林业局）\n";

const OTHER: &str =
    "云溪县2025年林业工作要点\n一、抓好造林\n1.加强管护。7月底前完成补植3万亩。（责任单位：县林业局）\n";

/// How long a run may take that would otherwise never end.
const PATIENCE: Duration = Duration::from_secs(120);

/// What is asked of files and of the shell.
trait Asked {
    fn text(&self, name: &str) -> String;
    fn mode(&self, name: &str) -> u32;
    fn set_mode(&self, name: &str, mode: u32);
    /// Runs a line of the shell, in which `$PLAN` is the program.
    fn shell(&self, line: &str) -> Output;
    /// Every name below the folder, with its kind, mode and content.
    fn everything(&self) -> Vec<String>;
}

impl Asked for Place {
    fn text(&self, name: &str) -> String {
        String::from_utf8(self.read(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    fn mode(&self, name: &str) -> u32 {
        fs::metadata(self.path(name)).expect(name).mode() & 0o777
    }

    fn set_mode(&self, name: &str, mode: u32) {
        fs::set_permissions(self.path(name), fs::Permissions::from_mode(mode)).expect(name);
    }

    fn shell(&self, line: &str) -> Output {
        let mut command = Command::new("sh");
        command.arg("-c").arg(line).env("PLAN", common::program()).env("LC_ALL", "C");
        command.current_dir(&self.0).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        within_patience(command.spawn().expect("sh"), line)
    }

    fn everything(&self) -> Vec<String> {
        fn visit(dir: &Path, found: &mut Vec<String>) {
            for entry in fs::read_dir(dir).expect("readable") {
                let path = entry.expect("an entry").path();
                let kind = fs::symlink_metadata(&path).expect("it is there");
                let (mode, inode) = (kind.mode(), kind.ino());
                let content = if kind.is_file() { fs::read(&path).unwrap_or_default() } else { Vec::new() };
                found.push(format!("{} {mode:o} {inode} {content:x?}", path.display()));
                if kind.is_dir() {
                    visit(&path, found);
                }
            }
        }
        let mut found = Vec::new();
        visit(&self.0, &mut found);
        found.sort();
        found
    }
}

/// What a run gives; one that does not end fails.
fn within_patience(mut child: Child, what: &str) -> Output {
    let mut pipes = (child.stdout.take(), child.stderr.take());
    let reader = std::thread::spawn(move || {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        if let Some(pipe) = &mut pipes.0 {
            let _ = pipe.read_to_end(&mut out);
        }
        if let Some(pipe) = &mut pipes.1 {
            let _ = pipe.read_to_end(&mut err);
        }
        (out, err)
    });
    let begun = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().expect("a process") {
            break status;
        }
        if begun.elapsed() > PATIENCE {
            let _ = child.kill();
            panic!("{what}: no end after {PATIENCE:?}");
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    let (stdout, stderr) = reader.join().expect("read");
    Output { status, stdout, stderr }
}

fn printed(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn has(text: &str, part: &str) {
    assert!(text.contains(part), "{part:?} is not in: {text}");
}

// Outputs that are inputs.

/// Every command that writes, with a file `IN` that it reads and `OUT` where it writes.
const WRITING: &[&str] = &[
    "extract IN -o OUT",
    "extract IN --format jsonl -o OUT --force",
    "extract IN other.txt -o OUT",
    "extract IN other.txt --format json -o OUT",
    "extract other.txt IN --errors OUT",
    "extract IN -o new.jsonl --errors OUT",
    "extract other.txt IN --resume -o OUT",
    "extract --files-from list -o OUT",
    "extract --files-from list --errors OUT",
    "extract --files-from list --resume -o OUT",
    "table IN --format md -o OUT",
    "table other.txt IN --format csv -o OUT",
    "table IN --matrix owner,month --format html -o OUT",
    "table other.txt --preset ledger --format xlsx --merge IN -o OUT",
    "table other.txt --corrections IN --format md -o OUT",
    "ledger collect IN other.txt -o OUT",
    "ledger collect other.txt IN -o OUT",
    "ledger summary IN --format md -o OUT",
    "reconcile IN other.txt --format md -o OUT",
    "reconcile other.txt IN --format json -o OUT",
    "diff IN other.txt --format md -o OUT",
    "diff other.txt IN --format json -o OUT",
    "diff other.txt other.txt --corpus folder --format md -o OUT",
    "compare other.txt IN --format html -o OUT",
    "outline IN -o OUT",
    "text IN other.txt -o OUT",
    "text IN --clean -o OUT",
    "check IN --format term -o OUT",
    "check other.txt IN --format json -o OUT",
    "check --files-from list --format xlsx -o OUT",
    "check IN --fix -o OUT",
    "extract folder -o OUT",
    "extract folder --follow --errors OUT",
    "extract other.txt folder --resume -o OUT",
    "check folder --format md -o OUT",
    "check folder --fix -o OUT",
];

/// Ways to name `folder/a.txt`.
const NAMES: &[&str] = &[
    "folder/a.txt",
    "./folder//a.txt",
    "folder/../folder/./a.txt",
    "link.txt",
    "link-to-link.txt",
    "linked-folder/a.txt",
    "hard.txt",
    "/ABSOLUTE/folder/a.txt",
];

#[test]
fn no_command_writes_over_what_it_reads() {
    let place = Place::new("apart");
    place.write("folder/a.txt", PLAN);
    place.write("other.txt", OTHER);
    symlink("folder/a.txt", place.path("link.txt")).expect("a link");
    symlink("link.txt", place.path("link-to-link.txt")).expect("a link");
    symlink("folder", place.path("linked-folder")).expect("a link");
    fs::hard_link(place.path("folder/a.txt"), place.path("hard.txt")).expect("a link");
    for name in NAMES {
        let name = name.replace("/ABSOLUTE", &place.0.to_string_lossy());
        place.write("list", format!("other.txt\n{name}\n"));
        for command in WRITING {
            // The file is read under its plain name and written under the other, and the other way round.
            for (read, written) in [("folder/a.txt", name.as_str()), (&name, "folder/a.txt")] {
                let before = place.everything();
                let args: Vec<&str> = command
                    .split(' ')
                    .map(|word| match word {
                        "IN" => read,
                        "OUT" => written,
                        word => word,
                    })
                    .collect();
                let output = place.command(&args).output().expect("it runs");
                assert_eq!(output.status.code(), Some(2), "{args:?}: {}", said(&output));
                let said = said(&output);
                assert!(
                    said.contains("would overwrite") || said.contains("lies in the folder"),
                    "{args:?}: {said}"
                );
                assert!(output.stdout.is_empty(), "{args:?} printed: {}", printed(&output));
                assert_eq!(place.everything(), before, "{args:?}");
            }
        }
    }
    // The list itself, and lists and streams that come through a pipe.
    place.write("list", "folder/a.txt\nother.txt\n");
    let before = place.everything();
    for line in [
        "$PLAN extract --files-from list -o list",
        "$PLAN check --files-from list --format md -o ./list",
        "cat list | $PLAN extract --files-from - -o folder/a.txt",
        "cat list | $PLAN extract --files-from - --resume -o link.txt",
        "cat list | $PLAN check --files-from - --format md -o hard.txt",
        "echo '{\"path\":\"folder/a.txt\"}' | $PLAN extract --stream -o link.txt",
        "$PLAN extract - -o folder/a.txt < folder/a.txt",
        "$PLAN text - -o hard.txt < folder/a.txt",
        "$PLAN text folder/a.txt >> folder/a.txt",
        "$PLAN outline hard.txt >> folder/a.txt",
        "$PLAN extract other.txt folder/a.txt -o /dev/stdout >> link.txt",
    ] {
        let output = place.shell(line);
        assert_eq!(output.status.code(), Some(2), "{line}: {}", said(&output));
        has(&said(&output), "would overwrite");
        // What `--resume` keeps lies beside it.
        for part in ["folder/a.txt.part", "folder/a.txt.part.journal"] {
            assert_eq!(fs::remove_file(place.path(part)).is_ok(), line.contains("--resume"), "{line}");
        }
        assert_eq!(place.everything(), before, "{line}");
    }
    let output = place.shell("LC_ALL=zh_CN.UTF-8 $PLAN text folder/a.txt -o hard.txt");
    has(&said(&output), "`folder/a.txt` 是要读的文件，-o 不能写它");
    has(&said(&place.shell("$PLAN text folder/a.txt --lang zh >> hard.txt")), "标准输出 不能写它");
}

#[test]
fn tables_and_settings_are_no_outputs() {
    let place = Place::new("named");
    place.write("tasks.csv", PLAN);
    place.write("plan.toml", "[check]\n");
    let before = place.everything();
    has(&place.ends("extract tasks.csv --format csv -o .", 2), "-o would overwrite `tasks.csv`");
    has(&place.ends("check tasks.csv --format md -o plan.toml", 2), "plan.toml` holds settings");
    has(&place.ends("check tasks.csv --format md -o .plan-accept --lang zh", 2), "是 plan check 的设置");
    for args in [
        "check tasks.csv --write -o new",
        "check tasks.csv --accept --fix",
        "check tasks.csv --accept -o new",
        "check tasks.csv --fix --format sarif",
    ] {
        has(&place.ends(args, 2), "cannot go with");
    }
    let names = before.iter().map(|entry| entry.split(' ').next()).collect::<Vec<_>>();
    assert_eq!(place.everything().iter().map(|entry| entry.split(' ').next()).collect::<Vec<_>>(), names);
    assert_eq!(place.everything(), before);
}

#[test]
fn nothing_is_written_into_a_folder_that_is_read() {
    let place = Place::new("inside");
    place.write("d/a.txt", PLAN);
    place.write("lists/themes.tsv", "");
    symlink("d", place.path("e")).expect("a link");
    let before = place.everything();
    for args in [
        "extract d -o d/out.jsonl",
        "extract d -o d/out.jsonl --resume",
        "extract d -o d/t --format csv",
        "extract d -o d --format parquet",
        "extract d -o e/x/../out.txt --force",
        "extract e -o d/out.txt",
        "extract d --errors e/errors.jsonl",
        "check d --format md -o d/found.md",
        "table d/a.txt --dict lists --format md -o lists/new.tsv",
        "diff d/a.txt d/a.txt --corpus d --format md -o d/new.md",
    ] {
        let said = place.ends(args, 2);
        assert!(said.contains("lies in the folder") || args.contains("/x/"), "{args}: {said}");
        assert_eq!(place.everything(), before, "{args}");
    }
    has(&place.ends("extract d -o d/out.jsonl --lang zh", 2), "在要读的目录 `d` 里，请写到别处");
    // What the shell has made for standard output is not read.
    let output = place.shell("cd d && $PLAN text a.txt > b.txt && $PLAN extract . > c.txt; echo $?");
    assert_eq!(printed(&output), "0\n", "{}", said(&output));
    let read = place.text("d/c.txt");
    assert!(
        read.contains("\"./a.txt\"") && read.contains("\"./b.txt\"") && !read.contains("\"./c.txt\""),
        "{read}"
    );
}

#[test]
fn two_outputs_are_two_files() {
    let place = Place::new("two");
    place.write("a.txt", PLAN);
    place.write("there", "");
    fs::hard_link(place.path("there"), place.path("hard")).expect("a link");
    symlink("new", place.path("link")).expect("a link");
    let before = place.everything();
    for args in [
        "extract a.txt -o new --errors new",
        "extract a.txt -o new --errors ./link",
        "extract a.txt -o there --errors hard",
        "extract a.txt --format jsonl --resume -o new --errors new.part",
        "extract a.txt --format jsonl --resume -o new --errors new.journal",
        "extract a.txt --format csv -o . --errors owners.csv",
    ] {
        has(&place.ends(args, 2), "are the same file");
        assert_eq!(place.everything(), before, "{args}");
    }
    has(&place.ends("extract a.txt -o new --errors new --lang zh", 2), "是同一个文件");
    place.ends("extract a.txt -o /dev/null --errors /dev/null", 0);
    place.ends("extract a.txt -o new --errors there", 0);
}

// How files are written.

#[test]
fn a_file_keeps_its_mode_and_links_are_followed() {
    let place = Place::new("kept");
    place.write("a.txt", PLAN);
    place.write("private", "old");
    place.set_mode("private", 0o640);
    symlink("private", place.path("link")).expect("a link");
    symlink("away/new", place.path("dangling")).expect("a link");
    fs::create_dir(place.path("away")).expect("a folder");
    // Names that a program might use for itself belong to a person.
    for name in ["private.part", "private.new", "private.tmp"] {
        place.write(name, "mine");
    }
    symlink("a.txt", place.path("new.part")).expect("a link");
    for args in ["outline a.txt -o link", "extract a.txt a.txt -o link", "check a.txt --format md -o link"] {
        place.write("private", "old");
        place.run(args);
        assert_ne!(place.text("private"), "old", "{args}");
        assert_eq!(place.mode("private"), 0o640, "{args}");
        assert!(fs::symlink_metadata(place.path("link")).expect("a link").is_symlink(), "{args}");
    }
    place.ends("outline a.txt -o dangling", 0);
    assert!(fs::symlink_metadata(place.path("dangling")).expect("a link").is_symlink());
    assert!(place.text("away/new").contains("加强管护"));
    place.ends("outline a.txt -o new", 0);
    has(
        &place.ends("extract a.txt --format jsonl --resume -o link", 2),
        "private.part` was not left by --resume",
    );
    place.write("own", "old");
    place.set_mode("own", 0o640);
    symlink("own", place.path("link-to-own")).expect("a link");
    place.ends("extract a.txt --format jsonl --resume -o link-to-own", 0);
    assert!(place.text("own").contains("加强管护"));
    assert_eq!(place.mode("own"), 0o640);
    assert_eq!((place.mode("private"), place.text("private.part").as_str()), (0o640, "mine"));
    for name in ["private.part", "private.new", "private.tmp"] {
        assert_eq!(place.text(name), "mine");
    }
    assert_eq!(place.text("a.txt"), PLAN);
    // A new file has the mode of new files.
    let output = place.shell(
        "umask 027; $PLAN outline a.txt -o fresh; $PLAN extract a.txt --format jsonl --resume -o lines",
    );
    assert!(output.status.success(), "{}", said(&output));
    assert_eq!((place.mode("fresh"), place.mode("lines")), (0o640, 0o640));
    assert!(!place.names().iter().any(|name| name.starts_with(".plan-")), "{:?}", place.names());
}

#[test]
fn what_is_read_only_stays_unless_forced() {
    let place = Place::new("read-only");
    place.write("a.txt", PLAN);
    for (name, text) in
        [("shut", "old"), ("faulty.txt", "2025年消防工作计划\n一、加强宣传\n组织演练，，注意安全。\n")]
    {
        place.write(name, text);
        place.set_mode(name, 0o444);
    }
    let before = place.everything();
    for args in [
        "outline a.txt -o shut",
        "extract a.txt --format jsonl --resume -o shut",
        "extract a.txt --errors shut",
        "check faulty.txt --write",
    ] {
        has(&place.ends(args, 2), "is read-only and was left as it is; --force overwrites it");
        assert_eq!(place.everything(), before, "{args}");
    }
    has(&place.ends("outline a.txt -o shut --lang zh", 2), "是只读文件");
    place.ends("outline a.txt -o shut --force", 0);
    assert!(place.text("shut").contains("加强管护"));
    place.run("check faulty.txt --write --force");
    assert!(place.text("faulty.txt").contains("演练，注意"));
    assert_eq!((place.mode("shut"), place.mode("faulty.txt")), (0o444, 0o444));
}

#[test]
fn devices_and_pipes_are_written_straight() {
    let place = Place::new("straight");
    place.write("a.txt", PLAN);
    let outline = printed(&place.run("outline a.txt"));
    for out in ["/dev/stdout", "/proc/self/fd/1", "-"] {
        assert_eq!(printed(&place.run(&format!("outline a.txt -o {out}"))), outline, "{out}");
        // Standard output may be a file that holds something already.
        place.write("log", "before\n");
        let output = place.shell(&format!("$PLAN outline a.txt -o {out} >> log; echo after >> log"));
        assert!(output.stderr.is_empty(), "{}", said(&output));
        assert_eq!(place.text("log"), format!("before\n{outline}after\n"), "{out}");
    }
    let output = place.shell("echo x > log; $PLAN outline a.txt -o /dev/fd/3 3>> log");
    assert!(output.status.success(), "{}", said(&output));
    assert_eq!(place.text("log"), format!("x\n{outline}"));
    let output = place.shell("mkfifo pipe; cat pipe & $PLAN outline a.txt -o pipe; wait");
    assert_eq!(printed(&output), outline, "{}", said(&output));
    assert!(!fs::metadata(place.path("pipe")).expect("a pipe").is_file());
    assert_eq!(place.names(), ["a.txt", "log", "pipe"]);
}

#[test]
fn what_resume_did_not_leave_is_not_taken() {
    let place = Place::new("not-ours");
    place.write("a.txt", PLAN);
    place.write("mine", "mine");
    for name in ["out.part", "out.journal", "out.part.journal"] {
        place.write(name, "mine");
        has(&place.ends("extract a.txt --resume --format jsonl -o out", 2), "was not left by --resume");
        has(&place.ends("extract a.txt --resume --format jsonl -o out --lang zh", 2), "不是 --resume 留下的");
        assert_eq!(place.text(name), "mine");
        fs::remove_file(place.path(name)).expect("a file");
        symlink("mine", place.path(name)).expect("a link");
        place.ends("extract a.txt --resume --format jsonl -o out", 2);
        fs::remove_file(place.path(name)).expect("a link");
        fs::create_dir(place.path(name)).expect("a folder");
        place.ends("extract a.txt --resume --format jsonl -o out", 2);
        fs::remove_dir(place.path(name)).expect("a folder");
    }
    assert_eq!((place.names(), place.text("mine").as_str()), (vec!["a.txt".into(), "mine".into()], "mine"));
    has(&place.ends("extract a.txt --resume --format jsonl -o /dev/null", 2), "cannot write `/dev/null`");
}

#[test]
fn findings_are_accepted_whole_or_not_at_all() {
    let place = Place::new("accept");
    place.write("a.txt", "2025年消防工作计划\n一、加强宣传\n组织演练，，由XXX负责。\n");
    place.write("b\nplaceholder *.txt", "2025年消防工作计划\n一、加强宣传\n由XXX负责。\n");
    place.write("lists/accepted", "placeholder 00000000  # ours");
    place.set_mode("lists/accepted", 0o600);
    symlink("lists/accepted", place.path(".plan-accept")).expect("a link");
    // No room on the disk.
    let output = place.shell("trap '' XFSZ; ulimit -f 0; $PLAN check a.txt --accept");
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert_eq!(place.text("lists/accepted"), "placeholder 00000000  # ours");
    assert_eq!(place.names().len() + fs::read_dir(place.path("lists")).expect("readable").count(), 5);
    let output =
        place.command(["check", "--accept", "a.txt", "b\nplaceholder *.txt"]).output().expect("it runs");
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let list = place.text("lists/accepted");
    assert!(list.starts_with("placeholder 00000000  # ours\n"), "{list}");
    assert!(list.lines().all(|line| !line.contains(" *") || line.contains("\\u{a}placeholder *")), "{list}");
    assert_eq!(place.mode("lists/accepted"), 0o600);
    assert!(fs::symlink_metadata(place.path(".plan-accept")).expect("a link").is_symlink());
    place.ends("check a.txt", 0);
}

// Signals.

/// A run that waits for standard input and has begun to write `out`.
fn begun(place: &Place, shell: &str) -> Child {
    let mut command = Command::new("sh");
    command.arg("-c").arg(shell).env("PLAN", common::program()).env("LC_ALL", "C");
    let child =
        command.current_dir(&place.0).stdin(Stdio::piped()).stderr(Stdio::null()).spawn().expect("sh");
    let begun = Instant::now();
    while !place.names().iter().any(|name| name.starts_with(".plan-")) {
        assert!(begun.elapsed() < PATIENCE, "nothing is written");
        std::thread::sleep(Duration::from_millis(5));
    }
    child
}

fn send(signal: &str, to: &Child) {
    let sent = Command::new("kill").args([signal, &to.id().to_string()]).status().expect("kill");
    assert!(sent.success());
}

#[test]
fn an_interrupted_run_leaves_nothing() {
    for (signal, number) in [("-INT", 2), ("-TERM", 15)] {
        let place = Place::new(&format!("signal{signal}"));
        place.write("out", "old");
        let child = begun(&place, "exec $PLAN extract --stream -o out");
        send(signal, &child);
        let output = within_patience(child, signal);
        assert_eq!(output.status.signal(), Some(number), "{:?}", output.status);
        assert_eq!((place.names(), place.text("out").as_str()), (vec!["out".to_owned()], "old"));
    }
    // In the background of a script, and under nohup, such a signal is ignored from the beginning.
    let place = Place::new("signal-ignored");
    let mut child = begun(&place, "trap '' INT; exec $PLAN extract --stream -o out");
    send("-INT", &child);
    let line = format!("{{\"text\":{}}}\n", serde_json::Value::from(PLAN));
    child.stdin.take().expect("a pipe").write_all(line.as_bytes()).expect("it reads");
    let output = within_patience(child, "ignored");
    assert_eq!(output.status.code(), Some(0), "{:?}", output.status);
    assert!(place.text("out").contains("加强管护"));
}

// Standard output and error.

#[test]
fn nobody_to_tell_ends_nothing() {
    let place = Place::new("untold");
    for n in 0..70 {
        place.write(format!("d/{n}.txt"), PLAN);
    }
    place.write("d/00.txt", "");
    for line in [
        "$PLAN extract d -j 2 2>/dev/full >out",
        "$PLAN extract d -j 2 2>&- >out",
        "$PLAN check d -j 2 2>/dev/full >out",
        "{ sleep 0.1; $PLAN check d -j 2 >out; echo $? >status; } 2>&1 | true; exit $(cat status)",
        "$PLAN outline d/00.txt d/1.txt 2>/dev/full >out",
    ] {
        let output = place.shell(line);
        assert_eq!(output.status.code(), Some(1), "{line}: {}", said(&output));
    }
    for line in [
        "$PLAN extract none.txt 2>/dev/full",
        "$PLAN extrakt 2>/dev/full",
        "$PLAN extract none.txt 2>&-",
        "$PLAN --help >/dev/full",
        "$PLAN table --help >/dev/full",
        "$PLAN --version >/dev/full",
    ] {
        assert_eq!(place.shell(line).status.code(), Some(2), "{line}");
    }
}

/// The reader of a pipe that goes is no error; what was found until then is told.
#[test]
fn the_status_of_a_broken_pipe_is_that_so_far() {
    let place = Place::new("pipe");
    place.write("good.txt", PLAN);
    place.write("bad.txt", "");
    place.write("faulty.txt", "2025年消防工作计划\n一、加强宣传\n组织演练，，由XXX负责。\n");
    let many = |name: &str| vec![name; 40].join(" ");
    for (args, status) in [
        (format!("extract {}", many("good.txt")), 0),
        (format!("extract bad.txt {}", many("good.txt")), 1),
        (format!("extract {}", many("bad.txt")), 2),
        (format!("text bad.txt {}", many("good.txt")), 1),
        ("check faulty.txt".into(), 1),
        (format!("check bad.txt {}", many("faulty.txt")), 1),
        ("check faulty.txt --fix".into(), 1),
        ("diff good.txt faulty.txt --exit-code".into(), 1),
        ("table good.txt bad.txt".into(), 1),
        ("compare good.txt bad.txt faulty.txt".into(), 1),
        ("show good.txt".into(), 0),
        ("schema".into(), 0),
    ] {
        let mut child = place
            .command(args.split(' '))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it runs");
        drop(child.stdout.take());
        let output = within_patience(child, &args);
        assert_eq!(output.status.code(), Some(status), "{args}: {}", said(&output));
        assert!(!said(&output).contains("pipe"), "{args}: {}", said(&output));
    }
    // Nobody reads what is written to the null device either.
    for (line, status) in
        [("$PLAN check faulty.txt >&-", 1), ("$PLAN check good.txt --severity error >&-", 0)]
    {
        assert_eq!(place.shell(line).status.code(), Some(status), "{line}");
    }
}

/// With ever fewer files that may be open, a run says what it lacks and ends.
#[test]
fn short_of_descriptors() {
    let place = Place::new("descriptors");
    place.write("d/a.txt", PLAN);
    place.write("d/b.txt", PLAN);
    for command in [
        "extract d/a.txt -o out",
        "extract d -o out --resume",
        "extract d -o tables --format csv",
        "extract d",
        "check d --format md -o out",
        "check d/a.txt --write",
        "check d/a.txt --accept",
        "table d/a.txt --format xlsx -o out",
    ] {
        for n in 3..=12 {
            let _ = fs::remove_file(place.path("out"));
            let line = format!("ulimit -n {n} && exec $PLAN {command}");
            let output = place.shell(&line);
            let status = output.status.code();
            assert!(
                matches!(status, Some(0..=2 | 126 | 127)),
                "{line}: {:?} {}",
                output.status,
                said(&output)
            );
            // Half an output there never is; where nothing could be read it says so, file by file.
            let out = fs::read(place.path("out")).unwrap_or_default();
            if status == Some(2) && command.starts_with("extract") {
                for line in String::from_utf8(out).expect("UTF-8").split_inclusive('\n') {
                    assert!(line.ends_with('\n'), "{line}");
                    serde_json::from_str::<serde_json::Value>(line).expect("a whole line");
                }
            }
            assert!(!place.names().iter().any(|name| name.starts_with(".plan-")), "{line}");
        }
    }
}

#[test]
fn a_terminal_as_wide_as_you_like() {
    let place = Place::new("columns");
    place.write("a.txt", PLAN);
    place.write("b.txt", OTHER);
    for columns in ["0", "1", "65536", "99999999", "18446744073709551615", "-3", "many"] {
        for args in [
            "table a.txt --format term",
            "diff a.txt b.txt",
            "compare a.txt b.txt",
            "check a.txt",
            "--help",
            "table --help",
        ] {
            let output = place.command(args.split(' ')).env("COLUMNS", columns).output().expect("it runs");
            let ends = output.status.code();
            assert!(matches!(ends, Some(0 | 1)), "COLUMNS={columns} {args}: {ends:?} {}", said(&output));
            let widest = printed(&output).lines().map(|line| line.chars().count()).max();
            assert!(widest < Some(1200), "COLUMNS={columns} {args}: {widest:?} wide");
        }
    }
}

// Mending.

/// What `--write` makes of bytes, and what it says.
fn mended(place: &Place, bytes: &[u8], options: &str) -> (Vec<u8>, String) {
    place.write("mend.txt", bytes);
    let printed =
        place.command(format!("check mend.txt --fix -q{options}").split(' ')).output().expect("it runs");
    assert_eq!(fs::read(place.path("mend.txt")).expect("a file"), bytes, "--fix only prints");
    let output = place.run(&format!("check mend.txt --write{options}"));
    let written = fs::read(place.path("mend.txt")).expect("a file");
    assert_eq!(printed.stdout, written, "--fix prints what --write writes: {}", said(&output));
    (written, said(&output))
}

const FAULTY: &str =
    "2025年消防工作计划\n一、加强宣传\n组织演练，，注意安全。加强检查,落实责任。\n（一）、开展培训。\n";

const MENDED: &str =
    "2025年消防工作计划\n一、加强宣传\n组织演练，注意安全。加强检查，落实责任。\n（一）开展培训。\n";

#[test]
fn mending_changes_no_byte_that_it_does_not_name() {
    let place = Place::new("mend");
    let utf16 = |text: &str, big: bool| -> Vec<u8> {
        text.encode_utf16()
            .flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() })
            .collect()
    };
    let gb = |text: &str| encoding_rs::GB18030.encode(text).0.into_owned();
    let crlf = |text: &str| text.replace('\n', "\r\n");
    let with = |head: &[u8], body: Vec<u8>| [head, &body].concat();
    for (what, before, after, options) in [
        ("UTF-8", FAULTY.into(), MENDED.into(), ""),
        ("no line end at the end", FAULTY.trim_end().into(), MENDED.trim_end().into(), ""),
        ("CRLF", crlf(FAULTY).into(), crlf(MENDED).into(), ""),
        ("a byte order mark", with(b"\xef\xbb\xbf", FAULTY.into()), with(b"\xef\xbb\xbf", MENDED.into()), ""),
        ("GB18030", gb(FAULTY), gb(MENDED), ""),
        ("GB18030, CRLF", gb(&crlf(FAULTY)), gb(&crlf(MENDED)), ""),
        ("UTF-16LE", with(b"\xff\xfe", utf16(FAULTY, false)), with(b"\xff\xfe", utf16(MENDED, false)), ""),
        (
            "UTF-16BE",
            with(b"\xfe\xff", utf16(&crlf(FAULTY), true)),
            with(b"\xfe\xff", utf16(&crlf(MENDED), true)),
            "",
        ),
        ("UTF-16LE without a mark", utf16(FAULTY, false), utf16(MENDED, false), " --encoding utf-16le"),
        // Bytes that stand for no character.
        (
            "damaged UTF-8",
            with(FAULTY.as_bytes(), b"\xe4\xb8\n\xff".into()),
            with(MENDED.as_bytes(), b"\xe4\xb8\n\xff".into()),
            " --encoding utf-8",
        ),
        (
            "damaged GB18030",
            with(&gb(FAULTY), b"\xff\xd2".into()),
            with(&gb(MENDED), b"\xff\xd2".into()),
            " --encoding gb18030",
        ),
    ] {
        let (written, told) = mended(&place, &before, options);
        assert!(written == after, "{what}: {}\n{told}", String::from_utf8_lossy(&written));
        has(&told, "mended 3 places (3 characters taken, 1 put)");
    }
    // Big5 holds other characters.
    let big5 = |text: &str| encoding_rs::BIG5.encode(text).0.into_owned();
    let (written, told) = mended(&place, &big5("消防工作\n組織演練，，注意安全。\n"), " --encoding big5");
    assert!(written == big5("消防工作\n組織演練，注意安全。\n"), "{told}");
}

/// What is told adds up to what was done, and every character that was taken stands in it.
#[test]
fn mending_tells_each_character() {
    let place = Place::new("mend-told");
    let noisy = fs::read_to_string(common::root().join("fixtures/readme/noisy.txt")).expect("a fixture");
    for text in [
        FAULTY.to_owned(),
        noisy.clone(),
        noisy.replace('\n', "\r\n"),
        format!("{FAULTY}推进“ 双 减”,,落实。\n— 2 —\n继续\t推进。\n"),
    ] {
        place.write("mend.txt", &text);
        let output = place.run("check mend.txt --fix --lang en");
        let after = printed(&output);
        let told = said(&output);
        let count = |text: &str| {
            text.chars().fold(std::collections::BTreeMap::new(), |mut all, c| {
                *all.entry(c).or_insert(0i64) += 1;
                all
            })
        };
        // From the lines that are told: of all characters, those on the left less those on the right.
        let mut change = std::collections::BTreeMap::new();
        let (mut n, mut summed) = (0, None);
        for line in told.lines() {
            if let Some((_, rest)) = line.split_once(": mended ") {
                summed = rest.split(' ').next().and_then(|n| n.parse::<i64>().ok());
                continue;
            }
            let Some((old, rest)) = line.strip_prefix("mend.txt:").and_then(|line| line.split_once(" → "))
            else {
                continue;
            };
            let old = old.split_once(": ").expect("a line").1;
            let new = &rest[..rest.rfind(" (").expect("a check")];
            let (new, times) = match new.rsplit_once(" ×") {
                Some((new, times)) => (new, times.parse().expect("a number")),
                None => (new, 1),
            };
            n += times;
            let seen = |text: &str| {
                text.replace('␣', " ")
                    .replace('⏎', "\n")
                    .replace('␍', "\r")
                    .replace('⇥', "\t")
                    .replace("\\u{3000}", "\u{3000}")
            };
            for (c, times) in count(&seen(old))
                .into_iter()
                .map(|(c, n)| (c, n * times))
                .chain(count(&seen(new)).into_iter().map(|(c, n)| (c, -n * times)))
            {
                *change.entry(c).or_insert(0) += times;
            }
        }
        assert_eq!(summed, Some(n), "{told}");
        let mut wanted = count(&text);
        for (c, n) in count(&after) {
            *wanted.entry(c).or_insert(0) -= n;
        }
        change.retain(|_, n| *n != 0);
        wanted.retain(|_, n| *n != 0);
        assert!(!wanted.is_empty());
        assert_eq!(change, wanted, "{told}");
    }
}

/// Only what stands in the file as it was read can be mended in it.
#[test]
fn what_is_no_plain_text_is_not_mended() {
    let place = Place::new("mend-refused");
    let files = common::root().join("fixtures/input/files");
    let mut names = vec!["page.html".to_owned(), "notes.md".to_owned(), "table.csv".to_owned()];
    place.write("page.html", "<!DOCTYPE html><html><body><p>组织演练，，注意安全。</p></body></html>");
    place.write("notes.md", "# 消防工作计划\n\n## 一、加强宣传\n\n- **组织演练**，，注意安全。\n");
    place.write(
        "table.csv",
        "序号,任务,责任单位\n1,\"组织演练，，注意安全\",市局\n2,检查,市局\n3,总结,市局\n",
    );
    for entry in fs::read_dir(files).expect("fixtures") {
        let path = entry.expect("an entry").path();
        let ending = path.extension().unwrap_or_default().to_string_lossy().into_owned();
        if ["doc", "odt", "ofd", "pdf", "rtf", "xlsx", "xls", "mht"].contains(&ending.as_str()) {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            place.write(&name, fs::read(&path).expect("readable"));
            names.push(name);
        }
    }
    assert!(names.len() > 8, "{names:?}");
    let before = place.everything();
    for name in &names {
        for mode in ["--fix", "--write"] {
            let output = place.command(["check", name, mode]).output().expect("it runs");
            assert_eq!(output.status.code(), Some(2), "{name}: {}", said(&output));
            assert!(output.stdout.is_empty(), "{name}");
            let said = said(&output);
            assert!(said.contains(&format!("{name}: ")), "{said}");
        }
    }
    assert_eq!(place.everything(), before);
    has(
        &place.ends("check page.html --write", 2),
        "only plain text and Word (docx) can be mended, and this is html",
    );
    has(&place.ends("check notes.md --fix --lang zh", 2), "只能修正纯文本和 Word（docx），这是 md");
    has(&place.ends("check - --write", 2), "no text");
    let output = place.shell("printf '组织演练，，注意安全。' | $PLAN check - --write");
    assert_eq!(output.status.code(), Some(2));
    has(&said(&output), "--write needs a file");
    // One that is refused does not keep the others from being mended.
    place.write("a.txt", FAULTY);
    place.write("z.txt", FAULTY);
    place.run("check a.txt page.html z.txt --write");
    assert_eq!((place.text("a.txt").as_str(), place.text("z.txt").as_str()), (MENDED, MENDED));
    // Several are printed one behind the other, to a file too.
    place.write("a.txt", FAULTY);
    place.run("check a.txt z.txt --fix -o both.txt");
    assert_eq!(place.text("both.txt"), [MENDED, MENDED].concat());
}

/// Nothing is written over what somebody else has changed or taken away meanwhile, and the other files are mended.
#[test]
fn what_has_changed_since_it_was_read_is_not_written_over() {
    let place = Place::new("mend-changed");
    for name in ["gone.txt", "new.txt", "same.txt"] {
        place.write(name, FAULTY);
    }
    // The first is not read to its end before the last is read, and nothing is written before the first.
    let output = place.shell(
        "mkfifo first; $PLAN check first gone.txt new.txt same.txt --write -v --jobs 2 2> said & \
         until grep -q '^plan: same.txt: ' said; do sleep 0.02; done; \
         rm gone.txt; echo 新 > new.txt; printf '消防工作计划' > first; wait $!; echo $?",
    );
    assert_eq!(printed(&output), "1\n");
    let told = place.text("said");
    for name in ["gone.txt", "new.txt"] {
        has(&told, &format!("plan: {name}: has changed since it was read and was left as it is"));
    }
    assert_eq!(place.names(), ["first", "new.txt", "said", "same.txt"]);
    assert_eq!((place.text("new.txt").as_str(), place.text("same.txt").as_str()), ("新\n", MENDED));
    // Nor does standard input keep the others from it.
    place.write("same.txt", FAULTY);
    let output = place.shell("printf '组织演练，，注意安全。' | $PLAN check - same.txt --write");
    assert_eq!(output.status.code(), Some(1));
    has(&said(&output), "plan: -: --write needs a file");
    assert_eq!(place.text("same.txt"), MENDED);
}

/// What is not sure is not mended, though it be shown.
#[test]
fn what_is_not_sure_is_not_mended() {
    let place = Place::new("mend-sure");
    // Cells that came as lines.
    let cells =
        "项目\n投资\n（一）、道路\n0.65\n0.06\n11\n（二）、桥梁\n0.32\n0.05\n7\n（三）、河道\n0.21\n0.04\n";
    place.write("cells.txt", format!("2025年建设项目计划表\n{}", cells.repeat(2)));
    let shown = printed(&place.run("check cells.txt --format json -v"));
    has(&shown, "marker-punctuation");
    for options in ["", "-v", "--min-confidence 0"] {
        let args = format!("check cells.txt --fix {options}");
        let output = place.run(args.trim_end());
        assert_eq!(printed(&output), place.text("cells.txt"), "{args}: {}", said(&output));
        has(&said(&output), "mended 0 places");
    }
}

// Reading without end.

#[test]
fn reading_has_a_limit() {
    let place = Place::new("limit");
    place.write("a.txt", PLAN);
    place.write("large.txt", PLAN.repeat(20));
    place.write("large.xlsx", "PK\x03\x04".repeat(400));
    place.write("dict/themes.tsv", "# ".repeat(800));
    place.write("plan.toml", "");
    let size = PLAN.len();
    for line in [
        "$PLAN extract /dev/zero --max-size 1K",
        "$PLAN extract large.txt --max-size 1K",
        "$PLAN outline - --max-size 1K < large.txt",
        "$PLAN text /dev/zero --max-size 1K",
        "$PLAN show large.txt --max-size 1K",
        "$PLAN check /dev/zero --max-size 1K",
        "$PLAN check large.txt --write --max-size 1024",
        "$PLAN diff a.txt large.txt --max-size 1K",
        "$PLAN table a.txt --format xlsx --merge large.xlsx --max-size 1K",
        "$PLAN table a.txt --dict dict --max-size 1K",
        "yes | $PLAN extract - --max-size 1K",
        "yes | $PLAN check - --max-size 1K",
        "mkfifo pipe; yes > pipe & $PLAN outline pipe --max-size 1K",
    ] {
        let output = place.shell(line);
        assert_eq!(output.status.code(), Some(2), "{line}: {}", said(&output));
        has(&said(&output), "larger than 1 KB and not read; --max-size allows more");
    }
    place.ends(&format!("extract a.txt --max-size {size}"), 0);
    has(&place.ends(&format!("extract a.txt --max-size {}", size - 1), 2), "larger than");
    has(&place.ends("extract a.txt large.txt --max-size 1K --lang zh", 1), "超过 1 KB，没有读");
    has(&place.ends("extract a.txt --max-size all", 2), "wanted a number of bytes");
    // Whatever is given, there is one. It is far above any document.
    let output = place.shell("$PLAN extract /dev/zero");
    has(&said(&output), "larger than 256 MB and not read");
    // Of a stream each line counts; of a list, what stands between two names.
    let lines = "{ printf '{\"text\":\"'; head -c 5000 /dev/zero | tr '\\0' a; echo '\"}'; echo '{\"text\":\"计划\"}'; }";
    let output = place.shell(&format!("{lines} | $PLAN extract --stream --max-size 1K"));
    let answers = printed(&output);
    assert_eq!((output.status.code(), answers.lines().count()), (Some(1), 2), "{}", said(&output));
    has(&answers, "larger than 1 KB and not read");
    for line in [
        "$PLAN extract --files-from /dev/zero",
        "yes '' | $PLAN extract --files-from -",
        "tr '\\0' a < /dev/zero | $PLAN check --files-from -",
    ] {
        let output = place.shell(line);
        assert_eq!(output.status.code(), Some(2), "{line}: {}", said(&output));
        has(&said(&output), "no name within 1024 KB");
    }
}

// What people are shown.

/// Characters that a terminal acts on: a colour, a bell, a line of its own, the direction of writing turned.
const ODD: &str = "\u{1b}[31m\u{7}\u{9b}2J\u{202e}\u{2066}\u{2028}";

fn is_plain(text: &str) -> bool {
    !text.chars().any(|c| c.is_control() && c != '\n' || ODD.contains(c) && !c.is_ascii())
}

/// What a command shows on a terminal, its messages too.
fn on_terminal(place: &Place, args: &str) -> String {
    let output = place.shell(&format!("script -qec '$PLAN {args}' /dev/null"));
    let shown = printed(&output).replace('\r', "");
    assert!(!shown.is_empty(), "`script` of util-linux runs it on a terminal: {}", said(&output));
    shown
}

#[test]
fn what_a_terminal_acts_on_is_shown() {
    let place = Place::new("shown");
    let name = format!("a{}\n.txt", &ODD[..ODD.len() - 3]);
    let text = |year: u16| {
        format!(
            "云溪县{year}年林业{ODD}工作要点\n一、抓好{ODD}造林\n1.加强{ODD}管护。6月31日前完成补植2万亩，，由XX{ODD}X负责。推进“双{ODD}减”。（责任单位：县{ODD}林业局）\n"
        )
    };
    place.write(&name, text(2024));
    place.write("b.txt", text(2025));
    for args in [
        "outline IN",
        "show IN",
        "check IN",
        "check IN --format md",
        "check IN --format github",
        "check IN --fix -q -o mended.txt",
        "check IN --accept",
        "check IN none\u{1b}[0m.txt",
        "table IN --format term",
        "table IN --format md",
        "table IN --format html",
        "table IN --matrix owner,month --format term",
        "diff IN b.txt --color never",
        "diff IN b.txt --format md",
        "diff IN b.txt --format html",
        "compare IN b.txt",
        "compare IN b.txt --format md",
        "compare IN b.txt --format html",
        "extract IN none\u{1b}.txt -o /dev/null -v",
        "extract IN -o IN",
        "extract -o no\u{1b}where/x IN",
        "table IN --format md -o x\u{1b}.odd -v",
        "table IN -o x.\u{1b}",
        "dict show \u{1b}",
        "explain \u{1b}",
        "--\u{1b}",
        "table IN --columns \u{1b}",
        "table IN --theme \u{1b}",
        "table IN --match (\u{1b}",
        "show IN \u{1b}",
        "extract IN --encoding \u{1b}",
    ] {
        let args: Vec<&str> = args.split(' ').map(|word| if word == "IN" { &name } else { word }).collect();
        let output = place.command(&args).output().expect("it runs");
        assert!(is_plain(&printed(&output)), "{args:?}: {:?}", printed(&output));
        assert!(is_plain(&said(&output)), "{args:?}: {:?}", said(&output));
    }
    // They are told, not left out; and what is data is as it is.
    has(&printed(&place.run("show b.txt")), "加强\\u{1b}[31m\\u{7}\\u{9b}2J\\u{202e}\\u{2066}");
    assert_eq!(printed(&place.run("text b.txt")), text(2025));
    assert_eq!(place.text("b.txt"), text(2025));
    let output = place.run("check b.txt --min-confidence 0 --format xlsx -o found.xlsx --lang zh");
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(place.path("found.xlsx")).expect("a workbook");
    let sheet = calamine::Reader::worksheet_range_at(&mut book, 0).expect("a sheet").expect("cells");
    let cells: Vec<String> = sheet.used_cells().map(|(_, _, cell)| cell.to_string()).collect();
    assert!(cells.iter().all(|cell| is_plain(cell)), "{cells:?}");
    assert!(cells.iter().any(|cell| cell.contains("\\u{1b}")), "{cells:?}");
    // On a terminal the text itself is shown so too.
    let shown = on_terminal(&place, "text b.txt");
    assert!(is_plain(&shown) && shown.contains("\\u{202e}"), "{shown:?}");
}

/// A page may use its own style and script and nothing else.
#[test]
fn pages_allow_nothing_from_outside() {
    use sha2::Digest as _;
    let place = Place::new("pages");
    place.write("a.txt", format!("{PLAN}2.推进<script>alert(1)</script>工作。由\"县\"局'负责'。\n"));
    place.write("b.txt", OTHER);
    place.write("c.txt", PLAN.replace("2万亩", "5万亩"));
    for args in [
        "table a.txt --format html",
        "table a.txt --by owner --format html",
        "diff a.txt b.txt --format html",
        "diff a.txt b.txt --brief --format html",
        "compare a.txt b.txt c.txt --format html",
    ] {
        let page = printed(&place.run(args));
        let between = |open: &str, close: &str| -> Vec<String> {
            let parts = page.split(open).skip(1);
            parts.map(|part| part.split(close).next().unwrap_or_default().to_owned()).collect()
        };
        let policy = between("http-equiv=\"Content-Security-Policy\" content=\"", "\"");
        assert_eq!(policy.len(), 1, "{args}");
        let source = |text: &str| {
            let script = "import base64,sys;print(base64.b64encode(bytes.fromhex(sys.argv[1])).decode())";
            let hex: String = sha2::Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect();
            let output = Command::new("python3").args(["-c", script, &hex]).output().expect("python3 runs");
            format!("'sha256-{}'", printed(&output).trim())
        };
        let (styles, scripts) = (between("<style>", "</style>"), between("<script>", "</script>"));
        assert_eq!(styles.len(), 1, "{args}");
        let wanted = |texts: &[String]| match texts {
            [] => "'none'".to_owned(),
            [one] => source(one),
            more => panic!("{args}: {} scripts or styles", more.len()),
        };
        let (style, script) = (wanted(&styles), wanted(&scripts));
        let wanted = format!(
            "default-src 'none'; style-src {style}; script-src {script}; base-uri 'none'; form-action 'none'"
        );
        assert_eq!(policy[0], wanted, "{args}");
        // What the policy forbids is not there to be forbidden.
        for odd in [
            " style=",
            " onclick=",
            " onload=",
            " oninput=",
            "src=",
            "http://",
            "https://",
            "url(",
            "@import",
            "<link",
            "javascript:",
        ] {
            let outside =
                page.replace(&styles[0], "").replace(scripts.first().map_or("\0", String::as_str), "");
            assert!(!outside.contains(odd), "{args}: {odd}");
        }
        assert!(page.find("Content-Security-Policy") < page.find("<style>"), "{args}");
    }
}

// Exit statuses.

/// The table of `docs/status.md` holds for every command.
#[test]
fn exit_statuses_are_those_of_the_table() {
    let place = Place::new("status");
    place.write("good.txt", PLAN);
    place.write("good2.txt", OTHER);
    place.write("bad.txt", "");
    place.write("faulty.txt", FAULTY);
    fs::create_dir(place.path("empty")).expect("a folder");
    place.run("table good.txt --preset ledger -o ledger.xlsx");
    place.run("ledger split ledger.xlsx -o returned");
    let text = fs::read_to_string(common::root().join("docs/status.md")).expect("docs/status.md");
    let mut commands: Vec<String> = Vec::new();
    for line in text.lines().filter(|line| line.starts_with("| `plan ")) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let command = cells[0].trim_matches('`').strip_prefix("plan ").expect("a command");
        commands.push(command.split(' ').next().unwrap_or_default().to_owned());
        let runs = ["good.txt good2.txt", "good.txt bad.txt", "bad.txt", "empty"];
        for (run, cell) in runs.iter().zip(&cells[1..]).filter(|(_, cell)| !cell.is_empty()) {
            let mut files: Vec<&str> = run.split(' ').collect();
            match command {
                "show FILE" => drop(files.drain(..files.len() - 1)),
                "diff OLD NEW" if files.len() == 1 => files.push(files[0]),
                "compare FILE…" if files.len() == 1 => files.push(files[0]),
                "compare FILE…" => files.push("good2.txt"),
                _ => {}
            }
            let head: Vec<&str> =
                command.split(' ').filter(|word| !word.chars().any(|c| c.is_ascii_uppercase())).collect();
            let args: Vec<&str> = head.into_iter().chain(files).collect();
            let output = match command {
                "extract --stream" => {
                    let lines: Vec<String> =
                        args[2..].iter().map(|path| format!("{{\"path\":\"{path}\"}}")).collect();
                    place.write("lines", lines.join("\n"));
                    place.shell("$PLAN extract --stream < lines")
                }
                "schema" | "explain" | "dict show" | "skill" => place.run(command),
                "completions SHELL" => place.run("completions fish"),
                "man COMMAND" => place.run("man table"),
                "ledger split MASTER" => match run.starts_with("good") {
                    true => place.run("ledger split ledger.xlsx -o sheets"),
                    false => place.run("ledger split bad.txt -o sheets"),
                },
                "ledger collect MASTER RETURNED…" => {
                    let files = run.replace("good.txt", "returned/县林业局.xlsx").replace("good2.txt", "");
                    place.run(&format!("ledger collect ledger.xlsx {} -o all.xlsx", files.trim()))
                }
                "ledger summary LEDGER" => match run.starts_with("good") {
                    true => place.run("ledger summary ledger.xlsx"),
                    false => place.run("ledger summary bad.txt"),
                },
                "reconcile LEDGER SOURCE" => {
                    let source = run.split(' ').next().unwrap_or_default();
                    place.run(&format!("reconcile ledger.xlsx {source}"))
                }
                "mcp" => place.shell("$PLAN mcp < /dev/null"),
                "dict check DIR" => place.run("dict check empty"),
                _ => place.command(&args).output().expect("it runs"),
            };
            assert_eq!(
                output.status.code().map(|code| code.to_string()).as_deref(),
                Some(*cell),
                "{args:?}: {}",
                said(&output)
            );
        }
    }
    for command in [
        "extract",
        "table",
        "ledger",
        "reconcile",
        "diff",
        "compare",
        "trace",
        "outline",
        "check",
        "show",
        "text",
        "schema",
        "dict",
        "explain",
        "mcp",
        "skill",
        "completions",
        "man",
    ] {
        assert!(commands.iter().any(|known| known == command), "{command} is not in the table");
    }
    for (args, status) in [
        ("check faulty.txt", 1),
        ("check faulty.txt bad.txt", 1),
        ("check faulty.txt --severity error --ignore doubled-mark", 0),
        ("reconcile ledger.xlsx good2.txt", 1),
        ("reconcile good.txt good.txt", 2),
        ("diff good.txt good2.txt --exit-code", 1),
        ("diff good.txt good.txt --exit-code", 0),
        ("extract empty --allow-empty", 0),
        ("check empty --allow-empty", 0),
        ("extract", 2),
        ("nonsense", 2),
        ("--help", 0),
        ("--version", 0),
        ("explain nonsense", 2),
        ("dict show nonsense", 2),
        ("man nonsense", 2),
        ("completions nonsense", 2),
        ("dict check none", 2),
        ("show good.txt t99", 2),
        ("extract good.txt -o /dev/full", 2),
    ] {
        place.ends(args, status);
    }
    has(&place.ends("check faulty.txt --accept", 0), "findings accepted");
    place.ends("check faulty.txt", 0);
}

// Errors that are told.

/// Every message that no other test provokes, with what was found and what was wanted.
#[test]
fn what_cannot_be_is_told() {
    let place = Place::new("told");
    place.write("a.txt", PLAN);
    place.write("binary", b"\x01\x7f\x03\x7f\x05".repeat(6));
    place.write("unknown", b"\xff\x81\xff\x90\xff\xa0 \xff".repeat(6));
    place.write("long.txt", format!("工作要点\n一、抓好造林\n1.加强管护。{}\n", "补植补造".repeat(9000)));
    place.write("settings/a.txt", PLAN);
    place.write("settings/plan.toml", b"\xff");
    place.write("accepted/a.txt", PLAN);
    place.write("accepted/.plan-accept", "one two three\n");
    place.write("old.xlsx", "no workbook");
    place.write("cut.docx", b"PK\x03\x04");
    // A workbook of numbers.
    let numbers = common::root().join("fixtures/found/office/wide_rows.xlsx.parts");
    place.write("found.xlsx", common::holds::pack::zip(&fs::read(numbers).expect("parts of a workbook")));
    fs::create_dir(place.path("empty")).expect("a folder");
    for (args, en, zh) in [
        ("text binary", "neither text nor a known kind of document", "既不是文字，也不是认得的文档"),
        ("text unknown", "text in an unknown encoding (closest to ", "认不出文字编码（最接近 "),
        (
            "text a.txt --encoding none",
            "no encoding is named `none`; wanted one such as",
            "没有名为 `none` 的编码",
        ),
        ("check settings/a.txt", "plan.toml`: is not UTF-8 text", "plan.toml`：内容不是 UTF-8 文字"),
        (
            "check accepted/a.txt",
            ".plan-accept:1: wanted `check mark  # reason`",
            ".plan-accept:1: 应为“检查名 标记  # 理由”",
        ),
        (
            "table long.txt --columns measures --format xlsx -o long.xlsx",
            "too many for a spreadsheet; use docx, html or csv",
            "单元格",
        ),
        (
            "table a.txt --format xlsx --merge old.xlsx -o new.xlsx",
            "old.xlsx: cannot be opened as a workbook",
            "old.xlsx：不是能打开的 xlsx 工作簿",
        ),
        (
            "table a.txt --format xlsx --merge found.xlsx -o new.xlsx",
            "found.xlsx: no ledger in it: no row of headings such as",
            "found.xlsx：里面没有台账",
        ),
        (
            "table a.txt --preset calendar --format xlsx --merge found.xlsx -o new.xlsx",
            "`--merge` needs a table of one row a task; use --preset ledger",
            "`--merge` 要一项任务一行的表",
        ),
        (
            "table a.txt --corrections old.xlsx",
            "old.xlsx: no whole file of corrections: not JSON at line 1",
            "old.xlsx：不是完整的更正文件",
        ),
        ("table a.txt --match (", "`--match (` is no regular expression", "`--match (` 不是正则表达式"),
        ("text cut.docx", "zip archives, and this one is not whole", "可能没有下载完"),
        (
            "extract empty",
            "found in `empty`; with --allow-empty this is no error",
            "`empty` 里没有可读的文档；",
        ),
        (
            "check empty",
            "found in `empty`; with --allow-empty this is no error",
            "`empty` 里没有可读的文档；",
        ),
        ("table empty", "no document was found in `empty`", "`empty` 里没有可读的文档"),
        ("table a.txt --columns nope", "no column `nope`; the columns are no,", "没有“nope”这一栏"),
        ("table a.txt --theme nope", "no theme `nope`; the themes are ", "没有主题“nope”"),
        ("dict show nope", "no list `nope`; the lists are themes,", "没有词表“nope”"),
        ("explain a b", "`b` is one argument too many", "`b` 是多余的"),
        ("table a.txt --quiet=3", "`--quiet` takes no further value `3`", "`--quiet` 多了一个值 `3`"),
        ("table a.txt --year 2020 --year 2021", "`--year` is given more than once", "`--year` 写了不止一次"),
        ("outline none*.txt", "no file fits `none*.txt`", "没有文件符合 `none*.txt`"),
    ] {
        has(&place.ends(args, 2), en);
        has(&place.ends(&format!("{args} --lang zh"), 2), zh);
    }
    for (args, said) in [
        ("ledger --lang zh", "`plan ledger` 后面缺一个命令（可用的有：split、collect、summary）"),
        ("dict --lang en", "`plan dict` needs a command (there are show, check)"),
    ] {
        has(&place.ends(args, 2), said);
    }
    has(&place.ends("dict check empty", 0), "0 lists, 0 lines, all well-formed");
    let odd = place.command([OsStr::new("table"), OsStr::from_bytes(b"--columns=\xff"), OsStr::new("a.txt")]);
    let output = { odd }.output().expect("it runs");
    assert_eq!(output.status.code(), Some(2));
    has(&said(&output), "an argument is not UTF-8 text");
    // More reasons than are listed.
    let heads: [&[u8]; 14] = [
        b"",
        b"\x89PNG\r\n",
        b"\xff\xd8\xff",
        b"GIF89a",
        b"BM\0\0",
        b"II*\0",
        b"Rar!\x1a\x07",
        b"7z\xbc\xaf\x27\x1c",
        b"\x1f\x8b\x08",
        b"\x7fELF",
        b"MZ\x90\0",
        b"PK\x03\x04",
        b"%PDF-1.7\n",
        b"\x01\x7f\x03\x7f\x05\x01\x7f\x03\x7f\x05\x01\x7f\x03\x7f\x05\x01\x7f\x03\x7f\x05",
    ];
    let names: Vec<String> = (0..heads.len()).map(|n| format!("odd{n}")).collect();
    heads.iter().zip(&names).for_each(|(head, name)| place.write(name, head));
    let args = format!("extract {} -o odd.jsonl", names.join(" "));
    has(&place.ends(&args, 2), "\nplan:   and 2 other reasons\n");
    has(&place.ends(&format!("{args} --lang zh"), 2), "还有 2 种原因");
    assert!(!place.path("long.xlsx").exists() && !place.path("new.xlsx").exists());
    has(
        &on_terminal(&place, "table a.txt --format xlsx"),
        "xlsx cannot be shown on a terminal; write it to a file, such as -o result.xlsx",
    );
}

/// Whoever may write a file but not give it back its owner is told so.
#[test]
fn the_owner_of_a_file_stays() {
    use std::os::unix::process::CommandExt as _;
    let place = Place::new("owner");
    place.write("a.txt", PLAN);
    place.write("theirs", "old");
    place.set_mode("theirs", 0o666);
    fs::set_permissions(&place.0, fs::Permissions::from_mode(0o777)).expect("its mode");
    let run = |force: &[&str]| {
        let mut command =
            place.command(["outline", "a.txt", "-o", "theirs"].into_iter().chain(force.iter().copied()));
        command.uid(65534).output()
    };
    let Ok(output) = run(&[]) else {
        eprintln!("skipped: the program cannot be run by another user");
        return;
    };
    assert_eq!(output.status.code(), Some(2));
    has(
        &said(&output),
        "`theirs` belongs to another user, which overwriting would change; --force overwrites it",
    );
    assert_eq!((place.text("theirs").as_str(), place.names().len()), ("old", 2));
    assert!(run(&["--force"]).expect("it runs").status.success());
    assert!(place.text("theirs").contains("加强管护"));
}

// Conventions.

#[test]
fn a_file_alone_is_shown_as_an_outline() {
    let place = Place::new("alone");
    place.write("a.txt", PLAN);
    place.write("计划", PLAN);
    let outline = printed(&place.run("outline a.txt"));
    for args in ["a.txt", "./a.txt", "计划", "a.txt --year 2024"] {
        assert_eq!(printed(&place.run(args)), outline, "{args}");
    }
    assert_eq!(printed(&place.shell("$PLAN - < a.txt")), outline);
    assert_eq!(printed(&place.run("a.txt a.txt")), outline.repeat(2));
    has(&place.ends("none.txt", 2), "none.txt: no such file");
    has(&place.ends("a.txt -o a.txt", 2), "would overwrite");
    has(&place.ends("outlin a.txt", 2), "there is no command `outlin`");
}

#[test]
fn patterns_that_the_shell_leaves_are_expanded() {
    let place = Place::new("patterns");
    for name in ["d/b.txt", "d/a.txt", "d/c.md", "e[1].txt"] {
        place.write(name, format!("{PLAN}{name}\n"));
    }
    for (args, plain) in [
        ("outline d/*.txt", "outline d/a.txt d/b.txt"),
        ("text d/?.txt d/c.md", "text d/a.txt d/b.txt d/c.md"),
        ("extract d/[ab].txt", "extract d/a.txt d/b.txt"),
        ("table d/*.txt --format md", "table d/a.txt d/b.txt --format md"),
        ("diff d/*.txt", "diff d/a.txt d/b.txt"),
        ("compare d/*", "compare d/a.txt d/b.txt d/c.md"),
        ("check d/*", "check d/a.txt d/b.txt d/c.md"),
        // A file of just that name is that file.
        ("text e[1].txt", "text ./e[1].txt"),
        ("d/*.txt", "outline d/a.txt d/b.txt"),
    ] {
        let (given, wanted) = (place.run(args), place.run(plain));
        assert!(!wanted.stdout.is_empty() || args.starts_with("check"), "{plain}: {}", said(&wanted));
        assert_eq!(
            (given.status.code(), printed(&given)),
            (wanted.status.code(), printed(&wanted)),
            "{args}: {}",
            said(&given)
        );
    }
    has(&place.ends("outline d/*.pdf", 2), "no file fits `d/*.pdf`");
    has(&place.ends("diff d/*", 2), "<OLD> <NEW>: 2 are needed, 3 given");
    has(&place.ends("outline d/*.txt -o d/a.txt", 2), "would overwrite");
}

/// `--lang` and the locale are two ways to say one thing.
#[test]
fn the_locale_says_what_the_option_says() {
    let place = Place::new("lang");
    place.write("a.txt", PLAN);
    place.write("b.txt", OTHER);
    place.write("bad.txt", "");
    for args in [
        "table a.txt --format md",
        "table a.txt --matrix owner,month --format csv",
        "table a.txt bad.txt --format html",
        "diff a.txt b.txt",
        "diff a.txt b.txt --format md",
        "compare a.txt b.txt --format html",
        "check a.txt",
        "check a.txt --format md",
        "extract a.txt bad.txt",
        "outline a.txt bad.txt",
        "show a.txt",
        "explain placeholder",
    ] {
        for (lang, locale) in [("zh", "zh_CN.UTF-8"), ("en", "en_US.UTF-8")] {
            let option = place.run(&format!("{args} --lang {lang}"));
            let locale = place.command(args.split(' ')).env("LC_ALL", locale).output().expect("it runs");
            assert_eq!(
                (printed(&option), said(&option)),
                (printed(&locale), said(&locale)),
                "{args} in {lang}"
            );
        }
    }
    // A locale that is no language leaves tables Chinese, as the plans are.
    has(&printed(&place.run("table a.txt --format md")), "牵头单位");
    has(&printed(&place.run("table a.txt --format md --lang en")), "Task");
}

#[test]
fn choices_have_chinese_names() {
    let place = Place::new("chinese");
    place.write("a.txt", PLAN);
    for (zh, en) in [
        ("--preset 台账", "--preset ledger"),
        ("--preset 督办台账", "--preset ledger"),
        ("--preset 责任清单", "--preset responsibility"),
        ("--preset 任务分解表", "--preset breakdown"),
        ("--preset 工作日历", "--preset calendar"),
        ("--role 牵头", "--role lead"),
        ("--role 责任", "--role responsible"),
        ("--role 配合", "--role support"),
        ("--role 领导", "--role accountable"),
        ("--role 督办", "--role supervisor"),
    ] {
        let run = |option: &str| {
            let output = place.run(&format!("table a.txt --format csv {option}"));
            (output.status.code(), printed(&output), said(&output))
        };
        let (zh, en) = (run(zh), run(en));
        assert_eq!(zh, en);
        assert_eq!(zh.0, Some(0), "{}", zh.2);
    }
    has(&place.ends("table a.txt --preset 台帐", 2), "`--preset` has no value `台帐`");
}

/// `--encoding` is that of what is read, in every command.
#[test]
fn encodings_of_what_is_read_and_written() {
    let place = Place::new("encoding");
    place.write("gb.txt", encoding_rs::GB18030.encode(PLAN).0);
    place.write("a.txt", PLAN);
    for command in ["extract", "outline", "text", "show", "check", "table", "diff gb.txt", "compare gb.txt"] {
        let output = place.run(&format!("{command} gb.txt --encoding gb18030"));
        assert!(matches!(output.status.code(), Some(0 | 1)), "{command}: {}", said(&output));
        assert!(printed(&output).contains('县') || command == "check" || command.contains(' '), "{command}");
        has(&place.ends(&format!("{command} gb.txt --encoding none"), 2), "no encoding is named `none`");
    }
    let csv = |options: &str| place.run(&format!("table a.txt --format csv{options}")).stdout;
    let utf8 = String::from_utf8(csv("")).expect("UTF-8");
    let gb = encoding_rs::GB18030.decode(&csv(" --output-encoding gb18030")).0.into_owned();
    assert_eq!(utf8.trim_start_matches('\u{feff}'), gb.trim_start_matches('\u{feff}'));
    assert_eq!(csv(" --output-encoding utf-8"), utf8.as_bytes());
}
