//! Markers of attachments: `附件：1. …` that lists them, `附件2` that heads one.

use std::ops::Range;

use crate::text::fold::half_width;
use crate::text::numeral;

/// Whether a line opens the list of attachments: `附件：1.…`, `附件:`; the colon is needed.
pub fn attachment_list_names(line: &str) -> Option<&str> {
    let squeezed = line.trim_start();
    let rest = squeezed.strip_prefix('附')?.trim_start();
    let rest = rest.strip_prefix('件').unwrap_or(rest).trim_start();
    rest.strip_prefix(['：', ':']).map(str::trim)
}

/// `附件1：名单` → (1, `名单`). Chinese and Arabic numbers. `None` for `附件：` and for any other text.
pub fn attachment_number(text: &str) -> Option<(u32, &str)> {
    let rest = text.strip_prefix('附')?.trim_start();
    let rest = rest.strip_prefix('件').or_else(|| rest.strip_prefix('表'))?.trim_start();
    let is_part = |c: char| half_width(c).is_ascii_digit() || numeral::is_numeral(c);
    let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
    let number = numeral::from_arabic(&rest[..end]).or_else(|| numeral::from_chinese(&rest[..end]))?;
    let name = rest[end..].trim_start();
    // 附件1-5 and 附件2、3 name several; 附件1所列 is prose.
    let is_set_apart = name.len() < rest[end..].len() || name.is_empty() || name.starts_with(['：', ':', '.', '．']);
    let name = name.trim_start_matches(['：', ':', '.', '．']).trim_start();
    let is_prose = name.starts_with(['-', '—', '、', '和', '中', '的', '所', '，']);
    ((is_set_apart || name.chars().count() >= 2) && !is_prose && (1..=199).contains(&number)).then_some((number, name))
}

/// The names in a list such as `1.甲办法 2.乙名单`, each with its number; empty when the list begins with no number. The
/// last name may run on into the text behind the list.
pub fn numbered_names(list: &str) -> Vec<(u32, &str)> {
    let mut names = Vec::new();
    let Some((mut number, mut from)) = number_and_stop(list) else { return names };
    loop {
        let reach = list.ceil_char_boundary(from + LONGEST_NAME_BYTES);
        let Some(next) = find_number(&list[from..reach], number + 1) else { break };
        names.push((number, list[from..from + next.start].trim()));
        (number, from) = (number + 1, from + next.end);
    }
    names.push((number, list[from..].trim()));
    names
}

/// The next number of a list stands within so many bytes, about 130 characters. This also bounds the search in a whole
/// notice that stands in one line.
const LONGEST_NAME_BYTES: usize = 400;

/// The number of `N.` or `N、` at the start of `text`, and the byte offset behind it.
fn number_and_stop(text: &str) -> Option<(u32, usize)> {
    let end = text.find(|c| !half_width(c).is_ascii_digit())?;
    let stop = text[end..].chars().next().filter(|c| matches!(c, '.' | '．' | '、'))?;
    Some((numeral::from_arabic(&text[..end])?, end + stop.len_utf8()))
}

/// Where `N.` with that number stands first in `text`, not as a part of a longer number.
fn find_number(text: &str, number: u32) -> Option<Range<usize>> {
    let mut previous_is_digit = false;
    text.char_indices().find_map(|(at, c)| {
        let is_digit = half_width(c).is_ascii_digit();
        let begins_number = is_digit && !previous_is_digit;
        previous_is_digit = is_digit;
        let (found, len) = if begins_number { number_and_stop(&text[at..])? } else { return None };
        (found == number).then_some(at..at + len)
    })
}

/// Whether a line is the name of a file, as portals show it: `名单.docx`.
pub fn is_file_name(line: &str) -> bool {
    let line = line.trim().to_ascii_lowercase();
    FILE_ENDINGS.iter().any(|ending| line.ends_with(ending))
}

const FILE_ENDINGS: [&str; 11] =
    [".doc", ".docx", ".pdf", ".xls", ".xlsx", ".wps", ".zip", ".rar", ".et", ".ofd", ".jpg"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attachments_are_counted_in_both_kinds_of_digits() {
        for (text, expected) in [
            ("附件1：名单", Some((1, "名单"))),
            ("附 件 二 名单", Some((2, "名单"))),
            ("附表３", Some((3, ""))),
            ("附件1名单", Some((1, "名单"))),
            ("附件：名单", None),
            ("附件1-5", None),
            ("附件2、3", None),
            ("附件1所列", None),
            ("附件1。", None),
        ] {
            assert_eq!(attachment_number(text), expected, "{text}");
        }
        assert_eq!(attachment_list_names("附　件：1.名单"), Some("1.名单"));
        assert_eq!(attachment_list_names("附:"), Some(""));
        assert_eq!(attachment_list_names("附件1：名单"), None);
    }

    #[test]
    fn names_of_a_list_are_taken_apart() {
        for (list, expected) in [
            ("1.甲办法2．乙名单", &[(1, "甲办法"), (2, "乙名单")][..]),
            ("1、甲 2、乙13.丙", &[(1, "甲"), (2, "乙13.丙")]),
            ("１．第2批名单", &[(1, "第2批名单")]),
            ("2.乙3.丙", &[(2, "乙"), (3, "丙")]),
            ("名单 1.甲", &[]),
            ("", &[]),
        ] {
            assert_eq!(numbered_names(list), expected, "{list}");
        }
        for ending in FILE_ENDINGS {
            assert!(is_file_name(&format!("名单{}", ending.to_uppercase())), "{ending}");
        }
    }
}
