//! HTML → a tree of elements and text, never deeper than [`MAX_DEPTH`].
//!
//! This is not the full tree construction of the HTML standard. Of its rules for broken markup, the ones that move
//! text from one line to another are implemented: `<p>`, `<li>`, rows and cells end where the next one begins, and an
//! end tag closes nothing outside of the cell it is in.
//!
//! The open elements form a stack. For each element name the builder also keeps the stack positions at which it is
//! open (`positions`), and for blocks and scopes likewise. So "is a `<li>` open, and is there a list inside of it?"
//! costs two look-ups instead of a walk through the stack, and the cost per tag does not grow with depth. Beyond the
//! depth limit elements are still added to the tree, as siblings, but not opened; their end tags are only counted
//! (`too_deep`).

use std::borrow::Cow;
use std::sync::LazyLock;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Emitter, ForwardingEmitter, Span, Tokenizer};
use memchr::memmem;

use super::fonts::{Font, names_symbol_font};
use super::names::{ElementName, Role};
use super::tree::{LimitReached, MAX_EVENTS, MAX_NODES, Node, Tree};
use crate::extract::numbering::symbols::with_symbols_shown;
use crate::extract::web::entities::decode_entities;

/// Deepest nesting of elements, the same as in browsers; deeper ones become siblings. Without a limit, a page of
/// nested tags would cost quadratic time.
const MAX_DEPTH: usize = 512;

/// Attributes that are kept; others do not affect the text.
const ATTRIBUTES: [&str; 14] = [
    "class", "content", "href", "id", "itemprop", "name", "property", "rel", "role", "start", "style", "title", "type",
    "value",
];

/// Longest attribute value; longer ones are cut, since nothing that is searched for is that long.
const MAX_ATTRIBUTE_BYTES: usize = 1000;

impl Tree {
    /// Parses a document or a fragment.
    pub(in crate::extract) fn parse(html: &str) -> Self {
        let mut builder = Builder::new(html);
        let mut events = 0;
        let handle = |event: CallbackEvent<'_>, span: Span<usize>| {
            builder.handle(&event, span);
            events += 1;
            // The first limit reached ends the parse; the tree so far is kept.
            let has_all_elements = builder.tree.nodes.len() >= MAX_NODES;
            has_all_elements
                .then_some(LimitReached::Elements)
                .or_else(|| (events >= MAX_EVENTS).then_some(LimitReached::Signs))
        };
        let mut emitter = CallbackEmitter::new(handle);
        emitter.naively_switch_states(true);
        let limit_reached =
            Tokenizer::new_with_emitter(html, UncheckedEmitter { emitter, pieces: 0 }).find_map(Result::ok);
        Self { limit_reached, ..builder.finish() }
    }
}

/// Emitter that skips the check of each character against the standard, which takes a tenth of the time.
struct UncheckedEmitter<E> {
    emitter: E,
    /// Number of text pieces so far; a stray `<` or `&` is a piece of its own.
    pieces: usize,
}

impl<E: Emitter<Token = LimitReached>> ForwardingEmitter for UncheckedEmitter<E> {
    type Token = LimitReached;

    fn inner(&mut self) -> &mut impl Emitter<Token = LimitReached> {
        &mut self.emitter
    }

    fn should_emit_errors(&mut self) -> bool {
        false
    }

    fn emit_string(&mut self, text: &[u8]) {
        self.pieces += 1;
        self.emitter.emit_string(text);
    }

    fn pop_token(&mut self) -> Option<LimitReached> {
        if self.pieces >= MAX_EVENTS { Some(LimitReached::Signs) } else { self.emitter.pop_token() }
    }
}

/// A tag while it is being read.
#[derive(Default)]
struct OpenTag {
    start_byte: usize,
    name: Option<ElementName>,
    /// Whether it is not a tag but text in angle brackets, e.g. an address.
    is_text: bool,
    /// The attribute whose value comes next.
    attribute: Option<&'static str>,
    /// Whether the value of `face` comes next.
    is_face: bool,
    font: Font,
    is_hidden: bool,
    /// Lengths of the tree's attribute and text buffers before this tag, so that the tag can be rolled back.
    before: (usize, usize),
}

