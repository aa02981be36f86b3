//! Draws the outline pane.

use ratatui::buffer::Buffer;

use super::pen::Pen;
use super::theme::Styles;
use crate::app::layout::Area;
use crate::app::outline::{OutlinePane, Row, indent_cols};
use crate::notice::Notice;
use crate::search::Query;

/// Draws the rows of the outline; returns the row of the cursor on the screen, when it is there.
pub fn draw_rows(
    pane: &OutlinePane,
    notice: &Notice,
    area: Area,
    has_focus: bool,
    styles: &Styles,
    buffer: &mut Buffer,
) -> Option<u16> {
    let query = pane.filter().map(|(query, _)| query);
    let mut cursor_row = None;
    for (index, row) in pane.visible_rows(&notice.outline).enumerate() {
        let mut pen = Pen::new(buffer, area, index as u16);
        draw_row(&mut pen, row, notice, area.cols, query, styles);
        if row.is_cursor {
            pen.lay(if has_focus { styles.selected } else { styles.selected_elsewhere });
            cursor_row = Some(area.row + index as u16);
        }
    }
    cursor_row
}

fn draw_row(pen: &mut Pen<'_>, row: Row, notice: &Notice, pane_cols: u16, query: Option<&Query>, styles: &Styles) {
    pen.skip(indent_cols(row.depth, pane_cols));
    let sign = match row.is_collapsed {
        Some(true) => "▸ ",
        Some(false) => "▾ ",
        None => "  ",
    };
    pen.put(sign, styles.dim);
    let is_kept = query.is_some() && !row.is_match;
    let (marker_style, text_style) = if is_kept { (styles.dim, styles.dim) } else { (styles.marker, styles.text) };
    let heading = notice.heading(row.id);
    let marker = notice.marker(row.id);
    if !marker.is_empty() {
        pen.put(marker, marker_style);
        pen.skip(usize::from(needs_gap(marker)));
    }
    let found = query.filter(|_| row.is_match).and_then(|query| query.find(heading));
    let positions = found.map(|found| found.positions).unwrap_or_default();
    // One column stays free before the divider.
    let room = pen.room().saturating_sub(1);
    pen.put_matched(heading, room, text_style, &positions, styles.matched);
}

/// Whether a marker and its heading would run together: `第一章总则`, `附件1名单`. `一、` and `（一）` part them.
fn needs_gap(marker: &str) -> bool {
    marker.ends_with(|last: char| last.is_alphanumeric())
}
