//! Step 6 of the layout: removes page furniture, i.e. page numbers and running heads. They would otherwise stand in
//! the middle of sentences.
//!
//! Only the outermost rows of a page are candidates. A page number is recognised by its form (`— 3 —`, `第3页`) or,
//! if it is a bare number, by counting along with the pages. A running head is recognised by standing at the same
//! height with the same text on at least half of the odd or even pages; digits are ignored in the comparison.

use std::collections::{HashMap, HashSet};

use super::PageText;
use super::lines::text_of;
use super::rows::{Row, RowContent};
use crate::terms::page_numbers::page_number;

/// How many rows at the top and at the bottom of a page are candidates.
const EDGE_ROWS: usize = 3;

/// Rows of different pages are at the same height if they differ by less than this, in points.
const SAME_HEIGHT: f32 = 3.0;

/// Height of the page margins, as a part of the page height, in which furniture is expected. GB/T 9704, the layout
/// standard for official documents, leaves an eighth above the text and below it; word processors start headers at a
/// fifteenth.
const MARGIN: f32 = 0.085;

/// A row at the top or bottom of a page that may be furniture.
#[derive(Debug)]
struct EdgeRow {
    /// Index of the page text it belongs to, and index of the row in it.
    text: usize,
    row: usize,
    /// Height and text without numbers: equal for a running head on all its pages.
    signature: (i32, String),
    /// Only if the row may be a page number: the difference between that number and the page index, and whether its
    /// form alone proves it.
    shift: Option<(i64, bool)>,
    page: usize,
    is_margin: bool,
}

/// Removes page numbers, and rows that repeat at the same height on most odd or even pages.
pub(super) fn remove_furniture(texts: &mut [PageText]) {
    let edges: Vec<EdgeRow> = texts.iter().enumerate().flat_map(|(index, text)| edges_of(index, text)).collect();
    let pages = texts.iter().map(|text| text.page + 1).max().unwrap_or(0);
    let repeated = repeated_signatures(&edges, pages);
    let shifts = page_number_shifts(&edges);
    let mut removed: HashSet<(usize, usize)> = HashSet::new();
    for edge in &edges {
        let is_number = edge.shift.is_some_and(|(shift, is_certain)| is_certain || shifts.contains(&shift));
        if is_number || repeated.contains(&(edge.signature.clone(), edge.page % 2)) {
            removed.insert((edge.text, edge.row));
        }
    }
    for (index, text) in texts.iter_mut().enumerate() {
        let mut row = 0;
        text.rows.retain(|_| {
            row += 1;
            !removed.contains(&(index, row - 1))
        });
    }
}

/// The candidate rows of a page.
fn edges_of(index: usize, text: &PageText) -> Vec<EdgeRow> {
    let count = text.rows.len();
    let is_text = |row: &&(usize, &Row)| matches!(row.1.content, RowContent::Glyphs(_));
    // A table at the edge of the page ends the candidates: furniture does not stand between table and text.
    let rows: Vec<(usize, &Row)> = text.rows.iter().enumerate().collect();
    let top = rows.iter().take(EDGE_ROWS).take_while(is_text);
    let bottom = rows[EDGE_ROWS.min(count)..].iter().rev().take(EDGE_ROWS).take_while(is_text);
    let edge = |(row, at): &(usize, &Row)| {
        let words = text_of(at);
        let is_outermost = *row == 0 || row + 1 == count;
        // Without a page height only the outermost row counts, see `is_outermost`.
        let is_margin = text.height > 0.0 && !(MARGIN..=1.0 - MARGIN).contains(&(at.y / text.height));
        EdgeRow {
            text: index,
            row: *row,
            shift: page_number(&words)
                .filter(|_| is_outermost || is_margin)
                .map(|page| (i64::from(page.number) - i64::from(text.page as u32), page.is_certain)),
            signature: ((at.y / SAME_HEIGHT).round() as i32, without_digits(&words)),
            page: text.page,
            is_margin,
        }
    };
    top.chain(bottom).map(edge).collect()
}

fn without_digits(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    for c in text.chars() {
        if !c.is_ascii_digit() {
            words.push(c);
        } else if !words.ends_with('0') {
            // Runs of digits become one `0`, so that 第 9 页 and 第 10 页 compare equal.
            words.push('0');
        }
    }
    words
}

