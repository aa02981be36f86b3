//! Which encoding the bytes of a font are in.

use std::collections::HashMap;

use encoding_rs::{BIG5, EUC_KR, Encoding, GBK, SHIFT_JIS, UTF_8, WINDOWS_1252};

use crate::extract::numbering::symbols::symbol_font;

/// The encodings of a file: its own, and those of its fonts.
#[derive(Debug, Default)]
pub(super) struct FontEncodings {
    own: Option<&'static Encoding>,
    fonts: HashMap<i32, &'static Encoding>,
    /// The fonts whose characters are symbols.
    symbols: HashMap<i32, &'static str>,
}

/// Code pages, character sets of fonts, and encodings of more than one byte.
const MULTI_BYTE: [(i32, i32, &Encoding); 5] =
    [(936, 134, GBK), (950, 136, BIG5), (932, 128, SHIFT_JIS), (949, 129, EUC_KR), (65001, 254, UTF_8)];

impl FontEncodings {
    /// `\ansicpg936`
    pub(super) fn set_code_page(&mut self, page: i32) {
        self.own = MULTI_BYTE.iter().find(|(known, ..)| *known == page).map(|(.., encoding)| *encoding);
    }

    /// `\fcharset134` of a font. Other character sets have one byte; they say nothing against that of the file.
    pub(super) fn set_font(&mut self, font: i32, charset: i32) {
        if let Some((.., encoding)) = MULTI_BYTE.iter().find(|(_, known, _)| *known == charset) {
            self.fonts.insert(font, encoding);
        }
    }

    /// `Wingdings 2`, the name of a font.
    pub(super) fn set_name(&mut self, font: i32, name: &str) {
        self.symbols.extend(symbol_font(name).map(|known| (font, known)));
    }

    /// The name of a font whose characters are symbols.
    pub(super) fn symbol_font(&self, font: i32) -> Option<&'static str> {
        self.symbols.get(&font).copied()
    }

    /// Whether a font has an encoding of its own.
    pub(super) fn is_multi_byte(&self, font: i32) -> bool {
        self.fonts.contains_key(&font)
    }

    /// Decodes bytes in the first of the fonts that hold here with an encoding of its own.
    pub(super) fn decode(&self, bytes: &[u8], fonts: impl IntoIterator<Item = i32>) -> String {
        let of_font = fonts.into_iter().find_map(|font| self.fonts.get(&font).copied());
        let encoding = of_font.or(self.own).unwrap_or(WINDOWS_1252);
        encoding.decode_without_bom_handling(bytes).0.into_owned()
    }
}
