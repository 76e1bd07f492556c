//! The documents name only what is there, and say the same in both languages; Chinese words stand in `dict/`.

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use regex::Regex;

/// Blocks of code with their language, and what stands in backticks outside them.
fn code(body: &str) -> (Vec<(&str, String)>, Vec<String>) {
    let (mut blocks, mut spans, mut open) = (Vec::new(), Vec::new(), false);
    for line in body.lines() {
        match line.trim_start().strip_prefix("```") {
            Some(language) if !open => {
                blocks.push((language, String::new()));
                open = true;
            }
            Some(_) => open = false,
            None if open => {
                let (_, block) = blocks.last_mut().expect("one is open");
                let _ = writeln!(block, "{line}");
            }
            None => spans.extend(line.split('`').skip(1).step_by(2).map(str::to_owned)),
        }
    }
    (blocks, spans)
}

/// Whether a path of a document is one of the project's, and not a name that stands for any (`fixtures/check/NAME.txt`).
fn ours(path: &str) -> bool {
    let any = path
        .split(['/', '.', '_'])
        .any(|piece| piece.len() > 1 && piece.chars().all(|c| c.is_ascii_uppercase()));
    let tops = [
        "src", "tests", "fixtures", "docs", "dict", "tools", "benches", "examples", "fuzz", "bindings",
        "findings", "release", "web", ".ci", ".github",
    ];
    !any && !path.contains(['*', '<', '…', '{'])
        && path.split_once('/').is_some_and(|(top, _)| tops.contains(&top))
}

