//! Finds the document on a page among its furniture: navigation, breadcrumbs, sidebars, share buttons, footers.
//!
//! Each line of the page has a weight: how much it looks like the text of a notice. First, elements whose names say
//! furniture (`nav`, `share`) are left out, unless they hold much of the weight. Then a known container of content
//! management systems is taken if it has most of the weight. Otherwise the search starts at the root and descends
//! into the child with nearly all of the weight, as long as nothing beside that child looks like part of the same
//! notice (a numbered line, the signature, the attachments). The parser trims what is left of the furniture.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use crate::extract::web::html::{PageLine, PageLines, Role, Tree};
use crate::terms::attachments::{attachment_list_names, attachment_number};
use crate::terms::closing_lines::is_release_note;
use crate::terms::dates::signature_date;
use crate::terms::labels::label_of;
use crate::terms::marker::begins_item;

/// Values of `id` and `class`, in lower case, that content management systems give to the document.
const CONTAINERS: [&str; 25] = [
    "trs_editor",
    "ucap-content",
    "zoom",
    "zoomcon",
    "vsb_content",
    "vsb_content_2",
    "vsb_content_4",
    "v_news_content",
    "wp_articlecontent",
    "js_content",
    "pages_content",
    "pages-content",
    "article_content",
    "article-content",
    "articlecontent",
    "news_content",
    "news_conent_two_text",
    "detail-content",
    "content_body",
    "bodytext",
    "view",
    "con_con",
    "zwxl-content",
    "gknb_content",
    "div_zhengwen",
];

/// Words in the `id`, `class` or `title` of furniture, as whole words. Some are abbreviated pinyin: `dqwz` is
/// 当前位置 (current position), `fx` 分享 (share).
const FURNITURE: [&str; 57] = [
    "nav",
    "navbar",
    "navigation",
    "menu",
    "submenu",
    "header",
    "top",
    "topbar",
    "footer",
    "foot",
    "bottom",
    "crumb",
    "crumbs",
    "breadcrumb",
    "breadcrumbs",
    "position",
    "location",
    "dqwz",
    "share",
    "bdsharebuttonbox",
    "bshare",
    "fenxiang",
    "fx",
    "side",
    "sidebar",
    "aside",
    "related",
    "relevant",
    "xgxx",
    "xgwz",
    "xgzc",
    "recommend",
    "hot",
    "tools",
    "tool",
    "toolbar",
    "gongju",
    "print",
    "close",
    "page",
    "pages",
    "pager",
    "paging",
    "pagination",
    "pn",
    "prevnext",
    "prev",
    "next",
    "copyright",
    "login",
    "search",
    "qrcode",
    "ewm",
    "links",
    "yqlj",
    "comment",
    "comments",
];

/// Elements that are furniture by definition.
const FURNITURE_ELEMENTS: [&str; 4] = ["nav", "footer", "aside", "search"];

/// Largest share of the page's weight that all elements with one furniture word may have. With more, the word does
/// not mean furniture on this page: a document converted from PDF consists of elements called `page`.
const FURNITURE_PERCENT: u64 = 20;

/// Smallest share of the weight for a container with a known name.
const KNOWN_PERCENT: u64 = 60;

/// A page has no document if less than one part in this many looks like text: it is a list of links, or empty.
const LIST_SHARE: u64 = 20;

/// Smallest share of the weight for a child to descend into.
const CHILD_PERCENT: u64 = 80;

/// Number of lines behind a child that are searched for the end of the notice: signature, date, note, attachments.
const LINES_BEHIND: usize = 8;

