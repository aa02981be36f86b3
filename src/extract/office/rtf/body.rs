//! Reads the text of an RTF file: paragraphs, tables, text boxes and notes, in reading order.
//!
//! RTF is a stream of control words, groups and bytes. A group inherits the state of the one around it (`GroupState`)
//! and restores it at its end. Its first word decides where its text goes (`groups`): into the document, into a table
//! such as the fonts, or nowhere. Bytes are collected and decoded together when anything else follows, because a
//! Chinese character takes two bytes whose encoding depends on the font.

use std::collections::HashMap;

use super::encodings::FontEncodings;
use super::groups::{Destination, destination_of};
use super::lists::ListTables;
use super::tokens::{Token, Tokens};
use crate::extract::manuscript_lines::{ManuscriptLines, TITLE};
use crate::extract::numbering::symbols::with_symbols_shown;
use crate::extract::numbering::with_stored_number;
use crate::extract::office::tables::Tables;
use crate::extract::office::word_field::FieldStack;
use crate::notice::{Damage, Hint};

/// Deepest nesting of groups that is tracked; deeper groups share the state of the last one.
const MAX_GROUPS: usize = 4096;

/// Upper bound on groups and control words; the rest is not read. A notice has some thousands.
const MAX_CONTROLS: usize = 8_000_000;

/// Deepest nesting of text boxes and notes; deeper ones are read as text of the last one.
const MAX_CONTAINERS: usize = 16;

/// Control words that stand for a character.
const CHARACTERS: [(&str, &str); 14] = [
    ("tab", "\t"),
    ("line", "\n"),
    ("lbr", "\n"),
    ("emdash", "—"),
    ("endash", "–"),
    ("lquote", "‘"),
    ("rquote", "’"),
    ("ldblquote", "“"),
    ("rdblquote", "”"),
    ("bullet", "•"),
    ("emspace", "\u{2003}"),
    ("enspace", "\u{2002}"),
    ("qmspace", "\u{2005}"),
    ("column", "\n"),
];

/// A thing that begins and ends with its group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum GroupScope {
    Nothing,
    Container,
    Field,
}

/// State that a group changes and its end restores.
#[derive(Debug, Clone, Copy)]
struct GroupState {
    destination: Destination,
    scope: GroupScope,
    /// Number of fallback bytes that follow a Unicode character, for readers without Unicode.
    fallback_bytes: i32,
    font: i32,
    /// The last font with an encoding of its own, in which two-byte characters are.
    wide_font: i32,
    /// Whether the text is declared to be single-byte characters.
    is_narrow: bool,
    is_hidden: bool,
    is_deleted: bool,
}

/// Properties of a paragraph besides its text.
#[derive(Debug, Clone, Copy, Default)]
struct Properties {
    style: i32,
    list: i32,
    list_level: usize,
    outline_level: Option<u8>,
    table_depth: usize,
}

/// A paragraph style.
#[derive(Debug, Clone, Default)]
struct ParagraphStyle {
    name: String,
    properties: Properties,
}

/// Anything with paragraphs of its own: the document, a box, a note.
#[derive(Debug, Default)]
struct Container {
    tables: Tables,
    line: String,
    marker: String,
    /// Boxes and notes inside the paragraph, which follow it.
    after: ManuscriptLines,
    is_note: bool,
    /// Paragraph properties outside of it.
    outer: Properties,
}

struct BodyReader {
    encodings: FontEncodings,
    lists: ListTables,
    styles: HashMap<i32, ParagraphStyle>,
    style: ParagraphStyle,
    properties: Properties,
    states: Vec<GroupState>,
    state: GroupState,
    /// Number of open groups beyond [`MAX_GROUPS`].
    too_deep: usize,
    containers: Vec<Container>,
    /// Bytes that are not decoded yet.
    bytes: Vec<u8>,
    /// Text of a group that is not part of the document.
    aside: String,
    high_surrogate: Option<u16>,
    /// Number of fallback bytes and controls still to be skipped.
    to_skip: i32,
    /// Whether a group has just begun, so that the next word decides its destination.
    is_fresh: bool,
    is_starred: bool,
    fields: FieldStack,
    notes: usize,
}

