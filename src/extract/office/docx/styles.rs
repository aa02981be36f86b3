//! `word/styles.xml`: which paragraph styles are headings or numbered, and which styles hide text or use a symbol
//! font.

use std::collections::HashMap;

use crate::extract::containers::xml::{Xml, XmlEvent};
use crate::extract::numbering::symbols::symbol_font;

/// A style, as far as it matters for the text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct StyleDefinition {
    /// Its name in lower case; names of built-in styles are English in every language version.
    name: String,
    based_on: Option<String>,
    list: Option<u32>,
    list_level: Option<usize>,
    outline_level: Option<u8>,
    text_style: TextStyle,
}

/// Formatting that changes which characters a reader sees.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct TextStyle {
    pub is_hidden: Option<bool>,
    /// The font for Latin characters, which symbol fonts count as.
    pub font: Option<String>,
}

impl TextStyle {
    /// Fills what is unset from `other`.
    pub(super) fn or(self, other: Self) -> Self {
        Self { is_hidden: self.is_hidden.or(other.is_hidden), font: self.font.or(other.font) }
    }
}

/// A style merged with the styles it is based on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct ResolvedStyle {
    /// Ids of the merged styles, the paragraph's own first.
    pub chain: Vec<String>,
    /// The list instance; 0 removes the number.
    pub list: Option<u32>,
    /// The level in that list, from 0.
    pub list_level: Option<usize>,
    /// The level as a heading, from 0; 9 and above mean none.
    pub outline_level: Option<u8>,
    /// Whether it is the style for titles.
    pub is_title: bool,
    /// Whether it is a line of a table of contents.
    pub is_contents: bool,
}

/// All styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles {
    by_id: HashMap<String, StyleDefinition>,
    default: Option<String>,
    /// Whether any style hides text or sets a symbol font.
    has_text_attributes: bool,
}

/// Longest chain of base styles; a longer one is a cycle.
const MAX_CHAIN: usize = 16;

impl Styles {
    /// Resolves a style, or the default one for `None`.
    pub(super) fn resolve(&self, id: Option<&str>) -> ResolvedStyle {
        let mut resolved = ResolvedStyle::default();
        let mut next = id.or(self.default.as_deref());
        while let Some((id, style)) = next.and_then(|id| self.by_id.get_key_value(id)) {
            if resolved.chain.len() == MAX_CHAIN {
                break;
            }
            // The nearest style with a list decides. A style may also state only the level and inherit the list.
            if resolved.list.is_none() {
                resolved.list = style.list;
                resolved.list_level = resolved.list_level.or(style.list_level);
            }
            resolved.outline_level =
                resolved.outline_level.or(style.outline_level).or_else(|| heading_level(&style.name));
            // Only the style's own name counts: a style based on a heading is not a title.
            if resolved.chain.is_empty() {
                resolved.is_title = style.name == "title";
                resolved.is_contents = is_contents(&style.name);
            }
            resolved.chain.push(id.clone());
            next = style.based_on.as_deref();
        }
        resolved
    }
}

impl Styles {
    /// The text style that a style and its bases set. Called for every run, and hardly any document has such a style.
    pub(super) fn text_style(&self, id: Option<&str>) -> TextStyle {
        if !self.has_text_attributes {
            return TextStyle::default();
        }
        let style = |id: &str| self.by_id.get(id);
        let chain = std::iter::successors(id.and_then(style), |before| before.based_on.as_deref().and_then(style));
        chain.take(MAX_CHAIN).map(|style| style.text_style.clone()).reduce(TextStyle::or).unwrap_or_default()
    }
}

/// The level of a built-in heading style, even if the file does not state it: `heading 1` is level 0.
fn heading_level(name: &str) -> Option<u8> {
    let level: u8 = name.strip_prefix("heading ")?.trim().parse().ok()?;
    level.checked_sub(1)
}

/// Recognises `toc 1` and `toc heading`.
fn is_contents(name: &str) -> bool {
    name.strip_prefix("toc ").is_some_and(|rest| rest == "heading" || rest.parse::<u8>().is_ok())
}

