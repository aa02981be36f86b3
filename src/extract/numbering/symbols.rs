//! Characters of symbol fonts, which have no Unicode of their own, as the characters that look like them.

use std::borrow::Cow;

/// Font, code in it, and the character that looks like it.
const SYMBOLS: [(&str, u32, char); 46] = [
    ("wingdings", 0x4A, '☺'),
    ("wingdings", 0x6C, '●'),
    ("wingdings", 0x6E, '■'),
    ("wingdings", 0x6F, '□'),
    ("wingdings", 0x70, '□'),
    ("wingdings", 0x71, '❑'),
    ("wingdings", 0x75, '◆'),
    ("wingdings", 0x76, '❖'),
    ("wingdings", 0x9F, '•'),
    ("wingdings", 0xA1, '○'),
    ("wingdings", 0xA7, '▪'),
    ("wingdings", 0xA8, '□'),
    ("wingdings", 0xAB, '★'),
    ("wingdings", 0xD8, '➢'),
    ("wingdings", 0xDF, '←'),
    ("wingdings", 0xE0, '→'),
    ("wingdings", 0xE1, '↑'),
    ("wingdings", 0xE2, '↓'),
    ("wingdings", 0xFB, '✗'),
    ("wingdings", 0xFC, '✓'),
    ("wingdings", 0xFD, '☒'),
    ("wingdings", 0xFE, '☑'),
    ("wingdings 2", 0x4F, '✗'),
    ("wingdings 2", 0x50, '✓'),
    ("wingdings 2", 0x51, '☒'),
    ("wingdings 2", 0x52, '☑'),
    ("wingdings 2", 0x53, '☒'),
    ("wingdings 2", 0x54, '☒'),
    ("wingdings 2", 0x96, '●'),
    ("wingdings 2", 0xA2, '■'),
    ("wingdings 2", 0xA3, '□'),
    ("wingdings 3", 0x75, '◄'),
    ("symbol", 0xA3, '≤'),
    ("symbol", 0xA5, '∞'),
    ("symbol", 0xAC, '←'),
    ("symbol", 0xAD, '↑'),
    ("symbol", 0xAE, '→'),
    ("symbol", 0xAF, '↓'),
    ("symbol", 0xB0, '°'),
    ("symbol", 0xB1, '±'),
    ("symbol", 0xB3, '≥'),
    ("symbol", 0xB4, '×'),
    ("symbol", 0xB7, '•'),
    ("symbol", 0xB8, '÷'),
    ("symbol", 0xB9, '≠'),
    ("symbol", 0xBB, '≈'),
];

/// The fonts of [`SYMBOLS`].
const SYMBOL_FONTS: [&str; 4] = ["wingdings", "wingdings 2", "wingdings 3", "symbol"];

/// Whether a character means what its font says and nothing else.
pub(in crate::extract) fn is_private(c: char) -> bool {
    ('\u{E000}'..='\u{F8FF}').contains(&c)
}

/// The symbol font of that name; neither case, quotes nor blanks matter.
pub(in crate::extract) fn symbol_font(name: &str) -> Option<&'static str> {
    fn essence(name: &str) -> impl Iterator<Item = u8> {
        name.bytes().filter(|byte| !matches!(byte, b' ' | b'"' | b'\'')).map(|byte| byte.to_ascii_lowercase())
    }
    SYMBOL_FONTS.into_iter().find(|known| essence(known).eq(essence(name)))
}

/// The character of a font of symbols. `code`: with or without the offset F000 of such fonts.
///
/// A code that is no symbol is the character it is; an unknown symbol is `None`.
pub(in crate::extract) fn symbol(font: &str, code: u32) -> Option<char> {
    symbol_of(symbol_font(font), code)
}

/// See [`symbol`]; `font` as [`symbol_font`] has it.
fn symbol_of(font: Option<&str>, code: u32) -> Option<char> {
    let is_symbol = (0xF000..=0xF0FF).contains(&code);
    let plain = if is_symbol { code - 0xF000 } else { code };
    let known = SYMBOLS.iter().find(|(known, at, _)| Some(*known) == font && *at == plain);
    known.map(|(.., c)| *c).or_else(|| char::from_u32(code).filter(|_| !is_symbol))
}

/// Text in a font; that of a font of symbols as the characters that look like it. What is unknown stays as it is.
pub(in crate::extract) fn with_symbols_shown<'t>(font: &str, text: &'t str) -> Cow<'t, str> {
    match symbol_font(font) {
        Some(font) => Cow::Owned(text.chars().map(|c| symbol_of(Some(font), c as u32).unwrap_or(c)).collect()),
        None => Cow::Borrowed(text),
    }
}

/// The bullet of a list, as a text that can be shown. `font`: that of the bullet, empty where it is not known.
pub(in crate::extract) fn bullet(font: &str, text: &str) -> String {
    let Some(first) = text.chars().next() else { return String::new() };
    let is_symbol_font = symbol_font(font).is_some();
    let is_private = is_private(first);
    match first {
        // The letter in Courier New is Word's hollow bullet.
        'o' if text == "o" => "○".to_owned(),
        _ if is_private || is_symbol_font => {
            let known =
                [font, "wingdings", "symbol"].iter().find_map(|font| symbol(font, 0xF000 | first as u32 & 0xFF));
            known.unwrap_or('•').to_string()
        }
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_look_like_other_characters() {
        assert_eq!(symbol("Wingdings 2", 0xF052), Some('☑'));
        assert_eq!(symbol("Wingdings", 0xFE), Some('☑'));
        assert_eq!(symbol("宋体", 0x4E00), Some('一'));
        assert_eq!(symbol("Wingdings", 0xF001), None);
    }

    #[test]
    fn fonts_are_known_by_their_names() {
        for name in ["Wingdings 2", "'wingdings2'", "\"WINGDINGS 2\""] {
            assert_eq!(symbol_font(name), Some("wingdings 2"), "{name}");
        }
        for name in ["", "宋体", "Segoe UI Symbol", "Wingdings 4"] {
            assert_eq!(symbol_font(name), None, "{name}");
        }
        assert_eq!(with_symbols_shown("Wingdings", "ü\u{F0FE}一"), "✓☑一");
        assert_eq!(with_symbols_shown("宋体", "ü\u{F0FE}"), "ü\u{F0FE}");
    }

    #[test]
    fn bullets_can_be_shown() {
        for (font, text, shown) in [
            ("Wingdings", "l", "●"),
            ("", "\u{F06C}", "●"),
            ("Symbol", "\u{F0B7}", "•"),
            ("Wingdings", "\u{F0FF}", "•"),
            ("Courier New", "o", "○"),
            ("宋体", "—", "—"),
            ("", "", ""),
        ] {
            assert_eq!(bullet(font, text), shown, "{text:?} in {font}");
        }
    }
}
