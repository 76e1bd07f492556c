//! Commands, arguments, files, environment, printing: all that touches the outside.

#![deny(clippy::print_stdout, clippy::print_stderr)]
// See `other`.
#![cfg_attr(target_arch = "wasm32", allow(dead_code, unused_imports))]

mod apart;

mod batch;
pub use batch::unwinding;

mod check;
mod command;
mod compare;
mod dict;
mod diff;
mod examples;
mod extract;
mod format;
mod gather;
mod held;
mod help;

mod lang;
pub use lang::of_environment as lang_of_environment;

mod ledger;

mod mcp;

mod mend;

mod opened;
mod output;

mod read;
pub use read::file;

mod reconcile;
#[cfg(not(target_arch = "wasm32"))]
mod shell;
mod show;
mod skill;
mod table;
mod text;
mod trace;
mod words;

use std::ffi::{OsStr, OsString};
use std::fmt::Display;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicU8, Ordering};

use clap::ArgMatches;

use crate::cli::apart::Written;
use crate::cli::held::Held;
use crate::lexicon::Lexicon;
use crate::model::{Lang, Plan};
use crate::report::shown;

/// What every command is told.
struct Session<'m> {
    lang: Lang,
    matches: &'m ArgMatches,
    quiet: bool,
    verbose: bool,
    /// The files and folders to read.
    files: &'m [PathBuf],
    /// The files that the options name to be written.
    written: &'m [Written],
    /// The exit status if the program ended now: when the reader of a pipe goes, it does.
    status: &'m AtomicU8,
    /// In place of standard input, output and error, where a command runs for another program.
    held: Option<&'m Held>,
}

/// Runs the program with its arguments; prints results on standard output and messages on standard error.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    ExitCode::from(status(args))
}

/// Runs the program with its arguments, the first of them its name; its exit status.
pub fn status(args: impl IntoIterator<Item = OsString>) -> u8 {
    let mut args: Vec<OsString> = args.into_iter().collect();
    let lang = lang::of_arguments(&args).unwrap_or_else(lang::of_environment);
    let mut command = command::command(lang);
    // `plan FILE` shows the file.
    if args.get(1).is_some_and(|arg| {
        is_file_name(arg) && arg.to_str().is_none_or(|name| command.find_subcommand(name).is_none())
    }) {
        args.insert(1, "outline".into());
    }
    let matches = match command.try_get_matches_from_mut(&args) {
        Ok(matches) => matches,
        Err(error) => {
            let failed = error.use_stderr();
            if let Some(page) = help::asked(&error, &mut command, &args, lang) {
                return told(&page, failed, lang);
            }
            match words::refused(&error, &command, &args, lang) {
                Some(message) => warn(message),
                None => match error.print() {
                    Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
                        warn(format_args!("plan: {}", words::system(&error).of(lang)));
                        return 2;
                    }
                    _ => {}
                },
            }
            return if failed { 2 } else { 0 };
        }
    };
    let so_far = AtomicU8::new(0);
    match answer(lang, &matches, &so_far, None) {
        Ok(status) => status,
        Err(error) if output::is_broken_pipe(&error) => so_far.load(Ordering::Relaxed),
        Err(error) => {
            warn(format_args!("plan: {}", words::chain(&error, lang)));
            2
        }
    }
}

/// Prints help, on standard error where something else was wanted; the exit status.
fn told(page: &str, failed: bool, lang: Lang) -> u8 {
    if failed {
        warn(page.trim_end());
        return 2;
    }
    match std::io::stdout().write_all(page.as_bytes()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            warn(format_args!("plan: {}", words::system(&error).of(lang)));
            2
        }
        _ => 0,
    }
}

/// What came of a command that ran in memory.
#[derive(Debug)]
pub struct Answer {
    /// The exit status.
    pub status: u8,
    /// What it wrote on standard output.
    pub written: Vec<u8>,
    /// What it said on standard error, a line a message, without the program's name.
    pub said: String,
}

/// Runs the program with its arguments, the first of them its name, on files in memory: their bytes by the names that the
/// arguments have for them. Of files that were read before, as these arguments would have them read, `plans` has the plans; so
/// `plan table` need not read them again.
pub fn in_memory(args: &[OsString], files: Vec<(PathBuf, Vec<u8>)>, plans: Vec<(PathBuf, Plan)>) -> Answer {
    let lang = lang::of_arguments(args).unwrap_or_else(lang::of_environment);
    let mut command = command::command(lang);
    let held = Held::of(files).with(plans);
    let status = match command.try_get_matches_from_mut(args) {
        Ok(matches) => answer(lang, &matches, &AtomicU8::new(0), Some(&held)).unwrap_or_else(|error| {
            held.say(words::chain(&error, lang));
            2
        }),
        Err(error) => {
            let why = words::refused(&error, &command, args, lang).unwrap_or_else(|| error.to_string());
            held.say(why.trim_start_matches("plan: "));
            2
        }
    };
    let (written, said) = held.take();
    Answer { status, written, said }
}

