//! Findings, printed: for a terminal, for programs (JSON, SARIF, GitHub), for people at work on them (Markdown, Excel).

pub mod word;

use std::fmt::Write;
use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use serde_json::{Value, json};

use crate::check::rules::{RULES, named};
use crate::check::{Finding, Fix, Rule};
use crate::ledger::{Cell, Head, Marks, Row, Table};
use crate::model::{Lang, Severity};
use crate::report::findings::word::Remark;
use crate::report::shown;
use crate::report::table::xlsx::Book;
use crate::text::{Offsets, Source, Span};

/// The form and its number: what `plan check` prints.
pub const SCHEMA: &str = "plan-check/1";

/// One file with what was found in it.
#[derive(Debug)]
pub struct Checked {
    /// The source.
    pub source: Source,
    /// What was found, in document order.
    pub findings: Vec<Finding>,
}

/// Lines longer than this are cut around the finding.
const LONG: usize = 90;
/// How much is left of such a line on either side.
const AROUND: usize = 24;

/// A source with its line starts, so that a line and a column are found without reading it again.
struct Places<'s> {
    text: &'s str,
    offsets: Offsets<'s>,
    starts: Vec<usize>,
}

impl<'s> Places<'s> {
    fn new(text: &'s str) -> Places<'s> {
        let starts =
            std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1)).collect();
        Places { text, offsets: Offsets::new(text), starts }
    }

    /// Line and column in code points, both from 1.
    fn at(&self, byte: usize) -> (usize, usize) {
        let line = self.starts.partition_point(|&start| start <= byte);
        let start = self.starts[line - 1];
        (line, self.offsets.code_point(byte) - self.offsets.code_point(start) + 1)
    }

    /// The line with that number, without its end.
    fn line(&self, number: usize) -> (usize, &'s str) {
        let start = self.starts[number - 1];
        let end = self.starts.get(number).map_or(self.text.len(), |next| next - 1);
        (start, self.text[start..end].trim_end_matches('\r'))
    }
}

fn term(checked: &Checked, lang: Lang, colour: bool) -> String {
    let places = Places::new(&checked.source.text);
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.decor_style(DecorStyle::Ascii).term_width(400);
    let mut out = String::new();
    for finding in &checked.findings {
        let problem = &finding.problem;
        let level = match (problem.severity, lang) {
            (Severity::Error, Lang::Zh) => Level::ERROR.with_name("错误"),
            (Severity::Warning, Lang::Zh) => Level::WARNING.with_name("警告"),
            (Severity::Hint, Lang::Zh) => Level::HELP.with_name("提示"),
            (Severity::Error, Lang::En) => Level::ERROR,
            (Severity::Warning, Lang::En) => Level::WARNING,
            (Severity::Hint, Lang::En) => Level::HELP.with_name("hint"),
        };
        let (line, column) = places.at(problem.span.start());
        let excerpt = Excerpt::of(&places, problem.span);
        let mut snippet = Snippet::source(excerpt.text.clone()).line_start(excerpt.line).fold(false);
        snippet = snippet.annotation(AnnotationKind::Primary.span(excerpt.place(problem.span)));
        let mut elsewhere = Vec::new();
        for &also in &finding.also {
            let inside = excerpt.from <= also.start() && also.end() <= excerpt.to;
            match inside && !(also.start() < problem.span.end() && problem.span.start() < also.end()) {
                true => snippet = snippet.annotation(AnnotationKind::Context.span(excerpt.place(also))),
                false => {
                    let (line, column) = places.at(also.start());
                    elsewhere.push(format!("{line}:{column}"));
                }
            }
        }
        let mut group = Group::with_title(
            level
                .primary_title(shown::line(problem.message.of(lang)).into_owned())
                .id(called(problem.check, lang)),
        )
        .element(Origin::path(shown::line(&checked.source.path).into_owned()).line(line).char_column(column))
        .element(snippet);
        if let Some(help) = &problem.help {
            let level = if lang == Lang::Zh { Level::HELP.with_name("改法") } else { Level::HELP };
            group = group.element(level.message(shown::line(help.of(lang)).into_owned()));
        }
        if !elsewhere.is_empty() {
            let more = elsewhere.len().saturating_sub(12);
            elsewhere.truncate(12);
            let mut list = elsewhere.join(if lang == Lang::Zh { "、" } else { ", " });
            if more > 0 {
                let _ = match lang {
                    Lang::Zh => write!(list, "等，另有 {more} 处"),
                    Lang::En => write!(list, " and {more} more"),
                };
            }
            let (level, words) = match lang {
                Lang::Zh => (Level::NOTE.with_name("另见"), list),
                Lang::En => (Level::NOTE, format!("see also {list}")),
            };
            group = group.element(level.message(words));
        }
        push(&mut out, &renderer.render(&[group]));
        out.push_str("\n\n");
    }
    out
}

