//! A picker: prompt, results, selection and marks, generic over the items.
//!
//! Results arrive later than the query and carry a generation. Results of an older generation are dropped, and the
//! previous results stay until the current ones arrive.

use super::key::{Key, KeyCode};
use super::prompt::{Edit, History, Prompt};

/// Outcome of a key, a click or a paste in a picker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome<T> {
    /// The selection or the cursor of the prompt moved.
    Moved,
    /// The query changed: a new search is needed.
    QueryChanged,
    /// An item was chosen.
    Chosen(T),
    /// The picker was closed.
    Closed,
    /// The key has no function here.
    Ignored,
}

/// State of a picker over items of one kind.
#[derive(Debug, Clone)]
pub(crate) struct Picker<T> {
    prompt: Prompt,
    /// The generation whose results are expected.
    expected: u64,
    freshness: Freshness,
    /// Whether Enter was pressed while the results of the current query were still missing.
    is_choice_pending: bool,
    items: Vec<T>,
    /// Marked items, in the order of marking; `None` in a picker without marks.
    marked: Option<Vec<T>>,
    /// Whether the prompt holds the query of an earlier session of the picker; typing a character replaces it.
    is_recalled: bool,
    /// Index in `items`; 0 when there are none.
    selected: usize,
    /// Whether the user moved the selection, as opposed to the default selection of the first item.
    is_chosen_by_hand: bool,
    /// Index of the first item on the screen.
    top: usize,
    rows: usize,
}

/// Relation of the items to the query in the prompt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Freshness {
    /// Complete results of the query.
    Settled,
    /// Results of the query, but items were added to the library since.
    Growing,
    /// Results of an older query, or no results yet.
    Outdated,
}

/// A motion of the selection.
#[derive(Debug, Clone, Copy)]
enum Step {
    Up,
    Down,
    PageUp,
    PageDown,
    First,
    Last,
}

/// Keys that toggle a mark, with the motion that follows.
const MARK_KEYS: [(Key, Step); 2] =
    [(Key::plain(KeyCode::Tab), Step::Down), (Key { shift: true, ..Key::plain(KeyCode::Tab) }, Step::Up)];

const STEP_KEYS: [(Key, Step); 14] = [
    (Key::plain(KeyCode::Down), Step::Down),
    (Key::ctrl('n'), Step::Down),
    (Key::ctrl('j'), Step::Down),
    (Key::plain(KeyCode::Tab), Step::Down),
    (Key::plain(KeyCode::Up), Step::Up),
    (Key::ctrl('p'), Step::Up),
    (Key::ctrl('k'), Step::Up),
    (Key { shift: true, ..Key::plain(KeyCode::Tab) }, Step::Up),
    (Key::plain(KeyCode::PageDown), Step::PageDown),
    (Key::ctrl('f'), Step::PageDown),
    (Key::plain(KeyCode::PageUp), Step::PageUp),
    (Key::ctrl('b'), Step::PageUp),
    (Key { ctrl: true, ..Key::plain(KeyCode::Home) }, Step::First),
    (Key { ctrl: true, ..Key::plain(KeyCode::End) }, Step::Last),
];

/// Recall an older or a newer query. Plain arrows move the selection.
const OLDER_KEY: Key = Key { alt: true, ..Key::plain(KeyCode::Up) };
const NEWER_KEY: Key = Key { alt: true, ..Key::plain(KeyCode::Down) };

impl<T: Copy + PartialEq> Picker<T> {
    /// An empty picker with `query` in its prompt.
    pub(crate) fn new(query: &str) -> Self {
        Self {
            prompt: Prompt::of(query),
            expected: 0,
            freshness: Freshness::Outdated,
            is_choice_pending: false,
            items: Vec::new(),
            marked: None,
            is_recalled: false,
            selected: 0,
            is_chosen_by_hand: false,
            top: 0,
            rows: 0,
        }
    }

