//! A command's input and output in memory, where it runs for another program.

use std::fmt::Display;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::model::Plan;

/// What stands for files, and what a command wrote and said.
#[derive(Default)]
pub(super) struct Held {
    /// The bytes of files by the names that the command has for them.
    files: Vec<(PathBuf, Vec<u8>)>,
    /// The plans of such files as have been read before.
    plans: Vec<(PathBuf, Plan)>,
    written: Arc<Mutex<Vec<u8>>>,
    said: Mutex<String>,
}

impl Held {
    /// With the bytes of files by the names that the command has for them.
    pub(super) fn of(files: Vec<(PathBuf, Vec<u8>)>) -> Held {
        Held { files, ..Held::default() }
    }

    /// With the plans of such files as have been read before.
    pub(super) fn with(self, plans: Vec<(PathBuf, Plan)>) -> Held {
        Held { plans, ..self }
    }

    /// The plan that a path stands for, if it was read before.
    pub(super) fn plan(&self, path: &Path) -> Option<&Plan> {
        self.plans.iter().find(|(name, _)| name == path).map(|(_, plan)| plan)
    }

    /// The bytes that a path stands for, if it is no file of the system.
    pub(super) fn bytes(&self, path: &Path) -> Option<&[u8]> {
        self.files.iter().find(|(name, _)| name == path).map(|(_, bytes)| bytes.as_slice())
    }

    /// In place of standard output.
    pub(super) fn output(&self) -> impl Write + Send + use<> {
        Shared(Arc::clone(&self.written))
    }

    /// In place of standard error.
    pub(super) fn say(&self, line: impl Display) {
        let mut said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        *said += &format!("{line}\n");
    }

    /// What the command wrote, and what it said, a line each.
    pub(super) fn take(self) -> (Vec<u8>, String) {
        let written = std::mem::take(&mut *self.written.lock().unwrap_or_else(PoisonError::into_inner));
        (written, self.said.into_inner().unwrap_or_else(PoisonError::into_inner))
    }
}

struct Shared(Arc<Mutex<Vec<u8>>>);

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
