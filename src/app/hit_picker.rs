//! The pickers over notices: titles, headings of one notice, headings of all; with a preview of what is selected.

use std::sync::Arc;

use super::event::{Effect, SearchResult};
use super::key::Key;
use super::layout::Area;
use super::page::Page;
use super::picker::{Answer, Picker};
use super::prompt::History;
use super::walk::Direction;
use crate::library::{Library, NoticeId};
use crate::notice::{Address, NodeId, Span};
use crate::search::{Extent, FacetFault, Hit, Query, Scope, Typo};

/// From this width on there is room for a preview beside the results: 48 columns each and the borders.
const PREVIEW_FROM_COLS: u16 = 100;

/// From this size on the popup leaves a margin, in which the panes behind it are seen.
const MARGIN_FROM: (u16, u16) = (80, 20);

/// A row of its border on each side, the prompt, a line below it, and one result.
const LEAST_ROWS: u16 = 5;

/// Where the parts of a picker are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PickerAreas {
    /// All of it, border included.
    pub popup: Area,
    /// The line of the prompt.
    pub prompt: Area,
    /// The results, a row each.
    pub results: Area,
    /// The text around the selected one; `None` when there is no room.
    pub preview: Option<Area>,
}

impl PickerAreas {
    /// The parts of a picker in that area of the screen.
    pub fn within(area: Area, has_preview: bool) -> Self {
        let has_margin = area.cols >= MARGIN_FROM.0 && area.rows >= MARGIN_FROM.1;
        let (side, above) = if has_margin { (area.cols / 20, area.rows / 16) } else { (0, 0) };
        let popup = inset(area, side, above);
        // Without room for a border and something in it there is no border.
        let border = u16::from(popup.rows >= LEAST_ROWS && popup.cols >= LEAST_ROWS);
        let inner = inset(popup, border, border);
        let has_preview = has_preview && area.cols >= PREVIEW_FROM_COLS;
        let left_cols = if has_preview { inner.cols / 2 } else { inner.cols };
        let prompt = Area { rows: inner.rows.min(1), cols: left_cols, ..inner };
        let line = u16::from(border == 1);
        let used = prompt.rows + line.min(inner.rows - prompt.rows);
        let results = Area { row: inner.row + used, rows: inner.rows - used, cols: left_cols, ..inner };
        let preview = Area { col: inner.col + left_cols + 1, cols: inner.cols.saturating_sub(left_cols + 1), ..inner };
        Self { popup, prompt, results, preview: has_preview.then_some(preview) }
    }
}

const fn inset(area: Area, cols: u16, rows: u16) -> Area {
    Area {
        col: area.col + cols,
        row: area.row + rows,
        cols: area.cols.saturating_sub(2 * cols),
        rows: area.rows.saturating_sub(2 * rows),
    }
}

/// What can be picked: a notice, or a heading of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Target {
    /// The notice.
    pub notice: NoticeId,
    /// The heading; `None` for the notice as a whole.
    pub node: Option<NodeId>,
}

impl Target {
    /// The text that was matched: the title as it is displayed, or the heading without its marker.
    pub fn text(self, library: &Library) -> &str {
        self.as_hit().text(library)
    }

    /// Byte offsets in [`Target::text`] of the characters that `query` matches.
    pub fn positions(self, library: &Library, query: &Query) -> Vec<u32> {
        self.as_hit().positions(library, query)
    }

    const fn as_hit(self) -> Hit {
        Hit { notice: self.notice, node: self.node, score: 0 }
    }
}

/// State of a picker over notices or headings.
#[derive(Debug)]
pub struct HitPicker {
    scope: Scope,
    picker: Picker<Target>,
    /// The query of the results, which may be older than the one in the prompt: what is highlighted is why it was
    /// found.
    query: Query,
    /// The query whose results are on their way.
    asked: String,
    areas: PickerAreas,
    preview: Page,
    /// What the preview shows.
    previewed: Option<Target>,
    /// How many items there are to pick from.
    total: usize,
    /// How many of them match.
    found: usize,
    /// How the query was changed to find anything.
    typo: Option<Typo>,
}

impl HitPicker {
    /// A picker in that area of the screen, whose prompt holds `query`. Nothing is found until it has been asked for.
    pub fn new(scope: Scope, query: &str, area: Area) -> Self {
        let mut picker = Self {
            scope,
            picker: Picker::new(query),
            query: Query::default(),
            asked: String::new(),
            areas: PickerAreas::default(),
            preview: Page::default(),
            previewed: None,
            total: 0,
            found: 0,
            typo: None,
        };
        picker.resize(area);
        picker
    }

