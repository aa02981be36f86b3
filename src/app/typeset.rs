//! A notice → rows of the screen, broken on demand.
//!
//! The idea: the rows of a notice are never counted, and no map between rows and bytes exists. A position is a byte of
//! the text ([`Anchor`]); the rows on the screen are found by stepping from it to its neighbours, and only the
//! paragraphs passed on the way are broken into lines. A frame, a key and a resize thus cost O(rows on screen), whether
//! the notice has ten paragraphs or a million, and a position survives every change of width.
//!
//! Two kinds of positions follow from that. [`Anchor`] is stored; [`RowPosition`] names a row by paragraph, chunk and row
//! index, is cheap to step, and becomes invalid as soon as the width changes.
//!
//! A very long paragraph is broken in chunks of bounded size (`chunk.rs`), so the end of a line of 64 MB is reached
//! without breaking the text before it.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use super::chunk::{chunk_at, chunk_count, chunk_start};
use super::paragraph_format::{Align, Block, ParagraphFormat, format_of};
use crate::notice::{NodeId, Notice, Span};
use crate::text::columns::width_cols;
use crate::text::line_break::wrap;

/// One row of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// Index of the paragraph in [`Notice::paragraphs`].
    pub paragraph: u32,
    /// Its text; empty for [`Block::Blank`] and [`Block::Path`], whose span marks the start of the paragraph below.
    pub span: Span,
    /// Free columns before the text.
    pub indent_cols: u16,
    /// The part of the notice that it belongs to.
    pub block: Block,
}

/// A position that survives a change of width: the row that contains a byte, or a row without text just above it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub(crate) struct Anchor {
    /// Byte offset in the text.
    pub byte: u32,
    /// Number of rows without text between this row and the row of the byte; 0 is the row of the byte itself.
    pub above: u8,
}

impl Anchor {
    /// The row that contains a byte.
    pub(crate) const fn at(byte: u32) -> Self {
        Self { byte, above: 0 }
    }
}

/// A row of a [`Typeset`] at its current width. Invalid after a change of width; store an [`Anchor`] instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct RowPosition {
    paragraph: u32,
    chunk: u32,
    row: u32,
}

/// A notice broken into rows at a text width.
#[derive(Debug)]
pub(crate) struct Typeset {
    notice: Arc<Notice>,
    measure_cols: u16,
    /// The paragraphs that are shown, ascending; `None` for all.
    shown: Option<Arc<[u32]>>,
    cache: RefCell<Cache>,
}

/// Upper bound on a step. A larger count makes no visible difference, and every row passed must be broken.
pub(crate) const LONGEST_STEP_ROWS: usize = 10_000;

/// Minimum text width; in a narrower pane, rows are cut off at the edge.
const NARROWEST_COLS: u16 = 8;

impl Typeset {
    /// Sets a text width. Breaks no lines yet.
    pub(crate) fn new(notice: Arc<Notice>, measure_cols: u16) -> Self {
        let measure_cols = measure_cols.max(NARROWEST_COLS);
        Self { notice, measure_cols, shown: None, cache: RefCell::default() }
    }

    /// The notice.
    pub(crate) fn notice(&self) -> &Arc<Notice> {
        &self.notice
    }

    /// Changes the text width. Anchors remain valid, positions do not.
    pub(crate) fn set_measure(&mut self, measure_cols: u16) {
        let measure_cols = measure_cols.max(NARROWEST_COLS);
        if measure_cols != self.measure_cols {
            self.measure_cols = measure_cols;
            self.cache = RefCell::default();
        }
    }

    /// Shows only these paragraphs (ascending), each below its heading path; `None` for all. Anchors remain valid,
    /// positions do not.
    pub(crate) fn show_paragraphs(&mut self, paragraphs: Option<Arc<[u32]>>) {
        self.shown = paragraphs;
        self.cache = RefCell::default();
    }

    /// The paragraphs that are shown, ascending; `None` for all.
    pub(crate) fn shown_paragraphs(&self) -> Option<&[u32]> {
        self.shown.as_deref()
    }

