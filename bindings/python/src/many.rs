//! Many documents on several threads.
//!
//! ```text
//! Python's thread   copies documents in ──► [queue] ──► threads read, without Python ──► [queue] ──► makes objects
//! ```

use std::num::NonZero;
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Mutex, PoisonError};

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::{Bound, PyAny, PyAnyMethods, PyErr, PyResult, Python, pyfunction};
use pyo3::types::{PyBytes, PyList, PyModule, PyString};

use plan::report::json::Document;

use crate::document::{Given, Settings};
use crate::error::Failure;
use crate::object::Builder;

/// Documents on their way for each thread: enough that none waits while an object is made.
const AHEAD: usize = 8;

/// As large as that of the main thread, on which a single document is read.
const STACK: usize = 8 << 20;

/// Read many plans on several threads: a list of what ``extract`` gives of each, in their order.
///
/// ``documents`` is any iterable of what ``extract`` takes; it is read as it goes. ``jobs`` is the number of threads,
/// as many as processors if not given. With ``errors="raise"`` the first document that cannot be read ends all with its
/// exception; with ``"return"`` its exception stands in its place.
#[pyfunction]
#[pyo3(signature = (
    documents, *, jobs=None, errors="raise", year=None, encoding=None, format=None, password=None, lang=None
))]
#[allow(clippy::too_many_arguments)]
pub(crate) fn extract_batch<'py>(
    py: Python<'py>,
    documents: &Bound<'py, PyAny>,
    jobs: Option<usize>,
    errors: &str,
    year: Option<i16>,
    encoding: Option<String>,
    format: Option<&str>,
    password: Option<String>,
    lang: Option<&str>,
) -> PyResult<Bound<'py, PyList>> {
    let settings = Settings::new(year, encoding, format, password, lang)?;
    let stop = match errors {
        "raise" => true,
        "return" => false,
        _ => return Err(PyValueError::new_err(format!("`errors` is `raise` or `return`, not `{errors}`"))),
    };
    if documents.is_instance_of::<PyString>() || documents.is_instance_of::<PyBytes>() {
        return Err(PyTypeError::new_err("wanted many documents, found a single one; `extract` reads that"));
    }
    let n_jobs = match jobs {
        Some(0) => return Err(PyValueError::new_err("`jobs` is at least 1")),
        Some(jobs) => jobs,
        None => std::thread::available_parallelism().map_or(1, NonZero::get),
    };
    // Most often a list: then no thread is started that would have nothing to do.
    let n_jobs = documents.len().map_or(n_jobs, |n| n_jobs.min(n.max(1)));
    let _paused = Paused::new(py)?;
    let (to_read, given) = mpsc::channel();
    let (to_take, mut read) = mpsc::channel();
    let given = Mutex::new(given);
    std::thread::scope(|scope| {
        for _ in 0..n_jobs {
            let (given, settings, to_take) = (&given, &settings, to_take.clone());
            std::thread::Builder::new()
                .stack_size(STACK)
                .spawn_scoped(scope, || work(given, settings, to_take))?;
        }
        // All ends when nothing more is given: `to_read` goes with this closure, whatever becomes of it.
        let to_read = to_read;
        let mut results = Results { builder: Builder::new(py), stop, taken: Vec::new(), failed: None };
        let mut n_ahead = 0;
        for (at, document) in documents.try_iter()?.enumerate() {
            if n_ahead == n_jobs * AHEAD {
                results.take(py, &mut read)?;
                n_ahead -= 1;
            }
            if results.failed.is_some() {
                break;
            }
            match Given::of(&document?) {
                Ok(given) => {
                    // The threads are there until `to_read` is dropped.
                    let _ = to_read.send((at, given));
                    n_ahead += 1;
                }
                Err(error) => results.fail(py, at, error),
            }
        }
        for _ in 0..n_ahead {
            results.take(py, &mut read)?;
        }
        results.list()
    })
}

/// Python's cyclic collector, paused: no cycle is made here, and it would look through all plans again whenever they have
/// grown by a quarter, which takes as long as making them.
struct Paused<'py>(Option<Bound<'py, PyModule>>);

impl<'py> Paused<'py> {
    fn new(py: Python<'py>) -> PyResult<Paused<'py>> {
        let gc = py.import("gc")?;
        let running = gc.call_method0("isenabled")?.is_truthy()?;
        gc.call_method0("disable")?;
        Ok(Paused(running.then_some(gc)))
    }
}

impl Drop for Paused<'_> {
    fn drop(&mut self) {
        if let Some(gc) = &self.0 {
            // It takes no arguments and does not fail.
            let _ = gc.call_method0("enable");
        }
    }
}

/// Reads documents until there are no more.
fn work(given: &Mutex<Receiver<(usize, Given)>>, settings: &Settings, to_take: Sender<Answer>) {
    loop {
        // Whoever holds the lock waits for the next document; the others work.
        let next = given.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((at, given)) = next else { return };
        if to_take.send((at, settings.read(given))).is_err() {
            return;
        }
    }
}

/// What became of a document, and its place.
type Answer = (usize, Result<Document, Failure>);

/// The objects so far.
struct Results<'py> {
    builder: Builder<'py>,
    /// Whether an error ends all.
    stop: bool,
    taken: Vec<Option<Bound<'py, PyAny>>>,
    /// The first document, in their order, that could not be read. Those before it have been read or are under way.
    failed: Option<(usize, PyErr)>,
}

impl<'py> Results<'py> {
    /// Waits for an answer, without keeping Python from its other threads, and makes its object.
    fn take(&mut self, py: Python<'py>, read: &mut Receiver<Answer>) -> PyResult<()> {
        let answer = py.detach(move || read.recv());
        py.check_signals()?;
        // The threads are there until nothing more is given.
        let Ok((at, answer)) = answer else { return Ok(()) };
        match answer {
            Ok(document) => {
                let object = self.builder.object(&document)?;
                self.put(at, object);
            }
            Err(failure) => self.fail(py, at, failure.raised(py, Some(at))),
        }
        Ok(())
    }

    fn fail(&mut self, py: Python<'py>, at: usize, error: PyErr) {
        match &self.failed {
            _ if !self.stop => self.put(at, error.into_value(py).into_bound(py).into_any()),
            Some((first, _)) if *first < at => {}
            _ => self.failed = Some((at, error)),
        }
    }

    fn put(&mut self, at: usize, object: Bound<'py, PyAny>) {
        if at >= self.taken.len() {
            self.taken.resize(at + 1, None);
        }
        self.taken[at] = Some(object);
    }

    fn list(self) -> PyResult<Bound<'py, PyList>> {
        match self.failed {
            Some((_, error)) => Err(error),
            None => PyList::new(self.builder.py(), self.taken.into_iter().flatten()),
        }
    }
}
