//! Step 3 of 9, first half: a page → the notice on it, without navigation, labels, page numbers and the text behind it.
//!
//! The body is found by anchors (the line of addressees, the first marker, the first line of prose). The title stands
//! above the anchor, labels (索引号, 发文字号 …) anywhere before it, and nothing that follows the notice belongs to it.

use std::collections::HashMap;

use crate::notice::{Hint, MarkerKind};
use crate::parse::clean::{Line, Page};
use crate::parse::ending::{DroppedText, find_ending};
use crate::parse::reused::{Reused, reusable};
use crate::terms::dates::{find_date, is_year_start, whole_date};
use crate::terms::document_numbers::is_document_number;
use crate::terms::labels::{Field, Labelled, labels_in, leading_label};
use crate::terms::marker::leading_marker;
use crate::terms::organs::{is_organ_name, is_recipients};
use crate::terms::page_furniture::is_furniture;
use crate::terms::page_numbers::page_number;
use crate::terms::titles::is_title_like;
use crate::text::han_set::is_han;
use crate::text::words::{has_sentence_stop, squeeze, squeezed};

/// Maximum number of lines of a title.
const TITLE_LINES: usize = 6;
/// Maximum length of a title.
const TITLE_CHARS: u32 = 150;
/// Number of candidate lines above the anchor that are searched for the title.
const TITLE_REACH: usize = 14;
/// Minimum length of a line of prose; it also holds the end of a sentence.
const PROSE_CHARS: u32 = 36;

/// The text above the body of a notice on its page, and the text dropped behind it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageHead {
    /// The lines of its title, top to bottom.
    pub title: Vec<TitleLine>,
    /// 发文机关标志: `某市教育局文件`.
    pub red_head: Option<TitleLine>,
    /// 发文字号 where it stands as a line of its own above the body.
    pub number: Option<TitleLine>,
    /// Labels with their values, in order.
    pub labels: Vec<(Field, String)>,
    /// The text behind the notice that was left out.
    pub dropped: Option<DroppedText>,
}

/// A line above the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TitleLine {
    /// Its text.
    pub text: String,
    /// Line of the source, from 1.
    pub source_line: u32,
}

/// Finds the notice on its page; returns its head, and the page reduced to the lines after the title. `known_title`: the
/// title given by the file format.
pub fn take_off_furniture(mut page: Page, known_title: Option<&str>) -> (PageHead, Page) {
    let (anchor, features) = find_anchor(&page);
    let mut head = read_head(&page, &features[..anchor]);
    let title = find_title(&page, anchor, &head, known_title);
    for index in &title {
        head.uses[*index] = LineUse::Title;
    }
    let is_portal = head.uses.iter().any(|used| matches!(used, LineUse::Furniture | LineUse::Label));
    let last_title = title.last().copied();
    let ending = find_ending(&page, anchor);
    let title_text = squeeze(&title.iter().map(|index| page.text(&page.lines[*index])).collect::<String>());
    let title_line = |index: usize| TitleLine {
        text: page.text(&page.lines[index]).to_owned(),
        source_line: page.lines[index].source_line,
    };
    let titles: Vec<TitleLine> = title.into_iter().map(title_line).collect();
    let number = head.number.map(title_line);
    let red_head = head.letterhead.map(title_line);
    let is_page_number =
        |index: &usize| page_number(page.text(&page.lines[*index])).is_some_and(|number| number.is_certain);
    let page_numbers: Vec<usize> = (anchor..page.lines.len()).filter(is_page_number).collect();
    let running = running_heads(&page, anchor, &page_numbers, &title_text);
    let keeps_in_head = |index: usize, line: &Line| {
        let text = page.text(line);
        head.uses[index] == LineUse::Free
            && keeps_free_line(text, line, index, last_title, is_portal)
            && !title_text.contains(squeezed(text).as_ref())
    };
    let mut is_dropped = vec![false; page.lines.len()];
    for index in ending.inside.iter().chain(&page_numbers) {
        is_dropped[*index] = true;
    }
    let mut kept = Reused::with_capacity(ending.stop);
    for (index, line) in page.lines[..ending.stop].iter().enumerate() {
        let is_kept = if index < anchor { keeps_in_head(index, line) } else { !is_dropped[index] };
        if is_kept && (running.is_empty() || !running.contains(&page.text(line))) {
            kept.push(*line);
        }
    }
    page.lines = kept;
    (PageHead { title: titles, red_head, number, labels: head.labels, dropped: ending.dropped }, page)
}

/// Whether to keep a line above the body that is neither title nor furniture. On pages of portals short ones are dropped.
fn keeps_free_line(text: &str, line: &Line, index: usize, last_title: Option<usize>, is_portal: bool) -> bool {
    if !is_portal {
        return true;
    }
    let is_below_title = last_title.is_some_and(|title| index > title);
    is_below_title && (line.chars > 12 || has_sentence_stop(text) || text.starts_with(['（', '(']))
}

