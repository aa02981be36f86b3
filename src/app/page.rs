//! A window over a typeset notice: its scroll position, the rows on the screen, and the byte the reader is at.
//!
//! The idea: the position is an [`Anchor`], a byte of the text, never a row number, because the rows of a notice are
//! not known until they are broken (`typeset.rs`). Everything about the screen (its last row, how near the end is,
//! which row is current) is found by stepping over at most a screenful of rows from that anchor.

use std::sync::Arc;

use super::motion::Direction;
use super::typeset::{Anchor, Row, RowPosition, Typeset};
use crate::notice::{NodeId, Notice, Span};

/// Maximum width of the text: 40 汉字, where GB/T 9704-2012 prints 28. In a longer line, the eye loses the start of the
/// next.
const WIDEST_MEASURE_COLS: u16 = 80;

/// Minimum width of a pane that has a gutter for the mark of the current heading.
const GUTTER_FROM_COLS: u16 = 24;

/// Rows shown above a heading after a jump to it.
const CONTEXT_ROWS: usize = 2;

/// Rows that two successive pages share.
const OVERLAP_ROWS: usize = 1;

/// Horizontal position of the text in a pane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Free columns on the left. The last but one holds the mark of the current heading, if there are two.
    pub left_cols: u16,
    /// Width of the text.
    pub measure_cols: u16,
}

impl Column {
    /// Centres the text in a pane of this width, up to the maximum width.
    pub(crate) const fn in_pane(pane_cols: u16) -> Self {
        if pane_cols < GUTTER_FROM_COLS {
            return Self { left_cols: 0, measure_cols: pane_cols };
        }
        let room = pane_cols - 3;
        let measure_cols = if room < WIDEST_MEASURE_COLS { room } else { WIDEST_MEASURE_COLS };
        Self { left_cols: 2 + (room - measure_cols) / 2, measure_cols }
    }
}

/// A scroll position in a notice, valid at any width.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct ScrollPosition {
    /// The top row.
    pub top: Anchor,
    /// The byte that the last jump went to; `None` once the text has been scrolled.
    pub focus: Option<u32>,
}

/// A window over a notice, with its scroll position. Without a notice, all commands do nothing.
#[derive(Debug, Default)]
pub struct Page {
    typeset: Option<Typeset>,
    cols: u16,
    rows: usize,
    view: ScrollPosition,
    target: Option<Span>,
}

impl Page {
    /// Opens a notice at its beginning.
    pub fn show(&mut self, notice: Arc<Notice>) {
        let typeset = Typeset::new(notice, Column::in_pane(self.cols).measure_cols);
        *self = Self { typeset: Some(typeset), cols: self.cols, rows: self.rows, ..Self::default() };
    }

    /// Closes the notice.
    pub fn close(&mut self) {
        *self = Self { cols: self.cols, rows: self.rows, ..Self::default() };
    }

    /// The notice.
    pub fn notice(&self) -> Option<&Arc<Notice>> {
        self.typeset.as_ref().map(Typeset::notice)
    }

    /// Sets the size of the pane without its header. The position stays.
    pub fn resize(&mut self, cols: u16, rows: u16) {
        (self.cols, self.rows) = (cols, rows.into());
        if let Some(typeset) = &mut self.typeset {
            typeset.set_measure(Column::in_pane(cols).measure_cols);
        }
    }

    /// Height in rows.
    pub const fn rows(&self) -> u16 {
        self.rows as u16
    }

    /// Horizontal position of the text in the pane.
    pub const fn column(&self) -> Column {
        Column::in_pane(self.cols)
    }

    // --- what is on the screen ----------------------------------------------------------------------------------------

    /// The rows on the screen.
    pub fn visible_rows(&self) -> Vec<Row> {
        self.on_screen().map_or_else(Vec::new, |(typeset, top)| typeset.rows_from(top).take(self.rows).collect())
    }

    /// The span that the last jump went to.
    pub const fn target(&self) -> Option<Span> {
        self.target
    }

