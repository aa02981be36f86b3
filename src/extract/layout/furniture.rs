//! Page numbers and running heads, which would otherwise stand in the middle of sentences.

use std::collections::HashMap;

use super::lines::Line;

/// How many lines at the top and at the bottom of a page may be furniture.
const REACH: usize = 2;

/// Lines of different pages stand at the same height when they differ by less, in points.
const SAME_HEIGHT: f32 = 3.0;

/// The pages without page numbers and without what stands at the same place on most of them.
pub(super) fn without_furniture(mut pages: Vec<Vec<Line>>) -> Vec<Vec<Line>> {
    for page in &mut pages {
        let is_number = |line: &Line| is_page_number(&line.text);
        if page.last().is_some_and(is_number) {
            page.pop();
        }
        if page.first().is_some_and(is_number) {
            page.remove(0);
        }
    }
    let repeated = repeated_lines(&pages);
    for page in &mut pages {
        let count = page.len();
        let mut index = 0;
        page.retain(|line| {
            let is_edge = index < REACH || index + REACH >= count;
            index += 1;
            !(is_edge && repeated.contains_key(&place_of(line)))
        });
    }
    pages
}

/// Where a line stands, and what it says except for its digits.
fn place_of(line: &Line) -> (i32, String) {
    let text = line.text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    ((line.y / SAME_HEIGHT).round() as i32, text)
}

/// What stands at the edge of most pages at the same height, three pages at least: two may both begin with a title.
fn repeated_lines(pages: &[Vec<Line>]) -> HashMap<(i32, String), usize> {
    let mut counts: HashMap<(i32, String), usize> = HashMap::new();
    for page in pages {
        let from_end = page.len().saturating_sub(REACH).max(REACH);
        let edges = page.iter().take(REACH).chain(page.iter().skip(from_end));
        for line in edges {
            *counts.entry(place_of(line)).or_default() += 1;
        }
    }
    counts.retain(|_, count| *count >= 3.max(pages.len().div_ceil(2)));
    counts
}

/// `— 3 —`, `- 3 -`, `3`, `第3页`, `第3页 共5页`, `3/5`
fn is_page_number(text: &str) -> bool {
    let marks = |c: char| "—-－–─·• \t\u{3000}/／第页共,，of".contains(c);
    let digits = text.chars().filter(char::is_ascii_digit).count();
    (1..=8).contains(&digits) && text.chars().all(|c| c.is_ascii_digit() || marks(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(lines: &[(&str, f32)]) -> Vec<Line> {
        let line = |(text, y): &(&str, f32)| Line {
            text: (*text).to_owned(),
            start: 0.0,
            end: 100.0,
            y: *y,
            size: 10.0,
            has_columns: false,
        };
        lines.iter().map(line).collect()
    }

    #[test]
    fn page_numbers_go() {
        for text in ["— 3 —", "-3-", "12", "第3页 共5页", "3/5"] {
            assert!(is_page_number(text), "{text}");
        }
        for text in ["", "—", "2024年", "3.", "附件1", "第三页"] {
            assert!(!is_page_number(text), "{text}");
        }
    }

    #[test]
    fn what_stands_on_every_page_goes() {
        let pages: Vec<_> = (1..=3)
            .map(|number| {
                let text = ["甲", "乙", "丙"][number - 1].to_owned();
                let (foot, last) = (format!("— {number} —"), text.repeat(3));
                page(&[
                    ("某市教育局文件", 20.0),
                    (&text, 40.0),
                    ("表头", 60.0),
                    (&text, 70.0),
                    (&last, 90.0),
                    (&foot, 800.0),
                ])
            })
            .collect();
        let left = without_furniture(pages);
        assert!(left.iter().flatten().all(|line| line.text != "某市教育局文件" && !line.text.contains('—')));
        assert_eq!(left[0].len(), 4, "what repeats in the middle of a page stays");
        // Two pages that begin alike are no proof.
        let two = vec![page(&[("题", 20.0), ("一", 40.0)]), page(&[("题", 20.0), ("二", 40.0)])];
        assert_eq!(without_furniture(two.clone()), two);
    }
}
