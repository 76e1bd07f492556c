//! Text of documents as it is shown to people: what a terminal or an editor would act on stands there by its number.

use std::borrow::Cow;

use crate::ledger::Table;
use crate::text::is_acted_on;

/// The text on one line: control characters, line ends and marks of writing direction as `\u{1b}`.
pub fn line(text: &str) -> Cow<'_, str> {
    escaped(text, |c, _| is_acted_on(c))
}

/// The text with its lines and tabs, all else as in [`line()`].
pub fn lines(text: &str) -> Cow<'_, str> {
    escaped(text, |c, next| is_acted_on(c) && !matches!((c, next), ('\n' | '\t', _) | ('\r', Some('\n'))))
}

/// A table, in all its texts, as in [`lines`].
pub fn table(table: &mut Table) {
    let Table { title, heads, rows, notes } = table;
    let see = |text: &mut String| {
        if let Cow::Owned(seen) = lines(text) {
            *text = seen;
        }
    };
    see(title);
    heads.iter_mut().for_each(|head| see(&mut head.text));
    for row in rows {
        row.group.iter_mut().for_each(see);
        for cell in &mut row.cells {
            see(&mut cell.text);
            cell.strokes.iter_mut().for_each(|(_, text)| see(text));
        }
    }
    notes.iter_mut().for_each(see);
}

/// With the characters that are meant, told from the one behind them too, by their numbers.
fn escaped(text: &str, is_meant: impl Fn(char, Option<char>) -> bool) -> Cow<'_, str> {
    let mut out = String::new();
    let mut done = 0;
    for (at, c) in text.char_indices().filter(|(_, c)| is_acted_on(*c)) {
        let end = at + c.len_utf8();
        if is_meant(c, text[end..].chars().next()) {
            out.push_str(&text[done..at]);
            out.extend(c.escape_unicode());
            done = end;
        }
    }
    if done == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[done..]);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::{line, lines};

    #[test]
    fn what_acts_is_shown() {
        let text = "一\t二\r\n\u{1b}[31m三\u{202e}四\u{2028}五\u{9b}六\u{200d}";
        assert_eq!(lines(text), "一\t二\r\n\\u{1b}[31m三\\u{202e}四\\u{2028}五\\u{9b}六\u{200d}");
        assert_eq!(line("a\tb\n"), "a\\u{9}b\\u{a}");
        assert!(matches!(line("没有"), std::borrow::Cow::Borrowed(_)));
    }
}
