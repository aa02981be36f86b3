//! The tree of headings as a flat preorder array.

use std::ops::Index;

use super::{Marker, MarkerKind, Span};

/// Index of a node in its [`Outline`], in preorder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(pub u32);

impl NodeId {
    /// As an index into [`Outline::nodes`].
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// The kind of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NodeKind {
    /// A document inside the document: an attachment, or the plan that a letter sends.
    Part,
    /// 编 (volume)
    Volume,
    /// 章 (chapter)
    Chapter,
    /// 节 (section)
    Section,
    /// 条 (article)
    Article,
    /// Any other numbered heading; `level` counts from 1 within its part.
    Heading {
        /// Depth among the numbered headings of its part, from 1.
        level: u8,
    },
}

impl NodeKind {
    /// The level of a numbered heading whose parent is of kind `parent`.
    pub const fn level_under(parent: Option<Self>) -> u8 {
        match parent {
            Some(Self::Heading { level }) => level.saturating_add(1),
            _ => 1,
        }
    }
}

/// A heading with the text that belongs to it.
///
/// Its parts follow each other in the text: marker, heading, joint, body, children. The joint separates heading and body:
/// `\n`, or `。` where the body begins on the same line, or `。\n`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Node {
    /// Its kind.
    pub kind: NodeKind,
    /// Its number as written; `None` for a part that only has a title.
    pub marker: Option<Marker>,
    /// The heading without marker and without the closing `。`.
    pub heading: Span,
    /// Its own paragraphs, children not included; from the end of the joint to the next node or matter.
    pub body: Span,
    /// The node above, `None` at the top.
    pub parent: Option<NodeId>,
    /// One past the last node of its subtree, in preorder.
    pub end: NodeId,
}

impl Node {
    /// First byte of the node: that of its marker, or of its heading.
    pub fn start(&self) -> u32 {
        self.marker.map_or(self.heading.start, |marker| marker.span.start)
    }
}

/// The nodes of one notice in preorder. A parent comes before its children; a subtree is a contiguous range.
///
/// ```
/// use gangmu::{Options, read_bytes};
///
/// let text = "甲县教育工作要点\n一、要求\n二、任务\n（一）安全\n（二）作业\n";
/// let library = read_bytes("a.txt", text.as_bytes(), &Options::default());
/// let (_, notice) = library.notices().next().expect("a notice");
/// let outline = &notice.outline;
/// let second = outline.roots().nth(1).expect("二、");
/// let children: Vec<&str> = outline.children(second).map(|child| notice.heading(child)).collect();
/// assert_eq!(children, ["安全", "作业"]);
/// // The subtree of a node is a range of the array.
/// assert_eq!(outline[second].end.index() - second.index(), 3);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outline {
    nodes: Vec<Node>,
}

impl Outline {
    /// Takes nodes in preorder, with `parent` set and `end` filled in here.
    ///
    /// # Panics
    /// When a parent does not come before its child: the caller's list is not a preorder.
    pub fn from_preorder(mut nodes: Vec<Node>) -> Self {
        for index in (0..nodes.len()).rev() {
            let own_end = nodes[index].end.0.max(index as u32 + 1);
            nodes[index].end = NodeId(own_end);
            if let Some(parent) = nodes[index].parent {
                assert!(parent.index() < index, "preorder: parent precedes child");
                let parent_end = &mut nodes[parent.index()].end;
                parent_end.0 = parent_end.0.max(own_end);
            }
        }
        Self { nodes }
    }

    /// All nodes in preorder.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there is no heading at all.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Every id in preorder.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = NodeId> + use<> {
        (0..self.nodes.len() as u32).map(NodeId)
    }

    /// The top-level nodes.
    pub fn roots(&self) -> Siblings<'_> {
        Siblings { outline: self, next: NodeId(0), end: NodeId(self.nodes.len() as u32) }
    }

    /// The children of a node, in order.
    pub fn children(&self, id: NodeId) -> Siblings<'_> {
        Siblings { outline: self, next: NodeId(id.0 + 1), end: self[id].end }
    }

    /// Whether a node has children.
    pub fn has_children(&self, id: NodeId) -> bool {
        self[id].end.0 > id.0 + 1
    }

    /// The nodes above `id`, nearest first.
    pub fn ancestors(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(self[id].parent, |above| self[*above].parent)
    }

    /// How many nodes are above `id`; 0 at the top.
    pub fn depth(&self, id: NodeId) -> usize {
        self.ancestors(id).count()
    }

    /// The next node with the same parent.
    pub fn next_sibling(&self, id: NodeId) -> Option<NodeId> {
        let next = self[id].end;
        (self.nodes.get(next.index())?.parent == self[id].parent).then_some(next)
    }

    /// The nearest previous sibling whose marker is of that kind. Linear in the siblings skipped, which are few: kinds of
    /// markers rarely alternate among siblings.
    pub fn previous_of_kind(&self, id: NodeId, kind: MarkerKind) -> Option<NodeId> {
        const MOST_STEPS: usize = 4;
        std::iter::successors(self.prev_sibling(id), |before| self.prev_sibling(*before))
            .take(MOST_STEPS)
            .find(|before| self[*before].marker.is_some_and(|marker| marker.kind == kind))
    }

    /// The previous node with the same parent.
    ///
    /// # Panics
    /// When `id` is not a node of this outline.
    pub fn prev_sibling(&self, id: NodeId) -> Option<NodeId> {
        let mut at = NodeId(id.0.checked_sub(1)?);
        let parent = self[id].parent;
        if Some(at) == parent {
            return None;
        }
        while self[at].parent != parent {
            at = self[at].parent.expect("preorder: what precedes a node is its parent or lies under a sibling");
        }
        Some(at)
    }

    /// The node whose marker, heading or body holds the byte `offset`; the last node that starts at or before it.
    /// `None` before the first node.
    pub fn node_at(&self, offset: u32) -> Option<NodeId> {
        let after = self.nodes.partition_point(|node| node.start() <= offset);
        after.checked_sub(1).map(|index| NodeId(index as u32))
    }
}

impl Index<NodeId> for Outline {
    type Output = Node;

    fn index(&self, id: NodeId) -> &Node {
        &self.nodes[id.index()]
    }
}

/// Iterates over nodes that share a parent, skipping subtrees in O(1) each.
#[derive(Debug, Clone)]
pub struct Siblings<'a> {
    outline: &'a Outline,
    next: NodeId,
    end: NodeId,
}

impl Iterator for Siblings<'_> {
    type Item = NodeId;

    fn next(&mut self) -> Option<NodeId> {
        if self.next >= self.end {
            return None;
        }
        let id = self.next;
        self.next = self.outline[id].end;
        Some(id)
    }
}
