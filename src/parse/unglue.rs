//! Step 2 of 9: a whole notice in one physical line → lines again.
//!
//! Scrapers often lose every line break. The remaining evidence is pairs of U+3000, the form of official letters (title,
//! number, addressees, signature before a date), and the names of attachments. Numbered headings are left to step 6, which
//! also searches inside lines.

use std::ops::Range;

use memchr::memmem;

use crate::parse::clean::{Line, Page};
use crate::parse::reused::Reused;
use crate::terms::attachments::{attachment_list_names, numbered_names};
use crate::terms::dates::{FoundDate, dates};
use crate::terms::document_numbers::find_document_number;
use crate::terms::organs::{is_organ_name, is_recipients};
use crate::terms::titles::{glued_title_end, sent_document};
use crate::text::bytes::trim_spaces_start;
use crate::text::fold::half_width;
use crate::text::han_set::is_han;
use crate::text::sign::{Sign, SignKind};
use crate::text::words::ends_clause;

/// A page with more lines than this still has its line breaks.
const FEW_LINES: usize = 3;
/// A shorter line holds no whole notice.
const LONG_LINE_CHARS: u32 = 150;
/// With at least this many wide gaps in a line, the gaps are former line breaks.
const MANY_GAPS: usize = 6;
/// Titles are shorter than this, issuers included.
const TITLE_CHARS: usize = 110;
/// Number of leading characters that must recur for a text to count as repeated.
const REPEAT_PROBE_CHARS: usize = 24;

/// Minimum distance between a text and its copy.
const SHORTEST_COPY_BYTES: usize = 450;

/// The name of an attachment is no longer than this.
const LONGEST_NAME_BYTES: usize = 200;

/// A page with its lines restored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unglued {
    /// The page, cut where it had to be.
    pub page: Page,
    /// Whether a whole notice stood in one line.
    pub was_glued: bool,
    /// Source line of a second copy of the text that was dropped.
    pub repeated_at: Option<u32>,
}

/// Restores the lines of a page that lost its line breaks. On any other page, only a title glued to the first line is cut
/// off.
pub fn unglue(mut page: Page) -> Unglued {
    let is_glued = page.lines.len() <= FEW_LINES && page.lines.iter().any(|line| line.chars >= LONG_LINE_CHARS);
    if !is_glued {
        cut_glued_title(&mut page);
        return Unglued { page, was_glued: false, repeated_at: None };
    }
    let mut pieces = Reused::<Line>::default();
    let mut repeated_at = None;
    for line in page.lines.iter() {
        let text = page.text(line);
        let once = without_repetition(text);
        if once.len() < text.len() {
            repeated_at = Some(line.source_line);
        }
        let signs = page.signs(line);
        let mut push = |range: Range<usize>| pieces.extend(page.piece(line, range));
        if line.chars < LONG_LINE_CHARS {
            push(0..once.len());
        } else if wide_gaps(once, line.start, signs).take(MANY_GAPS).count() == MANY_GAPS {
            between_gaps(once, line.start, signs).for_each(push);
        } else {
            find_cuts(once).windows(2).for_each(|pair| push(pair[0]..pair[1]));
        }
    }
    page.lines = pieces;
    Unglued { page, was_glued: true, repeated_at }
}

/// Byte ranges of the gaps in `text`: two or more characters of white space, such as an indent of two U+3000, also after
/// width folding.
///
/// `signs`: the signs of the text, in order; the text begins at byte `start` of the page.
fn wide_gaps<'a>(text: &'a str, start: u32, signs: &'a [Sign]) -> impl Iterator<Item = (usize, usize)> + 'a {
    let mut from = 0;
    signs.windows(2).filter_map(move |pair| {
        let (at, next) = ((pair[0].at - start) as usize, (pair[1].at - start) as usize);
        // Two spaces side by side, the first of a gap.
        let are_spaces = pair.iter().all(|sign| sign.kind == SignKind::Space);
        if !are_spaces || next - at > 3 || next >= text.len() || at < from {
            return None;
        }
        from = text.len() - trim_spaces_start(&text[at..]).len();
        Some((at, from))
    })
}

fn between_gaps<'a>(text: &'a str, start: u32, signs: &'a [Sign]) -> impl Iterator<Item = Range<usize>> + 'a {
    let ends = wide_gaps(text, start, signs).map(|(start, _)| start).chain([text.len()]);
    let starts = [0].into_iter().chain(wide_gaps(text, start, signs).map(|(_, end)| end));
    starts.zip(ends).map(|(start, end)| start..end)
}

