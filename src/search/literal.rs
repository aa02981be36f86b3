//! Literal search in a text, for `/`.

use memchr::memmem;

use crate::notice::Span;
use crate::text::fold::{Folded, search_form};

/// All occurrences of `pattern` in `text`, in order and without overlap; none for an empty pattern.
///
/// Width and ASCII case do not matter; spans are those of the original `text`. Linear in both.
///
/// ```
/// use gangmu::search::find_all;
///
/// let text = "ＡＩ教育，Ai课程";
/// let found: Vec<&str> = find_all(text, "ai").iter().map(|span| &text[span.range()]).collect();
/// assert_eq!(found, ["ＡＩ", "Ai"]);
/// ```
pub fn find_all(text: &str, pattern: &str) -> Vec<Span> {
    if pattern.is_empty() {
        return Vec::new();
    }
    let pattern: String = pattern.chars().map(search_form).collect();
    let folded = Folded::new(text);
    memmem::find_iter(folded.text.as_bytes(), pattern.as_bytes())
        .map(|start| folded.original_range(start..start + pattern.len()))
        .map(|range| Span::new(range.start as u32, range.end as u32))
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(text: &str, pattern: &str, expected: &[&str]) {
        let found: Vec<&str> = find_all(text, pattern).iter().map(|span| &text[span.range()]).collect();
        assert_eq!(found, expected, "{pattern} in {text}");
    }

    #[test]
    fn width_and_case_do_not_matter() {
        check("推进ＡＩ、Ai教育（试行）", "ai", &["ＡＩ", "Ai"]);
        check("推进ＡＩ、Ai教育（试行）", "育(", &["育（"]);
        check("推进", "。", &[]);
        check("推进", "", &[]);
        check("教教教", "教教", &["教教"]);
    }

    proptest! {
        #[test]
        fn every_occurrence_is_found(text in "[甲乙aＡ，,]{0,30}", pattern in "[甲乙aＡ，,]{1,3}") {
            let form = |text: &str| text.chars().map(search_form).collect::<String>();
            let spans = find_all(&text, &pattern);
            prop_assert_eq!(spans.len(), form(&text).matches(&form(&pattern)).count());
            for span in spans {
                prop_assert_eq!(form(&text[span.range()]), form(&pattern));
            }
        }
    }
}
