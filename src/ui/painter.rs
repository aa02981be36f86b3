//! Draws one row of the screen from left to right: styled text, cut at the edge, with matches highlighted.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::theme::Styles;
use crate::app::layout::Area;
use crate::notice::Span;
use crate::search::{Query, find_all};
use crate::text::columns::{clusters, truncate_cols, width_cols};
use crate::text::safe::visible;

/// Converts an area to a rectangle of ratatui.
#[cfg(test)]
pub(crate) const fn rect(area: Area) -> Rect {
    Rect { x: area.col, y: area.row, width: area.cols, height: area.rows }
}

/// Draws into one row, keeping track of the column.
#[derive(Debug)]
pub(super) struct Painter<'a> {
    buffer: &'a mut Buffer,
    start: u16,
    col: u16,
    end: u16,
    row: u16,
}

impl<'a> Painter<'a> {
    /// A painter at the left edge of a row of `area`, counted from 0. Outside the area or the screen it draws nothing.
    pub(super) fn new(buffer: &'a mut Buffer, area: Area, row: u16) -> Self {
        let screen = buffer.area;
        let is_there = row < area.rows && area.row + row < screen.height;
        let end = if is_there { (area.col + area.cols).min(screen.width) } else { area.col };
        Self { buffer, start: area.col, col: area.col, end: end.max(area.col), row: area.row + row }
    }

    /// Free columns to the right.
    pub(super) const fn room(&self) -> usize {
        (self.end - self.col) as usize
    }

    /// The current column of the screen.
    pub(super) const fn col(&self) -> u16 {
        self.col
    }

    /// Skips columns.
    pub(super) fn skip(&mut self, cols: usize) {
        self.col += cols.min(self.room()) as u16;
    }

    /// Draws text, cut at the edge.
    pub(super) fn put(&mut self, text: &str, style: Style) {
        if self.room() == 0 {
            return;
        }
        let text = visible(text);
        self.col = self.buffer.set_stringn(self.col, self.row, &text, self.room(), style).0;
    }

    /// Draws text, shortened with `…` to `cols` columns.
    pub(super) fn put_cut(&mut self, text: &str, cols: usize, style: Style) {
        self.put_matched(text, cols, style, &[], style);
    }

    /// Draws text, shortened with `…` to `cols` columns; the characters at the byte offsets in `matched` (ascending)
    /// take another style.
    pub(super) fn put_matched(&mut self, text: &str, cols: usize, style: Style, matched: &[u32], matched_style: Style) {
        let cols = cols.min(self.room());
        let end = fitting(text, cols);
        self.put_range(text, 0..end, style, matched, matched_style);
        if end < text.len() && cols > 0 {
            self.put("…", style);
        }
    }

    /// Like [`Painter::put_matched`], but shortens at two thirds, because the end of a title names the kind of document.
    pub(super) fn put_shortened(
        &mut self,
        text: &str,
        cols: usize,
        style: Style,
        matched: &[u32],
        matched_style: Style,
    ) {
        let cols = cols.min(self.room());
        if cols < SHORTEST_BOTH_ENDS_COLS || width_cols(text) <= cols {
            self.put_matched(text, cols, style, matched, matched_style);
            return;
        }
        let head_end = truncate_cols(text, (cols - 1) * 2 / 3).len();
        let tail_cols = cols - 1 - width_cols(&text[..head_end]);
        let tail_start = tail_start(text, tail_cols);
        self.put_range(text, 0..head_end, style, matched, matched_style);
        self.put("…", style);
        self.put_range(text, tail_start..text.len(), style, matched, matched_style);
    }

    fn put_range(&mut self, text: &str, range: Range<usize>, style: Style, matched: &[u32], matched_style: Style) {
        let mut plain_start = range.start;
        for cluster in clusters(&text[range.clone()]).filter(|_| !matched.is_empty()) {
            let (start, end) = (range.start + cluster.start, range.start + cluster.end());
            let first = matched.partition_point(|byte| (*byte as usize) < start);
            if matched.get(first).is_some_and(|byte| (*byte as usize) < end) {
                self.put(&text[plain_start..start], style);
                self.put(&text[start..end], style.patch(matched_style));
                plain_start = end;
            }
        }
        self.put(&text[plain_start..range.end], style);
    }

    /// Draws text right-aligned, with a free column at the edge; draws nothing when it does not fit.
    pub(super) fn put_right(&mut self, text: &str, style: Style) {
        let cols = width_cols(text);
        if cols < self.room() {
            self.skip(self.room() - cols);
            self.put(text, style);
        }
    }

    /// Clears the row and sets its style, including a wide character that extends into the row from the left.
    pub(super) fn clear(&mut self, style: Style) {
        if let Some(before) = self.start.checked_sub(1).and_then(|col| self.buffer.cell_mut((col, self.row)))
            && width_cols(before.symbol()) > 1
        {
            before.set_symbol(" ");
        }
        for col in self.start..self.end {
            if let Some(cell) = self.buffer.cell_mut((col, self.row)) {
                cell.reset();
                cell.set_style(style);
            }
        }
    }

