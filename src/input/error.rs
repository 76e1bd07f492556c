use std::fmt;

use crate::model::Said;

/// Why a file could not be read. Each is something its user can change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InputError {
    /// No bytes, or a document without any text.
    Empty,
    /// A file of a known kind that is no document, such as a picture.
    NoDocument {
        /// The kind, such as `PNG`.
        what: &'static str,
    },
    /// Bytes that are neither text nor a known kind of document.
    Binary,
    /// Text in an encoding that is not known.
    Undecodable {
        /// The encoding that fits best.
        best: &'static str,
    },
    /// `--encoding` names none.
    Encoding {
        /// What it names.
        label: String,
    },
}

impl InputError {
    /// The message in both languages.
    pub fn said(&self) -> Said {
        match self {
            InputError::Empty => Said::new("文件里没有文字", "no text in the file"),
            InputError::NoDocument { what } => Said::new(
                format!("这是 {what} 文件，不是文档"),
                format!("a {what} file is no document; wanted text, docx, doc, pdf, html, xlsx, odt or ofd"),
            ),
            InputError::Binary => {
                Said::new("既不是文字，也不是认得的文档", "neither text nor a known kind of document")
            }
            InputError::Undecodable { best } => Said::new(
                format!("认不出文字编码（最接近 {best}），请用 --encoding 指定"),
                format!("text in an unknown encoding (closest to {best}); name it with --encoding"),
            ),
            InputError::Encoding { label } => Said::new(
                format!("没有名为 `{label}` 的编码"),
                format!(
                    "no encoding is named `{label}`; wanted one such as utf-8, gb18030, big5 or utf-16le"
                ),
            ),
        }
    }
}

impl fmt::Display for InputError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.said().en)
    }
}

impl std::error::Error for InputError {}
