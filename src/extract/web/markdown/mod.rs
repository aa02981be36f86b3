//! Markdown: headings become hints, markup is removed, links are reduced to their text. Numbers stay as they are
//! written, and every line keeps its line number, so that an editor can be opened at it.
//!
//! `writer` puts the parser's events on the lines of the source; `unparsed` handles markup that the parser takes for
//! text, `links` navigation links and brackets that are not links.

mod links;
mod unparsed;
mod writer;

use pulldown_cmark::{Options, Parser};

use self::writer::MarkdownWriter;
use crate::extract::web::comments::without_comments;
use crate::extract::web::fields::elements_of;
use crate::extract::web::front_matter::front_matter;
use crate::notice::{Elements, Manuscript};

/// Extensions that notices use. Not strikethrough: in `5~10元，20~30元` it would strike out text.
const OPTIONS: Options = Options::ENABLE_TABLES.union(Options::ENABLE_FOOTNOTES).union(Options::ENABLE_TASKLISTS);

/// Reads a Markdown file.
pub(in crate::extract) fn read_markdown(text: &str) -> Manuscript {
    let matter = front_matter(text);
    let mut given = matter.as_ref().map_or_else(Elements::default, |matter| elements_of(&matter.fields));
    let first_line = matter.as_ref().map_or(1, |matter| matter.line_count + 1);
    let body = without_comments(matter.as_ref().map_or(text, |matter| matter.body));
    let mut writer = MarkdownWriter::of(&body);
    let mut events = Parser::new_ext(&body, OPTIONS).into_offset_iter();
    for (event, range) in events.by_ref() {
        writer.take(event, range);
    }
    for (_, definition) in events.reference_definitions().iter() {
        // A "definition" whose target is no address is ordinary text in brackets.
        if !links::is_target(&definition.dest) {
            writer.keep(definition.span.clone());
        }
    }
    let (text, hints, origin) = writer.finish();
    if given.source_url.is_none() {
        given.source_url = origin.and_then(|url| elements_of(&[("url".to_owned(), url.into())]).source_url);
    }
    Manuscript { text, first_line, hints, given, ..Manuscript::default() }
}

