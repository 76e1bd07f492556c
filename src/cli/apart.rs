//! Before anything is read: no output names an input, another output, or a place in a folder that is read.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::cli::batch::{Found, Inputs};
use crate::cli::check::{ACCEPT, CONFIG};
use crate::cli::output::{file_of, is_stdout};
use crate::cli::{Session, named};
use crate::report::flat::TABLES;

/// A file that is written.
#[derive(Debug)]
pub(super) struct Written {
    /// By what option, in words.
    by: &'static str,
    /// Its own name, without links; none for standard output.
    path: Option<PathBuf>,
    /// Which file it is, if there is one.
    file: Option<Identity>,
    /// Whether that has other names.
    has_names: bool,
}

/// Which file something is, whatever it is called. A hard link is the same file.
#[cfg(unix)]
type Identity = (u64, u64);

#[cfg(not(unix))]
type Identity = same_file::Handle;

/// The identity of a regular file.
fn identity(path: &Path) -> Option<Identity> {
    let found = fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        Some((found.dev(), found.ino()))
    }
    #[cfg(not(unix))]
    {
        let _ = found;
        same_file::Handle::from_path(path).ok()
    }
}

/// Whether a file has more than one name; where the system does not tell, it may.
fn has_names(path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        fs::metadata(path).is_ok_and(|found| found.nlink() > 1)
    }
    #[cfg(not(unix))]
    path.exists()
}

/// That of standard input or output, where it is a regular file.
fn of_standard(handle: std::io::Result<same_file::Handle>) -> Option<Identity> {
    let handle =
        handle.ok().filter(|handle| handle.as_file().metadata().is_ok_and(|found| found.is_file()))?;
    #[cfg(unix)]
    return Some((handle.dev(), handle.ino()));
    #[cfg(not(unix))]
    return Some(handle);
}

