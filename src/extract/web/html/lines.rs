//! A tree of HTML → the lines that a reader would see, each with the node of the tree where it begins.

use std::sync::LazyLock;

use super::lists::{OpenList, marker};
use super::names::{ElementName, Role};
use super::tree::Tree;
use crate::notice::Hint;

/// One line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::extract) struct PageLine {
    /// Its first byte in [`PageLines::text`].
    pub start: u32,
    /// One past its last byte.
    pub end: u32,
    /// The node of its first character.
    pub node: u32,
    /// Number of characters that are not white space.
    pub ink_chars: u32,
    /// How many of these are in links.
    pub link_chars: u32,
    /// Set for a heading or a table row.
    pub hint: Option<Hint>,
}

/// The lines of a document.
#[derive(Debug, Default)]
pub(in crate::extract) struct PageLines {
    /// Their text.
    pub text: String,
    /// The lines in order; a line without ink is an empty line of the page.
    pub lines: Vec<PageLine>,
}

impl PageLines {
    /// The text of a line.
    pub(in crate::extract) fn text_of(&self, line: &PageLine) -> &str {
        &self.text[line.start as usize..line.end as usize]
    }
}

/// A cell with more characters than this is part of the page's layout, not of a data table.
const LONGEST_CELL_CHARS: usize = 600;

/// Likewise a cell with more paragraphs than this.
const CELL_BLOCKS: usize = 12;

/// Likewise a cell with at least this many paragraphs and more than this share of the table's text.
const PAGE_BLOCKS: usize = 3;
const PAGE_PERCENT: usize = 70;

/// The lines of everything that is shown. `keeps_line_ends`: line ends of the source end lines.
pub(in crate::extract) fn lines_of(tree: &Tree, keeps_line_ends: bool) -> PageLines {
    let mut writer = LineWriter { tree, keeps_line_ends, ..LineWriter::new(tree) };
    let mut open: Vec<u32> = Vec::new();
    let mut at = 0;
    while (at as usize) < tree.nodes.len() {
        // Nodes are in document order, so an element ends when the next node is beyond its last one.
        while open.last().is_some_and(|node| tree.nodes[*node as usize].end <= at) {
            writer.leave(open.pop().expect("there is a last one"));
        }
        let node = tree.nodes[at as usize];
        match node.element {
            None => writer.push_text(at),
            // Skips a hidden subtree in one step.
            Some(name) if node.is_hidden || name.role() == Role::Hidden || is_backlink(tree, name, at) => {
                at = node.end;
                continue;
            }
            Some(_) => {
                writer.enter(at);
                open.push(at);
            }
        }
        at += 1;
    }
    while let Some(node) = open.pop() {
        writer.leave(node);
    }
    writer.finish()
}

/// The state of writing the lines.
struct LineWriter<'a> {
    tree: &'a Tree,
    done: PageLines,
    /// Whether line ends of the source end lines everywhere.
    keeps_line_ends: bool,
    /// Numbers of open elements that preserve line ends, and of open links.
    preserving: usize,
    links: usize,
    /// For each open table, whether it is a data table; others arrange the page.
    tables: Vec<bool>,
    /// The open table row.
    row: Option<u32>,
    lists: Vec<OpenList>,
    /// The number of the list item that has begun.
    marker: Option<String>,
    heading: Option<u8>,
    line: PageLine,
    /// Pending white space, which is written only if more text follows on the line.
    gap: Gap,
}

/// White space between two characters of a line; the larger one wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    None,
    /// A line end of the source, which becomes a space only between Latin words.
    LineEnd,
    Space,
    /// Between two cells.
    Tab,
}

impl<'a> LineWriter<'a> {
    fn new(tree: &'a Tree) -> Self {
        Self {
            tree,
            done: PageLines::default(),
            keeps_line_ends: false,
            preserving: 0,
            links: 0,
            tables: Vec::new(),
            row: None,
            lists: Vec::new(),
            marker: None,
            heading: None,
            line: PageLine { start: 0, end: 0, node: 0, ink_chars: 0, link_chars: 0, hint: None },
            gap: Gap::None,
        }
    }

    fn enter(&mut self, at: u32) {
        let node = self.tree.nodes[at as usize];
        self.preserving += usize::from(node.keeps_line_ends);
        match effect_of(node.element.expect("text is not entered")) {
            // In a row a line break is only a space, because a row is one line.
            Effect::Break if self.row.is_none() => self.end_line(at),
            Effect::Break => self.gap = self.gap.max(Gap::Space),
            Effect::Cell if self.row.is_some() => self.gap = if self.line.ink_chars > 0 { Gap::Tab } else { Gap::None },
            Effect::Link => {
                self.links += 1;
                if is_note_mark(self.tree, at) {
                    self.push_word(at, "[");
                }
            }
            Effect::Table => {
                self.end_block();
                self.tables.push(self.row.is_none() && is_data_table(self.tree, at));
            }
            Effect::Row => {
                self.end_block();
                if self.tables.last() == Some(&true) {
                    self.row = Some(at);
                }
            }
            Effect::List => {
                self.end_block();
                self.lists.push(OpenList::of(self.tree, at));
            }
            Effect::Item => {
                self.end_block();
                self.marker = self.lists.last_mut().and_then(|list| marker(self.tree, at, list));
            }
            Effect::Heading(level) => {
                self.end_block();
                self.heading = Some(level);
            }
            Effect::Cell | Effect::Block => self.end_block(),
            Effect::None => {}
        }
    }

