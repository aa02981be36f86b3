//! Draws the parts common to all pickers: the popup with its title, the count, the prompt.

use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui::style::Style;

use super::painter::Painter;
use super::prompt;
use super::theme::Styles;
use crate::app::layout::Area;
use crate::app::picker_areas::PickerAreas;
use crate::app::prompt::Prompt;
use crate::text::columns::{clusters, width_cols};

/// The texts around the results.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct PopupTexts<'a> {
    /// The title: the kind of items.
    pub title: &'a str,
    /// The number of results.
    pub count: &'a str,
    /// Placeholder of the empty prompt.
    pub hint: &'a str,
    /// The fault in the query, drawn after it; may be empty.
    pub fault: &'a str,
    /// Completions of the last word, drawn after the query.
    pub proposals: &'a [String],
    /// Key hints in the lower border.
    pub keys: &'a str,
    /// Whether typing replaces the text in the prompt.
    pub is_proposal: bool,
}

/// The label of the prompt.
const LABEL: &str = "› ";

/// Maximum number of completions shown; the first is the one that a key accepts.
const MOST_PROPOSALS: usize = 4;

/// Draws an empty popup with its prompt; returns the position of the terminal's cursor.
pub(super) fn draw(
    texts: &PopupTexts<'_>,
    line: &Prompt,
    areas: &PickerAreas,
    styles: &Styles,
    buffer: &mut Buffer,
) -> Position {
    let popup = areas.popup;
    for row in 0..popup.rows {
        Painter::new(buffer, popup, row).clear(styles.popup);
    }
    if areas.prompt.row > popup.row {
        draw_border(texts, areas, styles, buffer);
    }
    let mut painter = Painter::new(buffer, areas.prompt, 0);
    painter.skip(1);
    painter.put(LABEL, styles.popup.patch(styles.prompt));
    let room = painter.room().saturating_sub(1);
    let style = if texts.is_proposal { styles.selected_elsewhere } else { styles.text };
    let cursor_col = prompt::draw(line, &mut painter, room, styles.popup.patch(style));
    if line.is_empty() {
        // The cursor is on the first cell; the hint begins after it.
        painter.skip(2);
        let room = painter.room().saturating_sub(1);
        painter.put_cut(texts.hint, room, styles.popup.patch(styles.dim));
    } else {
        // Leave a cell for the cursor after the text.
        painter.skip(2);
        let room = painter.room().saturating_sub(1);
        let proposals: Vec<&str> = texts.proposals.iter().map(String::as_str).take(MOST_PROPOSALS).collect();
        if proposals.is_empty() {
            painter.put_cut(texts.fault, room, styles.popup.patch(styles.warning));
        } else {
            painter.put_cut(&format!("→ {}", proposals.join("  ")), room, styles.popup.patch(styles.dim));
        }
    }
    Position { x: cursor_col.min(popup.col + popup.cols.saturating_sub(1)), y: areas.prompt.row }
}

fn draw_border(texts: &PopupTexts<'_>, areas: &PickerAreas, styles: &Styles, buffer: &mut Buffer) {
    let popup = areas.popup;
    let style = styles.popup.patch(styles.divider);
    let inner_cols = usize::from(popup.cols.saturating_sub(2));
    let bar = "─".repeat(inner_cols);
    for (row, ends) in [(0, ["┌", "┐"]), (popup.rows - 1, ["└", "┘"])] {
        let mut painter = Painter::new(buffer, popup, row);
        painter.put(ends[0], style);
        painter.put(&bar, style);
        painter.put(ends[1], style);
    }
    for row in 1..popup.rows - 1 {
        let mut painter = Painter::new(buffer, popup, row);
        painter.put("│", style);
        painter.skip(inner_cols);
        painter.put("│", style);
    }
    let line = Area { row: areas.prompt.row + 1, rows: 1, ..areas.prompt };
    if line.row < areas.results.row {
        Painter::new(buffer, line, 0).put(&"─".repeat(line.cols.into()), style);
    }
    if let Some(preview) = areas.preview {
        for row in 0..preview.rows {
            let divider = Area { col: preview.col - 1, cols: 1, ..preview };
            Painter::new(buffer, divider, row).put("│", style);
        }
    }
    draw_titles(texts, popup, styles, buffer);
}

/// Draws title and count in the upper border; omits the count when both do not fit.
fn draw_titles(texts: &PopupTexts<'_>, popup: Area, styles: &Styles, buffer: &mut Buffer) {
    let mut painter = Painter::new(buffer, popup, 0);
    painter.skip(2);
    let room = painter.room().saturating_sub(2);
    painter.put_cut(&format!(" {} ", texts.title), room, styles.popup.patch(styles.header_focused));
    let count = format!(" {} ", texts.count);
    let count_cols = width_cols(&count);
    if painter.room() > count_cols + 2 {
        painter.skip(painter.room() - count_cols - 2);
        painter.put(&count, styles.popup.patch(styles.dim));
    }
    let mut painter = Painter::new(buffer, popup, popup.rows - 1);
    let keys = format!(" {} ", texts.keys);
    if !texts.keys.is_empty() && painter.room() >= width_cols(&keys) + 4 {
        painter.skip(2);
        painter.put(&keys, styles.popup.patch(styles.dim));
    }
}

