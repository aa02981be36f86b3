//! The text of a document: paragraphs, tables, text boxes and notes, in reading order.

use std::collections::HashMap;
use std::rc::Rc;

use super::styles::{Look, Resolved, Styles, is_on};
use crate::extract::containers::xml::{Element, Piece, Xml};
use crate::extract::numbering::symbols::{symbol, with_symbols_shown};
use crate::extract::numbering::{Numbering, with_written};
use crate::extract::office::flow::{Flow, Paragraph};
use crate::extract::office::word_field::Fields;
use crate::extract::sheet::{Sheet, TITLE};
use crate::notice::Hint;

/// Elements of which nothing is text in the final state of the document.
///
/// The last two are headers and footers, which Word 2003 has inside the document.
const SKIPPED: [&str; 9] = ["del", "moveFrom", "Fallback", "rt", "delText", "delInstrText", "sdtPr", "hdr", "ftr"];

/// Footnotes and endnotes by kind and number.
pub(super) type Notes = HashMap<(&'static str, String), Sheet>;

/// What an open element is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    Other,
    Paragraph,
    ParagraphProperties,
    /// The properties of the paragraph's mark.
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
    /// A note at its place, as in Word 2003.
    InlineNote,
}

/// What is known about a paragraph besides its text.
#[derive(Debug, Default)]
struct Properties {
    style: Option<String>,
    list: Option<u32>,
    list_level: Option<usize>,
    outline_level: Option<u8>,
    /// Its number, as the program that wrote the file had counted.
    written: Option<String>,
    /// Its mark has been deleted: it goes on in the next one.
    goes_on: bool,
}

struct Body<'d> {
    styles: &'d Styles,
    numbering: &'d mut Numbering,
    resolved: HashMap<Option<String>, Rc<Resolved>>,
    notes: Notes,
    notes_seen: usize,
    open: Vec<Open>,
    flow: Flow<Properties>,
    /// The text of a paragraph that goes on in the next one.
    carried: String,
    /// What the run says of itself, and the style of characters that it names.
    own_look: Look,
    run_style: Option<String>,
    /// The look of the run.
    look: Look,
    is_checked: bool,
    fields: Fields,
    /// The note that is being read.
    note: Option<(&'static str, String)>,
    depth_skipped: usize,
}

/// Reads the document itself. Returns its lines, and what was wrong with it.
pub(super) fn read_body(
    text: &str,
    styles: &Styles,
    numbering: &mut Numbering,
    notes: Notes,
) -> (Sheet, Option<String>) {
    let mut body = Body::new(styles, numbering, notes);
    let damage = body.read(text);
    while !body.flow.is_outermost() {
        // The file ended inside of it.
        let mut sheet = body.close_frame();
        body.flow.sheet().append(&mut sheet);
    }
    (body.close_frame(), damage)
}

/// Reads footnotes or endnotes into `notes`. What is damaged is left out.
pub(super) fn read_notes(text: &str, styles: &Styles, numbering: &mut Numbering, notes: &mut Notes) {
    let mut body = Body::new(styles, numbering, std::mem::take(notes));
    body.read(text);
    *notes = body.notes;
}