struct Builder<'a> {
    html: &'a str,
    is_xml: bool,
    /// Whether the document names a symbol font; if not, fonts are ignored.
    has_symbol_fonts: bool,
    /// The fonts in effect, each with its position in `open`.
    fonts: Vec<(usize, Font)>,
    tree: Tree,
    tag: OpenTag,
    /// Buffer for an element's `style` without white space, in lower case.
    style: Vec<u8>,
    /// The open elements, outermost first.
    open: Vec<(u32, ElementName)>,
    /// For each element, its positions in `open`; likewise the positions of blocks and of scopes, which stop the
    /// search for an element to close.
    positions: Vec<Vec<u16>>,
    blocks: Vec<u16>,
    scopes: Vec<u16>,
    /// Number of open elements beyond [`MAX_DEPTH`].
    too_deep: usize,
}

/// Scopes: an end tag inside one of these closes nothing outside of it.
const SCOPES: [&str; 6] = ["table", "td", "th", "caption", "template", "object"];

/// Implied ends: a start tag of the first list closes an open element of the second, unless one of the third is open
/// inside of it.
const ENDS: [(&[&str], &[&str], &[&str]); 6] = [
    (&["li"], &["li"], &["ul", "ol", "menu", "dir"]),
    (&["dt", "dd"], &["dt", "dd"], &["dl"]),
    (&["td", "th"], &["td", "th", "caption"], &["table"]),
    (&["tr"], &["tr", "caption", "colgroup"], &["table"]),
    (&["tbody", "thead", "tfoot"], &["tbody", "thead", "tfoot", "caption", "colgroup"], &["table"]),
    (&["option", "optgroup"], &["option"], &["select"]),
];

/// Parts of tables; their end tags apply across cells.
const TABLE_PARTS: [&str; 7] = ["table", "tbody", "thead", "tfoot", "tr", "td", "th"];

/// Elements of the head. Any other one begins the body, even without a tag for it.
const HEAD_PARTS: [&str; 10] =
    ["title", "meta", "link", "base", "script", "style", "noscript", "template", "object", "bgsound"];

/// Effect of a start tag on the elements that are open.
struct OpeningRule {
    is_head_part: bool,
    is_scope: bool,
    is_table_part: bool,
    ends: Vec<ImpliedEnd>,
}

/// An element that is closed, unless a barrier is open inside of it.
struct ImpliedEnd {
    ended: ElementName,
    barriers: Vec<ElementName>,
    is_table_part: bool,
}

/// The tables above by element, since they are needed at every tag.
static RULES: LazyLock<Vec<OpeningRule>> = LazyLock::new(|| {
    let mut rules: Vec<OpeningRule> = ElementName::all().map(rule_of).collect();
    for (starts, ended, barriers) in ENDS {
        for start in starts {
            let ends = ended.iter().map(|ended| ImpliedEnd {
                ended: named(ended),
                barriers: barriers.iter().map(|barrier| named(barrier)).collect(),
                is_table_part: TABLE_PARTS.contains(ended) || matches!(*ended, "caption" | "colgroup"),
            });
            rules[named(start).index()].ends.extend(ends);
        }
    }
    rules
});

/// The rule of an element without the entries of [`ENDS`].
fn rule_of(name: ElementName) -> OpeningRule {
    let word = name.as_str();
    let is_table_part = TABLE_PARTS.contains(&word);
    let ends_paragraph = name.role() == Role::Block && (!is_table_part || word == "table") || word == "hr";
    let paragraph =
        ends_paragraph.then(|| ImpliedEnd { ended: named("p"), barriers: Vec::new(), is_table_part: false });
    OpeningRule {
        is_head_part: HEAD_PARTS.contains(&word),
        is_scope: SCOPES.contains(&word),
        is_table_part,
        ends: paragraph.into_iter().collect(),
    }
}