/// Adds a rendered finding without the `:::` and the bar before it that stand where a second file would be named.
fn push(out: &mut String, rendered: &str) {
    let bare = |line: &str| {
        let mut inside = false;
        let plain = line.chars().filter(|&c| {
            let escape = inside || c == '\u{1b}';
            inside = escape && c != 'm';
            !escape
        });
        plain.collect::<String>().trim().to_owned()
    };
    let lines: Vec<&str> = rendered.lines().collect();
    let mut first = true;
    for (n, line) in lines.iter().enumerate() {
        let next = lines.get(n + 1).is_some_and(|next| bare(next) == ":::");
        if bare(line) == ":::" || next && bare(line) == "|" {
            continue;
        }
        if !first {
            out.push('\n');
        }
        first = false;
        out.push_str(line);
    }
}

/// The lines of a span, cut when they are long.
struct Excerpt {
    text: String,
    /// The line number of its first line.
    line: usize,
    /// What it shows of the source, and where that is, in bytes.
    of: String,
    from: usize,
    to: usize,
    /// Bytes of the mark that stands for what was cut before it.
    head: usize,
}

impl Excerpt {
    fn of(places: &Places, span: Span) -> Excerpt {
        let (line, _) = places.at(span.start());
        let (start, first) = places.line(line);
        let (end_line, _) =
            places.at(span.end().max(span.start() + 1).min(places.text.len()).max(span.start()));
        let end_line = if span.end() > span.start() { end_line.min(line + 2) } else { line };
        let (last_start, last) = places.line(end_line);
        let (mut from, mut to) = (start, last_start + last.len());
        let back = |at: usize, floor: usize| {
            places.text[floor..at].char_indices().rev().nth(AROUND - 1).map_or(floor, |(n, _)| floor + n)
        };
        let on = |at: usize, ceiling: usize| {
            places.text[at..ceiling].char_indices().nth(AROUND).map_or(ceiling, |(n, _)| at + n)
        };
        let _ = first;
        if places.offsets.code_point(to) - places.offsets.code_point(from) > LONG {
            from = back(span.start(), from);
            // A long span is shown by its beginning.
            let shown = places.text[span.start()..span.end().min(to).max(span.start())]
                .char_indices()
                .nth(LONG)
                .map_or(span.end().min(to).max(span.start()), |(n, _)| span.start() + n);
            to = on(shown, to.max(shown));
        }
        let mut text = String::new();
        if from > start {
            text.push('…');
        }
        let head = text.len();
        text.push_str(&seen(&places.text[from..to]));
        if to < last_start + last.len() {
            text.push('…');
        }
        Excerpt { text, line, of: places.text[from..to].to_owned(), from, to, head }
    }

    /// A span in bytes of the excerpt.
    fn place(&self, span: Span) -> std::ops::Range<usize> {
        let place = |at: usize| self.head + seen(&self.of[..at.clamp(self.from, self.to) - self.from]).len();
        let start = place(span.start());
        start..place(span.end()).max(start)
    }
}