    /// The row of an anchor. If its paragraph is hidden, the first row of the next shown paragraph, or else the last
    /// row. `None` when there are no rows.
    pub(crate) fn position_of(&self, anchor: Anchor) -> Option<RowPosition> {
        let wanted = self.notice.paragraph_at(anchor.byte)? as u32;
        let Some(paragraph) = self.paragraph_from(wanted) else { return self.last() };
        if paragraph != wanted {
            return Some(RowPosition { paragraph, chunk: 0, row: 0 });
        }
        let span = self.notice.paragraph_span(paragraph as usize);
        let chunk = chunk_at(self.notice.slice(span), anchor.byte.saturating_sub(span.start) as usize);
        let rows = self.rows_of(paragraph, chunk);
        let first_text = rows.iter().take_while(|row| row.is_above_text()).count();
        // Rows without text have an empty span at the start of the paragraph: `above` counts back from its first row of
        // text, and means nothing for a byte further down.
        let holding = rows.partition_point(|row| row.span.start <= anchor.byte).saturating_sub(1).max(first_text);
        let above = if holding == first_text { usize::from(anchor.above).min(first_text) } else { 0 };
        Some(RowPosition { paragraph, chunk, row: (holding - above) as u32 })
    }

    /// The anchor of a row.
    pub(crate) fn anchor_of(&self, position: RowPosition) -> Anchor {
        let rows = self.rows_of(position.paragraph, position.chunk);
        let from_here = &rows[position.row as usize..];
        let above = from_here.iter().take_while(|row| row.is_above_text()).count();
        Anchor { byte: from_here[0].span.start, above: above as u8 }
    }

    /// The contents of a row.
    pub(crate) fn row(&self, position: RowPosition) -> Row {
        self.rows_of(position.paragraph, position.chunk)[position.row as usize]
    }

    /// The first row of the notice.
    pub(crate) fn first(&self) -> Option<RowPosition> {
        Some(RowPosition { paragraph: self.paragraph_from(0)?, chunk: 0, row: 0 })
    }

    /// The last row of the notice.
    pub(crate) fn last(&self) -> Option<RowPosition> {
        Some(self.last_of(self.paragraph_to(self.notice.paragraphs.len() as u32)?))
    }

    /// The row below.
    pub(crate) fn below(&self, position: RowPosition) -> Option<RowPosition> {
        if position.row + 1 < self.rows_of(position.paragraph, position.chunk).len() as u32 {
            return Some(RowPosition { row: position.row + 1, ..position });
        }
        if position.chunk + 1 < self.chunk_count(position.paragraph) {
            return Some(RowPosition { chunk: position.chunk + 1, row: 0, ..position });
        }
        Some(RowPosition { paragraph: self.paragraph_from(position.paragraph + 1)?, chunk: 0, row: 0 })
    }

    /// The row above.
    pub(crate) fn above(&self, position: RowPosition) -> Option<RowPosition> {
        if let Some(row) = position.row.checked_sub(1) {
            return Some(RowPosition { row, ..position });
        }
        if let Some(chunk) = position.chunk.checked_sub(1) {
            let row = self.rows_of(position.paragraph, chunk).len() as u32 - 1;
            return Some(RowPosition { chunk, row, ..position });
        }
        Some(self.last_of(self.paragraph_to(position.paragraph)?))
    }

    /// The row `rows` below, clamped to the last one and to [`LONGEST_STEP_ROWS`].
    pub(crate) fn down(&self, position: RowPosition, rows: usize) -> RowPosition {
        step_rows(position, rows, |at| self.below(at))
    }

    /// The row `rows` above, clamped to the first one and to [`LONGEST_STEP_ROWS`].
    pub(crate) fn up(&self, position: RowPosition, rows: usize) -> RowPosition {
        step_rows(position, rows, |at| self.above(at))
    }

    /// Number of rows below a row, at most `limit`.
    pub(crate) fn count_below(&self, position: RowPosition, limit: usize) -> usize {
        std::iter::successors(self.below(position), |at| self.below(*at)).take(limit).count()
    }

    /// Number of rows above a row, at most `limit`.
    pub(crate) fn count_above(&self, position: RowPosition, limit: usize) -> usize {
        std::iter::successors(self.above(position), |at| self.above(*at)).take(limit).count()
    }

