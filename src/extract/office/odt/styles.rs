//! Styles of an ODT file: how lists are numbered, and which list, visibility and symbol font a style sets.

use std::collections::HashMap;

use crate::extract::containers::xml::{Element, Xml, XmlEvent};
use crate::extract::numbering::list_format::ListFormat;
use crate::extract::numbering::symbols::{bullet, symbol_font};
use crate::extract::numbering::{LEVELS, Level, Suffix};

/// The key for the numbering of headings; no list style can have this name.
pub(super) const OUTLINE: &str = "";

/// A paragraph or text style, as far as it matters for the text.
#[derive(Debug, Clone, Default)]
struct StyleDefinition {
    parent: Option<String>,
    list: Option<String>,
    is_hidden: bool,
    /// The symbol font of its text.
    symbol_font: Option<&'static str>,
}

/// The styles of a document: those of `styles.xml`, then those of `content.xml`.
#[derive(Debug, Default)]
pub(super) struct Styles {
    lists: HashMap<String, Vec<Level>>,
    by_name: HashMap<String, StyleDefinition>,
    /// Symbol fonts, by their name in the document.
    symbol_fonts: HashMap<String, &'static str>,
}

/// Longest chain of parent styles; a longer one is a cycle.
const MAX_CHAIN: usize = 16;

impl Styles {
    /// Reads the styles of a part.
    pub(super) fn read(&mut self, text: &str) {
        let mut list: Option<String> = None;
        let mut style: Option<(String, StyleDefinition)> = None;
        let mut open: Vec<bool> = Vec::new();
        for event in Xml::new(text) {
            match event {
                XmlEvent::Start(element) => {
                    let named = || element.attribute("name");
                    let is_outer = match element.name() {
                        "list-style" => {
                            list = named().filter(|name| name != OUTLINE);
                            true
                        }
                        "outline-style" => {
                            list = Some(OUTLINE.to_owned());
                            true
                        }
                        "style" => {
                            let parent = element.attribute("parent-style-name");
                            let own_list = element.attribute("list-style-name").filter(|name| !name.is_empty());
                            style = named().map(|name| {
                                (name, StyleDefinition { parent, list: own_list, ..StyleDefinition::default() })
                            });
                            true
                        }
                        "font-face" => {
                            let family = element.attribute("font-family").and_then(|family| symbol_font(&family));
                            self.symbol_fonts.extend(named().zip(family));
                            false
                        }
                        "text-properties" => {
                            if let Some((_, style)) = &mut style {
                                style.is_hidden = element.attribute("display").is_some_and(|value| value == "none");
                                style.symbol_font = self.symbol_font_of(&element);
                            }
                            self.set_font(list.as_deref(), &element);
                            false
                        }
                        "list-level-style-number" | "list-level-style-bullet" | "outline-level-style" => {
                            if let Some(list) = &list {
                                push_level(self.lists.entry(list.clone()).or_default(), &element);
                            }
                            false
                        }
                        "list-level-label-alignment" => {
                            let level = list.as_ref().and_then(|list| self.lists.get_mut(list)?.last_mut());
                            if let Some(level) = level {
                                level.suffix = suffix_of(&element);
                            }
                            false
                        }
                        _ => false,
                    };
                    open.push(is_outer);
                }
                XmlEvent::End => {
                    if open.pop() == Some(true) {
                        list = None;
                        self.by_name.extend(style.take());
                    }
                }
                XmlEvent::Text(_) => {}
            }
        }
    }

    /// Converts the bullet of the last level from its font.
    fn set_font(&mut self, list: Option<&str>, properties: &Element<'_>) {
        let font = properties.attribute("font-family").or_else(|| properties.attribute("font-name"));
        let level = list.and_then(|list| self.lists.get_mut(list)?.last_mut());
        if let (Some(font), Some(level)) = (font, level)
            && level.format == ListFormat::Bullet
        {
            level.template = bullet(font.trim_matches('\''), &level.template);
        }
    }

    fn symbol_font_of(&self, properties: &Element<'_>) -> Option<&'static str> {
        let family = properties.attribute("font-family");
        let named = || self.symbol_fonts.get(&properties.attribute("font-name")?).copied();
        family.and_then(|family| symbol_font(&family)).or_else(named)
    }

    /// The levels of a list style; [`OUTLINE`] for headings.
    pub(super) fn levels(&self, list: &str) -> Option<&Vec<Level>> {
        self.lists.get(list)
    }

    /// The list style that a paragraph style sets.
    pub(super) fn list_of(&self, style: &str) -> Option<&str> {
        self.chain(style).find_map(|style| style.list.as_deref())
    }

    /// Whether a style hides its text.
    pub(super) fn is_hidden(&self, style: &str) -> bool {
        self.chain(style).any(|style| style.is_hidden)
    }

    /// The symbol font that a style sets.
    pub(super) fn symbol_font(&self, style: &str) -> Option<&'static str> {
        self.chain(style).find_map(|style| style.symbol_font)
    }

    /// A style and its parents.
    fn chain<'s>(&'s self, style: &str) -> impl Iterator<Item = &'s StyleDefinition> {
        let parent = |style: &&'s StyleDefinition| self.by_name.get(style.parent.as_deref()?);
        std::iter::successors(self.by_name.get(style), parent).take(MAX_CHAIN)
    }
}

fn suffix_of(alignment: &Element<'_>) -> Suffix {
    match alignment.attribute("label-followed-by").as_deref() {
        Some("space") => Suffix::Space,
        Some("nothing") => Suffix::Nothing,
        _ => Suffix::Tab,
    }
}

/// Adds the level that an element describes; levels come in order.
fn push_level(levels: &mut Vec<Level>, element: &Element<'_>) {
    let attribute = |name| element.attribute(name).unwrap_or_default();
    let index = element.number::<usize>("level").unwrap_or(0).wrapping_sub(1);
    if index >= LEVELS {
        return;
    }
    levels.resize_with(index + 1, || Level { format: ListFormat::None, ..Level::default() });
    let level = &mut levels[index];
    if element.name() == "list-level-style-bullet" {
        *level =
            Level { format: ListFormat::Bullet, template: bullet("", &attribute("bullet-char")), ..Level::default() };
        return;
    }
    let format = ListFormat::from_example(&attribute("num-format"));
    let shown = element.number::<usize>("display-levels").unwrap_or(1).clamp(1, index + 1);
    // All shown levels are joined by full stops; the format has no other way.
    let numbers: Vec<String> = (index + 1 - shown..=index).map(|index| format!("%{}", index + 1)).collect();
    let affix = |name| attribute(name).replace('%', "").chars().take(MAX_AFFIX_CHARS).collect::<String>();
    let template = affix("num-prefix") + &numbers.join(".") + &affix("num-suffix");
    // 一.1 does not occur in notices. In a file it was 1.1 in Word; ODT cannot express that the upper number is
    // Arabic, too.
    let is_legal = shown > 1 && format == ListFormat::Arabic;
    let template = if format == ListFormat::None { String::new() } else { template };
    let start = element.number("start-value").unwrap_or(1);
    *level = Level { start, format, template, is_legal, ..Level::default() };
}

/// Upper bound on the text around a number. Real ones are short; a longer one only fills memory.
const MAX_AFFIX_CHARS: usize = 24;
