//! Vectors whose memory is kept per thread and reused for the next notice.
//!
//! Allocating and freeing a dozen vectors took a fifth of the time of parsing a notice.

use std::cell::RefCell;
use std::fmt;
use std::ops::{Deref, DerefMut};
use std::thread::LocalKey;

use crate::text::sign::Sign;

/// Spare vectors.
type Spares<T> = RefCell<Vec<Vec<T>>>;

/// Item types whose vectors are kept.
pub trait Reusable: Sized + 'static {
    /// The spare vectors of this thread.
    fn spares() -> &'static LocalKey<Spares<Self>>;
}

/// Implements [`Reusable`] for item types.
macro_rules! reusable {
    ($($item:ty),+) => {$(
        impl crate::parse::reused::Reusable for $item {
            fn spares() -> &'static std::thread::LocalKey<std::cell::RefCell<Vec<Vec<Self>>>> {
                thread_local!(static SPARES: std::cell::RefCell<Vec<Vec<$item>>> = const { std::cell::RefCell::new(Vec::new()) });
                &SPARES
            }
        }
    )+};
}
pub(super) use reusable;

reusable!(Sign, (u32, u32));

/// Maximum number of spare vectors per type; a step uses two at a time.
const MOST_SPARES: usize = 3;
/// Maximum size of a spare vector; a larger one would hold its memory for ever.
const LARGEST_SPARE_BYTES: usize = 1 << 20;

/// A vector whose memory returns to the spares of the thread.
pub struct Reused<T: Reusable>(Vec<T>);

impl<T: Reusable> Reused<T> {
    /// An empty vector with room for `capacity` items.
    pub fn with_capacity(capacity: usize) -> Self {
        let spare = T::spares().with_borrow_mut(Vec::pop);
        let mut items = spare.unwrap_or_default();
        items.reserve(capacity);
        Self(items)
    }
}

impl<T: Reusable> Drop for Reused<T> {
    fn drop(&mut self) {
        let mut items = std::mem::take(&mut self.0);
        let bytes = items.capacity() * size_of::<T>();
        if bytes == 0 || bytes > LARGEST_SPARE_BYTES {
            return;
        }
        items.clear();
        // When the thread ends, its spares may be gone already; then this vector goes, too.
        let _ = T::spares().try_with(|spares| {
            let mut spares = spares.borrow_mut();
            if spares.len() < MOST_SPARES {
                spares.push(items);
            }
        });
    }
}

impl<T: Reusable> Default for Reused<T> {
    fn default() -> Self {
        Self::with_capacity(0)
    }
}

impl<T: Reusable> FromIterator<T> for Reused<T> {
    fn from_iter<I: IntoIterator<Item = T>>(iter: I) -> Self {
        let mut items = Self::default();
        items.extend(iter);
        items
    }
}

impl<T: Reusable> Deref for Reused<T> {
    type Target = Vec<T>;

    fn deref(&self) -> &Vec<T> {
        &self.0
    }
}

impl<T: Reusable> DerefMut for Reused<T> {
    fn deref_mut(&mut self) -> &mut Vec<T> {
        &mut self.0
    }
}

impl<T: Reusable + Clone> Clone for Reused<T> {
    fn clone(&self) -> Self {
        self.iter().cloned().collect()
    }
}

impl<T: Reusable + PartialEq> PartialEq for Reused<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<T: Reusable + Eq> Eq for Reused<T> {}

impl<T: Reusable + fmt::Debug> fmt::Debug for Reused<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_used_again_and_comes_empty() {
        let mut first: Reused<(u32, u32)> = [(1, 2), (3, 4)].into_iter().collect();
        let memory = first.as_ptr();
        let copy = first.clone();
        assert_eq!(copy, first);
        first.push((5, 6));
        drop(first);
        let second = Reused::<(u32, u32)>::default();
        assert!(second.is_empty());
        assert!(std::ptr::eq(second.as_ptr(), memory) || second.capacity() > 0);
    }

    #[test]
    fn what_is_too_large_is_not_kept() {
        drop(Reused::<(u32, u32)>::with_capacity(LARGEST_SPARE_BYTES));
        let largest = <(u32, u32)>::spares().with_borrow(|spares| spares.iter().map(Vec::capacity).max());
        assert!(largest.unwrap_or(0) * size_of::<(u32, u32)>() <= LARGEST_SPARE_BYTES);
    }
}
