//! Decoded text → manuscript: plain text or Markdown, and HTML in the fields of records.

use crate::extract::kind::{FileKind, kind_of};
use crate::extract::web::comments::without_comments;
use crate::extract::web::entities::decode_entities;
use crate::extract::web::front_matter::front_matter;
use crate::extract::web::html::{has_markup, strip_markup};
use crate::extract::web::markdown::{is_heading, read_markdown};
use crate::extract::web::page::read_page;
use crate::notice::Manuscript;
use crate::text::line_ends::with_plain_line_ends;

/// Reads the text of a file. Text written like Markdown is read as Markdown under any file name, because scrapers
/// save both as `.txt`. Also returns whether it was Markdown.
pub(super) fn read_content(text: String, is_markdown: bool) -> (Manuscript, bool) {
    // Most notices have none of these characters.
    let has_marks = memchr::memchr3(b'#', b'&', b'<', text.as_bytes()).is_some();
    let is_markdown = is_markdown || front_matter(&text).is_some() || has_marks && has_headings(&text);
    let manuscript = if is_markdown {
        read_markdown(&with_plain_line_ends(&text))
    } else {
        let text = if has_marks { plain_text(&text) } else { text };
        Manuscript { text, first_line: 1, ..Manuscript::default() }
    };
    (manuscript, is_markdown)
}

/// Reads the text of a record's field: HTML, Markdown or plain text.
pub(super) fn read_field(text: String) -> Manuscript {
    // Some scrapers store HTML with every `<` escaped.
    let text =
        if text.contains("&lt;p") || text.contains("&lt;br") { decode_entities(&text).into_owned() } else { text };
    if !has_markup(&text) {
        return read_content(text, false).0;
    }
    // A whole page: its furniture is removed, since it would make this field the longest.
    if kind_of(text.as_bytes()) == FileKind::Html {
        return read_page(&text, None);
    }
    let stripped = strip_markup(&text);
    stripped.into()
}

fn plain_text(text: &str) -> String {
    decode_entities(&without_comments(&with_plain_line_ends(text))).into_owned()
}

/// Whether a text has Markdown headings: one on the first line, or two anywhere. Notices never begin a line with `#
/// `.
fn has_headings(text: &str) -> bool {
    let start = text.trim_start();
    if start.starts_with('#') && start.lines().next().is_some_and(is_heading) {
        return true;
    }
    let after_line_ends = memchr::memmem::find_iter(text.as_bytes(), b"\n#").map(|at| &text[at + 1..]);
    after_line_ends.filter(|rest| is_heading(rest.lines().next().unwrap_or_default())).nth(1).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, is_markdown: bool, expected: &str) {
        let (manuscript, found) = read_content(text.to_owned(), false);
        assert_eq!((manuscript.text.as_str(), found), (expected, is_markdown), "{text:?}");
    }

    #[test]
    fn markdown_is_recognised_in_a_text_file() {
        check("一、总体**要求**\n# 注", false, "一、总体**要求**\n# 注");
        check("# 通知\n**一、**总体要求", true, "通知\n一、总体要求");
        check("前言\n## 一、总体要求\n## 二、**重点**", true, "前言\n一、总体要求\n二、重点");
        check("---\ntitle: 通知\n---\n**一、**", true, "一、");
        check("#话题# 一\n#话题# 二\n#话题# 三", false, "#话题# 一\n#话题# 二\n#话题# 三");
    }

    #[test]
    fn references_and_comments_go_in_plain_text_too() {
        check("教育局&nbsp;2013年\n<!-- 完 -->\n一", false, "教育局\u{A0}2013年\n\n一");
    }

    #[test]
    fn a_field_may_hold_html() {
        assert_eq!(read_field("<p>一、</p><p>二、</p>".to_owned()).text, "一、\n二、\n");
        assert_eq!(read_field("&lt;p&gt;一、&lt;/p&gt;&lt;p&gt;二、&lt;/p&gt;".to_owned()).text, "一、\n二、\n");
        assert_eq!(read_field("一、\n二、".to_owned()).text, "一、\n二、");
        let page = "<!DOCTYPE html><body><div class=nav>首页</div><p>一、时间</p><p>三天。</p>";
        assert_eq!(read_field(page.to_owned()).text, "一、时间\n三天。\n");
        assert_eq!(read_field("# 通知\n二、".to_owned()).text, "通知\n二、");
    }
}
