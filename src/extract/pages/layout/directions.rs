//! Step 1 of the layout: separates the text of a page by the direction it runs in, and turns each part so that it
//! runs to the right. All later steps then handle horizontal lines only.
//!
//! Vertical Chinese text (直排: characters below each other, lines from right to left) is drawn in one of two ways.
//! With a vertical font the file states the direction. Most programs, however, place upright characters one below the
//! other, each a horizontal run of its own. `set_vertical` recognises those by their positions and gives them a
//! downward direction.

use super::{AxisLine, Glyph, Page, PageChar, Rule};
use crate::text::han_set::is_han;

/// Text of one direction, turned so that it runs to the right.
#[derive(Debug, Default, PartialEq)]
pub(super) struct DirectedText {
    pub glyphs: Vec<Glyph>,
    pub horizontal: Vec<AxisLine>,
    pub vertical: Vec<AxisLine>,
    /// The height of the turned page.
    pub height: f32,
}

/// Direction of writing in page coordinates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Direction {
    Right,
    Down,
    Left,
    Up,
}

use Direction::{Down, Left, Right, Up};

/// A character runs straight if it moves at least this many times further along an axis than across it. Other text is
/// a slanted watermark.
const STRAIGHT: f32 = 8.0;

/// Two characters are below each other if their middles differ by less than this horizontally, in ems, and their
/// baselines by an amount in this range vertically. The range includes negative values: some programs place a flat
/// character such as 一 by its outline, and so too high.
const BELOW_ASIDE_EMS: f32 = 0.3;
const BELOW_EMS: std::ops::Range<f32> = -0.6..2.6;

/// Smallest distance between two characters of a vertical line, in ems.
const STEP_EMS: f32 = 0.9;

/// Distance of the top of a full-height character from its baseline, and of its middle, in ems.
const ASCENT_EMS: f32 = 0.88;
const MIDDLE_EMS: f32 = 0.38;

/// Separates the text of a page by direction, most characters first. Slanted text is left out.
pub(super) fn texts_by_direction(mut page: Page) -> Vec<DirectedText> {
    set_vertical(&mut page.chars);
    let mut texts: [DirectedText; 4] = Default::default();
    for (order, page_char) in page.chars.iter().enumerate() {
        // Slanted characters are dropped here.
        let Some(direction) = direction_of(page_char) else { continue };
        let ([x, y], [end, _]) = (direction.turn(page_char.from, page.size), direction.turn(page_char.to, page.size));
        let glyph = Glyph { c: page_char.c, x, end, y, size: page_char.size, order: order as u32 };
        texts[direction as usize].glyphs.push(glyph);
    }
    // Rules are needed only for directions that have text.
    for direction in [Right, Down, Left, Up] {
        let text = &mut texts[direction as usize];
        if !text.glyphs.is_empty() {
            text.height = direction.height(page.size);
            add_rules(text, direction, &page.rules, page.size);
        }
    }
    let mut texts = Vec::from(texts);
    texts.retain(|text| !text.glyphs.is_empty());
    // The main direction first: text at the side of a page is an addition to it.
    texts.sort_by_key(|text| std::cmp::Reverse(text.glyphs.len()));
    texts
}

impl Direction {
    /// Maps a point of the page to the turned page.
    fn turn(self, [x, y]: [f32; 2], [width, height]: [f32; 2]) -> [f32; 2] {
        match self {
            Right => [x, y],
            Down => [y, width - x],
            Left => [width - x, height - y],
            Up => [height - y, x],
        }
    }

    fn height(self, [width, height]: [f32; 2]) -> f32 {
        if matches!(self, Right | Left) { height } else { width }
    }
}

fn direction_of(page_char: &PageChar) -> Option<Direction> {
    let [x, y] = [page_char.to[0] - page_char.from[0], page_char.to[1] - page_char.from[1]];
    match (x.abs(), y.abs()) {
        (along, across) if along > STRAIGHT * across => Some(if x > 0.0 { Right } else { Left }),
        (across, along) if along > STRAIGHT * across => Some(if y > 0.0 { Down } else { Up }),
        _ => None,
    }
}

