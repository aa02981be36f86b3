//! Writes the parser's events on the lines of the source where they occur.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Tag, TagEnd};

use super::links::{is_target, navigation_link};
use super::unparsed::{cells, heading, is_mask, remove_emphasis, tag_replacement, without_tags};
use crate::extract::web::entities::decode_entities;
use crate::notice::Hint;

/// Longest text that a line of `===` or `---` below makes a heading: two or three lines of 22 characters, as GB/T
/// 9704-2012 sets titles.
const MAX_TITLE_CHARS: usize = 60;

/// Longest run of marks that can hide the digits of a number.
const LONGEST_MASK: usize = 20;

/// A line of the text.
#[derive(Debug, Default)]
struct OutputLine {
    text: String,
    hint: Option<Hint>,
    /// Whether the parser has decided what the line is, so that its form does not matter.
    is_settled: bool,
}

/// The lines of a source while they are written.
pub(super) struct MarkdownWriter<'a> {
    source: &'a str,
    /// Start of each line in the source.
    starts: Vec<usize>,
    lines: Vec<OutputLine>,
    /// The current line, and the start of its text that may contain markup which the parser left.
    current: usize,
    unparsed_from: usize,
    /// For each open mark and link, whether it stays as it is written.
    open: Vec<bool>,
    /// Number of open images; their text is not shown.
    images: usize,
    /// For each open list, whether it is numbered.
    lists: Vec<bool>,
    is_fenced: bool,
    /// Number of cells of the row so far.
    cells: usize,
    /// End of the last text, in the source.
    text_end: usize,
}

impl<'a> MarkdownWriter<'a> {
    /// Starts with empty lines.
    pub(super) fn of(source: &'a str) -> Self {
        let starts: Vec<usize> =
            // The parser reports bytes; the starts turn them into line numbers.
            std::iter::once(0).chain(memchr::memchr_iter(b'\n', source.as_bytes()).map(|at| at + 1)).collect();
        let lines = starts.iter().map(|_| OutputLine::default()).collect();
        Self {
            source,
            starts,
            lines,
            current: 0,
            unparsed_from: 0,
            open: Vec::new(),
            images: 0,
            lists: Vec::new(),
            is_fenced: false,
            cells: 0,
            text_end: 0,
        }
    }

    /// Writes an event of the parser. `range`: its bytes in the source.
    pub(super) fn take(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.begin(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(text) => self.put_text(&text, range),
            Event::Code(code) => self.put_literal(range.start, &code),
            Event::InlineHtml(tag) => {
                let replacement = tag_replacement(&tag).unwrap_or(&tag);
                self.put_unparsed(range.start, replacement);
            }
            Event::Html(html) => {
                let lines: Vec<String> = html.split('\n').map(|line| shown(&without_tags(line))).collect();
                self.put_unparsed(range.start, &lines.join("\n"));
            }
            Event::FootnoteReference(label) => self.put_literal(range.start, &format!("[{label}]")),
            _ => {}
        }
    }

    /// Copies a part of the source.
    pub(super) fn keep(&mut self, range: Range<usize>) {
        let source = self.source;
        for (line, text) in (self.line_of(range.start)..).zip(source[range].split('\n')) {
            self.put_literal(self.starts[line], text);
        }
    }

    /// Returns the text, its hints, and the address of the page it was taken from.
    pub(super) fn finish(mut self) -> (String, Vec<(u32, Hint)>, Option<&'a str>) {
        self.finish_unparsed();
        let source_lines = self.source.split('\n');
        let mut text = String::with_capacity(self.source.len());
        let mut hints = Vec::new();
        let mut origin = None;
        for (number, (line, written)) in self.lines.iter_mut().zip(source_lines).enumerate() {
            // A navigation link leaves an empty line, so that line numbers do not change.
            if let Some(navigation_link) = navigation_link(written) {
                line.text.clear();
                origin = origin.or(navigation_link.is_original.then_some(navigation_link.url));
            }
            line.settle();
            if let Some(hint) = line.hint.filter(|_| !line.text.is_empty()) {
                hints.push((number as u32, hint));
            }
            text.push_str(&line.text);
            text.push('\n');
        }
        text.pop();
        (text, hints, origin)
    }

    // What the parser says ---------------------------------------------------------------------------------------------

