//! The stable JSON form of a notice: what `gangmu outline --format json` prints and every reader may rely on.
//!
//! Writing and reading back is lossless as far as the form goes: `Record::of(&record.clone().into_notice()?) == record`.
//! Fields are only ever added; `schema` counts up when one changes its meaning.

use serde::{Deserialize, Serialize};

use super::{
    Address, Code, Date, Elements, Format, Marker, MarkerKind, Matter, Node, NodeId, NodeKind, Notice, Outline,
    Paragraph, Role, Source, Span, Warning,
};

/// The version of the form.
pub const SCHEMA: u32 = 1;

/// One notice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Version of this form.
    pub schema: u32,
    /// Where it came from.
    pub source: RecordSource,
    /// The elements.
    pub metadata: Metadata,
    /// Body paragraphs before the first heading.
    #[serde(default)]
    pub preamble: Vec<String>,
    /// The tree of headings.
    #[serde(default)]
    pub outline: Vec<RecordNode>,
    /// The lines of 发文机关署名 and 成文日期.
    #[serde(default)]
    pub signature: Vec<String>,
    /// Names of the attachments.
    #[serde(default)]
    pub attachments: Vec<String>,
    /// What stands outside the outline, and where: needed to build the same text again.
    #[serde(default)]
    pub matter: Vec<RecordMatter>,
    /// Remarks.
    #[serde(default)]
    pub warnings: Vec<RecordWarning>,
}

/// [`Source`] in JSON.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RecordSource {
    /// The path.
    pub path: String,
    /// The format's name.
    pub format: String,
    /// The character encoding's name.
    pub encoding: Option<String>,
    /// Which notice of the file.
    pub part: Option<String>,
}

/// [`Elements`] in JSON; dates are `YYYY-MM-DD` or `YYYY-MM`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are those of Elements, where each is described")]
pub struct Metadata {
    pub title: Option<String>,
    pub doc_type: Option<String>,
    pub document_number: Option<String>,
    pub issuer: Option<String>,
    pub issue_date: Option<String>,
    pub recipients: Option<String>,
    pub index_number: Option<String>,
    pub subject: Option<String>,
    pub published: Option<String>,
    pub source_url: Option<String>,
    pub region: Option<String>,
    pub year: Option<u16>,
    pub note: Option<String>,
    pub copy_to: Option<String>,
}

/// A node of the outline in JSON.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RecordNode {
    /// Position in preorder, from 0.
    pub id: u32,
    /// Structural address.
    pub address: String,
    /// `part`, `volume`, `chapter`, `section`, `article` or `heading`.
    pub kind: String,
    /// The family of the marker, `null` without one.
    pub style: Option<String>,
    /// The marker as written.
    pub marker: Option<String>,
    /// Its number.
    pub number: Option<u32>,
    /// The heading without marker and closing full stop.
    pub heading: String,
    /// What stands between heading and body in the text; a line break when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub joint: Option<String>,
    /// Line of the source, from 1.
    pub line: u32,
    /// Its own paragraphs.
    #[serde(default)]
    pub paragraphs: Vec<String>,
    /// The nodes below.
    #[serde(default)]
    pub children: Vec<RecordNode>,
}

/// A [`Matter`] in JSON.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RecordMatter {
    /// Its role.
    pub role: String,
    /// It stands before the node of that id; after all of them when the id is their number.
    pub before: u32,
    /// Line of the source, from 1.
    pub line: u32,
    /// How many paragraphs; those of `preamble` and `signature` are the next ones of the lists of that name.
    pub count: u32,
    /// The paragraphs of every other role.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub paragraphs: Vec<String>,
}

/// A [`Warning`] in JSON.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RecordWarning {
    /// The rule's name.
    pub code: String,
    /// Line of the source, from 1.
    pub line: u32,
    /// What is wrong.
    pub message: String,
}

/// Why a JSON object is no notice of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordError(String);

impl std::fmt::Display for RecordError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for RecordError {}

const NODE_KINDS: [(NodeKind, &str); 5] = [
    (NodeKind::Part, "part"),
    (NodeKind::Volume, "volume"),
    (NodeKind::Chapter, "chapter"),
    (NodeKind::Section, "section"),
    (NodeKind::Article, "article"),
];

