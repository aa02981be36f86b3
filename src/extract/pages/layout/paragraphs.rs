//! Step 11 of the layout: lines of blocks → paragraphs and table rows.
//!
//! A PDF has no paragraphs, only lines. A line continues the paragraph above it if that line reaches the right
//! margin, the new one starts at the left margin in the same size and at the usual distance, and it does not begin
//! like a numbered item. The margins are measured per block, from its own lines, because columns, annexes and page
//! sizes differ within one file. In a file whose paragraphs are indented by two characters, as Chinese ones usually
//! are, an unindented line is a continuation even if it begins with a number.

use super::Glyph;
use super::columns::{BlockItem, ColumnBlock, WHOLE_PAGE};
use super::grid::GridCell;
use super::lines::{TextLine, lines_of};
use super::rows::rows_of;
use crate::extract::manuscript_lines::ManuscriptLines;
use crate::terms::marker::begins_item;

/// Content of the pages, in order.
#[derive(Debug, PartialEq)]
pub(super) enum OutputBlock {
    Paragraph(String),
    /// The cells of a table row.
    Row(Vec<ManuscriptLines>),
}

/// A line that ends within this distance of the right margin, in ems, is full. Two characters: a punctuation mark
/// that may not start a line takes its neighbour along to the next one.
const FULL_WITHIN_EMS: f32 = 2.1;

/// No paragraph ends with one of these, however short the line: a broken address, or opening brackets and quotation
/// marks.
const NEVER_LAST: [char; 10] = ['/', '（', '〔', '《', '〈', '“', '‘', '【', '[', '('];

/// Usual width of a Latin character, in ems.
const LATIN_EMS: f32 = 0.5;

/// A line that begins further from the left margin than this, in ems, is indented.
const INDENT_EMS: f32 = 0.7;

/// The indentation of paragraphs, in ems: two characters, with a tolerance of half a character.
const PARAGRAPH_INDENT_EMS: std::ops::Range<f32> = 1.5..2.5;

/// A line that begins further from the left margin than this, in ems, is not running text.
const MAX_INDENT_EMS: f32 = 6.0;

/// Largest relative difference of sizes within one paragraph.
const SAME_SIZE: f32 = 0.08;

/// A line distance of more than this many times the usual one ends a paragraph.
const GAP: f32 = 1.8;

/// Position of a block's text, in points.
#[derive(Debug, Clone, Copy, Default)]
struct Margins {
    left: f32,
    right: f32,
    /// The median distance between lines.
    leading: f32,
}

/// The paragraphs and table rows of all blocks.
pub(super) fn output_blocks(blocks: &[ColumnBlock]) -> Vec<OutputBlock> {
    // Margins of all blocks first, because indentation is judged over the whole file.
    let margins = all_margins(blocks);
    let is_indenting = is_indenting(blocks, &margins);
    let mut output: Vec<OutputBlock> = Vec::new();
    let mut above: Option<(&TextLine, Margins)> = None;
    for (block, margins) in blocks.iter().zip(margins) {
        let mut begins_block = true;
        for item in &block.items {
            let line = match item {
                BlockItem::Line(line) => line,
                // A table ends the paragraph above it and starts a new one below.
                BlockItem::Table(grid) => {
                    let cells = |row: &Vec<GridCell>| row.iter().map(|cell| cell_of(&cell.glyphs)).collect();
                    output.extend(grid.rows.iter().map(|row| OutputBlock::Row(cells(row))));
                    above = None;
                    continue;
                }
            };
            let goes_on = above.is_some_and(|(above, above_margins)| {
                // A continuation meets every condition; each excludes a way in which unrelated lines look
                // adjacent.
                (is_full(above, line, above_margins) || above.text.ends_with(NEVER_LAST))
                    && is_flush(line, margins)
                    && is_same_size(above, line)
                    && !above.has_columns
                    && !line.has_columns
                    && (begins_block || line.y - above.y <= GAP * margins.leading)
                    // The list of attachments starts a paragraph even after a full line.
                    && !line.text.starts_with("附件")
                    && (!begins_item(&line.text) || is_indenting && !ends_sentence(&above.text))
            });
            match output.last_mut() {
                Some(OutputBlock::Paragraph(paragraph)) if goes_on => join(paragraph, &line.text),
                _ => output.push(OutputBlock::Paragraph(line.text.clone())),
            }
            above = Some((line, margins));
            begins_block = false;
        }
    }
    output
}

/// The paragraphs of a cell.
fn cell_of(glyphs: &[Glyph]) -> ManuscriptLines {
    let mut lines = ManuscriptLines::default();
    let items = lines_of(&rows_of(glyphs.to_vec())).into_iter().map(BlockItem::Line).collect();
    for block in output_blocks(&[ColumnBlock { page: 0, items, bounds: WHOLE_PAGE }]) {
        if let OutputBlock::Paragraph(paragraph) = block {
            lines.push_paragraph(&paragraph, None);
        }
    }
    lines
}

