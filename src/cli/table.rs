//! `plan table`.

use std::collections::HashSet;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow};
use jiff::civil::Date;

use regex::Regex;

use crate::cli::Session;
use crate::cli::diff::headings;
use crate::cli::format::format;
use crate::cli::gather::{Gathered, gather};
use crate::cli::ledger::{at, book, opened, spare};
use crate::cli::output::Output;
use crate::diff::{self, Change, Options};
use crate::extract::Scene;
use crate::extract::theme::THEMES;
use crate::ledger::column::{By, COLUMNS, Column, Preset};
use crate::ledger::corrections::{self, Outcome};
use crate::ledger::kin::{Bond, Kin};
use crate::ledger::likeness::Pairs;
use crate::ledger::matrix::{AXES, Axis, matrix};
use crate::ledger::rules::{self, Area, Look, Shade, When};
use crate::ledger::{Asked, Filter, LIGHTS, Of, Sheet, Table, Unit, duty, flat, rows, theme};
use crate::ledger::{many, merge};
use crate::lexicon::{Lexicon, List};
use crate::model::{Lang, OwnerRole, Plan, Said, Task};
use crate::report::shown;
use crate::report::table::ics::Entry;
use crate::report::table::{csv, docx, html, ics, json, md, term, xlsx};
use crate::text::order;

/// Formats by name; all but the first are also endings of files.
const FORMATS: &[&str] = &["term", "md", "csv", "json", "html", "xlsx", "docx", "ics"];

/// What `--role` may name, by `duty` in either language.
pub(super) const ROLES: [OwnerRole; 5] = [
    OwnerRole::Lead,
    OwnerRole::Responsible,
    OwnerRole::Support,
    OwnerRole::Accountable,
    OwnerRole::Supervisor,
];

/// Prints the table. Status 0 when all files were read, 1 when some were not, 2 when none was.
pub(super) fn table(session: &Session) -> Result<u8> {
    let out = session.out();
    // On a terminal a table to look at, into a pipe Markdown.
    let default = if std::io::stdout().is_terminal() { "term" } else { "md" };
    let format = format(session, out, FORMATS, default)?;
    let flat = session.matches.get_flag("flat");
    if flat && !matches!(format, "xlsx" | "csv" | "json") {
        return Err(said(
            session,
            "`--flat` 只写 xlsx、csv、json，如 -o 任务.xlsx",
            "`--flat` writes xlsx, csv or json, such as -o tasks.xlsx",
        ));
    }
    let old = session.matches.get_one::<PathBuf>("merge");
    if old.is_some() {
        check_merge(session, format)?;
    }
    let lexicon = session.lexicon()?;
    let mut asked = asked(session, &lexicon)?;
    let names = column_names(session);
    if text(session, "columns").is_some() && names.is_empty() {
        return Err(said(session, "`--columns` 一栏也没有写", "`--columns` names no column"));
    }
    let axes = axes(session)?;

    let scene = Scene { lexicon: &lexicon, year: session.year() };
    let Gathered { mut plans, failed, is_folder } = gather(session, scene)?;
    if plans.is_empty() {
        return Ok(2);
    }
    let outcomes = corrected(session, &mut plans, &lexicon)?;
    for problem in plans.iter().flat_map(|(_, plan)| &plan.problems) {
        session.say(&problem.message.zh, &problem.message.en);
    }
    let sheets: Vec<Sheet> = plans.iter().map(|(name, plan)| Sheet { name, plan }).collect();
    if !names.is_empty() {
        own_columns(session, &names, &sheets, old.is_some(), &mut asked)?;
    }
    if flat {
        asked.columns.get_or_insert_with(|| flat::COLUMNS.to_vec());
    }
    if format == "ics" {
        if text(session, "matrix").is_some() {
            return Err(said(
                session,
                "统计表不能写成日历（ics）",
                "counts cannot be written as a calendar (ics)",
            ));
        }
        asked.columns = Some(ics::COLUMNS.to_vec());
        (asked.preset, asked.by) = (Preset::Calendar, None);
        asked.own.clear();
    }
    let name = asked.preset.title(asked.lang);
    asked.refers = !matches!(format, "csv" | "json" | "ics") && !flat;
    // Data is as it is; what people look at shows what it holds.
    let seen = |mut table: Table| {
        if !matches!(format, "csv" | "json" | "ics") && !flat {
            shown::table(&mut table);
        }
        table
    };
    let mut book = xlsx::Book::default();
    match (axes, old) {
        (Some(axes), _) => {
            let title = asked.title.take();
            let table = seen(matrix(&sheets, &lexicon, &asked.filter, axes, asked.lang, title));
            book.tables.push((if asked.lang == Lang::Zh { "统计表" } else { "Counts" }.into(), table));
        }
        (None, Some(old)) => book = merged(session, old, &sheets, &lexicon, asked)?,
        (None, None) if format == "ics" => {
            let (bytes, status) = (calendar(session, &sheets, &lexicon, &asked)?, u8::from(failed > 0));
            return printed(session, &bytes, status);
        }
        (None, None) => {
            // A folder is one table with what people choose rows by, and in a workbook a sheet a plan.
            let of_folder = is_folder && !flat && asked.columns.is_none();
            if asked.as_of.is_some() && asked.columns.is_none() {
                asked.columns = Some(lit(asked.preset.columns_for(&sheets)));
            }
            let of_one = asked.columns.clone();
            if of_folder {
                let columns = of_one.clone().unwrap_or_else(|| asked.preset.columns_for(&sheets));
                asked.columns = Some(many::columns(columns));
            }
            let mut table = seen(rows(&sheets, &lexicon, &asked));
            let mut of_plans = Vec::new();
            if of_folder && format == "xlsx" && sheets.len() <= many::MOST {
                (asked.columns, asked.title) = (of_one, None);
                of_plans = many::sheets(&mut table, &sheets, &lexicon, &asked);
                of_plans.iter_mut().for_each(|(_, table)| shown::table(table));
            }
            if flat {
                flat::flat(&mut table);
            }
            if table.rows.is_empty() {
                tell_empty(session, &sheets, &asked, &lexicon);
            }
            book.rules.shades = shades(&table);
            book.tables.push((name.into(), table));
            book.tables.extend(of_plans);
            if format == "xlsx" && !flat {
                book.grids.extend(merge::prints(&book.tables).filled());
            }
        }
    }
    let bytes = bytes(session, &book, format, headings(session), outcomes.as_deref())?;
    if format == "xlsx" && old.is_none() {
        spare(session, &lexicon)?;
    }
    printed(session, &bytes, u8::from(failed > 0))
}

