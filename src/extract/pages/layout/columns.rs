//! Step 8 of the layout: rows of a page → blocks in reading order: columns one after the other, tables in between.
//!
//! The page is cut into sections from top to bottom. A section is the longest run of rows that all leave the same
//! vertical strip empty, so that the strip may be a gutter between two columns. A strip counts as a gutter only if
//! the text on both sides reads as columns rather than as cells of a table without rules. The evidence is the order
//! in which the page was drawn: programs draw a column from top to bottom, but a table row by row. Each side of a
//! gutter is then split again in the same way, up to [`MAX_DEPTH`] times.

use super::grid::Grid;
use super::lines::{TextLine, lines_of};
use super::rows::{Row, RowContent};

/// Content of one column of a page, from top to bottom.
#[derive(Debug, PartialEq)]
pub(super) struct ColumnBlock {
    /// The page, counted from 0.
    pub page: usize,
    pub items: Vec<BlockItem>,
    /// Positions of the gutters on its left and right; `WHOLE_PAGE` where there are none.
    pub bounds: [f32; 2],
}

#[derive(Debug, PartialEq)]
pub(super) enum BlockItem {
    Line(TextLine),
    Table(Grid),
}

/// Smallest distance between two columns, in ems.
const GUTTER_EMS: f32 = 0.9;

/// Smallest width of a column, in ems.
const MIN_EMS: f32 = 6.0;

/// An empty space at least this high, in ems, ends a section.
const GAP_EMS: f32 = 3.2;

/// Smallest number of lines in a column, and smallest average length of its lines in characters.
const MIN_LINES: usize = 3;
const MIN_LINE_CHARS: usize = 6;
/// Smallest average length where only full lines, not the drawing order, show that there are columns.
const MIN_FULL_LINE_CHARS: usize = 8;

/// Upper bound on the empty strips that are kept for a section; the widest stay. It bounds the cost of a page of
/// scattered characters.
const MAX_STRIPS: usize = 16;

/// A line that ends within this distance of its column's right edge, in ems, is full.
const FULL_WITHIN_EMS: f32 = 2.1;

/// How deep columns within columns are followed.
const MAX_DEPTH: usize = 8;

/// Characters of a row without a gap as wide as a gutter.
#[derive(Debug, Clone, Copy)]
struct TextRun {
    start: f32,
    end: f32,
    chars: usize,
    order: u32,
}

/// The bounds of a block that is in no column.
pub(super) const WHOLE_PAGE: [f32; 2] = [f32::MIN, f32::MAX];

/// Puts the rows of a page into reading order. `page` is counted from 0.
pub(super) fn blocks_of(page: usize, rows: Vec<Row>, grids: Vec<Grid>) -> Vec<ColumnBlock> {
    let mut parts = Vec::new();
    split_columns(rows, WHOLE_PAGE, MAX_DEPTH, &mut parts);
    // Each grid is taken out once, when the row that stands for it is reached.
    let mut grids: Vec<Option<Grid>> = grids.into_iter().map(Some).collect();
    parts
        .into_iter()
        .map(|(rows, bounds)| block_of(ColumnBlock { page, items: Vec::new(), bounds }, &rows, &mut grids))
        .collect()
}

/// Turns rows into the lines and tables of a block.
fn block_of(mut block: ColumnBlock, rows: &[Row], grids: &mut [Option<Grid>]) -> ColumnBlock {
    // Text rows between two tables become lines together, since a line may continue in the next row.
    for part in rows.chunk_by(|a, b| a.is_text() && b.is_text()) {
        match part[0].content {
            RowContent::Table { index, .. } => block.items.extend(grids[index].take().map(BlockItem::Table)),
            RowContent::Glyphs(_) => block.items.extend(lines_of(part).into_iter().map(BlockItem::Line)),
        }
    }
    block
}

/// The rows between two gutters, and the positions of those gutters.
type Column = (Vec<Row>, [f32; 2]);

