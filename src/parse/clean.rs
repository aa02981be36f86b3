//! Step 1 of 7: raw text → trimmed lines, safe for a terminal, white space made uniform.

use std::ops::Range;

use crate::notice::Hint;
use crate::text::bytes::{CharCount, Sign, Signs, trim_spaces, trim_spaces_end, trim_spaces_start};
use crate::text::line_ends::with_plain_line_ends;
use crate::text::safe::is_visible_char;

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
    /// White space taken off in front, in columns, at most 255.
    pub indent_cols: u8,
    /// Whether a blank line stands before it.
    pub blank_before: bool,
    /// What the file's format knows about it.
    pub hint: Option<Hint>,
}

/// The cleaned lines of one manuscript, their text in one buffer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// Holds the text of all lines, in order, with what separates them in between.
    pub buf: String,
    /// The lines, in order.
    pub lines: Vec<Line>,
    /// Byte offsets in `buf` of every [`Sign`] in the lines, ascending.
    pub signs: Vec<u32>,
}

impl Page {
    /// The text of a line.
    pub fn text(&self, line: &Line) -> &str {
        &self.buf[line.start as usize..line.end as usize]
    }

    /// The piece of `line` at the bytes `range` of its text, as a line of its own, trimmed; `None` when it is blank.
    pub fn piece(&self, line: &Line, range: Range<usize>) -> Option<Line> {
        let piece = &self.text(line)[range.clone()];
        let start = line.start + (range.start + piece.len() - trim_spaces_start(piece).len()) as u32;
        let text = trim_spaces(piece);
        let end = start + text.len() as u32;
        (start < end).then(|| Line { start, end, chars: count_chars(text), ..*line })
    }
}

/// Cuts `text` into cleaned lines. `first_line` is the source's number of its first line; `hints` are by line index.
pub fn clean(text: String, first_line: u32, hints: &[(u32, Hint)]) -> Page {
    let first_line = first_line.max(1);
    let (buf, (lines, signs)) = match cut_lines(&text, first_line, hints) {
        Some(cut) => (text, cut),
        None => {
            let buf = cleaned(&text);
            let cut = cut_lines(&buf, first_line, hints).expect("the text has just been cleaned");
            (buf, cut)
        }
    };
    Page { buf, lines, signs }
}

/// Cuts clean text into lines and finds its signs; `None` when a character may not stay.
fn cut_lines(text: &str, first_line: u32, hints: &[(u32, Hint)]) -> Option<(Vec<Line>, Vec<u32>)> {
    let mut lines = Vec::with_capacity(text.len() / 96 + 1);
    let mut hints = hints.iter().peekable();
    let mut blank_before = false;
    let mut start = 0;
    let mut index = 0_u32;
    let mut count = CharCount::of(text.as_bytes());
    let mut scan = Scan { text, ahead: Signs::of(text.as_bytes()), signs: Vec::with_capacity(text.len() / 20) };
    while start < text.len() {
        while hints.peek().is_some_and(|(line, _)| *line < index) {
            hints.next();
        }
        let hint = hints.peek().filter(|(line, _)| *line == index).map(|(_, hint)| *hint);
        let stop = scan.line_end()?;
        let raw = &text[start..stop];
        let behind_margin = trim_spaces_start(raw);
        let trimmed = trim_spaces_end(behind_margin);
        if !trimmed.is_empty() {
            let margin = &raw[..raw.len() - behind_margin.len()];
            let line_start = start + margin.len();
            let line_end = line_start + trimmed.len();
            let chars_before = count.before(line_start);
            lines.push(Line {
                start: line_start as u32,
                end: line_end as u32,
                source_line: first_line + index,
                chars: count.before(line_end) - chars_before,
                indent_cols: indent_of(margin),
                blank_before,
                hint,
            });
        }
        blank_before = trimmed.is_empty();
        start = stop + 1;
        index += 1;
    }
    Some((lines, scan.signs))
}

struct Scan<'a> {
    text: &'a str,
    ahead: Signs<'a, Sign>,
    signs: Vec<u32>,
}

impl Scan<'_> {
    /// Where the next line ends; `None` when one of its characters may not stay. Every byte of
    /// every notice passes here, so it is decided by a character's first bytes where they tell enough.
    fn line_end(&mut self) -> Option<usize> {
        let bytes = self.text.as_bytes();
        for at in &mut self.ahead {
            let first = bytes[at];
            if first == b'\n' {
                return Some(at);
            }
            let (second, third) = match bytes.get(at + 1..at + 3) {
                Some(next) => (next[0], next[1]),
                None => (0, 0),
            };
            // In one expression without branches: CJK punctuation and letters but for the Hangul filler, full-width
            // forms, — ‘ ’ “ ” • …, punctuation of ASCII.
            let is_common = (first == 0xE3) & (second <= 0x84)
                | (first == 0xEF) & (second == 0xBC)
                | (first == 0xE2) & (second == 0x80) & (third.wrapping_sub(0x90) <= 0x17)
                | (first >= b' ') & (first <= b'?');
            if !is_common && !self.text[at..].chars().next().is_some_and(stays) {
                return None;
            }
            self.signs.push(at as u32);
        }
        Some(bytes.len())
    }
}

/// Whether a character is one of cleaned text.
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

/// The white space that cleaned text has.
const SPACES: [char; 2] = [' ', '\u{3000}'];

fn indent_of(margin: &str) -> u8 {
    let cols: usize = margin.chars().map(|c| if c == '\u{3000}' { 2 } else { 1 }).sum();
    u8::try_from(cols).unwrap_or(u8::MAX)
}

fn count_chars(text: &str) -> u32 {
    text.chars().count() as u32
}