/// Makes the corrections of the files that are given, each in the plan that it fits best, and tells what does not fit. What
/// became of each, in order; nothing where no file is given.
fn corrected(
    session: &Session,
    plans: &mut [(String, Plan)],
    lexicon: &Lexicon,
) -> Result<Option<Vec<Outcome>>> {
    let Some(files) = session.matches.get_many::<PathBuf>("corrections") else { return Ok(None) };
    let mut all = Vec::new();
    for path in files {
        let read = session.bytes(path).and_then(|(bytes, _)| corrections::read(&bytes));
        let corrections = read.map_err(|why| at(session, path, &why))?;
        let fits = plans.iter().enumerate();
        let fits = fits.filter_map(|(at, (name, plan))| Some((at, corrections.fit(name, plan)?)));
        // Of several that it fits as well the first.
        let Some((of, _)) = fits.rev().max_by_key(|(_, fit)| *fit) else {
            let document = shown::line(corrections.document()).into_owned();
            let why = Said::new(
                format!("是另一份文档“{document}”的更正，与读到的文档对不上"),
                format!("has the corrections of another document, `{document}`, and fits none that was read"),
            );
            return Err(at(session, path, &why));
        };
        let outcomes = corrections.correct(&mut plans[of].1, lexicon);
        for why in outcomes.iter().filter_map(Outcome::said) {
            session.say(shown::line(&why.zh), shown::line(&why.en));
        }
        all.extend(outcomes);
    }
    Ok(Some(all))
}

/// Writes all of the output.
fn printed(session: &Session, bytes: &[u8], status: u8) -> Result<u8> {
    let status = session.so_far(status);
    let mut output = Output::open(session, session.out())?;
    output.writer().write_all(bytes)?;
    output.finish()?;
    Ok(status)
}

