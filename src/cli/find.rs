//! `gangmu find`: titles and headings that match a query, ranked as in the panes.

use std::cmp::Reverse;
use std::io::{self, Write};

use serde::Serialize;

use super::args::{FindScope, ListFormat};
use super::outline::{label, place, short, title_line};
use super::output::{Ink, Output};
use crate::library::Library;
use crate::notice::{Address, NodeId, Notice};
use crate::search::{Hit, Query, Scope, pick};

/// Between the parts of a heading path.
pub(super) const STEP: &str = " › ";

/// One result in JSON.
#[derive(Debug, Serialize)]
struct HitRecord<'a> {
    path: &'a str,
    part: Option<&'a str>,
    line: u32,
    score: i64,
    title: &'a str,
    /// The rest is `null` for a title.
    node: Option<u32>,
    address: Option<String>,
    marker: Option<&'a str>,
    heading: Option<&'a str>,
    /// Marker and heading of the nodes above, from the top.
    above: Vec<&'a str>,
}

/// What matches `query`, best first, at most `limit` of it.
pub(super) fn search(library: &Library, scope: FindScope, query: &Query, limit: Option<u32>) -> Vec<Hit> {
    let scopes: &[Scope] = match scope {
        FindScope::Title => &[Scope::Titles],
        FindScope::Heading => &[Scope::AllHeadings],
        FindScope::All => &[Scope::Titles, Scope::AllHeadings],
    };
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
            ListFormat::Json => output.put_json(&record(notice, hit))?,
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
    output.put_place(&place(notice), line(notice, hit.node))?;
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
    output.put_matched(&short(hit.text(library)), &hit.positions(library, query))?;
    output.end_line()
}

fn line(notice: &Notice, node: Option<NodeId>) -> u32 {
    node.map_or_else(|| title_line(notice), |node| notice.source_line(notice.outline[node].start()))
}

/// Marker and heading of the nodes above, from the top.
pub(super) fn above(notice: &Notice, node: NodeId) -> Vec<&str> {
    let mut above: Vec<&str> = notice.outline.ancestors(node).map(|node| label(notice, node)).collect();
    above.reverse();
    above
}

fn record<'a>(notice: &'a Notice, hit: &Hit) -> HitRecord<'a> {
    HitRecord {
        path: &notice.source.path,
        part: notice.source.part.as_deref(),
        line: line(notice, hit.node),
        score: hit.score,
        title: notice.display_title(),
        node: hit.node.map(|node| node.0),
        address: hit.node.map(|node| Address::of(notice, node).to_string()),
        marker: hit.node.map(|node| notice.marker(node)),
        heading: hit.node.map(|node| notice.heading(node)),
        above: hit.node.map(|node| above(notice, node)).unwrap_or_default(),
    }
}
