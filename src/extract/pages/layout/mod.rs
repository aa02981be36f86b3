//! Glyphs on pages → paragraphs and rows, for formats that know no text but only where each character is drawn (PDF,
//! OFD).
//!
//! In order: `directions` turns text that does not run to the right, `ruby` leaves out pinyin above characters,
//! `grid` finds tables by their rules, `rows` puts glyphs of one height together, `struck` takes out what is crossed
//! out, `furniture` page numbers and running heads, `footnotes` what stands below a page, `columns` finds the order of
//! blocks, `lines` makes text of rows, `spanning` puts tables together that go on over pages, `paragraphs` joins what the
//! page has broken. `radicals` is a table of characters that look like others.

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
use footnotes::{numbered, take_footnotes};
use furniture::without_furniture;
use grid::Grid;
use paragraphs::{OutputBlock, output_blocks};
use radicals::plain_form;
use rows::{Row, rows_of};
use ruby::drop_ruby;
use spanning::join_tables;
use struck::remove_struck_out;

/// What a page draws. Positions are in points from the top left corner.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::extract) struct Page {
    /// Its characters, in the order in which they are drawn.
    pub chars: Vec<PageChar>,
    /// Its straight lines along an edge of the page.
    pub rules: Vec<Rule>,
    /// Width and height; 0 where they are not known.
    pub size: [f32; 2],
}

/// A character on a page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::extract) struct PageChar {
    /// The character; U+FFFD where the font does not say.
    pub c: char,
    /// Where it begins on its baseline.
    pub from: [f32; 2],
    /// Where the next one would begin.
    pub to: [f32; 2],
    /// The size of its font.
    pub size: f32,
}

impl PageChar {
    /// A character, unless that is nowhere or nothing.
    pub(in crate::extract) fn of(c: char, from: [f32; 2], to: [f32; 2], size: f32) -> Option<Self> {
        let is_somewhere = from.iter().chain(&to).chain([&size]).all(|value| value.is_finite());
        (size > 0.0 && is_somewhere).then_some(Self { c, from, to, size })
    }
}

/// A line is no more askew than this, in points.
const STRAIGHT: f32 = 0.5;

/// The lines of a page, at most: what draws more of them is a picture.
pub(in crate::extract) const MAX_RULES: usize = 20_000;

/// A straight line on a page: the border of a cell, an underline.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::extract) struct Rule {
    /// One end of it.
    pub from: [f32; 2],
    /// The other end.
    pub to: [f32; 2],
}

impl Rule {
    /// A line, unless it is askew, nowhere, or a point.
    pub(in crate::extract) fn of(from: [f32; 2], to: [f32; 2]) -> Option<Self> {
        let is_straight = (0..2).any(|axis| (from[axis] - to[axis]).abs() <= STRAIGHT);
        let is_somewhere = from.iter().chain(&to).all(|value| value.is_finite());
        let is_point = (0..2).all(|axis| from[axis].total_cmp(&to[axis]).is_eq());
        (is_straight && is_somewhere && !is_point).then_some(Self { from, to })
    }
}

/// A character of a page that was turned so that lines run to the right and follow each other downwards. Positions are
/// in points.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Glyph {
    c: char,
    /// Where it begins.
    x: f32,
    /// Where the next one would begin.
    end: f32,
    /// Its baseline.
    y: f32,
    size: f32,
    /// Its place in the order in which the page was drawn.
    order: u32,
}

/// Text of one page that runs in one direction, turned.
#[derive(Debug, Default)]
struct PageText {
    /// The page it stands on, from 0.
    page: usize,
    /// The height of the page; 0 where it is not known.
    height: f32,
    rows: Vec<Row>,
    /// Tables that rules make; a row of kind `Table` says where each stands.
    grids: Vec<Grid>,
    /// Horizontal lines that belong to no table.
    rules: Vec<AxisLine>,
}

/// A horizontal or vertical line of a turned page, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
struct AxisLine {
    /// Its height on the page, or its distance from the left.
    at: f32,
    from: f32,
    to: f32,
}

/// The paragraphs and rows of pages; footnotes stand behind all of them.
pub(in crate::extract) fn write_manuscript(pages: Vec<Page>) -> ManuscriptLines {
    let mut texts: Vec<PageText> = Vec::new();
    for (number, page) in pages.into_iter().enumerate() {
        texts.extend(texts_by_direction(page).into_iter().map(|directed| text_of(number, directed)));
    }
    without_furniture(&mut texts);
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
        push(&mut lines, numbered(block));
    }
    lines
}

fn push(lines: &mut ManuscriptLines, block: OutputBlock) {
    match block {
        OutputBlock::Paragraph(paragraph) => lines.push_paragraph(&paragraph, None),
        OutputBlock::Row(cells) => lines.push_row(cells),
    }
}

/// The rows of a page, and its tables among them.
fn text_of(page: usize, mut directed: directions::DirectedText) -> PageText {
    directed.glyphs.retain(|glyph| !glyph.c.is_whitespace() && !glyph.c.is_control());
    for glyph in &mut directed.glyphs {
        glyph.c = plain_form(glyph.c);
    }
    drop_ruby(&mut directed.glyphs);
    let (grids, rules) = grid::grids_of(directed.horizontal, directed.vertical, &mut directed.glyphs);
    let mut rows = rows_of(directed.glyphs);
    remove_struck_out(&mut rows, &rules);
    for (index, grid) in grids.iter().enumerate() {
        let at = rows.partition_point(|row| row.y <= grid.top);
        rows.insert(at, Row::table(index, grid));
    }
    PageText { page, height: directed.height, rows, grids, rules }
}
