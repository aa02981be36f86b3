//! Words at the ends of a line, white space inside a line, and the ends of its sentences and clauses.

use std::borrow::Cow;

use crate::text::bytes::SPACES;

/// `line` without white space: `标　　题` → `标题`.
pub(crate) fn squeeze(line: &str) -> String {
    let mut squeezed = String::with_capacity(line.len());
    squeezed.extend(line.chars().filter(|c| !c.is_whitespace()));
    squeezed
}

/// [`squeeze`] that borrows a line without white space, which nearly every line is.
pub(crate) fn squeezed(line: &str) -> Cow<'_, str> {
    if has_space(line) { Cow::Owned(squeeze(line)) } else { Cow::Borrowed(line) }
}

/// Whether there is white space in a cleaned line.
pub(crate) fn has_space(line: &str) -> bool {
    // A space, or the first byte of U+3000.
    memchr::memchr2_iter(b' ', 0xE3, line.as_bytes()).any(|at| line[at..].starts_with(SPACES))
}

/// Whether `text` ends with `word`, of whole 汉字. Compares the last one first, which is enough for nearly every word of
/// a table.
pub(crate) fn ends_with_word(text: &str, word: &str) -> bool {
    text.as_bytes().last_chunk::<3>() == word.as_bytes().last_chunk::<3>() && text.ends_with(word)
}

/// Whether `text` begins with `word`, of whole 汉字. Compares the first one first.
pub(crate) fn starts_with_word(text: &str, word: &str) -> bool {
    text.as_bytes().first_chunk::<3>() == word.as_bytes().first_chunk::<3>() && text.starts_with(word)
}

/// Whether a line has `。` or another sentence end outside 《》 and “”.
pub(crate) fn has_sentence_stop(line: &str) -> bool {
    let mut depth = 0_i32;
    for c in line.chars() {
        match c {
            '《' | '“' | '「' => depth += 1,
            '》' | '”' | '」' => depth -= 1,
            '。' | '；' | '！' if depth <= 0 => return true,
            _ => {}
        }
    }
    false
}

/// A character that ends a sentence or a clause that could be followed by a new item.
pub(crate) const fn ends_clause(c: char) -> bool {
    matches!(c, '。' | '；' | '：' | '！' | '？' | ';' | ':' | '”' | '）' | ')' | '】' | '」' | '…' | '》' | '!' | '?')
}
