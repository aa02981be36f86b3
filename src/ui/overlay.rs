//! Draws the prompt in the status line.

use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use super::painter::Painter;
use super::prompt;
use super::theme::Styles;
use crate::app::App;
use crate::app::layout::Area;
use crate::app::motion::Direction;
use crate::app::overlay::{PromptKind, PromptLine};
use crate::lang::queries::explain;
use crate::lang::screen;
use crate::text::columns::width_cols;

/// Draws the prompt; returns the position of the terminal's cursor.
pub(super) fn draw_prompt(app: &App, line: &PromptLine, area: Area, styles: &Styles, buffer: &mut Buffer) -> Position {
    let mut painter = Painter::new(buffer, area, 0);
    painter.skip(1);
    painter.put(line.kind.label().to(app.lang()), styles.prompt);
    let note = note(app, line);
    let note_cols = if note.is_empty() { 0 } else { width_cols(&note) + 2 };
    let field_cols = painter.room().saturating_sub(note_cols + 1);
    let cursor = Position { x: prompt::draw(&line.prompt, &mut painter, field_cols, styles.text), y: area.row };
    painter.put_right(&format!("{note} "), if line.fault.is_some() { styles.warning } else { styles.dim });
    cursor
}

/// The note on the right: the number of matches or of remaining items.
fn note(app: &App, line: &PromptLine) -> String {
    if let Some(fault) = &line.fault {
        return explain(fault, app.lang());
    }
    let is_empty = line.prompt.is_empty();
    let outline = app.opened().map(|opened| (&opened.outline, opened.notice.outline.len()));
    match (line.kind, outline) {
        (PromptKind::FindText(Direction::Backward), _) if is_empty => screen::AGAIN_FOR_HELP.to(app.lang()).to_owned(),
        _ if is_empty => String::new(),
        (PromptKind::FilterList, _) => screen::matches(app.lang(), app.list().len(), app.list().len_unfiltered()),
        (PromptKind::FilterOutline, Some((outline, all))) => {
            let count = outline.filter().map_or(all, |(_, count)| count);
            screen::matches(app.lang(), count, all)
        }
        _ => line.report.map_or_else(String::new, |report| report.message(app.lang())),
    }
}