/// Bytes as text.
fn text_in(bytes: &[u8]) -> Cow<'_, str> {
    simdutf8::basic::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed)
}

/// The element with that name, for the tables above.
fn named(word: &str) -> ElementName {
    ElementName::of(word.as_bytes()).expect("an element")
}

/// Elements with special treatment.
struct SpecialElements {
    html: ElementName,
    head: ElementName,
    body: ElementName,
    table: ElementName,
    br: ElementName,
}

static SPECIAL: LazyLock<SpecialElements> = LazyLock::new(|| SpecialElements {
    html: named("html"),
    head: named("head"),
    body: named("body"),
    table: named("table"),
    br: named("br"),
});

impl<'a> Builder<'a> {
    fn new(html: &'a str) -> Self {
        Self {
            html,
            // XHTML declares itself; in it `<div/>` is closed.
            // A page without the declaration may still write `<div/>`, but browsers ignore the slash.
            is_xml: html.trim_start().starts_with("<?xml"),
            // Most pages have no symbol font, and this saves reading every `style` for one.
            has_symbol_fonts: names_symbol_font(html.as_bytes()),
            fonts: Vec::new(),
            tree: Tree::default(),
            tag: OpenTag::default(),
            style: Vec::new(),
            open: Vec::new(),
            positions: vec![Vec::new(); ElementName::COUNT],
            blocks: Vec::new(),
            scopes: Vec::new(),
            too_deep: 0,
        }
    }

    fn handle(&mut self, event: &CallbackEvent<'_>, span: Span<usize>) {
        match event {
            CallbackEvent::OpenStartTag { name } => self.begin_tag(name, span.start),
            CallbackEvent::AttributeName { name } => self.begin_attribute(name),
            CallbackEvent::AttributeValue { value } => self.add_attribute(value),
            CallbackEvent::CloseStartTag { self_closing } => self.finish_tag(*self_closing, span.end),
            CallbackEvent::EndTag { name } => self.end_tag(name, span),
            CallbackEvent::String { value } => self.push_text(&decode_entities(&text_in(value))),
            CallbackEvent::Comment { value } => self.read_comment(&text_in(value)),
            CallbackEvent::Doctype { .. } | CallbackEvent::Error(_) => {}
        }
    }

    fn begin_tag(&mut self, name: &[u8], start_byte: usize) {
        let known = ElementName::of(name);
        self.tag = OpenTag {
            start_byte,
            name: known,
            // Unknown names are text, see `names`; unknown names with a prefix are markup of other programs.
            is_text: known.is_none() && !is_foreign(name),
            before: self.lengths(),
            ..OpenTag::default()
        };
    }

    /// Lengths of the tree's attributes and text.
    fn lengths(&self) -> (usize, usize) {
        (self.tree.attributes.len(), self.tree.text.len())
    }

    fn begin_attribute(&mut self, name: &[u8]) {
        self.tag.attribute = ATTRIBUTES.iter().find(|known| known.as_bytes() == name).copied();
        self.tag.is_hidden |= name == b"hidden";
        self.tag.is_face = self.has_symbol_fonts && name == b"face";
    }

    fn add_attribute(&mut self, value: &[u8]) {
        if std::mem::take(&mut self.tag.is_face) {
            self.tag.font = Font::first_of(value);
        }
        let Some(name) = self.tag.attribute.take() else { return };
        let start = self.tree.text.len() as u32;
        self.tree.text.push_str(&text_in(&value[..value.len().min(MAX_ATTRIBUTE_BYTES)]));
        self.tree.attributes.push((name, start..self.tree.text.len() as u32));
    }

    /// Removes the attributes of a tag that is not an element.
    fn drop_attributes(&mut self, tag: &OpenTag) {
        let (attributes, text) = tag.before;
        self.tree.attributes.truncate(attributes);
        self.tree.text.truncate(text);
    }