    /// Makes `Tab` toggle marks instead of moving down.
    #[must_use]
    pub(crate) fn with_marks(self) -> Self {
        Self { marked: Some(Vec::new()), ..self }
    }

    /// Makes the text in the prompt a proposal, which the first typed character replaces.
    #[must_use]
    pub(crate) fn with_proposal(self) -> Self {
        Self { is_recalled: !self.prompt.is_empty(), ..self }
    }

    /// Whether the prompt holds a proposal, which the first typed character replaces.
    pub(crate) const fn is_proposal(&self) -> bool {
        self.is_recalled
    }

    /// The marked items, in the order of marking.
    pub(crate) fn marked(&self) -> &[T] {
        self.marked.as_deref().unwrap_or_default()
    }

    /// The items that a command applies to: all marked items, or else the selected one.
    pub(crate) fn marked_or_selected(&self) -> Vec<T> {
        if self.marked().is_empty() { self.selected().into_iter().collect() } else { self.marked().to_vec() }
    }

    /// The prompt.
    pub(crate) const fn prompt(&self) -> &Prompt {
        &self.prompt
    }

    /// All results, best first.
    pub(crate) fn items(&self) -> &[T] {
        &self.items
    }

    /// The item that Enter chooses.
    pub(crate) fn selected(&self) -> Option<T> {
        self.items.get(self.selected).copied()
    }

    /// Whether the results belong to the query in the prompt.
    pub(crate) const fn is_settled(&self) -> bool {
        matches!(self.freshness, Freshness::Settled)
    }

    /// Sets the height of the result list; the selection stays on the screen.
    pub(crate) fn set_rows(&mut self, rows: u16) {
        self.rows = rows.into();
        self.keep_in_view();
    }

