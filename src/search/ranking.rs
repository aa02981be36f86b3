//! Ranking: the best of many scored items in order, the rest only counted.

use std::cmp::Reverse;

/// An item and its score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ranked<T> {
    /// The item.
    pub item: T,
    /// The score; higher is better.
    pub score: i64,
}

/// Collects scored items: the best by descending score, equals in the order in which they were added.
#[derive(Debug)]
pub struct Ranking<T> {
    limit: usize,
    /// Hits in the order of adding. Those that can no longer be among the best are dropped when there are twice as
    /// many as wanted, which costs less than a heap: most hits are rejected by the floor alone.
    hits: Vec<Ranked<T>>,
    /// A score must be higher than this to be among the best.
    floor: i64,
    total: usize,
}

impl<T> Ranking<T> {
    /// Keeps the best `limit` items.
    pub const fn of_best(limit: usize) -> Self {
        Self { limit, hits: Vec::new(), floor: if limit == 0 { i64::MAX } else { i64::MIN }, total: 0 }
    }

    /// Keeps all items.
    pub const fn of_all() -> Self {
        Self::of_best(usize::MAX)
    }

    /// The floor: an item that scores no higher need only be counted.
    pub const fn floor(&self) -> i64 {
        self.floor
    }

    /// Adds an item, which is created only when it may be among the best.
    pub fn add(&mut self, score: i64, item: impl FnOnce() -> T) {
        self.total += 1;
        // Equal to the floor is too low: the items that have that score came earlier and rank before.
        if score <= self.floor {
            return;
        }
        self.hits.push(Ranked { item: item(), score });
        if self.hits.len() >= self.limit.saturating_mul(2) {
            self.shorten();
            self.floor = self.hits.last().map_or(i64::MAX, |worst| worst.score);
        }
    }

    /// Counts items that match and score no higher than the floor.
    pub const fn count(&mut self, items: usize) {
        self.total += items;
    }

    /// An empty ranking with the same limit.
    #[must_use]
    pub const fn same_limit(&self) -> Self {
        Self::of_best(self.limit)
    }

    /// Adds the items of another ranking, which come after equals that are here.
    pub fn append(&mut self, other: Self) {
        self.total += other.total;
        self.hits.extend(other.hits);
        self.shorten();
    }

    /// The number of items added or counted.
    pub const fn total(&self) -> usize {
        self.total
    }

    /// The best items, in order.
    pub fn into_best(mut self) -> Vec<Ranked<T>> {
        self.shorten();
        self.hits
    }

    fn shorten(&mut self) {
        // A stable sort keeps equals in the order of adding.
        self.hits.sort_by_key(|hit| Reverse(hit.score));
        self.hits.truncate(self.limit);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_best_are_kept(scores in prop::collection::vec(0..9_i64, 0..60), limit in 0..20_usize) {
            let mut all: Vec<Ranked<usize>> =
                scores.iter().enumerate().map(|(item, score)| Ranked { item, score: *score }).collect();
            let mut ranking = Ranking::of_best(limit);
            for hit in &all {
                if hit.score > ranking.floor() { ranking.add(hit.score, || hit.item) } else { ranking.count(1) }
            }
            let (first, second) = all.split_at(scores.len() / 2);
            let [mut joined, behind] = [first, second].map(|hits| {
                let mut part = ranking.same_limit();
                for hit in hits {
                    part.add(hit.score, || hit.item);
                }
                part
            });
            joined.append(behind);
            all.sort_unstable_by_key(|hit| (Reverse(hit.score), hit.item));
            all.truncate(limit);
            prop_assert_eq!(joined.total(), scores.len());
            prop_assert_eq!(joined.into_best(), all.clone());
            prop_assert_eq!(ranking.total(), scores.len());
            prop_assert_eq!(ranking.into_best(), all);
        }
    }
}