/// Cuts the title off the first line of an ordinary page: `2024年某县教育工作要点总体思路：以…`.
fn cut_glued_title(page: &mut Page) {
    const NO_TITLE_STARTS: [&str; 12] =
        ["根据", "按照", "为", "依据", "现", "经", "贯彻", "结合", "按", "遵照", "关于印发", "各"];
    const NO_TITLE_TAILS: [&str; 10] = ["要求", "精神", "如下", "》", "，", ",", "、", "。", "（", "("];
    let Some(first) = page.lines.first().filter(|line| line.chars > 40) else { return };
    let text = page.text(first);
    let Some(end) = glued_title_end(text, TITLE_CHARS) else { return };
    let rest = text[end..].trim_start();
    let is_prose = NO_TITLE_STARTS.iter().any(|start| text.starts_with(start))
        || NO_TITLE_TAILS.iter().any(|tail| rest.starts_with(tail));
    if is_prose || rest.chars().count() < 20 {
        return;
    }
    let halves = [page.piece(first, 0..end), page.piece(first, end..text.len())];
    page.lines.splice(..1, halves.into_iter().flatten());
}

/// The text before its second copy, if the copy runs to the end of the line or nearly so.
fn without_repetition(text: &str) -> &str {
    let probe_end = text.char_indices().nth(REPEAT_PROBE_CHARS).map_or(text.len(), |(at, _)| at);
    if probe_end == text.len() {
        return text;
    }
    let probe = &text.as_bytes()[..probe_end];
    let Some(second) = memmem::find(&text.as_bytes()[probe_end..], probe).map(|at| at + probe_end) else {
        return text;
    };
    if second < SHORTEST_COPY_BYTES {
        // A sentence said twice is style, a notice that stands twice is an accident.
        return text;
    }
    let copy = &text.as_bytes()[second..];
    let same = copy.iter().zip(text.as_bytes()).take_while(|(a, b)| a == b).count();
    let copy_is_whole = same * 10 >= copy.len() * 9 && same * 10 >= second * 8;
    if copy_is_whole { text[..second].trim_end() } else { text }
}

/// Byte offsets at which to cut the text, both ends included.
fn find_cuts(text: &str) -> Vec<usize> {
    let mut cuts = vec![0];
    let (head_end, issuer) = cut_head(text, &mut cuts);
    cut_attachments(text, head_end, &mut cuts);
    cut_signatures(text, head_end, issuer, &mut cuts);
    cuts.push(text.len());
    cuts.sort_unstable();
    cuts.dedup();
    cuts
}

/// Cuts letterhead, number, title and addressees apart. Returns the start of the body, and the issuer named in the title.
fn cut_head<'a>(text: &'a str, cuts: &mut Vec<usize>) -> (usize, Option<&'a str>) {
    let mut at = 0;
    if let Some(end) = number_before_title(text) {
        let (start, stop) = end;
        cuts.extend([start, stop]);
        at = stop;
    }
    let mut issuer = None;
    if let Some(end) = glued_title_end(&text[at..], TITLE_CHARS) {
        let title = &text[at..at + end];
        issuer = title.find("关于").map(|about| title[..about].trim()).filter(|name| name.chars().count() >= 3);
        at += end;
        cuts.push(at);
    }
    let rest = &text[at..];
    if let Some((0, end)) = find_document_number(rest.get(..ceil_char(rest, 120)).unwrap_or(rest)) {
        at += end;
        cuts.push(at);
    }
    let rest = &text[at..];
    let head = &rest[..ceil_char(rest, 900)];
    if let Some(colon) = head.find(['：', ':']) {
        let end = colon + head[colon..].chars().next().map_or(1, char::len_utf8);
        if is_recipients(&head[..end]) {
            at += end;
            cuts.push(at);
        }
    }
    (at, issuer)
}

/// `某局文件某教〔2021〕5号某局关于…`: the number that stands before the title, as a byte range.
fn number_before_title(text: &str) -> Option<(usize, usize)> {
    let head = &text[..ceil_char(text, 240)];
    let (start, end) = find_document_number(head)?;
    let red_head = head[..end].find("文件").map(|at| at + "文件".len());
    match red_head {
        Some(red_end) if red_end <= end => Some((red_end.max(start), end)),
        _ => (start == 0).then_some((start, end)),
    }
}

/// The first character boundary at or after `at`.
fn ceil_char(text: &str, at: usize) -> usize {
    (at.min(text.len())..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len())
}

/// Cuts before the list of attachments, before each attachment, and after the title of each.
fn cut_attachments(text: &str, from: usize, cuts: &mut Vec<usize>) {
    let mut names: Vec<&str> = Vec::new();
    for at in memmem::find_iter(&text.as_bytes()[from..], "附件") {
        let at = from + at;
        let before = text[..at].trim_end().chars().next_back();
        if !before.is_none_or(|c| ends_clause(c) && c != '：' && c != ':') {
            continue;
        }
        if let Some(list) = attachment_list_names(&text[at..]) {
            cuts.push(at);
            names = names_in(list);
            continue;
        }
        let digits: usize =
            text[at + "附件".len()..].chars().take_while(|c| half_width(*c).is_ascii_digit()).map(char::len_utf8).sum();
        if digits == 0 {
            continue;
        }
        cuts.push(at);
        let after = at + "附件".len() + digits;
        let title = text[after..].trim_start_matches(['：', ':', ' ', '\u{3000}']);
        if let Some(name) = names.iter().find(|name| title.starts_with(**name)) {
            cuts.push(text.len() - title.len() + name.len());
        }
    }
}

