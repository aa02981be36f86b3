//! The invariants of a notice as one function: the parser guarantees them, and a notice read from JSON is checked.

use std::error::Error;
use std::fmt;

use super::{Node, NodeId, Notice, Span};
use crate::text::safe::is_visible_char;

/// A broken invariant of a notice. Nodes are counted in preorder, paragraphs in order, both from 0; starts and ends are
/// bytes of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum BrokenNotice {
    /// The last paragraph does not end with a line feed.
    NoEnd,
    /// The text has a character that must not be shown.
    Invisible(char),
    /// A paragraph is empty.
    Empty(usize),
    /// The paragraph that begins there is not listed, or has no line of the source.
    Paragraph {
        /// Its first byte.
        start: u32,
    },
    /// A paragraph is listed behind the end of the text.
    Behind {
        /// Its first byte.
        start: u32,
    },
    /// The spans of a node are out of order.
    NodeSpans(usize),
    /// Marker and heading of a node are empty or have several lines.
    Heading(usize),
    /// A node does not consist of whole paragraphs.
    NotParagraphs {
        /// The node.
        node: usize,
        /// The whole node without its children.
        span: Span,
    },
    /// A node or matter does not follow the one before it.
    Gap {
        /// Where the one before it ends.
        end: u32,
        /// The next one.
        next: Span,
    },
    /// The end of the text belongs to no node or matter.
    Rest {
        /// Where the last of them ends.
        end: u32,
    },
    /// The parent of a node does not precede it in preorder.
    Parent(usize),
    /// A node is out of order.
    NodeOrder(usize),
    /// A warning points outside of the text.
    Warning(Span),
}

impl fmt::Display for BrokenNotice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoEnd => f.write_str("the last paragraph has no end"),
            Self::Invisible(c) => write!(f, "the text has {c:?}, which is not to be shown"),
            Self::Empty(index) => write!(f, "paragraph {index} is empty"),
            Self::Paragraph { start } => write!(f, "the paragraph at {start} is not listed"),
            Self::Behind { start } => write!(f, "the paragraph at {start} is behind the text"),
            Self::NodeSpans(node) => write!(f, "the spans of node {node} are out of order"),
            Self::Heading(node) => write!(f, "marker and heading of node {node} are not one line"),
            Self::NotParagraphs { node, span } => {
                write!(f, "node {node} at {} to {} is not of whole paragraphs", span.start, span.end)
            }
            Self::Gap { end, next } => {
                write!(f, "after {end} comes {} to {}, which is not the next paragraph", next.start, next.end)
            }
            Self::Rest { end } => write!(f, "the text after {end} belongs to nothing"),
            Self::Parent(node) => write!(f, "the parent of node {node} is not above it"),
            Self::NodeOrder(node) => write!(f, "node {node} is out of order"),
            Self::Warning(span) => write!(f, "a warning points at {} to {}, outside the text", span.start, span.end),
        }
    }
}

impl Error for BrokenNotice {}

impl Notice {
    /// Checks everything that the documentation of [`Notice`] promises: the text is safe and of whole paragraphs;
    /// nodes and matter tile it; spans lie on character boundaries; the nodes are a preorder.
    ///
    /// # Errors
    /// The first broken invariant, with its position.
    pub fn check_whole(&self) -> Result<(), BrokenNotice> {
        check_text(self)?;
        check_paragraphs(self)?;
        check_nodes(self)?;
        check_tiles(self)?;
        check_preorder(self.outline.nodes())?;
        let outside =
            self.warnings.iter().filter_map(|warning| warning.position.span()).find(|span| !is_inside(self, *span));
        outside.map_or(Ok(()), |span| Err(BrokenNotice::Warning(span)))
    }
}

fn check_text(notice: &Notice) -> Result<(), BrokenNotice> {
    let text = &notice.text;
    if !text.is_empty() && !text.ends_with('\n') {
        return Err(BrokenNotice::NoEnd);
    }
    if let Some(c) = text.chars().find(|c| *c != '\n' && !is_visible_char(*c)) {
        return Err(BrokenNotice::Invisible(c));
    }
    match text.lines().position(|line| line.trim().is_empty()) {
        Some(index) => Err(BrokenNotice::Empty(index)),
        None => Ok(()),
    }
}

fn check_paragraphs(notice: &Notice) -> Result<(), BrokenNotice> {
    let mut start = 0;
    let mut paragraphs = notice.paragraphs.iter();
    for line in notice.text.split_inclusive('\n') {
        match paragraphs.next() {
            Some(paragraph) if paragraph.start == start && paragraph.source_line > 0 => {}
            _ => return Err(BrokenNotice::Paragraph { start }),
        }
        start += line.len() as u32;
    }
    paragraphs.next().map_or(Ok(()), |paragraph| Err(BrokenNotice::Behind { start: paragraph.start }))
}

fn check_nodes(notice: &Notice) -> Result<(), BrokenNotice> {
    for (index, node) in notice.outline.nodes().iter().enumerate() {
        let marker = node.marker.map_or(Span::empty(node.heading.start), |marker| marker.span);
        let is_ordered = marker.end <= node.heading.start && node.heading.end <= node.body.start;
        if !is_ordered || ![marker, node.heading, node.body].iter().all(|span| is_inside(notice, *span)) {
            return Err(BrokenNotice::NodeSpans(index));
        }
        let heading = notice.slice(Span::new(marker.start, node.heading.end));
        if heading.is_empty() || heading.contains('\n') {
            return Err(BrokenNotice::Heading(index));
        }
        let span = Span::new(marker.start, node.body.end);
        if !is_of_paragraphs(notice, span) {
            return Err(BrokenNotice::NotParagraphs { node: index, span });
        }
    }
    Ok(())
}