/// Lines as they are shown; a tab or a carriage return would shift the carets.
fn seen(text: &str) -> String {
    shown::lines(&text.replace(['\t', '\r'], " ")).into_owned()
}

/// The findings of many files in one format, printed file by file: only counts are kept, and the rows of a workbook.
#[derive(Debug)]
pub struct Report {
    form: Form,
    lang: Lang,
    /// Whether a list that is printed has an item already.
    begun: bool,
    n_files: usize,
    /// Errors, warnings and hints.
    counts: [usize; 3],
    /// The rows of a workbook.
    rows: Vec<Row>,
}

/// In what form findings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// For people: each finding under its source line, with carets under the very words; whether in colour.
    Term(bool),
    /// For programs: `{"schema": "plan-check/1", "files": […], "summary": {…}}`.
    Json,
    /// SARIF 2.1.0, for code hosts and editors.
    Sarif,
    /// Workflow commands of GitHub Actions, one line a finding.
    Github,
    /// A table a file.
    Markdown,
    /// A workbook of one sheet: a row a finding, with an empty column for what was done about it.
    Book,
}

impl Report {
    /// A report of no files yet; a workbook's headings are in `lang` too.
    pub fn new(form: Form, lang: Lang) -> Report {
        Report { form, lang, begun: false, n_files: 0, counts: [0; 3], rows: Vec::new() }
    }

    /// What stands before the first file.
    pub fn begin(&self) -> String {
        self.frame().map_or(String::new(), |[before, _]| before)
    }

    /// A file with its findings.
    pub fn file(&mut self, file: &Checked) -> String {
        self.n_files += 1;
        for finding in &file.findings {
            self.counts[finding.problem.severity as usize] += 1;
        }
        match self.form {
            Form::Term(colour) => term(file, self.lang, colour),
            Form::Json => self.items(std::iter::once(json(file, self.lang)), 2),
            Form::Sarif => self.items(sarif(file, self.lang), 4),
            Form::Github => github(file, self.lang),
            Form::Markdown => markdown(file, self.lang),
            Form::Book => {
                self.rows.extend(book_rows(file, self.lang));
                String::new()
            }
        }
    }

    /// What stands after the last file.
    pub fn end(&self) -> String {
        let Some([before, after]) = self.frame() else { return String::new() };
        let line = before.rsplit('\n').next().unwrap_or_default();
        let indent = line.len() - line.trim_start().len();
        let close = if self.begun { format!("\n{}", " ".repeat(indent)) } else { String::new() };
        format!("{close}{after}\n")
    }

    /// How many errors, warnings and hints the files so far have.
    pub fn counts(&self) -> [usize; 3] {
        self.counts
    }

    /// The workbook, which is whole only in the end.
    pub fn book(self) -> Book {
        book(self.rows, self.n_files, self.counts, self.lang)
    }

    /// What stands before and after the one list of a format that has one.
    fn frame(&self) -> Option<[String; 2]> {
        let (whole, list) = match self.form {
            Form::Json => {
                let [errors, warnings, hints] = self.counts;
                let summary = json!({"error": errors, "warning": warnings, "hint": hints});
                (json!({"schema": SCHEMA, "files": [], "summary": summary}), "\"files\": [")
            }
            Form::Sarif => (sarif_frame(self.lang), "\"results\": ["),
            _ => return None,
        };
        let text = serde_json::to_string_pretty(&whole).expect("a value is JSON");
        let at = text.rfind(list).expect("the list is in it") + list.len();
        Some([text[..at].to_owned(), text[at..].to_owned()])
    }

    /// Items of a list that is so many levels deep.
    fn items(&mut self, items: impl Iterator<Item = Value>, depth: usize) -> String {
        let mut out = String::new();
        let indent = "  ".repeat(depth);
        for item in items {
            out.push_str(if std::mem::replace(&mut self.begun, true) { "," } else { "" });
            let text = serde_json::to_string_pretty(&item).expect("a value is JSON");
            for line in text.lines() {
                out.extend(["\n", &indent, line]);
            }
        }
        out
    }
}

