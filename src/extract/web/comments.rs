//! Removes HTML comments from plain text and Markdown without moving any other line.

use std::borrow::Cow;

use memchr::memmem;

use crate::terms::marker::begins_item;

/// Smallest length of a line that a comment may have cut. A shorter line may be a heading, which also ends without
/// punctuation.
const MIN_BROKEN_LINE_CHARS: usize = 20;

/// Removes `<!-- … -->`. Every other line keeps its number; an unclosed comment is text.
///
/// If `<!--more-->` was inserted into a sentence on a line of its own, the sentence becomes one line again, and
/// empty lines behind it keep the numbering.
pub(in crate::extract) fn without_comments(text: &str) -> Cow<'_, str> {
    let Some(mut start) = memmem::find(text.as_bytes(), OPEN) else { return Cow::Borrowed(text) };
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(len) = memmem::find(&rest.as_bytes()[start..], CLOSE) {
        let end = start + len + CLOSE.len();
        out.push_str(&rest[..start]);
        let line_ends = rest[start..end].matches('\n').count();
        rest = &rest[end..];
        let mut free_lines = line_ends;
        if let Some(sentence_len) = broken_sentence(&out, rest) {
            let (continuation, after) = rest.split_at("\n".len() + sentence_len);
            out.truncate(out.trim_end().len());
            out.push_str(continuation.trim());
            // Three lines became one: before the comment, the comment itself, and behind it.
            free_lines += 2;
            rest = after;
        }
        out.extend(std::iter::repeat_n('\n', free_lines));
        match memmem::find(rest.as_bytes(), OPEN) {
            Some(next) => start = next,
            None => break,
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

const OPEN: &[u8] = b"<!--";
const CLOSE: &[u8] = b"-->";

/// Whether a comment on a line of its own between `before` and `after` cut a sentence in two. Returns the length in
/// bytes of the line that continues it, which begins after the `\n` of the comment's line.
fn broken_sentence(before: &str, after: &str) -> Option<usize> {
    let line = before.strip_suffix('\n')?.rsplit('\n').next()?.trim_end();
    let next = after.strip_prefix('\n')?.split('\n').next()?;
    let is_cut = line.chars().count() >= MIN_BROKEN_LINE_CHARS && !line.ends_with(SENTENCE_ENDS);
    // Lists, tables, quotations and numbered lines begin something new.
    let goes_on = next.chars().next().is_some_and(|c| !c.is_whitespace() && !"#|-*>（(第附".contains(c));
    (is_cut && goes_on && !begins_item(next)).then_some(next.len())
}

const SENTENCE_ENDS: [char; 12] = ['。', '；', '：', '！', '？', '”', '》', '）', '.', ';', ':', '>'];

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let cleaned = without_comments(text);
        assert_eq!(cleaned, expected, "{text:?}");
        assert_eq!(cleaned.matches('\n').count(), text.matches('\n').count(), "lines moved in {text:?}");
    }

    #[test]
    fn removing_a_comment_keeps_the_line_count() {
        check("一、<!-- 注 -->总体要求", "一、总体要求");
        check("标题\n\n<!-- INFO END -->\n\n第一条", "标题\n\n\n\n第一条");
        check("上\n<!--\n多行\n-->\n下", "上\n\n\n\n下");
        check("没有注释", "没有注释");
        check("<!---->", "");
    }

    #[test]
    fn an_unclosed_comment_is_text() {
        check("一<!-- 二\n三", "一<!-- 二\n三");
        check("<!--a-->一<!--", "一<!--");
    }

    #[test]
    fn a_sentence_that_a_comment_cuts_is_joined() {
        let first = "春季学期的补考、考试和科研工作安排一律以本校教务处的通知为";
        check(
            &format!("{first}\n<!--more-->\n准，请相互转告。\n\n二、"),
            &format!("{first}准，请相互转告。\n\n\n\n二、"),
        );
        check(&format!("{first}准。\n<!--more-->\n请相互转告。"), &format!("{first}准。\n\n请相互转告。"));
        check(&format!("{first}\n<!--more-->\n二、注意事项"), &format!("{first}\n\n二、注意事项"));
        check(&format!("{first}\n<!--more-->\n\n准"), &format!("{first}\n\n\n准"));
        check("一、总体要求\n<!--more-->\n坚持稳中求进。", "一、总体要求\n\n坚持稳中求进。");
    }
}