/// The tasks that have a day, as a calendar.
fn calendar(session: &Session, sheets: &[Sheet], lexicon: &Lexicon, asked: &Asked) -> Result<Vec<u8>> {
    let stamp = match text(session, "stamp") {
        Some(given) => day(session, "stamp", given, last_day)?,
        None => jiff::civil::date(2000, 1, 1),
    };
    let mut table = rows(sheets, lexicon, asked);
    flat::flat(&mut table);
    // The day of a task itself, beside those of its parts.
    let due = |task: &Task| Some((task.key.clone(), task.deadline.as_ref()?.date?.to_string()));
    let own: HashSet<(String, String)> =
        sheets.iter().flat_map(|sheet| &sheet.plan.tasks).filter_map(due).collect();
    let entry = if session.matches.get_flag("todo") { Entry::Todo } else { Entry::Event };
    let (text, n_without) = ics::ics(&table, &own, entry, stamp, asked.lang);
    if n_without > 0 {
        session.say(
            format_args!("有 {n_without} 项任务没有确定到日的时限，不在日历里"),
            format_args!("{n_without} tasks have no day by which they are due and are not in the calendar"),
        );
    }
    Ok(text.into_bytes())
}

/// The columns with those that tell what is overdue, beside the deadline.
fn lit(mut columns: Vec<Column>) -> Vec<Column> {
    let at = columns.iter().position(|column| *column == Column::Deadline);
    let at = at.map_or(columns.len(), |at| at + 1);
    let more = [Column::Date, Column::Light].into_iter().filter(|column| !columns.contains(column));
    let more: Vec<Column> = more.collect();
    columns.splice(at..at, more);
    columns
}

/// Colours for what is overdue, soon due and neither, as a spreadsheet works them out.
fn shades(table: &Table) -> Vec<Shade> {
    let Some(at) = table.heads.iter().position(|head| head.column == Some(Column::Light)) else {
        return Vec::new();
    };
    // Under the title and the headings.
    let first = 2;
    let area = Area { top: first, left: at, bottom: first + table.lines().count().max(1) - 1, right: at };
    let place = rules::cell(first, at);
    let shade = |((zh, en), fill): (&(&str, &str), u32)| Shade {
        areas: vec![area],
        when: When::Formula(format!("OR({place}=\"{zh}\",{place}=\"{en}\")")),
        look: Look { fill: Some(fill), ..Look::default() },
        stop: false,
    };
    LIGHTS.iter().zip([0xFF_C7CE, 0xFF_EB9C, 0xC6_EFCE]).map(shade).collect()
}

/// The day that the option `name` gives, the first or last of a month or year.
pub(super) fn day(
    session: &Session,
    name: &str,
    given: &str,
    which: fn(&str) -> Option<Date>,
) -> Result<Date> {
    which(given).ok_or_else(|| {
        said(
            session,
            format!("`--{name} {given}` 不是日期，应如 2024-06-30、2024-06 或 2024"),
            format!("`--{name} {given}` is no date; wanted such as 2024-06-30, 2024-06 or 2024"),
        )
    })
}

/// The days between which tasks are due, and the day on which it is asked.
fn days(session: &Session) -> Result<(Option<Date>, Option<Date>, Option<Date>)> {
    let of =
        |name: &str, which| text(session, name).map(|given| day(session, name, given, which)).transpose();
    let mut as_of = of("as-of", last_day)?;
    let (mut after, mut before) = (of("after", first_day)?, of("before", last_day)?);
    if let Some(given) = text(session, "between") {
        let Some((from, to)) = given.split_once("..") else {
            return Err(said(
                session,
                format!("`--between {given}` 应写起止两天，如 2024-03..2024-06"),
                format!("`--between {given}` must be two days, such as 2024-03..2024-06"),
            ));
        };
        after = Some(day(session, "between", from, first_day)?);
        before = Some(day(session, "between", to, last_day)?);
    }
    let light = text(session, "columns").is_some_and(|list| list.contains("预警") || list.contains("light"));
    let due_in = session.matches.get_one::<u16>("due-in");
    if due_in.is_some() || light {
        // Plans are written by Beijing's clock.
        let now = || jiff::tz::offset(8).to_datetime(jiff::Timestamp::now()).date();
        as_of.get_or_insert_with(now);
    }
    if let Some((days, today)) = due_in.zip(as_of) {
        after = Some(today);
        before = today.checked_add(jiff::Span::new().days(*days)).ok().or(before);
    }
    Ok((after, before, as_of))
}

