//! `plan dict show`, `plan dict check`, and the lists of `--dict`.

use std::fs;
use std::path::Path;

use anyhow::{Result, bail};

use crate::cli::output::Output;
use crate::cli::words;
use crate::cli::{Session, named};
use crate::lexicon::{LISTS, Lexicon, Line, List, check_value, read_lines};
use crate::report::shown;
use crate::text::order;

/// The user's lists in `dir`, in the order of the built-in ones. A file that is no list is an error that names the
/// nearest one, and a value that its list does not know one that names the line.
pub(super) fn changes(session: &Session, dir: &Path) -> Result<Vec<(List, Vec<Line>)>> {
    let entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) => bail!(session.tell(
            format!("`{}` 不是可读的词表目录：{}", named(dir), words::system(&error).zh),
            format!("`{}` is no folder of word lists: {}", named(dir), words::system(&error).en),
        )),
    };
    let mut names: Vec<String> = entries
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.ends_with(".tsv"))
        .collect();
    order::sort(&mut names);
    let mut found = Vec::new();
    for name in names {
        let stem = name.trim_end_matches(".tsv");
        let Some((list, ..)) = LISTS.iter().find(|(_, list, _)| *list == stem) else {
            let known: Vec<&str> = LISTS.iter().map(|(_, name, _)| *name).collect();
            bail!(session.tell(
                format!("`{}` 不是词表，可用的有：{}", shown::line(&name), known.join("、")),
                format!("`{}` is no word list; the lists are {}", shown::line(&name), known.join(", ")),
            ));
        };
        let path = dir.join(&name);
        let text = session.words(&path)?;
        let lines = read_lines(&text).map_err(|(n, what)| anyhow::anyhow!("{}:{n}: {what}", named(&path)))?;
        for (n, line) in &lines {
            if let Line::Word { word, value, .. } = line
                && let Err(wrong) = check_value(*list, value)
            {
                bail!("{}:{n}: {}", named(&path), session.tell(wrong.of_zh(word), wrong.of(word)))
            }
        }
        found.push((*list, lines.into_iter().map(|(_, line)| line).collect()));
    }
    order::by_key(&mut found, |(list, _)| *list);
    Ok(found)
}

/// Shows or checks lists.
pub(super) fn dict(session: &Session) -> Result<u8> {
    match session.matches.subcommand() {
        Some(("show", matches)) => show(&Session { matches, ..*session }),
        Some((_, matches)) => check(&Session { matches, ..*session }),
        None => Ok(2),
    }
}

fn show(session: &Session) -> Result<u8> {
    let mut output = Output::open(session, None)?;
    let lexicon = session.lexicon()?;
    let Some(name) = session.matches.get_one::<String>("name") else {
        for (list, name, what) in LISTS {
            writeln!(output.writer(), "{name:12} {:6} {what}", lexicon.words(*list).count())?;
        }
        output.finish()?;
        return Ok(0);
    };
    let Some((list, ..)) = LISTS.iter().find(|(_, list, _)| list == name) else {
        let known: Vec<&str> = LISTS.iter().map(|(_, name, _)| *name).collect();
        bail!(session.tell(
            format!("没有词表“{name}”，可用的有：{}", known.join("、")),
            format!("no list `{name}`; the lists are {}", known.join(", ")),
        ));
    };
    let built = Lexicon::default();
    let dir = session.matches.get_one::<std::path::PathBuf>("dict").map(|dir| named(dir)).unwrap_or_default();
    for (word, value) in lexicon.words(*list) {
        let from = match built.senses(word).any(|sense| sense.list == *list && sense.value == value) {
            true => "built-in".to_owned(),
            false => format!("{dir}/{name}.tsv"),
        };
        writeln!(output.writer(), "{word}\t{value}\t{from}")?;
    }
    output.finish()?;
    Ok(0)
}

fn check(session: &Session) -> Result<u8> {
    let dir = session.matches.get_one::<std::path::PathBuf>("dict").expect("required");
    let lists = changes(session, dir)?;
    let n_words: usize = lists.iter().map(|(_, lines)| lines.len()).sum();
    session.say(
        format_args!("{} 个词表、{n_words} 行，都可用", lists.len()),
        format_args!("{} lists, {n_words} lines, all well-formed", lists.len()),
    );
    Ok(0)
}
