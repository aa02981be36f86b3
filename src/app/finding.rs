//! Find and filter: the prompt in the status line, and the effect of each key typed into it. Find moves the cursor to a
//! match; filter hides everything else.

use super::commands::Purpose;
use super::event::{Effect, SearchResult, TextResult};
use super::key::{Key, KeyCode};
use super::layout::Pane;
use super::motion::Direction;
use super::overlay::{Overlay, PromptKind, PromptLine, RestorePoint};
use super::picker::Outcome;
use super::prompt::{Edit, Prompt};
use super::reading::FindReport;
use super::state::{App, FilteredPane, Patterns, PendingSearch};
use crate::lang::screen;
use crate::notice::NodeId;
use crate::search::{Extent, Scope, Typed, find_all};

impl App {
    /// Opens the prompt for a find in the focused pane.
    pub(super) fn open_find(&mut self, direction: Direction) {
        let kind = match self.focus {
            Pane::List => PromptKind::FindNotice,
            Pane::Outline => PromptKind::FindHeading,
            Pane::Reading => PromptKind::FindText(direction),
        };
        self.open_line(kind);
    }

    /// Opens the prompt for a filter of the focused pane.
    pub(super) fn open_filter(&mut self) {
        let kind = match self.focus {
            Pane::List => PromptKind::FilterList,
            Pane::Outline => PromptKind::FilterOutline,
            Pane::Reading => PromptKind::FilterParagraphs,
        };
        self.open_line(kind);
    }

    fn open_line(&mut self, kind: PromptKind) {
        if kind != PromptKind::FilterList && kind != PromptKind::FindNotice && self.reader.opened().is_none() {
            return;
        }
        match kind {
            PromptKind::FindText(direction) => self.reader.text_mut().begin_find(direction),
            PromptKind::FilterParagraphs => self.reader.text_mut().begin_paragraph_filter(),
            _ => {}
        }
        let before = RestorePoint {
            origin: self.reader.origin(),
            notice: self.list.cursor(),
            outline: self.reader.opened().map(|opened| opened.outline.clone()),
            view: self.reader.text().page.view(),
        };
        self.reader.begin_browsing();
        let line =
            PromptLine { kind, prompt: Prompt::default(), typed: Typed::default(), report: None, fault: None, before };
        self.overlay = Some(Overlay::Prompt(Box::new(line)));
    }

    /// Handles a key while the prompt is open.
    pub(super) fn press_in_line(&mut self, key: Key) -> Vec<Effect> {
        let Some(Overlay::Prompt(line)) = &mut self.overlay else { return Vec::new() };
        let kind = line.kind;
        let is_empty = line.prompt.is_empty();
        let has_changed = match key.code {
            KeyCode::Esc => return self.cancel_line(),
            KeyCode::Enter => return self.accept_line(),
            KeyCode::Backspace if is_empty => return self.cancel_line(),
            KeyCode::Char('?' | '？') if is_empty && kind == PromptKind::FindText(Direction::Backward) => {
                self.cancel_line();
                return self.open_commands(Purpose::Help);
            }
            KeyCode::Up => line.prompt.recall_older(self.histories.of(kind)),
            KeyCode::Down => line.prompt.recall_newer(self.histories.of(kind)),
            KeyCode::Char('p') if key.ctrl => line.prompt.recall_older(self.histories.of(kind)),
            KeyCode::Char('n') if key.ctrl => line.prompt.recall_newer(self.histories.of(kind)),
            _ => Edit::of_key(key).is_some_and(|edit| line.prompt.edit(edit)),
        };
        if has_changed { self.type_line() } else { Vec::new() }
    }

    /// Inserts pasted text into the prompt.
    pub(super) fn paste_into_line(&mut self, text: &str) -> Vec<Effect> {
        let Some(Overlay::Prompt(line)) = &mut self.overlay else { return Vec::new() };
        if line.prompt.paste(text) { self.type_line() } else { Vec::new() }
    }

    /// Updates the find or the filter after the text of the prompt changed.
    fn type_line(&mut self) -> Vec<Effect> {
        let Some(Overlay::Prompt(line)) = &mut self.overlay else { return Vec::new() };
        let (kind, text) = (line.kind, line.prompt.text().to_owned());
        let report = match kind {
            PromptKind::FindNotice => self.find_notice(&text),
            PromptKind::FindHeading => self.find_heading(&text),
            PromptKind::FindText(_) => self.reader.text_mut().type_find(&text),
            PromptKind::FilterParagraphs => self.reader.text_mut().type_paragraph_filter(&text),
            PromptKind::FilterList | PromptKind::FilterOutline => return self.type_filter(&text),
        };
        if matches!(kind, PromptKind::FindText(_) | PromptKind::FilterParagraphs) {
            self.reader.follow_text();
        }
        if let Some(Overlay::Prompt(line)) = &mut self.overlay {
            line.report = (!text.is_empty()).then_some(report);
        }
        Vec::new()
    }

