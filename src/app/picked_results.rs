//! Picked results: the list that `n` and `N` step through, across notices.

use super::motion::Direction;
use super::target::Target;
use crate::library::NoticeId;
use crate::notice::Span;

/// One picked result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PickedResult {
    /// The item.
    pub target: Target,
    /// The matches in it, ascending.
    pub spans: Vec<Span>,
}

/// Picked results in their order, with the current one. Never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PickedResults {
    results: Vec<PickedResult>,
    at: usize,
    /// The query.
    query: String,
}

impl PickedResults {
    /// A list of results whose current one is `target`, or the first. `None` when `results` is empty.
    pub(crate) fn new(results: Vec<PickedResult>, target: Target, query: &str) -> Option<Self> {
        let at = results.iter().position(|result| result.target == target).unwrap_or(0);
        (!results.is_empty()).then(|| Self { results, at, query: query.to_owned() })
    }

    /// The current result.
    pub(crate) fn current(&self) -> &PickedResult {
        &self.results[self.at]
    }

    /// 1-based number of the current result, and the number of all results.
    pub const fn position(&self) -> (usize, usize) {
        (self.at + 1, self.results.len())
    }

    /// The query.
    pub(crate) fn query(&self) -> &str {
        &self.query
    }

    /// Moves by `count` results, wrapping around. Returns whether it wrapped.
    pub(crate) fn go(&mut self, direction: Direction, count: usize) -> bool {
        let (len, step) = (self.results.len(), count % self.results.len());
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
        let results = self.results.iter().filter(|result| result.target.notice == notice);
        let mut spans: Vec<Span> = results.flat_map(|result| &result.spans).copied().collect();
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
    fn picked_results_wrap_around() {
        let targets = [target(0, 5), target(0, 1), target(2, 0)];
        let results = targets.map(|target| PickedResult { target, spans: target.sentence.into_iter().collect() });
        let mut picked_results = PickedResults::new(results.to_vec(), targets[1], "双减").expect("there are results");
        let mut go = |direction, count| {
            let has_passed = picked_results.go(direction, count);
            (picked_results.position().0, has_passed)
        };
        assert_eq!(go(Direction::Forward, 1), (3, false));
        assert_eq!(go(Direction::Forward, 1), (1, true));
        assert_eq!(go(Direction::Backward, 1), (3, true));
        assert_eq!(go(Direction::Backward, 2), (1, false));
        assert_eq!(go(Direction::Forward, 7), (2, true));
        assert_eq!(picked_results.spans_in(NoticeId(0)), [Span::new(1, 4), Span::new(5, 8)]);
        assert_eq!(picked_results.spans_in(NoticeId(1)), []);
        assert_eq!(PickedResults::new(Vec::new(), targets[0], ""), None);
    }
}