/// Whether paragraphs begin with an indentation of two characters: at least one line in ten does.
fn is_indenting(blocks: &[ColumnBlock], margins: &[Margins]) -> bool {
    let lines =
        || blocks.iter().zip(margins).flat_map(|(block, margins)| lines_in(block).map(move |line| (line, margins)));
    // At least two of twenty lines, so that one indented line proves nothing.
    let is_indented = |(line, margins): &(&TextLine, &Margins)| {
        PARAGRAPH_INDENT_EMS.contains(&((line.start - margins.left) / line.size))
    };
    lines().filter(is_indented).count() * 10 >= lines().count().max(20)
}

fn lines_in(block: &ColumnBlock) -> impl Iterator<Item = &TextLine> {
    block.items.iter().filter_map(|item| if let BlockItem::Line(line) = item { Some(line) } else { None })
}

/// The margins of each block. A block with too few lines takes those of an earlier block between the same gutters.
fn all_margins(blocks: &[ColumnBlock]) -> Vec<Margins> {
    /// Largest distance between the gutters of different pages that count as the same, in points.
    const SAME_GUTTER: f32 = 20.0;
    /// How many earlier blocks are compared: a page with columns has a few places for blocks.
    const PLACES: usize = 6;
    let mut known: Vec<(Margins, [f32; 2])> = Vec::new();
    for block in blocks {
        // Blocks of different pages correspond if they lie between the same gutters.
        let lines: Vec<&TextLine> = lines_in(block).collect();
        let same = |(a, b): (f32, f32)| (a - b).abs() <= SAME_GUTTER;
        let is_same = |(_, bounds): &&(Margins, [f32; 2])| bounds.iter().copied().zip(block.bounds).all(same);
        let before = known.iter().rev().take(PLACES).find(is_same).map(|(margins, _)| *margins).unwrap_or_default();
        known.push((margins_of(&lines, before), block.bounds));
    }
    known.into_iter().map(|(margins, _)| margins).collect()
}

/// The margins of a block. `before`: the margins of an earlier block at the same place.
fn margins_of(block: &[&TextLine], before: Margins) -> Margins {
    /// Smallest number of lines that show the margins.
    const ENOUGH: usize = 5;
    if block.len() < ENOUGH && before.right > 0.0 {
        return before;
    }
    let mut starts: Vec<f32> = block.iter().map(|line| line.start).collect();
    let mut leads: Vec<f32> = block.windows(2).map(|pair| pair[1].y - pair[0].y).collect();
    leads.sort_by(f32::total_cmp);
    let size = block.get(block.len() / 2).map_or(0.0, |line| line.size);
    // Tolerance of a third of a character: the left edges of different characters differ.
    let left = outermost(&mut starts, 0.3 * size);
    // A page of short lines does not show its right margin, so that of the earlier block still counts.
    // If the left margin moved, the paper or its orientation changed, and the earlier margin means nothing.
    let is_same_paper = (left - before.left).abs() <= size;
    let shown_before = if is_same_paper { before.right } else { 0.0 };
    Margins {
        left,
        right: usual_end(block, left, size).max(shown_before),
        leading: leads.get(leads.len() / 2).copied().unwrap_or(f32::MAX),
    }
}

/// The smallest value that has a neighbour within `tolerance`; an isolated one may be a stamp.
fn outermost(values: &mut [f32], tolerance: f32) -> f32 {
    values.sort_by(f32::total_cmp);
    let shared = values.windows(2).find(|pair| pair[1] - pair[0] <= tolerance).map(|pair| pair[0]);
    shared.or_else(|| values.first().copied()).unwrap_or_default()
}

/// The right edge that most of the longer lines share. A few lines may end beyond it: some fonts are narrower than
/// the file says.
fn usual_end(block: &[&TextLine], left: f32, size: f32) -> f32 {
    /// Lines shorter than this part of the longest do not show the margin.
    const LONG: f32 = 0.6;
    let longest = block.iter().map(|line| line.end).fold(f32::MIN, f32::max);
    let mut ends: Vec<f32> =
        block.iter().map(|line| line.end).filter(|end| *end - left >= LONG * (longest - left)).collect();
    ends.sort_by(f32::total_cmp);
    // Ends are sorted, so neighbours are counted with two binary searches.
    let up_to = |limit: f32| ends.partition_point(|end| *end <= limit);
    let neighbours = |at: f32| up_to(at + size / 2.0) - up_to(at - size / 2.0);
    let best = ends.iter().map(|end| (neighbours(*end), *end));
    let best = best.max_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    // A margin is shared by at least two lines; else the longest line has to do.
    best.filter(|(count, _)| *count > 1).map_or(longest, |(_, end)| end)
}

/// Whether a line was broken by the margin, or because the next line begins with a long unbreakable word such as an
/// address. A line that begins far to the right is a signature or a date.
fn is_full(line: &TextLine, next: &TextLine, margins: Margins) -> bool {
    // A short line far to the right is a signature or a date.
    let is_body = line.start <= margins.left + MAX_INDENT_EMS * line.size;
    let is_long = 2.0 * line.end >= margins.left + margins.right;
    let word = next.text.chars().take_while(|c| is_long && c.is_ascii_graphic());
    let word_ems: f32 = word.map(|_| LATIN_EMS).sum();
    is_body && line.end >= margins.right - word_ems.max(FULL_WITHIN_EMS) * line.size
}

