//! The line editor of all prompts: text, cursor and history.
//!
//! The cursor stands between grapheme clusters. The visible part of a long line is computed from the cursor alone (see
//! `Prompt::visible_part`), so there is no scroll position to keep consistent.

use std::collections::VecDeque;

use super::key::{Key, KeyCode};
use crate::text::columns::{clusters, width_cols};
use crate::text::safe::visible;

/// An editing command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edit {
    /// Inserts a character before the cursor; characters unsafe on a terminal are ignored.
    Insert(char),
    /// Deletes the cluster before the cursor.
    Backspace,
    /// Deletes the cluster after the cursor.
    Delete,
    /// Deletes the word before the cursor: a run of letters, digits and 汉字, or a run of other signs.
    DeleteWord,
    /// Deletes everything.
    Clear,
    /// Moves one cluster to the left.
    Left,
    /// Moves one cluster to the right.
    Right,
    /// Moves to the start of the word.
    WordLeft,
    /// Moves to the end of the word.
    WordRight,
    /// Moves to the start of the line.
    Home,
    /// Moves to the end of the line.
    End,
}

/// Editing keys, other than those that type a character.
const EDIT_KEYS: [(Key, Edit); 16] = [
    (Key::plain(KeyCode::Backspace), Edit::Backspace),
    (Key::ctrl('h'), Edit::Backspace),
    (Key::plain(KeyCode::Delete), Edit::Delete),
    (Key::ctrl('d'), Edit::Delete),
    (Key::ctrl('w'), Edit::DeleteWord),
    (Key::ctrl('u'), Edit::Clear),
    (Key::plain(KeyCode::Left), Edit::Left),
    (Key::ctrl('b'), Edit::Left),
    (Key::plain(KeyCode::Right), Edit::Right),
    (Key::ctrl('f'), Edit::Right),
    (Key { ctrl: true, ..Key::plain(KeyCode::Left) }, Edit::WordLeft),
    (Key { ctrl: true, ..Key::plain(KeyCode::Right) }, Edit::WordRight),
    (Key::plain(KeyCode::Home), Edit::Home),
    (Key::ctrl('a'), Edit::Home),
    (Key::plain(KeyCode::End), Edit::End),
    (Key::ctrl('e'), Edit::End),
];

impl Edit {
    /// The editing command of a key; `None` when it has none.
    pub(crate) fn of_key(key: Key) -> Option<Self> {
        let named = EDIT_KEYS.iter().find(|(edit_key, _)| *edit_key == key).map(|(_, edit)| *edit);
        named.or_else(|| key.typed().map(Self::Insert))
    }
}

/// Maximum length of the text, in characters. No query is longer, but text pasted by mistake may be.
const LONGEST_CHARS: usize = 1000;

/// A line editor.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Prompt {
    text: String,
    /// Always a boundary between two clusters of `text`.
    cursor_byte: usize,
    /// Index of the recalled line in the history, counted from the newest; `None` while the user's own line is shown.
    recalled: Option<usize>,
    /// The user's own line while a recalled one is shown.
    draft: String,
}

/// The visible part of a prompt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct VisiblePart<'a> {
    /// The visible part of the text, never wider than the field.
    pub text: &'a str,
    /// Byte offset of the visible part in the text.
    pub start_byte: usize,
    /// Column of the cursor in the field.
    pub cursor_cols: usize,
    /// Whether text is cut off on the right.
    pub is_cut: bool,
}