fn add_rules(text: &mut DirectedText, direction: Direction, rules: &[Rule], page: [f32; 2]) {
    for rule in rules {
        let ([x, y], [to_x, to_y]) = (direction.turn(rule.from, page), direction.turn(rule.to, page));
        // Rules are horizontal or vertical (see `Rule::of`), so the longer side decides.
        if (to_x - x).abs() >= (to_y - y).abs() {
            text.horizontal.push(AxisLine { at: f32::midpoint(y, to_y), from: x.min(to_x), to: x.max(to_x) });
        } else {
            text.vertical.push(AxisLine { at: f32::midpoint(x, to_x), from: y.min(to_y), to: y.max(to_y) });
        }
    }
}

/// Gives vertical text that is drawn as upright characters below each other (see above) a downward direction.
fn set_vertical(page_chars: &mut [PageChar]) {
    let (mut below, mut beside) = (0, 0);
    for pair in page_chars.windows(2) {
        below += usize::from(is_below(pair));
        beside += usize::from(is_beside(pair));
    }
    // Eight and more, and clearly more than pairs side by side: a column of numbers or ticks in a table also stands
    // character below character.
    if below < 8 || below < 2 * beside {
        return;
    }
    let joins: Vec<[bool; 2]> = page_chars.windows(2).map(|pair| [is_below(pair), is_beside(pair)]).collect();
    let lifts: Vec<f32> = (0..page_chars.len())
        .map(|index| height_error(&page_chars[index..], &joins[index.min(joins.len())..]))
        .collect();
    // Horizontal position of the vertical line so far, and the end of its last character.
    let mut above: Option<[f32; 2]> = None;
    for (index, page_char) in page_chars.iter_mut().enumerate() {
        let before = index.checked_sub(1).map_or([false; 2], |before| joins[before]);
        let after = joins.get(index).copied().unwrap_or_default();
        // A Chinese character (from U+2E80 on) without any neighbour, e.g. the only one of its column, is vertical,
        // too.
        let is_alone = page_char.c >= '\u{2E80}' && !before[1] && !after[1];
        if is_upright(page_char) && (before[0] || after[0] || is_alone) {
            let x = f32::midpoint(page_char.from[0], page_char.to[0]) - MIDDLE_EMS * page_char.size;
            let top = page_char.from[1] - ASCENT_EMS * page_char.size;
            // The next character of the same vertical line: nearly the same middle, and no full character of space
            // above it.
            let is_next = |[line, end]: &[f32; 2]| {
                (line - x).abs() < BELOW_ASIDE_EMS * page_char.size
                    && (0.0..2.0 * page_char.size).contains(&(end - top))
            };
            // The character may overlap its predecessor a little: some programs step by less than an em.
            let begun = top + lifts[index];
            let top = above.filter(is_next).map_or(begun, |[_, end]| top.max(end - (1.0 - STEP_EMS) * page_char.size));
            (page_char.from, page_char.to) = ([x, top], [x, top + page_char.size]);
        }
        above = (direction_of(page_char) == Some(Down)).then_some(page_char.to);
    }
}

/// The distance by which the first character of a vertical line is drawn too high. Only flat characters (一 or
/// punctuation) are. The characters after it, one em apart, show where it should be; a distance of a full em or more
/// is a space. `joins`: how each of `page_chars` follows the one before it, without the first.
fn height_error(page_chars: &[PageChar], joins: &[[bool; 2]]) -> f32 {
    /// Number of following characters that are compared. A single one could itself be punctuation that is drawn too
    /// high.
    const SAMPLE_CHARS: usize = 3;
    let Some((first, rest)) = page_chars.split_first() else { return 0.0 };
    // Only 一 and punctuation are drawn too high; a full-height character is taken as it is.
    if first.c != '一' && is_han(first.c) {
        return 0.0;
    }
    let below = rest
        .iter()
        .zip(joins)
        .take_while(|(page_char, join)| join[0] && is_upright(page_char))
        .map(|(page_char, _)| page_char);
    (1_u8..)
        .zip(below.take(SAMPLE_CHARS))
        .map(|(step, page_char)| page_char.from[1] - first.from[1] - f32::from(step) * first.size)
        .filter(|lift| *lift < first.size)
        .fold(0.0, f32::max)
}

