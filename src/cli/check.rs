//! `gangmu check`: faults of numbering and other remarks, with their places.

use std::io::{self, Write};

use serde::Serialize;

use super::args::{CheckArgs, ListFormat};
use super::output::{Ink, Output};
use crate::library::Library;
use crate::notice::{Code, Notice, Warning};

/// One fault in JSON.
#[derive(Debug, Serialize)]
struct FaultRecord<'a> {
    path: &'a str,
    part: Option<&'a str>,
    line: u32,
    code: &'a str,
    message: &'a str,
}

/// The rules that apply: those of `--only`, else all but those of `--disable` and of the configuration.
pub(super) fn rules(args: &CheckArgs, disabled: &[Code]) -> Vec<Code> {
    let is_wanted = |code: &Code| match args.only.as_slice() {
        [] => !args.disable.contains(code) && !disabled.contains(code),
        only => only.contains(code),
    };
    Code::ALL.into_iter().filter(is_wanted).collect()
}

/// Prints what those rules say about all notices, in order of place. Returns whether they said anything.
pub(super) fn print<W: Write>(
    library: &Library,
    rules: &[Code],
    format: ListFormat,
    output: &mut Output<W>,
) -> io::Result<bool> {
    let mut has_faults = false;
    for (_, notice) in library.notices() {
        let mut warnings: Vec<&Warning> =
            notice.warnings.iter().filter(|warning| rules.contains(&warning.code)).collect();
        warnings.sort_by_key(|warning| warning.line);
        has_faults |= !warnings.is_empty();
        for warning in warnings {
            match format {
                ListFormat::Text => print_text(notice, warning, output)?,
                ListFormat::Json => output.put_json(&record(notice, warning))?,
            }
        }
    }
    Ok(has_faults)
}

fn print_text<W: Write>(notice: &Notice, warning: &Warning, output: &mut Output<W>) -> io::Result<()> {
    output.put_place(&notice.source.place(), warning.line)?;
    output.put(Ink::Marker, warning.code.name())?;
    output.put(Ink::Plain, ": ")?;
    output.put(Ink::Plain, &warning.message)?;
    output.end_line()
}

fn record<'a>(notice: &'a Notice, warning: &'a Warning) -> FaultRecord<'a> {
    FaultRecord {
        path: &notice.source.path,
        part: notice.source.part.as_deref(),
        line: warning.line,
        code: warning.code.name(),
        message: &warning.message,
    }
}