    fn leave(&mut self, at: u32) {
        let node = self.tree.nodes[at as usize];
        self.preserving -= usize::from(node.keeps_line_ends);
        let effect = effect_of(node.element.expect("text is not left"));
        // The hint belongs to the line that the row ends with.
        if effect == Effect::Row && self.row == Some(at) {
            self.row = None;
            self.line.hint = Some(Hint::TableRow);
        }
        match effect {
            Effect::Link => {
                if is_note_mark(self.tree, at) {
                    self.push_word(at, "]");
                }
                self.links -= 1;
            }
            Effect::None | Effect::Break => {}
            _ => self.end_block(),
        }
        match effect {
            Effect::Table => drop(self.tables.pop()),
            Effect::List => drop(self.lists.pop()),
            Effect::Item => self.marker = None,
            Effect::Heading(_) => self.heading = None,
            _ => {}
        }
    }

    /// Ends the line, unless it is empty. Blocks inside a table row are separated by a space.
    fn end_block(&mut self) {
        if self.row.is_some() {
            self.gap = if self.line.ink_chars > 0 { self.gap.max(Gap::Space) } else { Gap::None };
        } else if self.line.ink_chars > 0 {
            self.end_line(self.line.node);
        } else {
            // A line of white space only is dropped, but an explicit break makes an empty line.
            self.done.text.truncate(self.line.start as usize);
            self.gap = Gap::None;
        }
    }

    fn end_line(&mut self, node: u32) {
        let text = &mut self.done.text;
        text.truncate(text[self.line.start as usize..].trim_end().len() + self.line.start as usize);
        let hint = self.line.hint.or(self.heading.map(Hint::Heading)).filter(|_| self.line.ink_chars > 0);
        // An empty line belongs to the node that ended it.
        let node = if self.line.ink_chars > 0 { self.line.node } else { node };
        let end = text.len() as u32;
        self.done.lines.push(PageLine { end, node, hint, ..self.line });
        self.line = PageLine { start: end, end, node, ink_chars: 0, link_chars: 0, hint: None };
        self.gap = Gap::None;
    }

    fn push_text(&mut self, at: u32) {
        let tree = self.tree;
        let keeps_line_ends = (self.keeps_line_ends || self.preserving > 0) && self.row.is_none();
        let mut rest = tree.text(at);
        while let Some(first) = rest.chars().next() {
            if keeps_line_ends && first == '\n' {
                self.end_line(at);
                rest = &rest[1..];
                continue;
            }
            let is_blank = |c: char| matches!(c, ' ' | '\t' | '\r' | '\x0C') || (c == '\n' && !keeps_line_ends);
            let blank = rest.len() - rest.trim_start_matches(is_blank).len();
            if blank > 0 {
                let gap = if rest[..blank].contains('\n') { Gap::LineEnd } else { Gap::Space };
                self.gap = self.gap.max(gap);
            } else {
                let word = &rest[..rest.find(|c| is_blank(c) || c == '\n').unwrap_or(rest.len())];
                self.push_word(at, word);
                rest = &rest[word.len()..];
                continue;
            }
            rest = &rest[blank..];
        }
    }

    /// Adds a word. It may contain ideographic spaces, but no other white space.
    fn push_word(&mut self, at: u32, word: &str) {
        let mut word = word;
        if self.line.ink_chars == 0 {
            // White space of the source before the first ink means nothing, but ideographic spaces are the
            // indentation.
            self.gap = Gap::None;
            let ink = word.trim_start();
            self.done.text.push_str(&word[..word.len() - ink.len()]);
            if ink.is_empty() {
                return;
            }
            word = ink;
            self.begin_line(at);
            self.put_marker();
        }
        self.put_gap(word);
        self.done.text.push_str(word);
        let ink_chars = word.chars().filter(|c| !c.is_whitespace()).count() as u32;
        self.line.ink_chars += ink_chars;
        self.line.link_chars += if self.links > 0 { ink_chars } else { 0 };
    }

    fn begin_line(&mut self, at: u32) {
        self.line.node = at;
        let start = self.line.start as usize;
        let indent = indentation(&self.done.text[start..]);
        self.done.text.truncate(start);
        self.done.text.push_str(&indent);
    }

    fn put_marker(&mut self) {
        if let Some(marker) = self.marker.take() {
            self.line.ink_chars += marker.chars().filter(|c| !c.is_whitespace()).count() as u32;
            self.done.text.push_str(&marker);
        }
    }

