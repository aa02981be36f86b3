//! Property operations (sprms, [MS-DOC] 2.2.5): an opcode, which includes the size of the operand, and the operand.

use super::bytes::{u8_at, u16_at};

/// The opcodes that matter for the text.
pub(super) mod op {
    pub(crate) const STYLE: u16 = 0x4600;
    pub(crate) const LIST_LEVEL: u16 = 0x260A;
    pub(crate) const LIST: u16 = 0x460B;
    pub(crate) const OUTLINE_LEVEL: u16 = 0x2640;
    pub(crate) const IN_TABLE: u16 = 0x2416;
    pub(crate) const ROW_END: u16 = 0x2417;
    pub(crate) const TABLE_DEPTH: u16 = 0x6649;
    pub(crate) const INNER_CELL: u16 = 0x244B;
    pub(crate) const INNER_ROW_END: u16 = 0x244C;
    pub(crate) const HUGE: u16 = 0x6646;
    pub(crate) const HUGE_OLDER: u16 = 0x6645;
    pub(crate) const DELETED: u16 = 0x0800;
    pub(crate) const HIDDEN: u16 = 0x083C;
    pub(crate) const SYMBOL: u16 = 0x6A09;
    pub(crate) const FONT: u16 = 0x4A4F;
    pub(crate) const CHARACTER_STYLE: u16 = 0x4A30;
}

/// An operation with its operand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sprm<'a> {
    /// The opcode.
    pub code: u16,
    /// The operand.
    pub operand: &'a [u8],
}

impl Sprm<'_> {
    /// The operand as a little-endian number.
    pub(super) fn number(&self) -> u32 {
        let byte = |at: usize| u32::from(self.operand.get(at).copied().unwrap_or(0)) << (8 * at);
        byte(0) | byte(1) | byte(2) | byte(3)
    }

    /// Whether a switch is on.
    pub(super) fn is_on(&self) -> bool {
        self.operand.first().is_some_and(|value| value & 1 == 1)
    }
}

/// The operations in a list, up to the first damage.
pub(super) fn sprms(mut list: &[u8]) -> impl Iterator<Item = Sprm<'_>> {
    std::iter::from_fn(move || {
        let code = u16_at(list, 0)?;
        let (before, len_bytes) = operand_of(code, list)?;
        let operand = list.get(2 + before..2 + before + len_bytes)?;
        list = &list[2 + before + len_bytes..];
        Some(Sprm { code, operand })
    })
}

/// The number of bytes that hold the operand's length, and that length.
fn operand_of(code: u16, list: &[u8]) -> Option<(usize, usize)> {
    const DEFINE_TABLE: u16 = 0xD608;
    const CHANGE_TABS: u16 = 0xC615;
    // Bits 13 to 15 of an opcode state the size; 6 means that the operand begins with its own length. Two opcodes are
    // exceptions to that.
    Some(match code >> 13 {
        0 | 1 => (0, 1),
        2 | 4 | 5 => (0, 2),
        3 => (0, 4),
        7 => (0, 3),
        _ if code == DEFINE_TABLE => (2, usize::from(u16_at(list, 2)?).saturating_sub(1)),
        _ if code == CHANGE_TABS && u8_at(list, 2)? == 255 => {
            let deleted = usize::from(u8_at(list, 3)?);
            let added = usize::from(u8_at(list, 4 + 4 * deleted)?);
            (1, 2 + 4 * deleted + 3 * added)
        }
        _ => (1, usize::from(u8_at(list, 2)?)),
    })
}

/// The properties of a paragraph that matter for the text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct ParagraphProperties {
    /// Index of its style.
    pub style: u16,
    /// The list instance, counted from 1; 0 removes the number.
    pub list: Option<u16>,
    /// The level in that list, from 0.
    pub list_level: Option<u8>,
    /// The level as a heading, from 0; 9 means none.
    pub outline_level: Option<u8>,
    /// Nesting depth of the tables around it.
    pub table_depth: u32,
    /// Whether its mark ends a table row.
    pub ends_row: bool,
    /// Whether its mark ends a cell of a nested table.
    pub ends_inner_cell: bool,
}

impl ParagraphProperties {
    /// Applies operations. `data`: the stream of properties too large for their page.
    pub(super) fn apply(&mut self, list: &[u8], data: &[u8]) {
        for sprm in sprms(list) {
            match sprm.code {
                // Properties that do not fit into a page of 512 bytes are stored in the `Data` stream.
                op::HUGE | op::HUGE_OLDER => {
                    let at = sprm.number() as usize;
                    let len_bytes = usize::from(u16_at(data, at).unwrap_or(0));
                    let huge = data.get(at.saturating_add(2)..).unwrap_or_default();
                    // Nested references are ignored, since they could form a cycle.
                    for sprm in sprms(&huge[..huge.len().min(len_bytes)]) {
                        self.set(sprm);
                    }
                }
                _ => self.set(sprm),
            }
        }
    }

    fn set(&mut self, sprm: Sprm<'_>) {
        let number = sprm.number();
        match sprm.code {
            op::STYLE => self.style = number as u16,
            op::LIST => self.list = Some(number as u16),
            op::LIST_LEVEL => self.list_level = Some(number as u8),
            op::OUTLINE_LEVEL => self.outline_level = Some(number as u8),
            // Older files state only that a paragraph is in a table, newer ones how deep.
            op::IN_TABLE if sprm.is_on() => self.table_depth = self.table_depth.max(1),
            op::TABLE_DEPTH => self.table_depth = number,
            op::ROW_END | op::INNER_ROW_END if sprm.is_on() => self.ends_row = true,
            op::INNER_CELL if sprm.is_on() => self.ends_inner_cell = true,
            _ => {}
        }
    }
}

/// The properties of characters that matter for the text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct CharacterProperties {
    /// Deleted in a tracked change.
    pub is_deleted: bool,
    /// Hidden.
    pub is_hidden: bool,
    /// Index of the font for Latin text, which symbol fonts count as.
    pub font: Option<u16>,
    /// The characters are placeholders for this character (font and code) of a symbol font.
    pub symbol: Option<(u16, u16)>,
}

impl CharacterProperties {
    /// Applies operations on top of the current properties.
    pub(super) fn apply(&mut self, list: &[u8]) {
        for sprm in sprms(list) {
            match sprm.code {
                op::DELETED => self.is_deleted = sprm.is_on(),
                op::HIDDEN => self.is_hidden = sprm.is_on(),
                op::FONT => self.font = u16_at(sprm.operand, 0),
                op::SYMBOL => self.symbol = u16_at(sprm.operand, 0).zip(u16_at(sprm.operand, 2)),
                _ => {}
            }
        }
    }
}

/// The character style that a list of operations names.
pub(super) fn character_style(list: &[u8]) -> Option<u16> {
    sprms(list).find(|sprm| sprm.code == op::CHARACTER_STYLE).map(|sprm| sprm.number() as u16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operands_are_as_long_as_their_operation_says() {
        let list = [
            &[0x0B, 0x46, 5, 0][..],
            &[0x08, 0xD6, 3, 0, 1, 2],
            &[0x15, 0xC6, 2, 8, 9],
            &[0x0A, 0x26, 3],
            &[0x00, 0x08],
        ]
        .concat();
        let codes: Vec<u16> = sprms(&list).map(|sprm| sprm.code).collect();
        assert_eq!(codes, [op::LIST, 0xD608, 0xC615, op::LIST_LEVEL]);
        let mut properties = ParagraphProperties::default();
        properties.apply(&list, &[]);
        assert_eq!((properties.list, properties.list_level), (Some(5), Some(3)));
    }
}
