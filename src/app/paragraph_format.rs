//! Formatting of the paragraphs of a notice: indents, alignment and space above, after GB/T 9704-2012.

use crate::notice::{Matter, NodeId, NodeKind, Notice, Role};
use crate::text::columns::width_cols;

/// The part of a notice that a row belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Block {
    /// 标题
    Title,
    /// 发文字号
    DocumentNumber,
    /// 主送机关
    Recipients,
    /// Body text of the notice or of a node.
    Body,
    /// The paragraph that contains a heading, including the text that follows in the same paragraph.
    Heading(NodeId),
    /// 附件说明
    Attachments,
    /// 署名 and 成文日期
    Signature,
    /// 附注
    Note,
    /// 版记
    Imprint,
    /// An empty row between blocks; holds no text.
    Blank,
    /// The heading path above a paragraph; only when paragraphs are filtered. Has no text of its own; the path of the
    /// node is drawn there.
    Path(NodeId),
}

/// Horizontal alignment of the rows of a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Align {
    /// Flush left, after the indent.
    Left,
    /// Centred.
    Centre,
    /// Centred on a column, as far as the right margin allows.
    Around {
        /// The column.
        centre_cols: u16,
        /// Free columns at the right edge.
        margin_cols: u16,
    },
}

/// Format of a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ParagraphFormat {
    /// The part of the notice that it is.
    pub block: Block,
    /// Indent of its first row.
    pub first_cols: u16,
    /// Indent of the other rows.
    pub rest_cols: u16,
    /// Alignment of its rows.
    pub align: Align,
    /// Whether an empty row stands above it.
    pub has_space_above: bool,
}

/// Indent of a paragraph: two 汉字.
const INDENT_COLS: u16 = 4;

/// Below this text width nothing is indented; too little of the line would remain.
const TOO_NARROW_COLS: u16 = 24;

/// The date ends four 汉字 before the right edge, and the name of the issuer (署名) is centred above it.
const DATE_MARGIN_COLS: u16 = 8;

/// When the name of the issuer is longer than the date, it ends two 汉字 before the right edge.
const SIGNATURE_MARGIN_COLS: u16 = 4;

/// Format of the paragraph with this index at this text width. Takes O(log n) for n paragraphs, whatever the length of
/// the paragraph.
pub(crate) fn format_of(notice: &Notice, paragraph: usize, measure_cols: u16) -> ParagraphFormat {
    let (block, matter) = block_of(notice, paragraph);
    let text = || paragraph_start(notice, paragraph);
    let (first_cols, rest_cols) = match block {
        Block::Body | Block::Note => (INDENT_COLS, 0),
        Block::Heading(node) => heading_indents(notice, node),
        Block::Attachments => attachment_indents(notice, matter, text()),
        Block::Imprint => (INDENT_COLS / 2, INDENT_COLS / 2 + label_cols(text(), &['：', ':'])),
        _ => (0, 0),
    };
    let align = match block {
        Block::Title | Block::DocumentNumber => Align::Centre,
        Block::Heading(node) if is_centred(notice, node) => Align::Centre,
        Block::Signature => signature_align(notice, matter, measure_cols),
        _ => Align::Left,
    };
    let is_wide = measure_cols >= TOO_NARROW_COLS;
    // A hanging indent of more than half the line would leave too little room for the text.
    let has_indents = is_wide && rest_cols <= measure_cols / 2 && first_cols <= measure_cols / 2;
    ParagraphFormat {
        block,
        first_cols: if has_indents { first_cols } else { 0 },
        rest_cols: if has_indents { rest_cols } else { 0 },
        align,
        has_space_above: has_space_above(notice, paragraph, block),
    }
}

/// The part of the notice that the paragraph belongs to, and its matter.
fn block_of(notice: &Notice, paragraph: usize) -> (Block, Option<Matter>) {
    let start = notice.paragraphs[paragraph].start;
    let matter = matter_at(notice, start);
    let block = match matter.map(|matter| matter.role) {
        Some(Role::Title) => Block::Title,
        Some(Role::DocumentNumber) => Block::DocumentNumber,
        Some(Role::Recipients) => Block::Recipients,
        Some(Role::Preamble) => Block::Body,
        Some(Role::Attachments) => Block::Attachments,
        Some(Role::Signature) => Block::Signature,
        Some(Role::Note) => Block::Note,
        Some(Role::Imprint) => Block::Imprint,
        None => match notice.outline.node_at(start) {
            Some(node) if notice.outline[node].start() == start => Block::Heading(node),
            _ => Block::Body,
        },
    };
    (block, matter)
}

fn matter_at(notice: &Notice, offset: u32) -> Option<Matter> {
    let after = notice.matter.partition_point(|matter| matter.span.start <= offset);
    let matter = notice.matter[after.checked_sub(1)?];
    matter.span.contains(offset).then_some(matter)
}

