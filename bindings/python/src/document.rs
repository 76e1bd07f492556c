//! What Python hands over to be read, and how it is to be read.

use std::path::PathBuf;
use std::sync::LazyLock;

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::{Bound, PyAny, PyAnyMethods, PyResult, PyTypeMethods};
use pyo3::types::{
    PyByteArray, PyByteArrayMethods, PyBytes, PyBytesMethods, PyMemoryView, PyString, PyStringMethods,
};

use plan::cli::{self, unwinding};
use plan::extract::Scene;
use plan::input::{self, Options};
use plan::lexicon::Lexicon;
use plan::model::{Lang, Said};
use plan::report::json;
use plan::text::{Format, Source};

use crate::error::Failure;

/// A document as it was given, owned, so that it can be read without Python.
pub(crate) enum Given {
    Text(String),
    Bytes(Vec<u8>),
    Path(PathBuf),
}

impl Given {
    /// Copies a `str`, `bytes`, `bytearray` or `memoryview`, or takes the path of an `os.PathLike`.
    pub(crate) fn of(document: &Bound<PyAny>) -> PyResult<Given> {
        if let Ok(text) = document.cast::<PyString>() {
            return Ok(Given::Text(text.to_cow()?.into_owned()));
        }
        if let Ok(bytes) = document.cast::<PyBytes>() {
            return Ok(Given::Bytes(bytes.as_bytes().to_vec()));
        }
        if let Ok(bytes) = document.cast::<PyByteArray>() {
            return Ok(Given::Bytes(bytes.to_vec()));
        }
        if document.is_instance_of::<PyMemoryView>() {
            return Ok(Given::Bytes(document.call_method0("tobytes")?.extract()?));
        }
        if document.hasattr("__fspath__")? {
            return Ok(Given::Path(document.extract()?));
        }
        let found = document.get_type().name()?;
        Err(PyTypeError::new_err(format!("wanted a document as str, bytes or os.PathLike, found {found}")))
    }

    /// What it is called in messages: the path, else `-`, as the command line calls standard input.
    fn name(&self) -> String {
        match self {
            Given::Path(path) => path.display().to_string(),
            _ => "-".into(),
        }
    }
}

/// How documents are read: the options of `plan extract`.
pub(crate) struct Settings {
    year: Option<i16>,
    encoding: Option<String>,
    from: Option<Format>,
    password: Option<String>,
    lang: Lang,
}

impl Settings {
    pub(crate) fn new(
        year: Option<i16>,
        encoding: Option<String>,
        format: Option<&str>,
        password: Option<String>,
        lang: Option<&str>,
    ) -> PyResult<Settings> {
        let wrong = |message: String| Err(PyValueError::new_err(message));
        if let Some(year) = year.filter(|year| !(1949..=2199).contains(year)) {
            return wrong(format!("`year` is from 1949 to 2199, not {year}"));
        }
        let from = match format {
            None => None,
            Some(name) => match Format::of_name(name) {
                Some(format) => Some(format),
                None => {
                    return wrong(format!("no format is named `{name}`; `plan extract --help` lists them"));
                }
            },
        };
        let lang = match lang {
            None => cli::lang_of_environment(),
            Some("zh") => Lang::Zh,
            Some("en") => Lang::En,
            Some(lang) => return wrong(format!("`lang` is `zh` or `en`, not `{lang}`")),
        };
        Ok(Settings { year, encoding, from, password, lang })
    }

    pub(crate) fn lang(&self) -> Lang {
        self.lang
    }

    pub(crate) fn scene(&self) -> Scene<'static> {
        static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::default);
        Scene { lexicon: &LEXICON, year: self.year }
    }

    /// Reads a document to its plan. Should reading ever panic, the document has failed and Python goes on.
    pub(crate) fn read(&self, given: Given) -> Result<json::Document, Failure> {
        let name = given.name();
        unwinding(|| Ok(json::read(self.scene(), &self.source(given)?, self.lang)))
            .unwrap_or_else(|why| Err(self.failure(name, &why)))
    }

    /// Reads a document to its text. A `str` is text already, whatever `encoding` says.
    pub(crate) fn source(&self, given: Given) -> Result<Source, Failure> {
        let name = given.name();
        let mut options = Options {
            encoding: self.encoding.as_deref(),
            from: self.from,
            password: self.password.as_deref(),
            ..Options::default()
        };
        let bytes = match given {
            Given::Text(text) => {
                options.encoding = Some("utf-8");
                Ok(text.into_bytes())
            }
            Given::Bytes(bytes) => Ok(bytes),
            Given::Path(path) => cli::file(&path),
        };
        bytes
            .and_then(|bytes| input::read(&name, bytes, &options).map_err(|error| error.said()))
            .map_err(|why| self.failure(name, &why))
    }

    fn failure(&self, path: String, why: &Said) -> Failure {
        Failure { path, reason: why.of(self.lang).to_owned(), lang: self.lang }
    }
}
