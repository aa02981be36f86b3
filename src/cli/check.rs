//! `gangmu check`: faults of numbering and other remarks, with their places.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Value;

use super::args::{CheckArgs, ListFormat};
use super::output::{Ink, Output};
use crate::lang::{Lang, damage, warnings};
use crate::library::Library;
use crate::notice::{Code, Notice, Warning};

/// One fault in JSON.
#[derive(Debug, Serialize)]
struct FaultRecord<'a> {
    path: &'a str,
    part: Option<&'a str>,
    line: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<u32>,
    code: &'a str,
    /// Always in English: the language of the interface does not change what other programs read.
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    details: Option<Value>,
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
    lang: Lang,
    output: &mut Output<W>,
) -> io::Result<bool> {
    let mut has_faults = false;
    for (_, notice) in library.notices() {
        let mut warnings: Vec<&Warning> =
            notice.warnings.iter().filter(|warning| rules.contains(&warning.kind.code())).collect();
        warnings.sort_by_key(|warning| notice.warning_line(warning));
        has_faults |= !warnings.is_empty();
        for warning in warnings {
            match format {
                ListFormat::Text => print_text(notice, warning, lang, output)?,
                ListFormat::Json => output.put_json(&record(notice, warning))?,
            }
        }
    }
    Ok(has_faults)
}

fn print_text<W: Write>(notice: &Notice, warning: &Warning, lang: Lang, output: &mut Output<W>) -> io::Result<()> {
    output.put_place(&notice.source.place(), notice.warning_line(warning))?;
    output.put(Ink::Marker, warning.kind.code().name())?;
    output.put(Ink::Plain, ": ")?;
    let message = warnings::describe(&warning.kind, lang);
    let page = warning.position.page();
    let message = page.map_or(message.clone(), |page| damage::at_page(lang, page, &message));
    output.put(Ink::Plain, &message)?;
    output.end_line()
}

fn record<'a>(notice: &'a Notice, warning: &'a Warning) -> FaultRecord<'a> {
    FaultRecord {
        path: &notice.source.path,
        part: notice.source.part.as_deref(),
        line: notice.warning_line(warning),
        page: warning.position.page(),
        code: warning.kind.code().name(),
        message: warnings::describe(&warning.kind, Lang::English),
        details: warning.kind.details(),
    }
}
