//! Look-alike characters: radicals (parts of characters with code points of their own), symbols, and the vertical
//! forms of punctuation.
//!
//! Fonts draw a radical and the character that it comes from with the same glyph, so a PDF that maps glyphs back to
//! Unicode often names the radical. Searching for the character would then fail.

use crate::extract::numbering::symbols::symbol;
use crate::text::fold::search_form;

/// The characters that the radicals from U+2E80 on look like, in order (property `EquivalentUnifiedIdeograph` of
/// Unicode).
const SUPPLEMENT: &str = "冫厂乛乚乙亻冂几刀刂卜㔾小小兀尣尢尣巳幺彑彐忄㣺扌攵\u{2E9A}旡曰月歺母民氵氺灬爫爫丬牛犭王疋罒示礻竹糹纟罓罒㓁㓁㓁羊羊羊耂肀聿肉臼艹艹艹虎衤覀西见角角讠贝足车辶辶辶阝钅長镸长门阜阝雨青韦页风飞食食飠饣首马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟";

/// Horizontal forms of the vertical punctuation from U+FE10 and from U+FE30 on; a space means no change.
const UPRIGHT: [(char, &str); 2] =
    [('\u{FE10}', "，、。：；！？〖〗…"), ('\u{FE30}', "‥—–__（）｛｝〔〕【】《》〈〉「」『』﹅﹆［］")];

/// The character that was intended by `c`.
pub(super) fn plain_form(c: char) -> char {
    match c {
        '\u{2E80}'..='\u{2EF3}' => SUPPLEMENT.chars().nth(c as usize - 0x2E80).unwrap_or(c),
        '\u{2F00}'..='\u{2FD5}' => search_form(c),
        '\u{FE10}'..='\u{FE48}' => {
            let from = |(first, _): &&(char, &str)| *first <= c;
            let mark = UPRIGHT
                .iter()
                .rev()
                .find(from)
                .and_then(|(first, marks)| marks.chars().nth(c as usize - *first as usize));
            mark.unwrap_or(c)
        }
        // The symbol font is unknown here, so the usual ones are tried.
        '\u{F000}'..='\u{F0FF}' => {
            ["Wingdings", "Wingdings 2", "Symbol"].iter().find_map(|font| symbol(font, c as u32)).unwrap_or(c)
        }
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::plain_form;

    #[test]
    fn look_alikes_become_the_plain_character() {
        for (radical, character) in [
            ('⽤', '用'),
            ('⼈', '人'),
            ('⺠', '民'),
            ('⻋', '车'),
            ('⻚', '页'),
            ('⻓', '长'),
            ('⻳', '龟'),
            ('用', '用'),
            ('︐', '，'),
            ('︵', '（'),
            ('︺', '〕'),
            ('﹈', '］'),
            ('\u{FE20}', '\u{FE20}'),
        ] {
            assert_eq!(plain_form(radical), character, "{:X}", radical as u32);
        }
    }
}
