use std::fmt;

use crate::input::Quantity;
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
    /// A part of a document that cannot be read.
    Damaged {
        /// The part: a file inside a zip, a stream, an object.
        part: String,
        /// What was found.
        found: String,
    },
    /// A part of which more comes than of a document.
    TooLarge {
        /// The part.
        part: String,
        /// Of what there is more.
        of: Quantity,
        /// The most that is read.
        limit: u64,
    },
    /// An encrypted file of a kind, or encrypted in a way, that is not decrypted here.
    Encrypted {
        /// The kind, such as `docx/xlsx`.
        what: &'static str,
    },
    /// An encrypted file that its password opens.
    Password {
        /// The kind, such as `PDF`.
        what: &'static str,
        /// Whether a password was given, which is wrong then.
        given: bool,
    },
    /// A PDF of pictures without text.
    Scanned {
        /// How many pages it has.
        pages: usize,
    },
    /// `--encoding` names none.
    Encoding {
        /// What it names.
        label: String,
    },
}

impl InputError {
    pub(super) fn damaged(part: impl Into<String>, found: impl fmt::Display) -> InputError {
        // Some readers of formats end what they say with a full stop.
        let found = found.to_string().trim_end_matches('.').to_owned();
        InputError::Damaged { part: part.into(), found }
    }

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
            InputError::Damaged { part, .. } if part == "zip" => Said::new(
                "文件已损坏：应是 zip 压缩包（docx、xlsx、odt、ofd 都是），却不完整，可能没有下载完",
                "the file is damaged: docx, xlsx, odt and ofd are zip archives, and this one is not whole",
            ),
            InputError::Damaged { part, found } => Said::new(
                format!("文件已损坏：其中的 `{part}` 读不了（{}）", in_chinese(found)),
                format!("the file is damaged: `{part}` cannot be read: {found}"),
            ),
            InputError::TooLarge { part, of, limit } => {
                let bytes = match limit >> 20 {
                    0 => format!("{limit} B"),
                    mega => format!("{mega} MB"),
                };
                match of {
                    Quantity::Unpacked => Said::new(
                        format!("`{part}` 解压后超过 {bytes}"),
                        format!("`{part}` is larger than {bytes} when unpacked"),
                    ),
                    Quantity::Text => Said::new(
                        format!("`{part}` 的文字超过 {bytes}，远多于这么大的文件该有的"),
                        format!(
                            "`{part}` gives more than {bytes} of text, far more than a file of its size has"
                        ),
                    ),
                    Quantity::Cells => Said::new(
                        format!("`{part}` 的单元格超过 {limit} 个"),
                        format!("`{part}` has more than {limit} cells"),
                    ),
                    Quantity::Glyphs => Said::new(
                        format!("`{part}` 的字符超过 {limit} 个，远多于这么大的文件该有的"),
                        format!(
                            "`{part}` places more than {limit} characters, far more than a file of its size has"
                        ),
                    ),
                    Quantity::Pages => Said::new(
                        format!("`{part}` 处页数超过 {limit}"),
                        format!("`{part}` brings the pages to more than {limit}"),
                    ),
                    Quantity::Drawn => Said::new(
                        format!("`{part}` 的绘制指令超过 {bytes}，远多于这么大的文件该有的"),
                        format!(
                            "`{part}` runs more than {bytes} of drawing instructions, far more than a file of its size has"
                        ),
                    ),
                }
            }
            InputError::Encrypted { what } => Said::new(
                format!("这份 {what} 的加密方式不认得，读不了：请先用 Word、Excel 或 WPS 去掉密码，另存一份"),
                format!(
                    "a {what} file encrypted in a way that is not known here; save it without a password first"
                ),
            ),
            InputError::Password { what, given: false } => Said::new(
                format!("{what} 已加密，请用 --password 给出密码"),
                format!("the {what} is encrypted; give its password with --password"),
            ),
            InputError::Password { what, given: true } => Said::new(
                format!("{what} 已加密，--password 给出的密码不对"),
                format!("the {what} is encrypted, and the password given with --password is wrong"),
            ),
            InputError::Scanned { pages } => Said::new(
                format!("这份 {pages} 页的 PDF 是扫描件，没有文字层，需要先做文字识别（OCR）"),
                format!("a PDF of {pages} scanned pages without text; it needs OCR first"),
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

/// What was found, where it has a usual name; what the readers of formats say beside that is English.
fn in_chinese(found: &str) -> &str {
    const KNOWN: [(&str, &str); 5] = [
        ("no such part", "缺了这一部分"),
        ("bytes that are not UTF-8", "不是 UTF-8 文字"),
        ("the part ends early", "到一半就断了"),
        ("corrupt deflate stream", "压缩的内容坏了"),
        ("Invalid checksum", "校验和不对"),
    ];
    KNOWN.iter().find(|(known, _)| found.starts_with(known)).map_or(found, |(_, zh)| zh)
}

impl fmt::Display for InputError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.said().en)
    }
}

impl std::error::Error for InputError {}
