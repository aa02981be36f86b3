//! The trail: results that were picked together, which `n` and `N` go through, across notices too.

use super::target::Target;
use super::walk::Direction;
use crate::library::NoticeId;
use crate::notice::Span;

/// One of the results.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stop {
    /// What it is.
    pub target: Target,
    /// The words in it that were looked for, ascending.
    pub spans: Vec<Span>,
}

/// Some results in their order, and which of them the reader is at. Never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trail {
    stops: Vec<Stop>,
    at: usize,
    /// What was looked for.
    query: String,
}

impl Trail {
    /// A trail through `stops` that begins at `target`, else at the first. `None` when there are none.
    pub(crate) fn new(stops: Vec<Stop>, target: Target, query: &str) -> Option<Self> {
        let at = stops.iter().position(|stop| stop.target == target).unwrap_or(0);
        (!stops.is_empty()).then(|| Self { stops, at, query: query.to_owned() })
    }

    /// The result that the reader is at.
    pub(crate) fn current(&self) -> &Stop {
        &self.stops[self.at]
    }

    /// Which result of how many that is, from 1.
    pub const fn position(&self) -> (usize, usize) {
        (self.at + 1, self.stops.len())
    }

    /// What was looked for.
    pub(crate) fn query(&self) -> &str {
        &self.query
    }

    /// Goes on by some results, round and round. Returns whether the end was passed.
    pub(crate) fn go(&mut self, direction: Direction, count: usize) -> bool {
        let (len, step) = (self.stops.len(), count % self.stops.len());
        let from = self.at;
        self.at = match direction {
            Direction::Forward => (from + step) % len,
            Direction::Backward => (from + len - step) % len,
        };
        let is_behind = self.at <= from;
        count >= len || step > 0 && is_behind == (direction == Direction::Forward)
    }

    /// What is to be seen in a notice, ascending.
    pub(crate) fn spans_in(&self, notice: NoticeId) -> Vec<Span> {
        let stops = self.stops.iter().filter(|stop| stop.target.notice == notice);
        let mut spans: Vec<Span> = stops.flat_map(|stop| &stop.spans).copied().collect();
        spans.sort_unstable_by_key(|span| (span.start, span.end));
        spans.dedup();
        spans
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(notice: u32, byte: u32) -> Target {
        Target { notice: NoticeId(notice), node: None, sentence: Some(Span::new(byte, byte + 3)) }
    }

    #[test]
    fn a_trail_goes_round() {
        let targets = [target(0, 5), target(0, 1), target(2, 0)];
        let stops = targets.map(|target| Stop { target, spans: target.sentence.into_iter().collect() });
        let mut trail = Trail::new(stops.to_vec(), targets[1], "双减").expect("it has stops");
        let mut go = |direction, count| {
            let has_passed = trail.go(direction, count);
            (trail.position().0, has_passed)
        };
        assert_eq!(go(Direction::Forward, 1), (3, false));
        assert_eq!(go(Direction::Forward, 1), (1, true));
        assert_eq!(go(Direction::Backward, 1), (3, true));
        assert_eq!(go(Direction::Backward, 2), (1, false));
        assert_eq!(go(Direction::Forward, 7), (2, true));
        assert_eq!(trail.spans_in(NoticeId(0)), [Span::new(1, 4), Span::new(5, 8)]);
        assert_eq!(trail.spans_in(NoticeId(1)), []);
        assert_eq!(Trail::new(Vec::new(), targets[0], ""), None);
    }
}