/// The start of a paragraph, long enough for any label.
fn paragraph_start(notice: &Notice, paragraph: usize) -> &str {
    let text = notice.slice(notice.paragraph_span(paragraph));
    let mut end = text.len().min(120);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Indents of a heading: hanging after its marker. An article is set like body text, as printed regulations are.
fn heading_indents(notice: &Notice, node: NodeId) -> (u16, u16) {
    let node = &notice.outline[node];
    if node.kind == NodeKind::Article {
        return (INDENT_COLS, 0);
    }
    let marker = &notice.text[node.start() as usize..node.heading.start as usize];
    (0, width_cols(marker) as u16)
}

/// Whether the heading is centred: chapters are, and titles of documents inside the document.
fn is_centred(notice: &Notice, node: NodeId) -> bool {
    let node = &notice.outline[node];
    match node.kind {
        NodeKind::Volume | NodeKind::Chapter | NodeKind::Section => {
            !is_run_in(notice, node.heading.end, node.body.start)
        }
        NodeKind::Part => node.marker.is_none(),
        NodeKind::Article | NodeKind::Heading { .. } => false,
    }
}

/// Whether the body continues in the paragraph of the heading.
fn is_run_in(notice: &Notice, heading_end: u32, body_start: u32) -> bool {
    !notice.text[heading_end as usize..body_start as usize].contains('\n')
}

/// Indents of an attachment list: `附件：1.…` starts two 汉字 in, and further names are aligned with the first.
fn attachment_indents(notice: &Notice, matter: Option<Matter>, text: &str) -> (u16, u16) {
    let list_start = matter.map_or("", |matter| notice.slice(matter.span));
    let first_line = list_start.lines().next().unwrap_or_default();
    let list_cols = INDENT_COLS + label_cols(first_line, &['：', ':']);
    let own_label_cols = label_cols(text, &['：', ':']);
    let first_cols = if own_label_cols > 0 { INDENT_COLS } else { list_cols };
    let name = &text[label_bytes(text, &['：', ':'])..];
    let after_digits = name.trim_start_matches(char::is_numeric);
    let is_numbered = after_digits.len() < name.len() && after_digits.starts_with(['.', '．', '、']);
    let number_cols = if is_numbered { label_cols(name, &['.', '．', '、']) } else { 0 };
    (first_cols, first_cols + own_label_cols + number_cols)
}

/// Columns of a label at the start of `text`: up to the first of `marks` and the white space after it; 0 without a
/// label.
fn label_cols(text: &str, marks: &[char]) -> u16 {
    width_cols(&text[..label_bytes(text, marks)]) as u16
}

fn label_bytes(text: &str, marks: &[char]) -> usize {
    /// Text longer than this before a colon is a clause, not a label.
    const LONGEST_LABEL_CHARS: usize = 8;
    let found = text.char_indices().take(LONGEST_LABEL_CHARS).find(|(_, c)| marks.contains(c));
    found.map_or(0, |(at, mark)| {
        let rest = &text[at + mark.len_utf8()..];
        text.len() - rest.trim_start().len()
    })
}

fn signature_align(notice: &Notice, matter: Option<Matter>, measure_cols: u16) -> Align {
    let lines = matter.map_or("", |matter| notice.slice(matter.span));
    let last = lines.trim_end_matches('\n');
    let date = &last[last.rfind('\n').map_or(0, |end| end + 1)..];
    // A longer text is no date and fills the line anyway; measuring it would only cost time.
    let date_cols = if date.len() <= 120 { width_cols(date) as u16 } else { measure_cols };
    let is_wide = measure_cols >= 2 * TOO_NARROW_COLS;
    let (date_margin, margin_cols) = if is_wide { (DATE_MARGIN_COLS, SIGNATURE_MARGIN_COLS) } else { (0, 0) };
    Align::Around { centre_cols: measure_cols.saturating_sub(date_margin + date_cols / 2), margin_cols }
}

/// A number for each group of blocks without space between them.
fn group(block: Block) -> u8 {
    match block {
        Block::Title | Block::DocumentNumber => 0,
        Block::Recipients | Block::Body | Block::Heading(_) | Block::Blank | Block::Path(_) => 1,
        Block::Attachments => 2,
        Block::Signature => 3,
        Block::Note => 4,
        Block::Imprint => 5,
    }
}

fn has_space_above(notice: &Notice, paragraph: usize, block: Block) -> bool {
    let Some(above) = paragraph.checked_sub(1) else { return false };
    if group(block_of(notice, above).0) != group(block) {
        return true;
    }
    matches!(block, Block::Heading(node) if opens_section(notice, node))
}

/// Whether a heading begins a section that is set apart: a chapter, a document, or a top-level heading with text of its
/// own. The items of a flat list are not set apart.
fn opens_section(notice: &Notice, id: NodeId) -> bool {
    let node = &notice.outline[id];
    match node.kind {
        NodeKind::Part | NodeKind::Volume | NodeKind::Chapter | NodeKind::Section => true,
        NodeKind::Article => false,
        NodeKind::Heading { .. } => {
            let is_top = node.parent.is_none_or(|parent| notice.outline[parent].kind == NodeKind::Part);
            let has_text_below = !node.body.is_empty() && !is_run_in(notice, node.heading.end, node.body.start);
            is_top && (has_text_below || notice.outline.has_children(id))
        }
    }
}
