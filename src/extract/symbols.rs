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

/// Whether a character means what its font says and nothing else.
pub(super) fn is_private(c: char) -> bool {
    ('\u{E000}'..='\u{F8FF}').contains(&c)
}

/// The character of a symbol font. `code`: with or without the offset F000 of symbol fonts.
///
/// A code that is no symbol is the character it is; an unknown symbol is `None`.
pub(super) fn symbol(font: &str, code: u32) -> Option<char> {
    let font = font.to_lowercase();
    let is_symbol = (0xF000..=0xF0FF).contains(&code);
    let plain = if is_symbol { code - 0xF000 } else { code };
    let known = SYMBOLS.iter().find(|(known, at, _)| *known == font && *at == plain);
    known.map(|(.., c)| *c).or_else(|| char::from_u32(code).filter(|_| !is_symbol))
}

/// Text in a font, with the characters of symbol fonts replaced. What is unknown stays as it is.
pub(super) fn with_symbols_shown<'t>(font: &str, text: &'t str) -> Cow<'t, str> {
    let is_symbol = |c: char| ('\u{F000}'..='\u{F0FF}').contains(&c);
    if !text.contains(is_symbol) {
        return Cow::Borrowed(text);
    }
    let shown = |c: char| symbol(font, c as u32).filter(|_| is_symbol(c)).unwrap_or(c);
    Cow::Owned(text.chars().map(shown).collect())
}

/// The bullet of a list, as a text that can be shown. `font`: that of the bullet, empty where it is not known.
pub(super) fn bullet(font: &str, text: &str) -> String {
    let Some(first) = text.chars().next() else { return String::new() };
    let is_symbol_font = SYMBOLS.iter().any(|(known, ..)| known.eq_ignore_ascii_case(font));
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
