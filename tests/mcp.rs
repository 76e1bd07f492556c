//! `plan mcp` from outside: both protocols, the tools, and what may be read.

mod common;

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

/// The answers to requests, in order, of a server with these arguments.
fn answers(args: &[&str], requests: &[Value]) -> Vec<Value> {
    let lines: String = requests.iter().map(|request| format!("{request}\n")).collect();
    answers_to(args, &lines)
}

fn answers_to(args: &[&str], lines: &str) -> Vec<Value> {
    let mut server = Command::new(common::program())
        .args(["mcp", "--lang", "en"])
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("it starts");
    server.stdin.take().expect("piped").write_all(lines.as_bytes()).expect("it reads");
    let output = server.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(0));
    let printed = String::from_utf8(output.stdout).expect("UTF-8");
    printed.lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect()
}

fn call(id: u32, name: &str, arguments: Value) -> Value {
    json!({ "jsonrpc": "2.0", "id": id, "method": "tools/call", "params": { "name": name, "arguments": arguments } })
}

/// Whether a call failed, and the text that it gave.
fn text(answer: &Value) -> (bool, String) {
    let result = &answer["result"];
    let text = result["content"][0]["text"].as_str().unwrap_or_else(|| panic!("a text in {answer}"));
    (result["isError"].as_bool().expect("told"), text.to_owned())
}

/// The request, as protocol 2026-07-28 wants it.
fn alone(mut request: Value, version: &str) -> Value {
    request["params"]["_meta"] = json!({
        "io.modelcontextprotocol/protocolVersion": version,
        "io.modelcontextprotocol/clientCapabilities": {},
    });
    request
}

const PLAN: &str =
    "青川市2025年绿化工作要点\n一、植树造林\n（一）补植行道树。4月底前补植行道树300株。（市林业局）\n";

#[test]
fn a_handshake_is_answered_and_so_are_its_requests() {
    let found = answers(
        &[],
        &[
            json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": { "protocolVersion": "2025-11-25" } }),
            json!({ "jsonrpc": "2.0", "method": "notifications/initialized" }),
            json!({ "jsonrpc": "2.0", "id": "two", "method": "tools/list" }),
            json!({ "jsonrpc": "2.0", "id": 3, "method": "ping" }),
            call(4, "table", json!({ "text": PLAN, "columns": "task,responsible,deadline" })),
        ],
    );
    assert_eq!(found.len(), 4, "a notification has no answer: {found:?}");
    assert_eq!(found[0]["result"]["protocolVersion"], "2025-11-25");
    assert_eq!(found[1]["id"], "two");
    let names: Vec<&str> = found[1]["result"]["tools"]
        .as_array()
        .expect("tools")
        .iter()
        .filter_map(|tool| tool["name"].as_str())
        .collect();
    assert_eq!(names, ["extract", "table", "check", "diff", "trace", "show"]);
    assert!(
        found[1]["result"].get("resultType").is_none(),
        "an older client may refuse members it does not know"
    );
    assert_eq!(found[2]["result"], json!({}));
    let (failed, table) = text(&found[3]);
    assert!(!failed && table.contains("| 补植行道树 | 市林业局 | 4月底前 |"), "{table}");
}

#[test]
fn each_request_that_stands_alone_is_answered() {
    let found = answers(
        &[],
        &[
            alone(
                json!({ "jsonrpc": "2.0", "id": 1, "method": "server/discover", "params": {} }),
                "2026-07-28",
            ),
            alone(json!({ "jsonrpc": "2.0", "id": 2, "method": "tools/list", "params": {} }), "2026-07-28"),
            alone(call(3, "extract", json!({ "text": PLAN, "members": ["year", "title"] })), "2026-07-28"),
            alone(json!({ "jsonrpc": "2.0", "id": 4, "method": "tools/list", "params": {} }), "2031-01-01"),
            alone(json!({ "jsonrpc": "2.0", "id": 5, "method": "initialize", "params": {} }), "2026-07-28"),
        ],
    );
    assert_eq!(found[0]["result"]["supportedVersions"], json!(["2026-07-28"]));
    for answer in &found[..3] {
        assert_eq!(answer["result"]["resultType"], "complete", "{answer}");
        assert_eq!(answer["result"]["_meta"]["io.modelcontextprotocol/serverInfo"]["name"], "plan");
    }
    for answer in &found[..2] {
        assert_eq!(answer["result"]["cacheScope"], "public");
    }
    let (failed, object) = text(&found[2]);
    assert!(!failed);
    assert_eq!(
        serde_json::from_str::<Value>(&object).expect("JSON"),
        json!({ "title": "青川市2025年绿化工作要点", "year": 2025 })
    );
    assert_eq!(found[3]["error"]["code"], -32022);
    assert_eq!(found[3]["error"]["data"], json!({ "supported": ["2026-07-28"], "requested": "2031-01-01" }));
    assert_eq!(found[4]["error"]["code"], -32601, "it has no handshake");
}

