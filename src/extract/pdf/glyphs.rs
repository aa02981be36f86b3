//! What is drawn on a page: which character, where, how large.

use std::panic::resume_unwind;

use hayro_interpret::font::{Glyph as Drawn, GlyphRun};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::kurbo::{Affine, BezPath, Point};
use hayro_interpret::{BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, SoftMask};

use super::codes::Encodings;
use crate::extract::layout::Glyph;

/// What a page has.
#[derive(Debug, Default)]
pub(super) struct PageGlyphs {
    /// The characters that run in the direction of most of them, in the order in which they were drawn.
    pub glyphs: Vec<Glyph>,
    /// Whether there is a picture.
    pub has_image: bool,
}

/// How drawing is ended from within: the library has no other way to stop at a limit.
pub(super) struct TooMuch;

/// Characters and other drawn things of a file, at most. A notice of a thousand pages has a million; forms that draw
/// forms that draw forms can come to any number.
const MAX_DRAWN: usize = 4_000_000;

/// Clips and groups that may be open and cost nothing: a page has some, in forms in forms. Whatever is drawn deeper counts
/// for each further one, since forms that draw themselves twice are a tree, and nearly all of it is at the bottom.
const FREE_DEPTH: usize = 4;

/// Glyph space has a thousand units to the em.
const UNITS: f64 = 1000.0;

/// Collects what is drawn.
pub(super) struct Collector<'p> {
    encodings: Encodings<'p>,
    /// By direction: right, down, left, up.
    glyphs: [Vec<Glyph>; 4],
    has_image: bool,
    drawn: usize,
    /// Clips and groups that are open.
    depth: usize,
}

impl<'p> Collector<'p> {
    /// Begins with an empty page.
    pub(super) fn new(pdf: &'p Pdf) -> Self {
        Self { encodings: Encodings::new(pdf), glyphs: Default::default(), has_image: false, drawn: 0, depth: 0 }
    }

    /// What the page has; the next one is empty.
    pub(super) fn take_page(&mut self) -> PageGlyphs {
        self.depth = 0;
        let mut directions = std::mem::take(&mut self.glyphs);
        let most = (0..4).max_by_key(|at| (directions[*at].len(), usize::from(*at == 0))).unwrap_or(0);
        let glyphs = std::mem::take(&mut directions[most]);
        PageGlyphs { glyphs, has_image: std::mem::take(&mut self.has_image) }
    }

    /// Counts a thing that was drawn.
    fn count(&mut self) {
        self.drawn += 1 + self.depth.saturating_sub(FREE_DEPTH);
        if self.drawn > MAX_DRAWN {
            resume_unwind(Box::new(TooMuch));
        }
    }

    fn push(&mut self, c: char, transform: Affine, from: f64, to: f64) {
        let origin = transform * Point::new(from, 0.0);
        let end = transform * Point::new(to, 0.0);
        let top = transform * Point::new(0.0, UNITS) - transform * Point::ORIGIN;
        let along = end - origin;
        // Text that runs askew is a watermark.
        let direction = match (along.x, along.y) {
            (x, y) if x.abs() > 8.0 * y.abs() => usize::from(x < 0.0) * 2,
            (x, y) if y.abs() > 8.0 * x.abs() => 1 + usize::from(y < 0.0) * 2,
            _ => return,
        };
        let turned = |point: Point| match direction {
            0 => point,
            1 => Point::new(point.y, -point.x),
            2 => Point::new(-point.x, -point.y),
            _ => Point::new(-point.y, point.x),
        };
        let (origin, end) = (turned(origin), turned(end));
        let size = top.hypot() as f32;
        let glyph = Glyph { c, x: origin.x as f32, end: end.x as f32, y: origin.y as f32, size };
        if size > 0.0 && [glyph.x, glyph.end, glyph.y, glyph.size].iter().all(|value| value.is_finite()) {
            self.glyphs[direction].push(glyph);
        }
    }
}

impl<'p> Device<'p> for Collector<'p> {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'p>, props: DrawProps<'p>, _: &DrawMode) {
        for glyph in run.glyphs() {
            self.count();
            let transform = props.transform * glyph.transform();
            let (text, advance) = self.read(glyph);
            let advance = f64::from(advance);
            let step = advance / f64::from(u32::try_from(text.chars().count()).unwrap_or(u32::MAX).max(1));
            let mut from = 0.0;
            for c in text.chars() {
                self.push(c, transform, from, from + step);
                from += step;
            }
        }
    }

    fn draw_image(&mut self, _: Image<'p, '_>, _: ImageDrawProps<'p>) {
        self.count();
        self.has_image = true;
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'p>, _: &DrawMode) {
        self.count();
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
            Some(BfString::Char(c)) => String::from(c),
            Some(BfString::String(text)) => text,
            None => self.encodings.decode(glyph).unwrap_or(char::REPLACEMENT_CHARACTER).into(),
        };
        let is_wide = text.chars().any(|c| c >= '\u{2E80}');
        let usual = if is_wide { 1000.0 } else { 500.0 };
        (text, advance.filter(|advance| *advance > 0.0).unwrap_or(usual))
    }
}
