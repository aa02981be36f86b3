//! Bytes → text: chooses the encoding, and reports bytes that are invalid in it.
//!
//! Nearly every file is valid UTF-8, which one fast pass decides. Only for the others is more evidence considered, in
//! this order: byte order mark, UTF-16 without a mark, the text's own declaration, and statistics (`detect`). A file
//! may change its encoding on the way (`mixed`); then each run of lines is decoded separately.

use std::borrow::Cow;

use encoding_rs::{DecoderResult, Encoding, GB18030, GBK, REPLACEMENT, UTF_8, UTF_16BE, UTF_16LE};

use crate::extract::ExtractError;
use crate::extract::encodings::detect::{declared, detect, detect_utf16};
use crate::extract::encodings::mixed::{EncodingRun, runs};
use crate::extract::kind::magic::has_many_controls;
use crate::notice::{BadBytes, Warning, WarningKind, WarningPosition};

/// Decoded text.
#[derive(Debug, PartialEq)]
pub(in crate::extract) struct Decoded {
    /// The text; invalid bytes are U+FFFD.
    pub text: String,
    /// Name of the encoding: `UTF-8`, `GB18030`, `Big5`, `UTF-16LE`. With several encodings, the one of most bytes.
    pub encoding: &'static str,
    /// Warnings about invalid bytes, in order.
    pub warnings: Vec<Warning>,
}

/// The byte order mark of UTF-8, as Windows writes it.
const UTF_8_MARK: &[u8] = b"\xEF\xBB\xBF";

/// How much of a UTF-8 file is searched for control characters, in bytes.
const UTF_8_HEAD_BYTES: usize = 1024;

/// Number of places with invalid bytes that get a warning of their own; one more warning counts the rest.
const NAMED_PLACES: usize = 8;

/// Common names of encodings that the WHATWG standard does not have.
const MORE_LABELS: [(&str, &Encoding); 7] = [
    ("cp936", GB18030),
    ("ms936", GB18030),
    ("windows-936", GB18030),
    ("cp950", encoding_rs::BIG5),
    ("utf16", UTF_16LE),
    ("utf16le", UTF_16LE),
    ("utf16be", UTF_16BE),
];

/// Decodes `bytes`, as `label` says if there is one. Otherwise the encoding is recognised, and where it changes, each
/// run of lines is decoded in its own.
///
/// # Errors
/// When there are no bytes, they are not text, or `label` names no encoding.
pub(in crate::extract) fn decode(bytes: &[u8], label: Option<&str>) -> Result<Decoded, ExtractError> {
    if bytes.is_empty() {
        return Err(ExtractError::Empty);
    }
    let given =
        label.map(|label| named(label).ok_or_else(|| ExtractError::UnknownEncoding(label.to_owned()))).transpose()?;
    if given.is_none()
        && let Some(text) = plain_utf8(bytes)
    {
        return Ok(Decoded { text: text.into_owned(), encoding: UTF_8.name(), warnings: Vec::new() });
    }
    if let Some(given) = given {
        return Ok(decode_runs(bytes, &[EncodingRun { bytes: 0..bytes.len(), encoding: with_mark_of(bytes, given) }]));
    }
    // Recognised only here: the fast path above returns for nearly every file.
    let encoding = recognise(bytes).ok_or(ExtractError::Binary(None))?;
    let runs = runs(bytes, encoding).unwrap_or_else(|| vec![EncodingRun { bytes: 0..bytes.len(), encoding }]);
    Ok(decode_runs(bytes, &runs))
}

/// The encoding with that name. GB2312 and GBK are subsets of GB18030 and are read as that.
fn named(label: &str) -> Option<&'static Encoding> {
    let label = label.trim().to_ascii_lowercase();
    let more = MORE_LABELS.iter().find(|(name, _)| *name == label).map(|(_, encoding)| *encoding);
    match more.or_else(|| Encoding::for_label(label.as_bytes()))? {
        encoding if encoding == GBK => Some(GB18030),
        // The standard's placeholder for encodings that are dangerous to decode; it never yields text.
        encoding if encoding == REPLACEMENT => None,
        encoding => Some(encoding),
    }
}

