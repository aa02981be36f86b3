//! Folding and filtering of an outline, and the order of the nodes that remain visible.
//!
//! The idea: no list of visible rows exists. The outline is a flat preorder array in which `end` of a node is the index
//! after its subtree. A step to the next visible node jumps from a collapsed node to its `end`, and skips nodes hidden
//! by a filter 64 at a time in a bit set. So folding, filtering and moving cost the same in an outline of ten nodes and
//! of a million, and a frame costs as much as it has rows.

use fixedbitset::FixedBitSet;

use super::bitset;
use crate::notice::{NodeId, Outline};

/// Folded and filtered nodes of one outline. Every method must be given that outline.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Folds {
    /// Nodes whose children are folded away. Bits of leaf nodes have no meaning.
    collapsed: FixedBitSet,
    /// Nodes that the filter shows, including the ancestors of matches; `None` without a filter.
    shown: Option<FixedBitSet>,
    /// Number of open levels, as set by the commands that fold by level.
    level: usize,
    /// Depth of the outline in levels.
    levels: usize,
}

/// Upper bound on the visible rows of a newly opened outline. A longer one opens with its upper levels only.
const OPEN_AT_FIRST: usize = 200;

impl Folds {
    /// Folds for a notice opened for the first time: opens as many levels as fit into [`OPEN_AT_FIRST`] rows.
    pub(crate) fn new(outline: &Outline) -> Self {
        let mut nodes_at: Vec<usize> = Vec::new();
        for depth in depths(outline) {
            if depth == nodes_at.len() {
                nodes_at.push(0);
            }
            nodes_at[depth] += 1;
        }
        let levels = nodes_at.len();
        let fitting = nodes_at.iter().scan(0, |sum, count| {
            *sum += count;
            (*sum <= OPEN_AT_FIRST).then_some(())
        });
        let level = fitting.count().max(1);
        let mut folds = Self { collapsed: FixedBitSet::with_capacity(outline.len()), shown: None, level, levels };
        if level < levels {
            folds.show_levels(outline, level);
        }
        folds
    }

    /// Folds for a filter that shows `matched` (in order) and their ancestors. A match is folded unless it has a match
    /// below it.
    #[must_use]
    pub(crate) fn of_filter(&self, outline: &Outline, matched: impl IntoIterator<Item = NodeId>) -> Self {
        let mut shown = FixedBitSet::with_capacity(outline.len());
        let mut collapsed = FixedBitSet::with_capacity(outline.len());
        collapsed.set_range(0..outline.len(), true);
        for id in matched {
            shown.set(id.index(), true);
            for above in outline.ancestors(id) {
                let is_done = shown.contains(above.index()) && !collapsed.contains(above.index());
                if is_done {
                    break;
                }
                shown.set(above.index(), true);
                collapsed.set(above.index(), false);
            }
        }
        Self { collapsed, shown: Some(shown), ..*self }
    }

    /// Whether the children of a node are folded away. Always false for a leaf.
    pub(crate) fn is_collapsed(&self, outline: &Outline, id: NodeId) -> bool {
        outline.has_children(id) && self.collapsed.contains(id.index())
    }

    /// Whether the filter shows the node; folds are ignored.
    pub(crate) fn is_shown(&self, id: NodeId) -> bool {
        self.shown.as_ref().is_none_or(|shown| shown.contains(id.index()))
    }

    /// Whether the filter hides at least one child of the node.
    pub(crate) fn hides_children(&self, outline: &Outline, id: NodeId) -> bool {
        self.shown.is_some() && outline.children(id).any(|child| !self.is_shown(child))
    }

    /// Makes the filter show every child of a node, folded.
    pub(crate) fn show_children(&mut self, outline: &Outline, id: NodeId) {
        let Some(shown) = &mut self.shown else { return };
        for child in outline.children(id).map(NodeId::index) {
            if !shown.contains(child) {
                shown.set(child, true);
                self.collapsed.set(child, true);
            }
        }
    }

    /// The first visible node.
    pub(crate) fn first(&self) -> Option<NodeId> {
        self.shown_from(0)
    }

    /// The last visible node.
    pub(crate) fn last(&self, outline: &Outline) -> Option<NodeId> {
        self.visible_before(outline, outline.len())
    }

    /// The visible node after `id`, which must be visible.
    pub(crate) fn next(&self, outline: &Outline, id: NodeId) -> Option<NodeId> {
        let after = if self.is_collapsed(outline, id) { outline[id].end.index() } else { id.index() + 1 };
        self.shown_from(after)
    }