/// Every byte belongs to one node or to one matter.
fn check_tiles(notice: &Notice) -> Result<(), BrokenNotice> {
    let nodes = notice.outline.nodes().iter().map(|node| Span::new(node.start(), node.body.end));
    let matter = notice.matter.iter().map(|matter| matter.span);
    let mut tiles: Vec<Span> = nodes.chain(matter).collect();
    tiles.sort_unstable();
    let mut end = 0;
    for tile in tiles {
        if tile.start != end || !is_of_paragraphs(notice, tile) {
            return Err(BrokenNotice::Gap { end, next: tile });
        }
        end = tile.end;
    }
    if end as usize == notice.text.len() { Ok(()) } else { Err(BrokenNotice::Rest { end }) }
}

fn check_preorder(nodes: &[Node]) -> Result<(), BrokenNotice> {
    let mut above: Vec<NodeId> = Vec::new();
    for (index, node) in nodes.iter().enumerate() {
        while above.last().is_some_and(|last| Some(*last) != node.parent) {
            above.pop();
        }
        if above.last().copied() != node.parent {
            return Err(BrokenNotice::Parent(index));
        }
        above.push(NodeId(index as u32));
        let is_sorted = index == 0 || nodes[index - 1].body.end <= node.start();
        let is_closed = node.end.index() > index && node.end.index() <= nodes.len();
        if !is_sorted || !is_closed {
            return Err(BrokenNotice::NodeOrder(index));
        }
    }
    Ok(())
}

fn is_inside(notice: &Notice, span: Span) -> bool {
    notice.text.get(span.start as usize..span.end as usize).is_some()
}

/// Whether a non-empty span begins and ends at paragraph borders.
fn is_of_paragraphs(notice: &Notice, span: Span) -> bool {
    let bytes = notice.text.as_bytes();
    let is_edge = |at: u32| at == 0 || bytes.get(at as usize - 1) == Some(&b'\n');
    span.start < span.end && is_edge(span.start) && is_edge(span.end)
}

#[cfg(test)]
mod tests {
    use super::super::{Matter, NodeKind, Outline, Paragraph, Role, Warning, WarningKind, WarningPosition};
    use super::*;

    /// `现通知如下：` and `一、时间。三天。`, without the marker's span.
    fn whole() -> Notice {
        let text = "通知：\n时间。三天。\n".to_owned();
        let node = Node {
            kind: NodeKind::Heading { level: 1 },
            marker: None,
            heading: Span::new(10, 16),
            body: Span::new(19, 29),
            parent: None,
            end: NodeId(0),
        };
        Notice {
            text,
            paragraphs: vec![Paragraph { start: 0, source_line: 1 }, Paragraph { start: 10, source_line: 3 }],
            outline: Outline::from_preorder(vec![node]),
            matter: vec![Matter { role: Role::Preamble, span: Span::new(0, 10) }],
            ..Notice::default()
        }
    }

    #[track_caller]
    fn check_broken(expected: &str, damage: impl FnOnce(&mut Notice)) {
        let mut notice = whole();
        damage(&mut notice);
        let reason = notice.check_whole().expect_err("a broken promise").to_string();
        assert!(reason.contains(expected), "{reason}");
    }

    fn with_node(notice: &mut Notice, change: impl FnOnce(&mut Node)) {
        let mut node = notice.outline.nodes()[0];
        change(&mut node);
        notice.outline = Outline::from_preorder(vec![node]);
    }

    #[test]
    fn a_whole_notice_passes() {
        assert_eq!(whole().check_whole(), Ok(()));
        assert_eq!(Notice::default().check_whole(), Ok(()));
    }

    #[test]
    fn each_broken_promise_is_named() {
        check_broken("has no end", |notice| notice.text.truncate(28));
        check_broken("not to be shown", |notice| notice.text.replace_range(0..3, "\u{200B}"));
        check_broken("paragraph 0 is empty", |notice| notice.text.replace_range(0..9, "         "));
        check_broken("the paragraph at 10", |notice| notice.paragraphs[1].start = 9);
        check_broken("behind the text", |notice| notice.paragraphs.push(Paragraph { start: 29, source_line: 4 }));
        check_broken("out of order", |notice| with_node(notice, |node| node.body.start = 12));
        check_broken("out of order", |notice| with_node(notice, |node| node.heading.end = 17));
        check_broken("marker and heading", |notice| with_node(notice, |node| node.heading.end = 10));
        check_broken("whole paragraphs", |notice| with_node(notice, |node| node.body.end = 28));
        check_broken("belongs to nothing", |notice| notice.outline = Outline::default());
        check_broken("not the next paragraph", |notice| notice.matter.clear());
        check_broken("outside the text", |notice| {
            let position = WarningPosition::Span(Span::new(0, 30));
            notice.warnings.push(Warning { kind: WarningKind::RepeatedText, position });
        });
    }
}
