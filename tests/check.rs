//! Checks against the cases of `fixtures/check/`.
//!
//! A file is named for its check; in it `=== flag` opens a text that must be flagged, at the places that stand in
//! ⟦ ⟧ if there are any, and `=== pass` one that must not. In `recall/` each text names its check.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use plan::check::rules::{RULES, named};
use plan::check::{Finding, SURE, at_most, check, fix};
use plan::extract::{Scene, read_all};
use plan::lexicon::Lexicon;
use plan::text::Source;

struct Case {
    file: String,
    line: usize,
    head: String,
    text: String,
    /// Marked places, in bytes of the text.
    marked: Vec<(usize, usize)>,
}

fn cases(path: &Path) -> Vec<Case> {
    let file = path.file_name().unwrap().to_string_lossy().into_owned();
    let mut found: Vec<Case> = Vec::new();
    for (n, line) in fs::read_to_string(path).unwrap().lines().enumerate() {
        match line.strip_prefix("=== ") {
            Some(head) => found.push(Case {
                file: file.clone(),
                line: n + 1,
                head: head.trim().to_owned(),
                text: String::new(),
                marked: Vec::new(),
            }),
            None => {
                if let Some(case) = found.last_mut() {
                    case.text.push_str(line);
                    case.text.push('\n');
                }
            }
        }
    }
    for case in &mut found {
        let mut text = String::new();
        let mut open = None;
        for c in case.text.trim_end().chars() {
            match c {
                '⟦' => open = Some(text.len()),
                '⟧' => case.marked.push((open.take().expect("⟧ closes ⟦"), text.len())),
                '␣' => text.push(' '),
                '⇥' => text.push('\t'),
                _ => text.push(c),
            }
        }
        case.text = text;
    }
    found
}

fn findings(lexicon: &Lexicon, text: &str, name: Option<&str>) -> Vec<Finding> {
    let source = Source::of_text(text);
    let read = read_all(Scene { lexicon, year: None }, &source);
    let rules = RULES.iter().copied().filter(|rule| name.is_none_or(|name| name == rule.name));
    check(&source, &read, rules).into_iter().filter(|finding| finding.sure >= SURE).collect()
}

/// What is wrong with a case that must be flagged.
fn missed(case: &Case, found: &[Finding]) -> Option<String> {
    if found.is_empty() {
        return Some("not flagged".into());
    }
    let (start, end) = *case.marked.iter().find(|&&(start, end)| {
        let touches = |from: usize, to: usize| from < end.max(start + 1) && start < to.max(from + 1);
        !found.iter().any(|finding| {
            let all = std::iter::once(&finding.problem.span).chain(&finding.also);
            all.into_iter().any(|span| touches(span.start(), span.end()))
        })
    })?;
    Some(format!("`{}` is not flagged", &case.text[start..end]))
}

