//! Reads the text of an ODT file: paragraphs, lists, tables, boxes and notes, in reading order.

use std::collections::HashMap;

use super::styles::{OUTLINE, Styles};
use crate::extract::containers::xml::{Element, Xml, XmlEvent};
use crate::extract::manuscript_lines::{ManuscriptLines, TITLE};
use crate::extract::numbering::symbols::with_symbols_shown;
use crate::extract::numbering::{Instance, Numbering, Override, Suffix, with_number};
use crate::extract::office::flow::{Flow, Paragraph};
use crate::notice::{Damage, Hint};

/// Elements without text of the document.
const SKIPPED: [&str; 12] = [
    "tracked-changes",
    "annotation",
    "table-of-content",
    "illustration-index",
    "table-index",
    "note-citation",
    "ruby-text",
    "forms",
    "title",
    "desc",
    "hidden-text",
    "binary-data",
];

/// Upper bound on the spaces that `text:s` stands for.
const MAX_SPACES: usize = 100;

/// The role of an open element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum OpenElement {
    Other,
    Body,
    Paragraph,
    /// An element within a paragraph.
    Inline,
    Hidden,
    List,
    ListItem,
    Row,
    Cell,
    TextBox,
    Note,
}

/// Properties of a paragraph besides its text.
#[derive(Debug, Default)]
struct Properties {
    hint: Option<Hint>,
    number: Option<(String, Suffix)>,
}

/// An open list, its inner lists included.
#[derive(Debug)]
struct OpenList {
    style: Option<String>,
    /// The list whose numbering it continues.
    continued: Option<u32>,
    /// Its list instance, once its first paragraph was counted.
    instance: Option<u32>,
    id: Option<String>,
    /// Nesting depth of its lists.
    depth: usize,
    /// Number of open containers when it began.
    containers: usize,
    /// Whether the next paragraph is the first of its item.
    is_numbered: bool,
    start: Option<u32>,
}

struct BodyReader<'s> {
    styles: &'s Styles,
    numbering: Numbering,
    flow: Flow<Properties>,
    open: Vec<OpenElement>,
    lists: Vec<OpenList>,
    /// The counters of earlier lists, by list id, and the last one of each style.
    by_id: HashMap<String, u32>,
    by_style: HashMap<String, u32>,
    instances: u32,
    hidden: usize,
    /// The symbol fonts in effect, each with the number of elements that were open around it.
    symbol_fonts: Vec<(usize, &'static str)>,
    notes: usize,
    depth_skipped: usize,
}

/// Reads the document itself. Returns its lines, and a description of the damage.
pub(super) fn read_body(text: &str, styles: &Styles) -> (ManuscriptLines, Option<Damage>) {
    let mut body = BodyReader {
        styles,
        numbering: Numbering::default(),
        flow: Flow::default(),
        open: Vec::new(),
        lists: Vec::new(),
        by_id: HashMap::new(),
        by_style: HashMap::new(),
        instances: 0,
        hidden: 0,
        symbol_fonts: Vec::new(),
        notes: 0,
        depth_skipped: 0,
    };
    let mut is_in_body = false;
    let mut xml = Xml::new(text);
    for event in xml.by_ref() {
        match event {
            // SKIPPED applies everywhere, also in the parts before the body.
            XmlEvent::Start(element) if body.depth_skipped > 0 || SKIPPED.contains(&element.name()) => {
                body.depth_skipped += 1;
            }
            XmlEvent::End if body.depth_skipped > 0 => body.depth_skipped -= 1,
            XmlEvent::Start(element) if element.name() == "body" => {
                is_in_body = true;
                body.open.push(OpenElement::Body);
            }
            XmlEvent::Start(element) if is_in_body => body.begin(&element),
            XmlEvent::Start(_) => body.open.push(OpenElement::Other),
            XmlEvent::End => body.end(),
            XmlEvent::Text(text) if body.depth_skipped == 0 && body.is_in_paragraph() => body.push_text(&text),
            XmlEvent::Text(_) => {}
        }
    }
    while !body.flow.is_outermost() {
        // The file ended inside of a container.
        let mut lines = body.close();
        body.flow.lines().append(&mut lines);
    }
    (body.close(), xml.damage)
}