    fn put_gap(&mut self, next: &str) {
        let is_latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        let line = &self.done.text[self.line.start as usize..];
        match self.gap {
            Gap::Tab => self.done.text.push('\t'),
            Gap::Space if !line.is_empty() => self.done.text.push(' '),
            Gap::LineEnd if is_latin(line.chars().next_back()) && is_latin(next.chars().next()) => {
                self.done.text.push(' ');
            }
            _ => {}
        }
        self.gap = Gap::None;
    }

    fn finish(mut self) -> PageLines {
        self.row = None;
        self.end_block();
        self.done
    }
}

/// Indentation converted to ideographic spaces (U+3000) of equal width, since some pages indent with `&ensp;` or
/// `&nbsp;`. It shows, for example, that a line below 附件 (attachments) continues the list.
fn indentation(blank: &str) -> String {
    // Widths in columns of half a Chinese character.
    let width_cols = |c: char| match c {
        '\u{3000}' | '\u{2003}' => 2,
        '\u{200B}' | '\u{FEFF}' => 0,
        _ => 1,
    };
    let cols: usize = blank.chars().map(width_cols).sum();
    "\u{3000}".repeat(cols / 2)
}

/// Whether the `class` or `role` of an element contains one of these words.
fn has_class_or_role(tree: &Tree, at: u32, words: &[&str]) -> bool {
    let values = ["class", "role"].into_iter().filter_map(|name| tree.attribute(at, name));
    values.flat_map(str::split_ascii_whitespace).any(|word| words.contains(&word))
}

/// Whether an element is a note reference, which the page shows raised: `1` becomes `[1]`.
fn is_note_mark(tree: &Tree, at: u32) -> bool {
    const CALLED: [&str; 6] =
        ["footnote-ref", "doc-noteref", "sdfootnoteanc", "sdfootnotesym", "sdendnoteanc", "sdendnotesym"];
    has_class_or_role(tree, at, &CALLED) && !tree.text_below(at).trim_start().starts_with(['[', '［', '〔'])
}

/// Whether an element is the link from a note back to its reference: `↩`.
fn is_backlink(tree: &Tree, name: ElementName, at: u32) -> bool {
    effect_of(name) == Effect::Link && has_class_or_role(tree, at, &["footnote-back", "doc-backlink"])
}

/// Effect of an element on the lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Effect {
    None,
    Block,
    Break,
    Link,
    Table,
    Row,
    Cell,
    List,
    Item,
    Heading(u8),
}

/// The effects by element, since they are needed at every tag.
static EFFECTS: LazyLock<Vec<Effect>> = LazyLock::new(|| {
    let effects = ElementName::all().map(|name| match name.as_str() {
        "br" => Effect::Break,
        "a" => Effect::Link,
        "table" => Effect::Table,
        "tr" => Effect::Row,
        "td" | "th" => Effect::Cell,
        "ol" | "ul" | "menu" | "dir" => Effect::List,
        "li" => Effect::Item,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Effect::Heading(name.as_str().as_bytes()[1] - b'0'),
        "hr" => Effect::Block,
        _ if name.role() == Role::Block => Effect::Block,
        _ => Effect::None,
    });
    effects.collect()
});

fn effect_of(name: ElementName) -> Effect {
    EFFECTS[name.index()]
}

/// Whether a table is a data table: it has columns, no table inside, and cells of ordinary size. Old pages use tables
/// for layout; there a single cell holds several paragraphs and most of the text.
fn is_data_table(tree: &Tree, table: u32) -> bool {
    let end = tree.nodes[table as usize].end;
    let mut columns = 0;
    let mut has_columns = false;
    let mut cell = CellSize::default();
    let mut largest_page = 0;
    let mut total_chars = 0;
    // The extra step at `end` closes the last cell.
    for at in table + 1..=end {
        let effect = tree.nodes.get(at as usize).filter(|_| at < end).and_then(|node| node.element).map(effect_of);
        let begins_cell = effect == Some(Effect::Cell);
        if begins_cell || at == end {
            total_chars += cell.chars;
            if cell.blocks >= PAGE_BLOCKS {
                largest_page = largest_page.max(cell.chars);
            }
            cell = CellSize::default();
        }
        match effect {
            // A table with a table inside is layout, whatever else it holds.
            Some(Effect::Table) => return false,
            Some(Effect::Row) => columns = 0,
            Some(Effect::Cell) => {
                columns += 1;
                has_columns |= columns > 1;
            }
            Some(effect) => cell.blocks += usize::from(!matches!(effect, Effect::None | Effect::Link)),
            None if at < end => cell.chars += tree.text(at).chars().filter(|c| !c.is_whitespace()).count(),
            None => {}
        }
        if cell.chars > LONGEST_CELL_CHARS || cell.blocks > CELL_BLOCKS {
            return false;
        }
    }
    has_columns && largest_page * 100 <= total_chars * PAGE_PERCENT
}

/// Size of a cell's content.
#[derive(Default)]
struct CellSize {
    chars: usize,
    blocks: usize,
}
