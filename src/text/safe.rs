//! Makes foreign text safe for a terminal: no character that moves the cursor, reorders the line or is invisible.

use std::borrow::Cow;

/// Removes the characters from `text` that would control a terminal or that a reader could not see.
///
/// Tabs, line ends and the line and paragraph separators become one space each (a carriage return before a line feed
/// none); every other character for which [`is_visible_char`] is false is dropped. U+3000 stays. The rest of an
/// escape sequence is harmless text.
///
/// Borrows when there is nothing to change, which is nearly always.
///
/// ```
/// use gangmu::text::safe::visible;
///
/// assert_eq!(visible("通\u{1B}[2J知\r\n\u{202E}甲"), "通[2J知 甲");
/// ```
pub fn visible(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_visible_char) {
        return Cow::Borrowed(text);
    }
    // A line end of two characters must not become two spaces.
    let text = text.replace("\r\n", "\n");
    Cow::Owned(text.chars().map(as_space).filter(|c| is_visible_char(*c)).collect())
}

fn as_space(c: char) -> char {
    match c {
        '\t'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => ' ',
        _ => c,
    }
}

/// Whether `c` may reach a terminal: it is drawn, or it combines with the character drawn before it.
///
/// False for control characters (C0, DEL, C1), for the bidi controls, for the line and paragraph separators, for
/// noncharacters, and for everything that Unicode calls default-ignorable: zero-width spaces and joiners, soft
/// hyphen, byte order mark, variation selectors, fillers, tags.
pub const fn is_visible_char(c: char) -> bool {
    match c {
        // Nearly every character of a notice is decided here.
        ' '..='~' | '\u{3000}'..='\u{3163}' | '\u{3165}'..='\u{D7FF}' => true,
        '\0'..='\u{1F}'
        | '\u{7F}'..='\u{9F}'
        | '\u{AD}'
        | '\u{34F}'
        | '\u{61C}'
        | '\u{115F}'..='\u{1160}'
        | '\u{17B4}'..='\u{17B5}'
        | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}'
        | '\u{2028}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{3164}'
        | '\u{FDD0}'..='\u{FDEF}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}'
        | '\u{FFA0}'
        | '\u{FFF0}'..='\u{FFFB}'
        | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}'
        | '\u{E0000}'..='\u{E0FFF}' => false,
        // The last two code points of every plane are noncharacters.
        _ => c as u32 & 0xFFFE != 0xFFFE,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(visible(text), expected, "{text:?}");
    }

    #[test]
    fn control_sequences_and_invisible_characters_are_removed() {
        check("\u{3000}\u{3000}一、总体要求", "\u{3000}\u{3000}一、总体要求");
        check("a\tb", "a b");
        check("a\r\nb\nc\u{2028}d", "a b c d");
        check("\u{1B}[31m红\u{1B}]0;x\u{7}", "[31m红]0;x");
        check("\u{9B}2J", "2J");
        check("good\u{202E}txt.exe\u{2066}", "goodtxt.exe");
        check("\u{FEFF}教\u{200B}育\u{AD}局\u{FE0F}\u{FFFE}\u{1FFFF}", "教育局");
        check("e\u{301}", "e\u{301}");
        check("\u{FFFD}", "\u{FFFD}");
    }

    #[test]
    fn nothing_is_copied_without_need() {
        assert!(matches!(visible("滕教〔2024〕5号"), Cow::Borrowed(_)));
    }

    proptest! {
        #[test]
        fn the_output_is_safe_and_stays_as_it_is(text in any::<String>()) {
            let once = visible(&text).into_owned();
            prop_assert!(once.chars().all(is_visible_char));
            prop_assert_eq!(visible(&once), once.as_str());
        }

        #[test]
        fn no_control_character_is_visible(c in any::<char>()) {
            prop_assert!(!(c.is_control() && is_visible_char(c)));
        }
    }
}
