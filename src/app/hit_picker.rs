//! Pickers over titles, over headings of one notice or of all, and over sentences; with a preview of the selected item.
//!
//! Searches run in the background while the user types. [`HitPicker::start_search`] gives each search a generation, and
//! [`HitPicker::apply`] accepts only results of the current generation, so a slow answer to an old query never replaces
//! a newer one. Until the current results arrive, the previous ones stay on the screen, highlighted by the query that
//! they matched (`query`), which may be older than the text in the prompt (`requested`).

use std::sync::Arc;
use std::time::Duration;

use super::event::{Effect, SearchResult, TextResult};
use super::key::Key;
use super::layout::Area;
use super::motion::Direction;
use super::page::Page;
use super::picker::{Outcome, Picker};
use super::picker_areas::PickerAreas;
use super::prompt::{Edit, History};
use super::target::Target;
use crate::library::Library;
use crate::search::full_text::{NoticeHits, SentenceHit, Total};
use crate::search::{Completer, Extent, Query, QueryFault, Scope, SentenceQuery, Typed, Typo};
use crate::text::shuangpin::PinyinScheme;

/// Keys that accept the proposed completion when the cursor is at the end of the line, where they have no other use.
const COMPLETING: [Option<Edit>; 2] = [Some(Edit::Right), Some(Edit::End)];

/// The items that a picker searches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Candidates {
    /// Titles or headings.
    Items(Scope),
    /// Sentences of all notices.
    Sentences,
}

/// State of a picker over notices, headings or sentences.
#[derive(Debug)]
pub struct HitPicker {
    candidates: Candidates,
    picker: Picker<Target>,
    /// How pinyin is typed.
    pinyin: PinyinScheme,
    /// The query of the results on the screen, used for highlighting. It may be older than the text in the prompt.
    query: Query,
    /// The query of the search that is running.
    requested: String,
    areas: PickerAreas,
    preview: Page,
    /// The item shown in the preview.
    preview_target: Option<Target>,
    /// Number of searchable items, and the number of files for which it was counted.
    total: usize,
    total_of: usize,
    /// Number of matches.
    found: usize,
    /// The correction that was applied to the query because nothing matches it as typed.
    typo: Option<Typo>,
    /// The fault in the query as typed.
    fault: Option<QueryFault>,
    /// Completions of the last word in the prompt.
    completions: Vec<String>,
    completer: Completer,
    /// The sentences found, grouped by notice.
    sentences: Vec<NoticeHits>,
    /// Number of sentences found and of notices that contain them; `None` while counting.
    counted: Option<Total>,
    /// Duration of the search that produced the results.
    elapsed: Duration,
}

impl HitPicker {
    /// A picker in the given area of the screen, with `query` in its prompt. It stays empty until the first search.
    pub fn new(candidates: Candidates, query: &str, area: Area) -> Self {
        let mut picker = Self {
            candidates,
            picker: Picker::new(query).with_marks().with_proposal(),
            pinyin: PinyinScheme::default(),
            query: Query::default(),
            requested: String::new(),
            areas: PickerAreas::default(),
            preview: Page::default(),
            preview_target: None,
            total: 0,
            total_of: 0,
            found: 0,
            typo: None,
            fault: None,
            completions: Vec::new(),
            completer: Completer::default(),
            sentences: Vec::new(),
            counted: None,
            elapsed: Duration::ZERO,
        };
        picker.resize(area);
        picker
    }

    /// Sets the scheme in which pinyin is typed.
    #[must_use]
    pub const fn with_pinyin(mut self, pinyin: PinyinScheme) -> Self {
        self.pinyin = pinyin;
        self
    }

    /// Sets the area of the screen.
    pub fn resize(&mut self, area: Area) {
        self.areas = PickerAreas::within(area, true);
        self.picker.set_rows(self.areas.results.rows);
        let preview = self.areas.preview.unwrap_or_default().body();
        self.preview.resize(preview.cols, preview.rows);
        self.scroll_preview();
    }

    /// The items that are searched.
    pub const fn candidates(&self) -> Candidates {
        self.candidates
    }

    /// Prompt, results and selection.
    pub(crate) const fn picker(&self) -> &Picker<Target> {
        &self.picker
    }

    /// The query that the results match.
    pub const fn query(&self) -> &Query {
        &self.query
    }

    /// Areas of the parts of the popup.
    pub const fn areas(&self) -> &PickerAreas {
        &self.areas
    }

