//! What `--help` prints: clap's definitions, set to the width of the terminal with Chinese at its width, the values that an
//! option may name, and examples.

use clap::error::ErrorKind;
use clap::{Arg, ArgAction, Command};
use std::ffi::OsString;
use std::fmt::Write as _;

use crate::check::rules::RULES;
use crate::cli::examples::examples;
use crate::cli::table::columns_of_terminal;
use crate::extract::theme::THEMES;
use crate::ledger::column::COLUMNS;
use crate::ledger::theme;
use crate::model::Lang;
use crate::report::table::layout::{on_screen, width, wrap};

/// Lines longer than this are hard to read.
const WIDEST: usize = 100;
/// Where texts begin at most, behind what they explain.
const DEEPEST: usize = 30;
/// From how many columns on texts stand beside what they explain.
const ROOM: usize = 64;

/// The help that the arguments ask for; none where they ask for something else.
pub(super) fn asked(
    error: &clap::Error,
    command: &mut Command,
    args: &[OsString],
    lang: Lang,
) -> Option<String> {
    let kinds = [ErrorKind::DisplayHelp, ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand];
    kinds.contains(&error.kind()).then(|| {
        command.build();
        help(named(command, args), lang, columns_of_terminal().min(WIDEST))
    })
}

/// The command that the arguments name, be it of two words.
fn named<'c>(command: &'c Command, args: &[OsString]) -> &'c Command {
    let words = args.iter().skip(1).filter_map(|arg| arg.to_str());
    words.fold(command, |of, word| of.find_subcommand(word).unwrap_or(of))
}

/// The help of a built command in so many columns.
fn help(command: &Command, lang: Lang, columns: usize) -> String {
    let say = |zh: &'static str, en: &'static str| if lang == Lang::Zh { zh } else { en };
    let mut page = Page { columns: columns.max(30), out: String::new() };
    page.paragraph(&command.get_about().map(ToString::to_string).unwrap_or_default(), 0);
    let usage = command.clone().render_usage().to_string();
    let usage = usage.trim_start_matches("Usage:").trim();
    page.out.push('\n');
    page.paragraph(&format!("{}{usage}", say("用法：", "Usage: ")), 0);
    let rows = |of: &mut dyn Iterator<Item = &Arg>| -> Vec<(String, String)> {
        of.filter(|arg| !arg.is_hide_set()).map(|arg| (spelt(arg), told(arg, lang))).collect()
    };
    let commands = command
        .get_subcommands()
        .map(|sub| (sub.get_name().to_owned(), sub.get_about().map(ToString::to_string).unwrap_or_default()));
    page.list(say("命令：", "Commands:"), &commands.collect::<Vec<_>>());
    page.list(say("参数：", "Arguments:"), &rows(&mut command.get_positionals()));
    // What is particular to a command comes first.
    let always = |arg: &&Arg| matches!(arg.get_id().as_str(), "lang" | "quiet" | "verbose" | "help");
    let options = || command.get_arguments().filter(|arg| !arg.is_positional());
    let mut options = options().filter(|arg| !always(arg)).chain(options().filter(always));
    page.list(say("选项：", "Options:"), &rows(&mut options));
    for (option, values) in values(command, lang) {
        page.heading(&format!("{}{}", option, say("：", ":")));
        page.fill(&values, say("、", ", "));
    }
    let examples = examples(&path(command));
    if !examples.is_empty() {
        page.heading(say("例：", "Examples:"));
        for (line, zh, en) in examples {
            page.paragraph(line, 2);
            page.paragraph(say(zh, en), 6);
        }
    }
    page.out
}

/// The words that name a built command, without `plan`.
pub(super) fn path(command: &Command) -> String {
    let name = command.get_bin_name().unwrap_or_default();
    name.strip_prefix("plan").unwrap_or(name).trim().to_owned()
}

/// An argument as it is written: `-o, --output <OUT>`.
fn spelt(arg: &Arg) -> String {
    let takes = arg.get_action().takes_values();
    let names = arg.get_value_names().unwrap_or_default();
    let values: Vec<String> = names.iter().map(|name| format!("<{name}>")).collect();
    let values = if takes { values.join(" ") } else { String::new() };
    let many = arg.get_num_args().is_some_and(|range| range.max_values() > names.len().max(1));
    let more = if many || matches!(arg.get_action(), ArgAction::Count) { "…" } else { "" };
    match (arg.get_short(), arg.get_long()) {
        (None, None) => format!("{values}{more}"),
        (short, long) => {
            let short = short.map_or_else(|| "    ".to_owned(), |short| format!("-{short}, "));
            let gap = if values.is_empty() { "" } else { " " };
            format!("{short}--{}{gap}{values}{more}", long.unwrap_or_default())
        }
    }
}

/// What an argument is, with the values that its text does not name.
fn told(arg: &Arg, lang: Lang) -> String {
    let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
    let values = arg.get_possible_values();
    let values: Vec<&str> = values.iter().map(|value| value.get_name()).collect();
    let is_told = !arg.get_action().takes_values() || values.iter().all(|value| help.contains(value));
    match lang {
        _ if is_told => help,
        Lang::Zh => format!("{help}［{}］", values.join("、")),
        Lang::En => format!("{help} [{}]", values.join(", ")),
    }
}

