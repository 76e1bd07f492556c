//! `plan ledger split`, `plan ledger collect` and `plan ledger summary`.

use std::collections::HashSet;
use std::fs;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};

use crate::cli::diff::headings;
use crate::cli::format::format;
use crate::cli::output::{Output, file_of};
use crate::cli::table::{ROLES, columns_of_terminal, day, last_day};
use crate::cli::{Session, named};
use crate::input::SetUp;
use crate::ledger::merge::{self, Old, Returned};
use crate::ledger::{Cell, Head, Row, Table, duty, summary};
use crate::lexicon::Lexicon;
use crate::model::{Lang, OwnerRole, Said};
use crate::report::shown;
use crate::report::table::{back, md, term, xlsx};

/// The parts of the command.
pub(super) fn ledger(session: &Session, part: &str) -> Result<u8> {
    match part {
        "split" => split(session),
        "summary" => summary(session),
        _ => collect(session),
    }
}

/// The sheets of a workbook as an old ledger, and what is set up beside them.
pub(super) fn opened(session: &Session, path: &Path, lexicon: &Lexicon) -> Result<(Old, SetUp), Said> {
    let (bytes, _) = session.bytes(path)?;
    let (grids, mut set_up) = back::workbook(&bytes)?;
    let mut old = merge::read(grids, lexicon)?;
    old.name(std::mem::take(&mut set_up.names));
    Ok((old, set_up))
}

/// An error that names its file.
pub(super) fn at(session: &Session, path: &Path, why: &Said) -> anyhow::Error {
    let path = named(path);
    anyhow!(session.tell(format!("{path}：{}", why.zh), format!("{path}: {}", why.en)))
}

/// The duties whose units are handed rows.
fn roles(session: &Session) -> Vec<OwnerRole> {
    let given = session.matches.get_many::<String>("role").into_iter().flatten();
    let roles: Vec<OwnerRole> =
        given.filter_map(|name| ROLES.into_iter().find(|role| duty(*role, Lang::En) == name)).collect();
    if roles.is_empty() { vec![OwnerRole::Lead, OwnerRole::Responsible] } else { roles }
}

/// Writes a workbook for each unit into a folder and prints which is whose.
fn split(session: &Session) -> Result<u8> {
    let lang = headings(session);
    let lexicon = session.lexicon()?;
    let path = &session.files[0];
    let Some(folder) = session.out().map(Path::to_owned) else {
        bail!(
            session.tell(
                "请用 -o 指定目录，如 -o 分发".into(),
                "name the folder with -o, such as -o sheets".into(),
            )
        )
    };
    let (old, _) = opened(session, path, &lexicon).map_err(|why| at(session, path, &why))?;
    let shares =
        merge::shares(old, &roles(session), &lexicon, lang).map_err(|why| at(session, path, &why))?;
    fs::create_dir_all(&folder).with_context(|| session.cannot_write(&folder))?;
    let mut listed = list(lang);
    let mut ready = Vec::new();
    for share in shares.shares {
        let file = folder.join(format!("{}.xlsx", share.file));
        free(session, &file, path)?;
        listed.rows.push(Row {
            group: None,
            cells: vec![
                Cell::text(&share.unit),
                Cell::text(format!("{}.xlsx", share.file)),
                Cell::number(share.table.rows.len()),
            ],
        });
        let book = xlsx::Book {
            tables: vec![(shares.name.clone(), share.table)],
            grids: share.grids,
            rules: share.rules,
            locked: true,
            ..xlsx::Book::default()
        };
        let bytes = xlsx::xlsx(&book, lang).map_err(|why| at(session, &file, &why))?;
        let mut output = Output::open(session, Some(&file))?;
        output.writer().write_all(&bytes)?;
        ready.push(output.settle()?);
    }
    let n_units = ready.len();
    for file in ready {
        file.publish()?;
    }
    if shares.n_without > 0 {
        let n = shares.n_without;
        session.say(
            format_args!("有 {n} 项任务没有写单位，没有分发"),
            format_args!("{n} tasks name no unit and were not handed out"),
        );
    }
    session.say(
        format_args!("分给 {n_units} 个单位，写在 {}", named(&folder)),
        format_args!("handed out to {n_units} units, in {}", named(&folder)),
    );
    shown::table(&mut listed);
    let text = match std::io::stdout().is_terminal() {
        true => term::term(&listed, columns_of_terminal()),
        false => md::md(&listed),
    };
    let mut output = Output::open(session, None)?;
    output.writer().write_all(text.as_bytes())?;
    output.finish()?;
    Ok(0)
}

