//! The best of many scores: the first page in order, the rest only counted.

use std::cmp::Reverse;

/// An item that matches, and how well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ranked<T> {
    /// What it is.
    pub item: T,
    /// Higher is better.
    pub score: i64,
}

/// Collects what matches, by descending score, equals in the order in which they came.
#[derive(Debug)]
pub struct Ranking<T> {
    limit: usize,
    /// In the order of coming; those that cannot be among the first `limit` any more are thrown away now and then.
    hits: Vec<Ranked<T>>,
    /// A score that is not higher does not get among the first any more.
    floor: i64,
    total: usize,
}

impl<T> Ranking<T> {
    /// Keeps the best `limit`.
    pub const fn of_best(limit: usize) -> Self {
        Self { limit, hits: Vec::new(), floor: if limit == 0 { i64::MAX } else { i64::MIN }, total: 0 }
    }

    /// Keeps all.
    pub const fn of_all() -> Self {
        Self::of_best(usize::MAX)
    }

    /// Whoever scores no higher need only be counted.
    pub const fn floor(&self) -> i64 {
        self.floor
    }

    /// Adds an item, which is asked for only when it may be among the best.
    pub fn add(&mut self, score: i64, item: impl FnOnce() -> T) {
        self.total += 1;
        if score <= self.floor {
            return;
        }
        self.hits.push(Ranked { item: item(), score });
        if self.hits.len() >= self.limit.saturating_mul(2) {
            self.shorten();
            self.floor = self.hits.last().map_or(i64::MAX, |worst| worst.score);
        }
    }

    /// Adds items that match and score no higher than the floor.
    pub const fn count(&mut self, items: usize) {
        self.total += items;
    }

    /// An empty one that keeps as many.
    #[must_use]
    pub const fn same_limit(&self) -> Self {
        Self::of_best(self.limit)
    }

    /// Adds what another one has; all of it comes after what is here.
    pub fn append(&mut self, other: Self) {
        self.total += other.total;
        self.hits.extend(other.hits);
        self.shorten();
    }

    /// How many match, whether they are kept or not.
    pub const fn total(&self) -> usize {
        self.total
    }

    /// The best, in order.
    pub fn into_best(mut self) -> Vec<Ranked<T>> {
        self.shorten();
        self.hits
    }

    fn shorten(&mut self) {
        // Stable: equals stay in the order in which they came.
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