fn json(file: &Checked, lang: Lang) -> Value {
    let places = Places::new(&file.source.text);
    let findings: Vec<Value> = file
        .findings
        .iter()
        .map(|finding| {
            let (line, column) = places.at(finding.problem.span.start());
            let (end_line, end_column) = places.at(finding.problem.span.end());
            let fixes: Vec<Value> = finding
                .fixes
                .iter()
                .map(|fix| json!({"span": places.offsets.span(fix.span), "with": fix.with}))
                .collect();
            let also: Vec<Value> =
                finding.also.iter().map(|span| json!(places.offsets.span(*span))).collect();
            json!({
                "check": finding.problem.check,
                "severity": name(finding.problem.severity),
                "confidence": f64::from(finding.sure) / 100.0,
                "message": finding.problem.message.of(lang),
                "help": finding.problem.help.as_ref().map(|help| help.of(lang)),
                "span": places.offsets.span(finding.problem.span),
                "line": line,
                "column": column,
                "end_line": end_line,
                "end_column": end_column,
                "also": also,
                "fixes": fixes,
                "mark": finding.mark,
            })
        })
        .collect();
    json!({"path": file.source.path, "findings": findings})
}

fn name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "hint",
    }
}

fn label(severity: Severity, lang: Lang) -> &'static str {
    match (severity, lang) {
        (Severity::Error, Lang::Zh) => "错误",
        (Severity::Warning, Lang::Zh) => "警告",
        (Severity::Hint, Lang::Zh) => "提示",
        (severity, Lang::En) => name(severity),
    }
}

fn sarif_level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "note",
    }
}

/// SARIF without results.
fn sarif_frame(lang: Lang) -> Value {
    let rules: Vec<Value> = RULES
        .iter()
        .map(|rule| {
            json!({
                "id": rule.name,
                "shortDescription": {"text": rule.what.of(lang)},
                "fullDescription": {"text": rule.why.of(lang)},
                "help": {"text": manual(rule, lang)},
                "defaultConfiguration": {"level": sarif_level(rule.severity)},
            })
        })
        .collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {"name": "plan", "version": env!("CARGO_PKG_VERSION"), "rules": rules}},
            "columnKind": "unicodeCodePoints",
            "results": [],
        }],
    })
}

/// The results of a file.
fn sarif(file: &Checked, lang: Lang) -> impl Iterator<Item = Value> {
    let places = Places::new(&file.source.text);
    file.findings.iter().map(move |finding| {
        let location = |span: Span| {
            let (line, column) = places.at(span.start());
            let (end_line, end_column) = places.at(span.end());
            json!({"physicalLocation": {
                "artifactLocation": {"uri": uri(&file.source.path)},
                "region": {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column},
            }})
        };
        let related: Vec<Value> = finding.also.iter().map(|&span| location(span)).collect();
        json!({
            "ruleId": finding.problem.check,
            "level": sarif_level(finding.problem.severity),
            "message": {"text": finding.problem.message.of(lang)},
            "locations": [location(finding.problem.span)],
            "relatedLocations": related,
            "partialFingerprints": {"planMark/v1": finding.mark},
        })
    })
}

/// A path as a relative URI: only what RFC 3986 leaves unreserved stays as it is.
fn uri(path: &str) -> String {
    let mut out = String::new();
    for byte in path.replace('\\', "/").bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(byte as char)
            }
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

fn github(file: &Checked, lang: Lang) -> String {
    let mut out = String::new();
    let places = Places::new(&file.source.text);
    for finding in &file.findings {
        let (line, column) = places.at(finding.problem.span.start());
        let (end_line, end_column) = places.at(finding.problem.span.end());
        let command = match finding.problem.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Hint => "notice",
        };
        let message = finding.problem.message.of(lang);
        let data = shown::lines(message).replace('%', "%25").replace('\n', "%0A");
        let path = shown::line(&file.source.path).replace('%', "%25").replace(':', "%3A").replace(',', "%2C");
        let _ = writeln!(
            out,
            "::{command} file={path},line={line},endLine={end_line},col={column},endColumn={end_column},title={}::{data}",
            called(finding.problem.check, lang)
        );
    }
    out
}

