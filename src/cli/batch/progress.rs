//! How far a long run is, on a terminal.

use std::fmt::Write;
use std::io::IsTerminal as _;

use anyhow::Result;
use indicatif::{ProgressBar, ProgressState, ProgressStyle};

use crate::cli::Session;
use crate::cli::batch::walk::{Found, Inputs};

/// A line on standard error: how many files of how many, how fast, how long still. None where standard error is no
/// terminal.
pub(super) struct Progress(Option<ProgressBar>);

impl Progress {
    /// Starts it. The files are counted on a thread of their own; until that is done no total is shown.
    pub(super) fn start(session: &Session, inputs: &Inputs) -> Result<Progress> {
        // Lines that go to the terminal themselves show how far it is.
        let printed = !session.matches.contains_id("output") && std::io::stdout().is_terminal();
        let unwanted = session.quiet || printed || session.matches.get_flag("no-progress");
        if unwanted || !std::io::stderr().is_terminal() {
            return Ok(Progress(None));
        }
        let bar = ProgressBar::new_spinner();
        let rate = |state: &ProgressState, out: &mut dyn Write| {
            let _ = write!(out, "{:.0}", state.per_sec());
        };
        let style = |zh: String, en: String| {
            ProgressStyle::with_template(&session.tell(zh, en)).map(|style| style.with_key("rate", rate))
        };
        bar.set_style(style("{pos} 份  每秒 {rate} 份".into(), "{pos} files  {rate}/s".into())?);
        if inputs.can_be_counted() {
            let counted = style(
                "{bar:30} {pos}/{len} 份  每秒 {rate} 份  还需 {eta}".into(),
                "{bar:30} {pos}/{len} files  {rate}/s  {eta} left".into(),
            )?;
            let (all, bar) = (inputs.iter(session)?, bar.clone());
            std::thread::spawn(move || {
                let files = all.filter(|found| !matches!(found, Found::Skipped(_))).count();
                bar.set_length(files as u64);
                bar.set_style(counted);
            });
        }
        Ok(Progress(Some(bar)))
    }

    /// One file more is done.
    pub(super) fn step(&self) {
        if let Some(bar) = &self.0 {
            bar.inc(1);
        }
    }

    /// Does something that prints, with the line out of its way.
    pub(super) fn aside(&self, print: impl FnOnce()) {
        match &self.0 {
            Some(bar) => bar.suspend(print),
            None => print(),
        }
    }

    /// Takes the line away.
    pub(super) fn end(&self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}
