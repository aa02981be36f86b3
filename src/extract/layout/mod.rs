//! Glyphs on pages → paragraphs, for formats that know no text but only where each character is drawn (PDF, OFD).
//!
//! `lines` puts glyphs together by position, `furniture` takes page numbers and running heads out, `paragraphs` joins
//! what the page has broken. `radicals` is a table of characters that look like others.

mod furniture;
mod lines;
mod paragraphs;
mod radicals;

use super::sheet::Sheet;
use furniture::without_furniture;
use lines::lines_of;
use paragraphs::paragraphs_of;
use radicals::plain_form;

/// A character on a page. Positions are in points from the top left corner; y is the baseline.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Glyph {
    /// The character; U+FFFD where the font does not say.
    pub c: char,
    /// Where it begins.
    pub x: f32,
    /// Where the next one would begin.
    pub end: f32,
    /// Its baseline.
    pub y: f32,
    /// The size of its font.
    pub size: f32,
}

/// The paragraphs of pages.
pub(super) fn sheet_of(pages: Vec<Vec<Glyph>>) -> Sheet {
    let plain = |glyph: Glyph| Glyph { c: plain_form(glyph.c), ..glyph };
    let pages = pages.into_iter().map(|glyphs| lines_of(glyphs.into_iter().map(plain).collect())).collect();
    let mut sheet = Sheet::default();
    for paragraph in paragraphs_of(&without_furniture(pages)) {
        sheet.push_paragraph(&paragraph, None);
    }
    sheet
}
