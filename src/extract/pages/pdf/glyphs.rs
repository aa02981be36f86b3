//! What is drawn on a page: which character, where, how large; and which straight lines.

use std::panic::resume_unwind;

use hayro_interpret::font::{Glyph as Drawn, GlyphRun};
use hayro_interpret::hayro_cmap::{BfString, WritingMode};
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::kurbo::{Affine, BezPath, Point};
use hayro_interpret::{BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, SoftMask};

use super::codes::FontDecoders;
use super::rules::take_rules;
use crate::extract::pages::layout::{Page, PageChar};

/// What a page has.
#[derive(Debug, Default)]
pub(super) struct Drawing {
    /// Its characters and lines.
    pub page: Page,
    /// How many of its characters nobody knows.
    pub unknown: usize,
    /// Whether there is a picture.
    pub has_image: bool,
}

/// How drawing is ended from within: the library has no other way to stop at a limit.
pub(super) struct DrawLimitReached;

/// Characters and other drawn things of a file, at most. A notice of a thousand pages has a million; forms that draw
/// forms that draw forms can come to any number.
const MAX_DRAWN: usize = 4_000_000;

/// Clips and groups that may be open and cost nothing: a page has some, in forms in forms. Whatever is drawn deeper counts
/// for each further one, since forms that draw themselves twice are a tree, and nearly all of it is at the bottom.
const FREE_DEPTH: usize = 4;

/// Glyph space has a thousand units to the em.
const UNITS: f64 = 1000.0;

/// Where a character of 直排 begins above its baseline, and how far its middle is above the baseline of letters that lie
/// on their side in the same line.
const TOP: f64 = 880.0;
const BASELINE: f64 = 380.0;

/// Collects what is drawn.
pub(super) struct Collector<'p> {
    decoders: FontDecoders<'p>,
    drawing: Drawing,
    drawn: usize,
    /// Clips and groups that are open.
    depth: usize,
}

impl<'p> Collector<'p> {
    /// Begins with an empty page.
    pub(super) fn new(pdf: &'p Pdf) -> Self {
        Self { decoders: FontDecoders::new(pdf), drawing: Drawing::default(), drawn: 0, depth: 0 }
    }

    /// What the page has; the next one is empty.
    pub(super) fn take_page(&mut self) -> Drawing {
        self.depth = 0;
        std::mem::take(&mut self.drawing)
    }

    /// The names of the fonts with characters that nobody knows.
    pub(super) fn unknown_fonts(&self) -> Vec<&str> {
        self.decoders.unknown()
    }

    /// Counts a thing that was drawn.
    fn count(&mut self) {
        self.drawn += 1 + self.depth.saturating_sub(FREE_DEPTH);
        if self.drawn > MAX_DRAWN {
            resume_unwind(Box::new(DrawLimitReached));
        }
    }

    /// Adds a character that goes from one point of glyph space to another.
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
            let step = f64::from(advance) / f64::from(u32::try_from(text.chars().count()).unwrap_or(u32::MAX).max(1));
            let mut at = 0.0;
            for c in text.chars() {
                let [from, to] = if is_vertical {
                    // It stands upright, its middle on the line. What is drawn below it begins where it ends.
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
        take_rules(&mut self.drawing.page.rules, path, props.transform, mode);
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
    /// The text of a glyph, and how far it moves on in glyph space.
    fn read(&mut self, glyph: &Drawn<'_>) -> (String, f32) {
        let advance = match glyph {
            Drawn::Outline(outline) => outline.advance_width(),
            Drawn::Type3(drawn) => drawn.advance_width(),
        };
        let text = match glyph.as_unicode() {
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
        let usual = if is_wide { 1000.0 } else { 500.0 };
        (text, advance.filter(|advance| *advance > 0.0).unwrap_or(usual))
    }
}

/// Whether a code stands for no character: U+FFFF, which some programs write where they know of none.
fn is_noncharacter(c: char) -> bool {
    c as u32 & 0xFFFE == 0xFFFE || ('\u{FDD0}'..='\u{FDEF}').contains(&c)
}
