//! Whole files in every format, each with the text that its reader must give: `fixtures/input/files/NAME.EXT` and
//! `NAME.expect`, or `NAME.EXT.expect` where a format cannot keep all of it.

use std::path::Path;

use plan::extract::Scene;
use plan::input::{InputError, Options, read};
use plan::lexicon::Lexicon;
use plan::model::Lang;
use plan::text::{Format, Source};

/// White space within a line differs between formats: a tab after a number, a space beside a digit.
fn squeezed(text: &str) -> Vec<String> {
    text.lines().map(|line| line.chars().filter(|c| *c != ' ').collect()).collect()
}

#[test]
fn every_format_gives_the_text() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/input/files");
    let mut files: Vec<_> = std::fs::read_dir(&dir).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut wrong = String::new();
    let mut count = 0;
    for path in files.iter().filter(|path| path.extension().is_some_and(|e| e != "expect")) {
        let name = path.file_name().unwrap().to_str().unwrap();
        let own = dir.join(format!("{name}.expect"));
        let expect = if own.exists() { own } else { path.with_extension("expect") };
        let expect = squeezed(&std::fs::read_to_string(&expect).unwrap());
        count += 1;
        match read(name, std::fs::read(path).unwrap(), &Options::default()) {
            Ok(source) => {
                // A web page saved as one file is a web page, and sheets of OpenDocument are OpenDocument.
                let kind = path.extension().unwrap().to_str().unwrap();
                let kind = kind.replace("mht", "html").replace("ods", "odt");
                assert_eq!(source.format.name(), kind, "{name}");
                let found = squeezed(&source.text);
                for n in 0..found.len().max(expect.len()) {
                    if found.get(n) != expect.get(n) {
                        wrong += &format!(
                            "{name}:{}\n  wanted {:?}\n  found  {:?}\n",
                            n + 1,
                            expect.get(n),
                            found.get(n)
                        );
                    }
                }
            }
            Err(e) => wrong += &format!("{name}: {e}\n"),
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(count >= 12, "only {count} files");
}

#[test]
fn an_encrypted_pdf_needs_its_password() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/input/locked.pdf");
    let with = |password| {
        let options = Options { password, ..Options::default() };
        read("locked.pdf", std::fs::read(&path).unwrap(), &options).map(|source| source.text)
    };
    assert_eq!(with(None), Err(InputError::Password { what: "PDF", given: false }));
    assert_eq!(with(Some("qingling")), Err(InputError::Password { what: "PDF", given: true }));
    assert_eq!(with(Some("qinghe7")).as_deref(), Ok("青河县二〇二五年护林工作安排\n"));
}

/// RC4, by which Word before 2007 hides a document.
#[test]
fn an_encrypted_document_needs_its_password() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/input/locked_rc4.doc");
    let with = |password| {
        let options = Options { password, ..Options::default() };
        read("locked.doc", std::fs::read(&path).unwrap(), &options).map(|source| source.text)
    };
    assert_eq!(with(None), Err(InputError::Password { what: "doc", given: false }));
    assert_eq!(with(Some("云江2024")), Err(InputError::Password { what: "doc", given: true }));
    let text = with(Some("云江2025")).expect("the password is right");
    assert!(text.contains("1\t补种芦苇\t县林草局\t6月底前\n"), "{text}");
}

/// The standard way of Office 2007, the agile way of Office 2013; a password that is missing or wrong.
#[test]
fn an_encrypted_package_needs_its_password() {
    for name in ["locked_agile.docx", "locked_standard.xlsx"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/input").join(name);
        let with = |password| {
            let options = Options { password, ..Options::default() };
            read(name, std::fs::read(&path).unwrap(), &options).map(|source| source.text)
        };
        assert_eq!(with(None), Err(InputError::Password { what: "docx/xlsx", given: false }), "{name}");
        assert_eq!(
            with(Some("青岭")),
            Err(InputError::Password { what: "docx/xlsx", given: true }),
            "{name}"
        );
        assert_eq!(with(Some("青河7")).as_deref(), Ok("青河县二〇二五年护林工作安排\n"), "{name}");
        // A version of the scheme that nobody has.
        let mut bytes = std::fs::read(&path).unwrap();
        let version = [[4, 0, 4, 0, 0x40, 0, 0, 0], [4, 0, 2, 0, 0x24, 0, 0, 0]];
        let at = bytes.windows(8).position(|window| version.iter().any(|version| version == window));
        bytes[at.expect("a version")] = 9;
        let options = Options { password: Some("青河7"), ..Options::default() };
        assert_eq!(
            read(name, bytes, &options).map(|source| source.text),
            Err(InputError::Encrypted { what: "docx/xlsx" }),
            "{name}"
        );
    }
}

