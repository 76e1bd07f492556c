//! The Python module `plan_zh`: plans as Python objects, the same as `plan extract`, `plan diff` and `plan trace` print as
//! JSON.

mod document;

mod many;

mod object;

mod error;

use std::ffi::OsString;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::{Bound, PyAny, PyResult, Python, pyfunction, pymodule};

use plan::diff;
use plan::extract;
use plan::model::Plan;
use plan::report::compare::labels;
use plan::report::diff::{Comparison, Side, json};
use plan::report::trace::{self as traces, Lower, Traces};
use plan::text::{Clean, Source};
use plan::trace::{self, Paper, Trace};

use crate::document::{Given, Settings};
use crate::error::Failure;
use crate::object::Builder;

/// What Python imports. Its functions are described for Python in `_native.pyi`.
#[pymodule(name = "_native")]
mod native {
    #[pymodule_export]
    use super::{diff_plans, extract_plan, run, trace_plans};

    #[pymodule_export]
    use crate::many::extract_batch;
}

/// The command line: its exit status. ``arguments`` begin with the program's name.
#[pyfunction]
fn run(py: Python<'_>, arguments: Vec<OsString>) -> u8 {
    py.detach(|| plan::cli::status(arguments))
}

/// Read one plan: the object that ``plan extract`` prints.
///
/// ``document`` is a text (``str``), the bytes of a file (``bytes``) or a path (``pathlib.Path``). A ``str`` is never
/// taken for a path. Raises ``PlanError`` where the document cannot be read.
#[pyfunction(name = "extract")]
#[pyo3(signature = (document, *, year=None, encoding=None, format=None, password=None, lang=None))]
fn extract_plan<'py>(
    py: Python<'py>,
    document: &Bound<'py, PyAny>,
    year: Option<i16>,
    encoding: Option<String>,
    format: Option<&str>,
    password: Option<String>,
    lang: Option<&str>,
) -> PyResult<Bound<'py, PyAny>> {
    let settings = Settings::new(year, encoding, format, password, lang)?;
    let given = Given::of(document)?;
    let read = py.detach(|| settings.read(given));
    Builder::new(py).object(&read.map_err(|failure| failure.raised(py, None))?)
}

/// Compare two plans: the object that ``plan diff --format json`` prints.
///
/// Both are given as ``extract`` takes them. Raises ``PlanError`` where one cannot be read.
#[pyfunction(name = "diff")]
#[pyo3(signature = (old, new, *, year=None, encoding=None, format=None, password=None, lang=None, min_similarity=None))]
#[allow(clippy::too_many_arguments)]
fn diff_plans<'py>(
    py: Python<'py>,
    old: &Bound<'py, PyAny>,
    new: &Bound<'py, PyAny>,
    year: Option<i16>,
    encoding: Option<String>,
    format: Option<&str>,
    password: Option<String>,
    lang: Option<&str>,
    min_similarity: Option<f32>,
) -> PyResult<Bound<'py, PyAny>> {
    let settings = Settings::new(year, encoding, format, password, lang)?;
    let mut options = diff::Options::default();
    if let Some(least) = min_similarity {
        options.least = share(least)?;
    }
    let (old, new) = (Given::of(old)?, Given::of(new)?);
    let compared = py.detach(|| compare(&settings, old, new, options));
    Builder::new(py).object(&compared.map_err(|failure| failure.raised(py, None))?)
}

fn share(given: f32) -> PyResult<f32> {
    match (0.0..=1.0).contains(&given) {
        true => Ok(given),
        false => Err(PyValueError::new_err(format!("`min_similarity` is from 0 to 1, not {given}"))),
    }
}

fn compare(
    settings: &Settings,
    old: Given,
    new: Given,
    options: diff::Options,
) -> Result<json::Document, Failure> {
    let (old_source, new_source) = (settings.source(old)?, settings.source(new)?);
    let scene = settings.scene();
    let [old, new] = [&old_source, &new_source].map(|source| extract::read(scene, source).0);
    let changes = diff::diff(scene.lexicon, &old, &new, options);
    let comparison = Comparison {
        old: Side { source: &old_source, plan: &old },
        new: Side { source: &new_source, plan: &new },
        changes: &changes,
    };
    Ok(json::document(&comparison, settings.lang()))
}

/// Follow an upper plan into lower ones: the object that ``plan trace --format json`` prints.
///
/// All are given as ``extract`` takes them. With ``chain`` each plan is below the one before it. Raises ``PlanError``
/// where one cannot be read.
#[pyfunction(name = "trace")]
#[pyo3(signature = (upper, *lowers, chain=false, year=None, encoding=None, format=None, password=None, lang=None))]
#[allow(clippy::too_many_arguments)]
fn trace_plans<'py>(
    py: Python<'py>,
    upper: &Bound<'py, PyAny>,
    lowers: Vec<Bound<'py, PyAny>>,
    chain: bool,
    year: Option<i16>,
    encoding: Option<String>,
    format: Option<&str>,
    password: Option<String>,
    lang: Option<&str>,
) -> PyResult<Bound<'py, PyAny>> {
    let settings = Settings::new(year, encoding, format, password, lang)?;
    if lowers.is_empty() {
        return Err(PyValueError::new_err("`trace` needs a lower plan"));
    }
    let given = std::iter::once(upper).chain(&lowers).map(Given::of).collect::<PyResult<Vec<Given>>>()?;
    let traced = py.detach(|| follow(&settings, given, chain));
    Builder::new(py).object(&traced.map_err(|failure| failure.raised(py, None))?)
}

fn follow(settings: &Settings, given: Vec<Given>, chain: bool) -> Result<traces::json::Document, Failure> {
    let sources =
        given.into_iter().map(|given| settings.source(given)).collect::<Result<Vec<Source>, Failure>>()?;
    let scene = settings.scene();
    let read: Vec<(Plan, Clean)> = sources.iter().map(|source| extract::read(scene, source)).collect();
    let paper = |at: usize| Paper { plan: &read[at].0, clean: &read[at].1 };
    let side = |at: usize| Side { source: &sources[at], plan: &read[at].0 };
    let above = |at: usize| if chain { at } else { 0 };
    let all: Vec<Trace> =
        (1..read.len()).map(|at| trace::trace(scene.lexicon, paper(above(at - 1)), paper(at))).collect();
    let threads = match chain {
        true => trace::follow(&all),
        false => trace::side_by_side(read[0].0.tasks.len(), &all),
    };
    let plans: Vec<&Plan> = read[1..].iter().map(|(plan, _)| plan).collect();
    let paths: Vec<String> = sources[1..].iter().map(|source| source.path.clone()).collect();
    let labels = labels(&plans, &paths);
    let lowers: Vec<Lower> = (0..plans.len())
        .map(|at| Lower { upper: side(above(at)), side: side(at + 1), label: &labels[at], trace: &all[at] })
        .collect();
    let of = Traces { upper: side(0), lowers: &lowers, threads: &threads, chain, only: &[] };
    Ok(traces::json::document(&of, settings.lang()))
}
