//! Picked results: the list that `n` and `N` step through, across notices.

use super::motion::Direction;
use super::target::Target;
use crate::library::NoticeId;
use crate::notice::Span;

/// One picked result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stop {
    /// The item.
    pub target: Target,
    /// The matches in it, ascending.
    pub spans: Vec<Span>,
}

/// Picked results in their order, with the current one. Never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trail {
    stops: Vec<Stop>,
    at: usize,
    /// The query.
    query: String,
}

impl Trail {
    /// A list of results whose current one is `target`, or the first. `None` when `stops` is empty.
    pub(crate) fn new(stops: Vec<Stop>, target: Target, query: &str) -> Option<Self> {
        let at = stops.iter().position(|stop| stop.target == target).unwrap_or(0);
        (!stops.is_empty()).then(|| Self { stops, at, query: query.to_owned() })
    }

    /// The current result.
    pub(crate) fn current(&self) -> &Stop {
        &self.stops[self.at]
    }

    /// 1-based number of the current result, and the number of all results.
    pub const fn position(&self) -> (usize, usize) {
        (self.at + 1, self.stops.len())
    }

    /// The query.
    pub(crate) fn query(&self) -> &str {
        &self.query
    }

    /// Moves by `count` results, wrapping around. Returns whether it wrapped.
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

    /// The matches in a notice, ascending.
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
