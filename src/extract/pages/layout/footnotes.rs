//! Step 7: what stands below a page, under a short line and in smaller type, belongs behind the text: a sentence goes on
//! from the page above it to the next.

use super::columns::{ColumnBlock, blocks_of};
use super::paragraphs::OutputBlock;
use super::rows::Row;
use super::{AxisLine, PageText};

/// The line above footnotes is no longer than this part of the text's width.
const SHORT: f32 = 0.5;

/// It stands no further above the first of them than this, in ems.
const ABOVE_EMS: f32 = 3.0;

/// Footnotes are smaller than the text, at most by this.
const SMALLER: f32 = 0.92;

/// Takes the footnotes of a page.
pub(super) fn take_footnotes(text: &mut PageText) -> Vec<ColumnBlock> {
    let glyphs = || text.rows.iter().flat_map(Row::glyphs);
    let left = glyphs().map(|glyph| glyph.x).fold(f32::MAX, f32::min);
    let right = glyphs().map(|glyph| glyph.end).fold(f32::MIN, f32::max);
    let from = text.rules.iter().find_map(|rule| first_note(&text.rows, [left, right], rule));
    let notes = from.map(|from| text.rows.split_off(from)).unwrap_or_default();
    blocks_of(text.page, notes, Vec::new())
}

/// A footnote whose number is written as the mark in the text is: `1 注` becomes `[1] 注`.
pub(super) fn numbered(block: OutputBlock) -> OutputBlock {
    let OutputBlock::Paragraph(text) = block else { return block };
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let number = &text[..text.len() - rest.len()];
    if (1..=3).contains(&number.len()) && !rest.starts_with(['.', '．', '、', '年', '月']) {
        return OutputBlock::Paragraph(format!("[{number}] {}", rest.trim_start()));
    }
    OutputBlock::Paragraph(text)
}

/// The first row below a line, if that and all others are footnotes.
fn first_note(rows: &[Row], [left, right]: [f32; 2], rule: &AxisLine) -> Option<usize> {
    let first = rows.partition_point(|row| row.y < rule.at);
    let (above, below) = rows.split_at(first);
    let note = below.first()?;
    let is_near = note.y - rule.at <= ABOVE_EMS * note.glyphs().first()?.size;
    let size = above.iter().rev().find_map(|row| row.glyphs().first())?.size;
    let is_short = rule.from - left < size && rule.to - rule.from < SHORT * (right - left);
    let is_note = |row: &Row| !row.glyphs().is_empty() && row.glyphs().iter().all(|glyph| glyph.size <= SMALLER * size);
    (is_short && is_near && below.iter().all(is_note)).then_some(first)
}
