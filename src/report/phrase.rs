//! Words and marks that what is printed for people has in common, in the reader's language.

use crate::model::{Deadline, Lang};

/// A word in the reader's language.
pub(super) fn say(lang: Lang, zh: &'static str, en: &'static str) -> &'static str {
    if lang == Lang::Zh { zh } else { en }
}

/// In the brackets of the language.
pub(super) fn bracketed(text: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("（{text}）"),
        Lang::En => format!(" ({text})"),
    }
}

/// A label before what it labels.
pub(super) fn labelled(label: &str, text: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{label}：{text}"),
        Lang::En => format!("{label}: {text}"),
    }
}

/// `6月底前（2016-06-30）`.
pub(super) fn day(deadline: &Deadline) -> String {
    match deadline.date {
        Some(date) => format!("{}（{date}）", deadline.text),
        None => deadline.text.clone(),
    }
}