    /// The rows from `position` to the end, broken on demand.
    pub(crate) fn rows_from(&self, position: RowPosition) -> impl Iterator<Item = Row> + '_ {
        std::iter::successors(Some(position), |at| self.below(*at)).map(|at| self.row(at))
    }

    /// The first shown paragraph at or after this index.
    fn paragraph_from(&self, index: u32) -> Option<u32> {
        match &self.shown {
            Some(shown) => shown.get(shown.partition_point(|at| *at < index)).copied(),
            None => (index < self.notice.paragraphs.len() as u32).then_some(index),
        }
    }

    /// The last shown paragraph before this index.
    fn paragraph_to(&self, index: u32) -> Option<u32> {
        match &self.shown {
            Some(shown) => Some(shown[shown.partition_point(|at| *at < index).checked_sub(1)?]),
            None => index.checked_sub(1),
        }
    }

    fn chunk_count(&self, paragraph: u32) -> u32 {
        chunk_count(self.notice.paragraph_span(paragraph as usize).len() as usize)
    }

    fn last_of(&self, paragraph: u32) -> RowPosition {
        let chunk = self.chunk_count(paragraph) - 1;
        let row = self.rows_of(paragraph, chunk).len() as u32 - 1;
        RowPosition { paragraph, chunk, row }
    }

    /// The rows of a chunk, at least one. Cached, because every step looks up the rows around it.
    fn rows_of(&self, paragraph: u32, chunk: u32) -> Arc<[Row]> {
        if let Some(rows) = self.cache.borrow_mut().get((paragraph, chunk)) {
            return rows;
        }
        let rows: Arc<[Row]> = self.break_chunk(paragraph, chunk).into();
        self.cache.borrow_mut().put((paragraph, chunk), Arc::clone(&rows));
        rows
    }

    fn break_chunk(&self, paragraph: u32, chunk: u32) -> Vec<Row> {
        let span = self.notice.paragraph_span(paragraph as usize);
        let text = self.notice.slice(span);
        let start = chunk_start(text, chunk);
        let end = if chunk + 1 < chunk_count(text.len()) { chunk_start(text, chunk + 1) } else { text.len() };
        let format = format_of(&self.notice, paragraph as usize, self.measure_cols);
        let mut rows = Vec::new();
        if chunk == 0 {
            let above = |block| Row { paragraph, span: Span::empty(span.start), indent_cols: 0, block };
            rows.extend(self.blocks_above(paragraph, format).into_iter().flatten().map(above));
        }
        let first_cols = if chunk == 0 { format.first_cols } else { format.rest_cols };
        for (index, line) in self.break_lines(&text[start..end], first_cols, format).into_iter().enumerate() {
            let line = Span::new((start as u32) + line.start, (start as u32) + line.end);
            let indent_cols = if index == 0 { first_cols } else { format.rest_cols };
            let indent_cols = match format.align {
                Align::Left => indent_cols,
                align => self.aligned_cols(align, width_cols(&text[line.range()]) as u16),
            };
            let span = Span::new(span.start + line.start, span.start + line.end);
            rows.push(Row { paragraph, span, indent_cols, block: format.block });
        }
        rows
    }

    /// The rows without text above a paragraph.
    fn blocks_above(&self, paragraph: u32, format: ParagraphFormat) -> [Option<Block>; 2] {
        if self.shown.is_none() {
            return [format.has_space_above.then_some(Block::Blank), None];
        }
        let before = self.paragraph_to(paragraph);
        let path = self.path_node(paragraph);
        // The path is omitted when the paragraph before it has the same one, or is the heading that the path ends with.
        let is_said = before.is_some_and(|before| {
            self.path_node(before) == path || path.is_some_and(|node| self.heading_of(before) == Some(node))
        });
        if is_said {
            return [None, None];
        }
        [before.map(|_| Block::Blank), path.map(Block::Path)]
    }

    /// The node whose heading path describes the position of a paragraph: its own node, or for a heading the parent.
    fn path_node(&self, paragraph: u32) -> Option<NodeId> {
        let format = format_of(&self.notice, paragraph as usize, self.measure_cols);
        match format.block {
            Block::Heading(node) => self.notice.outline[node].parent,
            Block::Body => self.notice.outline.node_at(self.notice.paragraphs[paragraph as usize].start),
            _ => None,
        }
    }

    fn heading_of(&self, paragraph: u32) -> Option<NodeId> {
        match format_of(&self.notice, paragraph as usize, self.measure_cols).block {
            Block::Heading(node) => Some(node),
            _ => None,
        }
    }

    fn break_lines(&self, text: &str, first_cols: u16, format: ParagraphFormat) -> Vec<Span> {
        let room = |indent: u16| usize::from(self.measure_cols - indent.min(self.measure_cols));
        let lines = match format.align {
            Align::Centre => wrap_evenly(text, room(0)),
            _ => wrap(text, room(first_cols), room(format.rest_cols)),
        };
        lines.into_iter().map(|line| Span::new(line.start, line.end)).collect()
    }

    fn aligned_cols(&self, align: Align, text_cols: u16) -> u16 {
        let room = self.measure_cols.saturating_sub(text_cols);
        match align {
            Align::Left => 0,
            Align::Centre => room / 2,
            Align::Around { centre_cols, margin_cols } => {
                centre_cols.saturating_sub(text_cols / 2).min(room.saturating_sub(margin_cols))
            }
        }
    }
}