    fn finish_tag(&mut self, is_self_closing: bool, end_byte: usize) {
        let mut tag = std::mem::take(&mut self.tag);
        if tag.is_text {
            self.drop_attributes(&tag);
            // The tokenizer reports positions in the original text, so the tag can be copied as it was written.
            let html = self.html;
            self.push_text(html.get(tag.start_byte..end_byte).unwrap_or_default());
            return;
        }
        let Some(name) = tag.name else { return self.drop_attributes(&tag) };
        self.close_implied(name);
        let is_repeated = [SPECIAL.html, SPECIAL.body, SPECIAL.head].contains(&name) && self.is_open(name);
        // A repeated `<body>` in the middle of a page would close everything open.
        if is_repeated {
            return self.drop_attributes(&tag);
        }
        let node = self.push_element(name, &mut tag);
        // A slash closes only elements without content, and in SVG and MathML, which are hidden.
        let is_empty = name.role() == Role::Void || (is_self_closing && (self.is_xml || name.role() == Role::Hidden));
        if is_empty {
            return;
        }
        // Not opened, so that its children become its siblings.
        if self.open.len() == MAX_DEPTH {
            self.too_deep += 1;
            return;
        }
        if tag.font != Font::Inherited {
            self.fonts.push((self.open.len(), tag.font));
        }
        self.open_element(node, name);
    }

    fn push_element(&mut self, name: ElementName, tag: &mut OpenTag) -> u32 {
        let node = self.tree.nodes.len() as u32;
        let attributes = tag.before.0..self.tree.attributes.len();
        self.tree.nodes.push(Node {
            end: node + 1,
            element: Some(name),
            is_hidden: tag.is_hidden,
            keeps_line_ends: matches!(name.as_str(), "pre" | "listing" | "plaintext" | "xmp"),
            own: (attributes.start as u32, attributes.end as u32),
        });
        if !attributes.is_empty() {
            self.apply_style(node, tag);
        }
        node
    }

    fn apply_style(&mut self, node: u32, tag: &mut OpenTag) {
        let Some(style) = self.tree.attribute(node, "style") else { return };
        self.style.clear();
        let shown = style.bytes().filter(|byte| !byte.is_ascii_whitespace());
        self.style.extend(shown.map(|byte| byte.to_ascii_lowercase()));
        let says = |what: &[u8]| memmem::find(&self.style, what).is_some();
        let element = &mut self.tree.nodes[node as usize];
        element.is_hidden |= says(b"display:none") || says(b"visibility:hidden");
        element.keeps_line_ends |= says(b"white-space:pre");
        if self.has_symbol_fonts && tag.font == Font::Inherited {
            tag.font = Font::of_style(&self.style);
        }
    }

    /// Closes the elements that a start tag with that name ends.
    fn close_implied(&mut self, name: ElementName) {
        let rule = &RULES[name.index()];
        if !rule.is_head_part {
            self.close_head();
        }
        for end in &rule.ends {
            self.close_within(end);
        }
    }

    fn close_head(&mut self) {
        if let Some(position) = self.last_position(SPECIAL.head) {
            self.close_to(usize::from(position));
        }
    }

    /// Closes the innermost element that `end` names, unless a barrier is open inside of it. Scopes are barriers,
    /// too, except for parts of tables.
    fn close_within(&mut self, end: &ImpliedEnd) {
        let Some(position) = self.last_position(end.ended) else { return };
        let own: Option<u16> = end.barriers.iter().filter_map(|barrier| self.last_position(*barrier)).max();
        let scope = if end.is_table_part { None } else { self.scopes.last().copied() };
        // The barrier counts only if it was opened after the element to be closed.
        if own.max(scope).is_none_or(|barrier| barrier < position) {
            self.close_to(usize::from(position));
        }
    }

    fn last_position(&self, name: ElementName) -> Option<u16> {
        self.positions[name.index()].last().copied()
    }

    fn is_open(&self, name: ElementName) -> bool {
        !self.positions[name.index()].is_empty()
    }

