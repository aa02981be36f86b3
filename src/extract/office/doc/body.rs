//! Reads the text of a document: paragraphs, tables, text boxes and notes, in reading order.
//!
//! The text is a sequence of UTF-16 units in which control characters mark the ends of paragraphs, cells and fields,
//! and the places of notes and drawn objects. Whether a unit is deleted, hidden or a symbol is looked up by its byte
//! offset in the character runs, and whether a paragraph is numbered, a heading or in a table by the offset of the
//! mark that ends it. Notes and text boxes are stored behind the main text and are read where their mark occurs.

use std::collections::HashMap;

use super::Streams;
use super::bytes::{Plc, slice_at, u32_at};
use super::fonts::Fonts;
use super::header::{FileInformation, TableRange};
use super::lists::read_lists;
use super::pieces::{DocumentText, read_text};
use super::runs::{PropertyRun, PropertyRuns};
use super::sprm::{CharacterProperties, ParagraphProperties};
use super::styles::Styles;
use crate::extract::manuscript_lines::{ManuscriptLines, TITLE};
use crate::extract::numbering::symbols::{bullet, symbol};
use crate::extract::numbering::{Numbering, with_number};
use crate::extract::office::tables::Tables;
use crate::extract::office::word_field::FieldStack;
use crate::notice::Hint;

/// Control characters of the text, and the placeholder of a symbol.
const FOOTNOTE_MARK: u16 = 0x02;
const CELL_END: u16 = 0x07;
const DRAWN_OBJECT: u16 = 0x08;
const LINE_BREAK: u16 = 0x0B;
const PAGE_BREAK: u16 = 0x0C;
const PARAGRAPH_END: u16 = 0x0D;
const COLUMN_BREAK: u16 = 0x0E;
const FIELD_BEGIN: u16 = 0x13;
const FIELD_RESULT: u16 = 0x14;
const FIELD_END: u16 = 0x15;
const HARD_HYPHEN: u16 = 0x1E;
const SYMBOL: u16 = 0x28;

/// The state of reading a document.
struct BodyReader<'a> {
    streams: &'a Streams,
    text: DocumentText,
    characters: PropertyRuns<'a>,
    paragraphs: PropertyRuns<'a>,
    styles: Styles,
    fonts: Fonts,
    numbering: Numbering,
    /// Notes and text boxes, by the position of the character that they follow.
    attached: HashMap<u32, AttachedText>,
    /// Whether a note or box is being read; one inside of another is ignored.
    is_attached: bool,
    /// How many more characters may be read. Each belongs to one text only, unless the file is damaged; then
    /// overlapping ranges could multiply them.
    budget: usize,
    notes: usize,
}

/// Text stored elsewhere in the file, as a range of positions.
#[derive(Debug, Clone, Copy)]
struct AttachedText {
    is_note: bool,
    start: u32,
    end: u32,
}

/// Reads the document. `None` if the header does not say where the text is.
pub(super) fn read_body(streams: &Streams, info: &FileInformation) -> Option<ManuscriptLines> {
    let part = |range: TableRange| slice_at(&streams.table, range.start, range.len_bytes).unwrap_or_default();
    let text = read_text(&streams.main, part(info.pieces))?;
    let fonts = Fonts::read(part(info.fonts));
    let mut body = BodyReader {
        streams,
        budget: text.len(),
        text,
        characters: PropertyRuns::of_characters(&streams.main, part(info.character_runs)),
        paragraphs: PropertyRuns::of_paragraphs(&streams.main, part(info.paragraph_runs)),
        styles: Styles::read(part(info.styles)),
        numbering: read_lists(&streams.table, info.lists, info.instances, &fonts),
        fonts,
        attached: attached(info, part),
        is_attached: false,
        notes: 0,
    };
    Some(body.read(0, info.text_chars))
}

/// Notes and boxes, by the position of the character that they follow.
fn attached<'a>(info: &FileInformation, part: impl Fn(TableRange) -> &'a [u8]) -> HashMap<u32, AttachedText> {
    // The texts follow each other in a fixed order, so each start is the sum of the lengths before it.
    let footnotes = info.text_chars;
    let endnotes = footnotes
        .saturating_add(info.footnote_chars)
        .saturating_add(info.header_chars)
        .saturating_add(info.macro_chars)
        .saturating_add(info.comment_chars);
    let boxes = endnotes.saturating_add(info.endnote_chars);
    let mut found = HashMap::new();
    for (marks, texts, base) in
        [(info.footnote_marks, info.footnotes, footnotes), (info.endnote_marks, info.endnotes, endnotes)]
    {
        let (marks, texts) = (Plc::new(part(marks), 2), Plc::new(part(texts), 0));
        for index in 0..marks.len() {
            let range = texts.position(index).zip(texts.position(index + 1));
            if let (Some(at), Some((start, end))) = (marks.position(index), range) {
                let (start, end) = (base.saturating_add(start), base.saturating_add(end));
                found.insert(at, AttachedText { is_note: true, start, end });
            }
        }
    }
    // A text box is found in three steps: its anchor in the text, the shape id there, and the text with that id.
    let (shapes, texts) = (Plc::new(part(info.shapes), 26), Plc::new(part(info.boxes), 22));
    let anchors: HashMap<u32, u32> = (0..shapes.len())
        .filter_map(|index| Some((u32_at(shapes.item(index)?, 0)?, shapes.position(index)?)))
        .collect();
    for index in 0..texts.len() {
        let shape = texts.item(index).and_then(|item| u32_at(item, 14));
        let range = texts.position(index).zip(texts.position(index + 1));
        if let (Some(at), Some((start, end))) = (shape.and_then(|shape| anchors.get(&shape)), range) {
            let end = boxes.saturating_add(end.min(info.box_chars));
            found.insert(*at, AttachedText { is_note: false, start: boxes.saturating_add(start), end });
        }
    }
    found
}

