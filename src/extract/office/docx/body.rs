//! Reads the text of a document: paragraphs, tables, text boxes and notes, in reading order.
//!
//! The reader keeps a stack of what each open element is (`OpenElement`), because the meaning of an element depends
//! on its parent: `rPr` in a run formats text, in the properties of a paragraph it formats the paragraph mark. Cells,
//! boxes and notes are containers with paragraphs of their own; `flow` keeps them. Everything that is not part of the
//! final state (deletions, fallbacks) is skipped with its subtree.

use std::collections::HashMap;
use std::rc::Rc;

use super::styles::{ResolvedStyle, Styles, TextStyle, is_on};
use crate::extract::containers::xml::{Element, Xml, XmlEvent};
use crate::extract::manuscript_lines::{ManuscriptLines, TITLE};
use crate::extract::numbering::symbols::{symbol, with_symbols_shown};
use crate::extract::numbering::{Numbering, with_stored_number};
use crate::extract::office::flow::{Flow, Paragraph};
use crate::extract::office::word_field::FieldStack;
use crate::notice::{Damage, Hint};

/// Elements without text in the final state of the document.
///
/// The last two are headers and footers, which Word 2003 stores inside the document.
const SKIPPED: [&str; 9] = ["del", "moveFrom", "Fallback", "rt", "delText", "delInstrText", "sdtPr", "hdr", "ftr"];

/// Footnotes and endnotes, by kind and number.
pub(super) type Notes = HashMap<(&'static str, String), ManuscriptLines>;

/// The role of an open element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum OpenElement {
    Other,
    Paragraph,
    ParagraphProperties,
    /// The properties of the paragraph mark.
    MarkProperties,
    Run,
    RunProperties,
    Text,
    /// The instruction of a field.
    Instruction,
    Row,
    RowProperties,
    Cell,
    TextBox,
    CheckBox,
    Note,
    /// A note at the place of its reference, as in Word 2003.
    InlineNote,
}

/// Properties of a paragraph besides its text.
#[derive(Debug, Default)]
struct Properties {
    style: Option<String>,
    list: Option<u32>,
    list_level: Option<usize>,
    outline_level: Option<u8>,
    /// Its number as the program that wrote the file counted it.
    written: Option<String>,
    /// Whether its mark was deleted, so that the next paragraph continues it.
    goes_on: bool,
}

struct BodyReader<'d> {
    styles: &'d Styles,
    numbering: &'d mut Numbering,
    resolved: HashMap<Option<String>, Rc<ResolvedStyle>>,
    notes: Notes,
    notes_seen: usize,
    open: Vec<OpenElement>,
    flow: Flow<Properties>,
    /// Text of a paragraph whose mark was deleted; the next paragraph continues it.
    carried: String,
    /// Direct formatting of the run, and the character style that it names.
    direct_style: TextStyle,
    run_style: Option<String>,
    /// The resulting style of the run.
    text_style: TextStyle,
    is_checked: bool,
    fields: FieldStack,
    /// The note that is being read.
    note: Option<(&'static str, String)>,
    depth_skipped: usize,
}

/// Reads the document itself. Returns its lines, and a description of the damage.
pub(super) fn read_body(
    text: &str,
    styles: &Styles,
    numbering: &mut Numbering,
    notes: Notes,
) -> (ManuscriptLines, Option<Damage>) {
    let mut body = BodyReader::new(styles, numbering, notes);
    let damage = body.read(text);
    while !body.flow.is_outermost() {
        // The file ended inside of a container.
        let mut lines = body.close_container();
        body.flow.lines().append(&mut lines);
    }
    (body.close_container(), damage)
}

/// Reads footnotes or endnotes into `notes`. Damaged ones are left out.
pub(super) fn read_notes(text: &str, styles: &Styles, numbering: &mut Numbering, notes: &mut Notes) {
    let mut body = BodyReader::new(styles, numbering, std::mem::take(notes));
    body.read(text);
    *notes = body.notes;
}