fn is_upright(page_char: &PageChar) -> bool {
    direction_of(page_char) == Some(Right)
}

fn is_below(pair: &[PageChar]) -> bool {
    let middle = |page_char: &PageChar| f32::midpoint(page_char.from[0], page_char.to[0]);
    let size = pair[0].size.max(pair[1].size);
    let down = (pair[1].from[1] - pair[0].from[1]) / size;
    pair.iter().all(is_upright)
        && (middle(&pair[0]) - middle(&pair[1])).abs() < BELOW_ASIDE_EMS * size
        && BELOW_EMS.contains(&down)
}

fn is_beside(pair: &[PageChar]) -> bool {
    pair.iter().all(is_upright)
        && (pair[0].from[1] - pair[1].from[1]).abs() < BELOW_ASIDE_EMS * pair[0].size
        && (pair[0].from[0] - pair[1].from[0]).abs() < 2.0 * pair[0].size
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: [f32; 2] = [600.0, 800.0];

    fn page_char(c: char, from: [f32; 2], to: [f32; 2]) -> PageChar {
        PageChar { c, from, to, size: 10.0 }
    }

    /// The text of each direction, line by line; lines are distinguished by height only.
    fn texts(page_chars: Vec<PageChar>) -> Vec<Vec<String>> {
        let page = Page { chars: page_chars, rules: Vec::new(), size: SIZE };
        let lines = |mut text: DirectedText| {
            text.glyphs.sort_by(|a, b| (a.y.round(), a.x).partial_cmp(&(b.y.round(), b.x)).expect("finite"));
            let lines = text.glyphs.chunk_by(|a, b| (a.y - b.y).abs() < 1.0);
            lines.map(|line| line.iter().map(|glyph| glyph.c).collect()).collect()
        };
        texts_by_direction(page).into_iter().map(lines).collect()
    }

    #[test]
    fn text_runs_in_four_directions_and_askew_text_is_a_watermark() {
        let run = |text: &str, [x, y]: [f32; 2], [dx, dy]: [f32; 2]| -> Vec<PageChar> {
            let at = |index: f32| [x + 10.0 * dx * index, y + 10.0 * dy * index];
            (0_i16..)
                .zip(text.chars())
                .map(|(index, c)| page_char(c, at(index.into()), at(f32::from(index) + 1.0)))
                .collect()
        };
        for along in [[1.0, 0.0], [0.0, 1.0], [-1.0, 0.0], [0.0, -1.0]] {
            // The second line is to the right of the first, seen in its direction.
            let across = [-along[1], along[0]];
            let second = [300.0 + 20.0 * across[0], 300.0 + 20.0 * across[1]];
            let page_chars = [run("丙丁", second, along), run("甲乙", [300.0, 300.0], along)].concat();
            assert_eq!(texts(page_chars), [["甲乙", "丙丁"]], "{along:?}");
        }
        assert!(texts(run("内部资料", [100.0, 100.0], [0.7, -0.7])).is_empty());
        let page_chars = [run("侧", [10.0, 300.0], [0.0, -1.0]), run("正文", [100.0, 100.0], [1.0, 0.0])].concat();
        assert_eq!(texts(page_chars), [["正文"], ["侧"]]);
    }

    #[test]
    fn characters_below_each_other_are_lines_from_right_to_left() {
        let column = |text: &str, x: f32| -> Vec<PageChar> {
            let at = |index: i16, c| {
                // As Chromium draws it.
                let y = 100.0 + 10.0 * f32::from(index) - if c == '一' { 7.0 } else { 0.0 };
                page_char(c, [x, y], [x + 10.0, y])
            };
            (0..).zip(text.chars()).map(|(index, c)| at(index, c)).collect()
        };
        let number = [page_char('1', [300.0, 780.0], [305.0, 780.0]), page_char('2', [305.0, 780.0], [310.0, 780.0])];
        let page_chars =
            [column("关于放假的通知", 500.0), column("现通知一如下", 480.0), column("完", 460.0), number.to_vec()];
        assert_eq!(texts(page_chars.concat()), [vec!["关于放假的通知", "现通知一如下", "完"], vec!["12"]]);
    }
}