    /// The text around the selected item.
    pub const fn preview(&self) -> &Page {
        &self.preview
    }

    /// Number of searchable items.
    pub const fn total(&self) -> usize {
        self.total
    }

    /// Number of matches; the results may hold only the best of them.
    pub const fn found(&self) -> usize {
        self.found
    }

    /// The correction applied to the query because nothing matches it as typed.
    pub const fn typo(&self) -> Option<Typo> {
        self.typo
    }

    /// The hit of a sentence, with the matches in it.
    pub fn sentence(&self, target: Target) -> Option<&SentenceHit> {
        self.hits_in(target)?.hits.iter().find(|hit| Some(hit.sentence) == target.sentence)
    }

    /// Number of sentences found in the notice of `target`.
    pub fn sentence_count(&self, target: Target) -> usize {
        self.hits_in(target).map_or(0, |hits| hits.count)
    }

    fn hits_in(&self, target: Target) -> Option<&NoticeHits> {
        let place = self.sentences.binary_search_by_key(&target.notice, |hits| hits.notice).ok()?;
        Some(&self.sentences[place])
    }

    /// Number of sentences found and of notices that contain them; `None` while counting.
    pub const fn counted(&self) -> Option<Total> {
        self.counted
    }

    /// Duration of the search.
    pub const fn elapsed(&self) -> Duration {
        self.elapsed
    }

    /// The fault in the query as typed; the results are those of the last valid query.
    pub const fn fault(&self) -> Option<&QueryFault> {
        self.fault.as_ref()
    }

    /// Completions of the last word in the prompt, best first.
    pub fn completions(&self) -> &[String] {
        &self.completions
    }

    /// Starts a search for the text in the prompt under `generation` and returns the effect. Call it whenever
    /// [`HitPicker::press`] returns [`Outcome::QueryChanged`], and when notices were added to the library.
    ///
    /// Returns `None` for an invalid query; the last results then stay.
    pub fn start_search(&mut self, generation: u64, library: &Library) -> Option<Effect> {
        let query = self.picker.prompt().text().to_owned();
        let is_at_end = self.picker.prompt().cursor_byte() == query.len();
        let token = query.rsplit(char::is_whitespace).next().filter(|token| is_at_end && !token.is_empty());
        self.completions = token.map(|token| self.completer.complete(token, library)).unwrap_or_default();
        let (effect, fault) = match self.candidates {
            Candidates::Items(scope) => {
                let query = Typed::new(&query, self.pinyin);
                let fault = query.query().faults().first().cloned();
                (Effect::Search { generation, scope, query, extent: Extent::Best }, fault)
            }
            Candidates::Sentences => {
                let query = SentenceQuery::parse(&query);
                let fault = query.fault().cloned();
                (Effect::SearchText { generation, query }, fault)
            }
        };
        self.fault = fault;
        if self.fault.is_some() {
            return None;
        }
        self.picker.expect(generation, query == self.requested);
        self.requested.clone_from(&query);
        if self.total_of != library.len() {
            self.total_of = library.len();
            self.total = self.count_items(library);
        }
        Some(effect)
    }

    fn count_items(&self, library: &Library) -> usize {
        match self.candidates {
            Candidates::Items(Scope::Titles) | Candidates::Sentences => library.notices().count(),
            Candidates::Items(Scope::Headings(id)) => library.notice(id).map_or(0, |notice| notice.outline.len()),
            Candidates::Items(Scope::AllHeadings) => library.notices().map(|(_, notice)| notice.outline.len()).sum(),
        }
    }

    /// Applies the results of a search. Returns false and changes nothing when they are stale.
    pub fn apply(&mut self, result: SearchResult, library: &Library) -> bool {
        if !self.picker.is_awaiting(result.generation) {
            return false;
        }
        let items = result.picked.hits.iter().map(Target::of_hit).collect();
        self.picker.apply_page(result.generation, items, 0, result.picked.is_counted);
        self.query = result.picked.query;
        if result.picked.is_counted {
            self.found = result.picked.total;
        }
        self.typo = result.picked.typo;
        self.elapsed = result.elapsed;
        self.show_preview(library);
        true
    }

