//! Findings as comments in the Word document that was checked, and mending as tracked changes: what is read back.

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const NAMESPACE: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";

/// A document of paragraphs as they are written in XML.
fn document(paragraphs: &[&str], comments: Option<&str>) -> Vec<u8> {
    let body: String = paragraphs.iter().map(|inside| format!("<w:p>{inside}</w:p>")).collect();
    let related = match comments {
        Some(_) => {
            "<Relationship Id=\"rId7\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments\" Target=\"remarks.xml\"/>"
        }
        None => "",
    };
    let mut parts = vec![
        ("[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>".to_owned()),
        ("_rels/.rels", "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>".to_owned()),
        ("word/_rels/document.xml.rels", format!("<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{related}</Relationships>")),
        ("word/document.xml", format!("<w:document {NAMESPACE}><w:body>{body}<w:sectPr/></w:body></w:document>")),
        ("customXml/item1.xml", "<kept  as='it is'/>".to_owned()),
    ];
    parts
        .extend(comments.map(|comments| {
            ("word/remarks.xml", format!("<w:comments {NAMESPACE}>{comments}</w:comments>"))
        }));
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
        zip.write_all(text.as_bytes()).expect("memory");
    }
    zip.finish().expect("memory").into_inner()
}

fn parts(path: &Path) -> BTreeMap<String, String> {
    let mut zip = zip::ZipArchive::new(fs::File::open(path).expect("a file")).expect("a package");
    let mut parts = BTreeMap::new();
    for at in 0..zip.len() {
        let mut file = zip.by_index(at).expect("a part");
        let mut text = String::new();
        file.read_to_string(&mut text).expect("text");
        parts.insert(file.name().expect("a name").into_owned(), text);
    }
    parts
}

fn folder(name: &str) -> PathBuf {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&dir);
    fs::create_dir_all(&dir).expect("a folder");
    dir
}

fn plan(args: &[&str], folder: &Path) -> Output {
    let mut command = Command::new(common::program());
    command.env("LC_ALL", "C").current_dir(folder).args(args).output().expect("it runs")
}

fn text(path: &str, folder: &Path) -> String {
    String::from_utf8(plan(&["text", path], folder).stdout).expect("UTF-8")
}

/// The letters of a stretch of XML.
fn letters(xml: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in xml.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside => out.push(c),
            _ => {}
        }
    }
    out
}

fn between<'t>(text: &'t str, from: &str, to: &str) -> &'t str {
    let start = text.find(from).unwrap_or_else(|| panic!("no {from} in {text}")) + from.len();
    &text[start..start + text[start..].find(to).unwrap_or_else(|| panic!("no {to} in {text}"))]
}

/// The doubled mark stands in two runs, one of them bold, and `&amp;` before it.
const PARAGRAPHS: [&str; 3] = [
    "<w:r><w:t>2025年消防工作计划</w:t></w:r>",
    "<w:r><w:t>一、加强宣传</w:t></w:r>",
    "<w:r><w:rPr><w:b/></w:rPr><w:tab/><w:t>组织A&amp;B演练，</w:t></w:r><w:r><w:t>，由XXX负责。</w:t></w:r>",
];

#[test]
fn findings_are_comments_at_their_places() {
    let dir = folder("remarks");
    let old = "<w:comment w:id=\"4\" w:author=\"甲\"><w:p><w:r><w:t>已阅</w:t></w:r></w:p></w:comment>";
    for (name, comments) in [("new.docx", None), ("more.docx", Some(old))] {
        fs::write(dir.join(name), document(&PARAGRAPHS, comments)).expect("writable");
        let output = plan(&["check", name, "--lang", "zh", "-o", "out.docx"], &dir);
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        assert_eq!(text("out.docx", &dir), text(name, &dir));
        let (was, is) = (parts(&dir.join(name)), parts(&dir.join("out.docx")));
        let kept = |part: &str| was[part] == is[part];
        assert!(kept("customXml/item1.xml") && kept("_rels/.rels"));
        assert_eq!(kept("[Content_Types].xml"), comments.is_some());
        let said = &is[if comments.is_some() { "word/remarks.xml" } else { "word/comments1.xml" }];
        assert_eq!(said.contains("已阅"), comments.is_some());
        for (title, words) in [("标点重复", "，，"), ("占位符未填", "XXX")] {
            let before = said.split(&format!(" {title}：")).next().expect("a comment");
            assert!(before.len() < said.len(), "{title} is not in {said}");
            let id = before.rsplit("w:id=\"").next().and_then(|rest| rest.split('"').next()).expect("an id");
            assert!(comments.is_none() || id.parse::<u32>().expect("a number") > 4);
            let document = &is["word/document.xml"];
            let place = between(
                document,
                &format!("<w:commentRangeStart w:id=\"{id}\"/>"),
                &format!("<w:commentRangeEnd w:id=\"{id}\"/>"),
            );
            assert_eq!(letters(place), words);
            assert!(document.contains(&format!("<w:commentReference w:id=\"{id}\"/>")));
        }
        // A run that is cut keeps its looks in both halves.
        assert_eq!(is["word/document.xml"].matches("<w:b/>").count(), 2);
        // Checked once more it says the same, and no remark is read as text.
        let marks = |name: &str| {
            let json = plan(&["check", "-q", "--format", "json", name], &dir).stdout;
            String::from_utf8(json).expect("UTF-8").replace(name, "")
        };
        assert_eq!(marks("out.docx"), marks(name));
    }
}

