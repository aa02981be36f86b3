//! Step 2 of the layout: removes ruby text, i.e. pinyin or bopomofo in small type above characters. It forms lines of
//! its own, which would separate the lines below it.

use super::Glyph;
use super::rows::{Row, rows_of};
use crate::text::han_set::is_han;

/// Largest size of ruby, as a part of the size of the characters below it.
const SMALL: f32 = 0.67;

/// Height of ruby's baseline above that of the character, in ems of the character.
const ABOVE_EMS: std::ops::Range<f32> = 0.6..1.6;

/// How far ruby may extend to the left and right of its character, in ems of the character.
const ASIDE_EMS: f32 = 0.6;

/// Letters of pinyin that do not occur in English.
const TONED: &str = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿêĀÁǍÀĒÉĚÈŌÓǑÒɑɡˉˊˇˋ˙";

/// Removes the ruby of a page. Small letters above a line count only if one of them has a tone mark or is bopomofo:
/// an English name above a Chinese one is text.
pub(super) fn drop_ruby(glyphs: &mut Vec<Glyph>) {
    // Most pages have no ruby, and this check is cheap.
    if !glyphs.iter().any(|glyph| is_toned(glyph.c)) {
        return;
    }
    let chosen = |is_wanted: &dyn Fn(&Glyph) -> bool| glyphs.iter().filter(|glyph| is_wanted(glyph)).copied().collect();
    let lines = rows_of(chosen(&|glyph| is_han(glyph.c)));
    let above = rows_of(chosen(&|glyph| is_letter(glyph.c) && is_above(&lines, glyph)));
    let is_ruby = |row: &&Row| row.glyphs().iter().any(|glyph| is_toned(glyph.c));
    let mut dropped: Vec<u32> = above.iter().filter(is_ruby).flat_map(Row::glyphs).map(|glyph| glyph.order).collect();
    dropped.sort_unstable();
    glyphs.retain(|glyph| dropped.binary_search(&glyph.order).is_err());
}

fn is_toned(c: char) -> bool {
    !c.is_ascii() && (TONED.contains(c) || matches!(c, '\u{300}'..='\u{30C}' | '\u{3105}'..='\u{312F}'))
}

fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic() || c == '\'' || is_toned(c)
}

/// Whether a small letter is above a Chinese character of one of the next lines.
fn is_above(lines: &[Row], letter: &Glyph) -> bool {
    /// Number of following lines to check: the nearest line on the page may belong to another column.
    const LINES: usize = 3;
    let middle = f32::midpoint(letter.x, letter.end);
    let is_base = |base: &Glyph| {
        let aside = ASIDE_EMS * base.size;
        letter.size <= SMALL * base.size
            && ABOVE_EMS.contains(&((base.y - letter.y) / base.size))
            && (base.x - aside..base.end + aside).contains(&middle)
    };
    // The two neighbours of the position are enough, since the glyphs of a line are sorted.
    let first = lines.partition_point(|line| line.y <= letter.y);
    lines.iter().skip(first).take(LINES).any(|line| {
        let glyphs = line.glyphs();
        let next = glyphs.partition_point(|glyph| glyph.x <= middle);
        [next.checked_sub(1), Some(next)].into_iter().flatten().filter_map(|at| glyphs.get(at)).any(is_base)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks which letters are left, given their size and height above 校园.
    #[track_caller]
    fn check(letters: &str, size: f32, above: f32, expected: &str) {
        let glyph = |c, x, y, size, order| Glyph { c, x, end: x + size, y, size, order };
        let base = [glyph('校', 0.0, 100.0, 10.0, 100), glyph('园', 10.0, 100.0, 10.0, 101)];
        let step = 20.0 / f32::from(u8::try_from(letters.chars().count()).expect("few"));
        let small = (0_u8..).zip(letters.chars()).map(|(at, c)| {
            let x = step * f32::from(at);
            Glyph { end: x + step, ..glyph(c, x, 100.0 - above, size, at.into()) }
        });
        let mut glyphs: Vec<Glyph> = small.chain(base).collect();
        drop_ruby(&mut glyphs);
        assert_eq!(glyphs.iter().map(|glyph| glyph.c).collect::<String>(), expected);
    }

    #[test]
    fn small_letters_with_tones_above_characters_are_ruby() {
        check("xiàoyuán", 5.0, 10.0, "校园");
        check("ㄒㄧㄠˋㄩㄢˊ", 4.0, 12.0, "校园");
        // Not ruby: an English name, letters of the usual size, an approximation sign, letters further up.
        check("Campus", 5.0, 10.0, "Campus校园");
        check("yuán", 10.0, 15.0, "yuán校园");
        check("ǎ", 5.0, 3.0, "ǎ校园");
        check("yuán", 5.0, 20.0, "yuán校园");
    }
}
