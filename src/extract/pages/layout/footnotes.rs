//! Step 7 of the layout: takes footnotes off each page. They are set below a short rule in smaller type, and go
//! behind all pages, so that a sentence that continues on the next page is not interrupted.

use super::columns::{ColumnBlock, blocks_of};
use super::paragraphs::OutputBlock;
use super::rows::Row;
use super::{AxisLine, PageText};

/// Longest rule above footnotes, as a part of the text's width.
const SHORT: f32 = 0.5;

/// Largest distance of the first footnote from the rule, in ems.
const ABOVE_EMS: f32 = 3.0;

/// Largest size of a footnote's characters, as a part of the text's size.
const SMALLER: f32 = 0.92;

/// Removes the footnotes of a page from its text and returns them.
pub(super) fn take_footnotes(text: &mut PageText) -> Vec<ColumnBlock> {
    let glyphs = || text.rows.iter().flat_map(Row::glyphs);
    let left = glyphs().map(|glyph| glyph.x).fold(f32::MAX, f32::min);
    // Outermost edges of the text; the rule's length is compared with them.
    let right = glyphs().map(|glyph| glyph.end).fold(f32::MIN, f32::max);
    let from = text.rules.iter().find_map(|rule| first_note(&text.rows, [left, right], rule));
    let notes = from.map(|from| text.rows.split_off(from)).unwrap_or_default();
    blocks_of(text.page, notes, Vec::new())
}

/// Writes a footnote's number as its reference in the text is written: `1 注` becomes `[1] 注`.
pub(super) fn with_reference_mark(block: OutputBlock) -> OutputBlock {
    let OutputBlock::Paragraph(text) = block else { return block };
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let number = &text[..text.len() - rest.len()];
    // A number followed by one of these is part of the text: 1. 1、 2024年.
    if (1..=3).contains(&number.len()) && !rest.starts_with(['.', '．', '、', '年', '月']) {
        return OutputBlock::Paragraph(format!("[{number}] {}", rest.trim_start()));
    }
    OutputBlock::Paragraph(text)
}

/// The index of the first row below a rule, if all rows below it are footnotes.
fn first_note(rows: &[Row], [left, right]: [f32; 2], rule: &AxisLine) -> Option<usize> {
    let first = rows.partition_point(|row| row.y < rule.at);
    let (above, below) = rows.split_at(first);
    let note = below.first()?;
    // A rule further above belongs to something else, e.g. it underlines a heading.
    let is_near = note.y - rule.at <= ABOVE_EMS * note.glyphs().first()?.size;
    let size = above.iter().rev().find_map(|row| row.glyphs().first())?.size;
    // A footnote rule starts at the left margin and is short; the rule above a table or signature is neither.
    let is_short = rule.from - left < size && rule.to - rule.from < SHORT * (right - left);
    let is_note = |row: &Row| !row.glyphs().is_empty() && row.glyphs().iter().all(|glyph| glyph.size <= SMALLER * size);
    (is_short && is_near && below.iter().all(is_note)).then_some(first)
}
