//! Titles of notices: the kind of document (文种) that they end with, and where they end.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::text::han_set::HanSet;
use crate::text::words::{ends_with_word, has_sentence_stop};

/// 文种 and the other words that end the title of a notice, longer ones before those they end with.
#[rustfmt::skip]
const DOC_TYPES: [&str; 59] = [
    "实施意见", "指导意见", "若干意见", "意见", "工作要点", "要点", "实施方案", "工作方案", "行动方案", "方案",
    "通知", "通报", "通告", "公告", "公报", "公示", "决定", "决议", "命令", "报告", "请示", "批复", "复函", "函",
    "纪要", "议案", "实施办法", "管理办法", "暂行办法", "办法", "规定", "实施细则", "细则", "条例", "规则", "章程",
    "规程", "规范", "制度", "行动计划", "计划", "规划", "纲要", "总结", "安排", "守则", "准则", "措施", "预案",
    "简报", "指南", "指引", "清单", "名单", "標準法", "辦法", "法", "規則", "條例",
];

/// Types that stand at the end of a title that says 关于…的: a title may run on until one of them.
#[rustfmt::skip]
const LETTER_TYPES: [&str; 21] = [
    "通知", "意见", "函", "批复", "决定", "公告", "通告", "通报", "报告", "请示", "决议", "规定", "办法", "公示",
    "议案", "命令", "复函", "方案", "说明", "建议", "批復",
];

/// Types that end a title without 关于 even if text is glued to them. Shorter ones, such as 方案, also stand in sentences.
const GLUED_TYPES: [&str; 9] =
    ["要点", "工作方案", "实施方案", "管理办法", "暂行办法", "实施办法", "实施细则", "行动计划", "批复"];

static DOC_TYPE_ENDS: HanSet = HanSet::of_last_chars(&DOC_TYPES);
static LETTER_TYPE_ENDS: HanSet = HanSet::of_last_chars(&LETTER_TYPES);

/// The title's closing word, where `title` ends with one; brackets such as `（试行）` at the end are passed over.
pub fn doc_type(title: &str) -> Option<&'static str> {
    let bare = strip_closing_bracket(title.trim_end());
    if !DOC_TYPE_ENDS.ends(bare) {
        return None;
    }
    DOC_TYPES.iter().find(|word| ends_with_word(bare, word)).copied()
}

/// 文种 as GB/T 9704 and the portals name it: the shortest word that ends the title.
pub fn doc_type_name(title: &str) -> Option<&'static str> {
    let bare = strip_closing_bracket(title.trim_end()).trim_end_matches(['》', '>']);
    DOC_TYPES.iter().filter(|word| ends_with_word(bare, word)).min_by_key(|word| word.len()).copied()
}

/// Takes `（试行）`, `(征求意见稿)` or the like off the end of a title.
fn strip_closing_bracket(title: &str) -> &str {
    if !title.ends_with(['）', ')']) {
        return title;
    }
    match title.rfind(['（', '(']) {
        Some(at) if title[at..].chars().count() <= 16 => title[..at].trim_end(),
        _ => title,
    }
}

/// Byte offset one past the title that `text` begins with, where the title is glued to what follows.
///
/// `2024年融安县教育工作要点总体思路:以…` → after 要点; `某局关于…的函渝府办函〔2021〕52号…` → after 函.
/// Words inside 《》 do not end the title around them. `None` when no title of at most `limit_chars` is there.
pub fn glued_title_end(text: &str, limit_chars: usize) -> Option<usize> {
    let mut depth = 0_i32;
    let mut about = false;
    for (count, (at, c)) in text.char_indices().enumerate() {
        if count > limit_chars {
            return None;
        }
        match c {
            '《' | '〈' | '（' | '(' | '〔' | '[' => depth += 1,
            '》' | '〉' | '）' | ')' | '〕' | ']' => depth -= 1,
            '。' | '；' | '：' | ':' | ';' => return None,
            '，' | ',' if !about => return None,
            '于' if text[..at].ends_with('关') => about = true,
            _ => {}
        }
        if depth > 0 {
            continue;
        }
        let end = at + c.len_utf8();
        let head = &text[..end];
        let ends_here = if about {
            // Inside 关于…的通知 only a type that follows 的 closes the title, so that 关于印发工作方案的通知 stays whole.
            LETTER_TYPE_ENDS.contains(c)
                && LETTER_TYPES.iter().any(|word| {
                    head.strip_suffix(word).is_some_and(|rest| {
                        rest.ends_with('的')
                            || rest.ends_with("的若干")
                            || rest.ends_with("的实施")
                            || rest.ends_with("的指导")
                            || rest.ends_with("的补充")
                    })
                })
        } else {
            count >= 5 && GLUED_TYPES.iter().any(|word| head.ends_with(word))
        };
        if ends_here {
            return Some(end);
        }
    }
    None
}

/// Whether a line could be a title, or the end of one: it ends with a document type and holds no sentence.
pub fn is_title_like(line: &str) -> bool {
    // 120 characters are 480 bytes at most.
    line.len() <= 480
        && doc_type(line).is_some()
        && !has_sentence_stop(line)
        && (4..=120).contains(&line.chars().count())
}

static OPEN_TITLE: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("《"));
static SENDING: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("发"));

/// The name of the attached document that a letter sends: X of `现将《X》印发给你们`, `《X》已经…，现印发`.
pub fn sent_document(paragraph: &str) -> Option<&str> {
    let open = OPEN_TITLE.find(paragraph.as_bytes())?;
    let mut sendings = SENDING.find_iter(paragraph.as_bytes());
    let sends = |at| paragraph[..at].ends_with(['印', '转', '下']) || paragraph[at..].starts_with("发给你们");
    if !sendings.any(sends) {
        return None;
    }
    let inner = &paragraph[open + '《'.len_utf8()..];
    let mut depth = 1;
    for (at, c) in inner.char_indices() {
        match c {
            '《' => depth += 1,
            '》' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(&inner[..at]);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_ends_a_title() {
        for word in DOC_TYPES {
            // The whole word, not a shorter one that it ends with.
            assert_eq!(doc_type(&format!("云泽县安全{word}（试行）")), Some(word), "{word}");
            assert!(is_title_like(&format!("云泽县关于安全的{word}")), "{word}");
        }
        for word in LETTER_TYPES {
            let title = format!("云泽县教育局关于印发《工作要点》的{word}");
            assert_eq!(glued_title_end(&format!("{title}各学校"), 100), Some(title.len()), "{word}");
        }
        for word in GLUED_TYPES {
            let title = format!("云泽县教育{word}");
            assert_eq!(glued_title_end(&format!("{title}为了做好"), 100), Some(title.len()), "{word}");
        }
        assert_eq!(doc_type_name("关于放假的实施意见"), Some("意见"));
    }

    #[test]
    fn sentences_and_names_are_no_titles() {
        for line in ["", "通知", "现印发通知。请遵照执行方案", "云泽县教育局", "关于放假"] {
            assert!(!is_title_like(line), "{line}");
        }
        assert_eq!(glued_title_end("根据要求，云泽县制定工作方案", 100), None);
    }

    #[test]
    fn a_letter_names_what_it_sends() {
        for (text, expected) in [
            ("现将《云泽县〈办法〉细则》印发给你们", Some("云泽县〈办法〉细则")),
            ("《办法》已经审议，现下发", Some("办法")),
            ("根据《办法》发放补助", None),
            ("现印发", None),
        ] {
            assert_eq!(sent_document(text), expected, "{text}");
        }
    }
}