impl<'d> BodyReader<'d> {
    fn new(styles: &'d Styles, numbering: &'d mut Numbering, notes: Notes) -> Self {
        Self {
            styles,
            numbering,
            resolved: HashMap::new(),
            notes,
            notes_seen: 0,
            open: Vec::new(),
            flow: Flow::default(),
            carried: String::new(),
            direct_style: TextStyle::default(),
            run_style: None,
            text_style: TextStyle::default(),
            is_checked: false,
            fields: FieldStack::default(),
            note: None,
            depth_skipped: 0,
        }
    }

    fn read(&mut self, text: &str) -> Option<Damage> {
        let mut xml = Xml::new(text);
        for event in xml.by_ref() {
            match event {
                XmlEvent::Start(_) if self.depth_skipped > 0 => self.depth_skipped += 1,
                XmlEvent::End if self.depth_skipped > 0 => self.depth_skipped -= 1,
                XmlEvent::Text(_) if self.depth_skipped > 0 => {}
                XmlEvent::Start(element) => self.begin(&element),
                XmlEvent::End => self.end(),
                XmlEvent::Text(text) => match self.open.last() {
                    Some(OpenElement::Text) => self.push_text(&text),
                    Some(OpenElement::Instruction) if !self.is_hidden() => {
                        self.fields.push_instruction(text.encode_utf16());
                    }
                    _ => {}
                },
            }
        }
        xml.damage
    }

    fn begin(&mut self, element: &Element<'_>) {
        let name = element.name();
        let parent = self.open.last().copied().unwrap_or(OpenElement::Other);
        // The name of every former formatting ends like this: `pPrChange`, `rPrChange`, `sectPrChange`.
        if SKIPPED.contains(&name) || name.ends_with("Change") || is_outside_final_state(element) {
            // A deleted paragraph mark joins the paragraph with the next one; a deleted row is dropped.
            match (name, parent) {
                ("del" | "moveFrom", OpenElement::MarkProperties) => self.properties().goes_on = true,
                ("del", OpenElement::RowProperties) => self.flow.delete_row(),
                _ => {}
            }
            self.depth_skipped = 1;
            return;
        }
        let role = match (name, parent) {
            ("t", OpenElement::Run) => OpenElement::Text,
            ("instrText", OpenElement::Run) => OpenElement::Instruction,
            ("r", _) => OpenElement::Run,
            ("rPr", OpenElement::ParagraphProperties) => OpenElement::MarkProperties,
            ("rPr", OpenElement::Run) => OpenElement::RunProperties,
            // Paragraphs do not nest; an open one was not closed because of damage.
            ("p", _) => {
                self.end_paragraph();
                self.flow.begin_paragraph();
                OpenElement::Paragraph
            }
            ("pPr", OpenElement::Paragraph) => OpenElement::ParagraphProperties,
            // Beyond the limit, rows and cells are read as plain paragraphs.
            ("tr", _) if self.flow.has_room() => {
                self.end_paragraph();
                self.flow.begin_row();
                OpenElement::Row
            }
            ("trPr", OpenElement::Row) => OpenElement::RowProperties,
            ("tc", _) if self.flow.has_room() => self.open_container(OpenElement::Cell),
            ("txbxContent", _) if self.flow.has_room() => self.open_container(OpenElement::TextBox),
            ("footnote" | "endnote", OpenElement::Run) if self.flow.has_room() => {
                self.open_container(OpenElement::InlineNote)
            }
            ("footnote" | "endnote", _) => self.begin_note(element),
            ("checkBox", _) => {
                self.is_checked = false;
                OpenElement::CheckBox
            }
            _ => {
                self.apply(element, name, parent);
                OpenElement::Other
            }
        };
        // Formatting of a run is resolved at its start, and again when its properties end.
        if role == OpenElement::Run {
            (self.direct_style, self.run_style) = (TextStyle::default(), None);
            self.resolve_text_style();
        }
        self.open.push(role);
    }

