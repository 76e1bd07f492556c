//! Word documents that are ready to print: A4 landscape, the head on each page, page x of y.

use std::fmt::Write as _;
use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;

use crate::ledger::column::Column;
use crate::ledger::{Cell, Line, Sort, Stroke, Table};
use crate::model::Lang;
use crate::report::table::layout::{Room, is_long, on_paper, widths};

/// The width between the margins in twentieths of a point: 297 mm less 15 mm on either side.
const PAGE: usize = 15_138;
/// The width of a half-width character of the body, 10.5 points.
const UNIT: usize = 105;

/// The bytes of a document. The same table gives the same bytes.
pub fn docx(table: &Table, lang: Lang) -> Vec<u8> {
    several(std::slice::from_ref(table), lang)
}

/// The bytes of a document of tables, one below the other.
pub fn several(tables: &[Table], lang: Lang) -> Vec<u8> {
    let title = tables.first().map_or("", |table| table.title.as_str());
    let parts = [
        ("[Content_Types].xml", CONTENT_TYPES.to_owned()),
        ("_rels/.rels", RELATIONS.to_owned()),
        ("docProps/core.xml", properties(title)),
        ("word/_rels/document.xml.rels", DOCUMENT_RELATIONS.to_owned()),
        ("word/styles.xml", STYLES.to_owned()),
        ("word/fontTable.xml", FONTS.to_owned()),
        ("word/footer1.xml", footer(lang)),
        ("word/document.xml", document(tables)),
    ];
    let pack = || -> zip::result::ZipResult<Vec<u8>> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
        for (name, text) in parts {
            zip.start_file(name, options)?;
            zip.write_all(text.as_bytes())?;
        }
        Ok(zip.finish()?.into_inner())
    };
    pack().expect("what is packed in memory has no disk to fail on")
}

fn document(tables: &[Table]) -> String {
    let mut out = String::with_capacity(1 << 16);
    let _ = write!(out, "{HEADER}<w:document {NAMESPACES}><w:body>");
    tables.iter().for_each(|table| body(table, &mut out));
    out.push_str(
        "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId3\"/>\
         <w:pgSz w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\"/>\
         <w:pgMar w:top=\"964\" w:right=\"850\" w:bottom=\"964\" w:left=\"850\" w:header=\"510\" w:footer=\"510\" w:gutter=\"0\"/>\
         </w:sectPr></w:body></w:document>",
    );
    out
}

/// A table under its title, with its notes.
fn body(table: &Table, out: &mut String) {
    let all: Vec<usize> = (0..table.heads.len()).collect();
    let total = PAGE / UNIT;
    let units = widths(table, &all, Room { total, floors: true, margin: 2, fill: true, measure: on_paper });
    // Columns that do not fit are all narrowed alike.
    let sum: usize = units.iter().sum::<usize>().max(1);
    let widths: Vec<usize> = units.iter().map(|units| units * PAGE / sum.max(total)).collect();
    paragraph("TableTitle", &table.title, out);
    let width: usize = widths.iter().sum();
    let _ = write!(
        out,
        "<w:tbl><w:tblPr><w:tblStyle w:val=\"TableGrid\"/><w:tblW w:w=\"{width}\" w:type=\"dxa\"/><w:jc w:val=\"center\"/>\
         <w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>"
    );
    for width in &widths {
        let _ = write!(out, "<w:gridCol w:w=\"{width}\"/>");
    }
    out.push_str("</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
    for (head, width) in table.heads.iter().zip(&widths) {
        cell(*width, 1, "TableHead", &Cell::text(head.text.as_str()), Some("D9E2F3"), out);
    }
    out.push_str("</w:tr>");
    for line in table.lines() {
        match line {
            Line::Band(band) => {
                out.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
                cell(width, widths.len(), "TableBand", &Cell::text(band), Some("F2F2F2"), out);
            }
            Line::Row(row) => {
                out.push_str(if is_long(row, &units) {
                    "<w:tr>"
                } else {
                    "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
                });
                for ((value, head), width) in row.cells.iter().zip(&table.heads).zip(&widths) {
                    let middle = value.sort == Sort::Number || head.column.is_some_and(Column::is_middle);
                    let style = if middle { "TableMiddle" } else { "TableBody" };
                    cell(*width, 1, style, value, None, out);
                }
            }
        }
        out.push_str("</w:tr>");
    }
    out.push_str("</w:tbl>");
    for note in &table.notes {
        paragraph("TableNote", note, out);
    }
}

fn paragraph(style: &str, text: &str, out: &mut String) {
    let _ = write!(out, "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>");
    run("", text, out);
    out.push_str("</w:p>");
}

fn run(properties: &str, text: &str, out: &mut String) {
    for (at, line) in text.split('\n').enumerate() {
        let gap = if at > 0 { "<w:br/>" } else { "" };
        let line = escaped(line);
        let _ = write!(out, "<w:r>{properties}{gap}<w:t xml:space=\"preserve\">{line}</w:t></w:r>");
    }
}

/// In colour on the screen, struck out or underlined on black and white paper.
fn look(stroke: Stroke) -> &'static str {
    match stroke {
        Stroke::Plain => "",
        Stroke::Struck => "<w:rPr><w:strike/><w:color w:val=\"9B1C1C\"/></w:rPr>",
        Stroke::Put => "<w:rPr><w:color w:val=\"0F5A28\"/><w:u w:val=\"single\"/></w:rPr>",
    }
}

