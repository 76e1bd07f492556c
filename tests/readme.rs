//! The README shows what the program really prints.

mod common;

use std::fs;
use std::path::Path;

use plan::diff::{Options, diff};
use plan::extract::{Scene, read};
use plan::ledger::{Asked, Sheet, rows};
use plan::lexicon::Lexicon;
use plan::model::Lang;
use plan::report::diff::term::{Screen, term as changes_in_terminal};
use plan::report::diff::{Comparison, Side};
use plan::report::outline::outline;
use plan::report::table::term::term;
use plan::text::Source;

#[test]
fn shows_the_real_output() {
    let root = common::root();
    let noisy = fs::read_to_string(root.join("fixtures/readme/noisy.txt")).expect("the example");
    let lexicon = Lexicon::default();
    let source = Source::of_text(noisy.as_str());
    let (plan, _) = read(Scene { lexicon: &lexicon, year: None }, &source);
    for (file, lang) in READMES {
        let readme = fs::read_to_string(root.join(file)).expect("a README");
        assert!(readme.contains(noisy.trim_end()), "{file} shows another text");
        shows(&root.join(file), "outline", &outline(&plan, lang));
    }
}

/// The terminal table, at the usual 80 columns.
#[test]
fn shows_the_real_table() {
    let root = common::root();
    let source = fs::read_to_string(root.join("fixtures/readme/table.txt")).expect("the example");
    let lexicon = Lexicon::default();
    let (plan, _) = read(Scene { lexicon: &lexicon, year: None }, &Source::of_text(source));
    let asked = Asked { lang: Lang::Zh, ..Asked::default() };
    let table = rows(&[Sheet { name: "table.txt", plan: &plan }], &lexicon, &asked);
    let printed = term(&table.without_blanks(Lang::Zh), 80);
    for file in ["README.md", "README.zh-CN.md"] {
        shows(&root.join(file), "table", &printed);
    }
}

#[test]
fn shows_a_real_comparison() {
    let root = common::root();
    let lexicon = Lexicon::default();
    let sources = ["harbour_2023", "harbour_2024"].map(|name| {
        let path = root.join(format!("fixtures/diff/{name}.txt"));
        Source::of_text(fs::read_to_string(path).expect("a plan"))
    });
    let [old, new] = sources.each_ref().map(|source| read(Scene { lexicon: &lexicon, year: None }, source).0);
    let changes = diff(&lexicon, &old, &new, Options::default());
    let comparison = Comparison {
        old: Side { source: &sources[0], plan: &old },
        new: Side { source: &sources[1], plan: &new },
        changes: &changes,
    };
    for (file, lang) in READMES {
        let screen = Screen { colour: false, columns: 80, brief: true };
        shows(&root.join(file), "diff", &changes_in_terminal(&comparison, screen, lang));
    }
}

const READMES: [(&str, Lang); 2] = [("README.md", Lang::En), ("README.zh-CN.md", Lang::Zh)];

/// Whether a file shows this output in its place; `UPDATE=1` puts it there.
fn shows(path: &Path, what: &str, printed: &str) {
    let readme = fs::read_to_string(path).expect("a README");
    let head = format!("<!-- {what} -->\n```text\n");
    let start = readme.find(&head).expect("a place for the output") + head.len();
    let end = start + readme[start..].find("```").expect("its end");
    if common::update() {
        fs::write(path, format!("{}{printed}{}", &readme[..start], &readme[end..])).expect("writable");
    } else {
        assert_eq!(&readme[start..end], printed, "{}", path.display());
    }
}
