//! The list pane: order, filter, cursor, and the entries on the screen.

use std::cmp::{Ordering, Reverse};

use fixedbitset::FixedBitSet;

use crate::library::{Library, NoticeId, Slot};
use crate::notice::Notice;
use crate::search::Query;

/// Rows of an entry: the title; region, year and issuer.
pub(crate) const ENTRY_ROWS: usize = 2;

/// Minimum number of entries visible above and below the cursor.
const SCROLL_MARGIN: usize = 1;

/// Sort key of the list. Equal entries keep their loading order; unknown values come last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub(crate) enum Sort {
    /// Loading order: by input and path.
    #[default]
    Order,
    /// By title, comparing numbers by value.
    Title,
    /// By region, then by year, newest first.
    Region,
    /// By year, newest first.
    Year,
    /// By issuer, then by year, newest first.
    Issuer,
}

/// State of the list.
#[derive(Debug, Clone, Default)]
pub struct ListPane {
    /// All slots of the library, sorted.
    order: Vec<NoticeId>,
    /// The subset of `order` that passes the filter; all slots without a filter.
    shown: Vec<NoticeId>,
    /// Index of the cursor in `shown`; 0 when the list is empty.
    cursor: usize,
    /// Index in `shown` of the first entry on the screen.
    top: usize,
    /// Height of the pane in rows.
    rows: usize,
    sort: Sort,
    is_reversed: bool,
    filter: Option<Filter>,
}

#[derive(Debug, Clone)]
struct Filter {
    query: Query,
    matched: FixedBitSet,
    cursor_before: Option<NoticeId>,
    top_before: usize,
}

impl ListPane {
    /// Sets the height in rows; the cursor stays on the screen.
    pub(crate) fn set_rows(&mut self, rows: usize) {
        if rows != self.rows {
            self.rows = rows;
            self.keep_in_view();
        }
    }

    /// Adds newly loaded slots; the cursor stays on its notice. With a filter, new slots stay hidden until the filter
    /// is set again.
    pub(crate) fn extend(&mut self, library: &Library) {
        let known = self.order.len() as u32;
        self.order.extend((known..library.len() as u32).map(NoticeId));
        if self.sort != Sort::Order || self.is_reversed {
            self.sort_order(library);
        }
        self.show(self.cursor());
    }

    /// Changes the sort key; the cursor stays on its notice.
    pub(crate) fn sort_by(&mut self, library: &Library, sort: Sort) {
        self.sort = sort;
        self.is_reversed = false;
        self.sort_order(library);
        self.show(self.cursor());
    }

    /// Reverses the order; the cursor stays on its notice.
    pub(crate) fn reverse(&mut self, library: &Library) {
        self.is_reversed = !self.is_reversed;
        self.sort_order(library);
        self.show(self.cursor());
    }

    /// The sort key, and whether the order is reversed.
    pub(crate) const fn sorting(&self) -> (Sort, bool) {
        (self.sort, self.is_reversed)
    }

    fn sort_order(&mut self, library: &Library) {
        let sort = self.sort;
        self.order.sort_unstable();
        self.order.sort_by(|a, b| compare(library.slot(*a), library.slot(*b), sort));
        if self.is_reversed {
            self.order.reverse();
        }
    }

    /// Applies the filter to the order and moves the cursor to the entry `cursor`, or the nearest visible one.
    fn show(&mut self, cursor: Option<NoticeId>) {
        self.shown.clear();
        match &self.filter {
            None => self.shown.extend(&self.order),
            Some(filter) => self.shown.extend(self.order.iter().filter(|id| filter.has(**id))),
        }
        let index_of = |id| self.shown.iter().position(|shown| *shown == id);
        self.cursor = cursor.and_then(index_of).unwrap_or(self.cursor).min(self.shown.len().saturating_sub(1));
        self.keep_in_view();
    }

    // --- moving -----------------------------------------------------------------------------------------------------

    /// The entry under the cursor; `None` when the list is empty.
    pub fn cursor(&self) -> Option<NoticeId> {
        self.shown.get(self.cursor).copied()
    }