    /// Updates the filter after its query changed. An invalid query keeps the result of the last valid one.
    fn type_filter(&mut self, text: &str) -> Vec<Effect> {
        let Some(Overlay::Prompt(line)) = &mut self.overlay else { return Vec::new() };
        let typed = Typed::new(text, self.pinyin);
        line.fault = typed.query().faults().first().cloned();
        line.typed = typed.clone();
        match line.kind {
            _ if line.fault.is_some() => Vec::new(),
            PromptKind::FilterOutline => self.filter_outline(typed),
            _ => self.filter_list(typed),
        }
    }

    fn accept_line(&mut self) -> Vec<Effect> {
        let Some(Overlay::Prompt(line)) = self.overlay.take() else { return Vec::new() };
        let text = line.prompt.text().to_owned();
        self.histories.add(line.kind, &text);
        if !matches!(line.kind, PromptKind::FilterList | PromptKind::FilterOutline) && !text.is_empty() {
            self.picked_results = None;
        }
        match line.kind {
            PromptKind::FindText(_) => {
                let report = self.reader.text_mut().accept_find(&text);
                let pattern = self.reader.text().pattern().unwrap_or(&text).to_owned();
                self.show_report(report, &pattern);
            }
            PromptKind::FilterParagraphs => {
                let report = self.reader.text_mut().accept_paragraph_filter(&text);
                let pattern = self.reader.text().pattern().unwrap_or(&text).to_owned();
                self.show_report(report, &pattern);
            }
            PromptKind::FindNotice | PromptKind::FindHeading if text.is_empty() => self.find_again(false, 1),
            PromptKind::FindNotice | PromptKind::FindHeading | PromptKind::FilterList | PromptKind::FilterOutline => {}
        }
        if matches!(line.kind, PromptKind::FindText(_) | PromptKind::FilterParagraphs) {
            self.reader.end_browsing();
            self.reader.follow_text();
        }
        Vec::new()
    }

    fn show_report(&mut self, report: FindReport, pattern: &str) {
        match report {
            FindReport::NotFound if !pattern.is_empty() => {
                self.status.show_error(screen::not_found(self.lang, pattern));
            }
            FindReport::Found { .. } => {
                let how = report.message(self.lang);
                let gap = if how.is_empty() { "" } else { "  " };
                self.status.show(format!("{pattern}{gap}{how}"));
            }
            _ => self.status.show(report.message(self.lang)),
        }
    }

    fn cancel_line(&mut self) -> Vec<Effect> {
        let Some(Overlay::Prompt(line)) = self.overlay.take() else { return Vec::new() };
        self.pending_search = None;
        match line.kind {
            PromptKind::FindNotice => self.patterns.list.clear(),
            PromptKind::FindHeading => self.patterns.outline.clear(),
            PromptKind::FindText(_) | PromptKind::FilterParagraphs => self.reader.text_mut().cancel_prompt(),
            PromptKind::FilterList => self.list.cancel_filter(),
            PromptKind::FilterOutline => {}
        }
        self.restore(line.before);
        Vec::new()
    }

    /// Restores the position before the prompt was opened.
    fn restore(&mut self, before: RestorePoint) {
        self.reader.set_origin(before.origin);
        if let Some(notice) = before.notice {
            self.list.go_to(notice);
        }
        self.open_cursor();
        if let Some(outline) = before.outline {
            self.reader.restore(outline, before.view);
        }
        self.resize_panes();
    }

    // --- find in the list and the outline ---------------------------------------------------------------------------

    fn find_notice(&mut self, pattern: &str) -> FindReport {
        pattern.clone_into(&mut self.patterns.list);
        let from = self.reader.origin().and_then(|origin| self.list.shown().iter().position(|id| *id == origin.notice));
        let from = from.unwrap_or(0);
        let found = self.notices_with_pattern(from, Direction::Forward, true).next();
        self.list.go_to_index(found.unwrap_or(from));
        self.open_cursor();
        report(found.is_some())
    }

    /// The entries that contain the pattern, in cyclic order starting at `from`.
    fn notices_with_pattern(
        &self,
        from: usize,
        direction: Direction,
        from_included: bool,
    ) -> impl Iterator<Item = usize> {
        let shown = self.list.shown();
        let has_pattern = |index: &usize| {
            let title = self.library.notice(shown[*index]).map_or("", |notice| notice.display_title());
            !find_all(title, &self.patterns.list).is_empty()
        };
        cyclic(shown.len(), from, direction, from_included).filter(has_pattern)
    }

