//! Many files from outside: which are read, in what order, what is said of the others, and what a kill leaves.
#![cfg(unix)]

mod common;

use common::place::{Place, said};

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, SystemTime};

use serde_json::Value;

const PLAN: &str =
    "云溪县2024年林业工作要点\n一、抓好造林\n1.加强管护。6月底前完成补植2万亩。（责任单位：县林业局）\n";

/// One with `n` plans in `d`, all different.
fn with_plans(name: &str, n: usize) -> Place {
    let place = Place::new(name);
    for at in 0..n {
        let more = format!("2.巡查林区{}次。由县应急局牵头。\n", at + 1).repeat(1 + at % 5);
        place.write(format!("d/{:02}/{at:04}.txt", at % 7), format!("{PLAN}{more}"));
    }
    place
}

/// Sets the time of change of a file back, as if it had lain there for long.
fn age(place: &Place, name: &str, seconds: u64) {
    let file = File::options().write(true).open(place.path(name)).expect("a file");
    file.set_modified(SystemTime::now() - Duration::from_secs(seconds)).expect("its time");
}

fn lines(bytes: &[u8]) -> Vec<Value> {
    bytes
        .split_inclusive(|&b| b == b'\n')
        .map(|line| serde_json::from_slice(line).expect("a line is JSON"))
        .collect()
}

fn paths(output: &Output) -> Vec<String> {
    lines(&output.stdout)
        .iter()
        .map(|line| line["source"]["path"].as_str().expect("a path").to_owned())
        .collect()
}

fn has(text: &str, part: &str) {
    assert!(text.contains(part), "{part:?} is not in: {text}");
}

// Which files.

