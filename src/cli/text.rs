//! `plan text`, `plan outline`, `plan schema`.

use std::path::PathBuf;

use anyhow::Result;

use crate::cli::Session;
use crate::cli::output::Output;
use crate::extract::{self, Scene};
use crate::report;

/// Prints the text that offsets point into, or the cleaned one.
pub(super) fn text(session: &Session) -> Result<u8> {
    let lexicon = session.lexicon()?;
    let mut output =
        Output::open(session, session.matches.get_one::<PathBuf>("output").map(PathBuf::as_path))?;
    let clean = session.matches.get_flag("clean");
    let status = each(session, |source| {
        match clean {
            true => output.writer().write_all(crate::noise::clean(source, &lexicon).text().as_bytes())?,
            false => output.writer().write_all(source.text.as_bytes())?,
        }
        Ok(())
    })?;
    output.finish()?;
    Ok(status)
}

/// Prints the tree for people.
pub(super) fn outline(session: &Session) -> Result<u8> {
    let lexicon = session.lexicon()?;
    let scene = Scene { lexicon: &lexicon, year: session.year() };
    let mut output =
        Output::open(session, session.matches.get_one::<PathBuf>("output").map(PathBuf::as_path))?;
    let status = each(session, |source| {
        let (plan, _) = extract::read(scene, source);
        if plan.tasks.is_empty() {
            session.say(
                format_args!("{}：没有读出任务", source.path),
                format_args!("{}: no tasks were found", source.path),
            );
        }
        output.writer().write_all(report::outline::outline(&plan, session.lang).as_bytes())?;
        Ok(())
    })?;
    output.finish()?;
    Ok(status)
}

fn each(session: &Session, mut with: impl FnMut(&crate::text::Source) -> Result<()>) -> Result<u8> {
    let (mut read, mut failed) = (0, 0);
    for loaded in session.sources() {
        match loaded.source {
            Ok(source) => {
                with(&source)?;
                read += 1;
            }
            Err(why) => {
                session.failed(&loaded.path, &why);
                failed += 1;
            }
        }
    }
    Ok(match (read, failed) {
        (_, 0) => 0,
        (0, _) => 2,
        _ => 1,
    })
}

/// Prints the JSON Schema of `plan extract`.
pub(super) fn schema(session: &Session) -> Result<u8> {
    let mut output = Output::open(session, None)?;
    serde_json::to_writer_pretty(output.writer(), &report::json::schema())?;
    output.writer().write_all(b"\n")?;
    output.finish()?;
    Ok(0)
}
