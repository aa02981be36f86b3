//! Step 1 of 7: raw text → trimmed lines, safe for a terminal, white space made uniform.

use crate::notice::Hint;
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
    /// The text of all lines, one after the other, without line breaks.
    pub buf: String,
    /// The lines, in order.
    pub lines: Vec<Line>,
}

impl Page {
    /// The text of a line.
    pub fn text(&self, line: &Line) -> &str {
        &self.buf[line.start as usize..line.end as usize]
    }

    /// Appends a line that has everything but its text in common with `like`.
    pub fn push(&mut self, text: &str, like: &Line) {
        let start = self.buf.len() as u32;
        self.buf.push_str(text);
        self.lines.push(Line { start, end: self.buf.len() as u32, chars: count_chars(text), ..*like });
    }
}

/// What a byte can be the first of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lead {
    /// Text that stays as it is.
    Plain,
    /// A character that may have to go, or become a space: decided by looking at it.
    Suspect,
}

/// Bytes that begin a character which may not stay: controls, and the UTF-8 leads of exotic spaces, zero-width,
/// bidi and other invisible characters. Scanning by this table keeps clean text at a byte per step.
const LEADS: [Lead; 256] = {
    let mut table = [Lead::Plain; 256];
    let mut byte = 0;
    while byte < 256 {
        if byte < 0x20 || byte == 0x7F || matches!(byte, 0xC2 | 0xCD | 0xD8 | 0xE1 | 0xE2 | 0xEF | 0xF0..=0xF4) {
            table[byte] = Lead::Suspect;
        }
        byte += 1;
    }
    table
};

/// U+3164, which is drawn as nothing.
const HANGUL_FILLER: &str = "\u{3164}";

/// Cuts `text` into cleaned lines. `first_line` is the source's number of its first line; `hints` are by line index.
pub fn clean(text: &str, first_line: u32, hints: &[(u32, Hint)]) -> Page {
    let without_fillers;
    let text = if memchr::memmem::find(text.as_bytes(), HANGUL_FILLER.as_bytes()).is_some() {
        // Its first byte is that of every other 汉字 punctuation mark, so the table below cannot afford to stop at it.
        without_fillers = text.replace(HANGUL_FILLER, "");
        &without_fillers
    } else {
        text
    };
    let mut page = Page { buf: String::with_capacity(text.len()), lines: Vec::with_capacity(text.len() / 96 + 1) };
    let mut hints = hints.iter().peekable();
    let mut blank_before = false;
    let mut start = 0;
    let mut index = 0_u32;
    let bytes = text.as_bytes();
    while start < bytes.len() {
        let stop = memchr::memchr(b'\n', &bytes[start..]).map_or(bytes.len(), |at| start + at);
        let raw = &text[start..stop];
        start = stop + 1;
        while hints.peek().is_some_and(|(line, _)| *line < index) {
            hints.next();
        }
        let hint = hints.peek().filter(|(line, _)| *line == index).map(|(_, hint)| *hint);
        let pushed = push_cleaned(&mut page, raw, first_line.max(1) + index, blank_before, hint);
        blank_before = !pushed;
        index += 1;
    }
    page
}

/// Appends the cleaned `raw`; false when nothing is left of it.
fn push_cleaned(page: &mut Page, raw: &str, source_line: u32, blank_before: bool, hint: Option<Hint>) -> bool {
    let buf_start = page.buf.len();
    let trimmed = raw.trim_start_matches(is_margin);
    let indent_cols = indent_of(&raw[..raw.len() - trimmed.len()]);
    let copied_chars = copy_clean(&mut page.buf, trimmed);
    let kept = page.buf[buf_start..].trim_end_matches(is_margin).len();
    if kept == 0 {
        page.buf.truncate(buf_start);
        return false;
    }
    let chars = copied_chars - count_chars(&page.buf[buf_start + kept..]);
    page.buf.truncate(buf_start + kept);
    let (start, end) = (buf_start as u32, page.buf.len() as u32);
    page.lines.push(Line { start, end, source_line, chars, indent_cols, blank_before, hint });
    true
}

/// White space, or what no reader sees: both are trimmed off a line.
fn is_margin(c: char) -> bool {
    c.is_whitespace() || !is_visible_char(c)
}

fn indent_of(margin: &str) -> u8 {
    let cols: usize = margin
        .chars()
        .map(|c| match c {
            '\u{3000}' => 2,
            '\t' => 4,
            c if c.is_whitespace() => 1,
            _ => 0,
        })
        .sum();
    u8::try_from(cols).unwrap_or(u8::MAX)
}

/// Number of characters: every byte that is not a continuation begins one.
fn count_chars(text: &str) -> u32 {
    text.chars().count() as u32
}

/// Copies `text`, exotic spaces made plain ones and invisible characters left out. Returns how many characters were
/// copied.
fn copy_clean(buf: &mut String, text: &str) -> u32 {
    let bytes = text.as_bytes();
    let mut chars = 0;
    let mut clean_from = 0;
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        // Continuation bytes begin no character.
        chars += u32::from(byte & 0xC0 != 0x80);
        // 汉字 and CJK punctuation, nearly everything there is: three bytes at a step.
        if (0xE3..=0xE9).contains(&byte) {
            at += 3;
            continue;
        }
        if LEADS[byte as usize] == Lead::Plain {
            at += 1;
            continue;
        }
        if is_plain_punctuation(&bytes[at..]) {
            at += 3;
            continue;
        }
        let Some(c) = text[at..].chars().next() else { break };
        let next = at + c.len_utf8();
        let replacement = if c.is_whitespace() && c != '\u{3000}' && c != ' ' {
            Some(" ")
        } else if is_visible_char(c) {
            None
        } else {
            Some("")
        };
        if let Some(replacement) = replacement {
            buf.push_str(&text[clean_from..at]);
            buf.push_str(replacement);
            chars -= u32::from(replacement.is_empty());
            clean_from = next;
        }
        at = next;
    }
    buf.push_str(&text[clean_from..]);
    chars
}

/// Full-width forms (U+FF00 to U+FF3F) and `—‘’“”…`, which share their first byte with what may not stay.
fn is_plain_punctuation(bytes: &[u8]) -> bool {
    match bytes {
        [0xEF, 0xBC, ..] => true,
        [0xE2, 0x80, third, ..] => (0x90..=0xA7).contains(third),
        _ => false,
    }
}