/// The options whose values are many, with these.
fn values(command: &Command, lang: Lang) -> Vec<(&'static str, Vec<String>)> {
    let takes = |id: &str| command.get_arguments().any(|arg| arg.get_id() == id);
    let called = |name: &str, zh: &str| match lang {
        Lang::Zh => format!("{name} {zh}"),
        Lang::En => name.to_owned(),
    };
    let mut all = Vec::new();
    if takes("columns") {
        all.push(("--columns", COLUMNS.iter().map(|about| called(about.name, about.zh)).collect()));
    }
    if takes("theme") {
        all.push(("--theme", THEMES.iter().map(|id| called(id, &theme::name(id, Lang::Zh))).collect()));
    }
    if takes("select") {
        all.push(("--select, --ignore", RULES.iter().map(|rule| called(rule.name, rule.title)).collect()));
    }
    all
}

/// What is printed, line by line within the columns.
struct Page {
    columns: usize,
    out: String,
}

impl Page {
    fn heading(&mut self, heading: &str) {
        let _ = writeln!(self.out, "\n{heading}");
    }

    /// A text behind a margin.
    fn paragraph(&mut self, text: &str, margin: usize) {
        for line in wrap(text, self.columns.saturating_sub(margin).max(10), on_screen) {
            let _ = writeln!(self.out, "{:margin$}{line}", "");
        }
    }

    /// Names and what they are, beside or below each other.
    fn list(&mut self, heading: &str, rows: &[(String, String)]) {
        if rows.is_empty() {
            return;
        }
        self.heading(heading);
        let widest = rows.iter().map(|(name, _)| width(name, on_screen) + 4).filter(|n| *n <= DEEPEST).max();
        let margin = if self.columns < ROOM { 8 } else { widest.unwrap_or(8) };
        for (name, text) in rows {
            let used = width(name, on_screen) + 4;
            let lines = wrap(text, self.columns.saturating_sub(margin).max(10), on_screen);
            let beside = self.columns >= ROOM && used <= margin;
            let _ = match (beside, lines.first()) {
                (true, Some(first)) => {
                    writeln!(self.out, "  {name}{:gap$}{first}", "", gap = margin + 2 - used)
                }
                _ => writeln!(self.out, "  {name}"),
            };
            for line in &lines[usize::from(beside).min(lines.len())..] {
                let _ = writeln!(self.out, "{:margin$}{line}", "");
            }
        }
    }

    /// Short texts one after the other, each whole.
    fn fill(&mut self, items: &[String], between: &str) {
        let mut line = String::new();
        for (at, item) in items.iter().enumerate() {
            let item = format!("{item}{}", if at + 1 < items.len() { between } else { "" });
            if !line.is_empty()
                && width(&line, on_screen) + width(item.trim_end(), on_screen) + 2 > self.columns
            {
                let _ = writeln!(self.out, "  {}", line.trim_end());
                line.clear();
            }
            line.push_str(&item);
        }
        let _ = writeln!(self.out, "  {line}");
    }
}

#[cfg(test)]
mod tests {
    use super::{help, named, path};
    use crate::cli::command::command;
    use crate::cli::examples::examples;
    use crate::model::Lang;
    use crate::report::table::layout::{on_screen, width};

    /// Every command, by the words that name it.
    fn all() -> Vec<String> {
        let mut root = command(Lang::En);
        root.build();
        let leaves = root.get_subcommands().flat_map(|sub| match sub.has_subcommands() {
            true => sub.get_subcommands().map(path).collect(),
            false => vec![path(sub)],
        });
        leaves.collect()
    }

    #[test]
    fn every_line_fits() {
        for lang in [Lang::Zh, Lang::En] {
            let mut root = command(lang);
            root.build();
            for name in all().iter().map(String::as_str).chain([""]) {
                let words: Vec<_> = std::iter::once("plan").chain(name.split(' ')).map(Into::into).collect();
                for columns in [48, 63, 64, 80, 100] {
                    let page = help(named(&root, &words), lang, columns);
                    // A word that is longer than a line stands by itself.
                    let long = page.lines().find(|line| {
                        width(line, on_screen) > columns
                            && line.trim_start().contains(' ')
                            && !line.trim_start().starts_with('-')
                    });
                    assert_eq!(long, None, "{name} in {columns} columns");
                    assert!(!page.contains("\n\n\n"), "{page}");
                }
            }
        }
    }

    #[test]
    fn examples_are_three_and_understood() {
        for name in all() {
            let rows = examples(&name);
            assert!(
                rows.len() >= 3 || matches!(name.as_str(), "skill"),
                "{name} has {} examples",
                rows.len()
            );
            for (line, ..) in rows {
                assert!(line.starts_with(&format!("plan {name}")), "{name}: {line}");
                let words =
                    line.split(" < ").next().unwrap_or_default().split(" > ").next().unwrap_or_default();
                let words = words.split(' ').map(|word| word.trim_matches('\''));
                if let Err(error) = command(Lang::En).try_get_matches_from(words) {
                    panic!("{line}: {error}");
                }
            }
        }
    }
}