impl<'a> BodyReader<'a> {
    /// Reads the characters at positions `start..end`.
    fn read(&mut self, start: u32, end: u32) -> ManuscriptLines {
        let mut tables = Tables::default();
        let mut line: Vec<u16> = Vec::new();
        let mut after = ManuscriptLines::default();
        let mut fields = FieldStack::default();
        let mut run: Option<(PropertyRun<'a>, CharacterProperties)> = None;
        // Bounded by the budget even if ranges overlap.
        let characters: Vec<(u16, u32)> = self.text.range(start, end).take(self.budget).collect();
        self.budget -= characters.len();
        for (index, (unit, byte)) in characters.into_iter().enumerate() {
            let at = start + index as u32;
            // Runs are long, so the one of the previous character is tried first.
            let known = run.filter(|(run, _)| (run.start..run.end).contains(&byte));
            run = known.or_else(|| self.characters.at(byte).map(|run| (run, self.styles.characters(run.sprms))));
            let character = run.map_or_else(CharacterProperties::default, |(_, character)| character);
            match unit {
                PARAGRAPH_END | CELL_END | PAGE_BREAK if !character.is_deleted => {
                    let properties = self.properties(byte);
                    // Unpaired surrogates of a damaged file become U+FFFD.
                    let text = String::from_utf16_lossy(&line);
                    line.clear();
                    let mut lines = self.finish_paragraph(text, properties);
                    lines.append(&mut after);
                    tables.set_depth(properties.table_depth as usize);
                    if properties.ends_row {
                        tables.end_row();
                    } else {
                        // A cell mark ends a paragraph, too; its properties say whether it ends the row instead.
                        tables.append(&mut lines);
                    }
                    if !properties.ends_row && (unit == CELL_END || properties.ends_inner_cell) {
                        tables.end_cell();
                    }
                }
                FIELD_BEGIN => fields.begin(),
                FIELD_RESULT => fields.begin_result(line.len()),
                FIELD_END => line.extend(fields.end(line.len()).unwrap_or_default().encode_utf16()),
                // Deleted text is skipped, but its control characters above still keep the structure.
                _ if character.is_deleted || character.is_hidden => {}
                // The instruction of a field is not shown.
                _ if fields.is_in_instruction() => fields.push_instruction([unit]),
                FOOTNOTE_MARK | DRAWN_OBJECT if !self.is_attached => {
                    if let Some(attached) = self.attached.remove(&at) {
                        self.attach(attached, &mut line, &mut after);
                    }
                }
                SYMBOL if character.symbol.is_some() => {
                    // The placeholder character is replaced by the symbol of the run's properties.
                    let (font, code) = character.symbol.unzip();
                    let c = code.and_then(|code| char::from_u32(u32::from(code)));
                    let shown = bullet(self.fonts.name(font), &c.map(String::from).unwrap_or_default());
                    line.extend(shown.encode_utf16());
                }
                LINE_BREAK | COLUMN_BREAK => line.push(u16::from(b'\n')),
                HARD_HYPHEN => line.push(u16::from(b'-')),
                0x09 => line.push(unit),
                0..0x20 => {}
                // Word maps the characters of symbol fonts into this private range.
                0xF000..=0xF0FF => {
                    let shown = symbol(self.fonts.name(character.font), u32::from(unit));
                    line.push(shown.map_or(unit, |c| c.encode_utf16(&mut [0; 2])[0]));
                }
                _ => line.push(unit),
            }
        }
        // A document cut off before its last mark still has text.
        let rest = String::from_utf16_lossy(&line);
        if !rest.is_empty() {
            tables.append(&mut self.finish_paragraph(rest, ParagraphProperties::default()));
        }
        tables.append(&mut after);
        tables.finish()
    }

    /// The properties of the paragraph whose mark is at that byte.
    fn properties(&self, byte: u32) -> ParagraphProperties {
        let data = &self.streams.data;
        let Some(run) = self.paragraphs.at(byte) else { return self.styles.properties(0, data) };
        let mut properties = self.styles.properties(run.style, data);
        properties.apply(run.sprms, data);
        properties
    }

    fn finish_paragraph(&mut self, text: String, properties: ParagraphProperties) -> ManuscriptLines {
        let mut lines = ManuscriptLines::default();
        let list = properties.list.filter(|list| *list != 0 && !properties.ends_row);
        let level = usize::from(properties.list_level.unwrap_or(0));
        // Counted even if it is not shown, because later numbers depend on it.
        let counted = list.and_then(|list| self.numbering.count(u32::from(list), level));
        // A table of contents repeats the headings.
        if self.styles.is_contents(properties.style) {
            return lines;
        }
        let line = with_number(counted, text);
        let heading = properties.outline_level.filter(|level| *level < 9).map(|level| Hint::Heading(level + 1));
        let hint = heading.or(self.styles.is_title(properties.style).then_some(TITLE));
        lines.push_paragraph(&line, hint);
        lines
    }

    /// Reads a note or a box. It follows the paragraph; a note also leaves a reference in it.
    fn attach(&mut self, attached: AttachedText, line: &mut Vec<u16>, after: &mut ManuscriptLines) {
        self.is_attached = true;
        // Recursion is one level deep: `is_attached` keeps notes inside of notes from being read.
        let mut lines = self.read(attached.start, attached.end);
        self.is_attached = false;
        if !attached.is_note {
            after.append(&mut lines);
            return;
        }
        self.notes += 1;
        let mark = format!("[{}]", self.notes);
        line.extend(mark.encode_utf16());
        after.push_paragraph(&format!("{mark} {}", lines.joined().trim()), None);
    }
}