#[test]
fn a_folder_gives_its_documents() {
    let place = Place::new("folder");
    for name in ["d/b.txt", "d/a/z.txt", "d/a.txt", "d/a-b.txt", "d/C.md", "d/.git/HEAD", "d/drafts/x.txt"] {
        place.write(name, PLAN);
    }
    // A name that is no UTF-8; the path is printed as well as can be.
    place.write(Path::new("d").join(OsStr::from_bytes(b"n\xff.txt")), PLAN);
    // A Word document without an ending, and what looks like one but is an archive.
    let docx = fs::read(common::root().join("fixtures/input/files/plan.docx"));
    place.write("d/report", docx.expect("readable"));
    place.write("d/old.zip", b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0");
    place.write("d/new.zip", b"PK\x03\x04 broken");
    place.write("d/broken", b"PK\x03\x04 broken");
    for (name, bytes) in
        [("README", &b"read me"[..]), ("README.md", b"# read me"), (".DS_Store", b"\0\0\0\x01Bud1")]
    {
        place.write(Path::new("d").join(name), bytes);
    }
    place.write("d/photo.png", b"\x89PNG\r\n\x1a\n");
    place.write("d/~$b.docx", b"owner");
    place.write("d/.gitignore", "drafts/\n");
    assert!(Command::new("mkfifo").arg(place.path("d/pipe.txt")).status().expect("mkfifo").success());
    symlink("..", place.path("d/loop")).expect("a link");
    let output = place.run("extract d");
    let expected =
        ["d/C.md", "d/a/z.txt", "d/a-b.txt", "d/a.txt", "d/b.txt", "d/broken", "d/n\u{fffd}.txt", "d/report"];
    // Part by part; a damaged package is told, for it may be a document.
    assert_eq!(paths(&output), expected, "{}", said(&output));
    has(&said(&output), "7 read, 1 failed, 10 skipped");
    has(&said(&output), "hidden: 2");
    has(&said(&output), "symbolic link: 1");
    has(&said(&output), "pipe, socket or device: 1");
    has(&said(&output), "no document: 6");
}

#[test]
fn the_order_is_that_of_the_paths_whatever_the_threads_do() {
    let place = with_plans("order", 90);
    let one = place.run("extract d --jobs 1");
    let names = paths(&one);
    let mut sorted = names.clone();
    sorted.sort();
    assert_eq!((names.len(), &names), (90, &sorted));
    for jobs in ["2", "9"] {
        assert_eq!(place.run(&format!("extract d -j {jobs}")).stdout, one.stdout, "{jobs} jobs");
    }
    // Each line is what the file alone gives.
    let alone = place.run(&format!("extract --format jsonl {}", names[40]));
    assert_eq!(lines(&alone.stdout)[0], lines(&one.stdout)[40]);
    // Arguments keep the order they are given in.
    let output = place.run(&format!("extract {} d/00 {}", names[80], names[3]));
    let given = paths(&output);
    assert_eq!((given.first(), given.last(), given.len()), (Some(&names[80]), Some(&names[3]), 15));
}

#[test]
fn patterns_choose() {
    let place = Place::new("glob");
    for name in ["d/a.txt", "d/b.md", "d/sub/c.txt", "d/sub/d.html", "d/e.plan", "d/README.md"] {
        place.write(name, PLAN);
    }
    for (args, expected) in [
        ("--glob *.txt", "d/a.txt d/sub/c.txt"),
        ("-g *.txt -g *.md", "d/README.md d/a.txt d/b.md d/sub/c.txt"),
        ("--glob !*.txt", "d/b.md d/sub/d.html"),
        ("--glob !sub", "d/a.txt d/b.md"),
        ("--glob sub/*.txt", "d/sub/c.txt"),
        ("--glob *.plan", "d/e.plan"),
    ] {
        let output = place.run(&format!("extract d {args}"));
        let mut found = paths(&output);
        found.sort();
        assert_eq!(found.join(" "), expected, "{args}: {}", said(&output));
    }
    has(&place.ends("extract d --glob [", 2), "--glob");
    has(&place.ends("extract d --glob [ --lang zh", 2), "--glob 不对");
}

#[test]
fn lists_name_files() {
    let place = Place::new("list");
    for name in ["a.txt", "b c.txt", "README"] {
        place.write(name, PLAN);
    }
    assert!(Command::new("mkfifo").arg(place.path("pipe")).status().expect("mkfifo").success());
    fs::create_dir(place.path("folder")).expect("a folder");
    place.write("lines", "b c.txt\n\nREADME\r\na.txt");
    place.write("zeros", "b c.txt\0README\0a.txt\0");
    for list in ["lines", "zeros"] {
        let output = place.run(&format!("extract --files-from {list}"));
        assert_eq!(paths(&output), ["b c.txt", "README", "a.txt"], "{list}");
    }
    let mut command = place.command(["extract", "--files-from", "-"]);
    let output = command.stdin(File::open(place.path("lines")).expect("the list")).output().expect("it runs");
    assert_eq!(paths(&output), ["b c.txt", "README", "a.txt"]);
    place.write("odd", "pipe\nfolder\nnone.txt\na.txt\n");
    let output = place.run("extract --files-from odd");
    assert_eq!(output.status.code(), Some(1));
    let errors: Vec<Value> = lines(&output.stdout).into_iter().map(|line| line["error"].clone()).collect();
    assert_eq!(
        errors,
        ["is no regular file".into(), "is a folder, not a file".into(), "no such file".into(), Value::Null]
    );
    // Text is read from a folder only to find that it is one.
    let output = place.run("extract a.txt --files-from folder");
    assert_eq!(paths(&output), ["a.txt", "--files-from"]);
    has(&said(&output), "--files-from: cannot be read: ");
    has(&place.ends("extract --files-from nothing", 2), "cannot read the list `nothing`");
    has(&place.ends("extract --files-from nothing --lang zh", 2), "读不了列表");
    place.write("empty", "");
    has(&place.ends("extract --files-from empty", 2), "no document was found");
    has(&place.ends("extract --files-from empty --allow-empty", 0), "0 read, 0 failed");
}

#[test]
fn links_are_followed_when_asked_for_and_loops_are_told() {
    let place = Place::new("links");
    place.write("d/a.txt", PLAN);
    place.write("elsewhere/b.txt", PLAN);
    symlink("../elsewhere", place.path("d/more")).expect("a link");
    symlink("..", place.path("d/up")).expect("a link");
    symlink("self", place.path("d/self")).expect("a link");
    let output = place.run("extract d");
    assert_eq!(paths(&output), ["d/a.txt"]);
    let output = place.run("extract d --follow");
    assert_eq!(output.status.code(), Some(1));
    let lines = lines(&output.stdout);
    assert_eq!(lines[1]["source"]["path"], "d/more/b.txt");
    has(&said(&output), "d/up: a symbolic link that leads back to `");
    has(&said(&output), "d/self: cannot be read: ");
    // A link that is an argument is followed.
    assert_eq!(paths(&place.run("extract d/more")), ["d/more/b.txt"]);
    has(&place.ends("extract d/self d/a.txt", 1), "d/self: cannot be read: ");
}

// What cannot be read.

#[test]
fn a_bad_file_costs_one_line() {
    let place = Place::new("bad");
    place.write("d/a.txt", PLAN);
    place.write("d/b.txt", "");
    place.write("d/c.txt", b"\x89PNG\r\n\x1a\n");
    place.write("d/d.docx", b"PK\x03\x04 broken");
    place.write("d/e.txt", "");
    let output = place.run("extract d --errors errors.jsonl");
    assert_eq!(output.status.code(), Some(1));
    let lines = lines(&output.stdout);
    assert_eq!(lines.len(), 5);
    let errors: Vec<&Value> = lines.iter().filter(|line| line["error"].is_string()).collect();
    assert_eq!(errors.len(), 4);
    let told = self::lines(&place.read("errors.jsonl"));
    assert_eq!(told.iter().collect::<Vec<_>>(), errors);
    has(&said(&output), "1 read, 4 failed");
    has(&said(&output), "2: no text in the file, such as `d/b.txt`");
    has(&place.ends("extract d --lang zh", 1), "读出 1，失败 4");
    has(&place.ends("extract d/b.txt d/c.txt", 2), "0 read, 2 failed");
    assert_eq!(place.ends("extract d -q", 1), "");
    // Tables tell them too.
    place.ends("extract d --format csv -o t", 1);
    let documents = String::from_utf8(place.read("t/documents.csv")).expect("UTF-8");
    assert_eq!(documents.lines().filter(|line| line.contains("no text in the file")).count(), 2);
}

#[test]
fn names_that_cannot_be() {
    let place = Place::new("names");
    place.write("a.txt", PLAN);
    let long = "长".repeat(5000);
    place.write("list", format!("{long}\na.txt\n"));
    for args in [vec!["extract", &long, "a.txt"], vec!["extract", "--files-from", "list"]] {
        let output = place.command(&args).output().expect("it runs");
        assert_eq!(output.status.code(), Some(1));
        let lines = lines(&output.stdout);
        assert_eq!(lines[0]["error"], "the name is too long or not allowed");
        assert_eq!(lines[0]["source"]["path"], *long);
        assert_eq!(lines[1]["source"]["path"], "a.txt");
    }
    let odd = OsString::from_vec(b"none\xff".to_vec());
    let output = place.command([OsStr::new("extract"), &odd, OsStr::new("a.txt")]).output().expect("it runs");
    assert_eq!(lines(&output.stdout)[0]["error"], "no such file");
}

#[test]
fn no_permission() {
    let place = Place::new("permission");
    for name in ["d/a.txt", "d/b.txt", "d/closed/c.txt", "d/e.txt"] {
        place.write(name, PLAN);
    }
    let shut = |name: &str, mode| {
        fs::set_permissions(place.path(name), fs::Permissions::from_mode(mode)).expect("its mode");
    };
    shut("d/b.txt", 0o000);
    shut("d/closed", 0o000);
    let mut command = place.command(["extract", "d"]);
    // The superuser may read everything; nobody may not.
    if File::open(place.path("d/b.txt")).is_ok() {
        command.uid(65534);
    }
    let output = command.output();
    shut("d/closed", 0o755);
    let Ok(output) = output else {
        eprintln!("skipped: the program cannot be run by nobody");
        return;
    };
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert_eq!(paths(&output), ["d/a.txt", "d/b.txt", "d/closed", "d/e.txt"]);
    for at in [1, 2] {
        assert_eq!(lines(&output.stdout)[at]["error"], "no permission to read it");
    }
}

/// Files of sysfs say that they have a page of bytes and give fewer, as one that is cut off meanwhile.
#[test]
fn a_file_that_is_shorter_than_it_says() {
    let place = Place::new("shorter");
    place.write("a.txt", PLAN);
    let path = "/sys/devices/system/cpu/online";
    let length = |path| fs::metadata(path).map_or(0, |found| found.len());
    if length(path) == fs::read(path).map_or(0, |bytes| bytes.len() as u64) {
        eprintln!("skipped: no sysfs here");
        return;
    }
    let output = place.run(&format!("extract {path} a.txt"));
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert_eq!(lines(&output.stdout)[0]["error"], "changed while it was read");
}

// Where it goes.

#[test]
fn outputs_that_cannot_be() {
    let place = with_plans("outputs", 3);
    place.write("file", "");
    fs::create_dir(place.path("odd.part.journal")).expect("a folder");
    for (args, message) in [
        ("extract d --format parquet", "parquet has several tables; name a folder"),
        ("extract d --format csv -o file", "cannot make the folder `file`"),
        ("extract d -o none/out.jsonl", "cannot write `none/out.jsonl`"),
        ("extract d -o d", "`d` is a folder; wanted the name of a file"),
        ("extract d -o /dev/null/none", "cannot write `/dev/null/none`"),
        ("extract d -o odd --resume", "odd.part.journal` was not left by --resume"),
        ("extract d --errors none/errors.jsonl", "cannot write `none/errors.jsonl`"),
        ("extract d --resume", "--resume needs -o FILE"),
        ("extract d --resume -o t --format csv", "--resume needs -o FILE"),
        ("extract d -o /dev/full", "the disk is full"),
        ("extract d --stream", "cannot go with"),
        ("extract", "is missing"),
        ("extract d --jobs many", "--jobs"),
    ] {
        has(&place.ends(args, 2), message);
    }
    has(&place.ends("extract d --resume --lang zh", 2), "--resume 需要 -o");
    has(&place.ends("extract d --format csv --lang zh", 2), "csv 有多张表");
    has(&place.ends("extract d -o /dev/full --lang zh", 2), "磁盘已满");
    has(&place.ends("extract d -o d --lang zh", 2), "`d` 是目录");
    assert_eq!(place.names(), ["d", "file", "odd.part.journal"], "nothing is left behind");
    // A device is written to, never replaced.
    place.ends("extract d -o /dev/null", 0);
    assert!(!fs::metadata("/dev/null").expect("a device").is_file());
}

/// Lines of an earlier output that somebody cuts off while they are wanted are missed, and the output is left as it is.
#[test]
fn an_output_that_becomes_shorter_is_told() {
    let place = Place::new("shorter");
    for name in ["a.txt", "b.txt"] {
        place.write(name, format!("{PLAN}2.巡查{name}。由县应急局牵头。\n"));
        age(&place, name, 60);
    }
    for (lang, wanted) in [("en", "became shorter meanwhile"), ("zh", "同时被别的程序截短")] {
        place.ends(&format!("extract a.txt b.txt -o out.jsonl --resume --lang {lang}"), 0);
        let mut run =
            place.command("extract --files-from - -o out.jsonl --resume --lang".split(' ').chain([lang]));
        let mut child = run.stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs");
        while !place.path("out.jsonl.part.journal").exists() {
            assert!(child.try_wait().expect("a process").is_none(), "it waits for the list");
            std::thread::sleep(Duration::from_millis(5));
        }
        File::options().write(true).open(place.path("out.jsonl")).expect("a file").set_len(9).expect("cut");
        child.stdin.take().expect("a pipe").write_all(b"b.txt\na.txt\n").expect("a list");
        let output = child.wait_with_output().expect("it ends");
        assert_eq!(output.status.code(), Some(2), "{}", said(&output));
        has(&said(&output), wanted);
        assert_eq!(place.read("out.jsonl").len(), 9);
        let _ = fs::remove_file(place.path("out.jsonl.part"));
        let _ = fs::remove_file(place.path("out.jsonl.part.journal"));
    }
}

#[test]
fn two_runs_on_one_output() {
    let place = with_plans("lock", 3);
    let args = "extract d -o out.jsonl --resume";
    place.write("out.jsonl.part", "");
    let held = File::open(place.path("out.jsonl.part")).expect("a file");
    held.lock().expect("a lock");
    has(&place.ends(args, 2), "another run is writing `");
    has(&place.ends(&format!("{args} --lang zh"), 2), "另一个 plan 正在写");
    assert_eq!(place.read("out.jsonl.part"), b"");
    drop(held);
    place.ends(args, 0);
    assert!(!place.path("out.jsonl.part").exists());
    // Without --resume each run has a file of its own; the output is that of the last.
    place.ends("extract d -o out.jsonl", 0);
}

#[test]
fn tables_hold_what_the_json_holds() {
    let place = Place::new("tables");
    let plans = common::root().join("fixtures/plans");
    let plans = plans.to_str().expect("UTF-8");
    let json = lines(&place.run(&format!("extract {plans}")).stdout);
    place.ends(&format!("extract {plans} -o csv --format csv"), 0);
    place.ends(&format!("extract {plans} -o parquet --format parquet"), 0);
    let n = |name: &str| json.iter().map(|plan| plan[name].as_array().expect("a list").len()).sum::<usize>();
    let owners: usize = json
        .iter()
        .flat_map(|plan| plan["tasks"].as_array().expect("tasks"))
        .map(|task| task["owners"].as_array().expect("owners").len())
        .sum();
    let table = |name: &str| parquet_rows(&place.path(format!("parquet/{name}.parquet")));
    assert_eq!(table("documents").len(), json.len());
    for (name, expected) in
        [("tasks", n("tasks")), ("dates", n("dates")), ("targets", n("targets")), ("owners", owners)]
    {
        assert!(expected > 20, "{name}");
        assert_eq!(table(name).len(), expected, "{name}");
    }
    let tasks = table("tasks");
    let first = &json[0]["tasks"][0];
    let value = |name: &str| tasks[0].iter().find(|(column, _)| column == name).expect("a column").1.clone();
    assert_eq!((value("document").as_str(), value("task").as_str()), ("1", "t1"));
    assert_eq!(value("text"), first["text"].as_str().expect("text"));
    assert_eq!(value("span_start"), first["span"][0].to_string());
    // Both formats say the same.
    for table in plan::report::flat::TABLES {
        let csv =
            csv_rows(&String::from_utf8(place.read(&format!("csv/{}.csv", table.name))).expect("UTF-8"));
        let parquet = parquet_rows(&place.path(format!("parquet/{}.parquet", table.name)));
        assert_eq!(csv.len(), parquet.len() + 1, "{}", table.name);
        for (csv, parquet) in csv[1..].iter().zip(&parquet) {
            let parquet: Vec<&String> = parquet.iter().map(|(_, value)| value).collect();
            assert_eq!(csv.iter().collect::<Vec<_>>(), parquet, "{}", table.name);
        }
    }
}

/// The rows of a table, as names and printed values.
fn parquet_rows(path: &Path) -> Vec<Vec<(String, String)>> {
    use parquet::file::reader::FileReader as _;
    use parquet::record::Field;
    let file = File::open(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let reader = parquet::file::serialized_reader::SerializedFileReader::new(file).expect("Parquet");
    let text = |field: &Field| match field {
        Field::Null => String::new(),
        Field::Str(text) => text.clone(),
        Field::Double(n) => n.to_string(),
        Field::Date(days) => {
            let day = jiff::civil::date(1970, 1, 1);
            (day + jiff::Span::new().days(*days)).to_string()
        }
        other => other.to_string(),
    };
    let rows = reader.get_row_iter(None).expect("rows").map(|row| row.expect("a row"));
    rows.map(|row| row.get_column_iter().map(|(name, field)| (name.clone(), text(field))).collect()).collect()
}

fn csv_rows(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut field, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => field.push(chars.next().expect("a quote")),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut field)),
            '\n' if !quoted => {
                row.push(std::mem::take(&mut field));
                rows.push(std::mem::take(&mut row));
            }
            c => field.push(c),
        }
    }
    rows
}

