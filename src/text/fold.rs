//! Folding of width, case, traditional and compatibility forms, with a map back to the original positions.
//!
//! Folding maps one character to one character, so a character has the same index before and after. Lengths in bytes
//! may differ; [`Folded`] records only the characters whose length changes, since most characters of a notice are
//! their own search form. The forms of the 20,992 Chinese characters are a table computed at compile time from the
//! dictionary of `OpenCC`, because every character of every searched text is looked up.

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

/// The search form of a character: two texts with the same search form are the same to a search. Folds width and
/// ASCII case (`Ａ` → `a`), traditional characters (`發` → `发`), the signs for zero (`零`, `○` → `〇`), hyphens, and
/// compatibility forms (`⽤`, a radical that PDF files contain, → `用`; `￥` → `¥`).
#[inline]
pub fn search_form(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' | '\u{3000}' | '\0'..='\u{7F}' => half_width(c).to_ascii_lowercase(),
        FIRST_HAN..=LAST_HAN => han_form(c),
        '\u{A0}' => ' ',
        // Hyphens of other widths, the non-breaking hyphen, and minus.
        '\u{2010}' | '\u{2011}' | '\u{2212}' => '-',
        '\u{25CB}' | '\u{25EF}' => '〇',
        '\u{2E80}'..='\u{2FD5}' | '\u{F900}'..='\u{FAFF}' | '\u{FF5F}'..='\u{FFEE}' | '\u{2F800}'..='\u{2FA1F}' => {
            compatibility_form(c)
        }
        _ => c,
    }
}

/// The block of the CJK Unified Ideographs.
const FIRST_HAN: char = '\u{4E00}';
const LAST_HAN: char = '\u{9FFF}';
/// The number of its code points.
const HAN: usize = 0x5200;

/// The form of a character of that block; any other character unchanged.
#[inline]
fn han_form(c: char) -> char {
    // A wrapping subtraction makes one bounds check do for both ends of the block.
    let form = HAN_FORMS.get((c as usize).wrapping_sub(FIRST_HAN as usize));
    form.and_then(|form| char::from_u32(u32::from(*form))).unwrap_or(c)
}

/// Each row is a traditional character, its simplified form and a line feed: the rows of `OpenCC`'s table `TSCharacters` whose
/// characters are both in the block, of several simplified forms the first. A test compares it with the whole table.
const SIMPLIFIED: &[u8] = include_bytes!("simplified.txt");
/// The bytes of a row.
const ROW_BYTES: usize = 7;

/// The search forms of the CJK Unified Ideographs, in their order.
///
/// A traditional character has its simplified form by `OpenCC`'s table of characters: the first where there are
/// several (徵 may be 征 or 徵), unchanged if the form is outside the block. Which form is meant in a word does not
/// matter, because both texts are folded alike.
static HAN_FORMS: [u16; HAN] = han_forms();

#[expect(clippy::large_stack_arrays, reason = "it is made when the program is compiled")]
const fn han_forms() -> [u16; HAN] {
    let mut forms = [0; HAN];
    let mut index = 0;
    while index < HAN {
        forms[index] = (FIRST_HAN as usize + index) as u16;
        index += 1;
    }
    let mut at = 0;
    while at < SIMPLIFIED.len() {
        let (traditional, simplified) = (han_at(SIMPLIFIED, at), han_at(SIMPLIFIED, at + 3));
        forms[traditional] = (FIRST_HAN as usize + simplified) as u16;
        at += ROW_BYTES;
    }
    // Forms can chain: 薴 maps to 苧, which maps to 苎. A second pass makes the table idempotent.
    let mut index = 0;
    while index < HAN {
        forms[index] = forms[forms[index] as usize - FIRST_HAN as usize];
        index += 1;
    }
    // 乾 is not folded to 干: simplified texts write it, too, as in the county name 乾县.
    forms['乾' as usize - FIRST_HAN as usize] = '乾' as u16;
    forms['零' as usize - FIRST_HAN as usize] = '〇' as u16;
    forms
}

/// The index in its block of the ideograph of three bytes that begins at byte `at`.
const fn han_at(bytes: &[u8], at: usize) -> usize {
    let (first, second, third) = (bytes[at], bytes[at + 1], bytes[at + 2]);
    let code = (first as usize & 0xF) << 12 | (second as usize & 0x3F) << 6 | third as usize & 0x3F;
    code - FIRST_HAN as usize
}

