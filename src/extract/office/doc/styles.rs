//! The style sheet: which paragraph styles are headings or numbered, and which character styles hide text.

use super::bytes::{slice_at, u16_at};
use super::sprm::{CharacterProperties, ParagraphProperties, character_style};

/// A style of paragraphs or characters.
#[derive(Debug, Clone, Default)]
struct StyleDefinition {
    /// Number of a built-in paragraph style: 1 to 9 are headings.
    builtin: u16,
    base: u16,
    /// Paragraph operations on top of the base style.
    paragraph_sprms: Vec<u8>,
    /// Character operations, for a character style.
    character_sprms: Vec<u8>,
}

/// The styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: Vec<StyleDefinition>,
}

/// Longest chain of base styles; a longer one is a cycle.
const MAX_CHAIN: usize = 16;

/// Index that means "no base style".
const NO_BASE: u16 = 0xFFF;

/// Numbers of built-in styles.
const TITLE: u16 = 62;
const CONTENTS: std::ops::RangeInclusive<u16> = 19..=27;
const HEADINGS: std::ops::RangeInclusive<u16> = 1..=9;

impl Styles {
    /// Reads the style sheet. Damaged styles are left out.
    pub(super) fn read(sheet: &[u8]) -> Self {
        // The sizes are stated in the file: later versions append fields.
        let info_bytes = usize::from(u16_at(sheet, 0).unwrap_or(0));
        let count = u16_at(sheet, 2).unwrap_or(0);
        let base_bytes = usize::from(u16_at(sheet, 4).unwrap_or(0));
        let mut at = 2 + info_bytes;
        let mut styles = Vec::new();
        // Styles refer to each other by index, so an unreadable one must keep its place.
        for _ in 0..count {
            let Some(len_bytes) = u16_at(sheet, at).map(usize::from) else { break };
            let Some(entry) = slice_at(sheet, at + 2, len_bytes) else { break };
            styles.push(read_style(entry, base_bytes).unwrap_or_default());
            at += 2 + len_bytes + len_bytes % 2;
        }
        Self { styles }
    }

    /// The properties of a paragraph with that style.
    pub(super) fn properties(&self, style: u16, data: &[u8]) -> ParagraphProperties {
        let chain = self.chain(style);
        let mut properties = ParagraphProperties { style, ..ParagraphProperties::default() };
        for style in chain.iter().rev() {
            if HEADINGS.contains(&style.builtin) {
                properties.outline_level = Some((style.builtin - 1) as u8);
            }
            // From the outermost base style inwards, so that the style itself wins.
            properties.apply(&style.paragraph_sprms, data);
        }
        properties.style = style;
        properties
    }

    /// The properties of characters: those of the style that `list` names, then the operations of `list` itself.
    pub(super) fn characters(&self, list: &[u8]) -> CharacterProperties {
        let mut properties = CharacterProperties::default();
        for style in character_style(list).map(|style| self.chain(style)).unwrap_or_default().iter().rev() {
            properties.apply(&style.character_sprms);
        }
        properties.apply(list);
        properties
    }

    /// Whether a style is the one for titles.
    pub(super) fn is_title(&self, style: u16) -> bool {
        self.styles.get(usize::from(style)).is_some_and(|style| style.builtin == TITLE)
    }

    /// Whether a style belongs to a table of contents.
    pub(super) fn is_contents(&self, style: u16) -> bool {
        self.styles.get(usize::from(style)).is_some_and(|style| CONTENTS.contains(&style.builtin))
    }

    /// A style and the styles it is based on.
    fn chain(&self, style: u16) -> Vec<&StyleDefinition> {
        let base =
            // A style may name itself or a later one as its base.
            |style: &&StyleDefinition| self.styles.get(usize::from(style.base)).filter(|_| style.base != NO_BASE);
        std::iter::successors(self.styles.get(usize::from(style)), base).take(MAX_CHAIN).collect()
    }
}

/// Reads a style; `None` for table and list styles.
fn read_style(entry: &[u8], base_bytes: usize) -> Option<StyleDefinition> {
    let builtin = u16_at(entry, 0)? & 0xFFF;
    let kind = u16_at(entry, 2)?;
    let name_chars = usize::from(u16_at(entry, base_bytes)?);
    // Skip the name: its length, its characters, and the 0 after them.
    let properties = base_bytes + 2 + 2 * name_chars + 2;
    let len_bytes = usize::from(u16_at(entry, properties).unwrap_or(0));
    let bytes = |start: usize, len_bytes| slice_at(entry, start, len_bytes).unwrap_or_default().to_vec();
    let base = kind >> 4;
    match kind & 0xF {
        // Skip the style's own index before the operations.
        1 => {
            let paragraph_sprms = bytes(properties + 4, len_bytes.saturating_sub(2));
            Some(StyleDefinition { builtin, base, paragraph_sprms, ..StyleDefinition::default() })
        }
        2 => Some(StyleDefinition {
            base,
            character_sprms: bytes(properties + 2, len_bytes),
            ..StyleDefinition::default()
        }),
        _ => None,
    }
}
