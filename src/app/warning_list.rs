//! The panel of warnings: warnings of the open notice or of all notices, and files that could not be read; filtered by
//! kind and by query.
//!
//! Each word of the query is matched against the name of the rule, in both languages, and against the title and the
//! path of the notice. Each match is computed once for all warnings of a kind in a notice, so a key costs one pass over
//! the notices with warnings. Messages are formatted only for the rows on the screen.

use super::key::{Key, KeyCode};
use super::layout::Area;
use super::picker::{Outcome, Picker};
use super::picker_areas::PickerAreas;
use super::prompt::History;
use crate::lang::{Lang, Phrase, panes, warnings};
use crate::library::{Library, NoticeId, Slot};
use crate::notice::{Code, Source};

/// Cycles through the kinds: all kinds, then one at a time.
pub(crate) const KIND_KEY: Key = Key { alt: true, ..Key::plain(KeyCode::Char('k')) };
/// Switches between the open notice and all notices.
pub(crate) const SCOPE_KEY: Key = Key { alt: true, ..Key::plain(KeyCode::Char('w')) };

/// The notices whose warnings are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WarningScope {
    /// The open notice.
    OpenNotice,
    /// All notices, and the files that could not be read.
    Everywhere,
}

/// The kind of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum RowKind {
    /// A file that could not be read.
    Unreadable,
    /// A warning of this rule.
    Rule(Code),
}

impl RowKind {
    /// The name of the kind.
    pub(crate) const fn title(self) -> Phrase {
        match self {
            Self::Unreadable => panes::UNREADABLE_FILE,
            Self::Rule(code) => warnings::rule(code),
        }
    }

    /// All kinds, in the order in which the key cycles through them.
    fn all() -> impl Iterator<Item = Self> {
        Code::ALL.into_iter().map(Self::Rule).chain([Self::Unreadable])
    }

    /// Its index in [`RowKind::all`].
    const fn index(self) -> usize {
        match self {
            Self::Rule(code) => code as usize,
            Self::Unreadable => Code::ALL.len(),
        }
    }

    /// The names that words of a query are matched against.
    fn names(self) -> String {
        let [chinese, english] = [Lang::Chinese, Lang::English].map(|lang| self.title().to(lang));
        let code = match self {
            Self::Rule(code) => code.name(),
            Self::Unreadable => "unreadable",
        };
        format!("{chinese} {english} {code}").to_lowercase()
    }
}

/// A row of the panel: a warning or an unreadable file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WarningRow {
    /// The notice, or the file that could not be read.
    pub notice: NoticeId,
    /// Index among the warnings of the notice; `None` for a file that could not be read.
    pub warning: Option<u32>,
}

/// State of the panel.
#[derive(Debug, Clone)]
pub struct WarningList {
    scope: WarningScope,
    /// The notice that was open when the panel was opened.
    open_notice: Option<NoticeId>,
    kind: Option<RowKind>,
    /// Number of rows per kind in the scope, without the query.
    counts: [usize; Code::ALL.len() + 1],
    /// Number of slots of the library already listed.
    slots_seen: usize,
    picker: Picker<WarningRow>,
    generation: u64,
    areas: PickerAreas,
}

impl WarningList {
    /// A panel in the given area of the screen.
    pub fn new(scope: WarningScope, open_notice: Option<NoticeId>, library: &Library, area: Area) -> Self {
        let mut list = Self {
            scope: if open_notice.is_none() { WarningScope::Everywhere } else { scope },
            open_notice,
            kind: None,
            counts: [0; Code::ALL.len() + 1],
            slots_seen: 0,
            picker: Picker::new(""),
            generation: 0,
            areas: PickerAreas::default(),
        };
        list.resize(area);
        list.filter(library);
        list
    }

    /// Sets the area of the screen.
    pub fn resize(&mut self, area: Area) {
        self.areas = PickerAreas::within(area, false);
        self.picker.set_rows(self.areas.results.rows);
    }

    /// The notices whose warnings are listed.
    pub const fn scope(&self) -> WarningScope {
        self.scope
    }

    /// The kind that is listed; `None` for all kinds.
    pub(crate) const fn kind(&self) -> Option<RowKind> {
        self.kind
    }

    /// Prompt, rows and selection.
    pub(crate) const fn picker(&self) -> &Picker<WarningRow> {
        &self.picker
    }

    /// Number of rows of the listed kind, without the query.
    pub fn count(&self) -> usize {
        self.kind.map_or_else(|| self.counts.iter().sum(), |kind| self.counts[kind.index()])
    }

    /// Areas of the parts of the popup.
    pub const fn areas(&self) -> &PickerAreas {
        &self.areas
    }

