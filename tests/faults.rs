//! Whatever the text, reading it never panics and invents nothing; texts made to be slow end soon.

mod common;

use std::fs;
use std::sync::LazyLock;

use plan::extract::{Scene, read};
use plan::lexicon::Lexicon;
use plan::text::Source;
use proptest::prelude::*;

use common::holds::survives;

#[test]
fn fixtures_are_grounded() {
    let files = common::files(&common::root().join("fixtures/plans"), "txt");
    assert!(!files.is_empty());
    for path in files {
        survives(fs::read_to_string(path).expect("readable"));
    }
}

#[test]
fn every_truncation() {
    let lexicon = Lexicon::default();
    let files = common::files(&common::root().join("fixtures/plans"), "txt");
    for path in files.iter().take(4) {
        let text = fs::read_to_string(path).expect("readable");
        for (n, (at, _)) in text.char_indices().enumerate() {
            if n % 13 == 0 {
                let source = Source::of_text(&text[..at]);
                let _ = read(Scene { lexicon: &lexicon, year: None }, &source);
            }
        }
    }
}

#[test]
fn degenerate_texts() {
    let headings: String = (0..20_000).map(|n| format!("（{}）加强工作。落实责任。\n", n % 90 + 1)).collect();
    for text in [
        String::new(),
        "\n".into(),
        "。".into(),
        "，。；：、（）《》“”".repeat(2000),
        "（".repeat(100_000),
        "（".repeat(50_000) + &"）".repeat(50_000),
        "“".repeat(50_000),
        "一".repeat(300_000),
        "一、".repeat(50_000),
        "1.".repeat(50_000),
        "\t".repeat(100_000),
        "序号\t任务\t责任单位\n".repeat(5_000),
        "2024年".repeat(30_000),
        "责任单位：".repeat(20_000),
        "（责任单位：".repeat(20_000),
        "附件1".repeat(20_000),
        "—".repeat(100_000),
        "|".repeat(100_000),
        "|\n".repeat(50_000),
        "专栏1\n".repeat(20_000),
        "一月份\n".repeat(20_000),
        "\0\u{feff}\u{200b}\r".repeat(10_000),
        headings,
    ] {
        survives(text);
    }
}

/// The whole documents of the fixtures.
static PLANS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let files = common::files(&common::root().join("fixtures/plans"), "txt");
    files.iter().map(|path| fs::read_to_string(path).expect("readable")).collect()
});

/// A document as copying spoils it: stretches lost, doubled, moved, and marks put into it.
fn spoilt(document: &str, edits: &[(u8, u16, u8, u8)]) -> String {
    const MARKS: [&str; 20] = [
        "\n",
        " ",
        "\t",
        "|",
        "（",
        "）",
        "【",
        "】",
        "“",
        "——",
        "一、",
        "（一）",
        "1.",
        "三月份\n",
        "附件1",
        "要",
        "。",
        "：",
        "专栏1",
        "各级",
    ];
    let mut chars: Vec<char> = document.chars().collect();
    for &(kind, at, len, mark) in edits {
        let at = at as usize * chars.len() / (u16::MAX as usize + 1);
        let end = (at + len as usize).min(chars.len());
        match kind % 4 {
            0 => drop(chars.drain(at..end)),
            1 => {
                let twice: Vec<char> = chars[at..end].to_vec();
                chars.splice(end..end, twice);
            }
            2 => {
                let moved: Vec<char> = chars.drain(at..end).collect();
                let to = chars.len() / 3;
                chars.splice(to..to, moved);
            }
            _ => drop(chars.splice(at..at, MARKS[mark as usize % MARKS.len()].chars())),
        }
    }
    chars.into_iter().collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]
    #[test]
    fn spoilt_documents(at in 0usize..1000, edits in prop::collection::vec(any::<(u8, u16, u8, u8)>(), 1..40)) {
        survives(spoilt(&PLANS[at % PLANS.len()], &edits));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn any_text(text in "[一二三四五、（）(1.)①第条章节阶段附件责任单位：:；。，要加强推进市教育局牵头负责配合省6月底前2024年80%以上“”《》〔〕\n\t 　至—X0-9a-zé😀-]{0,300}") {
        survives(text);
    }

    #[test]
    fn any_characters(text in "\\PC{0,200}") {
        survives(text);
    }
}
