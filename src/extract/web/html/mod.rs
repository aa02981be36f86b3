//! HTML → the lines that a reader sees. Whole pages, in which the document must first be found, are read by `page`.
//!
//! `builder` (with `names`, `fonts`) parses the markup into a `tree`, `lines` (with `lists`) turns the tree into
//! lines; `tags` only tests whether a text is HTML at all.

mod builder;
mod fonts;
mod lines;
mod lists;
mod names;
mod tags;
mod tree;

use crate::extract::manuscript_lines::damage_warning;
use crate::notice::{Hint, Manuscript, Warning};
use crate::terms::marker::begins_item;
pub(in crate::extract) use lines::{PageLine, PageLines, lines_of};
pub(in crate::extract) use names::Role;
pub(in crate::extract) use tags::{has_markup, tag_at};
pub(in crate::extract) use tree::Tree;

/// Text without its markup.
#[derive(Debug, Default, PartialEq)]
pub(in crate::extract) struct StrippedText {
    /// One block per line.
    pub text: String,
    /// Headings and table rows, by line.
    pub hints: Vec<(u32, Hint)>,
    /// A warning if the input was not read to its end.
    pub warnings: Vec<Warning>,
}

impl From<StrippedText> for Manuscript {
    fn from(stripped: StrippedText) -> Self {
        let StrippedText { text, hints, warnings } = stripped;
        Self { text, first_line: 1, hints, warnings, ..Self::default() }
    }
}

/// Removes the markup of an HTML fragment: each block becomes a line, and so does text before a `<br>`; the cells of
/// a row are separated by tabs; scripts, styles and comments are dropped; character references are decoded.
///
/// Line ends of the source are ignored if there are blocks or `<br>`, and kept if there are only inline elements.
pub(in crate::extract) fn strip_markup(html: &str) -> StrippedText {
    let tree = Tree::parse(html);
    // Without blocks, the fragment is plain text with a few inline tags, whose line ends count.
    let ends_lines = |name: names::ElementName| name.role() == Role::Block || name.as_str() == "br";
    let has_blocks = tree.nodes.iter().any(|node| node.element.is_some_and(ends_lines));
    let page = lines_of(&tree, !has_blocks);
    StrippedText { warnings: warnings_of(&tree), ..compose(&page, 0..page.lines.len()) }
}

/// The warning for a tree that was not read to its end.
pub(in crate::extract) fn warnings_of(tree: &Tree) -> Vec<Warning> {
    tree.limit_reached.map(|limit| damage_warning(limit.damage())).into_iter().collect()
}