    /// Handles a key. [`Outcome::QueryChanged`] needs no further work: the list is already filtered.
    pub fn press(&mut self, key: Key, history: &History, library: &Library) -> Outcome<WarningRow> {
        let outcome = match key {
            KIND_KEY => {
                self.kind = self.next_kind();
                Outcome::QueryChanged
            }
            SCOPE_KEY => {
                self.scope = match self.scope {
                    WarningScope::Everywhere if self.open_notice.is_some() => WarningScope::OpenNotice,
                    _ => WarningScope::Everywhere,
                };
                self.kind = None;
                Outcome::QueryChanged
            }
            _ => self.picker.press(key, history),
        };
        if outcome == Outcome::QueryChanged {
            self.filter(library);
        }
        outcome
    }

    /// Inserts pasted text into the prompt.
    pub fn paste(&mut self, text: &str, library: &Library) {
        self.picker.paste(text);
        self.filter(library);
    }

    /// Handles a press of the left button: on the selected row it chooses, on another it selects, outside the panel it
    /// closes.
    pub fn click(&mut self, col: u16, row: u16) -> Outcome<WarningRow> {
        if !self.areas.popup.contains(col, row) {
            return Outcome::Closed;
        }
        if !self.areas.results.contains(col, row) {
            return Outcome::Moved;
        }
        let before = self.picker.selected();
        match self.picker.select_row(usize::from(row - self.areas.results.row)) {
            Some(found) if Some(found) == before => Outcome::Chosen(found),
            _ => Outcome::Moved,
        }
    }

    /// Handles the wheel: selects a row further down or up.
    pub(crate) fn scroll(&mut self, is_down: bool, count: usize) {
        self.picker.scroll(is_down, count);
    }

    /// Adds the rows of slots added to the library.
    pub fn extend(&mut self, library: &Library) {
        if self.scope == WarningScope::Everywhere && self.slots_seen < library.len() {
            let rows = self.picker.items().to_vec();
            self.show(rows, true, library);
        }
    }

    fn filter(&mut self, library: &Library) {
        self.counts = [0; Code::ALL.len() + 1];
        self.slots_seen = 0;
        self.show(Vec::new(), false, library);
    }

    /// Lists `rows`, followed by the rows of slots not listed yet.
    fn show(&mut self, mut rows: Vec<WarningRow>, is_same_query: bool, library: &Library) {
        let words = Words::of(self.picker.prompt().text());
        let slots = match (self.scope, self.open_notice) {
            (WarningScope::OpenNotice, Some(open)) => open.0..open.0 + 1,
            _ => self.slots_seen as u32..library.len() as u32,
        };
        for id in slots.map(NoticeId) {
            self.add_rows(id, library, &words, &mut rows);
        }
        self.slots_seen = library.len();
        self.generation += 1;
        self.picker.expect(self.generation, is_same_query);
        self.picker.apply(self.generation, rows);
    }

    fn add_rows(&mut self, id: NoticeId, library: &Library, words: &Words, rows: &mut Vec<WarningRow>) {
        // Whether rows of each kind pass the query; `None` while unknown, because most kinds never occur in a notice.
        let mut is_listed = [None; Code::ALL.len() + 1];
        let mut add = |kind: RowKind, source: &Source, title: &str, warning| {
            self.counts[kind.index()] += 1;
            let is_wanted = self.kind.is_none_or(|wanted| wanted == kind);
            let is_found = || is_wanted && words.are_found(kind, title, &source.path);
            if *is_listed[kind.index()].get_or_insert_with(is_found) {
                rows.push(WarningRow { notice: id, warning });
            }
        };
        match library.slot(id) {
            Some(Slot::Loaded(notice)) => {
                let mut order: Vec<(u32, u32)> = (0_u32..)
                    .zip(&notice.warnings)
                    .map(|(index, warning)| (notice.warning_line(warning), index))
                    .collect();
                order.sort_unstable();
                for (_, index) in order {
                    let kind = RowKind::Rule(notice.warnings[index as usize].kind.code());
                    add(kind, &notice.source, notice.display_title(), Some(index));
                }
            }
            Some(Slot::Failed(failure)) => add(RowKind::Unreadable, &failure.source, "", None),
            None => {}
        }
    }

    /// The next kind with at least one row; all kinds after the last.
    fn next_kind(&self) -> Option<RowKind> {
        let first = self.kind.map_or(0, |kind| kind.index() + 1);
        RowKind::all().skip(first).find(|kind| self.counts[kind.index()] > 0)
    }
}

/// The words of a query.
struct Words {
    /// Each word in lower case, with whether it occurs in the names of each kind.
    words: Vec<(String, Vec<bool>)>,
}

impl Words {
    fn of(typed: &str) -> Self {
        let names: Vec<String> = RowKind::all().map(RowKind::names).collect();
        let words = typed.split_whitespace().map(str::to_lowercase);
        let in_names = |word: &String| names.iter().map(|names| names.contains(word.as_str())).collect();
        Self { words: words.map(|word| (in_names(&word), word)).map(|(found, word)| (word, found)).collect() }
    }