impl BodyReader<'_> {
    fn begin(&mut self, element: &Element<'_>) {
        let role = match element.name() {
            "p" | "h" => self.begin_paragraph(element),
            "list" => self.begin_list(element),
            "list-item" | "list-header" => {
                let is_item = element.name() == "list-item";
                // A list header is an item without a number.
                if let Some(list) = self.lists.last_mut() {
                    list.is_numbered = is_item;
                    list.start = element.number("start-value");
                }
                OpenElement::ListItem
            }
            "table-row" if self.flow.has_room() => {
                self.end_paragraph();
                self.flow.begin_row();
                OpenElement::Row
            }
            "table-cell" | "covered-table-cell" if self.flow.has_room() => self.open(OpenElement::Cell),
            "text-box" if self.flow.has_room() => self.open(OpenElement::TextBox),
            "note-body" if self.flow.has_room() => {
                self.notes += 1;
                let mark = format!("[{}]", self.notes);
                self.push_text(&mark);
                self.open(OpenElement::Note)
            }
            "span" => self.begin_span(element),
            name => {
                match name {
                    "s" => {
                        let count = element.number("c").unwrap_or(1).min(MAX_SPACES);
                        self.push_raw(&" ".repeat(count));
                    }
                    "tab" => self.push_raw("\t"),
                    "line-break" => self.push_raw("\n"),
                    _ => {}
                }
                if self.is_in_paragraph() { OpenElement::Inline } else { OpenElement::Other }
            }
        };
        self.open.push(role);
    }

    fn end(&mut self) {
        let ended = self.open.pop();
        // A span's font ends with it.
        self.symbol_fonts.pop_if(|(around, _)| *around == self.open.len());
        match ended {
            Some(OpenElement::Paragraph) => self.end_paragraph(),
            Some(OpenElement::Hidden) => self.hidden -= 1,
            Some(OpenElement::List) => self.end_list(),
            Some(OpenElement::Cell) => {
                let cell = self.close();
                self.flow.push_cell(cell);
            }
            Some(OpenElement::Row) => self.flow.end_row(),
            Some(OpenElement::TextBox) => {
                let mut lines = self.close();
                self.flow.paragraph().after.append(&mut lines);
            }
            Some(OpenElement::Note) => {
                let note = self.close();
                let text = format!("[{}] {}", self.notes, note.joined().trim());
                self.flow.paragraph().after.push_paragraph(&text, None);
            }
            _ => {}
        }
    }

    fn open(&mut self, role: OpenElement) -> OpenElement {
        self.flow.open();
        role
    }

    fn close(&mut self) -> ManuscriptLines {
        self.end_paragraph();
        self.flow.close()
    }

    fn begin_span(&mut self, element: &Element<'_>) -> OpenElement {
        let style = element.attribute("style-name").unwrap_or_default();
        let font = self.styles.symbol_font(&style);
        self.symbol_fonts.extend(font.map(|font| (self.open.len(), font)));
        let is_hidden = self.styles.is_hidden(&style);
        self.hidden += usize::from(is_hidden);
        if is_hidden { OpenElement::Hidden } else { OpenElement::Inline }
    }

    // Paragraphs ------------------------------------------------------------------------------------------------------

    fn begin_paragraph(&mut self, element: &Element<'_>) -> OpenElement {
        self.end_paragraph();
        self.flow.begin_paragraph();
        let style = element.attribute("style-name").unwrap_or_default();
        let level = element.number::<u8>("outline-level").filter(|_| element.name() == "h");
        // A heading in a list is counted by the list, any other by the outline.
        let number = match self.lists.last() {
            Some(_) => self.count_item(&style),
            None if element.attribute("is-list-header").is_some_and(|value| value == "true") => None,
            None => level.and_then(|level| self.count_heading(level)),
        };
        let hint = match level {
            Some(level) => Some(Hint::Heading(level.max(1))),
            None => (style == "Title").then_some(TITLE),
        };
        self.flow.paragraph().properties = Properties { hint, number };
        OpenElement::Paragraph
    }

    fn end_paragraph(&mut self) {
        let Some(Paragraph { text, mut after, properties }) = self.flow.take_paragraph() else { return };
        self.flow.lines().push_paragraph(&with_number(properties.number, text), properties.hint);
        self.flow.lines().append(&mut after);
    }

    fn is_in_paragraph(&self) -> bool {
        matches!(self.open.last(), Some(OpenElement::Paragraph | OpenElement::Inline | OpenElement::Hidden))
    }

    /// Adds text. White space comes from formatting the XML: any amount is one space, and none at the start of a
    /// paragraph.
    fn push_text(&mut self, text: &str) {
        if self.hidden > 0 {
            return;
        }
        let shown = match self.symbol_fonts.last() {
            Some((_, font)) => with_symbols_shown(font, text),
            None => text.into(),
        };
        let line = &mut self.flow.paragraph().text;
        for c in shown.chars() {
            // Collapse white space as the format demands (ODF 1.2, 6.1.2).
            if !matches!(c, ' ' | '\t' | '\r' | '\n') {
                line.push(c);
            } else if !line.is_empty() && !line.ends_with([' ', '\t', '\n']) {
                line.push(' ');
            }
        }
    }

    fn push_raw(&mut self, text: &str) {
        if self.hidden == 0 && self.is_in_paragraph() {
            self.flow.paragraph().text.push_str(text);
        }
    }

    // Lists -----------------------------------------------------------------------------------------------------------

    fn begin_list(&mut self, element: &Element<'_>) -> OpenElement {
        // The outer list has the style; inner lists only change the level.
        let style = element.attribute("style-name");
        match self.lists.last_mut() {
            // A list in a cell or a box is independent of the list around it.
            Some(list) if list.containers == self.flow.depth() => list.depth += 1,
            _ => {
                let goes_on = element.attribute("continue-numbering").is_some_and(|value| value == "true");
                let before = element.attribute("continue-list").and_then(|id| self.by_id.get(&id).copied());
                // Continuation by id is exact; by style, it means the previous list of that style.
                let same = style.as_ref().filter(|_| goes_on).and_then(|style| self.by_style.get(style).copied());
                self.lists.push(OpenList {
                    style,
                    continued: before.or(same),
                    instance: None,
                    id: element.attribute("id"),
                    depth: 1,
                    containers: self.flow.depth(),
                    is_numbered: false,
                    start: None,
                });
            }
        }
        OpenElement::List
    }

    fn end_list(&mut self) {
        if let Some(list) = self.lists.last_mut() {
            list.depth -= 1;
            if list.depth == 0 {
                self.lists.pop();
            }
        }
    }

    /// Counts the first paragraph of a list item; the others have no number.
    fn count_item(&mut self, style: &str) -> Option<(String, Suffix)> {
        let instance = self.instance(style)?;
        let list = self.lists.last_mut()?;
        if !std::mem::take(&mut list.is_numbered) {
            return None;
        }
        let level = list.depth - 1;
        if let Some(start) = list.start.take() {
            self.numbering.set_next(instance, level, start);
        }
        self.numbering.count(instance, level)
    }

    /// The instance in which the innermost list counts. A list without a style takes the one of its first paragraph's
    /// style.
    fn instance(&mut self, paragraph_style: &str) -> Option<u32> {
        let list = self.lists.last_mut()?;
        if let Some(instance) = list.instance {
            return Some(instance);
        }
        let style = list.style.clone().or_else(|| self.styles.list_of(paragraph_style).map(str::to_owned))?;
        let levels = self.styles.levels(&style)?.clone();
        self.instances += 1;
        let instance = self.instances;
        let counters = list.continued.unwrap_or(instance);
        list.instance = Some(instance);
        if let Some(id) = list.id.take() {
            self.by_id.insert(id, counters);
        }
        self.by_style.insert(style, counters);
        // All levels are overridden, because a continued list may have a different style.
        let own = |(index, level)| (index, Override { start: None, level: Some(level) });
        let overrides = levels.iter().cloned().enumerate().map(own).collect();
        if counters == instance {
            self.numbering.add_list(counters, levels);
        }
        self.numbering.add_instance(instance, Instance { list: counters, overrides });
        Some(instance)
    }

    fn count_heading(&mut self, level: u8) -> Option<(String, Suffix)> {
        // Instances of lists count from 1, so 0 is free for headings.
        const HEADINGS: u32 = 0;
        let level = usize::from(level).checked_sub(1)?;
        let levels = self.styles.levels(OUTLINE)?;
        if !self.by_style.contains_key(OUTLINE) {
            self.by_style.insert(OUTLINE.to_owned(), HEADINGS);
            self.numbering.add_list(HEADINGS, levels.clone());
            self.numbering.add_instance(HEADINGS, Instance { list: HEADINGS, ..Instance::default() });
        }
        self.numbering.count(HEADINGS, level)
    }
}
