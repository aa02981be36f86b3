//! `gangmu outline`: the outline of notices as a tree, as Markdown headings, or in the JSON form of a notice.

use std::borrow::Cow;
use std::io::{self, Write};

use super::args::OutlineFormat;
use super::output::{Ink, Output};
use crate::lang::{Lang, warnings};
use crate::library::Library;
use crate::notice::{NodeId, Notice, Record, RecordNode, Role, Span};
use crate::text::columns::truncate_cols;

/// Output options of an outline.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Style {
    pub format: OutlineFormat,
    /// Number of heading levels; `None` for all.
    pub depth: Option<u32>,
    /// Whether the tree has line numbers.
    pub has_lines: bool,
}

/// Prints the outlines of all notices, in order.
pub(super) fn print<W: Write>(library: &Library, style: Style, output: &mut Output<W>) -> io::Result<()> {
    for (index, (_, notice)) in library.notices().enumerate() {
        if index > 0 && style.format != OutlineFormat::Json {
            output.end_line()?;
        }
        match style.format {
            OutlineFormat::Tree => print_tree(notice, style, output)?,
            OutlineFormat::Markdown => print_markdown(notice, style, output)?,
            OutlineFormat::Json => {
                let record = Record::of(notice).with_messages(notice, |kind| warnings::describe(kind, Lang::English));
                output.put_json(&pruned(record, style.depth))?;
            }
        }
    }
    Ok(())
}

/// The nodes of an outline down to a depth, each with its depth (0 at the top).
fn nodes(notice: &Notice, depth: Option<u32>) -> impl Iterator<Item = (NodeId, usize)> + '_ {
    let mut above: Vec<NodeId> = Vec::new();
    let with_depth = notice.outline.ids().map(move |id| {
        while above.last().is_some_and(|last| notice.outline[*last].end <= id) {
            above.pop();
        }
        above.push(id);
        (id, above.len() - 1)
    });
    with_depth.filter(move |(_, level)| depth.is_none_or(|depth| *level < depth as usize))
}

fn print_tree<W: Write>(notice: &Notice, style: Style, output: &mut Output<W>) -> io::Result<()> {
    let last_line = notice.paragraphs.last().map_or(1, |paragraph| paragraph.source_line);
    let width = if style.has_lines { last_line.to_string().len() } else { 0 };
    let put_line = |output: &mut Output<W>, line: u32| match width {
        0 => Ok(()),
        _ => output.put(Ink::Line, &format!("{line:width$}  ")),
    };
    put_line(output, title_line(notice))?;
    output.put(Ink::Title, &short(notice.display_title()))?;
    output.put(Ink::Faint, &format!("  {}", notice.source.place()))?;
    output.end_line()?;
    // Whether a line goes down to a later sibling, for each level above the node.
    let mut goes_on: Vec<bool> = Vec::new();
    for (id, depth) in nodes(notice, style.depth) {
        put_line(output, notice.source_line(notice.outline[id].start()))?;
        goes_on.truncate(depth);
        let has_next = notice.outline.next_sibling(id).is_some();
        let mut rails: String = goes_on.iter().map(|goes_on| if *goes_on { "│  " } else { "   " }).collect();
        rails.push_str(if has_next { "├─ " } else { "└─ " });
        goes_on.push(has_next);
        output.put(Ink::Faint, &rails)?;
        let marker = notice.marker(id);
        output.put(Ink::Marker, marker)?;
        output.put(Ink::Plain, &label(notice, id)[marker.len()..])?;
        output.end_line()?;
    }
    Ok(())
}

/// Markdown has six levels of headings; deeper ones become list items.
const MARKDOWN_LEVELS: usize = 6;

fn print_markdown<W: Write>(notice: &Notice, style: Style, output: &mut Output<W>) -> io::Result<()> {
    output.put(Ink::Title, &format!("# {}", escaped(&short(notice.display_title()))))?;
    output.end_line()?;
    for (id, depth) in nodes(notice, style.depth) {
        // The title is the first level.
        let level = depth + 2;
        let mark = match level.checked_sub(MARKDOWN_LEVELS + 1) {
            None => format!("{} ", "#".repeat(level)),
            Some(below) => format!("{}- ", "  ".repeat(below)),
        };
        output.end_line()?;
        output.put(Ink::Faint, &mark)?;
        output.put(Ink::Plain, &escaped(label(notice, id)))?;
        output.end_line()?;
    }
    Ok(())
}

/// Text escaped so that Markdown shows it literally.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '#') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// Longer display titles are cut; only a first paragraph in place of a title is that long.
const TITLE_COLS: usize = 200;

/// The display title, cut to fit a line or two.
pub(super) fn short(title: &str) -> Cow<'_, str> {
    let cut = truncate_cols(title, TITLE_COLS);
    if cut.len() == title.len() { Cow::Borrowed(title) } else { Cow::Owned(format!("{cut}…")) }
}

/// Marker and heading of a node as written.
pub(super) fn label(notice: &Notice, id: NodeId) -> &str {
    let node = &notice.outline[id];
    notice.slice(Span::new(node.start(), node.heading.end))
}

/// Source line of the title, or of the beginning of the text.
pub(super) fn title_line(notice: &Notice) -> u32 {
    let title = notice.matter.iter().find(|matter| matter.role == Role::Title);
    notice.source_line(title.map_or(0, |matter| matter.span.start))
}

/// The record with `depth` levels of headings only.
fn pruned(mut record: Record, depth: Option<u32>) -> Record {
    if let Some(depth) = depth {
        prune(&mut record.outline, depth);
    }
    record
}

fn prune(nodes: &mut Vec<RecordNode>, depth: u32) {
    if depth == 0 {
        nodes.clear();
    }
    for node in nodes {
        prune(&mut node.children, depth - 1);
    }
}
