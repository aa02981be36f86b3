//! Step 4 of 9: lines that the page broke → paragraphs that the author wrote.

use std::borrow::Cow;

use crate::notice::{Hint, MarkerKind};
use crate::parse::clean::{Line, Page};
use crate::parse::reused::{Reused, reusable};
use crate::terms::dates::whole_date;
use crate::terms::marker::leading_marker;
use crate::terms::organs::is_organ_name;
use crate::terms::titles::is_title_like;
use crate::text::sign::{Sign, SignKind};
use crate::text::words::has_sentence_stop;

/// A line counts as broken by the page if it is at most this many characters shorter than a full line.
const RAGGED_CHARS: u32 = 4;
/// GB/T 9704-2012 sets 28 characters to a line; wrapped text outside these bounds is something else.
const FULL_LINE_CHARS: std::ops::RangeInclusive<u32> = 14..=70;
/// Fewer lines are not enough to estimate the width of the page.
const FEWEST_LINES: usize = 4;

/// A paragraph: one or more lines of the page, joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paragraph {
    /// First byte in [`Reflowed::buf`].
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// Index in [`Reflowed::signs`] of its first sign.
    pub first_sign: u32,
    /// One past its last sign.
    pub signs_end: u32,
    /// White space before its first line, in columns.
    pub indent_cols: u8,
    /// Whether a blank line stands before it.
    pub blank_before: bool,
    /// Hint of the file format about its first line.
    pub hint: Option<Hint>,
}

/// The paragraphs of a page, their text in one buffer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reflowed {
    /// Holds the text of all paragraphs, in order.
    pub buf: String,
    /// The paragraphs, in order.
    pub paragraphs: Reused<Paragraph>,
    /// Start of each source line: byte in `buf`, and line from 1. In order.
    pub origins: Reused<(u32, u32)>,
    /// The signs in the paragraphs that a later step needs, in order.
    pub signs: Reused<Sign>,
}

impl Reflowed {
    /// The text of a paragraph.
    pub fn text(&self, paragraph: &Paragraph) -> &str {
        &self.buf[paragraph.start as usize..paragraph.end as usize]
    }

    /// The signs of a paragraph.
    pub fn signs(&self, paragraph: &Paragraph) -> &[Sign] {
        &self.signs[paragraph.first_sign as usize..paragraph.signs_end as usize]
    }
}

/// Joins the lines of `page` that the page broke. Idempotent.
pub fn reflow(page: Page) -> Reflowed {
    if keeps_all_lines(&page) {
        return each_line_for_itself(page);
    }
    let groups = group_lines(&page);
    if groups.len() == page.lines.len() {
        return each_line_for_itself(page);
    }
    let mut buf = String::with_capacity(page.buf.len());
    let mut paragraphs = Reused::with_capacity(groups.len());
    let mut origins = Reused::with_capacity(page.lines.len());
    let mut signs = Reused::<Sign>::with_capacity(page.signs.len());
    for group in groups.iter() {
        let lines = group.lines(&page);
        let (start, first_sign) = (buf.len() as u32, signs.len() as u32);
        for line in lines {
            let text = page.text(line);
            if buf.len() as u32 > start && needs_space(&buf, text) {
                signs.push(Sign { at: buf.len() as u32, kind: SignKind::Space });
                buf.push(' ');
            }
            let at = buf.len() as u32;
            origins.push((at, line.source_line));
            signs.extend(page.signs(line).iter().map(|sign| Sign { at: sign.at - line.start + at, ..*sign }));
            buf.push_str(text);
        }
        let (end, signs_end) = (buf.len() as u32, signs.len() as u32);
        paragraphs.push(Paragraph { start, end, first_sign, signs_end, ..paragraph_of(&lines[0]) });
    }
    Reflowed { buf, paragraphs, origins, signs }
}

/// Whether no line can continue the previous one: most are longer than a full line, and none ends with a comma. True of
/// nearly every page without hard wraps, which then skips the rest of this step.
fn keeps_all_lines(page: &Page) -> bool {
    let ends_open = |line: &Line| {
        let before_end = &page.buf.as_bytes()[..line.end as usize];
        matches!(before_end, [.., b','] | [.., 0xEF, 0xBC, 0x8C] | [.., 0xE3, 0x80, 0x81])
    };
    has_long_lines(page.lines.iter().map(|line| line.chars)) && !page.lines.iter().any(ends_open)
}

