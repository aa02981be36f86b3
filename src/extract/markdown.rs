//! Markdown, line by line: headings become hints, marks and links become the words in them, numbers stay.
//!
//! Not a Markdown parser: that would renumber `1.` lists and join lines, and notices are written with the freedom of
//! plain text. Every line keeps its number.

use super::comments::without_comments;
use super::entities::decode_entities;
use super::fields::elements_of;
use super::front_matter::front_matter;
use super::inline::{plain_words, whole_link};
use crate::notice::{Elements, Hint, Manuscript};

/// Reads a Markdown file.
pub(super) fn read_markdown(text: &str) -> Manuscript {
    let matter = front_matter(text);
    let given = matter.as_ref().map_or_else(Elements::default, |matter| elements_of(&matter.fields));
    let first_line = matter.as_ref().map_or(1, |matter| matter.line_count + 1);
    let body = matter.as_ref().map_or(text, |matter| matter.body);
    let mut reading = Reading { given, ..Reading::default() };
    for line in without_comments(body).split('\n') {
        reading.read_line(line);
    }
    let mut text = reading.text;
    // `split` sees a line behind the last line end, the loop ended that one too.
    text.pop();
    Manuscript { text, first_line, hints: reading.hints, given: reading.given, ..Manuscript::default() }
}

/// Whether the line is a heading of the form `## …`.
pub(super) fn is_heading(line: &str) -> bool {
    heading(line).is_some_and(|(_, words)| line.trim_start().trim_start_matches('#').len() > words.len())
}

/// Level and words of a heading. `##一、` without a blank is one too; `#话题` is not.
fn heading(line: &str) -> Option<(u8, &str)> {
    let line = line.trim_start_matches(' ');
    let words = line.trim_start_matches('#');
    let level = line.len() - words.len();
    let has_blank = words.starts_with([' ', '\t', '\u{3000}']);
    if !(1..=6).contains(&level) || !has_blank && level == 1 || words.trim().is_empty() {
        return None;
    }
    let words = words.trim();
    let open = words.trim_end_matches('#');
    let is_closed = open.ends_with([' ', '\t']);
    Some((level as u8, if is_closed { open.trim_end() } else { words }))
}

#[derive(Default)]
struct Reading {
    text: String,
    hints: Vec<(u32, Hint)>,
    given: Elements,
    line_count: u32,
    /// The fence that is open: its character, and how often it stands there.
    fence: Option<(char, usize)>,
    is_in_table: bool,
}

impl Reading {
    fn read_line(&mut self, line: &str) {
        let (words, hint) = self.interpret(line.trim_matches([' ', '\t']));
        if let Some(hint) = hint {
            self.hints.push((self.line_count, hint));
        }
        self.text.push_str(&words);
        self.text.push('\n');
        self.line_count += 1;
    }

    /// What remains of a line, and what it is.
    fn interpret(&mut self, line: &str) -> (String, Option<Hint>) {
        const BLANK: (String, Option<Hint>) = (String::new(), None);
        if let Some(fence) = fence_of(line) {
            let closes = self.fence.is_some_and(|(open, len)| open == fence.0 && len <= fence.1);
            if closes || self.fence.is_none() {
                self.fence = if closes { None } else { Some(fence) };
                return BLANK;
            }
        }
        if self.fence.is_some() {
            return (line.to_owned(), None);
        }
        let line = unquoted(line);
        self.is_in_table = line.starts_with('|') || self.is_in_table && line.contains('|');
        if is_rule(line) {
            return self.underline(line);
        }
        if is_table_rule(line) {
            self.is_in_table = true;
            return BLANK;
        }
        if let Some((level, words)) = heading(line) {
            return (words_of(words), Some(Hint::Heading(level)));
        }
        if self.is_in_table {
            return (cells_of(line), Some(Hint::TableRow));
        }
        if self.is_pointer(line) {
            return BLANK;
        }
        (words_of(without_bullet(line)), None)
    }

    /// A line of `===` makes the line above it a heading, `---` under a short line too; else it is a rule. It leaves
    /// an empty line in any case.
    fn underline(&mut self, rule: &str) -> (String, Option<Hint>) {
        let above = self.text.strip_suffix('\n').map_or("", |text| text.rsplit('\n').next().unwrap_or(text));
        let is_short = !above.is_empty() && above.chars().nth(MAX_TITLE_CHARS).is_none() && !above.ends_with('。');
        let level = match rule.as_bytes()[0] {
            b'=' => 1,
            b'-' => 2,
            _ => 0,
        };
        let is_marked = self.hints.last().is_some_and(|(line, _)| line + 1 == self.line_count);
        if level > 0 && is_short && !is_marked {
            self.hints.push((self.line_count - 1, Hint::Heading(level)));
        }
        (String::new(), None)
    }

