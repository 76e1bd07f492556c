//! Many files: found, read on several threads, written in order, and counted.

mod order;

mod walk;
pub(super) use walk::{Found, Inputs};

mod reader;
pub(super) use reader::load;
pub use reader::unwinding;

mod target;

mod resume;

mod tables;

mod tally;
pub(super) use tally::status;

#[cfg(not(target_arch = "wasm32"))]
mod progress;

mod stream;
pub(super) use stream::{Lines, stream};

use std::io::Write as _;
use std::num::NonZero;
use std::path::PathBuf;

use anyhow::Result;

pub(super) use order::{Step, in_order};

use crate::cli::Session;
#[cfg(not(target_arch = "wasm32"))]
use crate::cli::batch::progress::Progress;
use crate::cli::batch::reader::{Outcome, Reader};
use crate::cli::batch::tally::Tally;
use crate::cli::batch::target::{Target, error_line};
use crate::cli::output::{self, Output};
use crate::extract::Scene;
use crate::model::Lang;

/// Whether the command line asks for more than one file, read plainly: then threads and all this are worth while.
pub(super) fn is_asked_for(session: &Session) -> bool {
    let plain = matches!(session.files, [only] if !only.is_dir());
    let format = session.matches.get_one::<String>("format").map(String::as_str);
    !plain
        || matches!(format, Some("csv" | "parquet"))
        || session.matches.contains_id("files-from")
        || session.matches.contains_id("errors")
        || session.matches.get_flag("resume")
}

/// Extracts all that the command line names. Status 0 when all were read, 1 when some were not, 2 when none was.
#[cfg(not(target_arch = "wasm32"))]
pub(super) fn extract(session: &Session) -> Result<u8> {
    let lexicon = session.lexicon()?;
    let scene = Scene { lexicon: &lexicon, year: session.year() };
    let inputs = Inputs::of(session)?;
    let (mut target, known) = Target::open(session)?;
    let mut errors = match session.matches.get_one::<PathBuf>("errors") {
        Some(path) => Some(Output::open(session, Some(path))?),
        None => None,
    };
    let found = inputs.iter(session)?;
    let progress = Progress::start(session, &inputs)?;
    let mut tally = Tally::default();
    let reader = Reader { session, scene, shape: target.shape(), known };
    let receive = |step: Step<(String, Outcome)>| {
        let Step::Done((path, outcome)) = step else { return Ok(()) };
        match outcome {
            Outcome::Skipped(why) => {
                tally.skip(why);
                return Ok(());
            }
            Outcome::Read(body, entry) => {
                tally.read += 1;
                target.add(body, entry)?;
            }
            Outcome::Kept(piece, entry) => {
                tally.kept += 1;
                target.reuse(piece, entry);
            }
            Outcome::Refused(error) => return Err(error),
            Outcome::Failed(why) => {
                tally.fail(&path, &why, session.lang);
                progress.aside(|| session.failed(&path, &why));
                target.fail(&path, why.of(session.lang))?;
                if let Some(errors) = &mut errors {
                    errors.write_all(&error_line(&path, why.of(session.lang)))?;
                }
            }
        }
        session.so_far(tally.status());
        progress.step();
        Ok(())
    };
    let result = in_order(jobs(session), found, |found| reader.read(found), Outcome::weight, receive);
    progress.end();
    if result.is_ok() && tally.is_empty() {
        refuse_empty(session)?;
    }
    let result = result.and_then(|()| target.finish()).and_then(|()| errors.map_or(Ok(()), Output::finish));
    result.map_err(|error| explained(session, error))?;
    tally.tell(session);
    Ok(tally.status())
}

/// Refuses folders and lists in which there is nothing to read, unless `--allow-empty`.
pub(super) fn refuse_empty(session: &Session) -> Result<()> {
    match session.matches.get_flag("allow-empty") {
        true => Ok(()),
        false => {
            let all = named_all(session);
            anyhow::bail!(session.tell(
                format!("{all} 里没有可读的文档；若这并不是错，请加 --allow-empty"),
                format!("no document was found in {all}; with --allow-empty this is no error"),
            ))
        }
    }
}

/// The files, folders and lists that a command was given, as people are told them; of many, the first.
pub(super) fn named_all(session: &Session) -> String {
    const MOST: usize = 3;
    let lists = session.matches.try_get_many::<PathBuf>("files-from").ok().flatten().into_iter().flatten();
    let all: Vec<&PathBuf> = session.files.iter().chain(lists).collect();
    let names: Vec<String> =
        all.iter().take(MOST).map(|path| format!("`{}`", crate::cli::named(path))).collect();
    let more = if all.len() > MOST { "…" } else { "" };
    names.join(if session.lang == Lang::Zh { "、" } else { ", " }) + more
}

/// How many threads read what a command is given; a single file needs none of them.
pub(super) fn jobs_for(session: &Session, inputs: &Inputs) -> usize {
    if inputs.is_one_file() { 1 } else { jobs(session) }
}

/// How many threads read.
fn jobs(session: &Session) -> usize {
    let asked = session.matches.get_one::<u16>("jobs").map(|&jobs| usize::from(jobs));
    asked
        .filter(|&jobs| jobs > 0)
        .unwrap_or_else(|| std::thread::available_parallelism().map_or(1, NonZero::get))
}

/// Says of a full disk what can be done about it.
fn explained(session: &Session, error: anyhow::Error) -> anyhow::Error {
    match (output::is_full(&error), session.matches.get_flag("resume")) {
        (false, _) => error,
        (true, true) => error.context(session.tell(
            "磁盘已满；已写的部分保留着，腾出空间后用同样的命令（带 --resume）继续".into(),
            "the disk is full; what was written is kept: make room and run the same command again, with --resume".into(),
        )),
        (true, false) => error.context(session.tell(
            "磁盘已满；没有留下残片（用 --resume 可以保留已写的部分）".into(),
            "the disk is full; nothing was left behind (with --resume what was written is kept)".into(),
        )),
    }
}
