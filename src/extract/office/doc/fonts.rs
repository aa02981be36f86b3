//! Names of fonts (`SttbfFfn`): characters of symbol fonts need them.

use super::bytes::{slice_at, u8_at, u16_at};

/// The fonts of a document, by index.
#[derive(Debug, Default)]
pub(super) struct Fonts {
    names: Vec<String>,
}

impl Fonts {
    /// Reads the table. Damaged entries are left out.
    pub(super) fn read(table: &[u8]) -> Self {
        /// Bytes between the length of an entry and the name in it.
        const BEFORE_NAME_BYTES: usize = 39;
        let count = usize::from(u16_at(table, 0).unwrap_or(0));
        let mut names = Vec::new();
        let mut at = 4;
        while names.len() < count
            && let Some(len_bytes) = u8_at(table, at).map(usize::from)
            && let Some(entry) = slice_at(table, at + 1, len_bytes)
        {
            let units = entry.get(BEFORE_NAME_BYTES..).unwrap_or_default().as_chunks::<2>().0;
            let units = units.iter().map(|unit| u16::from_le_bytes(*unit)).take_while(|unit| *unit != 0);
            names.push(char::decode_utf16(units).map_while(Result::ok).collect());
            at += 1 + len_bytes;
        }
        Self { names }
    }

    /// The name of a font; empty if unknown.
    pub(super) fn name(&self, index: Option<u16>) -> &str {
        index.and_then(|index| self.names.get(usize::from(index))).map_or("", String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fonts_are_known_by_their_index() {
        let entry = |name: &str| {
            let name: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
            [&[39 + name.len() as u8][..], &[0; 39], &name].concat()
        };
        let table = [&[3, 0, 0, 0][..], &entry("宋体"), &entry("Wingdings"), &[200, 1]].concat();
        let fonts = Fonts::read(&table);
        assert_eq!([Some(0), Some(1), Some(2), None].map(|index| fonts.name(index)), ["宋体", "Wingdings", "", ""]);
        assert_eq!(Fonts::read(&[]).name(Some(0)), "");
    }
}
