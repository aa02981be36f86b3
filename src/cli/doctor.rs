//! `gangmu doctor`: which other programs are found, what they are for, and what to install.

use std::io::{self, Write};

use super::output::{Ink, Output};
use crate::extract::CONVERTERS;
use crate::lang::Lang;
use crate::lang::cli::{DOCTOR_PURPOSE, doctor_found, doctor_missing};
use crate::text::columns::width_cols;
use crate::text::safe::visible;

/// Prints one program a line: its name, what it is for, where it is or what to install. One of them is enough.
pub(super) fn print<W: Write>(lang: Lang, output: &mut Output<W>) -> io::Result<()> {
    let name_cols = CONVERTERS.iter().map(|converter| width_cols(converter.name)).max().unwrap_or(0);
    for converter in &CONVERTERS {
        output.put(Ink::Marker, converter.name)?;
        output.put(Ink::Plain, &" ".repeat(name_cols - width_cols(converter.name) + 2))?;
        let state = match converter.path() {
            Some(path) => doctor_found(lang, &visible(&path.to_string_lossy())),
            None => doctor_missing(lang, converter.package),
        };
        output.put(Ink::Plain, &state)?;
        output.end_line()?;
    }
    output.put(Ink::Plain, DOCTOR_PURPOSE.to(lang))?;
    output.end_line()
}
