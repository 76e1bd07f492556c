//! `plan reconcile`.

use anyhow::{Result, anyhow};

use crate::cli::Session;
use crate::cli::diff::headings;
use crate::cli::format::format;
use crate::cli::ledger::{at, opened};
use crate::cli::output::Output;
use crate::cli::table::columns_of_terminal;
use crate::extract::{self, Scene};
use crate::ledger::reconcile::reconcile as compared;
use crate::report::diff::Side;
use crate::report::reconcile::{Reconciled, json, table};
use crate::report::shown;
use crate::report::table::{md, term, xlsx};

/// Formats by name; all but the first are also endings of files.
const FORMATS: &[&str] = &["term", "md", "json", "xlsx"];

/// Sets a ledger against the plan it was made from. Status 0 when they say the same, 1 when they differ, 2 when one cannot be
/// read.
pub(super) fn reconcile(session: &Session) -> Result<u8> {
    let out = session.out();
    let format = format(session, out, FORMATS, "term")?;
    let lexicon = session.lexicon()?;
    let [path, source] = session.files else {
        let n = session.files.len();
        anyhow::bail!(session.tell(
            format!("<台账> <原文> 要 2 个，给了 {n} 个"),
            format!("<LEDGER> <SOURCE>: 2 are needed, {n} given"),
        ));
    };
    let (ledger, _) = opened(session, path, &lexicon).map_err(|why| at(session, path, &why))?;
    let source = session.load(source).source.map_err(|why| at(session, source, &why))?;
    let (plan, _) = extract::read(Scene { lexicon: &lexicon, year: session.year() }, &source);
    let lang = headings(session);
    let findings = compared(&ledger, &plan, &lexicon, lang);
    let entries = ledger.entries();
    let name = path.display().to_string();
    let of = Reconciled {
        path: &name,
        ledger: &ledger,
        entries: &entries,
        source: Side { source: &source, plan: &plan },
        findings: &findings,
    };
    let mut table = table::table(&of, lang);
    shown::table(&mut table);
    let bytes = match format {
        "json" => {
            let mut bytes = serde_json::to_vec_pretty(&json::document(&of))?;
            bytes.push(b'\n');
            bytes
        }
        "md" => md::md(&table).into_bytes(),
        "xlsx" => {
            let name = if lang == crate::model::Lang::Zh { "核对" } else { "Differences" };
            let book = xlsx::Book { tables: vec![(name.to_owned(), table)], ..xlsx::Book::default() };
            xlsx::xlsx(&book, lang).map_err(|why| anyhow!("{}", why.of(session.lang)))?
        }
        _ if findings.is_empty() => Vec::new(),
        _ => term::term(&table, columns_of_terminal()).into_bytes(),
    };
    if findings.is_empty() {
        let (n, rows) = (plan.tasks.len(), entries.len());
        session.say(
            format_args!("台账 {rows} 行与原文 {n} 项任务一致"),
            format_args!("the {rows} rows say what the {n} tasks of the source say"),
        );
    }
    let status = session.so_far(u8::from(!findings.is_empty()));
    let mut output = Output::open(session, out)?;
    output.writer().write_all(&bytes)?;
    output.finish()?;
    Ok(status)
}
