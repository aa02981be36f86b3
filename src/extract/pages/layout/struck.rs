//! Step 5: what is crossed out is left out. A line through the middle of characters that ends where they end crosses
//! them out: so do tracked deletions that were printed.

use super::rows::{Row, RowContent};
use super::{AxisLine, Glyph};

/// How far above the baseline such a line runs, in ems.
const THROUGH_EMS: std::ops::Range<f32> = 0.17..0.5;

/// How much of the line has characters on it; one that goes on beyond them is an ornament.
const COVERED: f32 = 0.8;

/// What a character becomes that is crossed out: it says nothing, and leaves no gap.
pub(super) const STRUCK: char = '\0';

/// Nothing is written larger than this, in points.
const MAX_SIZE: f32 = 200.0;

/// Takes the characters out that one of these lines crosses. None of the rows is a table.
pub(super) fn remove_struck_out(rows: &mut Vec<Row>, rules: &[AxisLine]) {
    for rule in rules {
        let from = rows.partition_point(|row| row.y < rule.at);
        for row in rows[from..].iter_mut().take_while(|row| row.y - rule.at < MAX_SIZE * THROUGH_EMS.end) {
            let RowContent::Glyphs(glyphs) = &mut row.content else { continue };
            let is_struck = |glyph: &Glyph| {
                let middle = f32::midpoint(glyph.x, glyph.end);
                THROUGH_EMS.contains(&((glyph.y - rule.at) / glyph.size)) && (rule.from..rule.to).contains(&middle)
            };
            let covered: f32 = glyphs.iter().filter(|glyph| is_struck(glyph)).map(|glyph| glyph.end - glyph.x).sum();
            if covered >= COVERED * (rule.to - rule.from) {
                glyphs.iter_mut().filter(|glyph| is_struck(glyph)).for_each(|glyph| glyph.c = STRUCK);
            }
        }
    }
    rows.retain(|row| row.glyphs().iter().any(|glyph| glyph.c != STRUCK));
}
