//! Step 1 of 9: raw text → trimmed lines, safe for a terminal, white space made uniform.

use std::iter::Peekable;
use std::ops::Range;
use std::slice;

use crate::notice::Hint;
use crate::parse::reused::{Reused, reusable};
use crate::text::bytes::{
    BLOCK, POSITIONS_AT_ONCE, SPACES, marks, put_positions, trim_spaces, trim_spaces_end, trim_spaces_start,
};
use crate::text::line_ends::with_plain_line_ends;
use crate::text::safe::is_visible_char;
use crate::text::sign::{Sign, SignKind, kind_at};

/// One line of the source that is not blank, trimmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// First byte in [`Page::buf`].
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// Line of the source, from 1.
    pub source_line: u32,
    /// Length in characters.
    pub chars: u32,
    /// Index in [`Page::signs`] of its first sign.
    pub first_sign: u32,
    /// One past its last sign.
    pub signs_end: u32,
    /// White space taken off in front, in columns, at most 255.
    pub indent_cols: u8,
    /// Whether a blank line stands before it.
    pub blank_before: bool,
    /// Hint of the file format about this line.
    pub hint: Option<Hint>,
}

reusable!(Line);

/// The cleaned lines of one manuscript, their text in one buffer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// The text of all lines, in order, with their separators.
    pub buf: String,
    /// The lines, in order.
    pub lines: Reused<Line>,
    /// The signs in `buf` that a later step needs, in order.
    pub signs: Reused<Sign>,
}

impl Page {
    /// The text of a line.
    pub fn text(&self, line: &Line) -> &str {
        &self.buf[line.start as usize..line.end as usize]
    }

    /// The signs of a line.
    pub fn signs(&self, line: &Line) -> &[Sign] {
        &self.signs[line.first_sign as usize..line.signs_end as usize]
    }

    /// The part of `line` at byte `range` of its text as a separate, trimmed line; `None` if it is blank.
    pub fn piece(&self, line: &Line, range: Range<usize>) -> Option<Line> {
        let piece = &self.text(line)[range.clone()];
        let start = line.start + (range.start + piece.len() - trim_spaces_start(piece).len()) as u32;
        let text = trim_spaces(piece);
        let end = start + text.len() as u32;
        let signs_before = |byte: u32| line.first_sign + self.signs(line).partition_point(|sign| sign.at < byte) as u32;
        let (first_sign, signs_end) = (signs_before(start), signs_before(end));
        (start < end).then(|| Line { start, end, chars: count_chars(text), first_sign, signs_end, ..*line })
    }
}

/// Cuts `text` into cleaned lines. `first_line`: source line number of its first line; `hints`: by line index.
pub fn clean(text: String, first_line: u32, hints: &[(u32, Hint)]) -> Page {
    let first_line = first_line.max(1);
    if let Some((lines, signs)) = cut_lines(&text, first_line, hints) {
        return Page { buf: text, lines, signs };
    }
    let buf = cleaned(&text);
    let (lines, signs) = cut_lines(&buf, first_line, hints).expect("the text has just been cleaned");
    Page { buf, lines, signs }
}

/// Number of blocks scanned for signs before the signs are classified. Large, because the end of every short loop is
/// mispredicted by the processor.
const WINDOW_BLOCKS: usize = 8;
const WINDOW_BYTES: usize = WINDOW_BLOCKS * BLOCK;

/// Cuts text into lines and finds its signs; `None` if the text holds a character that must be removed first.
fn cut_lines(text: &str, first_line: u32, hints: &[(u32, Hint)]) -> Option<(Reused<Line>, Reused<Sign>)> {
    let mut cutter = Cutter {
        text,
        hints: hints.iter().peekable(),
        lines: Reused::with_capacity(text.len() / 96 + 1),
        first_line,
        index: 0,
        start: 0,
        chars_before: 0,
        signs_before: 0,
        blank_before: false,
    };
    let mut signs = Reused::<Sign>::with_capacity(text.len() / 24);
    let bytes = text.as_bytes();
    let mut chars = 0;
    let mut found = [0; WINDOW_BYTES + POSITIONS_AT_ONCE];
    let mut kept = [Sign { at: 0, kind: SignKind::Other }; WINDOW_BYTES];
    let mut checked = [(0_u16, 0_u16); WINDOW_BYTES];
    for window in (0..bytes.len()).step_by(WINDOW_BYTES) {
        let window_end = bytes.len().min(window + WINDOW_BYTES);
        let mut char_starts = [(0, 0); WINDOW_BLOCKS];
        let mut found_count = 0;
        for (index, block) in marks(&bytes[window..window_end]).enumerate() {
            char_starts[index] = (block.starts, chars);
            chars += block.starts.count_ones();
            found_count += put_positions(block.signs, (index * BLOCK) as u16, &mut found[found_count..]);
        }
        // Whether a sign is put in depends on no branch, which would be mispredicted at every other one: the next one is
        // put in its place if it is not wanted.
        let (mut kept_count, mut checked_count) = (0, 0);
        for offset in found[..found_count].iter().copied() {
            let at = window + usize::from(offset);
            let kind = kind_at(bytes, at);
            checked[checked_count % WINDOW_BYTES] = (offset, kept_count as u16);
            checked_count += usize::from(kind > SignKind::Other);
            kept[kept_count % WINDOW_BYTES] = Sign { at: at as u32, kind };
            kept_count += usize::from(kind < SignKind::Other);
        }
        let signs_before = signs.len();
        signs.extend_from_slice(&kept[..kept_count]);
        for (offset, kept_before) in checked[..checked_count].iter().copied() {
            let at = window + usize::from(offset);
            if bytes[at] == b'\n' {
                let (starts, chars_before) = char_starts[usize::from(offset) / BLOCK];
                let chars_before = chars_before + (starts & !(u64::MAX << (at % BLOCK))).count_ones();
                cutter.cut(at, chars_before, (signs_before + usize::from(kept_before)) as u32);
            } else if !text[at..].chars().next().is_some_and(stays) {
                return None;
            }
        }
    }
    cutter.cut(text.len(), chars, signs.len() as u32);
    Some((cutter.lines, signs))
}

