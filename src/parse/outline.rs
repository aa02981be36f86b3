//! Step 8 of 9: headings and paragraphs → the text of the notice and its outline.

use crate::notice::{Hint, Marker, MarkerKind, Matter, Node, NodeId, NodeKind, Notice, Outline, Paragraph, Role, Span};
use crate::parse::elements::tidy_title;
use crate::parse::marker_stack::{Family, Stack};
use crate::parse::page_furniture::PageHead;
use crate::parse::reflow::Reflowed;
use crate::parse::sections::ParagraphRole;
use crate::parse::select::Chosen;
use crate::terms::attachments::attachment_number;
use crate::text::bytes::{trim_spaces_end, trim_spaces_start};
use crate::text::sign::SignKind;
use crate::text::words::{squeeze, squeezed};

/// Builds text, outline and matter. `notice` holds source, elements and the warnings so far.
pub fn build(
    mut notice: Notice,
    head: &PageHead,
    page: &Reflowed,
    roles: &[ParagraphRole],
    chosen: &[Chosen],
) -> Notice {
    let mut builder = Builder {
        text: String::with_capacity(page.buf.len() + page.paragraphs.len() + 256),
        paragraphs: Vec::with_capacity(page.paragraphs.len() + chosen.len() + 4),
        nodes: Vec::with_capacity(chosen.len() + 4),
        matter: Vec::new(),
        stack: Stack::default(),
        part: None,
        origin: 0,
        sign: 0,
    };
    builder.put_title(head);
    let mut next = 0;
    let mut index = 0;
    while index < roles.len() {
        let first = next;
        while next < chosen.len() && chosen[next].paragraph == index {
            next += 1;
        }
        index += builder.put(page, roles, index, &chosen[first..next]);
    }
    builder.close_bodies();
    notice.text = builder.text;
    notice.paragraphs = builder.paragraphs;
    notice.outline = Outline::from_preorder(builder.nodes);
    notice.matter = builder.matter;
    notice
}

struct Builder {
    text: String,
    paragraphs: Vec<Paragraph>,
    nodes: Vec<Node>,
    matter: Vec<Matter>,
    stack: Stack<NodeId>,
    part: Option<NodeId>,
    /// Index of the last source line looked up.
    origin: usize,
    /// Index of the first sign of the previous heading.
    sign: usize,
}

impl Builder {
    /// Source line, from 1, of byte `offset` of the page. The search starts at the line of the previous call, because
    /// offsets only increase.
    fn source_line(&mut self, page: &Reflowed, offset: u32) -> u32 {
        let begins_behind = |origin: &(u32, u32)| origin.0 > offset;
        while self.origin > 0 && begins_behind(&page.origins[self.origin]) {
            self.origin -= 1;
        }
        while page.origins.get(self.origin + 1).is_some_and(|next| !begins_behind(next)) {
            self.origin += 1;
        }
        page.origins.get(self.origin).map_or(1, |(_, line)| *line)
    }

    fn len(&self) -> u32 {
        self.text.len() as u32
    }

    fn put_title(&mut self, head: &PageHead) {
        if let Some(red_head) = &head.red_head {
            self.put_matter(Role::DocumentNumber, &red_head.text, red_head.source_line);
        }
        let Some(first) = head.title.first() else {
            self.put_number(head);
            return;
        };
        let joined: String = head.title.iter().map(|line| line.text.as_str()).collect();
        self.put_matter(Role::Title, &tidy_title(&joined), first.source_line);
        self.put_number(head);
    }

    fn put_number(&mut self, head: &PageHead) {
        if let Some(number) = &head.number {
            self.put_matter(Role::DocumentNumber, &number.text, number.source_line);
        }
    }