/// Indices of the document's lines, in order.
pub(super) fn document_lines(tree: &Tree, page: &PageLines) -> Vec<usize> {
    let line_weights: Vec<(u32, u64)> =
        page.lines.iter().map(|line| (line.node, weight(page.text_of(line), line))).collect();
    let is_furniture = furniture(tree, &Weights::of(tree, line_weights.iter()));
    let is_left_out = |line: &PageLine| is_furniture[line.node as usize];
    // Weights without furniture, for the search.
    let weights = Weights::of(tree, line_weights.iter().filter(|(node, _)| !is_furniture[*node as usize]));
    let ink_chars: u64 = page.lines.iter().map(|line| u64::from(line.ink_chars)).sum();
    // A list of links or an empty page: everything is kept, and the parser decides.
    if weights.total() * LIST_SHARE < ink_chars {
        return (0..page.lines.len()).collect();
    }
    let body = known_container(tree, &weights).unwrap_or_else(|| descend(tree, page, &weights, &is_furniture));
    let inside = |line: &PageLine| body.contains(&line.node) && !is_left_out(line);
    let indices: Vec<usize> = (0..page.lines.len()).filter(|index| inside(&page.lines[*index])).collect();
    if indices.iter().any(|index| page.lines[*index].ink_chars > 0) {
        return indices;
    }
    (0..page.lines.len()).collect()
}

/// Weights of a page as prefix sums over its nodes, so that any subtree costs two look-ups.
struct Weights {
    /// For each node, the weight of all lines that begin before it.
    before: Vec<u64>,
}

impl Weights {
    /// From the node and weight of each line.
    fn of<'a>(tree: &Tree, lines: impl Iterator<Item = &'a (u32, u64)>) -> Self {
        let mut at_node = vec![0; tree.nodes.len() + 1];
        for (node, weight) in lines {
            // Shifted by one, so that the sum at a node excludes the node itself.
            at_node[*node as usize + 1] += weight;
        }
        for node in 1..at_node.len() {
            at_node[node] += at_node[node - 1];
        }
        Self { before: at_node }
    }

    fn within(&self, nodes: &Range<u32>) -> u64 {
        self.before[nodes.end as usize] - self.before[nodes.start as usize]
    }

    fn total(&self) -> u64 {
        self.before.last().copied().unwrap_or(0)
    }
}

/// The weight of a line: sentences and numbered lines count in full, short lines little, links and labels nothing.
fn weight(text: &str, line: &PageLine) -> u64 {
    let own_chars = u64::from(line.ink_chars - line.link_chars);
    // Mostly links, or a label of the index table.
    if line.link_chars * 2 > line.ink_chars || begins_with_label(text) {
        return 0;
    }
    let is_prose = text.contains(['。', '；']) || (line.ink_chars >= 20 && text.contains('，'));
    if is_prose || begins_item(text) || text.ends_with('：') { own_chars } else { own_chars / 4 }
}

/// Whether a line is a label such as `索引号：…` (index number), or the first cell of an index table.
fn begins_with_label(text: &str) -> bool {
    label_of(text.split(['：', ':', '\t']).next().unwrap_or_default()).is_some()
}

/// The nodes of the outermost element with a known name and most of the weight.
fn known_container(tree: &Tree, weights: &Weights) -> Option<Range<u32>> {
    let elements =
        (0..tree.nodes.len() as u32).filter(|at| names_of(tree, *at).any(|name| CONTAINERS.contains(&&*name)));
    let mut ranges = elements.map(|at| at..tree.nodes[at as usize].end);
    ranges.find(|nodes| weights.within(nodes) * 100 >= weights.total() * KNOWN_PERCENT && weights.within(nodes) > 0)
}

/// The values of `id` and `class` of an element, in lower case.
fn names_of(tree: &Tree, at: u32) -> impl Iterator<Item = Cow<'_, str>> + '_ {
    let values = ["id", "class"].into_iter().filter_map(move |name| tree.attribute(at, name));
    values.flat_map(str::split_ascii_whitespace).map(|name| {
        let is_lower = name.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
        if is_lower { Cow::Borrowed(name) } else { Cow::Owned(name.to_lowercase()) }
    })
}