/// `docs/tables.md` lists every table and column.
#[test]
fn tables_are_documented() {
    use plan::report::flat::{TABLES, Type};
    let mut printed = String::new();
    for table in TABLES {
        printed += &format!(
            "\n## {}\n\nA row is {}.\n\n| column | type | null | what |\n| --- | --- | --- | --- |\n",
            table.name, table.row
        );
        printed += "| `document` | integer | | the file, as `documents.document`: 1, 2 … in the order of the output |\n";
        for column in table.columns {
            let of = match column.of {
                Type::Text => "text",
                Type::Int => "integer",
                Type::Number => "double",
                Type::Day => "date",
                Type::Flag => "boolean",
            };
            let null = if column.optional { "yes" } else { "" };
            printed += &format!("| `{}` | {of} | {null} | {} |\n", column.name, column.what);
        }
    }
    let path = common::root().join("docs/tables.md");
    let text = fs::read_to_string(&path).expect("docs/tables.md");
    let head = text.find("\n## documents").unwrap_or(text.len());
    match common::update() {
        true => fs::write(&path, format!("{}{printed}", &text[..head])).expect("writable"),
        false => assert_eq!(&text[head..], printed, "UPDATE=1 writes it"),
    }
}

// Going on after a kill.

#[test]
fn what_is_unchanged_is_not_read_again() {
    let place = with_plans("unchanged", 40);
    let fresh = || place.run("extract d").stdout;
    has(&place.ends("extract d -o out.jsonl --resume", 0), "40 read, 0 failed");
    assert_eq!(place.read("out.jsonl"), fresh());
    has(&place.ends("extract d -o out.jsonl --resume", 0), "0 read, 40 kept from before, 0 failed");
    assert_eq!(place.names(), ["d", "out.jsonl", "out.jsonl.journal"]);
    // Touched: its bytes are compared. Changed, with the same size: read. Gone: its line goes. New: its line comes.
    age(&place, "d/00/0000.txt", 500);
    place.write(
        "d/01/0001.txt",
        String::from_utf8(place.read("d/01/0001.txt")).expect("UTF-8").replace("云溪", "青溪"),
    );
    fs::remove_file(place.path("d/02/0002.txt")).expect("a file");
    place.write("d/00/new.txt", PLAN);
    has(&place.ends("extract d -o out.jsonl --resume", 0), "2 read, 38 kept from before, 0 failed");
    assert_eq!(place.read("out.jsonl"), fresh());
    // Without being read: a file that may not be opened, with the stamp it had.
    for name in ["d/03/0003.txt", "d/04/0004.txt"] {
        age(&place, name, 300);
    }
    place.ends("extract d -o out.jsonl --resume", 0);
    let size = place.read("d/03/0003.txt").len();
    let modified = fs::metadata(place.path("d/03/0003.txt")).expect("a file").modified().expect("its time");
    place.write("d/03/0003.txt", vec![b'x'; size]);
    File::options()
        .write(true)
        .open(place.path("d/03/0003.txt"))
        .expect("a file")
        .set_modified(modified)
        .expect("its time");
    has(&place.ends("extract d -o out.jsonl --resume", 0), "0 read, 40 kept from before");
    // Another year is another output; another program has written the output since: all is read.
    has(&place.ends("extract d -o out.jsonl --resume --year 2023", 0), "40 read, 0 failed");
    place.write("out.jsonl", "something else\n");
    has(&place.ends("extract d -o out.jsonl --resume --year 2023", 0), "40 read, 0 failed");
}