/// The signatures that repeat on at least half of the odd or even pages. Three pages are needed outside of the
/// margin, because two may both begin with a title; two are enough inside.
fn repeated_signatures(edges: &[EdgeRow], pages: usize) -> HashSet<((i32, String), usize)> {
    let mut counts: HashMap<&(i32, String), ([usize; 2], bool)> = HashMap::new();
    for edge in edges {
        let (count, is_margin) = counts.entry(&edge.signature).or_default();
        count[edge.page % 2] += 1;
        *is_margin |= edge.is_margin;
    }
    let mut repeated = HashSet::new();
    for (signature, (count, is_margin)) in counts {
        for parity in [0, 1] {
            let sides = (pages + 1 - parity) / 2;
            let enough = if is_margin { 2 } else { 3 };
            if count.iter().sum::<usize>() >= enough && count[parity] * 2 >= sides {
                repeated.insert((signature.clone(), parity));
            }
        }
    }
    repeated
}

/// The differences between page number and page index that are believed for bare numbers: 1, the usual one, and every
/// difference that two pages share.
fn page_number_shifts(edges: &[EdgeRow]) -> HashSet<i64> {
    let mut pages: HashMap<i64, HashSet<usize>> = HashMap::new();
    for edge in edges {
        if let Some((shift, _)) = edge.shift {
            pages.entry(shift).or_default().insert(edge.page);
        }
    }
    pages.into_iter().filter(|(shift, pages)| *shift == 1 || pages.len() > 1).map(|(shift, _)| shift).collect()
}

#[cfg(test)]
mod tests {
    use super::super::Glyph;
    use super::*;

    /// A page, 800 points high, of rows given as text and height.
    fn text(page: usize, rows: &[(&str, f32)]) -> PageText {
        let row = |(text, y): &(&str, f32)| {
            let glyph = |(index, c): (u16, char)| {
                let x = 10.0 * f32::from(index);
                Glyph { c, x, end: x + 10.0, y: *y, size: 10.0, order: 0 }
            };
            Row::of((0..).zip(text.chars()).map(glyph).collect()).expect("it has characters")
        };
        PageText { page, height: 800.0, rows: rows.iter().map(row).collect(), ..PageText::default() }
    }

    #[track_caller]
    fn check(mut texts: Vec<PageText>, expected: &[&[&str]]) {
        remove_furniture(&mut texts);
        let left: Vec<Vec<String>> = texts.iter().map(|text| text.rows.iter().map(text_of).collect()).collect();
        assert_eq!(left, expected);
    }

    #[test]
    fn repeated_rows_at_the_page_edges_are_removed() {
        let page = |number: usize, own: &'static str| {
            let foot = format!("—{number}—");
            text(
                number - 1,
                &[
                    ("某市教育局文件", 20.0),
                    (own, 100.0),
                    ("表头", 200.0),
                    ("中", 300.0),
                    (own, 500.0),
                    ("末", 600.0),
                    (&foot, 780.0),
                ],
            )
        };
        // Repeated text near the edge of a page is removed, in its middle it stays.
        let own: [&[&str]; 3] = [&["甲", "中", "甲"], &["乙", "中", "乙"], &["丙", "中", "丙"]];
        check(vec![page(1, "甲"), page(2, "乙"), page(3, "丙")], &own);
    }

    #[test]
    fn odd_and_even_pages_may_differ_and_two_pages_prove_little() {
        let head = |page: usize| ["政府公报", "通知公告"][page % 2];
        let pages = (0..5).map(|page| text(page, &[(head(page), 30.0), (["甲", "乙", "丙", "丁", "戊"][page], 300.0)]));
        check(pages.collect(), &[&["甲"], &["乙"], &["丙"], &["丁"], &["戊"]]);
        let two = |y: f32| vec![text(0, &[("题", y), ("一", 300.0)]), text(1, &[("题", y), ("二", 300.0)])];
        check(two(100.0), &[&["题", "一"], &["题", "二"]]);
        check(two(40.0), &[&["一"], &["二"]]);
    }

    #[test]
    fn a_bare_number_is_a_page_number_only_in_sequence() {
        let page = |page: usize, foot: &str| text(page, &[("文", 300.0), (foot, 700.0)]);
        check(vec![page(0, "17"), page(1, "18")], &[&["文"], &["文"]]);
        check(vec![page(0, "1"), page(1, "500")], &[&["文"], &["文", "500"]]);
    }
}
