//! Standard output, and files that appear whole or not at all.

use std::fs::{self, File, TryLockError};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::cli::Session;

/// Somewhere results go. A file is written aside, as `NAME.part`, and takes its name only in [`Output::finish`].
pub(super) struct Output {
    out: Option<BufWriter<Box<dyn Write + Send>>>,
    aside: Option<Aside>,
}

impl Output {
    /// Standard output, or the file that `-o` names. Another run that writes the same file is an error.
    pub(super) fn open(session: &Session, path: Option<&Path>) -> Result<Output> {
        let Some(path) = path else {
            let out: Box<dyn Write + Send> = Box::new(io::stdout());
            return Ok(Output { out: Some(BufWriter::with_capacity(1 << 16, out)), aside: None });
        };
        // A device or a pipe is written to; it must never be replaced by a file.
        if fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir()) {
            let file = File::options().write(true).open(path);
            let file = file.with_context(|| session.cannot_write(path))?;
            return Ok(Output { out: Some(BufWriter::new(Box::new(file))), aside: None });
        }
        let (aside, file) = Aside::open(session, path)?;
        // What an interrupted run has left is overwritten; its journal speaks of it no more.
        let _ = beside(&aside.part, "journal").map(fs::remove_file);
        file.set_len(0).with_context(|| session.cannot_write(path))?;
        Ok(Output { out: Some(BufWriter::with_capacity(1 << 16, Box::new(file))), aside: Some(aside) })
    }

    /// Where to write.
    pub(super) fn writer(&mut self) -> &mut (dyn Write + Send) {
        self.out.as_mut().expect("open until finished")
    }

    /// Ends the output; a file takes its name now.
    pub(super) fn finish(mut self) -> Result<()> {
        if let Some(mut out) = self.out.take() {
            out.flush()?;
        }
        match self.aside.take() {
            Some(aside) => aside.publish(),
            None => Ok(()),
        }
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer().flush()
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        if let Some(aside) = self.aside.take() {
            drop(self.out.take());
            let _ = fs::remove_file(aside.part);
        }
    }
}

/// A file written beside the one it will become, and locked so long.
pub(super) struct Aside {
    /// Where it is written.
    pub(super) part: PathBuf,
    /// What it will be named.
    path: PathBuf,
    /// The same file once more: the lock goes with it.
    lock: File,
}

impl Aside {
    /// Opens the part of `path` as it is, at its start, and locks it.
    pub(super) fn open(session: &Session, path: &Path) -> Result<(Aside, File)> {
        if path.is_dir() {
            anyhow::bail!(session.tell(
                format!("`{}` 是目录，应为文件名", path.display()),
                format!("`{}` is a folder; wanted the name of a file", path.display()),
            ));
        }
        let part = beside(path, "part").with_context(|| {
            session.tell(
                format!("`{}` 不是文件名", path.display()),
                format!("`{}` is no file name", path.display()),
            )
        })?;
        loop {
            let file = File::options().read(true).write(true).create(true).truncate(false).open(&part);
            let file = file.with_context(|| session.cannot_write(path))?;
            // A file system without locks is written to all the same.
            if let Err(TryLockError::WouldBlock) = file.try_lock() {
                anyhow::bail!(session.tell(
                    format!("另一个 plan 正在写 `{}`", path.display()),
                    format!("another run is writing `{}`", path.display()),
                ));
            }
            // The run that held the lock may have given the file its name meanwhile; then it is no longer ours.
            let ours = same_file::Handle::from_file(file.try_clone()?)?;
            if same_file::Handle::from_path(&part).is_ok_and(|there| there == ours) {
                let lock = file.try_clone()?;
                return Ok((Aside { part, path: path.to_owned(), lock }, file));
            }
        }
    }

    /// Brings all that was written to the disk and gives the file its name.
    pub(super) fn publish(self) -> Result<()> {
        self.lock.sync_all()?;
        fs::rename(&self.part, &self.path)
            .with_context(|| format!("cannot write `{}`", self.path.display()))?;
        sync_folder(&self.path);
        Ok(())
    }
}

/// The file beside `path` with a further ending.
pub(super) fn beside(path: &Path, ending: &str) -> Option<PathBuf> {
    let mut name = path.file_name()?.to_owned();
    name.push(".");
    name.push(ending);
    Some(path.with_file_name(name))
}

/// Brings a new name to the disk, where the system lets one.
pub(super) fn sync_folder(path: &Path) {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}

/// Whether an error only says that the reader of a pipe has gone.
pub(super) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    io_kind(error) == Some(io::ErrorKind::BrokenPipe)
}

/// Whether an error says that the disk is full.
pub(super) fn is_full(error: &anyhow::Error) -> bool {
    matches!(io_kind(error), Some(io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded))
}

fn io_kind(error: &anyhow::Error) -> Option<io::ErrorKind> {
    error.chain().find_map(|cause| {
        let io = cause.downcast_ref::<io::Error>().map(io::Error::kind);
        let json = cause.downcast_ref::<serde_json::Error>().and_then(serde_json::Error::io_error_kind);
        io.or(json)
    })
}

impl Session<'_> {
    pub(super) fn cannot_write(&self, path: &Path) -> String {
        self.tell(format!("无法写 `{}`", path.display()), format!("cannot write `{}`", path.display()))
    }
}