#[test]
fn every_check_flags_and_spares() {
    let lexicon = Lexicon::default();
    let mut wrong = Vec::new();
    for rule in RULES {
        let path = Path::new("fixtures/check").join(format!("{}.txt", rule.name));
        let cases = cases(&path);
        let count = |head: &str| cases.iter().filter(|case| case.head == head).count();
        assert!(count("flag") > 0 && count("pass") > 0, "{}: wants both kinds of case", path.display());
        for case in &cases {
            let found = findings(&lexicon, &case.text, Some(rule.name));
            let fault = match case.head.as_str() {
                "flag" => missed(case, &found),
                "pass" => found.first().map(|finding| format!("flagged: {}", finding.problem.message.en)),
                other => panic!("{}:{}: `{other}` is neither flag nor pass", case.file, case.line),
            };
            wrong.extend(fault.map(|fault| format!("{}:{}: {fault}", case.file, case.line)));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn half_of_a_pair_in_a_documents_number_is_told_once() {
    let lexicon = Lexicon::default();
    for text in [
        "根据清水办发〔2021)15号文件要求，制定本方案。",
        "根据《关于做好清河工作的通知》(清水办发〔2021)15号〕和《清河条例》要求，制定本方案。",
    ] {
        let found = findings(&lexicon, text, None);
        let of_place = |finding: &&Finding| finding.problem.span.of(text).contains('〔');
        let checks: Vec<&str> = found.iter().filter(of_place).map(|finding| finding.problem.check).collect();
        assert_eq!(checks, ["document-number"], "{text}");
    }
}

/// Texts composed before the checks were tuned; a text that is missed is listed in `recall/missed.txt`.
#[test]
fn findings_beyond_the_most_are_counted() {
    let lexicon = Lexicon::default();
    let source = Source::of_text("清河县2025年工作方案\n抓好培训，，抓好检查，，抓好整改。。\n");
    let read = read_all(Scene { lexicon: &lexicon, year: None }, &source);
    let rule = || [named("doubled-mark").expect("a check")];
    let all = check(&source, &read, rule());
    assert_eq!(all.len(), 3);
    assert_eq!(at_most(3, &source, &read, rule()).len(), 3);
    let some = at_most(1, &source, &read, rule());
    assert_eq!(some.len(), 2);
    assert_eq!(some[0].problem.span, all[0].problem.span);
    assert_eq!(some[1].problem.span, all[1].problem.span);
    assert!(some[1].problem.message.en.starts_with("2 more findings from here on are not listed"));
    assert!(some[1].problem.message.zh.contains("还有 2 处") && some[1].fixes.is_empty());
}

#[test]
fn recall() {
    let lexicon = Lexicon::default();
    let (mut n_cases, mut lost) = (0, Vec::new());
    for file in ["tasks.txt", "structure.txt", "text.txt", "second.txt"] {
        for case in cases(&Path::new("fixtures/check/recall").join(file)) {
            n_cases += 1;
            let found = match named(&case.head) {
                Some(_) => findings(&lexicon, &case.text, Some(&case.head)),
                None => Vec::new(),
            };
            if let Some(fault) = missed(&case, &found) {
                lost.push(format!("{}:{}: {}: {fault}", case.file, case.line, case.head));
            }
        }
    }
    let known = fs::read_to_string("fixtures/check/recall/missed.txt").unwrap_or_default();
    let known: Vec<&str> = known.lines().filter(|line| !line.starts_with('#')).collect();
    println!("{} of {n_cases} flagged", n_cases - lost.len());
    assert_eq!(lost, known, "of {n_cases}");
}

/// What always holds of any text: no panic, spans on character boundaries, mending twice changes nothing more.
#[test]
fn mending_twice_is_mending_once() {
    let lexicon = Lexicon::default();
    let mut paths: Vec<_> =
        fs::read_dir("fixtures/check").unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.extend(
        ["tasks.txt", "structure.txt", "text.txt", "second.txt"]
            .map(|name| Path::new("fixtures/check/recall").join(name)),
    );
    for path in paths.iter().filter(|path| path.is_file()) {
        for case in cases(path) {
            let mut text = case.text.clone();
            for round in 0.. {
                let found = findings(&lexicon, &text, None);
                let mended = fix::mend(&text, &found);
                assert!(round < 8, "{}:{}: mending never ends", case.file, case.line);
                if mended.made.is_empty() {
                    assert_eq!(mended.text, text, "{}:{}", case.file, case.line);
                    break;
                }
                for (at, c) in mended.text.char_indices() {
                    let before = mended.before(at);
                    let put = mended.made.iter().any(|(_, fix)| fix.span.start() == before);
                    assert!(put || text[before..].starts_with(c), "{}:{}: {at}", case.file, case.line);
                }
                text = mended.text;
            }
        }
    }
}

#[test]
fn marks_stay_when_other_lines_change() {
    let lexicon = Lexicon::default();
    let marks = |text: &str| -> BTreeMap<String, String> {
        findings(&lexicon, text, Some("placeholder"))
            .into_iter()
            .map(|finding| (finding.mark, finding.problem.message.en))
            .collect()
    };
    let text = "工作计划\n一、落实责任\n由XXX任组长。\n";
    let later = "工作计划\n一、落实责任\n明确分工。\n由XXX任组长。\n二、加强检查\n";
    assert_eq!(marks(text), marks(later));
    assert_eq!(marks(text).len(), 1);
}

proptest::proptest! {
    /// Reading and checking any text never panics, and every place is a place of the source.
    #[test]
    fn any_text_is_checked(text in "(二、|（一）|1\\.|①|附件2|附件：1\\.|五个方面：|阶段（3月—4月）|“四个意识|（政治|”|《|》|志愿效劳|XX|20XX年|[，。、；：,\"X×市局6月底前推进\n\t ]){0,80}") {
        let lexicon = Lexicon::default();
        for finding in findings(&lexicon, &text, None) {
            for span in std::iter::once(finding.problem.span).chain(finding.also).chain(finding.fixes.iter().map(|fix| fix.span)) {
                proptest::prop_assert!(text.get(span.start()..span.end()).is_some());
            }
        }
    }
}

fn plan(args: &[&str], folder: &Path) -> std::process::Output {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_plan"));
    command.env("LC_ALL", "C").env("NO_COLOR", "1").current_dir(folder).args(args).output().expect("it runs")
}

fn folder(name: &str) -> std::path::PathBuf {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&dir);
    fs::create_dir_all(&dir).unwrap();
    dir
}

const FAULTY: &str = "2025年消防工作计划\n一、加强宣传\n组织演练，，由XXX负责。\n";

#[test]
fn the_status_says_whether_something_was_found() {
    let dir = folder("check-status");
    fs::write(dir.join("faulty.txt"), FAULTY).unwrap();
    fs::write(dir.join("clean.txt"), "2025年消防工作计划\n一、加强宣传\n组织演练。\n").unwrap();
    let status = |args: &[&str]| plan(args, &dir).status.code();
    assert_eq!(status(&["check", "clean.txt"]), Some(0));
    assert_eq!(status(&["check", "faulty.txt"]), Some(1));
    assert_eq!(status(&["check", "none.txt", "faulty.txt"]), Some(1));
    assert_eq!(status(&["check", "none.txt", "clean.txt"]), Some(1));
    assert_eq!(status(&["check", "none.txt"]), Some(2));
    assert_eq!(status(&["check", "faulty.txt", "--select", "year-mismatch"]), Some(0));
    assert_eq!(status(&["check", "faulty.txt", "--ignore", "placeholder,doubled-mark"]), Some(0));
    let unknown = plan(&["check", "faulty.txt", "--ignore", "placeholders"], &dir);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&unknown.stderr).contains("did you mean `placeholder`"));
}

