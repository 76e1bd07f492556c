//! The files that arguments, folders and lists name, one after the other.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use ignore::overrides::{Override, OverrideBuilder};
use ignore::{DirEntry, WalkBuilder};

use crate::cli::read::why_not;
use crate::cli::{Session, named};
use crate::model::Said;

/// What was found.
pub(in crate::cli) enum Found {
    /// A file to be read.
    File(Named),
    /// What cannot even be looked at.
    Bad(PathBuf, Said),
    /// A file in a folder that is none of ours.
    Skipped(Skip),
}

/// A file and how it came to be read.
pub(in crate::cli) struct Named {
    pub(in crate::cli) path: PathBuf,
    pub(in crate::cli) by: By,
}

/// How a file came to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) enum By {
    /// An argument: read whatever it is.
    Argument,
    /// A line of a list: read if it is a regular file.
    List,
    /// In a folder, by its name or a pattern.
    Name,
    /// In a folder, by its first bytes: if it turns out to be no document, it is skipped.
    Bytes,
}

/// Why a file in a folder is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::cli) enum Skip {
    /// Not a kind of document we read.
    Kind,
    /// Its name begins with a dot.
    Hidden,
    /// A symbolic link, without `--follow`.
    Link,
    /// A pipe, socket or device.
    Special,
}

impl Skip {
    /// Its words in the summary.
    pub(super) fn said(self) -> Said {
        match self {
            Skip::Kind => Said::new("不是文档", "no document"),
            Skip::Hidden => Said::new("隐藏文件", "hidden"),
            Skip::Link => Said::new("符号链接", "symbolic link"),
            Skip::Special => Said::new("管道、设备等", "pipe, socket or device"),
        }
    }
}

/// What is to be read, in this order: arguments as they are given, then the lines of the list. A folder stands for its
/// files in the order of their paths, part by part.
#[derive(Clone)]
pub(in crate::cli) struct Inputs {
    paths: Vec<PathBuf>,
    list: Option<PathBuf>,
    globs: Vec<String>,
    follow: bool,
}

impl Inputs {
    /// What the command line names. A pattern that cannot be understood is an error.
    pub(in crate::cli) fn of(session: &Session) -> Result<Inputs> {
        let globs = session.matches.get_many::<String>("glob").into_iter().flatten().cloned().collect();
        let inputs = Inputs {
            paths: session.files.to_vec(),
            list: session.matches.get_one::<PathBuf>("files-from").cloned(),
            globs,
            follow: session.matches.get_flag("follow"),
        };
        inputs.overrides(Path::new(".")).map_err(|error| {
            anyhow::anyhow!(session.tell(format!("--glob 不对：{error}"), format!("--glob: {error}")))
        })?;
        Ok(inputs)
    }

    /// The files and folders that are arguments, of a command that takes no patterns and no list.
    pub(in crate::cli) fn folders(session: &Session) -> Inputs {
        Inputs { paths: session.files.to_vec(), list: None, globs: Vec::new(), follow: false }
    }

    /// Whether they are one file and nothing else.
    pub(super) fn is_one_file(&self) -> bool {
        self.list.is_none() && matches!(&self.paths[..], [only] if !only.is_dir())
    }

    /// Whether they can be walked twice, to count them first: a list that comes through a pipe cannot.
    pub(in crate::cli) fn can_be_counted(&self) -> bool {
        self.list.as_ref().is_none_or(|list| list.as_os_str() != "-" && list.is_file())
    }

    /// Whether a list or links that are followed may name what stands anywhere.
    pub(in crate::cli) fn lead_elsewhere(&self) -> bool {
        self.list.is_some() || self.follow
    }

    /// Everything, found as it is asked for. A list that cannot be opened is an error.
    pub(in crate::cli) fn iter(
        &self,
        session: &Session,
    ) -> Result<impl Iterator<Item = Found> + Send + use<>> {
        let listed = match &self.list {
            Some(list) => Some(open_list(list).with_context(|| {
                session.tell(
                    format!("读不了列表 `{}`", named(list)),
                    format!("cannot read the list `{}`", named(list)),
                )
            })?),
            None => None,
        };
        let inputs = self.clone();
        let arguments = self.paths.clone().into_iter().flat_map(move |path| inputs.argument(path));
        Ok(arguments.chain(listed.into_iter().flatten()))
    }

