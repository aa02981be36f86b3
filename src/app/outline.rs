//! The outline pane: cursor, folds, filter, and the rows on the screen.
//!
//! State holds node ids only, never row numbers. Rows on the screen are found by stepping from the top row, so a frame
//! costs as much as it has rows and a fold costs O(1), whatever the size of the outline.

use fixedbitset::FixedBitSet;

use super::bitset;
use super::folds::Folds;
use super::motion::{self, Direction};
use crate::notice::{NodeId, Outline};
use crate::search::Query;

/// Minimum number of rows visible above and below the cursor.
const SCROLL_MARGIN: usize = 2;

/// Columns per indentation level.
const INDENT_COLS: usize = 2;

/// Columns of the fold sign.
pub(crate) const SIGN_COLS: usize = 2;

/// Indentation of a row, left of the fold sign. Limited to a third of the pane, so that deep levels keep room for their
/// text.
pub(crate) fn indent_cols(depth: usize, pane_cols: u16) -> usize {
    1 + (depth * INDENT_COLS).min(pane_cols as usize / 3)
}

/// State of the outline pane for one notice. Every method must be given the outline of that notice.
#[derive(Debug, Clone)]
pub struct OutlinePane {
    folds: Folds,
    /// The node that the cursor belongs to. A fold may hide it; then its folded ancestor carries the cursor on the
    /// screen, and opening the fold moves the cursor back to it.
    at: NodeId,
    /// The first row on the screen; a visible node whenever there is one.
    top: NodeId,
    /// Height of the pane in rows.
    rows: usize,
    filter: Option<Filter>,
}

/// An active filter, and the state to restore when it ends.
#[derive(Debug, Clone)]
struct Filter {
    query: Query,
    matched: FixedBitSet,
    match_count: usize,
    folds_before: Folds,
    at_before: NodeId,
    top_before: NodeId,
}

/// A row on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// The node of the row.
    pub id: NodeId,
    /// Number of ancestors.
    pub depth: usize,
    /// Whether the children are folded away; `None` for a leaf.
    pub is_collapsed: Option<bool>,
    /// Whether the cursor is on this row.
    pub is_cursor: bool,
    /// Whether a filter is active and matches this heading. Ancestors shown for context do not match.
    pub is_match: bool,
}

impl OutlinePane {
    /// The pane for a notice opened for the first time.
    pub(crate) fn new(outline: &Outline) -> Self {
        Self { folds: Folds::new(outline), at: NodeId(0), top: NodeId(0), rows: 0, filter: None }
    }

    /// Sets the height; the cursor stays on the screen.
    pub(crate) fn set_rows(&mut self, outline: &Outline, rows: usize) {
        if self.rows != rows {
            self.rows = rows;
            self.keep_in_view(outline);
        }
    }

    /// The node that the cursor belongs to, even when a fold hides it.
    pub(crate) const fn at(&self) -> NodeId {
        self.at
    }

    /// The visible row that carries the cursor; `None` when there are no rows.
    pub fn cursor(&self, outline: &Outline) -> Option<NodeId> {
        if outline.is_empty() { None } else { self.folds.representative(outline, self.at) }
    }

    /// The rows on the screen, from the top.
    pub fn visible_rows<'a>(&'a self, outline: &'a Outline) -> impl Iterator<Item = Row> + 'a {
        let cursor = self.cursor(outline);
        let first = cursor.map(|_| self.top);
        std::iter::successors(first, |id| self.folds.next(outline, *id)).take(self.rows).map(move |id| Row {
            id,
            depth: outline.depth(id),
            is_collapsed: outline.has_children(id).then(|| self.folds.is_collapsed(outline, id)),
            is_cursor: Some(id) == cursor,
            is_match: self.filter.as_ref().is_some_and(|filter| filter.matched.contains(id.index())),
        })
    }

    /// The node at a row of the screen, counted from 0.
    pub(crate) fn node_in_row(&self, outline: &Outline, row: usize) -> Option<NodeId> {
        self.visible_rows(outline).nth(row).map(|row| row.id)
    }

    /// Number of open levels and of all levels.
    pub(crate) const fn levels(&self) -> (usize, usize) {
        (self.folds.level(), self.folds.levels())
    }

    // --- moving -----------------------------------------------------------------------------------------------------

    /// Moves to a node without changing the folds; used when the text scrolls.
    pub(crate) fn follow(&mut self, outline: &Outline, id: NodeId) {
        if self.at != id {
            self.at = id;
            self.keep_in_view(outline);
        }
    }

