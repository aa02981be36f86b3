//! Markup that people write and the parser takes for text: `**重点：**内容`, `##一、`, table rows without a rule
//! below the header, HTML tags.

use std::ops::Range;

use crate::extract::web::html::tag_at;

/// Replacement for `<br>`: two ideographic spaces, which set off a paragraph in notices without line ends.
const BREAK: &str = "\u{3000}\u{3000}";

/// Level and text of a heading. `##一、` without a blank is a heading, too; `#话题` (a hashtag) is not.
pub(super) fn heading(line: &str) -> Option<(u8, &str)> {
    let line = line.trim_start_matches(' ');
    let words = line.trim_start_matches('#');
    let level = line.len() - words.len();
    // A single `#` without a blank is a hashtag.
    let has_blank = words.starts_with([' ', '\t', '\u{3000}']);
    if !(1..=6).contains(&level) || !has_blank && level == 1 || words.trim().is_empty() {
        return None;
    }
    let words = words.trim();
    let open = words.trim_end_matches('#');
    let is_closed = open.ends_with([' ', '\t']);
    Some((level as u8, if is_closed { open.trim_end() } else { words }))
}

/// The cells, joined by tabs, of a table row without a rule below the header: `|甲|乙|`.
pub(super) fn cells(line: &str) -> Option<String> {
    let row = line.trim().strip_prefix('|')?.strip_suffix('|')?;
    Some(row.split('|').map(str::trim).collect::<Vec<_>>().join("\t"))
}

/// The replacement for an HTML tag; `None` for other text in angle brackets.
pub(super) fn tag_replacement(tag: &str) -> Option<&'static str> {
    tag_at(tag).filter(|found| found.len_bytes == tag.len()).map(|found| replacement(&found.name, found.is_end))
}

/// Replaces the tags in a line.
pub(super) fn without_tags(line: &str) -> String {
    let mut text = String::with_capacity(line.len());
    let mut done = 0;
    for at in memchr::memchr_iter(b'<', line.as_bytes()) {
        if at < done {
            continue;
        }
        if let Some(tag) = tag_at(&line[at..]) {
            text.push_str(&line[done..at]);
            text.push_str(replacement(&tag.name, tag.is_end));
            done = at + tag.len_bytes;
        }
    }
    text.push_str(&line[done..]);
    text
}

fn replacement(name: &str, is_end: bool) -> &'static str {
    match name {
        "br" => BREAK,
        "td" | "th" if is_end => "\t",
        _ => "",
    }
}

/// A kind of emphasis: the character of its mark, and how often it is repeated.
#[derive(Clone, Copy, PartialEq, Eq)]
struct MarkPair {
    mark: u8,
    len: usize,
}

const MARK_PAIRS: [MarkPair; 6] = [
    MarkPair { mark: b'*', len: 1 },
    MarkPair { mark: b'*', len: 2 },
    MarkPair { mark: b'*', len: 3 },
    MarkPair { mark: b'_', len: 1 },
    MarkPair { mark: b'_', len: 2 },
    MarkPair { mark: b'~', len: 2 },
];

/// Removes the marks of emphasis in `text` from `start` on.
///
/// The standard (`CommonMark`) recognises no emphasis next to punctuation without a blank, which is usual in Chinese:
/// `**重点：**内容`. Runs in linear time.
pub(super) fn remove_emphasis(text: &mut String, start: usize) {
    // Most lines have no marks at all.
    if !text.as_bytes()[start..].iter().any(|byte| b"*_~".contains(byte)) {
        return;
    }
    let mut marks = EmphasisMarks::default();
    let mut at = start;
    while at < text.len() {
        at += match text.as_bytes()[at] {
            mark @ (b'*' | b'_' | b'~') => marks.take_marks(text, start, at, mark),
            _ => 1,
        };
    }
    marks.found.sort_unstable_by_key(|range| range.start);
    let loose = text.split_off(start);
    let mut done = 0;
    for range in marks.found {
        text.push_str(&loose[done..range.start - start]);
        done = range.end - start;
    }
    text.push_str(&loose[done..]);
}

/// State of the search for pairs of marks.
#[derive(Default)]
struct EmphasisMarks {
    /// The marks to be removed.
    found: Vec<Range<usize>>,
    /// For each of [`MARK_PAIRS`], the position of an open mark.
    open: [Option<usize>; MARK_PAIRS.len()],
}

