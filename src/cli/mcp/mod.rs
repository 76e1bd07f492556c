//! `plan mcp`: the commands that read, as tools of the Model Context Protocol on standard input and output.
//!
//! Messages are JSON-RPC 2.0, one a line. Protocol 2026-07-28 knows no session: each request carries the version it speaks
//! in `params._meta`. Protocol 2025-11-25 opens with `initialize`, and its requests carry no version. Nothing of a request is
//! kept for the next, so both are answered side by side.

mod tool;

use std::io::{self, Write as _};
use std::path::PathBuf;

use anyhow::{Context as _, Result};
use serde_json::{Map, Value, json};

use crate::cli::batch::Lines;
use crate::cli::{Session, named, read};
use crate::model::Lang;

/// The protocol in which each request stands alone.
const ALONE: &str = "2026-07-28";
/// The protocol that opens with a handshake.
const HANDSHAKE: &str = "2025-11-25";
/// Where a request of [`ALONE`] says what it speaks.
const VERSION: &str = "io.modelcontextprotocol/protocolVersion";

/// Codes of JSON-RPC 2.0, and that of the protocol for a version that is not spoken.
const UNREADABLE: i32 = -32700;
const NO_REQUEST: i32 = -32600;
const NO_METHOD: i32 = -32601;
const BAD_PARAMS: i32 = -32602;
const NO_VERSION: i32 = -32022;

/// How long a client may keep what does not change while the program runs, in milliseconds.
const KEEP: u32 = 3_600_000;

/// Answers requests until standard input ends. Status 0.
pub(super) fn mcp(session: &Session) -> Result<u8> {
    let root = match session.matches.get_one::<PathBuf>("root") {
        Some(root) => {
            // Files are called by their names below it.
            std::env::set_current_dir(root).with_context(|| named(root))?;
            Some(std::env::current_dir().and_then(|root| root.canonicalize()).with_context(|| named(root))?)
        }
        None => None,
    };
    let server = Server { lang: session.lang, root };
    let mut lines = Lines::of_stdin(session.largest());
    let mut output = io::stdout().lock();
    while let Some((_, line)) = lines.next() {
        let line = line?;
        let answer = match line.len() as u64 > session.largest() {
            true => Some(failure(
                &Value::Null,
                Wrong::new(NO_REQUEST, read::too_large(session.largest()).of(session.lang)),
            )),
            false => server.answer(&line),
        };
        if let Some(answer) = answer {
            serde_json::to_writer(&mut output, &answer)?;
            output.write_all(b"\n")?;
            output.flush()?;
        }
    }
    Ok(0)
}

/// What is told of a request that cannot be answered.
struct Wrong {
    code: i32,
    message: String,
    data: Option<Value>,
}

impl Wrong {
    fn new(code: i32, message: impl Into<String>) -> Wrong {
        Wrong { code, message: message.into(), data: None }
    }
}

fn failure(id: &Value, wrong: Wrong) -> Value {
    let mut error = json!({ "code": wrong.code, "message": wrong.message });
    if let Some(data) = wrong.data {
        error["data"] = data;
    }
    json!({ "jsonrpc": "2.0", "id": id, "error": error })
}

struct Server {
    lang: Lang,
    /// The folder, without links, below which files may be read; no file where there is none.
    root: Option<PathBuf>,
}

impl Server {
    /// The answer to a line; none to a notification or an empty line.
    fn answer(&self, line: &[u8]) -> Option<Value> {
        if line.trim_ascii().is_empty() {
            return None;
        }
        let request: Value = match serde_json::from_slice(line) {
            Ok(request) => request,
            Err(error) => return Some(failure(&Value::Null, Wrong::new(UNREADABLE, error.to_string()))),
        };
        let no_request = || failure(&Value::Null, Wrong::new(NO_REQUEST, "no JSON-RPC 2.0 request"));
        let Some(request) =
            request.as_object().filter(|request| request.get("jsonrpc") == Some(&"2.0".into()))
        else {
            return Some(no_request());
        };
        let Some(method) = request.get("method").and_then(Value::as_str) else { return Some(no_request()) };
        let id = request.get("id")?;
        if !id.is_string() && !id.is_number() {
            return Some(no_request());
        }
        let none = Map::new();
        let params = request.get("params").and_then(Value::as_object).unwrap_or(&none);
        Some(match self.result(method, params) {
            Ok(result) => json!({ "jsonrpc": "2.0", "id": id, "result": result }),
            Err(wrong) => failure(id, wrong),
        })
    }

