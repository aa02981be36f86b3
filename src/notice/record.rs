//! The stable JSON form of a notice, as printed by `gangmu outline --format json`.
//!
//! Writing and reading back gives the same notice: `text` holds every byte of it, and every part of the outline gives its
//! span in `text`. The strings beside the spans (headings, paragraphs) serve readers of the JSON that use other tools.
//! Fields are only ever added; `schema` counts up when one changes its meaning.
//!
//! The messages of warnings are words of the interface, which stands below this room: [`Record::of`] writes code,
//! details and position of a warning, which is all that reading back needs, and [`Record::with_messages`] takes the
//! words from its caller.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::record_error::{NameList, RecordError};
use super::{
    Address, Code, Date, Elements, Format, Marker, MarkerKind, Matter, Node, NodeId, NodeKind, Notice, Outline,
    Paragraph, Role, Source, Span, Warning, WarningKind, WarningPosition,
};
use crate::text::safe::visible;

/// The version of the form.
pub(super) const SCHEMA: u32 = 1;

/// One notice.
///
/// ```
/// use gangmu::notice::Record;
/// use gangmu::{Options, read_bytes};
///
/// let library = read_bytes("a.txt", "甲县通知\n一、时间\n".as_bytes(), &Options::default());
/// let (_, notice) = library.notices().next().expect("a notice");
/// let json = serde_json::to_string(&Record::of(notice)).expect("a record is JSON");
/// let again: Record = serde_json::from_str(&json).expect("it was written so");
/// assert_eq!(again.into_notice().as_ref(), Ok(&**notice));
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Version of this form.
    pub schema: u32,
    /// Its origin.
    pub source: RecordSource,
    /// The elements.
    pub metadata: Metadata,
    /// Body paragraphs before the first heading.
    #[serde(default)]
    pub preamble: Vec<String>,
    /// The lines of 发文机关署名 and 成文日期.
    #[serde(default)]
    pub signature: Vec<String>,
    /// The tree of headings.
    #[serde(default)]
    pub outline: Vec<RecordNode>,
    /// Names of the attachments.
    #[serde(default)]
    pub attachments: Vec<String>,
    /// The whole text in reading order, one paragraph a line.
    pub text: String,
    /// The text outside the outline, with its positions.
    #[serde(default)]
    pub matter: Vec<RecordMatter>,
    /// Line of the source, from 1, of every paragraph of `text`.
    pub lines: Vec<u32>,
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
    /// The part of the file.
    pub part: Option<String>,
    /// The original source, as stated by a file that is itself a record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made_from: Option<Box<Self>>,
}

impl RecordSource {
    fn of(source: &Source) -> Self {
        Self {
            path: source.path.clone(),
            format: source.format.name().to_owned(),
            encoding: source.encoding.clone(),
            part: source.part.clone(),
            made_from: source.made_from.as_deref().map(Self::of).map(Box::new),
        }
    }

    fn into_source(self) -> Result<Source, RecordError> {
        let made_from = self.made_from.map(|source| source.into_source()).transpose()?.map(Box::new);
        let format = Format::ALL.into_iter().find(|format| format.name() == self.format);
        let format = format.ok_or_else(|| unknown(NameList::Format, &self.format))?;
        Ok(Source { path: self.path, format, encoding: self.encoding, part: self.part, made_from, ..Source::default() })
    }
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
    /// Line of the source, from 1.
    pub line: u32,
    /// Spans of marker, heading and body in `text`.
    pub spans: RecordSpans,
    /// Its own paragraphs.
    #[serde(default)]
    pub paragraphs: Vec<String>,
    /// The nodes below.
    #[serde(default)]
    pub children: Vec<RecordNode>,
}

/// Byte ranges in `text`, as `[start, end]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordSpans {
    /// The marker, `null` without one.
    pub marker: Option<[u32; 2]>,
    /// The heading.
    pub heading: [u32; 2],
    /// The paragraphs of its own.
    pub body: [u32; 2],
}

/// A [`Matter`] in JSON.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RecordMatter {
    /// Its role.
    pub role: String,
    /// Byte range in `text`, as `[start, end]`.
    pub span: [u32; 2],
}

/// A [`Warning`] in JSON.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RecordWarning {
    /// The rule's name.
    pub code: String,
    /// Line of the source, from 1.
    pub line: u32,
    /// The warning in words. They are for people only: nothing is read from them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// The fields of this kind of warning, by name; absent where it has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub details: Option<Value>,
    /// Byte range in `text`, as `[start, end]`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub span: Option<[u32; 2]>,
    /// Page of the source, from 1, where that is the position.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
}

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

fn unknown(list: NameList, name: &str) -> RecordError {
    RecordError::UnknownName { list, name: visible(name).into_owned() }
}

fn value_of<T: Copy>(table: &[(T, &str)], name: &str, list: NameList) -> Result<T, RecordError> {
    let found = table.iter().find(|(_, entry)| *entry == name).map(|(value, _)| *value);
    found.ok_or_else(|| unknown(list, name))
}

