//! The `gangmu` binary.

use std::process::ExitCode;

fn main() -> ExitCode {
    gangmu::cli::run(std::env::args_os())
}