    fn begin(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Heading { level, .. } => self.begin_heading(level as u8, &range),
            Tag::CodeBlock(kind) => self.is_fenced = matches!(kind, CodeBlockKind::Fenced(_)),
            Tag::List(start) => self.lists.push(start.is_some()),
            Tag::Item if self.lists.last() == Some(&true) => {
                let item = &self.source[range.clone()];
                // The number as written, since notices refer to it.
                if let Some((number, _)) = item.split_once(['.', ')']) {
                    self.keep(range.start..range.start + number.len() + 1);
                    self.put_literal(range.start, " ");
                }
            }
            Tag::FootnoteDefinition(label) => self.put_literal(range.start, &format!("[{label}] ")),
            Tag::TableHead | Tag::TableRow => {
                self.cells = 0;
                self.settle(range.start, Hint::TableRow);
            }
            Tag::TableCell => {
                if self.cells > 0 {
                    self.put_literal(range.start, "\t");
                }
                self.cells += 1;
            }
            Tag::Emphasis => self.begin_mark(range.start, 1),
            Tag::Strong => self.begin_mark(range.start, 2),
            Tag::Link { link_type, dest_url, .. } => {
                // Only inline links `[…](…)` can be document numbers.
                let stays = link_type == LinkType::Inline && !is_target(&dest_url);
                self.open.push(stays);
                if stays {
                    self.put_literal(range.start, "[");
                }
            }
            Tag::Image { .. } => self.images += 1,
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::List(_) => drop(self.lists.pop()),
            TagEnd::CodeBlock => self.is_fenced = false,
            TagEnd::Image => {
                self.images = self.images.saturating_sub(1);
                self.text_end = range.end;
            }
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link => {
                let stays = self.open.pop() == Some(true);
                let end = self.text_end.clamp(range.start, range.end);
                if stays {
                    self.keep(end..range.end);
                }
                self.text_end = range.end;
            }
            _ => {}
        }
    }

    /// A line of `===` or `---` makes a heading of a short line above it; below a long line it is a rule.
    fn begin_heading(&mut self, level: u8, range: &Range<usize>) {
        if self.source[range.start..].starts_with('#') {
            return self.settle(range.start, Hint::Heading(level));
        }
        let end = self.source[range.clone()].trim_end().len() + range.start;
        // The heading is the line above the rule.
        let Some(above) = self.line_of(end.saturating_sub(1)).checked_sub(1) else { return };
        let line = self.source[self.starts[above]..self.starts[above + 1]].trim();
        if line.chars().nth(MAX_TITLE_CHARS).is_none() && !line.ends_with('。') {
            self.settle(self.starts[above], Hint::Heading(level));
        }
    }

    fn begin_mark(&mut self, start: usize, len: usize) {
        let mark = char::from(self.source.as_bytes()[start]);
        // The characters on both sides of the marks decide whether they mask something.
        let before = self.source[..start].chars().rev().take(LONGEST_MASK).find(|c| *c != mark);
        let after = self.source[start..].chars().take(LONGEST_MASK).find(|c| *c != mark);
        let stays = is_mask(len, before, after);
        self.open.push(stays);
        if stays {
            self.keep(start..start + len);
        }
    }

    // Writing ----------------------------------------------------------------------------------------------------------

    /// The line, from 0, with a byte of the source.
    fn line_of(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at) - 1
    }

    fn settle(&mut self, at: usize, hint: Hint) {
        let number = self.line_of(at);
        let line = &mut self.lines[number];
        line.is_settled = true;
        line.hint = Some(hint);
    }

    fn put_text(&mut self, text: &str, range: Range<usize>) {
        // The parser drops the backslash; the character behind it is literal.
        let is_escaped = range.start > 0 && self.source.as_bytes()[range.start - 1] == b'\\';
        self.text_end = range.end;
        if self.is_fenced {
            let first = self.line_of(range.start);
            for (at, line) in (first..).zip(text.split('\n')).filter(|(_, line)| !line.is_empty()) {
                self.lines[at].is_settled = true;
                self.put_literal(self.starts[at], line);
            }
        } else if is_escaped {
            let first = text.chars().next().map_or(0, char::len_utf8);
            self.put_literal(range.start, &text[..first]);
            self.put_unparsed(range.start, &text[first..]);
        } else if matches!(text, "\n" | "\r") && !self.source[range.clone()].contains('\n') {
            // The reference `&#10;` or `&#13;`, not a line end of the source.
            self.put_literal(range.start, " ");
        } else {
            self.put_unparsed(range.start, text);
        }
    }

    /// Writes text that may contain markup which the parser left, and may have several lines.
    fn put_unparsed(&mut self, at: usize, text: &str) {
        if self.images == 0 {
            for (line, text) in (self.line_of(at)..).zip(text.split('\n')).filter(|(_, text)| !text.is_empty()) {
                self.go_to(line);
                self.lines[line].text.push_str(text);
            }
        }
    }

    /// Writes text that stays as it is.
    fn put_literal(&mut self, at: usize, text: &str) {
        if self.images == 0 {
            self.go_to(self.line_of(at));
            self.finish_unparsed();
            self.lines[self.current].text.push_str(text);
            self.unparsed_from = self.lines[self.current].text.len();
        }
    }

    fn go_to(&mut self, line: usize) {
        if line != self.current {
            self.finish_unparsed();
            self.current = line;
            self.unparsed_from = self.lines[line].text.len();
        }
    }

    fn finish_unparsed(&mut self) {
        remove_emphasis(&mut self.lines[self.current].text, self.unparsed_from);
    }
}

/// The text of a line that the parser left alone.
fn shown(line: &str) -> String {
    decode_entities(line.trim()).into_owned()
}

impl OutputLine {
    /// Turns a line that looks like a heading or a table row into one, unless the parser has decided what it is.
    fn settle(&mut self) {
        if self.is_settled {
            return;
        }
        if let Some((level, words)) = heading(&self.text) {
            (self.text, self.hint) = (words.to_owned(), Some(Hint::Heading(level)));
        } else if let Some(row) = cells(&self.text) {
            (self.text, self.hint) = (row, Some(Hint::TableRow));
        }
    }
}