    /// Index of the cursor among the shown entries.
    pub const fn cursor_index(&self) -> usize {
        self.cursor
    }

    /// Number of shown entries.
    pub(crate) const fn len(&self) -> usize {
        self.shown.len()
    }

    /// Whether no entry is shown.
    pub(crate) const fn is_empty(&self) -> bool {
        self.shown.is_empty()
    }

    /// Number of entries that fit completely on the screen, at least one.
    pub(crate) const fn room(&self) -> usize {
        if self.rows < ENTRY_ROWS { 1 } else { self.rows / ENTRY_ROWS }
    }

    /// The shown entries, in order.
    pub(crate) fn shown(&self) -> &[NoticeId] {
        &self.shown
    }

    /// Moves the cursor by this many entries, clamped to the ends.
    pub(crate) fn step(&mut self, entries: isize) {
        self.go_to_index(self.cursor.saturating_add_signed(entries));
    }

    /// Moves the cursor to an entry by index, clamped to the last one.
    pub(crate) fn go_to_index(&mut self, index: usize) {
        self.cursor = index.min(self.shown.len().saturating_sub(1));
        self.keep_in_view();
    }

    /// Moves the cursor to a notice. Clears the filter when it hides the notice.
    pub(crate) fn go_to(&mut self, id: NoticeId) {
        if !self.shown.contains(&id) {
            self.end_filter();
        }
        if let Some(index) = self.shown.iter().position(|shown| *shown == id) {
            self.go_to_index(index);
        }
    }

    /// The entries on the screen from the top, each with whether the cursor is on it. The last one may be cut in half.
    pub(crate) fn visible(&self) -> impl Iterator<Item = (NoticeId, bool)> + '_ {
        let entries = self.shown.iter().enumerate().skip(self.top).take(self.rows.div_ceil(ENTRY_ROWS));
        entries.map(|(index, id)| (*id, index == self.cursor))
    }

    /// The index of the entry at a row of the screen.
    pub(crate) fn index_in_row(&self, row: usize) -> Option<usize> {
        Some(self.top + row / ENTRY_ROWS).filter(|index| *index < self.shown.len())
    }

    /// Scrolls the viewport; the cursor stays on its notice and may leave the screen.
    pub(crate) fn scroll(&mut self, entries: isize) {
        let last_top = self.shown.len().saturating_sub(self.room());
        self.top = self.top.saturating_add_signed(entries).min(last_top);
    }

    fn keep_in_view(&mut self) {
        let room = self.room();
        let margin = SCROLL_MARGIN.min((room - 1) / 2);
        let lowest = (self.cursor + margin + 1).saturating_sub(room);
        let highest = self.cursor.saturating_sub(margin);
        self.top = self.top.clamp(lowest.min(highest), highest).min(self.shown.len().saturating_sub(room));
    }

    // --- filtering --------------------------------------------------------------------------------------------------

    /// Shows only the notices in `matched`, in the order of the list. The cursor moves to the notice it was on before
    /// the filter, or to the first one; when the same query is set again, it stays. `query` is the query they matched.
    pub(crate) fn set_filter(&mut self, library: &Library, query: Query, matched: impl IntoIterator<Item = NoticeId>) {
        let cursor = self.cursor();
        let (cursor_before, top_before, is_same) = match self.filter.take() {
            Some(filter) => (filter.cursor_before, filter.top_before, filter.query == query),
            None => (cursor, self.top, false),
        };
        let mut bits = FixedBitSet::with_capacity(library.len());
        for id in matched {
            bits.insert(id.0 as usize);
        }
        self.filter = Some(Filter { query, matched: bits, cursor_before, top_before });
        if !is_same {
            self.cursor = 0;
        }
        self.show(if is_same { cursor } else { cursor_before });
    }

    /// The query of the filter; `None` without a filter.
    pub(crate) fn filter(&self) -> Option<&Query> {
        self.filter.as_ref().map(|filter| &filter.query)
    }

    /// Number of entries without the filter.
    pub(crate) const fn len_unfiltered(&self) -> usize {
        self.order.len()
    }

    /// Removes the filter; the cursor stays on its notice.
    pub(crate) fn end_filter(&mut self) {
        if let Some(filter) = self.filter.take() {
            self.show(self.cursor().or(filter.cursor_before));
        }
    }

    /// Removes the filter and restores the cursor from before it.
    pub(crate) fn cancel_filter(&mut self) {
        if let Some(filter) = self.filter.take() {
            self.top = filter.top_before;
            self.show(filter.cursor_before);
        }
    }
}