    /// Applies sentences. Returns false and changes nothing when they are stale.
    pub(crate) fn apply_text(&mut self, result: TextResult, library: &Library) -> bool {
        if !self.picker.is_awaiting(result.generation) {
            return false;
        }
        let of_notice = |hits: &NoticeHits| {
            let notice = hits.notice;
            let sentence = move |hit: &SentenceHit| Target { notice, node: hit.node, sentence: Some(hit.sentence) };
            let whole = Target { notice, node: None, sentence: None };
            std::iter::once(whole).chain(hits.hits.iter().map(sentence)).collect::<Vec<_>>()
        };
        // Select the first sentence rather than the row with the name of its notice above it.
        let (items, is_last) =
            (result.found.notices.iter().flat_map(of_notice).collect(), result.found.total.is_some());
        self.picker.apply_page(result.generation, items, 1, is_last);
        self.sentences = result.found.notices;
        self.counted = result.found.total;
        self.elapsed = result.elapsed;
        self.show_preview(library);
        true
    }

    /// The item chosen with Enter, once the results that Enter was waiting for have arrived.
    pub(crate) fn take_pending_choice(&mut self) -> Option<Target> {
        self.picker.take_pending_choice()
    }

    /// Handles a key.
    pub fn press(&mut self, key: Key, history: &History, library: &Library) -> Outcome<Target> {
        let prompt = self.picker.prompt();
        let is_at_end = prompt.cursor_byte() == prompt.text().len();
        if let Some(token) = self.completions.first().filter(|_| is_at_end && COMPLETING.contains(&Edit::of_key(key))) {
            self.picker.complete(token);
            return Outcome::QueryChanged;
        }
        let outcome = self.picker.press(key, history);
        self.show_preview(library);
        outcome
    }

    /// Inserts pasted text into the prompt.
    pub fn paste(&mut self, text: &str) -> Outcome<Target> {
        self.picker.paste(text)
    }

    /// Handles a press of the left button: on the selected item it chooses, on another it selects, outside the popup it
    /// closes.
    pub fn click(&mut self, col: u16, row: u16, library: &Library) -> Outcome<Target> {
        if !self.areas.popup.contains(col, row) {
            return Outcome::Closed;
        }
        if !self.areas.results.contains(col, row) {
            return Outcome::Moved;
        }
        let before = self.picker.selected();
        let clicked = self.picker.select_row(usize::from(row - self.areas.results.row));
        self.show_preview(library);
        match clicked {
            Some(target) if Some(target) == before => Outcome::Chosen(target),
            _ => Outcome::Moved,
        }
    }

    /// Handles the wheel: selects an item further down or up.
    pub(crate) fn scroll(&mut self, is_down: bool, count: usize, library: &Library) {
        self.picker.scroll(is_down, count);
        self.show_preview(library);
    }

    fn show_preview(&mut self, library: &Library) {
        let selected = self.picker.selected();
        if selected == self.preview_target {
            return;
        }
        let notice = selected.and_then(|target| library.notice(target.notice));
        match notice {
            None => self.preview.close(),
            Some(notice) => {
                let is_shown = self.preview.notice().is_some_and(|shown| Arc::ptr_eq(shown, notice));
                if !is_shown {
                    self.preview.show(Arc::clone(notice));
                }
            }
        }
        self.preview_target = selected;
        self.scroll_preview();
    }