impl Row {
    /// Whether the row holds no text and belongs to the paragraph below.
    pub(crate) const fn is_above_text(&self) -> bool {
        matches!(self.block, Block::Blank | Block::Path(_))
    }
}

fn step_rows(from: RowPosition, rows: usize, step: impl Fn(RowPosition) -> Option<RowPosition>) -> RowPosition {
    std::iter::successors(Some(from), |at| step(*at)).take(rows.min(LONGEST_STEP_ROWS) + 1).last().unwrap_or(from)
}

/// Breaks into the least number of lines, all of about equal length, so that the last line of a title is not a single
/// 汉字.
fn wrap_evenly(text: &str, cols: usize) -> Vec<std::ops::Range<u32>> {
    let lines = wrap(text, cols, cols);
    // A text of more lines is no title, and balancing it would cost more.
    if !(2..=6).contains(&lines.len()) {
        return lines;
    }
    // Binary search for the narrowest width that needs no more lines.
    let mut too_narrow = width_cols(text) / (lines.len() + 1);
    let mut fits = cols;
    while fits - too_narrow > 1 {
        let middle = usize::midpoint(fits, too_narrow);
        if wrap(text, middle, middle).len() <= lines.len() {
            fits = middle;
        } else {
            too_narrow = middle;
        }
    }
    wrap(text, fits, fits)
}

/// Cache of the rows of chunks with two generations: a full young generation becomes the old one, and the previous old
/// one is dropped. That approximates least-recently-used eviction without bookkeeping per access.
#[derive(Debug, Default)]
struct Cache {
    young: HashMap<(u32, u32), Arc<[Row]>>,
    old: HashMap<(u32, u32), Arc<[Row]>>,
}

impl Cache {
    /// Chunks per generation: several screens of the shortest paragraphs.
    const GENERATION: usize = 512;

    fn get(&mut self, key: (u32, u32)) -> Option<Arc<[Row]>> {
        if let Some(rows) = self.young.get(&key) {
            return Some(Arc::clone(rows));
        }
        let rows = self.old.remove(&key)?;
        self.put(key, Arc::clone(&rows));
        Some(rows)
    }

