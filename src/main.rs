//! The `plan` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    plan::cli::run(std::env::args_os())
}