/// The files that a command writes, by what its options say.
pub(super) fn written(session: &Session) -> Vec<Written> {
    let path = |id: &str| session.option::<PathBuf>(id).filter(|path| path.as_os_str() != "-");
    let format = session.option::<String>("format").map(String::as_str);
    let mut paths: Vec<(&'static str, PathBuf)> = Vec::new();
    match (path("output"), format) {
        (Some(folder), Some(ending @ ("csv" | "parquet"))) if session.takes("resume") => {
            paths.extend(TABLES.iter().map(|table| ("-o", folder.join(format!("{}.{ending}", table.name)))));
        }
        (Some(out), _) if session.is_set("resume") => {
            let endings = ["", ".part", ".journal", ".part.journal"];
            paths.extend(endings.map(|ending| {
                let mut name = file_of(out).unwrap_or_else(|| out.clone()).into_os_string();
                name.push(ending);
                ("-o", name.into())
            }));
        }
        (Some(out), _) => paths.push(("-o", out.clone())),
        (None, _) => {}
    }
    paths.extend(path("errors").map(|errors| ("--errors", errors.clone())));
    let mut all: Vec<Written> = paths
        .into_iter()
        .filter_map(|(by, path)| {
            let path = file_of(&path)?;
            Some(Written { by, file: identity(&path), has_names: has_names(&path), path: Some(path) })
        })
        .collect();
    let is_mended = session.is_set("write") || session.is_set("accept");
    let prints = session.held.is_none() && session.out().is_none_or(is_stdout) && !is_mended;
    if let Some(file) = of_standard(same_file::Handle::stdout()).filter(|_| prints) {
        all.push(Written { by: "standard output", path: None, file: Some(file), has_names: false });
    }
    all
}

/// Refuses outputs that would destroy what is read, or each other.
pub(super) fn check(session: &Session) -> Result<()> {
    let written = session.written;
    for (at, one) in written.iter().enumerate() {
        let same = |other: &&Written| {
            one.path.is_some() && one.path == other.path || one.file.is_some() && one.file == other.file
        };
        if let Some(other) = written[..at].iter().find(same) {
            let name = one.path.as_deref().or(other.path.as_deref()).map(named).unwrap_or_default();
            bail!(session.tell(
                format!("{} 与 {} 是同一个文件 `{name}`", other.shown(), one.shown()),
                format!("{} and {} are the same file `{name}`", other.by, one.by),
            ));
        }
    }
    let given =
        |id: &'static str| session.matches.try_get_many::<PathBuf>(id).ok().flatten().into_iter().flatten();
    for path in
        session.files.iter().chain(["file", "merge", "corrections", "files-from"].into_iter().flat_map(given))
    {
        refuse(session, path)?;
    }
    // `plan check` reads these where it finds them.
    let settings = |path: &PathBuf| [CONFIG, ACCEPT].iter().any(|name| path.ends_with(name));
    if let Some(path) = written.iter().filter_map(|written| written.path.as_ref()).find(|path| settings(path))
    {
        let name = named(path);
        bail!(session.tell(
            format!("`{name}` 是 plan check 的设置，不能用来写结果"),
            format!("`{name}` holds settings of plan check; results cannot be written there"),
        ));
    }
    let folders: Vec<&PathBuf> = session
        .files
        .iter()
        .chain(["dict", "corpus"].into_iter().flat_map(given))
        .filter(|path| path.is_dir())
        .collect();
    for folder in &folders {
        let Ok(place) = folder.canonicalize() else { continue };
        let inside = |written: &&Written| {
            written.path.as_deref().is_some_and(|path| path != place && path.starts_with(&place))
        };
        if let Some(written) = session.written.iter().find(inside) {
            let (name, by) = (named(written.path.as_deref().unwrap_or(folder)), written.by);
            bail!(session.tell(
                format!("{by} 写的 `{name}` 在要读的目录 `{}` 里，请写到别处", named(folder)),
                format!(
                    "`{name}`, which {by} names, lies in the folder `{}` that is read; write it elsewhere",
                    named(folder)
                ),
            ));
        }
    }
    // By a hard link, a link that is followed or a line of a list a file may be the same that is elsewhere. That is better
    // known before the first file is read; each is looked at once more when its turn comes.
    let exists = written.iter().any(|written| written.path.is_some() && written.file.is_some());
    let has_many = session.takes("follow");
    if exists && has_many {
        let inputs = Inputs::of(session)?;
        let may_be_elsewhere = inputs.lead_elsewhere() || written.iter().any(|written| written.has_names);
        if may_be_elsewhere && inputs.can_be_counted() {
            for found in inputs.iter(session)? {
                if let Found::File(file) = found {
                    refuse(session, &file.path)?;
                }
            }
        }
    }
    for dir in ["dict", "corpus"].into_iter().flat_map(given) {
        for entry in fs::read_dir(dir).into_iter().flatten().flatten().filter(|_| exists) {
            refuse(session, &entry.path())?;
        }
    }
    Ok(())
}

/// Refuses a file that is read and written.
pub(super) fn refuse(session: &Session, path: &Path) -> Result<()> {
    if session.written.iter().all(|written| written.file.is_none()) {
        return Ok(());
    }
    let file = match path.as_os_str() == "-" {
        true => of_standard(same_file::Handle::stdin()),
        false => identity(path),
    };
    let Some(file) = file else { return Ok(()) };
    let Some(written) = session.written.iter().find(|written| written.file.as_ref() == Some(&file)) else {
        return Ok(());
    };
    let name = named(path);
    bail!(session.tell(
        format!("`{name}` 是要读的文件，{} 不能写它；没有改动，请换一个文件名", written.shown()),
        format!(
            "{} would overwrite `{name}`, which is read; it was left as it is, name another file",
            written.by
        ),
    ))
}

impl Written {
    /// By what it is written, in Chinese.
    fn shown(&self) -> &'static str {
        if self.path.is_some() { self.by } else { "标准输出" }
    }
}
