//! What the page in a browser calls: the program on files in memory, all that is known of one document, and its findings.
//!
//! The plans that were read are kept, so that another table of them is there at once.
//!
//! A call has one text of JSON, behind it the bytes of files; so has its answer.
//!
//! ```text
//! ask     4 bytes, little-endian: the length of the JSON; the JSON; the files, one behind the other
//!         {"args": ["table", "--format=md", "--", "a.docx"], "files": [["a.docx", 1234]]}
//!         {"open": "a.docx", "lang": "zh", "files": [["a.docx", 1234]]}
//!         {"check": "a.docx", "lang": "zh", "files": [["a.docx", 1234]]}
//!         {"about": true, "files": []}
//! answer  4 bytes, the JSON, what the command wrote
//!         {"status": 0, "said": ""}
//! ```

use std::collections::{HashMap, HashSet};
use std::ffi::OsString;
use std::hash::{DefaultHasher, Hasher as _};
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex, PoisonError};

use plan::check::rules::RULES;
use plan::check::{self, Kept, Subject};
use plan::extract::theme::THEMES;
use plan::extract::{self, Scene};
use plan::input::{self, InputError, Options};
use plan::ledger::column::PRESETS;
use plan::ledger::theme;
use plan::lexicon::Lexicon;
use plan::model::{Lang, Plan};
use plan::report::findings::{Checked, Form, Report};
use plan::report::{json, show, shown};
use plan::text::{Offsets, Source};
use serde_json::{Value, json};

/// The bytes of the call, then those of its answer.
static BYTES: Mutex<Vec<u8>> = Mutex::new(Vec::new());

/// Makes room for a call of so many bytes; where they go.
// The name must be as it is written for the page to find it; no other function has it.
#[unsafe(no_mangle)]
pub extern "C" fn room(length: usize) -> *mut u8 {
    let mut bytes = BYTES.lock().unwrap_or_else(PoisonError::into_inner);
    *bytes = vec![0; length];
    bytes.as_mut_ptr()
}

/// Does what the call says; the length of the answer.
#[unsafe(no_mangle)]
pub extern "C" fn call() -> usize {
    let mut bytes = BYTES.lock().unwrap_or_else(PoisonError::into_inner);
    let ask = std::mem::take(&mut *bytes);
    *bytes = answer(ask).unwrap_or_else(|| framed(&json!({"status": 2, "said": "unlike a call"}), &[]));
    bytes.len()
}

/// Where the answer stands.
#[unsafe(no_mangle)]
pub extern "C" fn answered() -> *const u8 {
    BYTES.lock().unwrap_or_else(PoisonError::into_inner).as_ptr()
}

fn framed(head: &Value, body: &[u8]) -> Vec<u8> {
    let head = head.to_string();
    [&(head.len() as u32).to_le_bytes(), head.as_bytes(), body].concat()
}

/// The answer; nothing where the call is not of the form above.
fn answer(ask: Vec<u8>) -> Option<Vec<u8>> {
    let (length, rest) = ask.split_first_chunk()?;
    let (head, mut rest) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
    let head: Value = serde_json::from_slice(head).ok()?;
    let mut files = Vec::new();
    for file in head["files"].as_array()? {
        let (bytes, behind) = rest.split_at_checked(file[1].as_u64()? as usize)?;
        files.push((PathBuf::from(file[0].as_str()?), bytes.to_vec()));
        rest = behind;
    }
    drop(ask);
    let lang = if head["lang"] == "en" { Lang::En } else { Lang::Zh };
    for (what, tell) in [("open", open as fn(&str, Vec<u8>, Lang) -> Vec<u8>), ("check", findings)] {
        if let Some(name) = head[what].as_str() {
            return Some(tell(name, files.pop()?.1, lang));
        }
    }
    if head["about"] == true {
        return Some(framed(&about(), &[]));
    }
    let args = head["args"].as_array()?.iter().map(|arg| arg.as_str().map(OsString::from));
    let args: Vec<OsString> = [Some("plan".into())].into_iter().chain(args).collect::<Option<_>>()?;
    let plans = if head["args"][0] == "table" { known(&args, &files) } else { Vec::new() };
    let came = plan::cli::in_memory(&args, files, plans);
    Some(framed(&json!({"status": came.status, "said": came.said}), &came.written))
}

/// What a person may choose from, each by its name in the arguments and what it is called in Chinese and English.
fn about() -> Value {
    let themes: Vec<[String; 3]> =
        THEMES.iter().map(|id| [id.to_string(), theme::name(id, Lang::Zh), theme::name(id, Lang::En)]).collect();
    let presets: Vec<[&str; 3]> = PRESETS.iter().map(|(_, name, zh, en)| [*name, *zh, *en]).collect();
    json!({"status": 0, "said": "", "themes": themes, "presets": presets, "version": env!("CARGO_PKG_VERSION")})
}

