//! Decodes character references of HTML, which scraped pages leave in plain text, too: `&nbsp;`, `&#12288;`.

use std::borrow::Cow;

/// The names that occur in Chinese pages.
const NAMED: [(&str, char); 34] = [
    ("nbsp", '\u{A0}'),
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("ensp", '\u{2002}'),
    ("emsp", '\u{2003}'),
    ("thinsp", '\u{2009}'),
    ("middot", '·'),
    ("bull", '•'),
    ("mdash", '—'),
    ("ndash", '–'),
    ("hellip", '…'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("laquo", '«'),
    ("raquo", '»'),
    ("times", '×'),
    ("divide", '÷'),
    ("plusmn", '±'),
    ("deg", '°'),
    ("permil", '‰'),
    ("sect", '§'),
    ("yen", '¥'),
    ("copy", '©'),
    ("reg", '®'),
    ("trade", '™'),
    ("le", '≤'),
    ("ge", '≥'),
    ("rarr", '→'),
    ("shy", '\u{AD}'),
];

/// Longest reference between `&` and `;`, in bytes: `&#x10FFFF;` or `&divide;`.
const LONGEST_BYTES: usize = 8;

/// Decodes character references; text without any is borrowed. The number of lines does not change: a reference to a
/// line end or a control character becomes a space.
///
/// A page that was escaped twice contains `&amp;nbsp;`, which is decoded as well. An `&` without name and semicolon
/// stays, as in `list?id=17&type=a`, except for `&nbsp` in old pages.
pub(in crate::extract) fn decode_entities(text: &str) -> Cow<'_, str> {
    let Some(first) = memchr::memchr(b'&', text.as_bytes()) else { return Cow::Borrowed(text) };
    let mut decoded = String::with_capacity(text.len());
    decoded.push_str(&text[..first]);
    let mut rest = &text[first..];
    while let Some(after) = rest.strip_prefix('&') {
        let (c, len) = reference(after).unwrap_or(('&', 0));
        decoded.push(c);
        rest = &after[len..];
        let next = memchr::memchr(b'&', rest.as_bytes()).unwrap_or(rest.len());
        decoded.push_str(&rest[..next]);
        rest = &rest[next..];
    }
    Cow::Owned(decoded)
}

/// The character that a reference stands for, and its length behind the `&`.
fn reference(after: &str) -> Option<(char, usize)> {
    let bytes = after.as_bytes();
    // Undoes any number of escapes, e.g. `&amp;amp;nbsp;`.
    let mut escaped = 0;
    while bytes[escaped..].starts_with(b"amp;") {
        escaped += "amp;".len();
    }
    let name = &bytes[escaped..bytes.len().min(escaped + LONGEST_BYTES + 1)];
    let inner = match memchr::memchr(b';', name) {
        Some(end) => named(&name[..end]).map(|c| (c, escaped + end + 1)),
        None => None,
    };
    inner.or_else(|| bare_space(name).map(|len| ('\u{A0}', escaped + len))).or((escaped > 0).then_some(('&', escaped)))
}

fn named(name: &[u8]) -> Option<char> {
    let name = std::str::from_utf8(name).ok()?;
    let Some(number) = name.strip_prefix('#') else {
        return NAMED.iter().find(|(known, _)| *known == name).map(|(_, c)| *c);
    };
    let value = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    let c = char::from_u32(value)?;
    // Line and paragraph separators would add lines as well.
    let is_blank = c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    Some(if is_blank { ' ' } else { c })
}

/// The length of `nbsp` without a semicolon, if no letter, digit or `=` follows.
fn bare_space(name: &[u8]) -> Option<usize> {
    let follower = name.strip_prefix(b"nbsp")?.first();
    follower.is_none_or(|byte| !byte.is_ascii_alphanumeric() && *byte != b'=').then_some("nbsp".len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(decode_entities(text), expected, "{text:?}");
    }

    #[test]
    fn references_become_characters() {
        check("教育局&nbsp;&nbsp;2013年", "教育局\u{A0}\u{A0}2013年");
        check("&ldquo;双减&rdquo;", "“双减”");
        check("&#12288;&#x3000;&#X4E00;、", "\u{3000}\u{3000}一、");
        check("A&amp;B &lt;附件&gt;", "A&B <附件>");
        check("&nbsp&nbsp一、", "\u{A0}\u{A0}一、");
    }

    #[test]
    fn twice_escaped_references_are_decoded_to_the_end() {
        check("&amp;nbsp;一", "\u{A0}一");
        check("&amp;amp;amp;ldquo;", "“");
        check("&amp;amp;", "&");
    }

    #[test]
    fn other_ampersands_stay() {
        for text in [
            "",
            "无",
            "AT&T",
            "list?id=17&type=a",
            "?a=1&nbspx=2",
            "&nosuch;",
            "&;",
            "&",
            "&&",
            "&#xD800;",
            "&#99999999;",
        ] {
            check(text, text);
        }
    }

    #[test]
    fn no_reference_makes_a_line_or_a_control_character() {
        check("a&#10;b&#13;c&#27;[0m&#0;&#x2028;", "a b c [0m  ");
    }
}
