//! `gangmu grep`: sentences that match, with the headings above them.

use std::borrow::Cow;
use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use serde::Serialize;

use super::args::{GrepArgs, GrepWithin, ListFormat};
use super::hit::{HitRecord, STEP, above};
use super::outline::{label, short};
use super::output::{Ink, Output};
use crate::library::{Library, NoticeId};
use crate::notice::{Notice, Role, Span};
use crate::search::Query;
use crate::search::full_text::{
    NoticeHits, NoticeRequest, SentenceHit, TextIndexes, TextQuery, Within, search_notices,
};
use crate::text::columns::{truncate_cols, width_cols};

/// Longer sentences are cut around their first match.
const SENTENCE_COLS: usize = 200;

/// Length of the text kept before that match.
const BEFORE_CHARS: usize = 30;

/// The fields of a result that only `grep` has.
#[derive(Debug, Serialize)]
struct Sentence<'a> {
    sentence: &'a str,
    /// Byte ranges of the matches in the sentence.
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

/// The pattern and its scope.
pub(super) fn query(pattern: &str, within: GrepWithin) -> TextQuery {
    let within = match within {
        GrepWithin::Sentence => Within::Sentence,
        GrepWithin::Item => Within::Item,
        GrepWithin::Notice => Within::Notice,
    };
    TextQuery::parse(pattern, within)
}

/// Prints the hits of one part of a library after the other.
pub(super) struct Printer<'a, W: Write> {
    query: &'a TextQuery,
    /// The notices to search.
    filter: &'a Query,
    args: &'a GrepArgs,
    output: &'a mut Output<W>,
    /// Number of printed lines.
    lines: usize,
    limit: usize,
}

impl<'a, W: Write> Printer<'a, W> {
    pub(super) fn new(query: &'a TextQuery, filter: &'a Query, args: &'a GrepArgs, output: &'a mut Output<W>) -> Self {
        let limit = args.limit.map_or(usize::MAX, |limit| limit as usize);
        Self { query, filter, args, output, lines: 0, limit }
    }

    /// Whether anything was printed.
    pub(super) const fn has_hits(&self) -> bool {
        self.lines > 0
    }

    /// Whether the limit is reached.
    pub(crate) const fn is_done(&self) -> bool {
        self.lines >= self.limit
    }

    /// Prints the hits of the selected notices, one per line, or with `--count` the notices that have any, and flushes the
    /// output.
    pub(crate) fn print(&mut self, library: &Library) -> io::Result<()> {
        let is_over = AtomicBool::new(self.is_done());
        let mut result = Ok(());
        // Hits in notices that are not selected do not count.
        let wanted_hits =
            if self.args.count || self.filter.has_facets() { usize::MAX } else { self.limit - self.lines };
        let should_stop = || is_over.load(Ordering::Relaxed);
        let request = NoticeRequest { query: self.query, from: NoticeId(0), wanted_hits, should_stop: &should_stop };
        search_notices(library, &TextIndexes::default(), &request, &mut |found| {
            let notice = library.notice(found.notice).expect("a hit is in a notice of the library");
            if result.is_ok() && !self.is_done() && self.filter.admits(notice) {
                result = self.put(notice, &found);
            }
            is_over.store(result.is_err() || self.is_done(), Ordering::Relaxed);
        });
        result.and_then(|()| self.output.flush())
    }

    fn put(&mut self, notice: &Notice, found: &NoticeHits) -> io::Result<()> {
        if self.args.count {
            self.lines += 1;
            return put_count(notice, found.count, self.args.format, self.output);
        }
        for hit in found.hits.iter().take(self.limit - self.lines) {
            self.lines += 1;
            match self.args.format {
                ListFormat::Text => put_hit(notice, hit, self.output)?,
                ListFormat::Json => {
                    let more = Sentence { sentence: notice.slice(hit.sentence), spans: spans(hit) };
                    self.output.put_json(&HitRecord::new(notice, line(notice, hit), hit.node, more))?;
                }
            }
        }
        Ok(())
    }
}

fn put_count<W: Write>(notice: &Notice, count: usize, format: ListFormat, output: &mut Output<W>) -> io::Result<()> {
    match format {
        ListFormat::Text => {
            output.put(Ink::Path, &notice.source.place())?;
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
    output.put_place(&notice.source.place(), line(notice, hit))?;
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

/// Byte ranges of the matches in the sentence.
fn spans(hit: &SentenceHit) -> Vec<[u32; 2]> {
    let start = hit.sentence.start;
    hit.matches.iter().map(|span| [span.start - start, span.end - start]).collect()
}

/// Cuts a sentence to a few lines around its first match; returns it with the spans of the matches that remain.
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

/// Byte offsets of the characters in the spans.
fn char_starts(text: &str, spans: &[[u32; 2]]) -> Vec<u32> {
    let starts = |[from, to]: &[u32; 2]| {
        let chars = text[*from as usize..*to as usize].char_indices();
        chars.map(|(start, _)| from + start as u32).collect::<Vec<_>>()
    };
    spans.iter().flat_map(starts).collect()
}
