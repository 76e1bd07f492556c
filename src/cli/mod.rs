//! Commands, arguments, files, environment, printing: all that touches the outside.

mod batch;
pub use batch::unwinding;

mod check;
mod command;
mod compare;
mod dict;
mod diff;
mod extract;
mod format;
mod lang;
pub use lang::of_environment as lang_of_environment;

mod output;

mod read;
pub use read::file;

mod show;
mod table;
mod text;
mod words;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::ArgMatches;

use crate::lexicon::Lexicon;
use crate::model::Lang;

/// What every command is told.
struct Session<'m> {
    lang: Lang,
    matches: &'m ArgMatches,
    quiet: bool,
    verbose: bool,
}

/// Runs the program with its arguments; prints results on standard output and messages on standard error.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args: Vec<OsString> = args.into_iter().collect();
    let lang = lang::of_arguments(&args).unwrap_or_else(lang::of_environment);
    let mut command = command::command(lang);
    let matches = match command.try_get_matches_from_mut(&args) {
        Ok(matches) => matches,
        Err(error) => {
            let failed = error.use_stderr();
            match words::refused(&error, &command, &args, lang) {
                Some(message) => eprintln!("{message}"),
                None => drop(error.print()),
            }
            return ExitCode::from(if failed { 2 } else { 0 });
        }
    };
    let result = match matches.subcommand() {
        Some((name, matches)) => {
            let quiet = matches.get_flag("quiet");
            let session = Session { lang, matches, quiet, verbose: matches.get_count("verbose") > 0 };
            match name {
                "extract" if matches.get_flag("stream") => batch::stream(&session),
                "extract" if batch::is_asked_for(&session) => batch::extract(&session),
                "extract" => extract::extract(&session),
                "table" => table::table(&session),
                "outline" => text::outline(&session),
                "text" => text::text(&session),
                "diff" => diff::diff(&session),
                "compare" => compare::compare(&session),
                "schema" => text::schema(&session),
                "dict" => dict::dict(&session),
                "check" => check::check(&session),
                "show" => show::show(&session),
                _ => check::explain(&session),
            }
        }
        None => Ok(2),
    };
    match result {
        Ok(status) => ExitCode::from(status),
        Err(error) if output::is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("plan: {}", words::chain(&error, lang));
            ExitCode::from(2)
        }
    }
}

impl Session<'_> {
    /// The word lists, with the user's changes from `--dict`.
    fn lexicon(&self) -> anyhow::Result<Lexicon> {
        match self.matches.get_one::<std::path::PathBuf>("dict") {
            Some(dir) => Ok(Lexicon::with_changes(&dict::changes(dir, self.lang)?)),
            None => Ok(Lexicon::default()),
        }
    }

    fn year(&self) -> Option<i16> {
        self.matches.get_one::<i16>("year").copied()
    }

    /// The message in the user's language.
    fn tell(&self, zh: String, en: String) -> String {
        if self.lang == Lang::Zh { zh } else { en }
    }

    /// Says something on standard error, unless `-q`.
    fn say(&self, zh: impl std::fmt::Display, en: impl std::fmt::Display) {
        if !self.quiet {
            match self.lang {
                Lang::Zh => eprintln!("plan: {zh}"),
                Lang::En => eprintln!("plan: {en}"),
            }
        }
    }
}