impl Record {
    /// The JSON form of a notice, without messages of warnings.
    pub fn of(notice: &Notice) -> Self {
        let owned = |role| notice.matter_paragraphs(role).map(str::to_owned).collect();
        Self {
            schema: SCHEMA,
            source: RecordSource::of(&notice.source),
            metadata: metadata(&notice.elements),
            preamble: owned(Role::Preamble),
            signature: owned(Role::Signature),
            outline: notice.outline.roots().map(|id| record_node(notice, id)).collect(),
            attachments: notice.elements.attachments.clone(),
            text: notice.text.clone(),
            matter: notice.matter.iter().map(record_matter).collect(),
            lines: notice.paragraphs.iter().map(|paragraph| paragraph.source_line).collect(),
            warnings: notice.warnings.iter().map(|warning| record_warning(notice, warning)).collect(),
        }
    }

    /// Adds the messages of the warnings, in the words of `describe`. `notice` is the one that this record is of.
    #[must_use]
    pub fn with_messages(mut self, notice: &Notice, describe: impl Fn(&WarningKind) -> String) -> Self {
        for (record, warning) in self.warnings.iter_mut().zip(&notice.warnings) {
            record.message = Some(describe(&warning.kind));
        }
        self
    }

    /// Builds the notice again.
    ///
    /// # Errors
    /// When a name in it is not one of ours, a date is none, or a span does not lie in the text.
    pub fn into_notice(self) -> Result<Notice, RecordError> {
        if self.schema != SCHEMA {
            return Err(RecordError::Schema(self.schema));
        }
        let matter = self.matter.iter().map(|entry| {
            Ok(Matter {
                role: value_of(&ROLES, &entry.role, NameList::Role)?,
                span: checked_span(&self.text, entry.span)?,
            })
        });
        let matter = matter.collect::<Result<_, RecordError>>()?;
        let outline = Outline::from_preorder(flatten(&self.text, &self.outline)?);
        let paragraphs = paragraphs(&self.text, &self.lines)?;
        let warnings = self.warnings.into_iter().map(|warning| read_warning(&self.text, warning));
        let warnings = warnings.collect::<Result<_, RecordError>>()?;
        let source = self.source.into_source()?;
        let elements = elements(self.metadata, self.attachments)?;
        Ok(Notice { source, elements, text: self.text, paragraphs, outline, matter, warnings })
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
        date.map(|date| date.parse().map_err(|()| RecordError::Date(visible(&date).into_owned()))).transpose()
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
    RecordNode {
        id: id.0,
        address: Address::of(notice, id).to_string(),
        kind: name_of(&NODE_KINDS, &node.kind).unwrap_or("heading").to_owned(),
        style: node.marker.and_then(|marker| name_of(&STYLES, &marker.kind)).map(str::to_owned),
        marker: node.marker.map(|_| notice.marker(id).to_owned()),
        number: node.marker.map(|marker| marker.number),
        heading: notice.heading(id).to_owned(),
        line: notice.source_line(node.start()),
        spans: RecordSpans {
            marker: node.marker.map(|marker| pair(marker.span)),
            heading: pair(node.heading),
            body: pair(node.body),
        },
        paragraphs: notice.body_paragraphs(id).map(str::to_owned).collect(),
        children: notice.outline.children(id).map(|child| record_node(notice, child)).collect(),
    }
}

fn record_matter(matter: &Matter) -> RecordMatter {
    let role = name_of(&ROLES, &matter.role).expect("the table names every role");
    RecordMatter { role: role.to_owned(), span: pair(matter.span) }
}

const fn pair(span: Span) -> [u32; 2] {
    [span.start, span.end]
}

fn record_warning(notice: &Notice, warning: &Warning) -> RecordWarning {
    let message = match &warning.kind {
        WarningKind::Recorded { message, .. } => Some(message.clone()),
        _ => None,
    };
    RecordWarning {
        code: warning.kind.code().name().to_owned(),
        line: notice.warning_line(warning),
        message,
        details: warning.kind.details(),
        span: warning.position.span().map(pair),
        page: warning.position.page(),
    }
}

impl WarningKind {
    /// The fields of this kind in JSON, by name; `None` where it has none.
    pub fn details(&self) -> Option<Value> {
        match serde_json::to_value(self) {
            Ok(Value::Object(mut tagged)) => tagged.remove("details"),
            // A kind that is not written with details.
            _ => None,
        }
    }
}

fn read_warning(text: &str, warning: RecordWarning) -> Result<Warning, RecordError> {
    let position = match (warning.span, warning.page) {
        (Some(span), _) => WarningPosition::Span(checked_span(text, span)?),
        (None, Some(page)) => WarningPosition::Page(page),
        (None, None) => WarningPosition::Line(warning.line),
    };
    let code = Code::from_name(&warning.code);
    let code = code.ok_or_else(|| unknown(NameList::Warning, &warning.code))?;
    let has_details = warning.details.is_some();
    let details = warning.details.map(|details| ("details".to_owned(), details));
    let tagged: Map<String, Value> = [("code".to_owned(), warning.code.into())].into_iter().chain(details).collect();
    let kind = match WarningKind::deserialize(Value::Object(tagged)) {
        Ok(kind) => kind,
        Err(error) if has_details => {
            return Err(RecordError::Details { code, reason: visible(&error.to_string()).into_owned() });
        }
        // Written by a version that had a message only.
        Err(_) => WarningKind::Recorded { code, message: warning.message.unwrap_or_default() },
    };
    Ok(Warning { kind, position })
}

/// A span that lies in `text`, on character boundaries.
fn checked_span(text: &str, [start, end]: [u32; 2]) -> Result<Span, RecordError> {
    match text.get(start as usize..end as usize) {
        Some(_) => Ok(Span::new(start, end)),
        None => Err(RecordError::Span([start, end])),
    }
}

/// The nodes in preorder. The stack is explicit so that a deep outline cannot overflow the call stack.
fn flatten(text: &str, roots: &[RecordNode]) -> Result<Vec<Node>, RecordError> {
    let mut nodes: Vec<Node> = Vec::new();
    let mut pending: Vec<(&RecordNode, Option<NodeId>)> = roots.iter().rev().map(|node| (node, None)).collect();
    while let Some((record, parent)) = pending.pop() {
        let id = NodeId(nodes.len() as u32);
        let node = read_node(text, record, parent, &nodes)?;
        if nodes.last().is_some_and(|before| before.body.end > node.start()) {
            return Err(RecordError::NodeOrder(record.id));
        }
        nodes.push(node);
        pending.extend(record.children.iter().rev().map(|child| (child, Some(id))));
    }
    Ok(nodes)
}

fn read_node(text: &str, record: &RecordNode, parent: Option<NodeId>, above: &[Node]) -> Result<Node, RecordError> {
    let marker = match (&record.style, record.spans.marker) {
        (Some(style), Some(span)) => Some(Marker {
            kind: value_of(&STYLES, style, NameList::MarkerStyle)?,
            number: record.number.unwrap_or(0),
            span: checked_span(text, span)?,
        }),
        _ => None,
    };
    let heading = checked_span(text, record.spans.heading)?;
    let body = checked_span(text, record.spans.body)?;
    if body.start < heading.end || marker.is_some_and(|marker| heading.start < marker.span.end) {
        return Err(RecordError::NodeSpans(record.id));
    }
    let kind = match record.kind.as_str() {
        "heading" => NodeKind::Heading { level: NodeKind::level_under(parent.map(|id| above[id.index()].kind)) },
        other => value_of(&NODE_KINDS, other, NameList::NodeKind)?,
    };
    Ok(Node { kind, marker, heading, body, parent, end: NodeId(0) })
}

/// The paragraphs of `text`: one a line, each with its line of the source.
fn paragraphs(text: &str, lines: &[u32]) -> Result<Vec<Paragraph>, RecordError> {
    let mut start = 0;
    let mut paragraphs = Vec::with_capacity(lines.len());
    for (line, source_line) in text.split_inclusive('\n').zip(lines) {
        paragraphs.push(Paragraph { start, source_line: *source_line });
        start += line.len() as u32;
    }
    if start as usize != text.len() || paragraphs.len() != lines.len() {
        return Err(RecordError::LineCount(lines.len()));
    }
    Ok(paragraphs)
}

#[cfg(test)]
mod tests {
    use super::super::fixture::every_warning;
    use super::*;