    /// The byte at the start of a row of the screen, counted from 0.
    pub(crate) fn byte_in_row(&self, row: usize) -> Option<u32> {
        self.visible_rows().get(row).map(|row| row.span.start)
    }

    /// The byte the reader is at: the target of the last jump while it is on the screen. Otherwise the start of the
    /// current row, which moves from the top of the screen at the beginning of the notice to the bottom at its end.
    pub(crate) fn current_byte(&self) -> u32 {
        let Some((typeset, top)) = self.on_screen() else { return 0 };
        self.view
            .focus
            .filter(|byte| self.is_visible(*byte))
            .unwrap_or_else(|| typeset.row(typeset.down(top, self.current_row(typeset, top))).span.start)
    }

    /// The heading of the section the reader is in; `None` before the first heading.
    pub fn current_node(&self) -> Option<NodeId> {
        self.notice()?.outline.node_at(self.current_byte())
    }

    /// Position of the top of the screen in the text as a percentage; 100 when the end is on the screen.
    pub fn percent(&self) -> u8 {
        let Some((typeset, top)) = self.on_screen() else { return 100 };
        if typeset.count_below(top, self.rows.max(1)) < self.rows.max(1) {
            return 100;
        }
        let len = typeset.notice().text.len().max(1) as u64;
        (u64::from(typeset.row(top).span.start) * 100 / len).min(99) as u8
    }

    fn current_row(&self, typeset: &Typeset, top: RowPosition) -> usize {
        let rows = self.rows.max(1);
        let above = typeset.count_above(top, rows);
        if above == 0 {
            return 0;
        }
        let below = typeset.count_below(typeset.down(top, rows - 1), rows);
        // Far from the end, the current row is as far below the top as a heading after a jump. Within a screenful of the
        // end it moves down in proportion, so that the last headings become current although the text scrolls no further.
        let at_start = CONTEXT_ROWS.min(above).min(rows - 1);
        at_start + (rows - 1 - at_start) * (rows - below) * above / (rows * (above + below))
    }

    /// The text and the first row on the screen. Near the end of the text, that is a row above the stored one, so that
    /// the last row of the text is at the bottom of the screen.
    fn on_screen(&self) -> Option<(&Typeset, RowPosition)> {
        let typeset = self.typeset.as_ref()?;
        let top = typeset.position_of(self.view.top)?;
        let wanted = self.rows.saturating_sub(1);
        let missing = wanted - typeset.count_below(top, wanted);
        Some((typeset, typeset.up(top, missing)))
    }

    /// Whether the row with this byte is on the screen.
    pub fn is_visible(&self, byte: u32) -> bool {
        let Some((typeset, top)) = self.on_screen() else { return false };
        let bottom = typeset.down(top, self.rows.saturating_sub(1));
        typeset.position_of(Anchor::at(byte)).is_some_and(|position| top <= position && position <= bottom)
    }

    // --- moving -------------------------------------------------------------------------------------------------------

    /// The scroll position, for [`Page::restore`].
    pub(crate) const fn view(&self) -> ScrollPosition {
        self.view
    }

    /// Restores a scroll position of this notice.
    pub(crate) fn restore(&mut self, view: ScrollPosition) {
        self.view = view;
        self.target = None;
    }

    /// Scrolls by rows, clamped to the ends.
    pub(crate) fn scroll(&mut self, direction: Direction, rows: usize) {
        let Some((typeset, top)) = self.on_screen() else { return };
        let position = match direction {
            Direction::Forward => typeset.down(top, rows),
            Direction::Backward => typeset.up(top, rows),
        };
        self.move_top(position);
    }

    /// Scrolls by pages; successive pages share a row.
    pub(crate) fn turn_pages(&mut self, direction: Direction, count: usize) {
        let page = self.rows.saturating_sub(OVERLAP_ROWS).max(1);
        self.scroll(direction, page.saturating_mul(count));
    }

    /// Scrolls by half pages.
    pub(crate) fn turn_half_pages(&mut self, direction: Direction, count: usize) {
        self.scroll(direction, (self.rows / 2).max(1).saturating_mul(count));
    }

