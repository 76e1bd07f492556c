//! The tools: which command each is, and what of its arguments a client may set.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicU8;

use serde_json::{Map, Value, json};

use crate::cli::batch::unwinding;
use crate::cli::held::Held;
use crate::cli::{answer, command, words};
use crate::model::Lang;

/// A command that a client may run.
pub(super) struct Tool {
    pub(super) name: &'static str,
    zh: &'static str,
    en: &'static str,
    /// Documents, by their place in the command line.
    documents: &'static [&'static str],
    /// Options that are always given.
    always: &'static [&'static str],
    options: &'static [Param],
}

/// An option of the command of the same name, or of [`Kind::Place`].
struct Param {
    name: &'static str,
    kind: Kind,
    en: &'static str,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Whole,
    Flag,
    /// The last argument, without a name.
    Place,
    /// Which members of the result are wanted.
    Members,
}

const fn param(name: &'static str, kind: Kind, en: &'static str) -> Param {
    Param { name, kind, en }
}

const YEAR: Param = param("year", Kind::Whole, "the year the plan is for, if the document does not say");

/// Every tool; none of their options writes anything.
pub(super) const TOOLS: &[Tool] = &[
    Tool {
        name: "extract",
        zh: "读一份计划，给出任务、责任单位、时限、指标、主题、章节的 JSON（schema plan/1），每一项都有在原文中的位置。",
        en: "Read a plan: JSON (schema plan/1) of its tasks, owners, deadlines, targets, themes and sections, each with its span in the source. Large; name the members you need.",
        documents: &["document"],
        always: &["--format=jsonl"],
        options: &[
            YEAR,
            param(
                "members",
                Kind::Members,
                "only these members of the object, such as [\"title\", \"tasks\"]",
            ),
        ],
    },
    Tool {
        name: "table",
        zh: "把计划列成表（Markdown）：重点任务分解表、责任清单、督办台账、工作日历。",
        en: "A plan as a Markdown table: breakdown of tasks, responsibilities by unit, ledger, calendar.",
        documents: &["document"],
        always: &["--format=md"],
        options: &[
            YEAR,
            param("preset", Kind::Text, "breakdown, responsibility, ledger or calendar"),
            param("columns", Kind::Text, "columns in order, such as no,task,lead,deadline"),
            param("by", Kind::Text, "group rows by owner, section, deadline or theme"),
            param("owner", Kind::Text, "only tasks of this unit, by short or full name"),
            param(
                "role",
                Kind::Text,
                "only with an owner of this duty: lead, responsible, support, accountable, supervisor",
            ),
            param("theme", Kind::Text, "only tasks of this theme, such as education"),
            param("before", Kind::Text, "only tasks due by this date, such as 2025-06-30"),
            param("without", Kind::Text, "only tasks without `owner` or without `deadline`"),
            param("match", Kind::Text, "only tasks whose text this regular expression finds"),
        ],
    },
    Tool {
        name: "check",
        zh: "检查计划中缺什么、错在哪里，JSON，逐条有位置和把握。",
        en: "Find what is missing or wrong in a plan: JSON findings with place, severity and confidence.",
        documents: &["document"],
        always: &["--format=json"],
        options: &[
            YEAR,
            param("severity", Kind::Text, "the lowest that is told: error, warning or hint"),
            param("select", Kind::Text, "only these checks, apart by commas"),
            param("ignore", Kind::Text, "not these checks, apart by commas"),
        ],
    },
    Tool {
        name: "diff",
        zh: "比较两份计划：新增、取消、改写的任务，责任单位、时限、指标、提法的变化（Markdown）。",
        en: "Compare two plans: tasks added, dropped, reworded; changes of owners, deadlines, targets, set phrases (Markdown).",
        documents: &["old", "new"],
        always: &["--format=md"],
        options: &[
            YEAR,
            param("brief", Kind::Flag, "only the page that sums up"),
            param(
                "only",
                Kind::Text,
                "only these changes, apart by commas: added, dropped, reworded, split, merged, moved, owner, deadline, target, term",
            ),
        ],
    },
    Tool {
        name: "trace",
        zh: "逐条看上级计划的任务在下级计划里有没有承接：由谁承接、时限早晚、指标高低，附原文依据（Markdown）。",
        en: "Whether each task of an upper plan is taken up by a lower one: by whom, until when, with which targets, and the words that show it (Markdown).",
        documents: &["upper", "lower"],
        always: &["--format=md"],
        options: &[
            YEAR,
            param(
                "only",
                Kind::Text,
                "only rows of these kinds, apart by commas: taken_up, partly, missing, not_ours, own, counterpart, other, earlier, later, kept, raised, lowered, share, unlike",
            ),
        ],
    },
    Tool {
        name: "show",
        zh: "指明任务的每一项从哪里来。",
        en: "Where each value of a task comes from, and by which rule.",
        documents: &["document"],
        always: &[],
        options: &[YEAR, param("task", Kind::Place, "a task such as t5; all if not given")],
    },
];

