//! Files that are damaged or made to harm: no panic, no abort, no endless loop, no great memory; a message that
//! names the part, or a text.

mod common;

use std::io::{Cursor, Read, Write};
use std::path::Path;
use std::sync::mpsc;
use std::time::Duration;

use plan::input::{InputError, Limit, Limits, Options, Quantity, read};

use common::holds::is_said;
use common::holds::pack::{pdf_of, zip_of};

/// How long one file may take. Nothing here needs a second; an endless loop needs more than this.
const PATIENCE: Duration = Duration::from_secs(60);

/// Reads a file, and fails when that panics or does not end.
fn survive(what: &str, bytes: Vec<u8>) -> Result<String, InputError> {
    survive_on(2 << 20, what, bytes)
}

/// The same on a stack of so many bytes.
fn survive_on(stack: usize, what: &str, bytes: Vec<u8>) -> Result<String, InputError> {
    let (send, receive) = mpsc::channel();
    let name = what.to_owned();
    std::thread::Builder::new()
        .stack_size(stack)
        .spawn(move || {
            let _ = send.send(read(&name, bytes, &Options::default()));
        })
        .unwrap();
    match receive.recv_timeout(PATIENCE) {
        Ok(result) => {
            if let Err(error) = &result {
                is_said(error);
            }
            result.map(|source| source.text)
        }
        Err(mpsc::RecvTimeoutError::Timeout) => panic!("{what}: no end after {PATIENCE:?}"),
        Err(mpsc::RecvTimeoutError::Disconnected) => panic!("{what}: panics"),
    }
}

/// Numbers that look random and are the same in each run.
struct Dice(u64);

impl Dice {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % below.max(1) as u64) as usize
    }
}

fn samples() -> Vec<(String, Vec<u8>)> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/input/files");
    let mut files: Vec<_> = [Some(own), std::env::var_os("PLAN_SAMPLES").map(Into::into)]
        .into_iter()
        .flatten()
        .flat_map(|dir| std::fs::read_dir(dir).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e != "expect" && e != "json"))
        .collect();
    files.sort();
    files.iter().map(|path| (path.display().to_string(), std::fs::read(path).unwrap())).collect()
}

#[test]
fn flipped_bytes() {
    for (name, bytes) in samples() {
        let mut dice = Dice(7);
        for n in 0..200 {
            let mut damaged = bytes.clone();
            for _ in 0..1 + n % 3 {
                let at = dice.next(damaged.len());
                damaged[at] = dice.next(256) as u8;
            }
            let _ = survive(&format!("{name} flipped {n}"), damaged);
        }
    }
}

#[test]
fn cut_files() {
    for (name, bytes) in samples() {
        for n in 0..40 {
            let _ = survive(&format!("{name} cut {n}"), bytes[..bytes.len() * n / 40].to_vec());
        }
    }
}

/// The archive is sound, the XML in it is not.
#[test]
fn damaged_parts() {
    let mut read_all_the_same = 0;
    for (name, bytes) in samples() {
        let Ok(mut zip) = zip::ZipArchive::new(Cursor::new(&bytes)) else { continue };
        let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
        for n in 0..zip.len() {
            let mut file = zip.by_index(n).unwrap();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            parts.push((file.name().unwrap().to_string(), bytes));
        }
        let mut dice = Dice(11);
        let xml: Vec<usize> = (0..parts.len()).filter(|&n| parts[n].0.ends_with(".xml")).collect();
        for n in 0..100 {
            let part = xml[dice.next(xml.len())];
            let mut damaged = parts.clone();
            let bytes = &mut damaged[part].1;
            match n % 4 {
                0 => bytes.truncate(bytes.len() * dice.next(100) / 100),
                1 => {
                    let (from, len) = (dice.next(bytes.len()), dice.next(200));
                    let to = bytes.len().min(from + len);
                    bytes.drain(from..to);
                }
                _ => {
                    for _ in 0..n % 4 {
                        let at = dice.next(bytes.len());
                        bytes[at] = b"<>&\"/x\xff\0"[dice.next(8)];
                    }
                }
            }
            let parts: Vec<(&str, &[u8])> =
                damaged.iter().map(|(name, bytes)| (name.as_str(), &bytes[..])).collect();
            match survive(&format!("{name} {} damaged {n}", damaged[part].0), zip_of(&parts)) {
                Ok(_) => read_all_the_same += 1,
                Err(InputError::Damaged { part, .. }) => {
                    assert!(damaged.iter().any(|(name, _)| *name == part), "{name}: `{part}`");
                }
                Err(_) => {}
            }
        }
    }
    assert!(read_all_the_same > 0);
}