fn said(session: &Session, zh: impl Into<String>, en: impl Into<String>) -> anyhow::Error {
    anyhow!("{}", Said::new(zh, en).of(session.lang))
}

fn text<'s>(session: &'s Session, name: &str) -> Option<&'s str> {
    session.matches.get_one::<String>(name).map(String::as_str)
}

fn asked(session: &Session, lexicon: &Lexicon) -> Result<Asked> {
    let preset = text(session, "preset").and_then(Preset::named).unwrap_or_default();
    let by = text(session, "by").map(|by| match by {
        "owner" => By::Owner,
        "section" => By::Section,
        "deadline" => By::Deadline,
        _ => By::Theme,
    });
    let role =
        text(session, "role").and_then(|name| ROLES.into_iter().find(|role| duty(*role, Lang::En) == name));
    let without = |what: &str| {
        session
            .matches
            .get_many::<String>("without")
            .is_some_and(|mut values| values.any(|value| value == what))
    };
    let (after, before, as_of) = days(session)?;
    let filter = Filter {
        owner: text(session, "owner").map(|name| (Unit::named(name, lexicon), name.to_owned())),
        role,
        theme: match text(session, "theme") {
            Some(name) => Some(theme_id(session, name, lexicon)?),
            None => None,
        },
        before,
        after,
        without_owner: without("owner"),
        without_deadline: without("deadline"),
        words: match text(session, "match") {
            Some(pattern) => Some(Regex::new(pattern).map_err(|error| {
                said(
                    session,
                    format!("`--match {pattern}` 不是正则表达式：{error}"),
                    format!("`--match {pattern}` is no regular expression: {error}"),
                )
            })?),
            None => None,
        },
    };
    let title = text(session, "title").map(str::to_owned);
    let rows = text(session, "rows").map(|rows| if rows == "tasks" { Of::Tasks } else { Of::Brackets });
    // A ledger's rows are known by the keys of tasks.
    let rows = if session.matches.get_one::<PathBuf>("merge").is_some() { Some(Of::Tasks) } else { rows };
    let (columns, own, lang) = (None, Vec::new(), headings(session));
    Ok(Asked { preset, columns, by, rows, refers: false, title, filter, as_of, own, lang })
}

/// What `--columns` names.
fn column_names<'s>(session: &'s Session) -> Vec<&'s str> {
    let list = text(session, "columns").unwrap_or_default();
    list.split([',', '，', '、']).map(str::trim).filter(|name| !name.is_empty()).collect()
}

/// The columns of `names`: known ones, and those of the plans' own tables by their heads. A head of theirs comes before a
/// known column that people fill in.
fn own_columns(
    session: &Session,
    names: &[&str],
    sheets: &[Sheet],
    merged: bool,
    asked: &mut Asked,
) -> Result<()> {
    let tasks = || sheets.iter().flat_map(|sheet| &sheet.plan.tasks);
    let (mut columns, mut own) = (Vec::new(), Vec::<(usize, String)>::new());
    for name in names {
        let known = Column::named(name);
        let theirs = || tasks().flat_map(|task| &task.columns).any(|(head, _)| head == name);
        match known {
            Some(column) if !column.about().filled || merged || !theirs() => {
                if !columns.contains(&column) {
                    columns.push(column);
                }
            }
            _ if !merged && theirs() => {
                if !own.iter().any(|(_, known)| known == name) {
                    own.push((columns.len() + own.len(), (*name).to_owned()));
                }
            }
            _ => {
                let names: Vec<&str> = COLUMNS.iter().map(|about| about.name).collect();
                let headings: Vec<&str> = COLUMNS.iter().map(|about| about.zh).collect();
                return Err(said(
                    session,
                    format!(
                        "没有“{name}”这一栏，可用的有：{}（或 {}）",
                        headings.join("、"),
                        names.join(",")
                    ),
                    format!("no column `{name}`; the columns are {}", names.join(", ")),
                ));
            }
        }
    }
    (asked.columns, asked.own) = (Some(columns), own);
    Ok(())
}