/// A Word document with this body, lists and styles.
fn word(body: &str, numbering: &str, styles: &str) -> Vec<u8> {
    use std::io::Write;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    let parts = [
        ("word/document.xml", format!("<w:document><w:body>{body}</w:body></w:document>")),
        ("word/numbering.xml", format!("<w:numbering>{numbering}</w:numbering>")),
        ("word/styles.xml", format!("<w:styles>{styles}</w:styles>")),
        (
            "word/footnotes.xml",
            "<w:footnotes><w:footnote w:type=\"separator\"><w:p><w:r><w:t>线</w:t></w:r></w:p></w:footnote>\
             <w:footnote w:id=\"2\"><w:p><w:r><w:t>脚注</w:t></w:r></w:p></w:footnote></w:footnotes>"
                .to_owned(),
        ),
    ];
    for (name, text) in parts.iter().take(if body.contains("footnoteReference") { 4 } else { 3 }) {
        zip.start_file(*name, options).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// Cases of WordprocessingML in `fixtures/input/word.cases`: `=== what`, the body (and `--- numbering`,
/// `--- styles`), `--- text` and the text. In the body `{text}` stands for a run and `[text]` for a paragraph.
#[test]
fn word_documents() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/input/word.cases");
    let cases = std::fs::read_to_string(path).unwrap();
    let mut wrong = String::new();
    let mut count = 0;
    for case in cases.split("\n=== ").skip(1) {
        let (what, rest) = case.split_once('\n').unwrap();
        let mut parts = [String::new(), String::new(), String::new(), String::new()];
        let mut into = 0;
        for line in rest.lines() {
            match line {
                "--- numbering" => into = 1,
                "--- styles" => into = 2,
                "--- text" => into = 3,
                line if into == 3 => parts[3] += &format!("{line}\n"),
                line => {
                    let line = line.replace('{', "<w:r><w:t>").replace('}', "</w:t></w:r>");
                    let line = line.replace("[", "<w:p>").replace("]", "</w:p>");
                    parts[into] += &line;
                }
            }
        }
        let [body, numbering, styles, text] = parts;
        count += 1;
        match read(what, word(&body, &numbering, &styles), &Options::default()) {
            Ok(source) if source.text == text => {}
            Ok(source) => wrong += &format!("{what}\n--- wanted\n{text}--- found\n{}", source.text),
            Err(e) => wrong += &format!("{what}: {e}\n"),
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(count >= 14, "only {count} cases");
}

/// The outline of what is read from a source.
fn outline(source: &Source) -> String {
    let lexicon = Lexicon::default();
    let (plan, _) = plan::extract::read(Scene { lexicon: &lexicon, year: None }, source);
    plan::report::outline::outline(&plan, Lang::En)
}

/// Checks the cases of a file: `=== what`, a document, `--- outline`, the outline of what `source` makes of it.
fn outlines(name: &str, least: usize, source: impl Fn(&str) -> Source) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/input").join(name);
    let cases = std::fs::read_to_string(path).unwrap();
    let mut wrong = String::new();
    let mut count = 0;
    for case in cases.split("\n=== ").skip(1) {
        let (what, rest) = case.split_once('\n').unwrap();
        let (text, wanted) = rest.split_once("--- outline\n").unwrap();
        let found = outline(&source(text));
        count += 1;
        if found.trim() != wanted.trim() {
            wrong += &format!("{what}\n--- wanted\n{wanted}--- found\n{found}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(count >= least, "only {count} cases");
}

#[test]
fn task_tables() {
    outlines("tables.cases", 7, |text| Source::of_text(text.replace(" | ", "\t")));
}

#[test]
fn headings_by_style() {
    let options = Options { from: Some(Format::Markdown), ..Options::default() };
    outlines("headings.cases", 7, |text| read("a.md", text.into(), &options).unwrap());
}

/// The same headings in the formats that have styles: `fixtures/input/styled/NAME.EXT` and `NAME.outline`.
#[test]
fn every_format_keeps_styles() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/input/styled");
    let wanted = std::fs::read_to_string(dir.join("headings.outline")).unwrap();
    for format in ["docx", "doc", "odt", "html", "rtf"] {
        let bytes = std::fs::read(dir.join(format!("headings.{format}"))).unwrap();
        let source = read("a", bytes, &Options::default()).unwrap();
        assert_eq!(source.format.name(), format);
        assert_eq!(outline(&source), wanted, "{format}");
    }
}