/// The usual spelling of a name; the standard has `gb18030`.
fn name_of(encoding: &'static Encoding) -> &'static str {
    if encoding == GB18030 { "GB18030" } else { encoding.name() }
}

/// The label `utf-16` leaves the byte order open; a mark in the file decides it.
fn with_mark_of(bytes: &[u8], encoding: &'static Encoding) -> &'static Encoding {
    let is_utf16 = |encoding| encoding == UTF_16LE || encoding == UTF_16BE;
    match Encoding::for_bom(bytes) {
        Some((marked, _)) if is_utf16(marked) && is_utf16(encoding) => marked,
        _ => encoding,
    }
}

/// The text of bytes that are valid UTF-8 and clearly text, without the byte order mark. This is the fast path for
/// nearly every file.
fn plain_utf8(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let unmarked = bytes.strip_prefix(UTF_8_MARK).unwrap_or(bytes);
    let text = UTF_8.decode_without_bom_handling_and_without_replacement(unmarked)?;
    // Binary data is hardly ever valid UTF-8, and the exceptions show control characters at their start.
    let head = &bytes[..bytes.len().min(UTF_8_HEAD_BYTES)];
    (memchr::memchr(0, bytes).is_none() && !has_many_controls(head)).then_some(text)
}

/// The encoding of the bytes; `None` if they are not text.
fn recognise(bytes: &[u8]) -> Option<&'static Encoding> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return Some(encoding);
    }
    let has_nul = memchr::memchr(0, bytes).is_some();
    let is_utf8 = Encoding::utf8_valid_up_to(bytes) == bytes.len();
    if is_utf8 && !has_nul {
        return (!has_many_controls(bytes)).then_some(UTF_8);
    }
    // NUL bytes or invalid UTF-8: UTF-16 without a mark looks like either.
    if let Some(encoding) = detect_utf16(bytes) {
        return Some(encoding);
    }
    if has_many_controls(bytes) {
        return None;
    }
    Some(if is_utf8 { UTF_8 } else { declared(bytes, named).unwrap_or_else(|| detect(bytes)) })
}

fn decode_runs(bytes: &[u8], runs: &[EncodingRun]) -> Decoded {
    let mut text = String::new();
    let mut bad_places = BadPlaces::default();
    let mut change = None;
    for (number, run) in runs.iter().enumerate() {
        if number == 1 {
            change = Some(change_warning(count_line_ends(text.as_bytes()) + 1, runs));
        }
        decode_run(bytes, run, &mut text, &mut bad_places);
    }
    // The worst case was reserved, three bytes for each one.
    text.shrink_to_fit();
    let bytes_in =
        |encoding| runs.iter().filter(|run| run.encoding == encoding).map(|run| run.bytes.len()).sum::<usize>();
    // The encoding of most bytes is reported for the file.
    let main = runs.iter().map(|run| run.encoding).max_by_key(|encoding| bytes_in(*encoding)).unwrap_or(UTF_8);
    let warnings = change.into_iter().chain(bad_places.into_warnings(main)).collect();
    Decoded { text, encoding: name_of(main), warnings }
}

/// The warning that the encoding changes; `line`: the first line in the second encoding.
fn change_warning(line: usize, runs: &[EncodingRun]) -> Warning {
    let name = |run: usize| name_of(runs[run].encoding).to_owned();
    let kind = WarningKind::MixedEncodings { before: name(0), after: name(1), more_changes: runs.len() - 2 };
    Warning { kind, position: WarningPosition::Line(line as u32) }
}