/// For each node, whether it is furniture.
fn furniture(tree: &Tree, weights: &Weights) -> Vec<bool> {
    let mut candidates: Vec<(Range<u32>, &'static str)> = Vec::new();
    let mut weight_of: HashMap<&'static str, u64> = HashMap::new();
    for at in 0..tree.nodes.len() as u32 {
        if let Some(word) = furniture_word(tree, at) {
            let nodes = at..tree.nodes[at as usize].end;
            *weight_of.entry(word).or_default() += weights.within(&nodes);
            candidates.push((nodes, word));
        }
    }
    let mut is_furniture = vec![false; tree.nodes.len()];
    let mut done = 0;
    for (nodes, word) in candidates {
        // Elements inside of furniture are already marked.
        // Words are judged per page: `page` may be furniture here and the document there.
        if nodes.start >= done && weight_of[word] * 100 <= weights.total() * FURNITURE_PERCENT {
            is_furniture[nodes.start as usize..nodes.end as usize].fill(true);
            done = nodes.end;
        }
    }
    is_furniture
}

/// The furniture word of an element, if it has one.
fn furniture_word(tree: &Tree, at: u32) -> Option<&'static str> {
    let element =
        tree.nodes[at as usize].element.filter(|name| name.role() == Role::Block || name.as_str() == "span")?;
    let by_element = FURNITURE_ELEMENTS.iter().find(|known| **known == element.as_str()).copied();
    // LibreOffice marks the headers and footers of every page like this.
    if matches!(tree.attribute(at, "title"), Some("header" | "footer")) {
        return Some("running");
    }
    if tree.attribute(at, "role") == Some("navigation") {
        return Some("nav");
    }
    let word_in = |value: Cow<'_, str>| {
        let mut words = value.split(['-', '_']);
        words.find_map(|word| FURNITURE.iter().find(|known| **known == word)).copied()
    };
    by_element.or_else(|| names_of(tree, at).find_map(word_in))
}

/// Descends into the heaviest children and returns the nodes of the last one.
fn descend(tree: &Tree, page: &PageLines, weights: &Weights, is_furniture: &[bool]) -> Range<u32> {
    let mut body = 0..tree.nodes.len() as u32;
    let mut first_child = 0;
    while let Some(child) = heaviest_child(tree, weights, first_child..body.end) {
        // The child must have nearly all of the weight of its parent.
        let share = weights.within(&child) * 100;
        let is_most = share > 0 && share >= weights.within(&body) * CHILD_PERCENT;
        if !is_most
            || has_notice_outside(page, &body, &child, is_furniture)
            || is_one_of_paragraphs(tree, page, first_child..body.end, &child, is_furniture)
        {
            break;
        }
        first_child = child.start + 1;
        body = child;
    }
    body
}

/// The nodes of each sibling in a range.
fn siblings(tree: &Tree, range: Range<u32>) -> impl Iterator<Item = Range<u32>> {
    let nodes_at = move |at: u32| (at < range.end).then(|| at..tree.nodes[at as usize].end);
    std::iter::successors(nodes_at(range.start), move |before| nodes_at(before.end))
}

/// The heaviest element among siblings.
fn heaviest_child(tree: &Tree, weights: &Weights, range: Range<u32>) -> Option<Range<u32>> {
    let elements = siblings(tree, range).filter(|nodes| tree.nodes[nodes.start as usize].element.is_some());
    elements.reduce(|heaviest, nodes| if weights.within(&nodes) > weights.within(&heaviest) { nodes } else { heaviest })
}

/// Whether a child is a paragraph next to others such as title and signature, however much of the text it has.
fn is_one_of_paragraphs(
    tree: &Tree,
    page: &PageLines,
    range: Range<u32>,
    child: &Range<u32>,
    is_furniture: &[bool],
) -> bool {
    let mut others = siblings(tree, range).filter(|nodes| nodes != child && tree.is(nodes.start, "p"));
    tree.is(child.start, "p") && others.any(|nodes| own_lines(page, nodes, is_furniture).next().is_some())
}

/// The lines that begin in these nodes and have ink, without links and furniture.
fn own_lines<'a>(
    page: &'a PageLines,
    nodes: Range<u32>,
    is_furniture: &'a [bool],
) -> impl Iterator<Item = &'a PageLine> {
    let first = page.lines.partition_point(|line| line.node < nodes.start);
    let end = page.lines.partition_point(|line| line.node < nodes.end);
    page.lines[first..end.max(first)]
        .iter()
        .filter(|line| line.ink_chars > 0 && line.link_chars * 2 <= line.ink_chars && !is_furniture[line.node as usize])
}

