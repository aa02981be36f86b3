//! Structural addresses: `一（二）3` names a node by the numbers above it.

use std::fmt::{self, Write as _};

use super::outline::Siblings;
use super::{MarkerKind, NodeId, NodeKind, Notice};
use crate::text::numeral;

/// The structural address of a node, made of the numbers on the way to it: `一（二）3`, `第二章第八条（一）`, `附件1·三`.
///
/// Stable when the notice is parsed again; unique unless the notice itself numbers two siblings alike.
///
/// ```
/// use gangmu::notice::Address;
/// use gangmu::{Options, read_bytes};
///
/// let text = "甲县教育工作要点\n一、要求\n二、任务\n（一）安全\n（二）作业\n";
/// let library = read_bytes("a.txt", text.as_bytes(), &Options::default());
/// let (_, notice) = library.notices().next().expect("a notice");
/// let id = Address::typed("二(二)").find(notice).expect("there is such a node");
/// assert_eq!(notice.heading(id), "作业");
/// assert_eq!(Address::of(notice, id).as_str(), "二（二）");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Address(String);

/// The address of an unnumbered part that adds nothing to those below it.
const UNNUMBERED_PART: &str = "附";

impl Address {
    /// The address of a node.
    pub fn of(notice: &Notice, id: NodeId) -> Self {
        let mut path: Vec<NodeId> = notice.outline.ancestors(id).collect();
        path.reverse();
        path.push(id);
        let mut text = String::new();
        for step in path {
            push_step(&mut text, notice, step);
        }
        if text.is_empty() {
            text.push_str(UNNUMBERED_PART);
        }
        text.truncate(text.trim_end_matches('·').len());
        Self(text)
    }

    /// The node with this address, `None` if the notice has none; the first of siblings with equal numbers.
    ///
    /// Full-width and half-width forms are equal. If no node has the literal address `1.2.3`, it means the third child of
    /// the second child of the first node, in whichever style their numbers are written.
    pub fn find(&self, notice: &Notice) -> Option<NodeId> {
        let wanted = fold(&self.0);
        if wanted.is_empty() {
            return None;
        }
        let numbers = || wanted.split('.').map(|number| number.parse().ok()).collect::<Option<Vec<u32>>>();
        find_below(notice, notice.outline.roots(), &mut String::new(), &wanted)
            .or_else(|| find_by_numbers(notice, notice.outline.roots(), &numbers()?))
    }

    /// Parses an address as a user typed it.
    pub fn typed(text: &str) -> Self {
        Self(text.trim().to_owned())
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Searches `siblings`, whose parent has the address `above`, and descends only where the wanted address begins with the
/// sibling's.
fn find_below(notice: &Notice, siblings: Siblings<'_>, above: &mut String, wanted: &str) -> Option<NodeId> {
    let len = above.len();
    for id in siblings {
        push_step(above, notice, id);
        let address = if above.is_empty() { UNNUMBERED_PART.to_owned() } else { fold(above) };
        if address == wanted {
            return Some(id);
        }
        if above.is_empty() || wanted.starts_with(&address) {
            let found = find_below(notice, notice.outline.children(id), above, wanted);
            if found.is_some() {
                return found;
            }
        }
        above.truncate(len);
    }
    None
}

/// The node whose number is the last of `numbers` and whose ancestors have the numbers before it. Nodes
/// without a number are skipped.
fn find_by_numbers(notice: &Notice, mut siblings: Siblings<'_>, numbers: &[u32]) -> Option<NodeId> {
    let (first, rest) = numbers.split_first()?;
    siblings.find_map(|id| {
        let children = notice.outline.children(id);
        match notice.outline[id].marker {
            None => find_by_numbers(notice, children, numbers),
            Some(marker) if marker.number != *first => None,
            Some(_) if rest.is_empty() => Some(id),
            Some(_) => find_by_numbers(notice, children, rest),
        }
    })
}

fn push_step(text: &mut String, notice: &Notice, id: NodeId) {
    let Some(marker) = notice.outline[id].marker else {
        push_unnumbered_part(text, notice, id);
        return;
    };
    let number = marker.number;
    match marker.kind {
        MarkerKind::Attachment => {
            text.push_str("附件");
            if number > 0 {
                text.push_str(&number.to_string());
            }
            text.push('·');
        }
        MarkerKind::Volume => push_ordinal(text, number, '编'),
        MarkerKind::Chapter => push_ordinal(text, number, '章'),
        MarkerKind::Section => push_ordinal(text, number, '节'),
        MarkerKind::Article => push_ordinal(text, number, '条'),
        MarkerKind::Ideographic => text.push_str(&numeral::to_chinese(number)),
        MarkerKind::ParenIdeographic => {
            text.push('（');
            text.push_str(&numeral::to_chinese(number));
            text.push('）');
        }
        MarkerKind::Arabic | MarkerKind::Decimal => {
            if text.ends_with(|last: char| last.is_ascii_digit()) {
                text.push('.');
            }
            text.push_str(&number.to_string());
        }
        MarkerKind::ArabicParen => {
            text.push_str(&number.to_string());
            text.push('）');
        }
        MarkerKind::ParenArabic => {
            text.push('（');
            text.push_str(&number.to_string());
            text.push('）');
        }
        MarkerKind::Circled | MarkerKind::Letter | MarkerKind::Stem => {
            text.push_str(notice.marker(id).trim_end_matches(['.', '、', '．', ')', '）']));
        }
    }
}

/// The prefix of a part (attached document) without a number. A letter often sends a single plan, and readers mean the
/// plan when they write 一（二）, so a single such part adds nothing; several are counted: `附〔2〕·`.
fn push_unnumbered_part(text: &mut String, notice: &Notice, id: NodeId) {
    let outline = &notice.outline;
    let is_unnumbered = |id: &NodeId| outline[*id].marker.is_none();
    let is_attached = |id: &NodeId| outline[*id].kind == NodeKind::Part;
    let is_alone = outline.roots().filter(is_unnumbered).nth(1).is_none() && outline.roots().all(|id| is_attached(&id));
    if !is_alone {
        let count = outline.roots().take_while(|before| *before <= id).filter(is_unnumbered).count();
        let _ = write!(text, "附〔{count}〕·");
    }
}

fn push_ordinal(text: &mut String, number: u32, unit: char) {
    text.push('第');
    text.push_str(&numeral::to_chinese(number));
    text.push(unit);
}

fn fold(address: &str) -> String {
    address.chars().map(crate::text::fold::half_width).filter(|c| !c.is_whitespace() && *c != '·').collect()
}