    fn notice_with(warnings: Vec<Warning>) -> Notice {
        let paragraphs = vec![Paragraph { start: 0, source_line: 4 }];
        Notice { text: "一、甲\n".to_owned(), paragraphs, warnings, ..Notice::default() }
    }

    #[test]
    fn every_warning_is_written_and_read_back() {
        let span = WarningPosition::Span(Span::new(0, 6));
        for kind in every_warning() {
            for position in [span, WarningPosition::Line(7), WarningPosition::Page(2)] {
                let notice = notice_with(vec![Warning { kind: kind.clone(), position }]);
                let json = serde_json::to_string(&Record::of(&notice)).expect("JSON");
                let record: Record = serde_json::from_str(&json).expect("a record");
                assert_eq!(record.warnings[0].code, kind.code().name());
                assert_eq!(record.into_notice(), Ok(notice), "{json}");
            }
        }
    }

    #[test]
    fn a_warning_without_details_keeps_its_message() {
        let json = r#"{"code":"numbering-gap","line":3,"message":"2 missing","span":[0,6]}"#;
        let kind = WarningKind::Recorded { code: Code::NumberingGap, message: "2 missing".to_owned() };
        let warning = Warning { kind, position: WarningPosition::Span(Span::new(0, 6)) };
        let record = serde_json::from_str(json).expect("a warning");
        assert_eq!(read_warning("一、甲\n", record), Ok(warning.clone()));
        let again = serde_json::to_value(record_warning(&notice_with(Vec::new()), &warning)).expect("JSON");
        assert_eq!(again["message"], "2 missing");
        let bad = r#"{"code":"numbering-gap","line":3,"details":{"marker":2}}"#;
        let error = read_warning("", serde_json::from_str(bad).expect("a warning")).expect_err("no such details");
        assert!(error.to_string().starts_with("details of numbering-gap"), "{error}");
    }
}
