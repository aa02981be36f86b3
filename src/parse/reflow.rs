//! Step 4 of 7: lines that the page broke → paragraphs that the author wrote.

use crate::notice::{Hint, MarkerKind};
use crate::parse::clean::{Line, Page};
use crate::parse::date::whole_date;
use crate::parse::lexicon::{has_sentence_stop, is_organ_name, is_title_like};
use crate::parse::marker::leading_marker;

/// How full a line is at most short of the page's full line, in characters, to count as broken by the page.
const RAGGED_CHARS: u32 = 4;
/// GB/T 9704-2012 sets 28 characters to a line; wrapped text outside these bounds is something else.
const FULL_LINE_CHARS: std::ops::RangeInclusive<u32> = 14..=70;
/// With fewer lines the width of the page cannot be told.
const FEWEST_LINES: usize = 6;

/// A paragraph: one or more lines of the page, joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paragraph {
    /// First byte in [`Reflowed::buf`].
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// White space before its first line, in columns.
    pub indent_cols: u8,
    /// What the file's format knows about its first line.
    pub hint: Option<Hint>,
}

/// The paragraphs of a page, their text in one buffer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reflowed {
    /// The text of all paragraphs, one after the other.
    pub buf: String,
    /// The paragraphs, in order.
    pub paragraphs: Vec<Paragraph>,
    /// Where each line of the source begins: byte in `buf`, line from 1. In order.
    pub origins: Vec<(u32, u32)>,
}

impl Reflowed {
    /// The text of a paragraph.
    pub fn text(&self, paragraph: &Paragraph) -> &str {
        &self.buf[paragraph.start as usize..paragraph.end as usize]
    }

    /// Line of the source, from 1, that the byte `offset` of `buf` came from.
    pub fn source_line(&self, offset: u32) -> u32 {
        let after = self.origins.partition_point(|(start, _)| *start <= offset);
        after.checked_sub(1).map_or(1, |index| self.origins[index].1)
    }
}

/// Joins the lines of `page` that the page broke. What is joined once stays as it is when joined again.
pub fn reflow(page: &Page) -> Reflowed {
    let full_line = full_line_chars(page);
    let mut out = Reflowed { buf: String::with_capacity(page.buf.len()), paragraphs: Vec::new(), origins: Vec::new() };
    let mut previous: Option<&Line> = None;
    for line in &page.lines {
        let text = page.text(line);
        let joins = previous.is_some_and(|before| continues(page, before, line, full_line));
        let start = out.buf.len() as u32;
        if joins {
            if needs_space(&out.buf, text) {
                out.buf.push(' ');
            }
            out.origins.push((out.buf.len() as u32, line.source_line));
            out.buf.push_str(text);
            if let Some(paragraph) = out.paragraphs.last_mut() {
                paragraph.end = out.buf.len() as u32;
            }
        } else {
            out.origins.push((start, line.source_line));
            out.buf.push_str(text);
            let end = out.buf.len() as u32;
            out.paragraphs.push(Paragraph { start, end, indent_cols: line.indent_cols, hint: line.hint });
        }
        previous = Some(line);
    }
    out
}

/// Latin words that a line break kept apart stay apart; 汉字 need nothing between them.
fn needs_space(before: &str, after: &str) -> bool {
    let is_latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
    is_latin(before.chars().next_back()) && is_latin(after.chars().next())
}

/// Length in characters of a full line of the page, `None` when its lines are whole paragraphs.
///
/// A page is taken for wrapped when most of its lines that do not end a sentence have nearly the same length, and
/// hardly any line is longer.
fn full_line_chars(page: &Page) -> Option<u32> {
    let mut lengths: Vec<u32> = page
        .lines
        .iter()
        .filter(|line| line.hint.is_none() && line.chars >= *FULL_LINE_CHARS.start() && !ends_sentence(page.text(line)))
        .map(|line| line.chars)
        .collect();
    if lengths.len() < FEWEST_LINES {
        return None;
    }
    let at = lengths.len() * 3 / 4;
    let full = *lengths.select_nth_unstable(at).1;
    let near = lengths.iter().filter(|chars| chars.abs_diff(full) <= RAGGED_CHARS).count();
    let longer = page.lines.iter().filter(|line| line.chars > full + RAGGED_CHARS).count();
    let is_wrapped =
        FULL_LINE_CHARS.contains(&full) && near * 10 >= lengths.len() * 6 && longer * 8 <= page.lines.len();
    is_wrapped.then_some(full)
}

/// Whether `line` goes on with the paragraph that `before` belongs to.
fn continues(page: &Page, before: &Line, line: &Line, full_line: Option<u32>) -> bool {
    if line.blank_before || line.hint.is_some() || before.hint.is_some() {
        return false;
    }
    let text_before = page.text(before);
    let is_open_clause = text_before.ends_with(['，', '、', ',']);
    if !is_open_clause && full_line.is_none_or(|full| before.chars + RAGGED_CHARS < full) {
        return false;
    }
    let text = page.text(line);
    if starts_paragraph(text) {
        return false;
    }
    if is_open_clause {
        // A clause that ends a line has to go on, unless the line is a cell or a label.
        return before.chars >= 8 && !is_organ_name(text);
    }
    if stands_alone(text) {
        return false;
    }
    // After a full line that ends a sentence only the indent tells whether a paragraph begins.
    let is_full = |full: u32| line.indent_cols == 0 && before.chars >= full && is_body_size(line, full);
    !ends_sentence(text_before) || full_line.is_some_and(is_full)
}

/// A line about as long as a full one is prose; a short one after a sentence may be anything.
const fn is_body_size(line: &Line, full: u32) -> bool {
    line.chars + RAGGED_CHARS >= full
}

fn ends_sentence(text: &str) -> bool {
    text.ends_with(['。', '；', '！', '？', '：', ':', ';'])
}

/// Whether a line begins a paragraph whatever stands before it.
fn starts_paragraph(text: &str) -> bool {
    if text.starts_with("附件") || text.starts_with("——") || text.starts_with("抄送") {
        return true;
    }
    leading_marker(text).is_some_and(|marker| match marker.kind {
        // 第三十八条 at a line start may be a citation that the page broke; a heading has a gap or ends there.
        MarkerKind::Volume | MarkerKind::Chapter | MarkerKind::Section | MarkerKind::Article => {
            marker.heading > marker.len || marker.len == text.len()
        }
        MarkerKind::Letter => false,
        _ => true,
    })
}

/// Whether a line is a signature, a date or a title, none of which continues a paragraph.
fn stands_alone(text: &str) -> bool {
    whole_date(text).is_some()
        || (is_organ_name(text) && text.chars().count() <= 20)
        || (is_title_like(text) && !has_sentence_stop(text) && text.starts_with("关于"))
}