/// Runs the command that the arguments name; its exit status. `status` has the status so far.
fn answer(lang: Lang, matches: &ArgMatches, status: &AtomicU8, held: Option<&Held>) -> anyhow::Result<u8> {
    let Some((name, matches)) = matches.subcommand() else { return Ok(2) };
    // What a command of two words reads and writes stands with the second.
    let (part, matches) = match matches.subcommand() {
        Some((part, of_part)) if name == "ledger" => (part, of_part),
        _ => ("", matches),
    };
    let (quiet, verbose) = (matches.get_flag("quiet"), matches.get_count("verbose") > 0);
    let session = Session { lang, matches, quiet, verbose, files: &[], written: &[], status, held };
    let files = session.named_files()?;
    let session = Session { files: &files, ..session };
    let written = apart::written(&session);
    let session = Session { written: &written, ..session };
    apart::check(&session)?;
    match name {
        "table" => table::table(&session),
        "diff" => diff::diff(&session),
        "compare" => compare::compare(&session),
        "trace" => trace::trace(&session),
        _ => other(&session, name, part),
    }
}

/// Runs one of the commands that a page in a browser does not have.
#[cfg(not(target_arch = "wasm32"))]
fn other(session: &Session, name: &str, part: &str) -> anyhow::Result<u8> {
    match name {
        "extract" if session.matches.get_flag("stream") => batch::stream(session),
        "extract" if batch::is_asked_for(session) => batch::extract(session),
        "extract" => extract::extract(session),
        "ledger" => ledger::ledger(session, part),
        "reconcile" => reconcile::reconcile(session),
        "outline" => text::outline(session),
        "text" => text::text(session),
        "schema" => text::schema(session),
        "dict" => dict::dict(session),
        "check" => check::check(session),
        "show" => show::show(session),
        "mcp" => mcp::mcp(session),
        "skill" => skill::skill(session),
        "completions" => shell::completions(session),
        "man" => shell::man(session),
        _ => check::explain(session),
    }
}

/// In a browser there are no folders, no threads and no other program: what works with them is left out of the page.
#[cfg(target_arch = "wasm32")]
fn other(_: &Session, _: &str, _: &str) -> anyhow::Result<u8> {
    Ok(2)
}

/// Whether an argument where a command is wanted must be meant for a file: there is one, or it is written like one.
fn is_file_name(arg: &OsStr) -> bool {
    let bytes = arg.as_encoded_bytes();
    !bytes.starts_with(b"--")
        && (bytes == b"-"
            || Path::new(arg).is_file()
            || bytes.iter().skip(1).any(|byte| b"./\\*".contains(byte)))
        && (bytes == b"-" || !bytes.starts_with(b"-"))
}

/// Writes a line on standard error; where that cannot be written, there is nobody to tell.
fn warn(line: impl Display) {
    let line = format!("{}\n", shown::lines(&line.to_string()));
    let _ = std::io::stderr().write_all(line.as_bytes());
}

/// A path as people are told it: on one line, with nothing in it that a terminal would act on.
fn named(path: &Path) -> String {
    shown::line(&path.display().to_string()).into_owned()
}

impl Session<'_> {
    /// The word lists, with the user's changes from `--dict`.
    fn lexicon(&self) -> anyhow::Result<Lexicon> {
        match self.matches.get_one::<std::path::PathBuf>("dict") {
            Some(dir) => Ok(Lexicon::with_changes(&dict::changes(self, dir)?)),
            None => Ok(Lexicon::default()),
        }
    }

    fn year(&self) -> Option<i16> {
        self.matches.get_one::<i16>("year").copied()
    }

    /// The value of an option, none where it is not given or the command has no such option.
    fn option<T: Clone + Send + Sync + 'static>(&self, id: &str) -> Option<&T> {
        self.matches.try_get_one(id).ok().flatten()
    }

    /// Whether the command has such a switch, given or not: a switch always has a value. (`try_contains_id` tells of options
    /// that are not there in debug builds only.)
    fn takes(&self, id: &str) -> bool {
        self.matches.ids().any(|known| known.as_str() == id)
    }

    /// Whether a switch is given.
    fn is_set(&self, id: &str) -> bool {
        self.option(id).is_some_and(|set| *set)
    }

    /// The message in the user's language.
    fn tell(&self, zh: String, en: String) -> String {
        if self.lang == Lang::Zh { zh } else { en }
    }

    /// Says something on standard error, unless `-q`.
    fn say(&self, zh: impl Display, en: impl Display) {
        match (self.held, self.lang) {
            (Some(held), Lang::Zh) => held.say(zh),
            (Some(held), Lang::En) => held.say(en),
            _ if self.quiet => {}
            (None, Lang::Zh) => warn(format_args!("plan: {zh}")),
            (None, Lang::En) => warn(format_args!("plan: {en}")),
        }
    }

    /// Notes the exit status so far.
    fn so_far(&self, status: u8) -> u8 {
        self.status.store(status, Ordering::Relaxed);
        status
    }
}
