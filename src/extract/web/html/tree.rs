//! A tree of elements and text, flat and in the order in which they are written.

use std::ops::Range;

use super::names::ElementName;
use crate::notice::Damage;

/// Elements and pieces of text, at most; what follows is not read. The longest notices have some thousands, and their
/// tables some ten thousands.
pub(super) const MAX_NODES: usize = 1_000_000;

/// Tags, attributes and pieces of text, at most; what follows is not read. A page has some of them for each element; one
/// that is nothing but stray signs has more of them than elements.
pub(super) const MAX_EVENTS: usize = 8_000_000;

/// A node: an element or a piece of text.
#[derive(Debug, Clone, Copy)]
pub(in crate::extract) struct Node {
    /// One past the last node below this one.
    pub end: u32,
    /// The element; `None` for text.
    pub element: Option<ElementName>,
    /// Whether it is not shown: `hidden`, `display: none`.
    pub is_hidden: bool,
    /// Whether its line ends are lines: `white-space: pre`.
    pub keeps_line_ends: bool,
    /// Where in [`Tree::text`] its text is, or in [`Tree::attributes`] what the element has.
    pub(super) own: (u32, u32),
}

impl Node {
    fn own(&self) -> Range<usize> {
        self.own.0 as usize..self.own.1 as usize
    }
}

/// A document, in the order in which it is written.
#[derive(Debug, Default)]
pub(in crate::extract) struct Tree {
    /// All nodes; those below a node follow it, up to its `end`.
    pub nodes: Vec<Node>,
    /// What the comments say where the page was saved from.
    pub saved_from: Option<String>,
    /// What there was too much of, if not all was read.
    pub(super) limit_reached: Option<LimitReached>,
    /// All text, and the values of the attributes.
    pub(super) text: String,
    /// The attributes that are kept, and where in `text` their values are.
    pub(super) attributes: Vec<(&'static str, Range<u32>)>,
}

impl Tree {
    /// The text of a node; empty for elements.
    pub(in crate::extract) fn text(&self, at: u32) -> &str {
        let node = &self.nodes[at as usize];
        if node.element.is_some() { "" } else { &self.text[node.own()] }
    }

    /// All text below a node that is shown or hidden, in one piece.
    pub(in crate::extract) fn text_below(&self, at: u32) -> String {
        (at..self.nodes[at as usize].end).map(|node| self.text(node)).collect()
    }

    /// Whether the node is that element.
    pub(in crate::extract) fn is(&self, at: u32, name: &str) -> bool {
        self.nodes[at as usize].element.is_some_and(|element| element.as_str() == name)
    }

    /// The attributes of a node that are kept, with their values; of two of one name the first counts.
    pub(in crate::extract) fn attributes(&self, at: u32) -> impl Iterator<Item = (&'static str, &str)> {
        let node = &self.nodes[at as usize];
        let own = if node.element.is_some() { node.own() } else { 0..0 };
        self.attributes[own].iter().map(|(name, value)| (*name, &self.text[value.start as usize..value.end as usize]))
    }

    /// The value of an attribute that is kept.
    pub(in crate::extract) fn attribute(&self, at: u32, name: &str) -> Option<&str> {
        self.attributes(at).find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    /// Every element of that name.
    pub(in crate::extract) fn elements(&self, name: &str) -> impl Iterator<Item = u32> + '_ {
        let name = ElementName::of(name.as_bytes());
        let found =
            self.nodes.iter().enumerate().filter(move |(_, node)| node.element.is_some() && node.element == name);
        found.map(|(at, _)| at as u32)
    }
}

/// Why a document was not read to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LimitReached {
    /// The tree has as many nodes as a tree may have.
    Elements,
    /// There was as much markup, good and bad, as is ever looked at.
    Signs,
}

impl LimitReached {
    /// The damage that this is of the document.
    pub(super) const fn damage(self) -> Damage {
        match self {
            Self::Elements => Damage::TooManyElements(MAX_NODES),
            Self::Signs => Damage::TooManyTags(MAX_EVENTS),
        }
    }
}
