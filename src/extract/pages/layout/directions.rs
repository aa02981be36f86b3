//! Step 1: the directions in which the text of a page runs. Each is turned so that it runs to the right.

use super::{AxisLine, Glyph, Page, PageChar, Rule};
use crate::text::han_set::is_han;

/// Text that runs in one direction, turned.
#[derive(Debug, Default, PartialEq)]
pub(super) struct DirectedText {
    pub glyphs: Vec<Glyph>,
    pub horizontal: Vec<AxisLine>,
    pub vertical: Vec<AxisLine>,
    /// The height of the turned page.
    pub height: f32,
}

/// Where text runs to, in page coordinates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Direction {
    Right,
    Down,
    Left,
    Up,
}

use Direction::{Down, Left, Right, Up};

/// Text that is more askew than this is a watermark: a step along is so many times one across.
const STRAIGHT: f32 = 8.0;

/// Characters below each other: their middles are apart by less than this sideways, in ems, and their baselines by so
/// much downwards. Some programs set a 一 higher than others, after what the font says of its outline.
const BELOW_ASIDE_EMS: f32 = 0.3;
const BELOW_EMS: std::ops::Range<f32> = -0.6..2.6;

/// They follow each other at this distance at least, in ems.
const STEP_EMS: f32 = 0.9;

/// A character as high as an em stands on its baseline by this part of it, and its middle as far above the baseline.
const ASCENT_EMS: f32 = 0.88;
const MIDDLE_EMS: f32 = 0.38;

/// The text of a page by its directions; the one with most characters comes first. Askew text is left out.
pub(super) fn texts_by_direction(mut page: Page) -> Vec<DirectedText> {
    set_vertical(&mut page.chars);
    let mut texts: [DirectedText; 4] = Default::default();
    for (order, page_char) in page.chars.iter().enumerate() {
        let Some(direction) = direction_of(page_char) else { continue };
        let ([x, y], [end, _]) = (direction.turn(page_char.from, page.size), direction.turn(page_char.to, page.size));
        let glyph = Glyph { c: page_char.c, x, end, y, size: page_char.size, order: order as u32 };
        texts[direction as usize].glyphs.push(glyph);
    }
    for direction in [Right, Down, Left, Up] {
        let text = &mut texts[direction as usize];
        if !text.glyphs.is_empty() {
            text.height = direction.height(page.size);
            take_rules(text, direction, &page.rules, page.size);
        }
    }
    let mut texts = Vec::from(texts);
    texts.retain(|text| !text.glyphs.is_empty());
    texts.sort_by_key(|text| std::cmp::Reverse(text.glyphs.len()));
    texts
}

impl Direction {
    /// A point of the page on the turned page.
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

fn take_rules(text: &mut DirectedText, direction: Direction, rules: &[Rule], page: [f32; 2]) {
    for rule in rules {
        let ([x, y], [to_x, to_y]) = (direction.turn(rule.from, page), direction.turn(rule.to, page));
        if (to_x - x).abs() >= (to_y - y).abs() {
            text.horizontal.push(AxisLine { at: f32::midpoint(y, to_y), from: x.min(to_x), to: x.max(to_x) });
        } else {
            text.vertical.push(AxisLine { at: f32::midpoint(x, to_x), from: y.min(to_y), to: y.max(to_y) });
        }
    }
}

/// Sets text that is drawn character below character, as most programs write 直排, so that it runs downwards.
fn set_vertical(page_chars: &mut [PageChar]) {
    let (mut below, mut beside) = (0, 0);
    for pair in page_chars.windows(2) {
        below += usize::from(is_below(pair));
        beside += usize::from(is_beside(pair));
    }
    // A column of numbers or ticks in a table is no such text.
    if below < 8 || below < 2 * beside {
        return;
    }
    let joins: Vec<[bool; 2]> = page_chars.windows(2).map(|pair| [is_below(pair), is_beside(pair)]).collect();
    let lifts: Vec<f32> =
        (0..page_chars.len()).map(|index| lift_of(&page_chars[index..], &joins[index.min(joins.len())..])).collect();
    // Where the line runs down, and where the character above ends.
    let mut above: Option<[f32; 2]> = None;
    for (index, page_char) in page_chars.iter_mut().enumerate() {
        let before = index.checked_sub(1).map_or([false; 2], |before| joins[before]);
        let after = joins.get(index).copied().unwrap_or_default();
        let is_alone = page_char.c >= '\u{2E80}' && !before[1] && !after[1];
        if is_upright(page_char) && (before[0] || after[0] || is_alone) {
            let x = f32::midpoint(page_char.from[0], page_char.to[0]) - MIDDLE_EMS * page_char.size;
            let top = page_char.from[1] - ASCENT_EMS * page_char.size;
            let is_next = |[line, end]: &[f32; 2]| {
                (line - x).abs() < BELOW_ASIDE_EMS * page_char.size
                    && (0.0..2.0 * page_char.size).contains(&(end - top))
            };
            let begun = top + lifts[index];
            let top = above.filter(is_next).map_or(begun, |[_, end]| top.max(end - (1.0 - STEP_EMS) * page_char.size));
            (page_char.from, page_char.to) = ([x, top], [x, top + page_char.size]);
        }
        above = (direction_of(page_char) == Some(Down)).then_some(page_char.to);
    }
}

/// By how much the first character of a line is set too high: those that follow it, one em after the other, show where
/// it stands. Such a one is low, a 一 or a mark; what stands lower by an em has a space above it. `joins`: how each of
/// `page_chars` follows the one before, without the first.
fn lift_of(page_chars: &[PageChar], joins: &[[bool; 2]]) -> f32 {
    /// So many characters tell: a mark behind a 一 is set too high itself.
    const SAMPLE_CHARS: usize = 3;
    let Some((first, rest)) = page_chars.split_first() else { return 0.0 };
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

    /// What each side says from left to right, where lines are told apart by nothing but their height.
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
            // The second line stands to the right of where the first one runs.
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
                // As Chromium sets it.
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
