//! Glyphs on pages → paragraphs and rows, for formats that know no text but only where each character is drawn (PDF,
//! OFD).
//!
//! In order: `directions` turns text that does not run to the right, `readings` leaves out pinyin above characters,
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
mod readings;
mod rows;
mod spanning;
mod struck;

use crate::extract::sheet::Sheet;
use columns::{Block, blocks_of};
use directions::turned;
use footnotes::{numbered, take_footnotes};
use furniture::without_furniture;
use grid::Grid;
use paragraphs::{Piece, pieces_of};
use radicals::plain_form;
use readings::drop_readings;
use rows::{Row, rows_of};
use spanning::join_tables;
use struck::strike_out;

/// What a page draws. Positions are in points from the top left corner.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::extract) struct Page {
    /// Its characters, in the order in which they are drawn.
    pub marks: Vec<Mark>,
    /// Its straight lines along an edge of the page.
    pub rules: Vec<Rule>,
    /// Width and height; 0 where they are not known.
    pub size: [f32; 2],
}

/// A character on a page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::extract) struct Mark {
    /// The character; U+FFFD where the font does not say.
    pub c: char,
    /// Where it begins on its baseline.
    pub from: [f32; 2],
    /// Where the next one would begin.
    pub to: [f32; 2],
    /// The size of its font.
    pub size: f32,
}

impl Mark {
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
struct Text {
    /// The page it stands on, from 0.
    page: usize,
    /// The height of the page; 0 where it is not known.
    height: f32,
    rows: Vec<Row>,
    /// Tables that rules make; a row of kind `Table` says where each stands.
    grids: Vec<Grid>,
    /// Horizontal lines that belong to no table.
    rules: Vec<Span>,
}

/// A horizontal or vertical line of a turned page, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Span {
    /// Its height on the page, or its distance from the left.
    at: f32,
    from: f32,
    to: f32,
}

/// The paragraphs and rows of pages; footnotes stand behind all of them.
pub(in crate::extract) fn sheet_of(pages: Vec<Page>) -> Sheet {
    let mut texts: Vec<Text> = Vec::new();
    for (number, page) in pages.into_iter().enumerate() {
        texts.extend(turned(page).into_iter().map(|side| text_of(number, side)));
    }
    without_furniture(&mut texts);
    let mut blocks: Vec<Block> = Vec::new();
    let mut notes: Vec<Block> = Vec::new();
    for mut text in texts {
        let below = take_footnotes(&mut text);
        blocks.extend(blocks_of(text.page, text.rows, text.grids));
        notes.extend(below);
    }
    join_tables(&mut blocks);
    let mut sheet = Sheet::default();
    for piece in pieces_of(&blocks) {
        push(&mut sheet, piece);
    }
    for piece in pieces_of(&notes) {
        push(&mut sheet, numbered(piece));
    }
    sheet
}

fn push(sheet: &mut Sheet, piece: Piece) {
    match piece {
        Piece::Paragraph(paragraph) => sheet.push_paragraph(&paragraph, None),
        Piece::Row(cells) => sheet.push_row(cells),
    }
}

/// The rows of a page, and its tables among them.
fn text_of(page: usize, mut side: directions::Side) -> Text {
    side.glyphs.retain(|glyph| !glyph.c.is_whitespace() && !glyph.c.is_control());
    for glyph in &mut side.glyphs {
        glyph.c = plain_form(glyph.c);
    }
    drop_readings(&mut side.glyphs);
    let (grids, rules) = grid::grids_of(side.horizontal, side.vertical, &mut side.glyphs);
    let mut rows = rows_of(side.glyphs);
    strike_out(&mut rows, &rules);
    for (index, grid) in grids.iter().enumerate() {
        let at = rows.partition_point(|row| row.y <= grid.top);
        rows.insert(at, Row::table(index, grid));
    }
    Text { page, height: side.height, rows, grids, rules }
}