fn word(body: &str) -> Vec<u8> {
    zip_of(&[("word/document.xml", format!("<w:document><w:body>{body}</w:body></w:document>").as_bytes())])
}

#[test]
fn an_archive_of_zeros() {
    let limits = Limits { unpacked: limit(1 << 20), ..Limits::default() };
    for name in ["word/document.xml", "xl/workbook.xml", "OFD.xml"] {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(&vec![0; (1 << 20) + 1]).unwrap();
        let bytes = zip.finish().unwrap().into_inner();
        let error = read(name, bytes, &Options { limits, ..Options::default() }).map(|source| source.text);
        let wanted = InputError::TooLarge { part: name.into(), of: Quantity::Unpacked, limit: 1 << 20 };
        assert_eq!(error, Err(wanted));
    }
}

#[test]
fn deep_nesting() {
    // A little more than is read of XML. What went down with each of them would not get there on so small a stack.
    let deep = 520;
    let survive = |what: &str, bytes| survive_on(384 << 10, what, bytes);
    let nest = |open: &str, close: &str| {
        format!("{}<w:p><w:r><w:t>字</w:t></w:r></w:p>{}", open.repeat(deep), close.repeat(deep))
    };
    let word = |open, close| word(&nest(open, close));
    for bytes in [
        word("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"),
        word("<w:p><w:r><w:txbxContent>", "</w:txbxContent></w:r></w:p>"),
        word("<w:tbl><w:tr><w:tc>", ""),
        word("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"),
    ] {
        match survive("nested docx", bytes) {
            Err(InputError::Damaged { part, .. }) => assert_eq!(part, "word/document.xml"),
            other => panic!("{other:?}"),
        }
    }
    let list = format!(
        "<office:document-content><office:body>{}<text:p>字</text:p>{}</office:body></office:document-content>",
        "<text:list><text:list-item>".repeat(deep),
        "</text:list-item></text:list>".repeat(deep)
    );
    let odt = zip_of(&[("META-INF/manifest.xml", b"<m/>"), ("content.xml", list.as_bytes())]);
    assert!(survive("nested odt", odt).is_err());
    for (open, close) in [
        ("<table><tr><td>", "</td></tr></table>"),
        ("<table><tr><td>", ""),
        ("<ol><li>", "</li></ol>"),
        ("<ol><li>一", ""),
        ("<div><p>", "</div>"),
        ("<b>", "</b>"),
        ("<a href=\"<", ">"),
        ("</table>", "<table>"),
    ] {
        let page = format!("<html><body>{}字{}<p>末尾", open.repeat(deep), close.repeat(deep));
        let text = survive(&format!("nested {open}"), page.into_bytes());
        if !open.contains("href") {
            assert!(text.unwrap().contains("末尾"), "{open}");
        }
    }
    let quotes = format!("# 一\n# 二\n{}字\n", "> ".repeat(deep));
    assert_eq!(survive("nested md", quotes.into_bytes()).unwrap(), "一\n二\n字\n");
    for (open, close) in
        [("{", "}"), ("{\\trowd ", ""), ("{\\footnote 一", "\\par}"), ("", "}"), ("\\bin9", "\\u")]
    {
        let rich = format!("{{\\rtf1 {}\\'41{}", open.repeat(4 * deep), close.repeat(4 * deep));
        let _ = survive(&format!("nested rtf {open}"), rich.into_bytes());
    }
    let pdf = format!(
        "%PDF-1.4\n1 0 obj\n{}1{}\nendobj\ntrailer\n<</Root 1 0 R>>\n",
        "[".repeat(deep),
        "]".repeat(deep)
    );
    assert!(survive("nested pdf", pdf.into_bytes()).is_err());
}