    /// The visible node before `id`, which must be visible.
    pub(crate) fn previous(&self, outline: &Outline, id: NodeId) -> Option<NodeId> {
        self.visible_before(outline, id.index())
    }

    /// The visible node that stands for `id` on the screen: the node itself or its outermost collapsed ancestor. When a
    /// filter hides it, the nearest visible node before it, or else the first. `None` when no node is visible.
    pub(crate) fn representative(&self, outline: &Outline, id: NodeId) -> Option<NodeId> {
        if self.is_shown(id) {
            return Some(self.outermost_collapsed(outline, id));
        }
        self.visible_before(outline, id.index()).or_else(|| self.first())
    }

    fn outermost_collapsed(&self, outline: &Outline, id: NodeId) -> NodeId {
        outline.ancestors(id).filter(|above| self.collapsed.contains(above.index())).last().unwrap_or(id)
    }

    fn shown_from(&self, index: usize) -> Option<NodeId> {
        let found = match &self.shown {
            None => (index < self.collapsed.len()).then_some(index),
            Some(shown) => bitset::next_member(shown, index),
        };
        found.map(|index| NodeId(index as u32))
    }

    fn visible_before(&self, outline: &Outline, index: usize) -> Option<NodeId> {
        let found = match &self.shown {
            None => index.checked_sub(1),
            Some(shown) => bitset::previous_member(shown, index),
        };
        found.map(|index| self.outermost_collapsed(outline, NodeId(index as u32)))
    }

    /// Folds or opens one node.
    pub(crate) fn set_collapsed(&mut self, id: NodeId, is_collapsed: bool) {
        self.collapsed.set(id.index(), is_collapsed);
    }

    /// Folds or opens a node and its whole subtree. Opening also shows nodes hidden by the filter there.
    pub(crate) fn set_collapsed_deep(&mut self, outline: &Outline, id: NodeId, is_collapsed: bool) {
        let (from, to) = (id.index(), outline[id].end.index());
        self.collapsed.set_range(from..to, is_collapsed);
        if let Some(shown) = self.shown.as_mut().filter(|_| !is_collapsed) {
            shown.set_range(from..to, true);
        }
    }

    /// Folds or opens a node and its siblings, including their subtrees if `deep`.
    pub(crate) fn set_collapsed_siblings(&mut self, outline: &Outline, id: NodeId, is_collapsed: bool, deep: bool) {
        let siblings = match outline[id].parent {
            Some(parent) => outline.children(parent),
            None => outline.roots(),
        };
        for sibling in siblings.filter(|sibling| self.is_shown(*sibling)).collect::<Vec<_>>() {
            if deep {
                self.set_collapsed_deep(outline, sibling, is_collapsed);
            } else {
                self.set_collapsed(sibling, is_collapsed);
            }
        }
    }

    /// Opens all ancestors of `id`, so that it becomes visible.
    pub(crate) fn reveal(&mut self, outline: &Outline, id: NodeId) {
        for above in outline.ancestors(id) {
            self.set_collapsed(above, false);
        }
    }

    /// Shows this many levels, at least one. Visits every node of the outline.
    pub(crate) fn show_levels(&mut self, outline: &Outline, level: usize) {
        self.level = level.clamp(1, self.levels.max(1));
        self.collapsed.set_range(0..outline.len(), false);
        for (index, depth) in depths(outline).enumerate() {
            if depth + 1 >= self.level {
                self.collapsed.set(index, true);
            }
        }
    }

    /// Number of open levels, as set by the commands that fold by level.
    pub(crate) const fn level(&self) -> usize {
        self.level
    }

    /// Depth of the outline in levels.
    pub(crate) const fn levels(&self) -> usize {
        self.levels
    }
}