    /// Gives it another area of the screen.
    pub fn resize(&mut self, area: Area) {
        self.areas = PickerAreas::within(area, true);
        self.picker.set_rows(self.areas.results.rows);
        let preview = self.areas.preview.unwrap_or_default().body();
        self.preview.resize(preview.cols, preview.rows);
        self.aim_preview();
    }

    /// What is searched.
    pub const fn scope(&self) -> Scope {
        self.scope
    }

    /// Prompt, results and selection.
    pub const fn picker(&self) -> &Picker<Target> {
        &self.picker
    }

    /// The query that the results match.
    pub const fn query(&self) -> &Query {
        &self.query
    }

    /// Where its parts are.
    pub const fn areas(&self) -> &PickerAreas {
        &self.areas
    }

    /// The text around the selected item.
    pub const fn preview(&self) -> &Page {
        &self.preview
    }

    /// How many items there are to pick from.
    pub const fn total(&self) -> usize {
        self.total
    }

    /// How many of them match; the results may be only the best of these.
    pub const fn found(&self) -> usize {
        self.found
    }

    /// How the query was changed, because nothing matches it as it was typed.
    pub const fn typo(&self) -> Option<Typo> {
        self.typo
    }

    /// The search that the prompt now wants; its results are awaited under `generation`. To be carried out whenever
    /// [`HitPicker::press`] answers [`Answer::Asked`], and when the library has grown.
    pub fn ask(&mut self, generation: u64, library: &Library) -> Effect {
        let query = self.picker.prompt().text().to_owned();
        self.picker.expect(generation, query == self.asked);
        self.asked.clone_from(&query);
        self.total = match self.scope {
            Scope::Titles => library.notices().count(),
            Scope::Headings(id) => library.notice(id).map_or(0, |notice| notice.outline.len()),
            Scope::AllHeadings => library.notices().map(|(_, notice)| notice.outline.len()).sum(),
        };
        Effect::Search { generation, scope: self.scope, query, extent: Extent::Best }
    }

    /// Takes the results of a search. Returns false, and changes nothing, when they are not those awaited.
    pub fn apply(&mut self, result: &SearchResult, library: &Library) -> bool {
        let mut targets: Vec<Target> =
            result.picked.hits.iter().map(|hit| Target { notice: hit.notice, node: hit.node }).collect();
        if let Some(addressed) = self.addressed(library) {
            targets.retain(|target| *target != addressed);
            targets.insert(0, addressed);
        }
        let found = result.picked.total.max(targets.len());
        let is_wanted = self.picker.apply(result.generation, targets);
        if is_wanted {
            self.query = result.picked.query.clone();
            self.found = found;
            self.typo = result.picked.typo;
            self.show_preview(library);
        }
        is_wanted
    }

    /// The heading whose address stands in the prompt: `一（二）3` or `1.2.3`.
    fn addressed(&self, library: &Library) -> Option<Target> {
        let Scope::Headings(id) = self.scope else { return None };
        let node = Address::typed(self.picker.prompt().text()).find(library.notice(id)?)?;
        Some(Target { notice: id, node: Some(node) })
    }

    /// What makes no sense in what has been typed.
    pub fn fault(&self) -> Option<FacetFault> {
        Query::parse(self.picker.prompt().text()).faults().first().cloned()
    }

    /// What Enter has chosen, if it was pressed before the results were there and they are now.
    pub fn take_entered(&mut self) -> Option<Target> {
        self.picker.take_entered()
    }

    /// Takes a key.
    pub fn press(&mut self, key: Key, history: &History, library: &Library) -> Answer<Target> {
        let answer = self.picker.press(key, history);
        self.show_preview(library);
        answer
    }

    /// Inserts pasted text into the prompt.
    pub fn paste(&mut self, text: &str) -> Answer<Target> {
        self.picker.paste(text)
    }

    /// The left button went down at a cell of the screen: on the selected item it chooses, on another it selects,
    /// beside the popup it closes.
    pub fn click(&mut self, col: u16, row: u16, library: &Library) -> Answer<Target> {
        if !self.areas.popup.contains(col, row) {
            return Answer::Closed;
        }
        if !self.areas.results.contains(col, row) {
            return Answer::Moved;
        }
        let before = self.picker.selected();
        let clicked = self.picker.select_row(usize::from(row - self.areas.results.row));
        self.show_preview(library);
        match clicked {
            Some(target) if Some(target) == before => Answer::Chosen(target),
            _ => Answer::Moved,
        }
    }

    /// The wheel was turned: selects an item further down or up.
    pub fn scroll(&mut self, is_down: bool, count: usize, library: &Library) {
        self.picker.scroll(is_down, count);
        self.show_preview(library);
    }

