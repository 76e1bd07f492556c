//! What holds of whatever is read. Each function takes the input of the fuzz target of its name (`fuzz/`), and panics
//! where something does not hold.

use std::sync::LazyLock;

use encoding_rs::GB18030;
use plan::check::{check, rules::RULES};
use plan::extract::{Scene, read_all};
use plan::input::{self, InputError, Options};
use plan::lexicon::Lexicon;
use plan::model::Lang;
use plan::report::findings::{Checked, Form, Report};
use plan::report::{json, outline};
use plan::text::{Clean, Format, Offsets, Source};
use serde_json::Value;

mod compare;
pub use compare::diff;

pub mod ledger;
pub use ledger::ledger;

pub mod pack;

/// What holds of an input.
type Holds = fn(&[u8]);

/// What holds of the input of a target, by its name.
pub const TARGETS: [(&str, Holds); 9] = [
    ("clean", clean),
    ("decode", decode),
    ("diff", diff),
    ("doc", doc),
    ("extract", extract),
    ("ledger", ledger),
    ("office", office),
    ("page", page),
    ("pdf", pdf),
];

/// The word lists of the program.
pub fn lexicon() -> &'static Lexicon {
    static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::default);
    &LEXICON
}

/// Bytes as GB18030: nearly any bytes are Chinese text then, and a changed byte is another character.
fn text(data: &[u8]) -> String {
    GB18030.decode_without_bom_handling(data).0.into_owned()
}

/// A text in any encoding: it is read as one of several by the first byte, and what was read is read the same again.
pub fn decode(data: &[u8]) {
    let Some((&first, bytes)) = data.split_first() else { return };
    let labels = ["gb18030", "big5", "utf-16le", "utf-16be", "utf-8", "shift_jis", "nonsense"];
    let encoding = labels.get(usize::from(first)).copied();
    let Some(source) = file(bytes, Options { encoding, from: Some(Format::Text), ..Options::default() })
    else {
        return;
    };
    let marked = format!("\u{feff}{}", source.text).into_bytes();
    let again = input::read("", marked, &Options { from: Some(Format::Text), ..Options::default() });
    assert_eq!(again.map(|source| source.text), Ok(source.text));
}

/// Any text as it is cleaned.
pub fn clean(data: &[u8]) {
    cleaned(&Source::of_text(text(data)));
}

/// Any text from cleaning to findings.
pub fn extract(data: &[u8]) {
    survives(text(data));
}

/// The parts of a zip file, see [`pack::zip`].
pub fn office(data: &[u8]) {
    let bytes = pack::zip(data);
    ledger::reads(&bytes);
    file(&bytes, Options::default());
}

/// An OLE file, old Word or Excel.
pub fn doc(data: &[u8]) {
    for from in [Format::Doc, Format::Xls] {
        file(data, Options { from: Some(from), ..Options::default() });
    }
}

/// The objects of a PDF, see [`pack::pdf`], or a PDF as it stands.
pub fn pdf(data: &[u8]) {
    let bytes = if data.starts_with(b"%PDF") { data.to_vec() } else { pack::pdf(data) };
    file(&bytes, Options { from: Some(Format::Pdf), ..Options::default() });
}

/// A web page, Markdown or CSV, by the first byte; else what it is taken for.
pub fn page(data: &[u8]) {
    let Some((&first, bytes)) = data.split_first() else { return };
    let from = match first {
        b'h' => Some(Format::Html),
        b'm' => Some(Format::Markdown),
        b'c' => Some(Format::Csv),
        _ => None,
    };
    file(bytes, Options { from, ..Options::default() });
}

/// Reads a file: a text that holds something, or an error that says what is wrong.
fn file(bytes: &[u8], options: Options) -> Option<Source> {
    match input::read("", bytes.to_vec(), &options) {
        Ok(source) => {
            assert!(!source.text.is_empty());
            assert_eq!(source.bytes, bytes.len());
            Some(source)
        }
        Err(error) => {
            is_said(&error);
            None
        }
    }
}

/// An error is said in both languages.
pub fn is_said(error: &InputError) {
    let said = error.said();
    assert!(!said.zh.is_empty() && !said.en.is_empty() && !said.en.ends_with('.'), "{said:?}");
}