fn markdown(file: &Checked, lang: Lang) -> String {
    let mut out = String::new();
    if file.findings.is_empty() {
        return out;
    }
    let places = Places::new(&file.source.text);
    let _ = writeln!(out, "## {}\n", shown::line(&file.source.path));
    out.push_str(match lang {
        Lang::Zh => "| 位置 | 程度 | 检查 | 问题 | 原文 |\n| --- | --- | --- | --- | --- |\n",
        Lang::En => "| Place | Severity | Check | Finding | Text |\n| --- | --- | --- | --- | --- |\n",
    });
    for row in rows(file, &places, lang) {
        let cells: Vec<String> =
            row.iter().map(|cell| seen(cell).replace('|', "\\|").replace('\n', " ")).collect();
        let _ = writeln!(out, "| {} |", cells.join(" | "));
    }
    out.push('\n');
    out
}

/// Place, severity, check, message and flagged words of each finding.
fn rows(file: &Checked, places: &Places, lang: Lang) -> Vec<[String; 5]> {
    file.findings
        .iter()
        .map(|finding| {
            let (line, column) = places.at(finding.problem.span.start());
            let words = finding.problem.span.of(&file.source.text);
            let mut shown: String = words.chars().take(40).collect();
            if shown.len() < words.len() {
                shown.push('…');
            }
            [
                format!("{line}:{column}"),
                label(finding.problem.severity, lang).to_owned(),
                called(finding.problem.check, lang),
                finding.problem.message.of(lang).to_owned(),
                shown,
            ]
        })
        .collect()
}

/// What a comment in a Word document says of each finding, at its place.
pub fn remarks(source: &Source, findings: &[Finding], lang: Lang) -> Vec<Remark> {
    let places = Places::new(&source.text);
    let remark = |finding: &Finding| {
        let problem = &finding.problem;
        let rule = named(problem.check);
        let title = rule.map_or(problem.check, |rule| if lang == Lang::Zh { rule.title } else { rule.name });
        let (colon, remedy, by) = match lang {
            Lang::Zh => ("：", "改法：", "依据："),
            Lang::En => (": ", "Remedy: ", "Basis: "),
        };
        let level = label(problem.severity, lang);
        let mut lines = vec![format!("{level} {title}{colon}{}", shown::line(problem.message.of(lang)))];
        let help = problem.help.as_ref().map(|help| help.of(lang).to_owned());
        if let Some(help) = help.or_else(|| mended(&places, &finding.fixes, lang)) {
            lines.push(format!("{remedy}{}", shown::line(&help)));
        }
        let basis = rule.map_or("", |rule| rule.basis.of(lang));
        if !basis.is_empty() {
            lines.push(format!("{by}{basis}"));
        }
        Remark { place: problem.span.start()..problem.span.end(), lines }
    };
    findings.iter().map(remark).collect()
}

/// The rows of a file in a workbook.
fn book_rows(file: &Checked, lang: Lang) -> impl Iterator<Item = Row> {
    let places = Places::new(&file.source.text);
    file.findings.iter().map(move |finding| {
        let problem = &finding.problem;
        let (line, _) = places.at(problem.span.start());
        let help = problem.help.as_ref().map(|help| help.of(lang).to_owned());
        let mended = help.or_else(|| mended(&places, &finding.fixes, lang)).unwrap_or_default();
        let basis = named(problem.check).map_or("", |rule| rule.basis.of(lang));
        let mut severity = Cell::text(label(problem.severity, lang));
        if problem.severity == Severity::Error {
            severity.marks = Some(Box::new(Marks { ink: Some(0x9B1C1C), bold: true, ..Marks::default() }));
        }
        let cells = vec![
            severity,
            Cell::text(called(problem.check, lang)),
            Cell::text(shown::line(&file.source.path).into_owned()),
            Cell::number(line),
            Cell::text(quoted(&places, problem.span)),
            Cell::text(shown::lines(problem.message.of(lang)).into_owned()),
            Cell::text(shown::lines(&mended).into_owned()),
            Cell::text(basis),
            Cell::default(),
        ];
        Row { group: None, cells }
    })
}

