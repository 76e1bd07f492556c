//! `plan check`: findings, their mending, and what is accepted.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{IsTerminal, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow, bail};

use crate::check::accept::Accepted;
use crate::check::rules::RULES;
use crate::check::{self, Finding, Rule};
use crate::cli::batch::{self, Found, Inputs, Step, in_order};
use crate::cli::diff::headings;
use crate::cli::format::format;
use crate::cli::mend::{self, Draft};
use crate::cli::opened;
use crate::cli::output::{Output, folder};
use crate::cli::{Session, named};
use crate::extract::{self, Scene};
use crate::ledger::likeness::Pairs;
use crate::model::{Said, Severity};
use crate::report::findings::{self, Checked, Form, Report, word};
use crate::report::shown;
use crate::report::table::layout::{on_screen, width};
use crate::report::table::xlsx;
use crate::text::{Format, Source};

/// What is done with findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Task {
    Report,
    /// Print the mended text.
    Fix,
    /// Write it over the file.
    Write,
    Accept,
}

/// Checks files. Status 0 when nothing was found, 1 when something was or a file could not be read, 2 when none could.
pub(super) fn check(session: &Session) -> Result<u8> {
    let lexicon = session.lexicon()?;
    let scene = Scene { lexicon: &lexicon, year: session.year() };
    let flag = |name| session.matches.get_flag(name);
    let task = match () {
        _ if flag("accept") => Task::Accept,
        _ if flag("write") => Task::Write,
        _ if flag("fix") => Task::Fix,
        _ => Task::Report,
    };
    let (mut read, mut failed) = (0, 0);
    let mut found = false;
    let mut accepting = Accepting::default();
    let out = session.out();
    // A mended text goes out as it came in, whatever its name ends with.
    let known = if task == Task::Report { out } else { None };
    let format = format(session, known, &["term", "json", "sarif", "md", "github", "xlsx", "docx"], "term")?;
    // A Word document is what was checked itself, with comments.
    let in_word = format == "docx" && task == Task::Report;
    let mut output = match task {
        Task::Report | Task::Fix => Some(Output::open(session, out)?),
        Task::Write | Task::Accept => None,
    };
    let colour = out.is_none() && std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let form = match format {
        _ if task != Task::Report => Form::Term(colour),
        "json" => Form::Json,
        "sarif" => Form::Sarif,
        "github" => Form::Github,
        "md" => Form::Markdown,
        "xlsx" => Form::Book,
        _ => Form::Term(colour),
    };
    let lang = if form == Form::Book { headings(session) } else { session.lang };
    let mut report = Report::new(form, lang);
    if let Some(output) = &mut output {
        output.write_all(report.begin().as_bytes())?;
    }
    let work = |found| one(session, scene, (task, in_word), found);
    let receive = |step: Step<(String, Result<One>)>| {
        let Step::Done((path, one)) = step else { return Ok(()) };
        let mut failure = |why: &Said| {
            session.failed(&path, why);
            failed += 1;
            session.so_far(status(read, failed, found));
            Ok(())
        };
        let (draft, findings, settings) = match one? {
            One::Checked(draft, findings, settings) => (draft, findings, settings),
            One::Failed(why) => return failure(&why),
            One::Skipped => return Ok(()),
        };
        match task {
            Task::Accept => {
                read += 1;
                session.so_far(status(read, failed, found));
                return accepting.add(session, &draft.source, &findings);
            }
            Task::Fix | Task::Write => {
                if task == Task::Fix
                    && let Err(why) = one_document(&draft, read, out)
                {
                    return failure(&why);
                }
                let remarks = (task == Task::Fix).then(|| headings(session));
                let mended = mend::mend(&draft, findings, remarks, |source| run(scene, source, &settings));
                let mended = match task {
                    Task::Write => mended.and_then(|mended| mended.writable(session, &draft)),
                    _ => mended,
                };
                let mended = match mended {
                    Ok(mended) => mended,
                    Err(why) => return failure(&why),
                };
                read += 1;
                found |= !mended.left.is_empty();
                session.so_far(status(read, failed, found));
                match &mut output {
                    Some(output) => mended.print(output)?,
                    None => mended.write(session, &draft)?,
                }
                mended.tell(session, &draft.source);
                return Ok(());
            }
            Task::Report if in_word => {
                let annotated = one_document(&draft, read, out).and_then(|()| {
                    if draft.source.format != Format::Docx {
                        let name = draft.source.format.name();
                        return Err(Said::new(
                            format!("只能批注 Word（docx）文件，这是 {name}；请改用 -o 结果.xlsx"),
                            format!("comments go into Word documents (docx) only, and this is {name}; try -o findings.xlsx"),
                        ));
                    }
                    let remarks = findings::remarks(&draft.source, &findings, headings(session));
                    word::annotated(&draft.bytes, &draft.source.text, remarks, &[], |_| Vec::new())
                });
                let annotated = match annotated {
                    Ok(annotated) => annotated,
                    Err(why) => return failure(&why),
                };
                read += 1;
                found |= !findings.is_empty();
                session.so_far(status(read, failed, found));
                if let Some(output) = &mut output {
                    output.write_all(&annotated)?;
                }
                summary(session, "", count(&findings));
                return Ok(());
            }
            Task::Report => {}
        }
        let (source, findings) = opened::opened(*draft, findings);
        read += 1;
        found |= !findings.is_empty();
        session.so_far(status(read, failed, found));
        let checked = Checked { source, findings };
        if let Some(output) = &mut output {
            output.write_all(report.file(&checked).as_bytes())?;
        }
        if form == Form::Term(colour) && !checked.findings.is_empty() {
            summary(session, "", count(&checked.findings));
        }
        Ok(())
    };
    let inputs = Inputs::of(session)?;
    in_order(batch::jobs_for(session, &inputs), inputs.iter(session)?, work, weight, receive)?;
    if read + failed == 0 {
        batch::refuse_empty(session)?;
    }
    accepting.write(session)?;
    if read + failed > 1 && task == Task::Report {
        let of = session.tell(
            format!("检查 {read} 个文件，{failed} 个读不出："),
            format!("{read} files checked, {failed} failed: "),
        );
        summary(session, &of, report.counts());
    }
    if (read, failed, found, task) == (1, 0, false, Task::Report) && matches!(form, Form::Term(_)) {
        session.say("没有发现问题", "nothing was found");
    }
    // Nothing is better than an empty document.
    let output = output.filter(|_| !in_word || read > 0);
    if let Some(mut output) = output {
        output.write_all(report.end().as_bytes())?;
        if form == Form::Book {
            let book = xlsx::xlsx(&report.book(), lang);
            output.write_all(&book.map_err(|why| anyhow!("{}", why.of(session.lang)))?)?;
        }
        output.finish()?;
    }
    Ok(session.so_far(status(read, failed, found)))
}