#[test]
fn settings_and_accepted_findings_are_found_above_the_file() {
    let dir = folder("check-settings");
    fs::create_dir_all(dir.join("a/b")).unwrap();
    fs::write(dir.join("a/b/faulty.txt"), FAULTY).unwrap();
    fs::write(dir.join("plan.toml"), "[check]\nignore = [\"doubled-mark\"]\n").unwrap();
    assert_eq!(plan(&["check", "a/b/faulty.txt"], &dir).status.code(), Some(1));
    assert_eq!(plan(&["check", "--accept", "-q", "a/b/faulty.txt"], &dir).status.code(), Some(0));
    assert_eq!(plan(&["check", "a/b/faulty.txt"], &dir).status.code(), Some(0));
    fs::write(dir.join("plan.toml"), "[check]\nignored = []\n").unwrap();
    assert_eq!(plan(&["check", "a/b/faulty.txt"], &dir).status.code(), Some(2));
}

#[test]
fn mending_writes_only_where_it_is_told_to() {
    let dir = folder("check-fix");
    let path = dir.join("faulty.txt");
    fs::write(&path, FAULTY).unwrap();
    let output = plan(&["check", "--fix", "faulty.txt"], &dir);
    let mended = FAULTY.replace("，，", "，");
    assert_eq!(String::from_utf8_lossy(&output.stdout), mended);
    assert!(String::from_utf8_lossy(&output.stderr).contains("doubled-mark"));
    assert_eq!(fs::read_to_string(&path).unwrap(), FAULTY);
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(told.contains("faulty.txt:3: 练，，由X → 练，由X (doubled-mark)"), "{told}");
    assert!(plan(&["check", "--fix", "-q", "faulty.txt"], &dir).stderr.is_empty());
    plan(&["check", "--write", "faulty.txt"], &dir);
    assert_eq!(fs::read_to_string(&path).unwrap(), mended);
    plan(&["check", "--write", "faulty.txt"], &dir);
    assert_eq!(fs::read_to_string(&path).unwrap(), mended);
    // The encoding stays.
    let (bytes, ..) = encoding_rs::GB18030.encode(FAULTY);
    fs::write(&path, &bytes).unwrap();
    plan(&["check", "--write", "faulty.txt"], &dir);
    assert_eq!(fs::read(&path).unwrap(), encoding_rs::GB18030.encode(&mended).0.into_owned());
}