/// The depth of every node in preorder, 0 at the top.
fn depths(outline: &Outline) -> impl Iterator<Item = usize> + '_ {
    let mut ends: Vec<NodeId> = Vec::new();
    outline.ids().map(move |id| {
        while ends.last().is_some_and(|end| *end <= id) {
            ends.pop();
        }
        ends.push(outline[id].end);
        ends.len() - 1
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::notice::{Node, NodeKind, Span};

    /// An outline with the given depths. A depth that skips a level is reduced to one below the node before.
    fn outline_of(depths: &[usize]) -> Outline {
        let mut path: Vec<NodeId> = Vec::new();
        let mut nodes = Vec::new();
        for (index, depth) in depths.iter().enumerate() {
            path.truncate(*depth);
            let parent = path.last().copied();
            path.push(NodeId(index as u32));
            let kind = NodeKind::Heading { level: path.len() as u8 };
            let (heading, body) = (Span::default(), Span::default());
            nodes.push(Node { kind, marker: None, heading, body, parent, end: NodeId(0) });
        }
        Outline::from_preorder(nodes)
    }

    fn visible(folds: &Folds, outline: &Outline) -> Vec<u32> {
        std::iter::successors(folds.first(), |id| folds.next(outline, *id)).map(|id| id.0).collect()
    }

    #[track_caller]
    fn check(folds: &Folds, outline: &Outline, expected: &[u32]) {
        assert_eq!(visible(folds, outline), expected);
    }

    const TREE: [usize; 7] = [0, 1, 2, 1, 0, 1, 0];

    #[test]
    fn folding_skips_and_levels_cut() {
        let outline = outline_of(&TREE);
        let mut folds = Folds::new(&outline);
        check(&folds, &outline, &[0, 1, 2, 3, 4, 5, 6]);
        folds.set_collapsed(NodeId(1), true);
        check(&folds, &outline, &[0, 1, 3, 4, 5, 6]);
        folds.show_levels(&outline, 1);
        check(&folds, &outline, &[0, 4, 6]);
        folds.set_collapsed_siblings(&outline, NodeId(6), false, false);
        check(&folds, &outline, &[0, 1, 3, 4, 5, 6]);
        folds.set_collapsed_deep(&outline, NodeId(0), false);
        check(&folds, &outline, &[0, 1, 2, 3, 4, 5, 6]);
    }

    #[test]
    fn a_filter_keeps_ancestors_and_children_can_be_reached() {
        let outline = outline_of(&TREE);
        let mut folds = Folds::new(&outline).of_filter(&outline, [NodeId(1), NodeId(5)]);
        check(&folds, &outline, &[0, 1, 4, 5]);
        assert!(folds.hides_children(&outline, NodeId(0)) && folds.is_collapsed(&outline, NodeId(1)));
        folds.set_collapsed(NodeId(1), false);
        folds.show_children(&outline, NodeId(1));
        check(&folds, &outline, &[0, 1, 2, 4, 5]);
        let both = folds.of_filter(&outline, [NodeId(1), NodeId(2)]);
        check(&both, &outline, &[0, 1, 2]);
        assert_eq!(both.representative(&outline, NodeId(6)), Some(NodeId(2)));
        let none = folds.of_filter(&outline, []);
        assert_eq!((none.first(), none.representative(&outline, NodeId(3))), (None, None));
    }

    #[test]
    fn a_long_outline_opens_on_its_upper_levels() {
        let mut long = vec![0];
        long.extend(std::iter::repeat_n(1, OPEN_AT_FIRST));
        let outline = outline_of(&long);
        check(&Folds::new(&outline), &outline, &[0]);
        let flat = outline_of(&vec![0; OPEN_AT_FIRST * 2]);
        assert_eq!(visible(&Folds::new(&flat), &flat).len(), OPEN_AT_FIRST * 2);
    }

    proptest! {
        #[test]
        fn walking_back_is_walking_forward_reversed(
            depths in prop::collection::vec(0_usize..5, 1..40),
            folded in prop::collection::vec(any::<prop::sample::Index>(), 0..10),
            matched in prop::option::of(prop::collection::btree_set(0_usize..40, 0..6)),
        ) {
            let outline = outline_of(&depths);
            let mut folds = Folds::new(&outline);
            if let Some(matched) = matched {
                let ids = matched.into_iter().filter(|index| *index < outline.len()).map(|index| NodeId(index as u32));
                folds = folds.of_filter(&outline, ids);
            }
            for index in folded {
                folds.set_collapsed(NodeId(index.index(outline.len()) as u32), true);
            }
            let forward = visible(&folds, &outline);
            let mut back: Vec<u32> = std::iter::successors(folds.last(&outline), |id| folds.previous(&outline, *id))
                .map(|id| id.0)
                .collect();
            back.reverse();
            prop_assert_eq!(&forward, &back);
            for id in outline.ids() {
                let is_visible = forward.contains(&id.0);
                let stands_for = folds.representative(&outline, id);
                prop_assert_eq!(is_visible, stands_for == Some(id));
                prop_assert!(stands_for.is_none_or(|stands| forward.contains(&stands.0)));
                prop_assert!(stands_for.is_some() || forward.is_empty());
            }
        }
    }
}