#[test]
fn what_is_no_request_is_told_and_the_next_one_answered() {
    let found = answers_to(
        &["--max-size", "1K"],
        &format!(
            "no json\n[]\n{{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"sing\"}}\n{}\n{}\n",
            json!({ "jsonrpc": "2.0", "id": 2, "method": "ping", "params": { "a": "长".repeat(1000) } }),
            json!({ "jsonrpc": "2.0", "id": 3, "method": "tools/call", "params": { "name": "write" } }),
        ),
    );
    let codes: Vec<i64> = found.iter().filter_map(|answer| answer["error"]["code"].as_i64()).collect();
    assert_eq!(codes, [-32700, -32600, -32601, -32600, -32602]);
}

#[test]
fn files_are_read_below_the_root_only() {
    let root = tempfile::tempdir().expect("made");
    let write = |path: &Path| std::fs::write(path, PLAN).expect("written");
    std::fs::create_dir_all(root.path().join("in/deeper")).expect("made");
    write(&root.path().join("in/deeper/plan.txt"));
    write(&root.path().join("in/-"));
    write(&root.path().join("out.txt"));
    #[cfg(unix)]
    std::os::unix::fs::symlink("../out.txt", root.path().join("in/link.txt")).expect("linked");
    let folder = root.path().join("in");
    let absolute = folder.join("deeper/plan.txt");
    let task = |path: &str| call(1, "show", json!({ "path": path, "task": "t1" }));
    let outside = root.path().join("out.txt");
    let found = answers(
        &["--root", &folder.to_string_lossy()],
        &[
            task("deeper/plan.txt"),
            task(&absolute.to_string_lossy()),
            task("-"),
            task("../out.txt"),
            task("link.txt"),
            task(&outside.to_string_lossy()),
            task("deeper"),
            call(2, "extract", json!({ "path": "deeper/plan.txt", "members": ["source"] })),
        ],
    );
    let failed: Vec<bool> = found.iter().map(|answer| text(answer).0).collect();
    assert_eq!(failed, [false, false, false, true, true, true, true, false], "{found:?}");
    for answer in &found[3..6] {
        assert!(text(answer).1.starts_with("no file `"), "it is not told whether there is one: {answer}");
    }
    let source: Value = serde_json::from_str(&text(&found[7]).1).expect("JSON");
    assert_eq!(source["source"]["path"], "deeper/plan.txt");
    let (failed, why) = text(&answers(&[], &[task("deeper/plan.txt")])[0]);
    assert!(failed && why.contains("--root"), "{why}");
}

#[test]
fn what_a_tool_cannot_do_is_told_to_who_asked() {
    let found = answers(
        &[],
        &[
            call(1, "table", json!({ "text": PLAN, "preset": "poem" })),
            call(2, "table", json!({ "text": PLAN, "output": "/tmp/x" })),
            call(3, "show", json!({ "text": PLAN, "task": "--dict=/" })),
            call(4, "diff", json!({ "old_text": PLAN, "new_text": "今天天气很好。" })),
            call(5, "extract", json!({ "text": PLAN, "members": ["chapters"] })),
            call(6, "check", json!({ "text": PLAN, "year": "soon" })),
            call(
                7,
                "diff",
                json!({ "old_text": PLAN, "new_text": PLAN.replace("300", "400"), "brief": true }),
            ),
            call(
                8,
                "trace",
                json!({ "upper_text": PLAN, "lower_text": PLAN.replace("青川市", "青川市白石县").replace("300", "200") }),
            ),
            call(9, "trace", json!({ "upper_text": PLAN, "lower_text": PLAN, "only": "found" })),
        ],
    );
    let told: Vec<(bool, String)> = found.iter().map(text).collect();
    let wanted = [
        "no value `poem`",
        "no argument `output`",
        "no task `--dict=/`",
        "no tasks were found",
        "no member `chapters`",
        "wanted a whole number",
    ];
    for ((failed, why), part) in told.iter().zip(wanted) {
        assert!(*failed && why.contains(part), "{why}: wanted {part}");
    }
    let (failed, page) = &told[6];
    assert!(!failed && page.contains("300株") && page.contains("400株"), "{page}");
    let (failed, page) = &told[7];
    assert!(!failed && page.contains("300株") && page.contains("200株"), "{page}");
    let (failed, why) = &told[8];
    assert!(*failed && why.contains("no value `found`"), "{why}");
}
