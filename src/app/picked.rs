//! Commands on picked items: go to them, step through them, copy, save and print them.

use std::ffi::OsString;

use super::event::Effect;
use super::hit_picker::HitPicker;
use super::key::{Key, KeyCode};
use super::layout::Pane;
use super::motion::Direction;
use super::overlay::Overlay;
use super::picked_results::{PickedResult, PickedResults};
use super::picker::Outcome;
use super::state::App;
use super::target::Target;
use crate::lang::{panes, screen};
use crate::notice::Span;

/// Copies the marked items of a picker, or the selected one.
pub(crate) const COPY_KEY: Key = Key { alt: true, ..Key::plain(KeyCode::Char('c')) };
/// Saves the marked items of a picker, or the selected one, to a file.
pub(crate) const SAVE_KEY: Key = Key { alt: true, ..Key::plain(KeyCode::Char('s')) };

impl App {
    /// Handles the outcome of a key or click in a picker.
    pub(super) fn handle_hit(&mut self, outcome: Outcome<Target>) -> Vec<Effect> {
        match outcome {
            Outcome::QueryChanged => return self.search_candidates(),
            Outcome::Chosen(target) => {
                let Some(Overlay::Hits(picker)) = self.overlay.take() else { return Vec::new() };
                self.histories.add_query_of(picker.candidates(), picker.picker().prompt().text());
                if self.picking.is_some() {
                    let marked = picker.picker().marked();
                    let chosen = if marked.is_empty() { &[target] } else { marked };
                    return vec![Effect::Print(chosen.iter().map(|target| self.printed(*target)).collect())];
                }
                self.open_picked(&picker, target);
            }
            Outcome::Closed => {
                if let Some(Overlay::Hits(picker)) = self.overlay.take() {
                    self.histories.add_query_of(picker.candidates(), picker.picker().prompt().text());
                }
                if self.picking.is_some() {
                    return vec![Effect::Print(Vec::new())];
                }
                return self.search_again();
            }
            Outcome::Moved | Outcome::Ignored => {}
        }
        Vec::new()
    }

    /// Goes to the chosen item. Marked items, or the sentences found, become the list that `n` and `N` step through.
    fn open_picked(&mut self, picker: &HitPicker, target: Target) {
        let marked = picker.picker().marked();
        let results: Vec<Target> = if marked.is_empty() {
            picker.picker().items().iter().filter(|target| target.sentence.is_some()).copied().collect()
        } else {
            marked.to_vec()
        };
        // A row with the name of a notice stands for the sentences found in it.
        let of_notice = |result: &&Target| target.sentence.is_none() && result.notice == target.notice;
        let first = if results.contains(&target) { None } else { results.iter().find(of_notice).or(results.first()) };
        let target = first.copied().unwrap_or(target);
        let spans = |target: &Target| picker.sentence(*target).map(|hit| hit.matches.clone()).unwrap_or_default();
        let results = results.iter().map(|target| PickedResult { target: *target, spans: spans(target) }).collect();
        match PickedResults::new(results, target, picker.picker().prompt().text()) {
            Some(picked_results) => {
                self.picked_results = Some(picked_results);
                self.go_to_picked_result(false);
            }
            None => self.go_to_target(target),
        }
    }

    /// Handles `n` and `N` while there are picked results.
    pub(super) fn step_picked_results(&mut self, direction: Direction, count: usize) {
        let Some(picked_results) = &mut self.picked_results else { return };
        let has_wrapped = picked_results.go(direction, count);
        self.go_to_picked_result(has_wrapped);
    }

    /// Goes to the current result.
    fn go_to_picked_result(&mut self, has_wrapped: bool) {
        let Some(picked_results) = &self.picked_results else { return };
        let (index, total) = picked_results.position();
        let gap = if picked_results.query().is_empty() { "" } else { "  " };
        let wrapped = if has_wrapped { format!(" · {}", panes::TRAIL_WRAPPED.to(self.lang)) } else { String::new() };
        self.status.show(format!("{}{gap}{index}/{total}{wrapped}", picked_results.query()));
        let (target, first) = (picked_results.current().target, picked_results.current().spans.first().copied());
        self.go_to_target(target);
        self.highlight_picked_results(first);
    }

    /// Highlights the results in the open notice; `current` is the match the reader is at.
    pub(super) fn highlight_picked_results(&mut self, current: Option<Span>) {
        if let Some(picked_results) = &self.picked_results {
            self.reader.highlight(|notice| picked_results.spans_in(notice), current);
        }
    }

    /// Goes to a picked item: a sentence, a heading, or a notice at its last position.
    fn go_to_target(&mut self, target: Target) {
        let is_whole = target.node.is_none() && target.sentence.is_none();
        let Some(location) = target.location(&self.library).filter(|_| !is_whole) else {
            self.jump(|app| {
                app.list.go_to(target.notice);
                app.open(target.notice);
            });
            return;
        };
        self.jump(|app| app.show_location(location));
        if self.focus == Pane::List {
            self.set_focus(Pane::Outline);
            self.set_focus(Pane::Reading);
        }
    }

    /// Copies the marked items of the open picker, or the selected one; one line each.
    pub(super) fn copy_picked(&mut self) -> Vec<Effect> {
        let lines: Vec<String> = self.picked_targets().into_iter().map(|target| target.quote(&self.library)).collect();
        if lines.is_empty() {
            return Vec::new();
        }
        self.status.show(screen::copying(self.lang, lines.len()));
        vec![Effect::Copy(lines.join("\n"))]
    }

    /// Saves the marked items of the open picker, or the selected one, as a Markdown list with sources.
    pub(super) fn save_picked(&mut self) -> Vec<Effect> {
        let line = |target: Target| format!("- {}（{}）\n", target.quote(&self.library), target.source(&self.library));
        let text: String = self.picked_targets().into_iter().map(line).collect();
        if text.is_empty() { Vec::new() } else { vec![Effect::Save(text)] }
    }

    fn picked_targets(&self) -> Vec<Target> {
        match &self.overlay {
            Some(Overlay::Hits(picker)) => picker.picker().marked_or_selected(),
            _ => Vec::new(),
        }
    }

    /// The line printed for a shell: the path of a notice, or path, line and text in the format of compilers. The path is
    /// the one that was read, byte by byte, whatever the notice says of itself.
    fn printed(&self, target: Target) -> OsString {
        let Some(notice) = self.library.notice(target.notice) else { return OsString::new() };
        let mut printed = notice.source.place_for_programs();
        if let Some(span) = target.span(notice) {
            printed.push(format!(":{}:{}", notice.source_line(span.start), target.line(&self.library)));
        }
        printed
    }
}