impl Filter {
    fn has(&self, id: NoticeId) -> bool {
        self.matched.contains(id.0 as usize)
    }
}

/// Compares two entries; a file that could not be read sorts after all notices.
fn compare(a: Option<&Slot>, b: Option<&Slot>, sort: Sort) -> Ordering {
    fn notice(slot: Option<&Slot>) -> Option<&Notice> {
        match slot {
            Some(Slot::Loaded(notice)) => Some(notice),
            _ => None,
        }
    }
    match (sort, notice(a), notice(b)) {
        (Sort::Order, _, _) | (_, None, None) => Ordering::Equal,
        (_, Some(_), None) => Ordering::Less,
        (_, None, Some(_)) => Ordering::Greater,
        (sort, Some(a), Some(b)) => compare_notices(a, b, sort),
    }
}

fn compare_notices(a: &Notice, b: &Notice, sort: Sort) -> Ordering {
    let (left, right) = (&a.elements, &b.elements);
    let newest_first = || unknown_last(left.year.map(Reverse), right.year.map(Reverse));
    match sort {
        Sort::Order => Ordering::Equal,
        Sort::Title => compare_naturally(a.display_title(), b.display_title()),
        Sort::Region => unknown_last(left.region.as_ref(), right.region.as_ref()).then_with(newest_first),
        Sort::Year => newest_first(),
        Sort::Issuer => unknown_last(left.issuer.as_ref(), right.issuer.as_ref()).then_with(newest_first),
    }
}

/// Compares two optional values; `None` sorts last.
fn unknown_last<T: Ord>(a: Option<T>, b: Option<T>) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => a.cmp(&b),
        (a, b) => b.is_some().cmp(&a.is_some()),
    }
}

