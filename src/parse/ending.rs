//! Step 3 of 9, second half: where the notice ends on its page, and which lines of furniture stand inside it.
//!
//! A single line cannot say that a notice is over: 摘要, 相关政策如下： or 技术支持 open the furniture below one notice and
//! stand in the middle of the next. So a line that looks like furniture only *proposes* an end, and the lines below it
//! decide. The proposal stands when the notice has just been closed by its signature, or when nothing below is text.
//! It falls at the next number of a numbering that is open, at an attachment, or as soon as the sentences below outweigh
//! the furniture below; then everything down to there belongs to the notice again.

use crate::notice::MarkerKind;
use crate::parse::clean::{Line, Page};
use crate::terms::attachments::{attachment_number, is_file_name};
use crate::terms::closing_lines::{is_imprint, is_release_note};
use crate::terms::dates::find_date;
use crate::terms::marker::leading_marker;
use crate::terms::organs::is_organ_name;
use crate::terms::page_furniture::{
    SHORT_LINE_BYTES, begins_like_furniture, furniture_words, is_furniture, is_unmistakable_furniture, opens_tail,
};
use crate::text::words::has_sentence_stop;

/// A sentence below a proposed end has at least this many characters; shorter ones are captions and buttons.
const SENTENCE_CHARS: u32 = 8;
/// A line with an Arabic number or a letter needs this many characters to prove that a notice goes on: `2` and `3` are
/// also links to pages, and numbers of a table.
const WEAK_ITEM_CHARS: u32 = 6;
/// Each line of furniture below the first must be outweighed by this many characters of sentences, about a line of a
/// page (GB/T 9704-2012: 28). The list of news below a notice holds a sentence here and there; a notice holds more.
const FURNITURE_WEIGHT_CHARS: u32 = 24;
/// A signature, its date, a note and the imprint are no longer than this.
const CLOSING_CHARS: u32 = 60;

/// The warning about dropped text quotes this many characters of it.
const FIRST_WORDS_CHARS: usize = 20;

/// The end of a notice on its page.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Ending {
    /// Index of the first line behind the notice.
    pub stop: usize,
    /// Indices of lines of furniture between the lines of the notice, ascending.
    pub inside: Vec<usize>,
    /// The lines behind the notice, if one of them could be more than furniture.
    pub dropped: Option<DroppedText>,
}

/// The text behind a notice that was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DroppedText {
    /// Line of the source where it begins, from 1.
    pub source_line: u32,
    /// Its length in characters.
    pub chars: usize,
    /// The beginning of its first line.
    pub first_words: String,
}

/// Finds where the notice whose body begins at line `anchor` ends. Cost is linear in the lines behind `anchor`.
pub(crate) fn find_ending(page: &Page, anchor: usize) -> Ending {
    let openers = find_openers(page, anchor);
    if openers.is_empty() {
        return Ending { stop: page.lines.len(), ..Ending::default() };
    }
    let mut reader = Reader::default();
    let mut next_opener = openers.iter().copied().peekable();
    for (index, line) in page.lines.iter().enumerate().skip(anchor) {
        let is_opener = next_opener.next_if_eq(&index).is_some();
        reader.read(page.text(line), index, line, is_opener);
    }
    let stop = reader.proposal.map_or(page.lines.len(), |proposal| proposal.at);
    let is_opener = |index: usize| openers.binary_search(&index).is_ok();
    let inside = openers.iter().copied().take_while(|index| *index < stop).filter(|index| {
        let has_neighbour = index.checked_sub(1).is_some_and(is_opener) || is_opener(index + 1);
        let text = page.text(&page.lines[*index]);
        // A line that announces something (`相关政策如下：`) is text, even beside furniture.
        let is_in_block = has_neighbour && !text.ends_with(['：', ':']);
        leading_marker(text).is_none() && (is_in_block || is_unmistakable_furniture(text))
    });
    let may_be_text = |index: usize| !is_opener(index) && page.text(&page.lines[index]).contains(char::is_alphanumeric);
    let drops_text = (stop..page.lines.len()).any(may_be_text);
    Ending { stop, inside: inside.collect(), dropped: drops_text.then(|| dropped_text(page, stop)) }
}

fn dropped_text(page: &Page, stop: usize) -> DroppedText {
    let lines = &page.lines[stop..];
    DroppedText {
        source_line: lines[0].source_line,
        chars: lines.iter().map(|line| line.chars as usize).sum(),
        first_words: page.text(&lines[0]).chars().take(FIRST_WORDS_CHARS).collect(),
    }
}

/// Indices of the lines behind `anchor` that look as if they opened what follows a notice, ascending.
///
/// Only short lines can, and these are searched for words of furniture in one piece wherever they follow each other.
fn find_openers(page: &Page, anchor: usize) -> Vec<usize> {
    let behind = page.lines.get(anchor + 1..).unwrap_or_default();
    let mut openers = Vec::new();
    let mut index = anchor + 1;
    for lines in behind.chunk_by(|a, b| is_short(a) == is_short(b)) {
        let start = lines[0].start;
        if is_short(&lines[0]) {
            let text = &page.buf[start as usize..lines[lines.len() - 1].end as usize];
            let mut words = furniture_words(text).map(|at| at as u32 + start).peekable();
            for (offset, line) in lines.iter().enumerate() {
                while words.next_if(|at| *at < line.start).is_some() {}
                let has_word = words.peek().is_some_and(|at| *at < line.end);
                openers.extend(opens_tail(page.text(line), has_word).then_some(index + offset));
            }
        }
        index += lines.len();
    }
    openers
}

