//! `plan text`, `plan outline`, `plan schema`.

use std::io::IsTerminal as _;

use anyhow::{Context as _, Result};

use crate::cli::Session;
use crate::cli::batch::status;
use crate::cli::output::{Output, is_stdout};
use crate::extract::{self, Scene};
use crate::report::{self, mask, shown};

/// Prints the text that offsets point into, or the cleaned one.
pub(super) fn text(session: &Session) -> Result<u8> {
    let lexicon = session.lexicon()?;
    let mut output = Output::open(session, session.out())?;
    let clean = session.matches.get_flag("clean");
    // Offsets point into the text as it is; a terminal would act on it.
    let seen = session.out().is_none_or(is_stdout) && std::io::stdout().is_terminal();
    let mask = session.matches.get_flag("mask");
    let status = each(session, |source| {
        let (cleaned, masked);
        let text = match (clean, mask) {
            (_, true) => {
                let (plan, read) = extract::read(Scene { lexicon: &lexicon, year: session.year() }, source);
                masked = mask::mask(&plan, &read);
                tell_masked(session, &masked);
                masked.text.as_str()
            }
            (true, _) => {
                cleaned = crate::noise::clean(source, &lexicon);
                cleaned.text()
            }
            _ => source.text.as_str(),
        };
        let text = if seen { shown::lines(text) } else { text.into() };
        output.writer().write_all(text.as_bytes())?;
        Ok(())
    })?;
    output.finish()?;
    Ok(status)
}

/// Says what was replaced, and that a person must look.
fn tell_masked(session: &Session, masked: &mask::Masked) {
    for (old, new, n) in &masked.replaced {
        let (old, new) = (shown::line(old), shown::line(new));
        session.say(format_args!("{old} → {new}（{n} 处）"), format_args!("{old} → {new} (×{n})"));
    }
    session.say(
        format_args!("替换了 {} 种；难免有漏，交出前请人看一遍", masked.replaced.len()),
        format_args!(
            "{} names and numbers were replaced; some may be left, so read the text before you hand it on",
            masked.replaced.len()
        ),
    );
}

/// Prints the tree for people.
pub(super) fn outline(session: &Session) -> Result<u8> {
    let lexicon = session.lexicon()?;
    let scene = Scene { lexicon: &lexicon, year: session.year() };
    let mut output = Output::open(session, session.out())?;
    let status = each(session, |source| {
        let (plan, _) = extract::read(scene, source);
        if plan.tasks.is_empty() {
            session.say(
                format_args!("{}：没有读出任务", shown::line(&source.path)),
                format_args!("{}: no tasks were found", shown::line(&source.path)),
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
                read += 1;
                session.so_far(status(read, failed));
                with(&source)?;
            }
            Err(why) => {
                session.failed(&loaded.path, &why);
                failed += 1;
            }
        }
    }
    Ok(session.so_far(status(read, failed)))
}

/// Prints the JSON Schema of `plan extract`, or of the command that is named.
pub(super) fn schema(session: &Session) -> Result<u8> {
    let mut output = Output::open(session, None)?;
    let of = session.matches.get_one::<String>("of").map_or("extract", String::as_str);
    let schema = report::schema::schema(of).with_context(|| format!("no schema of `{of}`"))?;
    output.writer().write_all(schema.as_bytes())?;
    output.finish()?;
    Ok(0)
}