#[test]
fn references_in_circles() {
    let page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>>>";
    let font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding 5 0 R>>";
    let text = "<</Length 82>>\nstream\nBT /F 12 Tf 72 700 Td (Work plan of the year, first part of the text) Tj ET /X Do       \nendstream";
    let form = "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>/Length 5>>\nstream\n/X Do\nendstream";
    let catalog = "<</Type/Catalog/Pages 2 0 R>>";
    let sound = ["<</Type/Pages/Kids[3 0 R]/Count 1>>", page, text, font, form];
    let with = |pages: &'static str| [&[catalog, pages], &sound[1..]].concat();
    assert!(survive("form in itself", pdf_of(&with(sound[0]), 0)).unwrap().contains("Work plan"));
    assert!(survive("broken xref", pdf_of(&with(sound[0]), 13)).unwrap().contains("Work plan"));
    for pages in [
        "<</Type/Pages/Kids[2 0 R]/Count 1>>",
        "<</Type/Pages/Kids[3 0 R 2 0 R 3 0 R]/Count 3>>",
        "2 0 R",
        "<</Type/Pages/Parent 2 0 R/Kids 2 0 R/Count 99999999>>",
    ] {
        let _ = survive(pages, pdf_of(&with(pages), 0));
    }
    let entities = zip_of(&[("word/document.xml", b"<!DOCTYPE x [<!ENTITY a \"aa\"><!ENTITY b \"&a;&a;\">]><w:document><w:body><w:p><w:r><w:t>&b;&a;\xe5\xad\x97</w:t></w:r></w:p></w:body></w:document>")]);
    assert_eq!(survive("entities", entities).unwrap(), "字\n");
    // An OLE file whose sectors follow themselves.
    for (name, bytes) in
        samples().into_iter().filter(|(name, _)| name.ends_with(".doc") || name.ends_with(".xls"))
    {
        for at in [48, 60, 68, 76] {
            for target in [0u32, 1, 0xffff_fffe, 0x7fff_ffff] {
                let mut damaged = bytes.clone();
                damaged[at..at + 4].copy_from_slice(&target.to_le_bytes());
                let _ = survive(&format!("{name} {at} {target}"), damaged);
            }
        }
        // Each entry of the allocation table points at itself.
        let mut damaged = bytes.clone();
        let table = u32::from_le_bytes(bytes[76..80].try_into().unwrap()) as usize;
        for n in 0..128u32 {
            let at = (table + 1) * 512 + 4 * n as usize;
            damaged[at..at + 4].copy_from_slice(&n.to_le_bytes());
        }
        let _ = survive(&format!("{name} circles"), damaged);
    }
}

#[test]
fn what_is_no_document_is_named() {
    assert_eq!(survive("empty", Vec::new()), Err(InputError::Empty));
    assert_eq!(survive("mark alone", vec![0xef, 0xbb, 0xbf]), Err(InputError::Empty));
    assert_eq!(survive("zip", zip_of(&[("a.txt", b"a")])), Err(InputError::NoDocument { what: "zip" }));
    assert_eq!(
        survive("png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec()),
        Err(InputError::NoDocument { what: "PNG" })
    );
    let scan = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
    ];
    assert_eq!(survive("scan", pdf_of(&scan, 0)), Err(InputError::Scanned { pages: 1 }));
    assert!(survive("pdf head alone", b"%PDF-1.7\n".to_vec()).is_err());
    assert!(survive("ole head alone", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec()).is_err());
    assert!(survive("zip head alone", b"PK\x03\x04".to_vec()).is_err());
    let encrypted = zip_of(&[("META-INF/manifest.xml", b"<m:encryption-data/>"), ("content.xml", b"\0")]);
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/input/files");
    let changed = |name: &str, find: &[u8], at: usize, with: &[u8]| {
        let mut bytes = std::fs::read(own.join(name)).unwrap();
        let found = bytes.windows(find.len()).position(|window| window == find).unwrap() + at;
        bytes[found..found + with.len()].copy_from_slice(with);
        bytes
    };
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let package = changed("plan.doc", &utf16("WordDocument"), 0, &utf16("EncryptedPackage"));
    assert_eq!(survive("encrypted docx", package), Err(InputError::Encrypted { what: "docx/xlsx" }));
    // The flags of the file information block, and the record behind the beginning of a workbook.
    let doc = changed("plan.doc", &[0xec, 0xa5], 11, &[0x13]);
    assert_eq!(survive("encrypted doc", doc), Err(InputError::Encrypted { what: "doc" }));
    let xls = changed("table.xls", &[9, 8, 16, 0], 20, &[0x2f, 0]);
    assert_eq!(survive("encrypted xls", xls), Err(InputError::Encrypted { what: "xls" }));
    assert_eq!(survive("encrypted odt", encrypted), Err(InputError::Encrypted { what: "odt" }));
}