/// The text and hints of the lines with these indices.
pub(in crate::extract) fn compose(page: &PageLines, indices: impl Iterator<Item = usize>) -> StrippedText {
    let mut stripped = StrippedText::default();
    for (number, index) in indices.enumerate() {
        let line = &page.lines[index];
        let text = page.text_of(line);
        // A numbered heading gets its level from the number; its HTML level is often that of the page title.
        let hint = line.hint.filter(|hint| *hint == Hint::TableRow || !begins_item(text));
        stripped.hints.extend(hint.map(|hint| (number as u32, hint)));
        stripped.text.push_str(text);
        stripped.text.push('\n');
    }
    stripped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notice::Damage;

    #[track_caller]
    fn check(html: &str, expected: &str) {
        assert_eq!(strip_markup(html).text, expected, "{html:?}");
    }

    #[test]
    fn blocks_and_breaks_are_lines() {
        check("<p>一、总体要求</p><p>坚持稳中求进。</p>", "一、总体要求\n坚持稳中求进。\n");
        check("<DIV>上<BR/>下<br></DIV>", "上\n下\n");
        check("<div><div><p>深</p></div></div>", "深\n");
        check("<p>甲<p>乙<div>丙</div>丁<center>戊</center>", "甲\n乙\n丙\n丁\n戊\n");
        check("<font><p>一、</font>总体</p>", "一、总体\n");
        check("<pre>甲\n乙</pre>", "甲\n乙\n");
    }

    #[test]
    fn indentation_is_made_uniform() {
        check("<p>　　缩进</p>\n<p>&emsp;&emsp;也是</p>", "　　缩进\n　　也是\n");
        check(
            "<p>&ensp;&ensp;&ensp;&ensp;2. 名单</p><p>&nbsp;&nbsp;&nbsp;&nbsp;<b>（一）</b></p>",
            "　　2. 名单\n　　（一）\n",
        );
        check("<p>总&nbsp;则</p>", "总\u{A0}则\n");
    }

    #[test]
    fn inline_elements_vanish() {
        check("<p><strong>一、</strong><span style=\"color:red\">总体</span>要求<o:p></o:p></p>", "一、总体要求\n");
        check("<a title=\"a>b\" href='x'>附件</a>", "附件\n");
    }

    #[test]
    fn line_ends_of_the_source_count_only_without_blocks() {
        check("<p>一、总体\n   要求 the\n   plan</p>", "一、总体要求 the plan\n");
        check("<b>一、</b>总体要求\n坚持稳中求进。", "一、总体要求\n坚持稳中求进。\n");
    }

    #[test]
    fn hidden_content_is_dropped() {
        check("<style>p{color:red}</style><p>一</p><script>if (a<b) {}</script ><!-- c -->", "一\n");
        check("<!DOCTYPE html><?xml version=\"1.0\"?>文", "文\n");
        check("<script>never closed", "");
        check("<p>一</p><div style='DISPLAY : none'>二</div><p hidden>三</p><template>四</template>", "一\n");
    }

    #[test]
    fn a_row_is_a_line() {
        let table =
            "<table><tr><td><p>类型</p></td><td>标准</td></tr><tr><th>助餐</th><td>3元</td></tr></table><p>后</p>";
        let stripped = strip_markup(table);
        assert_eq!(stripped.text, "类型\t标准\n助餐\t3元\n后\n");
        assert_eq!(stripped.hints, [(0, Hint::TableRow), (1, Hint::TableRow)]);
        check("<table><tr><td>甲<td>乙<tr><td>丙<td>丁</table>", "甲\t乙\n丙\t丁\n");
    }

    #[test]
    fn a_table_that_arranges_the_page_is_none() {
        check("<table><tr><td><p>一、</p><p>二、</p></td></tr></table>", "一、\n二、\n");
        check("<table><tr><td>左<td><table><tr><td>甲<td>乙</table></table>", "左\n甲\t乙\n");
    }

    #[test]
    fn numbers_of_lists_are_shown() {
        check("<ol><li>甲<li><p>乙</p><ol type=a><li>丙</ol></ol>", "1. 甲\n2. 乙\na. 丙\n");
        check("<ol start=3><li>甲<li value=9>乙<li>丙</ol>", "3. 甲\n9. 乙\n10. 丙\n");
        check("<ol style='list-style-type: cjk-ideographic'><li>甲</ol>", "一、甲\n");
        check("<ol style='list-style: none'><li>甲</ol><ul><li>乙</ul>", "甲\n乙\n");
        check("<ol><li>1、甲<li>（二）乙<li>3.5亿元</ol>", "1、甲\n（二）乙\n3. 3.5亿元\n");
        check("<ol type=I start=4><li>甲</ol><ol type=A start=27><li>乙</ol>", "IV. 甲\nAA. 乙\n");
    }

    #[test]
    fn headings_are_hints_unless_their_number_says_more() {
        let stripped = strip_markup("<h1>关于放假的通知</h1><h2>总则</h2><h1>一、时间</h1>");
        assert_eq!(stripped.hints, [(0, Hint::Heading(1)), (1, Hint::Heading(2))]);
    }

    #[test]
    fn unknown_tags_are_text() {
        check("<p>见<附件>，致<a@example.cn>，x<5</p>", "见<附件>，致<a@example.cn>，x<5\n");
        check("<p>甲<nosuch>乙</nosuch></p>", "甲<nosuch>乙</nosuch>\n");
        check("<my-player>甲</my-player>", "甲\n");
    }

    #[test]
    fn symbols_look_like_other_characters() {
        check("<p><font face=\"Wingdings\">&uuml;</font>已报送 ü</p>", "✓已报送 ü\n");
        let style = "font-size:16pt; font-family: 'Wingdings 2', serif; mso-char-type:symbol";
        check(&format!("<p><span style=\"{style}\">R<i style='font:9pt serif'>R</i>&#xF0A3;</span>是</p>"), "☑R□是\n");
        check("<p style='mso-symbol-font-family:Wingdings'>l</p>", "l\n");
        check("<font face='宋体,Wingdings'>ü</font><font face=Symbol><br>·</font>", "ü\n•\n");
    }

    #[test]
    fn ruby_and_formulas_leave_their_base_text() {
        check(
            "<p>会<ruby><rb>属</rb><rp>(</rp><rt>zhǔ</rt><rtc><rt>x</rt></rtc></ruby>望<wbr>周知</p>",
            "会属望周知\n",
        );
        check("<p>设<math><mi>x</mi><mo>=</mo><mn>5</mn></math>。<video src=a>不支持</video></p>", "设x=5。\n");
        check("<xmp>甲\n乙</xmp>", "甲\n乙\n");
    }

    #[test]
    fn note_references_stand_in_brackets() {
        let mark = "<a class='footnote-ref' role='doc-noteref' href='#1'><sup>1</sup></a>";
        check(
            &format!("<p>完工{mark}。</p><ol><li>注。<a href='#a' class='footnote-back'>↩︎</a></li></ol>"),
            "完工[1]。\n1. 注。\n",
        );
        check(
            "<p>完工<a class=sdfootnoteanc>1</a>。</p><p><a class=sdfootnotesym>1</a>注。</p>",
            "完工[1]。\n[1]注。\n",
        );
        check("<p>完工<a role='doc-noteref'>[2]</a></p>", "完工[2]\n");
    }

    #[test]
    fn a_page_of_a_million_elements_is_cut() {
        let elements = 1_000_000;
        let cells = "<td>1".repeat(elements / 2 + 10);
        let stripped = strip_markup(&format!("<p>一、</p><table><tr>{cells}"));
        assert!(stripped.text.starts_with("一、\n1\t1\t"));
        assert!(stripped.text.len() < elements + 10, "{}", stripped.text.len());
        assert_eq!(stripped.warnings, [damage_warning(Damage::TooManyElements(elements))]);
        assert!(strip_markup(&cells[..cells.len() / 2]).warnings.is_empty());
    }

    #[test]
    fn deep_nesting_is_read_in_linear_time() {
        let html = format!("{}深{}<p>后</p>", "<div>".repeat(50_000), "</div>".repeat(50_000));
        check(&html, "深\n后\n");
        check(&format!("{}深", "<b><p><table><tr><td>".repeat(10_000)), "深\n");
    }
}