/// Draws text in at most `cols` columns; the characters at the byte offsets in `matched` (ascending) take another
/// style. When the matches would be cut off at the end, the start of the text is omitted instead.
pub(super) fn put_match(
    painter: &mut Painter<'_>,
    text: &str,
    cols: usize,
    style: Style,
    matched: &[u32],
    matched_style: Style,
) {
    let cols = cols.min(painter.room());
    let start = shown_from(text, matched, cols);
    if start == 0 {
        painter.put_matched(text, cols, style, matched, matched_style);
        return;
    }
    painter.put("…", style);
    let shifted: Vec<u32> = matched.iter().filter_map(|byte| byte.checked_sub(start as u32)).collect();
    painter.put_matched(&text[start..], cols.saturating_sub(1), style, &shifted, matched_style);
}

/// Start of the visible part of a text: late enough to show the last match, but never after the first one.
fn shown_from(text: &str, matched: &[u32], cols: usize) -> usize {
    let (Some(first), Some(last)) = (matched.first(), matched.last()) else { return 0 };
    let last_end =
        clusters(&text[*last as usize..]).next().map_or(text.len(), |cluster| *last as usize + cluster.end());
    let needed_cols = width_cols(&text[..last_end]) + usize::from(last_end < text.len());
    if needed_cols <= cols {
        return 0;
    }
    // Reserve a column for each of the two `…`.
    let mut surplus = (needed_cols + 1).saturating_sub(cols);
    let dropped = clusters(&text[..*first as usize]).take_while(|cluster| {
        let is_dropped = surplus > 0;
        surplus = surplus.saturating_sub(cluster.cols);
        is_dropped
    });
    dropped.last().map_or(0, |cluster| cluster.end())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Theme;
    use crate::ui::drawn::lines;
    use crate::ui::painter::rect;

    fn draw_in(area: Area, has_preview: bool, typed: &str) -> (Vec<String>, Position) {
        let mut buffer = Buffer::empty(rect(area));
        let texts = PopupTexts { title: "选标题", count: "2/17", hint: "输入", ..PopupTexts::default() };
        let areas = PickerAreas::within(area, has_preview);
        let cursor = draw(&texts, &Prompt::of(typed), &areas, Styles::of(Theme::Plain), &mut buffer);
        (lines(&buffer), cursor)
    }

    #[test]
    fn a_popup_has_title_count_and_prompt() {
        let area = Area { col: 0, row: 0, cols: 24, rows: 6 };
        let (rows, cursor) = draw_in(area, false, "双减");
        assert_eq!(
            rows,
            [
                "┌─ 选标题 ────── 2/17 ─┐",
                "│ › 双减               │",
                "│──────────────────────│",
                "│                      │",
                "│                      │",
                "└──────────────────────┘",
            ]
        );
        assert_eq!((cursor.x, cursor.y), (8, 1));
        let (rows, cursor) = draw_in(area, false, "");
        assert_eq!((rows[1].as_str(), cursor.x), ("│ ›   输入             │", 4));
        let (rows, _) = draw_in(Area { cols: 12, ..area }, false, "双减");
        assert_eq!(rows[0], "┌─ 选标题 ─┐");
    }

    #[test]
    fn a_popup_fits_into_any_area() {
        for cols in 0..130 {
            for rows in 0..30 {
                let area = Area { col: 0, row: 0, cols, rows };
                let (_, cursor) = draw_in(area, cols % 2 == 0, "双减工作要点");
                assert!(cols == 0 || cursor.x < cols, "{area:?}");
            }
        }
    }

    #[track_caller]
    fn check_match(text: &str, matched: &[u32], expected: &str) {
        let area = Area { col: 0, row: 0, cols: 10, rows: 1 };
        let mut buffer = Buffer::empty(rect(area));
        put_match(&mut Painter::new(&mut buffer, area, 0), text, 10, Style::new(), matched, Style::new());
        assert_eq!(lines(&buffer), [expected], "{text}");
    }

    #[test]
    fn matches_stay_visible() {
        check_match("一二三四五", &[12], "一二三四五");
        check_match("一二三四五六七", &[0, 3], "一二三四…");
        check_match("一二三四五六七", &[18], "…四五六七");
        check_match("一二三四五六七八九", &[15, 18], "…四五六七…");
        check_match("一二三四五六七八九", &[0, 24], "一二三四…");
        check_match("一二三四五六七八九", &[3, 24], "…二三四五…");
    }
}