    fn argument(&self, path: PathBuf) -> Box<dyn Iterator<Item = Found> + Send> {
        match path.is_dir() {
            true => Box::new(self.folder(&path)),
            false => Box::new(std::iter::once(Found::File(Named { path, by: By::Argument }))),
        }
    }

    /// The files of a folder: hidden and ignored ones are left out as ripgrep does.
    fn folder(&self, folder: &Path) -> impl Iterator<Item = Found> + Send + use<> {
        let overrides = self.overrides(folder).unwrap_or_else(|_| Override::empty());
        let kept = overrides.clone();
        let walk = WalkBuilder::new(folder)
            // Hidden files come too, to be counted.
            .hidden(false)
            .follow_links(self.follow)
            .overrides(overrides.clone())
            .sort_by_file_name(OsStr::cmp)
            // `plan extract . > plans.txt`: the shell has made it, and we fill it.
            .skip_stdout(true)
            .filter_entry(move |entry| {
                let is_dir = entry.file_type().is_some_and(|kind| kind.is_dir());
                !(entry.depth() > 0 && is_dir && is_hidden(entry, &kept))
            })
            .build();
        walk.filter_map(move |entry| match entry {
            Ok(entry) => of_entry(entry, &overrides),
            Err(error) => Some(bad(&error)),
        })
    }

    fn overrides(&self, folder: &Path) -> Result<Override, ignore::Error> {
        let mut builder = OverrideBuilder::new(folder);
        for glob in &self.globs {
            builder.add(glob)?;
        }
        builder.build()
    }
}

fn is_hidden(entry: &DirEntry, overrides: &Override) -> bool {
    entry.file_name().as_encoded_bytes().starts_with(b".")
        && !overrides
            .matched(entry.path(), entry.file_type().is_some_and(|kind| kind.is_dir()))
            .is_whitelist()
}

fn of_entry(entry: DirEntry, overrides: &Override) -> Option<Found> {
    let kind = entry.file_type()?;
    if kind.is_dir() {
        return None;
    }
    let by = match () {
        _ if kind.is_symlink() => Err(Skip::Link),
        _ if !kind.is_file() => Err(Skip::Special),
        _ if is_hidden(&entry, overrides) => Err(Skip::Hidden),
        _ if overrides.num_whitelists() > 0 => Ok(By::Name),
        _ => by_kind(entry.path()),
    };
    Some(match by {
        Ok(by) => Found::File(Named { path: entry.into_path(), by }),
        Err(skip) => Found::Skipped(skip),
    })
}

/// The path and the reason of an error of the walk.
fn bad(error: &ignore::Error) -> Found {
    let mut path = PathBuf::new();
    let mut inner = error;
    let why = loop {
        match inner {
            ignore::Error::WithPath { path: at, err } => {
                path.clone_from(at);
                inner = err;
            }
            ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => inner = err,
            ignore::Error::Loop { ancestor, child } => {
                path.clone_from(child);
                break Said::new(
                    format!("符号链接绕回 `{}`", named(ancestor)),
                    format!("a symbolic link that leads back to `{}`", named(ancestor)),
                );
            }
            ignore::Error::Io(error) => break why_not(error),
            other => break Said::new(format!("读取失败：{other}"), format!("cannot be read: {other}")),
        }
    };
    Found::Bad(path, why)
}

/// Endings of the documents we read.
const DOCUMENTS: &[&str] = &[
    "txt", "text", "md", "markdown", "html", "htm", "xhtml", "shtml", "mht", "mhtml", "docx", "docm", "dotx",
    "doc", "dot", "rtf", "wps", "wpt", "odt", "ott", "ofd", "pdf", "xlsx", "xlsm", "xls", "et", "csv",
];

