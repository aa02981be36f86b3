//! How each paragraph of a notice is set: indents, alignment and the space above it, after GB/T 9704-2012.

use crate::notice::{Matter, NodeId, NodeKind, Notice, Role};
use crate::text::columns::width_cols;

/// What a row of the reading pane is part of.
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
    /// The paragraph that a node begins; a body that runs on in it included.
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
    /// Where the next paragraph stands, said by the headings above it: only in a view of matching paragraphs. Holds no
    /// text of its own; the heading path of that node is drawn there.
    Path(NodeId),
}

/// Where the rows of a paragraph stand between the edges of the measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Align {
    /// Flush left after the indent.
    Left,
    /// In the middle.
    Centre,
    /// Around a column, as far as the right margin allows.
    Around {
        /// The column.
        centre_cols: u16,
        /// Free columns at the right edge.
        margin_cols: u16,
    },
}

/// How one paragraph is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shape {
    /// What it is.
    pub block: Block,
    /// Indent of its first row.
    pub first_cols: u16,
    /// Indent of the other rows.
    pub rest_cols: u16,
    /// Where its rows stand.
    pub align: Align,
    /// Whether an empty row stands above it.
    pub has_space_above: bool,
}

/// Two characters: the indent of a paragraph.
const INDENT_COLS: u16 = 4;

/// On a measure narrower than this nothing is indented: there would be nothing left of the line.
const TOO_NARROW_COLS: u16 = 24;

/// A date is set four characters from the right edge, 发文机关署名 above it, centred on it.
const DATE_MARGIN_COLS: u16 = 8;

/// A 署名 that is longer than its date keeps two characters from the right edge.
const SIGNATURE_MARGIN_COLS: u16 = 4;

/// How the paragraph of that index is set on a measure of that width. Costs O(log n), whatever its length.
pub(crate) fn shape_of(notice: &Notice, paragraph: usize, measure_cols: u16) -> Shape {
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
    // A label so long that less than half the line is left of it is no place to hang a text from.
    let hangs = is_wide && rest_cols <= measure_cols / 2 && first_cols <= measure_cols / 2;
    Shape {
        block,
        first_cols: if hangs { first_cols } else { 0 },
        rest_cols: if hangs { rest_cols } else { 0 },
        align,
        has_space_above: has_space_above(notice, paragraph, block),
    }
}

/// What the paragraph is, and the matter it is part of.
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

/// The beginning of a paragraph, long enough for any label.
fn paragraph_start(notice: &Notice, paragraph: usize) -> &str {
    let text = notice.slice(notice.paragraph_span(paragraph));
    let mut end = text.len().min(120);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// A heading hangs from its marker; an article runs on like body text, as regulations are printed.
fn heading_indents(notice: &Notice, node: NodeId) -> (u16, u16) {
    let node = &notice.outline[node];
    if node.kind == NodeKind::Article {
        return (INDENT_COLS, 0);
    }
    let marker = &notice.text[node.start() as usize..node.heading.start as usize];
    (0, width_cols(marker) as u16)
}

/// Chapters stand in the middle of the page, and so does the title of a document inside the document.
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

/// Whether the body follows in the heading's own line.
fn is_run_in(notice: &Notice, heading_end: u32, body_start: u32) -> bool {
    !notice.text[heading_end as usize..body_start as usize].contains('\n')
}

/// `附件：1.…` stands two characters in, the second name under the first.
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

/// Columns of what stands before a text of its own: up to one of `marks` and the white space after it; 0 without one.
fn label_cols(text: &str, marks: &[char]) -> u16 {
    width_cols(&text[..label_bytes(text, marks)]) as u16
}

fn label_bytes(text: &str, marks: &[char]) -> usize {
    /// Longer is no label but a clause that ends in a colon.
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
    // Anything longer is no date, and need not be measured to know that it fills the line.
    let date_cols = if date.len() <= 120 { width_cols(date) as u16 } else { measure_cols };
    let is_wide = measure_cols >= 2 * TOO_NARROW_COLS;
    let (date_margin, margin_cols) = if is_wide { (DATE_MARGIN_COLS, SIGNATURE_MARGIN_COLS) } else { (0, 0) };
    Align::Around { centre_cols: measure_cols.saturating_sub(date_margin + date_cols / 2), margin_cols }
}

/// Blocks of one group follow each other without space.
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

/// Whether a heading begins something big enough to be set apart: a chapter, a document, or a top heading with a text
/// of its own below it. The items of a flat list are none.
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