    /// Applies an element without content.
    fn apply(&mut self, element: &Element<'_>, name: &str, parent: OpenElement) {
        let value = || element.attribute("val");
        match (name, parent) {
            ("tab" | "ptab", OpenElement::Run) => self.push_text("\t"),
            ("br" | "cr", OpenElement::Run) => self.push_text("\n"),
            ("noBreakHyphen", OpenElement::Run) => self.push_text("-"),
            ("sym", OpenElement::Run) => {
                let code = element.attribute("char").and_then(|code| u32::from_str_radix(&code, 16).ok());
                let font = element.attribute("font").unwrap_or_default();
                let shown = code.and_then(|code| symbol(&font, code));
                self.push_text(shown.unwrap_or('\u{FFFD}').encode_utf8(&mut [0; 4]));
            }
            ("fldChar", OpenElement::Run) => self.apply_field_char(element.attribute("fldCharType").as_deref()),
            ("footnoteReference", _) => self.insert_note("footnote", element),
            ("endnoteReference", _) => self.insert_note("endnote", element),
            ("vanish", OpenElement::RunProperties) => {
                self.direct_style.is_hidden = Some(value().is_none_or(|value| is_on(&value)));
            }
            ("rFonts", OpenElement::RunProperties) => self.direct_style.font = element.attribute("ascii"),
            ("rStyle", OpenElement::RunProperties) => self.run_style = value(),
            ("default" | "checked", OpenElement::CheckBox) => {
                self.is_checked = value().is_none_or(|value| is_on(&value));
            }
            ("pStyle", OpenElement::ParagraphProperties) => self.properties().style = value(),
            ("outlineLvl", OpenElement::ParagraphProperties) => self.properties().outline_level = element.number("val"),
            ("numId" | "ilfo", _) if self.is_in_paragraph_properties() => {
                self.properties().list = element.number("val");
            }
            // Word 2003 stores the number it had counted; see `numbering::with_stored_number`.
            ("t", _) if self.is_in_paragraph_properties() => self.properties().written = value(),
            ("ilvl", _) if self.is_in_paragraph_properties() => self.properties().list_level = element.number("val"),
            _ => {}
        }
    }

    /// Whether the innermost element is `numPr` in the properties of a paragraph.
    fn is_in_paragraph_properties(&self) -> bool {
        self.open.len().checked_sub(2).is_some_and(|above| self.open[above] == OpenElement::ParagraphProperties)
    }

    fn end(&mut self) {
        match self.open.pop() {
            Some(OpenElement::Paragraph) => self.end_paragraph(),
            Some(OpenElement::RunProperties) => self.resolve_text_style(),
            Some(OpenElement::Run) => self.text_style = TextStyle::default(),
            Some(OpenElement::CheckBox) => self.push_text(if self.is_checked { "☑" } else { "□" }),
            Some(OpenElement::Cell) => {
                let cell = self.close_container();
                self.flow.push_cell(cell);
            }
            Some(OpenElement::Row) => self.flow.end_row(),
            Some(OpenElement::TextBox) => {
                let mut lines = self.close_container();
                self.flow.paragraph().after.append(&mut lines);
            }
            Some(OpenElement::Note) => {
                let lines = self.close_container();
                if let Some(key) = self.note.take() {
                    self.notes.insert(key, lines);
                }
            }
            Some(OpenElement::InlineNote) => {
                let note = self.close_container();
                self.put_note(&note);
            }
            _ => {}
        }
    }

    fn open_container(&mut self, role: OpenElement) -> OpenElement {
        self.flow.open();
        role
    }

    /// Closes the innermost container and returns its lines.
    fn close_container(&mut self) -> ManuscriptLines {
        self.end_paragraph();
        // A paragraph whose mark was deleted at the end of a container has no next paragraph to join.
        if !self.carried.is_empty() {
            let carried = std::mem::take(&mut self.carried);
            self.flow.lines().push_paragraph(&carried, None);
        }
        self.flow.close()
    }

    fn properties(&mut self) -> &mut Properties {
        &mut self.flow.paragraph().properties
    }

    /// Resolves the style of the run: direct formatting first, then its character style, then the style of the
    /// paragraph.
    fn resolve_text_style(&mut self) {
        let of_style = self.styles.text_style(self.run_style.as_deref());
        let style = self.flow.paragraph().properties.style.as_deref();
        self.text_style = std::mem::take(&mut self.direct_style).or(of_style).or(self.styles.text_style(style));
    }

    fn is_hidden(&self) -> bool {
        self.text_style.is_hidden == Some(true)
    }

    fn push_text(&mut self, text: &str) {
        if self.is_hidden() {
            return;
        }
        let text = with_symbols_shown(self.text_style.font.as_deref().unwrap_or_default(), text);
        self.flow.paragraph().text.push_str(&text);
    }