    fn find_heading(&mut self, pattern: &str) -> FindReport {
        pattern.clone_into(&mut self.patterns.outline);
        let origin = self.reader.origin().map_or(0, |origin| origin.byte);
        let Some(opened) = self.reader.opened() else { return FindReport::NotFound };
        let from = opened.notice.outline.node_at(origin).unwrap_or(NodeId(0));
        let found = self.headings_with_pattern(from, Direction::Forward, true).next();
        self.fold(|pane, outline| {
            if !outline.is_empty() {
                pane.go_to(outline, found.unwrap_or(from));
            }
        });
        report(found.is_some())
    }

    /// The headings that contain the pattern, in cyclic order starting at `from`; hidden headings are skipped.
    fn headings_with_pattern(
        &self,
        from: NodeId,
        direction: Direction,
        from_included: bool,
    ) -> impl Iterator<Item = NodeId> {
        self.reader.opened().into_iter().flat_map(move |opened| {
            let nodes = cyclic(opened.notice.outline.len(), from.index(), direction, from_included);
            nodes.map(|index| NodeId(index as u32)).filter(|id| {
                opened.outline.is_shown(*id) && !find_all(opened.notice.heading(*id), &self.patterns.outline).is_empty()
            })
        })
    }

    /// Handles `n` and `N` in the focused pane.
    pub(super) fn find_again(&mut self, is_reversed: bool, count: usize) {
        let direction = if is_reversed { Direction::Backward } else { Direction::Forward };
        if self.picked_results.is_some() {
            return self.step_picked_results(direction, count);
        }
        match self.focus {
            Pane::Reading => self.find_text_again(is_reversed, count),
            Pane::List => self.jump(|app| app.find_notice_again(direction, count)),
            Pane::Outline => self.jump(|app| app.find_heading_again(direction, count)),
        }
    }

    fn find_text_again(&mut self, is_reversed: bool, count: usize) {
        let mut report = FindReport::NoPattern;
        self.jump(|app| app.read(|text| report = text.find_again(is_reversed, count)));
        let pattern = self.reader.text().pattern().unwrap_or_default().to_owned();
        self.show_report(report, &pattern);
    }

    fn find_notice_again(&mut self, direction: Direction, count: usize) {
        match nth_cyclic(self.notices_with_pattern(self.list.cursor_index(), direction, false), count) {
            Some(index) => self.list.go_to_index(index),
            None => self.show_not_found(|patterns| &patterns.list),
        }
        self.open_cursor();
    }

    fn find_heading_again(&mut self, direction: Direction, count: usize) {
        let Some(at) = self.reader.opened().map(|opened| opened.outline.at()) else { return };
        match nth_cyclic(self.headings_with_pattern(at, direction, false), count) {
            Some(id) => self.fold(|pane, outline| pane.go_to(outline, id)),
            None => self.show_not_found(|patterns| &patterns.outline),
        }
    }

    fn show_not_found(&mut self, pattern: impl FnOnce(&Patterns) -> &String) {
        let pattern = pattern(&self.patterns).clone();
        self.show_report(if pattern.is_empty() { FindReport::NoPattern } else { FindReport::NotFound }, &pattern);
    }

    // --- filter -----------------------------------------------------------------------------------------------------

    fn filter_list(&mut self, typed: Typed) -> Vec<Effect> {
        if typed.query().is_empty() {
            self.pending_search = None;
            self.list.cancel_filter();
            self.open_cursor();
            return Vec::new();
        }
        self.search(FilteredPane::List, Scope::Titles, typed)
    }

    /// Repeats the search of an open picker and of the list's filter, because new notices have arrived.
    pub(super) fn search_again(&mut self) -> Vec<Effect> {
        if let Some(Overlay::Hits(_)) = self.overlay {
            return self.search_candidates();
        }
        let typed = match &self.overlay {
            Some(Overlay::Prompt(line)) if line.kind == PromptKind::FilterList => line.typed.clone(),
            _ if self.list.filter().is_some() => self.filter_typed.clone(),
            _ => return Vec::new(),
        };
        if typed.query().is_empty() { Vec::new() } else { self.search(FilteredPane::List, Scope::Titles, typed) }
    }

    fn filter_outline(&mut self, typed: Typed) -> Vec<Effect> {
        let Some(id) = self.reader.opened().map(|opened| opened.id) else { return Vec::new() };
        if typed.query().is_empty() {
            if let Some((pane, outline)) = self.reader.outline_mut() {
                pane.cancel_filter(outline);
            }
            self.pending_search = None;
            self.reader.follow_outline();
            return Vec::new();
        }
        self.search(FilteredPane::Outline(id), Scope::Headings(id), typed)
    }

