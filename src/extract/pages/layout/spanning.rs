//! Step 10: tables that go on over the next page: a head that is repeated there goes, and a row that was broken is one
//! row again.

use super::columns::{BlockItem, ColumnBlock};
use super::grid::{Grid, GridCell};
use super::lines::text_of;
use super::paragraphs::ends_sentence;
use super::rows::rows_of;

/// Two parts of one table are equally wide but for this, in points.
const SAME_WIDTH: f32 = 3.0;

/// A table has no more rows at its head.
const MAX_HEAD_ROWS: usize = 3;

/// So many rows show whether each has something in the first column, its number.
const TELLING_ROWS: usize = 4;

/// A row goes on over so many pages at most.
const MAX_BROKEN_PAGES: usize = 20;

/// The distance of the lines in a cell, in ems, where it has been broken.
const LEADING_EMS: f32 = 1.5;

/// The last table of the pages read so far, if nothing stands below it.
#[derive(Debug)]
struct OpenTable {
    block: usize,
    /// The page on which its last part stands.
    page: usize,
    /// Whether every row has something in the first column.
    begins_rows: bool,
    /// Over how many pages its last row has gone on.
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

/// Puts the parts of tables together, where one ends a page and the other begins the next.
pub(super) fn join_tables(blocks: &mut [ColumnBlock]) {
    let mut open: Option<OpenTable> = None;
    for index in 0..blocks.len() {
        let (before, rest) = blocks.split_at_mut(index);
        let block = &mut rest[0];
        if let Some(upper) = open.as_mut().filter(|open| open.page + 1 == block.page)
            && let Some(BlockItem::Table(table)) = before[upper.block].items.last_mut()
            && let Some(BlockItem::Table(part)) = block.items.first_mut()
            && is_same_width(table, part)
        {
            append(table, part, upper);
            block.items.remove(0);
            upper.page = block.page;
        }
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

/// Adds the rows of a part to the table.
fn append(table: &mut Grid, part: &mut Grid, open: &mut OpenTable) {
    part.rows.drain(..repeated_rows(table, part));
    let shift = table.left - part.left;
    let begins_rows = open.begins_rows && table.rows.len() >= TELLING_ROWS;
    let mut broken = 0;
    if let (Some(upper), Some(lower)) = (table.rows.last_mut(), part.rows.first())
        && open.broken < MAX_BROKEN_PAGES
        && is_rest(upper, lower)
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

/// With how many rows of the table's head a part begins. A form that is there once for each page has no such head: its
/// first row has fields to be filled in, or other rows are the same, too.
fn repeated_rows(table: &Grid, part: &Grid) -> usize {
    let pairs = || table.rows.iter().zip(&part.rows);
    let same = pairs().take_while(|(row, other)| texts(row) == texts(other)).count();
    let has_head =
        table.rows.first().is_some_and(|row| row.len() > 1 && row.iter().all(|cell| !cell.glyphs.is_empty()));
    if has_head && same <= MAX_HEAD_ROWS && same < table.rows.len().min(part.rows.len()) { same } else { 0 }
}

fn texts(row: &[GridCell]) -> Vec<String> {
    row.iter().map(text_in).collect()
}

fn text_in(cell: &GridCell) -> String {
    rows_of(cell.glyphs.clone()).iter().map(text_of).collect()
}

/// Whether the second row may be the rest of the first: it goes on with nothing but what the first has begun, some of
/// which is complete. So may a row in a group, whose name stands only once.
fn is_rest(upper: &[GridCell], lower: &[GridCell]) -> bool {
    let pairs = || upper.iter().zip(lower);
    let goes_on = |(upper, lower): (&GridCell, &GridCell)| lower.glyphs.is_empty() || !upper.glyphs.is_empty();
    let is_complete = |(upper, lower): (&GridCell, &GridCell)| lower.glyphs.is_empty() && !upper.glyphs.is_empty();
    upper.len() == lower.len() && pairs().all(goes_on) && pairs().any(is_complete)
}

/// Whether a cell of a row was cut off within a sentence, and goes on in the other row.
fn is_cut_off(upper: &[GridCell], lower: &[GridCell], shift: f32) -> bool {
    upper.iter().zip(lower).any(|(upper, lower)| !lower.glyphs.is_empty() && is_broken(upper, lower, shift))
}

/// Whether the last line of a cell was broken by its border, and no sentence ends there.
fn is_broken(upper: &GridCell, lower: &GridCell, shift: f32) -> bool {
    let rows = rows_of(upper.glyphs.clone());
    let Some((row, last)) = rows.last().and_then(|row| Some((row, row.glyphs().last()?))) else { return false };
    let starts = upper.glyphs.iter().map(|glyph| glyph.x).chain(lower.glyphs.iter().map(|glyph| glyph.x + shift));
    let margin = (starts.fold(f32::MAX, f32::min) - upper.left).clamp(0.0, last.size);
    last.end + last.size > upper.right - margin && !ends_sentence(&text_of(row))
}

/// Adds what a cell holds below the page, as if it stood below on the same one.
fn join(upper: &mut GridCell, lower: &GridCell, shift: f32) {
    let lowest = upper.glyphs.iter().map(|glyph| glyph.y).fold(f32::MIN, f32::max);
    let highest = lower.glyphs.iter().map(|glyph| glyph.y).fold(f32::MAX, f32::min);
    upper.glyphs.extend(lower.glyphs.iter().map(|glyph| {
        let mut moved = *glyph;
        moved.x += shift;
        moved.end += shift;
        moved.y += lowest + LEADING_EMS * glyph.size - highest;
        moved
    }));
}