impl<'d> Body<'d> {
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
            own_look: Look::default(),
            run_style: None,
            look: Look::default(),
            is_checked: false,
            fields: Fields::default(),
            note: None,
            depth_skipped: 0,
        }
    }

    fn read(&mut self, text: &str) -> Option<String> {
        let mut xml = Xml::new(text);
        for piece in xml.by_ref() {
            match piece {
                Piece::Start(_) if self.depth_skipped > 0 => self.depth_skipped += 1,
                Piece::End if self.depth_skipped > 0 => self.depth_skipped -= 1,
                Piece::Text(_) if self.depth_skipped > 0 => {}
                Piece::Start(element) => self.begin(&element),
                Piece::End => self.end(),
                Piece::Text(text) => match self.open.last() {
                    Some(Open::Text) => self.push_text(&text),
                    Some(Open::Instruction) if !self.is_hidden() => self.fields.push_instruction(text.encode_utf16()),
                    _ => {}
                },
            }
        }
        xml.damage
    }

    fn begin(&mut self, element: &Element<'_>) {
        let name = element.name();
        let parent = self.open.last().copied().unwrap_or(Open::Other);
        if SKIPPED.contains(&name) || name.ends_with("Change") || is_of_another_state(element) {
            match (name, parent) {
                ("del" | "moveFrom", Open::MarkProperties) => self.properties().goes_on = true,
                ("del", Open::RowProperties) => self.flow.delete_row(),
                _ => {}
            }
            self.depth_skipped = 1;
            return;
        }
        let role = match (name, parent) {
            ("t", Open::Run) => Open::Text,
            ("instrText", Open::Run) => Open::Instruction,
            ("r", _) => Open::Run,
            ("rPr", Open::ParagraphProperties) => Open::MarkProperties,
            ("rPr", Open::Run) => Open::RunProperties,
            ("p", _) => {
                self.end_paragraph();
                self.flow.begin_paragraph();
                Open::Paragraph
            }
            ("pPr", Open::Paragraph) => Open::ParagraphProperties,
            ("tr", _) if self.flow.has_room() => {
                self.end_paragraph();
                self.flow.begin_row();
                Open::Row
            }
            ("trPr", Open::Row) => Open::RowProperties,
            ("tc", _) if self.flow.has_room() => self.open_frame(Open::Cell),
            ("txbxContent", _) if self.flow.has_room() => self.open_frame(Open::TextBox),
            ("footnote" | "endnote", Open::Run) if self.flow.has_room() => self.open_frame(Open::InlineNote),
            ("footnote" | "endnote", _) => self.begin_note(element),
            ("checkBox", _) => {
                self.is_checked = false;
                Open::CheckBox
            }
            _ => {
                self.apply(element, name, parent);
                Open::Other
            }
        };
        if role == Open::Run {
            (self.own_look, self.run_style) = (Look::default(), None);
            self.settle_look();
        }
        self.open.push(role);
    }

    /// Does what an element without content of its own says.
    fn apply(&mut self, element: &Element<'_>, name: &str, parent: Open) {
        let value = || element.attribute("val");
        match (name, parent) {
            ("tab" | "ptab", Open::Run) => self.push_text("\t"),
            ("br" | "cr", Open::Run) => self.push_text("\n"),
            ("noBreakHyphen", Open::Run) => self.push_text("-"),
            ("sym", Open::Run) => {
                let code = element.attribute("char").and_then(|code| u32::from_str_radix(&code, 16).ok());
                let font = element.attribute("font").unwrap_or_default();
                let shown = code.and_then(|code| symbol(&font, code));
                self.push_text(shown.unwrap_or('\u{FFFD}').encode_utf8(&mut [0; 4]));
            }
            ("fldChar", Open::Run) => self.pass_field(element.attribute("fldCharType").as_deref()),
            ("footnoteReference", _) => self.refer_to_note("footnote", element),
            ("endnoteReference", _) => self.refer_to_note("endnote", element),
            ("vanish", Open::RunProperties) => {
                self.own_look.is_hidden = Some(value().is_none_or(|value| is_on(&value)));
            }
            ("rFonts", Open::RunProperties) => self.own_look.font = element.attribute("ascii"),
            ("rStyle", Open::RunProperties) => self.run_style = value(),
            ("default" | "checked", Open::CheckBox) => self.is_checked = value().is_none_or(|value| is_on(&value)),
            ("pStyle", Open::ParagraphProperties) => self.properties().style = value(),
            ("outlineLvl", Open::ParagraphProperties) => self.properties().outline_level = element.number("val"),
            ("numId" | "ilfo", _) if self.is_in_paragraph_properties() => {
                self.properties().list = element.number("val");
            }
            ("t", _) if self.is_in_paragraph_properties() => self.properties().written = value(),
            ("ilvl", _) if self.is_in_paragraph_properties() => self.properties().list_level = element.number("val"),
            _ => {}
        }
    }

    /// Whether the innermost element is `numPr` in the properties of a paragraph.
    fn is_in_paragraph_properties(&self) -> bool {
        self.open.len().checked_sub(2).is_some_and(|above| self.open[above] == Open::ParagraphProperties)
    }

    fn end(&mut self) {
        match self.open.pop() {
            Some(Open::Paragraph) => self.end_paragraph(),
            Some(Open::RunProperties) => self.settle_look(),
            Some(Open::Run) => self.look = Look::default(),
            Some(Open::CheckBox) => self.push_text(if self.is_checked { "☑" } else { "□" }),
            Some(Open::Cell) => {
                let cell = self.close_frame();
                self.flow.push_cell(cell);
            }
            Some(Open::Row) => self.flow.end_row(),
            Some(Open::TextBox) => {
                let mut sheet = self.close_frame();
                self.flow.paragraph().after.append(&mut sheet);
            }
            Some(Open::Note) => {
                let sheet = self.close_frame();
                if let Some(key) = self.note.take() {
                    self.notes.insert(key, sheet);
                }
            }
            Some(Open::InlineNote) => {
                let note = self.close_frame();
                self.put_note(&note);
            }
            _ => {}
        }
    }

    fn open_frame(&mut self, role: Open) -> Open {
        self.flow.open();
        role
    }

    /// The lines of the innermost frame, which is closed.
    fn close_frame(&mut self) -> Sheet {
        self.end_paragraph();
        if !self.carried.is_empty() {
            let carried = std::mem::take(&mut self.carried);
            self.flow.sheet().push_paragraph(&carried, None);
        }
        self.flow.close()
    }

    fn properties(&mut self) -> &mut Properties {
        &mut self.flow.paragraph().properties
    }

    /// What the run says itself comes first, then its style, then that of the paragraph.
    fn settle_look(&mut self) {
        let of_style = self.styles.look(self.run_style.as_deref());
        let style = self.flow.paragraph().properties.style.as_deref();
        self.look = std::mem::take(&mut self.own_look).or(of_style).or(self.styles.look(style));
    }

    fn is_hidden(&self) -> bool {
        self.look.is_hidden == Some(true)
    }

    fn push_text(&mut self, text: &str) {
        if self.is_hidden() {
            return;
        }
        let text = with_symbols_shown(self.look.font.as_deref().unwrap_or_default(), text);
        self.flow.paragraph().text.push_str(&text);
    }

    fn pass_field(&mut self, kind: Option<&str>) {
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
            self.flow.sheet().append(&mut after);
            return;
        }
        let style = self.resolve(properties.style.take());
        let (list, level) = self.list_of(&properties, &style);
        let counted = list.filter(|list| *list != 0).and_then(|list| self.numbering.count(list, level));
        if !style.is_contents {
            let line = with_written(&properties.written.unwrap_or_default(), counted, text);
            let level = properties.outline_level.or(style.outline_level).filter(|level| *level < 9);
            let hint = level.map(|level| Hint::Heading(level + 1)).or(style.is_title.then_some(TITLE));
            self.flow.sheet().push_paragraph(&line, hint);
        }
        self.flow.sheet().append(&mut after);
    }

    /// The instance of a list that a paragraph belongs to, and its level there.
    fn list_of(&self, paragraph: &Properties, style: &Resolved) -> (Option<u32>, usize) {
        let Some(list) = paragraph.list.or(style.list) else { return (None, 0) };
        // A list that comes with the style knows by itself which level stands for the style.
        let linked = || style.chain.iter().find_map(|style| self.numbering.level_of_style(list, style));
        let level = match paragraph.list {
            None => paragraph.list_level.or_else(linked).or(style.list_level),
            Some(_) => paragraph.list_level.or_else(linked),
        };
        (Some(list), level.unwrap_or(0))
    }

    fn resolve(&mut self, style: Option<String>) -> Rc<Resolved> {
        if let Some(known) = self.resolved.get(&style) {
            return Rc::clone(known);
        }
        let resolved = Rc::new(self.styles.resolve(style.as_deref()));
        self.resolved.insert(style, Rc::clone(&resolved));
        resolved
    }

    // Notes -----------------------------------------------------------------------------------------------------------

    fn begin_note(&mut self, element: &Element<'_>) -> Open {
        // The lines that separate notes from the text are notes of their own.
        let is_separator = element.attribute("type").is_some_and(|kind| kind != "normal");
        let id = element.attribute("id").filter(|_| !is_separator && self.flow.has_room());
        let Some(id) = id else { return Open::Other };
        let kind = if element.name() == "footnote" { "footnote" } else { "endnote" };
        self.note = Some((kind, id));
        self.open_frame(Open::Note)
    }

    /// A mark in the text, and the note after the paragraph; where it is referred to again, only the mark.
    fn refer_to_note(&mut self, kind: &'static str, element: &Element<'_>) {
        let Some(id) = element.attribute("id") else { return };
        if let Some(note) = self.notes.remove(&(kind, id)) {
            self.put_note(&note);
        }
    }

    fn put_note(&mut self, note: &Sheet) {
        self.notes_seen += 1;
        let mark = format!("[{}]", self.notes_seen);
        self.push_text(&mark);
        let text = [mark, note.joined().trim().to_owned()].join(" ");
        self.flow.paragraph().after.push_paragraph(&text, None);
    }
}

/// Whether Word 2003 has something there that is no text in the final state: what was deleted, a comment, how something
/// looked before.
fn is_of_another_state(element: &Element<'_>) -> bool {
    element.name() == "annotation"
        && element.attribute("type").is_some_and(|kind| !kind.ends_with("Insertion") && !kind.contains("Bookmark"))
}