    fn put(&mut self, key: (u32, u32), rows: Arc<[Row]>) {
        if self.young.len() >= Self::GENERATION {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(key, rows);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::app::fixture::notice;

    /// All rows; `·` is a free column.
    fn drawn(typeset: &Typeset) -> Vec<String> {
        typeset.first().map_or_else(Vec::new, |first| typeset.rows_from(first).map(|row| draw(typeset, row)).collect())
    }

    fn draw(typeset: &Typeset, row: Row) -> String {
        match row.block {
            Block::Path(node) => format!("〉{}", typeset.notice().heading(node)),
            _ => "·".repeat(row.indent_cols.into()) + typeset.notice().slice(row.span),
        }
    }

    #[track_caller]
    fn check(measure_cols: u16, lines: &str, expected: &[&str]) {
        assert_eq!(drawn(&Typeset::new(notice(lines), measure_cols)), expected, "{lines}");
    }

    #[test]
    fn body_text_is_indented_by_two_characters() {
        check(
            24,
            "前为贯彻落实上级部署，现将有关事项通知如下：",
            &["····为贯彻落实上级部署，", "现将有关事项通知如下："],
        );
        check(20, "前为贯彻落实上级部署，现通知：", &["为贯彻落实上级部署，", "现通知："]);
    }

    #[test]
    fn headings_hang_from_their_markers() {
        check(
            24,
            "2（一）|加强组织领导|。市政府成立领导小组。",
            &["（一）加强组织领导。市政", "······府成立领导小组。"],
        );
        check(
            24,
            "1一、|总体要求\n文以人民为中心。\n1二、|重点任务\n文抓落实。",
            &["一、总体要求", "····以人民为中心。", "", "二、重点任务", "····抓落实。"],
        );
        check(24, "1一、|党的建设\n1二、|队伍建设", &["一、党的建设", "二、队伍建设"]);
    }

    #[test]
    fn chapters_stand_in_the_middle_and_articles_run_on() {
        check(
            24,
            "章第一章　|总则\n条第一条　||为了规范办学行为，制定本办法。",
            &["······第一章　总则", "····第一条　为了规范办学", "行为，制定本办法。"],
        );
    }

    #[test]
    fn the_head_of_a_notice_is_centred_and_a_long_title_broken_evenly() {
        check(
            30,
            "题清河县教育局关于印发年度工作要点的通知\n号清教〔2024〕5号\n主各镇学校：\n前现印发：",
            &[
                "·····清河县教育局关于印发",
                "······年度工作要点的通知",
                "·······清教〔2024〕5号",
                "",
                "各镇学校：",
                "····现印发：",
            ],
        );
    }

    #[test]
    fn attachments_hang_and_the_signature_stands_over_its_date() {
        check(
            48,
            "附附件：1.清河县教育局年度重点工作任务分解表和进度安排\n附2.名单\n署清河县教育局\n署2024年3月1日\n注（此件公开发布）",
            &[
                "····附件：1.清河县教育局年度重点工作任务分解表和",
                "············进度安排",
                "··········2.名单",
                "",
                "····························清河县教育局",
                "····························2024年3月1日",
                "",
                "····（此件公开发布）",
            ],
        );
        check(
            48,
            "前落实。\n署清河县人民政府教育督导委员会办公室\n署2024年3月1日",
            &[
                "····落实。",
                "",
                "··········清河县人民政府教育督导委员会办公室",
                "····························2024年3月1日",
            ],
        );
        check(24, "记抄送：县委办公室，县人大常委会。", &["··抄送：县委办公室，县人", "········大常委会。"]);
    }

    #[test]
    fn only_the_wanted_paragraphs_are_shown_under_their_headings() {
        let notice = notice("题要点\n前前言\n1一、|总则\n文甲\n文乙\n2（一）|细则\n文丙\n2（二）|附则\n文丁");
        let mut typeset = Typeset::new(notice, 24);
        for (only, expected) in [
            (&[1, 4, 8][..], &["前言", "", "〉总则", "乙", "", "〉附则", "丁"][..]),
            (&[3, 4], &["〉总则", "甲", "乙"]),
            (&[5, 6], &["〉总则", "（一）细则", "丙"]),
            (&[2, 5], &["一、总则", "（一）细则"]),
            (&[5, 8], &["〉总则", "（一）细则", "", "〉附则", "丁"]),
            (&[], &[]),
        ] {
            typeset.show_paragraphs(Some(only.into()));
            let rows: Vec<String> = drawn(&typeset).iter().map(|row| row.trim_start_matches('·').to_owned()).collect();
            assert_eq!(rows, expected, "{only:?}");
        }
        typeset.show_paragraphs(Some([4, 8].as_slice().into()));
        let hidden = typeset.notice().paragraphs[6].start;
        let shown = typeset.position_of(Anchor::at(hidden)).expect("two paragraphs are shown");
        assert_eq!(typeset.row(typeset.down(shown, 2)).paragraph, 8, "what is hidden gives way to what comes after it");
    }

    #[test]
    fn an_empty_notice_has_no_rows() {
        let typeset = Typeset::new(Arc::default(), 24);
        assert_eq!((typeset.first(), typeset.last(), typeset.position_of(Anchor::at(0))), (None, None, None));
    }

    /// Two million characters in one line: the rows at the end are found without breaking the text before them.
    #[test]
    fn a_long_line_is_broken_in_chunks() {
        let sentence = "全面贯彻党的教育方针，落实立德树人根本任务。";
        let text = format!("前{}", sentence.repeat(100_000));
        let typeset = Typeset::new(notice(&text), 40);
        let last = typeset.last().expect("there is text");
        assert!(typeset.notice().slice(typeset.row(last).span).ends_with("任务。"));
        assert_eq!(typeset.cache.borrow().young.len(), 1);
        let tall = typeset.up(last, 1000);
        assert!(typeset.cache.borrow().young.len() < 30, "only the chunks in between are broken");
        assert_eq!(typeset.down(tall, 1000), last);
        for row in typeset.rows_from(tall).take(1000) {
            let is_last_of_chunk = typeset.notice().slice(row.span).ends_with('。');
            assert!(is_last_of_chunk || row.span.len() >= 54, "a chunk ends where a sentence does");
        }
    }

    fn any_lines() -> impl Strategy<Value = String> {
        let text = "([一-十教育局工作，。“”]{1,12}|[a-z]{1,9}|[0-9]{4}年| |\u{3000}|e\u{301}){1,12}";
        let line = ("[题号主前附署注记1234章条]", text.prop_map(|text| text.trim().to_owned()), any::<bool>());
        let line = line.prop_map(|(kind, text, is_long)| {
            let text = if is_long { text.repeat(400) } else { text };
            if "1234章条".contains(&kind) { format!("{kind}一、|{text}") } else { format!("{kind}{text}") }
        });
        prop::collection::vec(line, 1..8).prop_map(|lines| lines.join("\n"))
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

        #[test]
        fn the_rows_of_a_paragraph_cover_its_text(lines in any_lines(), cols in 8_u16..90) {
            let typeset = Typeset::new(notice(&lines), cols);
            let mut at = 0;
            for row in typeset.rows_from(typeset.first().expect("there is text")) {
                let text = typeset.notice().slice(row.span);
                let between = typeset.notice().text[at as usize..row.span.start as usize].trim();
                prop_assert!(between.is_empty(), "{between:?} is in no row");
                prop_assert!(usize::from(row.indent_cols) + width_cols(text) <= usize::from(cols), "{text:?}");
                prop_assert!(typeset.notice().paragraph_at(row.span.start) == Some(row.paragraph as usize));
                at = row.span.end;
            }
            prop_assert!(typeset.notice().text[at as usize..].trim().is_empty());
        }

        #[test]
        fn an_anchor_names_its_row_and_survives_a_change_of_width(
            lines in any_lines(), cols in 8_u16..90, other in 8_u16..90, steps in 0_usize..400,
        ) {
            let mut typeset = Typeset::new(notice(&lines), cols);
            let position = typeset.down(typeset.first().expect("there is text"), steps);
            let anchor = typeset.anchor_of(position);
            prop_assert_eq!(typeset.position_of(anchor), Some(position));
            typeset.set_measure(other);
            let row = typeset.row(typeset.position_of(anchor).expect("there is text"));
            let end = row.span.end.max(anchor.byte + u32::from(anchor.above == 0));
            prop_assert!(row.span.start <= anchor.byte && anchor.byte <= end);
            prop_assert_eq!(typeset.notice().paragraph_at(row.span.start), typeset.notice().paragraph_at(anchor.byte));
            typeset.set_measure(cols);
            prop_assert_eq!(typeset.position_of(anchor), Some(position));
        }

        #[test]
        fn going_down_and_up_again_returns(lines in any_lines(), cols in 8_u16..90, start in 0_usize..60, steps in 0_usize..300) {
            let typeset = Typeset::new(notice(&lines), cols);
            let position = typeset.down(typeset.first().expect("there is text"), start);
            let steps = typeset.count_below(position, steps);
            prop_assert_eq!(typeset.up(typeset.down(position, steps), steps), position);
            prop_assert_eq!(typeset.count_above(typeset.down(position, steps), steps), steps);
        }
    }
}