/// Puts the rows of a region into reading order, one part per column.
fn split_columns(rows: Vec<Row>, bounds: [f32; 2], depth: usize, parts: &mut Vec<Column>) {
    let size = usual_size(&rows);
    // Runs of all rows are found once; the sections below only compare them.
    let runs: Vec<Vec<TextRun>> = rows.iter().map(|row| runs_of(row, size)).collect();
    let left = runs.iter().flatten().map(|run| run.start).fold(f32::MAX, f32::min);
    let right = runs.iter().flatten().map(|run| run.end).fold(f32::MIN, f32::max);
    let mut start = 0;
    let mut sections = Vec::new();
    while start < rows.len() && depth > 0 {
        let (end, gutter) = find_section(&rows, &runs, [left, right], start, size);
        sections.extend(gutter.map(|gutter| (start, end, gutter)));
        start = end;
    }
    // The iterator hands out each row once: rows above a section stay whole, rows of a section are divided at its
    // gutter.
    let mut rows = rows.into_iter();
    let mut done = 0;
    for (from, to, gutter) in sections {
        push_column(rows.by_ref().take(from - done).collect(), bounds, parts);
        let (left, right) =
            rows.by_ref().take(to - from).map(|row| row.split_at(gutter)).unzip::<_, _, Vec<_>, Vec<_>>();
        split_columns(left.into_iter().flatten().collect(), [bounds[0], gutter], depth - 1, parts);
        split_columns(right.into_iter().flatten().collect(), [gutter, bounds[1]], depth - 1, parts);
        // Rows before `done` have been handed out.
        done = to;
    }
    push_column(rows.collect(), bounds, parts);
}

fn push_column(rows: Vec<Row>, bounds: [f32; 2], parts: &mut Vec<Column>) {
    if !rows.is_empty() {
        parts.push((rows, bounds));
    }
}

/// The median character size: each row counts once.
fn usual_size(rows: &[Row]) -> f32 {
    let mut sizes: Vec<f32> = rows.iter().filter_map(|row| row.glyphs().first()).map(|glyph| glyph.size).collect();
    sizes.sort_by(f32::total_cmp);
    sizes.get(sizes.len() / 2).copied().unwrap_or(1.0)
}

fn runs_of(row: &Row, size: f32) -> Vec<TextRun> {
    if let RowContent::Table { start, end, .. } = row.content {
        // A table is one wide run. Its order is the highest, so that it never looks drawn before text.
        return vec![TextRun { start, end, chars: 0, order: u32::MAX }];
    }
    let mut runs: Vec<TextRun> = Vec::new();
    for glyph in row.glyphs() {
        match runs.last_mut() {
            Some(run) if glyph.x - run.end < GUTTER_EMS * size => {
                run.end = run.end.max(glyph.end);
                run.chars += 1;
            }
            _ => runs.push(TextRun { start: glyph.x, end: glyph.end, chars: 1, order: glyph.order }),
        }
    }
    runs
}

/// Finds the section that starts at row `start`. Returns its end and, if it has columns, the position of the gutter.
/// `left`, `right`: the outermost edges of all rows.
fn find_section(
    rows: &[Row],
    runs: &[Vec<TextRun>],
    [left, right]: [f32; 2],
    start: usize,
    size: f32,
) -> (usize, Option<f32>) {
    let is_inner = |strip: &[f32; 2]| strip[0] <= right - MIN_EMS * size && strip[1] >= left + MIN_EMS * size;
    let mut free = vec![[left, right]];
    let mut end = start;
    // Extend the section row by row while a strip stays free.
    while end < rows.len() {
        let is_apart = end > start && rows[end].y - rows[end - 1].y > GAP_EMS * size && rows[end - 1].is_text();
        // A strip at the very edge is the page margin, not a gutter; `is_inner` leaves room for a column on both
        // sides.
        let mut still_free = subtract_runs(&free, &runs[end], GUTTER_EMS * size);
        still_free.retain(is_inner);
        // A tall gap separates an article in columns from what follows, even if the strip would stay free.
        if is_apart || still_free.is_empty() {
            break;
        }
        free = still_free;
        if free.len() > MAX_STRIPS {
            free.sort_by(|a, b| (b[1] - b[0]).total_cmp(&(a[1] - a[0])));
            free.truncate(MAX_STRIPS);
        }
        end += 1;
    }
    let own = &runs[start..end];
    // The widest strip first: a narrow one may be chance.
    free.sort_by(|a, b| (b[1] - b[0]).total_cmp(&(a[1] - a[0])));
    let mut middles = free.iter().map(|[from, to]| f32::midpoint(*from, *to));
    let gutter = middles.find(|gutter| are_columns(own, *gutter, size));
    // A section without a gutter is still consumed, so that the search goes on behind it.
    let end = gutter.map_or(end, |gutter| start + rows_before_late_text(own, gutter));
    (end.max(start + 1), gutter)
}

