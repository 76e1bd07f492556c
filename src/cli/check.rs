//! `plan check`: findings, their mending, and what is accepted.

use std::io::{IsTerminal, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};

use crate::check::accept::Accepted;
use crate::check::fix::{self, Mended};
use crate::check::rules::{RULES, named};
use crate::check::{self, Finding, Rule};
use crate::cli::Session;
use crate::cli::batch::{self, Found, Inputs, Step, in_order};
use crate::cli::diff::headings;
use crate::cli::format::format;
use crate::cli::output::Output;
use crate::extract::{self, Scene};
use crate::ledger::likeness::Pairs;
use crate::model::{Said, Severity};
use crate::report::findings::{self, Change, Checked, Form, Report};
use crate::report::table::xlsx;
use crate::text::{Format, Source};

/// Checks files. Status 0 when nothing was found, 1 when something was, 2 when a file could not be read.
pub(super) fn check(session: &Session) -> Result<u8> {
    let lexicon = session.lexicon()?;
    let scene = Scene { lexicon: &lexicon, year: session.year() };
    let mending = session.matches.get_flag("fix") || session.matches.get_flag("write");
    let mut failed = 0;
    let mut found = false;
    let (mut n_files, mut counts) = (0, [0; 3]);
    let out = session.matches.get_one::<PathBuf>("output").map(PathBuf::as_path);
    // A mended text goes out as it came in, whatever its name ends with.
    let known = if mending { None } else { out };
    let format = format(session, known, &["term", "json", "sarif", "md", "github", "xlsx"], "term")?;
    let mut output = if mending { None } else { Some(Output::open(session, out)?) };
    let colour = out.is_none() && std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let form = match format {
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
    let work = |found| one(session, scene, found);
    let receive = |step: Step<(String, Result<One>)>| {
        let Step::Done((path, one)) = step else { return Ok(()) };
        let (source, findings, settings) = match one? {
            One::Checked(source, findings, settings) => (source, findings, settings),
            One::Failed(why) => {
                session.failed(&path, &why);
                failed += 1;
                return Ok(());
            }
            One::Skipped => return Ok(()),
        };
        if session.matches.get_flag("accept") {
            return accept(session, &source, &findings);
        }
        if mending {
            found |= mend(session, scene, source, findings, &settings)?;
            return Ok(());
        }
        found |= !findings.is_empty();
        n_files += 1;
        counts = std::array::from_fn(|at| counts[at] + count(&findings)[at]);
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
    in_order(batch::jobs_for(session, &inputs), inputs.iter(session)?, work, |_| 1 << 16, receive)?;
    if n_files + failed > 1 && output.is_some() {
        let of = session.tell(
            format!("检查 {n_files} 个文件，{failed} 个读不出："),
            format!("{n_files} files checked, {failed} failed: "),
        );
        summary(session, &of, counts);
    }
    if let Some(mut output) = output {
        output.write_all(report.end().as_bytes())?;
        if form == Form::Book {
            let book = xlsx::xlsx(&report.book(), lang);
            output.write_all(&book.map_err(|why| anyhow!("{}", why.of(session.lang)))?)?;
        }
        output.finish()?;
    }
    Ok(match (failed, found) {
        (0, false) => 0,
        (0, true) => 1,
        _ => 2,
    })
}

/// What became of a file.
enum One {
    Checked(Source, Vec<Finding>, Settings),
    Failed(Said),
    Skipped,
}

/// Reads and checks a file; its path, for messages, and what became of it.
fn one(session: &Session, scene: Scene, found: Found) -> (String, Result<One>) {
    let named = match found {
        Found::File(named) => named,
        Found::Bad(path, why) => return (path.display().to_string(), Ok(One::Failed(why))),
        Found::Skipped(_) => return (String::new(), Ok(One::Skipped)),
    };
    let path = named.path.display().to_string();
    let checked = batch::load(session, &named, &path).map(|source| {
        let settings = Settings::of(session, &named.path)?;
        let findings = run(scene, &source, &settings);
        Ok(One::Checked(source, findings, settings))
    });
    let one = match checked {
        Ok(one) => one,
        Err(Some(why)) => Ok(One::Failed(why)),
        Err(None) => Ok(One::Skipped),
    };
    (path, one)
}

/// The findings that are neither switched off nor accepted.
fn run(scene: Scene, source: &Source, settings: &Settings) -> Vec<Finding> {
    let read = extract::read_all(scene, source);
    let mut findings = check::check(source, &read, settings.rules.iter().copied());
    findings.retain(|finding| finding.problem.severity <= settings.lowest && !settings.accepted.has(finding));
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

/// Writes the mended text to `-o`, over the file with `--write`, else to standard output. True when findings are left.
fn mend(
    session: &Session,
    scene: Scene,
    source: Source,
    findings: Vec<Finding>,
    settings: &Settings,
) -> Result<bool> {
    if !matches!(source.format, Format::Text | Format::Markdown | Format::Csv) {
        bail!(
            "{}",
            session.tell(
                format!("{}：只能修正纯文本，这是 {}", source.path, source.format.name()),
                format!("{}: only plain text can be mended, this is {}", source.path, source.format.name()),
            )
        );
    }
    let write = session.matches.get_flag("write");
    let mut source = source;
    let mut findings = findings;
    let mut n_mended = 0;
    let mut rounds: Vec<Mended> = Vec::new();
    let mut told: Vec<(usize, Change)> = Vec::new();
    let starts: Vec<usize> = memchr::memchr_iter(b'\n', source.text.as_bytes()).collect();
    // Mending one fault may uncover another; what is written must be what a second run leaves alone.
    for _ in 0..8 {
        let mended = fix::mend(&source.text, &findings);
        if mended.made.is_empty() {
            break;
        }
        n_mended += mended.made.len();
        let made: Vec<_> =
            mended.made.iter().map(|(at, fix)| (findings[*at].problem.check, fix.clone())).collect();
        for change in findings::changes(&source, &made, session.lang) {
            // Lines are those of the file as it was, whatever earlier rounds took out.
            let at = rounds.iter().rev().fold(change.at, |at, round| round.before(at));
            told.push((1 + starts.partition_point(|&end| end < at), change));
        }
        source.text.clone_from(&mended.text);
        rounds.push(mended);
        findings = run(scene, &source, settings);
    }
    told.sort_by_key(|(line, _)| *line);
    session.list(&source.path, &told);
    let path = match write {
        true => Some(PathBuf::from(&source.path)),
        false => session.matches.get_one::<PathBuf>("output").cloned(),
    };
    if write && source.path == "-" {
        bail!(
            "{}",
            session.tell("标准输入不能用 --write".into(), "--write needs a file, not standard input".into())
        );
    }
    if !(write && n_mended == 0) {
        let mut output = Output::open(session, path.as_deref())?;
        output.writer().write_all(&encoded(&source)?)?;
        output.finish()?;
    }
    let left = findings.len();
    session.say(
        format_args!("修正 {n_mended} 处，还有 {left} 处要由人来定"),
        format_args!("mended {n_mended}, left {left} for a person to decide"),
    );
    Ok(left > 0)
}

/// The text in the encoding it was read in.
fn encoded(source: &Source) -> Result<Vec<u8>> {
    let Some(encoding) = encoding_rs::Encoding::for_label(source.encoding.as_bytes()) else {
        return Ok(source.text.clone().into_bytes());
    };
    let (bytes, used, lossy) = encoding.encode(&source.text);
    // UTF-16 is written as UTF-8, the encoding every tool reads.
    if used != encoding || lossy {
        return Ok(source.text.clone().into_bytes());
    }
    Ok(bytes.into_owned())
}

/// Adds the findings to `.plan-accept` beside the file.
fn accept(session: &Session, source: &Source, findings: &[Finding]) -> Result<()> {
    let folder = Path::new(&source.path).parent().unwrap_or(Path::new("."));
    let path = folder.join(ACCEPT);
    let mut file = std::fs::OpenOptions::new()
        .create(true)
        .append(true)
        .open(&path)
        .with_context(|| format!("cannot write `{}`", path.display()))?;
    for finding in findings {
        let message = finding.problem.message.of(session.lang);
        writeln!(file, "{} {}  # {}: {message}", finding.problem.check, finding.mark, source.path)?;
    }
    session.say(
        format_args!("{}：接受 {} 条", path.display(), findings.len()),
        format_args!("{}: {} findings accepted", path.display(), findings.len()),
    );
    Ok(())
}

const ACCEPT: &str = ".plan-accept";
const CONFIG: &str = "plan.toml";

/// Which checks run, what is shown, and what is accepted.
struct Settings {
    rules: Vec<&'static Rule>,
    lowest: Severity,
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
            let text = std::fs::read_to_string(&path)
                .with_context(|| format!("cannot read `{}`", path.display()))?;
            config = toml::from_str(&text).map_err(|error| anyhow::anyhow!("{}: {error}", path.display()))?;
        }
        if let Some(path) = folder.ancestors().map(|folder| folder.join(ACCEPT)).find(|path| path.is_file()) {
            let text = std::fs::read_to_string(&path)
                .with_context(|| format!("cannot read `{}`", path.display()))?;
            accepted.read(&text).map_err(|line| {
                let wanted =
                    session.tell("应为“检查名 标记  # 理由”".into(), "wanted `check mark  # reason`".into());
                anyhow::anyhow!("{}:{line}: {wanted}", path.display())
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
            .filter(|rule| select.as_ref().is_none_or(|select| select.iter().any(|name| name == rule.name)))
            .filter(|rule| !ignore.iter().any(|name| name == rule.name))
            .collect();
        let severity = session.matches.get_one::<String>("severity").cloned().or(config.check.severity);
        let lowest = match severity.as_deref() {
            Some("error") => Severity::Error,
            Some("warning") => Severity::Warning,
            None | Some("hint") => Severity::Hint,
            Some(other) => bail!("plan.toml: severity: `{other}` is not one of error, warning, hint"),
        };
        Ok(Settings { rules, lowest, accepted })
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
    if let Some(rule) = named(name) {
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
            let width = RULES.iter().map(|rule| rule.name.len()).max().unwrap_or(0);
            for rule in RULES {
                let what = rule.what.of(session.lang);
                let first = sentence(what);
                writeln!(output.writer(), "{:width$}  {first}", rule.name)?;
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

impl Session<'_> {
    /// Says what was mended, place by place: `plan.txt:12: 效率,质量 → 效率，质量 ×3 (mixed-width)`.
    fn list(&self, path: &str, changes: &[(usize, Change)]) {
        for (line, change) in changes.iter().filter(|_| !self.quiet) {
            let times = if change.times > 1 { format!(" ×{}", change.times) } else { String::new() };
            eprintln!("{path}:{line}: {} → {}{times} ({})", change.old, change.new, change.check);
        }
    }
}