    /// Adds a paragraph outside the outline; consecutive paragraphs of one role form one matter.
    fn put_matter(&mut self, role: Role, text: &str, source_line: u32) {
        let start = self.start_paragraph(source_line);
        self.text.push_str(text);
        self.text.push('\n');
        let end = self.len();
        match self.matter.last_mut().filter(|last| last.role == role && last.span.end == start) {
            Some(last) => last.span.end = end,
            None => self.matter.push(Matter { role, span: Span::new(start, end) }),
        }
    }

    fn start_paragraph(&mut self, source_line: u32) -> u32 {
        let start = self.len();
        self.paragraphs.push(Paragraph { start, source_line });
        start
    }

    /// Adds the paragraph at `index`; returns the number of paragraphs consumed.
    fn put(&mut self, page: &Reflowed, roles: &[ParagraphRole], index: usize, headings: &[Chosen]) -> usize {
        let paragraph = &page.paragraphs[index];
        let text = page.text(paragraph);
        let source_line = self.source_line(page, paragraph.start);
        match roles[index] {
            ParagraphRole::Matter(role) => {
                self.put_matter(role, text, source_line);
                1
            }
            ParagraphRole::PartTitle { lines } => {
                let title: String =
                    page.paragraphs[index..index + lines].iter().map(|paragraph| page.text(paragraph)).collect();
                self.put_part(None, &tidy_title(&title), source_line);
                lines
            }
            ParagraphRole::Attachment => self.put_attachment(page, roles, index),
            // Its first line took it along.
            ParagraphRole::PartTitleGoesOn => 1,
            ParagraphRole::Body => self.put_body(page, roles, index, headings),
        }
    }

    /// `附件1` with its title behind it, or in the next paragraph.
    fn put_attachment(&mut self, page: &Reflowed, roles: &[ParagraphRole], index: usize) -> usize {
        let paragraph = &page.paragraphs[index];
        let text = page.text(paragraph);
        let source_line = self.source_line(page, paragraph.start);
        let (number, name) = attachment_number(text).unwrap_or_else(|| {
            let name = text.find(['：', ':']).map_or("", |at| text[at..].trim_start_matches(['：', ':']).trim());
            (0, name)
        });
        let marker = squeeze(text[..text.len() - name.len()].trim_end());
        if !name.is_empty() {
            self.put_part(Some((&marker, number)), &tidy_title(name), source_line);
            return 1;
        }
        // The title stands below: one line, or two when the first cannot be its end.
        let is_title = |at: usize| {
            let below = page.paragraphs.get(at).map(|paragraph| (paragraph.hint, page.text(paragraph)));
            // The cells of a row are no title; a title may well stand in a cell that is as wide as its table.
            let below =
                below.filter(|(hint, text)| *hint != Some(Hint::TableRow) || !text.contains(char::is_whitespace));
            below.map(|(_, text)| text).filter(|text| {
                matches!(roles[at], ParagraphRole::Body)
                    && text.chars().count() <= 60
                    && !text.ends_with(['。', '：', ':', '；'])
                    && crate::terms::marker::leading_marker(text).is_none()
            })
        };
        let Some(first) = is_title(index + 1) else {
            self.put_part(Some((&marker, number)), "", source_line);
            return 1;
        };
        let second = is_title(index + 2).filter(|second| {
            crate::terms::titles::doc_type(first).is_none()
                && (crate::terms::titles::doc_type(second).is_some() || second.ends_with(['表', '单']))
        });
        let title = format!("{first}{}", second.unwrap_or_default());
        self.put_part(Some((&marker, number)), &tidy_title(&title), source_line);
        2 + usize::from(second.is_some())
    }

    fn put_part(&mut self, marker: Option<(&str, u32)>, title: &str, source_line: u32) {
        self.close_bodies();
        self.stack.clear();
        let start = self.start_paragraph(source_line);
        let marker = marker.map(|(written, number)| {
            self.text.push_str(written);
            let span = Span::new(start, self.len());
            if !title.is_empty() {
                self.text.push_str(gap_after(MarkerKind::Attachment));
            }
            Marker { kind: MarkerKind::Attachment, number, span }
        });
        let heading_start = self.len();
        self.text.push_str(title);
        let heading = Span::new(heading_start, self.len());
        self.text.push('\n');
        self.part = Some(self.push_node(NodeKind::Part, marker, heading, None));
    }