/// Compares by character, and runs of digits by value: `第9号` before `第10号`.
fn compare_naturally(a: &str, b: &str) -> Ordering {
    let (mut a, mut b) = (a, b);
    loop {
        let digits = |text: &str| text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (digits_a, digits_b) = (digits(a), digits(b));
        let order = if digits_a > 0 && digits_b > 0 {
            let (number_a, number_b) = (a[..digits_a].trim_start_matches('0'), b[..digits_b].trim_start_matches('0'));
            (a, b) = (&a[digits_a..], &b[digits_b..]);
            number_a.len().cmp(&number_b.len()).then_with(|| number_a.cmp(number_b))
        } else {
            let (mut chars_a, mut chars_b) = (a.chars(), b.chars());
            let (first_a, first_b) = (chars_a.next(), chars_b.next());
            if first_a.is_none() && first_b.is_none() {
                return Ordering::Equal;
            }
            (a, b) = (chars_a.as_str(), chars_b.as_str());
            first_a.cmp(&first_b)
        };
        if order.is_ne() {
            return order;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::extract::ExtractError;
    use crate::library::{Failure, Segment};
    use crate::notice::{Elements, Source};

    /// A library with entries written as `title/region/year/issuer`; `-` is an unknown value, `!` a file that failed to
    /// load.
    fn library(entries: &str) -> Library {
        let slot = |entry: &str| {
            let known = |text: &str| (text != "-").then(|| text.to_owned());
            let fields: Vec<&str> = entry.split('/').collect();
            let [title, region, year, issuer] = fields[..] else {
                return Slot::Failed(Failure { source: Source::default(), error: ExtractError::Empty });
            };
            let elements = Elements {
                title: known(title),
                region: known(region),
                year: year.parse().ok(),
                issuer: known(issuer),
                ..Elements::default()
            };
            Slot::Loaded(Arc::new(Notice { elements, ..Notice::default() }))
        };
        let mut library = Library::default();
        library.add(Segment { slots: entries.split(' ').map(slot).collect() });
        library
    }

    fn ids(list: &ListPane) -> String {
        list.shown().iter().map(|id| id.0.to_string()).collect::<Vec<_>>().join(" ")
    }

    #[track_caller]
    fn check_sort(sort: Sort, entries: &str, expected: &str) {
        let library = library(entries);
        let mut list = ListPane::default();
        list.extend(&library);
        list.sort_by(&library, sort);
        assert_eq!(ids(&list), expected, "{sort:?} of {entries}");
        list.reverse(&library);
        let reversed: Vec<&str> = expected.rsplit(' ').collect();
        assert_eq!(ids(&list), reversed.join(" "), "{sort:?} of {entries}, reversed");
    }

    #[test]
    fn the_list_is_sorted() {
        check_sort(Sort::Order, "b/-/-/- ! a/-/-/-", "0 1 2");
        check_sort(Sort::Title, "b10/-/-/- ! b9/-/-/- a/-/-/-", "3 2 0 1");
        check_sort(Sort::Region, "-/-/2024/- -/乙县/2023/- -/甲县/2023/- -/甲县/2024/-", "1 3 2 0");
        check_sort(Sort::Year, "-/-/-/- -/-/2023/- ! -/-/2024/-", "3 1 0 2");
        check_sort(Sort::Issuer, "-/-/2023/局 -/-/2024/局 -/-/-/-", "1 0 2");
    }

    #[test]
    fn the_cursor_stays_on_its_notice() {
        let library = library("c/-/-/- a/-/-/- b/-/-/- d/-/-/-");
        let mut list = ListPane::default();
        list.set_rows(4);
        list.extend(&library);
        list.step(2);
        list.sort_by(&library, Sort::Title);
        assert_eq!((list.cursor(), list.cursor_index()), (Some(NoticeId(2)), 1));
        list.set_filter(&library, Query::parse("x"), [NoticeId(3), NoticeId(0)]);
        assert_eq!((ids(&list), list.cursor()), ("0 3".to_owned(), Some(NoticeId(0))));
        list.step(1);
        list.set_filter(&library, Query::parse("xy"), [NoticeId(3), NoticeId(2)]);
        assert_eq!(list.cursor(), Some(NoticeId(2)), "the cursor goes back to where it came from");
        list.cancel_filter();
        assert_eq!((ids(&list), list.cursor()), ("1 2 0 3".to_owned(), Some(NoticeId(2))));
        list.set_filter(&library, Query::parse("x"), [NoticeId(3)]);
        list.end_filter();
        assert_eq!(list.cursor(), Some(NoticeId(3)));
        list.set_filter(&library, Query::parse("x"), []);
        assert_eq!((list.is_empty(), list.cursor()), (true, None));
        list.go_to(NoticeId(1));
        assert_eq!((list.len(), list.cursor()), (4, Some(NoticeId(1))));
    }

    #[test]
    fn the_window_follows_the_cursor() {
        let library = library(&["a/-/-/-"; 9].join(" "));
        let mut list = ListPane::default();
        list.extend(&library);
        list.set_rows(6);
        let visible =
            |list: &ListPane| list.visible().map(|(id, at)| if at { 100 + id.0 } else { id.0 }).collect::<Vec<_>>();
        assert_eq!(visible(&list), [100, 1, 2]);
        list.step(2);
        assert_eq!(visible(&list), [1, 102, 3]);
        list.step(100);
        assert_eq!(visible(&list), [6, 7, 108]);
        list.scroll(-4);
        assert_eq!(visible(&list), [2, 3, 4]);
        assert_eq!((list.index_in_row(3), list.index_in_row(100)), (Some(3), None));
        list.step(-1);
        assert_eq!(visible(&list), [6, 107, 8]);
    }
}
