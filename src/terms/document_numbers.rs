//! Document numbers (发文字号): `济教〔2018〕1号`.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::text::bytes::trim_spaces;
use crate::text::fold::half_width;
use crate::text::han_set::is_han;
use crate::text::numeral;
use crate::text::words::squeeze;

/// Byte range of a document number in `text`: `济教〔2018〕1号`, `陕发改能电力[2021] 634号`, `国办发（2019）3号`.
///
/// The name before the bracket is at most 14 characters, all Han; white space inside is allowed.
pub fn find_document_number(text: &str) -> Option<(usize, usize)> {
    NUMBER.find(text.as_bytes())?;
    text.char_indices()
        .filter(|(_, c)| OPENING.contains(c))
        .find_map(|(open_at, open)| number_around(text, open_at, open))
}

/// The document number whose year stands in the bracket at byte `open_at`.
fn number_around(text: &str, open_at: usize, open: char) -> Option<(usize, usize)> {
    let serial = behind_year(&text[open_at + open.len_utf8()..])?;
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

/// The text behind the bracket that closes around a year: `2024〕5号` → `5号`.
fn behind_year(inside: &str) -> Option<&str> {
    let close_at = inside.find(CLOSING).filter(|at| *at <= 24)?;
    let (year, closing) = inside.split_at(close_at);
    is_year(year).then(|| closing.trim_start_matches(CLOSING))
}

/// Whether the value of a field can be a document number, not merely the number of a record: it holds a year in brackets
/// (`滕教〔2024〕5号`, `[2024]第5号`) or a number with its word (`第 61 号`, `令第61號`).
pub fn is_document_number_value(value: &str) -> bool {
    let is_digit = |c: char| half_width(c).is_ascii_digit() || numeral::is_numeral(c);
    let is_counted = |at: usize| value[..at].trim_end().ends_with(is_digit);
    value.chars().count() <= LONGEST_VALUE_CHARS
        && (value.match_indices(['号', '號']).any(|(at, _)| is_counted(at))
            || value.match_indices(OPENING).any(|(at, open)| behind_year(&value[at + open.len()..]).is_some()))
}

/// Some tens of characters: several numbers stand side by side when several bodies issue a notice.
const LONGEST_VALUE_CHARS: usize = 80;

/// The brackets around the year.
const OPENING: [char; 6] = ['〔', '［', '[', '【', '(', '（'];
const CLOSING: [char; 6] = ['〕', '］', ']', '】', ')', '）'];

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

/// The document number that `text` holds, white space taken out.
pub fn document_number(text: &str) -> Option<String> {
    find_document_number(text).map(|(start, end)| squeeze(&text[start..end]))
}

/// Whether a line is a document number and nothing else.
pub fn is_document_number(line: &str) -> bool {
    let line = trim_spaces(line);
    line.ends_with('号') && find_document_number(line).is_some_and(|(start, end)| start == 0 && end == line.len())
}

static NUMBER: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("号"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_found_in_all_brackets() {
        for (text, expected) in [
            ("济教〔2018〕1号", Some("济教〔2018〕1号")),
            ("陕发改能电力[2021] 634号", Some("陕发改能电力[2021]634号")),
            ("国办发（２０１９）第３号", Some("国办发（２０１９）第３号")),
            ("见云政办发【2020】12号文件", Some("见云政办发【2020】12号")),
            ("〔2018〕1号", None),
            ("云教〔2018〕号", None),
            ("云教（试行）1号", None),
            ("云教〔18〕1号", None),
        ] {
            assert_eq!(document_number(text).as_deref(), expected, "{text}");
        }
        assert!(is_document_number("　云教〔2018〕1号 ") && !is_document_number("云教〔2018〕1号文件"));
    }

    #[test]
    fn a_value_is_told_from_the_number_of_a_record() {
        for value in
            ["滕教〔2024〕5号", "〔2024〕5", "[2024]第5号", "第 61 号", "令第六十一號", "甲〔2024〕1号 乙〔2024〕2号"]
        {
            assert!(is_document_number_value(value), "{value}");
        }
        for value in ["", "17", "无", "号", "5页", "[附件]", "（试行）"] {
            assert!(!is_document_number_value(value), "{value}");
        }
    }
}
