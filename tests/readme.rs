//! The README shows what the program really prints.

mod common;

use std::fs;

use plan::diff::{Options, diff};
use plan::extract::{Scene, read};
use plan::lexicon::Lexicon;
use plan::model::Lang;
use plan::report::diff::{Comparison, Side, term};
use plan::report::outline::outline;
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
        holds(file, "outline", &outline(&plan, lang));
    }
}

#[test]
fn shows_a_real_comparison() {
    let lexicon = Lexicon::default();
    let sources = ["harbour_2023", "harbour_2024"].map(|name| {
        let path = common::root().join(format!("fixtures/diff/{name}.txt"));
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
        let screen = term::Screen { colour: false, columns: 80, brief: true };
        holds(file, "diff", &term::term(&comparison, screen, lang));
    }
}

const READMES: [(&str, Lang); 2] = [("README.md", Lang::En), ("README.zh-CN.md", Lang::Zh)];

/// The block behind `<!-- name -->` is what is printed; it is stored where that is asked for.
fn holds(file: &str, name: &str, printed: &str) {
    let path = common::root().join(file);
    let readme = fs::read_to_string(&path).expect("a README");
    let head = format!("<!-- {name} -->\n```text\n");
    let start = readme.find(&head).expect("a place for the output") + head.len();
    let end = start + readme[start..].find("```").expect("its end");
    match common::update() {
        true => {
            fs::write(&path, format!("{}{printed}{}", &readme[..start], &readme[end..])).expect("writable")
        }
        false => assert_eq!(&readme[start..end], printed, "{file}"),
    }
}