/// Whether a document can be written where it is a Word document: by itself, and not to a terminal.
fn one_document(draft: &Draft, read: usize, out: Option<&Path>) -> Result<(), Said> {
    match draft.source.format == Format::Docx {
        true if read > 0 => Err(Said::new(
            "一次只能写出一个 Word 文件，请逐个检查",
            "only one Word document can be written at a time; check each by itself",
        )),
        true if out.is_none() && std::io::stdout().is_terminal() => Err(Said::new(
            "Word 文件不能显示在终端上，请用 -o 写到文件，如 -o 批注.docx",
            "a Word document cannot be shown on a terminal; write it to a file, such as -o commented.docx",
        )),
        _ => Ok(()),
    }
}

/// The exit status of so many files that were read and that were not, and of whether something was found.
fn status(read: usize, failed: usize, found: bool) -> u8 {
    batch::status(read, failed).max(u8::from(found))
}

/// What became of a file.
enum One {
    Checked(Box<Draft>, Vec<Finding>, Settings),
    Failed(Said),
    Skipped,
}

/// The size in memory of what became of a file.
fn weight((_, one): &(String, Result<One>)) -> usize {
    match one {
        Ok(One::Checked(draft, findings, _)) => {
            draft.source.text.len() + draft.bytes.len() + size_of_val(&findings[..])
        }
        _ => 0,
    }
}

