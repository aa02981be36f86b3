//! Front matter: a block of `key: value` lines between `---` lines, which site generators put before a text.

use std::borrow::Cow;

use crate::terms::labels::name_form;

/// Longest front matter in lines; beyond it, text merely stands between two rules.
const MAX_LINES: usize = 200;

/// A front matter, and the text behind it.
#[derive(Debug, PartialEq)]
pub(in crate::extract) struct FrontMatter<'a> {
    /// Names in the form of [`name_form`], and values without quotes. Lists and nested values are left out.
    pub fields: Vec<(String, Cow<'a, str>)>,
    /// Number of its lines, both rules included.
    pub line_count: u32,
    /// The text behind it.
    pub body: &'a str,
}

/// The two dialects: the line that opens and closes the block, another line that may close it, and the separator
/// after a key.
const DIALECTS: [(&str, &str, char); 2] = [("---", "...", ':'), ("+++", "+++", '=')];

/// Splits the front matter from `text`; `None` if it has none. Every line of the block must be valid, and at least
/// one must have a key.
pub(in crate::extract) fn front_matter(text: &str) -> Option<FrontMatter<'_>> {
    let (rule, other_end, separator) = DIALECTS.into_iter().find(|(rule, ..)| text.starts_with(rule))?;
    let mut lines = text.split_inclusive('\n').take(MAX_LINES);
    let mut used_bytes = lines.next().filter(|line| line.trim_end() == rule)?.len();
    let mut fields: Vec<(String, Cow<'_, str>)> = Vec::new();
    for (index, line) in lines.enumerate() {
        used_bytes += line.len();
        let content = line.trim_end();
        if content == rule || content == other_end {
            let line_count = index as u32 + 2;
            return (!fields.is_empty()).then(|| FrontMatter { fields, line_count, body: &text[used_bytes..] });
        }
        if content.is_empty() || content.starts_with(['#', '-', ']', '}']) {
            // Comments, list items and the ends of nested values.
            continue;
        }
        if content.starts_with([' ', '\t']) {
            continue_value(fields.last_mut()?, content.trim_start());
            continue;
        }
        let (key, value) = content.split_once(separator)?;
        // Running text contains these marks; a key does not.
        let is_key = !key.contains(['。', '，', '；']) && (value.is_empty() || value.starts_with([' ', '"', '\'']));
        fields.push((name_form(unquoted(key.trim())), Cow::Borrowed(unquoted(value.trim()))));
        if !is_key && separator == ':' {
            return None;
        }
    }
    None
}

/// Takes an indented line as the value of the key above it (after `|`, `>` or nothing); lists and nested blocks are
/// left out.
fn continue_value<'a>(field: &mut (String, Cow<'a, str>), line: &'a str) {
    let value = &mut field.1;
    if matches!(value.as_ref(), "" | "|" | ">" | "|-" | ">-") && !line.starts_with("- ") && !line.contains(": ") {
        *value = Cow::Borrowed(unquoted(line));
    }
}

fn unquoted(value: &str) -> &str {
    let inner = |quote: char| value.strip_prefix(quote)?.strip_suffix(quote);
    inner('"').or_else(|| inner('\'')).unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, fields: &[(&str, &str)], line_count: u32, body: &str) {
        let found = front_matter(text).expect("a front matter");
        let found_fields: Vec<_> = found.fields.iter().map(|(name, value)| (name.as_str(), value.as_ref())).collect();
        assert_eq!((&found_fields[..], found.line_count, found.body), (fields, line_count, body));
    }

    #[test]
    fn keys_and_values_are_read() {
        check("---\ntitle: 关于放假的通知\n---\n正文", &[("title", "关于放假的通知")], 3, "正文");
        check("---\ntitle: \"通知\"\ndate: '2024-02-20'\n...\n", &[("title", "通知"), ("date", "2024-02-20")], 4, "");
        check("---\nDoc_No: 1\ntags:\n- 一\n- 二\n\n# 注\n---", &[("docno", "1"), ("tags", "")], 8, "");
        check("---\ntitle: |\n  通知\nmeta:\n  - a\n---\n", &[("title", "通知"), ("meta", "")], 6, "");
        check("+++\ntitle = \"通知\"\n+++\n正文", &[("title", "通知")], 3, "正文");
        check("---\r\nurl: https://a.example/?b=c: d\r\n---\r\n", &[("url", "https://a.example/?b=c: d")], 3, "");
    }

    #[test]
    fn a_rule_and_some_text_are_no_front_matter() {
        for text in [
            "",
            "---",
            "---\n---\n",
            "---\n一、总体要求\n---\n",
            "---\n各科室：\n请注意：放假\n---",
            "title: 通知\n---\n",
            "---\ntitle: 通知\n",
            "----\ntitle: 通知\n---\n",
            "--- \n 缩进: 甲\n---\n",
        ] {
            assert_eq!(front_matter(text), None, "{text:?}");
        }
    }
}
