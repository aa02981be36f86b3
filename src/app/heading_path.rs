//! The path of headings to a node: `一、总体要求 › （二）主要目标 › 3.…`, made to fit a line.

use std::borrow::Cow;

use crate::notice::{NodeId, Notice};
use crate::text::columns::{truncate_cols, width_cols};

/// Separates two steps of a path.
pub(crate) const SEPARATOR: &str = " › ";

/// Columns of [`SEPARATOR`].
const SEPARATOR_COLS: usize = 3;

/// Shortest width of a heading without a marker: two 汉字 and `…`.
const SHORTEST_COLS: usize = 5;

/// One heading of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Step {
    /// The node; `None` for the `…` that replaces the outermost headings.
    pub node: Option<NodeId>,
    /// Its marker and heading, possibly shortened.
    pub text: String,
}

/// The headings from the top down to `id`, fitted into `max_cols` columns including [`SEPARATOR`].
///
/// The ancestors are shortened first, evenly, down to their markers. When that is not enough, `…` replaces the
/// outermost ones. The heading of the node itself is shortened only if it takes more than half the line.
pub(crate) fn heading_path(notice: &Notice, id: NodeId, max_cols: usize) -> Vec<Step> {
    let mut nodes: Vec<NodeId> = notice.outline.ancestors(id).collect();
    nodes.reverse();
    let here = label(notice, id);
    let mut above: Vec<Label<'_>> = nodes.iter().map(|node| label(notice, *node)).collect();
    let mut is_cut = false;
    let room_above = max_cols - here.cols.min(max_cols / 2);
    while !above.is_empty() && sum_cols(&above, 0) + cut_cols(is_cut) > room_above {
        above.remove(0);
        is_cut = true;
    }
    is_cut &= cut_cols(true) <= max_cols / 2;
    let above_cols = sum_cols(&above, 0) + cut_cols(is_cut);
    let here_text = elide(here.text, max_cols.saturating_sub(above_cols));
    let room = max_cols.saturating_sub(width_cols(&here_text) + cut_cols(is_cut));
    let longest = (0..=room).rev().find(|longest| sum_cols(&above, *longest) <= room).unwrap_or(0);

    let cut = is_cut.then(|| Step { node: None, text: "…".to_owned() });
    let above = above
        .iter()
        .map(|label| Step { node: Some(label.node), text: elide(label.text, label.shown_cols(longest)).into_owned() });
    let here = Step { node: Some(id), text: here_text.into_owned() };
    cut.into_iter().chain(above).chain([here]).collect()
}

/// The text of a node in a path.
struct Label<'a> {
    node: NodeId,
    text: &'a str,
    cols: usize,
    /// Lower bound for shortening.
    shortest_cols: usize,
}

impl Label<'_> {
    /// Columns of the text when it is shortened to `longest`, but not below its lower bound.
    fn shown_cols(&self, longest: usize) -> usize {
        self.cols.min(longest.max(self.shortest_cols))
    }
}

fn label(notice: &Notice, id: NodeId) -> Label<'_> {
    /// A run-in heading without a full stop can be as long as a page; only this much of it is examined.
    const LONGEST_BYTES: usize = 1500;
    let node = &notice.outline[id];
    let start = node.start() as usize;
    let mut end = (node.heading.end as usize).min(start + LONGEST_BYTES);
    while !notice.text.is_char_boundary(end) {
        end -= 1;
    }
    let text = notice.text[start..end].trim_end();
    let marker_cols = width_cols(notice.marker(id));
    let shortest_cols = if marker_cols > 0 { marker_cols + 1 } else { SHORTEST_COLS };
    Label { node: id, text, cols: width_cols(text), shortest_cols }
}

/// Columns of the ancestors, each with its separator.
fn sum_cols(above: &[Label<'_>], longest: usize) -> usize {
    above.iter().map(|label| label.shown_cols(longest) + SEPARATOR_COLS).sum()
}

const fn cut_cols(is_cut: bool) -> usize {
    if is_cut { 1 + SEPARATOR_COLS } else { 0 }
}

/// Shortens `text` to at most `cols` columns; `…` marks the omitted end.
pub(crate) fn elide(text: &str, cols: usize) -> Cow<'_, str> {
    if truncate_cols(text, cols).len() == text.len() {
        return Cow::Borrowed(text);
    }
    match cols {
        0 => Cow::Borrowed(""),
        _ => Cow::Owned(format!("{}…", truncate_cols(text, cols - 1))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::fixture::notice;

    #[track_caller]
    fn check(lines: &str, max_cols: usize, expected: &str) {
        let notice = notice(lines);
        let last = notice.outline.ids().next_back().expect("there is a heading");
        let texts: Vec<String> = heading_path(&notice, last, max_cols).into_iter().map(|step| step.text).collect();
        let path = texts.join(SEPARATOR);
        assert_eq!(path, expected, "{lines} in {max_cols}");
        assert!(width_cols(&path) <= max_cols);
    }

    const DEEP: &str = "1一、|总体要求\n2（二）|重点工作\n3３．|抓好作业管理";

    #[test]
    fn a_path_that_fits_is_whole() {
        check("1一、|总体要求", 80, "一、总体要求");
        check(DEEP, 80, "一、总体要求 › （二）重点工作 › ３．抓好作业管理");
        check("章第一章　|总则\n条第一条　||为了规范。", 80, "第一章　总则 › 第一条");
    }

    #[test]
    fn headings_above_are_shortened_first_and_evenly() {
        check(DEEP, 44, "一、总体要… › （二）重点… › ３．抓好作业管理");
        check(DEEP, 36, "一、总… › （二）… › ３．抓好作业管理");
        check(DEEP, 34, "一、… › （二）… › ３．抓好作业管理");
        check("1一、|总体要求\n2（二）|关于印发年度重点工作任务分解表", 30, "一、… › （二）关于印发年度重…");
    }

    #[test]
    fn the_outermost_give_way_where_there_is_no_room_for_their_markers() {
        check(DEEP, 33, "… › （二）重… › ３．抓好作业管理");
        check(DEEP, 20, "… › ３．抓好作业管理");
        check(DEEP, 9, "… › ３．…");
        check(DEEP, 3, "３…");
        check(DEEP, 0, "");
    }
}