/// Reads and checks a file; its path, for messages, and what became of it.
fn one(
    session: &Session,
    scene: Scene,
    (task, in_word): (Task, bool),
    found: Found,
) -> (String, Result<One>) {
    let named = match found {
        Found::File(named) => named,
        Found::Bad(path, why) => return (path.display().to_string(), Ok(One::Failed(why))),
        Found::Skipped(_) => return (String::new(), Ok(One::Skipped)),
    };
    let path = named.path.display().to_string();
    let checked = || -> Result<One> {
        named.refuse(session)?;
        let mends = in_word || matches!(task, Task::Fix | Task::Write);
        let draft = match batch::load(session, &named, &path, true) {
            Ok((source, bytes)) => {
                let kept = mends || opened::is_opened(source.format);
                Draft { source, bytes: if kept { bytes } else { Vec::new() } }
            }
            Err(Some(why)) => return Ok(One::Failed(why)),
            Err(None) => return Ok(One::Skipped),
        };
        let settings = Settings::of(session, &named.path)?;
        let findings = run(scene, &draft.source, &settings);
        Ok(One::Checked(Box::new(draft), findings, settings))
    };
    let one = batch::unwinding(checked).unwrap_or_else(|why| Ok(One::Failed(why)));
    (path, one)
}

/// The findings that are neither switched off nor accepted.
fn run(scene: Scene, source: &Source, settings: &Settings) -> Vec<Finding> {
    let read = extract::read_all(scene, source);
    let mut findings = check::check(source, &read, settings.rules.iter().copied());
    findings.retain(|finding| {
        let shown = finding.problem.severity <= settings.lowest && finding.sure >= settings.sure;
        shown && !settings.accepted.has(finding)
    });
    findings
}

/// How many errors, warnings and hints there are.
fn count(findings: &[Finding]) -> [usize; 3] {
    [Severity::Error, Severity::Warning, Severity::Hint]
        .map(|severity| findings.iter().filter(|finding| finding.problem.severity == severity).count())
}

fn summary(session: &Session, of: &str, [errors, warnings, hints]: [usize; 3]) {
    session.say(
        format_args!("{of}{errors} 个错误，{warnings} 个警告，{hints} 个提示"),
        format_args!("{of}{errors} errors, {warnings} warnings, {hints} hints"),
    );
}

/// Findings to be accepted, by the list that they go to.
#[derive(Default)]
struct Accepting(BTreeMap<PathBuf, (String, usize)>);

impl Accepting {
    /// Adds the findings of a file to `.plan-accept` beside it.
    fn add(&mut self, session: &Session, source: &Source, findings: &[Finding]) -> Result<()> {
        let path = folder(Path::new(&source.path)).join(ACCEPT);
        let (lines, n) = self.0.entry(path).or_default();
        for finding in findings {
            let reason = format!("{}: {}", source.path, finding.problem.message.of(session.lang));
            writeln!(lines, "{} {}  # {}", finding.problem.check, finding.mark, shown::line(&reason))?;
            *n += 1;
        }
        Ok(())
    }

    /// Writes the lists, each whole, behind what they hold.
    fn write(self, session: &Session) -> Result<()> {
        for (path, (lines, n)) in self.0.into_iter().filter(|(_, (lines, _))| !lines.is_empty()) {
            let mut list = match path.exists() {
                true => session.words(&path)?,
                false => String::new(),
            };
            if !list.is_empty() && !list.ends_with('\n') {
                list.push('\n');
            }
            let mut output = Output::open(session, Some(&path))?;
            output.writer().write_all((list + &lines).as_bytes())?;
            output.finish()?;
            let name = named(&path);
            session.say(format_args!("{name}：接受 {n} 条"), format_args!("{name}: {n} findings accepted"));
        }
        Ok(())
    }
}

pub(super) const ACCEPT: &str = ".plan-accept";
pub(super) const CONFIG: &str = "plan.toml";

/// Which checks run, what is shown, and what is accepted.
struct Settings {
    rules: Vec<&'static Rule>,
    lowest: Severity,
    /// How sure what is shown is at least.
    sure: u8,
    accepted: Accepted,
}

