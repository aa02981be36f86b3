//! Labels and names of fields: 发文字号, 索引号, `pubdate` and what each says about a notice.
//!
//! The same words label values in the index block of a portal (`索引号：JL-01`), in the byline of a page, and as names of
//! fields in front matter, records and tables of scrapers. This file has the one table of them.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::text::han_set::{HanSet, is_han};

/// The element of a notice that a field states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// 标题
    Title,
    /// 文种
    DocType,
    /// 发文字号
    DocumentNumber,
    /// 发文机关
    Issuer,
    /// The body that published the page. It is the issuer if it is named as bodies are; it may also be an administrator.
    Publisher,
    /// 主送机关
    Recipients,
    /// 成文日期
    IssueDate,
    /// 发布日期
    Published,
    /// 索引号
    IndexNumber,
    /// 主题分类
    Subject,
    /// 来源网址
    Url,
    /// The body or the website that the page was copied from, by name or address.
    Origin,
    /// Nothing that is kept: 浏览次数, 字号, 有效性.
    Other,
}

/// The names of every field in the form of [`name_form`]. Of two names of one element the one that stands first counts.
#[rustfmt::skip]
const NAMES: [(Field, &[&str]); 13] = [
    (Field::Title, &[
        "title", "标题", "doctitle", "articletitle", "showtitle", "newstitle", "headline", "公文标题", "公文名称",
        "文件名称", "文件标题", "信息名称", "法规名称", "法規名稱", "名称", "題名", "標題", "name",
    ]),
    (Field::DocType, &["doctype", "文种", "公文种类"]),
    (Field::DocumentNumber, &[
        "documentnumber", "发文字号", "發文字號", "文号", "文號", "发文号", "发文文号", "公文文号", "文件字号", "文件编号",
        "docno", "docnum", "docnumber", "documentno", "fileno", "filenum", "filenumber", "fwzh", "wenhao", "wh",
        "number", "no",
    ]),
    (Field::Issuer, &[
        "issuer", "发文机关", "發文機關", "发文单位", "发文部门", "制发机关", "制定机关", "公布机关", "fwjg",
        "issuingauthority", "issuedby",
    ]),
    (Field::Publisher, &[
        "发布机构", "发布机关", "发布单位", "公开机构", "机构", "单位", "publisher", "agency", "department",
        "organization", "org", "puborg", "author", "作者",
    ]),
    (Field::Recipients, &["recipients", "主送机关"]),
    (Field::IssueDate, &[
        "issuedate", "dateissued", "成文日期", "成文时间", "发文日期", "發文日期", "发文时间", "签发日期", "制发日期",
        "生成日期", "公布日期", "writtendate", "cwrq", "fwrq",
    ]),
    (Field::Published, &[
        "published", "发布日期", "发布时间", "发表日期", "发表时间", "公开日期", "pubdate", "pubtime", "publishdate",
        "publishtime", "publishedat", "releasedate", "releasetime", "docreltime", "docpubtime", "date", "日期", "time",
        "时间", "datetime", "timestamp", "更新时间",
    ]),
    (Field::IndexNumber, &["indexnumber", "索引号", "信息索引号", "信息索引", "统一编号", "indexno", "syh"]),
    (Field::Subject, &["subject", "主题分类", "信息分类", "所属主题", "分类", "主题"]),
    (Field::Url, &[
        "url", "sourceurl", "pageurl", "docpuburl", "link", "permalink", "href", "uri", "链接", "原文链接", "来源网址",
        "网址", "地址", "original",
    ]),
    (Field::Origin, &["source", "docsource", "来源", "信息来源"]),
    (Field::Other, &[
        "主题词", "关键词", "浏览", "浏览次数", "浏览量", "浏览字号", "点击数", "阅读", "来源时间为", "实施日期", "失效日期",
        "最新異動日期", "文件状态", "有效性", "公开属性", "公开方式", "公开范围", "法規類別",
    ]),
];

/// Names of fields that stand before a colon in running text as well (`地址：…` of a meeting), where they label nothing.
const NO_LABELS: [&str; 6] = ["机构", "单位", "链接", "地址", "主题", "題名"];

/// No label is longer, letter-spaced as it may be.
const LONGEST_LABEL_BYTES: usize = 60;

/// A word that labels a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Label {
    /// The field that it states.
    pub field: Field,
    /// Its name in the form of [`name_form`].
    pub name: &'static str,
}

/// The names that label values on pages: all but those of programs and [`NO_LABELS`].
struct Labels {
    first_chars: HanSet,
    by_name: HashMap<&'static str, Label>,
}

static LABELS: LazyLock<Labels> = LazyLock::new(|| {
    let is_label = |name: &str| name.chars().all(is_han) && !NO_LABELS.contains(&name);
    let labels = names().filter(|(_, name)| is_label(name));
    let by_name: HashMap<_, _> = labels.map(|(field, name)| (name, Label { field, name })).collect();
    let names: Vec<&str> = by_name.keys().copied().collect();
    Labels { first_chars: HanSet::of_first_chars(&names), by_name }
});

