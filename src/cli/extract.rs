//! `plan extract`.

use std::path::PathBuf;

use anyhow::Result;

use crate::cli::Session;
use crate::cli::format::format;
use crate::cli::output::Output;
use crate::extract::{self, Scene};
use crate::model::Lang;
use crate::report::json;

/// One object, lines, or an array; a file that cannot be read stands as `{"source", "error"}` among several.
/// Status 0 when all were read, 1 when some were not, 2 when none was.
pub(super) fn extract(session: &Session) -> Result<u8> {
    let lexicon = session.lexicon()?;
    let scene = Scene { lexicon: &lexicon, year: session.year() };
    let n_files = session.matches.get_many::<PathBuf>("files").map_or(0, |files| files.len());
    let out = session.matches.get_one::<PathBuf>("output").map(PathBuf::as_path);
    let default = if n_files == 1 { "json" } else { "jsonl" };
    let indented = format(session, out, &["json", "jsonl"], default)? == "json";
    let array = indented && n_files > 1;
    let mut output = Output::open(out)?;
    let (mut read, mut failed) = (0, 0);
    if array {
        output.writer().write_all(b"[\n")?;
    }
    for loaded in session.sources() {
        if array && read + failed > 0 {
            output.writer().write_all(b",\n")?;
        }
        match loaded.source {
            Ok(source) => {
                let (plan, clean) = extract::read(scene, &source);
                let document = json::document(&source, &clean, &plan, session.lang);
                json::write(&document, indented, output.writer())?;
                read += 1;
            }
            Err(why) => {
                session.failed(&loaded.path, &why);
                failed += 1;
                if n_files == 1 {
                    continue;
                }
                let message = match session.lang {
                    Lang::Zh => why.zh,
                    Lang::En => why.en,
                };
                let line = serde_json::json!({"source": {"path": loaded.path}, "error": message});
                serde_json::to_writer(output.writer(), &line)?;
            }
        }
        if !array {
            output.writer().write_all(b"\n")?;
        }
    }
    if array {
        output.writer().write_all(b"\n]\n")?;
    }
    if read == 0 && n_files == 1 {
        return Ok(2);
    }
    output.finish()?;
    Ok(match (read, failed) {
        (_, 0) => 0,
        (0, _) => 2,
        _ => 1,
    })
}
