//! Collects the characters and straight lines drawn on a page, with their positions.

use std::panic::resume_unwind;

use hayro_interpret::font::{Glyph as Drawn, GlyphRun};
use hayro_interpret::hayro_cmap::{BfString, WritingMode};
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::kurbo::{Affine, BezPath, Point};
use hayro_interpret::{BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, SoftMask};

use super::codes::FontDecoders;
use super::rules::add_rules;
use crate::extract::pages::layout::{Page, PageChar};

/// Everything collected from a page.
#[derive(Debug, Default)]
pub(super) struct Drawing {
    /// Its characters and lines.
    pub page: Page,
    /// Number of its characters that could not be decoded.
    pub unknown: usize,
    /// Whether it has an image.
    pub has_image: bool,
}

/// Panic payload that stops drawing: the library offers no other way to stop at a limit.
pub(super) struct DrawLimitReached;

/// Upper bound on the characters and other things drawn in a file. A notice of a thousand pages has a million; forms
/// that draw forms that draw forms can reach any number.
const MAX_DRAWN: usize = 4_000_000;

/// Clips and groups may be nested this deep at no extra cost. Each deeper level adds to the cost of everything drawn
/// there, because forms that draw themselves twice make a tree with nearly everything at the bottom.
const FREE_DEPTH: usize = 4;

/// Glyph space has a thousand units to the em.
const UNITS: f64 = 1000.0;

/// In vertical text, the top of a character above its baseline, and the distance of its middle from the baseline of
/// letters that are turned on their side in the same line.
const TOP: f64 = 880.0;
const BASELINE: f64 = 380.0;

/// Receives the drawing calls of the library.
pub(super) struct Collector<'p> {
    decoders: FontDecoders<'p>,
    drawing: Drawing,
    drawn: usize,
    /// Number of open clips and groups.
    depth: usize,
}

impl<'p> Collector<'p> {
    /// Starts with an empty page.
    pub(super) fn new(pdf: &'p Pdf) -> Self {
        Self { decoders: FontDecoders::new(pdf), drawing: Drawing::default(), drawn: 0, depth: 0 }
    }

    /// Returns the finished page and starts an empty one.
    pub(super) fn take_page(&mut self) -> Drawing {
        self.depth = 0;
        std::mem::take(&mut self.drawing)
    }

    /// The names of the fonts with characters that could not be decoded.
    pub(super) fn unknown_fonts(&self) -> Vec<&str> {
        self.decoders.unknown()
    }

    /// Counts a thing that was drawn, and stops at the limit.
    fn count(&mut self) {
        // Nested forms can double the work at each level, so depth raises the price.
        self.drawn += 1 + self.depth.saturating_sub(FREE_DEPTH);
        if self.drawn > MAX_DRAWN {
            resume_unwind(Box::new(DrawLimitReached));
        }
    }

    /// Adds a character that reaches from one point of glyph space to another.
    fn push(&mut self, c: char, transform: Affine, from: Point, to: Point) {
        let size = (transform * Point::new(0.0, UNITS) - transform * Point::ORIGIN).hypot() as f32;
        let narrow = |point: Point| [point.x as f32, point.y as f32];
        self.drawing.page.chars.extend(PageChar::of(c, narrow(transform * from), narrow(transform * to), size));
    }
}

impl<'p> Device<'p> for Collector<'p> {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'p>, props: DrawProps<'p>, _: &DrawMode) {
        let is_vertical = run.writing_mode() == WritingMode::Vertical;
        for glyph in run.glyphs() {
            self.count();
            let transform = props.transform * glyph.transform();
            let (text, advance) = self.read(glyph);
            // A glyph may stand for several characters (a ligature); they share its width.
            let step = f64::from(advance) / f64::from(u32::try_from(text.chars().count()).unwrap_or(u32::MAX).max(1));
            let mut at = 0.0;
            for c in text.chars() {
                let [from, to] = if is_vertical {
                    // The character is upright with its middle on the line. The next one begins where it ends.
                    let x = f64::from(advance) / 2.0 - BASELINE;
                    [TOP - at, TOP - at - step].map(|y| Point::new(x, y))
                } else {
                    [at, at + step].map(|x| Point::new(x, 0.0))
                };
                self.push(c, transform, from, to);
                at += step;
            }
        }
    }

    fn draw_image(&mut self, _: Image<'p, '_>, _: ImageDrawProps<'p>) {
        self.count();
        self.drawing.has_image = true;
    }

    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'p>, mode: &DrawMode) {
        self.count();
        add_rules(&mut self.drawing.page.rules, path, props.transform, mode);
    }

    fn push_clip_path(&mut self, _: &ClipPath) {
        self.depth += 1;
        self.count();
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'p>>, _: BlendMode) {
        self.depth += 1;
        self.count();
    }

    fn pop_clip(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }

    fn pop_transparency_group(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }
}

impl Collector<'_> {
    /// The text of a glyph, and its advance width in glyph space.
    fn read(&mut self, glyph: &Drawn<'_>) -> (String, f32) {
        let advance = match glyph {
            Drawn::Outline(outline) => outline.advance_width(),
            Drawn::Type3(drawn) => drawn.advance_width(),
        };
        let text = match glyph.as_unicode() {
            // The library's answer is used, unless it is a noncharacter or a known wrong guess.
            Some(BfString::Char(c)) if !is_noncharacter(c) && !self.decoders.is_misread(glyph, c, advance) => {
                String::from(c)
            }
            Some(BfString::String(text)) => text,
            _ => {
                let decoded = self.decoders.decode(glyph);
                self.drawing.unknown += usize::from(decoded.is_none());
                decoded.unwrap_or(char::REPLACEMENT_CHARACTER).into()
            }
        };
        let is_wide = text.chars().any(|c| c >= '\u{2E80}');
        // Without a width, Chinese characters are one em wide and letters half an em.
        let usual = if is_wide { 1000.0 } else { 500.0 };
        (text, advance.filter(|advance| *advance > 0.0).unwrap_or(usual))
    }
}

/// Whether a code is a noncharacter such as U+FFFF, which some programs write for an unknown character.
fn is_noncharacter(c: char) -> bool {
    c as u32 & 0xFFFE == 0xFFFE || ('\u{FDD0}'..='\u{FDEF}').contains(&c)
}
