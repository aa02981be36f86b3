//! JSON in which every character can be seen: what a terminal would take for a command, or would not show, is escaped.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;

use crate::text::safe::is_visible_char;

/// Writes a value as one line, without the line end.
///
/// JSON itself asks for escapes of C0 only. C1 (`U+009B` begins a sequence in some terminals), bidi controls and
/// zero-width characters are written as `\u….` too, so that no text is lost and none acts on whoever looks at the output.
pub(super) fn write(writer: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    value.serialize(&mut Serializer::with_formatter(writer, VisibleFormatter)).map_err(io::Error::from)
}

/// The compact form of `serde_json`, with more escapes.
struct VisibleFormatter;

impl Formatter for VisibleFormatter {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some(at) = rest.find(|c| !is_visible_char(c)) {
            let (before, from) = rest.split_at(at);
            writer.write_all(before.as_bytes())?;
            let hidden = from.chars().next().expect("a character was found there");
            for unit in hidden.encode_utf16(&mut [0; 2]) {
                write!(writer, "\\u{unit:04x}")?;
            }
            rest = &from[hidden.len_utf8()..];
        }
        writer.write_all(rest.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let mut written = Vec::new();
        write(&mut written, &text).expect("memory does not fail");
        assert_eq!(String::from_utf8(written).expect("UTF-8"), expected, "{text:?}");
        assert_eq!(serde_json::from_str::<String>(expected).expect("JSON"), text);
    }

    #[test]
    fn hidden_characters_are_escaped_and_nothing_else_is() {
        check("一、总体“要求”\u{3000}e\u{301}", "\"一、总体“要求”\u{3000}e\u{301}\"");
        check("\u{1B}]0;x\u{7}\n", r#""\u001b]0;x\u0007\n""#);
        check("甲\u{9B}2J乙\u{7F}", r#""甲\u009b2J乙\u007f""#);
        check("a\u{202E}b\u{200B}\u{FEFF}", r#""a\u202eb\u200b\ufeff""#);
        check("\u{E0041}", r#""\udb40\udc41""#);
        check("\u{2028}\u{AD}", r#""\u2028\u00ad""#);
    }
}