    /// Moves to a node and opens the folds above it. Clears the filter when it hides the node.
    pub(crate) fn go_to(&mut self, outline: &Outline, id: NodeId) {
        if !self.folds.is_shown(id) {
            self.end_filter(outline);
        }
        self.folds.reveal(outline, id);
        self.at = id;
        self.keep_in_view(outline);
    }

    /// Moves the cursor by visible rows, clamped to the ends.
    pub(crate) fn step(&mut self, outline: &Outline, direction: Direction, rows: usize) {
        let Some(cursor) = self.cursor(outline) else { return };
        self.at = self.step_rows(outline, cursor, direction, rows);
        self.keep_in_view(outline);
    }

    /// Moves the cursor to the first or the last row.
    pub(crate) fn go_to_edge(&mut self, outline: &Outline, direction: Direction) {
        let edge = match direction {
            Direction::Backward => self.folds.first(),
            Direction::Forward => self.folds.last(outline),
        };
        self.at = edge.unwrap_or(self.at);
        self.keep_in_view(outline);
    }

    /// Moves the cursor to the visible row with this number, counted from 1 and clamped to the last one.
    pub(crate) fn go_to_row(&mut self, outline: &Outline, number: usize) {
        if let Some(first) = self.folds.first() {
            self.at = self.step_rows(outline, first, Direction::Forward, number.saturating_sub(1));
            self.keep_in_view(outline);
        }
    }

    /// Moves the cursor to the row of the node at this percentage of all nodes.
    pub(crate) fn go_to_share(&mut self, outline: &Outline, percent: usize) {
        let index = outline.len().saturating_sub(1) * percent.min(100) / 100;
        // An outline without headings has no node 0.
        if outline.is_empty() {
            return;
        }
        self.at = self.folds.representative(outline, NodeId(index as u32)).unwrap_or(self.at);
        self.keep_in_view(outline);
    }

    /// Whether the filter shows the node; folds are ignored.
    pub(crate) fn is_shown(&self, id: NodeId) -> bool {
        self.folds.is_shown(id)
    }

    /// Applies `motion` `count` times, stopping early when it finds no node; opens the folds above the result.
    pub(crate) fn go(&mut self, outline: &Outline, motion: Motion, count: usize) {
        let Some(cursor) = self.cursor(outline) else { return };
        let found = self.find(outline, cursor, motion, count);
        if found != cursor {
            self.go_to(outline, found);
        }
    }

    /// The node reached from `from` by applying `motion` `count` times, stopping early when it finds no node.
    pub(crate) fn find(&self, outline: &Outline, from: NodeId, motion: Motion, count: usize) -> NodeId {
        let next = |id: &NodeId| self.apply_motion(outline, *id, motion);
        std::iter::successors(Some(from), next).take(count.saturating_add(1)).last().unwrap_or(from)
    }

    fn apply_motion(&self, outline: &Outline, id: NodeId, motion: Motion) -> Option<NodeId> {
        match motion {
            Motion::Sibling(direction) => motion::sibling(outline, &self.folds, id, direction),
            Motion::Heading(direction) => motion::heading(outline, &self.folds, id, direction),
            Motion::SameLevel(direction) => motion::same_level(outline, &self.folds, id, direction),
            Motion::Parent => outline[id].parent,
        }
    }

    /// Scrolls the viewport; the cursor stays on its node and may leave the screen.
    pub(crate) fn scroll(&mut self, outline: &Outline, direction: Direction, rows: usize) {
        if self.cursor(outline).is_none() {
            return;
        }
        self.top = self.step_rows(outline, self.top, direction, rows);
        self.fill_screen(outline);
    }

    // --- folding ----------------------------------------------------------------------------------------------------

    /// Folds an open node; on a folded node or a leaf, moves to the parent.
    pub(crate) fn collapse_or_parent(&mut self, outline: &Outline) {
        let Some(cursor) = self.cursor(outline) else { return };
        if outline.has_children(cursor) && !self.folds.is_collapsed(outline, cursor) {
            self.folds.set_collapsed(cursor, true);
            self.at = cursor;
            self.keep_in_view(outline);
        } else {
            self.go(outline, Motion::Parent, 1);
        }
    }

    /// Opens a folded node; on an open one, moves to the first child.
    pub(crate) fn expand_or_child(&mut self, outline: &Outline) {
        let Some(cursor) = self.cursor(outline) else { return };
        if self.can_open(outline, cursor) {
            self.open_fold(outline);
        } else if outline.has_children(cursor) {
            self.go(outline, Motion::Heading(Direction::Forward), 1);
        }
    }