    /// Goes to the beginning or the end of the text.
    pub(crate) fn go_to_edge(&mut self, direction: Direction) {
        let Some(typeset) = &self.typeset else { return };
        let edge = match direction {
            Direction::Forward => typeset.last(),
            Direction::Backward => typeset.first(),
        };
        if let Some(position) = edge {
            self.move_top(position);
        }
        // When the whole text is on the screen nothing scrolls; the focus must still move to the edge.
        self.view.focus = edge.and_then(|position| Some(self.typeset.as_ref()?.anchor_of(position).byte));
    }

    /// Goes to the paragraph read from this line of the source, counted from 1, or to the nearest one before it.
    pub(crate) fn go_to_source_line(&mut self, line: u32) {
        let Some(notice) = self.notice() else { return };
        let after = notice.paragraphs.partition_point(|paragraph| paragraph.source_line <= line);
        if let Some(paragraph) = notice.paragraphs.get(after.saturating_sub(1)) {
            self.go_to(paragraph.start);
        }
    }

    /// Goes to a percentage of the text.
    pub(crate) fn go_to_percent(&mut self, percent: u32) {
        let Some(typeset) = &self.typeset else { return };
        let byte = typeset.notice().text.len() as u64 * u64::from(percent.min(100)) / 100;
        match typeset.position_of(Anchor::at(byte as u32)) {
            Some(_) if percent >= 100 => self.go_to_edge(Direction::Forward),
            Some(position) => self.move_top(position),
            None => {}
        }
    }

    /// Goes to a byte of the text. Its row is shown a little below the top of the screen, as far as the end of the text
    /// allows. Shows all paragraphs again when the filter hides this one.
    pub fn go_to(&mut self, byte: u32) {
        self.reveal(byte);
        self.bring_to(byte, CONTEXT_ROWS);
        self.view.focus = Some(byte);
        self.target = None;
    }

    /// Goes to a heading.
    pub fn go_to_node(&mut self, id: NodeId) {
        if let Some(byte) =
            self.notice().filter(|notice| id.index() < notice.outline.len()).map(|notice| notice.outline[id].start())
        {
            self.go_to(byte);
        }
    }

    /// Goes to a span and highlights it until the next jump.
    pub(crate) fn go_to_span(&mut self, span: Span) {
        self.go_to(span.start);
        self.target = Some(span);
    }

    /// Makes `position` the top row, as far as the end of the text allows. Clears the jump target when the text moves.
    fn move_top(&mut self, position: RowPosition) {
        let before = self.on_screen().map(|(_, top)| top);
        let Some(typeset) = &self.typeset else { return };
        self.view.top = typeset.anchor_of(position);
        let Some((typeset, top)) = self.on_screen() else { return };
        self.view.top = typeset.anchor_of(top);
        if before != Some(top) {
            self.view.focus = None;
            self.target = None;
        }
    }

    /// Scrolls so that the row of `byte` is `rows_above` rows below the top of the screen.
    pub(super) fn bring_to(&mut self, byte: u32, rows_above: usize) {
        let Some(typeset) = &self.typeset else { return };
        if let Some(position) = typeset.position_of(Anchor::at(byte)) {
            self.move_top(typeset.up(position, rows_above.min(self.rows.saturating_sub(1))));
        }
    }

    /// Shows all paragraphs again when the filter hides the paragraph of `byte`.
    pub(super) fn reveal(&mut self, byte: u32) {
        let Some(typeset) = &mut self.typeset else { return };
        let paragraph = typeset.notice().paragraph_at(byte).map(|index| index as u32);
        let is_hidden =
            typeset.shown_paragraphs().zip(paragraph).is_some_and(|(only, index)| only.binary_search(&index).is_err());
        if is_hidden {
            typeset.show_paragraphs(None);
        }
    }

    /// Sets the byte the reader is at.
    pub(super) fn set_focus(&mut self, byte: u32) {
        self.view.focus = Some(byte);
    }