pub(super) fn theme_id(session: &Session, name: &str, lexicon: &Lexicon) -> Result<String> {
    let id = theme::id(name);
    let own = |value: &str| value.split('\t').next() == Some(id);
    if THEMES.contains(&id) || lexicon.words(List::Themes).any(|(_, value)| own(value)) {
        return Ok(id.to_owned());
    }
    let names: Vec<String> =
        THEMES.iter().map(|id| format!("{id}（{}）", theme::name(id, Lang::Zh))).collect();
    Err(said(
        session,
        format!("没有主题“{name}”，可用的有：{}", names.join("、")),
        format!("no theme `{name}`; the themes are {}", THEMES.join(", ")),
    ))
}

/// The first day of a day, month or year.
fn first_day(text: &str) -> Option<Date> {
    let last = last_day(text)?;
    match text.split('-').count() {
        1 => Some(last.first_of_year()),
        2 => Some(last.first_of_month()),
        _ => Some(last),
    }
}

/// The last day of a day, month or year.
pub(super) fn last_day(text: &str) -> Option<Date> {
    let parts: Vec<i16> = text.split('-').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    match parts[..] {
        [year, month, day] => Date::new(year, month.try_into().ok()?, day.try_into().ok()?).ok(),
        [year, month] => Some(Date::new(year, month.try_into().ok()?, 1).ok()?.last_of_month()),
        [year] => Date::new(year, 12, 31).ok(),
        _ => None,
    }
}

fn axes(session: &Session) -> Result<Option<[Axis; 2]>> {
    let Some(text) = text(session, "matrix") else { return Ok(None) };
    let axis = |name: &str| AXES.iter().find(|(_, known, ..)| *known == name).map(|(axis, ..)| *axis);
    let found: Vec<Option<Axis>> = text.split([',', '，']).map(|name| axis(name.trim())).collect();
    match found[..] {
        [Some(down), Some(across)] if down != across => Ok(Some([down, across])),
        _ => {
            let names: Vec<&str> = AXES.iter().map(|(_, name, ..)| *name).collect();
            Err(said(
                session,
                format!(
                    "`--matrix {text}` 应写两个不同的方面，如 owner,theme；可用的有：{}",
                    names.join("、")
                ),
                format!("`--matrix {text}` must be two of {}, such as owner,theme", names.join(", ")),
            ))
        }
    }
}

/// Says that nothing was found and why: no tasks at all, no unit of that name, or none that fits all that was asked.
fn tell_empty(session: &Session, sheets: &[Sheet], asked: &Asked, lexicon: &Lexicon) {
    let tasks = || sheets.iter().flat_map(|sheet| &sheet.plan.tasks);
    if tasks().next().is_none() {
        session.say("没有读出任务，表是空的", "no tasks were found; the table is empty");
        return;
    }
    session.say("没有符合条件的任务，表是空的", "no task fits; the table is empty");
    let Some((unit, name)) = &asked.filter.owner else { return };
    let owners = || tasks().flat_map(|task| &task.owners).filter(|owner| unit.is(owner, lexicon));
    let n_tasks = tasks().filter(|task| task.owners.iter().any(|owner| unit.is(owner, lexicon))).count();
    if n_tasks > 0 {
        let mut roles: Vec<OwnerRole> = owners().map(|owner| owner.role).collect();
        order::sort(&mut roles);
        roles.dedup();
        let said = |lang| roles.iter().map(|role| duty(*role, lang)).collect::<Vec<_>>();
        session.say(
            format_args!("“{name}”有 {n_tasks} 项任务，职责是{}", said(Lang::Zh).join("、")),
            format_args!("`{name}` has {n_tasks} tasks, as {}", said(Lang::En).join(", ")),
        );
        return;
    }
    let wanted = Pairs::of(name);
    let mut near: Vec<(f32, &str)> = Vec::new();
    for owner in tasks().flat_map(|task| &task.owners) {
        if !near.iter().any(|(_, known)| *known == owner.canonical) {
            near.push((wanted.likeness(&Pairs::of(&owner.canonical)), &owner.canonical));
        }
    }
    near.retain(|(likeness, _)| *likeness >= 0.3);
    order::by(&mut near, |a, b| b.0.total_cmp(&a.0));
    let names: Vec<&str> = near.iter().take(3).map(|(_, name)| *name).collect();
    match names.is_empty() {
        true => session.say(format_args!("没有叫“{name}”的单位"), format_args!("no unit is named `{name}`")),
        false => session.say(
            format_args!("没有叫“{name}”的单位，相近的有：{}", names.join("、")),
            format_args!("no unit is named `{name}`; alike are {}", names.join(", ")),
        ),
    }
}

