//! Corrections by hand: made on each reading of the document, kept in its newer versions, and none is dropped unsaid.

mod common;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Value, json};

fn fixture(name: &str) -> String {
    fs::read_to_string(common::root().join("fixtures/table").join(name)).expect("a fixture")
}

/// Runs `plan table` in a folder with `plan.txt` and `plan.plan.json`.
fn run(dir: &Path, args: &[&str]) -> Output {
    let args: Vec<&str> = ["table", "--lang=en"].iter().chain(args).copied().collect();
    Command::new(common::program()).args(args).current_dir(dir).env("LC_ALL", "C").output().expect("it runs")
}

fn folder(text: &str, corrections: &str) -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    fs::write(dir.path().join("plan.txt"), text).expect("written");
    fs::write(dir.path().join("plan.plan.json"), corrections).expect("written");
    dir
}

const COLUMNS: &str = "--columns=number,task,measures,lead,responsible,support,deadline,date,key";
const GIVEN: &str = "--corrections=plan.plan.json";

fn table(dir: &Path, args: &[&str]) -> (Value, String) {
    let args: Vec<&str> = ["plan.txt", COLUMNS, "--format=json"].iter().chain(args).copied().collect();
    let ran = run(dir, &args);
    let said = String::from_utf8(ran.stderr).expect("text");
    assert_eq!(ran.status.code(), Some(0), "{said}");
    (serde_json::from_slice(&ran.stdout).expect("JSON"), said)
}

fn row<'t>(table: &'t Value, key: &str) -> Option<&'t Value> {
    table["rows"].as_array().expect("rows").iter().find(|row| row["cells"]["key"] == key)
}

