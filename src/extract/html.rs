//! HTML inside a scraper's text field → lines. Not a reader of whole pages: it knows no navigation and no container.

use super::comments::without_comments;
use super::entities::decode_entities;
use crate::notice::Hint;

/// Text of which the markup has been taken off.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Reduced {
    /// One block per line.
    pub text: String,
    /// The rows of tables.
    pub hints: Vec<(u32, Hint)>,
}

/// Elements that begin and end a line.
const BLOCKS: [&str; 31] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "div",
    "dl",
    "dt",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "html",
    "li",
    "main",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "tr",
    "ul",
];

/// Elements without which a text is no HTML, besides the blocks; what is not listed anywhere is text, as in `<附件>`.
const INLINES: [&str; 32] = [
    "a",
    "abbr",
    "b",
    "big",
    "br",
    "col",
    "colgroup",
    "em",
    "font",
    "head",
    "i",
    "img",
    "input",
    "label",
    "link",
    "meta",
    "o:p",
    "s",
    "small",
    "span",
    "st1:chsdate",
    "strike",
    "strong",
    "sub",
    "sup",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "title",
    "u",
];

/// Elements whose content nobody is meant to read.
const HIDDEN: [&str; 6] = ["script", "style", "noscript", "iframe", "select", "textarea"];

/// A tag longer than this is none; a `<` in running text must not search the whole file for its `>`.
const LONGEST_TAG_BYTES: usize = 4096;

/// Whether the text holds any tag that we know.
pub(super) fn has_markup(text: &str) -> bool {
    memchr::memchr_iter(b'<', text.as_bytes()).any(|at| tag_at(&text[at..]).is_some())
}

/// Takes off the markup: every block is a line of its own, so is what `<br>` ends; cells of a row are separated by a
/// tab; scripts, styles and comments go; references become characters.
///
/// Line ends of the source mean nothing where blocks or `<br>` do, and stay where there are only inline elements.
pub(super) fn reduce(html: &str) -> Reduced {
    let html = &*without_comments(html);
    let has_blocks = memchr::memchr_iter(b'<', html.as_bytes())
        .filter_map(|at| tag_at(&html[at..]))
        .any(|tag| tag.name == "br" || tag.is_block());
    let mut lines = Lines { keeps_line_ends: !has_blocks, ..Lines::default() };
    let mut rest = html;
    while let Some(at) = memchr::memchr(b'<', rest.as_bytes()) {
        lines.push_text(&rest[..at]);
        rest = &rest[at..];
        if let Some(tag) = tag_at(rest) {
            rest = &rest[tag.len_bytes..];
            if HIDDEN.contains(&tag.name.as_str()) && !tag.is_end {
                rest = after_end_tag(rest, &tag.name);
            }
            lines.apply(&tag);
        } else {
            lines.push_text("<");
            rest = &rest[1..];
        }
    }
    lines.push_text(rest);
    lines.finish()
}

/// A tag of an element that we know, or `<!doctype …>` and `<?xml …?>`, which have no name.
#[derive(Debug, PartialEq)]
pub(super) struct Tag {
    /// Its name in lower case.
    pub name: String,
    /// Whether it is an end tag.
    pub is_end: bool,
    /// From `<` to `>`.
    pub len_bytes: usize,
}

impl Tag {
    fn is_block(&self) -> bool {
        BLOCKS.contains(&self.name.as_str())
    }
}

/// The tag that `text` begins with.
pub(super) fn tag_at(text: &str) -> Option<Tag> {
    let head = &text.as_bytes()[1..text.len().min(LONGEST_TAG_BYTES)];
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
    let is_known = [&BLOCKS[..], &INLINES, &HIDDEN].iter().any(|names| names.contains(&name.as_str()));
    let len_bytes = name_end + end_of_attributes(&head[name_end..])? + 1;
    is_known.then_some(Tag { name, is_end, len_bytes })
}

/// The number of bytes up to and with the `>` that no quotes enclose. A `<` before it means that this was no tag; to
/// stop there also keeps the search linear, however many tags are left open.
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
    // A quote that nobody closed: the first `>` will have been meant.
    memchr::memchr(b'>', attributes).map(|at| at + 1)
}