/// Cleans a source: each clean character has a place, places are in order and lead back, and what was copied,
/// rewritten and left out makes up the source.
pub fn cleaned(source: &Source) -> String {
    let clean = plan::noise::clean(source, lexicon());
    let text = clean.text();
    let (mut last, mut covered) = (0, 0);
    for (at, c) in text.char_indices() {
        let range = at..at + c.len_utf8();
        let span = clean.span(range.clone());
        assert!(last <= span.start() && !span.is_empty(), "{span:?} at {at} of {text:?}");
        assert_eq!(clean.range(span), range, "of {text:?}");
        (last, covered) = (span.end(), covered + span.of(&source.text).len());
    }
    let mut end = 0;
    for edit in clean.edits() {
        assert!(end <= edit.span.start() && !edit.why.is_empty());
        end = edit.span.end();
        covered += if edit.with.is_none() { edit.span.of(&source.text).len() } else { 0 };
    }
    assert_eq!(covered, source.text.len());
    assert!(
        !text.contains(['\r', '\0', '\x0c', '\u{feff}', '\u{200b}']) && !text.contains("\n\n"),
        "{text:?}"
    );
    text.to_owned()
}

/// Reads a text to its plan, prints and checks it: nothing panics, nothing is invented.
pub fn survives(text: String) {
    let source = Source::of_text(text);
    let read = read_all(Scene { lexicon: lexicon(), year: None }, &source);
    let document = json::document(&source, &read.clean, read.plan.clone(), Lang::En);
    grounded(&read.clean, &serde_json::to_value(document).expect("the format is JSON"));
    outline::outline(&read.plan, Lang::Zh);
    let findings = check(&source, &read, RULES.iter().copied());
    drop(read);
    let checked = Checked { source, findings };
    for form in [Form::Term(false), Form::Json, Form::Sarif, Form::Github, Form::Markdown, Form::Book] {
        Report::new(form, Lang::Zh).file(&checked);
    }
}

/// Every value stands where its span says, and every span lies in the text. What cleaning rewrote is looked for as it
/// is read: `２` and the glyph of a point are.
fn grounded(clean: &Clean, found: &Value) {
    let mut chars: Vec<char> = clean.source().chars().collect();
    let offsets = Offsets::new(clean.source());
    for edit in clean.edits() {
        if let Some(with) = edit.with {
            chars[offsets.code_point(edit.span.start())] = with;
        }
    }
    let within = |span: &Value| {
        let (start, end) =
            (span[0].as_u64().expect("a start") as usize, span[1].as_u64().expect("an end") as usize);
        assert!(start <= end && end <= chars.len(), "{span} in {} characters", chars.len());
        start..end
    };
    // What is printed stands at its place in order; noise may lie between.
    let is_at = |said: &Value, span: &Value| {
        let wide = |c: &char| match c {
            '！'..='～' => char::from_u32(*c as u32 - 0xfee0).unwrap_or(*c),
            c => *c,
        };
        let mut place = chars[within(span)].iter().map(wide).filter(|c| !c.is_whitespace());
        let said = said.as_str().expect("text");
        said.chars().filter(|c| !c.is_whitespace()).all(|c| place.any(|found| found == wide(&c)))
    };
    let stands = |said: &Value, span: &Value| assert!(is_at(said, span), "{said} is not at {span}");
    let list = |value: &Value| value.as_array().expect("a list").clone();
    for task in list(&found["tasks"]) {
        stands(&task["title"], &task["span"]);
        list(&task["measures"]).iter().for_each(|measure| stands(&measure["text"], &measure["span"]));
        list(&task["owners"]).iter().for_each(|owner| stands(&owner["name"], &owner["span"]));
        if let deadline @ Value::Object(_) = &task["deadline"] {
            stands(&deadline["text"], &deadline["span"]);
        }
    }
    for item in ["dates", "targets"].iter().flat_map(|name| list(&found[name])) {
        stands(&item["text"], &item["span"]);
    }
    // Some mentions may be short forms.
    for (name, said) in [("references", "title"), ("terms", "text")] {
        for item in list(&found[name]) {
            assert!(list(&item["spans"]).iter().any(|span| is_at(&item[said], span)), "{item} is nowhere");
        }
    }
    for group in list(&found["groups"]) {
        stands(&group["name"], &group["span"]);
        list(&group["members"]).iter().for_each(|member| stands(&member["name"], &member["span"]));
    }
    let mut sections = list(&found["sections"]);
    while let Some(section) = sections.pop() {
        stands(&section["title"], &section["heading_span"]);
        sections.extend(list(&section["children"]));
    }
    let mut last = 0;
    for edit in found["cleaning"].as_array().expect("edits") {
        let range = within(&edit["span"]);
        assert!(last <= range.start, "edits overlap at {}", range.start);
        last = range.end;
    }
}
