//! Draws the key hints: a strip with the keys that can follow the keys typed so far.

use ratatui::buffer::Buffer;
use ratatui::style::Modifier;

use super::painter::Painter;
use super::theme::Styles;
use crate::app::App;
use crate::app::action::Action;
use crate::app::keymap;
use crate::app::layout::Area;
use crate::app::mark::LAST_JUMP;
use crate::lang::screen;
use crate::text::columns::width_cols;

/// A key and its effect.
struct Hint {
    key: String,
    help: String,
}

/// Free columns between two hints.
const GAP_COLS: usize = 2;

/// Draws the hints at the bottom of `area` while keys are pending.
pub(super) fn draw_hints(app: &App, area: Area, styles: &Styles, buffer: &mut Buffer) {
    let hints = hints(app);
    if hints.is_empty() || area.cols == 0 {
        return;
    }
    let key_cols = hints.iter().map(|hint| width_cols(&hint.key)).max().unwrap_or(0);
    let widest = hints.iter().map(|hint| key_cols + 1 + width_cols(&hint.help) + GAP_COLS).max().unwrap_or(1);
    let columns = (usize::from(area.cols) - 1).checked_div(widest).unwrap_or(1).max(1);
    let column_cols = (usize::from(area.cols) - 1) / columns;
    let rows = hints.len().div_ceil(columns).min(usize::from(area.rows).saturating_sub(2)) as u16;
    let strip = Area { row: area.row + area.rows - rows, rows, ..area };
    let line = Area { row: strip.row.saturating_sub(1), rows: 1, ..area };
    Painter::new(buffer, line, 0).put(&"─".repeat(line.cols.into()), styles.divider);
    for row in 0..rows {
        let mut painter = Painter::new(buffer, strip, row);
        painter.clear(styles.popup);
        painter.skip(1);
        for column in 0..columns {
            let Some(hint) = hints.get(column * usize::from(rows) + usize::from(row)) else { break };
            let end = painter.room().saturating_sub(column_cols);
            painter.skip(key_cols - width_cols(&hint.key));
            painter.put(&hint.key, styles.popup.patch(styles.key).add_modifier(Modifier::BOLD));
            painter.skip(1);
            let room = painter.room().saturating_sub(end + 1);
            painter.put_cut(&hint.help, room, styles.popup);
            painter.skip(painter.room().saturating_sub(end));
        }
    }
}

fn hints(app: &App) -> Vec<Hint> {
    let pending = app.pending_keys();
    match pending.action {
        Some(Action::GoToMark) => mark_hints(app),
        Some(action) => vec![Hint { key: "a–z".to_owned(), help: action.entry().help.to(app.lang()).to_owned() }],
        // Nearly every key can follow a count, so a list of them would not help.
        None if pending.keys.is_empty() => Vec::new(),
        None => key_hints(app),
    }
}

fn key_hints(app: &App) -> Vec<Hint> {
    let hint = |hint: keymap::Hint| {
        let help = hint.action.entry().help.to(app.lang()).to_owned();
        (hint.action, Hint { key: hint.key.to_string(), help })
    };
    let mut hints: Vec<(Action, Hint)> = app.keymap().hints(app.context(), app.pending_keys()).map(hint).collect();
    hints.sort_by_key(|(action, _)| *action);
    hints.into_iter().map(|(_, hint)| hint).collect()
}

fn mark_hints(app: &App) -> Vec<Hint> {
    let marks = app.reader().marks().iter().map(|(letter, place)| {
        let notice = app.library().notice(place.notice);
        let title = notice.map_or("", |notice| notice.display_title());
        let node = notice.and_then(|notice| Some((notice, notice.outline.node_at(place.byte)?)));
        let heading = node.map_or("", |(notice, node)| notice.heading(node));
        let name =
            if letter == LAST_JUMP { screen::LAST_JUMP.to(app.lang()).to_owned() + "：" } else { String::new() };
        let gap = if heading.is_empty() { "" } else { " › " };
        Hint { key: letter.to_string(), help: format!("{name}{title}{gap}{heading}") }
    });
    let marks: Vec<Hint> = marks.collect();
    if marks.is_empty() {
        return vec![Hint { key: String::new(), help: screen::NO_MARKS.to(app.lang()).to_owned() }];
    }
    marks
}