/// Reads a file. Returns its lines, and a description of the damage.
pub(super) fn read_body(bytes: &[u8]) -> (ManuscriptLines, Option<Damage>) {
    let state = GroupState {
        destination: Destination::Text,
        scope: GroupScope::Nothing,
        fallback_bytes: 1,
        font: -1,
        wide_font: -1,
        is_narrow: false,
        is_hidden: false,
        is_deleted: false,
    };
    let mut body = BodyReader {
        encodings: FontEncodings::default(),
        lists: ListTables::default(),
        styles: HashMap::new(),
        style: ParagraphStyle::default(),
        properties: Properties::default(),
        states: Vec::new(),
        state,
        too_deep: 0,
        containers: vec![Container::default()],
        bytes: Vec::new(),
        aside: String::new(),
        high_surrogate: None,
        to_skip: 0,
        is_fresh: false,
        is_starred: false,
        fields: FieldStack::default(),
        notes: 0,
    };
    let mut controls = 0;
    let mut tokens = Tokens::new(bytes);
    // Bytes of text are not counted: a control costs far more than a byte.
    for token in tokens.by_ref().take_while(|token| {
        controls += usize::from(!matches!(token, Token::Byte(_)));
        controls <= MAX_CONTROLS
    }) {
        body.read(token);
    }
    let damage = if controls > MAX_CONTROLS {
        Some(Damage::TooManyControls(MAX_CONTROLS))
    } else {
        (!body.states.is_empty()).then_some(Damage::OpenGroup)
    };
    // The file ended inside of groups; their text is kept.
    while !body.states.is_empty() {
        body.close();
    }
    body.end_text();
    let lines = body.containers.pop().map(|container| container.tables.finish()).unwrap_or_default();
    (lines, damage)
}

impl BodyReader {
    fn read(&mut self, token: Token<'_>) {
        // Only the first word of a group, or the one after `\*`, names its destination.
        let was_fresh = std::mem::replace(&mut self.is_fresh, token == Token::Open || token == Token::Symbol(b'*'));
        match token {
            // Fallback bytes do not extend across a brace.
            Token::Open | Token::Close => self.to_skip = 0,
            _ if self.to_skip > 0 => {
                self.to_skip -= 1;
                return;
            }
            _ => {}
        }
        match token {
            Token::Byte(byte) => {
                if self.is_text_read() {
                    self.bytes.push(byte);
                }
                return;
            }
            // Handled before `flush`: a surrogate pair must not be interrupted by decoding.
            Token::Word("u", Some(number)) => return self.push_unit(number.cast_unsigned() as u16),
            _ => self.flush(),
        }
        match token {
            // Beyond the limit braces are only counted, so that they still match.
            Token::Open if self.states.len() == MAX_GROUPS => self.too_deep += 1,
            Token::Close if self.too_deep > 0 => self.too_deep -= 1,
            Token::Open => {
                self.states.push(self.state);
                self.state.scope = GroupScope::Nothing;
                self.is_starred = false;
            }
            Token::Close => self.close(),
            Token::Symbol(b'*') => self.is_starred = was_fresh,
            Token::Symbol(symbol) => self.apply_symbol(symbol),
            Token::Word(word, number) => {
                if was_fresh {
                    self.begin_group(word);
                }
                self.apply(word, number);
            }
            Token::Byte(_) => {}
        }
    }

    fn is_text_read(&self) -> bool {
        self.state.destination != Destination::Skipped && !self.state.is_hidden && !self.state.is_deleted
    }

    // Groups ----------------------------------------------------------------------------------------------------------

    /// Sets the destination of a group by its first word.
    fn begin_group(&mut self, word: &str) {
        let is_starred = std::mem::take(&mut self.is_starred);
        let destination = destination_of(word, self.state.destination, is_starred);
        // Text collected for another destination does not belong to the new one.
        if destination != self.state.destination && destination != Destination::Skipped {
            self.aside.clear();
        }
        self.state.destination = destination;
        if word == "field" && destination == Destination::Text {
            self.state.scope = GroupScope::Field;
            self.fields.begin();
        }
        // Shapes and notes have text of their own; deeper ones are read in place.
        let is_container = destination == Destination::Text && matches!(word, "shptxt" | "footnote");
        if is_container && self.containers.len() < MAX_CONTAINERS {
            self.state.scope = GroupScope::Container;
            let outer = std::mem::take(&mut self.properties);
            self.containers.push(Container { is_note: word == "footnote", outer, ..Container::default() });
        }
    }

    fn close(&mut self) {
        self.flush();
        let Some(outer) = self.states.pop() else { return };
        let inner = std::mem::replace(&mut self.state, outer);
        match inner.scope {
            GroupScope::Container => {
                // Text behind the last paragraph mark of the box.
                self.end_text();
                let container = self.containers.pop().unwrap_or_default();
                self.properties = container.outer;
                self.attach(container);
            }
            GroupScope::Field => {
                let len = self.container().line.len();
                let text = self.fields.end(len).unwrap_or_default();
                self.push_text(&text);
            }
            GroupScope::Nothing => {}
        }
        let (ended, outer) = (inner.destination, outer.destination);
        match ended {
            Destination::Styles => self.end_style(outer),
            _ if ended == outer => {}
            Destination::LevelText => self.lists.set_template(&std::mem::take(&mut self.aside)),
            Destination::Level => self.lists.end_level(outer == Destination::OverrideLevel),
            Destination::OverrideLevel => self.lists.end_override(),
            Destination::List => self.lists.end_list(),
            Destination::Marker => self.container().marker = std::mem::take(&mut self.aside),
            Destination::Instruction => {
                let len = self.container().line.len();
                self.fields.begin_result(len);
            }
            _ => {}
        }
    }

