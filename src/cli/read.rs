//! Files in.

use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::cli::{Session, words};
use crate::input::{self, InputError, Options};
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
        let source =
            bytes(path).and_then(|(bytes, _)| self.source(&name, bytes).map_err(|error| error.said()));
        Loaded { path: name, source }
    }

    /// The source of the bytes of a file.
    pub(super) fn source(&self, name: &str, bytes: Vec<u8>) -> Result<Source, InputError> {
        let from = self.matches.get_one::<String>("from").and_then(|name| Format::of_name(name));
        let options = Options {
            encoding: self.matches.get_one::<String>("encoding").map(String::as_str),
            from,
            password: self.matches.get_one::<String>("password").map(String::as_str),
        };
        let source = input::read(name, bytes, &options)?;
        if self.verbose {
            let (format, encoding, chars) =
                (source.format.name(), source.encoding, source.text.chars().count());
            self.say(
                format_args!("{name}：{format}，{encoding}，{chars} 字"),
                format_args!("{name}: {format}, {encoding}, {chars} characters"),
            );
        }
        Ok(source)
    }

    /// The source of a text that is UTF-8, whatever `--encoding` says.
    pub(super) fn text(&self, name: &str, bytes: Vec<u8>) -> Result<Source, InputError> {
        let from = self.matches.get_one::<String>("from").and_then(|name| Format::of_name(name));
        input::read(name, bytes, &Options { encoding: Some("utf-8"), from, password: None })
    }

    /// Tells of a file that could not be read.
    pub(super) fn failed(&self, path: &str, why: &Said) {
        self.say(format_args!("{path}：{}", why.zh), format_args!("{path}: {}", why.en));
    }
}

/// By what a file is known to be unchanged without reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    /// In bytes.
    pub(super) size: u64,
    /// Nanoseconds since 1970 of the last change; 0 where a later change might have the same time.
    pub(super) modified: u64,
}

impl Stamp {
    /// The stamp of a regular file.
    pub(super) fn of(found: &Metadata) -> Option<Stamp> {
        let nanoseconds = |time: SystemTime| Some(time.duration_since(UNIX_EPOCH).ok()?.as_nanos() as u64);
        let modified = found.modified().ok().and_then(nanoseconds).unwrap_or(0);
        found.is_file().then_some(Stamp { size: found.len(), modified })
    }

    /// Whether the other file is this one, as far as a stamp can tell.
    pub(super) fn holds_for(self, other: Stamp) -> bool {
        self == other && self.modified != 0
    }

    /// A file changed a moment ago may change again within the tick of the clock.
    fn settled(self) -> Stamp {
        let recent = SystemTime::now() - Duration::from_secs(2);
        let recent = recent.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos() as u64);
        Stamp { modified: if self.modified < recent { self.modified } else { 0 }, ..self }
    }
}

/// All bytes of a regular file, or why it cannot be read. Of another kind, such as a pipe, there may be no end.
pub fn file(path: &Path) -> Result<Vec<u8>, Said> {
    if std::fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir()) {
        return Err(Said::new("不是普通文件", "is no regular file"));
    }
    stamped(path).map(|(bytes, _)| bytes)
}

/// All bytes of a file, or of standard input for `-`.
pub(super) fn bytes(path: &Path) -> Result<(Vec<u8>, Option<Stamp>), Said> {
    if path.as_os_str() == "-" {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes).map_err(|error| why_not(&error))?;
        return Ok((bytes, None));
    }
    stamped(path)
}

fn stamped(path: &Path) -> Result<(Vec<u8>, Option<Stamp>), Said> {
    // The kind is looked at before opening: a folder opens, and fails with a message nobody understands.
    if std::fs::metadata(path).is_ok_and(|found| found.is_dir()) {
        return Err(Said::new("这是目录，不是文件", "is a folder, not a file"));
    }
    settled(|| {
        let mut file = File::open(path)?;
        let before = Stamp::of(&file.metadata()?);
        let mut bytes = Vec::with_capacity(before.map_or(0, |stamp| stamp.size.min(1 << 30)) as usize + 1);
        file.read_to_end(&mut bytes)?;
        Ok((before, bytes, Stamp::of(&file.metadata()?)))
    })
}

/// What `read` gives as stamp before, bytes and stamp after. A file that changes meanwhile is read once more, then
/// refused: half of one version and half of another is no document.
fn settled(
    mut read: impl FnMut() -> io::Result<(Option<Stamp>, Vec<u8>, Option<Stamp>)>,
) -> Result<(Vec<u8>, Option<Stamp>), Said> {
    for _ in 0..2 {
        let (before, bytes, after) = read().map_err(|error| why_not(&error))?;
        // Files of /proc say that they are empty.
        let whole = after.is_none_or(|stamp| stamp.size == bytes.len() as u64 || stamp.size == 0);
        if before == after && whole {
            return Ok((bytes, after.map(Stamp::settled)));
        }
    }
    Err(Said::new("读取时文件正在变化", "changed while it was read"))
}

/// Why a file or folder cannot be read.
pub(super) fn why_not(error: &io::Error) -> Said {
    match error.kind() {
        io::ErrorKind::NotFound => Said::new("没有这个文件", "no such file"),
        io::ErrorKind::PermissionDenied => Said::new("没有读取权限", "no permission to read it"),
        io::ErrorKind::InvalidFilename => {
            Said::new("文件名太长或不合法", "the name is too long or not allowed")
        }
        _ => {
            let why = words::system(error);
            Said::new(format!("读不了：{}", why.zh), format!("cannot be read: {}", why.en))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Stamp, settled};

    #[test]
    fn a_file_that_changes_while_it_is_read() {
        let at = |size, modified| Some(Stamp { size, modified });
        let quiet = (at(2, 1), b"ab".to_vec(), at(2, 1));
        for odd in [
            // Written to, cut off, grown, and replaced by one as long.
            (at(2, 1), b"abc".to_vec(), at(3, 2)),
            (at(2, 1), b"a".to_vec(), at(1, 2)),
            (at(2, 1), b"a".to_vec(), at(2, 1)),
            (at(2, 1), b"ab".to_vec(), at(2, 2)),
        ] {
            let mut reads = vec![quiet.clone(), odd.clone()];
            let (bytes, _) = settled(|| Ok(reads.pop().expect("two reads"))).expect("quiet the second time");
            assert_eq!(bytes, b"ab");
            let why = settled(|| Ok(odd.clone())).expect_err("never quiet");
            assert_eq!(why.en, "changed while it was read");
        }
        assert!(settled(|| Ok((None, b"pipe".to_vec(), None))).is_ok());
        assert!(settled(|| Ok((at(0, 0), b"proc".to_vec(), at(0, 0)))).is_ok());
    }
}
