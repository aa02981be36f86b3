//! `gangmu grep`: sentences in which something stands, with the headings above them.

use std::borrow::Cow;
use std::cell::RefCell;
use std::io::{self, Write};

use serde::Serialize;

use super::args::{GrepArgs, GrepWithin, ListFormat};
use super::find::{STEP, above};
use super::outline::{label, place, short};
use super::output::{Ink, Output};
use crate::library::{Library, NoticeId};
use crate::notice::{Address, Notice, Role, Span};
use crate::search::Query;
use crate::search::full_text::{
    NoticeHits, NoticeRequest, SentenceHit, TextIndexes, TextQuery, Within, search_notices,
};
use crate::text::columns::{truncate_cols, width_cols};

/// A longer sentence is cut around its first match.
const SENTENCE_COLS: usize = 200;

/// What is kept of it before the match.
const BEFORE_CHARS: usize = 30;

/// One hit in JSON.
#[derive(Debug, Serialize)]
struct HitRecord<'a> {
    path: &'a str,
    part: Option<&'a str>,
    line: u32,
    title: &'a str,
    /// What follows, up to `heading`, is `null` outside the outline.
    node: Option<u32>,
    address: Option<String>,
    marker: Option<&'a str>,
    heading: Option<&'a str>,
    /// Marker and heading of the nodes above, from the top.
    above: Vec<&'a str>,
    sentence: &'a str,
    /// Where the words stand in the sentence: first byte and one past the last.
    spans: Vec<[u32; 2]>,
}

/// The count of a notice in JSON.
#[derive(Debug, Serialize)]
struct CountRecord<'a> {
    path: &'a str,
    part: Option<&'a str>,
    title: &'a str,
    count: usize,
}

/// What is looked for.
pub(super) fn query(pattern: &str, within: GrepWithin) -> TextQuery {
    let within = match within {
        GrepWithin::Sentence => Within::Sentence,
        GrepWithin::Item => Within::Item,
        GrepWithin::Notice => Within::Notice,
    };
    TextQuery::parse(pattern, within)
}

/// Prints the hits in the notices that `filter` admits, one a line, or with `--count` the notices that have any. Returns whether there was any.
pub(super) fn print<W: Write>(
    library: &Library,
    query: &TextQuery,
    filter: &Query,
    args: &GrepArgs,
    output: &mut Output<W>,
) -> io::Result<bool> {
    let limit = args.limit.map_or(usize::MAX, |limit| limit as usize);
    let state = RefCell::new(State { output, lines: 0, result: Ok(()) });
    let should_stop = || {
        let state = state.borrow();
        state.lines >= limit || state.result.is_err()
    };
    // Those in notices that are left out do not count.
    let wanted_hits = if args.count || filter.has_facets() { usize::MAX } else { limit };
    let request = NoticeRequest { query, from: NoticeId(0), wanted_hits, should_stop: &should_stop };
    search_notices(library, &TextIndexes::default(), &request, &mut |found| {
        let notice = library.notice(found.notice).expect("a hit is in a notice of the library");
        if !filter.admits(notice) {
            return;
        }
        let mut state = state.borrow_mut();
        if state.result.is_ok() && state.lines < limit {
            state.result = state.put(notice, &found, args);
        }
    });
    let state = state.into_inner();
    state.result.map(|()| state.lines > 0)
}

/// The output, and how it went.
struct State<'a, W: Write> {
    output: &'a mut Output<W>,
    lines: usize,
    result: io::Result<()>,
}

impl<W: Write> State<'_, W> {
    fn put(&mut self, notice: &Notice, found: &NoticeHits, args: &GrepArgs) -> io::Result<()> {
        if args.count {
            self.lines += 1;
            return put_count(notice, found.count, args.format, self.output);
        }
        for hit in &found.hits {
            self.lines += 1;
            match args.format {
                ListFormat::Text => put_hit(notice, hit, self.output)?,
                ListFormat::Json => self.output.put_json(&record(notice, hit))?,
            }
        }
        Ok(())
    }
}