#[test]
fn a_part_is_cut_back_to_what_is_whole() {
    let place = with_plans("cut", 30);
    let fresh = place.run("extract d").stdout;
    place.ends("extract d -o out.jsonl --resume", 0);
    let journal = String::from_utf8(place.read("out.jsonl.journal")).expect("UTF-8");
    let journal: Vec<&str> = journal.lines().collect();
    // As a kill leaves it: some lines with their journal, whole lines and half a line without.
    for (n_journal, half) in [(0, 5), (1, 0), (10, 7000), (12, 1), (30, 0)] {
        for tail in ["", "12 34", "\0\0\0\n", "1 2 3 4 zz zz\n"] {
            fs::remove_file(place.path("out.jsonl")).expect("the output");
            let _ = fs::remove_file(place.path("out.jsonl.journal"));
            let kept = journal[..=n_journal].iter().map(|line| format!("{line}\n")).collect::<String>();
            let end = match journal[n_journal].split(' ').take(2).map(str::parse::<usize>).collect::<Vec<_>>()
                [..]
            {
                [Ok(start), Ok(length)] if n_journal > 0 => start + length,
                _ => 0,
            };
            place.write("out.jsonl.part", &fresh[..(end + half).min(fresh.len())]);
            place.write("out.jsonl.part.journal", format!("{kept}{tail}"));
            let said = place.ends("extract d -o out.jsonl --resume", 0);
            let kept = if n_journal == 0 { String::new() } else { format!(", {n_journal} kept from before") };
            has(&said, &format!("{} read{kept}, 0 failed", 30 - n_journal));
            assert!(place.read("out.jsonl") == fresh, "{n_journal} lines and {half} bytes");
        }
    }
    // A part of another version is not used; one that a run without --resume has left neither.
    place.write("out.jsonl.part", &fresh[..5000]);
    place.write("out.jsonl.part.journal", "plan 0.0.0 0\n0 100 1 1 aa bb\n");
    fs::remove_file(place.path("out.jsonl.journal")).expect("the journal");
    has(&place.ends("extract d -o out.jsonl --resume", 0), "30 read, 0 failed");
    assert!(place.read("out.jsonl") == fresh);
}

