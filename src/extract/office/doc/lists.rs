//! Reads list definitions (`LST`) and list instances (`LFO`).

use std::collections::HashMap;

use super::bytes::{slice_at, u8_at, u16_at, u32_at};
use super::fonts::Fonts;
use super::header::TableRange;
use super::sprm::CharacterProperties;
use crate::extract::numbering::list_format::ListFormat;
use crate::extract::numbering::symbols::bullet;
use crate::extract::numbering::{Instance, LEVELS, Level, Numbering, Override, Suffix};

/// Upper bound on the length of a number template. Real ones are short; a longer one only fills memory.
const MAX_TEMPLATE_CHARS: usize = 64;

/// Reads all lists. Damaged ones are left out.
pub(super) fn read_lists(table: &[u8], lists: TableRange, instances: TableRange, fonts: &Fonts) -> Numbering {
    let mut numbering = Numbering::default();
    if lists.len_bytes > 0 {
        read_definitions(table, lists, fonts, &mut numbering);
    }
    if instances.len_bytes > 0 {
        read_instances(table, instances, fonts, &mut numbering);
    }
    numbering
}

/// Reads the definitions. All fixed parts come first, then the levels of the first list, of the second, and so on.
fn read_definitions(table: &[u8], range: TableRange, fonts: &Fonts, numbering: &mut Numbering) -> Option<()> {
    const ITEM_BYTES: usize = 28;
    let count = usize::from(u16_at(table, range.start)?);
    // Levels are stored behind all definitions.
    let mut at = range.start + 2 + count * ITEM_BYTES;
    for index in 0..count {
        let item = slice_at(table, range.start + 2 + index * ITEM_BYTES, ITEM_BYTES)?;
        let is_simple = item[26] & 1 == 1;
        let mut levels = Vec::new();
        // Simple lists have one level, others have nine.
        for _ in 0..if is_simple { 1 } else { LEVELS } {
            let (level, len_bytes) = read_level(table, at, fonts)?;
            levels.push(level);
            at += len_bytes;
        }
        numbering.add_list(u32_at(item, 0)?, levels);
    }
    Some(())
}

/// Reads the instances. All fixed parts come first, then the overrides of the first instance, of the second, and so
/// on.
fn read_instances(table: &[u8], range: TableRange, fonts: &Fonts, numbering: &mut Numbering) -> Option<()> {
    const ITEM_BYTES: usize = 16;
    /// Flags of an override: the start number is set; the whole level is set.
    const START: u32 = 0x10;
    const LEVEL: u32 = 0x20;
    let count = u32_at(table, range.start)? as usize;
    let mut at = range.start + 4 + count.checked_mul(ITEM_BYTES)?;
    let mut is_damaged = false;
    for index in 0..count {
        let item = slice_at(table, range.start + 4 + index * ITEM_BYTES, ITEM_BYTES)?;
        let mut overrides: HashMap<usize, Override> = HashMap::new();
        at += 4;
        for _ in 0..item[12] {
            let (Some(start), Some(flags)) = (u32_at(table, at), u32_at(table, at + 4)) else {
                is_damaged = true;
                break;
            };
            at += 8;
            // The lower four bits are the level.
            let change = overrides.entry((flags & 0xF) as usize).or_default();
            change.start = (flags & START != 0).then_some(start);
            if flags & LEVEL == 0 {
                continue;
            }
            let Some((level, len_bytes)) = read_level(table, at, fonts) else {
                is_damaged = true;
                break;
            };
            at += len_bytes;
            // The start number is stated both in the override and in its level; the level's is the one shown.
            change.start = change.start.map(|_| level.start);
            change.level = Some(level);
        }
        // The offset of the next override is lost, but the fixed parts can still be read.
        let overrides = if is_damaged { HashMap::new() } else { overrides };
        numbering.add_instance(index as u32 + 1, Instance { list: u32_at(item, 0)?, overrides });
    }
    Some(())
}

/// Reads a level. Returns it with its length in bytes.
fn read_level(table: &[u8], at: usize, fonts: &Fonts) -> Option<(Level, usize)> {
    const FIXED_BYTES: usize = 28;
    let fixed = slice_at(table, at, FIXED_BYTES)?;
    let flags = fixed[5];
    let of_characters = usize::from(u8_at(fixed, 24)?);
    // The properties of characters follow those of the paragraph; only the font of the bullet matters.
    let of_paragraphs = usize::from(u8_at(fixed, 25)?);
    let text = FIXED_BYTES + of_paragraphs + of_characters;
    let mut character = CharacterProperties::default();
    character.apply(slice_at(table, at + FIXED_BYTES + of_paragraphs, of_characters)?);
    let count = usize::from(u16_at(table, at + text)?);
    let units = slice_at(table, at + text + 2, 2 * count)?;
    let units: Vec<u16> = units.as_chunks::<2>().0.iter().map(|unit| u16::from_le_bytes(*unit)).collect();
    let format = ListFormat::from_code(fixed[4]);
    let level = Level {
        start: u32_at(fixed, 0)?,
        format,
        template: template_of(&units, format, fonts.name(character.font)),
        is_legal: flags & 4 != 0,
        suffix: match fixed[15] {
            1 => Suffix::Space,
            2 => Suffix::Nothing,
            _ => Suffix::Tab,
        },
        restart: (flags & 8 != 0).then_some(fixed[26]),
        style: None,
    };
    Some((level, text + 2 + 2 * count))
}

/// Builds the template of a level. In the file, characters below 9 are placeholders for the numbers of the levels.
fn template_of(units: &[u16], format: ListFormat, font: &str) -> String {
    let mut template = String::new();
    for c in char::decode_utf16(units.iter().copied()).take(MAX_TEMPLATE_CHARS) {
        match c.unwrap_or(char::REPLACEMENT_CHARACTER) {
            c @ '\0'..='\u{8}' => template.extend(['%', char::from(b'1' + c as u8)]),
            // A literal percent sign must not become a placeholder.
            '%' => template.push('％'),
            c => template.push(c),
        }
    }
    if format == ListFormat::Bullet { bullet(font, &template) } else { template }
}