    /// The items on the screen, each with whether it is selected.
    pub(crate) fn visible_items(&self) -> impl Iterator<Item = (T, bool)> + '_ {
        let rows = self.items.iter().enumerate().skip(self.top).take(self.rows);
        rows.map(|(index, item)| (*item, index == self.selected))
    }

    /// Sets the expected generation. `is_same_query`: the search is repeated because the library has grown, so a
    /// selection made by the user is kept.
    pub(crate) const fn expect(&mut self, generation: u64, is_same_query: bool) {
        self.expected = generation;
        self.freshness = match self.freshness {
            Freshness::Settled | Freshness::Growing if is_same_query => Freshness::Growing,
            _ => Freshness::Outdated,
        };
        self.is_chosen_by_hand &= is_same_query;
    }

    /// Applies results, best first. Returns false and changes nothing when they are stale.
    ///
    /// A selection made by the user stays on its item; otherwise the first item is selected.
    pub(crate) fn apply(&mut self, generation: u64, items: Vec<T>) -> bool {
        self.apply_page(generation, items, 0, true)
    }

    /// Like [`Picker::apply`], for results that may be followed by more. `first` is the default selection.
    pub(crate) fn apply_page(&mut self, generation: u64, items: Vec<T>, first: usize, is_last: bool) -> bool {
        if !self.is_awaiting(generation) {
            return false;
        }
        let kept = self.selected().filter(|_| self.is_chosen_by_hand);
        let index = kept.and_then(|kept| items.iter().position(|item| *item == kept));
        self.is_chosen_by_hand = index.is_some();
        self.selected = index.unwrap_or(first).min(items.len().saturating_sub(1));
        self.items = items;
        self.freshness = if is_last { Freshness::Settled } else { Freshness::Growing };
        self.keep_in_view();
        true
    }

    /// Whether results of this generation are expected.
    pub(crate) const fn is_awaiting(&self, generation: u64) -> bool {
        generation == self.expected
    }

    /// The item chosen with Enter, once the results that Enter was waiting for have arrived.
    pub(crate) fn take_pending_choice(&mut self) -> Option<T> {
        if !self.is_choice_pending || self.freshness == Freshness::Outdated {
            return None;
        }
        self.is_choice_pending = false;
        self.selected()
    }

    /// Selects the item in a row of the screen and returns it.
    pub(crate) fn select_row(&mut self, row: usize) -> Option<T> {
        let index = self.top + row;
        let item = *self.items.get(index).filter(|_| row < self.rows)?;
        self.select(index);
        Some(item)
    }

    /// Moves the selection by `count` items; used by the wheel.
    pub(crate) fn scroll(&mut self, is_down: bool, count: usize) {
        let last = self.items.len().saturating_sub(1);
        self.select(if is_down { (self.selected + count).min(last) } else { self.selected.saturating_sub(count) });
    }

    /// Inserts pasted text into the prompt.
    pub(crate) fn paste(&mut self, text: &str) -> Outcome<T> {
        self.replace_proposal();
        if self.prompt.paste(text) { Outcome::QueryChanged } else { Outcome::Moved }
    }

    /// Handles a key. Enter chooses the selected item. If that is still the default selection of an older query, Enter
    /// waits for [`Picker::take_pending_choice`] instead; any other key cancels the wait.
    pub(crate) fn press(&mut self, key: Key, history: &History) -> Outcome<T> {
        self.is_choice_pending = false;
        if let Some((_, step)) = MARK_KEYS.iter().find(|(mark_key, _)| *mark_key == key && self.marked.is_some()) {
            self.toggle_mark();
            self.step(*step);
            return Outcome::Moved;
        }
        if let Some((_, step)) = STEP_KEYS.iter().find(|(step_key, _)| *step_key == key) {
            self.step(*step);
            return Outcome::Moved;
        }
        let has_changed = match key {
            Key { code: KeyCode::Enter, .. } => return self.enter(),
            Key { code: KeyCode::Esc, .. } => return Outcome::Closed,
            OLDER_KEY => self.prompt.recall_older(history),
            NEWER_KEY => self.prompt.recall_newer(history),
            _ => match Edit::of_key(key) {
                Some(edit) => {
                    if matches!(edit, Edit::Insert(_)) {
                        self.replace_proposal();
                    }
                    self.prompt.edit(edit)
                }
                None => return Outcome::Ignored,
            },
        };
        self.is_recalled = false;
        if has_changed { Outcome::QueryChanged } else { Outcome::Moved }
    }

    /// Replaces the last token of the prompt.
    pub(crate) fn complete(&mut self, token: &str) {
        let text = self.prompt.text();
        let start =
            text.rfind(char::is_whitespace).map_or(0, |at| at + text[at..].chars().next().map_or(0, char::len_utf8));
        self.prompt = Prompt::of(&format!("{}{token}", &text[..start]));
    }

    fn replace_proposal(&mut self) {
        if std::mem::take(&mut self.is_recalled) {
            self.prompt.edit(Edit::Clear);
        }
    }

    fn toggle_mark(&mut self) {
        let (Some(marked), Some(item)) = (&mut self.marked, self.items.get(self.selected)) else { return };
        match marked.iter().position(|other| other == item) {
            Some(place) => drop(marked.remove(place)),
            None => marked.push(*item),
        }
    }

    fn enter(&mut self) -> Outcome<T> {
        if self.freshness == Freshness::Outdated && !self.is_chosen_by_hand {
            self.is_choice_pending = true;
            return Outcome::Moved;
        }
        // Marked items can be chosen even when the current query finds none.
        self.selected().or(self.marked().first().copied()).map_or(Outcome::Ignored, Outcome::Chosen)
    }

    fn step(&mut self, step: Step) {
        let Some(last) = self.items.len().checked_sub(1) else { return };
        let page = self.rows.max(1);
        self.select(match step {
            // Wraps around: the best match and the last one are neighbours.
            Step::Up => self.selected.checked_sub(1).unwrap_or(last),
            Step::Down if self.selected == last => 0,
            Step::Down => self.selected + 1,
            Step::PageUp => self.selected.saturating_sub(page),
            Step::PageDown => (self.selected + page).min(last),
            Step::First => 0,
            Step::Last => last,
        });
    }

    fn select(&mut self, index: usize) {
        self.selected = index;
        self.is_chosen_by_hand = true;
        self.keep_in_view();
    }

    fn keep_in_view(&mut self) {
        let last_top = self.items.len().saturating_sub(self.rows);
        self.top = self.top.min(self.selected).max((self.selected + 1).saturating_sub(self.rows)).min(last_top);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::key::parse_sequence;

    /// The items on the screen, the selected one in brackets.
    fn drawn(picker: &Picker<u32>) -> String {
        let draw = |(item, is_selected): (u32, bool)| if is_selected { format!("[{item}]") } else { item.to_string() };
        picker.visible_items().map(draw).collect::<Vec<_>>().join(" ")
    }

    /// A picker of three rows over the numbers up to `last`.
    fn picker(last: u32) -> Picker<u32> {
        let mut picker = Picker::new("");
        picker.set_rows(3);
        assert!(picker.apply(0, (0..=last).collect()));
        picker
    }

    #[track_caller]
    fn check(picker: &mut Picker<u32>, keys: &str, expected: &str) {
        for key in parse_sequence(keys).expect("keys of the test are keys") {
            picker.press(key, &History::default());
        }
        assert_eq!(drawn(picker), expected, "after {keys}");
    }

    #[test]
    fn keys_move_the_selection_and_the_window_follows() {
        let mut picker = picker(6);
        check(&mut picker, "Down", "0 [1] 2");
        check(&mut picker, "^n ^j", "1 2 [3]");
        check(&mut picker, "^p ^k", "[1] 2 3");
        check(&mut picker, "Up Up", "4 5 [6]");
        check(&mut picker, "Tab", "[0] 1 2");
        check(&mut picker, "PageDown", "1 2 [3]");
        check(&mut picker, "PageDown PageDown", "4 5 [6]");
        check(&mut picker, "PageUp", "[3] 4 5");
        assert_eq!(picker.select_row(1), Some(4));
        assert_eq!(picker.select_row(3), None);
        check(&mut picker, "Left", "3 [4] 5");
        picker.scroll(true, 3);
        assert_eq!(drawn(&picker), "4 5 [6]");
    }

    #[track_caller]
    fn check_outcome(keys: &str, expected: Outcome<u32>) {
        let mut picker = picker(2);
        let mut history = History::default();
        history.add("双减");
        let keys = parse_sequence(keys).expect("keys of the test are keys");
        let outcome = keys.into_iter().map(|key| picker.press(key, &history)).last();
        assert_eq!(outcome, Some(expected));
    }

    #[test]
    fn a_key_has_an_answer() {
        check_outcome("Enter", Outcome::Chosen(0));
        check_outcome("Down Enter", Outcome::Chosen(1));
        check_outcome("Esc", Outcome::Closed);
        check_outcome("双", Outcome::QueryChanged);
        check_outcome("双 Left", Outcome::Moved);
        check_outcome("双 ^u", Outcome::QueryChanged);
        check_outcome("^u", Outcome::Moved);
        check_outcome("A-Up", Outcome::QueryChanged);
        check_outcome("F1", Outcome::Ignored);
    }

    #[test]
    fn tab_marks_where_marks_are_wanted() {
        let mut picker = picker(3).with_marks();
        check(&mut picker, "Tab Tab", "0 1 [2]");
        assert_eq!((picker.marked(), picker.marked_or_selected()), ([0, 1].as_slice(), vec![0, 1]));
        check(&mut picker, "Up Tab", "0 1 [2]");
        assert_eq!(picker.marked(), [0], "what is marked is no more");
        check(&mut picker, "S-Tab", "0 [1] 2");
        assert_eq!(picker.marked(), [0, 2]);
        picker.expect(1, false);
        picker.apply(1, vec![7, 2]);
        assert_eq!(picker.marked(), [0, 2], "another query leaves the marks");
        picker.apply(1, Vec::new());
        assert_eq!(picker.press(Key::plain(KeyCode::Enter), &History::default()), Outcome::Chosen(0));
        assert_eq!(Picker::<u32>::new("").marked_or_selected(), [] as [u32; 0]);
    }

    #[test]
    fn a_proposal_is_replaced_by_what_is_typed() {
        let typed = |keys: &str| {
            let mut picker = Picker::<u32>::new("双减").with_proposal();
            for key in parse_sequence(keys).expect("keys of the test are keys") {
                picker.press(key, &History::default());
            }
            picker.prompt().text().to_owned()
        };
        assert_eq!(typed("Down 作 业"), "作业");
        assert_eq!(typed("Left 作"), "双作减");
        assert_eq!(typed("Backspace"), "双");
    }

    #[test]
    fn a_completion_takes_the_place_of_the_last_word() {
        let mut picker = Picker::<u32>::new("双减　机关:教");
        picker.complete("机关:教育局");
        assert_eq!(picker.prompt().text(), "双减　机关:教育局");
    }

    #[test]
    fn results_of_an_older_query_are_dropped() {
        let mut picker = picker(1);
        picker.expect(5, false);
        assert!(!picker.is_settled());
        assert!(!picker.apply(4, vec![7]));
        assert_eq!((drawn(&picker).as_str(), picker.is_settled()), ("[0] 1", false));
        assert!(picker.apply(5, vec![]));
        assert_eq!((drawn(&picker).as_str(), picker.is_settled(), picker.selected()), ("", true, None));
        assert_eq!(picker.press(Key::plain(KeyCode::Enter), &History::default()), Outcome::Ignored);
    }

    /// A fast typist means the results of the query as typed, not those of an older query that are still on the screen.
    #[test]
    fn enter_waits_for_the_results_of_what_was_typed() {
        let mut picker = picker(3);
        let enter = |picker: &mut Picker<u32>| picker.press(Key::plain(KeyCode::Enter), &History::default());
        picker.expect(1, false);
        assert_eq!((enter(&mut picker), picker.take_pending_choice()), (Outcome::Moved, None));
        picker.apply(1, vec![8, 9]);
        assert_eq!((picker.take_pending_choice(), picker.take_pending_choice()), (Some(8), None));
        picker.expect(2, true);
        assert_eq!(enter(&mut picker), Outcome::Chosen(8), "more to search is no other query");
        picker.expect(3, false);
        check(&mut picker, "Down", "8 [9]");
        assert_eq!(enter(&mut picker), Outcome::Chosen(9), "Enter chooses the item selected by hand");
        picker.expect(4, false);
        enter(&mut picker);
        check(&mut picker, "Left", "8 [9]");
        picker.apply(4, vec![5]);
        assert_eq!(picker.take_pending_choice(), None, "another key calls it off");
        picker.expect(5, false);
        enter(&mut picker);
        picker.apply(5, vec![]);
        assert_eq!(picker.take_pending_choice(), None, "nothing was found");
    }

    #[test]
    fn a_selection_made_by_hand_stays_until_the_query_changes() {
        let mut picker = picker(3);
        check(&mut picker, "Down Down", "0 1 [2]");
        picker.expect(1, true);
        picker.apply(1, vec![9, 2, 0]);
        assert_eq!(drawn(&picker), "9 [2] 0");
        picker.expect(2, true);
        picker.apply(2, vec![8, 9]);
        assert_eq!(drawn(&picker), "[8] 9", "what is gone cannot stay selected");
        picker.expect(3, true);
        picker.apply(3, vec![9, 8]);
        assert_eq!(drawn(&picker), "[9] 8", "the first is selected because it is the first");
        check(&mut picker, "Down", "9 [8]");
        picker.expect(4, false);
        picker.apply(4, vec![1, 8]);
        assert_eq!(drawn(&picker), "[1] 8");
    }
}
