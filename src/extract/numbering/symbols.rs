//! Characters of symbol fonts, which have no code points of their own, mapped to look-alikes in Unicode.

use std::borrow::Cow;

/// Symbol font, code in it, and the look-alike.
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

/// Whether the meaning of a character depends on its font.
pub(in crate::extract) fn is_private(c: char) -> bool {
    ('\u{E000}'..='\u{F8FF}').contains(&c)
}

/// The symbol font with that name; case, quotes and blanks are ignored.
pub(in crate::extract) fn symbol_font(name: &str) -> Option<&'static str> {
    fn normalized(name: &str) -> impl Iterator<Item = u8> {
        name.bytes().filter(|byte| !matches!(byte, b' ' | b'"' | b'\'')).map(|byte| byte.to_ascii_lowercase())
    }
    SYMBOL_FONTS.into_iter().find(|known| normalized(known).eq(normalized(name)))
}

/// The look-alike of a character in a symbol font. `code`: with or without the offset F000 of such fonts.
///
/// A code outside of the symbol range is returned as the character that it is; an unknown symbol is `None`.
pub(in crate::extract) fn symbol(font: &str, code: u32) -> Option<char> {
    symbol_of(symbol_font(font), code)
}

/// Same as [`symbol`], with a font from [`symbol_font`].
fn symbol_of(font: Option<&str>, code: u32) -> Option<char> {
    let is_symbol = (0xF000..=0xF0FF).contains(&code);
    let plain = if is_symbol { code - 0xF000 } else { code };
    // The table is short, so a linear search is enough.
    let known = SYMBOLS.iter().find(|(known, at, _)| Some(*known) == font && *at == plain);
    known.map(|(.., c)| *c).or_else(|| char::from_u32(code).filter(|_| !is_symbol))
}

/// Text in a font, with symbols mapped to look-alikes. Unknown ones stay as they are.
pub(in crate::extract) fn with_symbols_shown<'t>(font: &str, text: &'t str) -> Cow<'t, str> {
    match symbol_font(font) {
        Some(font) => Cow::Owned(text.chars().map(|c| symbol_of(Some(font), c as u32).unwrap_or(c)).collect()),
        None => Cow::Borrowed(text),
    }
}

/// The bullet of a list as text that can be shown. `font`: the font of the bullet; empty if unknown.
pub(in crate::extract) fn bullet(font: &str, text: &str) -> String {
    let Some(first) = text.chars().next() else { return String::new() };
    let is_symbol_font = symbol_font(font).is_some();
    let is_private = is_private(first);
    match first {
        // The letter o in Courier New is Word's hollow bullet.
        'o' if text == "o" => "○".to_owned(),
        _ if is_private || is_symbol_font => {
            // Wingdings and Symbol are the usual bullet fonts where the font is unknown.
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
