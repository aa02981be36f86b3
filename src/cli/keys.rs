//! `--print-keys`: every action with the keys it has now, its name in the configuration, and what it does.

use std::io::{self, Write};

use super::output::{Ink, Output};
use crate::app::action::{Action, Context, Section, TABLE};
use crate::app::key::print_sequence;
use crate::app::keymap::Keymap;
use crate::lang::Lang;
use crate::lang::cli::{ACTION, KEYS, MEANING};
use crate::text::columns::width_cols;

/// Prints all actions by section, in the order of the help.
pub(super) fn print<W: Write>(keymap: &Keymap, lang: Lang, output: &mut Output<W>) -> io::Result<()> {
    let rows: Vec<(Section, [String; 3])> = TABLE
        .iter()
        .map(|entry| {
            let cells = [keys_of(keymap, entry.action, lang), entry.name.to_owned(), entry.help.to(lang).to_owned()];
            (entry.section, cells)
        })
        .collect();
    let header = [KEYS, ACTION, MEANING].map(|phrase| phrase.to(lang).to_owned());
    let width_of = |column: usize| {
        let cells = rows.iter().map(|(_, cells)| &cells[column]).chain([&header[column]]);
        cells.map(|cell| width_cols(cell)).max().unwrap_or(0)
    };
    let widths = [width_of(0), width_of(1)];
    put_row(&header, Ink::Faint, widths, output)?;
    for section in Section::ALL {
        output.end_line()?;
        output.put(Ink::Title, section.title().to(lang))?;
        output.end_line()?;
        for (_, cells) in rows.iter().filter(|(own, _)| *own == section) {
            put_row(cells, Ink::Marker, widths, output)?;
        }
    }
    Ok(())
}

fn put_row<W: Write>(cells: &[String; 3], ink: Ink, widths: [usize; 2], output: &mut Output<W>) -> io::Result<()> {
    output.put(ink, &cells[0])?;
    output.put(Ink::Plain, &" ".repeat(widths[0] - width_cols(&cells[0]) + 2))?;
    output.put(Ink::Plain, &cells[1])?;
    output.put(Ink::Plain, &" ".repeat(widths[1] - width_cols(&cells[1]) + 2))?;
    output.put(Ink::Plain, &cells[2])?;
    output.end_line()
}

/// The keys of an action: first those of all panes, then those of single panes with the name of the pane: `f (reading)`.
fn keys_of(keymap: &Keymap, action: Action, lang: Lang) -> String {
    let mut groups: Vec<(String, Vec<&str>)> = Vec::new();
    for context in [Context::Anywhere, Context::List, Context::Outline, Context::Reading] {
        let keys = keys_in(keymap, context, action);
        let panes: &[&str] = if context == Context::Anywhere { &[] } else { &[context.title().to(lang)] };
        match groups.iter_mut().find(|(same, panes)| *same == keys && !panes.is_empty()) {
            _ if keys.is_empty() => {}
            Some((_, shared)) => shared.extend(panes),
            None => groups.push((keys, panes.to_vec())),
        }
    }
    let shown = groups.into_iter().map(|(keys, panes)| match panes.as_slice() {
        [] => keys,
        panes => format!("{keys} ({})", panes.join(", ")),
    });
    shown.collect::<Vec<_>>().join(", ")
}

/// The keys of an action in one context, separated by spaces; the default ones first, in the order of the table.
fn keys_in(keymap: &Keymap, context: Context, action: Action) -> String {
    let defaults = action.entry().keys.iter().filter(|(own, _)| *own == context);
    let defaults: Vec<&str> = defaults.flat_map(|(_, keys)| keys.split(' ')).collect();
    let bound = keymap.bindings().filter(|(own, _, bound)| *own == context && *bound == action);
    let mut keys: Vec<String> = bound.map(|(_, sequence, _)| print_sequence(sequence)).collect();
    keys.sort_by_key(|key| defaults.iter().position(|default| default == key).unwrap_or(usize::MAX));
    keys.join(" ")
}