/// The list of units and files, without its rows.
fn list(lang: Lang) -> Table {
    let names = [("unit", "单位", "Unit"), ("file", "文件", "File"), ("tasks", "任务", "Tasks")];
    let head = |(id, zh, en): (&str, &str, &str)| {
        let text = if lang == Lang::Zh { zh } else { en };
        Head { id: id.into(), text: text.into(), floor: 8, column: None }
    };
    let title = if lang == Lang::Zh { "分发清单" } else { "Handed out" };
    Table { title: title.into(), heads: names.map(head).to_vec(), ..Table::default() }
}

/// Refuses a file that is there: it may be filled in. `--force` allows all but the ledger itself.
fn free(session: &Session, file: &Path, ledger: &Path) -> Result<()> {
    if fs::symlink_metadata(file).is_err() {
        return Ok(());
    }
    let name = named(file);
    if same_file::is_same_file(file, ledger).unwrap_or(false) {
        bail!(session.tell(
            format!("`{name}` 就是要分发的台账，不能写它；请换一个目录"),
            format!("`{name}` is the ledger that is handed out; it would overwrite it, name another folder"),
        ));
    }
    if session.is_set("force") {
        return Ok(());
    }
    bail!(session.tell(
        format!("`{name}` 已经有了，里面可能填了内容，没有改动；请换一个目录，确要覆盖请加 --force"),
        format!(
            "`{name}` is there and may be filled in; it was left as it is: name another folder, or --force"
        ),
    ))
}

/// Refuses to write over a ledger of the program's that people have filled in, unless `--force`.
pub(super) fn spare(session: &Session, lexicon: &Lexicon) -> Result<()> {
    let Some(out) = session.out().filter(|_| !session.is_set("force")) else { return Ok(()) };
    let Some(file) = file_of(out).filter(|file| file.is_file()) else { return Ok(()) };
    // What is no ledger holds nothing of one.
    let Ok((old, _)) = opened(session, &file, lexicon) else { return Ok(()) };
    let (name, n) = (named(out), old.n_typed());
    if !old.is_ours() || n == 0 {
        return Ok(());
    }
    bail!(session.tell(
        format!(
            "`{name}` 是填过的台账（{n} 处），没有改动；要保留所填内容请用 --merge {name} 并另写一个文件，确要覆盖请加 --force"
        ),
        format!(
            "`{name}` is a ledger that was filled in ({n} places) and was left as it is; to keep them use --merge {name} and another output, or --force"
        ),
    ))
}

/// Brings returned workbooks together. Status 0 when all were read, 1 when some were not, 2 when none was.
fn collect(session: &Session) -> Result<u8> {
    let lang = headings(session);
    let lexicon = session.lexicon()?;
    let Some(out) = session.out().map(Path::to_owned) else {
        bail!(session.tell(
            "请用 -o 指定写到哪个 xlsx，如 -o 汇总.xlsx".into(),
            "name the workbook with -o, such as -o all.xlsx".into(),
        ))
    };
    if out.extension().is_some_and(|ending| !ending.eq_ignore_ascii_case("xlsx")) {
        let name = named(&out);
        bail!(session.tell(
            format!("汇总写成 xlsx 工作簿，`{name}` 的扩展名不对，如 -o 汇总.xlsx"),
            format!(
                "the result is an xlsx workbook, and `{name}` ends otherwise; wanted a name such as all.xlsx"
            ),
        ));
    }
    let [path, rest @ ..] = session.files else { return Ok(2) };
    let (master, set_up) = opened(session, path, &lexicon).map_err(|why| at(session, path, &why))?;
    if master.is_handed_out() {
        let why = Said {
            zh: "这是发给单位的工作簿，不是台账；请把台账写在最前面".into(),
            en: "this is a workbook of a unit, not the ledger, which comes first".into(),
        };
        return Err(at(session, path, &why));
    }
    let (mut returned, mut failed): (Vec<Returned>, usize) = (Vec::new(), 0);
    let mut seen: HashSet<PathBuf> = HashSet::new();
    for file in rest {
        // A pattern may find the ledger too.
        let whole = file.canonicalize().unwrap_or_else(|_| file.clone());
        if same_file::is_same_file(file, path).unwrap_or(false) || !seen.insert(whole) {
            continue;
        }
        let name = file.file_name().map_or_else(|| named(file), |name| name.to_string_lossy().into_owned());
        let read = session
            .bytes(file)
            .and_then(|(bytes, _)| back::sheets(&bytes))
            .and_then(|grids| merge::returned(grids, &name, &lexicon));
        match read {
            Ok(one) => returned.push(one),
            Err(why) => {
                session.failed(&file.display().to_string(), &why);
                failed += 1;
            }
        }
    }
    if returned.is_empty() {
        if failed == 0 {
            bail!(session.tell(
                "只给了台账，没有交回的工作簿".into(),
                "the ledger alone was given; wanted workbooks that came back".into(),
            ));
        }
        return Ok(2);
    }
    let collected = merge::collect(master, &returned, &roles(session), &lexicon, lang);
    let merge::Collected { merged, returns } = collected.map_err(|why| at(session, path, &why))?;
    tell(session, &returns, returned.len());
    let book = book(session, merged, &set_up);
    let bytes = xlsx::xlsx(&book, lang).map_err(|why| at(session, &out, &why))?;
    let status = session.so_far(u8::from(failed > 0));
    let mut output = Output::open(session, Some(&out))?;
    output.writer().write_all(&bytes)?;
    output.finish()?;
    Ok(status)
}