fn is_flush(line: &TextLine, margins: Margins) -> bool {
    line.start <= margins.left + INDENT_EMS * line.size
}

fn is_same_size(a: &TextLine, b: &TextLine) -> bool {
    (a.size - b.size).abs() <= SAME_SIZE * a.size.max(b.size)
}

/// Whether a sentence, or a lead-in to the next one, ends here.
pub(super) fn ends_sentence(text: &str) -> bool {
    text.ends_with(['。', '；', '：', '！', '？', ';', ':', '”', '）'])
}

/// Appends a line to its paragraph. Between Latin letters it adds a space, except within a broken address.
fn join(paragraph: &mut String, line: &str) {
    let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_graphic());
    // The last word of the paragraph so far decides whether a space is added.
    let word = paragraph.rsplit(|c: char| c.is_whitespace() || !c.is_ascii()).next().unwrap_or_default();
    let is_address = ["://", "www.", "@"].iter().any(|mark| word.contains(mark));
    let is_broken_word = word.ends_with(['-', '/']) || is_address;
    if is_letter(paragraph.chars().next_back()) && is_letter(line.chars().next()) && !is_broken_word {
        paragraph.push(' ');
    }
    paragraph.push_str(line);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines of size 10 on a page 20 characters wide; the number is the indentation in characters.
    fn page(lines: &[(u16, &str)]) -> Vec<TextLine> {
        let line = |(index, (indent, text)): (u16, &(u16, &str))| {
            let width = text.chars().map(|c| if c.is_ascii() { 5.0 } else { 10.0 }).sum::<f32>();
            let start = 10.0 * f32::from(*indent);
            let y = 20.0 * f32::from(index);
            TextLine { text: (*text).to_owned(), start, end: start + width, y, size: 10.0, has_columns: false }
        };
        (0..).zip(lines).map(line).collect()
    }

    const FULL: &str = "一二三四五六七八九十一二三四五六七八九十";

    #[track_caller]
    fn check(pages: &[&[(u16, &str)]], expected: &[&str]) {
        let block = |lines: &&[(u16, &str)]| ColumnBlock {
            page: 0,
            items: page(lines).into_iter().map(BlockItem::Line).collect(),
            bounds: WHOLE_PAGE,
        };
        let blocks: Vec<_> = pages.iter().map(block).collect();
        let expected: Vec<_> = expected.iter().map(|text| OutputBlock::Paragraph((*text).to_owned())).collect();
        assert_eq!(output_blocks(&blocks), expected);
    }

    #[test]
    fn full_lines_continue() {
        let indented = &FULL["一二".len()..];
        check(
            &[&[(7, "关于放假的通知"), (2, indented), (0, "接着写。"), (2, indented), (0, FULL), (0, "又接着。")]],
            &["关于放假的通知", &format!("{indented}接着写。"), &format!("{indented}{FULL}又接着。")],
        );
    }

    #[test]
    fn paragraphs_continue_across_pages() {
        check(
            &[&[(2, "一、时间"), (0, FULL), (2, "甲"), (0, FULL), (0, FULL)], &[(0, "完。")]],
            &["一、时间", FULL, "甲", &[FULL, FULL, "完。"].concat()],
        );
    }

    #[test]
    fn a_line_is_broken_before_an_address_that_is_too_long_for_it() {
        let address = "http://www.a.example/list?id=17）公布。";
        check(
            &[&[(0, FULL), (0, FULL), (0, "一二三四五六七八九十一（网址："), (0, address)]],
            &[&[FULL, FULL, "一二三四五六七八九十一（网址：", address].concat()],
        );
        check(&[&[(0, FULL), (0, FULL), (0, "网址："), (0, address)]], &[&[FULL, FULL, "网址："].concat(), address]);
    }

    #[test]
    fn no_paragraph_ends_with_an_opening_bracket() {
        check(&[&[(0, FULL), (0, "见某政发〔"), (0, "2016〕8号。")]], &[&[FULL, "见某政发〔2016〕8号。"].concat()]);
    }

    #[test]
    fn items_begin_a_paragraph() {
        check(
            &[&[(0, FULL), (0, "一、时间"), (0, FULL), (0, "（二）地点"), (0, FULL), (0, "3.5亿元")]],
            &[FULL, "一、时间", FULL, "（二）地点", &[FULL, "3.5亿元"].concat()],
        );
    }

    #[test]
    fn letters_are_kept_apart_and_addresses_together() {
        let joined = |before: &str, line: &str| {
            let mut paragraph = before.to_owned();
            join(&mut paragraph, line);
            paragraph
        };
        assert_eq!(joined("of the", "plan"), "of the plan");
        assert_eq!(joined("见 http://a.cn/b", "c.html"), "见 http://a.cn/bc.html");
        assert_eq!(joined("共", "3人"), "共3人");
    }
}