/// The number of rows that belong to columns drawn one after the other. Text at the bottom left that was drawn after
/// the right column had begun follows both columns, so the section ends before it.
fn rows_before_late_text(rows: &[Vec<TextRun>], gutter: f32) -> usize {
    let is_left = |run: &&TextRun| run.end <= gutter;
    // `order` counts the drawing calls of the page.
    let right_begun = rows.iter().flatten().filter(|run| !is_left(run)).map(|run| run.order).min();
    let is_late = |row: &Vec<TextRun>| row.iter().filter(is_left).any(|run| Some(run.order) > right_begun);
    let first = rows.iter().position(is_late).unwrap_or(rows.len());
    // Late text in the upper three quarters shows that the page was drawn row by row; then the order proves nothing.
    if first * 4 >= rows.len() * 3 { first } else { rows.len() }
}

/// The parts of the free strips that the runs of a row leave free.
fn subtract_runs(free: &[[f32; 2]], runs: &[TextRun], min_width: f32) -> Vec<[f32; 2]> {
    let mut left = Vec::with_capacity(free.len() + 1);
    for &[from, to] in free {
        let mut from = from;
        for run in runs {
            if run.end <= from || run.start >= to {
                continue;
            }
            if run.start - from >= min_width {
                left.push([from, run.start]);
            }
            from = run.end;
        }
        if to - from >= min_width {
            left.push([from, to]);
        }
    }
    left
}

/// Whether the text on both sides of a strip is running text, not the cells of a table.
fn are_columns(rows: &[Vec<TextRun>], gutter: f32, size: f32) -> bool {
    let all = || rows.iter().flatten().filter(|run| run.chars > 0);
    // Tables have no characters and do not vote.
    let sides = [true, false].map(|is_left| all().filter(|run| (run.end <= gutter) == is_left).collect::<Vec<_>>());
    let average = |side: &[&TextRun]| side.iter().map(|run| run.chars).sum::<usize>() / side.len().max(1);
    let is_full = |side: &[&TextRun]| {
        let edge = side.iter().map(|run| run.end).fold(f32::MIN, f32::max);
        side.iter().filter(|run| run.end >= edge - FULL_WITHIN_EMS * size).count() * 2 >= side.len()
    };
    // Short lines on both sides are a form or a list of names, to be read row by row.
    if sides.iter().any(|side| side.len() < MIN_LINES || average(side) < MIN_LINE_CHARS) {
        return false;
    }
    // Columns are drawn one after the other, tables row by row: count how often the drawing order changes sides.
    let mut drawn: Vec<(u32, bool)> = all().map(|run| (run.order, run.end <= gutter)).collect();
    drawn.sort_unstable();
    let changes = drawn.windows(2).filter(|pair| pair[0].1 != pair[1].1).count();
    // Few changes of side: drawn column by column. Otherwise both sides must look like justified text.
    changes * 3 <= sides[0].len().min(sides[1].len())
        || sides.iter().all(|side| is_full(side) && average(side) >= MIN_FULL_LINE_CHARS)
}

impl Row {
    fn is_text(&self) -> bool {
        matches!(self.content, RowContent::Glyphs(_))
    }

    /// Splits a row at a gutter.
    fn split_at(self, gutter: f32) -> (Option<Self>, Option<Self>) {
        match self.content {
            RowContent::Table { end, .. } if end <= gutter => (Some(self), None),
            RowContent::Table { .. } => (None, Some(self)),
            RowContent::Glyphs(glyphs) => {
                // No character crosses a gutter: the strip is empty in all rows of the section.
                let (left, right) = glyphs.into_iter().partition(|glyph| glyph.end <= gutter);
                (Self::of(left), Self::of(right))
            }
        }
    }
}