    fn open_element(&mut self, node: u32, name: ElementName) {
        let position = self.open.len() as u16;
        self.open.push((node, name));
        self.positions[name.index()].push(position);
        if name.role() == Role::Block {
            self.blocks.push(position);
        }
        if RULES[name.index()].is_scope {
            self.scopes.push(position);
        }
    }

    /// Closes the element at that position of `open`, and everything inside of it.
    fn close_to(&mut self, position: usize) {
        // Everything beyond the depth limit was inside of the closed element.
        self.too_deep = 0;
        let end = self.tree.nodes.len() as u32;
        while self.open.len() > position {
            let (node, name) = self.open.pop().expect("longer than `place`");
            self.tree.nodes[node as usize].end = end;
            self.positions[name.index()].pop();
            self.fonts.pop_if(|(position, _)| *position == self.open.len());
            let closed = self.open.len() as u16;
            for positions in [&mut self.blocks, &mut self.scopes] {
                if positions.last() == Some(&closed) {
                    positions.pop();
                }
            }
        }
    }

    fn end_tag(&mut self, written: &[u8], span: Span<usize>) {
        let Some(name) = ElementName::of(written) else {
            if !is_foreign(written) {
                let html = self.html;
                self.push_text(html.get(span.start..span.end).unwrap_or_default());
            }
            return;
        };
        // Content behind the end of the body is shown inside of it.
        if name == SPECIAL.body || name == SPECIAL.html {
            return;
        }
        // `</br>` is a line break in browsers.
        if name == SPECIAL.br {
            self.push_element(name, &mut OpenTag { before: self.lengths(), ..OpenTag::default() });
            return;
        }
        // The end tag of an element that was not opened.
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        let Some(position) = self.last_position(name) else { return };
        // An inline end tag must not close a block: `<b><p>…</b>` leaves the paragraph open.
        let barrier = match name.role() {
            Role::Inline => self.blocks.last().copied(),
            _ if name == SPECIAL.table => None,
            _ if RULES[name.index()].is_table_part => self.last_position(SPECIAL.table),
            _ => self.scopes.last().copied(),
        };
        if barrier.is_none_or(|barrier| barrier <= position) {
            self.close_to(usize::from(position));
        }
    }

    fn push_text(&mut self, text: &str) {
        let head = self.open.last().filter(|(_, name)| *name == SPECIAL.head);
        // Text cannot be in the head, so the body begins here.
        if head.is_some() && !text.trim().is_empty() {
            self.close_head();
        }
        let start = self.tree.text.len() as u32;
        match self.fonts.last() {
            Some((_, Font::Symbols(font))) => self.tree.text.push_str(&with_symbols_shown(font, text)),
            _ => self.tree.text.push_str(text),
        }
        let node = self.tree.nodes.len() as u32;
        self.tree.nodes.push(Node {
            end: node + 1,
            element: None,
            is_hidden: false,
            keeps_line_ends: false,
            own: (start, self.tree.text.len() as u32),
        });
    }

    /// Reads the page's address from `saved from url=(0042)https://…` (Internet Explorer, Chrome) or `url: https://…`
    /// (`SingleFile`).
    fn read_comment(&mut self, comment: &str) {
        let is_saved = comment.contains("saved from url=") || comment.contains("Page saved with SingleFile");
        if is_saved && self.tree.saved_from.is_none() {
            let url = comment.find("http").map(|at| comment[at..].split_whitespace().next().unwrap_or_default());
            self.tree.saved_from = url.map(str::to_owned);
        }
    }

    fn finish(mut self) -> Tree {
        self.close_to(0);
        self.tree
    }
}

/// Elements of Word (`o:p`) and of scripts (`my-player`), without meaning for the text.
fn is_foreign(name: &[u8]) -> bool {
    let has_letters_only = name.iter().all(|byte| byte.is_ascii_alphanumeric() || b":-_".contains(byte));
    memchr::memchr2(b':', b'-', name).is_some() && has_letters_only
}
