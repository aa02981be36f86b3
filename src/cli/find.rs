//! `gangmu find`: titles and headings that match a query, ranked as in the panes.

use std::cmp::Reverse;
use std::io::{self, Write};

use serde::Serialize;

use super::args::ListFormat;
use super::hit::{HitRecord, STEP, above};
use super::outline::{label, short, title_line};
use super::output::{Ink, Output};
use crate::library::Library;
use crate::notice::{NodeId, Notice};
use crate::search::{Hit, Query, Scope, pick};

/// The fields of a result that only `find` has.
#[derive(Debug, Serialize)]
struct Score {
    score: i64,
}

/// Items of `scopes` that match `query`, best first, at most `limit`.
pub(super) fn search(library: &Library, scopes: &[Scope], query: &Query, limit: Option<u32>) -> Vec<Hit> {
    let never_stops = || false;
    let picked = scopes.iter().filter_map(|scope| pick(library, scope, query, &never_stops));
    let mut hits: Vec<Hit> = picked.flatten().collect();
    hits.sort_unstable_by_key(|hit| (Reverse(hit.score), hit.notice, hit.node));
    hits.truncate(limit.map_or(usize::MAX, |limit| limit as usize));
    hits
}

/// Prints hits, one a line.
pub(super) fn print<W: Write>(
    library: &Library,
    hits: &[Hit],
    query: &Query,
    format: ListFormat,
    output: &mut Output<W>,
) -> io::Result<()> {
    for hit in hits {
        let notice = library.notice(hit.notice).expect("a hit is in a notice of the library");
        match format {
            ListFormat::Text => print_text(library, notice, hit, query, output)?,
            ListFormat::Json => {
                let more = Score { score: hit.score };
                output.put_json(&HitRecord::new(notice, line(notice, hit.node), hit.node, more))?;
            }
        }
    }
    Ok(())
}

fn print_text<W: Write>(
    library: &Library,
    notice: &Notice,
    hit: &Hit,
    query: &Query,
    output: &mut Output<W>,
) -> io::Result<()> {
    output.put_place(&notice.source.place(), line(notice, hit.node))?;
    if let Some(node) = hit.node {
        output.put(Ink::Faint, &short(notice.display_title()))?;
        for step in above(notice, node) {
            output.put(Ink::Faint, STEP)?;
            output.put(Ink::Faint, step)?;
        }
        output.put(Ink::Faint, STEP)?;
        // The text up to the heading, so that a gap after the marker stays.
        let label = label(notice, node);
        output.put(Ink::Marker, &label[..label.len() - notice.heading(node).len()])?;
    }
    let positions = if output.shows_matches() { hit.positions(library, query) } else { Vec::new() };
    output.put_matched(&short(hit.text(library)), &positions)?;
    output.end_line()
}

fn line(notice: &Notice, node: Option<NodeId>) -> u32 {
    node.map_or_else(|| title_line(notice), |node| notice.source_line(notice.outline[node].start()))
}
