//! Characters of symbol fonts, which have no Unicode of their own, as the characters that look like them.

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
