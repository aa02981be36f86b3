//! Document numbers (发文字号): `济教〔2018〕1号`.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::text::bytes::trim_spaces;
use crate::text::fold::half_width;
use crate::text::han_set::is_han;

/// Byte range of a document number in `text`: `济教〔2018〕1号`, `陕发改能电力[2021] 634号`, `国办发（2019）3号`.
///
/// The name before the bracket is at most 14 characters, all Han; white space inside is allowed.
pub fn find_document_number(text: &str) -> Option<(usize, usize)> {
    NUMBER.find(text.as_bytes())?;
    let opens = |c: &char| matches!(c, '〔' | '［' | '[' | '【' | '(' | '（');
    text.char_indices().filter(|(_, c)| opens(c)).find_map(|(open_at, open)| number_around(text, open_at, open))
}

/// The document number whose year stands in the bracket at byte `open_at`.
fn number_around(text: &str, open_at: usize, open: char) -> Option<(usize, usize)> {
    let after = &text[open_at + open.len_utf8()..];
    let close_at = after.find(['〕', '］', ']', '】', ')', '）']).filter(|at| *at <= 24)?;
    let (year, closing) = after.split_at(close_at);
    if !is_year(year) {
        return None;
    }
    let close_len = closing.chars().next().map_or(0, char::len_utf8);
    let serial = &closing[close_len..];
    let end = serial.find('号').filter(|end| *end <= 24)?;
    let mut digits = serial[..end].chars().filter(|c| !c.is_whitespace()).skip_while(|c| *c == '第').peekable();
    digits.peek()?;
    if !digits.all(|c| half_width(c).is_ascii_digit()) {
        return None;
    }
    let before = text[..open_at].char_indices().rev().take(14);
    let (start, _) = before.take_while(|(_, c)| is_han(*c) || matches!(c, '\u{3400}'..='\u{4DBF}')).last()?;
    let stop = text.len() - serial.len() + end + '号'.len_utf8();
    Some((start, stop))
}

/// Four digits from 1900 to 2099 in any width, white space passed over.
fn is_year(text: &str) -> bool {
    let mut digits = ['\0'; 4];
    let mut count = 0;
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        if count == 4 {
            return false;
        }
        digits[count] = half_width(c);
        count += 1;
    }
    count == 4 && matches!(digits, ['1', '9', ..] | ['2', '0', ..]) && digits.iter().all(char::is_ascii_digit)
}

/// Whether a line is a document number and nothing else.
pub fn is_document_number(line: &str) -> bool {
    let line = trim_spaces(line);
    line.ends_with('号') && find_document_number(line).is_some_and(|(start, end)| start == 0 && end == line.len())
}

static NUMBER: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("号"));