/// Endings of packages that begin like documents and are none.
const OTHERS: &[&str] = &[
    "zip", "jar", "war", "apk", "ipa", "epub", "pptx", "pptm", "ppsx", "ppt", "pps", "dps", "vsd", "vsdx",
    "pub", "msg", "msi", "msp", "mdb", "accdb", "db", "xps", "oxps", "odp", "odg", "whl", "nupkg", "xpi",
];

/// Files that speak of a folder or a project, whatever their ending.
const ABOUT: &[&str] = &["readme", "license", "licence", "copying", "changelog", "contributing", "notice"];

/// Whether a file found in a folder is a document by its name, or by its first bytes where the name tells nothing.
/// Text without an ending is none: it may be anything.
fn by_kind(path: &Path) -> Result<By, Skip> {
    let lower =
        |part: Option<&OsStr>| part.map(|part| part.to_string_lossy().to_lowercase()).unwrap_or_default();
    let (stem, ending) = (lower(path.file_stem()), lower(path.extension()));
    // Word leaves `~$plan.docx` beside a document that is open.
    if ABOUT.contains(&stem.as_str()) || stem.starts_with("~$") {
        return Err(Skip::Kind);
    }
    if DOCUMENTS.contains(&ending.as_str()) {
        return Ok(By::Name);
    }
    if OTHERS.contains(&ending.as_str()) {
        return Err(Skip::Kind);
    }
    let mut head = [0; 8];
    let read = File::open(path).and_then(|mut file| file.read(&mut head)).unwrap_or(0);
    match [&b"PK\x03\x04"[..], b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-"]
        .iter()
        .any(|magic| head[..read].starts_with(magic))
    {
        true => Ok(By::Bytes),
        false => Err(Skip::Kind),
    }
}

/// The lines of a list of files; where a zero byte comes first, as `find -print0` has it, zero bytes end the names.
fn open_list(list: &Path) -> std::io::Result<impl Iterator<Item = Found> + Send + use<>> {
    let mut reader: Box<dyn BufRead + Send> = match list.as_os_str() == "-" {
        true => Box::new(BufReader::new(std::io::stdin())),
        false => Box::new(BufReader::new(File::open(list)?)),
    };
    let mut end = None;
    Ok(std::iter::from_fn(move || {
        // Told once; the list is over.
        let over = |reader: &mut Box<dyn BufRead + Send>, why| {
            *reader = Box::new(std::io::empty());
            Some(Found::Bad(PathBuf::from("--files-from"), why))
        };
        // A list that never ends must at least give names.
        let mut rest = LONGEST;
        loop {
            if end.is_none() {
                let zero = reader.fill_buf().is_ok_and(|head| head.contains(&0));
                end = Some(if zero { 0 } else { b'\n' });
            }
            let mut name = Vec::new();
            match reader.by_ref().take(rest).read_until(end.unwrap_or(b'\n'), &mut name) {
                Ok(0) if rest == 0 => {
                    let why = Said::new(
                        format!("{} KB 之内没有文件名，这不是文件列表", LONGEST >> 10),
                        format!("no name within {} KB; this is no list of files", LONGEST >> 10),
                    );
                    return over(&mut reader, why);
                }
                Ok(0) => return None,
                Ok(read) => rest -= read as u64,
                Err(error) => return over(&mut reader, why_not(&error)),
            }
            let whole = name.last() == end.as_ref() || rest > 0;
            while name.last().is_some_and(|last| matches!(last, b'\n' | b'\r' | 0)) {
                name.pop();
            }
            if !name.is_empty() && whole {
                return Some(Found::File(Named { path: path_of(name), by: By::List }));
            }
        }
    }))
}

/// The most bytes of a list of files from one name to the next. No system takes a name as long.
const LONGEST: u64 = 1 << 20;

#[cfg(unix)]
fn path_of(name: Vec<u8>) -> PathBuf {
    use std::os::unix::ffi::OsStringExt as _;
    std::ffi::OsString::from_vec(name).into()
}

#[cfg(not(unix))]
fn path_of(name: Vec<u8>) -> PathBuf {
    String::from_utf8_lossy(&name).into_owned().into()
}
