//! One file, on one of the threads.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::cli::batch::resume::{Entry, Known, Piece};
use crate::cli::batch::walk::{By, Found, Named, Skip};
use crate::cli::read::Stamp;
use crate::cli::{Session, apart};
use crate::extract::Scene;
use crate::input::InputError;
use crate::model::Said;
use crate::report::{flat, json};
use crate::text::Source;

/// What every file is read with.
pub(super) struct Reader<'a> {
    pub(super) session: &'a Session<'a>,
    pub(super) scene: Scene<'a>,
    pub(super) shape: Shape,
    /// Lines of earlier runs.
    pub(super) known: Known,
}

/// In what shape a plan is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// JSON on one line, with its line end.
    Line,
    /// JSON on several.
    Indented,
    /// Rows of tables.
    Rows,
}

/// A plan, written.
pub(super) enum Body {
    Text(Vec<u8>),
    Rows(flat::Rows),
}

/// What became of a file.
pub(super) enum Outcome {
    Read(Body, Option<Entry>),
    Kept(Piece, Entry),
    Failed(Said),
    Skipped(Skip),
    /// It is what the run writes: nothing more is read.
    Refused(anyhow::Error),
}

impl Outcome {
    /// Its size in memory.
    pub(super) fn weight((_, outcome): &(String, Outcome)) -> usize {
        match outcome {
            Outcome::Read(Body::Text(text), _) => text.len(),
            Outcome::Read(Body::Rows(rows), _) => rows.size(),
            _ => 0,
        }
    }
}

impl Reader<'_> {
    /// What becomes of what was found, and its name for messages.
    pub(super) fn read(&self, found: Found) -> (String, Outcome) {
        match found {
            Found::File(named) => {
                let name = named.path.display().to_string();
                let outcome = unwinding(|| self.file(&named, &name)).unwrap_or_else(Outcome::Failed);
                (name, outcome)
            }
            Found::Bad(path, why) => (path.display().to_string(), Outcome::Failed(why)),
            Found::Skipped(why) => (String::new(), Outcome::Skipped(why)),
        }
    }

    fn file(&self, named: &Named, name: &str) -> Outcome {
        if let Err(error) = named.refuse(self.session) {
            return Outcome::Refused(error);
        }
        if let Some((entry, piece)) = self.known.unread(&named.path) {
            return Outcome::Kept(piece, entry);
        }
        let (bytes, stamp) = match named.bytes(self.session) {
            Ok(read) => read,
            Err(why) => return Outcome::Failed(why),
        };
        let entry =
            stamp.filter(|_| self.known.is_wanted()).map(|stamp| Entry::new(&named.path, stamp, &bytes));
        if let Some((entry, piece)) = entry.and_then(|entry| Some((entry, self.known.same(&entry)?))) {
            return Outcome::Kept(piece, entry);
        }
        match named.source(self.session, name, bytes) {
            Ok(source) => Outcome::Read(self.body(&source), entry),
            Err(Some(why)) => Outcome::Failed(why),
            Err(None) => Outcome::Skipped(Skip::Kind),
        }
    }

    fn body(&self, source: &Source) -> Body {
        let document = json::read(self.scene, source, self.session.lang);
        if self.shape == Shape::Rows {
            return Body::Rows(flat::rows(&document));
        }
        let mut text = Vec::with_capacity(4 * source.text.len());
        if self.shape == Shape::Line {
            json::append(&document, &mut text);
            text.push(b'\n');
        } else {
            // Writing to memory does not fail.
            let _ = json::write(&document, true, &mut text);
        }
        Body::Text(text)
    }
}

/// The source of a file and its bytes, none of them unless they are `kept`; an error without a reason where it is passed
/// over.
pub(in crate::cli) fn load(
    session: &Session,
    named: &Named,
    name: &str,
    kept: bool,
) -> Result<(Source, Vec<u8>), Option<Said>> {
    let (bytes, _) = named.bytes(session).map_err(Some)?;
    let copy = if kept { bytes.clone() } else { Vec::new() };
    Ok((named.source(session, name, bytes)?, copy))
}

impl Named {
    /// Refuses what is an output by another name. Most are refused before the first file is read, but not what comes
    /// through a pipe or stands in a folder that is mounted twice.
    pub(in crate::cli) fn refuse(&self, session: &Session) -> anyhow::Result<()> {
        apart::refuse(session, &self.path)
    }

    fn bytes(&self, session: &Session) -> Result<(Vec<u8>, Option<Stamp>), Said> {
        let special = |path| std::fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir());
        if self.by == By::List && special(&self.path) {
            return Err(Said::new("不是普通文件", "is no regular file"));
        }
        session.bytes(&self.path)
    }

    fn source(&self, session: &Session, name: &str, bytes: Vec<u8>) -> Result<Source, Option<Said>> {
        session.source(name, bytes).map_err(|error| match error {
            InputError::NoDocument { .. } | InputError::Binary if self.by == By::Bytes => None,
            error => Some(error.said()),
        })
    }
}

/// Runs the reading of one document; should it ever panic, that document has failed and the others are still read.
pub fn unwinding<T>(read: impl FnOnce() -> T) -> Result<T, Said> {
    catch_unwind(AssertUnwindSafe(read)).map_err(|_| {
        Said::new("程序在这份文件上出错，请报告", "the program failed on it, which should be reported")
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_panic_is_the_failure_of_one_document() {
        let why = super::unwinding(|| assert_eq!(1, 2, "as a document might")).expect_err("it fails");
        assert_eq!(why.en, "the program failed on it, which should be reported");
        assert_eq!(super::unwinding(|| 1), Ok(1));
    }
}