    /// The paragraphs that are shown, ascending; `None` for all.
    pub fn shown_paragraphs(&self) -> Option<&[u32]> {
        self.typeset.as_ref()?.shown_paragraphs()
    }

    /// Shows only these paragraphs (ascending), each below its heading path; `None` for all. The position stays, or
    /// moves to the next shown paragraph.
    pub(crate) fn show_paragraphs(&mut self, paragraphs: Option<Arc<[u32]>>) {
        if let Some(typeset) = &mut self.typeset {
            typeset.show_paragraphs(paragraphs);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::app::fixture::notice;

    /// Two rows of title and number, then three headings with four paragraphs each; every row is one paragraph.
    fn plan() -> Arc<Notice> {
        let section = |name: &str| format!("1{name}、|节\n文{name}1\n文{name}2\n文{name}3\n文{name}4\n");
        notice(&format!("题题\n号号\n{}{}{}", section("一"), section("二"), section("三")))
    }

    fn page(rows: u16) -> Page {
        let mut page = Page::default();
        page.resize(30, rows);
        page.show(plan());
        page
    }

    /// Performs a command written as its keys.
    fn run(page: &mut Page, keys: &str) {
        let count = || keys[..keys.len() - 1].parse::<u32>().unwrap_or(1);
        match keys.chars().next_back().expect("a command is not empty") {
            'j' => page.scroll(Direction::Forward, count() as usize),
            'k' => page.scroll(Direction::Backward, count() as usize),
            'f' => page.turn_pages(Direction::Forward, count() as usize),
            'b' => page.turn_pages(Direction::Backward, count() as usize),
            'd' => page.turn_half_pages(Direction::Forward, count() as usize),
            'u' => page.turn_half_pages(Direction::Backward, count() as usize),
            'g' => page.go_to_edge(Direction::Backward),
            'G' if keys == "G" => page.go_to_edge(Direction::Forward),
            'G' => page.go_to_source_line(count()),
            '%' => page.go_to_percent(count()),
            '#' => page.go_to_node(NodeId(count())),
            other => panic!("{other} is no command"),
        }
    }

    /// The rows on the screen, `_` for an empty one; then the current heading.
    fn drawn(page: &Page) -> String {
        let notice = page.notice().expect("a notice is shown");
        let rows = page.visible_rows().into_iter().map(|row| match notice.slice(row.span).trim_end_matches("、节") {
            "" => "_".to_owned(),
            text => text.to_owned(),
        });
        let rows: Vec<String> = rows.collect();
        let here = page.current_node().map_or("-", |id| notice.marker(id));
        format!("{} {here} {}%", rows.join(" "), page.percent())
    }

    #[track_caller]
    fn check(rows: u16, cases: &[(&str, &str)]) {
        let mut page = page(rows);
        for (keys, expected) in cases {
            run(&mut page, keys);
            assert_eq!(drawn(&page), *expected, "after {keys}");
        }
    }

    #[test]
    fn the_text_is_scrolled_and_stops_at_its_ends() {
        check(
            4,
            &[
                ("k", "题 号 _ 一 - 0%"),
                ("j", "号 _ 一 一1 一、 4%"),
                ("2j", "一 一1 一2 一3 一、 8%"),
                ("f", "一3 一4 _ 二 二、 28%"),
                ("d", "_ 二 二1 二2 二、 38%"),
                ("99j", "三1 三2 三3 三4 三、 100%"),
                ("j", "三1 三2 三3 三4 三、 100%"),
                ("b", "二4 _ 三 三1 三、 64%"),
                ("u", "二2 二3 二4 _ 二、 54%"),
                ("g", "题 号 _ 一 - 0%"),
                ("G", "三1 三2 三3 三4 三、 100%"),
                ("99b", "题 号 _ 一 - 0%"),
            ],
        );
    }

    #[test]
    fn a_heading_that_is_gone_to_stands_below_the_top_and_is_the_current_one() {
        check(
            5,
            &[
                ("1#", "一4 _ 二 二1 二2 二、 33%"),
                ("0#", "号 _ 一 一1 一2 一、 4%"),
                ("2#", "二4 _ 三 三1 三2 三、 64%"),
                ("9#", "二4 _ 三 三1 三2 三、 64%"),
            ],
        );
        // Everything fits on the screen: nothing scrolls, yet the reader can go to each heading.
        for (keys, here) in [("2#", "三、"), ("1#", "二、"), ("0#", "一、"), ("G", "三、"), ("g", "-")] {
            let mut page = page(40);
            run(&mut page, keys);
            assert!(drawn(&page).ends_with(&format!(" {here} 100%")), "{keys}: {}", drawn(&page));
        }
    }

    #[test]
    fn lines_of_the_source_and_percentages_are_gone_to() {
        check(
            4,
            &[
                ("8G", "一4 _ 二 二1 二、 33%"),
                ("1G", "题 号 _ 一 - 0%"),
                ("99G", "三1 三2 三3 三4 三、 100%"),
                ("50%", "二1 二2 二3 二4 二、 48%"),
                ("0%", "题 号 _ 一 - 0%"),
                ("100%", "三1 三2 三3 三4 三、 100%"),
                ("999%", "三1 三2 三3 三4 三、 100%"),
            ],
        );
    }

    #[test]
    fn every_heading_becomes_the_current_one_on_the_way_down() {
        let mut page = page(6);
        let mut seen = vec![page.current_node()];
        for _ in 0..30 {
            run(&mut page, "j");
            seen.push(page.current_node());
        }
        assert!(seen.is_sorted());
        seen.dedup();
        assert_eq!(seen, [None, Some(NodeId(0)), Some(NodeId(1)), Some(NodeId(2))]);
    }

    #[test]
    fn a_view_is_come_back_to() {
        let mut page = page(4);
        run(&mut page, "1#");
        let (view, before) = (page.view(), drawn(&page));
        run(&mut page, "g");
        page.restore(view);
        assert_eq!(drawn(&page), before);
    }

    #[test]
    fn a_jump_target_stays_highlighted_until_the_text_moves() {
        let mut page = page(4);
        let span = page.notice().expect("a notice is shown").outline[NodeId(1)].heading;
        page.go_to_span(span);
        assert_eq!(page.target(), Some(span));
        run(&mut page, "j");
        assert_eq!(page.target(), None);
    }

    #[test]
    fn a_page_without_a_notice_does_nothing() {
        let mut page = Page::default();
        page.resize(30, 4);
        for keys in ["j", "k", "f", "b", "d", "u", "g", "G", "5G", "50%", "1#"] {
            run(&mut page, keys);
        }
        assert_eq!((page.visible_rows(), page.current_node(), page.percent()), (Vec::new(), None, 100));
    }

    #[test]
    fn the_column_of_text_is_in_the_middle_and_not_too_wide() {
        for (pane_cols, left_cols, measure_cols) in
            [(10, 0, 10), (23, 0, 23), (24, 2, 21), (57, 2, 54), (83, 2, 80), (120, 20, 80)]
        {
            let column = Column::in_pane(pane_cols);
            assert_eq!((column.left_cols, column.measure_cols), (left_cols, measure_cols), "{pane_cols}");
            assert!(column.left_cols + column.measure_cols <= pane_cols);
        }
    }

    proptest! {
        #[test]
        fn the_place_survives_a_change_of_size(
            commands in prop::collection::vec("[1-9]?[jkdu]|[0-2]#|G|g", 0..8), sizes in prop::collection::vec((8_u16..100, 1_u16..20), 1..4),
        ) {
            let mut page = page(5);
            for keys in &commands {
                run(&mut page, keys);
            }
            let before = drawn(&page);
            for (cols, rows) in sizes {
                page.resize(cols, rows);
                let rows = page.visible_rows();
                prop_assert!(rows.len() <= usize::from(page.rows()) && !rows.is_empty());
            }
            page.resize(30, 5);
            prop_assert_eq!(drawn(&page), before);
        }
    }
}