    fn push_node(&mut self, kind: NodeKind, marker: Option<Marker>, heading: Span, parent: Option<NodeId>) -> NodeId {
        let id = NodeId(self.nodes.len() as u32);
        let body = Span::empty(self.len());
        self.nodes.push(Node { kind, marker, heading, body, parent, end: NodeId(0) });
        id
    }

    /// Extends the body of the last node to the end of the text so far, unless matter lies in between.
    fn close_bodies(&mut self) {
        let end = self.len();
        let matter_start = self.matter.iter().rev().map(|matter| matter.span.start);
        if let Some(node) = self.nodes.last_mut() {
            let first_matter = matter_start.take_while(|start| *start >= node.body.start).last();
            node.body.end = first_matter.unwrap_or(end);
        }
    }

    fn put_body(&mut self, page: &Reflowed, roles: &[ParagraphRole], index: usize, headings: &[Chosen]) -> usize {
        let paragraph = &page.paragraphs[index];
        let text = page.text(paragraph);
        let first = headings.first().map_or(text.len(), |heading| heading.at);
        let before = trim_spaces_end(&text[..first]);
        if !before.is_empty() {
            let source_line = self.source_line(page, paragraph.start);
            self.put_text(before, source_line);
        }
        let mut taken = 1;
        for (position, heading) in headings.iter().enumerate() {
            let end = headings.get(position + 1).map_or(text.len(), |next| next.at);
            let from = heading.at + heading.marker.heading.min(end - heading.at);
            let source_line = self.source_line(page, paragraph.start + heading.at as u32);
            let content = trim_spaces_end(&text[from..end]);
            let marker = &text[heading.at..heading.at + heading.marker.len];
            let is_last = position + 1 == headings.len();
            let heads_next = content.is_empty() && is_last && heads_next(page, roles, index);
            let halves = if heads_next {
                let below = &page.paragraphs[index + 1];
                self.split_heading(page.text(below), below.start, page)
            } else {
                self.split_heading(content, paragraph.start + from as u32, page)
            };
            self.put_heading(heading, marker, halves, source_line);
            taken = 1 + usize::from(heads_next);
        }
        taken
    }

    /// Body text: of the node above it, or of the preamble.
    fn put_text(&mut self, text: &str, source_line: u32) {
        let matter_follows =
            |node: &Node| self.matter.last().is_some_and(|matter| matter.span.start >= node.body.start);
        match self.nodes.last().map(matter_follows) {
            None => self.put_matter(Role::Preamble, text, source_line),
            // Text behind a signature belongs to no heading.
            Some(true) => self.put_matter(Role::Imprint, text, source_line),
            Some(false) => {
                self.start_paragraph(source_line);
                self.text.push_str(text);
                self.text.push('\n');
            }
        }
    }

