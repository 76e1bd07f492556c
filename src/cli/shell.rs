//! `plan completions` and `plan man`: what shells and manuals need, from the definitions of the command line.

use anyhow::{Result, anyhow};
use clap::{Command, ValueEnum as _};
use clap_complete::Shell;
use clap_mangen::Man;

use crate::cli::Session;
use crate::cli::command::command;
use crate::cli::examples::examples;
use crate::cli::help::path;
use crate::cli::output::Output;
use crate::model::{Lang, Said};

/// Prints a script that completes commands, options and values. Status 0.
pub(super) fn completions(session: &Session) -> Result<u8> {
    let shell = session.matches.get_one::<String>("shell").expect("required");
    let shell = Shell::from_str(shell, true).map_err(|why| anyhow!("{why}"))?;
    let mut output = Output::open(session, None)?;
    clap_complete::generate(shell, &mut command(session.lang), "plan", &mut output.writer());
    output.finish()?;
    Ok(0)
}

/// Prints the manual page of a command, as roff. Status 0, or 2 where there is no such command.
pub(super) fn man(session: &Session) -> Result<u8> {
    let mut root = command(session.lang);
    root.build();
    let words = session.matches.get_many::<String>("command").into_iter().flatten();
    let mut of = &root;
    for word in words {
        of = of.find_subcommand(word).ok_or_else(|| {
            let known: Vec<&str> = of.get_subcommands().map(Command::get_name).collect();
            let why = Said::new(
                format!("没有 `{word}` 这个命令，可用的有：{}", known.join("、")),
                format!("there is no command `{word}`; there are {}", known.join(", ")),
            );
            anyhow!("{}", why.of(session.lang))
        })?;
    }
    let lines = examples(&path(of)).iter().map(|(line, zh, en)| match session.lang {
        Lang::Zh => format!("{line}\n{zh}\n"),
        Lang::En => format!("{line}\n{en}\n"),
    });
    let page = of.clone().after_help(lines.collect::<Vec<_>>().join("\n"));
    let mut output = Output::open(session, None)?;
    Man::new(page).render(&mut output.writer())?;
    output.finish()?;
    Ok(0)
}
