//! `plan skill`: what an agent has to know, in the form that agents load.

use anyhow::Result;

use crate::cli::Session;
use crate::cli::output::Output;

/// Prints SKILL.md. Status 0.
pub(super) fn skill(session: &Session) -> Result<u8> {
    let mut output = Output::open(session, None)?;
    output.writer().write_all(include_bytes!("../../docs/skill/SKILL.md"))?;
    output.finish()?;
    Ok(0)
}