/// Plans that were read before, by the names of their files.
static PLANS: LazyLock<Mutex<HashMap<PathBuf, Known>>> = LazyLock::new(Mutex::default);

/// How much text they have at most, in bytes: some thousand documents of twenty pages.
const MOST: usize = 40 << 20;

/// A plan with what tells the content of its file, and how long its text is.
struct Known {
    content: u64,
    plan: Plan,
    length: usize,
}

fn content(bytes: &[u8]) -> u64 {
    let mut hash = DefaultHasher::new();
    hash.write(bytes);
    hash.finish()
}

/// The plans of the documents that the arguments name. What is no plan is left to the command, which says why.
fn known(args: &[OsString], files: &[(PathBuf, Vec<u8>)]) -> Vec<(PathBuf, Plan)> {
    let named: HashSet<&Path> = args.iter().skip_while(|arg| *arg != "--").skip(1).map(Path::new).collect();
    let mut found = Vec::new();
    for (name, bytes) in files.iter().filter(|(name, _)| named.contains(name.as_path())) {
        let content = content(bytes);
        let plans = PLANS.lock().unwrap_or_else(PoisonError::into_inner);
        let known = plans.get(name).filter(|known| known.content == content).map(|known| known.plan.clone());
        drop(plans);
        let plan = known.or_else(|| {
            let source = input::read(&name.to_string_lossy(), bytes.clone(), &Options::default()).ok()?;
            let (plan, _) = extract::read(Scene { lexicon: &Lexicon::default(), year: None }, &source);
            keep(name, Known { content, plan: plan.clone(), length: source.text.len() });
            Some(plan)
        });
        found.extend(plan.map(|plan| (name.clone(), plan)));
    }
    found
}

/// Keeps a plan. Where there are too many, all are read anew.
fn keep(name: &Path, known: Known) {
    let mut plans = PLANS.lock().unwrap_or_else(PoisonError::into_inner);
    if plans.values().map(|known| known.length).sum::<usize>() + known.length > MOST {
        plans.clear();
    }
    plans.insert(name.to_path_buf(), known);
}

fn source(name: &str, bytes: Vec<u8>, lang: Lang) -> Result<Source, Vec<u8>> {
    let refused = |error: InputError| framed(&json!({"status": 2, "said": error.said().of(lang)}), &[]);
    input::read(name, bytes, &Options::default()).map_err(refused)
}

/// All of one document: its plan as the command prints it, its text, and for each task the places of its values with what is
/// said of them.
fn open(name: &str, bytes: Vec<u8>, lang: Lang) -> Vec<u8> {
    let content = content(&bytes);
    let source = match source(name, bytes, lang) {
        Ok(source) => source,
        Err(refused) => return refused,
    };
    let lexicon = Lexicon::default();
    let read = extract::read_all(Scene { lexicon: &lexicon, year: None }, &source);
    let offsets = Offsets::new(&source.text);
    let kept = Kept::default();
    let subject = Subject::of(&source, &read, &kept);
    let marks: Vec<Vec<Value>> = (0..read.plan.tasks.len())
        .map(|at| {
            let marks = show::marks(subject, at, lang);
            marks.iter().map(|mark| json!([offsets.span(mark.span), shown::line(&mark.label)])).collect()
        })
        .collect();
    let mut body = Vec::new();
    body.extend_from_slice(b"{\"plan\":");
    json::append(&json::document(&source, &read.clean, read.plan.clone(), lang), &mut body);
    let more = json!({"text": source.text, "marks": marks}).to_string();
    body.push(b',');
    body.extend_from_slice(&more.as_bytes()[1..]);
    keep(Path::new(name), Known { content, plan: read.plan, length: source.text.len() });
    framed(&json!({"status": 0, "said": ""}), &body)
}

/// The findings of one document, as the command prints them.
fn findings(name: &str, bytes: Vec<u8>, lang: Lang) -> Vec<u8> {
    let source = match source(name, bytes, lang) {
        Ok(source) => source,
        Err(refused) => return refused,
    };
    let lexicon = Lexicon::default();
    let read = extract::read_all(Scene { lexicon: &lexicon, year: None }, &source);
    let mut findings = check::check(&source, &read, RULES.iter().copied());
    findings.retain(|finding| finding.sure >= check::SURE);
    let mut report = Report::new(Form::Json, lang);
    let checked = Checked { source: source.clone(), findings };
    let findings = [report.begin(), report.file(&checked), report.end()].concat();
    framed(&json!({"status": 0, "said": ""}), findings.as_bytes())
}
