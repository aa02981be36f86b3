//! Drawing. One file per file of `app`, of the same name. Reads the state, changes nothing.

pub mod theme;

use ratatui::Frame;
use ratatui::text::Line;

use crate::app::App;
use crate::lang::screen;

/// Draws everything.
pub fn draw(app: &App, frame: &mut Frame<'_>) {
    let area = frame.area();
    let lines: Vec<Line<'_>> = if app.library.is_empty() {
        vec![Line::from(screen::NOTHING_OPEN.to(app.lang))]
    } else {
        app.library.notices().map(|(_, notice)| Line::from(notice.display_title())).collect()
    };
    frame.render_widget(ratatui::widgets::Paragraph::new(lines), area);
}
