//! From the bytes of a file to a text: encodings, Word, PDF, web pages, spreadsheets.
//!
//! The kind of a file is told from its bytes, never from its name. Every reader gives text by the same
//! conventions: a paragraph ends with a line feed; a row of a table is one line, its cells separated by
//! tabs; a merged cell stands in every row and column it covers; an empty cell stays empty. Offsets printed
//! by the program point into this text.

use sha2::{Digest, Sha256};

use crate::input::body::Written;
use crate::input::budget::Budget;
use crate::text::{Format, Source};

mod error;
pub use error::InputError;

mod budget;
pub use budget::{Limit, Limits, Quantity};

mod kind;

mod encoding;

mod docx;

mod doc;

mod rtf;

mod ole;

mod locked;

mod ods;
mod odt;

mod ofd;

mod pdf;

mod weigh;

mod layout;

mod xlsx;

mod flat;

mod twice;

mod notes;
pub use notes::notes;

mod rules;
pub use rules::{SetUp, set_up};

mod xls;

mod sheet;

mod shown;

mod symbol;

mod csv;

mod markdown;

mod html;

mod mht;

mod markup;

mod numbering;

mod body;

mod archive;
mod bands;

mod xml;

/// What the user says about a file.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options<'a> {
    /// The encoding, by any label of the WHATWG list, such as `gbk`; else it is detected.
    pub encoding: Option<&'a str>,
    /// The kind of file; else it is told from the bytes.
    pub from: Option<Format>,
    /// The password of an encrypted file.
    pub password: Option<&'a str>,
    /// The most that may come of the file.
    pub limits: Limits,
}

/// Reads the bytes of one file. `path` is only for messages and [`Source::path`].
pub fn read(path: &str, bytes: Vec<u8>, options: &Options) -> Result<Source, InputError> {
    let budget = Budget::new(options.limits, bytes.len());
    let sha256 = hex(&Sha256::digest(&bytes));
    let size = bytes.len();
    let bytes = locked::opened(&bytes, options.password)?.unwrap_or(bytes);
    let format = match options.from {
        _ if bytes.is_empty() => return Err(InputError::Empty),
        Some(format) => format,
        None => kind::of_bytes(&bytes)?,
    };
    let (format, encoding, written): (Format, &str, Written) = match format {
        Format::Docx => (format, UTF_8, docx::read(&mut archive::Archive::new(&bytes, budget)?)?),
        Format::Doc => (format, UTF_8, doc::read(&kind::compound(&bytes)?, &budget)?),
        Format::Rtf => (format, UTF_8, rtf::read(&bytes, &budget)?),
        Format::Xls => (format, UTF_8, xls::read(&kind::compound(&bytes)?, &budget)?.into()),
        Format::Odt => (format, UTF_8, odt::read(&mut archive::Archive::new(&bytes, budget)?)?),
        Format::Xlsx => (format, UTF_8, xlsx::read(&mut archive::Archive::new(&bytes, budget)?)?.into()),
        Format::Ofd => {
            (format, UTF_8, layout::text(ofd::read(&mut archive::Archive::new(&bytes, budget)?)?).into())
        }
        Format::Pdf => (format, UTF_8, layout::text(pdf::read(&bytes, options.password, &budget)?).into()),
        _ => {
            let (bytes, named) = match options.from {
                None | Some(Format::Html) => mht::page(&bytes).unwrap_or((bytes, None)),
                _ => (bytes, None),
            };
            let page = named.or_else(|| html::charset(&bytes)).filter(|_| options.encoding.is_none());
            let (encoding, text) = encoding::decode(bytes, options.encoding, page.as_deref())?;
            let text = match options.encoding {
                None => twice::undone(&text).unwrap_or(text),
                Some(_) => text,
            };
            let flat = flat::kind(&text).filter(|_| options.from.is_none());
            match options.from.unwrap_or_else(|| kind::of_text(&text)) {
                _ if flat.is_some() => {
                    let format = flat.unwrap_or(Format::Docx);
                    (format, encoding, flat::read(&text, format, &budget)?)
                }
                Format::Html => (Format::Html, encoding, html::read(&text, &budget)?),
                Format::Markdown => (Format::Markdown, encoding, markdown::read(&text, &budget)?),
                Format::Csv => (Format::Csv, encoding, csv::read(&text).into()),
                _ => (Format::Text, encoding, text.into()),
            }
        }
    };
    let Written { text, headings } = written;
    if text.is_empty() {
        return Err(InputError::Empty);
    }
    let source =
        Source { path: path.into(), format, encoding, bytes: size, sha256, text, headings: Vec::new() };
    Ok(source.with_headings(headings))
}

const UTF_8: &str = "UTF-8";

fn hex(bytes: &[u8]) -> String {
    bytes.iter().flat_map(|b| [b >> 4, b & 15]).map(|n| char::from(b"0123456789abcdef"[n as usize])).collect()
}