fn bytes(
    session: &Session,
    book: &xlsx::Book,
    format: &str,
    lang: Lang,
    outcomes: Option<&[Outcome]>,
) -> Result<Vec<u8>> {
    let table = &book.tables[0].1;
    let printed = || match text(session, "columns") {
        None => table.without_keys(),
        Some(_) => table.clone(),
    };
    let fail = |why: Said| match session.out() {
        Some(out) => at(session, out, &why),
        None => anyhow!("{}", why.of(session.lang)),
    };
    Ok(match format {
        "md" => md::md(&printed()).into_bytes(),
        "json" => {
            let mut bytes = serde_json::to_vec_pretty(&json::json(table, outcomes, session.lang))?;
            bytes.push(b'\n');
            bytes
        }
        "csv" => match text(session, "output-encoding") {
            Some("gb18030") => encoding_rs::GB18030.encode(&csv::csv(table)).0.into_owned(),
            // Without the mark Excel takes it for the system's encoding.
            _ => ["\u{feff}", &csv::csv(table)].concat().into_bytes(),
        },
        "html" => html::html(&printed(), lang).into_bytes(),
        // On paper nobody fills in an empty column, but in a ledger, or where it was asked for.
        "docx" => docx::docx(
            &match text(session, "columns").is_some() || text(session, "preset") == Some("ledger") {
                true => printed(),
                false => printed().without_empty(),
            },
            lang,
        ),
        "xlsx" if session.matches.get_flag("flat") => {
            xlsx::flat(if lang == Lang::Zh { "任务" } else { "Tasks" }, table).map_err(fail)?
        }
        "xlsx" => xlsx::xlsx(book, lang).map_err(fail)?,
        _ => term::term(&printed().without_blanks(lang), columns_of_terminal()).into_bytes(),
    })
}

/// The widest terminal that is believed; a table's lines are filled up to it.
const WIDEST: usize = 1000;

/// COLUMNS where it is set, else as wide as the terminal is, else 100.
pub(super) fn columns_of_terminal() -> usize {
    let set = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    set.or_else(|| terminal_size::terminal_size().map(|(columns, _)| usize::from(columns.0)))
        .filter(|columns| *columns > 0)
        .map_or(100, |columns| columns.min(WIDEST))
}

/// A merged ledger has sheets that only a workbook holds.
fn check_merge(session: &Session, format: &str) -> Result<()> {
    if format != "xlsx" {
        return Err(said(
            session,
            "`--merge` 的结果有几个工作表，只能写成 xlsx，如 -o 新台账.xlsx",
            "`--merge` makes several sheets and needs a workbook, such as -o new.xlsx",
        ));
    }
    let given = |name: &&&str| session.matches.value_source(name).is_some();
    let filters = ["owner", "role", "theme", "before", "after", "between", "due-in", "as-of"];
    match filters.iter().chain(&["without", "match", "by", "matrix"]).find(given) {
        Some(name) => Err(said(
            session,
            format!("`--merge` 要用全部任务、一项一行，不能同时用 `--{name}`"),
            format!("`--merge` needs all tasks, one a row, and cannot go with `--{name}`"),
        )),
        None => Ok(()),
    }
}