#[test]
fn great_texts() {
    let one_line = "字".repeat(8 << 20);
    assert_eq!(survive("one line", one_line.clone().into_bytes()).unwrap().len(), one_line.len());
    let commas = "a,".repeat(8 << 20);
    assert_eq!(survive("commas", commas.clone().into_bytes()).unwrap(), commas);
    let opens = format!("<html>{}", "<".repeat(4 << 20));
    let _ = survive("angle brackets", opens.into_bytes());
    let tags = format!("<html>{}", "<p class='x' id=y>字".repeat(200_000));
    assert!(survive("paragraphs", tags.into_bytes()).unwrap().len() > 200_000);
    let marks = format!("# 一\n# 二\n{}", "[".repeat(1 << 20));
    let _ = survive("brackets", marks.into_bytes());
}

/// A limit for files of any size.
fn limit(most: u64) -> Limit {
    Limit { least: most, times: 0, most }
}

/// Reads a file that is sound, and then once more with a limit that it is just over: the part and the limit are named.
fn is_over(bytes: &[u8], part: &str, of: Quantity, most: u64) {
    let mut limits = Limits::default();
    let lowered = match of {
        Quantity::Unpacked => &mut limits.unpacked,
        Quantity::Text => &mut limits.text,
        Quantity::Cells => &mut limits.cells,
        Quantity::Glyphs => &mut limits.glyphs,
        Quantity::Drawn => &mut limits.drawn,
        Quantity::Pages => &mut limits.pages,
    };
    *lowered = limit(most);
    let read = |limits| read(part, bytes.to_vec(), &Options { limits, ..Options::default() });
    assert!(read(Limits::default()).is_ok(), "{part}");
    let error = read(limits).map(|source| source.text).expect_err(part);
    assert_eq!(error, InputError::TooLarge { part: part.into(), of, limit: most });
    is_said(&error);
}

