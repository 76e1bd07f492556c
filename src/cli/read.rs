//! Files in.

use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::cli::{Session, named, words};
use crate::input::{self, InputError, Options};
use crate::model::Said;
use crate::report::shown;
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
        self.files.iter().map(|path| self.load(path))
    }

    /// The files and folders that are arguments, in their order. A pattern that the shell has left, in quotes or because it
    /// expands none, stands for the files it finds.
    pub(super) fn named_files(&self) -> anyhow::Result<Vec<PathBuf>> {
        let mut files = Vec::new();
        for path in self.matches.try_get_many::<PathBuf>("files").ok().flatten().into_iter().flatten() {
            let is_there = || path.exists() || self.held.is_some_and(|held| held.bytes(path).is_some());
            let pattern = path.to_str().filter(|name| name.contains(['*', '?', '[']) && !is_there());
            let Some(found) = pattern.and_then(|pattern| glob::glob(pattern).ok()) else {
                files.push(path.clone());
                continue;
            };
            let before = files.len();
            files.extend(found.filter_map(Result::ok));
            if files.len() == before {
                let path = named(path);
                anyhow::bail!(self.tell(format!("没有文件符合 `{path}`"), format!("no file fits `{path}`"),));
            }
        }
        Ok(files)
    }

    pub(super) fn load(&self, path: &Path) -> Loaded {
        let name = path.display().to_string();
        let source =
            self.bytes(path).and_then(|(bytes, _)| self.source(&name, bytes).map_err(|error| error.said()));
        Loaded { path: name, source }
    }

    /// All bytes of a file, or of standard input for `-`, up to `--max-size`.
    pub(super) fn bytes(&self, path: &Path) -> Result<(Vec<u8>, Option<Stamp>), Said> {
        let largest = self.largest();
        if let Some(bytes) = self.held.and_then(|held| held.bytes(path)) {
            return within(bytes.to_vec(), largest).map(|bytes| (bytes, None));
        }
        if path.as_os_str() != "-" {
            return stamped(path, largest);
        }
        let mut bytes = Vec::new();
        io::stdin().lock().take(largest + 1).read_to_end(&mut bytes).map_err(|error| why_not(&error))?;
        within(bytes, largest).map(|bytes| (bytes, None))
    }

    /// The text of a file of ours, such as settings.
    pub(super) fn words(&self, path: &Path) -> anyhow::Result<String> {
        let words = stamped(path, self.largest()).and_then(|(bytes, _)| {
            String::from_utf8(bytes).map_err(|_| Said::new("内容不是 UTF-8 文字", "is not UTF-8 text"))
        });
        words.map_err(|why| {
            let path = named(path);
            anyhow::anyhow!(self.tell(format!("`{path}`：{}", why.zh), format!("`{path}`: {}", why.en)))
        })
    }

    /// The most bytes that are read of a file, or of a line of a stream.
    pub(super) fn largest(&self) -> u64 {
        self.option::<u64>("max-size").copied().unwrap_or(LARGEST)
    }

    /// The source of the bytes of a file.
    pub(super) fn source(&self, name: &str, bytes: Vec<u8>) -> Result<Source, InputError> {
        let from = self.matches.get_one::<String>("from").and_then(|name| Format::of_name(name));
        let options = Options {
            encoding: self.matches.get_one::<String>("encoding").map(String::as_str),
            from,
            password: self.matches.get_one::<String>("password").map(String::as_str),
            ..Options::default()
        };
        let source = input::read(name, bytes, &options)?;
        if self.verbose {
            let (format, encoding, chars) =
                (source.format.name(), source.encoding, source.text.chars().count());
            self.say(
                format_args!("{}：{format}，{encoding}，{chars} 字", shown::line(name)),
                format_args!("{}: {format}, {encoding}, {chars} characters", shown::line(name)),
            );
        }
        Ok(source)
    }

    /// The source of a text that is UTF-8, whatever `--encoding` says.
    pub(super) fn text(&self, name: &str, bytes: Vec<u8>) -> Result<Source, InputError> {
        let from = self.matches.get_one::<String>("from").and_then(|name| Format::of_name(name));
        input::read(name, bytes, &Options { encoding: Some("utf-8"), from, ..Options::default() })
    }

    /// Tells of a file that could not be read.
    pub(super) fn failed(&self, path: &str, why: &Said) {
        let path = shown::line(path);
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

/// The most bytes of a file, unless `--max-size` says otherwise.
const LARGEST: u64 = 256 << 20;

/// A number of bytes as people write it, such as `300M`, `2GB` or `65536`.
pub(super) fn size(text: &str) -> Result<u64, &'static str> {
    let digits = text.trim_end_matches(|c: char| !c.is_ascii_digit());
    let shift = match text[digits.len()..].to_ascii_uppercase().trim_end_matches('B') {
        "" => 0,
        "K" => 10,
        "M" => 20,
        "G" => 30,
        _ => return Err("size"),
    };
    let number: u64 = digits.parse().map_err(|_| "size")?;
    // Room for the one byte that tells that there are more.
    number.checked_mul(1 << shift).filter(|bytes| (1..u64::MAX).contains(bytes)).ok_or("size")
}