/// Prints how far the tasks are, by unit and by month.
fn summary(session: &Session) -> Result<u8> {
    let out = session.out();
    let default = if std::io::stdout().is_terminal() { "term" } else { "md" };
    let format = format(session, out, &["term", "md", "xlsx"], default)?;
    let lang = headings(session);
    let lexicon = session.lexicon()?;
    let path = &session.files[0];
    let (old, _) = opened(session, path, &lexicon).map_err(|why| at(session, path, &why))?;
    let as_of =
        session.option::<String>("as-of").map(|given| day(session, "as-of", given, last_day)).transpose()?;
    let mut tables = summary::summary(&old, &lexicon, session.year(), as_of, lang)
        .map_err(|why| at(session, path, &why))?;
    tables.iter_mut().for_each(shown::table);
    let text = |print: &dyn Fn(&Table) -> String| tables.each_ref().map(print).join("\n").into_bytes();
    let bytes = match format {
        "xlsx" => {
            let names = if lang == Lang::Zh { ["按单位", "按月份"] } else { ["By unit", "By month"] };
            let tables = names.map(str::to_owned).into_iter().zip(tables).collect();
            let book = xlsx::Book { tables, ..xlsx::Book::default() };
            xlsx::xlsx(&book, lang).map_err(|why| at(session, path, &why))?
        }
        "md" => text(&md::md),
        _ => text(&|table| term::term(table, columns_of_terminal())),
    };
    let mut output = Output::open(session, out)?;
    output.writer().write_all(&bytes)?;
    output.finish()?;
    Ok(0)
}

/// Says who has returned, and what has to be looked at.
fn tell(session: &Session, returns: &merge::Returns, n_files: usize) {
    let merge::Returns { n_units, missing, strange, n_taken, n_conflicts, n_locked, n_more } = returns;
    let back = n_units - missing.len();
    session.say(
        format_args!("{n_units} 个单位交回 {back} 个（{n_files} 份），并入 {n_taken} 格"),
        format_args!("{back} of {n_units} units returned ({n_files} files); {n_taken} cells were taken"),
    );
    let list = |names: &[String], comma: &str| {
        let shown: Vec<String> = names.iter().take(10).map(|name| shown::line(name).into_owned()).collect();
        let more = if names.len() > 10 { "…" } else { "" };
        format!("{}{more}", shown.join(comma))
    };
    if !missing.is_empty() {
        session.say(
            format_args!("未交回 {} 个：{}", missing.len(), list(missing, "、")),
            format_args!("{} have not returned: {}", missing.len(), list(missing, ", ")),
        );
    }
    if !strange.is_empty() {
        session.say(
            format_args!("不知道是哪个单位的：{}", list(strange, "、")),
            format_args!("it is not known whose these are: {}", list(strange, ", ")),
        );
    }
    if n_conflicts + n_locked + n_more > 0 {
        session.say(
            format_args!("要看的：冲突 {n_conflicts} 处，不应改动而改了 {n_locked} 处，另附内容 {n_more} 处，各有一表"),
            format_args!(
                "to look at, each on its sheet: {n_conflicts} conflicts, {n_locked} changes of locked cells, {n_more} additions"
            ),
        );
    }
}

/// The workbook of a merged ledger; says what of the old one it does not keep.
pub(super) fn book(session: &Session, merged: merge::Merged, set_up: &SetUp) -> xlsx::Book {
    let lost = merged.rules_lost;
    let book = xlsx::Book {
        tables: merged.tables,
        grids: merged.grids,
        rules: merged.rules,
        names: merged.names,
        ..xlsx::Book::default()
    };
    tell_lost(session, set_up, lost + book.refused());
    book
}

/// Says what of a workbook cannot be kept.
fn tell_lost(session: &Session, set_up: &SetUp, n_lost: usize) {
    let (n_drawn, n_rules) = (set_up.n_drawn, set_up.n_unknown + n_lost);
    if n_drawn + n_rules > 0 {
        session.say(
            format_args!(
                "没有带过来的：图表和图片 {n_drawn} 个，下拉列表、条件格式、名称 {n_rules} 条（所指的格子已经没有，或写法不认识）"
            ),
            format_args!(
                "not carried over: {n_drawn} charts and pictures, {n_rules} lists, conditional formats and names (their cells are gone, or their form is not known)"
            ),
        );
    }
}
