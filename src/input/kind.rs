use crate::input::InputError;
use crate::input::Limits;
use crate::input::archive::Archive;
use crate::input::budget::Budget;
use crate::input::ole::Compound;
use crate::input::{csv, html, markdown};
use crate::text::Format;

/// What the bytes of a file are, as far as they tell before they are read. Text is one of several formats,
/// to be told once it is decoded.
pub(super) fn of_bytes(bytes: &[u8]) -> Result<Format, InputError> {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return of_archive(&Archive::new(bytes, Budget::new(Limits::default(), bytes.len()))?);
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return of_compound(&compound(bytes)?);
    }
    // A PDF may have some bytes before it, as mail and web servers add.
    if bytes[..bytes.len().min(1024)].windows(5).any(|window| window == b"%PDF-") {
        return Ok(Format::Pdf);
    }
    if bytes.starts_with(b"{\\rtf") {
        return Ok(Format::Rtf);
    }
    match MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        Some((_, what)) => Err(InputError::NoDocument { what }),
        None => Ok(Format::Text),
    }
}

/// Which of the text formats a text is.
pub(super) fn of_text(text: &str) -> Format {
    match () {
        _ if html::is_html(text) => Format::Html,
        _ if markdown::is_markdown(text) => Format::Markdown,
        _ if csv::is_csv(text) => Format::Csv,
        _ => Format::Text,
    }
}

/// The first bytes of files that people send by mistake.
const MAGIC: &[(&[u8], &str)] = &[
    (b"\x89PNG\r\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"BM\0\0", "BMP"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b\x08", "gzip"),
    (b"\x7fELF", "ELF"),
    (b"MZ\x90\0", "EXE"),
];

/// The streams of an OLE file.
pub(super) fn compound(bytes: &[u8]) -> Result<Compound<'_>, InputError> {
    Compound::new(bytes).ok_or_else(|| InputError::damaged("OLE", "no directory of streams"))
}

/// Tells the kind of an OLE file from its streams.
fn of_compound(file: &Compound) -> Result<Format, InputError> {
    let has = |name| file.has(name);
    match () {
        _ if has("WordDocument") => Ok(Format::Doc),
        _ if has("Workbook") || has("Book") => Ok(Format::Xls),
        _ if has("PowerPoint Document") => Err(InputError::NoDocument { what: "PPT" }),
        _ => Err(InputError::NoDocument { what: "OLE" }),
    }
}

/// Tells the kind of a zip file from its parts.
fn of_archive(archive: &Archive) -> Result<Format, InputError> {
    let has = |name| archive.has(name);
    if has("word/document.xml") {
        return Ok(Format::Docx);
    }
    if has("xl/workbook.xml") || has("xl/workbook.bin") {
        return Ok(Format::Xlsx);
    }
    if has("OFD.xml") {
        return Ok(Format::Ofd);
    }
    if has("ppt/presentation.xml") {
        return Err(InputError::NoDocument { what: "PPTX" });
    }
    if has("content.xml") && has("META-INF/manifest.xml") {
        return Ok(Format::Odt);
    }
    if has("[Content_Types].xml") {
        return Ok(Format::Docx);
    }
    Err(InputError::NoDocument { what: "zip" })
}