/// What follows `</name>`; nothing when the element is never closed.
fn after_end_tag<'a>(text: &'a str, name: &str) -> &'a str {
    let closes = |at: &usize| tag_at(&text[*at..]).is_some_and(|tag| tag.is_end && tag.name == name);
    match memchr::memmem::find_iter(text.as_bytes(), b"</").find(closes) {
        Some(at) => &text[at..],
        None => "",
    }
}

/// The lines that are being made.
#[derive(Default)]
struct Lines {
    done: Reduced,
    line: String,
    /// Whether `line` holds more than white space.
    has_ink: bool,
    line_count: u32,
    is_row: bool,
    keeps_line_ends: bool,
}

impl Lines {
    fn push_text(&mut self, text: &str) {
        for (index, line) in decode_entities(text).split('\n').enumerate() {
            let line = match index {
                0 => line,
                _ if self.keeps_line_ends => {
                    self.end_line();
                    line
                }
                _ => self.indentation_taken_off(line),
            };
            self.line.push_str(line);
            self.has_ink |= !line.trim().is_empty();
        }
    }

    /// A line end of the source between two Latin words is a space, elsewhere nothing, and so is the indentation
    /// behind it. U+3000 is not indentation of the source but of the page.
    fn indentation_taken_off<'a>(&mut self, next: &'a str) -> &'a str {
        let next = next.trim_start_matches([' ', '\t']);
        let is_word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        if is_word(self.line.chars().next_back()) && is_word(next.chars().next()) {
            self.line.push(' ');
        }
        next
    }

    fn apply(&mut self, tag: &Tag) {
        match tag.name.as_str() {
            "br" => self.end_line(),
            "td" | "th" if !tag.is_end && self.has_ink => self.line.push('\t'),
            // A block inside a cell must not break the row.
            name if tag.is_block() && !(self.is_row && name != "tr" && name != "table") => {
                if self.has_ink {
                    self.end_line();
                } else {
                    self.line.clear();
                }
                self.is_row = name == "tr" && !tag.is_end;
            }
            _ => {}
        }
    }

    fn end_line(&mut self) {
        if self.is_row {
            self.done.hints.push((self.line_count, Hint::TableRow));
        }
        self.done.text.push_str(self.line.trim_end());
        self.done.text.push('\n');
        self.line.clear();
        self.has_ink = false;
        self.line_count += 1;
    }

    fn finish(mut self) -> Reduced {
        if self.has_ink {
            self.end_line();
        }
        self.done
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(html: &str, expected: &str) {
        assert_eq!(reduce(html).text, expected, "{html:?}");
    }

    #[test]
    fn blocks_and_breaks_are_lines() {
        check("<p>一、总体要求</p><p>坚持稳中求进。</p>", "一、总体要求\n坚持稳中求进。\n");
        check("<DIV>上<BR/>下<br></DIV>", "上\n下\n");
        check("<p>　　缩进</p>\n<p>&emsp;&emsp;也是</p>", "　　缩进\n\u{2003}\u{2003}也是\n");
        check("<div><div><p>深</p></div></div>", "深\n");
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
    fn what_nobody_reads_goes() {
        check("<style>p{color:red}</style><p>一</p><script>if (a<b) {}</script ><!-- c -->", "一\n");
        check("<!DOCTYPE html><?xml version=\"1.0\"?>文", "文\n");
        check("<script>never closed", "");
    }

    #[test]
    fn a_row_is_a_line() {
        let table =
            "<table><tr><td><p>类型</p></td><td>标准</td></tr><tr><th>助餐</th><td>3元</td></tr></table><p>后</p>";
        let reduced = reduce(table);
        assert_eq!(reduced.text, "类型\t标准\n助餐\t3元\n后\n");
        assert_eq!(reduced.hints, [(0, Hint::TableRow), (1, Hint::TableRow)]);
    }

    #[test]
    fn angle_brackets_in_text_stay() {
        for text in ["<附件>", "a<b", "5<6>4", "<", "<<", "<nosuch>", "<p", "</", "<!", "<!a", "<!--", "<p <"] {
            check(text, &format!("{text}\n"));
            assert!(!has_markup(text), "{text:?}");
        }
        assert!(has_markup("一<br>二"));
        assert!(has_markup("<p class='x'>一</p>"));
    }
}