    /// An open node can be opened further when it is a match and the filter hides some of its children.
    fn can_open(&self, outline: &Outline, id: NodeId) -> bool {
        self.folds.is_collapsed(outline, id)
            || self.is_within_match(outline, id) && self.folds.hides_children(outline, id)
    }

    fn is_within_match(&self, outline: &Outline, id: NodeId) -> bool {
        let Some(filter) = &self.filter else { return false };
        std::iter::once(id).chain(outline.ancestors(id)).any(|id| filter.matched.contains(id.index()))
    }

    /// Opens the node under the cursor.
    pub(crate) fn open_fold(&mut self, outline: &Outline) {
        let Some(cursor) = self.cursor(outline) else { return };
        self.folds.set_collapsed(cursor, false);
        let nothing_to_see = !outline.children(cursor).any(|child| self.folds.is_shown(child));
        if nothing_to_see || self.is_within_match(outline, cursor) {
            self.folds.show_children(outline, cursor);
        }
        self.keep_in_view(outline);
    }

    /// Folds the node under the cursor, or its parent when the node is already folded or a leaf.
    pub(crate) fn close_fold(&mut self, outline: &Outline) {
        let Some(cursor) = self.cursor(outline) else { return };
        let is_open = |id: NodeId| outline.has_children(id) && !self.folds.is_collapsed(outline, id);
        let target = std::iter::once(cursor).chain(outline[cursor].parent).find(|id| is_open(*id));
        if let Some(target) = target {
            self.folds.set_collapsed(target, true);
        }
        self.keep_in_view(outline);
    }

    /// Toggles the fold of the node under the cursor; on a leaf, folds the parent.
    pub(crate) fn toggle_fold(&mut self, outline: &Outline) {
        match self.cursor(outline) {
            Some(cursor) if self.folds.is_collapsed(outline, cursor) => self.open_fold(outline),
            _ => self.close_fold(outline),
        }
    }

    /// Toggles the fold of a visible node with children; the cursor stays where it is if it remains visible.
    pub(crate) fn toggle_fold_of(&mut self, outline: &Outline, id: NodeId) {
        let at = std::mem::replace(&mut self.at, id);
        self.toggle_fold(outline);
        self.at = at;
    }

    /// Opens the node under the cursor and its whole subtree.
    pub(crate) fn open_fold_deep(&mut self, outline: &Outline) {
        let Some(cursor) = self.cursor(outline) else { return };
        self.folds.set_collapsed_deep(outline, cursor, false);
        self.keep_in_view(outline);
    }

    /// Folds the node under the cursor and all its ancestors.
    pub(crate) fn close_fold_deep(&mut self, outline: &Outline) {
        let Some(cursor) = self.cursor(outline) else { return };
        self.folds.set_collapsed(cursor, true);
        for above in outline.ancestors(cursor) {
            self.folds.set_collapsed(above, true);
        }
        self.keep_in_view(outline);
    }

    /// Folds or opens the node under the cursor and its siblings, including their subtrees if `deep`.
    pub(crate) fn fold_siblings(&mut self, outline: &Outline, is_collapsed: bool, deep: bool) {
        let Some(cursor) = self.cursor(outline) else { return };
        self.folds.set_collapsed_siblings(outline, cursor, is_collapsed, deep);
        self.keep_in_view(outline);
    }

    /// Shows this many levels.
    pub(crate) fn show_levels(&mut self, outline: &Outline, level: usize) {
        self.folds.show_levels(outline, level);
        self.keep_in_view(outline);
    }

    /// Cycles the subtree: folded → children → everything → folded, as in Org mode. A leaf does not change.
    pub(crate) fn cycle_fold(&mut self, outline: &Outline) {
        let Some(cursor) = self.cursor(outline) else { return };
        if self.folds.is_collapsed(outline, cursor) {
            self.folds.set_collapsed_deep(outline, cursor, true);
            self.open_fold(outline);
            return;
        }
        let is_folded_below = outline.children(cursor).any(|child| self.folds.is_collapsed(outline, child));
        if is_folded_below {
            self.open_fold_deep(outline);
        } else if outline.has_children(cursor) {
            self.collapse_or_parent(outline);
        }
    }

    /// Cycles the outline: one level → two levels → everything → one level, as in Org mode.
    pub(crate) fn cycle_all_folds(&mut self, outline: &Outline) {
        let (level, levels) = self.levels();
        let next = match level {
            _ if level >= levels => 1,
            1 => 2,
            _ => levels,
        };
        self.show_levels(outline, next);
    }

