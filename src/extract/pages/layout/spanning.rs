//! Step 10 of the layout: joins the parts of tables that continue on the next page. Repeated header rows are removed,
//! and a row that was broken by the page end becomes one row again.
//!
//! Nothing in a PDF says that two tables are one. Evidence is the equal width, and that one part ends a page and the
//! other begins the next. A row is taken for broken if its last line fills the cell without ending a sentence, or if
//! the first cell, which otherwise always holds something (a number), is empty on the new page.

use super::columns::{BlockItem, ColumnBlock};
use super::grid::{Grid, GridCell};
use super::lines::text_of;
use super::paragraphs::ends_sentence;
use super::rows::rows_of;

/// Largest difference in width between two parts of one table, in points.
const SAME_WIDTH: f32 = 3.0;

/// Upper bound on the header rows of a table.
const MAX_HEAD_ROWS: usize = 3;

/// Smallest number of rows that shows whether the first column is always filled.
const TELLING_ROWS: usize = 4;

/// Upper bound on the pages over which one row continues.
const MAX_BROKEN_PAGES: usize = 20;

/// Line distance that is assumed where a cell is joined, in ems.
const LEADING_EMS: f32 = 1.5;

/// The last table so far, if nothing follows it on its page.
#[derive(Debug)]
struct OpenTable {
    block: usize,
    /// The page of its last part.
    page: usize,
    /// Whether every row has content in its first column.
    begins_rows: bool,
    /// Number of pages over which its last row has continued.
    broken: usize,
}

impl OpenTable {
    fn new(block: usize, page: usize, table: &Grid) -> Self {
        Self { block, page, begins_rows: all_begin(&table.rows), broken: 0 }
    }
}

fn all_begin(rows: &[Vec<GridCell>]) -> bool {
    rows.iter().all(|row| row.first().is_some_and(|cell| !cell.glyphs.is_empty()))
}

/// Joins the parts of tables where one ends a page and the other begins the next.
pub(super) fn join_tables(blocks: &mut [ColumnBlock]) {
    let mut open: Option<OpenTable> = None;
    for index in 0..blocks.len() {
        let (before, rest) = blocks.split_at_mut(index);
        let block = &mut rest[0];
        // Only adjacent pages: a table does not skip a page.
        if let Some(upper) = open.as_mut().filter(|open| open.page + 1 == block.page)
            && let Some(BlockItem::Table(table)) = before[upper.block].items.last_mut()
            && let Some(BlockItem::Table(part)) = block.items.first_mut()
            && is_same_width(table, part)
        {
            append(table, part, upper);
            block.items.remove(0);
            upper.page = block.page;
        }
        // Text below a table closes it; a block that became empty by joining changes nothing.
        match block.items.last() {
            Some(BlockItem::Table(table)) => open = Some(OpenTable::new(index, block.page, table)),
            Some(BlockItem::Line(_)) => open = None,
            None => {}
        }
    }
}

fn is_same_width(table: &Grid, part: &Grid) -> bool {
    (table.right - table.left - (part.right - part.left)).abs() <= SAME_WIDTH
}

/// Appends the rows of a part to the table.
fn append(table: &mut Grid, part: &mut Grid, open: &mut OpenTable) {
    part.rows.drain(..repeated_rows(table, part));
    let shift = table.left - part.left;
    // With fewer rows the filled first column may be chance.
    let begins_rows = open.begins_rows && table.rows.len() >= TELLING_ROWS;
    let mut broken = 0;
    // The conditions for a broken row: see the top of the file.
    if let (Some(upper), Some(lower)) = (table.rows.last_mut(), part.rows.first())
        && open.broken < MAX_BROKEN_PAGES
        && may_continue(upper, lower)
        && (is_cut_off(upper, lower, shift) || begins_rows && lower[0].glyphs.is_empty())
    {
        for (upper, lower) in upper.iter_mut().zip(lower) {
            join(upper, lower, shift);
        }
        part.rows.remove(0);
        broken = if part.rows.is_empty() { open.broken + 1 } else { 0 };
    }
    open.broken = broken;
    open.begins_rows &= all_begin(&part.rows);
    table.rows.append(&mut part.rows);
}

/// The number of header rows that a part repeats. A form printed once per page repeats rows, too, but is no
/// continuation: its first row has empty fields, or all of its rows are the same.
fn repeated_rows(table: &Grid, part: &Grid) -> usize {
    let pairs = || table.rows.iter().zip(&part.rows);
    let same = pairs().take_while(|(row, other)| texts(row) == texts(other)).count();
    let has_head =
        table.rows.first().is_some_and(|row| row.len() > 1 && row.iter().all(|cell| !cell.glyphs.is_empty()));
    // Identical parts are separate forms, not a repeated header.
    if has_head && same <= MAX_HEAD_ROWS && same < table.rows.len().min(part.rows.len()) { same } else { 0 }
}

fn texts(row: &[GridCell]) -> Vec<String> {
    row.iter().map(text_in).collect()
}

fn text_in(cell: &GridCell) -> String {
    rows_of(cell.glyphs.clone()).iter().map(text_of).collect()
}

/// Whether the lower row may be the rest of the upper one: each of its non-empty cells continues a non-empty cell,
/// and at least one cell is already complete. This alone proves nothing: a row within a group, whose name is printed
/// once, looks the same.
fn may_continue(upper: &[GridCell], lower: &[GridCell]) -> bool {
    let pairs = || upper.iter().zip(lower);
    let goes_on = |(upper, lower): (&GridCell, &GridCell)| lower.glyphs.is_empty() || !upper.glyphs.is_empty();
    let is_complete = |(upper, lower): (&GridCell, &GridCell)| lower.glyphs.is_empty() && !upper.glyphs.is_empty();
    upper.len() == lower.len() && pairs().all(goes_on) && pairs().any(is_complete)
}

/// Whether a cell of the upper row ends within a sentence and continues in the lower row.
fn is_cut_off(upper: &[GridCell], lower: &[GridCell], shift: f32) -> bool {
    upper.iter().zip(lower).any(|(upper, lower)| !lower.glyphs.is_empty() && is_broken(upper, lower, shift))
}

/// Whether the last line of a cell reaches its border and ends no sentence.
fn is_broken(upper: &GridCell, lower: &GridCell, shift: f32) -> bool {
    let rows = rows_of(upper.glyphs.clone());
    let Some((row, last)) = rows.last().and_then(|row| Some((row, row.glyphs().last()?))) else { return false };
    // The smallest indentation in the cell is the cell's padding, which the right side has, too.
    let starts = upper.glyphs.iter().map(|glyph| glyph.x).chain(lower.glyphs.iter().map(|glyph| glyph.x + shift));
    let margin = (starts.fold(f32::MAX, f32::min) - upper.left).clamp(0.0, last.size);
    last.end + last.size > upper.right - margin && !ends_sentence(&text_of(row))
}

/// Appends the glyphs of a cell on the next page, moved as if they stood below on the same page.
fn join(upper: &mut GridCell, lower: &GridCell, shift: f32) {
    let lowest = upper.glyphs.iter().map(|glyph| glyph.y).fold(f32::MIN, f32::max);
    let highest = lower.glyphs.iter().map(|glyph| glyph.y).fold(f32::MAX, f32::min);
    upper.glyphs.extend(lower.glyphs.iter().map(|glyph| {
        let mut moved = *glyph;
        // The part may be printed further left or right on odd and even pages.
        moved.x += shift;
        moved.end += shift;
        moved.y += lowest + LEADING_EMS * glyph.size - highest;
        moved
    }));
}
