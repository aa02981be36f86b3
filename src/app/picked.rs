//! What becomes of what was picked: gone to, gone through, copied, saved, printed.

use super::ask::Ask;
use super::event::Effect;
use super::hit_picker::HitPicker;
use super::key::{Key, KeyCode};
use super::layout::Pane;
use super::picker::Answer;
use super::state::App;
use super::target::Target;
use super::trail::{Stop, Trail};
use super::walk::Direction;
use crate::lang::{panes, screen};
use crate::notice::Span;

/// Copies what is meant in a picker.
pub(crate) const COPY_KEY: Key = Key { alt: true, ..Key::plain(KeyCode::Char('c')) };
/// Saves it to a file.
pub(crate) const SAVE_KEY: Key = Key { alt: true, ..Key::plain(KeyCode::Char('s')) };

impl App {
    /// Takes what a picker answered.
    pub(super) fn take_hit(&mut self, answer: Answer<Target>) -> Vec<Effect> {
        match answer {
            Answer::Asked => return self.ask_hits(),
            Answer::Chosen(target) => {
                let Some(Ask::Hits(picker)) = self.ask.take() else { return Vec::new() };
                self.histories.add_query_of(picker.pool(), picker.picker().prompt().text());
                if self.picking.is_some() {
                    let marked = picker.picker().marked();
                    let meant = if marked.is_empty() { &[target] } else { marked };
                    return vec![Effect::Print(meant.iter().map(|target| self.printed(*target)).collect())];
                }
                self.take_trail(&picker, target);
            }
            Answer::Closed => {
                if let Some(Ask::Hits(picker)) = self.ask.take() {
                    self.histories.add_query_of(picker.pool(), picker.picker().prompt().text());
                }
                if self.picking.is_some() {
                    return vec![Effect::Print(Vec::new())];
                }
                return self.search_again();
            }
            Answer::Moved | Answer::Unknown => {}
        }
        Vec::new()
    }

    /// Goes to what was chosen. Of what was marked, and of sentences that were found, there is a trail from there.
    fn take_trail(&mut self, picker: &HitPicker, target: Target) {
        let marked = picker.picker().marked();
        let stops: Vec<Target> = if marked.is_empty() {
            picker.picker().items().iter().filter(|target| target.sentence.is_some()).copied().collect()
        } else {
            marked.to_vec()
        };
        // The name of a notice stands for the sentences below it.
        let of_notice = |stop: &&Target| target.sentence.is_none() && stop.notice == target.notice;
        let first = if stops.contains(&target) { None } else { stops.iter().find(of_notice).or(stops.first()) };
        let target = first.copied().unwrap_or(target);
        let spans = |target: &Target| picker.sentence(*target).map(|hit| hit.matches.clone()).unwrap_or_default();
        let stops = stops.iter().map(|target| Stop { target: *target, spans: spans(target) }).collect();
        match Trail::new(stops, target, picker.picker().prompt().text()) {
            Some(trail) => {
                self.trail = Some(trail);
                self.go_to_stop(false);
            }
            None => self.go_to_target(target),
        }
    }

    /// `n` and `N` while there is a trail.
    pub(super) fn follow_trail(&mut self, direction: Direction, count: usize) {
        let Some(trail) = &mut self.trail else { return };
        let has_wrapped = trail.go(direction, count);
        self.go_to_stop(has_wrapped);
    }

    /// Goes to where the trail is.
    fn go_to_stop(&mut self, has_wrapped: bool) {
        let Some(trail) = &self.trail else { return };
        let (index, total) = trail.position();
        let gap = if trail.query().is_empty() { "" } else { "  " };
        let wrapped = if has_wrapped { format!(" · {}", panes::TRAIL_WRAPPED.to(self.lang)) } else { String::new() };
        self.status.say(format!("{}{gap}{index}/{total}{wrapped}", trail.query()));
        let (target, first) = (trail.current().target, trail.current().spans.first().copied());
        self.go_to_target(target);
        self.highlight_trail(first);
    }

    /// Highlights what of the trail is in the notice that is open, and shows the match that the reader is at.
    pub(super) fn highlight_trail(&mut self, current: Option<Span>) {
        if let Some(trail) = &self.trail {
            self.reader.highlight(|notice| trail.spans_in(notice), current);
        }
    }

    /// Goes to what was picked: a notice at the place where it was left, a heading, a sentence.
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

    /// Copies what is meant in the open picker, one line each.
    pub(super) fn copy_meant(&mut self) -> Vec<Effect> {
        let lines: Vec<String> = self.meant().into_iter().map(|target| target.quote(&self.library)).collect();
        if lines.is_empty() {
            return Vec::new();
        }
        self.status.say(screen::copying(self.lang, lines.len()));
        vec![Effect::Copy(lines.join("\n"))]
    }

    /// Saves what is meant in the open picker as a list in Markdown, each with its source.
    pub(super) fn save_meant(&mut self) -> Vec<Effect> {
        let line = |target: Target| format!("- {}（{}）\n", target.quote(&self.library), target.source(&self.library));
        let text: String = self.meant().into_iter().map(line).collect();
        if text.is_empty() { Vec::new() } else { vec![Effect::Save(text)] }
    }

    fn meant(&self) -> Vec<Target> {
        match &self.ask {
            Some(Ask::Hits(picker)) => picker.picker().meant(),
            _ => Vec::new(),
        }
    }

    /// What a shell gets: the path of a notice, or path, line and text, as compilers say it.
    fn printed(&self, target: Target) -> String {
        let source = target.source(&self.library);
        let is_whole = target.node.is_none() && target.sentence.is_none();
        if is_whole { source } else { format!("{source}:{}", target.line(&self.library)) }
    }
}