fn book(rows: Vec<Row>, n_files: usize, [errors, warnings, hints]: [usize; 3], lang: Lang) -> Book {
    let say = |zh: &str, en: &str| if lang == Lang::Zh { zh.to_owned() } else { en.to_owned() };
    let head = |id: &str, zh, en, floor| Head { id: id.to_owned(), text: say(zh, en), floor, column: None };
    let note = match lang {
        Lang::Zh => format!("{n_files} 个文件：{errors} 个错误，{warnings} 个警告，{hints} 个提示"),
        Lang::En => format!("{n_files} files: {errors} errors, {warnings} warnings, {hints} hints"),
    };
    let table = Table {
        title: say("文稿检查结果", "Findings"),
        heads: vec![
            head("severity", "程度", "Severity", 8),
            head("check", "检查", "Check", 14),
            head("file", "文件", "File", 12),
            head("line", "行", "Line", 6),
            head("words", "原文", "Text", 22),
            head("message", "问题", "Finding", 20),
            head("mended", "改法", "Remedy", 14),
            head("basis", "依据", "Basis", 14),
            head("done", "处理", "Done", 8),
        ],
        rows,
        notes: vec![note],
    };
    Book { tables: vec![(say("检查结果", "Findings"), table)], ..Book::default() }
}

/// The flagged words in 【】 with a little of their line on either side; a mark alone says nothing.
fn quoted(places: &Places, span: Span) -> String {
    let bare =
        |text: &str| -> String { shown::line(&text.replace(['\n', '\r', '\t'], " ")).trim().to_owned() };
    let words = &places.text[span.start()..span.end()];
    let mut shown = bare(&words.chars().take(60).collect::<String>());
    if words.chars().nth(60).is_some() {
        shown.push('…');
    }
    let (before, after) = beside(places, span.start()..span.end(), 12);
    format!("{}【{shown}】{}", bare(before), bare(after))
}

/// Up to so many characters before and after a place, in its lines.
fn beside<'s>(places: &Places<'s>, span: Range<usize>, count: usize) -> (&'s str, &'s str) {
    let (before, after) = (&places.text[..span.start], &places.text[span.end..]);
    let near = before.char_indices().rev().take(count).take_while(|&(_, c)| c != '\n').last();
    let before = &before[near.map_or(before.len(), |(at, _)| at)..];
    let near = after.char_indices().take(count).take_while(|&(_, c)| c != '\n').last();
    (before, &after[..near.map_or(0, |(at, c)| at + c.len_utf8())])
}

/// What `--fix` would write, in short.
fn mended(places: &Places, fixes: &[Fix], lang: Lang) -> Option<String> {
    let fix = fixes.first()?;
    let [old, new] = change(places, fix, lang);
    let more = fixes.len();
    Some(match (lang, more) {
        (_, 1) => format!("{old} → {new}"),
        (Lang::Zh, _) => format!("{old} → {new}，共 {more} 处"),
        (Lang::En, _) => format!("{old} → {new}, {more} times"),
    })
}