/// Whether the page is not hard-wrapped, judged by the lengths of its lines in characters.
fn has_long_lines(lengths: impl ExactSizeIterator<Item = u32>) -> bool {
    let count = lengths.len();
    lengths.filter(|chars| *chars > *FULL_LINE_CHARS.end() + RAGGED_CHARS).count() * 8 > count
}

fn each_line_for_itself(page: Page) -> Reflowed {
    let paragraphs = page.lines.iter().map(paragraph_of).collect();
    let origins = page.lines.iter().map(|line| (line.start, line.source_line)).collect();
    Reflowed { buf: page.buf, paragraphs, origins, signs: page.signs }
}

/// A line that is a paragraph.
fn paragraph_of(line: &Line) -> Paragraph {
    let Line { start, end, first_sign, signs_end, indent_cols, blank_before, hint, .. } = *line;
    Paragraph { start, end, first_sign, signs_end, indent_cols, blank_before, hint }
}

/// Lines that follow each other and make one paragraph.
#[derive(Debug, Clone, Copy)]
struct Group {
    first: usize,
    last: usize,
    chars: u32,
}

impl Group {
    fn lines<'a>(&self, page: &'a Page) -> &'a [Line] {
        &page.lines[self.first..=self.last]
    }

    fn first_line<'a>(&self, page: &'a Page) -> &'a str {
        page.text(&page.lines[self.first])
    }

    /// The text, joined.
    fn whole<'a>(&self, page: &'a Page) -> Cow<'a, str> {
        match self.lines(page) {
            [only] => Cow::Borrowed(page.text(only)),
            lines => Cow::Owned(lines.iter().map(|line| page.text(line)).collect()),
        }
    }

    fn closing<'a>(&self, page: &'a Page) -> &'a str {
        page.text(&page.lines[self.last])
    }
}

reusable!(Paragraph, Group);

/// A line longer than this is prose.
const PROSE_CHARS: u32 = 200;
/// The names of bodies are no longer than this.
const NAME_CHARS: u32 = 60;
/// A date, or the name of a body that signs, is no longer than this.
const SIGNATURE_CHARS: u32 = 20;
/// A title is no longer than this.
const TITLE_CHARS: u32 = 120;
/// Upper bound on rounds of joining. Two suffice for real notices; the bound keeps the cost linear for any text.
const MOST_ROUNDS: usize = 12;

fn group_lines(page: &Page) -> Reused<Group> {
    let single = |(index, line): (usize, &Line)| Group { first: index, last: index, chars: line.chars };
    let mut groups: Reused<Group> = page.lines.iter().enumerate().map(single).collect();
    for _ in 0..MOST_ROUNDS {
        let before = groups.len();
        join_groups(page, &mut groups);
        if groups.len() == before {
            break;
        }
    }
    groups
}

/// Joins each group to the previous one if it continues that group as it was before this round.
fn join_groups(page: &Page, groups: &mut Vec<Group>) {
    let full_line = full_line_chars(page, groups);
    let mut joined_count = 0;
    let mut before: Option<Group> = None;
    for index in 0..groups.len() {
        let group = groups[index];
        if before.is_some_and(|before| continues(page, &before, &group, full_line)) {
            let paragraph = &mut groups[joined_count - 1];
            paragraph.last = group.last;
            paragraph.chars += group.chars;
        } else {
            groups[joined_count] = group;
            joined_count += 1;
        }
        before = Some(group);
    }
    groups.truncate(joined_count);
}

/// The separator of joined lines: a space between Latin words, nothing between Chinese characters.
fn needs_space(before: &str, after: &str) -> bool {
    let is_latin = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphabetic);
    is_latin(before.as_bytes().last()) && is_latin(after.as_bytes().first())
}