    fn apply_field_char(&mut self, kind: Option<&str>) {
        let len = self.flow.paragraph().text.len();
        match kind {
            Some("begin") => self.fields.begin(),
            Some("separate") => self.fields.begin_result(len),
            Some("end") => {
                let text = self.fields.end(len).unwrap_or_default();
                self.push_text(&text);
            }
            _ => {}
        }
    }

    fn end_paragraph(&mut self) {
        let Some(Paragraph { text, mut after, mut properties }) = self.flow.take_paragraph() else { return };
        let text = std::mem::take(&mut self.carried) + &text;
        if properties.goes_on {
            self.carried = text;
            self.flow.lines().append(&mut after);
            return;
        }
        let style = self.resolve(properties.style.take());
        let (list, level) = self.list_of(&properties, &style);
        // Counted even if it is not shown, because later numbers depend on it.
        let counted = list.filter(|list| *list != 0).and_then(|list| self.numbering.count(list, level));
        if !style.is_contents {
            let line = with_stored_number(&properties.written.unwrap_or_default(), counted, text);
            // Levels from 9 on mean body text.
            let level = properties.outline_level.or(style.outline_level).filter(|level| *level < 9);
            let hint = level.map(|level| Hint::Heading(level + 1)).or(style.is_title.then_some(TITLE));
            self.flow.lines().push_paragraph(&line, hint);
        }
        self.flow.lines().append(&mut after);
    }

    /// The list instance that a paragraph belongs to, and its level there.
    fn list_of(&self, paragraph: &Properties, style: &ResolvedStyle) -> (Option<u32>, usize) {
        let Some(list) = paragraph.list.or(style.list) else { return (None, 0) };
        // If the list comes from the style, the list's definition links one of its levels to the style.
        let linked = || style.chain.iter().find_map(|style| self.numbering.level_of_style(list, style));
        let level = match paragraph.list {
            None => paragraph.list_level.or_else(linked).or(style.list_level),
            Some(_) => paragraph.list_level.or_else(linked),
        };
        (Some(list), level.unwrap_or(0))
    }

    fn resolve(&mut self, style: Option<String>) -> Rc<ResolvedStyle> {
        // Styles are resolved once each: a document has thousands of paragraphs and few styles.
        if let Some(known) = self.resolved.get(&style) {
            return Rc::clone(known);
        }
        let resolved = Rc::new(self.styles.resolve(style.as_deref()));
        self.resolved.insert(style, Rc::clone(&resolved));
        resolved
    }

    // Notes -----------------------------------------------------------------------------------------------------------

    fn begin_note(&mut self, element: &Element<'_>) -> OpenElement {
        // The separator lines above notes are stored as notes.
        let is_separator = element.attribute("type").is_some_and(|kind| kind != "normal");
        let id = element.attribute("id").filter(|_| !is_separator && self.flow.has_room());
        let Some(id) = id else { return OpenElement::Other };
        let kind = if element.name() == "footnote" { "footnote" } else { "endnote" };
        self.note = Some((kind, id));
        self.open_container(OpenElement::Note)
    }

    /// Puts a reference into the text and the note after the paragraph. A second reference to the same note adds
    /// nothing.
    fn insert_note(&mut self, kind: &'static str, element: &Element<'_>) {
        let Some(id) = element.attribute("id") else { return };
        // Removing the note from the map keeps a repeated reference from printing it twice.
        if let Some(note) = self.notes.remove(&(kind, id)) {
            self.put_note(&note);
        }
    }

    fn put_note(&mut self, note: &ManuscriptLines) {
        self.notes_seen += 1;
        let mark = format!("[{}]", self.notes_seen);
        self.push_text(&mark);
        let text = [mark, note.joined().trim().to_owned()].join(" ");
        self.flow.paragraph().after.push_paragraph(&text, None);
    }
}

/// Whether a Word 2003 element is not part of the final state: a deletion, a comment, or former formatting.
fn is_outside_final_state(element: &Element<'_>) -> bool {
    element.name() == "annotation"
        && element.attribute("type").is_some_and(|kind| !kind.ends_with("Insertion") && !kind.contains("Bookmark"))
}