/// What stands there and what will, with a few characters on either side, on one line; what is only taken out is shown
/// by itself.
fn change(places: &Places, fix: &Fix, lang: Lang) -> [String; 2] {
    let visible = |text: &str| -> String {
        text.chars().filter(|&c| c != '\r').collect::<String>().replace('\n', "⏎")
    };
    let old = &places.text[fix.span.start()..fix.span.end()];
    if fix.with.trim().is_empty() && old.trim().chars().count() > 3 {
        let words = visible(old.trim());
        let mut shown: String = words.chars().take(24).collect();
        if shown.len() < words.len() {
            shown.push('…');
        }
        return [shown, if lang == Lang::Zh { "删去" } else { "taken out" }.to_owned()];
    }
    let (before, after) = beside(places, fix.span.start()..fix.span.end(), 2);
    [old, fix.with.as_str()].map(|words| format!("{}{}{}", visible(before), visible(words), visible(after)))
}

/// A change that was made to a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What was taken, in bytes of the text before it.
    pub was: Range<usize>,
    /// What was put there.
    pub with: String,
    /// The checks whose findings it mends.
    pub checks: Vec<&'static str>,
}

/// A change as people are told it.
#[derive(Debug, PartialEq, Eq)]
pub struct Told {
    /// Its line in the text before it, from 1.
    pub line: usize,
    /// What stood there, all of it, with a few characters on either side.
    pub old: String,
    /// What stands there now.
    pub new: String,
    /// The checks, apart by commas.
    pub checks: String,
    /// How often it was made in this line.
    pub times: usize,
}

/// What is told of the changes to `source`, in document order; those of the same words in a line are one.
pub fn told(source: &Source, changes: &[Change]) -> Vec<Told> {
    let places = Places::new(&source.text);
    let mut list: Vec<Told> = Vec::new();
    // The words without what is beside them tell whether a change of the same line is of the same kind.
    let mut kinds: std::collections::HashMap<(usize, &str, &str), usize> = std::collections::HashMap::new();
    for Change { was, with, checks } in changes {
        let (line, _) = places.at(was.start);
        let old = &source.text[was.clone()];
        match kinds.get(&(line, old, with.as_str())) {
            Some(&at) => list[at].times += 1,
            None => {
                kinds.insert((line, old, with), list.len());
                let (before, after) = beside(&places, was.clone(), 2);
                let [old, new] =
                    [old, with].map(|words| format!("{}{}{}", marked(before), marked(words), marked(after)));
                list.push(Told { line, old, new, checks: checks.join(", "), times: 1 });
            }
        }
    }
    list
}

/// A text on one line in which white space can be seen.
fn marked(text: &str) -> String {
    let seen = |c| match c {
        '\n' => '⏎',
        '\r' => '␍',
        '\t' => '⇥',
        ' ' => '␣',
        c => c,
    };
    shown::line(&text.chars().map(seen).collect::<String>()).replace('\u{3000}', "\\u{3000}")
}

/// What people know a check by.
fn called(check: &str, lang: Lang) -> String {
    named(check).map_or_else(|| check.to_owned(), |rule| rule.called(lang))
}

/// The manual page of a check.
pub fn manual(rule: &Rule, lang: Lang) -> String {
    let text = |example: &str| example.replace('⏎', "\n  ");
    let severity = label(rule.severity, lang);
    let (what, why, flagged, mended) =
        (rule.what.of(lang), rule.why.of(lang), text(rule.flagged), text(rule.mended));
    let mut out = match lang {
        Lang::Zh => format!(
            "{} {}（{severity}）\n\n查什么\n  {what}\n\n为什么\n  {why}\n\n有问题的写法\n  {flagged}\n\n改后\n  {mended}\n",
            rule.title, rule.name
        ),
        Lang::En => format!(
            "{} ({severity})\n\nWhat it flags\n  {what}\n\nWhy\n  {why}\n\nFlagged\n  {flagged}\n\nMended\n  {mended}\n",
            rule.name
        ),
    };
    let basis = rule.basis.of(lang);
    if !basis.is_empty() {
        let _ = match lang {
            Lang::Zh => write!(out, "\n依据\n  {basis}\n"),
            Lang::En => write!(out, "\nBasis\n  {basis}\n"),
        };
    }
    out
}
