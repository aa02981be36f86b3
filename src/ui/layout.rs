//! Draws the headers of the panes and the dividers between them.

use ratatui::buffer::Buffer;
use ratatui::style::Modifier;

use super::painter::Painter;
use super::theme::Styles;
use crate::app::App;
use crate::app::heading_path::{SEPARATOR, heading_path};
use crate::app::layout::{Areas, Pane};
use crate::app::list::Sort;
use crate::lang::{Phrase, screen};

/// Draws the dividers.
pub(super) fn draw_dividers(areas: &Areas, styles: &Styles, buffer: &mut Buffer) {
    for (_, col) in areas.dividers() {
        for row in 0..areas.panes_area.rows {
            let mut painter = Painter::new(buffer, areas.panes_area, row);
            painter.skip(col.into());
            painter.put("│", styles.divider);
        }
    }
}

/// Draws the header of every pane: one line, underlined.
pub(super) fn draw_headers(app: &App, areas: &Areas, styles: &Styles, buffer: &mut Buffer) {
    for (pane, area) in areas.panes() {
        let style = if pane == app.focus() { styles.header_focused } else { styles.header };
        let mut painter = Painter::new(buffer, area.header(), 0);
        painter.apply_style(style.add_modifier(Modifier::UNDERLINED));
        let style = style.add_modifier(Modifier::UNDERLINED);
        painter.skip(1);
        let (left, right) = match pane {
            Pane::List => list_header(app),
            Pane::Outline => outline_header(app),
            Pane::Reading => (reading_header(app, painter.room().saturating_sub(1)), String::new()),
        };
        let room = painter.room().saturating_sub(1);
        painter.put_cut(&left, room, style);
        let weak = styles.header.add_modifier(Modifier::UNDERLINED);
        painter.put_right(&format!("{right} "), weak);
    }
}

const fn sort_name(sort: Sort) -> Phrase {
    match sort {
        Sort::Order => screen::BY_ORDER,
        Sort::Title => screen::BY_TITLE,
        Sort::Region => screen::BY_REGION,
        Sort::Year => screen::BY_YEAR,
        Sort::Issuer => screen::BY_ISSUER,
    }
}

fn list_header(app: &App) -> (String, String) {
    let place = if app.list().is_empty() { 0 } else { app.list().cursor_index() + 1 };
    let name = screen::NOTICES.to(app.lang());
    if app.list().filter().is_some() {
        let count = screen::matches(app.lang(), app.list().len(), app.list().len_unfiltered());
        return (format!("{name} {}", screen::FILTERED.to(app.lang())), count);
    }
    let (sort, is_reversed) = app.list().sorting();
    let sorting = match (sort, is_reversed) {
        (Sort::Order, false) => String::new(),
        (sort, false) => format!("  {}", sort_name(sort).to(app.lang())),
        (sort, true) => format!("  {}{}", sort_name(sort).to(app.lang()), screen::REVERSED.to(app.lang())),
    };
    (format!("{name}{sorting}"), format!("{place}/{}", app.list().len()))
}

fn outline_header(app: &App) -> (String, String) {
    let name = screen::OUTLINE.to(app.lang());
    let Some(opened) = app.opened() else { return (name.to_owned(), String::new()) };
    let all = opened.notice.outline.len();
    if let Some((_, count)) = opened.outline.filter() {
        return (format!("{name} {}", screen::FILTERED.to(app.lang())), screen::matches(app.lang(), count, all));
    }
    let place = if all == 0 { 0 } else { opened.outline.at().index() + 1 };
    let (open, levels) = opened.outline.levels();
    let levels = if open < levels { format!("  {}", screen::levels(app.lang(), open, levels)) } else { String::new() };
    (format!("{name}{levels}"), format!("{place}/{all}"))
}

/// The heading path of the current position.
fn reading_header(app: &App, cols: usize) -> String {
    let Some(opened) = app.opened() else { return String::new() };
    match app.current_node() {
        None => screen::BEGINNING.to(app.lang()).to_owned(),
        Some(node) => {
            let steps: Vec<String> =
                heading_path(&opened.notice, node, cols).into_iter().map(|step| step.text).collect();
            steps.join(SEPARATOR)
        }
    }
}
