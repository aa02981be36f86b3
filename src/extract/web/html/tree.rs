//! A tree of elements and text, as a flat array in document order.

use std::ops::Range;

use super::names::ElementName;
use crate::notice::Damage;

/// Upper bound on elements and pieces of text; the rest is not read. The longest notices have some thousands, their
/// tables some ten thousands.
pub(super) const MAX_NODES: usize = 1_000_000;

/// Upper bound on tags, attributes and pieces of text; the rest is not read. A normal page has a few per element; one
/// of stray signs has many more than elements.
pub(super) const MAX_EVENTS: usize = 8_000_000;

/// A node: an element or a piece of text.
#[derive(Debug, Clone, Copy)]
pub(in crate::extract) struct Node {
    /// One past the last node below this one.
    pub end: u32,
    /// The element; `None` for text.
    pub element: Option<ElementName>,
    /// Whether it is hidden: `hidden`, `display: none`.
    pub is_hidden: bool,
    /// Whether it preserves line ends: `white-space: pre`.
    pub keeps_line_ends: bool,
    /// Range of its text in [`Tree::text`], or of the element's attributes in [`Tree::attributes`].
    pub(super) own: (u32, u32),
}

impl Node {
    fn own(&self) -> Range<usize> {
        self.own.0 as usize..self.own.1 as usize
    }
}

/// A document in document order.
#[derive(Debug, Default)]
pub(in crate::extract) struct Tree {
    /// All nodes; the nodes below a node follow it, up to its `end`.
    pub nodes: Vec<Node>,
    /// The address that a comment says the page was saved from.
    pub saved_from: Option<String>,
    /// The limit that was reached, if the input was not read to its end.
    pub(super) limit_reached: Option<LimitReached>,
    /// All text, and the values of attributes.
    pub(super) text: String,
    /// The attributes that are kept, with the ranges of their values in `text`.
    pub(super) attributes: Vec<(&'static str, Range<u32>)>,
}

impl Tree {
    /// The text of a node; empty for elements.
    pub(in crate::extract) fn text(&self, at: u32) -> &str {
        let node = &self.nodes[at as usize];
        if node.element.is_some() { "" } else { &self.text[node.own()] }
    }

    /// All text below a node, shown or hidden.
    pub(in crate::extract) fn text_below(&self, at: u32) -> String {
        (at..self.nodes[at as usize].end).map(|node| self.text(node)).collect()
    }

    /// Whether the node is an element with that name.
    pub(in crate::extract) fn is(&self, at: u32, name: &str) -> bool {
        self.nodes[at as usize].element.is_some_and(|element| element.as_str() == name)
    }

    /// The attributes of a node; if a name occurs twice, the first one counts.
    pub(in crate::extract) fn attributes(&self, at: u32) -> impl Iterator<Item = (&'static str, &str)> {
        let node = &self.nodes[at as usize];
        let own = if node.element.is_some() { node.own() } else { 0..0 };
        self.attributes[own].iter().map(|(name, value)| (*name, &self.text[value.start as usize..value.end as usize]))
    }

    /// The value of an attribute.
    pub(in crate::extract) fn attribute(&self, at: u32, name: &str) -> Option<&str> {
        self.attributes(at).find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    /// All elements with that name.
    pub(in crate::extract) fn elements(&self, name: &str) -> impl Iterator<Item = u32> + '_ {
        let name = ElementName::of(name.as_bytes());
        let found =
            self.nodes.iter().enumerate().filter(move |(_, node)| node.element.is_some() && node.element == name);
        found.map(|(at, _)| at as u32)
    }
}

/// The limit at which reading stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LimitReached {
    /// Number of nodes.
    Elements,
    /// Number of tags, attributes and pieces of text, valid or not.
    Signs,
}

impl LimitReached {
    /// The damage to report for the document.
    pub(super) const fn damage(self) -> Damage {
        match self {
            Self::Elements => Damage::TooManyElements(MAX_NODES),
            Self::Signs => Damage::TooManyTags(MAX_EVENTS),
        }
    }
}
