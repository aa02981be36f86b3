//! `word/numbering.xml`: list definitions, and the instances that paragraphs refer to. Word 2003 calls them `listDef`
//! and `list`.

use std::collections::HashMap;

use super::styles::{Styles, is_on};
use crate::extract::containers::xml::{Element, Xml, XmlEvent};
use crate::extract::numbering::list_format::ListFormat;
use crate::extract::numbering::symbols::bullet;
use crate::extract::numbering::{Instance, LEVELS, Level, Numbering, Suffix};

/// Upper bound on the length of a number template. Real ones are short; a longer one only fills memory.
const MAX_TEMPLATE_CHARS: usize = 64;

/// A list while it is being read.
#[derive(Default)]
struct ListDefinition {
    id: u32,
    levels: Vec<Level>,
    /// A style whose list defines the levels of this one.
    linked_style: Option<String>,
}

/// State of reading the part.
#[derive(Default)]
struct ListReader {
    list: Option<ListDefinition>,
    lists: Vec<ListDefinition>,
    instance: Option<(u32, Instance)>,
    instances: Vec<(u32, Instance)>,
    /// The level that the open `lvlOverride` changes.
    overridden: Option<usize>,
    /// The open level with its index.
    level: Option<(usize, Level)>,
    /// The font of its marker.
    font: String,
}

/// Reads the lists into `numbering`. Damaged ones are left out.
pub(super) fn read_lists(text: &str, styles: &Styles, numbering: &mut Numbering) {
    let mut reader = ListReader::default();
    let mut open: Vec<bool> = Vec::new();
    let mut depth_skipped = 0_usize;
    for event in Xml::new(text) {
        match event {
            XmlEvent::Start(element) if depth_skipped > 0 || element.name() == "Fallback" => depth_skipped += 1,
            XmlEvent::End if depth_skipped > 0 => depth_skipped -= 1,
            XmlEvent::Start(element) => open.push(reader.begin(&element)),
            XmlEvent::End => {
                if open.pop() == Some(true) {
                    reader.end();
                }
            }
            XmlEvent::Text(_) => {}
        }
    }
    let ListReader { lists, instances, .. } = reader;
    let list_of: HashMap<u32, u32> = instances.iter().map(|(id, instance)| (*id, instance.list)).collect();
    for (id, mut instance) in instances {
        // A list may only name a style; the levels are then those of the list which that style refers to.
        let linked = lists.iter().find(|list| list.id == instance.list).and_then(|list| list.linked_style.as_deref());
        let defining = linked.and_then(|style| styles.resolve(Some(style)).list).and_then(|id| list_of.get(&id));
        instance.list = defining.copied().unwrap_or(instance.list);
        numbering.add_instance(id, instance);
    }
    for list in lists {
        numbering.add_list(list.id, list.levels);
    }
}

impl ListReader {
    /// Handles the start of an element. Returns whether its end must be handled, too.
    fn begin(&mut self, element: &Element<'_>) -> bool {
        let value = || element.attribute("val");
        // The first name in each pattern is that of DOCX, the second that of Word 2003.
        match element.name() {
            "abstractNum" | "listDef" => {
                let id = element.number("abstractNumId").or_else(|| element.number("listDefId")).unwrap_or(u32::MAX);
                self.list = Some(ListDefinition { id, ..ListDefinition::default() });
                return true;
            }
            "num" | "list" => {
                let id = element.number("numId").or_else(|| element.number("ilfo")).unwrap_or(0);
                self.instance = Some((id, Instance::default()));
                return true;
            }
            "lvlOverride" => {
                self.overridden = element.number("ilvl");
                return true;
            }
            "lvl" => {
                let index = element.number("ilvl").unwrap_or(LEVELS);
                self.font.clear();
                // `start` is 0 where the element is missing (ECMA-376, 17.9.25).
                self.level = Some((index, Level { start: 0, ..Level::default() }));
                return true;
            }
            "numStyleLink" => {
                if let Some(list) = &mut self.list {
                    list.linked_style = value();
                }
            }
            "abstractNumId" | "ilst" => {
                if let Some((_, instance)) = &mut self.instance {
                    instance.list = element.number("val").unwrap_or(u32::MAX);
                }
            }
            "startOverride" => {
                if let (Some((_, instance)), Some(level)) = (&mut self.instance, self.overridden) {
                    instance.overrides.entry(level).or_default().start = element.number("val");
                }
            }
            "rFonts" => self.font = element.attribute("ascii").unwrap_or_default(),
            name => {
                if let Some((_, level)) = &mut self.level {
                    set(level, name, element);
                }
            }
        }
        false
    }

    /// Closes the innermost open level, override, instance or list.
    fn end(&mut self) {
        // A level belongs to the open override or, without one, to the open list.
        if let Some((index, mut level)) = self.level.take() {
            if index >= LEVELS {
                return;
            }
            if level.format == ListFormat::Bullet {
                level.template = bullet(&self.font, &level.template);
            }
            if let (Some((_, instance)), Some(overridden)) = (&mut self.instance, self.overridden) {
                instance.overrides.entry(overridden).or_default().level = Some(level);
            } else if let Some(list) = &mut self.list {
                if list.levels.len() <= index {
                    list.levels.resize_with(index + 1, Level::default);
                }
                list.levels[index] = level;
            }
        } else if self.overridden.take().is_none() {
            self.instances.extend(self.instance.take());
            self.lists.extend(self.list.take());
        }
    }
}

/// Applies an element inside `lvl`.
fn set(level: &mut Level, name: &str, element: &Element<'_>) {
    let value = || element.attribute("val");
    match name {
        "start" => level.start = element.number("val").unwrap_or(1),
        "numFmt" => level.format = ListFormat::from_name(&value().unwrap_or_default()),
        "nfc" => level.format = ListFormat::from_code(element.number("val").unwrap_or(u8::MAX)),
        "lvlText" => level.template = value().unwrap_or_default().chars().take(MAX_TEMPLATE_CHARS).collect(),
        "isLgl" => level.is_legal = value().is_none_or(|value| is_on(&value)),
        "lvlRestart" => level.restart = element.number("val"),
        "pStyle" => level.style = value(),
        "suff" => {
            level.suffix = match value().unwrap_or_default().to_lowercase().as_str() {
                "nothing" => Suffix::Nothing,
                "space" => Suffix::Space,
                _ => Suffix::Tab,
            }
        }
        _ => {}
    }
}