/// Reads the styles. Damaged ones are left out.
pub(super) fn read_styles(text: &str) -> Styles {
    let mut styles = Styles::default();
    let mut open: Option<(String, StyleDefinition)> = None;
    // Nesting depth inside a tracked change, which is skipped.
    let mut depth_skipped = 0_usize;
    let mut depth_in_style = 0_usize;
    for event in Xml::new(text) {
        match event {
            XmlEvent::Start(_) if depth_skipped > 0 => depth_skipped += 1,
            XmlEvent::End if depth_skipped > 0 => depth_skipped -= 1,
            XmlEvent::Start(element) => {
                let value = || element.attribute("val");
                match (element.name(), &mut open) {
                    ("style", None) => {
                        let id = element.attribute("styleId").unwrap_or_default();
                        let is_paragraph = element.attribute("type").is_none_or(|kind| kind == "paragraph");
                        let is_default = element.attribute("default").is_some_and(|value| is_on(&value));
                        if is_paragraph && is_default {
                            styles.default = Some(id.clone());
                        }
                        open = Some((id, StyleDefinition::default()));
                        depth_in_style = 0;
                        continue;
                    }
                    ("pPrChange" | "rPrChange" | "tblStylePr", Some(_)) => {
                        depth_skipped = 1;
                        continue;
                    }
                    ("name", Some((_, style))) => style.name = value().unwrap_or_default().to_lowercase(),
                    ("basedOn", Some((_, style))) => style.based_on = value(),
                    ("numId" | "ilfo", Some((_, style))) => style.list = element.number("val"),
                    ("ilvl", Some((_, style))) => style.list_level = element.number("val"),
                    ("outlineLvl", Some((_, style))) => style.outline_level = element.number("val"),
                    ("vanish", Some((_, style))) => {
                        style.text_style.is_hidden = Some(value().is_none_or(|value| is_on(&value)));
                    }
                    ("rFonts", Some((_, style))) => {
                        // Other fonts do not change which character is shown.
                        style.text_style.font = element.attribute("ascii").filter(|font| symbol_font(font).is_some());
                    }
                    _ => {}
                }
                depth_in_style += 1;
            }
            XmlEvent::End if depth_in_style > 0 => depth_in_style -= 1,
            XmlEvent::End => {
                if let Some((id, style)) = open.take() {
                    styles.has_text_attributes |= style.text_style != TextStyle::default();
                    styles.by_id.insert(id, style);
                }
            }
            XmlEvent::Text(_) => {}
        }
    }
    styles
}

/// Whether a switch is on.
pub(super) fn is_on(value: &str) -> bool {
    !matches!(value, "0" | "false" | "off")
}

#[cfg(test)]
mod tests {
    use super::*;

    const STYLES: &str = r#"<w:styles><w:docDefaults><w:pPrDefault/></w:docDefaults>
        <w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
        <w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/>
          <w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="5"/></w:numPr></w:pPr></w:style>
        <w:style w:type="paragraph" w:styleId="x"><w:name w:val="章"/><w:basedOn w:val="1"/>
          <w:pPr><w:outlineLvl w:val="3"/><w:pPrChange><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr></w:pPrChange></w:pPr></w:style>
        <w:style w:type="paragraph" w:styleId="t"><w:name w:val="TOC 2"/><w:basedOn w:val="t"/></w:style>
        <w:style w:type="paragraph" w:styleId="b"><w:name w:val="Title"/></w:style></w:styles>"#;

    #[test]
    fn styles_inherit() {
        let styles = read_styles(STYLES);
        let x = styles.resolve(Some("x"));
        assert_eq!((x.list, x.list_level, x.outline_level), (Some(5), Some(0), Some(3)));
        assert_eq!(x.chain, ["x", "1", "a"]);
        assert_eq!(styles.resolve(Some("1")).outline_level, Some(0));
        assert_eq!(styles.resolve(None).chain, ["a"]);
        assert_eq!(styles.resolve(Some("no such")), ResolvedStyle::default());
    }

    #[test]
    fn titles_and_tables_of_contents_are_known_by_name() {
        let styles = read_styles(STYLES);
        assert!(styles.resolve(Some("b")).is_title);
        // A style that is based on itself.
        assert!(styles.resolve(Some("t")).is_contents);
    }
}
