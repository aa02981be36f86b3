//! Finds tags in running text, to test whether a text has markup at all.

use super::names::ElementName;

/// Longest tag. A `<` in running text must not search the whole file for its `>`.
const LONGEST_TAG_BYTES: usize = 4096;

/// Prefixes of the elements that Word adds to its pages.
const OFFICE_PREFIXES: [&str; 4] = ["o:", "st1:", "w:", "v:"];

/// Whether the text has any known tag.
pub(in crate::extract) fn has_markup(text: &str) -> bool {
    memchr::memchr_iter(b'<', text.as_bytes()).any(|at| tag_at(&text[at..]).is_some())
}

/// A tag of a known element, or `<!doctype …>` and `<?xml …?>`, which have no name.
#[derive(Debug, PartialEq)]
pub(in crate::extract) struct Tag {
    /// Its name in lower case.
    pub name: String,
    /// Whether it is an end tag.
    pub is_end: bool,
    /// Length from `<` to `>`.
    pub len_bytes: usize,
}

/// The tag at the start of `text`.
pub(in crate::extract) fn tag_at(text: &str) -> Option<Tag> {
    let head = &text.as_bytes()[1..text.len().min(LONGEST_TAG_BYTES)];
    // Declarations have no attributes.
    if let [b'!' | b'?', b'a'..=b'z' | b'A'..=b'Z' | b'[', declaration @ ..] = head {
        let end = memchr::memchr2(b'<', b'>', declaration).filter(|at| declaration[*at] == b'>')?;
        return Some(Tag { name: String::new(), is_end: false, len_bytes: end + "<!x>".len() });
    }
    let is_end = head.first() == Some(&b'/');
    let name_start = usize::from(is_end);
    let is_name_byte = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b':';
    let name_len = head[name_start..].iter().take_while(is_name_byte).count();
    let name_end = name_start + name_len;
    if name_len == 0 || !head.get(name_end).is_some_and(|byte| byte.is_ascii_whitespace() || b"/>".contains(byte)) {
        return None;
    }
    let name = String::from_utf8_lossy(&head[name_start..name_end]).to_ascii_lowercase();
    let is_known =
        ElementName::of(name.as_bytes()).is_some() || OFFICE_PREFIXES.iter().any(|prefix| name.starts_with(prefix));
    let len_bytes = name_end + end_of_attributes(&head[name_end..])? + 1;
    is_known.then_some(Tag { name, is_end, len_bytes })
}

/// Length up to and including the first `>` outside of quotes. A `<` before it means that there is no tag; stopping
/// there also keeps the search linear, however many tags are left open.
fn end_of_attributes(attributes: &[u8]) -> Option<usize> {
    let mut quote = None;
    for (index, byte) in attributes.iter().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(index + 1),
            (None, b'<') => return None,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    // A quote was never closed: the first `>` was intended.
    memchr::memchr(b'>', attributes).map(|at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_html_tags_are_markup() {
        for text in ["<附件>", "a<b", "5<6>4", "<", "<<", "<nosuch>", "<p", "</", "<!", "<!a", "<!--", "<p <"] {
            assert!(!has_markup(text), "{text:?}");
        }
        for text in ["一<br>二", "<p class='x'>一</p>", "<o:p></o:p>", "</P >", "<!DOCTYPE html>"] {
            assert!(has_markup(text), "{text:?}");
        }
    }
}