fn merged(
    session: &Session,
    path: &Path,
    sheets: &[Sheet],
    lexicon: &Lexicon,
    mut asked: Asked,
) -> Result<xlsx::Book> {
    if asked.preset.by().is_some() {
        return Err(said(
            session,
            "`--merge` 要一项任务一行的表，请用 --preset ledger",
            "`--merge` needs a table of one row a task; use --preset ledger",
        ));
    }
    let (mut old, set_up) = opened(session, path, lexicon).map_err(|why| at(session, path, &why))?;
    let mut columns = match asked.columns.take() {
        Some(columns) => columns,
        None => old.columns(&asked.preset.columns_for(sheets)),
    };
    if sheets.len() > 1 && !columns.contains(&Column::Source) {
        columns.insert(usize::from(columns.first() == Some(&Column::No)), Column::Source);
    }
    if !columns.contains(&Column::Key) {
        columns.push(Column::Key);
    }
    asked.columns = Some(columns);
    let mut table = rows(sheets, lexicon, &asked);
    shown::table(&mut table);
    let n_tasks = table.rows.len();
    if let Some(before) = old.plan(&table, lexicon) {
        old.relate(kin(session, &before, sheets, lexicon));
    }
    let merged = merge::merge(table, old, asked.lang);
    let merge::Merged { by_key, by_likeness, by_wording, offered, added, gone, same_key, edited, .. } =
        merged;
    let by_likeness = by_likeness + by_wording;
    session.say(
        format_args!("{n_tasks} 项任务：{by_key} 项按编号、{by_likeness} 项按内容相近找到了原来的行；{gone} 行没有对应任务"),
        format_args!("{n_tasks} tasks: rows found by key for {by_key}, by likeness for {by_likeness}; {gone} rows have no task"),
    );
    if offered > 0 {
        session.say(
            format_args!("有 {offered} 行可能对应新计划的任务，但不能确定，列在“待确认”表里"),
            format_args!("{offered} rows may be tasks of the new plan; see the sheet `To confirm`"),
        );
    }
    if added > 0 {
        session.say(
            format_args!("有 {added} 行是手工加的，留在原来的位置"),
            format_args!("{added} rows were added by hand and stay in their places"),
        );
    }
    if same_key > 0 {
        session.say(
            format_args!("有 {same_key} 行与别的行编号相同，放在“已无对应任务”表里"),
            format_args!(
                "{same_key} rows share their key with another; they are on the sheet of rows without a task"
            ),
        );
    }
    if edited > 0 {
        session.say(
            format_args!("有 {edited} 个由程序填写的单元格被手工改过，保留手工内容，见“改动对照”表"),
            format_args!(
                "{edited} cells of the program were changed by hand and are kept so; see the sheet of changes"
            ),
        );
    }
    Ok(book(session, merged, &set_up))
}

/// Which tasks of the plans may be those of an old ledger, the likest first, as the comparison of plans pairs them.
fn kin(session: &Session, old: &Plan, sheets: &[Sheet], lexicon: &Lexicon) -> Vec<Kin> {
    let mut options = Options::default();
    if let Some(least) = session.matches.get_one::<f32>("min-similarity") {
        options.least = *least;
    }
    let all;
    let new = match sheets {
        [only] => only.plan,
        _ => {
            let tasks = sheets.iter().flat_map(|sheet| &sheet.plan.tasks).cloned();
            let tasks = tasks.map(|task| Task { section: None, ..task });
            all = Plan { tasks: tasks.collect(), ..Plan::default() };
            &all
        }
    };
    let mut found = Vec::new();
    for entry in diff::diff(lexicon, old, new, options).tasks {
        let bond = match entry.change {
            Change::Split => Bond::Split,
            Change::Merged => Bond::Merged,
            _ => Bond::Whole,
        };
        let core = entry.core;
        let likeness = entry.likeness.unwrap_or(0.0);
        for (old, new) in entry.old.iter().flat_map(|old| entry.new.iter().map(move |new| (*old, *new))) {
            let core = core.filter(|core| (core.old, core.new) == (old, new));
            let likeness = core.map_or(likeness, |core| core.likeness);
            found.push(Kin { old, new, likeness, bond, partners: core.is_some() });
        }
        // Each such link stands in the entries of both of its tasks.
        let also = entry.also.iter().filter(|link| entry.old.contains(&link.old));
        found.extend(also.map(|link| Kin {
            old: link.old,
            new: link.new,
            likeness: link.likeness,
            bond: Bond::Weak,
            partners: false,
        }));
    }
    order::by(&mut found, |a, b| b.likeness.total_cmp(&a.likeness).then((a.old, a.new).cmp(&(b.old, b.new))));
    found
}