    /// Scrolls the preview to the selected item; for a whole notice, to its first sentence found.
    fn scroll_preview(&mut self) {
        let Some(target) = self.preview_target else { return };
        let first = self.hits_in(target).and_then(|hits| hits.hits.first()).map(|hit| hit.sentence);
        let span = self.preview.notice().and_then(|notice| target.span(notice)).or(first);
        match span {
            Some(span) => self.preview.go_to_span(span),
            None => self.preview.go_to_edge(Direction::Backward),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::fixture::notice;
    use crate::app::key::parse_sequence;
    use crate::app::picker_areas::PREVIEW_FROM_COLS;
    use crate::library::{NoticeId, Segment, Slot};
    use crate::notice::NodeId;
    use crate::search::full_text::TextIndexes;
    use crate::search::{FacetFault, Hit, Indexes, Picked, pick_sentences};

    fn library() -> Library {
        let plan = notice("题甲县教育要点\n1一、|总体要求\n文正文\n1二、|双减工作");
        let rules = notice("题乙县办学办法\n1一、|双减要求");
        let mut library = Library::default();
        library.add(Segment { slots: vec![Slot::Loaded(plan), Slot::Loaded(rules)] });
        library
    }

    /// Runs a search synchronously.
    fn answer(picker: &mut HitPicker, generation: u64, library: &Library) {
        let elapsed = Duration::ZERO;
        match picker.start_search(generation, library) {
            Some(Effect::Search { generation, scope, query, extent }) => {
                let found = Indexes::default().pick_typed(library, &scope, &query, extent, &|| false);
                let result = SearchResult { generation, picked: found.expect("nothing stops it"), elapsed };
                assert!(picker.apply(result, library));
            }
            Some(Effect::SearchText { generation, query }) => {
                let found = pick_sentences(library, &TextIndexes::default(), &query, &|| false, &mut |_| {});
                let result = TextResult { generation, found: found.expect("nothing stops it"), elapsed };
                assert!(picker.apply_text(result, library));
            }
            other => panic!("a picker asks for searches only: {other:?}"),
        }
    }

    fn press(picker: &mut HitPicker, keys: &str, library: &Library) -> Outcome<Target> {
        let keys = parse_sequence(keys).expect("keys of the test are keys");
        keys.into_iter().map(|key| picker.press(key, &History::default(), library)).last().expect("a key was pressed")
    }

    const SCREEN: Area = Area { col: 0, row: 0, cols: 120, rows: 30 };

    #[test]
    fn results_of_a_query_are_listed_and_previewed() {
        let library = library();
        let mut picker = HitPicker::new(Candidates::Items(Scope::AllHeadings), "", SCREEN);
        answer(&mut picker, 1, &library);
        assert_eq!((picker.picker().items().len(), picker.total()), (3, 3));
        assert_eq!(press(&mut picker, "双 减", &library), Outcome::QueryChanged);
        answer(&mut picker, 2, &library);
        let texts: Vec<&str> = picker.picker().items().iter().map(|target| target.text(&library)).collect();
        assert_eq!(texts, ["双减工作", "双减要求"]);
        let target = picker.picker().selected().expect("there are two");
        assert_eq!(target.positions(&library, picker.query()), [0, 3]);
        assert_eq!(picker.preview().current_node(), target.node);
        press(&mut picker, "Down", &library);
        assert_eq!(picker.preview().notice().map(|notice| notice.display_title()), Some("乙县办学办法"));
        assert_eq!(
            press(&mut picker, "Enter", &library),
            Outcome::Chosen(Target { notice: NoticeId(1), node: Some(NodeId(0)), sentence: None })
        );
    }

    #[test]
    fn an_address_goes_to_its_heading() {
        let library = library();
        let found = |typed: &str| {
            let mut picker = HitPicker::new(Candidates::Items(Scope::Headings(NoticeId(0))), typed, SCREEN);
            answer(&mut picker, 1, &library);
            picker.picker().selected().map(|target| target.text(&library))
        };
        assert_eq!(found("二"), Some("双减工作"));
        assert_eq!(found("2"), Some("双减工作"));
        assert_eq!(found("三"), None);
        assert_eq!(found("总"), Some("总体要求"));
    }

    #[test]
    fn an_invalid_query_is_reported_and_the_last_results_stay() {
        let library = library();
        for candidates in [Candidates::Items(Scope::Titles), Candidates::Sentences] {
            let mut picker = HitPicker::new(candidates, "", SCREEN);
            press(&mut picker, "要", &library);
            answer(&mut picker, 1, &library);
            let found = picker.picker().items().to_vec();
            assert!(!found.is_empty());
            for c in " 年:2024..2022".chars() {
                picker.press(Key::char(c), &History::default(), &library);
            }
            assert_eq!(picker.start_search(2, &library), None);
            assert_eq!(picker.fault(), Some(&QueryFault::Facet(FacetFault::Backwards(2024, 2022))));
            assert_eq!((picker.picker().items(), picker.picker().is_settled()), (found.as_slice(), true));
            press(&mut picker, "^w", &library);
            answer(&mut picker, 3, &library);
            assert_eq!(picker.fault(), None);
        }
    }

    #[test]
    fn sentences_stand_under_their_notice() {
        let library = library();
        let mut picker = HitPicker::new(Candidates::Sentences, "要", SCREEN);
        answer(&mut picker, 1, &library);
        let texts: Vec<&str> = picker.picker().items().iter().map(|target| target.text(&library)).collect();
        assert_eq!(texts, ["甲县教育要点", "甲县教育要点", "一、总体要求", "乙县办学办法", "一、双减要求"]);
        let counts: Vec<usize> = picker.picker().items().iter().map(|target| picker.sentence_count(*target)).collect();
        assert_eq!((counts, picker.counted()), (vec![2, 2, 2, 1, 1], Some(Total { hits: 3, texts: 2 })));
        let target = picker.picker().selected().expect("a sentence is selected");
        let hit = picker.sentence(target).expect("it is one");
        assert_eq!((target.sentence, hit.matches.len()), (Some(hit.sentence), 1));
    }

    #[test]
    fn a_facet_is_completed() {
        let library = library();
        let mut picker = HitPicker::new(Candidates::Items(Scope::Titles), "", SCREEN);
        press(&mut picker, "双 减", &library);
        answer(&mut picker, 1, &library);
        assert_eq!(picker.completions(), [] as [&str; 0]);
        for c in " 机".chars() {
            picker.press(Key::char(c), &History::default(), &library);
        }
        answer(&mut picker, 2, &library);
        assert_eq!(picker.completions(), ["机关:"]);
        assert_eq!(press(&mut picker, "Right", &library), Outcome::QueryChanged);
        assert_eq!(picker.picker().prompt().text(), "双减 机关:");
    }

    #[test]
    fn the_last_results_stay_until_new_ones_are_there() {
        let library = library();
        let mut picker = HitPicker::new(Candidates::Items(Scope::Titles), "", SCREEN);
        answer(&mut picker, 1, &library);
        press(&mut picker, "县", &library);
        picker.start_search(2, &library);
        assert_eq!(picker.picker().items().len(), 2);
        assert!(!picker.apply(SearchResult { generation: 1, ..SearchResult::default() }, &library));
        assert!(picker.query().is_empty(), "the results on the screen are still those of the older query");
        assert!(picker.apply(SearchResult { generation: 2, ..SearchResult::default() }, &library));
        assert_eq!((picker.picker().items().len(), picker.preview().notice()), (0, None));
    }

    #[test]
    fn the_last_count_stays_until_all_are_counted() {
        let library = library();
        let mut picker = HitPicker::new(Candidates::Items(Scope::Titles), "", SCREEN);
        answer(&mut picker, 1, &library);
        press(&mut picker, "县", &library);
        picker.start_search(2, &library);
        let mut apply = |is_counted| {
            let hits = vec![Hit { notice: NoticeId(1), node: None, score: 0 }];
            let found = Picked { hits, total: if is_counted { 7 } else { 1 }, is_counted, ..Picked::default() };
            let result = SearchResult { generation: 2, picked: found, elapsed: Duration::ZERO };
            assert!(picker.apply(result, &library));
            (picker.found(), picker.picker().is_settled(), picker.picker().items().len())
        };
        assert_eq!(apply(false), (2, false, 1));
        assert_eq!(apply(true), (7, true, 1));
    }

    #[test]
    fn a_click_selects_then_chooses_and_beside_closes() {
        let library = library();
        let mut picker = HitPicker::new(Candidates::Items(Scope::Headings(NoticeId(0))), "", SCREEN);
        answer(&mut picker, 1, &library);
        let results = picker.areas().results;
        assert_eq!(picker.click(results.col, results.row + 1, &library), Outcome::Moved);
        let second = Target { notice: NoticeId(0), node: Some(NodeId(1)), sentence: None };
        assert_eq!(picker.picker().selected(), Some(second));
        assert_eq!(picker.click(results.col, results.row + 1, &library), Outcome::Chosen(second));
        assert_eq!(picker.click(results.col, results.row + 5, &library), Outcome::Moved);
        assert_eq!(picker.click(0, 0, &library), Outcome::Closed);
    }

    #[test]
    fn the_parts_fit_into_any_area() {
        for cols in 0..130 {
            for rows in 0..40 {
                let area = Area { col: 3, row: 2, cols, rows };
                let PickerAreas { popup, prompt, results, preview } = PickerAreas::within(area, true);
                for part in [Some(popup), Some(prompt), Some(results), preview].into_iter().flatten() {
                    let fits = part.col + part.cols <= area.col + cols && part.row + part.rows <= area.row + rows;
                    assert!(fits, "{part:?} in {area:?}");
                }
                assert!(rows < 2 || results.rows > 0, "{area:?}");
                assert_eq!(preview.is_some(), cols >= PREVIEW_FROM_COLS);
            }
        }
    }
}
