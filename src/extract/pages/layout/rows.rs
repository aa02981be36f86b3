//! Step 4: glyphs of one height → rows, from top to bottom. The order in which glyphs are drawn says nothing.

use super::Glyph;
use super::grid::Grid;

/// What stands at one height of a page, all over its width.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    /// Its baseline; the top of a table.
    pub y: f32,
    pub content: RowContent,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum RowContent {
    /// Characters from left to right; there is one at least.
    Glyphs(Vec<Glyph>),
    /// A table with rules: which one, and where it begins and ends from left to right.
    Table { index: usize, start: f32, end: f32 },
}

/// Baselines closer than this part of the size are one: a raised ² is not another line.
const SAME_LINE_EMS: f32 = 0.45;

impl Row {
    /// The place of a table.
    pub(super) fn table(index: usize, grid: &Grid) -> Self {
        Self { y: grid.top, content: RowContent::Table { index, start: grid.left, end: grid.right } }
    }

    /// The characters of a row; none of a table.
    pub(super) fn glyphs(&self) -> &[Glyph] {
        match &self.content {
            RowContent::Glyphs(glyphs) => glyphs,
            RowContent::Table { .. } => &[],
        }
    }

    /// A row of glyphs in any order, unless there are none.
    pub(super) fn of(mut glyphs: Vec<Glyph>) -> Option<Self> {
        glyphs.sort_by(|a, b| a.x.total_cmp(&b.x));
        // Some may be raised.
        let mut ys: Vec<f32> = glyphs.iter().map(|glyph| glyph.y).collect();
        ys.sort_by(f32::total_cmp);
        let y = *ys.get(ys.len() / 2)?;
        Some(Self { y, content: RowContent::Glyphs(glyphs) })
    }
}

/// The glyphs of a page, put into rows.
pub(super) fn rows_of(mut glyphs: Vec<Glyph>) -> Vec<Row> {
    glyphs.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut rows = Vec::new();
    let mut rest = glyphs.as_slice();
    while let [first, ..] = rest {
        // Baselines drift; the line's own is that of the glyph before.
        let mut last = *first;
        let beyond = rest.iter().position(|glyph| {
            // What is raised, a mark of a footnote, comes first.
            let size = if glyph.size > last.size { glyph.size } else { glyph.size.max(last.size / 2.0) };
            let is_beyond = glyph.y - last.y > SAME_LINE_EMS * size;
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