    fn result(&self, method: &str, params: &Map<String, Value>) -> Result<Value, Wrong> {
        let no_method = || Err(Wrong::new(NO_METHOD, format!("no method `{method}`")));
        let spoken = params.get("_meta").and_then(|meta| meta.get(VERSION));
        let Some(spoken) = spoken else {
            return match method {
                "initialize" => Ok(json!({
                    "protocolVersion": HANDSHAKE,
                    "capabilities": { "tools": {} },
                    "serverInfo": this_program(),
                    "instructions": self.instructions(),
                })),
                "ping" => Ok(json!({})),
                "tools/list" => Ok(json!({ "tools": self.tools() })),
                "tools/call" => self.call(params),
                "server/discover" => Err(Wrong::new(BAD_PARAMS, format!("`_meta` lacks `{VERSION}`"))),
                _ => no_method(),
            };
        };
        if spoken != ALONE {
            let data = Some(json!({ "supported": [ALONE], "requested": spoken }));
            let message = format!("protocol {spoken} is not spoken; wanted {ALONE}");
            return Err(Wrong { code: NO_VERSION, message, data });
        }
        let mut result = match method {
            "server/discover" => json!({
                "supportedVersions": [ALONE],
                "capabilities": { "tools": {} },
                "instructions": self.instructions(),
                "ttlMs": KEEP,
                "cacheScope": "public",
            }),
            "tools/list" => json!({ "tools": self.tools(), "ttlMs": KEEP, "cacheScope": "public" }),
            "tools/call" => self.call(params)?,
            _ => return no_method(),
        };
        result["resultType"] = "complete".into();
        result["_meta"] = json!({ "io.modelcontextprotocol/serverInfo": this_program() });
        Ok(result)
    }

    fn instructions(&self) -> &'static str {
        match self.lang {
            Lang::Zh => {
                "读中文工作计划（工作要点、实施方案、任务分工、政府工作报告）：任务、责任单位、时限、指标，每一项都指明出处。只读，不写文件。"
            }
            Lang::En => {
                "Reads Chinese work plans (工作要点, 实施方案, 任务分工, 政府工作报告): tasks, owners, deadlines and targets, each with its place in the source. Nothing is written."
            }
        }
    }

    fn tools(&self) -> Vec<Value> {
        tool::TOOLS.iter().map(|tool| tool.described(self.lang, self.root.is_some())).collect()
    }

    fn call(&self, params: &Map<String, Value>) -> Result<Value, Wrong> {
        let name = params.get("name").and_then(Value::as_str).unwrap_or_default();
        let Some(tool) = tool::TOOLS.iter().find(|tool| tool.name == name) else {
            return Err(Wrong::new(BAD_PARAMS, format!("no tool `{name}`")));
        };
        let none = Map::new();
        let given = params.get("arguments").and_then(Value::as_object).unwrap_or(&none);
        // What a tool cannot do is told to the model, which may ask again; it is no fault of the protocol.
        let (texts, failed) = match tool.run(given, self.lang, self.root.as_deref()) {
            Ok(texts) => (texts, false),
            Err(why) => (vec![why], true),
        };
        let content: Vec<Value> = texts.iter().map(|text| json!({ "type": "text", "text": text })).collect();
        Ok(json!({ "content": content, "isError": failed }))
    }
}

fn this_program() -> Value {
    json!({ "name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION") })
}
