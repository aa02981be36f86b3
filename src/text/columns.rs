//! Display columns: the cells of a terminal that a text takes, counted exactly as ratatui's `Buffer` counts them.
//!
//! Characters of ambiguous width (`·①“”—…`) take one column, as they do for ratatui: a layout that counted two would
//! not fit what is drawn. The unit is the grapheme cluster; nothing here splits one.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The columns of a single character: 2 for a Chinese character, 1 for a letter, 0 for a control or combining
/// character.
pub fn char_cols(c: char) -> usize {
    match c {
        ' '..='~' => 1,
        '\u{4E00}'..='\u{9FFF}' => 2,
        _ if stands_alone(c) => c.width().unwrap_or(0),
        _ => cluster_cols(c.encode_utf8(&mut [0; 4])),
    }
}

/// The columns of a text on one line. Clusters with a control character take none: ratatui leaves them out.
///
/// `（一）2024年` → 12.
pub fn width_cols(text: &str) -> usize {
    clusters(text).map(|cluster| cluster.cols).sum()
}

/// The longest beginning of `text` that fits into `cols` columns. Never splits a cluster: `中文` cut to 3 is `中`.
pub fn truncate_cols(text: &str, cols: usize) -> &str {
    let mut used = 0;
    for cluster in clusters(text) {
        used += cluster.cols;
        if used > cols {
            return &text[..cluster.start];
        }
    }
    text
}

/// A grapheme cluster of a text: a character as a reader sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cluster<'a> {
    /// Byte offset in the text.
    pub start: usize,
    /// The characters.
    pub text: &'a str,
    /// Columns on the screen.
    pub cols: usize,
}

impl Cluster<'_> {
    /// The byte offset after it.
    pub const fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// The grapheme clusters of a text in order.
///
/// Chinese text costs a range check per character; the segmentation algorithm only runs where combining characters
/// may be near.
pub fn clusters(text: &str) -> impl Iterator<Item = Cluster<'_>> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let rest = &text[start..];
        let mut chars = rest.chars();
        let first = chars.next()?;
        // Both neighbours must be simple: the second may be a combining mark that belongs to the first.
        let alone = stands_alone(first) && chars.next().is_none_or(stands_alone);
        let cluster = if alone {
            Cluster { start, text: &rest[..first.len_utf8()], cols: char_cols(first) }
        } else {
            let text = rest.graphemes(true).next().expect("a text that is not empty has a first cluster");
            Cluster { start, text, cols: cluster_cols(text) }
        };
        start = cluster.end();
        Some(cluster)
    })
}

fn cluster_cols(cluster: &str) -> usize {
    if cluster.contains(char::is_control) {
        return 0;
    }
    // Conjoining forms make a cluster narrower than its characters, so it is measured as a whole. ratatui adds a cell for
    // each half-width sound mark, and a layout must count the cells that ratatui fills.
    let sound_marks = cluster.chars().filter(|c| matches!(c, '\u{FF9E}' | '\u{FF9F}')).count();
    cluster.width() + sound_marks
}

/// Whether there is a cluster boundary between `c` and any other character for which this holds. May be `false` where
/// there is one.
const fn stands_alone(c: char) -> bool {
    matches!(c,
        ' '..='~'
        | '\u{A1}'..='\u{AC}' | '\u{AE}'..='\u{2FF}'
        | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205E}'
        | '\u{2100}'..='\u{23FF}' | '\u{2460}'..='\u{25FF}'
        | '\u{3000}'..='\u{3029}' | '\u{3041}'..='\u{3096}' | '\u{309B}'..='\u{30FF}'
        | '\u{3200}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{FF01}'..='\u{FF9D}'
        | '\u{20000}'..='\u{3FFFD}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    use super::*;

    #[track_caller]
    fn check(text: &str, cols: usize) {
        assert_eq!(width_cols(text), cols, "{text:?}");
    }

    #[test]
    fn columns_are_counted_as_terminals_count() {
        check("", 0);
        check("（一）2024年", 12);
        check("“双减”·①——……", 12);
        check("\u{3000}\u{3000}各镇", 8);
        check("e\u{301}a", 2);
        check("👨\u{200D}👩\u{200D}👧", 2);
        check("❤\u{FE0F}", 2);
        check("a\u{7}b\tc", 3);
        check("𠮷", 2);
        check("ﾊﾞﾟ", 5);
    }

    #[test]
    fn a_wide_character_is_not_split() {
        assert_eq!(truncate_cols("中文", 3), "中");
        assert_eq!(truncate_cols("中文", 4), "中文");
        assert_eq!(truncate_cols("中文", 1), "");
        assert_eq!(truncate_cols("ae\u{301}b", 2), "ae\u{301}");
    }

    fn any_text() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            "\\PC{0,3}".boxed(),
            "[一-十（）、，。“”—…·①a-z0-9 \u{3000}]{0,6}".boxed(),
            "[\u{300}-\u{303}\u{200D}\u{FE0F}❤👨👩\u{1F1E6}-\u{1F1FF}\u{FF76}\u{FF9E}가\u{1100}\u{1161}\u{11A8}\u{AC}\u{AD}\r\n]{0,5}".boxed(),
            any::<String>().boxed(),
        ];
        prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn clusters_are_those_of_the_standard(text in any_text()) {
            let ours: Vec<&str> = clusters(&text).map(|cluster| cluster.text).collect();
            let theirs: Vec<&str> = text.graphemes(true).collect();
            prop_assert_eq!(ours, theirs);
        }

        #[test]
        fn a_character_alone_is_as_wide_as_a_text_of_it(c in any::<char>()) {
            prop_assert_eq!(char_cols(c), width_cols(c.encode_utf8(&mut [0; 4])));
        }

        #[test]
        fn a_truncated_text_fits_and_one_more_cluster_would_not(text in any_text(), cols in 0_usize..40) {
            let cut = truncate_cols(&text, cols);
            prop_assert!(width_cols(cut) <= cols);
            if let Some(next) = clusters(&text[cut.len()..]).next() {
                prop_assert!(width_cols(cut) + next.cols > cols);
            }
        }
    }
}
