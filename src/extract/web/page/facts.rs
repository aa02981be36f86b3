//! Reads metadata that a page states outside of its document: index table, byline, `<meta>`, title, address.

use std::borrow::Cow;

use crate::extract::web::fields::{elements_of, fill_in};
use crate::extract::web::html::{PageLine, PageLines, Tree};
use crate::notice::Elements;
use crate::terms::labels::{Labelled, label_of, labels_in, name_form};
use crate::terms::marker::begins_item;
use crate::terms::organs::is_organ_name;

/// Names of `<meta>` elements in the form of [`name_form`], and the field names they mean.
const METAS: [(&str, &str); 17] = [
    ("articletitle", "articletitle"),
    ("title", "title"),
    ("ogtitle", "doctitle"),
    ("pubdate", "pubdate"),
    ("publishdate", "publishdate"),
    ("publishtime", "publishtime"),
    ("datepublished", "publishdate"),
    ("articlepublishedtime", "publishtime"),
    ("contentsource", "source"),
    ("source", "source"),
    ("docnumber", "docnumber"),
    ("filenum", "filenum"),
    ("indexnumber", "indexnumber"),
    ("url", "url"),
    ("ogurl", "url"),
    ("author", "author"),
    ("发布日期", "pubdate"),
];

/// How many lines are searched for metadata; index tables and bylines are close to the document.
const MAX_HEAD_LINES: usize = 1000;

/// The title is searched for in this many lines of the document.
const TITLE_LINES: usize = 12;

/// Length of a title. 关于…的通知 alone has five characters.
const TITLE_CHARS: std::ops::RangeInclusive<usize> = 6..=150;

/// Endings of site names; no notice has such a title.
const SITE_ENDS: [&str; 6] = ["网", "网站", "平台", "门户", "首页", "人民政府"];

/// The metadata of a page. `document`: the indices of the document's lines. `url`: the page's address, if known from
/// outside.
pub(super) fn facts_of(tree: &Tree, page: &PageLines, document: &[usize], url: Option<&str>) -> Elements {
    let head = head_lines(page, document);
    let mut given = elements_of(&labelled(head.iter().map(|line| page.text_of(line))));
    let title = page_title(tree, page, document);
    fill_in(&mut given, elements_of(&metas(tree)));
    let addresses = [url.map(str::to_owned), tree.saved_from.clone(), canonical(tree)];
    let mut fields: Vec<(String, Cow<'_, str>)> =
        addresses.into_iter().flatten().map(|url| ("url".to_owned(), Cow::Owned(url))).collect();
    fields.extend(title.map(|title| ("title".to_owned(), Cow::Owned(title))));
    let stated = elements_of(&fields);
    // The address known from outside is more reliable than one that the page states.
    if stated.source_url.is_some() {
        given.source_url.clone_from(&stated.source_url);
    }
    fill_in(&mut given, stated);
    given
}

/// The lines up to the first line of running text in the document.
fn head_lines<'a>(page: &'a PageLines, document: &[usize]) -> Vec<&'a PageLine> {
    let is_prose = |index: &&usize| {
        let line = &page.lines[**index];
        let text = page.text_of(line);
        // A long line with a comma is running text even without a full stop.
        text.contains('。') || begins_item(text) || (line.ink_chars > 30 && text.contains('，'))
    };
    let end = document.iter().find(is_prose).copied().unwrap_or(page.lines.len());
    page.lines[..end.min(MAX_HEAD_LINES)].iter().filter(|line| line.ink_chars > 0).collect()
}

/// Values with labels: `索引号：JL-01`, adjacent cells of a table, or lines below each other.
fn labelled<'a>(lines: impl Iterator<Item = &'a str>) -> Vec<(String, Cow<'a, str>)> {
    let mut found = Vec::new();
    let mut pending: Option<&str> = None;
    for cell in lines.flat_map(|line| line.split('\t')).map(str::trim).filter(|cell| !cell.is_empty()) {
        let labels = labels_in(cell);
        let bare = label_of(cell).filter(|_| labels.is_empty());
        if let Some(name) = pending.take().filter(|_| labels.is_empty() && bare.is_none()) {
            found.push((name.to_owned(), Cow::Borrowed(cell)));
        }
        pending =
            bare.or(labels.last().filter(|last| last.value.is_empty()).map(|last| last.label)).map(|label| label.name);
        let stated = labels.into_iter().filter(|label| !label.value.is_empty());
        found.extend(stated.map(|Labelled { label, value }| (label.name.to_owned(), Cow::Borrowed(value))));
    }
    found
}

fn metas(tree: &Tree) -> Vec<(String, Cow<'_, str>)> {
    let metas = tree.elements("meta").filter_map(|at| {
        let name = ["name", "property", "itemprop"].iter().find_map(|attribute| tree.attribute(at, attribute))?;
        let form = name_form(name);
        let (_, field) = METAS.iter().find(|(known, _)| *known == form)?;
        Some(((*field).to_owned(), Cow::Borrowed(tree.attribute(at, "content")?)))
    });
    metas.collect()
}

fn canonical(tree: &Tree) -> Option<String> {
    let is_canonical = |at: &u32| tree.attribute(*at, "rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical"));
    let link = tree.elements("link").find(is_canonical)?;
    tree.attribute(link, "href").map(str::to_owned)
}

/// The title of the document: the part of `<title>` that the page shows, else the only `<h1>`.
fn page_title(tree: &Tree, page: &PageLines, document: &[usize]) -> Option<String> {
    let first = document.first().copied().unwrap_or(0);
    let above = page.lines[first.saturating_sub(MAX_HEAD_LINES)..first].iter();
    let own = document.iter().map(|index| &page.lines[*index]).filter(|line| line.ink_chars > 0).take(TITLE_LINES);
    let shown: String = above.chain(own).flat_map(|line| page.text_of(line).split_whitespace()).collect();
    let whole = tree.elements("title").map(|at| tree.text_below(at)).find(|title| !title.trim().is_empty());
    let whole = whole.unwrap_or_default();
    // Only a part that the page shows is a title; the rest is the name of the site.
    let is_shown = |title: &&str| {
        let bare = squeezed(title);
        TITLE_CHARS.contains(&bare.chars().count()) && is_no_site(&bare) && shown.contains(&bare)
    };
    if let Some(title) =
        beginnings(whole.trim()).find(is_shown).or_else(|| whole.split(SEPARATORS).map(str::trim).find(is_shown))
    {
        return Some(title.to_owned());
    }
    let mut headings = tree.elements("h1");
    let heading = squeezed(&tree.text_below(headings.next()?));
    let is_title = headings.next().is_none()
        && TITLE_CHARS.contains(&heading.chars().count())
        && is_no_site(&heading)
        && !begins_item(&heading);
    is_title.then_some(heading)
}

const SEPARATORS: [char; 6] = ['_', '|', '-', '—', '–', '>'];

/// The text, then each time without the part behind its last separator.
fn beginnings(title: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(title), |title| {
        Some(title.rsplit_once(SEPARATORS)?.0.trim_end_matches(SEPARATORS).trim_end())
    })
}

fn is_no_site(title: &str) -> bool {
    !is_organ_name(title) && !SITE_ENDS.iter().any(|end| title.ends_with(end))
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}
