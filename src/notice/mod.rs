//! The types of a notice: text, outline, metadata, and the source position of each.
//!
//! Nothing here parses or draws; every other room builds on these types.

mod address;
mod damage;
mod elements;
#[cfg(test)]
pub(crate) mod fixture;
mod manuscript;
mod marker;
mod outline;
mod record;
mod record_error;
mod span;
mod warning;
mod whole;

pub use address::Address;
pub use damage::{ArchiveLimit, Damage, PackingFault, XmlFault};
pub use elements::{Date, Elements};
pub use manuscript::{Format, Hint, Manuscript, Source};
pub use marker::{Marker, MarkerKind};
pub use outline::{Node, NodeId, NodeKind, Outline};
pub use record::{Record, RecordNode, RecordSpans};
pub use record_error::{NameList, RecordError};
pub use span::Span;
pub use warning::{BadBytes, Code, FontNames, MissingText, Warning, WarningKind, WarningPosition};
pub use whole::BrokenNotice;

/// A parsed notice: the text as a reader sees it, its structure and its metadata.
///
/// `text` is made by the parser: one paragraph per line, each ended by `\n`, no indentation, hard wraps joined,
/// page furniture removed. Every [`Span`] below points into it. Each node begins a paragraph.
///
/// Every byte of `text` belongs to exactly one node (its marker, heading, joint and body) or to exactly one [`Matter`].
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Notice {
    /// The file this notice was read from.
    pub source: Source,
    /// Title, number, issuer, dates and the rest of what GB/T 9704-2012 names.
    pub elements: Elements,
    /// The text, one paragraph per line.
    pub text: String,
    /// Every paragraph of `text`, in order.
    pub paragraphs: Vec<Paragraph>,
    /// The tree of headings.
    pub outline: Outline,
    /// The ranges of `text` outside the outline, in order of position.
    pub matter: Vec<Matter>,
    /// Faults of the numbering, and doubts about how the file was read.
    pub warnings: Vec<Warning>,
}

/// A paragraph of [`Notice::text`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paragraph {
    /// Byte offset in `text`.
    pub start: u32,
    /// Line in the source, counted from 1.
    pub source_line: u32,
}

/// A stretch of text that is not part of the outline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Matter {
    /// Its role.
    pub role: Role,
    /// Its range: whole paragraphs.
    pub span: Span,
}

/// The parts of a notice that stand outside its outline, after GB/T 9704-2012.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// 标题 (title)
    Title,
    /// 发文字号 (document number)
    DocumentNumber,
    /// 主送机关 (addressees)
    Recipients,
    /// Body text before the first numbered heading.
    Preamble,
    /// 附件说明 (list of attachments).
    Attachments,
    /// 发文机关署名 and 成文日期 (signature and date of issue).
    Signature,
    /// 附注 (note): `（此件公开发布）` ("for public release") and the like.
    Note,
    /// 版记 (imprint): 抄送机关, 印发机关 and 印发日期 (copies to, printed by, printed on).
    Imprint,
}

/// The display title of a notice without a title is cut here, because its first paragraph may be the whole text.
const FIRST_WORDS_CHARS: usize = 200;

impl Notice {
    /// The text a span points at.
    pub fn slice(&self, span: Span) -> &str {
        &self.text[span.range()]
    }

    /// The heading of a node as it reads, without its marker and without the full stop after it.
    pub fn heading(&self, id: NodeId) -> &str {
        self.slice(self.outline[id].heading)
    }

    /// The marker of a node as it was written (`一、`, `（一）`, `第三条`), or `""`.
    pub fn marker(&self, id: NodeId) -> &str {
        self.outline[id].marker.map_or("", |marker| self.slice(marker.span))
    }

    /// The paragraphs of a node's own body, children not included. A run-in body's first paragraph is the rest of
    /// the heading's line.
    pub fn body_paragraphs(&self, id: NodeId) -> impl Iterator<Item = &str> {
        self.slice(self.outline[id].body).lines().filter(|line| !line.is_empty())
    }

    /// The paragraphs of all matter with that role, in order.
    pub fn matter_paragraphs(&self, role: Role) -> impl Iterator<Item = &str> {
        self.matter
            .iter()
            .filter(move |matter| matter.role == role)
            .flat_map(|matter| self.slice(matter.span).lines())
            .filter(|line| !line.is_empty())
    }

    /// Index into `paragraphs` of the paragraph that holds the byte `offset`. `None` only for an empty text.
    pub fn paragraph_at(&self, offset: u32) -> Option<usize> {
        self.paragraphs.partition_point(|paragraph| paragraph.start <= offset).checked_sub(1)
    }

    /// The span of a paragraph, its closing `\n` left out.
    pub fn paragraph_span(&self, index: usize) -> Span {
        let start = self.paragraphs[index].start;
        let end = self.paragraphs.get(index + 1).map_or(self.text.len() as u32, |next| next.start);
        let has_newline = self.text.as_bytes().get(end as usize - 1) == Some(&b'\n') && end > start;
        Span::new(start, end - u32::from(has_newline))
    }

    /// Line in the source, counted from 1, where the byte `offset` of the text came from.
    pub fn source_line(&self, offset: u32) -> u32 {
        self.paragraph_at(offset).map_or(1, |index| self.paragraphs[index].source_line)
    }

    /// The title, or the first words of the text, or the file's name: something to call this notice by.
    pub fn display_title(&self) -> &str {
        if let Some(title) = &self.elements.title {
            return title;
        }
        let end = self.text.char_indices().nth(FIRST_WORDS_CHARS).map_or(self.text.len(), |(byte, _)| byte);
        let first = self.text[..end].lines().next().unwrap_or_default();
        if first.is_empty() { self.source.file_name() } else { first }
    }
}
