//! Days due as entries of a calendar, as RFC 5545 has them.

use std::collections::HashSet;

use jiff::civil::Date;

use crate::ledger::column::Column;
use crate::ledger::{Row, Table};
use crate::model::Lang;

/// What becomes of a row that is due on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Entry {
    /// An entry for the whole day, which every calendar shows.
    #[default]
    Event,
    /// A task to be done, for programs that have a list of these.
    Todo,
}

/// The longest line, in bytes without its end.
const LONGEST: usize = 75;

/// A calendar of the rows of `table` that have a day, lines ended by CR LF. An entry is called by the key of its task, so
/// that one read in again takes the place of the old one; other days of a task, those of rows that are not in `own`, the
/// keys and days of tasks, have the day behind it. `stamp` stands for when each was written. Gives how many rows have no day.
pub fn ics(
    table: &Table,
    own: &HashSet<(String, String)>,
    entry: Entry,
    stamp: Date,
    lang: Lang,
) -> (String, usize) {
    let mut out = String::new();
    let mut line = |name: &str, value: &str| fold(&mut out, &format!("{name}{value}"));
    line("BEGIN:", "VCALENDAR");
    line("VERSION:", "2.0");
    line("PRODID:", if lang == Lang::Zh { "-//plan//plan//ZH" } else { "-//plan//plan//EN" });
    line("CALSCALE:", "GREGORIAN");
    line("METHOD:", "PUBLISH");
    line("X-WR-CALNAME:", &escaped(&table.title));
    let kind = if entry == Entry::Event { "VEVENT" } else { "VTODO" };
    let stamp = format!("{}T000000Z", compact(stamp));
    let mut n_without = 0;
    for row in &table.rows {
        let text = |column| text(table, row, column);
        let day = text(Column::Date);
        let Some(due) = day.trim_end_matches('*').parse::<Date>().ok() else {
            n_without += 1;
            continue;
        };
        let key = text(Column::Key);
        line("BEGIN:", kind);
        let is_own = own.contains(&(key.to_owned(), day.to_owned()));
        let uid = if is_own { format!("{key}@plan") } else { format!("{key}-{}@plan", compact(due)) };
        line("UID:", &uid);
        line("DTSTAMP:", &stamp);
        match entry {
            Entry::Event => {
                line("DTSTART;VALUE=DATE:", &compact(due));
                // The day after, which is not part of it; the last day there is has none.
                if let Ok(after) = due.tomorrow() {
                    line("DTEND;VALUE=DATE:", &compact(after));
                }
                line("TRANSP:", "TRANSPARENT");
            }
            Entry::Todo => {
                line("DUE;VALUE=DATE:", &compact(due));
                line("STATUS:", "NEEDS-ACTION");
            }
        }
        let units =
            [Column::Lead, Column::Responsible].map(&text).into_iter().find(|units| !units.is_empty());
        let summary = match units {
            Some(units) => format!("【{units}】{}", text(Column::Task)),
            None => text(Column::Task).to_owned(),
        };
        line("SUMMARY:", &escaped(&summary));
        let said = [Column::Deadline, Column::Text, Column::Responsible, Column::Support, Column::Source];
        let said = said.into_iter().filter(|column| !text(*column).is_empty());
        let said: Vec<String> = said
            .map(|column| match lang {
                Lang::Zh => format!("{}：{}", column.heading(lang), text(column)),
                Lang::En => format!("{}: {}", column.heading(lang), text(column)),
            })
            .collect();
        line("DESCRIPTION:", &escaped(&said.join("\n")));
        line("END:", kind);
    }
    line("END:", "VCALENDAR");
    (out, n_without)
}

/// The columns that an entry is made of.
pub const COLUMNS: &[Column] = &[
    Column::Key,
    Column::Task,
    Column::Text,
    Column::Lead,
    Column::Responsible,
    Column::Support,
    Column::Deadline,
    Column::Date,
    Column::Source,
];

fn text<'t>(table: &'t Table, row: &'t Row, column: Column) -> &'t str {
    let at = table.heads.iter().position(|head| head.column == Some(column));
    at.map_or("", |at| row.cells[at].text.as_str())
}

fn compact(day: Date) -> String {
    format!("{:04}{:02}{:02}", day.year(), day.month(), day.day())
}

/// A text as a value: marks that part values are kept from doing so, and what no line may hold is left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() && c != '\t' => {}
            c => out.push(c),
        }
    }
    out
}

/// Adds a line in pieces of at most [`LONGEST`] bytes, the later ones behind a space; no character is cut.
fn fold(out: &mut String, line: &str) {
    let mut rest = line;
    let mut room = LONGEST;
    while rest.len() > room {
        let end = (1..=room).rev().find(|at| rest.is_char_boundary(*at)).unwrap_or(rest.len());
        let (piece, after) = rest.split_at(end);
        out.push_str(piece);
        out.push_str("\r\n ");
        rest = after;
        room = LONGEST - 1;
    }
    out.push_str(rest);
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, escaped, fold};

    #[test]
    fn lines_are_folded_between_characters() {
        for n in 0..80 {
            let line = format!("{}{}", "a".repeat(n), "治理，".repeat(60));
            let mut out = String::new();
            fold(&mut out, &line);
            assert!(out.ends_with("\r\n") && out.split("\r\n").all(|line| line.len() <= LONGEST));
            assert_eq!(out.replace("\r\n ", ""), format!("{line}\r\n"));
        }
    }

    #[test]
    fn marks_do_not_part_values() {
        assert_eq!(escaped("甲,乙;丙\\丁\n戊\u{1}\r"), "甲\\,乙\\;丙\\\\丁\\n戊");
    }
}
