//! Log events with the result and duration of each step of the parser. Costs one comparison per step while disabled.
//!
//! Counts and times only: the text of a line that was taken off appears at the level `trace`, and nowhere else.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use tracing::{Level, enabled, trace};

use crate::parse::clean::Page;

/// Times the steps of one notice.
pub(super) struct StepTimer {
    /// When the notice and its current step began; `None` while nobody reads the log.
    began: Option<(Instant, Instant)>,
}

impl StepTimer {
    pub(super) fn start() -> Self {
        let began = enabled!(Level::INFO).then(Instant::now);
        Self { began: began.map(|now| (now, now)) }
    }

    /// Ends a step and begins the next. Returns how long the step took.
    pub(super) fn lap(&mut self) -> Duration {
        let Some((_, step)) = &mut self.began else { return Duration::ZERO };
        let now = Instant::now();
        let took = now - *step;
        *step = now;
        took
    }

    /// How long all steps took so far.
    pub(super) fn total(&self) -> Duration {
        self.began.map_or(Duration::ZERO, |(start, _)| start.elapsed())
    }
}

/// The lines of a page before furniture is taken off, kept only while the log wants each of them.
pub(super) struct LinesBefore(Option<Page>);

impl LinesBefore {
    pub(super) fn of(page: &Page) -> Self {
        Self(enabled!(Level::TRACE).then(|| page.clone()))
    }

    /// Logs each line that is not in `body`.
    pub(super) fn log_taken_off(&self, body: &Page) {
        let Some(before) = &self.0 else { return };
        let kept: HashSet<(u32, u32)> = body.lines.iter().map(|line| (line.start, line.end)).collect();
        for line in before.lines.iter().filter(|line| !kept.contains(&(line.start, line.end))) {
            trace!(line = line.source_line, text = before.text(line), "line taken off");
        }
    }
}