#[test]
fn files_that_are_named_are_there() {
    let root = common::root();
    let link = Regex::new(r"\]\(([^)#\s]+)").expect("a pattern");
    let (mut missing, mut n_named) = (Vec::new(), 0);
    for document in common::documents() {
        let body = fs::read_to_string(&document).expect("readable");
        let dir = document.parent().expect("a folder");
        let mut named = |name: &str, path: &Path| {
            n_named += 1;
            if !path.exists() {
                missing.push(format!("{}: {name}", document.display()));
            }
        };
        for found in link.captures_iter(&body) {
            if !found[1].contains("://") {
                named(&found[1], &dir.join(&found[1]));
            }
        }
        let (blocks, spans) = code(&body);
        let lines =
            blocks.iter().filter(|(language, _)| *language == "sh").flat_map(|(_, block)| block.lines());
        for word in lines
            .map(str::to_owned)
            .chain(spans)
            .flat_map(|text| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
        {
            let word = word.trim_end_matches([',', '.', ';', ':']);
            if ours(word) {
                named(word, &root.join(word));
            }
        }
    }
    assert!(n_named > 80, "only {n_named} names were found");
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

/// The options of every command, by its name; `dict` and `ledger` have those of their parts.
fn options() -> BTreeMap<String, BTreeSet<String>> {
    let help = |args: &[&str]| {
        let output = Command::new(common::program()).env("LC_ALL", "C").args(args).arg("--help").output();
        String::from_utf8(output.expect("it runs").stdout).expect("text")
    };
    let option = Regex::new(r"(?:^|[\s,])(--?[a-z][a-z-]*)").expect("a pattern");
    let of = |help: &str| -> BTreeSet<String> {
        let lines = help.lines().filter(|line| line.trim_start().starts_with('-'));
        lines
            .flat_map(|line| option.captures_iter(line).map(|found| found[1].to_owned()).collect::<Vec<_>>())
            .collect()
    };
    let root = help(&[]);
    let names = root
        .split("Commands:")
        .nth(1)
        .and_then(|rest| rest.split("Options:").next())
        .expect("a list of commands");
    let names = names.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let mut all: BTreeMap<String, BTreeSet<String>> = names
        .filter_map(|line| line.split_whitespace().next())
        .map(|name| (name.to_owned(), of(&help(&[name]))))
        .collect();
    for (name, part) in [
        ("dict", "show"),
        ("dict", "check"),
        ("ledger", "split"),
        ("ledger", "collect"),
        ("ledger", "summary"),
    ] {
        let more = of(&help(&[name, part]));
        all.get_mut(name).expect("a command").extend(more);
    }
    all.insert(String::new(), of(&root));
    assert!(all.len() > 10 && all["extract"].contains("--resume"), "{all:?}");
    all
}

#[test]
fn the_version_names_the_forms_of_json() {
    let output = Command::new(common::program()).arg("--version").output().expect("it runs");
    let printed = String::from_utf8(output.stdout).expect("text");
    for (command, schema) in [
        ("extract", plan::report::json::SCHEMA),
        ("table", plan::report::table::json::SCHEMA),
        ("check", plan::report::findings::SCHEMA),
        ("diff", plan::report::diff::json::SCHEMA),
        ("compare", plan::report::compare::json::SCHEMA),
        ("trace", plan::report::trace::json::SCHEMA),
        ("reconcile", plan::report::reconcile::json::SCHEMA),
    ] {
        assert!(printed.contains(&format!("{command} {schema}")), "{printed}");
    }
    assert!(printed.starts_with(&format!("plan {}\n", env!("CARGO_PKG_VERSION"))), "{printed}");
}

/// A command line of `plan` in a document: the command and its options. `None` where the line is of another program.
fn called(line: &str) -> Option<(String, Vec<String>)> {
    let line = line.split(" #").next().unwrap_or_default().trim();
    let line = line.rsplit(" | ").find(|piece| piece.trim_start().starts_with("plan ")).unwrap_or(line);
    let rest = line.strip_prefix("plan ").or_else(|| line.strip_prefix("cargo run --release -- "))?;
    let rest = rest.split([';', '|', '>', '<']).next().unwrap_or_default();
    let mut words = rest.split_whitespace();
    let command = words.next()?.to_owned();
    Some((command, words.filter(|word| word.starts_with('-') && word.len() > 1).map(str::to_owned).collect()))
}

#[test]
fn commands_and_options_that_are_named_are_there() {
    let options = options();
    let (mut wrong, mut n_called) = (Vec::new(), 0);
    for document in common::documents() {
        let body = fs::read_to_string(&document).expect("readable");
        let (blocks, spans) = code(&body);
        let shell = blocks.iter().filter(|(language, _)| *language == "sh").map(|(_, block)| block.as_str());
        let lines = shell.flat_map(str::lines).map(str::to_owned).chain(spans.iter().cloned());
        for line in lines {
            let Some((command, used)) = called(&line) else { continue };
            n_called += 1;
            // A file alone, or a name that stands for any command.
            let alone = command.contains('.') || command.chars().all(|c| c.is_ascii_uppercase());
            let known = match (options.get(&command), command.starts_with('-') || alone) {
                (Some(known), _) => known,
                (None, true) => &options[""],
                (None, false) => {
                    wrong.push(format!("{}: no command `{command}`: {line}", document.display()));
                    continue;
                }
            };
            for option in used.iter().chain(Some(&command).filter(|command| command.starts_with('-'))) {
                let name = option.split('=').next().expect("a name");
                if !known.contains(name) {
                    wrong.push(format!("{}: `{command}` has no `{name}`: {line}", document.display()));
                }
            }
        }
    }
    assert!(n_called > 80, "only {n_called} commands were found");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The commands of a document's blocks with their options, and the numbers of its tables: what two languages share.
fn shared(path: &Path) -> (Vec<(String, Vec<String>)>, Vec<String>) {
    let body = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let (blocks, _) = code(&body);
    let shell = blocks.iter().filter(|(language, _)| *language == "sh").map(|(_, block)| block.as_str());
    let number = Regex::new(r"\d[\d,.]*").expect("a pattern");
    let rows = body.lines().filter(|line| line.starts_with('|'));
    let numbers = rows.map(|row| {
        // Words of a size (9月, 30,000) are the same number with or without commas.
        let mut all: Vec<String> = number
            .find_iter(row)
            .map(|found| found.as_str().replace(',', "").trim_matches('.').to_owned())
            .collect();
        all.sort();
        all.join(" ")
    });
    (shell.flat_map(str::lines).filter_map(called).collect(), numbers.collect())
}

/// The queries and programs of a document, but those of a README, whose file names are Chinese in one of the two.
fn programs(path: &Path) -> Vec<String> {
    let body = fs::read_to_string(path).expect("readable");
    let of_readme = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("README"));
    let (blocks, _) = code(&body);
    let programs =
        blocks.into_iter().filter(|(language, _)| !of_readme && ["sql", "python"].contains(language));
    programs.map(|(_, block)| block).collect()
}

#[test]
fn both_languages_say_the_same() {
    let root = common::root();
    let mut pairs = vec![(root.join("README.md"), root.join("README.zh-CN.md"))];
    let chinese = common::files(&root.join("docs/zh"), "md");
    assert!(chinese.len() >= 4, "{chinese:?}");
    pairs.extend(chinese.into_iter().map(|zh| (root.join("docs").join(zh.file_name().expect("a name")), zh)));
    for (en, zh) in pairs {
        let [(commands, numbers), (its_commands, its_numbers)] = [&en, &zh].map(|path| shared(path));
        assert!(!commands.is_empty() || !numbers.is_empty(), "{} has nothing to compare", en.display());
        let plain = |commands: Vec<(String, Vec<String>)>| -> Vec<(String, Vec<String>)> {
            commands
                .into_iter()
                .map(|(name, used)| (if name.contains('.') { "FILE".to_owned() } else { name }, used))
                .collect()
        };
        assert_eq!(plain(commands), plain(its_commands), "{} and {}", en.display(), zh.display());
        assert_eq!(numbers, its_numbers, "{} and {}", en.display(), zh.display());
        assert_eq!(programs(&en), programs(&zh), "{} and {}", en.display(), zh.display());
    }
}

/// How many lists of three or more Chinese words a file of `src` holds, outside tests and comments.
fn lists(body: &str) -> usize {
    let code = body.split("#[cfg(test)]").next().unwrap_or_default();
    let code: String =
        code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join(" ");
    let literal = r#""(?:[^"\\]|\\.)*\p{Han}(?:[^"\\]|\\.)*""#;
    let list = Regex::new(&format!(r"{literal}(?:\s*[,|]\s*{literal}){{2,}}")).expect("a pattern");
    list.find_iter(&code).count()
}

fn visit(dir: &Path, with: &mut impl FnMut(&Path, &str)) {
    let mut entries: Vec<_> =
        fs::read_dir(dir).expect("readable").filter_map(|entry| Some(entry.ok()?.path())).collect();
    entries.sort();
    for path in entries {
        match path.is_dir() {
            true => visit(&path, with),
            false => with(&path, &fs::read_to_string(&path).expect("readable")),
        }
    }
}

/// What of invariant 6 does not hold yet stands in `tests/words_in_src.tsv`: a file and how many lists it holds. No number
/// grows and no file comes to it; `UPDATE=1` writes it anew where one fell.
#[test]
fn lists_of_words_stand_in_dict() {
    assert_eq!(lists(r#"let a = ["市", "县", "区"]; x("市") || y("县"); matches!(w, "市" | "县")"#), 1);
    let root = common::root();
    let path = root.join("tests/words_in_src.tsv");
    let known: BTreeMap<String, usize> = fs::read_to_string(&path)
        .unwrap_or_default()
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .map(|(file, n)| (file.to_owned(), n.parse().expect("a number")))
        .collect();
    let (mut now, mut grown) = (String::new(), Vec::new());
    visit(&root.join("src"), &mut |file, body| {
        let name = file.strip_prefix(root).expect("below the root").to_string_lossy().replace('\\', "/");
        let (n, before) = (lists(body), known.get(&name).copied().unwrap_or(0));
        if n > 0 {
            let _ = writeln!(now, "{name}\t{n}");
        }
        if n > before {
            grown.push(format!(
                "{name}: {n} lists of Chinese words, {before} known; a list belongs into dict/"
            ));
        }
    });
    assert!(grown.is_empty(), "{}", grown.join("\n"));
    if common::update() {
        fs::write(&path, now).expect("writable");
    }
}

/// The form in which agents load a skill: a head with its name and what it is for, then a body that is not long.
#[test]
fn the_skill_has_the_form_that_agents_load() {
    let printed = Command::new(common::program()).arg("skill").output().expect("it starts").stdout;
    let skill = String::from_utf8(printed).expect("UTF-8");
    let (head, body) = skill
        .strip_prefix("---\n")
        .and_then(|rest| rest.split_once("\n---\n"))
        .expect("a head between rules");
    let (name, rest) = head.split_once("\ndescription: >-\n").expect("a name, then a folded description");
    assert_eq!(name, "name: plan");
    let folded: Vec<&str> = rest.lines().take_while(|line| line.starts_with("  ")).map(str::trim).collect();
    let description = folded.join(" ");
    assert!(description.chars().count() <= 1024, "{} characters", description.chars().count());
    for trigger in ["任务分解表", "督办台账", "对比"] {
        assert!(description.contains(trigger), "{trigger} is not in the description");
    }
    assert!(body.lines().count() < 500, "{} lines", body.lines().count());
    // Every command that people run on documents is told of.
    for command in options()
        .keys()
        .filter(|name| !["dict", "explain", "mcp", "skill", "completions", "man"].contains(&name.as_str()))
    {
        assert!(body.contains(&format!("plan {command}")), "`plan {command}` is not in the body");
    }
}

/// What the READMEs say of how well documents are read stands on the page that says how that was measured.
#[test]
fn figures_of_the_readmes_are_those_of_the_accuracy_page() {
    let root = common::root();
    let figure = Regex::new(r"\b0\.\d\d\b").expect("a pattern");
    for (readme, page) in [("README.md", "docs/accuracy.md"), ("README.zh-CN.md", "docs/zh/accuracy.md")] {
        let [said, measured] =
            [readme, page].map(|path| fs::read_to_string(root.join(path)).expect("readable"));
        let line =
            said.lines().find(|line| line.contains(&format!("[{page}]({page})")) && line.contains("F1"));
        let line = line.unwrap_or_else(|| panic!("{readme} says nothing of {page}"));
        let figures: Vec<&str> = figure.find_iter(line).map(|found| found.as_str()).collect();
        assert!(figures.len() >= 5, "{readme}: {figures:?}");
        for found in figures {
            assert!(measured.contains(found), "{readme} says {found}, which is not in {page}");
        }
    }
}
