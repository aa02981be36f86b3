//! Tests that `text::columns` counts columns as ratatui draws them.

use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::text::columns::width_cols;

fn drawn_cols(text: &str) -> usize {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 4000, 1));
    usize::from(buffer.set_stringn(0, 0, text, 4000, Style::default()).0)
}

#[track_caller]
fn check(text: &str) {
    assert_eq!(width_cols(text), drawn_cols(text), "{text:?}");
}

#[test]
fn columns_are_counted_as_ratatui_counts() {
    for text in ["", "（一）2024年", "“双减”·①——……", "\u{3000}\u{3000}各镇", "e\u{301}a", "a\u{7}b\tc", "𠮷"]
    {
        check(text);
    }
    for text in ["👨\u{200D}👩\u{200D}👧", "❤\u{FE0F}", "ﾊﾞﾟ", "ﾞ", "\u{1100}\u{1161}\u{11A8}", "\u{1F1E8}\u{1F1F3}"]
    {
        check(text);
    }
}

fn any_text() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        "\\PC{0,3}".boxed(),
        "[一-十（）、，。“”—…·①a-z0-9 \u{3000}]{0,6}".boxed(),
        "[\u{300}-\u{303}\u{200D}\u{FE0F}❤👨👩\u{1F1E6}-\u{1F1FF}\u{FF76}\u{FF9E}\u{FF9F}가\u{1100}\u{1161}\u{11A8}\u{AC}\u{AD}\r\n]{0,5}"
            .boxed(),
        any::<String>().boxed(),
    ];
    prop::collection::vec(part, 0..6).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn any_text_is_as_wide_as_ratatui_draws_it(text in any_text()) {
        prop_assert_eq!(width_cols(&text), drawn_cols(&text));
    }
}