/// Each file is small and sound; with the limit lowered for it, it is just over.
#[test]
fn more_than_a_file_may_give() {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/input/files");
    let file = |name: &str| std::fs::read(own.join(name)).unwrap();
    let cell = |properties: &str, text: &str| {
        format!("<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>")
    };
    let row = |cells: &str| format!("<w:tr>{cells}</w:tr>");
    let wide = row(&(cell("<w:gridSpan w:val=\"200\"/>", "一个很宽的格子") + &cell("", "字")));
    let table = word(&format!("<w:tbl>{}</w:tbl>", row(&cell("", "字").repeat(201)) + &wide));
    is_over(&table, "word/document.xml", Quantity::Text, 2000);
    is_over(&table, "word/document.xml", Quantity::Unpacked, 2000);

    let list = "<office:document-content><office:automatic-styles><text:list-style style:name=\"L\">\
        <text:list-level-style-number text:level=\"1\" style:num-format=\"1\" style:num-prefix=\"第很长的前缀\"/>\
        </text:list-style></office:automatic-styles><office:body><text:list text:style-name=\"L\">";
    let items = "<text:list-item><text:p>字</text:p></text:list-item>".repeat(20);
    let list = format!("{list}{items}</text:list></office:body></office:document-content>");
    let odt = zip_of(&[("META-INF/manifest.xml", b"<m/>"), ("content.xml", list.as_bytes())]);
    is_over(&odt, "content.xml", Quantity::Text, 300);

    let sheet = |rows: &str| {
        zip_of(&[
            (
                "xl/workbook.xml",
                b"<workbook><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"r\"/></sheets></workbook>",
            ),
            (
                "xl/_rels/workbook.xml.rels",
                b"<Relationships><Relationship Id=\"r\" Target=\"worksheets/a.xml\"/></Relationships>",
            ),
            ("xl/sharedStrings.xml", format!("<sst><si><t>{}</t></si></sst>", "修路".repeat(20)).as_bytes()),
            ("xl/worksheets/a.xml", format!("<worksheet>{rows}</worksheet>").as_bytes()),
        ])
    };
    let part = "xl/worksheets/a.xml";
    let shared = "<row><c t=\"s\"><v>0</v></c><c t=\"s\"><v>0</v></c></row>".repeat(10);
    is_over(&sheet(&format!("<sheetData>{shared}</sheetData>")), part, Quantity::Text, 2000);
    is_over(&sheet(&format!("<sheetData>{shared}</sheetData>")), part, Quantity::Cells, 19);
    let far = "<row><c r=\"A1\"><v>1</v></c><c r=\"IV1\"><v>2</v></c></row>".repeat(4);
    is_over(&sheet(&format!("<sheetData>{far}</sheetData>")), part, Quantity::Text, 1000);
    let merged = "<sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"CV1\"><v>1</v></c></row>\
        <row r=\"2\"><c r=\"CV2\"><v>1</v></c></row></sheetData><mergeCells><mergeCell ref=\"A1:CU9\"/></mergeCells>";
    is_over(&sheet(merged), part, Quantity::Text, 5000);
    is_over(&file("table.xls"), "Workbook", Quantity::Cells, 4);
    is_over(&file("table.xls"), "Workbook", Quantity::Text, 60);

    is_over(&file("plan.doc"), "WordDocument", Quantity::Text, 200);
    is_over(&file("plan.rtf"), "rtf", Quantity::Text, 200);
    let page = "<html><body><p>现将工作要点印发给你们，请认真贯彻落实，按时报送进展情况。</p>\
        <table><tr><td colspan=100>一个很宽的格子<td>字<tr><td>任务<td>单位</table></body></html>";
    is_over(page.as_bytes(), "html", Quantity::Text, 300);
    // Cells that reach over each other.
    let spans = "<tr><td colspan=12 rowspan=30>长长长<td>短</tr>".repeat(40);
    is_over(format!("<html><table>{spans}</table>").as_bytes(), "html", Quantity::Text, 20_000);
    // Tables of HTML within Markdown give what one of them may.
    let table =
        "<table><tr><td colspan=100>宽<td>字</td></tr><tr><td>任务<td>单位</td></tr></table>\n\n一\n\n";
    is_over(format!("# 题\n\n{}", table.repeat(3)).as_bytes(), "html", Quantity::Text, 900);
    // Text boxes and notes give what the document may.
    let boxes =
        "<w:r><w:txbxContent><w:p><w:r><w:t>框里的字</w:t></w:r></w:p></w:txbxContent></w:r>".repeat(20);
    is_over(&word(&format!("<w:p>{boxes}</w:p>")), "word/document.xml", Quantity::Text, 200);
    let notes =
        "<text:note><text:note-body><text:p>注里的字</text:p></text:note-body></text:note>".repeat(20);
    let body = format!("<office:body><text:p>字{notes}</text:p></office:body>");
    let odt = zip_of(&[("META-INF/manifest.xml", b"<m/>"), ("content.xml", body.as_bytes())]);
    is_over(&odt, "content.xml", Quantity::Text, 200);
    is_over(&file("plan.pdf"), "PDF", Quantity::Unpacked, 100);
    // A form that is drawn three times, and draws another three times.
    let page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>>>";
    let font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>";
    let stream =
        |entries: &str, text: &str| format!("<<{entries}/Length {}>>\nstream\n{text}\nendstream", text.len());
    let form = |object: &str, text: &str| {
        let entries = format!(
            "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</Font<</F 5 0 R>>/XObject<</X {object}>>>>"
        );
        stream(&entries, text)
    };
    let pdf = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        page.to_owned(),
        stream("", &"/X Do ".repeat(3)),
        font.to_owned(),
        form("7 0 R", &"/X Do ".repeat(3)),
        form("null", "BT /F 12 Tf 72 700 Td (Work plan of the year) Tj ET"),
    ];
    is_over(&pdf_of(&pdf, 0), "object 3", Quantity::Drawn, 3000);
    is_over(&pdf_of(&pdf, 0), "object 3", Quantity::Glyphs, 90);
    // Forms that are drawn with many resources.
    let many: String = (0..40).map(|n| format!("/N{n} 6 0 R")).collect();
    let names: String = (0..40).map(|n| format!("/N{n} Do ")).collect();
    let mut with_many = pdf.to_vec();
    with_many[2] = page.replace("/X 6 0 R", &many);
    with_many[3] = stream("", &format!("BT /F 12 Tf (Work plan of the year) Tj ET {names}"));
    with_many[5] = stream("/Type/XObject/Subtype/Form/BBox[0 0 9 9]", "BT ET");
    is_over(&pdf_of(&with_many, 0), "object 3", Quantity::Drawn, 40 * 256 + 40 * 40 * 4);
    // Pages that stand within the list of pages, and that list within others.
    let bare = "<</Type/Page/MediaBox[0 0 595 842]>>";
    let text =
        format!("BT /F 4 Tf 72 700 Td ({}) Tj ET", "Work plan of the year, first part of it. ".repeat(10));
    let with_pages = |pages: &str, others: &[&str]| {
        let mut pdf = pdf.to_vec();
        pdf[1] = pages.to_owned();
        pdf[3] = stream("", &text);
        pdf.extend(others.iter().map(|other| (*other).to_owned()));
        pdf_of(&pdf, 0)
    };
    let inline = with_pages(&format!("<</Type/Pages/Kids[3 0 R{}]/Count 4>>", bare.repeat(3)), &[]);
    is_over(&inline, "object 2", Quantity::Pages, 3);
    let lists = format!("<</Type/Pages/Kids[3 0 R{}]/Count 7>>", "<</Kids 8 0 R>>".repeat(3));
    is_over(&with_pages(&lists, &[&format!("[{bare} {bare}]")]), "object 2", Quantity::Pages, 6);
    // Lists within lists, more than any file has.
    let deep: Vec<String> = (9..48).map(|n| format!("[{bare}<</Kids {n} 0 R>>]")).collect();
    let deep: Vec<&str> = deep.iter().map(String::as_str).chain([bare]).collect();
    let deep = with_pages("<</Type/Pages/Kids[3 0 R<</Kids 8 0 R>>]/Count 40>>", &deep);
    let wanted = InputError::TooLarge { part: "object 2".into(), of: Quantity::Pages, limit: 20_000 };
    assert_eq!(survive("lists within lists", deep), Err(wanted));
    // Objects that are said to stand within each other are read once each.
    let within = (8..60).map(|n| format!("<</A {n} 0 obj")).collect::<String>();
    let within = with_pages(&pdf[1], &[&format!("{within}null{}", ">>".repeat(52))]);
    is_over(&within, "PDF", Quantity::Unpacked, 5000);
    // Of several objects of one number the dearest counts, not all of them, be they more than are followed.
    let cheap = stream("", "BT ET");
    let again: Vec<String> = (0..40).map(|_| format!("null\nendobj\n4 0 obj\n{cheap}")).collect();
    let again: Vec<&str> = again.iter().map(String::as_str).collect();
    is_over(&with_pages(&pdf[1], &again), "object 3", Quantity::Glyphs, 20);
}