impl EmphasisMarks {
    /// Handles the marks at `at`; returns their length in bytes.
    fn take_marks(&mut self, text: &str, start: usize, at: usize, mark: u8) -> usize {
        let len = text.as_bytes()[at..].iter().take_while(|byte| **byte == mark).count();
        let before = text[start..at].chars().next_back();
        let after = text[at + len..].chars().next();
        let kind_at = |len| MARK_PAIRS.iter().position(|kind| *kind == MarkPair { mark, len });
        // `**甲****乙**`: one pair ends and the next begins.
        if len == 4 && kind_at(2).is_some_and(|kind| self.open[kind].is_some()) {
            self.found.push(at..at + len);
            return len;
        }
        let Some(kind) = kind_at(len) else { return len };
        match self.open[kind] {
            Some(start) if may_close(MarkPair { mark, len }, before, after) => {
                self.found.extend([start..start + len, at..at + len]);
                self.open[kind] = None;
            }
            _ if may_open(MarkPair { mark, len }, before, after) => self.open[kind] = Some(at),
            _ => {}
        }
        len
    }
}

/// Asterisks that mask a name, `张**`, are followed by punctuation or by nothing.
fn may_open(kind: MarkPair, before: Option<char>, after: Option<char>) -> bool {
    // Punctuation behind a mark means that it closes something.
    let begins_words = after.is_some_and(|c| !c.is_whitespace() && !"，。、；：！？）》”…,.;:!?)".contains(c));
    begins_words && !is_mask(kind.len, before, after) && (kind.mark != b'_' || is_edge(before))
}

fn may_close(kind: MarkPair, before: Option<char>, after: Option<char>) -> bool {
    let ends_words = before.is_some_and(|c| !c.is_whitespace());
    ends_words && !is_mask(kind.len, before, after) && (kind.mark != b'_' || is_edge(after))
}

/// Whether the marks between two characters mask a part of a name or number, or mean multiplication: `138****1234`,
/// `张*明、李*华`, `3*4`.
pub(super) fn is_mask(len: usize, before: Option<char>, after: Option<char>) -> bool {
    let are_both = |is_such: fn(char) -> bool| before.is_some_and(is_such) && after.is_some_and(is_such);
    are_both(|c| c.is_ascii_digit()) || len == 1 && are_both(|c| c.is_alphanumeric() && !c.is_ascii())
}

/// Whether a word ends here.
fn is_edge(neighbour: Option<char>) -> bool {
    neighbour.is_none_or(|c| !c.is_alphanumeric() && c != '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let mut words = text.to_owned();
        remove_emphasis(&mut words, 0);
        assert_eq!(words, expected, "{text:?}");
    }

    #[test]
    fn emphasis_beside_punctuation_is_removed() {
        check("**一、总体要求**", "一、总体要求");
        check("**（二）强化评价。**将借阅量纳入考核", "（二）强化评价。将借阅量纳入考核");
        check("甲***乙*** _丙_ __丁__ ~~戊~~", "甲乙 丙 丁 戊");
        check("**甲****乙**", "甲乙");
        check("**甲：*乙。*丙**", "甲：乙。丙");
    }

    #[test]
    fn asterisks_that_mask_or_multiply_stay() {
        for text in [
            "张**、李**，1**号",
            "张*明、李*华",
            "138****1234、139****5678",
            "3702**********12",
            "*注：",
            "3*4*5",
            "a_b_c",
            "____年__月__日",
            "**",
        ] {
            check(text, text);
        }
    }

    #[test]
    fn text_before_the_start_is_left_alone() {
        let mut text = "**甲**乙**丙：**丁".to_owned();
        remove_emphasis(&mut text, "**甲**乙".len());
        assert_eq!(text, "**甲**乙丙：丁");
    }

    #[test]
    fn headings_need_a_blank_or_two_signs() {
        for (line, expected) in [
            ("# 通知", Some((1, "通知"))),
            ("##一、总体要求 ##", Some((2, "一、总体要求"))),
            ("#话题#", None),
            ("####### 七", None),
            ("#", None),
        ] {
            assert_eq!(heading(line), expected, "{line:?}");
        }
    }

    #[test]
    fn tags_leave_breaks_and_cells() {
        assert_eq!(without_tags("<u>一</u><br>二<附件><td>甲</td><td>"), "一\u{3000}\u{3000}二<附件>甲\t");
        assert_eq!(tag_replacement("<br/>"), Some(BREAK));
        assert_eq!(tag_replacement("<nosuch>"), None);
    }

    #[test]
    fn rows_need_a_bar_at_both_ends() {
        assert_eq!(cells(" | 甲 |乙| "), Some("甲\t乙".to_owned()));
        for line in ["|", "甲|乙", "|甲", ""] {
            assert_eq!(cells(line), None, "{line:?}");
        }
    }
}