/// Builds lines from the start of a text to its end.
struct Cutter<'a> {
    text: &'a str,
    hints: Peekable<slice::Iter<'a, (u32, Hint)>>,
    lines: Reused<Line>,
    first_line: u32,
    /// Index of the next line, from 0.
    index: u32,
    /// Its first byte.
    start: usize,
    /// Number of characters before it, line ends included.
    chars_before: u32,
    /// Number of signs before it.
    signs_before: u32,
    blank_before: bool,
}

impl Cutter<'_> {
    /// Adds the line that ends at byte `stop`. `chars` and `signs`: their numbers before `stop`.
    fn cut(&mut self, stop: usize, chars: u32, signs: u32) {
        while self.hints.peek().is_some_and(|(line, _)| *line < self.index) {
            self.hints.next();
        }
        let hint = self.hints.peek().filter(|(line, _)| *line == self.index).map(|(_, hint)| *hint);
        let raw = &self.text[self.start..stop];
        let behind_margin = trim_spaces_start(raw);
        let trimmed = trim_spaces_end(behind_margin);
        if !trimmed.is_empty() {
            let (margin, rest) = (&raw[..raw.len() - behind_margin.len()], &behind_margin[trimmed.len()..]);
            let line_start = (self.start + margin.len()) as u32;
            // White space is made of signs.
            let (margin_chars, indent_cols) = measure_margin(margin);
            let (rest_chars, _) = measure_margin(rest);
            self.lines.push(Line {
                start: line_start,
                end: line_start + trimmed.len() as u32,
                source_line: self.first_line + self.index,
                chars: chars - self.chars_before - margin_chars - rest_chars,
                first_sign: self.signs_before + margin_chars,
                signs_end: signs - rest_chars,
                indent_cols,
                blank_before: self.blank_before,
                hint,
            });
        }
        self.blank_before = trimmed.is_empty();
        self.start = stop + 1;
        self.chars_before = chars + 1;
        self.signs_before = signs;
        self.index += 1;
    }
}

/// Whether a character may stay in cleaned text.
fn stays(c: char) -> bool {
    is_visible_char(c) && (!c.is_whitespace() || SPACES.contains(&c))
}

/// `text` with every line end made `\n`, exotic spaces made plain ones and invisible characters left out; a tab in a
/// margin is four spaces.
fn cleaned(text: &str) -> String {
    let text = with_plain_line_ends(text);
    let mut buf = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let margin_end = line.find(|c: char| !c.is_whitespace() && is_visible_char(c)).unwrap_or(line.len());
        let (margin, mut rest) = line.split_at(margin_end);
        for c in margin.chars() {
            match c {
                '\t' => buf.push_str("    "),
                c => push_cleaned(&mut buf, c),
            }
        }
        while let Some((at, c)) = rest.char_indices().find(|(_, c)| !stays(*c)) {
            buf.push_str(&rest[..at]);
            push_cleaned(&mut buf, c);
            rest = &rest[at + c.len_utf8()..];
        }
        buf.push_str(rest);
    }
    buf
}

fn push_cleaned(buf: &mut String, c: char) {
    match c {
        '\n' => buf.push(c),
        c if stays(c) => buf.push(c),
        c if c.is_whitespace() => buf.push(' '),
        _ => {}
    }
}

/// Length of white space in characters, and in columns (at most 255).
fn measure_margin(space: &str) -> (u32, u8) {
    let (mut chars, mut cols) = (0, 0_u8);
    // U+3000 has three bytes and two columns.
    let mut left = space.as_bytes();
    while let Some(first) = left.first() {
        let (len, width) = if *first == b' ' { (1, 1) } else { (3, 2) };
        left = &left[len..];
        chars += 1;
        cols = cols.saturating_add(width);
    }
    (chars, cols)
}

fn count_chars(text: &str) -> u32 {
    text.chars().count() as u32
}
