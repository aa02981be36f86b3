//! `gangmu formats`: the supported formats with their extensions and readers.

use std::io::{self, Write};

use super::output::{Ink, Output};
use crate::extract::FORMATS;
use crate::lang::Lang;
use crate::lang::cli::{BUILT_IN, NOT_READ};
use crate::lang::formats::name_of;
use crate::text::columns::width_cols;

/// Prints one format per line: name, extensions, reader.
pub(super) fn print<W: Write>(lang: Lang, output: &mut Output<W>) -> io::Result<()> {
    let rows = FORMATS.iter().map(|format| {
        let extensions: Vec<String> = format.extensions.iter().map(|extension| format!(".{extension}")).collect();
        (name_of(format, lang), extensions.join(" "), if format.is_read() { BUILT_IN } else { NOT_READ })
    });
    let rows: Vec<_> = rows.collect();
    let widest =
        |width: fn(&(&str, String)) -> usize, cells: &[(&str, String)]| cells.iter().map(width).max().unwrap_or(0);
    let cells: Vec<(&str, String)> = rows.iter().map(|(name, extensions, _)| (*name, extensions.clone())).collect();
    let name_cols = widest(|(name, _)| width_cols(name), &cells);
    let extension_cols = widest(|(_, extensions)| width_cols(extensions), &cells);
    for (name, extensions, how) in rows {
        output.put(Ink::Plain, name)?;
        output.put(Ink::Plain, &" ".repeat(name_cols - width_cols(name) + 2))?;
        output.put(Ink::Marker, &extensions)?;
        output.put(Ink::Plain, &" ".repeat(extension_cols - width_cols(&extensions) + 2))?;
        output.put(Ink::Plain, how.to(lang))?;
        output.end_line()?;
    }
    Ok(())
}
