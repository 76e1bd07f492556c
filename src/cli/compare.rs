//! `plan compare`.

use anyhow::{Result, anyhow};

use crate::cli::Session;
use crate::cli::diff::{headings, nothing_read, seen};
use crate::cli::format::format;
use crate::cli::output::Output;
use crate::cli::table::theme_id;
use crate::corpus::{self, Links, Pairs, beside, corpus};
use crate::diff::{self, Options, TargetMove};
use crate::extract::{self, Scene};
use crate::model::{Plan, Said};
use crate::report::compare::{Plans, by_year, html, json, labels, table};
use crate::report::shown;
use crate::report::table::xlsx::Book;
use crate::report::table::{docx, md, term, xlsx};

/// Sets plans side by side. Status 1 when some files could not be read, 2 when fewer than two could.
pub(super) fn compare(session: &Session) -> Result<u8> {
    let out = session.out();
    let format = format(session, out, &["term", "md", "json", "html", "xlsx", "docx"], "term")?;
    let lexicon = session.lexicon()?;
    let scene = Scene { lexicon: &lexicon, year: session.year() };
    if session.files.len() < 2 {
        let n = session.files.len();
        anyhow::bail!(session.tell(
            format!("<文件>… 至少要 2 个，只给了 {n} 个"),
            format!("<FILE>…: at least 2 are needed, {n} given"),
        ));
    }
    let theme = session.matches.get_one::<String>("theme");
    let theme = theme.map(|name| theme_id(session, name, &lexicon)).transpose()?;
    let missing = session.matches.get_one::<String>("only").is_some();
    let (mut paths, mut read, mut failed) = (Vec::new(), Vec::new(), 0);
    for loaded in session.sources() {
        match loaded.source {
            Ok(source) => {
                let plan = extract::read(scene, &source).0;
                if nothing_read(session, &loaded.path, &plan) {
                    failed += 1;
                    continue;
                }
                read.push(plan);
                paths.push(loaded.path);
            }
            Err(why) => {
                session.failed(&loaded.path, &why);
                failed += 1;
            }
        }
    }
    let plans: Vec<&Plan> = read.iter().collect();
    if plans.len() < 2 {
        return Ok(2);
    }
    let labels = match session.matches.get_many::<String>("label") {
        Some(labels) => labels.cloned().collect(),
        None => labels(&plans, &paths),
    };
    if labels.len() != plans.len() {
        let why = Said::new(
            format!("--label 给了 {} 个名称，计划有 {} 份", labels.len(), plans.len()),
            format!("--label names {} plans, there are {}", labels.len(), plans.len()),
        );
        return Err(anyhow!("{}", why.of(session.lang)));
    }
    let compared = |a: usize, b: usize| links(&diff::diff(&lexicon, plans[a], plans[b], Options::default()));
    let links: Vec<Links> = (1..plans.len()).map(|at| compared(at - 1, at)).collect();
    let corpus = corpus(&plans, &links);
    let next = links.iter().enumerate();
    let mut pairs: Vec<Pairs> =
        next.map(|(at, links)| Pairs { of: (at, at + 1), tasks: links.tasks.clone() }).collect();
    // Of one office each year follows the last; offices are each set beside all others.
    if !by_year(&plans) && format != "json" {
        let others = (0..plans.len()).flat_map(|a| (a + 2..plans.len()).map(move |b| (a, b)));
        pairs.extend(others.map(|(a, b)| Pairs { of: (a, b), tasks: compared(a, b).tasks }));
    }
    let beside = beside(&plans, &pairs, &corpus.themes);
    let of = Plans {
        plans: &plans,
        labels: &labels,
        paths: &paths,
        corpus: &corpus,
        beside: &beside,
        theme: theme.as_deref(),
        missing,
    };

    let lang = match format {
        "term" => session.lang,
        _ => headings(session),
    };
    let each = |most: usize, with: &dyn Fn(&crate::ledger::Table) -> String| {
        let tables = table::tables(&of, Some(most), lang);
        seen(tables.iter().map(|(_, table)| with(table)).collect::<Vec<String>>().join("\n"))
    };
    let bytes = match format {
        "json" => {
            let mut bytes = serde_json::to_vec_pretty(&json::document(&of))?;
            bytes.push(b'\n');
            bytes
        }
        "md" => each(60, &md::md),
        "html" => seen(html::html(&of, lang)),
        "docx" => {
            let mut tables = table::tables(&of, Some(200), lang);
            tables.iter_mut().for_each(|(_, table)| shown::table(table));
            let tables: Vec<_> = tables.into_iter().map(|(_, table)| table).collect();
            docx::several(&tables, lang)
        }
        "xlsx" => {
            let mut tables = table::tables(&of, None, lang);
            tables.iter_mut().for_each(|(_, table)| shown::table(table));
            let book = Book { tables, ..Book::default() };
            xlsx::xlsx(&book, lang).map_err(|why| anyhow!("{}", why.of(session.lang)))?
        }
        _ => {
            let columns = crate::cli::table::columns_of_terminal();
            each(20, &|table| term::term(table, columns))
        }
    };
    let status = session.so_far(u8::from(failed > 0));
    let mut output = Output::open(session, out)?;
    output.writer().write_all(&bytes)?;
    output.finish()?;
    Ok(status)
}

/// What two plans have in common, as pairs.
fn links(changes: &diff::Changes) -> Links {
    let mut links = Links::default();
    for entry in &changes.tasks {
        links.tasks.extend(entry.old.iter().flat_map(|old| entry.new.iter().map(|new| (*old, *new))));
    }
    let targets = changes.tasks.iter().flat_map(|entry| &entry.targets).chain(&changes.goals);
    for target in targets {
        let [old, new] = target.of.clone();
        let (Some(was), Some(is)) = (target.old, target.new) else { continue };
        let pair = (corpus::Said { target: was, of: old }, corpus::Said { target: is, of: new });
        match target.change {
            TargetMove::Unlike => links.unlike.push(pair),
            _ => links.targets.push(pair),
        }
    }
    links
}
