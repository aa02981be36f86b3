//! Drawing: one file per file of `app`, with the same name. Reads the state and changes nothing.

#[cfg(test)]
mod columns;
mod commands;
#[cfg(test)]
mod drawn;
mod heading_path;
mod hit_picker;
mod keymap;
mod layout;
mod list;
mod outline;
mod overlay;
mod page;
mod painter;
mod picker;
mod prompt;
mod reading;
mod status;
pub mod theme;
pub(crate) mod warning_list;

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use crate::app::App;
use crate::app::layout::{Area, Pane};
use crate::app::overlay::Overlay;
use crate::lang::{errors, screen};
use painter::Painter;
use theme::Styles;

/// Draws the whole screen. The terminal's cursor goes to the open prompt, or else to the row of the cursor, where
/// screen readers expect it.
pub fn draw(app: &App, frame: &mut Frame<'_>) {
    let styles = Styles::of(app.theme());
    let areas = app.areas();
    let buffer = frame.buffer_mut();
    layout::draw_dividers(&areas, styles, buffer);
    layout::draw_headers(app, &areas, styles, buffer);
    let mut cursor = None;
    for (pane, area) in areas.panes() {
        let row = draw_pane(app, pane, area.body(), styles, buffer);
        if pane == app.focus() {
            cursor = row.map(|row| Position { x: area.col, y: row });
        }
    }
    keymap::draw_hints(app, areas.panes_area, styles, buffer);
    match app.overlay() {
        None => status::draw(app, areas.status, styles, buffer),
        Some(Overlay::Hits(picker)) => {
            status::draw(app, areas.status, styles, buffer);
            cursor = Some(hit_picker::draw(picker, app.library(), app.lang(), styles, buffer));
        }
        Some(Overlay::Commands(commands)) => {
            status::draw(app, areas.status, styles, buffer);
            cursor = Some(commands::draw(commands, app.keymap(), styles, buffer));
        }
        Some(Overlay::Warnings(list)) => {
            status::draw(app, areas.status, styles, buffer);
            cursor = Some(warning_list::draw(list, app.library(), app.lang(), styles, buffer));
        }
        Some(Overlay::Prompt(line)) => cursor = Some(overlay::draw_prompt(app, line, areas.status, styles, buffer)),
    }
    if let Some(cursor) = cursor {
        frame.set_cursor_position(cursor);
    }
}

/// Draws the body of a pane; returns the row of its cursor if it is on the screen.
fn draw_pane(app: &App, pane: Pane, area: Area, styles: &Styles, buffer: &mut Buffer) -> Option<u16> {
    let has_focus = pane == app.focus() && app.overlay().is_none();
    match (pane, app.opened()) {
        (Pane::List, _) if app.list().is_empty() && app.list().filter().is_some() => {
            say(screen::NO_MATCH.to(app.lang()), area, styles, buffer);
        }
        (Pane::List, _) => return list::draw_entries(app, area, has_focus, styles, buffer),
        (Pane::Outline, Some(opened)) if opened.notice.outline.is_empty() => {
            say(screen::NO_HEADINGS.to(app.lang()), area, styles, buffer);
        }
        (Pane::Outline, Some(opened)) if opened.outline.filter().is_some_and(|(_, count)| count == 0) => {
            say(screen::NO_MATCH.to(app.lang()), area, styles, buffer);
        }
        (Pane::Outline, Some(opened)) => return outline::draw_rows(app, opened, area, has_focus, styles, buffer),
        (Pane::Outline, None) => {}
        (Pane::Reading, Some(_)) => return reading::draw(app.reading(), area, styles, buffer),
        (Pane::Reading, None) => draw_reason_without_text(app, area, styles, buffer),
    }
    None
}

fn say(text: &str, area: Area, styles: &Styles, buffer: &mut Buffer) {
    let mut painter = Painter::new(buffer, area, 0);
    painter.skip(1);
    painter.put(text, styles.dim);
}

/// Draws the reason why no notice is open, so that the screen is never blank.
fn draw_reason_without_text(app: &App, area: Area, styles: &Styles, buffer: &mut Buffer) {
    let lines = match app.failure() {
        Some(failure) => {
            let reason = errors::explain(&failure.error, app.lang());
            vec![screen::UNREADABLE.to(app.lang()).to_owned(), failure.source.path.clone(), reason]
        }
        None if app.loading().is_some() => vec![screen::READING_FILES.to(app.lang()).to_owned()],
        None if app.library().is_empty() => {
            vec![screen::NO_NOTICES.to(app.lang()).to_owned(), screen::NO_NOTICES_REMEDY.to(app.lang()).to_owned()]
        }
        None => vec![screen::NO_MATCH.to(app.lang()).to_owned()],
    };
    let mut row = 1;
    for (index, line) in lines.iter().enumerate() {
        let style = if index == 0 { styles.title } else { styles.dim };
        row +=
            wrap_into(line, Area { row: area.row + row, rows: area.rows.saturating_sub(row), ..area }, style, buffer);
    }
}

/// Draws wrapped text with a free column on both sides; returns the number of rows.
fn wrap_into(text: &str, area: Area, style: ratatui::style::Style, buffer: &mut Buffer) -> u16 {
    let text = crate::text::safe::visible(text);
    let cols = usize::from(area.cols).saturating_sub(2).max(1);
    let lines = crate::text::line_break::wrap(&text, cols, cols);
    for (row, line) in lines.iter().enumerate() {
        let mut painter = Painter::new(buffer, area, row as u16);
        painter.skip(1);
        painter.put(&text[line.start as usize..line.end as usize], style);
    }
    lines.len() as u16
}