impl Settings {
    /// The command line over `plan.toml`; `plan.toml` and `.plan-accept` are looked for in the file's folder and those above.
    fn of(session: &Session, file: &Path) -> Result<Settings> {
        let folder = match file.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
            _ => PathBuf::from("."),
        };
        let folder = folder.canonicalize().unwrap_or(folder);
        let mut accepted = Accepted::default();
        let mut config = Config::default();
        if let Some(path) = folder.ancestors().map(|folder| folder.join(CONFIG)).find(|path| path.is_file()) {
            let text = session.words(&path)?;
            config = toml::from_str(&text).map_err(|error| anyhow!("{}: {error}", named(&path)))?;
        }
        if let Some(path) = folder.ancestors().map(|folder| folder.join(ACCEPT)).find(|path| path.is_file()) {
            let text = session.words(&path)?;
            accepted.read(&text).map_err(|line| {
                let wanted =
                    session.tell("应为“检查名 标记  # 理由”".into(), "wanted `check mark  # reason`".into());
                anyhow!("{}:{line}: {wanted}", named(&path))
            })?;
        }
        for (check, marks) in &config.accept {
            for mark in marks {
                accepted.add(check, mark);
            }
        }
        let given = |option: &str| -> Option<Vec<String>> {
            let values = session.matches.get_many::<String>(option)?;
            Some(values.flat_map(|value| value.split([',', '，'])).map(str::to_owned).collect())
        };
        let select = given("select").or(config.check.select);
        let ignore = given("ignore").or(config.check.ignore).unwrap_or_default();
        for name in select.iter().flatten().chain(&ignore).chain(config.accept.keys()) {
            known(session, name)?;
        }
        let rules = RULES
            .iter()
            .copied()
            .filter(|rule| {
                select.as_ref().is_none_or(|select| select.iter().any(|name| rule.is_called(name)))
            })
            .filter(|rule| !ignore.iter().any(|name| rule.is_called(name)))
            .collect();
        let severity = session.matches.get_one::<String>("severity").cloned().or(config.check.severity);
        let lowest = match severity.as_deref() {
            Some("error") => Severity::Error,
            Some("warning") => Severity::Warning,
            None | Some("hint") => Severity::Hint,
            Some(other) => bail!("plan.toml: severity: `{other}` is not one of error, warning, hint"),
        };
        let usual = if session.matches.get_count("verbose") > 0 { 0 } else { check::SURE };
        let sure = session.matches.get_one::<u8>("min-confidence").copied().unwrap_or(usual);
        Ok(Settings { rules, lowest, sure, accepted })
    }
}

/// What `plan.toml` says of checks.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
struct Config {
    check: CheckConfig,
    /// Check name to marks; `*` accepts all of its findings.
    accept: std::collections::BTreeMap<String, Vec<String>>,
}

#[derive(Debug, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
struct CheckConfig {
    select: Option<Vec<String>>,
    ignore: Option<Vec<String>>,
    severity: Option<String>,
}

/// The check of that name, or an error that offers the nearest.
fn known(session: &Session, name: &str) -> Result<&'static Rule> {
    if let Some(rule) = RULES.iter().find(|rule| rule.is_called(name)) {
        return Ok(rule);
    }
    let wanted = Pairs::of(name);
    let near = RULES.iter().map(|rule| (wanted.likeness(&Pairs::of(rule.name)), rule.name));
    let near = near.filter(|(likeness, _)| *likeness >= 0.5).max_by(|a, b| a.0.total_cmp(&b.0));
    let [zh, en] = near.map_or([String::new(), String::new()], |(_, near)| {
        [format!("，是不是 {near}？"), format!("; did you mean `{near}`?")]
    });
    bail!(
        "{}",
        session.tell(
            format!(
                "没有检查“{name}”{zh}{}用 `plan explain` 查看全部",
                if zh.is_empty() { "，" } else { "" }
            ),
            format!("no check `{name}`{en}{} `plan explain` lists all", if en.is_empty() { ";" } else { "" }),
        )
    )
}

/// Explains a check, or names them all.
pub(super) fn explain(session: &Session) -> Result<u8> {
    let mut output = Output::open(session, None)?;
    match session.matches.get_one::<String>("check") {
        Some(name) => {
            let rule = known(session, name)?;
            output.writer().write_all(findings::manual(rule, session.lang).as_bytes())?;
        }
        None => {
            let names = || RULES.iter().map(|rule| rule.called(session.lang));
            let widest = names().map(|name| width(&name, on_screen)).max().unwrap_or(0);
            for (rule, name) in RULES.iter().zip(names()) {
                let (gap, first) = (widest - width(&name, on_screen), sentence(rule.what.of(session.lang)));
                writeln!(output.writer(), "{name}{:gap$}  {first}", "")?;
            }
        }
    }
    output.finish()?;
    Ok(0)
}

/// The first sentence of a text, without its end mark; those in quotes, such as “，，”“。。”, end none.
fn sentence(text: &str) -> &str {
    let mut inside = false;
    for (at, c) in text.char_indices() {
        inside = if inside { c != '”' } else { c == '“' };
        let end = c == '。'
            || c == '.' && text[at + 1..].starts_with(' ') && !text[..at].ends_with(char::is_numeric);
        if end && !inside {
            return &text[..at];
        }
    }
    text.trim_end_matches('.')
}