    fn search(&mut self, pane: FilteredPane, scope: Scope, typed: Typed) -> Vec<Effect> {
        self.generation += 1;
        let generation = self.generation;
        self.pending_search = Some(PendingSearch { generation, typed: typed.clone(), pane });
        vec![Effect::Search { generation, scope, query: typed, extent: Extent::All }]
    }

    /// Applies the result of a search unless it is stale.
    pub(super) fn apply_found(&mut self, result: SearchResult) -> Vec<Effect> {
        if let Some(Overlay::Hits(picker)) = &mut self.overlay {
            picker.apply(result, &self.library);
            return self.take_pending_choice();
        }
        let Some(pending_search) =
            self.pending_search.take_if(|pending_search| pending_search.generation == result.generation)
        else {
            return Vec::new();
        };
        let query = pending_search.typed.query().clone();
        match pending_search.pane {
            FilteredPane::List => {
                self.filter_typed = pending_search.typed;
                self.list.set_filter(&self.library, query, result.picked.hits.iter().map(|hit| hit.notice));
                self.open_cursor();
            }
            FilteredPane::Outline(id) => {
                if !self.reader.has_open(id) {
                    return Vec::new();
                }
                let Some((pane, outline)) = self.reader.outline_mut() else { return Vec::new() };
                let nodes = result.picked.hits.iter().filter_map(|hit| hit.node);
                pane.set_filter(outline, query, nodes);
                self.reader.follow_outline();
            }
        }
        Vec::new()
    }

    /// Applies the result of a search of the running text unless it is stale.
    pub(super) fn apply_text(&mut self, result: TextResult) -> Vec<Effect> {
        let Some(Overlay::Hits(picker)) = &mut self.overlay else { return Vec::new() };
        picker.apply_text(result, &self.library);
        self.take_pending_choice()
    }

    /// Completes an Enter that was pressed before the results arrived.
    fn take_pending_choice(&mut self) -> Vec<Effect> {
        let Some(Overlay::Hits(picker)) = &mut self.overlay else { return Vec::new() };
        picker.take_pending_choice().map_or_else(Vec::new, |target| self.handle_hit(Outcome::Chosen(target)))
    }

    // --- clearing ---------------------------------------------------------------------------------------------------

    /// Removes the filter of the focused pane. Returns whether there was one.
    pub(super) fn clear_filter(&mut self) -> bool {
        match (self.focus, self.reader.outline_mut()) {
            (Pane::List, _) => {
                let was_on = self.list.filter().is_some();
                self.list.end_filter();
                self.open_cursor();
                was_on
            }
            (Pane::Outline, Some((pane, outline))) => {
                let was_on = pane.filter().is_some();
                pane.end_filter(outline);
                was_on
            }
            (Pane::Reading, _) => {
                let was_on = self.reader.text_mut().end_paragraph_filter();
                self.reader.follow_text();
                was_on
            }
            (Pane::Outline, None) => false,
        }
    }

    /// Clears the find pattern of the focused pane. Returns whether there was one.
    pub(super) fn clear_pattern(&mut self) -> bool {
        if self.picked_results.take().is_some() {
            self.reader.text_mut().clear_find();
            return true;
        }
        match self.focus {
            Pane::List => !std::mem::take(&mut self.patterns.list).is_empty(),
            Pane::Outline => !std::mem::take(&mut self.patterns.outline).is_empty(),
            Pane::Reading => self.reader.text_mut().clear_find(),
        }
    }
}

/// The report of a find among titles or headings, whose matches are not counted.
const fn report(has_found: bool) -> FindReport {
    if has_found {
        FindReport::Found { position: None, has_wrapped: false, direction: Direction::Forward }
    } else {
        FindReport::NotFound
    }
}

/// The indices below `len` in cyclic order, starting at `from` or next to it; each occurs once.
fn cyclic(len: usize, from: usize, direction: Direction, from_included: bool) -> impl Iterator<Item = usize> {
    (usize::from(!from_included)..len + usize::from(!from_included)).map(move |step| match direction {
        Direction::Forward => (from + step) % len,
        Direction::Backward => (from + len - step % len) % len,
    })
}

/// The item `count` steps away, where 1 is the first and the last item is followed by the first. Visits each item at
/// most once, whatever the count.
fn nth_cyclic<T: Copy>(one_cycle: impl Iterator<Item = T>, count: usize) -> Option<T> {
    let passed: Vec<T> = one_cycle.take(count).collect();
    passed.get(count.checked_sub(1)? % passed.len().max(1)).copied()
}