    fn show_preview(&mut self, library: &Library) {
        let selected = self.picker.selected();
        if selected == self.previewed {
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
        self.previewed = selected;
        self.aim_preview();
    }

    /// Moves the preview to what is selected.
    fn aim_preview(&mut self) {
        let Some(target) = self.previewed else { return };
        match target.node {
            Some(id) => {
                let Some(node) = self.preview.notice().map(|notice| notice.outline[id]) else { return };
                self.preview.go_to_span(Span::new(node.start(), node.heading.end));
            }
            None => self.preview.go_to_edge(Direction::Backward),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::fixture::notice;
    use crate::app::key::parse_sequence;
    use crate::library::{Segment, Slot};
    use crate::search::Indexes;

    fn library() -> Library {
        let plan = notice("题甲县教育要点\n1一、|总体要求\n文正文\n1二、|双减工作");
        let rules = notice("题乙县办学办法\n1一、|双减要求");
        let mut library = Library::default();
        library.add(Segment { slots: vec![Slot::Loaded(plan), Slot::Loaded(rules)] });
        library
    }

    /// Carries a search out on the spot.
    fn answer(picker: &mut HitPicker, generation: u64, library: &Library) {
        let Effect::Search { generation, scope, query, extent } = picker.ask(generation, library) else {
            panic!("a picker asks for searches only")
        };
        let found = Indexes::default().pick(library, &scope, &Query::parse(&query), extent, &|| false);
        let result = SearchResult { generation, picked: found.expect("nothing stops it") };
        assert!(picker.apply(&result, library));
    }

    fn press(picker: &mut HitPicker, keys: &str, library: &Library) -> Answer<Target> {
        let keys = parse_sequence(keys).expect("keys of the test are keys");
        keys.into_iter().map(|key| picker.press(key, &History::default(), library)).last().expect("a key was pressed")
    }

    const SCREEN: Area = Area { col: 0, row: 0, cols: 120, rows: 30 };

    #[test]
    fn what_is_typed_is_found_and_previewed() {
        let library = library();
        let mut picker = HitPicker::new(Scope::AllHeadings, "", SCREEN);
        answer(&mut picker, 1, &library);
        assert_eq!((picker.picker().items().len(), picker.total()), (3, 3));
        assert_eq!(press(&mut picker, "双 减", &library), Answer::Asked);
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
            Answer::Chosen(Target { notice: NoticeId(1), node: Some(NodeId(0)) })
        );
    }

    #[test]
    fn an_address_goes_to_its_heading() {
        let library = library();
        let found = |typed: &str| {
            let mut picker = HitPicker::new(Scope::Headings(NoticeId(0)), typed, SCREEN);
            answer(&mut picker, 1, &library);
            picker.picker().selected().map(|target| target.text(&library))
        };
        assert_eq!(found("二"), Some("双减工作"));
        assert_eq!(found("2"), Some("双减工作"));
        assert_eq!(found("三"), None);
        assert_eq!(found("总"), Some("总体要求"));
    }

    #[test]
    fn what_makes_no_sense_is_told() {
        let fault = |typed: &str| HitPicker::new(Scope::Titles, typed, SCREEN).fault();
        assert_eq!(fault("双减 年:2024..2022"), Some(FacetFault::Backwards(2024, 2022)));
        assert_eq!(fault("双减 年:2022..2024"), None);
    }

    #[test]
    fn the_last_results_stay_until_new_ones_are_there() {
        let library = library();
        let mut picker = HitPicker::new(Scope::Titles, "", SCREEN);
        answer(&mut picker, 1, &library);
        press(&mut picker, "县", &library);
        picker.ask(2, &library);
        assert_eq!(picker.picker().items().len(), 2);
        assert!(!picker.apply(&SearchResult { generation: 1, ..SearchResult::default() }, &library));
        assert!(picker.query().is_empty(), "the results on the screen are still those of the older query");
        assert!(picker.apply(&SearchResult { generation: 2, ..SearchResult::default() }, &library));
        assert_eq!((picker.picker().items().len(), picker.preview().notice()), (0, None));
    }

    #[test]
    fn a_click_selects_then_chooses_and_beside_closes() {
        let library = library();
        let mut picker = HitPicker::new(Scope::Headings(NoticeId(0)), "", SCREEN);
        answer(&mut picker, 1, &library);
        let results = picker.areas().results;
        assert_eq!(picker.click(results.col, results.row + 1, &library), Answer::Moved);
        let second = Target { notice: NoticeId(0), node: Some(NodeId(1)) };
        assert_eq!(picker.picker().selected(), Some(second));
        assert_eq!(picker.click(results.col, results.row + 1, &library), Answer::Chosen(second));
        assert_eq!(picker.click(results.col, results.row + 5, &library), Answer::Moved);
        assert_eq!(picker.click(0, 0, &library), Answer::Closed);
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
