//! Folding of width, case and compatibility forms, one character to one, with a map back to the original positions.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

/// The half-width form of a full-width character, any other character unchanged: `（` → `(`, `１` → `1`, U+3000 → space.
pub const fn half_width(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => match char::from_u32(c as u32 - 0xFEE0) {
            Some(half) => half,
            None => c,
        },
        '\u{3000}' => ' ',
        _ => c,
    }
}

/// Folds width, ASCII case and compatibility forms: `Ａ` → `a`, `⽤` (a radical, as PDF files have it) → `用`, `￥` → `¥`.
/// What two texts must agree in to be the same to a search.
pub fn search_form(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' | '\u{3000}' | '\0'..='\u{7F}' => half_width(c).to_ascii_lowercase(),
        '\u{A0}' => ' ',
        '\u{2E80}'..='\u{2FD5}' | '\u{F900}'..='\u{FAFF}' | '\u{FF5F}'..='\u{FFEE}' | '\u{2F800}'..='\u{2FA1F}' => {
            compatibility_form(c)
        }
        _ => c,
    }
}

/// The compatibility form (NFKC) of a character where that is one character, else the character itself.
fn compatibility_form(c: char) -> char {
    let mut form = std::iter::once(c).nfkc();
    match (form.next(), form.next()) {
        (Some(single), None) => single,
        _ => c,
    }
}

/// A text in its search form, with the way back to the text it came from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Folded {
    /// The search form.
    pub text: String,
    /// `(folded, original)` byte offsets wherever their distance changes, ascending: folding changes the length of
    /// some characters (`，` has three bytes, `,` one), and of most none.
    shifts: Vec<(usize, usize)>,
}

impl Folded {
    /// Folds `original` with [`search_form`].
    pub fn new(original: &str) -> Self {
        let mut folded = Self { text: String::with_capacity(original.len()), shifts: Vec::new() };
        for (start, c) in original.char_indices() {
            let form = search_form(c);
            folded.text.push(form);
            if form.len_utf8() != c.len_utf8() {
                folded.shifts.push((folded.text.len(), start + c.len_utf8()));
            }
        }
        folded
    }

    /// Byte offset in the original of the character that starts at byte `offset` of the folded text; the end for the
    /// end.
    pub fn original_offset(&self, offset: usize) -> usize {
        let after = self.shifts.partition_point(|(folded, _)| *folded <= offset);
        let (folded, original) = after.checked_sub(1).map_or((0, 0), |index| self.shifts[index]);
        original + (offset - folded)
    }

    /// Byte range in the original of a byte range of the folded text; both on character boundaries.
    pub fn original_range(&self, folded: Range<usize>) -> Range<usize> {
        self.original_offset(folded.start)..self.original_offset(folded.end)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(original: &str, folded: &str) {
        assert_eq!(Folded::new(original).text, folded, "{original}");
    }

    #[test]
    fn what_means_the_same_is_the_same() {
        check("ＡＩ＋教育（２０２４年）", "ai+教育(2024年)");
        check("AI\u{3000}Ai\u{A0}ai", "ai ai ai");
        check("\u{2F64}⼈⼒", "用人力");
        check("\u{F9DB}\u{FA0C}￥", "率兀¥");
        check("①②、。Å", "①②、。Å");
    }

    #[test]
    fn ranges_lead_back() {
        let original = "ａ，b。（Ｃ）";
        let folded = Folded::new(original);
        let at = folded.text.find("b。(").expect("it is there");
        assert_eq!(&original[folded.original_range(at..at + "b。(".len())], "b。（");
        assert_eq!(folded.original_range(0..folded.text.len()), 0..original.len());
    }

    /// Who builds an index does not ask for the form of these.
    #[test]
    fn han_are_their_own_form() {
        assert!(('\u{4E00}'..='\u{9FFF}').all(|c| search_form(c) == c));
    }

    proptest! {
        #[test]
        fn every_character_leads_back_to_its_own(original in "([\\PC]|[ａ-ｚ，（）Ａ\u{3000}⼀-⼗\u{F900}-\u{F914}ﾊ-ﾟ中]){0,30}") {
            let folded = Folded::new(&original);
            let pairs: Vec<_> = folded.text.char_indices().zip(original.char_indices()).collect();
            prop_assert_eq!(pairs.len(), original.chars().count());
            for ((at, form), (start, c)) in pairs {
                prop_assert_eq!(search_form(c), form);
                prop_assert_eq!(folded.original_range(at..at + form.len_utf8()), start..start + c.len_utf8());
            }
        }

        #[test]
        fn folding_twice_is_folding_once(c in any::<char>()) {
            prop_assert_eq!(search_form(search_form(c)), search_form(c));
        }
    }
}
