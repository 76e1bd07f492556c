use crate::text::Span;

/// A text as it was read, before any cleaning, and where it was read from.
///
/// `text` is the file's bytes decoded, without a byte order mark and with nothing else changed; for docx,
/// pdf, html and the like it is the text that the reader of that format rebuilt, with the rows of a table
/// as lines and their cells separated by tabs. Every [`crate::text::Span`] points into it.
#[derive(Debug, Clone, Default)]
pub struct Source {
    /// The path as the user gave it, or `-`.
    pub path: String,
    /// What kind of file it was.
    pub format: Format,
    /// The encoding's name, such as `UTF-8` or `GB18030`; for formats that carry their own it is `UTF-8`.
    pub encoding: &'static str,
    /// The size of the file in bytes.
    pub bytes: usize,
    /// The SHA-256 of the file's bytes, in lower-case hexadecimal.
    pub sha256: String,
    /// The text.
    pub text: String,
    /// Lines that their style makes headings, in order; empty for formats without styles.
    pub headings: Vec<Heading>,
}

/// A line that its style makes a heading, such as Word's `Heading 1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heading {
    /// The line without its end.
    pub line: Span,
    /// 1 for the outermost.
    pub level: u8,
}

impl Source {
    /// A stretch of its text, for those who read it as it is; the ends must be those of characters.
    pub fn stretch(&self, range: std::ops::Range<usize>) -> Span {
        debug_assert!(self.text.is_char_boundary(range.start) && self.text.is_char_boundary(range.end));
        Span::new(range.start, range.end)
    }

    /// Says which lines are headings: where each begins, in bytes of the text, and its level.
    pub fn with_headings(mut self, headings: impl IntoIterator<Item = (usize, u8)>) -> Source {
        let line = |at: usize| {
            let rest = self.text.get(at..)?;
            Some(Span::new(at, at + rest.find('\n').unwrap_or(rest.len())))
        };
        self.headings = headings
            .into_iter()
            .filter_map(|(at, level)| Some(Heading { line: line(at)?, level: level.max(1) }))
            .collect();
        self
    }

    /// A source made of text alone, for tests and for callers that have no file.
    pub fn of_text(text: impl Into<String>) -> Source {
        let text = text.into();
        Source { path: "-".into(), encoding: "UTF-8", bytes: text.len(), text, ..Source::default() }
    }
}

/// A kind of file, by its content and not by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Format {
    #[default]
    Text,
    Markdown,
    Html,
    Docx,
    Doc,
    Rtf,
    Odt,
    Ofd,
    Pdf,
    Xlsx,
    Xls,
    Csv,
}

impl Format {
    /// Its name on the command line and in JSON, such as `docx`.
    pub fn name(self) -> &'static str {
        match self {
            Format::Text => "text",
            Format::Markdown => "md",
            Format::Html => "html",
            Format::Docx => "docx",
            Format::Doc => "doc",
            Format::Rtf => "rtf",
            Format::Odt => "odt",
            Format::Ofd => "ofd",
            Format::Pdf => "pdf",
            Format::Xlsx => "xlsx",
            Format::Xls => "xls",
            Format::Csv => "csv",
        }
    }

    /// The format of this name.
    pub fn of_name(name: &str) -> Option<Format> {
        use Format::{Csv, Doc, Docx, Html, Markdown, Odt, Ofd, Pdf, Rtf, Text, Xls, Xlsx};
        [Text, Markdown, Html, Docx, Doc, Rtf, Odt, Ofd, Pdf, Xlsx, Xls, Csv]
            .into_iter()
            .find(|format| format.name() == name)
    }
}
