//! Symbol fonts: `<font face=Wingdings>ü</font>` is a tick.

use memchr::memmem;

use crate::extract::numbering::symbols::symbol_font;

/// Whether a page may name a symbol font; otherwise its fonts need not be read.
pub(super) fn names_symbol_font(html: &[u8]) -> bool {
    const PARTS: [&[u8]; 4] = [b"ingdings", b"INGDINGS", b"ymbol", b"YMBOL"];
    PARTS.iter().any(|part| memmem::find(html, part).is_some())
}

/// The font that an element sets.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Font {
    #[default]
    Inherited,
    /// A font that shows its characters as they are.
    Plain,
    Symbols(&'static str),
}

impl Font {
    /// Reads the first font of a list separated by commas.
    pub(super) fn first_of(names: &[u8]) -> Self {
        let first = names.split(|byte| *byte == b',').next().unwrap_or_default();
        std::str::from_utf8(first).ok().and_then(symbol_font).map_or(Self::Plain, Self::Symbols)
    }

    /// Reads the font of a style without white space, in lower case.
    pub(super) fn of_style(style: &[u8]) -> Self {
        let properties = style.split(|byte| *byte == b';');
        let mut fonts = properties.filter_map(|property| {
            let names = property.strip_prefix(b"font-family:").or_else(|| property.strip_prefix(b"font:"))?;
            Some(Self::first_of(names))
        });
        fonts.next_back().unwrap_or_default()
    }
}
