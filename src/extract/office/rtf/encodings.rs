//! Encodings of the bytes of an RTF file.

use std::collections::HashMap;

use encoding_rs::{BIG5, EUC_KR, Encoding, GBK, SHIFT_JIS, UTF_8, WINDOWS_1252};

use crate::extract::numbering::symbols::symbol_font;

/// The encoding of a file and those of its fonts.
#[derive(Debug, Default)]
pub(super) struct FontEncodings {
    own: Option<&'static Encoding>,
    fonts: HashMap<i32, &'static Encoding>,
    /// The symbol fonts.
    symbols: HashMap<i32, &'static str>,
}

/// Code pages, character sets of fonts, and the multi-byte encodings they mean.
const MULTI_BYTE: [(i32, i32, &Encoding); 5] =
    [(936, 134, GBK), (950, 136, BIG5), (932, 128, SHIFT_JIS), (949, 129, EUC_KR), (65001, 254, UTF_8)];

impl FontEncodings {
    /// Sets the encoding of the file: `\ansicpg936`.
    pub(super) fn set_code_page(&mut self, page: i32) {
        self.own = MULTI_BYTE.iter().find(|(known, ..)| *known == page).map(|(.., encoding)| *encoding);
    }

    /// Sets the encoding of a font: `\fcharset134`. Single-byte character sets do not override the encoding of the
    /// file.
    pub(super) fn set_font(&mut self, font: i32, charset: i32) {
        if let Some((.., encoding)) = MULTI_BYTE.iter().find(|(_, known, _)| *known == charset) {
            self.fonts.insert(font, encoding);
        }
    }

    /// Sets the name of a font: `Wingdings 2`.
    pub(super) fn set_name(&mut self, font: i32, name: &str) {
        self.symbols.extend(symbol_font(name).map(|known| (font, known)));
    }

    /// The name of a symbol font.
    pub(super) fn symbol_font(&self, font: i32) -> Option<&'static str> {
        self.symbols.get(&font).copied()
    }

    /// Whether a font has an encoding of its own.
    pub(super) fn is_multi_byte(&self, font: i32) -> bool {
        self.fonts.contains_key(&font)
    }

    /// Decodes bytes in the encoding of the first of these fonts that has one.
    pub(super) fn decode(&self, bytes: &[u8], fonts: impl IntoIterator<Item = i32>) -> String {
        // A single-byte font says nothing about the Chinese text around it.
        let of_font = fonts.into_iter().find_map(|font| self.fonts.get(&font).copied());
        let encoding = of_font.or(self.own).unwrap_or(WINDOWS_1252);
        encoding.decode_without_bom_handling(bytes).0.into_owned()
    }
}
