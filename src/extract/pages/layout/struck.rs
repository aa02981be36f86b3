//! Step 5 of the layout: removes crossed-out text. Tracked deletions that were printed to PDF look like this: a line
//! through the middle of characters that ends where they end.

use super::rows::{Row, RowContent};
use super::{AxisLine, Glyph};

/// Height of such a line above the baseline, in ems.
const THROUGH_EMS: std::ops::Range<f32> = 0.17..0.5;

/// The part of a line that must have characters on it; a longer line is an ornament.
const COVERED: f32 = 0.8;

/// Replaces a crossed-out character: it has no text but still fills its place, so that no gap appears.
pub(super) const STRUCK: char = '\0';

/// Upper bound on character sizes, in points; it limits how far rows are searched.
const MAX_SIZE: f32 = 200.0;

/// Removes the characters that one of these lines crosses out. None of the rows is a table.
pub(super) fn remove_struck_out(rows: &mut Vec<Row>, rules: &[AxisLine]) {
    for rule in rules {
        // Rows are sorted by height, so only those near the line are compared.
        let from = rows.partition_point(|row| row.y < rule.at);
        for row in rows[from..].iter_mut().take_while(|row| row.y - rule.at < MAX_SIZE * THROUGH_EMS.end) {
            let RowContent::Glyphs(glyphs) = &mut row.content else { continue };
            let is_struck = |glyph: &Glyph| {
                let middle = f32::midpoint(glyph.x, glyph.end);
                THROUGH_EMS.contains(&((glyph.y - rule.at) / glyph.size)) && (rule.from..rule.to).contains(&middle)
            };
            let covered: f32 = glyphs.iter().filter(|glyph| is_struck(glyph)).map(|glyph| glyph.end - glyph.x).sum();
            // A line through only a few characters is an underline that runs high, or part of a drawing.
            if covered >= COVERED * (rule.to - rule.from) {
                glyphs.iter_mut().filter(|glyph| is_struck(glyph)).for_each(|glyph| glyph.c = STRUCK);
            }
        }
    }
    rows.retain(|row| row.glyphs().iter().any(|glyph| glyph.c != STRUCK));
}