#[test]
fn every_format_names_the_place() {
    let dir = folder("check-formats");
    fs::write(dir.join("faulty.txt"), FAULTY).unwrap();
    let out = |format: &str| {
        String::from_utf8(plan(&["check", "-q", "--format", format, "faulty.txt"], &dir).stdout).unwrap()
    };
    let json: serde_json::Value = serde_json::from_str(&out("json")).unwrap();
    let findings = json["files"][0]["findings"].as_array().unwrap();
    let found = findings.iter().find(|finding| finding["check"] == "placeholder").unwrap();
    assert_eq!((&found["line"], &found["column"]), (&3.into(), &8.into()));
    assert_eq!(found["span"], serde_json::json!([26, 29]));
    assert_eq!(json["summary"]["error"], 2);
    let sarif: serde_json::Value = serde_json::from_str(&out("sarif")).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    let region = &sarif["runs"][0]["results"][1]["locations"][0]["physicalLocation"]["region"];
    assert_eq!(region["startLine"], 3);
    assert!(
        out("github")
            .contains("::error file=faulty.txt,line=3,endLine=3,col=8,endColumn=11,title=placeholder::")
    );
    assert!(out("md").contains("| 3:8 | error | placeholder |"));
    // The carets stand under the words: one column a Latin letter, two a Chinese one.
    let term = out("term");
    let at = term.find("error[placeholder]").unwrap();
    let lines: Vec<&str> = term[at..].lines().collect();
    let source = lines.iter().position(|line| line.starts_with("3 | ")).unwrap();
    let (words, carets) = (lines[source], lines[source + 1]);
    let before = &words[..words.find("XXX").unwrap()];
    let wide: usize = before.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
    assert_eq!(carets.find("^^^"), Some(wide), "{term}");
}

/// A row a finding, all that a person needs in it, and a filter.
#[test]
fn a_workbook_holds_the_findings() {
    let dir = folder("check-xlsx");
    fs::write(dir.join("faulty.txt"), FAULTY).unwrap();
    let output = plan(&["check", "-q", "--lang", "zh", "faulty.txt", "-o", "found.xlsx"], &dir);
    assert_eq!(output.status.code(), Some(1));
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(dir.join("found.xlsx")).unwrap();
    let sheet = calamine::Reader::worksheet_range_at(&mut book, 0).unwrap().unwrap();
    let rows: Vec<Vec<String>> =
        sheet.rows().map(|row| row.iter().map(|cell| cell.to_string()).collect()).collect();
    assert_eq!(rows[0][0], "文稿检查结果");
    assert_eq!(rows[1], ["程度", "检查", "文件", "行", "原文", "问题", "改法", "依据", "处理"]);
    let json = plan(&["check", "-q", "--format", "json", "faulty.txt"], &dir).stdout;
    let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
    let findings = json["files"][0]["findings"].as_array().unwrap();
    // The last row sums up.
    assert_eq!(rows.len(), 2 + findings.len() + 1);
    for (row, finding) in rows[2..].iter().zip(findings) {
        assert!(row[1].ends_with(&format!(" {}", finding["check"].as_str().unwrap())), "{row:?}");
        assert_eq!(row[2], "faulty.txt");
        assert_eq!(row[3], finding["line"].to_string());
        assert!(row[4].contains('【') && !row[5].is_empty(), "{row:?}");
    }
    let found = |name: &str| rows.iter().find(|row| row[1].ends_with(name)).unwrap();
    assert!(found("placeholder")[4].contains("【XXX】"));
    assert!(found("doubled-mark")[6].contains(" → "));
}

#[test]
fn every_check_explains_itself() {
    for rule in RULES {
        for lang in ["zh", "en"] {
            let output = plan(&["explain", "--lang", lang, rule.name], Path::new("."));
            let text = String::from_utf8(output.stdout).unwrap();
            let title =
                if lang == "zh" { format!("{} {}", rule.title, rule.name) } else { rule.name.to_owned() };
            assert!(text.starts_with(&title) && text.lines().count() > 10, "{text}");
            let by_title = plan(&["explain", "--lang", lang, rule.title], Path::new("."));
            assert_eq!(String::from_utf8(by_title.stdout).unwrap(), text);
        }
        assert!(
            !rule.what.0.is_empty() && !rule.why.1.is_empty() && rule.flagged != rule.mended,
            "{}",
            rule.name
        );
    }
}

/// Each value stands over its carets, with the word that found it.
#[test]
fn a_task_shows_where_its_values_come_from() {
    let dir = folder("show");
    let text = "2025年河湖治理方案\n一、任务\n1.清理垃圾。6月底前清理河面。（牵头单位：市水务局）\n";
    fs::write(dir.join("plan.txt"), text).unwrap();
    let shown = String::from_utf8(plan(&["show", "plan.txt", "t1"], &dir).stdout).unwrap();
    for wanted in ["^^^^^^^^ title", "deadline: 2025-06-30", "owner: lead, by 牵头单位"] {
        assert!(shown.contains(wanted), "{wanted}:\n{shown}");
    }
    assert_eq!(plan(&["show", "plan.txt", "t9"], &dir).status.code(), Some(2));
}