    // --- filtering --------------------------------------------------------------------------------------------------

    /// Shows the nodes in `matched` (in any order) and their ancestors. The cursor moves to the first match at or after
    /// its position before the filter, or else to the last match. `query` is the query they matched.
    pub(crate) fn set_filter(
        &mut self,
        outline: &Outline,
        query: Query,
        matched_nodes: impl IntoIterator<Item = NodeId>,
    ) {
        let (folds_before, at_before, top_before) = match self.filter.take() {
            Some(filter) => (filter.folds_before, filter.at_before, filter.top_before),
            None => (self.folds.clone(), self.at, self.top),
        };
        let mut matched = FixedBitSet::with_capacity(outline.len());
        let mut match_count = 0;
        for id in matched_nodes {
            matched.insert(id.index());
            match_count += 1;
        }
        let in_order = matched.ones();
        self.folds = folds_before.of_filter(outline, in_order.map(|index| NodeId(index as u32)));
        let nearest = bitset::next_member(&matched, at_before.index()).or_else(|| matched.maximum());
        self.at = nearest.map_or(at_before, |index| NodeId(index as u32));
        self.filter = Some(Filter { query, matched, match_count, folds_before, at_before, top_before });
        self.keep_in_view(outline);
    }

    /// The query of the filter and the number of headings it matches; `None` without a filter.
    pub fn filter(&self) -> Option<(&Query, usize)> {
        self.filter.as_ref().map(|filter| (&filter.query, filter.match_count))
    }

    /// Removes the filter and restores the folds; the cursor stays.
    pub(crate) fn end_filter(&mut self, outline: &Outline) {
        if let Some(filter) = self.filter.take() {
            self.folds = filter.folds_before;
            self.keep_in_view(outline);
        }
    }

    /// Removes the filter and restores folds, cursor and scroll position.
    pub(crate) fn cancel_filter(&mut self, outline: &Outline) {
        if let Some(filter) = self.filter.take() {
            self.folds = filter.folds_before;
            self.at = filter.at_before;
            self.top = filter.top_before;
            self.keep_in_view(outline);
        }
    }

    // --- scrolling --------------------------------------------------------------------------------------------------

    /// Scrolls the viewport by the least amount that shows the cursor with its margin.
    fn keep_in_view(&mut self, outline: &Outline) {
        let Some(cursor) = self.cursor(outline) else { return };
        self.top = self.folds.representative(outline, self.top).unwrap_or(cursor);
        let margin = SCROLL_MARGIN.min(self.rows.saturating_sub(1) / 2);
        let from_top = std::iter::successors(Some(self.top), |id| self.folds.next(outline, *id))
            .take(self.rows)
            .position(|id| id == cursor);
        let rows_above = match from_top {
            Some(row) if row >= margin && row + margin < self.rows => row,
            Some(row) if row >= margin => self.rows.saturating_sub(margin + 1),
            _ if cursor < self.top || from_top.is_some() => margin,
            _ => self.rows.saturating_sub(margin + 1),
        };
        if from_top != Some(rows_above) {
            self.top = self.step_rows(outline, cursor, Direction::Backward, rows_above);
        }
        self.fill_screen(outline);
    }

    /// Scrolls up so that no row stays empty at the bottom while there are rows above.
    fn fill_screen(&mut self, outline: &Outline) {
        let below = std::iter::successors(Some(self.top), |id| self.folds.next(outline, *id)).take(self.rows).count();
        self.top = self.step_rows(outline, self.top, Direction::Backward, self.rows - below);
    }

    fn step_rows(&self, outline: &Outline, from: NodeId, direction: Direction, rows: usize) -> NodeId {
        let step = |id: &NodeId| match direction {
            Direction::Forward => self.folds.next(outline, *id),
            Direction::Backward => self.folds.previous(outline, *id),
        };
        std::iter::successors(Some(from), step).take(rows.saturating_add(1)).last().unwrap_or(from)
    }
}

/// A motion from one node to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Motion {
    /// The next or previous sibling.
    Sibling(Direction),
    /// The next or previous heading, even inside a fold.
    Heading(Direction),
    /// The next or previous heading of the same depth.
    SameLevel(Direction),
    /// The parent.
    Parent,
}

impl Motion {
    /// Whether the motion leads forward in the text.
    pub(crate) const fn is_forward(self) -> bool {
        matches!(self, Self::Sibling(direction) | Self::Heading(direction) | Self::SameLevel(direction)
            if matches!(direction, Direction::Forward))
    }
}