impl Prompt {
    /// A prompt that contains `text`, made safe, with the cursor at its end.
    pub fn of(text: &str) -> Self {
        let mut prompt = Self::default();
        prompt.insert(text);
        prompt
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether the text is empty.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Byte offset of the cursor, always a boundary between two clusters.
    pub(crate) const fn cursor_byte(&self) -> usize {
        self.cursor_byte
    }

    /// Performs an editing command. Returns whether the text changed.
    pub fn edit(&mut self, edit: Edit) -> bool {
        let cursor = self.cursor_byte;
        match edit {
            Edit::Insert(c) => return self.insert(c.encode_utf8(&mut [0; 4])),
            Edit::Backspace => return self.remove(self.cluster_before(cursor), cursor),
            Edit::Delete => return self.remove(cursor, self.cluster_after(cursor)),
            Edit::DeleteWord => return self.remove(self.word_before(cursor), cursor),
            Edit::Clear => return self.remove(0, self.text.len()),
            Edit::Left => self.cursor_byte = self.cluster_before(cursor),
            Edit::Right => self.cursor_byte = self.cluster_after(cursor),
            Edit::WordLeft => self.cursor_byte = self.word_before(cursor),
            Edit::WordRight => self.cursor_byte = self.word_after(cursor),
            Edit::Home => self.cursor_byte = 0,
            Edit::End => self.cursor_byte = self.text.len(),
        }
        false
    }

    /// Inserts pasted text before the cursor. Line breaks and the indentation around them are removed, so that a
    /// heading copied over two lines becomes one; between two Latin words a space remains. Returns whether the text
    /// changed.
    pub fn paste(&mut self, pasted: &str) -> bool {
        self.insert(&join_lines(pasted))
    }

    /// Recalls the next older line of the history and keeps the user's own line. Returns whether the text changed.
    pub(crate) fn recall_older(&mut self, history: &History) -> bool {
        let next = self.recalled.map_or(0, |shown| shown + 1);
        self.recall(history, Some(next))
    }

    /// Recalls the next newer line of the history, and finally the user's own. Returns whether the text changed.
    pub(crate) fn recall_newer(&mut self, history: &History) -> bool {
        self.recalled.is_some_and(|shown| self.recall(history, shown.checked_sub(1)))
    }

    /// The visible part of the text in a field of this width, with the column of the cursor.
    ///
    /// Text that fits is shown from its start. Longer text moves by half a field at a time, so it stands still under
    /// most edits. The cursor is always inside the field.
    pub(crate) fn visible_part(&self, field_cols: usize) -> VisiblePart<'_> {
        let before_cols = width_cols(&self.text[..self.cursor_byte]);
        let skip_cols = skipped_cols(before_cols, field_cols);
        let start_byte = self.text_start_after(skip_cols);
        let shown_cols = width_cols(&self.text[start_byte..self.cursor_byte]);
        let mut used_cols = 0;
        let rest = &self.text[start_byte..];
        let shown = clusters(rest)
            .take_while(|cluster| {
                used_cols += cluster.cols;
                used_cols <= field_cols
            })
            .last();
        let text = &rest[..shown.map_or(0, |cluster| cluster.end())];
        VisiblePart { text, start_byte, cursor_cols: shown_cols, is_cut: text.len() < rest.len() }
    }

    fn text_start_after(&self, skip_cols: usize) -> usize {
        let mut cols = 0;
        let skipped = clusters(&self.text).take_while(|cluster| {
            let is_skipped = cols < skip_cols;
            cols += cluster.cols;
            is_skipped
        });
        skipped.last().map_or(0, |cluster| cluster.end()).min(self.cursor_byte)
    }

    fn insert(&mut self, text: &str) -> bool {
        let room = LONGEST_CHARS.saturating_sub(self.text.chars().count());
        let safe = visible(text);
        let end = safe.char_indices().nth(room).map_or(safe.len(), |(byte, _)| byte);
        self.text.insert_str(self.cursor_byte, &safe[..end]);
        self.cursor_byte = self.boundary_from(self.cursor_byte + end);
        self.note_change(end > 0)
    }

    fn remove(&mut self, from: usize, to: usize) -> bool {
        self.text.replace_range(from..to, "");
        self.cursor_byte = self.boundary_from(from);
        self.note_change(from < to)
    }

    /// Once a recalled line is edited, it becomes the user's own line.
    fn note_change(&mut self, has_changed: bool) -> bool {
        if has_changed {
            self.recalled = None;
        }
        has_changed
    }

    fn recall(&mut self, history: &History, shown: Option<usize>) -> bool {
        if self.recalled.is_none() {
            self.draft = self.text.clone();
        }
        let text = match shown {
            Some(age) => match history.lines.get(age) {
                Some(line) => line.clone(),
                None => return false,
            },
            None => std::mem::take(&mut self.draft),
        };
        let has_changed = text != self.text;
        self.recalled = shown;
        self.cursor_byte = text.len();
        self.text = text;
        has_changed
    }

    /// The first cluster boundary at or after `byte`. Typed characters may have joined their neighbours to one cluster.
    fn boundary_from(&self, byte: usize) -> usize {
        clusters(&self.text).map(|cluster| cluster.start).find(|start| *start >= byte).unwrap_or(self.text.len())
    }

    fn cluster_before(&self, byte: usize) -> usize {
        clusters(&self.text[..byte]).last().map_or(0, |cluster| cluster.start)
    }

    fn cluster_after(&self, byte: usize) -> usize {
        clusters(&self.text[byte..]).next().map_or(byte, |cluster| byte + cluster.end())
    }