fn cell(width: usize, span: usize, style: &str, value: &Cell, fill: Option<&str>, out: &mut String) {
    let _ = write!(out, "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>");
    if span > 1 {
        let _ = write!(out, "<w:gridSpan w:val=\"{span}\"/>");
    }
    if let Some(fill) = fill {
        let _ = write!(out, "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"{fill}\"/>");
    }
    out.push_str("<w:vAlign w:val=\"center\"/></w:tcPr>");
    if value.strokes.is_empty() {
        paragraph(style, &value.text, out);
    } else {
        let _ = write!(out, "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>");
        value.strokes.iter().for_each(|(stroke, text)| run(look(*stroke), text, out));
        out.push_str("</w:p>");
    }
    out.push_str("</w:tc>");
}

/// Without characters that XML cannot hold.
pub(in crate::report) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\t' => out.push(' '),
            c if c < ' ' || c == '\u{fffe}' || c == '\u{ffff}' => {}
            c => out.push(c),
        }
    }
    out
}

fn properties(title: &str) -> String {
    format!(
        "{HEADER}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{}</dc:title>\
         <dcterms:created xsi:type=\"dcterms:W3CDTF\">2000-01-01T00:00:00Z</dcterms:created></cp:coreProperties>",
        escaped(title)
    )
}

fn footer(lang: Lang) -> String {
    let text = |text: &str| format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>");
    let field =
        |name: &str| format!("<w:fldSimple w:instr=\" {name} \"><w:r><w:t>1</w:t></w:r></w:fldSimple>");
    let [before, between, after] = match lang {
        Lang::Zh => ["第 ", " 页，共 ", " 页"],
        Lang::En => ["Page ", " of ", ""],
    };
    format!(
        "{HEADER}<w:ftr {NAMESPACES}><w:p><w:pPr><w:pStyle w:val=\"TableFoot\"/></w:pPr>{}{}{}{}{}</w:p></w:ftr>",
        text(before),
        field("PAGE"),
        text(between),
        field("NUMPAGES"),
        text(after)
    )
}

const HEADER: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

const NAMESPACES: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
     xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";

const CONTENT_TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/><Override PartName="/word/fontTable.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.fontTable+xml"/><Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>"#;

const RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>"#;

const DOCUMENT_RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/fontTable" Target="fontTable.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer1.xml"/></Relationships>"#;

/// Each font with the names of others that may stand in for it.
const FONTS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:font w:name="方正小标宋简体"><w:altName w:val="小标宋体,华文中宋,宋体,SimSun,Noto Serif CJK SC"/><w:charset w:val="86"/><w:family w:val="roman"/></w:font><w:font w:name="黑体"><w:altName w:val="SimHei,Noto Sans CJK SC"/><w:charset w:val="86"/><w:family w:val="swiss"/></w:font><w:font w:name="仿宋_GB2312"><w:altName w:val="仿宋,FangSong,华文仿宋,Noto Serif CJK SC"/><w:charset w:val="86"/><w:family w:val="modern"/></w:font><w:font w:name="Times New Roman"><w:charset w:val="00"/><w:family w:val="roman"/></w:font></w:fonts>"#;

const STYLES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman" w:eastAsia="仿宋_GB2312"/><w:sz w:val="21"/><w:szCs w:val="21"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style><w:style w:type="paragraph" w:customStyle="1" w:styleId="TableTitle"><w:name w:val="Table Title"/><w:basedOn w:val="Normal"/><w:pPr><w:spacing w:after="240"/><w:jc w:val="center"/></w:pPr><w:rPr><w:rFonts w:eastAsia="方正小标宋简体"/><w:sz w:val="36"/><w:szCs w:val="36"/></w:rPr></w:style><w:style w:type="paragraph" w:customStyle="1" w:styleId="TableBody"><w:name w:val="Table Body"/><w:basedOn w:val="Normal"/><w:pPr><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/></w:pPr></w:style><w:style w:type="paragraph" w:customStyle="1" w:styleId="TableMiddle"><w:name w:val="Table Middle"/><w:basedOn w:val="Normal"/><w:pPr><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:jc w:val="center"/></w:pPr></w:style><w:style w:type="paragraph" w:customStyle="1" w:styleId="TableHead"><w:name w:val="Table Head"/><w:basedOn w:val="TableMiddle"/><w:rPr><w:rFonts w:eastAsia="黑体"/></w:rPr></w:style><w:style w:type="paragraph" w:customStyle="1" w:styleId="TableBand"><w:name w:val="Table Band"/><w:basedOn w:val="Normal"/><w:pPr><w:keepNext/></w:pPr><w:rPr><w:rFonts w:eastAsia="黑体"/></w:rPr></w:style><w:style w:type="paragraph" w:customStyle="1" w:styleId="TableNote"><w:name w:val="Table Note"/><w:basedOn w:val="Normal"/><w:pPr><w:spacing w:before="80"/></w:pPr><w:rPr><w:sz w:val="18"/><w:szCs w:val="18"/></w:rPr></w:style><w:style w:type="paragraph" w:customStyle="1" w:styleId="TableFoot"><w:name w:val="Table Foot"/><w:basedOn w:val="Normal"/><w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:rFonts w:eastAsia="宋体"/><w:sz w:val="18"/><w:szCs w:val="18"/></w:rPr></w:style><w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="80" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style><w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders><w:top w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:left w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:bottom w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:right w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:insideH w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:insideV w:val="single" w:sz="4" w:space="0" w:color="auto"/></w:tblBorders><w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="80" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style></w:styles>"#;
