//! The written variants of a character that have the same search form: full width, capital, traditional.

use memchr::memmem::Finder;

use crate::text::fold::search_form;

/// Ranges that contain every character that folding changes.
const FOLDED: [(char, char); 12] = [
    ('A', 'Z'),
    ('\u{A0}', '\u{A0}'),
    ('\u{2010}', '\u{2011}'),
    ('\u{2212}', '\u{2212}'),
    ('\u{25CB}', '\u{25EF}'),
    ('\u{2E80}', '\u{2FD5}'),
    ('\u{3000}', '\u{3000}'),
    ('\u{4E00}', '\u{9FFF}'),
    ('\u{F900}', '\u{FAFF}'),
    ('\u{FF01}', '\u{FF5E}'),
    ('\u{FF5F}', '\u{FFEE}'),
    ('\u{2F800}', '\u{2FA1F}'),
];

/// All variants of some characters.
#[derive(Debug)]
pub(super) struct CharVariants {
    finders: Vec<Finder<'static>>,
}

impl CharVariants {
    /// The variants of all characters whose search form is one of `forms`.
    pub(super) fn of(forms: &[char]) -> Self {
        let folded =
            FOLDED.iter().flat_map(|(first, last)| *first..=*last).filter(|c| forms.contains(&search_form(*c)));
        let mut variants: Vec<char> = forms.iter().copied().chain(folded).collect();
        variants.sort_unstable();
        variants.dedup();
        let finder = |c: char| Finder::new(c.encode_utf8(&mut [0; 4]).as_bytes()).into_owned();
        Self { finders: variants.into_iter().map(finder).collect() }
    }

    /// One finder for each variant.
    pub(super) fn finders(&self) -> &[Finder<'static>] {
        &self.finders
    }

    /// Whether a text contains any of them.
    pub(super) fn occur_in(&self, text: &str) -> bool {
        self.finders.iter().any(|finder| finder.find(text.as_bytes()).is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_variant_is_found() {
        for (form, texts) in
            [('双', ["双减", "雙減"]), ('a', ["AI", "Ａ"]), ('〇', ["二零", "○"]), ('用', ["⽤", "用"])]
        {
            assert!(texts.iter().all(|text| CharVariants::of(&[form]).occur_in(text)), "{form}");
        }
        assert!(!CharVariants::of(&['双', '又']).occur_in("减"));
    }

    #[test]
    fn no_variant_is_missing() {
        for c in '\0'..=char::MAX {
            let is_known = FOLDED.iter().any(|(first, last)| (*first..=*last).contains(&c));
            assert!(is_known || search_form(c) == c, "{c:?}");
        }
    }
}