/// Every name of a field, in order of precedence.
pub fn names() -> impl Iterator<Item = (Field, &'static str)> {
    NAMES.into_iter().flat_map(|(field, names)| names.iter().map(move |name| (field, *name)))
}

/// The form in which names are compared: lower case, without `_`, `-`, `.`, blanks and colons. `Doc_No` → `docno`.
pub fn name_form(name: &str) -> String {
    let mut form = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            '_' | '-' | '.' | ':' | '：' => {}
            // Nearly all are these, and they have no case.
            '一'..='龥' => form.push(c),
            c if c.is_ascii_graphic() => form.push(c.to_ascii_lowercase()),
            c if c.is_whitespace() => {}
            c => form.extend(c.to_lowercase()),
        }
    }
    form
}

/// Signs that portals put around a label.
const fn is_decoration(c: char) -> bool {
    matches!(c, '【' | '】' | '[' | ']' | '*' | '·' | '•' | '|' | '｜')
}

/// Reads a label, colon taken off: `【索 引 号】` → [`Field::IndexNumber`]. `None` when it is none.
pub fn label_of(written: &str) -> Option<Label> {
    let name = written.trim_start_matches(|c: char| c.is_whitespace() || is_decoration(c));
    if name.len() > LONGEST_LABEL_BYTES || !LABELS.first_chars.begins(name) {
        return None;
    }
    LABELS.by_name.get(name_form(name).trim_end_matches(is_decoration)).copied()
}

/// The label that a line begins with; its value may stand behind it or in the next line.
pub fn leading_label(line: &str) -> Option<Label> {
    let colon = line.find(['：', ':']).filter(|at| *at <= LONGEST_LABEL_BYTES)?;
    label_of(&line[..colon])
}

/// A label with a colon in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Labelled<'a> {
    /// The label.
    pub label: Label,
    /// Everything up to the next label; it may be empty.
    pub value: &'a str,
}

/// Every label with a colon in `text`, with its value: `索 引 号 : T00 主题分类: 教育`.
pub fn labels_in(text: &str) -> Vec<Labelled<'_>> {
    let mut found: Vec<(Label, usize)> = Vec::new();
    let mut ends = Vec::new();
    let mut from = 0;
    for (colon, sign) in text.match_indices(['：', ':']) {
        let before = &text[from..colon];
        let first = before.ceil_char_boundary(before.len().saturating_sub(LONGEST_LABEL_BYTES));
        let follows_break = |at: &usize| {
            let previous = before[..*at].chars().next_back();
            previous.is_none_or(|c| c.is_whitespace() || is_decoration(c) || "，,；;（(".contains(c))
        };
        let mut starts = before[first..].char_indices().map(|(at, _)| first + at).filter(follows_break);
        if let Some((at, label)) = starts.find_map(|at| Some((at, label_of(&before[at..])?))) {
            ends.push(from + at);
            from = colon + sign.len();
            found.push((label, from));
        }
    }
    ends.push(text.len());
    let values = found.into_iter().zip(ends.into_iter().skip(1));
    values.map(|((label, start), end)| Labelled { label, value: tidy_value(&text[start..end]) }).collect()
}

/// A value without the decoration of the label behind it.
fn tidy_value(value: &str) -> &str {
    value.trim().trim_end_matches(|c| is_decoration(c) || matches!(c, '（' | '(')).trim_end()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_name_stands_once_in_its_form_and_is_a_label_in_chinese() {
        let mut seen = HashSet::new();
        for (field, name) in names() {
            assert_eq!(name_form(name), name);
            assert!(seen.insert(name), "{name} stands twice");
            let label = Some(Label { field, name }).filter(|_| !name.is_ascii() && !NO_LABELS.contains(&name));
            assert_eq!(label_of(name), label, "{name}");
            let spaced: String = name.chars().flat_map(|c| [c, ' ']).collect();
            assert_eq!(label_of(&format!("【{spaced}】")), label, "{spaced}");
        }
        assert!(NO_LABELS.iter().all(|name| seen.contains(name)));
    }

    #[track_caller]
    fn check(text: &str, expected: &[(Field, &str)]) {
        let found: Vec<_> = labels_in(text).into_iter().map(|found| (found.label.field, found.value)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn a_line_may_hold_several_labels() {
        use Field::{DocumentNumber, IndexNumber, Issuer, Origin, Other, Published, Subject};
        check("索 引 号 : T00 主题分类: 教育", &[(IndexNumber, "T00"), (Subject, "教育")]);
        check("发布日期：2024-02-20 15:03，来源：云泽县", &[(Published, "2024-02-20 15:03，"), (Origin, "云泽县")]);
        check("【文号】：云教〔2024〕5号 【发文机关】：", &[(DocumentNumber, "云教〔2024〕5号"), (Issuer, "")]);
        check("（浏览次数：17）", &[(Other, "17）")]);
        check("工作地址：云泽县 一、时间：三天", &[]);
        assert_eq!(leading_label("文号：云教〔2024〕5号").map(|label| label.field), Some(DocumentNumber));
        assert_eq!(leading_label("见文号：云教〔2024〕5号"), None);
    }
}