#[test]
fn mending_is_tracked() {
    let dir = folder("tracked");
    fs::write(dir.join("plan.docx"), document(&PARAGRAPHS, None)).expect("writable");
    let output = plan(&["check", "plan.docx", "--fix", "-o", "mended.docx"], &dir);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let read = text("plan.docx", &dir);
    assert_eq!(text("mended.docx", &dir), read.replace("，，", "，"));
    let is = parts(&dir.join("mended.docx"));
    let document = &is["word/document.xml"];
    let struck = between(document, "<w:del ", "</w:del>");
    assert!(struck.contains("w:author=\"plan\"") && letters(&format!("<{struck}")) == "，", "{struck}");
    // What a person must decide is said; what was mended is not.
    assert!(
        is["word/comments1.xml"].contains("占位符未填") && !is["word/comments1.xml"].contains("标点重复")
    );
    // Over the file only the changes, and once more there is nothing to do.
    assert_eq!(plan(&["check", "plan.docx", "--write"], &dir).status.code(), Some(1));
    let written = fs::read(dir.join("plan.docx")).expect("a file");
    assert!(!parts(&dir.join("plan.docx")).contains_key("word/comments1.xml"));
    assert_eq!(text("plan.docx", &dir), text("mended.docx", &dir));
    plan(&["check", "plan.docx", "--write"], &dir);
    assert_eq!(fs::read(dir.join("plan.docx")).expect("a file"), written);
}

/// What stands in no letters of the document, such as an automatic number, is said beside it and not changed.
#[test]
fn what_the_document_does_not_write_is_said_beside_it() {
    let dir = folder("beside");
    let note = "<w:r><w:t>一、落实责任</w:t></w:r><w:r><w:noBreakHyphen/></w:r><w:r><w:t>到人。时间为1</w:t><w:noBreakHyphen/><w:t>3月。</w:t></w:r>";
    let paragraphs = [PARAGRAPHS[0], note, "<w:r><w:t>二、抓好演练2月—3月。</w:t></w:r>"];
    fs::write(dir.join("plan.docx"), document(&paragraphs, None)).expect("writable");
    plan(&["check", "plan.docx", "--select", "range-mark", "--fix", "-o", "out.docx"], &dir);
    let said = &parts(&dir.join("out.docx"))["word/comments1.xml"];
    assert!(said.contains("起止号有误"), "{said}");
    assert_eq!(text("out.docx", &dir), text("plan.docx", &dir));
}

#[test]
fn other_files_and_many_are_refused() {
    let dir = folder("refused");
    fs::write(dir.join("plan.txt"), "2025年消防工作计划\n一、加强宣传\n由XXX负责。\n").expect("writable");
    for name in ["a.docx", "b.docx"] {
        fs::write(dir.join(name), document(&PARAGRAPHS, None)).expect("writable");
    }
    for (args, why) in [
        (
            &["check", "plan.txt", "-o", "out.docx"][..],
            "comments go into Word documents (docx) only, and this is text",
        ),
        (&["check", "a.docx", "b.docx", "-o", "out.docx"], "only one Word document can be written at a time"),
        (&["check", "a.docx", "-o", "a.docx"], "a.docx"),
    ] {
        let before = fs::read(dir.join("a.docx")).expect("a file");
        let output = plan(args, &dir);
        assert_ne!(output.status.code(), Some(0));
        assert!(String::from_utf8_lossy(&output.stderr).contains(why), "{output:?}");
        assert_eq!(fs::read(dir.join("a.docx")).expect("a file"), before);
    }
    assert!(
        !dir.join("out.docx").exists() || parts(&dir.join("out.docx")).contains_key("word/comments1.xml")
    );
}
