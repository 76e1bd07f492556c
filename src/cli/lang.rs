//! The language of messages.

use clap::ArgMatches;

use crate::model::Lang;

/// Chinese where the locale is: the first of LC_ALL, LC_MESSAGES and LANG that is set decides.
pub fn of_environment() -> Lang {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(set).unwrap_or_default();
    if locale.starts_with("zh") { Lang::Zh } else { Lang::En }
}

/// What `--lang` says.
pub(super) fn of_option(matches: &ArgMatches) -> Option<Lang> {
    let name =
        matches.subcommand().and_then(|(_, matches)| matches.try_get_one::<String>("lang").ok().flatten())?;
    Some(if name == "zh" { Lang::Zh } else { Lang::En })
}
