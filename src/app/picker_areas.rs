//! Areas of the parts of a picker: a popup over the panes with a prompt, results, and a preview if it fits.

use super::layout::Area;

/// Minimum width for a preview beside the results: 48 columns each and the borders.
pub(super) const PREVIEW_FROM_COLS: u16 = 100;

/// Minimum size for a margin around the popup, in which the panes stay visible.
const MARGIN_FROM: (u16, u16) = (80, 20);

/// Minimum height for a border: two rows of border, the prompt, the line below it, and one result.
const LEAST_ROWS: u16 = 5;

/// Areas of the parts of a picker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PickerAreas {
    /// The popup, border included.
    pub popup: Area,
    /// The line of the prompt.
    pub prompt: Area,
    /// The results, one row each.
    pub results: Area,
    /// The preview of the selected item; `None` when it does not fit.
    pub preview: Option<Area>,
}

impl PickerAreas {
    /// Divides an area of the screen among the parts of a picker.
    pub fn within(area: Area, has_preview: bool) -> Self {
        let has_margin = area.cols >= MARGIN_FROM.0 && area.rows >= MARGIN_FROM.1;
        let (side, above) = if has_margin { (area.cols / 20, area.rows / 16) } else { (0, 0) };
        let popup = inset(area, side, above);
        // When the popup is too small for a border and a result, the border is omitted.
        let border = u16::from(popup.rows >= LEAST_ROWS && popup.cols >= LEAST_ROWS);
        let inner = inset(popup, border, border);
        let has_preview = has_preview && area.cols >= PREVIEW_FROM_COLS;
        let left_cols = if has_preview { inner.cols / 2 } else { inner.cols };
        let prompt = Area { rows: inner.rows.min(1), cols: left_cols, ..inner };
        let line = u16::from(border == 1);
        let used = prompt.rows + line.min(inner.rows - prompt.rows);
        let results = Area { row: inner.row + used, rows: inner.rows - used, cols: left_cols, ..inner };
        let preview = Area { col: inner.col + left_cols + 1, cols: inner.cols.saturating_sub(left_cols + 1), ..inner };
        Self { popup, prompt, results, preview: has_preview.then_some(preview) }
    }
}

const fn inset(area: Area, cols: u16, rows: u16) -> Area {
    Area {
        col: area.col + cols,
        row: area.row + rows,
        cols: area.cols.saturating_sub(2 * cols),
        rows: area.rows.saturating_sub(2 * rows),
    }
}