/// Whether something in `body` outside of `child` belongs to the same notice: a numbered line before or after it, or
/// the end of a notice shortly after it.
fn has_notice_outside(page: &PageLines, body: &Range<u32>, child: &Range<u32>, is_furniture: &[bool]) -> bool {
    let part = |nodes: Range<u32>| own_lines(page, nodes, is_furniture);
    let begins_numbered = |line: &PageLine| begins_item(page.text_of(line));
    part(body.start..child.start).any(begins_numbered)
        || part(child.end..body.end).any(begins_numbered)
        || part(child.end..body.end).take(LINES_BEHIND).any(|line| ends_notice(page.text_of(line)))
}

/// Whether a line belongs to the end of a notice: `2024年3月15日`, `（此件公开发布）` (release note), `附件：1. …`
/// (attachments), or a note, `[1] …`.
fn ends_notice(text: &str) -> bool {
    let text = text.trim();
    let is_attachment = attachment_list_names(text).is_some() || attachment_number(text).is_some();
    let is_note = text.strip_prefix('[').and_then(|rest| rest.split_once(']')).is_some_and(|(number, note)| {
        !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) && !note.trim().is_empty()
    });
    signature_date(text).is_some() || is_attachment || is_note || is_release_note(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::web::html::lines_of;

    const NOTICE: &str = "<p>各学校：</p><p>现将放假事项通知如下，请认真执行，做好安排。</p><p>一、时间</p><p>三天，五月一日至三日。</p>";
    const FURNITURE_HTML: &str = "<div class='nav'><a href='/'>首页</a><a>政务公开</a></div>";

    #[track_caller]
    fn check(html: &str, expected: &str) {
        let tree = Tree::parse(html);
        let page = lines_of(&tree, false);
        let document = document_lines(&tree, &page);
        let lines: Vec<&str> = document.iter().map(|index| page.text_of(&page.lines[*index])).collect();
        let text = lines.join("|");
        let middle =
            text.replace("各学校：|现将放假事项通知如下，请认真执行，做好安排。|一、时间|三天，五月一日至三日。", "……");
        assert_eq!(middle, expected, "{html}");
    }

    #[test]
    fn the_document_is_found_among_the_furniture() {
        check(&format!("{FURNITURE_HTML}<div id=x>{NOTICE}</div><div class=side>热点<p>甲</p></div>"), "……");
        check(&format!("{FURNITURE_HTML}<table><tr><td>公告<td><font>{NOTICE}</font></table>版权所有"), "……");
        check(&format!("<div><h1>通知</h1><div id=zoom>{NOTICE}</div><p>2024年5月1日</p></div>"), "……");
    }

    #[test]
    fn the_end_of_a_notice_stays_with_it() {
        check(
            &format!("<div><div>{NOTICE}</div><p>某市教育局</p><p>2024年5月1日</p></div>"),
            "……|某市教育局|2024年5月1日",
        );
        check(&format!("<div><div>{NOTICE}</div><div>附件：1.名单</div></div>{FURNITURE_HTML}"), "……|附件：1.名单");
        check(&format!("<div><div>{NOTICE}</div><div>二、要求</div></div>"), "……|二、要求");
        check(&format!("<div>{NOTICE}</div><div><hr><p>[1] 脚注。</p></div>"), "……|[1] 脚注。");
    }

    #[test]
    fn a_paragraph_beside_others_is_not_the_document() {
        let long = "现将放假事项通知如下，请认真执行，做好安排。".repeat(9);
        check(
            &format!("<p>关于放假的通知</p><p>{long}</p><p>某市教育局</p>"),
            &format!("关于放假的通知|{long}|某市教育局"),
        );
        check(&format!("{FURNITURE_HTML}<p>{long}</p><p><a href=1>更多</a></p>"), &long);
    }

    #[test]
    fn a_name_alone_makes_no_furniture() {
        let pages = format!("<div class=page>{NOTICE}</div>").repeat(6);
        check(&pages, "……|……|……|……|……|……");
    }

    #[test]
    fn a_list_of_links_stays_whole() {
        let links = "<li><a href=1>关于放假事项的通知</a></li>".repeat(40);
        assert_eq!(links.matches("<li>").count(), 40);
        let tree = Tree::parse(&links);
        let page = lines_of(&tree, false);
        assert_eq!(document_lines(&tree, &page).len(), 40);
    }
}
