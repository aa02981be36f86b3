//! The reading pane: a page of a notice, the find in it, and the filter on its paragraphs.

use std::sync::Arc;

use super::find::{Find, Nearest, TYPING_BYTES};
use super::motion::Direction;
use super::page::{Page, ScrollPosition};
use super::typeset::Row;
use crate::lang::{Lang, panes};
use crate::notice::{Notice, Span};

/// Result of a find.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FindReport {
    /// The reader moved to a match.
    Found {
        /// 1-based number of the match, and the number of all matches; `None` in a notice too large for counting.
        position: Option<(usize, usize)>,
        /// Whether the search wrapped around.
        has_wrapped: bool,
        /// Direction of the search.
        direction: Direction,
    },
    /// There are no matches.
    NotFound,
    /// There is no pattern yet.
    NoPattern,
}

impl FindReport {
    /// The text for the status line: `3/17`, `3/17 · 已到末尾，从头继续`.
    pub(crate) fn message(self, lang: Lang) -> String {
        let Self::Found { position, has_wrapped, direction } = self else {
            let phrase = if self == Self::NotFound { panes::NOT_FOUND } else { panes::NO_PATTERN };
            return phrase.to(lang).to_owned();
        };
        let count = position.map(|(index, total)| format!("{index}/{total}"));
        let wrapped = match direction {
            Direction::Forward => panes::WRAPPED_FORWARD,
            Direction::Backward => panes::WRAPPED_BACKWARD,
        };
        let wrapped = has_wrapped.then(|| wrapped.to(lang).to_owned());
        count.into_iter().chain(wrapped).collect::<Vec<_>>().join(" · ")
    }
}

/// State of the reading pane. Without a notice, all commands do nothing.
#[derive(Debug, Default)]
pub struct ReadingPane {
    /// The text and the scroll position.
    pub page: Page,
    find: Option<Find>,
    /// Spans highlighted while there is no find pattern, ascending.
    marked: Vec<Span>,
    direction: Option<Direction>,
    /// The match that the reader is at.
    current: Option<Span>,
    /// State to restore when a prompt is cancelled with Esc.
    before: Option<Box<RestorePoint>>,
}

#[derive(Debug)]
struct RestorePoint {
    view: ScrollPosition,
    find: Option<Find>,
    direction: Option<Direction>,
    current: Option<Span>,
    only: Option<Arc<[u32]>>,
}

impl ReadingPane {
    /// Opens a notice at its beginning, without a find pattern.
    pub fn show(&mut self, notice: Arc<Notice>) {
        let mut page = std::mem::take(&mut self.page);
        page.show(notice);
        *self = Self { page, ..Self::default() };
    }

    /// Closes the notice.
    pub fn close(&mut self) {
        let mut page = std::mem::take(&mut self.page);
        page.close();
        *self = Self { page, ..Self::default() };
    }

