//! Lines of pages → paragraphs: what the page has broken is joined.

use super::lines::Line;
use crate::text::numeral::is_numeral;

/// A line that ends closer to the right margin than this, in ems, is full: a mark that may not stand alone takes its
/// neighbour along to the next line.
const FULL_WITHIN_EMS: f32 = 2.1;

/// A line that begins further from the left margin than this, in ems, is indented.
const INDENT_EMS: f32 = 0.7;

/// The indentation of paragraphs, in ems: two characters, give or take half of one.
const PARAGRAPH_INDENT_EMS: std::ops::Range<f32> = 1.5..2.5;

/// A line that begins further from the left margin than this, in ems, is no part of the running text.
const MAX_INDENT_EMS: f32 = 6.0;

/// Sizes that differ by more than this part are not those of one paragraph.
const SAME_SIZE: f32 = 0.08;

/// A distance between lines this many times the usual one is a gap.
const GAP: f32 = 1.8;

/// Where the text of a page stands, in points.
#[derive(Debug, Clone, Copy, Default)]
struct Margins {
    left: f32,
    right: f32,
    /// The distance of most lines from the one above.
    leading: f32,
}

/// The paragraphs of all pages.
pub(super) fn paragraphs_of(pages: &[Vec<Line>]) -> Vec<String> {
    let mut margins = Margins::default();
    let mut lines: Vec<(&Line, Margins, bool)> = Vec::new();
    for page in pages {
        margins = margins_of(page, margins);
        lines.extend(page.iter().enumerate().map(|(index, line)| (line, margins, index == 0)));
    }
    let indented = lines
        .iter()
        .filter(|(line, margins, _)| PARAGRAPH_INDENT_EMS.contains(&((line.start - margins.left) / line.size)));
    let is_indenting = indented.count() * 10 >= lines.len().max(20);
    let mut paragraphs: Vec<String> = Vec::new();
    let mut above: Option<(&Line, Margins)> = None;
    for (line, margins, begins_page) in lines {
        let goes_on = above.is_some_and(|(above, above_margins)| {
            is_full(above, above_margins)
                && is_flush(line, margins)
                && is_same_size(above, line)
                && !above.has_columns
                && !line.has_columns
                && (begins_page || line.y - above.y <= GAP * margins.leading)
                && !line.text.starts_with("附件")
                && (!begins_item(&line.text) || is_indenting && !ends_sentence(&above.text))
        });
        match paragraphs.last_mut() {
            Some(paragraph) if goes_on => join(paragraph, &line.text),
            _ => paragraphs.push(line.text.clone()),
        }
        above = Some((line, margins));
    }
    paragraphs
}

/// The margins of a page; those of the page before where it has too few lines to tell.
fn margins_of(page: &[Line], before: Margins) -> Margins {
    /// Lines that it takes to tell.
    const ENOUGH: usize = 5;
    if page.len() < ENOUGH && before.right > 0.0 {
        return before;
    }
    let mut starts: Vec<f32> = page.iter().map(|line| line.start).collect();
    let mut leads: Vec<f32> = page.windows(2).map(|pair| pair[1].y - pair[0].y).collect();
    leads.sort_by(f32::total_cmp);
    let size = page.get(page.len() / 2).map_or(0.0, |line| line.size);
    let left = outermost(&mut starts, 0.3 * size);
    // A page of short lines does not show its margin.
    let is_same_paper = (left - before.left).abs() <= size;
    let shown_before = if is_same_paper { before.right } else { 0.0 };
    Margins {
        left,
        right: usual_end(page, left, size).max(shown_before),
        leading: leads.get(leads.len() / 2).copied().unwrap_or(f32::MAX),
    }
}

/// The smallest value that has a neighbour; a single one may be a stamp.
fn outermost(values: &mut [f32], tolerance: f32) -> f32 {
    values.sort_by(f32::total_cmp);
    let shared = values.windows(2).find(|pair| pair[1] - pair[0] <= tolerance).map(|pair| pair[0]);
    shared.or_else(|| values.first().copied()).unwrap_or_default()
}

/// Where most of the longer lines end. Some fonts are not as wide as the file says, and a few lines end beyond.
fn usual_end(page: &[Line], left: f32, size: f32) -> f32 {
    /// Lines shorter than this part of the longest say nothing about the margin.
    const LONG: f32 = 0.6;
    let longest = page.iter().map(|line| line.end).fold(f32::MIN, f32::max);
    let ends = || page.iter().map(|line| line.end).filter(|end| *end - left >= LONG * (longest - left));
    let neighbours = |at: f32| ends().filter(|end| (end - at).abs() <= size / 2.0).count();
    let best = ends().map(|end| (neighbours(end), end)).max_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    best.filter(|(count, _)| *count > 1).map_or(longest, |(_, end)| end)
}

