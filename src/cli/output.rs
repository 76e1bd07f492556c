//! Standard output, and files that appear whole or not at all.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// Somewhere results go. A file is written aside and takes its name only in [`Output::finish`].
pub(super) struct Output {
    out: Option<BufWriter<Box<dyn Write>>>,
    aside: Option<(PathBuf, PathBuf)>,
}

impl Output {
    /// Standard output, or the file that `-o` names.
    pub(super) fn open(path: Option<&Path>) -> Result<Output> {
        let Some(path) = path else {
            let out: Box<dyn Write> = Box::new(io::stdout().lock());
            return Ok(Output { out: Some(BufWriter::with_capacity(1 << 16, out)), aside: None });
        };
        let name = path.file_name().with_context(|| format!("`{}` is no file name", path.display()))?;
        let mut aside = name.to_owned();
        aside.push(format!(".{}.part", std::process::id()));
        let aside = path.with_file_name(aside);
        let file =
            fs::File::create(&aside).with_context(|| format!("cannot write beside `{}`", path.display()))?;
        Ok(Output { out: Some(BufWriter::new(Box::new(file))), aside: Some((aside, path.to_owned())) })
    }

    /// Where to write.
    pub(super) fn writer(&mut self) -> &mut dyn Write {
        self.out.as_mut().expect("open until finished")
    }

    /// Ends the output; a file takes its name now.
    pub(super) fn finish(mut self) -> Result<()> {
        if let Some(mut out) = self.out.take() {
            out.flush()?;
        }
        if let Some((aside, path)) = self.aside.take() {
            fs::File::open(&aside)?.sync_all()?;
            fs::rename(&aside, &path).with_context(|| format!("cannot write `{}`", path.display()))?;
        }
        Ok(())
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        if let Some((aside, _)) = self.aside.take() {
            drop(self.out.take());
            let _ = fs::remove_file(aside);
        }
    }
}

/// Whether an error only says that the reader of a pipe has gone.
pub(super) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let io = cause.downcast_ref::<io::Error>().map(io::Error::kind);
        let json = cause.downcast_ref::<serde_json::Error>().and_then(serde_json::Error::io_error_kind);
        io.or(json) == Some(io::ErrorKind::BrokenPipe)
    })
}
