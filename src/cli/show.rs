//! `plan show`.

use std::path::PathBuf;

use anyhow::{Result, bail};

use crate::check::{Kept, Subject};
use crate::cli::Session;
use crate::cli::output::Output;
use crate::extract::{self, Scene};
use crate::model::Lang;
use crate::report::show;

/// Shows where the values of one task, or of all, come from.
pub(super) fn show(session: &Session) -> Result<u8> {
    let lexicon = session.lexicon()?;
    let scene = Scene { lexicon: &lexicon, year: session.year() };
    let path = session.matches.get_one::<PathBuf>("file").expect("required");
    let loaded = session.load(path);
    let source = match loaded.source {
        Ok(source) => source,
        Err(why) => {
            session.failed(&loaded.path, &why);
            return Ok(2);
        }
    };
    let read = extract::read_all(scene, &source);
    let n_tasks = read.plan.tasks.len();
    let tasks = match session.matches.get_one::<String>("task") {
        None => 0..n_tasks,
        Some(id) => {
            let number = id.strip_prefix('t').unwrap_or(id).parse::<usize>().ok();
            match number.filter(|number| (1..=n_tasks).contains(number)) {
                Some(number) => number - 1..number,
                None if session.lang == Lang::Zh => bail!("没有任务“{id}”，共有 t1 至 t{n_tasks}"),
                None => bail!("no task `{id}`; there are t1 to t{n_tasks}"),
            }
        }
    };
    let kept = Kept::default();
    let subject = Subject::of(&source, &read, &kept);
    let mut output = Output::open(session, None)?;
    for (n, at) in tasks.enumerate() {
        if n > 0 {
            output.writer().write_all(b"\n")?;
        }
        output.writer().write_all(show::show(subject, at, session.lang).as_bytes())?;
    }
    output.finish()?;
    Ok(0)
}
