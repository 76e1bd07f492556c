//! The language of messages.

use std::ffi::OsString;

use crate::model::Lang;

/// Chinese where the locale is, else English.
pub fn of_environment() -> Lang {
    of_locale().unwrap_or(Lang::En)
}

/// The language of the locale, if it is one of ours: the first of LC_ALL, LC_MESSAGES and LANG that is set decides.
pub(super) fn of_locale() -> Option<Lang> {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(set).unwrap_or_default();
    match locale.get(..2) {
        Some("zh") => Some(Lang::Zh),
        Some("en") => Some(Lang::En),
        _ => None,
    }
}

/// What `--lang` says, before the arguments are understood: mistakes in them are told in it too.
pub(super) fn of_arguments(args: &[OsString]) -> Option<Lang> {
    let mut names = args.iter().enumerate().filter_map(|(at, arg)| match arg.to_str()? {
        "--lang" => args.get(at + 1)?.to_str(),
        arg => arg.strip_prefix("--lang="),
    });
    names.find_map(|name| match name {
        "zh" => Some(Lang::Zh),
        "en" => Some(Lang::En),
        _ => None,
    })
}
