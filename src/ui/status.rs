//! Draws the status line: a message or the title on the left, the position on the right.

use ratatui::buffer::Buffer;

use super::painter::Painter;
use super::theme::Styles;
use crate::app::App;
use crate::app::layout::{Area, Pane};
use crate::app::status::Severity;
use crate::lang::screen;
use crate::notice::Address;
use crate::text::columns::width_cols;

/// Draws the status line.
pub(super) fn draw(app: &App, area: Area, styles: &Styles, buffer: &mut Buffer) {
    let mut painter = Painter::new(buffer, area, 0);
    painter.apply_style(styles.status);
    painter.skip(1);
    let facts = fitting_facts(app, painter.room());
    let facts_cols = width_cols(&facts) + 1;
    let room = painter.room().saturating_sub(facts_cols + 2);
    match app.status().message() {
        Some(message) => {
            let style = match message.severity {
                Severity::Info => styles.status,
                Severity::Error => styles.status.patch(styles.error),
            };
            let room = painter.room().saturating_sub(1);
            painter.put_cut(&message.text, room, style);
            if width_cols(&message.text) + 3 + facts_cols > room {
                return;
            }
        }
        None => painter.put_shortened(&name(app), room, styles.status, &[], styles.status),
    }
    painter.put_right(&format!("{facts} "), styles.status);
}

/// The name of the notice, when the list does not show it.
fn name(app: &App) -> String {
    if app.areas().pane(Pane::List).is_some() && app.opened().is_some() {
        let opened = app.opened().map(|opened| &opened.notice.source.path);
        return opened.cloned().unwrap_or_default();
    }
    match (app.opened(), app.failure()) {
        (Some(opened), _) => opened.notice.display_title().to_owned(),
        (None, Some(failure)) => failure.source.path.clone(),
        (None, None) => "gangmu 纲目".to_owned(),
    }
}

/// Joins the facts that leave half the line to the name, dropping those of the highest rank first.
fn fitting_facts(app: &App, cols: usize) -> String {
    let mut facts = facts(app);
    while facts.len() > 1 && width_cols(&join(&facts)) > cols / 2 {
        let least = (0..facts.len()).max_by_key(|index| facts[*index].0).unwrap_or(0);
        facts.remove(least);
    }
    join(&facts)
}

fn join(facts: &[(u8, String)]) -> String {
    facts.iter().map(|(_, fact)| fact.as_str()).collect::<Vec<_>>().join(" · ")
}

/// The facts in the order of the line, each with its rank; rank 0 is dropped last.
fn facts(app: &App) -> Vec<(u8, String)> {
    let mut facts = Vec::new();
    if !app.pending_keys().keys.is_empty() || app.pending_keys().count.is_some() {
        let count = app.pending_keys().count.map(|count| count.to_string()).unwrap_or_default();
        facts.push((1, format!("{count}{}", crate::app::key::print_sequence(&app.pending_keys().keys))));
    }
    if let Some(found) = app.loading() {
        facts.push((2, screen::reading_files(app.lang(), app.library().len(), found.max(app.library().len()))));
    }
    if app.failed() > 0 {
        facts.push((5, screen::failed_files(app.lang(), app.failed())));
    }
    let Some(opened) = app.opened() else { return facts };
    let notice = &opened.notice;
    if !notice.warnings.is_empty() {
        facts.push((3, screen::warnings(app.lang(), notice.warnings.len())));
    }
    if app.reading().page.shown_paragraphs().is_some() {
        facts.push((1, screen::only_with(app.lang(), app.reading().pattern().unwrap_or_default())));
    }
    facts.push((6, screen::headings(app.lang(), notice.outline.len())));
    if let Some(node) = app.current_node() {
        facts.push((4, Address::of(notice, node).to_string()));
    }
    facts.push((0, format!("{}%", app.reading().page.percent())));
    facts
}