const STYLES: [(MarkerKind, &str); 14] = [
    (MarkerKind::Attachment, "attachment"),
    (MarkerKind::Volume, "volume"),
    (MarkerKind::Chapter, "chapter"),
    (MarkerKind::Section, "section"),
    (MarkerKind::Article, "article"),
    (MarkerKind::Ideographic, "ideographic"),
    (MarkerKind::ParenIdeographic, "paren-ideographic"),
    (MarkerKind::Arabic, "arabic"),
    (MarkerKind::ArabicParen, "arabic-paren"),
    (MarkerKind::ParenArabic, "paren-arabic"),
    (MarkerKind::Circled, "circled"),
    (MarkerKind::Letter, "letter"),
    (MarkerKind::Stem, "stem"),
    (MarkerKind::Decimal, "decimal"),
];

const ROLES: [(Role, &str); 8] = [
    (Role::Title, "title"),
    (Role::DocumentNumber, "document-number"),
    (Role::Recipients, "recipients"),
    (Role::Preamble, "preamble"),
    (Role::Attachments, "attachments"),
    (Role::Signature, "signature"),
    (Role::Note, "note"),
    (Role::Imprint, "imprint"),
];

fn name_of<T: PartialEq>(table: &[(T, &'static str)], value: &T) -> Option<&'static str> {
    table.iter().find(|(entry, _)| entry == value).map(|(_, name)| *name)
}

fn value_of<T: Copy>(table: &[(T, &str)], name: &str, what: &str) -> Result<T, RecordError> {
    let found = table.iter().find(|(_, entry)| *entry == name).map(|(value, _)| *value);
    found.ok_or_else(|| RecordError(format!("unknown {what} {name:?}")))
}

impl Record {
    /// The JSON form of a notice.
    pub fn of(notice: &Notice) -> Self {
        let owned = |role| notice.matter_paragraphs(role).map(str::to_owned).collect();
        Self {
            schema: SCHEMA,
            source: RecordSource {
                path: notice.source.path.clone(),
                format: notice.source.format.name().to_owned(),
                encoding: notice.source.encoding.clone(),
                part: notice.source.part.clone(),
            },
            metadata: metadata(&notice.elements),
            preamble: owned(Role::Preamble),
            outline: notice.outline.roots().map(|id| record_node(notice, id)).collect(),
            signature: owned(Role::Signature),
            attachments: notice.elements.attachments.clone(),
            matter: notice.matter.iter().map(|matter| record_matter(notice, *matter)).collect(),
            warnings: notice.warnings.iter().map(record_warning).collect(),
        }
    }

    /// Builds the notice again.
    ///
    /// # Errors
    /// When a name in it is not one of ours, a date is none, or a list is shorter than `matter` says.
    pub fn into_notice(self) -> Result<Notice, RecordError> {
        if self.schema != SCHEMA {
            return Err(RecordError(format!(
                "schema {} is not {SCHEMA}: made by another version of gangmu",
                self.schema
            )));
        }
        let mut build = Rebuild::default();
        build.place(&self)?;
        let elements = elements(self.metadata, self.attachments)?;
        let text = build.text;
        let warnings = self
            .warnings
            .into_iter()
            .map(|warning| {
                let code = Code::from_name(&warning.code)
                    .ok_or_else(|| RecordError(format!("unknown warning {:?}", warning.code)))?;
                Ok(Warning { code, span: None, line: warning.line, message: warning.message })
            })
            .collect::<Result<_, RecordError>>()?;
        Ok(Notice {
            source: Source {
                path: self.source.path,
                format: [Format::Text, Format::Markdown, Format::Json, Format::JsonLines]
                    .into_iter()
                    .find(|format| format.name() == self.source.format)
                    .ok_or_else(|| RecordError(format!("unknown format {:?}", self.source.format)))?,
                encoding: self.source.encoding,
                part: self.source.part,
            },
            elements,
            text,
            paragraphs: build.paragraphs,
            outline: Outline::from_preorder(build.nodes),
            matter: build.matter,
            warnings,
        })
    }
}

fn metadata(elements: &Elements) -> Metadata {
    let day = |date: &Option<Date>| date.map(|date| date.to_string());
    Metadata {
        title: elements.title.clone(),
        doc_type: elements.doc_type.clone(),
        document_number: elements.document_number.clone(),
        issuer: elements.issuer.clone(),
        issue_date: day(&elements.issue_date),
        recipients: elements.recipients.clone(),
        index_number: elements.index_number.clone(),
        subject: elements.subject.clone(),
        published: day(&elements.published),
        source_url: elements.source_url.clone(),
        region: elements.region.clone(),
        year: elements.year,
        note: elements.note.clone(),
        copy_to: elements.copy_to.clone(),
    }
}

fn elements(metadata: Metadata, attachments: Vec<String>) -> Result<Elements, RecordError> {
    let day = |date: Option<String>| {
        date.map(|date| date.parse().map_err(|()| RecordError(format!("{date:?} is no date")))).transpose()
    };
    Ok(Elements {
        title: metadata.title,
        doc_type: metadata.doc_type,
        document_number: metadata.document_number,
        issuer: metadata.issuer,
        recipients: metadata.recipients,
        issue_date: day(metadata.issue_date)?,
        note: metadata.note,
        attachments,
        copy_to: metadata.copy_to,
        index_number: metadata.index_number,
        subject: metadata.subject,
        published: day(metadata.published)?,
        source_url: metadata.source_url,
        region: metadata.region,
        year: metadata.year,
    })
}

fn record_node(notice: &Notice, id: NodeId) -> RecordNode {
    let node = &notice.outline[id];
    let joint = notice.slice(Span::new(node.heading.end, node.body.start));
    RecordNode {
        id: id.0,
        address: Address::of(notice, id).to_string(),
        kind: name_of(&NODE_KINDS, &node.kind).unwrap_or("heading").to_owned(),
        style: node.marker.and_then(|marker| name_of(&STYLES, &marker.kind)).map(str::to_owned),
        marker: node.marker.map(|_| notice.marker(id).to_owned()),
        number: node.marker.map(|marker| marker.number),
        heading: notice.heading(id).to_owned(),
        joint: (joint != "\n").then(|| joint.to_owned()),
        line: notice.source_line(node.start()),
        paragraphs: notice.body_paragraphs(id).map(str::to_owned).collect(),
        children: notice.outline.children(id).map(|child| record_node(notice, child)).collect(),
    }
}

fn record_matter(notice: &Notice, matter: Matter) -> RecordMatter {
    let paragraphs: Vec<String> = notice.slice(matter.span).lines().map(str::to_owned).collect();
    let nodes = notice.outline.nodes();
    RecordMatter {
        role: name_of(&ROLES, &matter.role).expect("the table names every role").to_owned(),
        before: nodes.partition_point(|node| node.start() < matter.span.start) as u32,
        line: notice.source_line(matter.span.start),
        count: paragraphs.len() as u32,
        paragraphs: if has_own_list(matter.role) { Vec::new() } else { paragraphs },
    }
}

const fn has_own_list(role: Role) -> bool {
    matches!(role, Role::Preamble | Role::Signature)
}

fn record_warning(warning: &Warning) -> RecordWarning {
    RecordWarning { code: warning.code.name().to_owned(), line: warning.line, message: warning.message.clone() }
}

/// White space that the text holds between a marker and its heading.
pub const fn gap_after(kind: MarkerKind) -> &'static str {
    match kind {
        MarkerKind::Volume | MarkerKind::Chapter | MarkerKind::Section | MarkerKind::Article => "\u{3000}",
        MarkerKind::Attachment => " ",
        _ => "",
    }
}

#[derive(Default)]
struct Rebuild {
    text: String,
    paragraphs: Vec<Paragraph>,
    nodes: Vec<Node>,
    matter: Vec<Matter>,
    preamble_used: usize,
    signature_used: usize,
    matter_used: usize,
}

impl Rebuild {
    fn place(&mut self, record: &Record) -> Result<(), RecordError> {
        // An explicit stack: a deep outline must not overflow the call stack.
        let mut pending: Vec<(&RecordNode, Option<NodeId>)> =
            record.outline.iter().rev().map(|node| (node, None)).collect();
        while let Some((node, parent)) = pending.pop() {
            self.place_matter(record, self.nodes.len() as u32)?;
            let id = NodeId(self.nodes.len() as u32);
            self.place_node(node, parent)?;
            pending.extend(node.children.iter().rev().map(|child| (child, Some(id))));
        }
        self.place_matter(record, u32::MAX)
    }

    /// Places the matter that stands before node `upcoming`.
    fn place_matter(&mut self, record: &Record, upcoming: u32) -> Result<(), RecordError> {
        while let Some(entry) = record.matter.get(self.matter_used).filter(|entry| entry.before <= upcoming) {
            self.matter_used += 1;
            let role = value_of(&ROLES, &entry.role, "role")?;
            let count = entry.count as usize;
            let paragraphs = match role {
                Role::Preamble => take_listed(&record.preamble, &mut self.preamble_used, count, "preamble")?,
                Role::Signature => take_listed(&record.signature, &mut self.signature_used, count, "signature")?,
                _ => &entry.paragraphs[..],
            };
            let start = self.text.len() as u32;
            for paragraph in paragraphs {
                self.push_paragraph(paragraph, entry.line);
            }
            self.matter.push(Matter { role, span: Span::new(start, self.text.len() as u32) });
        }
        Ok(())
    }

    fn push_paragraph(&mut self, paragraph: &str, source_line: u32) {
        self.paragraphs.push(Paragraph { start: self.text.len() as u32, source_line });
        self.text.push_str(paragraph);
        self.text.push('\n');
    }

    fn place_node(&mut self, record: &RecordNode, parent: Option<NodeId>) -> Result<(), RecordError> {
        let start = self.text.len() as u32;
        self.paragraphs.push(Paragraph { start, source_line: record.line });
        let mut marker = None;
        if let (Some(style), Some(written)) = (&record.style, &record.marker) {
            let kind = value_of(&STYLES, style, "marker style")?;
            self.text.push_str(written);
            marker = Some(Marker {
                kind,
                number: record.number.unwrap_or(0),
                span: Span::new(start, self.text.len() as u32),
            });
            if !record.heading.is_empty() {
                self.text.push_str(gap_after(kind));
            }
        }
        let heading_start = self.text.len() as u32;
        self.text.push_str(&record.heading);
        let heading = Span::new(heading_start, self.text.len() as u32);
        let joint = record.joint.as_deref().unwrap_or("\n");
        self.text.push_str(joint);
        let body_start = self.text.len() as u32;
        for (index, paragraph) in record.paragraphs.iter().enumerate() {
            if index == 0 && !joint.ends_with('\n') {
                self.text.push_str(paragraph);
                self.text.push('\n');
            } else {
                self.push_paragraph(paragraph, record.line);
            }
        }
        let kind = NODE_KINDS.iter().find(|(_, name)| *name == record.kind).map(|(kind, _)| *kind);
        let kind = match (kind, record.kind.as_str()) {
            (Some(kind), _) => kind,
            (None, "heading") => NodeKind::Heading { level: self.heading_level(parent) },
            (None, other) => return Err(RecordError(format!("unknown node kind {other:?}"))),
        };
        let body = Span::new(body_start, self.text.len() as u32);
        self.nodes.push(Node { kind, marker, heading, body, parent, end: NodeId(0) });
        Ok(())
    }

    fn heading_level(&self, parent: Option<NodeId>) -> u8 {
        match parent.map(|id| self.nodes[id.index()].kind) {
            Some(NodeKind::Heading { level }) => level.saturating_add(1),
            _ => 1,
        }
    }
}

fn take_listed<'a>(
    list: &'a [String],
    used: &mut usize,
    count: usize,
    what: &str,
) -> Result<&'a [String], RecordError> {
    let from = *used;
    *used += count;
    list.get(from..*used).ok_or_else(|| RecordError(format!("{what:?} has fewer paragraphs than \"matter\" says")))
}
