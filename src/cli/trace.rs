//! `plan trace`.

use std::path::Path;

use anyhow::{Result, anyhow};

use crate::cli::Session;
use crate::cli::diff::{colour, headings, seen};
use crate::cli::format::format;
use crate::cli::output::Output;
use crate::extract::{self, Scene};
use crate::model::{Plan, Said};
use crate::report::compare::labels;
use crate::report::diff::Side;
use crate::report::shown;
use crate::report::table::{docx, xlsx};
use crate::report::trace::{Lower, Traces, html, json, md, table, term};
use crate::text::{Clean, Source};
use crate::trace::{self, Paper, Trace};

/// Formats by name; all but the first are also endings of files.
const FORMATS: &[&str] = &["term", "md", "json", "html", "xlsx", "docx"];

/// Follows an upper plan into lower ones. Status 0 when all is taken up, 1 when something is partly or missing, 2 when a file
/// cannot be read or is given twice.
pub(super) fn trace(session: &Session) -> Result<u8> {
    let out = session.out();
    let format = format(session, out, FORMATS, "term")?;
    let lexicon = session.lexicon()?;
    let scene = Scene { lexicon: &lexicon, year: session.year() };
    if session.files.len() < 2 {
        let n = session.files.len();
        anyhow::bail!(session.tell(
            format!("<上级> <下级>… 至少要 2 个，只给了 {n} 个"),
            format!("<UPPER> <LOWER>…: at least 2 are needed, {n} given"),
        ));
    }
    let (mut sources, mut failed): (Vec<Source>, bool) = (Vec::new(), false);
    for loaded in session.sources() {
        match loaded.source {
            Ok(source) => {
                if let Some(twin) = sources.iter().find(|twin| twin.sha256 == source.sha256) {
                    return Err(twice(session, &twin.path, &source.path));
                }
                sources.push(source);
            }
            Err(why) => {
                session.failed(&loaded.path, &why);
                failed = true;
            }
        }
    }
    if failed {
        return Ok(2);
    }
    let read: Vec<(Plan, Clean)> = sources.iter().map(|source| extract::read(scene, source)).collect();
    let [(plan, _), lowers @ ..] = read.as_slice() else { return Ok(2) };
    // A lower text may have lost its headings; an upper one without tasks asks for nothing.
    if plan.tasks.is_empty() {
        let path = shown::line(&sources[0].path);
        session.say(
            format_args!("{path}：没有读出任务，无从对照"),
            format_args!("{path}: no tasks were found, there is nothing to follow"),
        );
        return Ok(2);
    }
    // Each is below the upper plan, or in a chain below the one before it.
    let chain = session.matches.get_flag("chain");
    let paper = |at: usize| Paper { plan: &read[at].0, clean: &read[at].1 };
    let above = |at: usize| if chain { at } else { 0 };
    let traces: Vec<Trace> =
        (0..lowers.len()).map(|at| trace::trace(&lexicon, paper(above(at)), paper(at + 1))).collect();
    let threads = match chain {
        true => trace::follow(&traces),
        false => trace::side_by_side(plan.tasks.len(), &traces),
    };
    let plans: Vec<&Plan> = lowers.iter().map(|(plan, _)| plan).collect();
    let paths: Vec<String> = sources[1..].iter().map(|source| source.path.clone()).collect();
    let labels = labels(&plans, &paths);
    let side = |at: usize| Side { source: &sources[at], plan: &read[at].0 };
    let lowers: Vec<Lower> = (0..plans.len())
        .map(|at| Lower {
            upper: side(above(at)),
            side: side(at + 1),
            label: &labels[at],
            trace: &traces[at],
        })
        .collect();
    let only: Vec<&str> = session
        .matches
        .get_many::<String>("only")
        .map(|only| only.map(String::as_str).collect())
        .unwrap_or_default();
    let of = Traces { upper: side(0), lowers: &lowers, threads: &threads, chain, only: &only };
    let bytes = bytes(session, &of, format, out)?;
    for lower in lowers.iter().filter(|lower| lower.trace.is_strange()) {
        let path = shown::line(&lower.side.source.path);
        session.say(
            format_args!("{path}：与上级文件没有可以对应的任务"),
            format_args!("{path}: nothing in common with the upper plan"),
        );
    }
    let status = session.so_far(u8::from(traces.iter().any(Trace::lacks)));
    let mut output = Output::open(session, out)?;
    output.writer().write_all(&bytes)?;
    output.finish()?;
    Ok(status)
}

fn bytes(session: &Session, of: &Traces, format: &str, out: Option<&Path>) -> Result<Vec<u8>> {
    let lang = headings(session);
    Ok(match format {
        "json" => {
            let mut bytes = serde_json::to_vec_pretty(&json::document(of, session.lang))?;
            bytes.push(b'\n');
            bytes
        }
        "md" => seen(md::md(of, lang)),
        "html" => seen(html::html(of, lang)),
        "xlsx" => {
            let mut book = table::book(of, lang);
            book.tables.iter_mut().for_each(|(_, table)| shown::table(table));
            xlsx::xlsx(&book, lang).map_err(|why| anyhow!("{}", why.of(session.lang)))?
        }
        "docx" => {
            let mut table = table::table(of, lang);
            shown::table(&mut table);
            docx::docx(&table, lang)
        }
        _ => {
            let columns = crate::cli::table::columns_of_terminal();
            let screen = term::Screen { colour: colour(session, out), columns };
            term::term(of, screen, session.lang).into_bytes()
        }
    })
}

/// One text under two names would take up all of itself.
fn twice(session: &Session, first: &str, second: &str) -> anyhow::Error {
    let (first, second) = (shown::line(first), shown::line(second));
    let why = Said::new(
        format!("`{first}` 和 `{second}` 是同一份文件"),
        format!("`{first}` and `{second}` are the same file"),
    );
    anyhow!("{}", why.of(session.lang))
}
