//! The `gangmu` binary.

use gangmu::library::Input;
use gangmu::term::{self, Setup};

fn main() -> std::process::ExitCode {
    let inputs = std::env::args().skip(1).map(|arg| if arg == "-" { Input::Stdin } else { Input::Path(arg.into()) });
    match term::run(Setup { inputs: inputs.collect(), ..Setup::default() }) {
        Ok(reason) => reason.exit_code().into(),
        Err(error) => {
            eprintln!("gangmu: {error}");
            2.into()
        }
    }
}
