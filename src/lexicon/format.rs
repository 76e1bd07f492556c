// Read by the build script too, so it names nothing of the crate.

/// One line of a word list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// A word, its value (columns joined by one tab, perhaps empty) and the reason given after `#`.
    Word {
        /// The word.
        word: String,
        /// What the list says of it.
        value: String,
        /// Why it is there, where that is not plain.
        reason: Option<String>,
    },
    /// `-word`: takes a built-in word out.
    Remove(String),
    /// `!replace`: drops the built-in list.
    Replace,
}

/// Reads a list: one word a line, tab, value, and after `#` the reason for an odd one. Lines that are empty
/// or begin with `#` say nothing to the program.
///
/// Each comes with the number of its line, from 1. An error names the line too, and what was wanted.
pub fn read(text: &str) -> Result<Vec<(usize, Line)>, (usize, String)> {
    let mut lines = Vec::new();
    for (n, raw) in text.lines().enumerate() {
        let raw = raw.trim_end_matches('\r');
        if raw.trim().is_empty() || raw.starts_with('#') {
            continue;
        }
        let (body, reason) = match raw.find("\t#") {
            Some(at) => (&raw[..at], Some(raw[at + 2..].trim().to_owned())),
            None => (raw, None),
        };
        let body = body.trim_end();
        if body == "!replace" {
            lines.push((n + 1, Line::Replace));
        } else if let Some(word) = body.strip_prefix('-') {
            lines.push((n + 1, Line::Remove(word.to_owned())));
        } else {
            let (word, value) = body.split_once('\t').unwrap_or((body, ""));
            if word.is_empty() || word.contains(' ') {
                return Err((n + 1, format!("wanted a word, then a tab and its value, found `{body}`")));
            }
            let line = Line::Word { word: word.to_owned(), value: value.trim().to_owned(), reason };
            lines.push((n + 1, line));
        }
    }
    Ok(lines)
}
