//! Glyphs on pages → paragraphs and table rows, for formats that store only where each character is drawn (PDF, OFD).
//!
//! The steps in order: `directions` turns text that does not run to the right, `ruby` removes pinyin above
//! characters, `grid` finds tables by their rules, `rows` groups glyphs by baseline, `struck` removes crossed-out
//! text, `furniture` removes page numbers and running heads, `footnotes` takes notes off the pages, `columns` puts
//! blocks into reading order, `lines` turns rows into text, `spanning` joins tables across pages, `paragraphs` joins
//! the lines that the page has broken. `radicals` maps look-alike characters to the intended ones.

mod columns;
mod directions;
mod footnotes;
mod furniture;
mod grid;
mod lines;
mod paragraphs;
mod radicals;
mod rows;
mod ruby;
mod spanning;
mod struck;

use crate::extract::manuscript_lines::ManuscriptLines;
use columns::{ColumnBlock, blocks_of};
use directions::texts_by_direction;
use footnotes::{take_footnotes, with_reference_mark};
use furniture::remove_furniture;
use grid::Grid;
use paragraphs::{OutputBlock, output_blocks};
use radicals::plain_form;
use rows::{Row, rows_of};
use ruby::drop_ruby;
use spanning::join_tables;
use struck::remove_struck_out;

/// Everything drawn on a page. Positions are in points from the top left corner.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::extract) struct Page {
    /// Its characters in drawing order.
    pub chars: Vec<PageChar>,
    /// Its horizontal and vertical lines.
    pub rules: Vec<Rule>,
    /// Width and height; 0 if unknown.
    pub size: [f32; 2],
}

/// A character on a page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::extract) struct PageChar {
    /// The character; U+FFFD if the font does not tell it.
    pub c: char,
    /// Its origin on the baseline.
    pub from: [f32; 2],
    /// Origin of the next character.
    pub to: [f32; 2],
    /// Font size.
    pub size: f32,
}

impl PageChar {
    /// A character; `None` if a coordinate is not finite or the size is 0.
    pub(in crate::extract) fn of(c: char, from: [f32; 2], to: [f32; 2], size: f32) -> Option<Self> {
        let is_somewhere = from.iter().chain(&to).chain([&size]).all(|value| value.is_finite());
        (size > 0.0 && is_somewhere).then_some(Self { c, from, to, size })
    }
}

/// Largest slant of a rule, in points.
const STRAIGHT: f32 = 0.5;

/// Upper bound on the rules of a page; a page with more is a drawing.
pub(in crate::extract) const MAX_RULES: usize = 20_000;

/// A straight line on a page, e.g. the border of a cell or an underline.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::extract) struct Rule {
    /// One end of it.
    pub from: [f32; 2],
    /// The other end.
    pub to: [f32; 2],
}

impl Rule {
    /// A rule; `None` if the line is slanted, a point, or not finite.
    pub(in crate::extract) fn of(from: [f32; 2], to: [f32; 2]) -> Option<Self> {
        let is_straight = (0..2).any(|axis| (from[axis] - to[axis]).abs() <= STRAIGHT);
        let is_somewhere = from.iter().chain(&to).all(|value| value.is_finite());
        let is_point = (0..2).all(|axis| from[axis].total_cmp(&to[axis]).is_eq());
        (is_straight && is_somewhere && !is_point).then_some(Self { from, to })
    }
}

/// A character of a page that was turned so that lines run to the right and follow each other downwards. Positions
/// are in points.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Glyph {
    c: char,
    /// Left edge.
    x: f32,
    /// Left edge of the next character.
    end: f32,
    /// Its baseline.
    y: f32,
    size: f32,
    /// Its index in drawing order.
    order: u32,
}

/// Text of one page and one direction, turned to run to the right.
#[derive(Debug, Default)]
struct PageText {
    /// The page, counted from 0.
    page: usize,
    /// Height of the page; 0 if unknown.
    height: f32,
    rows: Vec<Row>,
    /// Tables made of rules; rows of kind `Table` refer to them.
    grids: Vec<Grid>,
    /// Horizontal rules that belong to no table.
    rules: Vec<AxisLine>,
}

/// A horizontal or vertical line of a turned page, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
struct AxisLine {
    /// Vertical position of a horizontal line, horizontal position of a vertical one.
    at: f32,
    from: f32,
    to: f32,
}

/// The paragraphs and table rows of pages, all footnotes behind them.
pub(in crate::extract) fn write_manuscript(pages: Vec<Page>) -> ManuscriptLines {
    let mut texts: Vec<PageText> = Vec::new();
    for (number, page) in pages.into_iter().enumerate() {
        texts.extend(texts_by_direction(page).into_iter().map(|directed| text_of(number, directed)));
    }
    // Running heads are compared across pages, so all pages are read before any is laid out.
    remove_furniture(&mut texts);
    let mut blocks: Vec<ColumnBlock> = Vec::new();
    let mut notes: Vec<ColumnBlock> = Vec::new();
    for mut text in texts {
        let below = take_footnotes(&mut text);
        blocks.extend(blocks_of(text.page, text.rows, text.grids));
        notes.extend(below);
    }
    join_tables(&mut blocks);
    let mut lines = ManuscriptLines::default();
    for block in output_blocks(&blocks) {
        push(&mut lines, block);
    }
    for block in output_blocks(&notes) {
        push(&mut lines, with_reference_mark(block));
    }
    lines
}

fn push(lines: &mut ManuscriptLines, block: OutputBlock) {
    match block {
        OutputBlock::Paragraph(paragraph) => lines.push_paragraph(&paragraph, None),
        OutputBlock::Row(cells) => lines.push_row(cells),
    }
}

/// The rows of a page with its tables among them.
fn text_of(page: usize, mut directed: directions::DirectedText) -> PageText {
    // White space is reconstructed from gaps; spaces in the file are unreliable.
    directed.glyphs.retain(|glyph| !glyph.c.is_whitespace() && !glyph.c.is_control());
    for glyph in &mut directed.glyphs {
        glyph.c = plain_form(glyph.c);
    }
    drop_ruby(&mut directed.glyphs);
    let (grids, rules) = grid::take_grids(directed.horizontal, directed.vertical, &mut directed.glyphs);
    let mut rows = rows_of(directed.glyphs);
    remove_struck_out(&mut rows, &rules);
    for (index, grid) in grids.iter().enumerate() {
        // A table takes the place of its top edge among the rows.
        let at = rows.partition_point(|row| row.y <= grid.top);
        rows.insert(at, Row::table(index, grid));
    }
    PageText { page, height: directed.height, rows, grids, rules }
}