/// What is shown counts; not what a picture among the instructions is made of, nor each version of a page.
#[test]
fn what_is_not_shown_is_not_counted() {
    let own = "BT /F 12 Tf 72 700 Td (Work plan of the year, first part of the text) Tj ET";
    let page =
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>";
    let pdf = |text: &str, versions: usize| {
        let stream = format!("<</Length {}>>\nstream\n{text}\nendstream", text.len());
        let catalog =
            format!("<</Type/Catalog/Pages 2 0 R>>{}", format!("\nendobj\n3 0 obj\n{page}").repeat(versions));
        let font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>";
        pdf_of(&[&catalog, "<</Type/Pages/Kids[3 0 R]/Count 1>>", page, &stream, font], 0)
    };
    let picture = format!("BI /W 60 /H 9 /CS /G /BPC 8 ID {} EI {own}", "(pixels ".repeat(60));
    let limits = Limits { glyphs: limit(60), ..Limits::default() };
    let text = |what: &str, pdf: Vec<u8>| {
        let source = read(what, pdf, &Options { limits, ..Options::default() });
        source.unwrap_or_else(|error| panic!("{what}: {error}")).text
    };
    assert!(text("picture", pdf(&picture, 0)).contains("Work plan"));
    assert!(text("versions", pdf(own, 9)).contains("Work plan"));
    for hidden in [
        format!("% BI ID\n{own} {own} {own}"),
        format!("(BI ID) Tj {own} {own} {own}"),
        format!("/BI ID {own} {own} {own}"),
    ] {
        let error = read("hidden", pdf(&hidden, 0), &Options { limits, ..Options::default() })
            .map(|source| source.text);
        assert!(
            matches!(error, Err(InputError::TooLarge { of: Quantity::Glyphs, .. })),
            "{hidden}: {error:?}"
        );
    }
}