/// Whether a line was broken by the margin. What begins far to the right is a signature or a date.
fn is_full(line: &Line, margins: Margins) -> bool {
    let is_body = line.start <= margins.left + MAX_INDENT_EMS * line.size;
    is_body && line.end >= margins.right - FULL_WITHIN_EMS * line.size
}

fn is_flush(line: &Line, margins: Margins) -> bool {
    line.start <= margins.left + INDENT_EMS * line.size
}

fn is_same_size(a: &Line, b: &Line) -> bool {
    (a.size - b.size).abs() <= SAME_SIZE * a.size.max(b.size)
}

fn ends_sentence(text: &str) -> bool {
    text.ends_with(['。', '；', '：', '！', '？', ';', ':', '”', '）'])
}

/// Whether a line begins like an item: 一、 （一） 1. 1、 ① 第三条.
fn begins_item(text: &str) -> bool {
    let is_number = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c) || is_numeral(c);
    let after = |text: &'_ str| text.trim_start_matches(is_number).chars().next();
    if let Some(rest) = text.strip_prefix(['（', '(', '第']) {
        return rest.starts_with(is_number) && after(rest).is_some_and(|c| "）)条章节编部分".contains(c));
    }
    let is_point = |c: char| "、．.".contains(c);
    text.starts_with(|c| ('①'..='⑳').contains(&c))
        || text.starts_with(is_number) && after(text).is_some_and(is_point) && !has_decimal(text)
}

/// `3.5亿元`
fn has_decimal(text: &str) -> bool {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// Adds a line to its paragraph. Letters need a space between them, except in an address that was broken.
fn join(paragraph: &mut String, line: &str) {
    let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_graphic());
    let word = paragraph.rsplit(|c: char| c.is_whitespace() || !c.is_ascii()).next().unwrap_or_default();
    let is_address = ["://", "www.", "@"].iter().any(|mark| word.contains(mark));
    let is_broken_word = word.ends_with(['-', '/']) || is_address;
    if is_letter(paragraph.chars().next_back()) && is_letter(line.chars().next()) && !is_broken_word {
        paragraph.push(' ');
    }
    paragraph.push_str(line);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines of size 10 on a page 20 characters wide; the number says how many characters stand before the text.
    fn page(lines: &[(u16, &str)]) -> Vec<Line> {
        let line = |(index, (indent, text)): (u16, &(u16, &str))| {
            let width = text.chars().map(|c| if c.is_ascii() { 5.0 } else { 10.0 }).sum::<f32>();
            let start = 10.0 * f32::from(*indent);
            let y = 20.0 * f32::from(index);
            Line { text: (*text).to_owned(), start, end: start + width, y, size: 10.0, has_columns: false }
        };
        (0..).zip(lines).map(line).collect()
    }

    const FULL: &str = "一二三四五六七八九十一二三四五六七八九十";

    #[track_caller]
    fn check(pages: &[&[(u16, &str)]], expected: &[&str]) {
        let pages: Vec<_> = pages.iter().map(|lines| page(lines)).collect();
        assert_eq!(paragraphs_of(&pages), expected);
    }

    #[test]
    fn full_lines_go_on() {
        let indented = &FULL["一二".len()..];
        check(
            &[&[(7, "关于放假的通知"), (2, indented), (0, "接着写。"), (2, indented), (0, FULL), (0, "又接着。")]],
            &["关于放假的通知", &format!("{indented}接着写。"), &format!("{indented}{FULL}又接着。")],
        );
    }

    #[test]
    fn paragraphs_go_on_over_pages() {
        check(
            &[&[(2, "一、时间"), (0, FULL), (2, "甲"), (0, FULL), (0, FULL)], &[(0, "完。")]],
            &["一、时间", FULL, "甲", &[FULL, FULL, "完。"].concat()],
        );
    }

    #[test]
    fn items_begin_a_paragraph() {
        check(
            &[&[(0, FULL), (0, "一、时间"), (0, FULL), (0, "（二）地点"), (0, FULL), (0, "3.5亿元")]],
            &[FULL, "一、时间", FULL, "（二）地点", &[FULL, "3.5亿元"].concat()],
        );
        for (text, expected) in
            [("第三条 本", true), ("第三方", false), ("12、甲", true), ("2024年", false), ("①甲", true)]
        {
            assert_eq!(begins_item(text), expected, "{text}");
        }
    }

    #[test]
    fn letters_are_kept_apart_and_addresses_together() {
        let joined = |before: &str, line: &str| {
            let mut paragraph = before.to_owned();
            join(&mut paragraph, line);
            paragraph
        };
        assert_eq!(joined("of the", "plan"), "of the plan");
        assert_eq!(joined("见 http://a.cn/b", "c.html"), "见 http://a.cn/bc.html");
        assert_eq!(joined("共", "3人"), "共3人");
    }
}
