//! Draws the list of notices.

use ratatui::buffer::Buffer;

use super::painter::{Painter, matched};
use super::theme::Styles;
use crate::app::App;
use crate::app::layout::Area;
use crate::app::list::ENTRY_ROWS;
use crate::lang::{Lang, errors};
use crate::library::{Failure, Slot};
use crate::notice::Notice;
use crate::text::columns::width_cols;

/// Draws the entries; returns the row of the cursor if it is on the screen.
pub(super) fn draw_entries(
    app: &App,
    area: Area,
    has_focus: bool,
    styles: &Styles,
    buffer: &mut Buffer,
) -> Option<u16> {
    let mut cursor_row = None;
    for (index, (id, is_cursor)) in app.list().visible().enumerate() {
        let row = (index * ENTRY_ROWS) as u16;
        match app.library().slot(id) {
            Some(Slot::Loaded(notice)) => draw_notice(app, notice, area, row, styles, buffer),
            Some(Slot::Failed(failure)) => draw_failure(failure, area, row, app.lang(), styles, buffer),
            None => {}
        }
        if is_cursor {
            let rows = row..row + ENTRY_ROWS as u16;
            rows.for_each(|row| Painter::new(buffer, area, row).highlight_cursor(has_focus, styles));
            cursor_row = Some(area.row + row);
        }
    }
    cursor_row
}

fn draw_notice(app: &App, notice: &Notice, area: Area, row: u16, styles: &Styles, buffer: &mut Buffer) {
    let title = notice.display_title();
    let positions = matched(title, app.list().filter(), &app.patterns().list);
    let mut painter = Painter::new(buffer, area, row);
    painter.skip(1);
    let room = painter.room().saturating_sub(1);
    let start = if width_cols(title) > room { distinctive_start(title, notice.elements.issuer.as_deref()) } else { 0 };
    let positions: Vec<u32> = positions.iter().filter_map(|byte| byte.checked_sub(start as u32)).collect();
    painter.put_shortened(&title[start..], room, styles.text, &positions, styles.matched);
    put_second_row(&facts(notice), area, row, styles, buffer);
}

/// Start of the distinctive part of a long title. The name of the issuer is also in the row below, and `关于` begins
/// the subject of every title.
fn distinctive_start(title: &str, issuer: Option<&str>) -> usize {
    let Some(rest) = issuer.and_then(|issuer| title.strip_prefix(issuer)) else { return 0 };
    let rest = rest.strip_prefix("关于").unwrap_or(rest);
    if rest.is_empty() { 0 } else { title.len() - rest.len() }
}

/// Region, year and issuer as far as known, else the name of the file. A region that is already shown is omitted from
/// the issuer.
fn facts(notice: &Notice) -> String {
    let elements = &notice.elements;
    let region = elements.region.as_deref();
    let year = elements.year.map(|year| year.to_string());
    let issuer = elements.issuer.as_deref();
    let office = issuer.and_then(|issuer| issuer.strip_prefix(region?).filter(|office| !office.is_empty()));
    let known: Vec<&str> = [region, year.as_deref(), office.or(issuer)].into_iter().flatten().collect();
    if known.is_empty() { notice.source.file_name().to_owned() } else { known.join(" · ") }
}

fn draw_failure(failure: &Failure, area: Area, row: u16, lang: Lang, styles: &Styles, buffer: &mut Buffer) {
    let mut painter = Painter::new(buffer, area, row);
    painter.skip(1);
    painter.put("✗ ", styles.error);
    let room = painter.room().saturating_sub(1);
    painter.put_shortened(failure.source.file_name(), room, styles.error, &[], styles.error);
    put_second_row(&errors::explain(&failure.error, lang), area, row, styles, buffer);
}

fn put_second_row(text: &str, area: Area, row: u16, styles: &Styles, buffer: &mut Buffer) {
    let mut painter = Painter::new(buffer, area, row + 1);
    painter.skip(1);
    let room = painter.room().saturating_sub(1);
    painter.put_cut(text, room, styles.dim);
}