/// Whether the line is a heading of the form `## …`.
pub(in crate::extract) fn is_heading(line: &str) -> bool {
    unparsed::heading(line).is_some_and(|(_, words)| line.trim_start().trim_start_matches('#').len() > words.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notice::Hint;

    #[track_caller]
    fn check(text: &str, expected: &str, hints: &[(u32, Hint)]) {
        let manuscript = read_markdown(text);
        assert_eq!((manuscript.text.as_str(), &manuscript.hints[..]), (expected, hints), "{text:?}");
        let lines = |text: &str| text.split('\n').count() as u32;
        assert_eq!(lines(text), lines(&manuscript.text) + manuscript.first_line - 1, "lines moved in {text:?}");
    }

    #[test]
    fn headings_become_hints() {
        check(
            "# 通知\n## 一、总体要求 ##\n正文",
            "通知\n一、总体要求\n正文",
            &[(0, Hint::Heading(1)), (1, Hint::Heading(2))],
        );
        check("##一、**总体**要求", "一、总体要求", &[(0, Hint::Heading(2))]);
        check(
            "通知\n===\n一、总体要求\n---\n",
            "通知\n\n一、总体要求\n\n",
            &[(0, Hint::Heading(1)), (2, Hint::Heading(2))],
        );
        check("> # 通知\n> 正文", "通知\n正文", &[(0, Hint::Heading(1))]);
        check("#话题#\n####### 七\n#", "#话题#\n####### 七\n", &[]);
    }

    #[test]
    fn rules_and_code_fences_become_empty_lines() {
        check(
            "坚持稳中求进。\n---\n***\n- - -\n```text\n# **一**\n\n```\n二",
            "坚持稳中求进。\n\n\n\n\n# **一**\n\n\n二",
            &[],
        );
    }

    #[test]
    fn bullets_go_and_numbers_stay() {
        check("- 一\n* 二\n+ 三\n- [x] 四\n1. 五\n   2. 六\n> > 七", "一\n二\n三\n四\n1. 五\n2. 六\n七", &[]);
        check("7. 一\n9. 二\n\n   1) 三\n\n- 四\n  五", "7. 一\n9. 二\n\n1) 三\n\n四\n五", &[]);
        check("-5℃\n*注", "-5℃\n*注", &[]);
    }

    #[test]
    fn rows_of_tables_are_marked() {
        let rows = [(1, Hint::TableRow), (3, Hint::TableRow)];
        check(
            "前\n\n| 类型 | **标准** |\n|:-|:-:|\n| 助餐 | |\n\n后",
            "前\n\n类型\t标准\n\n助餐\t\n\n后",
            &[(2, Hint::TableRow), (4, Hint::TableRow)],
        );
        check("前\n| 类型 | **标准：**一 |\n|---|:-:|\n| 助餐 | 3元 |", "前\n类型\t标准：一\n\n助餐\t3元", &rows);
        check("|甲|乙|", "甲\t乙", &[(0, Hint::TableRow)]);
    }

    #[test]
    fn paragraphs_keep_their_lines_and_lose_their_marks() {
        check("坚持**稳中\n求进**，加强\n    **管理：**二", "坚持稳中\n求进，加强\n管理：二", &[]);
        check("　　一、\\*要求\\*，\\**重点*与`**码**`", "　　一、*要求*，*重点与**码**", &[]);
        for masked in ["138****1234、139****5678", "张*明、李*华", "3*4*5"] {
            check(masked, masked, &[]);
        }
        check("一&#10;&#13;二", "一  二", &[]);
        check("&lt;附件&gt;<附件><u>一</u><br>二", "<附件><附件>一\u{3000}\u{3000}二", &[]);
        check("<div>\n**一、**总则\n</div>\n\n二", "\n一、总则\n\n\n二", &[]);
    }

    #[test]
    fn links_leave_their_text_and_images_nothing() {
        check("见[附件](http://a.example/a_(1).doc)。", "见附件。", &[]);
        check(
            "见[附件][1]和<https://a.example/>\n\n[1]: http://a.example/a.doc",
            "见附件和https://a.example/\n\n",
            &[],
        );
        check("![图](a.png)一![](b.png)[![图](a.png)文](b.html)", "一文", &[]);
        check("硬换行[^1]\n\n[^1]: 脚注", "硬换行[1]\n\n[1] 脚注", &[]);
    }

    #[test]
    fn brackets_that_are_no_links_stay() {
        for text in ["云教[2024](5)号", "[2024]5号", "[备注]: 略", "[一](二 三)", "[**甲**](乙)", "[", "[](", "[^1]"]
        {
            let expected = text.replace("**", "");
            check(text, &expected, &[]);
        }
    }

    #[test]
    fn the_front_matter_states_elements() {
        let manuscript =
            read_markdown("---\ntitle: 某校->关于放假的通知 | a.example\n文号: 云教〔2024〕5号\n---\n\n一、");
        assert_eq!((manuscript.text.as_str(), manuscript.first_line), ("\n一、", 5));
        assert_eq!(manuscript.given.title.as_deref(), Some("关于放假的通知"));
        assert_eq!(manuscript.given.document_number.as_deref(), Some("云教〔2024〕5号"));
    }

    #[test]
    fn a_link_to_another_page_is_no_text() {
        let manuscript =
            read_markdown("一\n[转入文章首发地址](https://a.example/1.htm)\n[附件：方案](https://a.example/1.doc)");
        assert_eq!(manuscript.text, "一\n\n附件：方案");
        assert_eq!(manuscript.given.source_url.as_deref(), Some("https://a.example/1.htm"));
    }
}