/// What is told of a file, or a line, of more than so many bytes.
pub(super) fn too_large(largest: u64) -> Said {
    let shown = match largest {
        bytes if bytes.is_multiple_of(1 << 20) => format!("{} MB", bytes >> 20),
        bytes if bytes.is_multiple_of(1 << 10) => format!("{} KB", bytes >> 10),
        bytes => format!("{bytes} B"),
    };
    Said::new(
        format!("超过 {shown}，没有读；确实这么大，可用 --max-size 放宽"),
        format!("larger than {shown} and not read; --max-size allows more"),
    )
}

/// All bytes of a regular file, or why it cannot be read. Of another kind, such as a pipe, there may be no end.
pub fn file(path: &Path) -> Result<Vec<u8>, Said> {
    regular(path, LARGEST)
}

/// All bytes of a regular file of at most so many.
pub(super) fn regular(path: &Path, largest: u64) -> Result<Vec<u8>, Said> {
    if std::fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir()) {
        return Err(Said::new("不是普通文件", "is no regular file"));
    }
    stamped(path, largest).map(|(bytes, _)| bytes)
}

fn within(bytes: Vec<u8>, largest: u64) -> Result<Vec<u8>, Said> {
    if bytes.len() as u64 > largest { Err(too_large(largest)) } else { Ok(bytes) }
}

fn stamped(path: &Path, largest: u64) -> Result<(Vec<u8>, Option<Stamp>), Said> {
    // The kind is looked at before opening: a folder opens, and fails with a message nobody understands.
    let found = std::fs::metadata(path);
    if found.as_ref().is_ok_and(|found| found.is_dir()) {
        return Err(Said::new("这是目录，不是文件", "is a folder, not a file"));
    }
    if found.is_ok_and(|found| found.is_file() && found.len() > largest) {
        return Err(too_large(largest));
    }
    let (bytes, stamp) = settled(|| {
        let file = File::open(path)?;
        let before = Stamp::of(&file.metadata()?);
        let mut bytes = Vec::with_capacity(before.map_or(0, |stamp| stamp.size.min(largest)) as usize + 1);
        // What has no end, such as a pipe or a device, is read so far that this is known.
        (&file).take(largest + 1).read_to_end(&mut bytes)?;
        Ok((before, bytes, Stamp::of(&file.metadata()?)))
    })?;
    Ok((within(bytes, largest)?, stamp))
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
    use super::{Stamp, settled, size, too_large};

    #[test]
    fn sizes() {
        for (text, wanted) in [
            ("65536", Ok(65536)),
            ("300M", Ok(300 << 20)),
            ("2gb", Ok(2 << 30)),
            ("1K", Ok(1024)),
            ("", Err("size")),
            ("0", Err("size")),
            ("M", Err("size")),
            ("-1", Err("size")),
            ("1.5G", Err("size")),
            ("3T", Err("size")),
            ("18446744073709551615", Err("size")),
            ("99999999999G", Err("size")),
        ] {
            assert_eq!(size(text), wanted, "{text}");
        }
        assert_eq!(too_large(1 << 20).en, "larger than 1 MB and not read; --max-size allows more");
        assert_eq!(too_large(1000).zh, "超过 1000 B，没有读；确实这么大，可用 --max-size 放宽");
    }

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