fn put_count<W: Write>(notice: &Notice, count: usize, format: ListFormat, output: &mut Output<W>) -> io::Result<()> {
    match format {
        ListFormat::Text => {
            output.put(Ink::Path, &place(notice))?;
            output.put(Ink::Plain, &format!(":{count}"))?;
            output.end_line()
        }
        ListFormat::Json => {
            let (path, part) = (notice.source.path.as_str(), notice.source.part.as_deref());
            output.put_json(&CountRecord { path, part, title: notice.display_title(), count })
        }
    }
}

fn put_hit<W: Write>(notice: &Notice, hit: &SentenceHit, output: &mut Output<W>) -> io::Result<()> {
    output.put_place(&place(notice), line(notice, hit))?;
    if !is_in(notice, hit, Role::Title) {
        output.put(Ink::Faint, &short(notice.display_title()))?;
        output.put(Ink::Faint, STEP)?;
    }
    // A heading in which something was found is the sentence, not above it.
    let own = hit.node.filter(|node| hit.sentence.start > notice.outline[*node].start());
    let above = hit.node.map(|node| above(notice, node)).unwrap_or_default();
    for step in above.into_iter().chain(own.map(|node| label(notice, node))) {
        output.put(Ink::Faint, &short(step))?;
        output.put(Ink::Faint, STEP)?;
    }
    let (text, spans) = excerpt(notice.slice(hit.sentence), &spans(hit));
    output.put_matched(&text, &char_starts(&text, &spans))?;
    output.end_line()
}

/// The line of the source where the first match stands.
fn line(notice: &Notice, hit: &SentenceHit) -> u32 {
    notice.source_line(hit.matches.first().map_or(hit.sentence.start, |span| span.start))
}

fn is_in(notice: &Notice, hit: &SentenceHit, role: Role) -> bool {
    let holds = |span: Span| span.start <= hit.sentence.start && hit.sentence.start < span.end;
    notice.matter.iter().any(|matter| matter.role == role && holds(matter.span))
}

/// Where the words stand in the sentence.
fn spans(hit: &SentenceHit) -> Vec<[u32; 2]> {
    let start = hit.sentence.start;
    hit.matches.iter().map(|span| [span.start - start, span.end - start]).collect()
}

/// A sentence in a length that fits a few lines, with the first match in it; what is left of the spans of matches.
fn excerpt<'a>(sentence: &'a str, spans: &[[u32; 2]]) -> (Cow<'a, str>, Vec<[u32; 2]>) {
    let visible = sentence.trim_end();
    if width_cols(visible) <= SENTENCE_COLS {
        return (Cow::Borrowed(visible), spans.to_vec());
    }
    let first = spans.first().map_or(0, |span| span[0] as usize);
    let start = visible[..first].char_indices().rev().nth(BEFORE_CHARS - 1).map_or(0, |(start, _)| start);
    let kept = truncate_cols(&visible[start..], SENTENCE_COLS);
    let before = if start > 0 { "…" } else { "" };
    let after = if start + kept.len() < visible.len() { "…" } else { "" };
    let moved = |at: u32| (at as usize - start + before.len()) as u32;
    let spans = spans.iter().filter(|span| span[1] as usize <= start + kept.len());
    (Cow::Owned(format!("{before}{kept}{after}")), spans.map(|[from, to]| [moved(*from), moved(*to)]).collect())
}

/// The bytes where the characters of spans begin.
fn char_starts(text: &str, spans: &[[u32; 2]]) -> Vec<u32> {
    let starts = |[from, to]: &[u32; 2]| {
        let chars = text[*from as usize..*to as usize].char_indices();
        chars.map(|(start, _)| from + start as u32).collect::<Vec<_>>()
    };
    spans.iter().flat_map(starts).collect()
}

fn record<'a>(notice: &'a Notice, hit: &SentenceHit) -> HitRecord<'a> {
    HitRecord {
        path: &notice.source.path,
        part: notice.source.part.as_deref(),
        line: line(notice, hit),
        title: notice.display_title(),
        node: hit.node.map(|node| node.0),
        address: hit.node.map(|node| Address::of(notice, node).to_string()),
        marker: hit.node.map(|node| notice.marker(node)),
        heading: hit.node.map(|node| notice.heading(node)),
        above: hit.node.map(|node| above(notice, node)).unwrap_or_default(),
        sentence: notice.slice(hit.sentence),
        spans: spans(hit),
    }
}