/// The role of a line above the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LineUse {
    Free,
    Label,
    Furniture,
    Number,
    Title,
}

#[derive(Debug, Default)]
struct HeadLines {
    uses: Vec<LineUse>,
    labels: Vec<(Field, String)>,
    letterhead: Option<usize>,
    number: Option<usize>,
}

/// Features of a line near the top of the page, by which the body is found.
struct LineFeatures {
    is_furniture: bool,
    begins_with_label: bool,
}

reusable!(LineFeatures);

/// Index of the first line of the body (addressees, first marker, or first prose), with the features of all lines up to
/// it.
fn find_anchor(page: &Page) -> (usize, Reused<LineFeatures>) {
    let mut features = Reused::<LineFeatures>::default();
    for (index, line) in page.lines.iter().enumerate() {
        let text = page.text(line);
        let line_features =
            LineFeatures { is_furniture: is_furniture(text), begins_with_label: leading_label(text).is_some() };
        let is_head =
            line_features.is_furniture || line_features.begins_with_label || line.hint == Some(Hint::Heading(1));
        features.push(line_features);
        if !is_head && (is_recipients(text) || begins_numbering(page, index) || is_prose(page, index)) {
            return (index, features);
        }
    }
    // Nothing of a body: everything is, save what is plainly furniture.
    (features.iter().position(|line_features| !line_features.is_furniture).unwrap_or(0), features)
}

/// Whether the line is the first item of a numbering.
fn begins_numbering(page: &Page, index: usize) -> bool {
    let text = page.text(&page.lines[index]);
    let Some(marker) = leading_marker(text) else { return false };
    if marker.number != 1 || matches!(marker.kind, MarkerKind::Letter | MarkerKind::Circled | MarkerKind::Decimal) {
        return false;
    }
    if matches!(marker.kind, MarkerKind::Volume | MarkerKind::Chapter | MarkerKind::Section | MarkerKind::Article) {
        return true;
    }
    text[marker.heading..].chars().count() >= 2
}

/// Whether the line is running text: a long line with a sentence, or one that the next line continues.
fn is_prose(page: &Page, index: usize) -> bool {
    let line = &page.lines[index];
    let text = page.text(line);
    if is_title_like(text) {
        return false;
    }
    let clauses = text.matches(['，', ',', '。', '；']).count();
    if line.chars >= PROSE_CHARS && (text.contains('。') || clauses >= 2) {
        return true;
    }
    let next = page.lines.get(index + 1);
    let goes_on = next.is_some_and(|next| {
        next.chars + 6 >= line.chars && !next.blank_before && next.source_line == line.source_line + 1
    });
    line.chars >= 18 && clauses >= 1 && goes_on
}

/// Finds labels, furniture and the document number in the lines above the anchor.
fn read_head(page: &Page, features: &[LineFeatures]) -> HeadLines {
    let mut head = HeadLines { uses: vec![LineUse::Free; features.len()], ..HeadLines::default() };
    let mut pending: Option<Field> = None;
    for (index, (line, line_features)) in page.lines.iter().zip(features).enumerate() {
        let text = page.text(line);
        if line_features.begins_with_label {
            head.uses[index] = LineUse::Label;
            for Labelled { label, value } in labels_in(text) {
                pending = value.is_empty().then_some(label.field);
                head.labels.extend((!value.is_empty()).then(|| (label.field, value.to_owned())));
            }
        } else if let Some(field) =
            pending.take().filter(|field| !line_features.is_furniture && is_value_of(*field, text, line))
        {
            head.uses[index] = LineUse::Label;
            head.labels.push((field, text.to_owned()));
        } else if line_features.is_furniture || is_scrap(text) || is_time_stamp(text) {
            head.uses[index] = LineUse::Furniture;
        } else if is_red_head(text) {
            head.uses[index] = LineUse::Number;
            head.letterhead = Some(index);
        } else if is_document_number(text) {
            head.uses[index] = LineUse::Number;
            head.number = Some(index);
        }
    }
    head
}

/// Whether the line is the value of the label on the line above. After a blank line only dates are accepted.
fn is_value_of(field: Field, text: &str, line: &Line) -> bool {
    let is_dated = matches!(field, Field::Published | Field::IssueDate) && find_date(text).is_some();
    is_dated || !line.blank_before
}

/// `某市教育局文件`: the large red letters above the number.
fn is_red_head(text: &str) -> bool {
    text.ends_with('件') && squeeze(text).strip_suffix("文件").is_some_and(is_organ_name)
}

/// A line without a letter: `-`, `|`, `×`.
fn is_scrap(text: &str) -> bool {
    !text.chars().any(|c| is_han(c) || c.is_alphanumeric())
}