    /// Highlights the row as the one with the cursor. Dim text gets a readable style on the strong background.
    pub(super) fn highlight_cursor(&mut self, has_focus: bool, styles: &Styles) {
        if !has_focus {
            self.apply_style(styles.selected_elsewhere);
            return;
        }
        let is_quiet = |style: Style| [styles.dim, styles.marker].iter().any(|quiet| quiet.fg == style.fg);
        for col in self.start..self.end {
            if let Some(cell) = self.buffer.cell_mut((col, self.row)) {
                let is_quiet = is_quiet(Style::new().fg(cell.fg)) || cell.modifier.contains(Modifier::DIM);
                cell.set_style(if is_quiet { styles.quiet_selected } else { styles.selected });
            }
        }
    }

    /// Applies a style to the whole row.
    pub(super) fn apply_style(&mut self, style: Style) {
        let row =
            Rect { x: self.start, y: self.row, width: self.end - self.start, height: u16::from(self.end > self.start) };
        self.buffer.set_style(row, style);
    }
}

/// Byte offsets of the characters of `text` to highlight: those matched by the query of the filter, or else by the find
/// pattern.
pub(super) fn matched(text: &str, query: Option<&Query>, pattern: &str) -> Vec<u32> {
    if let Some(query) = query {
        return query.find(text).map(|found| found.positions).unwrap_or_default();
    }
    let chars = |span: Span| text[span.range()].char_indices().map(move |(byte, _)| span.start + byte as u32);
    find_all(text, pattern).into_iter().flat_map(chars).collect()
}

/// Below this width, a title is cut at its end instead of its middle.
const SHORTEST_BOTH_ENDS_COLS: usize = 12;

/// Number of bytes of `text` that fit into `cols` columns, leaving room for `…` if some do not.
fn fitting(text: &str, cols: usize) -> usize {
    let all = truncate_cols(text, cols).len();
    if all == text.len() { all } else { truncate_cols(text, cols.saturating_sub(1)).len() }
}

/// Start of the longest suffix of `text` that fits into `cols` columns.
fn tail_start(text: &str, cols: usize) -> usize {
    let mut rest = width_cols(text);
    let dropped = clusters(text).take_while(|cluster| {
        let too_long = rest > cols;
        rest -= cluster.cols;
        too_long
    });
    dropped.last().map_or(0, |cluster| cluster.end())
}

#[cfg(test)]
mod tests {
    use ratatui::style::Modifier;

    use super::*;

    /// Draws with `put` into ten columns and checks the row; highlighted characters are in brackets.
    #[track_caller]
    fn check(put: impl FnOnce(&mut Painter<'_>), expected: &str) {
        let area = Area { col: 0, row: 0, cols: 14, rows: 1 };
        let mut buffer = Buffer::empty(rect(area));
        put(&mut Painter::new(&mut buffer, area, 0));
        let mut row = String::new();
        let mut skip = 0;
        for cell in buffer.content() {
            if skip == 0 {
                let is_marked = cell.modifier.contains(Modifier::BOLD);
                let (open, close) = if is_marked { ("[", "]") } else { ("", "") };
                row.extend([open, cell.symbol(), close]);
                skip = width_cols(cell.symbol()).max(1);
            }
            skip -= 1;
        }
        assert_eq!(row.trim_end(), expected);
    }

    #[test]
    fn text_is_cut_at_the_edge() {
        let plain = Style::default();
        check(|painter| painter.put("中文字很多很多", plain), "中文字很多很多");
        check(|painter| painter.put_cut("中文字很多很多很多", 99, plain), "中文字很多很…");
        check(|painter| painter.put_cut("中文字很多", 6, plain), "中文…");
        check(|painter| painter.put_cut("中文", 0, plain), "");
        check(|painter| painter.put_right("右边", plain), "          右边");
        check(|painter| painter.put("a\u{1b}[31m\u{202e}b", plain), "a[31mb");
    }

    #[test]
    fn a_title_keeps_both_ends() {
        let (plain, bold) = (Style::default(), Style::default().add_modifier(Modifier::BOLD));
        check(|painter| painter.put_shortened("某县教育局二〇二四年工作要点", 14, plain, &[], plain), "某县教育…要点");
        check(
            |painter| painter.put_shortened("某县教育局二〇二四年工作要点", 14, plain, &[0, 39], bold),
            "[某]县教育…要[点]",
        );
        check(|painter| painter.put_shortened("某县教育局二〇二四年", 10, plain, &[], plain), "某县教育…");
    }

    #[test]
    fn matches_are_marked() {
        let (plain, bold) = (Style::default(), Style::default().add_modifier(Modifier::BOLD));
        check(|painter| painter.put_matched("推进双减", 14, plain, &[6, 9], bold), "推进[双][减]");
        check(|painter| painter.put_matched("推进双减", 7, plain, &[9], bold), "推进双…");
    }
}