/// Length in characters of a full line of the page, `None` when its lines are whole paragraphs.
///
/// A page counts as hard-wrapped if most of its lines that do not end a sentence have nearly the same length and contain
/// commas, and hardly any line is longer.
fn full_line_chars(page: &Page, groups: &[Group]) -> Option<u32> {
    if has_long_lines(groups.iter().map(|group| group.chars)) {
        return None;
    }
    let is_open = |group: &&Group| {
        page.lines[group.first].hint.is_none()
            && group.chars >= *FULL_LINE_CHARS.start()
            && !ends_sentence(group.closing(page))
    };
    let open: Vec<&Group> = groups.iter().filter(is_open).collect();
    let mut lengths: Vec<u32> = open.iter().map(|group| group.chars).collect();
    if lengths.len() < FEWEST_LINES {
        return None;
    }
    let at = lengths.len() * 3 / 4;
    let full = *lengths.select_nth_unstable(at).1;
    let near = lengths.iter().filter(|chars| chars.abs_diff(full) <= RAGGED_CHARS).count();
    let longer = groups.iter().filter(|group| group.chars > full + RAGGED_CHARS).count();
    let is_even = FULL_LINE_CHARS.contains(&full) && near * 10 >= lengths.len() * 6 && longer * 8 <= groups.len();
    // A list of names has lines of one length, too, but no clauses.
    let has_clause = |line: &Line| has_clause(page.text(line));
    let is_prose = |group: &&&Group| group.chars > PROSE_CHARS || group.lines(page).iter().any(has_clause);
    (is_even && open.iter().filter(is_prose).count() * 2 >= lengths.len()).then_some(full)
}

/// Whether a mark that stands inside running text is there: one of `，。,；、`.
fn has_clause(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_mark =
        |at: usize| matches!(&bytes[at..], [b',', ..] | [0xE3, 0x80, 0x81 | 0x82, ..] | [0xEF, 0xBC, 0x8C | 0x9B, ..]);
    memchr::memchr3_iter(b',', 0xE3, 0xEF, bytes).any(is_mark)
}

/// Whether `group` continues the paragraph of `before`.
fn continues(page: &Page, before: &Group, group: &Group, full_line: Option<u32>) -> bool {
    let line = &page.lines[group.first];
    if line.blank_before || line.hint.is_some() || page.lines[before.first].hint.is_some() {
        return false;
    }
    let text_before = before.closing(page);
    let is_open_clause = matches!(text_before.chars().next_back(), Some('，' | '、' | ','));
    if !is_open_clause && full_line.is_none_or(|full| before.chars + RAGGED_CHARS < full) {
        return false;
    }
    if starts_paragraph(group, page) {
        return false;
    }
    if is_open_clause {
        // A clause that ends a line has to go on, unless the line is a cell or a label.
        return before.chars >= 8 && !(group.chars <= NAME_CHARS && is_organ_name(&group.whole(page)));
    }
    if stands_alone(group, page) {
        return false;
    }
    // After a full line that ends a sentence only the indent tells whether a paragraph begins.
    let is_full = |full: u32| line.indent_cols == 0 && before.chars >= full && is_body_size(group, full);
    !ends_sentence(text_before) || full_line.is_some_and(is_full)
}

/// A line about as long as a full one is prose; a short line after a sentence is undecided.
const fn is_body_size(group: &Group, full: u32) -> bool {
    group.chars + RAGGED_CHARS >= full
}

fn ends_sentence(text: &str) -> bool {
    matches!(text.chars().next_back(), Some('。' | '；' | '！' | '？' | '：' | ':' | ';'))
}

/// Whether a line begins a paragraph regardless of the previous line.
fn starts_paragraph(group: &Group, page: &Page) -> bool {
    let text = group.first_line(page);
    if text.starts_with(['附', '—', '抄']) && ["附件", "——", "抄送"].iter().any(|start| text.starts_with(start))
    {
        return true;
    }
    leading_marker(text).is_some_and(|marker| match marker.kind {
        // 第三十八条 at a line start may be a citation that the page broke; a heading has a gap or ends there.
        MarkerKind::Volume | MarkerKind::Chapter | MarkerKind::Section | MarkerKind::Article => {
            marker.heading > marker.len || marker.len == text.len() && group.first == group.last
        }
        MarkerKind::Letter => false,
        _ => true,
    })
}

/// Whether a line is a signature, a date or a title, none of which continues a paragraph.
fn stands_alone(group: &Group, page: &Page) -> bool {
    if group.chars <= SIGNATURE_CHARS {
        let text = group.whole(page);
        if whole_date(&text).is_some() || is_organ_name(&text) {
            return true;
        }
    }
    group.chars <= TITLE_CHARS && group.first_line(page).starts_with("关于") && {
        let text = group.whole(page);
        is_title_like(&text) && !has_sentence_stop(&text)
    }
}
