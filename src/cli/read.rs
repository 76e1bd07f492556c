//! Files in.

use std::io::Read;
use std::path::{Path, PathBuf};

use crate::cli::{Session, words};
use crate::input::{self, Options};
use crate::model::Said;
use crate::text::{Format, Source};

/// What one argument gave: a source, or why not.
pub(super) struct Loaded {
    /// The path as given.
    pub(super) path: String,
    pub(super) source: Result<Source, Said>,
}

impl Session<'_> {
    /// Reads the files named on the command line, one at a time.
    pub(super) fn sources(&self) -> impl Iterator<Item = Loaded> {
        let files: Vec<PathBuf> =
            self.matches.get_many::<PathBuf>("files").into_iter().flatten().cloned().collect();
        files.into_iter().map(|path| self.load(&path))
    }

    pub(super) fn load(&self, path: &Path) -> Loaded {
        let name = path.display().to_string();
        let from = self.matches.get_one::<String>("from").and_then(|name| format(name));
        let options = Options {
            encoding: self.matches.get_one::<String>("encoding").map(String::as_str),
            from,
            password: self.matches.get_one::<String>("password").map(String::as_str),
        };
        let source =
            bytes(path).and_then(|bytes| input::read(&name, bytes, &options).map_err(|error| error.said()));
        if let (true, Ok(source)) = (self.verbose, &source) {
            let (format, encoding, chars) =
                (source.format.name(), source.encoding, source.text.chars().count());
            self.say(
                format_args!("{name}：{format}，{encoding}，{chars} 字"),
                format_args!("{name}: {format}, {encoding}, {chars} characters"),
            );
        }
        Loaded { path: name, source }
    }

    /// Tells of a file that could not be read.
    pub(super) fn failed(&self, path: &str, why: &Said) {
        self.say(format_args!("{path}：{}", why.zh), format_args!("{path}: {}", why.en));
    }
}

fn bytes(path: &Path) -> Result<Vec<u8>, Said> {
    let mut bytes = Vec::new();
    let result = match path.as_os_str() == "-" {
        true => std::io::stdin().lock().read_to_end(&mut bytes).map(|_| ()),
        false => match std::fs::metadata(path) {
            Ok(found) if found.is_dir() => {
                return Err(Said::new("这是目录，不是文件", "is a folder, not a file"));
            }
            _ => std::fs::read(path).map(|read| bytes = read),
        },
    };
    match result {
        Ok(()) => Ok(bytes),
        Err(error) => Err(match error.kind() {
            std::io::ErrorKind::NotFound => Said::new("没有这个文件", "no such file"),
            std::io::ErrorKind::PermissionDenied => Said::new("没有读取权限", "no permission to read it"),
            _ => words::system(&error),
        }),
    }
}

fn format(name: &str) -> Option<Format> {
    use Format::{Csv, Doc, Docx, Html, Markdown, Odt, Ofd, Pdf, Text, Xls, Xlsx};
    [Text, Markdown, Html, Docx, Doc, Odt, Ofd, Pdf, Xlsx, Xls, Csv]
        .into_iter()
        .find(|format| format.name() == name)
}
