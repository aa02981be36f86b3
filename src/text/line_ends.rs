//! Line ends: every convention becomes `\n`.

use std::borrow::Cow;

use memchr::{memchr2_iter, memmem};

/// Turns `\r\n`, `\r`, U+0085, U+2028 and U+2029 into `\n`. Borrows when there are none of these.
pub(crate) fn with_plain_line_ends(text: &str) -> Cow<'_, str> {
    if !has_foreign_line_end(text.as_bytes()) {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['\r', '\u{85}', '\u{2028}', '\u{2029}']) {
        plain.push_str(&rest[..at]);
        plain.push('\n');
        let end = &rest[at..];
        rest = end.strip_prefix("\r\n").unwrap_or_else(|| {
            let mut chars = end.chars();
            chars.next();
            chars.as_str()
        });
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

fn has_foreign_line_end(bytes: &[u8]) -> bool {
    // U+0085 begins with C2, as does ·, so the second byte is checked.
    memchr2_iter(b'\r', 0xC2, bytes).any(|at| bytes[at] == b'\r' || bytes.get(at + 1) == Some(&0x85))
        || ["\u{2028}", "\u{2029}"].iter().any(|end| memmem::find(bytes, end.as_bytes()).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_end_becomes_a_newline() {
        let cases = [
            ("", ""),
            ("一\n二", "一\n二"),
            ("一\r\n二\r\n", "一\n二\n"),
            ("一\r二", "一\n二"),
            ("一\r\r\n二", "一\n\n二"),
            ("一\u{85}二\u{2028}三\u{2029}", "一\n二\n三\n"),
        ];
        for (text, expected) in cases {
            assert_eq!(with_plain_line_ends(text), expected, "{text:?}");
        }
    }
}
