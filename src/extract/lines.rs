//! Line ends: every convention becomes `\n`.

use memchr::memchr;
use memchr::memmem::Finder;

/// Turns `\r\n`, `\r`, U+0085, U+2028 and U+2029 into `\n`. Texts that have none of them are handed back as they are.
pub(super) fn with_plain_line_ends(text: String) -> String {
    if !has_foreign_line_end(text.as_bytes()) {
        return text;
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.as_str();
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
    plain
}

fn has_foreign_line_end(bytes: &[u8]) -> bool {
    memchr(b'\r', bytes).is_some()
        || ["\u{85}", "\u{2028}", "\u{2029}"].iter().any(|end| Finder::new(end).find(bytes).is_some())
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
            assert_eq!(with_plain_line_ends(text.to_owned()), expected, "{text:?}");
        }
    }
}