const fn is_short(line: &Line) -> bool {
    (line.end - line.start) as usize <= SHORT_LINE_BYTES
}

/// A line that may be the first one behind the notice, while the lines below it have not decided yet.
#[derive(Debug, Clone, Copy)]
struct Proposal {
    at: usize,
    /// Whether the notice was closed by a signature right above.
    is_signed: bool,
    furniture_lines: u32,
    sentence_chars: u32,
}

/// The walk down the page.
#[derive(Debug, Default)]
struct Reader {
    proposal: Option<Proposal>,
    /// Whether no text has followed the last signature, note or imprint.
    is_signed: bool,
    numbers: LastNumbers,
    /// The numbers below the proposed end; they become the notice's if the proposal falls.
    numbers_below: LastNumbers,
}

/// The last number of each family of markers; 0 where there is none.
type LastNumbers = [u32; MarkerKind::COUNT];

impl Reader {
    fn read(&mut self, text: &str, index: usize, line: &Line, is_opener: bool) {
        let marker = leading_marker(text).map(|marker| (marker.kind, marker.number));
        match &mut self.proposal {
            None if is_opener && marker.is_none() => {
                let is_signed = self.is_signed;
                self.proposal = Some(Proposal { at: index, is_signed, furniture_lines: 1, sentence_chars: 0 });
                self.numbers_below = LastNumbers::default();
            }
            None => {
                self.is_signed = closes_notice(text, line) || self.is_signed && !is_sentence(text, line);
                note_number(&mut self.numbers, marker);
            }
            Some(proposal) => {
                let is_furniture = is_opener || is_furniture(text);
                proposal.furniture_lines += u32::from(is_furniture);
                if !is_furniture && is_sentence(text, line) {
                    proposal.sentence_chars += line.chars;
                }
                proposal.is_signed &= !heads_attachment(text);
                let weight = (proposal.furniture_lines - 1) * FURNITURE_WEIGHT_CHARS;
                let is_text = !proposal.is_signed && proposal.sentence_chars > weight;
                let counts_on = marker.is_some_and(|marker| self.counts_on(marker, line.chars));
                note_number(&mut self.numbers_below, marker);
                if is_text || counts_on {
                    self.resume();
                }
            }
        }
    }

    /// Whether the marker of a line is the next of a numbering that was open at the proposed end, or the second of one
    /// that began below it. `2.`, `②` and `b.` are weaker evidence than `二、` or `第二条`: lists of links have them, too.
    fn counts_on(&self, (kind, number): (MarkerKind, u32), line_chars: u32) -> bool {
        let is_next = |last: u32| last > 0 && last + 1 == number;
        let is_weak = matches!(
            kind,
            MarkerKind::Arabic
                | MarkerKind::ArabicParen
                | MarkerKind::ParenArabic
                | MarkerKind::Decimal
                | MarkerKind::Circled
                | MarkerKind::Letter
        );
        is_next(self.numbers[kind as usize]) && (!is_weak || line_chars >= WEAK_ITEM_CHARS)
            || !is_weak && is_next(self.numbers_below[kind as usize])
    }

    /// Gives the lines since the proposed end back to the notice.
    fn resume(&mut self) {
        self.proposal = None;
        self.is_signed = false;
        for (last, below) in self.numbers.iter_mut().zip(self.numbers_below) {
            if below > 0 {
                *last = below;
            }
        }
    }
}

fn note_number(numbers: &mut LastNumbers, marker: Option<(MarkerKind, u32)>) {
    if let Some((kind, number)) = marker {
        numbers[kind as usize] = number;
    }
}

/// Whether a line closes a notice: the date of a signature, `（此件公开发布）`, `抄送：…`.
fn closes_notice(text: &str, line: &Line) -> bool {
    if line.chars > CLOSING_CHARS {
        return false;
    }
    is_release_note(text) || is_imprint(text) || ends_with_date(text)
}

/// Whether a line is a date, behind the names of those who sign or alone.
fn ends_with_date(text: &str) -> bool {
    text.ends_with(['日', '号'])
        && find_date(text).is_some_and(|found| {
            let names = text[..found.start].trim();
            found.end == text.trim_end().len() && (names.is_empty() || is_organ_name(names))
        })
}

/// Whether a line holds a sentence. A text that trails off is the beginning of another page, shown as a link.
fn is_sentence(text: &str, line: &Line) -> bool {
    line.chars >= SENTENCE_CHARS
        && has_sentence_stop(text)
        && !text.ends_with(['…', '.'])
        && !begins_like_furniture(text)
}

/// Whether a line heads an attached document: `附件1`, `附件2：名单`. The name of a file is a link to one.
fn heads_attachment(text: &str) -> bool {
    attachment_number(text).is_some_and(|(_, name)| !is_file_name(name))
}