    /// Ends a style definition; its text is the style's name.
    fn end_style(&mut self, outer: Destination) {
        let style = std::mem::take(&mut self.style);
        let name = std::mem::take(&mut self.aside).trim_end_matches(';').trim().to_lowercase();
        if outer == Destination::Styles && !name.is_empty() {
            self.styles.insert(style.properties.style, ParagraphStyle { name, ..style });
        }
    }

    fn container(&mut self) -> &mut Container {
        self.containers.last_mut().expect("the frame of the document is closed last")
    }

    /// Puts the text of a box or note after the paragraph; a note also leaves a reference in it.
    fn attach(&mut self, container: Container) {
        let mut lines = container.tables.finish();
        if !container.is_note {
            return self.container().after.append(&mut lines);
        }
        self.notes += 1;
        let mark = format!("[{}]", self.notes);
        self.container().line.push_str(&mark);
        self.container().after.push_paragraph(&format!("{mark} {}", lines.joined().trim()), None);
    }

    // Text ------------------------------------------------------------------------------------------------------------

    /// Decodes the collected bytes.
    fn flush(&mut self) {
        // A high surrogate without its low one.
        if self.high_surrogate.take().is_some() {
            self.push_text("\u{FFFD}");
        }
        if !self.bytes.is_empty() {
            // The buffer is kept for the next bytes; a file has thousands of short stretches.
            let mut bytes = std::mem::take(&mut self.bytes);
            let wide = (!self.state.is_narrow).then_some(self.state.wide_font);
            let text = self.encodings.decode(&bytes, [self.state.font].into_iter().chain(wide));
            self.push_text(&text);
            bytes.clear();
            self.bytes = bytes;
        }
    }

    /// Adds a UTF-16 unit.
    fn push_unit(&mut self, unit: u16) {
        self.to_skip = self.state.fallback_bytes;
        if !self.is_text_read() {
            return;
        }
        let high = self.high_surrogate.take();
        self.flush();
        match (high, unit) {
            // The first half of a surrogate pair waits for the second.
            (None, 0xD800..0xDC00) => self.high_surrogate = Some(unit),
            (high, unit) => {
                let units = high.into_iter().chain([unit]);
                let text: String =
                    char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
                self.push_text(&text);
            }
        }
    }

    fn push_text(&mut self, text: &str) {
        if !self.is_text_read() {
            return;
        }
        match self.state.destination {
            Destination::Text => match self.encodings.symbol_font(self.state.font) {
                Some(font) => self.container().line.push_str(&with_symbols_shown(font, text)),
                None => self.container().line.push_str(text),
            },
            Destination::Skipped => {}
            Destination::Fonts => self.push_font_name(text),
            Destination::Instruction => self.fields.push_instruction(text.encode_utf16()),
            _ => self.aside.push_str(text),
        }
    }

    /// Adds to the name of a font, which ends with a semicolon.
    fn push_font_name(&mut self, text: &str) {
        // Several names may follow each other in one group.
        for part in text.split_inclusive(';') {
            self.aside.push_str(part);
            if part.ends_with(';') {
                let name = std::mem::take(&mut self.aside);
                self.encodings.set_name(self.state.font, name.trim_end_matches(';').trim());
            }
        }
    }

    fn apply_symbol(&mut self, symbol: u8) {
        match symbol {
            b'~' => self.push_text("\u{A0}"),
            b'_' => self.push_text("-"),
            b'\\' | b'{' | b'}' => self.push_text(char::from(symbol).encode_utf8(&mut [0; 4])),
            // A backslash before a line end means a paragraph.
            b'\r' | b'\n' if self.state.destination == Destination::Text => self.end_paragraph(),
            _ => {}
        }
    }

