//! The stack of marker families that gives every heading its level, in steps 6 and 8.
//!
//! No family has a level of its own: one that is not open yet opens below the last, one that is open closes everything
//! below it. So 一、→1., 条 without 章, and （1） directly under 三、 all come out right.

use crate::notice::MarkerKind;

/// A family: the kind, and for decimals the number of components.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Family {
    /// Kind of marker.
    pub kind: MarkerKind,
    /// 2 for `1.1`, 1 for every other kind.
    pub components: u8,
}

/// An open family and the last number seen in it.
#[derive(Debug, Clone, Copy)]
struct Open<T> {
    family: Family,
    number: u32,
    value: T,
}

/// The open families from the top of the outline down; `T` is a value of the caller for each, such as a node.
#[derive(Debug, Clone)]
pub(crate) struct Stack<T> {
    open: Vec<Open<T>>,
    /// Families that were closed, with their last number: numbering may go on under the next heading (1–36 over 一–八).
    closed: Vec<(Family, u32)>,
}

impl<T> Default for Stack<T> {
    fn default() -> Self {
        Self { open: Vec::new(), closed: Vec::new() }
    }
}

/// The legal divisions contain each other in this order, whatever was open before; everything else is `None`.
const fn rank(kind: MarkerKind) -> Option<u8> {
    match kind {
        MarkerKind::Volume => Some(0),
        MarkerKind::Chapter => Some(1),
        MarkerKind::Section => Some(2),
        MarkerKind::Article => Some(3),
        // 一、 stands below 条 but never below （一） or 1.
        MarkerKind::Ideographic => Some(4),
        _ => None,
    }
}

impl<T: Copy> Stack<T> {
    /// Clears the stack at the beginning of a new part.
    pub(crate) fn clear(&mut self) {
        self.open.clear();
        self.closed.clear();
    }

    /// The last number of a family that is open now.
    pub(crate) fn open_number(&self, family: Family) -> Option<u32> {
        self.open.iter().rev().find(|open| open.family == family).map(|open| open.number)
    }

    /// The last number seen in a family, open or closed.
    pub(crate) fn last_number(&self, family: Family) -> Option<u32> {
        self.open_number(family)
            .or_else(|| self.closed.iter().find(|(closed, _)| *closed == family).map(|(_, number)| *number))
    }

    /// The value of the innermost open family.
    pub(crate) fn top(&self) -> Option<T> {
        self.open.last().map(|open| open.value)
    }

    /// Closes the families that a marker of `family` closes; returns the value of the family above it.
    pub(crate) fn close_for(&mut self, family: Family) -> Option<T> {
        // The next sibling, which is the rule: nothing below it is open, and `open` goes on with its family.
        if self.open.last().is_some_and(|open| open.family == family) {
            self.open.pop();
            return self.top();
        }
        let keep = match self.open.iter().position(|open| open.family == family) {
            Some(at) => at,
            None => match rank(family.kind) {
                Some(own) => self
                    .open
                    .iter()
                    .position(|open| rank(open.family.kind).is_none_or(|other| other >= own))
                    .unwrap_or(self.open.len()),
                None if family.components > 1 => self
                    .open
                    .iter()
                    .position(|open| open.family.components > family.components && open.family.kind == family.kind)
                    .unwrap_or(self.open.len()),
                None => self.open.len(),
            },
        };
        for open in self.open.drain(keep..) {
            match self.closed.iter_mut().find(|(family, _)| *family == open.family) {
                Some(entry) => entry.1 = open.number,
                None => self.closed.push((open.family, open.number)),
            }
        }
        self.top()
    }

    /// Opens a family or continues it, after [`Stack::close_for`].
    pub(crate) fn open(&mut self, family: Family, number: u32, value: T) {
        self.open.push(Open { family, number, value });
    }
}