#[test]
fn each_kind_is_made_and_marked_and_nothing_else_is_changed() {
    let dir = folder(&fixture("plan.txt"), &fixture("plan.plan.json"));
    let (before, _) = table(dir.path(), &[]);
    let (after, said) = table(dir.path(), &[GIVEN]);
    assert_eq!(said, "");
    let cells = |key: &str, wanted: Value| {
        let row = row(&after, key).unwrap_or_else(|| panic!("no task {key}"));
        for (id, text) in wanted.as_object().expect("cells") {
            assert_eq!(row["cells"][id], *text, "{key} {id}");
        }
        row["corrected"].clone()
    };
    assert_eq!(
        cells("k-93d273a8", json!({"task": "开展河道和湖泊普查", "lead": "市水务局"})),
        json!(["task"])
    );
    let owners = json!({"lead": "市水务局", "responsible": "", "support": "市生态环境局, 市住房城乡建设局"});
    assert_eq!(cells("k-6dc3dc10", owners), json!(["lead", "responsible", "support"]));
    let due = json!({"deadline": "7月15日前", "date": "2025-07-15"});
    assert_eq!(cells("k-7135ab84", due), json!(["deadline", "date"]));
    // What another was is a measure of it, its owners are its own, and it is due when the last of them is.
    let merged = json!({
        "measures": "1. 把普查、排查和群众来信反映的问题汇总成册，逐项写明位置、成因、措施和责任人\n2. 公布举报方式\n3. 开通热线和小程序，群众反映的问题三个工作日内答复，办结后回访",
        "responsible": "市河长制办公室, 市政务服务局, 市水务局", "date": "2025-05-15",
    });
    assert_eq!(cells("k-8080d96e", merged), json!(["task", "measures"]));
    assert_eq!(row(&after, "k-f3c0fb58"), None);
    let first =
        json!({"task": "扩建城东污水处理厂", "measures": "日处理能力达到12万吨", "date": "2025-10-31"});
    assert_eq!(cells("k-6701d183", first), json!(["task", "measures"]));
    // A part is corrected by its own key, and what it had of the whole stays.
    let second =
        json!({"task": "启动城北厂提标改造", "number": "", "lead": "市住房城乡建设局", "deadline": ""});
    assert_eq!(cells("k-6701d183-b2", second), json!(["task", "measures", "deadline", "date"]));
    assert_eq!(row(&after, "k-2923b49c"), None);
    let touched = ["93d273a8", "6dc3dc10", "7135ab84", "8080d96e", "f3c0fb58", "6701d183", "2923b49c"]
        .map(|key| format!("k-{key}"));
    let rows = before["rows"].as_array().expect("rows");
    for own in rows.iter().filter(|row| touched.iter().all(|key| row["cells"]["key"] != *key)) {
        assert_eq!(row(&after, own["cells"]["key"].as_str().expect("a key")), Some(own));
    }
    let keys: Vec<&str> = after["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .filter_map(|row| row["cells"]["key"].as_str())
        .collect();
    let at = |key: &str| keys.iter().position(|known| *known == key).expect("a row");
    assert_eq!(at("k-6701d183-b2"), at("k-6701d183") + 1);
    assert_eq!(after["notes"][0], "Corrected by hand: 6 tasks.");
    assert_eq!(after["corrections"].as_array().map(Vec::len), Some(7));
    assert_eq!(before.get("corrections"), None);
}

#[test]
fn what_has_days_has_those_that_were_corrected() {
    let dir = folder(&fixture("plan.txt"), &fixture("plan.plan.json"));
    let ran = run(dir.path(), &["plan.txt", GIVEN, "--preset=calendar", "--format=ics"]);
    let text = String::from_utf8(ran.stdout).expect("text");
    assert!(text.contains("VALUE=DATE:20250715"), "{text}");
    // The old day of it is none of its days any more; another task is due then.
    let of_day = text.split("BEGIN:VEVENT").filter(|event| event.contains("VALUE=DATE:20250630")).count();
    assert_eq!(of_day, 1, "{text}");
}

#[test]
fn a_newer_version_of_the_document_keeps_them_and_says_what_no_longer_fits() {
    // A title and a deadline are written otherwise, a task is gone, and another says now what was corrected in it.
    let text = fixture("plan.txt")
        .replace("1．开展河道普查", "1．开展全市河道普查")
        .replace(
            "“一张图”。（牵头单位：市自然资源局；配合单位：市水务局；完成时限：6月底前）",
            "“一张图”。（牵头单位：市自然资源局；配合单位：市水务局；完成时限：8月底前）",
        )
        .replace("24．强化考核。把河湖清洁情况纳入年度综合考核，占比不低于3%。（责任单位：市委组织部）\n", "")
        .replace("5．公布举报方式。", "5．公开热线电话。");
    let dir = folder(&text, &fixture("plan.plan.json"));
    let (after, said) = table(dir.path(), &[GIVEN]);
    let outcomes = after["corrections"].as_array().expect("outcomes");
    assert_eq!(outcomes.len(), 7);
    // Its key is another now.
    let moved = outcomes[0]["now"].as_str().expect("its task is found");
    assert_ne!(moved, "k-93d273a8");
    assert_eq!(row(&after, moved).expect("a row")["cells"]["task"], "开展河道和湖泊普查");
    let lines: Vec<&str> = said.lines().collect();
    for (line, wanted) in lines.iter().zip([
        "plan: `开展河道普查` (k-93d273a8): read as `开展河道普查` when it was corrected and as `开展全市河道普查` now; `开展河道和湖泊普查` is kept",
        "plan: `核定水域岸线` (k-7135ab84): read as `6月底前` when it was corrected and as `8月底前` now; `7月15日前` is kept",
        "plan: `建立问题清单` (k-8080d96e): the document no longer has `公布举报方式`, which it was to take in",
        "plan: `强化考核` (k-2923b49c): the document has no such task any more, and the correction was not made",
    ]) {
        assert_eq!(*line, wanted);
    }
    assert_eq!(lines.len(), 4, "{said}");
    let due = &row(&after, outcomes[2]["now"].as_str().expect("a key")).expect("a row")["cells"];
    assert_eq!((due["deadline"].as_str(), due["date"].as_str()), (Some("7月15日前"), Some("2025-07-15")));
    assert_eq!(outcomes[6]["now"], Value::Null);
    // What the document says itself is nobody's correction.
    let text = fixture("plan.txt").replace("完成时限：6月底前）\n4．", "完成时限：7月15日前）\n4．");
    let dir = folder(&text, &fixture("plan.plan.json"));
    let (after, said) = table(dir.path(), &[GIVEN]);
    assert_eq!(said, "");
    let row = row(&after, after["corrections"][2]["now"].as_str().expect("a key")).expect("a row");
    assert_eq!((row["cells"]["date"].as_str(), row.get("corrected")), (Some("2025-07-15"), None));
}

#[test]
fn of_several_documents_each_has_its_own() {
    let dir = folder(&fixture("plan.txt"), &fixture("plan.plan.json"));
    fs::write(dir.path().join("other.txt"), fixture("year_old.txt")).expect("written");
    let of = |args: &[&str]| {
        let ran = run(dir.path(), &[&["--format=json", "--columns=file,task,key"], args].concat());
        serde_json::from_slice::<Value>(&ran.stdout).expect("JSON")
    };
    let plain = of(&["other.txt", "plan.txt"]);
    let both = of(&["other.txt", "plan.txt", GIVEN]);
    let own = |table: &Value, file: &str| {
        let rows = table["rows"].as_array().expect("rows").iter().filter(|row| row["cells"]["file"] == file);
        rows.cloned().collect::<Vec<Value>>()
    };
    assert!(!own(&plain, "other.txt").is_empty());
    assert_eq!(own(&plain, "other.txt"), own(&both, "other.txt"));
    assert_ne!(own(&plain, "plan.txt"), own(&both, "plan.txt"));
}

#[test]
fn a_damaged_file_or_one_of_another_document_is_refused_in_words() {
    let whole = fixture("plan.plan.json");
    let half: String = whole.chars().take(700).collect();
    for (corrections, wanted) in [
        (String::new(), "no whole file of corrections: not JSON at line 1, byte 0"),
        (half, "no whole file of corrections: not JSON at line "),
        ("[]".into(), "wanted `schema` to be `plan-corrections/1`, found none"),
        (whole.replace("plan-corrections/1", "plan-corrections/9"), "found `plan-corrections/9`"),
        (
            whole.replace("\"corrections\": [", "\"corrected\": ["),
            "wanted `corrections` to be a list, found null",
        ),
        (
            whole.replace("2025-07-15", "2025-13-15"),
            "wanted `corrections[2].deadline.now.date` to be a day such as 2025-06-30, found \"2025-13-15\"",
        ),
        (
            whole.replace("\"role\": \"support\"", "\"role\": \"boss\""),
            "`corrections[1].owners.now[1].role` to be a duty: lead, ",
        ),
        (
            whole.replace("\"leave_out\": true", "\"leave_out\": false"),
            "wanted `corrections[6].leave_out` to be true, found false",
        ),
        (
            whole.replace("\"leave_out\": true", "\"forget\": true"),
            "wanted `corrections[6]` to be a correction: ",
        ),
        (
            whole.replace("\"now\": \"开展河道和湖泊普查\"", "\"now\": \" \""),
            "`corrections[0].title.now` to be a text that is not empty",
        ),
    ] {
        let dir = folder(&fixture("plan.txt"), &corrections);
        let ran = run(dir.path(), &["plan.txt", GIVEN, "-o", "out.md"]);
        let said = String::from_utf8(ran.stderr).expect("text");
        assert_eq!(ran.status.code(), Some(2), "{said}");
        assert!(said.starts_with("plan: plan.plan.json: ") && said.contains(wanted), "{wanted}\n{said}");
        assert!(!dir.path().join("out.md").exists(), "{wanted}");
    }
    let dir = folder(&fixture("year_old.txt"), &whole);
    let ran = run(dir.path(), &["plan.txt", GIVEN]);
    let said = String::from_utf8(ran.stderr).expect("text");
    assert_eq!((ran.status.code(), ran.stdout.len()), (Some(2), 0));
    assert!(
        said.contains("has the corrections of another document, `云泽市2025年河湖清洁行动实施方案`"),
        "{said}"
    );
}

#[test]
fn any_order_of_corrections_leaves_a_whole_plan() {
    // Tasks that take in each other, are taken in twice, left out, split again, or named twice.
    let of = |key: &str, task: &str, what: Value| {
        let mut one = json!({"key": key, "task": task});
        one.as_object_mut().expect("an object").extend(what.as_object().expect("an object").clone());
        one
    };
    let (first, second) = (("k-93d273a8", "开展河道普查"), ("k-6dc3dc10", "排查入河排口"));
    let named = |(key, task): (&str, &str)| json!({"key": key, "task": task});
    let split = json!({"split": {"was": "", "now": [{"title": "甲"}, {"title": "乙"}, {"title": "丙"}]}});
    let all = [
        of(first.0, first.1, json!({"merge": [named(first), named(second), named(second)]})),
        of(second.0, second.1, json!({"merge": [named(first)]})),
        of(first.0, first.1, split.clone()),
        of("k-93d273a8-b2", "乙", split.clone()),
        of(first.0, first.1, split),
        of("k-93d273a8-b2-b3", "丙", json!({"merge": [named(("k-93d273a8", "甲"))]})),
        of("k-93d273a8-b9", "无", json!({"leave_out": true})),
        of("k-93d273a8-b2-b3", "丙", json!({"leave_out": true})),
    ];
    let mut orders = vec![all.to_vec(), all.iter().rev().cloned().collect()];
    orders.extend((1..all.len()).map(|n| [&all[n..], &all[..n]].concat()));
    for order in orders {
        let file = json!({
            "schema": "plan-corrections/1", "corrections": order,
            "document": {"name": "plan.txt", "title": "云泽市2025年河湖清洁行动实施方案"},
        });
        let dir = folder(&fixture("plan.txt"), &file.to_string());
        let (after, said) = table(dir.path(), &[GIVEN]);
        assert_eq!(after["corrections"].as_array().map(Vec::len), Some(all.len()));
        assert!(said.contains("k-93d273a8-b9"), "{said}");
        // Every other task is there once.
        let rows = after["rows"].as_array().expect("rows");
        let others = rows
            .iter()
            .filter(|row| !row["cells"]["key"].as_str().is_some_and(|key| key.starts_with("k-93d273a8")));
        assert!(others.count() >= 23, "{said}");
        for preset in ["calendar", "responsibility", "ledger"] {
            let preset = format!("--preset={preset}");
            assert_eq!(run(dir.path(), &["plan.txt", GIVEN, &preset, "--format=md"]).status.code(), Some(0));
        }
    }
}