    fn apply(&mut self, word: &str, number: Option<i32>) {
        let value = number.unwrap_or(1);
        match (self.state.destination, word) {
            (Destination::Skipped, _) => return,
            (Destination::Fonts, "fcharset") => self.encodings.set_font(self.state.font, value),
            (
                Destination::Lists
                | Destination::List
                | Destination::Level
                | Destination::Overrides
                | Destination::OverrideLevel,
                _,
            ) => self.lists.apply(word, number),
            _ => {}
        }
        match word {
            "ansicpg" => self.encodings.set_code_page(value),
            "uc" => self.state.fallback_bytes = number.unwrap_or(1).clamp(0, 16),
            // `\af` sets the associated font, which holds for the Chinese text after `\dbch`.
            "f" | "af" => {
                if word == "f" {
                    self.state.font = value;
                }
                if self.encodings.is_multi_byte(value) {
                    self.state.wide_font = value;
                }
            }
            "loch" | "hich" => self.state.is_narrow = true,
            "dbch" => self.state.is_narrow = false,
            "v" => self.state.is_hidden = value != 0,
            "deleted" => self.state.is_deleted = value != 0,
            "plain" => (self.state.is_hidden, self.state.is_deleted) = (false, false),
            _ => {}
        }
        match self.state.destination {
            Destination::Text => self.apply_to_text(word, number),
            Destination::Styles => {
                set(&mut self.style.properties, word, number);
            }
            _ => {}
        }
    }

    fn apply_to_text(&mut self, word: &str, number: Option<i32>) {
        if let Some((_, text)) = CHARACTERS.iter().find(|(known, _)| *known == word) {
            return self.push_text(text);
        }
        match word {
            "par" | "sect" | "page" => self.end_paragraph(),
            "cell" => self.end_cell(1),
            "nestcell" => self.end_cell(self.properties.table_depth.max(2)),
            "row" => self.end_row(1),
            "nestrow" => {
                let depth = self.container().tables.depth();
                self.end_row(depth);
            }
            "pard" => self.properties = Properties::default(),
            // A style sets properties, but a table around the paragraph stays.
            "s" => {
                let style = number.unwrap_or(0);
                let inherited = self.styles.get(&style).map(|known| known.properties).unwrap_or_default();
                let table_depth = self.properties.table_depth;
                self.properties = Properties { style, table_depth, ..inherited };
            }
            _ => set(&mut self.properties, word, number),
        }
    }

    // Paragraphs and tables -------------------------------------------------------------------------------------------

    fn end_paragraph(&mut self) {
        let properties = self.properties;
        self.container().tables.set_depth(properties.table_depth);
        self.finish_paragraph();
    }

    /// Ends a paragraph that has no mark, if there is one.
    fn end_text(&mut self) {
        if !self.container().line.is_empty() || self.container().after != ManuscriptLines::default() {
            self.end_paragraph();
        }
    }

    fn end_cell(&mut self, depth: usize) {
        self.container().tables.set_depth(depth);
        self.finish_paragraph();
        self.container().tables.end_cell();
    }

    fn end_row(&mut self, depth: usize) {
        let tables = &mut self.container().tables;
        if tables.depth() >= depth {
            tables.set_depth(depth);
            tables.end_row();
        }
    }

    fn finish_paragraph(&mut self) {
        let properties = self.properties;
        let text = std::mem::take(&mut self.container().line);
        let written = std::mem::take(&mut self.container().marker);
        let list = u32::try_from(properties.list).ok().filter(|list| *list > 0);
        // Counted even if it is not shown, because later numbers depend on it.
        let counted = list.and_then(|list| self.lists.numbering().count(list, properties.list_level));
        let style = self.styles.get(&properties.style);
        let name = style.map_or("", |style| style.name.as_str());
        let is_contents = name.strip_prefix("toc ").is_some_and(|level| level.parse::<u8>().is_ok());
        let named = name.strip_prefix("heading ").and_then(|level| level.parse::<u8>().ok());
        // A style named "heading 2" is level 1, counted from 0.
        let level = named.map(|level| level.saturating_sub(1)).or(properties.outline_level).filter(|level| *level < 9);
        let hint = level.map(|level| Hint::Heading(level + 1)).or((name == "title").then_some(TITLE));
        let mut after = std::mem::take(&mut self.container().after);
        let mut lines = ManuscriptLines::default();
        if !is_contents {
            // A number that the writing program stored is preferred to our own count.
            let line = with_stored_number(written.trim(), counted, text);
            lines.push_paragraph(&line, hint);
        }
        lines.append(&mut after);
        self.container().tables.append(&mut lines);
    }
}

/// Applies a word about paragraphs.
fn set(properties: &mut Properties, word: &str, number: Option<i32>) {
    match word {
        "s" => properties.style = number.unwrap_or(0),
        "ls" => properties.list = number.unwrap_or(0),
        "ilvl" => properties.list_level = usize::try_from(number.unwrap_or(0)).unwrap_or(0),
        "outlinelevel" => properties.outline_level = number.and_then(|level| u8::try_from(level).ok()),
        "intbl" => properties.table_depth = properties.table_depth.max(1),
        "itap" => properties.table_depth = usize::try_from(number.unwrap_or(0)).unwrap_or(0),
        _ => {}
    }
}