fn decode_run(bytes: &[u8], run: &EncodingRun, text: &mut String, bad_places: &mut BadPlaces) {
    let encoding = run.encoding;
    let mut decoder = encoding.new_decoder_with_bom_removal();
    let mut read = run.bytes.start;
    loop {
        let rest = &bytes[read..run.bytes.end];
        // At most three bytes of UTF-8 per byte, and files are far smaller than the address space.
        let room = decoder.max_utf8_buffer_length_without_replacement(rest.len());
        text.reserve(room.expect("files are below 4 GiB"));
        let (result, used) = decoder.decode_to_string_without_replacement(rest, text, true);
        read += used;
        match result {
            DecoderResult::InputEmpty => break,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(bad, after) => {
                let offset = read - usize::from(after) - usize::from(bad);
                bad_places.add(text, &bytes[offset..offset + usize::from(bad)], offset, encoding);
                text.push('\u{FFFD}');
            }
        }
    }
}

/// Places with invalid bytes: the first ones with a warning each, the others counted.
#[derive(Default)]
struct BadPlaces {
    named: Vec<Warning>,
    unnamed: usize,
    counted_bytes: usize,
    line_ends: usize,
}

impl BadPlaces {
    /// Records invalid bytes at `offset` of the file, which follow `text`.
    fn add(&mut self, text: &str, bad: &[u8], offset: usize, encoding: &'static Encoding) {
        if self.named.len() == NAMED_PLACES {
            self.unnamed += 1;
            return;
        }
        // Lines are counted from the last position, not from the start.
        self.line_ends += count_line_ends(&text.as_bytes()[self.counted_bytes..]);
        self.counted_bytes = text.len();
        let found = BadBytes::Here { offset, bytes: bad.to_vec() };
        self.named.push(bad_bytes(self.line_ends + 1, found, encoding));
    }

    fn into_warnings(mut self, encoding: &'static Encoding) -> Vec<Warning> {
        if self.unnamed > 0 {
            let found = BadBytes::Further { places: self.unnamed };
            self.named.push(bad_bytes(self.line_ends + 1, found, encoding));
        }
        self.named
    }
}

fn bad_bytes(line: usize, found: BadBytes, encoding: &'static Encoding) -> Warning {
    let kind = WarningKind::BadBytes { found, encoding: name_of(encoding).to_owned() };
    Warning { kind, position: WarningPosition::Line(line as u32) }
}