/// The compatibility form (NFKC) of a character, simplified, where it is one character; else the character itself.
fn compatibility_form(c: char) -> char {
    let mut form = std::iter::once(c).nfkc();
    match (form.next(), form.next()) {
        // U+FFEE is the half-width form of a sign for zero.
        (Some('\u{25CB}'), None) => '〇',
        (Some(single), None) => han_form(single),
        _ => c,
    }
}

/// A text in its search form, with a map back to the original.
///
/// ```
/// use gangmu::text::fold::Folded;
///
/// let original = "ＡＩ＋教育發展";
/// let folded = Folded::new(original);
/// assert_eq!(folded.text, "ai+教育发展");
/// let at = folded.text.find("发展").expect("it is there");
/// assert_eq!(&original[folded.original_range(at..folded.text.len())], "發展");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Folded {
    /// The search form.
    pub text: String,
    /// `(folded, original)` byte offsets after each character whose length changes, ascending. Between two entries
    /// both offsets advance alike.
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

    /// The byte offset in the original of the character that starts at byte `offset` of the folded text; the end for
    /// the end.
    pub fn original_offset(&self, offset: usize) -> usize {
        // The distance between both offsets is constant from one recorded change to the next.
        let after = self.shifts.partition_point(|(folded, _)| *folded <= offset);
        let (folded, original) = after.checked_sub(1).map_or((0, 0), |index| self.shifts[index]);
        original + (offset - folded)
    }

    /// The byte range in the original of a byte range of the folded text; both on character boundaries.
    pub fn original_range(&self, folded: Range<usize>) -> Range<usize> {
        self.original_offset(folded.start)..self.original_offset(folded.end)
    }
}

#[cfg(test)]
mod tests {
    use hanconv::RawDictionary;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_table_of_simplified_forms_is_that_of_opencc() {
        let is_han = |c: &char| (FIRST_HAN..=LAST_HAN).contains(c);
        let mut rows = String::new();
        for (traditional, simplified) in
            RawDictionary::TSCharacters.text().lines().filter_map(|line| line.split_once('\t'))
        {
            let pair: Vec<char> = traditional.chars().chain(simplified.chars().next()).filter(is_han).collect();
            if let [traditional, simplified] = pair[..] {
                rows.extend([traditional, simplified, '\n']);
            }
        }
        assert_eq!(str::from_utf8(SIMPLIFIED), Ok(&*rows));
    }

    #[track_caller]
    fn check(original: &str, folded: &str) {
        assert_eq!(Folded::new(original).text, folded, "{original}");
    }

    /// Folding is idempotent: an index keeps folded texts.
    #[test]
    fn a_search_form_is_its_own_form() {
        for c in '\0'..=char::MAX {
            let form = search_form(c);
            assert_eq!(search_form(form), form, "{c:?}");
        }
    }

    #[test]
    fn equivalent_texts_fold_alike() {
        check("ＡＩ＋教育（２０２４年）", "ai+教育(2024年)");
        check("AI\u{3000}Ai\u{A0}ai", "ai ai ai");
        check("\u{2F64}⼈⼒⾞", "用人力车");
        check("\u{F9DB}\u{FA0C}￥", "率兀¥");
        check("教育發展規劃、後勤與學校", "教育发展规划、后勤与学校");
        check("著名，乾县与瞭望", "著名,乾县与瞭望");
        check("二零二四 二○二四 二〇二四 二◯二四", "二〇二四 二〇二四 二〇二四 二〇二四");
        check("0571\u{2011}88\u{2010}1\u{2212}2", "0571-88-1-2");
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

    /// Ideographs keep their length of three bytes, and the table maps to no character that it maps away.
    #[test]
    fn ideographs_stay_ideographs() {
        let mut changed = 0;
        for c in FIRST_HAN..=LAST_HAN {
            let form = search_form(c);
            assert!(form == '〇' || (FIRST_HAN..=LAST_HAN).contains(&form), "{c} {form}");
            assert_eq!(search_form(form), form, "{c}");
            changed += usize::from(form != c);
        }
        assert!((2500..5000).contains(&changed), "{changed} have another form");
    }

    proptest! {
        #[test]
        fn every_character_leads_back_to_its_own(original in "([\\PC]|[ａ-ｚ，（）Ａ\u{3000}⼀-⼗發-發零○\u{F900}-\u{F914}ﾊ-ﾟ中]){0,30}") {
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
