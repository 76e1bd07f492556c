//! The README shows what the program really prints.

mod common;

use std::fs;

use plan::extract::{Scene, read};
use plan::lexicon::Lexicon;
use plan::model::Lang;
use plan::report::outline::outline;
use plan::text::Source;

#[test]
fn shows_the_real_output() {
    let root = common::root();
    let noisy = fs::read_to_string(root.join("fixtures/readme/noisy.txt")).expect("the example");
    let lexicon = Lexicon::default();
    let source = Source::of_text(noisy.as_str());
    let (plan, _) = read(Scene { lexicon: &lexicon, year: None }, &source);
    for (file, lang) in [("README.md", Lang::En), ("README.zh-CN.md", Lang::Zh)] {
        let path = root.join(file);
        let readme = fs::read_to_string(&path).expect("a README");
        assert!(readme.contains(noisy.trim_end()), "{file} shows another text");
        let head = "<!-- outline -->\n```text\n";
        let start = readme.find(head).expect("a place for the output") + head.len();
        let end = start + readme[start..].find("```").expect("its end");
        let printed = outline(&plan, lang);
        if common::update() {
            fs::write(&path, format!("{}{printed}{}", &readme[..start], &readme[end..])).expect("writable");
        } else {
            assert_eq!(&readme[start..end], printed, "{file}");
        }
    }
}