    /// A line that is nothing but a link to where the text was first published, or to another page, is no part of the
    /// notice; the address is kept when it is the former.
    fn is_pointer(&mut self, line: &str) -> bool {
        let Some((words, url)) = whole_link(line) else { return false };
        if !url.starts_with("http") || !POINTERS.iter().any(|pointer| words.contains(pointer)) {
            return false;
        }
        if self.given.source_url.is_none() && ORIGINALS.iter().any(|original| words.contains(original)) {
            self.given.source_url = elements_of(&[("url".to_owned(), url.into())]).source_url;
        }
        true
    }
}

/// A title is at most two or three lines of 22 characters (GB/T 9704-2012 sets it in size 2, 22 to a line).
const MAX_TITLE_CHARS: usize = 60;

/// Words of links that lead away.
const POINTERS: [&str; 10] =
    ["首发", "原文", "来源", "出处", "阅读全文", "查看全文", "上一篇", "下一篇", "返回", "打印本页"];

/// Words of links to the page that the text was taken from.
const ORIGINALS: [&str; 4] = ["首发", "原文", "来源", "出处"];

fn words_of(line: &str) -> String {
    let words = plain_words(line);
    match decode_entities(&words) {
        std::borrow::Cow::Borrowed(_) => words.into_owned(),
        std::borrow::Cow::Owned(decoded) => decoded,
    }
}

/// The fence of a code block: three or more of `` ` `` or `~`. Nobody writes code into a notice, but scrapers fence
/// what is indented.
fn fence_of(line: &str) -> Option<(char, usize)> {
    let c = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let len = line.len() - line.trim_start_matches(c).len();
    (len >= 3 && !line[len..].contains(c)).then_some((c, len))
}

/// The line without the marks of a quotation.
fn unquoted(line: &str) -> &str {
    let mut line = line;
    while let Some(inner) = line.strip_prefix('>') {
        line = inner.trim_start_matches(' ');
    }
    line
}

/// Three or more of `-`, `=`, `*` or `_`, and nothing else but blanks.
fn is_rule(line: &str) -> bool {
    let Some(first) = line.bytes().next().filter(|byte| b"-=*_".contains(byte)) else { return false };
    let is_even = line.bytes().all(|byte| byte == first || byte == b' ');
    is_even && line.bytes().filter(|byte| *byte == first).count() >= 3
}

/// The line below the head of a table: `|---|:-:|`.
fn is_table_rule(line: &str) -> bool {
    line.contains('|') && line.contains("--") && line.bytes().all(|byte| b"|:- \t".contains(&byte))
}

/// The cells of a row, separated by a tab.
fn cells_of(row: &str) -> String {
    let row = row.strip_prefix('|').unwrap_or(row);
    let row = row.strip_suffix('|').unwrap_or(row);
    row.split('|').map(|cell| words_of(cell.trim())).collect::<Vec<_>>().join("\t")
}

/// The line without the bullet of a list, and without the box of a list of tasks.
fn without_bullet(line: &str) -> &str {
    let item = ["- ", "* ", "+ "].iter().find_map(|bullet| line.strip_prefix(bullet));
    let Some(item) = item.map(str::trim_start) else { return line };
    ["[ ] ", "[x] ", "[X] "].iter().find_map(|mark| item.strip_prefix(mark)).unwrap_or(item)
}

#[cfg(test)]
mod tests {
    use super::*;

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
        check("##一、总体要求", "一、总体要求", &[(0, Hint::Heading(2))]);
        check(
            "通知\n===\n一、总体要求\n---\n",
            "通知\n\n一、总体要求\n\n",
            &[(0, Hint::Heading(1)), (2, Hint::Heading(2))],
        );
        check("#话题#\n####### 七\n#", "#话题#\n####### 七\n#", &[]);
    }

    #[test]
    fn rules_and_fences_leave_empty_lines() {
        check("坚持稳中求进。\n---\n***\n- - -\n```text\n# 一\n```\n二", "坚持稳中求进。\n\n\n\n\n# 一\n\n二", &[]);
    }

    #[test]
    fn bullets_go_and_numbers_stay() {
        check("- 一\n* 二\n+ 三\n- [x] 四\n1. 五\n   2. 六\n> > 七", "一\n二\n三\n四\n1. 五\n2. 六\n七", &[]);
        check("-5℃\n*注", "-5℃\n*注", &[]);
    }

    #[test]
    fn rows_of_tables_are_marked() {
        let rows = [(1, Hint::TableRow), (3, Hint::TableRow)];
        check("前\n| 类型 | **标准** |\n|---|:-:|\n| 助餐 | 3元 |\n后", "前\n类型\t标准\n\n助餐\t3元\n后", &rows);
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
    fn a_link_that_leads_away_is_no_text() {
        let manuscript =
            read_markdown("一\n[转入文章首发地址](https://a.example/1.htm)\n[附件：方案](https://a.example/1.doc)");
        assert_eq!(manuscript.text, "一\n\n附件：方案");
        assert_eq!(manuscript.given.source_url.as_deref(), Some("https://a.example/1.htm"));
    }
}
