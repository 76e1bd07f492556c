//! Where a batch is written: lines, an array, lines that can be resumed, or tables.

use std::io::Write as _;
use std::path::PathBuf;

use anyhow::{Result, bail};
use sha2::{Digest, Sha256};

use crate::cli::Session;
use crate::cli::batch::reader::{Body, Shape};
use crate::cli::batch::resume::{Entry, Known, Piece, Store};
use crate::cli::batch::tables::Tables;
use crate::cli::format::format;
use crate::cli::output::Output;
use crate::report::flat;

/// The output of a batch.
pub(super) enum Target {
    Lines(Output),
    /// An array, and whether it has an element.
    Array(Output, bool),
    Stored(Box<Store>),
    Tables(Box<Tables>),
}

impl Target {
    /// Opens what `-o`, `--format` and `--resume` ask for, with what is known of earlier runs.
    pub(super) fn open(session: &Session) -> Result<(Target, Known)> {
        let path = session.out();
        // Tables go to a folder, whatever its name.
        let format = match session.matches.get_one::<String>("format").map(String::as_str) {
            Some(tables @ ("csv" | "parquet")) => tables,
            _ => format(session, path, &["jsonl", "json"], "jsonl")?,
        };
        if session.matches.get_flag("resume") {
            let (Some(path), "jsonl") = (path, format) else {
                bail!(session.tell(
                    "--resume 需要 -o 文件，格式为 jsonl".into(),
                    "--resume needs -o FILE and the format jsonl".into(),
                ));
            };
            let (store, known) = Store::open(session, path, &fingerprint(session)?)?;
            return Ok((Target::Stored(Box::new(store)), known));
        }
        let target = match (format, path) {
            ("csv" | "parquet", Some(folder)) => {
                Target::Tables(Box::new(Tables::open(session, folder, format)?))
            }
            ("csv" | "parquet", None) => bail!(session.tell(
                format!("{format} 有多张表，请用 -o 给出目录"),
                format!("{format} has several tables; name a folder for them with -o"),
            )),
            ("json", path) => {
                let mut output = Output::open(session, path)?;
                output.write_all(b"[\n")?;
                Target::Array(output, false)
            }
            (_, path) => Target::Lines(Output::open(session, path)?),
        };
        Ok((target, Known::default()))
    }

    /// How plans are to be written for it.
    pub(super) fn shape(&self) -> Shape {
        match self {
            Target::Lines(_) | Target::Stored(_) => Shape::Line,
            Target::Array(..) => Shape::Indented,
            Target::Tables(_) => Shape::Rows,
        }
    }

    /// Adds the next plan. Without an entry it will be read again by a resumed run.
    pub(super) fn add(&mut self, body: Body, entry: Option<Entry>) -> Result<()> {
        match (self, body) {
            (Target::Lines(output), Body::Text(line)) => output.write_all(&line)?,
            (Target::Array(output, begun), Body::Text(text)) => {
                output.write_all(if *begun { b",\n" } else { b"" })?;
                output.write_all(&text)?;
                *begun = true;
            }
            (Target::Stored(store), Body::Text(line)) => store.add(&line, entry)?,
            (Target::Tables(tables), Body::Rows(rows)) => tables.add(rows)?,
            _ => unreachable!("plans are written in the shape of the target"),
        }
        Ok(())
    }

    /// Lets the line of an earlier run be the next.
    pub(super) fn reuse(&mut self, piece: Piece, entry: Entry) {
        if let Target::Stored(store) = self {
            store.reuse(piece, entry);
        }
    }

    /// Adds a file that could not be read.
    pub(super) fn fail(&mut self, path: &str, why: &str) -> Result<()> {
        let mut line = error_line(path, why);
        if let Target::Array(..) = self {
            line.pop();
        }
        let body = match self {
            Target::Tables(_) => Body::Rows(flat::unread(path, why)),
            _ => Body::Text(line),
        };
        self.add(body, None)
    }

    /// Ends it; files take their names.
    pub(super) fn finish(self) -> Result<()> {
        match self {
            Target::Lines(output) => output.finish(),
            Target::Array(mut output, _) => {
                output.write_all(b"\n]\n")?;
                output.finish()
            }
            Target::Stored(store) => store.finish(),
            Target::Tables(tables) => tables.finish(),
        }
    }
}

/// The line of a file that could not be read.
pub(super) fn error_line(path: &str, why: &str) -> Vec<u8> {
    let line = serde_json::json!({"source": {"path": path}, "error": why});
    format!("{line}\n").into_bytes()
}

/// The program and all options that change what is printed of a file.
fn fingerprint(session: &Session) -> Result<String> {
    let mut hash = Sha256::new();
    for name in ["encoding", "from", "password"] {
        let value = session.matches.get_one::<String>(name);
        hash.update(format!("{name} {value:?}\n"));
    }
    hash.update(format!("year {:?} lang {:?}\n", session.year(), session.lang));
    if let Some(dir) = session.matches.get_one::<PathBuf>("dict") {
        hash.update(format!("{:?}", crate::cli::dict::changes(session, dir)?));
    }
    let options: String = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(format!("plan {} {options}", env!("CARGO_PKG_VERSION")))
}