    /// Splits the text after a marker into heading and body, at the first `。` outside brackets and quotations that has text
    /// after it. The full stop belongs to neither. `start`: byte of the text in the page; increases from call to call.
    fn split_heading<'a>(&mut self, content: &'a str, start: u32, page: &Reflowed) -> Halves<'a> {
        let signs = &page.signs[self.sign..];
        self.sign += signs.iter().position(|sign| sign.at >= start).unwrap_or(signs.len());
        let mut depth = 0_u32;
        for sign in &page.signs[self.sign..] {
            let at = (sign.at - start) as usize;
            if at >= content.len() {
                break;
            }
            match sign.kind {
                SignKind::Open | SignKind::OpenHalf => depth += 1,
                SignKind::Close | SignKind::CloseHalf => depth = depth.saturating_sub(1),
                SignKind::FullStop if depth == 0 || at > LONGEST_QUOTED_HEADING_BYTES => {
                    let rest = trim_spaces_start(&content[at + '。'.len_utf8()..]);
                    return Halves { heading: &content[..at], has_stop: true, rest };
                }
                _ => {}
            }
        }
        Halves { heading: content, has_stop: false, rest: "" }
    }

    /// Adds a heading and, after its full stop, the body: the parts returned by [`Builder::split_heading`].
    fn put_heading(&mut self, chosen: &Chosen, written: &str, halves: Halves<'_>, source_line: u32) {
        self.close_bodies();
        let family: Family = chosen.family();
        let above = self.stack.close_for(family);
        let parent = above.or(self.part);
        let start = self.start_paragraph(source_line);
        push_squeezed(&mut self.text, written);
        let marker = Marker { kind: family.kind, number: chosen.marker.number, span: Span::new(start, self.len()) };
        let Halves { heading, has_stop, rest } = halves;
        let is_ordinal = kind_of(family.kind).is_some();
        if !heading.is_empty() {
            self.text.push_str(gap_after(family.kind));
        }
        let heading_start = self.len();
        if is_ordinal {
            push_title(&mut self.text, heading);
        } else {
            self.text.push_str(heading);
        }
        let span = Span::new(heading_start, self.len());
        if has_stop {
            self.text.push('。');
        }
        if rest.is_empty() {
            self.text.push('\n');
        }
        let kind = kind_of(family.kind).unwrap_or_else(|| NodeKind::Heading {
            level: NodeKind::level_under(parent.map(|id| self.nodes[id.index()].kind)),
        });
        let id = self.push_node(kind, Some(marker), span, parent);
        if !rest.is_empty() {
            self.text.push_str(rest);
            self.text.push('\n');
        }
        self.stack.open(family, chosen.marker.number, id);
    }
}

/// Whether a marker alone on its line numbers the paragraph below it: `第 1 條`, then its text.
fn heads_next(page: &Reflowed, roles: &[ParagraphRole], index: usize) -> bool {
    roles.get(index + 1) == Some(&ParagraphRole::Body)
        && page
            .paragraphs
            .get(index + 1)
            .is_some_and(|paragraph| crate::terms::marker::leading_marker(page.text(paragraph)).is_none())
}

const fn kind_of(kind: MarkerKind) -> Option<NodeKind> {
    match kind {
        MarkerKind::Volume => Some(NodeKind::Volume),
        MarkerKind::Chapter => Some(NodeKind::Chapter),
        MarkerKind::Section => Some(NodeKind::Section),
        MarkerKind::Article => Some(NodeKind::Article),
        _ => None,
    }
}

/// The text after a marker, split into heading and body.
#[derive(Clone, Copy)]
struct Halves<'a> {
    heading: &'a str,
    /// Whether a full stop ends the heading.
    has_stop: bool,
    /// The text behind the full stop.
    rest: &'a str,
}

/// An open bracket in a heading is ignored as a typing error after this many bytes.
const LONGEST_QUOTED_HEADING_BYTES: usize = 300;

/// Appends a marker, letter-spacing taken out: `第 一 章` → `第一章`.
fn push_squeezed(text: &mut String, marker: &str) {
    text.push_str(&squeezed(marker));
}

/// Appends the heading of a chapter; a letter-spaced one (`总　则`) is a word.
fn push_title(text: &mut String, heading: &str) {
    let is_spaced_word = heading.chars().count() <= 9
        && heading.split_whitespace().count() >= 2
        && heading.split_whitespace().all(|piece| piece.chars().count() == 1);
    if is_spaced_word {
        push_squeezed(text, heading);
    } else {
        text.push_str(heading);
    }
}

/// White space that the text holds between a marker and its heading.
const fn gap_after(kind: MarkerKind) -> &'static str {
    match kind {
        MarkerKind::Volume | MarkerKind::Chapter | MarkerKind::Section | MarkerKind::Article => "\u{3000}",
        MarkerKind::Attachment => " ",
        _ => "",
    }
}
