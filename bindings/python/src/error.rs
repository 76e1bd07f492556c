//! Why a document could not be read, as an exception.

use pyo3::prelude::{Bound, Py, PyAnyMethods, PyErr, PyResult, Python};
use pyo3::sync::PyOnceLock;
use pyo3::types::PyType;

use plan::model::Lang;

/// A document that could not be read.
pub(crate) struct Failure {
    /// The path as given, `-` for a text.
    pub(crate) path: String,
    /// What the command line says of it.
    pub(crate) reason: String,
    pub(crate) lang: Lang,
}

impl Failure {
    /// A `PlanError`; `index` is the document's place among many.
    pub(crate) fn raised(self, py: Python, index: Option<usize>) -> PyErr {
        let Failure { path, reason, lang } = self;
        let colon = if lang == Lang::Zh { "：" } else { ": " };
        let message = format!("{path}{colon}{reason}");
        match class(py).and_then(|class| class.call1((message, path, reason, index))) {
            Ok(error) => PyErr::from_value(error),
            Err(error) => error,
        }
    }
}

/// The class, which is written in Python: before 3.12 the stable ABI cannot derive from an exception.
fn class(py: Python<'_>) -> PyResult<&Bound<'_, PyType>> {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    CLASS.import(py, "plan_zh.error", "PlanError")
}