    fn word_before(&self, byte: usize) -> usize {
        let text = self.text[..byte].trim_end();
        let last = text.chars().next_back().is_some_and(char::is_alphanumeric);
        let rest = text.trim_end_matches(|c: char| c.is_alphanumeric() == last && !c.is_whitespace());
        self.boundary_from(rest.len())
    }

    fn word_after(&self, byte: usize) -> usize {
        let text = self.text[byte..].trim_start();
        let first = text.chars().next().is_some_and(char::is_alphanumeric);
        let rest = text.trim_start_matches(|c: char| c.is_alphanumeric() == first && !c.is_whitespace());
        self.boundary_from(self.text.len() - rest.len())
    }
}

/// Columns of text hidden on the left: 0 while the cursor fits, else a multiple of half the field.
const fn skipped_cols(before_cols: usize, field_cols: usize) -> usize {
    if before_cols < field_cols {
        return 0;
    }
    let half = if field_cols < 2 { 1 } else { field_cols / 2 };
    ((before_cols + 1 - field_cols).div_ceil(half)) * half
}

fn join_lines(text: &str) -> String {
    let mut joined = String::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let is_latin_before = joined.chars().next_back().is_some_and(|c| c.is_ascii_graphic());
        if is_latin_before && line.starts_with(|c: char| c.is_ascii_graphic()) {
            joined.push(' ');
        }
        joined.push_str(line);
    }
    joined
}

/// The history of a prompt: entered lines, newest first, without duplicates.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    lines: VecDeque<String>,
}

impl History {
    /// Maximum number of lines.
    pub(crate) const LONGEST: usize = 100;

    /// Adds a line as the newest; empty lines are ignored.
    pub fn add(&mut self, line: &str) {
        if line.is_empty() {
            return;
        }
        self.lines.retain(|older| older != line);
        self.lines.push_front(line.to_owned());
        self.lines.truncate(Self::LONGEST);
    }