/// Killed at many moments, the output is in the end that of a run nobody disturbed. `KILLS` says how many.
#[test]
fn killed_and_resumed() {
    let place = with_plans("killed", 400);
    place.write("d/03/bad.txt", "");
    let fresh = place.run("extract d").stdout;
    let kills = std::env::var("KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(6);
    let whole = std::time::Instant::now();
    place.run("extract d -o whole.jsonl --resume");
    let whole = whole.elapsed();
    let mut dice = 7_u64;
    for n in 0..kills {
        for name in ["out.jsonl", "out.jsonl.journal"] {
            let _ = fs::remove_file(place.path(name));
        }
        // Killed once or several times before it may end.
        for _ in 0..=n % 3 {
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let mut child = place
                .command(["extract", "d", "-o", "out.jsonl", "--resume", "-q"])
                .spawn()
                .expect("it runs");
            std::thread::sleep(whole.mul_f64((dice >> 33) as f64 / (1_u64 << 31) as f64));
            child.kill().expect("a process");
            child.wait().expect("it ends");
            if let Ok(written) = fs::read(place.path("out.jsonl")) {
                assert!(written == fresh, "kill {n}: half an output");
            }
        }
        let said = place.ends("extract d -o out.jsonl --resume", 1);
        assert!(place.read("out.jsonl") == fresh, "kill {n}: {said}");
        assert!(!place.path("out.jsonl.part").exists() && !place.path("out.jsonl.new").exists(), "kill {n}");
    }
}

#[test]
fn a_full_disk_can_be_resumed() {
    let place = with_plans("full", 300);
    fs::create_dir(place.path("disk")).expect("a folder");
    let plan = env!("CARGO_BIN_EXE_plan");
    // A small disk in a namespace of its own; it is full of something else at first.
    let script = format!(
        "mount -t tmpfs -o size=1200k tmpfs disk && head -c 900000 /dev/zero > disk/other
         {plan} extract d -o disk/out.jsonl --resume; echo $?
         {plan} extract d -o disk/plain.jsonl; echo $?
         ls disk | tr '\\n' ' '; echo
         rm disk/other; {plan} extract d -o disk/out.jsonl --resume; echo $?
         {plan} extract d 2>/dev/null | cmp - disk/out.jsonl && echo same"
    );
    let mut command = Command::new("unshare");
    command.args(["--user", "--map-root-user", "--mount", "sh", "-c", &script]);
    let output = command.current_dir(&place.0).env("LC_ALL", "C").output().expect("unshare");
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    if printed.is_empty() {
        eprintln!("skipped: no disk can be mounted here: {}", said(&output));
        return;
    }
    assert_eq!(printed, "2\n2\nother out.jsonl.part out.jsonl.part.journal \n0\nsame\n", "{}", said(&output));
    has(&said(&output), "the disk is full; what was written is kept");
    has(&said(&output), "the disk is full; nothing was left behind");
    has(&said(&output), "kept from before");
}

// A stream.

#[test]
fn a_line_for_each_line() {
    let place = Place::new("stream");
    place.write("a.txt", PLAN);
    let text = Value::from(PLAN);
    let input = [
        format!("{{\"id\":1,\"text\":{text}}}"),
        "{\"path\":\"a.txt\",\"id\":{\"deep\": [1.50]}}".into(),
        "{\"id\":3,\"path\":\"none.txt\"}".into(),
        "nonsense".into(),
        String::new(),
        "{\"id\":6,\"text\":5}".into(),
        "{\"id\":7}".into(),
        "{\"id\":8,\"text\":\"\"}".into(),
        "{\"id\":9,\"text\":\"\\ud800\"}".into(),
        format!("{{\"id\":10,\"text\":{text},\"path\":\"a.txt\"}}"),
        "[1]".into(),
        "{\"id\":12,\"path\":\"/dev/zero\"}".into(),
        format!("{{\"other\":0,\"text\":{text}}}"),
    ]
    .join("\n");
    place.write("in", &input);
    let mut outputs = Vec::new();
    for jobs in ["1", "2", "8"] {
        let mut command = place.command(["extract", "--stream", "--jobs", jobs]);
        let output =
            command.stdin(File::open(place.path("in")).expect("the input")).output().expect("it runs");
        assert_eq!(output.status.code(), Some(1), "{}", said(&output));
        has(&said(&output), "3 read, 10 failed");
        outputs.push(output.stdout);
    }
    assert!(outputs.iter().all(|output| *output == outputs[0]));
    let lines = lines(&outputs[0]);
    assert_eq!(lines.len(), 13);
    for (at, id) in [(0, "1"), (2, "3"), (5, "6"), (6, "7"), (7, "8"), (8, "9"), (9, "10"), (11, "12")] {
        assert_eq!(lines[at]["id"].to_string(), id);
    }
    assert!(
        String::from_utf8_lossy(&outputs[0]).contains("{\"id\":{\"deep\": [1.50]},\"schema\":\"plan/1\"")
    );
    for (at, message) in [
        (2, "no such file"),
        (3, "is no JSON such as"),
        (4, "is no JSON such as"),
        (5, "`text` is no string"),
        (6, "wanted either `text` or `path`"),
        (7, "no text in the file"),
        (8, "`text` is no string"),
        (9, "wanted either `text` or `path`"),
        (10, "is no JSON such as"),
        (11, "is no regular file"),
    ] {
        has(lines[at]["error"].as_str().unwrap_or_default(), message);
        assert_eq!(lines[at]["line"], at + 1);
    }
    assert_eq!(lines[12]["id"], Value::Null);
    // The plan is the one that the file gives.
    let alone = &self::lines(&place.run("extract --format jsonl a.txt").stdout)[0];
    assert_eq!(lines[1]["tasks"], alone["tasks"]);
    assert_eq!(lines[1]["source"], alone["source"]);
}

#[test]
fn an_interactive_stream_answers_at_once() {
    let place = Place::new("interactive");
    for jobs in ["1", "2"] {
        let mut child = place
            .command(["extract", "--stream", "-q", "--jobs", jobs])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("it runs");
        let mut input = child.stdin.take().expect("a pipe");
        let mut output = BufReader::new(child.stdout.take().expect("a pipe"));
        for id in 0..5 {
            writeln!(input, "{{\"id\":{id},\"text\":{}}}", Value::from(PLAN)).expect("it reads");
            input.flush().expect("it reads");
            let mut line = String::new();
            output.read_line(&mut line).expect("it answers");
            assert_eq!(serde_json::from_str::<Value>(&line).expect("JSON")["id"], id);
        }
        drop(input);
        assert_eq!(child.wait().expect("it ends").code(), Some(0));
    }
    let input = || File::open(place.path("in")).expect("the input");
    place.write("in", format!("{{\"text\":{}}}\n", Value::from(PLAN)));
    let output =
        place.command(["extract", "--stream", "-o", "/dev/full"]).stdin(input()).output().expect("it runs");
    assert_eq!(output.status.code(), Some(2));
    has(&said(&output), "the disk is full");
    let output =
        place.command(["extract", "--stream", "-o", "out"]).stdin(input()).output().expect("it runs");
    assert_eq!((output.status.code(), lines(&place.read("out")).len()), (Some(0), 1));
    let output = place.run("extract --stream");
    assert_eq!((output.status.code(), output.stdout.len()), (Some(0), 0));
}

// Other commands.

#[test]
fn folders_are_checked() {
    let place = with_plans("check", 20);
    place.write("d/03/bad.txt", "");
    let one = place.run("check d --jobs 1");
    assert_eq!(one.status.code(), Some(1));
    has(&said(&one), "d/03/bad.txt: no text in the file");
    let several = place.run("check d --jobs 4");
    assert_eq!(several.stdout, one.stdout);
    let json = place.run("check d/00 --format json");
    assert_eq!(json.status.code(), Some(1), "{}", said(&json));
    let alone = place.run("check d/00/0000.txt d/00/0007.txt d/00/0014.txt --format json");
    assert_eq!(json.stdout, alone.stdout);
    fs::write(place.path("d/plan.toml"), "[check]\nseverity = \"worst\"\n").expect("writable");
    has(&place.ends("check d", 2), "`worst`");
}

#[test]
fn no_progress_line_without_a_terminal() {
    let place = with_plans("progress", 50);
    let said = place.ends("extract d -o out.jsonl", 0);
    assert_eq!(said, "plan: 50 read, 0 failed\n");
}