/// The names in a list of attachments that begins with number 1. The last one runs on into the text behind the list, and
/// only the attachment itself, which repeats the name, shows its end: every prefix may be it.
fn names_in(list: &str) -> Vec<&str> {
    let numbered = numbered_names(list);
    let is_whole_list = numbered.first().is_some_and(|(number, _)| *number == 1);
    let mut names: Vec<&str> = numbered.into_iter().filter(|_| is_whole_list).map(|(_, name)| name).collect();
    if let Some(last) = names.pop() {
        names.extend(prefixes(&last[..ceil_char(last, LONGEST_NAME_BYTES)]));
    }
    names
}

/// Every prefix of at least six characters, longest first.
fn prefixes(text: &str) -> impl Iterator<Item = &str> {
    text.char_indices().skip(6).map(|(at, _)| &text[..at]).collect::<Vec<_>>().into_iter().rev()
}

/// Cuts around signature and date, before the imprint, and after the title of the document that a letter sends.
fn cut_signatures(text: &str, from: usize, issuer: Option<&str>, cuts: &mut Vec<usize>) {
    let sent = sent_document(text);
    for found in dates(&text[from..]) {
        let found = FoundDate { start: found.start + from, end: found.end + from, ..found };
        let after = &text[found.end..];
        let Some(start) = signature_start(text, from, found.start, issuer) else { continue };
        if let Some(imprint) = after.trim_start().strip_prefix("印发") {
            cuts.extend([start, text.len() - imprint.len()]);
            continue;
        }
        if !may_follow_signature(after, sent) {
            continue;
        }
        cuts.extend([start, found.end]);
        let mut at = text.len() - after.trim_start().len();
        if let Some(end) = note_end(&text[at..]) {
            at += end;
            cuts.push(at);
        }
        let rest = text[at..].trim_start();
        at = text.len() - rest.len();
        let bare = rest.strip_prefix('《').unwrap_or(rest);
        if let Some(name) = sent.filter(|name| bare.starts_with(*name)) {
            let end = text.len() - bare.len() + name.len();
            cuts.push(if text[end..].starts_with('》') { end + '》'.len_utf8() } else { end });
        } else if let Some(end) = glued_title_end(rest, TITLE_CHARS) {
            cuts.push(at + end);
        }
    }
    for at in memmem::find_iter(&text.as_bytes()[from..], "抄送") {
        let at = from + at;
        if text[..at].trim_end().ends_with(ends_clause) && text[at + "抄送".len()..].starts_with(['：', ':']) {
            cuts.push(at);
        }
    }
}

/// Start of the names before a date if they form a signature; start of the date if only a wide gap precedes it.
fn signature_start(text: &str, from: usize, date_at: usize, issuer: Option<&str>) -> Option<usize> {
    let before = &text[from..date_at];
    let gap_chars = before.chars().rev().take_while(|c| c.is_whitespace()).count();
    let names = before.trim_end();
    if let Some(issuer) = issuer
        && let Some(at) = rfind_squeezed(names, issuer)
    {
        return Some(from + at);
    }
    let is_name = |c: char| is_han(c) || c.is_whitespace();
    let run_start =
        names.char_indices().rev().take_while(|(_, c)| is_name(*c)).last().map_or(names.len(), |(at, _)| at);
    let run = names[run_start..].trim_start();
    let follows_clause = names[..run_start].chars().next_back().is_none_or(ends_clause);
    if follows_clause && is_organ_name(run) {
        return Some(date_at - (before.len() - names.len()) - run.len());
    }
    (gap_chars >= 4).then_some(date_at)
}

/// Byte offset in `text` at which its end spells `name`, ignoring white space on both sides.
fn rfind_squeezed(text: &str, name: &str) -> Option<usize> {
    let mut wanted = name.chars().rev().filter(|c| !c.is_whitespace()).peekable();
    for (at, c) in text.char_indices().rev().filter(|(_, c)| !c.is_whitespace()) {
        if wanted.next() != Some(c) {
            return None;
        }
        if wanted.peek().is_none() {
            return Some(at);
        }
    }
    None
}

/// Whether the text after a date is consistent with a signature.
fn may_follow_signature(after: &str, sent: Option<&str>) -> bool {
    let rest = after.trim_start();
    let gap_bytes = after.len() - rest.len();
    rest.is_empty()
        || gap_bytes >= 2
        || rest.starts_with(['（', '(', '《'])
        || ["附件", "抄送", "关于"].iter().any(|start| rest.starts_with(start))
        || sent.is_some_and(|name| rest.starts_with(name))
}

/// Byte offset after a note in brackets at the start of `text`: `（此件公开发布）`.
fn note_end(text: &str) -> Option<usize> {
    let inner = text.strip_prefix(['（', '('])?;
    let close = inner.find(['）', ')']).filter(|at| *at <= 180)?;
    let bracket = inner[close..].chars().next()?;
    Some(text.len() - inner.len() + close + bracket.len_utf8())
}