impl Tool {
    /// As `tools/list` tells of it. Paths are offered only where there is a folder to read from.
    pub(super) fn described(&self, lang: Lang, has_root: bool) -> Value {
        let mut properties = Map::new();
        for document in self.documents {
            let (path, text) = names(document, self.documents.len());
            if has_root {
                properties.insert(
                    path,
                    json!({ "type": "string", "description": format!("path of the {document} (txt, docx, pdf, xlsx, html …), below the root folder") }),
                );
            }
            properties.insert(
                text,
                json!({ "type": "string", "description": format!("the text of the {document}, in place of a path") }),
            );
        }
        for option in self.options {
            let schema = match option.kind {
                Kind::Text | Kind::Place => json!({ "type": "string", "description": option.en }),
                Kind::Whole => json!({ "type": "integer", "description": option.en }),
                Kind::Flag => json!({ "type": "boolean", "description": option.en }),
                Kind::Members => {
                    json!({ "type": "array", "items": { "type": "string" }, "description": option.en })
                }
            };
            properties.insert(option.name.to_owned(), schema);
        }
        json!({
            "name": self.name,
            "description": if lang == Lang::Zh { self.zh } else { self.en },
            "inputSchema": { "type": "object", "properties": properties, "additionalProperties": false },
            "annotations": { "readOnlyHint": true, "openWorldHint": false },
        })
    }

    /// Runs the command: what it printed, and what it said if that is anything; else why not.
    pub(super) fn run(
        &self,
        given: &Map<String, Value>,
        lang: Lang,
        root: Option<&Path>,
    ) -> Result<Vec<String>, String> {
        let asked = self.asked(given, root)?;
        let mut args: Vec<OsString> = vec!["plan".into(), self.name.into()];
        args.extend(self.always.iter().map(OsString::from));
        args.extend(asked.options);
        args.push("--".into());
        args.extend(asked.places);
        let mut command = command::command(lang);
        let matches = command.try_get_matches_from_mut(&args).map_err(|error| {
            let why = words::refused(&error, &command, &args, lang).unwrap_or_else(|| error.to_string());
            // How to go on is for people at a terminal.
            why.lines().next().unwrap_or_default().to_owned()
        })?;
        let held = Held::of(asked.texts.into_iter().map(|(name, text)| (name, text.into_bytes())).collect());
        let status = AtomicU8::new(0);
        let run = unwinding(|| answer(lang, &matches, &status, Some(&held)));
        let status = run.map_err(|why| why.of(lang).to_owned())?;
        let status = status.map_err(|error| words::chain(&error, lang))?;
        let (written, said) = held.take();
        let written = String::from_utf8_lossy(&written).into_owned();
        if status == 2 {
            return Err(said);
        }
        let written = match asked.members {
            Some(members) => chosen(&written, &members)?,
            None => written,
        };
        let said = (!said.is_empty()).then_some(said);
        Ok([written].into_iter().chain(said).collect())
    }

