//! `plan extract` of one file; of several, see `batch`.

use anyhow::Result;

use crate::cli::Session;
use crate::cli::format::format;
use crate::cli::output::Output;
use crate::extract::Scene;
use crate::report::json;

/// One object. Status 0 when the file was read, 2 when not.
pub(super) fn extract(session: &Session) -> Result<u8> {
    let lexicon = session.lexicon()?;
    let scene = Scene { lexicon: &lexicon, year: session.year() };
    let out = session.out();
    let indented = format(session, out, &["json", "jsonl"], "json")? == "json";
    let mut output = Output::open(session, out)?;
    for loaded in session.sources() {
        let source = match loaded.source {
            Ok(source) => source,
            Err(why) => {
                session.failed(&loaded.path, &why);
                return Ok(2);
            }
        };
        let document = json::read(scene, &source, session.lang);
        json::write(&document, indented, output.writer())?;
        output.writer().write_all(b"\n")?;
    }
    output.finish()?;
    Ok(0)
}