    /// The matches in `rows`, in order.
    pub fn visible_matches(&self, rows: &[Row]) -> Vec<Span> {
        let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return Vec::new() };
        let shown = Span::new(first.span.start, last.span.end);
        if let (Some(find), Some(notice)) = (&self.find, self.page.notice()) {
            return find.matches_in(notice, shown);
        }
        let from = self.marked.partition_point(|span| span.end <= shown.start);
        self.marked[from..].iter().take_while(|span| span.start < shown.end).copied().collect()
    }

    /// Replaces the find pattern by spans to highlight (ascending); `current` is the one the reader is at.
    pub fn mark(&mut self, marked: Vec<Span>, current: Option<Span>) {
        self.find = None;
        self.marked = marked;
        self.current = current;
        if let Some(span) = current {
            self.show_match(span);
        }
    }

    /// The match that the reader is at.
    pub const fn current_match(&self) -> Option<Span> {
        self.current
    }

    // --- find
    // ---------------------------------------------------------------------------------------------------------

    /// The find pattern.
    pub fn pattern(&self) -> Option<&str> {
        self.find.as_ref().map(Find::pattern)
    }

    /// Prepares for a prompt for the pattern. Ends with `ReadingPane::accept_find` or `ReadingPane::cancel_prompt`.
    pub fn begin_find(&mut self, direction: Direction) {
        self.remember();
        self.direction = Some(direction);
    }

    /// Shows the match nearest to the position before the prompt, after the pattern changed. In a very large notice,
    /// only the text nearby is searched, so a key never waits for a search of the whole text.
    pub(crate) fn type_find(&mut self, pattern: &str) -> FindReport {
        self.find_from_before(pattern, TYPING_BYTES)
    }

    /// Accepts the prompt. An empty pattern repeats the previous one.
    pub(crate) fn accept_find(&mut self, pattern: &str) -> FindReport {
        let Some(before) = &self.before else { return FindReport::NoPattern };
        let last = before.find.as_ref().map(|find| find.pattern().to_owned());
        let direction = self.direction;
        let report = match (pattern.is_empty(), last) {
            (false, _) => self.find_from_before(pattern, usize::MAX),
            (true, Some(last)) => {
                self.cancel_prompt();
                self.direction = direction;
                self.set_pattern(&last);
                self.step_match(direction.unwrap_or(Direction::Forward), 1)
            }
            (true, None) => {
                self.cancel_prompt();
                FindReport::NoPattern
            }
        };
        if let (FindReport::NotFound, Some(before)) = (report, &self.before) {
            self.page.restore(before.view);
        }
        self.before = None;
        report
    }

    /// Cancels the prompt and restores the state before it.
    pub(crate) fn cancel_prompt(&mut self) {
        let Some(before) = self.before.take() else { return };
        self.page.show_paragraphs(before.only);
        self.page.restore(before.view);
        (self.find, self.direction, self.current) = (before.find, before.direction, before.current);
    }

    /// Goes to the `count`th match in the direction of the find (`n`), or in the other one when `is_reversed` (`N`).
    pub(crate) fn find_again(&mut self, is_reversed: bool, count: usize) -> FindReport {
        let direction = self.direction.unwrap_or(Direction::Forward);
        let direction = match (direction, is_reversed) {
            (Direction::Forward, false) | (Direction::Backward, true) => Direction::Forward,
            _ => Direction::Backward,
        };
        self.step_match(direction, count)
    }

    /// Clears the pattern and its highlights. Returns whether there was one.
    pub(crate) fn clear_find(&mut self) -> bool {
        self.current = None;
        self.marked.clear();
        self.find.take().is_some()
    }

    fn find_from_before(&mut self, pattern: &str, limit_bytes: usize) -> FindReport {
        let Some(before) = &self.before else { return FindReport::NoPattern };
        self.page.restore(before.view);
        self.current = None;
        self.set_pattern(pattern);
        if pattern.is_empty() {
            return FindReport::NoPattern;
        }
        let from = self.start_byte();
        self.go_to_nearest(self.direction.unwrap_or(Direction::Forward), from, limit_bytes)
    }

    /// Start of a search: the target of the last jump while it is on the screen, else the first row of the screen.
    fn start_byte(&self) -> u32 {
        let focus = self.page.view().focus.filter(|byte| self.page.is_visible(*byte));
        focus.or_else(|| self.page.byte_in_row(0)).unwrap_or_default()
    }

    fn set_pattern(&mut self, pattern: &str) {
        self.find = self.page.notice().map(|notice| Find::new(notice, pattern));
    }

    fn step_match(&mut self, direction: Direction, count: usize) -> FindReport {
        let mut report = FindReport::NoPattern;
        // A full turn leads back to the same match. Reducing the count by full turns bounds the work.
        let total = self.current.and_then(|span| self.find.as_ref()?.position(span)).map_or(1000, |(_, total)| total);
        let steps = (count.max(1) - 1) % total + 1;
        let mut has_wrapped = steps < count;
        for _ in 0..steps {
            let current = self.current.filter(|span| self.page.is_visible(span.start));
            let from = match (current, direction) {
                (Some(span), Direction::Forward) => span.start + 1,
                (Some(span), Direction::Backward) => span.start,
                (None, _) => self.start_byte(),
            };
            report = self.go_to_nearest(direction, from, usize::MAX);
            if let FindReport::Found { has_wrapped: now, .. } = &mut report {
                has_wrapped |= *now;
                *now = has_wrapped;
            }
        }
        report
    }

    fn go_to_nearest(&mut self, direction: Direction, from: u32, limit_bytes: usize) -> FindReport {
        let (Some(find), Some(notice)) = (&self.find, self.page.notice()) else { return FindReport::NoPattern };
        let nearest = match direction {
            Direction::Forward => find.next(notice, from, limit_bytes),
            Direction::Backward => find.previous(notice, from, limit_bytes),
        };
        let Some(Nearest { span, has_wrapped }) = nearest else { return FindReport::NotFound };
        let position = find.position(span);
        self.current = Some(span);
        self.show_match(span);
        FindReport::Found { position, has_wrapped, direction }
    }

    fn show_match(&mut self, span: Span) {
        self.page.reveal(span.start);
        if !self.page.is_visible(span.start) {
            self.page.bring_to(span.start, usize::from(self.page.rows()) / 3);
        }
        self.page.set_focus(span.start);
    }

    fn remember(&mut self) {
        self.before = Some(Box::new(RestorePoint {
            view: self.page.view(),
            find: self.find.clone(),
            direction: self.direction,
            current: self.current,
            only: self.page.shown_paragraphs().map(Arc::from),
        }));
    }

    // --- filter on paragraphs ---------------------------------------------------------------------------------------

    /// Prepares for a prompt for the pattern of the filter. Ends with [`ReadingPane::accept_paragraph_filter`] or
    /// [`ReadingPane::cancel_prompt`].
    pub(crate) fn begin_paragraph_filter(&mut self) {
        self.remember();
    }

    /// Shows only the paragraphs with a match, each below its heading path, after the pattern changed; all paragraphs
    /// when there is no match or no pattern. A very large notice is not filtered before Enter.
    pub(crate) fn type_paragraph_filter(&mut self, pattern: &str) -> FindReport {
        let is_large = self.page.notice().is_some_and(|notice| notice.text.len() > TYPING_BYTES);
        if is_large { FindReport::NoPattern } else { self.show_matching(pattern) }
    }

    /// Accepts the prompt. An empty pattern means the current find pattern.
    pub(crate) fn accept_paragraph_filter(&mut self, pattern: &str) -> FindReport {
        let last = self.before.as_ref().and_then(|before| before.find.as_ref()).map(|find| find.pattern().to_owned());
        let pattern = if pattern.is_empty() { last.unwrap_or_default() } else { pattern.to_owned() };
        let report = self.show_matching(&pattern);
        if !matches!(report, FindReport::Found { .. }) {
            self.cancel_prompt();
        }
        self.before = None;
        report
    }

    /// Removes the filter; the current position stays on the screen. Returns whether there was one.
    pub(crate) fn end_paragraph_filter(&mut self) -> bool {
        let was_on = self.page.shown_paragraphs().is_some();
        if was_on {
            let byte = self.page.current_byte();
            self.page.show_paragraphs(None);
            self.page.go_to(byte);
        }
        was_on
    }

    fn show_matching(&mut self, pattern: &str) -> FindReport {
        let Some(view) = self.before.as_ref().map(|before| before.view) else { return FindReport::NoPattern };
        self.set_pattern(pattern);
        self.current = None;
        let (Some(notice), Some(find)) = (self.page.notice(), &self.find) else { return FindReport::NoPattern };
        let paragraphs = find.paragraphs(notice);
        let is_empty = paragraphs.is_empty();
        self.page.show_paragraphs((!is_empty).then(|| paragraphs.into()));
        self.page.restore(view);
        if is_empty {
            return if pattern.is_empty() { FindReport::NoPattern } else { FindReport::NotFound };
        }
        let from = self.page.byte_in_row(0).unwrap_or_default();
        self.go_to_nearest(Direction::Forward, from, usize::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::fixture::notice;
    use crate::app::paragraph_format::Block;

    const TEXT: &str = "题题\n1一、|甲\n文双减一\n文乙\n文丙双减\n2（一）|丁双减\n文戊\n文己\n文庚\n1二、|辛双减\n文壬";

    fn reading(rows: u16) -> ReadingPane {
        let mut reading = ReadingPane::default();
        reading.page.resize(30, rows);
        reading.show(notice(TEXT));
        reading
    }

    /// The rows on the screen, `_` for an empty one; the current match in brackets.
    fn drawn(reading: &ReadingPane) -> String {
        let notice = reading.page.notice().expect("a notice is shown");
        let rows = reading.page.visible_rows();
        let current = reading.current_match().map(|span| span.start);
        let draw = |row: &Row| match row.block {
            Block::Path(node) => format!("〉{}", notice.heading(node)),
            Block::Blank => "_".to_owned(),
            _ => {
                let text = notice.slice(row.span);
                let is_here = current.is_some_and(|byte| row.span.contains(byte));
                if is_here { format!("[{text}]") } else { text.to_owned() }
            }
        };
        rows.iter().map(draw).collect::<Vec<_>>().join(" ")
    }

    #[track_caller]
    fn check(reading: &ReadingPane, report: FindReport, expected_report: &str, expected_rows: &str) {
        assert_eq!((report.message(Lang::Chinese).as_str(), drawn(reading).as_str()), (expected_report, expected_rows));
    }

    #[test]
    fn a_match_is_gone_to_while_typing_and_esc_goes_back() {
        let mut reading = reading(4);
        let before = drawn(&reading);
        reading.begin_find(Direction::Forward);
        let report = reading.type_find("双");
        check(&reading, report, "1/4", "题 _ 一、甲 [双减一]");
        let report = reading.type_find("双减\u{3000}");
        check(&reading, report, "没有找到", "题 _ 一、甲 双减一");
        let report = reading.type_find("庚");
        check(&reading, report, "1/1", "己 [庚] _ 二、辛双减");
        reading.cancel_prompt();
        assert_eq!(drawn(&reading), before);
        assert_eq!(reading.pattern(), None);
    }

    #[test]
    fn matches_are_stepped_through_both_ways_around_the_ends() {
        let mut reading = reading(4);
        reading.begin_find(Direction::Forward);
        let report = reading.accept_find("双减");
        check(&reading, report, "1/4", "题 _ 一、甲 [双减一]");
        for (is_reversed, count, expected_report, expected_rows) in [
            (false, 1, "2/4", "乙 [丙双减] （一）丁双减 戊"),
            (false, 1, "3/4", "乙 丙双减 [（一）丁双减] 戊"),
            (false, 2, "1/4 · 已到末尾，从头继续", "一、甲 [双减一] 乙 丙双减"),
            (true, 1, "4/4 · 已到开头，从末尾继续", "庚 _ [二、辛双减] 壬"),
            (true, 1, "3/4", "丙双减 [（一）丁双减] 戊 己"),
            (false, 5, "4/4 · 已到末尾，从头继续", "庚 _ [二、辛双减] 壬"),
        ] {
            let report = reading.find_again(is_reversed, count);
            check(&reading, report, expected_report, expected_rows);
        }
        reading.begin_find(Direction::Backward);
        let report = reading.accept_find("");
        check(&reading, report, "3/4", "丙双减 [（一）丁双减] 戊 己");
        let report = reading.find_again(false, 1);
        check(&reading, report, "2/4", "[丙双减] （一）丁双减 戊 己");
        let report = reading.find_again(true, 1);
        check(&reading, report, "3/4", "丙双减 [（一）丁双减] 戊 己");
    }

    #[test]
    fn a_search_begins_with_what_is_on_the_screen() {
        let mut reading = reading(4);
        reading.page.scroll(Direction::Forward, 4);
        reading.begin_find(Direction::Forward);
        let report = reading.accept_find("双减");
        check(&reading, report, "2/4", "乙 [丙双减] （一）丁双减 戊");
        reading.page.scroll(Direction::Forward, 2);
        let report = reading.find_again(false, 1);
        check(&reading, report, "3/4", "[（一）丁双减] 戊 己 庚");
    }

    #[test]
    fn a_search_without_result_leaves_the_place() {
        let mut reading = reading(4);
        let report = reading.find_again(false, 1);
        check(&reading, report, "还没有查找过", "题 _ 一、甲 双减一");
        reading.begin_find(Direction::Forward);
        let report = reading.accept_find("");
        check(&reading, report, "还没有查找过", "题 _ 一、甲 双减一");
        reading.begin_find(Direction::Forward);
        let report = reading.accept_find("没有");
        check(&reading, report, "没有找到", "题 _ 一、甲 双减一");
        let report = reading.find_again(false, 1);
        check(&reading, report, "没有找到", "题 _ 一、甲 双减一");
        assert!(reading.clear_find() && !reading.clear_find());
    }

    #[test]
    fn only_matching_paragraphs_are_shown_under_their_headings() {
        let mut reading = reading(9);
        reading.begin_paragraph_filter();
        let report = reading.type_paragraph_filter("双减");
        check(&reading, report, "1/4", "〉甲 [双减一] 丙双减 （一）丁双减 _ 二、辛双减");
        let report = reading.type_paragraph_filter("没有");
        check(&reading, report, "没有找到", "题 _ 一、甲 双减一 乙 丙双减 （一）丁双减 戊 己");
        let report = reading.accept_paragraph_filter("双减");
        check(&reading, report, "1/4", "〉甲 [双减一] 丙双减 （一）丁双减 _ 二、辛双减");
        let report = reading.find_again(true, 1);
        check(&reading, report, "4/4 · 已到开头，从末尾继续", "〉甲 双减一 丙双减 （一）丁双减 _ [二、辛双减]");
        assert!(reading.end_paragraph_filter());
        check(&reading, report, "4/4 · 已到开头，从末尾继续", "乙 丙双减 （一）丁双减 戊 己 庚 _ [二、辛双减] 壬");
        assert!(!reading.end_paragraph_filter());
    }

    #[test]
    fn a_jump_to_a_hidden_paragraph_shows_all_again() {
        let mut reading = reading(4);
        reading.begin_paragraph_filter();
        reading.accept_paragraph_filter("双减");
        reading.begin_find(Direction::Forward);
        let report = reading.accept_find("戊");
        check(&reading, report, "1/1", "（一）丁双减 [戊] 己 庚");
        reading.begin_paragraph_filter();
        reading.accept_paragraph_filter("双减");
        reading.begin_find(Direction::Forward);
        reading.type_find("戊");
        reading.cancel_prompt();
        assert_eq!(reading.page.shown_paragraphs().map(<[u32]>::len), Some(4), "Esc brings back what was shown");
        reading.begin_paragraph_filter();
        let report = reading.accept_paragraph_filter("没有");
        assert_eq!(report, FindReport::NotFound);
        assert_eq!(
            reading.page.shown_paragraphs().map(<[u32]>::len),
            Some(4),
            "nothing to show is no reason to show nothing"
        );
    }
}
