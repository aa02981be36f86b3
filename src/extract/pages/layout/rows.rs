//! Step 4 of the layout: groups glyphs with nearly the same baseline into rows, from top to bottom. Drawing order is
//! ignored, since programs draw a line in any order.

use super::Glyph;
use super::grid::Grid;

/// Everything at one height of a page, over its full width.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    /// Baseline of the characters, or top of the table.
    pub y: f32,
    pub content: RowContent,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum RowContent {
    /// Characters from left to right; never empty.
    Glyphs(Vec<Glyph>),
    /// A table with rules: its index, and its left and right edge.
    Table { index: usize, start: f32, end: f32 },
}

/// Baselines closer than this part of the size belong to one row: a raised ² starts no row of its own.
const SAME_LINE_EMS: f32 = 0.45;

impl Row {
    /// A row that stands for a table.
    pub(super) fn table(index: usize, grid: &Grid) -> Self {
        Self { y: grid.top, content: RowContent::Table { index, start: grid.left, end: grid.right } }
    }

    /// The characters of a row; empty for a table.
    pub(super) fn glyphs(&self) -> &[Glyph] {
        match &self.content {
            RowContent::Glyphs(glyphs) => glyphs,
            RowContent::Table { .. } => &[],
        }
    }

    /// A row of glyphs in any order; `None` if there are none.
    pub(super) fn of(mut glyphs: Vec<Glyph>) -> Option<Self> {
        glyphs.sort_by(|a, b| a.x.total_cmp(&b.x));
        // The median baseline, since some characters may be raised.
        let mut ys: Vec<f32> = glyphs.iter().map(|glyph| glyph.y).collect();
        ys.sort_by(f32::total_cmp);
        let y = *ys.get(ys.len() / 2)?;
        Some(Self { y, content: RowContent::Glyphs(glyphs) })
    }
}

/// Groups the glyphs of a page into rows.
pub(super) fn rows_of(mut glyphs: Vec<Glyph>) -> Vec<Row> {
    glyphs.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut rows = Vec::new();
    let mut rest = glyphs.as_slice();
    while let [first, ..] = rest {
        // Baselines may drift along a line, so each glyph is compared with the one before it.
        let mut last = *first;
        let beyond = rest.iter().position(|glyph| {
            // A raised footnote reference is sorted before its line and is small; half the line's size keeps them
            // together.
            let size = if glyph.size > last.size { glyph.size } else { glyph.size.max(last.size / 2.0) };
            let is_beyond = glyph.y - last.y > SAME_LINE_EMS * size;
            // A smaller glyph does not move the baseline of the row.
            if glyph.size >= last.size {
                last = *glyph;
            }
            is_beyond
        });
        let (own, after) = rest.split_at(beyond.unwrap_or(rest.len()));
        rows.extend(Row::of(own.to_vec()));
        rest = after;
    }
    rows
}
