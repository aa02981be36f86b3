//! Candidates: the items of a block that may match a query, computed from posting lists alone.

use std::ops::Range;

use super::postings::{PostingList, Postings};
use crate::search::bitmap::{self, insert, low_bits, members, none_below};

/// A superset of the items of a block that match.
#[derive(Debug, Clone)]
pub(super) enum Candidates {
    /// All items: nothing is known.
    All,
    /// Ascending.
    List(Vec<u16>),
    /// One bit for each item.
    Bits(Vec<u64>),
}

impl Candidates {
    /// No item.
    pub(super) const NONE: Self = Self::List(Vec::new());

    /// The items that contain all of `codes`.
    pub(super) fn with_all(codes: &[u16], postings: &Postings) -> Self {
        let found: Option<Vec<PostingList<'_>>> = codes.iter().map(|code| postings.of(*code)).collect();
        let Some(mut found) = found else { return Self::NONE };
        // The shortest list first: every further intersection then works on few items.
        found.sort_unstable_by_key(PostingList::len);
        let mut common = Self::All;
        for posting in found {
            common.intersect_list(posting);
        }
        common
    }

    /// Keeps only the items of a posting list.
    fn intersect_list(&mut self, posting: PostingList<'_>) {
        match (self, posting) {
            (Self::List(common), PostingList::Bits(words, _)) => common.retain(|item| contains(words, *item)),
            (Self::List(common), PostingList::Ids(items)) => intersect_sorted(common, items),
            (Self::Bits(common), PostingList::Bits(words, _)) => bitmap::intersect(common, words),
            (common, PostingList::Ids(items)) => common.intersect(Self::List(items.to_vec())),
            (common @ Self::All, PostingList::Bits(words, _)) => *common = Self::Bits(words.to_vec()),
        }
    }

    /// Keeps only the items that are in `others`, too.
    pub(super) fn intersect(&mut self, others: Self) {
        *self = match (std::mem::replace(self, Self::All), others) {
            (kept, Self::All) | (Self::All, kept) => kept,
            (Self::List(mut items), Self::List(others)) => {
                intersect_sorted(&mut items, &others);
                Self::List(items)
            }
            (Self::List(mut items), Self::Bits(words)) | (Self::Bits(words), Self::List(mut items)) => {
                items.retain(|item| contains(&words, *item));
                Self::List(items)
            }
            (Self::Bits(mut words), Self::Bits(others)) => {
                bitmap::intersect(&mut words, &others);
                Self::Bits(words)
            }
        };
    }

    /// Keeps only the items in `ranges`, none of them empty. `items`: the number of items of the block.
    pub(super) fn intersect_ranges(&mut self, ranges: &[Range<usize>], items: usize) {
        let mut words = none_below(items);
        for range in ranges {
            let (first, last) = (range.start / 64, (range.end - 1) / 64);
            for (index, word) in words.iter_mut().enumerate().take(last + 1).skip(first) {
                // The bits of this word that lie in the range: those below its end, without those below its start.
                // Ranges may span several words.
                let below = |end: usize| low_bits(end.saturating_sub(64 * index));
                *word |= below(range.end) & !below(range.start);
            }
        }
        self.intersect(Self::Bits(words));
    }

    /// Adds the items of `others`. `items`: the number of items of the block.
    pub(super) fn union(self, others: Self, items: usize) -> Self {
        match (self.into_words(items), others.into_words(items)) {
            (Some(mut words), Some(others)) => {
                bitmap::union(&mut words, &others);
                Self::Bits(words)
            }
            _ => Self::All,
        }
    }

    /// A bitmap of the items; `None` for all. Trailing zero words may be missing.
    pub(super) fn into_words(self, items: usize) -> Option<Vec<u64>> {
        match self {
            Self::All => None,
            Self::Bits(words) => Some(words),
            Self::List(listed) => {
                let mut words = none_below(items);
                for item in listed {
                    insert(&mut words, item.into());
                }
                Some(words)
            }
        }
    }

    /// The number of candidates. `items`: the number of items of the block.
    pub(super) fn len(&self, items: usize) -> usize {
        match self {
            Self::All => items,
            Self::List(listed) => listed.len(),
            Self::Bits(words) => bitmap::count(words),
        }
    }

    /// Calls `visit` with runs of items, ascending, until it returns false; returns whether it never did. `items`:
    /// the number of items of the block.
    pub(super) fn visit(&self, items: usize, visit: impl FnMut(&[u16]) -> bool) -> bool {
        match self {
            // All three kinds are visited in runs of the same size, so `should_stop` is called equally often.
            Self::All => visit_in_runs(0..items, visit),
            Self::List(listed) => listed.chunks(RUN_ITEMS).all(visit),
            Self::Bits(words) => visit_in_runs(members(words), visit),
        }
    }

    /// Whether an item is a candidate.
    pub(super) fn contains(&self, item: u16) -> bool {
        match self {
            Self::All => true,
            Self::List(listed) => listed.binary_search(&item).is_ok(),
            // Trailing zero words may be missing.
            Self::Bits(words) => usize::from(item) < 64 * words.len() && contains(words, item),
        }
    }
}

/// Items in a run.
const RUN_ITEMS: usize = 64;

fn visit_in_runs(items: impl Iterator<Item = usize>, mut visit: impl FnMut(&[u16]) -> bool) -> bool {
    // The run is on the stack: collecting all candidates first would allocate for every block.
    let mut run = [0; RUN_ITEMS];
    let mut len = 0;
    for item in items {
        run[len] = item as u16;
        len += 1;
        if len == RUN_ITEMS {
            if !visit(&run) {
                return false;
            }
            len = 0;
        }
    }
    len == 0 || visit(&run[..len])
}

fn contains(words: &[u64], item: u16) -> bool {
    bitmap::contains(words, item.into())
}

/// Keeps the items that are among `others`, too; both ascend.
fn intersect_sorted(items: &mut Vec<u16>, others: &[u16]) {
    // Both lists ascend, so `rest` never has to be searched from its beginning again.
    let mut rest = others;
    items.retain(|item| {
        let before = rest.iter().position(|other| other >= item).unwrap_or(rest.len());
        rest = &rest[before..];
        rest.first() == Some(item)
    });
}
