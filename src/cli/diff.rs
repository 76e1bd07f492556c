//! `plan diff`.

use std::path::PathBuf;

use anyhow::Result;

use crate::cli::Session;
use crate::cli::output::Output;
use crate::diff::{self, Options};
use crate::extract::{self, Scene};
use crate::report::diff::{Comparison, Side, json};

/// Compares two plans. Status 0, or 1 with `--exit-code` when they differ; 2 when a file cannot be read.
pub(super) fn diff(session: &Session) -> Result<u8> {
    let lexicon = session.lexicon()?;
    let scene = Scene { lexicon: &lexicon, year: session.year() };
    let mut sides = Vec::new();
    for loaded in session.sources() {
        match loaded.source {
            Ok(source) => {
                let (plan, _) = extract::read(scene, &source);
                sides.push((source, plan));
            }
            Err(why) => session.failed(&loaded.path, &why),
        }
    }
    let [(old_source, old), (new_source, new)] = sides.as_slice() else { return Ok(2) };
    let mut options = Options::default();
    if let Some(least) = session.matches.get_one::<f32>("min-similarity") {
        options.least = least.clamp(0.0, 1.0);
    }
    let changes = diff::diff(&lexicon, old, new, options);
    let comparison = Comparison {
        old: Side { source: old_source, plan: old },
        new: Side { source: new_source, plan: new },
        changes: &changes,
    };
    let mut output = Output::open(session.matches.get_one::<PathBuf>("output").map(PathBuf::as_path))?;
    serde_json::to_writer_pretty(output.writer(), &json::document(&comparison, session.lang))?;
    output.writer().write_all(b"\n")?;
    output.finish()?;
    Ok(u8::from(session.matches.get_flag("exit-code") && changes.differ()))
}