    /// The newest line.
    pub fn newest(&self) -> Option<&str> {
        self.lines.front().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::app::key::parse_sequence;

    /// Presses keys, then compares the text with the cursor drawn in it as `|`.
    #[track_caller]
    fn check(keys: &str, expected: &str) {
        let mut prompt = Prompt::default();
        press(&mut prompt, keys);
        assert_eq!(drawn(&prompt), expected, "{keys:?}");
    }

    #[track_caller]
    fn press(prompt: &mut Prompt, keys: &str) {
        for key in parse_sequence(keys).expect("keys of the test are keys") {
            prompt.edit(Edit::of_key(key).expect("keys of the test edit"));
        }
    }

    fn drawn(prompt: &Prompt) -> String {
        let (before, after) = prompt.text().split_at(prompt.cursor_byte());
        format!("{before}|{after}")
    }

    #[test]
    fn keys_edit_by_clusters_and_words() {
        check("教育 Left 局", "教局|育");
        check("教育 Backspace", "教|");
        check("教育 Home Delete", "|育");
        check("教育 Home Backspace", "|教育");
        check("教育 Delete", "教育|");
        check("双减 Space 2024年 ^w", "双减 |");
        check("双减 Space 2024年 ^w ^w", "|");
        check("双减，，工作 ^w ^w", "双减|");
        check("双减 Space 工作 ^a C", "C|双减 工作");
        check("双减 ^u", "|");
        check("ab Left ^u", "|");
        check("ab ^a ^e c", "abc|");
    }

    #[test]
    fn control_arrows_go_by_words() {
        let mut prompt = Prompt::of("双减 工作，要点");
        for (edit, expected) in [
            (Edit::WordLeft, "双减 工作，|要点"),
            (Edit::WordLeft, "双减 工作|，要点"),
            (Edit::WordLeft, "双减 |工作，要点"),
            (Edit::WordLeft, "|双减 工作，要点"),
            (Edit::WordLeft, "|双减 工作，要点"),
            (Edit::WordRight, "双减| 工作，要点"),
            (Edit::WordRight, "双减 工作|，要点"),
        ] {
            prompt.edit(edit);
            assert_eq!(drawn(&prompt), expected, "{edit:?}");
        }
    }

    #[test]
    fn combining_characters_are_edited_with_their_base() {
        let mut prompt = Prompt::of("ae\u{301}b");
        prompt.edit(Edit::Left);
        assert!(prompt.edit(Edit::Backspace));
        assert_eq!(drawn(&prompt), "a|b");
        prompt.edit(Edit::Insert('\u{301}'));
        assert_eq!(drawn(&prompt), "a\u{301}|b");
    }

    #[track_caller]
    fn check_paste(pasted: &str, expected: &str) {
        let mut prompt = Prompt::default();
        prompt.paste(pasted);
        assert_eq!(prompt.text(), expected, "{pasted:?}");
    }

    #[test]
    fn a_paste_is_one_safe_line() {
        check_paste("清河县教育局\r\n  工作要点\n", "清河县教育局工作要点");
        check_paste("work\nplan", "work plan");
        check_paste("教\u{1B}[31m育\u{202E}局\t", "教[31m育局");
        check_paste("2024年\t要点", "2024年 要点");
        check_paste(&"长".repeat(5000), &"长".repeat(LONGEST_CHARS));
    }

    #[test]
    fn unsafe_characters_cannot_be_typed() {
        let mut prompt = Prompt::of("教");
        assert!(!prompt.edit(Edit::Insert('\u{7}')));
        assert!(!prompt.edit(Edit::Insert('\u{200B}')));
        assert_eq!(drawn(&prompt), "教|");
    }

    #[test]
    fn the_history_is_walked_and_the_own_line_comes_back() {
        let mut history = History::default();
        for line in ["双减", "", "体育", "双减"] {
            history.add(line);
        }
        assert_eq!(history.newest(), Some("双减"));
        let mut prompt = Prompt::of("草");
        for (is_older, expected) in
            [(true, "双减|"), (true, "体育|"), (true, "体育|"), (false, "双减|"), (false, "草|"), (false, "草|")]
        {
            if is_older {
                prompt.recall_older(&history)
            } else {
                prompt.recall_newer(&history)
            };
            assert_eq!(drawn(&prompt), expected);
        }
        prompt.recall_older(&history);
        prompt.edit(Edit::Insert('！'));
        assert!(!prompt.recall_newer(&history), "a changed line is the reader's own");
        assert_eq!(drawn(&prompt), "双减！|");
    }

    #[test]
    fn the_history_is_bounded() {
        let mut history = History::default();
        (0..History::LONGEST + 5).for_each(|number| history.add(&number.to_string()));
        assert_eq!(history.lines.len(), History::LONGEST);
    }

    /// Checks the visible part in a field of 8 columns; `^` stands below the cell of the cursor.
    #[track_caller]
    fn check_view(text_before: &str, text_after: &str, shown: &str, cursor: &str) {
        let mut prompt = Prompt::of(text_after);
        prompt.edit(Edit::Home);
        prompt.paste(text_before);
        let view = prompt.visible_part(8);
        assert_eq!((view.text, view.cursor_cols), (shown, cursor.len() - 1), "{text_before}|{text_after}");
        assert_eq!(view.is_cut, !prompt.text().ends_with(view.text), "{text_before}|{text_after}");
    }

    #[test]
    fn a_long_line_scrolls_by_half_a_field() {
        check_view("", "", "", "^");
        check_view("一二三", "", "一二三", "      ^");
        check_view("一二三四", "", "三四", "    ^");
        check_view("一二三", "四五六", "一二三四", "      ^");
        check_view("一二三四", "五六", "三四五六", "    ^");
        check_view("一二三四五", "六", "三四五六", "      ^");
        check_view("a一二三", "四", "a一二三", "       ^");
        check_view("a一二三四", "五", "三四五", "    ^");
    }

    proptest! {
        #[test]
        fn the_cursor_is_always_in_the_field(text in "[一-十a-z，e\u{301} ]{0,40}", at in 0_usize..50, cols in 1_usize..20) {
            let mut prompt = Prompt::of(&text);
            prompt.edit(Edit::Home);
            (0..at).for_each(|_| { prompt.edit(Edit::Right); });
            let view = prompt.visible_part(cols);
            prop_assert!(view.cursor_cols < cols);
            prop_assert!(width_cols(view.text) <= cols);
            prop_assert!(prompt.text()[view.start_byte..].starts_with(view.text));
        }

        #[test]
        fn any_edits_leave_the_cursor_between_clusters(text in any::<String>(), picks in prop::collection::vec(0_usize..17, 0..30)) {
            let mut prompt = Prompt::of(&text);
            for pick in picks {
                let edit = EDIT_KEYS.get(pick).map_or(Edit::Insert('\u{301}'), |(_, edit)| *edit);
                prompt.edit(edit);
                let at = prompt.cursor_byte();
                let is_boundary = at == prompt.text().len() || clusters(prompt.text()).any(|cluster| cluster.start == at);
                prop_assert!(is_boundary, "{:?} {}", prompt.text(), at);
            }
        }
    }
}