    fn asked(&self, given: &Map<String, Value>, root: Option<&Path>) -> Result<Asked, String> {
        let mut asked = Asked::default();
        let mut known: Vec<String> = self.options.iter().map(|option| option.name.to_owned()).collect();
        for document in self.documents {
            let (path_name, text_name) = names(document, self.documents.len());
            let place = match (given.get(&path_name), given.get(&text_name)) {
                (Some(Value::String(path)), None) => below(root, path)?,
                (None, Some(Value::String(text))) => {
                    // No file is called so: see `below`.
                    let name = PathBuf::from(match self.documents.len() {
                        1 => "-".to_owned(),
                        _ => format!("-{document}"),
                    });
                    asked.texts.push((name.clone(), text.clone()));
                    name
                }
                _ => return Err(format!("wanted either `{path_name}` or `{text_name}`, a string")),
            };
            asked.places.push(place.into_os_string());
            known.extend([path_name, text_name]);
        }
        if let Some(name) = given.keys().find(|name| !known.contains(name)) {
            return Err(format!("`{}` has no argument `{name}`; it has {}", self.name, known.join(", ")));
        }
        for option in self.options {
            let Some(value) = given.get(option.name).filter(|value| !value.is_null()) else { continue };
            let wrong = |wanted: &str| format!("`{}` is {value}; wanted {wanted}", option.name);
            match (option.kind, value) {
                (Kind::Text, Value::String(text)) => {
                    asked.options.push(format!("--{}={text}", option.name).into());
                }
                (Kind::Whole, Value::Number(number)) => {
                    asked.options.push(format!("--{}={number}", option.name).into());
                }
                (Kind::Flag, Value::Bool(flag)) => {
                    asked.options.extend(flag.then(|| OsString::from(format!("--{}", option.name))));
                }
                (Kind::Place, Value::String(text)) => asked.places.push(text.into()),
                (Kind::Members, Value::Array(members)) => {
                    let names: Option<Vec<String>> =
                        members.iter().map(|member| member.as_str().map(str::to_owned)).collect();
                    asked.members = Some(names.ok_or_else(|| wrong("an array of strings"))?);
                }
                (Kind::Text | Kind::Place, _) => return Err(wrong("a string")),
                (Kind::Whole, _) => return Err(wrong("a whole number")),
                (Kind::Flag, _) => return Err(wrong("true or false")),
                (Kind::Members, _) => return Err(wrong("an array of strings")),
            }
        }
        Ok(asked)
    }
}

/// What a client asks of a command.
#[derive(Default)]
struct Asked {
    options: Vec<OsString>,
    places: Vec<OsString>,
    texts: Vec<(PathBuf, String)>,
    members: Option<Vec<String>>,
}

/// What a document's path and its text are called: `path` and `text`, or `old_path` and `old_text`.
fn names(document: &str, n_documents: usize) -> (String, String) {
    match n_documents {
        1 => ("path".to_owned(), "text".to_owned()),
        _ => (format!("{document}_path"), format!("{document}_text")),
    }
}

/// A file below the root, which is the current folder, by its own name there without links. It begins with no `-`.
fn below(root: Option<&Path>, path: &str) -> Result<PathBuf, String> {
    let Some(root) = root else {
        return Err("no file may be read: the program was started without --root; give the text".to_owned());
    };
    // Whether there is such a file elsewhere is not told.
    let found = root.join(path).canonicalize().ok();
    let found = found.filter(|found| found.is_file());
    let name = found.as_deref().and_then(|found| found.strip_prefix(root).ok());
    let name = name.ok_or_else(|| format!("no file `{path}` below the root folder"))?;
    match name.as_os_str().as_encoded_bytes().starts_with(b"-") {
        true => Ok(Path::new(".").join(name)),
        false => Ok(name.to_owned()),
    }
}

/// Only these members of the object.
fn chosen(written: &str, members: &[String]) -> Result<String, String> {
    let mut object: Map<String, Value> = serde_json::from_str(written).map_err(|error| error.to_string())?;
    if let Some(name) = members.iter().find(|name| !object.contains_key(*name)) {
        let all: Vec<&str> = object.keys().map(String::as_str).collect();
        return Err(format!("the object has no member `{name}`; it has {}", all.join(", ")));
    }
    object.retain(|name, _| members.contains(name));
    serde_json::to_string(&object).map_err(|error| error.to_string())
}