/// `2025-09-04 15:26`, `2024-02-23`: a date as machines write it.
fn is_time_stamp(text: &str) -> bool {
    text.chars().count() <= 24
        && text.starts_with(|c: char| c.is_ascii_digit())
        && !text.contains('年')
        && find_date(text).is_some_and(|found| found.start == 0)
}

/// Indices of the lines of the title, top to bottom.
fn find_title(page: &Page, anchor: usize, head: &HeadLines, known_title: Option<&str>) -> Vec<usize> {
    let text = |index: usize| page.text(&page.lines[index]);
    let free: Vec<usize> = (0..anchor).filter(|index| head.uses[*index] == LineUse::Free).collect();
    let reach = &free[free.len().saturating_sub(TITLE_REACH)..];
    let wanted = known_title
        .or_else(|| head.labels.iter().find(|(label, _)| *label == Field::Title).map(|(_, value)| value.as_str()))
        .map(squeeze);
    let mut fallback = Vec::new();
    for last in reach.iter().copied().rev() {
        if is_promulgation(text(last)) {
            continue;
        }
        let block = title_block(page, &free, last);
        let joined: String = block.iter().map(|index| text(*index)).collect();
        let is_heading = page.lines[last].hint == Some(Hint::Heading(1));
        if is_title_like(&joined) || is_heading || wanted.as_ref().is_some_and(|wanted| *wanted == squeeze(&joined)) {
            return block;
        }
        let chars = joined.chars().count();
        if fallback.is_empty()
            && (6..=60).contains(&chars)
            && !has_sentence_stop(&joined)
            && !is_organ_name(&joined)
            && !joined.ends_with(['：', ':'])
        {
            fallback = block;
        }
    }
    // A line in the position of a title is weaker evidence than the title given by the page or the file format.
    if wanted.is_some() { Vec::new() } else { fallback }
}

/// `（2011年12月15日…公布）`, `1990年6月28日 第七届…通过`: the history of a regulation, not its title.
fn is_promulgation(text: &str) -> bool {
    let may_be_dated = text.chars().take(2).any(is_year_start);
    (text.starts_with(['（', '(']) || may_be_dated && find_date(text).is_some_and(|found| found.start <= 3))
        && ["通过", "公布", "发布", "修正", "修订", "施行", "批准"].iter().any(|word| text.contains(word))
}

/// The lines that make up the title whose last line is `last`.
fn title_block(page: &Page, free: &[usize], last: usize) -> Vec<usize> {
    let text = |index: usize| page.text(&page.lines[index]);
    let mut block = vec![last];
    let mut joined = text(last).to_owned();
    while block.len() < TITLE_LINES {
        let first = block[0];
        let Some(above) = first.checked_sub(1).filter(|above| free.contains(above)) else { break };
        let upper = text(above);
        if joined.chars().count() as u32 + page.lines[above].chars > TITLE_CHARS || !goes_on_as_title(upper, &joined) {
            break;
        }
        joined.insert_str(0, upper);
        block.insert(0, above);
    }
    block
}

/// Whether a title's upper line is continued by what stands below it.
fn goes_on_as_title(upper: &str, lower: &str) -> bool {
    if has_sentence_stop(upper) || upper.ends_with(['：', ':', '，']) || is_promulgation(upper) {
        return false;
    }
    let closes_below = lower.matches('》').count() > lower.matches('《').count();
    let is_stub = lower.chars().count() <= 6 || lower.starts_with('的');
    if closes_below || is_stub {
        return true;
    }
    if lower.starts_with("关于") {
        return is_organ_name(upper);
    }
    let is_open = upper.contains("关于") || upper.matches('《').count() > upper.matches('》').count();
    is_open && !is_title_like(upper)
}

/// Running heads and feet: short lines beside a page number that occur three times or more, or repeat the title. Lines
/// that end a sentence are text, even if repeated.
fn running_heads<'a>(page: &'a Page, anchor: usize, page_numbers: &[usize], title: &str) -> Vec<&'a str> {
    let mut counts = HashMap::<&str, u32>::new();
    for number in page_numbers {
        let above = number.checked_sub(1).filter(|above| *above >= anchor);
        for beside in [above, Some(number + 1)].into_iter().flatten().filter_map(|beside| page.lines.get(beside)) {
            *counts.entry(page.text(beside)).or_default() += 1;
        }
    }
    let is_running = |text: &str, count: u32| {
        (count >= 3 || (count >= 2 && squeeze(text) == title))
            && text.chars().count() <= 40
            && !text.ends_with(['。', '；', '，', '：', '、', '！', '？', '”', '）'])
            && leading_marker(text).is_none()
            && whole_date(text).is_none()
    };
    counts.into_iter().filter(|(text, count)| is_running(text, *count)).map(|(text, _)| text).collect()
}
