//! `plan diff`.

use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow};

use crate::cli::format::format;
use crate::cli::output::Output;
use crate::cli::{Session, lang, named, words};
use crate::diff::{self, Changes, Options, TargetMove};
use crate::extract::{self, Scene};
use crate::model::{Lang, Plan, Said};
use crate::report::diff::{Comparison, Side, html, json, kinds, md, table, term};
use crate::report::shown;
use crate::report::table::{docx, xlsx};
use crate::text::order;

/// Compares two plans. Status 0, or 1 with `--exit-code` when they differ; 2 when a file cannot be read.
pub(super) fn diff(session: &Session) -> Result<u8> {
    let out = session.out();
    let format = format(session, out, FORMATS, "term")?;
    let lexicon = session.lexicon()?;
    let scene = Scene { lexicon: &lexicon, year: session.year() };
    // A pattern may stand for both.
    if session.files.len() != 2 {
        let n = session.files.len();
        anyhow::bail!(session.tell(
            format!("<旧> <新> 要 2 个，给了 {n} 个"),
            format!("<OLD> <NEW>: 2 are needed, {n} given"),
        ));
    }
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
    let mut empty = false;
    for (source, plan) in &sides {
        empty |= nothing_read(session, &source.path, plan);
    }
    if empty {
        return Ok(2);
    }
    let mut options = Options::default();
    if let Some(least) = session.matches.get_one::<f32>("min-similarity") {
        options.least = *least;
    }
    let mut changes = diff::diff(&lexicon, old, new, options);
    if let Some(dir) = session.matches.get_one::<PathBuf>("corpus") {
        weigh(session, scene, dir, &mut changes)?;
    }
    only(session, &mut changes);
    let comparison = Comparison {
        old: Side { source: old_source, plan: old },
        new: Side { source: new_source, plan: new },
        changes: &changes,
    };
    let bytes = bytes(session, &comparison, format, out)?;
    let status = session.so_far(u8::from(session.matches.get_flag("exit-code") && changes.differ()));
    let mut output = Output::open(session, out)?;
    output.writer().write_all(&bytes)?;
    output.finish()?;
    Ok(status)
}

/// Formats by name; all but the first are also endings of files.
const FORMATS: &[&str] = &["term", "md", "json", "html", "xlsx", "docx"];

fn bytes(session: &Session, comparison: &Comparison, format: &str, out: Option<&Path>) -> Result<Vec<u8>> {
    let fail = |why: Said| anyhow!("{}", why.of(session.lang));
    let lang = headings(session);
    let brief = session.matches.get_flag("brief");
    Ok(match format {
        "json" => {
            let mut bytes = serde_json::to_vec_pretty(&json::document(comparison, session.lang))?;
            bytes.push(b'\n');
            bytes
        }
        "md" => seen(md::md(comparison, brief, lang)),
        "html" => seen(html::html(comparison, brief, lang)),
        "xlsx" => {
            let mut book = table::book(comparison, brief, lang);
            book.tables.iter_mut().for_each(|(_, table)| shown::table(table));
            xlsx::xlsx(&book, lang).map_err(fail)?
        }
        "docx" => {
            let mut tables = table::tables(comparison, brief, lang);
            tables.iter_mut().for_each(shown::table);
            docx::several(&tables, lang)
        }
        _ => {
            let columns = crate::cli::table::columns_of_terminal();
            let screen = term::Screen { colour: colour(session, out), columns, brief };
            term::term(comparison, screen, session.lang).into_bytes()
        }
    })
}

/// The bytes of a page; what a program that shows it would act on stands there by its number.
pub(super) fn seen(page: String) -> Vec<u8> {
    shown::lines(&page).into_owned().into_bytes()
}

/// What is handed on is Chinese, as the plans are, unless `--lang` or the locale says English; what is read in the terminal
/// is in the language of messages. A locale without a language, such as C, says nothing.
pub(super) fn headings(session: &Session) -> Lang {
    match session.matches.get_one::<String>("lang").map(String::as_str) {
        Some("en") => Lang::En,
        None if lang::of_locale() == Some(Lang::En) => Lang::En,
        _ => Lang::Zh,
    }
}

/// Whether what is printed has colours.
pub(super) fn colour(session: &Session, out: Option<&Path>) -> bool {
    match session.matches.get_one::<String>("color").map(String::as_str) {
        Some("always") => true,
        Some("never") => false,
        _ => {
            let unwanted = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
            out.is_none() && std::io::stdout().is_terminal() && !unwanted
        }
    }
}

/// Leaves only the changes that `--only` names.
fn only(session: &Session, changes: &mut Changes) {
    let Some(wanted) = session.matches.get_many::<String>("only") else { return };
    let wanted: Vec<&str> = wanted.map(String::as_str).collect();
    changes.tasks.retain(|entry| {
        // A task that came or went brings its deadline and targets; they did not change.
        let alone = entry.likeness.is_none();
        kinds(entry).iter().take(if alone { 1 } else { usize::MAX }).any(|kind| wanted.contains(kind))
    });
    match wanted.contains(&"target") {
        true => changes.goals.retain(|goal| goal.change != TargetMove::Same),
        false => changes.goals.clear(),
    }
    if !wanted.contains(&"term") {
        (changes.terms, changes.references) = Default::default();
    }
    if !wanted.contains(&"owner") {
        changes.owners.clear();
    }
    changes.themes.clear();
}

/// Whether a document has neither tasks nor targets, which is then said.
pub(super) fn nothing_read(session: &Session, path: &str, plan: &Plan) -> bool {
    let nothing = plan.tasks.is_empty() && plan.targets.is_empty();
    if nothing {
        session.say(
            format_args!("{}：没有读出任务，无从比较", shown::line(path)),
            format_args!("{}: no tasks were found, there is nothing to compare", shown::line(path)),
        );
    }
    nothing
}

/// Notes how common each set phrase and document is among the plans in a folder.
fn weigh(session: &Session, scene: Scene, dir: &Path, changes: &mut Changes) -> Result<()> {
    let entries = std::fs::read_dir(dir)
        .map_err(|error| anyhow!("{}: {}", named(dir), words::system(&error).of(session.lang)))?;
    let mut paths: Vec<PathBuf> =
        entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| path.is_file()).collect();
    order::sort(&mut paths);
    let (mut n_plans, mut terms, mut references) = (0, BTreeMap::new(), BTreeMap::new());
    for path in &paths {
        let loaded = session.load(path);
        match loaded.source {
            Ok(source) => {
                let (plan, _) = extract::read(scene, &source);
                n_plans += 1;
                plan.terms.into_iter().for_each(|term| *terms.entry(term.text).or_insert(0) += 1);
                plan.references
                    .into_iter()
                    .for_each(|reference| *references.entry(reference.title).or_insert(0) += 1);
            }
            Err(why) => session.failed(&loaded.path, &why),
        }
    }
    changes.terms.weigh(n_plans, |text| terms.get(text).copied().unwrap_or(0));
    changes.references.weigh(n_plans, |text| references.get(text).copied().unwrap_or(0));
    Ok(())
}