/// Counts `\n` and lone `\r`; rarer line ends hardly occur in damaged files.
fn count_line_ends(text: &[u8]) -> usize {
    let returns = memchr::memchr_iter(b'\r', text).filter(|at| text.get(at + 1) != Some(&b'\n')).count();
    memchr::memchr_iter(b'\n', text).count() + returns
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], label: Option<&str>, encoding: &str, text: &str) {
        let decoded = decode(bytes, label).expect("text");
        assert_eq!((decoded.encoding, decoded.text.as_str()), (encoding, text));
        assert_eq!(decoded.warnings, []);
    }

    fn utf16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(to_bytes).collect()
    }

    #[test]
    fn each_encoding_is_recognised() {
        let text = "一、总体要求\n（一）指导思想";
        check(text.as_bytes(), None, "UTF-8", text);
        check(format!("\u{FEFF}{text}").as_bytes(), None, "UTF-8", text);
        check(&GB18030.encode(text).0, None, "GB18030", text);
        check(&utf16(&format!("\u{FEFF}{text}"), u16::to_le_bytes), None, "UTF-16LE", text);
        check(&utf16(&format!("\u{FEFF}{text}"), u16::to_be_bytes), None, "UTF-16BE", text);
        check(&utf16(text, u16::to_le_bytes), None, "UTF-16LE", text);
        check(&utf16(text, u16::to_be_bytes), None, "UTF-16BE", text);
        check(b"plain ASCII", None, "UTF-8", "plain ASCII");
        let four_bytes = "㙍䶮𠮷在滨海";
        check(&GB18030.encode(four_bytes).0, None, "GB18030", four_bytes);
    }

    #[test]
    fn a_label_overrides_what_the_bytes_look_like() {
        let gbk = GB18030.encode("关于放假的通知").0;
        for label in ["gb2312", "GBK", "gb18030", "cp936", " gbk "] {
            check(&gbk, Some(label), "GB18030", "关于放假的通知");
        }
        assert_eq!(decode(&gbk, Some("big5")).expect("text").encoding, "Big5");
        let big_endian = utf16("\u{FEFF}通知", u16::to_be_bytes);
        check(&big_endian, Some("utf-16"), "UTF-16BE", "通知");
        for label in ["nonsense", "", "iso-2022-kr"] {
            assert_eq!(decode(&gbk, Some(label)), Err(ExtractError::UnknownEncoding(label.to_owned())));
        }
    }

    #[track_caller]
    fn check_bad(bytes: &[u8], label: Option<&str>, text: &str, warnings: &[Warning]) {
        let decoded = decode(bytes, label).expect("text");
        assert_eq!((decoded.text.as_str(), &decoded.warnings[..]), (text, warnings));
    }

    fn bad(line: usize, byte: u8, offset: usize, encoding: &'static Encoding) -> Warning {
        bad_bytes(line, BadBytes::Here { offset, bytes: vec![byte] }, encoding)
    }

    #[test]
    fn bad_bytes_are_replaced_and_named_with_their_place() {
        let damaged = ["一、总体要求\r\n二、重点".as_bytes(), b"\xFF", "工作任务安排".as_bytes()].concat();
        check_bad(&damaged, None, "一、总体要求\r\n二、重点\u{FFFD}工作任务安排", &[bad(2, 0xFF, 32, UTF_8)]);
        let gbk = GB18030.encode("关于放假的通知").0;
        check_bad(&gbk[..gbk.len() - 1], None, "关于放假的通\u{FFFD}", &[bad(1, 0xD6, 12, GB18030)]);
        let odd = &utf16("\u{FEFF}通知", u16::to_le_bytes)[..5];
        check_bad(odd, None, "通\u{FFFD}", &[bad(1, 0xE5, 4, UTF_16LE)]);
    }

    #[test]
    fn each_run_of_lines_is_decoded_in_its_own_encoding() {
        let text = "一、总体要求\n（一）指导思想\n";
        let gbk = GB18030.encode(text).0;
        let mixed = [&gbk, text.as_bytes(), b"\xFF", text.as_bytes()].concat();
        let change = |more_changes| {
            let [before, after] = ["GB18030", "UTF-8"].map(str::to_owned);
            let kind = WarningKind::MixedEncodings { before, after, more_changes };
            Warning { kind, position: WarningPosition::Line(3) }
        };
        let bad = bad(5, 0xFF, gbk.len() + text.len(), UTF_8);
        check_bad(&mixed, None, &format!("{text}{text}\u{FFFD}{text}"), &[change(0), bad]);
        assert_eq!(decode(&mixed, None).expect("text").encoding, "UTF-8");
        // Each of the joined files began with a byte order mark.
        let joined = [&gbk, UTF_8_MARK, text.as_bytes(), &gbk].concat();
        check_bad(&joined, None, &text.repeat(3), &[change(1)]);
        // An explicit label overrides detection.
        let as_said = decode(&mixed, Some("gbk")).expect("text");
        assert!(matches!(as_said.warnings[0].kind, WarningKind::BadBytes { .. }));
    }

    #[test]
    fn many_bad_places_are_counted() {
        let damaged = b"a\xFF\n".repeat(100);
        let decoded = decode(&damaged, Some("utf-8")).expect("text");
        assert_eq!(decoded.warnings.len(), NAMED_PLACES + 1);
        assert_eq!(decoded.warnings[7], bad(8, 0xFF, 22, UTF_8));
        assert_eq!(decoded.warnings[8], bad_bytes(8, BadBytes::Further { places: 92 }, UTF_8));
        assert_eq!(decoded.text, "a\u{FFFD}\n".repeat(100));
    }

    #[test]
    fn binary_data_is_an_error() {
        assert_eq!(decode(b"", None), Err(ExtractError::Empty));
        assert_eq!(decode(&[0, 159, 146, 150, 0, 1, 2], None), Err(ExtractError::Binary(None)));
        assert_eq!(decode(&[0; 64], None), Err(ExtractError::Binary(None)));
    }
}
