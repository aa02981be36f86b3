//! Bytes → text: which encoding, and where bytes are none.

use encoding_rs::{DecoderResult, Encoding, GB18030, UTF_8};

use super::ExtractError;
use crate::notice::{Code, Warning};

/// Text that was decoded.
#[derive(Debug, PartialEq)]
pub(super) struct Decoded {
    /// The text; bytes that are none in `encoding` are U+FFFD.
    pub text: String,
    /// The name of the encoding, as the WHATWG standard writes it.
    pub encoding: &'static str,
    /// Where bytes were bad.
    pub warnings: Vec<Warning>,
}

/// How many places with bad bytes are named one by one.
const NAMED_PLACES: usize = 8;

/// Decodes `bytes`, with the encoding of the name `label` if there is one.
///
/// # Errors
/// When there are no bytes, or `label` is no encoding.
pub(super) fn decode(bytes: &[u8], label: Option<&str>) -> Result<Decoded, ExtractError> {
    if bytes.is_empty() {
        return Err(ExtractError::Empty);
    }
    let encoding = match label {
        Some(label) => named(label).ok_or_else(|| ExtractError::UnknownEncoding(label.to_owned()))?,
        None => detect(bytes),
    };
    Ok(decode_as(bytes, encoding))
}

/// The encoding of a name. GB2312 and GBK are read as GB18030, which holds them both.
fn named(label: &str) -> Option<&'static Encoding> {
    let encoding = Encoding::for_label(label.trim().as_bytes())?;
    Some(if encoding == encoding_rs::GBK { GB18030 } else { encoding })
}

fn detect(bytes: &[u8]) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding;
    }
    if std::str::from_utf8(bytes).is_ok() { UTF_8 } else { GB18030 }
}

fn decode_as(bytes: &[u8], encoding: &'static Encoding) -> Decoded {
    let mut decoder = encoding.new_decoder_with_bom_removal();
    let mut text = String::new();
    let mut warnings = Vec::new();
    let mut bad_places = 0_usize;
    let mut read = 0;
    let mut lines = LineCounter::default();
    loop {
        let room =
            decoder.max_utf8_buffer_length_without_replacement(bytes.len() - read).expect("files are below 4 GiB");
        text.reserve(room);
        let (result, used) = decoder.decode_to_string_without_replacement(&bytes[read..], &mut text, true);
        read += used;
        match result {
            DecoderResult::InputEmpty => break,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(bad, after) => {
                bad_places += 1;
                if bad_places <= NAMED_PLACES {
                    let at = read - usize::from(after) - usize::from(bad);
                    warnings.push(Warning {
                        code: Code::BadBytes,
                        span: None,
                        line: lines.line_at_end_of(&text),
                        message: format!("byte {at}: {} that {} no {} text", bytes_of(bad), are(bad), encoding.name()),
                    });
                }
                text.push('\u{FFFD}');
            }
        }
    }
    if bad_places > NAMED_PLACES {
        let more = bad_places - NAMED_PLACES;
        let line = warnings.last().map_or(1, |warning| warning.line);
        let message = format!("{more} more places with bytes that are no {} text", encoding.name());
        warnings.push(Warning { code: Code::BadBytes, span: None, line, message });
    }
    Decoded { text, encoding: encoding.name(), warnings }
}

fn bytes_of(count: u8) -> String {
    if count == 1 { "1 byte".to_owned() } else { format!("{count} bytes") }
}

const fn are(count: u8) -> &'static str {
    if count == 1 { "is" } else { "are" }
}

/// Counts lines of a growing text without going over it twice.
#[derive(Default)]
struct LineCounter {
    counted_bytes: usize,
    line_ends: u32,
}

impl LineCounter {
    /// The line, from 1, that `text` ends in.
    fn line_at_end_of(&mut self, text: &str) -> u32 {
        let fresh = &text.as_bytes()[self.counted_bytes..];
        self.line_ends += memchr::memchr_iter(b'\n', fresh).count() as u32;
        self.counted_bytes = text.len();
        self.line_ends + 1
    }
}