    /// Whether every word occurs in the names of the kind, the title or the path.
    fn are_found(&self, kind: RowKind, title: &str, path: &str) -> bool {
        let is_in_text = |word: &str| [title, path].iter().any(|text| contains(text, word));
        self.words.iter().all(|(word, in_names)| in_names[kind.index()] || is_in_text(word))
    }
}

/// Whether `text` contains `word`, ignoring case; `word` must be in lower case.
fn contains(text: &str, word: &str) -> bool {
    let has_letters = word.bytes().any(|byte| byte.is_ascii_alphabetic());
    text.contains(word) || has_letters && text.to_lowercase().contains(word)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::app::fixture::notice;
    use crate::app::key::parse_sequence;
    use crate::extract::ExtractError;
    use crate::library::{Failure, Segment};
    use crate::notice::fixture::every_warning;
    use crate::notice::{Warning, WarningKind, WarningPosition};

    const AREA: Area = Area { col: 0, row: 0, cols: 80, rows: 24 };

    /// A notice with this title and warnings of these kinds.
    fn slot(title: &str, kinds: Vec<WarningKind>) -> Slot {
        let mut notice = Arc::unwrap_or_clone(notice(&format!("题{title}\n1一、|总体要求")));
        let place = |kind| Warning { kind, position: WarningPosition::Line(1) };
        notice.warnings = kinds.into_iter().map(place).collect();
        Slot::Loaded(Arc::new(notice))
    }

    fn failed() -> Slot {
        let source = Source { path: "Scan.pdf".to_owned(), ..Source::default() };
        Slot::Failed(Failure { source, error: ExtractError::Empty })
    }

    fn library(slots: Vec<Slot>) -> Library {
        let mut library = Library::default();
        library.add(Segment { slots });
        library
    }

    fn sample() -> Library {
        let repeated = || WarningKind::RepeatedText;
        let kinds = vec![repeated(), WarningKind::NoOutline, repeated()];
        library(vec![
            slot("甲县通知", kinds),
            slot("乙县意见", Vec::new()),
            slot("丙县通知", vec![repeated()]),
            failed(),
        ])
    }

    fn rows(list: &WarningList) -> Vec<(u32, Option<u32>)> {
        list.picker().items().iter().map(|row| (row.notice.0, row.warning)).collect()
    }

    #[track_caller]
    fn check(scope: WarningScope, keys: &str, typed: &str, expected: &[(u32, Option<u32>)]) {
        let library = sample();
        let mut list = WarningList::new(scope, Some(NoticeId(0)), &library, AREA);
        for key in keys.split_whitespace().flat_map(|key| parse_sequence(key).expect("a key")) {
            list.press(key, &History::default(), &library);
        }
        list.paste(typed, &library);
        assert_eq!(rows(&list), expected, "after {keys} {typed}");
    }

    #[test]
    fn warnings_are_filtered_by_scope_kind_and_words() {
        use WarningScope::{Everywhere, OpenNotice};
        let all = [(0, Some(0)), (0, Some(1)), (0, Some(2)), (2, Some(0)), (3, None)];
        check(OpenNotice, "", "", &all[..3]);
        check(OpenNotice, "A-w", "", &all);
        check(Everywhere, "", "", &all);
        check(Everywhere, "A-w", "", &all[..3]);
        check(Everywhere, "A-k", "", &[all[0], all[2], all[3]]);
        check(Everywhere, "A-k A-k", "", &[all[1]]);
        check(Everywhere, "A-k A-k A-k", "", &all[4..]);
        check(Everywhere, "A-k A-k A-k A-k", "", &all);
        check(Everywhere, "A-k", "丙", &all[3..4]);
        check(Everywhere, "", "重复", &[all[0], all[2], all[3]]);
        check(Everywhere, "", "TWICE 丙", &all[3..4]);
        check(Everywhere, "", "no-out", &[all[1]]);
        check(Everywhere, "", "scan", &all[4..]);
        check(Everywhere, "", "甲县 分级", &[all[1]]);
        check(Everywhere, "", "没有此词", &[]);
    }

    #[test]
    fn notices_that_arrive_are_added() {
        let mut library = sample();
        let mut list = WarningList::new(WarningScope::Everywhere, None, &library, AREA);
        list.press(Key::plain(KeyCode::Down), &History::default(), &library);
        library.add(Segment { slots: vec![slot("丁县", vec![WarningKind::NoTitle])] });
        list.extend(&library);
        assert_eq!((list.count(), rows(&list).last()), (6, Some(&(4, Some(0)))));
        assert_eq!(list.picker().selected(), Some(WarningRow { notice: NoticeId(0), warning: Some(1) }));
    }

    #[test]
    fn every_kind_has_a_row() {
        let kinds = every_warning();
        let count = kinds.len();
        let library = library(vec![slot("甲县", kinds)]);
        let list = WarningList::new(WarningScope::OpenNotice, Some(NoticeId(0)), &library, AREA);
        assert_eq!((rows(&list).len(), list.count()), (count, count));
    }
}
