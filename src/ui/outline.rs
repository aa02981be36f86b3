//! Draws the outline pane.

use ratatui::buffer::Buffer;

use super::painter::{Painter, matched};
use super::theme::Styles;
use crate::app::App;
use crate::app::layout::Area;
use crate::app::outline::{Row, indent_cols};
use crate::app::reader::Opened;

/// Draws the rows of the outline; returns the row of the cursor if it is on the screen.
pub(super) fn draw_rows(
    app: &App,
    opened: &Opened,
    area: Area,
    has_focus: bool,
    styles: &Styles,
    buffer: &mut Buffer,
) -> Option<u16> {
    let outline = &opened.notice.outline;
    let mut cursor_row = None;
    for (index, row) in opened.outline.visible_rows(outline).enumerate() {
        let mut painter = Painter::new(buffer, area, index as u16);
        draw_row(&mut painter, row, app, opened, area.cols, styles);
        if row.is_cursor {
            painter.highlight_cursor(has_focus, styles);
            cursor_row = Some(area.row + index as u16);
        }
    }
    cursor_row
}

fn draw_row(painter: &mut Painter<'_>, row: Row, app: &App, opened: &Opened, pane_cols: u16, styles: &Styles) {
    let notice = &opened.notice;
    painter.skip(indent_cols(row.depth, pane_cols));
    let sign = match row.is_collapsed {
        Some(true) => "▸ ",
        Some(false) => "▾ ",
        None => "  ",
    };
    painter.put(sign, styles.dim);
    let query = opened.outline.filter().map(|(query, _)| query);
    let is_kept = query.is_some() && !row.is_match;
    let (marker_style, text_style) = if is_kept { (styles.dim, styles.dim) } else { (styles.marker, styles.text) };
    let heading = notice.heading(row.id);
    let marker = notice.marker(row.id);
    if !marker.is_empty() {
        painter.put(marker, marker_style);
        painter.skip(usize::from(needs_gap(marker)));
    }
    let positions = matched(heading, query.filter(|_| row.is_match), &app.patterns().outline);
    // Keep one column free before the divider.
    let room = painter.room().saturating_sub(1);
    painter.put_matched(heading, room, text_style, &positions, styles.matched);
}

/// Whether marker and heading need a space between them: `第一章总则`, `附件1名单`. `一、` and `（一）` separate
/// themselves.
fn needs_gap(marker: &str) -> bool {
    marker.ends_with(|last: char| last.is_alphanumeric())
}
